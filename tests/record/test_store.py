"""A store: who can open it, its cases and their keys, new keys, disposal, and whole copies of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from planner.errors import InputError, Overtaken, RecordBroken
from planner.record import backends
from planner.record.backends import SQLiteBackend
from planner.record.rows import CaseKeys, Header, write_row
from planner.record.store import CaseCard, CasePack, Store, copy_store, read_about
from tests.record.stores import (
    KEEPER,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    FilePlace,
    Laid,
    Place,
    ServerPlace,
    add,
    add_filled,
    filled,
    positions,
    together,
)

OFFICER = "officer"


def with_officer(place: Place) -> Store:
    """A live store that an officer can open besides its keeper."""
    store = place.create("live")
    role = ""
    if isinstance(place, ServerPlace):
        place.address(OFFICER)
        role = OFFICER
    store.add_person(OFFICER, OTHER_PASSPHRASE, role)
    return store


def as_officer(place: Place) -> Store:
    return place.open(OFFICER, OTHER_PASSPHRASE, role=OFFICER)


def contents(store: Store, card: CaseCard) -> list[bytes | None]:
    return [one.content for one in store.stream(card).read()]


# -- opening ----------------------------------------------------------------------------------------------------------


def test_a_live_store_opens_with_the_right_name_and_passphrase(place: Place) -> None:
    place.create("live").close()
    with place.open(" KEEPER ") as store:
        assert (store.kind, store.person.name, store.person.proved) == ("live", KEEPER, True)


@pytest.mark.parametrize(
    ("name", "passphrase"), [(KEEPER, "wrong"), (KEEPER, ""), (KEEPER, PASSPHRASE + " "), ("nobody", PASSPHRASE)]
)
def test_a_wrong_passphrase_and_an_unknown_name_are_told_alike(place: Place, name: str, passphrase: str) -> None:
    place.create("live").close()
    with pytest.raises(InputError) as caught:
        place.open(name, passphrase)
    assert f"this passphrase does not open the store for '{name}'. Check the name" in str(caught.value)


def test_a_training_store_asks_nobody_for_a_passphrase(place: Place) -> None:
    place.create().close()
    backend = place.backend()

    def ask(name: str) -> str:
        raise AssertionError(name)

    with Store.open(backend, "anyone", ask, home=place.home) as store:
        assert (store.kind, store.person.name, store.person.proved) == ("training", "anyone", False)


def test_there_is_no_second_store_in_the_same_place(place: Place) -> None:
    place.create().close()
    backend = place.backend()
    with pytest.raises(InputError, match="already"):
        Store.create(backend, "live", KEEPER, PASSPHRASE, home=place.home)
    backend.close()
    with place.open() as store:
        assert store.kind == "training"


def test_a_store_of_a_newer_form_is_left_alone_and_the_message_says_what_to_do(place: Place) -> None:
    place.create().close()
    with place.database() as database:
        (body,) = database.execute("SELECT body FROM fourp_shelf WHERE kind = 'about'").fetchone()
        newer = json.dumps({**json.loads(bytes(body)), "format": 2}).encode()
        database.execute(f"UPDATE fourp_shelf SET body = {place.mark} WHERE kind = 'about'", (newer,))
    with pytest.raises(InputError, match=r"newer fourp \(its form is 2, this one reads 1\)\. Install the newer fourp"):
        place.open()


@pytest.mark.parametrize(
    "about",
    [b"", b"no json", b"[]", b"null", b"{}", b'{"format": "x"}', b"\xff\xfe", b'{"format": 1, "kind": "training"}',
     b'{"format": 1, "kind": "odd", "id": "a", "epoch": 1, "made": "x"}',
     b'{"format": 1, "kind": "training", "id": "a", "epoch": 1, "made": "x", "key": "zz"}', None],
)  # fmt: skip
def test_a_store_whose_description_was_changed_says_so(file_place: FilePlace, about: bytes | None) -> None:
    file_place.create().close()
    with file_place.database() as database:
        database.execute("UPDATE fourp_shelf SET body = ? WHERE kind = 'about'", (about,))
    with pytest.raises(InputError, match=r"has been changed or does not belong to it.*restore the last backup"):
        file_place.open()


@pytest.mark.parametrize("kind", ["naming", "name", "case", "chain", "key", "card", "person"])
@pytest.mark.parametrize("body", [b"", b"\x00" * 60, None, "text"])
def test_any_part_of_a_store_that_was_changed_is_told_and_nothing_is_made_of_it(
    file_place: FilePlace, kind: str, body: object
) -> None:
    filled(file_place, kind="live")[0].close()
    with file_place.database() as database:
        database.execute("UPDATE fourp_shelf SET body = ? WHERE kind = ?", (body, kind))
    with pytest.raises(InputError, match="has been changed or does not belong"):  # noqa: PT012 (wherever it shows first)
        with file_place.open() as store:
            card = store.find("first")
            assert card is not None
            store.stream(card).read()
        raise AssertionError


def test_a_key_taken_from_another_case_opens_nothing(file_place: FilePlace) -> None:
    store, card = filled(file_place)
    other = add_filled(store, 3, "second")
    with file_place.database() as database:
        take = "SELECT body FROM fourp_shelf WHERE kind = 'key' AND id = ?"
        (body,) = database.execute(take, (f"{other.uuid.hex}:1",)).fetchone()
        database.execute("UPDATE fourp_shelf SET body = ? WHERE kind = 'key' AND id = ?", (body, f"{card.uuid.hex}:1"))
    with pytest.raises(InputError, match="has been changed or does not belong"):
        store.stream(card)
    store.close()


# -- cases --------------------------------------------------------------------------------------------------------------


def test_a_case_is_found_by_its_name_however_capitalised(place: Place) -> None:
    store, card = filled(place)
    assert store.find("first") == card
    assert store.find("FIRST") == card
    assert store.find("second") is None
    assert [each.name for each in store.cases()] == ["first"]
    store.close()


def test_a_name_that_is_taken_is_refused_and_changes_nothing(place: Place) -> None:
    store, _ = filled(place)
    rows = place.rows()
    with pytest.raises(InputError, match="there is a case of that name in this store already"):
        store.add_case("First", "opened", b"another")
    assert place.rows() == rows
    assert len(store.cases()) == 1
    store.close()


def test_a_case_written_before_a_power_cut_stands_with_its_first_entry(place: Place) -> None:
    """The first entry and the case are one: neither is ever there without the other."""
    store = place.create()
    card = store.add_case("first", "opened", b"what entry 1 says")
    assert contents(store, card) == [b"what entry 1 says"]
    assert positions(store, card) == []
    store.close()


def test_a_library_is_kept_once_and_comes_back_as_it_was(place: Place) -> None:
    store = place.create("live")
    assert not store.has_library("digest")
    store.keep_library("digest", b"tactics" * 1000)
    store.keep_library("digest", b"another")
    assert store.has_library("digest")
    assert store.library("digest") == b"tactics" * 1000
    assert store.library("unknown") is None
    store.close()


# -- people -----------------------------------------------------------------------------------------------------------


def test_a_person_who_was_added_opens_the_store_and_reads_and_writes(place: Place) -> None:
    store = with_officer(place)
    card = add_filled(store)
    if isinstance(place, ServerPlace):
        store.put_on(card, OFFICER)
    with as_officer(place) as theirs:
        mine = theirs.find("first")
        assert mine == card
        add(theirs, card, 1)
    assert [one.header.author for one in store.stream(card).read()] == [KEEPER] * 8 + [OFFICER]
    assert [each.name for each in store.people()] == [KEEPER, OFFICER]
    store.close()


def test_nobody_is_added_twice(place: Place) -> None:
    store = with_officer(place)
    with pytest.raises(InputError, match="there is a person of that name already"):
        store.add_person(" OFFICER", PASSPHRASE)
    as_officer(place).close()
    store.close()


def test_a_person_who_was_removed_cannot_open_the_store_and_the_history_still_verifies(place: Place) -> None:
    store = with_officer(place)
    card = add_filled(store)
    store.remove_person(OFFICER)
    with pytest.raises(InputError, match="this passphrase does not open the store"):
        as_officer(place)
    (card,) = store.cases()
    add(store, card, 2)
    assert positions(store, card) == []
    assert contents(store, card) == [f"what entry {n} says".encode() for n in range(1, 11)]
    store.close()
    with place.open() as again:
        assert positions(again, card) == []
        assert [each.name for each in again.people()] == [KEEPER]


def test_the_last_person_and_a_person_unknown_are_not_removed(place: Place) -> None:
    store = place.create("live")
    with pytest.raises(InputError, match="only person who can open the store"):
        store.remove_person(KEEPER)
    with pytest.raises(InputError, match=r"no person of that name. Known: keeper\."):
        store.remove_person("nobody")
    place.open().close()
    store.close()


def test_a_training_store_has_no_people_and_no_keys_to_change(place: Place) -> None:
    store = place.create()
    tries: list[Callable[[], Any]] = [
        lambda: store.add_person("Ann", PASSPHRASE),
        lambda: store.remove_person(KEEPER),
        store.rekey,
    ]
    for attempt in tries:
        with pytest.raises(InputError, match="this is a training store"):
            attempt()
    assert store.people() == []
    store.close()


# -- new keys ------------------------------------------------------------------------------------------------------------


def test_everything_is_there_after_a_change_of_keys(place: Place) -> None:
    store, card = filled(place, kind="live")
    add_filled(store, 2, "second")
    store.keep_library("digest", b"tactics")
    for _ in range(3):
        store.rekey()
    (card, _) = store.cases()
    add(store, card, 1)
    store.close()
    with place.open() as again:
        assert [each.name for each in again.cases()] == ["first", "second"]
        assert contents(again, card) == [f"what entry {n} says".encode() for n in range(1, 10)]
        assert positions(again, card) == []
        assert again.library("digest") == b"tactics"
        assert again.find("second") is not None


def test_whoever_had_the_store_open_when_its_keys_changed_is_told_and_loses_nothing(place: Place) -> None:
    store, card = filled(place, kind="live")
    stale = place.open()
    stream = stale.stream(card)
    stream.read()
    store.rekey()
    tries: list[Callable[[], Any]] = [
        lambda: stream.add("aim", b"under the old key", KEEPER),
        lambda: stale.stream(card),
        lambda: stale.add_case("second", "opened", b"x"),
        lambda: stale.keep_library("digest", b"x"),
        lambda: stale.add_person("Ann", OTHER_PASSPHRASE),
        lambda: stale.dispose(card),
        stale.cases,
        lambda: stale.find("first"),
        stale.rekey,
    ]
    for attempt in tries:
        with pytest.raises(InputError, match=r"the store has been re-keyed meanwhile\. Give the command again"):
            attempt()
    (card,) = store.cases()
    add(store, card, 1)
    with pytest.raises(InputError, match="the store has been re-keyed meanwhile"):
        stream.read()
    assert [each.name for each in store.cases()] == ["first"]
    assert positions(store, card) == []
    store.close()
    stale.close()
    with place.open() as again:
        assert len(contents(again, card)) == 9


def test_what_is_written_with_the_old_keys_after_they_were_changed_is_found(file_place: FilePlace) -> None:
    """Somebody who was removed still has the old keys, and perhaps a way to the file."""
    store, card = filled(file_place, kind="live")
    old = store.pack(card, ()).keys
    store.rekey()
    (card,) = store.cases()
    add(store, card, 1, "rekeyed")
    stream = store.stream(card)
    stream.read()
    header = Header(card.uuid, 10, "aim", file_place.clock(), file_place.clock(), KEEPER, stream.head)
    state, _ = write_row(header, b"forged", CaseKeys(*old[0]))
    file_place.lay([*file_place.rows(), Laid(card.uuid, 10, state)])
    assert [str(fault.what) for fault in store.stream(card).verify()] == [
        "entry 10 was written with keys that had been changed before it"
    ]
    with pytest.raises(RecordBroken):
        store.stream(card).read()
    store.close()


def test_cases_opened_while_keys_change_are_all_there_afterwards(place: Place) -> None:
    """Whoever is overtaken by new keys opens the store again and goes on."""
    keeper = place.create("live")

    def opened(name: str) -> bool:
        try:
            with place.open() as store:
                store.add_case(name, "opened", b"x")
        except InputError as error:
            if "re-keyed meanwhile" in str(error):
                return False
            raise
        return True

    def open_cases() -> None:
        for n in range(15):
            while not opened(f"case-{n}"):
                continue

    def change_keys() -> None:
        for _ in range(10):
            keeper.rekey()

    together([open_cases, change_keys])
    cards = keeper.cases()
    assert len(cards) == 15
    for card in cards:
        assert positions(keeper, card) == []
        assert keeper.stream(card).read()[0].content == b"x"
    keeper.close()


# -- disposal ---------------------------------------------------------------------------------------------------------------


def test_what_a_case_says_is_gone_once_it_is_disposed_of_and_that_it_was_said_still_verifies(place: Place) -> None:
    store, card = filled(place, kind="live")
    other = add_filled(store, 3, "second")
    assert store.dispose(card)
    (card, _) = store.cases()
    assert card.disposed
    read = store.stream(card).read()
    assert [one.content for one in read] == [None] * 8
    assert [one.header.kind for one in read] == ["opened"] + ["vision"] * 7
    assert positions(store, card) == []
    with pytest.raises(InputError, match="this case has been disposed of"):
        add(store, card, 1)
    assert contents(store, other)[0] == b"what entry 1 says"
    store.close()


def test_the_card_of_before_a_disposal_serves_as_well_as_the_one_after(place: Place) -> None:
    store, card = filled(place)
    store.dispose(card)
    assert contents(store, card) == [None] * 8
    assert positions(store, card) == []
    store.close()


def test_whoever_had_a_case_open_when_it_was_disposed_of_writes_nothing_more_to_it(place: Place) -> None:
    store, card = filled(place, kind="live")
    stale = place.open()
    stream = stale.stream(card)
    stream.read()
    store.dispose(card)
    with pytest.raises(InputError, match="this case has been disposed of"):
        stream.add("aim", b"too late", KEEPER)
    assert len(place.rows()) == 8
    store.close()
    stale.close()


def test_the_key_of_a_case_disposed_of_is_nowhere_in_the_file_or_its_log(file_place: FilePlace) -> None:
    store, card = filled(file_place, kind="live")
    sealed = store.backend.shelved("key", f"{card.uuid.hex}:1")
    assert sealed is not None

    def lies() -> bool:
        return any(sealed in file.read_bytes() for file in file_place.home.glob("store.sqlite*"))

    assert lies()
    assert store.dispose(card)
    assert not lies()
    store.close()
    assert not lies()


def test_a_disposal_says_when_the_files_log_is_still_being_read(
    file_place: FilePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "LOCK_SECONDS", 1)
    store, card = filled(file_place, kind="live")
    with file_place.database() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stored_events").fetchone()
        assert not store.dispose(card)
    store.close()


def test_a_case_disposed_of_takes_new_keys_with_the_others(place: Place) -> None:
    store, card = filled(place, kind="live")
    store.dispose(card)
    assert store.rekey() == []
    assert contents(store, store.cases()[0]) == [None] * 8
    assert positions(store, card) == []
    store.close()


def test_a_key_destroyed_without_disposing_of_the_case_is_told(file_place: FilePlace) -> None:
    store, card = filled(file_place, kind="live")
    with file_place.database() as database:
        database.execute("DELETE FROM fourp_shelf WHERE kind = 'key'")
    with pytest.raises(InputError, match="has been changed or does not belong"):
        store.stream(card)
    store.close()


# -- whole copies and carried cases -------------------------------------------------------------------------------------------


def test_a_copied_store_has_every_row_as_it_was_and_opens_with_the_same_passphrase(
    place: Place, tmp_path: Path
) -> None:
    store, card = filled(place, kind="live")
    add_filled(store, 3, "second")
    heads = [one.head for one in store.stream(card).read()]
    (tmp_path / "copy").mkdir()
    copy = FilePlace(tmp_path / "copy")
    target = copy.backend()
    copy_store(store.backend, target, home=place.home)
    target.close()
    store.close()
    assert copy.rows() == place.rows()
    assert copy.witness().read_bytes() == place.witness().read_bytes()
    with copy.open() as again:
        assert [one.head for one in again.stream(card).read()] == heads
        assert positions(again, card) == []


@pytest.mark.postgresql
def test_a_store_moved_into_postgresql_and_back_is_the_same(file_place: FilePlace, server_place: ServerPlace) -> None:
    store, card = filled(file_place, kind="live")
    there = server_place.backend()
    copy_store(store.backend, there, home=file_place.home)
    store.close()
    there.close()
    assert server_place.rows() == file_place.rows()
    with server_place.open() as moved:
        assert positions(moved, card) == []
        add(moved, card, 1)
        (file_place.home / "back").mkdir()
        back = FilePlace(file_place.home / "back")
        here = back.backend()
        copy_store(moved.backend, here, home=server_place.home)
        here.close()
    assert back.rows() == server_place.rows()
    with back.open() as again:
        assert positions(again, card) == []
        assert len(contents(again, card)) == 9


@pytest.mark.postgresql
def test_a_store_moved_from_one_database_to_another_keeps_who_is_on_which_case(
    server_place: ServerPlace, tmp_path: Path
) -> None:
    store = with_officer(server_place)
    card = add_filled(store)
    add_filled(store, 2, "second")
    store.put_on(card, OFFICER)
    other = ServerPlace(tmp_path, server=server_place.server)
    target = other.backend()
    copy_store(store.backend, target, home=tmp_path)
    target.close()
    with other.open() as moved:
        moved.put_on(card, OFFICER)
    with as_officer(other) as theirs:
        assert [each.name for each in theirs.cases()] == ["first"]
    with other.database() as database:
        assert database.execute("SELECT count(*) FROM fourp_member WHERE role = 'officer'").fetchone() == (2,)
    store.close()


@pytest.mark.postgresql
def test_a_person_out_of_a_file_opens_the_database_only_as_its_administrator_until_they_have_a_role(
    file_place: FilePlace, server_place: ServerPlace
) -> None:
    store = with_officer(file_place)
    there = server_place.backend()
    copy_store(store.backend, there, home=file_place.home)
    server_place.address(OFFICER)
    there.grant(OFFICER)
    there.close()
    store.close()
    server_place.open().close()
    with pytest.raises(InputError, match=r"'officer' has no database role in this store\."):
        as_officer(server_place)


def test_nothing_is_copied_over_a_store_that_is_there(file_place: FilePlace, tmp_path: Path) -> None:
    store, _ = filled(file_place)
    (tmp_path / "other").mkdir()
    other = FilePlace(tmp_path / "other")
    filled(other, 3)[0].close()
    before = other.file.read_bytes()
    with pytest.raises(InputError, match="there is a file of that name already"):
        copy_store(store.backend, other.backend(), home=tmp_path)
    assert other.file.read_bytes() == before
    store.close()


def carried(place: Place, entries: int = 8) -> CasePack:
    """A case packed in a store of this place."""
    store, card = filled(place, entries)
    looked = store.stream(card, consultation=True)
    looked.add("consulted", b"read", KEEPER)
    store.keep_library("digest", b"tactics")
    pack = store.pack(card, ["digest", "unknown"])
    store.close()
    return pack


def test_a_carried_case_comes_out_byte_for_byte_and_goes_on(place: Place, tmp_path: Path) -> None:
    pack = carried(place)
    (tmp_path / "other").mkdir()
    other = FilePlace(tmp_path / "other")
    store = other.create()
    add_filled(store, 3, "of our own")
    card = store.unpack(pack)
    assert [row for row in other.rows() if row.stream in (card.uuid, card.consultation)] == place.rows()
    assert positions(store, card) == []
    assert store.stream(card, consultation=True).verify() == []
    assert store.library("digest") == b"tactics"
    add(store, card, 2)
    assert positions(store, card) == []
    other.lay([row for row in other.rows() if row.position < 8])
    assert positions(store, card) == [8, 9, 10]
    store.close()


def test_a_case_that_is_there_already_or_whose_name_is_taken_is_refused_and_nothing_changes(
    file_place: FilePlace, tmp_path: Path
) -> None:
    pack = carried(file_place)
    with file_place.open() as store:
        with pytest.raises(InputError, match="this very case is in the store already"):
            store.unpack(pack)
        assert len(store.cases()) == 1
    (tmp_path / "other").mkdir()
    other = FilePlace(tmp_path / "other")
    store, _ = filled(other)
    rows = other.rows()
    with pytest.raises(InputError, match="there is a case of that name in this store already"):
        store.unpack(pack)
    assert other.rows() == rows
    store.close()


def with_a_byte_changed(pack: CasePack) -> CasePack:
    stream, position, state = pack.entries[2]
    return replace(pack, entries=(*pack.entries[:2], (stream, position, state[:-1] + b"x"), *pack.entries[3:]))


def with_one_left_out(pack: CasePack) -> CasePack:
    return replace(pack, entries=(*pack.entries[:3], *pack.entries[4:]))


def with_two_swapped(pack: CasePack) -> CasePack:
    swap = {2: 3, 3: 2}
    return replace(pack, entries=tuple((stream, swap.get(at, at), state) for stream, at, state in pack.entries))


def with_nothing_in_it(pack: CasePack) -> CasePack:
    return replace(pack, entries=())


def with_an_entry_of_another_case(pack: CasePack) -> CasePack:
    return replace(pack, entries=(*pack.entries, (uuid4(), 1, pack.entries[0][2])))


HARM = [with_a_byte_changed, with_one_left_out, with_two_swapped, with_nothing_in_it, with_an_entry_of_another_case]


@pytest.mark.parametrize("harmed", HARM)
def test_a_carried_case_that_is_not_what_was_written_is_not_put_in(
    file_place: FilePlace, tmp_path: Path, harmed: Callable[[CasePack], CasePack]
) -> None:
    pack = carried(file_place)
    (tmp_path / "other").mkdir()
    store = FilePlace(tmp_path / "other").create()
    with pytest.raises(RecordBroken, match="so it was not put into the store"):
        store.unpack(harmed(pack))
    assert store.cases() == []
    assert store.unpack(pack).name == "first"
    store.close()


def test_what_kind_of_store_is_there_is_known_without_opening_it(place: Place) -> None:
    place.create("live").close()
    backend = place.backend()
    assert read_about(backend)["kind"] == "live"
    backend.close()
    nowhere = SQLiteBackend(place.home / "nowhere.sqlite")
    with pytest.raises(InputError, match=r"there is no store here\. Make one: fourp store init"):
        read_about(nowhere)


def test_of_five_who_write_at_once_one_is_first_and_the_others_are_told(place: Place) -> None:
    store, card = filled(place, 2)
    streams = [store.stream(card) for _ in range(5)]
    for stream in streams:
        stream.read()
    streams[0].add("aim", b"first", KEEPER)
    for stream in streams[1:]:
        with pytest.raises(Overtaken):
            stream.add("aim", b"late", KEEPER)
    assert len(place.rows()) == 3
    store.close()

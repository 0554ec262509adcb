"""Looking after stores: passphrases and names, people, new keys, backups, and moving from one database to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import Access, begin, open_record
from planner.application.signing import verify
from planner.application.storekeeping import (
    Copied,
    add_person,
    backup,
    init,
    migrate,
    rekey,
    remove_person,
    restore,
    sound_name,
    sound_passphrase,
)
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.errors import InputError
from tests.record.stores import KEEPER, OTHER_PASSPHRASE, PASSPHRASE, FilePlace, Place, ServerPlace, Ticking

pytestmark = pytest.mark.usefixtures("stretched_little")
VISION = Decided(decision=Decision(kind="vision", text="The estate is safe"))


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """fourp's own folder is this test's own."""
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))


def told(attempt: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        attempt()
    return str(caught.value)


def filled(access: Access, short_library: Library) -> None:
    """A live store with two cases."""
    for name in ("case-a", "case-b"):
        with begin(access, short_library, name, "live") as record:
            for n in range(3):
                record.write(VISION, because=f"reason {n} of {name}")


def heads(access: Access) -> dict[str, list[str]]:
    """Every head of every case, each record proved on the way."""
    with access.open("live") as store:
        cards = store.cases()
        for card in cards:
            assert verify(store, card).ok
    found = {}
    for card in cards:
        with open_record(card.name, access) as record:
            found[card.name] = [one.head for one in record.book.entries]
    return found


# -- passphrases, names, people -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", ["", "short", "aaaaaaaaaaaaaaaa", "abababababababab", "x" * 11])
def test_a_passphrase_that_is_soon_guessed_is_refused(passphrase: str, tmp_path: Path) -> None:
    assert "a passphrase has at least 12 characters, not all alike" in told(lambda: sound_passphrase(passphrase))
    assert "a passphrase has" in told(lambda: init(Access(), "live", passphrase))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Ann Baker", "D/Sgt O’Neill 4411", "Zoë", "Łukasz", "Иван Петров"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert sound_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 61, "Ann\nBaker", "Ann\u202eBaker", "Аnn Baker", "\uff21nn", "a\x1b[1m"]
)
def test_names_that_could_be_taken_for_anothers_are_refused(name: str) -> None:
    assert told(lambda: sound_name(name))


def test_a_live_store_is_made_once(place: Place) -> None:
    init(place.access(), "live", PASSPHRASE).close()
    assert "already" in told(lambda: init(place.access(), "live", PASSPHRASE))
    with place.access().open("live") as store:
        assert [card.name for card in store.people()] == [KEEPER]


def test_people_come_and_go_and_each_case_says_that_keys_changed(place: Place, short_library: Library) -> None:
    init(place.access(), "live", PASSPHRASE).close()
    filled(place.access(), short_library)
    before = heads(place.access())
    role = ""
    if isinstance(place, ServerPlace):
        assert "a store in PostgreSQL needs the person's database role" in told(
            lambda: add_person(place.access(), "Ann", OTHER_PASSPHRASE)
        )
        place.address("ann")
        role = "ann"
    assert add_person(place.access(), "Ann", OTHER_PASSPHRASE, role).name == "Ann"
    anns = place.access("Ann", OTHER_PASSPHRASE, role or KEEPER)
    anns.open("live").close()
    assert remove_person(place.access(), "Ann") == 2
    assert "does not open the store" in told(lambda: anns.open("live"))
    assert rekey(place.access()) == 2
    after = heads(place.access())
    for name, seen in before.items():
        assert after[name][: len(seen)] == seen
        assert len(after[name]) == len(seen) + 2
    with open_record("case-a", place.access()) as record:
        assert [one.kind for one in record.book.entries[-2:]] == ["rekeyed", "rekeyed"]
        record.write(VISION, because="it goes on")


# -- backups and moving -------------------------------------------------------------------------------------------------------


def test_a_backup_restored_is_the_store_it_was_made_from(
    file_place: FilePlace, short_library: Library, tmp_path: Path
) -> None:
    usual = Access("", KEEPER, lambda _: PASSPHRASE, Ticking())
    init(usual, "live", PASSPHRASE).close()
    filled(usual, short_library)
    before = heads(usual)
    kept = tmp_path / "kept" / "backup.sqlite"
    kept.parent.mkdir()
    copied = backup(usual, "live", kept)
    assert copied == Copied(str(tmp_path / "live.sqlite"), str(kept), "live", 2, 8)
    assert "there is a file of that name already" in told(lambda: restore(usual, kept))
    for path in tmp_path.glob("live.sqlite*"):
        path.unlink()
    assert restore(usual, kept).entries == 8
    assert heads(usual) == before
    with open_record("case-a", usual) as record:
        record.write(VISION, because="it goes on")
    assert sorted(path.name for path in kept.parent.iterdir()) == ["backup.sqlite", "backup.sqlite.witness"]


def test_a_backup_is_opened_in_its_own_place_like_any_store(
    file_place: FilePlace, short_library: Library, tmp_path: Path
) -> None:
    file_place.create("live").close()
    filled(file_place.access(), short_library)
    backup(file_place.access(), "live", tmp_path / "backup.sqlite")
    assert heads(Access(str(tmp_path / "backup.sqlite"), KEEPER, lambda _: PASSPHRASE)) == heads(file_place.access())


def test_a_backup_goes_over_nothing_and_leaves_nothing_half_done(
    file_place: FilePlace, short_library: Library, tmp_path: Path
) -> None:
    file_place.create("live").close()
    (tmp_path / "there").write_text("something else")
    assert told(lambda: backup(file_place.access(), "live", tmp_path / "there"))
    assert (tmp_path / "there").read_text() == "something else"
    assert "there is no store here" in told(lambda: backup(Access(), "training", tmp_path / "none"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store.sqlite", "there"]


@pytest.mark.parametrize("raw", [b"", b"no store at all", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_backup_is_not_restored(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "backup").write_bytes(raw)
    assert str(tmp_path / "backup") in told(lambda: restore(Access(), tmp_path / "backup"))
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def test_a_backup_of_a_changed_store_is_found_changed(
    file_place: FilePlace, short_library: Library, tmp_path: Path
) -> None:
    file_place.create("live").close()
    filled(file_place.access(), short_library)
    file_place.lay([row for row in file_place.rows() if row.position != 2])
    backup(file_place.access(), "live", tmp_path / "backup.sqlite")
    with Access(str(tmp_path / "backup.sqlite"), KEEPER, lambda _: PASSPHRASE).open("live") as store:
        assert [[fault.position for fault in verify(store, card).faults] for card in store.cases()] == [[2], [2]]


@pytest.mark.postgresql
def test_a_store_moves_into_postgresql_and_back_with_every_head(
    file_place: FilePlace, server_place: ServerPlace, short_library: Library, tmp_path: Path
) -> None:
    file_place.create("live").close()
    filled(file_place.access(), short_library)
    before = heads(file_place.access())
    there = migrate(file_place.access(), "live", server_place.address())
    assert isinstance(there, Copied)
    assert (there.cases, there.entries) == (2, 8)
    assert heads(server_place.access()) == before
    with open_record("case-a", server_place.access()) as record:
        record.write(VISION, because="written in the database")
    after = heads(server_place.access())
    migrate(server_place.access(), "live", str(tmp_path / "back.sqlite"))
    assert heads(Access(str(tmp_path / "back.sqlite"), KEEPER, lambda _: PASSPHRASE)) == after
    assert "there is a store in this database already" in told(
        lambda: migrate(file_place.access(), "live", server_place.address())
    )
    assert heads(server_place.access()) == after


@pytest.mark.postgresql
def test_a_database_with_several_officers_is_backed_up_and_comes_back(
    server_place: ServerPlace, short_library: Library, tmp_path: Path
) -> None:
    init(server_place.access(), "live", PASSPHRASE).close()
    server_place.address("ann")
    add_person(server_place.access(), "Ann", OTHER_PASSPHRASE, "ann")
    filled(server_place.access(), short_library)
    before = heads(server_place.access())
    backup(server_place.access(), "live", tmp_path / "backup.sqlite")
    assert "sees only its own cases" in told(
        lambda: backup(server_place.access("Ann", OTHER_PASSPHRASE, "ann"), "live", tmp_path / "part.sqlite")
    )
    again = ServerPlace(server_place.home, server=server_place.server)
    restore(again.access(), tmp_path / "backup.sqlite")
    assert heads(again.access()) == before
    with again.access().open("live") as store:
        card = store.find("case-a")
        assert card is not None
        store.put_on(card, "Ann")
    with again.access("Ann", OTHER_PASSPHRASE, "ann").open("live") as store:
        assert [card.name for card in store.cases()] == ["case-a"]


def test_a_store_of_this_versions_form_needs_no_moving(place: Place) -> None:
    place.create("live").close()
    assert migrate(place.access(), "live", "") == 1

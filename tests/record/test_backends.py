"""A store in a file, and everything that can be wrong with one: a message that says what and what to do, nothing lost,
nothing half-written."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import FourpError, InputError
from planner.record import backends
from planner.record.backends import Snapshot, SQLiteBackend
from planner.record.store import CaseCard, Store, copy_store, read_about
from tests.record.stores import KEEPER, FilePlace, Place, add, add_filled, filled, positions, stretching_little


def told(attempt: Callable[[], Any]) -> str:
    """The message of what is refused, in one line."""
    with pytest.raises(InputError) as caught:
        attempt()
    message = str(caught.value)
    assert "\n" not in message
    return message


# -- another file in its place ------------------------------------------------------------------------------------------


def random_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE customers (name TEXT)")
    connection.execute("INSERT INTO customers VALUES ('Ann')")
    connection.commit()
    connection.close()


FOREIGN: list[tuple[Callable[[Path], Any], str]] = [
    (random_database, "this is a database, but no store of fourp. Name the right one"),
    (lambda path: path.write_text("Dear colleague,\n" * 200), "this is not a store: it is another kind of file"),
    (lambda path: path.write_bytes(bytes(range(256)) * 40), "this is not a store: it is another kind of file"),
    (lambda path: path.write_bytes(b""), "this is a database, but no store of fourp. Name the right one"),
    (lambda path: path.mkdir(), "there is no store here"),
    (lambda path: None, "there is no store here. Make one: fourp store init"),
]


@pytest.mark.parametrize(("lay", "message"), FOREIGN)
def test_what_is_no_store_is_told_and_left_as_it_was(
    file_place: FilePlace, lay: Callable[[Path], Any], message: str
) -> None:
    lay(file_place.file)
    before = file_place.file.read_bytes() if file_place.file.is_file() else None
    found = told(file_place.open)
    assert message in found
    assert str(file_place.file) in found
    assert (file_place.file.read_bytes() if file_place.file.is_file() else None) == before


@pytest.mark.parametrize("name", ["in/no/such/folder", "store?mode=ro", "store#1", "100%25 sure é", "file:store"])
def test_an_odd_name_is_a_name_like_another(tmp_path: Path, name: str) -> None:
    with Store.create(SQLiteBackend(tmp_path / name), "training", KEEPER, "", home=tmp_path) as store:
        add_filled(store, 2)
    assert (tmp_path / name).is_file()
    with Store.open(SQLiteBackend(tmp_path / name), KEEPER, str, home=tmp_path) as store:
        assert [card.name for card in store.cases()] == ["first"]


def test_a_name_too_long_for_a_file_is_told(tmp_path: Path) -> None:
    backend = SQLiteBackend(tmp_path / ("x" * 300))
    assert "the store cannot be opened: File name too long" in told(lambda: read_about(backend))
    assert "the store cannot be made: File name too long" in told(lambda: backend.create(Snapshot()))


def test_a_store_appears_whole_with_nothing_beside_it_and_only_for_its_owner(file_place: FilePlace) -> None:
    file_place.create("live").close()
    assert [path.name for path in file_place.home.iterdir()] == ["store.sqlite"]
    assert file_place.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("links", [True, False])
def test_of_two_who_make_the_same_store_one_is_told_and_the_others_is_whole(
    file_place: FilePlace, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refused(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refused)
    wait = threading.Barrier(4)
    outcomes: list[str] = []

    def make() -> None:
        wait.wait()
        try:
            file_place.create().close()
            outcomes.append("made")
        except InputError as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if links:
        assert outcomes.count("made") == 1
        assert sum("there is a file of that name already" in outcome for outcome in outcomes) == 3
    with file_place.open() as store:
        add_filled(store)
    assert [path.name for path in file_place.home.iterdir() if not path.name.endswith(".witness")] == ["store.sqlite"]


# -- a damaged file -----------------------------------------------------------------------------------------------------


class Whole:
    """A store that is well: the bytes of its file, and all that it says."""

    def __init__(self, file: bytes, said: list[bytes | None]) -> None:
        self.file, self.said = file, said


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A live store with two cases, closed in good order."""
    place = FilePlace(tmp_path_factory.mktemp("whole"))
    with stretching_little():
        store, _ = filled(place, 12, kind="live")
        add_filled(store, 12, "second")
        store.keep_library("digest", random.Random(4).randbytes(9000))
        store.close()
        return Whole(place.file.read_bytes(), everything(place))


def everything(place: FilePlace) -> list[bytes | None]:
    """All that a store says, read as an officer's commands read it."""
    with place.open() as store:
        said = [
            one.content
            for card in store.cases()
            for stream in [store.stream(store.find(card.name) or card)]
            if not stream.verify()
            for one in stream.read()
        ]
        library = store.library("digest")
        return said if library is None else [*said, library]


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_file_cut_short_is_told_in_words(file_place: FilePlace, whole: Whole, part: float) -> None:
    file_place.file.write_bytes(whole.file[: int(len(whole.file) * part)])
    assert re.search(
        "the store's file is damaged or cut short.* restore the last backup|a part of the store has been changed",
        told(lambda: everything(file_place)),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255), length=st.sampled_from([1, 1, 16, 512]))
def test_a_file_damaged_anywhere_is_told_or_the_damage_touched_nothing_that_counts(
    file_place: FilePlace, whole: Whole, where: float, by: int, length: int
) -> None:
    for beside in file_place.home.glob("store.sqlite*"):
        beside.unlink(missing_ok=True)
    damaged = bytearray(whole.file)
    start = int(where * len(damaged))
    for at in range(start, min(start + length, len(damaged))):
        damaged[at] ^= by
    file_place.file.write_bytes(bytes(damaged))
    with suppress(FourpError):
        assert set(everything(file_place)) <= set(whole.said)


# -- a full disk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let no store opened from now on grow, as on a full disk; or let them again."""
    connect = sqlite3.connect

    def connected(*words: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*words, **named)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {max(pages, 2)}")
        return connection

    def fill(full: bool) -> None:
        monkeypatch.setattr(sqlite3, "connect", connected if full else connect)

    return fill


def test_on_a_full_disk_nothing_is_written_and_what_was_there_stays(
    file_place: FilePlace, fill_disk: Callable[[bool], None]
) -> None:
    store, card = filled(file_place, 8, kind="live")
    store.close()
    fill_disk(True)
    with file_place.open() as store:
        stream = store.stream(card)
        stream.read()
        written = 0

        def fill() -> None:
            nonlocal written
            for _ in range(100):
                stream.add("aim", b"a long reason " * 100, KEEPER)
                written += 1

        message = told(fill)
        assert "the disk is full: nothing was written. Make room and give the command again." in message
        tries: list[Callable[[], Any]] = [
            lambda: store.add_case("second", "opened", b"x" * 20_000),
            lambda: store.keep_library("digest", random.Random(4).randbytes(50_000)),
            lambda: [store.add_person(f"person {n}", "long enough to pass") for n in range(50)],
        ]
        for attempt in tries:
            assert "the disk is full" in told(attempt)
        assert store.find("second") is None
        assert not store.has_library("digest")
        assert positions(store, card) == []
        assert len(store.stream(card).read()) == 8 + written
    fill_disk(False)
    with file_place.open() as store:
        add(store, card, 1)
        assert positions(store, card) == []
        assert len(store.stream(card).read()) == 9 + written


def test_a_store_that_no_longer_fits_leaves_nothing_behind(
    file_place: FilePlace, fill_disk: Callable[[bool], None]
) -> None:
    fill_disk(True)
    assert "the disk is full: nothing was written" in told(file_place.create)
    assert list(file_place.home.iterdir()) == []


def test_new_keys_are_given_whole_or_not_at_all_on_a_full_disk(
    file_place: FilePlace, fill_disk: Callable[[bool], None]
) -> None:
    store, card = filled(file_place, 3, kind="live")
    for n in range(20):
        add_filled(store, 2, f"case-{n}")
    store.close()
    fill_disk(True)
    with file_place.open() as store:
        assert "the disk is full" in told(store.rekey)
    fill_disk(False)
    with file_place.open() as store:
        assert len(store.cases()) == 21
        assert all(each.generations == (1,) for each in store.cases())
        assert positions(store, card) == []


# -- a file that cannot be written or is being written ------------------------------------------------------------------------


@pytest.fixture
def held_to_permissions(tmp_path: Path) -> None:
    """Leave a test out for whoever may write anywhere, as root; .ci/run tries it without that power."""
    (tmp_path / "closed").mkdir(mode=0o500)
    with suppress(PermissionError):
        (tmp_path / "closed" / "file").touch()
        pytest.skip("this user may write anywhere")


@pytest.mark.usefixtures("held_to_permissions")
def test_a_store_that_may_only_be_read_is_told_and_stays_as_it_was(file_place: FilePlace) -> None:
    store, card = filled(file_place)
    store.close()
    file_place.file.chmod(0o400)
    file_place.home.chmod(0o500)
    try:
        assert "cannot be" in told(lambda: add(file_place.open(), card, 1))
        assert "the store cannot be made" in told(FilePlace(file_place.home / "in").create)
    finally:
        file_place.home.chmod(0o700)
        file_place.file.chmod(0o600)
    with file_place.open() as store:
        assert len(store.stream(card).read()) == 8


@pytest.mark.usefixtures("held_to_permissions")
def test_a_folder_that_may_not_be_looked_into_is_told(file_place: FilePlace) -> None:
    file_place.create().close()
    file_place.home.chmod(0o000)
    try:
        assert "the store cannot be opened: Permission denied" in told(file_place.open)
    finally:
        file_place.home.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "the store cannot be made: File exists" in told(FilePlace(tmp_path / "file").create)


def test_whoever_waits_too_long_for_another_who_writes_is_told_to_try_again(
    file_place: FilePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "LOCK_SECONDS", 1)
    store, card = filled(file_place)
    stream = store.stream(card)
    stream.read()
    with file_place.database() as other:
        other.execute("BEGIN IMMEDIATE")
        message = told(lambda: stream.add("aim", b"waiting", KEEPER))
        assert "someone else has been writing for too long. Try again in a minute." in message
    assert stream.add("aim", b"waiting", KEEPER).position == 9
    store.close()


# -- a copy made while others write -----------------------------------------------------------------------------------------


@pytest.fixture
def writers(place: Place) -> Iterator[Callable[[Store, CaseCard], None]]:
    """Starts somebody who writes to a case, and opens new ones, until the test ends."""
    ended = threading.Event()
    threads: list[threading.Thread] = []
    failed: list[BaseException] = []

    def start(store: Store, card: CaseCard) -> None:
        def write() -> None:
            try:
                with place.open() as mine:
                    n = 0
                    while not ended.is_set():
                        add(mine, card, 3)
                        mine.add_case(f"case-{n}", "opened", b"x")
                        n += 1
            except BaseException as error:
                failed.append(error)

        threads.append(threading.Thread(target=write))
        threads[-1].start()

    yield start
    ended.set()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_copy_made_while_others_write_is_a_whole_store_of_one_moment(
    place: Place, tmp_path: Path, writers: Callable[[Store, CaseCard], None]
) -> None:
    store, card = filled(place, 3)
    writers(store, card)
    for n in range(8):
        (tmp_path / f"copy-{n}").mkdir()
        copy = FilePlace(tmp_path / f"copy-{n}")
        source, target = place.backend(), copy.backend()
        copy_store(source, target, home=place.home)
        source.close()
        target.close()
        with copy.open() as copied:
            cards = copied.cases()
            assert cards
            for each in cards:
                assert positions(copied, each) == []
                assert copied.stream(each).read()
    store.close()


def test_a_record_that_others_write_to_meanwhile_verifies_and_is_read(
    place: Place, writers: Callable[[Store, CaseCard], None]
) -> None:
    store, card = filled(place, 3)
    writers(store, card)
    for _ in range(60):
        assert positions(store, card) == []
        assert store.stream(card).read()
    store.close()


def test_a_snapshot_of_a_store_with_rows_that_are_no_entries_is_refused(file_place: FilePlace) -> None:
    store, _ = filled(file_place)
    with file_place.database() as database:
        database.execute("INSERT INTO stored_events VALUES ('no stream', 1, 'entry', x'00')")
    assert "damaged or cut short" in told(store.backend.snapshot)
    store.close()


def test_an_entry_written_twice_over_a_broken_line_is_there_once(place: Place) -> None:
    """The database kept it, and the answer was lost: the same bytes are sent again."""
    store, card = filled(place)
    row = next(row for row in place.rows() if row.position == 8)
    assert store.backend.insert(card.uuid, 8, bytes(row.state))
    assert not store.backend.insert(card.uuid, 8, b"another")
    assert len(place.rows()) == 8
    store.close()


def test_a_snapshot_says_everything_there_is(place: Place) -> None:
    store, _ = filled(place, 4)
    found = store.backend.snapshot()
    assert isinstance(found, Snapshot)
    assert len(found.entries) == 4
    assert sorted(kind for kind, _, _ in found.shelf) == ["about", "case", "chain", "key", "name", "naming"]
    store.close()

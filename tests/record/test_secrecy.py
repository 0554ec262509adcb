"""Nothing of a live case can be read in what lies on the disk: no word of it, nobody's name, no kind of entry."""

from __future__ import annotations

from base64 import b64encode, b85encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.application.casework import Access, CaseRecord, begin, open_record
from planner.application.storekeeping import add_person, backup, rekey
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from tests.record.stores import OTHER_PASSPHRASE, PASSPHRASE, FilePlace, Place, ServerPlace, stretching_little

CASE = "harbour-lantern"
AUTHOR = "Quillon Marrow"
COLLEAGUE = "Ottoline Vance"
WORDS = (
    CASE, "lantern", AUTHOR, "Quillon", COLLEAGUE, "Ottoline", PASSPHRASE, OTHER_PASSPHRASE,
    "The pier family", "Velvet Kestrel", "because the boats", "Superintendent Thrupp", "read the log",
    "vision", "trajectory", "relentless_disruption", "intervention", "consulted", "opened", "decided", "rekeyed",
    "made_at", "entered_at", "because", "england", "tactics",
)  # fmt: skip


def written(record: CaseRecord) -> None:
    """A few decisions, each with words of its own."""
    decisions = [
        Decision(kind="vision", text="The pier family no longer controls the landing stage"),
        Decision(kind="intervention", pillar="pursue", text="Operation Velvet Kestrel"),
        Decision(kind="trajectory", form="relentless_disruption"),
    ]
    for decision in decisions:
        record.write(
            Decided(decision=decision), because="because the boats come in at night", decider="Superintendent Thrupp"
        )
    record.consulted("read the log")


@pytest.fixture(scope="module", params=["file", pytest.param("server", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    home = tmp_path_factory.mktemp("home")
    return FilePlace(home) if request.param == "file" else ServerPlace(home, server=request.getfixturevalue("postgres"))


@pytest.fixture(scope="module")
def live(place: Place, library: Library) -> Iterator[Access]:
    """A live store with one case in use by two people, still open while the tests look at the disk."""
    with pytest.MonkeyPatch.context() as patch, stretching_little():
        patch.setenv("FOURP_HOME", str(place.home))
        place.create("live", AUTHOR).close()
        access = Access(place.address(), AUTHOR, lambda _: PASSPHRASE, place.clock)
        role = ""
        if isinstance(place, ServerPlace):
            place.address("officer")
            role = "officer"
        add_person(access, COLLEAGUE, OTHER_PASSPHRASE, role)
        with begin(access, library, CASE, "live", title="The pier family") as record:
            written(record)
            rekey(access)
            with open_record(CASE, access) as again:
                written(again)
                yield access


def spellings(word: str) -> set[bytes]:
    """A word as it might stand in a file: plain, in two bytes a letter, in hexadecimal."""
    plain = word.lower().encode()
    return {plain, word.lower().encode("utf-16-le"), plain.hex().encode(), word.encode().hex().encode()}


def readable(raw: bytes) -> list[str]:
    """The words of the case that can be read in these bytes."""
    folded = raw.lower()
    return [word for word in WORDS if any(one in folded for one in spellings(word))]


def test_the_search_finds_a_word_wherever_it_stands() -> None:
    for word in WORDS:
        for hidden in (word.upper().encode(), word.encode("utf-16-le"), word.encode().hex().encode()):
            assert word in readable(b"\x00\xff" + hidden + b"\x00")
    assert readable(b"nothing to see" + bytes(range(256))) == []


def test_no_word_of_a_live_case_is_in_the_store_its_log_or_its_witness(live: Access, place: Place) -> None:
    looked = sorted(path for path in place.home.rglob("*") if path.is_file() and "cache" not in str(path))
    names = {path.name for path in looked}
    if isinstance(place, FilePlace):
        assert {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "store.sqlite.witness"} <= names
        assert place.file.with_name("store.sqlite-wal").stat().st_size > 10_000
    assert any(name.endswith(".witness") for name in names)
    assert {path.name: readable(path.read_bytes()) for path in looked} == {path.name: [] for path in looked}
    assert readable(" ".join(names).encode()) == []


def test_no_word_of_a_live_case_is_in_any_table_of_the_database(live: Access, place: Place) -> None:
    if isinstance(place, FilePlace):
        names = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    raw = []
    with place.database() as database:
        tables = [name for (name,) in database.execute(names).fetchall()]
        assert {"stored_events", "fourp_shelf"} <= set(tables)
        for name in tables:
            for row in database.execute(f'SELECT * FROM "{name}"').fetchall():
                raw += [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row]
    assert len(raw) > 40
    assert readable(b"\x00".join(raw)) == []


def test_no_word_of_a_live_case_is_in_a_backup(live: Access, tmp_path: Path) -> None:
    backup(live, "live", tmp_path / "backup.sqlite")
    assert readable((tmp_path / "backup.sqlite").read_bytes()) == []
    assert readable((tmp_path / "backup.sqlite.witness").read_bytes()) == []


def test_no_key_and_no_passphrase_is_in_a_live_store(live: Access, place: Place) -> None:
    with live.open("live") as store:
        card = store.find(CASE)
        assert card is not None
        keys = [key for _, chain, content in store.pack(card, ()).keys for key in (chain, content)]
        assert store.person.secrets is not None
        keys += [part.encode() for part in store.person.secrets.text().split()]
    assert len(keys) == 6
    for path in place.home.glob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        for key in keys:
            assert not any(one in raw for one in (key, key.hex().encode(), b64encode(key), b85encode(key)))

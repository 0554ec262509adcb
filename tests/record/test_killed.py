"""A writer killed at any moment: everything acknowledged is there, the numbers have no gap, the record verifies, and the next
writer goes on. FOURP_LONG=1 tries 200 moments; otherwise some."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import CaseRecord, open_record
from planner.domain.entries import Decided
from tests.record.killed import access_to, decide, opening
from tests.record.stores import FilePlace, Place, add_filled, positions

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be split in two")
LONG = bool(os.environ.get("FOURP_LONG"))
MOMENTS = 200 if LONG else 25
FEW = 60 if LONG else 8
SEED = 4


def killed(what: str, place: Place, runs: int) -> list[list[Any]]:
    """What was acknowledged in each run before it was killed."""
    words = [sys.executable, "-m", "tests.record.killed", what, place.address(), str(place.home), str(runs), str(SEED)]
    root = Path(__file__).parents[2]
    told = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True, timeout=1200).stdout
    found = [json.loads(line) for line in told.splitlines()]
    assert len(found) == runs
    return found


def test_every_decision_acknowledged_before_the_writer_was_killed_is_there(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(place.home))
    runs = MOMENTS if isinstance(place, FilePlace) else FEW
    with place.create() as store:
        for run in range(runs):
            store.add_case(f"case-{run}", "opened", opening(f"case-{run}"))
    unfinished = 0
    for run, acknowledged in enumerate(killed("decisions", place, runs)):
        with open_record(f"case-{run}", access_to(place.address())) as record:
            entries = record.book.entries
            assert [one.number for one in entries] == list(range(1, len(entries) + 1))
            assert [[one.number, one.head] for one in entries[1:]][: len(acknowledged)] == acknowledged
            # The last may have been saved and not yet acknowledged.
            assert len(entries) - 1 - len(acknowledged) in (0, 1)
            said = [one.said.content for one in entries[1:] if one.said]
            assert [one.decision.text for one in said if isinstance(one, Decided)] == [
                f"decision {n}" for n in range(len(entries) - 1)
            ]
            assert positions(record.store, record.card) == []
            assert decide(record, "after the crash")[0] == len(entries) + 1
            assert positions(record.store, record.card) == []
            unfinished += len(entries) <= 30
    assert unfinished > runs / 2  # so that writers were in truth killed while they wrote


def test_a_store_killed_while_it_was_made_is_there_whole_or_not_at_all(
    file_place: FilePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(file_place.home))
    for run, acknowledged in enumerate(killed("beginnings", file_place, FEW)):
        access = access_to(str(file_place.home / f"store-{run}.sqlite"))
        if "made" not in acknowledged and not access.backend("training").exists():
            continue
        with access.open("training") as store:
            names = {card.name for card in store.cases()}
            assert set(acknowledged) - {"begun", "made"} <= names
            for card in store.cases():
                assert positions(store, card) == []
                assert CaseRecord(store, card).book.entries[0].kind == "opened"
            assert add_filled(store, 3, "after-the-crash").name == "after-the-crash"


def test_a_store_killed_while_its_keys_were_changed_opens_with_everything_in_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(place.home))
    with place.create("live") as store:
        for n in range(3):
            store.add_case(f"case-{n}", "opened", opening(f"case-{n}"))
    assert ["begun"] in killed("new_keys", place, FEW)
    with access_to(place.address()).open("live") as store:
        cards = store.cases()
        assert len(cards) == 3
        for card in cards:
            record = CaseRecord(store, card)
            assert positions(store, card) == []
            decide(record, "after the crash")
            assert positions(store, card) == []


def elsewhere(place: FilePlace, what: str) -> None:
    """One decision on the case, written by a process of its own."""
    code = (
        "import sys; from tests.record.killed import *\n"
        "with open_record('case-0', access_to(sys.argv[1])) as record: decide(record, sys.argv[2])"
    )
    words = [sys.executable, "-c", code, place.address(), what]
    subprocess.run(words, cwd=Path(__file__).parents[2], env={**os.environ, "FOURP_HOME": str(place.home)}, check=True)


def test_nothing_is_lost_when_several_processes_have_the_store_open(
    file_place: FilePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's locks are the process's own: one that looked at the file by any other way than SQLite would lose them, and the
    next to close the store would take what others write away with it."""
    monkeypatch.setenv("FOURP_HOME", str(file_place.home))
    with file_place.create() as store:
        store.add_case("case-0", "opened", opening("case-0"))
    access = access_to(file_place.address())
    with open_record("case-0", access) as record:
        for n in range(3):
            access.kinds()
            access.open("training").close()
            elsewhere(file_place, f"elsewhere {n}")
            record.refresh()
            decide(record, f"here {n}")
    with open_record("case-0", access) as record:
        said = [one.said.content for one in record.book.entries[1:] if one.said]
        assert [one.decision.text for one in said if isinstance(one, Decided)] == [
            f"{where} {n}" for n in range(3) for where in ("elsewhere", "here")
        ]
        assert positions(record.store, record.card) == []

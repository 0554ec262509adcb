"""Looking over the stores: names before books, books before proofs; what cannot be opened is told and hides nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner.application.casework import Access, begin, open_record
from planner.application.looking_over import Brief, Proved, Shelf, look_over, weighed
from planner.application.recommending import open_recommender
from planner.application.signing import dispose
from planner.application.sitting import Bench
from planner.application.storekeeping import init
from planner.application.vetting import Reasons
from planner.domain.library import Library

NOON = datetime(2026, 7, 13, 12, 0, tzinfo=UTC)
PASSPHRASE = "lantern orchard viaduct thimble"
pytestmark = pytest.mark.usefixtures("stretched_little")


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Access:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    return Access(person="keeper", ask=lambda _: PASSPHRASE, clock=lambda: NOON, ready=True)


@pytest.fixture
def stored(access: Access, library: Library) -> Access:
    """A live case and two for training."""
    init(access, "live", PASSPHRASE).close()
    begin(access, library, "harbour", "live", title="Harbour Row").store.close()
    begin(access, library, "estate", "training").store.close()
    begin(access, library, "valley", "training", origin="valley-estate").store.close()
    return access


def test_names_come_first_then_books_then_proofs(stored: Access) -> None:
    found = list(look_over(stored))
    assert [type(one) for one in found] == [Shelf] * 2 + [Brief] * 3 + [Proved] * 5
    shelves = [one for one in found if isinstance(one, Shelf)]
    assert [(one.kind, one.cases) for one in shelves] == [("live", ("harbour",)), ("training", ("estate", "valley"))]
    assert [one.title for one in found if isinstance(one, Brief)][:2] == ["Harbour Row", "estate"]
    proofs = [one for one in found if isinstance(one, Proved)]
    assert not any(one.faults for one in proofs)
    again = look_over(stored, {one.key for one in proofs if one.name != "estate"})
    assert [one.key for one in again if isinstance(one, Proved)] == ["training:estate"]


def test_a_locked_store_is_told_and_the_other_is_shown(stored: Access) -> None:
    found = list(look_over(replace(stored, ask=Access().ask, ready=False)))
    assert [(one.kind, one.locked) for one in found if isinstance(one, Shelf)] == [("live", True), ("training", False)]
    assert [one.name for one in found if isinstance(one, Brief)] == ["estate", "valley"]


def test_a_passphrase_that_does_not_open_the_store_is_trouble_and_no_lock(stored: Access) -> None:
    live = next(one for one in look_over(replace(stored, ask=lambda _: "nonsense")) if isinstance(one, Shelf))
    assert not live.locked
    assert "does not open the store" in live.trouble


def test_a_case_that_cannot_be_read_is_one_line(stored: Access, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "training.sqlite") as database:
        database.execute(
            "UPDATE stored_events SET state = x'00' WHERE originator_id = (SELECT MIN(originator_id) FROM stored_events)"
        )
    found = list(look_over(stored))
    briefs = {one.name: one for one in found if isinstance(one, Brief)}
    assert briefs["valley"].book or briefs["estate"].book
    broken = [one for one in briefs.values() if one.trouble]
    assert len(broken) == 1
    assert [one.name for one in found if isinstance(one, Proved) and one.faults] == [broken[0].name]


def test_a_case_disposed_of_is_counted_and_not_listed(stored: Access) -> None:
    with open_record("estate", stored) as record:
        dispose(record, Reasons(because="Kept as long as the policy says it is."))
    training = next(one for one in look_over(stored) if isinstance(one, Shelf) and one.kind == "training")
    assert (training.cases, training.disposed) == (("valley",), 1)


@pytest.fixture
def bench(library: Library) -> Iterator[Bench]:
    opened = Bench(open_recommender(library, NOON.date()))
    yield opened
    opened.close()


def test_a_case_is_weighed_with_the_library(stored: Access, bench: Bench) -> None:
    brief = next(one for one in look_over(stored) if isinstance(one, Brief) and one.name == "valley")
    found = weighed(brief, bench, NOON.date())
    assert found.tasks.next is not None
    assert found.tasks.next.id == "understand"
    assert found.review.due > date(2026, 7, 13)

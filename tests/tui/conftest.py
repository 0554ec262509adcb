"""A place with stores of its own for every test, and one bench for them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.application.casework import Access
from planner.application.preferences import Preferences
from planner.application.recommending import open_recommender
from planner.application.sitting import Bench
from planner.domain.library import Library
from tests.tui.driving import MORNING, Place, Ticking


@pytest.fixture(scope="session")
def bench(library: Library) -> Iterator[Bench]:
    """The shipped library's bench, as the law stands on the day the tests play."""
    opened = Bench(open_recommender(library, MORNING.date()))
    yield opened
    opened.close()


@pytest.fixture
def place(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A folder of stores. The account is that of an officer, the zone that of the clock, cursors do not blink, and the tour was seen."""
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr("planner.application.casework.account", lambda: "d.jones")
    monkeypatch.setattr("textual.widgets.Input.cursor_blink", False, raising=False)
    Preferences(tour_seen=True).write()
    clock = Ticking()
    return Place(bench, Access(clock=clock), clock)

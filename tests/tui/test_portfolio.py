"""The portfolio: every case at once, in the order in which to look; opened one after the other; stopped, filtered, handed over."""

from __future__ import annotations

import multiprocessing
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from planner.application.casework import Access, begin, open_record
from planner.application.sitting import Bench
from planner.application.storekeeping import init
from planner.domain.decisions import Decision
from planner.errors import InputError
from planner.tui.app import Planner
from planner.tui.literal import harmless
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place
from tests.tui.test_check import WHOLE, flat, without
from tests.tui.test_home import PASSPHRASE, unlocked

SIZES = pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
OLD = Decision(kind="disruption", pillar="pursue", level="moderate", event="Two vans seized", when=date(2026, 7, 1))
pytestmark = pytest.mark.usefixtures("stretched_little")


@pytest.fixture
def cases(place: Place) -> Place:
    """Practice cases of different standing: late and nobody leading; a whole plan; one with a disruption; one of which nothing is known."""
    now = place.clock.now
    place.clock.now = now.replace(month=6, day=1)
    place.case("harbour-row", origin="valley-estate")
    place.clock.now = now.replace(month=9, day=1)
    place.case("kestrel", origin="takeaway")
    place.decided("kestrel", [OLD])
    place.clock.now = now
    place.case("smith", origin="smith-ocg")
    place.decided("smith", WHOLE)
    place.case("bare", origin="")
    return place


async def portfolio(officer: Officer) -> None:
    await officer.press("b")


def order(officer: Officer) -> list[str]:
    """The cases in the list as it is shown, by how each begins."""
    rows = [row.lstrip("> *") for row in officer.rows]
    names = ("The valley", "The takeaw", "The Smith", "bare", "The dinner", "harbour-row", "kestrel", "smith")
    return [name for row in rows[3:-2] for name in names if row.startswith(name)]


@SIZES
async def test_every_case_is_a_row_in_the_order_in_which_to_look(cases: Place, size: tuple[int, int]) -> None:
    async with cases.officer(size=size) as officer:
        await portfolio(officer)
        officer.looks(f"portfolio-{size[0]}x{size[1]}")

"""A new case is told on one page: Enter goes through it, what is wrong is told at its field, nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest

from planner.tui.new_case import read_source
from tests.tui.driving import SMALL, USUAL, WIDE, Place

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "source", "on", "grade", "handling"),
    [
        ("Tasking pack, 20 Nov 2026, 2CP", "Tasking pack", "2026-11-20", "2C", "P"),
        ("Tasking pack, 20 Nov, 2c", "Tasking pack", "2026-11-20", "2C", ""),
        ("Pack, with a comma, B2, 1/12", "Pack, with a comma", "2025-12-01", "B2", ""),
        ("Tasking pack", "Tasking pack", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_source_is_read_as_it_is_typed(typed: str, source: str, on: str, grade: str, handling: str) -> None:
    assert read_source(typed, TODAY) == {"source": source, "on": on, "grade": grade, "handling": handling}


async def test_a_case_is_told_and_opens_with_one_entry(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("n")
        await officer.type("Harbour Row")
        await officer.press("enter", "enter", "2", "enter", "4", "enter", "3", "enter")
        await officer.type("3b")
        await officer.press("enter")
        await officer.type("Tasking pack, 20 nov 2026, 2cp")
        await officer.press("enter")
        assert "Harbour Row | TRAINING" in officer.rows[0]
        assert "Case opened and saved." in officer.screen
        book = officer.book
        assert len(book.entries) == 1
        assert (book.profile.nation, book.profile.threat) == ("wales", "location")
        assert [one.value for one in (*book.profile.records("group.tier"), *book.profile.records("group.band"))] == [
            "tier_3",
            "3B",
        ]
        assert officer.app.sitting is not None
        assert officer.app.sitting.unsaved.source == "Tasking pack, 20 nov 2026, 2cp"


async def test_enter_alone_starts_nothing_and_says_what_is_wanted(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("n", *["enter"] * 7)
        assert "Not started yet: 1 thing to mend. Nothing is lost." in officer.screen
        assert "A name has 1 to 120 letters." in officer.screen
    assert place.access.kinds() == []


async def test_tier_and_band_want_their_source(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("n")
        await officer.type("Harbour")
        await officer.press("enter", "enter", "enter", "enter", "1", "ctrl+r")
        assert "Tier and band come from somewhere: name the source" in officer.screen
    assert place.access.kinds() == []


async def test_live_without_a_live_store_says_how_to_make_one(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("n")
        await officer.type("Harbour")
        await officer.press("enter", "2", "ctrl+r")
        assert "There is no live store on this machine. Make one on Home" in " ".join(officer.screen.split())
    assert place.access.kinds() == []


async def test_leaving_the_form_keeps_what_was_typed(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("n")
        await officer.type("Harbour")
        await officer.press("escape")
        assert "Practice cases" in officer.screen
        await officer.press("n")
        assert "Harbour" in officer.screen


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=["60x20", "80x24", "160x50"])
async def test_the_form_begins_at_its_first_field(place: Place, size: tuple[int, int]) -> None:
    async with place.officer(size=size) as officer:
        await officer.press("n")
        officer.looks(f"new-case-{size[0]}x{size[1]}")

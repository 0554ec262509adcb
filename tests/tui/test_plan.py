"""The plan's page: its views, their keys, and what is written from them."""

from __future__ import annotations

from tests.tui.driving import Officer, Place


async def at_plan(officer: Officer) -> None:
    await officer.press("f5")


async def test_f5_reopens_the_view_that_was_last_looked_at(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_plan(officer)
        assert "[Four Ps]" in officer.screen
        await officer.press("full_stop")
        assert "[Approach]" in officer.screen
        await officer.press("f2", "f5")
        assert "[Approach]" in officer.screen

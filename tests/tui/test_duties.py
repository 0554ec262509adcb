"""The duties: statements written, what is asked for beside interventions, duties nobody has decided on."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.decisions import Decision
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

REASON = "Patrols begin Friday"


def planned(place: Place) -> None:
    """A plan that asks for more beside it, and in which duties are owed."""
    place.case("first-plan", origin="cl-team")
    place.decided(
        "first-plan",
        [
            Decision(kind="select", tactic="criminal-investigation", due=date(2026, 12, 11), owner="Force CID"),
            Decision(kind="select", tactic="gang-injunction", due=date(2027, 1, 15), owner="Council"),
        ],
    )


async def at_duties(officer: Officer) -> None:
    officer.app.open_page("plan", "duties")
    await officer.settle()
    await officer.settle()


@pytest.mark.parametrize(
    ("name", "size", "full"),
    [("80x24", USUAL, True), ("60x20", SMALL, True), ("160x50", WIDE, True), ("80x24-empty", USUAL, False)],
)
async def test_it_looks_as_it_did_when_it_was_last_read(
    place: Place, name: str, size: tuple[int, int], full: bool
) -> None:
    planned(place) if full else place.case("first-plan", origin="")
    async with place.officer("first-plan", size=size) as officer:
        await at_duties(officer)
        officer.looks(f"duties-{name}")


async def test_a_statement_is_written_in_the_officers_own_words(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_duties(officer)
        assert "Written statements, 0 of 5" in officer.screen
        await officer.press("down", "enter")
        assert "Statement: Displacement" in officer.screen
        await officer.type("Patrols watch two streets")
        await officer.press("enter")
        await officer.type(REASON)
        await officer.press("enter")
        ((entry, made),) = officer.book.decided("assessment")
        assert (made.form, made.text) == ("displacement", "Patrols watch two streets")
        assert "Written statements, 1 of 5" in officer.screen
        assert "+ Displacement" in officer.screen
        assert ">- Risk" in officer.screen, "the cursor goes on to one that is not written"
        await officer.press("down")
        assert "Patrols watch two streets" in officer.screen
        assert entry.said is not None
        assert entry.said.because == REASON


async def test_what_bears_on_a_statement_is_read_from_the_menus_own_notes(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_duties(officer)
        await officer.press("down", "down", "down", "down", "w")
        assert "Statement: Human rights" in officer.screen
        assert "Article 6: fair trial" in officer.screen


async def test_what_a_guardrail_asks_for_is_told_with_whom_for_and_opens_the_tactic(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan", size=WIDE) as officer:
        await at_duties(officer)
        assert "- Watch for displacement, rivals and retaliation" in officer.screen
        assert "not in the plan" in officer.screen
        officer.app.open_page("plan", "duties", "asked-0")
        await officer.settle()
        assert "For: Criminal investigation and conspiracy charge" in officer.screen
        await officer.press("enter")
        assert "[F4 Tactics]" in officer.screen


async def test_a_duty_nobody_has_decided_on_is_told_first_and_opens_there(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_duties(officer)
        assert "Duties nobody has decided on, 5" in officer.screen
        await officer.press(*["down"] * 5)
        assert "A duty that fits the facts." in officer.screen
        await officer.press("enter")
        assert "[F4 Tactics]" in officer.screen

"""The phases: what stands where, what makes each ready, and what is written of them from the keyboard."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.decisions import Decision
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

REASON = "Patrols begin Friday"


def planned(place: Place) -> None:
    """A plan with something in every phase."""
    place.case()
    own = [("Patrol by the shops", "hold", date(2026, 12, 7), "Housing"), ("Youth club", "build", date(2027, 1, 29), "Council"),
           ("Agree who leads", "setup", date(2026, 12, 4), ""), ("Talk to the landlord", None, None, "")]  # fmt: skip
    place.decided(
        "first-plan",
        [
            Decision(
                kind="select",
                tactic="search-warrant-programme",
                due=date(2026, 12, 18),
                owner="Force CID",
                phase="clear",
            ),
            *(Decision(kind="intervention", pillar="protect", text=t, phase=p, due=d, owner=o) for t, p, d, o in own),
        ],
    )


async def at_board(officer: Officer) -> None:
    officer.app.open_page("plan", "board")
    await officer.settle()
    await officer.settle()


def under(officer: Officer, heading: str) -> str:
    """The column under a heading."""
    rows = officer.rows
    at = next(n for n, row in enumerate(rows) if heading in row)
    left = rows[at].index(heading)
    return "\n".join(row[left : left + 25] for row in rows[at:])


async def test_each_phase_has_its_interventions_its_readiness_and_its_end(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        assert ">Planned run" in officer.screen
        assert "Setup: Agree who leads" in officer.screen
        assert "No phase yet: Talk to the landlord" in officer.screen
        assert "Patrol by the...  7 Dec" in under(officer, "HOLD 1")
        assert "+ Hold and Build exist" in under(officer, "CLEAR 1")
        assert "- partners named" in under(officer, "HOLD 1")
        assert "? residents asked" in under(officer, "BUILD 1")
        assert "Decision 2, proposed. Owner: Force CID. Due: 18 Dec 2026." in officer.screen


@pytest.mark.parametrize(
    ("name", "size", "full"),
    [("80x24", USUAL, True), ("60x20", SMALL, True), ("160x50", WIDE, True), ("80x24-empty", USUAL, False)],
)
async def test_it_looks_as_it_did_when_it_was_last_read(
    place: Place, name: str, size: tuple[int, int], full: bool
) -> None:
    planned(place) if full else place.case("first-plan", origin="")
    async with place.officer("first-plan", size=size) as officer:
        await at_board(officer)
        officer.looks(f"board-{name}")


async def test_an_intervention_is_moved_to_another_phase_with_a_reason_and_keeps_all_else(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("m", "3")
        assert "Move to Hold: Planned run of search warrants" in officer.screen
        await officer.type(REASON)
        await officer.press("enter")
        entry, made = officer.book.decided("select")[0]
        assert (made.phase, made.owner, made.due) == ("hold", "Force CID", date(2026, 12, 18))
        assert entry.said is not None
        assert (entry.said.because, entry.said.supersedes) == (REASON, 2)
        assert "HOLD 2" in officer.screen


async def test_an_intervention_of_our_own_takes_the_place_of_itself_when_it_is_moved(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("right", "m", "4")
        await officer.type(REASON)
        await officer.press("enter")
        texts = [made.text for _, made in officer.book.decided("intervention")]
        assert texts.count("Patrol by the shops") == 1
        assert "BUILD 2" in officer.screen


async def test_enter_alone_moves_nothing(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("m", "2")
        assert "It stands in Clear already." in officer.screen
        await officer.press("m", "x")
        await officer.press("m", "3", "enter", "enter")
        assert "A reason is wanted" in officer.screen
        assert officer.book.decided("select")[0][1].phase == "clear"


async def test_how_a_phase_ends_is_written_without_saying_that_it_is_ready(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("right", "e")
        await officer.type("8 quiet weeks")
        await officer.press("enter")
        await officer.type(REASON)
        await officer.press("enter")
        ((_, made),) = officer.book.decided("phase")
        assert (made.phase, made.state, made.measure) == ("hold", "planned", "8 quiet weeks")
        assert "8 quiet weeks" in under(officer, "HOLD 1")
        assert "HOLD 1          planned" in officer.screen


async def test_a_phase_goes_on_and_what_is_open_is_told_before(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("y")
        assert "Clear is ready" in officer.screen
        assert "- a first reading taken: Record a measure as the baseline now" in officer.screen
        await officer.type(REASON)
        await officer.press("ctrl+r")
        assert [made.state for _, made in officer.book.decided("phase")] == ["ready"]
        assert "Clear is not ready until Hold and Build are" in " ".join(officer.screen.split())


async def test_why_a_phase_is_not_ready_says_what_would_settle_each_mark(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("right", "right", "w")
        assert "Build: not started, 2 open" in officer.screen
        assert "? residents asked" in officer.screen
        assert "Record whether residents have been asked, on Picture" in " ".join(officer.screen.split())


async def test_an_intervention_of_our_own_is_added_to_the_phase_the_cursor_is_in(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        await officer.press("right", "a", "3", "enter")
        await officer.type("Shop watch")
        await officer.press("enter")
        await officer.type(REASON)
        await officer.press("ctrl+r")
        assert "HOLD 2" in officer.screen
        assert officer.book.decided("intervention")[-1][1].phase == "hold"


async def test_where_no_place_based_approach_is_taken_the_phases_do_not_apply(place: Place) -> None:
    planned(place)
    place.decided("first-plan", [Decision(kind="place-based", state="no")])
    async with place.officer("first-plan") as officer:
        await at_board(officer)
        assert "/ not applicable: no place-based approach is taken (decision 7)" in officer.screen

"""The plan's page: the four Ps, the approach and the objectives, driven by keys, and what is written from them."""

from __future__ import annotations

import pytest
from textual.events import Paste

from planner.domain.decisions import Decision
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

REASON = "Housing and the council asked for it after two complaints"
LINES = (
    Decision(kind="select", tactic="criminal-investigation", owner="Force CID", due="2026-12-18", phase="clear", measure="Charges advised"),
    Decision(kind="intervention", pillar="protect", text="Landlord visits with Housing", owner="Housing", due="2026-12-11", phase="hold"),
    Decision(kind="initiative", pillar="prevent", text="Saturday football club", owner="Council youth team"),
    Decision(kind="lead", pillar="pursue", name="Detective inspector"),
    Decision(kind="aim", pillar="pursue", text="Cut the money and the sales"),
    Decision(kind="vision", text="Streets free of drug lines"),
    Decision(
        kind="objective", pillar="protect", text="Every let home is safe to live in", owner="Housing manager", due="2027-01-29",
        measure="All homes visited; what tenants say",
    ),
)  # fmt: skip


async def at(officer: Officer, view: str = "Four Ps") -> None:
    """Go to a view of the plan."""
    await officer.press("f5")
    for _ in range(6):
        if f"[{view}]" in officer.screen:
            return
        await officer.press("full_stop")
    raise AssertionError(view)


async def paste(officer: Officer, text: str) -> None:
    """Paste words into the field that has the cursor, as a terminal does; what typing does is tested with the sheet."""
    officer.app.post_message(Paste(text))
    await officer.settle()


def made(officer: Officer, kind: str) -> Decision:
    """The last decision of a kind that stands, as another reads it."""
    return officer.book.decided(kind)[-1][1]


# -- the page -------------------------------------------------------------------------------------------------------------


async def test_f5_reopens_the_view_that_was_last_looked_at(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "Approach")
        await officer.press("f2", "f5")
        assert "[Approach]" in officer.screen


async def test_the_case_opens_at_the_line_where_the_officer_stopped(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("right", "right")
        assert "phase hold; owner Housing" in officer.screen
        officer.app.keep()
    async with place.officer("first-plan") as officer:
        assert "phase hold; owner Housing" in officer.screen


async def test_help_is_that_of_the_view_and_names_its_keys(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "Objectives")
        await officer.press("f1")
        assert "An aim can be broad; an objective cannot." in officer.screen
        assert "Add an objective to the P under the cursor" in officer.screen


# -- the four Ps ------------------------------------------------------------------------------------------------------------


async def test_the_four_ps_stand_side_by_side_with_their_balance(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer)
        said = " ".join(officer.screen.split())
        assert "3 interventions, 0 partner leads recorded. Pursue 33 in 100; a review asks why above 60." in said
        assert "Empty, with no reason recorded: Prepare." in said
        assert "PURSUE 1 #" in said
        assert "PREPARE 0 !" in said


async def test_an_intervention_of_our_own_is_added_to_the_p_under_the_cursor(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("right", "right", "a", "1")
        await paste(officer, "Welfare visits to let homes")
        await officer.press("enter")
        await paste(officer, REASON)
        await officer.press("enter")
        await paste(officer, "Housing")
        await officer.press("enter")
        await paste(officer, "14 dec")
        await officer.press("ctrl+r")
        one = made(officer, "intervention")
        assert (one.pillar, one.text, one.owner, str(one.due)) == (
            "protect",
            "Welfare visits to let homes",
            "Housing",
            "2026-12-14",
        )
        assert "- Welfare visits" in officer.screen
        assert "PROTECT 1 #" in officer.screen


async def test_moving_the_phase_keeps_everything_else(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("m")
        await paste(officer, REASON)
        await officer.press("enter", "3", "enter")
        one = made(officer, "select")
        assert (one.phase, one.owner, str(one.due), one.measure) == (
            "hold",
            "Force CID",
            "2026-12-18",
            "Charges advised",
        )
        assert len(officer.book.interventions) == 3
        assert "phase hold; owner Force CID" in officer.screen


async def test_editing_begins_with_what_stands_and_takes_its_place(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("right", "e")
        assert "Saturday football club" in officer.screen
        await paste(officer, REASON)
        await officer.press("enter", "enter")
        await paste(officer, "8 jan")
        await officer.press("ctrl+r")
        one = made(officer, "initiative")
        assert (one.text, one.owner, str(one.due)) == ("Saturday football club", "Council youth team", "2027-01-08")
        assert len(officer.book.decided("initiative")) == 1


async def test_how_a_line_stands_is_set_from_a_list(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("u", "4")
        await paste(officer, "Charges were advised for three of them")
        await officer.press("ctrl+r")
        assert officer.book.interventions[0].state == "done"
        assert "+ Criminal investi" in officer.screen


async def test_a_line_is_withdrawn_with_a_reason_and_leaves_its_column(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("x")
        await paste(officer, "The regional unit runs the case from now on")
        await officer.press("enter")
        assert "PURSUE 0 !" in officer.screen
        assert [one.decision.pillar for one in officer.book.interventions] == ["protect", "prevent"]


async def test_an_empty_p_is_left_undeveloped_with_its_reason(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("left", "x", "1")
        await paste(officer, "Residents are not ready and the council begins in spring")
        await officer.press("enter")
        assert made(officer, "undeveloped").pillar == "prepare"
        assert "Prepare is left undeveloped" in officer.screen
        assert "PREPARE 0 !" not in officer.screen


async def test_the_palette_names_the_lead_of_the_p_under_the_cursor(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer)
        await officer.press("right", "ctrl+p")
        await paste(officer, "plan: Name P lead")
        await officer.press("enter", "1")
        await paste(officer, "The council runs early help and has agreed to lead")
        await officer.press("ctrl+r")
        assert made(officer, "lead").pillar == "prevent"


# -- the approach -----------------------------------------------------------------------------------------------------------


async def test_an_aim_starts_from_an_example_and_the_reason_is_the_officers(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "Approach")
        await officer.press("enter", "1")
        assert officer.app.focused is not None
        assert officer.app.focused.id == "because"
        await paste(officer, "Residents told us this is what they want to see")
        await officer.press("enter")
        assert made(officer, "vision").text in officer.app.sitting.examples.visions()  # type: ignore[union-attr]
        await officer.press("enter", "1")
        await paste(officer, "Everybody at the first meeting put this first")
        await officer.press("enter")
        assert made(officer, "aim").pillar == "overall"
        assert "+ 1 Vision and overall aim" in officer.screen
        assert "Recorded 1 of 9" in officer.screen
        assert "- Pursue, aim: not recorded yet" in officer.screen  # the cursor has gone on


async def test_the_route_keeps_what_was_ticked_below_the_officers_own_words(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        officer.app.open_page("plan", "approach", "trajectory")
        await officer.settle()
        await officer.press("enter")
        await officer.press("3", "enter", "1", "enter", "4", "3", "enter")
        await paste(officer, "Money tracing can support a case while the council acts now")
        await officer.press("enter")
        entry = officer.book.standing("trajectory")[0]
        assert entry.said is not None
        own, ticked_for, ticked_against = entry.said.because.split("\n")
        assert own == "Money tracing can support a case while the council acts now"
        assert ticked_for.startswith("Ticked for investigation: Several members could be convicted")
        assert "Civil and regulatory powers" in ticked_against
        assert made(officer, "trajectory").form == "both"


async def test_ticks_alone_are_no_reason(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        officer.app.open_page("plan", "approach", "trajectory")
        await officer.settle()
        await officer.press("enter", "3", "enter", "1", "enter", "4", "enter", "enter")
        assert "A reason is wanted and none is given" in officer.screen
        assert not officer.book.standing("trajectory")


async def test_people_in_focus_are_chosen_from_the_case(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        officer.app.open_page("plan", "approach", "focus")
        await officer.settle()
        await officer.press("a", "1", "enter")
        await paste(officer, "He runs the lets and the money goes through him")
        await officer.press("enter")
        assert made(officer, "focus").ref.startswith("people/")
        assert "+ 4 People in focus" in officer.screen


# -- objectives -------------------------------------------------------------------------------------------------------------


async def test_an_objective_is_written_from_an_example_with_marks_as_it_is_typed(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "Objectives")
        await officer.press("a", "2")
        assert "+ S an outcome, not only a task" in officer.screen
        assert "- R say what makes it possible" in officer.screen
        await paste(officer, "The financial investigator has agreed and has two days a week")
        assert "+ R says what is in place" in officer.screen
        await officer.press("enter", "enter")
        one = made(officer, "objective")
        assert (one.pillar, one.owner) == ("pursue", "Financial investigator")
        assert "Prevent has no objective yet" in " ".join(officer.screen.split())  # on to the next P without one


async def test_a_task_is_told_from_an_outcome_while_it_is_typed_and_may_still_be_saved(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        officer.app.ask("objective", given={"pillar": "protect"})
        await officer.settle()
        await paste(officer, "Visit the shops on the parade")
        assert "? S 'Visit' is a task" in officer.screen
        await officer.press("enter")
        await paste(officer, "5 visits")
        assert "? M add what you expect to hear, and from whom" in officer.screen
        await officer.press("enter")
        await paste(officer, "Housing and the council")
        assert "? A two are named" in officer.screen
        await officer.press("enter")
        await paste(officer, "Because shops asked us twice")
        await officer.press("enter")
        await paste(officer, "1 jun 2027")
        assert "? T it ends after the review on" in officer.screen
        await officer.press("enter")
        assert made(officer, "objective").text == "Visit the shops on the parade"


async def test_a_half_typed_objective_comes_back_without_being_asked_for_an_example_again(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "Objectives")
        await officer.press("a", "6")
        await paste(officer, "Half a thought")
        await officer.press("escape", "a")
        assert "Half a thought" in officer.screen


async def test_what_is_typed_for_a_new_objective_is_not_laid_over_one_that_is_changed(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer, "Objectives")
        await officer.press("down", "down", "a", "1")
        await paste(officer, "Half a thought")
        await officer.press("escape", "e")
        assert "Every let home is safe to live in" in officer.screen
        assert "Half a thought" not in officer.screen


async def test_an_objective_shows_the_lines_that_serve_it(place: Place) -> None:
    place.case()
    place.decided("first-plan", LINES)
    async with place.officer("first-plan") as officer:
        await at(officer, "Objectives")
        await officer.press("down", "down")
        assert "Lines that serve it: 1" in officer.screen
        assert "Landlord visits with Housing" in officer.screen


# -- as it looks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=["60x20", "80x24", "160x50"])
@pytest.mark.parametrize("full", [False, True], ids=["empty", "full"])
async def test_every_view_at_every_size(place: Place, size: tuple[int, int], full: bool) -> None:
    if full:
        place.case()
        place.decided("first-plan", LINES)
    else:
        place.case("first-plan", origin="")
    async with place.officer("first-plan", size) as officer:
        for view in ("four_ps", "approach", "objectives"):
            officer.app.open_page("plan", view)
            await officer.settle()
            officer.looks(f"plan-{view}-{'full' if full else 'empty'}-{size[0]}x{size[1]}")


async def test_the_sheets_of_the_plan_fit_the_usual_screen(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        officer.app.ask("trajectory")
        await officer.settle()
        officer.looks("plan-sheet-route-80x24")
        await officer.press("escape")
        officer.app.ask("objective", given={"pillar": "protect"})
        await officer.settle()
        officer.looks("plan-sheet-objective-80x24")

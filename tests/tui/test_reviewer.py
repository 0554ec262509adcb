"""A reviewer at Check: what they say of a plan is on the record, shown where it belongs, and answered by the author."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.application.casework import Access, begin
from planner.application.sitting import Bench
from planner.application.storekeeping import add_person, init
from planner.domain.decisions import Decision
from planner.domain.remarks import remarks, returned
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place, Ticking
from tests.tui.test_check import WHOLE, check, flat, without

LEADERLESS = without("lead")


async def at(officer: Officer, rule: str) -> None:
    """On a finding."""
    await check(officer, "findings")
    assert officer.app.screen.query_one("#findings-list").go_to(rule)
    await officer.settle()


@pytest.fixture
def plan(place: Place) -> Place:
    """A case whose plan names nobody who leads."""
    place.case()
    place.decided("first-plan", LEADERLESS)
    return place


async def test_a_finding_is_accepted_with_a_reason_and_stands_last_as_accepted(plan: Place) -> None:
    async with plan.officer("first-plan") as officer:
        await at(officer, "no-lead-pursue")
        assert "5 errors" in flat(officer)
        await officer.press("a")
        assert "Why can it stand as it is?" in officer.screen
        await officer.type("The regional unit leads it until March")
        await officer.press("enter")
        assert "Saved: Accepted as it stands" in flat(officer)
        assert "4 errors" in flat(officer)
        assert "1 accepted" in flat(officer)
        assert "+ ACCEPTED Nobody is named to lead Pursue" in officer.screen
        assert "Accepted by d.jones (not authenticated)" in flat(officer)
        (one,) = remarks(officer.book)
        assert (one.decision.rule, one.because) == ("no-lead-pursue", "The regional unit leads it until March")
        await check(officer, "sign_off")
        assert "Nobody is named to lead Pursue" not in officer.screen
        assert "Nobody is named to lead Prevent" in officer.screen


async def test_what_has_to_be_put_right_is_not_accepted(plan: Place) -> None:
    async with plan.officer("first-plan") as officer:
        await at(officer, "no-lro")
        await officer.press("a")
        assert "not for anybody to accept" in flat(officer)
        assert remarks(officer.book) == ()


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE])
async def test_a_finding_is_commented_on_and_the_comment_stands_under_it(plan: Place, size: tuple[int, int]) -> None:
    async with plan.officer("first-plan", size) as officer:
        await at(officer, "no-lead-pursue")
        await officer.press("n")
        assert "What do you say of it?" in officer.screen
        await officer.type("DS Khan knows the accounts [and] could lead")
        await officer.press("enter")
        await check(officer, "findings")
        told = officer.app.screen.query_one("FindingsView").told
        assert "entry 18, not answered yet: DS Khan knows the accounts [and] could lead" in told
        assert "Nobody is named to lead Pursue. (1 comm" in officer.screen
        officer.looks(f"reviewer-finding-{size[0]}x{size[1]}")


async def test_a_decision_is_commented_on_from_its_answer_and_from_the_log(plan: Place) -> None:
    async with plan.officer("first-plan") as officer:
        await check(officer)
        await officer.press("n")  # the overall aim
        assert "Entry 3" in officer.screen
        await officer.type("Which homes are meant here?")
        await officer.press("enter")
        assert "Which homes are meant here?" in flat(officer)
        await officer.press("f8")
        officer.app.screen.query_one("TimelineView").go_to("2")
        await officer.settle()
        await officer.press("n")
        await officer.type("The residents used other words")
        await officer.press("enter")
        assert [one.decision.target for one in remarks(officer.book)] == [3, 2]
        officer.app.screen.query_one("TimelineView").go_to("2")
        await officer.settle()
        assert "The residents used other words" in officer.app.screen.query_one("TimelineView").told


async def test_of_several_decisions_on_one_line_one_is_chosen(plan: Place) -> None:
    async with plan.officer("first-plan") as officer:
        await check(officer)
        await officer.press("down", "n")  # four aims, and the overall one
        assert "Comment on which decision?" in officer.screen
        await officer.press("2")
        await officer.type("Prevent wants the school named")
        await officer.press("enter")
        (one,) = remarks(officer.book)
        assert officer.book.decision_of(officer.book.entries[one.decision.target - 1]).kind == "aim"


async def test_where_nothing_is_recorded_there_is_nothing_to_comment_on(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await check(officer)
        await officer.press("n")
        assert "nothing to comment on" in flat(officer)


async def test_a_plan_is_returned_and_shown_so_until_its_author_answers(plan: Place) -> None:
    async with plan.officer("first-plan") as officer:
        await check(officer, "findings")
        await officer.press("r")
        assert "Why is it returned, and what is wanted?" in officer.screen
        await officer.type("Leads are wanted before the panel meets")
        await officer.press("enter")
        assert "! Returned to the author" in officer.screen
        await check(officer, "sign_off")
        assert "! Returned to the author by d.jones" in flat(officer)
        await officer.press("f2")
        assert "returned by d.jones" in officer.screen
        officer.looks("reviewer-tasks-80x24")
        await officer.press("6")
        assert "[Comments 1]" in officer.rows[2]
        officer.looks("reviewer-comments-80x24")
        await officer.press("e")
        assert "What do you answer?" in officer.screen
        assert "Leads are wanted before the panel meets" in officer.screen
        await officer.type("They are named in entries 21 to 25")
        await officer.press("enter")
        assert returned(officer.book) is None
        assert "Answer by d.jones" in flat(officer)
        assert "Returned to the author" not in officer.screen
        await officer.press("f2")
        assert "returned by" not in officer.screen


async def test_home_says_which_plan_was_returned(plan: Place) -> None:
    plan.decided("first-plan", [Decision(kind="return")], "Leads are wanted before the panel meets.")
    for size in (SMALL, USUAL):
        async with plan.officer(size=size) as officer:
            await officer.until("! Returned: answer it")


async def test_an_empty_list_of_comments_says_how_one_is_made(plan: Place) -> None:
    async with plan.officer("first-plan") as officer:
        await check(officer, "comments")
        assert "Nothing is said of this plan yet" in officer.screen
        await officer.press("enter", "e", "w")
        assert "[Comments]" in officer.rows[2]


async def test_enter_on_a_comment_goes_to_what_it_is_about_and_escape_comes_back(plan: Place) -> None:
    plan.decided("first-plan", [Decision(kind="comment", rule="no-lead-prevent")], "The school could lead this one.")
    async with plan.officer("first-plan") as officer:
        await check(officer, "comments")
        await officer.press("enter")
        assert "[Findings" in officer.rows[2]
        assert "Nobody is named to lead Prevent." in officer.screen
        await officer.press("escape")
        assert "[Comments" in officer.rows[2]


async def test_a_signed_plan_that_was_returned_can_be_signed_again(place: Place) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    async with place.officer("first-plan") as officer:
        await check(officer, "sign_off")
        await officer.press("enter")
        await officer.type("Risks have owners")
        await officer.press("enter")
        await officer.press("r")
        await officer.type("The council has withdrawn its money")
        await officer.press("enter")
        assert "+ Signed off by d.jones" in officer.screen
        assert "! Returned to the author" in flat(officer)
        await officer.press("enter")
        await officer.type("The money is back since Friday")
        await officer.press("enter")
        assert returned(officer.book) is None
        assert "Returned" not in officer.screen


async def test_in_a_live_store_the_author_is_told_at_once_that_this_is_for_somebody_else(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    monkeypatch.setattr("planner.record.sealing.SCRYPT_COST", 2**4)
    monkeypatch.setattr("planner.record.sealing.NAME_COST", 2**4)
    clock = Ticking()
    author = Access(person="author", ask=lambda _: "four unrelated quiet words", clock=clock, ready=True)
    reviewer = Access(person="reviewer", ask=lambda _: "five other unrelated loud words", clock=clock, ready=True)
    init(author, "live", "four unrelated quiet words").close()
    add_person(author, "reviewer", "five other unrelated loud words", "")
    begin(author, bench.library, "real-plan", "live", origin="smith-ocg").store.close()
    Place(bench, author, clock).decided("real-plan", LEADERLESS)
    async with Place(bench, author, clock).officer("live:real-plan") as officer:
        await at(officer, "no-lead-pursue")
        for key in ("a", "n", "r"):
            await officer.press(key)
            assert "'author' wrote or decided part of this plan" in flat(officer)
            assert "[F7 Check]" in officer.rows[1]
        assert remarks(officer.book) == ()
    async with Place(bench, reviewer, clock).officer("live:real-plan") as officer:
        await at(officer, "no-lead-pursue")
        await officer.press("r")
        await officer.type("Leads are wanted before the panel meets")
        await officer.press("enter")
        waiting = returned(officer.book)
        assert waiting is not None
        assert waiting.entry.author == "reviewer"
        assert "Returned to the author" in officer.screen

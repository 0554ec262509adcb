"""The calendar and the chase list: what falls when, what clashes, who answers for what."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.decisions import Decision
from planner.tui.board import BoardView
from planner.tui.calendar import CalendarView
from planner.tui.chase import ChaseList
from planner.tui.duties import DutiesView
from planner.tui.lines import MarkedLines
from planner.tui.weeks import DaysPane
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

REASON = "Patrols begin Friday"


def planned(place: Place) -> None:
    """A plan with one clash of order, one day late, one on a Saturday and one without a day. Today is Monday 23 November 2026."""
    place.case()
    place.decided(
        "first-plan",
        [
            Decision(kind="select", tactic="criminal-investigation", due=date(2026, 12, 11), owner="Force CID"),
            Decision(kind="select", tactic="displacement-and-rival-watch", due=date(2027, 1, 8), owner="Analyst"),
            Decision(
                kind="intervention", pillar="protect", text="Visit the tenants", due=date(2026, 11, 20), owner="Housing"
            ),
            Decision(kind="intervention", pillar="prevent", text="Youth club", due=date(2026, 12, 12), owner="Housing"),
            Decision(kind="intervention", pillar="prepare", text="Local voices"),
        ],
    )
    place.decided(
        "first-plan", [Decision(kind="progress", target=4, state="accepted", effect="Two officers are free on Monday")]
    )


async def at_calendar(officer: Officer, *keys: str) -> None:
    officer.app.open_page("plan", "calendar")
    await officer.settle()
    await officer.settle()
    await officer.press(*keys)


def row(officer: Officer, title: str) -> str:
    return next(one for one in officer.rows if title in one)


async def test_it_opens_on_the_first_clash_and_tells_it(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer)
        assert row(officer, "Criminal invest").startswith(">PU")
        assert "1 clash, 2 days to look at, 1 with no day. SIO consulted: yes" in officer.screen
        said = " ".join(officer.screen.split())
        assert "! “Criminal investigation and conspiracy charge” (11 Dec 2026) comes before" in said
        assert officer.book.entries[-1].kind == "progress", "looking writes nothing"


async def test_weeks_run_from_monday_with_the_work_before_the_day(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer)
        assert "23 30 07 14 21 28 04 11 18 25 01 08 15 22" in officer.screen
        assert row(officer, "Criminal invest").endswith("=  =  !" + " " * 37 + "11 Dec")
        assert row(officer, "Visit the tenants").split()[-3:] == ["!", "20", "Nov"]
        assert row(officer, "Local voices").endswith("no day")
        assert " R " in row(officer, "Next review")
        await officer.press("right_square_bracket")
        assert "21 28 04 11" in officer.screen
        await officer.press("left_square_bracket")
        assert "23 30 07 14" in officer.screen


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("80x24", USUAL, ()),
        ("60x20", SMALL, ()),
        ("160x50", WIDE, ()),
        ("chase-80x24", USUAL, ("t",)),
        ("chase-60x20", SMALL, ("t",)),
        ("chase-160x50", WIDE, ("t",)),
    ],
)
async def test_it_looks_as_it_did_when_it_was_last_read(
    place: Place, name: str, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    planned(place)
    async with place.officer("first-plan", size=size) as officer:
        await at_calendar(officer, *keys)
        officer.looks(f"calendar-{name}")


async def test_an_empty_plan_says_where_dates_come_from(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at_calendar(officer)
        assert "No dates yet. They come from Four Ps" in officer.screen
        await officer.press("enter", "a", "w", "escape", "f", "t")
        assert "Nobody has been tasked yet" in officer.screen
        await officer.press("enter", "e", "w")
        assert len(officer.book.entries) == 1


async def test_a_new_day_asks_why_and_takes_the_place_of_the_old(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "enter")
        await officer.type("15 jan")
        await officer.press("enter")
        assert "due Friday 15 Jan 2027" in officer.screen
        await officer.type(REASON)
        await officer.press("enter")
        entry, made = officer.book.decided("select")[-1]
        assert (made.tactic, made.due, made.owner) == ("criminal-investigation", date(2027, 1, 15), "Force CID")
        assert entry.said is not None
        assert (entry.said.because, entry.said.supersedes) == (REASON, 2)
        assert "2 days to look at" in officer.screen
        assert "clash" not in row(officer, "days to look at")
        assert row(officer, "Criminal invest").startswith(">PU"), "the cursor stays on it"


async def test_a_day_that_is_none_is_asked_again_with_what_was_typed(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "enter")
        await officer.type("soonish")
        await officer.press("enter")
        assert "'soonish' is not a day." in officer.screen
        await officer.press("escape")
        assert officer.book.decided("select")[0][1].due == date(2026, 12, 11)


async def test_a_clash_is_accepted_with_a_reason_until_the_day_changes(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "a", "enter")
        assert "A reason is wanted" in officer.screen
        await officer.type(REASON)
        await officer.press("enter")
        ((entry, made),) = officer.book.decided("accept")
        assert "comes before “Watch for displacement" in made.text
        assert f"+ Accepted in {entry.number}:" in officer.screen
        assert "2 days to look at" in officer.screen
        assert "!" not in row(officer, "Criminal invest")
        await officer.press("a")
        assert "No clash here waits for you." in officer.screen


async def test_only_lines_with_a_clash_then_each_p_are_shown(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "f")
        assert "Showing: clashes. 4 of 5." in officer.screen
        assert "Local voices" not in officer.screen
        await officer.press("f")
        assert "Showing: pursue. 1 of 5." in officer.screen
        assert "Youth club" not in officer.screen


async def test_the_sio_is_to_be_spoken_to_and_never_why(place: Place) -> None:
    place.case()
    place.decided("first-plan", [Decision(kind="select", tactic="search-warrant-programme", due=date(2026, 12, 11))])
    async with place.officer("first-plan") as officer:
        assert officer.app.sitting is not None
        from planner.application.deciding import FactTold

        officer.app.sitting.learn(FactTold("group.sio_consulted", "not_yet", grade="1A", source="Diary", corrects=True))
        await at_calendar(officer)
        said = " ".join(officer.screen.split())
        assert "Speak to the SIO before this is done: “Planned run of search warrants” (11 Dec 2026)." in said
        assert "SIO consulted: not yet" in said
        await officer.press("w")
        assert "covert" not in officer.screen.casefold()


async def test_t_turns_it_into_the_chase_list_by_owner(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "t")
        heads = [one.strip() for one in officer.rows if one.strip().endswith(("open", "late"))]
        assert heads == ["No owner yet: 1 open", "Housing: 2 open, 1 late", "Analyst: 1 open", "Force CID: 1 open"]
        assert "! Visit the tenants" in row(officer, "Visit")
        assert "accepted, 3 days late" in row(officer, "Visit")
        await officer.press("down")
        assert "Last said, 23 Nov 2026: Two officers are free on Monday" in officer.screen
        await officer.press("t")
        assert "Weeks from Monday" in officer.screen


async def test_progress_is_recorded_from_the_chase_list(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "t", "down", "enter")
        assert "It stands as: accepted, 3 days late." in officer.screen
        await officer.press("5", "enter")
        await officer.type("Nobody answered twice")
        await officer.press("ctrl+r")
        adopted = next(one for one in officer.book.interventions if one.number == 4)
        assert adopted.state == "not_done"
        assert row(officer, "Visit").lstrip("> ").startswith("x Visit the tenants")
        assert "Housing: 1 open" in officer.screen
        assert "Last said, 23 Nov 2026: Nobody answered twice" in officer.screen


async def test_an_owner_is_given_from_the_chase_list(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "t", "e")
        await officer.type(REASON)
        await officer.press("enter")
        await officer.type("Council")
        await officer.press("enter")
        assert "Council: 1 open" in officer.screen
        assert {one.decision.text: one.decision.owner for one in officer.book.interventions}[
            "Local voices"
        ] == "Council"


async def test_a_case_opens_at_the_line_and_at_the_list_where_it_was_left(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan") as officer:
        await at_calendar(officer, "down")
        officer.app.keep()
    async with place.officer("first-plan") as officer:
        await officer.until(">PV")
        assert row(officer, "Youth club").startswith(">PV")
        await officer.press("t")
        officer.app.keep()
    async with place.officer("first-plan") as officer:
        await officer.until("No owner yet: 1 open")


async def test_both_are_there_as_plain_text(place: Place) -> None:
    planned(place)
    async with place.officer("first-plan", size=WIDE) as officer:
        await at_calendar(officer)
        await officer.app.screen.run_action("in_view('plain')")
        await officer.settle()
        assert (
            "11 Dec 2026: Criminal investigation and conspiracy charge (pursue), Force CID, proposed" in officer.screen
        )
        await officer.press("escape", "t")
        await officer.app.screen.run_action("in_view('plain')")
        await officer.settle()
        assert "! Visit the tenants: accepted, 3 days late, due 20 Nov 2026" in officer.screen


@pytest.mark.parametrize("view", [CalendarView, DaysPane, ChaseList, BoardView, DutiesView, MarkedLines])
def test_every_key_has_a_name_and_says_what_it_does(view: type) -> None:
    for one in view.BINDINGS:
        assert one.id
        assert one.tooltip


HOSTILE = "[/oops] [bold]Ring[/] [@click=app.bell]the[/] {bell}"


@pytest.mark.parametrize("view", ["board", "calendar", "duties"])
async def test_whatever_is_typed_is_shown_as_itself(place: Place, view: str) -> None:
    place.case()
    made = Decision(
        kind="intervention", pillar="protect", text=HOSTILE, owner=HOSTILE, phase="setup", due=date(2026, 12, 4)
    )
    place.decided("first-plan", [made, Decision(kind="assessment", form="risk", text=HOSTILE)])
    async with place.officer("first-plan", size=WIDE) as officer:
        officer.app.open_page("plan", view)
        await officer.settle()
        await officer.settle()
        assert HOSTILE in officer.screen
        if view == "calendar":
            await officer.press("t")
            assert f"{HOSTILE}: 1 open" in officer.screen

"""Clear, Hold, Build: where interventions stand, what makes a phase ready, how far it is and how it ends."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.phasing import Board, board
from planner.domain.library import Library
from planner.domain.profile import Profile
from tests.features.record_notes import MORNING, Pages

DUE = date(2026, 7, 17)


@pytest.fixture
def pages() -> Pages:
    """A case just opened."""
    written = Pages()
    written.open(Profile(case="example", kind="training", nation="england"))
    return written


def met(shown: Board, phase: str) -> dict[str, bool | None]:
    return {one.says: one.met for one in shown.phase(phase).checks}


def test_each_intervention_stands_in_its_phase_and_what_was_not_done_in_none(pages: Pages, library: Library) -> None:
    for phase in ("setup", "clear", "hold", "build", None):
        pages.decide("intervention", pillar="protect", text=f"In {phase}", phase=phase)
    gone = pages.decide("intervention", pillar="protect", text="Gone", phase="clear")
    pages.decide("progress", target=gone, state="not_done")
    shown = board(pages.book, library)
    assert [one.title for one in shown.setup] == ["In setup"]
    assert [one.title for one in shown.unplaced] == ["In None"]
    assert [[one.title for one in each.lines] for each in shown.phases] == [["In clear"], ["In hold"], ["In build"]]


def test_of_an_empty_plan_every_check_is_open_and_nobody_has_said_whether_residents_were_asked(
    pages: Pages, library: Library
) -> None:
    shown = board(pages.book, library)
    assert not any(one.met for each in shown.phases for one in each.checks)
    assert met(shown, "build")["residents asked"] is None
    assert [len(each.open) for each in shown.phases] == [4, 3, 3]


def test_hold_and_build_exist_when_each_has_something_owned_and_dated(pages: Pages, library: Library) -> None:
    pages.decide("intervention", pillar="protect", text="Patrol", phase="hold", due=DUE, owner="Housing")
    build = pages.decide("intervention", pillar="protect", text="Youth club", phase="build", due=DUE)
    assert met(board(pages.book, library), "clear")["Hold and Build exist"] is False
    pages.decide(
        "intervention", pillar="protect", text="Youth club", phase="build", due=DUE, owner="Council", supersedes=build
    )
    shown = board(pages.book, library)
    assert met(shown, "clear")["Hold and Build exist"] is True
    assert met(shown, "build")["an owner after you"] is True


def test_safeguarding_is_planned_by_an_intervention_or_a_statement(pages: Pages, library: Library) -> None:
    pages.decide("assessment", form="safeguarding", text="Housing calls on each tenant beforehand.")
    assert met(board(pages.book, library), "clear")["safeguarding planned"] is True


def test_a_duty_plans_safeguarding_too(pages: Pages, library: Library) -> None:
    pages.decide("select", pillar="protect", tactic="child-safeguarding-referral")
    assert met(board(pages.book, library), "clear")["safeguarding planned"] is True


def test_hold_wants_partners_named_and_a_dated_watch_on_rivals(pages: Pages, library: Library) -> None:
    pages.decide("intervention", pillar="protect", text="Patrol", phase="hold", owner="Housing")
    pages.decide("stakeholder", name="Housing")
    pages.decide("select", pillar="prepare", tactic="displacement-and-rival-watch", phase="clear")
    assert met(board(pages.book, library), "hold")["partners named"] is True
    assert met(board(pages.book, library), "hold")["rival watch dated"] is False
    pages.decide(
        "select", pillar="prepare", tactic="displacement-and-rival-watch", phase="clear", due=DUE, supersedes=4
    )
    assert met(board(pages.book, library), "hold")["rival watch dated"] is True


@pytest.mark.parametrize(("value", "asked"), [(True, True), (False, False)])
def test_residents_were_asked_as_the_facts_say(pages: Pages, library: Library, value: bool, asked: bool) -> None:
    pages.learn("group.baseline_survey", value)
    assert met(board(pages.book, library), "build")["residents asked"] is asked


def test_writing_how_a_phase_ends_does_not_say_that_it_is_ready(pages: Pages, library: Library) -> None:
    pages.decide("phase", phase="hold", state="planned", measure="8 weeks without a new name")
    hold = board(pages.book, library).phase("hold")
    assert (hold.state, hold.ends) == ("planned", "8 weeks without a new name")
    assert hold.checks[-1].met is True
    pages.decide("phase", phase="hold", state="ready")
    pages.decide("phase", phase="hold", state="planned", measure="10 weeks without a new name", supersedes=2)
    hold = board(pages.book, library).phase("hold")
    assert (hold.state, hold.ends) == ("ready", "10 weeks without a new name")


def test_a_phase_stands_as_was_said_last_also_when_it_is_returned_to(pages: Pages, library: Library) -> None:
    for state in ("ready", "entered", "left"):
        number = pages.decide("phase", phase="clear", state=state)
        assert board(pages.book, library).phase("clear").state == state
    pages.decide("phase", phase="clear", state="entered", supersedes=number - 1)
    assert board(pages.book, library).phase("clear").state == "entered"


def test_a_measure_is_told_as_it_was_first_and_last(pages: Pages, library: Library) -> None:
    for value, when, baseline in (("31%", 1, True), ("40%", 8, False), ("35%", 5, False)):
        pages.decide(
            "measure",
            name="feels safe",
            value=value,
            when=MORNING.date().replace(day=when),
            baseline=baseline,
            phase="hold",
        )
    (measure,) = board(pages.book, library).phase("hold").measures
    assert (measure.name, measure.baseline, measure.latest) == ("feels safe", "31%", "40%")
    assert met(board(pages.book, library), "clear")["a first reading taken"] is True


def test_the_phases_do_not_apply_where_no_place_based_approach_is_taken(pages: Pages, library: Library) -> None:
    number = pages.decide("place-based", state="no")
    assert board(pages.book, library).not_used == f"no place-based approach is taken (decision {number})"
    pages.decide("place-based", state="yes", supersedes=number)
    assert board(pages.book, library).not_used == ""

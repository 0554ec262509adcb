"""What is said of an objective as it is typed: advice on the five letters, and nothing is held back."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.smart import Mark, smart

TODAY, REVIEW = date(2026, 11, 23), date(2027, 2, 23)
WELL = {
    "text": "Planning and land-sale applications linked to the group are checked first",
    "measure": "All linked applications checked in 5 working days; what planners say in February",
    "owner": "Trading Standards manager, with county council planning",
    "due": date(2027, 2, 12),
    "in_place": "Planning has agreed and has the staff",
}


def marks(pillar: str = "protect", **typed: object) -> dict[str, Mark]:
    told = smart(pillar, **{**WELL, **typed}, today=TODAY, review=REVIEW)  # type: ignore[arg-type]
    return {one.letter: one for one in told}


def test_an_objective_that_says_all_five_has_five_plus_marks() -> None:
    assert [(one.letter, one.mark) for one in marks().values()] == [(letter, "+") for letter in "SMART"]


def test_with_nothing_typed_each_letter_says_what_is_wanted() -> None:
    empty = marks(text="", measure="", owner="", due=None, in_place="")
    assert {one.mark for one in empty.values()} == {"-"}
    assert empty["T"].says == "give the day it ends by; the review is on 23 February 2027"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Visit the three shops on the parade", "'Visit' is a task: add what it changes, as in 'so that ...'"),
        ("Work with partners across the town", "'Work' names no result: say what will be different, and for whom"),
        ("Harm reduced", "say for whom, where, or how far"),
    ],
)
def test_a_task_or_an_effort_is_not_yet_an_outcome(text: str, says: str) -> None:
    assert (marks(text=text)["S"].mark, marks(text=text)["S"].says) == ("?", says)


def test_a_task_that_says_what_it_changes_is_specific() -> None:
    assert marks(text="Visit the three shops so that no shop sells fakes by spring")["S"].mark == "+"


def test_a_number_is_enough_under_pursue_and_not_under_the_others() -> None:
    assert marks("pursue", measure="3 selling sites closed")["M"].says == "a number"
    assert marks("prevent", measure="3 offers made")["M"].says == "add what you expect to hear, and from whom"
    assert marks("prevent", measure="what residents say")["M"].says == "add how many or how often"


@pytest.mark.parametrize(
    ("owner", "mark"),
    [
        ("Housing and Trading Standards", "?"), ("Partners", "?"), ("DI Pursue/DS Prevent", "?"), ("Housing manager", "+"),
        ("Health and Safety Executive inspector", "+"), ("SIO with the offender manager and a lawyer", "+"),
    ],
)  # fmt: skip
def test_one_lead_answers_for_it(owner: str, mark: str) -> None:
    assert marks(owner=owner)["A"].mark == mark


def test_what_makes_it_possible_is_something_in_place() -> None:
    assert marks(in_place="Because it matters")["R"].says == "add what is in place: who agreed, staff, powers, time"


def test_a_day_gone_by_or_past_the_review_is_told() -> None:
    assert marks(due=date(2026, 11, 1))["T"].says == "1 November 2026 has gone by"
    assert "after the review on 23 February 2027" in marks(due=date(2027, 3, 1))["T"].says
    assert marks(due=REVIEW)["T"].mark == "+"

"""The chase list: by owner, what stands how, what is late, and what was last said."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.chasing import NO_OWNER, Owner, chase_list
from planner.domain.library import Library
from planner.domain.profile import Profile
from tests.features.record_notes import REASON, Pages

TODAY = date(2026, 7, 20)


@pytest.fixture
def pages() -> Pages:
    """A case just opened."""
    written = Pages()
    written.open(Profile(case="example", kind="training", nation="england"))
    return written


def own(pages: Pages, text: str, owner: str = "", due: date | None = None) -> int:
    return pages.decide("intervention", pillar="protect", text=text, owner=owner, due=due)


def names(owners: tuple[Owner, ...]) -> list[str]:
    return [one.name for one in owners]


def test_what_nobody_owns_comes_first_then_whoever_is_late(pages: Pages, library: Library) -> None:
    own(pages, "A", "Council", date(2026, 8, 3))
    own(pages, "B", "Housing", date(2026, 7, 17))
    own(pages, "C", " ", date(2026, 8, 3))
    own(pages, "D", "housing", date(2026, 8, 3))
    owners = chase_list(pages.book, library, TODAY)
    assert names(owners) == [NO_OWNER, "Housing", "Council"]
    assert (owners[1].open, owners[1].late, owners[1].chased[0].days_late) == (2, 1, 3)


@pytest.mark.parametrize(
    ("state", "says", "mark", "late"),
    [
        ("tasked", "tasked", "!", 3),
        ("under_way", "under way", "!", 3),
        ("done", "done", "+", 0),
        ("not_done", "not done", "x", 0),
    ],
)
def test_what_was_last_said_is_where_it_stands(
    pages: Pages, library: Library, state: str, says: str, mark: str, late: int
) -> None:
    number = own(pages, "A", "Housing", date(2026, 7, 17))
    pages.decide("progress", target=number, state="accepted")
    pages.decide("progress", target=number, state=state)
    ((one,),) = (owner.chased for owner in chase_list(pages.book, library, TODAY))
    assert (one.state, one.mark, one.days_late, one.last_said) == (says, mark, late, REASON)


def test_the_effect_is_told_before_the_reason_and_of_what_nobody_spoke_nothing(pages: Pages, library: Library) -> None:
    spoken, silent = own(pages, "A", "Housing"), own(pages, "B", "Housing")
    pages.decide("progress", target=spoken, state="done", effect="Twelve homes visited")
    told = {one.line.number: one.last_said for owner in chase_list(pages.book, library, TODAY) for one in owner.chased}
    assert told == {spoken: "Twelve homes visited", silent: ""}

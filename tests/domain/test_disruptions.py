"""A disruption as the record tells it: its account grows, its level is moderated, and neither is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain.disruptions import Disruption, disruptions_of
from planner.domain.entries import Entry
from planner.domain.profile import Profile
from tests.features.record_notes import Pages

CARS = {"pillar": "pursue", "level": "major", "event": "Two cars"}


def pages_of(kind: Any = "live") -> Pages:
    pages = Pages()
    pages.open(Profile(case="example", kind=kind, nation="england"))
    return pages


@pytest.fixture
def pages() -> Pages:
    return pages_of()


def only(pages: Pages) -> Disruption:
    (one,) = disruptions_of(pages.book)
    return one


def moderated(pages: Pages, number: int, level: str, by: str = "Supt Hall") -> int:
    author, pages.author = pages.author, by
    entry = pages.decide("moderate", target=number, level=level)
    pages.author = author
    return entry


def test_what_is_told_later_stands_beside_what_was_told_first(pages: Pages) -> None:
    number = pages.decide("disruption", **CARS, effect="quiet", source="EX1")
    pages.decide("account", target=number, source="EX1 and EX2", lasts="a month")
    pages.decide("account", target=number, when=date(2026, 7, 1))
    made = only(pages).made
    assert (made.event, made.effect, made.source, made.lasts, made.when) == (
        "Two cars",
        "quiet",
        "EX1 and EX2",
        "a month",
        date(2026, 7, 1),
    )


def test_what_was_moderated_before_stays_beside_what_stands(pages: Pages) -> None:
    number = pages.decide("disruption", **CARS)
    first = moderated(pages, number, "minor")
    second = pages.decide("disruption", **{**CARS, "level": "moderate"}, supersedes=number)
    assert only(pages).moderation is None
    assert [(entry.number, made.level) for entry, made in only(pages).before] == [(first, "minor")]
    third = moderated(pages, second, "none")
    assert only(pages).moderation is not None
    assert [entry.number for entry, _ in only(pages).before] == [first]
    pages.author = "Supt Hall"
    pages.decide("withdraw", target=third, supersedes=third)
    assert [entry.number for entry, _ in only(pages).before] == [first]


def test_whoever_told_what_the_level_is_judged_by_is_named_and_who_gave_the_reference_is_not(pages: Pages) -> None:
    number = pages.decide("disruption", **CARS)
    pages.author = "DS Khan"
    pages.decide("account", target=number, effect="quiet")
    pages.author = "PS Long"
    pages.decide("account", target=number, reference="N-12")
    assert only(pages).told_by == {"DS Khan"}


def test_an_account_taken_back_is_told_no_more(pages: Pages) -> None:
    number = pages.decide("disruption", **CARS)
    told = pages.decide("account", target=number, lasts="a month")
    pages.decide("withdraw", target=told, supersedes=told)
    assert only(pages).made.lasts == ""


def test_an_account_stays_with_the_event_when_the_entry_is_put_right(pages: Pages) -> None:
    first = pages.decide("disruption", **CARS, effect="quiet")
    pages.decide("account", target=first, lasts="a month")
    second = pages.decide("disruption", **{**CARS, "event": "Three cars"}, supersedes=first)
    one = only(pages)
    assert (one.number, one.made.event, one.made.lasts, one.made.effect) == (second, "Three cars", "a month", "")


def test_an_account_of_another_event_is_not_taken_for_this_one(pages: Pages) -> None:
    first, second = pages.decide("disruption", **CARS), pages.decide("disruption", **{**CARS, "event": "A boat"})
    pages.decide("account", target=second, lasts="a month")
    moderated(pages, second, "minor")
    told = {one.number: (one.made.lasts, one.level) for one in disruptions_of(pages.book)}
    assert told == {first: ("", "major"), second: ("a month", "minor")}


def test_both_levels_are_kept_and_the_moderated_one_stands(pages: Pages) -> None:
    number = pages.decide("disruption", **CARS)
    assert (only(pages).level, only(pages).moderation) == ("major", None)
    moderated(pages, number, "minor")
    one = only(pages)
    assert one.moderation is not None
    assert (one.made.level, one.moderation[1].level, one.level) == ("major", "minor", "minor")


def test_a_second_moderation_stands_in_the_place_of_the_first(pages: Pages) -> None:
    number = pages.decide("disruption", **CARS)
    moderated(pages, number, "minor")
    moderated(pages, number, "none")
    assert only(pages).level == "none"


@pytest.mark.parametrize(
    ("kind", "by", "level"),
    [("live", "DI Green", "major"), ("live", "DS Khan", "major"), ("live", "Supt Hall", "minor"), ("training", "DI Green", "minor")],
)  # fmt: skip
def test_whoever_wrote_or_decided_it_does_not_moderate_it_where_that_is_proved(kind: Any, by: str, level: str) -> None:
    pages = pages_of(kind)
    number = pages.decide("disruption", **CARS)
    pages.entries[-1] = _decided_by(pages.entries[-1], "DS Khan")
    moderated(pages, number, "minor", by=by)
    assert only(pages).level == level


def test_whoever_wrote_an_earlier_form_of_it_proposed_it_too(pages: Pages) -> None:
    first = pages.decide("disruption", **CARS)
    pages.author = "Supt Hall"
    second = pages.decide("disruption", **CARS, supersedes=first)
    assert only(pages).proposed_by == {"DI Green", "Supt Hall"}
    moderated(pages, second, "minor", by="DI Green")
    assert only(pages).moderation is None


@pytest.mark.parametrize(
    ("told", "counts"),
    [({"reference": "N 12"}, False), ({"effect": "They left"}, True), ({"reference": "N 12", "source": "EX3"}, True)],
)
def test_what_bears_on_the_level_and_was_told_after_moderation_is_marked(
    pages: Pages, told: dict[str, str], counts: bool
) -> None:
    number = pages.decide("disruption", **CARS)
    pages.decide("account", target=number, effect="quiet")
    moderated(pages, number, "minor")
    assert only(pages).told_since == ()
    later = pages.decide("account", target=number, **told)
    assert only(pages).told_since == ((later,) if counts else ())


def _decided_by(entry: Entry, decider: str) -> Entry:
    assert entry.said is not None
    return entry.model_copy(update={"said": entry.said.model_copy(update={"decider": decider})})

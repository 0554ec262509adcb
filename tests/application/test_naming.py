"""Which words of a text would tell whom or what a case is about."""

from __future__ import annotations

import pytest

from planner.application.naming import Names, identifying, names_of, ordinary_words
from planner.domain.library import Library
from planner.domain.profile import Member, Profile


@pytest.fixture(scope="module")
def ordinary(library: Library) -> frozenset[str]:
    return ordinary_words(library)


def test_what_a_case_calls_anybody_or_anything_is_a_name_of_it() -> None:
    people = (Member(id="p1", label="Ann Vale"), Member(id="p2"))
    profile = Profile(case="oak", title="The oak family", kind="training", nation="england", members={"people": people})
    assert names_of(profile) == {"oak", "The oak family", "Ann Vale"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Ann Vale.", ("Ann Vale",)),
        ("Ask ann", ("ann",)),
        ("Ask Mrs VALE", ("VALE",)),
        ("Annual checks of a valet", ()),
        ("The Bank flat", ("Bank",)),
        ("A bank flat", ()),
        ("At the phone shop", ("phone shop",)),
        ("A phone in a shop", ()),
        ("Ask the landlord", ()),
    ],
)
def test_a_name_is_found_whole_and_by_any_word_that_makes_it_one(
    ordinary: frozenset[str], text: str, found: tuple[str, ...]
) -> None:
    names = Names({"Ann Vale", "Joe Bank", "Phone shop"}, ordinary)
    assert names.found_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"), [("At the phone shop", ()), ("Principal A was there", ("Principal A", "Principal"))]
)
def test_a_name_that_says_only_what_kind_a_thing_is_tells_no_adviser_anything(
    ordinary: frozenset[str], text: str, found: tuple[str, ...]
) -> None:
    assert Names({"Phone shop", "Principal A"}, ordinary, kinds_too=False).found_in(text) == found


def test_no_names_find_nothing(ordinary: frozenset[str]) -> None:
    assert Names((), ordinary).found_in("Ask Ann Vale") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AB12 CDE was seen", ("AB12 CDE",)),
        ("NE1 4ST", ("NE1 4ST",)),
        ("at 4 Mill Lane", ("4 Mill Lane",)),
        ("ring 0191 498 0000", ("0191 498 0000",)),
        ("write to ann@example.org", ("@",)),
        ("since Operation Finch", ("Operation Finch",)),
        ("4 visits in a lane, 12 of them at night, for an operation", ()),
    ],
)
def test_plates_addresses_numbers_and_operations_are_found(text: str, found: tuple[str, ...]) -> None:
    assert identifying(text) == found

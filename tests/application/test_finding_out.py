"""Answering an unknown fact: only what is not clear is asked for, and what is written is what was said."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.cases import find_case
from planner.application.deciding import FactTold
from planner.application.finding_out import NEW, Given, told, wanted
from planner.application.sources import Source
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.errors import InputError

PACK = Source("Tasking pack", date(2026, 11, 20), "2C", "P")


@pytest.fixture(scope="module")
def case(library: Library) -> Profile:
    return find_case("smith-ocg", library)


def written(fact: str, given: Given, case: Profile, library: Library, *, of_any: bool = False) -> FactTold:
    return told(fact, given, wanted(fact, given.how, case, library, of_any=of_any))


@pytest.mark.parametrize(("how", "becomes"), [("yes", "known"), ("no", "absent")])
def test_a_plain_question_needs_nothing_but_yes_or_no(how: str, becomes: str, case: Profile, library: Library) -> None:
    fact = written("group.violence_used", Given(how, source=PACK), case, library)  # type: ignore[arg-type]
    assert (fact.ref, fact.how, fact.source) == ("group.violence_used", becomes, "Tasking pack")
    assert (fact.grade, fact.handling, fact.on) == ("2C", "P", "2026-11-20")


def test_of_any_person_it_is_asked_of_whom(case: Profile, library: Library) -> None:
    asked = wanted("people/+.exploited", "yes", case, library)
    assert [ref for ref, _ in asked.whom][-1] == NEW
    assert len(asked.whom) == len(case.members["people"]) + 1
    assert (
        written("people/+.exploited", Given("yes", "people/p2", source=PACK), case, library).ref
        == "people/p2.exploited"
    )
    new = written("people/+.exploited", Given("yes", NEW, "Tenant Z", source=PACK), case, library)
    assert (new.ref, new.label) == ("people/+.exploited", "Tenant Z")


def test_nobody_new_is_recorded_by_a_no(case: Profile, library: Library) -> None:
    assert NEW not in dict(wanted("people/+.exploited", "no", case, library).whom)


def test_a_reply_may_be_about_another_home_than_the_one_in_the_question(case: Profile, library: Library) -> None:
    assert not wanted("premises/h2.home_taken_over", "yes", case, library).whom
    given = Given("yes", "premises/h4", source=PACK)
    assert (
        written("premises/h2.home_taken_over", given, case, library, of_any=True).ref == "premises/h4.home_taken_over"
    )


@pytest.mark.parametrize("how", ["yes", "no"])
def test_a_choice_is_chosen_even_after_no(how: str, case: Profile, library: Library) -> None:
    given = Given(how, value="16_or_17", source=PACK)  # type: ignore[arg-type]
    asked = wanted("people/p7.age_band", given.how, case, library)
    assert asked.values
    fact = written("people/p7.age_band", given, case, library)
    assert (fact.how, fact.value) == ("known", "16_or_17")


@pytest.mark.parametrize(
    ("fact", "given", "what"),
    [
        ("people/+.exploited", Given("yes", source=PACK), "nobody and nothing is chosen"),
        ("people/+.exploited", Given("yes", NEW, source=PACK), "it has no name yet"),
        ("people/p7.age_band", Given("yes", source=PACK), "it is not given"),
        ("group.violence_used", Given("yes"), "its source and its grade"),
    ],
)
def test_what_is_not_said_yet_is_asked_for(fact: str, given: Given, what: str, case: Profile, library: Library) -> None:
    with pytest.raises(InputError, match=what):
        written(fact, given, case, library)

"""What is worth finding out: need to know, nice to know, and why."""

from __future__ import annotations

import pytest

from planner.application.cases import bundled_cases, find_case
from planner.application.needing import Gap, NeedToKnow, by_holder
from planner.application.recommending import Recommender
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile

# What the guidance's own page on this group says is not known, and the facts by which fourp asks it.
GUIDANCE_ASKS = {
    "who supplies the group": ("group.scarce_role", "people/+.supplies_false_papers", "looked_into.people"),
    "which other members there are": ("looked_into.people",),
    "which vehicles are held as an investment": ("vehicles/",),
    "which places the group can use": ("looked_into.premises",),
    "whether the group is violent": ("group.violence_used",),
    "whether another group protects it": ("group.feud_active", "group.rivals_moving_in"),
    "who lives in the properties": ("premises/h",),
    "where the counterfeit goods come from and are sold": ("business/", "group.crime_kit"),
    "whether the group has a hold on the community": ("group.community_intimidation",),
}


@pytest.fixture(scope="module")
def need(recommender: Recommender) -> NeedToKnow:
    return NeedToKnow(recommender)


@pytest.fixture(scope="module")
def smith(library: Library, need: NeedToKnow) -> tuple[Gap, ...]:
    return need.gaps(find_case("smith-ocg", library))


@pytest.mark.parametrize("asked", sorted(GUIDANCE_ASKS))
def test_what_the_guidance_asks_about_the_group_is_asked(asked: str, smith: tuple[Gap, ...]) -> None:
    assert any(one.fact.startswith(GUIDANCE_ASKS[asked]) for one in smith)


def test_every_gap_says_what_it_would_change_who_may_know_and_how_to_ask(smith: tuple[Gap, ...]) -> None:
    for one in smith:
        assert one.settles or one.beside or one.raises or one.lifts or one.unblocks, one.fact
        assert one.holders, one.fact
        assert one.question.endswith("?"), one.fact
        assert one.partner_wording or one.fact.startswith("looked_into."), one.fact


def test_what_is_needed_says_why_and_stands_before_what_is_nice_to_know(smith: tuple[Gap, ...]) -> None:
    needs = [one.need for one in smith]
    assert needs == sorted(needs, key=lambda need: need != "need_to_know")
    assert {bool(one.because) for one in smith if one.need == "need_to_know"} == {True}
    assert {bool(one.because) for one in smith if one.need == "nice_to_know"} == {False}


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_an_answer_that_would_make_a_tactic_certain_does(
    name: str, library: Library, recommender: Recommender, need: NeedToKnow
) -> None:
    """The three best questions about the group: told as the ranking says, each tactic it opens is certain."""
    profile = find_case(name, library)
    asked = [one for one in need.gaps(profile) if one.fact.startswith("group.") and one.opens][:3]
    for gap in asked:
        fact = library.vocabulary.find("group", gap.fact.partition(".")[2])
        assert fact is not None
        for answer in gap.answers:
            opened = [t for t, (_, after) in answer.effects.tactics.items() if after == "certain"]
            if not opened or answer.value in ("no more", "absent"):
                continue
            value = (answer.value,) if fact.type == "many" else True if answer.value == "yes" else answer.value
            value = int(answer.value) if fact.type == "number" else value
            told = FactRecord(value=value, complete=fact.type == "many")
            if fact.type == "many" and profile.records(gap.fact):
                continue
            found = recommender.recommend(_with(profile, fact.id, told))
            assert {found.get(t).outcome for t in opened} == {"certain"}, (gap.fact, answer.value)


def _with(profile: Profile, name: str, told: FactRecord) -> Profile:
    return profile.model_copy(update={"group": {**profile.group, name: (told,)}})


def test_two_facts_that_only_together_settle_a_tactic_name_each_other(smith: tuple[Gap, ...]) -> None:
    told = {one.fact: one for one in smith}
    pairs = [(one.fact, other, tactics) for one in smith for other, tactics in one.beside.items()]
    assert pairs
    for fact, other, tactics in pairs:
        if other in told:
            assert set(tactics) <= set(told[other].beside[fact]), (fact, other)


def test_a_case_of_which_all_is_known_has_nothing_to_ask(library: Library, need: NeedToKnow) -> None:
    closed = dict.fromkeys(("people", "business", "vehicles", "premises", "places"), "fully")
    group = {
        fact.id: (FactRecord(value=next(iter(fact.values))) if fact.type == "choice" else FactRecord(absent=True),)
        for fact in library.vocabulary.in_scope("group").values()
    }
    profile = Profile(case="all-known", kind="training", nation="england", looked_into=closed, group=group)
    assert need.gaps(profile) == ()


def test_what_a_partner_could_be_asked_stands_under_that_partner(smith: tuple[Gap, ...]) -> None:
    held = dict(by_holder(smith))
    for holder, gaps in held.items():
        assert all(holder in one.holders for one in gaps)
    sizes = [len(gaps) for gaps in held.values()]
    assert sizes == sorted(sizes, reverse=True)

"""Explaining: every change that is shown flips the outcome, no part of it is idle, and why not is told in facts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planner.application.assuming import assume
from planner.application.cases import find_case
from planner.application.explaining import Explained, explain
from planner.application.recommending import Recommendation, Recommender
from planner.domain.profile import Profile
from tests.features.notes import CaseNotes

HOW = ("find_out", "do", "cannot_change")


@pytest.fixture(scope="module")
def smith(recommender: Recommender) -> Recommendation:
    return recommender.recommend(find_case("smith-ocg", recommender.library))


def explained(recommender: Recommender, profile: Profile, tactic: str) -> Explained:
    return explain(recommender, profile, tactic)[0]


def after(recommender: Recommender, profile: Profile, told: Explained) -> str:
    """The outcome once the changes shown are assumed."""
    wanted = [one.assumption for one in told.smallest_change]
    return recommender.recommend(assume(profile, wanted, recommender.library)).get(told.result.tactic.id).outcome


def idle(recommender: Recommender, profile: Profile, told: Explained) -> Iterator[str]:
    """Each change without which the rest would flip the outcome just the same."""
    shown = [one.assumption for one in told.smallest_change]
    for one in shown if len(shown) > 1 else ():
        rest = assume(profile, [other for other in shown if other != one], recommender.library)
        if (recommender.outcome(told.result.tactic, rest) == "certain") != (told.result.outcome == "certain"):
            yield one


def faults_of(recommender: Recommender, profile: Profile, told: Explained) -> Iterator[str]:
    """What is wrong with the smallest change shown for one tactic that facts could flip."""
    name, was = told.result.tactic.id, told.result.outcome
    shown = [one.assumption for one in told.smallest_change]
    if not shown:
        yield f"{name} ({was}): no change is shown"
        return
    if {one.how for one in told.smallest_change} - set(HOW):
        yield f"{name}: how is none of {HOW}"
    now = after(recommender, profile, told)
    if (now == "certain") == (was == "certain"):
        yield f"{name} was {was} and is {now} with {shown}"
    for one in idle(recommender, profile, told):
        yield f"{name}: {one} of {shown} is not needed"


# -- the Smith group, tactic by tactic ------------------------------------------------------------------------------


def test_every_ruled_out_tactic_names_what_rules_it_out_and_a_change_that_makes_it_certain(
    recommender: Recommender, smith: Recommendation
) -> None:
    faults: list[str] = []
    out = [one.tactic.id for one in smith.tactics if one.outcome == "ruled_out"]
    for name in out:
        told = explained(recommender, smith.profile, name)
        if not any(reason.text and (reason.facts or reason.rule) for reason in told.against):
            faults.append(f"{name}: nothing is said to rule it out")
        faults += faults_of(recommender, smith.profile, told)
    assert len(out) > 30
    assert faults == []


def test_every_certain_tactic_has_a_change_that_moves_it_away(recommender: Recommender, smith: Recommendation) -> None:
    faults: list[str] = []
    # What belongs in every plan rests on no fact, so no change of facts would take it out.
    certain = [one.tactic.id for one in smith.tactics if one.outcome == "certain" and not one.tactic.always]
    for name in certain:
        told = explained(recommender, smith.profile, name)
        if not told.because:
            faults.append(f"{name}: no reason is given")
        faults += faults_of(recommender, smith.profile, told)
    assert len(certain) > 8
    assert faults == []


def test_a_possible_tactic_says_what_is_missing_and_what_would_settle_it(
    recommender: Recommender, smith: Recommendation
) -> None:
    faults: list[str] = []
    possible = [one.tactic.id for one in smith.tactics if one.outcome == "possible" and one.sign][:8]
    for name in possible:
        told = explained(recommender, smith.profile, name)
        if not told.missing or any(not one.question for one in told.missing):
            faults.append(f"{name}: nothing is asked")
        faults += faults_of(recommender, smith.profile, told)
    assert len(possible) == 8
    assert faults == []


def test_the_case_is_left_as_it_was(recommender: Recommender) -> None:
    profile = find_case("smith-ocg", recommender.library)
    before = profile.model_copy(deep=True)
    explain(recommender, profile, "closure-order")
    assert profile == before


def test_what_stands_in_the_way_is_told_with_its_facts(recommender: Recommender, smith: Recommendation) -> None:
    told = explained(recommender, smith.profile, "drug-line-restriction")
    facts = [(fact.ref, fact.value, fact.grade) for reason in told.against for fact in reason.facts]
    assert facts == [("group.drug_line_known", "no", "2C")]
    assert [one.assumption for one in told.smallest_change] == ["group.drug_line_known=yes"]


def test_a_change_says_what_the_fact_is_now(recommender: Recommender, smith: Recommendation) -> None:
    (change,) = explained(recommender, smith.profile, "cash-seizure").smallest_change
    assert (change.fact, change.before) == ("group.cash_found", "4200")
    assert int(change.to) < 1000


def test_what_an_agency_can_do_is_told_apart_from_what_must_be_found_out(
    recommender: Recommender, smith: Recommendation
) -> None:
    made = explained(recommender, smith.profile, "operational-stakeholder-group").smallest_change
    found = explained(recommender, smith.profile, "drug-line-restriction").smallest_change
    assert [one.how for one in made] == ["do"]
    assert [one.how for one in found] == ["find_out"]


# -- what stands against it beside the facts ------------------------------------------------------------------------


def test_law_that_is_not_in_force_is_what_would_have_to_change(recommender: Recommender, smith: Recommendation) -> None:
    told = explained(recommender, smith.profile, "home-takeover-offence")
    (change,) = told.smallest_change
    assert (change.fact, change.before, change.to, change.how) == (
        "law.cpa-2026-pt4-ch2",
        "not_in_force",
        "in_force",
        "cannot_change",
    )
    assert any("no confirmed start" in reason.text for reason in told.against)


def test_a_tactic_blocked_by_a_guardrail_is_flipped_by_what_lifts_it(recommender: Recommender) -> None:
    profile = find_case("cl-team", recommender.library)
    told = explained(recommender, profile, "strike-day")
    assert told.result.outcome == "blocked"
    assert {"group.hold_plan=yes", "group.build_plan=yes"} <= {one.assumption for one in told.smallest_change}
    assert list(faults_of(recommender, profile, told)) == []


def test_a_guardrail_on_a_tactic_stands_among_the_arguments_against_it(
    recommender: Recommender, smith: Recommendation
) -> None:
    told = explained(recommender, smith.profile, "cash-seizure")
    assert {one.rule for one in told.result.guardrails} <= {reason.rule for reason in told.against}


# -- several ways at once -------------------------------------------------------------------------------------------


def notes_of_two_vans() -> CaseNotes:
    notes = CaseNotes()
    for name in ("one van", "another van"):
        notes.about("vehicles", name, used_for_crime=True, uninsured=True)
    notes.looked_into("vehicles")
    return notes


def test_a_tactic_that_two_things_speak_for_goes_only_when_both_do(recommender: Recommender) -> None:
    profile = notes_of_two_vans().read(recommender.library)
    told = explained(recommender, profile, "seize-uninsured-vehicle")
    assert {one.fact.partition(".")[0] for one in told.smallest_change} == {"vehicles/one-van", "vehicles/another-van"}
    assert list(faults_of(recommender, profile, told)) == []


def test_a_case_with_nothing_in_it_can_be_explained(recommender: Recommender) -> None:
    profile = CaseNotes().read(recommender.library)
    faults: list[str] = []
    for name in (
        "criminal-investigation",
        "cash-seizure",
        "gang-injunction",
        "tenancy-possession",
        "resident-led-space",
    ):
        faults += faults_of(recommender, profile, explained(recommender, profile, name))
    assert faults == []


def test_weak_information_that_a_duty_rests_on_is_what_would_flip_it(recommender: Recommender) -> None:
    notes = CaseNotes()
    notes.group(grade="3D", children_used=True)
    notes.looked_into("people", "premises")
    profile = notes.read(recommender.library)
    told = explained(recommender, profile, "child-safeguarding-referral")
    assert told.result.outcome == "certain"
    assert [one.fact for one in told.smallest_change] == ["group.children_used"]
    assert list(faults_of(recommender, profile, told)) == []

"""Entries held to their own examples: what fails is told in words, and a slip no example would catch is found."""

from __future__ import annotations

from typing import Any

import pytest

from planner.application.proving import Proof, prove
from planner.domain.tactic import Examples
from tests.engine.making import build, guardrail, tactic

MATCH = {"says": "A member has been convicted at court.", "people": [{"id": "p1", "convicted": True}]}
NO_MATCH = {"says": "Nobody has ever been convicted.", "people": [{"id": "p1", "convicted": False}]}
NEAR = {
    "says": "He was charged and then acquitted.",
    "people": [{"id": "p1", "convicted": False, "on_bail": True}],
    "change": {"people/p1.convicted": True},
}
WHEN = {"some": "people", "where": {"convicted": True}}


def proof(
    when: dict[str, Any] = WHEN, *, mutate: bool = False, guards: tuple[Any, ...] = (), on: str = "people", **kinds: Any
) -> Proof:
    shape = {"match": [MATCH], "no_match": [NO_MATCH], "near_miss": [NEAR], **kinds}
    entry = tactic("t", when, on=on or None, examples=Examples.model_validate(shape))
    return prove(build([entry], guardrails=guards), only=("t",), mutate=mutate)[0]


def test_an_entry_whose_examples_hold_is_sound() -> None:
    found = proof()
    assert (found.faults, found.sound, found.score) == ((), True, None)
    assert found.counts == {"match": 1, "no_match": 1, "near_miss": 1, "gap": 0}


@pytest.mark.parametrize("kind", ["no_match", "near_miss"])
def test_an_entry_without_a_kind_of_example_is_not_sound(kind: str) -> None:
    assert proof(**{kind: []}).faults == (f"it has no example under `{kind}`.",)


def test_an_entry_without_examples_is_not_sound() -> None:
    (found,) = prove(build([tactic("t", WHEN)]), only=("t",))
    assert (found.faults, found.sound) == (("it has no examples.",), False)


def test_an_entry_that_always_applies_needs_none() -> None:
    (found,) = prove(build([tactic("t", {}, always="Every plan begins with it.")]), only=("t",), mutate=True)
    assert (found.sound, found.score) == (True, None)


def test_an_example_that_comes_out_otherwise_is_told() -> None:
    assert proof(match=[{**MATCH, "people": []}]).faults == ("match 1: expected certain, found ruled_out.",)
    assert proof(no_match=[{**NO_MATCH, "people": [{"id": "p1"}]}]).faults == (
        "no_match 1: expected ruled_out, found possible.",
    )


def test_an_example_may_be_open_where_it_says_so() -> None:
    assert proof(no_match=[{**NO_MATCH, "people": [{"id": "p1"}], "outcome": "possible"}]).sound


def test_a_near_miss_whose_change_does_not_make_it_match_is_told() -> None:
    found = proof(near_miss=[{**NEAR, "change": {"people/p1.on_bail": False}}])
    assert found.faults == ("near_miss 1, changed: expected certain, found ruled_out.",)


def test_the_subjects_are_exactly_those_named() -> None:
    two = {
        **MATCH,
        "people": [{"id": "p1", "convicted": True}, {"id": "p2", "convicted": True}],
        "subjects": ["people/p1"],
    }
    assert proof(match=[two]).faults == ("match 1: expected subjects people/p1, found people/p1 and people/p2.",)


def test_a_fact_that_does_not_exist_is_told_with_the_nearest() -> None:
    (fault,) = proof(match=[{**MATCH, "people": [{"id": "p1", "convited": True}]}]).faults
    assert fault.startswith("match 1: there is no fact 'convited'")
    assert "convicted" in fault


def test_a_guardrail_named_must_be_about_the_entry_and_raised() -> None:
    ours = guardrail("ours", {"group.a": True})
    other = guardrail("other", None, applies_to={"pillars": ["pursue"]})
    raised = {**MATCH, "group": {"a": True}, "guardrails": ["ours"]}
    silent = {**MATCH, "group": {"a": False}, "guardrails": ["ours", "other", "nobody"]}
    assert proof(guards=(ours, other), match=[raised]).sound
    assert proof(guards=(ours, other), match=[silent]).faults == (
        "match 1: the guardrail 'ours' is not raised.",
        "match 1: the guardrail 'other' is not about this entry.",
        "match 1: there is no guardrail 'nobody'.",
    )


# -- mutants --------------------------------------------------------------------------------------------------------

TWO = {"all": [{"group.a": True}, {"group.b": True}]}


def about_the_group(*no_match: dict[str, Any]) -> Proof:
    both = {"says": "Both things are so.", "group": {"a": True, "b": True}}
    near = {"says": "Only the second is so.", "group": {"a": False, "b": True}, "change": {"group.a": True}}
    return proof(TWO, mutate=True, on="", match=[both], no_match=list(no_match), near_miss=[near])


def test_a_slip_that_no_example_catches_lowers_the_score() -> None:
    found = about_the_group({"says": "Neither is so at all.", "group": {"a": False, "b": False}})
    assert found.survived == ("group.b dropped",)
    assert found.score == pytest.approx(0.8)
    assert not found.sound


def test_one_more_example_catches_it() -> None:
    found = about_the_group({"says": "Only the first is so.", "group": {"a": True, "b": False}})
    assert (found.survived, found.score, found.sound) == ((), 1.0, True)


def test_a_mutant_that_no_case_can_tell_from_the_condition_is_not_counted() -> None:
    # Dropping the second alternative changes nothing: it is contained in the first.
    when = {"any": [{"group.a": True}, {"all": [{"group.a": True}, {"group.b": True}]}]}
    examples = {
        "match": [{"says": "The first is so, alone.", "group": {"a": True, "b": False}}],
        "no_match": [{"says": "Only the second is so.", "group": {"a": False, "b": True}}],
        "near_miss": [
            {"says": "Neither of them is so.", "group": {"a": False, "b": False}, "change": {"group.a": True}}
        ],
    }
    found = proof(when, mutate=True, on="", **examples)
    assert (found.survived, found.score) == ((), 1.0)


def test_a_guardrail_nobody_expects_counts_against_the_entry() -> None:
    found = proof(mutate=True, guards=(guardrail("ours", {"group.a": True}),))
    assert "guardrail ours dropped" in found.survived


def test_a_guardrail_that_no_subject_could_raise_is_not_counted() -> None:
    never = guardrail("never", {"convicted": False}, about="people")
    elsewhere = guardrail("elsewhere", {"taxed": False}, about="vehicles")
    found = proof(mutate=True, guards=(never, elsewhere))
    assert not any(one.startswith("guardrail") for one in found.survived)


def test_some_and_every_are_told_apart_only_by_a_member_that_does_not_fit() -> None:
    mixed = {**MATCH, "people": [{"id": "p1", "convicted": True}, {"id": "p2", "convicted": False}]}
    assert "people: some became every" in proof(mutate=True, on="").survived
    assert proof(mutate=True, on="", match=[mixed]).survived == ()


# -- varied cases ---------------------------------------------------------------------------------------------------


def test_an_entry_certain_in_most_varied_cases_must_say_why() -> None:
    wide = {"group.level": {"in": ["low", "middle"]}}
    anything = {"any": [wide, {"not": wide}]}
    examples = {"match": [{"says": "Whatever the level may be.", "group": {}}], "no_match": [], "near_miss": []}
    for often, told in (("", 1), ("It suits whoever is met.", 0)):
        entry = tactic("t", anything, often=often, examples=Examples.model_validate(examples))
        (found,) = prove(build([entry]))
        assert found.certain_in == 1.0
        assert sum("varied cases" in fault for fault in found.faults) == told


def test_the_varied_cases_are_the_same_on_every_run() -> None:
    made = build([tactic("t", {"group.a": True})])
    assert prove(made)[0].certain_in == prove(made)[0].certain_in

"""The mutants of a condition: every slip the examples of an entry are held to, each once, none that is no slip."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.conditions import ConditionReader
from planner.domain.vocabulary import Vocabulary
from planner.engine.mutants import mutants
from tests.engine.making import VOCABULARY

WORDS = Vocabulary(facts=VOCABULARY)


def refuse(path: object, what: str, mend: str) -> None:
    raise AssertionError(what)


READER = ConditionReader(WORDS, frozenset(["rich"]), refuse)


def done(when: dict[str, Any]) -> set[str]:
    return {one.done for one in mutants(READER.read(when), WORDS)}


def test_a_fact_is_negated_and_dropped() -> None:
    assert done({"group.a": True}) == {"group.a negated", "group.a dropped"}
    assert done({"all": [{"group.a": True}, {"group.b": True}]}) == {
        "all became any", "group.a negated", "group.a dropped", "group.b negated", "group.b dropped",
    }  # fmt: skip


def test_a_choice_is_widened_and_each_value_replaced_by_one_outside() -> None:
    found = done({"all": [{"group.level": {"in": ["middle"]}}, {"group.a": True}]})
    assert {"group.level widened to low", "group.level: middle replaced by low"} <= found


def test_a_choice_of_all_but_one_value_is_not_widened_to_no_choice_at_all() -> None:
    found = done({"group.level": {"in": ["low", "middle"]}})
    assert found == {
        "group.level negated", "group.level dropped", "group.level: low replaced by high", "group.level: middle replaced by high",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("when", "moved"),
    [
        ({"group.cash": {"at_least": 1000}}, {"group.cash: from 999", "group.cash: from 1001"}),
        ({"group.cash": {"at_most": 5}}, {"group.cash: up to 4", "group.cash: up to 6"}),
    ],
)
def test_a_bound_is_moved_by_one_either_way(when: dict[str, Any], moved: set[str]) -> None:
    assert moved <= done(when)


def test_a_list_of_alternatives_is_one_leaf() -> None:
    assert done({"group.crimes": {"includes_any": ["fraud", "theft"]}}) == {
        "group.crimes negated", "group.crimes dropped", "group.crimes: any became all",
    }  # fmt: skip
    assert {"group.crimes:fraud widened", "group.crimes:fraud replaced by group.crimes:theft"} <= done(
        {"group.crimes": {"includes": "fraud"}}
    )


def test_some_becomes_every_and_its_inner_condition_is_changed_too() -> None:
    found = done({"some": "people", "where": {"all": [{"convicted": True}, {"on_bail": True}]}})
    assert {
        "people: some became every", "the condition on people negated", "people: convicted negated",
        "people: on_bail dropped", "people: all became any",
    } <= found  # fmt: skip


def test_every_becomes_some_and_none_becomes_some() -> None:
    assert "people: none became some" in done({"none": "people", "where": {"convicted": True}})
    assert "people: none became some" in done({"every": "people", "where": {"convicted": True}})


def test_a_count_asks_for_one_more_and_one_fewer() -> None:
    found = done({"count": "people", "at_least": 3, "where": {"convicted": True}})
    assert {"people: one fewer", "people: one more"} <= found


def test_an_indicator_is_negated() -> None:
    assert done({"indicator": "rich"}) == {"indicator rich negated", "indicator rich dropped"}


def test_no_mutant_is_the_condition_itself_or_another_mutant() -> None:
    tree = READER.read({"any": [{"all": [{"group.a": True}, {"group.b": True}]}, {"not": {"group.c": True}}]})
    trees = [one.tree for one in mutants(tree, WORDS)]
    assert tree not in trees
    assert len(trees) == len(set(trees)) == 8


def test_a_condition_that_always_holds_has_none() -> None:
    from planner.domain.conditions import ALWAYS

    assert mutants(ALWAYS, WORDS) == []

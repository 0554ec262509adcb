"""The condition language: how each written form reads, and how each fault of writing is reported."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.conditions import (
    ALWAYS,
    NO_LIMIT,
    All,
    AnyOf,
    Comparison,
    Condition,
    ConditionReader,
    IndicatorRef,
    Not,
    Path,
    Quantified,
    comparisons_in,
    facts_read,
    indicators_in,
    negated,
    parts_of,
    yes_or_no,
)
from planner.domain.truth import Truth, truth
from planner.domain.vocabulary import Vocabulary
from tests.engine.making import VOCABULARY

KNOWN = Vocabulary(facts=VOCABULARY)
Fault = tuple[Path, str, str]


def reading(written: Any, scope: str = "") -> tuple[Condition, list[Fault]]:
    faults: list[Fault] = []
    reader = ConditionReader(
        KNOWN, frozenset(["front", "feud"]), lambda path, what, mend: faults.append((path, what, mend))
    )
    return reader.read(written, ("when",), scope), faults


def read(written: Any, scope: str = "") -> Condition:
    tree, faults = reading(written, scope)
    assert faults == []
    return tree


CONVICTED = yes_or_no("convicted", True)
PRINCIPAL = Comparison("role", frozenset(["principal"]), frozenset(["significant", "peripheral"]))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"group.a": True}, yes_or_no("group.a", True)),
        ({"group.a": False}, yes_or_no("group.a", False)),
        ({"not": {"group.a": True}}, Not(yes_or_no("group.a", True))),
        ({"all": [{"group.a": True}, {"group.b": False}]}, All((yes_or_no("group.a", True), yes_or_no("group.b", False)))),
        ({"any": [{"group.a": True}]}, AnyOf((yes_or_no("group.a", True),))),
        ({"indicator": "front"}, IndicatorRef("front")),
        ({"group.level": "low"}, Comparison("group.level", frozenset(["low"]), frozenset(["middle", "high"]))),
        ({"group.level": {"in": ["low", "high"]}}, Comparison("group.level", frozenset(["low", "high"]), frozenset(["middle"]))),
        ({"group.cash": {"at_least": 5}}, Comparison("group.cash", low=5, high=NO_LIMIT, numeric=True)),
        ({"group.cash": {"at_most": 5}}, Comparison("group.cash", low=0, high=5, numeric=True)),
        ({"group.cash": {"at_least": 5, "at_most": 9}}, Comparison("group.cash", low=5, high=9, numeric=True)),
        ({"group.cash": 5}, Comparison("group.cash", low=5, high=5, numeric=True)),
        ({"group.cash": 0}, Comparison("group.cash", low=0, high=0, numeric=True)),
        ({"plan.actions": {"at_least": 1}}, Comparison("plan.actions", low=1, high=NO_LIMIT, numeric=True)),
        ({"group.crimes": {"includes": "fraud"}}, yes_or_no("group.crimes:fraud", True)),
        ({"group.crimes": {"includes_any": ["fraud"]}}, yes_or_no("group.crimes:fraud", True)),
        (
            {"group.crimes": {"includes_any": ["fraud", "theft"]}},
            AnyOf((yes_or_no("group.crimes:fraud", True), yes_or_no("group.crimes:theft", True))),
        ),
        ({"some": "people"}, Quantified("people", ALWAYS)),
        ({"some": "people", "where": {"convicted": True}}, Quantified("people", CONVICTED)),
        ({"some": "people", "where": {"convicted": True}, "names_subjects": False}, Quantified("people", CONVICTED, names_subjects=False)),
        ({"count": "people", "at_least": 3, "where": {"convicted": True}}, Quantified("people", CONVICTED, 3, names_subjects=False)),
        ({"count": "people", "at_least": 1, "where": {"convicted": True}}, Quantified("people", CONVICTED)),
        ({"none": "people", "where": {"convicted": True}}, Not(Quantified("people", CONVICTED, names_subjects=False))),
        ({"every": "people", "where": {"convicted": True}}, Not(Quantified("people", Not(CONVICTED), names_subjects=False))),
        ({"every": "people", "where": {"not": {"convicted": True}}}, Not(Quantified("people", CONVICTED, names_subjects=False))),
        (
            {"some": "vehicles", "where": {"keeper.role": "principal"}},
            Quantified("vehicles", Comparison("keeper.role", PRINCIPAL.allowed, PRINCIPAL.others)),
        ),
    ],
)  # fmt: skip
def test_how_each_form_reads(written: dict[str, Any], expected: Condition) -> None:
    assert read(written) == expected


def test_a_condition_over_a_member_reads_the_members_own_facts() -> None:
    assert read({"all": [{"convicted": True}, {"role": "principal"}]}, scope="people") == All((CONVICTED, PRINCIPAL))


@pytest.mark.parametrize(
    ("written", "place", "what", "mend"),
    [
        (None, ("when",), "a condition is a mapping", ""),
        ([], ("when",), "a condition is a mapping", ""),
        ("group.a", ("when",), "a condition is a mapping", ""),
        ({}, ("when",), "a condition is a mapping", ""),
        ({"group.a": True, "group.b": True}, ("when",), "holds one thing; this one holds several", "under `all:`"),
        ({"all": []}, ("when", "all"), "`all` needs a list", ""),
        ({"any": {"group.a": True}}, ("when", "any"), "`any` needs a list", ""),
        ({"all": [{"group.a": True}, {"group.b": 3}]}, ("when", "all", 1, "group.b"), "true or false, not 3", ""),
        ({"not": {"any": [{"group.q": True}]}}, ("when", "not", "any", 0, "group.q"), "there is no fact 'group.q' of the case", ""),
        ({"group.lvel": "low"}, ("when", "group.lvel"), "no fact", "Did you mean 'group.level'?"),
        ({"level": "low"}, ("when", "level"), "no fact 'level' of the case", "group."),
        ({"convicted": True}, ("when", "convicted"), "no fact 'convicted' of the case", "where:"),
        ({"people.convicted": True}, ("when", "people.convicted"), "no fact", ""),
        ({"group.a.b": True}, ("when", "group.a.b"), "no fact", ""),
        ({"group.a": "yes"}, ("when", "group.a"), "true or false, not 'yes'", ""),
        ({"group.a": 1}, ("when", "group.a"), "true or false, not 1", ""),
        ({"group.a": None}, ("when", "group.a"), "true or false, not None", ""),
        ({"group.level": "lo"}, ("when", "group.level"), "'lo' is not a value of group.level", "Did you mean 'low'?"),
        ({"group.level": "extreme"}, ("when", "group.level"), "not a value", "It is one of low, middle or high."),
        ({"group.level": {"in": ["low", "hgh"]}}, ("when", "group.level"), "'hgh' is not a value", "Did you mean 'high'?"),
        ({"group.level": {"in": []}}, ("when", "group.level"), "`in` needs a list", ""),
        ({"group.level": {"in": "low"}}, ("when", "group.level"), "`in` needs a list", ""),
        ({"group.level": True}, ("when", "group.level"), "not a value", ""),
        ({"group.level": ["low", "high"]}, ("when", "group.level"), "", ""),
        ({"group.level": {"in": [["low"]]}}, ("when", "group.level"), "", ""),
        ({"group.level": {"any_of": ["low"]}}, ("when", "group.level"), "", ""),
        ({"group.cash": "5"}, ("when", "group.cash"), "is a number", ""),
        ({"group.cash": True}, ("when", "group.cash"), "is a number", ""),
        ({"group.cash": {}}, ("when", "group.cash"), "is a number", ""),
        ({"group.cash": {"more_than": 5}}, ("when", "group.cash"), "is a number", ""),
        ({"group.cash": {"at_least": 1.5}}, ("when", "group.cash"), "whole numbers", ""),
        ({"group.cash": {"at_least": True}}, ("when", "group.cash"), "whole numbers", ""),
        ({"group.cash": {"at_least": -1}}, ("when", "group.cash"), "whole numbers from 0", ""),
        ({"group.cash": {"at_most": 10**13}}, ("when", "group.cash"), "whole numbers", ""),
        ({"group.cash": {"at_least": 9, "at_most": 5}}, ("when", "group.cash"), "no comparison: 'group.cash' from 9 to 5", ""),
        ({"group.cash": {"at_least": 0}}, ("when", "group.cash"), "no comparison", ""),
        ({"group.crimes": "fraud"}, ("when", "group.crimes"), "use includes or includes_any", ""),
        ({"group.crimes": {"includes": "fruad"}}, ("when", "group.crimes"), "'fruad' is not a value", "Did you mean 'fraud'?"),
        ({"group.crimes": {"includes_any": []}}, ("when", "group.crimes"), "`includes_any` needs a list", ""),
        ({"group.crimes": {"includes": ["fraud"]}}, ("when", "group.crimes"), "", ""),
        ({"group.crimes": {"includes": "fraud", "includes_any": ["theft"]}}, ("when", "group.crimes"), "use includes", ""),
        ({"indicator": "frnt"}, ("when", "indicator"), "there is no indicator 'frnt'", "Did you mean 'front'?"),
        ({"indicator": ["front"]}, ("when", "indicator"), "", ""),
        ({"some": "peple"}, ("when", "some"), "no collection 'peple'", "Did you mean 'people'?"),
        ({"some": ["people"]}, ("when", "some"), "no collection", ""),
        ({"some": "people", "wher": {"convicted": True}}, ("when", "wher"), "`wher` does not belong beside `some`", "Did you mean 'where'?"),
        ({"some": "people", "at_least": 2}, ("when", "at_least"), "does not belong beside `some`", ""),
        ({"som": "people", "where": {"convicted": True}}, ("when", "som"), "`where` does not belong beside 'som'", "Did you mean 'some'?"),
        ({"some": "people", "every": "people"}, ("when", "every"), "does not belong", ""),
        ({"some": "people", "where": None}, ("when", "where"), "a condition is a mapping", ""),
        (
            {"some": "people", "where": {"convictd": True}},
            ("when", "where", "convictd"),
            "no fact 'convictd' of a member of `people`",
            "Did you mean 'convicted'?",
        ),
        ({"some": "people", "where": {"group.a": True}}, ("when", "where", "group.a"), "no fact 'group.a' of a member", ""),
        ({"some": "people", "where": {"indicator": "front"}}, ("when", "where", "indicator"), "cannot stand inside `where`", ""),
        ({"some": "people", "where": {"some": "vehicles"}}, ("when", "where", "some"), "cannot stand inside `where`", "keeper.role"),
        ({"some": "people", "names_subjects": "no"}, ("when", "names_subjects"), "is true or false", ""),
        ({"some": "vehicles", "where": {"keeper": "p1"}}, ("when", "where", "keeper"), "points to a member", "keeper.role"),
        ({"some": "vehicles", "where": {"keeper.rle": "principal"}}, ("when", "where", "keeper.rle"), "no fact", "Did you mean 'keeper.role'?"),
        ({"count": "people"}, ("when", "count"), "`count` needs `at_least`", ""),
        ({"count": "people", "at_least": 0}, ("when", "at_least"), "whole number from 1 to 100", ""),
        ({"count": "people", "at_least": 101}, ("when", "at_least"), "whole number from 1 to 100", ""),
        ({"count": "people", "at_least": True}, ("when", "at_least"), "whole number", ""),
        ({"count": "people", "at_least": "2"}, ("when", "at_least"), "whole number", ""),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_place(written: Any, place: Path, what: str, mend: str) -> None:
    tree, faults = reading(written)
    assert [fault[0] for fault in faults] == [place]
    assert what in faults[0][1]
    assert mend in faults[0][2]
    assert isinstance(tree, All | AnyOf | Not | Quantified)


def test_all_faults_are_told_at_once() -> None:
    _, faults = reading(
        {
            "all": [
                {"group.q": True},
                {"some": "people", "where": {"any": [{"role": "boss"}, {"convicted": "no"}]}},
                {"group.cash": "x"},
            ]
        }
    )
    assert [path[-1] for path, _, _ in faults] == ["group.q", "role", "convicted", "group.cash"]


# -- comparisons -----------------------------------------------------------------------------------------------------


def test_what_a_comparison_holds_for() -> None:
    span = Comparison("group.cash", low=5, high=9, numeric=True)
    assert [span.holds(value) for value in (4, 5, 9, 10)] == [False, True, True, False]
    assert [PRINCIPAL.holds(value) for value in ("principal", "peripheral")] == [True, False]
    assert [yes_or_no("a", False).holds(value) for value in (True, False)] == [False, True]


def test_a_quantified_condition_can_be_looked_up() -> None:
    one, same = Quantified("people", CONVICTED), Quantified("people", yes_or_no("convicted", True))
    assert one == same
    assert hash(one) == hash(same)
    assert one != Quantified("people", CONVICTED, names_subjects=False)
    assert len({one, same, Quantified("people", CONVICTED, 2), Quantified("business", CONVICTED)}) == 3


def test_negating_twice_is_nothing() -> None:
    assert negated(CONVICTED) == Not(CONVICTED)
    assert negated(Not(CONVICTED)) == CONVICTED


def test_walking_a_condition() -> None:
    tree = read(
        {
            "all": [
                {"group.a": True},
                {"not": {"indicator": "front"}},
                {"some": "people", "where": {"any": [{"convicted": True}, {"role": "principal"}]}},
            ]
        }
    )
    assert [type(part).__name__ for part in parts_of(tree)] == [
        "All",
        "Comparison",
        "Not",
        "IndicatorRef",
        "Quantified",
    ]
    assert [leaf.attribute for leaf in comparisons_in(tree)] == ["group.a", "convicted", "role"]
    assert list(indicators_in(tree)) == ["front"]


def test_the_facts_a_condition_reads() -> None:
    written = {"all": [
        {"group.crimes": {"includes": "fraud"}}, {"not": {"group.a": True}},
        {"some": "vehicles", "where": {"any": [{"taxed": False}, {"keeper.role": "principal"}]}},
    ]}  # fmt: skip
    assert list(facts_read(read(written), KNOWN)) == [
        ("group", "crimes"), ("group", "a"), ("vehicles", "taxed"), ("vehicles", "keeper"), ("people", "role"),
    ]  # fmt: skip


# -- truth -----------------------------------------------------------------------------------------------------------


def test_truth_is_ordered_and_has_an_opposite() -> None:
    assert Truth.FALSE < Truth.UNKNOWN < Truth.TRUE
    assert [~value for value in Truth] == [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]
    assert [truth(value) for value in (True, False, None)] == [Truth.TRUE, Truth.FALSE, Truth.UNKNOWN]
    assert min(Truth.TRUE, Truth.UNKNOWN) is Truth.UNKNOWN
    assert max(Truth.FALSE, Truth.UNKNOWN) is Truth.UNKNOWN

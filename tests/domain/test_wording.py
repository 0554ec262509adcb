"""Conditions and facts in words: true to the condition, and never the same words for two different ones."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.conditions import ALWAYS, Condition, ConditionReader, Quantified
from planner.domain.library import Library
from planner.domain.vocabulary import Vocabulary
from planner.domain.wording import Wording
from planner.domain.words import listed, nearest, spoken
from tests.engine.making import fact

FACTS = Vocabulary(
    facts=(
        fact("group.violent", says="the group uses violence", says_not="the group uses no violence"),
        fact("group.feud", says="there is a feud", says_not="there is no feud"),
        fact("group.rich", says="there is much money", says_not="there is little money"),
        fact("group.level", "choice", values=("low", "middle", "high"), says="the level of harm"),
        fact("group.cash", "number", unit="pounds", says="the cash found"),
        fact("group.visits", "number", unit="visits", says="the number of visits"),
        fact("group.crimes", "many", values=("fraud", "theft"), says="its crimes"),
        fact("people.convicted", says="has been convicted", says_not="has no conviction"),
        fact("people.on_bail", says="is on bail", says_not="is not on bail"),
        fact("people.role", "choice", values=("principal", "victim"), says="their role"),
        fact("vehicles.taxed", says="is taxed", says_not="is not taxed"),
        fact("vehicles.keeper", "ref", to="people"),
    )
)
WORDING = Wording(FACTS, {"front": "a business is a front"})


def read(written: Any, scope: str = "") -> Condition:
    return ConditionReader(FACTS, frozenset(["front"]), lambda path, what, mend: pytest.fail(what)).read(
        written, (), scope
    )


def said(written: Any, *, holds: bool = True) -> str:
    return WORDING.condition(read(written), holds=holds)


PRINCIPAL, CONVICTED, BAIL = {"role": "principal"}, {"convicted": True}, {"on_bail": True}
VIOLENT, FEUD, RICH = {"group.violent": True}, {"group.feud": True}, {"group.rich": True}


@pytest.mark.parametrize(
    ("written", "words", "opposite"),
    [
        (VIOLENT, "the group uses violence", "the group uses no violence"),
        ({"group.violent": False}, "the group uses no violence", "the group uses violence"),
        ({"not": VIOLENT}, "the group uses no violence", "the group uses violence"),
        ({"group.level": "low"}, "the level of harm is the low", "the level of harm is the middle or the high"),
        ({"group.level": {"in": ["low", "high"]}}, "the level of harm is the low or the high", "the level of harm is the middle"),
        ({"group.cash": {"at_least": 5000}}, "the cash found is £5,000 or more", "the cash found is less than £5,000"),
        ({"group.cash": {"at_most": 5000}}, "the cash found is £5,000 or less", "the cash found is more than £5,000"),
        ({"group.cash": {"at_least": 5, "at_most": 9}}, "the cash found is from £5 to £9", "the cash found is outside £5 to £9"),
        ({"group.visits": {"at_least": 3}}, "the number of visits is 3 visits or more", "the number of visits is less than 3 visits"),
        ({"group.crimes": {"includes": "fraud"}}, "its crimes include the fraud", "its crimes do not include the fraud"),
        (
            {"group.crimes": {"includes_any": ["fraud", "theft"]}},
            "its crimes include the fraud or its crimes include the theft",
            "its crimes do not include the fraud and its crimes do not include the theft",
        ),
        ({"indicator": "front"}, "a business is a front", "it is not so that a business is a front"),
        (
            {"all": [VIOLENT, FEUD, RICH]},
            "the group uses violence, there is a feud and there is much money",
            "the group uses no violence, there is no feud or there is little money",
        ),
        ({"any": [VIOLENT, FEUD]}, "the group uses violence or there is a feud", "the group uses no violence and there is no feud"),
        ({"all": [VIOLENT]}, "the group uses violence", "the group uses no violence"),
        ({"some": "people"}, "there is a person", "there is no person"),
        ({"some": "people", "where": CONVICTED}, "there is a person who has been convicted", "there is no person who has been convicted"),
        ({"none": "people", "where": CONVICTED}, "there is no person who has been convicted", "there is a person who has been convicted"),
        ({"every": "people", "where": CONVICTED}, "there is no person who has no conviction", "there is a person who has no conviction"),
        ({"some": "vehicles", "where": {"taxed": False}}, "there is a vehicle that is not taxed", "there is no vehicle that is not taxed"),
        (
            {"some": "people", "where": {"any": [CONVICTED, BAIL]}},
            "there is a person who has been convicted or is on bail",
            "there is no person who has been convicted or is on bail",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_a_condition_and_its_opposite(written: Any, words: str, opposite: str) -> None:
    assert said(written) == words
    assert said(written, holds=False) == opposite
    assert said({"not": written}) == opposite


def test_how_many() -> None:
    assert said({"count": "people", "at_least": 3, "where": BAIL}).startswith("there are at least 3 people who ")
    assert said({"count": "people", "at_least": 3, "where": BAIL}, holds=False).startswith(
        "there are fewer than 3 people who "
    )
    assert said({"count": "business", "at_least": 2}) == "there are at least 2 businesses"


def test_always_and_never() -> None:
    assert WORDING.condition(ALWAYS) == "always"
    assert WORDING.condition(ALWAYS, holds=False) == "never"


def test_one_who_does_not_fit_for_what_he_is_is_not_denied() -> None:
    """A victim has been convicted, no principal has: it would be false to say that nobody has been convicted."""
    where = {"all": [PRINCIPAL, CONVICTED]}
    assert said({"some": "people", "where": where}) == "there is a person (the principal) who has been convicted"
    for denial in (said({"none": "people", "where": where}), said({"some": "people", "where": where}, holds=False)):
        assert "principal" in denial
    assert "principal" in said({"count": "people", "at_least": 2, "where": where}, holds=False)


@pytest.mark.parametrize(
    "where",
    [
        {"all": [{"any": [CONVICTED, BAIL]}, {"not": BAIL}]},
        {"any": [{"all": [CONVICTED, BAIL]}, {"all": [{"not": CONVICTED}, PRINCIPAL]}]},
        {"all": [PRINCIPAL, {"any": [CONVICTED, BAIL]}]},
        {"not": {"all": [{"any": [CONVICTED, BAIL]}, BAIL]}},
    ],
    ids=str,
)  # fmt: skip
def test_brackets_come_in_pairs(where: Any) -> None:
    for holds in (True, False):
        words = said({"some": "people", "where": where}, holds=holds)
        depth = 0
        for letter in words:
            depth += {"(": 1, ")": -1}.get(letter, 0)
            assert depth >= 0
        assert depth == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"all": [{"any": [VIOLENT, FEUD]}, RICH]}, {"any": [VIOLENT, {"all": [FEUD, RICH]}]}),
        ({"all": [VIOLENT, {"any": [FEUD, RICH]}]}, {"any": [{"all": [VIOLENT, FEUD]}, RICH]}),
    ],
)
def test_two_different_conditions_are_not_said_in_the_same_words(one: Any, other: Any) -> None:
    assert said(one) != said(other)


def test_every_condition_of_the_library_can_be_said(library: Library) -> None:
    """No name shows through, and no two tactics with different conditions are said alike."""
    said_of: dict[str, Condition] = {}
    for name, tree in library.conditions_of(("tactic", "indicator")).items():
        for holds in (True, False):
            words = library.wording.condition(tree, holds=holds)
            assert words.count("(") == words.count(")"), name
            assert "_" not in words, name
            assert "group." not in words, name
        assert said_of.setdefault(library.wording.condition(tree), tree) == tree, name


# -- facts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "scope", "value", "words"),
    [
        ("group.violent", "", True, "the group uses violence"),
        ("group.violent", "", False, "the group uses no violence"),
        ("group.level", "", "high", "the level of harm: the high"),
        ("group.cash", "", 1234567, "the cash found: £1,234,567"),
        ("group.visits", "", 2, "the number of visits: 2 visits"),
        ("group.crimes:fraud", "", True, "its crimes include the fraud"),
        ("group.crimes:fraud", "", False, "its crimes do not include the fraud"),
        ("convicted", "people", True, "has been convicted"),
        ("keeper.role", "vehicles", "principal", "the keeper: their role: the principal"),
        ("keeper.convicted", "vehicles", False, "the keeper: has no conviction"),
        ("no_such_fact", "people", True, "no such fact"),
    ],
)
def test_a_known_fact(attribute: str, scope: str, value: Any, words: str) -> None:
    assert WORDING.known(attribute, scope, value) == words


@pytest.mark.parametrize(
    ("ref", "value", "words"),
    [
        ("group.violent", True, "yes"),
        ("group.violent", False, "no"),
        ("group.violent", None, "not known"),
        ("group.level", "low", "the low"),
        ("group.cash", 0, "£0"),
        ("group.crimes", ["fraud", "theft"], "the fraud and the theft"),
        ("group.crimes", [], "none"),
    ],
)
def test_a_recorded_value(ref: str, value: Any, words: str) -> None:
    scope, _, name = ref.partition(".")
    found = FACTS.find(scope, name)
    assert found is not None
    assert WORDING.value(found, value) == words


def test_who_is_meant_stands_in_brackets() -> None:
    only = read({"all": [PRINCIPAL]}, "people")
    assert WORDING.quantified(Quantified("people", only)) == "there is a person (the principal)"
    other = read({"all": [{"not": PRINCIPAL}, CONVICTED]}, "people")
    said_of = WORDING.quantified(Quantified("people", other), holds=False)
    assert said_of.startswith("there is no person (the ")
    assert "the principal" not in said_of


# -- small words -----------------------------------------------------------------------------------------------------


def test_lists_and_names() -> None:
    assert [listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"
    assert spoken("cash_rich-business") == "cash rich business"
    assert nearest("convictd", ["convicted", "role"]) == "Did you mean 'convicted'?"
    assert nearest("xyz", ["convicted", "role"]) == ""
    assert nearest("", []) == ""

"""Answers that are exact over every completion of what is not known, one line a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from planner.domain.profile import FactTable
from planner.domain.truth import Truth
from planner.engine.answers import Answers
from planner.engine.matching import MENU, Matcher
from tests.engine.making import ROLES, build, case, guardrail, indicator, one_tactic, table, tactic

TRUE, UNKNOWN, FALSE = Truth.TRUE, Truth.UNKNOWN, Truth.FALSE
NOTHING = table()

A, NOT_A = {"group.a": True}, {"group.a": False}
B, C = {"group.b": True}, {"group.c": True}


def matched(made: Any, facts: FactTable) -> Answers:
    matcher = Matcher(made, MENU)
    try:
        return matcher.match(case(made, facts))
    finally:
        matcher.close()


def outcome(when: Mapping[str, Any], facts: FactTable, **over: Any) -> Truth:
    return matched(one_tactic(when, **over), facts).outcomes["tactic:t"]


def is_in(*values: str) -> dict[str, Any]:
    return {"group.level": {"in": list(values)}}


def cash(**bounds: int) -> dict[str, Any]:
    return {"group.cash": bounds}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # Whatever the fact turns out to be.
        ({"any": [A, {"not": A}]}, TRUE),
        ({"any": [A, NOT_A]}, TRUE),
        ({"all": [A, {"not": A}]}, FALSE),
        ({"all": [A, NOT_A]}, FALSE),
        ({"not": {"all": [A, NOT_A]}}, TRUE),
        ({"not": {"not": {"any": [A, NOT_A]}}}, TRUE),
        ({"any": [{"all": [A, B]}, {"all": [NOT_A, B]}]}, UNKNOWN),
        ({"any": [{"all": [A, B]}, {"all": [NOT_A, B]}, {"group.b": False}]}, TRUE),
        ({"any": [A, {"all": [NOT_A, B]}, {"group.b": False}]}, TRUE),
        ({"all": [{"any": [A, B]}, {"any": [NOT_A, B]}, {"group.b": False}]}, FALSE),
        # The choices of a fact are all there are.
        (is_in("low", "middle", "high"), TRUE),
        ({"any": [is_in("low"), is_in("middle", "high")]}, TRUE),
        ({"any": [{"group.level": "low"}, {"group.level": "middle"}, {"group.level": "high"}]}, TRUE),
        ({"any": [{"group.level": "low"}, {"group.level": "middle"}]}, UNKNOWN),
        ({"all": [{"group.level": "low"}, {"group.level": "middle"}]}, FALSE),
        ({"all": [is_in("low", "middle"), is_in("middle", "high"), {"not": {"group.level": "middle"}}]}, FALSE),
        ({"all": [is_in("low", "middle"), is_in("middle", "high")]}, UNKNOWN),
        ({"any": [{"not": {"group.level": "low"}}, {"not": {"group.level": "high"}}]}, TRUE),
        # Ranges of a number.
        ({"any": [cash(at_least=5), cash(at_most=4)]}, TRUE),
        ({"any": [cash(at_least=5), {"not": cash(at_least=5)}]}, TRUE),
        ({"any": [cash(at_least=5), cash(at_most=7)]}, TRUE),
        ({"any": [cash(at_least=6), cash(at_most=4)]}, UNKNOWN),
        ({"any": [cash(at_least=6), cash(at_most=4), {"group.cash": 5}]}, TRUE),
        ({"all": [cash(at_least=6), cash(at_most=5)]}, FALSE),
        ({"all": [cash(at_least=5), cash(at_most=5), {"not": {"group.cash": 5}}]}, FALSE),
        ({"all": [{"group.cash": 0}, cash(at_least=1)]}, FALSE),
        ({"any": [{"group.cash": 0}, cash(at_least=1)]}, TRUE),
        ({"any": [cash(at_least=2, at_most=4), cash(at_most=1), cash(at_least=5)]}, TRUE),
        ({"any": [cash(at_least=2, at_most=3), cash(at_most=1), cash(at_least=5)]}, UNKNOWN),
        ({"any": [cash(at_least=10**12), cash(at_most=10**12 - 1)]}, TRUE),
        # One option of a list says nothing of another.
        ({"any": [{"group.crimes": {"includes": "fraud"}}, {"not": {"group.crimes": {"includes": "fraud"}}}]}, TRUE),
        ({"any": [{"group.crimes": {"includes": "fraud"}}, {"not": {"group.crimes": {"includes": "theft"}}}]}, UNKNOWN),
        # Quantifiers over collections that are still open.
        ({"any": [{"some": "people"}, {"none": "people"}]}, TRUE),
        ({"all": [{"some": "people"}, {"none": "people"}]}, FALSE),
        ({"any": [{"count": "people", "at_least": 2}, {"not": {"count": "people", "at_least": 2}}]}, TRUE),
        ({"any": [{"not": {"count": "people", "at_least": 2}}, {"some": "people"}]}, TRUE),
        ({"any": [{"count": "people", "at_least": 2}, {"none": "people"}]}, UNKNOWN),
    ],
)
def test_when_nothing_is_known(when: dict[str, Any], expected: Truth) -> None:
    assert outcome(when, NOTHING) is expected


def test_what_is_known_still_counts() -> None:
    when = {"any": [{"all": [A, B]}, {"all": [NOT_A, C]}]}
    assert outcome(when, table({"group.b": True, "group.c": True})) is TRUE, "b and c settle it, whatever a is"
    assert outcome(when, table({"group.b": True, "group.c": False})) is UNKNOWN
    assert outcome(when, table({"group.b": False, "group.c": False})) is FALSE
    assert outcome(when, table({"group.a": False, "group.b": False, "group.c": True})) is TRUE


def test_a_fact_read_twice_by_way_of_an_indicator_is_one_fact() -> None:
    made = build(
        [tactic("t", {"any": [{"indicator": "i"}, NOT_A]}), tactic("u", {"all": [{"indicator": "i"}, NOT_A]})],
        [indicator("i", A)],
    )
    answers = matched(made, NOTHING)
    assert answers.outcomes == {"tactic:t": TRUE, "tactic:u": FALSE, "indicator:i": UNKNOWN}


def test_an_indicator_that_rests_on_another() -> None:
    indicators = [indicator("i", {"any": [A, B]}), indicator("j", {"all": [{"indicator": "i"}, C]})]
    made = build([tactic("t", {"any": [{"not": {"indicator": "j"}}, {"indicator": "i"}]})], indicators)
    assert matched(made, NOTHING).outcomes["tactic:t"] is TRUE, "j needs i, so not-j or i always holds"


# -- one quantifier that contains another ----------------------------------------------------------------------------

PRINCIPAL = {"role": "principal"}
CONVICTED = {"convicted": True}
RICH = {"wealth": {"at_least": 500}}
RICHER = {"wealth": {"at_least": 900}}


def some(where: Mapping[str, Any]) -> dict[str, Any]:
    return {"some": "people", "where": dict(where)}


def both(*parts: Mapping[str, Any]) -> dict[str, Any]:
    return {"all": [dict(part) for part in parts]}


def either(*parts: Mapping[str, Any]) -> dict[str, Any]:
    return {"any": [dict(part) for part in parts]}


def at_least(count: int, where: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": "people", "at_least": count, "where": dict(where)}


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (some(both(PRINCIPAL, CONVICTED)), some(PRINCIPAL)),
        (some(both(PRINCIPAL, CONVICTED)), some(CONVICTED)),
        (some(PRINCIPAL), {"some": "people"}),
        (some(PRINCIPAL), some({"role": {"in": ["principal", "significant"]}})),
        (some(PRINCIPAL), some({"not": {"role": "peripheral"}})),
        (some(RICHER), some(RICH)),
        (some({"wealth": {"at_least": 500, "at_most": 600}}), some({"wealth": {"at_most": 700}})),
        (some(both(PRINCIPAL, either(CONVICTED, {"on_bail": True}))), some(either(CONVICTED, {"on_bail": True}))),
        (some(both(PRINCIPAL, CONVICTED)), some(either(CONVICTED, {"on_bail": True}))),
        (at_least(3, PRINCIPAL), at_least(2, PRINCIPAL)),
        (at_least(2, both(PRINCIPAL, CONVICTED)), some(PRINCIPAL)),
        (at_least(1, PRINCIPAL), some(PRINCIPAL)),
        ({"none": "people", "where": CONVICTED}, {"none": "people", "where": both(CONVICTED, PRINCIPAL)}),
        ({"every": "people", "where": both(CONVICTED, PRINCIPAL)}, {"every": "people", "where": CONVICTED}),
        ({"every": "people", "where": CONVICTED}, {"none": "people", "where": {"convicted": False}}),
    ],
)  # fmt: skip
def test_a_narrower_quantifier_brings_the_wider_along(narrow: dict[str, Any], wide: dict[str, Any]) -> None:
    assert outcome(either({"not": narrow}, wide), NOTHING) is TRUE
    assert outcome(both(narrow, {"not": wide}), NOTHING) is FALSE
    assert outcome(either({"not": wide}, narrow), NOTHING) in (UNKNOWN, TRUE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (some(PRINCIPAL), some(CONVICTED)),
        (some(PRINCIPAL), at_least(2, PRINCIPAL)),
        (some(RICH), some(RICHER)),
        (some(CONVICTED), {"some": "business"}),
        (some({"role": {"in": ["principal", "significant"]}}), some({"role": {"in": ["principal", "peripheral"]}})),
    ],
)
def test_a_quantifier_that_is_not_narrower_brings_nothing_along(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert outcome(either({"not": one}, other), NOTHING) is UNKNOWN


def test_implications_hold_through_a_third() -> None:
    when = both(some(both(PRINCIPAL, CONVICTED, RICH)), some(both(PRINCIPAL, CONVICTED)), {"not": some(PRINCIPAL)})
    assert outcome(when, NOTHING) is FALSE


# -- one collection, its members and whether it is closed ------------------------------------------------------------

PEOPLE: dict[str, Sequence[Mapping[str, Any]]] = {
    "nobody": [],
    "one is": [{"convicted": True}],
    "one may": [{"convicted": None}],
    "one is not": [{"convicted": False}],
    "one is, one not": [{"convicted": True}, {"convicted": False}],
    "one is, one may": [{"convicted": True}, {"convicted": None}],
    "two are": [{"convicted": True}, {"convicted": True}],
}
WORDS: dict[str, dict[str, Any]] = {
    "some": some(CONVICTED),
    "none": {"none": "people", "where": CONVICTED},
    "every": {"every": "people", "where": CONVICTED},
    "count 2": at_least(2, CONVICTED),
}
T, U, F = TRUE, UNKNOWN, FALSE


@pytest.mark.parametrize(
    ("known", "closed", "expected"),
    [
        #                          some none every count
        ("nobody", False, (U, U, U, U)),
        ("nobody", True, (F, T, T, F)),
        ("one is", False, (T, F, U, U)),
        ("one is", True, (T, F, T, F)),
        ("one may", False, (U, U, U, U)),
        ("one may", True, (U, U, U, F)),
        ("one is not", False, (U, U, F, U)),
        ("one is not", True, (F, T, F, F)),
        ("one is, one not", False, (T, F, F, U)),
        ("one is, one not", True, (T, F, F, F)),
        ("one is, one may", False, (T, F, U, U)),
        ("one is, one may", True, (T, F, U, U)),
        ("two are", False, (T, F, U, T)),
        ("two are", True, (T, F, T, T)),
    ],
)
def test_quantifiers_over_open_and_closed_collections(known: str, closed: bool, expected: tuple[Truth, ...]) -> None:
    facts = table(people=PEOPLE[known], closed=["people"] if closed else [])
    found = {word: outcome(when, facts) for word, when in WORDS.items()}
    assert found == dict(zip(WORDS, expected, strict=True))
    assert {word: outcome({"not": when}, facts) for word, when in WORDS.items()} == {
        word: ~value for word, value in found.items()
    }


def test_a_member_whose_facts_cannot_fail_it_is_a_sure_witness() -> None:
    where = either(CONVICTED, {"convicted": False})
    facts = table(people=[{"convicted": None}], closed=["people"])
    assert outcome(some(where), facts) is TRUE
    assert outcome(some(both(CONVICTED, {"convicted": False})), facts) is FALSE
    assert outcome(some(either({"role": {"in": list(ROLES)}})), facts) is TRUE
    assert outcome(some(either({"wealth": {"at_least": 5}}, {"wealth": {"at_most": 9}})), facts) is TRUE


def test_two_facts_of_a_member_must_be_of_the_same_member() -> None:
    when = some(both(PRINCIPAL, CONVICTED))
    apart = [{"role": "principal", "convicted": False}, {"role": "peripheral", "convicted": True}]
    assert outcome(when, table(people=apart, closed=["people"])) is FALSE
    assert outcome(when, table(people=[*apart, {"role": "principal", "convicted": True}], closed=["people"])) is TRUE


def test_a_fact_reached_by_a_reference_is_read_from_the_member() -> None:
    when = {"some": "vehicles", "where": both({"keeper.role": "principal"}, {"taxed": False})}
    assert outcome(when, table(vehicles=[{"keeper.role": "principal", "taxed": False}])) is TRUE
    assert outcome(when, table(vehicles=[{"keeper.role": None, "taxed": False}], closed=["vehicles"])) is UNKNOWN
    assert outcome(when, table(vehicles=[{"keeper.role": "peripheral", "taxed": False}], closed=["vehicles"])) is FALSE


# -- subjects --------------------------------------------------------------------------------------------------------


def test_subjects_are_the_members_that_the_condition_holds_for() -> None:
    made = one_tactic(both(some(CONVICTED), A), on="people")
    people = [{"convicted": True}, {"convicted": None}, {"convicted": False}]
    sure = matched(made, table({"group.a": True}, people=people))
    assert sure.subjects == {"t": {"people/m0": TRUE, "people/m1": UNKNOWN}}
    unsure = matched(made, table({"group.a": None}, people=people))
    assert unsure.subjects == {"t": {"people/m0": UNKNOWN, "people/m1": UNKNOWN}}
    assert matched(made, table({"group.a": False}, people=people)).subjects == {}


def test_a_subject_is_exact_for_its_own_facts() -> None:
    """Every person fits one alternative or the other, so each is a certain subject though we cannot say by which."""
    made = one_tactic(either(some(CONVICTED), some({"convicted": False})), on="people")
    assert matched(made, table(people=[{"convicted": None}])).subjects == {"t": {"people/m0": TRUE}}


def test_the_outcome_of_a_tactic_is_at_least_that_of_its_best_subject() -> None:
    """The tactic's own outcome is the best among its subjects'."""
    made = one_tactic(either(some(CONVICTED), some({"convicted": False})), on="people")
    answers = matched(made, table(people=[{"convicted": None}]))
    assert answers.of_tactic("t") is max(answers.subjects["t"].values()) is TRUE


def test_what_only_gives_context_names_no_subject() -> None:
    context = {"some": "people", "where": dict(PRINCIPAL), "names_subjects": False}
    made = build([tactic("t", both(some(CONVICTED), context), on="people")])
    people = [{"convicted": True, "role": "peripheral"}, {"convicted": False, "role": "principal"}]
    assert matched(made, table(people=people)).subjects == {"t": {"people/m0": TRUE}}


def test_every_and_none_name_no_subjects() -> None:
    for when in (
        {"every": "people", "where": CONVICTED},
        {"none": "people", "where": CONVICTED},
        {"not": some(CONVICTED)},
    ):
        assert matched(one_tactic(when, on="people"), table(people=[{"convicted": True}])).subjects == {}


def test_a_quantifier_inside_an_indicator_names_no_subjects() -> None:
    made = build(
        [tactic("t", both({"indicator": "i"}, some(PRINCIPAL)), on="people")], [indicator("i", some(CONVICTED))]
    )
    people = [{"convicted": True, "role": "peripheral"}, {"convicted": False, "role": "principal"}]
    assert matched(made, table(people=people)).subjects == {"t": {"people/m1": TRUE}}


# -- those who must be safeguarded -----------------------------------------------------------------------------------

SAFE, EXPLOITED, PERHAPS = {"safeguard_first": False}, {"safeguard_first": True}, {"safeguard_first": None}


@pytest.mark.parametrize(("safeguard", "expected"), [(SAFE, TRUE), (PERHAPS, UNKNOWN), (EXPLOITED, FALSE)])
def test_a_pursue_tactic_leaves_out_those_to_be_safeguarded(safeguard: dict[str, Any], expected: Truth) -> None:
    facts = table(people=[{"convicted": True, **safeguard}], closed=["people"])
    answers = matched(one_tactic(some(CONVICTED), on="people", pillar="pursue"), facts)
    assert answers.outcomes["tactic:t"] is expected
    assert answers.subjects == ({"t": {"people/m0": expected}} if expected else {})
    protected = matched(one_tactic(some(CONVICTED), on="people"), facts)
    assert protected.outcomes["tactic:t"] is TRUE
    assert protected.subjects == {"t": {"people/m0": TRUE}}


def test_an_exploited_person_still_counts_as_context() -> None:
    """Only those a Pursue tactic would aim at are left out; what is so of the group stays so."""
    facts = table(people=[{"convicted": True, **EXPLOITED}, {"role": "principal", **SAFE}], closed=["people"])
    context = {"some": "people", "where": CONVICTED, "names_subjects": False}
    answers = matched(one_tactic(both(context, some(PRINCIPAL)), on="people", pillar="pursue"), facts)
    assert answers.outcomes["tactic:t"] is TRUE
    assert answers.subjects == {"t": {"people/m1": TRUE}}


# -- guardrails ------------------------------------------------------------------------------------------------------


def fired(answers: Answers) -> set[tuple[str, str, str, Truth]]:
    return {(one.guardrail, one.tactic, one.subject, one.value) for one in answers.firings}


def test_a_guardrail_fires_on_what_it_is_about_and_on_nothing_else() -> None:
    made = build(
        [tactic("one", A), tactic("two", A, traits=["media"]), tactic("three", A, pillar="prepare")],
        guardrails=[
            guardrail("by-pillar", None, applies_to={"pillars": ["prepare"]}),
            guardrail("by-trait", None, applies_to={"traits": ["media", "finance"]}),
            guardrail("by-name", None, applies_to={"tactics": ["one", "three"]}),
        ],
    )
    found = fired(matched(made, NOTHING))
    assert {(g, t) for g, t, _, _ in found} == {
        ("by-pillar", "three"),
        ("by-trait", "two"),
        ("by-name", "one"),
        ("by-name", "three"),
    }
    assert {value for *_, value in found} == {TRUE}


@pytest.mark.parametrize(
    ("known", "asked", "silent"), [(True, TRUE, TRUE), (None, UNKNOWN, None), (False, None, None)]
)  # fmt: skip
def test_a_guardrail_that_is_not_known_to_apply(known: bool | None, asked: Truth | None, silent: Truth | None) -> None:
    guardrails = [guardrail("asks", B), guardrail("silent", B, if_unknown="silent")]
    answers = matched(build([tactic("t", A)], guardrails=guardrails), table({"group.b": known}))
    expected = {("asks", "t", "", asked), ("silent", "t", "", silent)}
    assert fired(answers) == {one for one in expected if one[-1] is not None}


def test_a_guardrail_about_members_marks_the_subjects_it_holds_for() -> None:
    made = build(
        [tactic("t", some(CONVICTED), on="people"), tactic("u", {"some": "business"}, on="business"), tactic("v", A)],
        guardrails=[
            guardrail("bail", {"on_bail": True}, about="people"),
            guardrail("hush", {"on_bail": True}, about="people", if_unknown="silent"),
            guardrail("all", None, about="business"),
        ],
    )
    people = [{"convicted": True, "on_bail": value} for value in (True, None, False)] + [
        {"convicted": False, "on_bail": True}
    ]
    answers = matched(made, table(people=people, business=[{"cash_rich": None}]))
    assert fired(answers) == {
        ("bail", "t", "people/m0", TRUE), ("bail", "t", "people/m1", UNKNOWN), ("hush", "t", "people/m0", TRUE),
        ("all", "u", "business/m0", TRUE),
    }  # fmt: skip


def test_a_guardrail_on_the_standing_in_law() -> None:
    from planner.domain.law import LawStatus

    made = build(
        [tactic("good", A), tactic("gone", A), tactic("doubtful", A)],
        guardrails=[
            guardrail("block", None, applies_to={"law": "not_usable"}),
            guardrail("banner", None, applies_to={"law": "unchecked"}),
        ],
    )
    matcher = Matcher(made, MENU)
    found = matcher.match(case(made, NOTHING, {"gone": LawStatus.NOT_IN_FORCE, "doubtful": LawStatus.UNCHECKED}))
    matcher.close()
    assert {(g, t) for g, t, _, _ in fired(found)} == {("block", "gone"), ("banner", "doubtful")}

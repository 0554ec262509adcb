"""The compiler: limits, prime implicants of whole conditions, keeping and restoring, and who a Pursue tactic aims at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from planner.domain.conditions import AnyOf, Comparison, Not, Quantified
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.truth import Truth
from planner.engine.answers import Answers
from planner.engine.compiler import (
    MAX_IMPLICANTS,
    MAX_LEAVES,
    Compiled,
    CompiledLibrary,
    FactVariable,
    QuantifiedVariable,
    Unsplittable,
    compile_library,
    implies,
)
from planner.engine.matching import MENU, Matcher
from planner.engine.packing import pack, unpack
from tests.engine.making import (
    VOCABULARY,
    build,
    case,
    fact,
    guardrail,
    indicator,
    laid_out,
    one_tactic,
    profile,
    record,
    tactic,
)

MANY = (*VOCABULARY, *(fact(f"group.f{n}") for n in range(40)))


def yes(*numbers: int) -> list[dict[str, Any]]:
    return [{f"group.f{n}": True} for n in numbers]


def compiled(when: Mapping[str, Any], **over: Any) -> tuple[Compiled, CompiledLibrary]:
    made = build([tactic("t", when, **over)], facts=MANY)
    whole = compile_library(made, MENU)
    return whole.case["tactic:t"], whole


def spelled(when: Mapping[str, Any]) -> set[frozenset[tuple[str, Any]]]:
    """The alternatives of a condition over group facts, as attributes confined to values."""
    found, whole = compiled(when)
    terms = [[whole.literals[n] for n in term] for term in found.implicants]
    return {
        frozenset((one.variable.attribute, one.cells) for one in term if isinstance(one.variable, FactVariable))
        for term in terms
    }


# -- the alternatives ------------------------------------------------------------------------------------------------

T, F = frozenset([True]), frozenset([False])


def test_the_alternatives_are_closed_to_all_primes() -> None:
    when = {"any": [{"all": [{"group.a": True}, {"group.b": True}]}, {"all": [{"group.a": False}, {"group.c": True}]}]}
    assert spelled(when) == {
        frozenset({("group.a", T), ("group.b", T)}),
        frozenset({("group.a", F), ("group.c", T)}),
        frozenset({("group.b", T), ("group.c", T)}),
    }


def test_opposite_comparisons_are_one_variable_and_equal_ones_one_literal() -> None:
    _, whole = compiled({"all": [{"group.a": True}, {"any": [{"not": {"group.a": False}}, {"group.b": True}]}]})
    assert [
        (one.variable.attribute, one.cells) for one in whole.literals if isinstance(one.variable, FactVariable)
    ] == [("group.a", T)]


def test_constants_compared_with_one_number_become_disjoint_ranges() -> None:
    assert spelled({"any": [{"group.cash": {"at_least": 5}}, {"group.cash": {"at_most": 2}}]}) == {
        frozenset({("group.cash", ((0, 2), (5, 10**12)))})
    }
    assert spelled({"any": [{"group.cash": {"at_least": 5}}, {"group.cash": {"at_most": 4}}]}) == {frozenset()}
    assert spelled(
        {"all": [{"group.cash": {"at_least": 5}}, {"not": {"group.cash": 7}}, {"group.cash": {"at_most": 9}}]}
    ) == {frozenset({("group.cash", ((5, 6), (8, 9)))})}


def test_an_indicator_is_inlined_and_remembered_as_the_origin_of_its_leaves() -> None:
    made = build([tactic("t", {"all": [{"indicator": "i"}, {"group.b": True}]})], [indicator("i", {"group.a": True})])
    whole = compile_library(made, MENU)
    one = whole.case["tactic:t"]
    origins = {whole.literals[n].variable: origin for n, origin in one.origins.items()}
    assert origins == {FactVariable("", "group.a"): "indicator:i", FactVariable("", "group.b"): "tactic:t"}
    assert len(one.implicants) == 1


def test_a_condition_that_can_never_hold_has_no_alternative_and_one_that_always_does_an_empty_one() -> None:
    assert compiled({"all": [{"group.a": True}, {"group.a": False}]})[0].implicants == ()
    assert compiled({"any": [{"group.a": True}, {"group.a": False}]})[0].implicants == ((),)


def test_alternatives_that_cannot_be_are_left_out() -> None:
    """No alternative asks for convicted people and for no people at all."""
    convicted = {"some": "people", "where": {"convicted": True}}
    found, _ = compiled({"any": [{"all": [convicted, {"none": "people"}]}, {"group.a": True}]})
    assert len(found.implicants) == 1
    assert len(found.implicants[0]) == 1


# -- how quantifiers relate ------------------------------------------------------------------------------------------


def variable(where: Mapping[str, Any], count: int = 1) -> QuantifiedVariable:
    _, whole = compiled({"count": "people", "at_least": count, "where": dict(where)})
    return next(one.variable for one in whole.literals if isinstance(one.variable, QuantifiedVariable))


def test_conditions_written_apart_that_mean_the_same_are_one_variable() -> None:
    assert variable({"not": {"role": "principal"}}) == variable({"role": {"in": ["significant", "peripheral"]}})
    assert variable({"any": [{"wealth": {"at_most": 4}}, {"wealth": 5}]}) == variable({"wealth": {"at_most": 5}})
    assert variable({"all": [{"convicted": True}, {"any": [{"on_bail": True}, {"on_bail": False}]}]}) == variable(
        {"convicted": True}
    )


def test_which_quantifier_contains_which() -> None:
    principal, convicted = {"role": "principal"}, {"convicted": True}
    narrow, wide = variable({"all": [principal, convicted]}), variable(principal)
    assert implies(narrow, wide)
    assert not implies(wide, narrow)
    assert implies(variable(principal, 3), variable(principal, 2))
    assert not implies(variable(principal, 2), variable(principal, 3))
    assert not implies(variable(principal), variable(convicted))
    assert implies(variable({"wealth": {"at_least": 7, "at_most": 8}}), variable({"wealth": {"at_least": 6}}))


# -- limits ----------------------------------------------------------------------------------------------------------


def test_twelve_leaves_compile_and_thirteen_do_not() -> None:
    assert len(compiled({"all": yes(*range(MAX_LEAVES))})[0].implicants) == 1
    with pytest.raises(Unsplittable, match=r"13 leaves; the limit is 12\. Split this tactic"):
        compiled({"all": yes(*range(MAX_LEAVES + 1))})


def test_leaves_are_counted_once_and_with_those_of_indicators() -> None:
    assert compiled({"any": [{"all": yes(0, 1)}, {"all": yes(0, 1, 2)}]})[0].implicants
    made = build(
        [tactic("t", {"all": [{"indicator": "i"}, *yes(*range(7, 13))]})],
        [indicator("i", {"all": yes(*range(7))})],
        facts=MANY,
    )
    with pytest.raises(Unsplittable, match="13 leaves"):
        compile_library(made, MENU)


def test_the_leaves_inside_a_quantifier_are_limited_too() -> None:
    facts = (*MANY, *(fact(f"people.g{n}") for n in range(13)))
    made = build([tactic("t", {"some": "people", "where": {"all": [{f"g{n}": True} for n in range(13)]}})], facts=facts)
    with pytest.raises(Unsplittable, match="13 leaves"):
        compile_library(made, MENU)


def test_sixty_four_alternatives_compile_and_more_do_not() -> None:
    """Pairs of either-or multiply: 2 to the sixth is 64."""
    pairs = [{"any": yes(2 * n, 2 * n + 1)} for n in range(6)]
    assert len(compiled({"all": pairs})[0].implicants) == MAX_IMPLICANTS == 64
    wider = [*pairs[:4], {"any": yes(8, 9, 10, 11)}]
    assert len(compiled({"all": wider})[0].implicants) == 64
    widest = [{"any": yes(0, 1, 2)}, {"any": yes(3, 4, 5)}, {"any": yes(6, 7, 8)}, {"any": yes(9, 10, 11)}]
    with pytest.raises(Unsplittable, match=r"81 alternatives; the limit is 64\. Split this tactic"):
        compiled({"all": widest})


def test_alternatives_that_are_only_found_by_joining_others_count_too() -> None:
    """ "Not all alike" over nine facts is 9 alternatives as written and 72 when closed."""
    ring = [{"all": [{f"group.f{n}": True}, {"not": {f"group.f{(n + 1) % 9}": True}}]} for n in range(9)]
    with pytest.raises(Unsplittable, match=r"72 alternatives; the limit is 64\."):
        compiled({"any": ring})


def test_a_fact_compared_either_way_is_one_leaf() -> None:
    """Opposite comparisons are one leaf and its negation."""
    either_way = [{"all": [{f"group.f{n}": True}, {f"group.f{n + 1}": False}]} for n in range(0, 6, 2)]
    back = [{"all": [{f"group.f{n}": False}, {f"group.f{n + 1}": True}]} for n in range(0, 6, 2)]
    assert compiled({"any": [*either_way, *back, {"all": yes(6, 7, 8)}]})[0].implicants


# -- keeping what was compiled ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def varied() -> Library:
    convicted = {
        "some": "people",
        "where": {"any": [{"convicted": True}, {"all": [{"role": "principal"}, {"wealth": {"at_least": 5}}]}]},
    }
    vehicles = {
        "count": "vehicles",
        "at_least": 2,
        "where": {"all": [{"taxed": False}, {"keeper.role": {"in": ["principal", "significant"]}}]},
    }
    return build(
        [
            tactic("aimed", {"all": [convicted, {"indicator": "i"}]}, on="people", pillar="pursue"),
            tactic("cars", {"any": [vehicles, {"some": "vehicles", "where": {"taxed": False}}]}, on="vehicles"),
            tactic("always", {"any": [{"group.a": True}, {"group.a": False}]}),
            tactic("never", {"all": [{"group.a": True}, {"group.a": False}]}),
            tactic("ranges", {"not": {"group.cash": {"at_least": 3, "at_most": 8}}}),
        ],
        [
            indicator("i", {"every": "business", "where": {"cash_rich": False}}),
            indicator("j", {"not": {"indicator": "i"}}),
        ],
        [
            guardrail("g", {"group.b": True}),
            guardrail("h", {"all": [{"on_bail": True}, {"role": "principal"}]}, about="people"),
        ],
    )


def test_what_is_packed_comes_back_the_same(varied: Library) -> None:
    made = compile_library(varied, MENU)
    assert unpack(json.loads(json.dumps(pack(made))), varied, MENU) == made


def test_the_shipped_library_comes_back_the_same(library: Library) -> None:
    made = compile_library(library, MENU)
    assert unpack(json.loads(json.dumps(pack(made))), library, MENU) == made


def test_compiling_twice_gives_the_same(varied: Library) -> None:
    assert compile_library(varied, MENU) == compile_library(varied.model_copy(), MENU)


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed["case"].pop("tactic:aimed"),
        lambda packed: packed["subject"].pop("tactic:aimed"),
        lambda packed: packed["member"].pop("guardrail:h"),
        lambda packed: packed["case"]["tactic:aimed"][1].pop(),
        lambda packed: packed["case"].update({"tactic:aimed": [[[0]], "no"]}),
        lambda packed: packed["literals"].insert(0, ["", "group.a"]),
        lambda packed: packed.pop("literals"),
    ],
)
def test_what_is_damaged_is_noticed(varied: Library, damage: Any) -> None:
    packed = json.loads(json.dumps(pack(compile_library(varied, MENU))))
    damage(packed)
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        unpack(packed, varied, MENU)


# -- subjects --------------------------------------------------------------------------------------------------------

CONVICTED = {"some": "people", "where": {"convicted": True}}


def test_the_subject_condition_reads_the_members_own_facts() -> None:
    whole = compile_library(one_tactic({"all": [CONVICTED, {"group.a": True}]}, on="people"), MENU)
    on, subject = whole.subject["tactic:t"]
    assert on == "people"
    (term,) = subject.implicants
    assert {whole.literals[n].variable for n in term} == {
        FactVariable("people", "convicted"),
        FactVariable("", "group.a"),
    }


def test_no_subject_condition_without_a_naming_quantifier() -> None:
    unnamed = {**CONVICTED, "names_subjects": False}
    for when in (
        {"group.a": True},
        unnamed,
        {"not": CONVICTED},
        {"count": "people", "at_least": 2},
        {"some": "business"},
    ):
        assert compile_library(one_tactic(when, on="people"), MENU).subject == {}
    assert compile_library(one_tactic(CONVICTED), MENU).subject == {}, "a tactic about the group has no subjects"


def test_a_pursue_tactic_on_people_shields_only_the_quantifiers_that_name_subjects() -> None:
    context = {**CONVICTED, "names_subjects": False}
    made = build(
        [
            tactic("t", {"all": [CONVICTED, context, {"indicator": "i"}]}, on="people", pillar="pursue"),
            tactic("u", CONVICTED, on="people"),
        ],
        [indicator("i", {"some": "people", "where": {"on_bail": True}})],
    )
    whole = compile_library(made, MENU)

    def read(name: str) -> dict[str, bool]:
        found = {}
        for node, _ in whole.case[name].quantified:
            attributes = {one.attribute for one in _comparisons(node)}
            found["+".join(sorted(attributes))] = True
        return found

    assert set(read("tactic:t")) == {"convicted+safeguard_first", "convicted", "on_bail"}
    assert set(read("tactic:u")) == {"convicted"}
    assert set(read("indicator:i")) == {"on_bail"}


def _comparisons(node: Any) -> list[Comparison]:
    match node:
        case Comparison():
            return [node]
        case Quantified():
            return _comparisons(node.where)
        case Not():
            return _comparisons(node.part)
        case AnyOf():
            return [one for part in node.parts for one in _comparisons(part)]
        case _:
            return [one for part in getattr(node, "parts", ()) for one in _comparisons(part)]


def pursued(known: Profile) -> Answers:
    made = one_tactic(CONVICTED, on="people", pillar="pursue")
    matcher = Matcher(made, MENU)
    try:
        return matcher.match(case(made, laid_out(made, known)))
    finally:
        matcher.close()


@pytest.mark.parametrize("age", ["under_10", "age_10_to_13", "age_14_to_17", "age_18_to_24", "age_25_or_over", None])
@pytest.mark.parametrize("exploited", [True, False, None])
def test_who_a_pursue_tactic_may_be_aimed_at(age: str | None, exploited: bool | None) -> None:
    child = age in ("under_10", "age_10_to_13", "age_14_to_17")
    expected = (
        Truth.FALSE if exploited or age == "under_10" else Truth.UNKNOWN if child and exploited is None else Truth.TRUE
    )
    answers = pursued(
        profile(people={"p": {"convicted": True, "age_band": age, "exploited": exploited}}, closed=["people"])
    )
    assert answers.subjects.get("t", {}).get("people/p", Truth.FALSE) is expected
    assert answers.outcomes["tactic:t"] is expected


def test_weak_word_that_someone_is_exploited_is_enough_to_safeguard() -> None:
    answers = pursued(
        profile(people={"p": {"convicted": True, "exploited": record(True, grade="3D")}}, closed=["people"])
    )
    assert answers.subjects == {}


def test_word_suspected_to_be_false_is_not() -> None:
    answers = pursued(
        profile(people={"p": {"convicted": True, "exploited": record(True, grade="3E")}}, closed=["people"])
    )
    assert answers.subjects == {"t": {"people/p": Truth.TRUE}}


def test_other_people_may_still_be_pursued() -> None:
    known = profile(
        people={
            "child": {"convicted": True, "age_band": "age_14_to_17"},
            "slave": {"convicted": True, "exploited": True},
            "boss": {"convicted": True},
        }
    )
    assert pursued(known).subjects == {"t": {"people/child": Truth.UNKNOWN, "people/boss": Truth.TRUE}}


@pytest.mark.parametrize("pillar", ["protect", "prevent", "prepare"])
def test_the_other_pillars_leave_nobody_out(pillar: str) -> None:
    made = one_tactic(CONVICTED, on="people", pillar=pillar)
    matcher = Matcher(made, MENU)
    known = profile(people={"p": {"convicted": True, "exploited": True}})
    assert matcher.match(case(made, laid_out(made, known))).subjects == {"t": {"people/p": Truth.TRUE}}
    matcher.close()


def test_no_pursue_tactic_of_the_library_is_aimed_at_one_who_is_exploited(library: Library) -> None:
    """Every person of a bundled case made an exploited child: no Pursue tactic on people keeps a subject."""
    from planner.application.cases import bundled_cases, find_case

    matcher = Matcher(library, MENU)
    aimed = [one.id for one in library.active if one.pillar == "pursue" and one.on == "people"]
    assert aimed
    for name in bundled_cases():
        known = find_case(name, library)
        people = tuple(
            one.model_copy(
                update={
                    "facts": {
                        **one.facts,
                        "exploited": record(True, grade="2B"),
                        "age_band": record("age_14_to_17", grade="2B"),
                    }
                }
            )
            for one in known.members["people"]
        )
        changed = known.model_copy(update={"members": {**known.members, "people": people}})
        answers = matcher.match(case(library, laid_out(library, changed)))
        assert not answers.subjects.keys() & set(aimed), name
    matcher.close()

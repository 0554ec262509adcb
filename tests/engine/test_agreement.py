"""Random small libraries and cases: both engines, and a third evaluator that only enumerates, say the same.

The third reads the written conditions, not their trees, and shares nothing with either engine: it lists every completion
of the unknown leaves over tiny domains. A quantifier is the set of members that would satisfy it, so that what implies
what is plain inclusion of sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any
from unittest import mock

import pytest
from hypothesis import event, given, reject, settings
from hypothesis import strategies as st

from planner.domain.conditions import All, AnyOf, Comparison, Condition, Not
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.profile import FactTable, MemberRow, Profile
from planner.domain.truth import Truth
from planner.domain.vocabulary import COLLECTIONS, Scalar
from planner.engine.answers import Answers, Case
from planner.engine.compiler import Unsplittable
from planner.engine.matching import MENU, Matcher
from tests.engine.making import ROLES, build, case, guardrail, indicator, laid_out, profile, tactic

COMMON = settings(derandomize=True, deadline=None, max_examples=150)
FEWER = settings(COMMON, max_examples=60)
MOST_COMPLETIONS = 4000

# -- what may be written and what may be known -----------------------------------------------------------------------

YES_NO: tuple[Scalar, ...] = (True, False)
LEVELS = ("low", "middle", "high")
NUMBERS = tuple(range(6))
SECTORS = ("food", "cars", "other")
DOMAINS: dict[str, dict[str, tuple[Scalar, ...]]] = {
    "": {
        "group.a": YES_NO, "group.b": YES_NO, "group.level": LEVELS, "group.cash": NUMBERS,
        "group.crimes:fraud": YES_NO, "group.crimes:theft": YES_NO,
    },
    "people": {"convicted": YES_NO, "role": ROLES, "wealth": NUMBERS, "safeguard_first": YES_NO},
    "business": {"cash_rich": YES_NO, "sector": SECTORS, "owner.convicted": YES_NO, "owner.role": ROLES},
}  # fmt: skip
Written = dict[str, Any]


def choices(name: str, values: tuple[str, ...]) -> st.SearchStrategy[Written]:
    listed = st.lists(st.sampled_from(values), min_size=1, max_size=len(values), unique=True)
    return st.one_of(st.sampled_from(values), listed.map(lambda some: {"in": some})).map(lambda value: {name: value})


def numbers(name: str) -> st.SearchStrategy[Written]:
    spans = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda two: {"at_least": min(two), "at_most": max(two)})
    bounds = st.one_of(
        st.integers(1, 4).map(lambda n: {"at_least": n}), st.integers(0, 4).map(lambda n: {"at_most": n})
    )
    return st.one_of(bounds, spans, st.integers(0, 4)).map(lambda value: {name: value})


def yes_no(name: str) -> st.SearchStrategy[Written]:
    return st.booleans().map(lambda value: {name: value})


def many(name: str) -> st.SearchStrategy[Written]:
    included = st.sampled_from([{"includes": "fraud"}, {"includes": "theft"}, {"includes_any": ["fraud", "theft"]}])
    return included.map(lambda value: {name: value})


def trees(leaves: st.SearchStrategy[Written], most: int) -> st.SearchStrategy[Written]:
    def wider(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
        parts = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            inner.map(lambda one: {"not": one}),
            parts.map(lambda some: {"all": some}),
            parts.map(lambda some: {"any": some}),
        )

    return st.recursive(leaves, wider, max_leaves=most)


OF_MEMBER = {
    "people": trees(st.one_of(yes_no("convicted"), choices("role", ROLES), numbers("wealth")), 3),
    "business": trees(
        st.one_of(
            yes_no("cash_rich"), choices("sector", SECTORS), yes_no("owner.convicted"), choices("owner.role", ROLES)
        ),
        3,
    ),
}


@st.composite
def quantified(draw: st.DrawFn) -> Written:
    collection = draw(st.sampled_from(("people", "people", "business")))
    word = draw(st.sampled_from(("some", "some", "every", "none", "count")))
    written: Written = {word: collection}
    if word == "count":
        written["at_least"] = draw(st.integers(1, 3))
    if draw(st.integers(0, 5)):
        written["where"] = draw(OF_MEMBER[collection])
    if word in ("some", "count") and not draw(st.integers(0, 3)):
        written["names_subjects"] = False
    return written


OF_GROUP = st.one_of(
    yes_no("group.a"), yes_no("group.b"), choices("group.level", LEVELS), numbers("group.cash"), many("group.crimes")
)  # fmt: skip
PLAIN = st.one_of(OF_GROUP, quantified(), quantified())
OF_CASE = trees(
    st.one_of(OF_GROUP, quantified(), quantified(), st.sampled_from([{"indicator": "i"}, {"indicator": "j"}])), 5
)
SELECTORS = st.sampled_from(
    [
        {"pillars": ["pursue"]}, {"pillars": ["protect"]}, {"tactics": ["t0", "t2"]}, {"traits": ["media"]},
        {"traits": ["media", "finance"], "tactics": ["t1"]}, {"law": "unchecked"}, {"law": "not_usable"},
    ]
)  # fmt: skip


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    tactics = []
    for n in range(3):
        on = draw(st.sampled_from((None, "people", "people", "business")))
        pillar = draw(st.sampled_from(("pursue", "protect")))
        traits = draw(st.sampled_from(((), ("media",), ("media", "finance"))))
        tactics.append(tactic(f"t{n}", draw(OF_CASE), on=on, pillar=pillar, traits=traits))
    guardrails = []
    for n in range(2):
        about = draw(st.sampled_from((None, "people", "business")))
        when = draw(st.one_of(st.none(), OF_MEMBER[about] if about else OF_CASE))
        unknown = draw(st.sampled_from(("ask", "silent")))
        guardrails.append(guardrail(f"g{n}", when, about=about, applies_to=draw(SELECTORS), if_unknown=unknown))
    inner = draw(trees(PLAIN, 2))
    outer = draw(trees(st.one_of(PLAIN, st.just({"indicator": "i"})), 3))
    return build(tactics, [indicator("i", inner), indicator("j", outer)], guardrails)


def perhaps(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    people = {}
    for n in range(draw(st.integers(0, 3))):
        people[f"p{n}"] = {
            "convicted": draw(perhaps(YES_NO)), "role": draw(perhaps(ROLES)), "wealth": draw(perhaps(NUMBERS)),
            "exploited": draw(st.sampled_from((None, None, True, False))), "age_band": draw(perhaps(("age_14_to_17", "age_25_or_over"))),
        }  # fmt: skip
    business = {
        f"b{n}": {
            "cash_rich": draw(perhaps(YES_NO)), "sector": draw(perhaps(SECTORS)),
            "owner": draw(perhaps(tuple(people))),
        }
        for n in range(draw(st.integers(0, 2)))
    }  # fmt: skip
    group = {
        "a": draw(perhaps(YES_NO)), "b": draw(perhaps(YES_NO)), "level": draw(perhaps(LEVELS)), "cash": draw(perhaps(NUMBERS)),
        "crimes": draw(st.sampled_from((None, ["fraud"], ["theft"], ["fraud", "theft"]))),
    }  # fmt: skip
    closed = draw(st.lists(st.sampled_from(("people", "business")), unique=True))
    return profile(group, closed=closed, people=people, business=business)


STANDINGS = st.fixed_dictionaries(
    {
        name: st.sampled_from((LawStatus.IN_FORCE, LawStatus.UNCHECKED, LawStatus.NOT_IN_FORCE))
        for name in ("t0", "t1", "t2")
    }
)


@contextmanager
def matching(made: Library) -> Iterator[Matcher]:
    try:
        matcher = Matcher(made, MENU)
    except Unsplittable:
        reject()
    try:
        yield matcher
    finally:
        matcher.close()


# -- the third evaluator ---------------------------------------------------------------------------------------------

# A leaf: an attribute of the group (scope "") or of the member in question, or enough members out of a set of kinds.
Attribute = tuple[str, str]
Kinds = frozenset[tuple[Scalar, ...]]
Quantifier = tuple[str, int, Kinds]
Leaf = Attribute | Quantifier
Test = Callable[[Mapping[Leaf, Any]], bool]


@dataclass
class Reading:
    """A condition ready to be tried: its leaves as they are met, and for a subject the inner conditions that name it."""

    indicators: Mapping[str, Written]
    shield: bool = False
    on: str = ""
    leaves: dict[Leaf, None] = field(default_factory=dict)
    naming: list[Written] = field(default_factory=list)

    def test(self, when: Written, scope: str = "", *, positive: bool = True, outside: bool = False) -> Test:
        """`outside`: within an indicator, where nothing is aimed at anyone."""
        for word in ("some", "count", "every", "none"):
            if word in when:
                return self.quantifier(word, when, positive=positive, outside=outside)
        ((key, value),) = when.items()
        if key in ("all", "any"):
            parts = [self.test(part, scope, positive=positive, outside=outside) for part in value]
            join = all if key == "all" else any
            return lambda known: join(part(known) for part in parts)
        if key == "not":
            inner = self.test(value, scope, positive=not positive, outside=outside)
            return lambda known: not inner(known)
        if key == "indicator":
            return self.test(self.indicators[value], positive=positive, outside=True)
        if key == "group.crimes":
            options = value.get("includes_any") or [value["includes"]]
            tests = [self.comparison("", f"group.crimes:{option}", {True}) for option in options]
            return lambda known: any(test(known) for test in tests)
        return self.comparison(scope, key, allowed(value, DOMAINS[scope][key]))

    def comparison(self, scope: str, attribute: str, values: set[Scalar]) -> Test:
        leaf = (scope, attribute)
        self.leaves[leaf] = None
        return lambda known: known[leaf] in values

    def quantifier(self, word: str, when: Written, *, positive: bool, outside: bool) -> Test:
        collection, where, count = when[word], when.get("where"), when.get("at_least", 1)
        names = (
            word in ("some", "count") and count == 1 and when.get("names_subjects", True) and positive and not outside
        )
        if names and collection == self.on:
            self.naming.append(where or {"all": []})
            return self.test(where, collection) if where else lambda known: True
        kinds = kinds_of(where, collection, wanted=word != "every")
        if names and self.shield and collection == "people":
            last = list(DOMAINS["people"]).index("safeguard_first")
            kinds = frozenset(kind for kind in kinds if kind[last] is False)
        leaf = (collection, count, kinds)
        self.leaves[leaf] = None
        return (lambda known: known[leaf]) if word in ("some", "count") else (lambda known: not known[leaf])


def allowed(value: Any, domain: tuple[Scalar, ...]) -> set[Scalar]:
    if isinstance(value, Mapping) and "in" in value:
        return set(value["in"])
    if isinstance(value, Mapping):
        return {n for n in domain if value.get("at_least", 0) <= n <= value.get("at_most", 99)}
    return {value}


def kinds_of(where: Written | None, collection: str, *, wanted: bool) -> Kinds:
    """The kinds of member, fact by fact, that satisfy an inner condition (or, not wanted, that do not)."""
    names = list(DOMAINS[collection])
    test = Reading({}).test(where, collection) if where else lambda known: True
    return frozenset(
        kind
        for kind in product(*DOMAINS[collection].values())
        if test({(collection, name): value for name, value in zip(names, kind, strict=True)}) is wanted
    )


def completions(row: Mapping[str, Scalar | None], collection: str) -> Iterator[tuple[Scalar, ...]]:
    return product(*([row[name]] if row[name] is not None else domain for name, domain in DOMAINS[collection].items()))


def agreed(seen: set[bool]) -> Truth:
    return Truth.UNKNOWN if len(seen) == 2 else Truth.TRUE if True in seen else Truth.FALSE


class Trial:
    """One case, tried in every way it could turn out."""

    def __init__(self, made: Library, facts: FactTable) -> None:
        self.indicators = {one.id: one.when for one in made.indicators}
        self.facts = facts
        self.tried = 0

    def outcome(
        self, when: Written | None, scope: str = "", row: MemberRow | None = None, **reading: Any
    ) -> Truth | None:
        """The truth of a condition, or None when there is too much to try."""
        read = Reading(self.indicators, **reading)
        return self.judge(read, [read.test(when, scope)] if when else [], row)

    def subject(self, when: Written, row: MemberRow, on: str, *, shield: bool) -> Truth | None:
        """Whether a member is a subject: the condition holds for it, and one of the parts that name subjects names it."""
        read = Reading(self.indicators, on=on, shield=shield)
        tests = [read.test(when)]
        if not read.naming:
            return Truth.FALSE
        named = [read.test(where, on) for where in list(read.naming)]
        tests.append(lambda known: any(test(known) for test in named))
        if shield:
            tests.append(read.comparison(on, "safeguard_first", {False}))
        return self.judge(read, tests, row)

    def judge(self, read: Reading, tests: list[Test], row: MemberRow | None) -> Truth | None:
        known = {leaf: self.value(leaf, row) for leaf in read.leaves}
        unknown = [leaf for leaf, value in known.items() if value is None]
        domains = [DOMAINS[leaf[0]][leaf[1]] if len(leaf) == 2 else YES_NO for leaf in unknown]
        if prod(map(len, domains)) > MOST_COMPLETIONS:
            return None
        self.tried += 1
        quantifiers = [leaf for leaf in read.leaves if len(leaf) == 3]
        brings = [
            (a, b)
            for a in quantifiers
            for b in quantifiers
            if a != b and a[0] == b[0] and a[1] >= b[1] and a[2] <= b[2]
        ]
        seen = set()
        for values in product(*domains):
            known.update(zip(unknown, values, strict=True))
            if all(known[wide] or not known[narrow] for narrow, wide in brings):
                seen.add(all(test(known) for test in tests))
                if len(seen) == 2:
                    break
        return agreed(seen)

    def value(self, leaf: Leaf, row: MemberRow | None) -> Scalar | None:
        if len(leaf) == 3:
            return self.enough(*leaf)
        scope, attribute = leaf
        return self.facts.group[attribute] if not scope else row.values[attribute] if row else None

    def enough(self, collection: str, count: int, kinds: Kinds) -> bool | None:
        found = [
            agreed({kind in kinds for kind in completions(row.values, collection)})
            for row in self.facts.members[collection]
        ]
        if found.count(Truth.TRUE) >= count:
            return True
        could = len(found) - found.count(Truth.FALSE) >= count or collection in self.facts.open
        return None if could else False


def satisfies(tree: Condition, values: Mapping[str, Scalar]) -> bool:
    match tree:
        case Comparison():
            return tree.holds(values[tree.attribute])
        case All(parts):
            return all(satisfies(part, values) for part in parts)
        case AnyOf(parts):
            return any(satisfies(part, values) for part in parts)
        case Not(part):
            return not satisfies(part, values)
    raise AssertionError(tree)


def check_everything(made: Library, asked: Case, answers: Answers) -> int:
    """Hold every answer against the third evaluator; how many were few enough to try."""
    trial = Trial(made, asked.table)

    def same(found: Truth | None, expected: Truth | None, what: str) -> None:
        assert expected is None or found is expected, f"{what}: engines {found!r}, by trial {expected!r}"

    for one in made.indicators:
        same(answers.outcomes[f"indicator:{one.id}"], trial.outcome(one.when), f"indicator {one.id}")
    for one in made.active:
        shield = one.pillar == "pursue" and one.on == "people"
        same(answers.outcomes[f"tactic:{one.id}"], trial.outcome(one.when, shield=shield), f"tactic {one.id}")
        found = answers.subjects.get(one.id, {})
        for row in asked.table.members[one.on] if one.on else ():
            expected = trial.subject(one.when, row, one.on, shield=shield)
            same(found.get(row.ref, Truth.FALSE), expected, f"subject {row.ref} of {one.id}")
        assert one.on or not found
    for rail in made.guardrails:
        for one in made.active:
            for ref, row in (
                [("", None)] if not rail.about else [(row.ref, row) for row in asked.table.members[rail.about]]
            ):
                firing = next(
                    (f.value for f in answers.firings if (f.guardrail, f.tactic, f.subject) == (rail.id, one.id, ref)),
                    None,
                )
                value = trial.outcome(rail.when, rail.about or "", row)
                if value is None:
                    continue
                about = not rail.about or ref in answers.subjects.get(one.id, {})
                speaks = (
                    about
                    and chosen(rail.applies_to, one, asked.law[one.id])
                    and (value is Truth.TRUE or (value is Truth.UNKNOWN and rail.if_unknown == "ask"))
                )
                assert firing is (value if speaks else None), f"guardrail {rail.id} on {one.id} {ref}"
    for (name, node), witnesses in answers.witnesses.items():
        names = DOMAINS[node.collection]
        for row in asked.table.members[node.collection]:
            tries = {
                satisfies(node.where, dict(zip(names, kind, strict=True)))
                for kind in completions(row.values, node.collection)
            }
            assert witnesses.get(row.ref, Truth.FALSE) is agreed(tries), f"witness {row.ref} of {name}"
    return trial.tried


def chosen(selector: Any, one: Any, law: LawStatus) -> bool:
    by_law = {"not_usable": law is LawStatus.NOT_IN_FORCE, "unchecked": law is LawStatus.UNCHECKED, None: False}[
        selector.law
    ]
    named = (
        one.pillar in selector.pillars
        or one.id in selector.tactics
        or any(trait in one.traits for trait in selector.traits)
    )
    return named or by_law


# -- the properties --------------------------------------------------------------------------------------------------


@COMMON
@given(libraries(), profiles(), STANDINGS)
def test_three_evaluators_agree(made: Library, known: Profile, law: dict[str, LawStatus]) -> None:
    asked = case(made, laid_out(made, known), law)
    with matching(made) as matcher:
        answers = matcher.match(asked)
    tried = check_everything(made, asked, answers)
    event(f"tried {min(tried // 10, 3) * 10} conditions or more")
    assert tried


def test_the_third_evaluator_can_tell_right_from_wrong() -> None:
    """The check above is worth something: an answer off by one is seen."""
    made = build(
        [
            tactic("t0", {"any": [{"group.a": True}, {"not": {"group.a": True}}]}),
            tactic("t1", {"some": "people"}, on="people"),
        ]
    )
    asked = case(made, laid_out(made, profile(people={"p": {}})))
    with matching(made) as matcher:
        answers = matcher.match(asked)
    assert check_everything(made, asked, answers)
    answers.outcomes["tactic:t0"] = Truth.UNKNOWN
    with pytest.raises(AssertionError, match="tactic t0"):
        check_everything(made, asked, answers)
    answers.outcomes["tactic:t0"] = Truth.TRUE
    answers.subjects["t1"]["people/p"] = Truth.UNKNOWN
    with pytest.raises(AssertionError, match="subject people/p"):
        check_everything(made, asked, answers)


@FEWER
@given(libraries(), profiles(), profiles())
def test_an_evaluation_leaves_nothing_behind(made: Library, first: Profile, second: Profile) -> None:
    a, b = case(made, laid_out(made, first)), case(made, laid_out(made, second))
    with matching(made) as matcher:
        once, other, again = matcher.match(a), matcher.match(b), matcher.match(a)
    assert again == once
    with matching(made) as fresh:
        assert fresh.match(b) == other


@FEWER
@given(libraries(), profiles(), st.sampled_from((1, 2, 5)))
def test_how_rules_are_split_over_shards_does_not_matter(made: Library, known: Profile, size: int) -> None:
    backend = pytest.importorskip(
        "planner.engine.durable_backend", reason="durable_rules is not importable", exc_type=ImportError
    )
    asked = case(made, laid_out(made, known))
    with matching(made) as matcher:
        whole = matcher.match(asked)
    with mock.patch.object(backend, "RULES_IN_A_SHARD", size), matching(made) as matcher:
        assert matcher.match(asked) == whole


@FEWER
@given(libraries(), profiles(), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(made: Library, known: Profile, chance: Any) -> None:
    facts = laid_out(made, known)
    shuffled = {name: tuple(chance.sample(rows, len(rows))) for name, rows in facts.members.items()}
    with matching(made) as matcher:
        one = matcher.match(case(made, facts))
        other = matcher.match(case(made, facts.model_copy(update={"members": shuffled})))
    assert other == one


@FEWER
@given(libraries(), profiles())
def test_a_fact_that_nothing_reads_does_not_matter(made: Library, known: Profile) -> None:
    facts = laid_out(made, known)
    assert facts.group["group.c"] is None
    members = {
        name: tuple(MemberRow(ref=row.ref, values={**row.values, "on_bail": True}) for row in rows)
        for name, rows in facts.members.items()
    }
    members["vehicles"] = (MemberRow(ref="vehicles/v1", values={"taxed": False}),)
    changed = FactTable(group={**facts.group, "group.c": True}, members=members, open=facts.open - {"places"})
    with matching(made) as matcher:
        assert matcher.match(case(made, changed)) == matcher.match(case(made, facts))


def learnt(facts: FactTable, chance: Any) -> FactTable:
    """The same case with some of the unknown filled in: cells, and collections closed."""

    def fill(scope: str, values: Mapping[str, Scalar | None]) -> dict[str, Scalar | None]:
        known = dict(values)
        for name, domain in DOMAINS.get(scope, {}).items():
            if known[name] is None and chance.random() < 0.5:
                known[name] = chance.choice(domain)
        return known

    members = {
        c: tuple(MemberRow(ref=row.ref, values=fill(c, row.values)) for row in rows)
        for c, rows in facts.members.items()
    }
    still_open = frozenset(c for c in COLLECTIONS if c in facts.open and chance.random() < 0.5)
    return FactTable(group=fill("", facts.group), members=members, open=still_open)


def only_sharpened(before: Mapping[Any, Truth], after: Mapping[Any, Truth]) -> bool:
    """What was certain is certain still, either way; what is not listed is known not to be so."""
    return all(
        after.get(name, Truth.FALSE) is value for name, value in before.items() if value is not Truth.UNKNOWN
    ) and all(
        before.get(name, Truth.FALSE) is not Truth.FALSE for name, value in after.items() if value is not Truth.FALSE
    )


@COMMON
@given(libraries(), profiles(), st.randoms(use_true_random=False))
def test_learning_more_never_undoes_what_was_certain(made: Library, known: Profile, chance: Any) -> None:
    facts = laid_out(made, known)
    with matching(made) as matcher:
        before = matcher.match(case(made, facts))
        after = matcher.match(case(made, learnt(facts, chance)))
    assert only_sharpened(before.outcomes, after.outcomes)
    for one in made.active:
        assert only_sharpened(before.subjects.get(one.id, {}), after.subjects.get(one.id, {})), one.id
    about_the_case = {rail.id for rail in made.guardrails if not rail.about}
    assert {
        one for one in before.firings if one.guardrail in about_the_case and one.value is Truth.TRUE
    } <= after.firings

"""What would follow from one more fact is what a whole new evaluation gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

import pytest

from planner.application.cases import bundled_cases, find_case
from planner.application.recommending import Recommender
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile
from planner.domain.vocabulary import COLLECTIONS, FactDefinition, Scalar
from planner.engine.sheets import Index
from planner.engine.whatif import Trials, WhatIf

TRIED = 14


@pytest.fixture(scope="module")
def index(library: Library, recommender: Recommender) -> Index:
    return Index(library, recommender.matcher.compiled)


def _whatif(recommender: Recommender, index: Index, profile: Profile) -> WhatIf:
    law = {name: one.status for name, one in recommender.in_law(profile).items()}
    usual = recommender.tabulator.table(profile)
    return WhatIf(index, usual, recommender.duty_table(profile, usual), law)


def _answers(fact: FactDefinition, chance: random.Random) -> FactRecord | None:
    match fact.type:
        case "yes_no":
            return FactRecord(value=chance.random() < 0.6) if chance.random() < 0.7 else FactRecord(absent=True)
        case "choice":
            return FactRecord(value=chance.choice(list(fact.values)))
        case "number":
            return FactRecord(value=chance.choice([0, 1, 2, 3, 5, 10, 100, 1000, 100_000]))
        case "many":
            return FactRecord(value=tuple(chance.sample(list(fact.values), 2)), complete=chance.random() < 0.5)
    return None


def _with_fact(profile: Profile, ref: str, record: FactRecord) -> Profile:
    owner, _, name = ref.partition(".")
    collection, slash, member_id = owner.partition("/")
    if not slash:
        return profile.model_copy(update={"group": {**profile.group, name: (record,)}})
    members = tuple(
        one.model_copy(update={"facts": {**one.facts, name: (record,)}}) if one.id == member_id else one
        for one in profile.members[collection]
    )
    return profile.model_copy(update={"members": {**profile.members, collection: members}})


def _unknown(recommender: Recommender, profile: Profile) -> list[tuple[str, FactDefinition]]:
    vocabulary = recommender.library.vocabulary
    owners = [("group", "group")]
    owners += [(f"{c}/{m.id}", c) for c in COLLECTIONS for m in profile.members.get(c, ())]
    return [
        (f"{owner}.{fact.id}", fact)
        for owner, scope in owners
        for fact in vocabulary.in_scope(scope).values()
        if fact.type != "ref" and not profile.records(f"{owner}.{fact.id}")
    ]


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_a_case_stands_as_both_engines_say(name: str, library: Library, recommender: Recommender, index: Index) -> None:
    profile = find_case(name, library)
    found = recommender.recommend(profile)
    assert _whatif(recommender, index, profile).outcomes == {one.tactic.id: one.outcome for one in found.tactics}


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_one_more_fact_changes_what_a_new_evaluation_changes(
    name: str, library: Library, recommender: Recommender, index: Index
) -> None:
    profile = find_case(name, library)
    whatif = _whatif(recommender, index, profile)
    trials = Trials(whatif, recommender.tabulator, library.vocabulary, profile)
    chance = random.Random(name)
    for ref, fact in chance.sample(_unknown(recommender, profile), TRIED):
        record = _answers(fact, chance)
        assert record is not None
        effects = whatif.after(*trials.known(ref, record))
        after = recommender.recommend(_with_fact(profile, ref, record))
        told = {
            one.tactic.id: (whatif.outcomes[one.tactic.id], one.outcome)
            for one in after.tactics
            if one.outcome != whatif.outcomes[one.tactic.id]
        }
        assert dict(effects.tactics) == told, (ref, record.value)


def test_a_collection_looked_into_fully_changes_what_a_new_evaluation_changes(
    library: Library, recommender: Recommender, index: Index
) -> None:
    profile = find_case("smith-ocg", library)
    whatif = _whatif(recommender, index, profile)
    trials = Trials(whatif, recommender.tabulator, library.vocabulary, profile)
    for collection in sorted(whatif.table.open):
        effects = whatif.after(*trials.closed(collection))
        looked = {**profile.looked_into, collection: "fully"}
        after = recommender.recommend(profile.model_copy(update={"looked_into": looked}))
        told = {one.tactic.id for one in after.tactics if one.outcome != whatif.outcomes[one.tactic.id]}
        assert set(effects.tactics) == told, collection


def _member_of(
    library: Library, collection: str, attributes: Iterable[str], values: Mapping[str, Scalar | None]
) -> Member:
    """Somebody or something of whom just so much is known."""
    facts: dict[str, tuple[FactRecord, ...]] = {}
    for attribute in attributes:
        name, _, option = attribute.partition(":")
        value = values[attribute]
        if option and value is True:
            facts[name] = (FactRecord(value=(*(one.value for one in facts.get(name, ()) if one.value), option)),)
        else:
            facts[name] = (FactRecord(absent=True) if value is False or value == 0 else FactRecord(value=value),)
    assert set(facts) <= set(library.vocabulary.in_scope(collection))
    return Member(id="one-more", facts=facts)


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_one_thing_more_changes_what_a_new_evaluation_changes(
    name: str, library: Library, recommender: Recommender, index: Index
) -> None:
    """A newcomer may be whom a tactic fits that fitted nobody, and never takes back what was settled."""
    profile = find_case(name, library)
    opened = dict.fromkeys(profile.looked_into, "partly") | {
        "premises": "partly",
        "business": "partly",
        "vehicles": "partly",
    }
    profile = profile.model_copy(update={"looked_into": opened})
    whatif = _whatif(recommender, index, profile)
    trials = Trials(whatif, recommender.tabulator, library.vocabulary, profile)
    told = [
        (one.collection, term)
        for one in sorted(set(index.quantified.values()), key=repr)
        for term in one.terms
        if one.collection in ("premises", "business", "vehicles") and one.at_least == 1
        if all("." not in attribute and len(attribute.split(":")) < 3 for attribute, _ in term)
        if len({attribute.partition(":")[0] for attribute, _ in term}) == len(term)
    ]
    chance = random.Random(name)
    opens = 0
    for collection, term in chance.sample(told, TRIED):
        changed = trials.another(collection, term)
        effects = whatif.after(*changed)
        (values,) = changed[0].rows.values()
        if any(":" in attribute and values[attribute] is not True for attribute, _ in term):
            continue
        newcomer = _member_of(library, collection, [attribute for attribute, _ in term], values)
        members = {**profile.members, collection: (*profile.members.get(collection, ()), newcomer)}
        after = recommender.recommend(profile.model_copy(update={"members": members}))
        found = {t.tactic.id: t.outcome for t in after.tactics if t.outcome != whatif.outcomes[t.tactic.id]}
        assert {tactic: outcome for tactic, (_, outcome) in effects.tactics.items()} == found, (collection, term)
        opens += bool(found)
    assert opens


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_what_was_known_said_otherwise_changes_what_a_new_evaluation_changes(
    name: str, library: Library, recommender: Recommender, index: Index
) -> None:
    """Taking back what was known may unsettle what was settled; nothing may be taken for settled then."""
    profile = find_case(name, library)
    whatif = _whatif(recommender, index, profile)
    trials = Trials(whatif, recommender.tabulator, library.vocabulary, profile)
    known = [
        f"{owner}.{fact}"
        for owner, facts in [("group", profile.group)]
        + [(f"{c}/{m.id}", m.facts) for c, found in profile.members.items() for m in found]
        for fact in facts
        if library.vocabulary.in_scope(owner.partition("/")[0])[fact].type == "yes_no"
    ]
    chance = random.Random(name)
    moved = 0
    for ref in chance.sample(known, min(TRIED, len(known))):
        was = profile.records(ref)[-1]
        record = FactRecord(value=True) if was.meaning is False else FactRecord(absent=True)
        effects = whatif.after(*trials.known(ref, record))
        after = recommender.recommend(_with_fact(profile, ref, record))
        found = {t.tactic.id: t.outcome for t in after.tactics if t.outcome != whatif.outcomes[t.tactic.id]}
        assert {tactic: outcome for tactic, (_, outcome) in effects.tactics.items()} == found, ref
        moved += bool(found)
    assert moved

"""Every smallest way into a tactic, and out of it, against brute force over the facts the tactic reads.

    python benchmarks/exactness.py [--pairs 10000] [--seed 0]

A pair is a tactic and a case, both by chance. Brute force tries every set of one and of two facts of the group and of the members
there are, at every value that a leaf tells apart; what it and `fourp explain` find must be the same sets of facts.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from questions import DAY, only, refs_of, truth_of

from planner.application.needing import NeedToKnow, Weighing
from planner.application.recommending import open_recommender
from planner.application.ways import ways
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile, Tabulator
from planner.domain.tactic import Tactic
from planner.domain.vocabulary import FactDefinition
from planner.engine.sheets import Changed
from planner.engine.whatif import SAFEGUARDING, Trials
from planner.library.loading import load_library

KNOWN = 0.6
MOST_REFS = 26


def answers(fact: FactDefinition, profile: Profile, ref: str) -> Iterator[FactRecord]:
    """Every value of a fact, with a list answered one option more or one less."""
    match fact.type:
        case "yes_no":
            yield FactRecord(value=True)
            yield FactRecord(absent=True)
        case "choice":
            yield from (FactRecord(value=value) for value in fact.values)
        case "number":
            yield from (
                FactRecord(value=n)
                for n in (0, 1, 2, 3, 4, 5, 6, 7, 12, 18, 24, 36, 48, 1000, 5000, 10_000, 100_000, 10**7)
            )
        case "many":
            told = profile.records(ref)[-1:]
            named = told[0].value if told and isinstance(told[0].value, tuple) else ()
            for option in fact.values:
                kept = tuple(one for one in named if one != option) if option in named else (*named, option)
                yield FactRecord(value=kept, complete=True) if kept else FactRecord(absent=True)


def read_by(tactic: Tactic, library: Library, profile: Profile) -> list[tuple[str, FactDefinition]]:
    """The facts a tactic reads, of the group and of the members there are."""
    found = []
    behind = set(library.facts_behind(f"tactic:{tactic.id}"))
    if tactic.pillar == "pursue" and any(scope == "people" for scope, _ in behind):
        # Nobody who is exploited is pursued, nor a child of whom that is not known.
        behind |= {("people", "exploited"), ("people", "age_band")}
    for guardrail in library.guardrails:
        if guardrail.effect == "block" and not guardrail.applies_to.law and guardrail.applies_to.names(tactic):
            behind |= set(library.facts_behind(f"guardrail:{guardrail.id}"))
    for scope, name in sorted(behind):
        fact = library.vocabulary.in_scope(scope).get(name)
        if fact is None or fact.type == "ref" or scope == "plan":
            continue
        owners = ["group"] if scope == "group" else [f"{scope}/{m.id}" for m in profile.members.get(scope, ())]
        found += [(f"{owner}.{name}", fact) for owner in owners]
    return found


def brute(trying: Weighing, profile: Profile, tactic: Tactic, size: int) -> set[frozenset[str]]:
    """Every set of that many facts which some values of make the tactic certain."""
    options = {ref: list(answers(fact, profile, ref)) for ref, fact in read_by(tactic, trying.library, profile)}
    found = set()
    for chosen in combinations(options, size):
        for told in product(*(options[ref] for ref in chosen)):
            after = trying.whatif.after(*changed(trying, profile, dict(zip(chosen, told, strict=True)))).tactics.get(
                tactic.id
            )
            if after and after[1] == "certain":
                found.add(frozenset(chosen))
                break
    return found


def changed(trying: Weighing, profile: Profile, told: dict[str, FactRecord]) -> tuple[Changed, Changed]:
    """One fact or two laid against the case. Whether a person must be safeguarded is read off two facts: where both are told, it is
    read off that person with both."""
    one, *more = told
    if not more:
        return trying.trials.known(one, told[one])
    (other,) = more
    if {one.partition(".")[2], other.partition(".")[2]} == set(SAFEGUARDING) and one.partition(".")[
        0
    ] == other.partition(".")[0]:
        tabulator = Tabulator(trying.library.vocabulary, trying.library.grading)
        return Trials(trying.whatif, tabulator, trying.library.vocabulary, with_fact(profile, one, told[one])).known(
            other, told[other]
        )
    return trying.whatif.together(trying.trials.known(one, told[one]), trying.trials.known(other, told[other]))


def with_fact(profile: Profile, ref: str, record: FactRecord) -> Profile:
    """The case with a fact of a person that is so."""
    owner, _, name = ref.partition(".")
    people = tuple(
        one.model_copy(update={"facts": {**one.facts, name: (record,)}}) if owner == f"people/{one.id}" else one
        for one in profile.members["people"]
    )
    return profile.model_copy(update={"members": {**profile.members, "people": people}})


def lost(trying: Weighing, profile: Profile, tactic: Tactic) -> set[str]:
    """Every single fact which some value of takes an offered tactic away."""
    found = set()
    refs = dict(read_by(tactic, trying.library, profile))
    if tactic.pillar == "pursue":
        # Nobody who is exploited is pursued, whatever the tactic is used on.
        for name in ("exploited", "age_band"):
            fact = trying.library.vocabulary.in_scope("people")[name]
            refs |= {f"people/{member.id}.{name}": fact for member in profile.members.get("people", ())}
    for ref, fact in refs.items():
        for told in answers(fact, profile, ref):
            after = trying.whatif.after(*trying.trials.known(ref, told)).tactics.get(tactic.id)
            if after and after[1] != "certain":
                found.add(ref)
                break
    return found


def run(pairs: int, seed: int) -> tuple[int, int, list[str]]:
    """How many pairs were tried, how many were too large for brute force, and every difference."""
    library = load_library()
    references = {fact.id for fact in library.facts if fact.type == "ref"}
    differences: list[str] = []
    tried = left = 0
    chance = random.Random(seed)
    with open_recommender(library, DAY) as recommender:
        need = NeedToKnow(recommender)
        while tried < pairs:
            truth = truth_of(library, random.Random(chance.random()))
            known = {ref for ref in refs_of(truth) if chance.random() < KNOWN}
            profile = only(truth, known, references)
            tactic = chance.choice(library.active)
            tried += 1
            if len(read_by(tactic, library, profile)) > MOST_REFS:
                left += 1
                continue

            trying = need.weigh(profile)
            found = recommender.recommend(profile).get(tactic.id)
            if trying.whatif.outcomes[tactic.id] != found.outcome:
                differences.append(f"{tactic.id}: outcome {found.outcome}, trial {trying.whatif.outcomes[tactic.id]}")
                continue
            if not found.lawful.usable:
                continue
            told = ways(recommender, profile, found)
            if found.offered:
                away = {change.fact for change in told.removals}
                expected_away = lost(trying, profile, tactic)
                if away != expected_away:
                    differences.append(
                        f"{tactic.id} ({found.outcome}): only brute force takes away {sorted(expected_away - away)[:3]}, "
                        f"only explain {sorted(away - expected_away)[:3]}"
                    )
            if found.outcome == "certain":
                continue
            sets = {frozenset(change.fact for change in one) for one in told.smallest}
            own = {one for one in sets if not any("/+" in ref or ref.startswith("looked_into") for ref in one)}
            size = len(next(iter(sets))) if sets else 3
            for smaller in range(1, min(size, 3)):
                extra = brute(trying, profile, tactic, smaller)
                if extra:
                    differences.append(f"{tactic.id}: missed {[sorted(one) for one in extra][:3]} (said {size})")
                    break
            else:
                if size <= 2 and not told.untried:
                    expected = brute(trying, profile, tactic, size)
                    if expected != own:
                        differences.append(
                            f"{tactic.id}: only brute force {[sorted(one) for one in expected - own][:3]}, "
                            f"only explain {[sorted(one) for one in own - expected][:3]}"
                        )
    return tried, left, differences


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--pairs", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=0)
    chosen = words.parse_args()
    began = time.perf_counter()
    tried, left, differences = run(chosen.pairs, chosen.seed)
    print(
        f"{tried} pairs in {time.perf_counter() - began:.0f} s, {left} too large for brute force, {len(differences)} differences"
    )
    for one in differences[:40]:
        print(" ", one)


if __name__ == "__main__":
    main()

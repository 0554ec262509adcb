"""How many tactics ten answers settle: chosen by worth, by how many tactics read the fact, and at random.

    python benchmarks/questions.py [--cases 200] [--orders 20]

Each case is made by chance (the same on every run): what is true of it, and the part of it that is known. A strategy asks for
ten unknown facts, one after the other, and is told the truth. Counted are the tactics that are no longer merely possible.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import date

from planner.application.needing import NeedToKnow
from planner.application.recommending import open_recommender
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile
from planner.domain.vocabulary import COLLECTIONS, FactDefinition
from planner.library.loading import load_library

DAY = date(2026, 7, 13)
ASKED = 10
KNOWN = 0.45
SIZES = {"people": 5, "business": 2, "vehicles": 2, "premises": 2, "places": 1}


def truth_of(library: Library, chance: random.Random) -> Profile:
    """A case in which everything is known."""

    def record(fact: FactDefinition, ids: dict[str, list[str]]) -> FactRecord | None:
        match fact.type:
            case "yes_no":
                return FactRecord(value=True) if chance.random() < 0.3 else FactRecord(absent=True)
            case "choice":
                return FactRecord(value=chance.choice(list(fact.values)))
            case "number":
                return FactRecord(value=chance.choice([0, 1, 2, 4, 12, 50, 1000, 20_000]))
            case "many":
                named = tuple(one for one in fact.values if chance.random() < 0.15)
                return FactRecord(value=named, complete=True) if named else FactRecord(absent=True)
            case _:
                return FactRecord(value=chance.choice(ids[fact.to])) if ids[fact.to] else None

    ids = {c: [f"{c}-{n}" for n in range(1, chance.randint(1, most) + 1)] for c, most in SIZES.items()}

    def facts(scope: str) -> dict[str, tuple[FactRecord, ...]]:
        found = {fact.id: record(fact, ids) for fact in library.vocabulary.in_scope(scope).values()}
        return {name: (one,) for name, one in found.items() if one is not None}

    return Profile(
        case="made-up", kind="training", nation=chance.choice(["england", "wales"]), group=facts("group"),
        looked_into=dict.fromkeys(COLLECTIONS, "fully"),
        members={c: tuple(Member(id=i, facts=facts(c)) for i in ids[c]) for c in COLLECTIONS},
    )  # fmt: skip


def refs_of(profile: Profile) -> list[str]:
    """Every fact of a profile."""
    own = [f"group.{name}" for name in profile.group]
    return own + [f"{c}/{m.id}.{name}" for c, found in profile.members.items() for m in found for name in m.facts]


def only(profile: Profile, refs: set[str], references: set[str]) -> Profile:
    """The profile with those facts, and its references from member to member, and nothing else."""

    def kept(owner: str, facts: dict[str, tuple[FactRecord, ...]]) -> dict[str, tuple[FactRecord, ...]]:
        return {name: told for name, told in facts.items() if f"{owner}.{name}" in refs or name in references}

    members = {
        c: tuple(m.model_copy(update={"facts": kept(f"{c}/{m.id}", m.facts)}) for m in found)
        for c, found in profile.members.items()
    }
    return profile.model_copy(update={"group": kept("group", profile.group), "members": members})


def but_for(library: Library, seed: int, unknown: int) -> Profile:
    """A case in which all is known but for so many facts."""
    chance = random.Random(seed)
    truth = truth_of(library, chance)
    references = {fact.id for fact in library.facts if fact.type == "ref"}
    refs = [ref for ref in refs_of(truth) if ref.rpartition(".")[2] not in references]
    return only(truth, set(chance.sample(refs, len(refs) - unknown)), references)


def possible(need: NeedToKnow, profile: Profile) -> int:
    """How many tactics are merely possible."""
    outcomes = need.weigh(profile).whatif.outcomes
    return sum(outcome == "possible" for outcome in outcomes.values())


def run(cases: int, orders: int) -> dict[str, float]:
    """The mean number of tactics settled by each strategy, and the mean time of one ranking in ms."""
    library = load_library()
    references = {fact.id for fact in library.facts if fact.type == "ref"}
    settled: dict[str, list[float]] = {"worth": [], "most read": [], "random": []}
    times: list[float] = []
    read = {fact.ref: 0 for fact in library.facts}
    for tactic in library.active:
        for scope, name in library.facts_behind(f"tactic:{tactic.id}"):
            read[f"{scope}.{name}"] = read.get(f"{scope}.{name}", 0) + 1
    with open_recommender(library, DAY) as recommender:
        need = NeedToKnow(recommender)
        for seed in range(cases):
            chance = random.Random(seed)
            truth = truth_of(library, chance)
            known = {ref for ref in refs_of(truth) if chance.random() < KNOWN}
            unknown = [ref for ref in refs_of(truth) if ref not in known and ref.rpartition(".")[2] not in references]
            start = possible(need, only(truth, known, references))

            def left(asked: set[str], truth: Profile = truth, known: set[str] = known) -> int:
                return possible(need, only(truth, known | asked, references))

            asked: set[str] = set()
            for _ in range(ASKED):
                began = time.process_time()
                gaps = need.gaps(only(truth, known | asked, references))
                times.append((time.process_time() - began) * 1000)
                best = max((one for one in gaps if one.fact in unknown), key=lambda one: one.worth, default=None)
                if best is None:
                    break
                asked.add(best.fact)
            settled["worth"].append(start - left(asked))
            by_reading = sorted(unknown, key=lambda ref: (-read.get(_general(ref), 0), ref))
            settled["most read"].append(start - left(set(by_reading[:ASKED])))
            for _ in range(orders):
                settled["random"].append(start - left(set(chance.sample(unknown, min(ASKED, len(unknown))))))
    return {**{name: statistics.mean(found) for name, found in settled.items()}, "ms": statistics.median(times)}


def _general(ref: str) -> str:
    owner, _, name = ref.partition(".")
    return f"{owner.partition('/')[0]}.{name}"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--cases", type=int, default=200)
    words.add_argument("--orders", type=int, default=20)
    chosen = words.parse_args()
    found = run(chosen.cases, chosen.orders)
    print(f"{chosen.cases} cases, {ASKED} answers each; tactics no longer merely possible, mean:")
    print(f"  by worth        {found['worth']:.1f}")
    print(
        f"  by most read    {found['most read']:.1f}   (worth settles {found['worth'] / max(found['most read'], 0.1):.2f} times as many)"
    )
    print(
        f"  at random       {found['random']:.1f}   (worth settles {found['worth'] / max(found['random'], 0.1):.2f} times as many)"
    )
    print(f"one ranking: {found['ms']:.0f} ms of processor time")


if __name__ == "__main__":
    main()

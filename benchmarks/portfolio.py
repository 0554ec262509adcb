"""A force's whole portfolio, made up in memory: every case reviewed and recommended for afresh.

    python benchmarks/portfolio.py [--cases 100] [--workers 2]

Each case has about 60 facts and 20 interventions and is the same on every run. Fewer than a force has are measured, and what the
whole 4,772 would take is worked out from the steady part, after the start of the worker processes.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import pairwise
from resource import RUSAGE_CHILDREN, getrusage

from planner.application.casework import SAID, spelt
from planner.application.looking_at_many import Held
from planner.application.portfolio import oversee
from planner.application.recommending import open_recommender
from planner.application.reviewing import Reviewer
from planner.domain.casebook import Casebook, read_book
from planner.domain.decisions import Basis, Decision
from planner.domain.entries import Decided, Entry, Opened, Said, kind_of
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile
from planner.domain.tactic import PILLARS
from planner.domain.vocabulary import COLLECTIONS, FactDefinition, Frozen
from planner.library.loading import load_library

FORCE = 4772
FACTS, INTERVENTIONS = 60, 20
DAY = date(2026, 7, 13)
SIZES = {"people": 6, "business": 2, "vehicles": 2, "premises": 2, "places": 2}
BANDS = ("1A", "2A", "2B", "3A", "3B", "3C", "4A", "4B", "5C")
STREETS = (
    "Market Street",
    "Harbour Row",
    "The Elms",
    "Station Road",
    "Mill Lane",
    "Quay Side",
    "Long Acre",
    "North Gate",
)


@cache
def shelf() -> Library:
    """The shipped library, read once a process."""
    return load_library()


def made_up(seed: int) -> Held:
    """One case with its record."""
    return Held(f"group-{seed:04}", "training", book=book_of(shelf(), seed))


def profile_of(library: Library, chance: random.Random, name: str) -> Profile:
    """About sixty facts of one group."""
    ids = {c: [f"{c}-{n}" for n in range(1, chance.randint(1, most) + 1)] for c, most in SIZES.items()}
    owners = [("group", "")] * 12 + [(c, i) for c, members in ids.items() for i in members]
    facts: dict[tuple[str, str], dict[str, tuple[FactRecord, ...]]] = {}
    for _ in range(FACTS - 8):
        scope, member = chance.choice(owners)
        fact = chance.choice(list(library.vocabulary.in_scope(scope).values()))
        record = record_of(fact, ids, chance)
        if record is not None:
            facts.setdefault((scope, member), {})[fact.id] = (record,)
    for member in ids["people"]:
        role = chance.choice(("principal", "significant", "peripheral", "enabler"))
        facts.setdefault(("people", member), {})["role"] = (told(role, chance),)
    group = facts.setdefault(("group", ""), {})
    group["tier"] = (told(chance.choice(("tier_1", "tier_2", "tier_3", "tier_4")), chance),)
    group["band"] = (told(chance.choice(BANDS), chance),)
    for place in ids["places"]:
        facts.setdefault(("places", place), {})["harm_embedded"] = (told(chance.random() < 0.5, chance),)

    def label(collection: str) -> str:
        return chance.choice(STREETS) if collection == "places" else ""

    members = {
        c: tuple(Member(id=i, label=label(c), facts=facts.get((c, i), {})) for i in found) for c, found in ids.items()
    }
    return Profile(
        case=name, kind="training", nation=chance.choice(("england", "wales")), group=facts.get(("group", ""), {}),
        looked_into={c: chance.choice(("fully", "partly", "not_yet")) for c in COLLECTIONS}, members=members,
    )  # fmt: skip


def told(value: bool | int | str, chance: random.Random) -> FactRecord:
    """A fact with its grade and day."""
    on = DAY - timedelta(days=chance.randint(0, 500))
    return FactRecord(absent=True, grade="2B", on=on) if value is False else FactRecord(value=value, grade="2B", on=on)


def record_of(fact: FactDefinition, ids: dict[str, list[str]], chance: random.Random) -> FactRecord | None:
    """A value of a fact, by chance."""
    match fact.type:
        case "yes_no":
            return told(chance.random() < 0.6, chance)
        case "choice":
            return told(chance.choice(list(fact.values)), chance)
        case "number":
            return told(chance.choice([0, 1, 2, 4, 12, 50, 1000, 20_000]), chance)
        case "many":
            named = tuple(one for one in fact.values if chance.random() < 0.2)
            return FactRecord(value=named, grade="2B", on=DAY) if named else FactRecord(absent=True, grade="2B", on=DAY)
        case _:
            return told(chance.choice(ids[fact.to]), chance) if ids[fact.to] else None


def decisions_of(library: Library, profile: Profile, chance: random.Random) -> Iterator[tuple[Decision, str]]:
    """A plan of twenty interventions, better kept by some than by others."""
    people = [f"people/{one.id}" for one in profile.members.get("people", ())]
    if chance.random() < 0.9:
        yield (
            Decision(kind="lead", pillar="overall", name=f"DI {chance.choice(('Green', 'Osei', 'Rowe'))}"),
            "Appointed at the June meeting.",
        )
    for pillar in PILLARS:
        if chance.random() < 0.8:
            yield Decision(kind="aim", pillar=pillar, text=f"An aim of {pillar}"), f"The panel asked for {pillar}."
            yield Decision(kind="lead", pillar=pillar, name=f"Lead of {pillar}"), f"Knows {pillar} best of all."
    due = DAY + timedelta(days=60)
    yield (
        Decision(kind="objective", pillar="overall", text="Bring robberies below ten a month", measure="robberies a month",
                 owner="DI Green", due=due),
        "Robbery is what traders report most.",
    )  # fmt: skip
    for n, tactic in enumerate(chance.sample(library.active, INTERVENTIONS)):
        yield (
            Decision(kind="select", tactic=tactic.id, pillar=tactic.pillar, on=tuple(chance.sample(people, 1)), owner="DS Khan",
                     due=due, objective="take what they need", measure="how many of them each month",
                     authority="inspector", phase=chance.choice(("clear", "hold", "build"))),
            f"Reason {n} of its own for {tactic.id}.",
        )  # fmt: skip
    for n in range(chance.randint(0, 4)):
        level = chance.choice(("major", "moderate", "minor", "minor", "none", "negative"))
        yield (
            Decision(
                kind="disruption",
                pillar=chance.choice(PILLARS),
                level=level,
                event=f"Event {n}",
                when=DAY - timedelta(days=30),
            ),
            f"What came of event {n}.",
        )


def book_of(library: Library, seed: int) -> Casebook:
    """The record of one case, spelt out and read back as a store does."""
    chance = random.Random(seed)
    profile = profile_of(library, chance, f"group-{seed:04}")
    opened = datetime(2025, 6, 1, 9, tzinfo=UTC) + timedelta(days=chance.randint(0, 400))
    entries: list[Entry] = []

    def add(content: Frozen, because: str = "") -> None:
        at = opened + timedelta(hours=len(entries))
        said = Said(content=content, because=because, library=library.digest)  # type: ignore[arg-type]
        entries.append(
            Entry(number=len(entries) + 1, kind=kind_of(content), author="DI Green", made_at=at, entered_at=at,  # type: ignore[arg-type]
                  head=f"{len(entries):064x}", said=SAID.validate_json(spelt(said)))
        )  # fmt: skip

    add(Opened(profile=profile.model_dump(mode="json", exclude_defaults=True)))
    for made, because in decisions_of(library, profile, chance):
        shown = (
            Basis(outcome=chance.choice(("certain", "possible")), rank=1, of=500, as_of=DAY) if made.tactic else None
        )
        add(Decided(decision=made, basis=shown), because)
        if made.kind == "disruption" and chance.random() < 0.6:
            level = chance.choice(("moderate", "minor", "none"))
            add(
                Decided(decision=Decision(kind="moderate", target=len(entries), level=level)),
                f"Settled on {made.event}.",
            )
    return read_book(entries)


def made_cases(many: int) -> Iterator[Held]:
    """So many cases, each made where it is weighed."""
    return (Held(f"group-{seed:04}", "training", make=partial(made_up, seed)) for seed in range(many))


def by_hand(many: int) -> tuple[float, float, float]:
    """The median milliseconds one case takes in one process: to make it, to recommend, to review it once that is done."""
    made, matched, reviewed = [], [], []
    with open_recommender(shelf(), DAY) as recommender, Reviewer(recommender) as reviewer:
        for seed in range(10_000, 10_000 + many):
            marks = [time.process_time()]
            book = book_of(shelf(), seed)
            profile = book.profile
            marks.append(time.process_time())
            found = recommender.recommend(profile)
            marks.append(time.process_time())
            reviewer.review(profile, book, found)
            marks.append(time.process_time())
            for times, (start, end) in zip((made, matched, reviewed), pairwise(marks), strict=True):
                times.append(1000 * (end - start))
    return statistics.median(made), statistics.median(matched), statistics.median(reviewed)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--cases", type=int, default=100)
    words.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 2))
    chosen = words.parse_args()
    shelf()
    made, matched, reviewed = by_hand(min(chosen.cases, 40))
    print(
        f"one case in one process, median ms of processor time: made {made:.1f}, recommended {matched:.1f}, reviewed {reviewed:.1f}"
    )
    print("  (aim: review of one loaded plan within 8 ms)")
    wall, busy = together(max(chosen.cases // 4, 8), chosen.workers)
    start_wall, start_busy = wall, busy
    wall, busy = together(chosen.cases, chosen.workers)
    more = chosen.cases - max(chosen.cases // 4, 8)
    each, each_busy = (wall - start_wall) / more, (busy - start_busy) / more
    print(
        f"{chosen.cases} cases, {chosen.workers} processes: {wall:.1f} s, {1000 * each:.1f} ms for each more; processor {1000 * each_busy:.1f} ms"
    )
    print(
        f"  {FORCE} cases: about {wall + each * (FORCE - chosen.cases):.0f} s by the clock on this machine as busy as it is;"
    )
    alone = (busy + each_busy * (FORCE - chosen.cases)) / chosen.workers
    print(f"  {alone:.0f} s of processor time on each of {chosen.workers} cores (aim: 90 s on two cores)")


def together(many: int, workers: int) -> tuple[float, float]:
    """So many cases in worker processes: seconds by the clock, and of their processor time."""
    start, before = time.perf_counter(), processor()
    for _ in oversee(made_cases(many), shelf(), DAY, workers=workers):
        pass
    return time.perf_counter() - start, processor() - before


def processor() -> float:
    """The processor time of the worker processes that have ended, in seconds."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()

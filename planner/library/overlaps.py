"""What a growing catalogue gets wrong quietly: two entries that are one, facts nobody reads, a thing spelt two ways. Warnings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from planner.domain.conditions import facts_read, indicators_in
from planner.domain.library import Library
from planner.domain.tactic import Tactic
from planner.engine.compiler import Compiler, Unsplittable, aims_at_people
from planner.errors import Fault

Entries = Mapping[str, Mapping[str, Any]]
SMALL_WORDS = re.compile(r"\b(?:the|a|an|of|and|for|local|team|teams|service|services|s)\b|[^a-z0-9 ]")
ALIKE = 0.93


def overlaps(entries: Entries, library: Library) -> Iterator[Fault]:
    """Every warning about entries, facts and names that coincide or reach nothing."""
    yield from _same_entries(entries, library)
    yield from _unused_facts(entries, library)
    yield from _unused_provisions(entries)
    yield from _agencies(entries)
    yield from _provisions(entries)


def _same_entries(entries: Entries, library: Library) -> Iterator[Fault]:
    """Two entries whose conditions and effects coincide, and an entry that can never have a subject."""
    compiler = Compiler(library)
    seen: dict[tuple[Any, ...], str] = {}
    for tactic in library.active:
        entry = entries["tactics"][tactic.id]
        tree = library.conditions[f"tactic:{tactic.id}"]
        try:
            compiled = compiler.condition(f"tactic:{tactic.id}", tree, protect=aims_at_people(tactic))
            subject = compiler.subject_condition(tactic, tree)
        except Unsplittable:
            continue
        if subject is not None and not subject.implicants:
            what = "no member can ever be a subject of this entry."
            yield entry.document.fault(("when",), what, key=True, severity="warning", rule="no-fact-reaches")
        if tactic.always:
            continue
        alike = (frozenset(compiled.implicants), _effects(tactic))
        first = seen.setdefault(alike, tactic.id)
        if first != tactic.id:
            what = f"its condition and effects are those of '{first}'."
            yield entry.document.fault(
                ("when",),
                what,
                "Merge the two, or say what sets them apart.",
                key=True,
                severity="warning",
                rule="same-entry",
            )


def _effects(tactic: Tactic) -> tuple[Any, ...]:
    """What an entry does, as far as a rule can see."""
    basis = frozenset(one.provision for one in tactic.legal_basis)
    return tactic.pillar, tactic.heading, tactic.level, tactic.on, frozenset(tactic.traits), basis, tactic.lead_agency


def facts_read_by(library: Library, *, tactics: bool) -> set[str]:
    """The facts that the rules read, references and scoring schemes among them; with `tactics`, those of entries too."""
    read = {one.fact for one in library.scoring} | {fact.ref for fact in library.facts if fact.type == "ref"}
    for name, written, scope in library.written_conditions():
        if written and (tactics or not name.startswith("tactic:")):
            for where, fact in facts_read(library.conditions[name], library.vocabulary):
                # A guardrail about members reads their facts without naming the collection.
                read.add(f"{where}.{fact}" if fact else f"{scope}.{where}")
    return read


def _unused_facts(entries: Entries, library: Library) -> Iterator[Fault]:
    read = facts_read_by(library, tactics=True) | {one.id.removeprefix("facts/") for one in library.gaps}
    for name, entry in entries["vocabulary"].items():
        if name not in read and entry.model.scope != "plan":
            yield entry.document.fault(
                (*entry.keys, "id"),
                f"no entry and no rule reads the fact '{name}'.",
                "Use it or take it out: nobody should be asked for it.",
                severity="warning",
                rule="unused-fact",
            )
    used = {name for written, one in library.conditions.items() for name in indicators_in(one)}
    for name, entry in entries["indicators"].items():
        if name not in used:
            what = f"nothing rests on the indicator '{name}'."
            yield entry.document.fault((*entry.keys, "id"), what, severity="warning", rule="unused-indicator")


def _unused_provisions(entries: Entries) -> Iterator[Fault]:
    used = {basis.provision for entry in entries["tactics"].values() for basis in entry.model.legal_basis}
    used |= {other for entry in entries["law"].values() for other in entry.model.counterparts.values()}
    for name, entry in entries["law"].items():
        if name not in used:
            what = f"no entry rests on the provision '{name}'."
            yield entry.document.fault((*entry.keys, "id"), what, severity="warning", rule="unused-provision")


def _agencies(entries: Entries) -> Iterator[Fault]:
    """An agency spelt two ways: the spelling fewer entries use is told."""
    used: dict[str, list[tuple[Any, tuple[str | int, ...]]]] = defaultdict(list)
    for entry in entries["tactics"].values():
        used[entry.model.lead_agency].append((entry, ("lead_agency",)))
        for n, partner in enumerate(entry.model.partners):
            used[partner].append((entry, ("partners", n)))
    for rarer, commoner in _two_spellings(used, lambda name: len(used[name])):
        entry, keys = used[rarer][0]
        what = f"the agency '{rarer}' is elsewhere spelt '{commoner}'."
        yield entry.document.fault(keys, what, "Spell it one way.", severity="warning", rule="two-spellings")


def _provisions(entries: Entries) -> Iterator[Fault]:
    """An act spelt two ways, and one provision under two ids."""
    acts: dict[str, list[Any]] = defaultdict(list)
    named: dict[tuple[str, str], str] = {}
    for name, entry in entries["law"].items():
        acts[entry.model.act].append(entry)
        key = (_plain(entry.model.act), re.sub(r"[\s.]", "", entry.model.provision.lower()))
        first = named.setdefault(key, name)
        if first != name:
            what = f"'{name}' and '{first}' are one provision."
            yield entry.document.fault((*entry.keys, "id"), what, "Keep one.", severity="warning", rule="two-spellings")
    same_year = {act: re.findall(r"\d{4}", act) for act in acts}
    for rarer, commoner in _two_spellings(acts, lambda act: len(acts[act])):
        if same_year[rarer] == same_year[commoner]:
            entry = acts[rarer][0]
            what = f"the act '{rarer}' is elsewhere spelt '{commoner}'."
            yield entry.document.fault(
                (*entry.keys, "act"), what, "Spell it one way.", severity="warning", rule="two-spellings"
            )


def _two_spellings(names: Iterable[str], times: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Names that differ only in small words, case, marks or a letter or two: the rarer, then the commoner."""
    plain: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        plain[_plain(name)].append(name)
    for spellings in plain.values():
        first, *others = sorted(spellings, key=lambda one: (-times(one), one))
        for other in others:
            yield other, first
    keys = sorted(plain)
    for n, key in enumerate(keys):
        for other in keys[n + 1 :]:
            if abs(len(key) - len(other)) > 2 or len(key) < 8 or re.findall(r"\d+", key) != re.findall(r"\d+", other):
                continue
            pair = SequenceMatcher(None, key, other)
            if pair.real_quick_ratio() > ALIKE and pair.quick_ratio() > ALIKE and pair.ratio() > ALIKE:
                rarer, commoner = sorted((plain[key][0], plain[other][0]), key=lambda one: (times(one), one))
                yield rarer, commoner


def _plain(name: str) -> str:
    words = SMALL_WORDS.sub(" ", name.lower().replace("'s", " ").replace("-", " ")).split()
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words)

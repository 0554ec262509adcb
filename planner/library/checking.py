"""Checks over the whole library, each a small function that yields faults: broken things are errors, unwise ones warnings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from planner.domain.conditions import (
    All,
    AnyOf,
    Condition,
    ConditionReader,
    IndicatorRef,
    Not,
    Path,
    Quantified,
    comparisons_in,
    indicators_in,
    parts_of,
)
from planner.domain.decisions import DECISIONS
from planner.domain.library import Library
from planner.domain.rules import HOLDING_FACTS
from planner.domain.vocabulary import COLLECTIONS, Vocabulary
from planner.domain.words import nearest
from planner.engine.compiler import Compiler, QuantifiedVariable, Unsplittable, aims_at_people, implies
from planner.errors import Fault
from planner.library.asking import unknown_answers, unknown_holders, unwise_asking
from planner.library.fairness import unfair
from planner.library.overlaps import overlaps
from planner.library.yaml_reader import Keys

Entries = Mapping[str, Mapping[str, Any]]
VALUE = re.compile(r"[A-Za-z0-9_]+")
MOST_VALUES = 400
Check = Callable[[Entries], Iterator[Fault]]


def check_library(
    entries: Entries, library: Library | None, *, broken: Iterable[str] = (), only: str = "", advise: bool = False
) -> list[Fault]:
    """Every fault that only shows between files; with `library`, also what compiling its conditions shows.

    `broken`: ids of entries that are there but faulty, which nobody who names them is told are missing.
    `only`: the one file whose conditions are wanted. `advise`: also what is merely unwise, which a start has no use for.
    """
    faults = [fault for check in ACROSS_FILES for fault in check(entries)]
    unread = list(unreadable_conditions(entries, only))
    faults += unread
    if broken:
        named = re.compile("'(?:[a-z]+\\.)?(?:" + "|".join(map(re.escape, sorted(broken))) + ")'")
        faults = [fault for fault in faults if not (fault.what.startswith("there is no ") and named.search(fault.what))]
    if library is not None and not unread and not any(fault.rule == "indicator-circle" for fault in faults):
        faults += unfit_conditions(entries, library, only)
        faults += [fault for fault in unfair(entries, library) if not only or fault.where == only]
        if advise:
            faults += [*overlaps(entries, library), *unwise_asking(entries), *unplaced_facts(entries)]
    return faults


def unknown_provisions(entries: Entries) -> Iterator[Fault]:
    """A legal basis or a counterpart that is not in the law register."""
    law = entries["law"]
    for entry in entries["tactics"].values():
        for n, basis in enumerate(entry.model.legal_basis):
            if basis.provision not in law:
                what = f"there is no provision '{basis.provision}' in law.yaml."
                yield entry.document.fault(
                    ("legal_basis", n), what, nearest(basis.provision, law), rule="unknown-provision"
                )
    for entry in law.values():
        for nation, other in entry.model.counterparts.items():
            if other not in law:
                yield entry.document.fault(
                    (*entry.keys, "counterparts", nation),
                    f"there is no provision '{other}' in law.yaml.",
                    nearest(other, law),
                    rule="unknown-provision",
                )
            elif nation not in law[other].model.applies_in:
                yield entry.document.fault(
                    (*entry.keys, "counterparts", nation),
                    f"'{other}' does not apply in {nation}.",
                    rule="unknown-provision",
                )


def unknown_tactics(entries: Entries) -> Iterator[Fault]:
    """A guardrail about, or requiring, a tactic that does not exist."""
    tactics = entries["tactics"]
    for entry in entries["order"].values():
        for n, one in enumerate(entry.model.first):
            if one not in tactics:
                yield entry.document.fault(
                    (*entry.keys, "first", n),
                    f"there is no tactic '{one}'.",
                    nearest(one, tactics),
                    rule="unknown-tactic",
                )
    for entry in entries["guardrails"].values():
        named: list[tuple[Keys, str]] = [
            (("applies_to", "tactics", n), one) for n, one in enumerate(entry.model.applies_to.tactics)
        ]
        named += [(("requires", n), one) for n, one in enumerate(entry.model.requires)]
        for keys, one in named:
            if one not in tactics:
                yield entry.document.fault(
                    (*entry.keys, *keys), f"there is no tactic '{one}'.", nearest(one, tactics), rule="unknown-tactic"
                )


def unknown_offers(entries: Entries) -> Iterator[Fault]:
    """What a force offers for a tactic that does not exist."""
    tactics = entries["tactics"]
    for name, entry in entries["local_offer"].items():
        if name not in tactics:
            what = f"there is no tactic '{name}'."
            yield entry.document.fault((*entry.keys, "id"), what, nearest(name, tactics), rule="unknown-tactic")


def unknown_facts(entries: Entries) -> Iterator[Fault]:
    """A scoring scheme on, or a reference to, something that does not exist."""
    facts = entries["vocabulary"]
    for entry in entries["scoring"].values():
        if entry.model.fact not in facts:
            yield entry.document.fault(
                (*entry.keys, "fact"),
                f"there is no fact '{entry.model.fact}'.",
                nearest(entry.model.fact, facts),
                rule="unknown-fact",
            )
    for entry in facts.values():
        if entry.model.to and entry.model.to not in COLLECTIONS:
            yield entry.document.fault(
                (*entry.keys, "to"),
                f"there is no collection '{entry.model.to}'.",
                nearest(entry.model.to, COLLECTIONS),
                rule="unknown-fact",
            )


def unfit_model_parts(entries: Entries) -> Iterator[Fault]:
    """A part of a model that names a fact, another entry or a kind of decision that does not exist."""
    models = entries["models"]
    holding = [name for name, entry in models.items() if entry.model.model in HOLDING_FACTS]
    known: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("facts", "fact", entries["vocabulary"]),
        ("context", "fact", entries["vocabulary"]),
        ("takes_in", "part", holding),
        ("decisions", "kind of decision", DECISIONS),
    )
    for entry in models.values():
        for key, what, among in known:
            for n, one in enumerate(getattr(entry.model, key)):
                if one not in among:
                    yield entry.document.fault(
                        (*entry.keys, key, n),
                        f"there is no {what} '{one}'.",
                        nearest(one, among),
                        rule=f"unknown-{what.split()[0]}",
                    )


def unplaced_facts(entries: Entries) -> Iterator[Fault]:
    """A fact of the case that stands neither in the business model nor beside it, so that no picture would show it."""
    placed = {
        fact
        for entry in entries["models"].values()
        if entry.model.model in HOLDING_FACTS
        for fact in (*entry.model.facts, *entry.model.context)
    }
    for name, entry in entries["vocabulary"].items():
        if placed and entry.model.scope != "plan" and name not in placed:
            what = f"the fact '{name}' stands in no part of the business model, nor beside it."
            mend = "Name it in rules/models.yaml."
            yield entry.document.fault((*entry.keys, "id"), what, mend, severity="warning", rule="unplaced-fact")


def unfit_values(entries: Entries) -> Iterator[Fault]:
    """Values that the engine cannot hold: other than plain words, or too many side by side."""
    for entry in entries["vocabulary"].values():
        values = entry.model.values
        for value in values:
            if not VALUE.fullmatch(value):
                what = f"'{value}' cannot be a value."
                mend = "A value is a word of letters a to z, digits and _."
                yield entry.document.fault((*entry.keys, "values", value), what, mend, key=True, rule="unfit-value")
        if len(values) > MOST_VALUES:
            what = f"{len(values)} values; the limit is {MOST_VALUES}."
            yield entry.document.fault((*entry.keys, "values"), what, "Group them.", key=True, rule="unfit-value")


def circles(entries: Entries) -> Iterator[Fault]:
    """Indicators that rest on one another in a circle."""
    reader = _reader(entries, lambda path, what, mend: None, _vocabulary(entries))
    rests = {name: set(indicators_in(reader.read(entry.model.when))) for name, entry in entries["indicators"].items()}
    for name, entry in entries["indicators"].items():
        reached, todo = set(), list(rests[name])
        while todo:
            one = todo.pop()
            if one not in reached:
                reached.add(one)
                todo += rests.get(one, ())
        if name in reached:
            yield entry.document.fault(
                (*entry.keys, "when"),
                f"the indicator '{name}' rests on itself.",
                "Break the circle.",
                rule="indicator-circle",
            )


def missing_families(entries: Entries) -> Iterator[Fault]:
    """A family without which nothing works."""
    for family in ("vocabulary", "order", "grading", "holders"):
        if not entries[family]:
            yield Fault(f"{family}.yaml", 0, 0, f"the library has no {family}.", "Add the file.", rule="missing-family")


ACROSS_FILES: tuple[Check, ...] = (
    unknown_provisions,
    unknown_tactics,
    unknown_offers,
    unknown_facts,
    unknown_holders,
    unknown_answers,
    unfit_model_parts,
    unfit_values,
    circles,
    missing_families,
)
OWNERS = ("tactics", "indicators", "guardrails", "planning", "review")


def unreadable_conditions(entries: Entries, only: str = "") -> Iterator[Fault]:
    """Every fault in the writing of every condition."""
    vocabulary = _vocabulary(entries)
    for family in OWNERS:
        for entry in entries[family].values():
            if not entry.model.when or only not in ("", entry.document.path):
                continue
            faults: list[Fault] = []

            def complain(path: Path, what: str, mend: str, entry: Any = entry, faults: list[Fault] = faults) -> None:
                faults.append(
                    entry.document.fault((*entry.keys, "when", *path), what, mend, key=True, rule="condition")
                )

            _reader(entries, complain, vocabulary).read(
                entry.model.when, scope=getattr(entry.model, "about", None) or ""
            )
            yield from faults


def _reader(entries: Entries, complain: Callable[[Path, str, str], None], vocabulary: Vocabulary) -> ConditionReader:
    return ConditionReader(vocabulary, frozenset(entries["indicators"]), complain)


def _vocabulary(entries: Entries) -> Vocabulary:
    return Vocabulary(facts=tuple(entry.model for entry in entries["vocabulary"].values()))


def unfit_conditions(entries: Entries, library: Library, only: str = "") -> Iterator[Fault]:
    """Conditions too wide to compile, that can never or always hold, or whose quantifiers cannot be related."""
    compiler = Compiler(library)
    owners = {
        f"{family.removesuffix('s') if family != 'planning' else family}:{name}": entry
        for family in OWNERS
        for name, entry in entries[family].items()
    }
    for name, written, scope in library.written_conditions():
        entry = owners[name]
        if not written or only not in ("", entry.document.path):
            continue
        place = (*entry.keys, "when")
        if not name.startswith("review:") and any(
            leaf.attribute.startswith("plan.") for leaf in comparisons_in(library.conditions[name])
        ):
            yield entry.document.fault(
                place, "only a review rule may read the plan's own counts.", "Use facts of the case.", key=True
            )
        tree = library.conditions[name]
        tactic = library.tactics.get(name.partition(":")[2]) if name.startswith("tactic:") else None
        protect = bool(tactic and aims_at_people(tactic))
        try:
            compiled = compiler.condition(name, tree, scope=scope, protect=protect)
            if tactic:
                compiler.subject_condition(tactic, tree)
        except Unsplittable as error:
            yield entry.document.fault(place, f"this condition is too wide: {error}", key=True, rule="too-wide")
            continue
        if () in compiled.implicants or not compiled.implicants:
            always = "always holds" if compiled.implicants else "can never hold"
            mend = (
                "If a `some` is only context, mark it names_subjects: false." if protect else "Say what makes it fit."
            )
            yield entry.document.fault(place, f"this condition {always}.", mend, key=True, rule="no-choice")
        if tactic is not None:
            yield from _subjects(entry, tactic.on, tree)
        yield from _unrelated(entry, [compiler.literals[n].variable for _, n in compiled.quantified])


def _subjects(entry: Any, on: str | None, tree: Condition) -> Iterator[Fault]:
    place = ("when",)
    named = [q for q in parts_of(tree) if isinstance(q, Quantified) and q.names_subjects and q.collection == on]
    if on and not named:
        yield entry.document.fault(
            place,
            f"no `some: {on}` names the subjects of this tactic.",
            "Add one, or leave out `on`.",
            key=True,
            rule="no-subject",
        )
    if _most_named_at_once(tree, on) > 1:
        what = f"two `some: {on}` must hold at once, and both name subjects."
        yield entry.document.fault(
            place, what, "Mark the one that is context names_subjects: false.", key=True, rule="two-subjects"
        )


def _most_named_at_once(tree: Condition, on: str | None) -> int:
    match tree:
        case Quantified():
            return int(tree.names_subjects and tree.collection == on)
        case All(parts):
            return sum(_most_named_at_once(part, on) for part in parts)
        case AnyOf(parts):
            return max((_most_named_at_once(part, on) for part in parts), default=0)
        case Not() | IndicatorRef():
            return 0
    return 0


def _unrelated(entry: Any, variables: list[Any]) -> Iterator[Fault]:
    """Two quantifiers that read a fact in common but neither contains the other: they are taken as independent."""
    quantified = [v for v in dict.fromkeys(variables) if isinstance(v, QuantifiedVariable)]
    for a, b in combinations(quantified, 2):
        shared = _attributes(a) & _attributes(b)
        if (
            a.collection == b.collection
            and shared - {"role", "safeguard_first"}
            and not implies(a, b)
            and not implies(b, a)
        ):
            what = f"two quantifiers over {a.collection} both read {', '.join(sorted(shared))}, neither contains the other: taken as independent."
            yield entry.document.fault(
                (*entry.keys, "when"), what, key=True, severity="note", rule="unrelated-quantifiers"
            )


def _attributes(variable: QuantifiedVariable) -> set[str]:
    return {attribute for term in variable.inner for attribute, _ in term}

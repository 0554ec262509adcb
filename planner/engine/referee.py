"""The independent referee: reads the condition trees and the facts directly, and tries every completion of the unknown.

It shares nothing with the compiler or the engine but the words of the domain, so that a fault in one shows against the
other. Kleene's reading of a tree is right whenever it is certain; where it says unknown, the referee sets each unknown
leaf to every value it could take and looks whether the answer ever changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from planner.domain.conditions import (
    NO_LIMIT,
    NOT_SAFEGUARDED,
    All,
    AnyOf,
    Comparison,
    Condition,
    IndicatorRef,
    Not,
    Quantified,
)
from planner.domain.library import Library
from planner.domain.tactic import Tactic
from planner.domain.truth import Truth, truth
from planner.domain.vocabulary import Scalar
from planner.engine.answers import Answers, Case, GuardFiring, selected_by

Values = Mapping[str, Scalar | None]
Settings = dict["str | Quantified", Scalar]


@dataclass
class _Reading:
    """How one condition is to be read: over which facts, and whether for a subject or with the exploited left out."""

    values: Values
    member: Values | None = None
    on: str = ""
    protect: bool = False


class Referee:
    """Evaluates one library's conditions over one case at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._tree = library.conditions
        self._contains: dict[tuple[Quantified, Quantified], bool] = {}
        self._quantifiers: dict[tuple[str, bool], tuple[Quantified, ...]] = {}

    def evaluate(self, case: Case) -> Answers:
        """Every outcome for one case, found the slow and plain way."""
        self._case = case
        self._counted: dict[Quantified, Truth] = {}
        self._members: dict[Quantified, dict[str, Truth]] = {}
        answers = Answers()
        for name, tree in self._tree.items():
            kind, _, owner = name.partition(":")
            guardrail = next((g for g in self._library.guardrails if g.id == owner), None) if kind == "guardrail" else None
            if guardrail and guardrail.about:
                for row in case.table.members[guardrail.about]:
                    answers.guard_marks[(owner, row.ref)] = self._truth(tree, _Reading(row.values))
                continue
            tactic = self._library.tactics[owner] if kind == "tactic" else None
            protect = bool(tactic and tactic.pillar == "pursue" and tactic.on == "people")
            answers.outcomes[name] = self._truth(tree, _Reading(case.table.group, protect=protect))
            if guardrail:
                answers.guard_flags[owner] = answers.outcomes[name]
            for leaf in self._quantifiers_of(name, tree, protect):
                answers.witnesses[(name, leaf)] = self._found(leaf)
            if tactic and tactic.on:
                self._subjects(tactic, tree, answers)
        answers.firings = frozenset(self._firings(answers))
        return answers

    def _quantifiers_of(self, name: str, tree: Condition, protect: bool) -> tuple[Quantified, ...]:
        key = (name, protect)
        if key not in self._quantifiers:
            self._quantifiers[key] = tuple(dict.fromkeys(self._each_quantifier(tree, protect, True)))
        return self._quantifiers[key]

    def _each_quantifier(self, tree: Condition, protect: bool, positive: bool) -> Iterator[Quantified]:
        match tree:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._each_quantifier(part, protect, positive)
            case Not(part):
                yield from self._each_quantifier(part, protect, not positive)
            case IndicatorRef(id):
                yield from self._each_quantifier(self._tree[f"indicator:{id}"], False, positive)
            case Quantified():
                yield self._shielded(tree, protect, positive)

    def _shielded(self, leaf: Quantified, protect: bool, positive: bool) -> Quantified:
        """The quantifier with those who must be safeguarded left out, where a Pursue tactic would aim at them."""
        if protect and positive and leaf.names_subjects and leaf.collection == "people":
            return replace(leaf, where=All((leaf.where, NOT_SAFEGUARDED)))
        return leaf

    def _subjects(self, tactic: Tactic, tree: Condition, answers: Answers) -> None:
        naming = [leaf for leaf in self._each_named(tree, tactic.on or "", True)]
        if not naming:
            return
        for row in self._case.table.members[tactic.on or ""]:
            reading = _Reading(self._case.table.group, member=row.values, on=tactic.on or "")
            extra = (NOT_SAFEGUARDED,) if tactic.pillar == "pursue" and tactic.on == "people" else ()
            value = self._truth_of_subject(tree, [leaf.where for leaf in naming], extra, reading)
            if value:
                answers.subjects.setdefault(tactic.id, {})[row.ref] = value

    def _each_named(self, tree: Condition, on: str, positive: bool) -> Iterator[Quantified]:
        match tree:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._each_named(part, on, positive)
            case Not(part):
                yield from self._each_named(part, on, not positive)
            case Quantified() if positive and tree.names_subjects and tree.collection == on:
                yield tree

    def _truth_of_subject(self, tree: Condition, named: list[Condition], extra: tuple[Condition, ...], reading: _Reading) -> Truth:
        assert reading.member is not None

        def read(settings: Settings) -> Truth:
            own = _Reading(reading.member or {})
            found = [self._kleene(tree, reading, settings, True)]
            found.append(max(self._kleene(where, own, settings, True) for where in named))
            found += [self._kleene(one, own, settings, True) for one in extra]
            return min(found)

        first = read({})
        if first is not Truth.UNKNOWN:
            return first
        unknown = self._unknown(tree, reading, True)
        for where in (*named, *extra):
            _merge(unknown, self._unknown(where, _Reading(reading.member), True))
        return self._try_all(unknown, read)

    def _truth(self, tree: Condition, reading: _Reading) -> Truth:
        first = self._kleene(tree, reading, {}, True)
        if first is not Truth.UNKNOWN:
            return first
        return self._try_all(self._unknown(tree, reading, True), lambda settings: self._kleene(tree, reading, settings, True))

    def _try_all(self, unknown: dict[str | Quantified, list[Scalar]], read: Callable[[Settings], Truth]) -> Truth:
        """The answer if every completion gives the same one, else unknown."""
        names = list(unknown)
        seen: set[Truth] = set()
        for values in product(*unknown.values()):
            settings = dict(zip(names, values, strict=True))
            if self._possible(settings):
                seen.add(read(settings))
                if len(seen) > 1:
                    return Truth.UNKNOWN
        return seen.pop()

    def _possible(self, settings: Mapping[str | Quantified, Scalar]) -> bool:
        """Not possible: members of a narrower kind without members of the wider kind that contains it."""
        yes = [leaf for leaf, value in settings.items() if isinstance(leaf, Quantified) and value is True]
        no = [leaf for leaf, value in settings.items() if isinstance(leaf, Quantified) and value is False]
        return not any(self._within(a, b) for a in yes for b in no)

    def _within(self, narrow: Quantified, wide: Quantified) -> bool:
        if narrow.collection != wide.collection or narrow.at_least < wide.at_least:
            return False
        key = (narrow, wide)
        if key not in self._contains:
            reading = _Reading({})
            unknown = self._unknown(narrow.where, reading, True)
            _merge(unknown, self._unknown(wide.where, reading, True))
            names = list(unknown)
            self._contains[key] = all(
                self._kleene(wide.where, reading, s, True) is Truth.TRUE
                for values in product(*unknown.values())
                if self._kleene(narrow.where, reading, s := dict(zip(names, values, strict=True)), True) is Truth.TRUE
            )
        return self._contains[key]

    def _kleene(self, tree: Condition, reading: _Reading, settings: Settings, positive: bool) -> Truth:
        match tree:
            case Comparison():
                value = reading.values.get(tree.attribute)
                if value is None:
                    value = settings.get(tree.attribute)
                return truth(None if value is None else tree.holds(value))
            case All(parts):
                return min((self._kleene(part, reading, settings, positive) for part in parts), default=Truth.TRUE)
            case AnyOf(parts):
                return max((self._kleene(part, reading, settings, positive) for part in parts), default=Truth.FALSE)
            case Not(part):
                return ~self._kleene(part, reading, settings, not positive)
            case IndicatorRef(id):
                return self._kleene(self._tree[f"indicator:{id}"], _inside(reading), settings, positive)
            case Quantified() if reading.member is not None and positive and tree.names_subjects and tree.collection == reading.on:
                return self._kleene(tree.where, _Reading(reading.member), settings, True)
            case Quantified():
                leaf = self._shielded(tree, reading.protect, positive)
                value = self._count(leaf)
                return truth(bool(settings[leaf])) if value is Truth.UNKNOWN and leaf in settings else value

    def _unknown(self, tree: Condition, reading: _Reading, positive: bool) -> dict[str | Quantified, list[Scalar]]:
        """The unknown leaves with every value worth trying."""
        found: dict[str | Quantified, list[Scalar]] = {}
        match tree:
            case Comparison():
                if reading.values.get(tree.attribute) is None:
                    found[tree.attribute] = _worth_trying(tree)
            case All(parts) | AnyOf(parts):
                for part in parts:
                    _merge(found, self._unknown(part, reading, positive))
            case Not(part):
                _merge(found, self._unknown(part, reading, not positive))
            case IndicatorRef(id):
                _merge(found, self._unknown(self._tree[f"indicator:{id}"], _inside(reading), positive))
            case Quantified() if reading.member is not None and positive and tree.names_subjects and tree.collection == reading.on:
                _merge(found, self._unknown(tree.where, _Reading(reading.member), True))
            case Quantified():
                leaf = self._shielded(tree, reading.protect, positive)
                if self._count(leaf) is Truth.UNKNOWN:
                    found[leaf] = [True, False]
        return found

    def _found(self, leaf: Quantified) -> dict[str, Truth]:
        """The members that satisfy, or may satisfy, the inner condition."""
        if leaf not in self._members:
            rows = self._case.table.members[leaf.collection]
            values = {row.ref: self._truth(leaf.where, _Reading(row.values)) for row in rows}
            self._members[leaf] = {ref: value for ref, value in values.items() if value}
        return self._members[leaf]

    def _count(self, leaf: Quantified) -> Truth:
        if leaf not in self._counted:
            found = self._found(leaf)
            sure = sum(value is Truth.TRUE for value in found.values())
            could = len(found) if leaf.collection not in self._case.table.open else leaf.at_least
            self._counted[leaf] = Truth.TRUE if sure >= leaf.at_least else Truth.UNKNOWN if could >= leaf.at_least else Truth.FALSE
        return self._counted[leaf]

    def _firings(self, answers: Answers) -> Iterator[GuardFiring]:
        for guardrail in self._library.guardrails:
            for tactic in self._library.active:
                if not selected_by(guardrail, tactic, self._case.law[tactic.id]):
                    continue
                if not guardrail.about:
                    value = answers.guard_flags[guardrail.id]
                    if value:
                        yield GuardFiring(guardrail.id, tactic.id, "", value)
                    continue
                for ref in answers.subjects.get(tactic.id, {}):
                    value = answers.guard_marks.get((guardrail.id, ref), Truth.FALSE)
                    if value:
                        yield GuardFiring(guardrail.id, tactic.id, ref, value)


def _worth_trying(leaf: Comparison) -> list[Scalar]:
    """Values enough to tell every case apart: for a number, those on either side of each bound."""
    if leaf.numeric:
        return sorted({0, leaf.low, max(leaf.low - 1, 0), leaf.high, min(leaf.high + 1, NO_LIMIT)})
    return sorted(leaf.allowed | leaf.others, key=str)


def _inside(reading: _Reading) -> _Reading:
    """What an indicator concludes is context: it names no subjects and leaves nobody out."""
    return replace(reading, on="", protect=False)


def _merge(found: dict[str | Quantified, list[Scalar]], more: Mapping[str | Quantified, list[Scalar]]) -> None:
    for name, values in more.items():
        found[name] = list(dict.fromkeys([*found.get(name, []), *values]))

"""The independent referee: reads the condition trees and the facts directly, and tries every completion of the unknown.

It shares nothing with the compiler or the engine but the words of the domain, so that a fault in one shows against the
other. Kleene's reading of a tree is right whenever it is certain; where it says unknown, the referee sets one unknown
leaf after another to every value it could take, reads again, and stops as soon as both answers have been seen. Only a
tree in which nothing is read twice is spared that: there Kleene is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from planner.domain.conditions import (
    NO_LIMIT,
    NOT_SAFEGUARDED,
    All,
    AnyOf,
    Comparison,
    Condition,
    IndicatorRef,
    Not,
    OfMember,
    Quantified,
)
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.rules import Guardrail
from planner.domain.tactic import Tactic
from planner.domain.truth import Truth
from planner.domain.vocabulary import Scalar
from planner.engine.answers import Answers, Case, GuardFiring, selected_by

FALSE, UNKNOWN, TRUE = int(Truth.FALSE), int(Truth.UNKNOWN), int(Truth.TRUE)

Read = Callable[[list[int]], int]
Attributes = Mapping[str, Scalar | None]
# A variable is an attribute (of the member in question, or of the case) or a quantifier over a collection.
Variable = tuple[bool, str] | Quantified


@dataclass
class _Sheet:
    """One tree made ready to read: its leaves in order, the variables behind them, and the reading itself."""

    leaves: list[tuple[Variable, Comparison | Quantified]] = field(default_factory=list)
    of: dict[Variable, list[int]] = field(default_factory=dict)
    slots: list[int] = field(default_factory=list)
    times: dict[int, int] = field(default_factory=dict)
    read: Read = lambda values: TRUE

    @cached_property
    def tangled(self) -> frozenset[Variable]:
        """The variables that must be tried when unknown: read more than once, unable to come out either way, or about a
        collection that another is about too. Any other may be left unknown, for it goes the way that matters."""
        collections = [v.collection for v in self.of if isinstance(v, Quantified)]
        return frozenset(variable for variable in self.of if self._is_tangled(variable, collections))

    def _is_tangled(self, variable: Variable, collections: list[str]) -> bool:
        numbers = self.of[variable]
        if len(numbers) > 1 or self.times[numbers[0]] > 1:
            return True
        leaf = self.leaves[numbers[0]][1]
        if isinstance(leaf, Quantified):
            return collections.count(leaf.collection) > 1
        return not leaf.numeric and not leaf.others

    def add(self, variable: Variable, leaf: Comparison | Quantified) -> int:
        """The number of a leaf, new or already known."""
        number = self._number(variable, leaf)
        self.times[number] = self.times.get(number, 0) + 1
        return number

    def _number(self, variable: Variable, leaf: Comparison | Quantified) -> int:
        if (variable, leaf) in self.leaves:
            return self.leaves.index((variable, leaf))
        self.leaves.append((variable, leaf))
        self.of.setdefault(variable, []).append(len(self.leaves) - 1)
        return len(self.leaves) - 1


@dataclass(frozen=True)
class Reading:
    """A tactic's condition made ready: over the case, and over one member at a time with what may name that member."""

    whole: _Sheet
    member: _Sheet | None
    naming: tuple[Quantified, ...]


class Referee:
    """Evaluates one library's conditions over one case at a time."""

    def __init__(self, library: Library, families: tuple[str, ...]) -> None:
        self._library = library
        self._tree = library.conditions
        self._contains: dict[tuple[Quantified, Quantified], bool] = {}
        self._slots: dict[tuple[Variable, Comparison | Quantified], int] = {}
        self._law: tuple[LawStatus, ...] = ()
        self._chosen: dict[str, list[str]] = {}
        self._inner: dict[Quantified, _Sheet] = {}
        self._about = {f"guardrail:{one.id}": one.about for one in library.guardrails if one.about}
        self._guardrails = library.guardrails if "guardrail" in families else ()
        self._sheets = {name: self._sheet(name, tree) for name, tree in library.conditions_of(families).items()}
        self._watched = {
            name: tuple(dict.fromkeys(leaf for v, leaf in sheet.leaves if isinstance(leaf, Quantified)))
            for name, sheet in self._sheets.items()
        }
        tactics = library.active if "tactic" in families else ()
        self._aimed = {
            one.id: aimed
            for one in tactics
            if (aimed := self._subject_sheet(one, self._tree[f"tactic:{one.id}"])) is not None
        }

    # -- getting ready: trees become sheets, once -------------------------------------------------------------------

    def _sheet(self, name: str, tree: Condition) -> _Sheet:
        kind, _, owner = name.partition(":")
        tactic = self._library.tactics[owner] if kind == "tactic" else None
        sheet = _Sheet()
        protect = tactic is not None and _protects(tactic)
        sheet.read = self._reading(tree, sheet, member=name in self._about, protect=protect)
        return sheet

    def _subject_sheet(self, tactic: Tactic, tree: Condition) -> tuple[_Sheet, list[Quantified]] | None:
        """The tactic's tree read for one member, and the quantifiers that may name that member."""
        naming = list(_naming(tree, tactic.on or "", True))
        if not naming:
            return None
        sheet = _Sheet()
        pursued = _protects(tactic)
        parts = [self._reading(tree, sheet, on=tactic.on or "")]
        parts.append(_any([self._reading(leaf.where, sheet, member=True) for leaf in naming]))
        if pursued:
            parts.append(self._reading(NOT_SAFEGUARDED, sheet, member=True))
        sheet.read = _all(parts)
        return sheet, [_shielded(leaf) if pursued else leaf for leaf in naming]

    def _reading(
        self,
        tree: Condition,
        sheet: _Sheet,
        *,
        member: bool = False,
        on: str = "",
        protect: bool = False,
        positive: bool = True,
    ) -> Read:
        """How to read a tree off the values of the sheet's leaves."""
        match tree:
            case Comparison():
                return _leaf(sheet.add((member, tree.attribute), tree))
            case All(parts) | AnyOf(parts):
                reads = [
                    self._reading(part, sheet, member=member, on=on, protect=protect, positive=positive)
                    for part in parts
                ]
                return _all(reads) if isinstance(tree, All) else _any(reads)
            case Not(part):
                inner = self._reading(part, sheet, member=member, on=on, protect=protect, positive=not positive)
                return lambda values: TRUE - inner(values)
            case OfMember(part):
                return self._reading(part, sheet, member=True, positive=positive)
            case IndicatorRef(id):
                # What an indicator concludes is context: it names no subjects and leaves nobody out.
                return self._reading(self._tree[f"indicator:{id}"], sheet, positive=positive)
            case Quantified() if positive and tree.names_subjects and tree.collection == on:
                return self._reading(tree.where, sheet, member=True)
            case Quantified():
                leaf = (
                    _shielded(tree)
                    if protect and positive and tree.names_subjects and tree.collection == "people"
                    else tree
                )
                return _leaf(sheet.add(leaf, leaf))

    # -- one case ---------------------------------------------------------------------------------------------------

    def open(self, case: Case) -> None:
        """Take up a case: what was found in the last one is forgotten."""
        self._case = case
        self._found: dict[Quantified, dict[str, Truth]] = {}
        self._counted: dict[Quantified, int] = {}
        self._standing: dict[int, int] = {}

    def ready(self, tactic: Tactic, tree: Condition) -> Reading:
        """A condition made ready as if it were the tactic's own."""
        whole = _Sheet()
        whole.read = self._reading(tree, whole, protect=_protects(tactic))
        member, naming = self._subject_sheet(tactic, tree) or (None, [])
        return Reading(whole, member, tuple(naming))

    def judge(self, reading: Reading) -> tuple[Truth, dict[str, Truth]]:
        """What a reading comes to in the open case, and the subjects found, each with how surely."""
        truth = self._judge(reading.whole, {})
        if reading.member is None:
            return truth, {}
        subjects = self._members_named(reading.member, reading.naming)
        return max(truth, *subjects.values(), Truth.FALSE), subjects

    def truth(self, tree: Condition, member: Attributes | None = None) -> Truth:
        """What a condition comes to in the open case; with `member`, read of that member."""
        sheet = _Sheet()
        sheet.read = self._reading(tree, sheet, member=member is not None)
        return self._judge(sheet, member or {})

    def could_meet(self, tactic: Tactic, tree: Condition, about: Condition) -> bool:
        """Whether some subject of the tactic could satisfy `about`; asked of an open case in which nothing is known."""
        aimed = self._subject_sheet(tactic, tree)
        if aimed is None:
            return False
        sheet = aimed[0]
        sheet.read = _all([sheet.read, self._reading(about, sheet, member=True)])
        return self._judge(sheet, {}) is not Truth.FALSE

    def same(self, tactic: Tactic, one: Condition, other: Condition) -> bool:
        """Whether two conditions of a tactic agree on every case there could be, subjects included.

        To be asked of an open case in which nothing is known and every collection is open.
        """
        protect = _protects(tactic)
        sheet = _Sheet()
        a = self._reading(one, sheet, protect=protect)
        b = self._reading(other, sheet, protect=protect)
        sheet.read = _same(a, b)
        if self._judge(sheet, {}) is not Truth.TRUE:
            return False
        if not tactic.on:
            return True
        named = [list(_naming(tree, tactic.on, True)) for tree in (one, other)]
        if not all(named):
            return not any(named)
        sheet = _Sheet()
        reads = []
        for tree, naming in zip((one, other), named, strict=True):
            parts = [self._reading(tree, sheet, on=tactic.on)]
            parts.append(_any([self._reading(leaf.where, sheet, member=True) for leaf in naming]))
            reads.append(_all(parts))
        sheet.read = _same(*reads)
        return self._judge(sheet, {}) is Truth.TRUE

    def evaluate(self, case: Case) -> Answers:
        """Every outcome for one case, found the plain way."""
        self.open(case)
        answers = Answers()
        for name, sheet in self._sheets.items():
            owner = name.partition(":")[2]
            if about := self._about.get(name):
                for row in case.table.members[about]:
                    answers.guard_marks[(owner, row.ref)] = self._judge(sheet, row.values)
                continue
            answers.outcomes[name] = self._judge(sheet, {})
            for leaf in self._watched[name]:
                answers.witnesses[(name, leaf)] = self._members(leaf)
        for one in self._guardrails:
            if not one.about:
                answers.guard_flags[one.id] = answers.outcomes[f"guardrail:{one.id}"]
        for tactic_id, (sheet, naming) in self._aimed.items():
            if found := self._members_named(sheet, naming):
                answers.subjects[tactic_id] = found
        answers.firings = frozenset(self._firings(answers))
        return answers

    def _members_named(self, sheet: _Sheet, naming: Sequence[Quantified]) -> dict[str, Truth]:
        # Only a member that some naming quantifier may have found can be a subject.
        could = {ref for leaf in naming for ref in self._members(leaf)}
        rows = self._case.table.members[naming[0].collection]
        return {row.ref: value for row in rows if row.ref in could and (value := self._judge(sheet, row.values))}

    def _judge(self, sheet: _Sheet, member: Attributes) -> Truth:
        """The truth of a sheet: as read if certain, else whatever every completion of the unknown agrees on."""
        values = self._values(sheet, member)
        first = sheet.read(values)
        if first != UNKNOWN or not sheet.tangled:
            return Truth(first)
        unknown = [
            (v, numbers)
            for v, numbers in sheet.of.items()
            if v in sheet.tangled and any(values[n] == UNKNOWN for n in numbers)
        ]
        seen: set[int] = set()
        self._try(sheet, values, unknown, 0, [], seen)
        return Truth(seen.pop()) if len(seen) == 1 else Truth.UNKNOWN

    def _try(
        self,
        sheet: _Sheet,
        values: list[int],
        unknown: list[tuple[Variable, list[int]]],
        depth: int,
        set_to: list[tuple[Quantified, bool]],
        seen: set[int],
    ) -> None:
        """Complete the unknown variables from `depth` on in every way, until both answers have been seen."""
        answer = sheet.read(values)
        if answer != UNKNOWN:
            # A certain reading holds for every completion; it counts if at least one of them can be.
            seen.add(answer)
            return
        if depth == len(unknown):
            # What is left unknown stands free and is read once: it may go either way.
            seen.update((FALSE, TRUE))
            return
        variable, numbers = unknown[depth]
        before = [values[n] for n in numbers]
        for value in self._completions(variable, [sheet.leaves[n][1] for n in numbers]):
            if isinstance(variable, Quantified):
                if not self._possible(variable, bool(value), set_to):
                    continue
                set_to.append((variable, bool(value)))
            for n in numbers:
                leaf = sheet.leaves[n][1]
                values[n] = TRUE if (leaf.holds(value) if isinstance(leaf, Comparison) else value) else FALSE
            self._try(sheet, values, unknown, depth + 1, set_to, seen)
            if isinstance(variable, Quantified):
                set_to.pop()
            if len(seen) > 1:
                break
        for n, value in zip(numbers, before, strict=True):
            values[n] = value

    def _completions(self, variable: Variable, leaves: list[Comparison | Quantified]) -> list[Scalar]:
        """Every value worth trying: for a number, those on either side of each bound."""
        if isinstance(variable, Quantified):
            return [True, False]
        worth: dict[Scalar, None] = {}
        for leaf in leaves:
            assert isinstance(leaf, Comparison)
            if leaf.numeric:
                worth |= dict.fromkeys((0, leaf.low, max(leaf.low - 1, 0), leaf.high, min(leaf.high + 1, NO_LIMIT)))
            else:
                worth |= dict.fromkeys(leaf.allowed)
        # Every value that no leaf names answers all of them alike: one stands for the rest.
        rest = leaves[0].others if isinstance(leaves[0], Comparison) else frozenset()
        return [*worth, *[value for value in rest if value not in worth][:1]]

    def _possible(self, leaf: Quantified, value: bool, set_to: list[tuple[Quantified, bool]]) -> bool:
        """Not possible: members of a narrower kind without members of the wider kind that contains it."""
        return not any(
            other != value and (self._within(leaf, one) if value else self._within(one, leaf)) for one, other in set_to
        )

    def _within(self, narrow: Quantified, wide: Quantified) -> bool:
        """Whether every member of the narrower kind is one of the wider kind, whatever its facts."""
        if narrow.collection != wide.collection or narrow.at_least < wide.at_least:
            return False
        key = (narrow, wide)
        if key not in self._contains:
            sheet = _Sheet()
            a = self._reading(narrow.where, sheet, member=True)
            b = self._reading(wide.where, sheet, member=True)
            sheet.read = _any([lambda values: TRUE - a(values), b])
            self._contains[key] = self._judge(sheet, {}) is Truth.TRUE
        return self._contains[key]

    def _values(self, sheet: _Sheet, member: Attributes) -> list[int]:
        """How each leaf of a sheet stands; one about the case is looked up once for all sheets."""
        if len(sheet.slots) != len(sheet.leaves):
            sheet.slots = [
                -1 if isinstance(v, tuple) and v[0] else self._slots.setdefault((v, leaf), len(self._slots))
                for v, leaf in sheet.leaves
            ]
        values = []
        for slot, (variable, leaf) in zip(sheet.slots, sheet.leaves, strict=True):
            known = self._standing.get(slot) if slot >= 0 else None
            if known is None:
                known = self._value(variable, leaf, member)
                if slot >= 0:
                    self._standing[slot] = known
            values.append(known)
        return values

    def _value(self, variable: Variable, leaf: Comparison | Quantified, member: Attributes) -> int:
        if isinstance(leaf, Quantified):
            return self._count(leaf)
        of_member = isinstance(variable, tuple) and variable[0]
        value = member.get(leaf.attribute) if of_member else self._case.table.group.get(leaf.attribute)
        return UNKNOWN if value is None else TRUE if leaf.holds(value) else FALSE

    def _members(self, leaf: Quantified) -> dict[str, Truth]:
        """The members that satisfy, or may satisfy, the inner condition."""
        if leaf not in self._found:
            if leaf not in self._inner:
                self._inner[leaf] = _Sheet()
                self._inner[leaf].read = self._reading(leaf.where, self._inner[leaf], member=True)
            rows = self._case.table.members[leaf.collection]
            self._found[leaf] = {
                row.ref: value for row in rows if (value := self._judge(self._inner[leaf], row.values))
            }
        return self._found[leaf]

    def _count(self, leaf: Quantified) -> int:
        if leaf not in self._counted:
            found = self._members(leaf)
            sure = sum(value is Truth.TRUE for value in found.values())
            could = leaf.collection in self._case.table.open or len(found) >= leaf.at_least
            self._counted[leaf] = TRUE if sure >= leaf.at_least else UNKNOWN if could else FALSE
        return self._counted[leaf]

    def _firings(self, answers: Answers) -> Iterator[GuardFiring]:
        for guardrail in self._guardrails:
            flag = answers.guard_flags.get(guardrail.id, Truth.FALSE)
            if not guardrail.about and not guardrail.applies(flag):
                continue
            for tactic in self._about_tactics(guardrail):
                if not guardrail.about:
                    yield GuardFiring(guardrail.id, tactic, "", flag)
                    continue
                for ref in answers.subjects.get(tactic, {}):
                    value = answers.guard_marks.get((guardrail.id, ref), Truth.FALSE)
                    if guardrail.applies(value):
                        yield GuardFiring(guardrail.id, tactic, ref, value)

    def _about_tactics(self, guardrail: Guardrail) -> list[str]:
        """The tactics a guardrail is about as the law stands: worked out once for each standing of the whole menu."""
        law = tuple(self._case.law.values())
        if law != self._law:
            self._law, self._chosen = law, {}
        if guardrail.id not in self._chosen:
            standing = self._case.law
            self._chosen[guardrail.id] = [
                one.id for one in self._library.active if selected_by(guardrail, one, standing[one.id])
            ]
        return self._chosen[guardrail.id]


def _protects(tactic: Tactic) -> bool:
    """Whether a tactic aims at people, so that those who must be safeguarded are left out."""
    return tactic.pillar == "pursue" and tactic.on == "people"


def _same(a: Read, b: Read) -> Read:
    def read(values: list[int]) -> int:
        one, other = a(values), b(values)
        return UNKNOWN if UNKNOWN in (one, other) else TRUE if one == other else FALSE

    return read


def _shielded(leaf: Quantified) -> Quantified:
    """The quantifier with those who must be safeguarded left out, as where a Pursue tactic would aim at them."""
    return replace(leaf, where=All((leaf.where, NOT_SAFEGUARDED)))


def _naming(tree: Condition, on: str, positive: bool) -> Iterator[Quantified]:
    match tree:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _naming(part, on, positive)
        case Not(part):
            yield from _naming(part, on, not positive)
        case Quantified() if positive and tree.names_subjects and tree.collection == on:
            yield tree


def _leaf(number: int) -> Read:
    return lambda values: values[number]


def _all(reads: list[Read]) -> Read:
    def read(values: list[int]) -> int:
        least = TRUE
        for one in reads:
            value = one(values)
            if value < least:
                if not value:
                    return FALSE
                least = value
        return least

    return read


def _any(reads: list[Read]) -> Read:
    def read(values: list[int]) -> int:
        most = FALSE
        for one in reads:
            value = one(values)
            if value > most:
                if value == TRUE:
                    return TRUE
                most = value
        return most

    return read

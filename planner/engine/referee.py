"""The independent referee: reads the condition trees and the facts directly, and tries every completion of the unknown.

It shares nothing with the compiler or the engine but the words of the domain, so that a fault in one shows against the
other. Kleene's reading of a tree is right whenever it is certain; where it says unknown, the referee sets one unknown
leaf after another to every value it could take, reads again, and stops as soon as both answers have been seen. Only a
tree in which nothing is read twice is spared that: there Kleene is exact. What a tree comes to hangs on how its leaves
stand and on nothing else, so it is worked out once for each way in which they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

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
from planner.domain.profile import MemberRow
from planner.domain.rules import Guardrail
from planner.domain.tactic import Tactic
from planner.domain.truth import Truth
from planner.domain.vocabulary import Scalar
from planner.engine.answers import Answers, Case, GuardFiring

FALSE, UNKNOWN, TRUE = int(Truth.FALSE), int(Truth.UNKNOWN), int(Truth.TRUE)

# How many of the ways in which its leaves stood a tree remembers.
MOST_REMEMBERED = 2000

Read = Callable[[Sequence[int]], int]
Attributes = Mapping[str, Scalar | None]
# A variable is an attribute (of the member in question, or of the case) or a quantifier over a collection.
Variable = tuple[bool, str] | Quantified
Leaf = Comparison | Quantified


@dataclass
class _Sheet:
    """One tree made ready to read: its leaves in order, the variables behind them, the reading itself, and what it came
    to before. `slots` gives each leaf its number among those of all trees."""

    leaves: list[tuple[Variable, Leaf]] = field(default_factory=list)
    slots: dict[int, int] = field(default_factory=dict)
    times: list[int] = field(default_factory=list)
    read: Read = lambda values: TRUE
    judged: dict[tuple[int, ...], Truth] = field(default_factory=dict)

    @cached_property
    def of(self) -> dict[Variable, list[int]]:
        """The leaves of each variable."""
        found: dict[Variable, list[int]] = {}
        for number, (variable, _) in enumerate(self.leaves):
            found.setdefault(variable, []).append(number)
        return found

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

    def add(self, slot: int, variable: Variable, leaf: Leaf) -> int:
        """The number of a leaf on this sheet, new or already known."""
        number = self.slots.setdefault(slot, len(self.leaves))
        if number == len(self.leaves):
            self.leaves.append((variable, leaf))
            self.times.append(0)
        self.times[number] += 1
        return number


class _Standing(dict[int, int]):
    """How each leaf stands, for the case or for one of its members: worked out when first asked for."""

    def __init__(self, stands: Callable[[int], int]) -> None:
        super().__init__()
        self._stands = stands

    def __missing__(self, slot: int) -> int:
        self[slot] = value = self._stands(slot)
        return value


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
        self._slots: dict[Quantified | tuple[bool, Comparison], int] = {}
        self._leaves: list[tuple[bool, Leaf]] = []
        self._members_last: Mapping[str, tuple[MemberRow, ...]] = {}
        self._found: dict[Quantified, dict[str, Truth]] = {}
        self._law: tuple[LawStatus, ...] = ()
        self._chosen: dict[str, set[str]] = {}
        self._inner: dict[Quantified, _Sheet] = {}
        self._about = {f"guardrail:{one.id}": one.about for one in library.guardrails if one.about}
        self._guardrails = library.guardrails if "guardrail" in families else ()
        self._sheets = {name: self._sheet(name, tree) for name, tree in library.conditions_of(families).items()}
        self._watched = {
            name: tuple(dict.fromkeys(leaf for v, leaf in sheet.leaves if isinstance(leaf, Quantified)))
            for name, sheet in self._sheets.items()
        }
        self._named: dict[tuple[str, str], list[str]] = {}
        for one in library.active:
            for name in _named("trait", one.traits) + _named("pillar", [one.pillar]) + _named("id", [one.id]):
                self._named.setdefault(name, []).append(one.id)
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
                slot = self._slot((member, tree), member, tree)
                return itemgetter(sheet.add(slot, (member, tree.attribute), tree))
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
                return itemgetter(sheet.add(self._slot(leaf, False, leaf), leaf, leaf))

    # -- one case ---------------------------------------------------------------------------------------------------

    def open(self, case: Case) -> None:
        """Take up a case. Of the last one, only what was found of a collection that stands as it did is kept."""
        self._case = case
        members = case.table.members
        kept = {name for name, rows in members.items() if rows == self._members_last.get(name)}
        self._found = {leaf: found for leaf, found in self._found.items() if leaf.collection in kept}
        self._members_last = members
        self._standing = _Standing(self._of_case)
        self._rows = {row.ref: self._of_member(row.values) for rows in case.table.members.values() for row in rows}

    def ready(self, tactic: Tactic, tree: Condition) -> Reading:
        """A condition made ready as if it were the tactic's own."""
        whole = _Sheet()
        whole.read = self._reading(tree, whole, protect=_protects(tactic))
        member, naming = self._subject_sheet(tactic, tree) or (None, [])
        return Reading(whole, member, tuple(naming))

    def judge(self, reading: Reading) -> tuple[Truth, dict[str, Truth]]:
        """What a reading comes to in the open case, and the subjects found, each with how surely."""
        truth = self._judge(reading.whole, self._standing)
        if reading.member is None:
            return truth, {}
        subjects = self._members_named(reading.member, reading.naming)
        return max(truth, *subjects.values(), Truth.FALSE), subjects

    def truth(self, tree: Condition, member: Attributes | None = None) -> Truth:
        """What a condition comes to in the open case; with `member`, read of that member."""
        sheet = _Sheet()
        sheet.read = self._reading(tree, sheet, member=member is not None)
        return self._judge(sheet, self._standing if member is None else self._of_member(member))

    def could_meet(self, tactic: Tactic, tree: Condition, about: Condition) -> bool:
        """Whether some subject of the tactic could satisfy `about`; asked of an open case in which nothing is known."""
        aimed = self._subject_sheet(tactic, tree)
        if aimed is None:
            return False
        sheet = aimed[0]
        sheet.read = _all([sheet.read, self._reading(about, sheet, member=True)])
        return self._judge(sheet, self._of_member({})) is not Truth.FALSE

    def same(self, tactic: Tactic, one: Condition, other: Condition) -> bool:
        """Whether two conditions of a tactic agree on every case there could be, subjects included.

        To be asked of an open case in which nothing is known and every collection is open.
        """
        protect = _protects(tactic)
        sheet = _Sheet()
        a = self._reading(one, sheet, protect=protect)
        b = self._reading(other, sheet, protect=protect)
        sheet.read = _same(a, b)
        if self._judge(sheet, self._standing) is not Truth.TRUE:
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
        return self._judge(sheet, self._of_member({})) is Truth.TRUE

    def evaluate(self, case: Case) -> Answers:
        """Every outcome for one case, found the plain way."""
        self.open(case)
        answers = Answers()
        for name, sheet in self._sheets.items():
            owner = name.partition(":")[2]
            if about := self._about.get(name):
                for row in case.table.members[about]:
                    answers.guard_marks[(owner, row.ref)] = self._judge(sheet, self._rows[row.ref])
                continue
            answers.outcomes[name] = self._judge(sheet, self._standing)
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
        if not could:
            return {}
        rows = self._case.table.members[naming[0].collection]
        return {
            row.ref: value for row in rows if row.ref in could and (value := self._judge(sheet, self._rows[row.ref]))
        }

    def _judge(self, sheet: _Sheet, standing: _Standing) -> Truth:
        """The truth of a sheet as its leaves stand."""
        values = tuple(map(standing.__getitem__, sheet.slots))
        known = sheet.judged.get(values)
        if known is None:
            if len(sheet.judged) == MOST_REMEMBERED:
                sheet.judged.clear()
            known = sheet.judged[values] = self._settle(sheet, list(values))
        return known

    def _settle(self, sheet: _Sheet, values: list[int]) -> Truth:
        """As read if that is certain, else whatever every completion of the unknown agrees on."""
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

    def _completions(self, variable: Variable, leaves: list[Leaf]) -> list[Scalar]:
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
            self._contains[key] = self._judge(sheet, self._of_member({})) is Truth.TRUE
        return self._contains[key]

    # -- how the leaves stand ---------------------------------------------------------------------------------------

    def _slot(self, key: Quantified | tuple[bool, Comparison], of_member: bool, leaf: Leaf) -> int:
        """The number of a leaf among those of all trees: one that many trees read is looked up once a case."""
        slot = self._slots.setdefault(key, len(self._leaves))
        if slot == len(self._leaves):
            self._leaves.append((of_member, leaf))
        return slot

    def _of_case(self, slot: int) -> int:
        of_member, leaf = self._leaves[slot]
        if isinstance(leaf, Quantified):
            return self._count(leaf)
        return UNKNOWN if of_member else _compared(leaf, self._case.table.group)

    def _of_member(self, member: Attributes) -> _Standing:
        def stands(slot: int) -> int:
            of_member, leaf = self._leaves[slot]
            if of_member and isinstance(leaf, Comparison):
                return _compared(leaf, member)
            return self._standing[slot]

        return _Standing(stands)

    def _members(self, leaf: Quantified) -> dict[str, Truth]:
        """The members that satisfy, or may satisfy, the inner condition."""
        found = self._found.get(leaf)
        if found is None:
            if leaf not in self._inner:
                self._inner[leaf] = _Sheet()
                self._inner[leaf].read = self._reading(leaf.where, self._inner[leaf], member=True)
            sheet = self._inner[leaf]
            rows = self._case.table.members[leaf.collection]
            found = {row.ref: value for row in rows if (value := self._judge(sheet, self._rows[row.ref]))}
            self._found[leaf] = found
        return found

    def _count(self, leaf: Quantified) -> int:
        found = self._members(leaf)
        sure = list(found.values()).count(Truth.TRUE)
        could = leaf.collection in self._case.table.open or len(found) >= leaf.at_least
        return TRUE if sure >= leaf.at_least else UNKNOWN if could else FALSE

    # -- guardrails ------------------------------------------------------------------------------------------------

    def _firings(self, answers: Answers) -> Iterator[GuardFiring]:
        marked: dict[str, dict[str, Truth]] = {}
        for (guardrail_id, ref), value in answers.guard_marks.items():
            marked.setdefault(guardrail_id, {})[ref] = value
        for guardrail in self._guardrails:
            if not guardrail.about:
                flag = answers.guard_flags.get(guardrail.id, Truth.FALSE)
                if guardrail.applies(flag):
                    for tactic in self._about_tactics(guardrail):
                        yield GuardFiring(guardrail.id, tactic, "", flag)
                continue
            marks = {ref: v for ref, v in marked.get(guardrail.id, {}).items() if guardrail.applies(v)}
            for tactic in self._about_tactics(guardrail) if marks else ():
                for ref in marks.keys() & answers.subjects.get(tactic, {}).keys():
                    yield GuardFiring(guardrail.id, tactic, ref, marks[ref])

    def _about_tactics(self, guardrail: Guardrail) -> set[str]:
        """The tactics a guardrail is about as the law stands: worked out once for each standing of the whole menu."""
        law = tuple(self._case.law.values())
        if law != self._law:
            self._law, self._chosen = law, {}
        if guardrail.id not in self._chosen:
            chosen = guardrail.applies_to
            wanted = _named("trait", chosen.traits) + _named("pillar", chosen.pillars) + _named("id", chosen.tactics)
            found = {tactic for name in wanted for tactic in self._named.get(name, ())}
            if chosen.law:
                found |= {one.id for one in self._library.active if _stands_so(self._case.law[one.id], chosen.law)}
            self._chosen[guardrail.id] = found
        return self._chosen[guardrail.id]


def _named(kind: str, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(kind, name) for name in names]


def _stands_so(status: LawStatus, wanted: str) -> bool:
    """Whether a tactic's law stands as a guardrail on the law asks: not usable, or unchecked."""
    return status is LawStatus.UNCHECKED if wanted == "unchecked" else not status.usable


def _protects(tactic: Tactic) -> bool:
    """Whether a tactic aims at people, so that those who must be safeguarded are left out."""
    return tactic.pillar == "pursue" and tactic.on == "people"


def _same(a: Read, b: Read) -> Read:
    def read(values: Sequence[int]) -> int:
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


def _compared(leaf: Comparison, known: Attributes) -> int:
    value = known.get(leaf.attribute)
    return UNKNOWN if value is None else TRUE if leaf.holds(value) else FALSE


def _all(reads: list[Read]) -> Read:
    def read(values: Sequence[int]) -> int:
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
    def read(values: Sequence[int]) -> int:
        most = FALSE
        for one in reads:
            value = one(values)
            if value > most:
                if value == TRUE:
                    return TRUE
                most = value
        return most

    return read

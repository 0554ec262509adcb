"""A case as it stands, leaf by leaf and condition by condition, and the same with a change laid over it.

Most changes only add to what is known. Least of a term and greatest over terms never take back what is settled when more
becomes known, so for those only what is unknown now is looked at: leaves, and the conditions that read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from planner.domain.library import Library
from planner.domain.profile import FactTable
from planner.domain.vocabulary import Scalar
from planner.engine.compiler import Cells, Compiled, CompiledLibrary, FactVariable, QuantifiedVariable
from planner.engine.explain import stands

Values = Mapping[str, Scalar | None]
Term = tuple[tuple[tuple[str, Cells], ...], tuple[int, ...]]
FALSE, UNKNOWN, TRUE = 0, 1, 2


@dataclass(frozen=True)
class Changed:
    """What differs from the case as it is: attributes of the group, attributes of members (of new ones too), collections
    closed."""

    group: Values = field(default_factory=dict)
    rows: Mapping[str, Values] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


class Index:
    """What depends on the library alone: which conditions read which leaves, which leaves read which facts."""

    def __init__(self, library: Library, compiled: CompiledLibrary) -> None:
        self.library, self.compiled = library, compiled
        # The conditions that tactics and guardrails are of.
        every = (*compiled.case, *compiled.subject, *compiled.member)
        self.names = frozenset(name for name in every if name.startswith(("tactic:", "guardrail:")))
        self.positive = [literal.positive for literal in compiled.literals]
        self.quantified: dict[int, QuantifiedVariable] = {}
        # Quantified leaves that ask the same stand under the number of the first.
        self.same: dict[int, int] = {}
        self.alike: dict[int, list[int]] = {}
        self.group: dict[str, list[int]] = {}
        self.over: dict[str, list[int]] = {}
        self.reading: dict[int, list[str]] = {}
        # Who reads an attribute of a member: quantified leaves by their first number, and conditions read for one member;
        # the same by all that one alternative reads of a member.
        self.leaves_on: dict[tuple[str, str], list[int]] = {}
        self.leaves_of: dict[tuple[str, frozenset[str]], list[int]] = {}
        self.conditions_on: dict[tuple[str, str], list[str]] = {}
        self.conditions_of: dict[tuple[str, frozenset[str]], list[str]] = {}
        self.split: dict[str, tuple[Term, ...]] = {}
        self._note_leaves()
        for name, condition in compiled.case.items():
            for number in {n for term in condition.implicants for n in term}:
                self.reading.setdefault(number, []).append(name)
        for name, (collection, condition) in (*compiled.subject.items(), *compiled.member.items()):
            self._note_read_of_members(name, collection, condition)

    def _note_leaves(self) -> None:
        """Which leaves read which facts."""
        first: dict[QuantifiedVariable, int] = {}
        for literal in self.compiled.literals:
            variable = literal.variable
            if isinstance(variable, QuantifiedVariable):
                self.same[literal.id] = leader = first.setdefault(variable, literal.id)
                self.alike.setdefault(leader, []).append(literal.id)
                self.quantified[literal.id] = variable
                self.over.setdefault(variable.collection, []).append(literal.id)
            elif not variable.scope:
                self.group.setdefault(variable.attribute, []).append(literal.id)
        for variable, number in first.items():
            for attribute in {attribute for term in variable.terms for attribute, _ in term}:
                self.leaves_on.setdefault((variable.collection, attribute), []).append(number)
            for read in {frozenset(attribute for attribute, _ in term) for term in variable.terms}:
                self.leaves_of.setdefault((variable.collection, read), []).append(number)

    def _note_read_of_members(self, name: str, collection: str, condition: Compiled) -> None:
        """What a condition read for one member reads of it, and of the case."""
        self.split[name] = self._split(condition)
        for read in {frozenset(attribute for attribute, _ in own) for own, _ in self.split[name]}:
            self.conditions_of.setdefault((collection, read), []).append(name)
        for number in {n for term in condition.implicants for n in term}:
            variable = self.compiled.literals[number].variable
            if isinstance(variable, FactVariable) and variable.scope:
                self.conditions_on.setdefault((collection, variable.attribute), []).append(name)
            else:
                self.reading.setdefault(number, []).append(name)

    def _split(self, condition: Compiled) -> tuple[Term, ...]:
        """The alternatives of a condition read for one member: what is asked of the member, and of the case."""
        found = []
        for term in condition.implicants:
            own, shared = [], []
            for number in term:
                literal = self.compiled.literals[number]
                if isinstance(literal.variable, FactVariable) and literal.variable.scope:
                    own.append((literal.variable.attribute, literal.cells))
                else:
                    shared.append(number)
            found.append((tuple(own), tuple(shared)))
        return tuple(found)

    def reach_duties(self, changed: Changed) -> bool:
        """Whether some duty may read what changed."""
        collections = {ref.partition("/")[0] for ref in changed.rows} | changed.closed
        return not self._duty_reads.isdisjoint(changed.group) or not self._duty_reads.isdisjoint(collections)

    @cached_property
    def _duty_reads(self) -> frozenset[str]:
        """The attributes of the group, and the collections, that some duty reads."""
        read = set()
        for duty in self.duties:
            for scope, name in self.library.facts_behind(f"tactic:{duty}"):
                read.add(f"group.{name}" if scope == "group" else scope)
        many = {
            f"group.{fact.id}:{option}"
            for fact in self.library.facts
            if f"group.{fact.id}" in read
            for option in fact.values
        }
        return frozenset(read | many)

    @cached_property
    def duties(self) -> frozenset[str]:
        """The tactics that weak reports count for."""
        return frozenset(one.id for one in self.library.active if one.duty)


class Sheet:
    """How everything stands for one case: literals by number, members by quantified leaf."""

    def __init__(self, base: Index, table: FactTable) -> None:
        self.base, self.table = base, table
        self.rows = {row.ref: row.values for rows in table.members.values() for row in rows}
        self.of = {c: [row.ref for row in rows] for c, rows in table.members.items()}
        self._found: dict[int, dict[str, int]] = {}
        self._tally: dict[int, tuple[int, int]] = {}
        self._reaches: dict[frozenset[str] | None, Reach] = {}
        self._unsettled: dict[str, list[str]] = {}
        self._members: dict[tuple[str, str], int] = {}
        self._best: dict[str, int] = {}
        self.literals = [self._literal(n) for n in range(len(base.compiled.literals))]

    def found(self, number: int) -> dict[str, int]:
        """For a quantified leaf, each member that satisfies its inner condition or may."""
        variable = self.base.quantified[number]
        if number not in self._found:
            refs = self.of.get(variable.collection, ())
            judged = ((ref, inner(variable, self.rows[ref])) for ref in refs)
            self._found[number] = {ref: value for ref, value in judged if value}
        return self._found[number]

    def tally(self, number: int) -> tuple[int, int]:
        """For a quantified leaf, how many members satisfy its inner condition, and how many do or may."""
        if number not in self._tally:
            found = self.found(number)
            self._tally[number] = (sum(value == TRUE for value in found.values()), len(found))
        return self._tally[number]

    def reach(self, changed: Changed) -> Reach:
        """What a change may bear on: where it only makes known what was unknown, the unsettled alone."""
        newcomers = frozenset(ref.partition("/")[0] for ref in changed.rows if ref not in self.rows)
        key = newcomers if self._adds(changed) and newcomers.isdisjoint(changed.closed) else None
        if key not in self._reaches:
            self._reaches[key] = Reach(self, key)
        return self._reaches[key]

    def _adds(self, changed: Changed) -> bool:
        """Whether a change leaves all that is known as it is; more members only where there may be more."""
        told = [(self.table.group, changed.group)]
        for ref, values in changed.rows.items():
            if ref in self.rows:
                told.append((self.rows[ref], values))
            elif ref.partition("/")[0] not in self.table.open:
                return False
        return all(
            (before := old.get(attribute)) is None or before == value
            for old, new in told
            for attribute, value in new.items()
        )

    def unsettled_members(self, name: str, collection: str) -> list[str]:
        """The members of whom a condition read for one member may hold."""
        if name not in self._unsettled:
            refs = self.of.get(collection, ())
            self._unsettled[name] = [ref for ref in refs if self.member(name, ref) == UNKNOWN]
        return self._unsettled[name]

    def member(self, name: str, ref: str) -> int:
        """How a condition stands, read for one member."""
        key = (name, ref)
        if key not in self._members:
            self._members[key] = member_truth(self.base.split[name], self.literals, self.rows[ref])
        return self._members[key]

    def best_member(self, name: str, collection: str) -> int:
        """How a condition stands for the member it fits best."""
        if name not in self._best:
            self._best[name] = max((self.member(name, ref) for ref in self.of.get(collection, ())), default=FALSE)
        return self._best[name]

    def _literal(self, number: int) -> int:
        literal = self.base.compiled.literals[number]
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return FALSE if variable.scope else stands(self.table.group.get(variable.attribute), literal.cells)
        sure, may = self.tally(self.base.same[number])
        value = _enough(variable, sure, may, still_open=variable.collection in self.table.open)
        return value if self.base.positive[number] else TRUE - value


class Reach:
    """What a change may bear on. One that only adds to what is known cannot move what is settled, except that a newcomer to a
    collection may be whom a tactic fits that fitted nobody; `newcomers` are those collections, or None for any other change."""

    def __init__(self, sheet: Sheet, newcomers: frozenset[str] | None) -> None:
        self._base = sheet.base
        self._leaves: dict[tuple[str, str], list[int]] = {}
        self.adds = newcomers is not None
        self.names = sheet.base.names
        self.reading = sheet.base.reading
        # Conditions read for one member that may come to stand otherwise than met: guardrails, and what fitted nobody.
        self._loose = frozenset(sheet.base.compiled.member)
        if newcomers is not None:
            found = {name: self._standing(sheet, name) for name in sheet.base.names}
            late = {name for name, value in found.items() if value == FALSE and self._joins(name, newcomers)}
            self.names = frozenset(late | {name for name, value in found.items() if value == UNKNOWN})
            self._loose |= late
            live = (n for n in sheet.base.reading if sheet.literals[n] == UNKNOWN)
            read = {n: [name for name in sheet.base.reading[n] if name in self.names] for n in live}
            self.reading = {n: names for n, names in read.items() if names}

    def _standing(self, sheet: Sheet, name: str) -> int:
        return standing(sheet, name) if name in self._base.compiled.case else UNKNOWN

    def _joins(self, name: str, newcomers: frozenset[str]) -> bool:
        """Whether a tactic would be used on one of the newcomers."""
        subject = self._base.compiled.subject.get(name)
        return subject is not None and subject[0] in newcomers

    def filled(self, collection: str, told: Values) -> tuple[list[int], set[str]]:
        """What a newcomer may bear on of whom only so much is known: the leaves it may count for, and the conditions read for
        one member that it may meet. A newcomer who may or may not count changes nothing where there may be more anyway."""
        whole = [frozenset(some) for n in range(len(told) + 1) for some in combinations(told, n)]
        leaves = [leaf for some in whole for leaf in self._base.leaves_of.get((collection, some), ())]
        names = {name for some in whole for name in self._base.conditions_of.get((collection, some), ())}
        for attribute in told:
            names.update(self._loose.intersection(self._base.conditions_on.get((collection, attribute), ())))
        return self._read(leaves), names

    def leaves_on(self, key: tuple[str, str]) -> list[int]:
        """The quantified leaves to count again for an attribute of members, each by its first number."""
        if key not in self._leaves:
            self._leaves[key] = self._read(self._base.leaves_on.get(key, ()))
        return self._leaves[key]

    def _read(self, leaders: Iterable[int]) -> list[int]:
        """Those leaves that something reads which the change may bear on."""
        return [one for one in leaders if any(n in self.reading for n in self._base.alike[one])]


class Overlay:
    """A sheet with a change laid over it; only the leaves that read the change are worked out again."""

    def __init__(self, sheet: Sheet, changed: Changed) -> None:
        self.base = base = sheet.base
        self.literals = list(sheet.literals)
        self.touched: set[str] = set()
        self._sheet, self._closed = sheet, changed.closed
        self._reach = reach = sheet.reach(changed)
        self._fresh: dict[str, Values] = {}
        self._new: list[str] = []
        self._moved: set[str] = set()
        moved: list[int] = []
        for attribute, value in changed.group.items():
            for number in base.group.get(attribute, ()):
                if number in reach.reading:
                    self._set(number, stands(value, base.compiled.literals[number].cells), moved)
        for leader, refs in self._reaching(changed).items():
            self._count_again(leader, refs, moved)
        for number in moved:
            self._moved.update(reach.reading.get(number, ()))
        self.touched |= self._moved
        self.touched &= reach.names

    def row(self, ref: str) -> Values:
        """What would be known of a member."""
        return self._fresh[ref] if ref in self._fresh else self._sheet.rows[ref]

    def _reaching(self, changed: Changed) -> dict[int, list[str]]:
        """Each quantified leaf that reads what changed of members, with the members that changed for it."""
        again: dict[int, list[str]] = {}
        base, sheet, reach = self.base, self._sheet, self._reach
        for ref, told in changed.rows.items():
            collection = ref.partition("/")[0]
            before = sheet.rows.get(ref)
            self._fresh[ref] = {**before, **told} if before is not None else told
            if before is None:
                self._new.append(ref)
                if reach.adds:
                    leaders, names = reach.filled(collection, told)
                    for number in leaders:
                        again.setdefault(number, []).append(ref)
                    self.touched |= names
                    continue
            for attribute, value in told.items():
                if before is None or before.get(attribute) != value:
                    key = (collection, attribute)
                    for number in reach.leaves_on(key):
                        again.setdefault(number, []).append(ref)
                    read = base.conditions_on.get(key, ())
                    # What is settled of a member stays so when more of them becomes known.
                    self.touched.update(name for name in read if not reach.adds or sheet.member(name, ref) == UNKNOWN)
        for collection in changed.closed:
            for number in base.over.get(collection, ()):
                again.setdefault(base.same[number], [])
        return again

    def _count_again(self, leader: int, refs: list[str], moved: list[int]) -> None:
        base, sheet, variable = self.base, self._sheet, self.base.quantified[leader]
        adds = self._reach.adds
        if adds and sheet.literals[leader] != UNKNOWN:
            return
        found, (sure, may) = sheet.found(leader), sheet.tally(leader)
        for ref in dict.fromkeys(refs):
            before = found.get(ref, FALSE)
            if adds and before != UNKNOWN and ref in sheet.rows:
                continue
            after = inner(variable, self._fresh[ref])
            sure += (after == TRUE) - (before == TRUE)
            may += (after != FALSE) - (before != FALSE)
        still_open = variable.collection in sheet.table.open and variable.collection not in self._closed
        value = _enough(variable, sure, may, still_open=still_open)
        for number in base.alike[leader]:
            self._set(number, value if base.positive[number] else TRUE - value, moved)

    def _set(self, number: int, value: int, moved: list[int]) -> None:
        if self.literals[number] != value:
            self.literals[number] = value
            moved.append(number)

    def best_member(self, name: str, collection: str) -> int:
        """How a condition would stand for the member it fits best; members that nothing reaches stand as they did."""
        sheet, best = self._sheet, FALSE
        refs: Sequence[str] = sheet.of.get(collection, ())
        if self._reach.adds:
            if sheet.best_member(name, collection) == TRUE:
                return TRUE
            refs = sheet.unsettled_members(name, collection)
        again, terms = name in self._moved, self.base.split[name]
        for ref in (*refs, *(ref for ref in self._new if ref.startswith(f"{collection}/"))):
            read = again or ref in self._fresh
            value = member_truth(terms, self.literals, self.row(ref)) if read else sheet.member(name, ref)
            if value > best:
                best = value
                if best == TRUE:
                    break
        return best


def _enough(variable: QuantifiedVariable, sure: int, may: int, *, still_open: bool) -> int:
    """Whether enough members satisfy a quantified leaf; in an open collection there may be more."""
    if sure >= variable.at_least:
        return TRUE
    return UNKNOWN if still_open or may >= variable.at_least else FALSE


def inner(variable: QuantifiedVariable, values: Values) -> int:
    """Whether one member satisfies what a quantified leaf asks of its members."""
    best = FALSE
    for term in variable.terms:
        least = TRUE
        for attribute, cells in term:
            value = values.get(attribute)
            if value is None:
                least = UNKNOWN
            elif not stands(value, cells):
                least = FALSE
                break
        if least > best:
            best = least
            if best == TRUE:
                break
    return best


def truth_of(condition: Compiled, literals: list[int]) -> int:
    """How a condition of the case stands with its leaves."""
    best = FALSE
    for term in condition.implicants:
        least = min((literals[n] for n in term), default=TRUE)
        if least > best:
            best = least
            if best == TRUE:
                break
    return best


def standing(sheet: Sheet | Overlay, name: str) -> int:
    """How a condition stands, of the case or of the member it fits best."""
    value = truth_in(sheet, name)
    if value == TRUE or name not in sheet.base.compiled.subject:
        return value
    return max(value, sheet.best_member(name, sheet.base.compiled.subject[name][0]))


def truth_in(sheet: Sheet | Overlay, name: str) -> int:
    """How a condition of the case stands."""
    return truth_of(sheet.base.compiled.case[name], sheet.literals)


def member_truth(terms: Iterable[Term], literals: list[int], values: Values) -> int:
    """How a condition read for one member stands."""
    best = FALSE
    for own, shared in terms:
        least = TRUE
        for number in shared:
            if literals[number] < least:
                least = literals[number]
        for attribute, cells in own if least else ():
            value = stands(values.get(attribute), cells)
            if value < least:
                least = value
                if least == FALSE:
                    break
        if least > best:
            best = least
            if best == TRUE:
                break
    return best

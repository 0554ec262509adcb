"""What would follow if one more fact, or two, were known: only the conditions that read them are worked out again.

Works on the prime implicants, over which min of a term and max over terms is exact, and so gives what a whole new evaluation
would; a test holds it to that. It ranks questions by the hundred. What is shown to anyone as a change is tried again with
both engines first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.profile import FactRecord, FactTable, MemberRow, Profile, Tabulator
from planner.domain.rules import Guardrail
from planner.domain.tactic import Tactic
from planner.domain.truth import Truth
from planner.domain.vocabulary import Scalar, Vocabulary
from planner.engine.compiler import Cells, Compiled, CompiledLibrary, FactVariable, QuantifiedVariable
from planner.engine.explain import counted, stands

Values = Mapping[str, Scalar | None]
_Term = tuple[tuple[tuple[str, Cells], ...], tuple[int, ...]]
FALSE, UNKNOWN, TRUE = 0, 1, 2
# Facts of a person that `safeguard_first` is read off.
SAFEGUARDING = ("exploited", "age_band")


@dataclass(frozen=True)
class Changed:
    """What differs from the case as it is: attributes of the group, rows of members (new ones too), collections closed."""

    group: Mapping[str, Scalar | None] = field(default_factory=dict)
    rows: Mapping[str, MemberRow] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Effects:
    """What would be different: outcomes of tactics and standings of guardrails, each before and after."""

    tactics: Mapping[str, tuple[str, str]]
    guardrails: Mapping[str, tuple[Truth, Truth]]

    def __bool__(self) -> bool:
        return bool(self.tactics or self.guardrails)


class _Sheet:
    """How everything stands for one case: literals by number, members by quantified leaf."""

    def __init__(self, base: Index, table: FactTable) -> None:
        self.base, self.table = base, table
        self.rows = {row.ref: row.values for rows in table.members.values() for row in rows}
        self.of = {c: [row.ref for row in rows] for c, rows in table.members.items()}
        self._found: dict[int, dict[str, int]] = {}
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

    def member(self, name: str, ref: str) -> int:
        """How a condition stands, read for one member."""
        key = (name, ref)
        if key not in self._members:
            self._members[key] = _member_truth(self.base.split[name], self.literals, self.rows[ref])
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
        value = counted(variable, self.found(self.base.same[number]), variable.collection in self.table.open)
        return value if literal.positive else TRUE - value


class Index:
    """What depends on the library alone: which conditions read which leaves, which leaves read which facts."""

    def __init__(self, library: Library, compiled: CompiledLibrary) -> None:
        self.library, self.compiled = library, compiled
        self.quantified: dict[int, QuantifiedVariable] = {}
        self.same: dict[int, int] = {}
        self.group: dict[str, list[int]] = {}
        self.over: dict[str, list[int]] = {}
        first: dict[QuantifiedVariable, int] = {}
        for literal in compiled.literals:
            variable = literal.variable
            if isinstance(variable, QuantifiedVariable):
                self.same[literal.id] = first.setdefault(variable, literal.id)
                self.quantified[literal.id] = variable
                self.over.setdefault(variable.collection, []).append(literal.id)
            elif not variable.scope:
                self.group.setdefault(variable.attribute, []).append(literal.id)
        self.reading: dict[int, list[str]] = {}
        for name, condition in compiled.case.items():
            for number in {n for term in condition.implicants for n in term}:
                self.reading.setdefault(number, []).append(name)
        # Who reads an attribute of a member: quantified leaves by their first number, and conditions read for one member.
        self.leaves_on: dict[tuple[str, str], list[int]] = {}
        for number in first.values():
            variable = self.quantified[number]
            for attribute in {attribute for term in variable.terms for attribute, _ in term}:
                self.leaves_on.setdefault((variable.collection, attribute), []).append(number)
        self.alike: dict[int, list[int]] = {}
        for number, leader in self.same.items():
            self.alike.setdefault(leader, []).append(number)
        self.conditions_on: dict[tuple[str, str], list[str]] = {}
        self.split: dict[str, tuple[_Term, ...]] = {}
        for name, (collection, condition) in (*compiled.subject.items(), *compiled.member.items()):
            self.split[name] = self._split(condition)
            for number in {n for term in condition.implicants for n in term}:
                variable = compiled.literals[number].variable
                if isinstance(variable, FactVariable) and variable.scope:
                    self.conditions_on.setdefault((collection, variable.attribute), []).append(name)
                else:
                    self.reading.setdefault(number, []).append(name)

    def _split(self, condition: Compiled) -> tuple[_Term, ...]:
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


class WhatIf:
    """A case as it stands, and what would follow from more being known. `duty_table` counts weak reports, for duties."""

    def __init__(self, index: Index, table: FactTable, duty_table: FactTable, law: Mapping[str, LawStatus]) -> None:
        self.index, self._law = index, law
        self._usual = _Sheet(index, table)
        self._duty = self._usual if duty_table is table else _Sheet(index, duty_table)
        self._blocking = self._guards()
        self.outcomes = {one.id: self._outcome(one.id, self._usual, self._duty) for one in index.library.active}

    @property
    def sheets(self) -> tuple[_Sheet, _Sheet]:
        """The case as everything reads it, and as the duties do."""
        return self._usual, self._duty

    @property
    def table(self) -> FactTable:
        """The facts as the case has them."""
        return self._usual.table

    def truth(self, name: str) -> Truth:
        """How a condition of the case stands."""
        return Truth(_truth(self.index.compiled.case[name], self._usual.literals))

    def literal(self, number: int, *, duty: bool = False) -> Truth:
        """How a leaf stands."""
        return Truth((self._duty if duty else self._usual).literals[number])

    def found(self, number: int, *, duty: bool = False) -> Mapping[str, int]:
        """The members that satisfy a quantified leaf, or may."""
        return (self._duty if duty else self._usual).found(self.index.same[number])

    def after(self, changed: Changed, duty_changed: Changed | None = None) -> Effects:
        """What would differ. `duty_changed` is the change as the duties read it, where that is not the same."""
        usual = _Overlay(self._usual, changed)
        apart = self._duty is not self._usual and self.index.reach_duties(changed)
        duty = _Overlay(self._duty, duty_changed or changed) if apart else usual
        names = usual.touched | duty.touched if apart else usual.touched
        if self._duty is not self._usual and not apart:
            names = {name for name in names if name.partition(":")[2] not in self.index.duties}
        guards = {}
        for name in names:
            kind, _, owner = name.partition(":")
            if kind == "guardrail" and name in self.index.compiled.case:
                before, after = _truth(self.index.compiled.case[name], self._usual.literals), usual.truth(name)
                if before != after:
                    guards[owner] = (Truth(before), Truth(after))
            elif name in self.index.compiled.member:
                moved = self._marked(name, changed, usual)
                if moved:
                    guards[owner] = moved
        tactics = {name.partition(":")[2] for name in names if name.startswith("tactic:")}
        for guardrail in guards:
            tactics |= self._blocking.get(guardrail, frozenset())
        found = {}
        for tactic in tactics:
            after_it = self._outcome(tactic, usual, duty)
            if after_it != self.outcomes[tactic]:
                found[tactic] = (self.outcomes[tactic], after_it)
        return Effects(found, guards)

    def together(self, one: tuple[Changed, Changed], other: tuple[Changed, Changed]) -> tuple[Changed, Changed]:
        """Two changes at once; where both are about one member, what each changes of it."""
        usual, duty = (_joined(sheet, a, b) for sheet, a, b in zip(self.sheets, one, other, strict=True))
        return usual, duty

    def _marked(self, name: str, changed: Changed, usual: _Overlay) -> tuple[Truth, Truth] | None:
        """How a guardrail read of one member would stand for a member that changed, where that is different."""
        terms = self.index.split[name]
        for ref, row in changed.rows.items():
            old = self._usual.rows.get(ref)
            before = _member_truth(terms, self._usual.literals, old) if old is not None else UNKNOWN
            after = _member_truth(terms, usual.literals, row.values)
            if before != after:
                return Truth(before), Truth(after)
        return None

    def _outcome(self, tactic: str, usual: _Sheet | _Overlay, duty: _Sheet | _Overlay) -> str:
        if not self._law[tactic].usable:
            return "blocked"
        value = self._value(tactic, duty if tactic in self.index.duties else usual)
        if value == FALSE:
            return "ruled_out"
        if any(_truth_in(usual, f"guardrail:{one}") == TRUE for one in self._blockers.get(tactic, ())):
            return "blocked"
        return "certain" if value == TRUE else "possible"

    def _value(self, tactic: str, sheet: _Sheet | _Overlay) -> int:
        name = f"tactic:{tactic}"
        value = _truth_in(sheet, name)
        if value == TRUE or name not in self.index.compiled.subject:
            return value
        return max(value, sheet.best_member(name, self.index.compiled.subject[name][0]))

    def _guards(self) -> dict[str, frozenset[str]]:
        """The tactics that each guardrail of the whole case would block."""
        found = {}
        for one in self.index.library.guardrails:
            if one.effect == "block" and not one.about:
                about = (t.id for t in self.index.library.active if self._is_about(one, t))
                found[one.id] = frozenset(about)
        return found

    def _is_about(self, guardrail: Guardrail, tactic: Tactic) -> bool:
        wanted, status = guardrail.applies_to.law, self._law[tactic.id]
        in_law = status is LawStatus.UNCHECKED if wanted == "unchecked" else bool(wanted) and not status.usable
        return guardrail.applies_to.names(tactic) or in_law

    @cached_property
    def _blockers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for guardrail, tactics in self._blocking.items():
            for tactic in tactics:
                found.setdefault(tactic, []).append(guardrail)
        return found


class _Overlay:
    """A sheet with a change laid over it; only the leaves that read the change are worked out again."""

    def __init__(self, sheet: _Sheet, changed: Changed) -> None:
        base = sheet.base
        self.literals = list(sheet.literals)
        self.base = base
        self.rows: Mapping[str, Values] = sheet.rows
        self.of = sheet.of
        self.touched: set[str] = set()
        self._sheet, self._fresh = sheet, changed.rows
        self._moved: set[str] = set()
        moved: list[int] = []
        for attribute, value in changed.group.items():
            for number in base.group.get(attribute, ()):
                self._set(number, stands(value, base.compiled.literals[number].cells), moved)
        if changed.rows:
            self.rows = {**sheet.rows, **{ref: row.values for ref, row in changed.rows.items()}}
            self.of = {c: list(refs) for c, refs in sheet.of.items()}
        for leader, refs in self._reaching(changed).items():
            self._count_again(leader, refs, changed, moved)
        for number in moved:
            self._moved.update(base.reading.get(number, ()))
        self.touched |= self._moved

    def _reaching(self, changed: Changed) -> dict[int, list[str]]:
        """Each quantified leaf that reads what changed of members, with the members that changed for it."""
        again: dict[int, list[str]] = {}
        base = self.base
        for ref, row in changed.rows.items():
            collection = ref.partition("/")[0]
            before = self._sheet.rows.get(ref)
            if before is None:
                self.of.setdefault(collection, []).append(ref)
            for attribute, value in row.values.items():
                if before is None or before.get(attribute) != value:
                    for number in base.leaves_on.get((collection, attribute), ()):
                        again.setdefault(number, []).append(ref)
                    self.touched.update(base.conditions_on.get((collection, attribute), ()))
        for collection in changed.closed:
            for number in base.over.get(collection, ()):
                again.setdefault(base.same[number], [])
        return again

    def _count_again(self, leader: int, refs: list[str], changed: Changed, moved: list[int]) -> None:
        base, variable = self.base, self.base.quantified[leader]
        found = dict(self._sheet.found(leader))
        for ref in refs:
            found[ref] = inner(variable, self.rows[ref])
        still_open = variable.collection in self._sheet.table.open and variable.collection not in changed.closed
        value = counted(variable, found, still_open)
        for number in base.alike[leader]:
            self._set(number, value if base.compiled.literals[number].positive else TRUE - value, moved)

    def _set(self, number: int, value: int, moved: list[int]) -> None:
        if self.literals[number] != value:
            self.literals[number] = value
            moved.append(number)

    def best_member(self, name: str, collection: str) -> int:
        """How a condition would stand for the member it fits best; members that nothing reaches stand as they did."""
        best = FALSE
        for ref in self.of.get(collection, ()):
            if name in self._moved or ref in self._fresh:
                value = _member_truth(self.base.split[name], self.literals, self.rows[ref])
            else:
                value = self._sheet.member(name, ref)
            if value > best:
                best = value
                if best == TRUE:
                    break
        return best

    def truth(self, name: str) -> int:
        """How a condition of the case would stand."""
        return _truth(self.base.compiled.case[name], self.literals)


def _joined(sheet: _Sheet, one: Changed, other: Changed) -> Changed:
    rows = {**one.rows, **other.rows}
    for ref in one.rows.keys() & other.rows.keys():
        before = sheet.rows.get(ref, {})
        moved = {key: value for key, value in one.rows[ref].values.items() if before.get(key) != value}
        rows[ref] = MemberRow.model_construct(ref=ref, values={**other.rows[ref].values, **moved})
    return Changed({**one.group, **other.group}, rows, one.closed | other.closed)


class Trials:
    """The answers that could be given about the unknown, each as what it would change in a case."""

    def __init__(self, whatif: WhatIf, tabulator: Tabulator, vocabulary: Vocabulary, profile: Profile) -> None:
        self._whatif, self._tabulator, self._vocabulary, self._profile = whatif, tabulator, vocabulary, profile
        self._pointing: dict[str, list[tuple[str, str]]] = {}
        for collection, rows in whatif.table.members.items():
            for reference in vocabulary.references(collection):
                for row in rows:
                    target = row.values.get(reference.id)
                    if isinstance(target, str):
                        self._pointing.setdefault(f"{reference.to}/{target}", []).append((row.ref, reference.id))

    def known(self, ref: str, record: FactRecord) -> tuple[Changed, Changed]:
        """What a fact would change if it were so; as everything else reads it, and as the duties do."""
        owner, _, name = ref.partition(".")
        scope, slash, member = owner.partition("/")
        fact = self._vocabulary.in_scope(scope)[name]
        if not slash:
            told = {f"group.{key}": value for key, value in self._tabulator.columns(fact, record).items()}
            kept = {key: value for key, value in told.items() if value is not None}
            changed = Changed(group=kept)
            return changed, changed
        if fact.type == "ref" or (scope == "people" and name in SAFEGUARDING):
            return self._reread(scope, member, name, record)
        told = {key: value for key, value in self._tabulator.columns(fact, record).items() if value is not None}
        return tuple(self._laid(sheet, owner, told) for sheet in self._whatif.sheets)  # type: ignore[return-value]

    def another(self, collection: str, tests: Iterable[tuple[str, Cells]]) -> tuple[Changed, Changed]:
        """What it would change if there were one more member, of which all this is so."""
        ref = f"{collection}/one-more"
        values: dict[str, Scalar | None] = {attribute: some_of(cells) for attribute, cells in tests}
        changed = Changed(rows={ref: MemberRow.model_construct(ref=ref, values=values)})
        return changed, changed

    def closed(self, collection: str) -> tuple[Changed, Changed]:
        """What it would change if a collection had been looked into fully."""
        changed = Changed(closed=frozenset([collection]))
        return changed, changed

    def _laid(self, sheet: _Sheet, owner: str, told: Values) -> Changed:
        rows = {owner: MemberRow.model_construct(ref=owner, values={**sheet.rows[owner], **told})}
        for ref, reference in self._pointing.get(owner, ()):
            before = rows[ref].values if ref in rows else sheet.rows[ref]
            reached = {f"{reference}.{key}": value for key, value in told.items()}
            rows[ref] = MemberRow.model_construct(ref=ref, values={**before, **reached})
        return Changed(rows=rows)

    def _reread(self, collection: str, member: str, name: str, record: FactRecord) -> tuple[Changed, Changed]:
        """The rows of a member worked out afresh, for facts that others are read off."""
        members = tuple(
            one.model_copy(update={"facts": {**one.facts, name: (record,)}}) if one.id == member else one
            for one in self._profile.members[collection]
        )
        changed = self._profile.model_copy(update={"members": {**self._profile.members, collection: members}})
        usual, duty = (
            Changed(
                rows={row.ref: row for _, row in self._tabulator.rows_changed(changed, collection, member, duty=weak)}
            )
            for weak in (False, True)
        )
        return usual, duty


def some_of(cells: Cells) -> Scalar:
    """A value that a leaf allows."""
    return cells[0][0] if isinstance(cells, tuple) else min(cells, key=str)


def inner(variable: QuantifiedVariable, values: Values) -> int:
    """Whether one member satisfies what a quantified leaf asks of its members."""
    best = FALSE
    for term in variable.terms:
        least = TRUE
        for attribute, cells in term:
            least = min(least, stands(values.get(attribute), cells))
            if least == FALSE:
                break
        best = max(best, least)
        if best == TRUE:
            break
    return best


def _truth(condition: Compiled, literals: list[int]) -> int:
    best = FALSE
    for term in condition.implicants:
        least = min((literals[n] for n in term), default=TRUE)
        if least > best:
            best = least
            if best == TRUE:
                break
    return best


def _truth_in(sheet: _Sheet | _Overlay, name: str) -> int:
    return _truth(sheet.base.compiled.case[name], sheet.literals)


def _member_truth(terms: Iterable[_Term], literals: list[int], values: Values) -> int:
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

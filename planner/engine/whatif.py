"""What would follow if one more fact, or two, were known: only the conditions that read them are worked out again.

Works on the prime implicants, over which min of a term and max over terms is exact, and so gives what a whole new evaluation
would; a test holds it to that. It ranks questions by the hundred. What is shown to anyone as a change is tried again with
both engines first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.domain.law import LawStatus
from planner.domain.profile import FactRecord, FactTable, Profile, Tabulator
from planner.domain.rules import Guardrail
from planner.domain.tactic import Tactic
from planner.domain.truth import Truth
from planner.domain.vocabulary import Scalar, Vocabulary
from planner.engine.compiler import Cells
from planner.engine.sheets import (
    FALSE,
    TRUE,
    UNKNOWN,
    Changed,
    Index,
    Overlay,
    Sheet,
    Values,
    member_truth,
    standing,
    truth_in,
)

# Facts of a person that `safeguard_first` is read off.
SAFEGUARDING = ("exploited", "age_band")


@dataclass(frozen=True)
class Effects:
    """What would be different: outcomes of tactics and standings of guardrails, each before and after."""

    tactics: Mapping[str, tuple[str, str]]
    guardrails: Mapping[str, tuple[Truth, Truth]]

    def __bool__(self) -> bool:
        return bool(self.tactics or self.guardrails)

    def beyond(self, other: Effects) -> Effects:
        """What would be different and would not be so after the other."""
        return Effects(
            {name: told for name, told in self.tactics.items() if other.tactics.get(name) != told},
            {name: told for name, told in self.guardrails.items() if other.guardrails.get(name) != told},
        )


NOTHING = Effects({}, {})


class WhatIf:
    """A case as it stands, and what would follow from more being known. `duty_table` counts weak reports, for duties."""

    def __init__(self, index: Index, table: FactTable, duty_table: FactTable, law: Mapping[str, LawStatus]) -> None:
        self.index, self._law = index, law
        self._usual = Sheet(index, table)
        self._duty = self._usual if duty_table is table else Sheet(index, duty_table)
        self._blocking = self._guards()
        self.outcomes = {one.id: self._outcome(one.id, self._usual, self._duty) for one in index.library.active}

    @property
    def sheets(self) -> tuple[Sheet, Sheet]:
        """The case as everything reads it, and as the duties do."""
        return self._usual, self._duty

    @property
    def table(self) -> FactTable:
        """The facts as the case has them."""
        return self._usual.table

    def truth(self, name: str) -> Truth:
        """How a condition of the case stands."""
        return Truth(truth_in(self._usual, name))

    def literal(self, number: int, *, duty: bool = False) -> Truth:
        """How a leaf stands."""
        return Truth((self._duty if duty else self._usual).literals[number])

    def found(self, number: int, *, duty: bool = False) -> Mapping[str, int]:
        """The members that satisfy a quantified leaf, or may."""
        return (self._duty if duty else self._usual).found(self.index.same[number])

    def after(self, changed: Changed, duty_changed: Changed | None = None) -> Effects:
        """What would differ. `duty_changed` is the change as the duties read it, where that is not the same."""
        usual = Overlay(self._usual, changed)
        apart = self._duty is not self._usual and self.index.reach_duties(changed)
        duty = Overlay(self._duty, duty_changed or changed) if apart else usual
        names = usual.touched | duty.touched if apart else usual.touched
        if not names:
            return NOTHING
        if self._duty is not self._usual and not apart:
            names = {name for name in names if name.partition(":")[2] not in self.index.duties}
        guards = {}
        for name in names:
            kind, _, owner = name.partition(":")
            if kind == "guardrail" and name in self.index.compiled.case:
                before, after = truth_in(self._usual, name), truth_in(usual, name)
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
        usual, duty = (_joined(a, b) for a, b in zip(one, other, strict=True))
        return usual, duty

    def _marked(self, name: str, changed: Changed, usual: Overlay) -> tuple[Truth, Truth] | None:
        """How a guardrail read of one member would stand for a member that changed, where that is different."""
        terms = self.index.split[name]
        for ref in changed.rows:
            before = self._usual.member(name, ref) if ref in self._usual.rows else UNKNOWN
            after = member_truth(terms, usual.literals, usual.row(ref))
            if before != after:
                return Truth(before), Truth(after)
        return None

    def _outcome(self, tactic: str, usual: Sheet | Overlay, duty: Sheet | Overlay) -> str:
        if not self._law[tactic].usable:
            return "blocked"
        value = standing(duty if tactic in self.index.duties else usual, f"tactic:{tactic}")
        if value == FALSE:
            return "ruled_out"
        if any(truth_in(usual, f"guardrail:{one}") == TRUE for one in self._blockers.get(tactic, ())):
            return "blocked"
        return "certain" if value == TRUE else "possible"

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


class Trials:
    """The answers that could be given about the unknown, each as what it would change in a case."""

    def __init__(self, whatif: WhatIf, tabulator: Tabulator, vocabulary: Vocabulary, profile: Profile) -> None:
        self._whatif, self._tabulator, self._vocabulary, self._profile = whatif, tabulator, vocabulary, profile
        self._pointing: dict[str, list[tuple[str, str]]] = {}
        # What a member's own record says of whom it refers to stands before what is known of them.
        self._said = {f"{c}/{m.id}": m.facts.keys() for c, found in profile.members.items() for m in found}
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
        if fact.type == "ref":
            return self._reread(scope, member, name, record)
        if scope == "people" and name in SAFEGUARDING:
            return self._of_person(member, name, record)
        told = {key: value for key, value in self._tabulator.columns(fact, record).items() if value is not None}
        changed = self._laid(owner, told)
        return changed, changed

    def another(self, collection: str, tests: Iterable[tuple[str, Cells]]) -> tuple[Changed, Changed]:
        """What it would change if there were one more member, of which all this is so."""
        ref = f"{collection}/one-more"
        changed = Changed(rows={ref: {attribute: some_of(cells) for attribute, cells in tests}})
        return changed, changed

    def closed(self, collection: str) -> tuple[Changed, Changed]:
        """What it would change if a collection had been looked into fully."""
        changed = Changed(closed=frozenset([collection]))
        return changed, changed

    def _laid(self, owner: str, told: Values) -> Changed:
        """What is told of a member, also where another member refers to it."""
        rows: dict[str, dict[str, Scalar | None]] = {owner: dict(told)}
        for ref, reference in self._pointing.get(owner, ()):
            reached = {f"{reference}.{key}": value for key, value in told.items()}
            own = self._said[ref]
            rows.setdefault(ref, {}).update({key: value for key, value in reached.items() if key not in own})
        return Changed(rows=rows)

    def _of_person(self, person: str, name: str, record: FactRecord) -> tuple[Changed, Changed]:
        """What differs of a person, by a fact that others are read off."""
        owner = f"people/{person}"
        told = self._profile.member("people", person)
        assert told is not None
        changed = told.model_copy(update={"facts": {**told.facts, name: (record,)}})

        def read(sheet: Sheet, *, duty: bool) -> Changed:
            row = self._tabulator.row("people", changed, duty=duty)
            return self._laid(owner, _differing(row, sheet.rows[owner]))

        return self._in_both(read)

    def _reread(self, collection: str, member: str, name: str, record: FactRecord) -> tuple[Changed, Changed]:
        """What differs when a member refers to another one: the rows are worked out afresh."""
        members = tuple(
            one.model_copy(update={"facts": {**one.facts, name: (record,)}}) if one.id == member else one
            for one in self._profile.members[collection]
        )
        profile = self._profile.model_copy(update={"members": {**self._profile.members, collection: members}})

        def read(sheet: Sheet, *, duty: bool) -> Changed:
            rows = self._tabulator.rows_changed(profile, collection, member, duty=duty)
            return Changed(rows={row.ref: _differing(row.values, sheet.rows[row.ref]) for _, row in rows})

        return self._in_both(read)

    def _in_both(self, read: Callable[..., Changed]) -> tuple[Changed, Changed]:
        """A change as everything reads it, and as the duties do."""
        usual, duties = self._whatif.sheets
        changed = read(usual, duty=False)
        return changed, changed if duties is usual else read(duties, duty=True)


def _differing(values: Values, before: Values) -> Values:
    return {attribute: value for attribute, value in values.items() if before.get(attribute) != value}


def _joined(one: Changed, other: Changed) -> Changed:
    rows = {ref: {**other.rows.get(ref, {}), **one.rows.get(ref, {})} for ref in (*one.rows, *other.rows)}
    return Changed({**one.group, **other.group}, rows, one.closed | other.closed)


def some_of(cells: Cells) -> Scalar:
    """A value that a leaf allows."""
    return cells[0][0] if isinstance(cells, tuple) else min(cells, key=str)

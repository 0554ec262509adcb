"""What is known about one case: facts with their grades and dates, the people and things they are about, and the gaps.

A fact is known, known to be absent, or unknown; what is left out is unknown. A collection is closed only when its
heading has been looked into fully.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, StrictBool, field_validator

from planner.domain.grading import Grading, best_first
from planner.domain.plan import Plan
from planner.domain.tactic import SourceRef
from planner.domain.vocabulary import COLLECTIONS, HEADINGS, SCOPES, Day, FactDefinition, Frozen, Scalar, Vocabulary

LOOKED_INTO = (*HEADINGS, "people", "premises", "places")
MEMBER_ID = r"^[a-z0-9][a-z0-9_-]{0,39}$"
GRADE = re.compile(r"[1-3][A-E]|[A-E][1-5]")


class FactRecord(Frozen):
    """One thing recorded about one fact.

    `grade` is 3x5x2 (source 1 to 3, intelligence A to E) or the older 5x5x5 (A to E, 1 to 5); `handling` P or C.
    `complete`: a list that is known to be whole. `added`: not in the source a bundled case was made from.
    `assumed`: tried out with --assume and recorded nowhere.
    """

    value: bool | int | str | tuple[str, ...] | None = None
    absent: StrictBool = False
    complete: StrictBool = False
    grade: str = ""
    on: Day | None = None
    handling: Literal["P", "C", ""] = ""
    source: str = ""
    note: str = ""
    added: StrictBool = False
    assumed: StrictBool = False

    @property
    def meaning(self) -> object:
        """What is said, however it is said: absent is the same as false or none."""
        return False if self.absent or self.value == 0 else self.value

    @field_validator("grade")
    @classmethod
    def _known_scale(cls, grade: str) -> str:
        if grade and not GRADE.fullmatch(grade):
            raise ValueError(
                "a grade is 3x5x2 such as 2B (source 1 to 3, intelligence A to E), or the older 5x5x5 such as B2"
            )
        return grade


@dataclass(frozen=True)
class Settled:
    """What a fact counts as once every record of it is weighed."""

    record: FactRecord | None = None
    weak: bool = False
    contradicted: tuple[FactRecord, ...] = ()


def settle(records: tuple[FactRecord, ...], grading: Grading, *, duty: bool) -> Settled:
    """The record that counts: the latest, then the best graded; two that contradict at equal date and grade cancel.

    Records graded as suspected false never count. A weak one counts only when a `duty` is asked about, and only where it
    speaks for a danger: a weak report that all is well settles nothing.
    """
    usable = [
        one
        for one in records
        if not grading.doubted(one.grade)
        and (not grading.weak(one.grade) or (duty and not one.absent and one.value is not False))
    ]
    if not usable:
        return Settled()
    if len(usable) == 1:
        return Settled(record=usable[0], weak=grading.weak(usable[0].grade))
    usable.sort(key=lambda r: (-(r.on or date.min).toordinal(), best_first(r.grade)))
    first = usable[0]
    level = (first.on, best_first(first.grade))
    rivals = [r for r in usable if (r.on, best_first(r.grade)) == level and r.meaning != first.meaning]
    if rivals:
        return Settled(contradicted=(first, *rivals))
    return Settled(record=first, weak=grading.weak(first.grade))


class Member(Frozen):
    """A person, business, vehicle, premises or place, with what is recorded about it."""

    id: str = Field(pattern=MEMBER_ID)
    label: str = ""
    facts: dict[str, tuple[FactRecord, ...]] = {}


class Profile(Frozen):
    """One case: its group facts, its members, how far each heading has been looked into, and any plan it carries.

    `assumptions` is what is only being tried out; no file holds it.
    """

    case: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")
    title: str = ""
    kind: Literal["training", "live"]
    nation: Literal["england", "wales"]
    threat: Literal["group", "individual", "vulnerability", "location"] = "group"
    fiction: str = ""
    source: tuple[SourceRef, ...] = ()
    looked_into: dict[str, Literal["not_yet", "partly", "fully"]] = {}
    group: dict[str, tuple[FactRecord, ...]] = {}
    members: dict[str, tuple[Member, ...]] = {}
    plan: Plan | None = None
    assumptions: tuple[str, ...] = ()
    expects: dict[str, tuple[str, ...]] = {}

    def member(self, collection: str, member_id: str) -> Member | None:
        """The member with that id, or nothing."""
        return next((m for m in self.members.get(collection, ()) if m.id == member_id), None)

    def records(self, ref: str) -> tuple[FactRecord, ...]:
        """Everything recorded about `group.x` or `people/p1.x`; empty when nothing is."""
        owner, _, fact = ref.partition(".")
        collection, slash, member_id = owner.partition("/")
        if not slash:
            return self.group.get(fact, ())
        found = self.member(collection, member_id)
        return found.facts.get(fact, ()) if found else ()

    def settled(self, ref: str, grading: Grading) -> FactRecord | None:
        """The record that counts of one fact, for a choice and not a duty; nothing where nothing counts."""
        return settle(self.records(ref), grading, duty=False).record

    def knows(self, ref: str, grading: Grading) -> bool:
        """Whether a fact is settled by what is recorded; one of somebody not yet recorded never is."""
        owner, _, name = ref.partition(".")
        if owner == "looked_into":
            return self.looked_into.get(name) == "fully"
        return bool(ref) and not owner.endswith("/+") and self.settled(ref, grading) is not None

    def label(self, ref: str) -> str:
        """How a member is called on screen; its id when it has no label."""
        collection, _, member_id = ref.partition("/")
        found = self.member(collection, member_id)
        return (found.label or found.id) if found else ref


class MemberRow(Frozen):
    """A member as the engines read it: every attribute with its value, or None when it is not known."""

    ref: str
    values: dict[str, Scalar | None]


class FactTable(Frozen):
    """The case as both engines read it: attributes to values, None for unknown, and the collections still open."""

    group: dict[str, Scalar | None]
    members: dict[str, tuple[MemberRow, ...]]
    open: frozenset[str]


class Tabulator:
    """Lays a profile out as a fact table, copying the facts reached by a named reference onto each member."""

    def __init__(self, vocabulary: Vocabulary, grading: Grading) -> None:
        self._vocabulary = vocabulary
        self._grading = grading
        # Of each kind of thing: its columns with nothing known, and those it has by a reference, `keeper.role` from `role`.
        self._blank = {
            scope: dict(one for fact in vocabulary.in_scope(scope).values() for one in _attributes(fact, None))
            for scope in SCOPES
        }
        self._reached = {
            c: [(ref, [(f"{ref.id}.{name}", name) for name in self._blank[ref.to]]) for ref in vocabulary.references(c)]
            for c in COLLECTIONS
        }

    def table(self, profile: Profile, *, duty: bool = False, plan: Mapping[str, Scalar] | None = None) -> FactTable:
        """The table for `profile`; with `duty`, weakly graded facts count too; `plan` adds the plan's own counts."""
        group = {f"group.{k}": v for k, v in self._values("group", profile.group, duty).items()}
        for name, counted in (plan or {}).items():
            group[f"plan.{name}"] = counted
        own = {c: {m.id: self.row(c, m, duty) for m in profile.members.get(c, ())} for c in COLLECTIONS}
        members = {
            c: tuple(
                MemberRow.model_construct(ref=f"{c}/{i}", values=self._with_references(c, row, own))
                for i, row in rows.items()
            )
            for c, rows in own.items()
        }
        closed = {c for c in COLLECTIONS if profile.looked_into.get(c) == "fully"}
        return FactTable.model_construct(group=group, members=members, open=frozenset(COLLECTIONS) - closed)

    def columns(self, fact: FactDefinition, record: FactRecord | None) -> dict[str, Scalar | None]:
        """What one record of a fact comes to in a table, attribute by attribute."""
        return dict(_attributes(fact, record))

    def rows_changed(
        self, profile: Profile, collection: str, member: str, *, duty: bool = False
    ) -> list[tuple[str, MemberRow]]:
        """The rows that differ once a member's facts have changed: its own, and those of members that refer to it."""
        own: dict[str, dict[str, dict[str, Scalar | None]]] = {}

        def read(c: str) -> dict[str, dict[str, Scalar | None]]:
            if c not in own:
                own[c] = {m.id: self.row(c, m, duty) for m in profile.members.get(c, ())}
            return own[c]

        referring = [c for c in COLLECTIONS for ref in self._vocabulary.references(c) if ref.to == collection]
        found = []
        for c in dict.fromkeys((collection, *referring)):
            references = self._vocabulary.references(c)
            for m, row in read(c).items():
                pointing = any(ref.to == collection and row.get(ref.id) == member for ref in references)
                if (c == collection and m == member) or pointing:
                    whole = {target: read(target) for target in {ref.to for ref in references}}
                    values = self._with_references(c, dict(row), {**{every: {} for every in COLLECTIONS}, **whole})
                    found.append((c, MemberRow.model_construct(ref=f"{c}/{m}", values=values)))
        return found

    def settled(self, profile: Profile, ref: str, *, duty: bool = False) -> Settled:
        """Which record of the fact `ref` counts, and what stands against it."""
        return settle(profile.records(ref), self._grading, duty=duty)

    def target(self, collection: str, ref: str) -> str:
        """The collection that the reference `ref` of a member points to, or nothing."""
        fact = self._vocabulary.in_scope(collection).get(ref)
        return fact.to if fact else ""

    def row(self, collection: str, member: Member, duty: bool = False) -> dict[str, Scalar | None]:
        """What is known of a member itself, without what is reached through whom it refers to."""
        row = self._values(collection, member.facts, duty)
        for path in member.facts:
            if "." in path:
                record = settle(member.facts[path], self._grading, duty=duty).record
                row[path] = None if record is None else False if record.absent else _scalar(record.value)
        if collection == "people":
            row["safeguard_first"] = self._safeguard_first(member)
        return row

    def _values(self, scope: str, facts: Mapping[str, tuple[FactRecord, ...]], duty: bool) -> dict[str, Scalar | None]:
        row = self._blank[scope].copy()
        known = self._vocabulary.in_scope(scope)
        for name, records in facts.items():
            record = settle(records, self._grading, duty=duty).record if name in known else None
            if record:
                row.update(_attributes(known[name], record))
        return row

    def _with_references(
        self, collection: str, row: dict[str, Scalar | None], own: dict[str, dict[str, dict[str, Scalar | None]]]
    ) -> dict[str, Scalar | None]:
        for ref, columns in self._reached[collection]:
            target = own[ref.to].get(str(row.get(ref.id)), {})
            for path, name in columns:
                row.setdefault(path, target.get(name))
        return row

    def _safeguard_first(self, member: Member) -> bool | None:
        """Whether this person must be safeguarded, never pursued: exploited, under the age of criminal responsibility
        (10 in England and Wales), or a child not known to be unexploited.

        Weak information is enough here. An adult of whom nothing is said is not presumed exploited.
        """
        exploited = settle(member.facts.get("exploited", ()), self._grading, duty=True)
        band = self._youngest(member.facts.get("age_band", ()))
        if band == "under_10" or (exploited.record and exploited.record.value is True):
            return True
        if exploited.contradicted or (exploited.record is None and band in CHILD_BANDS):
            return None
        return False

    def _youngest(self, ages: tuple[FactRecord, ...]) -> object:
        """The age to be safe by: what is known; of two that contradict, the younger; weak word only where nothing is known."""
        for duty in (False, True):
            settled = settle(ages, self._grading, duty=duty)
            told = settled.contradicted or ((settled.record,) if settled.record else ())
            bands = {record.value for record in told}
            if told:
                return next((band for band in CHILD_BANDS if band in bands), told[0].value)
        return None


CHILD_BANDS = ("under_10", "age_10_to_13", "age_14_to_17")


def _scalar(value: bool | int | str | tuple[str, ...] | None) -> Scalar | None:
    return None if isinstance(value, tuple) else value


def _attributes(fact: FactDefinition, record: FactRecord | None) -> Iterator[tuple[str, Scalar | None]]:
    """The columns of a fact: one, or one an option for a list."""
    if fact.type != "many":
        if record is not None and record.absent:
            yield fact.id, 0 if fact.type == "number" else False
        else:
            yield fact.id, _scalar(record.value) if record else None
        return
    named = record.value if record and isinstance(record.value, tuple) else ()
    whole = record is not None and (record.absent or record.complete)
    for option in fact.values:
        yield f"{fact.id}:{option}", True if option in named else False if whole else None


class Accounts:
    """Answers what is recorded behind an attribute of a member or of the group, for reasons and questions."""

    def __init__(self, profile: Profile, tabulator: Tabulator) -> None:
        self.profile = profile
        self._tabulator = tabulator
        self._settled: dict[tuple[str, bool], Settled] = {}

    def settled(self, ref: str, *, duty: bool = False) -> Settled:
        """The weighed record of a fact, worked out once."""
        key = (ref, duty)
        if key not in self._settled:
            self._settled[key] = self._tabulator.settled(self.profile, ref, duty=duty)
        return self._settled[key]

    def ref_of(self, owner: str, attribute: str) -> str:
        """The recorded fact behind an attribute read from `owner` (`group`, `people/p1`, `business/+`).

        `keeper.role` of a vehicle whose keeper is known is that person's role.
        """
        path = attribute.partition(":")[0]
        if owner in ("group", ""):
            return path
        ref, dot, tail = path.partition(".")
        if dot and not self.profile.records(f"{owner}.{path}"):
            target = self.settled(f"{owner}.{ref}").record
            collection = self._tabulator.target(owner.partition("/")[0], ref)
            if target is not None and collection and isinstance(target.value, str):
                return f"{collection}/{target.value}.{tail}"
        return f"{owner}.{path}"

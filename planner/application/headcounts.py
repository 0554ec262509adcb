"""How many groups and nominals were active at the end of each month, and how many of them of high risk, as each record then stood.

Nottinghamshire's monthly chart counts these four (source: report to the Police and Crime Panel, June 2015, 4.6). What is counted as
high risk is in `rules/scoring.yaml`, for a force to set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.casebook import Casebook
from planner.domain.entries import Learned, Opened
from planner.domain.library import Library
from planner.domain.profile import FactRecord, settle

# Those the guidance maps as the members of a group; associates, families and victims are not.
NOMINALS = ("principal", "significant", "peripheral")
TREND_MONTHS = 12

Records = Mapping[str, tuple[FactRecord, ...]]


@dataclass(frozen=True, order=True)
class Month:
    """A month by its last day, or by today in the one that is running."""

    end: date

    @property
    def says(self) -> str:
        """As it stands on a chart: Jul 2026."""
        return f"{self.end:%b %Y}"


def last_months(today: date, many: int = TREND_MONTHS) -> tuple[Month, ...]:
    """The running month and those before it, the earliest first."""
    found = [Month(today)]
    while len(found) < many:
        found.append(Month(found[-1].end.replace(day=1) - timedelta(days=1)))
    return tuple(reversed(found))


@dataclass(frozen=True)
class Headcount:
    """One case at the end of one month."""

    active: bool = False
    nominals: int = 0
    high_risk: bool = False


def high_risk(group: Records, library: Library) -> bool:
    """Whether any scheme of scoring that says where high risk begins puts the group there."""
    for scheme in library.scoring:
        if scheme.high_risk_from in scheme.worst_first:
            high = scheme.worst_first[: scheme.worst_first.index(scheme.high_risk_from) + 1]
            record = settle(group.get(scheme.fact.partition(".")[2], ()), library.grading, duty=False).record
            if record and not record.absent and record.value in high:
                return True
    return False


def is_nominal(roles: tuple[FactRecord, ...], library: Library) -> bool:
    """Whether a person counts as a member of the group."""
    record = settle(roles, library.grading, duty=False).record
    return record is not None and not record.absent and record.value in NOMINALS


def headcounts(book: Casebook, library: Library, months: Sequence[Month]) -> tuple[Headcount, ...]:
    """A case at the end of each month, by what had been entered in its record by then."""
    closing = book.standing("close")
    closed = closing[0].entered_at.date() if closing else date.max
    known, found, turned = _Known(), [], 0
    counted: tuple[int, bool] | None = None
    for month in months:
        start = turned
        while turned < len(book.entries) and book.entries[turned].entered_at.date() <= month.end:
            said = book.entries[turned].said
            if said is not None and known.turn(said.content):
                counted = None
            turned += 1
        if counted is None and turned > start:
            counted = known.nominals(library), high_risk(known.group, library)
        active = turned > 0 and month.end < closed
        found.append(Headcount(True, *(counted or (0, False))) if active else Headcount())
    return tuple(found)


class _Known:
    """The few facts that are counted, as they were learned."""

    def __init__(self) -> None:
        self.group: dict[str, tuple[FactRecord, ...]] = {}
        self._roles: dict[str, tuple[FactRecord, ...]] = {}

    def turn(self, content: object) -> bool:
        """Take in an entry; gives whether it can change what is counted."""
        match content:
            case Opened(profile=written):
                group, people = written.get("group", {}), written.get("members", {}).get("people", ())
                self.group = {name: _records(told) for name, told in group.items()}
                self._roles = {one["id"]: _records(one.get("facts", {}).get("role", ())) for one in people}
                return True
            case Learned(ref=ref):
                owner, _, name = ref.partition(".")
                if owner == "group":
                    self._learn(self.group, name, content)
                    return True
                if owner.startswith("people/") and name == "role":
                    self._learn(self._roles, owner.partition("/")[2], content)
                    return True
        return False

    def nominals(self, library: Library) -> int:
        """How many members the group has."""
        return sum(is_nominal(roles, library) for roles in self._roles.values())

    def _learn(self, held: dict[str, tuple[FactRecord, ...]], name: str, learned: Learned) -> None:
        if learned.record is None or learned.corrects:
            held.pop(name, None)
        if learned.record is not None:
            held[name] = (*held.get(name, ()), learned.record)


def _records(told: object) -> tuple[FactRecord, ...]:
    """Records as an opening holds them, in plain values."""
    assert isinstance(told, list | tuple)
    return tuple(FactRecord.model_validate(one) for one in told)

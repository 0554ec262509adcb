"""Every case at once: where its plan is empty and why, what is late, what was disrupted, which plans a change touches.

Cases come one by one, from a store or from anywhere else; each is recommended for and reviewed afresh. On long work the caller is
told how far it is, and whatever is done when it stops is a portfolio all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.application.case_rows import Disrupted, Looked, Row
from planner.application.deep_dives import DeepDive, deep_dives
from planner.application.headcounts import Month, last_months
from planner.application.looking_at_many import Held, looked_at
from planner.application.places import Place, place_view
from planner.application.planning import months_later
from planner.domain.decisions import IMPACTS
from planner.domain.library import Library
from planner.domain.tactic import PILLARS

# What nobody has moderated yet stands apart from every level.
WAITING = "not yet moderated"
Told = Callable[[int], object]


@dataclass(frozen=True)
class MonthCount:
    """All cases at the end of one month."""

    month: Month
    groups: int
    nominals: int
    high_risk_groups: int
    high_risk_nominals: int


@dataclass(frozen=True)
class Portfolio:
    """All cases as they stand. `total`: how many there are, of which fewer may have been looked at (`stopped`); `disposed`: how
    many are not shown because they were disposed of."""

    kind: str
    today: date
    as_of: date
    library: Library
    rows: tuple[Row, ...]
    total: int
    disposed: int = 0
    stopped: bool = False

    @cached_property
    def active(self) -> tuple[Row, ...]:
        """The cases that could be read and are not closed."""
        return tuple(row for row in self.rows if row.active)

    @cached_property
    def ordered(self) -> tuple[Row, ...]:
        """Where to look first: overdue, then errors, then an empty P; what is closed or cannot be read comes last."""
        return tuple(
            sorted(
                self.rows,
                key=lambda row: (
                    not row.active, not row.trouble, -row.days_late, -row.findings.get("error", 0), -len(row.empty), row.name,
                ),
            )
        )  # fmt: skip

    @property
    def unread(self) -> tuple[Row, ...]:
        """The cases that could not be opened."""
        return tuple(row for row in self.rows if row.trouble)

    @property
    def overdue(self) -> tuple[Row, ...]:
        """The active cases whose review is late."""
        return tuple(row for row in self.active if row.days_late)

    @property
    def without_lro(self) -> tuple[Row, ...]:
        """The active cases nobody leads."""
        return tuple(row for row in self.active if not row.lro)

    @property
    def empty(self) -> tuple[Row, ...]:
        """The active cases with an empty P and no reason for it."""
        return tuple(row for row in self.active if row.empty)

    @property
    def high_risk(self) -> tuple[Row, ...]:
        """The active cases of high risk."""
        return tuple(row for row in self.active if row.high_risk)

    @property
    def touched(self) -> tuple[Row, ...]:
        """The active cases whose plan holds what stands otherwise than when it was chosen."""
        return tuple(row for row in self.active if row.touched)

    @cached_property
    def findings(self) -> Counter[str]:
        """Open findings by severity."""
        return sum((Counter(dict(row.findings)) for row in self.active), Counter())

    @cached_property
    def rules(self) -> tuple[tuple[str, str, str, int], ...]:
        """Each rule that found something, its severity and text, and in how many cases, most first."""
        counted = Counter(one for row in self.active for one in row.by_rule)
        return tuple((*one, many) for one, many in counted.most_common())

    @cached_property
    def interventions(self) -> Counter[str]:
        """Interventions by P."""
        return Counter({p: sum(row.counts.get(p, 0) for row in self.active) for p in PILLARS})

    @cached_property
    def disruptions(self) -> tuple[Disrupted, ...]:
        """Those of the last twelve months, of all cases that could be read."""
        since = months_later(self.today, -12)
        return tuple(one for row in self.rows for one in row.disruptions if since < one.on <= self.today)

    def disrupted(self) -> dict[str, dict[str, int]]:
        """Disruptions by P and moderated level; what is not moderated yet by itself, with what was proposed for it."""
        counted = Counter((one.pillar, one.moderated or WAITING) for one in self.disruptions)
        return {p: {level: counted[p, level] for level in (*IMPACTS, WAITING)} for p in PILLARS}

    def proposed(self) -> Counter[str]:
        """The level proposed for every disruption, moderated or not."""
        return Counter(one.proposed for one in self.disruptions)

    @cached_property
    def trend(self) -> tuple[MonthCount, ...]:
        """Active groups and nominals at the end of each month."""
        found = []
        for n, month in enumerate(last_months(self.today)):
            mine = [row.headcounts[n] for row in self.rows if row.headcounts and row.headcounts[n].active]
            high = [one for one in mine if one.high_risk]
            nominals = (sum(one.nominals for one in many) for many in (mine, high))
            found.append(MonthCount(month, len(mine), next(nominals), len(high), next(nominals)))
        return tuple(found)

    @cached_property
    def dives(self) -> tuple[DeepDive, ...]:
        """Whose turn it is, month by month."""
        return deep_dives(self.rows, self.today)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place over the active cases."""
        return place_view((row.name, row.places) for row in self.active)

    @property
    def exit_code(self) -> int:
        """0; 130 when it was stopped; 3 where a record is broken or the engines differ; 2 when nothing at all could be read."""
        if self.stopped:
            return 130
        worst = max((row.trouble_code for row in self.rows), default=0)
        return worst if worst > 2 or (self.rows and len(self.unread) == len(self.rows)) else 0


def oversee(
    cases: Iterable[Held], library: Library, today: date, *, as_of: date | None = None, workers: int = 1, told: Told | None = None
) -> Generator[Looked, None, None]:  # fmt: skip
    """Each case looked at, as it is ready, in the order given; `told` hears how many are done. Closing it ends the work."""
    months = last_months(today)
    with looked_at(cases, library, as_of or today, today, months, workers=workers) as found:
        for done, one in enumerate(found, 1):
            if told is not None:
                told(done)
            yield one


def portfolio(
    cases: Iterable[Held], library: Library, today: date, *, total: int, kind: str = "", as_of: date | None = None,
    workers: int = 1, disposed: int = 0, told: Told | None = None,
) -> Portfolio:  # fmt: skip
    """All cases; when it is stopped by Ctrl-C, those that were done by then."""
    rows: list[Row] = []
    stopped = False
    try:
        for one in oversee(cases, library, today, as_of=as_of, workers=workers, told=told):
            rows.append(one.row)
    except KeyboardInterrupt:
        stopped = True
    return Portfolio(kind, today, as_of or today, library, tuple(rows), total, disposed, stopped)

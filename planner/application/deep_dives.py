"""The rolling deep dives: which case the scrutiny meeting looks into in which month, and why then.

Nottinghamshire looks into every group in turn (source: report to the Police and Crime Panel, June 2015, 4.4); how long a round takes
it does not say, and a year is ours. A deep dive is a review held with the trigger "deep dive".

What comes first: the cases whose turn is past (a year without one), then those of high risk, then the longest not looked into. As
a round has room for all within the year, a low risk waits a year and no longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.application.case_rows import Row
from planner.application.planning import months_later
from planner.domain.words import day

ROUND_MONTHS = 12


@dataclass(frozen=True)
class DeepDive:
    """One case's turn: the month by its first day, and why then."""

    month: date
    case: str
    title: str
    because: str


def deep_dives(rows: Iterable[Row], today: date) -> tuple[DeepDive, ...]:
    """The turns of every active case with a record, spread evenly over the months of a round, beginning with this one."""
    waiting = [row for row in rows if row.active and row.opened is not None]
    waiting.sort(
        key=lambda row: (not _past(row, today), not row.high_risk, _looked_into(row), row.band or "~", row.name)
    )
    first = today.replace(day=1)
    return tuple(
        DeepDive(months_later(first, n * ROUND_MONTHS // len(waiting)), row.name, row.title, _because(row, today))
        for n, row in enumerate(waiting)
    )


def _looked_into(row: Row) -> date:
    """The last deep dive; for a case without one, its opening."""
    found = row.dived or row.opened
    assert found is not None
    return found


def _past(row: Row, today: date) -> bool:
    return months_later(_looked_into(row), ROUND_MONTHS) <= today


def _because(row: Row, today: date) -> str:
    said = f"last deep dive {day(row.dived)}" if row.dived else f"none since it was opened, {day(_looked_into(row))}"
    risk = f"; high risk ({row.band or row.p_band})" if row.high_risk else ""
    return f"{said}{', over a year ago' if _past(row, today) else ''}{risk}"

"""What a case has to do by a day: its interventions, objectives and collection still open, and its next review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.casebook import ENDED, Casebook
from planner.domain.library import Library

SOON_DAYS = 14
OVER = ("done", *ENDED)


@dataclass(frozen=True, order=True)
class Due:
    """One thing that is due on a day; `number` is that of its entry."""

    on: date
    number: int
    kind: str
    pillar: str
    what: str

    def days_late(self, today: date) -> int:
        """By how many days it is late; 0 for one that is not."""
        return max((today - self.on).days, 0)


def due_soon(book: Casebook, library: Library, today: date, days: int = SOON_DAYS) -> tuple[Due, ...]:
    """What is late or due within some days, the earliest first."""
    found = [
        Due(one.decision.due, one.number, one.decision.kind, one.decision.pillar, _called(one.decision.tactic, library) or one.decision.text)
        for one in book.interventions
        if one.decision.due and one.state not in OVER
    ]  # fmt: skip
    found += [
        Due(made.due, entry.number, made.kind, made.pillar, made.text)
        for entry, made in book.decided("objective", "collection")
        if made.due
    ]
    return tuple(sorted(one for one in found if one.on <= today + timedelta(days=days)))


def _called(tactic: str, library: Library) -> str:
    """The title of a tactic; its id when it is not in the menu any more."""
    known = library.tactics.get(tactic)
    return known.title if known else tactic

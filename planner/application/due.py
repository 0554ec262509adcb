"""What a case has to do by a day: its interventions, objectives and collection still open, and its next review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.casebook import Casebook
from planner.domain.library import Library

SOON_DAYS = 14


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
        if one.decision.due and not one.over
    ]  # fmt: skip
    open_ones = [(one.entry.number, one.decision) for one in book.objectives if not one.over]
    open_ones += [
        (entry.number, made) for entry, made in book.unanswered() if not book.profile.knows(made.fact, library.grading)
    ]
    found += [Due(made.due, number, made.kind, made.pillar, made.text) for number, made in open_ones if made.due]
    return tuple(sorted(one for one in found if one.on <= today + timedelta(days=days)))


def _called(tactic: str, library: Library) -> str:
    """The title of a tactic; its id when it is not in the menu any more."""
    known = library.tactics.get(tactic)
    return known.title if known else tactic

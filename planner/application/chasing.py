"""Holding to account: what each owner was tasked with, what they have said, what is late, what was done or not done and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.application.scheduling import Line, lines_of
from planner.domain.casebook import Casebook
from planner.domain.entries import Decided, Entry
from planner.domain.library import Library

STATES = {
    "proposed": "not tasked yet", "tasked": "tasked", "accepted": "accepted", "under_way": "under way", "done": "done",
    "not_done": "not done", "handed_over": "handed over",
}  # fmt: skip
NO_OWNER = "No owner yet"


@dataclass(frozen=True)
class Chased:
    """One intervention on the chase list: where it stands, how late it is, and what was last said of it."""

    line: Line
    days_late: int = 0
    last: Entry | None = None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return STATES[self.line.adopted.state]

    @property
    def mark(self) -> str:
        """The mark beside the words: done, late, under way, not started, not done."""
        if self.days_late:
            return "!"
        return {"done": "+", "handed_over": "+", "not_done": "x", "proposed": "-"}.get(self.line.adopted.state, "~")

    @property
    def last_said(self) -> str:
        """What was last recorded of it: the effect where one was given, else the reason."""
        if self.last is None or self.last.said is None or not isinstance(self.last.said.content, Decided):
            return ""
        return self.last.said.content.decision.effect or self.last.said.because


@dataclass(frozen=True)
class Owner:
    """Everything one owner has to answer for, the latest first."""

    name: str
    chased: tuple[Chased, ...]

    @property
    def late(self) -> int:
        """How many of theirs are late."""
        return sum(one.days_late > 0 for one in self.chased)

    @property
    def open(self) -> int:
        """How many of theirs are still to be done."""
        return sum(one.line.open for one in self.chased)


def chase_list(book: Casebook, library: Library, today: date) -> tuple[Owner, ...]:
    """Every intervention by its owner: owners with something late first, then by name; what has no owner at the very top."""
    owners: dict[str, tuple[str, list[Chased]]] = {}
    for line in lines_of(book, library):
        name = " ".join(line.decision.owner.split()) or NO_OWNER
        last = line.adopted.progress[-1] if line.adopted.progress else None
        owners.setdefault(name.casefold(), (name, []))[1].append(Chased(line, line.days_late(today), last))
    found = [
        Owner(name, tuple(sorted(theirs, key=lambda one: (not one.line.open, -one.days_late))))
        for name, theirs in owners.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.name != NO_OWNER, not one.late, one.name.casefold())))

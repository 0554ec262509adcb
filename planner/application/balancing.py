"""The four Ps side by side: what stands in each, how the plan is balanced, and which P is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.application.recommending import Recommendation
from planner.domain.casebook import ENDED, Adopted, Casebook
from planner.domain.decisions import TACTIC_KINDS, Decision
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.tactic import PHASES, PILLARS, Pillar
from planner.domain.words import count_of

Made = tuple[Entry, Decision]
OVER = (*ENDED, "done")


@dataclass(frozen=True)
class Column:
    """One P of the plan. `left` is the decision that leaves it undeveloped or parks it; `fits` counts the
    tactics that are certain for it and not decided on."""

    pillar: Pillar
    adopted: tuple[Adopted, ...]
    aims: tuple[Made, ...]
    leads: tuple[Made, ...]
    objectives: tuple[Made, ...]
    left: Made | None
    fits: int

    @property
    def count(self) -> int:
        """How many interventions count: all but those that were not done."""
        return sum(one.state != "not_done" for one in self.adopted)

    @property
    def empty(self) -> bool:
        """Whether nothing is in it and nothing says why not."""
        return not self.count and self.left is None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it still needs, unless it is left or parked."""
        if self.left and not self.count:
            return ()
        wanted = (
            ("an intervention", self.count),
            ("a lead", self.leads),
            ("an aim", self.aims),
            ("an objective", self.objectives),
        )
        return tuple(what for what, there in wanted if not there)


@dataclass(frozen=True)
class Balance:
    """The whole plan at a glance. `limit` is the share of Pursue, in a hundred, above which a review warns; `focus` says how many
    lines are aimed at each person in focus."""

    columns: tuple[Column, ...]
    partners: int
    limit: int | None
    focus: Mapping[str, int]

    @property
    def phases(self) -> dict[str, int]:
        """How many interventions stand in each phase."""
        counted = Counter(
            one.decision.phase for column in self.columns for one in column.adopted if one.state != "not_done"
        )
        return {phase: counted[phase] for phase in PHASES}

    @property
    def total(self) -> int:
        """How many interventions count."""
        return sum(one.count for one in self.columns)

    @property
    def pursue_share(self) -> int:
        """How many in a hundred are Pursue."""
        return 100 * self.columns[0].count // self.total if self.total else 0

    @property
    def says(self) -> str:
        """The balance in two sentences, in numbers."""
        if not self.total:
            return "No interventions yet."
        told = f"{count_of(self.total, 'intervention')}, {count_of(self.partners, 'partner lead')} recorded."
        limit = f"; a review asks why above {self.limit}" if self.limit is not None else ""
        return f"{told} Pursue {self.pursue_share} in 100{limit}."

    @property
    def thin(self) -> tuple[Column, ...]:
        """The Ps that are empty without a word on why."""
        return tuple(one for one in self.columns if one.empty)


def balance(book: Casebook, found: Recommendation) -> Balance:
    """The plan of a case by P, beside what was `found` for it."""
    decided = {made.tactic for _, made in book.decided(*TACTIC_KINDS)}
    certain = Counter[str](
        one.tactic.pillar for one in found.tactics if one.outcome == "certain" and one.tactic.id not in decided
    )

    def of(pillar: str, *kinds: str) -> tuple[Made, ...]:
        return tuple(one for one in book.decided(*kinds) if one[1].pillar == pillar)

    columns = tuple(
        Column(
            pillar=pillar,
            adopted=tuple(sorted((one for one in book.interventions if one.decision.pillar == pillar), key=_by_day)),
            aims=of(pillar, "aim"),
            leads=of(pillar, "lead"),
            objectives=of(pillar, "objective"),
            left=next(iter(of(pillar, "undeveloped", "park")), None),
            fits=certain[pillar],
        )
        for pillar in PILLARS
    )
    aimed = Counter(ref for one in book.interventions if one.state != "not_done" for ref in one.decision.on)
    focus = {made.ref: aimed[made.ref] for _, made in book.decided("focus")}
    return Balance(columns, len(book.decided("partner")), pursue_limit(found.library), focus)


def _by_day(one: Adopted) -> tuple[bool, date, int]:
    """What is still to be done by its day, then what has none; what is over comes last."""
    return one.state in OVER, one.decision.due or date.max, one.number


def late(one: Adopted, today: date) -> bool:
    """Whether its day has gone by and it is not over."""
    return one.state not in OVER and one.decision.due is not None and one.decision.due < today


def mark(one: Adopted, today: date) -> str:
    """The sign of where it stands: not started, under way, done, not done, handed over, or late."""
    if late(one, today):
        return "!"
    return {"proposed": "-", "done": "+", "not_done": "x", "handed_over": "/"}.get(one.state, "~")


def pursue_limit(library: Library) -> int | None:
    """The share of Pursue, in a hundred, above which the library's review rules warn; nothing where none does."""
    found = [limit for rule in library.review for limit in _at_least(rule.when, "plan.pursue_share")]
    return min(found) - 1 if found else None


def _at_least(condition: Any, fact: str) -> Sequence[int]:
    match condition:
        case dict():
            here = condition.get(fact)
            own = [int(here["at_least"])] if isinstance(here, dict) and "at_least" in here else []
            return [*own, *(one for part in condition.values() for one in _at_least(part, fact))]
        case list() | tuple():
            return [one for part in condition for one in _at_least(part, fact)]
    return []


def serving(objective: Decision, book: Casebook) -> tuple[Adopted, ...]:
    """The interventions that serve an objective: those that name it and, where it is the only one of its P, those that name none."""
    alone = sum(made.pillar == objective.pillar for _, made in book.decided("objective")) == 1
    return tuple(
        one
        for one in book.interventions
        if one.state != "not_done"
        and (
            one.decision.objective == objective.text
            or (alone and not one.decision.objective and one.decision.pillar == objective.pillar)
        )
    )

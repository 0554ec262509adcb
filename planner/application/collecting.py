"""What is being found out: the questions an officer adopted, how each is to be answered, by whom and when, and what came back.

A question is adopted as an intelligence requirement and a line of the collection plan. Both name the unknown fact they are
about, so that the record shows by itself which of them have been answered. None of it is an intervention under a P.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.application.needing import Gap, collection_plan
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.words import listed

Made = tuple[Entry, Decision]
KINDS = ("requirement", "collection", "response")


@dataclass(frozen=True)
class Sought:
    """One question and all that was decided on finding it out, in the order it was written; `known` once its fact is."""

    made: tuple[Made, ...]
    known: bool = False

    def last(self, kind: str) -> Made | None:
        """What stands last of a kind."""
        return next((one for one in reversed(self.made) if one[1].kind == kind), None)

    @property
    def decision(self) -> Decision:
        """What says most of how it is to be found out: its line of the collection plan, where it has one."""
        found = self.last("collection") or self.last("requirement") or self.made[-1]
        return found[1]

    @property
    def number(self) -> int:
        """The number of the entry it is known by."""
        return self.made[0][0].number

    @property
    def fact(self) -> str:
        """The unknown fact it is about; empty for a question in the officer's own words."""
        return self.decision.fact

    @property
    def answered(self) -> bool:
        """Whether the fact is known now, or something came back."""
        return self.known or self.last("response") is not None

    def late_by(self, today: date) -> int:
        """The days it is late, or 0."""
        due = self.decision.due
        return max((today - due).days, 0) if due and not self.answered else 0


def sought(book: Casebook, profile: Profile, library: Library) -> tuple[Sought, ...]:
    """Every question adopted, the first to fall due first; what names the same fact is one question."""
    together: dict[str, list[Made]] = {}
    for one in sorted(book.decided(*KINDS), key=lambda made: made[0].number):
        together.setdefault(one[1].fact or f"entry {one[0].number}", []).append(one)
    found = [Sought(tuple(made), profile.knows(made[0][1].fact, library.grading)) for made in together.values()]
    return tuple(sorted(found, key=lambda one: (one.answered, one.decision.due or date.max, one.number)))


def adopting(gap: Gap, library: Library) -> tuple[Decision, Decision]:
    """The requirement and the line of the collection plan that a question makes, for the officer to date and give an owner."""
    (line,) = collection_plan([replace(gap, need="need_to_know")], library)
    drives = listed([library.tactics[name].title for name in line.drives if name in library.tactics])
    requirement = Decision(kind="requirement", text=line.requirement, drives=drives, fact=line.fact)
    collection = Decision(
        kind="collection", text=line.requirement, source=listed(line.sources, "or"), method=line.method, fact=line.fact
    )
    return requirement, collection


def same_reasons(entry: Entry) -> Reasons:
    """The reasons of an entry, for another that was decided with it."""
    said = entry.said
    if said is None:
        return Reasons()
    made_at = entry.made_at if said.late_because else None
    return Reasons(because=said.because, decider=said.decider, made_at=made_at, late_because=said.late_because)


def adopted_gaps(gaps: Sequence[Gap], adopted: Iterable[Sought]) -> tuple[Gap, ...]:
    """The unknown facts that were adopted and are still unknown, in order; each is needed, as the officer decided."""
    facts = {one.fact for one in adopted}
    return tuple(replace(one, need="need_to_know") for one in gaps if one.fact in facts)

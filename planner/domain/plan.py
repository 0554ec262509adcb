"""A 4P plan as far as a case carries one: who leads, what is planned, what is left undeveloped and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import model_validator

from planner.domain.tactic import PILLARS, Phase, Pillar
from planner.domain.vocabulary import Day, Frozen

# The decisions always to record that stand for the plan as a whole; those of each P are counted P by P.
RECORDED = ("objectives", "focus", "business_model", "trajectory", "place_based", "partners", "protocols")


class Intervention(Frozen):
    """A tactic, or the LRO's own idea, adopted in a plan."""

    tactic: str = ""
    text: str = ""
    pillar: Pillar
    owner: str = ""
    due: Day | None = None
    objective: str = ""
    measure: str = ""
    authority: str = ""
    phase: Phase | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Intervention:
        if bool(self.tactic) == bool(self.text):
            raise ValueError("an intervention names a tactic or says in text what it is, one of the two")
        return self


class Plan(Frozen):
    """What has been written of a plan; `undeveloped` holds the reason for each P left empty on purpose."""

    vision: str = ""
    aims: dict[Pillar, str] = {}
    leads: dict[Pillar, str] = {}
    undeveloped: dict[Pillar, str] = {}
    interventions: tuple[Intervention, ...] = ()


class RecordedPlan(Plan):
    """A plan whose decisions are on record, so that a review can also see what is not among them: `missing` names which of
    the decisions always to record are."""

    parked: tuple[Pillar, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """Where in a plan something was counted: an entry, a nominal or thing, a tactic that is in no entry, or what `note` says;
    beside an entry, `note` adds what is amiss with it."""

    number: int = 0
    ref: str = ""
    tactic: str = ""
    note: str = ""


# What is counted of a plan: yes or no, a number, or the spots it was counted at.
Counted = bool | int | tuple[Spot, ...]


@dataclass(frozen=True)
class PlanFacts:
    """The plan's own facts by name. One that is not there is unknown."""

    counted: Mapping[str, Counted]

    def values(self) -> dict[str, bool | int]:
        """What rules read: of what was counted at spots, how many."""
        return {name: len(one) if isinstance(one, tuple) else one for name, one in self.counted.items()}

    def at(self, name: str) -> tuple[Spot, ...]:
        """Where it was counted, for what has a place."""
        found = self.counted.get(name)
        return found if isinstance(found, tuple) else ()


def plan_counts(plan: Plan | None) -> dict[str, Counted]:
    """What any plan shows: per P its count, whether it has a lead and a reason if empty, and the share of Pursue in percent.

    A plan not yet written counts nothing; what only a record can show is left to `record_counts`.
    """
    plan = plan or Plan()
    counted: dict[str, Counted] = {}
    parked = plan.parked if isinstance(plan, RecordedPlan) else ()
    for pillar in PILLARS:
        counted[f"{pillar}_count"] = sum(one.pillar == pillar for one in plan.interventions)
        counted[f"{pillar}_lead"] = bool(plan.leads.get(pillar, "").strip())
        counted[f"{pillar}_reason"] = bool(plan.undeveloped.get(pillar, "").strip())
        counted[f"{pillar}_parked"] = pillar in parked
    total = len(plan.interventions)
    counted["total_count"] = total
    counted["pursue_share"] = 100 * sum(one.pillar == "pursue" for one in plan.interventions) // total if total else 0
    if isinstance(plan, RecordedPlan):
        counted |= {f"{name}_recorded": name not in plan.missing for name in RECORDED}
        counted |= {f"{pillar}_aim": bool(plan.aims.get(pillar, "").strip()) for pillar in PILLARS}
        counted["vision_recorded"] = bool(plan.vision.strip())
    return counted

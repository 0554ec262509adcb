"""A 4P plan as far as a case carries one: who leads, what is planned, what is left undeveloped and why."""

from __future__ import annotations

from datetime import date

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
    """A plan whose decisions are on record, so that a review can also see what is not among them.

    `missing`: which of the decisions always to record are; `unowned`, `undated`: how many interventions still to be done
    have no owner or no day; `open_until`: the days by which what is not done yet is due; `unclear_leads`: of how many Ps
    several lead, one of them at no level.
    """

    parked: tuple[Pillar, ...] = ()
    missing: tuple[str, ...] = ()
    unclear_leads: int = 0
    unowned: int = 0
    undated: int = 0
    open_until: tuple[date, ...] = ()


def plan_counts(plan: Plan | None, as_of: date) -> dict[str, bool | int]:
    """The plan's own facts for the review rules: per P its count, whether it has a lead and a reason if empty, and
    the share of Pursue in percent. A plan not yet written counts nothing.

    What only a record can show stays unknown of a plan without one.
    """
    plan = plan or Plan()
    counted: dict[str, bool | int] = {}
    parked = plan.parked if isinstance(plan, RecordedPlan) else ()
    for pillar in PILLARS:
        counted[f"{pillar}_count"] = sum(one.pillar == pillar for one in plan.interventions)
        counted[f"{pillar}_lead"] = bool(plan.leads.get(pillar, "").strip())
        counted[f"{pillar}_reason"] = bool(plan.undeveloped.get(pillar, "").strip())
        counted[f"{pillar}_parked"] = pillar in parked
    total = len(plan.interventions)
    counted["total_count"] = total
    counted["pursue_share"] = 100 * int(counted["pursue_count"]) // total if total else 0
    return counted | (_recorded(plan, as_of) if isinstance(plan, RecordedPlan) else {})


def _recorded(plan: RecordedPlan, as_of: date) -> dict[str, bool | int]:
    """What only a record shows, missing or overdue."""
    counted: dict[str, bool | int] = {f"{name}_recorded": name not in plan.missing for name in RECORDED}
    for pillar in PILLARS:
        counted[f"{pillar}_aim"] = bool(plan.aims.get(pillar, "").strip())
    counted["vision_recorded"] = bool(plan.vision.strip())
    counted["unowned_count"], counted["undated_count"] = plan.unowned, plan.undated
    counted["overdue_count"] = sum(day < as_of for day in plan.open_until)
    counted["unclear_lead_count"] = plan.unclear_leads
    return counted

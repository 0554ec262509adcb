"""A 4P plan as far as a case carries one: who leads, what is planned, what is left undeveloped and why."""

from __future__ import annotations

from pydantic import model_validator

from planner.domain.tactic import PILLARS, Phase, Pillar
from planner.domain.vocabulary import Day, Frozen


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


def plan_counts(plan: Plan | None) -> dict[str, bool | int]:
    """The plan's own facts for the review rules: per P its count, whether it has a lead and a reason if empty, and
    the share of Pursue in percent. A plan not yet written counts nothing."""
    plan = plan or Plan()
    counted: dict[str, bool | int] = {}
    for pillar in PILLARS:
        counted[f"{pillar}_count"] = sum(one.pillar == pillar for one in plan.interventions)
        counted[f"{pillar}_lead"] = bool(plan.leads.get(pillar, "").strip())
        counted[f"{pillar}_reason"] = bool(plan.undeveloped.get(pillar, "").strip())
    total = len(plan.interventions)
    counted["total_count"] = total
    counted["pursue_share"] = 100 * int(counted["pursue_count"]) // total if total else 0
    return counted

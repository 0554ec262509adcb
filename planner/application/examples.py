"""What the planning rules put forward for one case: visions, aims, leads, objectives and reasons for a trajectory.

They are examples in our own words after the guidance, chosen by the facts; the officer changes or refuses every one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.application.recommending import Evaluation, Recommender
from planner.domain.profile import Profile
from planner.domain.rules import PlanningRule
from planner.domain.tactic import PILLARS
from planner.domain.truth import Truth
from planner.engine.matching import PLANNING, Matcher

SIDES = ("investigation", "disruption")


@dataclass(frozen=True)
class Objective:
    """A SMART objective to argue with: what, measured how, by whom, by when."""

    text: str
    measure: str
    owner: str
    by: date


@dataclass(frozen=True)
class TrajectoryReason:
    """One reason of the guidance for a trajectory, and how far the facts of this case bear it out."""

    id: str
    reason_for: str
    text: str
    holds: str
    rests_on: tuple[str, ...]

    @property
    def label(self) -> str:
        """The reason in two or three words, as its rule is named."""
        return self.id.partition("-")[2].replace("-", " ").capitalize() or self.id


class Examples:
    """The planning rules as they stand for one case."""

    def __init__(self, recommender: Recommender, profile: Profile) -> None:
        self._library, self._as_of = recommender.library, recommender.as_of
        matcher = Matcher(self._library, PLANNING)
        try:
            self._evaluation: Evaluation = recommender.evaluate(profile, {}, matcher=matcher)
        finally:
            matcher.close()

    def _truth(self, rule: PlanningRule) -> Truth:
        return self._evaluation.answers.outcomes[f"planning:{rule.id}"]

    def holding(self, kind: str, pillar: str | None = None) -> list[PlanningRule]:
        """The rules of a kind whose condition is known to hold, those of the whole plan with those of a P."""
        return [
            one
            for one in self._library.planning
            if one.kind == kind and one.pillar in (pillar, None) and self._truth(one) is Truth.TRUE
        ]

    def visions(self) -> tuple[str, ...]:
        """What success could be, the closest to the facts first."""
        return tuple(one.text for one in self.holding("vision"))

    def aims(self, pillar: str) -> tuple[str, ...]:
        """Aims of a P, or of the whole plan (`overall`)."""
        of_plan = pillar not in PILLARS
        held = self.holding("aim", None if of_plan else pillar)
        return tuple(one.text for one in held if of_plan or one.pillar)

    def leads(self, pillar: str) -> tuple[str, ...]:
        """Roles that could lead a P."""
        return tuple(one.text for one in self.holding("lead", pillar))

    def objectives(self, pillar: str) -> tuple[Objective, ...]:
        """Objectives of a P, those that rest on a fact of the case first."""
        held = sorted(self.holding("objective", pillar), key=lambda one: one.when is None)
        return tuple(_objective(one, self._as_of) for one in held)

    def trajectory_reasons(self) -> tuple[TrajectoryReason, ...]:
        """Both columns of reasons, each with whether this case bears it out."""
        found = []
        for rule in self._library.planning:
            if rule.kind == "trajectory" and rule.reason_for:
                if rule.when is None:
                    found.append(TrajectoryReason(rule.id, rule.reason_for, rule.text, "weigh", ()))
                    continue
                value = self._truth(rule)
                said = self._evaluation.explainer.of(f"planning:{rule.id}")
                rests = tuple(reason.text for reason in said.reasons) if value is Truth.TRUE else ()
                holds = {Truth.TRUE: "yes", Truth.UNKNOWN: "not known", Truth.FALSE: "no"}[value]
                found.append(TrajectoryReason(rule.id, rule.reason_for, rule.text, holds, rests))
        return tuple(found)


def _objective(rule: PlanningRule, as_of: date) -> Objective:
    return Objective(rule.text, rule.measure, rule.owner, as_of + timedelta(days=rule.within_days or 0))

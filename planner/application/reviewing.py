"""Reviewing a plan: the review rules run over the plan's counts and the case, through the same engines as everything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.application.recommending import Recommender
from planner.domain.profile import Profile
from planner.domain.rules import ReviewRule
from planner.domain.tactic import PHASES, PILLARS
from planner.domain.truth import Truth
from planner.engine.matching import REVIEW, Matcher

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """What one rule says about one plan."""

    rule: ReviewRule

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return self.rule.severity


@dataclass(frozen=True)
class Covered:
    """How many interventions stand under one P, heading and phase."""

    pillar: str
    heading: str
    phase: str
    count: int


@dataclass(frozen=True)
class Review:
    """The findings on one case's plan, worst first, and what the plan covers."""

    case: str
    planned: bool
    findings: tuple[Finding, ...]
    coverage: tuple[Covered, ...]

    @property
    def worst(self) -> str:
        """The severity of the first finding, or an empty string."""
        return self.findings[0].severity if self.findings else ""


class Reviewer:
    """Reviews plans with the rules of one library. Close it when done."""

    def __init__(self, recommender: Recommender) -> None:
        self._recommender = recommender
        self._matcher = Matcher(recommender.library, REVIEW)

    def close(self) -> None:
        """Free the engine."""
        self._matcher.close()

    def __enter__(self) -> Reviewer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def review(self, profile: Profile) -> Review:
        """Every rule that fires; a case without a plan is reviewed as a plan not yet written. Raises EnginesDisagree."""
        evaluation = self._recommender.evaluate(profile, {}, matcher=self._matcher)
        rules = self._recommender.library.review
        fired = [Finding(rule) for rule in rules if evaluation.answers.outcomes[f"review:{rule.id}"] is Truth.TRUE]
        fired.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        return Review(profile.case, profile.plan is not None, tuple(fired), tuple(self._coverage(profile)))

    def _coverage(self, profile: Profile) -> list[Covered]:
        tactics = self._recommender.library.tactics
        counted: Counter[tuple[str, str, str]] = Counter()
        for one in profile.plan.interventions if profile.plan else ():
            tactic = tactics.get(one.tactic)
            phases = (one.phase,) if one.phase else tactic.phases if tactic else ("",)
            for phase in phases:
                counted[(one.pillar, (tactic.heading if tactic else None) or "", phase)] += 1
        order: dict[str, int] = {name: n for n, name in enumerate((*PILLARS, *PHASES))}
        return [
            Covered(*key, count)
            for key, count in sorted(counted.items(), key=lambda kv: [order.get(part, -1) for part in kv[0]])
        ]

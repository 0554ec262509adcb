"""Reviewing a plan: the review rules run over the plan's own facts and the case, through the same engines as everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from planner.application.plan_facts import plan_facts
from planner.application.recommending import Evaluation, Recommendation, Recommender
from planner.domain.casebook import Casebook
from planner.domain.conditions import facts_read
from planner.domain.plan import PlanFacts, RecordedPlan, Spot
from planner.domain.profile import Profile
from planner.domain.remarks import Remark, accepted, latest, remarks, returned
from planner.domain.rules import ReviewRule
from planner.domain.tactic import PHASES, PILLARS
from planner.domain.truth import Truth
from planner.engine.matching import REVIEW, Matcher

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Place:
    """A place in a plan that a finding is about: an entry by its number, a nominal or thing by its ref, a tactic by its id, each
    with how it is called; `note` says what is amiss there. `stands`: the entry that stands in the place of `number` now."""

    number: int = 0
    ref: str = ""
    tactic: str = ""
    label: str = ""
    note: str = ""
    stands: int = 0

    @property
    def key(self) -> str:
        """What it is known by whatever it is called: entry 12, people/p1. An entry is known with what stands in its place and what is
        amiss there: when either is another, so is the place."""
        if self.number:
            anew = f" as of {self.stands}" if self.stands not in (0, self.number) else ""
            return f"entry {self.number}{anew}{f': {self.note}' if self.note else ''}"
        return self.ref or self.tactic or self.note

    @property
    def says(self) -> str:
        """The place in words: entry 12 (Cash seizure), Ann (people/p1)."""
        if self.number:
            within = ": ".join(part for part in (self.label, self.note) if part)
            return f"entry {self.number} ({within})" if within else f"entry {self.number}"
        named = f"{self.label} ({self.ref})" if self.ref and self.label != self.ref else self.label or self.ref
        return ": ".join(part for part in (named, self.note) if part)


@dataclass(frozen=True)
class Finding:
    """What one rule says about one plan, and of which places in it; what accepts it, and what was commented on it."""

    rule: ReviewRule
    at: tuple[Place, ...] = ()
    accepted: Remark | None = None
    comments: tuple[Remark, ...] = ()

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return self.rule.severity

    @property
    def places(self) -> tuple[str, ...]:
        """The places by which it is known again."""
        return tuple(place.key for place in self.at)

    @property
    def where(self) -> str:
        """The part of the plan, and the places in it."""
        named = "; ".join(place.says for place in self.at)
        return f"{self.rule.where}: {named}" if named else self.rule.where


@dataclass(frozen=True)
class Covered:
    """How many interventions stand under one P, heading and phase."""

    pillar: str
    heading: str
    phase: str
    count: int


@dataclass(frozen=True)
class Review:
    """The findings on one case's plan, worst first and the accepted ones last, what the plan covers, and the return that waits for
    the author's answer. `authenticated`: whether it is proved who said what of it."""

    case: str
    planned: bool
    findings: tuple[Finding, ...]
    coverage: tuple[Covered, ...]
    returned: Remark | None = None
    authenticated: bool = False

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        return tuple(one for one in self.findings if one.accepted is None)

    @property
    def worst(self) -> str:
        """The severity of the first finding that is not accepted, or an empty string."""
        return self.open[0].severity if self.open else ""


class Reviewer:
    """Reviews plans with the rules of one library. Close it when done."""

    def __init__(self, recommender: Recommender) -> None:
        self._recommender = recommender
        self._matcher = Matcher(recommender.library, REVIEW)
        # Worked out once: a portfolio reads the same conditions for thousands of plans.
        self._behind = cache(recommender.library.facts_behind)
        self._plan_facts_read = cache(self._named_in)

    def close(self) -> None:
        """Free the engine."""
        self._matcher.close()

    def __enter__(self) -> Reviewer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def review(self, profile: Profile, book: Casebook | None = None, found: Recommendation | None = None) -> Review:
        """Every rule that fires; a case without a plan is reviewed as a plan not yet written. Raises EnginesDisagree.

        `book`: the record of a stored case, without which only what any plan shows is judged. `found`: what is recommended for
        it, where that is at hand.
        """
        library = self._recommender.library
        if found is None and (book is not None or _rests_on_tactics(profile)):
            found = self._recommender.recommend(profile)
        facts = plan_facts(profile, book, found, library, self._recommender.as_of, self._behind)
        evaluation = self._recommender.evaluate(profile, {}, matcher=self._matcher, plan=facts.values())
        said = remarks(book) if book is not None else ()
        fired = [
            _with_remarks(Finding(rule, self._places(rule, facts, evaluation, profile, book)), said, book)
            for rule in library.review
            if evaluation.answers.outcomes[f"review:{rule.id}"] is Truth.TRUE
        ]
        fired.sort(key=lambda finding: (finding.accepted is not None, SEVERITIES.index(finding.severity)))
        return Review(
            profile.case, profile.plan is not None, tuple(fired), tuple(self._coverage(profile)),
            returned(book) if book is not None else None, book is not None and profile.kind == "live",
        )  # fmt: skip

    def _places(
        self, rule: ReviewRule, facts: PlanFacts, evaluation: Evaluation, profile: Profile, book: Casebook | None
    ) -> tuple[Place, ...]:
        """Where what the rule reads was counted, and whom its condition found."""
        name = f"review:{rule.id}"
        spots = [spot for fact in self._plan_facts_read(name) for spot in facts.at(fact)]
        for (owner, _), members in evaluation.answers.witnesses.items():
            if owner == name:
                spots += [Spot(ref=ref) for ref, value in members.items() if value is Truth.TRUE]
        return tuple(self._place(spot, profile, book) for spot in dict.fromkeys(spots))

    def _place(self, spot: Spot, profile: Profile, book: Casebook | None) -> Place:
        """A spot with its label: a tactic's title, a nominal's name, what an entry settles."""
        entry = book.entry(spot.number) if book else None
        made = book.decision_of(entry) if book and entry else None
        tactic = self._recommender.library.tactics.get(made.tactic if made else spot.tactic)
        settles = made.about if made else entry.title if entry else ""
        label = tactic.title if tactic else profile.label(spot.ref) if spot.ref else settles
        stands = latest(book, spot.number) if book and spot.number else 0
        return Place(spot.number, spot.ref, spot.tactic, label, spot.note, stands)

    def _named_in(self, condition: str) -> tuple[str, ...]:
        """The plan's own facts that a condition reads, in its order."""
        library = self._recommender.library
        read = facts_read(library.conditions[condition], library.vocabulary)
        return tuple(dict.fromkeys(name for scope, name in read if scope == "plan"))

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


def _with_remarks(finding: Finding, said: Sequence[Remark], book: Casebook | None) -> Finding:
    """A finding with what was said of it: a rule that a plan must keep is never accepted."""
    if not said or book is None:
        return finding
    rule = finding.rule
    taken = accepted(said, rule.id, finding.places, book) if rule.can_be_accepted else None
    about = tuple(one for one in said if one.decision.rule == rule.id and one.decision.kind != "accept")
    return replace(finding, accepted=taken, comments=about)


def _rests_on_tactics(profile: Profile) -> bool:
    """Whether it carries a plan, kept in no record, that names tactics."""
    plan = profile.plan
    return plan is not None and not isinstance(plan, RecordedPlan) and any(one.tactic for one in plan.interventions)

"""Recommending: a case matched against the whole library, every tactic with its outcome, place, reasons and gaps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from planner.domain.law import LawStatus, Standing
from planner.domain.library import Library, lawful
from planner.domain.plan import plan_counts
from planner.domain.profile import Accounts, FactTable, Profile, Tabulator
from planner.domain.rules import OrderKey
from planner.domain.tactic import PILLARS, Pillar, Tactic
from planner.domain.truth import Truth
from planner.engine.answers import Answers, Case, GuardFiring
from planner.engine.compiler import CompiledLibrary
from planner.engine.explain import Explainer, Question, Reason
from planner.engine.matching import MENU, Matcher
from planner.errors import EnginesDisagree
from planner.library import cache
from planner.library.layers import home

OUTCOMES = ("certain", "possible", "ruled_out", "blocked")


@dataclass(frozen=True)
class GuardrailShown:
    """A guardrail that applies: `level` is block, require or caution; `requires` names tactics that must stand beside.

    `about_all` is its text without what is special to one tactic, such as the provisions that are unchecked.
    """

    level: str
    text: str
    rule: str
    requires: tuple[str, ...] = ()
    about_all: str = ""


@dataclass(frozen=True)
class Subject:
    """A member the tactic would be used on, with how surely and what applies to that one."""

    ref: str
    label: str
    outcome: str
    guardrails: tuple[GuardrailShown, ...] = ()


@dataclass(frozen=True)
class Recommended:
    """One tactic weighed for one case. `order` holds the visible keys that set its rank; `sign` is whether anything
    recorded speaks for it; `weak` whether it rests on weakly graded facts, as only duties may."""

    tactic: Tactic
    outcome: str
    subjects: tuple[Subject, ...]
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    guardrails: tuple[GuardrailShown, ...]
    law: tuple[Standing, ...]
    questions: tuple[Question, ...]
    lawful: LawStatus
    fit: float
    sign: bool
    weak: bool = False
    rank: int = 0
    order: Mapping[str, Any] = field(default_factory=dict)

    @property
    def offered(self) -> bool:
        """Whether it is certain or possible."""
        return self.outcome in ("certain", "possible")


@dataclass(frozen=True)
class Recommendation:
    """Every active tactic in order, with how the answer was reached."""

    profile: Profile
    as_of: date
    library: Library
    durable: str | None
    agreed: bool | None
    tactics: tuple[Recommended, ...]
    indicators: tuple[str, ...]
    guardrail_questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)

    def get(self, tactic_id: str) -> Recommended:
        """One tactic's result. Raises KeyError for one that is not active."""
        for one in self.tactics:
            if one.tactic.id == tactic_id:
                return one
        raise KeyError(tactic_id)

    def count(self, outcome: str) -> int:
        """How many tactics have an outcome."""
        return sum(one.outcome == outcome for one in self.tactics)


@dataclass(frozen=True)
class Evaluation:
    """One pass of both engines over a case, kept so that explanations need no second one."""

    answers: Answers
    explainer: Explainer
    compiled: CompiledLibrary


class Recommender:
    """Recommends tactics for cases, from one library, as the law stands on one day. Close it when done.

    `reports`: the folder for the report that is saved when the engines disagree.
    """

    def __init__(
        self, library: Library, as_of: date, *, reports: Path | None = None, compiled: CompiledLibrary | None = None
    ) -> None:
        self.library, self.as_of = library, as_of
        self.matcher = Matcher(library, MENU, compiled)
        self._reports = reports
        self.tabulator = Tabulator(library.vocabulary, library.grading)
        self._guardrails = {one.id: one for one in library.guardrails}
        self._standings: dict[str, dict[str, tuple[Standing, ...]]] = {}

    def close(self) -> None:
        """Free the engine."""
        self.matcher.close()

    def __enter__(self) -> Recommender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def standings(self, profile: Profile) -> dict[str, tuple[Standing, ...]]:
        """How the law behind each active tactic stands for this case; one day and nation are worked out once."""
        if profile.nation not in self._standings:
            self._standings[profile.nation] = {
                one.id: self.library.standing(one, self.as_of, profile.nation) for one in self.library.active
            }
        return self._standings[profile.nation]

    def evaluate(
        self, profile: Profile, law: Mapping[str, LawStatus], *, matcher: Matcher | None = None, duty: bool = False
    ) -> Evaluation:
        """Both engines over the case; with `duty`, weakly graded facts count. Raises EnginesDisagree."""
        matcher = matcher or self.matcher
        table = self.tabulator.table(profile, duty=duty, plan=plan_counts(profile.plan, self.as_of))
        try:
            answers = matcher.match(Case(matcher.library, table, law))
        except EnginesDisagree as error:
            raise self._reported(error, profile, table) from None
        accounts = Accounts(profile, self.tabulator)
        return Evaluation(
            answers, Explainer(matcher.library, matcher.compiled, answers, table, accounts, duty=duty), matcher.compiled
        )

    def evaluate_for(self, tactic: Tactic, profile: Profile) -> Evaluation:
        """The evaluation that settles one tactic: for a duty, the one in which weak facts count."""
        law = {one: lawful(self.library.tactics[one], standings) for one, standings in self.standings(profile).items()}
        if tactic.duty and self._weak_facts_matter(profile):
            return self.evaluate(profile, law, duty=True)
        return self.evaluate(profile, law)

    def outcome(self, tactic: Tactic, profile: Profile) -> str:
        """The outcome of one tactic alone, as `recommend` would give it. Raises EnginesDisagree."""
        standings = self.library.standing(tactic, self.as_of, profile.nation)
        answers = self.evaluate_for(tactic, profile).answers
        guardrails = [self._shown(one, standings) for one in answers.firings_on(tactic.id) if not one.subject]
        return _outcome(answers.of_tactic(tactic.id), guardrails, lawful(tactic, standings))

    def recommend(self, profile: Profile) -> Recommendation:
        """Every active tactic with its outcome, in order. Raises EnginesDisagree."""
        standings = self.standings(profile)
        law = {one.id: lawful(one, standings[one.id]) for one in self.library.active}
        usual = self.evaluate(profile, law)
        weak = self._weak_facts_matter(profile)
        duties = self.evaluate(profile, law, duty=True) if weak else usual
        found = []
        for tactic in self.library.active:
            evaluation = duties if tactic.duty else usual
            result = self._result(tactic, profile, evaluation, standings[tactic.id])
            if tactic.duty and weak:
                result = replace(
                    result,
                    weak=usual.answers.of_tactic(tactic.id) < duties.answers.of_tactic(tactic.id),
                )
            found.append(result)
        indicators = tuple(
            one.id for one in self.library.indicators if usual.answers.outcomes[f"indicator:{one.id}"] is Truth.TRUE
        )
        ranked = self._ranked(found, profile)
        asked = self._guardrail_questions(usual)
        return Recommendation(
            profile, self.as_of, self.library, self.matcher.durable, self.matcher.agreed, ranked, indicators, asked
        )

    def _guardrail_questions(self, evaluation: Evaluation) -> dict[str, tuple[Question, ...]]:
        """What would settle each guardrail that asks to find out."""
        flags = evaluation.answers.guard_flags
        asking = [
            one.id for one in self.library.guardrails if flags.get(one.id) is Truth.UNKNOWN and one.if_unknown == "ask"
        ]
        return {rule: tuple(evaluation.explainer.of(f"guardrail:{rule}").questions) for rule in asking}

    def duty_table(self, profile: Profile, usual: FactTable) -> FactTable:
        """The facts as the duties read them; the usual table where no weak report matters to one."""
        return self.tabulator.table(profile, duty=True) if self._weak_facts_matter(profile) else usual

    def _weak_facts_matter(self, profile: Profile) -> bool:
        """Whether a weakly graded fact is one that a duty reads, so that duties need a reading of their own."""
        weak = self.library.grading.weak
        recorded = [
            ("group", profile.group),
            *((c, m.facts) for c, members in profile.members.items() for m in members),
        ]
        found = {
            (scope, name) for scope, facts in recorded for name, many in facts.items() for r in many if weak(r.grade)
        }
        return bool(found) and not found.isdisjoint(self._read_by_duties)

    @cached_property
    def _read_by_duties(self) -> frozenset[tuple[str, str]]:
        """The facts that the duties rest on, as scope and name; `safeguard_first` is read off two others."""
        duties = (self.library.facts_behind(f"tactic:{one.id}") for one in self.library.active if one.duty)
        return frozenset((("people", "exploited"), ("people", "age_band"))).union(*duties)

    def _reported(self, error: EnginesDisagree, profile: Profile, table: FactTable) -> EnginesDisagree:
        if self._reports is None:
            return error
        path = self._reports / f"engines-disagree-{profile.case}.json"
        told = {
            "library": self.library.digest, "durable": self.matcher.durable, "case": profile.case,
            "differences": error.differences, "group": dict(table.group),
            "members": {row.ref: dict(row.values) for rows in table.members.values() for row in rows}, "open": sorted(table.open),
        }  # fmt: skip
        try:
            self._reports.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(told, indent=1), encoding="utf-8")
        except OSError:
            return error
        return EnginesDisagree(error.differences, path)

    def _result(
        self, tactic: Tactic, profile: Profile, evaluation: Evaluation, law: tuple[Standing, ...]
    ) -> Recommended:
        answers = evaluation.answers
        said = evaluation.explainer.of(f"tactic:{tactic.id}", every=tactic.duty)
        firings = answers.firings_on(tactic.id)
        guardrails = tuple(self._shown(one, law) for one in firings if not one.subject)
        subjects = tuple(
            self._subject(profile, ref, value, firings, law)
            for ref, value in answers.subjects.get(tactic.id, {}).items()
        )
        status = lawful(tactic, law)
        outcome = _outcome(answers.of_tactic(tactic.id), guardrails, status)
        # What bears on this case: not a provision of another nation, nor an alternative that is gone.
        bearing = tuple(
            dict.fromkeys(
                one
                for basis, one in zip(tactic.legal_basis, law, strict=True)
                if basis.role == "needs" or one.status.usable or (basis.role == "alternative" and not status.usable)
            )
        )
        return Recommended(
            tactic=tactic, outcome=outcome,
            subjects=tuple(sorted(subjects, key=lambda one: (OUTCOMES.index(one.outcome), one.ref))) if outcome != "ruled_out" else (),
            reasons=tuple(said.reasons) or _always(tactic), against=tuple(said.against), guardrails=guardrails, law=bearing,
            questions=tuple(said.questions), lawful=status, fit=said.fit, sign=said.sign,
        )  # fmt: skip

    def _subject(
        self, profile: Profile, ref: str, value: Truth, firings: Sequence[GuardFiring], law: tuple[Standing, ...]
    ) -> Subject:
        own = tuple(self._shown(one, law) for one in firings if one.subject == ref)
        outcome = (
            "blocked" if any(one.level == "block" for one in own) else "certain" if value is Truth.TRUE else "possible"
        )
        return Subject(ref, profile.label(ref), outcome, own)

    def _shown(self, firing: GuardFiring, law: tuple[Standing, ...]) -> GuardrailShown:
        guardrail = self._guardrails[firing.guardrail]
        level: str = guardrail.effect
        text, requires = guardrail.text, guardrail.requires
        if firing.value is Truth.UNKNOWN:
            # Finding out comes first; what must stand beside the tactic is not yet known to be needed.
            level = "require" if guardrail.effect == "block" else guardrail.effect
            text, requires = guardrail.text_if_unknown or guardrail.text, ()
        about_all = text
        if guardrail.applies_to.law:
            wanted = LawStatus.UNCHECKED if guardrail.applies_to.law == "unchecked" else None
            why = [one.why for one in law if (one.status is wanted if wanted else not one.status.usable)]
            text = f"{text} {'; '.join(dict.fromkeys(why))}.".strip()
        return GuardrailShown(level, text, guardrail.id, requires, about_all)

    def _ranked(self, found: list[Recommended], profile: Profile) -> tuple[Recommended, ...]:
        served = Counter(one.pillar for one in (profile.plan.interventions if profile.plan else ()))
        keyed = [
            replace(one, order={key.id: ORDER_KEYS[key.id](one, served, key) for key in self.library.order})
            for one in found
        ]
        keyed.sort(key=lambda one: tuple(one.order.values()))
        return tuple(replace(one, rank=n) for n, one in enumerate(keyed, 1))


def _always(tactic: Tactic) -> tuple[Reason, ...]:
    """Why an entry that rests on no fact is there."""
    return (Reason(f"it belongs in every plan: {tactic.always}", tactic.id, ()),) if tactic.always else ()


def _outcome(value: Truth, guardrails: Sequence[GuardrailShown], law: LawStatus) -> str:
    if not law.usable:
        return "blocked"
    if value is Truth.FALSE:
        return "ruled_out"
    if any(one.level == "block" for one in guardrails):
        return "blocked"
    return "certain" if value is Truth.TRUE else "possible"


LEVELS = {"none": 0, "low": 1, "medium": 2, "high": 3}
CONFLICT = {"none": 0, "possible": 1, "likely": 2}
EVIDENCE = {"E4": 0, "E3": 1, "E2": 2, "E1": 3, "E0": 4, "H": 5}
TIMES = {"days": 0, "weeks": 1, "months": 2, "years": 3}

# Each key of the order, lower first. Which keys count, and in what sequence, is data (rules/order.yaml).
ORDER_KEYS: dict[str, Callable[[Recommended, Counter[Pillar], OrderKey], int | float | str]] = {
    "standing": lambda one, served, key: {"ruled_out": 1, "blocked": 2}.get(one.outcome, 0),
    "duty": lambda one, served, key: _urgency(one.tactic, key),
    "certainty": lambda one, served, key: 0 if one.outcome == "certain" else 1 if one.sign else 2,
    "fit": lambda one, served, key: -round(one.fit, 3),
    "answers": lambda one, served, key: -len({fact.ref for reason in one.reasons for fact in reason.facts}),
    "covert_conflict": lambda one, served, key: CONFLICT[one.tactic.covert_conflict],
    "intrusion": lambda one, served, key: LEVELS[one.tactic.intrusion],
    "evidence": lambda one, served, key: EVIDENCE[one.tactic.evidence.rating],
    "time_and_effort": lambda one, served, key: TIMES[one.tactic.time_to_effect] + LEVELS[one.tactic.effort],
    "empty_p": lambda one, served, key: served[one.tactic.pillar],
    "name": lambda one, served, key: one.tactic.id,
}


def _urgency(tactic: Tactic, key: OrderKey) -> int:
    """The place of a duty: those the key names in its order, then the other duties, then everything else."""
    if not tactic.duty:
        return len(key.first) + 1
    return key.first.index(tactic.id) if tactic.id in key.first else len(key.first)


def summary(found: Recommendation) -> dict[str, Any]:
    """How many tactics have each outcome, overall and by P."""
    by_pillar = {
        p: {o: sum(one.outcome == o and one.tactic.pillar == p for one in found.tactics) for o in OUTCOMES}
        for p in PILLARS
    }
    return {**{outcome: found.count(outcome) for outcome in OUTCOMES}, "by_pillar": by_pillar}


def open_recommender(library: Library, as_of: date) -> Recommender:
    """A recommender for the shipped or another library, from the cache where it can be. Close it when done."""
    return Recommender(library, as_of, reports=home() / "reports", compiled=cache.compiled(library, MENU))

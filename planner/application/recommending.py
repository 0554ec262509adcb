"""Recommending: a case matched against the whole library, every tactic with its outcome, place, reasons and gaps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from planner.domain.law import LawStatus, Standing
from planner.domain.library import Library, lawful
from planner.domain.profile import Accounts, FactTable, Profile, Tabulator
from planner.domain.rules import OrderKey
from planner.domain.tactic import PILLARS, Pillar, Tactic
from planner.domain.truth import Truth
from planner.engine.answers import Answers, Case, GuardFiring
from planner.engine.compiler import CompiledLibrary
from planner.engine.explain import Explainer, Explanation, Question, Reason
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


@dataclass(eq=False)
class Recommended:
    """One tactic weighed for one case. `order` holds the visible keys that set its `rank`; `weak` is whether it rests on
    weakly graded facts, as only duties may. What says why (`explained`) is worked out when it is read: of 500 tactics few are
    shown."""

    tactic: Tactic
    outcome: str
    lawful: LawStatus
    law: tuple[Standing, ...]
    explained: Callable[[], Explanation]
    applied: Applied
    weak: bool = False
    rank: int = 0
    order: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def said(self) -> Explanation:
        """What speaks for it, what rules it out and what would settle it."""
        return self.explained()

    @property
    def offered(self) -> bool:
        """Whether it is certain or possible."""
        return self.outcome in ("certain", "possible")

    @property
    def fit(self) -> float:
        """How much of what it needs is known to be so."""
        return self.said.fit

    @property
    def sign(self) -> bool:
        """Whether anything recorded speaks for it."""
        return self.said.sign

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for it."""
        return self.said.reasons or _always(self.tactic)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What rules it out."""
        return self.said.against

    @property
    def questions(self) -> tuple[Question, ...]:
        """What would settle it."""
        return self.said.questions

    @cached_property
    def guardrails(self) -> tuple[GuardrailShown, ...]:
        """The guardrails on the tactic itself."""
        return self.applied.guardrails(self.tactic)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The members it would be used on, the surest first, with the guardrails on each."""
        return self.applied.subjects(self.tactic) if self.outcome != "ruled_out" else ()


@dataclass(frozen=True)
class Recommendation:
    """Every active tactic weighed, with how the answer was reached. The order is worked out when it is read: a review of
    thousands of cases asks for the place of few."""

    profile: Profile
    as_of: date
    library: Library
    durable: str | None
    agreed: bool | None
    weighed: tuple[Recommended, ...]
    indicators: tuple[str, ...]
    guardrail_questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)

    @cached_property
    def tactics(self) -> tuple[Recommended, ...]:
        """Every active tactic in order, each with its rank."""
        served, keys = self._served, self._keys
        for one in self.weighed:
            one.order = {key.id: place(one, served, key) for key, place in keys}
        found = sorted(self.weighed, key=lambda one: tuple(one.order.values()))
        for rank, one in enumerate(found, 1):
            one.rank = rank
        return tuple(found)

    @cached_property
    def certain(self) -> tuple[tuple[int, Recommended], ...]:
        """What fits for certain, in order, each with its rank; worked out no further than these need."""
        return tuple(self._certain(list(self.weighed), 1, 0))

    def _certain(self, group: list[Recommended], first: int, depth: int) -> Iterator[tuple[int, Recommended]]:
        """Those in a group that the keys before `depth` do not tell apart, and the first of which has the rank `first`."""
        if not any(one.outcome == "certain" for one in group):
            return
        if len(group) == 1 or depth == len(self._keys):
            yield from enumerate(group, first)
            return
        key, place = self._keys[depth]
        if key.id == "certainty":
            # What else is not certain need not be told apart.
            place = _is_not_certain
        alike: dict[Any, list[Recommended]] = {}
        for one in group:
            alike.setdefault(place(one, self._served, key), []).append(one)
        for value in sorted(alike):
            yield from self._certain(alike[value], first, depth + 1)
            first += len(alike[value])

    @cached_property
    def _served(self) -> Counter[Pillar]:
        return Counter(one.pillar for one in (self.profile.plan.interventions if self.profile.plan else ()))

    @cached_property
    def _keys(self) -> list[tuple[OrderKey, Callable[[Recommended, Counter[Pillar], OrderKey], int | float | str]]]:
        return [(key, ORDER_KEYS[key.id]) for key in self.library.order]

    @cached_property
    def unranked(self) -> dict[str, Recommended]:
        """Every result by its tactic's id, whether or not its rank is worked out."""
        return {one.tactic.id: one for one in self.weighed}

    @cached_property
    def by_id(self) -> dict[str, Recommended]:
        """Every result by its tactic's id."""
        return {one.tactic.id: one for one in self.tactics}

    def get(self, tactic_id: str) -> Recommended:
        """One tactic's result. Raises KeyError for one that is not active."""
        return self.by_id[tactic_id]

    def count(self, outcome: str) -> int:
        """How many tactics have an outcome."""
        return sum(one.outcome == outcome for one in self.weighed)


@dataclass(frozen=True)
class InLaw:
    """How a tactic stands in law on one day in one nation: as a whole, by each provision it rests on, and by those that
    bear on the case (not a provision of another nation, nor an alternative that is gone)."""

    status: LawStatus
    standings: tuple[Standing, ...]
    bearing: tuple[Standing, ...]


@dataclass(frozen=True)
class Evaluation:
    """One pass of both engines over a case, kept so that explanations need no second one."""

    answers: Answers
    explainer: Explainer
    compiled: CompiledLibrary


class Applied:
    """The guardrails that apply in one evaluation of a case, as they are shown."""

    def __init__(self, library: Library, profile: Profile, answers: Answers, in_law: Mapping[str, InLaw]) -> None:
        self._library, self._profile, self._answers, self._in_law = library, profile, answers, in_law
        self._rules = {one.id: one for one in library.guardrails}

    def guardrails(self, tactic: Tactic) -> tuple[GuardrailShown, ...]:
        """Those on a tactic itself."""
        return self._shown(tactic, "")

    def subjects(self, tactic: Tactic) -> tuple[Subject, ...]:
        """The members found for a tactic, the surest first, each with those on that one."""
        found = (self._subject(tactic, *one) for one in self._answers.subjects.get(tactic.id, {}).items())
        return tuple(sorted(found, key=lambda one: (OUTCOMES.index(one.outcome), one.ref)))

    @cached_property
    def blocked(self) -> frozenset[str]:
        """The tactics that one of them blocks as a whole."""
        return frozenset(one.tactic for one in self._answers.firings if not one.subject and self._level(one) == "block")

    def _subject(self, tactic: Tactic, ref: str, value: Truth) -> Subject:
        own = self._shown(tactic, ref)
        outcome = (
            "blocked" if any(one.level == "block" for one in own) else "certain" if value is Truth.TRUE else "possible"
        )
        return Subject(ref, self._profile.label(ref), outcome, own)

    def _level(self, firing: GuardFiring) -> str:
        """Finding out comes first: a block not settled is a requirement to find out."""
        effect = self._rules[firing.guardrail].effect
        return "require" if effect == "block" and firing.value is Truth.UNKNOWN else effect

    def _shown(self, tactic: Tactic, subject: str) -> tuple[GuardrailShown, ...]:
        law = self._in_law[tactic.id].standings
        return tuple(self._one(one, law) for one in self._answers.firings_on(tactic.id) if one.subject == subject)

    def _one(self, firing: GuardFiring, law: tuple[Standing, ...]) -> GuardrailShown:
        guardrail = self._rules[firing.guardrail]
        text, requires = guardrail.text, guardrail.requires
        if firing.value is Truth.UNKNOWN:
            # What must stand beside the tactic is not yet known to be needed.
            text, requires = guardrail.text_if_unknown or guardrail.text, ()
        about_all = text
        if guardrail.applies_to.law:
            wanted = LawStatus.UNCHECKED if guardrail.applies_to.law == "unchecked" else None
            why = [one.why for one in law if (one.status is wanted if wanted else not one.status.usable)]
            text = f"{text} {'; '.join(dict.fromkeys(why))}.".strip()
        return GuardrailShown(self._level(firing), text, guardrail.id, requires, about_all)


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
        self._in_law: dict[str, dict[str, InLaw]] = {}

    def close(self) -> None:
        """Free the engine."""
        self.matcher.close()

    def __enter__(self) -> Recommender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def in_law(self, profile: Profile) -> dict[str, InLaw]:
        """How each active tactic stands in law for this case; one day and nation are worked out once."""
        if profile.nation not in self._in_law:
            self._in_law[profile.nation] = {
                one.id: in_law(one, self.library.standing(one, self.as_of, profile.nation))
                for one in self.library.active
            }
        return self._in_law[profile.nation]

    def answers(self, profile: Profile) -> Answers:
        """What both engines answer, without the reasons: to try out what one more fact would change.

        Raises EnginesDisagree.
        """
        return self.evaluate(profile, self._law(profile)).answers

    def _law(self, profile: Profile) -> dict[str, LawStatus]:
        return {name: one.status for name, one in self.in_law(profile).items()}

    def evaluate(
        self,
        profile: Profile,
        law: Mapping[str, LawStatus],
        *,
        matcher: Matcher | None = None,
        duty: bool = False,
        plan: Mapping[str, bool | int] | None = None,
    ) -> Evaluation:
        """Both engines over the case; with `duty`, weakly graded facts count; `plan` adds the plan's own facts, which only
        review rules read. Raises EnginesDisagree."""
        matcher = matcher or self.matcher
        table = self.tabulator.table(profile, duty=duty, plan=plan)
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
        return self.evaluate(profile, self._law(profile), duty=tactic.duty and self._weak_facts_matter(profile))

    def outcome(self, tactic: Tactic, profile: Profile) -> str:
        """The outcome of one tactic alone, as `recommend` would give it. Raises EnginesDisagree."""
        in_law, answers = self.in_law(profile), self.evaluate_for(tactic, profile).answers
        return _outcome(tactic, answers, Applied(self.library, profile, answers, in_law), in_law[tactic.id].status)

    def recommend(self, profile: Profile) -> Recommendation:
        """Every active tactic with its outcome, in order. Raises EnginesDisagree."""
        in_law, law = self.in_law(profile), self._law(profile)
        usual = self.evaluate(profile, law)
        weak = self._weak_facts_matter(profile)
        duties = self.evaluate(profile, law, duty=True) if weak else usual
        applied, applied_duties = (Applied(self.library, profile, one.answers, in_law) for one in (usual, duties))
        found = []
        for tactic in self.library.active:
            if tactic.duty:
                one = _weighed(tactic, duties, applied_duties, in_law[tactic.id])
                one.weak = usual.answers.of_tactic(tactic.id) < duties.answers.of_tactic(tactic.id)
            else:
                one = _weighed(tactic, usual, applied, in_law[tactic.id])
            found.append(one)
        indicators = tuple(
            one.id for one in self.library.indicators if usual.answers.outcomes[f"indicator:{one.id}"] is Truth.TRUE
        )
        asked = self._guardrail_questions(usual)
        return Recommendation(
            profile,
            self.as_of,
            self.library,
            self.matcher.durable,
            self.matcher.agreed,
            tuple(found),
            indicators,
            asked,
        )

    def _guardrail_questions(self, evaluation: Evaluation) -> dict[str, tuple[Question, ...]]:
        """What would settle each guardrail that asks to find out."""
        flags = evaluation.answers.guard_flags
        asking = [
            one.id for one in self.library.guardrails if flags.get(one.id) is Truth.UNKNOWN and one.if_unknown == "ask"
        ]
        return {rule: evaluation.explainer.of(f"guardrail:{rule}").questions for rule in asking}

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


def in_law(tactic: Tactic, standings: tuple[Standing, ...]) -> InLaw:
    """How a tactic stands in law, given how each provision it rests on stands."""
    status = lawful(tactic, standings)
    bearing = (
        one
        for basis, one in zip(tactic.legal_basis, standings, strict=True)
        if basis.role == "needs" or one.status.usable or (basis.role == "alternative" and not status.usable)
    )
    return InLaw(status, standings, tuple(dict.fromkeys(bearing)))


def _weighed(tactic: Tactic, evaluation: Evaluation, applied: Applied, law: InLaw) -> Recommended:
    outcome = _outcome(tactic, evaluation.answers, applied, law.status)
    explained = partial(evaluation.explainer.of, f"tactic:{tactic.id}", every=tactic.duty)
    return Recommended(tactic, outcome, law.status, law.bearing, explained, applied)


def _always(tactic: Tactic) -> tuple[Reason, ...]:
    """Why an entry that rests on no fact is there."""
    return (Reason(f"it belongs in every plan: {tactic.always}", tactic.id, ()),) if tactic.always else ()


def _outcome(tactic: Tactic, answers: Answers, applied: Applied, law: LawStatus) -> str:
    if not law.usable:
        return "blocked"
    value = answers.of_tactic(tactic.id)
    if value is Truth.FALSE:
        return "ruled_out"
    if tactic.id in applied.blocked:
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
    "answers": lambda one, served, key: -len(one.said.answered),
    "covert_conflict": lambda one, served, key: CONFLICT[one.tactic.covert_conflict],
    "intrusion": lambda one, served, key: LEVELS[one.tactic.intrusion],
    "evidence": lambda one, served, key: EVIDENCE[one.tactic.evidence.rating],
    "time_and_effort": lambda one, served, key: TIMES[one.tactic.time_to_effect] + LEVELS[one.tactic.effort],
    "empty_p": lambda one, served, key: served[one.tactic.pillar],
    "name": lambda one, served, key: one.tactic.id,
}


def _is_not_certain(one: Recommended, served: Counter[Pillar], key: OrderKey) -> int:
    return int(one.outcome != "certain")


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

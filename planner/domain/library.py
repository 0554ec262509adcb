"""The whole library as one frozen value: vocabulary, law, tactics and rules, with the overlays they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from planner.domain.conditions import ALWAYS, Condition, ConditionReader, facts_read, indicators_in
from planner.domain.grading import GradeRule, Grading
from planner.domain.impacts import ImpactLevel, ImpactPrompt
from planner.domain.law import LawStatus, LegalBasis, Nation, Provision, Standing
from planner.domain.menu import ExplainedGap, Holder, LocalOffer, TellTale, Theme
from planner.domain.rules import (
    DebriefQuestion,
    Guardrail,
    Indicator,
    Model,
    ModelPart,
    OrderKey,
    PlanningRule,
    ReviewRule,
    ScoringScheme,
)
from planner.domain.tactic import Tactic
from planner.domain.vocabulary import FactDefinition, Frozen, Vocabulary
from planner.domain.wording import Wording


class Library(Frozen):
    """Everything fourp knows before it meets a case.

    `digest` covers the bytes of every file of every layer; `overlays` names the forces' own layers on top.
    """

    version: str
    digest: str
    overlays: tuple[str, ...] = ()
    facts: tuple[FactDefinition, ...]
    provisions: tuple[Provision, ...]
    all_tactics: tuple[Tactic, ...]
    indicators: tuple[Indicator, ...]
    guardrails: tuple[Guardrail, ...]
    order: tuple[OrderKey, ...]
    planning: tuple[PlanningRule, ...]
    review: tuple[ReviewRule, ...]
    grades: tuple[GradeRule, ...]
    scoring: tuple[ScoringScheme, ...]
    models: tuple[ModelPart, ...] = ()
    offers: tuple[LocalOffer, ...] = ()
    gaps: tuple[ExplainedGap, ...] = ()
    holders: tuple[Holder, ...] = ()
    themes: tuple[Theme, ...] = ()
    telltale: tuple[TellTale, ...] = ()
    impact_levels: tuple[ImpactLevel, ...] = ()
    impact_prompts: tuple[ImpactPrompt, ...] = ()
    debrief: tuple[DebriefQuestion, ...] = ()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The fact definitions, found by scope and id."""
        return Vocabulary.model_construct(facts=self.facts)

    @cached_property
    def grading(self) -> Grading:
        """How far grades may be relied on."""
        return Grading.model_construct(rules=self.grades)

    @cached_property
    def law(self) -> dict[str, Provision]:
        """The provisions by id."""
        return {one.id: one for one in self.provisions}

    @cached_property
    def tactics(self) -> dict[str, Tactic]:
        """Every entry by id, also those not offered."""
        return {one.id: one for one in self.all_tactics}

    @cached_property
    def local_offer(self) -> dict[str, LocalOffer]:
        """What is on offer here, by the tactic's id."""
        return {one.id: one for one in self.offers}

    @cached_property
    def holder(self) -> dict[str, Holder]:
        """Who may hold a fact, by the name that facts give it."""
        return {one.name: one for one in self.holders}

    @cached_property
    def active(self) -> tuple[Tactic, ...]:
        """The tactics matched against cases, by id."""
        return tuple(sorted((one for one in self.all_tactics if one.active), key=lambda one: one.id))

    @cached_property
    def wording(self) -> Wording:
        """Says conditions and facts in words."""
        return Wording(self.vocabulary, {one.id: one.says for one in self.indicators})

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """Every condition's tree, by the name of its owner, e.g. `tactic:cash-seizure` or `guardrail:sio-first`."""
        reader = ConditionReader(self.vocabulary, frozenset(one.id for one in self.indicators), _already_checked)
        return {
            name: reader.read(written, scope=scope) if written else ALWAYS
            for name, written, scope in self.written_conditions()
        }

    def facts_behind(self, name: str) -> frozenset[tuple[str, str]]:
        """The facts a condition rests on, indicators followed, each as scope and name."""
        read: set[tuple[str, str]] = set()
        todo = [self.conditions[name]]
        while todo:
            tree = todo.pop()
            read.update(facts_read(tree, self.vocabulary))
            todo += [self.conditions[f"indicator:{one}"] for one in indicators_in(tree)]
        return frozenset(read)

    def parts_of(self, model: Model) -> tuple[ModelPart, ...]:
        """The parts of one of the models the guidance names, in their order."""
        return tuple(one for one in self.models if one.model == model)

    def taken_in(self, part: ModelPart) -> tuple[ModelPart, ...]:
        """The entries whose facts stand in a part: itself, and those it takes in."""
        return (part, *(one for one in self.models if one.id in part.takes_in))

    def touches(self, tactic: Tactic) -> frozenset[str]:
        """The ids of the entries of `models` that a tactic touches, itself or through what they take in."""
        name = f"tactic:{tactic.id}"
        reads = {f"{scope}.{fact}" for scope, fact in self.facts_behind(name)} if name in self.conditions else set()
        own = {one.id for one in self.models if one.touched_by(tactic, reads)}
        return frozenset(own | {one.id for one in self.models if own & set(one.takes_in)})

    def conditions_of(self, families: tuple[str, ...]) -> dict[str, Condition]:
        """The conditions whose owners are of the families named, e.g. `("tactic", "indicator")`."""
        return {name: tree for name, tree in self.conditions.items() if name.partition(":")[0] in families}

    def written_conditions(self) -> Iterator[tuple[str, Mapping[str, Any] | None, str]]:
        """The name, the written form and the scope of every condition in the library."""
        for tactic in self.active:
            yield f"tactic:{tactic.id}", tactic.when, ""
        for indicator in self.indicators:
            yield f"indicator:{indicator.id}", indicator.when, ""
        for guardrail in self.guardrails:
            yield f"guardrail:{guardrail.id}", guardrail.when, guardrail.about or ""
        for plan_rule in self.planning:
            yield f"planning:{plan_rule.id}", plan_rule.when, ""
        for review_rule in self.review:
            yield f"review:{review_rule.id}", review_rule.when, ""

    def standing(self, tactic: Tactic, day: date, nation: Nation) -> tuple[Standing, ...]:
        """Each provision the tactic rests on as it stands that day in that nation, its counterpart where it has one."""
        return tuple(self._one_standing(basis, day, nation) for basis in tactic.legal_basis)

    def _one_standing(self, basis: LegalBasis, day: date, nation: Nation) -> Standing:
        provision = self.law[basis.provision]
        counterpart = provision.counterparts.get(nation)
        if nation not in provision.applies_in and counterpart:
            provision = self.law[counterpart]
        return provision.standing(day, nation)


def lawful(tactic: Tactic, standings: tuple[Standing, ...]) -> LawStatus:
    """Whether the tactic may be used: every needed provision must be usable, and one of the alternatives if any."""
    pairs = list(zip(tactic.legal_basis, standings, strict=True))
    needed = [standing.status for basis, standing in pairs if basis.role == "needs"]
    alternatives = [standing.status for basis, standing in pairs if basis.role == "alternative"]
    if any(not status.usable for status in needed) or (alternatives and not any(s.usable for s in alternatives)):
        return LawStatus.NOT_IN_FORCE
    resting = needed + [status for status in alternatives if status.usable]
    return LawStatus.UNCHECKED if LawStatus.UNCHECKED in resting else LawStatus.IN_FORCE


def _already_checked(path: object, what: str, mend: str) -> None:
    """The loader has reported every fault of a condition before a library is made."""

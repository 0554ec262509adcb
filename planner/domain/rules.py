"""The rules beside the menu: indicators, guardrails, the order, planning, review, scoring schemes and models. All are data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, get_args

from pydantic import Field, StrictBool, model_validator

from planner.domain.decisions import BUSINESS_MODEL
from planner.domain.tactic import Heading, Pillar, Tactic, Trait
from planner.domain.truth import Truth
from planner.domain.vocabulary import Frozen

RuleId = Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)


class Indicator(Frozen):
    """Something concluded from facts, e.g. that a cash-rich business is a front; `says` is the statement."""

    id: str = RuleId
    says: str = Field(min_length=8)
    when: dict[str, Any]
    source: str


class Selector(Frozen):
    """Which tactics a guardrail is about: any of the traits, pillars or ids named, or their standing in law."""

    traits: tuple[Trait, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    tactics: tuple[str, ...] = ()
    law: Literal["not_usable", "unchecked"] | None = None

    def names(self, tactic: Tactic) -> bool:
        """Whether it is about a tactic for what that is; how the tactic's law stands is another matter."""
        return bool(set(self.traits) & set(tactic.traits)) or tactic.pillar in self.pillars or tactic.id in self.tactics

    @model_validator(mode="after")
    def _names_something(self) -> Selector:
        if not (self.traits or self.pillars or self.tactics or self.law):
            raise ValueError("a guardrail names the traits, pillars, tactics or law standing it is about")
        return self


class Guardrail(Frozen):
    """A rule that blocks a tactic, requires something first, or cautions.

    `when` is read over the case; with `about`, over each member of that collection, and only subjects it holds for are
    marked. Unknown counts: a block not settled becomes a requirement to find out, with `text_if_unknown`.
    `requires`: tactics that must stand beside it in the plan. `if_unknown: silent` keeps it to what is known.
    """

    id: str = RuleId
    effect: Literal["block", "require", "caution"]
    applies_to: Selector
    about: Literal["people", "business", "vehicles", "premises", "places"] | None = None
    when: dict[str, Any] | None = None
    text: str = Field(min_length=8)
    text_if_unknown: str = ""
    if_unknown: Literal["ask", "silent"] = "ask"
    requires: tuple[str, ...] = ()
    can_be_overridden: StrictBool = True
    source: str

    def applies(self, value: Truth) -> bool:
        """Whether it has something to say when its condition stands so."""
        return value is Truth.TRUE or (value is Truth.UNKNOWN and self.if_unknown == "ask")


class OrderKey(Frozen):
    """One key of the order in which tactics are listed; the file's sequence is the sequence of the keys.

    `first` (for the key `duty`) names the duties in the order of their urgency.
    """

    id: Literal[
        "standing", "duty", "certainty", "fit", "answers", "covert_conflict", "intrusion", "evidence", "time_and_effort", "empty_p", "name",
    ]  # fmt: skip
    says: str
    first: tuple[str, ...] = ()


class PlanningRule(Frozen):
    """What a draft plan proposes, and when.

    kind: vision, aim, objective (per P), lead (per P), trajectory (a reason for investigation or disruption), approach,
    presumption, review_interval (months by tier), decision (to be recorded always).
    """

    id: str = RuleId
    kind: Literal[
        "vision", "aim", "objective", "lead", "trajectory", "approach", "presumption", "review_interval", "decision"
    ]
    pillar: Pillar | None = None
    reason_for: Literal["investigation", "disruption"] | None = None
    when: dict[str, Any] | None = None
    text: str = Field(min_length=4)
    measure: str = ""
    owner: str = ""
    within_days: int | None = None
    tier: str = ""
    months: int | None = None
    source: str

    @model_validator(mode="after")
    def _has_its_parts(self) -> PlanningRule:
        needs: dict[str, tuple[tuple[str, object], ...]] = {
            "objective": (
                ("pillar", self.pillar),
                ("measure", self.measure),
                ("owner", self.owner),
                ("within_days", self.within_days),
            ),
            "lead": (("pillar", self.pillar),),
            "trajectory": (("reason_for", self.reason_for),),
            "review_interval": (("tier", self.tier), ("months", self.months)),
        }
        missing = [name for name, value in needs.get(self.kind, ()) if not value]
        if missing:
            raise ValueError(f"a planning rule of kind {self.kind} needs {', '.join(missing)}")
        return self


class ReviewRule(Frozen):
    """What a reviewer looks for in a plan; `when` is read over the plan's own facts and the case. `inspection`: what inspectors
    found in the field that the rule answers."""

    id: str = RuleId
    severity: Literal["error", "warning", "note"]
    where: str
    when: dict[str, Any]
    text: str = Field(min_length=8)
    fix: str = Field(min_length=8)
    inspection: str = ""
    source: str


class ScoringScheme(Frozen):
    """How others score the threat (band, tier, P-band, MoRiLE): recorded here, never computed."""

    id: str = RuleId
    says: str
    fact: str
    worst_first: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""
    source: str


Model = Literal["business_model", "u_battle", "sara", "spatial"]
MODELS: tuple[Model, ...] = get_args(Model)
HOLDING_FACTS = ("business_model", "beside")


class ModelPart(Frozen):
    """One part of a model the guidance names, with the facts that fill it; `beside` is what is no part of the business.

    `context`: facts that help to see the part, which a tactic may read without being about it. `takes_in`: entries whose facts
    stand here too. `decisions`: the kinds of decision that stand here. `interdiction`: where the part can be broken.
    """

    id: str = RuleId
    model: Literal[Model, "beside"]
    title: str = Field(min_length=4)
    asks: str = Field(min_length=20)
    facts: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    traits: tuple[Trait, ...] = ()
    takes_in: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    interdiction: tuple[str, ...] = ()
    source: str

    @property
    def orders(self) -> bool:
        """Whether it is a step by which the plan is ordered, as in SARA, and not a part of what the group is or does."""
        return self.model in ("sara", "spatial")

    def touched_by(self, tactic: Tactic, reads: Collection[str]) -> bool:
        """Whether a tactic whose condition rests on the facts `reads` is about this part."""
        by_what_it_is = tactic.heading in self.headings or bool(set(self.traits) & set(tactic.traits))
        return by_what_it_is or any(fact in reads for fact in self.facts)

    @model_validator(mode="after")
    def _has_its_parts(self) -> ModelPart:
        if self.model == "business_model" and self.id not in BUSINESS_MODEL:
            raise ValueError(f"the parts of the business model are {', '.join(BUSINESS_MODEL)}")
        if bool(self.interdiction) != (self.model == "business_model"):
            raise ValueError(
                "a part of the business model says where it can be broken (interdiction), and only it does"
            )
        if self.decisions and not self.orders:
            raise ValueError("only the steps of SARA and SPATIAL hold decisions")
        if self.takes_in and self.model in HOLDING_FACTS:
            raise ValueError(f"an entry of {self.model} names its own facts and takes in no other")
        if not (self.facts or self.takes_in or self.decisions):
            raise ValueError("a part holds facts, takes in other entries or holds decisions")
        return self

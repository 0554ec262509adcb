"""Small libraries, cases and tables for the tests: as little as the models allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planner.domain.grading import GradeRule
from planner.domain.law import LawStatus, Provision
from planner.domain.library import Library
from planner.domain.profile import FactRecord, FactTable, Member, MemberRow, Profile, Tabulator
from planner.domain.rules import Guardrail, Indicator, ModelPart
from planner.domain.tactic import Tactic
from planner.domain.vocabulary import COLLECTIONS, FactDefinition, Scalar
from planner.engine.answers import Case

GRADES = (
    GradeRule(id="known", letters=("A", "B", "C"), says="counts as known", source="test"),
    GradeRule(id="weak", letters=("D",), says="counts for duties", source="test"),
    GradeRule(id="doubted", letters=("E",), says="never counts", source="test"),
)
ROLES = ("principal", "significant", "peripheral")
AGES = ("under_10", "age_10_to_13", "age_14_to_17", "age_18_to_24", "age_25_or_over")


def fact(ref: str, kind: str = "yes_no", *, values: Iterable[str] = (), to: str = "", **over: Any) -> FactDefinition:
    """The definition of `group.a` or `people.convicted`."""
    scope, _, name = ref.partition(".")
    words = name.replace("_", " ")
    return FactDefinition.model_validate(
        {
            "id": name, "scope": scope, "heading": "crime", "type": kind, "to": to,
            "values": {value: f"the {value}" for value in values},
            "question": f"What of {words}, then?", "says": f"has {words}", "says_not": f"has no {words}" if kind == "yes_no" else "",
            "partner_wording": f"What of {words}?", "holders": ["anyone"], "matters": "It is tested here.", **over,
        }
    )  # fmt: skip


VOCABULARY: tuple[FactDefinition, ...] = (
    fact("group.a"),
    fact("group.b"),
    fact("group.c"),
    fact("group.level", "choice", values=("low", "middle", "high")),
    fact("group.cash", "number", unit="pounds"),
    fact("group.crimes", "many", values=("fraud", "theft")),
    fact("people.convicted"),
    fact("people.on_bail"),
    fact("people.exploited"),
    fact("people.age_band", "choice", values=AGES),
    fact("people.role", "choice", values=ROLES),
    fact("people.wealth", "number", unit="pounds"),
    fact("people.debts", "many", values=("drugs", "travel")),
    fact("business.cash_rich"),
    fact("business.sector", "choice", values=("food", "cars", "other")),
    fact("business.owner", "ref", to="people"),
    fact("vehicles.taxed"),
    fact("vehicles.keeper", "ref", to="people"),
    fact("premises.lived_in"),
    fact("plan.actions", "number"),
)


def tactic(name: str, when: Mapping[str, Any], **over: Any) -> Tactic:
    """A tactic with every part it must have; by default a Protect one about the group."""
    shape: dict[str, Any] = {
        "id": name, "title": f"Tactic {name}", "pillar": "protect", "phases": ["clear"], "status": "active",
        "summary": "A tactic that exists only so that its condition can be tested here.",
        "impacts": ["one"], "procedure": ["one", "two", "three"], "who_can_help": [{"who": "anyone", "how": "somehow"}],
        "watch_out": ["one"], "case_example": {"text": "none", "source": "none"}, "no_power_needed": "a test", "when": dict(when),
        "authorisation": {"who": "anyone"}, "lead_agency": "Police", "intrusion": "low", "covert_conflict": "none", "effort": "low",
        "time_to_effect": "days", "duration": "none", "measures": {"quantitative": ["one"], "qualitative": ["one"]},
        "disruption_record": "none", "rights": ["none"],
        "evidence": {"rating": "E0", "outcome": "none", "source": "none"}, "source": [{"document": "test", "section": "1"}],
    }  # fmt: skip
    shape |= over
    if shape["pillar"] == "pursue":
        shape.setdefault("heading", "crime")
    if shape["pillar"] == "prevent":
        shape.setdefault("level", "primary")
    return Tactic.model_validate(shape)


def indicator(name: str, when: Mapping[str, Any]) -> Indicator:
    return Indicator(id=name, says=f"it is said that {name}", when=dict(when), source="test")


def guardrail(name: str, when: Mapping[str, Any] | None, **over: Any) -> Guardrail:
    """A guardrail; by default a caution on every Protect tactic."""
    shape: dict[str, Any] = {
        "id": name, "effect": "caution", "applies_to": {"pillars": ["protect"]}, "when": None if when is None else dict(when),
        "text": f"Take care: {name}.", "source": "test",
    }  # fmt: skip
    return Guardrail.model_validate(shape | over)


def part(name: str, model: str = "business_model", **over: Any) -> ModelPart:
    """A part of a model; of the business model by default, which says where it can be broken."""
    shape: dict[str, Any] = {
        "id": name, "model": model, "title": f"The {name}", "asks": f"What is there to say of the {name}?", "source": "test",
        **({"interdiction": ["Here."]} if model == "business_model" else {}),
    }  # fmt: skip
    return ModelPart.model_validate(shape | over)


def build(
    tactics: Sequence[Tactic] = (),
    indicators: Sequence[Indicator] = (),
    guardrails: Sequence[Guardrail] = (),
    facts: Sequence[FactDefinition] = VOCABULARY,
    provisions: Sequence[Provision] = (),
    models: Sequence[ModelPart] = (),
) -> Library:
    return Library(
        version="test", digest="test", facts=tuple(facts), provisions=tuple(provisions), all_tactics=tuple(tactics),
        indicators=tuple(indicators), guardrails=tuple(guardrails), order=(), planning=(), review=(), grades=GRADES, scoring=(),
        models=tuple(models),
    )  # fmt: skip


def one_tactic(when: Mapping[str, Any], **over: Any) -> Library:
    """A library of one tactic, `t`."""
    return build([tactic("t", when, **over)])


def record(value: Any, **over: Any) -> tuple[FactRecord, ...]:
    """One record of a value; `absent` is recorded with `absent=True`."""
    return (FactRecord(value=tuple(value) if isinstance(value, list) else value, **over),)


def profile(
    group: Mapping[str, Any] | None = None, closed: Iterable[str] = (), **members: Mapping[str, Mapping[str, Any]]
) -> Profile:
    """A case from plain values: `profile({"a": True}, people={"p1": {"convicted": True}}, closed=["people"])`.

    A value given as a tuple is taken for ready-made records; what is None is left out.
    """

    def records(values: Mapping[str, Any]) -> dict[str, tuple[FactRecord, ...]]:
        return {
            name: value if isinstance(value, tuple) else record(value)
            for name, value in values.items()
            if value is not None
        }

    return Profile(
        case="test", kind="training", nation="england", looked_into=dict.fromkeys(closed, "fully"), group=records(group or {}),
        members={c: tuple(Member(id=name, facts=records(facts)) for name, facts in found.items()) for c, found in members.items()},
    )  # fmt: skip


def laid_out(made: Library, known: Profile, **over: Any) -> FactTable:
    return Tabulator(made.vocabulary, made.grading).table(known, **over)


def table(
    group: Mapping[str, Scalar | None] | None = None,
    closed: Iterable[str] = (),
    **members: Sequence[Mapping[str, Scalar | None]],
) -> FactTable:
    """A fact table cell by cell: `table({"group.a": None}, people=[{"convicted": True}])`; members are m0, m1, ..."""
    rows = {
        c: tuple(MemberRow(ref=f"{c}/m{n}", values=dict(row)) for n, row in enumerate(members.get(c, ())))
        for c in COLLECTIONS
    }
    return FactTable(group=dict(group or {}), members=rows, open=frozenset(COLLECTIONS) - set(closed))


def case(made: Library, facts: FactTable, law: Mapping[str, LawStatus] | None = None) -> Case:
    standing = dict.fromkeys((one.id for one in made.active), LawStatus.IN_FORCE)
    return Case(made, facts, {**standing, **(law or {})})

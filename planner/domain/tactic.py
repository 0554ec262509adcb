"""A tactic: one entry of the menu, in general form, with all an officer needs to weigh it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictBool, field_validator, model_validator

from planner.domain.law import LegalBasis
from planner.domain.vocabulary import Day, Frozen

Pillar = Literal["pursue", "prevent", "protect", "prepare"]
PILLARS: tuple[Pillar, ...] = ("pursue", "prevent", "protect", "prepare")
Phase = Literal["setup", "clear", "hold", "build"]
PHASES: tuple[Phase, ...] = ("setup", "clear", "hold", "build")
Heading = Literal["vehicles", "business", "crime", "travel", "lifestyle", "behaviour"]
Trait = Literal[
    "overt", "enforcement", "leader_removal", "big_seizure", "home_closure", "finance", "media", "clear_action", "hold_measure",
    "watch_rivals", "safeguards_users", "safeguards_children", "partner_visit", "prosecution", "orders", "vulnerability_check", "partnership",
]  # fmt: skip
Text = str
Lines = tuple[str, ...]


class SourceRef(Frozen):
    """Where in which document something is said."""

    document: str = Field(min_length=3)
    section: str = Field(min_length=1)


class Help(Frozen):
    """An agency or team that can help, and what it does."""

    who: str
    how: str


class CaseExample(Frozen):
    """What a source reports of the tactic in use, retold; `source: none` when the sources hold no example."""

    text: str
    source: str


class Authorisation(Frozen):
    """Who decides, at what rank where there is one."""

    who: str
    rank: str = ""
    note: str = ""


class Measures(Frozen):
    """How an officer would know it worked: counted, and told."""

    quantitative: Lines = Field(min_length=1)
    qualitative: Lines = Field(min_length=1)


class Evidence(Frozen):
    """What is known of its effect, with population, outcome and source. H: a known risk of harm."""

    rating: Literal["E4", "E3", "E2", "E1", "E0", "H"]
    population: str = ""
    uk: StrictBool | None = None
    outcome: str
    source: str
    date: int | str | None = None


class Example(Frozen):
    """A situation in a sentence and as a fragment of a profile, to which the entry's condition is held.

    The facts are bare values, as in a case file without grades; every collection is taken as looked into fully. What is left
    out is unknown. `guardrails` must be raised; `subjects`, where given, are exactly the members found.
    """

    says: str = Field(min_length=15)
    group: dict[str, Any] = {}
    people: tuple[dict[str, Any], ...] = ()
    business: tuple[dict[str, Any], ...] = ()
    vehicles: tuple[dict[str, Any], ...] = ()
    premises: tuple[dict[str, Any], ...] = ()
    places: tuple[dict[str, Any], ...] = ()
    subjects: Lines | None = None
    guardrails: Lines = ()


class NoMatch(Example):
    """A situation the entry must not match: ruled out, or at most possible where so written."""

    outcome: Literal["ruled_out", "possible"] = "ruled_out"


class NearMiss(NoMatch):
    """A situation one fact from a match; `change` is that fact, and with it the entry must match."""

    change: dict[str, Any] = Field(min_length=1, max_length=1)


class KnownGap(Frozen):
    """A situation in which the condition is known to answer wrongly, and why it cannot yet be told apart."""

    says: str = Field(min_length=15)
    because: str = Field(min_length=15)


class Examples(Frozen):
    """What an entry must match, what it must not, what comes close, and what it is known to get wrong."""

    match: tuple[Example, ...] = Field(min_length=1)
    no_match: tuple[NoMatch, ...] = ()
    near_miss: tuple[NearMiss, ...] = ()
    gaps: tuple[KnownGap, ...] = ()


class Tactic(Frozen):
    """One power, intervention or activity. `on` names the collection its subjects come from; `when` its condition.

    An entry that applies to every case says `always` with the reason instead of `when`; one that fits most groups says why in
    `often`. `eligibility` names each fact about age, health, vulnerability, immigration or exploitation that a Pursue
    entry's condition reads, with why the law or the harm itself makes it read it.

    Raises a validation error naming the key when a part is missing or does not fit the others.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)
    title: str = Field(min_length=4, max_length=90)
    pillar: Pillar
    heading: Heading | None = None
    phases: tuple[Phase, ...] = Field(min_length=1)
    level: Literal["primary", "secondary", "tertiary"] | None = None
    status: Literal["active", "not_offered"]
    not_offered_because: str = ""
    secondary_pillars: tuple[Pillar, ...] = ()
    aliases: Lines = ()
    seen_in: Lines = ()
    on: Literal["people", "business", "vehicles", "premises", "places"] | None = None
    duty: StrictBool = False
    traits: tuple[Trait, ...] = ()
    summary: Text = Field(min_length=40)
    impacts: Lines = Field(min_length=1)
    procedure: Lines = Field(min_length=3)
    who_can_help: tuple[Help, ...] = Field(min_length=1)
    watch_out: Lines = Field(min_length=1)
    case_example: CaseExample
    legal_basis: tuple[LegalBasis, ...] = ()
    no_power_needed: str = ""
    when: dict[str, Any] = {}
    always: str = ""
    often: str = ""
    eligibility: dict[str, str] = {}
    examples: Examples | None = None
    authorisation: Authorisation
    forum: str = ""
    standard_of_proof: str = ""
    lead_agency: str
    partners: Lines = ()
    intrusion: Literal["none", "low", "medium", "high"]
    covert_conflict: Literal["none", "possible", "likely"]
    effort: Literal["low", "medium", "high"]
    time_to_effect: Literal["days", "weeks", "months", "years"]
    duration: str
    breach_consequence: str = ""
    measures: Measures
    disruption_record: str
    rights: Lines = Field(min_length=1)
    evidence: Evidence
    equality_note: str = ""
    source: tuple[SourceRef, ...] = Field(min_length=1)
    review_by: Day | None = None

    @field_validator("legal_basis", mode="before")
    @classmethod
    def _a_bare_id_is_needed(cls, written: Any) -> Any:
        if not isinstance(written, (list, tuple)):
            return written
        return tuple({"provision": one} if isinstance(one, str) else one for one in written)

    @model_validator(mode="after")
    def _parts_fit(self) -> Tactic:
        if (self.pillar == "prevent") != (self.level is not None):
            raise ValueError("a Prevent tactic has a level (primary, secondary or tertiary), and only a Prevent tactic")
        if self.pillar == "pursue" and self.heading is None:
            raise ValueError("a Pursue tactic stands under one of the six headings")
        if (self.status == "not_offered") != bool(self.not_offered_because):
            raise ValueError("a tactic that is not offered says why in not_offered_because, and only then")
        rests = any(basis.role != "related" for basis in self.legal_basis)
        if (rests and self.no_power_needed) or not (self.legal_basis or self.no_power_needed):
            raise ValueError("give either legal_basis or, when no power is needed, no_power_needed with why")
        if bool(self.when) == bool(self.always):
            raise ValueError(
                "give either when, the condition, or, for an entry that applies to every case, always with why"
            )
        return self

    @property
    def active(self) -> bool:
        """Whether it is matched against cases at all."""
        return self.status == "active"

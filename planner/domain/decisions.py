"""What an LRO may decide, as one table: the shell's grammar, the screens' forms, the log's wording and the checks all read it.

Kinds and their words follow the LRO Guidance: section C (written records), section D (intelligence), section F (the 4Ps),
section G (Clear, Hold, Build).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import StrictBool

from planner.domain.tactic import PILLARS, Phase
from planner.domain.vocabulary import Day, Frozen

BUSINESS_MODEL = ("product", "people", "transport", "market", "money", "communications")
TRAJECTORIES = ("investigation", "relentless_disruption", "both", "watching")
ASSESSMENTS = ("risk", "displacement", "safeguarding", "equality", "human_rights")
LEVELS = ("gold", "silver", "bronze")
IMPACTS = ("major", "moderate", "minor", "none", "negative")
PROGRESS = ("tasked", "accepted", "under_way", "done", "not_done", "handed_over")
# What is said about a plan and is no part of it: a reviewer's comment, the return to the author, the author's answer.
REMARKS = ("comment", "return", "answer")
PHASE_STATES = ("planned", "ready", "entered", "left")


class Decision(Frozen):
    """One decision. Which fields a kind uses is in `DECISIONS`; the others stay empty.

    `on`: the refs of those it is about. `target`: the number of the entry it is about: an intervention, a disruption, what is taken
    back, what is commented on or answered. `fact`: the unknown fact that a piece of intelligence work is to settle. `rule` and `at`:
    the finding of a review that it is about, by its rule and the places it was found at.
    """

    kind: str
    tactic: str = ""
    pillar: str = ""
    text: str = ""
    name: str = ""
    form: str = ""
    ref: str = ""
    agency: str = ""
    state: str = ""
    target: int = 0
    on: tuple[str, ...] = ()
    owner: str = ""
    due: Day | None = None
    objective: str = ""
    measure: str = ""
    authority: str = ""
    phase: Phase | None = None
    until: str = ""
    level: str = ""
    agreed_with: str = ""
    to: str = ""
    event: str = ""
    effect: str = ""
    value: str = ""
    when: Day | None = None
    baseline: StrictBool = False
    basis: str = ""
    source: str = ""
    method: str = ""
    drives: str = ""
    fact: str = ""
    trigger: str = ""
    rule: str = ""
    at: tuple[str, ...] = ()
    activity: str = ""
    replaceable: str = ""
    lasts: str = ""
    supporting: str = ""
    reference: str = ""
    question: str = ""

    @property
    def about(self) -> str:
        """What it settles, in a few words: the tactic's id, the person, or the text itself."""
        subject = self.tactic or self.ref or self.text or self.name or self.agency or self.form or self.state
        if self.kind in ("lead", "phase", "share", "assessment", "partner", "measure"):
            detail = {"share": self.state, "phase": self.state, "measure": self.value}.get(self.kind, self.text)
            named = self.name or self.form or self.agency or self.phase
            subject = ", ".join(part for part in (named, detail) if part)
        if self.kind == "account":
            subject = f"of {self.target}"
        if self.kind == "moderate":
            subject = f"of {self.target}: {self.level}"
        if self.kind == "close":
            subject = f"handed to {self.to}"
        if self.kind == "withdraw":
            subject = f"entry {self.target}"
        if self.kind == "action":
            subject = f"{self.agency}: {self.text}"
        if self.kind == "progress":
            subject = f"of {self.target}: {self.state.replace('_', ' ')}" + (f" to {self.to}" if self.to else "")
        if self.kind == "disruption":
            subject = f"{self.level}: {self.event}"
        if self.kind in ("undeveloped", "park"):
            subject = self.until
        if self.kind in REMARKS:
            subject = f"entry {self.target}" if self.target else self.rule
        return f"{self.pillar}: {subject}" if self.pillar and subject else subject or self.pillar


@dataclass(frozen=True)
class Word:
    """One word of a decision as it is typed: which field it fills, and what it may be (any text when empty)."""

    field: str
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class DecisionKind:
    """One kind of decision. `one_per`: the fields by which only one may stand, so that a new one takes the place of the
    old; None when many may stand. `adopts`: it puts an intervention in the plan. `plans`: it is part of the plan that is signed
    off; what is done and found afterwards is not."""

    id: str
    says: str
    words: tuple[Word, ...]
    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    one_per: tuple[str, ...] | None = None
    adopts: bool = False
    plans: bool = True

    @property
    def lives(self) -> bool:
        """Whether progress is told of it: an intervention, an objective, or an action agreed at a meeting."""
        return self.adopts or self.id in ("objective", "action")


P = Word("pillar", PILLARS, "pursue, prevent, protect or prepare")
P_OR_PLAN = Word("pillar", (*PILLARS, "overall"), "a P, or overall")
TACTIC = Word("tactic", help="a tactic's id")
TEXT = Word("text", help="in your words")
# What is told of a disruption, at once or filled in later.
ACCOUNT = (
    "when", "on", "tactic", "objective", "activity", "effect", "replaceable", "lasts", "source", "agency", "supporting", "reference",
)  # fmt: skip
ADOPTING = ("on", "owner", "due", "objective", "measure", "authority", "phase")

_KINDS = (
    DecisionKind("select", "Selected", (TACTIC,), ADOPTING, one_per=("tactic",), adopts=True),
    DecisionKind("reject", "Rejected", (TACTIC,), ("on",), one_per=("tactic",)),
    DecisionKind("defer", "Deferred", (TACTIC,), ("on", "until"), ("until",), one_per=("tactic",)),
    DecisionKind("override", "Selected over a guardrail", (TACTIC,), ADOPTING, one_per=("tactic",), adopts=True),
    DecisionKind("intervention", "Intervention of our own", (P, TEXT), ADOPTING, adopts=True),
    DecisionKind("initiative", "Local initiative adopted", (P, TEXT), ADOPTING, ("owner",), adopts=True),
    DecisionKind(
        "progress",
        "Progress",
        (
            Word("target", help="the number of the intervention's, objective's or action's entry"),
            Word("state", PROGRESS),
        ),
        ("to", "effect"),
        plans=False,
    ),
    DecisionKind("vision", "Vision", (TEXT,), one_per=()),
    DecisionKind("aim", "Aim", (P_OR_PLAN, TEXT), one_per=("pillar",)),
    DecisionKind("objective", "Objective", (P_OR_PLAN, TEXT), ("measure", "due", "owner"), ("measure", "due", "owner")),
    DecisionKind(
        "lead",
        "Lead",
        (P_OR_PLAN, Word("name", help="role or name of the lead")),
        ("level",),
        one_per=("pillar", "level"),
    ),
    DecisionKind("undeveloped", "P left undeveloped", (P,), one_per=("pillar",)),
    DecisionKind("park", "P parked until a trigger", (P,), ("until", "agreed_with"), ("until",), one_per=("pillar",)),
    DecisionKind("trajectory", "Trajectory", (Word("form", TRAJECTORIES),), one_per=()),
    DecisionKind("focus", "Nominal in focus", (Word("ref", help="people/ID"),), one_per=("ref",)),
    DecisionKind(
        "business-model", "Part of the business model targeted", (Word("form", BUSINESS_MODEL),), one_per=("form",)
    ),
    DecisionKind("place-based", "Place-based approach", (Word("state", ("yes", "no")),), one_per=()),
    DecisionKind(
        "partner",
        "Partner leads",
        (Word("agency", help="the agency"), Word("text", help="what it leads")),
        one_per=("agency", "text"),
    ),
    DecisionKind("protocol", "Information protocol", (TEXT,), ("agreed_with",)),
    DecisionKind("indoctrination", "Indoctrination document", (Word("text", help="its reference"),)),
    DecisionKind(
        "stakeholder", "Stakeholder group", (Word("name", help="agency or role"),), ("effect",), one_per=("name",)
    ),
    DecisionKind("requirement", "Intelligence requirement", (TEXT,), ("drives", "fact")),
    DecisionKind("collection", "Collection plan", (TEXT,), ("source", "method", "due", "owner", "fact")),
    DecisionKind("response", "Intelligence response", (TEXT,), ("source", "fact")),
    DecisionKind(
        "phase",
        "Phase",
        (Word("phase", ("clear", "hold", "build")), Word("state", PHASE_STATES)),
        ("measure",),
        one_per=("phase", "state"),
    ),
    DecisionKind(
        "measure",
        "Measure",
        (Word("name", help="what is measured, e.g. 'residents who feel safe'"), Word("value", help="what was found")),
        ("when", "baseline", "phase", "source"),
        ("when",),
        plans=False,
    ),
    DecisionKind("assessment", "Assessment", (Word("form", ASSESSMENTS), TEXT), one_per=("form",)),
    DecisionKind(
        "share",
        "Sharing decision",
        (Word("agency", help="the agency"), Word("state", ("yes", "no"))),
        ("basis",),
        one_per=("agency",),
    ),
    DecisionKind(
        "disruption",
        "Disruption",
        (P, Word("level", IMPACTS)),
        ("event", "target", *ACCOUNT),
        ("event",),
        plans=False,
    ),
    DecisionKind(
        "account",
        "More told of a disruption",
        (Word("target", help="the number of the disruption's entry"),),
        ACCOUNT,
        plans=False,
    ),
    DecisionKind(
        "accept",
        "Accepted as it stands",
        (Word("text", help="the clash in its own words, or the finding by its rule: no-lead-pursue"),),
        one_per=("text",),
        plans=False,
    ),
    DecisionKind("comment", "Comment", (), ("rule", "target"), plans=False),
    DecisionKind("return", "Returned to the author", (), ("rule", "target"), plans=False),
    DecisionKind(
        "answer",
        "Answer",
        (Word("target", help="the number of the comment's entry, or of the return's"),),
        one_per=("target",),
        plans=False,
    ),
    DecisionKind(
        "moderate",
        "Disruption moderated",
        (Word("target", help="the number of the disruption's entry"), Word("level", IMPACTS)),
        one_per=("target",),
        plans=False,
    ),
    DecisionKind(
        "action",
        "Action agreed at a meeting",
        (Word("agency", help="the agency or role that took it on"), Word("text", help="what is to be done")),
        ("due", "on", "trigger"),
        ("due",),
        plans=False,
    ),
    DecisionKind("exit", "Exit strategy", (TEXT,), ("to",), one_per=()),
    DecisionKind("withdraw", "Decision taken back", (Word("target", help="the number of the entry taken back"),)),
    DecisionKind("review", "Review held", (Word("text", help="what was found"),), ("trigger",), plans=False),
    DecisionKind("debrief", "Debrief", (Word("text", help="what was learned"),), ("question", "target"), plans=False),
    DecisionKind(
        "close",
        "Case closed",
        (Word("to", help="who it is handed to, or that nobody needs it"),),
        one_per=(),
        plans=False,
    ),
)
DECISIONS: dict[str, DecisionKind] = {one.id: one for one in _KINDS}
# What each option of a decision is for, as the shell and the forms ask for it.
OPTION_SAYS = {
    "on": "whom or what it is about, as people/p1 (repeatable)",
    "owner": "the agency or role that owns it",
    "due": "the day it is due",
    "objective": "the objective it serves",
    "measure": "how you will know",
    "authority": "the authority it needs, and its reference",
    "phase": "clear, hold or build",
    "until": "until when, or until what happens",
    "agreed_with": "who agreed",
    "target": "the number of the entry it is about: the intervention, or what is commented on",
    "rule": "the finding it is about, by its rule: no-lead-pursue",
    "when": "the day, as 2026-05-01",
    "baseline": "this is the baseline that later ones are held against",
    "basis": "the law or agreement it rests on",
    "trigger": "what brought it about, as an arrest or a meeting",
    "question": "the question of the debrief's agenda that it answers, as fourp debrief lists them",
    "fact": "the unknown fact it is to settle, as group.violence_used",
    "tactic": "the tactic's id, where no intervention says it",
    "activity": "what was done",
    "replaceable": "how easily the group can replace what it lost",
    "lasts": "how long the effect is expected to last",
    "supporting": "the agencies that helped",
    "reference": "its reference in the national system",
}
# Options that a kind of decision asks for in other words than the rest.
OPTION_SAYS_OF = {
    **{
        (kind, name): says
        for kind in ("disruption", "account")
        for name, says in (
            ("effect", "what changed for the group: the effect claimed"),
            ("source", "where the evidence is: references of exhibits, reports or logs"),
            ("agency", "the agency that led"),
        )
    },
}


def option_says(kind: str, name: str) -> str:
    """What an option of a kind of decision is for; nothing where its name says it."""
    return OPTION_SAYS_OF.get((kind, name)) or OPTION_SAYS.get(name, "")


TACTIC_KINDS = ("select", "reject", "defer", "override")
Answered = Literal["certain", "possible", "ruled_out", "blocked"]


class Basis(Frozen):
    """What was shown when a tactic was decided on: its outcome and place among so many, why, and what warned of it."""

    outcome: Answered
    rank: int
    of: int
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    guardrails: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    as_of: Day
    engines: str = ""

"""A plan read back line by line, and for each line, each finding of a review and each entry where in the planner it is put right.

The tables below are the only place that knows; a rule that they do not name is put right where its `where` points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.application.casework import CaseRecord
from planner.application.needing import Gap
from planner.application.reviewing import Finding, Review
from planner.application.signing import unanswered, unsignable
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import ASSESSMENTS, DECISIONS, TACTIC_KINDS, Decision
from planner.domain.entries import Decided, Entry, Learned, LookedInto
from planner.domain.profile import FactRecord, Profile
from planner.domain.tactic import PHASES, PILLARS
from planner.domain.words import count_of, listed, spoken

DONE = ("done", "not_done", "handed_over")


@dataclass(frozen=True)
class Place:
    """A place in the planner: a page by its name, a view of it, and what the cursor is put on there."""

    page: str
    view: str = ""
    to: str = ""


@dataclass(frozen=True)
class Step:
    """One decision that puts a thing right: its kind, what of it is settled already, and the entry it would take the place of."""

    kind: str
    given: Mapping[str, str | int] = field(default_factory=dict)
    replaces: int = 0


@dataclass(frozen=True)
class PutRight:
    """Where something is put right, the one decision that does it where there is one, and the entries it is about."""

    place: Place
    step: Step | None = None
    concerns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One line of the plan as it is read back. `state` is yes, partly, no or unneeded; `said` is what can be told in numbers,
    beside what the entries say; `lacking` is what is still wanted of it."""

    id: str
    title: str
    state: str
    why: str
    right: PutRight
    said: str = ""
    entries: tuple[int, ...] = ()
    lacking: tuple[str, ...] = ()
    always: bool = False


# -- the answers ------------------------------------------------------------------------------------------------------------

# The nine decisions always to record: a short name, why it matters, where it is decided and by which kind of decision.
ALWAYS: Mapping[str, tuple[str, str, Place, str]] = {
    "objectives": (
        "Overall aim", "Everyone in the plan can tell from it what counts as success.", Place("plan", "objectives"), "aim"
    ),
    "aims_and_leads": (
        "Aims and leads", "A P without an aim drifts; a P without a lead is nobody's.", Place("plan", "approach"), ""
    ),
    "undeveloped": (
        "Ps out or parked", "A P that is empty on purpose says so, with the reason, so that nobody takes it for an oversight.",
        Place("plan", "approach"), "",
    ),
    "focus": (
        "People in focus", "Each is named for a reason of their own; being listed in the case is none.", Place("plan", "approach"),
        "focus",
    ),
    "business_model": (
        "Business", "It says which part of what keeps the group going is to be hit, and why that one.",
        Place("plan", "approach"), "business-model",
    ),
    "trajectory": (
        "Route", "It says whether the way to go is an investigation, disruption, or both, and why.", Place("plan", "approach"),
        "trajectory",
    ),
    "place_based": (
        "Place or people", "Harm tied to a place calls for work on the place, with those who live there.",
        Place("plan", "approach"), "place-based",
    ),
    "partners": (
        "Partners leading", "It says who outside policing leads or has agreed to what, so that they can be held to it.",
        Place("plan", "approach"), "partner",
    ),
    "protocols": (
        "Sharing rules", "It says how information is gathered, held and shared, and with whom that is agreed.",
        Place("plan", "approach"), "protocol",
    ),
}  # fmt: skip
STATES = {"recorded": "yes", "missing": "no"}


def always_recorded(book: Casebook) -> tuple[Answer, ...]:
    """The nine decisions always to record, as they stand."""
    found = []
    for one in book.always_record():
        title, why, place, kind = ALWAYS[one.id]
        state = STATES.get(one.state, "unneeded")
        if state == "no" and one.numbers:
            state = "partly"
        given = {"pillar": "overall"} if one.id == "objectives" else {}
        step = Step(kind, given) if kind and not one.numbers else _first_lacking(one.lacking)
        right = PutRight(Place(place.page, place.view, one.id), step, one.numbers)
        said = one.state if state == "unneeded" else _aims_told(book) if one.id == "aims_and_leads" else ""
        found.append(
            Answer(one.id, title, state, f"{one.says}. {why}", right, said, one.numbers, one.lacking, always=True)
        )
    return tuple(found)


def _first_lacking(lacking: Sequence[str]) -> Step | None:
    """The decision on the first P of which something is lacking."""
    for told in lacking:
        for pillar in PILLARS:
            if pillar.capitalize() in told:
                kind = next((kind for kind in ("aim", "lead") if f"the {kind} of" in told), "undeveloped")
                return Step(kind, {"pillar": pillar})
    return None


def rest_of_plan(book: Casebook) -> tuple[Answer, ...]:
    """What a plan says beside the nine."""
    profile = book.profile
    visions = _numbers(book, "vision")
    told = [made.form for _, made in book.decided("assessment")]
    pending = [one for one in book.interventions if one.state not in DONE]
    unfilled = [
        f"{len(short)} of {len(pending)} {what}"
        for what, short in (("without an owner", unowned(book)), ("without a day", undated(book)))
        if short
    ]
    requirements = _numbers(book, "requirement")
    return (
        Answer(
            "vision", "Vision", "yes" if visions else "no", "A sentence in words that partners would use too.",
            PutRight(Place("plan", "objectives", "vision"), None if visions else Step("vision"), visions), "", visions,
        ),
        Answer(
            "plan", "Plan", "partly" if unfilled else "yes" if book.interventions else "no",
            "What is done, by whom and by when; and what was considered and left.",
            PutRight(Place("plan", "four_ps") if book.interventions else Place("tactics")), _plan_told(book),
            tuple(one.entry.number for one in book.interventions), tuple(unfilled),
        ),
        Answer(
            "duties", "Duties", "yes" if len(told) == len(ASSESSMENTS) else "partly" if told else "no",
            "Risk, displacement, safeguarding, equality and human rights are thought of before anybody acts.",
            PutRight(Place("plan", "duties")), f"{len(told)} of {len(ASSESSMENTS)} written", _numbers(book, "assessment"),
            tuple(spoken(one) for one in ASSESSMENTS if one not in told),
        ),
        Answer(
            "facts", "Facts", "yes" if count_facts(profile) else "no",
            "Everything offered rests on them; where all share one source, all of it rests on that source.",
            PutRight(Place("picture")), facts_told(profile),
        ),
        Answer(
            "requirement", "To be found out", "yes" if requirements else "no",
            "What is not known and could change the plan is asked of somebody.",
            PutRight(Place("gaps", "requirement" if requirements else "next")),
            f"{len(requirements)} adopted as the intelligence requirement", requirements,
        ),
    )  # fmt: skip


def unknown_told(gaps: Sequence[Gap]) -> str:
    """How many facts are not known yet."""
    needed = sum(one.need == "need_to_know" for one in gaps)
    return f"{len(gaps)} not known yet, {needed} of them worth asking first"


def _plan_told(book: Casebook) -> str:
    objectives = len(book.decided("objective"))
    counted = (
        f"{len(book.interventions)} planned", f"{count_of(objectives, 'objective')}",
        f"{len(book.decided('reject'))} rejected", f"{len(book.decided('defer'))} deferred",
    )  # fmt: skip
    return ", ".join(counted)


def _aims_told(book: Casebook) -> str:
    """How many of the Ps that are not left out have an aim and a lead."""
    kept = {*PILLARS} - {made.pillar for _, made in book.decided("undeveloped", "park")}
    told = {kind: {made.pillar for _, made in book.decided(kind)} & kept for kind in ("aim", "lead")}
    return ", ".join(f"{len(found)} of {len(kept)} {kind}s" for kind, found in told.items())


def _records(profile: Profile) -> list[FactRecord]:
    held = [profile.group, *(one.facts for found in profile.members.values() for one in found)]
    return [records[-1] for facts in held for records in facts.values() if records]


def count_facts(profile: Profile) -> int:
    """How many facts are recorded, of the group and of everyone and everything in it."""
    return len(_records(profile))


def facts_told(profile: Profile) -> str:
    """How many facts are recorded, and how many of them share a source and a grade."""
    records = _records(profile)
    shared = Counter((one.source, one.grade) for one in records if one.source)
    same = max(shared.values(), default=0)
    return f"{len(records)}; {same} share one source and grade" if same > 1 else str(len(records))


def _numbers(book: Casebook, *kinds: str) -> tuple[int, ...]:
    return tuple(one.number for one in book.standing(*kinds))


# -- the findings -------------------------------------------------------------------------------------------------------------


def unowned(book: Casebook) -> list[Adopted]:
    """The interventions still to be done that nobody owns."""
    return [one for one in book.interventions if one.state not in DONE and not one.decision.owner.strip()]


def undated(book: Casebook) -> list[Adopted]:
    """The interventions still to be done that have no day."""
    return [one for one in book.interventions if one.state not in DONE and one.decision.due is None]


def overdue(book: Casebook, today: date) -> list[Adopted]:
    """The interventions still to be done, and the objectives not met, whose day has gone by."""
    due = [one for one in (*book.interventions, *book.objectives) if not one.over and one.decision.due]
    return [one for one in due if one.decision.due and one.decision.due < today]


@dataclass(frozen=True)
class Cure:
    """Where the finding of a rule is put right. `{pillar}` stands for the P that the rule is about; `about` finds the
    interventions it is about, and `again` says that the first of them is to be decided anew."""

    place: Place
    kind: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    about: Callable[[Casebook, date], list[Adopted]] | None = None
    again: bool = False


OF_P = {"pillar": "{pillar}"}
# By the id of the rule, without the P at its end.
CURES: Mapping[str, Cure] = {
    "empty": Cure(Place("tactics", "", "{pillar}"), "undeveloped", OF_P),
    "no-lead": Cure(Place("plan", "approach", "aims_and_leads"), "lead", OF_P),
    "no-aim": Cure(Place("plan", "objectives", "{pillar}"), "aim", OF_P),
    "pursue-heavy": Cure(Place("tactics")),
    "no-objectives": Cure(Place("plan", "objectives", "overall"), "aim", {"pillar": "overall"}),
    "no-focus": Cure(Place("plan", "approach", "focus"), "focus"),
    "no-business-model": Cure(Place("plan", "approach", "business_model"), "business-model"),
    "no-trajectory": Cure(Place("plan", "approach", "trajectory"), "trajectory"),
    "no-place-based": Cure(Place("plan", "approach", "place_based"), "place-based"),
    "no-partners": Cure(Place("plan", "approach", "partners"), "partner"),
    "no-protocols": Cure(Place("plan", "approach", "protocols"), "protocol"),
    "no-vision": Cure(Place("plan", "objectives", "vision"), "vision"),
    "no-owner": Cure(Place("plan", "four_ps"), about=lambda book, _: unowned(book), again=True),
    "no-due-date": Cure(Place("plan", "four_ps"), about=lambda book, _: undated(book), again=True),
    "overdue": Cure(Place("plan", "calendar"), "progress", about=overdue),
    "unclear-leads": Cure(Place("plan", "approach", "aims_and_leads"), "withdraw"),
    "no-lro": Cure(Place("plan", "approach", "aims_and_leads"), "lead", {"pillar": "overall"}),
    "no-exit-strategy": Cure(Place("plan", "board"), "exit"),
    "clear-before-hold": Cure(Place("plan", "board")),
    "rights-not-assessed": Cure(Place("plan", "duties")),
    "sharing-without-basis": Cure(Place("gaps", "requests"), "share"),
    "gap-without-requirement": Cure(Place("gaps", "next")),
    "no-financial-investigator": Cure(Place("picture", "", "group.financial_investigator")),
    "sio-not-answered": Cure(Place("picture", "", "group.sio_consulted")),
    "focus-not-served": Cure(Place("tactics")),
    "disruption-not-moderated": Cure(Place("log", "disruptions")),
    "review-overdue": Cure(Place("log"), "review"),
    "closed-without-debrief": Cure(Place("log"), "debrief"),
    "sign-off-void": Cure(Place("check", "sign_off")),
}
# Where a finding is put right by what its rule says it is about, for rules that the table above does not name: the longest
# beginning that fits counts.
WHERE: Mapping[str, Place] = {
    "plan": Place("plan", "approach"), "plan.interventions": Place("plan", "four_ps"),
    "plan.objectives": Place("plan", "objectives"), "plan.vision": Place("plan", "objectives", "vision"),
    "plan.phases": Place("plan", "board"), "plan.clear": Place("plan", "board"), "plan.hold": Place("plan", "board"),
    "plan.build": Place("plan", "board"), "plan.dates": Place("plan", "calendar"), "plan.review": Place("plan", "calendar"),
    "plan.assessments": Place("plan", "duties"), "plan.duties": Place("plan", "duties"), "plan.stakeholders": Place("plan", "approach"),
    "plan.disruptions": Place("log", "disruptions"), "plan.measures": Place("log", "measures"),
    "plan.decisions": Place("log"), "plan.intelligence": Place("gaps", "next"), "plan.nominals": Place("picture"),
    "plan.partners": Place("gaps", "requests"), "plan.sign-off": Place("check", "sign_off"),
    "plan.sign_off": Place("check", "sign_off"), "sign_off": Place("check", "sign_off"), "tactics": Place("tactics"),
    "picture": Place("picture"), "facts": Place("picture"), "case": Place("picture"), "group": Place("picture"),
    "people": Place("picture"), "places": Place("picture"), "business": Place("picture"), "gaps": Place("gaps", "next"),
    "requirements": Place("gaps", "requirement"), "plan.requirements": Place("gaps", "requirement"), "log": Place("log"),
    "disruptions": Place("log", "disruptions"),
    "measures": Place("log", "measures"), **{f"plan.{one}": Place("plan", "four_ps", one) for one in PILLARS},
}  # fmt: skip
# Where a finding is put right by the kind of decision it is about first, wherever the rule is put right otherwise.
OF_KIND: Mapping[str, Place] = {"objective": Place("plan", "objectives")}
ENDS_IN_P = re.compile(rf"(?P<stem>.+)-(?P<pillar>{'|'.join(PILLARS)})")


def put_right(rule: str, where: str, book: Casebook, today: date) -> PutRight:
    """Where what a rule found is put right, by its id, or else by what it is about."""
    ends = ENDS_IN_P.fullmatch(rule)
    cure = _cure(rule)
    if cure is None:
        return PutRight(place_of(where))
    pillar = ends["pillar"] if ends else where.rpartition(".")[2]
    about = cure.about(book, today) if cure.about else []
    to = str(about[0].number) if about else cure.place.to.format(pillar=pillar)
    place = Place(cure.place.page, cure.place.view, to)
    if about and (own := OF_KIND.get(about[0].decision.kind)):
        place = Place(own.page, own.view, str(about[0].entry.number))
    given: dict[str, str | int] = {name: value.format(pillar=pillar) for name, value in cure.given.items()}
    step = Step(cure.kind, given) if cure.kind else None
    if about and cure.again:
        step = anew(about[0].entry, about[0].decision)
    elif about and step:
        step = Step(cure.kind, {"target": about[0].number})
    elif cure.about:
        step = None
    return PutRight(place, step, tuple(one.number for one in about))


def anew(entry: Entry, decision: Decision) -> Step:
    """The step that decides the same again, with more or other particulars."""
    words = [one.field for one in DECISIONS[decision.kind].words]
    given = {name: getattr(decision, name) for name in words}
    return Step(decision.kind, given, entry.number if DECISIONS[decision.kind].one_per is None else 0)


def place_of(where: str) -> Place:
    """Where a thing is put right by what it is called in the rules; the whole of the plan for anything unknown."""
    part = where
    while part:
        if part in WHERE:
            return WHERE[part]
        part = max(part.rpartition(".")[0], part.rpartition("/")[0], key=len)
    return WHERE["plan"]


def finding_right(finding: Finding, book: Casebook, today: date) -> PutRight:
    """Where one finding is put right: what its rule names, or else the first entry, person or tactic that it was found at."""
    right = put_right(finding.rule.id, finding.rule.where, book, today)
    numbers = tuple(one.number for one in finding.at if one.number)
    entry = book.entry(numbers[0]) if numbers else None
    cure = _cure(finding.rule.id)
    if not finding.at or (cure is not None and (right.concerns or cure.about is None)):
        if cure and cure.kind == "withdraw" and numbers:
            right = replace(right, step=Step("withdraw", {"target": numbers[0]}))
        return replace(right, concerns=right.concerns or numbers)
    if entry is not None and entry.said and isinstance(entry.said.content, Decided):
        decision = entry.said.content.decision
        step = anew(entry, decision) if DECISIONS[decision.kind].adopts else None
        return PutRight(place_of_entry(entry) or right.place, step, numbers)
    first = finding.at[0]
    if first.tactic:
        return PutRight(Place("tactics", "", first.tactic))
    return PutRight(Place("picture", "", first.ref)) if first.ref else right


def _cure(rule: str) -> Cure | None:
    """What the table says of a rule, the P at its end left out."""
    ends = ENDS_IN_P.fullmatch(rule)
    return CURES.get(rule) or (CURES.get(ends["stem"]) if ends else None)


# -- the grid -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Covers:
    """What a plan holds under one P: interventions in all and by phase, and whether aim, lead and objective are there (a state as
    of `Answer`)."""

    pillar: str
    count: int
    phases: tuple[int, ...]
    aim: str
    lead: str
    objective: str


def grid(book: Casebook, review: Review) -> tuple[Covers, ...]:
    """Each P by phase, with its aim, lead and objective. An intervention without a phase counts in each that its tactic serves."""
    left = {made.pillar for _, made in book.decided("undeveloped", "park")}
    told = {kind: {made.pillar for _, made in book.decided(kind)} for kind in ("aim", "lead", "objective")}
    counted: Counter[tuple[str, str]] = Counter()
    for one in review.coverage:
        counted[one.pillar, one.phase] += one.count
    adopted = Counter(one.decision.pillar for one in book.interventions if one.state != "not_done")

    def state(pillar: str, kind: str) -> str:
        return "yes" if pillar in told[kind] else "unneeded" if pillar in left else "no"

    return tuple(
        Covers(
            pillar, adopted[pillar], tuple(counted[pillar, phase] for phase in PHASES), state(pillar, "aim"),
            state(pillar, "lead"), state(pillar, "objective"),
        )
        for pillar in PILLARS
    )  # fmt: skip


# -- signing off ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Obstacle:
    """Something in the way of a sign-off; one that `stops` it has to go first."""

    text: str
    stops: bool


def obstacles(record: CaseRecord, review: Review) -> tuple[Obstacle, ...]:
    """What stands in the way of signing the plan off: what forbids it, errors of the review, decisions not recorded, warnings."""
    found = [Obstacle(fault.what[:1].upper() + fault.what[1:], stops=True) for fault in unsignable(record)]
    found += [Obstacle(one.rule.text, stops=True) for one in review.open if one.severity == "error"]
    if waiting := review.returned:
        found.append(Obstacle(f"{unanswered(waiting)}.", stops=False))
    lacking = [ALWAYS[one.id][0] for one in record.book.always_record() if one.state == "missing"]
    if lacking:
        found.append(Obstacle(f"Not recorded of the decisions always to record: {listed(lacking)}.", stops=False))
    warnings = sum(one.severity == "warning" for one in review.open)
    if warnings:
        found.append(Obstacle(f"{warnings} warning{'s' if warnings > 1 else ''} on Findings.", stops=False))
    return tuple(found)


def ended_by(book: Casebook) -> tuple[Entry, ...]:
    """The entries that ended the last sign-off."""
    signed = book.sign_off
    found = (book.entry(number) for number in signed.voided_by) if signed else ()
    return tuple(one for one in found if one is not None)


def in_fours(fingerprint: str, groups: int = 4) -> str:
    """The beginning of a fingerprint as it is read out: 7F3A 90C2 118E 4D55."""
    start = fingerprint[: groups * 4].upper()
    return " ".join(start[at : at + 4] for at in range(0, len(start), 4))


# -- entries ----------------------------------------------------------------------------------------------------------------------

# Where decisions of each kind are made, and which of their fields the cursor is put on there; the number of the entry without one.
KIND_PLACES: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(TACTIC_KINDS, ("tactics", "", "tactic")),
    "intervention": ("plan", "four_ps", ""), "initiative": ("plan", "four_ps", ""), "progress": ("plan", "four_ps", "target"),
    "vision": ("plan", "objectives", "kind"), "aim": ("plan", "objectives", "pillar"), "objective": ("plan", "objectives", ""),
    "lead": ("plan", "approach", "=aims_and_leads"), "undeveloped": ("plan", "approach", "=undeveloped"),
    "park": ("plan", "approach", "=undeveloped"), "trajectory": ("plan", "approach", "=trajectory"),
    "focus": ("plan", "approach", "=focus"), "business-model": ("plan", "approach", "=business_model"),
    "place-based": ("plan", "approach", "=place_based"), "partner": ("plan", "approach", "=partners"),
    "protocol": ("plan", "approach", "=protocols"), "indoctrination": ("plan", "approach", "=protocols"),
    "phase": ("plan", "board", "phase"), "exit": ("plan", "board", ""),
    "assessment": ("plan", "duties", "form"), "stakeholder": ("plan", "approach", ""),
    "share": ("plan", "duties", ""), "requirement": ("gaps", "requirement", ""),
    "collection": ("gaps", "requirement", ""), "response": ("gaps", "requirement", ""),
    "disruption": ("log", "disruptions", ""), "measure": ("log", "measures", ""),
    **dict.fromkeys(("comment", "return", "answer"), ("check", "comments", "")),
    **dict.fromkeys(("account", "moderate"), ("log", "disruptions", "target")),
}  # fmt: skip


def place_of_entry(entry: Entry) -> Place | None:
    """Where what an entry says is shown and can be decided anew; nothing for what has no such place."""
    match entry.said.content if entry.said else None:
        case Learned(ref=ref):
            return Place("picture", "", ref)
        case LookedInto(heading=heading):
            return Place("picture", "", heading)
        case Decided(decision=made) if made.kind in KIND_PLACES:
            page, view, name = KIND_PLACES[made.kind]
            to = name[1:] if name.startswith("=") else str(getattr(made, name)) if name else ""
            return Place(page, view, to or str(entry.number))
    return None

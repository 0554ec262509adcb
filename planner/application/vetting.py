"""Whether a decision can be written as it stands, and what speaks against it: for the shell and for a form alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planner.application.judging import (
    account_faults,
    disruption_warnings,
    early_moderation_faults,
    moderation_faults,
    own_disruption_faults,
)
from planner.application.naming import telling_in_a_basis
from planner.application.remarking import remark_faults, taking_faults
from planner.application.saying import EARLIEST, filled_faults, reason_faults, text_faults, time_faults
from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, TACTIC_KINDS, Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.domain.plan_gaps import UNDER_WAY, not_ready
from planner.domain.profile import LOOKED_INTO, Profile, Tabulator
from planner.domain.words import nearest
from planner.errors import Fault

FREE_TEXT = (
    "text", "name", "agency", "owner", "objective", "measure", "authority", "until", "agreed_with", "to", "event", "effect",
    "value", "basis", "source", "method", "drives", "trigger", "activity", "replaceable", "lasts", "supporting", "reference",
)  # fmt: skip


@dataclass(frozen=True)
class Reasons:
    """Why, by whom and when a decision was made, as the officer gives it."""

    because: str = ""
    decider: str = ""
    made_at: datetime | None = None
    late_because: str = ""
    supersedes: int = 0


def decision_faults(
    decision: Decision,
    reasons: Reasons,
    book: Casebook,
    profile: Profile,
    library: Library,
    now: datetime,
    author: str = "",
) -> list[Fault]:
    """Everything wrong with a decision before it is written, for the shell and for a form alike.

    `author`: who is writing it, in a store where that is proved.
    """
    kind = DECISIONS[decision.kind]
    faults = reason_faults("--because", reasons.because)
    faults += late_faults(reasons, now)
    faults += text_faults("--decider", reasons.decider)
    for name in FREE_TEXT:
        faults += filled_faults(name.replace("_", "-"), getattr(decision, name))
    faults += _day_faults(decision, now)
    for word in kind.words:
        faults += word_faults(getattr(decision, word.field), word.field, word.choices)
    for name in kind.required:
        if not getattr(decision, name):
            faults.append(Fault(f"--{name}", 0, 0, f"'{kind.says}' needs it and it is not given.", "Add it."))
    if decision.kind in TACTIC_KINDS:
        faults += _tactic_faults(decision.tactic, library)
        faults += _aim_faults(decision, profile, library)
    for ref in (*decision.on, *([decision.ref] if decision.ref else [])):
        faults += _ref_faults(ref, profile, people_only=decision.kind == "focus")
    if decision.tactic and decision.kind not in TACTIC_KINDS and decision.tactic not in library.tactics:
        faults.append(_no_tactic("--tactic", decision.tactic, library))
    if decision.fact:
        faults += _fact_faults(decision.fact, library)
    for kind_faults in OF_KIND.get(decision.kind, ()):
        faults += kind_faults(decision, book)
    faults += _sharing_faults(decision, profile, library)
    if decision.question:
        faults += _question_faults(decision.question, library)
    if decision.kind == "moderate":
        faults += own_disruption_faults(decision, book, author, reasons.decider)
        faults += early_moderation_faults(decision, book, reasons.made_at)
    faults += remark_faults(decision, book, author, reasons.decider)
    taken = book.taken_by(decision) if decision.kind == "answer" else None
    faults += taking_faults(decision, reasons.supersedes or (taken.number if taken else 0), book, author)
    return [*faults, *_superseding_faults(decision, reasons, book)]


def late_faults(reasons: Reasons, now: datetime) -> list[Fault]:
    """What is wrong with the time a decision was made, or with why it is entered late."""
    if reasons.made_at is not None:
        return time_faults(reasons.made_at, now, reasons.late_because)
    if reasons.late_because:
        return [Fault("--late-because", 0, 0, "nothing is late: no --made-at is given.", "Give it, or leave this out.")]
    return []


def word_faults(value: object, field_name: str, choices: tuple[str, ...]) -> list[Fault]:
    """What is wrong with one word: not given, or not one of those it may be."""
    if not value:
        return [Fault(field_name, 0, 0, "it is not given.", "Add it.")]
    if choices and value not in choices:
        mend = nearest(str(value), choices) or f"It is one of: {', '.join(choices)}."
        return [Fault(field_name, 0, 0, f"there is no '{value}' here.", mend)]
    return []


def _tactic_faults(name: str, library: Library) -> list[Fault]:
    tactic = library.tactics.get(name)
    if tactic is None:
        return [_no_tactic("TACTIC", name, library)]
    if not tactic.active:
        return [Fault("TACTIC", 0, 0, f"'{name}' is not offered: {tactic.not_offered_because}", "Choose another.")]
    return []


def _no_tactic(place: str, name: str, library: Library) -> Fault:
    mend = nearest(name, library.tactics) or "See fourp catalogue search."
    return Fault(place, 0, 0, f"there is no tactic '{name}'.", mend)


def _aim_faults(decision: Decision, profile: Profile, library: Library) -> list[Fault]:
    """A tactic is aimed at what it is about, and a Pursue tactic never at someone who must be safeguarded."""
    tactic = library.tactics.get(decision.tactic)
    faults = []
    for ref in decision.on if tactic else ():
        collection = ref.partition("/")[0]
        if tactic and tactic.on and collection != tactic.on:
            what = f"'{tactic.id}' is about {tactic.on}, and '{ref}' is one of the {collection}."
            faults.append(Fault("--on", 0, 0, what, f"Write {tactic.on}/ID."))
        elif (
            tactic
            and tactic.pillar == "pursue"
            and DECISIONS[decision.kind].adopts
            and _safeguarded(profile, ref, library)
        ):
            what = f"{profile.label(ref)} is to be safeguarded: exploited, or too young to be prosecuted."
            faults.append(
                Fault("--on", 0, 0, what, "Nobody who is exploited is pursued. Look at safeguarding tactics.")
            )
    return faults


def _safeguarded(profile: Profile, ref: str, library: Library) -> bool:
    """Whether a person is known to come under safeguarding first."""
    collection, _, member = ref.partition("/")
    if collection != "people" or profile.member(collection, member) is None:
        return False
    table = Tabulator(library.vocabulary, library.grading).table(profile)
    return any(row.ref == ref and row.values.get("safeguard_first") is True for row in table.members["people"])


def _day_faults(decision: Decision, now: datetime) -> list[Fault]:
    """Days out of reason: what was found is not in the future, and nothing is in another century."""
    faults = []
    if decision.when and not date(EARLIEST, 1, 1) <= decision.when <= now.date():
        faults.append(
            Fault("--when", 0, 0, f"{decision.when} has not come yet, or is out of reason.", "Give the day it was so.")
        )
    if decision.due and not date(EARLIEST, 1, 1) <= decision.due <= date(now.year + 30, 1, 1):
        faults.append(Fault("--due", 0, 0, f"{decision.due} is out of reason.", "Give the day it is due."))
    return faults


def _withdrawal_faults(decision: Decision, book: Casebook) -> list[Fault]:
    entry = book.entry(decision.target)
    if entry is None or entry.said is None or not isinstance(entry.said.content, Decided):
        return [Fault("ID", 0, 0, f"entry {decision.target} is no decision of this case.", "See fourp log.")]
    if decision.target in book.superseded:
        by = book.superseded[decision.target]
        return [Fault("ID", 0, 0, f"entry {by} took the place of entry {decision.target} already.", "See fourp log.")]
    return []


def _baseline_faults(decision: Decision, book: Casebook) -> list[Fault]:
    if not decision.baseline:
        return []
    for entry, made in book.decided("measure"):
        if made.baseline and made.name.casefold() == decision.name.casefold():
            what = f"'{decision.name}' has a baseline: entry {entry.number}."
            return [Fault("--baseline", 0, 0, what, f"Leave it out, or take that one back: withdraw {entry.number}.")]
    return []


def _ref_faults(ref: str, profile: Profile, *, people_only: bool) -> list[Fault]:
    collection, _, member = ref.partition("/")
    if people_only and collection != "people":
        return [Fault("REF", 0, 0, f"'{ref}' is not a person.", "Write people/ID.")]
    if profile.member(collection, member) is None:
        known = [f"{c}/{m.id}" for c, found in profile.members.items() for m in found]
        return [Fault(ref, 0, 0, "there is nobody and nothing of that name in this case.", nearest(ref, known))]
    return []


def _fact_faults(ref: str, library: Library) -> list[Fault]:
    """What is wrong with the fact that is to be settled: it need not be of anyone recorded yet."""
    owner, _, name = ref.partition(".")
    scope = owner.partition("/")[0]
    known = name in LOOKED_INTO if scope == "looked_into" else library.vocabulary.find(scope, name) is not None
    if known:
        return []
    return [Fault("--fact", 0, 0, f"there is no fact '{ref}'.", library.vocabulary.suggestion(scope, name))]


def _question_faults(question: str, library: Library) -> list[Fault]:
    known = [one.id for one in library.debrief]
    if question in known:
        return []
    mend = nearest(question, known) or f"It is one of: {', '.join(known)}."
    return [Fault("--question", 0, 0, f"there is no question '{question}' on the debrief's agenda.", mend)]


def _progress_faults(decision: Decision, book: Casebook) -> list[Fault]:
    other = any(one.number == book.first_of(decision.target) for one in (*book.actions, *book.objectives))
    faults = [] if other else _intervention_faults("ID", decision.target, book)
    if not faults and decision.state == "handed_over" and not decision.to:
        return [Fault("--to", 0, 0, "who was it handed over to?", "Name the agency or role.")]
    return faults


def _intervention_faults(place: str, number: int, book: Casebook) -> list[Fault]:
    if any(one.number == book.first_of(number) for one in book.interventions):
        return []
    return [Fault(place, 0, 0, f"entry {number} is no intervention of this plan.", _known(book))]


def _sharing_faults(decision: Decision, profile: Profile, library: Library) -> list[Fault]:
    if decision.kind != "share" or decision.state != "yes":
        return []
    if not decision.basis:
        return [Fault("--basis", 0, 0, "sharing needs its lawful basis.", "Name the law or agreement it rests on.")]
    if telling := telling_in_a_basis(decision.basis, profile, library):
        quoted = ", ".join(f"'{word}'" for word in telling)
        what = f"{quoted} would tell more than the law it rests on."
        mend = "Put the reason in --because: the basis is printed on what the partner gets."
        return [Fault("--basis", 0, 0, what, mend)]
    return []


def _disruption_faults(decision: Decision, book: Casebook) -> list[Fault]:
    return _intervention_faults("--intervention", decision.target, book) if decision.target else []


def _known(book: Casebook) -> str:
    told = ", ".join(f"{one.number} ({one.decision.about})" for one in (*book.interventions, *book.actions))
    return f"Interventions: {told}." if told else "The plan has none yet."


def _superseding_faults(decision: Decision, reasons: Reasons, book: Casebook) -> list[Fault]:
    if not reasons.supersedes:
        return []
    entry = book.entry(reasons.supersedes)
    place = "--supersedes"
    if entry is None or entry.said is None or not isinstance(entry.said.content, Decided):
        return [Fault(place, 0, 0, f"entry {reasons.supersedes} is no decision of this case.", "See fourp log.")]
    if reasons.supersedes in book.superseded:
        by = book.superseded[reasons.supersedes]
        return [
            Fault(
                place, 0, 0, f"entry {reasons.supersedes} was superseded by {by} already.", f"Supersede {by} instead."
            )
        ]
    was = entry.said.content.decision
    alike = was.kind == decision.kind or {was.kind, decision.kind} <= set(TACTIC_KINDS)
    if not alike and not {was.kind, decision.kind} <= {"undeveloped", "park"}:
        what = f"entry {reasons.supersedes} is another kind of decision ({was.kind})."
        return [Fault(place, 0, 0, what, "Supersede like with like.")]
    taken = book.taken_by(decision)
    apart = DECISIONS[decision.kind].one_per is not None and (taken is None or taken.number != reasons.supersedes)
    moved = was.pillar and was.pillar != decision.pillar and was.kind != "disruption"  # its P may be put right
    if apart or moved:
        mend = f"The one it takes the place of is entry {taken.number}." if taken else "Leave --supersedes out."
        return [Fault(place, 0, 0, f"entry {reasons.supersedes} is about something else ({was.about}).", mend)]
    return []


# What is asked of some kinds beside what is asked of all.
OF_KIND: Mapping[str, tuple[Callable[[Decision, Casebook], list[Fault]], ...]] = {
    "progress": (_progress_faults,),
    "withdraw": (_withdrawal_faults,),
    "measure": (_baseline_faults,),
    "disruption": (_disruption_faults,),
    "account": (account_faults,),
    "debrief": (_disruption_faults,),
    "moderate": (moderation_faults,),
}


def warnings_of(decision: Decision, book: Casebook, profile: Profile, library: Library) -> list[str]:
    """What speaks against a decision and does not forbid it."""
    told = _phase_warnings(decision, book) if decision.kind == "phase" else []
    if decision.kind == "park" and not decision.agreed_with:
        told.append("A P is parked until a trigger agreed with the SIO: say with --agreed-with who agreed to it.")
    if decision.kind in ("undeveloped", "park") and any(
        one.decision.pillar == decision.pillar for one in book.interventions
    ):
        told.append(f"The plan holds interventions for {decision.pillar}.")
    if DECISIONS[decision.kind].adopts or decision.kind == "aim":
        for entry, made in book.decided("undeveloped", "park"):
            if made.pillar == decision.pillar:
                says = "parked" if made.kind == "park" else "left undeveloped"
                told.append(
                    f"{made.pillar.capitalize()} is {says} (entry {entry.number}); if that is over: withdraw {entry.number}."
                )
    told += _lost(decision, book)
    if decision.kind in ("disruption", "account"):
        told += disruption_warnings(decision, book, library)
    if decision.kind == "focus" and _safeguarded(profile, decision.ref, library):
        told.append(
            f"{profile.label(decision.ref)} is to be safeguarded first: in focus to be kept safe, never to be pursued."
        )
    return told


def _lost(decision: Decision, book: Casebook) -> list[str]:
    """What the decision it takes the place of gave, and this one does not."""
    taken = book.taken_by(decision)
    was = taken.said.content.decision if taken and taken.said and isinstance(taken.said.content, Decided) else None
    if was and taken and DECISIONS[decision.kind].adopts:
        lost = [
            name
            for name in ("owner", "due", "objective", "measure", "authority", "phase")
            if getattr(was, name) and not getattr(decision, name)
        ]
        if lost:
            return [f"Entry {taken.number} gave {', '.join(lost)}; this one does not."]
    return []


def _phase_warnings(decision: Decision, book: Casebook) -> list[str]:
    """Clear is not ready until Hold and Build are, and no phase is left that was never entered."""
    told = []
    states = {(made.phase, made.state) for _, made in book.decided("phase")}
    if decision.phase == "clear" and decision.state in UNDER_WAY and (lacking := not_ready(book)):
        are = "are" if len(lacking) > 1 else "is"
        told.append(
            f"Clear is not ready until Hold and Build are: nothing says that {' and '.join(lacking)} {are} ready."
        )
    before = {"entered": "ready", "left": "entered"}.get(decision.state)
    if decision.phase and before and (decision.phase, before) not in states:
        told.append(f"Nothing says that {decision.phase} was {before}.")
    return told

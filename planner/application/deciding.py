"""Deciding and learning: what an officer settles or finds out, checked, laid against what was shown, and written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from planner.application.assuming import read_fact
from planner.application.casework import CaseRecord, again
from planner.application.recommending import Recommendation, Recommended, Recommender
from planner.application.saying import reason_faults, text_faults, time_faults
from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, TACTIC_KINDS, Basis, Decision
from planner.domain.entries import Content, Decided, Entry, Learned, LookedInto
from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, FactRecord, Profile
from planner.domain.tactic import PILLARS
from planner.domain.words import nearest
from planner.errors import Fault, InputError
from planner.record.streams import Saved

FREE_TEXT = (
    "text", "name", "agency", "owner", "objective", "measure", "authority", "until", "agreed_with", "to", "event", "effect",
    "value", "basis", "source", "method", "drives", "trigger",
)  # fmt: skip


@dataclass(frozen=True)
class Reasons:
    """Why, by whom and when a decision was made, as the officer gives it."""

    because: str = ""
    decider: str = ""
    made_at: datetime | None = None
    late_because: str = ""
    supersedes: int = 0


@dataclass(frozen=True)
class Settled:
    """What was written, under which number and head; what warns of it; and what others wrote meanwhile."""

    saved: Saved
    entry: Entry
    warnings: tuple[str, ...] = ()
    meanwhile: tuple[Entry, ...] = field(default=())


def decide(record: CaseRecord, recommender: Recommender, decision: Decision, reasons: Reasons) -> Settled:
    """Write one decision. Where someone else wrote first, it is laid against what the case is now and written after theirs.

    Raises InputError with everything wrong with it at once.
    """
    meanwhile: list[Entry] = []

    def attempt() -> Settled:
        book, profile = record.book, record.profile
        filled = _with_pillar(decision, recommender.library)
        faults = decision_faults(filled, reasons, book, profile, recommender.library, record.store.clock())
        if faults:
            raise InputError(faults)
        basis, warnings = None, _warnings(filled, book)
        if filled.kind in TACTIC_KINDS:
            found = recommender.recommend(profile)
            one = found.get(filled.tactic)
            _refuse_blocked(filled, one)
            basis = shown_as(found, one)
            warnings += _warned(filled, one)
        taken = book.taken_by(filled)
        supersedes = reasons.supersedes or (taken.number if taken else 0)
        saved = _write(record, Decided(decision=filled, basis=basis), reasons, supersedes, recommender.library)
        return Settled(saved, record.book.entries[-1], tuple(warnings), tuple(meanwhile))

    return again(attempt, lambda: meanwhile.extend(record.refresh()))


def decision_faults(
    decision: Decision, reasons: Reasons, book: Casebook, profile: Profile, library: Library, now: datetime
) -> list[Fault]:
    """Everything wrong with a decision before it is written, for the shell and for a form alike."""
    kind = DECISIONS[decision.kind]
    faults = reason_faults("--because", reasons.because)
    if reasons.made_at is not None:
        faults += time_faults(reasons.made_at, now, reasons.late_because)
    elif reasons.late_because:
        faults.append(
            Fault("--late-because", 0, 0, "nothing is late: no --made-at is given.", "Give it, or leave this out.")
        )
    faults += text_faults("--decider", reasons.decider)
    for name in FREE_TEXT:
        faults += text_faults(name, getattr(decision, name))
    for word in kind.words:
        faults += _word_faults(getattr(decision, word.field), word.field, word.choices)
    for name in kind.required:
        if not getattr(decision, name):
            faults.append(Fault(f"--{name}", 0, 0, f"'{kind.says}' needs it and it is not given.", "Add it."))
    if decision.kind in TACTIC_KINDS:
        faults += _tactic_faults(decision.tactic, library)
    for ref in (*decision.on, *([decision.ref] if decision.ref else [])):
        faults += _ref_faults(ref, profile, people_only=decision.kind == "focus")
    if decision.kind == "progress":
        faults += _progress_faults(decision, book)
    if decision.kind == "share" and decision.state == "yes" and not decision.basis:
        faults.append(
            Fault("--basis", 0, 0, "sharing needs its lawful basis.", "Name the law or agreement it rests on.")
        )
    if (
        decision.kind == "disruption"
        and decision.target
        and not any(one.number == decision.target for one in book.interventions)
    ):
        faults.append(
            Fault("--target", 0, 0, f"entry {decision.target} is no intervention of this plan.", _known(book))
        )
    return [*faults, *_superseding_faults(decision, reasons, book)]


def shown_as(found: Recommendation, one: Recommended) -> Basis:
    """What the officer was shown of a tactic, as it is kept with the decision."""
    law = [f"{found.library.law[each.provision].name} ({each.status.value})" for each in one.law]
    guardrails = [*one.guardrails, *(each for subject in one.subjects for each in subject.guardrails)]
    return Basis(
        outcome=one.outcome, rank=one.rank, of=len(found.tactics),
        reasons=tuple(each.text for each in one.reasons), against=tuple(each.text for each in one.against),
        guardrails=tuple(dict.fromkeys(f"{each.level}: {each.text}" for each in guardrails)),
        subjects=tuple(f"{subject.ref} ({subject.outcome})" for subject in one.subjects),
        law=tuple(law), as_of=found.as_of,
        engines=f"durable_rules {found.durable} and the referee agree" if found.durable else "the referee alone",
    )  # fmt: skip


@dataclass(frozen=True)
class FactTold:
    """A fact as the officer gives it. `value` is as typed; `how` is known, absent or unknown."""

    ref: str
    value: str = ""
    how: str = "known"
    grade: str = ""
    on: str = ""
    source: str = ""
    handling: str = ""
    note: str = ""
    label: str = ""
    corrects: bool = False


def learn(record: CaseRecord, library: Library, told: FactTold, reasons: Reasons) -> Settled:
    """Write one fact. Raises InputError with everything wrong with it at once."""
    meanwhile: list[Entry] = []

    def attempt() -> Settled:
        profile = record.profile
        ref, fact = read_fact(
            profile, told.ref, told.value if told.how == "known" else told.how, library, new=bool(told.label)
        )
        faults = [
            fault for name in ("source", "note", "label") for fault in text_faults(f"--{name}", getattr(told, name))
        ]
        if told.how != "unknown":
            for name, what in (("grade", "its intelligence grade, such as 2B"), ("source", "where it was learned")):
                if not getattr(told, name):
                    faults.append(Fault(f"--{name}", 0, 0, f"a fact needs {what}.", "Add it."))
        faults += _reason_if_given(reasons, record)
        if faults:
            raise InputError(faults)
        kept = _recorded(fact, told, record.store.clock())
        content = Learned(ref=ref, record=kept, corrects=told.corrects, label=told.label)
        saved = _write(record, content, reasons, reasons.supersedes, library)
        return Settled(saved, record.book.entries[-1], (), tuple(meanwhile))

    return again(attempt, lambda: meanwhile.extend(record.refresh()))


def looked_into(record: CaseRecord, library: Library, heading: str, state: str, reasons: Reasons) -> Settled:
    """Write how far a heading has been looked into. Raises InputError."""
    states = ("not_yet", "partly", "fully")
    faults = _word_faults(heading, "HEADING", LOOKED_INTO) + _word_faults(state, "STATE", states)
    faults += _reason_if_given(reasons, record)
    if faults:
        raise InputError(faults)
    meanwhile: list[Entry] = []

    def attempt() -> Settled:
        saved = _write(record, LookedInto(heading=heading, state=state), reasons, 0, library)
        return Settled(saved, record.book.entries[-1], (), tuple(meanwhile))

    return again(attempt, lambda: meanwhile.extend(record.refresh()))


# -- what is wrong with it ----------------------------------------------------------------------------------------------


def _word_faults(value: object, field_name: str, choices: tuple[str, ...]) -> list[Fault]:
    if not value:
        return [Fault(field_name, 0, 0, "it is not given.", "Add it.")]
    if choices and value not in choices:
        mend = nearest(str(value), choices) or f"It is one of: {', '.join(choices)}."
        return [Fault(field_name, 0, 0, f"there is no '{value}' here.", mend)]
    return []


def _tactic_faults(name: str, library: Library) -> list[Fault]:
    tactic = library.tactics.get(name)
    if tactic is None:
        return [
            Fault(
                "TACTIC",
                0,
                0,
                f"there is no tactic '{name}'.",
                nearest(name, library.tactics) or "See fourp catalogue search.",
            )
        ]
    if not tactic.active:
        return [Fault("TACTIC", 0, 0, f"'{name}' is not offered: {tactic.not_offered_because}", "Choose another.")]
    return []


def _ref_faults(ref: str, profile: Profile, *, people_only: bool) -> list[Fault]:
    collection, _, member = ref.partition("/")
    if people_only and collection != "people":
        return [Fault("REF", 0, 0, f"'{ref}' is not a person.", "Write people/ID.")]
    if profile.member(collection, member) is None:
        known = [f"{c}/{m.id}" for c, found in profile.members.items() for m in found]
        return [Fault(ref, 0, 0, "there is nobody and nothing of that name in this case.", nearest(ref, known))]
    return []


def _progress_faults(decision: Decision, book: Casebook) -> list[Fault]:
    first = book.first_of(decision.target)
    if not any(one.number == first for one in book.interventions):
        return [Fault("ID", 0, 0, f"entry {decision.target} is no intervention of this plan.", _known(book))]
    if decision.state == "handed_over" and not decision.to:
        return [Fault("--to", 0, 0, "who was it handed over to?", "Name the agency or role.")]
    return []


def _known(book: Casebook) -> str:
    told = ", ".join(f"{one.number} ({one.decision.about})" for one in book.interventions)
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
    was = entry.said.content.decision.kind
    alike = was == decision.kind or (was in TACTIC_KINDS and decision.kind in TACTIC_KINDS)
    if not alike and not {was, decision.kind} <= {"undeveloped", "park"}:
        return [
            Fault(
                place,
                0,
                0,
                f"entry {reasons.supersedes} is another kind of decision ({was}).",
                "Supersede like with like.",
            )
        ]
    return []


def _reason_if_given(reasons: Reasons, record: CaseRecord) -> list[Fault]:
    """A fact needs no rationale; one that is given is held to the same rules."""
    faults = reason_faults("--because", reasons.because) if reasons.because else []
    if reasons.made_at is not None:
        faults += time_faults(reasons.made_at, record.store.clock(), reasons.late_because)
    return faults


# -- what warns of it ---------------------------------------------------------------------------------------------------


def _refuse_blocked(decision: Decision, one: Recommended) -> None:
    """A block stands in the way of selecting; law out of force stands in the way of overriding too."""
    adopting = DECISIONS[decision.kind].adopts
    if not adopting:
        return
    if not one.lawful.usable:
        why = "; ".join(dict.fromkeys(each.why for each in one.law if not each.status.usable))
        raise InputError.of(
            decision.tactic, f"its law is not in force for this case: {why}.", "This cannot be overridden."
        )
    blocks = [each.text for each in one.guardrails if each.level == "block"]
    if decision.kind == "select" and one.outcome == "blocked":
        what = f"a guardrail blocks it: {' '.join(blocks)}"
        raise InputError.of(
            decision.tactic,
            what,
            f"To adopt it all the same: decide CASE override {decision.tactic}, with your reason.",
        )
    if decision.kind == "override" and one.outcome != "blocked":
        raise InputError.of(decision.tactic, "no guardrail blocks it.", f"Use: decide CASE select {decision.tactic}.")


def _warned(decision: Decision, one: Recommended) -> list[str]:
    if not DECISIONS[decision.kind].adopts:
        return []
    told = []
    if one.outcome == "ruled_out":
        told.append(f"The facts rule it out: {'; '.join(reason.text for reason in one.against)}.")
    if one.outcome == "possible":
        told.append("It is possible, not certain: its questions are open.")
    told += [f"{each.level.capitalize()}: {each.text}" for each in one.guardrails]
    for subject in one.subjects:
        if not decision.on or subject.ref in decision.on:
            told += [f"{each.level.capitalize()} for {subject.label}: {each.text}" for each in subject.guardrails]
    return list(dict.fromkeys(told))


def _warnings(decision: Decision, book: Casebook) -> list[str]:
    told = []
    if decision.kind == "park" and not decision.agreed_with:
        told.append("A P is parked until a trigger agreed with the SIO: say with --agreed-with who agreed to it.")
    if decision.kind in ("undeveloped", "park") and any(
        one.decision.pillar == decision.pillar for one in book.interventions
    ):
        told.append(f"The plan holds interventions for {decision.pillar}.")
    if decision.kind == "phase" and decision.phase == "clear" and decision.state in ("ready", "entered"):
        ready = {made.phase for _, made in book.decided("phase") if made.state == "ready"}
        lacking = [name for name in ("hold", "build") if name not in ready]
        if lacking:
            told.append(
                f"Clear is not ready until Hold and Build are: nothing says that {' and '.join(lacking)} is ready."
            )
    return told


# -- writing it ---------------------------------------------------------------------------------------------------------


def _with_pillar(decision: Decision, library: Library) -> Decision:
    """A decision on a tactic stands under the tactic's own P."""
    tactic = library.tactics.get(decision.tactic) if decision.kind in TACTIC_KINDS else None
    return decision.model_copy(update={"pillar": tactic.pillar}) if tactic and tactic.pillar in PILLARS else decision


def _write(record: CaseRecord, content: Content, reasons: Reasons, supersedes: int, library: Library) -> Saved:
    made_at = reasons.made_at.astimezone(UTC) if reasons.made_at else None
    return record.write(
        content, because=reasons.because.strip(), decider=reasons.decider.strip(), made_at=made_at,
        late_because=reasons.late_because.strip(), supersedes=supersedes, library=library,
    )  # fmt: skip


def _recorded(fact: FactRecord | None, told: FactTold, now: datetime) -> FactRecord | None:
    if fact is None:
        return None
    update = {
        "grade": told.grade, "on": told.on or f"{now:%Y-%m-%d}", "source": told.source, "handling": told.handling,
        "note": told.note, "assumed": False,
    }  # fmt: skip
    shape = {**fact.model_dump(), **update}
    try:
        return FactRecord.model_validate(shape)
    except ValueError as error:
        told_by: list[dict[str, Any]] = getattr(error, "errors", list)()
        faults = [
            Fault(f"--{one['loc'][0]}", 0, 0, str(one["msg"]).removeprefix("Value error, ") + ".", "Write it so.")
            for one in told_by
        ]
        raise InputError(faults) from None

"""Deciding and learning: what an officer settles or finds out, checked, laid against what was shown, and written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from planner.application.assuming import read_fact
from planner.application.casework import CaseRecord, again
from planner.application.recommending import Recommendation, Recommended, Recommender
from planner.application.saying import filled_faults, reason_faults, text_faults
from planner.application.vetting import Reasons, decision_faults, late_faults, warnings_of, word_faults
from planner.domain.casebook import read_book
from planner.domain.decisions import DECISIONS, TACTIC_KINDS, Basis, Decision
from planner.domain.entries import Content, Decided, Entry, Learned, LookedInto
from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, FactRecord, Profile
from planner.domain.tactic import PILLARS
from planner.errors import Fault, InputError
from planner.record.streams import Saved

# What one attempt wrote, and what warns of it.
Wrote = tuple[Saved, Sequence[str]]


@dataclass(frozen=True)
class Settled:
    """What was written, under which number and head; what warns of it; and what others wrote meanwhile."""

    saved: Saved
    entry: Entry
    warnings: tuple[str, ...] = ()
    meanwhile: tuple[Entry, ...] = ()


def decide(record: CaseRecord, recommender: Recommender, decision: Decision, reasons: Reasons) -> Settled:
    """Write one decision. Where someone else wrote first, it is laid against what the case is now and written after theirs.

    Raises InputError with everything wrong with it at once.
    """
    filled = _with_pillar(decision, recommender.library)
    stood = record.book.taken_by(filled)

    def attempt() -> Wrote:
        book, profile = record.book, record.profile
        author = record.store.person.name if record.live else ""
        faults = decision_faults(filled, reasons, book, profile, recommender.library, record.store.clock(), author)
        if faults:
            raise InputError(faults)
        basis, warnings = None, warnings_of(filled, book, profile, recommender.library)
        if filled.kind in TACTIC_KINDS:
            found = recommender.recommend(profile)
            one = found.get(filled.tactic)
            _refuse_blocked(filled, one, recommender.library)
            basis = shown_as(found, one)
            warnings += _warned(filled, one)
        taken = book.taken_by(filled)
        if taken != stood and taken is not None and reasons.supersedes != taken.number:
            # What the officer never saw is not put aside for them.
            what = f"{taken.author} decided the same meanwhile (entry {taken.number}: {taken.title})."
            raise InputError.of(
                record.name, what, f"To put yours in its place: --supersedes {taken.number}. Nothing was written."
            )
        supersedes = reasons.supersedes or (taken.number if taken else 0)
        content = Decided(decision=filled, basis=basis)
        return _write(record, content, reasons, supersedes, recommender.library), warnings

    return _settled(record, attempt)


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
    """A fact as the officer gives it. `value` is as typed; `how` is known, absent or unknown; `reply_to` is the number of the
    request to partners that it answers."""

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
    reply_to: int | None = None


def learn(record: CaseRecord, library: Library, told: FactTold, reasons: Reasons) -> Settled:
    """Write one fact. Raises InputError with everything wrong with it at once."""

    def attempt() -> Wrote:
        more = _request_faults(told, record) + _reason_if_given(reasons, record)
        ref, kept = fact_told(record.profile, library, told, record.store.clock(), more)
        content = Learned(ref=ref, record=kept, corrects=told.corrects, label=told.label, reply_to=told.reply_to or 0)
        return _write(record, content, reasons, 0, library), ()

    return _settled(record, attempt)


def fact_told(
    profile: Profile, library: Library, told: FactTold, now: datetime, also: Sequence[Fault] = ()
) -> tuple[str, FactRecord | None]:
    """The full ref of a fact as told, and its record, or None where it is not known any more. Raises InputError with everything
    wrong with it, `also` among it."""
    ref, fact = read_fact(
        profile, told.ref, told.value if told.how == "known" else told.how, library, new=bool(told.label)
    )
    faults = [
        fault for name in ("source", "note", "label") for fault in filled_faults(f"--{name}", getattr(told, name))
    ]
    if told.how != "unknown":
        for name, what in (("grade", "its intelligence grade, such as 2B"), ("source", "where it was learned")):
            if not getattr(told, name):
                faults.append(Fault(f"--{name}", 0, 0, f"a fact needs {what}.", "Add it."))
    faults += also
    if faults:
        raise InputError(faults)
    return ref, _recorded(fact, told, now)


def looked_into(record: CaseRecord, library: Library, heading: str, state: str, reasons: Reasons) -> Settled:
    """Write how far a heading has been looked into. Raises InputError."""
    states = ("not_yet", "partly", "fully")
    faults = word_faults(heading, "HEADING", LOOKED_INTO) + word_faults(state, "STATE", states)
    faults += _reason_if_given(reasons, record)
    if faults:
        raise InputError(faults)
    record.refuse_if_disposed()

    def attempt() -> Wrote:
        return _write(record, LookedInto(heading=heading, state=state), reasons, 0, library), ()

    return _settled(record, attempt)


def take_back(record: CaseRecord, recommender: Recommender, entry: Entry, reasons: Reasons) -> Settled:
    """Take back a decision, a fact or how far a heading was looked into, by a further entry: the log keeps both.

    Raises InputError for an entry of another kind, or a fact of which more was told since.
    """
    content = entry.said.content if entry.said else None
    match content:
        case Decided():
            return decide(record, recommender, Decision(kind="withdraw", target=entry.number), reasons)
        case LookedInto(heading=heading):
            before = read_book(record.book.entries[: entry.number - 1]).profile.looked_into
            return looked_into(record, recommender.library, heading, before.get(heading, "not_yet"), reasons)
        case Learned():
            return _unlearn(record, recommender.library, entry.number, content, reasons)
    raise InputError.of(f"entry {entry.number}", "this is not taken back.", "Write what is to stand instead.")


def _unlearn(record: CaseRecord, library: Library, number: int, learned: Learned, reasons: Reasons) -> Settled:
    """The records of a fact as they were before an entry, written anew."""
    faults = _reason_if_given(reasons, record)
    if any(
        one.said and isinstance(one.said.content, Learned) and one.said.content.ref == learned.ref
        for one in record.book.entries[number:]
    ):
        faults += InputError.of(f"entry {number}", "more was told of this fact since.", "Take that back first.").faults
    if faults:
        raise InputError(faults)
    earlier = read_book(record.book.entries[: number - 1]).profile.records(learned.ref)
    first, *rest = (Learned(ref=learned.ref, record=one) for one in earlier or (None,))
    settled = Settled(
        _write(record, first.model_copy(update={"corrects": True}), reasons, 0, library), record.book.entries[-1]
    )
    for one in rest:
        _write(record, one, reasons, 0, library)
    return settled


# -- what is wrong with it ----------------------------------------------------------------------------------------------


def _reason_if_given(reasons: Reasons, record: CaseRecord) -> list[Fault]:
    """A fact needs no rationale; one that is given is held to the same rules."""
    faults = reason_faults("--because", reasons.because) if reasons.because else []
    return faults + text_faults("--decider", reasons.decider) + late_faults(reasons, record.store.clock())


def _request_faults(told: FactTold, record: CaseRecord) -> list[Fault]:
    """What is wrong with the request that a fact is said to answer."""
    if told.reply_to is None or record.book.request(told.reply_to):
        return []
    entry = record.book.entry(told.reply_to)
    is_it = f" but '{entry.title}'" if entry else ""
    what = f"entry {told.reply_to} of {record.name} is not {'there' if not entry else 'a request to partners' + is_it}."
    sent = ", ".join(f"{one.number} ({asked.asked})" for one, asked in record.book.requests())
    return [
        Fault(
            "--reply-to", 0, 0, what, f"Requests sent: {sent}." if sent else "No request has gone out from this case."
        )
    ]


# -- what warns of it ---------------------------------------------------------------------------------------------------


def _refuse_blocked(decision: Decision, one: Recommended, library: Library) -> None:
    """A block stands in the way of selecting; law out of force, and a rule that says so, in the way of overriding too."""
    if not DECISIONS[decision.kind].adopts:
        return
    if not one.lawful.usable:
        why = "; ".join(dict.fromkeys(each.why for each in one.law if not each.status.usable))
        raise InputError.of(
            decision.tactic, f"its law is not in force for this case: {why}.", "This cannot be overridden."
        )
    firm = {each.id for each in library.guardrails if not each.can_be_overridden}
    blocks = [each.text for each in one.guardrails if each.level == "block"]
    fixed = [each.text for each in one.guardrails if each.level == "block" and each.rule in firm]
    if fixed:
        raise InputError.of(decision.tactic, f"a guardrail blocks it: {' '.join(fixed)}", "This cannot be overridden.")
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
        return ["This is a duty: say how it is met otherwise."] if one.tactic.duty and one.offered else []
    told = []
    if one.outcome == "ruled_out":
        told.append(f"The facts rule it out: {'; '.join(reason.text for reason in one.against)}.")
    if one.outcome == "possible":
        told.append("It is possible, not certain: its questions are open.")
    told += [f"{each.level.capitalize()}: {each.text}" for each in one.guardrails]
    fitting = {subject.ref for subject in one.subjects}
    strange = [ref for ref in decision.on if ref not in fitting]
    if strange:
        told.append(f"The facts do not say that it fits {', '.join(strange)}.")
    aimed = set(decision.on) & fitting or fitting
    for subject in one.subjects:
        if subject.ref in aimed:
            told += [f"{each.level.capitalize()} for {subject.label}: {each.text}" for each in subject.guardrails]
    return list(dict.fromkeys(told))


# -- writing it ---------------------------------------------------------------------------------------------------------


def _with_pillar(decision: Decision, library: Library) -> Decision:
    """A decision on a tactic stands under the tactic's own P."""
    tactic = library.tactics.get(decision.tactic) if decision.kind in TACTIC_KINDS else None
    return decision.model_copy(update={"pillar": tactic.pillar}) if tactic and tactic.pillar in PILLARS else decision


def _settled(record: CaseRecord, attempt: Callable[[], Wrote]) -> Settled:
    """What an attempt wrote, tried afresh whenever someone else wrote first; with what they wrote."""
    meanwhile: list[Entry] = []
    saved, warnings = again(attempt, lambda: meanwhile.extend(record.refresh()))
    return Settled(saved, record.book.entries[-1], tuple(warnings), tuple(meanwhile))


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
        record = FactRecord.model_validate(shape)
        if record.on and not date(1900, 1, 1) <= record.on <= now.date():
            raise InputError.of(
                "--on", f"{record.on} has not come yet, or is out of reason.", "Give the day it was so."
            )
        return record
    except ValueError as error:
        told_by: list[dict[str, Any]] = getattr(error, "errors", list)()
        faults = [
            Fault(f"--{one['loc'][0]}", 0, 0, str(one["msg"]).removeprefix("Value error, ") + ".", "See --help.")
            for one in told_by
        ]
        raise InputError(faults) from None

"""The record as the JSON shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.application.casework import CaseRecord
from planner.domain.casebook import Casebook, SignOff
from planner.domain.entries import Decided, Entry
from planner.domain.library import Library
from planner.exports.decided import refs_of
from planner.exports.document import marked
from planner.exports.telling import superseded_by, told_of
from planner.record.streams import Saved

if TYPE_CHECKING:
    from planner.application.changing import Moved
    from planner.application.deciding import Settled
    from planner.application.planning import Draft, ReviewClock
    from planner.application.signing import Verified


def saved_json(record: CaseRecord, settled: Settled, changed: Sequence[Moved] | None = None) -> dict[str, Any]:
    """`decide --json` and `learn --json`; after a fact, with the tactics that stand differently."""
    shape: dict[str, Any] = {
        "case": record.name, "kind": record.store.kind, "number": settled.saved.position, "position": settled.saved.position,
        "head": settled.saved.head, "warnings": list(settled.warnings), "meanwhile": [one.number for one in settled.meanwhile],
    }  # fmt: skip
    if changed is not None:
        shape["changed"] = [
            {"tactic": one.result.tactic.id, "how": one.how, "before": one.before, "after": one.result.outcome,
             "because": list(one.because)}
            for one in changed
        ]  # fmt: skip
    return shape


def log_json(record: CaseRecord, entries: Sequence[Entry], book: Casebook) -> dict[str, Any]:
    """`log --json`."""
    return {
        "case": record.name,
        "store": record.store.kind,
        "authenticated": record.live,
        "entries": [_entry(one, book) for one in entries],
        "head": entries[-1].head if entries else "",
    }


def _entry(one: Entry, book: Casebook) -> dict[str, Any]:
    said = one.said
    shape: dict[str, Any] = {
        "number": one.number, "position": one.number, "kind": one.kind, "author": one.author,
        "decider": said.decider if said else None,
        "made_at": one.made_at.isoformat(), "entered_at": one.entered_at.isoformat(),
        "because": said.because if said else None, "late_because": said.late_because if said else None,
        "supersedes": (said.supersedes or None) if said else None, "superseded_by": superseded_by(one, book),
        "text": told_of(one, book), "library": said.library if said else None, "facts": said.facts if said else None, "head": one.head,
    }  # fmt: skip
    if said:
        shape["content"] = said.content.model_dump(mode="json", exclude_defaults=True, exclude={"type", "profile"})
    return shape


def verified_json(proved: Sequence[Verified], amiss: Sequence[str] = (), *, one: bool) -> dict[str, Any]:
    """`verify --json`: one case, or `cases` when none was named."""
    told = [
        {
            "case": each.case, "store": each.kind, "ok": each.ok, "position": each.position, "head": each.head,
            "faults": [{"position": fault.position, "what": fault.what} for fault in each.faults], "notes": list(each.notes),
        }
        for each in proved
    ]  # fmt: skip
    return (
        told[0] if one else {"ok": all(each.ok for each in proved) and not amiss, "cases": told, "amiss": list(amiss)}
    )


def signed_json(record: CaseRecord, saved: Saved, signed: SignOff) -> dict[str, Any]:
    """`sign --json`."""
    return {
        "case": record.name, "kind": record.store.kind, "number": saved.position, "position": saved.position, "head": saved.head,
        "fingerprint": signed.signed.fingerprint, "authenticated": bool(signed.signed.signature), "stands": signed.stands,
    }  # fmt: skip


def case_json(record: CaseRecord, library: Library, clock: ReviewClock) -> dict[str, Any]:
    """`case show --json`."""
    book = record.book
    held, until = book.keeping
    return {
        "case": record.name, "kind": record.store.kind, "title": book.profile.title, "nation": book.profile.nation,
        "position": record.position, "head": book.head, "authenticated": record.live,
        "review": {"due": clock.due.isoformat(), "because": clock.because, "last": clock.last.isoformat(),
                   "held": book.last_review is not None, "late": clock.late(record.store.clock().date())},
        "signed": _signed(book, record.live),
        "keeping": {"held": held, "until": until.isoformat() if until else None},
        "always_record": always_json(book),
        "plan": plan_of(book, authenticated=record.live),
        "scores": [{"scheme": name, "value": fact.value, "on": fact.on.isoformat() if fact.on else None, "number": entry.number}
                   for name, entry, fact in book.scores()],
    }  # fmt: skip


def plan_of(book: Casebook, *, authenticated: bool) -> dict[str, Any]:
    """The plan as decided, each decision with who made it and when, each intervention with its life so far."""
    return {
        "interventions": [
            {"number": one.number, "state": one.state, **_decided(one.entry, authenticated),
             "progress": [_decided(each, authenticated) for each in one.progress]}
            for one in book.interventions
        ],
        "decisions": [
            {"number": one.number, **_decided(one, authenticated)}
            for one in book.entries
            if one.said and isinstance(one.said.content, Decided) and one.number not in book.superseded
        ],
    }  # fmt: skip


def _decided(entry: Entry, authenticated: bool) -> dict[str, Any]:
    """One decision: by whom, when, why, and what was given with it."""
    said = entry.said
    shape: dict[str, Any] = {
        "entry": entry.number, "by": entry.author, "authenticated": authenticated,
        "decider": (said.decider or None) if said else None,
        "at": {"made": entry.made_at.isoformat(), "entered": entry.entered_at.isoformat()},
        "because": said.because if said else "",
    }  # fmt: skip
    if said and isinstance(said.content, Decided):
        shape |= said.content.decision.model_dump(mode="json", exclude_defaults=True)
    return shape


def always_json(book: Casebook) -> list[dict[str, Any]]:
    """The nine decisions always to record."""
    return [
        {"id": one.id, "says": one.says, "state": one.state, "numbers": list(one.numbers), "lacking": list(one.lacking)}
        for one in book.always_record()
    ]


def refs_json(record: CaseRecord) -> dict[str, Any]:
    """`case show --refs --json`."""
    return {"case": record.name, "refs": [{"ref": ref, "label": label} for ref, label in refs_of(record.book)]}


def plan_json(plan: Draft, record: CaseRecord) -> dict[str, Any]:
    """`export --as plan` as JSON: the plan as decided, what is proposed for the rest, and where the record stood."""
    found, book = plan.recommendation, record.book
    return {
        "fourp_record": plan.record_line, "case": record.name, "kind": record.store.kind,
        "marking": marked(plan.marking, found.profile.kind), "authenticated": record.live,
        "titled": plan.titled, "as_of": found.as_of.isoformat(), "title": book.profile.title,
        "library": {"version": found.library.version, "digest": found.library.digest, "overlays": list(found.library.overlays)},
        "engine": {"durable": found.durable, "agreed": found.agreed},
        "review_on": plan.review_on.isoformat(),
        "signed": _signed(book, record.live),
        "plan": plan_of(book, authenticated=record.live),
        "always_record": always_json(book),
        "proposed": {
            pillar: [{"tactic": one.found.tactic.id, "outcome": one.found.outcome, "because": one.because} for one in proposed]
            for pillar, proposed in plan.interventions.items()
        },
        "log": [_entry(one, book) for one in book.entries],
    }  # fmt: skip


def _signed(book: Casebook, authenticated: bool) -> dict[str, Any] | None:
    signed = book.sign_off
    if signed is None:
        return None
    return {
        "number": signed.entry.number, "by": signed.entry.author, "authenticated": authenticated,
        "at": signed.entry.entered_at.isoformat(), "stands": signed.stands, "voided_by": list(signed.voided_by),
    }  # fmt: skip

"""Signing off a plan, proving a record, and keeping or disposing of a case."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.application.casework import CaseRecord, again
from planner.application.reviewing import Finding, Reviewer
from planner.application.saying import reason_faults, text_faults
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook, SignOff, read_book
from planner.domain.entries import Exported, Keeping, Signed
from planner.domain.remarks import Remark, part_in, returned
from planner.errors import Fault, InputError
from planner.record.backends import SQLiteBackend
from planner.record.sealing import signature_holds
from planner.record.store import CaseCard, Store
from planner.record.streams import RecordFault, Saved

RECORD_LINE = re.compile(r"fourp-record: (?P<case>[a-z0-9][a-z0-9-]*) (?P<position>\d+) (?P<head>[0-9a-f]{64})")


def sign(record: CaseRecord, reviewer: Reviewer, reasons: Reasons) -> tuple[Saved, SignOff]:
    """Sign off the plan, the facts and the library as they stand. Raises InputError with everything in the way of it.

    A plan in which a review finds an error is not signed off, unless somebody accepted that with a reason. In a live store the
    signature is the approver's own, and the approver has written none of the plan and does not lead it.
    """
    record.refuse_if_disposed()
    book, person = record.book, record.store.person

    def attempt() -> Saved:
        fingerprint = record.book.fingerprint()
        if fingerprint != book.fingerprint():
            what = "the case has been changed while you were signing it off."
            raise InputError.of(record.name, what, "Look at it again, then sign.")
        faults = [*reason_faults("--because", reasons.because), *unsignable(record)]
        faults += [*_decider_faults(record, reasons.decider), *_error_faults(record, reviewer)]
        if faults:
            raise InputError(faults)
        secrets = person.secrets
        signed = Signed(
            fingerprint=fingerprint,
            key=secrets.verifies if secrets else "",
            signature=secrets.sign(f"{record.card.uuid.hex} {fingerprint}") if secrets else "",
        )
        return record.write(signed, because=reasons.because, decider=reasons.decider)

    saved = again(attempt, record.refresh)
    made = record.book.sign_off
    if made is None:
        raise AssertionError
    return saved, made


def unsignable(record: CaseRecord) -> list[Fault]:
    """What keeps whoever opened a record from signing its plan off. Raises InputError for a case that was disposed of."""
    record.refuse_if_disposed()
    faults: list[Fault] = []
    if all(one.state == "not_done" for one in record.book.interventions):
        faults.append(
            Fault(record.name, 0, 0, "there is no intervention in this plan to sign off.", "See fourp decide.")
        )
    name = record.store.person.name
    if record.live and (part := part_in(record.book, name)):
        what = f"'{name}' {part}."
        faults.append(Fault(record.name, 0, 0, what, "It is signed off by another person."))
    return faults


def _decider_faults(record: CaseRecord, decider: str) -> list[Fault]:
    """A signature is proved to be of whoever gave it: nobody else decides it."""
    if not record.live or decider.strip().casefold() in ("", record.store.person.name.casefold()):
        return []
    what = f"a sign-off is the approver's own, and {decider.strip()} is somebody else."
    return [Fault("--decider", 0, 0, what, "Leave it out, or let them sign it off themselves.")]


def _error_faults(record: CaseRecord, reviewer: Reviewer) -> list[Fault]:
    """Each error that a review finds and nobody has accepted, with the way to put it right."""
    errors = [one for one in reviewer.review(record.profile, record.book).open if one.severity == "error"]
    return [
        Fault(
            record.name,
            0,
            0,
            f"{one.rule.text} ({one.where})",
            f"{one.rule.fix}{_or_accepted(record.name, one)}",
            rule=one.rule.id,
        )
        for one in errors
    ]


def _or_accepted(case: str, finding: Finding) -> str:
    if not finding.rule.can_be_accepted:
        return ""
    return f" Or a reviewer accepts it, with a reason: fourp decide {case} accept {finding.rule.id}."


def lacking(book: Casebook) -> list[str]:
    """What a plan that is to be signed off still lacks: an answer to its return, and the decisions always to record."""
    told = [unanswered(waiting)] if (waiting := returned(book)) else []
    return told + [f"not recorded: {one.says}" for one in book.always_record() if one.state == "missing"]


def unanswered(waiting: Remark) -> str:
    """That a return waits for its answer when the plan is signed off."""
    return (
        f"{waiting.entry.author} returned the plan (entry {waiting.number}) and nobody has answered; signing ends that"
    )


@dataclass(frozen=True)
class Verified:
    """What proving a record came to: where it stands, and each fault by position."""

    case: str
    kind: str
    position: int
    head: str
    faults: tuple[RecordFault, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the record is what was written."""
        return not self.faults


def verify(store: Store, card: CaseCard, against: Path | None = None) -> Verified:
    """Prove a case's record, and the log of who consulted it, from the first entry on; changes nothing.

    `against` is an export: the record must extend what it carries. Raises InputError when the file carries nothing.
    """
    told = carried(against, card.name) if against else None
    stream = store.stream(card)
    faults = stream.verify(told)
    if store.kind == "live":
        looked = store.stream(card, consultation=True).verify()
        faults += [RecordFault(one.position, f"consultation log: {one.what}") for one in looked]
    position, head = 0, ""
    record = None
    if not faults:
        record = CaseRecord(store, card)
        faults += _signature_faults(record.book, store, card)
        position, head = record.position, record.book.head
    else:
        entries = store.backend.entries(card.uuid)
        position = entries[-1][0] if entries else 0
    unseen = "the witness beside the store has nothing of it: a cut end shows only against an export"
    notes: tuple[str, ...] = () if store.witness.last(card.uuid) else (unseen,)
    if told and against and record is not None:
        notes += (_same_file(record.book, against, told[0]),)
    return Verified(card.name, store.kind, position, head, tuple(faults), notes)


def verify_store(store: Store) -> list[str]:
    """What is amiss with a store as a whole: cases that its witness or its own names know, and that are not in it."""
    here = {stream for card in store.cases() for stream in (card.uuid, card.consultation)}
    if not isinstance(store.backend, SQLiteBackend):
        return []  # A person sees only their own cases in a shared database, and the witness is this machine's.
    gone = sorted((store.witness.streams() | store.named()) - here, key=str)
    return [f"a case that was in this store is not there any more ({uuid.hex[:8]}…)" for uuid in gone]


def orphans(folder: Path) -> list[str]:
    """Witnesses in a folder whose store is gone."""
    found = sorted(folder.glob("*.sqlite.witness"))
    return [
        f"{path}: the store that this is the witness of is gone" for path in found if not path.with_suffix("").exists()
    ]


def _same_file(book: Casebook, export: Path, position: int) -> str:
    """Whether a file is, byte for byte, one that was exported."""
    digest = hashlib.sha256(export.read_bytes()).hexdigest()
    for entry in book.exports():
        if entry.said and isinstance(entry.said.content, Exported) and entry.said.content.digest == digest:
            return f"the record extends the export, which is the very file of entry {entry.number}"
    return f"the record extends what the file carries (entry {position}), but the file is not byte for byte one that was exported"


def _signature_faults(book: Casebook, store: Store, card: CaseCard) -> list[RecordFault]:
    keys = {one.name: one.verifies for one in store.people()}
    faults = []
    for entry in book.entries:
        if entry.said and isinstance(entry.said.content, Signed):
            signed = entry.said.content
            if read_book(book.entries[: entry.number - 1]).fingerprint() != signed.fingerprint:
                faults.append(
                    RecordFault(entry.number, f"entry {entry.number} signs off something else than the case was then")
                )
            if store.kind == "live" and keys.get(entry.author, signed.key) != signed.key:
                faults.append(
                    RecordFault(entry.number, f"entry {entry.number} is not signed with the key of {entry.author}")
                )
            if store.kind == "live" and not signature_holds(
                signed.key, signed.signature, f"{card.uuid.hex} {signed.fingerprint}"
            ):
                faults.append(RecordFault(entry.number, f"the signature of entry {entry.number} does not hold"))
    return faults


def carried(export: Path, case: str) -> tuple[int, str]:
    """The position and head that an export carries for a case, where it carries them and not in what it tells. Raises
    InputError."""
    from planner.application.exported import record_part

    found = [match for match in RECORD_LINE.finditer(record_part(export)) if match["case"] == case]
    if not found:
        raise InputError.of(
            str(export), f"this file carries no record line of '{case}'.", "Name an export of this case."
        )
    return int(found[-1]["position"]), found[-1]["head"]


# -- keeping and disposing ----------------------------------------------------------------------------------------------


def keep(record: CaseRecord, act: str, reasons: Reasons, until: date | None = None) -> Saved:
    """Set until when a case is kept, hold it, or release it. Raises InputError."""
    faults = reason_faults("--because", reasons.because) + text_faults("--decider", reasons.decider)
    if act == "keep_until" and (until is None or until <= record.store.clock().date()):
        faults += InputError.of("--until", "a case is kept until a day to come.", "Give one.").faults
    if faults:
        raise InputError(faults)
    record.refuse_if_disposed()
    content = Keeping(act=act, until=until)
    return again(lambda: record.write(content, because=reasons.because, decider=reasons.decider), record.refresh)


def dispose(record: CaseRecord, reasons: Reasons) -> tuple[Saved, bool]:
    """Destroy what a case's entries say; that they were made, when and by whom, stays and can be proved.

    The second is False when someone else has the store open, so that the file's log still holds the key until they close it.
    Raises InputError while the case is held or to be kept.
    """
    faults = reason_faults("--because", reasons.because) + text_faults("--decider", reasons.decider)
    record.refuse_if_disposed()
    held, until = record.book.keeping
    if held:
        faults += InputError.of(record.name, "this case is held.", "Release it first: fourp case release.").faults
    if until and until > record.store.clock().date():
        what = f"this case is to be kept until {until:%Y-%m-%d}."
        faults += InputError.of(record.name, what, "Set an earlier day first, with its reason: fourp case keep.").faults
    if faults:
        raise InputError(faults)
    saved = again(
        # What stays readable says why: the header outlives the content.
        lambda: record.write(
            Keeping(act="dispose"), because=reasons.because, decider=reasons.decider, note=reasons.because.strip()
        ),
        record.refresh,
    )
    return saved, record.store.dispose(record.card)

"""Exports of a stored case: the file is written whole, carries where the record stood, and is noted in the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.application.carrying import packed
from planner.application.casework import CaseRecord, again
from planner.application.needing import NeedToKnow
from planner.application.planning import draft
from planner.application.recommending import Recommender
from planner.application.requesting import Request, named_request, open_requests
from planner.application.saying import reason_faults, text_faults
from planner.application.vetting import Reasons
from planner.domain.entries import NAMED_REQUEST, OPEN_REQUESTS, Exported
from planner.domain.profile import Profile
from planner.errors import Fault, InputError
from planner.exports.files import rendered, write_whole
from planner.exports.plan_document import plan_document
from planner.exports.record_json import plan_json
from planner.exports.request_document import request_document, requests_json
from planner.record.streams import Saved

FORMS = (".docx", ".md", ".json")
CASE_FORM = ".fourp-case"


def export_plan(
    record: CaseRecord, recommender: Recommender, out: Path, to: str, reasons: Reasons, *, replace: bool = False
) -> Saved:
    """The plan as decided, with proposals for what is missing, as Word, Markdown or JSON. Raises InputError."""
    _check_form(out, "a plan")
    _check(record, out, to, reasons, replace=replace)
    plan = draft(recommender, record.profile, record.book, record.record_line)
    as_json = out.suffix.lower() == ".json"
    contents = _json(plan_json(plan, record)) if as_json else rendered(plan_document(plan), out)
    return _hand_over(record, out, contents, "plan", to, reasons)


def export_case(
    record: CaseRecord, out: Path, passphrase: str, to: str, reasons: Reasons, *, replace: bool = False
) -> Saved:
    """The whole case, sealed, to be carried to another store. Raises InputError."""
    if out.suffix.lower() != CASE_FORM:
        raise InputError.of(str(out), "a case is carried in a file of its own kind.", f"End the name in {CASE_FORM}.")
    _check(record, out, to, reasons, replace=replace)
    return _hand_over(record, out, packed(record, passphrase), "case", to, reasons)


def export_requests(
    record: CaseRecord,
    recommender: Recommender,
    out: Path,
    agency: str,
    to: str,
    reasons: Reasons,
    *,
    replace: bool = False,
) -> Saved:
    """Requests to partners: open ones that name nobody, or with `agency` what that one is asked by name. Raises InputError."""
    _check_form(out, "requests")
    to = to or agency or "partners"
    _check(record, out, to, reasons, replace=replace)
    gaps = NeedToKnow(recommender).gaps(record.profile)
    library = recommender.library
    if not agency:
        contents = _requests(open_requests(gaps, library), out, training=not record.live)
        return _hand_over(record, out, contents, OPEN_REQUESTS, to, reasons)
    named = named_request(gaps, library, record.profile, record.book, agency)
    contents = _requests((named,), out, training=not record.live)
    return _hand_over(record, out, contents, NAMED_REQUEST, to, reasons, agency=named.title)


def export_request(
    record: CaseRecord, request: Request, out: Path, reasons: Reasons, *, replace: bool = False
) -> Saved:
    """One request to one partner, as it was shown. Raises InputError."""
    _check_form(out, "a request")
    _check(record, out, request.title, reasons, replace=replace)
    contents = _requests((request,), out, training=not record.live)
    return _hand_over(record, out, contents, "named request" if request.named else "requests", request.title, reasons)


def write_requests(profile: Profile, recommender: Recommender, out: Path) -> int:
    """Open requests of a case that is not stored; gives how many agencies are asked. Raises InputError."""
    _check_form(out, "requests")
    requests = open_requests(NeedToKnow(recommender).gaps(profile), recommender.library)
    write_whole(out, _requests(requests, out, training=profile.kind == "training"))
    return len(requests)


def _requests(requests: Sequence[Request], out: Path, *, training: bool) -> bytes:
    if out.suffix.lower() == ".json":
        return _json(requests_json(requests, training=training))
    return rendered(request_document(requests, training=training), out)


def _json(shape: dict[str, Any]) -> bytes:
    return json.dumps(shape, indent=1, ensure_ascii=False).encode()


def _check_form(out: Path, what: str) -> None:
    if out.suffix.lower() not in FORMS:
        told = f"{what} cannot be written as '{out.suffix or 'no ending'}'."
        raise InputError.of(str(out), told, f"End the name in {', '.join(FORMS)}.")


def _check(record: CaseRecord, out: Path, to: str, reasons: Reasons, *, replace: bool) -> None:
    record.refuse_if_disposed()
    faults = text_faults("--to", to) + text_faults("--decider", reasons.decider)
    if out.exists() and not replace:
        faults.append(
            Fault(str(out), 0, 0, "there is a file of that name already.", "Name another, or give --replace.")
        )
    if record.live and not to.strip():
        faults.append(Fault("--to", 0, 0, "for whom is this export of a live case?", "Name the person or body."))
    if record.live or reasons.because:
        faults += reason_faults("--because", reasons.because)
    if faults:
        raise InputError(faults)


def _hand_over(
    record: CaseRecord, out: Path, contents: bytes, what: str, to: str, reasons: Reasons, *, agency: str = ""
) -> Saved:
    """The file first, then its note; a file that could not be noted does not stay."""
    write_whole(out, contents)
    exported = Exported(
        what=what,
        form=out.suffix.lstrip(".").lower(),
        to=to,
        digest=hashlib.sha256(contents).hexdigest(),
        agency=agency,
    )
    try:
        saved = again(lambda: record.write(exported, because=reasons.because, decider=reasons.decider), record.refresh)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    record.consulted(f"{what} exported as entry {saved.position}", to)
    return saved

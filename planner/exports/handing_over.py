"""Exports of a stored case: the file is written whole, carries where the record stood, and is noted in the record."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from planner.application.carrying import packed
from planner.application.casework import CaseRecord, again
from planner.application.planning import draft
from planner.application.recommending import Recommender
from planner.application.saying import reason_faults, text_faults
from planner.application.vetting import Reasons
from planner.domain.entries import Exported
from planner.errors import Fault, InputError
from planner.exports.files import write_whole
from planner.exports.plan_document import plan_document
from planner.exports.record_json import plan_json
from planner.record.streams import Saved

PLAN_FORMS = (".docx", ".md", ".json")
CASE_FORM = ".fourp-case"


def export_plan(
    record: CaseRecord, recommender: Recommender, out: Path, to: str, reasons: Reasons, *, replace: bool = False
) -> Saved:
    """The plan as decided, with proposals for what is missing, as Word, Markdown or JSON. Raises InputError."""
    if out.suffix.lower() not in PLAN_FORMS:
        what = f"a plan cannot be written as '{out.suffix or 'no ending'}'."
        raise InputError.of(str(out), what, f"End the name in {', '.join(PLAN_FORMS)}.")
    _check(record, out, to, reasons, replace=replace)
    plan = draft(recommender, record.profile, record.book, record.record_line)
    match out.suffix.lower():
        case ".docx":
            from planner.exports.word import word

            contents = word(plan_document(plan))
        case ".md":
            from planner.exports.markdown import markdown

            contents = markdown(plan_document(plan)).encode()
        case _:
            contents = json.dumps(plan_json(plan, record), indent=1, ensure_ascii=False).encode()
    return _hand_over(record, out, contents, "plan", to, reasons)


def export_case(
    record: CaseRecord, out: Path, passphrase: str, to: str, reasons: Reasons, *, replace: bool = False
) -> Saved:
    """The whole case, sealed, to be carried to another store. Raises InputError."""
    if out.suffix.lower() != CASE_FORM:
        raise InputError.of(str(out), "a case is carried in a file of its own kind.", f"End the name in {CASE_FORM}.")
    _check(record, out, to, reasons, replace=replace)
    return _hand_over(record, out, packed(record, passphrase), "case", to, reasons)


def _check(record: CaseRecord, out: Path, to: str, reasons: Reasons, *, replace: bool) -> None:
    record.profile  # noqa: B018 (a case that was disposed of is not exported)
    faults = text_faults("--to", to) + text_faults("--decider", reasons.decider)
    if out.exists() and not replace:
        faults.append(
            Fault(str(out), 0, 0, "there is a file of that name already.", "Name another, or give --replace.")
        )
    if record.live:
        if not to.strip():
            faults.append(Fault("--to", 0, 0, "for whom is this export of a live case?", "Name the person or body."))
        faults += reason_faults("--because", reasons.because)
    elif reasons.because:
        faults += reason_faults("--because", reasons.because)
    if faults:
        raise InputError(faults)


def _hand_over(record: CaseRecord, out: Path, contents: bytes, what: str, to: str, reasons: Reasons) -> Saved:
    """The file first, then its note; a file that could not be noted does not stay."""
    write_whole(out, contents)
    exported = Exported(
        what=what, form=out.suffix.lstrip(".").lower(), to=to, digest=hashlib.sha256(contents).hexdigest()
    )
    try:
        saved = again(lambda: record.write(exported, because=reasons.because, decider=reasons.decider), record.refresh)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    record.consulted(f"{what} exported as entry {saved.position}", to)
    return saved

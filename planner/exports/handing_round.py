"""The pack of a meeting as files: the chair's, and for a panel one beside it for each agency; noted in the record of every case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.application.casework import CaseRecord, again
from planner.application.meeting import Pack
from planner.application.panel import Part, Parts, asks
from planner.application.saying import reason_faults, text_faults
from planner.application.vetting import Reasons
from planner.domain.entries import HAND_OUT, HAND_OUT_ASKING, MEETING_PACKS, Exported
from planner.domain.library import Library
from planner.errors import Fault, InputError
from planner.exports.files import rendered, write_whole
from planner.exports.handing_over import FORMS
from planner.exports.meeting_document import meeting_document
from planner.exports.meeting_json import meeting_json, part_json
from planner.exports.panel_document import part_document


@dataclass(frozen=True)
class Handed:
    """One file of a pack: the chair's, or what one agency takes away."""

    path: Path
    contents: bytes
    part: Part | None = None


def export_pack(
    pack: Pack, records: Sequence[CaseRecord], library: Library, parts: Parts | None, out: Path, to: str, reasons: Reasons, *,
    replace: bool = False,
) -> tuple[Handed, ...]:  # fmt: skip
    """Write the pack, and note it in the record of every case that is in it; a file that could not be noted does not stay.

    Raises InputError with everything wrong at once, before anything is written.
    """
    paths = [out, *(part_path(out, one) for one in (parts.parts if parts else ()))]
    faults = _form_faults(out) + _faults(pack, paths, to, reasons, replace=replace)
    if faults:
        raise InputError(faults)
    files = [Handed(out, _chair(pack, library, parts, out))]
    files += [Handed(part_path(out, one), _part(pack, one, out), one) for one in (parts.parts if parts else ())]
    try:
        for one in files:
            write_whole(one.path, one.contents)
        for record in records:
            for one in files:
                _note(record, pack, one, to or pack.title, reasons)
    except BaseException:
        for one in files:
            one.path.unlink(missing_ok=True)
        raise
    return tuple(files)


def part_path(out: Path, part: Part) -> Path:
    """The file of one agency's part: beside the chair's, with the agency in its name."""
    return out.with_name(f"{out.stem}-{part.agency.replace('_', '-')}{out.suffix}")


def _chair(pack: Pack, library: Library, parts: Parts | None, out: Path) -> bytes:
    if out.suffix.lower() == ".json":
        return _json(meeting_json(pack, library, parts))
    return rendered(meeting_document(pack, library, parts), out)


def _part(pack: Pack, part: Part, out: Path) -> bytes:
    return _json(part_json(pack, part)) if out.suffix.lower() == ".json" else rendered(part_document(pack, part), out)


def _json(shape: dict[str, Any]) -> bytes:
    return json.dumps(shape, indent=1, ensure_ascii=False).encode()


def _note(record: CaseRecord, pack: Pack, file: Handed, to: str, reasons: Reasons) -> None:
    """Note a file in the record of a case that is in it."""
    case = next(one for one in pack.cases if one.name == record.name)
    what, agency, whom = MEETING_PACKS[pack.meeting], "", to
    if file.part:
        if case not in file.part.cases:
            return
        what, agency, whom = (HAND_OUT_ASKING if asks(file.part, case) else HAND_OUT), file.part.title, file.part.title
    exported = Exported(
        what=what,
        form=file.path.suffix.lstrip(".").lower(),
        to=whom,
        digest=hashlib.sha256(file.contents).hexdigest(),
        agency=agency,
    )
    saved = again(lambda: record.write(exported, because=reasons.because, decider=reasons.decider), record.refresh)
    record.consulted(f"{what} exported as entry {saved.position}", whom)


def _form_faults(out: Path) -> list[Fault]:
    if out.suffix.lower() in FORMS:
        return []
    told = f"a pack cannot be written as '{out.suffix or 'no ending'}'."
    return [Fault(str(out), 0, 0, told, f"End the name in {', '.join(FORMS)}.")]


def _faults(pack: Pack, paths: Sequence[Path], to: str, reasons: Reasons, *, replace: bool) -> list[Fault]:
    faults = text_faults("--to", to) + text_faults("--decider", reasons.decider)
    faults += [
        Fault(str(one), 0, 0, "there is a file of that name already.", "Name another, or give --replace.")
        for one in paths
        if one.exists() and not replace
    ]
    if pack.live or reasons.because:
        faults += reason_faults("--because", reasons.because)
    return faults

"""The commands `fourp meeting` and `fourp debrief`: what a meeting has on its table, and what was learned afterwards."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InputError
from planner.shell import access_of, command_words, day_typed, load, print_json

if TYPE_CHECKING:
    from planner.application.casework import CaseRecord
    from planner.application.gathering import Gathered
    from planner.application.meeting import Pack
    from planner.application.panel import Parts
    from planner.domain.library import Library

MEETING_IDS = ("ocg-management", "disruption-panel")


def meeting_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """The commands added to the others."""
    meeting = command_words(
        commands,
        "meeting",
        "The agenda pack of the OCG management meeting, or of a disruption panel.",
        _meeting,
        *parents,
    )
    meeting.add_argument("meeting", metavar="MEETING", choices=MEETING_IDS, help=" or ".join(MEETING_IDS))
    told = "stored cases; without any, every case of the live store that you may open"
    meeting.add_argument("cases", nargs="*", metavar="CASE", help=told)
    meeting.add_argument("--training", action="store_true", help="without cases: every case of the training store")
    told = "what is new since that day (since the last pack for this meeting)"
    meeting.add_argument("--since", type=day_typed, default=None, metavar="DAY", help=told)
    told = "a panel: also a part for this agency, or for all (repeatable)"
    meeting.add_argument("--agency", action="append", default=[], metavar="NAME", help=told)
    told = "write the chair's pack to FILE.docx, .md or .json, and each agency's part beside it; noted in every case's record"
    meeting.add_argument("--out", type=Path, metavar="FILE", help=told)
    meeting.add_argument("--replace", action="store_true", help="files of those names may be overwritten")
    meeting.add_argument("--to", default="", metavar="WHOM", help="for whom (the meeting)")
    meeting.add_argument("--because", default="", metavar="TEXT", help="why; a pack of live cases asks for it")
    meeting.add_argument("--decider", default="", metavar="WHO", help="who decided, where that is not you")
    meeting.add_argument("--as-of", type=day_typed, default=None, metavar="DATE", help="the day of the law (today)")
    meeting.add_argument("--json", action="store_true", help="as JSON")
    debrief = command_words(
        commands,
        "debrief",
        "The agenda of a debrief, with what the record already says beside each question.",
        _debrief,
        *parents,
    )
    debrief.add_argument("case", metavar="CASE", help="a stored case")
    told = "write what was learned of this tactic, or of a new one, as a suggestion for the menu (with --out FILE.yaml)"
    debrief.add_argument("--suggest", default="", metavar="TACTIC|new", help=told)
    debrief.add_argument(
        "--out", type=Path, metavar="FILE", help="the suggestion; a new tactic's id is the name of its file"
    )
    debrief.add_argument("--replace", action="store_true", help="a file of that name may be overwritten")
    debrief.add_argument("--to", default="", metavar="WHOM", help="for whom (the tactical adviser)")
    debrief.add_argument("--because", default="", metavar="TEXT", help="why; a suggestion from a live case asks for it")
    debrief.add_argument("--decider", default="", metavar="WHO", help="who decided, where that is not you")
    debrief.add_argument("--json", action="store_true", help="as JSON")


def _meeting(chosen: argparse.Namespace) -> int:
    from planner.application.tabling import tabled

    library = load(chosen)
    with tabled(
        chosen.meeting, chosen.cases, access_of(chosen), library, training=chosen.training, since=chosen.since, agencies=chosen.agency,
        as_of=chosen.as_of,
    ) as on_table:  # fmt: skip
        return _show(chosen, on_table.found, on_table.pack, on_table.parts, library)


def _show(chosen: argparse.Namespace, found: Gathered, made: Pack, parts: Parts | None, library: Library) -> int:
    from planner.application.vetting import Reasons
    from planner.exports.handing_round import export_pack
    from planner.exports.meeting_document import meeting_document
    from planner.exports.meeting_json import meeting_json
    from planner.exports.meeting_text import MeetingView
    from planner.exports.panel_document import part_document

    view = MeetingView()
    if chosen.out:
        reasons = Reasons(because=chosen.because, decider=chosen.decider)
        files = export_pack(made, found.records, library, parts, chosen.out, chosen.to, reasons, replace=chosen.replace)
        if chosen.json:
            print_json(
                {
                    "meeting": made.meeting,
                    "out": [str(one.path) for one in files],
                    "cases": [one.name for one in made.cases],
                }
            )
        else:
            view.written([one.path for one in files], len(made.cases))
    elif chosen.json:
        print_json(meeting_json(made, library, parts))
    else:
        view.sheet(meeting_document(made, library, parts))
        for one in parts.parts if parts else ():
            view.between(one.title)
            view.sheet(part_document(made, one))
    return 0


def _debrief(chosen: argparse.Namespace) -> int:
    from planner.application.casework import open_record
    from planner.application.debriefing import debrief
    from planner.exports.meeting_json import debrief_json
    from planner.exports.meeting_text import MeetingView

    if bool(chosen.suggest) != bool(chosen.out):
        raise InputError.of(
            "debrief",
            "--suggest and --out go together.",
            "For example: --suggest cash-seizure --out cash-seizure-note.yaml",
        )
    library = load(chosen)
    with open_record(chosen.case, access_of(chosen)) as record:
        if chosen.suggest:
            return _suggest(chosen, record, library)
        record.consulted("debrief")
        record.refuse_if_disposed()
        found = debrief(record.book, library, record.store.clock().date())
        if chosen.json:
            print_json(debrief_json(record.name, found))
        else:
            view = MeetingView()
            view.mark(record.store.kind)
            view.debrief(found, record.profile.title or record.name)
    return 0


def _suggest(chosen: argparse.Namespace, record: CaseRecord, library: Library) -> int:
    from planner.application.vetting import Reasons
    from planner.exports.handing_over import export_suggestion
    from planner.exports.meeting_text import MeetingView

    reasons = Reasons(because=chosen.because, decider=chosen.decider)
    saved = export_suggestion(record, library, chosen.suggest, chosen.out, chosen.to, reasons, replace=chosen.replace)
    if chosen.json:
        print_json({"case": record.name, "out": str(chosen.out), "number": saved.position, "head": saved.head})
    else:
        MeetingView().exported(chosen.out, saved)
    return 0

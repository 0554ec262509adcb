"""The pack of a meeting as the JSON shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.application.debriefing import Debrief
from planner.application.meeting import Action, Case, Pack, Task, score_of
from planner.application.panel import ForAgency, Part, Parts
from planner.application.requesting import Asked
from planner.domain.decisions import Decision
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.menu import AGENCIES
from planner.exports.document import marked
from planner.exports.meeting_document import MARKING, RUNNING_ORDER


def meeting_json(pack: Pack, library: Library, parts: Parts | None = None) -> dict[str, Any]:
    """`meeting --json`, and the chair's file."""
    shape: dict[str, Any] = {
        "meeting": pack.meeting, "title": pack.title, "marking": _marking(pack), "live": pack.live, "on": pack.on.isoformat(),
        "since": pack.since.isoformat() if pack.since else None, "agenda": list(RUNNING_ORDER[pack.meeting]),
        "cases": [_case(one, library) for one in pack.cases],
        "left_out": [{"case": name, "why": why} for name, why in pack.left_out],
        "new": [one.name for one in pack.new],
        "scores": [
            {"case": one.case.name, "score": one.scheme, "before": one.before, "after": one.after, "on": _day(one.on),
             "by": one.entry.author, "entered_at": one.entry.entered_at.isoformat(), "number": one.entry.number}
            for one in pack.scores
        ],
        "reviews": [
            {"case": one.name, "due": one.clock.due.isoformat(), "late": one.clock.late(pack.on), "last": one.clock.last.isoformat()}
            for one in pack.reviews
        ],
        "actions": [_action(one) for one in pack.actions],
        "over": [_action(one) for one in pack.over],
        "tasks": [{"owner": owner, "tasks": [_task(one) for one in theirs]} for owner, theirs in pack.tasks.items()],
        "moderate": [
            {"case": case.name, "number": entry.number, "pillar": made.pillar, "event": made.event, "proposed": made.level, "by": entry.author}
            for case, entry, made in pack.moderate
        ],
        "agencies": [
            {"agency": one.agency, "title": AGENCIES[one.agency], "case": one.case.name,
             "may_be_told": one.decided.state if one.decided else None, "basis": one.decided.basis if one.decided else "",
             "requests": [entry.number for entry in one.asked], "replies": one.replies}
            for one in pack.told
        ],
        "closed_without_debrief": [one.name for one in pack.undebriefed],
    }  # fmt: skip
    if parts is not None:
        shape["parts"] = [
            {"agency": one.agency, "cases": [case.name for case in one.cases], "withheld": list(one.withheld),
             "behind": {number: list(facts) for number, facts in one.behind.items()}}
            for one in parts.parts
        ]  # fmt: skip
        shape["could_ask"] = dict(parts.could_ask)
        shape["owners_in_no_part"] = list(parts.unplaced)
    shape["fourp_record"] = " ".join(one.record_line for one in pack.cases)
    return shape


def part_json(pack: Pack, part: Part) -> dict[str, Any]:
    """What one agency takes away: no case's name, and nothing of where its record stood."""
    return {
        "meeting": pack.title, "marking": _marking(pack), "on": pack.on.isoformat(), "agency": part.title,
        "actions": _lines(part.actions), "tasks": _lines(part.tasks), "leads": _lines(part.leads),
        "questions": _questions(part.questions), "by_name": _questions(part.by_name), "bases": list(part.bases),
    }  # fmt: skip


def debrief_json(case: str, found: Debrief) -> dict[str, Any]:
    """`debrief --json`."""
    return {
        "case": case,
        "questions": [
            {"id": one.question.id, "item": one.question.item, "asks": one.question.asks, "feeds": one.question.feeds,
             "source": one.question.source,
             "beside": [{"heading": beside.heading, "lines": list(beside.lines)} for beside in one.beside],
             "answers": [_answer(entry, made) for entry, made in one.answers]}
            for one in found.asked
        ],
        "others": [_answer(entry, made) for entry, made in found.others],
        "open": found.open,
    }  # fmt: skip


def _answer(entry: Entry, made: Decision) -> dict[str, Any]:
    return {"number": entry.number, "text": made.text, "intervention": made.target or None, "by": entry.author}


def _marking(pack: Pack) -> str:
    return marked(MARKING, "live" if pack.live else "training")


def _case(one: Case, library: Library) -> dict[str, Any]:
    return {
        "ref": one.letter, "case": one.name, "title": one.title, "band": score_of(one, "band", library),
        "tier": score_of(one, "tier", library), "lro": one.lro or None, "closed": one.closed, "next_review": one.clock.due.isoformat(),
        "position": len(one.book.entries), "head": one.book.head,
    }  # fmt: skip


def _task(one: Task) -> dict[str, Any]:
    line = one.chased.line
    return {
        "case": one.case.name, "number": line.number, "what": line.title, "due": _day(line.due), "state": line.adopted.state,
        "days_late": one.chased.days_late, "last_said": one.chased.last_said,
    }  # fmt: skip


def _action(one: Action) -> dict[str, Any]:
    made = one.decision
    return {
        "case": one.case.name, "number": one.adopted.number, "agency": made.agency, "what": made.text, "due": _day(made.due),
        "state": one.adopted.state, "days_late": one.days_late, "carried": one.carried,
    }  # fmt: skip


def _lines(lines: Sequence[ForAgency]) -> list[dict[str, Any]]:
    return [
        {"reference": one.reference, "what": one.what, "about": one.about, "due": _day(one.due), "state": one.state}
        for one in lines
    ]


def _questions(asked: Sequence[Asked]) -> list[dict[str, str]]:
    return [{"number": one.number, "heading": one.heading, "text": one.text} for one in asked]


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None

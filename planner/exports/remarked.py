"""What was said about a plan beside it, in words and as JSON: comments with their answers, findings accepted, the return."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planner.domain.casebook import Casebook
from planner.domain.entries import Entry
from planner.domain.remarks import Remark, comments_on
from planner.domain.words import day
from planner.exports.telling import by, flat

if TYPE_CHECKING:
    from planner.application.reviewing import Finding

SAYS = {"comment": "Comment", "return": "Returned", "accept": "Accepted"}


def remark_told(remark: Remark, authenticated: bool) -> Iterator[str]:
    """What was said, by whom and in which entry, and under it the answer."""
    waits = "" if remark.answer or remark.decision.kind == "accept" else ", not answered yet"
    yield f"{SAYS[remark.decision.kind]} {_who(remark.entry, authenticated)}{waits}: {flat(remark.because)}"
    if remark.answer and remark.answer.said:
        yield f"Answer {_who(remark.answer, authenticated)}: {flat(remark.answer.said.because)}"


def comments_told(book: Casebook, number: int, authenticated: bool) -> list[str]:
    """What was said of one decision."""
    return [line for one in comments_on(book, number) for line in remark_told(one, authenticated)]


def said_of(finding: Finding, authenticated: bool) -> list[str]:
    """What accepts a finding, and what was commented on it."""
    said = (*([finding.accepted] if finding.accepted else []), *finding.comments)
    return [line for one in said for line in remark_told(one, authenticated)]


def returned_told(remark: Remark, authenticated: bool) -> str:
    """That the plan is with its author again, since when and why."""
    who = f"{by(remark.entry, authenticated)} on {day(remark.entry.entered_at)} (entry {remark.number})"
    return f"Returned to the author by {who}, and not answered yet: {remark.because}"


def _who(entry: Entry, authenticated: bool) -> str:
    return f"by {by(entry, authenticated)}, entry {entry.number}"


def remark_json(remark: Remark) -> dict[str, Any]:
    """One comment, return or acceptance, with its answer."""
    made, answer = remark.decision, remark.answer
    shape = {"number": remark.number, "kind": made.kind, **_said(remark.entry), "answer": None}
    if made.target:
        shape["entry"] = made.target
    if made.rule:
        shape |= {"rule": made.rule, "places": list(made.at)}
    if answer is not None:
        shape["answer"] = {"number": answer.number, **_said(answer)}
    return shape


def _said(entry: Entry) -> dict[str, Any]:
    return {
        "by": entry.author, "at": entry.entered_at.isoformat(), "because": entry.said.because if entry.said else "",
    }  # fmt: skip

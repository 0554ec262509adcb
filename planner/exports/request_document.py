"""Requests to partners laid out as documents. They carry neither the case's name nor where its record stood: the record notes
them instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from planner.application.requesting import GOLDEN_RULES, OTHER, Request
from planner.domain.vocabulary import HEADINGS
from planner.exports.document import Block, Bullets, Document, Heading, Paragraph, Table

TITLE = "Request for information"
HEADED = {**{heading: heading.capitalize() for heading in HEADINGS}, OTHER: "People, places and support"}


def request_document(requests: Sequence[Request], *, training: bool) -> Document:
    """One part an agency; the marking says when it is an exercise."""
    blocks: list[Block] = [Heading(TITLE, 1)]
    if training:
        blocks.append(Paragraph("TRAINING EXERCISE. Do not send.", strong=True))
    for one in requests:
        blocks += _one(one)
    marking = "OFFICIAL-SENSITIVE" if any(one.named for one in requests) else "OFFICIAL"
    return Document(TITLE, f"{marking} – TRAINING" if training else marking, "", tuple(blocks))


def _one(request: Request) -> Iterator[Block]:
    yield Heading(request.title, 2)
    if request.named:
        yield Paragraph(
            f"We ask under: {request.basis}. Please answer only what you may lawfully share, and only to the person who sent this."
        )
        yield Paragraph("Before this is sent:")
        yield Bullets(GOLDEN_RULES, boxes=True)
    else:
        yield Paragraph(
            "These questions are about patterns your staff see. Please name nobody. Say how often, since when and how sure you are; "
            "if an answer makes you worried for someone's safety, use your own safeguarding route at once and do not wait for us."
        )
    for heading, title in HEADED.items():
        asked = request.under(heading)
        if asked:
            yield Heading(title, 3)
            rows = tuple((one.number, one.text, "") for one in asked)
            yield Table(("No.", "Question", "Your answer, and how you know"), rows, (0.5, 3.4, 2.6))


def requests_json(requests: Sequence[Request], *, training: bool) -> dict[str, Any]:
    """The same as plain values, and as free of names."""
    return {
        "title": TITLE,
        "training": training,
        "requests": [
            {"agency": one.title, "named": one.named, "basis": one.basis,
             "questions": [{"number": q.number, "heading": HEADED.get(q.heading, q.heading), "text": q.text} for q in one.questions]}
            for one in requests
        ],
    }  # fmt: skip

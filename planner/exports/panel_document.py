"""What one agency takes away from a panel, laid out as a document of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.application.meeting import Pack
from planner.application.panel import ForAgency, Part
from planner.application.requesting import Asked
from planner.domain.words import day, short_day
from planner.exports.document import Block, Document, Heading, Paragraph, Table, marked
from planner.exports.meeting_document import MARKING
from planner.exports.request_document import HEADED
from planner.exports.telling import flat


def part_document(pack: Pack, part: Part) -> Document:
    """What one agency takes away. It carries no case's name, nor where its record stood: the records note the file instead."""
    title = f"{pack.title}: {part.title}"
    blocks: list[Block] = [Heading(title, 1)]
    if not pack.live:
        blocks.append(Paragraph("TRAINING EXERCISE. Do not send.", strong=True))
    blocks.append(
        Paragraph(
            f"{day(pack.on)}. For {part.title} alone. Keep it and pass it on only as your agreement on sharing allows.",
            strong=True,
        )
    )
    blocks += _lines("Actions you took on", part.actions, agreed=True)
    blocks += _lines("Your tasks", part.tasks)
    blocks += _lines("What you lead", part.leads)
    blocks += _questions(part)
    if len(blocks) == 2 + (not pack.live):
        blocks.append(Paragraph("There is nothing for you today. Please bring what you have seen."))
    blocks.append(Heading("What you bring", 2))
    blocks.append(
        Paragraph(
            "New threats, trends and concerns your staff have met since the last panel. Name nobody on this sheet."
        )
    )
    blocks.append(Table(("What was seen", "Since when, how often, how sure"), (("", ""),) * 3, (3.6, 2.9)))
    return Document(title, marked(MARKING, "live" if pack.live else "training"), "", tuple(blocks))


def _lines(heading: str, lines: Sequence[ForAgency], *, agreed: bool = False) -> Iterator[Block]:
    if lines:
        yield Heading(heading, 2)
        named = any(one.about for one in lines)
        head = ("No.", "What", *(("About",) if named else ()), "Due", "State")
        rows = tuple(
            (one.reference, flat(one.what), *((one.about,) if named else ()), short_day(one.due) or "–", one.state)
            for one in lines
        )
        yield Table(head, rows, (0.7, 2.4, 1.5, 0.9, 1.0) if named else (0.7, 3.8, 1.0, 1.0))


def _questions(part: Part) -> Iterator[Block]:
    if part.questions:
        yield Heading("What you are asked", 2)
        yield Paragraph(
            "These questions are about patterns your staff see. Please name nobody. Say how often, since when and how sure you are; "
            "if an answer makes you worried for someone's safety, use your own safeguarding route at once and do not wait for us."
        )
        yield from _asked(part.questions)
    if part.by_name:
        yield Heading("What you are asked by name", 2)
        yield Paragraph(
            f"We ask under: {'; '.join(part.bases)}. Please answer only what you may lawfully share, and only to the person who gave you this."
        )
        yield from _asked(part.by_name)


def _asked(questions: Sequence[Asked]) -> Iterator[Block]:
    for heading, title in HEADED.items():
        rows = tuple((one.number, one.text, "") for one in questions if one.heading == heading)
        if rows:
            yield Heading(title, 3)
            yield Table(("No.", "Question", "Your answer, and how you know"), rows, (0.5, 3.4, 2.6))

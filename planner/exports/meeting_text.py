"""The pack of a meeting, and the debrief, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planner.application.debriefing import Debrief
from planner.domain.words import count_of
from planner.exports.document import Block, Document, Heading, Paragraph, Table
from planner.exports.record_text import RecordView


class MeetingView(RecordView):
    """Shows what a meeting has on its table."""

    def sheet(self, document: Document) -> None:
        """A document, without what is there to be written on."""
        self.line(document.marking, "bold")
        self._blocks(_read(document.blocks))

    def debrief(self, found: Debrief, title: str) -> None:
        """The agenda, with what the record says beside each question and what was answered."""
        self.typed("", f"Debrief: {title}", "bold")
        self.line(f"{count_of(len(found.asked), 'question')}, {found.open} not answered yet.")
        item = ""
        for one in found.asked:
            if one.question.item != item:
                item = one.question.item
                self.line("")
                self.line(item, "bold")
            self.typed(f"  {one.question.id}: ", one.question.asks)
            for beside in one.beside:
                self.line(f"    {beside.heading}", "dim")
                for line in beside.lines:
                    self.typed("      - ", line)
            for entry, made in one.answers:
                self.typed(f"    Answered, entry {entry.number}: ", made.text, "green")
        for entry, made in found.others:
            self.typed(f"  Also learned, entry {entry.number}: ", made.text)
        self.line("")
        self.line(
            'Answer one: fourp decide CASE debrief "WHAT WAS LEARNED" --question ID [--intervention N] --because "HOW WE KNOW"',
            "dim",
        )

    def between(self, agency: str) -> None:
        """Where the part of one agency begins."""
        self.line("")
        self.line("-" * 60, "dim")
        self.line(f"What {agency} takes away, and nothing else of this:", "dim")

    def written(self, paths: Iterable[Path], cases: int) -> None:
        """The files of a pack."""
        for path in paths:
            self.typed("", f"Wrote {path}.")
        self.line(f"Noted in the record of {count_of(cases, 'case')}.")


def _read(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Table):
            rows = tuple(row for row in block.rows if any(row))
            if rows:
                yield Table(block.head, rows)
        elif isinstance(block, (Heading, Paragraph)) or block.lines:
            yield block

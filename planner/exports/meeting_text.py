"""The pack of a meeting, and the debrief, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planner.exports.document import Block, Document, Heading, Paragraph, Table
from planner.exports.record_text import RecordView


class MeetingView(RecordView):
    """Shows what a meeting has on its table."""

    def sheet(self, document: Document) -> None:
        """A document, without what is there to be written on."""
        self.line(document.marking, "bold")
        self._blocks(_read(document.blocks))

    def between(self, agency: str) -> None:
        """Where the part of one agency begins."""
        self.line("")
        self.line("-" * 60, "dim")
        self.line(f"What {agency} takes away, and nothing else of this:", "dim")

    def written(self, paths: Iterable[Path], cases: int) -> None:
        """The files of a pack."""
        for path in paths:
            self.typed("", f"Wrote {path}.")
        self.line(f"Noted in the record of {cases} case{'' if cases == 1 else 's'}.")


def _read(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Table):
            rows = tuple(row for row in block.rows if any(row))
            if rows:
                yield Table(block.head, rows)
        elif isinstance(block, (Heading, Paragraph)) or block.lines:
            yield block

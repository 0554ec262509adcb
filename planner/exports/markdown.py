"""Documents as Markdown."""

from __future__ import annotations

import re

from planner.exports.document import Block, Bullets, Document, Heading, Paragraph, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(document: Document) -> str:
    """The document as Markdown; text from a case is escaped so that none of it becomes markup."""
    parts = [f"**{_plain(document.marking)}**"]
    parts += [_block(block) for block in document.blocks]
    parts += ["---", _plain(document.footer), f"**{_plain(document.marking)}**"]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text, strong):
            return f"**{_plain(text)}**" if strong else _plain(text)
        case Bullets(lines, boxes):
            return "\n".join(f"- {'[ ] ' if boxes else ''}{_plain(line)}" for line in lines)
        case Table(head, rows, _):
            told = [f"| {' | '.join(_plain(cell) for cell in line)} |" for line in (head, *rows)]
            return "\n".join([told[0], f"|{' --- |' * len(head)}", *told[1:]])


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))

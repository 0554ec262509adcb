"""Documents as Markdown."""

from __future__ import annotations

import re

from planner.exports.document import Block, Bullets, Document, Heading, Paragraph, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
# What would make a list, a rule or a heading of the line it begins.
_LEADING = re.compile(r"^(\d+)([.)])|^([-+=])")


def markdown(document: Document) -> str:
    """The document as Markdown; text from a case is escaped so that none of it becomes markup."""
    parts = [f"**{_plain(document.marking)}**"]
    parts += [_block(block) for block in document.blocks]
    parts += ["---", _plain(document.footer)]
    parts += [document.record_line] if document.record_line else []
    parts.append(f"**{_plain(document.marking)}**")
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text, strong):
            return f"**{_plain(text)}**" if strong else _led(text)
        case Bullets(lines, boxes):
            return "\n".join(f"- {'[ ] ' if boxes else ''}{_led(line)}" for line in lines)
        case Table(head, rows, _):
            told = [f"| {' | '.join(_plain(cell) for cell in line)} |" for line in (head, *rows)]
            return "\n".join([told[0], f"|{' --- |' * len(head)}", *told[1:]])


def _led(text: str) -> str:
    """Text that begins a line."""
    return _LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", _plain(text))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))

"""A document as blocks, so that Word and Markdown say the same thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `strong` for what must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of lines; `boxes` for things to tick."""

    lines: tuple[str, ...]
    boxes: bool = False


@dataclass(frozen=True)
class Table:
    """A table of plain text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


WATERMARK = "TRAINING. Not a live case."


def marked(marking: str, kind: str) -> str:
    """The marking as every form of a case carries it; a training case says that it is one."""
    return f"{marking} – TRAINING" if kind == "training" else marking


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Document:
    """The blocks in order, with the marking for every page, the footer line and, of a stored case, where its record stood."""

    title: str
    marking: str
    footer: str
    blocks: tuple[Block, ...]
    record_line: str = ""

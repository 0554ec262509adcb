"""Documents as Word files."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from planner.exports.document import Block, Bullets, Document, Heading, Paragraph, Table

FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
GREY = RGBColor(0x44, 0x44, 0x44)


def word(document: Document) -> bytes:
    """The document as a .docx file; the marking stands on every page, above and below."""
    made = docx.Document()
    made.core_properties.title = _property(document.title)
    made.core_properties.author = "fourp"
    made.core_properties.subject = _property(document.marking)
    made.core_properties.comments = _property(document.footer)
    made.core_properties.created = made.core_properties.modified = FIXED_TIME
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    for level in (1, 2, 3):
        heading = made.styles["Title" if level == 1 else f"Heading {level - 1}"]
        heading.font.name, heading.font.color.rgb = "Arial", RGBColor(0x1D, 0x2B, 0x4F)
        heading.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
    section = made.sections[0]
    section.left_margin = section.right_margin = Inches(0.9)
    section.top_margin = section.bottom_margin = Inches(0.8)
    _line(section.header.paragraphs[0], document.marking, bold=True)
    _line(section.footer.paragraphs[0], document.marking, bold=True)
    _line(section.footer.add_paragraph(), document.footer, size=7)
    if document.record_line:
        _keep_whole_line(made, document.record_line)
        if document.record_line.count("fourp-record:") == 1:
            _line(section.footer.add_paragraph(), document.record_line, size=7)
    _page_number(section.footer.add_paragraph())
    for block in document.blocks:
        _add(made, block)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _keep_whole_line(made: Any, record_line: str) -> None:
    """Where the record stood, as the file's keywords; of a pack of many cases it is longer than the library takes."""
    made.core_properties.keywords = "fourp"
    for part in made.core_properties._element.iter(qn("cp:keywords")):
        part.text = _sound(record_line)


def _line(paragraph: Any, text: str, *, bold: bool = False, size: int = 9) -> None:
    run = paragraph.add_run(_sound(text))
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _page_number(paragraph: Any) -> None:
    """Which page of how many, counted by whoever shows the pages."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, name in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(before).font.size = Pt(7)
        for kind in ("begin", "instruction", "end"):
            run = paragraph.add_run()
            run.font.size = Pt(7)
            if kind == "instruction":
                mark = OxmlElement("w:instrText")
                mark.text = name
            else:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _add(made: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            made.add_heading(_sound(text), level - 1)
        case Paragraph(text, strong):
            added = made.add_paragraph()
            added.add_run(_sound(text)).bold = strong
            added.paragraph_format.keep_with_next = text.endswith(":")
        case Bullets(lines, boxes):
            for line in lines:
                made.add_paragraph(
                    _sound(f"☐ {line}" if boxes else line), style="List Paragraph" if boxes else "List Bullet"
                )
        case Table():
            _table(made, block)


def _table(made: Any, block: Table) -> None:
    headed = any(block.head)
    table = made.add_table(rows=1 if headed else 0, cols=len(block.head))
    table.style = "Table Grid"
    table.autofit = False
    if headed:
        for cell, text in zip(table.rows[0].cells, block.head, strict=True):
            _cell(cell, text, bold=True)
        _repeat(table.rows[0])
    for row in block.rows:
        added = table.add_row()
        _keep_whole(added)
        for n, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            _cell(cell, text, bold=not headed and n == 0)
    for column, width in zip(table.columns, block.widths, strict=False):
        column.width = Inches(width)
    for row in table.rows:
        for cell, width in zip(row.cells, block.widths, strict=False):
            cell.width = Inches(width)
    for row in table.rows[:3]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    made.add_paragraph()


def _cell(cell: Any, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(_sound(text))
    run.bold, run.font.size = bold, Pt(9)


def _repeat(row: Any) -> None:
    """Show the head again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _keep_whole(row: Any) -> None:
    mark = OxmlElement("w:cantSplit")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


# What XML, and so Word, cannot hold.
_UNSOUND = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_PROPERTY = 255


def _sound(text: str) -> str:
    """Every character Word can hold, and a mark for each it cannot; the reader refuses most of those in files."""
    return _UNSOUND.sub("\ufffd", text)


def _property(text: str) -> str:
    """Text short enough for a property of the file."""
    return _sound(text)[:LONGEST_PROPERTY]

"""The portfolio as a spreadsheet with charts: a sheet each for the board, the cases, what is found, the places, the deep dives and
what a change touched.

What anybody typed is written as text, so that none of it can become a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from planner.application.case_rows import Row
from planner.application.portfolio import WAITING, Portfolio
from planner.domain.decisions import IMPACTS
from planner.domain.tactic import PILLARS
from planner.domain.words import count_of, harmless, listed, spoken
from planner.errors import InputError
from planner.exports.document import marked
from planner.exports.files import write_whole
from planner.exports.portfolio_text import begins
from planner.exports.record_text import MARKING

Cell = str | int | date | None
# A cell of a spreadsheet holds no more.
LONGEST = 32_000
WIDEST = 60
# Room for heads of two lines; programs that only read do not make it.
HEAD_HEIGHT = 30
COLOURS = {"pursue": "#1F4E79", "prevent": "#2E8B57", "protect": "#B8860B", "prepare": "#7B4B94"}
LEVEL_COLOURS = ("#1F4E79", "#4F81BD", "#A6C3E4", "#D9D9D9", "#C0504D", "#808080")
CASE_HEADS = (
    "Case", "Title", "Tier", "Band", "P-band", "High risk", "Nominals", *(p.capitalize() for p in PILLARS), "Pursue in 100",
    "Empty P, no reason", "LRO", "Opened", "Closed", "Last review", "Next review", "Days late", "Last deep dive",
    "Errors", "Warnings", "Notes", "Accepted", "Disruptions", WAITING.capitalize(), "Touched", "Cannot be read because", "Record",
)  # fmt: skip


def check_sheets(path: Path) -> None:
    """Refuse a name whose ending is no format of ours, before any work is done. Raises InputError."""
    if path.suffix.lower() != ".xlsx":
        what = f"a portfolio cannot be written as '{path.suffix or 'no ending'}'."
        raise InputError.of(str(path), what, "End the name in .xlsx.")


def write_sheets(found: Portfolio, path: Path) -> None:
    """Write the spreadsheet whole or not at all. Raises InputError."""
    check_sheets(path)
    write_whole(path, sheets(found))


def sheets(found: Portfolio) -> bytes:
    """The spreadsheet."""
    written = BytesIO()
    made = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book = _Book(made, marked(MARKING, found.kind))
    made.set_properties(
        {"title": "Portfolio", "comments": book.marking, "created": datetime.combine(found.today, datetime.min.time())}
    )
    _board(book, found)
    book.sheet("Cases", CASE_HEADS, (_case(row) for row in found.ordered))
    book.sheet("Findings", ("Rule", "Severity", "Finding", "Cases"), found.rules)
    book.sheet(
        "Touched", ("Case", "Entry", "Tactic", "Was", "Is", "What changed in law", "Comes from"),
        (
            (row.name, one.number, one.title, spoken(one.was), spoken(one.now), "; ".join(one.law), listed(one.comes_from))
            for row in found.touched for one in row.touched
        ),
    )  # fmt: skip
    book.sheet("Deep dives", ("Month", "Case", "Title", "Why then"),
               ((f"{one.month:%Y-%m}", one.case, one.title, one.because) for one in found.dives))  # fmt: skip
    book.sheet(
        "Places", ("Place", "Clear, Hold, Build", "Why", "Harm deep-rooted in", "Named in"),
        ((one.name, one.fits, "; ".join(one.why), ", ".join(one.embedded_in), ", ".join(one.cases)) for one in found.places),
    )  # fmt: skip
    made.close()
    return written.getvalue()


def _case(row: Row) -> Sequence[Cell]:
    waiting = sum(not one.moderated for one in row.disruptions)
    if row.trouble:
        return (row.name, *([None] * (len(CASE_HEADS) - 3)), row.trouble, None)
    return (
        row.name, row.title, row.tier.removeprefix("tier_"), row.band, row.p_band, "yes" if row.high_risk else "no", row.nominals,
        *(row.counts[p] for p in PILLARS), row.pursue_share, listed([p.capitalize() for p in row.empty]), row.lro, row.opened,
        row.closed, row.reviewed, row.review_due, row.days_late, row.dived,
        *(row.findings[severity] for severity in ("error", "warning", "note")), row.accepted, len(row.disruptions), waiting, len(row.touched),
        None, row.record_line,
    )  # fmt: skip


def _board(book: _Book, found: Portfolio) -> None:
    """The first sheet: the figures, and three charts beside them."""
    told = f"{count_of(len(found.rows), f'{found.kind} case')}" + (
        f" of {found.total}: it was stopped" if found.stopped else ""
    )
    high = f"high risk: {listed(list(begins(found)), 'or')}"
    sheet = book.plain("Board", 30)
    sheet.fit_to_pages(1, 1)
    at = book.rows(
        sheet, 0, [("Portfolio", found.today), (told, None), ("Law as of", found.as_of), (high, None), (None, None)]
    )
    figures = (
        ("Active groups", len(found.active)), ("of high risk", len(found.high_risk)), ("Overdue reviews", len(found.overdue)),
        ("No LRO", len(found.without_lro)), ("Empty P, no reason", len(found.empty)), ("Open errors", found.findings["error"]),
        ("Open warnings", found.findings["warning"]), ("Plans touched", len(found.touched)), ("Cannot be read", len(found.unread)),
    )  # fmt: skip
    at = book.rows(sheet, at, [*figures, (None, None)])
    balance = book.rows(sheet, at, [("Interventions by P", "Interventions")], bold=True)
    at = book.rows(sheet, balance, [*((p.capitalize(), found.interventions[p]) for p in PILLARS), (None, None)])
    levels = (*IMPACTS, WAITING)
    impact = book.rows(sheet, at, [("Disruptions, last 12 months", *levels)], bold=True)
    counted = found.disrupted()
    at = book.rows(sheet, impact, [(p.capitalize(), *(counted[p][level] for level in levels)) for p in PILLARS])
    at = book.rows(sheet, at, [("As proposed", *(found.proposed()[level] for level in IMPACTS)), (None, None)])
    heads = ("At the end of", "Groups", "High-risk groups", "Nominals", "High-risk nominals")
    trend = book.rows(sheet, at, [heads], bold=True)
    at = book.rows(
        sheet, trend,
        [(one.month.says, one.groups, one.high_risk_groups, one.nominals, one.high_risk_nominals) for one in found.trend],
    )  # fmt: skip
    end = at - 1
    book.chart(
        sheet,
        "Interventions by P",
        {"type": "bar"},
        balance,
        balance + 3,
        [(1, "#1F4E79")],
        (0, 8),
        list(COLOURS.values()),
    )
    book.chart(
        sheet, "Disruptions by P and level, last 12 months", {"type": "column", "subtype": "stacked"}, impact, impact + 3,
        [(n, LEVEL_COLOURS[n - 1]) for n in range(1, len(levels) + 1)], (15, 8),
    )  # fmt: skip
    book.chart(sheet, "Active groups by month", {"type": "line"}, trend, end, [(1, "#1F4E79"), (2, "#C0504D")], (29, 8))
    book.chart(
        sheet, "Active nominals by month", {"type": "line"}, trend, end, [(3, "#1F4E79"), (4, "#C0504D")], (43, 8)
    )


class _Book:
    """A workbook whose every page carries the marking and whose every text is text."""

    def __init__(self, made: Any, marking: str) -> None:
        self.marking = marking
        self._made = made
        self._bold = made.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._marked = made.add_format({"bold": True})
        self._number = made.add_format({"valign": "top"})
        self._text = made.add_format({"text_wrap": True, "valign": "top"})
        self._day = made.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})

    def plain(self, name: str, first: int) -> Any:
        """A sheet ready to be written on, its first column so wide."""
        sheet = self._made.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&C{self.marking.replace('&', '&&')}")
        sheet.set_footer(f"&C{self.marking.replace('&', '&&')}   page &P of &N")
        sheet.set_column(0, 0, first)
        sheet.set_column(1, 6, 12)
        sheet.write_string(0, 0, self.marking, self._marked)
        return sheet

    def rows(self, sheet: Any, start: int, rows: Iterable[Sequence[Cell]], *, bold: bool = False) -> int:
        """Rows written from one on (under the marking); gives the row after the last."""
        at = max(start, 1)
        for row in rows:
            if bold:
                sheet.set_row(at, HEAD_HEIGHT)
            for column, value in enumerate(row):
                self._write(sheet, at, column, value, bold)
            at += 1
        return at

    def sheet(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """A table of its own, with its heads in sight and a filter on each."""
        sheet = self.plain(name, 20)
        told = list(rows)
        end = self.rows(sheet, self.rows(sheet, 1, [heads], bold=True), told)
        sheet.freeze_panes(2, 1)
        sheet.autofilter(1, 0, max(end - 1, 1), len(heads) - 1)
        for column, head in enumerate(heads):
            longest = max((len(str(row[column] or "")) for row in told[:500]), default=0)
            sheet.set_column(column, column, min(max(longest, len(head) if len(head) < 12 else 12) + 2, WIDEST))

    def chart(
        self, sheet: Any, title: str, kind: dict[str, str], first: int, last: int, series: Sequence[tuple[int, str]],
        at: tuple[int, int], points: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """A chart of some columns of a table on the same sheet; `points` colours each bar of a single one."""
        chart = self._made.add_chart(kind)
        name = sheet.get_name()
        for column, colour in series:
            shown: dict[str, Any] = {"fill": {"color": colour}, "line": {"color": colour}}
            if points:
                shown["points"] = [{"fill": {"color": each}} for each in points]
            chart.add_series(
                {"name": [name, first - 1, column], "categories": [name, first, 0, last, 0],
                 "values": [name, first, column, last, column], **shown}
            )  # fmt: skip
        chart.set_title({"name": title, "name_font": {"size": 11}})
        chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom"})
        if kind["type"] == "bar":
            chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 560, "height": 300})
        sheet.insert_chart(*at, chart)

    def _write(self, sheet: Any, row: int, column: int, value: Cell, bold: bool) -> None:
        match value:
            case None | "":
                return
            case str():
                told = harmless(value)
                shown = told if len(told) <= LONGEST else f"{told[:LONGEST]} (cut)"
                sheet.write_string(row, column, shown, self._bold if bold else self._text)
            case date():
                sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), self._day)
            case _:
                sheet.write_number(row, column, value, self._number)

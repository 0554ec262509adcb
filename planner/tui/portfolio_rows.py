"""The cases of the portfolio as lines of a table: their columns, which are shown in which order, and what is told of each.

All counting is done in `planner.application.portfolio`; here it is only laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.application.case_rows import Row
from planner.application.portfolio import Portfolio
from planner.domain.tactic import PILLARS, Pillar
from planner.domain.words import count_of, listed, short_day
from planner.exports.portfolio_text import SHORT, findings_of, review_of
from planner.tui.lines import near_day

MARKED = "*"
UNREAD = "x cannot be read"
ORDER = "Overdue reviews first, then errors, then an empty P"


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width (0: what is left), what stands in it, and what it is sorted by."""

    name: str
    width: int
    shows: Callable[[Row, date], str]
    by: Callable[[Row], tuple[Any, ...]]
    says: str = ""


def title_of(row: Row) -> str:
    """What a case is called; a case without a title of its own by its name."""
    return row.title or row.name


def _tier(row: Row) -> str:
    return row.tier.removeprefix("tier_")


def _review(row: Row, today: date) -> str:
    return review_of(row, lambda due: near_day(due, today))


def _pillar(pillar: Pillar) -> Column:
    def shows(row: Row, _: date) -> str:
        return f"{row.counts.get(pillar, 0)}{'!' if pillar in row.empty else ''}"

    return Column(
        SHORT[pillar], 3, shows, lambda row: (row.counts.get(pillar, 0),), f"{pillar.capitalize()}, fewest first"
    )


def _disrupted(row: Row) -> str:
    waiting = sum(not one.moderated for one in row.disruptions)
    return f"{len(row.disruptions)}{f', {waiting} !' if waiting else ''}"


CASE = Column("Case", 0, lambda row, _: title_of(row), lambda row: (title_of(row).casefold(),), "name")
TIER = Column("Tier", 4, lambda row, _: _tier(row) or "-", lambda row: (_tier(row) or "~",), "tier")
BAND = Column(
    "Band", 4, lambda row, _: row.band or row.p_band or "-", lambda row: (row.band or row.p_band or "~",), "band"
)
REVIEW = Column("Review", 16, _review, lambda row: (-row.days_late, row.review_due or date.max), "review, latest first")
FINDINGS = Column(
    "Findings", 10, lambda row, _: findings_of(row),
    lambda row: tuple(-row.findings.get(one, 0) for one in ("error", "warning", "note")), "findings, most first",
)  # fmt: skip
LRO = Column(
    "LRO", 8, lambda row, _: row.lro or "none !", lambda row: (bool(row.lro), row.lro.casefold()), "LRO, none first"
)
SHARE = Column(
    "Pu in 100", 9, lambda row, _: "-" if row.pursue_share is None else str(row.pursue_share),
    lambda row: (-(row.pursue_share or 0),), "Pursue in 100, most first",
)  # fmt: skip
RISK = Column(
    "Risk", 6, lambda row, _: "! high" if row.high_risk else "", lambda row: (not row.high_risk,), "high risk first"
)
LAST = Column(
    "Last review", 11, lambda row, _: short_day(row.reviewed) or "none",
    lambda row: (row.reviewed or date.min,), "last review, longest ago first",
)  # fmt: skip
DISRUPTED = Column(
    "Disrupted", 9, lambda row, _: _disrupted(row), lambda row: (-len(row.disruptions),), "disruptions, most first"
)
TOUCHED = Column(
    "Touched", 7, lambda row, _: f"{len(row.touched)} !" if row.touched else "0", lambda row: (-len(row.touched),), "touched, most first"
)  # fmt: skip
WIDER_LRO = Column("LRO", 20, LRO.shows, LRO.by, LRO.says)
PS = tuple(_pillar(one) for one in PILLARS)

NARROW = (CASE, *PS, REVIEW, FINDINGS)
USUAL = (CASE, TIER, BAND, *PS, REVIEW, FINDINGS, LRO)
WIDE = (CASE, TIER, BAND, *PS, REVIEW, FINDINGS, WIDER_LRO, RISK, SHARE, LAST, DISRUPTED, TOUCHED)


def columns_for(classes: Callable[[str], bool]) -> tuple[Column, ...]:
    """The columns that there is room for."""
    return WIDE if classes("-wide") else NARROW if classes("-narrow") else USUAL


# What can be filtered for: a name, its words, and the rows of it.
FILTERS: tuple[tuple[str, str, Callable[[Portfolio], Sequence[Row]]], ...] = (
    ("all", "All cases", lambda found: found.rows),
    ("overdue", "Review overdue", lambda found: found.overdue),
    ("errors", "With errors", lambda found: [row for row in found.active if row.findings.get("error")]),
    ("no_lro", "Nobody leads (no LRO)", lambda found: found.without_lro),
    ("empty", "An empty P with no reason", lambda found: found.empty),
    ("high_risk", "High risk", lambda found: found.high_risk),
    ("touched", "Touched by a change", lambda found: found.touched),
    ("unread", "Cannot be read", lambda found: found.unread),
)


@dataclass
class Sieve:
    """Which of the rows are shown and in which order: a filter, part of a name, a column and whether it is turned over."""

    filter: str = "all"
    find: str = ""
    column: Column | None = None
    turned: bool = False

    def sort(self, column: Column | None) -> None:
        """Sort by a column; by the one it is sorted by, the other way round; by none, as first ordered."""
        self.turned = (
            column is not None and self.column is not None and column.name == self.column.name and not self.turned
        )
        self.column = column

    def rows(self, found: Portfolio) -> list[Row]:
        """The rows to show."""
        kept = {row.name for row in next(chosen for name, _, chosen in FILTERS if name == self.filter)(found)}
        sought = self.find.casefold()
        shown = [
            row for row in found.ordered if row.name in kept and sought in f"{row.name} {title_of(row)}".casefold()
        ]
        if self.column is not None:
            by = self.column.by
            shown.sort(key=by, reverse=self.turned)
            shown.sort(key=lambda row: bool(row.trouble))  # what cannot be read has nothing to be sorted by
        return shown

    def told(self, shown: int, of: int) -> str:
        """What is left out and how it is sorted; nothing where all stands as first ordered."""
        parts = []
        if self.filter != "all":
            words = next(words for name, words, _ in FILTERS if name == self.filter)
            parts.append(f"Only: {words[:1].lower()}{words[1:]}, {shown:,} of {of:,}. Esc shows all.")
        elif self.find:
            parts.append(f'{shown:,} of {of:,} match "{self.find}". Esc clears the search.')
        if self.column is not None:
            round_ = ", the other way round" if self.turned else ""
            parts.append(f"Sorted by {self.column.says}{round_}; 0 as first ordered.")
        return " ".join(parts)


def cells(row: Row, columns: Sequence[Column], today: date, *, marked: bool) -> list[str]:
    """One case as the cells of a line; one that could not be read says so where there is most room."""
    sign = MARKED if marked else ""
    if row.trouble:
        said = {CASE.name: f"{sign}{title_of(row)}", REVIEW.name: UNREAD}
        return [said.get(one.name, "") for one in columns]
    return [f"{sign if one is CASE else ''}{one.shows(row, today)}" for one in columns]


def head(found: Portfolio, *, narrow: bool) -> str:
    """What all cases add up to, and where to look first."""
    counts = (len(found.overdue), len(found.without_lro), len(found.empty), found.findings["error"])
    if narrow:
        words = ("Overdue", "No LRO", "Empty P", "Errors")
        return "  ".join(f"{word} {many:,}" for word, many in zip(words, counts, strict=True))
    words = ("Overdue reviews", "No LRO", "Empty P, no reason", "Open errors")
    return "   ".join(f"{word} {many:,}" for word, many in zip(words, counts, strict=True))


def told_of(row: Row) -> str:
    """All that matters of a case, a line each: its empty Ps, its reviews and whose it is, what was found first."""
    if row.trouble:
        return f"{title_of(row)} cannot be read.\n{' '.join(row.trouble.split())}"
    lines = [f"{title_of(row)}: {_empties(row)}", _reviews(row), _found(row)]
    if row.touched:
        lines.append(f"! {count_of(len(row.touched), 'chosen tactic')} otherwise now: {row.touched[0].says}")
    if row.disruptions:
        waiting = sum(not one.moderated for one in row.disruptions)
        lines.append(f"{count_of(len(row.disruptions), 'disruption')}, {waiting} not yet moderated.")
    return "\n".join(lines)


def _empties(row: Row) -> str:
    if not row.empty:
        return "no P is empty without a reason."
    verb = "is" if len(row.empty) == 1 else "are"
    return f"{listed([one.capitalize() for one in row.empty])} {verb} empty with no reason recorded."


def _reviews(row: Row) -> str:
    if row.closed:
        return f"Closed {short_day(row.closed)}."
    last = f"Last review {short_day(row.reviewed)}" if row.reviewed else "Not reviewed yet"
    late = f", ! {count_of(row.days_late, 'day')} late" if row.days_late else ""
    due = f"; the next was due {short_day(row.review_due)}{late}" if late else f"; next {short_day(row.review_due)}"
    return f"{last}{due if row.review_due else ''}. {f'It is with {row.lro}.' if row.lro else '! Nobody leads it (no LRO).'}"


def _found(row: Row) -> str:
    if not row.by_rule:
        return "+ 0 findings."
    _, severity, text = row.by_rule[0]
    counted = listed(
        [count_of(row.findings[one], one) for one in ("error", "warning", "note") if row.findings.get(one)]
    )
    return f"{'x ' if severity == 'error' else ''}First of {counted}: {text}"


def why_here(row: Row, sieve: Sieve) -> str:
    """Why a case stands where it does, in a sentence or two."""
    first = f"Sorted by {sieve.column.says}." if sieve.column else f"{ORDER}."
    if row.trouble:
        return f"{first} This one cannot be read, so nothing of it is known."
    if row.closed:
        return f"{first} This one is closed: it comes after the others."
    has = [count_of(row.findings.get("error", 0), "error")] if row.findings.get("error") else []
    has += [count_of(len(row.empty), "empty P")] if row.empty else []
    late = f"is {count_of(row.days_late, 'day')} late" if row.days_late else ""
    parts = [part for part in (late, f"has {listed(has)}" if has else "") if part]
    return f"{first} This one {listed(parts) or 'has none of these; they stand by name'}."

"""The portfolio as text for a terminal of eighty columns: which P is empty, what is overdue and where to look first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from planner.application.case_rows import Row
from planner.application.portfolio import WAITING, Portfolio
from planner.domain.decisions import IMPACTS
from planner.domain.tactic import PILLARS
from planner.domain.words import count_of, day, harmless, listed, short_day
from planner.exports.document import WATERMARK
from planner.exports.record_text import MARKING
from planner.exports.views_text import Screen

SHORT = {"pursue": "Pu", "prevent": "Pv", "protect": "Pt", "prepare": "Pr"}
NAME, TIER, BAND, REVIEW, LRO = 17, 5, 5, 16, 12
BARS = 20
MOST_LISTED, MOST_PLACES, MOST_TOUCHED = 40, 8, 10
DIVES_SHOWN_MONTHS = 2


class PortfolioScreen(Screen):
    """Shows all cases at once."""

    def portfolio(self, found: Portfolio, *, every: bool = False) -> None:
        """The whole board; with `every`, each case, place and change and not only the first."""
        self._heading(found)
        self._cases(found, every)
        self._balance(found)
        self._disruptions(found)
        self._trend(found)
        self._touched(found, every)
        self._dives(found)
        self._places(found, every)
        self.line(
            "Bands and tiers are as others recorded them. Counts say where to look, not how well anyone has done.",
            "dim",
        )

    def _heading(self, found: Portfolio) -> None:
        self.line(WATERMARK if found.kind == "training" else f"{MARKING}. Live cases.", "bold")
        self.layers(found.library)
        told = f"{count_of(len(found.rows), 'case')}, {day(found.today)}"
        if found.as_of != found.today:
            told += f", law as of {day(found.as_of)}"
        if found.disposed:
            told += f"; {found.disposed} disposed of are not shown"
        self.line(f"All {found.kind} cases: {told}", "bold")
        if found.stopped:
            self.line(
                f"Stopped at {len(found.rows):,} of {found.total:,}: only what was done by then is shown.", "bold red"
            )
        self.line(
            f"Overdue reviews {len(found.overdue)}   No LRO {len(found.without_lro)}   Empty P, no reason {len(found.empty)}   "
            f"Open errors {found.findings['error']}"
        )
        share = f" ({_in_100(len(found.high_risk), len(found.active))} in 100)" if found.active else ""
        self.line(f"Active groups {len(found.active)}, of high risk {len(found.high_risk)}{share}")
        if found.high_risk:
            self.line(
                f"High risk: {listed(list(begins(found)), 'or')}. rules/scoring.yaml says where it begins.", "dim"
            )
        self.line()

    # -- the cases ----------------------------------------------------------------------------------------------------

    def _cases(self, found: Portfolio, every: bool) -> None:
        if not found.rows:
            self.line(f"No {found.kind} case is stored.")
            return
        heads = (
            ("Case", NAME),
            ("Tier", TIER),
            ("Band", BAND),
            *((SHORT[p], 3) for p in PILLARS),
            ("Review", REVIEW),
            ("LRO", LRO),
        )
        self._row(heads, "Findings", "bold")
        shown = found.ordered if every else found.ordered[:MOST_LISTED]
        for row in shown:
            self._case(row)
        if len(found.ordered) > len(shown):
            self.line(f"{len(found.ordered) - len(shown):,} more (--every)", "dim")
        self.line()

    def _case(self, row: Row) -> None:
        name = row.title if row.title.casefold() != row.name else row.name
        if row.trouble:
            self.line(f"{_cut(name, NAME)} x cannot be read: {' '.join(row.trouble.split())}", "red")
            return
        counts = ((f"{row.counts[p]}{'!' if p in row.empty else ''}", 3) for p in PILLARS)
        self._row(
            ((name, NAME), (row.tier.removeprefix("tier_"), TIER), (row.band or row.p_band, BAND), *counts, (review_of(row), REVIEW),
             (row.lro or "none !", LRO)),
            findings_of(row), "dim" if row.closed else "",
        )  # fmt: skip

    def _row(self, parts: Iterable[tuple[str, int]], last: str, style: str = "") -> None:
        self.line("".join(_cut(text, width) for text, width in parts) + last, style)

    # -- what they add up to ------------------------------------------------------------------------------------------

    def _balance(self, found: Portfolio) -> None:
        total = found.interventions.total()
        self.line(f"Interventions by P ({total})", "bold")
        for p in PILLARS:
            many = found.interventions[p]
            share = _in_100(many, total)
            self.line(f" {p.capitalize():8}{many:6}{share:5} in 100 {'#' * (share * BARS // 100)}".rstrip())
        self.line()

    def _disruptions(self, found: Portfolio) -> None:
        self.line(f"Disruptions, last 12 months ({len(found.disruptions)})", "bold")
        if not found.disruptions:
            self.line(" None recorded.")
        else:
            levels = (*IMPACTS, WAITING)
            widths = [max(len(level), 6) + 2 for level in levels]
            self.line(" " * 13 + "".join(f"{level:>{width}}" for level, width in zip(levels, widths, strict=True)))
            for p, counted in found.disrupted().items():
                cells = "".join(f"{counted[level]:>{width}}" for level, width in zip(levels, widths, strict=True))
                self.line(f" {p.capitalize():12}{cells}")
            proposed = found.proposed()
            cells = "".join(f"{proposed[level]:>{width}}" for level, width in zip(IMPACTS, widths, strict=False))
            self.line(f" {'As proposed':12}{cells}", "dim")
        self.line()

    def _trend(self, found: Portfolio) -> None:
        self.line("Active at the end of each month    groups  high risk  nominals  high risk", "bold")
        for one in found.trend:
            self.line(
                f" {one.month.says:33}{one.groups:7}{one.high_risk_groups:11}{one.nominals:10}{one.high_risk_nominals:11}"
            )
        self.line()

    def _touched(self, found: Portfolio, every: bool) -> None:
        many = sum(len(row.touched) for row in found.touched)
        self.line(f"Chosen tactics that stand otherwise now ({many} in {count_of(len(found.touched), 'plan')})", "bold")
        told = [(row, one) for row in found.touched for one in row.touched]
        shown = told if every else told[:MOST_TOUCHED]
        for row, one in shown:
            self.line(f" {row.name}, entry {one.number}: {one.says}")
        if len(told) > len(shown):
            self.line(f" {len(told) - len(shown):,} more (--every)", "dim")
        self.line()

    def _dives(self, found: Portfolio) -> None:
        self.line("Deep dives, in turn", "bold")
        months = list(dict.fromkeys(one.month for one in found.dives))
        for month in months[:DIVES_SHOWN_MONTHS]:
            for one in found.dives:
                if one.month == month:
                    self.line(f" {month:%b %Y}  {_cut(one.title, NAME)} {one.because}")
        later = sum(one.month not in months[:DIVES_SHOWN_MONTHS] for one in found.dives)
        if later:
            self.line(f" {later:,} in later months (--json, --out)", "dim")
        self.line()

    def _places(self, found: Portfolio, every: bool) -> None:
        placed = [one for one in found.places if one.fits]
        self.line(f"Places where harm is deep-rooted ({len(placed)})", "bold")
        shown = placed if every else placed[:MOST_PLACES]
        for one in shown:
            fits = {"propose": "Clear, Hold, Build may fit"}.get(one.fits, one.fits)
            self.line(f" {one.name}: {fits}. {_sentence(listed(one.why))} ({listed(one.embedded_in[:4])})")
        if len(placed) > len(shown):
            self.line(f" {len(placed) - len(shown):,} more (--every)", "dim")
        self.line()


def begins(found: Portfolio) -> Iterable[str]:
    """Where high risk begins, as the schemes of scoring say."""
    for scheme in found.library.scoring:
        if scheme.high_risk_from:
            at_top = "" if scheme.worst_first[0] == scheme.high_risk_from else " or above"
            yield f"{scheme.id.replace('_', '-')} {scheme.high_risk_from}{at_top}"


def review_of(row: Row, told: Callable[[date], str] = short_day) -> str:
    """When it is next to be reviewed, in the words that `told` has for a day, or by how much that is late."""
    if row.closed:
        return "closed"
    if row.days_late:
        return f"! {count_of(row.days_late, 'day')} late"
    return told(row.review_due) if row.review_due else ""


def findings_of(row: Row) -> str:
    """What was found, the gravest kind of it: 3 errors, 1 warning, none."""
    for severity in ("error", "warning", "note"):
        if row.findings.get(severity):
            return count_of(row.findings[severity], severity)
    return "0"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _in_100(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _cut(text: str, width: int) -> str:
    """A text in a column: cut where it is too long, and on one line."""
    flat = harmless(" ".join(text.split()))
    return f"{flat[: width - 2] + '~' if len(flat) >= width else flat:{width}}"

"""The charts of the portfolio as text: every bar stands beside its number, and no colour tells anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.application.portfolio import WAITING, MonthCount, Portfolio
from planner.domain.tactic import PILLARS

# The sign of each level in a bar, and its short heading.
LEVELS = {
    "major": ("M", "Major"), "moderate": ("m", "Moder."), "minor": ("i", "Minor"), "none": (".", "None"), "negative": ("-", "Neg."),
    WAITING: ("?", "Wait"),
}  # fmt: skip
HIGH, BAR = "!", "#"
LONGEST, COLUMN = 40, 7
NEEDED = 2
TOO_FEW = "Charts start at 2 cases. {}"


def charts(found: Portfolio, width: int) -> str:
    """Interventions by P, disruptions by P and level, active groups and nominals by month, in so many letters a line."""
    if len(found.rows) - len(found.unread) < NEEDED:
        return TOO_FEW.format("So far there is 1." if found.rows else "None is here yet.")
    return "\n".join([*_interventions(found, width), "", *_disruptions(found, width), "", *_months(found, width)])


def bar(part: int, most: int, width: int, sign: str = BAR) -> str:
    """So much of a bar; whatever is there at all is seen."""
    return sign * max(part * width // most, 1) if part and most else ""


def _interventions(found: Portfolio, width: int) -> Iterator[str]:
    total, most = found.interventions.total(), max(found.interventions.values(), default=0)
    yield f"Interventions by P ({total:,})"
    for p in PILLARS:
        many = found.interventions[p]
        share = round(100 * many / total) if total else 0
        yield f" {p.capitalize():8}{many:6,}{share:5} in 100 {bar(many, most, min(width - 28, LONGEST))}".rstrip()


def _disruptions(found: Portfolio, width: int) -> Iterator[str]:
    yield f"Disruptions, last 12 months ({len(found.disruptions):,})"
    if not found.disruptions:
        yield " None recorded. A case logs its own: F8, then a."
        return
    yield " " * 9 + "".join(f"{head:>{COLUMN}}" for _, head in LEVELS.values())
    counted = found.disrupted()
    most = max(sum(counts.values()) for counts in counted.values())
    room = width - 11 - COLUMN * len(LEVELS)
    for p, counts in counted.items():
        numbers = "".join(f"{counts[level]:>{COLUMN},}" for level in LEVELS)
        yield f" {p.capitalize():8}{numbers}  {_stacked(counts, most, min(room, LONGEST))}".rstrip()
    if room >= len(LEVELS):
        yield " In the bars: " + ", ".join(f"{sign} {level}" for level, (sign, _) in LEVELS.items())


def _stacked(counts: Mapping[str, int], most: int, room: int) -> str:
    """One bar out of the signs of the levels: a sign each where there is room, else in proportion."""
    if room < len(LEVELS):
        return ""
    if most <= room:
        return "".join(sign * counts[level] for level, (sign, _) in LEVELS.items())
    return "".join(bar(counts[level], most, room - len(LEVELS), sign) for level, (sign, _) in LEVELS.items())


def _months(found: Portfolio, width: int) -> Iterator[str]:
    room = min((width - 30) // 2, LONGEST)
    most_groups = max((one.groups for one in found.trend), default=0)
    most_nominals = max((one.nominals for one in found.trend), default=0)
    heading = f" {'':9} {'Groups':{room + 8}} Nominals"
    yield f"Active at the end of each month ({HIGH} of high risk)"
    yield heading
    for one in found.trend:
        yield _month(one, most_groups, most_nominals, room)


def _month(one: MonthCount, most_groups: int, most_nominals: int, room: int) -> str:
    groups = _split(one.groups, one.high_risk_groups, most_groups, room)
    nominals = _split(one.nominals, one.high_risk_nominals, most_nominals, room)
    return f" {one.month.says:9}{one.groups:6,} {groups:{room}} {one.nominals:8,} {nominals}".rstrip()


def _split(all_of_them: int, high: int, most: int, room: int) -> str:
    """A bar whose beginning is of high risk."""
    whole = len(bar(all_of_them, most, room))
    marked = min(len(bar(high, most, room)), whole)
    return HIGH * marked + BAR * (whole - marked)

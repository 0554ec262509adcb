"""Days as officers type and read them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from planner.domain.words import short_day as short_day

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WRITTEN = re.compile(r"(\d{1,2})[ /.-]+([a-z]{3,9}|\d{1,2})(?:[ /.-]+(\d{4}|\d{2}))?")
HINT = "11 Dec 2026, 11/12/2026, 2026-12-11, or +14 for a fortnight from today"


def read_day(typed: str, today: date) -> date | None:
    """The day that was typed; without a year, the next one of that name. None where it is no day."""
    text = typed.strip().casefold()
    try:
        if text.startswith("+"):
            return today + timedelta(days=int(text[1:]))
        if text in ("today", "tomorrow"):
            return today + timedelta(days=text == "tomorrow")
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        found = WRITTEN.fullmatch(text)
        if not found:
            return None
        month = int(found[2]) if found[2].isdecimal() else MONTHS.index(found[2][:3]) + 1
        if found[3]:
            return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, int(found[1]))
        this_year = date(today.year, month, int(found[1]))
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    except (ValueError, OverflowError):
        return None

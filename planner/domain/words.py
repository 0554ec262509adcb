"""Small matters of wording shared by every message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date


def nearest(word: str, known: Iterable[str]) -> str:
    """ "Did you mean 'x'?" for a mistyped name, or an empty string when nothing is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""


def listed(words: Sequence[str], last: str = "and") -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def day(when: date) -> str:
    """A date as written in a plan: 1 May 2026."""
    return f"{when.day} {when:%B %Y}"


def spoken(name: str) -> str:
    """An id as words: `restaurant_or_takeaway` becomes `restaurant or takeaway`."""
    return name.replace("_", " ").replace("-", " ")

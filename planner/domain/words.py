"""Small matters of wording shared by every message."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date

# Controls but tab and newline, bidirectional overrides, zero-width and other characters that hide or reorder text.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    """A text with a visible sign in the place of every character that a terminal would obey or a reader could not see."""
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


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


def short_day(when: date | None) -> str:
    """A date as it stands in a narrow column: 11 Dec 2026; nothing without one."""
    return f"{when.day} {when:%b %Y}" if when else ""


def spoken(name: str) -> str:
    """An id as words: `restaurant_or_takeaway` becomes `restaurant or takeaway`."""
    return name.replace("_", " ").replace("-", " ")


def count_of(number: int, what: str) -> str:
    """How many of something: 1 word, 2 words, 1 entry, 2 entries."""
    many = f"{what[:-1]}ies" if what.endswith("try") else f"{what}s"
    return f"{number:,} {what if number == 1 else many}"

"""Whether a text says whom or what a case is about: its names, any word that makes one, a number plate, an address, a number to ring."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.domain.library import Library
from planner.domain.menu import REACHES_A_PERSON
from planner.domain.profile import Profile

WORD = re.compile(r"\w+(?:['\u2019]\w+)?")
SHORTEST_NAME = 3
# Words of a name that say nothing of whose it is.
TITLES = frozenset(
    (
        "the",
        "and",
        "for",
        "ocg",
        "case",
        "team",
        "group",
        "road",
        "street",
        "lane",
        "avenue",
        "close",
        "flat",
        "house",
        "mrs",
        "miss",
        "police",
        "insp",
        "supt",
        "sgt",
    )
)
IDENTIFYING = (
    re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"),  # a number plate
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),  # a postcode
    re.compile(r"\b\d+[A-Za-z]? (?:[A-Z]\w+ )+(?:Road|Street|Lane|Avenue|Close|Drive|Way|Terrace|Court|Place)\b"),
    re.compile(r"\bOp(?:eration|\.)? [A-Z]\w+"),
    REACHES_A_PERSON,
)


def names_of(profile: Profile) -> set[str]:
    """What a case, and everyone and everything in it, is called."""
    labels = {one.label for found in profile.members.values() for one in found}
    return (labels | {profile.title, profile.case}) - {""}


def ordinary_words(library: Library) -> frozenset[str]:
    """The words of the menu and of the facts: they say what kind a thing is, and never which."""
    texts = [text for fact in library.facts for text in (fact.says, fact.question, *fact.values.values())]
    texts += [text for one in library.all_tactics for text in (one.title, one.summary)]
    return frozenset(word.casefold() for text in texts for word in WORD.findall(text) if word.islower()) | TITLES


class Names:
    """Names that must not be told, and the words of each that would tell it alone.

    `kinds_too`: also a name made of ordinary words alone, as "Phone shop", counts.
    """

    def __init__(self, names: Iterable[str], ordinary: frozenset[str], *, kinds_too: bool = True) -> None:
        kept = sorted(
            {one for one in names if kinds_too or not _ordinary(one, ordinary)}, key=lambda one: (-len(one), one)
        )
        parts = {word for name in kept if not _ordinary(name, ordinary) for word in WORD.findall(name)}
        telling = sorted(one for one in parts if len(one) >= SHORTEST_NAME and one.casefold() not in TITLES)
        whole = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in kept]
        strange = [rf"\b{re.escape(one)}\b" for one in telling if one.casefold() not in ordinary]
        # Green and Long are names too: such a word tells when it is written as one.
        written = [rf"\b{re.escape(one)}\b" for one in telling if one.casefold() in ordinary and one[0].isupper()]
        self._any_case = re.compile("|".join([*whole, *strange]) or r"(?!)", re.IGNORECASE)
        self._as_written = re.compile("|".join(written) or r"(?!)")

    def found_in(self, text: str) -> tuple[str, ...]:
        """The words of a text that tell, as they stand there."""
        found = [one[0] for pattern in (self._any_case, self._as_written) for one in pattern.finditer(text)]
        return tuple(dict.fromkeys(found))


def identifying(text: str) -> tuple[str, ...]:
    """Number plates, addresses, telephone numbers and names of operations in a text."""
    return tuple(dict.fromkeys(one[0] for pattern in IDENTIFYING for one in pattern.finditer(text)))


def _ordinary(name: str, ordinary: frozenset[str]) -> bool:
    """Whether a name says only what kind a thing is; a lone capital tells one from another, as in Principal A."""
    words = WORD.findall(name)
    return all(word.casefold() in ordinary and not (len(word) == 1 and word.isupper()) for word in words)

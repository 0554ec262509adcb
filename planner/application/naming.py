"""Whether a text says whom or what a case is about: its names, any word that makes one, a number plate, an address, a number to ring."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from planner.domain.library import Library
from planner.domain.menu import REACHES_A_PERSON
from planner.domain.profile import Profile, Tabulator

RUN = re.compile(r"[^\W_]+")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
SHORT_NAME = 2
SHORT_NUMBER = re.compile(r"\d{1,4}")
# Words of a name that say nothing of whose it is.
TITLES = frozenset(
    RUN.findall(
        "the and for ocg case team group road street lane avenue close flat house police mr mrs ms miss dr pc ds di dci det "
        "insp supt sgt con cllr st rd one two three four five six seven eight nine ten"
    )
)
# Letters that are not an ordinary letter with a mark on it, and the signs that stand for an apostrophe.
UNMARKED = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i", "æ": "ae", "Æ": "AE",
    "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH", "ß": "ss", "ẞ": "SS", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
}  # fmt: skip
# Names end at whatever is no letter: marchetti_d and Marchetti99 are his. Don does not stand in don't.
STARTS, ENDS = r"(?<![^\W\d_])", r"(?![^\W\d_]|'t\b)"
STARTS_NUMBER, ENDS_NUMBER = r"(?<![^\W_])", r"(?![^\W_])"
# What may stand between the words of a name, or nothing, as in Alamin for Al-Amin; not the end of a sentence.
BETWEEN = r"(?:[^\w.!?]|_|\.(?!\s)){0,3}"
CONTRACTED = frozenset(("t", "re", "ll", "ve", "d", "m", "s"))
HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
# After these more than one are Joneses, or Smythes after Smyth.
HISSING = ("s", "x", "z", "ch", "sh", "o")

STREETS = "road|rd|street|lane|avenue|ave|terrace|court|gardens|gdns|crescent|cres|grove|hill|mews|parade|square"
# These are also what people do or what a thing is like: written small, they need the look of a name before them.
STREETS_OR_NOT = "close|drive|way|place|walk|park|row|rise|green"
STREETS_WRITTEN = "St|Dr|House|Buildings|View|End|Vale|Yard|Croft|Fold|Meadow|Wharf|Quay|Heights|Common|Path|Villas"
NO_STREET = (
    "a an the in on at of to and or per by for from with near off each every other this that these those its their our your his her no not as "
    "into over under up down than more less about was were is are be been had has have who "
    "minute hour day week month year mile minutes hours days weeks months years miles times "
    "crown county youth family magistrates magistrates' appeal car lorry retail people men women children"
).replace(" ", "|")
IDENTIFYING = (
    re.compile(r"\b[A-Z]{2}\d{2}[ -]?[A-Z]{3}\b", re.IGNORECASE),  # a number plate
    # A postcode; "b1 2nd" is a line of something.
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?(?!(?-i:1st|2nd|3rd|\dth|\d[ap]m)\b)\d[A-Z]{2}\b", re.IGNORECASE),
    re.compile(
        rf"\b\d{{1,4}}[A-Za-z]?,? (?:[A-Z][\w'’.-]* ){{1,3}}(?:(?i:{STREETS}|{STREETS_OR_NOT})|{STREETS_WRITTEN})\b"
    ),
    re.compile(rf"\b\d{{1,4}}[A-Z]?,? (?:(?!(?:{NO_STREET}) )[A-Z][\w'’.-]* ){{1,3}}(?:{STREETS})\b", re.IGNORECASE),
    re.compile(
        rf"\b\d{{1,4}}[A-Z]?,? (?:(?!(?:{NO_STREET}) )[A-Z][\w'’.-]*(?<![^'’]s) ){{1,3}}(?:{STREETS_OR_NOT})\b",
        re.IGNORECASE,
    ),
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
    return frozenset(word for text in texts for word in WORD.findall(_Plain(text).text) if word.islower()) | TITLES


class Names:
    """Names that must not be told, and the words of each that would tell it alone: also in the plural, with other accents or none,
    written together or apart.

    `kinds_too`: also a name made of ordinary words alone, as "Phone shop", counts.
    """

    def __init__(self, names: Iterable[str], ordinary: frozenset[str], *, kinds_too: bool = True) -> None:
        plain = {_Plain(one).text.strip() for one in names} - {""}
        kept = {one for one in plain if kinds_too or not _ordinary(one, ordinary)}
        parts = {part for name in kept if not _a_kind(name, ordinary) for part in _parts(name)} - kept
        parts = {one for one in parts if one.casefold() not in TITLES and not SHORT_NUMBER.fullmatch(one)}
        common = {one for one in parts if all(_common(word, ordinary) for word in WORD.findall(one))}
        short = {one for one in kept | parts if len(one) <= SHORT_NAME}
        # Green and Long are names too, and so are Jo and Ng: such a word tells when it is written as one.
        green = {one for one in common - short if one[0].isupper()}
        ng = {one for one in parts & short - common if len(one) == SHORT_NAME}
        self._any_case = _any_of(kept - short, parts - common - short)
        self._as_written = _any_of(kept & short, green | ng)
        self._kept, self._ordinary = {one.casefold() for one in kept}, ordinary

    def found_in(self, text: str) -> tuple[str, ...]:
        """The words of a text that tell, as they stand there."""
        plain = _Plain(text)
        found = [one for one in self._any_case.finditer(plain.text) if self._tells(one[0]) or not one[0][0].islower()]
        found += [one for one in self._as_written.finditer(plain.text) if not one[0][0].islower()]
        return tuple(dict.fromkeys(plain.original(*one.span()) for one in found))

    def _tells(self, word: str) -> bool:
        """Whether a word tells also in small letters: arts are no sign of somebody called Art."""
        return word.casefold() in self._kept or not _common(word, self._ordinary)


class Safeguarded:
    """Who must be safeguarded first in a case, and whether what others are called tells of one of them."""

    def __init__(self, profile: Profile, library: Library, ordinary: frozenset[str]) -> None:
        people = Tabulator(library.vocabulary, library.grading).table(profile).members["people"]
        self.refs = frozenset(row.ref for row in people if row.values.get("safeguard_first") is not False)
        self.labels = frozenset(profile.label(ref) for ref in self.refs)
        self._profile = profile
        self._names = Names(self.labels, ordinary)
        # Somebody else may have the same family name and tell nothing by it.
        self._given = Names({label.rpartition(" ")[0] or label for label in self.labels}, ordinary)

    def told_by(self, ref: str) -> bool:
        """Whether what somebody or something else is called holds the name of one of them, as in "Kyle's mum's flat"."""
        if ref in self.refs:
            return False
        names = self._given if ref.startswith("people/") else self._names
        return bool(names.found_in(self._profile.label(ref)))


def identifying(text: str) -> tuple[str, ...]:
    """Number plates, addresses, telephone numbers and names of operations in a text."""
    return tuple(dict.fromkeys(one[0] for pattern in IDENTIFYING for one in pattern.finditer(text)))


def telling_in_a_basis(basis: str, profile: Profile, library: Library) -> tuple[str, ...]:
    """What in the lawful basis of sharing would tell more than the law: it is printed on what the partner gets. The name of an Act
    tells nothing."""
    without_law = basis
    for act in sorted({one.act for one in library.provisions}, key=len, reverse=True):
        without_law = re.sub(re.escape(act), " ", without_law, flags=re.IGNORECASE)
    names = Names(names_of(profile), ordinary_words(library))
    words = (one.found_in(without_law) for one in library.telltale)
    return tuple(
        dict.fromkeys((*names.found_in(without_law), *(word for word in words if word), *identifying(without_law)))
    )


class _Plain:
    """A text without accents, and where each of its letters stood."""

    _stood: Sequence[int]

    def __init__(self, text: str) -> None:
        self._whole = text
        if text.isascii() and "`" not in text:
            # Most texts of the menu have nothing to take off, and there are thousands of them.
            self.text, self._stood = text, range(len(text))
            return
        letters = [
            (plain, n)
            for n, letter in enumerate(text)
            for each in unicodedata.normalize("NFKD", UNMARKED.get(letter, letter))
            if not unicodedata.combining(each)
            for plain in UNMARKED.get(each, each)
        ]
        self.text = "".join(plain for plain, _ in letters)
        self._stood = tuple(n for _, n in letters)

    def original(self, start: int, end: int) -> str:
        """What stood between two places, accents and all."""
        last = self._stood[end - 1] + 1
        while last < len(self._whole) and unicodedata.combining(self._whole[last]):
            last += 1
        return self._whole[self._stood[start] : last]


def _any_of(*groups: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some names, those of the first group before the others and the longest first."""
    ranked = [one for group in groups for one in sorted(group, key=lambda one: (-len(one), one))]
    return re.compile("|".join(_pattern(one) for one in ranked) or r"(?!)", re.IGNORECASE)


def _pattern(name: str) -> str:
    """A name as it may be written: its words together or apart, and several of that name."""
    runs = list(RUN.finditer(name))
    if not runs:
        return re.escape(name)
    found = re.escape(runs[0][0])
    for before, after in pairwise(runs):
        gap = re.escape(name[before.end() : after.start()])
        found += f"(?:{gap}|{BETWEEN}){re.escape(after[0])}"
    first, last = name[runs[0].start()], runs[-1][0]
    start = STARTS_NUMBER if first.isdigit() else STARTS
    if len(last) == 1 or last[-1].isdigit():
        return start + found + (ENDS_NUMBER if last[-1].isdigit() else ENDS)
    if last[-1] in "yY":
        return f"{start}{found[:-1]}(?:ys?|ies){ENDS}"
    several = "(?:e?s)?" if last.casefold().endswith(HISSING) else "s?"
    return start + found + several + ENDS


def _parts(name: str) -> Iterator[str]:
    """The words of a name that may stand for it: Kyle of "Kyle's mum", O'Brien and Brien, Al-Amin and Amin."""
    for one in WORD.finditer(name):
        *before, last = one[0].split("'")
        if before and last.casefold() in CONTRACTED - {"s"}:
            continue  # doesn't
        pieces = before if before and last.casefold() == "s" else [*before, last]
        yield from {"'".join(pieces), *pieces}
        if name[one.end() :].startswith("'") and last[-1] in "sS":
            yield one[0][:-1]
    yield from HYPHENED.findall(name)


def _words(name: str) -> list[str]:
    return WORD.findall(_Plain(name).text)


def _common(word: str, ordinary: frozenset[str]) -> bool:
    """Whether a word, or what it is several of, is an ordinary one."""
    small = word.casefold()
    return small in ordinary or (small.endswith("s") and {small[:-1], small.removesuffix("es")} & ordinary != set())


def _a_name(words: list[str]) -> bool:
    """Whether words that all are ordinary are written as a name: Rose Green, but not Rose green."""
    longer = [word for word in words if len(word) > 1 and word.isalpha()]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _ordinary(name: str, ordinary: frozenset[str]) -> bool:
    """Whether a name says only what kind a thing is; a lone capital tells one from another, as in Principal A."""
    words = _words(name)
    kinds = all(_common(word, ordinary) and not (len(word) == 1 and word.isupper()) for word in words)
    return kinds and not _a_name(words)


def _a_kind(name: str, ordinary: frozenset[str]) -> bool:
    """Whether no word of a name tells alone, though all of it may: Home of Principal A, Flat 3."""
    words = _words(name)
    kinds = all(_common(word, ordinary) or len(word) == 1 or word.isdigit() for word in words)
    return kinds and not _a_name(words)

"""What a debrief taught, as a suggestion for the menu of tactics that a tactical adviser can read without knowing the case."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.application.advising import show
from planner.application.debriefing import lateness
from planner.application.naming import Names, identifying, names_of, ordinary_words
from planner.application.scheduling import Line, lines_of
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.disruptions import disruptions_of
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.menu import AGENCIES
from planner.domain.rules import Feeds
from planner.domain.tactic import PILLARS, Pillar, Tactic
from planner.errors import Fault, InputError

NEW = "new"
ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
PARTS: tuple[Feeds, ...] = ("practice", "evidence", "watch_out")
LONGEST_TITLE = 90
# A word written with a capital where no sentence begins may be a name; where one begins nobody can tell.
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]{2,})*")
BEGINS = re.compile(r"(?:^|[.!?:;\n\r\u2022])[\s\"'\u2018\u2019\u201c\u201d([\u2013\u2014*-]*$")
CALENDAR = frozenset((*calendar.day_name, *calendar.month_name, *calendar.day_abbr, *calendar.month_abbr, "I"))


@dataclass(frozen=True)
class Suggestion:
    """What was learned of one tactic of the menu, or of one that is not in it yet; `title` is empty where nobody gave one.

    `learned`: the answers by what they feed. `counted`: how often it was adopted here, what became of it, and how its
    disruptions were judged.
    """

    tactic: Tactic | None
    pillar: Pillar | None
    title: str
    learned: Mapping[Feeds, tuple[str, ...]]
    counted: Mapping[str, int]
    library: str
    on: date


def suggestion(book: Casebook, library: Library, wanted: str, named: str, today: date) -> Suggestion:
    """What the debrief on record says of a tactic, or with `new` of what is in no menu. `named`: what the file is called.

    Raises InputError: where nothing was learned of it, or where the words tell which case it comes from, saying which.
    """
    tactic = None if wanted == NEW else show(library, wanted)
    faults = _id_faults(named, library) if tactic is None else []
    lines = [one for one in lines_of(book, library) if (one.tactic is tactic if tactic else one.tactic is None)]
    numbers = {one.number for one in lines}
    feeds = {one.id: one.feeds for one in library.debrief if one.feeds}
    learned: dict[Feeds, list[tuple[Entry, Decision]]] = {}
    for entry, made in book.decided("debrief"):
        fits = book.first_of(made.target) in numbers if made.target else tactic is None
        if made.question in feeds and fits:
            learned.setdefault(feeds[made.question], []).append((entry, made))
    if not learned:
        raise InputError([*faults, _nothing_learned(wanted, lines, library)])
    telling = _Telling(book, library)
    for entry, made in (one for found in learned.values() for one in found):
        faults += telling.faults_of(entry, made)
    faults += telling.faults("--out", named.replace("-", " "), "Give the file another name.")
    if faults:
        raise InputError(faults)
    pillars = {line.decision.pillar for line in lines}
    return Suggestion(
        tactic=tactic,
        pillar=next((one for one in PILLARS if one in pillars), None),
        title=_title(lines, telling) if tactic is None else "",
        learned={part: tuple(dict.fromkeys(made.text for _, made in learned.get(part, ()))) for part in PARTS},
        counted=_counted(book, lines, today),
        library=library.digest,
        on=today,
    )


def _counted(book: Casebook, lines: list[Line], today: date) -> dict[str, int]:
    """Figures that name nobody: how often, and to what end."""
    counted = Counter({"adopted": len(lines)})
    counted.update(line.adopted.state for line in lines)
    counted["late"] = sum(lateness(line, today) not in ("", "not done") for line in lines)
    numbers = {line.number for line in lines}
    for one in disruptions_of(book):
        if one.moderation and one.made.target and book.first_of(one.made.target) in numbers:
            counted[f"disruption_{one.level}"] += 1
    return {name: many for name, many in counted.items() if many}


def _title(lines: list[Line], telling: _Telling) -> str:
    """The words of the only intervention of our own, where they tell nothing of the case; an adviser finds a title else."""
    words = lines[0].title if len(lines) == 1 else ""
    return words if len(words) <= LONGEST_TITLE and not telling.words(words) else ""


class _Telling:
    """Finds what in a text would tell which case it comes from: its names, its officers, plates, addresses, numbers to ring, and any
    other word written as a name is."""

    def __init__(self, book: Casebook, library: Library) -> None:
        officers = {made.name for _, made in book.decided("lead")}
        officers |= {one.author for one in book.entries} | {one.said.decider for one in book.entries if one.said}
        self._names = Names((names_of(book.profile) | officers) - {""}, ordinary_words(library), kinds_too=False)
        self._known = _written_large(library)

    def words(self, text: str) -> tuple[str, ...]:
        """The words that would tell, or may."""
        found = [*self._names.found_in(text), *identifying(text)]
        within = {word for one in found for word in WORD.findall(one)}
        strange = [one for one in capitalised(text) if one not in within | self._known]
        return tuple(dict.fromkeys((*found, *strange)))

    def faults(self, where: str, text: str, mend: str) -> list[Fault]:
        """A fault where any word would tell, naming each."""
        quoted = ", ".join(f"'{word}'" for word in self.words(text))
        return (
            [Fault(where, 0, 0, f"{quoted} would tell, or may tell, which case this comes from.", mend)]
            if quoted
            else []
        )

    def faults_of(self, entry: Entry, made: Decision) -> list[Fault]:
        """What is wrong with an answer, and how it is put otherwise."""
        of = f" --intervention {made.target}" if made.target else ""
        again = f"fourp decide CASE debrief TEXT --question {made.question}{of} --supersedes {entry.number}"
        mend = f"Put it in general words, and in small letters what is nobody's name: {again}."
        return self.faults(f"entry {entry.number}", made.text, mend)


def capitalised(text: str) -> Iterator[str]:
    """The words of a text that have a capital where no sentence begins."""
    for found in WORD.finditer(text):
        if found[0][0].isupper() and not BEGINS.search(text[: found.start()]):
            yield found[0]


def _written_large(library: Library) -> frozenset[str]:
    """The words that the menu and the law write with a capital, and so name no case."""
    named = [*AGENCIES.values(), *(one.name for one in library.holders), *(one.title for one in library.all_tactics)]
    named += [text for one in library.provisions for text in (one.act, one.heading)]
    told = [text for one in library.all_tactics for text in (one.summary, *one.procedure, *one.watch_out)]
    told += [one.requires for one in library.provisions]
    large = {word for text in named for word in WORD.findall(text) if word[0].isupper()}
    return frozenset(large | {word for text in told for word in capitalised(text)}) | CALENDAR


def _nothing_learned(wanted: str, lines: list[Line], library: Library) -> Fault:
    questions = [one.id for one in library.debrief if one.feeds]
    of = f" --intervention {lines[0].number}" if lines else "" if wanted == NEW else " --intervention N"
    if not lines and wanted != NEW:
        return Fault(
            wanted,
            0,
            0,
            "this plan does not hold that tactic, so nothing was learned of it here.",
            "See fourp case show.",
        )
    asked = f"Record it first: fourp decide CASE debrief TEXT --question {'|'.join(questions)}{of} --because TEXT"
    return Fault(wanted, 0, 0, "no answer of the debrief is about it.", asked)


def _id_faults(named: str, library: Library) -> list[Fault]:
    """The file of an entry is called by its id."""
    if not ID.fullmatch(named):
        what = f"'{named}' cannot be the id of an entry, and its file is called by its id."
        return [Fault("--out", 0, 0, what, "Use lower-case letters, digits and -, as in lock-change-offer.yaml.")]
    if named in library.tactics:
        return [Fault("--out", 0, 0, f"the menu holds '{named}' already.", f"Suggest for it: --suggest {named}.")]
    return []

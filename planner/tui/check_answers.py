"""Check, your answers: the whole plan read back line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from planner.application.putting_right import Answer, PutRight, always_recorded, rest_of_plan, unknown_told
from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS
from planner.domain.entries import Decided, Entry
from planner.domain.library import Library
from planner.domain.words import spoken
from planner.exports.telling import sentences, settles
from planner.tui.days import short_day
from planner.tui.frame import PAGES
from planner.tui.keyed import KeyedTable, ListAndDetail
from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

MARKS = {"yes": "+", "partly": "~", "no": "-", "unneeded": "/"}
STATE_WORDS = {"yes": "recorded", "partly": "partly recorded", "no": "not recorded", "unneeded": "not called for"}
PAGE_LABELS = {name: label for name, _, label in PAGES}


def one_line(entry: Entry, book: Casebook, library: Library) -> str:
    """What an entry says, in a few words: a person by their label alone."""
    if entry.said is None or not isinstance(entry.said.content, Decided):
        return next(iter(sentences(entry, book, library)), "")
    made = entry.said.content.decision
    if made.kind == "focus":
        return book.profile.label(made.ref)
    if made.kind == "disruption":
        return f"{made.pillar.capitalize()}, {made.level}: {made.event}"
    return settles(made, book, library)


def entries_of(numbers: tuple[int, ...], book: Casebook) -> list[Entry]:
    """The entries of those numbers."""
    return [one for one in map(book.entry, numbers) if one is not None]


def ways(right: PutRight) -> str:
    """Which key goes where to put a thing right."""
    place = PAGE_LABELS[right.place.page]
    view = f", {spoken(right.place.view)}" if right.place.view else ""
    here = f" e records it here: {DECISIONS[right.step.kind].says}." if right.step else ""
    return f"Enter goes to {place}{view}.{here}"


def signed_by(entry: Entry, *, live: bool) -> str:
    """Who wrote an entry down and when, in brief."""
    proved = "" if live else " (not authenticated)"
    return f"entry {entry.number}, {entry.said.decider if entry.said and entry.said.decider else entry.author}{proved}, {short_day(entry.made_at)}"


class AnswersView(Widget):
    """The nine decisions always to record, then the rest of the plan; under them, or beside them, all of one of them."""

    def compose(self) -> ComposeResult:
        """The lines and the detail."""
        yield Static("", id="answers-head", markup=False, classes="pane-title")
        with ListAndDetail():
            yield KeyedTable((("", 1), ("", 2), ("", 16), ("", 0)), id="answers-list", headed=False)
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static("", id="answers-detail", markup=False)

    @property
    def table(self) -> KeyedTable:
        """The lines."""
        return self.query_one("#answers-list", KeyedTable)

    def fill(self, sitting: Sitting) -> None:
        """Every line, as the case stands. Raises FourpError."""
        self._answers = {one.id: one for one in (*always_recorded(sitting.book), *rest_of_plan(sitting.book))}
        self._sitting = sitting
        nine = [one for one in self._answers.values() if one.always]
        done = sum(one.state in ("yes", "unneeded") for one in nine)
        head = f"Always recorded: {done} of {len(nine)}"
        self.query_one("#answers-head", Static).update(literal(head))
        self.table.fill(self._rows())
        self.tell()

    def _rows(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for n, one in enumerate(self._answers.values(), 1):
            yield one.id, (MARKS[one.state], str(n) if one.always else "", one.title, self._said(one))

    def _said(self, one: Answer) -> str:
        if one.id == "requirement" and self._sitting.ready("gaps"):
            return f"{one.said}; {unknown_told(self._sitting.gaps)}"
        if one.said:
            return "; ".join([one.said, *(one.lacking if one.id == "plan" else ())])
        book, library = self._sitting.book, self._sitting.library
        told = "; ".join(one_line(entry, book, library) for entry in entries_of(one.entries, book))
        return told or STATE_WORDS[one.state]

    @property
    def chosen(self) -> Answer | None:
        """The line that the cursor is on."""
        return getattr(self, "_answers", {}).get(self.table.key)

    def tell(self) -> None:
        """All of the line that the cursor is on."""
        one = self.chosen
        parts = []
        if one:
            entries = entries_of(one.entries, self._sitting.book)
            live = self._sitting.record.live
            told = []
            for entry in entries:
                because = entry.said.because if entry.said else ""
                told.append(
                    f"{one_line(entry, self._sitting.book, self._sitting.library)} ({signed_by(entry, live=live)})\n  Because: {because}"
                )
            parts = [f"{one.title}: {one.said or STATE_WORDS[one.state]}"]
            if one.lacking:
                parts.append(f"Still wanted: {', '.join(one.lacking)}")
            parts += [ways(one.right), f"Why it matters: {one.why}", *told]
        self.told = "\n".join(parts)
        self.query_one("#answers-detail", Static).update(literal(self.told))

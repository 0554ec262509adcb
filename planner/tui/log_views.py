"""Views of the log: what they share, the timeline, the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.application.timeline import Measure, Sieve, authors, chosen_on, measures
from planner.domain.casebook import Casebook
from planner.domain.entries import Entry
from planner.domain.words import count_of
from planner.exports.remarked import comments_told
from planner.exports.telling import by, details, made_earlier, sentences
from planner.tui.check_answers import one_line
from planner.tui.keyed import KeyedTable, ListAndDetail
from planner.tui.literal import literal
from planner.tui.log_moments import at, at_short, on_day
from planner.tui.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.application.sitting import Sitting

AT_ONCE = 300  # rows laid at a time: the rest follow when the cursor comes to them
DIGEST = 16


def everything(entry: Entry, book: Casebook, sitting: Sitting) -> str:
    """All that an entry says, a line each, with who wrote it, what took its place and what it rested on."""
    who = by(entry, sitting.record.live)
    late = f"; decided {at(entry.made_at)}" if made_earlier(entry) else ""
    newer = book.superseded.get(entry.number)
    parts = [
        f"{entry.number} {entry.title}, entered {at(entry.entered_at)} by {who}{late}",
        *([f"/ Replaced by entry {newer}; it stays in the log."] if newer else []),
        *sentences(entry, book, sitting.library),
        *chosen_on(entry),
    ]
    if entry.said and entry.said.library and entry.said.facts:
        parts.append(
            f"It rests on the library {entry.said.library[:DIGEST]} and on the facts {entry.said.facts[:DIGEST]}."
        )
    return "\n".join([*parts, *comments_told(book, entry.number, sitting.record.live)])


class LogView(View):
    """A list of entries by their number, with all of one of them."""

    COLUMNS: tuple[tuple[str, int], ...] = ()
    EMPTY = ""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.told = ""

    def compose(self) -> ComposeResult:
        """What heads the list, the list, the detail."""
        yield Static("", classes="head", markup=False)
        with ListAndDetail():
            yield KeyedTable(self.COLUMNS)
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static("", classes="told", markup=False)

    @property
    def table(self) -> KeyedTable:
        """The list."""
        return self.query_one(KeyedTable)

    def head(self, text: str) -> None:
        """What stands above the list."""
        self.query_one(".head", Static).update(literal(text))

    def entry(self) -> Entry | None:
        """The entry that the cursor is on."""
        key = self.table.key
        return self.book.entry(int(key)) if key.isdecimal() else None

    def fill(self, sitting: Sitting, book: Casebook) -> None:
        """Show the case as a book tells it."""
        self.book = book

    def tell(self) -> None:
        """All of the entry that the cursor is on."""
        entry = self.entry()
        self.told = everything(entry, self.book, self.sitting) if entry else self.EMPTY
        self.query_one(".told", Static).update(literal(self.told))


class TimelineView(LogView):
    """Every entry; the newest first, or the oldest."""

    COLUMNS = (("Entered", 12), ("", 1), ("No.", 5), ("What", 0))
    BY = (("By", 9),)  # only where more than one has written

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.sieve = Sieve()
        self.newest_first = True
        self._found: list[Entry] = []
        self._laid = 0
        self._several = False

    def fill(self, sitting: Sitting, book: Casebook) -> None:
        """The entries that the sieve lets through."""
        super().fill(sitting, book)
        self._found = self.sieve.sifted(
            book, lambda one: f"{one.title} {' '.join(sentences(one, book, sitting.library))}"
        )
        if self.newest_first:
            self._found.reverse()
        self._several = len(authors(book.entries)) > 1
        self.table.columns_of = (*self.COLUMNS, *self.BY) if self._several else self.COLUMNS
        kept = self.table.key
        self._laid = max(AT_ONCE, self._place(kept) + 1)
        self.table.fill(self._row(one) for one in self._found[: self._laid])
        self.EMPTY = f"0 of {len(book.entries)} entries: {self.sieve.says}. Esc shows all."
        self._tell_head()
        self.tell()

    def _tell_head(self) -> None:
        order = "newest first" if self.newest_first else "oldest first"
        total = len(self.book.entries)
        found = (
            f"{len(self._found)} of {total} entries, {self.sieve.says}" if self.sieve.says else count_of(total, "entry")
        )
        more = f"; {len(self._found) - self._laid} more below" if len(self._found) > self._laid else ""
        self.head(f"{found}, {order}{more}")

    def _place(self, key: str) -> int:
        return next((n for n, one in enumerate(self._found) if str(one.number) == key), 0)

    def _row(self, one: Entry) -> tuple[str, Sequence[str]]:
        replaced = one.number in self.book.superseded
        said = f"{one.title}: {one_line(one, self.book, self.sitting.library)}"
        told = f"(replaced) {said}" if replaced else said
        mark = "/" if replaced else " "
        cells = [at_short(one.entered_at, self.sitting.today), mark, str(one.number), told]
        if self._several:
            cells.append(one.author)
        return str(one.number), cells

    def read_on(self) -> None:
        """Lay more rows when the cursor has come to the last of those that are there."""
        if self.table.cursor_row >= self._laid - 1 and self._laid < len(self._found):
            more = self._found[self._laid : self._laid + AT_ONCE]
            self._laid += len(more)
            self.table.add(self._row(one) for one in more)
            self._tell_head()

    def go_to(self, number: str) -> bool:
        """Put the cursor on an entry; False when the sieve holds it back."""
        place = self._place(number)
        while place >= self._laid:
            more = self._found[self._laid : place + 1]
            self._laid += len(more)
            self.table.add(self._row(one) for one in more)
        return self.table.go_to(number)


class MeasuresView(LogView):
    """What is measured: the baseline, and what was found since."""

    COLUMNS = (("What is measured", 0), ("Baseline", 26), ("Last found", 26))
    NARROW = (("What is measured", 0), ("Baseline", 16), ("Last found", 16))
    EMPTY = (
        "Nothing is measured yet. a records a first value as the baseline. Pursue wants a number; the other Ps also want what "
        "people say has changed."
    )

    def fill(self, sitting: Sitting, book: Casebook) -> None:
        """Everything that is measured."""
        super().fill(sitting, book)
        self._measures = {str(self._number(one)): one for one in measures(book)}
        without = sum(one.baseline is None for one in self._measures.values())
        head = f"{len(self._measures)} measured"
        self.head(f"{head}; ! {without} without a baseline" if without else head)
        self.table.columns_of = self.NARROW if self.screen.has_class("-narrow") else self.COLUMNS
        self.table.fill((key, self._cells(one)) for key, one in self._measures.items())
        self.tell()

    @staticmethod
    def _number(one: Measure) -> int:
        first = one.baseline or one.since[0]
        return first[0].number

    @staticmethod
    def _cells(one: Measure) -> Sequence[str]:
        base = f"{one.baseline[1].value} ({on_day(one.baseline)})" if one.baseline else "! none"
        since = f"{one.since[-1][1].value} ({on_day(one.since[-1])})" if one.since else "not again yet"
        return one.name, base, since

    @property
    def chosen(self) -> Measure | None:
        """The measure that the cursor is on."""
        return self._measures.get(self.table.key)

    def tell(self) -> None:
        """Every value of the measure that the cursor is on."""
        one = self.chosen
        parts = [one.name] if one else [self.EMPTY]
        for each in (one.baseline, *one.since) if one else ():
            if each:
                entry, made = each
                extra = "; ".join(f"{name}: {value}" for name, value in details(made, but=("when", "baseline")))
                because = entry.said.because if entry.said else ""
                parts.append(
                    f"{'Baseline' if made.baseline else 'Then'}, {on_day(each)}: {made.value}{f' ({extra})' if extra else ''}. "
                    f"Entry {entry.number}. Because: {because}"
                )
        self.told = "\n".join(parts)
        self.query_one(".told", Static).update(literal(self.told))

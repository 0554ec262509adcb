"""The views of the portfolio: a list over what the cursor is on, for the cases, places, deep dives and what a change touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from planner.application.places import Place
from planner.application.portfolio import Portfolio
from planner.domain.words import count_of, listed, spoken
from planner.tui.keyed import KeyedTable, ListAndDetail
from planner.tui.literal import literal

AT_ONCE = 200  # lines laid at a time: the rest follow when the cursor comes to them


@dataclass(frozen=True)
class Entry:
    """One line: what it is known by, its cells, what is told of it below the list, and the cases it is about, by name; `entry` is the
    number of an entry of that case's record."""

    key: str
    cells: Sequence[str]
    told: str
    cases: tuple[str, ...]
    entry: int = 0


def _none(key: str) -> Entry:
    raise LookupError(key)


class ListView(Widget):
    """A list over all of one of its lines; a long list is laid piece by piece."""

    DEFAULT_CSS = "ListView { height: 1fr; layout: vertical; }"

    def __init__(self, columns: Sequence[tuple[str, int]], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._columns = columns
        self._keys: Sequence[str] = ()
        self._make: Callable[[str], Entry] = _none
        self._empty, self._laid = "", 0

    def compose(self) -> ComposeResult:
        """The list, and the detail."""
        with ListAndDetail():
            yield KeyedTable(self._columns)
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static("", classes="told", markup=False)

    @property
    def table(self) -> KeyedTable:
        """The list."""
        return self.query_one(KeyedTable)

    @property
    def chosen(self) -> Entry | None:
        """What the cursor is on."""
        return self._make(self.table.key) if self.table.key else None

    @property
    def keys(self) -> Sequence[str]:
        """Every line by its key, also those not laid yet."""
        return self._keys

    def entry(self, key: str) -> Entry:
        """A line by its key."""
        return self._make(key)

    def fill(
        self, keys: Sequence[str], make: Callable[[str], Entry], empty: str, columns: Sequence[tuple[str, int]] = ()
    ) -> None:
        """Show the lines of these keys, each made when it is laid, with the cursor where it was; or what belongs here."""
        if columns:
            self.table.columns_of = columns
        at = self.table.key
        place = keys.index(at) if at in keys else 0
        self._keys, self._make, self._empty = keys, make, empty
        self._laid = min(max(AT_ONCE, place + AT_ONCE // 2), len(keys))
        self.table.fill(self._lines(0, self._laid))
        self.tell()

    def go_to(self, key: str) -> bool:
        """Put the cursor on a line, laying it first where that is needed; False where it is not here."""
        if key not in self._keys:
            return False
        self._lay(self._keys.index(key) + AT_ONCE // 2)
        return self.table.go_to(key)

    def read_on(self) -> None:
        """Lay more lines when the cursor comes to the last of those that are there."""
        if self.table.cursor_row >= self._laid - 1:
            self._lay(self._laid + AT_ONCE)

    def _lay(self, until: int) -> None:
        until = min(until, len(self._keys))
        if until > self._laid:
            start, self._laid = self._laid, until
            self.table.add(self._lines(start, until))

    def _lines(self, start: int, until: int) -> list[tuple[str, Sequence[str]]]:
        return [(key, self._make(key).cells) for key in self._keys[start:until]]

    def tell(self) -> None:
        """All of what the cursor is on."""
        one = self.chosen
        self.query_one(".told", Static).update(literal(one.told if one else self._empty))


# -- the lines of each ------------------------------------------------------------------------------------------------------

FITS = {
    "propose": "? may fit",
    "under way": "+ under way",
    "decided against": "/ decided against",
    "name the place": "! name it",
    "": "-",
}
PLACES_COLUMNS = (("Place", 0), ("Clear, Hold, Build", 18), ("Deep-rooted in", 14), ("Named in", 8))
DIVES_COLUMNS = (("Month", 8), ("Case", 22), ("Why then", 0))
TOUCHED_COLUMNS = (("Case", 16), ("Entry", 5), ("Was", 9), ("Is", 11), ("Tactic", 0))
EMPTY = {
    "places": "No place is named in these cases yet. Places come from the picture of each case: F3 there, then Places.",
    "dives": "No case waits for a deep dive. Every active case gets its turn within a year; a review held with the trigger deep dive counts.",
    "touched": "+ No chosen tactic stands otherwise than when it was chosen. After a change of law: ^p, then re-run.",
}


def places_of(found: Portfolio) -> Iterator[Entry]:
    """Every place, where Clear, Hold, Build may fit first."""
    titles = {row.name: row.title or row.name for row in found.rows}
    for n, one in enumerate(found.places):
        yield Entry(
            f"{n}:{one.name}", (one.name, FITS.get(one.fits, one.fits), count_of(len(one.embedded_in), "case"), str(len(one.cases))),
            _place_told(one, titles), tuple(dict.fromkeys((*one.embedded_in, *one.cases))),
        )  # fmt: skip


def _place_told(one: Place, titles: dict[str, str]) -> str:
    fits = {
        "propose": "Clear, Hold, Build may fit here.", "under way": "Clear, Hold, Build is under way.",
        "decided against": "Decided: not place-based.", "name the place": "Harm is deep-rooted in a place that nobody has put down.",
    }.get(one.fits, "Harm is not known to be deep-rooted here.")  # fmt: skip
    why = listed(one.why)
    told = [f"{one.name}: {fits}", *([f"Why: {why}."] if why else [])]
    if one.embedded_in:
        told.append(f"Deep-rooted in: {listed([titles[name] for name in one.embedded_in])}.")
    return "\n".join([*told, f"Named in: {listed([titles[name] for name in one.cases])}."])


def dives_of(found: Portfolio) -> Iterator[Entry]:
    """Whose turn it is, month by month."""
    for one in found.dives:
        told = f"{one.title}: deep dive in {one.month:%B %Y}.\nWhy then: {one.because}."
        yield Entry(one.case, (f"{one.month:%b %Y}", one.title, one.because), told, (one.case,))


def touched_of(found: Portfolio) -> Iterator[Entry]:
    """The chosen tactics that stand otherwise now."""
    for row in found.touched:
        for one in row.touched:
            cells = (row.title or row.name, str(one.number), spoken(one.was), spoken(one.now), one.title)
            told = f"{row.title or row.name}, entry {one.number}: {one.says}"
            yield Entry(f"{row.name}:{one.number}", cells, told, (row.name,), one.number)


LISTS: dict[str, tuple[Sequence[tuple[str, int]], Callable[[Portfolio], Iterator[Entry]]]] = {
    "places": (PLACES_COLUMNS, places_of), "dives": (DIVES_COLUMNS, dives_of), "touched": (TOUCHED_COLUMNS, touched_of),
}  # fmt: skip

"""A table whose rows are known by a key: the cursor stays on what it was on when the table is filled anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widget import Widget
from textual.widgets import DataTable

from planner.tui.literal import cell

POINTER, HERE = "pointer", ">"
GAP = 1  # a blank after each column
LEAST = 8


def line(text: str, width: int = 0) -> Text:
    """Text for a cell: one line, with a mark where it is cut."""
    told = cell(text)
    told.no_wrap = True
    if width:
        told.truncate(width, overflow="ellipsis")
    return told


class ListAndDetail(Widget):
    """A table over all of one of its rows; side by side where there is room (`keyed.tcss`)."""


class KeyedTable(DataTable[Text]):
    """Rows of cells, each row with a key. `columns_of` are headings with their widths; the one of width 0 takes what is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False, id="table.down", tooltip="The line below"),
        Binding("k", "cursor_up", "Up", show=False, id="table.up", tooltip="The line above"),
        Binding("home", "scroll_top", "First", show=False, id="table.first", tooltip="The first line"),
        Binding("end", "scroll_bottom", "Last", show=False, id="table.last", tooltip="The last line"),
    ]

    def __init__(self, columns_of: Sequence[tuple[str, int]], *, id: str | None = None, headed: bool = True) -> None:  # noqa: A002
        super().__init__(id=id, cursor_type="row", show_header=headed, zebra_stripes=False, cell_padding=0)
        self.columns_of = columns_of
        self._rows: list[tuple[str, Sequence[str]]] = []
        self._pointed = ""
        self._wide = 0
        self._widths: list[int] = []

    @property
    def key(self) -> str:
        """The key of the row that the cursor is on, or nothing."""
        return self._rows[self.cursor_row][0] if 0 <= self.cursor_row < len(self._rows) else ""

    def fill(self, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Show these rows, with the cursor on the one it was on, or where that one was."""
        key, at = self.key, self.cursor_row
        self._rows = list(rows)
        self._lay(key, at)

    def add(self, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Show these rows below the others."""
        for key, cells in rows:
            self._rows.append((key, cells))
            told = (line(one, width) for one, width in zip(cells, self._widths, strict=True))
            self.add_row(line(" "), *told, key=key)

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row of that key; False when there is none."""
        found = next((at for at, (each, _) in enumerate(self._rows) if each == key), None)
        if found is not None:
            self.move_cursor(row=found)
            self.point()
        return found is not None

    def _lay(self, key: str, at: int) -> None:
        """Lay the columns and the rows anew in the room there is."""
        self.clear(columns=True)
        self._pointed = ""
        self._wide = self.size.width
        fixed = sum(width + GAP for _, width in self.columns_of) + 1 + GAP + 1  # the pointer, and the bar for scrolling
        self._widths = [width or max(self._wide - fixed, LEAST) for _, width in self.columns_of]
        self.add_column(line(""), key=POINTER, width=1 + GAP)
        for (name, _), width in zip(self.columns_of, self._widths, strict=True):
            self.add_column(line(name, width), width=width + GAP)
        rows, self._rows = self._rows, []
        self.add(rows)
        if not self.go_to(key) and self._rows:
            self.move_cursor(row=min(max(at, 0), len(self._rows) - 1))
            self.point()

    def point(self) -> None:
        """Mark the row of the cursor with a sign, as a colour alone tells nothing."""
        key = self.key
        if key != self._pointed:
            if self._pointed in self.rows:
                self.update_cell(self._pointed, POINTER, line(" "))
            if key:
                self.update_cell(key, POINTER, line(HERE))
            self._pointed = key

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """The mark goes with the cursor."""
        super().watch_cursor_coordinate(old_coordinate, new_coordinate)
        if self._rows and len(self.rows) == len(self._rows):
            self.point()

    def on_resize(self, event: events.Resize) -> None:
        """Another width lays the columns anew."""
        if event.size.width != self._wide and self.columns:
            self._lay(self.key, self.cursor_row)

"""Rows with a cursor that stays on what it is on, fitted to the width there is; and a pane of the page "Gaps"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from planner.tui.literal import cell

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner

Row = tuple[str, Sequence[str]]
LEAST = 12
MARK, GAP = 3, 2
ROOM = 75


class FittedRows(DataTable[Text]):
    """A list whose columns are as wide as given; one of width 0 takes what is left, one named in `roomy` is left out where there is
    less than `ROOM`. What does not fit ends in dots, or goes on in lines below when the list `wraps`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Open", id="rows.open", tooltip="Open what the cursor is on"),
        Binding("j", "cursor_down", "Down", show=False, id="rows.down", tooltip="The row below"),
        Binding("k", "cursor_up", "Up", show=False, id="rows.up", tooltip="The row above"),
    ]

    def __init__(self, *heads: tuple[str, int], id: str, wraps: bool = False, roomy: str = "") -> None:  # noqa: A002
        super().__init__(cursor_type="row", cell_padding=0, id=id)
        self.heads, self._wraps, self._roomy = heads, wraps, roomy
        self._rows: list[Row] = []
        self._drawn = 0

    @property
    def key(self) -> str:
        """What the cursor is on; nothing in an empty list."""
        return self._rows[self.cursor_row][0] if self._rows and self.cursor_row < len(self._rows) else ""

    def fill(self, rows: Iterable[Row], at: str = "") -> None:
        """Show other rows. The cursor goes to `at`, else stays on what it was on, else on the same line."""
        key, line = at or self.key, self.cursor_row
        self._rows = list(rows)
        self._draw()
        if not self.go(key):
            self._to(min(line, max(len(self._rows) - 1, 0)))

    def go(self, key: str) -> bool:
        """Put the cursor on a row; False where there is none of that key."""
        found = next((n for n, (one, _) in enumerate(self._rows) if one == key), None)
        if found is not None:
            self._to(found)
        return found is not None

    def _to(self, row: int) -> None:
        self.move_cursor(row=row, animate=False)
        self.watch_cursor_coordinate(self.cursor_coordinate, self.cursor_coordinate)

    def _draw(self) -> None:
        """All the rows anew; the cursor is then on the first."""
        self.clear(columns=True)
        self._drawn = self.size.width
        shown = [n for n, (head, _) in enumerate(self.heads) if self._drawn >= ROOM or head != self._roomy]
        taken = sum(self.heads[n][1] + GAP for n in shown) + MARK
        widths = {n: self.heads[n][1] or max(self._drawn - taken - 1, LEAST) for n in shown}
        self.add_column("", width=MARK)
        for n, width in widths.items():
            self.add_column(cell(self.heads[n][0]), width=width + GAP)
        for key, told in self._rows:
            cells = [cell(told[n] if self._wraps else _cut(told[n], width)) for n, width in widths.items()]
            self.add_row(cell(""), *cells, key=key, height=None if self._wraps else 1)

    def watch_cursor_coordinate(self, old: Coordinate, new: Coordinate) -> None:
        """A mark on the row the cursor is on, for who sees no colour."""
        super().watch_cursor_coordinate(old, new)
        for row, mark in ((old.row, ""), (new.row, " >")):
            if self.is_valid_row_index(row):
                self.update_cell_at(Coordinate(row, 0), cell(mark))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the rows to the width there is now."""
        if event.size.width != self._drawn:
            at = self.key
            self._draw()
            self.go(at)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3].rstrip()}..."


class Pane(Vertical):
    """One view of the page: it shows the case, and does what its keys ask in methods named `do_` and what is done. `counts`: it
    shows what is worth asking, which takes a moment to work out."""

    counts: ClassVar[bool] = False

    @property
    def planner(self) -> Planner:
        """The program this is shown by."""
        return cast("Planner", self.app)

    @property
    def sitting(self) -> Sitting:
        """The case that is open."""
        assert self.planner.sitting is not None
        return self.planner.sitting

    def show(self) -> None:
        """Show the case as it stands."""

    def jump_to(self, to: str) -> None:
        """Put the cursor on what is named."""

"""What the three views of the picture share: the rows of a table, the row of headings, and how a view reaches its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.interviewing import Interview
    from planner.tui.picture import PicturePage


class Rows(DataTable[object]):
    """A table whose left and right change the heading or the list, as nothing in it lies to the side."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.turn(-1)", "Before", show=False, id="rows.left", tooltip="The heading or list before"),
        Binding("right", "screen.turn(1)", "Next", show=False, id="rows.right", tooltip="The next heading or list"),
        Binding("j", "cursor_down", "Down", show=False, id="rows.down", tooltip="The row below"),
        Binding("k", "cursor_up", "Up", show=False, id="rows.up", tooltip="The row above"),
    ]

    def on_resize(self) -> None:
        """The row under the cursor stays in sight when what stands below grows."""
        self.put(self.at)

    @property
    def at(self) -> str:
        """The key of the row under the cursor, or nothing in an empty table."""
        if not self.row_count:
            return ""
        return str(self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value)

    def put(self, key: str) -> None:
        """The cursor on a row, where it is there."""
        if key in self.rows:
            self.move_cursor(row=self.get_row_index(key))


class Pane(Vertical):
    """One view of the picture."""

    @property
    def page(self) -> PicturePage:
        """The page that the view is part of."""
        return cast("PicturePage", self.screen)

    @property
    def interview(self) -> Interview:
        """The case as it is asked about now."""
        return self.page.interview

    def show(self) -> None:
        """Fill the view from the case as it stands."""

    def take_cursor(self) -> None:
        """Put the cursor where keys are wanted."""

    def turn(self, step: int) -> None:
        """The next heading or list."""

    def answer(self, how: str) -> None:
        """y, n or d."""


class Tabs(Static):
    """Names in one row, the current one in brackets; those that do not fit are counted. A click opens one."""

    def __init__(self, **named: Any) -> None:
        super().__init__("", markup=False, **named)
        self._names: Sequence[tuple[str, str]] = ()
        self._current = ""
        self._spans: list[tuple[int, int, str]] = []

    def fill(self, names: Sequence[tuple[str, str]], current: str) -> None:
        """The names with what each opens, and which is shown."""
        self._names, self._current = names, current
        self._write()

    def on_resize(self) -> None:
        """As many as fit now."""
        self._write()

    def _write(self) -> None:
        width = max(self.size.width, 20)
        at = next((n for n, (name, _) in enumerate(self._names) if name == self._current), 0)
        first = 0
        while True:
            text, self._spans, left = self._row(first, width)
            if at < len(self._names) - left or first >= at:
                break
            first += 1
        self.update(literal(text))

    def _row(self, first: int, width: int) -> tuple[str, list[tuple[int, int, str]], int]:
        text = f"{first} before  " if first else ""
        spans: list[tuple[int, int, str]] = []
        for n, (name, label) in enumerate(self._names[first:], first):
            told = f"[{label}]" if name == self._current else f" {label} "
            left = len(self._names) - n
            if len(text) + len(told) + (len(f" {left - 1} more") if left > 1 else 0) > width:
                return f"{text} {left} more", spans, left
            spans.append((len(text), len(text) + len(told), name))
            text += told
        return text, spans, 0

    def on_click(self, event: events.Click) -> None:
        """Open the one under the pointer."""
        for start, end, name in self._spans:
            if start <= event.x < end:
                cast("PicturePage", self.screen).open_tab(name)

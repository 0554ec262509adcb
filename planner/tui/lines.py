"""A list of lines with a mark at the cursor; the cursor stays on what it was on when the list is filled anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from planner.domain.words import harmless
from planner.tui.literal import literal

Row = tuple[str, str]
CUT = "..."
NEAR, MOST_OF_A_YEAR = 8, 300


def near_day(when: date | None, today: date) -> str:
    """A day in a column of `NEAR` letters: 11 Dec, or Dec 2027 where that is most of a year away."""
    if when is None:
        return "no day"
    return f"{when.day} {when:%b}" if abs((when - today).days) < MOST_OF_A_YEAR else f"{when:%b %Y}"


def fit(text: str, width: int) -> str:
    """A text on one line and of exactly that width; what is cut ends in dots."""
    flat = " ".join(harmless(text).split())
    if cell_len(flat) > width:
        flat = set_cell_size(flat, max(width - len(CUT), 0)).rstrip() + CUT
    return set_cell_size(flat, width)


class MarkedLines(OptionList, inherit_bindings=False):
    """Rows of a key and a text; one without a key is a heading. Enter is left to the view that the list stands in."""

    DEFAULT_CSS = """
    MarkedLines { height: 1fr; border: none; padding: 0; background: transparent; text-wrap: nowrap; text-overflow: ellipsis; }
    MarkedLines:focus { border: none; }
    MarkedLines > .option-list--option-disabled { color: $text-muted; }
    MarkedLines > .option-list--option-highlighted { background: transparent; text-style: none; }
    MarkedLines:focus > .option-list--option-highlighted { background: $primary; color: auto; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="marked.up", tooltip="The line above"),
        Binding("down,j", "cursor_down", "Down", show=False, id="marked.down", tooltip="The line below"),
        Binding("home", "first", "First", show=False, id="marked.first", tooltip="The first line"),
        Binding("end", "last", "Last", show=False, id="marked.last", tooltip="The last line"),
        Binding("pageup", "page_up", "Page up", show=False, id="marked.page_up", tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="marked.page_down", tooltip="A page down"),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._rows: list[Row] = []
        self._marked: int | None = None

    @property
    def key(self) -> str:
        """What the cursor is on, or nothing."""
        at = self.highlighted
        return self._rows[at][0] if at is not None and at < len(self._rows) else ""

    def fill(self, rows: Iterable[Row]) -> None:
        """Show these rows, with the cursor on what it was on, or near where that was."""
        key, at = self.key, self.highlighted or 0
        self._rows, self._marked = list(rows), None
        self.set_options(Option(literal(f" {text}"), disabled=not key) for key, text in self._rows)
        if not (key and self.go_to(key)):
            able = [n for n, (one, _) in enumerate(self._rows) if one]
            self.highlighted = min(able, key=lambda n: abs(n - at), default=None)
        self.mark()

    def go_to(self, key: str) -> bool:
        """Put the cursor on what has this key; False where nothing has."""
        found = next((n for n, (one, _) in enumerate(self._rows) if one == key), None)
        if found is not None:
            self.highlighted = found
        return found is not None

    def watch_highlighted(self, highlighted: int | None) -> None:
        """The mark goes with the cursor."""
        super().watch_highlighted(highlighted)
        self.mark()

    def on_focus(self) -> None:
        """The cursor is here."""
        self.mark()

    def on_blur(self) -> None:
        """The cursor is elsewhere."""
        self.mark()

    def mark(self) -> None:
        """The sign beside the line that has the cursor, as a colour alone tells nothing."""
        wanted = self.highlighted if self.has_focus else None
        for at, sign in ((self._marked, " "), (wanted, ">")):
            if at is not None and at < len(self._rows) and self._marked != wanted:
                self.replace_option_prompt_at_index(at, literal(sign + self._rows[at][1]))
        self._marked = wanted

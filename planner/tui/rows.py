"""A list of lines to choose from, one row each; `>` marks the one under the cursor."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from planner.tui.literal import literal


class Rows(OptionList):
    """Lines that begin with a blank, in which the mark of the cursor stands. Headings are passed over."""

    DEFAULT_CSS = """
    Rows { height: auto; max-height: 100%; text-wrap: nowrap; text-overflow: ellipsis; overflow-x: hidden; }
    Rows > .option-list--option-disabled { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", id="rows.open", tooltip="Open what is under the cursor"),
        Binding("j", "cursor_down", "Down", id="rows.down", show=False, tooltip="The line below"),
        Binding("k", "cursor_up", "Up", id="rows.up", show=False, tooltip="The line above"),
    ]

    def fill(self, rows: list[tuple[str, Content]]) -> None:
        """These lines, each with the name by which it is chosen; one without a name is a heading. The cursor stays on what it
        was on, else it goes to the first line."""
        before = self.chosen
        self.clear_options()
        self.add_options(
            [Option(Content(" ") + told, id=name or f"-{n}", disabled=not name) for n, (name, told) in enumerate(rows)]
        )
        if not self.choose(before):
            self.action_first()

    @property
    def chosen(self) -> str:
        """The name of the line under the cursor, or nothing."""
        option = self.highlighted_option
        return option.id or "" if option else ""

    def choose(self, name: str) -> bool:
        """Put the cursor on a line; False when it is not there."""
        for n, option in enumerate(self.options):
            if name and option.id == name:
                self.highlighted = n
                return True
        return False

    def render_line(self, y: int) -> Strip:
        """The line, with the mark of the cursor where it stands: every option is one row high."""
        strip = super().render_line(y)
        if self.has_focus and self.highlighted is not None and y + self.scroll_offset.y == self.highlighted:
            style = next(iter(strip)).style if strip.cell_length else None
            return Strip.join([Strip([Segment(">", style)]), strip.crop(1)])
        return strip


def columns(*cells: tuple[str, int], style: str = "") -> Content:
    """Cells side by side, each cut or filled to its width; what is cut ends in `...`."""
    return Content.assemble(*(literal(fitted(text, width), style) for text, width in cells))


def fitted(text: str, width: int) -> str:
    """A text at exactly some cells, with a blank after it."""
    from rich.cells import cell_len, set_cell_size

    text = text.replace("\n", " ")
    if cell_len(text) > width - 1:
        return f"{set_cell_size(text, max(width - 4, 1)).rstrip()}... "[:width].ljust(width)
    return set_cell_size(text, width)

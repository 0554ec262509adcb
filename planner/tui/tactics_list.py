"""The list of tactics: only the rows that are seen are drawn, so that ten thousand cost no more than twenty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.domain.words import harmless

if TYPE_CHECKING:
    from planner.application.recommending import Recommended

CUT = "..."


def fitted(text: str, width: int) -> str:
    """A text on one line, in exactly so many cells; what is cut ends in dots."""
    flat = harmless(text).replace("\n", " ")
    if cell_len(flat) > width:
        flat = set_cell_size(flat, max(width - len(CUT), 0)).rstrip() + CUT
    return set_cell_size(flat, width)


class TacticList(ScrollView, can_focus=True):
    """One row a tactic. `draw` says a row in so many cells, and the style of its part of the stylesheet."""

    DEFAULT_CSS = """
    TacticList { height: 1fr; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--row", "list--taken", "list--gone", "list--cursor", "list--away"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up", tooltip="The tactic above"),
        Binding("down,j", "move(1)", "Down", show=False, id="list.down", tooltip="The tactic below"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page_up", tooltip="A page up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page_down", tooltip="A page down"),
        Binding("home", "end(0)", "First", show=False, id="list.home", tooltip="The first tactic"),
        Binding("end", "end(1)", "Last", show=False, id="list.end", tooltip="The last tactic"),
        Binding("enter", "read", "Read on", show=False, id="list.read", tooltip="Read what is said of it; Esc comes back"),
    ]  # fmt: skip

    class Moved(Message):
        """The cursor is on another tactic."""

    class Read(Message):
        """What is said of the tactic under the cursor is to be read."""

    def __init__(self, draw: Callable[[Recommended, int], tuple[str, str]], id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._draw = draw
        self.rows: Sequence[Recommended] = ()
        self.cursor = 0

    @property
    def current(self) -> Recommended | None:
        """The tactic under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def fill(self, rows: Sequence[Recommended], at: str) -> None:
        """Show other rows, with the cursor on the tactic of that id; without it, at the same height."""
        self.rows = rows
        found = next((n for n, one in enumerate(rows) if one.tactic.id == at), None)
        self.cursor = min(self.cursor, max(len(rows) - 1, 0)) if found is None else found
        self.virtual_size = Size(1, len(rows))
        self.refresh()
        self._into_view()

    def go_to(self, row: int) -> None:
        """Put the cursor on a row."""
        row = max(0, min(row, len(self.rows) - 1))
        if row != self.cursor and self.rows:
            self._draw_again(self.cursor)
            self.cursor = row
            self._draw_again(row)
            self._into_view()
            self.post_message(self.Moved())

    def draw_current(self) -> None:
        """Draw the row under the cursor anew."""
        self._draw_again(self.cursor)

    def _draw_again(self, row: int) -> None:
        self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))

    def _into_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    # -- drawn ------------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One row of the list, or a blank one below the last."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        text, style = self._draw(self.rows[row], width - 1)
        at = row == self.cursor
        if at:
            style = "list--cursor" if self.has_focus else "list--away"
        drawn = fitted(f"{'>' if at else ' '}{text}", width)
        return Strip([Segment(drawn, self.get_component_rich_style(style))], width)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._into_view()

    def watch_has_focus(self, _: bool) -> None:
        """The cursor looks otherwise where the keys go elsewhere."""
        self.draw_current()

    # -- moved ------------------------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Up or down."""
        self.go_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        """A page up or down."""
        self.go_to(self.cursor + step * max(self.size.height - 1, 1))

    def action_end(self, last: int) -> None:
        """To the first row, or the last."""
        self.go_to(len(self.rows) - 1 if last else 0)

    def action_read(self) -> None:
        """Read on."""
        self.post_message(self.Read())

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there."""
        self.go_to(event.y + self.scroll_offset.y)

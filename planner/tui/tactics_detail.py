"""What is said of one tactic, laid out beside the list: in one column, or in two where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.domain.words import harmless
from planner.tui.tactics_list import fitted

if TYPE_CHECKING:
    from planner.application.choosing import Section

ROOM_FOR_TWO = 70
GUTTER = 2
BOLD = Style(bold=True)
# A line as it is drawn, and whether it heads what follows.
Line = tuple[str, bool]
NO_LINE: Line = ("", False)


def lines_of(sections: Sequence[Section], width: int) -> Iterator[Line]:
    """Sections as lines: the title of each, and under it what it says, what does not fit set further in."""
    for section in sections:
        yield section.title, True
        for said in section.lines:
            yield from paragraph(said, width)


def paragraph(said: str, width: int) -> Iterator[Line]:
    """What is said once, its further lines set in."""
    for part in harmless(said).split("\n"):
        for line in wrap(part, max(width, 10), initial_indent=" ", subsequent_indent="   ") or [""]:
            yield line, False


def as_text(sections: Sequence[Section]) -> str:
    """Sections as one text, to be read on a screen of their own."""
    return "\n\n".join("\n".join([one.title, *(f"  {said}" for said in one.lines)]) for one in sections)


class Detail(ScrollView, can_focus=True):
    """Title and standing, then the sections; only the lines that are seen are drawn. Tab comes here to read on."""

    DEFAULT_CSS = """
    Detail { padding: 0 0 0 1; border-left: vkey $surface-lighten-2; overflow-x: hidden; scrollbar-gutter: stable; }
    Detail:focus { border-left: vkey $accent; }
    """

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = ""
        self._head: Sequence[str] = ()
        self._sections: Sequence[Section] = ()
        self._whole: list[Line] = []
        self._beside: list[tuple[Line, Line]] = []

    def show(self, title: str, head: Sequence[str], sections: Sequence[Section]) -> None:
        """Show one tactic, from its top."""
        self._title, self._head, self._sections = title, head, sections
        self._lay()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Lay it out for the new width."""
        self._lay()

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _column(self) -> int:
        """How wide each column is, where there are two; otherwise nothing."""
        return (self._width - GUTTER) // 2 if self._width >= ROOM_FOR_TWO else 0

    def _lay(self) -> None:
        width = self._width
        self._whole = [(line.strip(), True) for line, _ in paragraph(self._title, width) if line]
        self._whole += [line for said in self._head for line in paragraph(said, width)]
        choose, do = ([one for one in self._sections if one.how is how] for how in (False, True))
        if self._column:
            left, right = lines_of(choose, self._column), lines_of(do, self._column)
            self._beside = list(zip_longest(left, right, fillvalue=NO_LINE))
        else:
            self._beside = []
            self._whole += lines_of([*choose, *do], width)
        self.virtual_size = Size(1, len(self._whole) + len(self._beside))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line, or the two that stand side by side."""
        row = y + self.scroll_offset.y
        if row < len(self._whole):
            return self._strip([(*self._whole[row], self._width)])
        if row - len(self._whole) < len(self._beside):
            one, other = self._beside[row - len(self._whole)]
            return self._strip([(*one, self._column + GUTTER), (*other, self._column)])
        return Strip.blank(self._width, self.rich_style)

    def _strip(self, parts: Sequence[tuple[str, bool, int]]) -> Strip:
        plain = self.rich_style
        drawn = [Segment(fitted(said, width), plain + BOLD if heads else plain) for said, heads, width in parts]
        return Strip(drawn).adjust_cell_length(self._width, plain)

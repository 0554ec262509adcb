"""What is said of one tactic, laid out beside the list: in one column, or in two where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.choosing import Section

ROOM_FOR_TWO = 70


def lines_of(sections: Sequence[Section], width: int) -> Iterator[Content]:
    """Sections as lines: the title of each, and under it what it says, what does not fit further in."""
    for section in sections:
        yield literal(section.title, "bold")
        for said in section.lines:
            yield from paragraph(said, width)


def paragraph(said: str, width: int) -> Iterator[Content]:
    """One paragraph, its further lines set in."""
    for part in said.split("\n"):
        for line in wrap(part, max(width, 10), initial_indent=" ", subsequent_indent="   ") or [""]:
            yield literal(line)


def as_text(sections: Sequence[Section]) -> str:
    """Sections as one text, to be read on a screen of their own."""
    return "\n\n".join("\n".join([one.title, *(f"  {said}" for said in one.lines)]) for one in sections)


class Detail(VerticalScroll, can_focus=True):
    """Title and standing, then the sections; Tab comes here to read on."""

    DEFAULT_CSS = """
    Detail { padding: 0 0 0 1; border-left: vkey $surface-lighten-2; }
    Detail:focus { border-left: vkey $accent; }
    Detail Static { width: 1fr; height: auto; }
    Detail #both { height: auto; layout: vertical; }
    Detail.-split #both { layout: horizontal; }
    Detail.-split #choose { padding-right: 2; }
    """

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = ""
        self._head: Sequence[str] = ()
        self._sections: Sequence[Section] = ()

    def compose(self) -> ComposeResult:
        """Head, then what one needs to choose it and what one needs to do it."""
        yield Static("", id="head")
        with Horizontal(id="both"):
            yield Static("", id="choose")
            yield Static("", id="how")

    def show(self, title: str, head: Sequence[str], sections: Sequence[Section]) -> None:
        """Show one tactic, from its top."""
        self._title, self._head, self._sections = title, head, sections
        self._lay()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Lay it out for the new width."""
        self.set_class(self.size.width >= ROOM_FOR_TWO, "-split")
        self._lay()

    def _lay(self) -> None:
        width = self.scrollable_content_region.width - 1
        head = [literal(self._title, "bold"), *(line for said in self._head for line in paragraph(said, width))]
        self._write("#head", head if self._title else [])
        if self.has_class("-split"):
            width = width // 2 - 2
        self._write("#choose", list(lines_of([one for one in self._sections if not one.how], width)))
        self._write("#how", list(lines_of([one for one in self._sections if one.how], width)))

    def _write(self, where: str, lines: Sequence[Content]) -> None:
        self.query_one(where, Static).update(Content("\n").join(lines))

"""A view of a page: one of the panes that a page is divided into, with keys of its own that work while it has the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner
    from planner.tui.frame import Page


class Lines(OptionList):
    """A list of lines to go through with the arrows, or j and k; Enter opens the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", key_display="Enter", id="lines.open", tooltip="Open what is under the cursor"),
        Binding("j", "cursor_down", "Down", show=False, id="lines.down", tooltip="The line below"),
        Binding("k", "cursor_up", "Up", show=False, id="lines.up", tooltip="The line above"),
    ]  # fmt: skip

    def fill(self, lines: Sequence[tuple[str, str]], keep: str = "") -> None:
        """Show lines, each an id and its words, with the cursor on the one to `keep`, else where it was, else on the first."""
        place = self.highlighted or 0
        keep = keep or (self.highlighted_option.id or "" if self.highlighted_option else "")
        self.clear_options()
        self.add_options([Option(literal(words), id=name) for name, words in lines])
        names = [name for name, _ in lines]
        if names:
            self.highlighted = names.index(keep) if keep in names else min(place, len(names) - 1)

    @property
    def at(self) -> str:
        """The id of the line under the cursor."""
        return (self.highlighted_option.id or "") if self.highlighted_option else ""


class View(Widget):
    """One view. Its id is its name in the page's VIEWS; `HELP_TEXT` is what F1 says while it is shown."""

    DEFAULT_CSS = "View { height: 1fr; layout: vertical; }"
    HELP_TEXT: ClassVar[str] = ""

    @property
    def planner(self) -> Planner:
        """The program this view is shown by."""
        return cast("Planner", self.app)

    @property
    def sitting(self) -> Sitting:
        """The case that is open."""
        return cast("Page", self.screen).sitting

    def show_case(self, sitting: Sitting) -> None:
        """Fill the view from the case as it stands. Keep the cursor where it was. Raises FourpError."""

    def take_cursor(self) -> None:
        """Put the cursor where it belongs: on the first thing in the view that can have it, unless one has it already."""
        if self.screen.focused is None or self not in self.screen.focused.ancestors_with_self:
            for widget in (self, *self.query("*")):
                if widget.focusable and widget.display:
                    widget.focus()
                    return

    def jump_to(self, to: str) -> None:
        """Put the cursor on what is named; on nothing when it is not here."""

    def where(self) -> str:
        """What the cursor is on, as `jump_to` takes it."""
        return ""

    def remember(self) -> None:
        """Remember where in this view the officer is, when it is the one shown."""
        page = cast("Page", self.screen)
        if page.view == self.id:
            self.planner.stopped_at(page.NAME, page.view, self.where())

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the view offers beside its keys: a name as `area: Verb thing`, its action, what it does."""
        yield from ()

"""A view of a page: one of the panes that a page is divided into, with keys of its own that work while it has the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.widget import Widget

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner
    from planner.tui.frame import Page


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

    def stopped_at(self, to: str = "") -> None:
        """Remember where in this view the officer is."""
        page = cast("Page", self.screen)
        if page.view == self.id:
            self.planner.stopped_at(page.NAME, page.view, to)

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the view offers beside its keys: a name as `area: Verb thing`, its action, what it does."""
        yield from ()

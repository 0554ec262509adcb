"""Plan: the four Ps, the approach, the objectives, the phases, the calendar and the duties, each a view with its own keys.

The page itself only forwards: what is shown, asked and offered is the view's (`View`).
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from planner.errors import FourpError
from planner.tui.approach import ApproachView
from planner.tui.board import BoardView
from planner.tui.calendar import CalendarView
from planner.tui.duties import DutiesView
from planner.tui.four_ps import FourPsView
from planner.tui.frame import Page
from planner.tui.objectives import ObjectivesView
from planner.tui.view import View


class PlanPage(Page):
    """The plan. F5 opens the view that was last looked at."""

    NAME = "plan"
    TITLE_TEXT = "Plan"
    HELP_TEXT = (
        "The plan in six views: the four Ps, the decisions always to record, the objectives, the phases, the calendar with the chase "
        "list, and the written statements. Full stop and comma go from view to view."
    )
    CSS_PATH = "plan.tcss"
    VIEWS = (
        ("four_ps", "Four Ps"), ("approach", "Approach"), ("objectives", "Objectives"), ("board", "Clear-Hold-Build"),
        ("calendar", "Calendar"), ("duties", "Duties"),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._filled: dict[str, int] = {}  # the entry at which each view was last filled
        self._wanted = ""  # what to go to once the page is there

    def body(self) -> ComposeResult:
        """The views; only the one shown is filled."""
        yield FourPsView(id="four_ps")
        yield ApproachView(id="approach")
        yield ObjectivesView(id="objectives")
        yield BoardView(id="board")
        yield CalendarView(id="calendar")
        yield DutiesView(id="duties")

    @property
    def pane(self) -> View:
        """The view that is shown."""
        return self.query_one(f"#{self.view}", View)

    def show_case(self) -> None:
        """Fill the view that is shown, and put the cursor in it."""
        self._filled[self.view] = self.sitting.position
        self.pane.show_case(self.sitting)
        self.pane.take_cursor()
        if self._wanted:
            self.pane.jump_to(self._wanted)
            self._wanted = ""

    def view_shown(self) -> None:
        """Fill the view if the case was added to since, and put the cursor in it."""
        if not self._filled:
            return  # the page is not there yet: it is filled when it is
        if self._filled.get(self.view) == self.sitting.position:
            self.pane.take_cursor()
            return
        try:
            self.show_case()
        except FourpError as error:
            self.trouble(error)

    def jump_to(self, to: str) -> None:
        """Put the cursor on what is named in the view that is shown."""
        if self._filled:
            self.pane.jump_to(to)
        else:
            self._wanted = to

    def where(self) -> str:
        """What the cursor is on in the view that is shown."""
        return self.pane.where() if self._filled else self._wanted

    def help_text(self) -> str:
        """What F1 says of the view that is shown, and of the page."""
        return f"{self.pane.HELP_TEXT}\n\n{self.HELP_TEXT}"

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the view that is shown offers."""
        for name, action, what in self.pane.palette():
            yield name, f"in_view({action!r})", what

    async def action_in_view(self, action: str) -> None:
        """Do what the view that is shown offers."""
        await self.pane.run_action(action)

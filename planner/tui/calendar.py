"""The view "Calendar" of the plan: what falls when, what clashes, and as a chase list who answers for what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.application.sitting import Sitting
from planner.tui.chase import ChaseList
from planner.tui.lines import MarkedLines
from planner.tui.small import ReadScreen
from planner.tui.view import View
from planner.tui.weeks import DaysPane

CHASE = "chase-"


class CalendarView(View):
    """The calendar; `t` turns it into the chase list."""

    HELP_TEXT = (
        "D is the due day, = the weeks of work before it, + done, R the review, ! a clash: two things that should not share a week "
        'or an order, or a day that does not serve. A line may say "speak to the SIO before this is done", never why.\n\n'
        "A clash is moved, or accepted with a reason that stays on the record. A new day asks why and replaces the old decision; "
        "both are kept. When a day changes, what was accepted of it is asked again.\n\n"
        "t turns the calendar into the chase list: by owner, what was tasked, accepted, is under way, late, done, or not done and "
        "why. A count of days late says what to ask about, not how anyone is doing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "turn", "Turn", id="calendar.turn", tooltip="Turn the calendar into the chase list, and back"),
    ]

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._chasing = False

    def compose(self) -> ComposeResult:
        """One of the two is shown."""
        yield DaysPane(id="days")
        yield ChaseList(id="chase")

    @property
    def shown(self) -> DaysPane | ChaseList:
        """The calendar or the chase list."""
        return self.query_one(ChaseList) if self._chasing else self.query_one(DaysPane)

    def on_mount(self) -> None:
        """Begin with the calendar."""
        self.query_one(ChaseList).display = False

    def show_case(self, sitting: Sitting) -> None:
        """Fill the one that is shown."""
        self.shown.show_case(sitting)

    def take_cursor(self) -> None:
        """The one that is shown."""
        self.shown.take_cursor()

    def where(self) -> str:
        """The intervention the cursor is on, and in which of the two."""
        return f"{CHASE if self._chasing else ''}{self.shown.where()}"

    def jump_to(self, to: str) -> None:
        """An intervention by its number; after `chase-`, in the chase list."""
        if to.startswith(CHASE) != self._chasing:
            self.action_turn()
        self.shown.jump_to(to.removeprefix(CHASE))

    def action_turn(self) -> None:
        """Calendar or chase list."""
        self.query_one(DaysPane).display = self._chasing
        self._chasing = not self._chasing
        self.query_one(ChaseList).display = self._chasing
        self.show_case(self.sitting)
        self.shown.query_one(MarkedLines).focus()
        self.remember()

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What there is beside the keys."""
        yield (
            "calendar: Turn to chase list, or back",
            "turn",
            "By owner: tasked, accepted, under way, late, done, not done",
        )
        yield "calendar: Go to today", "today", "The weeks from this one on"
        yield "view: Show as plain text", "plain", "The calendar or the chase list as text, line by line"

    def action_today(self) -> None:
        """The weeks from this one on."""
        self.query_one(DaysPane).first_week(None)

    def action_plain(self) -> None:
        """As text."""
        self.planner.push_screen(
            ReadScreen("Chase list" if self._chasing else "Calendar", self.shown.plain(self.sitting))
        )

"""The sheet for an objective: its five parts in the order of SMART, and what is said of them while they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from planner.application.planning import review_clock
from planner.application.smart import smart
from planner.tui.days import HINT, read_day
from planner.tui.literal import literal
from planner.tui.sheet import WHO_AND_WHEN, WHY, DecisionSheet, Field

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

PARTS = (
    Field("text", "Specific: what will be different?", "words"),
    Field("measure", "Measurable: what will you count, and what will you hear?", "words"),
    Field("owner", "Assigned: who leads?"),
    Field(WHY, "Realistic: what makes it possible, and why this? Use your own words.", "words"),
    Field("due", "Timed: by when?", "day"),
)


class ObjectiveSheet(DecisionSheet):
    """Asks for one objective, with live marks; they are advice and hold nothing back."""

    TITLE_TEXT = "Objective"
    HELP_TEXT: ClassVar[str] = (
        "An aim can be broad; an objective cannot. Say what will be different, how you will know, who leads, what makes it possible and "
        "by when. Under Pursue include a number; under the others also say what you expect to hear. The marks are advice: + is there, "
        "? could say more, - nothing to go on yet. None of them keeps an objective from being saved.\n\n"
        "What makes it possible stays in the record as the reason for the objective. Enter goes from field to field and saves on the "
        "last; Shift+Tab goes back. Esc keeps what you typed as a draft. Days may be typed as " + HINT + "."
    )

    def __init__(self, sitting: Sitting, kind: str, *, ask: Sequence[str] | None = None, **how: Any) -> None:
        super().__init__(sitting, kind, ask=ask, **how)
        before = [one for one in self.fields if one.name in (*WHO_AND_WHEN, "pillar")]
        self.fields = (*before, *PARTS)
        self._review = review_clock(sitting.book, sitting.library).due

    def body(self) -> ComposeResult:
        """The parts, and the marks below them."""
        yield from super().body()
        yield Static("", id="marks", markup=False)

    def on_mount(self) -> None:
        """Begin with the marks of what is there. (Textual calls the sheet's own `on_mount` too.)"""
        self._mark()

    def _typed(self) -> None:
        super()._typed()
        if self._ready:
            self._mark()

    def _tell_reason(self) -> None:
        """The marks speak of what makes it possible; only a reason that was given before is told here."""
        if self.value(PARTS[3]):
            super()._tell_reason()

    def _mark(self) -> None:
        text, measure, owner, in_place, due = (self.value(one) for one in PARTS)
        pillar = self.given.get("pillar") or next((self.value(one) for one in self.fields if one.name == "pillar"), "")
        today = self.sitting.today
        marks = smart(pillar, text, measure, owner, read_day(due, today), in_place, today=today, review=self._review)
        self.query_one("#marks", Static).update(
            literal("\n".join(f"{one.mark} {one.letter} {one.says}" for one in marks))
        )

"""Words of any length, typed. On its own, as what it is made of is slow to load and not in the first screen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from planner.tui.fields import ENTER, Done


class Words(TextArea):
    """Words of any length. Enter goes on, Ctrl+O starts a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "new_line", "New line", id="words.line", tooltip="Start a new line"),
    ]

    def __init__(self, text: str = "", **named: Any) -> None:
        super().__init__(text, tab_behavior="focus", show_line_numbers=False, soft_wrap=True, **named)
        self.move_cursor(self.document.end)

    def action_new_line(self) -> None:
        """A new line."""
        self.insert("\n")

    async def _on_key(self, event: events.Key) -> None:
        if event.key == ENTER:
            event.stop()
            event.prevent_default()
            self.post_message(Done())
            return
        await super()._on_key(event)

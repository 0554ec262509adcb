"""A small screen to choose one of a few: a digit takes it at once."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from planner.tui.literal import literal
from planner.tui.small import SmallScreen


class ChooseScreen(SmallScreen[str]):
    """One of a list of (value, label): its digit takes it at once, and so does Enter on it."""

    HELP_TEXT = (
        "Press the digit of a line, or go to it with the arrows and press Enter. Esc leaves everything as it is."
    )

    def __init__(self, title: str, text: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._heading, self._text, self._choices = title, text, choices

    def compose(self) -> ComposeResult:
        """What is asked, and the lines."""
        with Vertical(id="small"):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            if self._text:
                yield Static(literal(self._text), classes="quiet")
            lines = [Option(literal(f"{n} {label}"), id=f"n{n}") for n, (_, label) in enumerate(self._choices, 1)]
            yield OptionList(*lines, id="choices")
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the first line."""
        choices = self.query_one("#choices", OptionList)
        choices.focus()
        choices.highlighted = 0

    def on_key(self, event: events.Key) -> None:
        """The digit of a line."""
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self._choices):
            event.stop()
            self.dismiss(self._choices[int(event.key) - 1][0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        self.dismiss(self._choices[event.option_index][0])

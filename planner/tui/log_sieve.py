"""Which entries of the log are shown: asked for in two choices over the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from planner.application.timeline import KINDS, Sieve
from planner.tui.fields import Choices, Done
from planner.tui.literal import literal
from planner.tui.small import SmallScreen


class SieveScreen(SmallScreen[Sieve]):
    """Of which kind, and by whom. Enter goes on and shows what was asked for."""

    HELP_TEXT = (
        "A digit or the space bar takes a line; Enter goes on. Words are searched for with / on the page itself."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "next", "Next, show", id="sieve.next", tooltip="On; after the last choice, show what was asked for"
        ),
    ]

    def __init__(self, sieve: Sieve, authors: Sequence[str]) -> None:
        super().__init__()
        self._sieve = sieve
        self._authors = tuple(authors)

    def compose(self) -> ComposeResult:
        """The two choices."""
        states = (("", "All, also those replaced"), ("standing", "Only those that stand"))
        with VerticalScroll(id="small", can_focus=False):
            yield Static(literal("Which entries?", "bold"), classes="pane-title")
            yield Choices(KINDS, (self._sieve.kind,), id="kind")
            yield Static(literal("Replaced ones too?", "bold"), classes="pane-title")
            yield Choices(states, ("standing" if self._sieve.standing else "",), id="standing")
            yield Static(literal("By whom?", "bold"), classes="pane-title")
            people = (("", "Anybody"), *((one, one) for one in self._authors))
            yield Choices(people, (self._sieve.author,), id="author")
        yield Footer()

    def on_mount(self) -> None:
        """Begin with the kind."""
        self.query_one("#kind").focus()

    def on_done(self, event: Done) -> None:
        """Enter in a choice."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On; after the last, show."""
        asked = list(self.query(Choices))
        at = next((n for n, one in enumerate(asked) if one.has_focus), len(asked) - 1)
        if at < len(asked) - 1:
            asked[at + 1].focus()
            return
        kind, standing, author = (one.value for one in asked)
        self.dismiss(replace(self._sieve, kind=kind, author=author, standing=bool(standing)))

"""Small screens over the list of tactics: what to show of it, and two tactics side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical, VerticalScroll
from textual.widgets import Footer, Input, Static

from planner.application.choosing import STATES, Filter
from planner.domain.tactic import PHASES, PILLARS
from planner.domain.vocabulary import HEADINGS
from planner.tui.fields import Choices, Done, Line
from planner.tui.literal import literal
from planner.tui.small import SmallScreen

ASKED = {"pillars": "P", "headings": "Heading", "phases": "Phase", "states": "How it stands"}


def _named(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, one.capitalize()) for one in values]


class FilterScreen(SmallScreen[Filter]):
    """Which tactics to show. What is ticked is shown; where nothing is ticked, nothing is left out."""

    CSS_PATH = "tactics.tcss"
    TITLE_TEXT = "Filter"
    HELP_TEXT = (
        "Tick what to show, with digits or arrows and the space bar; Enter goes on and, from the last field, shows the list. "
        "Where nothing is ticked, nothing is left out, but for how a tactic stands: there the list begins with what fits and what "
        "might. An agency is found by part of its name, whether it leads or helps. Esc leaves the list as it was."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "apply", "Show", id="filter.apply", tooltip="Show the list so"),
        Binding("ctrl+l", "clear", "Clear", id="filter.clear", tooltip="Take every tick away"),
    ]

    def __init__(self, asked: Filter) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        """A list of ticks for each, and the agency."""
        choices = {
            "pillars": _named(PILLARS), "headings": _named(HEADINGS), "phases": _named(PHASES),
            "states": [(name, f"{mark} {says}") for name, (mark, says) in STATES.items()],
        }  # fmt: skip
        with VerticalScroll(id="small", can_focus=False):
            yield Static(literal("Which tactics to show", "bold"), classes="pane-title")
            with Grid(id="ticks"):
                for name, label in ASKED.items():
                    with Vertical(classes="ticked"):
                        yield Static(literal(label), classes="asked")
                        yield Choices(choices[name], getattr(self._asked, name), several=True, id=name)
            yield Static(literal("Agency that leads or helps (part of its name)"), classes="asked")
            yield Line(self._asked.agency, id="agency")
        yield Footer()

    def on_done(self, event: Done) -> None:
        """Enter: on to the next field; from the last, show the list."""
        event.stop()
        names = [*ASKED, "agency"]
        at = names.index(str(self.focused.id)) if self.focused and self.focused.id in names else 0
        if at == len(names) - 1:
            self.action_apply()
        else:
            self.query_one(f"#{names[at + 1]}").focus()

    def action_apply(self) -> None:
        """Show the list so."""
        ticked = {name: self.query_one(f"#{name}", Choices).chosen for name in ASKED}
        agency = self.query_one("#agency", Input).value.strip()
        self.dismiss(Filter(**ticked, agency=agency, words=self._asked.words, shortlist=self._asked.shortlist))

    def action_clear(self) -> None:
        """Take every tick away."""
        for one in self.query(Choices):
            one.chosen = frozenset()
        self.query_one("#agency", Input).value = ""


class CompareScreen(SmallScreen[None]):
    """Two tactics side by side, what differs between them marked."""

    CSS_PATH = "tactics.tcss"
    TITLE_TEXT = "Two tactics side by side"
    HELP_TEXT = "What is the same of both is said once. Read with the arrows; Esc goes back to the list."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q,equals_sign", "leave", "Back", id="leave.compare", show=False, tooltip="Back to the list"),
    ]

    def __init__(self, titles: tuple[str, str], rows: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._titles, self._rows = titles, rows

    def compose(self) -> ComposeResult:
        """A row for each thing weighed: its name, and what is said of the one and of the other."""
        with VerticalScroll(id="compared"):
            with Grid(classes="pair"):
                for text in ("", *self._titles):
                    yield Static(literal(text, "bold"))
            for name, one, other in self._rows:
                alike = one == other
                with Grid(classes="pair"):
                    yield Static(literal(name), classes="quiet")
                    yield Static(literal(one))
                    yield Static(literal("the same" if alike else other), classes="quiet" if alike else "")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one("#compared").focus()

"""The page "Gaps": what is worth finding out, how that is to be done, what partners are asked, and the models of the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from planner.errors import FourpError
from planner.tui.frame import Page
from planner.tui.gaps_models import MODELS, Models
from planner.tui.gaps_next import NextQuestion
from planner.tui.gaps_requests import RequestsToPartners
from planner.tui.gaps_requirement import RequirementAndPlan
from planner.tui.gaps_rows import Pane


class GapsPage(Page):
    """Gaps."""

    NAME = "gaps"
    CSS_PATH = "gaps.tcss"
    TITLE_TEXT = "Gaps: what is worth finding out"
    VIEWS = (
        ("next", "Next question"), ("requirement", "Requirement and plan"), ("requests", "Requests to partners"), ("models", "Models"),
    )  # fmt: skip
    HELP_TEXT = (
        '"Need to know" could settle a tactic half met, change a duty or guardrail, or give an empty P its first tactic. The rest is '
        "nice to know: leave it. You never need every answer to act. Anything covert is only a pointer to the right office.\n\n"
        '"Settles" is how many possible tactics an answer would make certain or rule out; "Opens" how many some answer would make '
        "certain.\n\n"
        "Answers are graded facts: they take the source in hand, which h changes. No means that somebody checked.\n\n"
        "An adopted question becomes an intelligence requirement and a line of the collection plan. It is kept apart from the four "
        "Ps.\n\n"
        "Partners answer better when asked about their own work, so start with an open request: it leaves out the group, its people "
        "and its places. A named request gives only what that agency needs, and waits for a sharing decision. A reply comes back as "
        "graded facts that you enter one by one.\n\n"
        "A model shows which parts of the group's business are known, which are not, and which no intervention touches yet."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "do('add')", "Adopt, add", id="gaps.add", tooltip="Adopt the question; or add what came back, or a reply"),
        Binding("x", "do('drop')", "Drop", id="gaps.drop", tooltip="Drop what was adopted, with a reason"),
        Binding("q", "do('ask')", "Ask partners", id="gaps.ask", tooltip="Put it to partners; on their form, write it to a file"),
        Binding("w", "do('why')", "Why", id="gaps.why", tooltip="Why it is worth asking; what the record says; the golden rules"),
        Binding("e", "do('edit')", "Edit", show=False, id="gaps.edit", tooltip="Change what was adopted, or a question's wording"),
        Binding("y", "do('yes')", "Yes", show=False, id="gaps.yes", tooltip="It is so, says the source in hand"),
        Binding("n", "do('no')", "No", show=False, id="gaps.no", tooltip="It is known not to be so, says the source in hand"),
        Binding("d", "do('later')", "Not known yet", show=False, id="gaps.later", tooltip="Not known yet: on to the next question"),
        Binding("h", "do('source')", "Source", show=False, id="gaps.source", tooltip="Change the source in hand"),
        Binding("f", "do('filter')", "Filter", show=False, id="gaps.filter", tooltip="Need or nice to know; adopted or all"),
        Binding("t", "do('turn')", "Turn", show=False, id="gaps.turn", tooltip="Open or named form; the next model"),
        *(
            Binding(str(n), f"do('pick_{n}')", model, show=False, id=f"gaps.pick.{n}", tooltip=f"Model {n}")
            for n, model in enumerate(MODELS, 1)
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._waiting = False

    def body(self) -> ComposeResult:
        """One pane for each view."""
        yield NextQuestion()
        yield RequirementAndPlan()
        yield RequestsToPartners()
        yield Models()

    @property
    def pane(self) -> Pane:
        """What is shown."""
        return self.query_one(f"#{self.view}", Pane)

    def show_case(self) -> None:
        """Fill what is shown; what is worth asking is worked out once the page has been painted."""
        self.pane.show()
        if self.pane.counts and not self._waiting and not self.sitting.ready("gaps"):
            self._waiting = True
            self.call_after_refresh(self._recount)

    def _recount(self) -> None:
        self._waiting = False
        if self.planner.sitting is None or self.planner.screen is not self or not self.pane.counts:
            return
        try:
            self.sitting.gaps  # noqa: B018 (worked out here, kept by the sitting)
        except FourpError as error:
            self.planner.trouble(error)
            return
        self.pane.show()

    def view_shown(self) -> None:
        """Fill the view, and put the cursor in it."""
        self.update()
        first: Widget | None = next((one for one in self.pane.query("*") if one.can_focus), None)
        if first:
            first.focus()
        self.refresh_bindings()

    def jump_to(self, to: str) -> None:
        """Put the cursor on a fact, an entry, a partner or a model."""
        self.pane.jump_to(to)

    # -- keys -----------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key works where what is shown has something for it to do."""
        if action == "do" and self.is_mounted:
            return hasattr(self.pane, f"do_{parameters[0]}")
        return super().check_action(action, parameters)

    def action_do(self, what: str) -> None:
        """Do it in the pane that is shown."""
        getattr(self.pane, f"do_{what}")()

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What is done by name."""
        yield "gaps: Show business model", "show('models')", "The group's business, part by part"
        yield "gaps: Change the source in hand", "do('source')", "What the answers are read from"
        yield "requirement: Add in my own words", "show('requirement', 'own')", "A question that the menu does not ask"
        yield (
            "requirement: Edit what it would drive",
            "show('requirement', 'edit_requirement')",
            "On the question under the cursor",
        )
        yield "request: Export for partner", "show('requests', 'ask')", "The form that is shown, as a file"
        yield "request: Enter a reply", "show('requests', 'add')", "To the question under the cursor"

    def action_show(self, view: str, what: str = "") -> None:
        """Show a view, and do something in it."""
        if self.view != view:
            self.show_view(view)
        if what:
            self.action_do(what)

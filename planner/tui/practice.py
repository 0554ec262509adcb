"""Choosing a made-up case to practise on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from planner.errors import FourpError
from planner.tui.asked import in_words
from planner.tui.literal import literal
from planner.tui.rows import Rows, columns
from planner.tui.small import SmallScreen

if TYPE_CHECKING:
    from planner.application.casework import Access
    from planner.domain.library import Library


class PracticeScreen(SmallScreen[str]):
    """The bundled cases; a copy of the one chosen is made, and the name that opens it given back."""

    HELP_TEXT: ClassVar[str] = (
        "Each is made up. Enter makes a practice copy of the one under the cursor and opens it; the case itself stays as it is, so that you "
        "can begin again. The copy says TRAINING everywhere."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(f"{n}", f"take({n - 1})", f"Case {n}", id=f"practice.{n}", show=False, tooltip=f"Take case {n} of the list")
        for n in range(1, 10)
    ]  # fmt: skip

    def __init__(self, access: Access, library: Library) -> None:
        super().__init__()
        self._access, self._library = access, library

    def compose(self) -> ComposeResult:
        """The list, and what is wrong if something is."""
        with Vertical(id="small"):
            yield Static(literal("Practice: TRAINING, nothing here is real", "bold"), classes="pane-title")
            yield Static(literal("Enter makes a copy of a made-up case and opens it."), classes="quiet")
            yield Rows(id="bundled")
            yield Static("", id="wrong", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Every bundled case with its title and how much is told of it."""
        from planner.application.cases import bundled_cases, find_case

        rows = []
        for n, name in enumerate(bundled_cases(), 1):
            profile = find_case(name, self._library)
            facts = len(profile.group) + sum(len(one.facts) for found in profile.members.values() for one in found)
            people = len(profile.members.get("people", ()))
            rows.append((name, columns((f"{n} {profile.title or name}", 40), (f"{people} people, {facts} facts", 30))))
        self.query_one(Rows).fill(rows)
        self.query_one(Rows).focus()

    def on_option_list_option_selected(self, event: Rows.OptionSelected) -> None:
        """Make the copy."""
        event.stop()
        from planner.application.starting import practise

        if not self.is_active:
            return  # Enter came twice
        try:
            with practise(self._access, self._library, event.option_id or "") as record:
                opens = f"training:{record.name}"
        except (FourpError, OSError) as error:
            self.query_one("#wrong", Static).update(literal(in_words(error)))
            return
        self.dismiss(opens)

    def action_take(self, place: int) -> None:
        """Take a case by its number."""
        rows = self.query_one(Rows)
        if place < rows.option_count:
            rows.highlighted = place
            rows.action_select()

"""The sheet for the route: investigate, disrupt, both or watch, with the reasons of the guidance for either side.

What is ticked goes into the record below the officer's own words and never in their place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from planner.application.examples import SIDES
from planner.application.saying import reason_faults
from planner.application.scheduling import sio_consulted
from planner.domain.decisions import DECISIONS
from planner.errors import Fault
from planner.exports.telling import FORM_WORDS
from planner.tui.fields import Choices
from planner.tui.literal import literal
from planner.tui.sheet import WHY, DecisionSheet, Field

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.application.vetting import Reasons

HOLDS = {"yes": "+", "not known": "?", "no": "x", "weigh": "-"}
SAYS = {
    "yes": "The facts bear it out", "not known": "The facts do not settle it", "no": "The facts speak against it", "weigh": "Yours to weigh",
}  # fmt: skip
MOST = 2  # facts that are named for a reason
HEADS = {"investigation": "To investigate", "disruption": "To disrupt"}


class TrajectorySheet(DecisionSheet):
    """Asks for the route."""

    TITLE_TEXT = "Route"
    HELP_TEXT: ClassVar[str] = (
        "Both columns come from the guidance, in our words. Beside each reason stands whether the facts of this case bear it out: + they "
        "do, ? not settled yet, x they speak against it. Tick those you rely on, from either side; the number of ticks weighs nothing.\n\n"
        "Then say why in your own words: what you ticked is written below them. If there is no investigation, say why you disrupt "
        "instead. Consult the SIO before any overt action: the record says only whether you did.\n\n"
        "Digits tick, Enter goes on and saves on the last field, Shift+Tab goes back. Esc keeps what you typed as a draft."
    )

    def __init__(self, sitting: Sitting, kind: str, **how: Any) -> None:
        super().__init__(sitting, kind, **how)
        self._reasons_of = {
            side: [one for one in sitting.examples.trajectory_reasons() if one.reason_for == side] for side in SIDES
        }
        ticks = [
            Field(side, HEADS[side], "several", tuple((one.id, f"{HOLDS[one.holds]} {one.label}") for one in found))
            for side, found in self._reasons_of.items()
        ]
        routes = tuple(
            (one, FORM_WORDS.get(one, one.replace("_", " ").capitalize())) for one in DECISIONS[kind].words[0].choices
        )
        fields = [
            replace(one, choices=routes, label="Which route?") if one.name == "form" else one for one in self.fields
        ]
        at = next(n for n, one in enumerate(fields) if one.name == WHY)
        self.fields = (*fields[:at], *ticks, *fields[at:])

    def body(self) -> ComposeResult:
        """The route, both columns beside each other, the reason under the cursor, the officer's own words."""
        yield Static(literal(self._title, "bold"), classes="pane-title")
        with VerticalScroll(id="fields", can_focus=False):
            sio = f"SIO consulted before overt action: {sio_consulted(self.sitting.profile, self.sitting.library)}."
            yield Static(literal(f"{sio} {self._about}".strip()), classes="quiet", id="about")
            for field in self.fields:
                if field.name == SIDES[0]:
                    with Horizontal(id="sides"):
                        for side in self.fields:
                            if side.name in SIDES:
                                with Vertical(classes="side"):
                                    yield from self.asked(side)
                    yield Static("", id="reason", markup=False)
                elif field.name not in SIDES:
                    yield from self.asked(field)

    def on_mount(self) -> None:
        """Tell the reason under the cursor as it moves. (Textual calls the sheet's own `on_mount` too.)"""
        for side in SIDES:
            self.watch(self.query_one(f"#{side}", Choices), "cursor", self._tell_one, init=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell the reason under the cursor."""
        self._tell_one()

    def _tell_one(self) -> None:
        side = self.focused.id if self.focused else ""
        told = ""
        if side in SIDES:
            one = self._reasons_of[side][self.query_one(f"#{side}", Choices).cursor]
            more = f"; and {len(one.rests_on) - MOST} more" if len(one.rests_on) > MOST else ""
            rests = f": {'; '.join(one.rests_on[:MOST])}{more}" if one.rests_on else ""
            told = f"{one.text} {SAYS[one.holds]}{rests}."
        self.query_one("#reason", Static).update(literal(told))

    def _reasons(self, faults: list[Fault]) -> Reasons:
        """The officer's own words, held to the rules on their own, and below them what was ticked."""
        own = super()._reasons(faults)
        faults += reason_faults(WHY, own.because)
        told = []
        for side, found in self._reasons_of.items():
            ticked = set(self.query_one(f"#{side}", Choices).values)
            if texts := [one.text for one in found if one.id in ticked]:
                told.append(f"Ticked for {side}: {' '.join(texts)}")
        return replace(own, because="\n".join([own.because, *told]))

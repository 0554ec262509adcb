"""The sheet for a disruption: proposed, told more of, or moderated, with what each level means and what to ask of the impact beside it.

It asks for a level and shows words to judge it by; it never proposes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from planner.application.judging import levels, prompts
from planner.domain.decisions import ACCOUNT
from planner.exports.disruption_views import level_line, source_of
from planner.tui.days import HINT
from planner.tui.fields import Choices
from planner.tui.literal import literal
from planner.tui.sheet import WHY, DecisionSheet, Field, shown

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

# Of an account, the day and whom it is about come last: both are known already, or long to choose from.
LATER = (
    "activity", "effect", "replaceable", "lasts", "source", "agency", "supporting", "tactic", "objective", "reference", "when", "on", WHY,
)  # fmt: skip
# What happened is asked before how it is judged, and why before what may wait.
FIRST = {"disruption": ("event", "pillar", "level", "when", WHY), "moderate": ("level", WHY), "account": LATER}
ASKED_WHY = {
    "disruption": "Why this level? Use your own words.",
    "moderate": "Why this level? Say also where it differs from the one proposed.",
    "account": "Where does this come from, or why is it told now?",
}
# The prompts stand where they are needed: over the reason for a level, and over what is told of the effect.
OVER = {"disruption": WHY, "moderate": WHY, "account": "activity"}


class DisruptionSheet(DecisionSheet):
    """Asks for a disruption, for more of one, or for its moderation."""

    TITLE_TEXT = "Disruption"
    HELP_TEXT: ClassVar[str] = (
        "Say what happened and which P it was mainly meant for when it was done. Propose the level you would defend at the moderation "
        "meeting; somebody else sets it, and both stay. The words under a level say what it means; those marked unchecked come from no "
        "published text, and your force may put its own in their place. The questions over the reason are the guidance's for that P: they "
        "help you to say why, and no answer to them adds up to a level.\n\nEnter goes from field to field and saves on the last. Esc "
        "keeps what you typed as a draft. Days may be typed as " + HINT + "."
    )

    def __init__(self, sitting: Sitting, kind: str, *, order: Sequence[str] = (), why: str = "", **how: Any) -> None:
        super().__init__(sitting, kind, order=order or FIRST[kind], why=why or ASKED_WHY[kind], **how)
        if kind == "moderate":
            self.fields = tuple(
                replace(one, label="Which level?") if one.name == "level" else one for one in self.fields
            )
        if kind == "disruption":
            self.fields = tuple(
                replace(one, label="Which level do you propose?") if one.name == "level" else one for one in self.fields
            )

    def asked(self, field: Field) -> ComposeResult:
        """A field, with the words that help to answer it."""
        if field.name == OVER[self.kind.id]:
            yield Static("", id="prompts", classes="quiet", markup=False)
        yield from super().asked(field)
        if field.name == "level":
            yield Static("", id="meaning", classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Tell what the level under the cursor means as it moves. (Textual calls the sheet's own `on_mount` too.)"""
        for choices in self.query("#level").results(Choices):
            self.watch(choices, "cursor", self._help, init=False)
        self._help()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What helps in the field that has the cursor."""
        self._help()

    def on_choices_changed(self) -> None:
        """Another P asks for other questions. (Textual calls the sheet's own handler too.)"""
        self._help()

    def _help(self) -> None:
        for meaning in self.query("#meaning").results(Static):
            at = self.query_one("#level", Choices)
            level = at.choices[at.cursor][0] if at.has_focus else at.value
            meaning.update(
                literal("\n".join(level_line(one) for one in levels(self.sitting.library) if one.id == level))
            )
        for told in self.query("#prompts").results(Static):
            told.update(literal("\n".join(self._questions())))

    def _questions(self) -> list[str]:
        """What to ask under the P, put together by where it comes from."""
        pillar = self._pillar
        found: dict[str, list[str]] = {}
        for one in prompts(self.sitting.library, pillar) if pillar else ():
            found.setdefault(source_of(one), []).append(f"- {one.asks}")
        return [line for source, lines in found.items() for line in (f"{source}:", *lines)]

    @property
    def _pillar(self) -> str:
        """The P it is asked under: as chosen, or that of the disruption it is about."""
        if self.kind.id == "disruption":
            return next((one.value for one in self.query("#pillar").results(Choices)), "") or str(
                self.given.get("pillar", "")
            )
        entry = self.sitting.book.entry(int(self.given.get("target", 0)))
        made = self.sitting.book.decision_of(entry) if entry else None
        return made.pillar if made else ""

    def decided(self, told: dict[str, Any]) -> dict[str, Any]:
        """Of what is told more, only what is new."""
        if self.kind.id != "account":
            return told
        return {
            name: value for name, value in told.items() if name not in ACCOUNT or shown(value) != self._start.get(name)
        }

"""The view "Approach": the nine decisions that are always recorded, each with what stands for it, and the stakeholder group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from planner.application.approaching import Line, Step, approach, recorded
from planner.application.scheduling import sio_consulted
from planner.domain.decisions import DECISIONS
from planner.exports.telling import about, sentences
from planner.tui import asking_plan as asking
from planner.tui.choosing import ChooseScreen
from planner.tui.literal import literal
from planner.tui.small import ReadScreen
from planner.tui.view import Lines, View

if TYPE_CHECKING:
    from planner.application.sitting import Sitting


class ApproachView(View):
    """The nine to the left, what stands for the one under the cursor to the right."""

    HELP_TEXT = (
        "Every review asks for these nine, so they come first. Each takes a choice and a reason; vision, aims, leads and the route offer "
        "examples from the guidance in our words. If one does not apply, saying why is the decision. Consult the SIO before any overt "
        "action: the record says only whether you did.\n\n"
        "Enter on the left asks for the next thing that is still wanted. Right goes to the lines of a decision, Left comes back. "
        "Marks: + recorded, ~ begun, - not recorded, / not called for."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="approach.add", tooltip="Add to the decision under the cursor"),
        Binding("e", "edit", "Edit", id="approach.edit", tooltip="Change what stands; the old decision stays in the log"),
        Binding("x", "drop", "Withdraw", id="approach.drop", tooltip="Take back what stands, with a reason"),
        Binding("right", "into", "Its lines", show=False, id="approach.into", tooltip="To the lines of the decision"),
        Binding("left", "out", "The nine", show=False, id="approach.out", tooltip="Back to the nine"),
    ]  # fmt: skip

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._steps: dict[str, Step] = {}
        self._at = ""

    def compose(self) -> ComposeResult:
        """The nine, and the lines of one."""
        yield Static("", id="recorded", markup=False)
        with Horizontal(id="panes"):
            yield Lines(id="steps", compact=True)
            with Vertical(id="right"):
                yield Lines(id="lines", compact=True)
                yield Static("", id="about-step", markup=False)

    # -- filled ---------------------------------------------------------------------------------------------------------

    def show_case(self, sitting: Sitting) -> None:
        """Fill both lists; a decision that was recorded just now hands the cursor to the next that is not."""
        before = self._steps.get(self._at)
        self._steps = {one.id: one for one in approach(sitting.book)}
        done, of = recorded(self._steps.values())
        sio = sio_consulted(sitting.profile, sitting.library)
        self.query_one("#recorded", Static).update(
            literal(f"Recorded {done} of {of}. SIO consulted before overt action: {sio}.")
        )
        keep = self._at
        if before and before.next and keep and not self._steps[keep].next:
            keep = self._next_missing(keep)
            self.query_one("#steps").focus()
        told = [(one.id, f"{one.mark} {one.number or ' '} {one.says}") for one in self._steps.values()]
        self.query_one("#steps", Lines).fill(told, keep)
        self._show_step()

    def _next_missing(self, after: str) -> str:
        """The next of the nine that is not recorded, from one on and round again; that one where none is left."""
        names = [one.id for one in self._steps.values() if one.number]
        at = names.index(after) if after in names else 0
        return next((one for one in [*names[at:], *names[:at]] if self._steps[one].state == "missing"), after)

    def _show_step(self) -> None:
        """The lines of the decision under the cursor."""
        lines = self.query_one("#lines", Lines)
        fresh = self._at != self.query_one("#steps", Lines).at
        self._at = self.query_one("#steps", Lines).at
        step = self._steps.get(self._at)
        if step is None:
            return
        lines.fill([(f"n{n}", self._told(one)) for n, one in enumerate(step.lines)], "n0" if fresh else "")
        state = "" if step.state in ("recorded", "missing") else f" {step.state[:1].upper()}{step.state[1:]}."
        self.query_one("#about-step", Static).update(literal(f"{step.help}{state}"))
        self.remember()

    def _told(self, line: Line) -> str:
        if line.made is None:
            return f"- {line.says}" if line.says else "(nothing)"
        sitting = self.sitting
        kind = DECISIONS[line.kind].says
        told = about(line.made, sitting.book, sitting.library)
        return f"+ {told}" if line.kind in ("trajectory", "place-based", "park", "undeveloped") else f"+ {kind}: {told}"

    # -- the cursor -----------------------------------------------------------------------------------------------------

    @property
    def _step(self) -> Step:
        return self._steps[self._at]

    @property
    def _line(self) -> Line | None:
        """The line under the cursor; from the left, the only one there is."""
        found = self._step.lines
        if not self.query_one("#lines").has_focus:
            return found[0] if len(found) == 1 else None
        at = self.query_one("#lines", Lines).highlighted
        return found[at] if at is not None and at < len(found) else None

    def where(self) -> str:
        """The decision under the cursor."""
        return self._at

    def jump_to(self, to: str) -> None:
        """One of the nine, by its id or by the number of an entry that stands for it."""
        for step in self._steps.values():
            if to == step.id or to in [str(one.entry.number) for one in step.lines if one.entry]:
                self.query_one("#steps", Lines).highlighted = list(self._steps).index(step.id)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the lines of the decision under the cursor."""
        event.stop()
        if event.option_list.id == "steps" and event.option.id != self._at:
            self._show_step()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: on the left ask for what is next, on the right open the line."""
        event.stop()
        if event.option_list.id == "steps":
            self._ask_next()
        elif line := self._line:
            self._open(line)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """From where the cursor is, the keys are about one line or about the decision."""
        self.refresh_bindings()

    def action_into(self) -> None:
        """To the lines of the decision."""
        self.query_one("#lines").focus()

    def action_out(self) -> None:
        """Back to the nine."""
        self.query_one("#steps").focus()

    # -- what the officer can do ------------------------------------------------------------------------------------------

    def _ask_next(self) -> None:
        """Ask for what is still wanted; where nothing is, go to the lines."""
        step = self._step
        if step.next:
            self._open(step.next)
        elif step.started:
            self.action_into()
        else:
            self.action_add()

    def _open(self, line: Line) -> None:
        if line.entry is None:
            if line.kind == "undeveloped":
                self._choose_kind(line.given)
            else:
                asking.add(self.planner, line.kind, line.given)
            return
        sitting = self.sitting
        text = "\n".join(sentences(line.entry, sitting.book, sitting.library))
        self.planner.push_screen(ReadScreen(f"{self._step.says}, decision {line.entry.number}", text))

    def action_add(self) -> None:
        """One more of what stands for the decision."""
        self._choose_kind({})

    def _choose_kind(self, given: Mapping[str, str]) -> None:
        kinds = self._step.adds
        if len(kinds) == 1:
            asking.add(self.planner, kinds[0], given)
            return
        choices = [(kind, DECISIONS[kind].says) for kind in kinds]

        def chosen(kind: str | None) -> None:
            if kind:
                # Under the overall aim, what is added is the whole plan's.
                own = {"pillar": "overall"} if self._at == "objectives" and kind != "vision" else given
                asking.add(self.planner, kind, own)

        self.planner.push_screen(ChooseScreen(f"{self._step.says}: add what?", "", choices), chosen)

    def action_edit(self) -> None:
        """Change what stands."""
        line = self._line
        if line is None:
            self.action_into()
        elif line.entry is None:
            self._open(line)
        else:
            asking.edit(self.planner, line.entry)

    def action_drop(self) -> None:
        """Take back what stands."""
        line = self._line
        if line is None:
            self.action_into()
        elif line.entry is None:
            self.planner.say("Nothing stands here yet. Enter asks for it.")
        else:
            asking.withdraw(self.planner, line.entry)

    def action_step(self, name: str) -> None:
        """Go to one of the nine and ask for what is next in it."""
        self.jump_to(name)
        self._show_step()
        self._ask_next()

    def action_change_lead(self) -> None:
        """Name the lead of a P anew."""
        asking.add(self.planner, "lead")

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What can be done here by name."""
        for step in self._steps.values():
            yield f"approach: Go to {step.says[:1].lower()}{step.says[1:]}", f"step('{step.id}')", step.help
        yield "approach: Change P lead", "change_lead", "Name the lead of a P; the lead before stays in the log"

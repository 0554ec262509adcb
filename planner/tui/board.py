"""The view "Clear-Hold-Build" of the plan: what stands in each phase, whether it is ready to start, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from planner.application.phasing import BOARD_PHASES, STATES, Board, Check, PhaseStanding, board
from planner.application.scheduling import Line
from planner.application.sitting import Sitting
from planner.domain.tactic import PHASES
from planner.domain.words import short_day, spoken
from planner.tui.adopted import decide_again, read
from planner.tui.lane import MARKS, Lane, row_of
from planner.tui.lines import MarkedLines, fit
from planner.tui.literal import literal
from planner.tui.small import ReadScreen
from planner.tui.view import View

OTHER = "other"
# What an officer says next of a phase, by how it stands.
NEXT = {"": "ready", "planned": "ready", "ready": "entered", "entered": "left", "left": "entered"}
NARROW = 80


class BoardView(View):
    """Clear-Hold-Build."""

    HELP_TEXT = (
        "Plan all three phases before the first begins. Clear leaves a space others may fill, so Hold dates follow close. Build "
        'belongs mostly to partners. "Ends when" is your way out: who takes over, and on what sign.\n\n'
        "+ is there, - is not there yet, ? nobody has said. w tells what each mark wants and what would settle it. "
        "Read each measure at the start and again, residents' views included: ^p, phase: Record a measure."
    )
    DEFAULT_CSS = """
    BoardView #not-used { height: auto; padding: 0 1; }
    BoardView #lane-other { height: auto; max-height: 3; }
    BoardView #lanes { height: 1fr; layout: horizontal; }
    BoardView .lane { width: 1fr; height: 1fr; }
    BoardView .head { height: 2; padding-left: 1; text-style: bold; }
    BoardView .checks { height: auto; max-height: 8; padding-left: 1; color: $text-muted; }
    BoardView #told { height: 3; padding: 0 1; }
    BoardView.-stacked #lanes { layout: vertical; }
    BoardView.-stacked .lane { width: 100%; height: auto; margin-bottom: 1; }
    BoardView.-stacked .lane MarkedLines { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="board.open", tooltip="Read all that is recorded of the intervention"),
        Binding("m", "move", "Move phase", id="board.move", tooltip="Move it to another phase: then 1 to 4"),
        Binding("e", "ending", "Edit ending", id="board.ending", tooltip="Write on what sign the phase ends, and who takes over"),
        Binding("a", "add", "Add", id="board.add", tooltip="Add an intervention of your own to the phase"),
        Binding("w", "why", "Why not ready", id="board.why", tooltip="What each mark wants, and what would settle it"),
        Binding("left", "lane(-1)", "Phase before", show=False, id="board.left", tooltip="The phase to the left"),
        Binding("right", "lane(1)", "Next phase", show=False, id="board.right", tooltip="The phase to the right"),
        Binding("y", "go_on", "Phase goes on", show=False, id="board.go_on", tooltip="Say that the phase is ready, begins or ends"),
    ]  # fmt: skip

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._board: Board | None = None
        self._moving = False
        self._placed = False

    def compose(self) -> ComposeResult:
        """What has no phase of the three, the three side by side, and what the cursor is on."""
        yield Static("", id="not-used", markup=False)
        yield MarkedLines(id=f"lane-{OTHER}")
        with VerticalScroll(id="lanes", can_focus=False):
            for phase in BOARD_PHASES:
                yield Lane(phase)
        yield Static("", id="told", markup=False)

    # -- filled -----------------------------------------------------------------------------------------------------------

    def show_case(self, sitting: Sitting) -> None:
        """Fill the board."""
        self._board = board(sitting.book, sitting.library)
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room, one under the other where there is not."""
        self.set_class(event.size.width < NARROW, "-stacked")
        if self._board:
            self._fill()

    def _fill(self) -> None:
        if self._board is None:
            return
        stacked, today = self.size.width < NARROW, self.sitting.today
        width = (self.size.width if stacked else self.size.width // len(BOARD_PHASES)) - 2
        other = [
            *(row_of(one, self.size.width - 4, today, "Setup: ") for one in self._board.setup),
            *(row_of(one, self.size.width - 4, today, "No phase yet: ") for one in self._board.unplaced),
        ]
        lines = self.query_one(f"#lane-{OTHER}", MarkedLines)
        lines.display = bool(other)
        lines.fill(other)
        for standing in self._board.phases:
            self.query_one(f"#of-{standing.phase}", Lane).show(standing, width, today)
        told = f"/ not applicable: {self._board.not_used}" if self._board.not_used else ""
        self.query_one("#not-used", Static).update(literal(told))
        self.query_one("#not-used").display = bool(told)
        self._tell()

    def take_cursor(self) -> None:
        """The list that had it; else the first with something in it."""
        if self._here is None or not self._placed:
            self._placed = True
            *others, clear, hold, build = self._lists()
            next((one for one in (clear, hold, build, *others) if one.key), clear).focus()
        self._tell()

    def jump_to(self, to: str) -> None:
        """An intervention by its number, or a phase by its name."""
        for lines in self._lists():
            if lines.id == f"lane-{to}" or lines.go_to(to):
                lines.focus()

    def where(self) -> str:
        """The intervention the cursor is on."""
        return str(self._line.number) if self._line else ""

    def _lists(self) -> list[MarkedLines]:
        return [one for one in self.query(MarkedLines) if one.display]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell what the cursor is on."""
        event.stop()
        if event.option_list is self._here:
            self._tell()

    def on_descendant_focus(self) -> None:
        """Tell what the cursor is on."""
        self._tell()

    def _tell(self) -> None:
        """What the cursor is on, in full, and what is open of its phase."""
        line, standing = self._line, self._standing
        self.remember()
        told = []
        if line:
            owner, due = line.decision.owner or "nobody yet", short_day(line.due) or "no day yet"
            told.append(fit(line.title, self.size.width - 2))
            told.append(f"Decision {line.number}, {spoken(line.adopted.state)}. Owner: {owner}. Due: {due}.")
        elif standing:
            told.append(f"{standing.phase.capitalize()}: nothing yet. F4 shows what fits; a adds one of your own.")
        if standing and standing.open:
            many = len(standing.open)
            told.append(
                f"{standing.phase.capitalize()}: {many} check{'s' if many > 1 else ''} open. w tells what each wants."
            )
        self.query_one("#told", Static).update(literal("\n".join(told)))

    # -- where the cursor is ----------------------------------------------------------------------------------------------

    @property
    def _here(self) -> MarkedLines | None:
        focused = self.screen.focused
        return focused if isinstance(focused, MarkedLines) and self in focused.ancestors else None

    @property
    def _line(self) -> Line | None:
        key = self._here.key if self._here else ""
        lanes = (
            (self._board.setup, self._board.unplaced, *(one.lines for one in self._board.phases)) if self._board else ()
        )
        return next((one for lane in lanes for one in lane if str(one.number) == key), None)

    @property
    def _standing(self) -> PhaseStanding | None:
        """The phase the cursor is in."""
        name = (self._here.id or "").removeprefix("lane-") if self._here else ""
        return self._board.phase(name) if self._board and name in BOARD_PHASES else None

    def action_lane(self, step: int) -> None:
        """The next list."""
        lists = self._lists()
        at = lists.index(self._here) if self._here in lists else 0
        lists[(at + step) % len(lists)].focus()

    # -- done -------------------------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Read the intervention."""
        if line := self._line:
            read(self, line)

    def action_move(self) -> None:
        """Wait for the digit of a phase."""
        if self._line is None:
            self.planner.say("Put the cursor on an intervention first.")
            return
        self._moving = True
        self.planner.say("Move to: " + "  ".join(f"{n} {phase.capitalize()}" for n, phase in enumerate(PHASES, 1)))

    def on_key(self, event: events.Key) -> None:
        """The digit after `m`."""
        if not self._moving:
            return
        self._moving = False
        self.planner.say("")
        line = self._line
        if line and event.key.isdecimal() and 1 <= int(event.key) <= len(PHASES):
            event.stop()
            event.prevent_default()
            phase = PHASES[int(event.key) - 1]
            if phase == line.phase:
                self.planner.say(f"It stands in {phase.capitalize()} already.")
                return
            about = f"It stands in {line.phase.capitalize()} now." if line.phase else "It has no phase yet."
            decide_again(
                self, line, new={"phase": phase}, title=f"Move to {phase.capitalize()}: {line.title}", about=about
            )

    def action_ending(self) -> None:
        """How the phase ends."""
        if standing := self._asked_phase():
            name = standing.phase.capitalize()
            about = (
                "On what sign does it end, and who takes over? Partners and residents should see it in the same words."
            )
            self.planner.ask(
                "phase", given={"phase": standing.phase, "state": "planned"}, start={"measure": standing.ends}, ask=("measure",),
                title=f"How {name} ends", about=about, order=("measure",),
            )  # fmt: skip

    def action_add(self) -> None:
        """An intervention of the officer's own."""
        standing = self._standing
        start = {"phase": standing.phase if standing else "setup"}
        self.planner.ask(
            "intervention", start=start, ask=("owner", "due", "measure", "phase"), title="An intervention of your own"
        )

    def action_why(self) -> None:
        """What each mark wants."""
        if standing := self._asked_phase():
            parts = [_check(one) for one in standing.checks]
            parts += [f"Ends when\n    {standing.ends}"] if standing.ends else []
            for one in standing.measures:
                first, last = one.baseline or "not read yet", one.latest or "not read yet"
                parts.append(f"Measure: {one.name}\n    at first: {first}\n    last: {last}")
            name = standing.phase.capitalize()
            self.planner.push_screen(
                ReadScreen(f"{name}: {STATES[standing.state]}, {len(standing.open)} open", "\n\n".join(parts))
            )

    def action_go_on(self) -> None:
        """Say what comes next of the phase."""
        if standing := self._asked_phase():
            self.action_phase(standing.phase, NEXT[standing.state])

    def action_phase(self, phase: str, state: str) -> None:
        """Say how a phase stands; what is open is told first."""
        if self._board is None:
            return
        standing = self._board.phase(phase)
        name, says = phase.capitalize(), {"ready": "is ready", "entered": "begins", "left": "ends"}[state]
        opened = "\n".join(f"- {one.says}: {one.mend}" for one in standing.open) if state != "left" else standing.ends
        about = f"Still open:\n{opened}" if opened and state != "left" else opened
        self.planner.ask(
            "phase", given={"phase": phase, "state": state}, start={"measure": standing.ends}, ask=("measure",),
            title=f"{name} {says}", about=about,
        )  # fmt: skip

    def action_measure(self) -> None:
        """A reading of a measure."""
        if standing := self._asked_phase():
            start = {"when": "today"}
            self.planner.ask(
                "measure",
                given={"phase": standing.phase},
                start=start,
                title=f"A measure of {standing.phase.capitalize()}",
            )

    def _asked_phase(self) -> PhaseStanding | None:
        if self._standing is None:
            self.planner.say("Put the cursor in Clear, Hold or Build first: left and right.")
        return self._standing

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What is said of phases."""
        start = "Say that Clear begins; what is still open is told first"
        yield "phase: Start Clear, or return to it", "phase('clear', 'entered')", start
        yield "phase: Say it goes on", "go_on", "Say that the phase the cursor is in is ready, begins or ends"
        yield "phase: Record a measure", "measure", "What was counted or heard in this phase, first or again"
        yield "phase: Show what fits here", "app.page('tactics')", "Open the tactics that fit"


def _check(one: Check) -> str:
    """A mark with what it wants."""
    return f"{MARKS[one.met]} {one.says}" + ("" if one.met else f"\n    {one.mend}")

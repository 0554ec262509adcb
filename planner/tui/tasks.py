"""The task list: what a first plan takes, how far each part is, and the way back to where the officer stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.domain.words import count_of
from planner.errors import FourpError
from planner.tui.frame import Page
from planner.tui.literal import literal
from planner.tui.rows import Rows, columns

if TYPE_CHECKING:
    from planner.application.tasking import Task, Tasks

# The mark of each state; the word stands beside it.
MARKS = {"not_started": "-", "opened": "~", "needs": "?", "not_applicable": "/", "done": "+", "look_again": "!"}
COLOURS = {"done": "$text-success", "look_again": "$text-error", "needs": "$text-warning"}
# What each task is for, in a line or two.
FOR = {
    "understand": "Say what you know of the group, question by question. What you do not know yet stays open and costs nothing.",
    "approach": "Settle what the plan is for: the decisions that every review asks for, each with your reason.",
    "tactics": "See which tactics fit and why. Choose, turn down or put off; only what you shortlist needs a decision.",
    "objectives": "Write what will be different, how you will know, who leads and by when, for each P that is developed.",
    "assign": "Give every intervention an owner and a day, so that people can be held to account.",
    "check": "Read what a reviewer would find, and go to the cause of each finding.",
    "sign_off": "Hand the plan to whoever signs it. Any later change to plan or facts asks for a new signature.",
    "left_out": "A P with nothing in it needs a reason. Enter records one; parking a P until something happens is under ^p.",
}
TITLE_WIDTH, STATE_WIDTH = 24, 21


class TasksPage(Page):
    """Tasks."""

    NAME = "tasks"
    TITLE_TEXT = "Tasks"
    CSS_PATH = "tasks.tcss"
    HELP_TEXT = (
        'Seven tasks make a first plan. They can be done in any order. States are worked out from the record: "done" means that the '
        'entries exist, not that they are good ones. "Needs another look" means that something you relied on has changed, or a day has '
        "gone by.\n\nw lists what would make a task done. Enter opens it where you stopped; the digits do the same.\n\nA P can be left out, or "
        "parked until something happens; either needs your reason."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why", "Why this state", id="tasks.why", tooltip="What would make this task done, and what is there"),
        Binding("c", "changed", "What changed", id="changed", tooltip="What the last fact changed, and why"),
        Binding("g", "go", "Go to", id="go", tooltip="Go to a page: then 2 to 9"),
        Binding("z", "undo", "Undo", id="undo", tooltip="Take back your last entry; the log keeps both"),
        *(
            Binding(f"{n}", f"open({n - 1})", f"Task {n}", id=f"tasks.{n}", show=False, tooltip=f"Open task {n}")
            for n in range(1, 8)
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._tasks: Tasks | None = None

    def body(self) -> ComposeResult:
        """The tasks, and what the one under the cursor is about."""
        yield Static("", id="tasks-title", classes="pane-title", markup=False)
        with Container(id="both"):
            with Container(id="left"):
                yield Rows(id="tasks")
                yield Static("", id="balance", markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Static("", id="about-task", markup=False)
        yield Static("", id="drafts", classes="quiet", markup=False)

    def show_case(self) -> None:
        """The tasks as far as they are worked out; what takes longer follows once that is painted."""
        ready = self.sitting.ready("found") and self.sitting.ready("review")
        self._fill()
        if not ready:
            self.call_after_refresh(self._work_out)

    def on_screen_resume(self) -> None:
        """What was opened or half typed since changes the tasks too, with no entry in the record."""
        super().on_screen_resume()
        if self.planner.sitting:
            self._fill()

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        if self.planner.sitting and self._tasks:
            self.call_after_refresh(self._fill)

    def _work_out(self) -> None:
        """Weigh the case as it stands."""
        if self.planner.sitting is None:
            return
        try:
            self.sitting.found  # noqa: B018 (kept by the sitting)
            self.sitting.review  # noqa: B018
        except FourpError as error:
            self.trouble(error)
            return
        self._fill()

    def _fill(self) -> None:
        from planner.application.tasking import Standing, tasks_of

        sitting = self.sitting
        self._tasks = tasks = tasks_of(
            Standing(
                sitting.book,
                sitting.library,
                sitting.today,
                me=sitting.record.store.person.name,
                live=sitting.record.live,
                seen=frozenset(sitting.unsaved.seen),
                drafts=sitting.unsaved.texts,
                found=sitting.found if sitting.ready("found") else None,
                review=sitting.review if sitting.ready("review") else None,
            )
        )
        title = sitting.profile.title or sitting.record.name
        self.query_one("#tasks-title", Static).update(
            literal(f"First 4P plan for {title}: {tasks.done} of {len(tasks.seven)} tasks done")
        )
        rows = self.query_one("#tasks", Rows)
        first = not rows.option_count
        rows.fill([(task.id, self._row(n, task)) for n, task in enumerate(tasks.all, 1)])
        if first:
            rows.choose(tasks.next.id if tasks.next else "")
            rows.focus()
        self.query_one("#balance", Static).update(literal(_balance(tasks.balance)))
        words = sum(task.drafts for task in tasks.all)
        self.query_one("#drafts", Static).update(
            literal(f"Draft kept: {count_of(words, 'word')} not saved yet." if words else "")
        )
        self._tell()

    def _row(self, n: int, task: Task) -> Content:
        from planner.application.tasking import LEFT_OUT, STATES

        number = " " if task.id == LEFT_OUT else str(n)
        state = columns((f"{MARKS[task.state]} {STATES[task.state]}", STATE_WIDTH), style=COLOURS.get(task.state, ""))
        why = literal("" if self.has_class("-narrow") else task.why)  # it stands below as well
        return Content.assemble(columns((f"{number} {task.says}", TITLE_WIDTH)), state, why)

    # -- what the cursor is on ------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Task | None:
        """The task under the cursor."""
        name = self.query_one("#tasks", Rows).chosen
        return next((one for one in self._tasks.all if one.id == name), None) if self._tasks else None

    def on_option_list_option_highlighted(self) -> None:
        """Tell of the task under the cursor."""
        self._tell()
        if self.chosen:
            self.planner.stopped_at(self.NAME, self.view, self.chosen.id)

    def _tell(self) -> None:
        task = self.chosen
        if task is None:
            return
        told = [Content.assemble(literal(task.says, "bold"), literal(f": {task.why}")), literal(FOR[task.id])]
        if task.drafts:
            told.append(literal(f"You left {count_of(task.drafts, 'word')} half typed here. Enter takes you back."))
        self.query_one("#about-task", Static).update(Content("\n").join(told))

    def jump_to(self, to: str) -> None:
        """Put the cursor on a task."""
        self.query_one("#tasks", Rows).choose(to)

    # -- opening and marking --------------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: Rows.OptionSelected) -> None:
        """Open the task."""
        event.stop()
        if self.chosen:
            self._open(self.chosen)

    def action_open(self, place: int) -> None:
        """Open a task by its number."""
        if self._tasks:
            self.query_one("#tasks", Rows).choose(self._tasks.seven[place].id)
            self._open(self._tasks.seven[place])

    def action_continue(self) -> None:
        """Open what is half typed, else the first task that still needs the officer."""
        tasks = self._tasks
        half = next((one for one in tasks.all if one.drafts), tasks.next) if tasks else None
        if half:
            self._open(half)

    def _open(self, task: Task) -> None:
        from planner.application.tasking import LEFT_OUT

        if task.id == LEFT_OUT:
            self.action_leave_out()
        else:
            self.planner.open_page(task.page, task.view, task.to)

    def action_leave_out(self, kind: str = "undeveloped") -> None:
        """Record why a P stays empty, or until when it is parked."""
        empty = [p.capitalize() for p, count in self._tasks.balance.items() if not count] if self._tasks else []
        about = f"Empty now: {', '.join(empty) or 'none'}. If it is over later, that decision can be taken back."
        self.planner.ask(kind, then=lambda _: self.update(), about=about)

    def action_why(self) -> None:
        """What would make the task done."""
        from planner.application.tasking import STATES
        from planner.tui.small import ReadScreen

        task = self.chosen
        if task is None:
            return
        points = "\n".join(f"  {'+' if one.there else '-'} {one.says}" for one in task.points)
        told = f"{MARKS[task.state]} {STATES[task.state]}: {task.why}\n\n{FOR[task.id]}\n\nIt is done when\n{points}"
        self.planner.push_screen(ReadScreen(task.says, told if points else told.partition("\n\nIt is done")[0]))

    # -- handing over ---------------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        """The plan as it stands, as a Word document, noted in the record."""
        from planner.exports.handing_over import export_plan
        from planner.tui.handing import ask_file

        record, recommender = self.sitting.record, self.sitting.bench.recommender
        told = "What is decided so far, with proposals for what is missing. The export is noted in the record."
        ask_file(
            self, "Export the draft plan to Word", told, ("File", f"~/{record.name}-plan.docx"), "Why is it handed over?",
            lambda out, to, reasons: export_plan(record, recommender, out, to, reasons),
        )  # fmt: skip

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the tasks offer beside their keys."""
        yield "task: Continue where I stopped", "screen.continue", "Open what is half typed, else the next task"
        yield "task: Mark not applicable", "screen.leave_out", "Leave a P undeveloped, and say why"
        yield "task: Park a P", "screen.leave_out('park')", "Leave a P until something happens, and say why"
        yield "plan: Export draft to Word", "screen.export", "The plan as it stands, with proposals for what is missing"


def _balance(balance: Mapping[str, int]) -> str:
    """The Ps side by side, each with its count; an empty one is marked."""
    told = (f"{p.capitalize()} {count} {'#' * min(count, 6) or '!'}" for p, count in balance.items())
    return " Balance " + "  ".join(told)

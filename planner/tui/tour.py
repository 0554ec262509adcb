"""The first look: five short pages for someone who has never written a 4P plan. Nothing in it is written to a case."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.tui.frame import Frame
from planner.tui.literal import literal

# Each page: its name, its heading, its text.
TOUR = (
    (
        "What this is",
        "A 4P plan, step by step",
        "A 4P plan says what you and your partners will do about a group, under four headings:\n\n"
        "  Pursue    stop and prosecute the people\n"
        "  Prevent   keep people from being drawn in, and help them out\n"
        "  Protect   make people, homes and firms harder to harm\n"
        "  Prepare   help the area withstand it and recover\n\n"
        "You tell what you know of the group. The planner shows which tactics fit, why, and under which law. You choose, and say "
        "why. Seven tasks make a first plan; F2 lists them, in any order you like.\n\n"
        "It offers and you decide. It never looks anybody up, and holds nothing above OFFICIAL-SENSITIVE.",
    ),
    (
        "Three answers",
        "Three answers, never two",
        "The planner asks what you know about a group. Every question takes one of three answers:\n\n"
        "  + Yes             you know it is so, and where that came from\n"
        "  x No              you know it is not so\n"
        "  ? Not known yet   nobody has told you; every question starts here\n\n"
        'An empty list does not mean "none". "Not known yet" costs you nothing: the planner works out which unknowns are worth '
        "asking about and leaves the rest.\n\n"
        'Example: the pack says little about violence. Answer "not known yet". It joins the list of things to find out, and no '
        "tactic that depends on violence is offered as certain.",
    ),
    (
        "Why a tactic appears",
        "Why a tactic appears",
        "Each tactic says what it needs. Your answers decide:\n\n"
        "  + certain     every fact it needs is known\n"
        "  ? possible    one or more answers would settle it\n"
        "  x ruled out   a fact speaks against it\n"
        "  ! blocked     a rule stands in the way, and says which\n\n"
        '"Certain" is about the facts, never about success. w shows why a tactic is there, and what would take it away. Two separate '
        "checks work out each answer; if they differ, nothing is shown.\n\n"
        "The law behind each tactic carries the day it was checked. Law that is not in force is never offered.",
    ),
    (
        "Your reasons are the record",
        "Your reasons are the record",
        "Every decision asks for your reason, in your own words. The facts are listed for you. Say what you expect to happen, and why "
        "this rather than something else.\n\n"
        "What is saved stays. A later decision can take the place of an earlier one; the log keeps both, with who, when and why.\n\n"
        "There is no save key. Enter on the last field saves, and row 1 says so once it is on disk. What is half typed is kept as a "
        "draft: close the window, come back, and it is there.",
    ),
    (
        "Keys",
        "Keys",
        "  F1        help for the page you are on\n"
        "  F2 to F9  pages; click them if you prefer the mouse\n"
        "  Enter     next, open, save on the last field\n"
        "  Esc       one step back; what you typed is kept\n"
        "  w         why\n"
        "  z         take back your last entry\n"
        "  ^p        every action, by name\n"
        "  ^q        leave; all is saved\n\n"
        "The bottom row shows the keys that matter where you are.\n\n"
        "To begin:   n  New case      p  Practice, with made-up facts",
    ),
)


class TourScreen(Frame):
    """The tour. It ends with what the officer wants next: `new`, `practice`, or nothing."""

    CSS_PATH = "tour.tcss"
    TITLE_TEXT = "First look"
    HELP_TEXT = (
        "Five pages, read once. Enter goes on, b goes back, Esc skips the rest. To see it again: ^p, then type tour."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "step(1)", "Next", id="tour.next", tooltip="The next page; after the last, begin"),
        Binding("b", "step(-1)", "Previous", id="tour.previous", tooltip="The page before"),
        Binding("escape", "leave('')", "Skip", id="tour.skip", tooltip="Leave the tour; it is not shown again by itself"),
        *(
            Binding(f"{n}", f"show({n - 1})", title, id=f"tour.{n}", show=False, tooltip=f"Page {n}: {title}")
            for n, (title, _, _) in enumerate(TOUR, 1)
        ),
        Binding("n", "leave('new')", "New case", id="tour.new", tooltip="Start a case of your own"),
        Binding("p", "leave('practice')", "Practice", id="tour.practice", tooltip="Try it with made-up facts"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    def body(self) -> ComposeResult:
        """The page, and where it is among the five."""
        yield Static("", id="tour-title", classes="pane-title", markup=False)
        with VerticalScroll(id="tour-page"):
            yield Static("", id="tour-text", markup=False)
        yield Static("", id="tour-pages", classes="quiet", markup=False)

    def on_mount(self) -> None:
        """Skipped counts as seen."""
        super().on_mount()
        self.planner.preferences.tour_seen = True
        self.planner.preferences.write()
        self.query_one("#tour-page").focus()
        self.action_show(0)

    def top_row(self) -> None:
        """Row 1: which page this is."""
        self.write_top(f"Fourp | first look, page {self.at + 1} of {len(TOUR)}", "", training=False)

    def action_show(self, page: int) -> None:
        """Show one page."""
        self.at = page
        _, heading, text = TOUR[page]
        self.query_one("#tour-title", Static).update(literal(heading))
        self.query_one("#tour-text", Static).update(literal(text))
        named = [f"[{n} {title}]" if n == page + 1 else f" {n} {title} " for n, (title, _, _) in enumerate(TOUR, 1)]
        self.query_one("#tour-pages", Static).update(literal(" ".join(named)))
        self.query_one("#tour-page", VerticalScroll).scroll_home(animate=False)
        self.top_row()
        self.refresh_bindings()

    def action_step(self, step: int) -> None:
        """The next page, or the one before; after the last, begin."""
        if self.at + step >= len(TOUR):
            self.action_leave("")
        else:
            self.action_show(max(self.at + step, 0))

    def action_leave(self, then: str) -> None:
        """Leave for what comes next."""
        self.dismiss(then)  # type: ignore[arg-type]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The ways on are offered on the last page."""
        if action == "leave" and parameters != ("",):
            return self.at == len(TOUR) - 1
        return True

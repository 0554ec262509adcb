"""What every page shares: the two rows at the top, the message line, the keys, and the way they are explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Footer, Static

from planner.errors import FourpError
from planner.tui.leaving import LeftOnce
from planner.tui.literal import literal
from planner.tui.top_rows import CaseLine, PageTab, ViewTab

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner

# The pages of a case, in the order of their keys: the name by which each is opened, its key and its label.
PAGES = (
    ("tasks", "f2", "Tasks"), ("picture", "f3", "Picture"), ("tactics", "f4", "Tactics"), ("plan", "f5", "Plan"),
    ("gaps", "f6", "Gaps"), ("check", "f7", "Check"), ("log", "f8", "Log"), ("home", "f9", "Home"),
)  # fmt: skip
MARKING = "OFFICIAL-SENSITIVE"


def told(binding: Binding) -> tuple[str, str]:
    """A key as it is written on a screen, and what it does in full."""
    key = binding.key_display or binding.key.split(",")[0]
    names = {"escape": "Esc", "enter": "Enter", "space": "Space", "question_mark": "?", "full_stop": ".", "comma": ",", "colon": ":", "slash": "/",
        "equals_sign": "=", "left_square_bracket": "[", "right_square_bracket": "]",
    }  # fmt: skip
    written = names.get(key, key.upper() if key[:1] == "f" and key[1:].isdecimal() else key.replace("ctrl+", "^"))
    return written, binding.tooltip or binding.description


class Frame(LeftOnce[None]):
    """A screen with the rows that all screens share.

    `HELP_TEXT` is what F1 says, in paragraphs; `TITLE_TEXT` heads it.
    """

    AUTO_FOCUS = "*"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    HELP_TEXT: ClassVar[str] = ""
    TITLE_TEXT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "app.explain", "Help", id="help", show=False, tooltip="What this page is for, and every key"),
        *(
            Binding(key, f"app.page('{name}')", label, id=f"page.{name}", show=False, priority=True, tooltip=f"Open {label}")
            for name, key, label in PAGES
        ),
        Binding("colon", "app.command_palette", "All actions", id="palette", show=False, tooltip="Every action, by name"),
    ]  # fmt: skip

    @property
    def planner(self) -> Planner:
        """The program this screen is shown by."""
        return cast("Planner", self.app)

    def compose(self) -> ComposeResult:
        """The rows above and below, with the body between."""
        yield CaseLine()
        yield from self.above()
        with Widget(id="body"):
            yield from self.body()
        yield Static("", id="message", markup=False)
        yield Footer()

    def above(self) -> Iterable[Widget]:
        """What stands between the first row and the body."""
        return ()

    def body(self) -> ComposeResult:
        """What the screen itself holds."""
        yield from ()

    def on_mount(self) -> None:
        """Write the first row."""
        self.top_row()

    def on_resize(self) -> None:
        """Row 1 as wide as the window is now."""
        self.top_row()

    def top_row(self) -> None:
        """Row 1, as things stand now."""
        which, kept, training = self.planner.which_case()
        self.write_top(which, kept, training=training)

    def write_top(self, which: str, kept: str, *, training: bool) -> None:
        """Write row 1, if it is there yet: a draft may be kept while the screen is being put together."""
        for line in self.query(CaseLine):
            line.show(which, kept, training=training)

    def say(self, text: str, kind: str = "") -> None:
        """One message on the line above the keys; `kind` is nothing, `error` or `saved`."""
        if not self.is_mounted or not self.query("#message"):
            self.call_after_refresh(self.say, text, kind)
            return
        line = self.query_one("#message", Static)
        line.update(literal(text))
        line.set_classes(f"-{kind}" if kind else "")
        self.top_row()

    def trouble(self, error: FourpError | OSError) -> None:
        """Say what is wrong, and keep everything as it is."""
        faults = getattr(error, "faults", ())
        first = str(faults[0]) if faults else str(error)
        more = f" (and {len(faults) - 1} more: see F1)" if len(faults) > 1 else ""
        self.planner.last_trouble = "\n".join(str(one) for one in faults) if faults else str(error)
        self.say(f"{first}{more}", "error")

    def help_text(self) -> str:
        """What F1 says here."""
        return self.HELP_TEXT

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """The actions that the palette offers here beside the keys: a name as `area: Verb thing`, the action, what it does."""
        yield from ()


class Viewed(Frame):
    """A screen that is divided into views: `VIEWS` are their names and labels, with a widget of each name in the body."""

    VIEWS: ClassVar[tuple[tuple[str, str], ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "view(1)", "Next view", id="view.next", show=False, tooltip="The next view of this page"),
        Binding("comma", "view(-1)", "Previous view", id="view.previous", show=False, tooltip="The view before this one"),
    ]  # fmt: skip

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.view = self.VIEWS[0][0] if self.VIEWS else ""

    def above(self) -> Iterable[Widget]:
        """The views."""
        if self.VIEWS:
            yield Horizontal(*(ViewTab(*one) for one in self.VIEWS), id="views")

    def on_mount(self) -> None:
        """Write the rows, and show the first view."""
        super().on_mount()
        self.mark_views()

    def action_view(self, step: int) -> None:
        """The next view, or the one before."""
        names = [name for name, _ in self.VIEWS]
        if names:
            self.show_view(names[(names.index(self.view) + step) % len(names)])

    def show_view(self, view: str) -> None:
        """Show one view."""
        if view in dict(self.VIEWS):
            self.view = view
            self.mark_views()
            self.view_shown()

    def view_shown(self) -> None:
        """What a screen does when another of its views is shown: fill it, and put the cursor in it."""

    def mark_views(self) -> None:
        """Write the views with the one that is shown, and show that one alone."""
        for tab in self.query(ViewTab):
            tab.show(self.view)
        for name, _ in self.VIEWS:
            for pane in self.query(f"#{name}"):
                pane.display = name == self.view


class Page(Viewed):
    """One of the pages of a case, opened by its function key. `NAME` is that of `PAGES`."""

    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "go", "Go to", id="go", show=False, tooltip="Go to a page: then 2 to 9"),
        Binding("ctrl+g", "go", "Go to", id="go.typing", show=False, priority=True, tooltip="Go to a page, also while typing"),
        Binding("escape", "back", "Back", id="back", show=False, tooltip="One step back; what you typed is kept"),
        Binding("z", "undo", "Undo", id="undo", show=False, tooltip="Take back your last entry; the log keeps both"),
        Binding("c", "changed", "What changed", id="changed", show=False, tooltip="What the last fact changed, and why"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__(name=self.NAME)
        self.at = ""  # what the cursor is on, as `jump_to` takes it
        self._going = False
        self._left: Widget | None = None
        self._shown_at = -1

    @property
    def sitting(self) -> Sitting:
        """The case that is open. Raises AssertionError when none is: only Home is shown then."""
        sitting = self.planner.sitting
        assert sitting is not None
        return sitting

    def above(self) -> Iterable[Widget]:
        """The pages, and the views of this one."""
        yield Horizontal(*(PageTab(*one, current=one[0] == self.NAME) for one in PAGES), id="pages")
        yield from super().above()

    def on_screen_resume(self) -> None:
        """Show the case as it stands, if it was added to since this page was last looked at."""
        self.top_row()
        if self.planner.sitting and self._shown_at != self.sitting.position:
            self.update()
        self.planner.stopped_at(self.NAME, self.view, self.where())

    def update(self) -> None:
        """Show the case as it stands now, and remember at which entry that was."""
        self._shown_at = self.sitting.position
        try:
            self.show_case()
        except FourpError as error:
            self.trouble(error)

    def show_case(self) -> None:
        """Fill the page from the case as it stands. Keep the cursor where it was."""

    # -- views ----------------------------------------------------------------------------------------------------------

    def show_view(self, view: str) -> None:
        """Show one view of the page, and remember it."""
        super().show_view(view)
        if view in dict(self.VIEWS):
            self.planner.stopped_at(self.NAME, view, self.where())

    def jump(self, view: str, to: str) -> None:
        """Show a view of the page, and in it what is named: a tactic, a fact, the number of an entry."""
        if view:
            self.show_view(view)
        if to:
            self.jump_to(to)

    def jump_to(self, to: str) -> None:
        """Put the cursor on what is named; on nothing when it is not here."""

    def where(self) -> str:
        """What the cursor is on, as `jump_to` takes it."""
        return self.at

    # -- keys -----------------------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Wait for the digit of a page."""
        self._going, self._left = True, self.focused
        self.set_focus(None)
        self.say("Go to: " + "  ".join(f"{key[1:]} {label}" for _, key, label in PAGES))

    def on_key(self, event: events.Key) -> None:
        """The digit after `g`."""
        if self._going:
            self._going = False
            self.say("")
            if self._left is not None:
                self.set_focus(self._left)
            for name, key, _ in PAGES:
                if event.key == key[1:]:
                    event.stop()
                    event.prevent_default()
                    self.planner.open_page(name)

    def action_back(self) -> None:
        """One step back: to where the officer came from to put something right, else the task list, and from there home."""
        if not self.planner.come_back():
            self.planner.open_page("home" if self.NAME == "tasks" else "tasks")

    def action_undo(self) -> None:
        """Take back the last entry, after asking."""
        self.planner.ask_undo()

    def action_changed(self) -> None:
        """What the last fact changed."""
        self.planner.show_changed()

"""The planner itself: which case is open, which page is shown, what is kept, and the one road by which pages save.

Importing this loads no pydantic and no library: the first screen is painted before either.
"""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import App, SystemCommand, get_system_commands_provider
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme

from planner.errors import FourpError
from planner.tui.frame import MARKING, PAGES, Frame, Page
from planner.tui.lines import fit
from planner.tui.palette import PageActions

if TYPE_CHECKING:
    from planner.application.casework import Access
    from planner.application.deciding import Settled
    from planner.application.preferences import Preferences
    from planner.application.sitting import Bench, Sitting
    from planner.tui.portfolio import PortfolioPage
    from planner.tui.portfolio_run import Run
    from planner.tui.sheet import DecisionSheet

# Every pair of colours here has a contrast of at least 7 to 1.
HIGH_CONTRAST = Theme(
    name="high-contrast", primary="#ffff00", secondary="#00ffff", accent="#ffffff", foreground="#ffffff", background="#000000",
    surface="#000000", panel="#1a1a1a", warning="#ffff00", error="#ff8080", success="#80ff80", dark=True,
    variables={"text-muted": "#ffffff", "footer-key-foreground": "#ffff00"},
)  # fmt: skip
THEMES = {"dark": "textual-dark", "light": "textual-light", "high contrast": "high-contrast"}
KEEP_EVERY = 1.0
# Row 1: from which width on it tells when something was kept, what stands beside the title, and the least that is told of that.
ROOMY, BESIDE, LEAST = 80, 10, 8
# Kinds of decision whose sheet says more than the others'.
SHEETS = {
    "objective": ("objective_sheet", "ObjectiveSheet"), "trajectory": ("trajectory_sheet", "TrajectorySheet"),
    **dict.fromkeys(("disruption", "account", "moderate"), ("disruption_sheet", "DisruptionSheet")),
}  # fmt: skip


def page_class(name: str) -> type[Page]:
    """The page of that name, loaded when it is first wanted. Raises LookupError."""
    if name not in {one for one, _, _ in PAGES} - {"home"}:
        raise LookupError(name)
    return cast("type[Page]", getattr(import_module(f"planner.tui.{name}"), f"{name.capitalize()}Page"))


def sheet_class(kind: str) -> type[DecisionSheet]:
    """The sheet on which a kind of decision is asked for, loaded when it is first wanted."""
    module, name = SHEETS.get(kind, ("sheet", "DecisionSheet"))
    return cast("type[DecisionSheet]", getattr(import_module(f"planner.tui.{module}"), name))


class Planner(App[None]):
    """The guided planner. `reach` gives how stores are reached, `open_bench` loads the library and its engines (in a thread),
    `start` is a case to open at once."""

    CSS_PATH = "planner.tcss"
    TITLE = "fourp"
    COMMANDS = {get_system_commands_provider, PageActions}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Leave", id="leave.app", show=False, priority=True, tooltip="Leave fourp; all is saved"),
        Binding("right_square_bracket", "run_on(1)", "Next case", id="run.next", show=False, tooltip="The next case of the portfolio's list"),
        Binding("left_square_bracket", "run_on(-1)", "Case before", id="run.before", show=False, tooltip="The case before, in the portfolio's list"),
    ]  # fmt: skip

    class BenchReady(Message):
        """The library is loaded and the engines are ready."""

    def __init__(self, reach: Callable[[], Access], open_bench: Callable[[], Bench], start: str = "") -> None:
        super().__init__()
        self._reach, self._open_bench, self.start = reach, open_bench, start
        self._access: Access | None = None
        self.bench: Bench | None = None
        self._no_bench: FourpError | None = None
        self._then: Callable[[], None] | None = None  # what was asked for before the library was read
        self.sitting: Sitting | None = None
        self.wanted = ""  # a case that could not be opened yet, as the live store is locked
        self.last_trouble = ""
        self._came_from: tuple[str, str, str] | None = None
        self._kept = ""
        self._texts: dict[str, str] = {}
        self._pages: dict[str, Page] = {}
        self._preferences: Preferences | None = None
        self._portfolio: PortfolioPage | None = None
        self.case_run: Run | None = None  # the cases opened one after the other from the portfolio
        self._opened_at = 0
        self._left: dict[str, bool] = {}

    # -- beginning and ending -------------------------------------------------------------------------------------------

    @property
    def access(self) -> Access:
        """How stores are reached; another once a passphrase has been given."""
        if self._access is None:
            self._access = self._reach()
        return self._access

    @access.setter
    def access(self, access: Access) -> None:
        self._access = access

    @property
    def preferences(self) -> Preferences:
        """How this person likes the planner."""
        if self._preferences is None:
            from planner.application.preferences import Preferences

            self._preferences = Preferences.read()
        return self._preferences

    def on_mount(self) -> None:
        """Show the first screen, then load the library."""
        self.register_theme(HIGH_CONTRAST)
        if not os.environ.get("TEXTUAL_THEME"):
            self.theme = self.preferences.theme if self.preferences.theme in THEMES.values() else "textual-dark"
        from planner.tui.home import HomePage

        self.push_screen(HomePage())
        self.set_interval(KEEP_EVERY, self.keep)
        self.call_after_refresh(self._load)

    @work(thread=True, exclusive=True, group="bench")
    def _load(self) -> None:
        """Load the library and the engines; what is wrong with them is told on the first screen."""
        try:
            bench = self._open_bench()
        except FourpError as error:
            self.call_from_thread(self._bench_failed, error)
            return
        self.call_from_thread(self._bench_opened, bench)

    def _bench_failed(self, error: FourpError) -> None:
        self._no_bench = error
        self.trouble(error)

    def say_no_bench(self, then: Callable[[], None] | None = None) -> None:
        """What rests on the library cannot be done yet: say what is wrong with it, or do it once it is read."""
        if self._no_bench:
            self.trouble(self._no_bench)
        else:
            self._then = then
            self.say("Reading the menu of tactics. What you asked for opens when it is read.")

    def _bench_opened(self, bench: Bench) -> None:
        self.bench = bench
        for screen in self.screen_stack:
            screen.post_message(self.BenchReady())
        if self._then:
            self.say("")
            self._then()
        if self.start:
            start, self.start = self.start, ""
            self.open_case(start)

    def action_leave(self) -> None:
        """Leave: everything saved is saved, everything typed is kept."""
        self._close_case()
        if self.bench:
            self.bench.close()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """A fault of fourp itself: keep what was typed, write a report, and end with a message instead of a traceback."""
        if self.sitting:
            with contextlib.suppress(OSError):
                self.sitting.unsaved.write()
        if self.is_headless:
            super()._handle_exception(error)  # tests see it whole
            return
        from planner.library.layers import home

        report = home() / "reports" / "planner-stopped.txt"
        with contextlib.suppress(OSError):
            report.parent.mkdir(parents=True, exist_ok=True)
            report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        saved = "Every saved entry is in the record, and what you were typing was kept: start fourp again."
        self.exit(
            return_code=3, message=f"fourp: the planner stopped on a fault of its own. {saved} A report: {report}"
        )

    # -- cases ----------------------------------------------------------------------------------------------------------

    def open_case(self, named: str, place: tuple[str, str, str] | None = None) -> None:
        """Open a stored case where its officer stopped, or at a place: a page, a view of it, something in it."""
        if self._no_bench is not None:
            self.trouble(self._no_bench)
            return
        if self.bench is None:
            self.start = named
            self.say("Reading the menu of tactics. The case opens when it is read.")
            return
        from planner.application.casework import open_record
        from planner.application.sitting import Sitting

        self._close_case()
        self.case_run = None
        try:
            self.sitting = Sitting(open_record(named, self.access), self.bench)
            self.sitting.record.refuse_if_disposed()
        except (FourpError, OSError) as error:
            self._close_case()
            self.wanted = named
            self.trouble(error)
            return
        self.wanted, self._opened_at = "", self.sitting.position
        if place:
            self.open_page(*place)
            return
        page, view, to = (*self.sitting.unsaved.place.split("|"), "", "")[:3]
        sheet = self.sitting.unsaved.sheet
        self.open_page(page if page else "tasks", view, to)
        if sheet:
            self.call_after_refresh(lambda: self.ask(**sheet))

    def _close_case(self) -> None:
        if self.sitting is None:
            return
        record = self.sitting.record
        self._left[f"{record.store.kind}:{record.name}"] = record.position != self._opened_at
        try:
            self.sitting.close()
        except OSError as error:
            self.last_trouble = str(error)
        self.sitting, self._kept, self._texts = None, "", {}
        self._to_home()
        for name in list(self._pages):
            self.uninstall_screen(name)
        self._pages.clear()

    # -- many cases -----------------------------------------------------------------------------------------------------

    def open_portfolio(self) -> None:
        """Every case at once; a case that is open is closed."""
        if self.bench is None:
            self.say_no_bench(self.open_portfolio)
            return
        from planner.tui.portfolio import PortfolioPage

        self._close_case()
        self._to_home()
        if self._portfolio is None:
            self._portfolio = PortfolioPage()
            self.install_screen(self._portfolio, PortfolioPage.NAME)
        self.push_screen(PortfolioPage.NAME)

    def left_cases(self, kind: str) -> dict[str, bool]:
        """The cases of a kind that were open since this was last asked, by name, and whether each was added to."""
        keys = [key for key in self._left if key.startswith(f"{kind}:")]
        return {key.partition(":")[2]: self._left.pop(key) for key in keys}

    def open_run(self, run: Run, place: tuple[str, str, str] | None = None) -> None:
        """Open the case at which a run stands; the others of it follow with ] and [."""
        before = self.sitting
        self.open_case(run.key, place)
        if self._portfolio is not None:
            self._portfolio.left_at(run.name)
        if self.sitting is not None:
            self.case_run = run
            self.call_after_refresh(self.say, run.told)
        elif before is not None:
            # It cannot be opened: back to the list of which it is a row, with the reason.
            told = self.last_trouble
            self.open_portfolio()
            self.call_after_refresh(self.say, " ".join(told.split()), "error")

    def action_run_on(self, step: int) -> None:
        """The next case of a run, or the one before, at the page and the view that are shown."""
        page, run = self.screen, self.case_run
        if run is None or not isinstance(page, Page):
            return
        further = run.step(step)
        if further is None:
            self.say(run.no_more(step))
        else:
            self.open_run(further, (page.NAME, page.view, ""))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of a run work on the pages of a case that was opened in one."""
        if action == "run_on":
            return self.case_run is not None and self.sitting is not None and isinstance(self.screen, Page)
        return super().check_action(action, parameters)

    def _to_home(self) -> None:
        """Leave every screen above Home."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    # -- pages ----------------------------------------------------------------------------------------------------------

    def action_page(self, name: str) -> None:
        """Open a page by its key."""
        self.open_page(name)

    def open_page(self, name: str, view: str = "", to: str = "") -> None:
        """Open a page of the case, at a view of it and at something in it; Home closes the case."""
        self._came_from = None
        if name == "home":
            self._close_case()
            self._to_home()
            return None
        if self.sitting is None:
            if self._no_bench:
                self.say_no_bench()
            else:
                self.say("Open a case first: choose one and press Enter, or n for a new one.")
            return None
        try:
            page = self._pages.get(name)
            if page is None:
                page = self._pages[name] = page_class(name)()
                self.install_screen(page, name)
        except LookupError:
            return self.open_page("tasks")
        if self.screen is not page:
            self.say("")  # what was said there is not said again when the officer comes back
        self.sitting.unsaved.seen.add(name)
        self.sitting.unsaved.sheet = {}
        while len(self.screen_stack) > 3:
            self.pop_screen()
        if len(self.screen_stack) == 3 and self.screen is not page:
            self.switch_screen(name)
        elif len(self.screen_stack) < 3:
            self.push_screen(name)
        if view or to:
            self.call_after_refresh(page.jump, view, to)
        return None

    def visit(self, name: str, view: str, to: str, back: tuple[str, str, str]) -> None:
        """Open a page to put something right there: Esc, or what is saved there, comes back to `back` (page, view, place)."""
        self.open_page(name, view, to)
        self._came_from = back

    def come_back(self) -> bool:
        """Go back to where the officer came from to put something right; False when they did not."""
        back, self._came_from = self._came_from, None
        if back is not None:
            self.open_page(*back)
        return back is not None

    def stopped_at(self, page: str, view: str, to: str = "") -> None:
        """Remember where the officer is, so that the case opens there next time."""
        if self.sitting and page != "home":
            self.sitting.unsaved.place = f"{page}|{view}|{to}"

    def ask(self, kind: str, then: Callable[[Settled], None] | None = None, **how: Any) -> None:
        """Ask for one decision on its sheet (see `DecisionSheet`); say that it is saved, and `then` go on."""
        if self.sitting is None:
            return

        def answered(settled: Settled | None) -> None:
            if settled is not None:
                self.saved(settled)
                if then:
                    then(settled)

        self.push_screen(sheet_class(kind)(self.sitting, kind, **how), answered)

    # -- saying ---------------------------------------------------------------------------------------------------------

    def say(self, text: str, kind: str = "") -> None:
        """One message on the screen that is shown."""
        frame = self._frame()
        if frame:
            frame.say(text, kind)

    def trouble(self, error: FourpError | OSError) -> None:
        """What is wrong, on the screen that is shown."""
        frame = self._frame()
        if frame:
            frame.trouble(error)

    def _frame(self) -> Frame | None:
        return next((one for one in reversed(self.screen_stack) if isinstance(one, Frame)), None)

    def which_case(self) -> tuple[str, str, bool]:
        """Row 1: the case and its kind, what is saved, whether it is for training."""
        if self.sitting is None:
            return "Fourp", "", False
        training = not self.sitting.record.live
        title = self.sitting.profile.title or self.sitting.record.name
        marked = f" | {'TRAINING' if training else 'live'} | {MARKING}"
        # Of a long title as much as leaves room for the marking; where the window is narrow, no time either.
        kept = self._kept if self.size.width >= ROOMY else self._kept.partition(" ")[0]
        room = max(self.size.width - len(marked) - len(kept) - BESIDE, LEAST)
        return fit(title, room).rstrip() + marked, kept, training

    # -- keeping and saving ---------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Put what is typed and not saved on disk."""
        if self.sitting is None:
            return
        try:
            unsaved, before = self.sitting.unsaved, self._texts
            if not unsaved.write():
                return
            self._texts = dict(unsaved.texts)
            if self._texts.items() - before.items():
                self._kept = f"Draft kept {self._now()}"
                frame = self._frame()
                if frame:
                    frame.top_row()
        except OSError as error:
            self.say(f"What you type cannot be kept on this machine: {error.strerror or error}. Save it soon.", "error")

    def saved(self, settled: Settled, also: str = "") -> None:
        """Say that an entry is on disk, with what warns of it and who wrote meanwhile; the page shows the case anew."""
        self._kept = f"Saved {self._now()}, entry {settled.saved.position}"
        told = [f"Saved: {settled.entry.title}, entry {settled.entry.number}.", also, *settled.warnings]
        if settled.saved.warning:
            told.append(settled.saved.warning)
        for one in settled.meanwhile:
            told.append(f"{one.author} saved entry {one.number} ({one.title}) meanwhile. Both are kept.")
        for page in self._pages.values():
            if page is self.screen and not self._came_from:
                page.update()
        self.come_back()
        self.say(" ".join(part for part in told if part), "saved")

    def _now(self) -> str:
        assert self.sitting is not None
        return f"{self.sitting.record.store.clock().astimezone():%H:%M:%S}"

    def ask_undo(self) -> None:
        """Ask whether the last entry is to be taken back, and why; a further entry says so."""
        from planner.application.vetting import Reasons
        from planner.exports.telling import sentences
        from planner.tui.asked import Asked, LinesScreen

        sitting = self.sitting
        entry = sitting.undoable() if sitting else None
        if sitting is None or entry is None:
            self.say("There is no entry of yours at the end of the record to take back.")
            return
        said = next(iter(sentences(entry, sitting.book, sitting.library)), "")
        what = f"Entry {entry.number}, {entry.title}: {said}\n\nIt stays in the log, and so does this."

        def attempt(typed: Mapping[str, str]) -> Settled:
            return sitting.undo(entry, Reasons(because=typed["because"]))

        def answered(settled: Settled | None) -> None:
            if settled is not None:
                self.saved(settled)

        asked = (Asked("because", "Why is it taken back?"),)
        self.push_screen(LinesScreen("Take back your last entry?", what, asked, attempt, aside=False), answered)

    def show_changed(self) -> None:
        """What the last fact changed, and why."""
        from planner.exports.telling import moved
        from planner.tui.small import ReadScreen

        parts = [
            "\n".join([f"{says} ({len(told)})", *(f"  {one}" for one in told)])
            for says, told in moved(self.sitting.last_changed if self.sitting else ())
        ]
        text = "\n\n".join(parts) or "Nothing that you saved in this sitting has moved a tactic yet."
        self.push_screen(ReadScreen("What the last fact changed", text))

    # -- help and actions -----------------------------------------------------------------------------------------------

    def action_explain(self) -> None:
        """F1."""
        from planner.tui.small import ReadScreen

        if not isinstance(self.screen, ReadScreen):
            trouble, self.last_trouble = self.last_trouble, ""
            from planner.tui.explaining import help_of

            self.push_screen(help_of(self.screen, self, trouble))

    def action_theme(self, theme: str) -> None:
        """Light, dark or high contrast, remembered."""
        self.theme = self.preferences.theme = theme
        self.preferences.write()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions that are there on every screen."""
        for name, theme in THEMES.items():
            yield SystemCommand(
                f"view: Use the {name} theme",
                f"Show everything in the {name} theme",
                lambda t=theme: self.action_theme(t),
            )
        yield SystemCommand(
            "portfolio: Open the portfolio", "Every case at once, and where to look first", self.open_portfolio
        )
        yield SystemCommand("help: Show help", "What this page is for, and every key", self.action_explain)
        yield SystemCommand("fourp: Leave", "All that is saved is saved, all that is typed is kept", self.action_leave)

"""Home: every stored case with its next step and what is due; new cases, imports and practice.

The list is filled row by row beside the screen, so that the first paint waits for no store and no library.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input, Static

from planner.errors import FourpError
from planner.tui.fields import Line
from planner.tui.frame import Frame
from planner.tui.home_rows import MAKE, UNLOCK, Known
from planner.tui.literal import literal
from planner.tui.rows import Rows

if TYPE_CHECKING:
    from planner.application.casework import Access
    from planner.application.looking_over import Brief, Proved, Shelf
    from planner.application.sitting import Bench

# What the cursor may be on that is no case.
NO_CASE = ("", UNLOCK, MAKE)


class HomePage(Frame):
    """Home."""

    NAME = "home"
    TITLE_TEXT = "Home"
    HELP_TEXT = (
        'Your cases, live and practice. "Next step" is the first task that still needs you. Review dates follow the tier: every month '
        "for 1, every three months for 2 and 3, every six for 4, and every month until the tier is known.\n\nLive and practice cases sit "
        "in separate stores. Practice cases say TRAINING: nothing in them is real, and none can become live. The live store opens "
        "with your passphrase.\n\nThe list shows at once; what is due and the check of each record fill in after it. The check reads "
        "every entry and changes nothing."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New case", id="home.new", tooltip="Start a case, live or practice"),
        Binding("p", "practice", "Practice", id="home.practice", tooltip="Choose a made-up case and try the planner on it"),
        Binding("b", "portfolio", "Portfolio", id="home.portfolio", tooltip="Every case at once: what is overdue, empty, to be looked at first"),
        Binding("i", "import", "Import", id="home.import", tooltip="Bring in a case from a file"),
        Binding("slash", "find", "Find", id="home.find", tooltip="Find a case by its name"),
        Binding("escape", "clear", "Clear", id="home.clear", show=False, tooltip="Clear the search"),
    ]  # fmt: skip
    CSS_PATH = "home.tcss"

    class Seen(Message):
        """One thing was read of the stores."""

        def __init__(self, seen: Shelf | Brief | Proved | FourpError) -> None:
            super().__init__()
            self.seen = seen

    class AllRead(Message):
        """The stores have been read to the end."""

    def __init__(self) -> None:
        super().__init__(name=self.NAME)
        self.known = Known()
        self._placed = False
        self._unweighed: list[str] = []
        self._typed: dict[str, str] = {}
        self._left = self._sought_from = ""
        self._greeted = self._weighing = self._show_due = False
        self._reading = 0

    def body(self) -> ComposeResult:
        """The cases, and beside or under them what is due."""
        yield Line(id="find", placeholder="Part of a name; Esc clears")
        with Container(id="lists"):
            yield Rows(id="cases")
            yield Rows(id="due")
        yield Static("Reading your cases.", id="proof", classes="quiet", markup=False)

    def on_mount(self) -> None:
        """The frame first; the cases follow."""
        super().on_mount()
        self.query_one("#find").display = False
        self.query_one("#cases").focus()

    def on_screen_resume(self) -> None:
        """Read the stores once what is there has been painted."""
        self.top_row()
        self.call_after_refresh(self._read)

    def on_screen_suspend(self) -> None:
        """Whatever is opened from here comes first; the cursor will be on the case that was open."""
        self._reading += 1
        if self.planner.sitting:
            record = self.planner.sitting.record
            self._left = f"{record.store.kind}:{record.name}"

    def on_unmount(self) -> None:
        """Nothing is read for a screen that is gone."""
        self._reading += 1

    def top_row(self) -> None:
        """Row 1: the store and who is at it, once that is known."""
        parts = ["Fourp"]
        if self.known.shelves or self.known.read_once:
            parts += [
                "no live store"
                if "live" not in self.known.shelves
                else f"live store, {'locked' if self.known.locked else 'unlocked'}",
                self.planner.access.name,
            ]
        self.write_top(" | ".join(parts), "", training=False)

    # -- reading the stores ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Begin anew: whatever was being read is left where it is."""
        self._reading += 1
        self._read_all(self._reading)

    @work(thread=True, group="read")
    def _read_all(self, reading: int) -> None:
        """Look over the stores, beside the screen; the records are proved the first time."""
        from planner.application.looking_over import look_over

        try:
            for seen in look_over(self.planner.access, frozenset(self.known.proved)):
                if reading != self._reading:
                    return
                self.post_message(self.Seen(seen))
        except FourpError as error:
            self.post_message(self.Seen(error))
        self.post_message(self.AllRead())

    def on_home_page_seen(self, message: Seen) -> None:
        """Show what was read."""
        from planner.application.looking_over import Brief, Proved, Shelf

        seen = message.seen
        if isinstance(seen, Shelf):
            self.known.shelves[seen.kind] = seen
            self.known.keep_only(seen.kind, seen.cases)
            self._show_soon()
            self.top_row()
            if seen.locked:
                self._greet()
        elif isinstance(seen, Brief):
            self.known.briefs[seen.key] = seen
            self.known.trouble.pop(seen.key, None)
            self._unweighed.append(seen.key)
            self._show_soon()
            self._weigh()
        elif isinstance(seen, Proved):
            self.known.proved[seen.key] = seen
            self._show_proof()
        else:
            self.trouble(seen)

    def on_home_page_all_read(self) -> None:
        """Everything is known: an empty list is empty."""
        self.known.read_once = True
        self.top_row()
        self._show_soon()
        self._show_proof()
        self._greet()

    def on_planner_bench_ready(self) -> None:
        """The library is there: work out what each case needs."""
        self._weigh()
        self.call_later(self._greet)

    def _weigh(self) -> None:
        """Begin to work out what the cases need, unless that is under way."""
        if not self._weighing and self.planner.bench is not None:
            self._weighing = True
            self._weigh_all(self.planner.bench)

    @work(group="weigh")
    async def _weigh_all(self, bench: Bench) -> None:
        """What each case needs and what is due, one case after the other; keys are served in between."""
        from planner.application.looking_over import weighed

        while self._unweighed:
            key = self._unweighed.pop(0)
            brief = self.known.briefs.get(key)
            if brief is None or brief.book is None:
                continue
            try:
                self.known.weighed[key] = weighed(brief, bench, self._today())
            except FourpError as error:
                self.known.trouble[key] = str(error)
            self._show_soon()
            await asyncio.sleep(0)
        self._weighing = False

    # -- showing --------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self._show_soon()

    def _show_soon(self) -> None:
        """Show what is known at the next painting, however much of it arrives before."""
        if not self._show_due:
            self._show_due = True
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        """Both lists, as far as they are known."""
        self._show_due = False
        if not self.known.shelves and not self.known.read_once:
            return  # nothing heavy is loaded before the first painting
        cases = self.query_one("#cases", Rows)
        width = max(cases.size.width, self.size.width // 2 if self.has_class("-wide") else self.size.width - 2) - 2
        rows = self.known.cases(width, self._today())
        cases.fill(rows)
        if not self._placed:
            # The cursor begins on a case, whatever arrives first; where the live store is locked, on what opens it.
            first = next((name for name, _ in rows if name and name != MAKE), "")
            self._placed = cases.choose(first)
        if self._left and cases.choose(self._left):
            self._left = ""
        self.query_one("#due", Rows).fill(list(self.known.due()))

    def _show_proof(self) -> None:
        now = self.planner.access.clock().astimezone()
        self.query_one("#proof", Static).update(literal(self.known.proof(now)))

    def _today(self) -> date:
        return self.planner.access.clock().astimezone().date()

    # -- opening --------------------------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: Rows.OptionSelected) -> None:
        """Open a case, at what is due where that was chosen."""
        event.stop()
        chosen = event.option_id or ""
        if chosen == UNLOCK:
            self.action_unlock()
        elif chosen == MAKE:
            self.action_make_store()
        else:
            key, _, due = chosen.partition("|")
            self.planner.open_case(key)
            if due and self.planner.sitting:
                kind, _, number = due.partition("|")
                view = {"objective": "objectives", "collection": ""}.get(kind, "calendar")
                self.planner.open_page("plan" if view else "gaps", view, number)

    def _opened(self, key: str | None) -> None:
        """Open a case that was just made."""
        if key:
            self.planner.open_case(key)
            if self.planner.sitting:
                self.planner.call_after_refresh(self.planner.say, "Case opened and saved.", "saved")

    def action_new(self) -> None:
        """One page of fields."""
        from planner.tui.new_case import NewCaseScreen

        if not self.planner.bench:
            self.planner.say_no_bench(self.action_new)
            return
        screen = NewCaseScreen(self.planner.access, self.planner.bench.library, self._today(), self._typed)
        self.planner.push_screen(screen, self._opened)

    def action_import(self) -> None:
        """A file with a case in it."""
        from planner.tui.new_case import import_screen

        if not self.planner.bench:
            self.planner.say_no_bench(self.action_import)
            return
        self.planner.push_screen(import_screen(self.planner.access, self.planner.bench.library), self._opened)

    def action_practice(self) -> None:
        """Choose a made-up case; a copy of it opens."""
        from planner.tui.practice import PracticeScreen

        if not self.planner.bench:
            self.planner.say_no_bench(self.action_practice)
            return
        self.planner.push_screen(PracticeScreen(self.planner.access, self.planner.bench.library), self._opened)

    def action_portfolio(self) -> None:
        """Every case at once."""
        self.planner.open_portfolio()

    # -- the live store -------------------------------------------------------------------------------------------------

    def action_unlock(self) -> None:
        """Ask for the passphrase of the live store."""
        from planner.tui.unlock import unlock_screen

        self.planner.push_screen(unlock_screen(self.planner.access), self._unlocked)

    def action_make_store(self) -> None:
        """Make a live store."""
        from planner.tui.unlock import make_store_screen

        self.planner.push_screen(make_store_screen(self.planner.access), self._unlocked)

    def _unlocked(self, access: Access | None) -> None:
        if access is not None:
            self.planner.access = access
            self.known.proved.clear()
            self.say("The live store is open.")
            if self.planner.wanted:
                self.planner.open_case(self.planner.wanted)
                return
        self._greet()

    def action_lock(self) -> None:
        """Lock the live store again."""
        from dataclasses import replace

        from planner.application.casework import Access

        self.planner.access = replace(self.planner.access, ask=Access().ask, ready=False)
        self.known.keep_only("live")
        self.known.proved.clear()
        self._read()
        self.say("The live store is locked.")

    def action_back_up(self) -> None:
        """The store whose case is under the cursor, sealed as it is, into one file."""
        from planner.tui.unlock import back_up_screen

        chosen = self.query_one("#cases", Rows).chosen
        training = chosen.startswith("training:") or "live" not in self.known.shelves
        screen = back_up_screen(self.planner.access, "training" if training else "live")
        self.planner.push_screen(screen, lambda told: self.say(told or ""))

    # -- finding --------------------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Type part of a name."""
        self._sought_from = self.query_one("#cases", Rows).chosen
        find = self.query_one("#find", Line)
        find.display = True
        find.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches, with the cursor on the first case of it."""
        self.known.find = event.value.strip()
        self._show()
        if self.known.find and self.query_one("#cases", Rows).chosen in NO_CASE:
            self._to_first_case()

    def _to_first_case(self) -> bool:
        """The cursor on the first case; False where none is shown."""
        cases = self.query_one("#cases", Rows)
        return cases.choose(
            next((one.id or "" for one in cases.options if not one.disabled and one.id not in NO_CASE), "")
        )

    def on_done(self) -> None:
        """Enter in the search: on to the list."""
        self.query_one("#cases").focus()

    def action_clear(self) -> None:
        """Show all cases again."""
        chosen = self.query_one("#cases", Rows).chosen
        if self.known.find:
            self._left = chosen if chosen not in NO_CASE else self._sought_from
        find = self.query_one("#find", Line)
        find.value, find.display = "", False
        self.query_one("#cases").focus()

    # -- the first time -------------------------------------------------------------------------------------------------

    def _greet(self) -> None:
        """Ask for the passphrase first, then show the tour to whoever has not seen it; not over a case that is to open."""
        if self.planner.screen is not self or self.planner.start:
            return
        if self.known.locked and not self._greeted:
            self._greeted = True
            self.action_unlock()
        elif (self.known.shelves or self.known.read_once) and not self.planner.preferences.tour_seen:
            self.action_tour()

    def action_tour(self) -> None:
        """Show the tour."""
        from planner.tui.tour import TourScreen

        actions = {"new": self.action_new, "practice": self.action_practice}
        self.planner.push_screen(TourScreen(), lambda then: actions.get(str(then), lambda: None)())

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the stores and the tour offer."""
        yield "case: New", "screen.new", "Start a case, live or practice"
        yield "case: Import file", "screen.import", "Bring in a case from a file"
        yield "practice: Choose a made-up case", "screen.practice", "A copy of it opens, marked TRAINING"
        if "live" not in self.known.shelves:
            yield "store: Make the live store", "screen.make_store", "It is opened with a passphrase of yours"
        elif self.known.locked:
            yield "store: Unlock", "screen.unlock", "Open the live store with your passphrase"
        else:
            yield "store: Lock now", "screen.lock", "The live store asks for a passphrase again"
        yield "store: Back up", "screen.back_up", "The whole store, sealed as it is, into one file"
        yield "help: Show the tour", "screen.tour", "The five pages shown the first time"

"""The portfolio: every case of a store at once, which P is empty, what is overdue and where to look first.

The rows come one by one from work beside the screen; what is shown of them is worked out by `planner.application.portfolio` alone.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import DataTable, Static

from planner.application.case_rows import Row
from planner.application.portfolio import Portfolio
from planner.domain.words import count_of, day
from planner.tui.days import short_day
from planner.tui.fields import Line
from planner.tui.frame import MARKING, Viewed
from planner.tui.literal import literal
from planner.tui.portfolio_charts import charts
from planner.tui.portfolio_rows import Sieve, cells, columns_for, head, told_of
from planner.tui.portfolio_views import EMPTY, LISTS, Entry, ListView
from planner.tui.portfolio_work import Begun, Checking, Ended, Told
from planner.tui.unlock import unlock_screen

if TYPE_CHECKING:
    from planner.application.casework import Access

CASES, CHARTS, TOUCHED = "cases", "charts", "touched"
SOON, SHARE = 0.25, 8  # rows are shown anew so often, and for no more than one part of the time in so many
NONE_HERE = "No case is here yet. On Home (F9) n starts one, i imports one and p opens a practice run. t shows the {other} cases."
REREAD = "r checks all again."


class PortfolioFrame(Viewed):
    """The portfolio as it is filled and shown; what its keys do is in `portfolio`."""

    NAME = "portfolio"
    TITLE_TEXT = "Portfolio"
    CSS_PATH = ["portfolio.tcss", "keyed.tcss"]
    VIEWS = ((CASES, "Cases"), (CHARTS, "Charts"), ("places", "Places"), ("dives", "Deep dives"), (TOUCHED, "Touched"))

    class Heard(Message):
        """Something was told by the work beside the screen."""

        def __init__(self, checking: Checking, told: Told) -> None:
            super().__init__()
            self.checking, self.told = checking, told

    def __init__(self) -> None:
        super().__init__(name=self.NAME)
        self.sieve = Sieve()
        self.marked: set[str] = set()
        self.kind = ""
        self._rows: dict[str, Row] = {}
        self._total = self._disposed = self._done = self._of = 0
        self._checking: Checking | None = None
        self._access: Access | None = None
        self._show_due = self._filling = False
        self._shown: dict[str, Row] = {}
        self._keep = ""  # the case that the cursor is to come back to
        self._placed = ""  # where the cursor was put, while nobody has moved it
        self.as_of: date | None = None

    def body(self) -> ComposeResult:
        """What all cases add up to, and the views."""
        yield Line(id="find", placeholder="Part of a name; Esc clears")
        yield Static("", id="board-head", markup=False)
        yield ListView([("Case", 0)], id=CASES)
        with VerticalScroll(id=CHARTS):
            yield Static("", id="charts-text", markup=False)
        for name, (columns, _) in LISTS.items():
            yield ListView(columns, id=name)

    # -- coming and going -------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """The frame first; the rows follow."""
        super().on_mount()
        self.query_one("#find").display = False
        self._take_cursor()

    def on_screen_resume(self) -> None:
        """Check what is not known yet: everything the first time, afterwards what was changed since."""
        self.top_row()
        access = self.planner.access
        if access is not self._access:
            # The live store was locked or unlocked since: nothing of it may stay by mistake.
            self._access, self.kind = access, ""
            self._rows.clear()
            self._begin()
            return
        left = self.planner.left_cases(self.kind)
        again = frozenset(name for name, changed in left.items() if changed or name not in self._rows)
        if again or not self._rows:
            self._begin(
                training=self.kind == "training" if self.kind else None, only=again if self._rows else frozenset()
            )
        if left and self._keep:
            self.query_one(f"#{CASES}", ListView).go_to(self._keep)

    def on_screen_suspend(self) -> None:
        """Leaving ends the work; a small screen over this one does not."""
        if self not in self.app.screen_stack:
            self._stop()

    def on_unmount(self) -> None:
        """Nothing is checked for a screen that is gone."""
        self._stop()

    # -- the work ---------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day it is, where the officer sits."""
        return self.planner.access.clock().astimezone().date()

    def _begin(self, *, training: bool | None = None, only: frozenset[str] = frozenset()) -> None:
        """Look at every case of a store, or again at some of them; whatever is under way ends."""
        self._stop()
        bench = self.planner.bench
        if bench is None:
            return
        self._checking = Checking(training, self.planner.access, bench.library, self.today, self.as_of, only)
        self._done, self._of = 0, len(only)
        self.say("Reading the store.")
        self._work(self._checking)
        self.refresh_bindings()

    @work(thread=True, group="portfolio")
    def _work(self, checking: Checking) -> None:
        checking.work(lambda told: self.post_message(self.Heard(checking, told)))

    def _stop(self) -> bool:
        """End the work; False when there is none."""
        checking, self._checking = self._checking, None
        if checking is None:
            return False
        checking.stop()
        if self.is_mounted:
            self.refresh_bindings()
        return True

    def on_portfolio_frame_heard(self, message: Heard) -> None:
        """Take in what was told, unless it comes from work that was stopped."""
        checking, told = message.checking, message.told
        if checking is not self._checking:
            return
        if isinstance(told, Begun):
            self._begun(checking, told)
        elif isinstance(told, Row):
            self._rows[told.name] = told
            self._done += 1
        else:
            self._ended(told)
            return
        self._show_soon()

    def _begun(self, checking: Checking, told: Begun) -> None:
        self.kind, self._total, self._disposed = told.kind, len(told.names), told.disposed
        if checking.only:
            self._rows = {name: row for name, row in self._rows.items() if name in set(told.names)}
            return
        self._of = len(told.names)
        self._keep = self._keep or self.query_one(f"#{CASES}", ListView).table.key
        self._rows.clear()
        self._filling, self._placed = True, self.query_one(f"#{CASES}", ListView).table.key
        self.marked &= set(told.names)

    def _ended(self, told: Ended) -> None:
        checking, self._checking = self._checking, None
        self.refresh_bindings()
        asked_live = checking is not None and checking.training is False
        self._show()
        self._filling, self._keep = False, ""
        if told.trouble:
            self.trouble(told.trouble)
        elif told.locked and asked_live:
            self.planner.push_screen(unlock_screen(self.planner.access), self._unlocked)
        elif told.locked:
            self.say("The live store is locked; these are practice cases. t asks for your passphrase.")
        elif checking is not None:
            self._say_checked(checking)

    def _say_checked(self, checking: Checking) -> None:
        """How many were checked, and how many of all cannot be read."""
        many = (
            f"{len(checking.only)} of {self._total:,}, changed since"
            if checking.only
            else count_of(self._total, "case")
        )
        unread = len(self.found.unread)
        self.say(f"Checked {many}.{f' {unread} cannot be read.' if unread else ''}" if self._rows else "")

    def _unlocked(self, access: Access | None) -> None:
        if access is None:
            self.say("The live store stays locked.")
            return
        self.planner.access = self._access = access
        self._begin(training=False)

    # -- shown ------------------------------------------------------------------------------------------------------------

    @property
    def found(self) -> Portfolio:
        """All cases as far as they are checked."""
        bench = self.planner.bench
        assert bench is not None
        return Portfolio(
            self.kind, self.today, self.as_of or self.today, bench.library, tuple(self._rows.values()), self._total, self._disposed,
            stopped=len(self._rows) < self._total,
        )  # fmt: skip

    def _show_soon(self) -> None:
        """Show what has come a little later, together with what comes until then."""
        if not self._show_due:
            self._show_due = True
            self.set_timer(SOON, self._show_and_time)

    def _show_and_time(self) -> None:
        before = time.monotonic()
        self._show_due = False
        if self._checking is None:
            return  # it was shown when the work ended
        self._show()
        if self._checking is not None:
            self.say(f"Checking {self._done:,} of {self._of:,}. Esc stops; finished rows stay.")
            self._show_due = True
            self.set_timer(max(SOON, SHARE * (time.monotonic() - before)), self._show_and_time)

    def _show(self) -> None:
        """The view that is shown, and the rows above it."""
        if self.planner.bench is None:
            return
        found, narrow = self.found, self.has_class("-narrow")
        lines = [head(found, narrow=narrow)]
        if self.as_of:
            lines.append(f"As the law stands on {day(self.as_of)}.")
        if self.view == CASES:
            self._show_cases(found)
            lines.append(self.sieve.told(len(self._shown), len(self._rows)))
            if self.marked:
                lines.append(
                    f"{len(self.marked)} marked: Enter opens them one after the other, Esc takes the marks away."
                )
        elif self.view == CHARTS:
            self.query_one("#charts-text", Static).update(literal(charts(found, self.size.width - 4)))
        else:
            entries = {one.key: one for one in LISTS[self.view][1](found)}
            empty = EMPTY[self.view] if self._rows else self._nothing()
            self.query_one(f"#{self.view}", ListView).fill(list(entries), entries.__getitem__, empty)
        self.query_one("#board-head", Static).update(literal("\n".join(line for line in lines if line)))
        self.top_row()

    def _show_cases(self, found: Portfolio) -> None:
        self._shown = {row.name: row for row in self.sieve.rows(found)}
        columns = columns_for(self.has_class)
        widths = [(one.name, one.width) for one in columns]
        view = self.query_one(f"#{CASES}", ListView)

        def entry(name: str) -> Entry:
            row = self._shown[name]
            return Entry(name, cells(row, columns, self.today, marked=name in self.marked), told_of(row), (name,))

        empty = "None of them. Esc shows all." if self._rows else self._nothing()
        left_alone = self._filling and view.table.key == self._placed
        view.fill(list(self._shown), entry, empty, widths)
        if left_alone:
            view.go_to(self._keep if self._keep in self._shown else next(iter(self._shown), ""))
            self._placed = view.table.key

    def _nothing(self) -> str:
        """What an empty list says."""
        if self._checking is not None:
            return "Reading the store."
        return NONE_HERE.format(other="live" if self.kind == "training" else "practice")

    def _come_back(self) -> None:
        """The cursor on the case it was on before all were checked anew."""
        if self._keep:
            self.query_one(f"#{CASES}", ListView).go_to(self._keep)
            self._keep = ""

    def top_row(self) -> None:
        """Row 1: which store, its marking, how many cases, the day."""
        if not self.kind:
            self.write_top("Portfolio", "", training=False)
            return
        training = self.kind == "training"
        parts = ["Portfolio", "TRAINING" if training else "live", MARKING, count_of(self._total, "case")]
        if not self.has_class("-narrow"):
            parts[-1] += f", {short_day(self.today)}"
        if self._disposed and self.has_class("-wide"):
            parts.append(f"{self._disposed} disposed of not shown")
        self.write_top(" | ".join(parts), "", training=training)

    def view_shown(self) -> None:
        """Fill the view, and put the cursor in it."""
        if self.view != CASES:
            self.query_one("#find").display = False
        self._show()
        self._take_cursor()
        self.refresh_bindings()

    def _take_cursor(self) -> None:
        (self.query_one(f"#{CHARTS}") if self.view == CHARTS else self._list.table).focus()

    @property
    def _list(self) -> ListView:
        """The list of the view that is shown."""
        return self.query_one(f"#{self.view}", ListView)

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        super().on_resize()
        self.call_after_refresh(self._show)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Tell all of what the cursor is on."""
        if self.view != CHARTS and event.data_table is self._list.table:
            self._list.read_on()
            self._list.tell()

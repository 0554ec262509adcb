"""The keys of the portfolio: a case opened, or several in a run; filtered, found, sorted, marked; the papers made of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from planner.tui.choosing import ChooseScreen
from planner.tui.fields import Line
from planner.tui.portfolio_frame import CASES, CHARTS, REREAD, TOUCHED, PortfolioFrame
from planner.tui.portfolio_papers import ask_board, ask_meeting, ask_rerun
from planner.tui.portfolio_rows import FILTERS, Sieve, columns_for, title_of, why_here
from planner.tui.portfolio_run import Run
from planner.tui.portfolio_views import Entry
from planner.tui.small import ReadScreen


class PortfolioPage(PortfolioFrame):
    """Portfolio."""

    HELP_TEXT = (
        "Every case of one store, a row each: overdue reviews first, then errors, then an empty P. ! after a count says that the P is "
        "empty and no reason is recorded. Bands and tiers are as others recorded them. Counts say where to look, not how well anyone "
        "has done.\n\nEnter opens the case under the cursor; there ] goes to the next case of this list and [ to the one before. Space "
        "marks cases: Enter then opens those alone, each at its findings. F9, then b, comes back to the same row. What was "
        "changed meanwhile is checked again by itself; r checks every case again.\n\nThe digits sort by a column, counted from the left; "
        "the same digit again turns it round, 0 is the first order. f shows only some, / finds by name, w says why a case stands "
        "here.\n\nCharts, places where harm is deep-rooted, whose turn a deep dive is, and chosen tactics that stand otherwise since the "
        "catalogue, the law or the facts changed: . and , go from view to view; there w reads all of a line. "
        "Live and practice cases are never mixed: t goes from "
        "one to the other. That a live case was looked at is noted in its record.\n\nWith many cases the check takes its time; Esc "
        "stops it, and the rows that are finished stay. A case that cannot be read is a row, with the reason below the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop", id="portfolio.stop", tooltip="Stop checking; finished rows stay"),
        Binding("escape", "back", "Back", id="portfolio.back", show=False, tooltip="Show all again; from there back to Home"),
        Binding("enter", "open", "Open", id="portfolio.open", priority=True, tooltip="Open the case under the cursor, or those marked"),
        Binding("space", "mark", "Mark", id="portfolio.mark", tooltip="Mark this case for a run of reviews; again: not"),
        Binding("f", "filter", "Filter", id="portfolio.filter", tooltip="Only overdue, with errors, without an LRO, and so on"),
        Binding("1", "sort(1)", "Sort", key_display="1-9", id="portfolio.sort.1", tooltip="Sort by that column; again: turned round"),
        *(
            Binding(f"{n}", f"sort({n})", "Sort", id=f"portfolio.sort.{n}", show=False, tooltip=f"Sort by column {n}; again: turned round")
            for n in range(2, 10)
        ),
        Binding("0", "sort(0)", "First order", id="portfolio.sort.0", show=False, tooltip="As first ordered"),
        Binding("slash", "find", "Find", key_display="/", id="portfolio.find", tooltip="Find a case by its name"),
        Binding("w", "why", "Why here", id="portfolio.why", tooltip="Why the case under the cursor stands where it does"),
        Binding("w", "read", "Why, and all", id="portfolio.read", tooltip="Everything on this line, to read at leisure"),
        Binding("t", "turn", "Store", id="portfolio.turn", tooltip="The practice cases instead of the live ones, or back"),
        Binding("r,ctrl+r", "again", "Check again", id="portfolio.again", show=False, tooltip="Check every case again"),
    ]  # fmt: skip

    # -- keys -------------------------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self) -> None:
        """A click on the line the cursor is on does as Enter does."""
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys work in which view, and while checking."""
        match action:
            case "stop":
                return self._checking is not None
            case "back":
                return self._checking is None
            case "open":
                return self.view != CHARTS and not isinstance(self.focused, Input)
            case "mark" | "sort" | "filter" | "find" | "why":
                return self.view == CASES
            case "read":
                return self.view not in (CASES, CHARTS)
        return super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Stop checking."""
        if self._stop():
            self._show()
            self._filling, self._keep = False, ""
            self.say(f"Stopped at {self._done:,} of {self._of:,}. Finished rows stay; {REREAD}")

    def action_back(self) -> None:
        """Clear the search, then the filter, then the marks; then Home."""
        find = self.query_one("#find", Line)
        if find.display:
            self._keep = self._list.table.key
            find.value, find.display, self.sieve.find = "", False, ""
            self._take_cursor()
        elif self.sieve.filter != "all":
            self._keep = self._list.table.key
            self.sieve.filter = "all"
        elif self.marked:
            self.marked.clear()
        else:
            self.planner.open_page("home")
            return
        self._show()
        self._come_back()

    def action_open(self) -> None:
        """Open what the cursor is on; with marks, those cases one after the other."""
        one = self._list.chosen
        if one is None:
            return
        if len(one.cases) > 1:
            choices = [(name, title_of(self._rows[name])) for name in one.cases]
            asked = ChooseScreen("Which case?", "", choices)
            self.planner.push_screen(asked, lambda name: self._open(name, one) if name else None)
        else:
            self._open(one.cases[0], one)

    def _open(self, name: str, one: Entry) -> None:
        """Open a case of the list, so that the others of it follow."""
        marked = bool(self.marked) and self.view == CASES
        names = dict.fromkeys(each for key in self._list.keys for each in self._list.entry(key).cases)
        wanted = [each for each in names if not self._rows[each].trouble and (not marked or each in self.marked)]
        if not marked and name not in wanted:
            self.say(" ".join(self._rows[name].trouble.split()), "error")
            return
        if not wanted:
            self.say("None of those marked is in this list, or none can be read. Esc takes the marks away.")
            return
        at = wanted.index(name) if name in wanted else 0
        run = Run(self.kind, tuple((each, title_of(self._rows[each])) for each in wanted), at, marked)
        place = ("check", "findings", "") if marked else ("log", "timeline", str(one.entry)) if one.entry else None
        self.planner.open_run(run, place)

    def left_at(self, name: str) -> None:
        """The case that was open last: the cursor comes back to it."""
        self._keep = name
        if self.view == CASES:
            self._list.go_to(name)

    def action_mark(self) -> None:
        """Mark the case under the cursor, or take its mark away, and go on to the next."""
        name = self._list.table.key
        if not name:
            return
        self.marked ^= {name}
        self._show()
        self._list.table.action_cursor_down()

    def action_filter(self) -> None:
        """Ask which cases to show."""
        found = self.found
        choices = [(name, f"{words} ({len(chosen(found)):,})") for name, words, chosen in FILTERS]

        def chosen_filter(name: str | None) -> None:
            if name:
                self.sieve.filter = name
                self._show()

        self.planner.push_screen(ChooseScreen("Which cases?", "", choices), chosen_filter)

    def action_sort(self, place: int) -> None:
        """Sort by a column, counted from the left; 0 as first ordered."""
        columns = columns_for(self.has_class)
        if place <= len(columns):
            self.sieve.sort(columns[place - 1] if place else None)
            self._show()
            self._list.go_to(next(iter(self._shown), ""))

    def action_find(self) -> None:
        """Type part of a name."""
        find = self.query_one("#find", Line)
        find.display = True
        find.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self.sieve.find = event.value.strip()
        self._show()

    def on_done(self) -> None:
        """Enter in the search: on to the list."""
        self._take_cursor()

    def action_why(self) -> None:
        """Why the case under the cursor stands where it does."""
        row = self._shown.get(self._list.table.key)
        if row:
            self.say(f"{title_of(row)}. {why_here(row, self.sieve)}")

    def action_read(self) -> None:
        """Everything on the line under the cursor."""
        one = self._list.chosen
        if one:
            self.planner.push_screen(ReadScreen(one.cells[0], one.told))

    def action_turn(self) -> None:
        """The other store."""
        self._keep = ""
        self.marked.clear()
        self.sieve = Sieve()
        self._begin(training=self.kind == "live")

    def action_again(self) -> None:
        """Check every case again."""
        self._begin(training=self.kind == "training" if self.kind else None)

    # -- papers -----------------------------------------------------------------------------------------------------------

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What is done seldom."""
        yield (
            "portfolio: Export board to Excel",
            "screen.export",
            "A spreadsheet with charts, of what is checked so far",
        )
        yield "portfolio: Meeting pack", "screen.pack", "The agenda pack of a meeting, of the cases marked or of all"
        yield (
            "portfolio: Re-run after a law change",
            "screen.rerun",
            "Check as the law stands on another day; what is touched comes first",
        )
        yield "portfolio: Check again", "screen.again", "Check every case again"

    def action_export(self) -> None:
        """The board as a spreadsheet."""
        if self._rows:
            ask_board(self.planner, self.found, self.say)
        else:
            self.say("There is nothing to export yet.")

    def action_pack(self) -> None:
        """The pack of a meeting."""
        named = [f"{self.kind}:{row.name}" for row in self.found.ordered if row.name in self.marked]
        if self._rows:
            ask_meeting(self.planner, self.kind, named, self.say)
        else:
            self.say("There is no case to put on the table yet.")

    def action_rerun(self) -> None:
        """As the law stands on another day."""

        def asked(as_of: date | None) -> None:
            if as_of is not None:
                self.as_of = as_of if as_of != self.today else None
                self.show_view(TOUCHED)
                self.call_after_refresh(partial(self._begin, training=self.kind == "training"))

        ask_rerun(self.planner, self.today, asked)

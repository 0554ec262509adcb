"""The weeks of the calendar: a line for each intervention, with the days that clash; under 80 columns a list by date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from planner.application.planning import review_clock
from planner.application.scheduling import Clash, Line, clashes, lines_of, monday, sio_consulted
from planner.application.sitting import Sitting
from planner.domain.tactic import PILLARS
from planner.domain.words import short_day
from planner.tui.adopted import change_date, read
from planner.tui.lines import NEAR, MarkedLines, Row, fit, near_day
from planner.tui.literal import literal
from planner.tui.small import ReadScreen
from planner.tui.view import View

WEEKS, MOST_WEEKS, STEP = 14, 26, 4
LETTERS = {"pursue": "PU", "prevent": "PV", "protect": "PT", "prepare": "PR"}
FILTERS = ("all", "clashes", *PILLARS)
NARROW, WIDE = 80, 120
REVIEW = "review"
# The cursor, the letters of the P, a blank on either side of the weeks, the due day and the scroll bar.
BESIDE = 1 + 3 + 1 + 1 + NEAR + 1
A_WEEK = 3


class DaysPane(View):
    """Weeks from Monday; under 80 columns a list by date."""

    DEFAULT_CSS = """
    DaysPane #weeks { height: 2; padding-left: 1; color: $text-muted; }
    DaysPane #clash { height: auto; max-height: 6; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", "Change date", id="calendar.change", tooltip="Give another due day, and say why"),
        Binding("a", "accept", "Accept clash", id="calendar.accept", tooltip="Accept the clash as it stands, and say why"),
        Binding("w", "why", "Why", id="calendar.why", tooltip="Every clash in full, why it is one, and all that is recorded of the line"),
        Binding("f", "filter", "Filter", id="calendar.filter", tooltip="All, those with a clash, or one P after the other"),
        Binding("left_square_bracket", "weeks(-1)", "Earlier", show=False, id="calendar.earlier", tooltip="Four weeks earlier"),
        Binding("right_square_bracket", "weeks(1)", "Later", show=False, id="calendar.later", tooltip="Four weeks later"),
    ]  # fmt: skip

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()
        self._clashes: tuple[Clash, ...] = ()
        self._first: date | None = None
        self._filter = FILTERS[0]
        self._opened = self._filled = False

    def compose(self) -> ComposeResult:
        """The weeks, a line for each intervention, and the clash of the one the cursor is on."""
        yield Static("", id="weeks", markup=False)
        yield MarkedLines(id="days-list")
        yield Static("", id="clash", markup=False)

    # -- filled -----------------------------------------------------------------------------------------------------------

    def show_case(self, sitting: Sitting) -> None:
        """Fill the calendar; the first time, the cursor goes to the first clash."""
        self._lines = tuple(one for one in lines_of(sitting.book, sitting.library) if one.adopted.state != "not_done")
        self._clashes = clashes(sitting.book, sitting.found, sitting.today)
        self._filled = True
        self._fill()
        if not self._opened and (wanting := self._wanting()):
            self._opened = True
            self.query_one(MarkedLines).go_to(str(wanting[0].numbers[0]))

    def on_resize(self, event: events.Resize) -> None:
        """As many weeks as there is room for."""
        if self._filled:
            self._fill()

    def _wanting(self, number: int = 0) -> list[Clash]:
        """The clashes that nobody has accepted; of one intervention where its number is given."""
        return [one for one in self._clashes if not one.accepted and (not number or number in one.numbers)]

    def _shown(self) -> list[Line]:
        """The lines that the filter lets through."""
        wanted = self._filter
        if wanted == "clashes":
            return [one for one in self._lines if self._wanting(one.number)]
        return [one for one in self._lines if wanted in ("all", one.decision.pillar)]

    def _fill(self) -> None:
        sitting = self.sitting
        clock = review_clock(sitting.book, sitting.library)
        review, named = clock.due, "Next review, late" if clock.late(sitting.today) else "Next review"
        lines = self._shown()
        if self.size.width < NARROW:
            rows = self._by_date(lines, review, named)
            head = "By date"
        else:
            weeks = MOST_WEEKS if self.size.width >= WIDE else WEEKS
            first = self._first or monday(sitting.today)
            mondays = [first + timedelta(weeks=n) for n in range(weeks)]
            width = self.size.width - BESIDE - weeks * A_WEEK
            head = self._head(mondays, width)
            rows = [(str(one.number), self._across(one, mondays, width)) for one in lines]
            at = sum(bool(one.due and one.due <= review) for one in lines)
            marks = "".join(" R " if week == monday(review) else "   " for week in mondays)
            rows.insert(
                at, (REVIEW, f"{fit(f'   {named}', width + 3)} {marks} {near_day(review, sitting.today):>{NEAR}}")
            )
        if not self._lines:
            rows = [("", "No dates yet. They come from Four Ps, and from the tactics chosen on F4.")]
        elif not lines:
            rows = [("", f"Nothing of {self._filter}. f shows the next filter.")]
        self.query_one("#weeks", Static).update(literal(head))
        self.query_one(MarkedLines).fill(rows)
        self._tell()

    def _head(self, mondays: list[date], width: int) -> str:
        """The months and the days of the Mondays."""
        months = ""
        for n, week in enumerate(mondays):
            new = n == 0 or week.month != mondays[n - 1].month
            months += f"{week:%b}" if new else "   "
        shown = "" if self._filter == "all" else f", {self._filter}"
        return (
            f"{fit(f'Weeks from Monday{shown}', width + 3)} {months}\n{' ' * (width + 4)}"
            + "".join(f"{one:%d} " for one in mondays)
            + " Due"
        )

    def _across(self, line: Line, mondays: list[date], width: int) -> str:
        """An intervention with its weeks."""
        due, begins = line.due, line.begins
        marks = ""
        for week in mondays:
            sign = " "
            if due and begins and monday(begins) <= week <= monday(due):
                sign = "=" if week < monday(due) else self._mark(line)
            elif due and week == mondays[0] and due < week:
                sign = self._mark(line)
            marks += f" {sign} "
        return f"{LETTERS[line.decision.pillar]} {fit(line.title, width)} {marks} {near_day(due, self.sitting.today):>{NEAR}}"

    def _mark(self, line: Line) -> str:
        """What stands in the week it is due."""
        if not line.open:
            return "+"
        return "!" if self._wanting(line.number) else "D" if line.due else " "

    def _by_date(self, lines: list[Line], review: date, named: str) -> list[Row]:
        """The same by date, for a narrow screen."""
        width = self.size.width - BESIDE - 4
        dated = [
            (one.due or date.max, str(one.number),
             f"{short_day(one.due) or 'no day yet':>11} {self._mark(one)} {LETTERS[one.decision.pillar]} {fit(one.title, width)}")
            for one in lines
        ]  # fmt: skip
        dated.append((review, REVIEW, f"{short_day(review):>11} R    {named}"))
        return [(key, text) for _, key, text in sorted(dated, key=lambda one: one[0])]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of what the cursor is on."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """How many clashes there are, and those of the line the cursor is on."""
        self.remember()
        wanting = self._wanting()
        apart = sum(one.of_a_day for one in wanting)
        counted = [
            f"{many} {one if many == 1 else several}"
            for many, one, several in (
                (len(wanting) - apart, "clash", "clashes"),
                (apart, "day to look at", "days to look at"),
            )
            if many
        ]
        sio = sio_consulted(self.sitting.profile, self.sitting.library)
        undated = sum(one.due is None for one in self._lines)
        counted += [f"{undated} with no day"] if undated else []
        told = [f"{', '.join(counted) or 'No clash'}. SIO consulted: {sio}"] if self._lines else []
        key = self.query_one(MarkedLines).key
        if key == REVIEW:
            told.append(review_clock(self.sitting.book, self.sitting.library).because)
        elif key:
            mine = [one for one in self._clashes if int(key) in one.numbers]
            if mine:
                more = f" And {len(mine) - 1} more: w." if len(mine) > 1 else ""
                accepted = mine[0].accepted
                told.append(
                    f"+ Accepted in {accepted.number}: {mine[0].text}{more}" if accepted else f"! {mine[0].text}{more}"
                )
        self.query_one("#clash", Static).update(literal("\n".join(told)))

    def remember(self) -> None:
        """The calendar remembers for its panes."""
        cast("View", self.parent).remember()

    def where(self) -> str:
        """The line the cursor is on."""
        return self.query_one(MarkedLines).key

    def jump_to(self, to: str) -> None:
        """An intervention by its number."""
        self.query_one(MarkedLines).go_to(to)

    def first_week(self, first: date | None) -> None:
        """Show the weeks from another one on; from this week without one."""
        self._first = first
        self._fill()

    # -- done -------------------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> Line | None:
        key = self.query_one(MarkedLines).key
        return next((one for one in self._lines if str(one.number) == key), None)

    def action_change(self) -> None:
        """Another due day."""
        line = self._line
        if line is None:
            if self._lines:
                self.planner.say("The review date follows the tier. It moves when a review is recorded.")
            return
        change_date(self, line, "\n".join(f"! {one.text}" for one in self._wanting(line.number)))

    def action_accept(self) -> None:
        """Accept a clash of the line the cursor is on."""
        line = self._line
        wanting = self._wanting(line.number) if line else []
        if not wanting:
            self.planner.say("No clash here waits for you.")
            return
        clash = wanting[0]
        self.planner.ask(
            "accept",
            given={"text": clash.text},
            title="Accept this clash as it stands",
            about=f"{clash.text}\n{clash.why}",
        )

    def action_why(self) -> None:
        """The line in full with its clashes; on the review, every clash."""
        line = self._line
        mine = [one for one in self._clashes if line is None or line.number in one.numbers]
        told = "\n\n".join(_in_full(one) for one in mine)
        if line:
            read(self, line, told)
        else:
            self.planner.push_screen(ReadScreen("Every clash", told or "No clash."))

    def action_filter(self) -> None:
        """The next filter."""
        self._filter = FILTERS[(FILTERS.index(self._filter) + 1) % len(FILTERS)]
        self._fill()
        self.planner.say(f"Showing: {self._filter}. {len(self._shown())} of {len(self._lines)}.")

    def action_weeks(self, step: int) -> None:
        """Earlier or later."""
        self.first_week((self._first or monday(self.sitting.today)) + timedelta(weeks=STEP * step))

    def plain(self, sitting: Sitting) -> str:
        """The calendar as text: by date, then every clash."""
        days = [
            f"{short_day(one.due) or 'no day yet'}: {one.title} ({one.decision.pillar}), {one.decision.owner or 'no owner yet'}, "
            f"{one.adopted.state.replace('_', ' ')}"
            for one in self._lines
        ]
        review = f"{short_day(review_clock(sitting.book, sitting.library).due)}: next review"
        return "\n\n".join(["\n".join([*days, review]), *(_in_full(one) for one in self._clashes)])


def _in_full(clash: Clash) -> str:
    """A clash with why it is one, or with the entry that accepted it."""
    if clash.accepted and clash.accepted.said:
        return f"+ {clash.text}\n  Accepted by {clash.accepted.author}, entry {clash.accepted.number}: {clash.accepted.said.because}"
    return f"! {clash.text}\n  {clash.why}"

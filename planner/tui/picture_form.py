"""A heading of the picture as a form: every question a row, answered with one key."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.widgets import DataTable, Static

from planner.application.interviewing import Inquiry
from planner.domain.wording import MEMBER
from planner.tui.literal import cell, literal
from planner.tui.picture_asking import stands_says
from planner.tui.picture_pane import Pane, Rows

# Columns beside the question: what it is called and how wide it is. Who is left out on a narrow screen.
WHO = "Who or how much"
NARROW, WIDE = 80, 120
COLUMNS = (("Answer", 13), (WHO, 15), ("Grade", 8), ("Opens", 5))


class Form(Pane):
    """The questions of the heading as rows. `only` leaves out those that could not change the plan."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.only = False
        self.key = ""
        self._rows: dict[str, Inquiry] = {}

    def compose(self) -> ComposeResult:
        """The table, and the question under the cursor in full."""
        yield Rows(id="rows", cursor_type="row", cell_padding=1)
        yield Static("", id="in-full", markup=False)

    def show(self) -> None:
        """Every row anew, the cursor where it was."""
        asked = self.interview.under(self.page.heading)
        if self.only:
            asked = self.interview.could_change(asked)
        self._rows = {one.key: one for one in asked}
        table = self.query_one(Rows)
        wanted = self.key if self.key in self._rows else next(iter(self._rows), "")
        width = self.page.size.width
        columns = [
            (label, wide * 3 if label == WHO and width >= WIDE else wide)
            for label, wide in COLUMNS
            if width >= NARROW or label != WHO
        ]
        with self.prevent(DataTable.RowHighlighted):
            table.clear(columns=True)
            taken = sum(width + 2 for _, width in columns)
            table.add_column("Question", width=max(width - taken - 4, 16))
            for label, width in columns:
                table.add_column(label, width=width)
            for one in asked:
                told = {
                    "Answer": one.answer,
                    WHO: one.detail,
                    "Grade": one.grade,
                    "Opens": str(one.read_by),
                }
                table.add_row(
                    cell(row_says(one, self.page.heading)), *(cell(told[label]) for label, _ in columns), key=one.key
                )
            table.put(wanted)
        self.key = wanted
        self._in_full()
        self.page.show_heading()
        self.page.stopped_here()

    def take_cursor(self) -> None:
        """The rows."""
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Columns that fit."""
        if self.page.view == "form" and self._rows:
            self.show()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Another row: its question in full."""
        if event.row_key.value in self._rows:
            self.key = str(event.row_key.value)
            self._in_full()
            self.page.stopped_here()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter: the whole question, for a value, a tick or a note."""
        event.stop()
        self.page.open_question(str(event.row_key.value), back_to="form")

    @property
    def asked(self) -> Inquiry | None:
        """The question under the cursor."""
        return self._rows.get(self.key)

    def _in_full(self) -> None:
        asked = self.asked
        told = self.query_one("#in-full", Static)
        if asked is None:
            nothing = "Nothing left here could change the plan. f shows all." if self.only else self.page.empty_says
            told.update(literal(nothing))
            return
        know = f" {asked.fact.holders[0]} would know." if asked.fact.holders else ""
        stands = stands_says(asked, self)
        told.update(literal("\n".join(part for part in (f"{asked.text}{know}", stands) if part)))
        self.call_after_refresh(self._tell_ifs, asked, told, stands)

    def _tell_ifs(self, asked: Inquiry, told: Static, stands: str) -> None:
        """What it would change, once the row is painted and the cursor rests on it."""
        if asked is self.asked and self.is_attached:
            know = f" {asked.fact.holders[0]} would know." if asked.fact.holders else ""
            ifs = [f"{how}: {says}" for how, says in self.interview.ifs(asked, (), self.page.in_plan)]
            told.update(literal("\n".join(part for part in (f"{asked.text}{know}", stands, *ifs) if part)))

    # -- answering --------------------------------------------------------------------------------------------------------

    def turn(self, step: int) -> None:
        """The next heading."""
        self.page.turn_heading(step)

    def down(self) -> None:
        """On to the next row."""
        keys = list(self._rows)
        if self.key in keys:
            self.key = keys[min(keys.index(self.key) + 1, len(keys) - 1)]

    def answer(self, how: str) -> None:
        """One key saves the row; a value, or of whom it is so, is asked for."""
        asked = self.asked
        if asked is None:
            return
        wants_more = (how == "yes" and asked.fact.type != "yes_no") or (how != "unknown" and asked.who)
        if wants_more or (how == "no" and asked.fact.type in ("choice", "ref")):
            self.page.open_question(asked.key, back_to="form", mark=how)
        else:
            self.page.save_answer(asked, how)

    def filter(self) -> None:
        """All questions, or only those that could change the plan."""
        self.only = not self.only
        self.page.update()
        told = "Only what could still change the plan, the most worth asking first." if self.only else "All questions."
        self.page.say(f"{told} f shows {'all' if self.only else 'only what could change the plan'}.")


def row_says(asked: Inquiry, heading: str) -> str:
    """A question as it stands in a row: its statement, with whom or what it is about where the heading does not say so."""
    fact = asked.fact
    says = fact.says
    if asked.who and fact.scope != heading:
        says = f"{MEMBER[fact.scope]} {says}"
    elif not asked.who and fact.scope != "group" and "/" not in heading:
        says = f"{says}: {asked.stands[0].label}"
    return says[:1].upper() + says[1:]

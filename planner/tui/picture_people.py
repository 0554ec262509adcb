"""The people and things of a case in lists, one typed line each."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from planner.application.adding import FIRST_OF_ALL, Reading, read_line, reading_faults, reading_says, told_of, where_of
from planner.domain.profile import Member
from planner.domain.vocabulary import COLLECTIONS
from planner.domain.wording import MEMBERS
from planner.tui.fields import Done, Line
from planner.tui.literal import cell, literal
from planner.tui.picture_pane import Pane, Rows, Tabs
from planner.tui.picture_small import PickScreen
from planner.tui.sheet import WIPED

# What the line for a further one is to say, in order.
ADD_SAYS = {
    "people": "name, role, address, anything else",
    "business": "name, line of business, controller NAME, anything else",
    "vehicles": "what it is, kind, keeper NAME, anything else",
    "premises": "address, kind, occupier NAME, owner NAME, anything else",
    "places": "name, kind, anything else",
}
FIRST_SAYS = {"role": "Role", "sector": "Line", "kind": "Kind"}
# Whose it is, or who is there: the reference that says so, and its column.
WHOSE = {"business": "controller", "vehicles": "keeper", "premises": "occupier"}
MOST_VALUES = 12


class Listing(Pane):
    """Who and what there is. `collection` is the list that is shown."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.collection = "people"
        self.at = ""

    def compose(self) -> ComposeResult:
        """The lists, the rows of one, and the line that adds to it."""
        yield Tabs(id="lists")
        yield Rows(id="members", cursor_type="row", cell_padding=1)
        with Vertical(id="adding"):
            yield Static("", id="add-says", markup=False)
            yield Line(id="add", placeholder="Enter adds the line, an empty one goes to the next list, Esc stops")
            yield Static("", id="reads", markup=False)

    # -- showing it -------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The lists with their counts, and the rows of the one shown."""
        profile, name = self.page.sitting.profile, self.collection
        counts = [(c, f"{MEMBERS[c].capitalize()} {len(profile.members.get(c, ()))}") for c in COLLECTIONS]
        self.query_one("#lists", Tabs).fill(counts, name)
        table = self.query_one(Rows)
        members = profile.members.get(name, ())
        with self.prevent(DataTable.RowHighlighted):
            table.clear(columns=True)
            width = self.page.size.width
            third = {"people": "Where", "places": ""}.get(name, WHOSE.get(name, "").capitalize())
            wide = max((width - 6 - 4 * 2) // 4, 8)
            columns = [
                ("Name", wide + 4),
                (FIRST_SAYS[FIRST_OF_ALL[name]], wide - 4),
                (third, wide),
                ("Note", wide - 2),
            ]
            columns = [one for one in columns if one[0]][: 4 if width >= 80 else 3]
            for label, columns_wide in columns:
                table.add_column(label, width=columns_wide)
            table.add_column("Facts", width=5)
            for n, one in enumerate(members, 1):
                row = self._row(n, one)[: len(columns)] if third else [*self._row(n, one)[:2], self._row(n, one)[3]]
                table.add_row(
                    *(cell(said) for said in row[: len(columns)]), cell(str(len(one.facts))), key=f"{name}/{one.id}"
                )
            table.put(self.at)
        self.at = table.at
        self.query_one("#add-says", Static).update(literal(self._add_says(bool(members))))
        line = self.query_one("#add", Line)
        with self.prevent(Line.Changed):
            line.value = self.page.sitting.unsaved.texts.get(f"picture.add:{name}", "")
            line.cursor_position = len(line.value)
        self._preview()
        self.page.show_heading()
        self.page.stopped_here()

    def _row(self, n: int, member: Member) -> list[str]:
        profile, name = self.page.sitting.profile, self.collection
        ref = f"{name}/{member.id}"
        facts = self.page.sitting.library.vocabulary.in_scope(name)

        def told(fact: str) -> str:
            stand = self.interview.stand(f"{ref}.{fact}", facts[fact])
            return "? not known" if stand.how == "unknown" else f"! {stand.said}" if stand.how == "two" else stand.said

        where = where_of(ref, profile) if name == "people" else told(WHOSE[name]) if name in WHOSE else ""
        records = [record for found in member.facts.values() for record in found]
        note = next((record.note for record in records if record.note), "")
        return [f"{n:>2} {member.label or member.id}", told(FIRST_OF_ALL[name]), where, note]

    def _add_says(self, any_listed: bool) -> str:
        state = self.page.sitting.profile.looked_into.get(self.collection, "not_yet")
        looked = {"not_yet": "Not looked into yet.", "partly": "Looked into: partly. There may be others."}
        told = looked.get(state, "Looked into: fully. A list that is closed says there are no others.")
        kind = MEMBERS[self.collection]
        empty = "Nobody listed yet." if kind == "people" else f"No {kind} listed yet."
        start = "" if any_listed else f"{empty} Type a line and press Enter. "
        return f"{start}{told} x changes that.\nAdd (a): {ADD_SAYS[self.collection]}"

    def _preview(self) -> None:
        """The line as it would be read."""
        typed = self.query_one("#add", Line).value
        told = ""
        if typed.strip():
            reading = self._read(typed)
            faults = reading_faults(reading)
            told = "\n".join(
                [f"Reads as: {reading_says(reading, self.page.sitting.profile, self.page.sitting.library)}", *faults]
            )
            first = FIRST_OF_ALL[self.collection]
            if first not in dict(reading.facts):
                values = list(self.page.sitting.library.vocabulary.in_scope(self.collection)[first].values.values())
                more = f" and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
                told += f"\n{FIRST_SAYS[first]}s: {', '.join(values[:MOST_VALUES])}{more}"
        self.query_one("#reads", Static).update(literal(told))

    def _read(self, typed: str) -> Reading:
        return read_line(typed, self.collection, self.page.sitting.profile, self.page.sitting.library)

    def take_cursor(self) -> None:
        """The rows; the line, where there are none."""
        table = self.query_one(Rows)
        (table if table.row_count else self.query_one("#add", Line)).focus()

    def on_resize(self) -> None:
        """Columns that fit."""
        if self.page.view == "people" and self.query_one(Rows).columns:
            self.show()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Remember which."""
        self.at = str(event.row_key.value)
        self.page.stopped_here()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter: everything that is asked of this one."""
        event.stop()
        self.page.open_heading(str(event.row_key.value))

    def on_key(self, event: events.Key) -> None:
        """A digit goes to the row of that number."""
        table = self.query_one(Rows)
        if event.key.isdecimal() and self.screen.focused is table and 1 <= int(event.key) <= table.row_count:
            table.move_cursor(row=int(event.key) - 1)

    def turn(self, step: int) -> None:
        """The next list."""
        self.open_list(COLLECTIONS[(COLLECTIONS.index(self.collection) + step) % len(COLLECTIONS)])

    def open_list(self, collection: str) -> None:
        """One of the lists; the cursor stays in the line where it was there."""
        adding = self.adding
        self.collection, self.at = collection, ""
        self.page.update()
        if adding:
            self.query_one("#add", Line).focus()
        else:
            self.take_cursor()

    # -- adding -----------------------------------------------------------------------------------------------------------

    @property
    def adding(self) -> bool:
        """Whether the cursor is in the line that adds."""
        return self.screen.focused is self.query_one("#add", Line)

    def begin_adding(self) -> None:
        """The cursor into the line that adds."""
        self.query_one("#add", Line).focus()

    def stop_adding(self) -> None:
        """The cursor out of the line, also where nothing is listed, so that keys are keys again."""
        self.query_one(Rows).focus()

    def on_input_changed(self) -> None:
        """Keep what is typed, and show how it reads."""
        line = self.query_one("#add", Line)
        if not self.page.sitting.unsaved.keep(f"picture.add:{self.collection}", line.value):
            self.page.say(WIPED, "error")
        self._preview()

    def on_done(self, event: Done) -> None:
        """Enter: add the line; an empty one goes to the next list."""
        event.stop()
        if not self.screen.is_active:
            return  # Enter came twice, and the first of them asks something
        typed = self.query_one("#add", Line).value
        if not typed.strip():
            self.turn(1)
            return
        reading = self._read(typed)
        if faults := reading_faults(reading):
            self.page.say(faults[0], "error")
        elif reading.alike:
            self._ask_same(reading)
        else:
            self._add(reading)

    def _ask_same(self, reading: Reading) -> None:
        """A name that is spelt like one in the list: the officer says whether it is the same."""
        profile = self.page.sitting.profile
        choices = [(ref, f"The same as {profile.label(ref)}: add this to what is known") for ref in reading.alike[:3]]
        choices.append(("new", "Another one, with a name like it"))
        says = f'"{reading.label}" is spelt like {profile.label(reading.alike[0])}. Esc goes back to the line.'

        def answered(which: str | None) -> None:
            if which:
                self._add(reading, "" if which == "new" else which)

        self.app.push_screen(PickScreen("The same, or another?", says, choices, reading.alike[0]), answered)

    def _add(self, reading: Reading, same_as: str = "") -> None:
        profile = self.page.sitting.profile
        told = told_of(reading, None, profile, same_as)
        if not told:
            self.page.say(f"{profile.label(same_as)} is listed already, and the line says nothing more.")
            return
        if same_as:
            self.at = same_as
        else:
            self.at = told[0].ref.partition(".")[0]

        def saved() -> None:
            self.page.sitting.unsaved.forget(f"picture.add:{reading.collection}")

        says = f"{profile.label(same_as) if same_as else reading.label}"
        says += f", and {reading.address}" if reading.address and not reading.at else ""
        self.page.save_told(lambda source: told_of(reading, source, profile, same_as), saved, f"{says}.")

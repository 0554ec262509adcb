"""Requirement and plan: what was adopted to be found out, from whom, how, by when, and what came back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import DataTable, Static

from planner.application.collecting import Sought, sought
from planner.application.requesting import partners_of
from planner.domain.words import spoken
from planner.exports.need_views import in_short
from planner.exports.telling import details, sentences
from planner.tui.days import short_day
from planner.tui.gaps_dropping import ask_drop, ask_edit
from planner.tui.gaps_rows import FittedRows, Pane
from planner.tui.literal import literal
from planner.tui.small import ReadScreen

APART = "Kept apart from the four Ps"
OWNER = "Owner"
EMPTY = "Nothing adopted yet. On Next question (,) press a on a question that is worth an answer."


class RequirementAndPlan(Pane):
    """The questions adopted, the first to fall due first."""

    def __init__(self) -> None:
        super().__init__(id="requirement")
        self._sought: tuple[Sought, ...] = ()

    def compose(self) -> ComposeResult:
        """How many, the list, and what the cursor is on."""
        yield Static("", id="requirement-head", classes="head", markup=False)
        with Container(classes="lists"):
            yield FittedRows(
                ("No.", 4), ("Question", 0), (OWNER, 14), ("Due", 11), ("State", 14), id="sought", roomy=OWNER
            )  # fmt: skip
            with VerticalScroll(classes="detail"):
                yield Static("", id="one-sought", markup=False)

    def show(self) -> None:
        """Show what is adopted."""
        self._sought = sought(self.sitting.book, self.sitting.profile, self.sitting.library)
        rows = []
        for one in self._sought:
            made = one.decision
            due = short_day(made.due) or "no date yet"
            short = in_short(one.fact, self.sitting.profile, self.sitting.library) if one.fact else made.text
            rows.append(
                (str(one.number), (str(one.number), short, made.owner or "no owner yet", due, self._state(one)))
            )
        count, answered = len(self._sought), sum(one.answered for one in self._sought)
        head = f"{APART}: {count} adopted, {answered} answered" if count else APART
        self.query_one("#requirement-head", Static).update(literal(head))
        self.query_one(FittedRows).fill(rows)
        self._tell()

    def _state(self, one: Sought) -> str:
        late = one.late_by(self.sitting.today)
        if one.answered:
            return "+ answered" if one.known else "+ came back"
        return f"! {late} day{'s' if late > 1 else ''} late" if late else "? not known"

    @property
    def one(self) -> Sought | None:
        """What the cursor is on."""
        key = self.query_one(FittedRows).key
        return next((one for one in self._sought if str(one.number) == key), None)

    def jump_to(self, to: str) -> None:
        """Put the cursor on an entry, by its number."""
        found = next((one for one in self._sought if to in {str(entry.number) for entry, _ in one.made}), None)
        if found:
            self.query_one(FittedRows).go(str(found.number))

    def on_data_table_row_highlighted(self) -> None:
        """Tell of what the cursor is on now."""
        self._tell()
        if self.one:
            self.planner.stopped_at("gaps", "requirement", str(self.one.number))

    def _tell(self) -> None:
        one = self.one
        self.query_one("#one-sought", Static).update(literal("\n".join(self._lines(one)) if one else EMPTY))

    def _lines(self, one: Sought) -> list[str]:
        because = one.made[0][0].said.because if one.made[0][0].said else ""
        told = [one.decision.text, f"Because: {because}"]
        for entry, made in one.made:
            given = details(made, self.sitting.book, self.sitting.library)
            said = [f"{name.capitalize()}: {value.rstrip('.')}" for name, value in given]
            if made.kind == "response":
                said.insert(0, made.text.rstrip("."))
            told.append(f"{entry.number} {'. '.join([entry.title, *said])}.")
        return told

    # -- its keys -------------------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter: all that the record says of it."""
        event.stop()
        self.do_why()

    def do_add(self) -> None:
        """Record what came back."""
        one = self.one
        if one is None:
            return
        given = {"fact": one.fact} if one.fact else {}
        about = f"What came back on: {one.decision.text}\n\nA fact that it settles is recorded with its grade on Next question."
        self.planner.ask(
            "response", given=given, start={"source": one.decision.source}, title="What came back", about=about
        )

    def do_edit(self) -> None:
        """Change how it is to be found out."""
        if self.one:
            ask_edit(self.planner, self.one)

    def do_edit_requirement(self) -> None:
        """Change what it would drive."""
        if self.one:
            ask_edit(self.planner, self.one, "requirement")

    def do_own(self) -> None:
        """A question of the officer's own."""
        self.planner.ask("collection", ask=("source", "method", "owner", "due"), title="A question in your own words")

    def do_drop(self) -> None:
        """Drop it, with a reason."""
        if self.one:
            ask_drop(self.planner, self.one)

    def do_ask(self) -> None:
        """To the request of the first partner who could tell."""
        one = self.one
        if one is None:
            return
        library = self.sitting.library
        owner, _, name = one.fact.partition(".")
        fact = library.vocabulary.find(owner.partition("/")[0], name)
        agencies = partners_of(fact.holders, library) if fact else []
        if agencies:
            self.planner.open_page("gaps", "requests", agencies[0])
        else:
            self.planner.say("The menu names no partner who would hold this.")

    def do_why(self) -> None:
        """Everything the record says of it."""
        one = self.one
        if one:
            book, library = self.sitting.book, self.sitting.library
            told = [f"{e.number} {e.title}\n" + "\n".join(sentences(e, book, library)) for e, _ in one.made]
            about = f"\n\nIt is about the fact {spoken(one.fact)}." if one.fact else ""
            self.planner.push_screen(ReadScreen(one.decision.text, "\n\n".join(told) + about))

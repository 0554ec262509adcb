"""The view "Duties" of the plan: the written statements, what guardrails ask for beside its interventions, and duties undecided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from planner.application.sitting import Sitting
from planner.application.stating import Asked, Duties, Statement, duties
from planner.domain.words import listed, short_day, spoken
from planner.tui.lines import MarkedLines, Row, fit
from planner.tui.literal import literal
from planner.tui.small import ReadScreen
from planner.tui.view import View

MARKS = {True: "+", False: "-", None: "?"}
SAYS = {True: "in the plan", False: "not in the plan", None: "yours to settle"}
STATE = 16
# As many of what bears on a statement as its sheet shows; the rest is read with `w`.
MOST_SHOWN = 3


class DutiesView(View):
    """Duties."""

    HELP_TEXT = (
        "Five statements say what the plan may do to people and what was done about it: risk, displacement, safeguarding, equality, "
        "human rights. Write each in your own words; w lists what in the plan bears on it, from the menu's own notes. A new one "
        "replaces the old, and both are kept.\n\n"
        "Below them is what guardrails ask for beside your interventions, and the duties of the menu that fit and nobody has decided "
        "on. Enter opens the tactic that is asked for. A duty that is met otherwise is rejected there, with how it is met."
    )
    DEFAULT_CSS = """
    DutiesView MarkedLines { height: 3fr; }
    DutiesView #duty { height: 2fr; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Write, open", id="duties.open", tooltip="Write the statement, or open the tactic that is asked for"),
        Binding("w", "why", "What bears on it", id="duties.why", tooltip="Everything in the plan that bears on it"),
    ]  # fmt: skip

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._duties: Duties | None = None

    def compose(self) -> ComposeResult:
        """The list, and what the cursor is on in full."""
        yield MarkedLines(id="duties-list")
        with VerticalScroll(id="duty", can_focus=False):
            yield Static("", id="duty-text", markup=False)

    def show_case(self, sitting: Sitting) -> None:
        """Fill the list; a statement that was written just now hands the cursor to the first that is not."""
        before = self._statement
        self._duties = duties(sitting.book, sitting.found)
        self._fill()
        if before and before.entry is None and self._statement and self._statement.entry:
            self.action_next_open()

    def on_resize(self) -> None:
        """Cut the lines to the room there is."""
        if self._duties:
            self._fill()

    def _fill(self) -> None:
        if self._duties is None:
            return
        found, width = self._duties, self.size.width - STATE - 6
        rows: list[Row] = [("", f"Written statements, {found.written} of {len(found.statements)}")]
        for one in found.statements:
            state = f"{short_day(one.entry.made_at.date())}" if one.entry else "not written"
            rows.append((one.form, f"{'+' if one.entry else '-'} {fit(_named(one), width)} {state:>{STATE}}"))
        if found.owed:
            rows.append(("", f"Duties nobody has decided on, {len(found.owed)}"))
            rows += [
                (f"owed-{one.tactic.id}", f"! {fit(one.tactic.title, width)} {one.outcome:>{STATE}}")
                for one in found.owed
            ]
        if found.asked:
            rows.append(
                (
                    "",
                    f"Asked for beside the interventions, {sum(one.met is True for one in found.asked)} of {len(found.asked)} met",
                )
            )
            rows += [(f"asked-{n}", _across(one, width)) for n, one in enumerate(found.asked)]
        self.query_one(MarkedLines).fill(rows)
        self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of what the cursor is on."""
        event.stop()
        self._tell()

    def jump_to(self, to: str) -> None:
        """A statement by its form."""
        self.query_one(MarkedLines).go_to(to)

    def where(self) -> str:
        """What the cursor is on."""
        return self._key

    def _tell(self) -> None:
        """What the cursor is on, in full."""
        self.remember()
        told = ""
        if one := self._statement:
            bears = (
                f"{len(one.bears)} notes on the plan's tactics bear on it: w."
                if one.bears
                else "Nothing in the plan bears on it yet."
            )
            told = one.text or f"{one.asks}\n{bears}"
        elif asked := self._asked:
            wants = [f"  {MARKS[there]} {title}: {SAYS[there]}" for _, title, there in asked.wants]
            told = "\n".join([asked.text, *wants, f"For: {listed([line.title for line in asked.by])}"])
        elif self._owed:
            told = "A duty that fits the facts. Enter opens it: select it, or say how it is met otherwise."
        self.query_one("#duty-text", Static).update(literal(told))

    # -- where the cursor is ----------------------------------------------------------------------------------------------

    @property
    def _key(self) -> str:
        return self.query_one(MarkedLines).key

    @property
    def _statement(self) -> Statement | None:
        return next((one for one in self._duties.statements if one.form == self._key), None) if self._duties else None

    @property
    def _asked(self) -> Asked | None:
        place = self._key.removeprefix("asked-")
        return self._duties.asked[int(place)] if self._duties and self._key.startswith("asked-") else None

    @property
    def _owed(self) -> str:
        """The id of the duty the cursor is on, or nothing."""
        return self._key.removeprefix("owed-") if self._key.startswith("owed-") else ""

    # -- done -------------------------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Write the statement, or open the tactic."""
        if one := self._statement:
            bears = [fit(f"- {each}", self.size.width - 4).rstrip() for each in one.bears[:MOST_SHOWN]]
            bears += [f"All {len(one.bears)}: Esc, then w."] if bears else []
            self.planner.ask(
                "assessment", given={"form": one.form}, start={"text": one.text}, title=f"Statement: {_named(one)}",
                about="\n".join([one.asks, *bears]),
            )  # fmt: skip
        elif asked := self._asked:
            wanted = [name for name, _, there in asked.wants if not there] or [name for name, _, _ in asked.wants]
            self.planner.open_page("tactics", "", wanted[0] if wanted else asked.by[0].decision.tactic)
        elif self._owed:
            self.planner.open_page("tactics", "", self._owed)

    def action_why(self) -> None:
        """All that bears on it."""
        if one := self._statement:
            written = [f"Written:\n{one.text}"] if one.text else []
            bears = "\n".join(f"- {each}" for each in one.bears) or "Nothing in the plan yet."
            text = "\n\n".join([one.asks, *written, f"In the plan, what bears on it:\n{bears}"])
            self.planner.push_screen(ReadScreen(f"Statement: {_named(one)}", text))
        elif asked := self._asked:
            self.planner.push_screen(
                ReadScreen("Asked for", f"{asked.text}\n\nFor:\n" + "\n".join(f"- {one.title}" for one in asked.by))
            )

    def action_next_open(self) -> None:
        """The next that is still open, from the cursor on."""
        if self._duties is None:
            return
        still = [one.form for one in self._duties.statements if one.entry is None]
        still += [f"owed-{one.tactic.id}" for one in self._duties.owed]
        still += [f"asked-{n}" for n, one in enumerate(self._duties.asked) if one.met is False]
        at = still.index(self._key) + 1 if self._key in still else 0
        if still:
            self.query_one(MarkedLines).go_to(still[at % len(still)])

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What there is beside the keys."""
        yield (
            "duty: Go to next open",
            "next_open",
            "The next statement not written, or tactic asked for and not in the plan",
        )


def _named(one: Statement) -> str:
    return spoken(one.form).capitalize()


def _across(one: Asked, width: int) -> str:
    """What is asked, by the first that is wanted, or in its own words."""
    told = listed([title for _, title, _ in one.wants]) or one.text
    return f"{MARKS[one.met]} {fit(told, width)} {SAYS[one.met]:>{STATE}}"

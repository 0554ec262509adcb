"""The view "Objectives": what each P is to bring about, with the five marks of each objective and the lines that serve it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static

from planner.application.balancing import Made, serving
from planner.application.chasing import STATES
from planner.application.planning import review_clock
from planner.application.smart import smart
from planner.domain.decisions import DECISIONS
from planner.exports.telling import titled
from planner.tui import asking_plan as asking
from planner.tui.days import short_day
from planner.tui.literal import literal
from planner.tui.small import ReadScreen
from planner.tui.view import Lines, View

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

OF = DECISIONS["objective"].words[0].choices


class ObjectivesView(View):
    """The objectives of each P to the left, the one under the cursor to the right."""

    HELP_TEXT = (
        "An aim can be broad; an objective cannot. Say what will be different, how you will know, who leads, what makes it possible and by "
        "when. Under Pursue include a number; under the others also say what you expect to hear.\n\n"
        "a starts one for the P under the cursor, from an example or in your own words; after saving the cursor goes to the next P without "
        "one. Interventions that name no objective count towards the only one of their P. u says how it stands: one that is met is done, "
        "and late no more. The marks S M A R T are advice: + is there, ? could say more."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="objectives.add", tooltip="Add an objective to the P under the cursor"),
        Binding("e", "edit", "Edit", id="objectives.edit", tooltip="Change the objective; the old one stays in the log"),
        Binding("u", "progress", "Met", id="objectives.progress", tooltip="Say how it stands: under way, done when it is met, not done"),
        Binding("x", "drop", "Withdraw", id="objectives.drop", tooltip="Take the objective back, with a reason"),
    ]  # fmt: skip

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: dict[str, tuple[str, Made | None]] = {}

    def compose(self) -> ComposeResult:
        """The list and the detail."""
        with Horizontal(id="panes"):
            yield Lines(id="objectives-lines", compact=True)
            with VerticalScroll(id="objective", can_focus=False):
                yield Static("", id="objective-text", markup=False)

    # -- filled ---------------------------------------------------------------------------------------------------------

    def show_case(self, sitting: Sitting) -> None:
        """Fill the list; a P that got its first objective just now hands the cursor to the next without one."""
        lines = self.query_one("#objectives-lines", Lines)
        at, missed = lines.at, self._lines.get(lines.at, ("", None))[1] is None
        self._lines = {}
        told = []
        for pillar in OF:
            found = [one for one in sitting.book.decided("objective") if one[1].pillar == pillar]
            name = "Whole plan" if pillar == "overall" else pillar.capitalize()
            if not found and pillar != "overall":
                self._lines[pillar] = (pillar, None)
                told.append((pillar, f"- {name}: none yet, a adds one"))
            for n, one in enumerate(found, 1):
                self._lines[f"n{one[0].number}"] = (pillar, one)
                told.append((f"n{one[0].number}", f"+ {name} {n}: {one[1].text}"))
        if at and missed and at not in self._lines:
            at = next((pillar for pillar in OF if pillar in self._lines), at)
        lines.fill(told, at)
        self._tell()

    def _tell(self) -> None:
        at = self.query_one("#objectives-lines", Lines).at
        pillar, one = self._lines.get(at, ("", None))
        self.query_one("#objective-text", Static).update(literal(self._detail(one) if one else self._empty(pillar)))
        self.remember()

    def _detail(self, one: Made) -> str:
        entry, made = one
        sitting = self.sitting
        because = entry.said.because if entry.said else ""
        review = review_clock(sitting.book, sitting.library).due
        marks = smart(
            made.pillar, made.text, made.measure, made.owner, made.due, because, today=sitting.today, review=review
        )
        served = serving(made, sitting.book)
        titles = [f"  {titled(each.decision, sitting.library) or each.decision.text}" for each in served]
        aim = next((each.text for _, each in sitting.book.decided("aim") if each.pillar == made.pillar), "none yet")
        return "\n".join(
            [
                made.text,
                f"Measure: {made.measure}",
                f"Lead: {made.owner}, by {short_day(made.due)}",
                f"Possible because: {because}",
                *(
                    f"Stands: {STATES[each.state]}"
                    for each in sitting.book.objectives
                    if each.entry == entry and each.progress
                ),
                "",
                *(f"{each.mark} {each.letter} {each.says}" for each in marks),
                "",
                f"Lines that serve it: {len(titles)}",
                *titles,
                f"Aim: {aim}",
                f"Decision {entry.number}.",
            ]
        )

    def _empty(self, pillar: str) -> str:
        if not pillar:
            return ""
        examples = self.sitting.examples.objectives(pillar)
        rows = [f"{pillar.capitalize()} has no objective yet. a starts one, from an example or in your own words:"]
        return "\n\n".join([*rows, *(f"- {one.text}" for one in examples)])

    # -- the cursor -----------------------------------------------------------------------------------------------------

    @property
    def _at(self) -> tuple[str, Made | None]:
        return self._lines.get(self.query_one("#objectives-lines", Lines).at, (OF[0], None))

    def where(self) -> str:
        """The objective by its number, or the P that has none."""
        return self.query_one("#objectives-lines", Lines).at.removeprefix("n")

    def jump_to(self, to: str) -> None:
        """A P, or an objective by its number."""
        names = list(self._lines)
        for name in (to, f"n{to}"):
            if name in names:
                self.query_one("#objectives-lines", Lines).highlighted = names.index(name)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the objective under the cursor."""
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: read it in full, or add the first."""
        event.stop()
        _, one = self._at
        if one is None:
            self.action_add()
        else:
            self.planner.push_screen(ReadScreen(f"Objective, decision {one[0].number}", self._detail(one)))

    # -- what the officer can do ------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """One more for the P under the cursor."""
        asking.add(self.planner, "objective", {"pillar": self._at[0]})

    def action_add_overall(self) -> None:
        """One for the whole plan."""
        asking.add(self.planner, "objective", {"pillar": "overall"})

    def action_edit(self) -> None:
        """Change it."""
        _, one = self._at
        if one is None:
            self.action_add()
        else:
            asking.edit(self.planner, one[0])

    def action_progress(self) -> None:
        """Say how it stands; met is done."""
        _, one = self._at
        if one is None:
            self.planner.say("There is no objective here yet. a adds one.")
        else:
            asking.progress(self.planner, one[0].number, one[1].text)

    def action_drop(self) -> None:
        """Take it back."""
        _, one = self._at
        if one is None:
            self.planner.say("There is no objective here yet. a adds one.")
        else:
            asking.withdraw(self.planner, one[0])

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What can be done here by name."""
        yield (
            "objective: Start from example",
            "add",
            "An objective for the P under the cursor, from one of the examples",
        )
        yield "objective: Add for whole plan", "add_overall", "An overarching objective, of the plan as a whole"

"""The view "Four Ps": what stands in each P, side by side, with the balance at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from planner.application.balancing import Balance, Column, balance, late, mark
from planner.domain.casebook import Adopted
from planner.domain.entries import Decided
from planner.domain.tactic import PILLARS
from planner.domain.words import count_of, spoken
from planner.exports.telling import by_on, details, sentences, titled
from planner.tui import asking_plan as asking
from planner.tui.choosing import ChooseScreen
from planner.tui.days import short_day
from planner.tui.literal import literal
from planner.tui.small import ReadScreen
from planner.tui.view import Lines, View

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

NARROW, WIDE = 80, 120


class FourPsView(View):
    """The four Ps side by side; below, the line under the cursor in full."""

    HELP_TEXT = (
        "An intervention sits under the P it is mainly for when it is done; gains for other Ps are recorded as they happen. A column "
        "may stay at 0 if you record why. Partners can lead a P or one line; work they already do can be added with its owner.\n\n"
        "Marks: - not started, ~ under way, + done, / handed over, x not done, ! past its day. Of each line you see its day and owner; "
        "the rest is below the columns."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="four_ps.add", tooltip="Add an intervention of your own, or a local initiative"),
        Binding("e", "edit", "Edit", id="four_ps.edit", tooltip="Change owner, day, measure and so on; the old decision stays in the log"),
        Binding("m", "move", "Phase", id="four_ps.move", tooltip="Move to setup, clear, hold or build"),
        Binding("u", "progress", "Progress", id="four_ps.progress", tooltip="Say how it stands: tasked, accepted, under way, done"),
        Binding("x", "drop", "Withdraw", show=False, id="four_ps.drop", tooltip="Withdraw the line, or record why a P stays empty"),
        Binding("left", "column(-1)", "Column left", show=False, id="four_ps.left", tooltip="The P to the left"),
        Binding("right", "column(1)", "Column right", show=False, id="four_ps.right", tooltip="The P to the right"),
    ]  # fmt: skip

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._at = PILLARS[0]
        self._lines: dict[str, tuple[Adopted, ...]] = {}
        self._balance: Balance | None = None
        self._wide = False

    def compose(self) -> ComposeResult:
        """The balance, the columns, the detail."""
        yield Static("", id="balance", markup=False)
        with Horizontal(id="columns"):
            for pillar in PILLARS:
                with Vertical(classes="column", id=f"column-{pillar}"):
                    yield Static("", id=f"head-{pillar}", classes="head", markup=False)
                    yield Lines(id=f"lines-{pillar}", classes="lines", compact=True)
        yield Static("", id="line", markup=False)

    # -- filled ---------------------------------------------------------------------------------------------------------

    def show_case(self, sitting: Sitting) -> None:
        """Fill the columns."""
        self._balance = balance(sitting.book, sitting.found)
        self._wide = self.app.size.width >= WIDE
        self.query_one("#balance", Static).update(literal("\n".join(self._at_a_glance(sitting))))
        for column in self._balance.columns:
            self._fill(column)
        self._mark_column()
        self._tell()

    def _at_a_glance(self, sitting: Sitting) -> Iterator[str]:
        """The balance: of all Ps, since only one column is seen on a narrow screen; on a wide one also by phase and person."""
        assert self._balance is not None
        thin = [one.pillar.capitalize() for one in self._balance.thin]
        yield self._balance.says + (f" Empty, with no reason recorded: {', '.join(thin)}." if thin else "")
        if self.app.size.width < NARROW:
            yield "Left and right: " + ", ".join(
                f"{one.pillar.capitalize()} {one.count}" for one in self._balance.columns
            )
        if self._wide:
            phases = "  ".join(
                f"{phase.capitalize()} {n} {'#' * min(n, 8)}".rstrip() for phase, n in self._balance.phases.items()
            )
            focus = ", ".join(f"{sitting.profile.label(ref)} {n or '0 !'}" for ref, n in self._balance.focus.items())
            yield f"{phases}   In focus: {focus or 'nobody recorded yet'}"

    def _fill(self, column: Column) -> None:
        self._lines[column.pillar] = column.adopted
        self.query_one(f"#head-{column.pillar}", Static).update(literal(self._head(column)))
        told = [(f"n{one.number}", self._told(one)) for one in column.adopted] or [("nothing", _nothing(column))]
        self.query_one(f"#lines-{column.pillar}", Lines).fill(told)

    def _head(self, column: Column) -> str:
        objectives = len(column.objectives)
        lead = ", ".join(made.name for _, made in column.leads) or "- no lead yet"
        rows = [
            f"{column.pillar.upper()} {column.count} {'#' * min(column.count, 8)}{'!' if column.empty else ''}",
            lead,
        ]
        if self._wide:
            rows.append(f"Aim: {column.aims[0][1].text}" if column.aims else "Aim: - none yet")
        rows.append(f"{'+' if objectives else '-'} {count_of(objectives, 'objective')}")
        return "\n".join(rows)

    def _told(self, one: Adopted) -> str:
        made = one.decision
        title = titled(made, self.sitting.library) or made.text
        rows = [
            f"{mark(one, self.sitting.today)} {title}",
            f"  {_short(one) or 'no day':<6} {made.owner or '- no owner'}",
        ]
        if self._wide:
            rows.append(f"  {(made.phase or 'no phase').capitalize():<8} {made.measure or 'no measure yet'}")
        return "\n".join(rows)

    def on_resize(self, event: events.Resize) -> None:
        """What is said of each line depends on the room there is."""
        if self._balance and self.planner.sitting:
            self.show_case(self.sitting)

    # -- the cursor -----------------------------------------------------------------------------------------------------

    @property
    def _column(self) -> Column:
        assert self._balance is not None
        return self._balance.columns[PILLARS.index(self._at)]

    @property
    def chosen(self) -> Adopted | None:
        """The intervention under the cursor."""
        at = self.query_one(f"#lines-{self._at}", Lines).at
        return next((one for one in self._lines.get(self._at, ()) if f"n{one.number}" == at), None)

    def take_cursor(self) -> None:
        """The cursor is in one of the columns."""
        self.query_one(f"#lines-{self._at}", Lines).focus()

    def where(self) -> str:
        """The intervention by its number, or the P."""
        return str(self.chosen.number) if self.chosen else self._at

    def jump_to(self, to: str) -> None:
        """An intervention by its number, or a P."""
        for pillar, found in self._lines.items():
            for n, one in enumerate(found):
                if to in (str(one.number), one.decision.tactic):
                    self._go(pillar, n)
                    return
        if to in PILLARS:
            self._go(to)

    def _go(self, pillar: str, place: int | None = None) -> None:
        self._at = next(one for one in PILLARS if one == pillar)
        self._mark_column()
        lines = self.query_one(f"#lines-{pillar}", Lines)
        if place is not None:
            lines.highlighted = place
        lines.focus()

    def action_column(self, step: int) -> None:
        """The next column, at the same height."""
        place = self.query_one(f"#lines-{self._at}", Lines).highlighted or 0
        pillar = PILLARS[(PILLARS.index(self._at) + step) % len(PILLARS)]
        self._go(pillar, max(min(place, len(self._lines.get(pillar, ())) - 1), 0))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The column that has the cursor is the one that keys are about."""
        name = (event.widget.id or "").removeprefix("lines-")
        if name in PILLARS:
            self._at = next(one for one in PILLARS if one == name)
            self._mark_column()
            self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the line in full."""
        event.stop()
        if event.option_list.id == f"lines-{self._at}":
            self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click on the line that has the cursor."""
        event.stop()
        self.action_open()

    def _mark_column(self) -> None:
        for pillar in PILLARS:
            self.query_one(f"#column-{pillar}").set_class(pillar == self._at, "-current")

    def _tell(self) -> None:
        if self._balance is None:
            return
        one = self.chosen
        self.query_one("#line", Static).update(literal(self._detail(one) if one else self._of_column()))
        self.remember()

    def _detail(self, one: Adopted) -> str:
        made = one.decision
        sitting = self.sitting
        rows = [
            titled(made, sitting.library) or made.text,
            f"Decision {one.entry.number}, {spoken(one.state)}{', past its day' if late(one, sitting.today) else ''}; "
            f"phase {made.phase or 'not set'}; owner {made.owner or 'not set'}; due {short_day(made.due) or 'not set'}",
            f"Measure: {made.measure or 'none yet'}   Authority: {made.authority or 'none recorded'}",
            f"Objective: {made.objective or 'none named'}",
        ]
        tactic = sitting.library.tactics.get(made.tactic)
        if made.tactic and (tactic is None or not tactic.active):
            rows.insert(
                1, f"! No longer offered: {tactic.not_offered_because if tactic else 'it is not in the menu any more'}"
            )
        return "\n".join(rows)

    def _of_column(self) -> str:
        column = self._column
        name = column.pillar.capitalize()
        if column.left:
            entry, made = column.left
            how = f"parked until {made.until}" if made.kind == "park" else "left undeveloped"
            return f"{name} is {how} (decision {entry.number}). Because: {entry.said.because if entry.said else ''}"
        fits = (
            f"{column.fits} certain for it on F4"
            if column.fits
            else "none certain for it yet: answers on F3 change that"
        )
        return f"{name}: nothing yet. Tactics: {fits}.\na adds one of your own, x records why there is none."

    # -- what the officer can do ------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Everything the record says of the line under the cursor."""
        one = self.chosen
        if one is None:
            self.planner.push_screen(ReadScreen(self._at.capitalize(), self._of_column()))
            return
        sitting = self.sitting
        title = titled(one.decision, sitting.library) or one.decision.text
        parts = [_in_full(one, sitting)]
        tactic = sitting.library.tactics.get(one.decision.tactic)
        if tactic:
            parts.append(f"What it is\n{tactic.summary}")
        if one.progress:
            life = [
                f"{short_day(each.made_at.date())}: {' '.join(sentences(each, None, sitting.library))}"
                for each in one.progress
            ]
            parts.append("\n".join(["Since then", *life]))
        self.planner.push_screen(ReadScreen(title, "\n\n".join(parts)))

    def action_add(self) -> None:
        """One of the officer's own, or what partners do already."""
        choices = (
            ("intervention", "An intervention of our own"),
            ("initiative", "A local initiative that partners run already"),
            ("menu", f"From the menu of tactics: {self._column.fits} certain and not decided yet"),
        )
        self.planner.push_screen(ChooseScreen(f"Add to {self._at.capitalize()}", "", choices), self._added)

    def _added(self, kind: str | None) -> None:
        if kind == "menu":
            self.planner.open_page("tactics", "", self._at)
        elif kind:
            asking.add(self.planner, kind, {"pillar": self._at})

    def action_edit(self) -> None:
        """Change the line under the cursor."""
        if one := self._wanted():
            asking.edit(self.planner, one.entry)

    def action_move(self) -> None:
        """Another phase for the line under the cursor."""
        if one := self._wanted():
            asking.change(self.planner, one.entry, "phase")

    def action_progress(self) -> None:
        """How the line under the cursor stands."""
        if one := self._wanted():
            asking.progress(self.planner, one.number, titled(one.decision, self.sitting.library) or one.decision.text)

    def action_drop(self) -> None:
        """Withdraw the line, or the word on why the P is empty; or say that word."""
        left = self._column.left
        if one := self.chosen:
            asking.withdraw(self.planner, one.entry)
        elif left:
            asking.withdraw(self.planner, left[0])
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the P empty, or park it, and say why."""
        choices = (("undeveloped", "It is left undeveloped"), ("park", "It is parked until something happens"))
        what = f"{self._at.capitalize()} may stay empty if the record says why."

        def chosen(kind: str | None) -> None:
            if kind:
                asking.add(self.planner, kind, {"pillar": self._at})

        self.planner.push_screen(ChooseScreen(f"Leave {self._at.capitalize()}", what, choices), chosen)

    def action_of_column(self, kind: str) -> None:
        """The aim, the lead or an objective of the P under the cursor."""
        asking.add(self.planner, kind, {"pillar": self._at})

    def _wanted(self) -> Adopted | None:
        one = self.chosen
        if one is None:
            self.planner.say(
                f"{self._at.capitalize()} has no line yet. a adds one of your own, F4 shows what would fit."
            )
        return one

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What can be done here by name."""
        yield "plan: Set progress", "progress", "Tasked, accepted, under way, done, not done or handed over"
        yield "plan: Withdraw line", "drop", "Take the line under the cursor out of the plan, with a reason"
        yield "plan: Leave P undeveloped", "leave", "Record why the P under the cursor stays empty, or park it"
        yield "plan: Name P lead", "of_column('lead')", "Who leads the P under the cursor"
        yield "plan: Record P aim", "of_column('aim')", "The aim of the P under the cursor"
        yield "plan: Add objective", "of_column('objective')", "A SMART objective for the P under the cursor"


def _in_full(one: Adopted, sitting: Sitting) -> str:
    """What was decided, why, by whom, and what warned of it then, a line each."""
    said = one.entry.said
    told = [f"{name.capitalize()}: {value}" for name, value in details(one.decision, sitting.book, sitting.library)]
    decided = f"Decision {one.entry.number}, {one.decision.pillar.capitalize()}, {spoken(one.state)}"
    by = f"Decided by {by_on(one.entry, sitting.record.store.person.proved)}"
    basis = said.content.basis if said and isinstance(said.content, Decided) else None
    warned = ["\n".join(["Warned of then", *basis.guardrails])] if basis and basis.guardrails else []
    return "\n\n".join(["\n".join([decided, *told]), f"Because: {said.because if said else ''}\n{by}", *warned])


def _short(one: Adopted) -> str:
    """The day without its year, as the column is narrow."""
    return short_day(one.decision.due)[:-5]


def _nothing(column: Column) -> str:
    if column.left:
        return "/ parked" if column.left[1].kind == "park" else "/ left out, why is below"
    return "nothing yet"

"""The chase list: by owner, what was tasked, accepted, is under way, late, done, or not done and why."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from planner.application.chasing import NO_OWNER, Chased, Owner, chase_list
from planner.application.sitting import Sitting
from planner.domain.words import short_day
from planner.tui.adopted import decide_again, read
from planner.tui.lines import MarkedLines, Row, fit
from planner.tui.literal import literal
from planner.tui.view import View

STATE, DAY = 24, 12
NARROW = 80


class ChaseList(View):
    """Who answers for what."""

    DEFAULT_CSS = """
    ChaseList #said { height: auto; max-height: 5; padding: 0 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "progress",
            "Record progress",
            id="chase.progress",
            tooltip="Record what its owner says: tasked to handed over",
        ),
        Binding(
            "e", "owner", "Edit owner", id="chase.owner", tooltip="Give it another owner, or its first, and say why"
        ),
        Binding("w", "read", "Read all", id="chase.read", tooltip="Read all that was recorded of it"),
    ]

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._owners: tuple[Owner, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and what was last said of the line the cursor is on."""
        yield MarkedLines(id="chase-list")
        yield Static("", id="said", markup=False)

    def show_case(self, sitting: Sitting) -> None:
        """Fill the list."""
        self._owners = chase_list(sitting.book, sitting.library, sitting.today)
        self._fill()

    def on_resize(self) -> None:
        """Cut the titles to the room there is."""
        if self._owners:
            self._fill()

    def _fill(self) -> None:
        rows: list[Row] = []
        for owner in self._owners:
            rows.append(("", _headed(owner)))
            rows += [(str(one.line.number), self._across(one)) for one in owner.chased]
        self.query_one(MarkedLines).fill(
            rows or [("", "Nobody has been tasked yet: the plan has no intervention. F4 offers them.")]
        )
        self._tell()

    def _across(self, one: Chased) -> str:
        """A line: its mark, its title, where it stands, when it is due."""
        state = _stands(one)
        if self.size.width < NARROW:
            return f"  {one.mark} {fit(one.line.title, max(self.size.width - len(state) - 8, 12))} {state}"
        due = short_day(one.line.due) or "no day yet"
        return f"  {one.mark} {fit(one.line.title, self.size.width - STATE - DAY - 10)} {state:<{STATE}} {due:>{DAY}}"

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of what the cursor is on."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        self.remember()
        late = sum(owner.late for owner in self._owners)
        waiting = sum(one.line.adopted.state == "proposed" for owner in self._owners for one in owner.chased)
        told = [f"{late} late, {waiting} not tasked yet."] if self._owners else []
        if one := self._chased:
            when = f"{short_day(one.last.made_at.date())}: " if one.last else ""
            told.append(f"{one.line.title}, decision {one.line.number}")
            told.append(
                f"Last said, {when}{one.last_said}"
                if one.last_said
                else "Nothing has been said of it since it was adopted."
            )
        self.query_one("#said", Static).update(literal("\n".join(told)))

    @property
    def _chased(self) -> Chased | None:
        key = self.query_one(MarkedLines).key
        return next((one for owner in self._owners for one in owner.chased if str(one.line.number) == key), None)

    def remember(self) -> None:
        """The calendar remembers for its panes."""
        cast("View", self.parent).remember()

    def where(self) -> str:
        """The line the cursor is on."""
        return self.query_one(MarkedLines).key

    def jump_to(self, to: str) -> None:
        """An intervention by its number."""
        self.query_one(MarkedLines).go_to(to)

    def action_progress(self) -> None:
        """What the owner says."""
        if one := self._chased:
            about = f"It stands as: {_stands(one)}." + (f" Last said: {one.last_said}" if one.last_said else "")
            self.planner.ask(
                "progress", given={"target": one.line.number}, title=f"Progress: {one.line.title}", about=about
            )

    def action_owner(self) -> None:
        """Another owner."""
        if one := self._chased:
            decide_again(
                self,
                one.line,
                "owner",
                title=f"Owner: {one.line.title}",
                about=f"Owner now: {one.line.decision.owner or NO_OWNER}.",
            )

    def action_read(self) -> None:
        """All of it."""
        if one := self._chased:
            read(self, one.line)

    def plain(self, sitting: Sitting) -> str:
        """The chase list as text."""
        parts = []
        for owner in chase_list(sitting.book, sitting.library, sitting.today):
            told = [_headed(owner)]
            for one in owner.chased:
                told.append(
                    f"  {one.mark} {one.line.title}: {_stands(one)}, due {short_day(one.line.due) or 'no day yet'}"
                )
                told += [f"      {one.last_said}"] if one.last_said else []
            parts.append("\n".join(told))
        return "\n\n".join(parts)


def _headed(owner: Owner) -> str:
    late = f", {owner.late} late" if owner.late else ""
    return f"{owner.name}: {owner.open} open{late}"


def _stands(one: Chased) -> str:
    if not one.days_late:
        return one.state
    return f"{one.state}, {one.days_late} day{'s' if one.days_late > 1 else ''} late"

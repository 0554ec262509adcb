"""The disruptions in the log: as proposed and as moderated, side by side, and what is done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widgets import Static

from planner.application.judging import Account, accounts
from planner.application.timeline import disruptions
from planner.domain.decisions import ACCOUNT
from planner.domain.disruptions import unmoderated
from planner.exports.disruption_views import by_level, guide_lines, lacking, telling
from planner.exports.handing_over import export_disruptions
from planner.exports.telling import by_on
from planner.tui.days import short_day
from planner.tui.handing import ask_file
from planner.tui.literal import literal
from planner.tui.log_views import LogView
from planner.tui.sheet import shown
from planner.tui.small import ReadScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.application.sitting import Sitting
    from planner.domain.casebook import Casebook
    from planner.tui.log import LogPage

# Said at the top of the detail already.
SAID = ("Event", "Date", "P, by primary intention", "Proposed level", "Why that level", "Proposed by", "Moderated level",
        "Why, at moderation", "Moderated by")  # fmt: skip


class DisruptionsView(LogView):
    """What was disrupted, by P and level: each as proposed and as moderated."""

    HELP_TEXT = (
        "Log each disruption as it happens: a asks what happened, which P, which level and why. The P is that of the primary "
        "intention when it was done. The rest can wait: i fills in what was done, what changed for the group, how easily it replaces "
        "what it lost, the evidence and the reference in the national system. r puts an event, a P or a level right; it is then "
        "moderated anew.\n\nA level is proposed by one person and set by another: m moderates the one under the cursor, with a reason. "
        "Both levels stay. In a live case nobody moderates what they proposed. f shows only those that wait for it. p reads what "
        "each level means and what to ask of an impact; a force puts its own wording in its overlay. No level is ever worked out "
        "from counts: the figures at the top only say how many there are."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "moderate", "Moderate", id="disruptions.moderate", tooltip="Set the level of somebody else's, with your reason"),
        Binding("i", "fill_in", "Fill in", id="disruptions.fill_in", tooltip="Tell more of it: what was done, evidence, reference"),
        Binding("f", "waiting", "To moderate", id="disruptions.waiting", tooltip="Only those not moderated yet; again: all"),
        Binding("r", "put_right", "Put right", id="disruptions.put_right", show=False, tooltip="Another event, P or level; both stay"),
        Binding("p", "guide", "Levels, prompts", id="disruptions.guide", show=False, tooltip="What each level means, what to ask of an impact"),
    ]  # fmt: skip
    COLUMNS = (("P", 8), ("Proposed", 9), ("Moderated", 10), ("Day", 12), ("What happened", 0))
    NARROW = (("P", 8), ("Proposed", 9), ("Moderated", 10), ("What happened", 0))
    EMPTY = "No disruption yet. a adds one in about ten seconds: what happened, which P, which level, why that level."

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.only_waiting = False
        self._accounts: dict[str, Account] = {}

    @property
    def page(self) -> LogPage:
        """The page it stands on."""
        return cast("LogPage", self.screen)

    @property
    def chosen(self) -> Account | None:
        """The disruption that the cursor is on."""
        return self._accounts.get(self.table.key)

    def fill(self, sitting: Sitting, book: Casebook) -> None:
        """The disruptions, and their number by P and level."""
        super().fill(sitting, book)
        found = disruptions(book)
        listed = [one for one in found if one.moderation is None] if self.only_waiting else found
        self._accounts = {str(one.disruption.number): one for one in accounts(book, listed)}
        lines = ["   ".join(by_level(book))]
        if waiting := len(unmoderated(book)):
            lines.append(
                f"! {waiting} of {len(found)} not moderated yet"
                + (": only those; f shows all" if self.only_waiting else "")
            )
        elif found:
            lines.append("+ all moderated" + ("; f shows them" if self.only_waiting else ""))
        self.head("\n".join(lines))
        narrow = self.screen.has_class("-narrow")
        self.table.columns_of = self.NARROW if narrow else self.COLUMNS
        self.table.fill((key, self._cells(one, narrow=narrow)) for key, one in self._accounts.items())
        self.tell()

    @staticmethod
    def _cells(one: Account, *, narrow: bool) -> Sequence[str]:
        found, made = one.disruption, one.disruption.made
        moderated = found.moderation[1].level if found.moderation else "! not yet"
        day = () if narrow else (short_day(made.when) or "! no day",)
        return made.pillar.capitalize(), made.level, moderated, *day, made.event

    def tell(self) -> None:
        """All of the disruption that the cursor is on, what is still to be said of it first."""
        one = self.chosen
        self.told = "\n".join(self._lines(one)) if one else ("" if self.only_waiting else self.EMPTY)
        self.query_one(".told", Static).update(literal(self.told))

    def _lines(self, one: Account) -> list[str]:
        return [*self.judged(one), *self._rest(one)]

    def judged(self, one: Account) -> list[str]:
        """The event, and both levels with the reason of each."""
        found, live = one.disruption, self.sitting.record.live
        when = short_day(found.made.when) or "no day given"
        because = found.entry.said.because if found.entry.said else ""
        lines = [
            f"{found.number} {found.made.event} ({found.made.pillar.capitalize()}, {when})",
            f"Proposed {found.made.level} by {by_on(found.entry, live)}. Because: {because}",
        ]
        if found.moderation:
            entry, made = found.moderation
            why = entry.said.because if entry.said else ""
            lines.append(f"Moderated {made.level} by {by_on(entry, live)}. Because: {why}")
        else:
            lines.append("! level not moderated yet: m moderates it")
        if found.told_since:
            lines.append(f"! more was told since: entry {', '.join(map(str, found.told_since))}")
        return lines

    def _rest(self, one: Account) -> list[str]:
        told = telling(one, self.book, self.sitting.library, authenticated=self.sitting.record.live)
        lines = [f"Still to be told (i): {missing}"] if (missing := lacking(one)) else []
        return [*lines, *(f"{name}: {value}" for name, value in told if value and name not in SAID)]

    # -- done with them ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is moderated in the past."""
        if action in ("moderate", "fill_in", "put_right"):
            return self.page.then is None and self.chosen is not None
        return super().check_action(action, parameters)

    def action_moderate(self) -> None:
        """Set the level of the disruption under the cursor."""
        if one := self.chosen:
            about = [*self.judged(one)[:2], *self._rest(one)]
            self._ask(
                "moderate",
                given={"target": one.disruption.number},
                title="Moderate this disruption",
                about="\n".join(about),
            )

    def action_fill_in(self) -> None:
        """Tell more of the disruption under the cursor; what is told already stands there."""
        if one := self.chosen:
            start = {name: shown(getattr(one.disruption.made, name)) for name in ACCOUNT}
            self._ask(
                "account", given={"target": one.disruption.number}, title="Tell more of this disruption", about=self.judged(one)[0],
                start={name: told for name, told in start.items() if told},
            )  # fmt: skip

    def action_put_right(self) -> None:
        """Another event, P or level for the disruption under the cursor: a new entry takes its place."""
        if one := self.chosen:
            made, said = one.disruption.made, one.disruption.entry.said
            start = {name: shown(getattr(made, name)) for name in ("event", "pillar", "level", "target")}
            # What was told in the entry itself goes on; what later entries told stays with the event.
            own = self.book.decision_of(one.disruption.entry)
            filled = own.model_dump(mode="json", include=set(ACCOUNT), exclude_defaults=True) if own else {}
            self._ask(
                "disruption", title=f"Put entry {one.disruption.number} right", ask=("event", "target"), filled=filled,
                start={**{name: told for name, told in start.items() if told}, "because": said.because if said else ""},
                supersedes=one.disruption.number, field="event",
            )  # fmt: skip

    def _ask(self, kind: str, **how: Any) -> None:
        self.page.ask_for(kind, **how)

    def action_waiting(self) -> None:
        """Only those that nobody else has moderated, or all again."""
        self.only_waiting = not self.only_waiting
        self.page.update()

    def action_export(self) -> None:
        """The disruptions with both levels as a file for somebody, noted in the record."""
        record, library = self.sitting.record, self.sitting.library
        told = "Both levels of each, for the moderation meeting. It names people and is not for partners. It is noted in the record."
        ask_file(
            self.page, "Export the disruptions", told,
            ("Into which file? .docx, .md or .json", f"~/{record.name}-disruptions.docx"), "Why do they need it?",
            lambda out, to, reasons: export_disruptions(record, library, out, to, reasons),
        )  # fmt: skip

    def action_guide(self) -> None:
        """What each level means and what to ask of an impact, each with its source."""
        parts = [
            "\n".join([heading, *(f"- {line}" for line in lines)])
            for heading, lines in guide_lines(self.sitting.library)
        ]
        self.planner_screen("Levels of disruption, and what to ask of an impact", "\n\n".join(parts))

    def planner_screen(self, title: str, text: str) -> None:
        """A text to read over the page."""
        self.app.push_screen(ReadScreen(title, text))

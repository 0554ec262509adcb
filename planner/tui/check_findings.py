"""Check, findings: what a reviewer would ask of the plan, where it is put right, and what the plan covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from planner.application.putting_right import PutRight, finding_right, grid
from planner.application.reviewing import Finding
from planner.domain.tactic import PHASES
from planner.errors import FourpError
from planner.tui.check_answers import MARKS, entries_of, one_line, ways
from planner.tui.keyed import KeyedTable, ListAndDetail
from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

SEVERITY = {"error": ("x", "ERROR"), "warning": ("!", "WARNING"), "note": (".", "NOTE")}


def counted(findings: tuple[Finding, ...]) -> str:
    """The findings in numbers: 1 error, 2 warnings, 2 notes."""
    told = []
    for severity in SEVERITY:
        count = sum(one.severity == severity for one in findings)
        told.append(f"{count} {severity}{'s' if count != 1 else ''}")
    return ", ".join(told)


class FindingsView(Widget):
    """The grid of what the plan covers, the findings worst first, and all of one of them."""

    def compose(self) -> ComposeResult:
        """The grid above, then the findings with the detail."""
        yield Static("", id="grid", markup=False)
        yield Static("", id="findings-head", markup=False, classes="pane-title")
        with ListAndDetail():
            yield KeyedTable((("", 1), ("", 7), ("", 0)), id="findings-list", headed=False)
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static("", id="findings-detail", markup=False)

    @property
    def table(self) -> KeyedTable:
        """The findings."""
        return self.query_one("#findings-list", KeyedTable)

    def fill(self, sitting: Sitting, severity: str) -> None:
        """Run every rule over the case as it stands, and show the findings of one severity or of all. Raises FourpError: a rule
        that cannot run is never shown as nothing found."""
        self._sitting = sitting
        try:
            review = sitting.review
        except FourpError:
            self._findings = {}
            self.query_one("#findings-head", Static).update(
                literal("x The review could not be run. Nothing is known of what it would find.")
            )
            self.table.fill(())
            self.tell()
            raise
        shown = [one for one in review.findings if severity in ("", one.severity)]
        self._findings = {one.rule.id: one for one in shown}
        at = f"{sitting.record.store.clock().astimezone():%H:%M}"
        rules = len(sitting.library.review)
        if review.findings:
            head = f"{counted(review.findings)}. {rules} rules, checked {at}."
        else:
            head = f"0 findings from {rules} rules, checked {at}. Next: sign-off."
        if severity:
            head += f" Only {severity}s are shown; Esc shows all."
        self.query_one("#findings-head", Static).update(literal(head))
        self.query_one("#grid", Static).update(literal(self._grid(sitting)))
        self.table.fill((one.rule.id, (*SEVERITY[one.severity], one.rule.text)) for one in shown)
        self.tell()

    @staticmethod
    def _grid(sitting: Sitting) -> str:
        heads = [phase.capitalize() for phase in PHASES]
        rows = [f"{'':13}{' '.join(f'{head:>5}' for head in heads)}   Aim Lead Objective"]
        for one in grid(sitting.book, sitting.review):
            counts = " ".join(f"{count:>5}" for count in one.phases)
            marks = f"  {MARKS[one.aim]}    {MARKS[one.lead]}    {MARKS[one.objective]}"
            empty = " !" if not one.count else ""
            rows.append(f"{one.pillar.capitalize():9}{one.count:>2}{empty:2}{counts}   {marks}")
        return "\n".join(rows)

    @property
    def chosen(self) -> Finding | None:
        """The finding that the cursor is on."""
        return getattr(self, "_findings", {}).get(self.table.key)

    def right(self) -> PutRight | None:
        """Where the finding under the cursor is put right."""
        one = self.chosen
        return finding_right(one, self._sitting.book, self._sitting.today) if one else None

    def tell(self) -> None:
        """All of the finding that the cursor is on."""
        one, right = self.chosen, self.right()
        parts = []
        if one and right:
            parts = [one.rule.text, f"To put right: {one.rule.fix}"]
            concerned = [
                f"{e.number} {one_line(e, self._sitting.book, self._sitting.library)}"
                for e in entries_of(right.concerns, self._sitting.book)
            ]
            if concerned:
                parts.append(f"It is about: {'; '.join(concerned)}")
            parts += [ways(right), f"Why it is asked: {one.rule.source}. Rule {one.rule.id}."]
        self.told = "\n".join(parts)
        self.query_one("#findings-detail", Static).update(literal(self.told))

"""Check, comments: what a reviewer said of the plan, what was accepted, whether it was returned, and what the author answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from planner.application.putting_right import Place, PutRight, Step, place_of_entry
from planner.application.remarking import remark_faults, with_rule
from planner.domain.decisions import Decision
from planner.domain.remarks import Remark, remarks, returned
from planner.domain.words import count_of
from planner.exports.remarked import remark_told
from planner.exports.telling import flat, settles
from planner.tui.check_answers import ways
from planner.tui.choosing import ChooseScreen
from planner.tui.keyed import KeyedTable, ListAndDetail
from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.reviewing import Finding
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner

SHORT = {"comment": "Comment", "return": "Returned", "accept": "Accepted"}
NONE_YET = (
    "Nothing is said of this plan yet. n on a finding, on an answer or on an entry of the log comments on it, a accepts a finding, "
    "r returns the plan to its author."
)
RETURNING = "The plan stands as returned until its author answers, or it is signed off. A sign-off that stands is not ended by it."


class CommentsView(Widget):
    """Comments, returns and findings accepted: those that wait for an answer first; under them, or beside them, all of one."""

    def compose(self) -> ComposeResult:
        """The lines and the detail."""
        yield Static("", id="comments-head", markup=False, classes="pane-title")
        with ListAndDetail():
            yield KeyedTable((("", 1), ("", 4), ("", 8), ("", 0)), id="comments-list", headed=False)
            with VerticalScroll(classes="detail", can_focus=False):
                yield Static("", id="comments-detail", markup=False)

    @property
    def table(self) -> KeyedTable:
        """The lines."""
        return self.query_one("#comments-list", KeyedTable)

    def fill(self, sitting: Sitting) -> None:
        """Everything said, as the case stands."""
        self._sitting = sitting
        said = sorted(remarks(sitting.book), key=lambda one: not waits(one))
        self._said = {str(one.number): one for one in said}
        waiting = sum(waits(one) for one in said)
        head = f"{len(said)} in all, {count_of(waiting, 'answer')} wanted" if said else "Comments"
        if returned(sitting.book):
            head = f"! Returned to the author. {head}"
        self.query_one("#comments-head", Static).update(literal(head))
        self.table.fill((key, self._row(one)) for key, one in self._said.items())
        self.tell()

    @staticmethod
    def _row(one: Remark) -> tuple[str, ...]:
        return ("!" if waits(one) else "+", str(one.number), SHORT[one.decision.kind], flat(one.because))

    @property
    def chosen(self) -> Remark | None:
        """What the cursor is on."""
        return getattr(self, "_said", {}).get(self.table.key)

    def right(self) -> PutRight | None:
        """Where what is commented on stands, and the answer where one is wanted."""
        one = self.chosen
        if one is None:
            return None
        step = Step("answer", {"target": one.number}) if waits(one) else None
        return PutRight(self._place(one), step, (one.number,))

    def _place(self, one: Remark) -> Place:
        made, book = one.decision, self._sitting.book
        if made.rule:
            return Place("check", "findings", made.rule)
        entry = book.entry(made.target)
        if entry is None:
            return Place("check", "answers")
        return place_of_entry(entry) or Place("log", "timeline", str(entry.number))

    def tell(self) -> None:
        """All of what the cursor is on."""
        one, right = self.chosen, self.right()
        parts = [NONE_YET]
        if one and right:
            about = settles(one.decision, self._sitting.book, self._sitting.library)
            parts = [about, *remark_told(one, self._sitting.record.live), *self._now(one), ways(right)]
        self.told = "\n".join(parts)
        self.query_one("#comments-detail", Static).update(literal(self.told))

    def _now(self, one: Remark) -> tuple[str, ...]:
        """How the finding stands that it is about, where that is another thing now."""
        rule = one.decision.rule
        if not rule or not self._sitting.ready("review"):
            return ()
        found = next((each for each in self._sitting.review.findings if each.rule.id == rule), None)
        if found is None:
            return ("The review does not find this any more.",)
        if one.decision.kind == "accept" and found.accepted is None:
            return ("It is found in other places now, so it is asked again.",)
        return ()


def waits(one: Remark) -> bool:
    """Whether it asks the author for an answer."""
    return one.answer is None and one.decision.kind != "accept"


def comment_on(planner: Planner, choices: list[tuple[int, str]]) -> None:
    """Ask for a comment on one of these decisions, each with what it is called."""

    def on(number: str | None) -> None:
        told = dict(choices).get(int(number)) if number else None
        if number and told:
            ask_remark(planner, "comment", {"target": int(number)}, title="Comment", about=f"Entry {number}: {told}")

    if not choices:
        planner.say("Nothing is recorded here yet, so there is nothing to comment on.")
    elif len(choices) == 1:
        on(str(choices[0][0]))
    else:
        planner.push_screen(
            ChooseScreen("Comment on which decision?", "", [(str(n), f"{told} (entry {n})") for n, told in choices]), on
        )


def comment_on_finding(planner: Planner, finding: Finding) -> None:
    """Ask for a comment on a finding."""
    about = f"{finding.rule.text}\n{finding.where}"
    ask_remark(planner, "comment", {"rule": finding.rule.id}, title="Comment on this finding", about=about)


def accept(planner: Planner, finding: Finding) -> None:
    """Ask why a finding is accepted as it stands; say how one is put right that is for nobody to accept."""
    rule = finding.rule
    if not rule.can_be_accepted:
        planner.say(f"This one is not for anybody to accept. {rule.fix}", "error")
        return
    ask_remark(planner, "accept", {"text": rule.text}, title="Accept this finding as it stands", about=finding.where)


def return_plan(planner: Planner) -> None:
    """Ask why the plan is returned to its author."""
    ask_remark(planner, "return", {}, title="Return the plan to its author", about=RETURNING)


def ask_remark(planner: Planner, kind: str, given: dict[str, Any], **how: Any) -> None:
    """Ask for what is said of the plan on its sheet: one answer, the words themselves. Who may not say it is told at once."""
    sitting = planner.sitting
    if sitting is None:
        return
    made = with_rule(Decision(kind=kind, **given), sitting.library)
    author = sitting.record.store.person.name if sitting.record.live else ""
    if faults := remark_faults(made, sitting.book, author):
        planner.say(" ".join(f"{one.what[:1].upper()}{one.what[1:]} {one.mend}" for one in faults), "error")
        return
    planner.ask(kind, given=given, ask=(), **how)

"""Check: the plan read back, what a reviewer would find in it, and the sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from planner.application.deciding import Settled
from planner.application.putting_right import PutRight, Step
from planner.domain.decisions import DECISIONS
from planner.domain.remarks import remarks
from planner.errors import FourpError
from planner.tui.check_answers import AnswersView, entries_of, one_line
from planner.tui.check_comments import CommentsView, accept, comment_on, comment_on_finding, return_plan, waits
from planner.tui.check_findings import SEVERITY, FindingsView
from planner.tui.check_signing import SignOffView, SignSheet
from planner.tui.frame import Page
from planner.tui.handing import ask_export
from planner.tui.keyed import KeyedTable
from planner.tui.sheet import started_from
from planner.tui.small import ReadScreen
from planner.tui.top_rows import ViewTab

if TYPE_CHECKING:
    from planner.record.streams import Saved

FINDINGS, COMMENTS = "findings", "comments"


class CheckPage(Page):
    """Your answers, the findings on them, and the sign-off."""

    NAME = "check"
    TITLE_TEXT = "Check"
    CSS_PATH = ["check.tcss", "keyed.tcss"]
    VIEWS = (("answers", "Your answers"), (FINDINGS, "Findings"), ("sign_off", "Sign-off"), (COMMENTS, "Comments"))
    HELP_TEXT = (
        "Your answers: read the plan as if somebody else wrote it. Every line can be changed from here; the old decision stays on "
        "the record.\n\nFindings: a finding is a question about the plan, not about you. Errors stop a sign-off, warnings need a "
        "fix, notes are worth a look. The grid counts interventions by P and phase: one without a phase of its own counts in "
        "each that its tactic serves. A 0 can be right if it is recorded why. + is there, - is not, / is left out on purpose.\n\n"
        "A reviewer works here too: n comments on a finding or an answer, a accepts a finding with a reason, r returns the plan to its "
        "author. What was accepted is asked again once it is found elsewhere too; a few findings have to be put right and cannot be "
        "accepted. Comments lists all of it, what wants an answer first; e answers. In a live store whoever wrote or decided part of "
        "the plan does none of this to it, and comments only on what others decided.\n\n"
        "Sign-off: it covers the plan, the facts and the library as they stand at this entry. A later change ends it, and the "
        "page says which. In a live store whoever wrote or decided part of the plan does not sign it; in training nobody proves "
        "who they are."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Go there", id="check.open", priority=True, tooltip="Go to where it is put right; saving or Esc comes back"),
        Binding("enter", "sign", "Sign", id="check.sign", priority=True, tooltip="Sign the plan off as it stands"),
        Binding("e", "edit", "Record here", id="check.edit", tooltip="Record the one decision that puts it right, without leaving this page"),
        Binding("a", "accept", "Accept", id="check.accept", tooltip="Accept this finding as it stands, and say why"),
        Binding("r", "return", "Return", id="check.return", tooltip="Return the plan to its author, and say why"),
        Binding("n", "comment", "Comment", id="check.comment", tooltip="Say something of this finding or decision; its author answers"),
        Binding("w", "why", "Why", id="check.why", tooltip="Why it is asked, and everything on this line"),
        Binding("w", "why_found", "Why", id="check.why_found", show=False, tooltip="Why it is asked, and everything on this finding"),
        Binding("f", "filter", "Filter", id="check.filter", tooltip="Only errors, only warnings, only notes, or all"),
        Binding("full_stop", "view(1)", "Next view", id="view.next", show=False, tooltip="The next view of this page"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.severity = ""
        self._editable: tuple[str, bool] | None = None

    def body(self) -> ComposeResult:
        """The four views."""
        yield AnswersView(id="answers")
        yield FindingsView(id=FINDINGS)
        yield CommentsView(id=COMMENTS)
        yield SignOffView(id="sign_off")

    # -- shown ------------------------------------------------------------------------------------------------------------

    def show_case(self) -> None:
        """Check again, and fill the view that is shown."""
        try:
            count = len(self.sitting.review.open)
        except FourpError:
            count = -1
        for tab in self.query(ViewTab):
            if tab.view == FINDINGS:
                tab.label = f"Findings {count}" if count >= 0 else "Findings x"
            if tab.view == COMMENTS:
                waiting = sum(map(waits, remarks(self.sitting.book)))
                tab.label = f"Comments {waiting}" if waiting else "Comments"
            tab.show(self.view)
        match self.view:
            case "answers":
                self.query_one(AnswersView).fill(self.sitting)
            case "findings":
                self.query_one(FindingsView).fill(self.sitting, self.severity)
            case "comments":
                self.query_one(CommentsView).fill(self.sitting)
            case _:
                self.query_one(SignOffView).fill(self.sitting)
        self._take_cursor()
        self._editable = None
        self._offer_edit()

    def _offer_edit(self) -> None:
        """Show the key that records it here, or leave it out; only when that changes, as it lays the row of keys anew."""
        right = self._right()
        editable = (self.view, right is not None and right.step is not None)
        if editable != self._editable:
            self._editable = editable
            self.refresh_bindings()

    def view_shown(self) -> None:
        """Fill the view."""
        self.update()

    def _take_cursor(self) -> None:
        """The cursor goes into the view that is shown."""
        table = self._table
        (table if table else self.query_one("#signing-scroll")).focus()

    @property
    def _table(self) -> KeyedTable | None:
        return next(iter(self.query(f"#{self.view} KeyedTable").results(KeyedTable)), None)

    def jump_to(self, to: str) -> None:
        """Put the cursor on a line or a finding."""
        if self._table:
            self._table.go_to(to)

    def where(self) -> str:
        """The line or finding the cursor is on."""
        return self._table.key if self._table else ""

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Tell all of the line the cursor is on."""
        for view in self.query(f"#{self.view}"):
            if isinstance(view, AnswersView | FindingsView | CommentsView):
                view.tell()
                self.planner.stopped_at(self.NAME, self.view, view.table.key)
        self._offer_edit()

    def on_data_table_row_selected(self) -> None:
        """A click on the line the cursor is on does as Enter does."""
        self.action_open()

    # -- put right --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys work in which view."""
        match action:
            case "open":
                return self.view != "sign_off"
            case "why":
                return self.view not in (FINDINGS, "sign_off")
            case "why_found":
                return self.view == FINDINGS
            case "sign":
                return self.view == "sign_off"
            case "filter" | "accept":
                return self.view == FINDINGS
            case "comment":
                return self.view in ("answers", FINDINGS)
            case "edit":
                return self._editable is not None and self._editable[1]
        return super().check_action(action, parameters)

    def _right(self) -> PutRight | None:
        """Where what the cursor is on is put right."""
        if not self.is_mounted or self.planner.sitting is None:
            return None
        if self.view == "answers":
            chosen = self.query_one(AnswersView).chosen
            return chosen.right if chosen else None
        if self.view == COMMENTS:
            return self.query_one(CommentsView).right()
        return self.query_one(FindingsView).right() if self.view == FINDINGS else None

    def action_open(self) -> None:
        """Go to where it is put right."""
        right, table = self._right(), self._table
        if right and table:
            place = right.place
            self.planner.visit(place.page, place.view, place.to, back=(self.NAME, self.view, table.key))

    def action_edit(self) -> None:
        """Record the decision that puts it right on its sheet."""
        right = self._right()
        if right and right.step:
            self.planner.ask(right.step.kind, **self._asked(right.step))

    def _asked(self, step: Step) -> dict[str, Any]:
        """How the sheet for a step is asked: one that decides the same anew begins with what was decided."""
        book, library = self.sitting.book, self.sitting.library
        told = [str(one).capitalize() for name, one in step.given.items() if name != "target"]
        entry = book.entry(int(step.given["target"])) if "target" in step.given else None
        if entry:
            told.append(one_line(entry, book, library))
        about = self._text()
        start: dict[str, str] = {}
        stands_alone = DECISIONS[step.kind].one_per is not None or step.replaces
        for entry, made in book.decided(step.kind) if stands_alone and step.given else ():
            if all(getattr(made, name) == value for name, value in step.given.items()):
                start = started_from(made)
                about += f"\nEntry {entry.number} is replaced by this one; it stays in the log."
        title = ": ".join([DECISIONS[step.kind].says, *told])
        given = dict(step.given)
        return {"given": given, "start": start, "supersedes": step.replaces, "title": title, "about": about.strip()}

    def _text(self) -> str:
        """What a finding says and how it is put right; what was said that wants an answer."""
        if self.view == COMMENTS:
            said = self.query_one(CommentsView).chosen
            return said.because if said else ""
        chosen = self.query_one(FindingsView).chosen if self.view == FINDINGS else None
        return f"{chosen.rule.text} {chosen.rule.fix}" if chosen else ""

    def action_why(self) -> None:
        """Everything on the line, to read at leisure."""
        view = self.query_one(f"#{self.view}")
        if isinstance(view, AnswersView | FindingsView | CommentsView) and view.chosen:
            self.planner.push_screen(ReadScreen("Why, and all of it", view.told))

    action_why_found = action_why  # of a finding: there is no room for the key among the others

    def action_filter(self) -> None:
        """Only errors, then warnings, then notes, then all again."""
        kinds = ["", *SEVERITY]
        self.severity = kinds[(kinds.index(self.severity) + 1) % len(kinds)]
        self.update()

    def action_back(self) -> None:
        """Show every finding again, else one step back."""
        if self.severity and self.view == FINDINGS:
            self.severity = ""
            self.update()
        else:
            super().action_back()

    # -- reviewed ---------------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Accept the finding under the cursor as it stands."""
        if chosen := self.query_one(FindingsView).chosen:
            accept(self.planner, chosen)

    def action_comment(self) -> None:
        """Comment on the finding under the cursor, or on a decision that the line tells of."""
        if self.view == FINDINGS:
            if finding := self.query_one(FindingsView).chosen:
                comment_on_finding(self.planner, finding)
            return
        answer, book = self.query_one(AnswersView).chosen, self.sitting.book
        entries = entries_of(answer.entries, book) if answer else []
        comment_on(self.planner, [(one.number, one_line(one, book, self.sitting.library)) for one in entries])

    def action_return(self) -> None:
        """Return the plan to its author."""
        return_plan(self.planner)

    # -- sign-off ---------------------------------------------------------------------------------------------------------

    def action_sign(self) -> None:
        """Open the sheet on which the plan is signed off."""
        if not self.query_one(SignOffView).may_sign:
            self.say("This cannot be signed off as it stands: what is in the way is listed above.", "error")
            return
        self.app.push_screen(SignSheet(self.sitting), self._signed)

    def _signed(self, saved: Saved | None) -> None:
        self.update()
        if saved is not None:
            entry = self.sitting.book.entries[-1]
            self.planner.saved(Settled(saved, entry), "A later change to the plan or the facts ends it.")

    # -- more -------------------------------------------------------------------------------------------------------------

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What is done seldom."""
        yield "check: Check again", "check_again", "Run every rule once more over the case as it is on disk"
        yield "sign-off: Show what changed", "view_named('sign_off')", "What has been written since the plan was signed"
        yield "plan: Export to Word", "export", "The plan and its log as a file for somebody, noted in the record"

    def action_check_again(self) -> None:
        """Read what others wrote, and check."""
        try:
            self.sitting.record.refresh()
        except FourpError as error:
            self.trouble(error)
            return
        self.update()
        self.say(f"Checked again at entry {self.sitting.position}.")

    def action_view_named(self, view: str) -> None:
        """Show a view."""
        self.show_view(view)

    def action_export(self) -> None:
        """Ask for the file and write it."""
        ask_export(self)

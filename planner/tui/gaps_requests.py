"""Requests to partners: the form as each will read it, open or by name, what went out, and the replies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import DataTable, Static

from planner.application.asking_partners import Partner, golden_rules, partners, wording_key
from planner.application.collecting import Sought, adopted_gaps, sought
from planner.application.deciding import Settled
from planner.application.finding_out import YesOrNo
from planner.application.needing import Gap
from planner.application.requesting import GOLDEN_RULES, Asked, Request, named_request
from planner.application.saying import text_faults
from planner.application.vetting import Reasons
from planner.errors import InputError
from planner.exports.handing_over import export_request
from planner.tui.days import short_day
from planner.tui.gaps_dropping import ask_drop
from planner.tui.gaps_forms import STAYS, FormScreen, Values, answer, ask_how
from planner.tui.gaps_rows import FittedRows, Pane, Row
from planner.tui.literal import literal
from planner.tui.sheet import WIPED, Field
from planner.tui.small import ReadScreen

IN_SHORT = (
    "law allows it", "open, or unsafe", "advice if unsure", "consent or basis", "safety weighed", "needed, secure",
    "decision recorded",
)  # fmt: skip
NOTHING = "There is nothing more to ask them."
WORDING = "wording:"
ANSWERED = "Every adopted question is answered. f shows what else partners could be asked."
EMPTY = "Adopt a question first, on Next question: a there. f shows what partners could be asked in all."


class RequestsToPartners(Pane):
    """Who is asked what, one partner at a time."""

    counts = True

    def __init__(self) -> None:
        super().__init__(id="requests")
        self._partners: tuple[Partner, ...] = ()
        self._gaps: tuple[Gap, ...] = ()
        self._adopted: tuple[Sought, ...] = ()
        self._named = self._all = False
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """The partners, and the form of the one the cursor is on."""
        yield Static("", id="requests-head", classes="head", markup=False)
        with Container(classes="lists"):
            yield FittedRows(("Partner", 0), ("Asked", 5), ("Open form", 19), ("Named form", 13), id="partners")
            with Vertical(id="form-pane"):
                yield Static("", id="form-head", markup=False)
                yield FittedRows(("No.", 4), ("Question", 0), id="asked", wraps=True)
                yield Static("", id="form-foot", markup=False)

    # -- shown ----------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the requests that the adopted questions make."""
        sitting = self.sitting
        head = self.query_one("#requests-head", Static)
        if not sitting.ready("gaps"):
            head.update(literal("Working out what partners could be asked..."))
            return
        self._adopted = sought(sitting.book, sitting.profile, sitting.library)
        self._gaps = sitting.gaps if self._all else adopted_gaps(sitting.gaps, self._adopted)
        wording = sitting.unsaved.under(WORDING)
        self._partners = partners(self._gaps, sitting.library, sitting.profile, sitting.book, wording)
        shown = " Adopted  [All that is needed]" if self._all else "[Adopted]  All that is needed "
        head.update(literal(f"{len(self._partners)} partners to ask: {shown} f"))
        self.query_one("#partners", FittedRows).fill(self._rows(), self._wanted)
        self._wanted = ""
        self._form()

    def _rows(self) -> Iterator[Row]:
        for one in self._partners:
            count = str(len(one.request.questions))
            yield one.request.agency, (one.request.title, count, self._open_state(one), self._named_state(one))

    def _open_state(self, one: Partner) -> str:
        if one.telling:
            return f"! tells: {one.telling[0]}"
        if not one.sent:
            return "- ready, not sent"
        return f"+ sent {short_day(one.sent[-1].entered_at.date())}"

    def _named_state(self, one: Partner) -> str:
        if one.sharing is None:
            return "? not decided"
        if not one.may_be_named:
            return "x not to share"
        request, _ = self._by_name(one)
        return "+ ready" if request else "! not ready"

    def _by_name(self, one: Partner) -> tuple[Request | None, str]:
        """The named form, or why there is none."""
        sitting = self.sitting
        try:
            return named_request(self._gaps, sitting.library, sitting.profile, sitting.book, one.request.agency), ""
        except InputError as error:
            return None, error.faults[0].what

    @property
    def partner(self) -> Partner | None:
        """The partner the cursor is on."""
        key = self.query_one("#partners", FittedRows).key
        return next((one for one in self._partners if one.request.agency == key), None)

    @property
    def question(self) -> tuple[Asked, Asked] | None:
        """The question the cursor is on, as it is asked and as the catalogue words it."""
        one, key = self.partner, self.query_one("#asked", FittedRows).key
        form = self._request(one)
        if one is None or form is None or not key:
            return None
        plain = form if form.named else one.plain
        return form.questions[int(key)], plain.questions[int(key)]

    def _request(self, one: Partner | None) -> Request | None:
        if one is None:
            return None
        return self._by_name(one)[0] if self._named and one.may_be_named else None if self._named else one.request

    def _form(self) -> None:
        one, request = self.partner, self._request(self.partner)
        rows = [(str(n), (asked.number, asked.text)) for n, asked in enumerate(request.questions if request else ())]
        self.query_one("#asked", FittedRows).fill(rows)
        self.query_one("#form-head", Static).update(literal(self._form_head(one)))
        self.query_one("#form-foot", Static).update(literal("\n".join(self._foot(one)) if one else ""))

    def _form_head(self, one: Partner | None) -> str:
        if one is None:
            return ANSWERED if self._adopted else EMPTY
        if not one.request.questions:
            return f"Nothing more to ask {one.request.title}."
        tabs = " Open  [Named]" if self._named else "[Open]  Named "
        if self._named:
            return f"{tabs} (t)  {one.request.title}, by name"
        found = f"tells the reader: {', '.join(one.telling)}" if one.telling else "no name or telling word found"
        return f"{tabs} (t)  As they will read it: {found}"

    def _foot(self, one: Partner) -> Iterator[str]:
        title = one.request.title
        if not self._named:
            if one.telling:
                yield f'! "{one.telling[0]}" tells the reader which case this is. e takes it out, or use a named request.'
            due = min(self._due(one), default=None) if one.sent else None
            for entry in one.sent[-1:]:
                reply = f", reply due {short_day(due)}" if due else ""
                yield f"Sent {short_day(entry.entered_at.date())}, entry {entry.number}{reply}. a records a reply."
            if not one.sent:
                yield "q writes it to a file for them. e changes a question's wording."
            return
        rules = golden_rules(one.sharing)
        done = sum(answered for _, answered in rules)
        yield f"Before a named request: {done} of 7 rules answered by the record (w: in full)"
        marks = [f"[{'x' if rules[n][1] else ' '}] {n + 1} {IN_SHORT[n]}" for n in range(len(rules))]
        yield from ("  ".join(f"{mark:<25}" for mark in marks[n : n + 3]).rstrip() for n in range(0, len(marks), 3))
        if one.sharing is None:
            yield f"Named request to {title} waits for a sharing decision: Enter. Weigh the rules in your reason."
        elif not one.may_be_named:
            yield f"The decision on record is not to share with {title}. Enter decides it anew."
        else:
            request, why_not = self._by_name(one)
            yield (
                f"Lawful basis: {one.sharing.basis}. q writes it to a file for them."
                if request
                else f"Not ready: {why_not} Picture (F3) changes what they are called."
            )

    def _due(self, one: Partner) -> Iterator[date]:
        facts = {asked.fact for asked in one.request.questions}
        for each in self._adopted:
            if each.fact in facts and each.decision.due:
                yield each.decision.due

    def jump_to(self, to: str) -> None:
        """Put the cursor on a partner, once they are known."""
        if self.query_one("#partners", FittedRows).go(to):
            self._form()
        else:
            self._wanted = to

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show the form of the partner the cursor is on now."""
        if event.data_table.id == "partners":
            self._form()
            if self.partner:
                self.planner.stopped_at("gaps", "requests", self.partner.request.agency)

    # -- its keys -------------------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter: into the form, or to the decision it waits for; in the form, a reply."""
        event.stop()
        one = self.partner
        if event.data_table.id == "asked":
            self.do_add()
        elif one and self._named and not one.may_be_named:
            self._decide(one)
        else:
            self.query_one("#asked").focus()

    def _decide(self, one: Partner) -> None:
        rules = "\n".join(f"{n}. {rule}" for n, rule in enumerate(GOLDEN_RULES, 1))
        about = f"Weigh the seven golden rules, and say in your reason how they come out.\n{rules}"
        given = {"agency": one.request.title}
        self.planner.ask("share", given=given, title=f"Share with {one.request.title}?", about=about)

    def do_turn(self) -> None:
        """The open form, or the named one."""
        self._named = not self._named
        self._form()

    def do_filter(self) -> None:
        """What was adopted, or all that is needed."""
        self._all = not self._all
        self.show()

    def do_add(self) -> None:
        """Record a reply to the question under the cursor as a graded fact."""
        one, found = self.partner, self.question
        if one is None or found is None:
            self.planner.say("Choose the question that was answered: Tab goes to the questions.")
            return
        asked, title = found[0], one.request.title
        sent = one.sent[-1].number if one.sent else 0
        source = f"Reply from {title}{f' to request {sent}' if sent else ''}, "

        def replied(how: str) -> None:
            if how == "later":
                self.planner.say(STAYS)
                return
            so: YesOrNo = "yes" if how == "yes" else "no"
            answer(self.planner, asked.fact, asked.text, so, reply_to=sent, source=source)

        ask_how(self.planner, asked.text, replied)

    def do_edit(self) -> None:
        """Change the words of a question in the open form."""
        one, found = self.partner, self.question
        if one is None or found is None or self._named:
            self.planner.say("The wording of an open form can be changed: t shows it, Tab goes to its questions.")
            return
        asked, plain = found
        key = WORDING + wording_key(one.plain, plain)
        unsaved = self.sitting.unsaved

        def attempt(values: Values) -> None:
            faults = text_faults("text", values["text"])
            if faults:
                raise InputError(faults)
            said = values["text"] if values["text"] != plain.text else ""
            if not unsaved.keep(key, said):
                raise InputError.of("text", WIPED)

        text = "What a partner reads holds no name, no place and no word of ours. Empty brings the first wording back."
        fields = (Field("text", f"Question {asked.number} to {one.request.title}", "words"),)
        form = FormScreen(self.sitting, "Wording", text, fields, attempt, start={"text": asked.text}, draft=f"re{key}:")
        self.planner.push_screen(form, lambda done: self.show() if done else None)

    def do_drop(self) -> None:
        """Drop the question under the cursor from what is to be found out."""
        found = self.question
        one = next((each for each in self._adopted if found and each.fact == found[0].fact), None)
        if one is None:
            self.planner.say("It is not adopted, so there is nothing to drop.")
        else:
            ask_drop(self.planner, one)

    def do_why(self) -> None:
        """The golden rules in full, and which of them the record answers."""
        one = self.partner
        rules = golden_rules(one.sharing if one else None)
        told = [f"[{'x' if known else ' '}] {n} {rule}" for n, (rule, known) in enumerate(rules, 1)]
        told.append("Ticked: answered by the sharing decision on record. The others belong in its reason.")
        self.planner.push_screen(ReadScreen("The seven golden rules of information sharing", "\n\n".join(told)))

    def do_ask(self) -> None:
        """Write the form that is shown to a file for the partner; the record notes it."""
        one, request = self.partner, self._request(self.partner)
        if one is None:
            return
        if request is None or not request.questions:
            self.planner.say(
                "There is no named form yet: see below what it waits for." if one.request.questions else NOTHING
            )
            return
        if one.telling and not request.named:
            self.planner.say(
                f'"{one.telling[0]}" tells the reader which case this is. Take it out with e first.', "error"
            )
            return
        sitting, title = self.sitting, request.title
        written: list[Settled] = []

        def attempt(values: Values) -> None:
            out = Path(values["file"]).expanduser()
            if not values["file"] or out.exists():
                what = "there is a file of that name already." if values["file"] else "it is not given."
                raise InputError.of("file", what, "Name another.")
            saved = export_request(sitting.record, request, out, Reasons(because=values["because"]))
            written.append(Settled(saved, sitting.book.entries[-1]))

        def sent(done: bool | None) -> None:
            if done:
                sitting.unsaved.forget(f"{WORDING}{request.agency}:")
                self.planner.saved(written[0], f"Written for {title}; you send it. Enter a reply with a.")

        must = "Why is it asked?" if sitting.record.live else "Why is it asked? May be left blank in training"
        fields = (Field("file", "Which file? It ends in .docx, .md or .json"), Field("because", must, "words"))
        start = {"file": f"request-{request.agency.replace('_', '-')}-{sitting.today}.docx"}
        text = "The file says neither the case nor the record. The record notes that it was made, and for whom."
        kind = "Named" if request.named else "Open"
        form = FormScreen(
            sitting, f"{kind} request to {title}", text, fields, attempt, start=start, draft=f"handover:{title}:"
        )
        self.planner.push_screen(form, sent)

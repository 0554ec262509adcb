"""The picture: what is known of a case, by heading. Who and what there is, one question at a time, or a heading as a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from planner.application.deciding import FactTold, Settled
from planner.application.interviewing import (
    ASKED_UNDER,
    BEST,
    Inquiry,
    Interview,
    answering,
    moved_now,
    outweighed,
    tactics_reading,
)
from planner.application.sources import Source, read_source, sources_used
from planner.domain.profile import LOOKED_INTO
from planner.domain.tactic import PILLARS
from planner.domain.vocabulary import COLLECTIONS
from planner.domain.wording import MEMBERS
from planner.errors import FourpError, InputError
from planner.tui.days import read_day, short_day
from planner.tui.frame import Page
from planner.tui.literal import literal
from planner.tui.picture_asking import Answers, Asking
from planner.tui.picture_form import Form
from planner.tui.picture_pane import Pane, Tabs
from planner.tui.picture_people import Listing
from planner.tui.picture_small import PickScreen, SourceScreen, source_says
from planner.tui.small import AskScreen, ReadScreen

STATES = (
    ("not_yet", "Not yet"),
    ("partly", "Partly: there may be more"),
    ("fully", "Fully: what is not listed is not there"),
)
MOST_FOUND = 9  # as many as there are digits


class PicturePage(Page):
    """The picture. `heading` is what is asked about: one of the headings, `best` for the questions most worth asking, or a member."""

    AUTO_FOCUS = ""  # each view says where its cursor begins
    NAME = "picture"
    VIEWS = (("people", "People and things"), ("question", "One question"), ("form", "Form"))
    CSS_PATH = "picture.tcss"
    TITLE_TEXT = "The picture"
    HELP_TEXT = (
        "Answer only from what is in front of you. Each answer takes the name, grade and date of the source in hand (h).\n\n"
        '"No" means somebody checked. If unsure, "not known yet" is the right answer: it costs nothing, and the planner works out '
        "which unknowns are worth asking about. Leave out covert, informant and suspicious-activity detail.\n\n"
        "One question: y, n or d, then Enter. Next best asks what would settle most, whatever its heading; left and right change "
        "the heading. Form: one key saves a row and moves down; Enter opens the row for a value or a tick. t turns from one to "
        "the other, and is remembered. / finds a question by its words, whatever its heading.\n\n"
        "Opens is how many tactics read the answer. Grades read source, assessment, handling: 2CP is an untested source, known "
        "indirectly, lawful to share. A to C count as known; D is weak and counts for duties alone; E counts as not known.\n\n"
        "People and things: one line each, with commas. Family and vulnerable people go here too: they are listed to be kept safe "
        "and are never ranked. A near spelling is offered as the same person; you decide. Enter on a row asks about that one alone."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes", id="picture.yes", tooltip="Yes, it is known"),
        Binding("n", "answer('no')", "No", id="picture.no", tooltip="No: somebody checked, and it is not so"),
        Binding("d", "answer('unknown')", "Not known yet", id="picture.unknown", tooltip="Not known yet"),
        Binding("a", "add", "Add to lists", id="picture.add", tooltip="Add a person or a thing"),
        Binding("x", "close", "Close off", id="picture.close", tooltip="Say how far this is looked into: not yet, partly, fully"),
        Binding("h", "source", "Source", id="picture.source", show=False, tooltip="Change the source in hand"),
        Binding("t", "turn_form", "Form", id="picture.form", show=False, tooltip="One question, or the heading as a form; remembered"),
        Binding("b", "before", "Back one", id="picture.before", show=False, tooltip="Back one question"),
        Binding("e", "edit", "Correct", id="picture.edit", show=False, tooltip="Correct an answer, or a name in the lists"),
        Binding("f", "filter", "Filter", id="picture.filter", show=False, tooltip="In the form: only what could change the plan"),
        Binding("w", "why", "Why", id="picture.why", show=False, tooltip="Why we ask, who would know, and which tactics read it"),
        Binding("slash", "find", "Find", id="picture.find", show=False, key_display="/", tooltip="Find a question of any heading by its words"),
        Binding("left", "turn(-1)", "Heading before", id="picture.left", show=False, tooltip="The heading or list before"),
        Binding("right", "turn(1)", "Next heading", id="picture.right", show=False, tooltip="The next heading or list"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.heading = BEST
        self._back_to = ""
        self._interview: tuple[int, Interview] | None = None
        self._read_by: Counter[str] | None = None

    def body(self) -> ComposeResult:
        """The three views, under the headings and the source in hand."""
        yield Tabs(id="headings")
        yield Static("", id="standing", markup=False)
        yield Listing(id="people")
        yield Asking(id="question")
        yield Form(id="form")

    def on_mount(self) -> None:
        """Begin with the lists where nothing is listed; else where this person likes to answer."""
        if any(self.sitting.profile.members.values()):
            self.view = self._liked
        super().on_mount()

    @property
    def _liked(self) -> str:
        return "form" if self.planner.preferences.dense else "question"

    # -- the case as it is asked about ------------------------------------------------------------------------------------

    @property
    def interview(self) -> Interview:
        """The case as it is asked about, as it stands now."""
        sitting = self.sitting
        if self._read_by is None:
            self._read_by = tactics_reading(sitting.library)
        if self._interview is None or self._interview[0] != sitting.position:
            profile = sitting.profile
            weigh = partial(sitting.bench.need_to_know.weigh, profile)
            self._interview = (sitting.position, Interview(profile, sitting.library, weigh, self._read_by))
        return self._interview[1]

    @property
    def in_plan(self) -> tuple[str, ...]:
        """The tactics that the plan holds already."""
        return tuple(one.decision.tactic for one in self.sitting.book.interventions if one.decision.tactic)

    @property
    def pane(self) -> Pane:
        """The view that is shown."""
        return self.query_one(f"#{self.view}", Pane)

    @property
    def heading_label(self) -> str:
        """The heading as it is called."""
        if "/" in self.heading:
            return self.sitting.profile.label(self.heading)
        return "Next best" if self.heading == BEST else ASKED_UNDER[self.heading]

    @property
    def empty_says(self) -> str:
        """What an empty heading says."""
        return f"Nothing is asked under {self.heading_label} until something is listed. a opens the lists."

    # -- showing it -------------------------------------------------------------------------------------------------------

    def show_case(self) -> None:
        """Fill the view that is shown."""
        self.query_one("#headings").display = self.view != "people"
        self.pane.show()
        self.call_after_refresh(self._cursor_in)

    def _cursor_in(self) -> None:
        if self.is_current and not any(self.pane is one for one in (self.focused.ancestors if self.focused else ())):
            self.pane.take_cursor()

    def on_screen_resume(self) -> None:
        """As on every page; the place is the question or the row."""
        super().on_screen_resume()
        self.stopped_here()

    def show_view(self, view: str) -> None:
        """As on every page; the place is the question or the row."""
        super().show_view(view)
        self.stopped_here()

    def view_shown(self) -> None:
        """Fill it, and put the cursor in it."""
        self.refresh_bindings()
        self.update()
        self.call_after_refresh(self._cursor_in)

    def show_heading(self, left: int = -1) -> None:
        """The headings, the source in hand, and how far the heading is looked into; `left` questions could still change the plan."""
        member = "/" in self.heading
        names = (
            [(self.heading, f"{self.heading_label}; Esc back to the lists")]
            if member
            else [(BEST, "Next best"), *ASKED_UNDER.items()]
        )
        self.query_one("#headings", Tabs).fill(names, self.heading)
        source = self.source
        reading = f"Reading from {source_says(source)} (h)" if source else "No source in hand yet (h)"
        self.query_one("#standing", Static).update(literal(f"{reading}\n{self._progress(left)}"))

    def _progress(self, left: int) -> str:
        """How far the heading has got."""
        if self.view == "people":
            return ""
        if self.heading == BEST:
            return "The questions most worth asking first, whatever their heading"
        worth = f"{left} worth asking" if left >= 0 else ""
        found = next((one for one in self.interview.headings if one.id == self.heading), None)
        if found is None:
            return f"{worth}. t shows all" if worth else ""
        told = ", ".join(part for part in (f"{found.answered} of {found.questions} answered", worth) if part)
        return f"{found.label}: {told}{f'. {found.said}' if found.said else ''}"

    def stopped_here(self) -> None:
        """Remember the place: the list and the row, or the heading and the question."""
        match self.pane:
            case Listing(collection=collection, at=at):
                to = at or collection
            case Asking(key=key) | Form(key=key):
                to = f"{self.heading}>{key}"
            case _:
                return
        self.planner.stopped_at(self.NAME, self.view, to)

    # -- going somewhere --------------------------------------------------------------------------------------------------

    def jump_to(self, to: str) -> None:
        """A question, a fact as gaps name it, a heading, a list, or a person or thing."""
        heading, marked, key = to.rpartition(">")
        scope, slash, member = to.partition("/")
        looked = to.partition("looked_into.")[2]
        if (looked or scope) in COLLECTIONS and "." not in (member if not looked else ""):
            listing = self.query_one(Listing)
            listing.collection, listing.at = (looked or scope), to if member else ""
            self.show_view("people")
        elif marked:
            if heading == BEST or heading in ASKED_UNDER or self.sitting.profile.member(*heading.partition("/")[::2]):
                self.open_heading(heading, key, self.view)
        elif to in ASKED_UNDER or to == BEST:
            self.open_heading(to, view=self.view)
        elif asked := self.interview.find(to):
            owner = asked.key.partition(".")[0]
            self.open_heading(
                owner if asked.key not in self.interview.inquiries else asked.fact.heading, asked.key, self.view
            )
        elif slash or scope.partition(".")[0] in COLLECTIONS:
            # A fact of members of which none is listed yet: they come first.
            self.jump_to(scope.partition(".")[0])

    def open_heading(self, heading: str, key: str = "", view: str = "") -> None:
        """The questions of a heading or of a member, in the view that this person likes."""
        self.heading = heading
        wanted = view if view in ("question", "form") else self._liked
        self.query_one(Asking).open_heading(key)
        self.query_one(Form).key = key
        self.show_view(wanted)

    def open_question(self, key: str, back_to: str = "", mark: str = "") -> None:
        """One question of the heading, answered in full; then back to where it was opened."""
        self._back_to = back_to
        self.query_one(Asking).open_heading(key)
        self.show_view("question")
        if mark:
            self.query_one(Answers).mark = mark

    def turn_heading(self, step: int) -> None:
        """The next heading, or the one before."""
        names = [BEST, *ASKED_UNDER]
        at = names.index(self.heading) if self.heading in names else 0
        self.open_heading(names[(at + step) % len(names)], view=self.view)

    def open_tab(self, name: str) -> None:
        """A heading or a list that was clicked."""
        if name in COLLECTIONS and self.view == "people":
            self.query_one(Listing).open_list(name)
        else:
            self.open_heading(name, view=self.view)

    # -- keys -------------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that the view has."""
        only_in = {
            "answer": ("question", "form"),
            "before": ("question",),
            "filter": ("form",),
            "find": ("question", "form"),
            "why": ("question", "form"),
        }
        return self.view in only_in.get(action, (self.view,))

    def action_answer(self, how: str) -> None:
        """y, n or d."""
        self.pane.answer(how)

    def action_turn(self, step: int) -> None:
        """Left and right."""
        self.pane.turn(step)

    def action_turn_form(self) -> None:
        """One question at a time, or the heading as a form; remembered."""
        dense = self.view != "form"
        key = getattr(self.pane, "key", "")
        self.planner.preferences.dense = dense
        self.planner.preferences.write()
        self._back_to = ""
        self.open_heading(self.heading, key, "form" if dense else "question")

    def action_before(self) -> None:
        """Back one question."""
        self.query_one(Asking).go_back()

    def action_filter(self) -> None:
        """In the form, only what could change the plan."""
        self.query_one(Form).filter()

    def action_find(self) -> None:
        """Find a question by its words."""

        def opened(key: str | None) -> None:
            if key:
                self.open_heading(self.interview.inquiries[key].fact.heading, key, self.view)

        def typed(words: str | None) -> None:
            if not words or not words.strip():
                return
            found = self.interview.matching(words)
            if len(found) == 1:
                opened(found[0].key)
            elif found:
                more = (
                    f" The first {MOST_FOUND} are listed; another word tells them apart."
                    if len(found) > MOST_FOUND
                    else ""
                )
                choices = [(one.key, one.text) for one in found[:MOST_FOUND]]
                says = f"{len(found)} questions hold these words.{more}"
                self.app.push_screen(PickScreen("Which question?", says, choices, choices[0][0]), opened)
            else:
                self.say(f'No question holds "{words.strip()}". / looks again.')

        self.app.push_screen(AskScreen("Find a question", "Some of its words, whatever its heading."), typed)

    def action_add(self) -> None:
        """Add a person or a thing."""
        listing = self.query_one(Listing)
        if self.view != "people":
            if self.heading in COLLECTIONS:
                listing.collection = self.heading
            self.show_view("people")
        self.call_after_refresh(listing.begin_adding)

    def action_back(self) -> None:
        """One step back: out of the line, to the form, to the lists, to the task list."""
        if self.view == "people" and self.query_one(Listing).adding:
            self.query_one(Listing).stop_adding()
        elif self.view == "question" and self._back_to:
            self._return()
        elif "/" in self.heading and self.view != "people":
            self.query_one(Listing).collection = self.heading.partition("/")[0]
            self.query_one(Listing).at = self.heading
            self.heading = BEST
            self.show_view("people")
        else:
            super().action_back()

    def _return(self) -> None:
        back, self._back_to = self._back_to, ""
        self.show_view(back)

    def action_edit(self) -> None:
        """Correct an answer, or a name in the lists."""
        if self.view == "people":
            self._rename()
            return
        form = self.query_one(Form)
        if self.view == "form" and form.asked:
            self.open_question(form.key, back_to="form")
        self.query_one(Asking).correct()

    def _rename(self) -> None:
        ref = self.query_one(Listing).at
        scope = ref.partition("/")[0]
        if not ref:
            return
        # A name is written with a fact; one that nothing is known of says nothing more.
        blank = next(
            (
                f
                for f in self.sitting.library.vocabulary.in_scope(scope)
                if not self.sitting.profile.records(f"{ref}.{f}")
            ),
            "",
        )

        def named(label: str | None) -> None:
            if label and label.strip() and blank:
                told = (FactTold(f"{ref}.{blank}", how="unknown", label=label.strip()),)
                self._write(told, lambda: None, f"Now called {label.strip()}.")

        says = "The name as it is to stand. The log keeps the one before."
        self.app.push_screen(AskScreen("Change a name", says, self.sitting.profile.label(ref)), named)

    def action_close(self) -> None:
        """How far a list or heading is looked into."""
        listing = self.query_one(Listing)
        heading = listing.collection if self.view == "people" else self.heading
        if heading not in LOOKED_INTO:
            self.say(f"{self.heading_label} holds no list to close. Answer n where somebody checked.")
            return
        label = MEMBERS.get(heading, ASKED_UNDER[heading]).capitalize()
        says = "Fully means somebody looked, and what is not listed is not there: tactics that need more are then ruled out."
        now = self.sitting.profile.looked_into.get(heading, "not_yet")

        def answered(state: str | None) -> None:
            if state is None:
                return
            if state == now:
                self.say(f"{label}: looked into {state.replace('_', ' ')}, as it was.")
                return
            try:
                settled = self.sitting.looked_into(heading, state)
            except (FourpError, OSError) as error:
                self.trouble(error)
                return
            self._tell((settled,), "")

        marked = "partly" if now == "not_yet" else now
        self.app.push_screen(PickScreen(f"{label}: how far looked into?", says, STATES, marked), answered)

    def action_why(self) -> None:
        """Why a question is asked."""
        asked = self._asked
        if asked is None:
            return
        fact = asked.fact
        reading = [
            one
            for one in self.sitting.found.tactics
            if (fact.scope, fact.id) in self.sitting.library.facts_behind(f"tactic:{one.tactic.id}")
        ]
        order = {p: n for n, p in enumerate(PILLARS)}
        reading.sort(key=lambda one: (order.get(one.tactic.pillar, 9), one.rank))
        parts = [
            asked.text,
            f"Why we ask: {fact.matters}",
            f"Who would know: {', '.join(fact.holders)}.",
            f"As a partner would be asked: {fact.partner_wording}",
            "\n".join(f"{how}: {says}" for how, says in self.interview.ifs(asked, (), self.in_plan, named=99)),
            "\n".join(
                [f"Tactics that read the answer ({len(reading)})"]
                + [f"  {MARK_OF[one.outcome]} {one.tactic.pillar.capitalize()}: {one.tactic.title}" for one in reading]
            ),
        ]
        self.app.push_screen(ReadScreen("Why this question", "\n\n".join(part for part in parts if part)))

    @property
    def _asked(self) -> Inquiry | None:
        return self.query_one(Form).asked if self.view == "form" else self.query_one(Asking).asked

    # -- the source in hand -----------------------------------------------------------------------------------------------

    @property
    def source(self) -> Source | None:
        """The source in hand, or nothing."""
        try:
            kept = self.sitting.unsaved.source
            return read_source(kept, self.sitting.today, self._day) if kept else None
        except InputError:
            return None

    def _day(self, typed: str) -> date | None:
        return read_day(typed, self.sitting.today)

    def action_source(self) -> None:
        """Change the source in hand."""
        self.with_source(lambda _: None, ask=True)

    def with_source(self, then: Callable[[Source], None], *, ask: bool = False) -> None:
        """Go on with the source in hand, asking for it first where there is none."""
        source = self.source
        if source and not ask:
            then(source)
            return
        used = sources_used(self.sitting.profile)
        known = list(dict.fromkeys([*([source] if source else []), *used]))

        def given(chosen: Source | None) -> None:
            if chosen is None:
                answering = not (ask or source)
                self.say(
                    "Nothing was saved: an answer needs to say where it comes from. It is still here."
                    if answering
                    else ""
                )
                return
            self.sitting.unsaved.source = chosen.written
            self.planner.keep()
            self.show_heading()
            self.say(f"Answers now come from {source_says(chosen)}.")
            then(chosen)

        self.app.push_screen(SourceScreen(known, self.sitting.today), given)

    # -- saving -----------------------------------------------------------------------------------------------------------

    def save_answer(
        self,
        asked: Inquiry,
        how: str,
        *,
        value: str = "",
        ticked: Sequence[str] = (),
        note: str = "",
        corrects: bool = False,
    ) -> None:
        """Write an answer with the source in hand, and go on. Taking back what is recorded is asked about first."""

        def write(source: Source | None) -> None:
            told = answering(asked, how, source, value=value, ticked=ticked, note=note, corrects=corrects)
            if not told:
                self._go_on()
                self.update()
                self.say("Left as not known yet." if how == "unknown" else "Recorded so already, from this source.")
                return
            self._write(told, partial(self._answered, asked), "", asked)

        if how != "unknown":
            self.with_source(write)
            return
        recorded = [one for one in asked.stands if one.records and (one.ref in ticked or not ticked)]
        if not recorded:
            write(None)
            return
        says = f"{asked.text}\n\nWhat is recorded of it no longer counts; the log keeps it. {sum(len(one.records) for one in recorded)} to take back."

        def sure(yes: str | None) -> None:
            if yes == "yes":
                write(None)

        choices = (("yes", "Take it back: not known after all"), ("no", "Leave it as it is"))
        self.app.push_screen(PickScreen("Not known after all?", says, choices, "no"), sure)

    def _answered(self, asked: Inquiry) -> None:
        for name in ("amount", "note"):
            self.sitting.unsaved.forget(f"picture.{name}:{asked.key}")
        self._go_on()

    def _go_on(self) -> None:
        """The next question or row."""
        form = self.query_one(Form)
        if self.view == "form":
            form.down()
        elif self._back_to == "form":
            form.down()
            self.call_after_refresh(self._return)
        else:
            self.query_one(Asking).go_on()

    def save_told(
        self, told: Callable[[Source | None], tuple[FactTold, ...]], saved: Callable[[], None], says: str
    ) -> None:
        """Write the facts that something comes to; the source in hand is asked for where they need one."""
        if all(one.how == "unknown" for one in told(None)):
            self._write(told(None), saved, says)
        else:
            self.with_source(lambda source: self._write(told(source), saved, says))

    def _write(
        self, told: tuple[FactTold, ...], done: Callable[[], None], says: str, asked: Inquiry | None = None
    ) -> None:
        try:
            settled = self.sitting.learn_all(told)
        except (FourpError, OSError) as error:
            self.update()
            self.trouble(error)
            return
        done()
        weighed = self.interview.find(asked.key) if asked else None
        self._tell(settled, says, outweighed(weighed, told) if weighed else "")

    def _tell(self, settled: Sequence[Settled], says: str, warns: str = "") -> None:
        """Say that it is saved, what of it moved, and what keeps it from counting."""
        several = f"Entries {settled[0].entry.number} to {settled[-1].entry.number}." if len(settled) > 1 else ""
        moved = f"{moved_now(self.sitting.last_changed)} c to see." if self.sitting.last_changed else "No tactic moved."
        self.planner.saved(settled[-1], " ".join(part for part in (says, several, moved, warns) if part))

    # -- by name ----------------------------------------------------------------------------------------------------------

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the page offers beside its keys."""
        yield "picture: Change source in hand", "source", "Name, day, grade and handling of what you read from"
        yield "picture: Go to heading", "go_heading", "Any of the headings"
        yield "picture: Next best question", "best", "What would settle most, whatever its heading"
        yield "picture: Turn to form or question", "turn_form", "One question at a time, or a heading as a form"
        if self.view == "people":
            yield "people: Change a name", "edit", "The log keeps the one before"
            yield "people: Mark as child or at risk", "age", "Say how old this person is; children are kept safe first"
        else:
            yield "picture: Find a question", "find", "By its words, whatever its heading"
            yield "fact: Correct an answer", "edit", "What you save takes the place of what is recorded"
            yield "fact: Show history", "history", "Everything told of this fact, and by whom"

    def action_best(self) -> None:
        """The questions most worth asking."""
        self.open_heading(BEST)

    def action_go_heading(self) -> None:
        """Pick a heading."""
        names = [
            (BEST, "Next best"),
            *(
                (one.id, f"{one.label}: {one.answered} of {one.questions} answered. {one.said}")
                for one in self.interview.headings
            ),
        ]
        self.app.push_screen(
            PickScreen("Go to which heading?", "Arrows and Enter, or a digit.", names, self.heading),
            lambda chosen: self.open_heading(chosen) if chosen else None,
        )

    def action_age(self) -> None:
        """Say how old a person is."""
        at = self.query_one(Listing).at
        if at.startswith("people/"):
            self.open_heading(at, f"{at}.age_band", "question")

    def action_history(self) -> None:
        """Everything told of the fact under the cursor."""
        asked = self._asked
        if asked is None:
            return
        from planner.domain.entries import Learned
        from planner.exports.telling import by_on, told_of

        refs = {one.ref for one in asked.stands}
        lines = [asked.text, "", "What counts, and what was told"]
        for one in asked.stands:
            about = f"{one.label}: " if one.label else ""
            lines.append(f"  {about}{one.said}{f', {one.grade}' if one.grade else ''}")
            for record in one.records:
                said = self.interview.words(asked.fact, record)
                parts = (said, f"{record.grade}{record.handling}", short_day(record.on), record.source, record.note)
                lines.append("    - " + ", ".join(part for part in parts if part))
        lines += ["", "Entries"]
        for entry in self.sitting.book.entries:
            content = entry.said.content if entry.said else None
            if isinstance(content, Learned) and content.ref in refs:
                lines.append(
                    f"  {entry.number} {by_on(entry, self.sitting.record.live)}: {told_of(entry, self.sitting.book, self.sitting.library)}"
                )
        if lines[-1] == "Entries":
            lines.append("  None: it came with the facts the case began with.")
        self.app.push_screen(ReadScreen("History of a fact", "\n".join(lines)))


MARK_OF = {"certain": "+", "possible": "?", "ruled_out": "x", "blocked": "!"}

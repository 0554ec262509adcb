"""Log: every entry of the record as a timeline, replayed at a moment and proved; the disruptions; the measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from planner.application.putting_right import place_of_entry
from planner.application.signing import Verified, verify
from planner.application.timeline import Sieve, authors
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS
from planner.domain.entries import Decided, Entry, Learned, LookedInto
from planner.errors import FourpError
from planner.exports.telling import sentences
from planner.tui.check_answers import one_line
from planner.tui.check_comments import comment_on
from planner.tui.days import short_day
from planner.tui.frame import Page
from planner.tui.handing import ask_export
from planner.tui.log_disruptions import DisruptionsView
from planner.tui.log_moments import HINT, as_it_stood, at, read_moment, summary
from planner.tui.log_sieve import SieveScreen
from planner.tui.log_views import LogView, MeasuresView, TimelineView
from planner.tui.small import AskScreen, ReadScreen

PAST = "You are looking at the past: nothing can be changed here. Esc goes back to now."
SLOW = 2000  # entries that take longer to prove than a key press may


# What was measured is asked first, and what it tells last.
ORDER = {"measure": ("name", "value", "when", "baseline", "because")}
WHY = {"measure": "What does it tell? Use your own words."}


class LogPage(Page):
    """The timeline, the disruptions and the measures."""

    NAME = "log"
    TITLE_TEXT = "Log"
    CSS_PATH = ["log.tcss", "keyed.tcss"]
    VIEWS = (("timeline", "Timeline"), ("disruptions", "Disruptions"), ("measures", "Measures"))
    HELP_TEXT = (
        "Timeline: entries are only ever added. / marks one that a later entry replaced: both stay. Times are those of this "
        "machine.\n\nReplay (t) shows the case as it stood at a day or a time: what had been entered by then, and nothing later. "
        "Row 1 says so; nothing can be changed until Esc goes back to now. [ and ] step from entry to entry.\n\nVerify (v) proves "
        "that every entry is the one that was written and stands where it was written.\n\nMeasures: the baseline, and what "
        "was found since. Enter records a new value of the measure under the cursor.\n\nn comments on the decision under the cursor; "
        "what was said of a decision stands under it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", "Read all", id="log.read", priority=True, tooltip="Everything that the entry says"),
        Binding("enter", "again", "Measure again", id="log.again", priority=True, tooltip="Record a new value of this measure"),
        Binding("a", "add", "Add", id="log.add", tooltip="Log a disruption; on Measures, a measure with its baseline"),
        Binding("a", "past", "Add", id="log.past", show=False, tooltip="In a replay nothing can be added"),
        Binding("escape", "now", "Back to now", id="log.now", tooltip="End the replay"),
        Binding("escape", "back", "Back", id="back", show=False, tooltip="One step back; what was filtered out is shown again"),
        Binding("slash", "find", "Find", id="log.find", key_display="/", tooltip="Only entries that hold some words"),
        Binding("f", "sift", "Filter", id="log.sift", tooltip="Only some kinds of entry, or those of one author"),
        Binding("t", "replay", "Replay", id="log.replay", tooltip="The case as it stood at a day or a time; again: back to now"),
        Binding("left_square_bracket", "step(-1)", "Earlier", id="log.earlier", show=False, key_display="[",
                tooltip="In a replay: to the entry before"),
        Binding("right_square_bracket", "step(1)", "Later", id="log.later", show=False, key_display="]",
                tooltip="In a replay: to the entry after"),
        Binding("n", "comment", "Comment", id="log.comment", show=False, tooltip="Say something of this decision; its author answers"),
        Binding("l", "look", "Look at the case", id="log.look", show=False, tooltip="The whole case as it stands, or stood then, as text"),
        Binding("u", "turn_over", "Turn over", id="log.order", show=False, tooltip="The newest first, or the oldest first"),
        Binding("v", "verify", "Verify", id="log.verify", show=False, tooltip="Prove that the record is what was written"),
        Binding("e", "go_there", "Go to it", id="log.there", show=False, tooltip="Go to where this is decided; Esc comes back"),
        Binding("x", "take_back", "Take back", id="log.back", show=False, tooltip="Take this entry back by a further one; both stay"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.then: datetime | None = None
        self._past: Casebook | None = None

    def body(self) -> ComposeResult:
        """The three views."""
        yield TimelineView(id="timeline")
        yield DisruptionsView(id="disruptions")
        yield MeasuresView(id="measures")

    # -- shown ------------------------------------------------------------------------------------------------------------

    @property
    def book(self) -> Casebook:
        """The case that is shown: as it stands, or as it stood."""
        return self._past or self.sitting.book

    @property
    def pane(self) -> LogView:
        """The view that is shown."""
        return self.query_one(f"#{self.view}", LogView)

    def top_row(self) -> None:
        """Row 1; in a replay it says of when."""
        if self.then is None or self._past is None:
            super().top_row()
            return
        title, kind = (
            self.sitting.profile.title or self.sitting.record.name,
            "live" if self.sitting.record.live else "TRAINING",
        )
        which = f"AS IT STOOD ON {at(self.then).upper()}, read only | {kind} | {title}"
        self.write_top(which, "", training=not self.sitting.record.live)

    def show_case(self) -> None:
        """Fill the view that is shown."""
        self.pane.fill(self.sitting, self.book)
        self.pane.table.focus()
        self.refresh_bindings()

    def help_text(self) -> str:
        """What F1 says: of the page, or of the view that has more to say."""
        return self.pane.HELP_TEXT or self.HELP_TEXT

    def view_shown(self) -> None:
        """Fill the view."""
        self.update()

    def jump_to(self, to: str) -> None:
        """Put the cursor on an entry by its number."""
        pane = self.pane
        if isinstance(pane, TimelineView):
            if not pane.go_to(to) and pane.sieve != Sieve():
                self._sift(Sieve())
                pane.go_to(to)
        else:
            pane.table.go_to(to)

    def where(self) -> str:
        """The entry the cursor is on, by its number."""
        return self.pane.table.key

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Tell all of the entry the cursor is on."""
        pane = self.pane
        if event.data_table is pane.table:
            if isinstance(pane, TimelineView):
                pane.read_on()
            pane.tell()
            self.planner.stopped_at(self.NAME, self.view, pane.table.key)

    async def on_data_table_row_selected(self) -> None:
        """A click on the line the cursor is on does as Enter does."""
        await self.run_action("again" if self.check_action("again", ()) else "read")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys work in which view, and in the past."""
        match action:
            case "read":
                return self.view != "measures" or self.then is not None
            case "again":
                return self.view == "measures" and self.then is None
            case "find" | "sift" | "turn_over":
                return self.view == "timeline"
            case "add":
                return self.then is None
            case "step" | "now" | "past":
                return self.then is not None
        return super().check_action(action, parameters)

    # -- reading ----------------------------------------------------------------------------------------------------------

    def action_read(self) -> None:
        """Everything under the cursor, to read at leisure."""
        pane = self.pane
        entry = pane.entry()
        if pane.told and entry:
            self.planner.push_screen(ReadScreen(f"Entry {entry.number}", pane.told))

    def action_look(self) -> None:
        """The whole case as text."""
        when = f"as it stood on {at(self.then)}" if self.then else "as it stands"
        try:
            text = as_it_stood(
                self.book, self.sitting.library, self.sitting.bench.recommender, live=self.sitting.record.live
            )
        except FourpError as error:
            self.trouble(error)
            return
        self.planner.push_screen(ReadScreen(f"The case {when}", text))

    def action_find(self) -> None:
        """Ask for words."""
        sieve = self.query_one(TimelineView).sieve

        def asked(words: str | None) -> None:
            if words is not None:
                self._sift(replace(sieve, words=" ".join(words.split())))

        self.planner.push_screen(
            AskScreen("Find", "Entries that hold all of these words. Nothing typed shows all.", sieve.words), asked
        )

    def action_sift(self) -> None:
        """Ask for a kind and an author."""

        def asked(sieve: Sieve | None) -> None:
            if sieve is not None:
                self._sift(sieve)

        timeline = self.query_one(TimelineView)
        self.planner.push_screen(SieveScreen(timeline.sieve, authors(self.sitting.book.entries)), asked)

    def _sift(self, sieve: Sieve) -> None:
        self.query_one(TimelineView).sieve = sieve
        self.update()

    def action_turn_over(self) -> None:
        """The other order; the cursor stays on its entry."""
        timeline = self.query_one(TimelineView)
        timeline.newest_first = not timeline.newest_first
        self.update()

    def action_back(self) -> None:
        """Everything again that was filtered out, else one step back."""
        timeline, disrupted = self.query_one(TimelineView), self.query_one(DisruptionsView)
        if self.view == "disruptions" and disrupted.only_waiting:
            disrupted.action_waiting()
        elif self.view == "timeline" and timeline.sieve != Sieve():
            self._sift(timeline.sieve.wider())
        else:
            super().action_back()

    def action_now(self) -> None:
        """End the replay."""
        self._to(None)
        self.say("Back to now.")

    def action_past(self) -> None:
        """Say that nothing can be added to the past."""
        self._in_the_past()

    # -- replay -----------------------------------------------------------------------------------------------------------

    def action_replay(self) -> None:
        """Ask for a moment; in a replay, back to now."""
        if self.then is not None:
            self.action_now()
            return
        entry = self.pane.entry()
        self.planner.push_screen(
            AskScreen("Replay: show the case as it stood", f"At which day or time? {HINT}. A day is its end.",
                      at(entry.entered_at) if entry else ""),
            self._replay,
        )  # fmt: skip

    def _replay(self, typed: str | None) -> None:
        if typed is None:
            return
        moment = read_moment(typed, self.sitting.today)
        if moment is None:
            self.say(f"'{typed}' is not a day or a time. Write it as {HINT}.", "error")
            return
        self._to(moment)

    def _to(self, moment: datetime | None) -> None:
        """Show the case as it stood at a moment, or as it stands."""
        try:
            past = self.sitting.record.at(moment) if moment else None
        except FourpError:
            opened = self.sitting.book.entries[0].entered_at
            self.say(f"The case was opened later, on {at(opened)}. Give a later day or time.", "error")
            return
        self.then, self._past = moment, past
        self.update()
        self.set_class(moment is not None, "-past")
        self.say(f"Then: {summary(past)}. Esc goes back to now." if past else "")
        self.refresh_bindings()

    def action_step(self, by: int) -> None:
        """In a replay, to the moment of the entry before or after."""
        shown = len(self.book.entries)
        entry = self.sitting.book.entry(shown + by)
        if entry is not None:
            self._to(entry.entered_at)

    def _in_the_past(self) -> bool:
        if self.then is not None:
            self.say(PAST, "error")
        return self.then is not None

    # -- adding -----------------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """A measure on Measures, else a disruption."""
        today = short_day(self.sitting.today)
        if self.view == "measures":
            start = {"when": today, "baseline": "yes"}
            self.ask_for("measure", start=start, ask=("when", "baseline"), order=ORDER["measure"], why=WHY["measure"])
        else:
            self.ask_for("disruption", start={"when": today}, ask=("event", "when"))

    def action_comment(self) -> None:
        """Comment on the decision under the cursor."""
        entry = self.pane.entry()
        if self._in_the_past():
            return
        if entry is None or entry.kind not in DECISIONS:
            self.say("A comment is on a decision: go to one with the arrows.")
        else:
            comment_on(self.planner, [(entry.number, one_line(entry, self.book, self.sitting.library))])

    def action_again(self) -> None:
        """A new value of the measure under the cursor."""
        chosen = self.query_one(MeasuresView).chosen
        if chosen and not self._in_the_past():
            base = "Baseline" if chosen.baseline else "No baseline is recorded"
            before = f"{base}: {chosen.baseline[1].value}." if chosen.baseline else f"{base}."
            self.ask_for(
                "measure", given={"name": chosen.name}, start={"when": short_day(self.sitting.today)}, ask=("when",), about=before,
                title=f"Measure again: {chosen.name}", order=ORDER["measure"], why=WHY["measure"],
            )  # fmt: skip

    def action_in_full(self, kind: str) -> None:
        """A decision of a kind with everything that can be told of it."""
        if not self._in_the_past():
            self.ask_for(kind, start={"when": short_day(self.sitting.today)} if kind == "disruption" else {})

    def ask_for(self, kind: str, **how: Any) -> None:
        """Ask for one decision, and go to its line."""

        def then(settled: Any) -> None:
            made = self.sitting.book.decision_of(settled.entry)
            self.pane.table.go_to(
                str(made.target if made and kind in ("account", "moderate") else settled.entry.number)
            )

        self.planner.ask(kind, then=then, **how)

    def action_take_back(self) -> None:
        """Take the entry under the cursor back, by a further one that says why."""
        entry = self.pane.entry()
        if entry is None or self._in_the_past():
            return
        content = entry.said.content if entry.said else None
        replaced = self.book.superseded.get(entry.number)
        if replaced:
            self.say(f"Entry {replaced} took the place of entry {entry.number} already.", "error")
            return
        said = f"Entry {entry.number}, {entry.title}: {one_line(entry, self.book, self.sitting.library)}"
        match content:
            case Decided():
                self.planner.ask(
                    "withdraw", given={"target": entry.number}, title=f"Take back entry {entry.number}", about=f"{said}\nIt stays in the log."
                )  # fmt: skip
            case Learned() | LookedInto():
                self._unlearn(entry, said)
            case _:
                self.say(f"{entry.title} is not taken back: it has happened.", "error")

    def _unlearn(self, entry: Entry, said: str) -> None:
        """A fact is taken back with a line of why."""

        def answered(because: str | None) -> None:
            if because is None:
                return
            try:
                self.planner.saved(self.sitting.undo(entry, Reasons(because=because)))
            except FourpError as error:
                self.trouble(error)

        text = f"{said}\n\nIt stays in the log, and so does this. Why is it taken back?"
        self.planner.push_screen(AskScreen(f"Take back entry {entry.number}?", text), answered)

    def action_undo(self) -> None:
        """Take back the last entry; not from the past."""
        if not self._in_the_past():
            super().action_undo()

    def action_go_there(self) -> None:
        """Go to where the entry under the cursor is decided."""
        entry = self.pane.entry()
        if entry is None or self._in_the_past():
            return
        place = place_of_entry(entry)
        if place is None:
            self.say(f"{entry.title}: there is nothing to change about it.")
            return
        self.planner.visit(place.page, place.view, place.to, back=(self.NAME, self.view, str(entry.number)))

    # -- proving ----------------------------------------------------------------------------------------------------------

    def action_verify(self) -> None:
        """Prove the record; a long one is told of first, as that takes a moment."""
        count = self.sitting.position
        if count > SLOW:
            self.say(f"Checking {count:,} entries, one by one.")
            self.call_after_refresh(self._verify, None)
        else:
            self._verify(None)

    def _verify(self, against: Path | None) -> None:
        record = self.sitting.record
        try:
            proved = verify(record.store, record.card, against)
        except (FourpError, OSError) as error:
            self.trouble(error)
            return
        if proved.ok:
            told = f"+ {proved.position} entries, each where it was written. Head {proved.head[:16]}."
            self.say(" ".join([told, *(f"{note[:1].upper()}{note[1:]}." for note in proved.notes)]), "saved")
            return
        self.say(f"! The record is not what was written: {len(proved.faults)} places. Nothing was deleted.", "error")
        self.planner.push_screen(ReadScreen("The record is not what was written", faults_told(proved)))

    def action_verify_against(self) -> None:
        """Ask for an export, and prove that the record extends what it carries."""

        def asked(typed: str | None) -> None:
            if typed and typed.strip():
                self._verify(Path(typed.strip()).expanduser())

        text = "Which file? The record must extend what an export carries: a cut end shows in no other way."
        self.planner.push_screen(AskScreen("Verify against an export", text), asked)

    # -- more -------------------------------------------------------------------------------------------------------------

    def action_consultations(self) -> None:
        """Who looked at a live case."""
        record = self.sitting.record
        if not record.live:
            self.say("A training case keeps no log of who looked at it. A live one does.")
            return
        try:
            found = record.consultations()
        except (FourpError, OSError) as error:
            self.trouble(error)
            return
        lines = [f"{at(one.entered_at)}  {one.author}: {' '.join(sentences(one))}" for one in reversed(found)]
        self.planner.push_screen(
            ReadScreen(f"Who looked at this case ({len(lines)}, the newest first)", "\n".join(lines))
        )

    def action_export(self) -> None:
        """Ask for the file and write it."""
        if not self._in_the_past():
            ask_export(self)

    def action_export_disruptions(self) -> None:
        """The disruptions as a file, as they stand now."""
        self.query_one(DisruptionsView).action_export()

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What is done seldom."""
        yield "log: Replay at date", "replay", "The case as it stood at a day or a time"
        yield "log: Read the case as text", "look", "Everything known and decided, as it stands or stood then"
        yield "log: Verify", "verify", "Prove that the record is what was written"
        yield "log: Verify against an export", "verify_against", "Prove that the record extends what a file carries"
        yield "log: Show who looked", "consultations", "Who consulted a live case, when and at what"
        yield (
            "log: Add a disruption in full",
            "in_full('disruption')",
            "With whom it is about, the intervention, the effect and the source",
        )
        yield (
            "log: Export the disruptions",
            "export_disruptions",
            "Both levels of each, for the moderation meeting, noted in the record",
        )
        yield "log: Add a measure in full", "in_full('measure')", "With its phase and its source"
        yield "log: Record a review held", "in_full('review')", "What was found at a review, and what brought it about"
        yield "log: Record a debrief", "in_full('debrief')", "What was learned"
        yield "plan: Export to Word", "export", "The plan and its log as a file for somebody, noted in the record"


def faults_told(proved: Verified) -> str:
    """Where a record is not what was written, and what to do."""
    places = [f"! Entry {one.position}: {one.what}." if one.position else f"! {one.what}." for one in proved.faults]
    first = min((one.position for one in proved.faults if one.position), default=0)
    whole = [f"Entries 1 to {first - 1} are whole."] if first > 1 else []
    return "\n".join(
        [*places, "", *whole, "Nothing was deleted. Keep the store as it is, and tell whoever keeps the records."]
    )

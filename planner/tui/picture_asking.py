"""One question of the picture: the answer, of whom it is so, why it is asked and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from planner.application.interviewing import ASKED_UNDER, BEST, Inquiry, Stand
from planner.domain.profile import FactRecord
from planner.domain.words import spoken
from planner.tui.days import short_day
from planner.tui.fields import Choices, Done, Line
from planner.tui.literal import literal
from planner.tui.picture_pane import Pane
from planner.tui.sheet import WIPED

# What the three answers are called, by the type of the fact.
ANSWERS = {
    "yes_no": (("yes", "y", "Yes"), ("no", "n", "No: somebody checked"), ("unknown", "d", "Not known yet")),
    "many": (("yes", "y", "Those below alone"), ("no", "n", "None: somebody checked"), ("unknown", "d", "Not known yet")),
    "number": (("yes", "y", "The number below"), ("no", "n", "None: somebody checked"), ("unknown", "d", "Not known yet")),
    "choice": (("yes", "y", "The one marked below"), ("unknown", "d", "Not known yet")),
    "ref": (("yes", "y", "The one marked below"), ("unknown", "d", "Not known yet")),
}  # fmt: skip
MARKS = {"rose": "+", "appeared": "?", "fell": "?", "went": "x"}
# How long keys may wait for the weighing of questions, in seconds.
A_MOMENT = 0.015
# What a choice has beside its words, and from how many on they stand in two columns at least.
BESIDE, MANY = 9, 8


class Answers(Widget, can_focus=True):
    """Yes, no or not known yet; Enter saves. A click on a line marks it."""

    DEFAULT_CSS = "Answers { height: auto; } Answers:focus { background: $primary-background; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "done", "Save, next", show=False, id="answers.done", tooltip="Save, and on to the next question"
        ),
        Binding("up,k", "move(-1)", "Before", show=False, id="answers.up", tooltip="The answer before"),
        Binding("down,j", "move(1)", "After", show=False, id="answers.down", tooltip="The answer after"),
    ]
    mark: reactive[str] = reactive("")
    kind: reactive[str] = reactive("yes_no", layout=True)

    class Marked(Message):
        """An answer was marked."""

    def render(self) -> Content:
        """The answers side by side; in few words where the screen is narrow."""
        told = []
        for how, key, says in self._answers:
            marked = how == self.mark
            told.append(literal(f" {'(*)' if marked else '( )'} {key} {says}  ", "bold" if marked else ""))
        return Content("").join(told)

    @property
    def _answers(self) -> list[tuple[str, str, str]]:
        answers = list(ANSWERS[self.kind])
        fit = self.container_size.width >= sum(len(says) + BESIDE for _, _, says in answers)
        return answers if fit else [(how, key, says.partition(":")[0]) for how, key, says in answers]

    def on_click(self, event: events.Click) -> None:
        """The answer clicked."""
        start = 0
        for how, _, says in self._answers:
            if start <= event.x < start + len(says) + BESIDE:
                self._take(how)
            start += len(says) + BESIDE

    def action_move(self, step: int) -> None:
        """The answer above or below."""
        hows = [how for how, _, _ in ANSWERS[self.kind]]
        self._take(
            hows[(hows.index(self.mark) + step) % len(hows)] if self.mark in hows else hows[0 if step > 0 else -1]
        )

    def action_done(self) -> None:
        """Save."""
        self.post_message(Done())

    def _take(self, how: str) -> None:
        self.mark = how
        self.post_message(self.Marked())


class Ticks(Choices):
    """Of whom it is so, or which values: the choices of one question after the other."""

    def ask(self, choices: Iterable[tuple[str, str]], chosen: Iterable[str], *, several: bool) -> None:
        """Other choices, with what is ticked to begin with."""
        self.choices, self.several = tuple(choices), several
        self.set_reactive(Choices.chosen, frozenset(chosen))
        self.set_reactive(Choices.cursor, 0)
        self.refresh(layout=True)

    @property
    def across(self) -> int:
        """How many stand side by side, so that all of them are seen."""
        wide = max((len(label) for _, label in self.choices), default=0) + BESIDE
        fit = max(1, min(3, self.container_size.width // wide))
        return max(fit, 2) if len(self.choices) > MANY else fit if len(self.choices) > 3 else 1

    def render(self) -> Content:
        """The choices in columns."""
        lines, across = super().render().split("\n"), self.across
        if across == 1:
            return Content("\n").join(lines)
        rows, wide = -(-len(lines) // across), self._wide
        cut = [line if line.cell_length < wide else line[: wide - 4] + "..." for line in lines]
        return Content("\n").join(
            Content("").join(line.pad_right(wide - line.cell_length) for line in cut[n::rows]) for n in range(rows)
        )

    @property
    def _wide(self) -> int:
        """How wide a column is."""
        longest = max((len(label) for _, label in self.choices), default=0) + BESIDE
        return min(longest, self.container_size.width // self.across)

    def on_click(self, event: events.Click) -> None:
        """A click takes the choice under it."""
        across = self.across
        n = event.y + -(-len(self.choices) // across) * min(event.x // max(self._wide, 1), across - 1)
        if 0 <= n < len(self.choices):
            self.cursor = n
            self.action_mark()


class Asking(Pane):
    """The question that is asked now. `key` is its key; `corrects` whether the answer takes the place of what is recorded."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.key = ""
        self.asked: Inquiry | None = None
        self.corrects = False
        self._been: list[tuple[str, str]] = []
        self._order: tuple[str, ...] = ()
        self._ordered_for: tuple[str, int] = ("", -1)
        self._left_open: set[str] = set()
        self._filled = ""

    def compose(self) -> ComposeResult:
        """The question and what stands around it."""
        with Horizontal():
            with Vertical(id="asking"):
                yield Static("", id="asked", markup=False)
                yield Static("", id="stands", markup=False)
                yield Answers(id="answers")
                with VerticalScroll(can_focus=False):
                    yield Static("", id="whom", markup=False)
                    yield Ticks((), id="who")
                    yield Line(id="amount")
                    yield Line(id="note", placeholder="Tab: a note, if it helps")
                    yield Static("", id="why", markup=False)
            with VerticalScroll(can_focus=False, id="live"):
                yield Static("", id="moved", markup=False)
        yield Static("", id="ifs", markup=False)
        yield Static("", id="last", markup=False)

    # -- which question ---------------------------------------------------------------------------------------------------

    def open_heading(self, key: str = "") -> None:
        """The questions of the heading that the page is at, beginning with one of them or the one most worth asking."""
        self._left_open.clear()
        self.key, self.corrects, self._filled = key, False, ""

    @property
    def _at(self) -> tuple[str, int]:
        return self.page.heading, self.page.sitting.position

    @property
    def choosing(self) -> bool:
        """Whether the questions of the heading are still being put in order."""
        return self._ordered_for != self._at

    def _weigh(self, left: Iterator[Inquiry], at: tuple[str, int]) -> None:
        """Weigh a few of the questions between two keys, until all are; then put them in order. Dropped when the officer has gone
        on: what is shown then is weighed anew."""
        if not self.is_attached or self.page.view != "question" or at != self._at:
            return
        until = perf_counter() + A_MOMENT
        for one in left:
            self.interview.worth(one)
            if perf_counter() > until:
                self.call_later(self._weigh, left, at)
                return
        asked = self.interview.under(self.page.heading)
        self._order, self._ordered_for = tuple(one.key for one in self.interview.could_change(asked)), at
        if self.key:
            self._tell_left()
        else:
            self.key = self._next("")
            self.show()

    def _tell_left(self) -> None:
        left = [key for key in self._order if key not in self._left_open or key == self.key]
        self.page.show_heading(-1 if self.choosing else len(left))

    def _next(self, after: str) -> str:
        """The next question in the order that is still open; nothing when none is left."""
        asked = self.interview.inquiries
        if "/" in self.page.heading:
            asked = {one.key: one for one in self.interview.of_member(self.page.heading)}
        order = [key for key in self._order if key in asked and asked[key].open and key not in self._left_open]
        return next((key for key in order if key != after), "")

    def go_on(self) -> None:
        """On to the next question; the one answered stays behind, to go back to."""
        if self.key:
            self._been.append((self.page.heading, self.key))
            self._left_open.add(self.key)
        self.key = self._next(self.key)
        self.corrects = False

    def go_back(self) -> None:
        """The question before this one."""
        if not self._been:
            self.page.say("This is the first question you opened here.")
            return
        self.page.heading, self.key = self._been.pop()
        self._left_open.discard(self.key)
        self.corrects = False
        self.page.update()

    # -- showing it -------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The question as it stands; what its answers would change follows once this is painted."""
        asked = self.asked = self._find()
        self.set_class(asked is None, "-none")
        self._show_moved()
        if asked is None:
            self._show_none()
        else:
            self._show_question(asked)
        self.call_after_refresh(self._after_paint, self.key)
        self.page.stopped_here()

    def _find(self) -> Inquiry | None:
        if "/" in self.page.heading:
            return next((one for one in self.interview.of_member(self.page.heading) if one.key == self.key), None)
        return self.interview.find(self.key) if self.key else None

    def _show_none(self) -> None:
        label = self.page.heading_label
        nice = 0 if self.page.heading == BEST else sum(one.open for one in self.interview.under(self.page.heading))
        told = f"No question left under {label} could change the plan."
        if nice:
            told += f" {nice} {'is' if nice == 1 else 'are'} nice to know: t shows {'it' if nice == 1 else 'them'}."
        people = self.page.sitting.profile.members.get("people", ())
        if self.page.heading in ("people", "premises", "places") and not self.interview.under(self.page.heading):
            told = f"Nothing is listed under {label} yet, so nothing is asked. a opens the list, to add to it."
        elif not people:
            told += " Nobody is listed yet: a opens the list, and what you add there is asked about."
        if self.choosing:
            told = "Weighing which question to ask first."
        self.query_one("#asked", Static).update(literal(told))
        for name in ("stands", "why", "ifs"):
            self.query_one(f"#{name}", Static).update("")
        for name in ("answers", "who", "amount", "note", "whom"):
            self.query_one(f"#{name}").display = False
        self._filled = ""

    def _show_question(self, asked: Inquiry) -> None:
        fact = asked.fact
        heading = f"{ASKED_UNDER[fact.heading]}: " if self.page.heading == BEST else ""
        self.query_one("#asked", Static).update(literal(f"{heading}{asked.text}", "bold"))
        stands = stands_says(asked, self, corrects=self.corrects)
        self.query_one("#stands", Static).update(literal(stands))
        self.query_one("#stands").display = bool(stands)
        why = f"Why we ask: {fact.matters}"
        if fact.holders:
            why += f"\nWho would know: {', '.join(fact.holders)}."
        self.query_one("#why", Static).update(literal(why))
        fresh = f"{asked.key}@{self.page.sitting.position}"
        if self._filled != fresh:
            self._filled = fresh
            self.query_one("#ifs", Static).update(literal("If yes, if no: being worked out"))
            self._fill_fields(asked)

    def _fill_fields(self, asked: Inquiry) -> None:
        """Empty fields for the answer, with what was typed and not saved."""
        fact = asked.fact
        answers = self.query_one(Answers)
        answers.display, answers.kind = True, fact.type
        standing = asked.stands[0].how if not asked.who else ""
        answers.mark = standing if standing in ("yes", "no") and self.corrects else ""
        who = self.query_one(Ticks)
        who.ask(self._choices(asked), self._marked(asked), several=asked.who or fact.type == "many")
        who.display = bool(who.choices)
        whom = self.query_one("#whom", Static)
        whom.display = bool(who.choices)
        of_whom = "Of whom" if fact.scope == "people" else "Of which"
        whom.update(
            literal(
                f"{of_whom}? Digits or space tick; n with no tick: all {len(asked.stands)}"
                if asked.who
                else "Digits or space tick"
            )
        )
        kept = self.page.sitting.unsaved.under("picture.")
        amount, note = self.query_one("#amount", Line), self.query_one("#note", Line)
        amount.display, note.display = fact.type == "number", True
        amount.placeholder = f"how much, in {fact.unit or 'whole numbers'}"
        with self.prevent(Line.Changed):
            amount.value = kept.get(f"amount:{asked.key}", "")
            note.value = kept.get(f"note:{asked.key}", "")
        self.query_one("#asking VerticalScroll").scroll_home(animate=False)
        if self.page.view == "question":
            self.call_after_refresh(self.take_cursor)

    def _choices(self, asked: Inquiry) -> list[tuple[str, str]]:
        fact = asked.fact
        if asked.who:
            return [(one.ref, f"{one.label}{_so_far(one)}") for one in asked.stands]
        if fact.type == "ref":
            members = self.page.sitting.profile.members.get(fact.to, ())
            return [(one.id, one.label or one.id) for one in members]
        return list(fact.values.items()) if fact.type in ("choice", "many") else []

    def _marked(self, asked: Inquiry) -> tuple[str, ...]:
        """What is ticked to begin with: what is recorded."""
        if asked.who:
            return ()
        record = asked.stands[0].record
        value = record.value if record else None
        return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()

    def take_cursor(self) -> None:
        """The cursor where the answer is given."""
        who = self.query_one(Ticks)
        amount = self.query_one("#amount", Line)
        target = who if who.display else amount if amount.display else self.query_one(Answers)
        if self.asked is None:
            self.screen.set_focus(None)
        elif amount.display and self.query_one(Answers).mark != "yes":
            self.query_one(Answers).focus()
        else:
            target.focus(scroll_visible=False)  # it stands at the top: what is said above it is to be read first

    def _after_paint(self, key: str) -> None:
        """What each answer would change, and the order of the questions left: after the question itself is on the screen."""
        if key != self.key or self.page.view != "question" or not self.is_attached:
            return
        self._tell_ifs()
        self._tell_left()
        if self.choosing:
            best = self.page.heading == BEST
            asked = self.interview.every_open if best else self.interview.under(self.page.heading)
            self.call_later(self._weigh, iter(asked), self._at)

    def _tell_ifs(self) -> None:
        asked = self.asked
        if asked is None:
            return
        who = self.query_one(Ticks)
        ticked = who.values if asked.who else ()
        told = self.interview.ifs(asked, ticked, self.page.in_plan)
        wide = max((len(how) for how, _ in told), default=0) + 1
        text = "\n".join(f"{how + ':':<{wide}} {says}" for how, says in told)
        self.query_one("#ifs", Static).update(literal(text))

    def _show_moved(self) -> None:
        """The last answer and what it moved; how the whole list stands now."""
        found = self.page.sitting.found
        moved = self.page.sitting.last_changed
        more = Counter(one.result.outcome for one in moved)
        more.subtract(one.before for one in moved)
        outcomes = ("certain", "possible", "ruled_out", "blocked")
        told = [f"{found.count(one)} {spoken(one)}{f' ({more[one]:+})' if more[one] else ''}" for one in outcomes]
        self.query_one("#last", Static).update(literal(f"Tactics now: {', '.join(told)}"))
        if not self.screen.has_class("-wide"):
            return
        lines = [f"What the last answer moved ({len(moved)})", ""]
        for one in moved:
            lines += [f"{MARKS[one.how]} {one.result.tactic.title}", f"    {one.how}: {'; '.join(one.because)}"]
        if not moved:
            lines.append("Nothing yet. Each answer shows here the tactics that appear, become certain or fall away.")
        first = [one for one in found.tactics if one.outcome == "certain"][:12]
        lines += ["", "First in the list now", "", *(f"+ {one.tactic.title}" for one in first)]
        self.query_one("#moved", Static).update(literal("\n".join(lines)))

    # -- answering --------------------------------------------------------------------------------------------------------

    def turn(self, step: int) -> None:
        """The next heading."""
        self.page.turn_heading(step)

    def answer(self, how: str) -> None:
        """Mark an answer; Enter saves it."""
        asked = self.asked
        if asked is None:
            return
        if how not in {one for one, _, _ in ANSWERS[asked.fact.type]}:
            self.page.say("This has one of several answers: mark it with its digit, or d for not known yet.")
            return
        self.query_one(Answers).mark = how
        if how == "yes" and asked.fact.type == "number":
            self.query_one("#amount", Line).focus()
        elif isinstance(self.screen.focused, Line):
            self.take_cursor()

    def correct(self) -> None:
        """The answer given next takes the place of what is recorded."""
        if self.asked is None:
            return
        self.corrects, self._filled = True, ""
        self.page.update()
        self.page.say("What you save now takes the place of what is recorded of it. The log keeps both.")

    def on_choices_changed(self) -> None:
        """A tick says yes; what the answer would change is told anew."""
        answers, who = self.query_one(Answers), self.query_one(Ticks)
        if who.values and (not answers.mark or (self.asked and not self.asked.who)):
            answers.mark = "yes"
        self.call_after_refresh(self._tell_ifs)

    def on_input_changed(self) -> None:
        """Keep what is typed."""
        if self.asked is None:
            return
        for name in ("amount", "note"):
            if not self.page.sitting.unsaved.keep(
                f"picture.{name}:{self.asked.key}", self.query_one(f"#{name}", Line).value
            ):
                self.page.say(WIPED, "error")
        if self.query_one("#amount", Line).value:
            self.query_one(Answers).mark = "yes"

    def on_done(self, event: Done) -> None:
        """Enter: save, and on to the next."""
        event.stop()
        if self.screen.is_active:  # Enter may come twice, and the first of them ask something
            self.save()

    def save(self) -> None:
        """Save the answer, or say what it still wants."""
        asked = self.asked
        if asked is None:
            return
        how, who = self.query_one(Answers).mark, self.query_one(Ticks)
        value = ",".join(who.values) if not asked.who else ""
        if asked.fact.type == "number":
            value = self.query_one("#amount", Line).value.strip().lstrip("£").replace(",", "")
        if not how:
            self.page.say("y, n or d first; Enter then saves. , and . go to other views, arrows to other headings.")
        elif how == "yes" and asked.who and not who.values:
            of_whom = "Of whom" if asked.fact.scope == "people" else "Of which"
            self.page.say(f"{of_whom} is it so? Tick with digits or space, then Enter.")
        elif how == "yes" and asked.fact.type != "yes_no" and not value:
            self.page.say("Which, or how much? Mark it, then Enter; d is not known yet.")
        elif how == "yes" and asked.fact.type == "number" and not value.isdecimal():
            self.page.say(
                f'"{value}" is not a whole number. Write {asked.fact.unit or "digits"} as digits, or d.', "error"
            )
            self.query_one("#amount", Line).focus()
        else:
            self.page.save_answer(
                asked, how, value=value, ticked=who.values if asked.who else (), corrects=self.corrects,
                note=self.query_one("#note", Line).value.strip(),
            )  # fmt: skip


def _so_far(one: Stand) -> str:
    return {"yes": " (+ yes)", "no": " (x no)", "two": " (! two answers)", "unknown": ""}[one.how]


def stands_says(asked: Inquiry, pane: Pane, *, corrects: bool = False) -> str:
    """How a question stands: what is recorded, or two answers side by side."""
    lines = []
    for one in asked.two:
        first, second = one.against[:2]
        about = f"{one.label}: two" if one.label else "Two"
        lines.append(f"! {about} answers that cannot both be true. Which is right?")
        lines += _side_by_side(_told(asked, pane, first), _told(asked, pane, second))
    if corrects:
        lines.append("Correcting: what you save takes the place of what is recorded.")
    if not asked.who and not asked.two:
        one = asked.stands[0]
        if one.record is not None:
            mark = "+" if one.how == "yes" else "x"
            weak = " Weak: it counts for duties alone." if one.weak else ""
            more = f" {len(one.records)} reports." if len(one.records) > 1 else ""
            lines.append(f"{mark} Recorded: {', '.join(_told(asked, pane, one.record))}.{weak}{more}")
        elif one.records:
            lines.append(
                f"? {len(one.records)} report{'s' if len(one.records) > 1 else ''} at a grade that is not relied on."
            )
    return "\n".join(lines)


def _told(asked: Inquiry, pane: Pane, record: FactRecord) -> list[str]:
    """What one record says, and where that comes from."""
    said = pane.interview.words(asked.fact, record)
    graded = f"{record.grade}{record.handling}"
    return [part for part in (said, graded, short_day(record.on), record.source, record.note.rstrip(".")) if part]


def _side_by_side(one: list[str], other: list[str]) -> list[str]:
    wide = max(len(part) for part in one) + 2
    height = max(len(one), len(other))
    rows = zip(one + [""] * (height - len(one)), other + [""] * (height - len(other)), strict=True)
    return [f"    {left:<{wide}}| {right}" for left, right in rows]

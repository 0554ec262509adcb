"""The decision sheet: one decision and the officer's own reason, asked field by field, written for good when the last is done.

What it asks is read off the table of decisions, so that every kind has its sheet and none is asked in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from planner.application.saying import reason_faults
from planner.application.vetting import Reasons
from planner.domain.decisions import DECISIONS, LEVELS, OPTION_SAYS, Decision
from planner.domain.tactic import PHASES
from planner.domain.words import count_of, spoken
from planner.errors import Fault, FourpError, InputError
from planner.tui.asked import in_words
from planner.tui.days import HINT, read_day, short_day
from planner.tui.fields import Choices, Done, Line, Words
from planner.tui.frame import Frame
from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.deciding import Settled
    from planner.application.sitting import Sitting

WIPED = "This reads like source material. It does not belong here: take it to the source unit. Nothing was kept."
DAYS = ("due", "when")
WHY = "because"
# Asked above the rest, for when another decided or it was decided earlier.
WHO_AND_WHEN = ("decider", "made_at", "late_because")
ASKED = {
    "pillar": "Which P?", "text": "In your words", "name": "Who, or what?", "form": "Which?", "ref": "Whom?", "agency": "Which agency?",
    "effect": "What it brings, or changes", "state": "Which?", "target": "Which entry?", "due": "By when?", "when": "When?",
    "decider": "Decided by, where that is not you", "made_at": "When it was decided, where that is not now: 2026-05-01T14:30",
    "late_because": "Why it is written down more than an hour later", WHY: "Why this, and why now? Use your own words.",
    "event": "What happened?", "value": "What was found?",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One thing a sheet asks: `kind` is line, day, words, one or several; `choices` are values with their labels."""

    name: str
    label: str
    kind: str = "line"
    choices: tuple[tuple[str, str], ...] = ()


def field_of(name: str, sitting: Sitting, choices: Sequence[str] = (), helped: str = "", on: str = "") -> Field:
    """How one field of a decision is asked for; `on` is the collection that `on` may name."""
    says = OPTION_SAYS.get(name, "")
    label = ASKED.get(name) or helped or (f"{spoken(name).capitalize()}: {says}" if says else spoken(name).capitalize())
    if helped and name in ("text", "name"):
        label = helped.capitalize()
    given = tuple((one, spoken(one).capitalize()) for one in choices)
    match name:
        case "on" | "ref":
            scopes = [on] if on else ["people"] if name == "ref" else list(sitting.profile.members)
            refs = [f"{c}/{m.id}" for c in scopes for m in sitting.profile.members.get(c, ())]
            found = tuple((ref, sitting.profile.label(ref)) for ref in refs)
            return Field(name, "Whom, or what, is it about?", "several" if name == "on" else "one", found)
        case "target":
            found = tuple((str(one.number), f"{one.number} {one.decision.about}") for one in sitting.book.interventions)
            return Field(name, "Which intervention?", "one", found)
        case "phase":
            return Field(name, "Phase", "one", given or tuple((one, one.capitalize()) for one in PHASES))
        case "level" if not given:
            return Field(name, "Level", "one", tuple((one, one.capitalize()) for one in LEVELS))
        case "baseline":
            return Field(name, label, "one", (("yes", "Yes"), ("", "No")))
        case "text" if not given:
            return Field(name, label, "words")
        case _ if name in DAYS:
            return Field(name, label, "day")
        case _:
            return Field(name, label, "one" if given else "line", given)


def widget_of(field: Field, value: str) -> Widget:
    """What a field is filled in with."""
    match field.kind:
        case "words":
            return Words(value, id=field.name)
        case "one" | "several":
            several = field.kind == "several"
            return Choices(field.choices, value.split("\n") if value else (), several=several, id=field.name)
        case _:
            return Line(value, id=field.name, placeholder=HINT if field.kind == "day" else "")


def value_in(widget: Widget) -> str:
    """What is in it, several choices on a line each."""
    match widget:
        case Choices():
            return "\n".join(widget.values)
        case TextArea():
            return widget.text.strip()
        case Input():
            return widget.value.strip()
    raise AssertionError(widget)


class DecisionSheet(Frame):
    """Asks for one decision. Gives back what was written, or nothing when the officer left.

    `given` is settled already and not asked; `filled` is written with it and not asked either (and may differ when the sheet is
    opened again); `start` is what fields begin with; `ask` names the options to ask, in order (all of the kind's without it);
    `about` stands at the top: what the decision is on, and what speaks for it. `order` names the fields in the order they are
    asked in, where that is another than words, reason, options; `why` is how the reason is asked for.
    """

    TITLE_TEXT = "Decision sheet"
    HELP_TEXT = (
        "A decision stays on the record; a later one can replace it, and both are kept.\n\n"
        "Say what you expect to happen, and why this rather than something else. The facts are listed for you; the words must be "
        "yours.\n\nEnter goes from field to field and saves on the last. Esc keeps what you typed as a draft and saves nothing. "
        "Shift+Tab from the first field reaches who decided and when, where that is not you and now: a gap of over an hour asks "
        "why.\n\nDays may be typed as " + HINT + "."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next, save", id="sheet.next", tooltip="On to the next field; on the last, save"),
        Binding("ctrl+o", "nothing", "New line", id="sheet.line", tooltip="A new line in a long answer"),
        Binding(
            "shift+tab", "before", "Field before", show=False, id="sheet.before", priority=True,
            tooltip="Back; from the first field, to who and when",
        ),
        Binding("ctrl+r", "save", "Save now", id="sheet.save", tooltip="Save with what is filled in"),
        Binding("escape", "leave", "Keep draft", id="sheet.leave", tooltip="Leave; what you typed is kept as a draft"),
    ]  # fmt: skip

    def __init__(
        self, sitting: Sitting, kind: str, *, order: Sequence[str] = (), why: str = "",
        given: Mapping[str, Any] | None = None, start: Mapping[str, str] | None = None,
        ask: Sequence[str] | None = None, title: str = "", about: str = "", on: str = "", supersedes: int = 0, field: str = "",
        filled: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.sitting, self.kind, self.supersedes = sitting, DECISIONS[kind], supersedes
        self.given, self.filled = dict(given or {}), dict(filled or {})
        self._title, self._about, self._first = title or self.kind.says, about, field
        # What it takes to open this very sheet again after a killed terminal.
        self._again = {
            "order": list(order), "why": why,
            "kind": kind, "given": self.given, "start": dict(start or {}), "ask": None if ask is None else list(ask), "title": title,
            "about": about, "on": on, "supersedes": supersedes, "filled": self.filled,
        }  # fmt: skip
        words = [one for one in self.kind.words if one.field not in self.given]
        options = [one for one in (self.kind.options if ask is None else ask) if one not in self.given]
        self.fields = (
            *(Field(name, ASKED[name]) for name in WHO_AND_WHEN),
            *(field_of(one.field, sitting, one.choices, one.help, on) for one in words),
            Field(WHY, why or ASKED[WHY], "words"),
            *(field_of(name, sitting, on=on) for name in options),
        )
        if order:
            # Asked in another order than words, reason, options; `why` is how the reason is asked for.
            first = (*WHO_AND_WHEN, *order)
            self.fields = tuple(
                sorted(self.fields, key=lambda one: first.index(one.name) if one.name in first else len(first))
            )
        subject = ":".join(str(one) for one in self.given.values())
        # What is typed to replace a decision is kept apart from what is typed for a new one.
        self.draft = (f"{supersedes}/" if supersedes else "") + f"{kind}:{subject}:"
        self._start = dict(start or {})
        self._values = {**self._start, **sitting.unsaved.under(self.draft)}
        self._ready = False

    # -- laid out -------------------------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The fields, one under the other."""
        yield Static(literal(self._title, "bold"), classes="pane-title")
        with VerticalScroll(id="fields", can_focus=False):
            if self._about:
                yield Static(literal(self._about), classes="quiet", id="about")
            for field in self.fields:
                yield from self.asked(field)

    def asked(self, field: Field) -> ComposeResult:
        """One field: what is asked, where it is answered, what is to be said of the answer."""
        extra = " -extra" if field.name in WHO_AND_WHEN and not self._values.get(field.name) else ""
        yield Static(literal(field.label), classes=f"asked{extra}", id=f"asked-{field.name}")
        yield self._widget(field, extra)
        yield Static("", classes="fault", id=f"fault-{field.name}", markup=False)

    def _widget(self, field: Field, extra: str) -> Widget:
        widget = widget_of(field, self._values.get(field.name, ""))
        widget.add_class("answer", *extra.split())
        return widget

    def on_mount(self) -> None:
        """Begin in the first field that is asked of everybody."""
        super().on_mount()
        asked = [one.name for one in self.fields if one.name not in WHO_AND_WHEN]
        unfilled = [name for name in asked if not self._values.get(name)]
        first = self._first if self._first in asked else unfilled[0] if self._values and unfilled else asked[0]
        self.set_focus(self.query_one(f"#{first}"))
        self._ready = True
        self._tell_reason()
        self.call_after_refresh(self._from_the_top)

    def _from_the_top(self) -> None:
        """From the top, as far as the field with the cursor is seen as well, with what is said of it."""
        self.query_one("#fields", VerticalScroll).scroll_home(animate=False)
        for seen in (self.focused, *self.query(f"#fault-{self.focused.id}.-told")) if self.focused else ():
            self.call_after_refresh(seen.scroll_visible, animate=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the field, so that a killed terminal comes back to it."""
        self.sitting.unsaved.sheet = {**self._again, "field": event.widget.id or ""}

    # -- typing ---------------------------------------------------------------------------------------------------------

    def value(self, field: Field) -> str:
        """What is in a field, several choices on a line each."""
        return value_in(self.query_one(f"#{field.name}"))

    def _typed(self) -> None:
        if not self._ready:
            return
        for field in self.fields:
            said = self.value(field)
            # What the sheet began with is no draft: it may be another when the sheet is opened next.
            kept = self.sitting.unsaved.keep(
                self.draft + field.name, "" if said == self._start.get(field.name) else said
            )
            if not kept:
                self.say(WIPED, "error")
        self._tell_reason()

    def on_input_changed(self) -> None:
        """Keep the draft."""
        self._typed()

    def on_text_area_changed(self) -> None:
        """Keep the draft."""
        self._typed()

    def on_choices_changed(self) -> None:
        """Keep the draft."""
        self._typed()

    def _tell_reason(self) -> None:
        """How the reason stands, as it is typed."""
        said = self.query_one(f"#{WHY}", TextArea).text
        words = len(said.split())
        note = (
            count_of(words, "word")
            if words
            else "A reason is needed before this can be saved. Esc keeps what you have."
        )
        if words and (faults := reason_faults("", said)):
            note = f"{count_of(words, 'word')}. {in_words(InputError(faults[:1]))}"
        elif words and (before := self.sitting.said_before(said)):
            note = f"{count_of(words, 'word')}. Decision {before.number} says the same. What is different here?"
        self._note(WHY, note)

    def on_done(self, event: Done) -> None:
        """Enter in a field."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next field; after the last, save."""
        names = [field.name for field in self.fields]
        at = self.focused.id if self.focused else None
        if at == names[-1]:
            self.action_save()
        elif at in names:
            # At once: what is typed before the cursor has moved would go into the field before.
            self.set_focus(self.query_one(f"#{names[names.index(at) + 1]}"))

    def action_before(self) -> None:
        """Back to the field before; from the first that is asked of everybody, to who decided and when."""
        names = [field.name for field in self.fields]
        at = names.index(self.focused.id) if self.focused and self.focused.id in names else 0
        if at == len(WHO_AND_WHEN):
            self.query(".-extra").remove_class("-extra")
        if at:
            self.set_focus(self.query_one(f"#{names[at - 1]}"))

    def action_nothing(self) -> None:
        """The key is for long answers alone."""

    # -- saving ---------------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write the decision, or say at each field what keeps it out."""
        if not self.is_active:
            return  # Enter came twice
        for field in self.fields:
            if field.name != WHY:
                self._note(field.name, "")
        try:
            settled = self.write()
        except InputError as error:
            self._tell(error.faults)
            return
        except (FourpError, OSError) as error:
            self.trouble(error)
            return
        self._ready = False  # what tells of the last keys typed may come after, and would be kept as a draft
        self.sitting.unsaved.forget(self.draft)
        self.sitting.unsaved.sheet = {}
        self.dismiss(cast("None", settled))

    def write(self) -> Settled:
        """The decision as it is filled in, written. Raises InputError with everything wrong with it at once."""
        told: dict[str, object] = {**self.filled, **self.given}
        faults = []
        names = {*(word.field for word in self.kind.words), *self.kind.options}
        for field in self.fields:
            said = self.value(field)
            if field.name not in names or not said:
                continue
            if field.kind == "day":
                told[field.name] = found = read_day(said, self.sitting.today)
                if found is None:
                    faults.append(Fault(field.name, 0, 0, f"'{said}' is not a day.", f"Write it as {HINT}."))
            elif field.name == "target":
                told[field.name] = int(said)
            elif field.kind == "several":
                told[field.name] = tuple(said.split("\n"))
            else:
                told[field.name] = said == "yes" if field.name == "baseline" else said
        reasons = self._reasons(faults)
        if faults:
            raise InputError(faults)
        return self.sitting.decide(Decision(kind=self.kind.id, **told), reasons)

    def _reasons(self, faults: list[Fault]) -> Reasons:
        from argparse import ArgumentTypeError

        from planner.shell import time_typed

        said = {name: self.value(Field(name, "")) for name in (WHY, *WHO_AND_WHEN)}
        made_at = None
        if said["made_at"]:
            try:
                made_at = time_typed(said["made_at"])
            except ArgumentTypeError as error:
                faults.append(Fault("made_at", 0, 0, str(error)))
        return Reasons(said[WHY], said["decider"], made_at, said["late_because"], self.supersedes)

    def _tell(self, faults: Sequence[Fault]) -> None:
        """Each fault at its field; those that have none on the message line. The cursor goes to the first."""
        first = ""
        loose = []
        for fault in faults:
            name = fault.where.lstrip("-").replace("-", "_").casefold()
            if name in {field.name for field in self.fields}:
                self._note(name, in_words(InputError([fault])))
                for extra in self.query(f"#{name}, #asked-{name}"):
                    extra.remove_class("-extra")
                first = first or name
            else:
                loose.append(fault)
        if first:
            self.set_focus(self.query_one(f"#{first}"))
        count = len(faults)
        self.say(
            f"Not saved yet: {count} thing{'s' if count > 1 else ''} to mend. Nothing is lost." if not loose else ""
        )
        if loose:
            self.trouble(InputError(loose))

    def _note(self, name: str, note: str) -> None:
        """What is to be said under a field."""
        under = self.query_one(f"#fault-{name}", Static)
        under.update(literal(note))
        under.set_class(bool(note), "-told")

    def action_leave(self) -> None:
        """Leave; the draft is kept."""
        self.sitting.unsaved.sheet = {}
        self.planner.keep()
        self.dismiss(None)


def shown(value: object) -> str:
    """A value of a standing decision as a field begins with it."""
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, tuple):
        return "\n".join(str(one) for one in value)
    return "yes" if value is True else str(value or "")


def started_from(decision: Decision) -> dict[str, str]:
    """The fields of a standing decision, for a sheet that replaces it."""
    return {
        name: shown(getattr(decision, name))
        for name in Decision.model_fields
        if name != "kind" and getattr(decision, name)
    }

"""Small forms over the page "Gaps": which source is in hand, and what an answer needs beside yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Static

from planner.application.finding_out import NEW, Given, Wanted, YesOrNo, told, wanted
from planner.application.interviewing import moved_now
from planner.application.sources import Source, read_source, sources_used
from planner.errors import Fault, FourpError, InputError
from planner.tui.days import read_day
from planner.tui.fields import Done
from planner.tui.literal import literal
from planner.tui.picture_small import PickScreen, SourceScreen, source_says
from planner.tui.sheet import WIPED, Field, value_in, widget_of
from planner.tui.small import SmallScreen

if TYPE_CHECKING:
    from planner.application.deciding import Settled
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner

Values = Mapping[str, str]
SOURCE_FIELD = Field("source", "Where is it from? Its name, day and grade: Reply of 3 Dec, 3 Dec 2026, 1BP")
IS_IT = (("yes", "Yes"), ("no", "No: somebody checked"), ("later", "Not known yet"))
STAYS = "It stays not known yet. Nothing had to be written."


class FormScreen(SmallScreen[bool]):
    """Asks a few things at once. `attempt` does what they are for; what it raises is told at its field and nothing is lost.
    `draft` is what the typed words are kept under until then."""

    HELP_TEXT: ClassVar[str] = (
        "Enter goes from field to field and is done on the last. Esc leaves; what you typed is kept."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next, done", id="form.next", tooltip="On to the next field; on the last, done"),
        Binding("ctrl+r", "done", "Done now", id="form.done", tooltip="Done with what is filled in"),
    ]

    def __init__(
        self, sitting: Sitting, title: str, text: str, fields: Sequence[Field], attempt: Callable[[Values], None], *,
        start: Values, draft: str,
    ) -> None:  # fmt: skip
        super().__init__()
        self._sitting, self._heading, self._text, self.fields, self._attempt = sitting, title, text, fields, attempt
        self._draft = draft
        self._values = {**start, **sitting.unsaved.under(draft)}
        self._ready = False

    def compose(self) -> ComposeResult:
        """The fields, one under the other."""
        with Vertical(id="small"):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            with VerticalScroll(can_focus=False, id="fields"):
                if self._text:
                    yield Static(literal(self._text), classes="quiet")
                for field in self.fields:
                    yield Static(literal(field.label), classes="asked")
                    yield widget_of(field, self._values.get(field.name, ""))
                    yield Static("", classes="fault", id=f"fault-{field.name}", markup=False)
            yield Static("", classes="fault", id="fault-", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Begin in the first field that is empty."""
        names = [field.name for field in self.fields]
        self.query_one(f"#{next((name for name in names if not self._values.get(name)), names[0])}").focus()
        self._ready = True

    def values(self) -> dict[str, str]:
        """What is filled in."""
        return {field.name: value_in(self.query_one(f"#{field.name}")) for field in self.fields}

    def _typed(self) -> None:
        if self._ready:
            kept = [self._sitting.unsaved.keep(self._draft + name, said) for name, said in self.values().items()]
            self._tell("", "" if all(kept) else WIPED)

    def on_input_changed(self) -> None:
        """Keep the draft."""
        self._typed()

    def on_choices_changed(self) -> None:
        """Keep the draft."""
        self._typed()

    def on_text_area_changed(self) -> None:
        """Keep the draft."""
        self._typed()

    def on_done(self, event: Done) -> None:
        """Enter in a field."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next field; after the last, done."""
        whom = self.values().get("whom", NEW)
        names = [field.name for field in self.fields if field.name != "label" or whom == NEW]
        at = self.focused.id if self.focused else None
        if at in names[:-1]:
            self.query_one(f"#{names[names.index(at) + 1]}").focus()
        else:
            self.action_done()

    def action_done(self) -> None:
        """Do what it is for."""
        if not self.is_active:
            return  # Enter came twice
        for field in self.fields:
            self._tell(field.name, "")
        self._tell("", "")
        try:
            self._attempt(self.values())
        except InputError as error:
            self._faults(error.faults)
        except (FourpError, OSError) as error:
            self._tell("", str(error))
        else:
            self._ready = False  # what is told of now was saved
            self._sitting.unsaved.forget(self._draft)
            self.dismiss(True)

    def _faults(self, faults: Sequence[Fault]) -> None:
        first = ""
        for fault in faults:
            name = fault.where.lstrip("-")
            own = name if name in {field.name for field in self.fields} else ""
            self._tell(own, f"{fault.what} {fault.mend}".strip() if own else str(fault))
            first = first or own
        if first:
            self.query_one(f"#{first}").focus()

    def _tell(self, name: str, note: str) -> None:
        under = self.query_one(f"#fault-{name}", Static)
        under.update(literal(note))
        under.set_class(bool(note), "-told")


# -- the source in hand -------------------------------------------------------------------------------------------------


def source_in_hand(sitting: Sitting) -> Source | None:
    """What the officer is reading from, on this page and on Picture."""
    kept = sitting.unsaved.source
    try:
        return _read(kept, sitting) if kept else None
    except InputError:
        return None


def _read(typed: str, sitting: Sitting) -> Source:
    return read_source(typed, sitting.today, lambda day: read_day(day, sitting.today))


def told_source(sitting: Sitting) -> str:
    """The source in hand on one line."""
    source = source_in_hand(sitting)
    return source_says(source) if source else "not set yet"


def ask_source(planner: Planner, then: Callable[[], None] | None = None) -> None:
    """Ask what the officer is reading from, and `then` go on."""
    sitting = _sitting(planner)
    now = source_in_hand(sitting)
    known = list(dict.fromkeys([*([now] if now else []), *sources_used(sitting.profile)]))

    def taken(chosen: Source | None) -> None:
        if chosen:
            sitting.unsaved.source = chosen.written
            planner.say(f"Answers now come from {source_says(chosen)}.")
            if then:
                then()

    planner.push_screen(SourceScreen(known, sitting.today), taken)


def _sitting(planner: Planner) -> Sitting:
    assert planner.sitting is not None
    return planner.sitting


# -- answering ----------------------------------------------------------------------------------------------------------


def ask_how(planner: Planner, question: str, then: Callable[[str], None]) -> None:
    """Ask whether it is so, and go on with `yes`, `no` or `later`."""
    planner.push_screen(PickScreen(question, "", IS_IT), lambda how: then(how) if how else None)


def answer(planner: Planner, fact: str, question: str, how: YesOrNo, *, reply_to: int = 0, source: str = "") -> None:
    """Write that a fact is so or is not, after asking only for what is not clear yet. A reply to a request says its own source,
    which `source` begins, and may be about anybody of its kind."""
    sitting = _sitting(planner)
    if fact.startswith("looked_into."):
        _look_closed(planner, sitting, fact.partition(".")[2], how)
        return
    in_hand, replies = source_in_hand(sitting), bool(reply_to or source)
    if not replies and in_hand is None:
        ask_source(planner, lambda: answer(planner, fact, question, how))
        return
    asked = wanted(fact, how, sitting.profile, sitting.library, of_any=replies)
    fields = (*_fields(asked), *((SOURCE_FIELD,) if replies else ()))
    written: list[Settled] = []

    def attempt(values: Values) -> None:
        read_from = _read(values["source"], sitting) if replies else in_hand
        value = ",".join(values.get("value", "").split("\n"))
        given = Given(how, values.get("whom", ""), values.get("label", ""), value, read_from, reply_to)
        written.append(sitting.learn(told(fact, given, asked)))

    def done(finished: bool | None) -> None:
        if finished:
            planner.saved(written[0], what_moved(sitting))

    if not fields:
        try:
            attempt({})
        except (FourpError, OSError) as error:
            planner.trouble(error)
        else:
            done(True)
        return
    start = {"source": source, "value": _already(fact, sitting) if asked.several else ""}
    if any(ref == fact.partition(".")[0] for ref, _ in asked.whom):
        start["whom"] = fact.partition(".")[0]
    says = "" if asked.value else " Yes" if how == "yes" else " No"
    draft = f"answer:{fact}:{how}:{reply_to}:"
    planner.push_screen(FormScreen(sitting, f"{question}{says}", "", fields, attempt, start=start, draft=draft), done)


def _look_closed(planner: Planner, sitting: Sitting, heading: str, how: YesOrNo) -> None:
    if how == "no":
        planner.say("It stays open: there may be more. Nothing had to be written.")
        return
    try:
        planner.saved(sitting.looked_into(heading, "fully"), what_moved(sitting))
    except (FourpError, OSError) as error:
        planner.trouble(error)


def what_moved(sitting: Sitting) -> str:
    """How many tactics the last fact moved, and the key that names them."""
    return moved_now(sitting.last_changed) + (" c names them." if sitting.last_changed else "")


def _fields(asked: Wanted) -> tuple[Field, ...]:
    found = []
    if asked.whom:
        found.append(Field("whom", "Of whom, or of what?", "one", asked.whom))
        if any(ref == NEW for ref, _ in asked.whom):
            found.append(Field("label", "If not recorded yet: what is it called?"))
    if asked.values:
        if asked.several:
            found.append(Field("value", "Which? What is not ticked counts as no", "several", asked.values))
        else:
            found.append(Field("value", "Which?", "one", asked.values))
    elif asked.unit:
        found.append(Field("value", f"How many {asked.unit}?"))
    return tuple(found)


def _already(fact: str, sitting: Sitting) -> str:
    """What a list is known to hold, a line each."""
    records = sitting.profile.records(fact)
    value = records[-1].value if records else ()
    return "\n".join(value) if isinstance(value, tuple) else ""

"""A new case, told on one page; a practice copy of a bundled one; and one out of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from planner.errors import FourpError, InputError
from planner.tui.asked import Asked, LinesScreen, in_words
from planner.tui.days import read_day
from planner.tui.fields import Choices, Done, Line
from planner.tui.frame import Frame
from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.application.casework import Access
    from planner.domain.library import Library

GRADE = re.compile(r"([1-3][A-E]|[A-E][1-5])([PC]?)")
THREATS = (
    ("group", "A group"), ("individual", "One person"), ("vulnerability", "People at risk"), ("location", "A place"),
)  # fmt: skip


def read_source(text: str, today: date) -> dict[str, str]:
    """A source in hand as it is typed, `Tasking pack, 20 Nov 2026, 2CP`: its name, its day, its grade and its handling."""
    found = {"source": "", "on": "", "grade": "", "handling": ""}
    named = []
    for part in (one.strip() for one in text.split(",")):
        grade = GRADE.fullmatch(part.upper())
        day = read_day(part, today)
        if grade and not found["grade"]:
            found["grade"], found["handling"] = grade[1], grade[2]
        elif day and not found["on"]:
            # Without a year, the last day of that name: nothing is learned in the future.
            day = day.replace(year=day.year - 1) if day > today and not re.search(r"\d{4}", part) else day
            found["on"] = day.isoformat()
        elif part:
            named.append(part)
    found["source"] = ", ".join(named)
    return found


class NewCaseScreen(Frame):
    """Asks what a new case is, and starts it; gives back the name that opens it. `typed` is kept by whoever opens the screen, so
    that leaving it loses nothing."""

    CSS_PATH = "new_case.tcss"
    TITLE_TEXT = "New case"
    HELP_TEXT = (
        "Only the name is needed. Practice is chosen unless you choose live: a practice case is marked TRAINING everywhere and can "
        "never become live.\n\nTier and band are copied as others recorded them; nothing here works them out. With them goes where "
        "they were learned: the source, its day and its grade, as in Tasking pack, 20 Nov 2026, 2CP. Grades read source, "
        "assessment, handling. The source also stays in hand for the picture.\n\nEnter goes from field to field and starts the case "
        "on the last; ^r starts it at once."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next, start", id="new.next", tooltip="On to the next field; on the last, start the case"),
        Binding("shift+tab", "app.focus_previous", "Field before", id="new.before", tooltip="Back to the field before"),
        Binding("ctrl+r", "start", "Start now", id="new.start", tooltip="Start the case with what is filled in"),
        Binding("escape", "leave", "Back", id="new.leave", tooltip="Back to Home; what you typed is there when you come back"),
    ]  # fmt: skip

    def __init__(self, access: Access, library: Library, today: date, typed: dict[str, str]) -> None:
        super().__init__()
        self._access, self._library, self._today, self.typed = access, library, today, typed
        values = library.vocabulary.in_scope("group")["tier"].values
        kinds = (("training", "Practice: nothing in it is real"), ("live", "Live"))
        nations = (("england", "England"), ("wales", "Wales"))
        self.fields: dict[str, tuple[str, Widget]] = {
            "title": ("What is the case called?", Line(typed.get("title", ""), id="title")),
            "kind": ("Practice or live?", Choices(kinds, [typed.get("kind", "training")], id="kind")),
            "nation": ("Under whose law?", Choices(nations, [typed.get("nation", "england")], id="nation")),
            "threat": ("What is the plan about?", Choices(THREATS, [typed.get("threat", "group")], id="threat")),
            "tier": ("Tier, as recorded; leave it if not known", Choices(_told(values), [typed.get("tier", "")], id="tier")),
            "band": ("Band, as recorded, such as 3B", Line(typed.get("band", ""), id="band")),
            "source": ("Source in hand", Line(typed.get("source", ""), id="source", placeholder="Tasking pack, 20 Nov 2026, 2CP")),
        }  # fmt: skip

    def body(self) -> ComposeResult:
        """The fields, one under the other."""
        yield Static(literal("New case", "bold"), classes="pane-title")
        with VerticalScroll(id="form", can_focus=False):
            for name, (label, widget) in self.fields.items():
                yield Static(literal(label), classes="asked")
                yield widget
                yield Static("", classes="fault", id=f"fault-{name}", markup=False)

    def on_mount(self) -> None:
        """Begin at the top."""
        super().on_mount()
        self.call_after_refresh(self.query_one("#form").scroll_home, animate=False)

    def value(self, name: str) -> str:
        """What is in a field."""
        widget = self.fields[name][1]
        return widget.value.strip() if isinstance(widget, Line | Choices) else ""

    def on_done(self, event: Done) -> None:
        """Enter in a field."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next field; after the last, start."""
        names = list(self.fields)
        at = self.focused.id if self.focused else None
        if at == names[-1]:
            self.action_start()
        elif at in names:
            self.query_one(f"#{names[names.index(at) + 1]}").focus()

    def action_start(self) -> None:
        """Start the case, or say at each field what keeps it out."""
        from planner.application.starting import NewCase, start

        if not self.is_active:
            return  # Enter came twice
        said = {name: self.value(name) for name in self.fields}
        source = read_source(said.pop("source"), self._today)
        told = NewCase(**{**said, **source, "band": said["band"].upper()})  # type: ignore[arg-type]
        self._tell(())
        try:
            if told.kind == "live" and not self._access.backend("live").exists():
                raise InputError.of(
                    "kind", "there is no live store on this machine.", "Make one on Home (^p, then store)."
                )
            record = start(self._access, self._library, told)
        except (FourpError, OSError) as error:
            self._tell_error(error)
            return
        with record:
            self._keep_source(record, said, self.value("source"))
            opens = f"{record.store.kind}:{record.name}"
        self.typed.clear()
        self.dismiss(cast("None", opens))

    def _keep_source(self, record: object, said: Mapping[str, str], source: str) -> None:
        """The source stays in hand for the picture."""
        from planner.application.casework import CaseRecord
        from planner.application.unsaved import Unsaved

        if source and isinstance(record, CaseRecord):
            unsaved = Unsaved.of(record)
            unsaved.source = source
            unsaved.write()

    def _tell_error(self, error: FourpError | OSError) -> None:
        faults = getattr(error, "faults", ())
        told = [(AT.get(one.where, one.where), in_words(InputError([one]))) for one in faults]
        self._tell(told)
        if not faults or any(name not in self.fields for name, _ in told):
            self.say(in_words(error), "error")
        else:
            self.say(f"Not started yet: {len(told)} thing{'s' if len(told) > 1 else ''} to mend. Nothing is lost.")

    def _tell(self, told: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> None:
        """What is wrong, under the field; the cursor goes to the first."""
        for name in self.fields:
            notes = dict.fromkeys(what for where, what in told if where == name)
            under = self.query_one(f"#fault-{name}", Static)
            under.update(literal(" ".join(notes)))
            under.set_class(bool(notes), "-told")
        first = next((name for name in self.fields if name in dict(told)), "")
        if first:
            self.query_one(f"#{first}").focus()
            self.call_after_refresh(self.query_one(f"#fault-{first}").scroll_visible, animate=False)

    def action_leave(self) -> None:
        """Leave; what is typed is there the next time."""
        self.typed.update({name: self.value(name) for name in self.fields})
        self.dismiss(None)


# Where the parts of the source are typed.
AT = {"grade": "source", "on": "source", "handling": "source", "--title": "title"}


def _told(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, says[:1].upper() + says[1:]) for value, says in values.items())


def import_screen(access: Access, library: Library) -> LinesScreen[str]:
    """Asks for a file with a case in it, and brings it in; gives the name that opens it."""

    def attempt(said: Mapping[str, str]) -> str:
        from planner.application.starting import bring_in

        if not said["file"].strip():
            raise InputError.of("file", "no file is named.", "Type where it is.")
        with bring_in(access, library, Path(said["file"].strip()).expanduser(), said["passphrase"]) as record:
            return f"{record.store.kind}:{record.name}"

    return LinesScreen(
        "Import a case",
        "A case carried from another store ends in .fourp-case and comes with a passphrase. A case written as YAML needs none.",
        [Asked("file", "File"), Asked("passphrase", "Passphrase of the file, if it has one", hidden=True)],
        attempt, begin_at="file",
    )  # fmt: skip

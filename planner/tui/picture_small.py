"""Small screens of the picture: one of a few to pick, and the source to read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Footer, Static

from planner.application.sources import HOW, Source, read_source
from planner.errors import InputError
from planner.tui.asked import in_words
from planner.tui.days import read_day, short_day
from planner.tui.fields import Choices, Done, Line
from planner.tui.literal import literal
from planner.tui.small import SmallScreen


class PickScreen(SmallScreen[str]):
    """One of a few, by its digit; Enter takes the one that is marked."""

    HELP_TEXT: ClassVar[str] = "Press the digit of a line, or Enter for the one marked. Esc leaves everything as it is."

    def __init__(self, title: str, text: str, choices: Iterable[tuple[str, str]], marked: str = "") -> None:
        super().__init__()
        self._heading, self._text, self._choices, self._marked = title, text, tuple(choices), marked

    def compose(self) -> ComposeResult:
        """What is asked, and the lines."""
        with Vertical(id="small"):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            yield Static(literal(self._text))
            yield Choices(self._choices, [self._marked] if self._marked else (), id="pick")
        yield Footer()

    def on_choices_changed(self) -> None:
        """A digit takes its line; the mark's own takes it too."""
        pick = self.query_one(Choices)
        self.dismiss(pick.choices[pick.cursor][0])

    def on_done(self, event: Done) -> None:
        """Enter takes the line that is marked, or the one under the cursor."""
        event.stop()
        pick = self.query_one(Choices)
        self.dismiss(pick.choices[pick.cursor][0])


class SourceScreen(SmallScreen[Source]):
    """The source to read from: one used before, by its digit, or another, typed."""

    HELP_TEXT: ClassVar[str] = (
        "Every answer takes the name, day, grade and handling of the source in hand, until you change it.\n\n"
        "Grades read source, assessment, handling: 2CP is an untested source, known indirectly, lawful to share. A to C count as "
        "known; D is weak and counts for duties alone; E counts as not known. Older 5x5x5 grades such as B2 are taken too.\n\n"
        + HOW
    )

    def __init__(self, known: Sequence[Source], today: date, typed: str = "") -> None:
        super().__init__()
        self._known, self._today, self._typed = known[:9], today, typed

    def compose(self) -> ComposeResult:
        """The sources used before, and a line for another."""
        with Vertical(id="small"):
            yield Static(literal("What are you reading from?", "bold"), classes="pane-title")
            if self._known:
                yield Choices([(str(n), source_says(one)) for n, one in enumerate(self._known)], id="known")
                yield Static(literal("Tab: or another, with its day and grade"), classes="quiet")
            else:
                yield Static(
                    literal("Its name, day and grade, with commas. All answers take these until you change them.")
                )
            yield Line(self._typed, id="another", placeholder="Tasking pack, 20 Nov 2026, 2CP")
            yield Static("", id="fault", markup=False)
        yield Footer()

    def on_choices_changed(self) -> None:
        """A digit takes its source."""
        self.dismiss(self._known[self.query_one(Choices).cursor])

    def on_done(self, event: Done) -> None:
        """Enter: the source under the cursor, or the one typed."""
        event.stop()
        line = self.query_one("#another", Line)
        if self.focused is not line:
            self.dismiss(self._known[self.query_one(Choices).cursor])
            return
        try:
            self.dismiss(read_source(line.value, self._today, lambda typed: read_day(typed, self._today)))
        except InputError as error:
            self.query_one("#fault", Static).update(literal(in_words(error)))


def source_says(source: Source) -> str:
    """A source as it stands on a line: Tasking pack, 20 Nov 2026, 2CP."""
    return f"{source.name}, {short_day(source.on)}, {source.graded}"

"""A small form over a page: some lines to type, tried at once; what is wrong is told there and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from planner.errors import FourpError
from planner.tui.fields import Done, Line
from planner.tui.literal import literal
from planner.tui.small import SmallScreen

Result = TypeVar("Result")


@dataclass(frozen=True)
class Asked:
    """One line: its name, what is asked, what it begins with, whether it is hidden as it is typed."""

    name: str
    label: str
    value: str = ""
    hidden: bool = False


class LinesScreen(SmallScreen[Result]):
    """Asks for some lines and tries them; gives back what trying them gave. `attempt` raises FourpError for what is wrong.

    `aside`: it may take time and is tried beside the screen, so it must open what it needs by itself.
    """

    HELP_TEXT: ClassVar[str] = (
        "Enter goes to the next line, and after the last one tries what you typed. Esc leaves everything as it is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next, done", id="lines.next", tooltip="On to the next line; after the last, try it"),
        Binding("shift+tab", "app.focus_previous", "Line before", id="lines.before", show=False, tooltip="Back to the line before"),
    ]  # fmt: skip

    def __init__(
        self, title: str, text: str, lines: Sequence[Asked], attempt: Callable[[Mapping[str, str]], Result], *, aside: bool = True,
        begin_at: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._heading, self._text, self._lines, self._attempt = title, text, lines, attempt
        self._aside, self._begin_at, self._trying = aside, begin_at, False

    def compose(self) -> ComposeResult:
        """What is asked, line by line, and room for what is wrong."""
        with VerticalScroll(id="small", can_focus=False):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            yield Static(literal(self._text), classes="quiet")
            for one in self._lines:
                yield Static(literal(one.label), classes="asked")
                yield Line(one.value, password=one.hidden, id=one.name)
            yield Static("", id="wrong", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Begin in the first line that is empty."""
        empty = [one.name for one in self._lines if not one.value]
        self.query_one(f"#{self._begin_at or (empty[0] if empty else self._lines[-1].name)}").focus()

    def on_done(self, event: Done) -> None:
        """Enter in a line."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next line; after the last, try."""
        names = [one.name for one in self._lines]
        at = names.index(self.focused.id) if self.focused and self.focused.id in names else len(names) - 1
        if at + 1 < len(names):
            self.query_one(f"#{names[at + 1]}").focus()
            return
        if self._trying:
            return
        self._say("One moment.")
        self._trying = True
        said = {name: self.query_one(f"#{name}", Line).value for name in names}
        if self._aside:
            self._try_aside(said)
        else:
            self.call_after_refresh(self._try, said)

    def _try(self, said: Mapping[str, str]) -> None:
        try:
            result = self._attempt(said)
        except (FourpError, OSError) as error:
            self._say(in_words(error))
        else:
            self.dismiss(result)

    @work(thread=True, exclusive=True, group="attempt")
    def _try_aside(self, said: Mapping[str, str]) -> None:
        try:
            result = self._attempt(said)
        except (FourpError, OSError) as error:
            self.app.call_from_thread(self._say, in_words(error))
        else:
            self.app.call_from_thread(self._leave_with, result)

    def _leave_with(self, result: Result) -> None:
        if self.is_current:
            self.dismiss(result)

    def _say(self, text: str) -> None:
        self._trying = False
        self.query_one("#wrong", Static).update(literal(text))


def in_words(error: FourpError | OSError) -> str:
    """What is wrong and how to mend it, without the name of the option it would be on the command line."""
    faults = getattr(error, "faults", ())
    told = [f"{one.what} {one.mend}".strip() for one in faults] or [str(error)]
    return "\n".join(f"{one[:1].upper()}{one[1:]}" for one in told)

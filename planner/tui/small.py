"""Small screens over a page: a question to answer, a text to read, a line to type."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from planner.tui.leaving import LeftOnce
from planner.tui.literal import literal

Answer = TypeVar("Answer")


class SmallScreen(LeftOnce[Answer], ModalScreen[Answer], Generic[Answer]):
    """A screen over another; Esc leaves it and changes nothing."""

    HELP_TEXT: ClassVar[str] = "Answer, or press Esc to leave everything as it is."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="leave", tooltip="Leave, and change nothing"),
        Binding("f1", "app.explain", "Help", id="help", show=False, tooltip="What this is for, and every key"),
    ]

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class ReadScreen(SmallScreen[None]):
    """A text to read, as long as it may be."""

    HELP_TEXT: ClassVar[str] = "Read with the arrows, Page Up and Page Down. Esc goes back to where you were."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "leave", "Back", id="leave.read", show=False, tooltip="Back to where you were"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        """The title and the text."""
        with Vertical(id="small"):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            with VerticalScroll(id="reading"):
                yield Static(literal(self._text), id="text")
        yield Footer()

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one("#reading").focus()


class AskScreen(SmallScreen[str]):
    """One line to type; `check` says what is wrong with it, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Done", id="submit", show=True, tooltip="Take what is typed"),
    ]

    def __init__(self, title: str, text: str, value: str = "", *, hidden: bool = False) -> None:
        super().__init__()
        self._heading, self._text, self._value, self._hidden = title, text, value, hidden

    def compose(self) -> ComposeResult:
        """What is asked, and the line."""
        with Vertical(id="small"):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            yield Static(literal(self._text))
            yield Input(self._value, password=self._hidden, id="answer")
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is typed."""
        event.stop()
        self.dismiss(event.value)

    def action_submit(self) -> None:
        """Take what is typed."""
        self.dismiss(self.query_one("#answer", Input).value)


class SureScreen(SmallScreen[bool]):
    """Yes or no, and no harm in leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="yes", tooltip="Go on"),
        Binding("n", "answer(False)", "No", id="no", tooltip="Leave everything as it is"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        """What is asked."""
        with Vertical(id="small"):
            yield Static(literal(self._heading, "bold"), classes="pane-title")
            yield Static(literal(self._text))
        yield Footer()

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)

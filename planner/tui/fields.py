"""What a form is made of: a line, long words, a choice of one or several. Enter goes on; nothing here knows what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea

from planner.tui.literal import literal

ENTER = "enter"


class Done(Message):
    """Enter was pressed in a field: the form goes on to the next, or saves."""


class Line(Input):
    """One line of text; the cursor comes to its end, and nothing typed is written over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next", id="line.done", tooltip="On to the next field; on the last, save"),
    ]

    def __init__(self, value: str = "", **named: Any) -> None:
        super().__init__(value, select_on_focus=False, **named)

    def _on_paste(self, event: events.Paste) -> None:
        """All the lines that are pasted, one after the other on this one: none of them is lost."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(event.text.splitlines()), *self.selection)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on."""
        event.stop()
        self.post_message(Done())


class Words(TextArea):
    """Words of any length. Enter goes on, Ctrl+O starts a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "new_line", "New line", id="words.line", tooltip="Start a new line"),
    ]

    def __init__(self, text: str = "", **named: Any) -> None:
        super().__init__(text, tab_behavior="focus", show_line_numbers=False, soft_wrap=True, **named)
        self.move_cursor(self.document.end)

    def action_new_line(self) -> None:
        """A new line."""
        self.insert("\n")

    async def _on_key(self, event: events.Key) -> None:
        if event.key == ENTER:
            event.stop()
            event.prevent_default()
            self.post_message(Done())
            return
        await super()._on_key(event)


class Choices(Widget, can_focus=True):
    """One or several of a list: digits, arrows with the space bar, or the mouse. Enter goes on."""

    DEFAULT_CSS = """
    Choices { height: auto; }
    Choices:focus { background: $primary-background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="choices.up", tooltip="The line above"),
        Binding("down,j", "move(1)", "Down", show=False, id="choices.down", tooltip="The line below"),
        Binding("space", "mark", "Tick", show=False, id="choices.mark", tooltip="Tick the line, or take the tick away"),
        Binding("enter", "done", "Next", id="choices.done", tooltip="On to the next field"),
    ]
    cursor: reactive[int] = reactive(0)
    chosen: reactive[frozenset[str]] = reactive(frozenset())

    class Changed(Message):
        """Another choice was made."""

    def __init__(
        self, choices: Iterable[tuple[str, str]], chosen: Iterable[str] = (), *, several: bool = False, id: str | None = None  # noqa: A002
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self.choices: Sequence[tuple[str, str]] = tuple(choices)
        self.several = several
        self.set_reactive(Choices.chosen, frozenset(chosen))
        first = next((n for n, (value, _) in enumerate(self.choices) if value in self.chosen), 0)
        self.set_reactive(Choices.cursor, first)

    @property
    def value(self) -> str:
        """The one chosen, or nothing."""
        return next((value for value, _ in self.choices if value in self.chosen), "")

    @property
    def values(self) -> tuple[str, ...]:
        """All that are chosen, in the order of the list."""
        return tuple(value for value, _ in self.choices if value in self.chosen)

    def render(self) -> Content:
        """A line for each: its mark, its digit, its words."""
        lines = []
        for n, (value, label) in enumerate(self.choices):
            mark = (
                ("[x]" if value in self.chosen else "[ ]")
                if self.several
                else ("(*)" if value in self.chosen else "( )")
            )
            pointer = ">" if n == self.cursor and self.has_focus else " "
            digit = f"{n + 1} " if n < 9 else "  "
            lines.append(literal(f"{pointer}{mark} {digit}{label}", "bold" if value in self.chosen else ""))
        return Content("\n").join(lines or [literal("  (none to choose from)")])

    def on_key(self, event: events.Key) -> None:
        """A digit takes the line of that number."""
        if event.key.isdecimal() and 1 <= int(event.key) <= min(9, len(self.choices)):
            event.stop()
            self.cursor = int(event.key) - 1
            self.action_mark()

    def on_click(self, event: events.Click) -> None:
        """A click takes the line."""
        if 0 <= event.y < len(self.choices):
            self.cursor = event.y
            self.action_mark()

    def action_move(self, step: int) -> None:
        """Up or down."""
        if self.choices:
            self.cursor = (self.cursor + step) % len(self.choices)
            self.scroll_visible()

    def action_mark(self) -> None:
        """Take the line, or leave it."""
        if not self.choices:
            return
        value = self.choices[self.cursor][0]
        if self.several:
            self.chosen = self.chosen ^ {value}
        else:
            self.chosen = frozenset() if self.chosen == {value} else frozenset({value})
        self.post_message(self.Changed())

    def action_done(self) -> None:
        """On to the next field; a choice not yet made takes the line under the cursor."""
        if not self.several and not self.chosen and self.has_focus and self.choices and len(self.choices) == 1:
            self.action_mark()
        self.post_message(Done())

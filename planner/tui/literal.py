"""Text as it is. What a file or a person typed is never markup and never reaches the terminal as a command.

Square brackets would otherwise crash a widget or vanish, and escape characters would pass through to the terminal.
"""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

from planner.domain.words import harmless


def literal(text: str, style: str = "") -> Content:
    """Text for a widget: a label, a title, a button, an option, a tooltip, a message."""
    return Content.styled(harmless(text), style) if style else Content(harmless(text))


def cell(text: str, style: str = "") -> Text:
    """Text for a cell of a table or a label of a tree, on one line."""
    return Text(harmless(text).replace("\n", " ⏎ "), style=style)

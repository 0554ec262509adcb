"""F1: what the screen is for and every key that works on it, read off the keys themselves."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from planner.tui.frame import Frame, told
from planner.tui.small import ReadScreen
from planner.tui.view import Lines, View


def help_of(screen: Screen[object], app: App[None], trouble: str = "") -> ReadScreen:
    """The help of a screen, with what was last wrong in full."""
    heading = getattr(screen, "TITLE_TEXT", "") or "Help"
    parts = [screen.help_text() if isinstance(screen, Frame) else str(getattr(screen, "HELP_TEXT", ""))]
    if trouble:
        parts.append(f"What was last wrong\n{trouble}")
    parts.append("Keys\n" + "\n".join(f"  {key:<8} {what}" for key, what in keys_of(screen)))
    if isinstance(screen, Frame):
        actions = [f"  {name}: {what}" for name, _, what in screen.palette()]
        if actions:
            parts.append("Also, by name (^p)\n" + "\n".join(actions))
    return ReadScreen(heading, "\n\n".join(parts))


def keys_of(screen: Screen[object]) -> Iterator[tuple[str, str]]:
    """Every key that works on a screen, once, those of the footer first."""
    found: dict[str, tuple[str, str]] = {}
    bindings = [one for one in screen.active_bindings.values() if isinstance(one.node, View | Lines | Screen | App)]
    bindings.sort(key=lambda one: not one.binding.show)
    for one in bindings:
        binding: Binding = one.binding
        if binding.tooltip:
            found.setdefault(binding.action, told(binding))
    yield from found.values()

"""The page "Log"."""

from __future__ import annotations

from planner.tui.frame import Page


class LogPage(Page):
    """Log."""

    NAME = "log"

"""The page "Check"."""

from __future__ import annotations

from planner.tui.frame import Page


class CheckPage(Page):
    """Check."""

    NAME = "check"

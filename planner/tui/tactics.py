"""The page "Tactics"."""

from __future__ import annotations

from planner.tui.frame import Page


class TacticsPage(Page):
    """Tactics."""

    NAME = "tactics"

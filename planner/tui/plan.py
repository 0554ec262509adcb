"""The page "Plan"."""

from __future__ import annotations

from planner.tui.frame import Page


class PlanPage(Page):
    """Plan."""

    NAME = "plan"

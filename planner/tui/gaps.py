"""The page "Gaps"."""

from __future__ import annotations

from planner.tui.frame import Page


class GapsPage(Page):
    """Gaps."""

    NAME = "gaps"

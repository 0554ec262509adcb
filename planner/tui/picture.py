"""The page "Picture"."""

from __future__ import annotations

from planner.tui.frame import Page


class PicturePage(Page):
    """Picture."""

    NAME = "picture"

"""The page "Tasks"."""

from __future__ import annotations

from planner.tui.frame import Page


class TasksPage(Page):
    """Tasks."""

    NAME = "tasks"

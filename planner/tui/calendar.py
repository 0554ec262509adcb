"""The view "Calendar" of the plan."""

from __future__ import annotations

from planner.tui.view import View


class CalendarView(View):
    """Calendar."""

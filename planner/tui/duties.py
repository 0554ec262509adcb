"""The view "Duties" of the plan."""

from __future__ import annotations

from planner.tui.view import View


class DutiesView(View):
    """Duties."""

"""The view "Approach" of the plan."""

from __future__ import annotations

from planner.tui.view import View


class ApproachView(View):
    """Approach."""

"""The view "Objectives" of the plan."""

from __future__ import annotations

from planner.tui.view import View


class ObjectivesView(View):
    """Objectives."""

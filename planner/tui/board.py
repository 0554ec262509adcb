"""The view "Clear-Hold-Build" of the plan."""

from __future__ import annotations

from planner.tui.view import View


class BoardView(View):
    """Clear-Hold-Build."""

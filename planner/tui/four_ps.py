"""The view "Four Ps" of the plan."""

from __future__ import annotations

from planner.tui.view import View


class FourPsView(View):
    """Four Ps."""

"""The rows above a screen's body: which case it is, its pages, the views of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.containers import Horizontal
from textual.widgets import Static

from planner.tui.literal import literal

if TYPE_CHECKING:
    from planner.tui.app import Planner
    from planner.tui.frame import Viewed


class CaseLine(Horizontal):
    """Row 1: which case, of which kind, and whether what was typed is on disk."""

    def __init__(self) -> None:
        self._which, self._kept = Static("", id="which", markup=False), Static("", id="kept", markup=False)
        super().__init__(self._which, self._kept)

    def show(self, which: str, kept: str, *, training: bool) -> None:
        """Write the row: the case to the left, what is saved and F1 to the right."""
        self._which.update(literal(which))
        self._kept.update(literal(f"{kept}  F1 Help" if kept else "F1 Help"))
        self.set_class(training, "-training")


class PageTab(Static):
    """The name of a page in row 2; a click opens it."""

    def __init__(self, name: str, key: str, label: str, *, current: bool) -> None:
        told = f"{key.upper()} {label}"
        super().__init__(literal(f"[{told}]" if current else f" {told} "), classes="-current" if current else "")
        self.page = name

    def on_click(self) -> None:
        """Open the page."""
        cast("Planner", self.app).open_page(self.page)


class ViewTab(Static):
    """The name of a view of a page in row 3; a click shows it."""

    def __init__(self, view: str, label: str) -> None:
        super().__init__("")
        self.view, self.label = view, label

    def show(self, current: str) -> None:
        """Write it, in brackets when it is the one shown."""
        self.update(literal(f"[{self.label}]" if self.view == current else f" {self.label} "))
        self.set_class(self.view == current, "-current")

    def on_click(self) -> None:
        """Show the view."""
        cast("Viewed", self.screen).show_view(self.view)

"""Screens that are left once. Keys come faster than screens go: Enter held down, or pressed ahead, must not save what is saved, nor
close the screen below."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Answer = TypeVar("Answer")


class LeftOnce(Screen[Answer], Generic[Answer]):
    """A screen that is left only while it is on top. What it saves, it saves only then: see `is_active`."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave, with what was answered."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

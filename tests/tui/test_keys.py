"""Every key has an id, a label and a tooltip, every screen has its help, and no letter means two things on one screen."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

import planner.tui
from planner.tui.app import Planner, page_class
from planner.tui.frame import PAGES


def ours() -> Iterator[type]:
    """Every screen, pane and field of the planner."""
    for module in pkgutil.iter_modules(planner.tui.__path__, "planner.tui."):
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if found.__module__ == module.name and issubclass(found, Widget | Screen | Planner):
                yield found


OURS = sorted(set(ours()), key=lambda one: f"{one.__module__}.{one.__qualname__}")
SCREENS = [one for one in OURS if issubclass(one, Screen)]


@pytest.mark.parametrize("owner", OURS, ids=lambda one: one.__qualname__)
def test_every_key_has_an_id_a_label_and_a_tooltip(owner: type) -> None:
    for binding in owner.__dict__.get("BINDINGS", ()):
        assert isinstance(binding, Binding), binding
        assert binding.id, binding
        assert binding.description, binding
        assert binding.tooltip, binding


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.__qualname__)
def test_every_screen_has_help(screen: type) -> None:
    assert getattr(screen, "HELP_TEXT", "") or screen.__qualname__ in (
        "Frame",
        "Viewed",
        "PortfolioFrame",
        "Page",
        "LeftOnce",
    )


@pytest.mark.parametrize(
    "screen",
    # Where a page says by its view which of two actions a key takes, only one of them is there at a time.
    [one for one in SCREENS if "check_action" not in one.__dict__],
    ids=lambda one: one.__qualname__,
)
def test_no_screen_gives_one_key_two_actions(screen: type) -> None:
    taken: dict[str, str] = {}
    for binding in screen.__dict__.get("BINDINGS", ()):
        for key in binding.key.split(","):
            assert taken.setdefault(key, binding.action) == binding.action, key


@pytest.mark.parametrize("name", [name for name, _, _ in PAGES if name != "home"])
def test_each_page_says_what_it_is_for(name: str) -> None:
    page = page_class(name)
    assert name == page.NAME
    assert len(page.HELP_TEXT) > 100
    assert page.TITLE_TEXT

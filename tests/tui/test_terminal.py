"""In a real terminal: every page at the size most have, nothing lost when the planner is killed, and other sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.application.casework import Access, begin
from planner.application.preferences import Preferences
from planner.domain.library import Library
from planner.tui.frame import PAGES
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.tmux


@pytest.fixture
def terminal(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal with a training case in a store of its own."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("FOURP_HOME", str(home))
    monkeypatch.delenv("TMUX", raising=False)
    Preferences(tour_seen=True).write()
    begin(Access(), library, "first-plan", "training", origin="smith-ocg").store.close()
    opened = Terminal(tmp_path / "tmux", home)
    yield opened
    opened.close()


def framed(rows: list[str], columns: int, tall: int, label: str, key: str) -> None:
    """The frame is whole: the case with its kind, the page in brackets, keys in the last row, and no row wider than the window."""
    assert len(rows) == tall
    assert all(len(row) <= columns for row in rows)
    assert "The Smith" in rows[0]
    assert "Help" in rows[0]
    assert f"[{key.upper()} {label}]" in rows[1]
    assert rows[-1].strip()


def test_every_page_opens_and_a_kill_loses_no_word(terminal: Terminal) -> None:
    columns, tall = 80, 24
    terminal.open(columns, tall, "open", "first-plan")
    terminal.shows("[F2 Tasks]", "Understand the group")
    for _, key, label in PAGES[:-1]:
        terminal.press(key.upper())
        framed(terminal.shows(f"[{key.upper()} {label}]", "palette"), columns, tall, label, key)
    terminal.press("F4")
    terminal.shows("[F4 Tactics]", "All Ps:", "order 1 of")
    terminal.press("s")
    terminal.shows("Why this, and why now?", "A reason is needed")
    terminal.type("No wage of theirs explains")
    terminal.shows("No wage of theirs explains", "5 words", "Draft kept")
    title = terminal.rows[1]
    terminal.kill()

    terminal.open(columns, tall, "open", "first-plan")
    again = terminal.shows("Why this, and why now?", "No wage of theirs explains")
    assert again[1] == title
    terminal.type(" these homes")
    terminal.shows("No wage of theirs explains these homes")
    terminal.press("Escape")
    terminal.shows("[F4 Tactics]", "~ Draft kept", "palette")
    terminal.press("F2")
    terminal.shows("[F2 Tasks]", "Understand the group", "palette")
    for columns, tall in ((60, 20), (160, 50)):
        terminal.resize(columns, tall)
        terminal.drawn(tall)
        for _, key, label in PAGES[:-1]:
            terminal.press(key.upper())
            framed(terminal.shows(f"[{key.upper()} {label}]", "palette"), columns, tall, label, key)

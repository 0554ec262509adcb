"""In a real terminal: every page at the size most have, nothing lost when the planner is killed, and other sizes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.application.casework import Access, begin
from planner.application.preferences import Preferences
from planner.domain.library import Library
from planner.tui.frame import PAGES

pytestmark = pytest.mark.tmux
LONGEST, BETWEEN = 60.0, 0.05  # seconds to wait for a text, and between two looks
ROOT = Path(__file__).parents[2]


class Terminal:
    """A terminal of its own, with a server that no other tmux knows, in which the planner runs."""

    def __init__(self, socket: Path, home: Path) -> None:
        self._socket, self._home = socket, home

    def tmux(self, *words: str) -> str:
        """What a command of tmux writes."""
        # The size of the terminal that the tests run in (readline exports it) must not stand for that of this one.
        own = {name: said for name, said in os.environ.items() if name not in ("COLUMNS", "LINES", "TMUX")}
        told = subprocess.run(
            ["tmux", "-S", str(self._socket), "-f", os.devnull, *words],
            capture_output=True,
            text=True,
            check=True,
            env=own,
        )
        return told.stdout

    def open(self, columns: int, rows: int) -> None:
        """Open the planner at its case, in a window of that size."""
        words = [
            "-x",
            str(columns),
            "-y",
            str(rows),
            "-e",
            f"FOURP_HOME={self._home}",
            "-e",
            f"PYTHONPATH={ROOT}",
            "-e",
            "TZ=UTC",
        ]
        self.tmux("new-session", "-d", *words, f"exec {sys.executable} -m planner open first-plan")

    def kill(self) -> None:
        """End the planner with no time to put anything away, and its terminal with it."""
        pid = self.tmux("list-panes", "-F", "#{pane_pid}").strip()
        subprocess.run(["kill", "-9", pid], check=True)
        self.wait(self._gone, "the terminal is gone")

    def _gone(self) -> bool:
        found = subprocess.run(["tmux", "-S", str(self._socket), "list-sessions"], capture_output=True, check=False)
        return found.returncode != 0

    def close(self) -> None:
        """End the server, if it is there."""
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], capture_output=True, check=False)

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the window."""
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def drawn(self, rows: int) -> None:
        """Wait until the planner has filled a window of so many rows."""
        self.wait(lambda: len(self.rows) == rows and "palette" in self.rows[-1], f"{rows} rows are drawn")

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type words."""
        self.tmux("send-keys", "-l", text)

    @property
    def rows(self) -> list[str]:
        """What the terminal shows, row by row."""
        return self.tmux("capture-pane", "-p").splitlines()

    def wait(self, there: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        until = time.monotonic() + LONGEST
        while not there():
            if time.monotonic() > until:
                raise AssertionError(f"{what}, and it is not after {LONGEST:.0f} s:\n" + "\n".join(self.rows))
            time.sleep(BETWEEN)

    def shows(self, *texts: str) -> list[str]:
        """The rows, once all of these texts are among them."""
        seen: list[str] = []

        def there() -> bool:
            seen[:] = self.rows
            return all(text in "\n".join(seen) for text in texts)

        self.wait(there, f"{texts} should be shown")
        return seen


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
    terminal.open(columns, tall)
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

    terminal.open(columns, tall)
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

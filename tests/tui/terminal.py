"""A real terminal, in tmux, with the planner in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from planner.application.casework import Access, open_record
from planner.domain.casebook import Casebook
from tests.tui.driving import as_kept

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

    def open(self, columns: int, rows: int, *words_after: str) -> None:
        """Open the planner in a window of that size."""
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
        self.tmux("new-session", "-d", *words, f"exec {sys.executable} -m planner {' '.join(words_after)}")

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


# The keys that tmux calls by another name.
NAMES = {
    "full_stop": ".",
    "comma": ",",
    "slash": "/",
    "enter": "Enter",
    "escape": "Escape",
    "space": "Space",
    "tab": "Tab",
}
STEADY = 3  # looks in a row that see the same: the screen has come to rest
CASE = "the-smith-group"
# What differs from day to day, and how wide it makes a column.
UNSTEADY = (
    (r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: 20\d\d)?\b", "DAY"),
    (r"\b\d\d:\d\d(?::\d\d)?\b", "HH:MM"),
    (r"\b[0-9A-F]{4} [0-9A-F]{4}\b", "----"),
    (r" {2,}", "  "),
)


class TerminalOfficer:
    """An officer at a real terminal, who presses and reads as the one in `driving` does."""

    swift = False

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.pressed: Counter[str] = Counter()
        self.screen = ""

    async def press(self, *keys: str) -> None:
        """Press keys, each once the screen has come to rest: an Esc with a key on its heels would be another key."""
        for key in keys:
            self.pressed["all"] += 1
            told = NAMES.get(key) or (
                f"C-{key[5:]}" if key.startswith("ctrl+") else key.capitalize() if len(key) > 1 else key
            )
            self.terminal.press(told)
            await self.settle()

    async def type(self, text: str, *then: str) -> None:
        """Type words, `then` press keys."""
        self.terminal.type(text)
        await self.settle()
        await self.press(*then)

    async def settle(self) -> None:
        """Wait until the screen changes no more."""
        alike = 0
        until = time.monotonic() + LONGEST
        while alike < STEADY and time.monotonic() < until:
            time.sleep(BETWEEN)
            seen = "\n".join(self.terminal.rows) + "\n"
            alike = alike + 1 if seen == self.screen else 0
            self.screen = seen

    async def until(self, words: str, *, gone: bool = False) -> None:
        """Wait until these words are on the screen, or off it."""
        self.terminal.wait(
            lambda: (words in "\n".join(self.terminal.rows)) != gone, f"'{words}' {'gone' if gone else 'there'}"
        )
        await self.settle()

    def looks(self, name: str) -> None:
        """The screen is the one kept, whatever the clock, the calendar and the library's digest say."""
        told = self.screen
        for shape, words in UNSTEADY:
            told = re.sub(shape, words, told)
        as_kept(told, name)

    @property
    def rows(self) -> list[str]:
        """The screen row by row."""
        return self.screen.splitlines()

    @property
    def book(self) -> Casebook:
        """The record of the case as it is on disk."""
        with open_record(CASE, Access()) as record:
            return record.book

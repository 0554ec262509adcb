"""The planner's first paint against an empty Textual app's, each in a process of its own, as a ratio.

python benchmarks/painting.py [--runs 9] [--check]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

# The screen is up when the first refresh after mounting is over.
EMPTY = """
from textual.app import App
class Empty(App[None]):
    def on_mount(self): self.call_after_refresh(self.exit)
Empty().run(headless=True, size=(80, 24))
"""
PLANNER = """
import argparse
from planner.opening import planner_for
from planner.tui.app import Planner
chosen = argparse.Namespace(case="", library=None, overlay=[], as_of=None, store="", person="", passphrase_file=None)
planner = planner_for(chosen)
shown = planner.push_screen
def push_screen(screen, *rest, **named):
    awaited = shown(screen, *rest, **named)
    screen.call_after_refresh(planner.exit)
    return awaited
planner.push_screen = push_screen
planner._load = lambda: None
planner.run(headless=True, size=(80, 24))
"""
LIMIT = 2 * 1.5


def seconds(code: str) -> float:
    """How long a process takes from its start until it has painted and gone."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=9)
    words.add_argument("--check", action="store_true", help="exit code 1 when it is over twice the aim")
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FOURP_HOME"] = home
        for code in (EMPTY, PLANNER):
            seconds(code)
        pairs = [(seconds(EMPTY), seconds(PLANNER)) for _ in range(chosen.runs)]
    empty, planner = (statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = statistics.median(mine / theirs for theirs, mine in pairs)
    print(
        f"first paint: {planner * 1000:.0f} ms, an empty Textual app {empty * 1000:.0f} ms, ratio {ratio:.2f} (aim 1.5)"
    )
    return int(chosen.check and ratio > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())

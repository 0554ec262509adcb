"""Speed, side by side in one run: how long a cold start takes against bare imports, and one evaluation of each case.

`python benchmarks/speed.py` prints the figures; `--save` writes them to benchmarks/results.md; `--check` fails when a
ratio is past twice its aim, as machines are noisy.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from os import environ
from pathlib import Path

BARE = [sys.executable, "-c", "from pydantic import BaseModel; import yaml"]
COLD = [sys.executable, "-m", "planner", "recommend", "smith-ocg"]
CASES = ("smith-ocg", "cl-team", "takeaway", "valley-estate")
COLD_AIM = 3.0
EVALUATION_AIM_MS = 10.0
DAY = date(2026, 11, 22)


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of `work` over some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def command_ms(words: list[str], runs: int) -> float:
    """The median time of a command, its output thrown away."""
    return median_ms(lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL), runs)


def measure(runs: int) -> tuple[list[str], float]:
    """The lines of the report, and the ratio of a cold start to the bare imports."""
    from planner.application.cases import find_case
    from planner.application.recommending import open_recommender
    from planner.library.loading import load_library

    subprocess.run(COLD, check=True, stdout=subprocess.DEVNULL)  # fills the cache
    bare, cold = command_ms(BARE, runs), command_ms(COLD, runs)
    library = load_library()
    lines = [
        f"{len(library.active)} active tactics; python {sys.version.split()[0]}; medians of {runs} runs on one machine, in one run.",
        "",
        "| what | ms | ratio | aim |",
        "|---|---|---|---|",
        f"| bare imports (pydantic, yaml) | {bare:.0f} | 1.0 | |",
        f"| cold `fourp recommend smith-ocg`, warm cache, text | {cold:.0f} | {cold / bare:.1f} | {COLD_AIM} |",
    ]
    with open_recommender(library, DAY) as recommender:
        for name in CASES:
            case = find_case(name, library)
            took = median_ms(lambda case=case: recommender.recommend(case), runs)  # type: ignore[misc]
            lines.append(
                f"| one evaluation of {name} (both engines, explanation, order) | {took:.1f} | {took / bare:.2f} | {EVALUATION_AIM_MS:.0f} ms |"
            )
    return lines, cold / bare


def main() -> int:
    """Run, print, and save or check as asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--save", action="store_true")
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--runs", type=int, default=15)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ["FOURP_HOME"] = folder
        lines, ratio = measure(chosen.runs)
    print("\n".join(lines))
    if chosen.save:
        head = "# Speed\n\nWritten by `python benchmarks/speed.py --save`.\n\n"
        Path(__file__).with_name("results.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    if chosen.check and ratio > 2 * COLD_AIM:
        print(f"A cold start takes {ratio:.1f} times the bare imports; the limit is {2 * COLD_AIM}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

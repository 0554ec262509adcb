"""How soon a key press is on the screen of tactics with 10,000 entries, and a changed fact in the order of the list.

The entries are the shipped ones, copied under other ids. A press is timed until the last thing it paints; beside that stands
the processor time it took, as other work on the machine counts in the first and not in the second. `--check` fails when a
median of processor time is past its aim.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any

from planner.application.casework import Access, begin
from planner.application.deciding import FactTold, learn
from planner.application.recommending import Recommendation, Recommended, Recommender
from planner.application.sitting import Bench
from planner.application.vetting import Reasons
from planner.domain.profile import Profile
from planner.domain.tactic import Tactic
from planner.library.loading import load_library
from planner.tui import app

ENTRIES = 10_000
PRESS_AIM, RANK_AIM = 50.0, 100.0
QUIET = 0.1
PRESSES = (
    ("to the next row", ["down"] * 30),
    ("a page down", ["pagedown"] * 10),
    ("to the last row, to the first", ["end", "home"] * 5),
    ("one P, then all", ["1", "2", "3", "4", "0"] * 3),
    ("on the shortlist, and off", ["space"] * 10),
    ("a letter of a search", ["slash", "t", "a", "x", "backspace", "r", "e", "escape"] * 3),
)


@dataclass(frozen=True)
class Copied:
    """What applies to the copies of an entry: what applies to the entry itself."""

    applied: Any
    original: Tactic

    def guardrails(self, _: Tactic) -> Any:
        return self.applied.guardrails(self.original)

    def subjects(self, _: Tactic) -> Any:
        return self.applied.subjects(self.original)


class Copies(dict[tuple[str, int], Tactic]):
    """The copies of entries, each made once."""

    def of(self, tactic: Tactic, copy: int) -> Tactic:
        key = (tactic.id, copy)
        return self.get(key) or self.setdefault(key, tactic.model_copy(update={"id": f"{tactic.id}-{copy}"}))


class Stretched(Recommender):
    """Recommends so many entries: each of the library as often as it takes, side by side in the order."""

    entries = ENTRIES
    copies = Copies()

    def recommend(self, profile: Profile) -> Recommendation:
        found = super().recommend(profile)
        times = -(-self.entries // len(found.tactics))
        tactics: list[Recommended] = []
        for one in found.tactics:
            tactics.append(one)
            for n in range(1, times):
                applied: Any = Copied(one.applied, one.tactic)
                tactics.append(replace(one, tactic=self.copies.of(one.tactic, n), applied=applied))
        kept = tuple(tactics[: self.entries])
        for rank, one in enumerate(kept, 1):
            one.rank = rank
        return replace(found, tactics=kept)


class Watched(app.Planner):
    """The planner, with the moment at which it last painted."""

    CSS_PATH = Path(app.__file__).with_name("planner.tcss")
    painted = 0.0

    def _display(self, *args: Any) -> None:  # Textual has no public word for "it is on the screen"
        super()._display(*args)
        self.painted = time.perf_counter()


@dataclass(frozen=True)
class Times:
    """One thing done some times: milliseconds until painted, and of processor time."""

    what: str
    painted: Sequence[float]
    used: Sequence[float]
    aim: float

    @property
    def row(self) -> str:
        p95 = sorted(self.painted)[max(int(len(self.painted) * 0.95 + 0.5) - 1, 0)]
        middle, used = statistics.median(self.painted), statistics.median(self.used)
        return f"| {self.what} | {len(self.painted)} | {middle:.0f} | {p95:.0f} | {used:.0f} | {self.aim:.0f} |"

    @property
    def late(self) -> bool:
        return statistics.median(self.used) > self.aim


async def timed(shown: Watched, work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """How long some work took until the last thing it painted, and the processor time it used."""
    await quiet(shown)
    start, used = time.perf_counter(), time.process_time()
    await work()
    await quiet(shown, since=start)
    return 1000 * (shown.painted - start), 1000 * (time.process_time() - used)


async def quiet(shown: Watched, since: float = 0) -> None:
    """Wait until something was painted, and then nothing for a while."""
    while shown.painted < since or time.perf_counter() < shown.painted + QUIET:
        await asyncio.sleep(QUIET / 10)


async def presses(access: Access, bench: Bench, size: tuple[int, int]) -> list[Times]:
    """Every kind of press on the screen of tactics."""
    shown = Watched(lambda: access, lambda: bench, "first-plan")
    shown.animation_level = "none"
    found = []
    async with shown.run_test(size=size) as pilot:
        await shown.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        for what, keys in PRESSES:
            each = [await timed(shown, lambda key=key: pilot.press(key)) for key in keys]  # type: ignore[misc]
            found.append(Times(what, *zip(*each, strict=True), PRESS_AIM))
    return found


async def ranked(access: Access, bench: Bench, runs: int) -> Times:
    """One fact more, on disk before the clock starts: ranked anew by both engines and painted."""
    shown = Watched(lambda: access, lambda: bench, "first-plan")
    shown.animation_level = "none"
    each = []
    async with shown.run_test(size=(80, 24)) as pilot:
        await shown.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("f4")
        await pilot.pause()
        sitting, page = shown.sitting, shown.screen
        assert sitting is not None

        async def ranked_anew() -> None:
            page.update()  # type: ignore[attr-defined]

        known = [one for one in sitting.library.vocabulary.in_scope("group").values() if one.type == "yes_no"]
        unknown = (one.id for one in known if not sitting.profile.records(f"group.{one.id}"))
        for n, fact in zip(count(), islice(unknown, runs), strict=False):
            told = FactTold(f"group.{fact}", "yes", grade="2B", source=f"Benchmark {n}")
            learn(sitting.record, sitting.library, told, Reasons())
            each.append(await timed(shown, ranked_anew))
    return Times("a changed fact, ranked anew and painted (the shipped entries)", *zip(*each, strict=True), RANK_AIM)


def measure(entries: int, runs: int) -> list[Times]:
    """Every figure."""
    library, today = load_library(), date.today()
    access = Access()
    begin(access, library, "first-plan", "training", origin="smith-ocg").store.close()
    Stretched.entries = entries
    many, shipped = Bench(Stretched(library, today)), Bench(Recommender(library, today))
    try:
        found = asyncio.run(presses(access, many, (80, 24)))
        wide = asyncio.run(presses(access, many, (160, 50)))
        return [
            *found,
            *(replace(one, what=f"{one.what}, 160x50") for one in wide),
            asyncio.run(ranked(access, shipped, runs)),
        ]
    finally:
        many.close()
        shipped.close()


def main() -> int:
    """Run, print, and check as asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--entries", type=int, default=ENTRIES)
    asked.add_argument("--runs", type=int, default=20)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FOURP_HOME"] = folder
        found = measure(chosen.entries, chosen.runs)
    print(f"{chosen.entries} entries; milliseconds from the press until the last thing it paints.\n")
    print("| what | times | median | p95 | processor, median | aim |\n|---|---|---|---|---|---|")
    print("\n".join(one.row for one in found))
    late = [one for one in found if one.late]
    for one in late if chosen.check else ():
        print(f"{one.what}: past {one.aim:.0f} ms.", file=sys.stderr)
    return int(chosen.check and bool(late))


if __name__ == "__main__":
    raise SystemExit(main())

"""Speed of the record: a decision on disk and a case opened at 1,000 entries, and 10,000 entries verified.

`python benchmarks/record.py` prints the figures; `--check` fails when one is past its limit as a ratio to the bare imports of
pydantic and yaml in the same run, in processor time, as machines are noisy. What waits for the disk is told beside the time that a
line in a plain file takes, and held to nothing: it is the disk that is measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from planner.application.casework import Access, CaseRecord, spelt
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Learned, Opened, Said
from planner.domain.profile import FactRecord
from planner.record.store import CaseCard, Store

BARE = [sys.executable, "-c", "from pydantic import BaseModel; import yaml"]
CASE = "case-of-a-thousand"
PASSPHRASE = "four unrelated quiet words"
WHY = "It was agreed at the tasking meeting and the risk is owned."
ENTRIES, MANY = 1_000, 10_000
Clock = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One thing measured: its time, the aim as the plan states it, and the ratio to its yardstick it must keep under."""

    what: str
    ms: float
    aim: str = ""
    yardstick: str = ""
    limit: float = float("inf")


def processor() -> float:
    """The processor time used so far, here and by the commands run: other work on the machine does not count."""
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def median_ms(work: Callable[[], object], runs: int, clock: Clock) -> float:
    """The median time of `work` over some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = clock()
        work()
        times.append(clock() - start)
    return 1000 * statistics.median(times)


def access(home: Path) -> Access:
    """The live store of this run."""
    return Access(str(home / "live.sqlite"), "keeper", lambda _: PASSPHRASE)


def appended(home: Path) -> Callable[[], None]:
    """A line of an entry's length added to a plain file, on disk when it returns."""
    file = os.open(home / "plain", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def append() -> None:
        os.write(file, b"x" * 700)
        os.fsync(file)

    return append


def contents() -> Iterator[Decided | Learned]:
    """What an officer writes, by turns: one in five is an intervention, the others tell of progress and facts."""
    for n in count():
        if n % 5 == 0:
            text = f"Visit the landing stage with the harbour master, week {n}"
            yield Decided(decision=Decision(kind="intervention", pillar="pursue", text=text))
        elif n % 5 < 3:
            yield Decided(decision=Decision(kind="progress", target=2 + n // 5 * 5, state="tasked"))
        else:
            yield Learned(ref=f"people/p{n % 40}.convicted", record=FactRecord(value=True, grade="2B", source="PNC"))


def made(home: Path) -> CaseCard:
    """A live store with a case of a thousand entries."""
    with Store.create(access(home).backend("live"), "live", "keeper", PASSPHRASE, home=home) as store:
        opened = Opened(profile={"case": CASE, "kind": "live", "nation": "england"})
        card = store.add_case(CASE, "opened", spelt(Said(content=opened)))
        with CaseRecord(store, card) as record:
            for content, _ in zip(contents(), range(ENTRIES - 1), strict=False):
                record.write(content, because=WHY)
        return card


def lengthened(store: Store, card: CaseCard) -> None:
    """The same case with ten thousand entries, written below the application."""
    stream = store.stream(card)
    stream.read()
    content = b"x" * 500
    while stream.position < MANY:
        stream.add("progress", content, "keeper")


def measure(home: Path, runs: int) -> Iterator[Figure]:
    """Every figure, its yardstick first."""
    os.environ["FOURP_HOME"] = str(home)
    card = made(home)
    imports = "bare imports (pydantic, yaml)"
    yield Figure(imports, median_ms(lambda: subprocess.run(BARE, check=True), runs, processor))
    yield Figure("a line in a plain file, flushed to disk", median_ms(appended(home), 20 * runs, time.perf_counter))
    with access(home).open("live") as store:
        opened = median_ms(lambda: CaseRecord(store, card), runs, processor)
        yield Figure(f"a case of {ENTRIES:,} entries opened", opened, "50 ms", imports, 1.5)
        record = CaseRecord(store, card)
        told = contents()

        def decide() -> None:
            record.write(next(told), because=WHY)

        yield Figure(
            "a decision on disk, from entry 1,001 on", median_ms(decide, 10 * runs, time.perf_counter), "10 ms"
        )
        yield Figure("the same, processor time", median_ms(decide, 10 * runs, processor), "", imports, 0.25)
        lengthened(store, card)
        verified = median_ms(lambda: store.stream(card).verify(), min(runs, 5), processor)
        yield Figure(f"{MANY:,} entries verified", verified, "2 s", imports, 8)
    unlocked = median_ms(lambda: access(home).open("live").close(), min(runs, 5), processor)
    yield Figure("a store opened with a passphrase, slow on purpose", unlocked)


def main() -> int:
    """Run, print, and check as asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--runs", type=int, default=10)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = list(measure(Path(folder), chosen.runs))
    times = {one.what: one.ms for one in figures}
    print("| what | ms | ratio | aim |\n|---|---|---|---|")
    past = []
    for one in figures:
        ratio = one.ms / times[one.yardstick] if one.yardstick else 1
        print(f"| {one.what} | {one.ms:.1f} | {f'{ratio:.2f}' if one.yardstick else ''} | {one.aim} |")
        if ratio > one.limit:
            past.append(f"{one.what}: {ratio:.1f} times {one.yardstick}; the limit is {one.limit:g}.")
    for line in past if chosen.check else ():
        print(line, file=sys.stderr)
    return int(chosen.check and bool(past))


if __name__ == "__main__":
    raise SystemExit(main())

"""Many officers at once: 20 writers over 20 cases, 1,000 decisions each, then 20 writers on one case, 50 each, every writer a
process of its own. Nothing may be lost, nothing doubled, and every record must verify.

`python benchmarks/writers.py` starts a PostgreSQL of its own that waits for the disk; `--store ADDRESS` uses a new database or a new
file named there. The tests try the short form.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from os import environ
from pathlib import Path

from planner.application.casework import Access, again, open_record, spelt
from planner.application.storekeeping import init
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Opened, Said

WRITERS = 20
Task = tuple[str, str, str, int]


def write(task: Task) -> list[float]:
    """Some decisions on a case, one after the other; how long each took until it was acknowledged."""
    address, case, who, count = task
    took = []
    with open_record(case, Access(address)) as record:
        decision = Decided(decision=Decision(kind="progress", target=1, state="tasked"))
        for n in range(count):
            start = time.perf_counter()
            again(lambda n=n: record.write(decision, because=f"{who} reason {n}"), record.refresh)  # type: ignore[misc]
            took.append(time.perf_counter() - start)
    return took


def prepared(address: str, names: list[str]) -> None:
    """The cases, each with its opening."""
    with Access(address).open("training") as store:
        for name in names:
            opened = Opened(profile={"case": name, "kind": "training", "nation": "england"})
            store.add_case(name, "opened", spelt(Said(content=opened)))


def wrong(address: str, tasks: list[Task]) -> list[str]:
    """What is not as it should be in the cases written to."""
    found = []
    for case in dict.fromkeys(case for _, case, _, _ in tasks):
        with open_record(case, Access(address)) as record:
            reasons = [one.said.because for one in record.book.entries[1:] if one.said]
            should = [f"{who} reason {n}" for _, where, who, count in tasks if where == case for n in range(count)]
            if sorted(reasons) != sorted(should):
                found.append(
                    f"{case}: {len(reasons)} entries, {len(set(reasons))} different, {len(should)} acknowledged"
                )
            found += [f"{case}: {fault.what}" for fault in record.store.stream(record.card).verify()]
    return found


def tried(address: str, what: str, tasks: list[Task]) -> bool:
    """Every task at once, what it took and what came of it."""
    prepared(address, list(dict.fromkeys(case for _, case, _, _ in tasks)))
    start = time.perf_counter()
    with get_context("spawn").Pool(len(tasks)) as pool:
        took = [one for each in pool.map(write, tasks, chunksize=1) for one in each]
    seconds = time.perf_counter() - start
    found = wrong(address, tasks)
    took.sort()
    print(
        f"{what}: {len(took):,} decisions in {seconds:.0f} s ({len(took) / seconds:.0f} a second); until one is acknowledged "
        f"{1000 * statistics.median(took):.0f} ms at the median, {1000 * took[int(0.99 * len(took))]:.0f} ms for all but 1 in 100; "
        + ("; ".join(found) or "none lost, none doubled, every record verifies"),
        flush=True,
    )
    return not found


@contextmanager
def database(named: str) -> Iterator[str]:
    """The address of a new database: the one named, or one of a server of our own."""
    if named:
        yield named
        return
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.postgres import running

    with running(durable=True) as server:
        yield server.address("writers", "keeper")


def main() -> int:
    """Both runs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--store", default="", metavar="ADDRESS")
    asked.add_argument("--each", type=int, default=1000, help="decisions of each writer on a case of their own")
    asked.add_argument("--shared", type=int, default=50, help="decisions of each writer on one case")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as home, database(chosen.store) as address:
        environ["FOURP_HOME"] = home
        init(Access(address), "training", "").close()
        own = [(address, f"case-{n}", f"writer {n}", chosen.each) for n in range(WRITERS)]
        one = [(address, "shared", f"writer {n}", chosen.shared) for n in range(WRITERS)]
        apart = tried(address, f"{WRITERS} writers over {WRITERS} cases", own)
        together = tried(address, f"{WRITERS} writers on one case", one)
    return int(not (apart and together))


if __name__ == "__main__":
    raise SystemExit(main())

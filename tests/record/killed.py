"""Writers killed in the middle of it. `python -m tests.record.killed WHAT ADDRESS HOME RUNS SEED`

Each run is a child of its own that says over a pipe what it has been told is saved; its parent kills it at a random moment
and prints, as a line of JSON, what was acknowledged before. Nothing is checked here: test_killed opens what is left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from planner.application.casework import Access, CaseRecord, open_record, spelt
from planner.application.storekeeping import rekey
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Opened, Said
from planner.record.store import Store
from tests.record.stores import KEEPER, PASSPHRASE, stretching_little

DECISIONS = 30
Say = Callable[[object], None]


def access_to(address: str) -> Access:
    return Access(address, KEEPER, lambda _: PASSPHRASE)


def opening(name: str) -> bytes:
    """The first entry of a case, as it is written."""
    return spelt(Said(content=Opened(profile={"case": name, "kind": "training", "nation": "england"})))


def decide(record: CaseRecord, text: str) -> tuple[int, str]:
    """One decision; gives the number and head that are acknowledged."""
    saved = record.write(Decided(decision=Decision(kind="vision", text=text)), because="as the SIO and I agreed")
    return saved.position, saved.head


def decisions(address: str, home: Path, run: int, say: Say) -> None:
    """Thirty decisions on a case of this run's own, which is there already."""
    with open_record(f"case-{run}", access_to(address)) as record:
        for n in range(DECISIONS):
            say(decide(record, f"decision {n}"))


def beginnings(address: str, home: Path, run: int, say: Say) -> None:
    """A new store with a case, and another, and another."""
    place = Path(address).with_name(f"store-{run}.sqlite")
    say("begun")
    access = access_to(str(place))
    with Store.create(access.backend("training"), "training", KEEPER, "", home=home) as store:
        say("made")
        for n in range(DECISIONS):
            store.add_case(f"case-{n}", "opened", opening(f"case-{n}"))
            say(f"case-{n}")


def new_keys(address: str, home: Path, run: int, say: Say) -> None:
    """New keys for a live store, twice."""
    say("begun")
    for _ in range(2):
        say(rekey(access_to(address)))


# What is done, and after how many steps of it at most it is killed.
KINDS = {"decisions": (decisions, DECISIONS), "beginnings": (beginnings, 6), "new_keys": (new_keys, 2)}


def killed(work: Callable[[Say], None], most: int, chance: random.Random) -> list[object]:
    """What a child acknowledged before it was killed: some way into its work, and some way into the next step."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(lambda what: os.write(writing, json.dumps(what).encode() + b"\n") and None)
        os._exit(0)
    os.close(writing)
    steps, heard, gap, last = chance.randrange(most), 0, 0.005, time.monotonic()
    with os.fdopen(reading) as pipe:
        lines = []
        for line in pipe:
            gap, last = time.monotonic() - last, time.monotonic()
            lines.append(line)
            heard += 1
            if heard > steps:
                break
        time.sleep(chance.uniform(0, 1.2) * gap)
        os.kill(child, signal.SIGKILL)
        lines += pipe.readlines()
    os.waitpid(child, 0)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def main(what: str, address: str, home: str, runs: str, seed: str) -> None:
    os.environ["FOURP_HOME"] = home
    chance = random.Random(int(seed))
    work, most = KINDS[what]
    with stretching_little():
        for run in range(int(runs)):
            acknowledged = killed(lambda say, run=run: work(address, Path(home), run, say), most, chance)  # type: ignore[misc]
            print(json.dumps(acknowledged), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Speed, side by side in one run: a cold start against bare imports, the library, its checks, one evaluation of each case, and
the ranking of what to ask.

`python benchmarks/speed.py` prints the figures; `--save` writes them to benchmarks/results.md; `--check` fails when a figure is
past its limit as a ratio to the bare imports of the same run, as machines are noisy. An aim that is missed has a limit of its
own, so that it is at least not missed by more.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from os import environ
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.library import Library
    from planner.domain.profile import Profile

BARE = [sys.executable, "-c", "from pydantic import BaseModel; import yaml"]
COLD = [sys.executable, "-m", "planner", "recommend", "smith-ocg"]
CASES = ("smith-ocg", "cl-team", "takeaway", "valley-estate")
DAY = date(2026, 11, 22)
UNKNOWN = 100


@dataclass(frozen=True)
class Figure:
    """One thing measured: its time, the aim as the plan states it, and the ratio to the bare imports it must keep under."""

    what: str
    ms: float
    aim: str = ""
    limit: float = float("inf")


def processor() -> float:
    """The processor time used so far, here and by the commands run: other work on the machine does not count."""
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of `work` over some runs, in milliseconds of processor time."""
    times = []
    for _ in range(runs):
        start = processor()
        work()
        times.append(processor() - start)
    return 1000 * statistics.median(times)


def run(words: list[str]) -> None:
    """A command run as installed, where Python keeps what it compiled; its output is thrown away."""
    installed = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    installed["PYTHONPYCACHEPREFIX"] = str(Path(environ["FOURP_HOME"]) / "compiled")
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=installed)


def command_ms(words: list[str], runs: int) -> float:
    """The median time of a command after a first one, which fills the caches."""
    run(words)
    return median_ms(lambda: run(words), runs)


def measure(runs: int) -> Iterator[Figure]:
    """Every figure, the bare imports first."""
    yield Figure("bare imports (pydantic, yaml)", command_ms(BARE, runs))
    yield Figure(
        "cold `fourp recommend smith-ocg`, warm cache, text", command_ms(COLD, runs), "3.0 times the bare imports", 12
    )
    yield from library_figures(runs)
    yield from case_figures(runs)
    yield from need_figures(runs)


def library_figures(runs: int) -> Iterator[Figure]:
    """Loading the library, checking it, and trying its mutants."""
    from planner.application.advising import check
    from planner.application.proving import prove
    from planner.library.layers import digest, find_layers
    from planner.library.loading import load_library, read_library

    library = load_library()
    layers = find_layers(None, [])
    few = min(runs, 3)
    yield Figure("the library from its cache", median_ms(load_library, runs), "100 ms", 2.4)
    yield Figure(
        "the library from its YAML files, every check made",
        median_ms(lambda: read_library(layers, digest(layers), advise=True), few),
        "3 s",
        70,
    )
    yield Figure("`fourp check`", median_ms(lambda: check([], None, []), few), "5 s", 120)
    yield Figure("`fourp catalogue test --mutate`", median_ms(lambda: prove(library, mutate=True), 1), "60 s", 700)


def case_figures(runs: int) -> Iterator[Figure]:
    """Each bundled case evaluated, every time with one fact that the recommender has not met before.

    The engines remember what they answered: the same case over and over would only measure that.
    """
    from planner.application.cases import find_case
    from planner.application.recommending import open_recommender
    from planner.library.loading import load_library

    library = load_library()
    with open_recommender(library, DAY) as recommender:
        for name in CASES:
            case = find_case(name, library)
            took = median_ms(lambda case=case: recommender.recommend(case).tactics, 1)  # type: ignore[misc]
            if name == CASES[0]:
                yield Figure(f"the first evaluation of a new recommender, {name}", took, "", 4)
            changed = iter(list(islice(one_fact_more(case, library), 2 * runs)))
            took = median_ms(lambda changed=changed: recommender.recommend(next(changed)).tactics, runs)  # type: ignore[misc]
            yield Figure(f"{name} with one fact changed (both engines, order)", took, "15 ms", 1.0)
            took = median_ms(lambda changed=changed: recommender.answers(next(changed)), runs)  # type: ignore[misc]
            yield Figure(f"{name} with one fact changed, the answers alone (both engines)", took, "10 ms", 0.5)


def need_figures(runs: int) -> Iterator[Figure]:
    """What to ask, ranked: made-up cases with a hundred facts unknown, each ranked once, and the largest of the bundled ones."""
    from questions import but_for

    from planner.application.cases import find_case
    from planner.application.needing import NeedToKnow
    from planner.application.recommending import open_recommender
    from planner.library.loading import load_library

    library = load_library()
    with open_recommender(library, DAY) as recommender:
        need = NeedToKnow(recommender)
        made = iter([but_for(library, seed, UNKNOWN) for seed in range(runs)])
        took = median_ms(lambda: need.gaps(next(made)), runs)
        yield Figure(f"what to ask, ranked, {UNKNOWN} facts unknown", took, "50 ms", 0.8)
        for name in CASES[:2]:
            case = find_case(name, library)
            took = median_ms(lambda case=case: need.gaps(case), min(runs, 5))  # type: ignore[misc]
            yield Figure(f"what to ask, ranked, {name}, hundreds unknown", took, "", 5)


def one_fact_more(case: Profile, library: Library) -> Iterator[Profile]:
    """The case with one thing more known of the group, or of a person, each time another."""
    from planner.application.assuming import assume

    people = [f"people/{one.id}" for one in case.members.get("people", ())]
    for scope, owners in (("people", people), ("group", ["group"])):
        for fact in library.vocabulary.in_scope(scope).values():
            for owner in owners[:2]:
                if fact.type == "yes_no" and not case.records(f"{owner}.{fact.id}"):
                    yield assume(case, [f"{owner}.{fact.id}=yes"], library)


def report(figures: list[Figure], runs: int) -> list[str]:
    """The figures as a table."""
    from planner.library.loading import load_library

    bare = figures[0].ms
    about = f"{len(load_library().active)} active tactics; python {sys.version.split()[0]}; medians of {runs} runs"
    rows = [f"| {one.what} | {one.ms:.0f} | {one.ms / bare:.2f} | {one.aim} |" for one in figures]
    return [
        f"{about} (fewer for the slow ones) on one machine, in one run, in processor time.",
        "",
        "| what | ms | ratio | aim |",
        "|---|---|---|---|",
        *rows,
    ]


def main() -> int:
    """Run, print, and save or check as asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--save", action="store_true")
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--runs", type=int, default=15)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ["FOURP_HOME"] = folder
        figures = list(measure(chosen.runs))
        lines = report(figures, chosen.runs)
    print("\n".join(lines))
    if chosen.save:
        head = "# Speed\n\nWritten by `python benchmarks/speed.py --save`.\n\n"
        Path(__file__).with_name("results.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    past = [one for one in figures if one.ms / figures[0].ms > one.limit]
    for one in past if chosen.check else ():
        print(
            f"{one.what}: {one.ms / figures[0].ms:.1f} times the bare imports; the limit is {one.limit:g}.",
            file=sys.stderr,
        )
    return int(chosen.check and bool(past))


if __name__ == "__main__":
    raise SystemExit(main())

"""The tactical adviser's commands: `fourp catalogue list`, `show`, `search`, `test` and `coverage`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from planner.shell import bench, command_words, day_typed, load, print_json


def bench_words(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The `catalogue` commands added to the others."""
    catalogue = commands.add_parser(
        "catalogue", help="The menu of tactics: list, show, search, test, coverage.", description="The menu of tactics."
    )
    benches = catalogue.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = command_words(benches, "list", "Every entry, or those that fit the filters.", _catalogue_list, shared)
    listing.add_argument("--pillar", choices=("pursue", "prevent", "protect", "prepare"))
    listing.add_argument("--heading", choices=("vehicles", "business", "crime", "travel", "lifestyle", "behaviour"))
    listing.add_argument("--phase", choices=("setup", "clear", "hold", "build"))
    listing.add_argument("--status", choices=("active", "not_offered"))
    showing = command_words(benches, "show", "One entry, whole.", _catalogue_show, shared)
    showing.add_argument("tactic", metavar="TACTIC")
    searching = command_words(benches, "search", "Entries in which every word is found.", _catalogue_search, shared)
    searching.add_argument("words", nargs="+", metavar="WORD")
    testing = command_words(
        benches, "test", "Every entry held to its own examples. Exit code 1 when one fails.", _test, shared
    )
    testing.add_argument(
        "--mutate", action="store_true", help="also: would the examples catch a slip in the condition?"
    )
    testing.add_argument("--only", type=_names, default=(), metavar="ID,ID", help="only these entries")
    covering = command_words(
        benches,
        "coverage",
        "What the menu holds and where it is thin. Exit code 1 for a gap nobody explained.",
        _coverage,
        shared,
    )
    covering.add_argument(
        "--as-of", type=day_typed, default=None, metavar="DATE", help="the day entries are due (today)"
    )
    for command in (listing, showing, searching, testing, covering):
        command.add_argument("--json", action="store_true", help="as JSON")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _catalogue_list(chosen: argparse.Namespace) -> int:
    from planner.application.advising import catalogue
    from planner.exports.views_json import catalogue_json

    library = load(chosen)
    found = catalogue(
        library,
        pillar=chosen.pillar or "",
        heading=chosen.heading or "",
        phase=chosen.phase or "",
        status=chosen.status or "",
    )
    if chosen.json:
        print_json(catalogue_json(found))
    else:
        bench(library).catalogue(found)
    return 0


def _catalogue_show(chosen: argparse.Namespace) -> int:
    from planner.application.advising import show
    from planner.exports.views_json import tactic_json

    library = load(chosen)
    tactic = show(library, chosen.tactic)
    if chosen.json:
        print_json(tactic_json(tactic, library))
    else:
        bench(library).tactic(tactic, library)
    return 0


def _catalogue_search(chosen: argparse.Namespace) -> int:
    from planner.application.advising import search
    from planner.exports.views_json import hits_json

    library = load(chosen)
    hits = search(library, " ".join(chosen.words))
    if chosen.json:
        print_json(hits_json(hits))
    else:
        bench(library).catalogue([hit.tactic for hit in hits])
    return 0


def _test(chosen: argparse.Namespace) -> int:
    from planner.application.advising import show
    from planner.application.proving import prove
    from planner.exports.views_json import proofs_json

    library = load(chosen)
    named = tuple(show(library, name).id for name in chosen.only)
    proofs = prove(library, only=named, mutate=chosen.mutate, progress=_progress("entries tested"))
    if chosen.json:
        print_json(proofs_json(proofs))
    else:
        bench(library).proofs(proofs, mutated=chosen.mutate)
    return int(not all(proof.sound for proof in proofs))


def _coverage(chosen: argparse.Namespace) -> int:
    from planner.application.covering import cover
    from planner.exports.views_json import coverage_json

    library = load(chosen)
    coverage = cover(library, chosen.as_of or date.today())
    if chosen.json:
        print_json(coverage_json(coverage))
    else:
        bench(library).coverage(coverage)
    return int(not all(gap.because for gap in coverage.gaps))


def _progress(what: str) -> Callable[[int, int], None] | None:
    """A line on a terminal that counts what is done; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int) -> None:
        print(f"\r{done} of {of} {what}", end="" if done < of else "\n", file=sys.stderr, flush=True)

    return tell

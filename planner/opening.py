"""`fourp` alone, or `fourp open CASE`: the guided planner in this terminal."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from planner.errors import InputError
from planner.shell import access_of, command_words, day_words, load, recommending

if TYPE_CHECKING:
    from planner.application.sitting import Bench
    from planner.tui.app import Planner


def opening_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """The command that opens the planner, added to the others."""
    told = "Open the guided planner in this terminal; `fourp` alone does the same."
    command = command_words(commands, "open", told, open_planner, *parents)
    command.add_argument("case", metavar="CASE", nargs="?", default="", help="a stored case to open at once")
    day_words(command)


def open_planner(chosen: argparse.Namespace) -> int:
    """Show the planner until its user leaves. Raises InputError where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        mend = "Every view is also plain text: fourp --help. To open the planner, start fourp in a terminal."
        raise InputError.of("fourp", "the planner needs a terminal.", mend)
    planner = planner_for(chosen)
    planner.run()
    return planner.return_code or 0


def planner_for(chosen: argparse.Namespace) -> Planner:
    """The planner as it is to start: nothing is loaded that its first screen does not show."""
    from planner.tui.app import Planner

    def open_bench() -> Bench:
        from planner.application.sitting import Bench

        return Bench(recommending(chosen, load(chosen)))

    return Planner(lambda: access_of(chosen, typed=False), open_bench, chosen.case)

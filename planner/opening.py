"""`fourp` alone, or `fourp open CASE`: the guided planner in this terminal; `fourp serve`: the same in a browser."""

from __future__ import annotations

import argparse
import os
import shlex
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
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
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


def serving_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """The command that serves the planner to a browser, added to the others."""
    told = "Open the same planner in a browser on this machine."
    command = command_words(commands, "serve", told, serve_planner, *parents)
    command.add_argument("case", metavar="CASE", nargs="?", default="", help="a stored case to open at once")
    day_words(command)
    command.add_argument("--port", type=int, default=8000, metavar="N", help="the port (8000); 0 for any that is free")
    command.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="a loopback address (127.0.0.1)")
    command.add_argument(
        "--allow-remote",
        action="store_true",
        help="let --host be an address that other machines reach; nothing is encrypted",
    )


def serve_planner(chosen: argparse.Namespace) -> int:
    """Serve the planner until Ctrl+C, one process for every visitor. Raises InputError."""
    try:
        from planner.web.server import PlannerServer, bound
    except ImportError:
        what = "fourp was installed without what it needs to serve a browser."
        raise InputError.of("serve", what, "Install it: pip install 'fourp-planner[web]'.") from None
    if not 0 <= chosen.port <= 65535:
        raise InputError.of(f"--port {chosen.port}", "there is no such port.", "Give one from 1024 to 65535, or 0.")
    listening = bound(chosen.host, chosen.port, allow_remote=chosen.allow_remote)
    PlannerServer(shlex.join(_opening(chosen)), listening, allow_remote=chosen.allow_remote).serve()
    return 0


def _opening(chosen: argparse.Namespace) -> list[str]:
    """The command that opens a visitor's planner as this one was asked to."""
    words = [sys.executable, "-m", "planner", "open", *([chosen.case] if chosen.case else [])]
    for name in ("library", "store", "person", "passphrase_file", "as_of"):
        if value := getattr(chosen, name):
            words += [f"--{name.replace('_', '-')}", str(value)]
    return [*words, *(word for one in chosen.overlay for word in ("--overlay", str(one)))]

"""What every test shares: fourp's own files in a folder of the session, the shipped library, the command run in process.

The command's modules hold no state between runs, so a session-wide cache folder only saves time.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from typing import NamedTuple

import pytest

from planner.application.recommending import Recommender, open_recommender
from planner.cli import main
from planner.domain.library import Library
from planner.library.loading import load_library
from tests.postgres import postgres, program  # noqa: F401 (a fixture is shared by being here)
from tests.record.stores import file_place, place, server_place, short_library, stretched_little  # noqa: F401


class Ran(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


# The day of the law for tests that need one and do not care which.
DAY = date(2026, 7, 13)
Run = Callable[[Sequence[object]], Ran]


@pytest.fixture(scope="session", autouse=True)
def fourp_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the user's own data folder, lays on the user's overlay or depends on the terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOURP_HOME", str(tmp_path_factory.mktemp("home")))
        patch.delenv("FOURP_OVERLAY", raising=False)
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def library(fourp_home: None) -> Library:
    """The shipped library."""
    return load_library()


@pytest.fixture(scope="module")
def recommender(library: Library) -> Iterator[Recommender]:
    """A recommender of the shipped library, as the law stands on DAY."""
    with open_recommender(library, DAY) as opened:
        yield opened


@pytest.fixture(scope="session")
def run(fourp_home: None) -> Run:
    """Runs the command in process: `run(["recommend", "smith-ocg"])` gives (code, out, err)."""

    def run(words: Sequence[object]) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main([str(word) for word in words])
            except SystemExit as ended:  # argparse: --help, --version, words it cannot read
                code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        return Ran(code, out.getvalue(), err.getvalue())

    return run


# Tests that need a program beyond Python are marked by its name; the commands each needs.
PROGRAMS = {
    "libreoffice": ("soffice", "pdftoppm"),
    "postgresql": ("initdb", "pg_ctl", "postgres"),
    "chromium": ("chromium",),
    "tmux": ("tmux",),
}
NOT_INSTALLED = "{} is not installed ({})"


def _missing() -> dict[str, str]:
    """Why the tests that need a program cannot run here, by the program's name."""
    missing = {
        needed: [command for command in commands if program(command) is None] for needed, commands in PROGRAMS.items()
    }
    return {needed: NOT_INSTALLED.format(needed, ", ".join(names)) for needed, names in missing.items() if names}


def pytest_configure() -> None:
    """Refuse to begin when FOURP_TESTS=all asks for everything and something is not there."""
    if os.environ.get("FOURP_TESTS") == "all" and (missing := _missing()):
        raise pytest.UsageError(f"FOURP_TESTS=all, but {'; '.join(missing.values())}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run."""
    for needed, why in _missing().items():
        for item in items:
            if item.get_closest_marker(needed):
                item.add_marker(pytest.mark.skip(reason=why))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out, and why."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for why in _missing().values():
        if count := sum(why in told for told in skipped):
            terminalreporter.write_line(f"left out {count} test{'s' if count > 1 else ''}: {why}")

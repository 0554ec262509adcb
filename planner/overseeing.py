"""`fourp portfolio` and `fourp review --all`: every case of a store at once."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.words import count_of
from planner.shell import access_of, command_words, day_words, load, print_json

SOON = 0.2


def overseeing_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """The command added to the others."""
    told = "Every case at once: which P is empty, what is overdue, what was disrupted, which plans a change touches."
    command = command_words(commands, "portfolio", told, _portfolio, *parents)
    whole_words(command)
    command.add_argument("--every", action="store_true", help="every case, place and change, not only the first")
    command.add_argument("--out", type=Path, metavar="FILE", help="write a spreadsheet with charts: FILE.xlsx")
    command.add_argument("--json", action="store_true", help="as JSON")


def whole_words(command: argparse.ArgumentParser) -> None:
    """Which store, and the day of the law."""
    command.add_argument("--training", action="store_true", help="the training cases instead of the live ones")
    day_words(command)


def _portfolio(chosen: argparse.Namespace) -> int:
    from planner.application.looking_at_many import open_shelf, workers_for
    from planner.application.portfolio import portfolio
    from planner.exports.portfolio_text import PortfolioScreen

    if chosen.out:
        from planner.exports.portfolio_sheets import check_sheets

        check_sheets(chosen.out)
    library = load(chosen)
    why = "portfolio, as a spreadsheet" if chosen.out else "portfolio"
    with open_shelf(access_of(chosen), training=chosen.training, why=why) as shelf, Progress(len(shelf.names)) as told:
        found = portfolio(
            shelf.cases, library, date.today(), as_of=chosen.as_of, total=len(shelf.names), kind=shelf.kind,
            disposed=shelf.disposed, workers=workers_for(len(shelf.names)), told=told,
        )  # fmt: skip
    if chosen.out:
        from planner.exports.portfolio_sheets import write_sheets

        write_sheets(found, chosen.out)
    if chosen.json:
        from planner.exports.portfolio_json import portfolio_json

        print_json(portfolio_json(found))
    elif chosen.out:
        PortfolioScreen().line(f"Wrote {chosen.out}: {count_of(len(found.rows), 'case')}.")
    else:
        PortfolioScreen().portfolio(found, every=chosen.every)
    return found.exit_code


def review_all(chosen: argparse.Namespace) -> int:
    """All findings, case by case; the exit code is that of the worst."""
    from planner.application.looking_at_many import open_shelf, workers_for
    from planner.application.portfolio import oversee
    from planner.application.reviewing import Review
    from planner.exports.views_text import Screen

    library = load(chosen)
    reviews: list[Review] = []
    unread: list[tuple[str, str, int]] = []
    stopped = False
    with open_shelf(access_of(chosen), training=chosen.training, why="review of every case") as shelf:
        try:
            with Progress(len(shelf.names)) as told:
                for one in oversee(
                    shelf.cases,
                    library,
                    date.today(),
                    as_of=chosen.as_of,
                    workers=workers_for(len(shelf.names)),
                    told=told,
                ):
                    if one.review is None:
                        unread.append((one.row.name, one.row.trouble, one.row.trouble_code))
                    else:
                        reviews.append(one.review)
        except KeyboardInterrupt:
            stopped = True
    if chosen.json:
        from planner.exports.portfolio_json import reviews_of_all_json

        total = len(shelf.names)
        print_json(reviews_of_all_json(reviews, unread, total=total, stopped=stopped, explain=chosen.explain))
    else:
        view = Screen()
        view.layers(library)
        view.reviews(reviews, explain=chosen.explain)
        for name, why, _ in unread:
            view.line(f"{name}: x cannot be read: {' '.join(why.split())}", "red")
        if stopped:
            view.line(f"Stopped at {len(reviews) + len(unread):,} of {len(shelf.names):,} cases.", "bold red")
        elif not shelf.names:
            view.line(f"No {shelf.kind} case is stored.")
    if stopped:
        return 130
    return max((code for _, _, code in unread), default=0) or int(any(one.worst == "error" for one in reviews))


class Progress:
    """Says on a terminal how far long work is; nowhere else, so that what is piped stays clean."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock = total, clock
        self._shown = sys.stderr.isatty()
        self._next = clock() + SOON

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int) -> None:
        """So many cases are done."""
        if self._shown and self._clock() >= self._next:
            self._next = self._clock() + SOON
            print(
                f"\rChecking {done:,} of {self._total:,}. Ctrl-C stops; finished rows stay.",
                end="",
                file=sys.stderr,
                flush=True,
            )

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

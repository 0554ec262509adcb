"""What the front end's modules share: how a command is added, a library loaded, a result shown."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from planner.domain.words import harmless

if TYPE_CHECKING:
    from planner.application.casework import Access, CaseRecord
    from planner.application.recommending import Recommender
    from planner.domain.library import Library
    from planner.domain.profile import Profile
    from planner.exports.bench_text import Bench
    from planner.exports.views_text import Screen

View = TypeVar("View", bound="Screen")


class Words(argparse.ArgumentParser):
    """A parser whose messages are safe to show, and whose own words are only worked out when it is the one called.

    `later` is what adds them: a start pays for the command it runs, not for all.
    """

    later: Callable[[], None] | None = None

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(harmless(message), file)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As the parser does, after its own words are there."""
        if self.later:
            fill, self.later = self.later, None
            fill()
        return super().parse_known_args(args, namespace)


def command_words(commands: Any, name: str, help_text: str, run: Any, *parents: argparse.ArgumentParser) -> Words:
    """A command added to the others, with its one-line help and what runs it."""
    made: Words = commands.add_parser(name, help=help_text, description=help_text, parents=list(parents))
    made.set_defaults(run=run)
    return made


def day_typed(text: str) -> date:
    """A day as typed. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date. Write it as 2026-05-01.") from None


def load(chosen: argparse.Namespace) -> Library:
    """The library a command is to use: the one shipped or named, with its overlays."""
    from planner.library.loading import load_library

    return load_library(chosen.library, chosen.overlay)


def recommending(chosen: argparse.Namespace, library: Library) -> Recommender:
    """A recommender of a library, for the law of the day typed or of today."""
    from planner.application.recommending import open_recommender

    return open_recommender(library, getattr(chosen, "as_of", None) or date.today())


def screen(library: Library | None = None) -> Screen:
    """The text view, loaded only when it is wanted; with a library, its overlays are named first."""
    from planner.exports.views_text import Screen

    return _headed(Screen(), library)


def bench(library: Library | None = None) -> Bench:
    """The adviser's text view, likewise."""
    from planner.exports.bench_text import Bench

    return _headed(Bench(), library)


def _headed(view: View, library: Library | None) -> View:
    if library is not None:
        view.layers(library)
    return view


def print_json(shape: dict[str, Any]) -> None:
    """JSON, alone, on stdout."""
    print(json.dumps(shape, indent=1, ensure_ascii=False))


CASE_HELP = "a case file (a path), a stored case, or a bundled case: smith-ocg, cl-team, takeaway, valley-estate"


def case_words(command: argparse.ArgumentParser) -> None:
    """The case a command is to look at, the day of the law, and what is assumed of it."""
    command.add_argument("case", metavar="CASE", help=CASE_HELP)
    day_words(command)
    told = "try a fact out; nothing is recorded (repeatable)"
    command.add_argument("--assume", action="append", default=[], metavar="REF=VALUE", help=told)


def day_words(command: argparse.ArgumentParser) -> None:
    """The day of the law."""
    told = "the day of the law, as 2026-05-01 (today)"
    command.add_argument("--as-of", type=day_typed, default=None, metavar="DATE", help=told)


@contextmanager
def open_case(chosen: argparse.Namespace, library: Library, why: str) -> Iterator[tuple[Profile, CaseRecord | None]]:
    """The case named with what is assumed of it, and its record when it is a stored one. `why` is noted of a live case."""
    from planner.application.assuming import assume
    from planner.application.cases import find_case, in_a_store

    if not in_a_store(chosen.case, bool(chosen.store)):
        yield assume(find_case(chosen.case, library), chosen.assume, library), None
        return
    from planner.application.casework import open_record

    with open_record(chosen.case, access_of(chosen)) as record:
        record.consulted(why)
        yield assume(record.profile, chosen.assume, library), record


def access_words() -> argparse.ArgumentParser:
    """The options by which a store is reached, for every command that opens one."""
    words = argparse.ArgumentParser(add_help=False)
    words.add_argument("--store", default="", metavar="ADDRESS", help="a store's file, or postgresql://role@host/name")
    words.add_argument("--person", default="", metavar="NAME", help="open the live store as NAME (your account's name)")
    words.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="your passphrase, in a file only you can read"
    )
    return words


def access_of(chosen: argparse.Namespace, *, typed: bool = True) -> Access:
    """How the user reaches a store; where no passphrase is at hand it is `typed` at a prompt, or else asked for on a screen."""
    from planner.application.casework import Access
    from planner.passphrase import asked

    person = chosen.person or os.environ.get("FOURP_PERSON", "")
    ready = bool(chosen.passphrase_file or os.environ.get("FOURP_PASSPHRASE_FILE"))
    store = chosen.store or os.environ.get("FOURP_STORE", "")
    return Access(store=store, person=person, ask=asked(chosen.passphrase_file, typed=typed), ready=ready)


def time_typed(text: str) -> datetime:
    """The time of something that has happened, as typed; a bare day is noon of it, and today is now. Raises
    ArgumentTypeError."""
    if len(text) == len("2026-05-01"):
        noon = datetime.combine(day_typed(text), time(12)).astimezone()
        return min(noon, datetime.now().astimezone()) if noon.date() == date.today() else noon
    return moment_typed(text)


def moment_typed(text: str) -> datetime:
    """A moment as typed, in the machine's own time zone unless it says another; a bare day is its end. Raises
    ArgumentTypeError."""
    try:
        if len(text) == len("2026-05-01"):
            return datetime.combine(date.fromisoformat(text), datetime.max.time()).astimezone()
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"'{text}' is not a time. Write it as 2026-05-01T14:30.") from None

"""The `fourp` command: reads the words typed, calls one use case, shows what it found. It decides nothing of its own.

Exit codes: 0 done; 1 errors found by `review` or `check`; 2 input that could not be used; 3 the engines disagree.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import planner
from planner.asking import asking_words
from planner.bench import bench_words
from planner.desk import desk_words
from planner.domain.words import harmless
from planner.errors import FourpError, InputError
from planner.opening import opening_words, serving_words
from planner.pictures import picture_words
from planner.shell import (
    CASE_HELP,
    Words,
    access_of,
    access_words,
    bench,
    case_words,
    command_words,
    day_words,
    load,
    moment_typed,
    open_case,
    print_json,
    recommending,
    screen,
)
from planner.storeroom import store_words

if TYPE_CHECKING:
    from planner.application.recommending import Recommendation
    from planner.domain.casebook import Casebook
    from planner.domain.library import Library
    from planner.domain.profile import Profile


SURROGATE = re.compile("[\ud800-\udfff]")


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; messages go to stderr, results to stdout."""
    _sound_streams()
    told = sys.argv[1:] if words is None else words
    if any(SURROGATE.search(word) and not os.path.exists(word) for word in told):
        _complain(InputError.of("the command", "it holds bytes that are no text.", "Type it again."))
        return 2
    chosen = _parser().parse_args(told or ["open"])
    try:
        return int(chosen.run(chosen))
    except FourpError as error:
        _complain(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: no more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # A name too long, a full disk, a folder that went away: no module can foresee them all.
        mend = "Check the name, the folder and the free space."
        _complain(InputError.of(str(error.filename or "this machine"), f"{error.strerror or error}.", mend))
        return 2
    except KeyboardInterrupt:
        print("Stopped. What was saved before stands: see fourp log.", file=sys.stderr)
        return 130


def command() -> int:
    """The installed command: one run of `main` in a process of its own."""
    gc.disable()  # it makes its objects once and is gone: collecting them on the way only costs time
    try:
        return main()
    finally:
        gc.freeze()  # and so does looking through all of them once more at the end


def _sound_streams() -> None:
    """Names and symbols are shown whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def _complain(error: FourpError) -> None:
    print(f"fourp: {harmless(str(error))}", file=sys.stderr)
    if isinstance(error, InputError) and len(error.faults) > 1:
        print(f"{len(error.faults)} faults.", file=sys.stderr)


# -- the words ------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = Words(
        prog="fourp",
        description="Recommends tactics for an organised crime group and drafts its 4P plan: Pursue, Prevent, Protect, Prepare. "
        "It supports a decision; a person decides. For material up to OFFICIAL-SENSITIVE.",
        epilog="Try: fourp recommend smith-ocg",
    )
    parser.add_argument("--version", action="version", version=f"fourp {planner.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--library", type=Path, metavar="DIR", help="use the library in DIR instead of the one shipped")
    shared.add_argument(
        "--overlay",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="lay a force's own library on top (repeatable)",
    )
    stored = access_words()
    opening_words(commands, shared, stored)
    serving_words(commands, shared, stored)
    for add in (_recommend_words, _explain_words, _draft_words, _review_words):
        add(commands, shared, stored)
    _check_words(commands, shared)
    asking_words(commands, shared, stored)
    desk_words(commands, shared)
    picture_words(commands, shared, stored)
    store_words(commands)
    bench_words(commands, shared)
    return parser


def _recommend_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    command = command_words(
        commands,
        "recommend",
        "Which tactics fit a case and why, which might, which are ruled out.",
        _recommend,
        *parents,
    )
    case_words(command)
    command.add_argument("--pillar", choices=("pursue", "prevent", "protect", "prepare"), help="only this P")
    command.add_argument("--top", type=_count, metavar="N", help="only the first N")
    command.add_argument("--all", action="store_true", help="every tactic in full, also what is ruled out and why")
    command.add_argument(
        "--at",
        type=moment_typed,
        metavar="TIME",
        help="a stored case as it stood then, with the library and law of then",
    )
    command.add_argument("--json", action="store_true", help="as JSON")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1.")
    return int(text)


def _explain_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    command = command_words(
        commands,
        "explain",
        "Why one tactic fits or not, and the smallest change that would flip it.",
        _explain,
        *parents,
    )
    case_words(command)
    command.add_argument("tactic", metavar="TACTIC", help="a tactic's id, as in `fourp catalogue list`")
    command.add_argument("--json", action="store_true", help="as JSON")


def _draft_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    command = command_words(
        commands,
        "draft",
        "A complete draft 4P plan to argue with, in Word or Markdown. Records nothing.",
        _draft,
        *parents,
    )
    case_words(command)
    command.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="where to write it: FILE.docx or FILE.md"
    )


def _review_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    command = command_words(
        commands,
        "review",
        "What a reviewer would find in a case's plan. Exit code 1 when there is an error.",
        _review,
        *parents,
    )
    command.add_argument("cases", nargs="*", metavar="CASE", help=CASE_HELP)
    day_words(command)
    command.add_argument("--rules", action="store_true", help="list the rules instead")
    command.add_argument("--explain", action="store_true", help="say what inspectors found behind each finding or rule")
    command.add_argument("--json", action="store_true", help="as JSON")


def _check_words(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = command_words(
        commands,
        "check",
        "Check the library and cases, or the files and folders named. Exit code 1 when there is an error.",
        _check,
        shared,
    )
    command.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; without any, the whole library"
    )
    command.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    command.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")


# -- the commands ---------------------------------------------------------------------------------------------------


def _recommend(chosen: argparse.Namespace) -> int:
    if chosen.at:
        return _recommend_then(chosen)
    library = load(chosen)
    with open_case(chosen, library, "recommend") as (case, record), recommending(chosen, library) as recommender:
        return _recommended(chosen, recommender.recommend(case), record.book if record else None)


def _recommend_then(chosen: argparse.Namespace) -> int:
    """What would have been recommended at a moment: that record, that library, the law of that day."""
    from planner.application.assuming import assume
    from planner.application.casework import open_record, replay_library
    from planner.application.recommending import open_recommender

    with open_record(chosen.case, access_of(chosen)) as record:
        record.consulted("recommend, as it stood then")
        book = record.at(chosen.at)
        library = replay_library(record, book)
        case = assume(book.profile, chosen.assume, library)
        with open_recommender(library, chosen.as_of or chosen.at.date()) as recommender:
            return _recommended(chosen, recommender.recommend(case), book)


def _recommended(chosen: argparse.Namespace, found: Recommendation, book: Casebook | None) -> int:
    from planner.exports.telling import on_tactics

    decided = on_tactics(book) if book else None
    shown = [one for one in found.tactics if not chosen.pillar or one.tactic.pillar == chosen.pillar][: chosen.top]
    if chosen.json:
        from planner.exports.views_json import recommendation_json

        print_json(recommendation_json(found, shown, decided))
    else:
        screen().recommendation(found, shown, whole=chosen.all, decided=decided)
    return 0


def _explain(chosen: argparse.Namespace) -> int:
    from planner.application.advising import show
    from planner.application.arguing import arguments
    from planner.application.explaining import explain
    from planner.application.ways import ways

    library = load(chosen)
    tactic = show(library, chosen.tactic)
    if not tactic.active:
        why = f"this tactic is not offered: {tactic.not_offered_because}"
        raise InputError.of(tactic.id, why, f"See fourp catalogue show {tactic.id}.")
    with (
        open_case(chosen, library, f"explain {tactic.id}") as (case, record),
        recommending(chosen, library) as recommender,
    ):
        explained, found = explain(recommender, case, tactic.id)
        every_way = ways(recommender, case, explained.result)
        argued = arguments(recommender, case, explained.result, every_way, record.book if record else None)
    if chosen.json:
        from planner.exports.views_json import explanation_json

        print_json(explanation_json(explained, found, every_way, argued))
    else:
        screen().explanation(explained, found, every_way, argued)
    return 0


def _draft(chosen: argparse.Namespace) -> int:
    from planner.application.planning import draft
    from planner.exports.files import check_format, write_plan

    check_format(chosen.out)
    library = load(chosen)
    with open_case(chosen, library, "draft") as (case, record), recommending(chosen, library) as recommender:
        if record and record.live:
            what = "a draft of a live case is an export, and is noted as one."
            raise InputError.of(
                chosen.case, what, f"Use: fourp export {chosen.case} --as plan --out FILE --to WHOM --because WHY"
            )
        plan = draft(recommender, case, record.book, record.record_line) if record else draft(recommender, case)
    write_plan(plan, chosen.out)
    screen().draft(plan, chosen.out)
    return 0


def _review(chosen: argparse.Namespace) -> int:
    from planner.application.reviewing import Reviewer
    from planner.exports.views_json import review_rules_json, reviews_json

    if chosen.rules:
        library = load(chosen)
        if chosen.json:
            print_json(review_rules_json(library, explain=chosen.explain))
        else:
            screen().review_rules(library, explain=chosen.explain)
        return 0
    if not chosen.cases:
        raise InputError.of("review", "no case is named.", "Name one or more, or use --rules.")
    library = load(chosen)
    cases = [_reviewed(case, chosen, library) for case in chosen.cases]
    with recommending(chosen, library) as recommender, Reviewer(recommender) as reviewer:
        reviews = [reviewer.review(profile, book) for profile, book in cases]
    if chosen.json:
        print_json(reviews_json(reviews, explain=chosen.explain))
    else:
        screen(library).reviews(reviews, explain=chosen.explain)
    return int(any(review.worst == "error" for review in reviews))


def _reviewed(named: str, chosen: argparse.Namespace, library: Library) -> tuple[Profile, Casebook | None]:
    """A case to be reviewed, with its record where it has one."""
    from planner.application.cases import find_case, in_a_store

    if not in_a_store(named, bool(chosen.store)):
        return find_case(named, library), None
    from planner.application.casework import open_record

    with open_record(named, access_of(chosen)) as record:
        record.consulted("review")
        return record.profile, record.book


def _check(chosen: argparse.Namespace) -> int:
    from planner.application.advising import check
    from planner.exports.views_json import faults_json, faults_sarif

    faults = check(chosen.paths, chosen.library, chosen.overlay)
    match chosen.format:
        case "json":
            print_json(faults_json(faults))
        case "sarif":
            print_json(faults_sarif(faults, planner.__version__))
        case _:
            bench().faults(faults)
    return int(any(fault.severity == "error" for fault in faults))

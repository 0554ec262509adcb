"""The command `fourp gaps`: what is worth finding out about a case, and of whom."""

from __future__ import annotations

import argparse
from typing import Any

from planner.shell import case_words, command_words, load, open_case, print_json, recommending


def asking_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """The command added to the others."""
    gaps = command_words(
        commands, "gaps", "What is not known and worth asking: what it would settle, and who may know.", _gaps, *parents
    )
    case_words(gaps)
    gaps.add_argument(
        "--by", choices=("partner",), help="put together by who may hold the answer, in the words to ask it in"
    )
    gaps.add_argument("--all", action="store_true", help="also what is merely nice to know")
    gaps.add_argument("--json", action="store_true", help="as JSON")


def _gaps(chosen: argparse.Namespace) -> int:
    from planner.application.needing import NeedToKnow
    from planner.exports.need_views import NeedView, gaps_json

    library = load(chosen)
    with (
        open_case(chosen, library, "gaps") as (case, _),
        recommending(chosen, library) as recommender,
    ):
        gaps = NeedToKnow(recommender).gaps(case)
    if chosen.json:
        print_json(gaps_json(case, gaps, library))
    elif chosen.by:
        NeedView().by_partner(case, gaps, library)
    else:
        NeedView().gaps(case, gaps, library, whole=chosen.all)
    return 0

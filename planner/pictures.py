"""The command `fourp model`: a case and its plan laid out as one of the models the guidance names."""

from __future__ import annotations

import argparse
from typing import Any

from planner.shell import case_words, command_words, load, open_case, print_json, recommending

# Also in planner.domain.rules, which a start does not load.
MODELS = ("business_model", "u_battle", "sara", "spatial")


def picture_words(commands: Any, *parents: argparse.ArgumentParser) -> None:
    """The command added to the others."""
    command = command_words(
        commands,
        "model",
        "A case and its plan as the business model of the group, U-Battle, SARA or SPATIAL, and which parts nothing touches yet.",
        _model,
        *parents,
    )
    case_words(command)
    command.add_argument("model", nargs="?", choices=MODELS, default=MODELS[0], help="which (business_model)")
    command.add_argument("--json", action="store_true", help="as JSON")


def _model(chosen: argparse.Namespace) -> int:
    from planner.application.picturing import picture

    library = load(chosen)
    with (
        open_case(chosen, library, f"model {chosen.model}") as (case, record),
        recommending(chosen, library) as recommender,
    ):
        found = picture(recommender, case, chosen.model, record.book if record else None)
    if chosen.json:
        from planner.exports.picture_views import picture_json

        print_json(picture_json(found))
    else:
        from planner.exports.picture_views import PictureView

        PictureView().picture(found)
    return 0

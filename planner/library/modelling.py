"""From plain values to frozen models, with every validation error turned into a fault at its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from planner.domain.words import nearest
from planner.errors import Fault
from planner.library.yaml_reader import Document, Keys

PLAINER = (
    ("Input should", "this should"),
    ("String should", "this text should"),
    ("Tuple should", "this list should"),
    ("a valid tuple", "a list"),
    ("a valid list", "a list"),
    ("a valid dictionary", "a mapping of keys"),
    ("a valid string", "text"),
    ("a valid boolean", "true or false"),
    ("a valid integer", "a whole number"),
    (" after validation", ""),
)
Model = TypeVar("Model", bound=BaseModel)


def make(model: type[Model], document: Document, keys: Keys, value: Any, faults: list[Fault]) -> Model | None:
    """The model made of the value at `keys`, or None with its faults added to `faults`."""
    if not isinstance(value, dict):
        faults.append(not_a_mapping(document, keys, value))
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        # A choice between forms reports once a form: the first word on a place is enough.
        said: set[Keys] = set()
        details = error.errors(include_url=False)
        for detail in sorted(details, key=lambda one: one["type"] == "too_short"):
            fault, place = _fault(detail, model, document, keys)
            # A list whose entries were refused is not also too short.
            hollow = detail["type"] == "too_short" and any(one[: len(place)] == place for one in said)
            if place not in said and not hollow:
                said.add(place)
                faults.append(fault)
        return None


def not_a_mapping(document: Document, keys: Keys, value: Any) -> Fault:
    """The fault of something that should hold keys and does not."""
    return document.fault(keys, f"this should be a mapping of keys, not {_kind(value)}.")


def _fault(detail: ErrorDetails, model: type[BaseModel], document: Document, keys: Keys) -> tuple[Fault, Keys]:
    place = (*keys, *_real(detail["loc"], document, keys))
    given = detail.get("input")
    match detail["type"]:
        case "extra_forbidden":
            name = str(place[-1])
            return document.fault(
                place, f"there is no key '{name}' here.", nearest(name, field_names(model)) or "Remove it.", key=True
            ), place
        case "missing":
            return document.fault(place[:-1], f"the key '{place[-1]}' is missing."), place
        case "literal_error":
            return document.fault(
                place, f"{given!r} is not one of {_expected(detail)}.", nearest(str(given), _choices(detail))
            ), place
        case "value_error":
            what, _, mend = detail["msg"].removeprefix("Value error, ").partition(". ")
            return document.fault(place, f"{what}.", mend and f"{mend}."), place
        case "date_from_datetime_parsing" | "date_parsing" | "date_type" | "date_from_datetime_inexact":
            return document.fault(place, f"'{given}' is not a date.", "Write it as 2026-05-01."), place
        case _:
            return document.fault(place, f"{_lower(detail['msg'])} (here: {_shown(given)})."), place


def _real(loc: tuple[int | str, ...], document: Document, keys: Keys) -> Keys:
    """The part of pydantic's path that is in the file; it also names the forms of a choice between types."""
    real: Keys = ()
    for index, step in enumerate(loc):
        last = index == len(loc) - 1
        if (*keys, *real, step) in document.places or last:
            real = (*real, step)
    return real


def _expected(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("expected", "the known values"))


def _choices(detail: ErrorDetails) -> list[str]:
    return [word.strip(" '") for word in _expected(detail).replace(" or ", ",").split(",")]


def _lower(message: str) -> str:
    for formal, plain in PLAINER:
        message = message.replace(formal, plain)
    return message[0].lower() + message[1:]


def _shown(given: Any) -> str:
    text = repr(given)
    return text if len(text) < 60 else f"{text[:57]}..."


def _kind(value: Any) -> str:
    names = {
        type(None): "nothing",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
    }
    return names.get(type(value), type(value).__name__)


@cache
def field_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Every key that the model or a model inside it knows."""
    return tuple(dict.fromkeys(_each_field(model)))


def _each_field(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield info.alias or name
        for inner in _models_in(info.annotation):
            yield from _each_field(inner)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)

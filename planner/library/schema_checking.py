"""JSON Schemas generated from the models, and files validated against them with every fault at its line and column.

`python -m planner.library.schema_checking` writes the schemas again; a test fails when they are stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from planner.domain.plan import Plan
from planner.domain.profile import FactRecord, Profile
from planner.domain.tactic import Tactic
from planner.domain.vocabulary import COLLECTIONS
from planner.domain.words import listed, nearest
from planner.errors import Fault
from planner.library.loading import FAMILIES, Overlay
from planner.library.yaml_reader import Document, Keys

FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema, by the kind of file it describes."""
    made: dict[str, dict[str, Any]] = {"tactic": _of(Tactic), "overlay": _of(Overlay), "case": _case()}
    for family, model in FAMILIES.items():
        entry = model.model_json_schema(by_alias=True)
        made[family] = {
            "$schema": DIALECT,
            "title": family,
            "type": "array",
            "$defs": entry.pop("$defs", {}),
            "items": entry,
        }
    return made


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _of(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    if model is Tactic:
        basis = schema["properties"]["legal_basis"]["items"]
        schema["properties"]["legal_basis"]["items"] = {"anyOf": [{"type": "string"}, basis]}
    return {"$schema": DIALECT, **schema}


def _case() -> dict[str, Any]:
    """A case file: the head of a profile, facts by name under `group` and the collections, and a plan."""
    head = Profile.model_json_schema()
    record = FactRecord.model_json_schema()
    plan = Plan.model_json_schema()
    definitions = {**head.pop("$defs", {}), **plan.pop("$defs", {}), "FactRecord": record, "Plan": plan}
    one = {"anyOf": [{"$ref": "#/$defs/FactRecord"}, {"type": ["boolean", "integer", "string"]}]}
    fact = {"anyOf": [*one["anyOf"], {"type": "array", "items": one}]}
    member = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "label": {"type": "string"}},
        "additionalProperties": fact,
    }
    kept = {
        name: value
        for name, value in head["properties"].items()
        if name not in ("group", "members", "plan", "assumptions")
    }
    properties = {**kept, "group": {"type": "object", "additionalProperties": fact}, "plan": {"$ref": "#/$defs/Plan"}}
    properties |= {collection: {"type": "array", "items": member} for collection in COLLECTIONS}
    return {
        "$schema": DIALECT, "title": "case", "type": "object", "additionalProperties": False,
        "required": ["case", "kind", "nation"], "properties": properties, "$defs": definitions,
    }  # fmt: skip


@cache
def _validator(kind: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")))


def schema_faults(document: Document, kind: str) -> list[Fault]:
    """Every way in which a document departs from its schema."""
    return sorted(
        {fault for error in _validator(kind).iter_errors(document.contents) for fault in _faults(error, document)}
    )


def _faults(error: Any, document: Document) -> Iterator[Fault]:
    keys: Keys = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        for name in error.instance:
            if name not in known:
                yield document.fault(
                    (*keys, name),
                    f"there is no key '{name}' here.",
                    nearest(name, known) or "Remove it.",
                    key=True,
                    rule="schema",
                )
        return
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        yield document.fault(
            keys,
            f"the keys {listed(missing)} are missing." if len(missing) > 1 else f"the key '{missing[0]}' is missing.",
            rule="schema",
        )
        return
    if error.validator == "enum":
        yield document.fault(
            keys,
            f"{error.instance!r} is not one of {listed([str(v) for v in error.validator_value], 'or')}.",
            nearest(str(error.instance), map(str, error.validator_value)),
            rule="schema",
        )
        return
    yield document.fault(keys, f"this does not fit the schema: {error.message[:160]}.", rule="schema")


def write_schemas() -> None:
    """Write every schema afresh."""
    FOLDER.mkdir(exist_ok=True)
    for kind, schema in schemas().items():
        (FOLDER / f"{kind}.schema.json").write_text(
            json.dumps(schema, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    write_schemas()

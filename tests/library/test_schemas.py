"""The schemas on disk: they are those of the models, sound in themselves, and every shipped file answers to its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planner.application.cases import bundled_cases
from planner.library.layers import shipped_root
from planner.library.loading import FAMILIES
from planner.library.schema_checking import FOLDER, schema_faults, schemas, write_schemas
from planner.library.yaml_reader import parse_yaml, read_yaml

KINDS = sorted({"tactic", "overlay", "case", *FAMILIES})
BAD = Path(__file__).parents[1] / "bad"


def kind_of(path: Path) -> str:
    if path.parent.name == "cases":
        return "case"
    return path.stem if path.parent.name in ("rules", "tactics_catalogue") else "tactic"


def shipped_files() -> list[Path]:
    root = shipped_root()
    folders = [root / "rules", root / "tactics_catalogue", root / "scenarios" / "cases"]
    return sorted(path for folder in folders for path in folder.rglob("*.yaml"))


def test_the_schemas_on_disk_are_those_of_the_models() -> None:
    """`python -m planner.library.schema_checking` writes them again."""
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{kind}.schema.json" for kind in KINDS]
    made = schemas()
    assert sorted(made) == KINDS
    for kind, schema in made.items():
        assert json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")) == schema, kind


def test_writing_the_schemas_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.library.schema_checking.FOLDER", tmp_path)
    write_schemas()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in FOLDER.iterdir()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_itself_sound(kind: str) -> None:
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == ("array" if kind in FAMILIES else "object")


def test_every_shipped_file_answers_to_its_schema() -> None:
    files = shipped_files()
    assert len(files) > 100
    faults = [fault for path in files for fault in schema_faults(read_yaml(path), kind_of(path))]
    assert faults == []
    assert {kind_of(path) for path in files} == {kind for kind in KINDS if kind not in ("overlay", "local_offer")}
    assert {path.name for path in files if kind_of(path) == "case"} == {path.name for path in bundled_cases().values()}


def test_an_overlay_answers_to_its_schema(make_overlay: Callable[..., Any]) -> None:
    overlay = make_overlay(retire="[{id: cash-seizure, because: It is not wanted here.}]")
    assert schema_faults(read_yaml(overlay.path("overlay.yaml")), "overlay") == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("contents", ["7\n", "text\n", "{surplus: 1}\n", "[{surplus: 1}]\n", "[7]\n"])
def test_every_schema_refuses_what_is_nothing_like_it(kind: str, contents: str) -> None:
    faults = schema_faults(parse_yaml(contents.encode(), "file.yaml"), kind)
    assert faults
    assert all((fault.where, fault.rule, fault.line) == ("file.yaml", "schema", 1) for fault in faults)


@pytest.mark.parametrize(
    ("name", "kind", "place", "says"),
    [
        ("tactics/unknown-key.yaml", "tactic", (16, 1), "there is no key 'leadagency' here. Did you mean 'lead_agency'?"),
        ("tactics/missing-keys.yaml", "tactic", (1, 1), "the keys duration and rights are missing."),
        ("tactics/unknown-pillar.yaml", "tactic", (3, 9), "'prepair' is not one of pursue, prevent, protect or prepare. Did you mean 'prepare'?"),
        ("tactics/two-steps.yaml", "tactic", (8, 12), "this does not fit the schema: "),
        ("cases/unknown-key.yaml", "case", (4, 1), "there is no key 'looked_in_to' here. Did you mean 'looked_into'?"),
        ("cases/missing-keys.yaml", "case", (1, 1), "the keys kind and nation are missing."),
        ("cases/unknown-nation.yaml", "case", (3, 9), "'englnd' is not one of england or wales. Did you mean 'england'?"),
    ],
)  # fmt: skip
def test_a_schema_alone_tells_where_and_how_to_mend(name: str, kind: str, place: tuple[int, int], says: str) -> None:
    (fault,) = schema_faults(read_yaml(BAD / name), kind)
    assert (fault.line, fault.column) == place
    assert f"{fault.what} {fault.mend}".startswith(says)

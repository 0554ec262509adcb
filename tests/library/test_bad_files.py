"""Every broken file in tests/bad: each fault is told at its line and column, with what is wrong and how to mend it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from planner.application import recommending
from planner.application.cases import find_case
from planner.domain.library import Library
from planner.errors import InputError

BAD = Path(__file__).parents[1] / "bad"
EXPECTED: dict[str, list[dict[str, str]]] = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))
CASES = sorted(name for name in EXPECTED if name.startswith("cases/"))
# What must never reach a terminal: controls but the line end, overrides of direction, zero-width characters, line separators.
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

Run = Callable[..., Any]


class Told(NamedTuple):
    """One fault as the command told it."""

    place: str
    text: str
    fix: str


def told(run: Run, path: Path) -> list[Told]:
    code, out, err = run(["check", "--json", path])
    assert (code, err) == (1, "")
    faults = json.loads(out)["faults"]
    assert {fault["file"] for fault in faults} == {str(path)}
    assert {fault["severity"] for fault in faults} == {"error"}
    return [Told(f"{fault['line']}:{fault['column']}", fault["text"], fault["fix"]) for fault in faults]


def test_every_broken_file_is_expected_and_every_expected_file_is_there() -> None:
    there = {path.relative_to(BAD).as_posix() for path in BAD.rglob("*") if path.is_file()}
    assert there - {"expected.yaml"} == set(EXPECTED)
    assert all(EXPECTED.values())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_check_tells_every_fault_of_a_broken_file_and_nothing_else(run: Run, name: str) -> None:
    found = told(run, BAD / name)
    left = list(found)
    for wanted in EXPECTED[name]:
        fitting = [
            one
            for one in left
            if one.place == wanted["at"] and wanted["says"] in one.text and wanted.get("mend", "") in one.fix
        ]
        assert fitting, f"no such fault: {wanted}; told: {found}"
        left.remove(fitting[0])
    assert left == []


@pytest.mark.parametrize("folder", ["cases", "rules", "tactics"])
def test_check_prints_each_fault_on_a_line_an_editor_can_follow(run: Run, folder: str) -> None:
    code, out, err = run(["check", BAD / folder])
    assert (code, err) == (1, "")
    *lines, summary = out.splitlines()
    assert summary == f"{len(lines)} errors, 0 warnings, 0 notes."
    named = [name for name in EXPECTED if name.startswith(f"{folder}/")]
    wanted = [
        f"error: {BAD / name}:{one['at']}: " for name in sorted(named) for one in sorted(EXPECTED[name], key=_order)
    ]
    assert [line[: len(start)] for line, start in zip(lines, wanted, strict=False)] == wanted
    assert len(lines) == len(wanted)
    assert not UNSAFE.search(out)


def _order(wanted: dict[str, str]) -> tuple[int, ...]:
    return tuple(int(part) for part in wanted["at"].split(":"))


@pytest.mark.parametrize("name", CASES)
def test_a_broken_case_is_refused_with_every_fault_that_check_tells(library: Library, name: str) -> None:
    """Whatever the command does with it: nothing that `check` faults is let through."""
    with pytest.raises(InputError) as refused:
        find_case(str(BAD / name), library)
    found = [Told(f"{one.line}:{one.column}", one.what, one.mend) for one in refused.value.faults]
    assert sorted(one.place for one in found) == sorted(wanted["at"] for wanted in EXPECTED[name])
    for wanted in EXPECTED[name]:
        assert any(one.place == wanted["at"] and wanted["says"] in one.text for one in found), wanted


@pytest.mark.parametrize("name", [*CASES[::9], "cases/five-faults.yaml"])
def test_recommend_tells_every_fault_of_a_broken_case_on_stderr_alone(run: Run, name: str) -> None:
    path = BAD / name
    code, out, err = run(["recommend", path])
    assert (code, out) == (2, "")
    assert err.startswith("fourp: ")
    lines = err.removeprefix("fourp: ").splitlines()
    for wanted in EXPECTED[name]:
        assert any(line.startswith(f"{path}:{wanted['at']}: ") and wanted["says"] in line for line in lines), wanted
    count = len(EXPECTED[name])
    assert lines[count:] == ([f"{count} faults."] if count > 1 else [])
    assert "Traceback" not in err
    assert not UNSAFE.search(err)


def test_a_case_is_read_before_the_engines_are_started(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who mistyped a fact is told at once."""
    monkeypatch.setattr(recommending, "open_recommender", lambda *words: pytest.fail("the engines were started"))
    for words in (["recommend"], ["explain", "cash-seizure"], ["draft", "--out", "plan.docx"], ["review"]):
        command, *more = words
        assert run([command, BAD / "cases" / "scotland.yaml", *more]).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "CASE", "cash-seizure"],
        ["draft", "CASE", "--out", "OUT"],
        ["review", "CASE"],
    ],
    ids=lambda words: words[0],
)
def test_every_other_door_refuses_a_broken_case_in_the_same_words(run: Run, tmp_path: Path, words: list[str]) -> None:
    out_file, case = tmp_path / "plan.docx", BAD / "cases" / "five-faults.yaml"
    code, out, err = run([{"CASE": case, "OUT": out_file}.get(word, word) for word in words])
    assert (code, out) == (2, "")
    assert err == run(["recommend", case]).err
    assert err.endswith("\n5 faults.\n")
    assert list(tmp_path.iterdir()) == []


def test_the_sound_neighbour_of_every_broken_case_passes(run: Run, tmp_path: Path) -> None:
    """What the broken cases are made from is itself sound: their faults are the planted ones."""
    path = tmp_path / "sound.yaml"
    path.write_text("case: bad\nkind: training\nnation: england\n", encoding="utf-8")
    assert run(["check", path]).code == 0
    assert run(["recommend", path]).code == 0


def test_the_sound_neighbour_of_every_broken_tactic_passes(run: Run, tmp_path: Path) -> None:
    written = (BAD / "tactics" / "condition-fact-without-group.yaml").read_text(encoding="utf-8")
    assert written.count("{violence_used: true}") == 1
    path = tmp_path / "condition-fact-without-group.yaml"
    path.write_text(written.replace("{violence_used: true}", "{group.violence_used: true}"), encoding="utf-8")
    assert run(["check", path]) == (0, "0 errors, 0 warnings, 0 notes.\n", "")


def test_faults_are_told_as_sarif_too(run: Run) -> None:
    path = BAD / "cases" / "five-faults.yaml"
    code, out, err = run(["check", "--format", "sarif", path])
    assert (code, err) == (1, "")
    results = json.loads(out)["runs"][0]["results"]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    assert [f"{r['startLine']}:{r['startColumn']}" for r in regions] == [
        one["at"] for one in EXPECTED["cases/five-faults.yaml"]
    ]

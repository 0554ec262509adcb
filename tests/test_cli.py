"""The command: its words and exit codes, what goes to which stream, what it records, and how it meets what it cannot use."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planner import __version__
from planner.application import advising
from planner.domain.library import Library
from planner.engine import matching
from planner.engine.answers import Answers, Case
from planner.engine.referee import Referee
from planner.library.layers import home
from tests.conftest import Run

ROOT = Path(__file__).parents[1]
AS_OF = ("--as-of", "2026-07-13")
COMMANDS = ("recommend", "explain", "draft", "review", "check", "catalogue")
ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]")
JSON_WORDS = [
    ("recommend", "smith-ocg", *AS_OF, "--json"),
    ("explain", "smith-ocg", "closure-order", *AS_OF, "--json"),
    ("review", "smith-ocg", *AS_OF, "--json"),
    ("review", "smith-ocg", "takeaway", *AS_OF, "--json"),
    ("review", "--rules", "--json"),
    ("check", "scenarios/cases/smith-ocg.yaml", "--json"),
    ("check", "scenarios/cases/smith-ocg.yaml", "--format", "sarif"),
    ("catalogue", "list", "--json"),
    ("catalogue", "show", "closure-order", "--json"),
    ("catalogue", "search", "closure", "--json"),
]


def flat(text: str) -> str:
    """Text as it reads, whatever the width it was laid out for."""
    return " ".join(text.split())


def contents(folder: Path) -> dict[str, str]:
    """Every file in a folder with a digest of its bytes."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """A small case of the officer's own."""
    path = tmp_path / "ours.yaml"
    path.write_text(
        """\
case: ours
kind: training
nation: england
group:
  crime_types: {value: [class_a_supply], complete: true, grade: 2B, on: 2026-05-01}
  cash_found: {value: 5000, grade: 2B, on: 2026-05-01}
vehicles:
  - {id: v1, label: A van, uninsured: true, used_for_crime: true}
""",
        encoding="utf-8",
    )
    return path


# -- help and versions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [(), *((one,) for one in COMMANDS), *(("catalogue", one) for one in ("list", "show", "search"))],
    ids=" ".join,
)
def test_every_command_has_help(run: Run, words: tuple[str, ...]) -> None:
    ran = run([*words, "--help"])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: fourp {' '.join(words)}".rstrip())
    described = [
        part for part in ran.out.split("\n\n")[1:] if not part.startswith(("positional", "options", "commands"))
    ]
    assert described


def test_help_names_every_command_with_what_it_does(run: Run) -> None:
    told = run(["--help"]).out
    for command in COMMANDS:
        (says,) = re.findall(rf"^    {command}\s+(\S.+)$", told, re.MULTILINE)
        assert len(says) > 20


def test_version(run: Run) -> None:
    assert run(["--version"]) == (0, f"fourp {__version__}\n", "")


# -- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("recommend", "smith-ocg", *AS_OF), 0),
        (("recommend", "bundled:smith-ocg", *AS_OF), 0),
        (("explain", "smith-ocg", "closure-order", *AS_OF), 0),
        (("explain", "smith-ocg", "strike-day", *AS_OF), 0),
        (("review", "smith-ocg", *AS_OF), 1),
        (("review", "--rules"), 0),
        (("check", "scenarios/cases/smith-ocg.yaml"), 0),
        (("catalogue", "list"), 0),
        (("catalogue", "show", "closure-order"), 0),
        (("catalogue", "search", "no such words anywhere"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_that_is_done_says_so_by_its_code_and_leaves_stderr_alone(
    run: Run, words: tuple[str, ...], code: int
) -> None:
    ran = run(words)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.strip()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "the planner needs a terminal"),
        (("recomend", "smith-ocg"), "recomend"),
        (("catalogue",), "COMMAND"),
        (("recommend",), "CASE"),
        (("recommend", "smith-ocg", "--as-of", "tomorrow"), "'tomorrow' is not a date. Write it as 2026-05-01."),
        (("recommend", "smith-ocg", "--as-of", "2026-02-30"), "'2026-02-30' is not a date."),
        (("recommend", "smith-ocg", "--top", "0"), "'0' is not a whole number from 1."),
        (("recommend", "smith-ocg", "--top", "three"), "'three' is not a whole number from 1."),
        (("recommend", "smith-ocg", "--pillar", "pursuit"), "pursuit"),
        (("recommend", "smth-ocg", *AS_OF), "there is no case of that name. Did you mean 'smith-ocg'?"),
        (("recommend", "qqq", *AS_OF), "Bundled cases: cl-team, smith-ocg, takeaway, valley-estate."),
        (("recommend", "./nowhere.yaml", *AS_OF), "there is no such file"),
        (
            ("explain", "smith-ocg", "closure-ordr", *AS_OF),
            "there is no tactic of that name. Did you mean 'closure-order'?",
        ),
        (("explain", "smith-ocg", "internet-cafe-licence-revocation", *AS_OF), "this tactic is not offered"),
        (("catalogue", "show", "cash-seizur"), "Did you mean 'cash-seizure'?"),
        (("draft", "smith-ocg", *AS_OF), "--out"),
        (
            ("draft", "smith-ocg", *AS_OF, "--out", "plan.pdf"),
            "a plan cannot be written as '.pdf'. End the name in .docx or .md.",
        ),
        (("draft", "smith-ocg", *AS_OF, "--out", "plan"), "End the name in .docx or .md."),
        (("review", *AS_OF), "no case is named"),
        (("check", "nowhere"), "there is no such file or folder"),
        (("recommend", "smith-ocg", *AS_OF, "--library", "nowhere"), "this is not a library"),
        (("recommend", "smith-ocg", *AS_OF, "--overlay", "nowhere"), "this is not an overlay"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_used_is_met_on_stderr_with_how_to_mend_it(
    run: Run, words: tuple[str, ...], what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(words)
    assert (ran.code, ran.out) == (2, "")
    assert what in flat(ran.err)
    assert "Traceback" not in ran.err
    assert contents(tmp_path) == {}


def test_a_faulty_case_names_every_fault_at_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "case: wrong\nkind: training\nnation: england\ngroup: {violence_usd: true, tier: tier_9}\n", encoding="utf-8"
    )
    ran = run(["recommend", path, *AS_OF])
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}:4:9: there is no fact 'violence_usd' of the group. Did you mean 'violence_used'?" in ran.err
    assert f"{path}:4:35: 'tier_9' is not a value of group.tier." in ran.err
    assert "2 faults." in ran.err


def test_check_ends_with_one_where_a_file_is_wrong(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("case: wrong\nkind: training\nnation: england\ngroup: {violence_usd: true}\n", encoding="utf-8")
    ran = run(["check", path])
    assert (ran.code, ran.err) == (1, "")
    assert "Did you mean 'violence_used'?" in flat(ran.out)
    assert "1 error" in ran.out


def test_review_ends_with_nought_where_there_is_no_error(run: Run, case_file: Path) -> None:
    leads = "{pursue: A, prevent: B, protect: C, prepare: D}"
    done = ", ".join(f"{{pillar: {pillar}, text: an idea}}" for pillar in ("pursue", "prevent", "protect", "prepare"))
    plan = f"plan:\n  leads: {leads}\n  interventions: [{done}]\n"
    case_file.write_text(case_file.read_text(encoding="utf-8") + plan, encoding="utf-8")
    ran = run(["review", case_file, *AS_OF])
    assert (ran.code, ran.err) == (0, "")
    assert "ours: 0 findings" in ran.out


def test_when_the_engines_disagree_the_command_ends_with_three_and_shows_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("durable", reason="the referee is alone, so nothing can differ")

    class WrongReferee(Referee):
        def evaluate(self, case: Case) -> Answers:
            judged = super().evaluate(case)
            judged.outcomes["tactic:cash-seizure"] = ~judged.outcomes["tactic:cash-seizure"]
            return judged

    monkeypatch.setattr(matching, "Referee", WrongReferee)
    for words in (
        ["recommend", "smith-ocg"],
        ["recommend", "smith-ocg", "--json"],
        ["explain", "smith-ocg", "closure-order"],
    ):
        ran = run([*words, *AS_OF])
        assert (ran.code, ran.out) == (3, "")
        assert "tactic cash-seizure: engine true, referee false" in ran.err
        assert "Send the report to the maintainer." in ran.err
    report = home() / "reports" / "engines-disagree-smith-ocg.json"
    assert str(report) in ran.err
    assert "cash-seizure" in report.read_text(encoding="utf-8")


def test_stopping_a_command_is_told_in_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(library: Library, words: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(advising, "search", stop)
    assert run(["catalogue", "search", "closure"]) == (
        130,
        "",
        "Stopped. What was saved before stands: see fourp log.\n",
    )


# -- JSON -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", JSON_WORDS, ids=" ".join)
def test_json_stands_alone_on_stdout(run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = run(words)
    assert ran.err == ""
    assert isinstance(json.loads(ran.out), dict)


def shape(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT = {"type": "string", "minLength": 1}
REASON = shape(text=TEXT, rule=TEXT, facts=many(shape(ref=TEXT, value=TEXT, grade={"type": "string"})))
REVIEW = shape(
    case=TEXT,
    findings=many(shape(rule=TEXT, severity={"enum": ["error", "warning", "note"]}, where=TEXT, text=TEXT, fix=TEXT)),
    coverage=many(shape(pillar=TEXT, heading={"type": "string"}, phase={"type": "string"}, count={"type": "integer"})),
)
SHAPES = {
    "review": REVIEW,
    "review of several": shape(cases=many(REVIEW)),
    "review rules": shape(rules=many(shape(id=TEXT, severity=TEXT, text=TEXT, source=TEXT))),
    "catalogue list": shape(
        tactics=many(
            shape(
                id=TEXT,
                title=TEXT,
                pillar=TEXT,
                heading={"type": ["string", "null"]},
                phases=many(TEXT),
                level={"type": ["string", "null"]},
                status={"enum": ["active", "not_offered"]},
            )
        )
    ),
    "explain": {
        **shape(
            case=TEXT,
            tactic=TEXT,
            outcome={"enum": ["certain", "possible", "ruled_out", "blocked"]},
            because=many(REASON),
            against=many(REASON),
            missing=many(
                shape(fact=TEXT, question=TEXT, would_make={"enum": ["certain", "possible", "ruled_out", "blocked"]})
            ),
            smallest_change=many(
                shape(fact=TEXT, **{"from": TEXT}, to=TEXT, how={"enum": ["find_out", "do", "cannot_change"]})
            ),
        ),
        "additionalProperties": True,
    },
}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("explain", ("explain", "smith-ocg", "closure-order", *AS_OF, "--json")),
        ("explain", ("explain", "smith-ocg", "drug-line-restriction", *AS_OF, "--json")),
        ("explain", ("explain", "smith-ocg", "account-freezing", *AS_OF, "--json")),
        ("explain", ("explain", "cl-team", "strike-day", *AS_OF, "--json")),
        ("review", ("review", "smith-ocg", *AS_OF, "--json")),
        ("review of several", ("review", "smith-ocg", "cl-team", *AS_OF, "--json")),
        ("review rules", ("review", "--rules", "--json")),
        ("catalogue list", ("catalogue", "list", "--json")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[2],
)
def test_json_has_the_shape_that_is_promised(run: Run, name: str, words: tuple[str, ...]) -> None:
    told = json.loads(run(words).out)
    assert [fault.message[:200] for fault in Draft202012Validator(SHAPES[name]).iter_errors(told)] == []


def test_what_is_explained_as_json_flips_the_outcome_when_it_is_assumed(run: Run) -> None:
    told = json.loads(run(["explain", "smith-ocg", "drug-line-restriction", *AS_OF, "--json"]).out)
    assert told["outcome"] == "ruled_out"
    flags = [word for one in told["smallest_change"] for word in ("--assume", f"{one['fact']}={one['to']}")]
    flipped = json.loads(run(["explain", "smith-ocg", "drug-line-restriction", *AS_OF, "--json", *flags]).out)
    assert flipped["outcome"] == "certain"


def test_sarif_points_at_the_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("case: wrong\nkind: training\nnation: england\ngroup: {violence_usd: true}\n", encoding="utf-8")
    ran = run(["check", path, "--format", "sarif"])
    assert ran.code == 1
    (result,) = json.loads(ran.out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 9}
    assert result["level"] == "error"


# -- which tactics --------------------------------------------------------------------------------------------------


def recommended(run: Run, *words: object) -> list[dict[str, Any]]:
    ran = run(["recommend", "smith-ocg", *AS_OF, "--json", *words])
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ran.out)["tactics"]
    return found


def test_top_gives_the_first_of_the_same_list(run: Run) -> None:
    every = recommended(run)
    assert recommended(run, "--top", 5) == every[:5]
    assert recommended(run, "--top", 100_000) == every


def test_pillar_gives_one_p_with_the_ranks_of_the_whole_list(run: Run) -> None:
    every = recommended(run)
    mine = recommended(run, "--pillar", "prevent")
    assert mine == [one for one in every if one["pillar"] == "prevent"]
    assert recommended(run, "--pillar", "prevent", "--top", 2) == mine[:2]


def test_the_summary_counts_the_whole_menu_whatever_is_listed(run: Run) -> None:
    whole = json.loads(run(["recommend", "smith-ocg", *AS_OF, "--json"]).out)["summary"]
    assert json.loads(run(["recommend", "smith-ocg", *AS_OF, "--json", "--top", 1]).out)["summary"] == whole


def test_as_of_picks_the_day_of_the_law(run: Run) -> None:
    words = ["recommend", "takeaway", "--json", "--pillar", "pursue", "--as-of"]
    before, after = (json.loads(run([*words, day]).out) for day in ("2018-01-30", "2018-01-31"))
    assert (before["as_of"], after["as_of"]) == ("2018-01-30", "2018-01-31")
    outcomes = [
        next(one["outcome"] for one in told["tactics"] if one["id"] == "account-freezing") for told in (before, after)
    ]
    assert outcomes == ["blocked", "certain"]


def test_text_shows_what_fits_what_might_what_is_blocked_and_what_is_out(run: Run) -> None:
    told = flat(run(["recommend", "smith-ocg", *AS_OF]).out)
    heads = [told.index(f"{head} (") for head in ("Fits the facts", "Might fit: find out", "Blocked", "Ruled out")]
    assert heads == sorted(heads)
    assert "TRAINING: not a live case." in told
    assert "law as of 13 July 2026" in told
    assert "Proposals only: you decide, and record why." in told


def test_text_names_every_certain_tactic_whole(run: Run) -> None:
    told = flat(run(["recommend", "smith-ocg", *AS_OF]).out)
    assert [one["id"] for one in recommended(run) if one["outcome"] == "certain" and one["id"] not in told] == []


# -- trying facts out -----------------------------------------------------------------------------------------------


def test_an_assumed_fact_changes_the_answer_and_is_recorded_nowhere(run: Run, case_file: Path) -> None:
    words = ["recommend", case_file, *AS_OF, "--json"]
    before = (run(words), contents(case_file.parent), contents(home()))
    tried = json.loads(run([*words, "--assume", "group.threat_to_life=yes"]).out)
    assert next(one for one in tried["tactics"] if one["id"] == "threat-to-life-plan")["outcome"] == "certain"
    assert (run(words), contents(case_file.parent), contents(home())) == before


def test_an_assumed_fact_is_shown_as_assumed_wherever_it_is_a_reason(run: Run) -> None:
    flag = ("--assume", "group.threat_to_life=yes")
    (reason,) = recommended(run, *flag, "--top", 1)[0]["reasons"]
    assert reason["facts"] == [{"ref": "group.threat_to_life", "value": "yes", "grade": "assumed"}]
    denied = ("--assume", "group.drug_line_known=absent")
    told = json.loads(run(["explain", "smith-ocg", "drug-line-restriction", *AS_OF, "--json", *denied]).out)
    assert {"ref": "group.drug_line_known", "value": "no", "grade": "assumed"} in told["against"][0]["facts"]
    assert "assumed" in run(["explain", "smith-ocg", "threat-to-life-plan", *AS_OF, *flag]).out


@pytest.mark.parametrize("words", [("recommend", "smith-ocg"), ("explain", "smith-ocg", "closure-order")], ids=" ".join)
def test_text_says_at_the_top_that_facts_are_assumed(run: Run, words: tuple[str, ...]) -> None:
    told = flat(run([*words, *AS_OF, "--assume", "group.threat_to_life=yes"]).out)
    assert "assum" in told[:400].lower()
    assert "group.threat_to_life" in told[:400]
    assert "assum" not in flat(run([*words, *AS_OF]).out)[:400].lower()


@pytest.mark.parametrize(
    ("assumption", "what"),
    [
        ("group.violence_usd=yes", "Did you mean 'violence_used'?"),
        ("people/p99.convicted=yes", "there is no 'p99' in people."),
        ("peeple/p1.convicted=yes", "Did you mean 'people'?"),
        ("group.tier=tier_9", "'tier_9' is not a value of group.tier."),
        ("group.cash_found=lots", "It is a whole number of pounds."),
        ("group.violence_used=maybe", "It is yes, no, absent or unknown."),
        ("group.violence_used", "this is not REF=VALUE."),
        ("looked_into.busines=fully", "Did you mean 'business'?"),
        ("looked_into.business=mostly", "It is not_yet, partly or fully."),
    ],
)
def test_an_assumption_that_cannot_be_read_is_met_with_how_to_write_it(run: Run, assumption: str, what: str) -> None:
    ran = run(["recommend", "smith-ocg", *AS_OF, "--assume", assumption])
    assert (ran.code, ran.out) == (2, "")
    assert f"--assume {assumption}:" in ran.err
    assert what in flat(ran.err)


def test_every_assumption_that_cannot_be_read_is_named_at_once(run: Run) -> None:
    ran = run(["recommend", "smith-ocg", *AS_OF, "--assume", "group.tier=tier_9", "--assume", "group.violence_usd=yes"])
    assert ran.code == 2
    assert "tier_9" in ran.err
    assert "violence_usd" in ran.err


# -- drafting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.docx", "plan.md", "PLAN.DOCX"])
def test_a_draft_is_one_file_and_nothing_else(run: Run, tmp_path: Path, name: str) -> None:
    before = contents(home())
    ran = run(["draft", "smith-ocg", *AS_OF, "--out", tmp_path / name])
    assert (ran.code, ran.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert "you decide" in ran.out
    assert contents(home()).keys() >= before.keys()


def test_the_same_case_makes_the_same_file_each_time(run: Run, tmp_path: Path) -> None:
    parts = []
    for name in ("one.docx", "two.docx"):
        run(["draft", "smith-ocg", *AS_OF, "--out", tmp_path / name])
        with zipfile.ZipFile(tmp_path / name) as packed:
            parts.append({inside: packed.read(inside) for inside in packed.namelist()})
    assert parts[0] == parts[1]


def test_a_draft_that_cannot_be_written_leaves_what_was_there(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "plan.md"
    kept.write_text("an earlier plan", encoding="utf-8")
    assert run(["draft", "smith-ocg", *AS_OF, "--out", kept / "plan.md"]).code == 2
    assert run(["draft", "smth", *AS_OF, "--out", kept]).code == 2
    assert kept.read_text(encoding="utf-8") == "an earlier plan"
    folder = run(["draft", "smith-ocg", *AS_OF, "--out", tmp_path / "nowhere" / "plan.md"])
    assert folder.code == 2
    assert "cannot be written" in folder.err
    (tmp_path / "folder.md").mkdir()
    assert "this is a folder" in run(["draft", "smith-ocg", *AS_OF, "--out", tmp_path / "folder.md"]).err


# -- hostile text ---------------------------------------------------------------------------------------------------


def test_square_brackets_and_markup_in_a_label_are_shown_as_they_stand(run: Run, case_file: Path) -> None:
    label = "[bold red]Van[/] <b>&amp; :smile: `x`"
    case_file.write_text(
        case_file.read_text(encoding="utf-8").replace("label: A van", f'label: "{label}"'), encoding="utf-8"
    )
    assert label in flat(run(["explain", case_file, "seize-uninsured-vehicle", *AS_OF]).out)
    for part in label.split():
        assert part in run(["recommend", case_file, *AS_OF]).out


@pytest.mark.parametrize("hidden", ["\x1b[31m", "\x1b]0;title\x07", "\u202e", "\u200b", "\x07"], ids=ascii)
@pytest.mark.parametrize("written_as", ["itself", "an escape in quotes"])
def test_escapes_and_hidden_characters_in_a_case_are_refused_and_never_repeated(
    run: Run, case_file: Path, hidden: str, written_as: str
) -> None:
    label = f"A {hidden}van" if written_as == "itself" else json.dumps(f"A {hidden}van")
    case_file.write_text(case_file.read_text(encoding="utf-8").replace("A van", label), encoding="utf-8")
    ran = run(["recommend", case_file, *AS_OF])
    assert not ESCAPE.search(ran.out)
    assert not ESCAPE.search(ran.err)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "\x1b[31mx", *AS_OF),
        ("recommend", "./\x1b[31mx.yaml", *AS_OF),
        ("explain", "smith-ocg", "\x1b[31mx", *AS_OF),
        ("recommend", "smith-ocg", *AS_OF, "--assume", "\x1b[31mx=yes"),
        ("recommend", "smith-ocg", "--as-of", "\x1b[31mx"),
        ("recommend", "smith-ocg", "--top", "\x1b[31mx"),
        ("recommend", "smith-ocg", "--pillar", "\x1b[31mx"),
        ("\x1b[31mx",),
        ("catalogue", "show", "\x1b[31mx"),
        ("check", "\x1b[31mx"),
    ],
    ids=repr,
)
def test_what_was_typed_never_reaches_the_terminal_as_commands(run: Run, words: tuple[str, ...]) -> None:
    ran = run(words)
    assert (ran.code, ran.out) == (2, "")
    assert not ESCAPE.search(ran.err)


def test_two_reports_that_contradict_are_both_shown(run: Run, case_file: Path) -> None:
    written = case_file.read_text(encoding="utf-8")
    one = "{value: 5000, grade: 2B, on: 2026-05-01}"
    case_file.write_text(written.replace(one, f"[{one}, {one.replace('5000', '200')}]"), encoding="utf-8")
    ran = run(["explain", case_file, "cash-seizure", *AS_OF])
    assert ran.code == 0
    assert "possible" in ran.out
    assert "£5,000" in ran.out
    assert "£200" in ran.out


def test_a_report_thought_to_be_false_counts_for_nothing_and_is_shown(run: Run, case_file: Path) -> None:
    written = case_file.read_text(encoding="utf-8")
    case_file.write_text(written.replace("value: 5000, grade: 2B", "value: 5000, grade: 3E"), encoding="utf-8")
    ran = run(["explain", case_file, "cash-seizure", *AS_OF])
    assert "possible" in ran.out
    assert "£5,000" in ran.out
    assert "3E" in ran.out


def test_no_name_of_ours_stands_in_what_officers_read(run: Run) -> None:
    """Reasons, questions and guardrails are sentences; the names of facts have keys of their own."""
    for case in ("smith-ocg", "valley-estate"):
        told = json.loads(run(["recommend", case, *AS_OF, "--json"]).out)
        texts = {
            said["text"]
            for one in told["tactics"]
            for key in ("reasons", "questions", "guardrails")
            for said in one[key]
        }
        assert sorted(text for text in texts if re.search(r"\b[a-z]+_[a-z_]+\b|safeguard first", text)) == []


# -- the process ----------------------------------------------------------------------------------------------------


def process(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One run of the command as its users start it."""
    wanted = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(
        [sys.executable, "-m", "planner", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=wanted,
        timeout=60,
        check=False,
    )


def test_the_module_is_the_command(run: Run) -> None:
    words = ("recommend", "smith-ocg", *AS_OF, "--json")
    ran = process(*words)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == json.loads(run(words).out)
    failed = process("recommend", "smth", *AS_OF)
    assert (failed.returncode, failed.stdout) == (2, "")
    assert "Did you mean 'smith-ocg'?" in failed.stderr


def test_the_answer_does_not_depend_on_the_run() -> None:
    words = ("recommend", "cl-team", *AS_OF, "--json")
    answers = {process(*words, PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "4711")}
    assert len(answers) == 1


def test_names_and_symbols_are_shown_whatever_the_locale() -> None:
    ran = process("recommend", "smith-ocg", *AS_OF, "--top", "1", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "·" in ran.stdout


@pytest.mark.parametrize("words", [("catalogue", "list", "--json"), ("catalogue", "search", "closure")], ids=" ".join)
def test_a_reader_that_goes_away_ends_the_command_quietly(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "planner", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        complaint = started.stderr.read()
        assert (started.wait(60), complaint) == (0, b"")


def on_a_terminal(**settings: str) -> str:
    """What a terminal is sent by `recommend`."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    wanted = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    wanted |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", **settings}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "planner", "recommend", "smith-ocg", *AS_OF, "--top", "8"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=wanted) as started:
        os.close(theirs)
        sent = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end has gone
                break
            if not part:
                break
            sent += part
        os.close(ours)
        assert started.wait(60) == 0
    return sent.decode()


COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|4[0-7])(?:;\d+)*m")


def test_a_terminal_gets_colour_and_one_that_asks_for_none_gets_the_same_words_without() -> None:
    coloured = on_a_terminal(TERM="xterm-256color")
    assert COLOUR.search(coloured)
    plain = on_a_terminal(TERM="xterm-256color", NO_COLOR="1")
    assert not COLOUR.search(plain)
    dumb = on_a_terminal(TERM="dumb")
    assert "\x1b" not in dumb
    without_styles = [re.sub(r"\x1b\[[0-9;]*m", "", sent) for sent in (coloured, plain)]
    assert without_styles[0] == without_styles[1]
    assert all(words in flat(dumb) for words in ("Might fit: find out", "Child safeguarding referral", "! caution"))


# -- what is loaded -------------------------------------------------------------------------------------------------


def test_importing_the_command_loads_nothing_heavy() -> None:
    told = "import sys, planner.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    loaded = set(ran.stdout.split())
    assert "planner" in loaded
    assert (
        loaded & {"rich", "docx", "textual", "yaml", "durable", "durable_rules_engine", "jsonschema", "pydantic"}
        == set()
    )


def test_durable_rules_is_imported_by_one_file_only() -> None:
    importers = set()
    for path in (ROOT / "planner").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] in ("durable", "durable_rules_engine") for name in names):
                importers.add(path.relative_to(ROOT).as_posix())
    assert importers == {"planner/engine/durable_backend.py"}

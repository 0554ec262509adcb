"""`fourp meeting` and `fourp debrief` as they are typed: which cases, what is written where, what is noted, what is refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from planner.application.meeting import MEETINGS
from planner.domain.entries import MEETING_PACKS
from planner.domain.library import Library
from planner.exports.meeting_document import CHAIR_ONLY, RUNNING_ORDER
from planner.library import loading
from planner.meetings import MEETING_IDS
from tests.conftest import Run
from tests.features.record_notes import ESCAPE, REASON, Shell, few, refused, shape_of

GREEN, HALL = "DI Green", "Supt Hall"
MENU = ("closure-order", "cash-seizure", "child-safeguarding-referral", "group-on-a-page", "drug-treatment-fast-track")
BECAUSE = ("--because", REASON)
BASIS = "Crime and Disorder Act 1998, s.115"
FOLDERS = (f"made-{n}" for n in count(1))

CASE = """\
case: {name}
title: The {name} family
kind: training
nation: england
group:
  crime_types: {{value: [class_a_supply], grade: 2B, on: 2026-05-01}}
  band: {{value: "3B", grade: 1A, on: 2026-05-01}}
people:
  - {{id: p1, label: {person}, role: principal, age_band: age_25_or_over}}
premises:
  - {{id: h1, label: {place}, drug_supply: true, nuisance_or_disorder: true}}
"""


@pytest.fixture(scope="module")
def fourp(run: Run, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Two training cases, two live ones, and two officers."""
    folder = tmp_path_factory.mktemp("meetings")
    with pytest.MonkeyPatch.context() as patch:
        shell = Shell(run, folder, few(library, MENU), patch)
        assert shell("store", "init", "--person", GREEN, "--new-passphrase-file", shell.secret(GREEN)).code == 0
        assert shell("store", "add-person", HALL, "--new-passphrase-file", shell.secret(HALL), by=GREEN).code == 0
        for name, person, place in (("oak", "Ann Vale", "12 Mill Lane"), ("elm", "Carl Moss", "4 Dell Row")):
            file = folder / f"{name}.yaml"
            file.write_text(CASE.format(name=name, person=person, place=place), encoding="utf-8")
            assert shell("case", "new", name, "--from", file).code == 0
        assert shell("case", "new", "ash", "--live", "--title", "The Ash family", by=GREEN).code == 0
        assert shell("case", "new", "yew", "--live", "--title", "The Yew family", by=GREEN).code == 0
        decide(
            shell,
            "oak",
            "select",
            "closure-order",
            "--owner",
            "Council licensing team",
            "--on",
            "premises/h1",
            "--due",
            "2026-09-01",
        )
        decide(shell, "oak", "share", "council", "yes", "--basis", BASIS)
        decide(shell, "elm", "action", "Housing", "Ask Carl Moss for the keys", "--due", "2026-09-01")
        yield shell


def decide(fourp: Shell, *words: object, by: str = "") -> None:
    assert fourp("decide", *words, *BECAUSE, by=by).code == 0


@pytest.fixture
def out(fourp: Shell) -> Path:
    """A folder of one test's own."""
    made = fourp.home.parent / next(FOLDERS)
    made.mkdir()
    return made


def noted(fourp: Shell, case: str, by: str = "") -> list[dict[str, Any]]:
    entries = shape_of(fourp("log", case, "--json", by=by))["entries"]
    return [one["content"] for one in entries if one["kind"] == "exported"]


def read(path: Path) -> str:
    """All the text of a file, whatever its form, its properties too."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


# -- which cases --------------------------------------------------------------------------------------------------------


def test_without_cases_it_is_every_live_case_and_never_a_training_one(fourp: Shell) -> None:
    told = shape_of(fourp("meeting", "ocg-management", "--json", by=GREEN))
    assert ([one["case"] for one in told["cases"]], told["live"], told["marking"]) == (
        ["ash", "yew"],
        True,
        "OFFICIAL-SENSITIVE",
    )
    told = shape_of(fourp("meeting", "ocg-management", "--training", "--json"))
    assert ([one["case"] for one in told["cases"]], told["live"], told["marking"]) == (
        ["elm", "oak"],
        False,
        "OFFICIAL-SENSITIVE – TRAINING",
    )


def test_live_and_training_are_never_in_one_pack(fourp: Shell) -> None:
    refused(
        fourp("meeting", "ocg-management", "ash", "oak", by=GREEN),
        "live and training are never put in one pack",
        "oak is training",
    )


def test_every_case_that_is_not_there_is_named_at_once(fourp: Shell) -> None:
    refused(
        fourp("meeting", "ocg-management", "training:oka", "training:elmm"),
        "Did you mean 'oak'?",
        "Did you mean 'elm'?",
        "2 faults",
    )


def test_a_case_that_cannot_be_opened_is_told_with_its_reason_and_the_others_are_there(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(run, tmp_path, few(library, MENU), monkeypatch)
    assert shell("case", "new", "gone").code == 0
    assert shell("case", "new", "here").code == 0
    assert shell("case", "dispose", "gone", "--yes", *BECAUSE).code == 0
    told = shape_of(shell("meeting", "ocg-management", "--training", "--json"))
    assert [one["case"] for one in told["cases"]] == ["here"]
    assert [one["case"] for one in told["left_out"]] == ["gone"]
    assert "disposed of" in told["left_out"][0]["why"]
    assert "gone: gone: this case has been disposed of" in " ".join(
        shell("meeting", "ocg-management", "--training").out.split()
    )
    refused(shell("meeting", "ocg-management", "gone"), "disposed of")


def test_where_there_is_no_live_store_it_says_how_training_is_meant(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(run, tmp_path, few(library, MENU), monkeypatch)
    assert shell("case", "new", "here").code == 0
    refused(shell("meeting", "ocg-management"), "the live store", "--training")


def test_looking_at_a_live_case_for_a_meeting_is_noted(fourp: Shell) -> None:
    assert fourp("meeting", "ocg-management", "ash", by=HALL).code == 0
    looked = shape_of(fourp("log", "ash", "--consultations", "--json", by=GREEN))["entries"]
    assert ("Supt Hall", "The pack of a meeting (OCG management meeting).") in [
        (one["author"], one["text"]) for one in looked
    ]


# -- the files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["docx", "md", "json"])
def test_the_chairs_pack_and_each_agencys_part_are_files_of_their_own_noted_in_the_cases_they_come_from(
    fourp: Shell, out: Path, form: str
) -> None:
    before = {case: len(noted(fourp, case)) for case in ("oak", "elm")}
    made = shape_of(fourp("meeting", "disruption-panel", "oak", "elm", "--out", out / f"panel.{form}", "--json"))
    assert [Path(one).name for one in made["out"]] == [
        f"panel.{form}",
        f"panel-council.{form}",
        f"panel-housing.{form}",
    ]
    chair, council, housing = (read(Path(one)) for one in made["out"])
    assert "Carl Moss" in chair
    assert "The oak family" in chair
    assert "12 Mill Lane" in council
    for part in (council, housing):
        assert "TRAINING" in part
        assert not [word for word in ("Moss", "Vale", "elm", "Elm", "oak family", "fourp-record") if word in part]
    assert "Ask the chair" in housing
    whats = {case: [one["what"] for one in noted(fourp, case)[before[case] :]] for case in ("oak", "elm")}
    assert whats["oak"][0] == whats["elm"][0] == "disruption panel pack"
    for case in ("oak", "elm"):
        assert fourp("verify", case, "--against", made["out"][0]).code == 0
        assert "the very file" in fourp("verify", case, "--against", made["out"][0]).out


def test_a_part_is_noted_only_in_the_cases_it_holds_something_of(fourp: Shell, out: Path) -> None:
    fourp("meeting", "disruption-panel", "oak", "elm", "--out", out / "panel.md")
    sent = {
        case: {(one["agency"], one["what"]) for one in noted(fourp, case) if "agency" in one} for case in ("oak", "elm")
    }
    assert "Council" in {agency for agency, _ in sent["oak"]}
    assert "Housing" in {agency for agency, _ in sent["elm"]}


def test_a_reply_to_a_panels_question_can_be_laid_to_the_part_that_asked_it(fourp: Shell, out: Path) -> None:
    fourp("meeting", "disruption-panel", "oak", "--agency", "all", "--out", out / "panel.md")
    entries = shape_of(fourp("log", "oak", "--json"))["entries"]
    asking = [one["number"] for one in entries if one["kind"] == "exported" and "questions" in one["content"]["what"]]
    assert asking
    told = fourp(
        "learn",
        "oak",
        "premises/h1.occupier_vulnerable",
        "yes",
        "--grade",
        "2B",
        "--source",
        "Housing",
        "--reply-to",
        asking[-1],
    )
    assert (told.code, told.err) == (0, "")


def test_nothing_is_written_where_one_file_is_in_the_way(fourp: Shell, out: Path) -> None:
    (out / "panel-council.md").write_text("mine")
    before = len(noted(fourp, "oak"))
    refused(
        fourp("meeting", "disruption-panel", "oak", "--out", out / "panel.md"),
        "panel-council.md",
        "there is a file of that name already",
    )
    assert [one.name for one in out.iterdir()] == ["panel-council.md"]
    assert len(noted(fourp, "oak")) == before
    assert fourp("meeting", "disruption-panel", "oak", "--out", out / "panel.md", "--replace").code == 0
    assert (out / "panel-council.md").read_text() != "mine"


def test_a_pack_that_could_not_be_noted_does_not_stay(fourp: Shell, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.application.casework import CaseRecord
    from planner.errors import RecordBroken

    def broken(*_: object, **__: object) -> None:
        raise RecordBroken("the disk is full")

    monkeypatch.setattr(CaseRecord, "write", broken)
    assert fourp("meeting", "disruption-panel", "oak", "--out", out / "panel.md").code == 3
    assert list(out.iterdir()) == []


def test_a_live_pack_asks_why_and_says_everything_at_once(fourp: Shell, out: Path) -> None:
    ran = fourp("meeting", "ocg-management", "--out", out / "pack.pdf", by=GREEN)
    refused(ran, "--because", "a reason is wanted", "cannot be written as '.pdf'", "2 faults")
    ran = fourp("meeting", "ocg-management", "--out", out / "pack.docx", *BECAUSE, by=GREEN)
    assert ran.code == 0
    assert "TRAINING" not in read(out / "pack.docx")
    assert [one["to"] for one in noted(fourp, "ash", GREEN)] == ["OCG management meeting"]


def test_a_pack_of_many_cases_carries_where_each_record_stood(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(run, tmp_path, few(library, MENU), monkeypatch)
    names = [f"case-{n}" for n in range(5)]
    for name in names:
        assert shell("case", "new", name).code == 0
    assert shell("meeting", "ocg-management", "--training", "--out", tmp_path / "pack.docx").code == 0
    for name in names:
        assert shell("verify", name, "--against", tmp_path / "pack.docx").code == 0


# -- since, and what is refused -----------------------------------------------------------------------------------------


def test_what_was_new_at_the_last_meeting_is_not_new_at_the_next(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(run, tmp_path, few(library, MENU), monkeypatch)
    for name in ("first", "second"):
        assert shell("case", "new", name).code == 0
        told = shape_of(shell("meeting", "ocg-management", "--training", "--json"))
        assert told["new"] == [name]
        assert shell("meeting", "ocg-management", "--training", "--out", tmp_path / f"{name}.md").code == 0
    assert shape_of(shell("meeting", "ocg-management", "--training", "--json"))["new"] == []
    assert shape_of(shell("meeting", "ocg-management", "--training", "--since", "2000-01-01", "--json"))["new"] == [
        "first",
        "second",
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("disruption-panel", "oak", "--agency", "housng"), ("there is no agency 'housng'", "Did you mean 'housing'?")),
        (("ocg-management", "oak", "--agency", "housing"), ("only a disruption panel has parts",)),
        (("ocg-management", "oak", "--since", "2999-01-01"), ("has not come yet",)),
        (("ocg-management", "oak", "--since", "friday"), ("Write it as 2026-05-01",)),
        (("parish-council", "oak"), ("invalid choice",)),
    ],
)
def test_what_cannot_be_used_is_said(fourp: Shell, words: tuple[str, ...], says: tuple[str, ...]) -> None:
    refused(fourp("meeting", *words), *says)


def test_hostile_words_reach_no_terminal(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(run, tmp_path, few(library, MENU), monkeypatch)
    assert shell("case", "new", "odd").code == 0
    decide(shell, "odd", "action", "[red]Housing[/red]", "=cmd|' /C calc'!A0 | **bold**", "--due", "2026-09-01")
    ran = shell("meeting", "disruption-panel", "--training")
    assert (ran.code, ESCAPE.search(ran.out)) == (0, None)
    assert "[red]Housing[/red]" in ran.out
    assert shell("meeting", "disruption-panel", "--training", "--out", tmp_path / "pack.md").code == 0
    assert r"\*\*bold\*\*" in read(tmp_path / "pack.md")


def test_each_agencys_part_stands_apart_on_the_screen(fourp: Shell) -> None:
    shown = fourp("meeting", "disruption-panel", "oak", "elm").out
    chair, *parts = shown.split("takes away, and nothing else of this:")
    assert len(parts) == 2
    assert "Carl Moss" in chair
    assert not [part for part in parts if "Moss" in part or "Vale" in part]


# -- debrief ------------------------------------------------------------------------------------------------------------


def test_the_agenda_is_shown_with_what_the_record_says_and_what_was_answered(fourp: Shell) -> None:
    decide(fourp, "oak", "debrief", "Have a locksmith stand by", "--question", "worked", "--intervention", "2")
    shown = " ".join(fourp("debrief", "oak").out.split())
    assert "TRAINING. Not a live case. Debrief: The oak family" in shown
    assert "Closure notice and order for premises (Council licensing team, due 1 September 2026)" in shown
    assert "Have a locksmith stand by" in shown
    told = shape_of(fourp("debrief", "oak", "--json"))
    answered = {one["id"]: [each["text"] for each in one["answers"]] for one in told["questions"] if one["answers"]}
    assert answered == {"worked": ["Have a locksmith stand by"]}
    assert told["open"] == len(told["questions"]) - 1


def test_a_question_that_is_not_on_the_agenda_is_refused(fourp: Shell) -> None:
    refused(
        fourp("decide", "oak", "debrief", "Ask sooner", "--question", "wurked", *BECAUSE),
        "--question",
        "Did you mean 'worked'?",
    )
    refused(
        fourp("decide", "oak", "debrief", "Ask sooner", "--intervention", "99", *BECAUSE),
        "entry 99 is no intervention of this plan",
    )


def test_a_suggestion_is_written_and_what_is_amiss_said(fourp: Shell, out: Path, library: Library) -> None:
    decide(fourp, "oak", "debrief", "Warn the neighbours first", "--question", "watch-out", "--intervention", "2")
    made = shape_of(fourp("debrief", "oak", "--suggest", "closure-order", "--out", out / "note.yaml", "--json"))
    assert made["number"] == len(shape_of(fourp("log", "oak", "--json"))["entries"])
    assert "Warn the neighbours first" in read(out / "note.yaml")
    refused(
        fourp("debrief", "oak", "--suggest", "closure-order", "--out", out / "note.yaml"),
        "there is a file of that name already",
    )
    refused(fourp("debrief", "oak", "--suggest", "closure-order"), "go together")
    refused(fourp("debrief", "oak", "--suggest", "closure-order", "--out", out / "note.docx"), "End the name in .yaml")
    refused(fourp("debrief", "training:oka"), "Did you mean 'oak'?")
    refused(fourp("debrief", "ash", "--suggest", "new", "--out", out / "a-new-one.yaml", by=GREEN), "--because")


def test_a_new_entry_passes_the_check_of_the_catalogue(
    fourp: Shell, out: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(fourp, "elm", "debrief", "Have a locksmith stand by", "--question", "worked")
    assert fourp("debrief", "elm", "--suggest", "new", "--out", out / "locksmith-at-hand.yaml").code == 0
    monkeypatch.setattr(loading, "load_library", lambda *_: library)
    ran = fourp("check", out / "locksmith-at-hand.yaml", "--json")
    assert (ran.code, [one for one in json.loads(ran.out)["faults"] if one["severity"] == "error"]) == (0, [])


def test_every_meeting_that_can_be_typed_has_its_name_its_order_and_its_place_in_the_record() -> None:
    for known in (MEETINGS, MEETING_PACKS, RUNNING_ORDER, CHAIR_ONLY):
        assert tuple(known) == MEETING_IDS

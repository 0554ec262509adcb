"""`fourp portfolio` and `fourp review --all`: every case of a store at once, from the shell."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.application import casework, looking_at_many
from planner.domain.library import Library
from planner.overseeing import Progress
from tests.conftest import Run
from tests.features.record_notes import Shell, few, refused, shape_of
from tests.good_plan import MENU, Planned, write

GREEN = "DI Green"


@pytest.fixture(scope="module")
def shelf(library: Library) -> Library:
    return few(library, MENU)


@pytest.fixture(scope="module")
def fourp(run: Run, shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A shell with three training cases: one well kept, one without an LRO, one whose record was changed."""
    with pytest.MonkeyPatch.context() as patch:
        shell = Shell(run, tmp_path_factory.mktemp("portfolio"), shelf, patch)
        file = shell.home / "training.sqlite"
        write(Planned(), file, shelf, name="oak").store.close()
        write(Planned().without("lro"), file, shelf, name="elm").store.close()
        yield shell


def test_the_board_of_the_training_store_says_that_it_is_training(fourp: Shell) -> None:
    ran = fourp("portfolio", "--training")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("TRAINING. Not a live case.\n")
    assert "No LRO 1" in ran.out


def test_the_board_as_json(fourp: Shell) -> None:
    shape = shape_of(fourp("portfolio", "--training", "--json"))
    assert {case["case"]: case["lro"] for case in shape["cases"]} == {"oak": "DI Green", "elm": None}
    assert (shape["kind"], shape["total"], shape["stopped"]) == ("training", 2, False)


def test_the_board_as_a_spreadsheet(fourp: Shell, tmp_path: Path) -> None:
    ran = fourp("portfolio", "--training", "--out", tmp_path / "board.xlsx")
    assert (ran.code, ran.err) == (0, "")
    with zipfile.ZipFile(tmp_path / "board.xlsx") as book:
        assert "xl/charts/chart4.xml" in book.namelist()
    refused(fourp("portfolio", "--training", "--out", tmp_path / "board.pdf"), "End the name in .xlsx.")


def test_without_a_live_store_the_training_one_is_pointed_out(fourp: Shell) -> None:
    refused(fourp("portfolio"), "There is no live store here.", "Practice cases: add --training.")
    refused(fourp("review", "--all"), "There is no live store here.")


def test_a_locked_live_store_is_said_and_not_passed_over(
    run: Run, shelf: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(run, tmp_path, shelf, monkeypatch)
    assert shell("store", "init", "--person", GREEN, "--new-passphrase-file", shell.secret(GREEN)).code == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    refused(shell("portfolio", "--person", GREEN), "passphrase")
    told = shell("portfolio", by=GREEN)
    assert (told.code, "No live case is stored." in told.out) == (0, True)


def test_every_case_is_reviewed_and_the_worst_sets_the_exit_code(fourp: Shell) -> None:
    ran = fourp("review", "--all", "--training")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.index("elm: ") < ran.out.index("oak: ")
    shape = json.loads(fourp("review", "--all", "--training", "--json").out)
    found = {case["case"]: {one["rule"] for one in case["findings"]} for case in shape["cases"]}
    assert "no-lro" in found["elm"] - found["oak"]
    assert (shape["unread"], shape["total"], shape["stopped"]) == ([], 2, False)


def test_a_name_beside_all_is_refused(fourp: Shell) -> None:
    refused(fourp("review", "--all", "oak"), "Leave out the names or --all.")


def test_a_broken_record_is_one_row_and_sets_the_exit_code(fourp: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    class Torn(casework.CaseRecord):
        def __post_init__(self) -> None:
            super().__post_init__()
            if self.name == "elm":
                raise casework.RecordBroken("elm: entry 3 is not what was written.")

    monkeypatch.setattr(looking_at_many, "CaseRecord", Torn)
    for words in (("portfolio",), ("review", "--all")):
        ran = fourp(*words, "--training")
        assert (ran.code, ran.err) == (3, "")
        assert "x cannot be read: elm: entry 3 is not what was written." in " ".join(ran.out.split())
        assert "oak" in ran.out


def test_ctrl_c_shows_what_is_done(fourp: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(casework.CaseRecord):
        def __post_init__(self) -> None:
            if self.card.name == "oak":
                raise KeyboardInterrupt
            super().__post_init__()

    monkeypatch.setattr(looking_at_many, "CaseRecord", Stopped)
    board = fourp("portfolio", "--training")
    assert (board.code, "Stopped at 1 of 2" in board.out, "elm" in board.out) == (130, True, True)
    reviews = fourp("review", "--all", "--training")
    assert (reviews.code, "Stopped at 1 of 2 cases." in reviews.out, "elm: " in reviews.out) == (130, True, True)


class Terminal(io.StringIO):
    """A terminal that keeps what it was shown."""

    def isatty(self) -> bool:
        return True


def test_long_work_says_how_far_it_is_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, told in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        times = iter(range(100))
        with Progress(4772, clock=lambda times=times: next(times)) as progress:  # type: ignore[misc]
            progress(1204)
        assert ("Checking 1,204 of 4,772. Ctrl-C stops; finished rows stay." in stream.getvalue()) is told
        assert bool(stream.getvalue()) is told

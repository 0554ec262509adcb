"""What is typed and not saved: kept on this machine, sealed with the case, wiped where a case must not hold it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.application.casework import Access, CaseRecord, find_card, new_case
from planner.application.preferences import Preferences
from planner.application.signing import dispose
from planner.application.unsaved import Unsaved
from planner.application.vetting import Reasons
from planner.domain.library import Library
from tests.engine.making import build, profile, tactic


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def library() -> Library:
    return build([tactic("fits", {"group.a": True})])


@pytest.fixture
def record(own_home: Path, library: Library) -> Iterator[CaseRecord]:
    access = Access(store=str(own_home / "training.sqlite"))
    with new_case(access, "test", "training", profile({"a": True}), library) as opened:
        yield opened


def again(record: CaseRecord) -> Unsaved:
    return Unsaved.of(record)


def test_words_the_place_and_the_open_sheet_come_back(record: CaseRecord) -> None:
    unsaved = again(record)
    unsaved.keep("select:fits:because", "Half a thought\nand a second line")
    unsaved.place, unsaved.sheet = "tactics|list|fits", {"kind": "select", "field": "owner"}
    unsaved.seen.add("tactics")
    assert unsaved.write()
    back = again(record)
    assert back.under("select:fits:") == {"because": "Half a thought\nand a second line"}
    assert (back.place, back.sheet, back.seen) == (unsaved.place, unsaved.sheet, {"tactics"})


def test_nothing_is_written_when_nothing_changed(record: CaseRecord) -> None:
    unsaved = again(record)
    unsaved.keep("a", "words")
    assert unsaved.write()
    assert not unsaved.write()
    assert not again(record).write()


def test_what_was_saved_is_forgotten(record: CaseRecord) -> None:
    unsaved = again(record)
    unsaved.keep("select:fits:because", "words")
    unsaved.keep("vision::because", "others")
    unsaved.forget("select:")
    assert unsaved.texts == {"vision::because": "others"}


@pytest.mark.parametrize("words", ["Our informant tells us so", "The SAR of May says so"])
def test_words_a_case_must_not_hold_are_wiped(record: CaseRecord, words: str) -> None:
    unsaved = again(record)
    assert unsaved.keep("because", "A thought")
    assert not unsaved.keep("because", words)
    assert unsaved.texts == {}


def test_the_file_says_nothing_to_a_reader(record: CaseRecord, own_home: Path) -> None:
    unsaved = again(record)
    unsaved.keep("because", "The couriers live at the let homes")
    unsaved.write()
    (file,) = (own_home / "unsaved").iterdir()
    assert b"courier" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_as_none(record: CaseRecord, own_home: Path) -> None:
    unsaved = again(record)
    unsaved.keep("because", "words")
    unsaved.write()
    (file,) = (own_home / "unsaved").iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert again(record).texts == {}


def test_nothing_of_a_case_disposed_of_can_be_read_or_written(record: CaseRecord, own_home: Path) -> None:
    unsaved = again(record)
    unsaved.keep("because", "words")
    unsaved.write()
    dispose(record, Reasons("The retention period is over and nobody asked for more."))
    store, card = find_card("test", Access(store=str(own_home / "training.sqlite")))
    with store:
        assert store.sealers(card) == []
        assert Unsaved((own_home / "unsaved").iterdir().__next__(), store.sealers(card)).texts == {}


def test_how_a_person_likes_the_planner_is_remembered(own_home: Path) -> None:
    liked = Preferences.read()
    liked.theme, liked.dense = "textual-light", True
    liked.write()
    assert Preferences.read() == Preferences(theme="textual-light", dense=True)


@pytest.mark.parametrize("written", ["", "[]", '{"dense": "yes", "theme": 3}', "{"])
def test_a_damaged_file_of_preferences_means_the_usual_ones(own_home: Path, written: str) -> None:
    (own_home / "planner.json").write_text(written, encoding="utf-8")
    assert Preferences.read() == Preferences()


def test_two_windows_on_one_case_keep_each_others_words(record: CaseRecord) -> None:
    one, other = again(record), again(record)
    one.keep("a", "typed in the first window")
    assert one.write()
    other.keep("b", "typed in the second")
    assert other.write()
    assert again(record).texts == {"a": "typed in the first window", "b": "typed in the second"}
    one.forget("a")  # saved in the first window
    assert one.write()
    other.keep("b", "typed in the second, and on")
    assert other.write()
    assert again(record).texts == {"b": "typed in the second, and on"}


def test_the_words_of_this_window_stand_where_both_typed(record: CaseRecord) -> None:
    one, other = again(record), again(record)
    one.keep("a", "first")
    assert one.write()
    other.keep("a", "second")
    assert other.write()
    assert again(record).texts == {"a": "second"}

"""The commands that look after stores: making one, who can open it, new keys, a copy of it, and how each meets what is wrong."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from planner.domain.library import Library
from tests.conftest import Run
from tests.features.record_notes import Shell, refused, shape_of

GREEN, HALL, KHAN = "DI Green", "Supt Hall", "DS Khan"


@pytest.fixture
def fourp(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library) -> Shell:
    """A shell with no store yet."""
    return Shell(run, tmp_path, library, monkeypatch)


@pytest.fixture
def live(fourp: Shell) -> Path:
    """A live store that DI Green has made."""
    ran = fourp("store", "init", "--person", GREEN, "--new-passphrase-file", fourp.secret(GREEN))
    assert (ran.code, ran.err) == (0, "")
    return fourp.home / "live.sqlite"


@pytest.fixture
def shared(live: Path, fourp: Shell) -> Path:
    """The same store with a second person."""
    assert fourp("store", "add-person", HALL, "--new-passphrase-file", fourp.secret(HALL), by=GREEN).code == 0
    return live


# -- making one -----------------------------------------------------------------------------------------------------


def test_making_a_live_store_says_where_it_is_and_that_a_second_person_is_wanted(fourp: Shell) -> None:
    ran = fourp("store", "init", "--person", GREEN, "--new-passphrase-file", fourp.secret(GREEN))
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    for words in (
        str(fourp.home / "live.sqlite"),
        f"{GREEN} can open it",
        "if all are lost, so is the store",
        "Add a second person",
    ):
        assert words in said
    assert oct((fourp.home / "live.sqlite").stat().st_mode)[-3:] == "600"


def test_making_a_store_as_json(fourp: Shell) -> None:
    words = ["store", "init", "--person", GREEN, "--json"]
    live = shape_of(fourp(*words, "--new-passphrase-file", fourp.secret(GREEN)))
    assert live == {"store": str(fourp.home / "live.sqlite"), "kind": "live", "person": GREEN}
    training = shape_of(fourp(*words, "--training"))
    assert training == {"store": str(fourp.home / "training.sqlite"), "kind": "training", "person": GREEN}


def test_a_training_store_needs_no_passphrase_and_says_that_anyone_can_open_it(fourp: Shell) -> None:
    ran = fourp("store", "init", "--training")
    assert ran.code == 0
    assert "Anyone who can read it can open it" in " ".join(ran.out.split())


def test_a_store_elsewhere_is_made_where_it_is_asked_for(fourp: Shell, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere" / "ours.sqlite"
    assert shape_of(fourp("store", "init", "--training", "--store", place, "--json"))["store"] == str(place)
    assert place.is_file()
    assert not list(fourp.home.glob("*.sqlite"))


def test_a_store_is_not_made_over_another(live: Path, fourp: Shell) -> None:
    before = live.read_bytes()
    refused(fourp("store", "init", by=GREEN), "there is a store here already")
    assert fourp("store", "init", "--training").code == 0
    refused(fourp("store", "init", "--training"), "there is a file of that name already")
    assert live.read_bytes() == before


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaaaaaa", "abababababababab"])
def test_a_weak_passphrase_is_refused_and_no_store_is_left(fourp: Shell, weak: str) -> None:
    ran = fourp("store", "init", "--person", GREEN, "--new-passphrase-file", fourp.secret(GREEN, weak))
    refused(ran, "at least 12 characters, not all alike")
    assert weak not in ran.err
    assert not (fourp.home / "live.sqlite").exists()


def test_a_passphrase_file_that_others_can_read_is_refused(fourp: Shell) -> None:
    file = fourp.secret(GREEN)
    file.chmod(0o644)
    refused(fourp("store", "init", "--person", GREEN, "--new-passphrase-file", file), "others can read", "chmod 600")
    assert not (fourp.home / "live.sqlite").exists()


def test_a_place_that_cannot_be_is_told(fourp: Shell, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    refused(fourp("store", "init", "--training", "--store", file / "s.sqlite"), "the store cannot be made")
    refused(fourp("store", "people"), "there is no store here", "fourp store init")


# -- people ---------------------------------------------------------------------------------------------------------


def test_people_are_added_listed_and_removed(live: Path, fourp: Shell) -> None:
    added = shape_of(
        fourp("store", "add-person", f"  {HALL} ", "--new-passphrase-file", fourp.secret(HALL), "--json", by=GREEN)
    )
    assert added == {"person": HALL, "role": ""}
    assert [one["name"] for one in shape_of(fourp("store", "people", "--json", by=HALL))["people"]] == [GREEN, HALL]
    assert shape_of(fourp("store", "remove-person", GREEN, "--json", by=HALL)) == {"removed": GREEN, "cases": 0}
    refused(fourp("store", "people", by=GREEN), f"does not open the store for '{GREEN}'")
    assert fourp("store", "people", by=HALL).out.startswith(f"{HALL}  since ")


def test_who_may_not_come_in_is_not_told_why(shared: Path, fourp: Shell) -> None:
    """Whether the name or the passphrase was wrong is nobody's business but theirs."""
    wrong = fourp("store", "people", "--person", HALL, "--passphrase-file", fourp.secret(GREEN))
    unknown = fourp("store", "people", by=KHAN)
    refused(wrong, "this passphrase does not open the store")
    refused(unknown, "this passphrase does not open the store")
    assert wrong.err.replace(HALL, "X") == unknown.err.replace(KHAN, "X")


def test_a_persons_name_is_known_whatever_its_case_and_spaces(shared: Path, fourp: Shell) -> None:
    assert fourp("store", "people", "--person", "supt   hall", "--passphrase-file", fourp.secret(HALL)).code == 0


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("add-person", HALL), "there is a person of that name already"),
        (("add-person", HALL.upper()), "there is a person of that name already"),
        (("add-person", "  "), "a name has 1 to 60 characters"),
        (("remove-person", KHAN), f"there is no person of that name. Known: {GREEN}, {HALL}"),
    ],
    ids=str,
)
def test_what_cannot_be_done_with_people(shared: Path, fourp: Shell, words: tuple[str, ...], what: str) -> None:
    extra = ("--new-passphrase-file", fourp.secret("new")) if words[0] == "add-person" else ()
    refused(fourp("store", *words, *extra, by=GREEN), what)


def test_the_last_person_is_not_removed(live: Path, fourp: Shell) -> None:
    refused(
        fourp("store", "remove-person", GREEN, by=GREEN), "the only person who can open the store", "Add another first"
    )


@pytest.mark.parametrize("name", ["\x1b[31mRed", "Supt\u202eHall", "Supt Hall\n\nDI Jones"], ids=repr)
def test_a_name_with_hidden_characters_is_refused_and_never_reaches_the_terminal(
    live: Path, fourp: Shell, name: str
) -> None:
    refused(fourp("store", "add-person", name, "--new-passphrase-file", fourp.secret("new"), by=GREEN))


def test_a_training_store_has_no_people_and_no_keys(fourp: Shell) -> None:
    place = fourp.home / "training.sqlite"
    assert fourp("store", "init", "--training").code == 0
    assert "Nobody: a training store has no people." in fourp("store", "people", "--store", place).out
    for words in (
        ("add-person", HALL, "--new-passphrase-file", fourp.secret(HALL)),
        ("remove-person", HALL),
        ("rekey",),
    ):
        refused(fourp("store", *words, "--store", place), "a training store: it has no key and no people")


# -- keys -----------------------------------------------------------------------------------------------------------


def test_new_keys_are_noted_in_every_case_and_what_was_written_before_still_opens(shared: Path, fourp: Shell) -> None:
    assert fourp("case", "new", "oak", "--live", by=GREEN).code == 0
    assert shape_of(fourp("store", "rekey", "--json", by=GREEN)) == {"cases": 1}
    entries = shape_of(fourp("log", "live:oak", "--json", by=HALL))["entries"]
    assert [one["kind"] for one in entries] == ["opened", "rekeyed"]
    assert shape_of(fourp("verify", "live:oak", "--json", by=GREEN))["ok"]


def test_whoever_is_removed_leaves_a_mark_in_every_case(shared: Path, fourp: Shell) -> None:
    assert fourp("case", "new", "oak", "--live", by=HALL).code == 0
    ran = fourp("store", "remove-person", GREEN, by=HALL)
    assert ran.code == 0
    assert "Every key is new, and 1 case noted it." in ran.out
    assert "What they copied before, they still have." in ran.out
    entries = shape_of(fourp("log", "live:oak", "--json", by=HALL))["entries"]
    assert [one["kind"] for one in entries] == ["opened", "rekeyed"]


# -- copies ---------------------------------------------------------------------------------------------------------


def test_a_backup_is_restored_as_it_was(shared: Path, fourp: Shell, tmp_path: Path) -> None:
    assert fourp("case", "new", "oak", "--live", by=GREEN).code == 0
    head = shape_of(fourp("log", "live:oak", "--json", by=GREEN))["head"]
    copy = tmp_path / "backup.sqlite"
    assert shape_of(fourp("store", "backup", copy, "--json", by=GREEN)) == {
        "source": str(shared),
        "target": str(copy),
        "kind": "live",
        "cases": 1,
        "entries": 2,
    }  # fmt: skip (the opening, and that the log was looked at)
    assert oct(copy.stat().st_mode)[-3:] == "600"
    for file in fourp.home.glob("live.sqlite*"):
        file.unlink()
    ran = fourp("store", "restore", copy, by=GREEN)
    assert (ran.code, ran.err) == (0, "")
    assert "1 case" in ran.out
    assert "fourp verify" in ran.out
    proved = shape_of(fourp("verify", "live:oak", "--json", by=HALL))
    assert (proved["ok"], proved["head"]) == (True, head)


def test_a_copy_is_never_put_over_what_is_there(live: Path, fourp: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite"
    assert fourp("store", "backup", copy, by=GREEN).code == 0
    before = (copy.read_bytes(), live.read_bytes())
    refused(fourp("store", "backup", copy, by=GREEN), "there is a file of that name already")
    refused(fourp("store", "restore", copy, by=GREEN), "there is a file of that name already")
    refused(fourp("store", "migrate", "--to", copy, by=GREEN), "there is a file of that name already")
    assert (copy.read_bytes(), live.read_bytes()) == before


@pytest.mark.parametrize("what", ["nothing", "a text", "a database"])
def test_only_a_store_is_restored(fourp: Shell, tmp_path: Path, what: str) -> None:
    file = tmp_path / "other"
    if what == "a text":
        file.write_text("Dear Sir or Madam, " * 200, encoding="utf-8")
    if what == "a database":
        with sqlite3.connect(file) as made:
            made.execute("CREATE TABLE t (x)")
        made.close()
    said = {"nothing": "there is no store here", "a text": "this is not a store", "a database": "no store of fourp"}
    refused(fourp("store", "restore", file), said[what])
    assert not list(fourp.home.glob("*.sqlite"))


def test_a_store_is_moved_to_another_file(live: Path, fourp: Shell, tmp_path: Path) -> None:
    assert fourp("case", "new", "oak", "--live", by=GREEN).code == 0
    place = tmp_path / "moved.sqlite"
    moved = shape_of(fourp("store", "migrate", "--to", place, "--json", by=GREEN))
    assert (moved["target"], moved["cases"]) == (str(place), 1)
    assert shape_of(fourp("verify", "oak", "--store", place, "--json", by=GREEN))["ok"]


def test_a_store_in_this_versions_form_is_left_as_it_is(live: Path, fourp: Shell) -> None:
    before = live.read_bytes()
    assert shape_of(fourp("store", "migrate", "--json", by=GREEN)) == {"format": 1}
    assert live.read_bytes() == before
    assert "Nothing to do." in fourp("store", "migrate", by=GREEN).out


@pytest.mark.parametrize("address", ["postgresql://", "postgresql://nobody@/nowhere?host=/nowhere"])
def test_a_database_that_does_not_answer_is_told_in_words(fourp: Shell, address: str) -> None:
    pytest.importorskip("psycopg")
    refused(fourp("store", "people", "--store", address), "the database cannot be reached")


# -- help -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["init", "people", "add-person", "remove-person", "rekey", "backup", "restore", "migrate"]
)
def test_every_command_of_the_storeroom_has_help(fourp: Shell, command: str) -> None:
    ran = fourp("store", command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: fourp store {command}")
    assert len(ran.out.split("\n\n")[1]) > 20

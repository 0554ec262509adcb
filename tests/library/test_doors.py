"""What is handed to the command in place of a sound file: nothing there, a folder, a device, far too much, no right to read."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.errors import Fault, InputError
from planner.library import yaml_reader
from planner.library.layers import LARGEST_FILE
from planner.library.yaml_reader import MOST_FAULTS, parse_yaml, read_yaml

SOUND = "case: sound\nkind: training\nnation: england\n"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
TOO_LONG = "a" * 300
Run = Callable[..., Any]


def refuse_to_open(which: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file's reading be refused, also to root."""
    really = Path.open

    def opened(self: Path, *words: Any, **more: Any) -> Any:
        if self == which:
            raise PermissionError(13, "Permission denied", str(self))
        return really(self, *words, **more)

    monkeypatch.setattr(Path, "open", opened)


@pytest.fixture
def denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound case that may not be read."""
    path = tmp_path / "denied.yaml"
    path.write_text(SOUND, encoding="utf-8")
    refuse_to_open(path, monkeypatch)
    return path


def test_check_of_a_missing_file_ends_with_2_and_names_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gone.yaml"
    assert run(["check", path]) == (2, "", f"fourp: {path}: there is no such file or folder. Check the path.\n")


def test_check_names_every_missing_path_and_checks_none(run: Run, tmp_path: Path) -> None:
    sound = tmp_path / "sound.yaml"
    sound.write_text(SOUND, encoding="utf-8")
    gone = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    code, out, err = run(["check", gone[0], sound, gone[1]])
    assert (code, out) == (2, "")
    assert [line.removeprefix("fourp: ").partition(": ")[0] for line in err.splitlines()] == [
        *map(str, gone),
        "2 faults.",
    ]


def test_recommend_of_a_missing_file_ends_with_2_and_names_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gone.yaml"
    assert run(["recommend", path]) == (2, "", f"fourp: {path}: there is no such file. Check the path.\n")


def test_a_mistyped_bundled_case_is_answered_with_the_nearest(run: Run) -> None:
    code, out, err = run(["recommend", "smith-ogc"])
    assert (code, out) == (2, "")
    assert err == "fourp: smith-ogc: there is no case of that name. Did you mean 'smith-ocg'?\n"


def test_a_name_like_no_bundled_case_is_answered_with_all_of_them(run: Run) -> None:
    code, out, err = run(["recommend", "zzz"])
    assert (code, out) == (2, "")
    assert "Bundled cases: cl-team, smith-ocg, takeaway, valley-estate." in err


def test_a_file_beside_a_bare_name_is_pointed_to(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mycase").write_text(SOUND, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = run(["recommend", "mycase"])
    assert (code, out) == (2, "")
    assert "./mycase" in err
    assert run(["recommend", "./mycase"]).code == 0


def test_recommend_of_a_folder_says_it_is_one(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "case.yaml"
    folder.mkdir()
    assert run(["recommend", folder]) == (
        2,
        "",
        f"fourp: {folder}: this is a folder, not a file. Name a YAML file in it.\n",
    )


def test_check_of_a_folder_checks_the_files_in_it_at_any_depth(run: Run, tmp_path: Path) -> None:
    deep = tmp_path / "north" / "east" / "bad.yml"
    deep.parent.mkdir(parents=True)
    deep.write_text("case: bad\nkind: training\nnation: atlantis\n", encoding="utf-8")
    (tmp_path / "sound.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nation: atlantis\n", encoding="utf-8")
    code, out, err = run(["check", tmp_path])
    assert (code, err) == (1, "")
    assert out.startswith(f"error: {deep}:3:9: 'atlantis' is not one of")
    assert out.endswith("\n1 error, 0 warnings, 0 notes.\n")


def test_a_folder_named_as_a_file_in_a_folder_is_a_fault_of_that_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    code, out, _ = run(["check", tmp_path])
    assert code == 1
    assert out.startswith(f"error: {tmp_path / 'case.yaml'}: this is a folder, not a file.")


@pytest.fixture
def enormous(tmp_path: Path) -> Path:
    path = tmp_path / "enormous.yaml"
    path.touch()
    os.truncate(path, 200_000_000)
    return path


def test_a_file_of_200_megabytes_is_refused_by_its_size(run: Run, enormous: Path) -> None:
    says = f"{enormous}: the file holds 200,000,000 bytes; the limit is 2,000,000."
    code, out, err = run(["recommend", enormous])
    assert (code, out) == (2, "")
    assert err.startswith(f"fourp: {says}")
    code, out, err = run(["check", enormous])
    assert (code, err) == (1, "")
    assert out.startswith(f"error: {says}")


def test_a_file_of_200_megabytes_is_never_read(enormous: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", lambda *words, **more: pytest.fail("it was opened"))
    with pytest.raises(InputError, match="limit"):
        read_yaml(enormous)


def test_the_largest_file_that_is_read_is_two_million_bytes(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: b\n".ljust(LARGEST_FILE, b"#"))
    assert read_yaml(path).contents == {"a": "b"}
    path.write_bytes(b"a: b\n".ljust(LARGEST_FILE + 1, b"#"))
    with pytest.raises(InputError, match="2,000,001 bytes"):
        read_yaml(path)


def test_a_file_full_of_nul_bytes_is_refused_without_telling_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a crash may leave a file: as long as it was and all zeros. The work stops at the most faults that are told."""
    made = []

    def counted(*words: Any) -> Fault:
        made.append(words)
        return Fault(*words)

    monkeypatch.setattr(yaml_reader, "Fault", counted)
    with pytest.raises(InputError) as refused:
        parse_yaml(b"\0" * 5_000, "zeros.yaml")
    faults = refused.value.faults
    assert 0 < len(faults) <= MOST_FAULTS
    assert (faults[0].line, faults[0].column) == (1, 1)
    assert "U+0000" in faults[0].what
    assert len(made) <= MOST_FAULTS + 1


def test_check_of_a_file_that_may_not_be_read_ends_with_2(run: Run, denied: Path) -> None:
    code, out, err = run(["check", denied])
    assert (code, out) == (2, "")
    assert err == f"fourp: {denied}: the file cannot be read: Permission denied. Check its permissions.\n"


def test_recommend_of_a_file_that_may_not_be_read_ends_with_2(run: Run, denied: Path) -> None:
    code, out, err = run(["recommend", denied])
    assert (code, out) == (2, "")
    assert err == f"fourp: {denied}: the file cannot be read: Permission denied. Check its permissions.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_read_permission_is_told_as_such(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "locked.yaml"
    path.write_text(SOUND, encoding="utf-8")
    path.chmod(0)
    for words in (["check", path], ["recommend", path]):
        code, out, err = run(words)
        assert (code, out) == (2, "")
        assert "Permission denied" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_told_as_such(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0)
    try:
        for words in (["check", folder / "case.yaml"], ["recommend", folder / "case.yaml"]):
            code, out, err = run(words)
            assert (code, out) == (2, "")
            assert "Permission denied" in err
    finally:
        folder.chmod(0o700)


def test_a_library_with_a_file_that_may_not_be_read_is_refused(
    run: Run, small_copy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_open(small_copy.path("rules/order.yaml"), monkeypatch)
    for words in (["recommend", "smith-ocg"], ["catalogue", "list"]):
        code, out, err = run([*words, "--library", small_copy.root])
        assert (code, out) == (2, "")
        assert "rules/order.yaml: the file cannot be read: Permission denied. Check its permissions." in err


def test_a_file_of_the_library_that_may_not_be_read_is_a_fault_at_that_file(run: Run, small_copy: Any) -> None:
    """A link to itself cannot be read by anyone."""
    loop = small_copy.path("rules/order.yaml")
    loop.unlink()
    loop.symlink_to(loop)
    code, out, err = run(["recommend", "smith-ocg", "--library", small_copy.root])
    assert (code, out) == (2, "")
    assert "rules/order.yaml: the file cannot be read: Too many levels of symbolic links." in err


@pytest.mark.parametrize("words", [["check", "loop.yaml"], ["recommend", "./loop.yaml"]], ids=["check", "recommend"])
def test_a_link_to_itself_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    monkeypatch.chdir(tmp_path)
    code, out, err = run(words)
    assert (code, out) == (2, "")
    assert "loop.yaml" in err


@pytest.mark.parametrize(
    "words",
    [
        ["check", TOO_LONG],
        ["check", f"{TOO_LONG}.yaml"],
        ["recommend", TOO_LONG],
        ["recommend", f"./{TOO_LONG}.yaml"],
        ["recommend", "smith-ocg", "--library", TOO_LONG],
        ["recommend", "smith-ocg", "--overlay", TOO_LONG],
        ["draft", "smith-ocg", "--out", f"{TOO_LONG}.md"],
    ],
    ids=["check", "check-file", "bare-case", "case-file", "library", "overlay", "out"],
)
def test_a_name_too_long_for_any_file_is_refused(run: Run, words: list[str]) -> None:
    code, out, err = run(words)
    assert (code, out) == (2, "")
    assert "aaaaaaaa" in err


@pytest.mark.parametrize(
    "words", [["check", "/dev/zero"], ["recommend", "/dev/../dev/zero"]], ids=["check", "recommend"]
)
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_without_end_is_refused_by_the_size_limit(words: list[str]) -> None:
    """Its size reads as 0. In a process of its own, which may not eat the machine's memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))

    ran = subprocess.run(
        [sys.executable, "-m", "planner", *words],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        preexec_fn=limit,
    )
    assert ran.returncode in (1, 2)
    assert "Traceback" not in ran.stderr
    assert "/dev/zero" in ran.stdout + ran.stderr or "/dev/../dev/zero" in ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["e\x1b[31mred.yaml", "a\u202eb.yaml", "c\x9b31m.yaml"])
def test_a_file_name_never_reaches_the_terminal_as_a_command(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("case: bad\nkind: training\nnation: atlantis\n", encoding="utf-8")
    for words in (["check", path], ["recommend", path], ["check", tmp_path]):
        code, out, err = run(words)
        assert code in (1, 2)
        assert "atlantis" in out + err
        assert not UNSAFE.search(out + err)
        assert len([line for line in (out + err).splitlines() if "atlantis" in line]) == 1


@pytest.mark.parametrize("day", ["\x1b[31m", "a\u202eb", "2026-02-30", "tomorrow"])
def test_a_day_that_is_not_one_is_refused_safely(run: Run, day: str) -> None:
    code, out, err = run(["recommend", "smith-ocg", "--as-of", day])
    assert (code, out) == (2, "")
    assert "is not a date. Write it as 2026-05-01." in err
    assert not UNSAFE.search(err)


@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["recommend"]], ids=["check", "json", "recommend"])
def test_a_file_name_that_is_not_unicode_is_shown_and_does_no_harm(tmp_path: Path, words: list[str]) -> None:
    """As in a UTF-8 locale, where Python writes stdout strictly."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.yaml"
    Path(os.fsdecode(path)).write_text("case: bad\nkind: training\nnation: atlantis\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "planner", *words, path],
        capture_output=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == (2 if words == ["recommend"] else 1)
    assert b"atlantis" in ran.stdout + ran.stderr
    if "--json" in words:
        assert len(json.loads(ran.stdout)["faults"]) == 1

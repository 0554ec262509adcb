"""Files are written whole or not at all: whatever goes wrong, what was there stays and nothing half-made is left beside it."""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from planner.application import planning
from planner.errors import InputError
from planner.exports.files import write_whole

Run = Callable[..., Any]
OLD, NEW = b"the plan as it was", b"the plan as it is now" * 1000


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_bytes(OLD)
    return path


def alone(path: Path) -> bool:
    """Whether nothing else lies in the folder."""
    return [one.name for one in path.parent.iterdir()] == [path.name]


# -- done -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("contents", [b"", b"x", NEW, bytes(range(256))], ids=["empty", "one", "long", "every-byte"])
def test_a_new_file_holds_what_was_written_and_stands_alone(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "plan.md"
    write_whole(path, contents)
    assert path.read_bytes() == contents
    assert alone(path)


def test_an_old_file_is_replaced(plan: Path) -> None:
    write_whole(plan, NEW)
    assert plan.read_bytes() == NEW
    assert alone(plan)


def test_a_bare_name_is_written_in_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_whole(Path("plan.md"), NEW)
    assert (tmp_path / "plan.md").read_bytes() == NEW


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_may_be_read_by_those_the_user_lets_read(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "plan.md", NEW)
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "plan.md").stat().st_mode) == 0o666 & ~mask


def test_names_with_spaces_accents_and_dots_are_names(tmp_path: Path) -> None:
    for name in ("a plan.md", "plán–4P.docx", ".hidden", "two.dots.md", "[bold]plan.md"):
        write_whole(tmp_path / name, NEW)
        assert (tmp_path / name).read_bytes() == NEW
    assert len(list(tmp_path.iterdir())) == 5


def test_the_file_is_whole_before_it_takes_its_name(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Synced to the disk first, and the old one stands until that moment."""
    order: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        assert plan.read_bytes() == OLD
        order.append("synced")
        sync(handle)

    def replaced(self: Path, target: Path) -> Path:
        assert self.read_bytes() == NEW
        assert plan.read_bytes() == OLD
        assert self.parent == plan.parent
        order.append("replaced")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_whole(plan, NEW)
    assert order == ["synced", "replaced"]
    assert plan.read_bytes() == NEW


# -- not done -------------------------------------------------------------------------------------------------------


def full(*words: Any, **more: Any) -> Any:
    raise OSError(28, "No space left on device")


class FullFile(io.BytesIO):
    """A file on a disk that fills up while it is written."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        os.write(handle, b"half of th")
        os.close(handle)

    def write(self, contents: Any) -> int:
        raise OSError(28, "No space left on device")


FAILURES: dict[str, tuple[Any, str, Any]] = {
    "making": (tempfile, "mkstemp", full),
    "writing": (os, "fdopen", lambda handle, mode: FullFile(handle)),
    "syncing": (os, "fsync", full),
    "naming": (Path, "replace", full),
}


@pytest.mark.parametrize("moment", FAILURES)
def test_a_failure_at_any_moment_leaves_the_old_file_and_nothing_beside_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    owner, name, failing = FAILURES[moment]
    monkeypatch.setattr(owner, name, failing)
    with pytest.raises(InputError) as refused:
        write_whole(plan, NEW)
    assert str(refused.value) == (
        f"{plan}: the file cannot be written: No space left on device. Check the folder and the free space."
    )
    assert plan.read_bytes() == OLD
    assert alone(plan)


@pytest.mark.parametrize("moment", FAILURES)
def test_a_failure_at_any_moment_leaves_no_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    owner, name, failing = FAILURES[moment]
    monkeypatch.setattr(owner, name, failing)
    with pytest.raises(InputError):
        write_whole(tmp_path / "plan.md", NEW)
    assert list(tmp_path.iterdir()) == []


def test_stopping_it_half_way_leaves_the_old_file_and_nothing_beside_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(plan, NEW)
    assert plan.read_bytes() == OLD
    assert alone(plan)


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "plan.md"
    folder.mkdir()
    with pytest.raises(InputError) as refused:
        write_whole(folder, NEW)
    assert str(refused.value) == f"{folder}: this is a folder. Name a file in it."
    assert alone(folder)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "no" / "such" / "plan.md"
    with pytest.raises(InputError) as refused:
        write_whole(path, NEW)
    assert str(refused.value).startswith(f"{path}: the file cannot be written: No such file or directory.")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(plan: Path) -> None:
    with pytest.raises(InputError) as refused:
        write_whole(plan / "inner.md", NEW)
    assert "the file cannot be written: Not a directory." in str(refused.value)
    assert plan.read_bytes() == OLD


def test_a_name_too_long_for_any_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the file cannot be written: File name too long"):
        write_whole(tmp_path / ("a" * 300), NEW)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_a_file_may_have_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 252 + ".md")
    write_whole(path, NEW)
    assert path.read_bytes() == NEW
    assert alone(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write every folder")
def test_a_folder_without_write_permission_is_refused(plan: Path) -> None:
    plan.parent.chmod(0o500)
    try:
        with pytest.raises(InputError, match="the file cannot be written: Permission denied"):
            write_whole(plan, NEW)
    finally:
        plan.parent.chmod(0o700)
    assert plan.read_bytes() == OLD
    assert alone(plan)


def test_a_file_system_that_takes_no_files_is_refused() -> None:
    with pytest.raises(InputError, match="the file cannot be written: "):
        write_whole(Path("/proc/plan.md"), NEW)


# -- at the door ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".md", ".Docx"])
def test_draft_writes_the_format_of_the_ending(run: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"plan{ending}"
    code, out, err = run(["draft", "smith-ocg", "--out", path, "--as-of", "2026-11-01"])
    assert (code, err) == (0, "")
    assert "plan" in out
    assert alone(path)
    if ending.lower() == ".md":
        assert "\n# Draft 4P plan: The Smith group\n" in path.read_text(encoding="utf-8")
    else:
        assert Document(str(path)).paragraphs


@pytest.mark.parametrize("name", ["plan.pdf", "plan", "plan.docx.txt", ".md", "plan."])
def test_draft_refuses_another_ending_at_once_and_writes_nothing(
    run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "draft", lambda *words: pytest.fail("a plan was drafted first"))
    code, out, err = run(["draft", "smith-ocg", "--out", tmp_path / name])
    assert (code, out) == (2, "")
    assert err.startswith(f"fourp: {tmp_path / name}: a plan cannot be written ")
    assert err.endswith("End the name in .docx or .md.\n")
    assert list(tmp_path.iterdir()) == []


def test_draft_onto_a_folder_is_refused(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "plans.md"
    folder.mkdir()
    code, out, err = run(["draft", "smith-ocg", "--out", folder])
    assert (code, out) == (2, "")
    assert err == f"fourp: {folder}: this is a folder. Name a file in it.\n"


def test_draft_into_a_folder_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gone" / "plan.docx"
    code, out, err = run(["draft", "smith-ocg", "--out", path])
    assert (code, out) == (2, "")
    assert (
        err
        == f"fourp: {path}: the file cannot be written: No such file or directory. Check the folder and the free space.\n"
    )


def test_a_draft_that_fails_leaves_the_plan_that_was_there(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        code, out, err = run(["draft", "smith-ocg", "--out", plan])
    assert (code, out) == (2, "")
    assert "No space left on device" in err
    assert plan.read_bytes() == OLD
    assert alone(plan)

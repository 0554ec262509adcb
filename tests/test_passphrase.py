"""Where a passphrase comes from: a file only its owner can read, the keyring or a prompt; never an argument, never guessed."""

from __future__ import annotations

import getpass
import io
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from planner import passphrase
from planner.errors import InputError
from tests.conftest import Run

SECRET = "four unrelated quiet words"


@pytest.fixture(autouse=True)
def nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal, no keyring and no file named, unless a test brings one."""
    monkeypatch.delenv("FOURP_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setitem(sys.modules, "keyring", None)


def kept(folder: Path, text: str = f"{SECRET}\n", mode: int = 0o600) -> Path:
    """A passphrase file."""
    file = folder / "passphrase"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """A terminal at which these lines are typed; gives what was asked."""
    asked: list[str] = []
    answers = iter(typed)

    def ask(text: str) -> str:
        asked.append(text)
        return next(answers)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(getpass, "getpass", ask)
    return asked


def keyring(monkeypatch: pytest.MonkeyPatch, found: str | None, *, broken: bool = False) -> None:
    """A keyring that knows one passphrase, or fails."""
    errors = ModuleType("keyring.errors")

    class KeyringError(Exception):
        pass

    def get_password(service: str, name: str) -> str | None:
        if broken:
            raise KeyringError
        return found if (service, name) == ("fourp", "DI Green") else None

    made = ModuleType("keyring")
    made.get_password = get_password  # type: ignore[attr-defined]
    made.errors = errors  # type: ignore[attr-defined]
    errors.KeyringError = KeyringError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", made)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)


# -- a file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SECRET, f"{SECRET}\n", f"{SECRET}\r\n", f"{SECRET}\nanother line\n"], ids=repr)
def test_the_first_line_of_the_file_is_the_passphrase(tmp_path: Path, text: str) -> None:
    assert passphrase.from_file(kept(tmp_path, text)) == SECRET


def test_blanks_and_signs_are_part_of_a_passphrase(tmp_path: Path) -> None:
    assert passphrase.from_file(kept(tmp_path, "  £ é [x] \t\n")) == "  £ é [x] \t"


@pytest.mark.skipif(os.name != "posix", reason="only here do files have such modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o777])
def test_a_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    file = kept(tmp_path, mode=mode)
    with pytest.raises(InputError) as refused:
        passphrase.from_file(file)
    assert "others can read this passphrase file" in str(refused.value)
    assert f"chmod 600 {file}" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_only_its_owner_can_read_is_taken(tmp_path: Path, mode: int) -> None:
    assert passphrase.from_file(kept(tmp_path, mode=mode)) == SECRET


@pytest.mark.parametrize(("text", "what"), [("", "is empty"), ("\n", "is empty"), (f"\n{SECRET}\n", "is empty")])
def test_a_file_without_a_passphrase_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        passphrase.from_file(kept(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named_with_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        passphrase.from_file(tmp_path / "nowhere")
    tmp_path.chmod(0o700)
    with pytest.raises(InputError, match="cannot be read"):
        passphrase.from_file(tmp_path)
    file = kept(tmp_path)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="it is not text"):
        passphrase.from_file(file)


# -- where it is looked for, in order -------------------------------------------------------------------------------


def test_the_file_named_is_taken_before_all_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("FOURP_PASSPHRASE_FILE", str(kept(other, "another one\n")))
    keyring(monkeypatch, "a third one")
    assert passphrase.asked(kept(tmp_path))("DI Green") == SECRET
    assert passphrase.asked(None)("DI Green") == "another one"


def test_the_keyring_comes_before_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = terminal(monkeypatch, "typed")
    keyring(monkeypatch, SECRET)
    assert passphrase.asked(None)("DI Green") == SECRET
    assert asked == []
    assert passphrase.asked(None)("DS Khan") == "typed"
    assert asked == ["Passphrase of DS Khan: "]


@pytest.mark.parametrize("broken", [False, True])
def test_a_keyring_that_has_none_or_fails_is_passed_over(monkeypatch: pytest.MonkeyPatch, broken: bool) -> None:
    terminal(monkeypatch, "typed")
    keyring(monkeypatch, None, broken=broken)
    assert passphrase.asked(None)("DI Green") == "typed"


def test_with_none_of_them_and_no_terminal_it_says_what_to_give() -> None:
    with pytest.raises(InputError) as refused:
        passphrase.asked(None)("DI Green")
    assert "no terminal" in str(refused.value)
    assert "--passphrase-file" in str(refused.value)
    assert refused.value.exit_code == 2


# -- a new one ------------------------------------------------------------------------------------------------------


def test_a_new_passphrase_comes_from_a_file_or_is_typed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert passphrase.chosen(kept(tmp_path), "of DI Green") == SECRET
    asked = terminal(monkeypatch, SECRET, SECRET)
    assert passphrase.chosen(None, "of DI Green") == SECRET
    assert asked == ["New passphrase of DI Green: ", "The same again: "]


def test_a_new_passphrase_typed_two_ways_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch, SECRET, SECRET.upper())
    with pytest.raises(InputError, match="not the same") as refused:
        passphrase.chosen(None, "of DI Green")
    assert SECRET not in str(refused.value)


def test_a_new_passphrase_without_a_terminal_needs_a_file() -> None:
    with pytest.raises(InputError, match="no terminal"):
        passphrase.chosen(None, "of DI Green")


# -- the command ----------------------------------------------------------------------------------------------------


def test_a_passphrase_is_never_typed_among_the_words_of_a_command(run: Run) -> None:
    """Arguments and the environment are seen by every other process of the machine."""
    assert run(["log", "x", "--passphrase", SECRET]).code == 2
    for words in (("store", "init"), ("store", "add-person"), ("log",), ("export",), ("case", "import")):
        told = run([*words, "--help"]).out
        assert "passphrase" in told
        assert not [word for word in told.split() if word.strip("[],") == "--passphrase"]


@pytest.mark.parametrize("value", ["FOURP_PASSPHRASE", "FOURP_PASSWORD"])
def test_without_a_passphrase_and_a_terminal_a_live_store_stays_shut(tmp_path: Path, value: str) -> None:
    secret = kept(tmp_path)
    settings = {
        **os.environ,
        "FOURP_HOME": str(tmp_path / "home"),
        value: SECRET,
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }

    def fourp(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "planner", *words, "--person", "DI Green"], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, env=settings, timeout=60, check=False,
        )  # fmt: skip

    assert fourp("store", "init", "--new-passphrase-file", str(secret)).returncode == 0
    shut = fourp("store", "people")
    assert (shut.returncode, shut.stdout) == (2, "")
    assert "no terminal to ask at" in shut.stderr
    assert "Traceback" not in shut.stderr
    assert fourp("store", "people", "--passphrase-file", str(secret)).returncode == 0

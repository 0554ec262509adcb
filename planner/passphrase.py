"""Getting a passphrase without ever seeing it in an argument: from a file only its owner can read, the keyring, or a prompt."""

from __future__ import annotations

import getpass
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from planner.errors import InputError

SERVICE = "fourp"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def asked(file: Path | None, *, typed: bool = True) -> Callable[[str], str]:
    """What gives a person's passphrase: the file, FOURP_PASSPHRASE_FILE, the keyring, else a prompt where it may be `typed`."""

    def ask(name: str) -> str:
        named = file or (Path(value) if (value := os.environ.get("FOURP_PASSPHRASE_FILE")) else None)
        if named:
            return from_file(named)
        if not (kept := _kept(name) or (typed and prompted(f"Passphrase of {name}: "))):
            raise InputError.of("live store", "it is locked.", "Give your passphrase first.")
        return kept

    return ask


def chosen(file: Path | None, whose: str) -> str:
    """A new passphrase: from a file, or typed twice. Raises InputError."""
    if file:
        return from_file(file)
    first = prompted(f"New passphrase {whose}: ")
    if prompted("The same again: ") != first:
        raise InputError.of("passphrase", "the two are not the same.", "Try again.")
    return first


def from_file(file: Path) -> str:
    """The first line of a file that nobody else can read. Raises InputError."""
    try:
        mode = file.stat().st_mode
        if os.name == "posix" and mode & OTHERS:
            raise InputError.of(
                str(file), "others can read this passphrase file.", f"Close it to them: chmod 600 {file}"
            )
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise InputError.of(str(file), f"the passphrase file cannot be read: {why}.", "Check the name.") from None
    if not lines or not lines[0]:
        raise InputError.of(str(file), "the passphrase file is empty.", "Write the passphrase on its first line.")
    return lines[0]


def prompted(text: str) -> str:
    """What is typed, unseen. Raises InputError where there is no terminal to ask at."""
    if not sys.stdin.isatty():
        what = "a passphrase is needed and there is no terminal to ask at."
        raise InputError.of("passphrase", what, "Give --passphrase-file FILE, or set FOURP_PASSPHRASE_FILE.")
    return getpass.getpass(text)


def _kept(name: str) -> str:
    """The passphrase in the computer's keyring, where fourp was installed with it and one was put there."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except (KeyringError, RuntimeError):
        return ""

"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from planner.application.planning import Draft
from planner.errors import InputError
from planner.exports.plan_document import plan_document


def write_whole(path: Path, contents: bytes) -> None:
    """Put the contents in place in one step. Raises InputError, and leaves what was there, when that cannot be done."""
    if path.is_dir():
        raise InputError.of(str(path), "this is a folder.", "Name a file in it.")
    part = ""
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(part).chmod(0o666 & ~umask)
        Path(part).replace(path)
    except OSError as error:
        if part:
            with contextlib.suppress(OSError):
                Path(part).unlink()
        raise InputError.of(
            str(path), f"the file cannot be written: {error.strerror}.", "Check the folder and the free space."
        ) from None


def write_plan(plan: Draft, path: Path) -> None:
    """Write a draft plan in the format of the file's ending. Raises InputError for another ending or a failed write."""
    document = plan_document(plan)
    match path.suffix.lower():
        case ".docx":
            from planner.exports.word import word

            write_whole(path, word(document))
        case ".md":
            from planner.exports.markdown import markdown

            write_whole(path, markdown(document).encode())
        case ending:
            raise InputError.of(
                str(path), f"a plan cannot be written as '{ending or 'no ending'}'.", "End the name in .docx or .md."
            )

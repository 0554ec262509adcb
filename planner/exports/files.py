"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from planner.application.planning import Draft
from planner.errors import InputError
from planner.exports.document import Document
from planner.exports.plan_document import plan_document


def write_whole(path: Path, contents: bytes) -> None:
    """Put the contents in place in one step. Raises InputError, and leaves what was there, when that cannot be done."""
    part = ""
    try:
        if path.is_dir():
            raise InputError.of(str(path), "this is a folder.", "Name a file in it.")
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(part).chmod(0o666 & ~umask)
        Path(part).replace(path)
    except OSError as error:
        what = f"the file cannot be written: {error.strerror}."
        raise InputError.of(str(path), what, "Check the folder and the free space.") from None
    finally:
        if part:
            with contextlib.suppress(OSError):
                Path(part).unlink()


FORMATS = (".docx", ".md")


def check_format(path: Path) -> None:
    """Refuse a name whose ending is no format of ours, before any work is done. Raises InputError."""
    if path.suffix.lower() not in FORMATS:
        what = f"a plan cannot be written as '{path.suffix or 'no ending'}'."
        raise InputError.of(str(path), what, "End the name in .docx or .md.")


def write_plan(plan: Draft, path: Path) -> None:
    """Write a draft plan in the format of the file's ending. Raises InputError for another ending or a failed write."""
    check_format(path)
    write_whole(path, rendered(plan_document(plan), path))


def rendered(document: Document, path: Path) -> bytes:
    """A document in the form of a file's ending: Word, else Markdown."""
    if path.suffix.lower() == ".docx":
        from planner.exports.word import word

        return word(document)
    from planner.exports.markdown import markdown

    return markdown(document).encode()

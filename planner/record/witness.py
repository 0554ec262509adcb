"""The witness: a file beside the store to which the head and position of a case are added after each commit.

It shows when the end of a record has been cut off. Whoever can cut the store and the witness together is found by an
earlier export, which carries the head too.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from uuid import UUID

from planner.errors import InputError

LINE = re.compile(rb"([0-9a-f]{32}) (\d{1,12}) ([0-9a-f]{64})")


class Witness:
    """The witness file of one store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, case: UUID, position: int, head: bytes) -> None:
        """One line more, on disk before it returns. Raises OSError."""
        line = f"{case.hex} {position} {head.hex()}\n".encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # A line cut short by a crash is closed first, so that ours stands alone.
            if (
                os.lseek(handle, 0, os.SEEK_END)
                and os.lseek(handle, -1, os.SEEK_END) >= 0
                and os.read(handle, 1) != b"\n"
            ):
                line = b"\n" + line
            if os.write(handle, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)

    def of(self, case: UUID) -> dict[int, str]:
        """Every head seen for a case, by position; empty when there is no witness."""
        return {at: head for line in self._told().split(b"\n") if (found := _seen(line, case)) for at, head in [found]}

    def streams(self) -> set[UUID]:
        """Every stream it has seen."""
        return {UUID(hex=match[1].decode()) for line in self._told().split(b"\n") if (match := LINE.fullmatch(line))}

    def last(self, case: UUID) -> tuple[int, str] | None:
        """The last position seen for a case, with its head, found without reading every line."""
        told = self._told()
        mark, end = case.hex.encode(), len(told)
        while (at := told.rfind(mark, 0, end)) >= 0:
            stop = told.find(b"\n", at)
            found = _seen(told[at : stop if stop >= 0 else len(told)], case)
            if found:
                return found
            end = at
        return None

    def _told(self) -> bytes:
        """All of it; nothing when there is no witness. Raises InputError."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            what = f"the witness cannot be read: {error.strerror}."
            raise InputError.of(str(self.path), what, "Ask for the right to read and write it.") from None


def _seen(line: bytes, case: UUID) -> tuple[int, str] | None:
    match = LINE.fullmatch(line)
    if not match or match[1].decode() != case.hex:
        return None
    return int(match[2]), match[3].decode()

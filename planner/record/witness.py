"""The witness: a file beside the store to which the head and position of a case are added after each commit.

It shows when the end of a record has been cut off. Whoever can cut the store and the witness together is found by an
earlier export, which carries the head too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import UUID

LINE = re.compile(rb"([0-9a-f]{32}) (\d{1,12}) ([0-9a-f]{64})")


class Witness:
    """The witness file of one store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, case: UUID, position: int, head: bytes) -> None:
        """One line more, on disk before it returns. Raises OSError."""
        line = f"{case.hex} {position} {head.hex()}\n".encode()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # A line cut short by a crash is closed first, so that ours stands alone.
            if (
                os.lseek(handle, 0, os.SEEK_END)
                and os.lseek(handle, -1, os.SEEK_END) >= 0
                and os.read(handle, 1) != b"\n"
            ):
                line = b"\n" + line
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)

    def of(self, case: UUID) -> dict[int, str]:
        """Every head seen for a case, by position; empty when there is no witness."""
        return {at: head for line in self._lines() if (found := _seen(line, case)) for at, head in [found]}

    def last(self, case: UUID) -> tuple[int, str] | None:
        """The last position seen for a case, with its head, found without reading every line."""
        try:
            told = self.path.read_bytes()
        except FileNotFoundError:
            return None
        mark, end = case.hex.encode(), len(told)
        while (at := told.rfind(mark, 0, end)) >= 0:
            stop = told.find(b"\n", at)
            found = _seen(told[at : stop if stop >= 0 else len(told)], case)
            if found:
                return found
            end = at
        return None

    def _lines(self) -> list[bytes]:
        try:
            return self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []


def _seen(line: bytes, case: UUID) -> tuple[int, str] | None:
    match = LINE.fullmatch(line)
    if not match or match[1].decode() != case.hex:
        return None
    return int(match[2]), match[3].decode()

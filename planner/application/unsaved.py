"""What an officer has typed and not yet saved, and where they stopped: kept on this machine so that a killed terminal loses nothing.

It is no part of the record. It is sealed with the case's own key, so that it is gone when the case is disposed of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.library.layers import home
from planner.library.sensitive import KINDS
from planner.record.sealing import Sealer, Unopened

if TYPE_CHECKING:
    from planner.application.casework import CaseRecord

BOUND = b"unsaved"
# What is raised by words kept in another form than this.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)


class Unsaved:
    """The unsaved words of one person on one case, by the name of the field they stand in; `place` is where they stopped, `sheet`
    the decision sheet that was open, `seen` what they have opened, `source` the source they are reading from."""

    def __init__(self, path: Path, sealers: list[Sealer]) -> None:
        self._path, self._sealers = path, sealers
        self.texts: dict[str, str] = {}
        self.place = ""
        self.seen: set[str] = set()
        self.sheet: dict[str, Any] = {}
        self.source = ""
        self._written = b""
        self._read()

    @classmethod
    def of(cls, record: CaseRecord) -> Unsaved:
        """What whoever opened a record has not saved."""
        whose = hashlib.sha256(record.store.person.name.casefold().encode()).hexdigest()[:8]
        name = f"{record.card.uuid.hex}-{whose}.unsaved"
        return cls(home() / "unsaved" / name, record.store.sealers(record.card))

    def keep(self, field: str, text: str) -> bool:
        """Keep the words of one field; empty words are forgotten. False for words that a case must not hold: they are wiped."""
        held_elsewhere = any(pattern.search(text) for _, _, pattern in KINDS)
        if text and not held_elsewhere:
            self.texts[field] = text
        else:
            self.texts.pop(field, None)
        return not held_elsewhere

    def forget(self, start: str) -> None:
        """Forget every field whose name begins so."""
        for field in [one for one in self.texts if one.startswith(start)]:
            del self.texts[field]

    def under(self, start: str) -> dict[str, str]:
        """The fields whose name begins so, by the rest of the name."""
        return {field.removeprefix(start): text for field, text in self.texts.items() if field.startswith(start)}

    def write(self) -> bool:
        """Put it on disk, whole or not at all; False when there was nothing new to keep. Raises OSError."""
        if self._plain() == self._written or not self._sealers:
            return False
        self._take_in()
        plain = self._plain()
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._path.with_suffix(f".{os.getpid()}")
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(self._sealers[0].seal(plain, BOUND))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        self._written = plain
        return True

    def _plain(self) -> bytes:
        shape = {
            "place": self.place, "sheet": self.sheet, "seen": sorted(self.seen), "source": self.source, "texts": self.texts
        }  # fmt: skip
        return json.dumps(shape, ensure_ascii=False, sort_keys=True).encode()

    def _take_in(self) -> None:
        """What the same person kept in another window meanwhile: it stands, save where something was typed here since."""
        kept = self._kept()
        if kept is None or kept == self._written:
            return
        before: dict[str, str] = {}
        theirs: dict[str, str] = {}
        with contextlib.suppress(*UNREADABLE):
            before = _texts(json.loads(self._written)) if self._written else {}
            theirs = _texts(json.loads(kept))
        for field in {*before, *theirs}:
            if self.texts.get(field) == before.get(field):
                self.texts.pop(field, None)
                if field in theirs:
                    self.texts[field] = theirs[field]

    def _kept(self) -> bytes | None:
        """What is on disk; nothing where there is none or it cannot be opened, as it is never the only copy of a decision."""
        with contextlib.suppress(OSError):
            sealed = self._path.read_bytes()
            for sealer in self._sealers:
                with contextlib.suppress(Unopened):
                    return sealer.open(sealed, BOUND)
        return None

    def _read(self) -> None:
        """What was kept."""
        with contextlib.suppress(*UNREADABLE):
            plain = self._kept()
            if plain is None:
                return
            shape = json.loads(plain)
            self.place, self.seen, self.texts = str(shape["place"]), {*map(str, shape["seen"])}, _texts(shape)
            self.sheet = dict(shape["sheet"])
            self.source = str(shape.get("source", ""))
            self._written = plain


def _texts(shape: Mapping[str, Any]) -> dict[str, str]:
    return {str(field): str(text) for field, text in shape["texts"].items()}

"""The checked library kept as plain JSON, so that a start does not read and check every file again.

Keyed by the digest of every file; a damaged cache is rebuilt silently, a folder that cannot be written costs only time.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from planner.domain.library import Library
from planner.library.layers import home

KEPT = 4


def _folder() -> Path:
    return home() / "cache"


def load(key: str) -> Library | None:
    """The library with that digest, or None when it is not kept or cannot be read."""
    try:
        text = (_folder() / f"{key}.json").read_bytes()
        found = Library.model_validate_json(text)
    except (OSError, ValidationError, ValueError):
        return None
    return found if found.digest == key else None


def save(library: Library) -> None:
    """Keep the library whole or not at all, and drop all but the newest few."""
    with contextlib.suppress(OSError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(library.model_dump_json(by_alias=True, exclude_defaults=True).encode())
        Path(name).replace(folder / f"{library.digest}.json")
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()

"""The checked library kept as plain JSON, so that a start does not read and check every file again.

Keyed by the digest of every file; a damaged cache is rebuilt silently, a folder that cannot be written costs only time.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from pydantic import ValidationError

from planner.domain.library import Library
from planner.engine.compiler import CompiledLibrary, compile_library, pack, unpack
from planner.library.layers import home

KEPT = 12


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
    """Keep the library, and drop all but the newest few."""
    _keep(f"{library.digest}.json", library.model_dump_json(by_alias=True, exclude_defaults=True).encode())


def compiled(library: Library, families: tuple[str, ...]) -> CompiledLibrary:
    """The library's conditions compiled, from what is kept when it is sound, else afresh and kept."""
    name = f"{library.digest}.{'-'.join(families)}.json"
    try:
        return unpack(json.loads((_folder() / name).read_bytes()), library, families)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        made = compile_library(library, families)
        _keep(name, json.dumps(pack(made), separators=(",", ":")).encode())
        return made


def _keep(name: str, contents: bytes) -> None:
    """Put a file in the cache whole or not at all."""
    import tempfile  # a start that finds all it needs does without it

    with contextlib.suppress(OSError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
        Path(part).replace(folder / name)
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()

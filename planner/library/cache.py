"""The checked library kept as plain JSON, so that a start does not read and check every file again.

Keyed by the digest of every file; a damaged cache is rebuilt silently, a folder that cannot be written costs only time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from pydantic import ValidationError

from planner.domain.library import Library
from planner.engine.compiler import CompiledLibrary, compile_library
from planner.engine.packing import pack, unpack
from planner.library.layers import home

KEPT = 12


def _folder() -> Path:
    return home() / "cache"


def load(key: str) -> Library | None:
    """The library with that digest, or None when it is not kept or cannot be read."""
    try:
        found = Library.model_validate_json(_kept(f"{key}.json"))
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
        return unpack(json.loads(_kept(name)), library, families)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        made = compile_library(library, families)
        _keep(name, json.dumps(pack(made), separators=(",", ":")).encode())
        return made


def _kept(name: str) -> bytes:
    """What a kept file holds below its first line, the digest of the rest. Raises OSError, or ValueError when damaged."""
    told, _, contents = (_folder() / name).read_bytes().partition(b"\n")
    if told != _digest(contents):
        raise ValueError(f"{name} is damaged")
    return contents


def _digest(contents: bytes) -> bytes:
    return hashlib.sha256(contents).hexdigest().encode()


def _keep(name: str, contents: bytes) -> None:
    """Put a file in the cache whole or not at all, and drop all but the newest few."""
    import tempfile  # a start that finds all it needs does without it

    with contextlib.suppress(OSError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="part-", ignore_cleanup_errors=True) as part:
            made = Path(part) / name
            made.write_bytes(_digest(contents) + b"\n" + contents)
            made.replace(folder / name)
        for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()

"""Reading an export back for the one line that matters: where the record stood when it was made."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from planner.errors import InputError

MOST_BYTES = 50_000_000
PROPERTIES = "docProps/core.xml"
FOOT = 6
NOT_EXPORTS = (".sqlite", ".sqlite-wal", ".witness")


def record_part(export: Path) -> str:
    """The part of an export in which its record line stands: a Word file's properties, JSON's own key, or the last lines of
    a text, so that what is told in it is never taken for it. Raises InputError."""
    try:
        if export.stat().st_size > MOST_BYTES:
            raise InputError.of(str(export), "this file is too large to be an export.")
        if export.suffix.lower() in NOT_EXPORTS:
            # A store's file is never opened but through SQLite: closing it here would drop the locks of this process.
            raise InputError.of(str(export), "this is a store, not an export.", "Name an export.")
        if zipfile.is_zipfile(export):
            with zipfile.ZipFile(export) as parts:
                return parts.read(PROPERTIES).decode("utf-8", "replace")
        text = export.read_text(encoding="utf-8", errors="replace")
        if export.suffix.lower() == ".json":
            told = json.loads(text)
            return str(told.get("fourp_record", "")) if isinstance(told, dict) else ""
        return "\n".join(text.splitlines()[-FOOT:])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is damaged, or no export of fourp's"
        raise InputError.of(str(export), f"the file cannot be read: {why}.", "Check the name.") from None

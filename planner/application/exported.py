"""Reading an export back for the one line that matters: where the record stood when it was made."""

from __future__ import annotations

import zipfile
from pathlib import Path

from planner.errors import InputError

MOST_BYTES = 50_000_000


def text_of(export: Path) -> str:
    """All text of an export: a Word file's parts, or the file itself. Raises InputError."""
    try:
        if export.stat().st_size > MOST_BYTES:
            raise InputError.of(str(export), "this file is too large to be an export.")
        if zipfile.is_zipfile(export):
            with zipfile.ZipFile(export) as parts:
                wanted = [
                    one for one in parts.infolist() if one.filename.endswith(".xml") and one.file_size <= MOST_BYTES
                ]
                return "\n".join(parts.read(one).decode("utf-8", "replace") for one in wanted)
        return export.read_text(encoding="utf-8", errors="replace")
    except (OSError, zipfile.BadZipFile) as error:
        why = getattr(error, "strerror", None) or "it is damaged"
        raise InputError.of(str(export), f"the file cannot be read: {why}.", "Check the name.") from None

"""How a person likes the planner: which theme, the dense form or one question at a time, whether the tour was seen."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from planner.library.layers import home


@dataclass
class Preferences:
    """Remembered between sittings; a file that is damaged or cannot be written only means the usual ones."""

    theme: str = ""
    dense: bool = False
    tour_seen: bool = False

    @classmethod
    def read(cls) -> Preferences:
        """As they were left."""
        found = cls()
        with contextlib.suppress(OSError, ValueError, AttributeError):
            told = json.loads(_path().read_text(encoding="utf-8"))
            for one in fields(cls):
                if isinstance(told.get(one.name), type(getattr(found, one.name))):
                    setattr(found, one.name, told[one.name])
        return found

    def write(self) -> None:
        """Remember them, where that can be done."""
        with contextlib.suppress(OSError):
            _path().parent.mkdir(parents=True, exist_ok=True)
            _path().write_text(json.dumps(asdict(self)), encoding="utf-8")


def _path() -> Path:
    return home() / "planner.json"

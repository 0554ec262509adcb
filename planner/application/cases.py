"""Finding the case a command names: a file, or one of the bundled cases."""

from __future__ import annotations

from pathlib import Path

from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.words import nearest
from planner.errors import InputError
from planner.library.casefile import load_case
from planner.library.layers import SCENARIOS, shipped_root

BUNDLED = "bundled:"


def bundled_cases() -> dict[str, Path]:
    """The bundled practice cases by name."""
    return {path.stem: path for path in sorted((shipped_root() / SCENARIOS / "cases").glob("*.yaml"))}


def find_case(named: str, library: Library) -> Profile:
    """The case a user names: a path (it has a separator or ends .yaml), else a bundled case.

    Raises InputError when there is none, with the nearest name, or when its file has faults.
    """
    bundled = bundled_cases()
    name = named.removeprefix(BUNDLED)
    is_path = not named.startswith(BUNDLED) and ("/" in named or "\\" in named or named.endswith((".yaml", ".yml")))
    if is_path:
        return load_case(Path(named), library)
    if name in bundled:
        return load_case(bundled[name], library, f"{SCENARIOS}/cases/{name}.yaml")
    if Path(named).exists():
        raise InputError.of(
            named, "there is no bundled case of that name.", f"For the file of that name write ./{named}."
        )
    raise InputError.of(
        named, "there is no case of that name.", nearest(name, bundled) or f"Bundled cases: {', '.join(bundled)}."
    )

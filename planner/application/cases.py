"""Finding the case a command names: a file, or one of the bundled cases."""

from __future__ import annotations

from pathlib import Path

from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.words import nearest
from planner.errors import InputError
from planner.library.casefile import load_case
from planner.library.layers import SCENARIOS, home, shipped_root

BUNDLED = "bundled:"


def bundled_cases() -> dict[str, Path]:
    """The bundled practice cases by name."""
    return {path.stem: path for path in sorted((shipped_root() / SCENARIOS / "cases").glob("*.yaml"))}


def is_path(named: str) -> bool:
    """Whether a case is named by the path of its file."""
    return not named.startswith(BUNDLED) and ("/" in named or "\\" in named or named.endswith((".yaml", ".yml")))


def in_a_store(named: str, store_named: bool) -> bool:
    """Whether a name is to be looked for in a store: `live:` or `training:` in front, or it is no path, no bundled case, and
    there is a store. Asked without opening one, so that a bundled case is answered at once."""
    if named.startswith(("live:", "training:")):
        return True
    if is_path(named) or named.removeprefix(BUNDLED) in bundled_cases():
        return False
    return store_named or any((home() / f"{kind}.sqlite").is_file() for kind in ("training", "live"))


def find_case(named: str, library: Library) -> Profile:
    """The case a user names: a path (it has a separator or ends .yaml), else a bundled case.

    Raises InputError when there is none, with the nearest name, or when its file has faults.
    """
    bundled = bundled_cases()
    name = named.removeprefix(BUNDLED)
    if is_path(named):
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

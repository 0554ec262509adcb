"""Where the library's files are: ours, or another in its place, and the overlays of a force on top."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import planner
from planner.errors import InputError

# Bytes: more is no file of a library or a case.
LARGEST_FILE = 2_000_000

CATALOGUE, RULES, SCENARIOS = "tactics_catalogue", "rules", "scenarios"
RULE_FAMILIES = (
    "indicators", "guardrails", "order", "planning", "review", "grading", "scoring", "holders", "themes", "telltale", "models",
    "impact_levels", "impact_prompts", "debrief",
)  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """One folder laid out as the library; `name` is how faults and outputs call it (empty for the library itself)."""

    name: str
    root: Path

    def files(self) -> list[Path]:
        """Every YAML file of the layer that belongs to the library, in a fixed order."""
        found = [path for folder in (CATALOGUE, RULES) for path in sorted((self.root / folder).rglob("*.y*ml"))]
        overlay = self.root / "overlay.yaml"
        return [overlay, *found] if self.name and overlay.is_file() else found

    def shown(self, path: Path) -> str:
        """A file's name in messages: from the layer's root, with the overlay's folder in front."""
        inside = path.relative_to(self.root).as_posix()
        return f"{self.name}/{inside}" if self.name else inside


def shipped_root() -> Path:
    """The folder that holds the shipped library: inside the installed package, or the project itself."""
    package = Path(planner.__file__).parent
    installed = package / "_shipped"
    return installed if installed.is_dir() else package.parent


def home() -> Path:
    """The folder for fourp's own files: FOURP_HOME, else the platform's own place."""
    if set_home := os.environ.get("FOURP_HOME"):
        return Path(set_home)
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "fourp"


def find_layers(library: Path | None, overlays: list[Path]) -> list[Layer]:
    """The layers in order, the library first. Overlays: as given, else FOURP_OVERLAY, else `overlay` in the home folder.

    Raises InputError for a folder that is not there or is not laid out as a library.
    """
    root = library or shipped_root()
    faults = []
    if not (root / CATALOGUE).is_dir() or not (root / RULES).is_dir():
        faults += InputError.of(
            str(root), f"this is not a library: it needs the folders {CATALOGUE} and {RULES}."
        ).faults
    if not overlays:
        named = os.environ.get("FOURP_OVERLAY")
        usual = home() / "overlay"
        overlays = [Path(part) for part in named.split(os.pathsep)] if named else [usual] if usual.is_dir() else []
    for overlay in overlays:
        if not (overlay / "overlay.yaml").is_file():
            faults += InputError.of(
                str(overlay), "this is not an overlay: it holds no overlay.yaml.", "See CONTRIBUTING.md."
            ).faults
    if faults:
        raise InputError(faults)
    return [Layer("", root), *(Layer(overlay.name or "overlay", overlay) for overlay in overlays)]


def digest(layers: list[Layer]) -> str:
    """One digest over the names and bytes of every file of every layer and the program's version."""
    total = hashlib.sha256(planner.__version__.encode())
    for layer in layers:
        for path in layer.files():
            total.update(f"\0{layer.name}\0{path.relative_to(layer.root).as_posix()}\0".encode())
            with contextlib.suppress(OSError):  # what cannot be read is told when the library is
                if 0 < path.stat().st_size <= LARGEST_FILE:
                    total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()

"""Copies of the shipped library to plant faults in, and the place of a piece of text in a file, found without the reader."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.library.layers import CATALOGUE, RULES, shipped_root


@dataclass(frozen=True)
class Copy:
    """A copy of the shipped library, or a new overlay: files are written and changed by their path inside it."""

    root: Path

    def path(self, inside: str) -> Path:
        return self.root / inside

    def text(self, inside: str) -> str:
        return self.path(inside).read_text(encoding="utf-8")

    def write(self, inside: str, contents: str | bytes) -> Path:
        path = self.path(inside)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        return path

    def change(self, inside: str, old: str, new: str) -> None:
        """Replace the one place where `old` stands."""
        text = self.text(inside)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {inside}"
        self.write(inside, text.replace(old, new))

    def add(self, inside: str, entry: str) -> None:
        """Put one more entry at the end of a file."""
        self.write(inside, self.text(inside).rstrip("\n") + "\n\n" + entry)

    def place(self, inside: str, fragment: str, within: str = "") -> str:
        """`file:line:column` of the one place where `fragment` stands; with `within`, the first after that text."""
        text = self.text(inside)
        start = text.index(within) if within else 0
        assert within or text.count(fragment) == 1, f"{fragment!r} stands {text.count(fragment)} times in {inside}"
        at = text.index(fragment, start)
        return f"{inside}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


@pytest.fixture
def shipped_copy(tmp_path: Path) -> Copy:
    """A copy of the shipped library."""
    root = tmp_path / "library"
    for folder in (CATALOGUE, RULES):
        shutil.copytree(shipped_root() / folder, root / folder)
    return Copy(root)


def entries(path: Path, named_in: str, *, once: bool = False) -> None:
    """Keep of a family's file the entries that are named in a text or, unless `once`, by an entry that is kept."""
    head, *written = re.split(r"(?m)^(?=- id: )", path.read_text(encoding="utf-8"))
    kept: set[int] = set()
    while found := {
        n for n, one in enumerate(written) if n not in kept and re.search(rf"\b{one.split()[2]}\b", named_in)
    }:
        kept |= found
        named_in = "" if once else "".join(written[n] for n in found)
    path.write_text(head + "".join(one for n, one in enumerate(written) if n in kept), encoding="utf-8")


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped library cut down to the tactics its rules name and two more, with the facts and the law they use."""
    root = tmp_path_factory.mktemp("small") / "library"
    for folder in (CATALOGUE, RULES):
        shutil.copytree(shipped_root() / folder, root / folder)
    rules = "".join(path.read_text(encoding="utf-8") for path in (root / RULES).glob("*.yaml"))
    named = {*re.findall(r"[a-z][a-z-]+", rules), "seize-uninsured-vehicle", "cash-seizure"}
    kept = ""
    for path in (root / CATALOGUE).glob("*/**/*.yaml"):
        if path.stem in named:
            kept += path.read_text(encoding="utf-8")
        else:
            path.unlink()
    entries(root / CATALOGUE / "vocabulary.yaml", kept + rules, once=True)
    entries(root / CATALOGUE / "law.yaml", kept)
    return root


@pytest.fixture
def small_copy(tmp_path: Path, small_library: Path) -> Copy:
    """A copy of the small library, for one fault each."""
    shutil.copytree(small_library, tmp_path / "library")
    return Copy(tmp_path / "library")


@pytest.fixture
def make_overlay(tmp_path: Path) -> Callable[..., Copy]:
    """Makes an overlay of a force: `make_overlay("northshire", retire="[...]")`."""

    def make(name: str = "northshire", retire: str = "[]", force: str = "Northshire Police") -> Copy:
        overlay = Copy(tmp_path / name)
        overlay.write("overlay.yaml", f'force: {force}\nlibrary_version: "0.1"\nretire: {retire}\n')
        return overlay

    return make

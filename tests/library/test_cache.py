"""What is kept of the library between starts: it saves time and changes nothing else, whatever becomes of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.domain.library import Library
from planner.engine.compiler import CompiledLibrary, compile_library
from planner.library import cache, loading
from planner.library.layers import digest, find_layers
from planner.library.loading import load_library

FAMILIES = ("tactic", "indicator", "guardrail", "planning", "review")
Run = Callable[..., Any]


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test alone, with nothing kept."""
    folder = tmp_path / "home"
    monkeypatch.setenv("FOURP_HOME", str(folder))
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the libraries that were read from their files, in order."""
    seen: list[str] = []
    really = loading.read_library

    def counted(layers: Any, key: str) -> Any:
        seen.append(key)
        return really(layers, key)

    monkeypatch.setattr(loading, "read_library", counted)
    return seen


def kept(own_home: Path) -> list[Path]:
    return sorted((own_home / "cache").iterdir())


def test_the_second_start_reads_no_file_and_finds_the_same_library(
    own_home: Path, reads: list[str], small_library: Path
) -> None:
    first = load_library(small_library)
    second = load_library(small_library)
    assert reads == [first.digest]
    assert second == first
    assert list(second.conditions.items()) == list(first.conditions.items())
    assert [path.name for path in kept(own_home)] == [f"{first.digest}.json"]


def test_everything_of_the_shipped_library_survives_being_kept(own_home: Path, reads: list[str]) -> None:
    first, second = load_library(), load_library()
    assert len(reads) == 1
    for name in type(first).model_fields:
        assert getattr(second, name) == getattr(first, name), name


def test_what_is_kept_is_plain_json(own_home: Path, small_library: Path) -> None:
    found = load_library(small_library)
    cache.compiled(found, FAMILIES)
    assert len(kept(own_home)) == 2
    for path in kept(own_home):
        *head, body = path.read_bytes().split(b"\n")
        assert isinstance(json.loads(body), dict)
        assert len(head) <= 1, "at most a checksum stands before it"


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda sound: b"",
    "cut-in-half": lambda sound: sound[: len(sound) // 2],
    "zeros": lambda sound: b"\0" * len(sound),
    "no-json": lambda sound: b"not json at all",
    "another-shape": lambda sound: b"[]",
    "nested-without-end": lambda sound: b"[" * 100_000,
    "a-key-lost": lambda sound: sound.replace(b'"literals"', b'"litreals"').replace(b'"order"', b'"ordre"'),
    "one-letter-changed": lambda sound: sound.replace(b"Seize a vehicle", b"Seize b vehicle").replace(b"violence_used", b"violence_usad", 1),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_library_is_read_again_silently(
    own_home: Path, reads: list[str], small_library: Path, damage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    sound = load_library(small_library)
    (path,) = kept(own_home)
    before = path.read_bytes()
    path.write_bytes(DAMAGE[damage](before))
    assert path.read_bytes() != before
    assert load_library(small_library) == sound
    assert reads == [sound.digest, sound.digest]
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_compilation_is_made_again_silently(
    own_home: Path, small_library: Path, damage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    library = load_library(small_library)
    sound = cache.compiled(library, FAMILIES)
    (path,) = (path for path in kept(own_home) if path.name != f"{library.digest}.json")
    before = path.read_bytes()
    path.write_bytes(DAMAGE[damage](before))
    assert path.read_bytes() != before
    same(cache.compiled(library, FAMILIES), sound)
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def same(one: CompiledLibrary, other: CompiledLibrary) -> None:
    assert one.literals == other.literals
    assert one.case == other.case
    assert one.subject == other.subject
    assert one.member == other.member


def test_a_compilation_that_was_kept_is_the_one_that_was_made(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = load_library()
    made = cache.compiled(library, FAMILIES)
    monkeypatch.setattr(cache, "compile_library", lambda *words: pytest.fail("it was compiled again"))
    same(cache.compiled(library, FAMILIES), made)
    same(made, compile_library(library, FAMILIES))
    assert made.case
    assert made.subject
    assert made.member


def test_answers_from_what_was_kept_are_the_same(run: Run, own_home: Path) -> None:
    words = ["recommend", "smith-ocg", "--json", "--as-of", "2026-11-01"]
    cold = run(words)
    assert len(kept(own_home)) >= 2
    warm = run(words)
    assert (warm.code, warm.err) == (0, "")
    assert warm == cold


def test_a_library_kept_under_another_key_is_not_used(own_home: Path, reads: list[str], small_copy: Any) -> None:
    """A file put in place of another: its digest inside tells."""
    old = load_library(small_copy.root)
    small_copy.change("rules/scoring.yaml", "says: MoRiLE risk score", "says: MoRiLE score")
    key = digest(find_layers(small_copy.root, []))
    shutil.copy(own_home / "cache" / f"{old.digest}.json", own_home / "cache" / f"{key}.json")
    new = load_library(small_copy.root)
    assert reads == [old.digest, key]
    assert new.digest == key != old.digest
    assert {one.says for one in new.scoring} - {one.says for one in old.scoring} == {"MoRiLE score"}


def test_any_change_of_a_file_is_a_new_key(own_home: Path, reads: list[str], small_copy: Any) -> None:
    load_library(small_copy.root)
    sound = small_copy.text("rules/order.yaml")
    small_copy.write("rules/order.yaml", sound + "# changed\n")
    load_library(small_copy.root)
    small_copy.write("rules/order.yaml", sound)
    load_library(small_copy.root)
    assert len(reads) == len(set(reads)) == 2


def test_another_version_of_the_program_does_not_use_what_this_one_kept(
    own_home: Path, reads: list[str], small_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_library(small_library)
    monkeypatch.setattr(planner, "__version__", "99.0")
    assert load_library(small_library).version == "99.0"
    assert len(reads) == 2


def test_a_library_with_faults_is_not_kept(run: Run, own_home: Path, small_copy: Any) -> None:
    small_copy.change("rules/scoring.yaml", "fact: group.p_band", "fact: group.p_bnad")
    assert run(["catalogue", "list", "--library", small_copy.root]).code == 2
    assert not (own_home / "cache").exists() or kept(own_home) == []


@pytest.mark.parametrize("obstacle", ["home-is-a-file", "cache-is-a-file", "no-such-device"])
def test_a_folder_that_cannot_be_written_costs_only_time(
    run: Run, own_home: Path, reads: list[str], small_library: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    match obstacle:
        case "home-is-a-file":
            own_home.write_text("", encoding="utf-8")
        case "cache-is-a-file":
            own_home.mkdir()
            (own_home / "cache").write_text("", encoding="utf-8")
        case _:
            monkeypatch.setenv("FOURP_HOME", "/proc/no/such/place")
    first, second = load_library(small_library), load_library(small_library)
    assert first == second
    assert reads == [first.digest] * 2
    same(cache.compiled(first, FAMILIES), cache.compiled(second, FAMILIES))
    ran = run(["catalogue", "list", "--library", small_library])
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write every folder")
def test_a_folder_without_write_permission_costs_only_time(
    own_home: Path, reads: list[str], small_library: Path
) -> None:
    own_home.mkdir()
    own_home.chmod(0o500)
    try:
        assert load_library(small_library) == load_library(small_library)
        assert len(reads) == 2
    finally:
        own_home.chmod(0o700)


def test_a_full_disk_costs_only_time_and_leaves_nothing_behind(
    own_home: Path, reads: list[str], small_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        patch.setattr(os, "replace", full)
        first = load_library(small_library)
    assert kept(own_home) == []
    assert load_library(small_library) == first
    assert len(reads) == 2
    assert [path.name for path in kept(own_home)] == [f"{first.digest}.json"]


def test_a_folder_in_the_way_of_a_kept_file_costs_only_time_and_leaves_nothing_behind(
    own_home: Path, reads: list[str], small_library: Path
) -> None:
    key = digest(find_layers(small_library, []))
    (own_home / "cache" / f"{key}.json" / "inner").mkdir(parents=True)
    assert load_library(small_library) == load_library(small_library)
    assert len(reads) == 2
    assert [path.name for path in kept(own_home)] == [f"{key}.json"]


def test_only_the_newest_are_kept(own_home: Path, small_copy: Any) -> None:
    folder = own_home / "cache"
    folder.mkdir(parents=True)
    for age in range(30):
        old = folder / f"{age:064d}.json"
        old.write_text("{}", encoding="utf-8")
        os.utime(old, (1_000_000_000 - age, 1_000_000_000 - age))
    found = load_library(small_copy.root)
    names = [path.name for path in kept(own_home)]
    assert len(names) == cache.KEPT
    assert f"{found.digest}.json" in names
    assert f"{0:064d}.json" in names
    assert f"{29:064d}.json" not in names


def test_overlays_are_kept_apart(
    own_home: Path, reads: list[str], small_library: Path, make_overlay: Callable[..., Any]
) -> None:
    overlay = make_overlay(retire="[{id: cash-seizure, because: It is not wanted here.}]")
    plain, laid = load_library(small_library), load_library(small_library, [overlay.root])
    assert plain.tactics["cash-seizure"].active
    assert not laid.tactics["cash-seizure"].active
    assert load_library(small_library) == plain
    assert load_library(small_library, [overlay.root]) == laid
    assert isinstance(laid, Library)
    assert len(reads) == 2

"""The library read layer over layer: what an overlay replaces, adds and retires, and that every output and fault names it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.domain.library import Library
from planner.domain.tactic import Tactic
from planner.errors import InputError
from planner.library.layers import Layer, digest, find_layers, home, shipped_root
from planner.library.loading import load_library, read_library

SEIZE = "tactics_catalogue/pursue/vehicles/seize-uninsured-vehicle.yaml"
LAW = "tactics_catalogue/law.yaml"
VOCABULARY = "tactics_catalogue/vocabulary.yaml"
Run = Callable[..., Any]
Make = Callable[..., Any]


def fresh(library: Path | None = None, *overlays: Any) -> Library:
    """The library read from its files, never from the cache."""
    layers = find_layers(library, [overlay.root for overlay in overlays])
    return read_library(layers, digest(layers))[0]


def faults(library: Path | None, *overlays: Any) -> list[str]:
    with pytest.raises(InputError) as refused:
        fresh(library, *overlays)
    return [str(fault) for fault in refused.value.faults]


def families(library: Library) -> dict[str, Any]:
    return {name: getattr(library, name) for name in type(library).model_fields if name not in ("digest", "overlays")}


def tactic_text(tactic_id: str, title: str, text: str) -> str:
    text = re.sub(r"(?m)^id: .*$", f"id: {tactic_id}", text, count=1)
    return re.sub(r"(?m)^title: .*$", f"title: {title}", text, count=1)


# -- the shipped library --------------------------------------------------------------------------------------------


def test_the_shipped_library_loads_whole(library: Library) -> None:
    files = sorted((shipped_root() / "tactics_catalogue").glob("*/**/*.yaml"))
    assert {one.id for one in library.all_tactics} == {path.stem for path in files}
    assert len(library.all_tactics) == len(files) > 50
    assert library.version == planner.__version__
    assert library.overlays == ()
    for family, name in (("facts", "vocabulary"), ("provisions", "law")):
        text = (shipped_root() / "tactics_catalogue" / f"{name}.yaml").read_text(encoding="utf-8")
        assert len(getattr(library, family)) == len(re.findall(r"(?m)^- id: ", text)) > 100
    for family in ("indicators", "guardrails", "order", "planning", "review", "grading", "scoring", "models"):
        text = (shipped_root() / "rules" / f"{family}.yaml").read_text(encoding="utf-8")
        ids = re.findall(r"(?m)^- id: (\S+)", text)
        assert [one.id for one in getattr(library, "grades" if family == "grading" else family)] == ids
        assert ids


def test_a_copy_elsewhere_is_the_same_library(shipped_copy: Any, library: Library) -> None:
    """Where it lies does not enter: the digest covers names inside the library and bytes."""
    again = load_library(shipped_copy.root)
    assert again == library
    assert again.digest == library.digest


def test_library_says_which_folder_replaces_ours(run: Run, small_copy: Any, library: Library) -> None:
    small_copy.change(SEIZE, "title: Seize a vehicle", "title: Take away a vehicle")
    code, out, err = run(["catalogue", "list", "--json", "--library", small_copy.root])
    assert (code, err) == (0, "")
    listed = {one["id"]: one["title"] for one in json.loads(out)["tactics"]}
    assert listed["seize-uninsured-vehicle"].startswith("Take away a vehicle")
    assert set(listed) == {path.stem for path in small_copy.path("tactics_catalogue").glob("*/**/*.yaml")}
    assert set(listed) < set(library.tactics)


# -- the digest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside", [SEIZE, LAW, VOCABULARY, "rules/order.yaml", "rules/guardrails.yaml", "rules/scoring.yaml"]
)
def test_the_digest_changes_with_any_byte_of_any_file(small_copy: Any, inside: str) -> None:
    before = digest(find_layers(small_copy.root, []))
    sound = small_copy.path(inside).read_bytes()
    seen = {before}
    for changed in (sound + b"\n", sound + b"#", sound[:-1], b"\n" + sound[1:], sound.swapcase()):
        assert changed != sound
        small_copy.write(inside, changed)
        seen.add(digest(find_layers(small_copy.root, [])))
    assert len(seen) == 6
    small_copy.write(inside, sound)
    assert digest(find_layers(small_copy.root, [])) == before


def test_the_digest_changes_with_the_names_of_the_files(small_copy: Any) -> None:
    before = digest(find_layers(small_copy.root, []))
    small_copy.path(SEIZE).rename(small_copy.path(SEIZE).with_suffix(".yml"))
    renamed = digest(find_layers(small_copy.root, []))
    small_copy.path(SEIZE).with_suffix(".yml").unlink()
    removed = digest(find_layers(small_copy.root, []))
    small_copy.write("tactics_catalogue/protect/empty.yaml", "")
    assert len({before, renamed, removed, digest(find_layers(small_copy.root, []))}) == 4


def test_two_files_that_trade_their_contents_change_the_digest(small_copy: Any) -> None:
    one, other = "rules/order.yaml", "rules/grading.yaml"
    before = digest(find_layers(small_copy.root, []))
    first, second = small_copy.text(one), small_copy.text(other)
    small_copy.write(one, second)
    small_copy.write(other, first)
    assert digest(find_layers(small_copy.root, [])) != before


def test_the_digest_changes_with_the_version_of_the_program(small_copy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(find_layers(small_copy.root, []))
    monkeypatch.setattr(planner, "__version__", "99.0")
    assert digest(find_layers(small_copy.root, [])) != before


def test_the_digest_covers_every_overlay_and_their_order(small_copy: Any, make_overlay: Make) -> None:
    north, south = make_overlay("north"), make_overlay("south")
    found = [
        digest(find_layers(small_copy.root, overlays))
        for overlays in ([], [north.root], [south.root], [north.root, south.root], [south.root, north.root])
    ]
    assert len(set(found)) == 5
    north.write("overlay.yaml", north.text("overlay.yaml") + "#\n")
    assert digest(find_layers(small_copy.root, [north.root])) not in found


def test_files_that_are_no_part_of_the_library_do_not_enter(small_copy: Any) -> None:
    before = digest(find_layers(small_copy.root, []))
    small_copy.write("README.md", "Ours.\n")
    small_copy.write("rules/notes.txt", "Ours.\n")
    small_copy.write("tactics_catalogue/pursue/.swp", "Ours.\n")
    assert digest(find_layers(small_copy.root, [])) == before
    assert fresh(small_copy.root).digest == before


# -- what an overlay does -------------------------------------------------------------------------------------------


def test_an_overlay_with_nothing_in_it_changes_nothing_but_the_name(small_copy: Any, make_overlay: Make) -> None:
    plain, laid = fresh(small_copy.root), fresh(small_copy.root, make_overlay())
    assert families(laid) == families(plain)
    assert laid.overlays == ("northshire (Northshire Police, for 0.1)",)
    assert laid.digest != plain.digest


def test_a_tactic_of_the_same_id_replaces_ours_whole(small_copy: Any, make_overlay: Make) -> None:
    """Whole: a key the force leaves out is not kept from ours."""
    overlay = make_overlay()
    text = tactic_text("seize-uninsured-vehicle", "Seize it the Northshire way", small_copy.text(SEIZE))
    text = re.sub(r"(?m)^(equality_note|aliases|forum|breach_consequence): .*\n", "", text)
    overlay.write(SEIZE, text)
    ours, theirs = fresh(small_copy.root), fresh(small_copy.root, overlay)
    old, new = ours.tactics["seize-uninsured-vehicle"], theirs.tactics["seize-uninsured-vehicle"]
    assert (old.equality_note != "", old.aliases != ()) == (True, True)
    assert (new.title, new.equality_note, new.aliases) == ("Seize it the Northshire way", "", ())
    assert {**theirs.tactics, old.id: old} == ours.tactics
    assert list(theirs.tactics) == list(ours.tactics)


def test_a_tactic_of_ours_may_lie_in_another_folder_of_the_overlay(small_copy: Any, make_overlay: Make) -> None:
    """The id is what replaces, not the path."""
    overlay = make_overlay()
    overlay.write(
        "tactics_catalogue/pursue/vehicles/roads/seize-uninsured-vehicle.yaml",
        tactic_text("seize-uninsured-vehicle", "Seize it the Northshire way", small_copy.text(SEIZE)),
    )
    assert fresh(small_copy.root, overlay).tactics["seize-uninsured-vehicle"].title == "Seize it the Northshire way"


def test_a_tactic_of_a_new_id_is_added(run: Run, small_copy: Any, make_overlay: Make) -> None:
    overlay = make_overlay()
    overlay.write(
        "tactics_catalogue/pursue/vehicles/seize-scooters.yaml",
        tactic_text("seize-scooters", "Seize the scooters", small_copy.text(SEIZE)),
    )
    laid = fresh(small_copy.root, overlay)
    assert set(laid.tactics) - set(fresh(small_copy.root).tactics) == {"seize-scooters"}
    assert isinstance(laid.tactics["seize-scooters"], Tactic)
    code, out, err = run(["recommend", "smith-ocg", "--json", "--overlay", overlay.root])
    assert (code, err) == (0, "")
    found = {one["id"]: one["outcome"] for one in json.loads(out)["tactics"]}
    assert found["seize-scooters"] == found["seize-uninsured-vehicle"] == "certain"


def test_a_tactic_that_is_retired_is_offered_no_more_and_says_why(run: Run, make_overlay: Make) -> None:
    overlay = make_overlay(retire="[{id: seize-uninsured-vehicle, because: The recovery contract has ended.}]")
    code, out, err = run(["catalogue", "show", "seize-uninsured-vehicle", "--json", "--overlay", overlay.root])
    assert (code, err) == (0, "")
    assert "not_offered" in out
    assert "The recovery contract has ended." in out
    code, out, err = run(["recommend", "smith-ocg", "--json", "--overlay", overlay.root])
    assert (code, err) == (0, "")
    assert "seize-uninsured-vehicle" not in {one["id"] for one in json.loads(out)["tactics"]}
    code, out, err = run(["explain", "smith-ocg", "seize-uninsured-vehicle", "--overlay", overlay.root])
    assert (code, out) == (2, "")
    assert "The recovery contract has ended." in err


def test_law_is_replaced_by_id(small_copy: Any, make_overlay: Make) -> None:
    overlay = make_overlay()
    overlay.write(
        LAW,
        '- id: rta-1988-s165a\n  act: "Road Traffic Act 1988"\n  provision: "s.165A"\n  applies_in: [england]\n  status: unchecked\n'
        '  requires: "As the force reads it."\n'
        '- id: byelaw-2001-3\n  act: "Northshire Byelaws 2001"\n  provision: "3"\n  applies_in: [england]\n  status: unchecked\n'
        '  requires: "No parking on the quay."\n',
    )
    ours, theirs = fresh(small_copy.root), fresh(small_copy.root, overlay)
    assert theirs.law["rta-1988-s165a"].requires == "As the force reads it."
    assert theirs.law["rta-1988-s165a"].applies_in == ("england",)
    assert set(theirs.law) - set(ours.law) == {"byelaw-2001-3"}
    assert {k: v for k, v in theirs.law.items() if k in ours.law and k != "rta-1988-s165a"} == {
        k: v for k, v in ours.law.items() if k != "rta-1988-s165a"
    }


def test_vocabulary_is_replaced_by_scope_and_id(small_copy: Any, make_overlay: Make) -> None:
    overlay = make_overlay()
    overlay.write(
        VOCABULARY,
        "- {id: drug_line_known, scope: group, heading: crime, type: yes_no, question: Is the line known to us?, says: the line is known,"
        " says_not: there is no line, partner_wording: Do people get bulk texts?, holders: [HMRC], matters: For the tests.}\n"
        "- {id: drug_line_known, scope: business, heading: crime, type: yes_no, question: Is a line run from it?, says: a line is run,"
        " says_not: no line is run, partner_wording: Do people get bulk texts?, holders: [HMRC], matters: For the tests.}\n",
    )
    ours, theirs = fresh(small_copy.root), fresh(small_copy.root, overlay)
    found = theirs.vocabulary.find("group", "drug_line_known")
    assert found is not None
    assert (found.question, found.holders) == ("Is the line known to us?", ("HMRC",))
    added = theirs.vocabulary.find("business", "drug_line_known")
    assert added is not None
    assert added.says == "a line is run"
    assert len(theirs.facts) == len(ours.facts) + 1
    assert [one.ref for one in theirs.facts][:-1] == [one.ref for one in ours.facts]


@pytest.mark.parametrize(
    ("family", "entry", "key"),
    [
        ("indicators", "- {id: money_trail, says: the money can be followed, when: {group.violence_used: true}, source: Northshire}\n", "says"),
        ("guardrails", "- {id: sio-first, effect: require, applies_to: {traits: [overt]}, text: Ask the SIO., source: Northshire}\n", "text"),
        (
            "review",
            "- {id: pursue-heavy, severity: note, where: plan, when: {plan.pursue_share: 90}, text: Nearly all Pursue.,"
            " fix: Look wider., source: Northshire}\n",
            "severity",
        ),
        ("planning", "- {id: vision-general, kind: vision, text: Peace and quiet., source: Northshire}\n", "text"),
        ("grading", "- {id: known, letters: [A, B], says: Known to us., source: Northshire}\n", "letters"),
        (
            "holders",
            "- {id: hmrc, name: HMRC, kind: partner, agency: hmrc, cost: call, route: Ask the officer who sits with us.,"
            " headings: [business], source: Northshire}\n",
            "cost",
        ),
        (
            "themes",
            "- {id: dwp-work-coaches, agency: dwp, heading: lifestyle, text: What do claimants tell you?,"
            " would_tell: [people.out_of_work], source: Northshire}\n",
            "heading",
        ),
        ("scoring", "- {id: morile, says: the score we use, fact: group.morile_score, source: Northshire}\n", "says"),
    ],
)  # fmt: skip
def test_rules_are_replaced_by_id_and_keep_their_turn(
    small_copy: Any, make_overlay: Make, family: str, entry: str, key: str
) -> None:
    overlay = make_overlay()
    overlay.write(f"rules/{family}.yaml", entry)
    attribute = {"grading": "grades"}.get(family, family)
    ours, theirs = getattr(fresh(small_copy.root), attribute), getattr(fresh(small_copy.root, overlay), attribute)
    assert [one.id for one in theirs] == [one.id for one in ours]
    changed = [(old, new) for old, new in zip(ours, theirs, strict=True) if old != new]
    assert len(changed) == 1
    old, new = changed[0]
    assert new.source == "Northshire"
    assert getattr(old, key) != getattr(new, key)


def test_a_later_overlay_stands_over_an_earlier_one(small_copy: Any, make_overlay: Make) -> None:
    north, south = make_overlay("north", force="North"), make_overlay("south", force="South")
    for overlay in (north, south):
        overlay.write(
            SEIZE, tactic_text("seize-uninsured-vehicle", f"Seize as in {overlay.root.name}", small_copy.text(SEIZE))
        )
    one_way, other_way = fresh(small_copy.root, north, south), fresh(small_copy.root, south, north)
    assert one_way.tactics["seize-uninsured-vehicle"].title == "Seize as in south"
    assert other_way.tactics["seize-uninsured-vehicle"].title == "Seize as in north"
    assert one_way.overlays == ("north (North, for 0.1)", "south (South, for 0.1)")
    assert other_way.overlays == one_way.overlays[::-1]


def test_an_overlay_may_retire_what_an_earlier_one_added(small_copy: Any, make_overlay: Make) -> None:
    north = make_overlay("north")
    north.write(
        "tactics_catalogue/pursue/vehicles/seize-scooters.yaml",
        tactic_text("seize-scooters", "Seize scooters", small_copy.text(SEIZE)),
    )
    south = make_overlay("south", retire="[{id: seize-scooters, because: No scooters down here.}]")
    assert not fresh(small_copy.root, north, south).tactics["seize-scooters"].active
    assert fresh(small_copy.root, north).tactics["seize-scooters"].active


# -- what an overlay may not do -------------------------------------------------------------------------------------


def test_retiring_a_tactic_that_is_not_there(small_copy: Any, make_overlay: Make) -> None:
    overlay = make_overlay(retire="[{id: cash-siezure, because: It is not wanted here.}]")
    assert faults(small_copy.root, overlay) == [
        "northshire/overlay.yaml:3:15: there is no tactic 'cash-siezure' to retire. Did you mean 'cash-seizure'?"
    ]


def test_retiring_without_a_reason(small_copy: Any, make_overlay: Make) -> None:
    assert faults(small_copy.root, make_overlay(retire="[{id: cash-seizure}]")) == [
        "northshire/overlay.yaml:3:10: the key 'because' is missing."
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("force: Northshire\n", "1:1: the key 'library_version' is missing."),
        ("force: Northshire\nlibrary_version: 0.1\n", "2:18: this should be text"),
        (
            "force: Northshire\nlibrary_version: '0.1'\nretired: []\n",
            "3:1: there is no key 'retired' here. Did you mean 'retire'?",
        ),
        ("- force\n", "1:1: this should be a mapping of keys, not a list."),
        ("", "1:1: the file is empty."),
    ],
)
def test_an_overlay_file_with_a_fault(small_copy: Any, make_overlay: Make, text: str, says: str) -> None:
    overlay = make_overlay()
    overlay.write("overlay.yaml", text)
    (line,) = faults(small_copy.root, overlay)
    assert line.startswith(f"northshire/overlay.yaml:{says}")


def test_faults_in_an_overlay_name_it_and_its_own_file(run: Run, small_copy: Any, make_overlay: Make) -> None:
    overlay = make_overlay()
    overlay.write(SEIZE, small_copy.text(SEIZE).replace("effort: low", "effort: lowest"))
    overlay.write(LAW, "- id: [\n")
    place = f"northshire/{overlay.place(SEIZE, 'lowest')}"
    lines = faults(small_copy.root, overlay)
    assert len(lines) == 2
    assert lines[0].startswith(f"northshire/{LAW}:2:1: this is not valid YAML")
    assert lines[1].startswith(f"{place}: 'lowest' is not one of")
    for words, wanted in ((["recommend", "smith-ocg"], 2), (["check"], 1), (["catalogue", "list"], 2)):
        code, out, err = run([*words, "--overlay", overlay.root])
        assert code == wanted
        assert f"{place}: 'lowest' is not one of" in out + err
    code, out, err = run(["check", overlay.root])
    assert (code, err) == (1, "")
    assert f"error: {place}: 'lowest' is not one of" in out


def test_an_overlay_that_breaks_ours_is_told_where_it_breaks(small_copy: Any, make_overlay: Make) -> None:
    """A fact the force redefined no longer fits a condition of ours: the fault is at the condition."""
    overlay = make_overlay()
    overlay.write(
        VOCABULARY,
        "- {id: money_from, scope: group, heading: crime, type: choice, values: {crime: crime, work: work}, question: Where from?,"
        " says: the source, partner_wording: Where from?, holders: [HMRC], matters: For the tests.}\n",
    )
    overlay.write(
        "rules/indicators.yaml",
        "- {id: money_trail, says: the money can be followed, when: {group.money_from: crme}, source: Ours}\n",
    )
    place = overlay.place("rules/indicators.yaml", "group.money_from")
    assert faults(small_copy.root, overlay) == [
        f"northshire/{place}: 'crme' is not a value of group.money_from. Did you mean 'crime'?"
    ]


def test_one_id_twice_in_one_overlay_is_a_fault_though_it_replaces_ours(small_copy: Any, make_overlay: Make) -> None:
    overlay = make_overlay()
    entry = "- {id: morile, says: the score we use, fact: group.morile_score, source: Northshire}\n"
    overlay.write("rules/scoring.yaml", entry + entry)
    assert faults(small_copy.root, overlay) == [
        "northshire/rules/scoring.yaml:2:8: the id 'morile' is already taken at northshire/rules/scoring.yaml:1. Give one of them another id."
    ]


def test_a_folder_that_is_no_overlay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    code, out, err = run(["recommend", "smith-ocg", "--overlay", tmp_path / "theirs", "--overlay", tmp_path / "gone"])
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"fourp: {tmp_path / 'gone'}: this is not an overlay: it holds no overlay.yaml. See CONTRIBUTING.md.",
        f"{tmp_path / 'theirs'}: this is not an overlay: it holds no overlay.yaml. See CONTRIBUTING.md.",
        "2 faults.",
    ]


# -- where overlays are found ---------------------------------------------------------------------------------------


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("FOURP_HOME", str(folder))
    return folder


def names(overlays: list[Path] | None = None) -> list[str]:
    return [layer.name for layer in find_layers(None, overlays or [])]


def test_overlays_come_from_the_command_else_the_environment_else_home(
    make_overlay: Make, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    north, south, usual = make_overlay("north"), make_overlay("south"), make_overlay("usual")
    assert names() == [""]
    own_home.mkdir()
    shutil.copytree(usual.root, own_home / "overlay")
    assert names() == ["", "overlay"]
    monkeypatch.setenv("FOURP_OVERLAY", os.pathsep.join([str(north.root), str(south.root)]))
    assert names() == ["", "north", "south"]
    assert names([south.root]) == ["", "south"]
    monkeypatch.setenv("FOURP_OVERLAY", "")
    assert names() == ["", "overlay"]


def test_an_overlay_named_by_the_environment_is_laid_on(
    run: Run, make_overlay: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = make_overlay(retire="[{id: cash-seizure, because: It is not wanted here.}]")
    monkeypatch.setenv("FOURP_OVERLAY", str(overlay.root))
    code, out, err = run(["recommend", "smith-ocg", "--json"])
    assert (code, err) == (0, "")
    assert json.loads(out)["library"]["overlays"] == ["northshire (Northshire Police, for 0.1)"]
    assert "cash-seizure" not in {one["id"] for one in json.loads(out)["tactics"]}


def test_an_overlay_that_the_environment_names_wrongly_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_OVERLAY", str(tmp_path / "gone"))
    code, out, err = run(["recommend", "smith-ocg"])
    assert (code, out) == (2, "")
    assert str(tmp_path / "gone") in err


def test_an_overlay_in_the_home_folder_is_laid_on(run: Run, make_overlay: Make, own_home: Path) -> None:
    own_home.mkdir()
    shutil.move(make_overlay(force="Homeshire Police").root, own_home / "overlay")
    code, out, err = run(["recommend", "smith-ocg", "--json"])
    assert (code, err) == (0, "")
    assert json.loads(out)["library"]["overlays"] == ["overlay (Homeshire Police, for 0.1)"]


def test_home_is_where_fourp_home_says_else_the_platforms_own_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURP_HOME", "/some/where")
    assert home() == Path("/some/where")
    monkeypatch.delenv("FOURP_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert home() == Path("/data/fourp")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert home() == Path("/local/fourp")
    monkeypatch.delenv("LOCALAPPDATA")
    monkeypatch.setattr(Path, "home", lambda: Path("/users/lro"))
    assert home() == Path("/users/lro/.local/share/fourp")


def test_files_of_a_layer_are_the_yaml_files_of_its_two_folders_in_a_fixed_order(make_overlay: Make) -> None:
    overlay = make_overlay()
    for inside in (
        "rules/b.yml",
        "rules/a.yaml",
        "tactics_catalogue/z/y.yaml",
        "tactics_catalogue/law.yaml",
        "scenarios/x.yaml",
        "rules/c.txt",
    ):
        overlay.write(inside, "- {}\n")
    layer = Layer("northshire", overlay.root)
    assert [layer.shown(path) for path in layer.files()] == [
        "northshire/overlay.yaml",
        "northshire/tactics_catalogue/law.yaml",
        "northshire/tactics_catalogue/z/y.yaml",
        "northshire/rules/a.yaml",
        "northshire/rules/b.yml",
    ]
    assert [Layer("", overlay.root).shown(path) for path in Layer("", overlay.root).files()] == [
        "tactics_catalogue/law.yaml",
        "tactics_catalogue/z/y.yaml",
        "rules/a.yaml",
        "rules/b.yml",
    ]


# -- every output names the overlays --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["recommend", "smith-ocg"],
        ["recommend", "smith-ocg", "--json"],
        ["explain", "smith-ocg", "cash-seizure"],
        ["review", "smith-ocg"],
        ["catalogue", "list"],
        ["catalogue", "show", "cash-seizure"],
    ],
    ids=lambda words: "-".join(words).replace("smith-ocg", "case"),
)
def test_every_output_names_the_overlay(run: Run, make_overlay: Make, words: list[str]) -> None:
    overlay = make_overlay("northshire", force="Northshire Police")
    code, out, err = run([*words, "--overlay", overlay.root])
    assert code in (0, 1)
    assert err == ""
    assert "northshire (Northshire Police, for 0.1)" in " ".join(out.split())
    assert "northshire" not in run(words).out


def test_a_draft_plan_names_the_overlay(run: Run, make_overlay: Make, tmp_path: Path) -> None:
    overlay = make_overlay("northshire", force="Northshire Police")
    plan = tmp_path / "plan.md"
    assert run(["draft", "smith-ocg", "--out", plan, "--overlay", overlay.root]).code == 0
    assert "northshire (Northshire Police, for 0.1)" in plan.read_text(encoding="utf-8")

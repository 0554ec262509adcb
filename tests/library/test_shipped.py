"""The shipped library and cases themselves: sound, sourced, dated, and about no real person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.application.cases import bundled_cases, find_case
from planner.application.smart import smart
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.domain.profile import FactRecord
from planner.domain.smart import assigned, measurable, realistic, specific
from planner.domain.tactic import PILLARS
from planner.engine.compiler import Compiler
from planner.library.layers import shipped_root
from planner.library.yaml_reader import read_yaml

Run = Callable[..., Any]
FOLDERS = ("tactics_catalogue", "rules", "scenarios")
FILES = sorted(path for folder in FOLDERS for path in (shipped_root() / folder).rglob("*") if path.is_file())
TACTICS = [path for path in FILES if path.parent.name != "tactics_catalogue" and "tactics_catalogue" in path.parts]
EARLY = date(2026, 1, 1)

# What would point at a real person, place or account. Law is cited by web address, and nothing else is.
POINTERS = {
    "an e-mail address": r"[\w.+-]+@[\w-]+\.[\w.]+",
    "a telephone number": r"(?<![\w.,-])(?:\+44[\s(-]{0,2}|0)(?:\d[\s)-]?){9,10}(?!\w)",
    "a web address": r"(?:https?://|www\.)(?!(?:www\.)?legislation(?:\.data)?\.gov\.uk/)\S+|\b[\w-]+\.(?:com|org|net|co\.uk)\b",
    "a handle": r"(?<![\w/])@\w{3,}",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b",
    "a number plate": r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b",
    "a national insurance number": r"\b[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b",
    "a bank card or account number": r"(?<![\d.])\d{8}(?!\d)|\b\d{2}-\d{2}-\d{2}\b|\b(?:\d{4}[ -]){3}\d{4}\b",
    "a day of birth": r"(?i)\b(?:born on|date of birth|dob)\b\W{0,3}\d",
}


@pytest.mark.parametrize("what", POINTERS)
def test_nothing_shipped_points_at_a_real_person_place_or_account(what: str) -> None:
    found = [
        f"{path.name}: {match[0]}"
        for path in FILES
        for match in re.finditer(POINTERS[what], path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an e-mail address", "ask jo.bloggs@police.example.uk first"),
        ("a telephone number", "ring 0161 496 0123"),
        ("a telephone number", "ring +44 (7700 900123"),
        ("a telephone number", "ring 07700900123."),
        ("a web address", "see https://www.linkedin.com/in/jo-bloggs"),
        ("a web address", "see www.example.org/jo"),
        ("a web address", "see facebook.com"),
        ("a handle", "follows @jobloggs"),
        ("a postcode", "lives at M1 1AE"),
        ("a postcode", "lives at SW1A 1AA"),
        ("a number plate", "drives AB12 CDE"),
        ("a number plate", "drives AB12CDE"),
        ("a national insurance number", "is QQ 12 34 56 C"),
        ("a bank card or account number", "account 12345678"),
        ("a bank card or account number", "sort code 12-34-56"),
        ("a bank card or account number", "card 4111 1111 1111 1111"),
        ("a day of birth", "DOB: 01/02/1990"),
        ("a day of birth", "born on 1 May"),
    ],
)
def test_what_points_at_a_real_person_would_be_found(what: str, text: str) -> None:
    assert re.search(POINTERS[what], text)


def test_addresses_of_the_law_itself_are_not_taken_for_others() -> None:
    assert not re.search(POINTERS["a web address"], '"https://www.legislation.gov.uk/ukpga/2014/12/section/59"')


# -- check ----------------------------------------------------------------------------------------------------------


def test_check_finds_nothing_wrong(run: Run) -> None:
    code, out, err = run(["check", "--json"])
    assert (code, err) == (0, "")
    assert [fault for fault in json.loads(out)["faults"] if fault["severity"] != "note"] == []
    code, out, err = run(["check"])
    assert (code, err) == (0, "")
    assert re.search(r"^0 errors, 0 warnings, \d+ notes?\.$", out.splitlines()[-1])


@pytest.mark.parametrize("inside", ["rules", "scenarios", "tactics_catalogue/protect", "tactics_catalogue/law.yaml"])
def test_check_of_a_shipped_folder_file_by_file_finds_nothing_wrong(run: Run, inside: str) -> None:
    code, out, err = run(["check", shipped_root() / inside])
    assert (code, err) == (0, ""), out
    assert re.search(r"^0 errors, 0 warnings, ", out.splitlines()[-1])


def test_checking_a_folder_of_tactics_compiles_each_condition_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the whole library once a file: a catalogue of thousands is checked as a folder too."""
    compiled = []
    really = Compiler.condition

    def counted(self: Compiler, name: str, *words: Any, **more: Any) -> Any:
        compiled.append(name)
        return really(self, name, *words, **more)

    monkeypatch.setattr(Compiler, "condition", counted)
    folder = shipped_root() / "tactics_catalogue" / "protect"
    files = list(folder.glob("*.yaml"))
    assert run(["check", folder]).code == 0
    assert {f"tactic:{path.stem}" for path in files} <= set(compiled)
    assert max(compiled.count(name) for name in compiled) <= 2


def test_every_shipped_file_is_tidy() -> None:
    assert len(FILES) > 100
    untidy = []
    for path in FILES:
        text = path.read_bytes().decode("utf-8")
        for line, written in enumerate(text.split("\n"), start=1):
            if written != written.rstrip() or "\t" in written or "\r" in written:
                untidy.append(f"{path.name}:{line}: ends in spaces or holds a tab")
        if not text.endswith("\n") or text.endswith("\n\n"):
            untidy.append(f"{path.name}: does not end in one line end")
        if path.suffix != ".yaml":
            untidy.append(f"{path.name}: is no .yaml file")
    assert untidy == []


def test_nothing_shipped_is_left_to_be_written() -> None:
    unwritten = re.compile(r"\b(?:TODO|FIXME|XXX|TBC|TBD|PLACEHOLDER)\b|(?i:lorem ipsum)|\?\?\?")
    assert [path.name for path in FILES if unwritten.search(path.read_text(encoding="utf-8"))] == []
    assert unwritten.search("owner: TBC")


# -- the catalogue --------------------------------------------------------------------------------------------------


def test_every_active_tactic_says_where_it_comes_from(library: Library) -> None:
    assert library.active
    assert [
        one.id
        for one in library.active
        if not one.source or not all(ref.document.strip() and ref.section.strip() for ref in one.source)
    ] == []
    assert [
        one.id for one in library.active if not one.evidence.source.strip() or not one.case_example.source.strip()
    ] == []


def test_every_rule_says_where_it_comes_from(library: Library) -> None:
    rules = [
        *library.indicators,
        *library.guardrails,
        *library.planning,
        *library.review,
        *library.grades,
        *library.scoring,
    ]
    assert rules
    assert [one.id for one in rules if len(one.source.strip()) < 4] == []


@pytest.mark.parametrize("pillar", PILLARS)
def test_every_example_of_an_objective_is_specific_measurable_assigned_realistic_and_dated(
    library: Library, pillar: str
) -> None:
    """An officer who takes one as it is gets no finding and no advice for it."""
    examples = [one for one in library.planning if one.kind == "objective" and one.pillar == pillar]
    assert len(examples) >= 4
    for one in examples:
        by = EARLY + timedelta(days=one.within_days or 0)
        marks = smart(pillar, one.text, one.measure, one.owner, by, "Staff agreed", today=EARLY, review=None)
        assert [mark.says for mark in marks if mark.state != "met"] == [], one.id
        made = Decision(kind="objective", pillar=pillar, text=one.text, measure=one.measure, owner=one.owner, due=by)
        assert all((specific(made), measurable(made), assigned(made), realistic(made, EARLY))), one.id


def test_the_first_keys_of_a_tactic_file_are_always_the_same() -> None:
    first = ("id", "title", "pillar", "heading", "phases", "level", "status")
    for path in TACTICS:
        keys = list(read_yaml(path).contents)
        wanted = [key for key in first if key in keys]
        assert keys[: len(wanted)] == wanted, path.name


def test_every_tactic_lies_in_the_folder_of_its_pillar_and_heading_level_or_phase(library: Library) -> None:
    by_id = {path.stem: path.relative_to(shipped_root() / "tactics_catalogue").parts[:-1] for path in TACTICS}
    for one in library.all_tactics:
        inner = {"pursue": {one.heading}, "prevent": {one.level}, "prepare": set(one.phases), "protect": {None}}[
            one.pillar
        ]
        folders = by_id[one.id]
        assert folders[0] == one.pillar
        assert (folders[1] if len(folders) > 1 else None) in inner


def test_there_is_something_to_offer_under_every_p_heading_and_phase(library: Library) -> None:
    active = library.active
    assert {one.pillar for one in active} == {"pursue", "prevent", "protect", "prepare"}
    assert {one.heading for one in active if one.pillar == "pursue"} == {
        "vehicles", "business", "crime", "travel", "lifestyle", "behaviour",
    }  # fmt: skip
    assert {one.level for one in active if one.pillar == "prevent"} == {"primary", "secondary", "tertiary"}
    assert {phase for one in active for phase in one.phases} == {"setup", "clear", "hold", "build"}


def test_no_two_tactics_share_a_title_or_an_alias(library: Library) -> None:
    names = [name.lower() for one in library.all_tactics for name in {one.title, *one.aliases}]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


# -- the law --------------------------------------------------------------------------------------------------------


def test_every_provision_is_used_or_the_counterpart_of_one_that_is(library: Library) -> None:
    used = {basis.provision for one in library.all_tactics for basis in one.legal_basis}
    counterparts = {other for name in used for other in library.law[name].counterparts.values()}
    assert sorted(set(library.law) - used - counterparts) == []
    assert used <= set(library.law)


def test_every_provision_said_to_be_checked_carries_its_four_proofs(library: Library) -> None:
    checked = [one for one in library.provisions if one.status != "unchecked"]
    assert checked
    for one in checked:
        assert one.checked is not None, one.id
        assert one.checked.on >= EARLY, one.id
        assert re.match(r"https://(?:www\.)?legislation(?:\.data)?\.gov\.uk/\w", one.checked.address), one.id
        assert len(one.checked.heading.strip()) > 3, one.id
        assert one.checked.version <= one.checked.on, one.id
        assert len(one.requires.split()) > 4, one.id


def test_no_provision_is_in_force_before_its_act(library: Library) -> None:
    for one in library.provisions:
        years = re.findall(r"\b(?:19|20)\d\d\b", one.act)
        if one.in_force.from_ and years:
            assert one.in_force.from_.year >= int(years[-1]), one.id
        if one.in_force.from_ and one.in_force.to:
            assert one.in_force.from_ <= one.in_force.to, one.id


def test_counterparts_name_each_other_and_fill_a_gap(library: Library) -> None:
    for one in library.provisions:
        for nation, other in one.counterparts.items():
            assert nation not in one.applies_in, one.id
            assert nation in library.law[other].applies_in, one.id


# -- the vocabulary -------------------------------------------------------------------------------------------------


def test_no_protected_characteristic_is_asked_for(library: Library) -> None:
    protected = {
        "race", "racial", "ethnic", "ethnicity", "nationality", "colour", "religion", "religious", "faith", "belief", "sex", "gender",
        "sexuality", "orientation", "disability", "disabled", "pregnant", "pregnancy", "married", "marital",
    }  # fmt: skip
    asked = [one.ref for one in library.facts if protected & set(one.id.split("_"))]
    assert asked == []


def test_no_value_of_a_fact_reads_as_a_word_of_the_command(library: Library) -> None:
    """`--assume REF=absent`, `=unknown` and `=a,b` mean something else."""
    for one in library.facts:
        assert not {"absent", "unknown", "yes" if one.type == "yes_no" else "absent"} & set(one.values), one.ref
        assert not [value for value in one.values if "," in value or "=" in value or value != value.strip()], one.ref


# -- the bundled cases ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_every_bundled_case_is_for_training_says_it_is_fiction_and_what_it_expects(library: Library, name: str) -> None:
    case = find_case(name, library)
    assert (case.case, case.kind) == (name, "training")
    assert "fiction" in case.fiction.lower()
    assert case.source
    assert case.expects.get("certain")
    assert case.expects.get("ruled_out")
    named = [tactic for names in case.expects.values() for tactic in names]
    assert len(named) == len(set(named))


def records_of(case: Any) -> list[FactRecord]:
    owners = [case.group, *(member.facts for members in case.members.values() for member in members)]
    return [record for facts in owners for records in facts.values() for record in records]


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_every_fact_of_a_bundled_case_is_graded_and_dated(library: Library, name: str) -> None:
    records = records_of(find_case(name, library))
    assert records
    assert [record for record in records if not record.grade or record.on is None or not record.handling] == []


def test_shipped_root_is_where_the_package_or_the_project_keeps_it() -> None:
    assert all((shipped_root() / folder).is_dir() for folder in FOLDERS)
    assert Path(__file__).parents[2] in {shipped_root(), *shipped_root().parents} or shipped_root().name == "_shipped"

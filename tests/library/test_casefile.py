"""The forms in which a case may be written, and what each is read as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.application.cases import bundled_cases, find_case
from planner.domain.library import Library
from planner.domain.plan import Intervention
from planner.domain.profile import LOOKED_INTO, FactRecord, FactTable, Profile, Tabulator, settle
from planner.domain.vocabulary import COLLECTIONS
from planner.errors import InputError
from planner.library.casefile import MOST_MEMBERS, CaseReader
from planner.library.yaml_reader import parse_yaml

HEAD = "case: good\nkind: training\nnation: england\n"
Read = Callable[..., Profile]


@pytest.fixture
def read(library: Library) -> Read:
    def read(body: str, head: str = HEAD) -> Profile:
        return CaseReader(parse_yaml((head + body).encode(), "case.yaml"), library).read()

    return read


@pytest.fixture
def table(library: Library) -> Callable[[Profile], FactTable]:
    """The case as the engines read it."""
    return Tabulator(library.vocabulary, library.grading).table


# -- the head -------------------------------------------------------------------------------------------------------


def test_the_least_a_case_may_hold(read: Read) -> None:
    found = read("")
    assert (found.case, found.kind, found.nation, found.threat) == ("good", "training", "england", "group")
    assert (found.title, found.fiction, found.looked_into, found.group, found.plan, found.expects) == (
        "",
        "",
        {},
        {},
        None,
        {},
    )
    assert all(found.members[collection] == () for collection in COLLECTIONS)


def test_everything_the_head_may_hold(read: Read) -> None:
    found = read(
        "title: The group\nthreat: location\nfiction: All made up.\nsource: [{document: Guidance, section: D}]\n"
        "looked_into: {vehicles: partly, business: fully, people: not_yet}\n"
        "expects: {certain: [cash-seizure], ruled_out: [], possible: [restraint-order]}\n",
        head="case: good-2\nkind: live\nnation: wales\n",
    )
    assert (found.case, found.kind, found.nation, found.threat) == ("good-2", "live", "wales", "location")
    assert (found.title, found.fiction, found.source[0].section) == ("The group", "All made up.", "D")
    assert found.looked_into == {"vehicles": "partly", "business": "fully", "people": "not_yet"}
    assert found.expects == {"certain": ("cash-seizure",), "ruled_out": (), "possible": ("restraint-order",)}


@pytest.mark.parametrize("heading", LOOKED_INTO)
def test_every_heading_may_be_looked_into(read: Read, heading: str) -> None:
    assert read(f"looked_into: {{{heading}: fully}}\n").looked_into == {heading: "fully"}


def test_parts_left_empty_are_parts_left_out(read: Read) -> None:
    assert read("group:\npeople:\nbusiness: []\n") == read("")


# -- one fact -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("violence_used: true", True),
        ("violence_used: false", False),
        ("cash_found: 4200", 4200),
        ("cash_found: 0", 0),
        ("sio_consulted: not_yet", "not_yet"),
        ("sio_consulted: 'yes'", "yes"),
        ("sio_consulted: yes", "yes"),
        ("crime_types: [fraud]", ("fraud",)),
        ("crime_types: [fraud, money_laundering]", ("fraud", "money_laundering")),
    ],
)
def test_a_bare_value_is_shorthand_for_a_record_of_it(read: Read, written: str, value: Any) -> None:
    name, _, bare = written.partition(": ")
    (record,) = read(f"group: {{{written}}}\n").group[name]
    assert record == FactRecord(value=value)
    assert type(record.value) is type(value)
    assert read(f"group: {{{name}: {{value: {bare}}}}}\n").group[name] == (record,)


def test_everything_a_record_may_hold(read: Read) -> None:
    (record,) = read(
        "group: {violence_used: {value: true, grade: 2B, on: 2026-05-01, handling: P, source: A log, note: 'Once, in May', added: true}}\n"
    ).group["violence_used"]
    assert record == FactRecord(
        value=True, grade="2B", on=date(2026, 5, 1), handling="P", source="A log", note="Once, in May", added=True
    )


@pytest.mark.parametrize("grade", ["1A", "3E", "2C", "A1", "E5", "B3"])
def test_grades_of_both_scales(read: Read, grade: str) -> None:
    assert read(f"group: {{violence_used: {{value: true, grade: {grade}}}}}\n").group["violence_used"][0].grade == grade


@pytest.mark.parametrize("grade", ["4A", "0B", "2F", "A6", "F1", "2", "B", "2b", "22", "BB", "2BP"])
def test_grades_of_neither_scale(read: Read, grade: str) -> None:
    with pytest.raises(InputError, match="a grade is 3x5x2 such as 2B"):
        read(f"group: {{violence_used: {{value: true, grade: '{grade}'}}}}\n")


def test_absent_is_looked_for_and_not_there(read: Read, table: Callable[[Profile], FactTable]) -> None:
    found = read(
        "group: {violence_used: {absent: true, grade: 2B}, cash_found: {absent: true}, crime_types: {absent: true}}\n"
        "people: [{id: p1, convicted: {absent: true}}]\n"
    )
    assert found.group["violence_used"] == (FactRecord(absent=True, grade="2B"),)
    values = table(found)
    assert values.group["group.violence_used"] is False
    assert values.group["group.cash_found"] == 0
    assert values.group["group.crime_types:fraud"] is False
    assert values.members["people"][0].values["convicted"] is False
    assert values.group["group.feud_active"] is None


@pytest.mark.parametrize(
    ("body", "line", "ref"),
    [
        ("group: {sio_consulted: {absent: true}}\n", 4, "group.sio_consulted"),
        ("people: [{id: p1, role: {absent: true}}]\n", 4, "people.role"),
        ("people: [{id: p1}]\nvehicles: [{id: v1, keeper: {absent: true}}]\n", 5, "vehicles.keeper"),
    ],
    ids=["choice", "choice-of-member", "reference"],
)
def test_a_fact_with_no_way_to_be_absent_cannot_be(read: Read, body: str, line: int, ref: str) -> None:
    with pytest.raises(InputError) as refused:
        read(body)
    (fault,) = refused.value.faults
    assert fault.line == line
    assert ref in fault.what
    assert "None" not in str(fault)


def test_a_list_is_open_unless_it_is_said_to_be_complete(read: Read, table: Callable[[Profile], FactTable]) -> None:
    for written, other in (("[fraud]", None), ("{value: [fraud]}", None), ("{value: [fraud], complete: true}", False)):
        values = table(read(f"group: {{crime_types: {written}}}\n")).group
        assert values["group.crime_types:fraud"] is True
        assert values["group.crime_types:money_laundering"] is other


def test_several_records_of_one_fact_are_all_kept_and_the_latest_counts(read: Read, library: Library) -> None:
    records = read(
        "group:\n  violence_used:\n"
        "    - {value: true, grade: 2B, on: 2026-04-01}\n"
        "    - {absent: true, grade: 1A, on: 2026-05-01}\n"
        "    - {value: true, grade: 1E, on: 2026-06-01}\n"
    ).group["violence_used"]
    assert [(record.value, record.absent, record.grade) for record in records] == [
        (True, False, "2B"),
        (None, True, "1A"),
        (True, False, "1E"),
    ]
    counted = settle(records, library.grading, duty=False).record
    assert counted is not None
    assert counted.absent


def test_several_records_of_a_list_fact_are_told_from_one_list(read: Read) -> None:
    records = read(
        "group: {crime_types: [{value: [fraud], on: 2026-04-01}, {value: [waste_crime], on: 2026-05-01}]}\n"
    ).group
    assert [record.value for record in records["crime_types"]] == [("fraud",), ("waste_crime",)]


def test_every_record_of_several_is_checked(read: Read) -> None:
    with pytest.raises(InputError) as refused:
        read("group:\n  violence_used:\n    - {value: maybe}\n    - {value: true, on: 2026-02-30}\n    - {grade: 2B}\n")
    assert [f"{fault.line}:{fault.column}" for fault in refused.value.faults] == ["6:15", "7:25", "8:7"]


@pytest.mark.parametrize(
    ("value", "fits"), [("1000000000000", True), ("1000000000001", False), ("-1", False), ("'7'", False)]
)
def test_numbers_have_bounds(read: Read, value: str, fits: bool) -> None:
    if fits:
        assert read(f"group: {{cash_found: {value}}}\n").group["cash_found"][0].value == int(value)
        return
    with pytest.raises(InputError, match=r"group\.cash_found is a whole number of pounds from 0"):
        read(f"group: {{cash_found: {value}}}\n")


# -- members --------------------------------------------------------------------------------------------------------


def test_members_of_every_collection(read: Read) -> None:
    found = read(
        "people: [{id: p1, label: Principal A, role: principal}, {id: p2}]\nbusiness: [{id: b-1, controller: p2}]\n"
        "vehicles: [{id: v_1, keeper: {value: p1, grade: 1A}}]\npremises: [{id: 0h, owner: p1, occupier: p2}]\nplaces: [{id: x}]\n"
    )
    assert {collection: [member.id for member in members] for collection, members in found.members.items()} == {
        "people": ["p1", "p2"],
        "business": ["b-1"],
        "vehicles": ["v_1"],
        "premises": ["0h"],
        "places": ["x"],
    }
    assert found.label("people/p1") == "Principal A"
    assert found.label("people/p2") == "p2"
    assert found.records("vehicles/v_1.keeper") == (FactRecord(value="p1", grade="1A"),)
    assert found.records("people/p1.role") == (FactRecord(value="principal"),)


def test_facts_reached_by_a_reference_are_read_on_the_member(read: Read, table: Callable[[Profile], FactTable]) -> None:
    found = read("people: [{id: p1, role: principal}]\nvehicles: [{id: v1, keeper: p1}, {id: v2}]\n")
    first, second = table(found).members["vehicles"]
    assert first.values["keeper.role"] == "principal"
    assert second.values["keeper.role"] is None


def test_a_reference_may_come_before_what_it_points_to(read: Read) -> None:
    found = read("vehicles: [{id: v1, keeper: p1}]\npeople: [{id: p1}]\n")
    assert found.records("vehicles/v1.keeper")[0].value == "p1"


def test_every_record_of_a_reference_points_somewhere(read: Read) -> None:
    with pytest.raises(InputError) as refused:
        read("people: [{id: p1}]\nvehicles:\n  - id: v1\n    keeper:\n      - {value: p1}\n      - {value: p2}\n")
    (fault,) = refused.value.faults
    assert (fault.line, fault.what) == (9, "there is no 'p2' in people.")


def test_one_id_may_stand_in_two_collections(read: Read) -> None:
    found = read("people: [{id: x}]\nplaces: [{id: x}]\n")
    assert (found.members["people"][0].id, found.members["places"][0].id) == ("x", "x")


@pytest.mark.parametrize(
    ("member_id", "fits"),
    [("a" * 40, True), ("a" * 41, False), ("-a", False), ("P1", False), ("é", False), ("''", False), ("7", False)],
)
def test_what_an_id_may_be(read: Read, member_id: str, fits: bool) -> None:
    if fits:
        assert read(f"people: [{{id: {member_id}}}]\n").members["people"][0].id == member_id
        return
    with pytest.raises(InputError, match=r"case\.yaml:4:15: .* cannot be an id\."):
        read(f"people: [{{id: {member_id}}}]\n")


def test_as_many_members_as_the_limit_and_one_more(read: Read) -> None:
    def many(count: int) -> str:
        return "places:\n" + "".join(f"  - id: x{n}\n" for n in range(count))

    assert len(read(many(MOST_MEMBERS)).members["places"]) == MOST_MEMBERS
    with pytest.raises(InputError, match=f"case.yaml:5:3: {MOST_MEMBERS + 1} places; the limit is {MOST_MEMBERS}"):
        read(many(MOST_MEMBERS + 1))


# -- a plan ---------------------------------------------------------------------------------------------------------


def test_a_case_may_carry_a_plan(read: Read) -> None:
    plan = read(
        "plan:\n  vision: Calm streets\n  aims: {pursue: Fewer guns}\n  leads: {prevent: The council}\n"
        "  undeveloped: {prepare: No place is hurt}\n  interventions:\n"
        "    - {tactic: cash-seizure, pillar: pursue, owner: FIU, due: 2026-09-01, phase: clear}\n"
        "    - {text: A football club, pillar: prevent}\n"
    ).plan
    assert plan is not None
    assert (plan.vision, plan.aims, plan.leads) == (
        "Calm streets",
        {"pursue": "Fewer guns"},
        {"prevent": "The council"},
    )
    assert plan.undeveloped == {"prepare": "No place is hurt"}
    assert plan.interventions == (
        Intervention(tactic="cash-seizure", pillar="pursue", owner="FIU", due=date(2026, 9, 1), phase="clear"),
        Intervention(text="A football club", pillar="prevent"),
    )


def test_every_tactic_of_a_plan_that_is_not_there_is_told(read: Read) -> None:
    with pytest.raises(InputError) as refused:
        read(
            "plan:\n  interventions:\n    - {tactic: cash-siezure, pillar: pursue}\n    - {tactic: closure-ordr, pillar: pursue}\n"
        )
    assert [str(fault) for fault in refused.value.faults] == [
        "case.yaml:6:16: there is no tactic 'cash-siezure'. Did you mean 'cash-seizure'?",
        "case.yaml:7:16: there is no tactic 'closure-ordr'. Did you mean 'closure-order'?",
    ]


# -- finding a case -------------------------------------------------------------------------------------------------


def test_every_bundled_case_is_found_by_its_name(library: Library) -> None:
    assert set(bundled_cases()) >= {"smith-ocg", "cl-team", "takeaway", "valley-estate"}
    for name in bundled_cases():
        assert find_case(name, library).case == name
        assert find_case(f"bundled:{name}", library) == find_case(name, library)


@pytest.mark.parametrize("ending", ["yaml", "yml"])
def test_a_name_that_ends_as_a_file_is_a_path(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    (tmp_path / f"smith-ocg.{ending}").write_text(HEAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_case(f"smith-ocg.{ending}", library).case == "good"


def test_a_name_with_a_separator_is_a_path(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "smith-ocg").write_text(HEAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_case("./smith-ocg", library).case == "good"
    assert find_case("smith-ocg", library).case == "smith-ocg"
    assert find_case("bundled:smith-ocg", library).case == "smith-ocg"


# -- what a case must not hold --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a CHIS says so", "dedicated source unit"),
        ("an Informant said so", "dedicated source unit"),
        ("told to his source handler", "dedicated source unit"),
        ("heard on the intercepted call", "covert authorities bureau"),
        ("seen under directed surveillance", "covert authorities bureau"),
        ("an undercover officer", "covert authorities bureau"),
        ("during a covert operation", "covert authorities bureau"),
        ("His phone is being listened to at night", "covert authorities bureau"),
        ("the flat is bugged", "covert authorities bureau"),
        ("the obs team saw him", "covert authorities bureau"),
        ("a tracker on his van says so", "covert authorities bureau"),
        ("a SAR of May", "financial investigator"),
        ("two SARs", "financial investigator"),
        ("a Suspicious Activity Report", "financial investigator"),
        ("with UKPPS since May", "protected persons unit"),
        ("is in witness protection", "protected persons unit"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "title: 'TEXT'\n",
        "group: {violence_used: {value: true, note: 'TEXT'}}\n",
        "people: [{id: p1, label: 'TEXT'}]\n",
        "plan: {vision: 'TEXT'}\n",
        "plan: {interventions: [{text: 'TEXT', pillar: pursue}]}\n",
        "fiction: >-\n  Some words, then\n  TEXT\n",
    ],
    ids=["title", "note", "label", "vision", "intervention", "block"],
)
def test_text_that_looks_like_covert_material_is_refused_with_where_to_take_it(
    read: Read, form: str, text: str, where: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(form.replace("TEXT", text))
    (fault,) = refused.value.faults
    assert fault.line == 4
    assert fault.what.startswith("this looks like material on ")
    assert where in fault.mend
    assert text not in str(fault), "what must not be held is not said again"


@pytest.mark.parametrize(
    "text",
    ["an information officer", "the sari shop", "chisel and hammer", "a safeguarding referral", "Sarah saw it", "protected by her family",
     "an open source handled by the desk", "his partner intervened", "a wire fence", "coverted goods",
     "nobody listened to her", "trackers on the diggers"],
)  # fmt: skip
def test_words_that_only_sound_like_it_are_let_through(read: Read, text: str) -> None:
    assert read(f"title: '{text}'\n").title == text

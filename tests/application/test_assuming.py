"""`--assume`: every form in which a fact may be tried out, every one that is refused, and that nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from planner.application.assuming import assume
from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, FactRecord, Member, Profile
from planner.errors import InputError

Run = Callable[..., Any]
PROFILE = Profile(
    case="tried",
    kind="training",
    nation="england",
    looked_into={"business": "partly"},
    group={"violence_used": (FactRecord(value=True, grade="2B"), FactRecord(absent=True, grade="3C"))},
    members={
        "people": (
            Member(id="p1", label="Principal A", facts={"role": (FactRecord(value="principal"),)}),
            Member(id="p2", facts={"convicted": (FactRecord(value=True),)}),
        ),
        "vehicles": (Member(id="v1", facts={"keeper": (FactRecord(value="p1"),)}),),
    },
)


@pytest.fixture
def tried(library: Library) -> Callable[..., Profile]:
    return lambda *assumptions: assume(PROFILE, assumptions, library)


@pytest.fixture
def refused(library: Library) -> Callable[..., list[str]]:
    def refused(*assumptions: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            assume(PROFILE, assumptions, library)
        return [str(fault) for fault in caught.value.faults]

    return refused


Tried = Callable[..., Profile]
Refused = Callable[..., list[str]]


def test_nothing_assumed_changes_nothing(tried: Tried) -> None:
    assert tried() == PROFILE


# -- what may be assumed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assumption", "ref", "value"),
    [
        ("group.violence_used=yes", "group.violence_used", True),
        ("group.violence_used=true", "group.violence_used", True),
        ("group.violence_used=no", "group.violence_used", False),
        ("group.violence_used=false", "group.violence_used", False),
        ("group.feud_active=yes", "group.feud_active", True),
        ("group.cash_found=4200", "group.cash_found", 4200),
        ("group.cash_found=0", "group.cash_found", 0),
        ("group.cash_found=999999999999", "group.cash_found", 999_999_999_999),
        ("group.sio_consulted=yes", "group.sio_consulted", "yes"),
        ("group.sio_consulted=not_yet", "group.sio_consulted", "not_yet"),
        ("people/p1.role=enabler", "people/p1.role", "enabler"),
        ("people/p1.convicted=yes", "people/p1.convicted", True),
        ("vehicles/v1.keeper=p2", "vehicles/v1.keeper", "p2"),
        ("  group.violence_used  =  no  ", "group.violence_used", False),
    ],
)
def test_a_value_stands_in_place_of_what_is_recorded(tried: Tried, assumption: str, ref: str, value: Any) -> None:
    found = tried(assumption)
    assert found.records(ref) == (FactRecord(value=value, assumed=True),)
    assert type(found.records(ref)[0].value) is type(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("fraud", ("fraud",)),
        ("fraud,money_laundering", ("fraud", "money_laundering")),
        (" fraud , waste_crime ", ("fraud", "waste_crime")),
    ],
)
def test_a_list_is_assumed_whole(tried: Tried, written: str, value: tuple[str, ...]) -> None:
    assert tried(f"group.crime_types={written}").records("group.crime_types") == (
        FactRecord(value=value, complete=True, assumed=True),
    )


@pytest.mark.parametrize("ref", ["group.violence_used", "group.cash_found", "group.crime_types", "people/p2.convicted"])
def test_absent_is_known_not_to_be_there(tried: Tried, ref: str) -> None:
    assert tried(f"{ref}=absent").records(ref) == (FactRecord(absent=True, assumed=True),)


@pytest.mark.parametrize("ref", ["group.violence_used", "group.feud_active", "people/p1.role", "vehicles/v1.keeper"])
def test_unknown_takes_away_what_is_recorded(tried: Tried, ref: str) -> None:
    assert tried(f"{ref}=unknown").records(ref) == ()


def test_a_fact_reached_by_a_reference_is_assumed_on_the_member_itself(tried: Tried) -> None:
    found = tried("vehicles/v1.keeper.role=enabler")
    assert found.records("vehicles/v1.keeper.role") == (FactRecord(value="enabler", assumed=True),)
    assert found.records("people/p1.role") == PROFILE.records("people/p1.role")


@pytest.mark.parametrize(
    ("assumption", "member"),
    [("business/+.cash_intensive=yes", "assumed-1"), ("business/+2.cash_intensive=yes", "assumed-2")],
)
def test_a_plus_is_a_new_member(tried: Tried, assumption: str, member: str) -> None:
    (added,) = tried(assumption).members["business"]
    assert added.id == member
    assert added.label
    assert added.facts == {"cash_intensive": (FactRecord(value=True, assumed=True),)}


def test_a_new_member_comes_after_those_recorded(tried: Tried) -> None:
    assert [member.id for member in tried("people/+.role=enabler").members["people"]] == ["p1", "p2", "assumed-1"]


def test_facts_of_one_new_member_come_together_and_of_another_apart(tried: Tried) -> None:
    found = tried(
        "people/+.role=enabler", "people/+2.role=family", "people/+.convicted=yes", "people/+2.convicted=absent"
    )
    _, _, one, other = found.members["people"]
    assert (one.id, set(one.facts)) == ("assumed-1", {"role", "convicted"})
    assert (other.id, set(other.facts)) == ("assumed-2", {"role", "convicted"})
    assert one.facts["role"][0].value == "enabler"


def test_a_new_member_may_be_pointed_to(tried: Tried) -> None:
    found = tried("people/+.role=enabler", "vehicles/v1.keeper=assumed-1")
    assert found.records("vehicles/v1.keeper")[0].value == "assumed-1"


@pytest.mark.parametrize("heading", LOOKED_INTO)
@pytest.mark.parametrize("state", ["not_yet", "partly", "fully"])
def test_how_far_a_heading_has_been_looked_into(tried: Tried, heading: str, state: str) -> None:
    assert tried(f"looked_into.{heading}={state}").looked_into == {**PROFILE.looked_into, heading: state}


def test_of_two_for_one_fact_the_last_stands(tried: Tried) -> None:
    found = tried("group.violence_used=yes", "group.violence_used=absent")
    assert found.records("group.violence_used") == (FactRecord(absent=True, assumed=True),)


def test_the_case_itself_and_all_that_is_not_named_stay_as_they_are(tried: Tried) -> None:
    before = PROFILE.model_dump()
    found = tried(
        "people/p1.role=enabler",
        "group.feud_active=yes",
        "looked_into.crime=fully",
        "places/+.open_drug_market=unknown",
    )
    assert PROFILE.model_dump() == before
    assert found.group["violence_used"] == PROFILE.group["violence_used"]
    assert found.members["people"][1] == PROFILE.members["people"][1]
    assert found.members["vehicles"] == PROFILE.members["vehicles"]
    assert found.member("people", "p1") == Member(
        id="p1", label="Principal A", facts={"role": (FactRecord(value="enabler", assumed=True),)}
    )
    assert (found.case, found.kind, found.nation) == (PROFILE.case, PROFILE.kind, PROFILE.nation)


# -- what may not ---------------------------------------------------------------------------------------------------

NO_FORM = "this is not REF=VALUE. For example --assume group.violence_used=yes."


@pytest.mark.parametrize(
    ("assumption", "says"),
    [
        ("", NO_FORM),
        ("group.violence_used", NO_FORM),
        ("group.violence_used=", NO_FORM),
        ("group.violence_used=  ", NO_FORM),
        ("=yes", "'' is not the name of a fact. Write group.NAME, people/p1.NAME or business/+.NAME."),
        ("violence_used=yes", "'violence_used' is not the name of a fact."),
        ("group/p1.violence_used=yes", "'group/p1.violence_used' is not the name of a fact."),
        ("people.role=principal", "'people.role' is not the name of a fact."),
        ("people/p1=principal", "'people/p1' is not the name of a fact."),
        ("people/.role=principal", "'people/.role' is not the name of a fact."),
        ("people/P1.role=principal", "'people/P1.role' is not the name of a fact."),
        ("people/++.role=principal", "'people/++.role' is not the name of a fact."),
        ("Group.violence_used=yes", "'Group.violence_used' is not the name of a fact."),
        ("group.violence used=yes", "'group.violence used' is not the name of a fact."),
        ("peple/p1.role=principal", "there is no 'peple'. Did you mean 'people'?"),
        ("plan.pursue_count=3", "'plan.pursue_count' is not the name of a fact."),
        ("plan/p1.pursue_count=3", "there is no 'plan'."),
        ("group.violence_usd=yes", "there is no fact 'violence_usd' of group. Did you mean 'violence_used'?"),
        ("group.violence_used.more=yes", "there is no fact 'violence_used.more' of group."),
        ("people/p1.convictd=yes", "there is no fact 'convictd' of people. Did you mean 'convicted'?"),
        ("vehicles/v1.keeper.roll=enabler", "there is no fact 'keeper.roll' of vehicles. Did you mean 'keeper.role'?"),
        ("vehicles/v1.uninsured.role=yes", "there is no fact 'uninsured.role' of vehicles."),
        ("people/p3.role=principal", "there is no 'p3' in people. Known: p1 and p2."),
        ("people/zzz.role=principal", "there is no 'zzz' in people. Known: p1 and p2."),
        ("business/b1.cash_intensive=yes", "there is no 'b1' in business. Known: none."),
        ("group.violence_used=maybe", "'maybe' does not fit group.violence_used. It is yes, no, absent or unknown."),
        ("group.violence_used=YES", "'YES' does not fit group.violence_used."),
        ("group.violence_used=1", "'1' does not fit group.violence_used."),
        ("group.cash_found=-5", "'-5' does not fit group.cash_found. It is a whole number of pounds."),
        ("group.cash_found=4.5", "'4.5' does not fit group.cash_found."),
        ("group.cash_found=lots", "'lots' does not fit group.cash_found."),
        ("group.cash_found=1000000000000000", "'1000000000000000' does not fit group.cash_found."),
        ("people/p1.role=principle", "'principle' is not a value of people.role. Did you mean 'principal'?"),
        ("people/p1.role=zzz", "'zzz' is not a value of people.role. It is one of principal, "),
        ("people/p1.role=principal,enabler", "'principal,enabler' is not a value of people.role."),
        ("people/p1.role=absent", "'absent' is not a value of people.role."),
        ("group.crime_types=frud", "'frud' is not a value of group.crime_types. Did you mean 'fraud'?"),
        ("group.crime_types=fraud,frud", "'frud' is not a value of group.crime_types. Did you mean 'fraud'?"),
        ("group.crime_types=fraud,", "'' is not a value of group.crime_types."),
        ("vehicles/v1.keeper=p9", "there is no 'p9' in people."),
        ("vehicles/v1.keeper=absent", "there is no 'absent' in people."),
        ("business/+.controller=b1", "there is no 'b1' in people."),
        ("looked_into.busines=fully", "there is no heading 'busines'. Did you mean 'business'?"),
        ("looked_into.=fully", "there is no heading ''."),
        (
            "looked_into.business=full",
            "'full' is not how far a heading has been looked into. It is not_yet, partly or fully.",
        ),
        ("looked_into.business=unknown", "'unknown' is not how far a heading has been looked into."),
    ],
)
def test_an_assumption_that_cannot_be_read_is_refused_with_how_to_write_it(
    refused: Refused, assumption: str, says: str
) -> None:
    (line,) = refused(assumption)
    assert line.startswith(f"--assume {assumption}: {says}")


@pytest.mark.parametrize(
    "assumption",
    [
        "vehicles/v1.keeper=p9",
        "vehicles/v1.keeper=zzz",
        "people/p1.role=absent",
        "plan/p1.pursue_count=3",
        "zzz/+.role=family",
    ],
)
def test_every_refusal_says_what_would_do(refused: Refused, assumption: str) -> None:
    """Also where nothing is spelt nearly so."""
    (line,) = refused(assumption)
    what, _, mend = line.removeprefix(f"--assume {assumption}: ").partition(". ")
    assert what
    assert mend


def test_every_assumption_that_cannot_be_read_is_told(refused: Refused) -> None:
    lines = refused(
        "group.violence_usd=yes", "group.feud_active=yes", "people/p9.role=principal", "looked_into.crime=full"
    )
    assert [line.partition(": ")[0] for line in lines] == [
        "--assume group.violence_usd=yes",
        "--assume looked_into.crime=full",
        "--assume people/p9.role=principal",
    ]


# -- at the door ----------------------------------------------------------------------------------------------------


def test_recommend_answers_for_the_case_as_assumed_and_records_nothing(run: Run) -> None:
    words = ["recommend", "smith-ocg", "--json", "--as-of", "2026-11-01"]
    plain = run(words)
    tried = run([*words, "--assume", "vehicles/v1.uninsured=absent", "--assume", "looked_into.vehicles=fully"])
    assert (plain.code, tried.code) == (0, 0)
    before, after = (
        {one["id"]: one["outcome"] for one in json.loads(ran.out)["tactics"]}["seize-uninsured-vehicle"]
        for ran in (plain, tried)
    )
    assert before == "certain"
    assert after != "certain"
    assert run(words) == plain


def test_recommend_refuses_what_cannot_be_assumed(run: Run) -> None:
    code, out, err = run(["recommend", "smith-ocg", "--assume", "group.violence_usd=yes", "--assume", "x=\x1b[31m"])
    assert (code, out) == (2, "")
    assert err.startswith("fourp: --assume group.violence_usd=yes: there is no fact 'violence_usd' of group.")
    assert err.endswith("\n2 faults.\n")
    assert "\x1b" not in err

"""A typed line becomes a person or a thing: what is sure is a fact, the rest stays a note."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.adding import read_line, reading_faults, reading_says, told_of
from planner.application.sources import Source
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile

PACK = Source("Tasking pack", date(2026, 11, 20), "2C", "P")


@pytest.fixture
def profile() -> Profile:
    people = (Member(id="p1", label="David Smith"), Member(id="p2", label="Mr Darby"))
    lived_at = {"occupier": (FactRecord(value="p1"),)}
    premises = (Member(id="a1", label="5 First Terrace", facts=lived_at),)
    return Profile(case="c", kind="training", nation="england", members={"people": people, "premises": premises})


def test_a_person_in_one_line(profile: Profile, library: Library) -> None:
    reading = read_line("Andrew White, peripheral, 1 Main Road, tenant of Smith", "people", profile, library)
    assert (reading.label, reading.facts, reading.address) == ("Andrew White", (("role", "peripheral"),), "1 Main Road")
    assert reading.note == "tenant of Smith"
    says = reading_says(reading, profile, library)
    assert (
        says == "Andrew White | peripheral | 1 Main Road (new address: lives at it or uses it) | note: tenant of Smith"
    )
    role, occupier = told_of(reading, PACK, profile)
    assert (role.ref, role.value, role.label, role.note) == (
        "people/people-1.role",
        "peripheral",
        "Andrew White",
        "tenant of Smith",
    )
    assert (role.source, role.grade, role.handling, role.on) == ("Tasking pack", "2C", "P", "2026-11-20")
    assert (occupier.ref, occupier.value, occupier.label) == ("premises/premises-1.occupier", "people-1", "1 Main Road")


def test_an_address_that_is_listed_is_not_made_twice(profile: Profile, library: Library) -> None:
    reading = read_line("Ann Other, associate, 5 first terrace", "people", profile, library)
    assert told_of(reading, PACK, profile)[1].ref == "premises/a1.occupier"
    assert told_of(reading, PACK, profile)[1].label == ""


def test_a_word_nearly_spelt_is_read_and_told(profile: Profile, library: Library) -> None:
    reading = read_line("Ann Other, periferal", "people", profile, library)
    assert reading.facts == (("role", "peripheral"),)
    assert "read periferal as peripheral" in reading_says(reading, profile, library)


@pytest.mark.parametrize(
    ("part", "fact"),
    [
        ("age 15", ("age_band", "age_14_to_17")),
        ("9 years old", ("age_band", "under_10")),
        ("on licence", ("on_licence", "yes")),
        ("drives", ("drives", "yes")),
        ("family member", ("role", "family")),
    ],
)
def test_what_a_part_says_for_sure(profile: Profile, library: Library, part: str, fact: tuple[str, str]) -> None:
    assert read_line(f"Ann Other, {part}", "people", profile, library).facts == (fact,)


@pytest.mark.parametrize("part", ["owes money", "runner for the group", "15", "brother of Smith"])
def test_what_is_not_sure_stays_a_note(profile: Profile, library: Library, part: str) -> None:
    reading = read_line(f"Ann Other, significant, {part}", "people", profile, library)
    assert reading.facts == (("role", "significant"),)
    assert reading.note == part


def test_a_thing_names_whose_it_is(profile: Profile, library: Library) -> None:
    reading = read_line("White Transit, van, keeper Smith, dented", "vehicles", profile, library)
    assert reading.facts == (("kind", "van"), ("keeper", "p1"))
    assert reading.note == "dented"
    assert read_line("Van, van, keeper Nobody", "vehicles", profile, library).note == "keeper Nobody"


def test_a_name_alone_is_listed_with_nothing_known(profile: Profile, library: Library) -> None:
    (told,) = told_of(read_line("Ann Other", "people", profile, library), None, profile)
    assert (told.ref, told.how, told.label) == ("people/people-1.role", "unknown", "Ann Other")


def test_a_near_spelling_is_offered_as_the_same(profile: Profile, library: Library) -> None:
    reading = read_line("Mr Derby, significant", "people", profile, library)
    assert reading.alike == ("people/p2",)
    (told,) = told_of(reading, PACK, profile, same_as="people/p2")
    assert (told.ref, told.label) == ("people/p2.role", "")
    assert read_line("Mr Nesbitt", "people", profile, library).alike == ()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (", peripheral", "A name comes first"),
        ("Ann Other, sells cars", "is kept with a role"),
        ("Ann Other, peripheral, our informant says so", "must not hold"),
    ],
)
def test_what_keeps_a_line_out_is_said(profile: Profile, library: Library, typed: str, says: str) -> None:
    assert any(says in fault for fault in reading_faults(read_line(typed, "people", profile, library)))


def test_free_ids_are_never_taken_twice(profile: Profile, library: Library) -> None:
    people = (*profile.members["people"], Member(id="people-1", label="First"), Member(id="people-3", label="Third"))
    crowded = profile.model_copy(update={"members": {"people": people}})
    assert told_of(read_line("Ann Other", "people", crowded, library), None, crowded)[0].ref == "people/people-2.role"

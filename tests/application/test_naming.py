"""Which words of a text would tell whom or what a case is about."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.application.naming import TITLES, Names, Safeguarded, identifying, names_of, ordinary_words
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile


@pytest.fixture(scope="module")
def ordinary(library: Library) -> frozenset[str]:
    return ordinary_words(library)


def test_what_a_case_calls_anybody_or_anything_is_a_name_of_it() -> None:
    people = (Member(id="p1", label="Ann Vale"), Member(id="p2"))
    profile = Profile(case="oak", title="The oak family", kind="training", nation="england", members={"people": people})
    assert names_of(profile) == {"oak", "The oak family", "Ann Vale"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Ann Vale.", ("Ann Vale",)),
        ("Ask ann", ("ann",)),
        ("Ask Mrs VALE", ("VALE",)),
        ("Annual checks of a valet", ()),
        ("The Bank flat", ("Bank",)),
        ("A bank flat", ()),
        ("At the phone shop", ("phone shop",)),
        ("A phone in a shop", ()),
        ("Ask the landlord", ()),
    ],
)
def test_a_name_is_found_whole_and_by_any_word_that_makes_it_one(
    ordinary: frozenset[str], text: str, found: tuple[str, ...]
) -> None:
    names = Names({"Ann Vale", "Joe Bank", "Phone shop"}, ordinary)
    assert names.found_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("At the phone shop", ()), ("Principal A was there", ("Principal A",)), ("Our principal aim", ())],
)
def test_a_name_that_says_only_what_kind_a_thing_is_tells_no_adviser_anything(
    ordinary: frozenset[str], text: str, found: tuple[str, ...]
) -> None:
    assert Names({"Phone shop", "Principal A"}, ordinary, kinds_too=False).found_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Marchettis, the Smythes' van and Kyles bike", ("Marchettis", "Smythes", "Kyles")),
        ("Ask Kyle's mum", ("Kyle",)),
        ("Ask the Murphies", ("Murphies",)),
        ("Ask Jo, or NG", ("Jo", "NG")),
        ("The joke of it: a jo is no name", ()),
        ("Zoe, ZOE, Zoe\u0308 and Zoë", ("Zoe", "ZOE", "Zoe\u0308", "Zoë")),
        ("marchetti_d, dave.marchetti and Marchetti99", ("marchetti", "dave.marchetti", "Marchetti")),
        ("Ask Alamin, al amin or Al-Amin", ("Alamin", "al amin", "Al-Amin", "Al")),
        ("Ask OBrien or Brien", ("OBrien", "Brien")),
        ("Don't ask; the don does", ("don",)),
        ("How many arts clubs are there? The Arts club", ("Arts",)),
        ("At Rose Green's", ("Rose Green", "Rose", "Green")),
        ("A green rose", ()),
        ("The home in question, or the Home Office", ()),
    ],
)
def test_a_name_is_found_however_it_is_written(ordinary: frozenset[str], text: str, found: tuple[str, ...]) -> None:
    names = Names(
        {"Dave Marchetti", "Kyle Brown", "Jo Ng", "Zoë Smythe", "Pat Murphy", "Musa Al-Amin", "Sean O’Brien", "Don Art",
         "Rose Green", "Home of B"},
        ordinary | {"arts", "rose", "green", "home", "of"},
    )  # fmt: skip
    assert names.found_in(text) == found


def test_the_words_of_a_place_tell_also_as_a_genitive(ordinary: frozenset[str]) -> None:
    names = Names({"Kyle's mum's flat", "Smythes' yard, which doesn't open"}, ordinary)
    assert names.found_in("Ask Kyle, or the Smythe twins. He doesn't know, don't you?") == ("Kyle", "Smythe")


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzáàâäãåąæçćčďđéèêëęíìîïłñńóòôöõøœřśšşßťúùûüýžž")
ORDINARY = frozenset(("flat", "shop", "rose", "green", "arts", "house", "of"))
GIVEN = st.text(LETTERS, min_size=3, max_size=12).map(str.title)
WHOLE = st.lists(GIVEN, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from((" ", "-", "'")).map(lambda by: by.join(parts))
)


def without_accents(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))


@given(name=WHOLE)
def test_whatever_the_name_it_is_found_in_every_form(name: str) -> None:
    names = Names({name}, ORDINARY)
    many = f"{name[:-1]}ies" if name.endswith("y") else f"{name}es" if name[-1] in "sxz" else f"{name}s"
    for form in (
        name,
        many,
        f"{name}'s",
        f"{many}'",
        f"{name}\u2019s",
        without_accents(name),
        unicodedata.normalize("NFD", name),
    ):
        for written in (form, form.upper(), form.lower(), form.casefold()):
            assert names.found_in(f"We asked _{written}_, once."), written


@given(name=GIVEN, other=GIVEN)
def test_each_word_of_a_name_is_found_alone_as_it_is_written(name: str, other: str) -> None:
    assume(name.casefold() not in ORDINARY | TITLES)
    names = Names({f"{other} {name}"}, ORDINARY)
    for form in (name, f"{name}'s", without_accents(name), name.upper(), name.lower()):
        assert names.found_in(f"We asked {form}.")


@given(name=st.text(st.characters(codec="utf-8"), max_size=20), text=st.text(max_size=60))
def test_no_name_and_no_text_is_too_strange(name: str, text: str) -> None:
    assert all(found in text for found in Names({name}, ORDINARY).found_in(text))


def test_a_sentence_of_the_menu_holds_no_name_of_strangers(library: Library, ordinary: frozenset[str]) -> None:
    names = Names({"Dave Marchetti", "Jo Ng", "Zoë Smythe", "Kyle Brown", "Musa Al-Amin", "Smythes' yard"}, ordinary)
    asked = [one.text for one in library.themes] + [fact.partner_wording for fact in library.facts]
    asked += [text for one in library.active for text in (one.title, one.summary)]
    assert {text: found for text in asked if (found := names.found_in(text))} == {}


def test_no_question_to_partners_holds_a_plate_or_an_address(library: Library) -> None:
    asked = [one.text for one in library.themes] + [fact.partner_wording for fact in library.facts]
    assert {text: found for text in asked if (found := identifying(text))} == {}


@pytest.mark.parametrize(
    ("label", "ref", "told"),
    [
        ("Kyle's mum's flat where Ron stays", "premises/h1", True),
        ("Home of the Browns", "premises/h1", True),
        ("kyle_b's van", "premises/h1", True),
        ("12 Mill Lane", "premises/h1", False),
        ("Ann Brown", "people/p2", False),
        ("Kyles mum", "people/p2", True),
    ],
)
def test_what_another_is_called_tells_of_a_child_by_any_word_of_its_name(
    library: Library, label: str, ref: str, told: bool
) -> None:
    child = Member(
        id="p1",
        label="Kyle Brown",
        facts={
            "age_band": (FactRecord(value="age_14_to_17", grade="1A"),),
            "exploited": (FactRecord(value=True, grade="1A"),),
        },
    )
    people, premises = (child,), ()
    if ref.startswith("people/"):
        people = (child, Member(id="p2", label=label))
    else:
        premises = (Member(id="h1", label=label),)
    members = {"people": people, "premises": premises}
    profile = Profile(case="oak", title="Oak", kind="training", nation="england", members=members)
    safe = Safeguarded(profile, library, ordinary_words(library))
    assert safe.refs == {"people/p1"}
    assert (safe.told_by(ref), safe.told_by("people/p1")) == (told, False)


def test_no_names_find_nothing(ordinary: frozenset[str]) -> None:
    assert Names((), ordinary).found_in("Ask Ann Vale") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AB12 CDE was seen", ("AB12 CDE",)),
        ("NE1 4ST", ("NE1 4ST",)),
        ("at 4 Mill Lane", ("4 Mill Lane",)),
        ("ring 0191 498 0000", ("0191 498 0000",)),
        ("write to ann@example.org", ("@",)),
        ("since Operation Finch", ("Operation Finch",)),
        ("4 visits in a lane, 12 of them at night, for an operation", ()),
        ("car ab12cde", ("ab12cde",)),
        ("car ab12-cde", ("ab12-cde",)),
        ("near ne1 4st", ("ne1 4st",)),
        ("at 14 rose court", ("14 rose court",)),
        ("at 14 ROSE COURT", ("14 ROSE COURT",)),
        ("at 22a Mill Hill", ("22a Mill Hill",)),
        ("at 9 St Mary's Close", ("9 St Mary's Close",)),
        ("at 3 elm grove", ("3 elm grove",)),
        ("at 7 king's row", ("7 king's row",)),
        ("at 5, old mill gardens", ("5, old mill gardens",)),
        ("at 2 Dell St", ("2 Dell St",)),
        ("2 in court", ()),
        ("12 weeks in court", ()),
        ("3 drives", ()),
        ("3 crown court hearings", ()),
        ("12 shops close early", ()),
        ("5 children walk home", ()),
        ("a 10 minute drive", ()),
        ("2 of the calls in the square", ()),
        ("line b1 2nd word", ()),
        ("by 12 may and in 24 hours", ()),
    ],
)
def test_plates_addresses_numbers_and_operations_are_found(text: str, found: tuple[str, ...]) -> None:
    assert identifying(text) == found

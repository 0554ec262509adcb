"""What an agency takes away from a panel: its own, and nobody's name unless that was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.application.cases import find_case
from planner.application.meeting import Pack, pack
from planner.application.needing import Gap, NeedToKnow
from planner.application.panel import UNSAID, Part, Parts, agencies_named, parts
from planner.application.recommending import Recommender
from planner.domain.library import Library
from planner.domain.menu import AGENCIES
from planner.domain.profile import FactRecord, Member, Profile
from planner.errors import InputError
from planner.exports.markdown import markdown
from planner.exports.meeting_json import part_json
from planner.exports.panel_document import part_document
from tests.application.test_meeting import OnTable, case
from tests.features.record_notes import Pages

TODAY = date(2026, 7, 20)
BASIS = "Crime and Disorder Act 1998, s.115"


def known(value: Any) -> tuple[FactRecord, ...]:
    return (FactRecord(value=value, grade="1A"),)


def table(name: str = "oak", person: str = "Ann Vale", child: str = "Ben Vale", place: str = "12 Mill Lane") -> OnTable:
    """A case of one adult, one child and one home."""
    written = Pages()
    people = (
        Member(id="p1", label=person, facts={"role": known("principal"), "age_band": known("age_25_or_over")}),
        Member(id="p2", label=child, facts={"role": known("at_risk"), "age_band": known("age_10_to_13")}),
    )
    profile = Profile(
        case=name, title=f"The {name} family", kind="training", nation="england",
        members={"people": people, "premises": (Member(id="h1", label=place),)},
    )  # fmt: skip
    written.open(profile)
    return OnTable(name, written)


def made(
    library: Library, *tables: OnTable, gaps: dict[str, tuple[Gap, ...]] | None = None, wanted: Any = ()
) -> tuple[Pack, Parts]:
    packed = pack("disruption-panel", tables, library, TODAY)  # type: ignore[arg-type]
    return packed, parts(packed, gaps or {}, library, wanted)


def part_of(found: Parts, agency: str) -> Part:
    return next(one for one in found.parts if one.agency == agency)


def sheet(packed: Pack, part: Part) -> str:
    """All that an agency could read, on paper and in the other form."""
    return markdown(part_document(packed, part)) + str(part_json(packed, part))


def test_without_a_decision_to_share_a_part_names_nobody_and_no_case(library: Library) -> None:
    oak = table()
    task = oak.pages.decide("select", tactic="closure-order", pillar="pursue", owner="Council", on=("premises/h1",))
    packed, found = made(library, oak)
    part = part_of(found, "council")
    (line,) = part.tasks
    assert (line.reference, line.what, line.about) == (f"A-{task}", library.tactics["closure-order"].title, "")
    read = sheet(packed, part)
    assert not [word for word in ("Mill", "Vale", "oak", "Oak", "fourp-record", "closure-order") if word in read]
    assert "as no decision to share" in part.withheld[0]


def test_a_place_that_is_called_by_the_name_of_a_child_is_not_named(library: Library) -> None:
    oak = table(place="Home of Ben Vale")
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    oak.pages.decide("select", tactic="closure-order", pillar="pursue", owner="Council", on=("premises/h1",))
    packed, found = made(library, oak)
    part = part_of(found, "council")
    assert "Ben" not in sheet(packed, part)
    assert any("'Home of Ben Vale'" in line for line in part.withheld)


@pytest.mark.parametrize(
    "place", ["Ben's mum's flat where Ron stays", "bens flat", "Home of the Vales", "Safe house", "The stash"]
)
def test_a_place_whose_name_would_tell_of_a_child_or_of_what_we_think_is_not_named(
    library: Library, place: str
) -> None:
    oak = table(place=place)
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    oak.pages.decide("select", tactic="closure-order", pillar="pursue", owner="Council", on=("premises/h1",))
    packed, found = made(library, oak)
    part = part_of(found, "council")
    assert part.tasks[0].about == ""
    assert place not in sheet(packed, part)
    assert any(f"'{place}'" in line for line in part.withheld)


def test_the_title_of_a_tactic_that_tells_what_is_coming_waits_for_a_decision_to_share(library: Library) -> None:
    oak = table()
    oak.pages.decide("select", tactic="strike-day", pillar="pursue", owner="Council")
    packed, found = made(library, oak)
    assert "trike" not in sheet(packed, part_of(found, "council"))
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    packed, found = made(library, oak)
    assert part_of(found, "council").tasks[0].what == library.tactics["strike-day"].title


def test_with_one_it_names_whom_its_own_task_is_about_and_nobody_else(library: Library) -> None:
    oak = table()
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    oak.pages.decide(
        "select", tactic="closure-order", pillar="pursue", owner="Council licensing team", on=("premises/h1",)
    )
    packed, found = made(library, oak)
    part = part_of(found, "council")
    assert part.tasks[0].about == "12 Mill Lane"
    assert "Vale" not in sheet(packed, part)


@pytest.mark.parametrize("decided", [{"state": "no"}, {"state": "yes", "basis": ""}])
def test_a_refusal_or_a_yes_without_its_basis_names_nobody(library: Library, decided: dict[str, str]) -> None:
    oak = table()
    oak.pages.decide("share", agency="council", **decided)
    oak.pages.decide("select", tactic="closure-order", pillar="pursue", owner="Council", on=("premises/h1",))
    packed, found = made(library, oak)
    assert "Mill" not in sheet(packed, part_of(found, "council"))


def test_a_decision_to_share_with_one_agency_tells_another_nothing(library: Library) -> None:
    oak = table()
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    oak.pages.decide(
        "intervention", pillar="protect", text="Fit new locks at 12 Mill Lane", owner="Housing", on=("premises/h1",)
    )
    packed, found = made(library, oak)
    assert "Mill" not in sheet(packed, part_of(found, "housing"))


def test_who_is_to_be_safeguarded_first_is_named_in_no_part(library: Library) -> None:
    oak = table()
    oak.pages.decide("share", agency="school", state="yes", basis=BASIS)
    oak.pages.decide(
        "intervention",
        pillar="prevent",
        text="A mentor",
        owner="Schools, colleges and universities",
        on=("people/p1", "people/p2"),
    )
    oak.pages.decide(
        "action", agency="Schools, colleges and universities", text="Find a place for Ben", due=date(2026, 8, 1)
    )
    packed, found = made(library, oak)
    part = part_of(found, "school")
    assert part.tasks[0].about == "Ann Vale"
    assert part.actions[0].what == UNSAID
    assert "Ben" not in sheet(packed, part)
    assert any("safeguarded first" in line for line in part.withheld)


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ("Speak to Ann Vale at home", "Ann Vale"),
        ("Speak to Vale at home", "Vale"),
        ("speak to ann vale at home", "ann vale"),
        ("Visit the oak family", "the oak family"),
        ("Ring 0191 498 0000 about the flat", "0191 498 0000"),
        ("Look out for AB12 CDE", "AB12 CDE"),
        ("Look at 4 Elm Row, NE1 4ST", "NE1 4ST"),
        ("Join Operation Finch", "Operation Finch"),
        ("Look into the gang", "gang"),
        ("Watch for the informant", "informant"),
    ],
)
def test_words_of_our_own_that_tell_stay_out_and_the_chair_learns_which(
    library: Library, words: str, telling: str
) -> None:
    oak = table()
    number = oak.pages.decide("action", agency="Housing", text=words, due=date(2026, 8, 1))
    packed, found = made(library, oak)
    part = part_of(found, "housing")
    assert part.actions[0].what == UNSAID
    assert telling not in sheet(packed, part)
    assert f"A-{number}" in part.withheld[0]
    assert f"'{telling}'" in part.withheld[0]


def test_words_that_tell_nothing_are_said(library: Library) -> None:
    oak = table()
    oak.pages.decide("action", agency="Housing", text="Send the list of empty homes", due=date(2026, 8, 1))
    _, found = made(library, oak)
    part = part_of(found, "housing")
    assert part.actions[0].what == "Send the list of empty homes"
    assert part.withheld == ()


def test_a_name_of_another_case_is_never_told(library: Library) -> None:
    oak, elm = table(child="Ben Hill"), table("elm", "Carl Moss", "Dee Moss", "4 Dell Row")
    oak.pages.decide("share", agency="housing", state="yes", basis=BASIS)
    oak.pages.decide("action", agency="Housing", text="Ask Ann Vale who pays Carl", due=date(2026, 8, 1))
    oak.pages.decide("action", agency="Housing", text="Ask Ann Vale who pays", due=date(2026, 8, 2))
    packed, found = made(library, oak, elm)
    part = part_of(found, "housing")
    assert [one.what for one in part.actions] == [UNSAID, "Ask Ann Vale who pays"]
    assert "Carl" not in sheet(packed, part)


def test_a_name_that_two_cases_hold_is_told_where_one_of_them_decided_it(library: Library) -> None:
    oak, elm = table(child="Ben Hill"), table("elm", "Ann Vale", "Dee Moss", "4 Dell Row")
    oak.pages.decide("share", agency="housing", state="yes", basis=BASIS)
    oak.pages.decide("action", agency="Housing", text="Ask Ann Vale who pays", due=date(2026, 8, 1))
    elm.pages.decide("action", agency="Housing", text="Ask Ann Vale for the key", due=date(2026, 8, 2))
    part = part_of(made(library, oak, elm)[1], "housing")
    assert [(one.reference[0], one.what) for one in part.actions] == [("B", "Ask Ann Vale who pays"), ("A", UNSAID)]


def test_whoever_is_no_agency_has_no_part_and_the_chair_is_told(library: Library) -> None:
    oak = table()
    oak.pages.decide("intervention", pillar="pursue", text="Arrests", owner="DI Green")
    oak.pages.decide("action", agency="DS Khan", text="Look again", due=date(2026, 8, 1))
    _, found = made(library, oak)
    assert found.parts == ()
    assert found.unplaced == ("DI Green", "DS Khan")


def test_a_task_that_is_over_is_not_handed_out(library: Library) -> None:
    oak = table()
    number = oak.pages.decide("intervention", pillar="protect", text="Fit locks", owner="Housing")
    oak.pages.decide("progress", target=number, state="done")
    assert made(library, oak)[1].parts == ()


@pytest.fixture(scope="module")
def needs(recommender: Recommender, library: Library) -> tuple[Gap, ...]:
    return NeedToKnow(recommender).gaps(find_case("smith-ocg", library))


def bundled(library: Library, name: str) -> OnTable:
    written = Pages()
    written.open(find_case("smith-ocg", library))
    return OnTable(name, written)


def test_a_question_that_two_cases_want_is_asked_once_and_the_chair_sees_for_whom(
    library: Library, needs: tuple[Gap, ...]
) -> None:
    packed, found = made(
        library, bundled(library, "elm"), bundled(library, "oak"), gaps={"A": needs, "B": needs}, wanted={"housing"}
    )
    part = part_of(found, "housing")
    texts = [one.text for one in part.questions]
    assert len(texts) == len(set(texts)) > 3
    assert all(len(part.behind[one.number]) == 2 for one in part.questions)
    assert all(one.fact == "" for one in part.questions)
    assert [case.name for case in part.asking] == ["elm", "oak"]
    assert "group." not in sheet(packed, part)


def test_by_name_only_what_was_decided_is_asked(library: Library, needs: tuple[Gap, ...]) -> None:
    oak = bundled(library, "oak")
    assert part_of(made(library, oak, gaps={"A": needs}, wanted={"council"})[1], "council").by_name == ()
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    part = part_of(made(library, oak, gaps={"A": needs})[1], "council")
    assert part.by_name or any("by name" in line for line in part.withheld)
    assert part.bases == ((BASIS,) if part.by_name else ())


def plainly(library: Library, home: str = "12 Mill Lane") -> OnTable:
    """The bundled case with names that tell nothing, and a child in it."""
    profile = find_case("smith-ocg", library)
    members = {
        collection: tuple(
            one.model_copy(update={"label": f"Ruritania {collection} {n}"}) for n, one in enumerate(found, 1)
        )
        for collection, found in profile.members.items()
    }
    child = {"age_band": known("age_14_to_17"), "exploited": known(True)}
    members["people"] = (*members["people"], Member(id="k1", label="Kyle Brown", facts=child))
    members["premises"] = (members["premises"][0].model_copy(update={"label": home}), *members["premises"][1:])
    written = Pages()
    written.open(profile.model_copy(update={"members": members}))
    return OnTable("plain", written)


def test_a_basis_that_tells_is_in_no_part_and_nor_are_the_questions_that_rest_on_it(
    library: Library, needs: tuple[Gap, ...]
) -> None:
    oak = plainly(library)
    oak.pages.decide("share", agency="council", state="yes", basis=BASIS)
    part = part_of(made(library, oak, gaps={"A": needs})[1], "council")
    assert (len(part.by_name) > 3, part.bases) == (True, (BASIS,))
    oak = plainly(library)
    basis = f"{BASIS}, because Kyle Brown, 15, an informant says, is used"
    oak.pages.decide("share", agency="council", state="yes", basis=basis)
    packed, found = made(library, oak, gaps={"A": needs})
    part = part_of(found, "council")
    assert (part.by_name, part.bases) == ((), ())
    assert "Kyle" not in sheet(packed, part)
    assert any("'Kyle Brown'" in line and "'informant'" in line for line in part.withheld)


def test_a_basis_that_names_another_case_is_in_no_part(library: Library, needs: tuple[Gap, ...]) -> None:
    oak, elm = plainly(library), table("elm", "Carl Moss", "Dee Moss")
    oak.pages.decide("share", agency="council", state="yes", basis=f"{BASIS}, as for Carl")
    packed, found = made(library, elm, oak, gaps={"A": (), "B": needs})
    part = part_of(found, "council")
    assert part.bases == ()
    assert "Carl" not in sheet(packed, part)
    assert any("'Carl'" in line for line in part.withheld)


def test_no_question_by_name_is_about_a_place_that_is_called_after_a_child(
    library: Library, needs: tuple[Gap, ...]
) -> None:
    oak = plainly(library, home="Kyle's mum's flat where Ron stays")
    oak.pages.decide("share", agency="housing", state="yes", basis=BASIS)
    packed, found = made(library, oak, gaps={"A": needs})
    part = part_of(found, "housing")
    assert "Kyle" not in sheet(packed, part)
    assert any("Kyle's mum's flat" in line for line in part.withheld)


def test_agencies_with_nothing_to_do_are_named_as_those_who_could_be_asked(
    library: Library, needs: tuple[Gap, ...]
) -> None:
    _, found = made(library, bundled(library, "oak"), gaps={"A": needs})
    assert found.parts == ()
    assert found.could_ask["housing"] > 3


def test_an_agency_that_is_not_there_is_named_with_the_nearest(library: Library) -> None:
    with pytest.raises(InputError) as refused:
        agencies_named(["housng", "police"], library)
    assert ["Did you mean 'housing'?" in one.mend for one in refused.value.faults] == [True, False]
    assert agencies_named(["all"], library) == set(AGENCIES) - {"police"}


def test_a_case_of_no_names_at_all_makes_a_sound_part(library: Library) -> None:
    packed, found = made(library, case("x"), wanted={"fire"})
    assert "nothing for you today" in sheet(packed, part_of(found, "fire"))

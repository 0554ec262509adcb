"""The picture from the keyboard: what is on the screen, and what is in the record."""

from __future__ import annotations

import pytest

from planner.application.casework import open_record
from planner.application.deciding import FactTold, learn
from planner.application.vetting import Reasons
from planner.domain.entries import Learned, LookedInto
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

SOURCE = "Tasking pack, 20 Nov 2026, 2CP"


async def at(officer: Officer, view: str, to: str) -> None:
    """Opened at a place, with a source in hand."""
    assert officer.app.sitting is not None
    officer.app.sitting.unsaved.source = SOURCE
    officer.app.open_page("picture", view, to)
    await weighed(officer)


async def weighed(officer: Officer) -> None:
    """The question to begin with is chosen, and what its answers would change is told."""
    await officer.settle()
    for _ in range(200):
        if "Weighing" not in officer.screen and "worked out" not in officer.screen:
            break
        await officer.settle()
    await officer.settle()


def learned(officer: Officer) -> list[tuple[str, object, str, str]]:
    """The facts told since the case began: ref, what was said, grade, source."""
    found = []
    for entry in officer.book.entries:
        if entry.said and isinstance(entry.said.content, Learned):
            record = entry.said.content.record
            said = record and (record.value if record.value is not None else not record.absent)
            found.append(
                (entry.said.content.ref, said, record.grade if record else "", record.source if record else "")
            )
    return found


def flat(officer: Officer) -> str:
    return " ".join(officer.screen.split())


# -- one question ---------------------------------------------------------------------------------------------------------


async def test_a_known_answer_with_its_grade_and_date_is_two_keys_and_what_it_moved_is_told(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.violence_used")
        assert "Has the group used or threatened violence?" in officer.screen
        assert "If yes: 1 tactic becomes certain" in flat(officer)
        await officer.press("enter")
        assert "y, n or d first" in officer.screen
        assert learned(officer) == []
        await officer.press("y", "enter")
        assert learned(officer) == [("group.violence_used", True, "2C", "Tasking pack")]
        record = officer.book.profile.records("group.violence_used")[0]
        assert (str(record.on), record.handling) == ("2026-11-20", "P")
        assert "Saved 09:00:00, entry 2" in officer.rows[0]
        assert "1 tactic became certain. c to see" in flat(officer)
        assert "certain (+1)" in officer.screen
        assert "Has the group used or threatened violence?" not in officer.screen
        await officer.press("c")
        assert "Rose to certain (1)" in officer.screen


async def test_the_source_is_asked_for_once_and_nothing_is_lost_by_it(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        officer.app.open_page("picture", "question", "group.violence_used")
        await weighed(officer)
        await officer.press("n", "enter", "escape")
        assert "Nothing was saved" in officer.screen
        assert learned(officer) == []
        await officer.press("enter")  # the answer is still marked
        assert "What are you reading from?" in officer.screen
        await officer.type("Pack")
        await officer.press("enter")
        assert "It has no grade yet" in officer.screen
        await officer.type(", 20 Nov, 3B")
        await officer.press("enter")
        assert learned(officer) == [("group.violence_used", False, "3B", "Pack")]
        assert "Reading from Pack, 20 Nov 2026, 3B" in officer.screen
        await officer.press("n", "enter")
        assert len(learned(officer)) == 2
    async with place.officer("bare") as officer:
        await officer.settle()
        assert "Reading from Pack, 20 Nov 2026, 3B" in officer.screen


async def test_h_and_a_digit_change_the_source_in_hand(place: Place) -> None:
    place.case()
    with open_record("first-plan", place.access) as record:
        told = FactTold("group.violence_used", "yes", "known", "1B", "2026-11-02", "Visit", "C")
        learn(record, place.bench.library, told, Reasons())
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.hotels_or_lets_used")
        await officer.press("h")
        assert "2 Visit, 2 Nov 2026, 1BC" in officer.screen
        await officer.press("2", "y", "enter")
        assert learned(officer)[-1] == ("group.hotels_or_lets_used", True, "1B", "Visit")


async def test_a_yes_is_of_those_ticked_and_a_no_of_all_that_are_open(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "people.wants_exit")
        await officer.press("y", "enter")
        assert "Of whom is it so?" in officer.screen
        assert learned(officer) == []
        await officer.press("2", "7", "enter")
        assert [ref for ref, *_ in learned(officer)] == ["people/p2.wants_exit", "people/p7.wants_exit"]
        assert "Entries 2 to 3." in officer.screen
        await at(officer, "question", "people.wants_exit")
        await officer.press("n", "enter")
        answered = {ref: said for ref, said, *_ in learned(officer)}
        assert answered == {f"people/p{n}.wants_exit": n in (2, 7) for n in range(1, 8)}


async def test_a_choice_and_a_number_and_a_list(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at(officer, "question", "group.tier")
        await officer.press("2", "enter")
        await at(officer, "question", "group.cash_found")
        await officer.press("y")
        await officer.type("lots")
        await officer.press("enter")
        assert '"lots" is not a whole number. Write pounds as digits' in flat(officer)
        await officer.press("backspace", "backspace", "backspace", "backspace")
        await officer.type("4,200")
        await officer.press("enter")
        await at(officer, "question", "group.weapons")
        await officer.press("1", "3", "enter")
        assert [(ref, said) for ref, said, *_ in learned(officer)] == [
            ("group.tier", "tier_2"), ("group.cash_found", 4200), ("group.weapons", ("knives", "noxious_substances")),
        ]  # fmt: skip


async def test_b_goes_back_to_the_question_before(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at(officer, "question", "group.violence_used")
        await officer.press("d", "enter")
        assert "Left as not known yet" in officer.screen
        assert "Has the group used or threatened violence?" not in officer.screen
        await officer.press("b")
        assert "Has the group used or threatened violence?" in officer.screen
        assert learned(officer) == []


async def test_two_answers_stand_side_by_side_until_one_is_given(place: Place) -> None:
    place.case()
    with open_record("first-plan", place.access) as record:
        for source, value, how in (("Visit", "yes", "known"), ("Call", "", "absent")):
            told = FactTold("group.violence_used", value, how, "1B", "2026-11-02", source)
            learn(record, place.bench.library, told, Reasons())
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.violence_used")
        assert "Which is right?" in officer.screen
        assert "Visit | Call" in flat(officer)
        await officer.press("y", "enter")
        assert len(officer.book.profile.records("group.violence_used")) == 1
        assert "Which is right?" not in officer.screen


async def test_an_answer_that_another_outweighs_is_told_and_e_corrects_it(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.owes_tax")
        assert "+ Recorded: yes, 1BP, 1 May 2026" in officer.screen
        assert officer.app.sitting is not None
        officer.app.sitting.unsaved.source = "Old note, 20 Apr 2026, 2C"
        await officer.press("n", "enter")
        assert "outweighs it: e corrects it" in flat(officer)
        await at(officer, "question", "group.owes_tax")
        await officer.press("e", "n", "enter")
        (record,) = officer.book.profile.records("group.owes_tax")
        assert record.absent


async def test_taking_an_answer_back_is_asked_about(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.owes_tax")
        await officer.press("d", "enter")
        assert "Not known after all?" in officer.screen
        await officer.press("enter")
        assert officer.book.profile.records("group.owes_tax")
        await officer.press("d", "enter", "1")
        assert not officer.book.profile.records("group.owes_tax")


async def test_a_note_is_kept_until_it_is_saved(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.violence_used")
        await officer.press("y", "tab")
        await officer.type("Two fights")
        officer.app.keep()  # what the planner does every second; then the terminal is gone
    async with place.officer("first-plan") as officer:
        await officer.settle()
        assert "Has the group used or threatened violence?" in officer.screen
        assert "Two fights" in officer.screen
        await officer.press("y", "enter")
        assert officer.book.profile.records("group.violence_used")[0].note == "Two fights"
        assert officer.app.sitting is not None
        assert not officer.app.sitting.unsaved.texts
        await officer.press("tab")
        await officer.type("informant")
        assert "take it to the source unit" in flat(officer)
        assert not officer.app.sitting.unsaved.texts


async def test_why_and_history_are_told(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "group.owes_tax")
        await officer.press("n", "enter")
        await at(officer, "question", "group.owes_tax")
        await officer.press("w")
        assert "Who would know:" in officer.screen
        await officer.press("pagedown", "pagedown")
        assert "Tactics that read the answer" in officer.screen
        await officer.press("escape")
        await officer.app.run_action("history", officer.app.screen)
        await officer.settle()
        assert "- no, 2CP, 20 Nov 2026, Tasking pack" in officer.screen
        assert "2 d.jones" in officer.screen


# -- the form -------------------------------------------------------------------------------------------------------------


async def test_one_key_saves_a_row_and_moves_down(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at(officer, "form", "behaviour>group.violence_used")
        await officer.press("y", "d", "n")
        refs = [ref for ref, *_ in learned(officer)]
        assert refs == ["group.violence_used", "group.feud_active"]
        assert "The group uses violence" in officer.screen
        assert "+ yes" in officer.screen
        assert "x no" in officer.screen
        assert "? not known" in officer.screen


async def test_a_row_that_wants_a_value_opens_and_comes_back(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at(officer, "form", "behaviour>group.weapons")
        await officer.press("y")
        assert "[One question]" in officer.screen
        await officer.press("2", "enter")
        assert "[Form]" in officer.screen
        assert "firearms" in officer.screen
        assert learned(officer)[0][:2] == ("group.weapons", ("firearms",))


async def test_t_turns_and_is_remembered(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f3")
        assert "[One question]" in officer.screen
        await officer.press("t")
        assert "[Form]" in officer.screen
    place.case("second")
    async with place.officer("second") as officer:
        await officer.press("f3")
        assert "[Form]" in officer.screen


async def test_left_and_right_change_the_heading_and_f_filters_it(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "form", "crime")
        assert "[Crime]" in officer.screen
        await officer.press("right")
        assert "[Travel]" in officer.screen
        await officer.press("left")
        assert "Crime types" in officer.screen
        await officer.press("f")
        assert "Crime types" not in officer.screen
        assert "Only what could still change the plan" in officer.screen


async def test_a_heading_is_closed(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "question", "people.wants_exit")
        await officer.press("x")
        assert "People: how far looked into?" in officer.screen
        await officer.press("3")
        (entry,) = [one for one in officer.book.entries if one.said and isinstance(one.said.content, LookedInto)]
        assert entry.said is not None
        assert entry.said.content == LookedInto(heading="people", state="fully")
        assert officer.book.profile.looked_into["people"] == "fully"


# -- people and things ----------------------------------------------------------------------------------------------------


async def test_a_person_is_one_line_and_one_enter(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at(officer, "people", "people")
        assert "Nobody listed yet. Type a line and press Enter." in officer.screen
        await officer.type("Ann, peripheral, 1 Main Road, tenant")
        assert "Reads as: Ann | peripheral | 1 Main Road (new address" in flat(officer)
        assert officer.book.profile.members == {}
        await officer.press("enter")
        (person,) = officer.book.profile.members["people"]
        (address,) = officer.book.profile.members["premises"]
        assert (person.label, person.facts["role"][0].note) == ("Ann", "tenant")
        assert (address.label, address.facts["occupier"][0].value) == ("1 Main Road", person.id)
        assert "[People 1]" in officer.screen
        await officer.type("Bob, victim")
        await officer.press("enter")
        assert [one.label for one in officer.book.profile.members["people"]] == ["Ann", "Bob"]


async def test_a_name_alone_needs_no_source(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        officer.app.open_page("picture", "people", "people")
        await officer.settle()
        await officer.type("Ann")
        await officer.press("enter")
        assert [one.label for one in officer.book.profile.members["people"]] == ["Ann"]
        assert "? not known" in officer.screen


async def test_a_near_spelling_is_offered_as_the_same_person(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "people", "people")
        await officer.press("a")
        await officer.type("Suplier D, significant")
        await officer.press("enter")
        assert "The same as Supplier D" in officer.screen
        await officer.press("1")
        assert len(officer.book.profile.members["people"]) == 7
        assert learned(officer) == [("people/p4.role", "significant", "2C", "Tasking pack")]


async def test_an_empty_line_goes_to_the_next_list_and_a_line_is_kept(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at(officer, "people", "people")
        await officer.press("enter")
        assert "[Businesses 0]" in officer.screen
        await officer.type("Corner shop, shop")
        officer.app.keep()
    async with place.officer("bare") as officer:
        await officer.settle()
        assert "[Businesses 0]" in officer.screen
        assert "Corner shop, shop" in officer.screen
        assert "Reads as: Corner shop | shop" in officer.screen


async def test_a_row_asks_about_that_one_alone_and_is_renamed_and_esc_goes_back(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, "people", "people/p7")
        await officer.press("enter")
        await weighed(officer)
        assert "Tenant E: Is someone exploiting this person" in officer.screen
        await officer.press("n", "enter")
        assert learned(officer)[0][:2] == ("people/p7.exploited", False)
        assert "Tenant E: " in officer.screen
        await officer.press("escape")
        assert "[People and things]" in officer.screen
        await officer.press("e")
        await officer.type("Mr Wood")
        await officer.press("enter")
        assert officer.book.profile.label("people/p7") == "Mr Wood"
        assert officer.book.profile.records("people/p7.role")
        await officer.press("a")
        await officer.type("Ann")
        await officer.press("escape")
        assert "[People and things]" in officer.screen
        await officer.press("escape")
        assert "[F2 Tasks]" in officer.screen


async def test_a_gap_of_people_not_listed_yet_opens_the_list(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        officer.app.open_page("picture", "question", "people/+.on_bail")
        await officer.settle()
        assert "[People and things]" in officer.screen
        assert "[People 0]" in officer.screen


async def test_hostile_names_and_notes_are_shown_as_themselves(place: Place) -> None:
    place.case("bare", origin="")
    hostile = "[/oops] [bold red]LOUD[/] [@click=app.bell]c[/]"
    with open_record("bare", place.access) as record:
        told = FactTold(
            "people/+.role", "peripheral", "known", "2C", "2026-11-02", hostile, note=hostile, label=hostile
        )
        learn(record, place.bench.library, told, Reasons())
    async with place.officer("bare", size=WIDE) as officer:
        await at(officer, "people", "people")
        assert "[/oops]" in officer.screen
        await at(officer, "form", "people")
        assert "[bold red]LOUD[/]" in flat(officer)
        await at(officer, "question", "people/people-1.role")
        assert "[@click=app.bell]c[/]" in flat(officer)
        await officer.press("h")
        assert hostile in officer.screen


# -- as it looks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), [("60x20", SMALL), ("80x24", USUAL), ("160x50", WIDE)])
async def test_every_view_as_it_looks(place: Place, name: str, size: tuple[int, int]) -> None:
    place.case()
    async with place.officer("first-plan", size=size) as officer:
        await at(officer, "question", "people.wants_exit")
        officer.looks(f"picture-question-{name}")
        await at(officer, "form", "finance>group.crypto_held")
        officer.looks(f"picture-form-{name}")
        await at(officer, "people", "people/p3")
        officer.looks(f"picture-people-{name}")


async def test_an_empty_case_as_it_looks(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await officer.press("f3")
        officer.looks("picture-empty-80x24")
        await at(officer, "question", "behaviour")
        officer.looks("picture-empty-question-80x24")

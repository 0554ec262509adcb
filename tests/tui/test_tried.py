"""What an officer met who had never seen the planner, and one who meant it harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import events

import planner.tui
from planner.domain.decisions import Decision
from tests.tui.driving import SMALL, USUAL, Place

STYLES = sorted(Path(planner.tui.__file__).parent.glob("*.tcss"))


@pytest.mark.parametrize(("key", "size"), [("f5", USUAL), ("f5", SMALL), ("f7", USUAL)])
async def test_a_page_looks_the_same_however_many_were_seen_before(
    place: Place, key: str, size: tuple[int, int]
) -> None:
    place.case()
    async with place.officer("first-plan", size) as officer:
        await officer.press(key)
        at_once = officer.rows
    async with place.officer("first-plan", size) as officer:
        await officer.press("f3", "f4", "f5", "f7", "f2", key)
        assert officer.rows[1:] == at_once[1:]


@pytest.mark.parametrize("style", [one for one in STYLES if one.stem != "planner"], ids=lambda style: style.stem)
def test_the_style_of_a_page_reaches_no_other_page(style: Path) -> None:
    """A style sheet stays loaded once its page was seen: each rule names what it is for."""
    rules = re.findall(r"^([^/\s{][^{]*)\{", style.read_text(encoding="utf-8"), re.MULTILINE)
    assert rules
    assert not [one for rule in rules for one in rule.split(",") if not re.search(r"[A-Z]\w+", one)]


@pytest.mark.parametrize("times", [2, 5])
async def test_enter_held_down_saves_once_and_stays_on_the_page(place: Place, times: int) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "s")
        await officer.type("The duty is clear, and the council will act on it this week")
        await officer.press("enter", "enter")
        before = len(officer.book.entries)
        for _ in range(times):  # with no pause between them, as a key repeats
            officer.app.post_message(events.Key("enter", "\r"))
        await officer.settle()
        assert len(officer.book.entries) == before + 1
        assert "[F4 Tactics]" in officer.screen


async def test_what_was_typed_ahead_of_the_key_that_saves_is_saved_whole(place: Place) -> None:
    place.case()
    said = "The duty is clear, and the council will act on it this week"
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "s")
        for sign in said:  # with no pause, as a slow machine takes them
            officer.app.post_message(events.Key("space" if sign == " " else "comma" if sign == "," else sign, sign))
        officer.app.post_message(events.Key("ctrl+r", None))
        await officer.settle()
        (entry,) = officer.book.standing("select")
        assert entry.said is not None
        assert entry.said.because == said


async def test_enter_held_down_opens_one_practice_case(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("p")
        for _ in range(3):
            officer.app.post_message(events.Key("enter", "\r"))
        await officer.settle()
        await officer.press("f9")
        assert "Practice cases (1)" in officer.screen


async def test_escape_leaves_the_line_of_an_empty_list_before_it_leaves_the_page(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await officer.press("f3", "escape")
        assert "[F3 Picture]" in officer.screen
        await officer.press("full_stop")
        assert "[One question]" in officer.screen


async def test_lines_pasted_into_one_line_are_all_kept(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await officer.press("f3")
        officer.app.post_message(events.Paste("Ann Other, principal\n1 Main Road"))
        await officer.settle()
        assert "Ann Other, principal 1 Main Road" in officer.screen


async def test_what_is_wrong_with_a_source_is_told_as_it_was_written(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await officer.press("f3", "escape", "h")
        await officer.type("Tasking pack")
        await officer.press("enter")
        assert "20 Nov 2026, 2CP" in officer.screen
        await officer.press("escape")
        assert "Nothing was saved" not in officer.screen


async def test_one_word_is_a_word_and_a_sentence_begins_with_a_capital(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "s")
        await officer.type(".")
        assert "1 word. A reason is wanted" in officer.screen


async def test_what_a_page_said_is_not_said_again_on_coming_back(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "o")
        assert "nothing to override" in officer.screen
        await officer.press("f2", "f4")
        assert "nothing to override" not in officer.screen


@pytest.mark.parametrize("size", [SMALL, USUAL])
async def test_a_long_title_leaves_the_marking_on_the_screen(place: Place, size: tuple[int, int]) -> None:
    async with place.officer(size=size) as officer:
        await officer.press("n")
        await officer.type("Operation " + "long" * 20)
        await officer.press("ctrl+r", "f4", "s")
        await officer.type("x")
        officer.app.keep()
        await officer.settle()
        assert "| TRAINING | OFFICIAL-SENSITIVE" in officer.rows[0]
        assert "Draft" in officer.rows[0]


async def test_a_refused_reason_for_taking_back_stays_in_its_line(place: Place) -> None:
    place.case()
    place.decided("first-plan", [Decision(kind="aim", pillar="overall", text="Cut the money")])
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "z")
        await officer.type("tbc later")
        await officer.press("enter")
        assert "tbc later" in officer.screen
        assert "Take back your last entry?" in officer.screen
        assert len(officer.book.entries) == 2


async def test_row_1_goes_on_saying_that_it_is_saved_beside_an_older_draft(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "s")
        await officer.type("half typed")
        await officer.press("escape", "down", "s")
        await officer.type("The duty is clear and the council will act on it this week")
        await officer.press("ctrl+r", "down")
        officer.app.keep()
        await officer.settle()
        assert "Saved 09:0" in officer.rows[0]


async def test_a_search_that_found_nothing_leaves_the_cursor_where_it_was(place: Place) -> None:
    place.case("alpha", origin="")
    place.case("beta", origin="")
    async with place.officer() as officer:
        await officer.press("slash")
        await officer.type("beta")
        await officer.press("enter", "escape")
        marked = next(one for one in officer.rows if one.startswith(">"))
        assert "beta" in marked
        await officer.press("slash")
        await officer.type("zz")
        await officer.press("escape")
        assert next(one for one in officer.rows if one.startswith(">")) == marked


async def test_the_reason_is_seen_where_it_is_typed_however_much_is_said_of_the_tactic(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "down", "down", "down", "down", "s")
        await officer.type("Half a thought")
        assert "Half a thought" in officer.screen

"""What an officer met who had never seen the planner, and one who meant it harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import events

import planner.tui
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


async def test_enter_held_down_opens_one_practice_case(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("p")
        for _ in range(3):
            officer.app.post_message(events.Key("enter", "\r"))
        await officer.settle()
        await officer.press("f9")
        assert "Practice cases (1)" in officer.screen

"""What an officer met who had never seen the planner, and one who meant it harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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

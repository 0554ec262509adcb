"""The pictures in the README are made by the program itself, show a real case as it looks today, and ask no other host."""

from __future__ import annotations

import html
import os
import re
from datetime import date
from pathlib import Path

import pytest

from planner.domain.decisions import Decision
from tests.tui.driving import SCREENS, Officer, Place

README = Path(__file__).parents[2] / "README.md"
PLAN = [
    Decision(kind="select", tactic="criminal-investigation", owner="Force CID", due=date(2026, 12, 18), phase="clear"),
    Decision(kind="select", tactic="displacement-and-rival-watch", owner="Analyst", due=date(2026, 12, 7), phase="hold"),
    Decision(kind="intervention", pillar="protect", text="Welfare visits to let homes", owner="Housing", due=date(2026, 12, 14)),
    Decision(kind="lead", pillar="pursue", name="DI, serious crime team"),
]  # fmt: skip


def drawn(officer: Officer) -> str:
    """The screen as a picture, with the fonts of whoever looks at it."""
    return re.sub(r"@font-face\s*\{.*?\}|<!--.*?-->", "", officer.app.export_screenshot(title="fourp"), flags=re.DOTALL)


def words(svg: str) -> list[str]:
    """What stands in a picture, in order."""
    return [html.unescape(one).replace("\xa0", " ").strip() for one in re.findall(r"<text[^>]*>(.*?)</text>", svg)]


@pytest.mark.parametrize(("name", "keys"), [("tactics", ["f4"]), ("four-ps", ["f5"]), ("gaps", ["f6"])])
async def test_a_picture_shows_the_screen_as_it_is(place: Place, name: str, keys: list[str]) -> None:
    place.case()
    place.decided("first-plan", PLAN)
    kept = SCREENS / f"{name}.svg"
    async with place.officer("first-plan", size=(100, 30)) as officer:
        await officer.press(*keys)
        svg = drawn(officer)
    if os.environ.get("FOURP_SCREENS") == "write":
        kept.write_text(svg, encoding="utf-8")
    assert words(kept.read_text(encoding="utf-8")) == words(svg)
    assert set(re.findall(r"https?://([^/\"']+)", kept.read_text(encoding="utf-8"))) == {"www.w3.org"}
    assert f"tests/tui/screens/{name}.svg" in README.read_text(encoding="utf-8")

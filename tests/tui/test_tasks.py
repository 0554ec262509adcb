"""The task list: states with a word and a mark, why each is so, the way to every task and back, and what a P left out needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.decisions import Decision
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

SIZES = pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=["60x20", "80x24", "160x50"])


def row(officer: Officer, task: str) -> str:
    """The line of a task."""
    return next(one for one in officer.rows if task in one)


@pytest.fixture
def under_way(place: Place) -> Place:
    """A case with a plan half made: one intervention late, one with no day."""
    place.case()
    place.decided(
        "first-plan",
        [
            Decision(kind="aim", pillar="overall", text="Cut the money"),
            Decision(kind="intervention", pillar="pursue", text="Visit the dock", owner="CID", due=date(2026, 11, 20)),
            Decision(kind="intervention", pillar="prevent", text="Talk at the school", owner="Schools"),
            Decision(kind="undeveloped", pillar="prepare"),
        ],
    )
    return place


@SIZES
async def test_an_empty_case_says_what_each_task_waits_for(place: Place, size: tuple[int, int]) -> None:
    place.case("bare", origin="")
    async with place.officer("bare", size) as officer:
        officer.looks(f"tasks-empty-{size[0]}x{size[1]}")


@SIZES
async def test_a_plan_under_way(under_way: Place, size: tuple[int, int]) -> None:
    async with under_way.officer("first-plan", size) as officer:
        officer.looks(f"tasks-{size[0]}x{size[1]}")


async def test_states_are_words_and_marks(under_way: Place) -> None:
    async with under_way.officer("first-plan") as officer:
        assert "- not started" in row(officer, "1 Understand")
        assert "? needs information" in row(officer, "2 Decide")
        assert "! needs another look" in row(officer, "5 Assign")
        assert "? needs information  Prepare, decision 5" in row(officer, "Leave out")
        assert "Pursue 1 #  Prevent 1 #  Protect 0 !  Prepare 0 !" in officer.screen


@pytest.mark.parametrize(
    ("key", "page"),
    [("1", "[F3 Picture]"), ("2", "[F5 Plan]"), ("3", "[F4 Tactics]"), ("5", "[F5 Plan]"), ("6", "[F7 Check]")],
)
async def test_a_digit_opens_its_task_and_escape_comes_back(place: Place, key: str, page: str) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press(key)
        assert page in officer.rows[1]
        await officer.press("f2")
        assert "[F2 Tasks]" in officer.rows[1]
        assert next(one for one in officer.rows if one.startswith(">")).startswith(f">{key} ")


async def test_why_lists_what_would_make_a_task_done(under_way: Place) -> None:
    async with under_way.officer("first-plan") as officer:
        await officer.press("end", "up", "up", "up", "w")
        assert "! needs another look: 1 past its day" in officer.screen
        assert "+ Every intervention still to be done has an owner" in officer.screen
        assert "- Every intervention still to be done has a day" in officer.screen
        await officer.press("escape")
        assert "[F2 Tasks]" in officer.rows[1]


async def test_half_typed_words_are_told_and_enter_goes_back_to_them(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        officer.app.ask("select", given={"tactic": "criminal-investigation"}, ask=("owner", "due"))
        await officer.settle()
        await officer.type("Half a thought")
        await officer.press("escape")
        assert "Draft kept: 3 words not saved yet." in officer.screen
        assert "~ opened" in row(officer, "3 Choose")
        await officer.press("3", "f2")
        assert "You left 3 words half typed here." in officer.screen


async def test_a_p_is_left_out_with_a_reason(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("end", "enter")
        assert "P left undeveloped" in officer.screen
        await officer.press("4", "enter")
        await officer.type("The council leads a residents group")
        await officer.press("enter")
        ((_, made),) = officer.book.decided("undeveloped")
        assert made.pillar == "prepare"
        assert "Prepare, decision 2" in row(officer, "Leave out")


async def test_the_draft_is_exported_to_word_and_noted(place: Place, tmp_path: Path) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("ctrl+p")
        await officer.type("export draft")
        await officer.press("enter")
        officer.app.screen.query_one("#file").value = str(tmp_path / "plan.docx")  # type: ignore[attr-defined]
        await officer.press("enter")
        assert "Saved: Export made, entry 2. Written to" in officer.screen
        assert (tmp_path / "plan.docx").stat().st_size > 5000
        assert [one.kind for one in officer.book.exports()] == ["exported"]
        await officer.app.run_action("screen.export", officer.app.screen)
        await officer.settle()
        officer.app.screen.query_one("#file").value = str(tmp_path / "plan.docx")  # type: ignore[attr-defined]
        await officer.press("enter")
        assert "There is a file of that name already." in officer.screen


async def test_hostile_words_in_a_title_are_shown_as_they_are(place: Place) -> None:
    from planner.application.casework import begin

    begin(place.access, place.bench.library, "odd", "training", title="[/oops] [bold]LOUD[/]").store.close()
    async with place.officer("odd") as officer:
        assert "[/oops] [bold]LOUD[/]" in officer.rows[3]
        await officer.press("f9")
        assert "TRAINING [/oops] [bo" in officer.screen

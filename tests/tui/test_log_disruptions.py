"""Disruptions in the log: logged in four answers, filled in later, moderated with both levels kept, the guidance's questions at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from planner.domain.decisions import Decision
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place
from tests.tui.test_log import SAFE, VANS, flat, log, written

TALK = Decision(
    kind="disruption", pillar="prevent", level="none", event="A talk at the school", when=date(2026, 11, 19)
)
SET = Decision(kind="moderate", target=2, level="minor")


async def at_disruptions(officer: Officer) -> None:
    await log(officer, "disruptions")


async def test_what_a_level_means_and_what_to_ask_stand_beside_the_answers(place: Place) -> None:
    written(place)
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        await officer.press("a")
        assert "Were they arrested" not in officer.screen
        await officer.type("Two vans seized")
        await officer.press("enter", "1", "enter", "down")
        assert "Moderate: A noticeable effect" in flat(officer)
        assert "(unchecked)" in officer.screen
        await officer.press("down")
        assert "Minor: A limited or short effect" in flat(officer)
        await officer.press("3", "enter", "enter")
        officer.looks("disruption-sheet-80x24")
        assert "- Were they arrested or remanded, or are they free to carry on?" in officer.screen
        assert "LRO Guidance, section C, assessing the impact (quantitative):" in officer.screen
        await officer.press("shift+tab", "shift+tab", "shift+tab", "2", "enter", "enter", "enter")
        assert "Which ways out of crime did the community open" in officer.screen
        assert "Were they arrested" not in officer.screen
        assert officer.book.decided("disruption") == []


async def test_the_rest_is_filled_in_later_and_only_what_is_new_is_written(place: Place) -> None:
    written(place, VANS)
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        assert "Still to be told (i): tactic or intervention, objective, activity" in flat(officer)
        await officer.press("i")
        assert "2 Two vans seized (Pursue, 20 Nov 2026)" in officer.screen
        await officer.type("Stops on the slip road")
        await officer.press("enter", "enter", "enter", "enter")
        await officer.type("EX1")
        await officer.press(*["enter"] * 8)
        await officer.type("The exhibit log came in")
        await officer.press("enter")
        ((_, made),) = officer.book.decided("account")
        assert made == Decision(kind="account", target=2, activity="Stops on the slip road", source="EX1")
        assert "Evidence: EX1" not in officer.screen  # below the first lines: Enter reads all
        await officer.press("enter")
        assert "Evidence: EX1" in officer.screen
        assert "Activity: Stops on the slip road" in officer.screen


async def test_a_disruption_is_moderated_with_the_account_in_sight_and_both_levels_stay(place: Place) -> None:
    written(place, VANS)
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        assert "! 1 of 1 not moderated yet" in officer.screen
        await officer.press("m")
        officer.looks("moderate-sheet-80x24")
        assert "Proposed moderate by d.jones" in officer.screen
        assert "The facts bear it out" in flat(officer)
        await officer.press("3", "enter")
        await officer.type("They were back within days")
        await officer.press("enter")
        ((_, made),) = officer.book.decided("moderate")
        assert (made.target, made.level) == (2, "minor")
        (row,) = [one for one in officer.rows if "20 Nov 2026  Two vans seized" in one]
        assert row.split()[:4] == [">", "Pursue", "moderate", "minor"]
        assert "+ all moderated" in officer.screen
        assert "Pursue 1 (1 minor)" in officer.screen
        assert "Entry 2 is your own: a live case refuses this" in flat(officer)
        await officer.press("enter")
        read = flat(officer).replace("│ │ ", "")
        assert "Because: They were back within days" in read
        assert "Because: The facts bear it out" in read


async def test_only_those_not_moderated_yet_are_shown_on_request(place: Place) -> None:
    written(place, VANS, SET, TALK)
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        assert "Two vans seized" in officer.screen
        await officer.press("f")
        listed = officer.screen.partition("─────")[0]
        assert "A talk at the school" in listed
        assert "Two vans seized" not in listed
        assert "1 of 2 not moderated yet: only those" in officer.screen
        await officer.press("escape")
        assert "Two vans seized" in officer.screen.partition("─────")[0]


async def test_what_is_put_right_is_moderated_anew_and_keeps_its_account(place: Place) -> None:
    more = Decision(kind="account", target=2, source="EX1")
    written(place, VANS, SET, more)
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        await officer.press("r", *["backspace"] * len("seized"))
        await officer.type("stopped")
        await officer.press("ctrl+r")
        ((entry, made),) = officer.book.decided("disruption")
        assert (entry.number, made.event, made.level, made.when) == (5, "Two vans stopped", "moderate", VANS.when)
        assert entry.said is not None
        assert entry.said.supersedes == 2
        assert "! 1 of 1 not moderated yet" in officer.screen
        await officer.press("enter")
        assert "Evidence: EX1" in officer.screen


async def test_in_a_replay_nothing_is_moderated(place: Place) -> None:
    written(place, VANS, SET)
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        await officer.press("t")
        await officer.press(*["backspace"] * 40)
        await officer.type("2026-11-23 09:15")
        await officer.press("enter")
        assert "! 1 of 1 not moderated yet" in officer.screen
        await officer.press("m", "i", "r")
        assert "Moderate this disruption" not in officer.screen
        assert "AS IT STOOD ON" in officer.screen


async def test_the_levels_and_every_question_can_be_read_with_their_sources(place: Place) -> None:
    written(place)
    async with place.officer("first-plan", WIDE) as officer:
        await at_disruptions(officer)
        await officer.press("p")
        assert "Negative: The activity left the group more capable" in flat(officer)
        assert "Impact: what to ask under Pursue" in officer.screen
        assert "[LRO Guidance, section C, assessing the impact (quantitative).]" in flat(officer).replace("│ │ ", "")


async def test_the_view_has_help_of_its_own(place: Place) -> None:
    written(place, VANS)
    async with place.officer("first-plan", WIDE) as officer:
        await at_disruptions(officer)
        await officer.press("f1")
        assert "In a live case nobody moderates what they proposed" in flat(officer)
        assert "Set the level of somebody else's, with your reason" in officer.screen


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE])
async def test_moderated_and_waiting_stand_side_by_side_at_each_size(place: Place, size: tuple[int, int]) -> None:
    written(place, VANS, SET, TALK, SAFE)
    async with place.officer("first-plan", size) as officer:
        await at_disruptions(officer)
        officer.looks(f"log-moderated-{size[0]}x{size[1]}")


async def test_the_disruptions_are_exported_from_the_palette_and_that_is_noted(place: Place, tmp_path: Path) -> None:
    written(place, VANS)
    out = tmp_path / "disruptions.md"
    async with place.officer("first-plan") as officer:
        await at_disruptions(officer)
        await officer.press("ctrl+p")
        await officer.type("export the disr")
        await officer.press("enter")
        assert "Both levels of each, for the moderation meeting." in flat(officer)
        officer.app.screen.query_one("#file", Input).value = str(out)
        await officer.press("enter")
        assert "Written to" in flat(officer)
        assert [entry.kind for entry in officer.book.entries][-1] == "exported"
        assert "Two vans seized" in out.read_text(encoding="utf-8")
        await officer.app.run_action("screen.export_disruptions", officer.app.screen)
        await officer.settle()
        officer.app.screen.query_one("#file", Input).value = str(out)
        await officer.press("enter")
        assert "There is a file of that name already." in flat(officer)

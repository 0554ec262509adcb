"""The decision sheet: nothing is saved by accident, nothing typed is lost, and what is saved is what was typed."""

from __future__ import annotations

from planner.domain.decisions import Decision
from tests.tui.driving import Officer, Place

REASON = "The drop addresses show a long conspiracy, and the prosecutor will advise early"


async def opened(officer: Officer, kind: str = "select", **asked: object) -> None:
    given = {"given": {"tactic": "criminal-investigation"}, "ask": ("owner", "due"), **asked}
    officer.app.ask(kind, **given)
    await officer.settle()


async def test_a_decision_is_written_field_by_field(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.type(REASON)
        await officer.press("enter")
        await officer.type("Force CID")
        await officer.press("enter")
        await officer.type("11 dec")
        await officer.press("enter")
        assert "Saved 09:00:00, entry 2" in officer.rows[0]
        (entry,) = officer.book.standing("select")
        assert entry.said is not None
        assert entry.said.because == REASON
        made = officer.book.decided("select")[0][1]
        assert (made.owner, str(made.due)) == ("Force CID", "2026-12-11")


async def test_enter_alone_saves_nothing_and_says_what_is_wanted(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.press("enter", "enter", "enter")
        assert "Not saved yet: 1 thing to mend" in officer.screen
        assert "A reason is wanted" in officer.screen
        assert not officer.book.standing("select")


async def test_what_was_typed_is_there_after_leaving(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.type("Half a thought")
        await officer.press("escape")
        await opened(officer)
        assert "Half a thought" in officer.screen
        assert not officer.book.standing("select")


async def test_a_killed_terminal_comes_back_to_the_same_field_with_the_same_words(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.type("Half a thought")
        await officer.press("enter")
        await officer.type("Force C")
        officer.app.keep()  # what the planner does every second; then the terminal is gone
    async with place.officer("first-plan") as officer:
        assert "Half a thought" in officer.screen
        await officer.type("ID")
        assert "Force CID" in officer.screen


async def test_words_that_read_like_source_material_are_wiped(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.type("Our informant says so")
        assert "take it to the source unit" in " ".join(officer.screen.split())
        assert officer.app.sitting is not None
        assert not officer.app.sitting.unsaved.texts


async def test_a_day_that_is_none_is_told_at_its_field(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.type(REASON)
        await officer.press("enter", "enter")
        await officer.type("soonish")
        await officer.press("enter")
        assert "'soonish' is not a day. Write it as 11 Dec 2026" in officer.screen


async def test_a_reason_given_before_is_noticed(place: Place) -> None:
    place.case()
    place.decided("first-plan", [Decision(kind="vision", text="Streets free of drug lines")], because=f"{REASON}.")
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.type(f"{REASON}. Point 1")
        assert "Decision 2 says the same. What is different here?" in officer.screen


async def test_who_decided_and_when_are_reached_from_the_first_field(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await opened(officer)
        await officer.press("shift+tab")
        assert "Why it is written down more than an hour later" in officer.screen
        await officer.press("shift+tab")
        await officer.type("2026-11-20")
        await officer.press("enter")
        await officer.type("The meeting was on Friday and the store was closed")
        await officer.press("enter")
        await officer.type(REASON)
        await officer.press("ctrl+r")
        entry = officer.book.standing("select")[0]
        assert str(entry.made_at.date()) == "2026-11-20"

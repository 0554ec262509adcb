"""Log: every entry is there and says everything, the past cannot be changed, and a record that was touched is told of."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner.application.casework import open_record
from planner.application.deciding import FactTold, learn
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.tui.log_moments import read_moment
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

AIM = Decision(kind="aim", pillar="pursue", text="Take the vans away")
NEWER = Decision(kind="aim", pillar="pursue", text="Take the homes away")
VANS = Decision(kind="disruption", pillar="pursue", level="moderate", event="Two vans seized", when=date(2026, 11, 20))
SAFE = Decision(kind="measure", name="Residents who feel safe", value="31 in 100", when=date(2026, 5, 1), baseline=True)
WHY = "Partners agree here"


def written(place: Place, *made: Decision) -> None:
    """A case with these decisions, each ten minutes after the one before."""
    place.case()
    for one in made:
        place.clock.later(10)
        place.decided("first-plan", [one])
    place.clock.later(10)


def flat(officer: Officer) -> str:
    return " ".join(officer.screen.split())


async def log(officer: Officer, view: str = "") -> None:
    await officer.press("f8")
    if view:
        officer.app.open_page("log", view)
        await officer.settle()


# -- timeline -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE])
async def test_entries_stand_newest_first_with_those_replaced_marked(place: Place, size: tuple[int, int]) -> None:
    written(place, AIM, NEWER, VANS)
    async with place.officer("first-plan", size) as officer:
        await log(officer)
        assert "4 entries, newest first" in officer.screen
        listed = [row for row in officer.rows if " 23 Nov 09:" in row]
        assert [row.replace("/", " ").replace(">", " ").split()[3] for row in listed] == ["4", "3", "2", "1"]
        assert ["(replaced)" in row for row in listed] == [False, False, True, False]
        await officer.press("down", "down")
        assert "/ Replaced by entry 3; it stays in the log" in officer.screen
        assert "Because: The facts bear it out" in officer.screen
        if size != WIDE:  # there it stands beside the list, and a row of the screen holds both
            assert "d.jones (not authenticated)" in flat(officer)
        officer.looks(f"log-timeline-{size[0]}x{size[1]}")


async def test_a_case_just_opened_has_one_entry(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await log(officer)
        assert "1 entry, newest first" in officer.screen
        officer.looks("log-timeline-bare-80x24")


async def test_the_order_is_turned_and_the_cursor_stays_on_its_entry(place: Place) -> None:
    written(place, AIM, NEWER)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("u")
        assert "oldest first" in officer.screen
        assert officer.screen.index("Case opened") < officer.screen.index("Take the homes")
        assert any(row.lstrip().startswith(">") and "Take the homes" in row for row in officer.rows)


async def test_words_are_found_and_escape_shows_all(place: Place) -> None:
    written(place, AIM, NEWER, VANS)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("slash")
        await officer.type("vans")
        await officer.press("enter")
        assert '2 of 4 entries, with "vans"' in officer.screen
        await officer.press("escape")
        assert "4 entries, newest first" in officer.screen
        await officer.press("slash")
        await officer.type("boat")
        await officer.press("enter")
        assert '0 of 4 entries: with "boat". Esc shows all.' in officer.screen


async def test_only_decisions_that_stand_are_shown_on_request(place: Place) -> None:
    written(place, AIM, NEWER, VANS)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("f", "3", "enter", "2", "enter", "enter")
        assert "1 of 4 entries, only decisions that are part of the plan, not replaced" in flat(officer)
        assert "Take the homes away" in officer.screen


async def test_a_long_log_is_laid_as_it_is_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.tui.log_views.AT_ONCE", 4)
    written(
        place,
        *(
            Decision(
                kind="objective", pillar="pursue", text=f"Point {n}", measure="count", owner="CID", due=date(2027, 1, 1)
            )
            for n in range(9)
        ),
    )
    async with place.officer("first-plan") as officer:
        await log(officer)
        assert "6 more below" in officer.screen
        await officer.press("down", "down", "down")
        assert "2 more below" in officer.screen
        officer.app.open_page("log", "timeline", "1")
        await officer.settle()
        assert any(row.lstrip().startswith(">") and "Case opened" in row for row in officer.rows)


async def test_the_whole_of_an_entry_is_read_at_leisure(place: Place) -> None:
    written(place, AIM)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("enter")
        assert "Entry 2" in officer.screen
        assert "Pursue: Take the vans away." in officer.screen


async def test_an_entry_leads_to_where_it_is_decided_and_back(place: Place) -> None:
    written(place, AIM, VANS)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("down", "e")
        assert "[F5 Plan]" in officer.rows[1]
        await officer.press("escape")
        assert "[F8 Log]" in officer.rows[1]
        assert any(row.lstrip().startswith(">") and "Take the vans" in row for row in officer.rows)


async def test_hostile_text_shows_as_itself(place: Place) -> None:
    hostile = "x [/oops] [bold red]LOUD[/] [@click=app.bell]c[/]"
    written(place, Decision(kind="vision", text=hostile))
    async with place.officer("first-plan", WIDE) as officer:
        await log(officer)
        assert hostile in flat(officer)
        await officer.press("enter")
        assert hostile in flat(officer)
        await officer.press("escape", "f7", *["down"] * 9)
        assert hostile in flat(officer)


# -- taking back --------------------------------------------------------------------------------------------------------------


async def test_a_decision_is_taken_back_with_a_reason_and_both_stay(place: Place) -> None:
    written(place, AIM)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("x")
        assert "Take back entry 2" in officer.screen
        await officer.type(WHY)
        await officer.press("enter")
        assert officer.book.decided("aim") == []
        assert len(officer.book.entries) == 3
        assert "(replaced) Aim" in officer.screen
        await officer.press("x")
        assert "Entry 3 took the place of entry 2 already" in officer.screen


async def test_a_fact_is_taken_back_and_the_opening_is_not(place: Place) -> None:
    place.case("bare", origin="")
    with open_record("bare", place.access) as record:
        learn(
            record,
            place.bench.library,
            FactTold("group.violence_used", "true", grade="2B", source="Tasking pack"),
            Reasons(),
        )
    async with place.officer("bare") as officer:
        await log(officer)
        await officer.press("x")
        await officer.type(WHY)
        await officer.press("enter")
        assert officer.book.profile.records("group.violence_used") == ()
        await officer.press("end", "down", "down", "x")
        assert "Case opened is not taken back" in officer.screen


# -- replay -------------------------------------------------------------------------------------------------------------------


async def test_the_past_shows_what_had_been_entered_and_cannot_be_changed(place: Place) -> None:
    written(place, AIM, NEWER, VANS)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("t")
        await officer.type("23 nov 09:15")
        await officer.press("enter")
        assert "AS IT STOOD ON 23 NOV 2026 09:15, read only | TRAINING" in officer.rows[0]
        assert "2 entries" in officer.screen
        assert "(replaced)" not in officer.screen
        officer.looks("log-replay-80x24")
        before = len(officer.book.entries)
        for key in ("a", "x", "z", "e"):
            await officer.press(key)
            assert "You are looking at the past" in officer.screen
        await officer.press("right_square_bracket")
        assert "3 entries" in officer.screen
        await officer.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
        assert "1 entry" in officer.screen
        await officer.press("escape")
        assert "AS IT STOOD" not in officer.screen
        assert "4 entries" in officer.screen
        assert len(officer.book.entries) == before


async def test_the_case_is_read_as_it_stood(place: Place) -> None:
    written(place, AIM, NEWER)
    async with place.officer("first-plan", (100, 60)) as officer:
        await log(officer)
        await officer.press("down", "t", "enter", "l")
        assert "The case as it stood on 23 Nov 2026 09:10" in officer.screen
        assert "Take the vans away" in officer.screen
        assert "Take the homes away" not in officer.screen


async def test_a_moment_before_the_case_or_none_at_all_is_told(place: Place) -> None:
    written(place, AIM)
    async with place.officer("first-plan") as officer:
        await log(officer)
        for typed, told in (
            ("1 jan 2020", "The case was opened later, on 23 Nov 2026 09:00"),
            ("soonish", "is not a day or a time"),
        ):
            await officer.press("t")
            await officer.type(typed)
            await officer.press("enter")
            assert told in flat(officer)
            assert "AS IT STOOD" not in officer.screen


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("23 Nov 2026 14:32", datetime(2026, 11, 23, 14, 32, 59, tzinfo=UTC)),
        ("23/11/2026, 9:05", datetime(2026, 11, 23, 9, 5, 59, tzinfo=UTC)),
        ("2026-11-23T14:32", datetime(2026, 11, 23, 14, 32, 59, tzinfo=UTC)),
        ("08:15", datetime(2026, 11, 23, 8, 15, 59, tzinfo=UTC)),
        ("1 dec", datetime(2025, 12, 1, 23, 59, 59, 999999, tzinfo=UTC)),
        ("20 nov", datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=UTC)),
        ("soonish", None),
        ("23 Nov 25:99", None),
    ],
)
def test_a_moment_is_read_as_it_is_typed(place: Place, typed: str, moment: datetime | None) -> None:
    assert read_moment(typed, date(2026, 11, 23)) == moment


# -- proving ------------------------------------------------------------------------------------------------------------------


async def test_a_record_that_nobody_touched_is_proved(place: Place) -> None:
    written(place, AIM)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.press("v")
        assert "+ 2 entries, each where it was written" in officer.screen


async def test_a_record_that_was_touched_is_told_by_position(place: Place, tmp_path: Path) -> None:
    written(place, AIM, NEWER)
    async with place.officer("first-plan") as officer:
        await log(officer)
        with closing(sqlite3.connect(tmp_path / "training.sqlite")) as store, store:
            tables = [name for (name,) in store.execute("select name from sqlite_master where type='table'")]
            events = next(
                name
                for name in tables
                if {"state"} <= {row[1] for row in store.execute(f"pragma table_info({name})")}
                and "originator_version" in {row[1] for row in store.execute(f"pragma table_info({name})")}
            )
            (state,) = store.execute(f"select state from {events} where originator_version = 2").fetchone()
            store.execute(
                f"update {events} set state = ? where originator_version = 2", (state[:-1] + bytes([state[-1] ^ 1]),)
            )
        await officer.press("v")
        assert "The record is not what was written" in officer.screen
        assert "! Entry 2:" in officer.screen
        assert "Entries 1 to 1 are whole" in officer.screen


async def test_a_training_case_says_that_it_keeps_no_log_of_who_looked(place: Place) -> None:
    written(place)
    async with place.officer("first-plan") as officer:
        await log(officer)
        await officer.app.run_action("consultations", officer.app.screen)
        await officer.settle()
        assert "A training case keeps no log of who looked at it" in officer.screen


# -- disruptions and measures -------------------------------------------------------------------------------------------------


async def test_a_disruption_is_logged_in_a_few_keys(place: Place) -> None:
    written(place)
    async with place.officer("first-plan") as officer:
        await log(officer, "disruptions")
        assert "No disruption yet. a adds one" in officer.screen
        officer.looks("log-disruptions-bare-80x24")
        await officer.press("a")
        await officer.type("Two vans seized")
        await officer.press("enter", "1", "enter", "2", "enter", "enter")
        await officer.type("Half the stock")
        await officer.press("enter")
        ((entry, made),) = officer.book.decided("disruption")
        assert (made.event, made.pillar, made.level, made.when) == (
            "Two vans seized",
            "pursue",
            "moderate",
            date(2026, 11, 23),
        )
        assert entry.said is not None
        assert entry.said.because == "Half the stock"
        assert "Pursue 1 (1 moderate)" in officer.screen
        assert "level not moderated yet" in flat(officer)


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE])
async def test_disruptions_and_measures_at_each_size(place: Place, size: tuple[int, int]) -> None:
    written(place, VANS, SAFE)
    async with place.officer("first-plan", size) as officer:
        await log(officer, "disruptions")
        officer.looks(f"log-disruptions-{size[0]}x{size[1]}")
        await officer.press("full_stop")
        assert "31 in 100" in officer.screen
        officer.looks(f"log-measures-{size[0]}x{size[1]}")


async def test_a_measure_is_taken_again_beside_its_baseline(place: Place) -> None:
    written(place, SAFE)
    async with place.officer("first-plan") as officer:
        await log(officer, "measures")
        await officer.press("enter")
        assert "Baseline: 31 in 100" in officer.screen
        await officer.type("44 in 100")
        await officer.press("enter", "enter")
        await officer.type("Survey repeated")
        await officer.press("enter")
        last = officer.book.decided("measure")[-1][1]
        assert (last.name, last.value, last.baseline) == (SAFE.name, "44 in 100", False)
        assert "44 in 100 (23 Nov 2026)" in officer.screen

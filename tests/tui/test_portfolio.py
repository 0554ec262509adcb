"""The portfolio: every case at once, in the order in which to look; opened one after the other; stopped, filtered, handed over."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from planner.application import looking_at_many
from planner.application.casework import begin, open_record
from planner.application.sitting import Bench
from planner.application.storekeeping import init
from planner.domain.decisions import Decision
from planner.errors import InputError
from planner.tui.app import Planner
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place
from tests.tui.test_check import WHOLE, flat
from tests.tui.test_home import PASSPHRASE, unlocked

SIZES = pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
OLD = Decision(kind="disruption", pillar="pursue", level="moderate", event="Two vans seized", when=date(2026, 7, 1))
pytestmark = pytest.mark.usefixtures("stretched_little")


@pytest.fixture
def cases(place: Place) -> Place:
    """Practice cases of different standing: late and nobody leading; a whole plan; one with a disruption; one of which nothing is known."""
    now = place.clock.now
    place.clock.now = now.replace(month=6, day=1)
    place.case("harbour-row", origin="valley-estate")
    place.clock.now = now.replace(month=9, day=1)
    place.case("kestrel", origin="takeaway")
    place.decided("kestrel", [OLD])
    place.clock.now = now
    place.case("smith", origin="smith-ocg")
    place.decided("smith", WHOLE)
    place.case("bare", origin="")
    return place


async def portfolio(officer: Officer) -> None:
    await officer.press("b")


def order(officer: Officer) -> list[str]:
    """The cases in the list as it is shown, by how each begins."""
    listed = takewhile(lambda row: not row.startswith("\u2500"), officer.rows[3:])
    rows = [row.lstrip("> *") for row in listed]
    names = ("The valley", "The restau", "The Smith", "bare", "harbour-row", "kestrel", "smith")
    return [name for row in rows for name in names if row.startswith(name)]


@SIZES
async def test_every_case_is_a_row_in_the_order_in_which_to_look(cases: Place, size: tuple[int, int]) -> None:
    async with cases.officer(size=size) as officer:
        await portfolio(officer)
        officer.looks(f"portfolio-{size[0]}x{size[1]}")


async def test_the_detail_says_which_p_is_empty_whose_it_is_and_what_was_found_first(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        assert order(officer) == ["The valley", "The restau", "bare", "The Smith"]
        assert "Pursue, Prevent, Protect and Prepare are empty with no reason recorded." in flat(officer)
        assert "the next was due 1 Sep 2026, ! 83 days late. ! Nobody leads it" in flat(officer)
        assert "x First of 10 errors" in flat(officer)
        await officer.press("end")
        assert "no P is empty without a reason" in flat(officer)
        assert "It is with DI Jones." in flat(officer)
        await officer.press("home", "w")
        assert (
            "Overdue reviews first, then errors, then an empty P. This one is 83 days late and has 10 errors"
            in flat(officer)
        )


# -- opened one after the other -----------------------------------------------------------------------------------------------


async def test_enter_opens_a_case_and_the_brackets_go_through_the_list(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("down", "enter")
        assert "The restaurant and takeaway | TRAINING" in officer.rows[0]
        assert "2 of 4: The restaurant and takeaway." in officer.screen
        await officer.press("f7", "right_square_bracket")
        assert "bare | TRAINING" in officer.rows[0]
        assert "3 of 4: bare." in officer.screen
        assert "[F7 Check]" in officer.rows[1]
        await officer.press("left_square_bracket", "left_square_bracket")
        assert "The valley estate | TRAINING" in officer.rows[0]
        await officer.press("left_square_bracket")
        assert "This is the first of 4." in officer.screen
        await officer.press("f9")
        assert "Practice cases" in officer.screen
        await portfolio(officer)
        assert order(officer) == ["The valley", "The restau", "bare", "The Smith"]
        assert any(row.startswith("> The valley") for row in officer.rows)


async def test_marked_cases_are_a_run_of_reviews(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("down", "space", "down", "space")
        assert "2 marked: Enter opens them one after the other, Esc takes the marks away." in officer.screen
        assert any(row.lstrip("> ").startswith("*The restau") for row in officer.rows)
        await officer.press("enter")
        assert "[Findings" in officer.rows[2]
        assert "2 of 2 marked: The Smith group." in officer.screen
        await officer.press("left_square_bracket")
        assert "The restaurant and takeaway | TRAINING" in officer.rows[0]
        assert "[Findings" in officer.rows[2]


async def test_the_brackets_keep_their_meaning_where_they_have_one(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("end", "enter")
        officer.app.open_page("plan", "calendar")
        await officer.settle()
        before = officer.screen
        await officer.press("right_square_bracket")
        assert "The Smith group | TRAINING" in officer.rows[0]
        assert officer.screen != before
        await officer.press("f8", "t")
        await officer.type("23 Nov 2026 09:00")
        await officer.press("enter", "left_square_bracket")
        assert "The Smith group" in officer.rows[0]


async def test_a_case_opened_from_home_is_in_no_run(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("enter", "f9", "home", "enter")
        first = officer.rows[0]
        await officer.press("right_square_bracket")
        assert officer.rows[0] == first


async def test_what_was_changed_in_a_case_is_checked_again_when_the_list_comes_back(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("down", "down", "enter")
        assert "bare | TRAINING" in officer.rows[0]
        await officer.press("f9")
        cases.decided("bare", [Decision(kind="lead", pillar="overall", name="DI Osei")])
        await portfolio(officer)
        assert "No LRO 3" in officer.screen, "somebody else's entry waits for r"
        await officer.press("enter")
        with open_record("bare", cases.access) as record:
            assert record.book.lro
        cases.decided("bare", [Decision(kind="vision", text="Streets free of drug lines")])
        officer.app.sitting.record.refresh()
        await officer.press("f9")
        await portfolio(officer)
        assert "Checked 1 of 4, changed since." in officer.screen
        assert "No LRO 2" in officer.screen


async def test_r_checks_every_case_again_and_the_cursor_stays(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("down", "down")
        cases.decided("kestrel", [Decision(kind="lead", pillar="overall", name="DI Osei")])
        await officer.press("r")
        assert "No LRO 2" in officer.screen
        assert any(row.startswith("> bare") for row in officer.rows)


# -- filtered, found, sorted --------------------------------------------------------------------------------------------------


async def test_a_filter_shows_some_and_says_so(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("f")
        assert "2 Review overdue (1)" in officer.screen
        await officer.press("4")
        assert order(officer) == ["The valley", "The restau", "bare"]
        assert "Only: nobody leads (no LRO), 3 of 4. Esc shows all." in officer.screen
        await officer.press("escape")
        assert len(order(officer)) == 4
        await officer.press("f", "6")
        assert "None of them. Esc shows all." in officer.screen


async def test_a_case_is_found_by_its_name(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("slash")
        await officer.type("smi")
        assert order(officer) == ["The Smith"]
        assert '1 of 4 match "smi"' in officer.screen
        await officer.press("enter", "escape")
        assert len(order(officer)) == 4
        assert any(row.startswith("> The Smith") for row in officer.rows)


async def test_a_digit_sorts_by_its_column_and_turns_it_round(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("1")
        assert order(officer) == ["bare", "The restau", "The Smith", "The valley"]
        assert "Sorted by name; 0 as first ordered." in officer.screen
        await officer.press("1")
        assert order(officer) == ["The valley", "The Smith", "The restau", "bare"]
        await officer.press("9")
        assert "Sorted by findings" in officer.screen
        await officer.press("0")
        assert order(officer) == ["The valley", "The restau", "bare", "The Smith"]


# -- views --------------------------------------------------------------------------------------------------------------------


@SIZES
async def test_the_other_views(cases: Place, size: tuple[int, int]) -> None:
    async with cases.officer(size=size) as officer:
        await portfolio(officer)
        for view in ("charts", "places", "dives", "touched"):
            await officer.press("full_stop")
            officer.looks(f"portfolio-{view}-{size[0]}x{size[1]}")
        await officer.press("full_stop")
        assert len(order(officer)) == 4


async def test_a_deep_dive_opens_its_case(cases: Place) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("comma", "comma", "enter")
        assert "| TRAINING" in officer.rows[0]
        assert "1 of 4: " in officer.screen


async def test_another_days_law_shows_first_what_it_touches(cases: Place) -> None:
    cases.decided("smith", [Decision(kind="select", tactic="closure-order", pillar="protect")])
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.app.run_action("screen.rerun", officer.app.screen)
        await officer.settle()
        await officer.type("someday")
        await officer.press("enter")
        assert "'someday' is not a day" in officer.screen
        await officer.press(*["backspace"] * 7)
        await officer.type("1 Jan 2001")
        await officer.press("enter")
        assert "[Touched]" in officer.rows[1]
        assert "As the law stands on 1 January 2001." in officer.screen
        assert "closure" in flat(officer).casefold()
        assert "blocked" in officer.screen
        await officer.press("enter")
        assert "[F8 Log]" in officer.rows[1]


# -- stopped, empty, locked, broken -------------------------------------------------------------------------------------------


@pytest.fixture
def halted(cases: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """64 cases for two worker processes; the reading of them halts half-way until it is let go."""
    monkeypatch.setattr(looking_at_many, "MANY", 2)
    monkeypatch.setattr("planner.application.looking_at_many.os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    for n in range(60):
        cases.case(f"more-{n:02}", origin="")
    go_on, read, number = threading.Event(), looking_at_many._held, count()

    def held(*told: Any) -> looking_at_many.Held:
        if next(number) == 32:
            assert go_on.wait(60)
        return read(*told)

    monkeypatch.setattr(looking_at_many, "_held", held)
    yield go_on
    go_on.set()


async def none_left(officer: Officer) -> bool:
    """Whether every worker process has ended, or soon does."""
    for _ in range(200):
        if not multiprocessing.active_children():
            return True
        await officer.pilot.pause(0.05)
    return False


async def test_esc_stops_the_check_and_its_processes_end(cases: Place, halted: threading.Event, tmp_path: Path) -> None:
    async with cases.officer() as officer:
        await officer.pilot.press("b")
        await officer.until("Checking ")
        while not order(officer):
            await officer.pilot.pause(0.01)
        assert "of 64. Esc stops; finished rows stay." in officer.screen
        await officer.pilot.press("down", "w")  # keys are served meanwhile
        assert multiprocessing.active_children()
        await officer.pilot.press("escape")
        await officer.until("Stopped at ")
        assert "of 64. Finished rows stay; r checks all again." in flat(officer)
        assert 0 < len(officer.app.screen.found.rows) < 64  # type: ignore[attr-defined]
        halted.set()
        assert await none_left(officer)
        await officer.settle()
        await officer.app.run_action("screen.export", officer.app.screen)
        await officer.until("Export the board to Excel")
        await officer.settle()
        assert "It was stopped at" in " ".join(officer.screen.replace("│", " ").split())
        await filled(officer, file=str(tmp_path / "part.xlsx"))
        with zipfile.ZipFile(tmp_path / "part.xlsx") as book:
            assert "of 64: it was stopped" in book.read("xl/sharedStrings.xml").decode()
        await officer.press("escape")
        assert "Practice cases" in officer.screen


async def test_leaving_ends_the_work_too(cases: Place, halted: threading.Event) -> None:
    async with cases.officer() as officer:
        await officer.pilot.press("b")
        await officer.until("Checking ")
        while not order(officer):
            await officer.pilot.pause(0.01)
        assert multiprocessing.active_children()
        await officer.pilot.press("f9")
        halted.set()
        assert await none_left(officer)
        await officer.settle()
        assert "Practice cases" in officer.screen


@SIZES
async def test_without_a_case_it_says_what_to_do(place: Place, size: tuple[int, int]) -> None:
    async with place.officer(size=size) as officer:
        await portfolio(officer)
        assert "No case is here yet." in officer.screen
        officer.looks(f"portfolio-empty-{size[0]}x{size[1]}")
        for _ in range(4):
            await officer.press("full_stop", "enter")
        await officer.press("t")
        assert "t shows the practice cases." in flat(officer)


@pytest.fixture
def live(cases: Place) -> Place:
    """A live store with one case too, locked for whoever comes."""
    opened = replace(cases.access, ask=lambda _: PASSPHRASE, ready=True)
    init(opened, "live", PASSPHRASE).close()
    begin(opened, cases.bench.library, "quay", "live", title="Quay Side", origin="bundled:takeaway").store.close()
    return cases


def looked_at(place: Place) -> list[str]:
    """What the live case says of who looked at it."""
    with open_record("live:quay", replace(place.access, ask=lambda _: PASSPHRASE, ready=True)) as record:
        return [one.said.content.what for one in record.consultations() if one.said]  # type: ignore[union-attr]


async def test_a_locked_live_store_gives_way_to_practice_and_t_unlocks_it(live: Place) -> None:
    async with live.officer() as officer:
        await officer.press("escape")
        await portfolio(officer)
        assert "Portfolio | TRAINING | OFFICIAL-SENSITIVE | 4 cases, 23 Nov 2026" in officer.rows[0]
        assert "The live store is locked" in flat(officer)
        await officer.press("t")
        assert "Unlock the live store" in officer.screen
        await officer.press("escape")
        assert "The live store stays locked." in officer.screen
        assert len(order(officer)) == 4
        assert looked_at(live) == []
        await officer.press("t")
        await unlocked(officer)
        assert "Portfolio | live | OFFICIAL-SENSITIVE | 1 case, 23 Nov 2026" in officer.rows[0]
        assert "Quay Side" in officer.screen
        assert "The valley" not in officer.screen
    assert looked_at(live) == ["portfolio"]


async def test_a_live_store_that_is_open_comes_first_and_is_forgotten_once_it_is_locked(live: Place) -> None:
    async with live.officer() as officer:
        await unlocked(officer)
        await portfolio(officer)
        assert "Quay Side" in officer.screen
        await officer.press("full_stop", "comma", "f9")
        await officer.app.run_action("screen.lock", officer.app.screen)
        await officer.settle()
        await portfolio(officer)
        assert "Quay Side" not in officer.screen
        assert "TRAINING" in officer.rows[0]
    assert looked_at(live) == ["portfolio"]


async def test_a_case_that_cannot_be_read_is_a_row_with_its_reason(cases: Place, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "training.sqlite") as database:
        # Of the cases with one entry alone, whichever it is.
        alone = "SELECT originator_id FROM stored_events GROUP BY originator_id HAVING COUNT(*) = 1 LIMIT 1"
        database.execute(f"UPDATE stored_events SET state = x'00' WHERE originator_id = ({alone})")
    async with cases.officer() as officer:
        await portfolio(officer)
        (row,) = [row for row in officer.rows if "x cannot be read" in row]
        name = row.lstrip("> ").split()[0]
        assert name in ("bare", "harbour-row")
        assert order(officer)[-1] == name, "it stands last"
        await officer.press("end")
        assert f"{name} cannot be read." in officer.screen
        assert "has been changed" in flat(officer)
        await officer.press("w")
        assert "This one cannot be read, so nothing of it is known." in flat(officer)
        await officer.press("enter")
        assert "Portfolio | TRAINING" in officer.rows[0], "there is nothing to open"
        await officer.press("home", "enter")
        assert "1 of 3: " in officer.screen


async def test_with_a_broken_library_the_key_says_so(cases: Place) -> None:
    def broken() -> Bench:
        raise InputError.of("law.yaml", "31 Feb 2027 is not a day.", line=201, column=3)

    app = Planner(lambda: cases.access, broken)
    async with app.run_test() as pilot:
        officer = Officer(app, pilot)
        await officer.settle()
        await portfolio(officer)
        assert "law.yaml:201:3: 31 Feb 2027 is not a day." in officer.screen
        assert "Practice cases" in officer.screen


async def test_hostile_text_in_a_title_shows_as_itself(place: Place) -> None:
    begin(
        place.access, place.bench.library, "bad", "training", title="[/oops] [b [@click=app.quit]x", origin=""
    ).store.close()
    async with place.officer(size=WIDE) as officer:
        await portfolio(officer)
        assert "[/oops] [b [@click=app.quit]x" in officer.screen
        for key in (
            "w",
            "space",
            "f",
            "escape",
            "1",
            "full_stop",
            "full_stop",
            "full_stop",
            "full_stop",
            "full_stop",
            "slash",
        ):
            await officer.press(key)
        await officer.type("[/oops]")
        assert "[/oops]" in officer.screen
        await officer.press("enter", "enter")
        assert "1 of 1 marked: [/oops] [b [@click=app.quit]x" in flat(officer)


# -- handed over --------------------------------------------------------------------------------------------------------------


async def filled(officer: Officer, **lines: str) -> None:
    """A small form filled in and sent."""
    for name, value in lines.items():
        officer.app.screen.query_one(f"#{name}", Input).value = value
    officer.app.screen.query("Line").last().focus()
    await officer.press("enter")


async def test_the_board_is_written_as_a_spreadsheet_and_never_over_a_file(live: Place, tmp_path: Path) -> None:
    out = tmp_path / "board.xlsx"
    async with live.officer() as officer:
        await unlocked(officer)
        await portfolio(officer)
        await officer.press("ctrl+p")
        await officer.type("export board")
        await officer.press("enter")
        await filled(officer, file=str(tmp_path / "board.txt"))
        assert "End the name in .xlsx" in officer.screen
        await filled(officer, file=str(out))
        assert "Written to" in officer.screen
        written = out.read_bytes()
        await officer.app.run_action("screen.export", officer.app.screen)
        await officer.settle()
        await filled(officer, file=str(out))
        assert "There is a file of that name already." in flat(officer)
    with zipfile.ZipFile(out) as book:
        assert "Quay Side" in book.read("xl/sharedStrings.xml").decode()
    assert out.read_bytes() == written
    assert looked_at(live) == ["portfolio", "portfolio, as a spreadsheet"]


async def test_the_pack_of_a_meeting_is_that_of_the_command(live: Place, tmp_path: Path) -> None:
    async with live.officer() as officer:
        await unlocked(officer)
        await portfolio(officer)
        await officer.app.run_action("screen.pack", officer.app.screen)
        await officer.settle()
        assert "A pack of all live cases." in officer.screen
        await officer.press("1")
        await filled(officer, file=str(tmp_path / "pack.md"), since="someday")
        assert "'someday' is not a day" in flat(officer)
        await filled(officer, since="1 Nov 2026")
        assert not (tmp_path / "pack.md").exists(), "a pack of live cases asks why"
        await filled(officer, because="The force's monthly scrutiny of groups")
        assert "noted in every case's record" in flat(officer)
    told = (tmp_path / "pack.md").read_text(encoding="utf-8")
    assert "Quay Side" in told
    with open_record("live:quay", replace(live.access, ask=lambda _: PASSPHRASE, ready=True)) as record:
        (note,) = record.book.exports()
        assert note.said is not None
        assert note.said.because == "The force's monthly scrutiny of groups"


async def test_a_pack_of_the_marked_cases_and_its_parts(cases: Place, tmp_path: Path) -> None:
    async with cases.officer() as officer:
        await portfolio(officer)
        await officer.press("end", "space")
        await officer.app.run_action("screen.pack", officer.app.screen)
        await officer.settle()
        assert "A pack of 1 marked case." in officer.screen
        await officer.press("2")
        await filled(officer, file=str(tmp_path / "panel.md"))
        assert "Written to" in flat(officer)
    assert "The Smith group" in (tmp_path / "panel.md").read_text(encoding="utf-8")
    assert len(list(tmp_path.glob("panel-*.md"))) > 0
    for name, many in (("smith", True), ("bare", False)):
        with open_record(name, cases.access) as record:
            assert bool(record.book.exports()) is many

"""Home: the cases that are there, what each needs and what is due; new ones, files and practice; the live store and its passphrase."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.application.casework import Access, begin
from planner.application.preferences import Preferences
from planner.application.sitting import Bench
from planner.application.storekeeping import init
from planner.domain.decisions import Decision
from planner.errors import InputError
from planner.tui.app import Planner
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

PASSPHRASE = "orchard lamp"
pytestmark = pytest.mark.usefixtures("stretched_little")


@pytest.fixture
def live(place: Place) -> Place:
    """A live store with one case that has something due and something late, locked for whoever comes; and a practice case."""
    open_to_me = replace(place.access, ask=lambda _: PASSPHRASE, ready=True)
    init(open_to_me, "live", PASSPHRASE).close()
    begin(
        open_to_me, place.bench.library, "harbour", "live", title="Harbour Row", origin="bundled:takeaway"
    ).store.close()
    locked, place.access = place.access, open_to_me
    late = Decision(
        kind="intervention", pillar="prevent", text="Talk at the school", owner="Schools", due=date(2026, 11, 20)
    )
    soon = Decision(
        kind="intervention", pillar="pursue", text="Visit the landing stage", owner="CID", due=date(2026, 12, 1)
    )
    place.decided("harbour", [late, soon])
    place.access = locked
    place.case("estate", origin="valley-estate")
    return place


async def unlocked(officer: Officer, passphrase: str = PASSPHRASE) -> None:
    await officer.type(passphrase)
    await officer.press("enter")


async def test_the_passphrase_is_asked_for_first_and_opens_the_live_store(live: Place) -> None:
    async with live.officer() as officer:
        assert "Unlock the live store" in officer.screen
        assert "Harbour Row" not in officer.screen
        await unlocked(officer)
        assert "live store, unlocked | d.jones" in officer.rows[0]
        assert "Harbour Row" in officer.screen
        assert "Record checked 09:00: 1 live case and 1 practice case, no entry altered." in officer.screen
        officer.looks("home-80x24")
        await officer.press("home", "enter")
        assert "Harbour Row | live" in officer.rows[0]
        assert officer.book.interventions


async def test_another_passphrase_opens_nothing_and_says_so(live: Place) -> None:
    async with live.officer() as officer:
        await unlocked(officer, "nonsense")
        assert "That passphrase does not open this store. Nothing has changed." in " ".join(officer.screen.split())
        await officer.press("escape")
        assert "live store, locked" in officer.rows[0]
        assert "TRAINING" in officer.screen
        assert "Harbour Row" not in officer.screen


async def test_a_live_case_asked_for_at_start_opens_after_the_passphrase(live: Place) -> None:
    async with live.officer("harbour") as officer:
        assert "Unlock the live store" in officer.screen
        await unlocked(officer)
        assert "Harbour Row | live" in officer.rows[0]


async def test_what_is_due_opens_its_case_on_the_plan(live: Place) -> None:
    async with live.officer() as officer:
        await unlocked(officer)
        due = [row for row in officer.rows if "Talk at the school" in row or "landing stage" in row]
        assert [row[1:15].strip() for row in due] == ["! 3 days late", "1 Dec"]
        await officer.press("tab", "enter")
        assert "Harbour Row | live" in officer.rows[0]
        assert "[F5 Plan]" in officer.rows[1]


async def test_the_store_is_locked_again_from_the_palette(live: Place) -> None:
    async with live.officer() as officer:
        await unlocked(officer)
        await officer.press("ctrl+p")
        await officer.type("lock now")
        await officer.press("enter")
        assert "live store, locked" in officer.rows[0]
        assert "Harbour Row" not in officer.screen


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=["60x20", "80x24", "160x50"])
async def test_an_empty_home_says_what_to_do(place: Place, size: tuple[int, int]) -> None:
    async with place.officer(size=size) as officer:
        assert "No live store here yet" in officer.screen
        assert "None yet. p opens a practice run, n starts one." in officer.screen
        officer.looks(f"home-empty-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["60x20", "160x50"])
async def test_a_full_home_fits_other_windows(live: Place, size: tuple[int, int]) -> None:
    async with live.officer(size=size) as officer:
        await unlocked(officer)
        officer.looks(f"home-{size[0]}x{size[1]}")


async def test_the_list_is_there_before_the_library(live: Place) -> None:
    ready = asyncio.Event()
    held = asyncio.get_running_loop()

    def open_bench() -> Bench:
        asyncio.run_coroutine_threadsafe(ready.wait(), held).result()
        return live.bench

    app = Planner(lambda: replace(live.access, ask=lambda _: PASSPHRASE, ready=True), open_bench)
    async with app.run_test() as pilot:
        officer = Officer(app, pilot)
        while "no entry altered" not in officer.screen:
            await pilot.pause(0.01)
        row = next(row for row in officer.rows if "Harbour Row" in row)
        assert "of 7" not in row
        await pilot.press("n")
        assert "opens when it is read" in officer.screen
        ready.set()
        await officer.settle()
        assert "What is the case called?" in officer.screen
        await officer.press("escape")
        assert "0 of 7" in next(row for row in officer.rows if "Harbour Row" in row)


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_with_a_broken_library_home_says_so_and_no_page_opens(place: Place, size: tuple[int, int]) -> None:
    place.case("estate")

    def broken() -> Bench:
        raise InputError.of("law.yaml", "31 Feb 2027 is not a day.", line=201, column=3)

    app = Planner(lambda: place.access, broken)
    async with app.run_test(size=size) as pilot:
        officer = Officer(app, pilot)
        await officer.settle()
        assert "TRAINING The Smith group" in officer.screen
        officer.looks(f"home-broken-{size[0]}x{size[1]}")
        for key in ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "n", "i", "p", "enter"):
            await officer.press(key)
            assert "law.yaml:201:3: 31 Feb 2027 is not a day." in officer.screen, key
            assert "TRAINING The Smith group" in officer.screen, key


async def test_an_altered_record_is_told_and_the_others_open(place: Place, tmp_path: Path) -> None:
    place.case("estate")
    with sqlite3.connect(tmp_path / "training.sqlite") as database:
        database.execute("UPDATE stored_events SET state = x'00'")
    place.case("valley")
    async with place.officer() as officer:
        await officer.until("TRAINING The Smith")
        assert "x cannot be read" in next(row for row in officer.rows if "TRAINING estate" in row)
        assert "! estate: Entry 1 has been changed" in officer.screen
        await officer.press("down")
        await officer.press("enter")
        assert "The Smith group | TRAINING" in officer.rows[0]


async def test_find_narrows_the_list_and_an_empty_find_is_no_empty_list(place: Place) -> None:
    place.case("estate", origin="valley-estate")
    place.case("bare", origin="")
    async with place.officer() as officer:
        await officer.press("slash")
        await officer.type("bar")
        assert "TRAINING bare" in officer.screen
        assert "valley" not in officer.screen
        await officer.type("x")
        assert '0 of 2 match "barx". Esc clears the search.' in officer.screen
        await officer.press("escape")
        assert "valley" in officer.screen


async def test_practice_is_two_keys_and_says_training(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("p")
        assert "1 The CL team" in officer.screen
        await officer.press("2")
        assert "The Smith group | TRAINING" in officer.rows[0]
        assert officer.book.profile.case == "smith-ocg-practice"
        await officer.press("f9")
        assert "1 practice case" in officer.screen


async def test_home_comes_back_to_the_case_that_was_left(place: Place) -> None:
    for name in ("aa", "bb", "cc"):
        place.case(name, origin="")
    async with place.officer() as officer:
        await officer.until("Record checked")
        await officer.press("down")
        await officer.until(">TRAINING bb")
        await officer.press("enter")
        await officer.until("bb | TRAINING")
        await officer.press("f9")
        assert next(row for row in officer.rows if row.startswith(">")).startswith(">TRAINING bb")


async def test_a_live_store_is_made_from_home(place: Place) -> None:
    async with place.officer() as officer:
        await officer.press("up", "enter")
        for typed in (PASSPHRASE, "another"):
            await officer.type(typed)
            await officer.press("enter")
        assert "The two passphrases are not the same" in officer.screen
        assert place.access.kinds() == []
        await officer.press(*["backspace"] * len("another"))
        await officer.type(PASSPHRASE)
        await officer.press("enter")
        assert "live store, unlocked" in officer.rows[0]
        assert "Live cases (0)" in officer.screen
    with replace(place.access, ask=lambda _: PASSPHRASE).open("live") as store:
        assert store.person.name == "d.jones"


async def test_a_case_in_a_file_is_brought_in(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("case: my-group\nkind: training\nnation: england\nfiction: Made up.\n", encoding="utf-8")
    async with place.officer() as officer:
        await officer.press("i")
        await officer.type("/nowhere.yaml")
        await officer.press("enter", "enter")
        assert "nowhere.yaml" in officer.screen
        await officer.press("shift+tab", *["backspace"] * len("/nowhere.yaml"))
        officer.app.screen.query_one("#file").value = str(file)  # type: ignore[attr-defined]
        await officer.press("enter", "enter")
        assert "my-group | TRAINING" in officer.rows[0]


async def test_the_store_is_backed_up_from_the_palette(place: Place, tmp_path: Path) -> None:
    place.case("estate")
    async with place.officer() as officer:
        await officer.app.run_action("screen.back_up", officer.app.screen)
        await officer.settle()
        officer.app.screen.query_one("#file").value = str(tmp_path / "copy.sqlite")  # type: ignore[attr-defined]
        await officer.press("enter")
        assert "Copied 1 case, 1 entry" in officer.screen
    assert Access(store=str(tmp_path / "copy.sqlite")).kinds() == ["training"]


async def test_the_tour_is_shown_once_and_can_be_skipped(place: Place) -> None:
    Preferences().write()
    async with place.officer() as officer:
        assert "first look, page 1 of 5" in officer.rows[0]
        officer.looks("tour-80x24")
        await officer.press("enter", "enter", "b")
        assert "Three answers, never two" in officer.screen
        await officer.press("n")
        assert "page 2 of 5" in officer.rows[0], "n begins a case on the last page alone"
        await officer.press("escape")
        assert "Practice cases" in officer.screen
    assert Preferences.read().tour_seen
    async with place.officer() as officer:
        assert "first look" not in officer.screen
        await officer.press("ctrl+p")
        await officer.type("tour")
        await officer.press("enter")
        assert "first look, page 1 of 5" in officer.rows[0]
        await officer.press("5", "n")
        assert "What is the case called?" in officer.screen


async def test_the_tour_does_not_stand_before_a_case_that_was_asked_for(place: Place) -> None:
    Preferences().write()
    place.case()
    async with place.officer("first-plan") as officer:
        assert "The Smith group | TRAINING" in officer.rows[0]


async def test_the_pages_of_the_tour_fit_a_small_window(place: Place) -> None:
    Preferences().write()
    async with place.officer(size=SMALL) as officer:
        for page in range(1, 6):
            await officer.press(str(page))
            officer.looks(f"tour-{page}-60x20")

"""What the portfolio is asked for in a small form: the board as a spreadsheet, the pack of a meeting, a run on another day's law."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.application.meeting import MEETINGS
from planner.application.portfolio import Portfolio
from planner.domain.words import count_of, listed
from planner.errors import InputError
from planner.tui.asked import Asked, LinesScreen
from planner.tui.choosing import ChooseScreen
from planner.tui.days import HINT, read_day

if TYPE_CHECKING:
    from planner.tui.app import Planner

Say = Callable[[str, str], object]


def new_file(typed: str) -> Path:
    """A file that is not there yet. Raises InputError."""
    out = Path(typed.strip()).expanduser()
    if out.exists():
        raise InputError.of(str(out), "there is a file of that name already.", "Name another.")
    return out


def ask_board(planner: Planner, found: Portfolio, say: Say) -> None:
    """Ask for a file and write the board into it."""
    from planner.exports.portfolio_sheets import check_sheets, write_sheets
    from planner.tui.portfolio_work import note_export

    access = planner.access

    def attempt(said: Mapping[str, str]) -> Path:
        out = new_file(said["file"])
        check_sheets(out)
        note_export(access, found.kind, [row.name for row in found.rows])
        write_sheets(found, out)
        return out

    partly = (
        f" It was stopped at {len(found.rows):,} of {found.total:,}, and the file says so." if found.stopped else ""
    )
    noted = " Each live case notes that it was taken out." if found.kind == "live" else ""
    asked = [Asked("file", "Into which file? .xlsx", f"~/fourp-portfolio-{found.today:%Y-%m-%d}.xlsx")]
    told = f"{count_of(len(found.rows), 'case')} with charts, places and deep dives, as a spreadsheet.{partly}{noted}"
    screen: LinesScreen[Path] = LinesScreen("Export the board to Excel", told, asked, attempt)

    def written(out: Path | None) -> None:
        if out:
            say(f"Written to {out}.", "saved")

    planner.push_screen(screen, written)


def ask_meeting(planner: Planner, kind: str, named: Sequence[str], say: Say) -> None:
    """Ask which meeting, where to and for whom, and write its pack: of the cases named, or of all of the store."""

    def chosen(meeting: str | None) -> None:
        if meeting:
            planner.push_screen(_pack_screen(planner, meeting, kind, named), written)

    def written(files: list[Path] | None) -> None:
        if files:
            say(
                f"Written to {listed([str(files[0]), *(one.name for one in files[1:])])}; noted in every case's record.",
                "saved",
            )

    cases = count_of(len(named), "marked case") if named else f"all {kind} cases"
    planner.push_screen(ChooseScreen("Which meeting?", f"A pack of {cases}.", list(MEETINGS.items())), chosen)


def _pack_screen(planner: Planner, meeting: str, kind: str, named: Sequence[str]) -> LinesScreen[list[Path]]:
    from planner.application.tabling import PANEL, tabled
    from planner.application.vetting import Reasons
    from planner.exports.handing_round import export_pack

    assert planner.bench is not None
    library, access, live = planner.bench.library, planner.access, kind == "live"

    def attempt(said: Mapping[str, str]) -> list[Path]:
        out = new_file(said["file"])
        since = _day(said["since"], access.clock().astimezone().date()) if said["since"].strip() else None
        with tabled(meeting, named, access, library, training=not live, since=since) as on_table:
            reasons = Reasons(because=said["because"])
            files = export_pack(
                on_table.pack, on_table.found.records, library, on_table.parts, out, said["to"], reasons
            )
        return [one.path for one in files]

    free = "" if live else " (may be left out in training)"
    asked = [
        Asked("file", "Into which file? .docx, .md or .json", f"~/{meeting}-{access.clock():%Y-%m-%d}.docx"),
        Asked("to", "For whom? (the meeting, when left out)"),
        Asked("because", f"Why do they need it?{free}"),
        Asked("since", "What is new since which day? (since its last pack, when left out)"),
    ]
    parts = " Beside it a file for each agency, with its own part alone." if meeting == PANEL else ""
    told = f"The chair's pack.{parts} It is noted in the record of every case that is in it."
    return LinesScreen(MEETINGS[meeting], told, asked, attempt, begin_at="file")


def ask_rerun(planner: Planner, today: date, then: Callable[[date | None], None]) -> None:
    """Ask for the day of the law."""

    def attempt(said: Mapping[str, str]) -> date:
        return _day(said["day"], today)

    told = "Every case is checked as the law stands on that day; the chosen tactics that stand otherwise come first. today ends it."
    screen: LinesScreen[date] = LinesScreen(
        "As the law stands on which day?", told, [Asked("day", f"Day: {HINT}")], attempt, aside=False
    )
    planner.push_screen(screen, then)


def _day(typed: str, today: date) -> date:
    found = read_day(typed, today)
    if found is None:
        raise InputError.of("day", f"'{typed}' is not a day.", f"Write it as {HINT}.")
    return found

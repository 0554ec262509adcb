"""One phase on the board: its name and purpose, its interventions, its readiness, its end."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from planner.application.phasing import STATES, PhaseStanding
from planner.application.scheduling import Line
from planner.tui.lines import MarkedLines, Row, fit, near_day
from planner.tui.literal import literal

MARKS = {True: "+", False: "-", None: "?"}
DAY = 6
MOST_CHECKS = 3


class Lane(Vertical):
    """One phase: its name and purpose, its interventions, its readiness, its end."""

    def __init__(self, phase: str) -> None:
        super().__init__(id=f"of-{phase}", classes="lane")
        self.phase = phase

    def compose(self) -> ComposeResult:
        """From the name down to the end."""
        yield Static("", classes="head", markup=False)
        yield MarkedLines(id=f"lane-{self.phase}")
        yield Static("", classes="checks", markup=False)

    def show(self, standing: PhaseStanding, width: int, today: date) -> None:
        """Write the phase."""
        name = f"{standing.phase.upper()} {len(standing.lines)}"
        state = STATES[standing.state]
        self.query_one(".head", Static).update(
            literal(f"{fit(name, max(width - len(state) - 2, 8))} {state}\n{standing.purpose}")
        )
        nothing: list[Row] = [("", "Nothing here yet.")]
        self.query_one(MarkedLines).fill([row_of(one, width - 1, today) for one in standing.lines] or nothing)
        checks = [f"{MARKS[one.met]} {one.says}" for one in standing.checks[:-1]]
        below = [""] * (MOST_CHECKS - len(checks))
        told = ["Ready to start?", *checks, *below, "Ends when", standing.ends or "- not written yet"]
        self.query_one(".checks", Static).update(literal("\n".join(told)))


def row_of(line: Line, width: int, today: date, before: str = "") -> Row:
    """An intervention as a line of the board: its title and its day."""
    mark = "" if line.open else "+ "
    told = near_day(line.due, today)
    return str(line.number), f"{fit(mark + before + line.title, max(width - DAY - 1, 8))} {told:>{DAY}}"

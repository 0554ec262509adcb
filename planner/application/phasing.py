"""Clear, Hold, Build: what stands in each phase, what makes it ready to start, what is still open, and how it ends.

The three are planned before the first begins; what is asked follows the LRO Guidance, section G.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.application.scheduling import Line, lines_of
from planner.domain.casebook import Casebook
from planner.domain.decisions import PHASE_STATES, Decision
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.words import listed

BOARD_PHASES = ("clear", "hold", "build")
PURPOSES = {"clear": "remove the harm", "hold": "keep it from returning", "build": "change what feeds it"}
STATES = {"": "not started", "planned": "planned", "ready": "ready", "entered": "begun", "left": "ended"}


@dataclass(frozen=True)
class Check:
    """One thing that makes a phase ready. `met`: yes, no, or None where nobody has said. `mend` is what to do about it."""

    says: str
    met: bool | None
    mend: str


@dataclass(frozen=True)
class Measured:
    """A measure by its name: what was found first, and what was found last."""

    name: str
    baseline: str = ""
    latest: str = ""


@dataclass(frozen=True)
class PhaseStanding:
    """One phase as it stands. `state` is a key of `STATES`; `ends` says how it ends, or nothing; `entry` is the last decision on it."""

    phase: str
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    state: str = ""
    ends: str = ""
    entry: Entry | None = None
    measures: tuple[Measured, ...] = ()

    @property
    def purpose(self) -> str:
        """What the phase is for, in a few words."""
        return PURPOSES[self.phase]

    @property
    def open(self) -> tuple[Check, ...]:
        """What is still open before it starts."""
        return tuple(one for one in self.checks if not one.met)


@dataclass(frozen=True)
class Board:
    """All phases. `setup` is what prepares them; `unplaced` has no phase yet; `not_used`: why the phases do not apply, or nothing."""

    setup: tuple[Line, ...]
    unplaced: tuple[Line, ...]
    phases: tuple[PhaseStanding, ...]
    not_used: str = ""

    def phase(self, name: str) -> PhaseStanding:
        """One of the three."""
        return next(one for one in self.phases if one.phase == name)


def board(book: Casebook, library: Library) -> Board:
    """The board of a case as it stands. What was not done stands nowhere."""
    lines = [one for one in lines_of(book, library) if one.adopted.state != "not_done"]
    by_phase = {name: tuple(one for one in lines if one.phase == name) for name in ("setup", *BOARD_PHASES, "")}
    people_only = [entry for entry, made in book.decided("place-based") if made.state == "no"]
    return Board(
        setup=by_phase["setup"], unplaced=by_phase[""],
        phases=tuple(_standing(name, by_phase, book, library) for name in BOARD_PHASES),
        not_used=f"no place-based approach is taken (decision {people_only[-1].number})" if people_only else "",
    )  # fmt: skip


def _standing(name: str, by_phase: dict[str, tuple[Line, ...]], book: Casebook, library: Library) -> PhaseStanding:
    decided = [(entry, made) for entry, made in book.decided("phase") if made.phase == name]
    furthest = max(decided, key=lambda one: (PHASE_STATES.index(one[1].state) > 0, one[0].number), default=None)
    ends = [made.measure for _, made in decided if made.measure]
    checks = {"clear": _clear, "hold": _hold, "build": _build}[name](by_phase, book, library)
    return PhaseStanding(
        phase=name, lines=by_phase[name], checks=(*checks, _ending(bool(ends))), state=furthest[1].state if furthest else "",
        ends=ends[-1] if ends else "", entry=furthest[0] if furthest else None, measures=tuple(_measures(name, book)),
    )  # fmt: skip


# -- what makes a phase ready ---------------------------------------------------------------------------------------------


def _clear(by_phase: dict[str, tuple[Line, ...]], book: Casebook, library: Library) -> Iterator[Check]:
    lacking = [name.capitalize() for name in ("hold", "build") if not _planned(by_phase[name])]
    mend = f"{listed(lacking)}: nothing with an owner and a day yet. Choose what holds and builds before Clear begins."
    yield Check("Hold and Build exist", not lacking, mend)
    safe = any(one.keeps_safe for lines in by_phase.values() for one in lines)
    written = any(made.form == "safeguarding" for _, made in book.decided("assessment"))
    mend = "Write the safeguarding statement on Duties, or choose a safeguarding intervention: children, users, neighbours."
    yield Check("safeguarding planned", safe or written, mend)
    yield Check(
        "a first reading taken", _baseline(book), "Record a measure as the baseline now: later it cannot be read."
    )


def _hold(by_phase: dict[str, tuple[Line, ...]], book: Casebook, library: Library) -> Iterator[Check]:
    unowned = [one.title for one in by_phase["hold"] if one.open and not one.decision.owner.strip()]
    partners = bool(book.standing("stakeholder", "partner"))
    mend = (
        f"Without an owner: {listed(unowned)}."
        if unowned
        else "Record the stakeholder group or the partners who lead, on Approach."
    )
    yield Check("partners named", partners and not unowned and bool(by_phase["hold"]), mend)
    watch = [one for lines in by_phase.values() for one in lines if one.has("watch_rivals")]
    mend = "Choose a watch for rivals and displacement, with a day no later than the first day of Clear."
    yield Check("rival watch dated", any(one.due or not one.open for one in watch), mend)


def _build(by_phase: dict[str, tuple[Line, ...]], book: Casebook, library: Library) -> Iterator[Check]:
    asked, mend = (
        _residents_asked(book, library),
        "Record whether residents have been asked, on Picture, or a first reading of what they say.",
    )
    yield Check("residents asked", asked, mend)
    open_lines = [one for one in by_phase["build"] if one.open]
    owned = bool(by_phase["build"]) and all(one.decision.owner.strip() for one in open_lines)
    yield Check(
        "an owner after you", owned, "Name who owns each Build intervention once the plan is closed: mostly partners."
    )


def _ending(known: bool) -> Check:
    return Check("how it ends is written", known, "e writes on what sign the phase ends, and who takes over.")


def _planned(lines: Sequence[Line]) -> bool:
    """Whether something stands there that somebody owns and that has a day, or is done."""
    return any(not one.open or (one.due and one.decision.owner.strip()) for one in lines)


def _baseline(book: Casebook) -> bool:
    return any(made.baseline for _, made in book.decided("measure"))


def _residents_asked(book: Casebook, library: Library) -> bool | None:
    """What the facts say, or that a first reading was taken in Build; None where nobody has said."""
    if any(made.baseline and made.phase == "build" for _, made in book.decided("measure")):
        return True
    record = book.profile.settled("group.baseline_survey", library.grading)
    return None if record is None else record.value is True and not record.absent


def _measures(phase: str, book: Casebook) -> Iterator[Measured]:
    """The measures of a phase, each with its first and its last reading."""
    found: dict[str, list[Decision]] = {}
    for _, made in book.decided("measure"):
        if made.phase == phase:
            found.setdefault(made.name.casefold(), []).append(made)
    for readings in found.values():
        first = next((one.value for one in readings if one.baseline), "")
        later = [one for one in readings if not one.baseline]
        latest = max(later, key=lambda one: str(one.when), default=None)
        yield Measured(readings[-1].name, first, latest.value if latest else "")

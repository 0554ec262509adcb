"""The debrief after an operation: the agenda, what the record already says beside each question, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.application.chasing import STATES
from planner.application.meeting import AGREED
from planner.application.scheduling import Line, lines_of
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.disruptions import disruptions_of
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.rules import DebriefQuestion, Shown
from planner.domain.words import count_of, day, spoken

HEADED: dict[Shown, str] = {
    "planned": "Planned", "done": "Done", "late": "Late, not done or done late", "disruptions": "Disruptions", "measures": "Measured",
    "people": "Who took part", "intelligence": "Intelligence", "scores": "Scores recorded", "told": "Handed out",
}  # fmt: skip
NOTHING = "nothing on record"


@dataclass(frozen=True)
class Beside:
    """What the record says that bears on a question, under one heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class AskedAfter:
    """One question of the agenda with what stands beside it, and what was answered."""

    question: DebriefQuestion
    beside: tuple[Beside, ...]
    answers: tuple[tuple[Entry, Decision], ...]


@dataclass(frozen=True)
class Debrief:
    """The agenda of one case's debrief. `others`: what was recorded as learned under no question."""

    asked: tuple[AskedAfter, ...]
    others: tuple[tuple[Entry, Decision], ...]

    @property
    def open(self) -> int:
        """How many questions nobody has answered yet."""
        return sum(not one.answers for one in self.asked)


def debrief(book: Casebook, library: Library, today: date) -> Debrief:
    """The agenda with the record beside it."""
    learned = book.decided("debrief")
    told = {shown: tuple(say(book, library, today)) for shown, say in SAYS.items()}
    known = {one.id for one in library.debrief}
    return Debrief(
        asked=tuple(
            AskedAfter(
                one,
                tuple(Beside(HEADED[shown], told[shown] or (NOTHING,)) for shown in one.shows),
                tuple((entry, made) for entry, made in learned if made.question == one.id),
            )
            for one in library.debrief
        ),
        others=tuple((entry, made) for entry, made in learned if made.question not in known),
    )


def _planned(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for line in lines_of(book, library):
        owner = line.decision.owner or "no owner"
        yield f"{line.number}. {line.title} ({owner}, {f'due {day(line.due)}' if line.due else 'no day'})"


def _done(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for line in lines_of(book, library):
        if line.adopted.state in ("done", "handed_over"):
            last = line.adopted.progress[-1]
            made = book.decision_of(last)
            effect = (made.effect if made else "") or (last.said.because if last.said else "")
            yield f"{line.number}. {line.title}: {STATES[line.adopted.state]}, {day(last.made_at.date())}. {effect}"


def _late(book: Casebook, library: Library, today: date) -> Iterator[str]:
    for line in lines_of(book, library):
        if told := lateness(line, today):
            last = line.adopted.progress[-1] if line.adopted.progress else None
            why = f". {last.said.because}" if last and last.said else ""
            yield f"{line.number}. {line.title}: {told}{why}"


def lateness(line: Line, today: date) -> str:
    """How an intervention fell short of its day: still open after it, given up, or done after it; nothing for one that did not."""
    if days := line.days_late(today):
        return f"{STATES[line.adopted.state]}, {count_of(days, 'day')} late"
    if line.adopted.state == "not_done":
        return "not done"
    ended = line.adopted.progress[-1].made_at.date() if line.adopted.progress else None
    if line.adopted.state == "done" and ended and line.due and ended > line.due:
        return f"done {count_of((ended - line.due).days, 'day')} late"
    return ""


def _disruptions(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for one in disruptions_of(book):
        made = one.made
        judged = f"moderated: {one.level}" if one.moderation else f"proposed as {one.level}, not moderated yet"
        yield f"{one.number}. {made.pillar.capitalize()}: {made.event} ({judged})" + (
            f". {made.effect}" if made.effect else ""
        )


def _measures(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for entry, made in book.decided("measure"):
        when = f", {day(made.when)}" if made.when else ""
        yield f"{entry.number}. {made.name}: {made.value}{when}{' (baseline)' if made.baseline else ''}"


def _people(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for line in lines_of(book, library):
        if line.decision.owner:
            yield f"{line.decision.owner}: {line.title} ({STATES[line.adopted.state]})"
    for _entry, made in book.decided("partner"):
        yield f"{made.agency}: leads {made.text}"
    for one in book.actions:
        yield f"{one.decision.agency}: {one.decision.text} ({AGREED.get(one.state, spoken(one.state))})"
    for _entry, made in book.decided("stakeholder"):
        yield made.name


def _intelligence(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for entry, made in book.decided("requirement", "collection", "response"):
        yield f"{entry.number}. {entry.title}: {made.text}"
    for entry, sent in book.requests():
        came = len(book.replies(entry.number))
        yield f"{entry.number}. Asked of {sent.asked}: {count_of(came, 'fact') if came else 'nothing'} came back"


def _scores(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for name, entry, record in book.scores():
        yield f"{entry.number}. {spoken(name).capitalize()}: {record.value}{f', {day(record.on)}' if record.on else ''}"


def _told(book: Casebook, library: Library, _: date) -> Iterator[str]:
    for entry in book.exports():
        content = entry.said.content if entry.said else None
        if content is not None and content.type == "exported":
            yield f"{entry.number}. The {content.what}{f', for {content.to}' if content.to else ''}, {day(entry.entered_at.date())}"


SAYS: Mapping[Shown, Callable[[Casebook, Library, date], Iterator[str]]] = {
    "planned": _planned, "done": _done, "late": _late, "disruptions": _disruptions, "measures": _measures, "people": _people,
    "intelligence": _intelligence, "scores": _scores, "told": _told,
}  # fmt: skip

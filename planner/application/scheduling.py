"""When the interventions of a plan fall due, and which of them clash: two that should not share a week or an order, or a day that
does not serve.

Nothing here forbids anything: a clash is moved, or accepted with a reason that is recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.application.planning import DAYS_TO_START, review_clock
from planner.application.recommending import GuardrailShown, Recommendation
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.tactic import Tactic
from planner.domain.words import listed, short_day, spoken

ENDED = ("done", "not_done", "handed_over")
DAYS_OF_OUR_OWN = 14
SIO_FIRST = "sio-first"
# A week with so many days due for one owner is one to ask them about; the number is ours.
MOST_IN_A_WEEK = 3
VISITS = {"enforcement", "orders", "partner_visit"}
KEEPS_SAFE = ("safeguards_children", "safeguards_users", "vulnerability_check")
QUIET = {"finance", "prosecution"}


@dataclass(frozen=True)
class Line:
    """One intervention as the board, the calendar and the chase list show it. `tactic` is nothing for one of the officer's own
    or one that is not in the menu any more."""

    adopted: Adopted
    title: str
    tactic: Tactic | None = None

    @property
    def number(self) -> int:
        """The number it was first adopted under."""
        return self.adopted.number

    @property
    def decision(self) -> Decision:
        """What was decided of it last."""
        return self.adopted.decision

    @property
    def due(self) -> date | None:
        """The day it is due."""
        return self.decision.due

    @property
    def begins(self) -> date | None:
        """The day work on it begins: as long before its due day as its effect takes, but never before it was adopted."""
        if self.due is None:
            return None
        lead = timedelta(days=DAYS_TO_START[self.tactic.time_to_effect] if self.tactic else DAYS_OF_OUR_OWN)
        return min(max(self.due - lead, self.adopted.entry.made_at.date()), self.due)

    @property
    def phase(self) -> str:
        """The phase it stands in, or nothing."""
        return self.decision.phase or ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.adopted.state not in ENDED

    def has(self, *traits: str) -> bool:
        """Whether the menu gives it one of these traits; of an officer's own nothing is known."""
        return self.tactic is not None and bool({*traits} & {*self.tactic.traits})

    @property
    def keeps_safe(self) -> bool:
        """Whether it sees to somebody who could be hurt."""
        return self.has(*KEEPS_SAFE) or (self.tactic is not None and self.tactic.duty)

    def days_late(self, today: date) -> int:
        """By how many days it is late; 0 for one that is not, or is over."""
        return max((today - self.due).days, 0) if self.open and self.due else 0

    def on_day(self) -> str:
        """Its title and its day, as a clash names it."""
        return f"“{self.title}” ({short_day(self.due)})" if self.due else f"“{self.title}” (no day yet)"


def lines_of(book: Casebook, library: Library) -> tuple[Line, ...]:
    """The interventions of a plan by the day they are due; those without a day last."""
    found = []
    for one in book.interventions:
        tactic = library.tactics.get(one.decision.tactic)
        found.append(Line(one, tactic.title if tactic else one.decision.text or one.decision.tactic, tactic))
    return tuple(sorted(found, key=lambda line: (line.due or date.max, line.number)))


def monday(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


# -- clashes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """Something about the days of one or more interventions that wants a decision.

    `kind`: sio, order, beside, quiet, clear, same, owner (between several) or late, review, weekend (of one day). `text` is what
    an officer accepts; it names the days, so another day is another clash. `accepted`: the entry that did.
    """

    kind: str
    text: str
    numbers: tuple[int, ...]
    why: str
    accepted: Entry | None = None

    @property
    def of_a_day(self) -> bool:
        """Whether it is about one day alone."""
        return self.kind in ("late", "review", "weekend")


def clashes(book: Casebook, found: Recommendation, today: date) -> tuple[Clash, ...]:
    """Every clash of a plan, those to be settled first; what was accepted comes last."""
    planned = [one for one in lines_of(book, found.library) if one.adopted.state != "not_done"]
    lines = [one for one in planned if one.open]
    accepted = {made.text: entry for entry, made in book.decided("accept")}
    told = [
        *_sio(lines, found), *_beside(lines, planned, found), *_quiet(lines), *_clear(lines, planned, book), *_same(lines, book), *_owner(lines),
        *_days(lines, review_clock(book, found.library).due, today),
    ]  # fmt: skip
    marked = [Clash(one.kind, one.text, one.numbers, one.why, accepted.get(one.text)) for one in told]
    return tuple(sorted(marked, key=lambda one: one.accepted is not None))


def guardrails_of(line: Line, found: Recommendation) -> tuple[GuardrailShown, ...]:
    """The guardrails on an intervention: those of its tactic, and those of whom or what it is about."""
    try:
        one = found.get(line.decision.tactic)
    except KeyError:
        return ()
    about = set(line.decision.on)
    subjects = [each for each in one.subjects if not about or each.ref in about]
    return tuple(dict.fromkeys([*one.guardrails, *(rule for each in subjects for rule in each.guardrails)]))


def sio_consulted(profile: Profile, library: Library) -> str:
    """Whether the SIO was consulted before overt action, as the facts say; never why."""
    record = profile.settled("group.sio_consulted", library.grading)
    return spoken(str(record.value)) if record else "not known yet"


def _sio(lines: Sequence[Line], found: Recommendation) -> Iterator[Clash]:
    asked = [one for one in lines if any(rule.rule == SIO_FIRST for rule in guardrails_of(one, found))]
    if asked:
        these = "this is" if len(asked) == 1 else "these are"
        text = f"Speak to the SIO before {these} done: {listed([one.on_day() for one in asked])}."
        why = "The record does not say that the SIO was consulted before overt action. Once it does, this is settled."
        yield Clash("sio", text, _numbers(*asked), why)


def _beside(lines: Sequence[Line], planned: Sequence[Line], found: Recommendation) -> Iterator[Clash]:
    """What guardrails ask for beside interventions and the plan does not hold, or holds for a later day."""
    there = {one.decision.tactic: one for one in planned}
    lacking: dict[str, tuple[str, list[Line]]] = {}
    for line in lines:
        for name, why in {
            each: rule.text
            for rule in guardrails_of(line, found)
            for each in rule.requires
            if each in found.library.tactics
        }.items():
            beside = there.get(name)
            if beside is None:
                lacking.setdefault(name, (why, []))[1].append(line)
            elif line.due and beside.open and (beside.due is None or beside.due > line.due):
                text = f"{line.on_day()} comes before {beside.on_day()}, which is to be there by then."
                yield Clash("order", text, _numbers(line, beside), why)
    for name, (why, these) in lacking.items():
        ask = "asks" if len(these) == 1 else "ask"
        text = f"{listed([one.on_day() for one in these])} {ask} for “{found.library.tactics[name].title}”, not in the plan."
        yield Clash("beside", text, _numbers(*these), why)


def _quiet(lines: Sequence[Line]) -> Iterator[Clash]:
    """What would be seen, before something that works best while nobody knows of it."""
    seen = [
        one for one in lines if one.due and one.tactic and one.has("overt") and one.tactic.covert_conflict == "likely"
    ]
    quiet = [
        one for one in lines if one.due and one.decision.pillar == "pursue" and one.has(*QUIET) and not one.has("overt")
    ]
    for line in quiet:
        before = [one for one in seen if one.due and line.due and one.due < line.due]
        if before:
            comes = "comes" if len(before) == 1 else "come"
            text = (
                f"{listed([one.on_day() for one in before])} {comes} before {line.on_day()} and could warn the group."
            )
            why = "The menu says that this is noticed. What is found out quietly is better done first, or on the same day."
            yield Clash("quiet", text, _numbers(*before, line), why)


def _clear(lines: Sequence[Line], planned: Sequence[Line], book: Casebook) -> Iterator[Clash]:
    if any(made.state == "no" for _, made in book.decided("place-based")):
        return
    clear = [one for one in lines if one.phase == "clear" and one.due]
    lacking = [
        phase.capitalize() for phase in ("hold", "build") if not any(one.phase == phase and one.due for one in planned)
    ]
    if clear and lacking:
        have = "has" if len(lacking) == 1 else "have"
        text = f"Clear begins with {clear[0].on_day()}; {listed(lacking)} {have} nothing with a day yet."
        why = "Hold and Build are designed before Clear begins, so that cleared ground is not open to the next group."
        yield Clash("clear", text, (clear[0].number,), why)


def _same(lines: Sequence[Line], book: Casebook) -> Iterator[Clash]:
    """Several owners who visit the same person or place in the same week."""
    visits: dict[tuple[str, date], list[Line]] = defaultdict(list)
    for line in lines:
        if line.due and line.has("overt") and line.has(*VISITS):
            for ref in line.decision.on:
                visits[ref, monday(line.due)].append(line)
    for (ref, _), these in visits.items():
        if len({_owner_name(one) for one in these}) > 1:
            label = book.profile.label(ref)
            text = f"{listed([one.on_day() for one in these])} reach {label} in the same week, under different owners."
            why = "Those who go to the same door or person agree beforehand who goes first and who says what."
            yield Clash("same", text, _numbers(*these), why)


def _owner(lines: Sequence[Line]) -> Iterator[Clash]:
    weeks: dict[tuple[str, date], list[Line]] = defaultdict(list)
    for line in lines:
        if line.due and _owner_name(line):
            weeks[_owner_name(line), monday(line.due)].append(line)
    for (_, week), these in weeks.items():
        if len(these) >= MOST_IN_A_WEEK:
            who = these[0].decision.owner.strip()
            text = f"{who} has {len(these)} due in the week of {short_day(week)}: {listed([one.on_day() for one in these])}."
            why = (
                f"{MOST_IN_A_WEEK} or more in one week for one owner: ask whether that can be done, or spread the days."
            )
            yield Clash("owner", text, _numbers(*these), why)


def _days(lines: Sequence[Line], review: date, today: date) -> Iterator[Clash]:
    """Days that have gone by, come after the review, or fall on a weekend."""
    for line in lines:
        if not line.due:
            continue
        if line.due < today:
            text = f"{line.on_day()} was due and is not recorded as done."
            yield Clash("late", text, (line.number,), "Ask its owner how it stands: record the progress, or a new day.")
        elif line.due > review:
            text = f"{line.on_day()} is due after the review of {short_day(review)}."
            yield Clash(
                "review", text, (line.number,), "The review cannot yet see what it did. Keep the day if it serves."
            )
        elif line.due.weekday() >= 5:
            text = f"{line.on_day()} is due on a {line.due:%A}."
            yield Clash(
                "weekend", text, (line.number,), "Many partners do not work then. Keep the day if the owner does."
            )


def _owner_name(line: Line) -> str:
    return " ".join(line.decision.owner.casefold().split())


def _numbers(*lines: Line) -> tuple[int, ...]:
    return tuple(one.number for one in lines)

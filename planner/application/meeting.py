"""What a meeting needs on the table: the force's OCG management meeting, or a multi-agency disruption panel.

What is new since the last one, changes in score, reviews due, tasks by agency, what each agency is asked and may be told,
disruptions to be moderated, and the actions carried over. What a partner takes away from a panel is made in `panel`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.application.casework import CaseRecord
from planner.application.chasing import Chased, chase_list
from planner.application.planning import ReviewClock, review_clock
from planner.application.requesting import sharing
from planner.domain.casebook import SCORES, Adopted, Casebook
from planner.domain.decisions import Decision
from planner.domain.disruptions import unmoderated
from planner.domain.entries import MEETING_PACKS, Entry, Exported
from planner.domain.library import Library
from planner.domain.menu import AGENCIES, Agency
from planner.domain.profile import FactRecord, Profile, settle
from planner.domain.words import spoken

MEETINGS = {"ocg-management": "OCG management meeting", "disruption-panel": "Multi-agency disruption panel"}
# A review that falls due before the next monthly meeting is on this one's agenda (monthly scrutiny: Nottinghamshire 2015).
AHEAD = timedelta(days=31)
OVER = ("done", "not_done", "handed_over")
# An action is agreed before anything is said of it; an intervention, proposed.
AGREED = {"proposed": "agreed"}
NOT_SET = "not recorded"
# Owners who are our own, and answer in the meeting itself.
OURS = ("police", "lro", "sro", "sio", "force", "constable", "sergeant", "inspector")


@dataclass(frozen=True)
class Case:
    """One case of a pack. `letter` is what it is called where its name may not be told."""

    letter: str
    name: str
    book: Casebook
    record_line: str
    clock: ReviewClock

    @property
    def profile(self) -> Profile:
        """Its facts."""
        return self.book.profile

    @property
    def title(self) -> str:
        """How the meeting calls it."""
        return self.profile.title or self.name

    @property
    def closed(self) -> bool:
        """Whether it has been closed: it has no more reviews."""
        return bool(self.book.standing("close"))

    @property
    def lro(self) -> str:
        """Who leads the plan as a whole; nothing where nobody is recorded."""
        return "; ".join(self.book.lro)

    def on(self, entry: int) -> str:
        """An entry of this case as a partner may quote it: A-12."""
        return f"{self.letter}-{entry}"


@dataclass(frozen=True)
class ScoreMoved:
    """A band, tier or other score that was recorded since the last meeting, with what stood before it."""

    case: Case
    scheme: str
    before: str
    after: str
    on: date | None
    entry: Entry


@dataclass(frozen=True)
class Task:
    """One intervention of one case, as the chase list has it."""

    case: Case
    chased: Chased


@dataclass(frozen=True)
class Action:
    """An action agreed at a meeting and not over yet. `carried`: it was agreed before the last meeting's pack was made."""

    case: Case
    adopted: Adopted
    carried: bool
    days_late: int

    @property
    def decision(self) -> Decision:
        """What was agreed."""
        return self.adopted.decision

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return AGREED.get(self.adopted.state, spoken(self.adopted.state))


@dataclass(frozen=True)
class Told:
    """How things stand between one case and one agency: whether it may be told, what it was asked, what came back."""

    case: Case
    agency: Agency
    decided: Decision | None
    asked: tuple[Entry, ...]
    replies: int


@dataclass(frozen=True)
class Pack:
    """Everything that goes on the table. `since` is when the last pack for this meeting was made, or the day given; None
    when there has been none, and everything is new."""

    meeting: str
    live: bool
    on: date
    since: datetime | None
    cases: tuple[Case, ...]
    new: tuple[Case, ...]
    scores: tuple[ScoreMoved, ...]
    reviews: tuple[Case, ...]
    tasks: dict[str, tuple[Task, ...]]
    moderate: tuple[tuple[Case, Entry, Decision], ...]
    actions: tuple[Action, ...]
    over: tuple[Action, ...]
    told: tuple[Told, ...]
    undebriefed: tuple[Case, ...]
    left_out: tuple[tuple[str, str], ...] = field(default=())

    @property
    def title(self) -> str:
        """What the meeting is called."""
        return MEETINGS[self.meeting]


def pack(
    meeting: str, records: Sequence[CaseRecord], library: Library, today: date, *,
    since: datetime | None = None, left_out: Sequence[tuple[str, str]] = (),
) -> Pack:  # fmt: skip
    """The pack of a meeting over these cases. `left_out`: those that could not be opened, each with why."""
    cases = tuple(
        Case(letter_of(n), one.name, one.book, one.record_line, review_clock(one.book, library))
        for n, one in enumerate(sorted(records, key=lambda one: one.name))
    )
    since = since or _last_pack(meeting, cases)
    actions = [action for case in cases for action in _actions(case, since, today)]
    return Pack(
        meeting=meeting, live=any(one.live for one in records), on=today, since=since, cases=cases,
        new=tuple(one for one in cases if since is None or one.book.entries[0].entered_at > since),
        scores=tuple(moved for case in cases for moved in _scores_moved(case, library, since)),
        reviews=tuple(sorted((one for one in cases if not one.closed and one.clock.due <= today + AHEAD), key=lambda one: one.clock.due)),
        tasks=_tasks(cases, library, today),
        moderate=tuple((case, one.entry, one.made) for case in cases for one in unmoderated(case.book)),
        actions=tuple(sorted((one for one in actions if one.adopted.state not in OVER), key=_when_due)),
        over=tuple(one for one in actions if one.adopted.state in OVER and _since(one.adopted.progress[-1], since)),
        told=tuple(told for case in cases for told in _told(case, library)),
        undebriefed=tuple(one for one in cases if one.closed and not one.book.standing("debrief")),
        left_out=tuple(left_out),
    )  # fmt: skip


def letter_of(number: int) -> str:
    """A, B … Z, AA: how a case is called where its name may not be told."""
    return (letter_of(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def agency_of(owner: str, library: Library) -> Agency | None:
    """The partner agency that an owner, in whatever words, belongs to; None for our own, and where it is not plain."""
    name = " ".join(owner.casefold().replace("_", " ").split())
    if any(word in OURS for word in name.replace(",", " ").replace("(", " ").split()) or " or " in name:
        return None
    partners: dict[str, Agency] = {}
    for agency, title in AGENCIES.items():
        if agency != "police":
            partners |= {agency.replace("_", " "): agency, title.casefold(): agency}
    for holder in library.holders:
        if holder.agency != "police" and holder.kind != "police":
            partners[holder.name.casefold()] = holder.agency
    found = [
        (len(one), agency)
        for one, agency in partners.items()
        if name == one or name.startswith((f"{one} ", f"{one},", f"{one} ("))
    ]
    return max(found)[1] if found else None


def score_of(case: Case, name: str, library: Library) -> str:
    """A score as it stands recorded; never worked out."""
    record = case.profile.settled(f"group.{name}", library.grading)
    return _score(name, record, library) if record else NOT_SET


def _score(name: str, record: FactRecord, library: Library) -> str:
    fact = library.vocabulary.find("group", name)
    value = None if record.absent or isinstance(record.value, tuple) else record.value
    return str(value) if fact is None or name == "band" else library.wording.value(fact, value)


def _scores_moved(case: Case, library: Library, since: datetime | None) -> Iterator[ScoreMoved]:
    """Each score recorded since, one after the other; what a new case began with is no change."""
    opened = case.book.entries[0].said
    began = Profile.model_validate(opened.content.profile).group if opened and opened.content.type == "opened" else {}
    stood = {
        name: _score(name, record, library)
        for name in SCORES
        if (record := settle(began.get(name, ()), library.grading, duty=False).record)
    }
    for name, entry, record in case.book.scores():
        after = _score(name, record, library)
        before = stood.get(name, NOT_SET)
        if _since(entry, since) and after != before:
            yield ScoreMoved(case, spoken(name), before, after, record.on, entry)
        stood[name] = after


def _tasks(cases: Sequence[Case], library: Library, today: date) -> dict[str, tuple[Task, ...]]:
    """Every task by its owner over all cases: owners with something late first, and of each the latest first."""
    owners: dict[str, tuple[str, list[Task]]] = {}
    for case in cases:
        for owner in chase_list(case.book, library, today):
            theirs = owners.setdefault(owner.name.casefold(), (owner.name, []))[1]
            theirs += [Task(case, one) for one in owner.chased]
    for _, theirs in owners.values():
        theirs.sort(key=lambda one: (not one.chased.line.open, -one.chased.days_late, one.chased.line.due or date.max))
    ordered = sorted(
        owners.values(), key=lambda one: (not any(task.chased.days_late for task in one[1]), one[0].casefold())
    )
    return {name: tuple(theirs) for name, theirs in ordered}


def _actions(case: Case, since: datetime | None, today: date) -> Iterator[Action]:
    for one in case.book.actions:
        first = case.book.entry(one.number) or one.entry
        late = max((today - one.decision.due).days, 0) if one.decision.due and one.state not in OVER else 0
        yield Action(case, one, since is not None and not _since(first, since), late)


def _told(case: Case, library: Library) -> Iterator[Told]:
    """Each agency on which something is decided, or which was asked something, in this case."""
    for agency, title in AGENCIES.items():
        decided = sharing(case.book, agency, library) if agency != "police" else None
        sent = tuple(entry for entry, one in case.book.requests() if title in (one.agency, one.to))
        if decided or sent:
            yield Told(case, agency, decided, sent, sum(len(case.book.replies(one.number)) for one in sent))


def _last_pack(meeting: str, cases: Sequence[Case]) -> datetime | None:
    """When the last pack for this meeting was made, of any of these cases."""
    made = [
        entry.entered_at
        for case in cases
        for entry in case.book.exports()
        if entry.said and isinstance(entry.said.content, Exported) and entry.said.content.what == MEETING_PACKS[meeting]
    ]
    return max(made, default=None)


def _since(entry: Entry, since: datetime | None) -> bool:
    return since is None or entry.entered_at > since


def _when_due(action: Action) -> tuple[date, str, int]:
    return action.decision.due or date.max, action.case.name, action.adopted.number

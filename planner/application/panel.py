"""What each agency takes away from a multi-agency disruption panel: its own tasks, its actions, and what it is asked.

A part names nobody and no case unless a decision to share with that agency, with its lawful basis, is on the record of that
case; then it names only whom its own tasks and questions are about. Who must be safeguarded first is named in no part. Words
of an officer's own that would tell more than that stay out, and the chair is told which and why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.application.meeting import Action, Case, Pack, Task, agency_of
from planner.application.naming import Names, Safeguarded, identifying, names_of, ordinary_words
from planner.application.needing import Gap
from planner.application.requesting import Asked, named_request, open_requests, sharing
from planner.domain.library import Library
from planner.domain.menu import AGENCIES, Agency
from planner.domain.vocabulary import HEADINGS
from planner.domain.words import nearest
from planner.errors import Fault, InputError

UNSAID = "Ask the chair: this one is not written here."


@dataclass(frozen=True)
class ForAgency:
    """One line of what an agency is to do. `about`: whom or what, where it may be named."""

    reference: str
    what: str
    about: str
    due: date | None
    state: str


@dataclass(frozen=True)
class Part:
    """What one agency takes away, and `cases` it comes from. `behind`: for the chair, which case and fact each question is for;
    `withheld`: what was left out, with why."""

    agency: Agency
    title: str
    tasks: tuple[ForAgency, ...]
    actions: tuple[ForAgency, ...]
    leads: tuple[ForAgency, ...]
    questions: tuple[Asked, ...]
    by_name: tuple[Asked, ...]
    bases: tuple[str, ...]
    cases: tuple[Case, ...]
    asking: tuple[Case, ...] = ()
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """The parts of a panel's pack, the agencies that could be asked beside them, and owners that are no agency we know."""

    parts: tuple[Part, ...]
    could_ask: Mapping[Agency, int]
    unplaced: tuple[str, ...]


def agencies_named(named: Collection[str], library: Library) -> set[Agency]:
    """The agencies typed; `all` is every one that could tell something. Raises InputError, with every fault at once."""
    found: set[Agency] = set()
    faults: list[Fault] = []
    for one in named:
        if one.casefold() == "all":
            found |= {agency for agency in AGENCIES if agency != "police"}
        elif agency := agency_of(one, library):
            found.add(agency)
        else:
            known = [agency for agency in AGENCIES if agency != "police"]
            mend = nearest(one.casefold(), known) or f"It is one of: {', '.join(known)}; or all."
            faults += InputError.of("--agency", f"there is no agency '{one}'.", mend).faults
    if faults:
        raise InputError(faults)
    return found


def parts(pack: Pack, gaps: Mapping[str, Sequence[Gap]], library: Library, wanted: Collection[Agency] = ()) -> Parts:
    """A part for each agency that has something to do, or with which sharing was decided, or that is `wanted`. `gaps`: what is
    worth finding out, by the letter of its case."""
    tasks: dict[Agency, list[Task]] = {}
    unplaced = []
    for owner, theirs in pack.tasks.items():
        agency = agency_of(owner, library)
        still = [one for one in theirs if one.chased.line.open]
        if agency is None and still:
            unplaced.append(owner)
        elif agency and still:
            tasks.setdefault(agency, []).extend(still)
    leads = {
        agency
        for case in pack.cases
        for _, made in case.book.decided("partner")
        if (agency := agency_of(made.agency, library))
    }
    acting = {agency for one in pack.actions if (agency := agency_of(one.decision.agency, library))}
    unplaced += [one.decision.agency for one in pack.actions if not agency_of(one.decision.agency, library)]
    decided = {one.agency for one in pack.told if one.decided}
    asked: dict[Agency, dict[str, list[tuple[Case, Asked]]]] = {}
    for case in pack.cases:
        for request in open_requests(gaps.get(case.letter, ()), library):
            for question in request.questions:
                asked.setdefault(request.agency, {}).setdefault(question.text, []).append((case, question))
    served = {*tasks, *leads, *acting, *decided, *wanted}
    chair = _Chair(pack, gaps, library)
    made = [chair.part(agency, tasks.get(agency, ()), asked.get(agency, {})) for agency in AGENCIES if agency in served]
    could = {agency: len(asked[agency]) for agency in AGENCIES if agency in asked and agency not in served}
    return Parts(tuple(made), could, tuple(dict.fromkeys(unplaced)))


class _Chair:
    """Makes the part of each agency, and keeps out of it what may not be told."""

    def __init__(self, pack: Pack, gaps: Mapping[str, Sequence[Gap]], library: Library) -> None:
        self._pack, self._gaps, self._library = pack, gaps, library
        ordinary = ordinary_words(library)
        self._safeguarded = {case.letter: Safeguarded(case.profile, library, ordinary) for case in pack.cases}
        every = {case.letter: names_of(case.profile) for case in pack.cases}
        self._none = Names({name for names in every.values() for name in names}, ordinary)
        # Where sharing was decided, the names of that case may stand, but for those that are never told.
        self._never = {
            case.letter: Names(
                (
                    {name for letter, names in every.items() if letter != case.letter for name in names}
                    - every[case.letter]
                )
                | {case.profile.title, case.name}
                | self._safeguarded[case.letter].labels,
                ordinary,
            )
            for case in pack.cases
        }

    def part(self, agency: Agency, tasks: Sequence[Task], asked: Mapping[str, list[tuple[Case, Asked]]]) -> Part:
        """What one agency takes away."""
        withheld: list[str] = []
        done = tuple(self._task(one, agency, withheld) for one in tasks)
        acting = [one for one in self._pack.actions if agency_of(one.decision.agency, self._library) == agency]
        actions = tuple(self._action(one, agency, withheld) for one in acting)
        leads = tuple(self._leads(agency, withheld))
        place = list(AGENCIES).index(agency)
        questions, behind = [], {}
        for n, (text, found) in enumerate(sorted(asked.items(), key=_under), 1):
            number = f"{place}.{n}"
            questions.append(Asked(number, found[0][1].heading, text, ""))
            behind[number] = tuple(f"{case.letter}: {question.fact}" for case, question in found)
        named, bases = self._by_name(agency, place, len(questions), behind, withheld)
        asking = {case.letter: case for found in asked.values() for case, _ in found}
        asking |= {case.letter: case for case, _ in named}
        touched = {
            one.letter: one for one in (*(task.case for task in tasks), *(action.case for action in acting))
        } | asking
        touched |= {case.letter: case for case in self._pack.cases if self._leading(case, agency)}
        return Part(
            agency, AGENCIES[agency], done, actions, leads, tuple(questions), tuple(one for _, one in named), tuple(bases),
            tuple(touched[one] for one in sorted(touched)), tuple(asking[one] for one in sorted(asking)), behind, tuple(withheld),
        )  # fmt: skip

    def _may(self, case: Case, agency: Agency) -> bool:
        """Whether a decision to share with an agency, and on what basis, stands on the record of a case."""
        decided = sharing(case.book, agency, self._library)
        return decided is not None and decided.state == "yes" and bool(decided.basis)

    def _telling(self, text: str, case: Case, agency: Agency, *, titled: bool) -> list[str]:
        """What in some words would tell an agency more than it may be told. The title of a tactic comes from no case, but may
        still tell what is coming."""
        found = [word for one in self._library.telltale if (word := one.found_in(text))]
        if titled:
            return found
        names = self._never[case.letter] if self._may(case, agency) else self._none
        return [*names.found_in(text), *found, *(() if self._may(case, agency) else identifying(text))]

    def _said(
        self, text: str, case: Case, number: int, agency: Agency, withheld: list[str], *, titled: bool = False
    ) -> str:
        """Their own words, or that the chair is to say it."""
        telling = list(dict.fromkeys(self._telling(text, case, agency, titled=titled)))
        if not telling:
            return text
        quoted = ", ".join(f"'{word}'" for word in telling)
        withheld.append(
            f"{case.on(number)}: its words would tell more than may be told ({quoted}). Word it otherwise, or say it in the room."
        )
        return UNSAID

    def _about(self, refs: Sequence[str], case: Case, number: int, agency: Agency, withheld: list[str]) -> str:
        """Those a task is about, by name, where they may be named."""
        if not refs or not self._may(case, agency):
            if refs:
                withheld.append(
                    f"{case.on(number)}: whom or what it is about, as no decision to share with its lawful basis stands."
                )
            return ""
        children = self._safeguarded[case.letter]
        safe = [ref for ref in refs if ref in children.refs]
        if safe:
            withheld.append(
                f"{case.on(number)}: {len(safe)} to be safeguarded first, who is named in no part. Use a request by name."
            )
        labels = []
        for ref, label in ((ref, case.profile.label(ref)) for ref in refs if ref not in safe):
            if any(one.found_in(label) for one in self._library.telltale) or children.told_by(ref):
                withheld.append(f"{case.on(number)}: '{label}', as the name itself would tell. Give it a plain name.")
            else:
                labels.append(label)
        return "; ".join(labels)

    def _task(self, task: Task, agency: Agency, withheld: list[str]) -> ForAgency:
        line, case = task.chased.line, task.case
        titled = line.tactic is not None
        what = (
            line.title
            if titled and self._may(case, agency)
            else self._said(line.title, case, line.number, agency, withheld, titled=titled)
        )
        about = self._about(line.decision.on, case, line.number, agency, withheld)
        state = f"{task.chased.state}, late" if task.chased.days_late else task.chased.state
        return ForAgency(case.on(line.number), what, about, line.due, state)

    def _action(self, action: Action, agency: Agency, withheld: list[str]) -> ForAgency:
        made, case, number = action.decision, action.case, action.adopted.number
        what = self._said(made.text, case, number, agency, withheld)
        state = f"{action.state}, late" if action.days_late else action.state
        return ForAgency(case.on(number), what, self._about(made.on, case, number, agency, withheld), made.due, state)

    def _leading(self, case: Case, agency: Agency) -> list[tuple[int, str]]:
        return [
            (entry.number, made.text)
            for entry, made in case.book.decided("partner")
            if agency_of(made.agency, self._library) == agency
        ]

    def _leads(self, agency: Agency, withheld: list[str]) -> Iterator[ForAgency]:
        for case in self._pack.cases:
            for number, text in self._leading(case, agency):
                yield ForAgency(case.on(number), self._said(text, case, number, agency, withheld), "", None, "you lead")

    def _by_name(
        self, agency: Agency, place: int, after: int, behind: dict[str, tuple[str, ...]], withheld: list[str]
    ) -> tuple[list[tuple[Case, Asked]], list[str]]:
        """What an agency is asked by name, of the cases in which that was decided, and on which basis."""
        found: list[tuple[Case, Asked]] = []
        bases: list[str] = []
        for case in self._pack.cases:
            if not self._may(case, agency):
                continue
            try:
                request = named_request(self._gaps.get(case.letter, ()), self._library, case.profile, case.book, agency)
            except InputError as error:
                withheld += [
                    f"{case.letter}: its questions by name: {one.what} {one.mend}"
                    for one in error.faults
                    if one.where == "--named"
                ]
                continue
            # Another case's name is no more for them to read than one of this.
            if others := self._never[case.letter].found_in(request.basis):
                quoted = ", ".join(f"'{word}'" for word in others)
                withheld.append(f"{case.letter}: its questions by name: the basis on record would tell ({quoted}).")
                continue
            owners = {one: one.fact.partition(".")[0] for one in request.questions}
            kept = [one for one, owner in owners.items() if owner not in self._safeguarded[case.letter].refs]
            if len(kept) < len(request.questions):
                left = len(request.questions) - len(kept)
                withheld.append(
                    f"{case.letter}: {left} questions on somebody to be safeguarded first. Use a request by name."
                )
            for one in kept:
                number = f"{place}.{after + len(found) + 1}"
                behind[number] = (f"{case.letter}: {one.fact}",)
                found.append((case, Asked(number, one.heading, one.text, "")))
            if kept:
                bases.append(request.basis)
        return found, list(dict.fromkeys(bases))


def _under(asked: tuple[str, list[tuple[Case, Asked]]]) -> int:
    """Where a question stands on the sheet: by its heading, and under it in the order it was found."""
    heading = asked[1][0][1].heading
    return HEADINGS.index(heading) if heading in HEADINGS else len(HEADINGS)


def asks(part: Part, case: Case) -> bool:
    """Whether a part puts a question that comes from a case, so that a fact can come in reply."""
    return any(one.letter == case.letter for one in part.asking)

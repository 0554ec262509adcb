"""The seven tasks of a first plan, with how each stands: worked out from the record, from what is typed and not saved, and from
what the officer has opened. "Done" means that the entries exist, never that the plan is a good one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.application.recommending import Recommendation
from planner.application.reviewing import Review
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import DECISIONS, TACTIC_KINDS, Basis, Decision
from planner.domain.entries import Decided, Entry, Learned, LookedInto
from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, settle
from planner.domain.remarks import returned
from planner.domain.tactic import PILLARS
from planner.domain.words import listed, spoken

STATES = {
    "not_started": "not started",
    "opened": "opened",
    "needs": "needs information",
    "not_applicable": "not applicable",
    "done": "done",
    "look_again": "needs another look",
}
SETTLED = ("done", "not_applicable")
LEFT_OUT = "left_out"
# Where the screens of each task are, and the kinds of decision whose half-typed words belong to it.
TASKS: Mapping[str, tuple[str, str, str, tuple[str, ...]]] = {
    "understand": ("Understand the group", "picture", "", ()),
    "approach": ("Decide the approach", "plan", "approach", (
        "vision", "aim", "lead", "trajectory", "focus", "business-model", "place-based", "partner", "protocol", "indoctrination",
    )),
    "tactics": ("Choose tactics", "tactics", "", (*TACTIC_KINDS, "intervention", "initiative")),
    "objectives": ("Write objectives", "plan", "objectives", ("objective",)),
    "assign": ("Assign and date", "plan", "four_ps", ("progress",)),
    "check": ("Check", "check", "answers", ("comment", "return", "answer", "accept")),
    "sign_off": ("Sign off", "check", "sign_off", ("sign",)),
    LEFT_OUT: ("Leave out, park a P", "plan", "four_ps", ("undeveloped", "park")),
}  # fmt: skip
# Outcomes by how well they speak for a tactic.
STRENGTH = {"ruled_out": 0, "blocked": 0, "possible": 1, "certain": 2}


@dataclass(frozen=True)
class Standing:
    """A case as its tasks are worked out: its record, and what one officer has opened (`seen`) and half typed (`drafts`).

    `found` and `review` are nothing where they are not worked out yet; the tasks that rest on them then say less.
    """

    book: Casebook
    library: Library
    today: date
    me: str = ""
    live: bool = False
    seen: frozenset[str] = frozenset()
    drafts: Mapping[str, str] = field(default_factory=dict)
    found: Recommendation | None = None
    review: Review | None = None


@dataclass(frozen=True)
class Point:
    """One thing that makes a task done, and whether it is there."""

    says: str
    there: bool


@dataclass(frozen=True)
class Task:
    """One task: its state (a key of STATES), why in a few words, and everything that would make it done.

    `page`, `view` and `to` are where it is worked on, `shows` another view than the task's own; `drafts` is how many words are
    half typed for it.
    """

    id: str
    state: str
    why: str
    points: tuple[Point, ...] = ()
    to: str = ""
    drafts: int = 0
    shows: str = ""

    @property
    def says(self) -> str:
        """What it is called."""
        return TASKS[self.id][0]

    @property
    def page(self) -> str:
        """The page on which it is worked on."""
        return TASKS[self.id][1]

    @property
    def view(self) -> str:
        """The view of that page."""
        return self.shows or TASKS[self.id][2]

    @property
    def settled(self) -> bool:
        """Whether it asks nothing more of the officer."""
        return self.state in SETTLED


@dataclass(frozen=True)
class Tasks:
    """The seven tasks in order, then whether a P is left out; and how many interventions each P has."""

    seven: tuple[Task, ...]
    left_out: Task
    balance: Mapping[str, int]

    @property
    def all(self) -> tuple[Task, ...]:
        """The seven and the one that is rarely needed."""
        return (*self.seven, self.left_out)

    @property
    def done(self) -> int:
        """How many of the seven ask nothing more."""
        return sum(one.settled for one in self.seven)

    @property
    def next(self) -> Task | None:
        """The first of the seven that still needs the officer, or nothing."""
        return next((one for one in self.seven if not one.settled), None)


def tasks_of(case: Standing) -> Tasks:
    """How the tasks of a case stand."""
    plan = _Plan(case)
    made = [work(case, plan) for work in (_understand, _approach, _tactics, _objectives, _assign, _check)]
    made.append(_sign_off(case, plan, made[-1]))
    found = [_with_drafts(one, case) for one in (*made, _left_out(case, plan))]
    return Tasks(tuple(found[:-1]), found[-1], plan.balance)


class _Plan:
    """What several tasks ask of the plan."""

    def __init__(self, case: Standing) -> None:
        book = case.book
        self.adopted: tuple[Adopted, ...] = tuple(one for one in book.interventions if one.state != "not_done")
        self.open = tuple(one for one in self.adopted if not one.over)
        self.balance: dict[str, int] = {p: sum(one.decision.pillar == p for one in self.adopted) for p in PILLARS}
        self.left = {made.pillar: entry.number for entry, made in book.decided("undeveloped", "park")}
        self.empty = [p for p in PILLARS if not self.balance[p] and p not in self.left]
        self.developed = [p for p in PILLARS if self.balance[p] or p not in self.left]


# -- the tasks ----------------------------------------------------------------------------------------------------------


def _understand(case: Standing, plan: _Plan) -> Task:
    profile = case.book.profile
    looked = {name for name in LOOKED_INTO if profile.looked_into.get(name, "not_yet") != "not_yet"}
    facts = len(profile.group) + sum(len(one.facts) for found in profile.members.values() for one in found)
    own = any(one.said and isinstance(one.said.content, Learned | LookedInto) for one in case.book.entries)
    against = _contradicted(case)
    points = (
        *(Point(f"{spoken(name).capitalize()} looked into, partly or fully", name in looked) for name in LOOKED_INTO),
        Point("No two facts contradict each other", not against),
    )
    open_headings = len(LOOKED_INTO) - len(looked)
    if against:
        return Task(
            "understand", "look_again", f"{_count(len(against), 'fact')} recorded in two ways", points, against[0]
        )
    if not own and "picture" not in case.seen:
        return Task(
            "understand",
            "not_started",
            f"{facts} fact{'s' if facts > 1 else ''} given; look at {'them' if facts > 1 else 'it'}"
            if facts
            else "nothing is known yet",
            points,
        )
    if not open_headings:
        return Task("understand", "done", f"all {len(LOOKED_INTO)} headings looked into", points)
    if facts or looked:
        return Task("understand", "needs", f"{open_headings} of {len(LOOKED_INTO)} headings not looked into", points)
    return Task("understand", "opened", "nothing is known yet", points)  # fmt: skip


def _approach(case: Standing, plan: _Plan) -> Task:
    nine = case.book.always_record()
    # Which P stays empty is settled when tactics are chosen, and has a line of its own.
    asked = [one for one in nine if one.id != "undeveloped"]
    points = tuple(
        Point(f"{one.says}{f' (not yet: {listed(one.lacking)})' if one.lacking else ''}", one.state != "missing")
        for one in asked
    )
    missing = [one for one in asked if one.state == "missing"]
    recorded = sum(one.state != "missing" for one in nine)
    why = f"{recorded} of {len(nine)} decisions recorded"
    begun = bool(case.book.standing(*TASKS["approach"][3]))
    if not missing:
        return Task("approach", "done", why, points)
    return Task("approach", "needs" if begun else "not_started", why, points)


def _tactics(case: Standing, plan: _Plan) -> Task:
    book = case.book
    decided = book.decided(*TACTIC_KINDS)
    chosen = len(plan.adopted)
    moved = _moved(case, decided)
    duties = _duties_open(case, decided)
    points = (
        *(
            Point(f"{p.capitalize()} has an intervention, or a reason why it has none", p not in plan.empty) for p in PILLARS
        ),
        Point(f"Every duty that is certain is decided on{f' (not yet: {listed(duties)})' if duties else ''}", not duties),
        Point(f"What was decided on stands as it did{f' (not so: {listed([t for t, _ in moved])})' if moved else ''}", not moved),
    )  # fmt: skip
    if moved:
        return Task(
            "tactics",
            "look_again",
            f"{_count(len(moved), 'tactic')} no longer as it was when decided",
            points,
            moved[0][1],
        )
    told = f"{chosen} in the plan, {_count(len(decided), 'tactic')} decided on"
    if not decided and not chosen and len(plan.empty) == len(PILLARS):
        state = "opened" if "tactics" in case.seen else "not_started"
        return Task("tactics", state, "none chosen yet", points)
    if plan.empty:
        return Task("tactics", "needs", f"{chosen} chosen; {_count(len(plan.empty), 'P is', 'Ps are')} empty", points)
    if duties:
        return Task("tactics", "needs", f"{told}; {_count(len(duties), 'duty', 'duties')} open", points)
    return Task("tactics", "done", told, points)  # fmt: skip


def _objectives(case: Standing, plan: _Plan) -> Task:
    written = case.book.decided("objective")
    have = {made.pillar for _, made in written}
    late = [
        one.entry for one in case.book.objectives if not one.over and one.decision.due and one.decision.due < case.today
    ]
    points = (
        *(Point(f"{p.capitalize()} has an objective", p in have) for p in plan.developed),
        Point("No objective is past its day", not late),
    )
    if not plan.developed:
        return Task("objectives", "not_applicable", "no P is developed", points)
    why = f"{sum(p in have for p in plan.developed)} of {len(plan.developed)} Ps {'have' if len(plan.developed) > 1 else 'has'} one"
    if late:
        return Task(
            "objectives",
            "look_again",
            f"{len(late)} past {'its' if len(late) == 1 else 'their'} day",
            points,
            str(late[0].number),
        )
    if have >= set(plan.developed):
        return Task("objectives", "done", why, points)
    return Task("objectives", "needs" if have & set(plan.developed) else "not_started", why, points)  # fmt: skip


def _assign(case: Standing, plan: _Plan) -> Task:
    unowned = [one for one in plan.open if not one.decision.owner.strip()]
    undated = [one for one in plan.open if one.decision.due is None]
    late = [one for one in plan.open if one.decision.due and one.decision.due < case.today]
    points = (
        Point("There is an intervention", bool(plan.adopted)),
        Point("Every intervention still to be done has an owner", not unowned),
        Point("Every intervention still to be done has a day", not undated),
        Point("None is past its day", not late),
    )
    many = len(plan.open)
    if not plan.adopted:
        everywhere = not plan.empty
        return Task(
            "assign",
            "not_applicable" if everywhere else "not_started",
            "no P is developed" if everywhere else "waits for tactics",
            points,
        )
    if late:
        return Task(
            "assign",
            "look_again",
            f"{len(late)} past {'its' if len(late) == 1 else 'their'} day",
            points,
            str(late[0].number),
        )
    if unowned or undated:
        lacking = [
            f"{len(found)} of {many} without {what}"
            for found, what in ((unowned, "an owner"), (undated, "a day"))
            if found
        ]
        return Task("assign", "needs", "; ".join(lacking), points, str((unowned or undated)[0].number))
    return Task("assign", "done", f"{many} of {many} have an owner and a day" if many else "nothing is left to do", points)  # fmt: skip


def _check(case: Standing, plan: _Plan) -> Task:
    back = returned(case.book)
    if back is not None:
        answered = Point("Whoever returned the plan has an answer, or it is signed off again", there=False)
        why = f"returned by {back.entry.author}, entry {back.number}: answer it"
        return Task("check", "look_again", why, (answered,), str(back.number), shows="comments")
    if case.review is None:
        return Task("check", "opened" if "check" in case.seen else "not_started", "not worked out yet")
    errors, warnings = (_found(case, severity) for severity in ("error", "warning"))
    told = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    points = (
        Point("You have looked at the findings", "check" in case.seen),
        Point(f"No finding is an error{f' (now: {errors})' if errors else ''}", not errors),
    )
    if "check" not in case.seen:
        return Task("check", "not_started", "not checked yet", points)
    return Task("check", "needs" if errors else "done", told, points)


def _sign_off(case: Standing, plan: _Plan, check: Task) -> Task:
    made = case.book.sign_off
    errors = _found(case, "error")
    points = (
        Point("There is an intervention", bool(plan.adopted)),
        Point("No finding is an error", not errors),
        Point("The plan is signed, and nothing in plan or facts was added since", bool(made and made.stands)),
    )
    back = returned(case.book)
    if made and made.stands and back is None:
        return Task("sign_off", "done", f"signed by {made.entry.author}, entry {made.entry.number}", points)
    if back is not None:
        return Task("sign_off", "look_again", f"returned by {back.entry.author}, entry {back.number}", points)
    if made:
        return Task(
            "sign_off", "look_again", f"signed at entry {made.entry.number}; {len(made.voided_by)} added since", points
        )
    if not plan.adopted:
        why = "waits for tactics"
    elif errors:
        why = f"{_count(errors, 'error')} in the way"
    else:
        why = "the SRO signs, not you" if case.live else "ready to be signed"
    return Task("sign_off", "not_started", why, points)  # fmt: skip


def _left_out(case: Standing, plan: _Plan) -> Task:
    """Whether a P stays undeveloped or parked, and why."""
    left = [f"{p.capitalize()}, decision {number}" for p, number in plan.left.items()]
    points = tuple(
        Point(f"{p.capitalize()} has an intervention, or a reason why it has none", p not in plan.empty)
        for p in PILLARS
    )
    if not plan.empty:
        return Task(
            LEFT_OUT, "done" if left else "not_applicable", listed(left) or f"all {len(PILLARS)} are developed", points
        )
    why = f"{listed(left)}; {_empty(plan.empty)}" if left else _empty(plan.empty)
    return Task(LEFT_OUT, "needs" if left else "not_started", why, points)  # fmt: skip


# -- what they rest on --------------------------------------------------------------------------------------------------


def _with_drafts(task: Task, case: Standing) -> Task:
    """The task with what is half typed for it; one that is not started is opened by it."""
    mine = {name: text for name, text in case.drafts.items() if name.partition(":")[0] in TASKS[task.id][3]}
    if not mine:
        return task
    words = sum(len(text.split()) for text in mine.values())
    subject = next(iter(mine)).split(":")[1]
    state = "opened" if task.state == "not_started" else task.state
    return replace(task, state=state, to=task.to or subject, drafts=words)


def _contradicted(case: Standing) -> list[str]:
    """The facts that are recorded in two ways, so that neither counts."""
    profile, grading = case.book.profile, case.library.grading
    every = [("group", profile.group)]
    every += [(f"{c}/{one.id}", one.facts) for c, found in profile.members.items() for one in found]
    return [
        f"{owner}.{name}"
        for owner, facts in every
        for name, records in facts.items()
        if settle(records, grading, duty=False).contradicted
    ]


def _moved(case: Standing, decided: Sequence[tuple[Entry, Decision]]) -> list[tuple[str, str]]:
    """The tactics, title and id, that speak for another decision now: one adopted for which less speaks, one turned down or put
    off for which more does."""
    if case.found is None:
        return []
    now = {one.tactic.id: one.outcome for one in case.found.tactics}
    found = []
    for entry, made in decided:
        basis = _basis(entry)
        if basis is None:
            continue
        gained = STRENGTH.get(now.get(made.tactic, ""), 0) - STRENGTH[basis.outcome]
        if gained and DECISIONS[made.kind].adopts == (gained < 0):
            tactic = case.library.tactics.get(made.tactic)
            found.append((tactic.title if tactic else made.tactic, made.tactic))
    return found


def _found(case: Standing, severity: str) -> int:
    """How many findings of a severity the review has that nobody has accepted."""
    return sum(one.severity == severity for one in case.review.open) if case.review else 0


def _basis(entry: Entry) -> Basis | None:
    return entry.said.content.basis if entry.said and isinstance(entry.said.content, Decided) else None


def _duties_open(case: Standing, decided: Iterable[tuple[Entry, Decision]]) -> list[str]:
    """The titles of the duties that are certain and not decided on."""
    if case.found is None:
        return []
    settled = {made.tactic for _, made in decided}
    return [
        one.tactic.title
        for one in case.found.tactics
        if one.tactic.duty and one.outcome == "certain" and one.tactic.id not in settled
    ]


def _empty(pillars: Sequence[str]) -> str:
    """ "Prevent and Prepare are empty"."""
    named = listed([p.capitalize() for p in pillars])
    return (
        "all 4 Ps are empty"
        if len(pillars) == len(PILLARS)
        else f"{named} {'is' if len(pillars) == 1 else 'are'} empty"
    )


def _count(many: int, one: str, more: str = "") -> str:
    return f"{many} {one if many == 1 else more or f'{one}s'}"

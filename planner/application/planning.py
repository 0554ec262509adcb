"""Drafting a 4P plan from a recommendation: everything in it is a proposal, and the LRO's to decide.

An unstored case gets every duty; then, by rank, three certain tactics for each P (possible ones, marked, where there
are fewer); then what guardrails require beside them. What is ruled out or blocked is listed with the reason.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.application.examples import SIDES, Examples, Objective, TrajectoryReason
from planner.application.needing import ANYONE, Gap, NeedToKnow, easiest_way
from planner.application.recommending import Recommendation, Recommended, Recommender
from planner.domain.casebook import Casebook
from planner.domain.decisions import TACTIC_KINDS
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.tactic import PILLARS, Pillar
from planner.domain.vocabulary import Scalar
from planner.engine.explain import Question

TACTICS_FOR_EACH_P = 3
DAYS_TO_START = {"days": 14, "weeks": 28, "months": 56, "years": 84}
UNKNOWN_TIER_MONTHS = 1
MOST_REQUIREMENTS = 20


@dataclass(frozen=True)
class Proposed:
    """One intervention put forward: the tactic as recommended, and why it is in the draft."""

    found: Recommended
    because: str
    due: date

    @property
    def certain(self) -> bool:
        """Whether every fact it needs is known."""
        return self.found.outcome == "certain"


@dataclass(frozen=True)
class Requirement:
    """One line of the intelligence requirement: what to find out, of whom, by which open way, and what it would drive."""

    question: Question
    holders: tuple[str, ...]
    method: str
    drives: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A complete draft 4P plan. `interventions`, `objectives` and `leads` are by P; `gaps` says why a P stays empty."""

    recommendation: Recommendation
    marking: str
    review_on: date
    review_because: str
    scores: tuple[tuple[str, str], ...]
    visions: tuple[str, ...]
    aims: tuple[str, ...]
    aims_of: dict[Pillar, tuple[str, ...]]
    trajectory: str
    trajectory_reasons: tuple[TrajectoryReason, ...]
    approaches: tuple[str, ...]
    leads: dict[Pillar, tuple[str, ...]]
    objectives: dict[Pillar, tuple[Objective, ...]]
    interventions: dict[Pillar, tuple[Proposed, ...]]
    gaps: dict[Pillar, str]
    requirements: tuple[Requirement, ...]
    also_fits: tuple[Recommended, ...]
    considered: tuple[Recommended, ...]
    decisions: tuple[str, ...]
    unmet: tuple[str, ...]
    book: Casebook | None = None
    record_line: str = ""

    @property
    def titled(self) -> str:
        """A plan once it is signed off and nothing has changed since; a draft until then."""
        signed = self.book.sign_off if self.book else None
        return "4P plan" if signed and signed.stands else "Draft 4P plan"


def draft(recommender: Recommender, profile: Profile, book: Casebook | None = None, record_line: str = "") -> Draft:
    """A draft plan: all proposals for a case that has no record; with its `book`, the plan as decided and proposals for
    what is missing. Raises EnginesDisagree."""
    found = recommender.recommend(profile)
    examples = Examples(recommender, profile)
    settled = {made.tactic for _, made in book.decided(*TACTIC_KINDS)} if book else set()
    proposed, unmet = _proposals(found, settled)
    by_pillar: dict[Pillar, tuple[Proposed, ...]] = {
        p: tuple(one for one in proposed if one.found.tactic.pillar == p) for p in PILLARS
    }
    months, because = _review_interval(profile, recommender.library)
    reasons = examples.trajectory_reasons()
    return Draft(
        recommendation=found,
        marking="OFFICIAL-SENSITIVE",
        review_on=review_clock(book, recommender.library).due if book else months_later(found.as_of, months),
        review_because=because,
        scores=tuple(_scores(profile, recommender.library)),
        visions=examples.visions(),
        aims=examples.aims("overall"),
        aims_of={p: examples.aims(p) for p in PILLARS},
        trajectory=_trajectory(reasons),
        trajectory_reasons=reasons,
        approaches=tuple(one.text for kind in ("approach", "presumption") for one in examples.holding(kind)),
        leads={p: examples.leads(p) for p in PILLARS},
        objectives={p: examples.objectives(p) for p in PILLARS},
        interventions=by_pillar,
        gaps={p: _gap(found, p) for p in PILLARS if not by_pillar[p]},
        requirements=_requirements(found, proposed, recommender.library, NeedToKnow(recommender).gaps(profile)),
        also_fits=tuple(
            one
            for one in found.tactics
            if one.outcome == "certain" and one.tactic.id not in {p.found.tactic.id for p in proposed} | settled
        ),
        considered=tuple(one for one in found.tactics if not one.offered and one.tactic.id not in settled),
        decisions=tuple(one.text for one in recommender.library.planning if one.kind == "decision"),
        unmet=unmet,
        book=book,
        record_line=record_line,
    )


def _trajectory(reasons: Sequence[TrajectoryReason]) -> str:
    """How many reasons of each column known facts bear out: a count to argue from, not a weight."""
    sides = {side: [one for one in reasons if one.reason_for == side] for side in SIDES}
    borne = {side: sum(one.holds == "yes" for one in listed) for side, listed in sides.items()}
    told = " and ".join(f"{borne[side]} of {len(listed)} reasons for {side}" for side, listed in sides.items())
    gap = borne["investigation"] - borne["disruption"]
    lean = "close" if abs(gap) < 2 else f"more for {'investigation' if gap > 0 else 'disruption'}"
    return f"{told} ({lean})"


def _proposals(found: Recommendation, settled: set[str]) -> tuple[list[Proposed], tuple[str, ...]]:
    """What is put forward. What the officer has `settled` on is never put forward again; what was adopted counts."""
    chosen: dict[str, Proposed] = {}
    served = Counter(one.pillar for one in (found.profile.plan.interventions if found.profile.plan else ()))

    def add(one: Recommended, because: str) -> None:
        days = 0 if one.tactic.duty else DAYS_TO_START[one.tactic.time_to_effect]
        chosen.setdefault(one.tactic.id, Proposed(one, because, found.as_of + timedelta(days=days)))

    for one in found.tactics:
        if one.tactic.duty and one.offered and one.tactic.id not in settled:
            add(one, "a duty" if one.outcome == "certain" else "a duty, if the open questions are answered so")
    for pillar in PILLARS:
        mine = [
            one
            for one in found.tactics
            if one.tactic.pillar == pillar and one.offered and not one.tactic.duty and one.tactic.id not in settled
        ]
        wanted = max(TACTICS_FOR_EACH_P - served[pillar], 0)
        certain = [one for one in mine if one.outcome == "certain"][:wanted]
        possible = [one for one in mine if one.outcome == "possible" and one.sign]
        if wanted and not certain and not possible:
            possible = [one for one in mine if one.outcome == "possible"][:1]
        for one in certain:
            add(one, "fits the facts")
        for one in possible[: wanted - len(certain)]:
            add(one, "might fit: answer its questions first")
    unmet = _add_required(found, chosen, add, settled)
    return sorted(chosen.values(), key=lambda one: one.found.rank), unmet


def _add_required(
    found: Recommendation,
    chosen: dict[str, Proposed],
    add: Callable[[Recommended, str], None],
    settled: set[str],
) -> tuple[str, ...]:
    """What guardrails want beside what is chosen, and beside that in turn; what cannot be had is told."""
    results = {one.tactic.id: one for one in found.tactics}
    unmet: dict[str, None] = {}
    todo = list(chosen.values())
    while todo:
        proposed = todo.pop(0)
        guardrails = [
            *proposed.found.guardrails,
            *(g for subject in proposed.found.subjects for g in subject.guardrails),
        ]
        for guardrail in guardrails:
            for wanted in guardrail.requires:
                beside = results.get(wanted)
                if wanted in chosen or wanted in settled or beside is None:
                    continue
                if beside.offered:
                    add(beside, f"the rule {guardrail.rule} asks for it beside “{proposed.found.tactic.title}”")
                    todo.append(chosen[wanted])
                else:
                    asked = f"“{beside.tactic.title}” is asked for beside “{proposed.found.tactic.title}” ({guardrail.rule})"
                    unmet[f"{asked}, but is {beside.outcome.replace('_', ' ')}."] = None
    return tuple(unmet)


def _gap(found: Recommendation, pillar: Pillar) -> str:
    ruled = [one for one in found.tactics if one.tactic.pillar == pillar]
    return f"No tactic of this P fits the facts recorded ({len(ruled)} considered). If it stays empty, record why."


def _requirements(
    found: Recommendation, proposed: list[Proposed], library: Library, gaps: Sequence[Gap]
) -> tuple[Requirement, ...]:
    """What to find out: what the proposals and their guardrails wait for, then what else is needed, by its worth."""
    drives: dict[str, list[str]] = {}
    asked: dict[str, Question] = {}
    waited: set[str] = set()

    def ask(question: Question, title: str) -> None:
        asked.setdefault(question.fact, question)
        drives.setdefault(question.fact, []).append(title)

    for one in proposed:
        questions = [q for g in one.found.guardrails for q in found.guardrail_questions.get(g.rule, ())]
        for question in (*one.found.questions, *questions):
            ask(question, one.found.tactic.title)
            waited.add(question.fact)
    for gap in gaps:
        if gap.need == "need_to_know":
            for tactic in gap.settles or (t for tactics in gap.beside.values() for t in tactics):
                ask(Question(gap.fact, gap.question), library.tactics[tactic].title)
    order = {gap.fact: n for n, gap in enumerate(gaps)}
    ordered = sorted(asked.values(), key=lambda q: (q.fact not in waited, order.get(q.fact, len(order)), q.fact))
    kept = ordered[: max(MOST_REQUIREMENTS, len(waited))]
    return tuple(_requirement(q, library, tuple(dict.fromkeys(drives[q.fact]))) for q in kept)


def _requirement(question: Question, library: Library, drives: tuple[str, ...]) -> Requirement:
    holders = _holders(question, library)
    return Requirement(question, holders, easiest_way(holders, library), drives)


def _holders(question: Question, library: Library) -> tuple[str, ...]:
    owner, _, name = question.fact.partition(".")
    fact = library.vocabulary.find(owner.partition("/")[0], name)
    return fact.holders if fact else ANYONE


def _review_interval(profile: Profile, library: Library) -> tuple[int, str]:
    tier = _recorded(profile, library, "tier")
    for rule in library.planning:
        if rule.kind == "review_interval" and rule.tier == tier and rule.months:
            return rule.months, rule.text
    return UNKNOWN_TIER_MONTHS, "The tier is not recorded: the shortest interval is taken until it is."


def months_later(day: date, months: int) -> date:
    """The same day some months on, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class ReviewClock:
    """When a stored case is next to be reviewed and why then; `last` is the day of the last review, or of the opening."""

    due: date
    because: str
    last: date

    def late(self, today: date) -> bool:
        """Whether that day has gone by."""
        return today > self.due


def review_clock(book: Casebook, library: Library) -> ReviewClock:
    """The next review of a stored case: from its tier, counted from the last review held or from its opening."""
    months, because = _review_interval(book.profile, library)
    held = book.last_review or book.entries[0]
    return ReviewClock(months_later(held.made_at.date(), months), because, held.made_at.date())


def _recorded(profile: Profile, library: Library, fact: str) -> Scalar | None:
    """The value that counts of a single group fact."""
    record = profile.settled(f"group.{fact}", library.grading)
    return None if record is None or record.absent or isinstance(record.value, tuple) else record.value


def _scores(profile: Profile, library: Library) -> Iterable[tuple[str, str]]:
    """What others have scored, as recorded; never worked out here."""
    for scheme in library.scoring:
        name = scheme.fact.partition(".")[2]
        fact = library.vocabulary.find("group", name)
        if fact is not None:
            record = profile.settled(f"group.{name}", library.grading)
            grade = f" (graded {record.grade})" if record and record.grade else ""
            yield scheme.says, library.wording.value(fact, _recorded(profile, library, name)) + grade


def authority(found: Recommended) -> str:
    """Who must authorise a tactic, with the rank and the forum where there are any."""
    told = found.tactic.authorisation
    parts = (told.who, told.rank and f"rank: {told.rank}", found.tactic.forum and f"forum: {found.tactic.forum}")
    return "; ".join(part for part in parts if part)

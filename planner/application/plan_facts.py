"""The plan's own facts that a review reads: what the record shows, and what shows only when it is laid against the library, the
recommendation of the day and the calendar.

Which of them is a finding is for the rules. Where only a record can tell, a plan without one leaves the fact unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from planner.application.meeting import agency_of
from planner.application.planning import TACTICS_FOR_EACH_P, months_later, review_clock
from planner.application.recommending import Recommendation, Recommended
from planner.application.saying import reason_faults
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import TACTIC_KINDS, Decision
from planner.domain.entries import Entry
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.plan import Counted, PlanFacts, RecordedPlan, Spot, plan_counts
from planner.domain.plan_gaps import in_plan, pending, record_counts
from planner.domain.profile import FactRecord, Profile, settle
from planner.domain.tactic import PILLARS, Tactic

# A fact that speaks for a tactic and is older than this is worth asking about again.
STALE_MONTHS = 12
SAFEGUARDS = frozenset(("safeguards_children", "safeguards_users", "vulnerability_check"))
REMOVALS = frozenset(("leader_removal", "big_seizure"))
HOLDS = frozenset(("hold_measure", "watch_rivals"))
SAFEGUARDING_WORDS = re.compile(
    r"safeguard\w*|child protection|strategy (meeting|discussion)|referral mechanism|\bNRM\b|welfare (check|visit|concern)",
    re.I,
)
# What turns them into their opposite: "no need for safeguarding", "a welfare visit is not needed".
DENIED_BEFORE = re.compile(r"\b(no|not|without)(\s+[\w'’-]+){0,3}\s+$", re.I)
DENIED_AFTER = re.compile(r"^\w*(\s+(is|was|are|were|visit|check))*\s+(not\b|un(needed|necessary)\b)", re.I)
# Under which Ps somebody is kept safe by work in the officer's own words.
KEEPING_SAFE = ("protect", "prevent", "prepare")
INVESTIGATOR_WORDS = re.compile(r"financial investigat", re.I)
# Words shorter than this say too little for two texts to be about the same.
TELLING_LETTERS = 5

FactsBehind = Callable[[str], frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Planned:
    """One intervention of the plan beside what is recommended of its tactic; `found` is nothing for an idea of the LRO's own
    and for a tactic that is not offered any more."""

    number: int
    decision: Decision
    tactic: Tactic | None
    found: Recommended | None

    def spot(self, note: str = "") -> Spot:
        """Where it stands: its entry, or its tactic in a plan without a record."""
        return Spot(self.number, tactic="" if self.number else self.decision.tactic, note=note)

    def has(self, traits: frozenset[str]) -> bool:
        """Whether its tactic is of one of these kinds."""
        return self.tactic is not None and not traits.isdisjoint(self.tactic.traits)


def plan_facts(
    profile: Profile,
    book: Casebook | None,
    found: Recommendation | None,
    library: Library,
    as_of: date,
    behind: FactsBehind,
) -> PlanFacts:
    """Everything that can be counted of a plan; `behind` names the facts that a condition of the library rests on."""
    counted = plan_counts(profile.plan)
    if found is not None:
        counted |= _standing(_of_plan(profile, found) if book is None else _matched(pending(book), found))
    if book is not None and found is not None:
        known = partial(profile.knows, grading=library.grading)
        counted |= record_counts(book, as_of, known) | _Laid(profile, book, found, library, as_of, behind).counts()
    return PlanFacts(counted)


def _matched(adopted: Iterable[Adopted], found: Recommendation) -> tuple[Planned, ...]:
    """Interventions beside what is recommended of them."""
    return tuple(_planned(one.number, one.decision, found) for one in adopted)


def _of_plan(profile: Profile, found: Recommendation) -> tuple[Planned, ...]:
    """The same of a plan without a record."""
    if profile.plan is None or isinstance(profile.plan, RecordedPlan):
        return ()
    kinds = [Decision(kind="select", tactic=one.tactic) for one in profile.plan.interventions if one.tactic]
    return tuple(_planned(0, made, found) for made in kinds)


def _planned(number: int, made: Decision, found: Recommendation) -> Planned:
    return Planned(number, made, found.library.tactics.get(made.tactic), found.unranked.get(made.tactic))


def _standing(planned: tuple[Planned, ...]) -> dict[str, Counted]:
    """How the tactics of the plan stand today: blocked, ruled out, not in law."""
    told: dict[str, list[Spot]] = {
        name: [] for name in ("blocked_count", "ruled_out_count", "not_in_force_count", "unchecked_law_count")
    }
    for one in planned:
        if one.found is None:
            if one.decision.tactic:
                told["blocked_count"].append(one.spot("not offered any more"))
            continue
        if one.found.lawful is LawStatus.UNCHECKED:
            told["unchecked_law_count"].append(one.spot())
        if not one.found.lawful.usable:
            told["not_in_force_count"].append(one.spot())
        elif one.found.outcome == "blocked" and one.decision.kind != "override":
            told["blocked_count"].append(one.spot())
        elif one.found.outcome == "ruled_out":
            told["ruled_out_count"].append(one.spot())
    return {name: tuple(spots) for name, spots in told.items()}


@dataclass(frozen=True)
class _Laid:
    """A recorded plan laid against what is recommended today."""

    profile: Profile
    book: Casebook
    found: Recommendation
    library: Library
    as_of: date
    behind: FactsBehind

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """All that is or was done."""
        return _matched(in_plan(self.book), self.found)

    @cached_property
    def pending(self) -> tuple[Planned, ...]:
        """What is still to be done."""
        return _matched(pending(self.book), self.found)

    @cached_property
    def settled(self) -> set[str]:
        """The tactics of which something stands decided."""
        return {made.tactic for _, made in self.book.decided(*TACTIC_KINDS)}

    def counts(self) -> dict[str, Counted]:
        """Everything that is counted here."""
        return {
            "unmet_guardrail_count": tuple(self._unmet_guardrails()),
            "unsettled_tactic_count": tuple(self._unsettled()),
            "stale_count": tuple(self._resting_on(self._stale)),
            "weak_count": tuple(self._resting_on(self._weak)),
            "unreasoned_override_count": self._unreasoned("override"),
            "unreasoned_disruption_count": self._unreasoned("disruption"),
            "unreasoned_trajectory_count": self._unreasoned("trajectory"),
            "untargeted_count": tuple(one.spot() for one in self.pending if self._untargeted(one)),
            "safeguarding_count": sum(self._safeguards(one) for one in self.planned),
            "unheld_removal_count": self._unheld(),
            "investigator_considered": self._investigator_considered(),
            "unanswered_overt_count": self._unanswered_overt(),
            "unbased_sharing_count": tuple(self._unbased_sharing()),
            "unrequired_gap_count": tuple(self._unrequired()),
            "place_served": self._place_served(),
            "review_late": not self.book.standing("close") and review_clock(self.book, self.library).late(self.as_of),
        }

    # -- against the recommendation -----------------------------------------------------------------------------------

    def _unmet_guardrails(self) -> Iterator[Spot]:
        """Interventions that a guardrail wants others beside, of which nothing is decided."""
        for one in self.pending:
            if one.found is None:
                continue
            aimed = [subject for subject in one.found.subjects if not one.decision.on or subject.ref in one.decision.on]
            shown = (*one.found.guardrails, *(guardrail for subject in aimed for guardrail in subject.guardrails))
            wanted = dict.fromkeys(
                each for guardrail in shown for each in guardrail.requires if each not in self.settled
            )
            titles = [self.library.tactics[each].title for each in wanted if each in self.library.tactics]
            if titles:
                yield one.spot(f"wants beside it: {', '.join(titles)}")

    def _unsettled(self) -> Iterator[Spot]:
        """What was considered and left open: the first that fit in each P, and what was decided once and taken back."""
        for pillar in PILLARS:
            certain = [(place, one) for place, one in self.found.certain if one.tactic.pillar == pillar]
            for place, one in certain[:TACTICS_FOR_EACH_P]:
                if one.tactic.id not in self.settled:
                    yield Spot(tactic=one.tactic.id, note=f"fits, place {place}")
        for entry, withdrawn in self.book.decided("withdraw"):
            taken = self.book.entry(withdrawn.target)
            made = self.book.decision_of(taken) if taken else None
            if made and made.kind in TACTIC_KINDS and made.tactic not in self.settled:
                yield Spot(entry.number, note="taken back, and nothing decided since")

    def _unrequired(self) -> Iterator[Spot]:
        """Interventions whose tactic waits for an answer that no requirement or collection asks for."""
        wanted = [made for _, made in self.book.decided("requirement", "collection")]
        asked = [f"{made.text} {made.drives} {made.source}".casefold() for made in wanted]
        facts = {made.fact for made in wanted}
        for one in self.pending:
            if one.found is not None and one.found.outcome == "possible":
                told = [one.found.tactic.title, *(question.text for question in one.found.questions)]
                if any(question.fact in facts for question in one.found.questions):
                    continue
                if not any(one.decision.tactic in text or any(_akin(text, each) for each in told) for text in asked):
                    yield one.spot(f"not known: {one.found.questions[0].text}" if one.found.questions else "not known")

    # -- the facts beneath --------------------------------------------------------------------------------------------

    def _resting_on(self, about: Callable[[Planned, tuple[FactRecord, ...]], str]) -> Iterator[Spot]:
        """Interventions that rest on facts of which `about` has something to say."""
        for one in self.pending:
            if one.found is None or one.found.outcome not in ("certain", "possible"):
                continue
            told = {ref: what for ref, records in self._records(one) if (what := about(one, records))}
            if told:
                yield one.spot("; ".join(f"{ref} {what}" for ref, what in told.items()))

    def _records(self, one: Planned) -> Iterator[tuple[str, tuple[FactRecord, ...]]]:
        """What is recorded of the facts that its condition reads: of the group, and of those it is aimed at."""
        for scope, name in sorted(self.behind(f"tactic:{one.decision.tactic}")):
            if scope == "group":
                yield f"group.{name}", self.profile.group.get(name, ())
                continue
            aimed = {ref for ref in one.decision.on if ref.startswith(f"{scope}/")}
            for member in self.profile.members.get(scope, ()):
                ref = f"{scope}/{member.id}"
                if ref in aimed or not aimed:
                    yield f"{ref}.{name}", member.facts.get(name, ())

    def _stale(self, one: Planned, records: tuple[FactRecord, ...]) -> str:
        """The day of a fact that speaks for it and is old."""
        latest = max((record.on for record in records if record.on), default=None)
        if latest is None or months_later(latest, STALE_MONTHS) >= self.as_of:
            return ""
        counted = settle(records, self.library.grading, duty=False).record
        return f"of {latest}" if counted and counted.meaning else ""

    def _weak(self, one: Planned, records: tuple[FactRecord, ...]) -> str:
        """The grade of a fact that would speak for it and is too weak to count; a certain tactic needs it only as a duty."""
        if one.found is None or (one.found.outcome == "certain" and not one.found.weak):
            return ""
        speaking = [record for record in records if record.meaning]
        settled = settle(records, self.library.grading, duty=False)
        if not speaking or settled.record is not None:
            return ""
        return "contradicted" if settled.contradicted else f"graded {speaking[-1].grade}"

    # -- the decisions ------------------------------------------------------------------------------------------------

    def _unreasoned(self, kind: str) -> tuple[Spot, ...]:
        """Decisions of a kind with no reason, or with what would not be taken for one today."""
        return tuple(Spot(entry.number) for entry in self.book.standing(kind) if not _reasoned(entry))

    def _untargeted(self, one: Planned) -> bool:
        """Whether it is aimed at nobody and nothing; a tactic about the group as a whole need not be, nor work of the officer's own
        for everybody who lives or trades there."""
        if one.decision.on:
            return False
        if not one.decision.tactic:
            return one.decision.pillar == "pursue"
        return one.tactic is None or one.tactic.on is not None

    def _safeguards(self, one: Planned) -> bool:
        if one.tactic is not None:
            return one.tactic.duty or one.has(SAFEGUARDS)
        told = (one.decision.text, one.decision.objective)
        return one.decision.pillar in KEEPING_SAFE and any(_speaks_of_safeguarding(text) for text in told)

    def _unheld(self) -> tuple[Spot, ...]:
        """Removals of leaders and large seizures in a plan with nothing else to hold the ground."""
        others = [one for one in self.planned if not one.has(REMOVALS)]
        if any(one.has(HOLDS) or self._stands_in(one, "hold") for one in others):
            return ()
        return tuple(one.spot() for one in self.planned if one.has(REMOVALS))

    @staticmethod
    def _stands_in(one: Planned, *phases: str) -> bool:
        """Whether it does what the phase it was given is for: a tactic that the menu has there, or work of the officer's own at a
        place, with an owner and a day."""
        if one.decision.phase not in phases:
            return False
        if one.decision.tactic:
            return one.tactic is not None and one.decision.phase in one.tactic.phases
        return _at_a_place(one.decision) and bool(one.decision.owner.strip()) and one.decision.due is not None

    def _investigator_considered(self) -> bool:
        """Whether one is named or known not to be, or a decision speaks of one."""
        if self._known("financial_investigator") is not None:
            return True
        return any(
            INVESTIGATOR_WORDS.search(" ".join((made.text, made.owner, made.name, made.agency, _because(entry))))
            for entry, made in self.book.decided("intervention", "initiative", "requirement", "collection", "response", "lead",
                                                 "partner", "select", "stakeholder", "protocol")
        )  # fmt: skip

    def _unanswered_overt(self) -> tuple[Spot, ...]:
        """Visible action while the SIO was not consulted, or nobody has said so."""
        if self._known("sio_consulted") == "yes":
            return ()
        overt = tuple(one.spot() for one in self.pending if one.has(frozenset(("overt",))))
        planned = self._known("overt_action_planned") is True or self._known("strike_planned") is True
        return overt or ((Spot(ref="group.overt_action_planned"),) if planned else ())

    def _unbased_sharing(self) -> Iterator[Spot]:
        """Sharing without a lawful basis; and each agency that leads or was asked by name while nothing is decided on sharing with
        it, unless an agreement covers them all."""
        shared = self.book.decided("share")
        yield from (Spot(entry.number) for entry, made in shared if made.state == "yes" and not made.basis.strip())
        if self._known("sharing_agreement") is True:
            return
        settled = {self._agency(made.agency) for _, made in shared}
        told = [(entry.number, made.agency) for entry, made in self.book.decided("partner")]
        told += [(entry.number, sent.agency) for entry, sent in self.book.requests() if sent.agency]
        for number, name in told:
            if (agency := self._agency(name)) not in settled:
                settled.add(agency)
                yield Spot(number, note=f"nothing decided on sharing with {name.strip()}")

    def _agency(self, name: str) -> str:
        """An agency by what it is, however it is written."""
        bare = " ".join(name.casefold().split()).removeprefix("the ")
        return agency_of(bare, self.library) or bare

    def _place_served(self) -> bool:
        """Whether something is aimed at a place or holds or builds one, or it was decided not to work from the place."""
        if any(made.state == "no" for _, made in self.book.decided("place-based")):
            return True
        return any(
            self._stands_in(one, "hold", "build")
            or _at_a_place(one.decision)
            or (one.tactic is not None and one.tactic.on == "places")
            for one in self.planned
        )

    def _known(self, name: str) -> object:
        record = self.profile.settled(f"group.{name}", self.library.grading)
        return record.meaning if record else None


def _at_a_place(made: Decision) -> bool:
    return any(ref.startswith("places/") for ref in made.on)


def _speaks_of_safeguarding(text: str) -> bool:
    """Whether a text says that somebody is kept safe, and not that nobody need be."""
    return any(
        not DENIED_BEFORE.search(text[: found.start()]) and not DENIED_AFTER.search(text[found.end() :])
        for found in SAFEGUARDING_WORDS.finditer(text)
    )


def _because(entry: Entry) -> str:
    return entry.said.because if entry.said else ""


def _reasoned(entry: Entry) -> bool:
    return not reason_faults("", _because(entry))


def _akin(text: str, other: str) -> bool:
    """Whether two texts share two telling words, or the one there is: by their first letters, so that endings do not matter."""
    words, others = (
        {w[:TELLING_LETTERS] for w in re.findall(r"[^\W\d_]{5,}", one.casefold())} for one in (text, other)
    )
    return bool(others) and len(words & others) >= min(2, len(others))

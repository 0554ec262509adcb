"""A case as its record tells it: the facts, the plan as decided, what was done, and how complete the written record is.

Built by reading the entries in order. Nothing is ever taken out: an entry that another supersedes stays, marked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from planner.domain.decisions import DECISIONS, REMARKS, TACTIC_KINDS, Decision
from planner.domain.entries import Decided, Entry, Exported, Keeping, Learned, LookedInto, Opened, Signed
from planner.domain.plan import Intervention, Plan, RecordedPlan
from planner.domain.profile import FactRecord, Member, Profile
from planner.domain.tactic import PILLARS
from planner.domain.vocabulary import COLLECTIONS

Records = dict[str, tuple[FactRecord, ...]]
# What happens to an intervention that makes the plan another one.
ENDED = ("not_done", "handed_over")
SCORES = ("band", "tier", "p_band", "morile_score")


@dataclass(frozen=True)
class Adopted:
    """An intervention or objective of the plan, or an action agreed at a meeting: the entry that adopted it (the first one gives
    its number), and its life since."""

    number: int
    entry: Entry
    decision: Decision
    progress: tuple[Entry, ...] = ()

    @property
    def state(self) -> str:
        """Where it stands: proposed until it is tasked, and again when it is taken up anew after it was given up."""
        last = _decision(self.progress[-1]) if self.progress else None
        if last is None or (last.state in ENDED and self.entry.number > self.progress[-1].number):
            return "proposed"
        return last.state

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done about it here."""
        return self.state in ("done", *ENDED)


@dataclass(frozen=True)
class AlwaysRecord:
    """One of the nine decisions that the guidance asks always to record, and whether it is; `lacking`: what of it is not."""

    id: str
    says: str
    state: str
    numbers: tuple[int, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignOff:
    """The last sign-off, and what has changed since; it stands only while nothing has. `same`: the plan, facts and library still
    come to the fingerprint that was signed; a later entry may rest on another library and change nothing else."""

    entry: Entry
    signed: Signed
    voided_by: tuple[int, ...] = ()
    same: bool = True

    @property
    def stands(self) -> bool:
        """Whether what was signed is what there is."""
        return self.same and not self.voided_by


@dataclass(frozen=True)
class Casebook:
    """Everything the record of one case says, as it stands after its last entry."""

    entries: list[Entry]
    superseded: Mapping[int, int]
    _facts: _Facts

    # -- what the entries say -----------------------------------------------------------------------------------------

    def standing(self, *kinds: str) -> list[Entry]:
        """The entries of some kinds that nothing has taken the place of, in order."""
        return [one for one in self.entries if one.kind in kinds and one.number not in self.superseded]

    def decided(self, *kinds: str) -> list[tuple[Entry, Decision]]:
        """The decisions of some kinds that stand."""
        return [(one, made) for one in self.standing(*kinds) if (made := _decision(one)) is not None]

    @property
    def lro(self) -> tuple[str, ...]:
        """Who leads the plan as a whole."""
        return tuple(made.name for _, made in self.decided("lead") if made.pillar == "overall")

    def entry(self, number: int) -> Entry | None:
        """The entry with that number."""
        return self.entries[number - 1] if 1 <= number <= len(self.entries) else None

    def decision_of(self, entry: Entry) -> Decision | None:
        """What an entry decides, or nothing."""
        return _decision(entry)

    def taken_by(self, decision: Decision) -> Entry | None:
        """The standing decision whose place this one would take, or nothing."""
        if decision.kind == "withdraw":
            return self.entry(decision.target)
        kind = DECISIONS[decision.kind]
        if kind.one_per is None:
            return None
        kinds: tuple[str, ...] = TACTIC_KINDS if decision.kind in TACTIC_KINDS else (decision.kind,)
        if decision.kind in ("undeveloped", "park"):
            kinds = ("undeveloped", "park")
        for entry, made in self.decided(*kinds):
            if all(getattr(made, name) == getattr(decision, name) for name in kind.one_per):
                return entry
        return None

    @property
    def head(self) -> str:
        """The head after the last entry, or nothing when there is none."""
        return self.entries[-1].head if self.entries else ""

    @property
    def library(self) -> str:
        """The digest of the library that the last entry rests on."""
        return next((one.said.library for one in reversed(self.entries) if one.said and one.said.library), "")

    @property
    def disposed(self) -> bool:
        """Whether the case has been disposed of: its entries say nothing more."""
        return any(one.said is None for one in self.entries)

    # -- the case and its plan ----------------------------------------------------------------------------------------

    @cached_property
    def profile(self) -> Profile:
        """The facts as the entries leave them, with the plan that counts for review."""
        return self._facts.profile(self.plan)

    @cached_property
    def plan(self) -> Plan:
        """The plan as far as rules read it."""
        visions = [made.text for _, made in self.decided("vision")]
        adopted = [one for one in self.interventions if one.state != "not_done"]
        return RecordedPlan(
            vision=visions[-1] if visions else "",
            aims={made.pillar: made.text for _, made in self.decided("aim") if made.pillar in PILLARS},
            leads={made.pillar: made.name for _, made in self.decided("lead") if made.pillar in PILLARS},
            undeveloped={
                made.pillar: entry.said.because if entry.said else ""
                for entry, made in self.decided("undeveloped", "park")
            },
            interventions=tuple(_as_planned(one.decision) for one in adopted),
            parked=tuple(made.pillar for _, made in self.decided("park")),
            missing=tuple(one.id for one in self.always_record() if one.state == "missing"),
        )

    @cached_property
    def interventions(self) -> tuple[Adopted, ...]:
        """Every intervention that stands in the plan, with its life so far."""
        kinds = [one.id for one in DECISIONS.values() if one.adopts]
        return self._lived(kinds)

    @cached_property
    def actions(self) -> tuple[Adopted, ...]:
        """Every action agreed at a meeting that stands, with its life so far."""
        return self._lived(["action"])

    @cached_property
    def objectives(self) -> tuple[Adopted, ...]:
        """Every objective that stands, with its life so far."""
        return self._lived(["objective"])

    def unanswered(self) -> list[tuple[Entry, Decision]]:
        """The lines of the collection plan to which no response has come back on the same fact."""
        answered = {made.fact for _, made in self.decided("response") if made.fact}
        return [(entry, made) for entry, made in self.decided("collection") if made.fact not in answered]

    def _lived(self, kinds: Iterable[str]) -> tuple[Adopted, ...]:
        lives: dict[int, list[Entry]] = {}
        for entry, made in self.decided("progress"):
            lives.setdefault(self.first_of(made.target), []).append(entry)
        return tuple(
            Adopted(first, entry, made, tuple(lives.get(first, ())))
            for entry, made in self.decided(*kinds)
            for first in [self.first_of(entry.number)]
        )

    def first_of(self, number: int) -> int:
        """The number an intervention or objective was first adopted under, or an action agreed, followed back through what each entry
        took the place of."""
        first = number
        entry = self.entry(number)
        while entry is not None and (made := _decision(entry)):
            if DECISIONS[made.kind].lives:
                first = entry.number
            before = entry.said.supersedes if entry.said else 0
            earlier = self.entry(before) if before < entry.number else None
            was = _decision(earlier) if earlier else None
            if was is None or made.tactic != was.tactic or (not made.tactic and made.kind != was.kind):
                break
            entry = earlier
        return first

    # -- digests and sign-off -----------------------------------------------------------------------------------------

    @cached_property
    def facts_digest(self) -> str:
        """The facts in one number: the same when and only when they are the same."""
        return digest_of(self.profile)

    def fingerprint(self) -> str:
        """What a sign-off is bound to: the plan as decided, the facts and the library it rests on."""
        decisions = [
            [one.number, one.kind, one.said.model_dump(mode="json", exclude_defaults=True) if one.said else None]
            for one in self.entries
            if one.number not in self.superseded and self.plans(one)
        ]
        told = json.dumps([decisions, self.facts_digest, self.library], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()

    def plans(self, entry: Entry) -> bool:
        """Whether an entry is part of the plan that is signed off. What is said about the plan is not, nor is taking back what is
        no part of it."""
        made = _decision(entry)
        if made is None:
            return False
        if made.kind == "withdraw":
            taken = self.entry(made.target)
            return taken is not None and taken.number < entry.number and self.plans(taken)
        of = self.entry(made.target) if made.kind == "progress" else None
        return DECISIONS[made.kind].plans or (made.state in ENDED and (of is None or of.kind != "action"))

    @property
    def sign_off(self) -> SignOff | None:
        """The last sign-off, with what was written to plan or facts after it, and what took back an acceptance that it rested on."""
        for entry in reversed(self.entries):
            if entry.said and isinstance(entry.said.content, Signed):
                since = [
                    one.number
                    for one in self.entries[entry.number :]
                    if self.plans(one)
                    or self._takes_acceptance(one, entry.number)
                    or (one.said and isinstance(one.said.content, Learned | LookedInto))
                ]
                same = entry.said.content.fingerprint == self.fingerprint()
                return SignOff(entry, entry.said.content, tuple(since), same)
        return None

    def _takes_acceptance(self, entry: Entry, signed: int) -> bool:
        """Whether an entry takes back that a finding was accepted before the plan was signed off."""
        made = _decision(entry)
        taken = self.entry(made.target) if made and made.kind == "withdraw" else None
        return taken is not None and taken.kind == "accept" and taken.number < signed and is_remark(_decision(taken))

    # -- keeping, reviewing, scoring ----------------------------------------------------------------------------------

    @property
    def keeping(self) -> tuple[bool, date | None]:
        """Whether the case is held, and until when it is kept."""
        held, until = False, None
        for one in self.entries:
            if one.said and isinstance(one.said.content, Keeping):
                act = one.said.content
                held = {"hold": True, "release": False}.get(act.act, held)
                until = act.until if act.act == "keep_until" else until
        return held, until

    @property
    def last_review(self) -> Entry | None:
        """The last review held, or nothing."""
        held = self.standing("review")
        return held[-1] if held else None

    def scores(self) -> list[tuple[str, Entry, FactRecord]]:
        """How others have scored the threat over time, as recorded; never worked out here."""
        return [
            (one.said.content.ref.partition(".")[2], one, one.said.content.record)
            for one in self.entries
            if one.said
            and isinstance(one.said.content, Learned)
            and one.said.content.ref.partition(".")[2] in SCORES
            and one.said.content.record is not None
        ]

    def exports(self) -> list[Entry]:
        """Every export made."""
        return [one for one in self.entries if one.said and isinstance(one.said.content, Exported)]

    def requests(self) -> list[tuple[Entry, Exported]]:
        """Every export of questions to partners."""
        return [
            (one, one.said.content)
            for one in self.entries
            if one.said and isinstance(one.said.content, Exported) and one.said.content.asks
        ]

    def request(self, number: int) -> Exported | None:
        """The questions to partners that went out under that number, or nothing."""
        return next((sent for one, sent in self.requests() if one.number == number), None)

    def replies(self, number: int) -> list[Entry]:
        """The facts that came in reply to a request."""
        return [
            one
            for one in self.entries
            if one.said and isinstance(one.said.content, Learned) and one.said.content.reply_to == number
        ]

    def in_reply(self, learned: Learned) -> str:
        """The request to partners that a fact came in reply to, and who was asked; nothing for one that came otherwise."""
        sent = self.request(learned.reply_to)
        return f"in reply to request {learned.reply_to} ({sent.asked})" if sent else ""

    # -- the nine decisions -------------------------------------------------------------------------------------------

    def always_record(self) -> tuple[AlwaysRecord, ...]:
        """The guidance's nine (section C, Written records): recorded, missing, or not called for and why."""
        adopted = {one.decision.pillar for one in self.interventions if one.state != "not_done"}
        parked = {made.pillar for _, made in self.decided("park")}
        left = {made.pillar for _, made in self.decided("undeveloped", "park")}
        kept = [p for p in PILLARS if p not in parked and (p in adopted or p not in left)]
        aims = {made.pillar for _, made in self.decided("aim")}
        leads = {made.pillar for _, made in self.decided("lead")}
        trajectories = {made.form for _, made in self.decided("trajectory")}
        placed = {made.state for _, made in self.decided("place-based")}
        empty = [p for p in PILLARS if p not in adopted and p not in left]
        unled = [
            f"{what} of {p.capitalize()}" for p in kept for what, there in (("the aim", aims), ("the lead", leads)) if p not in there
        ]  # fmt: skip
        untold = [f"an intervention in {p.capitalize()}, or why there is none" for p in empty]

        def told(
            name: str, says: str, *kinds: str, done: bool | None = None, excused: str = "", lacking: Iterable[str] = ()
        ) -> AlwaysRecord:
            numbers = tuple(one.number for one in self.standing(*kinds))
            recorded = bool(numbers) if done is None else done
            return AlwaysRecord(name, says, "recorded" if recorded else excused or "missing", numbers, tuple(lacking))

        # A record that was disposed of has no opening, and says nothing of its threat.
        threat = self._facts.opened.threat if self._facts.opened else ""
        impersonal = threat in ("location", "vulnerability") and not self._facts.profile(Plan()).members.get("people")
        overall = tuple(entry.number for entry, made in self.decided("objective", "aim") if made.pillar == "overall")
        relentless = trajectories & {"relentless_disruption", "both"}
        return (
            AlwaysRecord("objectives", "Overarching objectives", "recorded" if overall else "missing", overall),
            told("aims_and_leads", "The aim of each P and who leads it", "aim", "lead", done=not unled and bool(kept), lacking=unled),
            told("undeveloped", "Any P that cannot be developed", "undeveloped", "park", done=bool(left) and not empty,
                 excused="" if empty else "not called for: every P has an intervention", lacking=untold),
            told("focus", "The nominals in focus", "focus",
                 excused=f"not called for: the threat is a {threat} and nobody is recorded" if impersonal else ""),
            told("business_model", "The part of the business model targeted", "business-model"),
            told("trajectory", "Why relentless disruption, if there is no investigation", "trajectory", done=bool(relentless),
                 excused="not called for: an investigation is under way" if trajectories & {"investigation"} else ""),
            told("place_based", "Why a place-based approach", "place-based", done=bool(placed)),
            told("partners", "Partners who lead or have agreed to", "partner"),
            told("protocols", "Information and intelligence protocols", "protocol"),
        )  # fmt: skip


def digest_of(profile: Profile) -> str:
    """The facts of a profile in one number: the same when and only when they are the same."""
    told = profile.model_dump(mode="json", exclude_defaults=True, exclude={"plan", "assumptions", "expects"})
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_book(entries: Iterable[Entry], *, until: datetime | None = None) -> Casebook:
    """The case as its entries tell it, up to a moment (by the time they were entered) or to the end."""
    told = list(entries)
    if until is not None:
        # Up to the last one that had been entered: clocks may differ by minutes, and the record has no holes.
        told = told[: max((n for n, one in enumerate(told, 1) if one.entered_at <= until), default=0)]
    superseded: dict[int, int] = {}
    made = {one.number: _decision(one) for one in told}
    for one in told:
        # Only a decision takes the place of a decision, and only of one made before it.
        if one.said and made[one.number] and made.get(one.said.supersedes) and one.said.supersedes < one.number:
            superseded[one.said.supersedes] = one.number
    facts = _Facts()
    for entry in told:
        if entry.said and entry.number not in superseded:
            facts.turn(entry.said.content)
    return Casebook(told, superseded, facts)


class _Facts:
    """The facts as the entries leave them."""

    def __init__(self) -> None:
        self.opened: Profile | None = None
        self._group: Records = {}
        self._members: dict[str, dict[str, tuple[str, Records]]] = {}
        self._looked: dict[str, str] = {}

    def turn(self, content: object) -> None:
        match content:
            case Opened(profile=written):
                self.opened = opened = Profile.model_validate(written)
                self._group = dict(opened.group)
                self._members = {
                    c: {m.id: (m.label, dict(m.facts)) for m in opened.members.get(c, ())} for c in COLLECTIONS
                }
                self._looked = dict(opened.looked_into)
            case LookedInto(heading=heading, state=state):
                self._looked[heading] = state
            case Learned():
                self._learn(content)

    def _learn(self, learned: Learned) -> None:
        owner, _, name = learned.ref.partition(".")
        collection, slash, member = owner.partition("/")
        facts = self._group
        if slash:
            label, facts = self._members[collection].get(member, ("", {}))
            self._members[collection][member] = (learned.label or label, facts)
        if learned.record is None or learned.corrects:
            facts.pop(name, None)
        if learned.record is not None:
            facts[name] = (*facts.get(name, ()), learned.record)

    def profile(self, plan: Plan) -> Profile:
        """Raises LookupError for a record that tells no opening, as one that was disposed of."""
        if self.opened is None:
            raise LookupError("a record without an opening")
        members = {
            collection: tuple(Member(id=i, label=label, facts=facts) for i, (label, facts) in found.items())
            for collection, found in self._members.items()
            if found
        }
        shape = {"group": dict(self._group), "members": members, "looked_into": dict(self._looked), "plan": plan}
        return self.opened.model_copy(update=shape)


def is_remark(made: Decision | None) -> bool:
    """Whether a decision is what a reviewer said about the plan, or the answer to it: a comment, a return, a finding accepted."""
    return made is not None and (made.kind in REMARKS or (made.kind == "accept" and bool(made.rule)))


def _decision(entry: Entry) -> Decision | None:
    return entry.said.content.decision if entry.said and isinstance(entry.said.content, Decided) else None


def _as_planned(made: Decision) -> Intervention:
    told = made.model_dump(include=set(Intervention.model_fields))
    return Intervention.model_validate({**told, "text": "" if made.tactic else made.text})

"""The models the guidance names, filled from a case and its plan: what is known of each part, what is not, what touches it.

A picture decides nothing. It orders what is recorded, and shows which parts no intervention touches yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.application.recommending import Recommendation, Recommended, Recommender
from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, Decision
from planner.domain.library import Library
from planner.domain.plan import Plan
from planner.domain.profile import FactRecord, Profile
from planner.domain.rules import Model, ModelPart
from planner.domain.vocabulary import FactDefinition
from planner.errors import InputError

ADOPTING = frozenset(one.id for one in DECISIONS.values() if one.adopts)


@dataclass(frozen=True)
class Known:
    """A recorded fact that counts, in words; `of` names the member it is about, `so` is false where it was found not to be so."""

    ref: str
    of: str
    text: str
    grade: str
    handling: str
    so: bool


@dataclass(frozen=True)
class Asked:
    """A fact not known of the group, or of the members in `of` (ref and label), and who may hold it.

    `waiting`: the possible tactics whose questions ask for it. `reports`: what is recorded and yet not relied on, as weak or contradicted.
    """

    fact: str
    question: str
    of: Mapping[str, str]
    holders: tuple[str, ...]
    waiting: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One decision of the plan: `number` is that of its entry, 0 in a plan that came with the case's file; `state` is how far
    an intervention has got."""

    decision: Decision
    number: int = 0
    state: str = ""

    @property
    def intervenes(self) -> bool:
        """Whether it is an intervention that still stands."""
        return self.decision.kind in ADOPTING and self.state != "not_done"


@dataclass(frozen=True)
class PartPicture:
    """One part of a model for one case. `touching`: interventions of the plan; `could`: certain tactics not in it, those
    that touch the fewest parts first;
    `steps`: the decisions that stand here; `targeted`: the entry that targets this part of the business model."""

    part: ModelPart
    known: tuple[Known, ...]
    asked: tuple[Asked, ...]
    touching: tuple[Step, ...]
    could: tuple[Recommended, ...]
    steps: tuple[Step, ...]
    targeted: int | None

    @property
    def untouched(self) -> bool:
        """Whether the plan does nothing here: no intervention touches it or, of a step that holds decisions, none is made."""
        return bool(self.part.decisions) and not self.steps if self.part.orders else not self.touching


@dataclass(frozen=True)
class Picture:
    """One model filled. `elsewhere`: interventions that touch no part of it, each with what it touches beside the business."""

    model: Model
    recommendation: Recommendation
    parts: tuple[PartPicture, ...]
    elsewhere: tuple[tuple[Step, tuple[str, ...]], ...]
    book: Casebook | None = None

    @property
    def untouched(self) -> tuple[ModelPart, ...]:
        """The parts that the plan does nothing about yet."""
        return tuple(one.part for one in self.parts if one.untouched)


def picture(recommender: Recommender, profile: Profile, model: Model, book: Casebook | None = None) -> Picture:
    """A model filled from a case: with its `book` the plan is the one decided, else the one its file carries, if any.

    Raises InputError when the library does not hold that model, and EnginesDisagree.
    """
    library = recommender.library
    if not library.parts_of(model):
        raise InputError.of("model", f"this library holds no part of {model}.", "Add rules/models.yaml.")
    found = recommender.recommend(profile)
    steps = plan_steps(profile, book)
    touched = parts_touched(library, steps)
    waiting = _waiting(found)
    planned = {one.decision.tactic for one in steps if one.intervenes}
    could = [one for one in found.tactics if one.outcome == "certain" and one.tactic.id not in planned]
    reach = {one.tactic.id: library.touches(one.tactic) for one in could}
    ids = {part.id for part in library.parts_of(model)}
    told = _Told(profile, library, waiting)

    def filled(part: ModelPart) -> PartPicture:
        mine = tuple(one for one in steps if one.decision.kind in part.decisions)
        if part.orders:
            touching = tuple(one for one in mine if one.intervenes)
            possible = could if ADOPTING & set(part.decisions) else []
        else:
            touching = touched.get(part.id, ())
            reaching = [one for one in could if part.id in reach[one.tactic.id]]
            possible = sorted(reaching, key=lambda one: len(reach[one.tactic.id] & ids))
        facts = told.facts_of(part)
        return PartPicture(
            part=part,
            known=tuple(told.known(facts)),
            asked=tuple(sorted(told.asked(facts), key=lambda one: (-len(one.waiting), one.fact))),
            touching=touching,
            could=tuple(possible),
            steps=mine,
            targeted=targeted(part, steps),
        )

    parts = tuple(filled(part) for part in library.parts_of(model))
    elsewhere = () if any(one.part.orders for one in parts) else tuple(_elsewhere(library, model, steps))
    return Picture(model, found, parts, elsewhere, book)


def plan_steps(profile: Profile, book: Casebook | None) -> tuple[Step, ...]:
    """The plan as one list of decisions, from the record of a stored case or from the plan that a case file carries."""
    if book is None:
        return tuple(Step(made) for made in _written(profile.plan)) if profile.plan else ()
    adopted = {one.entry.number: one for one in book.interventions}
    return tuple(
        Step(made, adopted[entry.number].number, adopted[entry.number].state)
        if entry.number in adopted
        else Step(made, entry.number)
        for entry, made in book.decided(*DECISIONS)
    )


def parts_touched(library: Library, steps: Iterable[Step]) -> dict[str, tuple[Step, ...]]:
    """The interventions that touch each entry of the models, by its id; nothing for one that none touches."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        for part in sorted(_touches(library, step)):
            found[part] = (*found.get(part, ()), step)
    return found


def _touches(library: Library, step: Step) -> frozenset[str]:
    """What an intervention touches; of one in the LRO's own words no rule can tell."""
    tactic = library.tactics.get(step.decision.tactic) if step.intervenes else None
    return library.touches(tactic) if tactic else frozenset()


def _elsewhere(library: Library, model: Model, steps: Sequence[Step]) -> Iterator[tuple[Step, tuple[str, ...]]]:
    parts = {part.id for part in library.parts_of(model)}
    beside = [part for part in library.models if part.model == "beside"]
    for step in steps:
        touched = _touches(library, step)
        if step.intervenes and not touched & parts:
            yield step, tuple(part.title for part in beside if part.id in touched)


def targeted(part: ModelPart, steps: Iterable[Step]) -> int | None:
    """The number of the entry that targets a part of the business model, or nothing."""
    if part.model != "business_model":
        return None
    made = (s.number for s in steps if s.decision.kind == "business-model" and s.decision.form == part.id)
    return next(made, None)


def _written(plan: Plan) -> Iterator[Decision]:
    """The plan of a case file as the decisions it comes to."""
    if plan.vision:
        yield Decision(kind="vision", text=plan.vision)
    yield from (Decision(kind="aim", pillar=p, text=text) for p, text in plan.aims.items())
    yield from (Decision(kind="lead", pillar=p, name=name) for p, name in plan.leads.items())
    yield from (Decision(kind="undeveloped", pillar=p, text=text) for p, text in plan.undeveloped.items())
    for one in plan.interventions:
        kind = "select" if one.tactic else "intervention"
        yield Decision.model_validate({"kind": kind, **one.model_dump(exclude_none=True)})


def _waiting(found: Recommendation) -> dict[str, tuple[str, ...]]:
    """The possible tactics that wait for each fact, by its ref in the vocabulary, in their order."""
    waiting: dict[str, dict[str, None]] = {}
    for one in found.tactics:
        for question in one.questions if one.outcome == "possible" else ():
            owner, _, name = question.fact.partition(".")
            waiting.setdefault(f"{owner.partition('/')[0]}.{name}", {})[one.tactic.id] = None
    return {fact: tuple(tactics) for fact, tactics in waiting.items()}


class _Told:
    """What a case says, and does not say, of the facts of a part."""

    def __init__(self, profile: Profile, library: Library, waiting: Mapping[str, tuple[str, ...]]) -> None:
        self._profile, self._library, self._waiting = profile, library, waiting
        self._defined = {fact.ref: fact for fact in library.facts}

    def facts_of(self, part: ModelPart) -> list[FactDefinition]:
        """The facts that stand in a part, each once; what says only what a thing is comes first, as an officer would tell it."""
        entries = self._library.taken_in(part)
        refs = [ref for one in entries for ref in one.context] + [ref for one in entries for ref in one.facts]
        return [self._defined[ref] for ref in dict.fromkeys(refs)]

    def known(self, facts: Sequence[FactDefinition]) -> Iterator[Known]:
        """What is known: of the group, then of each member in turn."""
        for owner in ("group", *self._members()):
            for fact in facts:
                if fact.scope == owner.partition("/")[0]:
                    record = self._settled(owner, fact)
                    if record is not None:
                        yield self._told(owner, fact, record)

    def asked(self, facts: Sequence[FactDefinition]) -> Iterator[Asked]:
        """What is not known: of the group, of the members recorded, or of any not yet recorded."""
        for fact in facts:
            if fact.scope == "group":
                missing = ["group"] if self._settled("group", fact) is None else []
            else:
                members = [ref for ref in self._members() if ref.startswith(f"{fact.scope}/")]
                missing = [ref for ref in members if self._settled(ref, fact) is None]
                if not members and self._profile.looked_into.get(fact.scope) != "fully":
                    missing = [f"{fact.scope}/+"]
            if missing:
                named = {ref: self._profile.label(ref) for ref in missing if not ref.endswith("/+") and ref != "group"}
                reports = tuple(told for ref in missing for told in self._reports(ref, fact))
                yield Asked(fact.ref, fact.question, named, fact.holders, self._waiting.get(fact.ref, ()), reports)

    def _members(self) -> list[str]:
        return [f"{collection}/{one.id}" for collection, found in self._profile.members.items() for one in found]

    def _settled(self, owner: str, fact: FactDefinition) -> FactRecord | None:
        record = self._profile.settled(f"{owner}.{fact.id}", self._library.grading)
        return None if record is None or (record.value is None and not record.absent) else record

    def _told(self, owner: str, fact: FactDefinition, record: FactRecord) -> Known:
        so = not record.absent and record.value not in (False, 0)
        value = self._library.wording.recorded(fact, record)
        if fact.type == "yes_no":
            text = fact.says if so else fact.says_not
        elif fact.type == "ref" and so:
            text = f"{fact.says}: {self._profile.label(f'{fact.to}/{record.value}')}"
        else:
            text = f"{fact.says}: {value if so else 'none'}"
        of = "" if owner == "group" else self._profile.label(owner)
        grade = "assumed" if record.assumed else record.grade
        return Known(f"{owner}.{fact.id}", of, text, grade, record.handling, so)

    def _reports(self, owner: str, fact: FactDefinition) -> Iterator[str]:
        for record in self._profile.records(f"{owner}.{fact.id}"):
            of = "" if owner == "group" else f"{self._profile.label(owner)}: "
            yield f"{of}{self._library.wording.recorded(fact, record)} ({record.grade or 'no grade'})"

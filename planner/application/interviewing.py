"""The interview: what is asked under each heading, how each answer stands, and what an answer would change.

It orders and tells; it decides nothing. What an answer would change is worked out by the same weighing that ranks the gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from planner.application.changing import Moved, how_moved
from planner.application.deciding import FactTold
from planner.application.needing import Answer, Weighing
from planner.application.sources import Source
from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, FactRecord, Profile, settle
from planner.domain.vocabulary import FACETS, HEADINGS, FactDefinition
from planner.domain.words import count_of, listed, spoken
from planner.engine.sheets import Changed
from planner.engine.whatif import Effects

# The headings of the interview: the guidance's six, and what is asked beside them.
ASKED_UNDER = {
    "vehicles": "Vehicles", "business": "Business", "crime": "Crime", "travel": "Travel", "lifestyle": "Lifestyle",
    "behaviour": "Behaviour", "people": "People", "premises": "Addresses", "places": "Places", "finance": "Money",
    "community": "Community", "investigation": "Investigation", "response": "Response",
}  # fmt: skip
assert tuple(ASKED_UNDER) == (*HEADINGS, *(one for one in FACETS if one != "plan"))
BEST = "best"
LOOKED = {"not_yet": "not yet", "partly": "partly", "fully": "fully"}
# As many as a first sitting asks.
BEST_MANY = 25


@dataclass(frozen=True)
class Stand:
    """How one fact of the group or of one member stands: `how` is yes, no, unknown or two (answers that contradict each other);
    `said` is the answer in words; `records` all that was told of it."""

    ref: str
    label: str
    how: str
    said: str
    record: FactRecord | None = None
    weak: bool = False
    against: tuple[FactRecord, ...] = ()
    records: tuple[FactRecord, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is still to be asked."""
        return self.how in ("unknown", "two")

    @property
    def grade(self) -> str:
        """Its grade and handling, with a word where that is weak."""
        if self.record is None:
            return ""
        return f"{self.record.grade}{self.record.handling}{' weak' if self.weak else ''}"


@dataclass(frozen=True)
class Inquiry:
    """One question: a fact of the group, of one member, or (`who`) a fact of which it is asked of whom it is so."""

    key: str
    fact: FactDefinition
    stands: tuple[Stand, ...]
    who: bool = False
    read_by: int = 0

    @property
    def open(self) -> bool:
        """Whether something of it is still to be asked."""
        return any(one.open for one in self.stands)

    @property
    def text(self) -> str:
        """The question; of one member, with whom it is about."""
        about = self.stands[0].label if not self.who else ""
        return f"{about}: {self.fact.question}" if about else self.fact.question

    @property
    def two(self) -> tuple[Stand, ...]:
        """Where two answers contradict each other."""
        return tuple(one for one in self.stands if one.how == "two")

    @property
    def answer(self) -> str:
        """The answer in a word, with its mark."""
        if self.two:
            return "! two answers"
        if not self.who:
            one = self.stands[0]
            mark = {"yes": "+", "no": "x", "unknown": "?"}[one.how]
            words = "not known" if one.how == "unknown" else "no" if one.how == "no" else "yes"
            return f"{mark} {words}"
        counted = Counter(one.how for one in self.stands)
        if counted["unknown"] == len(self.stands):
            return "? not known"
        if counted["yes"]:
            return f"+ {counted['yes']} of {len(self.stands)}"
        return "x no" if not counted["unknown"] else f"x no, {counted['no']} of {len(self.stands)}"

    @property
    def detail(self) -> str:
        """Who, or how much, where that says more than yes or no."""
        if self.who:
            return listed([one.label for one in self.stands if one.how == "yes"])
        one = self.stands[0]
        note = one.record.note if one.record else ""
        return one.said if one.how == "yes" and self.fact.type != "yes_no" else note

    @property
    def grade(self) -> str:
        """The grade of what counts; of several members, the grades there are."""
        return ", ".join(
            dict.fromkeys(one.grade for one in self.stands if one.grade and (one.how == "yes" or not self.who))
        )


@dataclass(frozen=True)
class Heading:
    """One heading: how far it is looked into (nothing where it holds no list to close), its questions answered and in all, its
    sources."""

    id: str
    label: str
    state: str
    answered: int
    questions: int
    sources: int

    @property
    def said(self) -> str:
        """How far it is looked into, in words."""
        named = [f"{count_of(self.sources, 'source')}"] if self.sources else []
        looked = [f"Looked into: {LOOKED[self.state]}"] if self.state else []
        return ", ".join([*looked, *named])


def tactics_reading(library: Library) -> Counter[str]:
    """How many tactics read each fact, by its ref in the vocabulary. It depends on the library alone: keep it."""
    return Counter(
        f"{scope}.{name}" for one in library.active for scope, name in library.facts_behind(f"tactic:{one.id}")
    )


class Interview:
    """One case as it is asked about. `weigh` gives the weighing of its unknowns; `read_by` is `tactics_reading` of the library."""

    def __init__(
        self, profile: Profile, library: Library, weigh: Callable[[], Weighing], read_by: Mapping[str, int]
    ) -> None:
        self.profile, self.library = profile, library
        self._weigh, self._read_by = weigh, read_by
        self._answers: dict[str, tuple[Answer, ...]] = {}
        self._worth: dict[str, tuple[bool, int, float]] = {}

    # -- what is asked --------------------------------------------------------------------------------------------------

    @cached_property
    def inquiries(self) -> dict[str, Inquiry]:
        """Every question by its key, in the vocabulary's order."""
        found = (one for fact in self.library.facts if fact.scope != "plan" for one in self._of(fact))
        return {one.key: one for one in found}

    def _of(self, fact: FactDefinition) -> Iterable[Inquiry]:
        read_by = self._read_by.get(fact.ref, 0)
        if fact.scope == "group":
            yield Inquiry(fact.ref, fact, (self.stand(fact.ref, fact),), read_by=read_by)
            return
        members = [f"{fact.scope}/{one.id}" for one in self.profile.members.get(fact.scope, ())]
        stands = [self.stand(f"{ref}.{fact.id}", fact) for ref in members]
        if fact.type == "yes_no" and stands:
            yield Inquiry(fact.ref, fact, tuple(stands), who=len(stands) > 1, read_by=read_by)
        elif fact.type != "yes_no":
            yield from (Inquiry(one.ref, fact, (one,), read_by=read_by) for one in stands)

    @property
    def every_open(self) -> tuple[Inquiry, ...]:
        """Every question still to be asked; of a fact that is asked of each member by itself, the first that is open."""
        once = {one.fact.ref: one for one in reversed(self.inquiries.values()) if one.open}
        return tuple(reversed(once.values()))

    def of_member(self, ref: str) -> tuple[Inquiry, ...]:
        """All that is asked of one person or thing."""
        facts = self.library.vocabulary.in_scope(ref.partition("/")[0]).values()
        asked = ((fact, f"{ref}.{fact.id}") for fact in facts)
        return tuple(
            Inquiry(whole, fact, (self.stand(whole, fact),), read_by=self._read_by.get(fact.ref, 0))
            for fact, whole in asked
        )

    def under(self, heading: str) -> tuple[Inquiry, ...]:
        """The questions of a heading, in the vocabulary's order; of `best`, those most worth asking; of a member, its own."""
        if "/" in heading:
            return self.of_member(heading)
        if heading == BEST:
            return self.by_worth(self.every_open)[:BEST_MANY]
        return tuple(one for one in self.inquiries.values() if one.fact.heading == heading)

    def matching(self, words: str) -> tuple[Inquiry, ...]:
        """The questions that hold all of some words; those of a fact that is called just so, alone."""
        wanted = words.casefold().split()
        told = (
            (one, f"{one.text} {one.fact.says} {spoken(one.fact.id)}".casefold()) for one in self.inquiries.values()
        )
        found = [one for one, text in told if all(word in text for word in wanted)]
        named = [one for one in found if spoken(one.fact.id).split() == wanted]
        return tuple(named or found)

    def find(self, named: str) -> Inquiry | None:
        """The question that asks for a fact, by its key or by the ref of a gap; nothing for what nobody asks."""
        if named in self.inquiries:
            return self.inquiries[named]
        owner, _, name = named.partition(".")
        scope, slash, member = owner.partition("/")
        if slash and self.profile.member(scope, member):
            return next((one for one in self.of_member(owner) if one.key == named), None)
        return self.inquiries.get(f"{scope}.{name}") or next(
            (one for one in self.inquiries.values() if one.fact.ref == f"{scope}.{name}"), None
        )

    def stand(self, ref: str, fact: FactDefinition) -> Stand:
        """How one fact stands."""
        records = self.profile.records(ref)
        owner = ref.partition(".")[0]
        label = "" if owner == "group" else self.profile.label(owner)
        settled = settle(records, self.library.grading, duty=False)
        if settled.contradicted:
            said = " / ".join(self.words(fact, one) for one in settled.contradicted)
            return Stand(ref, label, "two", said, against=settled.contradicted, records=records)
        weak = settled.record is None
        record = settled.record or settle(records, self.library.grading, duty=True).record
        if record is None:
            return Stand(ref, label, "unknown", "not known yet", records=records)
        so = record.meaning is not False
        return Stand(ref, label, "yes" if so else "no", self.words(fact, record), record, weak, records=records)

    def words(self, fact: FactDefinition, record: FactRecord) -> str:
        """What one record says."""
        if fact.type == "ref" and isinstance(record.value, str):
            return self.profile.label(f"{fact.to}/{record.value}")
        return self.library.wording.recorded(fact, record) if record.meaning is not False else "no"

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading with how far it has got."""
        found = []
        for name, label in ASKED_UNDER.items():
            asked = self.under(name)
            state = self.profile.looked_into.get(name, "not_yet") if name in LOOKED_INTO else ""
            sources = {record.source for one in asked for stand in one.stands for record in stand.records}
            answered = sum(not one.open for one in asked)
            found.append(Heading(name, label, state, answered, len(asked), len(sources - {""})))
        return tuple(found)

    # -- what an answer would change --------------------------------------------------------------------------------------

    @cached_property
    def weighing(self) -> Weighing:
        """The case, ready to be weighed: about 10 ms when it is first read."""
        return self._weigh()

    def by_worth(self, asked: Iterable[Inquiry]) -> tuple[Inquiry, ...]:
        """Questions in order of what their answers would settle: duties first, then how many tactics; those that would change
        nothing last, in the vocabulary's order."""
        return tuple(sorted(asked, key=self.worth, reverse=True))

    def could_change(self, asked: Iterable[Inquiry]) -> tuple[Inquiry, ...]:
        """Of some questions, those still to be asked that some answer to would change the standing of a tactic, in order of worth."""
        return self.by_worth(one for one in asked if one.open and self.worth(one)[0])

    def worth(self, asked: Inquiry) -> tuple[bool, int, float]:
        """Whether an answer would change anything; the duties it bears on; how many tactics an answer settles on average. Of
        several members the first of whom something depends speaks for all. A millisecond, and remembered."""
        if asked.key not in self._worth:
            answers = next(filter(_changing, (self.answers(one.ref) for one in asked.stands if one.open)), ())
            duties = {t for one in answers for t in one.effects.tactics if self.library.tactics[t].duty}
            settled = sum(after != "possible" for one in answers for _, after in one.effects.tactics.values())
            self._worth[asked.key] = bool(answers or asked.two), len(duties), settled / max(len(answers), 1)
        return self._worth[asked.key]

    def answers(self, ref: str) -> tuple[Answer, ...]:
        """What each answer to an unknown fact would change."""
        if ref not in self._answers:
            self._answers[ref] = self.weighing.answers_to(ref)
        return self._answers[ref]

    def effects(self, refs: Sequence[str], record: FactRecord) -> Effects:
        """What it would change if one answer were given for some refs of a fact together."""
        changes: list[tuple[Changed, Changed]] = [self.weighing.trials.known(ref, record) for ref in refs]
        return self.weighing.whatif.after(*reduce(self.weighing.whatif.together, changes))

    def ifs(
        self, asked: Inquiry, ticked: Sequence[str] = (), chosen: Iterable[str] = (), named: int = 1
    ) -> list[tuple[str, str]]:
        """What each answer would change: the answer and its consequences in words. `ticked` are the members meant, `chosen` the
        tactics already in the plan; so many of those that move are `named`."""
        kept = frozenset(chosen)
        unknown = [one.ref for one in asked.stands if one.open]
        if asked.fact.type == "yes_no":
            no = list(ticked) or unknown or [one.ref for one in asked.stands]
            yes = list(ticked) or [max(no, key=lambda ref: len(self.effects([ref], FactRecord(value=True)).tactics))]
            of_one = " of one" if asked.who and not ticked else ""
            of_all = f" of all {len(no)}" if len(no) > 1 else ""
            return [
                (f"If yes{of_one}", self.says(self.effects(yes, FactRecord(value=True)), kept, named)),
                (f"If no{of_all}", self.says(self.effects(no, FactRecord(absent=True)), kept, named)),
            ]
        answers = self.answers(unknown[0]) if unknown else ()
        ranked = sorted(answers, key=lambda one: -len(one.effects.tactics))
        return [
            (f"If {self._value_says(asked.fact, one.value)}", self.says(one.effects, kept, named)) for one in ranked[:3]
        ]  # fmt: skip

    def _value_says(self, fact: FactDefinition, value: str) -> str:
        if fact.type == "number":
            return f"{self.library.wording.value(fact, int(value))} or more" if value != "0" else "none"
        return fact.values.get(value, {"absent": "no", "no more": "none or no more"}.get(value, value))

    def says(self, effects: Effects, chosen: frozenset[str] = frozenset(), named: int = 1) -> str:
        """What would change, counted, the first tactics of each kind named."""
        told: dict[str, list[str]] = {}
        moved = ((self.library.tactics[tactic], how_moved(*each)) for tactic, each in effects.tactics.items())
        for tactic, how in sorted(moved, key=lambda pair: (not pair[0].duty, pair[0].title)):
            told.setdefault(how, []).append(tactic.title)
        parts = [moved_says(how, told[how], named) for how in MOVED if how in told]
        raised = sum(after > before for before, after in effects.guardrails.values())
        if raised:
            parts.append(f"{count_of(raised, 'guardrail')} would apply")
        if not parts:
            return "no tactic changes by this alone"
        lost = sorted(
            self.library.tactics[t].title
            for t, (before, after) in effects.tactics.items()
            if t in chosen and how_moved(before, after) in ("went", "fell")
        )
        if lost:
            parts.append(f"already in the plan and touched: {listed(lost)}")
        elif chosen and any(how in told for how in ("went", "fell")):
            parts.append("nothing already chosen is touched")
        return "; ".join(parts)


def _changing(answers: Sequence[Answer]) -> bool:
    return any(one.effects for one in answers)


# -- saying what moved ----------------------------------------------------------------------------------------------------

MOVED = {
    "rose": ("becomes certain", "become certain"),
    "appeared": ("appears", "appear"),
    "fell": ("is only possible then", "are only possible then"),
    "went": ("falls away", "fall away"),
}
MOVED_NOW = {"rose": "became certain", "appeared": "appeared", "fell": "fell to possible", "went": "fell away"}


def moved_says(how: str, titles: Sequence[str], named: int = 0) -> str:
    """ "2 tactics become certain (tax referral; money tracing)"."""
    one, many = MOVED[how]
    count = f"1 tactic {one}" if len(titles) == 1 else f"{len(titles)} tactics {many}"
    shown = "; ".join(titles[:named]) + ("; ..." if len(titles) > named else "")
    return f"{count} ({shown})" if named else count


def moved_now(changed: Iterable[Moved]) -> str:
    """ "3 tactics appeared, 1 became certain.", or that none moved."""
    counted = Counter(one.how for one in changed)
    told = [f"{counted[how]} {says}" for how, says in MOVED_NOW.items() if counted[how]]
    if not told:
        return "No tactic moved."
    first, _, rest = told[0].partition(" ")
    return ", ".join([f"{first} tactic{'' if first == '1' else 's'} {rest}", *told[1:]]) + "."


# -- answering --------------------------------------------------------------------------------------------------------------


def answering(
    asked: Inquiry, how: str, source: Source | None, *, value: str = "", ticked: Sequence[str] = (), note: str = "",
    corrects: bool = False,
) -> tuple[FactTold, ...]:  # fmt: skip
    """The facts that an answer comes to: `how` is yes, no or unknown; `ticked` are the refs meant (all that are open without
    them, for a no). What the record says already, from the same source, is not written twice. Two answers that contradict each
    other are settled by the one given."""
    stands = [one for one in asked.stands if one.ref in ticked] if ticked else list(asked.stands)
    if asked.who and not ticked:
        stands = [one for one in stands if one.open]
    if how == "unknown":
        return tuple(FactTold(one.ref, how="unknown") for one in stands if one.records)
    told = FactTold("", note=note)
    if source is not None:
        told = FactTold(
            "", grade=source.grade, on=source.on.isoformat(), source=source.name, handling=source.handling, note=note
        )
    given = ("yes" if asked.fact.type == "yes_no" else value) if how == "yes" else ""
    found = []
    for one in stands:
        fresh = FactTold(
            one.ref, given, "known" if given else "absent", told.grade, told.on, told.source, told.handling, told.note,
            corrects=corrects or one.how == "two" or _all_from(one.records, told),
        )  # fmt: skip
        if corrects or one.how == "two" or not any(_same(record, fresh) for record in one.records):
            found.append(fresh)
    return tuple(found)


def _all_from(records: Sequence[FactRecord], told: FactTold) -> bool:
    """Whether all that was told of a fact comes from the very source that tells it now."""
    source = (told.source, told.grade, told.handling, told.on)
    return bool(records) and all(_where_from(one) == source for one in records)


def _where_from(record: FactRecord) -> tuple[str, str, str, str]:
    return record.source, record.grade, record.handling, record.on.isoformat() if record.on else ""


def _same(record: FactRecord, told: FactTold) -> bool:
    """Whether a record says what is told, from the same source."""
    if record.absent or record.value is False:
        said = ""
    elif record.value is True:
        said = "yes"
    else:
        said = ",".join(record.value) if isinstance(record.value, tuple) else str(record.value)
    source = (told.source, told.grade, told.handling, told.on)
    return (said, record.note, _where_from(record)) == (told.value, told.note, source)


def outweighed(asked: Inquiry, told: Iterable[FactTold]) -> str:
    """What is to be said where an answer was kept and does not count: one that outweighs it, or one that contradicts it."""
    refs = {one.ref: one for one in told if one.how != "unknown"}
    for stand in asked.stands:
        given = refs.get(stand.ref)
        if given is None:
            continue
        about = f" of {stand.label}" if stand.label else ""
        if stand.how == "two":
            return f"Two answers{about} contradict each other and neither counts: see which is right."
        if stand.record is None:
            return f"A report at grade {given.grade} is kept and does not count."
        if not _same(stand.record, given):
            when = stand.record.on.isoformat() if stand.record.on else "no date"
            return f"The answer of {when} at {stand.grade or 'no grade'}{about} outweighs it: e corrects it."
        if stand.weak:
            return f"A report at grade {given.grade} is weak: it counts for duties alone."
    return ""

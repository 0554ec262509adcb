"""Choosing tactics: the menu as filtered and searched, what an entry says of itself, what choosing it would add to the plan,
two side by side, and what a decision on it begins with. Nothing here decides; every screen and command may read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from planner.application.explaining import Change, Explained
from planner.application.planning import DAYS_TO_START
from planner.application.recommending import GuardrailShown, Recommendation, Recommended
from planner.application.ways import Ways
from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, TACTIC_KINDS, Decision
from planner.domain.entries import Entry
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.profile import Profile, settle
from planner.domain.tactic import PILLARS, Tactic
from planner.domain.wording import MEMBER
from planner.domain.words import day, listed, spoken
from planner.engine.explain import FactShown, Question, Reason

# How a tactic stands for this case, the nearest first, with its mark. One that is possible with nothing recorded that speaks
# for it, and is no duty, has no sign yet.
STATES = {
    "certain": ("+", "certain"), "possible": ("?", "possible"), "no_sign": ("?", "possible, no sign yet"),
    "ruled_out": ("x", "ruled out"), "blocked": ("!", "blocked"),
}  # fmt: skip
SHOWN_FIRST = frozenset({"certain", "possible"})
CODES = {"pursue": "PU", "prevent": "PV", "protect": "PT", "prepare": "PR"}
DECIDED = {"select": "S", "reject": "R", "defer": "D", "override": "O"}
LAW_MARKS = {
    LawStatus.IN_FORCE: "+",
    LawStatus.UNCHECKED: "!",
    LawStatus.NOT_IN_FORCE: "x",
    LawStatus.ELSEWHERE: "x",
}
RULES_SAY = {"block": "! Blocks it", "require": "It needs", "caution": "Take care"}
HOW_SAYS = {"find_out": "to find out", "do": "can be done", "cannot_change": "will not change"}
CLOSED = "It cannot be selected, nor can that be overridden; d defers it."
NO_SIGN = "Nothing recorded speaks for it yet."
MOST_NAMED = 3
MOST_FACTS = 6
MOST_WAYS = 6


def state_of(one: Recommended) -> str:
    """How a tactic stands, as a name of `STATES`."""
    if one.outcome == "possible" and not one.sign and not one.tactic.duty:
        return "no_sign"
    return one.outcome


@dataclass(frozen=True)
class Filter:
    """Which tactics to show; what is empty leaves none out, but for `states`: without them, what fits and what might."""

    pillars: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    agency: str = ""
    words: str = ""
    shortlist: bool = False

    def passes(self, tactic: Tactic) -> bool:
        """Whether an entry is of the P, heading, phase and agency asked for."""
        return (
            (not self.pillars or tactic.pillar in self.pillars)
            and (not self.headings or tactic.heading in self.headings)
            and (not self.phases or not self.phases.isdisjoint(tactic.phases))
            and (not self.agency or self.agency.casefold() in " ".join(_agencies(tactic)).casefold())
        )

    @property
    def says(self) -> str:
        """What it asks for, in words; nothing when it asks for nothing."""
        told = [p.capitalize() for p in PILLARS if p in self.pillars]
        told += [*sorted(self.headings), *sorted(self.phases)]
        states = [says for name, (_, says) in STATES.items() if name in self.states]
        told += ["however they stand"] if len(states) == len(STATES) else states
        told += [f"agency {self.agency}"] if self.agency else []
        return ", ".join([*told, *(["the shortlist"] if self.shortlist else [])])


@dataclass(frozen=True)
class Shown:
    """The tactics that a filter lets through, in order, and how many more match but stand in a state not asked for."""

    rows: tuple[Recommended, ...]
    left_out: int


@dataclass(frozen=True)
class Section:
    """A part of what an entry says, each line a paragraph; `how` is what one needs to do it rather than to choose it."""

    title: str
    lines: tuple[str, ...]
    how: bool = False


@dataclass(frozen=True)
class Sheet:
    """What a decision on a tactic asks and begins with. `start` may be changed on the sheet; `filled` is written as it is."""

    kind: str
    title: str
    about: str
    ask: tuple[str, ...] | None
    start: Mapping[str, Any] = field(default_factory=dict)
    filled: Mapping[str, Any] = field(default_factory=dict)
    supersedes: int = 0


class Menu:
    """Every tactic as it stands for one case, with what is decided of it. `shortlist`: the ids of those put on it."""

    def __init__(
        self, found: Recommendation, book: Casebook, today: date, shortlist: Collection[str] = frozenset()
    ) -> None:
        self.found, self.book, self.today, self.shortlist = found, book, today, shortlist
        self.taken: dict[str, tuple[Entry, Decision]] = {
            made.tactic: (entry, made) for entry, made in book.decided(*TACTIC_KINDS)
        }
        self._states = [(one, state_of(one)) for one in found.tactics]

    # -- the list ---------------------------------------------------------------------------------------------------------

    def shown(self, asked: Filter = Filter()) -> Shown:
        """What to list. What is decided or on the shortlist is listed however it stands, unless states are asked for."""
        found = self._searched(asked.words)
        if asked != Filter(words=asked.words, states=asked.states):
            found = [one for one in found if asked.passes(one[0].tactic)]
        kept = {*self.taken, *self.shortlist}
        if asked.shortlist:
            found = [one for one in found if one[0].tactic.id in kept]
        states, kept = asked.states or SHOWN_FIRST, set() if asked.states else kept
        rows = tuple(one for one, state in found if state in states or one.tactic.id in kept)
        return Shown(rows, len(found) - len(rows))

    def _searched(self, words: str) -> Sequence[tuple[Recommended, str]]:
        """The tactics of which every word is said somewhere: title, other names, what it is."""
        texts = self._texts if words else []
        for word in words.casefold().split():
            texts = [one for one in texts if word in one[1]]
        return [one for one, _ in texts] if words else self._states

    @cached_property
    def _texts(self) -> list[tuple[tuple[Recommended, str], str]]:
        """What is searched of each tactic."""

        def text(tactic: Tactic) -> str:
            return " ".join((tactic.title, tactic.id, *tactic.aliases, *tactic.seen_in, tactic.summary)).casefold()

        return [(one, text(one[0].tactic)) for one in self._states]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many tactics stand in each state."""
        return Counter(state for _, state in self._states)

    def marks(self, one: Recommended) -> str:
        """Two signs: what is decided of a tactic (S, R, D, O; * for the shortlist), and how it stands."""
        taken = self.taken.get(one.tactic.id)
        first = DECIDED[taken[1].kind] if taken else "*" if one.tactic.id in self.shortlist else " "
        return first + STATES[state_of(one)][0]

    def columns(self, one: Recommended) -> tuple[str, ...]:
        """What a wide list shows beside the title: state, P, phase, evidence, grounds known, law."""
        known, needed = one.said.grounds
        law = {LawStatus.IN_FORCE: "ok", LawStatus.UNCHECKED: "!"}.get(one.lawful, "x")
        taken = self.taken.get(one.tactic.id)
        state = DECISIONS[taken[1].kind].says.partition(" ")[0].lower() if taken else STATES[state_of(one)][1]
        if taken and taken[1].kind == "override":
            state = "overridden"
        return (
            state.partition(",")[0], one.tactic.pillar.capitalize(), one.tactic.phases[0].capitalize(),
            one.tactic.evidence.rating, f"{known} of {needed}" if needed else "-", law if one.law else "-",
        )  # fmt: skip

    # -- what it would add ------------------------------------------------------------------------------------------------

    @cached_property
    def planned(self) -> Mapping[str, int]:
        """How many interventions the plan holds of each P, and of each phase."""
        standing = [one.decision for one in self.book.interventions if one.state != "not_done"]
        return Counter([made.pillar for made in standing] + [made.phase for made in standing if made.phase])

    @cached_property
    def left(self) -> Mapping[str, str]:
        """What is on record of each P that is parked or left undeveloped."""
        says = {"park": "parked", "undeveloped": "left undeveloped"}
        return {
            made.pillar: f"{says[made.kind]} (entry {entry.number})"
            for entry, made in self.book.decided("undeveloped", "park")
        }

    def adds(self, one: Recommended) -> tuple[str, ...]:
        """What choosing it would add to the plan as it stands."""
        tactic, taken = one.tactic, self.taken.get(one.tactic.id)
        if taken and DECISIONS[taken[1].kind].adopts:
            return (f"It is in the plan: entry {taken[0].number}.",)
        phase = tactic.phases[0]
        had = self.planned[tactic.pillar]
        told = [f"{_one_more(tactic.pillar, had)}; {_one_more(phase, self.planned[phase])}"]
        if not had:
            told.append(f"The first in {tactic.pillar.capitalize()}.")
        if tactic.pillar in self.left:
            told.append(f"! {tactic.pillar.capitalize()} is {self.left[tactic.pillar]}: take that back if it is over.")
        if empty := [p.capitalize() for p in PILLARS if p != tactic.pillar and not self.planned[p]]:
            told.append(f"Still empty: {listed(empty)} !")
        if tactic.secondary_pillars:
            told.append(f"It also serves {listed([p.capitalize() for p in tactic.secondary_pillars])}.")
        return tuple(told)

    # -- one entry --------------------------------------------------------------------------------------------------------

    def head(self, one: Recommended) -> tuple[str, ...]:
        """How it stands and for whom, where it belongs, and what is decided of it."""
        mark, says = STATES[state_of(one)]
        certain = [s.label for s in one.subjects if s.outcome == one.outcome]
        told = [
            f"{mark} {says.upper()}{f' for {_named(certain)}' if certain else ''}, order {one.rank} of {len(self.found.tactics)}"
        ]
        place = [one.tactic.pillar.capitalize()]
        place += [spoken(one.tactic.heading).capitalize()] if one.tactic.heading else []
        place += [f"{one.tactic.level} prevention"] if one.tactic.level else []
        place.append(f"{listed([phase.capitalize() for phase in one.tactic.phases], 'or')} phase")
        told.append(", ".join([*place, *(["a DUTY: it comes before choices"] if one.tactic.duty else [])]))
        if taken := self.taken.get(one.tactic.id):
            entry, made = taken
            because = entry.said.because if entry.said else ""
            told.append(
                f"{DECIDED[made.kind]} {DECISIONS[made.kind].says}, entry {entry.number}, {day(entry.made_at)}: {because}"
            )
        elif one.tactic.id in self.shortlist:
            told.append("* On the shortlist")
        return tuple(told)

    def asks(self, one: Recommended) -> tuple[Question, ...]:
        """What would settle it, and what its guardrails ask to find out."""
        found = [q for g in guardrails_of(one) for q in self.found.guardrail_questions.get(g.rule, ())]
        return tuple(dict.fromkeys((*one.questions, *found)))

    def sections(self, one: Recommended) -> tuple[Section, ...]:
        """All that an entry says, what one needs to choose first; parts with nothing to say are left out."""
        return tuple(section for section in self._sections(one) if section.lines)

    def _sections(self, one: Recommended) -> Iterator[Section]:
        tactic = one.tactic
        known, needed = one.said.grounds
        yield Section(f"Why: {known} of {needed} grounds known" if needed else "Why", self._why(one))
        yield Section("Why not", self._why_not(one))
        yield Section("Choosing it adds", self.adds(one) if one.lawful.usable else ())
        yield Section("What would settle it", tuple(f"? {question.text}" for question in one.questions))
        yield Section("What it is", (tactic.summary,))
        yield Section("Guardrails", self._rules(one))
        yield Section("Law", self._law(one))
        yield Section("Evidence", evidence_says(tactic))
        yield Section("Watch out for", tactic.watch_out)
        yield Section("Who can help", self._help(tactic))
        yield Section("How it is done", tuple(f"{n} {step}" for n, step in enumerate(tactic.procedure, 1)), how=True)
        yield Section("Who decides", (authority_of(tactic), *_told(tactic)), how=True)
        counted = tuple(f"count: {one}" for one in tactic.measures.quantitative)
        yield Section("How you would know", (*counted, *(f"hear: {one}" for one in tactic.measures.qualitative)), how=True)  # fmt: skip
        yield Section("What it should do", tactic.impacts, how=True)
        yield Section("Rights", tactic.rights, how=True)
        yield Section("Fairness", (tactic.equality_note,) if tactic.equality_note else (), how=True)
        example = tactic.case_example
        told = (example.text,) if example.source == "none" else (example.text, f"Source: {example.source}")
        yield Section("Example", told, how=True)
        yield Section("Where it comes from", tuple(f"{one.document}, {one.section}" for one in tactic.source), how=True)

    def _rules(self, one: Recommended) -> tuple[str, ...]:
        return tuple(f"{RULES_SAY[g.level]}: {g.text}" for g in guardrails_of(one)) or ("None",)

    def _why(self, one: Recommended) -> tuple[str, ...]:
        told = reasons_say(one.reasons)
        if one.weak:
            told = (*told, "! It rests on weak information (grade D), which counts for duties alone.")
        return told or (NO_SIGN,)

    def _why_not(self, one: Recommended) -> tuple[str, ...]:
        law = dict.fromkeys(f"! {each.why}" for each in one.law if not one.lawful.usable and not each.status.usable)
        return (*law, *(reason.text for reason in one.against))

    def _law(self, one: Recommended) -> tuple[str, ...]:
        law = self.found.library.law
        told = [f"{LAW_MARKS[s.status]} {law[s.provision].name}: {law[s.provision].stands(s.status)}" for s in one.law]
        if one.tactic.no_power_needed:
            told.append(f"No power is needed: {one.tactic.no_power_needed}")
        if one.tactic.review_by and one.tactic.review_by < self.today:
            told.append(f"! check the law: this entry was to be looked at again by {day(one.tactic.review_by)}")
        return tuple(told)

    def _help(self, tactic: Tactic) -> tuple[str, ...]:
        told = [f"{each.who}: {each.how}" for each in tactic.who_can_help]
        if offer := self.found.library.local_offer.get(tactic.id):
            told.insert(0, f"Here: {offer.offer}, {offer.contact}{f'. {offer.note}' if offer.note else ''}")
        return (f"Leads: {tactic.lead_agency}", *told)

    # -- two side by side -------------------------------------------------------------------------------------------------

    def compared(self, first: Recommended, second: Recommended) -> tuple[tuple[str, str, str], ...]:
        """What differs between two tactics and what is the same, a row each."""
        one, other = dict(self._weighed(first)), dict(self._weighed(second))
        return tuple((name, said, other[name]) for name, said in one.items())

    def _weighed(self, one: Recommended) -> Iterator[tuple[str, str]]:
        tactic, (known, needed) = one.tactic, one.said.grounds
        yield "Stands", "\n".join(self.head(one))
        yield "Adds", "\n".join(self.adds(one))
        yield "Intrusion", tactic.intrusion
        conflict = {"none": "no", "possible": "perhaps"}
        yield "Cuts across an investigation", conflict.get(tactic.covert_conflict, tactic.covert_conflict)
        yield "Effort", tactic.effort
        yield "Works within", tactic.time_to_effect
        yield "Who leads", tactic.lead_agency
        yield "Who decides", authority_of(tactic)
        yield "Evidence", "\n".join(evidence_says(tactic))
        yield "Why", "\n".join([*([f"{known} of {needed} grounds known"] if needed else []), *self._why(one)])
        yield "To find out", "\n".join(question.text for question in self.asks(one)) or "-"
        yield "Guardrails", "\n".join(self._rules(one))
        yield "Law", "\n".join(self._law(one))

    # -- deciding ---------------------------------------------------------------------------------------------------------

    def facts(self, one: Recommended) -> tuple[str, ...]:
        """The recorded facts that speak for it, each once, with grade and date."""
        shown = {fact.ref: fact for reason in one.reasons for fact in reason.facts}
        return tuple(self._fact(fact, duty=one.tactic.duty) for fact in shown.values())

    def _fact(self, fact: FactShown, *, duty: bool) -> str:
        profile, library = self.found.profile, self.found.library
        record = settle(profile.records(fact.ref), library.grading, duty=duty).record
        dated = day(record.on) if record and record.on else ""
        known = ", ".join(part for part in (f"{fact.grade}{fact.handling}", dated) if part)
        return f"{fact_says(fact.ref, fact.value, profile, library)}{f' ({known})' if known else ''}"

    def refusal(self, one: Recommended, kind: str) -> str:
        """Why a decision of that kind is not open for this tactic, with what is; nothing where it is."""
        blocks = [g for g in one.guardrails if g.level == "block"]
        if not DECISIONS[kind].adopts:
            return ""
        if not one.lawful.usable:
            why = "; ".join(dict.fromkeys(each.why for each in one.law if not each.status.usable))
            return f"{CLOSED} Its law cannot be used for this case: {why}."
        firm = {each.id for each in self.found.library.guardrails if not each.can_be_overridden}
        if any(g.rule in firm for g in blocks):
            return f"{CLOSED} {blocks[0].text}"
        if kind == "select" and one.outcome == "blocked":
            return (
                f"Blocked: {' '.join(g.text for g in blocks)} o selects it all the same with your reason; d defers it."
            )
        if kind == "override" and one.outcome != "blocked":
            return "No rule blocks it, so there is nothing to override: s selects it."
        return ""

    def sheet(self, one: Recommended, kind: str, *, whole: bool = False) -> Sheet:
        """What a decision asks and begins with; with `whole`, every field is asked. What stood before is begun from."""
        before = self.taken.get(one.tactic.id)
        says = {"select": "Select", "reject": "Reject", "defer": "Defer", "override": "Override the rule and select"}
        title = f"{says[kind]} “{one.tactic.title}”"
        if before:
            title += f" in place of entry {before[0].number} ({DECISIONS[before[1].kind].says.lower()})"
        supersedes = before[0].number if before else 0
        if not DECISIONS[kind].adopts:
            start = {"until": self._until(one)} if kind == "defer" else {}
            if before and before[1].kind == kind:
                start = {name: value for name in start if (value := getattr(before[1], name))}
            ask = ("until",) if kind == "defer" else ()
            return Sheet(kind, title, self._about(one, kind, {}), ask, start, {}, supersedes)
        start = self._begins(one)
        if before and DECISIONS[before[1].kind].adopts:
            start |= {name: value for name in DECISIONS[kind].options if (value := getattr(before[1], name))}
        start = {name: value for name, value in start.items() if value}
        if whole:
            return Sheet(kind, title, self._about(one, kind, {}), None, start, {}, supersedes)
        asked: dict[str, Any] = {name: start.pop(name) for name in ("owner", "due") if name in start}
        return Sheet(kind, title, self._about(one, kind, start), ("owner", "due"), asked, start, supersedes)

    def _begins(self, one: Recommended) -> dict[str, Any]:
        """What the entry and the plan suggest for the fields of an adoption."""
        tactic = one.tactic
        objectives = [made.text for _, made in self.book.decided("objective") if made.pillar == tactic.pillar]
        days = 0 if tactic.duty else DAYS_TO_START[tactic.time_to_effect]
        return {
            "owner": tactic.lead_agency, "due": self.today + timedelta(days=days),
            "on": tuple(s.ref for s in one.subjects if s.outcome == "certain"), "measure": tactic.measures.quantitative[0],
            "authority": authority_of(tactic), "phase": tactic.phases[0],
            "objective": objectives[0] if len(objectives) == 1 else "",
        }  # fmt: skip

    def _until(self, one: Recommended) -> str:
        """The day its law comes into force, where that is known."""
        law = self.found.library.law
        starts = [law[each.provision].in_force.from_ for each in one.law if not each.status.usable]
        coming = [when for when in starts if when and when > self.today]
        return day(max(coming)) if coming else ""

    def _about(self, one: Recommended, kind: str, filled: Mapping[str, Any]) -> str:
        """What stands at the top of a sheet: the facts, the guardrails, and what is filled in."""
        adopts = DECISIONS[kind].adopts
        told = [f"{self.head(one)[0]}. {'; '.join(self.adds(one)[:2]) if adopts else ''}".strip()]
        if adopts:
            told.append(f"What it should do: {one.tactic.impacts[0]}")
        if filled:
            said = {
                name: _named([self.found.profile.label(ref) for ref in value]) if name == "on" else str(value)
                for name, value in filled.items()
            }
            told.append(f"Filled in: {'; '.join(f'{name}: {value}' for name, value in said.items())}")
        rules = [g for g in guardrails_of(one) if adopts or g.level == "block"]
        told += [f"{RULES_SAY[g.level]}: {g.about_all}" for g in rules if g.level != "block"]
        told += [f"? {question.text}" for question in one.questions[:MOST_NAMED]]
        # The facts come last, next to where the reason is written; after them only the rule that is overridden.
        told += [f"x {said}" for said in self._why_not(one)]
        facts = self.facts(one)
        more = len(facts) - MOST_FACTS
        told += [f"+ {fact}" for fact in facts[:MOST_FACTS]] + ([f"  and {more} more"] if more > 0 else [])
        told += [f"{RULES_SAY[g.level]}: {g.about_all}" for g in rules if g.level == "block"]
        return "\n".join(dict.fromkeys(told))


# -- what more there is to say of one -------------------------------------------------------------------------------------


def flips(explained: Explained, into: Ways, found: Recommendation) -> tuple[Section, ...]:
    """Why, why not, what would settle it and what would flip it."""
    profile, library, one = found.profile, found.library, explained.result

    def changed(changes: Sequence[Change]) -> str:
        return " and ".join(change_says(change, profile, library) for change in changes)

    away = one.outcome == "certain"
    others = into.smallest[1:]
    left = max(len(others) - MOST_WAYS, 0) + into.untried
    return tuple(
        section
        for section in (
            Section("Why", reasons_say(explained.because) or (NO_SIGN,)),
            Section("Against it, or to be done beside it", tuple(reason.text for reason in explained.against)),
            Section(
                "What would settle it",
                tuple(
                    f"? {each.question} If the answer speaks for it: {spoken(each.would_make)}"
                    for each in explained.missing
                ),
            ),
            Section(
                "The smallest change that would take it away"
                if away
                else "The smallest change that would make it certain",
                (changed(explained.smallest_change) or "No change of facts would.",),
            ),
            Section(
                "As small, and tried too",
                (*(changed(way) for way in others[:MOST_WAYS]), *([f"and {left} more like these"] if left else [])),
            ),
            Section("Any one of these would take it away", tuple(changed([each]) for each in into.removals)),
            Section(
                f"Its place: {one.rank} of {len(found.tactics)}",
                tuple(f"{key.says} Here: {_keyed(one.order[key.id])}." for key in library.order),
            ),
        )
        if section.lines
    )


def guardrails_of(one: Recommended) -> tuple[GuardrailShown, ...]:
    """The guardrails on a tactic and on those it would be used on, each once; of one that is ruled out, none."""
    if one.outcome == "ruled_out":
        return ()
    found = (*one.guardrails, *(g for subject in one.subjects for g in subject.guardrails))
    return tuple({(g.rule, g.level): g for g in reversed(found)}.values())[::-1]


def reasons_say(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Each reason with the grades of what it rests on."""
    told = []
    for reason in reasons:
        graded = dict.fromkeys(f"{fact.grade}{fact.handling}" for fact in reason.facts if fact.grade)
        told.append(f"{reason.text} ({', '.join(graded)})" if graded else reason.text)
    return tuple(told)


def fact_says(ref: str, value: str, profile: Profile, library: Library) -> str:
    """A fact as an officer would say it: whose it is, what, and its value where that is more than yes or no."""
    owner, _, name = ref.partition(".")
    if owner == "looked_into":
        return f"{spoken(name)} looked into: {value}"
    known = library.vocabulary.find(owner.partition("/")[0], name)
    whose = f"{_whose(owner, profile)}: " if "/" in owner else ""
    if known is None:
        return f"{whose}{spoken(name)}: {value}"
    if known.type == "yes_no" and value in ("yes", "no"):
        return f"{whose}{known.says if value == 'yes' else known.says_not}"
    return f"{whose}{known.says}: {value}"


def change_says(change: Change, profile: Profile, library: Library) -> str:
    """A change of one fact: what it is now, what it would be, and whether that is to find out or to do."""
    owner, _, name = change.fact.partition(".")
    how = HOW_SAYS[change.how]
    if owner == "law":
        return f"{library.law[name].name}: {spoken(change.before)}, would have to be {spoken(change.to)} ({how})"
    known = library.vocabulary.find(owner.partition("/")[0], name)

    def value(written: str) -> str:
        named = {"unknown": "not known yet", "absent": "no", "not_yet": "not yet", **(known.values if known else {})}
        return ", ".join(named.get(part, spoken(part)) for part in written.split(","))

    return f"{fact_says(change.fact, f'from {value(change.before)} to {value(change.to)}', profile, library)} ({how})"


def authority_of(tactic: Tactic) -> str:
    """Who decides that it is done, at what rank."""
    found = tactic.authorisation
    return f"{found.who}{f', {found.rank}' if found.rank else ''}"


def evidence_says(tactic: Tactic) -> tuple[str, ...]:
    """The rating with what was found, in whom, and who says so."""
    found = tactic.evidence
    where = {True: "in the UK", False: "not in the UK", None: ""}[found.uk]
    about = ", ".join(part for part in (found.population, where, str(found.date or "")) if part and part != "none")
    return f"{found.rating}: {found.outcome}{f' ({about})' if about else ''}", f"Source: {found.source}"


def _told(tactic: Tactic) -> tuple[str, ...]:
    parts = {"Note": tactic.authorisation.note, "Where": tactic.forum, "Standard of proof": tactic.standard_of_proof,
             "Lasts": tactic.duration, "If breached": tactic.breach_consequence}  # fmt: skip
    return tuple(f"{name}: {said}" for name, said in parts.items() if said)


def _agencies(tactic: Tactic) -> tuple[str, ...]:
    return tactic.lead_agency, *tactic.partners, *(each.who for each in tactic.who_can_help)


def _whose(owner: str, profile: Profile) -> str:
    collection, _, member = owner.partition("/")
    return f"{MEMBER[collection]} not yet recorded" if member.startswith("+") else profile.label(owner)


def _one_more(what: str, had: int) -> str:
    return f"{what.capitalize()} {had} to {had + 1}"


def _named(labels: Sequence[str]) -> str:
    more = len(labels) - MOST_NAMED
    return f"{', '.join(labels[:MOST_NAMED])} and {more} more" if more > 0 else listed(list(labels))


def _keyed(value: object) -> str:
    """A key of the order as a person reads it: how much, without the sign that sorts more before less."""
    return f"{abs(value):g}" if isinstance(value, (int, float)) else str(value)

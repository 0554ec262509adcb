"""Need to know: what each unknown fact would settle, which are worth asking for, and of whom.

Every answer an unknown fact could have is tried. A fact is needed when some answer, alone or with one other fact, would make
certain or rule out a tactic already half met, raise or lift a duty or guardrail, or give an empty P its first certain tactic
(LRO Guidance, section D, Need to know or nice to know). Prevent, Protect and Prepare count as much as Pursue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planner.application.recommending import Recommender
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from planner.domain.tactic import PILLARS, Pillar
from planner.domain.truth import Truth
from planner.domain.vocabulary import COLLECTIONS, FactDefinition, Scalar
from planner.domain.wording import GENERIC, MEMBERS
from planner.domain.words import spoken
from planner.engine.compiler import Cells, FactVariable, QuantifiedVariable
from planner.engine.sheets import Changed, Index
from planner.engine.whatif import Effects, Trials, WhatIf

Option = tuple[str, tuple[Changed, Changed]]
MOST_VALUES = 8
MOST_PAIRS = 600
# What asking takes, the least first.
COSTS = {
    "desk": "a search of what we can already see",
    "call": "a call or a visit",
    "form": "a written request with its lawful basis",
    "order": "a court order or statutory notice",
}
HALF = 0.5
ANYONE = ("Neighbourhood policing team", "Partners who know the area")


@dataclass(frozen=True)
class Answer:
    """One answer that could be given, and what would follow."""

    value: str
    effects: Effects


@dataclass(frozen=True)
class Gap:
    """One unknown fact and what knowing it would be worth.

    `opens`: tactics that some answer would make certain; `rules_out`: that some answer would rule out; `unblocks`: that some
    answer would free; `settles`: all that would no longer be merely possible. `beside`: facts that settle a tactic only
    together with this one. `fills`: empty Ps it could give a first certain tactic. `worth`: how many tactics an answer settles
    on average; each counts the same, whatever its P.
    """

    fact: str
    question: str
    heading: str
    holders: tuple[str, ...]
    partner_wording: str
    cost: str
    settles: tuple[str, ...]
    opens: tuple[str, ...]
    rules_out: tuple[str, ...]
    unblocks: tuple[str, ...]
    raises: tuple[str, ...]
    lifts: tuple[str, ...]
    duties: tuple[str, ...]
    fills: tuple[Pillar, ...]
    beside: Mapping[str, tuple[str, ...]]
    pillars: tuple[Pillar, ...]
    need: str
    because: tuple[str, ...]
    worth: float
    answers: tuple[Answer, ...] = field(default=(), repr=False)


@dataclass
class _Found:
    """What is being gathered on one unknown fact."""

    answers: list[Answer]
    beside: dict[str, set[str]] = field(default_factory=dict)


def easiest_way(holders: Iterable[str], library: Library) -> str:
    """How to ask whoever is asked most easily: overt ways alone, by role."""
    known = [library.holder[name] for name in holders if name in library.holder]
    easiest = min(known, key=lambda one: list(COSTS).index(one.cost), default=None)
    return f"{easiest.name}: {easiest.route}" if easiest else "Ask those who know the area."


@dataclass(frozen=True)
class CollectionLine:
    """One line of a drafted collection plan, for the officer to adopt, change or drop: what is wanted, from which sources, by
    which overt way, and the tactics it would drive."""

    requirement: str
    fact: str
    sources: tuple[str, ...]
    method: str
    drives: tuple[str, ...]


def collection_plan(gaps: Iterable[Gap], library: Library) -> tuple[CollectionLine, ...]:
    """The collection plan that the needed gaps make, in their order. Anything covert is for another office and not in it."""
    needed = (one for one in gaps if one.need == "need_to_know")
    return tuple(
        CollectionLine(
            one.question, one.fact, one.holders, easiest_way(one.holders, library),
            one.settles or tuple(sorted({t for tactics in one.beside.values() for t in tactics})),
        )
        for one in needed
    )  # fmt: skip


def by_holder(gaps: Iterable[Gap]) -> list[tuple[str, list[Gap]]]:
    """What each holder could be asked, those who could answer most first."""
    held: dict[str, list[Gap]] = {}
    for one in gaps:
        for holder in one.holders:
            held.setdefault(holder, []).append(one)
    return sorted(held.items(), key=lambda each: (-len(each[1]), each[0]))


class NeedToKnow:
    """Weighs the unknown facts of cases, for one recommender. What depends on the library alone is worked out once."""

    def __init__(self, recommender: Recommender) -> None:
        self._recommender, self.library = recommender, recommender.library
        self._index = Index(self.library, recommender.matcher.compiled)

    def gaps(self, profile: Profile) -> tuple[Gap, ...]:
        """Every unknown fact that would change anything, the most worth asking first."""
        return self.weigh(profile).gaps()

    def weigh(self, profile: Profile) -> Weighing:
        """A case as it stands, ready to be weighed."""
        return Weighing(self._recommender, self._index, profile)


class Weighing:
    """The unknown facts of one case; `whatif` says how every tactic stands."""

    def __init__(self, recommender: Recommender, index: Index, profile: Profile) -> None:
        self.library: Library = recommender.library
        self._profile, self._index = profile, index
        law = {name: one.status for name, one in recommender.in_law(profile).items()}
        tabulator = recommender.tabulator
        usual = tabulator.table(profile)
        self.whatif = WhatIf(index, usual, recommender.duty_table(profile, usual), law)
        self.trials = Trials(self.whatif, tabulator, self.library.vocabulary, profile)
        self._pillar = {one.id: one.pillar for one in self.library.active}
        certain = {self._pillar[t] for t, outcome in self.whatif.outcomes.items() if outcome == "certain"}
        self._empty = [p for p in PILLARS if p not in certain]
        self._any: dict[tuple[str, tuple[tuple[str, Scalar | None], ...]], Effects] = {}

    def gaps(self) -> tuple[Gap, ...]:
        """Every unknown fact that would change anything, in order."""
        found = {ref: _Found(answers) for ref, answers in self._answers()}
        self._pair(found)
        told = [self._gap(ref, one) for ref, one in found.items()]
        kept = [one for one in told if one.settles or one.raises or one.lifts or one.beside or one.unblocks]
        kept.sort(key=lambda one: (one.need != "need_to_know", -len(one.duties), -len(one.fills), -one.worth, one.fact))
        return tuple(kept)

    def answers_to(self, ref: str) -> tuple[Answer, ...]:
        """What each answer to one unknown fact would change, without weighing the others; nothing for what no condition reads."""
        if ref not in self._asked_for:
            return ()
        told_apart = self._values(*self._asked_for[ref], self._named(ref, self._asked_for[ref][0]))
        return tuple(Answer(value, self.whatif.after(*self.trials.known(ref, told))) for value, told in told_apart)

    @cached_property
    def _asked_for(self) -> dict[str, tuple[FactDefinition, dict[str, list[Cells]]]]:
        """The unknown facts that some condition reads, by their refs."""
        return {ref: (fact, attributes) for ref, fact, attributes in self._unknown()}

    # -- the unknown, and what could be answered ----------------------------------------------------------------------

    def _answers(self) -> Iterator[tuple[str, list[Answer]]]:
        """The unknown facts that could change something, alone or with another, with what each answer would."""
        for ref, options in self._options:
            answers = [Answer(value, self._effects(ref, changed)) for value, changed in options]
            if answers and (ref in self._half_met_facts or any(one.effects for one in answers)):
                yield ref, answers

    def _effects(self, ref: str, changed: tuple[Changed, Changed]) -> Effects:
        """What an answer would change; of one more member, only what would not follow from there being one of that role or age."""
        effects = self.whatif.after(*changed)
        if "/+." not in ref:
            return effects
        ((owner, told),) = changed[0].rows.items()
        generic = {attribute: value for attribute, value in told.items() if attribute.rpartition(".")[2] in GENERIC}
        return (
            effects.beyond(self._of_any(owner, tuple(sorted(generic.items()))))
            if generic and generic != told
            else effects
        )

    def _of_any(self, owner: str, generic: tuple[tuple[str, Scalar | None], ...]) -> Effects:
        """What would change if there were one more member of whom no more than this is known."""
        if (owner, generic) not in self._any:
            changed = Changed(rows={owner: dict(generic)})
            self._any[owner, generic] = self.whatif.after(changed, changed)
        return self._any[owner, generic]

    @cached_property
    def _options(self) -> list[tuple[str, list[Option]]]:
        """Each unknown fact with every answer worth telling apart."""
        return list(self._each_option())

    def _each_option(self) -> Iterator[tuple[str, list[Option]]]:
        for ref, fact, attributes in self._unknown():
            told_apart = self._values(fact, attributes, self._named(ref, fact))
            yield ref, [(value, self.trials.known(ref, told)) for value, told in told_apart]
        for collection in COLLECTIONS:
            if collection in self.whatif.table.open:
                by_attribute: dict[str, list[Option]] = {}
                for telling, term in self._tellings(collection):
                    if len(telling) == 1:
                        said = ",".join(sorted(a for a, _ in term))
                        by_attribute.setdefault(telling[0], []).append((said, self.trials.another(collection, term)))
                for attribute, found in by_attribute.items():
                    yield f"{collection}/+.{attribute}", found[:MOST_VALUES]
                yield f"looked_into.{collection}", [("fully", self.trials.closed(collection))]

    def _unknown(self) -> Iterator[tuple[str, FactDefinition, dict[str, list[Cells]]]]:
        """The facts that some condition reads and that are not settled: their ref, definition and the leaves on them."""
        for fact in self.library.vocabulary.in_scope("group").values():
            read = {a: self._group_cells[a] for a in self._attributes(fact, "group.") if a in self._group_cells}
            unknown = {a: cells for a, cells in read.items() if self.whatif.table.group.get(a) is None}
            if unknown:
                yield f"group.{fact.id}", fact, {a.partition(".")[2]: cells for a, cells in unknown.items()}
        for collection, rows in self.whatif.table.members.items():
            facts = [
                (
                    fact,
                    {
                        a: cells
                        for a in self._attributes(fact, "")
                        if (cells := self._member_cells.get((collection, a)))
                    },
                )
                for fact in self.library.vocabulary.in_scope(collection).values()
            ]
            for row in rows:
                for fact, read in facts:
                    unknown = {a: cells for a, cells in read.items() if row.values.get(a) is None}
                    if unknown and fact.type != "ref":
                        yield f"{row.ref}.{fact.id}", fact, unknown

    def _named(self, ref: str, fact: FactDefinition) -> tuple[str, ...]:
        """The options that a list is known to hold."""
        return tuple(one for one in fact.values if fact.type == "many" and self._has(ref, one))

    def _has(self, ref: str, option: str) -> bool:
        """Whether a list is known to hold an option."""
        owner, _, name = ref.partition(".")
        values = self.whatif.table.group if owner == "group" else self.whatif.sheets[0].rows[owner]
        return values.get(f"{ref}:{option}" if owner == "group" else f"{name}:{option}") is True

    def _attributes(self, fact: FactDefinition, prefix: str) -> list[str]:
        if fact.type == "many":
            return [f"{prefix}{fact.id}:{option}" for option in fact.values]
        return [f"{prefix}{fact.id}"]

    @cached_property
    def _group_cells(self) -> dict[str, list[Cells]]:
        found: dict[str, list[Cells]] = {}
        for attribute, numbers in self._index.group.items():
            found[attribute] = [self._index.compiled.literals[n].cells for n in numbers]
        return found

    @cached_property
    def _member_cells(self) -> dict[tuple[str, str], list[Cells]]:
        """What is asked of each attribute of a member, also of one reached through a reference."""
        found: dict[tuple[str, str], list[Cells]] = {}
        vocabulary = self.library.vocabulary

        def note(collection: str, attribute: str, cells: Cells) -> None:
            found.setdefault((collection, attribute), []).append(cells)
            head, dot, _ = attribute.partition(":")[0].partition(".")
            fact = vocabulary.in_scope(collection).get(head)
            if dot and fact is not None:
                note(fact.to, attribute.partition(".")[2], cells)
            if attribute == "safeguard_first":
                for name in ("exploited", "age_band"):
                    found.setdefault((collection, name), [])

        for variable in set(self._index.quantified.values()):
            for term in variable.terms:
                for attribute, cells in term:
                    note(variable.collection, attribute, cells)
        for literal in self._index.compiled.literals:
            variable_of = literal.variable
            if isinstance(variable_of, FactVariable) and variable_of.scope:
                note(variable_of.scope, variable_of.attribute, literal.cells)
        return found

    def _values(
        self, fact: FactDefinition, asked: Mapping[str, list[Cells]], named: tuple[str, ...]
    ) -> Iterator[tuple[str, FactRecord]]:
        """The answers worth telling apart: one of each kind that some leaf treats differently. A list is answered whole, with
        what is `named` already."""
        match fact.type:
            case "yes_no":
                yield "yes", FactRecord(value=True)
                yield "absent", FactRecord(absent=True)
            case "choice":
                told: dict[tuple[bool, ...], str] = {}
                cells = [one for found in asked.values() for one in found]
                for value in fact.values:
                    told.setdefault(tuple(value in one for one in cells if isinstance(one, frozenset)), value)
                values = list(fact.values) if fact.id == "age_band" else list(told.values())
                for value in values[:MOST_VALUES]:
                    yield value, FactRecord(value=value)
            case "number":
                bounds = {
                    bound
                    for found in asked.values()
                    for one in found
                    if isinstance(one, tuple)
                    for span in one
                    for bound in span
                }
                starts = sorted({0, *(low for low in bounds), *(high + 1 for high in bounds)})
                for number in [n for n in starts if n <= 10**12][:MOST_VALUES]:
                    yield str(number), FactRecord(value=number)
            case "many":
                for attribute in list(asked)[:MOST_VALUES]:
                    option = attribute.partition(":")[2]
                    yield option, FactRecord(value=(*named, option), complete=True)
                yield "no more", FactRecord(value=named, complete=True) if named else FactRecord(absent=True)

    def _tellings(self, collection: str) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, Cells], ...]]]:
        """For members not yet recorded: what would show that there is one, with all that makes it count."""
        for variable in dict.fromkeys(self._index.quantified.values()):
            if variable.collection != collection or variable.at_least > 1:
                continue
            for term in variable.terms:
                told = [a for a, _ in term if a != "safeguard_first"]
                telling = [a for a in told if a.rpartition(".")[2] not in GENERIC] or told
                if not any("." in a for a in telling):
                    yield tuple(dict.fromkeys(a.partition(":")[0] for a in telling)), term

    # -- two together -------------------------------------------------------------------------------------------------

    @cached_property
    def _half_met(self) -> dict[str, float]:
        """The possible tactics whose nearest alternative is at least half known to hold, with how much of it is."""
        found = {}
        for tactic, outcome in self.whatif.outcomes.items():
            if outcome == "possible":
                met = self._met(tactic)
                if met >= HALF:
                    found[tactic] = met
        return found

    def _met(self, tactic: str) -> float:
        duty = tactic in self._index.duties
        best = 0.0
        for term in self._index.compiled.case[f"tactic:{tactic}"].implicants:
            values = [self.whatif.literal(n, duty=duty) for n in term]
            if values and min(values) is not Truth.FALSE:
                best = max(best, sum(value is Truth.TRUE for value in values) / len(values))
        return best

    @cached_property
    def _half_met_facts(self) -> frozenset[str]:
        return frozenset(ref for pair in self._pairs for ref in pair)

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], set[str]]:
        """Two unknown facts that are all that keeps some alternative of a half-met tactic from holding."""
        found: dict[tuple[str, str], set[str]] = {}
        for tactic in sorted(self._half_met, key=lambda t: (-self._half_met[t], t)):
            duty = tactic in self._index.duties
            for term in self._index.compiled.case[f"tactic:{tactic}"].implicants:
                values = {n: self.whatif.literal(n, duty=duty) for n in term}
                if not values or min(values.values()) is Truth.FALSE:
                    continue
                open_ones = [self._behind(n, duty) for n, value in values.items() if value is Truth.UNKNOWN]
                for refs in _chosen(open_ones):
                    if len(refs) == 2 and len(found) < MOST_PAIRS:
                        first, second = sorted(refs)
                        found.setdefault((first, second), set()).add(tactic)
        return found

    def _behind(self, number: int, duty: bool) -> list[frozenset[str]]:
        """The sets of unknown facts, two at most, that could make one leaf hold."""
        literal = self._index.compiled.literals[number]
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return [frozenset([variable.attribute.partition(":")[0]])]
        if not literal.positive or variable.at_least > 1:
            return []
        return list(self._of_members(variable, number, duty))

    def _of_members(self, variable: QuantifiedVariable, number: int, duty: bool) -> Iterator[frozenset[str]]:
        rows = self.whatif.sheets[duty].rows
        for ref, value in self.whatif.found(number, duty=duty).items():
            if value == Truth.UNKNOWN:
                for term in variable.terms:
                    unknown = [a for a, _ in term if rows[ref].get(a) is None]
                    if 0 < len(unknown) <= 2 and not any("." in a or a == "safeguard_first" for a in unknown):
                        yield frozenset(f"{ref}.{a.partition(':')[0]}" for a in unknown)

    def _pair(self, found: Mapping[str, _Found]) -> None:
        """Note what two facts settle together and neither settles alone; each pair is tried."""
        for collection in sorted(self.whatif.table.open):
            for telling, term in self._tellings(collection):
                if len(telling) == 2:
                    self._pair_of_another(collection, telling, term, found)
        options = {ref: dict(told) for ref, told in self._options if ref in self._half_met_facts}
        for (first, second), tactics in self._pairs.items():
            if first not in options or second not in options:
                continue
            for tactic in tactics:
                alone = any(
                    tactic in answer.effects.tactics
                    for ref in (first, second)
                    if ref in found
                    for answer in found[ref].answers
                )
                if not alone and self._together(options[first], options[second], tactic):
                    for ref, other in ((first, second), (second, first)):
                        if ref in found:
                            found[ref].beside.setdefault(other, set()).add(tactic)

    def _pair_of_another(
        self,
        collection: str,
        telling: tuple[str, ...],
        term: tuple[tuple[str, Cells], ...],
        found: Mapping[str, _Found],
    ) -> None:
        """Two things that only together would show a member not yet recorded to count for a half-met tactic."""
        refs = [f"{collection}/+.{attribute}" for attribute in telling]
        effects = self.whatif.after(*self.trials.another(collection, term))
        alone = {t for ref in refs if ref in found for answer in found[ref].answers for t in answer.effects.tactics}
        opened = {t for t, (_, after) in effects.tactics.items() if after == "certain" and t in self._half_met} - alone
        for ref, other in ((refs[0], refs[1]), (refs[1], refs[0])):
            if opened and ref in found:
                found[ref].beside.setdefault(other, set()).update(opened)

    def _together(
        self, one: Mapping[str, tuple[Changed, Changed]], other: Mapping[str, tuple[Changed, Changed]], tactic: str
    ) -> bool:
        for a in one.values():
            for b in other.values():
                effects = self.whatif.after(*self.whatif.together(a, b))
                if effects.tactics.get(tactic, ("", ""))[1] == "certain":
                    return True
        return False

    # -- what it is worth ---------------------------------------------------------------------------------------------

    def _gap(self, ref: str, found: _Found) -> Gap:
        after: dict[str, set[str]] = {}
        raised: set[str] = set()
        lifted: set[str] = set()
        for answer in found.answers:
            for tactic, (_, outcome) in answer.effects.tactics.items():
                after.setdefault(outcome, set()).add(tactic)
            for guardrail, (was, then) in answer.effects.guardrails.items():
                (raised if then > was else lifted).add(guardrail)
        before = self.whatif.outcomes
        settled = {
            t for outcome, told in after.items() if outcome != "possible" for t in told if before[t] == "possible"
        }
        opens = after.get("certain", set())
        unblocks = {
            t for outcome in ("certain", "possible") for t in after.get(outcome, set()) if before[t] == "blocked"
        }
        duties = sorted(t for told in after.values() for t in told if t in self._index.duties)
        fills = tuple(p for p in self._empty if any(self._pillar[t] == p for t in opens))
        because = self._because(settled, found.beside, raised | lifted, duties, fills)
        worth = sum(self._settled_by(answer) for answer in found.answers) / max(len(found.answers), 1)
        fact = self._definition(ref)
        told = {self._pillar[t] for t in settled | set().union(*found.beside.values(), set())}
        return Gap(
            fact=ref, question=self._question(ref, fact), heading=fact.heading if fact else ref.partition(".")[2],
            holders=fact.holders if fact else ANYONE, partner_wording=fact.partner_wording if fact else "", cost=self._cost(fact),
            settles=tuple(sorted(settled)), opens=tuple(sorted(opens)), rules_out=tuple(sorted(after.get("ruled_out", set()))),
            unblocks=tuple(sorted(unblocks)), raises=tuple(sorted(raised)), lifts=tuple(sorted(lifted)),
            duties=tuple(dict.fromkeys(duties)), fills=fills,
            beside={other: tuple(sorted(tactics)) for other, tactics in sorted(found.beside.items())},
            pillars=tuple(p for p in PILLARS if p in told), need="need_to_know" if because else "nice_to_know",
            because=tuple(because), worth=round(worth, 3), answers=tuple(found.answers),
        )  # fmt: skip

    def _because(
        self,
        settled: Iterable[str],
        beside: Mapping[str, set[str]],
        guardrails: set[str],
        duties: list[str],
        fills: Iterable[Pillar],
    ) -> list[str]:
        """Why it is needed; empty when it is merely nice to know."""
        told = []
        if duties:
            told.append(f"it bears on a duty: {', '.join(dict.fromkeys(duties))}")
        for pillar in fills:
            told.append(f"it could give {pillar.capitalize()} its first certain tactic")
        half = sorted(t for t in settled if t in self._half_met)
        if half:
            told.append(f"it would settle what is at least half met: {', '.join(half)}")
        if guardrails & self._bearing:
            told.append(f"it raises or lifts a guardrail: {', '.join(sorted(guardrails & self._bearing))}")
        together = sorted({t for tactics in beside.values() for t in tactics})
        if together:
            told.append(f"with one other fact it would make certain: {', '.join(together)}")
        return told

    @cached_property
    def _bearing(self) -> frozenset[str]:
        """The guardrails that block or ask for something, and are about a tactic that is certain or half met."""
        live = {t for t, outcome in self.whatif.outcomes.items() if outcome == "certain"} | set(self._half_met)
        tactics = self.library.tactics
        return frozenset(
            one.id
            for one in self.library.guardrails
            if one.effect != "caution" and any(one.applies_to.names(tactics[t]) for t in live)
        )

    def _settled_by(self, answer: Answer) -> int:
        """How many tactics one answer settles: each counts the same, whatever its P."""
        return sum(before == "possible" != after for before, after in answer.effects.tactics.values())

    def _cost(self, fact: FactDefinition | None) -> str:
        """What it costs to ask whoever is asked most easily."""
        known = [
            self.library.holder[name].cost for name in (fact.holders if fact else ()) if name in self.library.holder
        ]
        return min(known, key=list(COSTS).index, default="call")

    def _definition(self, ref: str) -> FactDefinition | None:
        owner, _, name = ref.partition(".")
        return self.library.vocabulary.find(owner.partition("/")[0], name)

    def _question(self, ref: str, fact: FactDefinition | None) -> str:
        owner, _, name = ref.partition(".")
        if fact is None:
            return f"Have all the group's {spoken(name)} been looked into?"
        if owner.endswith("/+"):
            return f"Any of the {MEMBERS[owner[:-2]]}: {fact.question}"
        return f"{self._profile.label(owner)}: {fact.question}" if "/" in owner else fact.question


def _chosen(open_ones: list[list[frozenset[str]]]) -> Iterator[frozenset[str]]:
    """Each way of taking one set of facts for every open leaf, as long as that comes to two facts."""
    if not open_ones or len(open_ones) > 2 or any(not options for options in open_ones):
        return
    if len(open_ones) == 1:
        yield from open_ones[0]
        return
    for a in open_ones[0]:
        for b in open_ones[1]:
            yield a | b

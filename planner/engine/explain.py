"""Why, and why not: read off the implicants and witnesses of the evaluation itself, never worked out a second time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.domain.conditions import Comparison
from planner.domain.library import Library
from planner.domain.profile import Accounts, FactTable
from planner.domain.truth import Truth
from planner.domain.vocabulary import FactDefinition, Scalar
from planner.domain.wording import GENERIC, MEMBERS
from planner.domain.words import listed, spoken
from planner.engine.answers import Answers
from planner.engine.compiler import Cells, Compiled, CompiledLibrary, FactVariable, Literal, QuantifiedVariable

DERIVED = {"safeguard_first": "exploited"}
MOST_SHOWN = 4
MOST_ASKED = 6
Tests = tuple[tuple[str, Cells], ...]


@dataclass(frozen=True)
class FactShown:
    """A recorded fact behind a reason: its ref, its value in words, its grade and its handling code."""

    ref: str
    value: str
    grade: str
    handling: str = ""


@dataclass(frozen=True)
class Reason:
    """One statement with the rule it comes from and the facts it rests on."""

    text: str
    rule: str
    facts: tuple[FactShown, ...]


@dataclass(frozen=True)
class Question:
    """An unknown fact that would help to settle a tactic, as an officer would ask it."""

    fact: str
    text: str


class Explanation:
    """What one evaluation says about one condition. Each part is worked out when it is first read."""

    def __init__(self, explainer: Explainer, condition: Compiled, outcome: Truth, *, every: bool) -> None:
        self._explainer, self._condition, self._outcome = explainer, condition, outcome
        self._viable = explainer.viable(condition)
        best = self._viable[0] if self._viable else ()
        known = [n for n in best if explainer.value(n) is Truth.TRUE]
        # How many grounds the nearest way needs that are known to hold, of how many; and as a share.
        self.grounds = (len(known), len(best))
        self.fit = len(known) / len(best) if best else float(bool(self._viable))
        if every:
            holding = [term for term in self._viable if all(explainer.value(n) is Truth.TRUE for n in term)]
            known += [n for term in holding for n in term]
        self._known = list(dict.fromkeys(known))

    @property
    def sign(self) -> bool:
        """Whether anything recorded speaks for it."""
        if self._outcome is Truth.TRUE:
            return bool(self._viable)
        return any(self._explainer.signs(n) for term in self._viable for n in term)

    @property
    def answered(self) -> set[str]:
        """The facts it rests on."""
        return {fact.ref for number in self._known for fact in self._explainer.facts_behind(number)}

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for it."""
        return tuple(self._explainer.reason(number, self._condition) for number in self._known)

    @cached_property
    def against(self) -> tuple[Reason, ...]:
        """What rules it out."""
        return tuple(self._explainer.against(self._condition)) if self._outcome is Truth.FALSE else ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What would settle it."""
        return tuple(self._explainer.questions(self._viable)) if self._outcome is Truth.UNKNOWN else ()


class Explainer:
    """Explains the answers of one evaluation of one case."""

    def __init__(
        self,
        library: Library,
        compiled: CompiledLibrary,
        answers: Answers,
        table: FactTable,
        accounts: Accounts,
        *,
        duty: bool = False,
    ) -> None:
        self._library, self._compiled, self._answers, self.table = library, compiled, answers, table
        self.accounts, self._duty = accounts, duty
        self._values = answers.literals or values_of(compiled, answers, table)
        self._rows = {row.ref: row for rows in table.members.values() for row in rows}
        self._found: dict[QuantifiedVariable, dict[str, Truth]] = {}
        self._behind: dict[int, tuple[FactShown, ...]] = {}
        self._signs: dict[int, bool] = {}
        self._asked: dict[int, list[str]] = {}
        self._worded: dict[str, Question] = {}

    def value(self, literal: int) -> Truth:
        """How a literal stands."""
        return self._values[literal]

    def of(self, name: str, *, every: bool = False) -> Explanation:
        """The explanation of one condition, e.g. `tactic:cash-seizure`; with `every`, from each way in which it holds."""
        return Explanation(self, self._compiled.case[name], self._answers.outcomes[name], every=every)

    def viable(self, condition: Compiled) -> list[tuple[int, ...]]:
        """The ways in which a condition may hold, the nearest first."""
        values = self._values
        viable = [term for term in condition.implicants if all(map(values.__getitem__, term))]
        return sorted(viable, key=self._nearness) if len(viable) > 1 else viable

    def _nearness(self, term: tuple[int, ...]) -> tuple[int, float, int, tuple[int, ...]]:
        unknown = sum(self._values[n] is Truth.UNKNOWN for n in term)
        return (unknown > 0, unknown / max(len(term), 1), -len(term), term)

    def reason(self, number: int, condition: Compiled) -> Reason:
        """What a leaf that holds says for a condition."""
        rule = condition.origins.get(number, condition.name).partition(":")[2]
        return Reason(self._statement(self._compiled.literals[number], condition), rule, self.facts_behind(number))

    def against(self, condition: Compiled) -> list[Reason]:
        """For each way the tactic could fit that is ruled out, the first thing that does so; each thing once."""
        ruling: dict[int, None] = {}
        for term in sorted(condition.implicants, key=lambda t: sum(not self._values[n] for n in t)):
            false = [n for n in term if not self._values[n]]
            if false and not ruling.keys() & set(false):
                ruling[false[0]] = None
        return [self._negative_reason(n, condition) for n in ruling]

    def closed(self, name: str) -> list[Reason]:
        """What rules out some of the ways in which a condition could hold, though not all."""
        return self.against(self._compiled.case[name])

    def _negative_reason(self, number: int, condition: Compiled) -> Reason:
        literal = self._compiled.literals[number]
        rule = condition.origins.get(number, condition.name).partition(":")[2]
        text, facts = self._denial(literal, condition)
        return Reason(text, rule, facts)

    def _statement(self, literal: Literal, condition: Compiled) -> str:
        """What is so."""
        variable = literal.variable
        if isinstance(variable, FactVariable):
            value = self.table.group.get(variable.attribute)
            if value is None:
                return self._fact_text(variable, literal.cells, holds=True)
            return self._library.wording.known(variable.attribute, "", value)
        if not literal.positive:
            return self._quantified_text(variable, condition, holds=False)
        witnesses = self._sure(variable)
        said = [
            f"{self.accounts.profile.label(ref)}: {self._term_text(variable, self._term_of(variable, ref), ref)}"
            for ref in witnesses[:MOST_SHOWN]
        ]
        more = len(witnesses) - MOST_SHOWN
        text = "; ".join(said) + (f"; and {more} more" if more > 0 else "")
        return text or self._quantified_text(variable, condition, holds=True)

    def facts_behind(self, number: int) -> tuple[FactShown, ...]:
        """The recorded facts by which a leaf holds."""
        if number not in self._behind:
            self._behind[number] = self._facts_behind(self._compiled.literals[number])
        return self._behind[number]

    def _facts_behind(self, literal: Literal) -> tuple[FactShown, ...]:
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return self._shown("group", [variable.attribute])
        return self._members_behind(variable) if literal.positive else self._emptiness(variable)

    def _sure(self, variable: QuantifiedVariable) -> list[str]:
        return [ref for ref, value in self.witnesses(variable).items() if value is Truth.TRUE]

    def _members_behind(self, variable: QuantifiedVariable) -> tuple[FactShown, ...]:
        """The facts by which the first few members fit."""
        return tuple(
            shown
            for ref in self._sure(variable)[:MOST_SHOWN]
            for shown in self._shown(ref, [attribute for attribute, _ in self._term_of(variable, ref)])
        )

    def _denial(self, literal: Literal, condition: Compiled) -> tuple[str, tuple[FactShown, ...]]:
        """What is not so, with the facts that say it."""
        variable = literal.variable
        if isinstance(variable, FactVariable):
            value = self.table.group.get(variable.attribute)
            text = self._fact_text(variable, literal.cells, holds=False)
            if value is not None:
                text = self._library.wording.known(variable.attribute, "", value)
                if not isinstance(value, bool):
                    text += f" (it needs: {self._fact_text(variable, literal.cells, holds=True)})"
            return text, self._shown("group", [variable.attribute])
        if literal.positive:
            return self._quantified_text(variable, condition, holds=False), self._emptiness(variable)
        return self._quantified_text(variable, condition, holds=True), self._members_behind(variable)

    def _fact_text(self, variable: FactVariable, cells: Cells, *, holds: bool) -> str:
        return self._library.wording.comparison(comparison(variable.attribute, cells), variable.scope, holds=holds)

    def _quantified_text(self, variable: QuantifiedVariable, condition: Compiled, *, holds: bool) -> str:
        node = next(
            (node for node, n in condition.quantified if self._compiled.literals[n].variable == variable),
            self._compiled.nodes[variable][1],
        )
        return self._library.wording.quantified(node, holds=holds)

    def _emptiness(self, variable: QuantifiedVariable) -> tuple[FactShown, ...]:
        """What shows that no member fits: that the collection is closed, and the fact of each member that rules it out."""
        looked = self.accounts.profile.looked_into.get(variable.collection, "not_yet")
        facts = [FactShown(f"looked_into.{variable.collection}", spoken(looked), "")]
        for row in self.table.members[variable.collection][:MOST_SHOWN]:
            for term in variable.terms:
                failing = [
                    a for a, cells in term if a not in GENERIC and stands(row.values.get(a), cells) is Truth.FALSE
                ]
                facts += self._shown(row.ref, failing[:1])
        return tuple(dict.fromkeys(facts))

    def _term_text(self, variable: QuantifiedVariable, term: Tests, ref: str) -> str:
        """What is so of one member: what is amiss if anything is, else what the member is."""
        values = self._rows[ref].values
        attributes = sorted(attribute for attribute, _ in term if attribute not in DERIVED)
        telling = [attribute for attribute in attributes if attribute.rpartition(".")[2] not in GENERIC] or attributes
        known = [(attribute, value) for attribute in telling if (value := values.get(attribute)) is not None]
        known.sort(key=lambda one: one[1] is False)
        return (
            listed([self._library.wording.known(attribute, variable.collection, value) for attribute, value in known])
            or "is in the picture"
        )

    def _term_of(self, variable: QuantifiedVariable, ref: str) -> Tests:
        """The inner alternative that a member best satisfies."""
        values = self._rows[ref].values
        ranked = sorted(variable.terms, key=lambda term: [-int(stands(values.get(a), cells)) for a, cells in term])
        sure = (term for term in ranked if all(stands(values.get(a), cells) is Truth.TRUE for a, cells in term))
        return next(sure, ranked[0] if ranked else ())

    def witnesses(self, variable: QuantifiedVariable) -> dict[str, Truth]:
        """The members that satisfy, or may satisfy, the inner condition of a quantified leaf."""
        if variable not in self._found:
            written = self._compiled.nodes.get(variable)
            found = self._answers.witnesses.get(written, {}) if written else {}
            self._found[variable] = {ref: found[ref] for ref in self._rows if ref in found}
        return self._found[variable]

    def _shown(self, owner: str, attributes: Sequence[str]) -> tuple[FactShown, ...]:
        found: list[FactShown] = []
        for attribute in attributes:
            ref = self.accounts.ref_of(owner, DERIVED.get(attribute, attribute))
            fact = self.definition(ref)
            settled = self.accounts.settled(ref, duty=self._duty)
            if fact is None or settled.record is None:
                continue
            record = settled.record
            words = self._library.wording.recorded(fact, record)
            found.append(FactShown(ref, words, "assumed" if record.assumed else record.grade, record.handling))
        return tuple(found)

    def definition(self, ref: str) -> FactDefinition | None:
        """The definition behind a recorded fact's ref."""
        owner, _, name = ref.partition(".")
        scope = owner.partition("/")[0]
        return self._library.vocabulary.find(scope, name)

    def signs(self, number: int) -> bool:
        """Whether a leaf gives any known sign of the tactic: a recorded fact that is more than what a thing is."""
        if number not in self._signs:
            self._signs[number] = self._is_a_sign(number)
        return self._signs[number]

    def _is_a_sign(self, number: int) -> bool:
        literal = self._compiled.literals[number]
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return self._values[number] is Truth.TRUE
        if not literal.positive:
            return False
        if self._values[number] is Truth.TRUE:
            return True
        tests = [(attribute, cells) for term in variable.terms for attribute, cells in term if attribute not in GENERIC]
        return any(
            (value := self._rows[ref].values.get(attribute)) is not None and stands(value, cells) is Truth.TRUE
            for ref in self.witnesses(variable)
            for attribute, cells in tests
        )

    def questions(self, viable: Sequence[tuple[int, ...]]) -> list[Question]:
        """The unknown facts of the nearest alternatives, the nearest first, each once."""
        asked: dict[str, None] = {}
        for term in viable[:3]:
            for number in term:
                if self._values[number] is Truth.UNKNOWN:
                    asked |= dict.fromkeys(self._ask(number))
        return [self._question(ref) for ref in list(asked)[:MOST_ASKED]]

    def _ask(self, number: int) -> list[str]:
        if number not in self._asked:
            self._asked[number] = list(self._unknown_facts(self._compiled.literals[number]))
        return self._asked[number]

    def _unknown_facts(self, literal: Literal) -> Iterator[str]:
        variable = literal.variable
        if isinstance(variable, FactVariable):
            yield variable.attribute.partition(":")[0]
            return
        for ref, value in self.witnesses(variable).items():
            if value is Truth.UNKNOWN:
                values = self._rows[ref].values
                for attribute, _cells in self._open_term(variable, ref):
                    if values.get(attribute) is None:
                        yield self.accounts.ref_of(ref, DERIVED.get(attribute, attribute))
        if variable.collection in self.table.open:
            if not literal.positive:
                yield f"looked_into.{variable.collection}"
                return
            for attribute in self._telling(variable):
                yield f"{variable.collection}/+.{attribute}"

    def _open_term(self, variable: QuantifiedVariable, ref: str) -> Tests:
        """The inner alternative of a possible witness with the fewest gaps."""
        values = self._rows[ref].values
        open_terms = [term for term in variable.terms if all(stands(values.get(a), cells) for a, cells in term)]
        return min(open_terms, key=lambda term: sum(values.get(a) is None for a, _ in term), default=())

    def _telling(self, variable: QuantifiedVariable) -> list[str]:
        """The facts that would show a member not yet recorded: those that say something is amiss, else any."""
        term = min(variable.terms, key=len, default=())
        attributes = sorted(a for a, _ in term if a not in DERIVED)
        telling = [a for a in attributes if a.rpartition(".")[2] not in GENERIC]
        return telling or attributes

    def _question(self, ref: str) -> Question:
        if ref not in self._worded:
            self._worded[ref] = self._put_in_words(ref)
        return self._worded[ref]

    def _put_in_words(self, ref: str) -> Question:
        owner, _, name = ref.partition(".")
        if owner == "looked_into":
            return Question(ref, f"Have all the group's {spoken(name)} been looked into?")
        fact = self.definition(ref)
        text = fact.question if fact else f"What is known of {spoken(ref)}?"
        if owner.endswith("/+"):
            text = f"Any of the {MEMBERS[owner[:-2]]}: {text}"
        elif "/" in owner:
            text = f"{self.accounts.profile.label(owner)}: {text}"
        return Question(ref, text + self._not_relied_on(ref, fact))

    def _not_relied_on(self, ref: str, fact: FactDefinition | None) -> str:
        """What is recorded and yet settles nothing: reports that contradict, or are thought false or weak."""
        records = self.accounts.profile.records(ref)
        if not records or fact is None:
            return ""
        told = "; ".join(
            f"{self._library.wording.recorded(fact, record)}, {record.grade or 'no grade'}" for record in records
        )
        contradict = bool(self.accounts.settled(ref, duty=self._duty).contradicted)
        return f" ({'Reports contradict' if contradict else 'Not relied on'}: {told})"


def comparison(attribute: str, cells: Cells) -> Comparison:
    """A compiled leaf as a comparison again, so that it can be said in words."""
    if isinstance(cells, tuple):
        return Comparison(attribute, low=cells[0][0], high=cells[-1][1], numeric=True)
    return Comparison(attribute, cells)


def stands(value: Scalar | None, cells: Cells) -> Truth:
    """Whether a value, known or not, is one of those a leaf allows."""
    if value is None:
        return Truth.UNKNOWN
    if isinstance(cells, tuple):
        return Truth.TRUE if any(low <= int(value) <= high for low, high in cells) else Truth.FALSE
    return Truth.TRUE if value in cells else Truth.FALSE


def counted(variable: QuantifiedVariable, found: Mapping[str, int], still_open: bool) -> Truth:
    """Whether enough members satisfy a quantified leaf, given how surely each does; in an open collection there may be more."""
    sure = sum(value == Truth.TRUE for value in found.values())
    if sure >= variable.at_least:
        return Truth.TRUE
    could = still_open or sum(value > Truth.FALSE for value in found.values()) >= variable.at_least
    return Truth.UNKNOWN if could else Truth.FALSE


def values_of(compiled: CompiledLibrary, answers: Answers, table: FactTable) -> dict[int, Truth]:
    """The table of leaves when the referee answered alone: from the facts and the referee's own witnesses."""
    quantified: dict[QuantifiedVariable, Truth] = {}
    for name, condition in compiled.case.items():
        for node, number in condition.quantified:
            variable = compiled.literals[number].variable
            if isinstance(variable, QuantifiedVariable) and (name, node) in answers.witnesses:
                found = answers.witnesses[(name, node)]
                quantified[variable] = counted(variable, found, variable.collection in table.open)
    values = {}
    for literal in compiled.literals:
        if isinstance(literal.variable, FactVariable):
            values[literal.id] = (
                Truth.FALSE
                if literal.variable.scope
                else stands(table.group.get(literal.variable.attribute), literal.cells)
            )
        else:
            value = quantified.get(literal.variable, Truth.FALSE)
            values[literal.id] = value if literal.positive else ~value
    return values

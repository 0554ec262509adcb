"""Why, and why not: read off the implicants and witnesses of the evaluation itself, never worked out a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from planner.domain.conditions import Comparison, Quantified
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


@dataclass
class Explanation:
    """What one evaluation says about one tactic."""

    reasons: list[Reason] = field(default_factory=list)
    against: list[Reason] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    fit: float = 0.0
    sign: bool = False


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
        rows = self._rows = {row.ref: row for rows in table.members.values() for row in rows}
        self._found: dict[QuantifiedVariable, dict[str, Truth]] = {}
        self._nodes: dict[QuantifiedVariable, Quantified] = {}
        for name, condition in compiled.case.items():
            for node, number in condition.quantified:
                variable = compiled.literals[number].variable
                if isinstance(variable, QuantifiedVariable) and variable not in self._found:
                    found = answers.witnesses.get((name, node), {})
                    self._found[variable] = {ref: found[ref] for ref in rows if ref in found}
                    self._nodes[variable] = node
        self._said: dict[int, Reason] = {}
        self._asked: dict[int, list[str]] = {}
        self._worded: dict[str, Question] = {}

    def value(self, literal: int) -> Truth:
        """How a literal stands."""
        return self._values[literal]

    def of(self, name: str, *, every: bool = False) -> Explanation:
        """The explanation of one condition, e.g. `tactic:cash-seizure`; with `every`, from each way in which it holds."""
        condition = self._compiled.case[name]
        outcome = self._answers.outcomes[name]
        viable = sorted(
            (term for term in condition.implicants if all(self._values[n] for n in term)), key=self._nearness
        )
        found = Explanation()
        if viable:
            best = viable[0]
            known = [n for n in best if self._values[n] is Truth.TRUE]
            found.fit = len(known) / len(best) if best else 1.0
            if every:
                holding = [term for term in viable if all(self._values[n] is Truth.TRUE for n in term)]
                known += [n for term in holding for n in term]
            found.reasons = [self._reason(n, condition) for n in dict.fromkeys(known)]
            found.sign = outcome is Truth.TRUE or any(self._signs(n) for term in viable for n in term)
        if outcome is Truth.UNKNOWN:
            found.questions = self._questions(viable)
        if outcome is Truth.FALSE:
            found.against = self._against(condition)
        return found

    def _nearness(self, term: tuple[int, ...]) -> tuple[int, float, int, tuple[int, ...]]:
        unknown = sum(self._values[n] is Truth.UNKNOWN for n in term)
        return (unknown > 0, unknown / max(len(term), 1), -len(term), term)

    def _reason(self, number: int, condition: Compiled) -> Reason:
        if number not in self._said:
            literal = self._compiled.literals[number]
            text, facts = self._statement(literal, condition)
            self._said[number] = Reason(text, "", facts)
        said = self._said[number]
        rule = condition.origins.get(number, condition.name).partition(":")[2]
        return Reason(said.text, rule, said.facts)

    def _against(self, condition: Compiled) -> list[Reason]:
        """For each way the tactic could fit, the first thing that rules it out; each thing once."""
        ruling: dict[int, None] = {}
        for term in sorted(condition.implicants, key=lambda t: sum(not self._values[n] for n in t)):
            false = [n for n in term if not self._values[n]]
            if not ruling.keys() & set(false):
                ruling[false[0]] = None
        return [self._negative_reason(n, condition) for n in ruling]

    def _negative_reason(self, number: int, condition: Compiled) -> Reason:
        literal = self._compiled.literals[number]
        rule = condition.origins.get(number, condition.name).partition(":")[2]
        text, facts = self._denial(literal, condition)
        return Reason(text, rule, facts)

    def _statement(self, literal: Literal, condition: Compiled) -> tuple[str, tuple[FactShown, ...]]:
        """What is so, with its facts."""
        variable = literal.variable
        if isinstance(variable, FactVariable):
            value = self.table.group.get(variable.attribute)
            text = (
                self._fact_text(variable, literal.cells, holds=True)
                if value is None
                else self._library.wording.known(variable.attribute, "", value)
            )
            return text, self._shown("group", [variable.attribute])
        if not literal.positive:
            return self._quantified_text(variable, condition, holds=False), self._emptiness(variable)
        witnesses = [ref for ref, value in self.witnesses(variable).items() if value is Truth.TRUE]
        said: list[str] = []
        facts: list[FactShown] = []
        for ref in witnesses[:MOST_SHOWN]:
            term = self._term_of(variable, ref)
            said.append(f"{self.accounts.profile.label(ref)}: {self._term_text(variable, term, ref)}")
            facts += self._shown(ref, [attribute for attribute, _ in term])
        more = len(witnesses) - MOST_SHOWN
        text = "; ".join(said) + (f"; and {more} more" if more > 0 else "")
        return text or self._quantified_text(variable, condition, holds=True), tuple(facts)

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
        witnesses = [ref for ref, value in self.witnesses(variable).items() if value is Truth.TRUE]
        facts = [
            shown
            for ref in witnesses[:MOST_SHOWN]
            for shown in self._shown(ref, [a for a, _ in self._term_of(variable, ref)])
        ]
        return self._quantified_text(variable, condition, holds=True), tuple(facts)

    def _fact_text(self, variable: FactVariable, cells: Cells, *, holds: bool) -> str:
        return self._library.wording.comparison(comparison(variable.attribute, cells), variable.scope, holds=holds)

    def _quantified_text(self, variable: QuantifiedVariable, condition: Compiled, *, holds: bool) -> str:
        node = next(
            (node for node, n in condition.quantified if self._compiled.literals[n].variable == variable),
            self._nodes[variable],
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
        return self._found.get(variable, {})

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

    def _signs(self, number: int) -> bool:
        """Whether a leaf gives any known sign of the tactic: a recorded fact that is more than what a thing is."""
        literal = self._compiled.literals[number]
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return self._values[number] is Truth.TRUE
        if not literal.positive:
            return False
        if self._values[number] is Truth.TRUE:
            return True
        return any(
            attribute not in GENERIC and stands(self._rows[ref].values.get(attribute), cells) is Truth.TRUE
            for ref in self.witnesses(variable)
            for term in variable.terms
            for attribute, cells in term
        )

    def _questions(self, viable: Sequence[tuple[int, ...]]) -> list[Question]:
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


def values_of(compiled: CompiledLibrary, answers: Answers, table: FactTable) -> dict[int, Truth]:
    """The table of leaves when the referee answered alone: from the facts and the referee's own witnesses."""
    quantified: dict[QuantifiedVariable, Truth] = {}
    for name, condition in compiled.case.items():
        for node, number in condition.quantified:
            variable = compiled.literals[number].variable
            if isinstance(variable, QuantifiedVariable) and (name, node) in answers.witnesses:
                found = answers.witnesses[(name, node)]
                sure = sum(value is Truth.TRUE for value in found.values())
                could = variable.collection in table.open or len(found) >= variable.at_least
                quantified[variable] = (
                    Truth.TRUE if sure >= variable.at_least else Truth.UNKNOWN if could else Truth.FALSE
                )
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

"""Explaining one tactic for one case: why, why not, what is missing, and the smallest change that would flip it.

Every change is tried on a copy of the case with both engines, and shown only when the outcome really flips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, product

from planner.application.assuming import assume
from planner.application.recommending import GuardrailShown, Recommendation, Recommended, Recommender
from planner.domain.profile import CHILD_BANDS, Profile
from planner.domain.truth import Truth
from planner.domain.vocabulary import FactDefinition
from planner.domain.wording import GENERIC
from planner.engine.compiler import Cells, Compiled, FactVariable, Literal, QuantifiedVariable
from planner.engine.explain import DERIVED, Question, Reason, Tests, stands

MOST_TRIED = 40
MOST_OPTIONS = 4
MOST_OPTIONS_WEIGHED = 400
HOW = {"find_out": "find out", "do": "can be done", "cannot_change": "will not change"}
NEARER = ("ruled_out", "blocked", "possible", "certain")


@dataclass(frozen=True)
class Change:
    """One fact changed: from what, to what, and whether it can be found out, done, or will not change."""

    fact: str
    before: str
    to: str
    how: str

    @property
    def assumption(self) -> str:
        """As --assume takes it."""
        return f"{self.fact}={self.to}"

    @property
    def says(self) -> str:
        """In words, and whether it is for finding out or for doing."""
        return f"{self.fact}: {self.before} → {self.to} ({HOW[self.how]})"


@dataclass(frozen=True)
class Missing:
    """An unknown fact, its question, and the outcome if the answer speaks for the tactic."""

    fact: str
    question: str
    would_make: str


@dataclass(frozen=True)
class Explained:
    """One tactic explained. `smallest_change` is empty only when no change of facts could flip it."""

    result: Recommended
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    smallest_change: tuple[Change, ...]


def explain(recommender: Recommender, profile: Profile, tactic_id: str) -> tuple[Explained, Recommendation]:
    """Explain one active tactic; also gives the whole recommendation it stands in. Raises KeyError, EnginesDisagree."""
    found = recommender.recommend(profile)
    result = found.get(tactic_id)
    seeker = Seeker(recommender, profile, result)
    against = (*result.against, *(_as_reason(one) for one in result.guardrails))
    missing = tuple(seeker.missing(question) for question in result.questions)
    return Explained(result, result.reasons, against, missing, tuple(seeker.smallest_change())), found


def _as_reason(guardrail: GuardrailShown) -> Reason:
    return Reason(guardrail.text, guardrail.rule, ())


class Seeker:
    """Looks for changes of facts that flip one tactic of one case."""

    def __init__(self, recommender: Recommender, profile: Profile, result: Recommended) -> None:
        self._recommender, self._profile, self._result = recommender, profile, result
        self._library = recommender.library
        self._name = f"tactic:{result.tactic.id}"
        self._evaluation = recommender.evaluate_for(result.tactic, profile)
        self._compiled = self._evaluation.compiled

    def _outcome(self, changes: Iterable[str]) -> str:
        changed = assume(self._profile, list(changes), self._library)
        return self._recommender.outcome(self._result.tactic, changed)

    def missing(self, question: Question) -> Missing:
        """What the outcome would be if the answer to one question spoke for the tactic."""
        ref = question.fact
        best = self._result.outcome
        for value in self._helpful(ref):
            outcome = self._outcome([f"{ref}={value}"])
            best = max(best, outcome, key=NEARER.index)
        return Missing(ref, question.text, best)

    def _helpful(self, ref: str) -> list[str]:
        if ref.startswith("looked_into."):
            return ["fully"]
        values = []
        for change in self._made:
            values += [one.to for one in change if one.fact == ref]
        return list(dict.fromkeys(values))[:3]

    @cached_property
    def _made(self) -> list[list[Change]]:
        """The sets of changes that would make the condition hold, within reason."""
        return list(islice(self._makings(), MOST_OPTIONS_WEIGHED))

    def _makings(self) -> Iterator[list[Change]]:
        """Sets of changes that would make the condition hold, one list of options an alternative."""
        for implicant in self._compiled.case[self._name].implicants:
            yield from self._together([self._make(n) for n in implicant if self._value(n) is not Truth.TRUE])

    def _value(self, number: int) -> Truth:
        return self._evaluation.explainer.value(number)

    def smallest_change(self) -> list[Change]:
        """The fewest facts to change: towards certain, or, for a certain tactic, away from it."""
        standing = [one for one in self._result.law if not one.status.usable]
        if standing and not self._result.lawful.usable:
            return [Change(f"law.{one.provision}", one.status.value, "in_force", "cannot_change") for one in standing]
        certain = self._result.outcome == "certain"
        options = (
            list(islice(self._breakings_of(self._compiled.case[self._name]), MOST_OPTIONS_WEIGHED))
            if certain
            else list(self._made)
        )
        options.sort(
            key=lambda changes: (
                len(changes),
                sum(c.how == "cannot_change" for c in changes),
                [c.fact for c in changes],
            )
        )
        for option in options[:MOST_TRIED]:
            merged = _merged(option)
            if merged is None:
                continue
            settled = self._beside_guardrails(merged)
            outcome = self._outcome(one.assumption for one in settled)
            if (outcome != "certain") if certain else (outcome == "certain"):
                return self._without_needless(settled, certain)
        return []

    def _without_needless(self, changes: list[Change], certain: bool) -> list[Change]:
        """Drop each change that the flip does not need."""
        for one in list(changes):
            fewer = [other for other in changes if other is not one]
            if fewer and (self._outcome(c.assumption for c in fewer) == "certain") != certain:
                changes = fewer
        return changes

    def _beside_guardrails(self, changes: list[Change]) -> list[Change]:
        """Add what would lift a guardrail that blocks."""
        changes = list(changes)
        for condition in self._blocking():
            changes += next(self._breakings_of(condition), [])
        return changes

    def _blocking(self) -> list[Compiled]:
        """The conditions of the guardrails that block the tactic and that facts could lift."""
        firing = {
            one.guardrail
            for one in self._evaluation.answers.firings
            if one.tactic == self._result.tactic.id and one.value is Truth.TRUE
        }
        blocking = [
            self._compiled.case.get(f"guardrail:{one.id}")
            for one in self._library.guardrails
            if one.effect == "block" and one.id in firing and not one.applies_to.law
        ]
        return [condition for condition in blocking if condition]

    def _breakings_of(self, condition: Compiled) -> Iterator[list[Change]]:
        """Sets of changes after which no alternative is known to hold."""
        holding = [term for term in condition.implicants if all(self._value(n) is Truth.TRUE for n in term)]
        choices = [[option for number in term for option in self._break(number)] for term in holding]
        yield from self._together(choices)

    def _together(self, choices: Sequence[Sequence[list[Change]]]) -> Iterator[list[Change]]:
        """One option of each, in every combination, within reason."""
        if any(not options for options in choices):
            return
        kept = [sorted(options, key=len)[:MOST_OPTIONS] for options in choices]
        for combination in islice(product(*kept), 60):
            yield [change for option in combination for change in option]

    # -- making and breaking single leaves ------------------------------------------------------------------------

    def _make(self, number: int) -> list[list[Change]]:
        literal = self._compiled.literals[number]
        return self._towards(literal, wanted=True)

    def _break(self, number: int) -> list[list[Change]]:
        return self._towards(self._compiled.literals[number], wanted=False)

    def _towards(self, literal: Literal, *, wanted: bool) -> list[list[Change]]:
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return [[change] for change in self._set("group", variable.attribute, literal.cells, wanted)]
        if literal.positive == wanted:
            return self._add_members(variable)
        return self._remove_members(variable)

    def _add_members(self, variable: QuantifiedVariable) -> list[list[Change]]:
        """Enough members that satisfy the inner condition: those nearest to it, or new ones."""
        witnesses = self._evaluation.explainer.witnesses(variable)
        short = variable.at_least - sum(value is Truth.TRUE for value in witnesses.values())
        rows = [
            row
            for row in self._evaluation.explainer.table.members[variable.collection]
            if witnesses.get(row.ref) is not Truth.TRUE
        ]
        existing = []
        for row in rows:
            for term in variable.terms:
                steps = [
                    self._set(row.ref, a, cells, True)
                    for a, cells in term
                    if stands(row.values.get(a), cells) is not Truth.TRUE
                ]
                if all(steps):
                    existing.append([options[0] for options in steps])
        existing.sort(key=len)
        fresh = [self._new_member(variable.collection, 1, term) for term in sorted(variable.terms, key=len)]
        if short <= 1:
            return [*existing[:3], *fresh[:2]]
        return [
            [c for n in range(1, short + 1) for c in self._new_member(variable.collection, n, term)]
            for term in variable.terms[:1]
        ]

    def _new_member(self, collection: str, number: int, term: Tests) -> list[Change]:
        owner = f"{collection}/+{number if number > 1 else ''}"
        changes = []
        for attribute, cells in term:
            if attribute in DERIVED:
                continue
            changes += self._set(owner, attribute, cells, True)[:1]
        return changes

    def _remove_members(self, variable: QuantifiedVariable) -> list[list[Change]]:
        """Every member that satisfies, or may satisfy, the inner condition ruled out of it, and the collection closed."""
        witnesses = self._evaluation.explainer.witnesses(variable)
        away = self._result.outcome == "certain"
        changes: list[Change] = []
        for row in self._evaluation.explainer.table.members[variable.collection]:
            sure = witnesses.get(row.ref)
            if sure is Truth.TRUE or (sure is Truth.UNKNOWN and not away):
                for term in variable.terms:
                    if all(stands(row.values.get(a), cells) for a, cells in term):
                        changes += self._spoil(row.ref, term)
        looked = self._profile.looked_into.get(variable.collection, "not_yet")
        if not away and looked != "fully":
            changes.append(Change(f"looked_into.{variable.collection}", looked, "fully", "find_out"))
        return [list(dict.fromkeys(changes))] if changes else []

    def _spoil(self, owner: str, term: Tests) -> list[Change]:
        order = {"do": 0, "find_out": 1, "cannot_change": 2}
        options = [change for a, cells in term if a not in DERIVED for change in self._set(owner, a, cells, False)[:1]]
        return sorted(options, key=lambda change: (_generic(change.fact), order[change.how]))[:1]

    def _set(self, owner: str, attribute: str, cells: Cells, wanted: bool) -> list[Change]:
        """The changes, best first, that put one attribute inside (or outside) `cells`."""
        path, _, option = DERIVED.get(attribute, attribute).partition(":")
        explainer = self._evaluation.explainer
        ref = explainer.accounts.ref_of(owner, path)
        fact = explainer.definition(ref)
        if fact is None:
            return []
        if attribute in DERIVED:
            if not wanted:
                return [self._change(ref, fact, "yes")]
            return [self._change(ref, fact, "absent"), *self._grown_up(owner)]
        return [self._change(ref, fact, value) for value in self._values(ref, fact, option, cells, wanted)]

    def _grown_up(self, owner: str) -> list[Change]:
        """Of a person not known to be unexploited: that they are no child."""
        fact = self._library.vocabulary.in_scope("people")["age_band"]
        ref = f"{owner}.age_band"
        adult = next(value for value in fact.values if value not in CHILD_BANDS)
        told = self._evaluation.explainer.accounts.settled(ref, duty=self._result.tactic.duty)
        young = told.record is None or told.record.value in CHILD_BANDS
        return [self._change(ref, fact, adult)] if young else []

    def _values(self, ref: str, fact: FactDefinition, option: str, cells: Cells, wanted: bool) -> list[str]:
        if option:
            named = [
                one
                for record in self._profile.records(ref)[-1:]
                if isinstance(record.value, tuple)
                for one in record.value
            ]
            keep = [*named, option] if (True in cells) == wanted else [one for one in named if one != option]
            return [",".join(dict.fromkeys(keep)) or "absent"]
        if isinstance(cells, tuple):
            low, high = cells[0]
            return [str(low)] if wanted else [str(low - 1)] if low > 0 else [str(high + 1)]
        if fact.type == "yes_no":
            return ["yes" if (True in cells) == wanted else "absent"]
        fitting = [value for value in fact.values if (value in cells) == wanted]
        # A child not known to be unexploited is safeguarded first, so an adult is the smaller change.
        return sorted(fitting, key=lambda value: value in CHILD_BANDS)

    def _change(self, ref: str, fact: FactDefinition, to: str) -> Change:
        records = self._profile.records(ref)
        settled = self._evaluation.explainer.accounts.settled(ref, duty=self._result.tactic.duty).record
        before = "unknown" if settled is None else "absent" if settled.absent else _spoken_value(settled.value)
        how = "find_out" if settled is None or not records else fact.change
        return Change(ref, before, to, how)


def _generic(ref: str) -> bool:
    return ref.rpartition(".")[2] in GENERIC


def _merged(changes: Sequence[Change]) -> list[Change] | None:
    """The changes with each fact once; lists are joined; None when two of them contradict."""
    merged: dict[str, Change] = {}
    for one in changes:
        known = merged.get(one.fact)
        if known is None or known.to == one.to:
            merged[one.fact] = one
        elif "," in known.to or "," in one.to:
            both = dict.fromkeys([*known.to.split(","), *one.to.split(",")])
            merged[one.fact] = replace(known, to=",".join(both))
        else:
            return None
    return list(merged.values())


def _spoken_value(value: bool | int | str | tuple[str, ...] | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)

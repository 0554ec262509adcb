"""Why not, to the end: every smallest set of facts that would make a tactic certain, and each single fact that would take a
certain or possible one away.

Sets are put together from the alternatives of the tactic's condition, smallest first, and each is tried with both engines
before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from planner.application.assuming import read_fact
from planner.application.explaining import Change, Seeker
from planner.application.needing import NeedToKnow
from planner.application.recommending import Recommended, Recommender
from planner.domain.profile import Profile
from planner.domain.truth import Truth
from planner.domain.vocabulary import Scalar
from planner.engine.compiler import Cells, Compiled, CompiledLibrary, FactVariable, Literal, QuantifiedVariable
from planner.engine.explain import DERIVED, stands
from planner.errors import InputError

LARGEST = 6
MOST_TRIED = 40
MOST_SETS = 4000
HOWS = ("find_out", "do", "cannot_change")
ChangeSet = tuple[Change, ...]


@dataclass(frozen=True)
class Ways:
    """`smallest`: every set of the fewest facts that makes the tactic certain, those that can be found out first. `untried`:
    how many more of that size there are. `removals`: each single fact that would make it no longer certain, or rule it out."""

    smallest: tuple[ChangeSet, ...]
    untried: int
    removals: ChangeSet


def ways(recommender: Recommender, profile: Profile, result: Recommended) -> Ways:
    """The ways into a tactic that is not certain, and out of one that is offered. Raises EnginesDisagree."""
    seeker = _Ways(recommender, profile, result)
    smallest, untried = seeker.smallest() if result.outcome != "certain" else ((), 0)
    return Ways(smallest, untried, seeker.removals() if result.offered else ())


class _Ways(Seeker):
    """Looks for every way into one tactic of one case, and out of it."""

    def smallest(self) -> tuple[tuple[ChangeSet, ...], int]:
        if not self._result.lawful.usable:
            return (), 0
        tried = 0
        for size in range(1, LARGEST + 1):
            options = sorted(set(self._of_size(size)), key=_order)
            found: list[ChangeSet] = []
            for n, one in enumerate(options):
                if tried == MOST_TRIED:
                    return tuple(found), len(options) - n
                tried += 1
                if self._outcome(change.assumption for change in one) == "certain":
                    found.append(one)
            if found:
                return tuple(found), 0
        return (), 0

    def _of_size(self, size: int) -> Iterator[ChangeSet]:
        """Every set of that many facts that makes some alternative hold and lifts what blocks."""
        seen = 0
        lifted = [list(self._breakings_of(condition)) for condition in self._blocking()]
        for literals, standing, owner in self._alternatives():
            needed = [self._options(literal, owner) for literal in literals]
            for chosen in _within([*needed, *lifted], size):
                for whole in [chosen] if len(chosen) == size else self._mended(chosen, standing, owner, size):
                    yield whole
                    seen += 1
                    if seen == MOST_SETS:
                        return

    def _mended(self, chosen: ChangeSet, standing: Sequence[Literal], owner: str, size: int) -> Iterator[ChangeSet]:
        """A smaller set with what puts right again what it breaks: a member changed for one need may have met another."""
        changed = {change.fact.rpartition(".")[0] for change in chosen}
        broken = [one for one in standing if self._rests_on(one, changed)]
        if broken:
            options = [self._options(one, owner) for one in broken]
            yield from (whole for whole in _within([[list(chosen)], *options], size) if len(whole) == size)

    def _rests_on(self, literal: Literal, refs: set[str]) -> bool:
        variable = literal.variable
        if isinstance(variable, FactVariable) or not literal.positive:
            return False
        counted = [ref for ref, value in self._evaluation.explainer.witnesses(variable).items() if value is Truth.TRUE]
        return sum(ref not in refs for ref in counted) < variable.at_least

    def _alternatives(self) -> Iterator[tuple[list[Literal], list[Literal], str]]:
        """What is still to be made so and what is so already, for each alternative of the case, and of each member the tactic may
        be used on."""
        compiled, explainer = self._compiled, self._evaluation.explainer
        for term in compiled.case[self._name].implicants:
            literals = [compiled.literals[n] for n in term]
            needed = [one for one in literals if self._value(one.id) is not Truth.TRUE]
            yield needed, [one for one in literals if one not in needed], ""
        if self._name in compiled.subject:
            collection, condition = compiled.subject[self._name]
            for row in explainer.table.members[collection]:
                for term in condition.implicants:
                    literals = [compiled.literals[n] for n in term]
                    needed = [one for one in literals if not self._stands(one, row.values)]
                    yield needed, [one for one in literals if one not in needed], row.ref

    def _stands(self, literal: Literal, values: Mapping[str, Scalar | None]) -> bool:
        variable = literal.variable
        if isinstance(variable, FactVariable) and variable.scope:
            return stands(values.get(variable.attribute), literal.cells) is Truth.TRUE
        return self._value(literal.id) is Truth.TRUE

    def _options(self, literal: Literal, owner: str) -> list[list[Change]]:
        variable = literal.variable
        if isinstance(variable, FactVariable):
            place = owner if variable.scope else "group"
            return [[change] for change in self._set(place, variable.attribute, literal.cells, True)]
        if literal.positive:
            return self._more_members(variable)
        return self._remove_members(variable)

    def _more_members(self, variable: QuantifiedVariable) -> list[list[Change]]:
        """Every way of having enough members that count: those there are, and new ones."""
        explainer = self._evaluation.explainer
        witnesses = explainer.witnesses(variable)
        short = variable.at_least - sum(value is Truth.TRUE for value in witnesses.values())
        each: list[list[list[Change]]] = []
        for row in explainer.table.members[variable.collection]:
            if witnesses.get(row.ref) is Truth.TRUE:
                continue
            ways_in = []
            for term in variable.terms:
                steps = [
                    self._set(row.ref, a, cells, True)
                    for a, cells in term
                    if stands(row.values.get(a), cells) is not Truth.TRUE
                ]
                if all(steps):
                    ways_in += [list(one) for one in product(*(options[:2] for options in steps))]
            each.append(ways_in)
        fresh = [self._new_member(variable.collection, 1, term) for term in variable.terms]
        if short <= 1:
            return sorted([*(way for found in each for way in found), *fresh], key=len)
        # Any so many of those there are, and as many new ones as are short of that.
        together = []
        for there in range(short, -1, -1):
            fewer = range(1, short - there + 1)
            new = (
                [
                    [change for n in fewer for change in self._new_member(variable.collection, n, term)]
                    for term in variable.terms
                ]
                if fewer
                else [[]]
            )
            several = (way for few in combinations(each, there) for way in product(*few))
            together += [
                [*(change for one in way for change in one), *more]
                for way in islice(several, MOST_SETS)
                for more in new
            ]
        return sorted(together, key=len)

    # -- out of it ------------------------------------------------------------------------------------------------------

    def removals(self) -> ChangeSet:
        """Each single fact that, changed, would take the tactic away; tried over the facts it reads."""
        weighing = NeedToKnow(self._recommender).weigh(self._profile)
        tactic = self._result.tactic.id
        found = []
        for change in dict.fromkeys(self._single_changes()):
            try:
                ref, record = read_fact(self._profile, change.fact, change.to, self._library)
            except InputError:
                continue
            if record is None:
                continue
            after = weighing.whatif.after(*weighing.trials.known(ref, record)).tactics.get(tactic)
            if after and after[1] != "certain" and self._outcome([change.assumption]) == after[1]:
                found.append(change)
        found.sort(key=lambda change: (HOWS.index(change.how), change.fact))
        # One change a fact is enough to know that it would.
        return tuple({change.fact: change for change in reversed(found)}.values())[::-1]

    def _single_changes(self) -> Iterator[Change]:
        """Every change of one fact that the tactic, or what could block it, reads: each way from where its leaves part."""
        compiled, members = self._compiled, self._evaluation.explainer.table.members
        blocking = (
            f"guardrail:{one.id}"
            for one in self._library.guardrails
            if one.effect == "block" and not one.applies_to.law and one.applies_to.names(self._result.tactic)
        )
        for name in (self._name, *blocking):
            if name in compiled.case:
                for literal in _literals(compiled, compiled.case[name]):
                    variable = literal.variable
                    if isinstance(variable, FactVariable):
                        yield from self._either_way("group", variable.attribute, literal.cells)
                        continue
                    for row, term in product(members[variable.collection], variable.terms):
                        for attribute, cells in term:
                            yield from self._either_way(row.ref, attribute, cells)
            if name in compiled.subject:
                collection, condition = compiled.subject[name]
                for row, literal in product(members[collection], _literals(compiled, condition)):
                    variable = literal.variable
                    if isinstance(variable, FactVariable) and variable.scope:
                        yield from self._either_way(row.ref, variable.attribute, literal.cells)

    def _either_way(self, owner: str, attribute: str, cells: Cells) -> Iterator[Change]:
        for wanted in (True, False):
            yield from self._set(owner, attribute, cells, wanted)
        if attribute in DERIVED:
            # Whether somebody is safeguarded first hangs on their age as well.
            fact = self._library.vocabulary.in_scope("people")["age_band"]
            yield from (self._change(f"{owner}.age_band", fact, value) for value in fact.values)


def _literals(compiled: CompiledLibrary, condition: Compiled) -> list[Literal]:
    """What a condition reads."""
    return [compiled.literals[n] for n in sorted({n for term in condition.implicants for n in term})]


def _within(choices: Sequence[Sequence[list[Change]]], size: int) -> Iterator[ChangeSet]:
    """One option of each choice in every combination that comes to no more than so many facts; a fact has one value."""
    if any(not options for options in choices):
        return

    def grow(n: int, chosen: dict[str, Change]) -> Iterator[ChangeSet]:
        if n == len(choices):
            yield tuple(chosen[fact] for fact in sorted(chosen))
            return
        for option in choices[n]:
            joined = dict(chosen)
            for change in option:
                if joined.setdefault(change.fact, change).to != change.to:
                    break
            else:
                if len(joined) <= size:
                    yield from grow(n + 1, joined)

    yield from grow(0, {})


def _order(changes: ChangeSet) -> tuple[int, list[int], list[str]]:
    """What can be found out before what must be done, and that before what will not change."""
    hows = sorted((HOWS.index(one.how) for one in changes), reverse=True)
    return max(hows, default=0), hows, [f"{one.fact}={one.to}" for one in changes]

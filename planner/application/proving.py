"""The catalogue held to its own examples: what each entry must match and must not, and whether they would catch a slip.

An entry's score is the share of its condition's mutants (and of the guardrails that apply to it, dropped in turn) that some
example would catch. A mutant that no case whatever can tell from the condition is not counted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.application.assuming import assume
from planner.domain.conditions import Condition
from planner.domain.library import Library
from planner.domain.profile import FactTable, Tabulator
from planner.domain.rules import Guardrail
from planner.domain.tactic import Example, NearMiss, NoMatch, Tactic
from planner.domain.truth import Truth
from planner.domain.vocabulary import COLLECTIONS, Scalar
from planner.domain.words import listed
from planner.engine.answers import Case
from planner.engine.mutants import Mutant, mutants
from planner.engine.referee import Reading, Referee
from planner.errors import InputError
from planner.library.casefile import read_fragment

ENOUGH = 0.95
COMMON = 0.6
VARIED = 200
SAID = {Truth.TRUE: "certain", Truth.UNKNOWN: "possible", Truth.FALSE: "ruled_out"}


@dataclass(frozen=True)
class Proof:
    """How an entry stands to its examples.

    `faults` are in words; `score` is None when it was not asked for or there is nothing to mutate; `survived` says which
    mutants no example catches; `certain_in` is the share of varied cases in which the entry is certain.
    """

    tactic: Tactic
    faults: tuple[str, ...]
    mutants: int = 0
    survived: tuple[str, ...] = ()
    certain_in: float | None = None

    @property
    def score(self) -> float | None:
        """The share of mutants caught."""
        return None if not self.mutants else (self.mutants - len(self.survived)) / self.mutants

    @property
    def sound(self) -> bool:
        """Whether every example holds and enough mutants are caught."""
        return not self.faults and (self.score is None or self.score >= ENOUGH)

    @property
    def counts(self) -> dict[str, int]:
        """How many examples of each kind the entry has; a near miss is also a case that must not match."""
        examples = self.tactic.examples
        if examples is None:
            return {"match": 0, "no_match": 0, "near_miss": 0, "gap": 0}
        return {
            "match": len(examples.match),
            "no_match": len(examples.no_match),
            "near_miss": len(examples.near_miss),
            "gap": len(examples.gaps),
        }


def prove(
    library: Library,
    *,
    only: tuple[str, ...] = (),
    mutate: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[Proof]:
    """Every active entry, or those named, held to its examples; with `mutate`, its mutants too.

    `progress` is told how many entries are done, of how many.
    """
    prover = _Prover(library, mutate=mutate)
    chosen = [one for one in library.active if not only or one.id in only]
    common = _certain_in(library) if not only or len(only) > 20 else {}
    proofs = []
    for n, tactic in enumerate(chosen, 1):
        proofs.append(prover.prove(tactic, common.get(tactic.id)))
        if progress:
            progress(n, len(chosen))
    return proofs


@dataclass(frozen=True)
class _Trial:
    """One example made ready: the case it describes, what must come out, the subjects and guardrails expected."""

    called: str
    case: Case
    expected: Truth
    subjects: tuple[str, ...] | None = None
    guardrails: tuple[str, ...] = ()


class _Prover:
    def __init__(self, library: Library, *, mutate: bool) -> None:
        self._library, self._mutate = library, mutate
        self._tabulator = Tabulator(library.vocabulary, library.grading)
        self._referee = Referee(library, ())
        self._guardrails = {one.id: one for one in library.guardrails}
        nothing = FactTable(group={}, members=dict.fromkeys(COLLECTIONS, ()), open=frozenset(COLLECTIONS))
        self._unknown = Case(library, nothing, {})

    def prove(self, tactic: Tactic, certain_in: float | None) -> Proof:
        """One entry."""
        faults = list(_lacking(tactic))
        if certain_in is not None and certain_in > COMMON and not (tactic.always or tactic.often):
            faults.append(
                f"certain in {certain_in:.0%} of {VARIED} varied cases: say why in `often`, or narrow the condition."
            )
        trials: list[_Trial] = []
        for called, example in _each(tactic):
            try:
                trials += self._trials(called, example)
            except InputError as error:
                faults += [f"{called}: {fault.what} {fault.mend}".strip() for fault in error.faults]
        tree = self._library.conditions[f"tactic:{tactic.id}"]
        reading = self._referee.ready(tactic, tree)
        for trial in trials:
            self._referee.open(trial.case)
            faults += [f"{trial.called}: {slip}" for slip in self._slips(tactic, trial, reading)]
        if not self._mutate or faults or not trials:
            return Proof(tactic, tuple(faults), certain_in=certain_in)
        made = mutants(tree, self._library.vocabulary)
        uncaught = self._uncaught(tactic, made, trials)
        self._referee.open(self._unknown)
        survived = [one for one in uncaught if not self._referee.same(tactic, tree, one.tree)]
        guardrails = [one for one in self._guardrails.values() if self._could_be_raised(one, tactic, tree)]
        expected = {name for trial in trials for name in trial.guardrails}
        missed = [f"guardrail {one.id} dropped" for one in guardrails if one.id not in expected]
        counted = len(made) - (len(uncaught) - len(survived)) + len(guardrails)
        return Proof(tactic, (), counted, (*(one.done for one in survived), *missed), certain_in)

    def _uncaught(self, tactic: Tactic, made: list[Mutant], trials: list[_Trial]) -> list[Mutant]:
        """The mutants no example catches, those among them that nothing could catch."""
        readings = [(one, self._referee.ready(tactic, one.tree)) for one in made]
        for trial in trials:
            self._referee.open(trial.case)
            readings = [(one, reading) for one, reading in readings if not any(self._differences(trial, reading))]
        return [one for one, _ in readings]

    def _could_be_raised(self, guardrail: Guardrail, tactic: Tactic, tree: Condition) -> bool:
        """Whether a guardrail is about the entry and could be raised on a subject of it, where it is about one."""
        if not guardrail.applies_to.names(tactic):
            return False
        if not guardrail.about:
            return True
        about = self._library.conditions[f"guardrail:{guardrail.id}"]
        return guardrail.about == tactic.on and self._referee.could_meet(tactic, tree, about)

    def _trials(self, called: str, example: Example) -> Iterator[_Trial]:
        profile = read_fragment(example.model_dump(exclude_defaults=True), self._library)
        case = Case(self._library, self._tabulator.table(profile), {})
        expected = Truth.TRUE
        if isinstance(example, NoMatch):
            expected = Truth.FALSE if example.outcome == "ruled_out" else Truth.UNKNOWN
        yield _Trial(called, case, expected, example.subjects, example.guardrails)
        if isinstance(example, NearMiss):
            changed = assume(
                profile, [f"{ref}={_written(value)}" for ref, value in example.change.items()], self._library
            )
            yield _Trial(f"{called}, changed", Case(self._library, self._tabulator.table(changed), {}), Truth.TRUE)

    def _differences(self, trial: _Trial, reading: Reading) -> Iterator[str]:
        """In what the outcome and the subjects of the open case are not what the example says."""
        truth, subjects = self._referee.judge(reading)
        if truth is not trial.expected:
            yield f"expected {SAID[trial.expected]}, found {SAID[truth]}."
        if trial.subjects is not None and _certain(subjects) != sorted(trial.subjects):
            yield f"expected subjects {listed(trial.subjects) or 'none'}, found {listed(_certain(subjects)) or 'none'}."

    def _slips(self, tactic: Tactic, trial: _Trial, reading: Reading) -> Iterator[str]:
        """Everything in which the open case does not come out as the example says, guardrails too."""
        yield from self._differences(trial, reading)
        _, subjects = self._referee.judge(reading)
        for name in trial.guardrails:
            guardrail = self._guardrails.get(name)
            if guardrail is None:
                yield f"there is no guardrail '{name}'."
            elif not guardrail.applies_to.names(tactic):
                yield f"the guardrail '{name}' is not about this entry."
            elif not self._raised(guardrail, trial.case.table, subjects):
                yield f"the guardrail '{name}' is not raised."

    def _raised(self, guardrail: Guardrail, table: FactTable, subjects: dict[str, Truth]) -> bool:
        tree = self._library.conditions[f"guardrail:{guardrail.id}"]
        if not guardrail.about:
            return guardrail.applies(self._referee.truth(tree))
        rows = [row for row in table.members[guardrail.about] if row.ref in subjects]
        return any(guardrail.applies(self._referee.truth(tree, row.values)) for row in rows)


def _lacking(tactic: Tactic) -> Iterator[str]:
    """What every entry must have, unless it always applies."""
    if tactic.always:
        return
    if tactic.examples is None:
        yield "it has no examples."
        return
    for kind, found in (("no_match", tactic.examples.no_match), ("near_miss", tactic.examples.near_miss)):
        if not found:
            yield f"it has no example under `{kind}`."


def _each(tactic: Tactic) -> Iterator[tuple[str, Example]]:
    examples = tactic.examples
    if examples is None:
        return
    for kind, found in (("match", examples.match), ("no_match", examples.no_match), ("near_miss", examples.near_miss)):
        for n, one in enumerate(found, 1):
            yield f"{kind} {n}", one


def _certain(subjects: dict[str, Truth]) -> list[str]:
    return sorted(ref for ref, value in subjects.items() if value is Truth.TRUE)


def _written(value: object) -> str:
    """A value as --assume reads it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value)) or "absent"
    return str(value)


def _certain_in(library: Library) -> dict[str, float]:
    """In what share of varied cases each entry is certain. The cases are made by chance, the same on every run."""
    chance = random.Random(4)
    referee = Referee(library, ("tactic",))
    found = dict.fromkeys((one.id for one in library.active), 0)
    for _ in range(VARIED):
        answers = referee.evaluate(Case(library, _varied(library, chance), {}))
        for tactic in found:
            found[tactic] += answers.of_tactic(tactic) is Truth.TRUE
    return {tactic: count / VARIED for tactic, count in found.items()}


def _varied(library: Library, chance: random.Random) -> FactTable:
    """A case of a few members of each kind, of which a share of the facts is known, more often no than yes."""
    known, yes = chance.uniform(0.2, 0.9), chance.uniform(0.1, 0.5)
    written: dict[str, object] = {"group": _facts(library, "group", chance, known, yes, {})}
    ids = {scope: [f"{scope[0]}{n}" for n in range(chance.randint(0, 4))] for scope in COLLECTIONS}
    for scope, members in ids.items():
        written[scope] = [{"id": one, **_facts(library, scope, chance, known, yes, ids)} for one in members]
    profile = read_fragment(written, library)
    looked = {scope: "fully" if chance.random() < 0.5 else "partly" for scope in COLLECTIONS}
    return Tabulator(library.vocabulary, library.grading).table(profile.model_copy(update={"looked_into": looked}))


def _facts(
    library: Library, scope: str, chance: random.Random, known: float, yes: float, ids: dict[str, list[str]]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for fact in library.vocabulary.in_scope(scope).values():
        if chance.random() > known:
            continue
        value: Scalar | list[str]
        match fact.type:
            case "yes_no":
                value = chance.random() < yes
            case "number":
                value = chance.choice((0, 1, 6, 12, 500, 5000, 60_000))
            case "choice":
                value = chance.choice(list(fact.values))
            case "many":
                value = chance.sample(list(fact.values), min(len(fact.values), chance.randint(0, 2)))
            case "ref":
                if not ids.get(fact.to):
                    continue
                value = chance.choice(ids[fact.to])
        found[fact.id] = value
    return found

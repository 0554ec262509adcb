"""What an engine is asked and what it answers, in one form for the engine and for the referee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from planner.domain.conditions import Quantified
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.profile import FactTable
from planner.domain.truth import Truth


@dataclass(frozen=True)
class Case:
    """One question: a library, a case laid out as facts, and how each tactic stands in law that day in that nation."""

    library: Library
    table: FactTable
    law: Mapping[str, LawStatus]


class GuardFiring(NamedTuple):
    """A guardrail that applies to a tactic, or to one subject of it; `value` is how surely."""

    guardrail: str
    tactic: str
    subject: str
    value: Truth


@dataclass
class Answers:
    """Everything an engine concludes about a case.

    `outcomes` by condition name; `subjects` by tactic, each member with how surely; `witnesses` by condition and
    quantifier; `literals` is the engine's own table of leaves, kept for the explanation and not part of the agreement.
    """

    outcomes: dict[str, Truth] = field(default_factory=dict)
    subjects: dict[str, dict[str, Truth]] = field(default_factory=dict)
    witnesses: dict[tuple[str, Quantified], dict[str, Truth]] = field(default_factory=dict)
    guard_flags: dict[str, Truth] = field(default_factory=dict)
    guard_marks: dict[tuple[str, str], Truth] = field(default_factory=dict)
    firings: frozenset[GuardFiring] = frozenset()
    literals: Mapping[int, Truth] = field(default_factory=dict)

    def of_tactic(self, tactic: str) -> Truth:
        """A tactic is as sure as its best subject: someone may be certain though which ground fits them is not known."""
        outcome, subjects = self.outcomes[f"tactic:{tactic}"], self.subjects.get(tactic)
        return max(outcome, *subjects.values()) if subjects else outcome

    def firings_on(self, tactic: str) -> list[GuardFiring]:
        """The guardrails that fire on one tactic, in a fixed order."""
        return sorted(self._by_tactic.get(tactic, ()))

    @cached_property
    def _by_tactic(self) -> dict[str, list[GuardFiring]]:
        found: dict[str, list[GuardFiring]] = {}
        for one in self.firings:
            found.setdefault(one.tactic, []).append(one)
        return found


def differences(engine: Answers, referee: Answers) -> list[str]:
    """Every answer on which the two differ, in words, naming the tactic, indicator or guardrail."""
    found = []
    if engine.outcomes != referee.outcomes:
        for name in sorted(engine.outcomes.keys() | referee.outcomes.keys()):
            a, b = engine.outcomes.get(name), referee.outcomes.get(name)
            if a != b:
                found.append(f"{_spoken(name)}: engine {_word(a)}, referee {_word(b)}")
    if engine.subjects != referee.subjects:
        for tactic in sorted(engine.subjects.keys() | referee.subjects.keys()):
            if engine.subjects.get(tactic, {}) != referee.subjects.get(tactic, {}):
                found.append(f"tactic {tactic}: the subjects differ")
    if engine.witnesses != referee.witnesses:
        for key in dict.fromkeys((*engine.witnesses, *referee.witnesses)):
            if engine.witnesses.get(key, {}) != referee.witnesses.get(key, {}):
                found.append(f"{_spoken(key[0])}: the witnesses among {key[1].collection} differ")
    for firing in sorted(engine.firings ^ referee.firings):
        found.append(
            f"guardrail {firing.guardrail} on tactic {firing.tactic}{' for ' + firing.subject if firing.subject else ''}: only one engine applies it"
        )
    return list(dict.fromkeys(found))


def _spoken(name: str) -> str:
    kind, _, owner = name.partition(":")
    return f"{kind} {owner}"


def _word(value: Truth | None) -> str:
    return "none" if value is None else value.name.lower()

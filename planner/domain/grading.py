"""How far a recorded fact may be relied on, by its intelligence grade. The thresholds are data (`rules/grading.yaml`)."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from planner.domain.vocabulary import Frozen

OLD_SCALE = {"1": "A", "2": "B", "3": "C", "4": "D", "5": "E"}


class GradeRule(Frozen):
    """What a set of intelligence letters counts as."""

    id: Literal["known", "weak", "doubted"]
    letters: tuple[Literal["A", "B", "C", "D", "E"], ...]
    says: str
    source: str


def intelligence_letter(grade: str) -> str:
    """The second half of a 3x5x2 grade, with the older 5x5x5 read onto it; empty when no grade was given."""
    if not grade:
        return ""
    return grade[1] if grade[0].isdigit() else OLD_SCALE[grade[1]]


def best_first(grade: str) -> tuple[str, str]:
    """A sort key: better intelligence, then a better source, first; ungraded last."""
    if not grade:
        return ("F", "F")
    source = grade[0] if grade[0].isdigit() else str("ABCDE".index(grade[0]) + 1)
    return (intelligence_letter(grade), source)


class Grading(Frozen):
    """The grading rules in force."""

    rules: tuple[GradeRule, ...]

    @cached_property
    def _letters(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for rule in self.rules:
            found.setdefault(rule.id, set()).update(rule.letters)
        return found

    def _is(self, kind: str, grade: str) -> bool:
        return intelligence_letter(grade) in self._letters.get(kind, ())

    def weak(self, grade: str) -> bool:
        """Whether a fact at this grade counts only for duties."""
        return self._is("weak", grade)

    def doubted(self, grade: str) -> bool:
        """Whether a fact at this grade is suspected false and never counts."""
        return self._is("doubted", grade)

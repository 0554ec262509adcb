"""What helps to judge the impact of a disruption: the wording of each level and the questions to ask, both a force's to replace.

They are words to read. Nothing here weighs or counts anything: a level is proposed by a person and moderated by another.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from planner.domain.rules import RuleId
from planner.domain.tactic import Pillar
from planner.domain.vocabulary import Day, Frozen


class Checkable(Frozen):
    """Wording with its source; `checked` is the day on which it was read against that, nothing when nobody has."""

    source: str = Field(min_length=4)
    checked: Day | None = None

    @property
    def status(self) -> str:
        """checked or unchecked."""
        return "checked" if self.checked else "unchecked"


class ImpactLevel(Checkable):
    """What one level of disruption means; `id` is the level."""

    id: Literal["major", "moderate", "minor", "none", "negative"]
    says: str = Field(min_length=8)


class ImpactPrompt(Checkable):
    """A question to ask of an impact under some of the Ps; `wants` says whether numbers or words answer it best, `note` what of it is
    our own reading."""

    id: str = RuleId
    pillars: tuple[Pillar, ...] = Field(min_length=1)
    asks: str = Field(min_length=15)
    wants: Literal["numbers", "words"]
    note: str = ""

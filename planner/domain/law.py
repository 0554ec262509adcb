"""The law register: each provision with where it applies, from when to when, and how far that has been checked."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, StrictBool, model_validator

from planner.domain.vocabulary import Day, Frozen
from planner.domain.words import day as spoken_day

Nation = Literal["england", "wales", "scotland", "northern_ireland"]
NATION_NAMES = {"england": "England", "wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}
RECENT = 2025


class InForce(Frozen):
    """The days a provision is in force; `from` included, `to` the last day; a missing day is not known."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class LawCheck(Frozen):
    """The proofs that someone read the provision: the day, the address, its printed heading, the date of the version read.

    `undated`: the page prints no date; `version` is then the day of the latest change its text shows. `read_in`: the copy it
    was read in, where that was not the address itself.
    """

    on: Day
    address: str = Field(pattern=r"^https://")
    heading: str = Field(min_length=3)
    version: Day
    undated: StrictBool = False
    read_in: str = ""

    @property
    def words(self) -> str:
        """What was checked against what, so that a reader can see how old the text was."""
        of = "an undated text with changes to" if self.undated else "the text of"
        copy = f", read in {self.read_in}" if self.read_in else ""
        return f"checked {spoken_day(self.on)} against {of} {spoken_day(self.version)}{copy}"


class LawStatus(StrEnum):
    """How a provision stands on a day, in a nation."""

    IN_FORCE = "in_force"
    UNCHECKED = "unchecked"
    NOT_IN_FORCE = "not_in_force"
    ELSEWHERE = "not_in_this_nation"

    @property
    def words(self) -> str:
        """As a plan says it."""
        return {
            LawStatus.IN_FORCE: "in force, checked",
            LawStatus.UNCHECKED: "NOT CHECKED: have it confirmed before use",
            LawStatus.NOT_IN_FORCE: "not in force",
            LawStatus.ELSEWHERE: "does not apply in this nation",
        }[self]

    @property
    def usable(self) -> bool:
        """Whether a plan may rest on it, with a banner if it is unchecked."""
        return self in (LawStatus.IN_FORCE, LawStatus.UNCHECKED)


class Standing(Frozen):
    """A provision as it stands for one case on one day, with the reason when it cannot be used."""

    provision: str
    status: LawStatus
    why: str = ""


class Provision(Frozen):
    """One section, article or regulation. Without all its proofs a provision is unchecked."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    act: str = Field(min_length=4)
    provision: str = Field(min_length=1)
    heading: str = ""
    extent: str = ""
    applies_in: tuple[Nation, ...] = Field(min_length=1)
    in_force: InForce = InForce()
    status: Literal["in_force", "prospective", "repealed", "unchecked"]
    requires: str = Field(min_length=8)
    counterparts: dict[Nation, str] = {}
    checked: LawCheck | None = None
    note: str = ""

    @model_validator(mode="after")
    def _no_claim_without_proof(self) -> Provision:
        if self.status != "unchecked" and self.checked is None:
            raise ValueError(
                f"status {self.status} needs `checked` with on, address, heading and version; else it is unchecked"
            )
        if self.status == "unchecked" and self.checked is not None:
            raise ValueError("an unchecked provision carries no `checked`")
        return self

    @property
    def proof(self) -> str:
        """How far the provision has been checked, in words."""
        return self.checked.words if self.checked else LawStatus.UNCHECKED.words

    def stands(self, status: LawStatus) -> str:
        """How it stands in words; in force, also how old the text was that it was checked against."""
        return f"in force, {self.proof}" if status is LawStatus.IN_FORCE else status.words

    @property
    def name(self) -> str:
        """As an officer would cite it."""
        return f"{self.act}, {self.provision}"

    @property
    def _year(self) -> int:
        years = re.findall(r"\b(?:19|20)\d\d\b", self.act)
        return max(map(int, years), default=0)

    def standing(self, day: date, nation: Nation) -> Standing:
        """How the provision stands in `nation` on `day`."""
        if nation not in self.applies_in:
            return Standing(
                provision=self.id,
                status=LawStatus.ELSEWHERE,
                why=f"{self.name} does not apply in {NATION_NAMES[nation]}",
            )
        gone = self._out_of_force(day)
        if gone:
            return Standing(provision=self.id, status=LawStatus.NOT_IN_FORCE, why=f"{self.name} {gone}")
        if self.status == "unchecked":
            return Standing(
                provision=self.id,
                status=LawStatus.UNCHECKED,
                why=f"{self.name} has not been checked by the catalogue's keepers",
            )
        return Standing(provision=self.id, status=LawStatus.IN_FORCE)

    def _out_of_force(self, day: date) -> str:
        start, end = self.in_force.from_, self.in_force.to
        if end and day > end:
            return f"ceased to be in force after {spoken_day(end)}"
        if self.status == "repealed" and not end:
            return "is repealed"
        if start:
            return f"is not in force until {spoken_day(start)}" if day < start else ""
        if self.status == "prospective":
            return "is not in force: no start date is confirmed"
        if self.status == "unchecked" and self._year >= RECENT:
            return f"is a {self._year} provision with no confirmed start"
        return ""


class LegalBasis(Frozen):
    """A provision a tactic rests on. One that `needs` must be usable; of the `alternative` ones any one suffices."""

    provision: str
    role: Literal["needs", "alternative", "related"] = "needs"

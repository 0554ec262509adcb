"""The facts fourp knows how to ask for: what each means, its values, who would hold it, why it matters."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator

from planner.domain.words import nearest

COLLECTIONS = ("people", "business", "vehicles", "premises", "places")
HEADINGS = ("vehicles", "business", "crime", "travel", "lifestyle", "behaviour")
FACETS = ("people", "premises", "places", "finance", "community", "investigation", "response", "plan")
SCOPES = ("group", *COLLECTIONS, "plan")

WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Scalar = bool | int | str
SHORTEST_QUESTION = 8
FactType = Literal["yes_no", "choice", "many", "number", "ref"]


def _written_out(given: Any) -> Any:
    """A number is not a date, though it could be read as one."""
    if isinstance(given, date) or (isinstance(given, str) and WRITTEN_DAY.fullmatch(given)):
        return given
    raise ValueError(f"'{given}' is not a date. Write it as 2026-05-01")


Day = Annotated[date, BeforeValidator(_written_out)]


class Frozen(BaseModel):
    """A model that cannot change after it is made and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class FactDefinition(Frozen):
    """One fact an officer or a partner may know, e.g. whether the group uses violence.

    `says` is the statement when the fact is yes (for other types, the noun phrase); `change` says what could alter it
    once known. Facts in scope `plan` are counted by fourp and never asked for, so nobody holds them.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    scope: Literal["group", "people", "business", "vehicles", "premises", "places", "plan"]
    heading: Literal[
        "vehicles", "business", "crime", "travel", "lifestyle", "behaviour",
        "people", "premises", "places", "finance", "community", "investigation", "response", "plan",
    ]  # fmt: skip
    type: FactType
    values: dict[str, str] = {}
    unit: str = ""
    to: str = ""
    question: str = Field(min_length=SHORTEST_QUESTION)
    says: str = Field(min_length=3)
    says_not: str = ""
    partner_wording: str = ""
    holders: tuple[str, ...] = ()
    matters: str = Field(min_length=8)
    change: Literal["find_out", "do", "cannot_change"] = "find_out"
    safeguarding: StrictBool = False

    @model_validator(mode="after")
    def _parts_fit_the_type(self) -> FactDefinition:
        if (self.type in ("choice", "many")) != bool(self.values):
            raise ValueError("choice and many facts list their values, and only they do")
        if (self.type == "ref") != bool(self.to):
            raise ValueError("a ref fact says which collection it points to, and only it does")
        if self.type == "yes_no" and not self.says_not:
            raise ValueError("a yes_no fact needs says_not: the statement when it was looked for and is not so")
        if self.scope != "plan" and not (self.holders and len(self.partner_wording) >= SHORTEST_QUESTION):
            raise ValueError("a fact that is asked for needs holders, and partner_wording to ask them with")
        return self

    @property
    def ref(self) -> str:
        """The fact as written in a condition or a report, e.g. `group.violence_used` or `people.convicted`."""
        return f"{self.scope}.{self.id}"


class Vocabulary(Frozen):
    """Every fact definition, found by scope and id."""

    facts: tuple[FactDefinition, ...]

    @cached_property
    def _by_scope(self) -> dict[str, dict[str, FactDefinition]]:
        found: dict[str, dict[str, FactDefinition]] = {scope: {} for scope in SCOPES}
        for fact in self.facts:
            found[fact.scope][fact.id] = fact
        return found

    def in_scope(self, scope: str) -> dict[str, FactDefinition]:
        """The facts of one scope, by id; empty for a scope that does not exist."""
        return self._by_scope.get(scope, {})

    def find(self, scope: str, path: str) -> FactDefinition | None:
        """The definition of `path` read from a member of `scope`; `keeper.role` follows the reference `keeper`."""
        head, dot, tail = path.partition(".")
        fact = self.in_scope(scope).get(head)
        if not dot or fact is None:
            return fact
        return self.in_scope(fact.to).get(tail) if fact.type == "ref" else None

    def suggestion(self, scope: str, path: str) -> str:
        """ "Did you mean ...?" for a fact name that does not exist, or nothing when none is near."""
        known = list(self.in_scope(scope))
        for ref in self.references(scope):
            known += [f"{ref.id}.{name}" for name in self.in_scope(ref.to)]
        return nearest(path, known)

    def references(self, scope: str) -> list[FactDefinition]:
        """The named references a member of `scope` may hold, e.g. a vehicle's keeper."""
        return [fact for fact in self.in_scope(scope).values() if fact.type == "ref"]

"""What stands beside the menu: what a force has on offer, where the menu is thin, who may know a fact, and how they are asked."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from pydantic import Field, StrictBool, field_validator

from planner.domain.rules import RuleId
from planner.domain.tactic import Heading
from planner.domain.vocabulary import Frozen

Agency = Literal[
    "police", "council", "social_care", "housing", "fire", "health", "school", "youth", "trading_standards", "hmrc", "dwp", "prison",
    "probation", "court", "border", "transport", "environment", "regulator", "bank", "rspca", "business", "advice", "community",
]  # fmt: skip
AGENCIES: dict[Agency, str] = {
    "police": "Police",
    "council": "Council",
    "social_care": "Children's and adult social care",
    "housing": "Housing",
    "fire": "Fire and rescue",
    "health": "Health",
    "school": "Schools, colleges and universities",
    "youth": "Youth services",
    "trading_standards": "Trading Standards",
    "hmrc": "HMRC",
    "dwp": "Department for Work and Pensions",
    "prison": "Prisons",
    "probation": "Probation",
    "court": "Courts and prosecutors",
    "border": "Borders and immigration",
    "transport": "Vehicle and transport bodies",
    "environment": "Environment",
    "regulator": "Regulators and registers",
    "bank": "Banks, lenders and insurers",
    "rspca": "RSPCA",
    "business": "Businesses and trade bodies",
    "advice": "Victim and advice services",
    "community": "Community and voluntary groups",
}

REACHES_A_PERSON = re.compile(r"@|\+?\d[\d\s()-]{7,}\d")
WORD_OR_PHRASE = re.compile(r"\w[^*]*\w\*?")


def _a_role(text: str) -> str:
    if REACHES_A_PERSON.search(text):
        raise ValueError("name the role to contact, not an address or a number. For example: Duty housing manager")
    return text


class LocalOffer(Frozen):
    """What a force or its partners have on offer for one tactic, and the role to contact; never a person.

    `id` is the tactic's. Stands in an overlay's `tactics_catalogue/local_offer.yaml`.
    """

    id: str
    offer: str = Field(min_length=4)
    contact: str = Field(min_length=4)
    note: str = ""

    _roles_only = field_validator("offer", "contact", "note")(_a_role)


class ExplainedGap(Frozen):
    """A gap in the menu that is there for a reason; `id` as `fourp catalogue coverage` names it, e.g. `pursue/travel/build`."""

    id: str = Field(pattern=r"^[a-z_]+(/[a-z_.]+)+$")
    because: str = Field(min_length=15)


class Holder(Frozen):
    """A body or unit that may hold a fact; facts name it by `name`, and requests are put together by `agency`.

    cost, what asking takes: desk (look at what the force already sees, or an open register), call (a call or a visit),
    form (a written request with its lawful basis), order (a court order or statutory notice). `route` says how to ask, by role.
    `headings`: what it can speak to. `forgotten`: one of the sources the guidance says are forgotten.
    """

    id: str = RuleId
    name: str = Field(min_length=4)
    kind: Literal["police", "partner", "business", "community"]
    agency: Agency
    cost: Literal["desk", "call", "form", "order"]
    route: str = Field(min_length=15)
    headings: tuple[Heading, ...] = Field(min_length=1)
    forgotten: StrictBool = False
    source: str = Field(min_length=4)

    _roles_only = field_validator("route")(_a_role)


class Theme(Frozen):
    """An open question for an agency in its own words, under one of the six headings, that names nobody and nothing.

    `would_tell`: the facts it may answer, e.g. `premises.home_taken_over`.
    """

    id: str = RuleId
    agency: Agency
    heading: Heading
    text: str = Field(min_length=20)
    would_tell: tuple[str, ...] = Field(min_length=1)
    source: str = Field(min_length=4)

    @field_validator("agency")
    @classmethod
    def _a_partner(cls, agency: Agency) -> Agency:
        if agency == "police":
            raise ValueError("themed questions are for partners. Ask a police unit through a fact's own wording")
        return agency


class TellTale(Frozen):
    """Words that would give away whom a question is about or why, kept out of what partners are asked.

    Each of `pattern` is a whole word or phrase, in any case, also with a plural s or es; a `*` at its end stands for any ending.
    """

    id: str = RuleId
    pattern: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=15)

    @field_validator("pattern")
    @classmethod
    def _words_and_phrases(cls, pattern: tuple[str, ...]) -> tuple[str, ...]:
        for one in pattern:
            if not WORD_OR_PHRASE.fullmatch(one):
                raise ValueError(f"'{one}' is no word or phrase. A * may stand at its end, for any ending")
        return pattern

    def found_in(self, text: str) -> str:
        """The first of its words in the text, as it stands there; nothing when none does."""
        found = self._words.search(text)
        return found[0] if found else ""

    @cached_property
    def _words(self) -> re.Pattern[str]:
        each = (
            re.escape(one.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if one.endswith("*") else "(?:e?s)?")
            for one in self.pattern
        )
        return re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)

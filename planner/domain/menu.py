"""What stands beside the entries of the menu: what a force has on offer, and where the menu is known to be thin."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from planner.domain.vocabulary import Frozen

REACHES_A_PERSON = re.compile(r"@|\+?\d[\d\s()-]{7,}\d")


class LocalOffer(Frozen):
    """What a force or its partners have on offer for one tactic, and the role to contact; never a person.

    `id` is the tactic's. Stands in an overlay's `tactics_catalogue/local_offer.yaml`.
    """

    id: str
    offer: str = Field(min_length=4)
    contact: str = Field(min_length=4)
    note: str = ""

    @field_validator("offer", "contact", "note")
    @classmethod
    def _a_role(cls, text: str) -> str:
        if REACHES_A_PERSON.search(text):
            raise ValueError("name the role to contact, not an address or a number. For example: Duty housing manager")
        return text


class ExplainedGap(Frozen):
    """A gap in the menu that is there for a reason; `id` as `fourp catalogue coverage` names it, e.g. `pursue/travel/build`."""

    id: str = Field(pattern=r"^[a-z_]+(/[a-z_.]+)+$")
    because: str = Field(min_length=15)

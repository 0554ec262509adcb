"""What may be written in the record of a case, each entry with who decided it, why, and what it rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from planner.domain.decisions import DECISIONS, Basis, Decision
from planner.domain.profile import FactRecord
from planner.domain.vocabulary import Day, Frozen


class Opened(Frozen):
    """The case was opened, with the facts it began with; `profile` is a profile in plain values."""

    type: Literal["opened"] = "opened"
    profile: dict[str, Any]
    origin: str = ""


class Learned(Frozen):
    """A fact was learned or withdrawn (no record); one that `corrects` takes the place of all that was said of the fact
    before. `label` names a new member; `reply_to` is the number of the request to partners that brought it."""

    type: Literal["learned"] = "learned"
    ref: str
    record: FactRecord | None
    corrects: StrictBool = False
    label: str = ""
    reply_to: int = 0


class LookedInto(Frozen):
    """How far a heading has been looked into."""

    type: Literal["looked_into"] = "looked_into"
    heading: str
    state: Literal["not_yet", "partly", "fully"]


class Decided(Frozen):
    """A decision of the LRO, with what was shown when it is about a tactic."""

    type: Literal["decided"] = "decided"
    decision: Decision
    basis: Basis | None = None


# What an export of requests to partners is called: the open ones, and those that name somebody to one agency.
OPEN_REQUESTS, NAMED_REQUEST = "requests", "named request"
# What the pack for a meeting is called, and the part of a panel's pack that one agency takes away, with or without questions.
MEETING_PACKS = {"ocg-management": "OCG management pack", "disruption-panel": "disruption panel pack"}
HAND_OUT, HAND_OUT_ASKING = "panel hand-out", "panel hand-out with questions"
# A note or an entry for the menu of tactics that a debrief gave rise to.
SUGGESTION = "suggestion for the menu"
ASKING = (OPEN_REQUESTS, NAMED_REQUEST, HAND_OUT_ASKING)


class Exported(Frozen):
    """An export was made: of what, in which form, for whom; `digest` is the file's SHA-256, `agency` who is asked by name."""

    type: Literal["exported"] = "exported"
    what: str
    form: str
    to: str = ""
    digest: str = ""
    agency: str = ""

    @property
    def asks(self) -> bool:
        """Whether it put questions to partners, so that a fact can come in reply."""
        return self.what in ASKING

    @property
    def asked(self) -> str:
        """Who was asked."""
        return self.agency or self.to


class Signed(Frozen):
    """The plan was signed off: the fingerprint of plan, facts and library, and in a live store the approver's signature."""

    type: Literal["signed"] = "signed"
    fingerprint: str
    key: str = ""
    signature: str = ""


class Keeping(Frozen):
    """How long the case is kept: reviewed on a day, held, released, or disposed of."""

    type: Literal["keeping"] = "keeping"
    act: Literal["keep_until", "hold", "release", "dispose"]
    until: Day | None = None


class Rekeyed(Frozen):
    """The store was re-keyed: what follows is written under new keys."""

    type: Literal["rekeyed"] = "rekeyed"


class Consulted(Frozen):
    """Someone looked at a live case, or took something out of it. Kept apart from the decisions."""

    type: Literal["consulted"] = "consulted"
    what: str
    to: str = ""


Content = Annotated[
    Opened | Learned | LookedInto | Decided | Exported | Signed | Keeping | Rekeyed | Consulted,
    Field(discriminator="type"),
]


class Said(Frozen):
    """The content of an entry with what every entry carries: who decided, why, why late, what it takes the place of, and
    the digests of the library and of the facts as they stood before it."""

    content: Content
    decider: str = ""
    because: str = ""
    late_because: str = ""
    supersedes: int = 0
    library: str = ""
    facts: str = ""


class Entry(Frozen):
    """An entry as read back: its number, kind, clocks and author from the header, and what it says."""

    number: int
    kind: str
    author: str
    made_at: datetime
    entered_at: datetime
    head: str
    said: Said | None = None
    note: str = ""

    @property
    def title(self) -> str:
        """What kind of entry it is, in the officer's words."""
        return DECISIONS[self.kind].says if self.kind in DECISIONS else ENTRY_TITLES.get(self.kind, self.kind)


ENTRY_TITLES = {
    "opened": "Case opened",
    "learned": "Fact",
    "looked_into": "Heading looked into",
    "exported": "Export made",
    "signed": "Signed off",
    "keep_until": "Kept until a day",
    "hold": "Held",
    "release": "Released",
    "dispose": "Disposed of",
    "rekeyed": "Store re-keyed",
    "consulted": "Consulted",
}


def kind_of(content: Content) -> str:
    """The word for an entry's kind in headers and logs: a decision's own kind, else the entry's type."""
    match content:
        case Decided(decision=made):
            return made.kind
        case Keeping(act=act):
            return act
    return content.type

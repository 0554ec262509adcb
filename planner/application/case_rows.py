"""What a portfolio says of one case: how it is scored and led, what its plan holds, what is late, found, disrupted and touched.

Everything here is small and plain, as it may come from a worker process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.application.headcounts import Headcount, Month, headcounts, high_risk, is_nominal
from planner.application.places import PlaceSeen, places_of
from planner.application.planning import review_clock
from planner.application.recommending import Recommender
from planner.application.rerunning import Touched, touched
from planner.application.reviewing import SEVERITIES, Review, Reviewer
from planner.domain.casebook import Casebook
from planner.domain.disruptions import disruptions_of
from planner.domain.library import Library
from planner.domain.plan import plan_counts
from planner.domain.profile import Profile
from planner.domain.tactic import PILLARS, Pillar

DEEP_DIVE = "deep dive"


@dataclass(frozen=True)
class Disrupted:
    """One disruption: its P, the level proposed, and the level somebody else settled on (nothing until then)."""

    pillar: str
    proposed: str
    moderated: str
    on: date


@dataclass(frozen=True)
class Row:
    """One case in the portfolio; with `trouble`, why nothing of it can be shown and the exit code that calls for.

    `findings`: those that nobody accepted, by severity. `empty`: each P that holds nothing and no reason why. `dived`: the day of the
    last deep dive. `counts`: interventions by P.
    """

    name: str
    kind: str
    title: str
    trouble: str = ""
    trouble_code: int = 0
    band: str = ""
    tier: str = ""
    p_band: str = ""
    high_risk: bool = False
    nominals: int = 0
    counts: Mapping[Pillar, int] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    lro: str = ""
    opened: date | None = None
    closed: date | None = None
    reviewed: date | None = None
    review_due: date | None = None
    days_late: int = 0
    dived: date | None = None
    findings: Mapping[str, int] = field(default_factory=dict)
    accepted: int = 0
    by_rule: tuple[tuple[str, str, str], ...] = ()
    disruptions: tuple[Disrupted, ...] = ()
    headcounts: tuple[Headcount, ...] = ()
    places: tuple[PlaceSeen, ...] = ()
    touched: tuple[Touched, ...] = ()
    record_line: str = ""

    @property
    def active(self) -> bool:
        """Whether it was read and is not closed."""
        return not self.trouble and self.closed is None

    @property
    def interventions(self) -> int:
        """How many interventions its plan holds."""
        return sum(self.counts.values())

    @property
    def pursue_share(self) -> int | None:
        """Pursue in a hundred interventions; nothing for a plan without any."""
        return 100 * self.counts.get("pursue", 0) // self.interventions if self.interventions else None


@dataclass(frozen=True)
class Looked:
    """One case looked at: its row, and the review behind it where it could be read."""

    row: Row
    review: Review | None = None


class Looker:
    """Looks at cases one by one with the rules of one library, on one day. Close it when done."""

    def __init__(self, recommender: Recommender, today: date, months: Sequence[Month] = ()) -> None:
        self._recommender = recommender
        self._reviewer = Reviewer(recommender)
        self._today, self._months = today, tuple(months)

    def close(self) -> None:
        """Free the review engine."""
        self._reviewer.close()

    def look(
        self, name: str, kind: str, profile: Profile, book: Casebook | None = None, record_line: str = ""
    ) -> Looked:
        """One case, recommended for afresh and reviewed. Raises EnginesDisagree."""
        library = self._recommender.library
        found = self._recommender.recommend(profile)
        review = self._reviewer.review(profile, book, found)
        seen = {
            **_facts(profile, library),
            **_found(review),
            **(_recorded(book, library, self._today) if book is not None else {}),
        }
        return Looked(
            Row(
                name=name, kind=kind, title=profile.title or name, record_line=record_line,
                places=places_of(profile, book, library),
                headcounts=headcounts(book, library, self._months) if book is not None else (),
                touched=touched(book, found) if book is not None else (), **seen,
            ),
            review,
        )  # fmt: skip


def _facts(profile: Profile, library: Library) -> dict[str, Any]:
    """How others scored it, who is in it, and what any plan shows."""
    counted = plan_counts(profile.plan)
    people = profile.members.get("people", ())
    return {
        **{name: _value(profile, library, name) for name in ("band", "tier", "p_band")},
        "high_risk": high_risk(profile.group, library),
        "nominals": sum(is_nominal(one.facts.get("role", ()), library) for one in people),
        "counts": {p: counted[f"{p}_count"] for p in PILLARS},
        "empty": tuple(p for p in PILLARS if not counted[f"{p}_count"] and not counted[f"{p}_reason"]),
    }


def _value(profile: Profile, library: Library, fact: str) -> str:
    record = profile.settled(f"group.{fact}", library.grading)
    return str(record.value) if record and not record.absent and record.value != "none" else ""


def _found(review: Review) -> dict[str, Any]:
    counted = Counter(one.severity for one in review.open)
    return {
        "findings": {severity: counted[severity] for severity in SEVERITIES},
        "by_rule": tuple((one.rule.id, one.severity, one.rule.text) for one in review.open),
        "accepted": len(review.findings) - len(review.open),
    }


def _recorded(book: Casebook, library: Library, today: date) -> dict[str, Any]:
    """What only a record tells: who leads, when it was opened, closed, reviewed and last looked into, and its disruptions."""
    closing, clock = book.standing("close"), review_clock(book, library)
    dives = [entry for entry, made in book.decided("review") if DEEP_DIVE in made.trigger.casefold().replace("-", " ")]
    return {
        "lro": ", ".join(book.lro),
        "opened": book.entries[0].made_at.date(),
        "closed": closing[-1].made_at.date() if closing else None,
        "reviewed": book.last_review.made_at.date() if book.last_review else None,
        "review_due": clock.due,
        "days_late": 0 if closing else max((today - clock.due).days, 0),
        "dived": dives[-1].made_at.date() if dives else None,
        "disruptions": tuple(_disruptions(book)),
    }


def _disruptions(book: Casebook) -> list[Disrupted]:
    return [
        Disrupted(
            one.made.pillar, one.made.level, one.level if one.moderation else "", one.made.when or one.entry.made_at.date()
        )
        for one in disruptions_of(book)
    ]  # fmt: skip

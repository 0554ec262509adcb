"""What a meeting has on its table, from the store to the parts of the agencies, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from planner.application.casework import Access
from planner.application.gathering import Gathered, gathered
from planner.application.meeting import MEETINGS, Pack, pack
from planner.application.needing import NeedToKnow
from planner.application.panel import Parts, agencies_named, parts
from planner.application.recommending import open_recommender
from planner.domain.library import Library
from planner.errors import InputError

PANEL = "disruption-panel"


@dataclass(frozen=True)
class Tabled:
    """The cases of a meeting, open, with its pack, and the parts of a panel."""

    found: Gathered
    pack: Pack
    parts: Parts | None


@contextmanager
def tabled(
    meeting: str, named: Sequence[str], access: Access, library: Library, *, training: bool = False, since: date | None = None,
    agencies: Sequence[str] = (), as_of: date | None = None,
) -> Iterator[Tabled]:  # fmt: skip
    """The pack of a meeting over the cases named, or over all of a store. `since`: what is new since that day; `as_of`: the day of
    the law. Raises InputError."""
    wanted = agencies_named(agencies, library)
    if agencies and meeting != PANEL:
        raise InputError.of("--agency", "only a disruption panel has parts for agencies.", "Leave it out.")
    today = access.clock().date()
    if since and since > today:
        raise InputError.of("--since", f"{since} has not come yet.", "Give the day of the last meeting.")
    moment = datetime.combine(since, time.min, UTC) if since else None
    why = f"the pack of a meeting ({MEETINGS[meeting]})"
    with gathered(named, access, why, training=training) as found:
        made = pack(meeting, found.records, library, today, since=moment, left_out=found.left_out)
        told = None
        if meeting == PANEL:
            with open_recommender(library, as_of or today) as recommender:
                needs = NeedToKnow(recommender)
                gaps = {one.letter: needs.gaps(one.profile) for one in made.cases if not one.closed}
            told = parts(made, gaps, library, wanted)
        yield Tabled(found, made, told)

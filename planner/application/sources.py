"""The source in hand: what an officer reads from while answering, so that every answer takes its name, day, grade and handling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.application.saying import filled_faults
from planner.domain.profile import FactRecord, Profile
from planner.errors import Fault, InputError

GRADED = re.compile(r"(?P<grade>[1-3] ?[A-E]|[A-E] ?[1-5])(?: ?(?P<handling>[PC]))?", re.IGNORECASE)
HOW = "Write its name, its day and its grade with commas: Tasking pack, 20 Nov 2026, 2CP."


@dataclass(frozen=True)
class Source:
    """Where answers come from; `grade` is 3x5x2 or the older 5x5x5, `handling` P, C or nothing."""

    name: str
    on: date
    grade: str
    handling: str = ""

    @property
    def graded(self) -> str:
        """Grade and handling in one, such as 2CP."""
        return f"{self.grade}{self.handling}"

    @property
    def written(self) -> str:
        """As it can be read again by `read_source`."""
        return f"{self.name}, {self.on.isoformat()}, {self.graded}"


def read_source(typed: str, today: date, read_day: Callable[[str], date | None]) -> Source:
    """A source from one line with commas, its parts in any order; without a day it is of today. Raises InputError."""
    names, on, grade, handling = [], None, "", ""
    for part in (one.strip() for one in typed.split(",")):
        graded = GRADED.fullmatch(part)
        day = None if graded else read_day(part)
        if graded and not grade:
            grade, handling = graded["grade"].replace(" ", "").upper(), (graded["handling"] or "").upper()
        elif day is not None and on is None:
            on = day
        elif part:
            names.append(part)
    name = ", ".join(names)
    if on is not None and on > today and not re.search(r"\d{4}", typed):
        on = on.replace(year=on.year - 1)  # a day without a year is the last one of that name, not the next
    faults = filled_faults("source", name)
    if not name:
        faults.append(Fault("source", 0, 0, "it has no name yet.", HOW))
    if not grade:
        faults.append(Fault("source", 0, 0, "it has no grade yet.", HOW))
    if on is not None and on > today:
        faults.append(Fault("source", 0, 0, f"{on} has not come yet.", "Give the day it was so."))
    if faults:
        raise InputError(faults)
    return Source(name, on or today, grade, handling)


def sources_used(profile: Profile) -> list[Source]:
    """The sources that the facts of a case name, the most used first."""
    counted = Counter(
        Source(one.source, one.on, one.grade, one.handling)
        for one in _records(profile)
        if one.source and one.on and one.grade
    )
    return [source for source, _ in counted.most_common()]


def _records(profile: Profile) -> Iterator[FactRecord]:
    for facts in (profile.group, *(one.facts for found in profile.members.values() for one in found)):
        for records in facts.values():
            yield from records

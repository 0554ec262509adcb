"""Starting a case from a screen: a new one with what is told of it, a practice copy of a bundled case, one out of a file.

A screen asks for a title; the name that commands use is made of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.application.carrying import unpacked
from planner.application.cases import bundled_cases, find_case
from planner.application.casework import NAME, Access, CaseRecord, begin
from planner.application.deciding import FactTold, fact_told
from planner.application.saying import filled_faults
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from planner.errors import Fault, InputError

if TYPE_CHECKING:
    from planner.record.store import StoreKind

LONGEST_NAME, LONGEST_TITLE = 50, 120
YAML = (".yaml", ".yml")


@dataclass(frozen=True)
class NewCase:
    """What is told of a new case. Tier and band are facts, so with them goes where they were learned: `source`, `on`, `grade`,
    `handling`."""

    title: str
    kind: StoreKind = "training"
    nation: str = "england"
    threat: str = "group"
    tier: str = ""
    band: str = ""
    source: str = ""
    on: str = ""
    grade: str = ""
    handling: str = ""


def start(access: Access, library: Library, told: NewCase) -> CaseRecord:
    """A new case with one entry that holds all that was told. Raises InputError with everything wrong with it at once."""
    facts: dict[str, tuple[FactRecord, ...]] = {}
    faults = filled_faults("title", told.title) + filled_faults("source", told.source)
    if not told.title.strip() or len(told.title) > LONGEST_TITLE:
        faults += [
            Fault("title", 0, 0, f"a name has 1 to {LONGEST_TITLE} letters.", "Give the name people know the case by.")
        ]
    if (told.tier or told.band) and not (told.source and told.grade):
        what = "tier and band come from somewhere: name the source, its day and its grade."
        faults.append(Fault("source", 0, 0, what, "As in: Tasking pack, 20 Nov 2026, 2CP."))
    else:
        facts = _recorded(told, library, access, faults)
    if faults:
        raise InputError(faults)
    name = free_name(access, told.title, told.kind)
    return begin(
        access, library, name, told.kind, title=told.title.strip(), nation=told.nation, threat=told.threat, group=facts
    )


def _recorded(
    told: NewCase, library: Library, access: Access, faults: list[Fault]
) -> dict[str, tuple[FactRecord, ...]]:
    """Tier and band as facts; what is wrong with them is added to `faults`."""
    empty = Profile(case="new", kind=told.kind, nation="england")
    facts: dict[str, tuple[FactRecord, ...]] = {}
    for name in ("tier", "band"):
        if value := getattr(told, name):
            fact = FactTold(
                f"group.{name}", value, grade=told.grade, on=told.on, source=told.source, handling=told.handling
            )
            try:
                _, record = fact_told(empty, library, fact, access.clock())
            except InputError as error:
                faults += [_at_field(one, name) for one in error.faults]
                continue
            if record:
                facts[name] = (record,)
    return facts


def practise(access: Access, library: Library, bundled: str) -> CaseRecord:
    """A practice copy of a bundled case. Raises InputError."""
    return begin(access, library, free_name(access, bundled, "training"), "training", origin=bundled)


def bring_in(access: Access, library: Library, file: Path, passphrase: str = "") -> CaseRecord:
    """A case out of a file: one carried from another store, sealed, or a case written as YAML. Raises InputError."""
    if file.suffix.lower() not in YAML:
        return unpacked(file, passphrase, access)
    path = str(file.absolute())
    profile = find_case(path, library)
    name = free_name(access, profile.case, profile.kind)
    return begin(access, library, name, profile.kind, origin=path)


def free_name(access: Access, title: str, kind: StoreKind) -> str:
    """A name made of a title that no other case has, as far as the stores can be looked into."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or "case"
    if base in bundled_cases():
        base += "-practice" if kind == "training" else "-case"
    taken = set(bundled_cases())
    for other in access.kinds():
        if other == "training" or access.ready or other == kind:
            with access.open(other) as store:
                taken |= {card.name for card in store.cases()}
    name = next(one for n in range(1, len(taken) + 3) if (one := base if n == 1 else f"{base}-{n}") not in taken)
    assert NAME.fullmatch(name)
    return name


def _at_field(fault: Fault, name: str) -> Fault:
    """A fault of a fact at the field of the form that holds what is wrong."""
    where = fault.where.removeprefix("--")
    return Fault(where if where in ("source", "grade", "on", "handling") else name, 0, 0, fault.what, fault.mend)

"""What the menu holds and where it is thin: counted over the active entries, each gap with its reason or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.library import Library
from planner.domain.tactic import PHASES, Tactic
from planner.domain.vocabulary import HEADINGS
from planner.library.overlaps import facts_read_by

LEVELS = ("primary", "secondary", "tertiary")
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Gap:
    """Something the menu lacks; `because` is empty when nobody has said why."""

    id: str
    what: str
    because: str


@dataclass(frozen=True)
class Coverage:
    """The menu counted. `cells` by P, heading or level ("any" where there is none) and phase; `facts` by how many entries read
    each, indicators followed; `unused` are explanations of gaps that are no longer there."""

    entries: int
    cells: Counter[Cell]
    agencies: Counter[str]
    evidence: Counter[str]
    law: Counter[str]
    past_review: tuple[Tactic, ...]
    facts: Counter[str]
    gaps: tuple[Gap, ...]
    unused: tuple[str, ...]


def cover(library: Library, day: date) -> Coverage:
    """The library's menu counted, with entries whose review fell due before `day`."""
    active = library.active
    cells: Counter[Cell] = Counter((one.pillar, under(one), phase) for one in active for phase in one.phases)
    facts = _facts(library)
    explained = {one.id: one.because for one in library.gaps}
    gaps = tuple(Gap(name, what, explained.get(name, "")) for name, what in _gaps(library, cells, facts))
    return Coverage(
        entries=len(active),
        cells=cells,
        agencies=Counter(one.lead_agency for one in active),
        evidence=Counter(one.evidence.rating for one in active),
        law=Counter(one.status for one in library.provisions),
        past_review=tuple(one for one in active if one.review_by is not None and one.review_by < day),
        facts=facts,
        gaps=gaps,
        unused=tuple(sorted(explained.keys() - {gap.id for gap in gaps})),
    )


def under(tactic: Tactic) -> str:
    """What an entry stands under within its P: a level for Prevent, else its heading where it has one."""
    return tactic.level or tactic.heading or "any"


def _facts(library: Library) -> Counter[str]:
    """How many active entries read each fact, directly or through an indicator; facts no entry reads count nought."""
    counted = Counter({fact.ref: 0 for fact in library.facts if fact.scope != "plan"})
    for tactic in library.active:
        read = library.facts_behind(f"tactic:{tactic.id}")
        counted.update(f"{scope}.{name}" for scope, name in read)
    return counted


def _gaps(library: Library, cells: Counter[Cell], facts: Counter[str]) -> Iterator[tuple[str, str]]:
    for heading in HEADINGS:
        for phase in ("clear", "hold", "build"):
            if not cells["pursue", heading, phase]:
                yield f"pursue/{heading}/{phase}", f"no Pursue entry under {heading} serves {phase}."
    for level in LEVELS:
        for phase in ("hold", "build"):
            if not cells["prevent", level, phase]:
                yield f"prevent/{level}/{phase}", f"no {level} Prevent entry serves {phase}."
    for pillar in ("protect", "prepare"):
        for phase in PHASES:
            if not any(count for (p, _, ph), count in cells.items() if (p, ph) == (pillar, phase)):
                yield f"{pillar}/{phase}", f"no {pillar.capitalize()} entry serves {phase}."
    ruled = facts_read_by(library, tactics=False)
    for ref, count in sorted(facts.items()):
        if not count and ref not in ruled:
            yield f"facts/{ref}", f"no entry and no rule reads {ref}."

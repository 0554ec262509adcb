"""What a plan with one intervention needs beside it before it can be signed off: a lead of its P, an LRO, and why the rest is empty."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.decisions import Decision
from planner.domain.tactic import PILLARS


def the_rest(pillar: str) -> Iterator[Decision]:
    """The decisions that leave no error in a plan whose one intervention is in this P."""
    yield Decision(kind="lead", pillar="overall", name="DI Ray")
    yield Decision(kind="lead", pillar=pillar, name="The neighbourhood team")
    for other in PILLARS:
        if other != pillar:
            yield Decision(kind="undeveloped", pillar=other)

"""What one more fact changed: the tactics that appeared, rose, fell or went, and why."""

from __future__ import annotations

from dataclasses import dataclass

from planner.application.recommending import Recommendation, Recommended

WENT = ("ruled_out", "blocked")


@dataclass(frozen=True)
class Moved:
    """One tactic that stands differently: `how` is appeared, rose, fell or went."""

    result: Recommended
    before: str
    how: str
    because: tuple[str, ...]


def what_changed(before: Recommendation, after: Recommendation) -> tuple[Moved, ...]:
    """The tactics whose outcome is not what it was, what matters most first: duties, then by where they now stand."""
    was = {one.tactic.id: one for one in before.tactics}
    found = []
    for one in after.tactics:
        earlier = was.get(one.tactic.id)
        if earlier is not None and earlier.outcome != one.outcome:
            found.append(Moved(one, earlier.outcome, how_moved(earlier.outcome, one.outcome), _because(earlier, one)))
    found.sort(key=lambda moved: (not moved.result.tactic.duty, moved.how == "went", moved.result.rank))
    return tuple(found)


def how_moved(before: str, after: str) -> str:
    """In which way an outcome became another: appeared, rose, fell or went."""
    if after in WENT:
        return "went"
    if before in WENT:
        return "appeared"
    return "rose" if after == "certain" else "fell"


def _because(before: Recommended, after: Recommended) -> tuple[str, ...]:
    """What is said now and was not said then; all that is said now, where nothing is new."""
    if after.outcome == "blocked":
        now = tuple(one.text for one in after.guardrails if one.level == "block")
    else:
        now = tuple(one.text for one in (after.against if after.outcome == "ruled_out" else after.reasons))
    then = {one.text for one in (*before.reasons, *before.against)}
    return tuple(text for text in now if text not in then) or now

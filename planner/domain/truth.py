"""Three-valued truth: what is known to hold, known not to hold, or not known."""

from __future__ import annotations

from enum import IntEnum


class Truth(IntEnum):
    """Ordered so that `min` is "and" and `max` is "or"."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __invert__(self) -> Truth:
        return Truth(2 - int(self))


def truth(value: bool | None) -> Truth:
    """`None` is unknown."""
    if value is None:
        return Truth.UNKNOWN
    return Truth.TRUE if value else Truth.FALSE

"""A run through cases: opened one after the other from the portfolio, in the order its list had."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Run:
    """The cases by name and title, and which of them is open. `marked`: only those that were marked, for review."""

    kind: str
    cases: tuple[tuple[str, str], ...]
    at: int = 0
    marked: bool = False

    @property
    def name(self) -> str:
        """The case that is open, by its name."""
        return self.cases[self.at][0]

    @property
    def key(self) -> str:
        """What opens it."""
        return f"{self.kind}:{self.name}"

    def step(self, by: int) -> Run | None:
        """The run at another of its cases; nothing beyond the first and the last."""
        return replace(self, at=self.at + by) if 0 <= self.at + by < len(self.cases) else None

    @property
    def told(self) -> str:
        """Which of them it is: 3 of 12: Harbour Row."""
        what = " marked" if self.marked else ""
        told = f"{self.at + 1} of {len(self.cases)}{what}: {self.cases[self.at][1]}."
        return f"{told} ] next, [ previous." if len(self.cases) > 1 else told

    def no_more(self, by: int) -> str:
        """There is none beyond."""
        which = "last" if by > 0 else "first"
        return f"This is the {which} of {len(self.cases)}. F9, then b, goes back to the portfolio."

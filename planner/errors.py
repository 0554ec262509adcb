"""Every error fourp raises on purpose, each carrying the exit code the command ends with.

FourpError
├── InputError        exit 2   something given to fourp could not be used; holds every fault found
├── Overtaken         exit 2   someone else wrote to the record first; holds where it stands now
├── RecordBroken      exit 3   the record is not what was written
└── EngineError       exit 3   the rule engine could not be trusted
    └── EnginesDisagree        the engine and its referee differ; nothing is shown
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one place: where (file, line and column from 1; 0 when there is none), what, and how to mend it."""

    where: str
    line: int
    column: int
    what: str
    mend: str = ""
    severity: str = "error"
    rule: str = "input"

    def __str__(self) -> str:
        place = self.where
        if self.line:
            place += f":{self.line}:{self.column}"
        return f"{place}: {self.what}" + (f" {self.mend}" if self.mend else "")


class FourpError(Exception):
    """The root of every error a user may be shown."""

    exit_code = 2


class InputError(FourpError):
    """Something the user gave could not be used; `faults` holds all of them, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def of(cls, where: str, what: str, mend: str = "", *, line: int = 0, column: int = 0) -> InputError:
        """One fault, without the ceremony."""
        return cls([Fault(where, line, column, what, mend)])


class Overtaken(FourpError):
    """Someone else wrote first: what was to be written stands nowhere yet. `expected` and `found` are the last numbers."""

    def __init__(self, expected: int, found: int) -> None:
        self.expected, self.found = expected, found
        super().__init__(
            f"someone else wrote to this case meanwhile (entries {expected + 1} to {found}). Nothing of yours is lost: "
            "look at what they wrote and give the command again."
        )


class RecordBroken(FourpError):
    """The record of a case is not what was written; nothing is read from it and nothing is added to it."""

    exit_code = 3


class EngineError(FourpError):
    """The rule engine met something that its guards should have kept out."""

    exit_code = 3


class EnginesDisagree(EngineError):
    """The engine and the referee differ; `differences` names each tactic, indicator or guardrail and both answers."""

    def __init__(self, differences: Sequence[str], report: Path | None = None) -> None:
        self.differences = list(differences)
        self.report = report
        shown = "\n".join(f"  {line}" for line in self.differences[:10])
        more = f"\n  and {len(self.differences) - 10} more" if len(self.differences) > 10 else ""
        saved = f"\nA report for the maintainer is at {report}." if report else ""
        super().__init__(
            "the two engines disagree, so no answer is shown:\n"
            f"{shown}{more}\nDo not rely on an earlier answer for these. Send the report to the maintainer.{saved}"
        )

"""The one road from a case to its outcomes: the engine and the referee, agreeing or saying nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.library import Library
from planner.engine.answers import Answers, Case, differences
from planner.engine.compiler import CompiledLibrary, compile_library
from planner.engine.referee import Referee
from planner.errors import EnginesDisagree

MENU = ("tactic", "indicator", "guardrail")
PLANNING = ("planning",)
REVIEW = ("review",)

if TYPE_CHECKING:
    from planner.engine.durable_backend import DurableEngine


class Matcher:
    """Matches cases against the conditions of some families of one library with both engines; close it when done.

    Where durable_rules cannot be imported the referee serves alone and `durable` is None, which every output shows.
    """

    def __init__(self, library: Library, families: tuple[str, ...], compiled: CompiledLibrary | None = None) -> None:
        self.library = library
        self.compiled = compiled or compile_library(library, families)
        self._referee = Referee(library, families)
        self._engine = _durable(library, self.compiled)

    @property
    def durable(self) -> str | None:
        """The version of durable_rules that answers, or None."""
        return self._engine.version if self._engine else None

    @property
    def agreed(self) -> bool | None:
        """True when two engines answer, which they only do when they agree; None when the referee is alone."""
        return True if self._engine else None

    def match(self, case: Case) -> Answers:
        """Every outcome for the case. Raises EnginesDisagree, naming each difference, when the two differ."""
        judged = self._referee.evaluate(case)
        if self._engine is None:
            return judged
        try:
            answers = self._engine.evaluate(case)
            if differ := differences(answers, judged):
                raise EnginesDisagree(differ)
        except BaseException:
            # An engine that was stopped half-way holds facts of that case, and one that differs may remember what was
            # wrong: the next case asks a new engine.
            self._engine.close()
            self._engine = _durable(self.library, self.compiled)
            raise
        return answers

    def close(self) -> None:
        """Free what the C engine holds."""
        if self._engine:
            self._engine.close()


def _durable(library: Library, compiled: CompiledLibrary) -> DurableEngine | None:
    try:
        from planner.engine.durable_backend import DurableEngine
    except ImportError:
        return None
    return DurableEngine(library, compiled)

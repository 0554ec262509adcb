"""One officer's sitting at one stored case: the record, what fits it as it stands now, and the ways to add to it.

Every screen works through this, so that what is shown is always worked out from what is on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from planner.application.casework import CaseRecord
from planner.application.changing import Moved, what_changed
from planner.application.deciding import FactTold, Settled, decide, learn, looked_into, take_back
from planner.application.examples import Examples
from planner.application.needing import Gap, NeedToKnow
from planner.application.recommending import Recommendation, Recommended, Recommender
from planner.application.reviewing import Review, Reviewer
from planner.application.unsaved import Unsaved
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Entry, Learned, LookedInto
from planner.domain.library import Library
from planner.domain.profile import Profile

Made = TypeVar("Made")


class Bench:
    """What every sitting shares: one library's recommender, its weighing of unknowns and its review rules."""

    def __init__(self, recommender: Recommender) -> None:
        self.recommender = recommender
        self.need_to_know = NeedToKnow(recommender)
        self.reviewer = Reviewer(recommender)

    @property
    def library(self) -> Library:
        """The library in use."""
        return self.recommender.library

    def close(self) -> None:
        """Free the engines."""
        self.reviewer.close()
        self.recommender.close()


class Sitting:
    """A stored case, open at a bench. Close it when done; the bench stays."""

    def __init__(self, record: CaseRecord, bench: Bench) -> None:
        self.record, self.bench = record, bench
        self.unsaved = Unsaved.of(record)
        self.last_changed: tuple[Moved, ...] = ()
        self._worked_out: dict[str, tuple[str, object]] = {}
        record.consulted("planner")

    def close(self) -> None:
        """Keep what is unsaved and let the store go."""
        try:
            self.unsaved.write()
        finally:
            self.record.store.close()

    # -- as it stands ---------------------------------------------------------------------------------------------------

    @property
    def library(self) -> Library:
        """The library in use."""
        return self.bench.library

    @property
    def book(self) -> Casebook:
        """Everything the record says."""
        return self.record.book

    @property
    def profile(self) -> Profile:
        """The facts, with the plan. Raises InputError for a case that was disposed of."""
        return self.record.profile

    @property
    def position(self) -> int:
        """The number of the last entry: while it stays, everything worked out stays good."""
        return self.record.position

    @property
    def today(self) -> date:
        """The day it is, where the officer sits."""
        return self.record.store.clock().astimezone().date()

    @property
    def found(self) -> Recommendation:
        """Every tactic with its outcome, as the case stands. Raises EnginesDisagree."""
        return self._once("found", lambda: self.bench.recommender.recommend(self.profile))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every unknown fact worth anything, the most worth asking first."""
        return self._once("gaps", lambda: self.bench.need_to_know.gaps(self.profile))

    @property
    def review(self) -> Review:
        """What a reviewer would find. Raises EnginesDisagree."""
        return self._once("review", lambda: self.bench.reviewer.review(self.profile, self.book, self.found))

    @property
    def examples(self) -> Examples:
        """What the planning rules put forward for the case as it stands: visions, aims, leads, objectives, reasons."""
        return self._once("examples", lambda: Examples(self.bench.recommender, self.profile))

    def ready(self, what: str) -> bool:
        """Whether `found`, `gaps` or `review` is worked out for the case as it stands, so that asking takes no time."""
        return self._worked_out.get(what, ("", None))[0] == self._stands(what)

    def tactic(self, tactic_id: str) -> Recommended | None:
        """How one tactic stands, or nothing for one that is not offered any more."""
        try:
            return self.found.get(tactic_id)
        except KeyError:
            return None

    def taken(self, tactic_id: str) -> tuple[Entry, Decision] | None:
        """The decision on a tactic that stands, or nothing."""
        return next(
            (one for one in self.book.decided("select", "reject", "defer", "override") if one[1].tactic == tactic_id), None
        )  # fmt: skip

    def _once(self, what: str, work: Callable[[], Made]) -> Made:
        """What was worked out for the case as it stands, or is now."""
        worked_out_at, kept = self._worked_out.get(what, ("", None))
        if worked_out_at != self._stands(what):
            kept = work()
            self._worked_out[what] = (self._stands(what), kept)
        return kept  # type: ignore[return-value]

    def _stands(self, what: str) -> str:
        """What something worked out stays good with: what is worth asking with the facts, all else with the whole record."""
        return self.book.facts_digest if what == "gaps" else str(self.position)

    # -- adding to it ---------------------------------------------------------------------------------------------------

    def decide(self, decision: Decision, reasons: Reasons) -> Settled:
        """Write one decision. Raises InputError with everything wrong with it at once."""
        return decide(self.record, self.bench.recommender, decision, reasons)

    def learn(self, told: FactTold, reasons: Reasons = Reasons()) -> Settled:  # noqa: B008 (it cannot change)
        """Write one fact; what it changed is in `last_changed`. Raises InputError with everything wrong with it."""
        return self._changing(lambda: learn(self.record, self.library, told, reasons))

    def learn_all(self, told: Sequence[FactTold], reasons: Reasons = Reasons()) -> tuple[Settled, ...]:  # noqa: B008
        """Write the facts that make up one answer, one after the other; what they changed together is in `last_changed`.

        Raises InputError for the first that is refused; those before it stand.
        """
        before, settled = self.found, []
        try:
            for one in told:
                settled.append(learn(self.record, self.library, one, reasons))
        finally:
            if settled:
                self.last_changed = what_changed(before, self.found)
        return tuple(settled)

    def looked_into(self, heading: str, state: str, reasons: Reasons = Reasons()) -> Settled:  # noqa: B008
        """Write how far a heading has been looked into; what it changed is in `last_changed`. Raises InputError."""
        return self._changing(lambda: looked_into(self.record, self.library, heading, state, reasons))

    def _changing(self, write: Callable[[], Settled]) -> Settled:
        before = self.found
        settled = write()
        self.last_changed = what_changed(before, self.found)
        return settled

    def undoable(self) -> Entry | None:
        """The last entry that this person wrote and that can be taken back, or nothing."""
        me = self.record.store.person.name
        for entry in reversed(self.book.entries):
            if entry.author == me and entry.said and isinstance(entry.said.content, Decided | Learned | LookedInto):
                done = entry.number in self.book.superseded or entry.kind == "withdraw"
                return None if done else entry
        return None

    def undo(self, entry: Entry, reasons: Reasons) -> Settled:
        """Take an entry back by a further one: both stay in the log. Raises InputError."""
        return self._changing(lambda: take_back(self.record, self.bench.recommender, entry, reasons))

    def said_before(self, because: str) -> Entry | None:
        """An earlier decision that stands and gives the very same reason, or nothing."""
        bare = " ".join(because.casefold().split()).strip(" .")
        for entry in self.book.entries:
            if entry.said and isinstance(entry.said.content, Decided) and entry.number not in self.book.superseded:
                said = " ".join(entry.said.because.casefold().split()).strip(" .")
                if bare and said == bare:
                    return entry
        return None

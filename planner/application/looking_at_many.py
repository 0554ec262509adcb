"""Looking at many cases, in this process or in several: where they come from, who looks at them, and what is done when it fails.

Worker processes pay for themselves from a few dozen cases on, as each has to build its engines first.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, redirect_stderr
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from planner.application.case_rows import Looked, Looker, Row
from planner.application.casework import Access, CaseRecord
from planner.application.headcounts import Month
from planner.application.recommending import Recommender, open_recommender
from planner.domain.casebook import Casebook
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.errors import EngineError, FourpError, InputError

if TYPE_CHECKING:
    from planner.record.store import CaseCard, Store

# From how many cases on worker processes are worth their start, how many are, and how many cases each is given at a time.
MANY, WORKERS = 60, 2
AT_A_TIME = 2
AHEAD = 3


@dataclass(frozen=True)
class Held:
    """One case as it is handed over: its record as a book, or only a profile; `make` gives it where it is looked at; `trouble` says
    why it could not be read, and `trouble_code` the exit code of that."""

    name: str
    kind: str
    profile: Profile | None = None
    book: Casebook | None = None
    make: Callable[[], Held] | None = None
    record_line: str = ""
    trouble: str = ""
    trouble_code: int = 0


def workers_for(many: int) -> int:
    """In how many processes to look at so many cases: no more than there are processors for us."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(there, WORKERS) if many >= MANY else 1


@contextmanager
def looked_at(
    cases: Iterable[Held], library: Library, as_of: date, today: date, months: Sequence[Month], *, workers: int = 1
) -> Iterator[Iterator[Looked]]:
    """Every case looked at, in the order given, by so many processes. A case that cannot be is a row that says why. Raises
    EngineError where a worker process died."""
    if workers < 2:
        with _Desk(library, as_of, today, months) as desk:
            yield (desk.look(one) for one in cases)
        return
    spawning = multiprocessing.get_context("spawn")
    told = (library, as_of, today, tuple(months))
    _make_ready()
    crew = ProcessPoolExecutor(workers, spawning, initializer=_begin, initargs=told)
    try:
        yield _gathered(crew, iter(cases), workers)
    finally:
        crew.shutdown(wait=True, cancel_futures=True)


def _gathered(crew: ProcessPoolExecutor, cases: Iterator[Held], workers: int) -> Iterator[Looked]:
    """What the workers found, in order; never more than a few batches ahead, so that a large store is not held in memory. On
    Ctrl-C what they have done by then is given still."""
    waiting: deque[Future[list[Looked]]] = deque()
    try:
        while True:
            while len(waiting) < workers * AHEAD and (batch := list(islice(cases, AT_A_TIME))):
                with _uninterrupted():
                    waiting.append(crew.submit(_look, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()
    except KeyboardInterrupt:
        for done in waiting:
            if done.done():
                yield from done.result()
        raise
    except BrokenProcessPool:
        what = "a worker process that looks at cases died, maybe for want of memory. Nothing was changed; try again."
        raise EngineError(what) from None


def _make_ready() -> None:
    """Python watches over processes by one of its own, to which it hands the error stream. A screen has put another in the place of the
    terminal's, which cannot be handed on."""
    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes begun in here do not hear Ctrl-C: it is for us to end them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Desk:
    """Where cases are looked at: one recommender and its review rules."""

    def __init__(self, library: Library, as_of: date, today: date, months: Sequence[Month]) -> None:
        self._recommender: Recommender = open_recommender(library, as_of)
        self._looker = Looker(self._recommender, today, months)

    def __enter__(self) -> _Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._looker.close()
        self._recommender.close()

    def look(self, held: Held) -> Looked:
        """One case, or why not."""
        try:
            one = held.make() if held.make else held
            profile = one.book.profile if one.book is not None else one.profile
            if one.trouble or profile is None:
                return _not_read(one, one.trouble or "there is nothing in it.", one.trouble_code or 2)
            return self._looker.look(one.name, one.kind, profile, one.book, one.record_line)
        except FourpError as error:
            return _not_read(held, str(error), error.exit_code)


def _not_read(held: Held, why: str, code: int) -> Looked:
    return Looked(Row(held.name, held.kind, held.name, trouble=why, trouble_code=code))


_desk: _Desk


def _begin(library: Library, as_of: date, today: date, months: Sequence[Month]) -> None:
    """Make ready a worker process."""
    global _desk
    _desk = _Desk(library, as_of, today, months)
    # The library and the engines stay as they are, and little of a case refers to itself: looking for that as often as Python
    # does takes a quarter of the time.
    gc.freeze()
    gc.set_threshold(100_000, 10, 50)


def _look(batch: Sequence[Held]) -> list[Looked]:
    return [_desk.look(one) for one in batch]


# -- the cases of a store -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """The cases of one open store, to be read one by one; `disposed` are not among them."""

    kind: str
    names: tuple[str, ...]
    disposed: int
    cases: Iterator[Held]


@contextmanager
def open_shelf(access: Access, *, training: bool, why: str, only: Collection[str] = ()) -> Iterator[Shelf]:
    """The live store, or the training one, or the one named. `why` is noted of every live case; with `only`, of those named alone,
    and no others are read.

    Raises InputError where there is none, where it cannot be unlocked, and where the one named is of the other kind.
    """
    kinds, wanted = access.kinds(), access.whole(training=training)
    if wanted not in kinds:
        other = " Practice cases: add --training." if "training" in kinds and not training else ""
        place = f"There is no {wanted} store here." if not access.store else f"The store named is not a {wanted} one."
        raise InputError.of(
            "portfolio", place, f"Cases are made with fourp case new NAME{'' if training else ' --live'}.{other}"
        )
    with ExitStack() as closing:
        store = closing.enter_context(access.open(wanted))
        cards = store.cases()
        kept = [card for card in cards if not card.disposed]
        held = (_held(store, card, why) for card in kept if not only or card.name in only)
        yield Shelf(store.kind, tuple(card.name for card in kept), len(cards) - len(kept), held)


def _held(store: Store, card: CaseCard, why: str) -> Held:
    try:
        record = CaseRecord(store, card)
        record.refuse_if_disposed()
        record.consulted(why)
        return Held(card.name, store.kind, book=record.book, record_line=record.record_line)
    except FourpError as error:
        return Held(card.name, store.kind, trouble=str(error), trouble_code=error.exit_code)

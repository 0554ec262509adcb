"""Looking over every stored case for the first screen: which there are, how each stands, and whether its record is whole.

Stores are read in steps, so that a screen can show what it has and stop at any point.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from planner.application.casework import Access, CaseRecord
from planner.application.due import Due, due_soon
from planner.application.planning import ReviewClock, review_clock
from planner.application.signing import verify, verify_store
from planner.application.sitting import Bench
from planner.application.tasking import Standing, Tasks, tasks_of
from planner.application.unsaved import Unsaved
from planner.domain.casebook import Casebook
from planner.errors import FourpError, InputError

if TYPE_CHECKING:
    from planner.record.store import CaseCard, Store, StoreKind


@dataclass(frozen=True)
class Shelf:
    """One store: the names of its cases, how many were disposed of, and whether it waits for a passphrase (`locked`) or cannot
    be opened (`trouble`)."""

    kind: StoreKind
    cases: tuple[str, ...] = ()
    disposed: int = 0
    locked: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class Brief:
    """One case as it was read; without a book where it could not be, for the reason in `trouble`."""

    kind: StoreKind
    name: str
    title: str
    book: Casebook | None = None
    me: str = ""
    seen: frozenset[str] = frozenset()
    drafts: tuple[tuple[str, str], ...] = ()
    trouble: str = ""

    @property
    def key(self) -> str:
        """What opens it."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class Proved:
    """Whether the record of a case, or of a store as a whole (no name), is what was written: each fault in words."""

    kind: StoreKind
    name: str
    faults: tuple[str, ...]

    @property
    def key(self) -> str:
        """What opens the case."""
        return f"{self.kind}:{self.name}"


def look_over(access: Access, proved: Collection[str] = ()) -> Iterator[Shelf | Brief | Proved]:
    """Every store, then every case in it, then the proof of each record but for those already `proved`, by their keys.

    Raises FourpError when not even the stores can be told.
    """
    with ExitStack() as closing:
        stores: list[tuple[Store, list[CaseCard]]] = []
        for kind in reversed(access.kinds()):
            shelf, store, cards = _shelf(access, kind)
            if store is not None:
                closing.callback(store.close)
                stores.append((store, cards))
            yield shelf
        for store, cards in stores:
            for card in cards:
                yield _brief(store, card)
        for store, cards in stores:
            if f"{store.kind}:" not in proved:
                yield Proved(store.kind, "", tuple(verify_store(store)))
            for card in cards:
                if f"{store.kind}:{card.name}" not in proved:
                    yield Proved(store.kind, card.name, _faults(store, card))


def _shelf(access: Access, kind: StoreKind) -> tuple[Shelf, Store | None, list[CaseCard]]:
    locked = False

    def ask(name: str) -> str:
        nonlocal locked
        try:
            return access.ask(name)
        except InputError:
            locked = True
            raise

    try:
        store = replace(access, ask=ask).open(kind)
        cards = store.cases()
    except FourpError as error:
        return Shelf(kind, locked=locked, trouble="" if locked else str(error)), None, []
    kept = [card for card in cards if not card.disposed]
    return Shelf(store.kind, tuple(card.name for card in kept), len(cards) - len(kept)), store, kept


def _brief(store: Store, card: CaseCard) -> Brief:
    try:
        record = CaseRecord(store, card)
        unsaved = Unsaved.of(record)
        drafts = tuple(unsaved.texts.items())
        title = record.profile.title or card.name
        return Brief(store.kind, card.name, title, record.book, store.person.name, frozenset(unsaved.seen), drafts)
    except FourpError as error:
        return Brief(store.kind, card.name, card.name, trouble=str(error))


def _faults(store: Store, card: CaseCard) -> tuple[str, ...]:
    try:
        return tuple(fault.what for fault in verify(store, card).faults)
    except FourpError as error:
        return (str(error),)


@dataclass(frozen=True)
class Weighed:
    """How a case stands on a day: its tasks, what is due, and when it is next to be reviewed."""

    tasks: Tasks
    due: tuple[Due, ...]
    review: ReviewClock


def weighed(brief: Brief, bench: Bench, today: date) -> Weighed:
    """A case that was read, weighed with the library in use. Raises FourpError; a brief without a book is not to be given."""
    book = brief.book
    assert book is not None
    found = bench.recommender.recommend(book.profile)
    standing = Standing(
        book, bench.library, today, me=brief.me, live=brief.kind == "live", seen=brief.seen, drafts=dict(brief.drafts),
        found=found, review=bench.reviewer.review(book.profile, book, found),
    )  # fmt: skip
    return Weighed(tasks_of(standing), due_soon(book, bench.library, today), review_clock(book, bench.library))

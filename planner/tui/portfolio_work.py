"""The work behind the portfolio, beside the screen: every case of a store looked at, told of one by one until it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from planner.application.case_rows import Row
from planner.application.casework import Access
from planner.application.looking_at_many import Shelf, open_shelf, workers_for
from planner.application.portfolio import oversee
from planner.domain.library import Library
from planner.errors import FourpError, InputError

WHY = "portfolio"


@dataclass(frozen=True)
class Begun:
    """The store is open: of which kind, its cases by name, how many were disposed of."""

    kind: str
    names: tuple[str, ...]
    disposed: int = 0


@dataclass(frozen=True)
class Ended:
    """No more comes. `locked`: the live store asks for a passphrase; `trouble`: what went wrong."""

    locked: bool = False
    trouble: FourpError | OSError | None = None


Told = Begun | Row | Ended


@dataclass
class Checking:
    """One run over a store: `training` says which, or nothing for the live one where it opens and else the training one. `only`: these
    cases alone are looked at again."""

    training: bool | None
    access: Access
    library: Library
    today: date
    as_of: date | None = None
    only: frozenset[str] = frozenset()
    stopping: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """End the work as soon as may be; whatever is looked at now is told no more."""
        self.stopping.set()

    @property
    def stopped(self) -> bool:
        """Whether it is to end."""
        return self.stopping.is_set()

    def work(self, tell: Callable[[Told], object]) -> None:
        """Look at the cases and tell of each. Everything is opened here, as a store belongs to the thread that opened it."""
        try:
            tell(Ended(locked=self._look(tell)))
        except (FourpError, OSError) as error:
            tell(Ended(trouble=error))

    def _look(self, tell: Callable[[Told], object]) -> bool:
        """Gives whether the live store was passed over, or could not be shown, for want of a passphrase."""
        locked = False
        if self.training is not True and "live" in self.access.kinds():
            try:
                self._over(tell, training=False)
            except _Locked:
                locked = True
            else:
                return False
        if self.training is not False and not self.stopped:
            if "training" in self.access.kinds():
                self._over(tell, training=True)
            else:
                tell(Begun("training", ()))
        elif not locked:
            tell(Begun("live", ()))
        return locked

    def _over(self, tell: Callable[[Told], object], *, training: bool) -> None:
        with self._shelf(training=training) as shelf:
            tell(Begun(shelf.kind, shelf.names, shelf.disposed))
            many = len(self.only) or len(shelf.names)
            looked = oversee(shelf.cases, self.library, self.today, as_of=self.as_of, workers=workers_for(many))
            with closing(looked) as found:  # its worker processes end with it, however it ends
                if not self.stopped:
                    for one in found:
                        if self.stopped:
                            return
                        tell(one.row)

    @contextmanager
    def _shelf(self, *, training: bool) -> Iterator[Shelf]:
        """The store, opened. Raises _Locked."""
        asked = False

        def ask(name: str) -> str:
            nonlocal asked
            try:
                return self.access.ask(name)
            except InputError:
                asked = True
                raise

        with ExitStack() as stack:
            opening = open_shelf(replace(self.access, ask=ask), training=training, why=WHY, only=self.only)
            try:
                shelf = stack.enter_context(opening)
            except InputError:
                if asked:
                    raise _Locked from None
                raise
            yield shelf


class _Locked(Exception):
    """The live store asks for a passphrase that nobody gave."""


def note_export(access: Access, kind: str, names: Collection[str]) -> None:
    """Note in the record of every live case shown that it was taken out as a spreadsheet; training keeps no such log."""
    if kind != "live" or not names:
        return
    with open_shelf(access, training=False, why="portfolio, as a spreadsheet", only=names) as shelf:
        for _ in shelf.cases:
            pass

"""One stream of a case: its decisions, or who consulted it. Read with the chain proved on the way, added to one at a time,
and verified place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from planner.errors import InputError, Overtaken, RecordBroken
from planner.record.rows import FIRST, CaseKeys, Header, Row, chained, read_row, write_row
from planner.record.sealing import Unopened
from planner.record.witness import Witness

Clock = Callable[[], datetime]
BACKWARDS = timedelta(minutes=5)
MANY = 100  # places missing in a row from which they are told as one


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Written:
    """One entry as read: its header, its content (None when the case is disposed of) and the head after it."""

    header: Header
    content: bytes | None
    head: str


@dataclass(frozen=True)
class Saved:
    """An entry that is on disk: its position and head, and a warning when the witness could not be added to."""

    position: int
    head: str
    warning: str = ""


@dataclass(frozen=True)
class RecordFault:
    """One place at which a record is not what was written; position 0 is the record as a whole."""

    position: int
    what: str


class Rows(Protocol):
    """Where the rows of a stream lie."""

    def entries(self, stream: UUID, after: int = 0) -> list[tuple[int, bytes]]:
        """Those after a position, in order."""

    def insert(self, stream: UUID, position: int, state: bytes) -> bool:
        """One more; False when its place is taken."""


def _nothing() -> None:
    return


class Stream:
    """A chain of entries in a store. `keys` are the case's, by generation; `name` is how messages call it; `unchanged` raises
    InputError when the keys are no longer those of the case."""

    def __init__(
        self, backend: Rows, uuid: UUID, name: str, keys: Mapping[int, CaseKeys], witness: Witness, clock: Clock,
        unchanged: Callable[[], None] = _nothing,
    ) -> None:  # fmt: skip
        self.uuid, self.name = uuid, name
        self._backend, self._keys, self._witness, self._clock = backend, dict(keys), witness, clock
        self._unchanged = unchanged
        self._generation = 0  # of the last entry read or written
        self.last: Header | None = None  # of the last entry read or written
        self.position = 0
        self.head = FIRST.hex()

    def read(self) -> list[Written]:
        """The entries not yet read by this object, in order. Raises RecordBroken when the chain does not hold."""
        # The witness first: whoever writes meanwhile adds to the rows before the witness.
        seen = self._witness.last(self.uuid)
        found: list[Written] = []
        for position, state in self._backend.entries(self.uuid, self.position):
            row, header, fault = self._proved(position, state, bytes.fromhex(self.head), self._generation)
            if position != self.position + 1:
                fault = f"entry {self.position + 1} has been removed"
            if fault or row is None or header is None:
                self._unchanged()
                raise self._broken(fault)
            self.position, self.head, self.last, self._generation = position, row.head.hex(), header, row.generation
            found.append(Written(header, self._content(row, header), self.head))
        if seen and seen[0] > self.position:
            raise self._broken(f"entries {self.position + 1} to {seen[0]} have been cut off")
        if seen and any(one.header.position == seen[0] and one.head != seen[1] for one in found):
            raise self._broken(f"entry {seen[0]} is not the one that was witnessed")
        return found

    def add(self, kind: str, content: bytes, author: str, made_at: datetime | None = None, note: str = "") -> Saved:
        """One entry after the last one read, on disk when this returns.

        Raises Overtaken when someone else's stands there; InputError when the clock has gone back or the case is
        disposed of.
        """
        self._unchanged()
        now = self._clock()
        if self.last is not None and now < self.last.entered_at - BACKWARDS:
            what = f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, before entry {self.position} of {self.last.entered_at:%Y-%m-%d %H:%M} UTC."
            raise InputError.of(self.name, what, "Nothing was written. Set the clock right and give the command again.")
        header = Header(self.uuid, self.position + 1, kind, made_at or now, now, author, self.head, note)
        try:
            state, head = write_row(header, content, self._keys[max(self._keys)])
        except Unopened:
            raise disposed_of(self.name) from None
        if not self._backend.insert(self.uuid, header.position, state):
            found = self._backend.entries(self.uuid, self.position)
            raise Overtaken(self.position, found[-1][0] if found else header.position)
        self.position, self.head, self.last = header.position, head.hex(), header
        self._generation = max(self._keys)
        try:
            self._witness.add(self.uuid, header.position, head)
        except OSError as error:
            told = f"entry {header.position} is saved, but the witness {self._witness.path} could not be added to: {error.strerror}."
            return Saved(self.position, self.head, told)
        return Saved(self.position, self.head)

    def verify(self, against: tuple[int, str] | None = None) -> list[RecordFault]:
        """Every place at which the record differs from what was written, from the first entry on.

        `against` is the position and head that an export carries. Reads afresh and changes nothing here.
        """
        # The witness first: whoever writes meanwhile adds to the rows before the witness.
        seen = self._witness.of(self.uuid)
        faults: list[RecordFault] = []
        heads: dict[int, str] = {}
        before: bytes | None = FIRST
        last = generation = 0
        for position, state in self._backend.entries(self.uuid):
            if position > last + 1:
                faults += _missing(last + 1, position - 1, "removed")
                before = None
            row, _, fault = self._proved(position, state, before, generation)
            # After a fault the next entry is held to what it says itself, so that one change is told once.
            before = None
            if fault:
                faults.append(RecordFault(position, fault))
            elif row is not None:
                before, generation, heads[position] = row.head, row.generation, row.head.hex()
            last = max(last, position)
        faults += self._unlike(seen, heads, last, "the witness")
        if against:
            faults += self._unlike(dict([against]), heads, last, "the export")
        return sorted(set(faults), key=lambda fault: (fault.position, fault.what))

    def _unlike(
        self, seen: Mapping[int, str], heads: Mapping[int, str], last: int, whose: str
    ) -> Iterator[RecordFault]:
        """Where what was seen elsewhere is not what stands here."""
        furthest = max(seen, default=0)
        yield from _missing(last + 1, furthest, f"cut off the end ({whose} has seen entry {furthest})")
        for position, head in seen.items():
            if heads.get(position, head) != head:
                yield RecordFault(
                    position, f"entry {position} is not the one that {whose} has seen: the record was rebuilt"
                )

    def _proved(
        self, position: int, state: bytes, before: bytes | None, generation: int
    ) -> tuple[Row | None, Header | None, str]:
        """A row taken apart and held to its place; the last is what is wrong, or nothing. Without `before`, the row is
        held to the head it says it follows. `generation` is that of the keys before it: none goes back to older ones."""
        try:
            row = read_row(state)
            keys = self._keys[row.generation]
            header = Header.from_text(keys.header_sealer.open(row.header, self.uuid.bytes))
            own = bytes.fromhex(header.before)
        except (Unopened, KeyError, ValueError):
            return None, None, f"entry {position} has been changed, or comes from another record"
        if header.position != position:
            return row, header, f"entry {position} is entry {header.position}, moved or put in again"
        if chained(own, self.uuid, position, row.body, keys) != row.head:
            return row, header, f"entry {position} has been changed"
        if before is not None and own != before:
            return row, header, f"entry {position} does not follow the entry before it: that one was replaced"
        if row.generation < generation:
            return row, header, f"entry {position} was written with keys that had been changed before it"
        return row, header, ""

    def _content(self, row: Row, header: Header) -> bytes | None:
        sealer = self._keys[row.generation].content_sealer
        if sealer is None:
            return None
        try:
            return sealer.open(row.content, header.text())
        except Unopened:
            raise self._broken(f"entry {header.position} has been changed") from None

    def _broken(self, what: str) -> RecordBroken:
        return RecordBroken(
            f"{self.name}: {what}. The record is not what was written, so nothing is read from it. "
            f"Keep the store as it is, run fourp verify {self.name}, and restore a backup beside it."
        )


def disposed_of(case: str) -> InputError:
    """What is told of a case that has no keys any more."""
    return InputError.of(case, "this case has been disposed of.", "Nothing more can be written to it.")


def _missing(first: int, last: int, how: str) -> Iterator[RecordFault]:
    """The places from first to last, each by itself unless they are very many."""
    if last - first >= MANY:
        yield RecordFault(first, f"entries {first} to {last} have been {how}")
        return
    for position in range(first, last + 1):
        yield RecordFault(position, f"entry {position} has been {how}")

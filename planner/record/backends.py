"""Where the rows of a store lie: an SQLite file, or a PostgreSQL database. Entries stand in the eventsourcing library's own
table; beside it a shelf holds what is not an entry: what the store is, its people, the keys of its cases, the libraries.

Only this module knows a database. Every error of one comes out as a message that says what to do.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import AggregateRecorder, PersistenceError, StoredEvent
from eventsourcing.sqlite import SQLiteAggregateRecorder, SQLiteConnectionPool, SQLiteDatastore

from planner.errors import InputError

EVENTS = "stored_events"
TOPIC = "entry"
LOCK_SECONDS = 30
Shelved = tuple[str, str, bytes]
Change = tuple[Sequence[Shelved], Sequence[tuple[str, str]]]


@dataclass
class Snapshot:
    """Everything a store holds, at one moment: entries as (stream, position, bytes), the shelf, who is on which case."""

    entries: list[tuple[UUID, int, bytes]] = field(default_factory=list)
    shelf: list[Shelved] = field(default_factory=list)
    members: list[tuple[UUID, str]] = field(default_factory=list)


class Backend(ABC):
    """One database. `place` is how messages and the witness call it; `mark` is a parameter's mark in its SQL."""

    place: str
    mark: str
    role = ""

    @property
    @abstractmethod
    def recorder(self) -> AggregateRecorder:
        """The library's own way of keeping entries."""

    @abstractmethod
    def create(self, snapshot: Snapshot) -> None:
        """Make the tables with what is in them, all or nothing. Raises InputError where there is a store already."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether a store of ours is there."""

    @abstractmethod
    def close(self) -> None:
        """Let the database go."""

    @abstractmethod
    @contextmanager
    def _transaction(self, *, commit: bool) -> Iterator[Any]:
        """A cursor in one transaction; raises what the database does."""

    @abstractmethod
    def _hold(self, cursor: Any, *, alone: bool) -> None:
        """Keep re-keying out until the end of the transaction; `alone` keeps everyone else's changes to the shelf out."""

    def insert(self, stream: UUID, position: int, state: bytes) -> bool:
        """Add one entry, durable when this returns; False when the position is taken. Raises InputError."""
        try:
            with self._told():
                self.recorder.insert_events([StoredEvent(stream, position, TOPIC, state)])
        except _Taken:
            # A connection lost after the commit is tried again by the library: what stands there may be ours.
            return next((row == state for at, row in self.entries(stream, position - 1) if at == position), False)
        return True

    def entries(self, stream: UUID, after: int = 0) -> list[tuple[int, bytes]]:
        """The entries of a stream in order, as position and bytes. What is no number or no bytes comes as nothing."""
        with self._told():
            try:
                found = self.recorder.select_events(stream, gt=after or None)
            except (ValueError, TypeError, AttributeError, LookupError):  # it met what is no row of its table
                raise self._damaged() from None
            return [(_number(one.originator_version), _bytes(one.state)) for one in found]

    def shelved(self, kind: str, name: str) -> bytes | None:
        """One thing on the shelf."""
        found = self._fetch(f"SELECT body FROM fourp_shelf WHERE kind={self.mark} AND id={self.mark}", (kind, name))
        return _bytes(found[0]["body"]) if found else None

    def shelf(self, kind: str) -> dict[str, bytes]:
        """Everything of a kind on the shelf, by name."""
        found = self._fetch(f"SELECT id, body FROM fourp_shelf WHERE kind={self.mark} ORDER BY id", (kind,))
        return {str(row["id"]): _bytes(row["body"]) for row in found}

    def shelve(
        self, put: Sequence[Shelved], drop: Sequence[tuple[str, str]] = (), *, about: bytes, new: bool = False
    ) -> bool:
        """Put things on the shelf and take others off, all or nothing; with `new`, False when a name is taken.

        `about` is what the store said of itself when its keys were read. Raises InputError when it says otherwise now.
        """
        try:
            with self._told(), self._transaction(commit=True) as cursor:
                self._hold(cursor, alone=False)
                self._same(cursor, about)
                self._shelve(cursor, put, over=not new)
                self._drop(cursor, drop)
        except _Taken:
            return False
        return True

    def reshelve(self, about: bytes, change: Callable[[list[Shelved]], Change]) -> None:
        """Change the shelf, given all of it, while nobody else does; all or nothing. Raises InputError as `shelve`."""
        with self._told(), self._transaction(commit=True) as cursor:
            self._hold(cursor, alone=True)
            self._same(cursor, about)
            put, drop = change(self._whole_shelf(cursor))
            self._shelve(cursor, put, over=True)
            self._drop(cursor, drop)

    @property
    def administers(self) -> bool:
        """Whether every row can be seen; whoever has a file has all of it."""
        return True

    def admit(self, streams: Sequence[UUID], role: str = "") -> None:
        """Put someone on a case; an SQLite file has no such rows."""
        return

    def dismiss(self, streams: Sequence[UUID], role: str) -> None:
        """Take someone off a case."""
        return

    def grant(self, role: str) -> None:
        """Let a database role use the store."""
        return

    def snapshot(self) -> Snapshot:
        """Everything, as it stood at one moment."""
        found = Snapshot()
        with self._told(), self._transaction(commit=False) as cursor:
            self._stand_still(cursor)
            cursor.execute(f"SELECT originator_id, originator_version, state FROM {EVENTS} ORDER BY 1, 2")
            try:
                found.entries = [
                    (self._uuid(row["originator_id"]), _number(row["originator_version"]), _bytes(row["state"]))
                    for row in cursor.fetchall()
                ]
            except (ValueError, TypeError, AttributeError):
                raise self._damaged() from None
            found.shelf = self._whole_shelf(cursor)
            found.members = self._members(cursor)
        return found

    def fill(self, snapshot: Snapshot, *, about: bytes) -> bool:
        """Put a whole case into this store: all or nothing. False when a name or an entry is taken.

        Raises InputError as `shelve`.
        """
        try:
            with self._told(), self._transaction(commit=True) as cursor:
                self._hold(cursor, alone=False)
                self._same(cursor, about)
                self._fill(cursor, snapshot)
        except _Taken:
            return False
        return True

    def _fill(self, cursor: Any, snapshot: Snapshot) -> None:
        m = self.mark
        self._enrol(cursor, snapshot)
        self._shelve(cursor, snapshot.shelf, over=False)
        for stream, position, state in snapshot.entries:
            row = (self._id(stream), position, TOPIC, state)
            cursor.execute(f"INSERT INTO {EVENTS} VALUES ({m},{m},{m},{m})", row)

    def _same(self, cursor: Any, about: bytes) -> None:
        cursor.execute("SELECT body FROM fourp_shelf WHERE kind='about'")
        if [_bytes(row["body"]) for row in cursor.fetchall()] != [about]:
            raise rekeyed(self.place)

    def _shelve(self, cursor: Any, put: Sequence[Shelved], *, over: bool) -> None:
        m = self.mark
        otherwise = " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body" if over else ""
        for row in put:
            cursor.execute(f"INSERT INTO fourp_shelf (kind, id, body) VALUES ({m},{m},{m}){otherwise}", row)

    def _drop(self, cursor: Any, drop: Sequence[tuple[str, str]]) -> None:
        for kind, name in drop:
            cursor.execute(f"DELETE FROM fourp_shelf WHERE kind={self.mark} AND id={self.mark}", (kind, name))

    def _whole_shelf(self, cursor: Any) -> list[Shelved]:
        cursor.execute("SELECT kind, id, body FROM fourp_shelf ORDER BY 1, 2")
        return [(str(row["kind"]), str(row["id"]), _bytes(row["body"])) for row in cursor.fetchall()]

    def _stand_still(self, cursor: Any) -> None:
        """See nothing of what others write until the end of the transaction; an SQLite file is read so anyway."""
        return

    def _members(self, cursor: Any) -> list[tuple[UUID, str]]:
        """Who is on which case; an SQLite file has no such rows."""
        return []

    def _enrol(self, cursor: Any, snapshot: Snapshot) -> None:
        """Put those on a case who are to see it, before its rows come; an SQLite file has no such rows."""
        return

    def _fetch(self, statement: str, values: Sequence[Any]) -> list[Any]:
        with self._told(), self._transaction(commit=False) as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def _uuid(self, written: Any) -> UUID:
        return written if isinstance(written, UUID) else UUID(hex=written)

    def _id(self, stream: UUID) -> Any:
        return stream

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the database as messages. Raises InputError, or _Taken where a key is there already."""
        try:
            yield
        except (PersistenceError, sqlite3.Error) as error:
            raise self._meaning(error) from None
        except UnicodeDecodeError:  # the damaged name of a table, in sqlite3's own message
            raise self._damaged() from None

    def _damaged(self) -> Exception:
        return self._meaning(sqlite3.DatabaseError("malformed"))

    def _meaning(self, error: Exception) -> Exception:
        text = str(error)
        if type(error).__name__ == "IntegrityError":
            return _Taken()
        for sign, what, mend in FAULTS:
            if sign in text.lower():
                return InputError.of(self.place, what, mend)
        return InputError.of(self.place, f"the store cannot be used: {text.splitlines()[0] if text else error!r}.")


class _Taken(Exception):
    """A row with that key is there already."""


def rekeyed(place: str) -> InputError:
    """What is told when a store's keys are not those that were read."""
    return InputError.of(place, "the store has been re-keyed meanwhile.", "Give the command again.")


def _bytes(found: Any) -> bytes:
    """What a column of bytes holds; nothing when somebody has put something else there, so that it opens with no key."""
    return bytes(found) if isinstance(found, bytes | bytearray | memoryview) else b""


def _number(found: Any) -> int:
    return found if isinstance(found, int) else 0


FAULTS = (
    ("disk is full", "the disk is full: nothing was written.", "Make room and give the command again."),
    ("no space left", "the disk is full: nothing was written.", "Make room and give the command again."),
    ("readonly", "this store cannot be written to.", "Ask for the right to write to the file and its folder."),
    ("read-only", "this store cannot be written to.", "Ask for the right to write to it."),
    ("locked", "someone else has been writing for too long.", "Try again in a minute."),
    ("not a database", "this is not a store: it is another kind of file.", "Name the right file."),
    ("malformed", "the store's file is damaged or cut short.", "Keep it, and restore the last backup beside it."),
    ("disk i/o error", "the store's file is damaged or cut short, or the disk fails.", "Keep it, and restore the last backup."),
    ("unable to open", "the store cannot be opened.", "Check the folder, and that you may read and write in it."),
    ("already exists", "there is a store here already.", "Use it, or name another."),
    ("no such table", "this is a database, but no store of fourp.", "Name the right one, or make one: fourp store init."),
    ("does not exist", "this is a database, but no store of fourp.", "Name the right one, or make one: fourp store init."),
    ('policy for table "fourp_shelf"', "your database role may not do this.", "Ask the store's administrator."),
    ("row-level security", "you are not on this case.", "Ask someone who is to add you: fourp case people CASE --add."),
    ("permission denied", "your database role may not do this.", "Ask the store's administrator."),
    ("connection", "the database does not answer.", "Check the address, your role and password, and the network."),
)  # fmt: skip


class _Connections(SQLiteConnectionPool):
    """Connections that wait until a commit is on the disk, and leave nothing of what is deleted behind."""

    looked = False

    def _create_connection(self) -> Any:
        if not self.looked:
            self._look()
        connection = super()._create_connection()
        cursor = connection.cursor()
        for setting in ("synchronous=FULL", "secure_delete=ON", "cell_size_check=ON"):
            cursor.execute(f"PRAGMA {setting}")
        return connection

    def _look(self) -> None:
        """Whether it is a store at all, before anything is set in it: another program's database stays as it is."""
        with closing(sqlite3.connect(self.db_name.replace("?mode=rw", "?mode=ro"), uri=True)) as reader:
            if not reader.execute("SELECT 1 FROM sqlite_master WHERE name = 'fourp_shelf'").fetchone():
                raise sqlite3.OperationalError("no such table")
        self.looked = True


class SQLiteBackend(Backend):
    """A store in a file of its own."""

    mark = "?"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = str(path)

    @cached_property
    def _datastore(self) -> SQLiteDatastore:
        name = f"{self.path.resolve().as_uri()}?mode=rw"
        opened = SQLiteDatastore(name, lock_timeout=LOCK_SECONDS)
        opened.pool = _Connections(db_name=name, lock_timeout=LOCK_SECONDS, pool_size=1)
        return opened

    @cached_property
    def recorder(self) -> SQLiteAggregateRecorder:
        """The library's recorder, made when first wanted."""
        return SQLiteAggregateRecorder(self._datastore, EVENTS)

    def create(self, snapshot: Snapshot) -> None:
        """Make the file. It is made beside its place and appears there whole, or not at all."""
        part = None
        try:
            if self.path.exists():
                raise self._there_already()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
            os.close(handle)
            part = SQLiteBackend(Path(name))
            part.place = self.place
            part._make(snapshot)
            if not _appear(part.path, self.path):
                raise self._there_already()
        except OSError as error:
            raise InputError.of(
                self.place, f"the store cannot be made: {error.strerror}.", "Check the folder."
            ) from None
        finally:
            if part is not None:
                part.close()
                for ending in ("", "-wal", "-shm"):
                    part.path.with_name(part.path.name + ending).unlink(missing_ok=True)

    def _make(self, snapshot: Snapshot) -> None:
        pool = self._datastore.pool
        assert isinstance(pool, _Connections)
        pool.looked = True  # there is nothing in it yet
        with self._told():
            self.recorder.create_table()
            with self._transaction(commit=True) as cursor:
                cursor.execute(
                    "CREATE TABLE fourp_shelf (kind TEXT, id TEXT, body BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID"
                )
                self._fill(cursor, snapshot)
        self.close()

    def _there_already(self) -> InputError:
        what, mend = "there is a file of that name already.", "Name another, or use the store that is there."
        return InputError.of(self.place, what, mend)

    def exists(self) -> bool:
        """Whether the file is there; what is in it is found out when it is read."""
        # The file is never opened but by SQLite: to close it again would let go of the locks that this process holds on it.
        try:
            return self.path.is_file()
        except OSError as error:
            raise InputError.of(
                self.place, f"the store cannot be opened: {error.strerror}.", "Check the name."
            ) from None

    def close(self) -> None:
        """Close every connection."""
        if "_datastore" in self.__dict__:
            self._datastore.close()
            for opened in ("_datastore", "recorder"):
                self.__dict__.pop(opened, None)

    def empty_bin(self) -> bool:
        """Leave nothing of what was taken off the shelf in the file's log; False when someone else is still reading it."""
        with self._told(), self._datastore.get_connection(commit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]

    @contextmanager
    def _transaction(self, *, commit: bool) -> Iterator[Any]:
        with self._datastore.transaction(commit=commit) as cursor:
            yield cursor

    def _hold(self, cursor: Any, *, alone: bool) -> None:
        # Whatever is to be written begins with the file's one lock for writing.
        cursor.execute("UPDATE fourp_shelf SET body = body WHERE kind = ''")

    def _id(self, stream: UUID) -> str:
        return stream.hex


def _appear(made: Path, path: Path) -> bool:
    """A finished file under its name, on disk when this returns; False when the name is taken. Raises OSError."""
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without links
        made.rename(path)
    with suppress(OSError):  # a system that opens no folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return True

"""Stores for tests: made, filled, opened again, and changed past fourp as somebody with the file or the database could."""

from __future__ import annotations

import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest

from planner.application.casework import Access
from planner.domain.library import Library
from planner.record import sealing
from planner.record.backends import Backend, SQLiteBackend
from planner.record.postgres import PostgresBackend
from planner.record.store import CaseCard, Store, StoreKind
from planner.record.streams import Stream
from tests.postgres import PostgresServer

KEEPER = "keeper"
PASSPHRASE = "lantern orchard viaduct thimble"
OTHER_PASSPHRASE = "marble ferry cassette juniper"
NOON = datetime(2026, 7, 13, 12, 0, tzinfo=UTC)
Change = Callable[[list["Laid"]], Iterable["Laid"]]


@dataclass(frozen=True)
class Laid:
    """A row as it lies in the database."""

    stream: UUID
    position: Any
    state: Any


@dataclass
class Ticking:
    """A clock that goes on by a second each time it is read."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Place(ABC):
    """Where a store lies. `home` is fourp's own folder on this machine."""

    mark: ClassVar[str]
    home: Path
    clock: Ticking = field(default_factory=Ticking)

    @abstractmethod
    def address(self, role: str = KEEPER) -> str:
        """What `--store` takes."""

    @abstractmethod
    def backend(self, role: str = KEEPER) -> Backend:
        """A connection of its own."""

    @abstractmethod
    @contextmanager
    def database(self) -> Iterator[Any]:
        """A connection past fourp, for somebody who may do everything."""

    @abstractmethod
    def witness(self) -> Path:
        """The witness file."""

    def create(self, kind: StoreKind = "training", name: str = KEEPER, passphrase: str = PASSPHRASE) -> Store:
        """A new store in this place."""
        return Store.create(self.backend(), kind, name, passphrase, clock=self.clock, home=self.home)

    def open(self, name: str = KEEPER, passphrase: str = PASSPHRASE, *, role: str = KEEPER) -> Store:
        """The store, opened as somebody."""
        backend = self.backend(role)
        try:
            return Store.open(backend, name, lambda _: passphrase, clock=self.clock, home=self.home)
        except BaseException:
            backend.close()
            raise

    def access(self, name: str = KEEPER, passphrase: str = PASSPHRASE, role: str = KEEPER) -> Access:
        """How somebody reaches it through the application."""
        return Access(self.address(role), name, lambda _: passphrase, self.clock)

    def rows(self) -> list[Laid]:
        """Every entry's row, in order."""
        with self.database() as database:
            found = database.execute(
                "SELECT originator_id, originator_version, state FROM stored_events ORDER BY 1, 2"
            ).fetchall()
        return [Laid(_uuid(stream), position, state) for stream, position, state in found]

    def lay(self, rows: Iterable[Laid]) -> None:
        """These rows instead of those that are there."""
        m = self.mark
        with self.database() as database:
            database.execute("DELETE FROM stored_events")
            for row in rows:
                values = (self.spelt(row.stream), row.position, "entry", row.state)
                database.execute(f"INSERT INTO stored_events VALUES ({m},{m},{m},{m})", values)

    def spelt(self, stream: UUID) -> Any:
        """How the database spells a stream."""
        return stream


def _uuid(found: Any) -> UUID:
    return found if isinstance(found, UUID) else UUID(hex=found)


@dataclass
class FilePlace(Place):
    """A store in an SQLite file."""

    mark: ClassVar[str] = "?"

    @property
    def file(self) -> Path:
        return self.home / "store.sqlite"

    def address(self, role: str = KEEPER) -> str:
        return str(self.file)

    def backend(self, role: str = KEEPER) -> SQLiteBackend:
        return SQLiteBackend(self.file)

    @contextmanager
    def database(self) -> Iterator[Any]:
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("PRAGMA synchronous=OFF")
            yield connection

    def witness(self) -> Path:
        return self.file.with_name("store.sqlite.witness")

    def spelt(self, stream: UUID) -> str:
        return stream.hex


@dataclass
class ServerPlace(Place):
    """A store in a database of the session's PostgreSQL."""

    mark: ClassVar[str] = "%s"
    server: PostgresServer = field(kw_only=True)

    def __post_init__(self) -> None:
        self.name = self.server.new_name()

    def address(self, role: str = KEEPER) -> str:
        return self.server.address(self.name, role)

    def backend(self, role: str = KEEPER) -> PostgresBackend:
        return PostgresBackend(self.address(role))

    @contextmanager
    def database(self) -> Iterator[Any]:
        with self.server.connect(self.name) as connection:
            yield connection

    def witness(self) -> Path:
        (found,) = self.home.glob("*.witness")
        return found


@contextmanager
def stretching_little() -> Iterator[None]:
    """Passphrases and names cost little to work out meanwhile, so that many stores can be opened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "SCRYPT_COST", 2**4)
        patch.setattr(sealing, "NAME_COST", 2**4)
        yield


# -- many at once, and passphrases that cost little ---


def together(work: list[Callable[[], None]]) -> None:
    """Everything at once, each in a thread of its own; what fails in one fails the test."""
    failed: list[BaseException] = []

    def guarded(one: Callable[[], None]) -> None:
        try:
            one()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


# -- what is in them ------------------------------------------------------------------------------------------------


def add(store: Store, card: CaseCard, count: int, kind: str = "vision") -> Stream:
    """Some entries more, and the stream they were added to."""
    stream = store.stream(card)
    stream.read()
    for _ in range(count):
        stream.add(kind, f"what entry {stream.position + 1} says".encode(), store.person.name)
    return stream


def filled(place: Place, entries: int = 8, kind: StoreKind = "training", name: str = "first") -> tuple[Store, CaseCard]:
    """A new store with a case of so many entries."""
    store = place.create(kind)
    return store, add_filled(store, entries, name)


def add_filled(store: Store, entries: int = 8, name: str = "first") -> CaseCard:
    """One case more, of so many entries."""
    card = store.add_case(name, "opened", b"what entry 1 says")
    add(store, card, entries - 1)
    return card


def positions(store: Store, card: CaseCard, against: tuple[int, str] | None = None) -> list[int]:
    """Where verifying finds fault with a case."""
    return [fault.position for fault in store.stream(card).verify(against)]


# -- fixtures, shared with other folders by tests/conftest.py ---------------------------------------------------------


@pytest.fixture
def stretched_little() -> Iterator[None]:
    """How slow a passphrase is to guess is tested in test_sealing."""
    with stretching_little():
        yield


@pytest.fixture(scope="session")
def short_library(library: Library) -> Library:
    """The shipped library with little law and few tactics in it: a case keeps its library, and this is kept sooner."""
    few = {"all_tactics": library.all_tactics[:3], "provisions": library.provisions[:3], "digest": "5" * 64}
    return library.model_copy(update=few)


@pytest.fixture
def file_place(tmp_path: Path) -> FilePlace:
    """A place for a store in a file."""
    return FilePlace(tmp_path)


@pytest.fixture
def server_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerPlace]:
    """A place for a store in PostgreSQL."""
    made = ServerPlace(tmp_path, server=request.getfixturevalue("postgres"))
    yield made
    made.server.free(made.name)


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place for a store, of each kind in turn."""
    return request.getfixturevalue(f"{request.param}_place")  # type: ignore[no-any-return]

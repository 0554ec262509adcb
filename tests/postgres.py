"""A real PostgreSQL for tests: a server of the session's own, on a socket in a temporary folder, without network.

Tests that use it are marked `postgresql`. `postgres.address(database, role)` gives what `--store` takes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

# Where Debian keeps the programs of each version, which are not on PATH there.
VERSIONS = Path("/usr/lib/postgresql")
SUPERUSER = "tests"


def program(command: str) -> str | None:
    """The path of a command: on PATH, else among PostgreSQL's own programs, the newest version first."""
    versions = sorted(VERSIONS.glob("*/bin"), key=lambda bin_: int("0" + bin_.parent.name.split(".")[0]), reverse=True)
    places = [os.environ.get("PATH", os.defpath), *map(str, versions)]
    return shutil.which(command, path=os.pathsep.join(places))


# An empty database again, as it was made. It is quicker, and gentler to the disk, than to make another.
EMPTIED = """
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


@dataclass
class PostgresServer:
    """A running server. Roles and databases are made when an address first names them."""

    folder: Path
    _owners: dict[str, str] = field(default_factory=dict)
    _roles: set[str] = field(default_factory=set)
    _spare: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_name(self) -> str:
        """The name of a database that nobody uses yet."""
        return self._spare.pop() if self._spare else f"store_{next(self._numbers)}"

    def address(self, database: str, role: str) -> str:
        """The address of a database for a role. The first role that an address names owns the database."""
        if role not in self._roles:
            self.run("postgres", f'CREATE ROLE "{role}" LOGIN')
            self._roles.add(role)
        if database not in self._owners:
            self.run("postgres", f'CREATE DATABASE "{database}"')
            self._owners[database] = ""
        if not self._owners[database]:
            self.run("postgres", f'ALTER DATABASE "{database}" OWNER TO "{role}"')
            self._owners[database] = role
        return self.named(database, role)

    def free(self, database: str) -> None:
        """Let a database go that a test has done with: whoever is still connected is sent away, and it is emptied."""
        if database in self._owners:
            self.run("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
            self.run(database, EMPTIED)
            self._owners[database] = ""
            self._spare.append(database)

    def named(self, database: str, role: str) -> str:
        """The address, with nothing made for it."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def connect(self, database: str, role: str = SUPERUSER) -> psycopg.Connection[Any]:
        """A connection past fourp, as the superuser or as a role."""
        return psycopg.connect(self.named(database, role), autocommit=True)

    def run(self, database: str, statement: str, role: str = SUPERUSER) -> list[Any]:
        """A statement run past fourp, and the rows it gives."""
        with self.connect(database, role) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []


@contextmanager
def running(*, durable: bool) -> Iterator[PostgresServer]:
    """A server of one's own while this lasts. PostgreSQL does not run as root, so root runs it as another user.

    Without `durable` nothing waits for the disk, which is enough where only clients are killed and never the machine.
    """
    # Not pytest's own folder: the path of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="fourp-", dir="/tmp"))
    cluster, log = folder / "cluster", folder / "log"
    before: list[str] = []
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if name in {one.pw_name for one in pwd.getpwall()})
        shutil.chown(folder, user)
        before = ["runuser", "-u", user, "--"]

    def do(command: str, *words: object) -> None:
        ran = subprocess.run(
            [*before, str(program(command)), *map(str, words)], cwd=folder, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120,
        )  # fmt: skip
        if ran.returncode:
            raise RuntimeError(f"{command}: {ran.stdout}\n{log.read_text() if log.exists() else ''}")

    try:
        do("initdb", "-D", cluster, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = f"-k {folder} -c listen_addresses='' -c max_connections=200 -c shared_buffers=32MB"
        # Its own output goes to the log, so that no pipe of ours stays open in the server.
        do("pg_ctl", "-D", cluster, "-l", log, "-o", settings + (" -c fsync=off" * (not durable)), "-w", "start")
        try:
            yield PostgresServer(folder)
        finally:
            do("pg_ctl", "-D", cluster, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for the whole session."""
    with running(durable=False) as server:
        yield server

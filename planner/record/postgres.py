"""A store in a PostgreSQL database, for a force with many officers.

Row security keeps each database role to the cases it is on; nobody but the role that made the store may change or delete
an entry. That role is the administrator: it sees every row, sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.postgres import PostgresAggregateRecorder, PostgresDatastore
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from planner.errors import InputError
from planner.record.backends import EVENTS, LOCK_SECONDS, Backend, Snapshot

SHELF_LOCK = 4_504_701  # any number that nothing else in the database uses
SEALED_BY_CASE = "('case', 'key', 'chain')"
TABLES = f"""
CREATE TABLE fourp_shelf (kind text, id text, body bytea, PRIMARY KEY (kind, id));
CREATE TABLE fourp_member (stream uuid, role name, PRIMARY KEY (stream, role));
CREATE FUNCTION fourp_on_case(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  'SELECT EXISTS (SELECT 1 FROM public.fourp_member WHERE stream = wanted AND role = session_user)';
CREATE FUNCTION fourp_unclaimed(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
  'SELECT NOT EXISTS (SELECT 1 FROM public.fourp_member WHERE stream = wanted)
    AND NOT EXISTS (SELECT 1 FROM public.{EVENTS} WHERE originator_id = wanted)';
ALTER TABLE {EVENTS} ENABLE ROW LEVEL SECURITY;
ALTER TABLE fourp_shelf ENABLE ROW LEVEL SECURITY;
ALTER TABLE fourp_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_own ON {EVENTS} FOR SELECT USING (fourp_on_case(originator_id));
CREATE POLICY add_own ON {EVENTS} FOR INSERT WITH CHECK (fourp_on_case(originator_id));
CREATE POLICY see ON fourp_member FOR SELECT USING (fourp_on_case(stream));
CREATE POLICY join_or_admit ON fourp_member FOR INSERT
  WITH CHECK (fourp_on_case(stream) OR (fourp_unclaimed(stream) AND role = session_user));
CREATE POLICY dismiss ON fourp_member FOR DELETE USING (fourp_on_case(stream));
CREATE POLICY look ON fourp_shelf FOR SELECT
  USING (kind NOT IN {SEALED_BY_CASE} OR fourp_on_case(substr(id, 1, 32)::uuid));
CREATE POLICY put ON fourp_shelf FOR INSERT WITH CHECK (kind IN ('library', 'name')
  OR (kind IN {SEALED_BY_CASE} AND fourp_on_case(substr(id, 1, 32)::uuid)));
CREATE POLICY change ON fourp_shelf FOR UPDATE USING (kind = 'case' AND fourp_on_case(substr(id, 1, 32)::uuid));
CREATE POLICY destroy ON fourp_shelf FOR DELETE USING (kind = 'key' AND fourp_on_case(substr(id, 1, 32)::uuid));
"""
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    f"GRANT SELECT, INSERT ON {EVENTS} TO {{role}}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON fourp_shelf TO {role}",
    "GRANT SELECT, INSERT, DELETE ON fourp_member TO {role}",
)


class PostgresBackend(Backend):
    """A store in a database: `postgresql://role@host/name`. A password comes from the user's own pgpass file."""

    mark = "%s"

    def __init__(self, address: str) -> None:
        try:
            parts: dict[str, Any] = dict(conninfo_to_dict(address))
        except psycopg.ProgrammingError as error:
            raise InputError.of(
                "--store",
                f"this address cannot be read: {' '.join(str(error).split())}.",
                "Write postgresql://role@host/name.",
            ) from None
        told = {name: str(parts.pop(name, "") or "") for name in ("dbname", "host", "port", "user", "password")}
        self.place = f"postgresql://{told['user']}@{told['host']}/{told['dbname']}"
        self._datastore = PostgresDatastore(
            told["dbname"], told["host"], told["port"], told["user"], told["password"],
            pool_size=1, max_overflow=1, lock_timeout=LOCK_SECONDS, connect_timeout=10.0,
        )  # fmt: skip
        kept = {name: value for name, value in {**told, **parts}.items() if value}
        self._datastore.pool.kwargs = {"row_factory": psycopg.rows.dict_row, **kept}
        self._conninfo = kept
        with self._told():
            # Asked once and plainly, so that a wrong address is told at once and not after the pool's many tries.
            try:
                with psycopg.connect(**kept, connect_timeout=10) as connection:
                    found = connection.execute("SELECT session_user::text AS role").fetchone()
            except psycopg.Error as error:
                raise self._refused(error) from None
            self.role = str(found[0]) if found else ""
        self._recorder: PostgresAggregateRecorder | None = None

    def _refused(self, error: psycopg.Error) -> InputError:
        why = str(error).strip().splitlines()[-1] if str(error) else "no answer"
        return InputError.of(
            self.place, f"the database cannot be reached: {why}.", "Check the address, your role and password."
        )

    @property
    def recorder(self) -> PostgresAggregateRecorder:
        """The library's recorder, made when its table is there."""
        if self._recorder is None:
            self._recorder = PostgresAggregateRecorder(self._datastore, events_table_name=EVENTS)
        return self._recorder

    def create(self, snapshot: Snapshot) -> None:
        """Make the tables, the row security and the functions it reads. The shelf comes last, and with it the store."""
        if self.exists():
            raise InputError.of(self.place, "there is a store in this database already.", "Name another database.")
        with self._told():
            self.recorder.create_table()
            with self._transaction(commit=True) as cursor:
                cursor.execute(TABLES)
                self._fill(cursor, snapshot)

    def exists(self) -> bool:
        """Whether a store's tables are there."""
        found = self._fetch("SELECT to_regclass('public.fourp_shelf') IS NOT NULL AS there", ())
        return bool(found[0]["there"])

    def close(self) -> None:
        """Close every connection."""
        self._datastore.close()

    def admit(self, streams: Sequence[UUID], role: str = "") -> None:
        """Put a role on a case: the case's own streams become visible to it."""
        if role and self.administers:
            self.grant(role)  # a store that was restored has roles that are new to the database
        with self._told(), self._transaction(commit=True) as cursor:
            for stream in streams:
                statement = "INSERT INTO fourp_member (stream, role) VALUES (%s, %s) ON CONFLICT DO NOTHING"
                cursor.execute(statement, (stream, role or self.role))

    def _enrol(self, cursor: Any, snapshot: Snapshot) -> None:
        for stream, role in snapshot.members:
            cursor.execute("INSERT INTO fourp_member (stream, role) VALUES (%s, %s)", (stream, role or self.role))

    def dismiss(self, streams: Sequence[UUID], role: str) -> None:
        """Take a role off a case."""
        with self._told(), self._transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM fourp_member WHERE stream = ANY(%s) AND role = %s", (list(streams), role))

    def grant(self, role: str) -> None:
        """Let a database role use the store; the database's own administrator makes the role."""
        if not self._fetch("SELECT 1 AS there FROM pg_roles WHERE rolname = %s", (role,)):
            what = f"there is no database role '{role}'."
            raise InputError.of(self.place, what, "The database's administrator makes it: CREATE ROLE … LOGIN.")
        with self._told(), self._transaction(commit=True) as cursor:
            for statement in GRANTS:
                cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))

    @property
    def administers(self) -> bool:
        """Whether the role sees every row, as the one does that made the store."""
        return not self._fetch(f"SELECT row_security_active('{EVENTS}') AS kept", ())[0]["kept"]

    def snapshot(self) -> Snapshot:
        """Everything, with who is on which case. Raises InputError for a role that does not see everything."""
        if not self.administers:
            what = "your database role sees only its own cases, so this would not be the whole store."
            raise InputError.of(self.place, what, "Ask the store's administrator.")
        return super().snapshot()

    def _stand_still(self, cursor: Any) -> None:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    def _members(self, cursor: Any) -> list[tuple[UUID, str]]:
        cursor.execute("SELECT stream, role FROM fourp_member ORDER BY 1, 2")
        return [(row["stream"], row["role"]) for row in cursor.fetchall()]

    def _hold(self, cursor: Any, *, alone: bool) -> None:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}({SHELF_LOCK})")

    @contextmanager
    def _transaction(self, *, commit: bool) -> Iterator[Any]:
        with self._datastore.transaction(commit=commit) as cursor:
            yield cursor

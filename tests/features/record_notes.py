"""What tests of the record share: a clock that is set by hand, entries written without a store, offices where officers open
stored cases in a file or in a database, and a shell at which officers type."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import Access, CaseRecord, new_case
from planner.application.storekeeping import add_person, init
from planner.domain.casebook import Casebook, read_book
from planner.domain.decisions import Basis, Decision
from planner.domain.entries import Content, Decided, Entry, Learned, Opened, Said, kind_of
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from planner.library import loading
from planner.library.layers import home
from planner.record.store import StoreKind
from tests.conftest import Ran, Run
from tests.postgres import PostgresServer

MORNING = datetime(2026, 7, 13, 9, 0, tzinfo=UTC)
REASON = "Residents asked for it at the May meeting."
PASSPHRASE = "four unrelated quiet words"
ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]")


class SetClock:
    """A clock that stands still until it is set on."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> datetime:
        """Let time go by."""
        self.now += timedelta(**span)
        return self.now


@dataclass
class Pages:
    """Entries one after the other, as a store would give them back; each a minute after the one before."""

    entries: list[Entry] = field(default_factory=list)
    author: str = "DI Green"

    def add(self, content: Content | None, *, made_at: datetime | None = None, kind: str = "", **said: Any) -> int:
        """One entry more, and its number; without content, one that was disposed of."""
        number = len(self.entries) + 1
        entered = MORNING + timedelta(minutes=number)
        entry = Entry(
            number=number, kind=kind or (kind_of(content) if content else "learned"), author=self.author,
            made_at=made_at or entered, entered_at=entered, head=f"{number:064x}",
            said=Said(content=content, **said) if content else None,
        )  # fmt: skip
        self.entries.append(entry)
        return number

    def open(self, profile: Profile | None = None, **over: Any) -> int:
        """The case opened."""
        started = profile or Profile(case="example", kind="training", nation="england")
        return self.add(Opened(profile=started.model_dump(mode="json", exclude_defaults=True), **over))

    def decide(
        self, kind: str, *, shown: Basis | None = None, supersedes: int = 0, because: str = REASON, **parts: Any
    ) -> int:
        """A decision with a reason, and what was shown of a tactic."""
        made = Decision(kind=kind, **parts)
        return self.add(Decided(decision=made, basis=shown), because=because, supersedes=supersedes)

    def learn(self, ref: str, value: Any, *, grade: str = "2B", corrects: bool = False, label: str = "") -> int:
        """A fact; None says that it is not known any more."""
        record = None if value is None else FactRecord(value=value, grade=grade, on=MORNING.date())
        return self.add(Learned(ref=ref, record=record, corrects=corrects, label=label))

    @property
    def book(self) -> Casebook:
        """The case as these entries tell it."""
        return read_book(self.entries)


class Office:
    """Where officers open stored cases: a live and a training store, in files of one folder or in databases of one server.

    In the live store each officer has a passphrase, and on PostgreSQL a role, of their own.
    """

    def __init__(self, folder: Path, officers: Sequence[str], server: PostgresServer | None = None) -> None:
        self._folder, self._officers, self._server = folder, officers, server
        self._databases = {kind: server.new_name() for kind in ("live", "training")} if server else {}
        self._numbers = count(1)
        first, *others = officers
        access = self.access(first, "live")
        init(access, "live", access.ask(first)).close()
        for other in others:
            self.address(other, "live")  # on PostgreSQL the database's own administrator has made their role
            add_person(access, other, access.ask(other), role_of(other) if server else "")

    def new_name(self) -> str:
        """A name that no case here has yet."""
        return f"example-{next(self._numbers)}"

    def address(self, officer: str, kind: StoreKind) -> str:
        """The address of the store of a kind."""
        if self._server is None:
            return str(self._folder / f"{kind}.sqlite")
        # Whoever can reach a training store can open it: there, one role serves all.
        return self._server.address(self._databases[kind], role_of(officer) if kind == "live" else "trainees")

    def access(self, officer: str, kind: StoreKind, clock: SetClock | None = None) -> Access:
        """How an officer reaches the store of a kind."""
        return Access(
            store=self.address(officer, kind), person=officer, ask=lambda name: f"{PASSPHRASE} of {name}",
            clock=clock or SetClock(),
        )  # fmt: skip

    def words(self, officer: str, kind: StoreKind) -> list[str]:
        """The same as it is typed."""
        typed = ["--store", self.address(officer, kind), "--person", officer]
        if kind == "training":
            return typed
        return [*typed, "--passphrase-file", str(passphrase_file(self._folder, officer))]

    def begin(self, access: Access, profile: Profile, library: Library, kind: StoreKind) -> CaseRecord:
        """A stored case that begins with a profile's facts; in the live store, every officer is put on it."""
        record = new_case(access, profile.case, kind, profile, library)
        if kind == "live" and self._server:
            for officer in self._officers:
                if officer != access.person:
                    record.store.put_on(record.card, officer)
        return record


def passphrase_file(folder: Path, officer: str, passphrase: str = "") -> Path:
    """The passphrase of an officer, in a file that nobody else can read."""
    file = folder / f"passphrase of {officer}"
    file.touch()
    file.chmod(0o600)
    file.write_text(f"{passphrase or f'{PASSPHRASE} of {officer}'}\n", encoding="utf-8")
    return file


class Shell:
    """A shell at which officers type commands, each with a passphrase file of their own, in a data folder of its own.

    The library is given, so that no command reads it again.
    """

    def __init__(self, run: Run, folder: Path, library: Library, patch: pytest.MonkeyPatch) -> None:
        self._run, self._folder = run, folder
        self.home = folder / "home"
        self.home.mkdir()
        (self.home / "cache").symlink_to(home() / "cache", target_is_directory=True)
        patch.setattr(loading, "load_library", lambda *_: library)
        patch.setenv("FOURP_HOME", str(self.home))
        for name in ("FOURP_STORE", "FOURP_PERSON", "FOURP_PASSPHRASE_FILE"):
            patch.delenv(name, raising=False)

    def secret(self, officer: str, passphrase: str = "") -> Path:
        """The passphrase file of an officer."""
        return passphrase_file(self._folder, officer, passphrase)

    def __call__(self, *words: object, by: str = "") -> Ran:
        """One command, typed by nobody in particular or by an officer who has a passphrase."""
        return self._run([*words, *(("--person", by, "--passphrase-file", self.secret(by)) if by else ())])


def shape_of(ran: Ran) -> dict[str, Any]:
    """The JSON that a command printed, alone and with nothing to complain of."""
    assert (ran.code, ran.err) == (0, "")
    shape: dict[str, Any] = json.loads(ran.out)
    return shape


def refused(ran: Ran, *what: str) -> None:
    """A command that could not be used ends with 2 and says so on stderr alone, in words that name all of these."""
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert not ESCAPE.search(ran.err)
    for words in what:
        assert words in " ".join(ran.err.split())


def few(library: Library, names: Sequence[str]) -> Library:
    """A few tactics of a library with all its rules, so that an answer takes milliseconds."""
    kept = {name: getattr(library, name) for name in type(library).model_fields}
    tactics = tuple(library.tactics[name] for name in names)
    return Library.model_construct(**{**kept, "digest": f"few-{len(tactics)}", "all_tactics": tactics})


def role_of(officer: str) -> str:
    """An officer's role in a database."""
    return officer.lower().replace(" ", "_")

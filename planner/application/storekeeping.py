"""Looking after stores: making them, the people who can open them, new keys, backups, and moving house."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.application.casework import Access, CaseRecord, again
from planner.application.saying import text_faults
from planner.domain.entries import Rekeyed
from planner.errors import Fault, InputError
from planner.library.layers import home
from planner.record.backends import Backend, SQLiteBackend
from planner.record.store import Card, CaseCard, Store, copy_store, read_about

if TYPE_CHECKING:
    from planner.record.store import StoreKind

LEAST_PASSPHRASE = 12
LONGEST_NAME = 60


def sound_passphrase(passphrase: str) -> str:
    """A passphrase worth having. Raises InputError."""
    if len(passphrase) < LEAST_PASSPHRASE or len(set(passphrase)) < 5:
        what = f"a passphrase has at least {LEAST_PASSPHRASE} characters, not all alike."
        raise InputError.of("passphrase", what, "Take four or five unrelated words.")
    return passphrase


def sound_name(name: str) -> str:
    """A person's name that nobody can mistake for another's. Raises InputError."""
    faults = text_faults("NAME", name)
    scripts = {unicodedata.name(sign, "?").split()[0] for sign in name if sign.isalpha()}
    if not name.strip() or len(name) > LONGEST_NAME:
        faults.append(
            Fault("NAME", 0, 0, f"a name has 1 to {LONGEST_NAME} characters.", "Give the person's name or number.")
        )
    if "\n" in name or len(scripts) > 1 or unicodedata.normalize("NFKC", name) != name:
        faults.append(
            Fault("NAME", 0, 0, "its letters are of more than one alphabet, or not plain ones.", "Type it again.")
        )
    if faults:
        raise InputError(faults)
    return name


def init(access: Access, kind: StoreKind, passphrase: str) -> Store:
    """A new store whose first person is the one who makes it. Raises InputError when there is one."""
    if kind == "live":
        sound_name(access.name)
        sound_passphrase(passphrase)
    return Store.create(access.backend(kind), kind, access.name, passphrase, clock=access.clock, home=home())


def add_person(access: Access, name: str, passphrase: str, role: str = "") -> Card:
    """A person who can open the live store from now on. Raises InputError."""
    sound_name(name)
    sound_passphrase(passphrase)
    with access.open("live") as store:
        if role == "" and not isinstance(store.backend, SQLiteBackend):
            raise InputError.of("--role", "a store in PostgreSQL needs the person's database role.", "Give it.")
        store.add_person(name.strip(), passphrase, role)
        return next(card for card in store.people() if card.name == name.strip())


def remove_person(access: Access, name: str) -> int:
    """Take a person's way in, and re-key. Gives how many cases write under new keys from now on."""
    with access.open("live") as store:
        store.remove_person(name)
        return _note_new_keys(store, store.cases())


def rekey(access: Access) -> int:
    """New keys for the store and for what each case writes from now on."""
    with access.open("live") as store:
        return _note_new_keys(store, store.rekey())


def _note_new_keys(store: Store, cards: list[CaseCard]) -> int:
    """Each case says that new keys begin, so that what was written under the old ones is held by an entry under the new."""
    open_cases = [card for card in cards if not card.disposed]
    for card in open_cases:
        record = CaseRecord(store, card)
        again(lambda record=record: record.write(Rekeyed()), record.refresh)  # type: ignore[misc]
    return len(open_cases)


@dataclass(frozen=True)
class Copied:
    """A whole store copied: from where, to where, how many cases and entries."""

    source: str
    target: str
    kind: str
    cases: int
    entries: int


def backup(access: Access, kind: StoreKind, target: Path) -> Copied:
    """The whole store, sealed as it is, into a new SQLite file. Raises InputError."""
    return _copied(access.backend(kind), SQLiteBackend(target))


def restore(access: Access, source: Path) -> Copied:
    """A backup into the place of the store, which must be free. Raises InputError."""
    backend = SQLiteBackend(source)
    return _copied(backend, access.backend(read_about(backend)["kind"]))


def migrate(access: Access, kind: StoreKind, to: str) -> Copied | int:
    """Move to another store, given its address; without one, bring the store's form up to this version's.

    The form has had one version so far, so the second does nothing but say so.
    """
    backend = access.backend(kind)
    if not to:
        return int(read_about(backend)["format"])
    return _copied(backend, Access(store=to).backend(kind))


def _copied(source: Backend, target: Backend) -> Copied:
    about = read_about(source)
    try:
        if isinstance(target, SQLiteBackend) and target.exists():
            raise InputError.of(target.place, "there is a file of that name already.", "Move it away, or name another.")
        snapshot = copy_store(source, target, home=home())
    finally:
        source.close()
        target.close()
    cases = sum(kind == "case" for kind, _, _ in snapshot.shelf)
    return Copied(source.place, target.place, about["kind"], cases, len(snapshot.entries))

"""A store: the cases in it, the keys they are sealed with, and the people who can open it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4, uuid5

from planner.errors import InputError, RecordBroken
from planner.record.backends import Backend, Change, Shelved, Snapshot, SQLiteBackend, rekeyed
from planner.record.rows import FIRST, CaseKeys, Header, read_row, write_row
from planner.record.sealing import (
    KEY_BYTES,
    Sealer,
    Secrets,
    Unopened,
    derived,
    give,
    name_mark,
    new_key,
    stretched,
    take,
)
from planner.record.streams import Clock, Stream, disposed_of, utc_now
from planner.record.witness import Witness

FORMAT = 1
StoreKind = Literal["live", "training"]
Ask = Callable[[str], str]


@dataclass(frozen=True)
class Person:
    """Who has opened a store. In a live store they have proved it; in training the name is the account's."""

    name: str
    role: str = ""
    secrets: Secrets | None = None

    @property
    def proved(self) -> bool:
        """Whether a passphrase stood behind the name."""
        return self.secrets is not None


@dataclass(frozen=True)
class Card:
    """What a store says of a person: name, database role, the two public keys, since when."""

    name: str
    role: str
    recipient: str
    verifies: str
    since: str


@dataclass(frozen=True)
class CaseCard:
    """What a store says of a case before it is opened."""

    uuid: UUID
    name: str
    generations: tuple[int, ...] = (1,)
    disposed: bool = False

    @property
    def consultation(self) -> UUID:
        """The stream in which is kept who looked at the case."""
        return uuid5(self.uuid, "consultation")


@dataclass(frozen=True)
class CasePack:
    """A whole case out of one store and ready for another: names, keys and rows as they are, byte for byte."""

    kind: str
    name: str
    uuid: UUID
    keys: tuple[tuple[int, bytes, bytes], ...]
    entries: tuple[tuple[UUID, int, bytes], ...]
    libraries: tuple[tuple[str, bytes], ...]


class _Carried:
    """The entries of a packed case, read as a store's are."""

    def __init__(self, pack: CasePack) -> None:
        self._entries = pack.entries

    def entries(self, stream: UUID, after: int = 0) -> list[tuple[int, bytes]]:
        """Those of a stream after a position, in order."""
        return sorted((at, state) for each, at, state in self._entries if each == stream and at > after)

    def insert(self, stream: UUID, position: int, state: bytes) -> bool:
        """Nothing is added to a case while it is carried."""
        return False


def _prove(pack: CasePack, witness: Witness, clock: Clock) -> None:
    """Raises RecordBroken for a packed case that is not what was written, or that has rows of another in it."""
    carried, keys = _Carried(pack), {g: CaseKeys(g, chain, content) for g, chain, content in pack.keys}
    streams = (pack.uuid, CaseCard(pack.uuid, pack.name).consultation)
    faults = [fault for one in streams for fault in Stream(carried, one, pack.name, keys, witness, clock).verify()]
    what = faults[0].what if faults else "" if carried.entries(pack.uuid) else "it has no entry"
    if any(stream not in streams for stream, _, _ in pack.entries):
        what = "there are entries of another case in it"
    if what:
        raise RecordBroken(f"{pack.name}: {what}. It is not what was written, so it was not put into the store.")


class Store:
    """An open store."""

    def __init__(
        self, backend: Backend, about: dict[str, Any], key: bytes, person: Person, witness: Path, clock: Clock
    ) -> None:
        self.backend, self.person = backend, person
        self.kind: StoreKind = about["kind"]
        self.id: str = about["id"]
        self.clock = clock
        self._about = about
        self._sealer = Sealer(key)
        self._key = key
        self.witness = Witness(witness)

    # -- making and opening -------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, backend: Backend, kind: StoreKind, name: str, passphrase: str, *, clock: Clock = utc_now, home: Path
    ) -> Store:
        """A new store with its first person. A training store takes no passphrase."""
        key = new_key()
        about: dict[str, Any] = {
            "format": FORMAT,
            "kind": kind,
            "id": uuid4().hex,
            "epoch": 1,
            "made": f"{clock():%Y-%m-%d}",
        }
        if kind == "training":
            about["key"] = key.hex()
        sealer = Sealer(key)
        put = [("about", "", json.dumps(about).encode()), ("naming", "", sealer.seal(new_key(), _bound("naming", "")))]
        secrets = None
        if kind == "live":
            secrets = Secrets.new()
            put += _person_rows(about["id"], key, name, backend.role, secrets, passphrase, clock().date())
        backend.create(Snapshot(shelf=put))
        return cls(
            backend, about, key, Person(name, backend.role, secrets), witness_of(backend, about["id"], home), clock
        )

    @classmethod
    def open(cls, backend: Backend, name: str, ask: Ask, *, clock: Clock = utc_now, home: Path) -> Store:
        """The store that is there, opened as `name`; `ask` gives the passphrase for a live one. Raises InputError."""
        about = read_about(backend)
        if about["kind"] == "training":
            person, key = Person(name), bytes.fromhex(about["key"])
        else:
            person, key = _unlocked(backend, about, name, ask)
        return cls(backend, about, key, person, witness_of(backend, about["id"], home), clock)

    def close(self) -> None:
        """Let the database go."""
        self.backend.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- cases --------------------------------------------------------------------------------------------------------

    def cases(self) -> list[CaseCard]:
        """Every case this person may see, by name."""
        cards = [self._card(name, body) for name, body in self.backend.shelf("case").items()]
        return sorted(cards, key=lambda card: card.name)

    def find(self, name: str) -> CaseCard | None:
        """The case of that name. Raises InputError when it is there but not for this person."""
        body = self.backend.shelved("name", self._name_mark(name))
        if body is None:
            return None
        uuid = self._open("name", self._name_mark(name), body)
        card = self.backend.shelved("case", uuid)
        if card is None:
            raise self._unseen(name)
        return self._card(uuid, card)

    def named(self) -> set[UUID]:
        """The cases that the store's list of names knows."""
        return {UUID(hex=self._open("name", mark, body)) for mark, body in self.backend.shelf("name").items()}

    def add_case(self, name: str, kind: str, content: bytes) -> CaseCard:
        """A new case with keys of its own and its first entry, together. Raises InputError when the name is taken."""
        uuid, keys, now = uuid4(), CaseKeys(1, new_key(), new_key()), self.clock()
        header = Header(uuid, 1, kind, now, now, self.person.name, FIRST.hex())
        state, _ = write_row(header, content, keys)
        return self._admit_case(name, uuid, [(1, keys.chain, keys.content or b"")], [(uuid, 1, state)])

    def stream(self, card: CaseCard, *, consultation: bool = False) -> Stream:
        """The decisions of a case, or who consulted it."""
        row = self.backend.shelved("case", card.uuid.hex)
        if row is None:
            raise self._unseen(card.name)
        self._same_epoch()
        card = self._card(card.uuid.hex, row)

        def unchanged() -> None:
            found = self.backend.shelved("case", card.uuid.hex)
            if found is None:
                raise self._unseen(card.name)
            if found != row:
                self._same_epoch()
                raise disposed_of(card.name)

        uuid = card.consultation if consultation else card.uuid
        return Stream(self.backend, uuid, card.name, self._keys(card), self.witness, self.clock, unchanged)

    def sealers(self, card: CaseCard) -> list[Sealer]:
        """What seals something kept beside the store for a case, newest first; none once the case is disposed of."""
        newest_first = sorted(self._keys(card).items(), reverse=True)
        return [Sealer(derived(keys.content, "beside")) for _, keys in newest_first if keys.content]

    def dispose(self, card: CaseCard) -> bool:
        """Destroy the keys to what a case's entries say. Headers and chain stay; a backup made earlier still holds it.

        False when the file's log could not be emptied because someone else has the store open.
        """
        generations = [generation for generation, keys in self._keys(card).items() if keys.content]
        marked = self._case_row(replace(card, disposed=True))
        self._shelve([marked], [("key", f"{card.uuid.hex}:{generation}") for generation in generations])
        return self.backend.empty_bin() if isinstance(self.backend, SQLiteBackend) else True

    def pack(self, card: CaseCard, digests: Collection[str]) -> CasePack:
        """A whole case, to be put into another store as it is, with the libraries it rests on."""
        keys = [(g, k.chain, k.content) for g, k in self._keys(card).items() if k.content]
        streams = (card.uuid, card.consultation)
        entries = [(stream, at, state) for stream in streams for at, state in self.backend.entries(stream)]
        libraries = [(digest, kept) for digest in sorted(digests) if (kept := self.library(digest))]
        return CasePack(self.kind, card.name, card.uuid, tuple(keys), tuple(entries), tuple(libraries))

    def unpack(self, pack: CasePack) -> CaseCard:
        """Put a packed case in, byte for byte. Raises InputError when it, or its name, is here already."""
        if self.backend.shelved("case", pack.uuid.hex) or self.backend.entries(pack.uuid):
            raise InputError.of(pack.name, "this very case is in the store already.", "Nothing was changed.")
        _prove(pack, self.witness, self.clock)
        for digest, library in pack.libraries:
            self.keep_library(digest, library)
        return self._admit_case(pack.name, pack.uuid, list(pack.keys), list(pack.entries))

    def _admit_case(
        self, name: str, uuid: UUID, keys: list[tuple[int, bytes, bytes]], entries: list[tuple[UUID, int, bytes]]
    ) -> CaseCard:
        """A case put in whole or not at all: its name, keys and entries, and whoever puts it in on it."""
        card = CaseCard(uuid, name, tuple(generation for generation, _, _ in keys))
        rows = [self._seal("name", self._name_mark(name), uuid.hex), self._case_row(card)]
        for generation, chain, content in keys:
            rows += self._key_rows(uuid, generation, chain, content)
        members = [(card.uuid, ""), (card.consultation, "")]
        if not self.backend.fill(Snapshot(entries, rows, members), about=self._written):
            raise InputError.of(name, "there is a case of that name in this store already.", "Give it another name.")
        last = {stream: (position, read_row(state).head) for stream, position, state in entries}
        with suppress(OSError):  # the next entry tells of it
            for stream, (position, head) in last.items():
                self.witness.add(stream, position, head)
        return card

    def _keys(self, card: CaseCard) -> dict[int, CaseKeys]:
        found = {}
        for generation in card.generations:
            name = f"{card.uuid.hex}:{generation}"
            chain, content = self.backend.shelved("chain", name), self.backend.shelved("key", name)
            if chain is None or (content is None and not self._disposed(card)):
                raise _damaged(self.backend)
            opened = bytes.fromhex(self._open("key", name, content)) if content is not None else None
            found[generation] = CaseKeys(generation, bytes.fromhex(self._open("chain", name, chain)), opened)
        return found

    def _key_rows(
        self, uuid: UUID, generation: int, chain: bytes, content: bytes | None
    ) -> list[tuple[str, str, bytes]]:
        name = f"{uuid.hex}:{generation}"
        rows = [self._seal("chain", name, chain.hex())]
        return [*rows, self._seal("key", name, content.hex())] if content else rows

    def _card(self, name: str, body: bytes) -> CaseCard:
        told = self._open("case", name, body)
        return CaseCard(UUID(hex=name), told["name"], tuple(told["generations"]), told["disposed"])

    def _disposed(self, card: CaseCard) -> bool:
        """Whether a case has been disposed of, perhaps since its card was read."""
        row = self.backend.shelved("case", card.uuid.hex)
        return card.disposed or (row is not None and self._card(card.uuid.hex, row).disposed)

    def _case_row(self, card: CaseCard) -> tuple[str, str, bytes]:
        told = {"name": card.name, "generations": card.generations, "disposed": card.disposed}
        return self._seal("case", card.uuid.hex, told)

    def _name_mark(self, name: str) -> str:
        naming = self._unsealed("naming", "", self.backend.shelved("naming", "") or b"")
        return derived(naming, name.casefold())[:16].hex()

    # -- libraries ----------------------------------------------------------------------------------------------------

    def keep_library(self, digest: str, library: bytes) -> None:
        """Keep a library that a decision rests on, once, compressed."""
        if self.backend.shelved("library", digest) is None:
            body = self._sealer.seal(zlib.compress(library, 6), _bound("library", digest))
            self._shelve([("library", digest, body)], new=True)

    def has_library(self, digest: str) -> bool:
        """Whether a library is kept."""
        return self.backend.shelved("library", digest) is not None

    def library(self, digest: str) -> bytes | None:
        """A library that was kept, or None."""
        body = self.backend.shelved("library", digest)
        return None if body is None else zlib.decompress(self._unsealed("library", digest, body))

    # -- people -------------------------------------------------------------------------------------------------------

    def people(self) -> list[Card]:
        """Everyone who can open this store, by name."""
        cards = [Card(*self._open("card", mark, body)) for mark, body in self.backend.shelf("card").items()]
        return sorted(cards, key=lambda card: card.name)

    def add_person(self, name: str, passphrase: str, role: str = "") -> None:
        """Give a person the store key under a passphrase of their own. Raises InputError."""
        self._only_live("Anyone who can read the file can use it.")
        mark = name_mark(name, self.id)
        if self.backend.shelved("person", mark) is not None:
            raise self._known_already(name)
        if self.backend.shelved("gone", mark) is not None:
            what = "someone of that name could open this store once, and was taken out."
            raise InputError.of(name, what, "Give this person a name that tells them apart.")
        if role:
            self.backend.grant(role)
        rows = _person_rows(self.id, self._key, name, role, Secrets.new(), passphrase, self.clock().date())
        if not self._shelve(rows, new=True):
            raise self._known_already(name)

    def _known_already(self, name: str) -> InputError:
        what = "there is a person of that name already."
        return InputError.of(name, what, "Give them a name that tells them apart.")

    def remove_person(self, name: str) -> None:
        """Take a person's way in and re-key the store, so that what they had opens nothing written from now on."""
        self._only_live("There is nobody to remove.")
        mark = name_mark(name, self.id)
        if self.backend.shelved("person", mark) is None:
            known = ", ".join(card.name for card in self.people())
            raise InputError.of(name, "there is no person of that name.", f"Known: {known}.")
        if len(self.people()) == 1:
            raise InputError.of(name, "this is the only person who can open the store.", "Add another first.")
        self.rekey(without=mark)

    def rekey(self, *, without: str = "") -> list[CaseCard]:
        """A new store key for those who stay, and new keys for what each case writes from now on; gives the cases."""
        self._only_live("It has no key to change.")
        fresh = Store(
            self.backend, {**self._about, "epoch": int(self._about["epoch"]) + 1}, new_key(), self.person,
            self.witness.path, self.clock,
        )  # fmt: skip

        def change(shelf: list[Shelved]) -> Change:
            cards = {mark: Card(*self._open(kind, mark, body)) for kind, mark, body in shelf if kind == "card"}
            put = [("about", "", fresh._written)]
            for kind, name, body in shelf:
                if kind == "about" or (kind in ("person", "card") and name == without):
                    continue
                if kind == "person":
                    wrapped = {
                        **_opened_json(self.backend, body),
                        "given": give(fresh._key, cards[name].recipient).hex(),
                    }
                    put.append((kind, name, json.dumps(wrapped).encode()))
                elif kind == "case":
                    card = self._card(name, body)
                    following = max(card.generations) + 1
                    put += fresh._key_rows(card.uuid, following, new_key(), None if card.disposed else new_key())
                    put.append(fresh._case_row(replace(card, generations=(*card.generations, following))))
                else:
                    put.append((kind, name, fresh._sealer.seal(self._unsealed(kind, name, body), _bound(kind, name))))
            if without:
                # Whoever went keeps their name: nobody else is let in, and signs, under it.
                put.append(fresh._seal("gone", without, [cards[without].name, cards[without].verifies]))
            return put, [("person", without), ("card", without)] if without else []

        self.backend.reshelve(self._written, change)
        self._about, self._key, self._sealer = fresh._about, fresh._key, fresh._sealer
        if isinstance(self.backend, SQLiteBackend):
            self.backend.empty_bin()
        return [card for card in self.cases() if not card.disposed]

    def put_on(self, card: CaseCard, name: str) -> None:
        """Put a person on a case: on PostgreSQL its rows become visible to their role."""
        self.backend.admit((card.uuid, card.consultation), self._role_of(name))

    def take_off(self, card: CaseCard, name: str) -> None:
        """Take a person off a case."""
        self.backend.dismiss((card.uuid, card.consultation), self._role_of(name))

    def _role_of(self, name: str) -> str:
        found = next((card for card in self.people() if card.name.casefold() == name.casefold()), None)
        if found is None:
            raise InputError.of(name, "there is no person of that name.", "Add them first: fourp store add-person.")
        if not found.role:
            what = "everyone who can open a store in a file can open all its cases."
            raise InputError.of(name, what, "Keep the store in PostgreSQL to keep people to their cases.")
        return found.role

    def _only_live(self, why: str) -> None:
        if self.kind != "live":
            raise InputError.of(self.backend.place, "this is a training store: it has no key and no people.", why)

    # -- the shelf ----------------------------------------------------------------------------------------------------

    @property
    def _written(self) -> bytes:
        """What the store says of itself, as it stands on the shelf."""
        return json.dumps(self._about).encode()

    def _shelve(self, put: Sequence[Shelved], drop: Sequence[tuple[str, str]] = (), *, new: bool = False) -> bool:
        return self.backend.shelve(put, drop, about=self._written, new=new)

    def _same_epoch(self) -> None:
        if read_about(self.backend)["epoch"] != self._about["epoch"]:
            raise rekeyed(self.backend.place)

    def _seal(self, kind: str, name: str, shape: Any) -> Shelved:
        return kind, name, self._sealer.seal_json(shape, _bound(kind, name))

    def _open(self, kind: str, name: str, body: bytes) -> Any:
        return json.loads(self._unsealed(kind, name, body))

    def _unsealed(self, kind: str, name: str, body: bytes) -> bytes:
        """Something off the shelf, opened. Raises InputError."""
        try:
            return self._sealer.open(body, _bound(kind, name))
        except Unopened:
            self._same_epoch()
            raise _damaged(self.backend) from None

    def _unseen(self, case: str) -> InputError:
        """Why a case that there is cannot be seen: in a file it has been taken out, in a database one may not be on it."""
        if isinstance(self.backend, SQLiteBackend):
            return _damaged(self.backend)
        return InputError.of(case, "you are not on this case.", f"Ask someone who is: fourp case people {case} --add.")


def read_about(backend: Backend) -> dict[str, Any]:
    """What kind of store is there. Raises InputError when there is none, or a newer one."""
    if not backend.exists():
        raise InputError.of(backend.place, "there is no store here.", "Make one: fourp store init.")
    body = backend.shelved("about", "")
    if body is None:
        raise InputError.of(
            backend.place, "this store was not finished.", "Remove it and make it again: fourp store init."
        )
    about = _opened_json(backend, body)
    try:
        form, kind, key = int(about["format"]), str(about["kind"]), bytes.fromhex(about.get("key", ""))
        whole = bool(about["id"] and about["epoch"] and about["made"]) and (kind == "live" or len(key) == KEY_BYTES)
    except (LookupError, TypeError, ValueError):
        raise _damaged(backend) from None
    if form > FORMAT:
        what = f"this store was made by a newer fourp (its form is {form}, this one reads {FORMAT})."
        raise InputError.of(backend.place, what, "Install the newer fourp. Nothing was changed.")
    if kind not in ("live", "training") or not whole:
        raise _damaged(backend)
    return about


def _opened_json(backend: Backend, body: bytes) -> dict[str, Any]:
    """An unsealed thing off the shelf. Raises InputError for what fourp has not written."""
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _damaged(backend)
    return found


def _bound(kind: str, name: str) -> bytes:
    """What a sealed thing on the shelf is tied to, so that none stands in the place of another."""
    return (f"{kind}:{name}" if name else kind).encode()


def _damaged(backend: Backend) -> InputError:
    what = "a part of the store has been changed or does not belong to it."
    return InputError.of(backend.place, what, "Keep it, and restore the last backup.")


def witness_of(backend: Backend, store: str, home: Path) -> Path:
    """Where a store's witness is: beside the file, or for a database in fourp's own folder on this machine."""
    if isinstance(backend, SQLiteBackend):
        return backend.path.with_name(backend.path.name + ".witness")
    return home / f"{store}.witness"


def copy_store(source: Backend, target: Backend, *, home: Path) -> Snapshot:
    """Everything of one store into another that is made for it, and the witness beside it. Raises InputError."""
    about = read_about(source)
    seen = witness_of(source, about["id"], home)
    beside = witness_of(target, about["id"], home)
    try:
        # The witness first: what is written meanwhile is then in the copy and not yet in its witness, never the reverse.
        witnessed = seen.read_bytes() if seen.exists() and seen != beside else b""
        snapshot = source.snapshot()
        target.create(snapshot)
        if witnessed:
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(witnessed)
    except OSError as error:
        what = f"the witness could not be copied: {error.strerror}."
        raise InputError.of(str(error.filename), what, "Check both folders.") from None
    return snapshot


def _person_rows(
    store: str, key: bytes, name: str, role: str, secrets: Secrets, passphrase: str, on: date
) -> list[tuple[str, str, bytes]]:
    mark, salt = name_mark(name, store), new_key()
    sealed = Sealer(stretched(passphrase, salt)).seal(secrets.text().encode(), mark.encode())
    wrapped = {"salt": salt.hex(), "secrets": sealed.hex(), "given": give(key, secrets.recipient).hex()}
    card = Card(name, role, secrets.recipient, secrets.verifies, on.isoformat())
    return [
        ("person", mark, json.dumps(wrapped).encode()),
        ("card", mark, Sealer(key).seal_json(_card_list(card), _bound("card", mark))),
    ]


def _card_list(card: Card) -> list[str]:
    return [card.name, card.role, card.recipient, card.verifies, card.since]


def _unlocked(backend: Backend, about: dict[str, Any], name: str, ask: Ask) -> tuple[Person, bytes]:
    """The person and the store key. Raises InputError; it does not say whether the name or the passphrase was wrong."""
    mark = name_mark(name, about["id"])
    passphrase = ask(name)
    wrong = InputError.of(
        backend.place,
        f"this passphrase does not open the store for '{name}'.",
        "Check the name (--person) and the passphrase.",
    )
    body = backend.shelved("person", mark)
    if body is None:
        raise wrong
    wrapped = _opened_json(backend, body)
    try:
        salt, sealed, given = (bytes.fromhex(wrapped[part]) for part in ("salt", "secrets", "given"))
    except (LookupError, TypeError, ValueError):
        raise _damaged(backend) from None
    try:
        secrets = Secrets.from_text(Sealer(stretched(passphrase, salt)).open(sealed, mark.encode()).decode())
    except Unopened:
        raise wrong from None
    try:
        key = take(given, secrets)
        card = Card(*Sealer(key).open_json(backend.shelved("card", mark) or b"", _bound("card", mark)))
    except Unopened:
        if read_about(backend)["epoch"] != about["epoch"]:
            raise rekeyed(backend.place) from None
        raise _damaged(backend) from None
    _hold_to_role(backend, card)
    return Person(card.name, card.role, secrets), key


def _hold_to_role(backend: Backend, card: Card) -> None:
    """In a database a person is who their role is. A file has no roles; whoever is without one came out of a file."""
    if isinstance(backend, SQLiteBackend) or card.role == backend.role:
        return
    if card.role:
        what = f"'{card.name}' uses this store as the database role {card.role}, not {backend.role}."
        raise InputError.of(backend.place, what, "Connect as your own role.")
    if not backend.administers:
        what = f"'{card.name}' has no database role in this store."
        raise InputError.of(
            backend.place, what, "The store's administrator adds them again: fourp store add-person --role."
        )

"""Stored cases: where the stores are, how one is opened, and a case in one as it stands, read and written to."""

from __future__ import annotations

import getpass
import json
import os
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from planner.application.cases import BUNDLED, bundled_cases, find_case, is_path
from planner.application.saying import text_faults
from planner.domain.casebook import Casebook, read_book
from planner.domain.entries import Consulted, Content, Entry, Opened, Said, kind_of
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile, settle
from planner.domain.words import nearest
from planner.errors import InputError, Overtaken, RecordBroken
from planner.library.layers import home
from planner.record.backends import Backend, SQLiteBackend
from planner.record.store import Ask, CaseCard, Store, read_about
from planner.record.streams import Clock, Saved, Written, utc_now

if TYPE_CHECKING:
    from planner.record.store import StoreKind

SAID: TypeAdapter[Said] = TypeAdapter(Said)
TRIES = 400
Made = TypeVar("Made")


def _no_passphrase(name: str) -> str:
    raise InputError.of(
        "passphrase", f"the live store asks for the passphrase of '{name}'.", "Give --passphrase-file FILE."
    )


@dataclass(frozen=True)
class Access:
    """How a user reaches a store: which one (an address; empty for the usual files), as whom, and how a passphrase is got.

    `person` is empty for the account's own name; a training store is always used under that. `ready`: a passphrase is at hand
    and need not be asked for.
    """

    store: str = ""
    person: str = ""
    ask: Ask = _no_passphrase
    clock: Clock = utc_now

    ready: bool = False

    @property
    def name(self) -> str:
        """The name a live store is opened under."""
        return self.person or account()

    def backend(self, kind: StoreKind) -> Backend:
        """The database of the store named, or of the usual one of that kind."""
        if self.store.startswith(("postgresql://", "postgres://")):
            try:
                from planner.record.postgres import PostgresBackend
            except ImportError:
                what = "fourp was installed without what it needs for PostgreSQL."
                raise InputError.of("--store", what, "Install it: pip install 'fourp-planner[postgres]'.") from None
            return PostgresBackend(self.store)
        return SQLiteBackend(Path(self.store) if self.store else home() / f"{kind}.sqlite")

    def open(self, kind: StoreKind) -> Store:
        """The store, opened. Raises InputError."""
        backend = self.backend(kind)
        name = self.name if read_about(backend)["kind"] == "live" else account()
        return Store.open(backend, name, self.ask, clock=self.clock, home=home())

    def whole(self, *, training: bool) -> StoreKind:
        """The kind of the store of which a command takes every case, whether or not it is there."""
        if training:
            return "training"
        kinds = self.kinds()
        return kinds[0] if self.store and kinds else "live"

    def kinds(self) -> list[StoreKind]:
        """The kinds of store that are there, training first; a store that is named is of one kind."""
        if self.store:
            backend = self.backend("live")
            try:
                return [read_about(backend)["kind"]] if backend.exists() else []
            finally:
                backend.close()
        both: list[StoreKind] = ["training", "live"]
        return [kind for kind in both if (home() / f"{kind}.sqlite").is_file()]


def account() -> str:
    """The name of the account that fourp runs under, from the system and not from what a user may set."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return getpass.getuser()


@dataclass
class CaseRecord:
    """A stored case, open: its book as it stands, and the way to add to it. Close it when done."""

    store: Store
    card: CaseCard
    book: Casebook = field(init=False)

    def __post_init__(self) -> None:
        self._stream = self.store.stream(self.card)
        self._entries: list[Entry] = []
        self.refresh()
        if not self._entries:
            raise RecordBroken(
                f"{self.card.name}: its record is empty, not even its opening is there. Restore a backup beside it."
            )

    def __enter__(self) -> CaseRecord:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    @property
    def name(self) -> str:
        """The case's name."""
        return self.card.name

    @property
    def live(self) -> bool:
        """Whether it is a live case."""
        return self.store.kind == "live"

    @property
    def profile(self) -> Profile:
        """The facts as recorded, with the plan. Raises InputError for a case that was disposed of."""
        self.refuse_if_disposed()
        return self.book.profile

    def refuse_if_disposed(self) -> None:
        """Nothing more is written to a case that was disposed of, and nothing of it shown. Raises InputError."""
        if self.book.disposed:
            raise InputError.of(self.name, "this case has been disposed of.", f"What is left: fourp log {self.name}.")

    @property
    def record_line(self) -> str:
        """What every export carries, so that the record can be proved to extend it."""
        return f"fourp-record: {self.name} {self._stream.position} {self._stream.head}"

    @property
    def position(self) -> int:
        """The number of the last entry read."""
        return self._stream.position

    def refresh(self) -> list[Entry]:
        """Read what has been written since; gives those entries. Raises RecordBroken."""
        new = [_entry(one) for one in self._stream.read()]
        self._entries += new
        self.book = read_book(self._entries)
        return new

    def at(self, moment: datetime) -> Casebook:
        """The case as it stood at a moment. Raises InputError for one before it was opened."""
        book = read_book(self._entries, until=moment)
        if not book.entries:
            first = self._entries[0].entered_at
            raise InputError.of(
                "--at", f"the case was opened later, on {first:%Y-%m-%d at %H:%M} UTC.", "Give a later time."
            )
        return book

    def write(
        self,
        content: Content,
        *,
        because: str = "",
        decider: str = "",
        made_at: datetime | None = None,
        late_because: str = "",
        supersedes: int = 0,
        library: Library | None = None,
        note: str = "",
    ) -> Saved:
        """One entry more, on disk when this returns; the library it rests on is kept first. Raises Overtaken."""
        digest = kept(self.store, library) if library is not None else self.book.library
        said = Said(
            content=content, decider=decider, because=because, late_because=late_because, supersedes=supersedes,
            library=digest, facts=self.book.facts_digest,
        )  # fmt: skip
        author, now = self.store.person.name, self.store.clock()
        entry = Entry(
            number=self.position + 1, kind=kind_of(content), author=author, made_at=made_at or now, entered_at=now, head="",
            said=said, note=note,
        )  # fmt: skip
        # Nothing is written that could not be read back.
        try:
            book = read_book([*self._entries, entry])
            book.profile  # noqa: B018
        except (ValidationError, LookupError, KeyError) as error:
            what = f"the case could not be read with this in it: {error}"
            raise InputError.of(self.name, what, "Nothing was written.") from None
        saved = self._stream.add(entry.kind, spelt(said), author, made_at, note)
        header = self._stream.last
        assert header is not None
        book.entries[-1] = entry = entry.model_copy(
            update={
                "number": saved.position,
                "head": saved.head,
                "entered_at": header.entered_at,
                "made_at": header.made_at,
            }
        )
        self._entries.append(entry)
        self.book = book
        return saved

    def consulted(self, what: str, to: str = "") -> None:
        """Note that someone looked at a live case, or took something out of it; a training case keeps no such log."""
        if not self.live or self.book.disposed:
            return
        stream = self.store.stream(self.card, consultation=True)
        said = spelt(Said(content=Consulted(what=what, to=to)))

        def note() -> Saved:
            stream.read()
            return stream.add("consulted", said, self.store.person.name)

        again(note, list)

    def consultations(self) -> list[Entry]:
        """Who looked at a live case, when and at what."""
        return [_entry(one) for one in self.store.stream(self.card, consultation=True).read()]


def spelt(said: Said) -> bytes:
    """What an entry says, as it is written: defaults left out, but for the type of content that the reader goes by."""
    told = said.model_dump(mode="json", exclude_defaults=True)
    told["content"] = {**told.get("content", {}), "type": said.content.type}
    return json.dumps(told, ensure_ascii=False).encode()


def kept(store: Store, library: Library) -> str:
    """The digest of a library, which the store has kept when this returns."""
    if not store.has_library(library.digest):
        store.keep_library(library.digest, library.model_dump_json(by_alias=True, exclude_defaults=True).encode())
    return library.digest


def again(attempt: Callable[[], Made], refresh: Callable[[], object]) -> Made:
    """What `attempt` gives, tried afresh whenever someone else wrote first. Raises Overtaken when that never ends."""
    for n in range(TRIES):
        try:
            return attempt()
        except Overtaken:
            if n == TRIES - 1:
                raise
            time.sleep(random.uniform(0, 0.01 * 2 ** min(n, 5)))
            refresh()
    raise AssertionError


def _entry(written: Written) -> Entry:
    header = written.header
    try:
        said = None if written.content is None else SAID.validate_json(written.content)
    except ValidationError:
        what = f"entry {header.position} says something this fourp does not know."
        raise InputError.of("record", what, "It was written by a newer fourp: install that one.") from None
    return Entry(
        number=header.position, kind=header.kind, author=header.author, made_at=header.made_at,
        entered_at=header.entered_at, head=written.head, said=said, note=header.note,
    )  # fmt: skip


# -- finding and making ---------------------------------------------------------------------------------------------------

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PREFIXES: dict[str, StoreKind] = {"live:": "live", "training:": "training"}


def find_card(named: str, access: Access) -> tuple[Store, CaseCard]:
    """The store a case is in, open, and the case's card; `live:` or `training:` in front where both have one.

    Raises InputError when there is none.
    """
    wanted = [kind for prefix, kind in PREFIXES.items() if named.startswith(prefix)]
    name = named.partition(":")[2] if wanted else named
    known: list[str] = []
    found: list[tuple[Store, CaseCard]] = []
    for kind in wanted or access.kinds():
        if found and kind == "live" and not access.ready:
            break  # found in training, and a passphrase would have to be asked for
        store = access.open(kind)
        card = store.find(name) if not wanted or store.kind == kind else None
        if card is not None:
            found.append((store, card))
            continue
        known += [card.name for card in store.cases()]
        store.close()
    if len(found) > 1:
        for store, _ in found:
            store.close()
        raise InputError.of(
            named, "there is a training and a live case of that name.", f"Write training:{name} or live:{name}."
        )
    if found:
        return found[0]
    mend = nearest(name, known) or f"Make it: fourp case new {name}."
    raise InputError.of(named, "there is no stored case of that name.", mend)


def open_record(named: str, access: Access) -> CaseRecord:
    """The stored case a user names. Raises InputError when there is none, RecordBroken when it is not what was written."""
    store, card = find_card(named, access)
    return CaseRecord(store, card)


def open_stores(access: Access, kind: StoreKind | None = None) -> Iterator[Store]:
    """Every store that is there, opened one after the other; or those of one kind."""
    for each in access.kinds():
        if kind in (None, each):
            yield access.open(each)


def begin(
    access: Access, library: Library, name: str, kind: StoreKind, *, origin: str = "", title: str = "", nation: str = "",
    sanitise: bool = False, threat: str = "", group: Mapping[str, tuple[FactRecord, ...]] | None = None,
) -> CaseRecord:  # fmt: skip
    """A new stored case: empty, or beginning with the facts of the case that `origin` names; `group` are facts of its own.

    Raises InputError for a name that is taken or cannot be one, and for a live case that would go into training as it is.
    """
    if not NAME.fullmatch(name):
        raise InputError.of(
            name, "this cannot be the name of a case.", "Use lower-case letters, digits and - (at most 60)."
        )
    if name in bundled_cases():
        raise InputError.of(name, "there is a bundled case of that name.", f"Give it another, such as {name}-practice.")
    faults = text_faults("--title", title)
    if faults:
        raise InputError(faults)
    profile = Profile(case=name, kind=kind, nation="england")
    if origin:
        profile = find_profile(origin, library, access)
        if profile.kind == "live" and kind == "training" and not sanitise:
            mend = "Give --sanitised to leave out every name, date, source and note."
            raise InputError.of(origin, "a live case is not copied into training.", mend)
    if sanitise:
        if title:
            raise InputError.of("--title", "a sanitised copy holds no name.", "Leave it out.")
        profile = sanitised(profile, library)
    _not_taken_elsewhere(access, name, kind)
    if kind == "live":
        profile = profile.model_copy(update={"fiction": ""})
    told = {"title": title, "nation": nation, "threat": threat, "group": group and {**profile.group, **group}}
    update = {name: value for name, value in told.items() if value}
    return new_case(access, name, kind, profile.model_copy(update=update), library, "" if sanitise else origin)


def _not_taken_elsewhere(access: Access, name: str, kind: StoreKind) -> None:
    """A name stands for one case, live or training. Raises InputError; a live store that would have to be asked for its
    passphrase is not looked into."""
    for other in access.kinds():
        if other != kind and (other == "training" or access.ready):
            with access.open(other) as store:
                if store.find(name):
                    raise InputError.of(name, f"there is a {other} case of that name.", "Give it another name.")


def find_profile(named: str, library: Library, access: Access) -> Profile:
    """The facts of any case: a file, a bundled one, or one in a store. Raises InputError."""
    stored = any(named.startswith(prefix) for prefix in PREFIXES)
    if not stored and (is_path(named) or named.removeprefix(BUNDLED) in bundled_cases()):
        return find_case(named, library)
    if not stored and not access.kinds():
        return find_case(named, library)
    with open_record(named, access) as record:
        record.consulted("its facts read for another case")
        return record.profile


def new_case(
    access: Access, name: str, kind: StoreKind, profile: Profile, library: Library, origin: str = ""
) -> CaseRecord:
    """A new stored case that begins with a profile's facts. The training store is made when it is first wanted.

    Raises InputError for a name that is taken.
    """
    backend = access.backend(kind)
    if kind == "training" and not backend.exists():
        Store.create(backend, "training", account(), "", clock=access.clock, home=home()).close()
    store = access.open(kind)
    if store.kind != kind:
        store.close()
        raise InputError.of(
            store.backend.place, f"this is a {store.kind} store.", f"A {kind} case does not belong in it."
        )
    started = profile.model_copy(update={"case": name, "kind": kind, "plan": None, "expects": {}, "assumptions": ()})
    written = started.model_dump(mode="json", exclude_defaults=True)
    opened = Said(content=Opened(profile=written, origin=origin), library=kept(store, library))
    return CaseRecord(store, store.add_case(name, "opened", spelt(opened)))


def sanitised(profile: Profile, library: Library) -> Profile:
    """A copy fit for training: of each fact what it comes to, and nothing of who, when, or where it was learned.

    Members keep no name and are numbered; title, plan and notes are left out.
    """
    names = {c: {m.id: f"{c}-{n}" for n, m in enumerate(found, 1)} for c, found in profile.members.items()}

    def bare(scope: str, facts: Mapping[str, tuple[FactRecord, ...]]) -> dict[str, tuple[FactRecord, ...]]:
        references = {fact.id: names.get(fact.to, {}) for fact in library.vocabulary.references(scope)}
        found = {}
        for name, records in facts.items():
            counted = settle(records, library.grading, duty=True)
            kept = (counted.record,) if counted.record else counted.contradicted
            found[name] = tuple(
                FactRecord(
                    value=references[name].get(str(one.value)) if name in references else one.value,
                    absent=one.absent, complete=one.complete, grade=one.grade,
                )
                for one in kept
            )  # fmt: skip
        return {name: records for name, records in found.items() if records}

    members = {
        c: tuple(Member(id=names[c][m.id], facts=bare(c, m.facts)) for m in found)
        for c, found in profile.members.items()
    }
    return Profile(
        case=profile.case, kind="training", nation=profile.nation, threat=profile.threat, looked_into=profile.looked_into,
        group=bare("group", profile.group), members=members,
        fiction="Made from a case with every name, date and source taken out. Not to be read as anybody's circumstances.",
    )  # fmt: skip


def replay_library(record: CaseRecord, book: Casebook) -> Library:
    """The library that the record rested on at the end of a book. Raises InputError when this version cannot read it."""
    kept = record.store.library(book.library)
    if kept is None:
        raise InputError.of(
            record.name, "the library it rested on is not kept in this store.", "Nothing was worked out."
        )
    try:
        library = Library.model_validate_json(kept)
    except ValidationError:
        what = "the library it rested on was written by another version of fourp, which this one cannot read."
        raise InputError.of(
            record.name, what, "Install that version to replay it. Nothing was worked out with another."
        ) from None
    return library

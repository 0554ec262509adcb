"""Carrying a whole case from one store to another in one file, sealed with age under a passphrase of its own.

What goes in comes out byte for byte: rows, heads and keys, so that the record verifies in its new store as in the old.
"""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from uuid import UUID

import pyrage

from planner.application.casework import Access, CaseRecord, account
from planner.application.storekeeping import sound_passphrase
from planner.errors import InputError
from planner.library.layers import home
from planner.record.store import CasePack, Store

FORM = "fourp case 1"
MOST_BYTES = 500_000_000


def packed(record: CaseRecord, passphrase: str) -> bytes:
    """The case as a sealed file. Raises InputError."""
    sound_passphrase(passphrase)
    record.refuse_if_disposed()
    pack = record.store.pack(record.card, {one.said.library for one in record.book.entries if one.said})
    told = {
        "form": FORM, "kind": pack.kind, "name": pack.name, "case": pack.uuid.hex,
        "keys": [[generation, chain.hex(), content.hex()] for generation, chain, content in pack.keys],
        "entries": [[stream.hex, at, _text(state)] for stream, at, state in pack.entries],
        "libraries": [[digest, _text(zlib.compress(library))] for digest, library in pack.libraries],
    }  # fmt: skip
    return bytes(pyrage.passphrase.encrypt(zlib.compress(json.dumps(told).encode()), passphrase))


def unpacked(file: Path, passphrase: str, access: Access) -> CaseRecord:
    """The case in a file put into the store of its kind. Raises InputError; a live case never goes into training."""
    where = str(file)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError.of(where, "this file is too large to be a case.")
        sealed = file.read_bytes()
    except OSError as error:
        raise InputError.of(where, f"the file cannot be read: {error.strerror}.", "Check the name.") from None
    try:
        told = json.loads(zlib.decompress(pyrage.passphrase.decrypt(sealed, passphrase)))
    except (pyrage.DecryptError, ValueError, zlib.error):
        what = "the passphrase does not open this file, or it is not a whole case file."
        raise InputError.of(where, what, "Check both with whoever sent it.") from None
    if not isinstance(told, dict) or told.get("form") != FORM:
        raise InputError.of(where, "this case was written by a newer fourp.", "Install that one.")
    pack = CasePack(
        told["kind"], told["name"], UUID(hex=told["case"]),
        tuple((generation, bytes.fromhex(chain), bytes.fromhex(content)) for generation, chain, content in told["keys"]),
        tuple((UUID(hex=stream), at, _bytes(state)) for stream, at, state in told["entries"]),
        tuple((digest, zlib.decompress(_bytes(library))) for digest, library in told["libraries"]),
    )  # fmt: skip
    backend = access.backend(told["kind"])
    if told["kind"] == "training" and not backend.exists():
        Store.create(backend, "training", account(), "", clock=access.clock, home=home()).close()
    store = access.open(told["kind"])
    if store.kind != pack.kind:
        store.close()
        what = f"this is a {pack.kind} case and the store is for {store.kind} ones."
        raise InputError.of(
            where, what, "A live case goes into training only sanitised: fourp case new NAME --from CASE --sanitised."
        )
    return CaseRecord(store, store.unpack(pack))


def _text(raw: bytes) -> str:
    return base64.b85encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b85decode(text)

"""A whole case in one sealed file: out of one store and into another, byte for byte."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest

from planner.application.carrying import packed, unpacked
from planner.application.casework import Access, CaseRecord, begin, open_record
from planner.application.signing import dispose, verify
from planner.application.storekeeping import rekey
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.errors import InputError
from planner.record.sealing import Sealer, Unopened
from tests.record.stores import KEEPER, OTHER_PASSPHRASE, PASSPHRASE, FilePlace

pytestmark = pytest.mark.usefixtures("stretched_little")
CARRIED = "pebble turnstile october linen"
VISION = Decided(decision=Decision(kind="vision", text="The estate is safe"))


def told(attempt: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        attempt()
    return str(caught.value)


@pytest.fixture
def sealed_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """age takes about a second on purpose for each passphrase. Where that is not what is tried, a seal that takes none."""

    def key(passphrase: str) -> Sealer:
        return Sealer(hashlib.sha256(passphrase.encode()).digest())

    def decrypt(sealed: bytes, passphrase: str) -> bytes:
        try:
            return key(passphrase).open(sealed, b"")
        except Unopened:
            raise pyrage.DecryptError from None

    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda plain, passphrase: key(passphrase).seal(plain, b""))
    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)


class Stores:
    """Two forces, each with a live store, and a case in the first one's."""

    def __init__(self, home: Path, short_library: Library) -> None:
        (home / "there").mkdir()
        self.here, self.there = FilePlace(home), FilePlace(home / "there")
        for place, passphrase in ((self.here, PASSPHRASE), (self.there, OTHER_PASSPHRASE)):
            place.create("live", KEEPER, passphrase).close()
        with begin(self.ours, short_library, "case-a", "live") as record:
            record.write(VISION, because="the SIO and I agreed")
            record.consulted("log")
        rekey(self.ours)

    @property
    def ours(self) -> Access:
        return self.here.access()

    @property
    def theirs(self) -> Access:
        return self.there.access(KEEPER, OTHER_PASSPHRASE)

    def file(self) -> Path:
        """The case as a file."""
        with open_record("case-a", self.ours) as record:
            file = self.here.home / "case-a.fourp"
            file.write_bytes(packed(record, CARRIED))
            return file


@pytest.fixture
def stores(tmp_path: Path, short_library: Library, monkeypatch: pytest.MonkeyPatch) -> Stores:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    return Stores(tmp_path, short_library)


def whole(record: CaseRecord) -> tuple[Any, ...]:
    """Everything a case says, and that it is proved."""
    assert verify(record.store, record.card).ok
    return record.book.entries, record.consultations(), record.store.library(record.book.library)


def test_a_case_goes_out_of_one_store_and_into_another_byte_for_byte(stores: Stores) -> None:
    file = stores.file()
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    with unpacked(file, CARRIED, stores.theirs) as carried, open_record("case-a", stores.ours) as ours:
        assert whole(carried) == whole(ours)
        assert carried.record_line == ours.record_line
        assert stores.there.rows() == stores.here.rows()
        carried.write(VISION, because="they go on with it")
        assert verify(carried.store, carried.card).ok


def test_a_case_that_is_there_already_is_not_put_in_again(stores: Stores, sealed_quickly: None) -> None:
    file = stores.file()
    unpacked(file, CARRIED, stores.theirs).store.close()
    rows = stores.there.rows()
    assert "this very case is in the store already. Nothing was changed." in told(
        lambda: unpacked(file, CARRIED, stores.theirs)
    )
    assert stores.there.rows() == rows


@pytest.mark.parametrize("part", [0.1, 0.9, 0.9999])
def test_a_case_file_cut_short_is_told(stores: Stores, sealed_quickly: None, part: float) -> None:
    file = stores.file()
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * part)])
    assert "it is not a whole case file" in told(lambda: unpacked(file, CARRIED, stores.theirs))
    assert stores.there.rows() == []


def test_a_wrong_passphrase_opens_no_case_file(stores: Stores, sealed_quickly: None) -> None:
    file = stores.file()
    for passphrase in ("", "wrong", CARRIED + " "):
        assert "the passphrase does not open this file, or it is not a whole case file" in told(
            lambda passphrase=passphrase: unpacked(file, passphrase, stores.theirs)  # type: ignore[misc]
        )
    assert stores.there.rows() == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"text", b"PK\x03\x04", b"SQLite format 3\0", bytes(range(256)) * 10, b"age-encryption.org/v1\n-> scrypt "],
)
def test_another_kind_of_file_is_told(stores: Stores, raw: bytes) -> None:
    (stores.here.home / "file").write_bytes(raw)
    assert "it is not a whole case file" in told(lambda: unpacked(stores.here.home / "file", CARRIED, stores.theirs))


@pytest.mark.parametrize("inside", [b"not packed", zlib.compress(b"no json"), zlib.compress(b"{}")])
def test_a_sealed_file_with_something_else_in_it_is_told(stores: Stores, sealed_quickly: None, inside: bytes) -> None:
    file = stores.here.home / "file"
    file.write_bytes(pyrage.passphrase.encrypt(inside, CARRIED))
    assert str(file) in told(lambda: unpacked(file, CARRIED, stores.theirs))


def test_a_case_of_a_newer_form_is_told(stores: Stores, sealed_quickly: None) -> None:
    file = stores.here.home / "file"
    newer = json.dumps({"form": "fourp case 2", "kind": "live"}).encode()
    file.write_bytes(pyrage.passphrase.encrypt(zlib.compress(newer), CARRIED))
    assert "this case was written by a newer fourp. Install that one." in told(
        lambda: unpacked(file, CARRIED, stores.theirs)
    )


def test_a_file_that_is_not_there_is_told(stores: Stores) -> None:
    assert "the file cannot be read: No such file" in told(
        lambda: unpacked(stores.here.home / "none", CARRIED, stores.theirs)
    )


def test_a_live_case_does_not_go_into_a_training_store(stores: Stores, sealed_quickly: None, tmp_path: Path) -> None:
    (tmp_path / "training").mkdir()
    training = FilePlace(tmp_path / "training")
    training.create().close()
    message = told(lambda: unpacked(stores.file(), CARRIED, training.access()))
    assert (
        "this is a live case and the store is for training ones. A live case goes into training only sanitised"
        in message
    )
    assert training.rows() == []


def test_a_training_case_goes_into_a_training_store_that_is_made_for_it(
    stores: Stores, sealed_quickly: None, short_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Access("", KEEPER)
    with begin(usual, short_library, "practice", "training") as record:
        record.write(VISION, because="the SIO and I agreed")
        file = tmp_path / "practice.fourp"
        file.write_bytes(packed(record, CARRIED))
        entries = record.book.entries
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("FOURP_HOME", str(tmp_path / "elsewhere"))
    with unpacked(file, CARRIED, usual) as carried:
        assert carried.book.entries == entries
        assert not carried.live


def test_a_case_is_carried_only_under_a_passphrase_worth_having(stores: Stores) -> None:
    with open_record("case-a", stores.ours) as record:
        assert "a passphrase has at least 12 characters" in told(lambda: packed(record, "short"))


def test_a_case_disposed_of_is_carried_nowhere(stores: Stores) -> None:
    with open_record("case-a", stores.ours) as record:
        dispose(record, Reasons(because="Its time has come, as the policy says."))
    with open_record("case-a", stores.ours) as record:
        assert "this case has been disposed of" in told(lambda: packed(record, CARRIED))


def test_no_other_case_of_the_store_goes_with_it(stores: Stores, sealed_quickly: None, short_library: Library) -> None:
    with begin(stores.ours, short_library, "case-b", "live") as record:
        other = record.card.uuid
    inside = zlib.decompress(pyrage.passphrase.decrypt(stores.file().read_bytes(), CARRIED))
    assert other.hex.encode() not in inside
    assert b"case-b" not in inside
    assert b"case-a" in inside

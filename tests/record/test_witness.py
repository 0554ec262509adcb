"""The witness file: every head is there, whatever happened to the file beside."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.record.witness import Witness
from tests.record.stores import FilePlace, add, filled, positions

CASE, OTHER = UUID(int=1), UUID(int=2)


def head(n: int) -> bytes:
    return bytes([n]) * 32


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    made = Witness(tmp_path / "witness")
    for n in (1, 2, 3):
        made.add(CASE, n, head(n))
        made.add(OTHER, 10 * n, head(10 * n))
    return made


def test_what_was_seen_of_each_case_is_read_back(witness: Witness) -> None:
    assert witness.of(CASE) == {n: head(n).hex() for n in (1, 2, 3)}
    assert witness.last(CASE) == (3, head(3).hex())
    assert witness.last(OTHER) == (30, head(30).hex())
    assert witness.last(UUID(int=3)) is None


def test_without_a_witness_nothing_was_seen(tmp_path: Path) -> None:
    none = Witness(tmp_path / "none")
    assert none.of(CASE) == {}
    assert none.last(CASE) is None


def test_the_folder_of_a_first_witness_is_made(tmp_path: Path) -> None:
    Witness(tmp_path / "home" / "fourp" / "witness").add(CASE, 1, head(1))
    assert Witness(tmp_path / "home" / "fourp" / "witness").last(CASE) == (1, head(1).hex())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(left=st.integers(0, 107))
def test_a_last_line_cut_short_by_a_crash_costs_that_line_and_no_other(tmp_path: Path, left: int) -> None:
    path = tmp_path / "witness"
    path.unlink(missing_ok=True)
    torn = Witness(path)
    torn.add(CASE, 1, head(1))
    whole = path.read_bytes()
    torn.add(CASE, 2, head(2))
    last = path.read_bytes()[len(whole) :]
    path.write_bytes(whole + last[: min(left, len(last) - 1)])
    seen_whole = left >= len(last) - 1
    assert torn.last(CASE) == ((2, head(2).hex()) if seen_whole else (1, head(1).hex()))
    torn.add(CASE, 3, head(3))
    assert torn.of(CASE) == {n: head(n).hex() for n in (1, 2, 3) if n != 2 or seen_whole}
    assert torn.last(CASE) == (3, head(3).hex())


def test_lines_that_are_no_witness_are_passed_over(witness: Witness) -> None:
    before = witness.of(CASE)
    with witness.path.open("ab") as file:
        file.write(b"\xff\x00 rubbish\n" + CASE.hex.encode() + b" no number\n\n" + CASE.hex.encode())
    assert witness.of(CASE) == before
    assert witness.last(CASE) == (3, head(3).hex())


def test_a_witness_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the witness cannot be read"):
        Witness(tmp_path).last(CASE)


def test_a_record_whose_last_witness_line_is_torn_goes_on(file_place: FilePlace) -> None:
    store, card = filled(file_place)
    path = file_place.witness()
    path.write_bytes(path.read_bytes()[:-30])
    assert positions(store, card) == []
    add(store, card, 2)
    assert positions(store, card) == []
    assert sorted(Witness(path).of(card.uuid)) == [1, 2, 3, 4, 5, 6, 7, 9, 10]
    store.close()


def test_a_line_forged_far_ahead_is_told_at_once(file_place: FilePlace) -> None:
    store, card = filled(file_place)
    Witness(file_place.witness()).add(card.uuid, 10**11, head(1))
    assert positions(store, card) == [9]
    store.close()

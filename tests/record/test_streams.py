"""A record that nobody can rewrite unseen: every change to its rows is found and its place named; and adding to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputError, Overtaken, RecordBroken
from planner.record.backends import EVENTS
from planner.record.rows import FIRST, CaseKeys, Header, write_row
from planner.record.store import CaseCard, Store
from tests.record.stores import KEEPER, NOON, FilePlace, Laid, Place, add, add_filled, filled, positions

ENTRIES = 8
NUMBERS = st.integers(1, ENTRIES)


class Shaken:
    """A record whose rows are changed and put back, many times."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.store, self.card = filled(place, ENTRIES)
        self.rows = [row for row in place.rows() if row.stream == self.card.uuid]

    def faults(self, rows: list[Laid]) -> list[int]:
        """Where verifying finds fault with these rows instead of those written; reading must not pass them either."""
        self.place.lay(rows)
        found = positions(self.store, self.card)
        if found:
            with pytest.raises(RecordBroken):
                self.store.stream(self.card).read()
        return found


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shaken]:
    made = Shaken(FilePlace(tmp_path_factory.mktemp("shaken")))
    yield made
    made.store.close()


many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_record_that_nobody_touched_verifies(place: Place) -> None:
    store, card = filled(place)
    assert positions(store, card) == []
    told = [(one.header.position, one.header.kind, one.content) for one in store.stream(card).read()]
    assert told == [
        (n, "vision" if n > 1 else "opened", f"what entry {n} says".encode()) for n in range(1, ENTRIES + 1)
    ]
    store.close()


@many
@given(number=NUMBERS, where=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_a_changed_byte_is_found_and_its_entry_named(shaken: Shaken, number: int, where: float, by: int) -> None:
    rows = list(shaken.rows)
    state = bytearray(rows[number - 1].state)
    state[int(where * len(state))] ^= by
    rows[number - 1] = replace(rows[number - 1], state=bytes(state))
    assert shaken.faults(rows) == [number]


@many
@given(number=NUMBERS, length=st.floats(0, 1, exclude_max=True))
def test_a_row_cut_short_is_found_and_its_entry_named(shaken: Shaken, number: int, length: float) -> None:
    rows = list(shaken.rows)
    state = rows[number - 1].state
    rows[number - 1] = replace(rows[number - 1], state=state[: int(length * len(state))])
    assert shaken.faults(rows) == [number]


@many
@given(numbers=st.lists(NUMBERS, min_size=2, max_size=2, unique=True))
def test_two_rows_swapped_are_found_and_both_named(shaken: Shaken, numbers: list[int]) -> None:
    rows = list(shaken.rows)
    one, other = (number - 1 for number in numbers)
    rows[one], rows[other] = replace(rows[one], state=rows[other].state), replace(rows[other], state=rows[one].state)
    assert shaken.faults(rows) == sorted(numbers)


@many
@given(gone=st.sets(NUMBERS, min_size=1, max_size=ENTRIES - 1))
def test_whichever_rows_are_taken_out_each_is_named(shaken: Shaken, gone: set[int]) -> None:
    assert shaken.faults([row for row in shaken.rows if row.position not in gone]) == sorted(gone)


@many
@given(old=NUMBERS, at=st.integers(1, ENTRIES + 1))
def test_an_old_row_put_in_again_is_found_at_its_place(shaken: Shaken, old: int, at: int) -> None:
    again = replace(shaken.rows[old - 1], position=at)
    rows = [row for row in shaken.rows if row.position != at]
    assert shaken.faults([*rows, again]) == ([] if old == at else [at])


@many
@given(gone=st.integers(1, ENTRIES - 1))
def test_a_row_taken_out_and_the_later_ones_moved_up_is_found_from_there_on(shaken: Shaken, gone: int) -> None:
    rows = [row for row in shaken.rows if row.position < gone]
    rows += [replace(row, position=row.position - 1) for row in shaken.rows if row.position > gone]
    assert shaken.faults(rows) == list(range(gone, ENTRIES + 1))


@many
@given(rows=st.lists(st.integers(1, 3 * ENTRIES), min_size=1, max_size=2 * ENTRIES), data=st.data())
def test_rows_laid_out_in_any_other_way_are_never_taken_for_the_record(
    shaken: Shaken, rows: list[int], data: st.DataObject
) -> None:
    places = data.draw(
        st.lists(st.integers(-2, 3 * ENTRIES), min_size=len(rows), max_size=len(rows), unique=True), label="places"
    )
    laid = [replace(shaken.rows[(n - 1) % ENTRIES], position=at) for n, at in zip(rows, places, strict=True)]
    same = {row.position: row.state for row in laid} == {row.position: row.state for row in shaken.rows}
    assert bool(shaken.faults(laid)) is not same


# -- the same in both databases ---------------------------------------------------------------------------------------


def flipped(rows: list[Laid]) -> list[Laid]:
    state = bytearray(rows[4].state)
    state[-40] ^= 1
    return [*rows[:4], replace(rows[4], state=bytes(state)), *rows[5:]]


def swapped(rows: list[Laid]) -> list[Laid]:
    return [
        *rows[:2],
        replace(rows[2], state=rows[5].state),
        *rows[3:5],
        replace(rows[5], state=rows[2].state),
        *rows[6:],
    ]


def one_taken_out(rows: list[Laid]) -> list[Laid]:
    return [*rows[:3], *rows[4:]]


def last_three_cut(rows: list[Laid]) -> list[Laid]:
    return rows[:-3]


def all_taken_out(rows: list[Laid]) -> list[Laid]:
    return []


def old_one_added(rows: list[Laid]) -> list[Laid]:
    return [*rows, replace(rows[1], position=len(rows) + 1)]


def old_one_in_place_of_the_last(rows: list[Laid]) -> list[Laid]:
    return [*rows[:-1], replace(rows[1], position=len(rows))]


CHANGES = [
    (flipped, [5]),
    (swapped, [3, 6]),
    (one_taken_out, [4]),
    (last_three_cut, [6, 7, 8]),
    (all_taken_out, [1, 2, 3, 4, 5, 6, 7, 8]),
    (old_one_added, [9]),
    (old_one_in_place_of_the_last, [8]),
]


@pytest.mark.parametrize("kind", ["training", "live"])
@pytest.mark.parametrize(("change", "named"), CHANGES)
def test_each_change_is_found_and_named(place: Place, kind: Any, change: Callable[..., Any], named: list[int]) -> None:
    store, card = filled(place, kind=kind)
    place.lay(change(place.rows()))
    assert positions(store, card) == named
    with pytest.raises(RecordBroken, match="first"):
        store.stream(card).read()
    store.close()


def test_what_is_wrong_is_told_in_words(file_place: FilePlace) -> None:
    store, card = filled(file_place)
    rows = file_place.rows()
    told = {}
    for change, _ in CHANGES:
        file_place.lay(change(rows))
        told[change.__name__] = [fault.what for fault in store.stream(card).verify()]
    assert told["flipped"] == ["entry 5 has been changed"]
    assert told["swapped"] == ["entry 3 is entry 6, moved or put in again", "entry 6 is entry 3, moved or put in again"]
    assert told["one_taken_out"] == ["entry 4 has been removed"]
    assert told["last_three_cut"][0] == "entry 6 has been cut off the end (the witness has seen entry 8)"
    assert told["old_one_added"] == ["entry 9 is entry 2, moved or put in again"]
    store.close()


def test_a_row_of_another_case_or_another_store_is_found(file_place: FilePlace, tmp_path: Path) -> None:
    store, card = filled(file_place)
    other = add_filled(store, 8, "second")
    (tmp_path / "elsewhere").mkdir()
    elsewhere = FilePlace(tmp_path / "elsewhere")
    filled(elsewhere)[0].close()
    mine = [row for row in file_place.rows() if row.stream == card.uuid]
    for foreign in [*(row for row in file_place.rows() if row.stream == other.uuid), *elsewhere.rows()]:
        put = replace(foreign, stream=card.uuid, position=5)
        file_place.lay([*(row for row in mine if row.position != 5), put])
        assert positions(store, card) == [5]
    store.close()


@pytest.mark.parametrize("state", [None, "", "text", 7, 2**40, 1.5, b"", b"4P\x01", b"\x00" * 500])
def test_a_row_that_is_no_row_at_all_is_found_like_any_other_change(file_place: FilePlace, state: Any) -> None:
    store, card = filled(file_place)
    file_place.lay([replace(row, state=state) if row.position == 5 else row for row in file_place.rows()])
    assert positions(store, card) == [5]
    store.close()


@pytest.mark.parametrize("number", [0, -1, -(2**60)])
def test_a_row_put_in_before_the_first_is_found(file_place: FilePlace, number: int) -> None:
    store, card = filled(file_place)
    rows = file_place.rows()
    file_place.lay([*rows, replace(rows[0], position=number)])
    assert positions(store, card) == [number]
    with pytest.raises(RecordBroken):
        store.stream(card).read()
    store.close()


def test_a_row_put_in_far_behind_the_last_is_found_at_once(file_place: FilePlace) -> None:
    store, card = filled(file_place)
    rows = file_place.rows()
    file_place.lay([*rows, replace(rows[0], position=2**62)])
    found = store.stream(card).verify()
    assert {fault.position for fault in found} == {9, 2**62}
    assert len(found) == 2
    store.close()


@pytest.mark.parametrize("number", ["'nine'", "'9.5'"])
def test_a_row_whose_position_is_no_number_is_found(file_place: FilePlace, number: str) -> None:
    store, card = filled(file_place)
    with file_place.database() as database:
        database.execute(f"UPDATE {EVENTS} SET originator_version = {number} WHERE originator_version = 8")
    assert store.stream(card).verify()
    with pytest.raises(RecordBroken):
        store.stream(card).read()
    store.close()


def test_verifying_changes_nothing(place: Place) -> None:
    store, card = filled(place)
    place.lay(flipped(place.rows()))
    before = (place.rows(), place.witness().read_bytes())
    store.stream(card).verify()
    assert (place.rows(), place.witness().read_bytes()) == before
    store.close()


# -- the end cut off, or all of it made anew -----------------------------------------------------------------------------


def test_the_end_cut_off_together_with_its_witness_is_found_only_against_an_earlier_export(place: Place) -> None:
    store, card = filled(place)
    stream = store.stream(card)
    stream.read()
    exported = (stream.position, stream.head)
    place.lay(last_three_cut(place.rows()))
    place.witness().write_bytes(b"".join(place.witness().read_bytes().splitlines(keepends=True)[:-3]))
    assert positions(store, card) == []
    assert positions(store, card, exported) == [6, 7, 8]
    assert store.stream(card).verify(exported)[0].what.endswith("(the export has seen entry 8)")
    store.close()


def test_a_record_that_went_on_still_extends_an_earlier_export(place: Place) -> None:
    store, card = filled(place)
    stream = store.stream(card)
    stream.read()
    exported = (stream.position, stream.head)
    add(store, card, 3)
    assert positions(store, card, exported) == []
    store.close()


def rebuilt(card: CaseCard, keys: CaseKeys, count: int) -> list[Laid]:
    """Another record in place of a case's, made by somebody who has its keys."""
    rows, before = [], FIRST
    for number in range(1, count + 1):
        header = Header(card.uuid, number, "vision", NOON, NOON, "someone else", before.hex())
        state, before = write_row(header, b"another story", keys)
        rows.append(Laid(card.uuid, number, state))
    return rows


def keys_of(store: Store, card: CaseCard) -> CaseKeys:
    """A case's keys, as anybody has them who can open a training store."""
    ((generation, chain, content),) = store.pack(card, ()).keys
    return CaseKeys(generation, chain, content)


def test_a_training_record_made_anew_is_found_by_the_witness_and_without_it_only_against_an_export(
    file_place: FilePlace,
) -> None:
    store, card = filled(file_place)
    stream = store.stream(card)
    stream.read()
    exported = (stream.position, stream.head)
    file_place.lay(rebuilt(card, keys_of(store, card), 8))
    assert positions(store, card) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert "made anew" in str(store.stream(card).verify()[0]) or "rebuilt" in str(store.stream(card).verify()[0])
    with pytest.raises(RecordBroken):
        store.stream(card).read()
    file_place.witness().unlink()
    assert positions(store, card) == []
    assert positions(store, card, exported) == [8]
    store.close()


def test_a_witness_of_long_ago_still_holds_the_record_to_what_it_saw(file_place: FilePlace) -> None:
    """The record is made anew, longer than before; the witness has seen only the beginning of the true one."""
    store, card = filled(file_place, 3)
    file_place.lay(rebuilt(card, keys_of(store, card), 8))
    assert positions(store, card) == [1, 2, 3]
    with pytest.raises(RecordBroken):
        store.stream(card).read()
    store.close()


# -- adding ---------------------------------------------------------------------------------------------------------------


def test_what_is_added_is_read_by_another(place: Place) -> None:
    store, card = filled(place)
    other = place.open()
    read = other.stream(card)
    assert len(read.read()) == 8
    saved = add(store, card, 1)
    assert [(one.header.position, one.head) for one in read.read()] == [(9, saved.head)]
    assert read.read() == []
    store.close()
    other.close()


def test_of_two_who_add_at_once_the_second_is_told_and_neither_entry_is_lost(place: Place) -> None:
    store, card = filled(place)
    other = place.open()
    first, second = store.stream(card), other.stream(card)
    first.read()
    second.read()
    first.add("aim", b"of the first", "Ann")
    with pytest.raises(Overtaken) as caught:
        second.add("lead", b"of the second", "Ben")
    assert (caught.value.expected, caught.value.found) == (8, 9)
    assert "Nothing of yours is lost" in str(caught.value)
    assert [one.content for one in second.read()] == [b"of the first"]
    assert second.add("lead", b"of the second", "Ben").position == 10
    told = [(one.header.author, one.content) for one in store.stream(card).read()[-2:]]
    assert told == [("Ann", b"of the first"), ("Ben", b"of the second")]
    assert positions(store, card) == []
    store.close()
    other.close()


@pytest.mark.parametrize(("back", "allowed"), [(timedelta(minutes=4), True), (timedelta(minutes=6), False)])
def test_a_clock_that_went_back_stops_the_writing_and_a_little_does_not(
    place: Place, back: timedelta, allowed: bool
) -> None:
    store, card = filled(place)
    stream = store.stream(card)
    stream.read()
    place.clock.now -= back
    if allowed:
        assert stream.add("aim", b"a little early", KEEPER).position == 9
    else:
        with pytest.raises(
            InputError, match=r"clock says 2026-07-13 11:5\d UTC, before entry 8 .* Nothing was written"
        ):
            stream.add("aim", b"much too early", KEEPER)
    assert len(store.stream(card).read()) == (9 if allowed else 8)
    store.close()


def test_an_entry_is_saved_even_when_the_witness_cannot_be_added_to_and_the_writer_is_told(place: Place) -> None:
    store, card = filled(place)
    witness = place.witness()
    witness.unlink()
    witness.mkdir()
    stream = store.stream(card)
    with pytest.raises(InputError, match="witness"):
        stream.read()
    witness.rmdir()
    stream.read()
    witness.mkdir()
    saved = stream.add("aim", b"seen by nobody", KEEPER)
    assert saved.position == 9
    assert "entry 9 is saved, but the witness" in saved.warning
    witness.rmdir()
    assert len(store.stream(card).read()) == 9
    store.close()

"""One row: what goes in comes out with the right keys, and nothing does with anything changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.record.rows import FIRST, CaseKeys, Header, chained, read_row, write_row
from planner.record.sealing import Unopened, new_key

KEYS = CaseKeys(3, new_key(), new_key())
words = st.text(max_size=40)
headers = st.builds(
    Header,
    case=st.uuids(),
    position=st.integers(1, 2**40),
    kind=words,
    made_at=st.datetimes(timezones=st.just(UTC)),
    entered_at=st.datetimes(timezones=st.just(UTC)),
    author=words,
    before=st.binary(min_size=32, max_size=32).map(bytes.hex),
)
HEADER = Header(
    UUID(int=7), 2, "vision", datetime(2026, 7, 13, tzinfo=UTC), datetime(2026, 7, 13, tzinfo=UTC), "Ann", "00" * 32
)


@given(header=headers)
def test_a_header_is_read_back_as_it_was_written(header: Header) -> None:
    assert Header.from_text(header.text()) == header


@given(header=headers, content=st.binary(max_size=300))
def test_a_row_is_read_back_as_it_was_written(header: Header, content: bytes) -> None:
    state, head = write_row(header, content, KEYS)
    row = read_row(state)
    assert (row.generation, row.head) == (3, head)
    assert Header.from_text(KEYS.header_sealer.open(row.header, header.case.bytes)) == header
    assert KEYS.content_sealer is not None
    assert KEYS.content_sealer.open(row.content, header.text()) == content
    assert chained(bytes.fromhex(header.before), header.case, header.position, row.body, KEYS) == head


@pytest.mark.parametrize(
    "changed",
    [
        replace(HEADER, case=UUID(int=8)),
        replace(HEADER, position=3),
        replace(HEADER, kind="aim"),
        replace(HEADER, made_at=HEADER.made_at + timedelta(microseconds=1)),
        replace(HEADER, entered_at=HEADER.entered_at + timedelta(microseconds=1)),
        replace(HEADER, author="Ben"),
        replace(HEADER, before="11" * 32),
    ],
)
def test_a_content_opens_under_its_own_header_and_under_no_other(changed: Header) -> None:
    row = read_row(write_row(HEADER, b"why", KEYS)[0])
    assert KEYS.content_sealer is not None
    assert KEYS.content_sealer.open(row.content, HEADER.text()) == b"why"
    with pytest.raises(Unopened):
        KEYS.content_sealer.open(row.content, changed.text())


def test_the_same_words_written_twice_look_different_each_time() -> None:
    assert write_row(HEADER, b"why", KEYS)[0] != write_row(HEADER, b"why", KEYS)[0]


def test_the_head_depends_on_the_head_before_the_case_the_place_and_the_key() -> None:
    heads = {
        chained(FIRST, UUID(int=1), 1, b"row", KEYS),
        chained(b"\x01" * 32, UUID(int=1), 1, b"row", KEYS),
        chained(FIRST, UUID(int=2), 1, b"row", KEYS),
        chained(FIRST, UUID(int=1), 2, b"row", KEYS),
        chained(FIRST, UUID(int=1), 1, b"rows", KEYS),
        chained(FIRST, UUID(int=1), 1, b"row", CaseKeys(3, new_key(), None)),
    }
    assert len(heads) == 6


@given(state=st.binary(max_size=200) | st.binary(max_size=200).map(b"4P\x01".__add__))
def test_bytes_that_are_no_row_are_refused_or_come_apart_into_parts_that_open_with_no_key(state: bytes) -> None:
    try:
        row = read_row(state)
    except Unopened:
        return
    with pytest.raises(Unopened):
        KEYS.header_sealer.open(row.header, HEADER.case.bytes)


@given(text=st.binary(max_size=60) | st.sampled_from([b"[]", b"{}", b"null", b'["a",1,2,3,4,5,6]', b"[1,1,1,1,1,1,1]"]))
def test_text_that_is_no_header_is_refused(text: bytes) -> None:
    with pytest.raises(Unopened):
        Header.from_text(text)


def test_nothing_is_written_without_the_key_to_what_it_says() -> None:
    with pytest.raises(Unopened):
        write_row(HEADER, b"why", CaseKeys(1, new_key(), None))

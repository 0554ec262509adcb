"""The source in hand is read from one line, in the way an officer writes it."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.sources import Source, read_source, sources_used
from planner.domain.profile import FactRecord, Profile
from planner.errors import InputError
from planner.tui.days import read_day

TODAY = date(2026, 11, 23)


def read(typed: str) -> Source:
    return read_source(typed, TODAY, lambda part: read_day(part, TODAY))


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("Tasking pack, 20 Nov 2026, 2CP", Source("Tasking pack", date(2026, 11, 20), "2C", "P")),
        ("2c p, tasking pack, 2026-11-20", Source("tasking pack", date(2026, 11, 20), "2C", "P")),
        ("Visit, B2", Source("Visit", TODAY, "B2")),
        ("Land Registry, title 12, 1A", Source("Land Registry, title 12", TODAY, "1A")),
    ],
)
def test_a_line_with_commas_in_any_order(typed: str, source: Source) -> None:
    assert read(typed) == source


def test_a_day_without_a_year_is_the_last_of_that_name() -> None:
    assert read("Pack, 24 Nov, 2CP").on == date(2025, 11, 24)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Tasking pack, 20 Nov 2026", "it has no grade yet"),
        ("20 Nov 2026, 2CP", "it has no name yet"),
        ("Pack, 24 Nov 2026, 2CP", "has not come yet"),
        ("tbc, 2CP", "is a placeholder"),
        ("What our informant said, 2CP", "must not hold"),
    ],
)
def test_what_it_lacks_is_said(typed: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(typed)


def test_it_can_be_kept_and_read_again() -> None:
    source = read("Land Registry, title 12, 20 Nov 2026, 1AC")
    assert read(source.written) == source


def test_the_sources_of_a_case_stand_ready_the_most_used_first() -> None:
    def told(source: str) -> tuple[FactRecord, ...]:
        return (FactRecord(value=True, grade="2C", on=TODAY, source=source),)

    group = {
        "feud_active": told("Visit"),
        "owes_tax": told("Pack"),
        "crypto_held": told("Pack"),
        "media_planned": told(""),
    }
    profile = Profile(case="c", kind="training", nation="england", group=group)
    assert [one.name for one in sources_used(profile)] == ["Pack", "Visit"]

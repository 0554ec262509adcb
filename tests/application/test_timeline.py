"""The record read back: what is asked for is found and nothing else, and measures stand beside their baseline."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.timeline import Sieve, authors, chosen_on, counted, disruptions, measures
from planner.domain.decisions import Basis
from planner.domain.entries import Entry, Exported
from planner.exports.telling import told_of
from tests.features.record_notes import Pages


def filled() -> Pages:
    """Opened 1, fact 2, aim 3 replaced by 4, disruption 5 by another, export 6."""
    pages = Pages()
    pages.open()
    pages.learn("group.violence_used", True)
    pages.decide("aim", pillar="pursue", text="Take the boats away")
    pages.decide("aim", pillar="pursue", text="Take the vans away", supersedes=3)
    pages.author = "DS Khan"
    pages.decide("disruption", pillar="pursue", level="minor", event="A boat was seized")
    pages.add(Exported(what="plan", form="docx"))
    return pages


def numbers(sieve: Sieve) -> list[int]:
    book = filled().book
    return [one.number for one in sieve.sifted(book, lambda one: told_of(one, book))]


@pytest.mark.parametrize(
    ("sieve", "found"),
    [
        (Sieve(), [1, 2, 3, 4, 5, 6]),
        (Sieve(kind="decisions"), [3, 4, 5]),
        (Sieve(kind="plan"), [3, 4]),
        (Sieve(kind="facts"), [2]),
        (Sieve(kind="other"), [1, 6]),
        (Sieve(author="DS Khan"), [5, 6]),
        (Sieve(standing=True), [1, 2, 4, 5, 6]),
        (Sieve(words="BOAT"), [3, 5]),
        (Sieve(words="away vans"), [4]),
        (Sieve(kind="decisions", words="boat", author="DS Khan"), [5]),
        (Sieve(words="helicopter"), []),
    ],
)
def test_only_what_is_asked_for_is_found(sieve: Sieve, found: list[int]) -> None:
    assert numbers(sieve) == found


def test_a_sieve_says_what_it_holds_back_and_opens_in_two_steps() -> None:
    sieve = Sieve(kind="facts", author="DS Khan", words="boat", standing=True)
    assert sieve.says == 'only facts, by DS Khan, not replaced, with "boat"'
    assert sieve.wider() == Sieve(kind="facts", author="DS Khan", standing=True)
    assert sieve.wider().wider() == Sieve()
    assert Sieve().says == ""


def test_everyone_who_wrote_is_named_once() -> None:
    assert authors(filled().entries) == ("DI Green", "DS Khan")


def test_what_a_tactic_was_chosen_on_is_told_and_other_entries_have_none() -> None:
    pages = Pages()
    pages.open()
    basis = Basis(
        outcome="certain",
        rank=4,
        of=9,
        reasons=("buys at auction",),
        law=("Housing Act (in force)",),
        as_of=date(2026, 7, 13),
    )
    pages.decide("select", tactic="welfare-visits", pillar="protect", shown=basis)
    opening, chosen = pages.entries
    assert chosen_on(chosen) == ("Spoke for it: buys at auction", "Law: Housing Act (in force)")
    assert chosen_on(opening) == ()


def test_disruptions_stand_by_p_then_level_then_day() -> None:
    pages = Pages()
    pages.open()
    told = [("protect", "minor", 3), ("pursue", "minor", 9), ("pursue", "major", 8), ("pursue", "minor", 2)]
    for pillar, level, day in told:
        pages.decide("disruption", pillar=pillar, level=level, event=f"{level} {day}", when=date(2026, 7, day))
    assert [made.event for _, made in disruptions(pages.book)] == ["major 8", "minor 2", "minor 9", "minor 3"]
    assert dict(counted(pages.book)) == {
        "pursue": (1, 0, 2, 0, 0), "prevent": (0, 0, 0, 0, 0), "protect": (0, 0, 1, 0, 0), "prepare": (0, 0, 0, 0, 0),
    }  # fmt: skip


def test_a_measure_stands_beside_its_baseline_however_it_is_spelt() -> None:
    pages = Pages()
    pages.open()
    pages.decide("measure", name="Residents who feel safe", value="44", when=date(2026, 7, 9))
    pages.decide("measure", name="residents who  feel safe", value="31", when=date(2026, 5, 1), baseline=True)
    pages.decide("measure", name="Calls about the flats", value="12", when=date(2026, 7, 9))
    safe, calls = measures(pages.book)
    assert safe.baseline is not None
    assert (safe.baseline[1].value, [made.value for _, made in safe.since]) == ("31", ["44"])
    assert calls.baseline is None
    assert [made.value for _, made in calls.since] == ["12"]


def test_an_entry_that_was_taken_back_counts_no_more() -> None:
    pages = filled()
    pages.decide("withdraw", target=5, supersedes=5)
    assert disruptions(pages.book) == []
    kept: list[Entry] = Sieve(words="boat").sifted(pages.book, told_of)
    assert [one.number for one in kept] == [3, 5]

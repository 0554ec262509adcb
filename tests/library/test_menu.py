"""The shipped menu held to what it promises: its breadth, its depth, its examples, its law, its own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from planner.application.advising import search
from planner.application.covering import cover
from planner.application.proving import ENOUGH, Proof, prove
from planner.domain.library import Library
from planner.domain.tactic import Tactic

DAY = date(2026, 11, 22)
NOTES = "fourp research notes"
ENTRIES = 420
UNDER_HEADINGS = {"lifestyle": 48, "behaviour": 54, "vehicles": 40, "travel": 26, "business": 85, "crime": 45}
BY_PILLAR = {"prevent": 32, "protect": 28, "prepare": 25}
CLEAR_HOLD_BUILD = 30
# The rows of the research notes, table by table: every one is an entry or merged into one.
ROWS = {"L": 50, "B": 56, "V": 42, "T": 27, "BU": 88, "C": 46, "PV": 32, "PT": 28, "PR": 25, "CH": 30}
# Listed in the notes only to be blocked.
NEVER_OFFERED = {"B15", "B16", "BU13", "BU82"}


def rows_of(tactic: Tactic) -> set[str]:
    told = " ".join(one.section for one in tactic.source if one.document == NOTES)
    return set(re.findall(r"\b(?:BU|PV|PT|PR|CH|[LBVTC])\d\d\b", told))


def test_the_menu_is_as_wide_as_it_promises(library: Library) -> None:
    active = library.active
    assert len(active) >= ENTRIES
    headings = Counter(one.heading for one in active)
    assert {name: headings[name] for name, floor in UNDER_HEADINGS.items() if headings[name] < floor} == {}
    pillars = Counter(one.pillar for one in active)
    assert {name: pillars[name] for name, floor in BY_PILLAR.items() if pillars[name] < floor} == {}
    assert {one.level for one in active if one.pillar == "prevent"} == {"primary", "secondary", "tertiary"}


def test_clear_hold_and_build_have_their_activities(library: Library) -> None:
    served = [one for one in library.active if any(row.startswith("CH") for row in rows_of(one))]
    assert len([one for one in served if {"clear", "hold", "build"} & set(one.phases)]) >= CLEAR_HOLD_BUILD


@pytest.mark.parametrize("table", ROWS)
def test_every_row_of_the_research_notes_is_an_entry_or_in_one(library: Library, table: str) -> None:
    covered = {row for one in library.all_tactics for row in rows_of(one)}
    assert [row for n in range(1, ROWS[table] + 1) if (row := f"{table}{n:02}") not in covered] == []


def test_what_is_listed_only_to_be_blocked_is_not_offered(library: Library) -> None:
    for row in NEVER_OFFERED:
        assert [one.status for one in library.all_tactics if rows_of(one) == {row}] == ["not_offered"], row


@pytest.fixture(scope="module")
def proofs(library: Library) -> list[Proof]:
    return prove(library, mutate=True)


def test_every_entry_stands_to_its_examples(proofs: list[Proof]) -> None:
    assert {proof.tactic.id: proof.faults for proof in proofs if proof.faults} == {}


def test_the_examples_of_every_entry_would_catch_a_slip(proofs: list[Proof]) -> None:
    weak = {proof.tactic.id: proof.survived for proof in proofs if not proof.sound}
    assert weak == {}
    assert all(proof.tactic.always or (proof.score or 0) >= ENOUGH for proof in proofs)


def test_few_entries_always_apply(library: Library) -> None:
    assert len([one for one in library.active if one.always]) <= 6


def test_no_gap_of_the_menu_is_unexplained(library: Library) -> None:
    found = cover(library, DAY)
    assert [gap.id for gap in found.gaps if not gap.because] == []
    assert found.unused == ()
    assert found.past_review == ()


def test_every_active_entry_says_when_to_look_at_it_again(library: Library) -> None:
    assert [one.id for one in library.active if one.review_by is None or one.review_by <= DAY] == []


def sentences(tactic: Tactic) -> Iterator[str]:
    texts = [
        tactic.summary, *tactic.impacts, *tactic.procedure, *tactic.watch_out, tactic.disruption_record, *tactic.rights,
        *tactic.measures.quantitative, *tactic.measures.qualitative,
    ]  # fmt: skip
    for text in texts:
        for sentence in re.split(r"(?<=[.;:])\s+", text):
            plain = re.sub(r"[^a-z0-9 ]", "", sentence.lower()).strip()
            if len(plain.split()) >= 7:
                yield plain


def test_no_sentence_is_said_by_three_entries(library: Library) -> None:
    """Boilerplate tells an officer nothing."""
    said: dict[str, set[str]] = defaultdict(set)
    for tactic in library.active:
        for sentence in sentences(tactic):
            said[sentence].add(tactic.id)
    assert {sentence: sorted(ids) for sentence, ids in said.items() if len(ids) > 2} == {}


def test_every_entry_is_as_rich_as_a_pursue_one(library: Library) -> None:
    thin = [
        one.id
        for one in library.active
        if len(one.procedure) < 5
        or len(one.watch_out) < 2
        or not one.who_can_help
        or (len(one.impacts) < 2 and "pointer" not in one.id)
        or not (one.measures.quantitative and one.measures.qualitative)
        or len(one.summary.split()) < 20
    ]
    assert thin == []


def test_evidence_is_rated_with_its_source(library: Library) -> None:
    assert [one.id for one in library.active if not (one.evidence.source and one.evidence.outcome)] == []
    rated = [one for one in library.active if one.evidence.rating in ("E4", "E3", "E2", "E1", "H")]
    assert [one.id for one in rated if one.evidence.source == "none held" or not one.evidence.population] == []


PROGRAMMES: tuple[str, ...] = ()


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_the_sources_name_is_found_by_its_own_name(library: Library, name: str) -> None:
    assert any(hit.where in ("seen in", "title", "alias") for hit in search(library, name)), name

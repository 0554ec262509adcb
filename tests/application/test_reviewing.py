"""Reviewing: each rule fires on what it is about and on nothing else, and coverage counts what is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from planner.application.cases import find_case
from planner.application.recommending import Recommender, open_recommender
from planner.application.reviewing import Review, Reviewer
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from tests.features.notes import CaseNotes

Look = Callable[[CaseNotes], Review]


@pytest.fixture(scope="module")
def recommender(library: Library) -> Iterator[Recommender]:
    with open_recommender(library, date(2026, 7, 13)) as opened:
        yield opened


@pytest.fixture(scope="module")
def reviewer(recommender: Recommender) -> Iterator[Reviewer]:
    made = Reviewer(recommender)
    yield made
    made.close()


@pytest.fixture(scope="module")
def look(reviewer: Reviewer, library: Library) -> Look:
    """The review of a case as noted."""
    return lambda notes: reviewer.review(notes.read(library))


def sound() -> CaseNotes:
    """A plan with a lead and one idea in each P, in which a reviewer finds nothing."""
    notes = CaseNotes()
    notes.plan(
        leads=dict.fromkeys(PILLARS, "a named lead"),
        interventions=[{"pillar": pillar, "text": "an idea of the officer's own"} for pillar in PILLARS],
    )
    return notes


def rules(review: Review) -> set[str]:
    return {one.rule.id for one in review.findings}


def test_nothing_is_found_in_a_sound_plan(look: Look) -> None:
    review = look(sound())
    assert review.planned
    assert review.findings == ()
    assert review.worst == ""


@pytest.mark.parametrize("pillar", PILLARS)
def test_an_empty_p_with_a_lead_is_found(look: Look, pillar: str) -> None:
    notes = sound()
    notes.plan(interventions=[one for one in notes.written["plan"]["interventions"] if one["pillar"] != pillar])
    assert rules(look(notes)) == {f"empty-{pillar}"}


@pytest.mark.parametrize("pillar", PILLARS)
def test_an_empty_p_with_a_reason_is_no_finding(look: Look, pillar: str) -> None:
    notes = sound()
    notes.plan(
        leads={p: "a named lead" for p in PILLARS if p != pillar},
        interventions=[one for one in notes.written["plan"]["interventions"] if one["pillar"] != pillar],
        undeveloped={pillar: "The neighbouring force leads on this until the spring."},
    )
    assert rules(look(notes)) == set()


@pytest.mark.parametrize("pillar", PILLARS)
@pytest.mark.parametrize("lead", [None, "", "  "])
def test_a_p_without_a_lead_is_found(look: Look, pillar: str, lead: str | None) -> None:
    notes = sound()
    leads = {p: "a named lead" for p in PILLARS if p != pillar}
    notes.plan(leads=leads if lead is None else {**leads, pillar: lead})
    assert rules(look(notes)) == {f"no-lead-{pillar}"}


@pytest.mark.parametrize(("pursue", "others", "heavy"), [(61, 39, True), (60, 40, False), (2, 1, False), (3, 1, True)])
def test_more_than_sixty_per_cent_pursue_is_found_in_a_plan_of_four_or_more(
    look: Look, pursue: int, others: int, heavy: bool
) -> None:
    notes = sound()
    rest = [{"pillar": PILLARS[1 + n % 3], "text": f"work {n}"} for n in range(others)]
    notes.plan(interventions=[{"pillar": "pursue", "text": f"raid {n}"} for n in range(pursue)] + rest)
    assert ("pursue-heavy" in rules(look(notes))) == heavy


def test_findings_stand_worst_first(look: Look) -> None:
    notes = sound()
    notes.plan(
        leads=dict.fromkeys(PILLARS[1:], "a named lead"),
        interventions=[
            *notes.written["plan"]["interventions"],
            *({"pillar": "pursue", "text": f"raid {n}"} for n in range(9)),
        ],
    )
    review = look(notes)
    assert [one.severity for one in review.findings] == ["error", "warning"]
    assert review.worst == "error"


def test_a_plan_not_yet_written_is_reviewed_as_one_with_nothing_in_it(look: Look) -> None:
    review = look(CaseNotes())
    assert not review.planned
    assert rules(review) == {f"{rule}-{pillar}" for rule in ("empty", "no-lead") for pillar in PILLARS}
    assert review.coverage == ()


def test_coverage_counts_by_p_heading_and_phase(look: Look, library: Library) -> None:
    notes = sound()
    notes.plan(
        interventions=[
            {"pillar": "pursue", "tactic": "cash-seizure"},
            {"pillar": "pursue", "tactic": "cash-seizure", "phase": "clear"},
            {"pillar": "prepare", "text": "an idea of the officer's own", "phase": "build"},
        ]
    )
    tactic = library.tactics["cash-seizure"]
    counted = {(one.pillar, one.heading, one.phase): one.count for one in look(notes).coverage}
    expected = {("pursue", tactic.heading, phase): 1 for phase in tactic.phases} | {("prepare", "", "build"): 1}
    expected[("pursue", tactic.heading, "clear")] = expected.get(("pursue", tactic.heading, "clear"), 0) + 1
    assert counted == expected


def test_every_rule_says_where_what_how_to_mend_it_and_from_which_source(library: Library) -> None:
    for rule in library.review:
        assert rule.severity in ("error", "warning", "note")
        assert rule.where.startswith("plan")
        assert rule.text.strip()
        assert rule.fix.strip()
        assert rule.source.strip()


def test_a_bundled_case_has_no_plan_yet(reviewer: Reviewer, library: Library) -> None:
    review = reviewer.review(find_case("smith-ocg", library))
    assert (review.case, review.planned, len(review.findings)) == ("smith-ocg", False, 8)


def test_two_cases_reviewed_one_after_the_other_do_not_mix(look: Look) -> None:
    first = look(CaseNotes())
    assert look(sound()).findings == ()
    assert look(CaseNotes()) == first

"""Drafting: what is put forward and why, what is left out and why, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.application.assuming import assume
from planner.application.cases import find_case
from planner.application.planning import Draft, Proposed, draft, months_later
from planner.application.recommending import Recommender
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from tests.conftest import DAY
from tests.features.notes import CaseNotes

Make = Callable[[CaseNotes], Draft]


@pytest.fixture(scope="module")
def make(recommender: Recommender) -> Make:
    """The draft for a case as noted."""
    return lambda notes: draft(recommender, notes.read(recommender.library))


@pytest.fixture(scope="module", params=["cl-team", "smith-ocg", "takeaway", "valley-estate"])
def plan(request: pytest.FixtureRequest, recommender: Recommender) -> Draft:
    """The draft of each bundled case."""
    return draft(recommender, find_case(request.param, recommender.library))


def proposed(plan: Draft) -> list[Proposed]:
    return [one for pillar in PILLARS for one in plan.interventions[pillar]]


def ids(plan: Draft) -> set[str]:
    return {one.found.tactic.id for one in proposed(plan)}


# -- what is put forward --------------------------------------------------------------------------------------------


def test_a_draft_holds_every_duty_that_is_owed_or_may_be(plan: Draft) -> None:
    duties = [one for one in plan.recommendation.tactics if one.tactic.duty]
    owed = {one.tactic.id for one in duties if one.outcome == "certain" or (one.outcome == "possible" and one.sign)}
    assert owed
    assert owed <= ids(plan)


def test_each_p_holds_its_three_best_certain_tactics(plan: Draft) -> None:
    for pillar in PILLARS:
        mine = [one for one in plan.recommendation.tactics if one.tactic.pillar == pillar and not one.tactic.duty]
        best = [one.tactic.id for one in mine if one.outcome == "certain"][:3]
        assert set(best) <= ids(plan), pillar


def test_what_only_might_fit_is_put_forward_only_where_fewer_than_three_fit(plan: Draft) -> None:
    for pillar in PILLARS:
        mine = [
            one for one in plan.interventions[pillar] if not one.found.tactic.duty and "asks for it" not in one.because
        ]
        assert len(mine) <= 3
        certain = sum(one.certain for one in mine)
        available = [
            one for one in plan.recommendation.tactics if one.tactic.pillar == pillar and one.outcome == "certain"
        ]
        assert certain == min(3, sum(not one.tactic.duty for one in available)), pillar


def test_nothing_ruled_out_or_blocked_is_put_forward_and_all_of_it_is_told(plan: Draft) -> None:
    assert all(one.found.offered for one in proposed(plan))
    left = [one.tactic.id for one in plan.recommendation.tactics if one.outcome in ("ruled_out", "blocked")]
    assert [one.tactic.id for one in plan.considered] == left


def test_every_tactic_that_fits_is_either_put_forward_or_named_as_also_fitting(plan: Draft) -> None:
    fits = {one.tactic.id for one in plan.recommendation.tactics if one.outcome == "certain"}
    also = {one.tactic.id for one in plan.also_fits}
    assert fits <= ids(plan) | also
    assert not also & ids(plan)


def test_what_guardrails_want_beside_a_proposal_is_in_the_draft_or_told_as_not_to_be_had(plan: Draft) -> None:
    tactics = plan.recommendation.library.tactics
    for one in proposed(plan):
        guardrails = [*one.found.guardrails, *(g for subject in one.found.subjects for g in subject.guardrails)]
        for wanted in {wanted for guardrail in guardrails for wanted in guardrail.requires}:
            told = any(tactics[wanted].title in line for line in plan.unmet)
            assert wanted in ids(plan) or told, f"{one.found.tactic.id} wants {wanted}"


def test_proposals_stand_in_the_order_of_the_menu(plan: Draft) -> None:
    for pillar in PILLARS:
        ranks = [one.found.rank for one in plan.interventions[pillar]]
        assert ranks == sorted(ranks)


def test_a_duty_is_due_at_once_and_the_rest_by_how_soon_they_work(plan: Draft) -> None:
    assert all((one.due == DAY) == one.found.tactic.duty for one in proposed(plan))
    soon = [
        one.due for one in proposed(plan) if not one.found.tactic.duty and one.found.tactic.time_to_effect == "days"
    ]
    late = [one.due for one in proposed(plan) if one.found.tactic.time_to_effect in ("months", "years")]
    assert not soon or not late or max(soon) < min(late)


def test_what_a_guardrail_wants_but_cannot_be_had_is_told(make: Make) -> None:
    notes = CaseNotes()
    notes.group(
        crime_types=["counterfeit_goods"],
        cash_found=9_000,
        charge_prospect="none",
        strike_planned=False,
        overt_action_planned=False,
    )
    plan = make(notes)
    assert "cash-seizure" in ids(plan)
    assert plan.recommendation.get("displacement-and-rival-watch").outcome == "ruled_out"
    (line,) = [line for line in plan.unmet if "Watch for displacement, rivals and retaliation" in line]
    assert "Cash seizure, detention and forfeiture" in line
    assert "ruled out" in line


def test_a_p_for_which_nothing_fits_says_so_and_asks_for_the_reason(make: Make, library: Library) -> None:
    notes = CaseNotes()
    notes.looked_into("people", "business", "vehicles", "premises", "places")
    yes_or_no = [one.id for one in library.facts if one.scope == "group" and one.type == "yes_no"]
    notes.group(**dict.fromkeys(yes_or_no, False), crime_types=False, weapons=False, charge_prospect="none")
    plan = make(notes)
    assert plan.interventions["prevent"] == ()
    assert "record why" in plan.gaps["prevent"]
    assert set(plan.gaps) == {pillar for pillar in PILLARS if not plan.interventions[pillar]}


# -- direction ------------------------------------------------------------------------------------------------------


def test_visions_and_aims_are_offered_to_choose_from(plan: Draft) -> None:
    assert len(plan.visions) >= 2
    assert len(plan.aims) >= 2
    assert all(plan.aims_of[pillar] for pillar in PILLARS)
    assert all(plan.leads[pillar] for pillar in PILLARS)


def test_a_vision_that_speaks_of_exploitation_is_offered_only_where_there_is_some(make: Make) -> None:
    none, some = CaseNotes(), CaseNotes()
    some.group(children_used=True)
    assert len(make(some).visions) == len(make(none).visions) + 2  # of exploitation, and of young people


def test_each_p_has_objectives_with_a_measure_an_owner_and_a_date(plan: Draft) -> None:
    for pillar in PILLARS:
        assert len(plan.objectives[pillar]) >= 2
        for one in plan.objectives[pillar]:
            assert one.text
            assert one.measure
            assert one.owner
            assert one.by > DAY


def test_both_columns_of_the_trajectory_are_shown_with_what_bears_them_out(plan: Draft) -> None:
    sides = {
        side: [one for one in plan.trajectory_reasons if one.reason_for == side]
        for side in ("investigation", "disruption")
    }
    assert min(len(reasons) for reasons in sides.values()) >= 8
    assert all(bool(one.rests_on) == (one.holds == "yes") for one in plan.trajectory_reasons)
    for side, reasons in sides.items():
        assert f"{sum(one.holds == 'yes' for one in reasons)} of {len(reasons)} reasons for {side}" in plan.trajectory


def test_with_nothing_known_no_reason_for_either_is_borne_out(make: Make) -> None:
    plan = make(CaseNotes())
    assert {one.holds for one in plan.trajectory_reasons} <= {"not known", "weigh"}
    assert "0 of" in plan.trajectory


def test_support_of_the_regional_unit_is_presumed_at_band_3b_and_above(make: Make) -> None:
    said = {}
    for band in ("3B", "3C"):
        notes = CaseNotes()
        notes.group(band=band)
        said[band] = any("regional unit is presumed" in text for text in make(notes).approaches)
    assert said == {"3B": True, "3C": False}


def test_the_nine_decisions_of_the_guidance_are_always_to_be_recorded(plan: Draft) -> None:
    assert len(plan.decisions) == 9
    assert len(set(plan.decisions)) == 9


def test_scores_are_shown_with_their_grade_and_never_made_up(make: Make) -> None:
    notes = CaseNotes()
    notes.group(grade="1A", band="3B")
    scores = dict(make(notes).scores)
    (band,) = [value for says, value in scores.items() if "band, harm" in says]
    assert "3B" in band
    assert "1A" in band
    assert [value for says, value in scores.items() if "band, harm" not in says] == ["not known"] * (len(scores) - 1)


# -- what to find out -----------------------------------------------------------------------------------------------


def test_what_the_proposals_wait_for_is_asked_first(plan: Draft) -> None:
    waited = {question.fact for one in proposed(plan) for question in one.found.questions}
    asked = [one.question.fact for one in plan.requirements]
    assert waited <= set(asked)
    assert len(asked) == len(set(asked))


def test_every_question_says_who_may_know_and_what_it_would_drive(plan: Draft) -> None:
    assert plan.requirements
    assert [one.question.fact for one in plan.requirements if not one.holders or not one.drives] == []


# -- when it is looked at again -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 7, 13), 1, date(2026, 8, 13)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_review_date_follows_the_newest_tier_wherever_it_stands_in_the_file(make: Make, newest_first: bool) -> None:
    notes = CaseNotes()
    records = [("2026-06-01", "tier_1"), ("2026-03-01", "tier_4")]
    for on, tier in records if newest_first else reversed(records):
        notes.group(on=on, tier=tier)
    assert make(notes).review_on == date(2026, 8, 13)


def test_a_tier_thought_to_be_false_sets_no_review_date(make: Make) -> None:
    notes = CaseNotes()
    notes.group(grade="3E", tier="tier_4")
    assert make(notes).review_on == date(2026, 8, 13)


def test_a_draft_can_be_tried_out_with_an_assumption_which_it_shows(recommender: Recommender) -> None:
    profile = find_case("smith-ocg", recommender.library)
    tried = draft(recommender, assume(profile, ["group.threat_to_life=yes"], recommender.library))
    assert "threat-to-life-plan" in ids(tried)
    assert "threat-to-life-plan" not in ids(draft(recommender, profile))

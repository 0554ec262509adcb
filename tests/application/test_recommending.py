"""Recommending: the order and its keys, on whom, what weighs and what does not, and what learning a fact may change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.application.assuming import assume
from planner.application.cases import find_case
from planner.application.recommending import Recommendation, Recommended, Recommender, open_recommender, summary
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.domain.truth import Truth
from planner.engine import matching
from planner.engine.answers import Answers, Case
from planner.engine.referee import Referee
from planner.errors import EnginesDisagree
from tests.conftest import DAY
from tests.features.notes import CaseNotes

Ask = Callable[[CaseNotes], Recommendation]


@pytest.fixture(scope="module")
def ask(recommender: Recommender) -> Ask:
    """The recommendation for a case as noted."""
    return lambda notes: recommender.recommend(notes.read(recommender.library))


@pytest.fixture(scope="module")
def smith(recommender: Recommender) -> Recommendation:
    return recommender.recommend(find_case("smith-ocg", recommender.library))


def test_what_is_tried_out_is_answered_as_if_it_had_been_asked_first(library: Library) -> None:
    """One recommender tries fact after fact; each answer is what a new one would give, whatever was tried before."""
    smith = find_case("smith-ocg", library)
    tried = ["group.violence_used=absent", "people/p1.age_band=age_14_to_17", "looked_into.vehicles=not_yet"]
    cases = [smith, *(assume(smith, [one], library) for one in tried), assume(smith, tried, library), smith]
    with open_recommender(library, DAY) as lasting:
        for asked in cases:
            with open_recommender(library, DAY) as fresh:
                assert lasting.answers(asked) == fresh.answers(asked)
        answers, found = lasting.answers(smith), lasting.recommend(smith)
    for one in found.tactics:
        if one.outcome in ("certain", "possible"):
            assert answers.of_tactic(one.tactic.id) is (Truth.TRUE if one.outcome == "certain" else Truth.UNKNOWN)


# -- the order ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["smith-ocg", "cl-team", "takeaway", "valley-estate"])
def test_what_is_certain_has_the_rank_that_the_whole_order_gives_it(recommender: Recommender, case: str) -> None:
    found = recommender.recommend(find_case(case, recommender.library))
    alone = [(rank, one.tactic.id) for rank, one in found.certain]
    assert alone == [(one.rank, one.tactic.id) for one in found.tactics if one.outcome == "certain"] != []


def test_every_key_of_the_order_is_shown_and_nothing_else_sets_the_rank(smith: Recommendation) -> None:
    keys = [key.id for key in smith.library.order]
    assert all(list(one.order) == keys for one in smith.tactics)
    shown = [tuple(one.order.values()) for one in smith.tactics]
    assert shown == sorted(shown)


def test_no_two_tactics_tie(smith: Recommendation) -> None:
    assert len({tuple(one.order.values()) for one in smith.tactics}) == len(smith.tactics)


def test_the_same_case_always_gives_the_same_list(smith: Recommendation, library: Library) -> None:
    with open_recommender(library, DAY) as another:
        again = another.recommend(find_case("smith-ocg", library))
    for one, other in zip(smith.tactics, again.tactics, strict=True):
        assert (one.tactic, one.outcome, one.rank, one.order) == (other.tactic, other.outcome, other.rank, other.order)
        assert (one.subjects, one.guardrails, one.law) == (other.subjects, other.guardrails, other.law)
        assert (one.reasons, one.against, one.questions) == (other.reasons, other.against, other.questions)


def test_what_is_known_to_do_harm_comes_after_its_equals(smith: Recommendation) -> None:
    harmful = [one for one in smith.tactics if one.tactic.evidence.rating == "H"]
    assert harmful
    assert all(one.order["evidence"] == max(other.order["evidence"] for other in smith.tactics) for one in harmful)


def test_a_tactic_for_a_p_that_has_nothing_yet_is_raised(ask: Ask) -> None:
    notes = CaseNotes()
    notes.plan(interventions=[{"pillar": "pursue", "text": "an idea of the officer's own"}] * 3)
    found = ask(notes)
    assert {one.order["empty_p"] for one in found.tactics if one.tactic.pillar == "pursue"} == {3}
    assert {one.order["empty_p"] for one in found.tactics if one.tactic.pillar != "pursue"} == {0}


def test_the_more_reports_speak_for_a_tactic_the_higher_it_stands(ask: Ask) -> None:
    notes = CaseNotes()
    notes.about("people", "the principal", role="principal")
    for name in ("one van", "another van"):
        notes.about("vehicles", name, keeper=notes.id_of("the principal"), uninsured=True)
    notes.about("business", "the shop", licensed_alcohol=True, licensing_concern=True)
    found = ask(notes)
    vans, shop = found.get("seize-uninsured-vehicle"), found.get("alcohol-licence-review")
    assert (vans.outcome, shop.outcome) == ("certain", "certain")
    assert vans.order["answers"] < shop.order["answers"] < 0
    assert vans.rank < shop.rank


def test_what_no_fact_speaks_for_is_told_apart_from_what_some_fact_does(ask: Ask) -> None:
    notes = CaseNotes()
    notes.about("vehicles", "the van", kind="van", uninsured=True)
    found = ask(notes)
    assert found.get("seize-uninsured-vehicle").sign
    assert not found.get("defect-rectification").sign
    assert found.get("seize-uninsured-vehicle").rank < found.get("defect-rectification").rank


def test_the_kind_of_a_thing_alone_is_no_sign(ask: Ask) -> None:
    notes = CaseNotes()
    notes.about("people", "the principal", role="principal", age_band="age_25_or_over", drives=True)
    found = ask(notes)
    assert not found.get("driving-licence-details").sign


def test_the_summary_adds_up(smith: Recommendation) -> None:
    counted = summary(smith)
    assert sum(counted[outcome] for outcome in ("certain", "possible", "ruled_out", "blocked")) == len(smith.tactics)
    for outcome in ("certain", "possible", "ruled_out", "blocked"):
        assert sum(counted["by_pillar"][pillar][outcome] for pillar in PILLARS) == counted[outcome]


def test_a_tactic_that_is_not_active_has_no_result(smith: Recommendation) -> None:
    with pytest.raises(KeyError):
        smith.get("internet-cafe-licence-revocation")


# -- on whom --------------------------------------------------------------------------------------------------------


def everything_against(library: Library, **about: object) -> CaseNotes:
    """A person of whom every bad thing is known, in a group of which every bad thing is known."""
    notes = CaseNotes()
    notes.group(**{one.id: True for one in library.facts if one.scope == "group" and one.type == "yes_no"})
    notes.group(charge_prospect="possible", tier="tier_1", sio_consulted="yes", cash_found=50_000)
    notes.group(crime_types=["class_a_supply", "modern_slavery", "money_laundering"])
    notes.about("people", "somebody", role="significant", sentence_months=60, **about)
    rest = {one.id: True for one in library.facts if one.scope == "people" and one.type == "yes_no"}
    notes.about("people", "somebody", **{name: True for name in rest if name not in ("exploited", *about)})
    return notes


def pursued(found: Recommendation, outcomes: tuple[str, ...] = ("certain", "possible", "blocked")) -> list[str]:
    pursue = [one for one in found.tactics if one.tactic.pillar == "pursue"]
    return [
        one.tactic.id
        for one in pursue
        if any(s.ref == "people/somebody" and s.outcome in outcomes for s in one.subjects)
    ]


@pytest.mark.parametrize("age", ["under_10", "age_10_to_13", "age_14_to_17", "age_18_to_24", "age_25_or_over"])
@pytest.mark.parametrize("grade", ["1A", "2B", "3C", "3D", "B4"])
def test_no_fact_makes_an_exploited_person_somebody_to_pursue(ask: Ask, library: Library, age: str, grade: str) -> None:
    notes = everything_against(library, age_band=age)
    notes.about("people", "somebody", grade=grade, exploited=True)
    found = ask(notes)
    assert pursued(found) == []
    assert found.get("modern-slavery-referral").outcome == "certain"


def test_the_same_facts_do_point_at_an_adult_who_is_not_exploited(ask: Ask, library: Library) -> None:
    found = ask(everything_against(library, age_band="age_25_or_over", exploited=False))
    assert len(pursued(found, ("certain",))) >= 10


@pytest.mark.parametrize("age", ["under_10", "age_10_to_13", "age_14_to_17"])
def test_a_child_of_whom_nobody_has_asked_is_never_settled_on(ask: Ask, library: Library, age: str) -> None:
    found = ask(everything_against(library, age_band=age))
    assert pursued(found, ("certain",)) == []


def test_a_subject_carries_the_guardrails_that_are_about_that_one_alone(ask: Ask) -> None:
    notes = CaseNotes()
    for name, vulnerable in (("one flat", True), ("another flat", False)):
        notes.about(
            "premises", name, lived_in=True, drug_supply=True, nuisance_or_disorder=True, occupier_vulnerable=vulnerable
        )
    one = ask(notes).get("closure-order")
    about = {subject.label: [g.rule for g in subject.guardrails] for subject in one.subjects}
    assert "home-closure-check" in about["one flat"]
    assert "home-closure-check" not in about["another flat"]
    assert "home-closure-check" not in [g.rule for g in one.guardrails]


# -- what weighs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "outcome"), [("1A", "certain"), ("3C", "certain"), ("3D", "possible"), ("3E", "possible")]
)
@pytest.mark.parametrize("older", [False, True])
def test_what_a_grade_counts_for_outside_duties(ask: Ask, grade: str, outcome: str, older: bool) -> None:
    notes = CaseNotes()
    notes.group(crime_types=["class_a_supply"])
    written = "ABC"[int(grade[0]) - 1] + str("ABCDE".index(grade[1]) + 1) if older else grade
    notes.group(grade=written, cash_found=4_000)
    assert ask(notes).get("cash-seizure").outcome == outcome


def test_the_newer_report_counts(ask: Ask) -> None:
    notes = CaseNotes()
    notes.group(crime_types=["class_a_supply"])
    notes.group(on="2026-03-01", cash_found=4_000)
    notes.group(on="2026-05-01", cash_found=200)
    assert ask(notes).get("cash-seizure").outcome == "ruled_out"


def test_of_two_reports_of_a_day_the_better_graded_counts(ask: Ask) -> None:
    notes = CaseNotes()
    notes.group(crime_types=["class_a_supply"])
    notes.group(grade="3C", cash_found=200)
    notes.group(grade="1A", cash_found=4_000)
    assert ask(notes).get("cash-seizure").outcome == "certain"


def test_a_weak_report_never_outweighs_a_good_one(ask: Ask) -> None:
    notes = CaseNotes()
    notes.group(crime_types=["class_a_supply"])
    notes.group(on="2026-03-01", cash_found=4_000)
    notes.group(on="2026-05-01", grade="3D", cash_found=200)
    assert ask(notes).get("cash-seizure").outcome == "certain"


def test_a_guardrail_that_may_apply_asks_for_nothing_beside_the_tactic_yet(ask: Ask) -> None:
    notes = CaseNotes()
    notes.about("vehicles", "the van", uninsured=True, used_for_crime=True)
    unknown = rule(ask(notes).get("seize-uninsured-vehicle"), "children-first")
    notes.group(children_used=True)
    known = rule(ask(notes).get("seize-uninsured-vehicle"), "children-first")
    assert unknown == (
        "Find out whether the group uses children. If it does, referral and a safety plan come before enforcement.",
        (),
    )
    assert known[1] == ("child-safeguarding-referral", "modern-slavery-referral")


def rule(one: Recommended, name: str) -> tuple[str, tuple[str, ...]]:
    return next((g.text, g.requires) for g in one.guardrails if g.rule == name)


# -- what learning a fact may change --------------------------------------------------------------------------------


def test_learning_a_fact_never_unsettles_what_was_settled(recommender: Recommender, smith: Recommendation) -> None:
    """Apart from what shows that somebody must be safeguarded: that may take a person off a list at any time."""
    asked = {question.fact for one in smith.tactics for question in one.questions}
    yes_or_no = {fact.id for fact in recommender.library.facts if fact.type == "yes_no"} - {"exploited"}
    facts = sorted(fact for fact in asked if fact.rpartition(".")[2] in yes_or_no)[::9]
    settled = {one.tactic.id: one.outcome for one in smith.tactics if one.outcome in ("certain", "ruled_out")}
    assert len(facts) > 8
    for learnt in (f"{fact}={value}" for fact in facts for value in ("yes", "absent")):
        found = recommender.recommend(assume(smith.profile, [learnt], recommender.library))
        lost = [one for one, was in settled.items() if found.get(one).outcome not in (was, "blocked")]
        assert lost == [], learnt


# -- when the engines disagree --------------------------------------------------------------------------------------


class WrongReferee(Referee):
    def evaluate(self, case: Case) -> Answers:
        judged = super().evaluate(case)
        judged.outcomes["tactic:cash-seizure"] = ~judged.outcomes["tactic:cash-seizure"]
        return judged


@pytest.fixture
def disagreeing(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("durable", reason="the referee is alone, so nothing can differ")
    monkeypatch.setattr(matching, "Referee", WrongReferee)


@pytest.mark.usefixtures("disagreeing")
def test_a_disagreement_stops_everything_and_saves_a_report(library: Library, tmp_path: Path) -> None:
    with Recommender(library, DAY, reports=tmp_path / "reports") as wrong, pytest.raises(EnginesDisagree) as stopped:
        wrong.recommend(find_case("smith-ocg", library))
    assert stopped.value.exit_code == 3
    assert stopped.value.differences == ["tactic cash-seizure: engine true, referee false"]
    assert stopped.value.report is not None
    assert "cash-seizure" in stopped.value.report.read_text(encoding="utf-8")
    assert str(stopped.value.report) in str(stopped.value)


@pytest.mark.usefixtures("disagreeing")
def test_a_report_that_cannot_be_saved_hides_no_disagreement(library: Library, tmp_path: Path) -> None:
    in_the_way = tmp_path / "reports"
    in_the_way.write_text("a file where the folder should be", encoding="utf-8")
    with Recommender(library, DAY, reports=in_the_way) as wrong, pytest.raises(EnginesDisagree) as stopped:
        wrong.recommend(find_case("smith-ocg", library))
    assert stopped.value.report is None


def test_where_durable_rules_is_not_installed_the_referee_answers_alone_and_says_so(
    library: Library, smith: Recommendation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_durable", lambda library, compiled: None)
    with Recommender(library, DAY) as alone:
        found = alone.recommend(find_case("smith-ocg", library))
    assert (found.durable, found.agreed) == (None, None)
    assert [(one.tactic.id, one.outcome, one.subjects) for one in found.tactics] == [
        (one.tactic.id, one.outcome, one.subjects) for one in smith.tactics
    ]

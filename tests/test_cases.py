"""The bundled cases: what each expects, how much of the menu it settles, and the shape in which other programs read it."""

from __future__ import annotations

import json
from datetime import date
from importlib.util import find_spec
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planner.application.cases import bundled_cases, find_case
from planner.application.planning import draft
from planner.application.recommending import Recommendation, Recommender, open_recommender
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.exports.markdown import markdown
from planner.exports.plan_document import plan_document
from tests.conftest import DAY, Run

CASES = ("cl-team", "smith-ocg", "takeaway", "valley-estate")
OUTCOMES = ("certain", "possible", "ruled_out", "blocked")


def shape(**properties: Any) -> dict[str, Any]:
    """An object with exactly these keys."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
TEXT_OR_NULL = {"type": ["string", "null"]}
COUNTS = dict.fromkeys(OUTCOMES, COUNT)
GUARDRAIL = shape(level={"enum": ["block", "require", "caution"]}, text=TEXT, rule=TEXT)
TACTIC = shape(
    id=TEXT,
    title=TEXT,
    pillar={"enum": list(PILLARS)},
    heading={"enum": ["vehicles", "business", "crime", "travel", "lifestyle", "behaviour", None]},
    phases={
        "type": "array",
        "items": {"enum": ["setup", "clear", "hold", "build"]},
        "minItems": 1,
        "uniqueItems": True,
    },
    level={"enum": ["primary", "secondary", "tertiary", None]},
    outcome={"enum": list(OUTCOMES)},
    rank={"type": "integer", "minimum": 1},
    subjects=many(
        shape(ref=TEXT, label=TEXT, outcome={"enum": ["certain", "possible", "blocked"]}, guardrails=many(GUARDRAIL))
    ),
    reasons=many(shape(text=TEXT, rule=TEXT, facts=many(shape(ref=TEXT, value=TEXT, grade={"type": "string"})))),
    guardrails=many(GUARDRAIL),
    law=many(shape(provision=TEXT, status={"enum": ["in_force", "unchecked", "not_in_force", "not_in_this_nation"]})),
    evidence={"enum": ["E4", "E3", "E2", "E1", "E0", "H"]},
    questions=many(shape(fact=TEXT, text=TEXT)),
)
RECOMMENDATION = shape(
    case=TEXT,
    as_of={"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    library=shape(version=TEXT, digest={"type": "string", "pattern": "^[0-9a-f]{64}$"}, overlays=many(TEXT)),
    engine=shape(durable=TEXT_OR_NULL, agreed={"enum": [True, None]}),
    tactics={**many(TACTIC), "minItems": 1},
    summary=shape(**COUNTS, by_pillar=shape(**{pillar: shape(**COUNTS) for pillar in PILLARS})),
)


@pytest.fixture(scope="module", params=CASES)
def found(request: pytest.FixtureRequest, recommender: Recommender) -> Recommendation:
    """The recommendation for each bundled case."""
    return recommender.recommend(find_case(request.param, recommender.library))


@pytest.fixture(scope="module", params=CASES)
def told(request: pytest.FixtureRequest, run: Run) -> dict[str, Any]:
    """What `recommend --json` says of each bundled case."""
    ran = run(["recommend", request.param, "--as-of", DAY, "--json"])
    assert (ran.code, ran.err) == (0, "")
    read: dict[str, Any] = json.loads(ran.out)
    return read


def test_these_are_the_bundled_cases() -> None:
    assert tuple(bundled_cases()) == CASES


# -- what the cases are for -----------------------------------------------------------------------------------------


def test_a_case_meets_what_it_expects(found: Recommendation) -> None:
    expected = {tactic: outcome for outcome, tactics in found.profile.expects.items() for tactic in tactics}
    assert expected
    assert {tactic: found.get(tactic).outcome for tactic in expected} == expected


def test_a_case_settles_enough_of_the_menu_to_be_worth_practising_on(found: Recommendation) -> None:
    assert found.count("certain") >= 8
    assert found.count("ruled_out") >= 5
    assert found.count("possible") <= 0.6 * len(found.tactics)


def test_every_p_has_something_to_offer(found: Recommendation) -> None:
    assert {one.tactic.pillar for one in found.tactics if one.offered} == set(PILLARS)


def test_a_case_is_marked_as_fictional_or_anonymised_and_as_training(found: Recommendation) -> None:
    told = found.profile.fiction.lower()
    assert "fictional" in told or "anonymised" in told
    assert found.profile.kind == "training"
    assert found.profile.source


def test_no_pursue_tactic_is_for_use_on_anybody_known_to_be_exploited(found: Recommendation) -> None:
    exploited = {
        f"people/{one.id}"
        for one in found.profile.members["people"]
        if any(record.value is True for record in one.facts.get("exploited", ()))
    }
    pursued = {subject.ref for one in found.tactics if one.tactic.pillar == "pursue" for subject in one.subjects}
    assert not exploited & pursued


def test_a_draft_for_wales_rests_on_welsh_law_alone(recommender: Recommender) -> None:
    library = recommender.library
    written = markdown(plan_document(draft(recommender, find_case("valley-estate", library))))
    assert "Renting Homes (Wales) Act 2016" in written
    english = [one for one in library.provisions if one.applies_in == ("england",)]
    assert english
    # What is considered and not proposed may say that an English power does not apply; nothing proposed rests on one.
    proposed = written[: written.index("Considered, not proposed")]
    assert [one.name for one in english if one.name in proposed or one.id in proposed] == []


def test_a_case_differs_between_two_days_exactly_by_the_law_that_changed_between(library: Library) -> None:
    before, after = date(2026, 6, 1), date(2026, 11, 22)
    case = find_case("takeaway", library)
    found = {}
    for day in (before, after):
        with open_recommender(library, day) as opened:
            found[day] = {one.tactic.id: one for one in opened.recommend(case).tactics}
    began = {one.id for one in library.provisions if one.in_force.from_ and before < one.in_force.from_ <= after}
    began |= {one.id for one in library.provisions if one.in_force.to and before <= one.in_force.to < after}
    differs = {name for name, one in found[after].items() if one.outcome != found[before][name].outcome}
    assert differs == {"corporate-liability-charge"}
    for name, one in found[after].items():
        changed = {law.provision for law in {*one.law} ^ {*found[before][name].law}}
        assert changed <= began, name
        if name in differs:
            assert changed, name


# -- recommend --json -----------------------------------------------------------------------------------------------


def test_json_has_exactly_the_shape_that_is_promised(told: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(RECOMMENDATION)
    faults = [
        f"{fault.json_path}: {fault.message[:200]}" for fault in Draft202012Validator(RECOMMENDATION).iter_errors(told)
    ]
    assert faults == []


def test_json_lists_every_active_tactic_once(told: dict[str, Any], library: Library) -> None:
    assert sorted(one["id"] for one in told["tactics"]) == [one.id for one in library.active]


def test_json_says_what_it_is_about(told: dict[str, Any], library: Library) -> None:
    assert told["case"] in CASES
    assert told["as_of"] == DAY.isoformat()
    assert told["library"] == {"version": library.version, "digest": library.digest, "overlays": []}


@pytest.mark.skipif(
    find_spec("durable") is None, reason="durable_rules is not installed here, so the referee answers alone"
)
def test_both_engines_answer_and_agree(told: dict[str, Any]) -> None:
    assert told["engine"] == {"durable": "2.0.28", "agreed": True}


def test_every_certain_tactic_has_a_reason_with_facts(told: dict[str, Any], library: Library) -> None:
    certain = [one for one in told["tactics"] if one["outcome"] == "certain"]
    without = {one["id"] for one in certain if not any(reason["facts"] for reason in one["reasons"])}
    # What belongs in every plan rests on no fact, and says so.
    assert without == {one.id for one in library.active if one.always}
    assert [one["id"] for one in certain if not one["reasons"]] == []
    assert [one["id"] for one in certain if one["questions"]] == []


def test_every_possible_tactic_has_a_question(told: dict[str, Any]) -> None:
    assert [one["id"] for one in told["tactics"] if one["outcome"] == "possible" and not one["questions"]] == []


def test_every_ruled_out_tactic_says_what_rules_it_out_and_lists_nobody(told: dict[str, Any]) -> None:
    out = [one for one in told["tactics"] if one["outcome"] == "ruled_out"]
    assert [one["id"] for one in out if not one["reasons"] or one["subjects"] or one["questions"]] == []


def test_every_blocked_tactic_says_what_blocks_it(told: dict[str, Any]) -> None:
    blocked = [one for one in told["tactics"] if one["outcome"] == "blocked"]
    assert blocked
    assert [one["id"] for one in blocked if not any(g["level"] == "block" for g in one["guardrails"])] == []


def test_every_tactic_has_its_own_rank_and_stands_in_that_order(told: dict[str, Any]) -> None:
    assert [one["rank"] for one in told["tactics"]] == list(range(1, len(told["tactics"]) + 1))


def test_duties_come_first_then_choices_then_what_is_ruled_out_and_blocked_last(
    told: dict[str, Any], library: Library
) -> None:
    def place(one: dict[str, Any]) -> tuple[int, bool, bool]:
        usable = one["outcome"] in ("certain", "possible")
        standing = 0 if usable else ("ruled_out", "blocked").index(one["outcome"]) + 1
        duty = library.tactics[one["id"]].duty
        return standing, not duty, usable and not duty and one["outcome"] != "certain"

    places = [place(one) for one in told["tactics"]]
    assert places == sorted(places)


def test_the_summary_counts_what_is_listed(told: dict[str, Any]) -> None:
    for outcome in OUTCOMES:
        assert told["summary"][outcome] == sum(one["outcome"] == outcome for one in told["tactics"])
        for pillar in PILLARS:
            listed = sum(one["outcome"] == outcome and one["pillar"] == pillar for one in told["tactics"])
            assert told["summary"]["by_pillar"][pillar][outcome] == listed


def test_a_subject_is_one_of_the_case_and_is_named_as_the_case_names_it(found: Recommendation) -> None:
    labels = {f"{c}/{one.id}": one.label for c, members in found.profile.members.items() for one in members}
    named = {(subject.ref, subject.label) for one in found.tactics for subject in one.subjects}
    assert named
    assert named <= set(labels.items())


def test_a_tactic_is_as_sure_as_the_surest_of_those_it_is_for(found: Recommendation) -> None:
    sure = {one.tactic.id: one.outcome for one in found.tactics if one.tactic.on and one.offered and one.subjects}
    best = {one: found.get(one).subjects[0].outcome for one in sure}
    assert sure
    assert best == sure

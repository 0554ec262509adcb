"""Nobody is pursued for what they are: no protected characteristic is asked for, no sensitive fact read without a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from planner.application.recommending import ORDER_KEYS
from planner.domain.library import Library

GANG = "tactics_catalogue/pursue/behaviour/gang-injunction.yaml"
VOCABULARY = "tactics_catalogue/vocabulary.yaml"
Run = Callable[..., Any]
FACT = """- id: {id}
  scope: people
  heading: people
  type: yes_no
  question: {question}
  says: it is so
  says_not: it is not so
  partner_wording: Is it so, as far as you know?
  holders: [HMRC]
  matters: It should never be asked, and here it is.
"""


def told(run: Run, copy: Any, rule: str) -> list[str]:
    _, out, _ = run(["check", "--json", copy.root])
    return [one["text"] for one in json.loads(out)["faults"] if one["rule"] == rule and one["severity"] == "error"]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("ethnicity_known", "What is known of this person?"),
        ("goes_there", "Does this person attend a Muslim place of worship?"),
        ("papers", "What is the nationality of this person?"),
        ("unwell", "Does this person have a disability?"),
    ],
)
def test_a_fact_that_asks_for_a_protected_characteristic_is_an_error(
    run: Run, shipped_copy: Any, name: str, question: str
) -> None:
    shipped_copy.add(VOCABULARY, FACT.format(id=name, question=question))
    assert any(
        "asks for a protected characteristic" in one for one in told(run, shipped_copy, "protected-characteristic")
    )


def test_the_shipped_vocabulary_asks_for_none(run: Run, shipped_copy: Any) -> None:
    assert told(run, shipped_copy, "protected-characteristic") == []
    assert told(run, shipped_copy, "sensitive-fact") == []


def test_a_pursue_entry_that_reads_a_sensitive_fact_says_why(run: Run, shipped_copy: Any) -> None:
    text = shipped_copy.text(GANG)
    start = text.index("eligibility:")
    shipped_copy.write(GANG, text[:start] + text[text.index("\n", text.index("people.age_band:", start)) + 1 :])
    assert told(run, shipped_copy, "sensitive-fact") == [
        "a Pursue entry reads 'people.age_band', a safeguarding fact, and does not say why."
    ]


def test_an_explanation_of_a_fact_the_entry_does_not_read_is_an_error(run: Run, shipped_copy: Any) -> None:
    shipped_copy.change(GANG, "eligibility:\n", "eligibility:\n  people.care_needs: There is no such need here.\n")
    (what,) = told(run, shipped_copy, "sensitive-fact")
    assert "'people.care_needs'" in what


def test_no_key_of_the_order_reads_a_fact_about_a_person(library: Library) -> None:
    """The order rests on the entry and on counts alone; what counts for it is held in ORDER_KEYS and nowhere else."""
    assert {key.id for key in library.order} <= set(ORDER_KEYS)
    sensitive = {fact.id for fact in library.facts if fact.safeguarding}
    assert not sensitive & set(ORDER_KEYS)


def test_a_sensitive_fact_never_lifts_a_pursue_tactic_in_the_order(library: Library) -> None:
    """The same case with and without a child at home, care needs, dependence or no permission to stay: no Pursue tactic rises."""
    from datetime import date

    from planner.application.assuming import assume
    from planner.application.cases import find_case
    from planner.application.recommending import open_recommender

    case = find_case("smith-ocg", library)
    person = case.members["people"][0].id
    with open_recommender(library, date(2026, 7, 13)) as recommender:
        before = {one.tactic.id: one for one in recommender.recommend(case).tactics}
        for fact, value in (
            ("child_at_home", "yes"),
            ("care_needs", "yes"),
            ("substance_dependence", "yes"),
            ("immigration_permission", "no_permission"),
        ):
            after = recommender.recommend(assume(case, [f"people/{person}.{fact}={value}"], library))
            for one in after.tactics:
                if one.tactic.pillar == "pursue" and not one.tactic.eligibility:
                    was = before[one.tactic.id]
                    assert (one.outcome, one.fit) == (was.outcome, was.fit), (fact, one.tactic.id)
                    assert one.order["answers"] >= was.order["answers"], (fact, one.tactic.id)

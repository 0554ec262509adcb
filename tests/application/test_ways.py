"""Ways into a tactic and out of it: every single fact that would take it away is named, of the people it is used on as well."""

from __future__ import annotations

from planner.application.cases import find_case
from planner.application.explaining import explain
from planner.application.recommending import Recommender
from planner.application.ways import ways


def test_that_somebody_is_exploited_or_a_child_takes_away_what_pursues_them(recommender: Recommender) -> None:
    case = find_case("smith-ocg", recommender.library)
    charge, _ = explain(recommender, case, "money-laundering-charge")
    away = {one.assumption for one in ways(recommender, case, charge.result).removals}
    assert {"people/p2.exploited=yes", "people/p2.role=peripheral", "people/p2.evidence_in_hand=absent"} <= away
    assert any(one.startswith("people/p2.age_band=") for one in away)

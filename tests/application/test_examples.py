"""What the planning rules put forward for a case, chosen by its facts."""

from __future__ import annotations

from planner.application.cases import find_case
from planner.application.examples import SIDES, Examples
from planner.application.recommending import Recommender


def test_examples_follow_the_facts(recommender: Recommender) -> None:
    known = Examples(recommender, find_case("smith-ocg", recommender.library))
    assert known.visions()
    assert len(known.objectives("pursue")) > 2
    assert known.leads("prevent")
    assert known.aims("overall")
    assert not set(known.aims("overall")) & set(known.aims("pursue"))


def test_both_columns_of_reasons_have_short_names_of_their_own(recommender: Recommender) -> None:
    reasons = Examples(recommender, find_case("smith-ocg", recommender.library)).trajectory_reasons()
    for side in SIDES:
        labels = [one.label for one in reasons if one.reason_for == side]
        assert len(labels) == len(set(labels)) == 8
    assert next(one for one in reasons if one.id == "disrupt-civil-powers").label == "Civil powers"

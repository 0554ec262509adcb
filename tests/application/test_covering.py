"""The menu counted, and its gaps: each explained, or told."""

from __future__ import annotations

from datetime import date

from planner.application.covering import cover
from planner.domain.menu import ExplainedGap
from tests.engine.making import build, guardrail, indicator, tactic

DAY = date(2026, 11, 22)


def test_entries_are_counted_by_p_heading_and_phase() -> None:
    made = build(
        [
            tactic("one", {"group.a": True}, pillar="pursue", heading="travel", phases=["clear", "hold"]),
            tactic("two", {"group.a": True}, pillar="prevent", level="primary", phases=["build"]),
            tactic("three", {"group.b": True}, lead_agency="Council"),
        ]
    )
    found = cover(made, DAY)
    assert found.entries == 3
    assert found.cells == {
        ("pursue", "travel", "clear"): 1, ("pursue", "travel", "hold"): 1, ("prevent", "primary", "build"): 1,
        ("protect", "any", "clear"): 1,
    }  # fmt: skip
    assert found.agencies == {"Police": 2, "Council": 1}
    assert (found.facts["group.a"], found.facts["group.b"], found.facts["group.c"]) == (2, 1, 0)


def test_a_fact_read_through_an_indicator_counts() -> None:
    made = build([tactic("one", {"indicator": "rich"})], indicators=[indicator("rich", {"group.c": True})])
    assert cover(made, DAY).facts["group.c"] == 1


def test_a_fact_nobody_reads_is_a_gap_and_one_a_rule_reads_is_not() -> None:
    guards = [guardrail("g", {"group.b": True}), guardrail("h", {"convicted": True}, about="people")]
    made = build([tactic("one", {"group.a": True})], guardrails=guards)
    gaps = {gap.id for gap in cover(made, DAY).gaps}
    assert "facts/group.c" in gaps
    assert not {"facts/group.a", "facts/group.b", "facts/people.convicted", "facts/plan.actions"} & gaps


def test_a_gap_carries_its_explanation_and_an_explanation_of_none_is_told() -> None:
    explained = (
        ExplainedGap(id="pursue/travel/build", because="Travel powers end before Build."),
        ExplainedGap(id="protect/clear", because="There is in fact an entry for it."),
    )
    made = build([tactic("one", {"group.a": True})]).model_copy(update={"gaps": explained})
    found = cover(made, DAY)
    assert {gap.id: gap.because for gap in found.gaps}["pursue/travel/build"] == "Travel powers end before Build."
    assert any(not gap.because for gap in found.gaps)
    assert found.unused == ("protect/clear",)


def test_an_entry_is_past_review_from_the_day_after_it_is_due() -> None:
    made = build(
        [
            tactic("old", {"group.a": True}, review_by="2026-11-21"),
            tactic("due", {"group.a": True}, review_by="2026-11-22"),
        ]
    )
    assert [one.id for one in cover(made, DAY).past_review] == ["old"]

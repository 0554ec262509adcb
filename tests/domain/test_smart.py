"""Objectives weighed word by word: what is found, what comes close and is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.decisions import Decision
from planner.domain.smart import assigned, counts, measurable, realistic, specific, tells

SET_ON = date(2026, 7, 13)


def objective(**fields: object) -> Decision:
    return Decision.model_validate({"kind": "objective", "pillar": "pursue", **fields})


@pytest.mark.parametrize(
    "measure",
    [
        "14 cars", "£2,000", "30%", "number of calls", "how many came back", "robberies per month", "the volume seized", "halved by June",
        "a fall in thefts", "hours on patrol", "one arrest or none", "no needles on the stairs", "thefts of vans: none",
    ],
)  # fmt: skip
def test_a_number_or_how_many_counts(measure: str) -> None:
    assert counts(measure)


@pytest.mark.parametrize(
    "measure",
    [
        "residents feel safe", "", "no one feels afraid", "better feedback", "progress made", "none", "no measure yet", "traders no longer pay",
        "neighbours greet one another",
    ],
)  # fmt: skip
def test_what_is_no_number_does_not_count(measure: str) -> None:
    assert not counts(measure)


@pytest.mark.parametrize(
    "measure",
    [
        "residents feel safer", "what Wren says", "a survey of traders", "interviews with parents", "trust in the police", "needles seen",
        "told in their own words", "case studies", "confidence of witnesses",
    ],
)  # fmt: skip
def test_what_is_heard_felt_or_seen_tells(measure: str) -> None:
    assert tells(measure)


@pytest.mark.parametrize(
    "measure", ["14 cars", "number of visits", "", "arrests per month", "kilos seized", "value of accounts frozen"]
)
def test_what_is_only_counted_does_not_tell(measure: str) -> None:
    assert not tells(measure)


def test_a_measure_may_count_and_tell() -> None:
    assert counts("40% of residents feel safe")
    assert tells("40% of residents feel safe")


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("Bring robberies on Market Street down", True), ("Keep Sam at school", False), ("Keep Sam at his school", True),
        ("Disrupt the group in and around the town", False), ("DISRUPT THE OCG in and around town", False),
        ("Disrupt the groups' supply of vans to Leeds", True), ("Work with partners to make the street better", False),
        ("Raise awareness among the traders of Market Street", False), ("Visit each trader as appropriate in the autumn", False),
        ("Reduce crime in the whole of the county", False), ("Reduce crimes of robbery at the Elm estate", True),
    ],
)  # fmt: skip
def test_an_objective_is_specific_or_could_stand_in_any_plan(text: str, fine: bool) -> None:
    assert specific(objective(text=text)) is fine


@pytest.mark.parametrize(
    ("measure", "fine"), [("14 cars", True), ("residents say so", True), ("progress made", False), ("", False)]
)
def test_an_objective_can_be_measured_by_counting_or_by_asking(measure: str, fine: bool) -> None:
    assert measurable(objective(text="x", measure=measure)) is fine


@pytest.mark.parametrize(
    ("owner", "fine"),
    [
        ("DI Green", True), ("The council", True), ("", False), ("  ", False), ("All partners", False), ("the team.", False),
        ("Everyone", False), ("The teaching team", True),
    ],
)  # fmt: skip
def test_an_objective_belongs_to_somebody(owner: str, fine: bool) -> None:
    assert assigned(objective(text="x", owner=owner)) is fine


@pytest.mark.parametrize(
    ("text", "due", "fine"),
    [
        ("Bring robberies below ten", date(2026, 12, 1), True), ("Eradicate robbery", date(2026, 12, 1), False),
        ("Stop all dealers", date(2026, 12, 1), False), ("Completely end robbery", date(2026, 12, 1), False),
        ("All residents of the block are asked", date(2026, 12, 1), True), ("100 per cent of robberies solved", date(2026, 12, 1), False),
        ("Cut robberies by 100%", date(2026, 12, 1), False), ("100% of victims on the list phoned within two days", date(2026, 12, 1), True),
        ("100 robberies looked at again", date(2026, 12, 1), True), ("Bring robberies below ten", SET_ON, False),
        ("Bring robberies below ten", date(2026, 7, 14), True), ("Bring robberies below ten", date(2028, 7, 12), True),
        ("Bring robberies below ten", date(2028, 7, 13), False), ("Bring robberies below ten", None, True),
    ],
)  # fmt: skip
def test_an_objective_can_be_reached_in_the_time_there_is(text: str, due: date | None, fine: bool) -> None:
    assert realistic(objective(text=text, due=due), SET_ON) is fine


def test_a_measure_may_look_at_all_there_are() -> None:
    """What is measured is no promise: only what is aimed at can be all or nothing."""
    aimed = objective(text="Bring Sam's friends into a mentoring scheme", measure="all members of the scheme are asked")
    assert realistic(aimed, SET_ON)

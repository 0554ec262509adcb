"""What is counted in the record of a plan, and at which entries: each count with what comes close to it."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.plan import PlanFacts, Spot
from planner.domain.plan_gaps import record_counts
from planner.domain.profile import Profile
from tests.features.record_notes import Pages
from tests.good_plan import GONE, LATER, SOON, TODAY

IDEA: dict[str, Any] = {"pillar": "prevent", "text": "Evening football"}


@pytest.fixture
def pages() -> Pages:
    started = Pages()
    started.open()
    return started


def counted(pages: Pages) -> PlanFacts:
    return PlanFacts(record_counts(pages.book, TODAY))


def at(pages: Pages, name: str) -> list[int]:
    return [spot.number for spot in counted(pages).at(name)]


GIVEN = [
    ("unowned_count", {"owner": "HMRC"}),
    ("undated_count", {"due": SOON}),
    ("unauthorised_count", {"authority": "inspector"}),
    ("unmeasured_count", {"measure": "12 evenings"}),
    ("purposeless_count", {"objective": "a calmer street"}),
]


@pytest.mark.parametrize(("name", "given"), GIVEN)
def test_what_an_intervention_does_not_say_is_counted_at_its_entry(
    pages: Pages, name: str, given: dict[str, Any]
) -> None:
    without = pages.decide("intervention", **IDEA)
    pages.decide("intervention", **IDEA, **given)
    assert at(pages, name) == [without]
    assert counted(pages).values()[name] == 1


@pytest.mark.parametrize(("name", "given"), GIVEN)
@pytest.mark.parametrize("state", ["done", "not_done", "handed_over"])
def test_what_is_over_need_not_say_it(pages: Pages, name: str, given: dict[str, Any], state: str) -> None:
    number = pages.decide("intervention", **IDEA)
    pages.decide("progress", target=number, state=state)
    assert at(pages, name) == []


def test_an_intervention_chosen_anew_is_counted_by_the_number_it_was_first_given(pages: Pages) -> None:
    first = pages.decide("select", tactic="cash-seizure", pillar="pursue")
    pages.decide("select", tactic="cash-seizure", pillar="pursue", owner="HMRC", supersedes=first)
    assert at(pages, "unowned_count") == []
    assert at(pages, "undated_count") == [first]


def test_days_gone_by_are_counted_wherever_there_is_a_day(pages: Pages) -> None:
    late = [
        pages.decide("intervention", **IDEA, due=GONE),
        pages.decide("objective", pillar="pursue", text="x", due=GONE),
        pages.decide("collection", text="x", due=GONE),
    ]
    for day in (TODAY, LATER):
        pages.decide("intervention", **IDEA, due=day)
    assert at(pages, "overdue_count") == late


@pytest.mark.parametrize(("state", "late"), [("under_way", True), ("done", False), ("not_done", False)])
def test_an_objective_is_late_until_it_is_met_or_given_up(pages: Pages, state: str, late: bool) -> None:
    number = pages.decide("objective", pillar="pursue", text="x", due=GONE)
    pages.decide("progress", target=number, state=state)
    assert at(pages, "overdue_count") == ([number] if late else [])


def test_an_objective_met_stays_met_when_it_is_worded_anew(pages: Pages) -> None:
    number = pages.decide("objective", pillar="pursue", text="x", due=GONE)
    pages.decide("progress", target=number, state="done")
    pages.decide("objective", pillar="pursue", text="y", due=GONE, supersedes=number)
    assert at(pages, "overdue_count") == []


@pytest.mark.parametrize(("fact", "late"), [("group.feud_active", False), ("group.violence_used", True), ("", True)])
def test_a_line_of_the_collection_plan_is_late_until_a_response_to_the_same_fact(
    pages: Pages, fact: str, late: bool
) -> None:
    number = pages.decide("collection", text="x", due=GONE, fact="group.feud_active")
    unasked = pages.decide("collection", text="y", due=GONE)
    pages.decide("response", text="z", fact=fact)
    assert at(pages, "overdue_count") == [*([number] if late else []), unasked]


@pytest.mark.parametrize(
    ("measures", "found"),
    [(["officers say so"], 1), (["officers say so", "14 cars"], 0), ([], 0), (["", "officers say so"], 1)],
)
def test_pursue_wants_one_number_at_least(pages: Pages, measures: list[str], found: int) -> None:
    for measure in measures:
        pages.decide("intervention", pillar="pursue", text="A search", measure=measure)
    assert len(at(pages, "uncounted_pursue_count")) == found


def test_an_objective_may_bring_the_number_that_pursue_wants(pages: Pages) -> None:
    pages.decide("intervention", pillar="pursue", text="A search", measure="officers say so")
    pages.decide("objective", pillar="pursue", text="x", measure="14 cars")
    assert at(pages, "uncounted_pursue_count") == []


@pytest.mark.parametrize("pillar", ["prevent", "protect", "prepare"])
def test_the_other_ps_want_somebody_asked(pages: Pages, pillar: str) -> None:
    number = pages.decide("intervention", pillar=pillar, text="A visit", measure="14 visits")
    assert at(pages, "untold_count") == [number]
    pages.decide("intervention", pillar=pillar, text="A talk", measure="what parents say")
    assert at(pages, "untold_count") == []


def test_a_nominal_in_focus_wants_an_intervention(pages: Pages) -> None:
    number = pages.decide("focus", ref="people/p1")
    assert counted(pages).at("unserved_focus_count") == (Spot(number, "people/p1"),)
    aimed = pages.decide("intervention", **IDEA, on=("people/p1",))
    assert at(pages, "unserved_focus_count") == []
    pages.decide("progress", target=aimed, state="not_done")
    assert at(pages, "unserved_focus_count") == [number]


@pytest.mark.parametrize(
    ("earlier", "later", "copied"),
    [
        ("He holds the phone.", "He holds the phone.", True), ("He holds the phone.", "HE HOLDS THE PHONE", True),
        ("He holds the phone.", "He  holds, the phone!", True), ("He holds the phone.", "He held the phone.", False),
        ("He holds the phone.", "She holds the phone.", False), ("", "", False), ("...", "!!!", False),
    ],
)  # fmt: skip
def test_a_reason_given_twice_is_a_copy_whatever_its_signs(
    pages: Pages, earlier: str, later: str, copied: bool
) -> None:
    first = pages.decide("vision", text="x", because=earlier)
    second = pages.decide("protocol", text="y", because=later)
    expected = (Spot(second, note=f"same words as entry {first}"),) if copied else ()
    assert counted(pages).at("copied_reason_count") == expected


def test_a_reason_kept_when_a_decision_is_made_anew_is_no_copy(pages: Pages) -> None:
    first = pages.decide("vision", text="x")
    pages.decide("vision", text="y", supersedes=first)
    assert at(pages, "copied_reason_count") == []


@pytest.mark.parametrize("kind", ["progress", "review", "debrief"])
def test_what_came_of_a_thing_may_be_said_twice_in_the_same_words(pages: Pages, kind: str) -> None:
    target = pages.decide("intervention", **IDEA, because="Wren asked for it.")
    parts = {"target": target, "state": "under_way"} if kind == "progress" else {"text": "x"}
    pages.decide(kind, **parts)
    pages.decide(kind, **parts)
    assert at(pages, "copied_reason_count") == []


@pytest.mark.parametrize(
    ("phases", "lacking"),
    [
        ([("clear", "ready")], "Hold and Build not ready"), ([("clear", "entered"), ("hold", "ready")], "Build not ready"),
        ([("clear", "ready"), ("hold", "ready"), ("build", "ready")], ""), ([("hold", "ready")], ""), ([("clear", "left")], ""),
        ([("clear", "ready"), ("hold", "entered"), ("build", "entered")], ""),
        ([("clear", "ready"), ("hold", "planned"), ("build", "left")], "Hold and Build not ready"),
    ],
)  # fmt: skip
def test_clear_wants_hold_and_build_ready(pages: Pages, phases: list[tuple[str, str]], lacking: str) -> None:
    for phase, state in phases:
        pages.decide("phase", phase=phase, state=state)
    assert [spot.note for spot in counted(pages).at("early_clear_count")] == ([lacking] if lacking else [])


def test_both_assessments_of_rights_are_wanted(pages: Pages) -> None:
    pages.decide("assessment", form="risk", text="x")
    assert [spot.note for spot in counted(pages).at("rights_missing_count")] == [
        "the equality assessment",
        "the human rights assessment",
    ]
    pages.decide("assessment", form="equality", text="x")
    pages.decide("assessment", form="human_rights", text="x")
    assert counted(pages).at("rights_missing_count") == ()


@pytest.mark.parametrize(
    ("kind", "by", "moderated"),
    [("live", "Supt Hall", True), ("live", "DI Green", False), ("training", "DI Green", True)],
)
def test_nobody_moderates_their_own_disruption_where_it_is_proved_who_writes(
    kind: Any, by: str, moderated: bool
) -> None:
    pages = Pages()
    pages.open(Profile(case="example", kind=kind, nation="england"))
    number = pages.decide("disruption", pillar="pursue", level="minor", event="Two cars")
    pages.author = by
    pages.decide("moderate", target=number, level="none")
    assert at(pages, "unmoderated_count") == ([] if moderated else [number])


def test_a_disruption_written_anew_is_moderated_anew(pages: Pages) -> None:
    first = pages.decide("disruption", pillar="pursue", level="minor", event="Two cars")
    pages.decide("moderate", target=first, level="none")
    second = pages.decide("disruption", pillar="pursue", level="minor", event="Three cars", supersedes=first)
    assert at(pages, "unmoderated_count") == [second]


def test_one_officer_leads_the_plan_as_a_whole(pages: Pages) -> None:
    pages.decide("lead", pillar="pursue", name="DS Khan")
    assert counted(pages).values()["lro_named"] is False
    pages.decide("lead", pillar="overall", name="DI Green")
    assert counted(pages).values()["lro_named"] is True


@pytest.mark.parametrize(
    ("kind", "name", "parts"),
    [
        ("exit", "exit_recorded", {"text": "x"}),
        ("close", "closed", {"to": "x"}),
        ("debrief", "debriefed", {"text": "x"}),
    ],
)
def test_what_ends_a_plan_is_there_until_it_is_taken_back(
    pages: Pages, kind: str, name: str, parts: dict[str, str]
) -> None:
    assert counted(pages).values()[name] is False
    number = pages.decide(kind, **parts)
    assert counted(pages).values()[name] is True
    pages.decide("withdraw", target=number, supersedes=number)
    assert counted(pages).values()[name] is False

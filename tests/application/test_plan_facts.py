"""A plan laid against the recommendation, the library and the calendar: what is counted, what comes close, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from planner.application.plan_facts import plan_facts
from planner.application.recommending import Recommender
from planner.domain.library import Library
from planner.domain.plan import Intervention, Plan, PlanFacts
from tests.features.record_notes import few
from tests.good_plan import MENU, SOON, TODAY, Planned, Reports

Facts = Callable[[Planned], PlanFacts]
IDEA: dict[str, Any] = {"pillar": "protect", "text": "Door locks", "owner": "The council", "due": SOON}


@pytest.fixture(scope="module")
def shelf(library: Library) -> Library:
    return few(library, MENU)


@pytest.fixture(scope="module")
def recommender(shelf: Library) -> Iterator[Recommender]:
    made = Recommender(shelf, TODAY)
    yield made
    made.close()


@pytest.fixture
def facts(recommender: Recommender, shelf: Library) -> Facts:
    """What is counted of a plan as it is written."""

    def facts(plan: Planned) -> PlanFacts:
        book = plan.pages(shelf).book
        found = recommender.recommend(book.profile)
        return plan_facts(book.profile, book, found, shelf, TODAY, shelf.facts_behind)

    return facts


def count(found: PlanFacts, name: str) -> int:
    return int(found.values()[name])


def report(on: str, *, grade: str = "2B", value: Any = 4000) -> dict[str, Any]:
    return {"value": value, "grade": grade, "on": on}


@pytest.mark.parametrize(
    ("reports", "stale"),
    [
        ([report("2025-07-13")], 0), ([report("2025-07-12")], 1), ([report("2024-01-01"), report("2026-06-01")], 0),
        ([report("2024-01-01"), report("2024-02-01")], 1),
    ],
)  # fmt: skip
def test_a_fact_is_old_after_a_year_by_its_latest_report(
    facts: Facts, reports: list[dict[str, Any]], stale: int
) -> None:
    found = facts(Planned().fact("group", cash_found=Reports(reports)))
    assert count(found, "stale_count") == stale
    assert all("group.cash_found of 20" in spot.note for spot in found.at("stale_count"))


def test_an_old_report_that_something_is_not_there_troubles_nobody(facts: Facts) -> None:
    plan = Planned().fact("group", dependent_users=Reports([{"absent": True, "grade": "2B", "on": "2020-01-01"}]))
    assert count(facts(plan), "stale_count") == 0


def test_facts_about_others_than_those_aimed_at_do_not_count_as_old(facts: Facts) -> None:
    """The mentor is for Wren; that Kit wanted out years ago changes nothing."""
    plan = Planned().fact("people/kit", role="peripheral", wants_exit=Reports([report("2019-01-01", value=True)]))
    assert count(facts(plan), "stale_count") == 0


@pytest.mark.parametrize(("grade", "weak"), [("2B", 0), ("3D", 1), ("3E", 1)])
def test_a_fact_too_weak_to_count_is_found_under_what_waits_for_it(facts: Facts, grade: str, weak: int) -> None:
    plan = Planned().fact("group", suspect_account_balance=Reports([report("2026-06-01", grade=grade)]))
    plan.add("freeze", "select", tactic="account-freezing", pillar="pursue", owner="DS Khan", due=SOON)
    found = facts(plan)
    assert count(found, "weak_count") == weak
    assert [spot.number for spot in found.at("weak_count")] == [plan.numbers["freeze"]] * weak


@pytest.mark.parametrize(
    ("asked", "covered"),
    [
        ({"text": "What is in it", "drives": "account-freezing"}, True),
        ({"text": "What is in it", "drives": "Account freezing and forfeiture order"}, True),
        ({"text": "The largest balance in any account of theirs", "drives": ""}, True),
        ({"text": "Ask the bank", "fact": "group.suspect_account_balance"}, True),
        ({"text": "Ask the bank", "fact": "group.violence_used"}, False),
        ({"text": "Who keeps the van", "drives": "a stop of the van"}, False),
        ({"text": "Account of the evening by the door staff", "drives": ""}, False),
    ],
)
def test_a_requirement_covers_the_gap_it_names(facts: Facts, asked: dict[str, str], covered: bool) -> None:
    plan = Planned().add("freeze", "select", tactic="account-freezing", pillar="pursue", owner="DS Khan", due=SOON)
    plan.add("ask", "requirement", **asked)
    assert count(facts(plan), "unrequired_gap_count") == int(not covered)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Strategy meeting for Sam", 1), ("Safeguarding visit", 1), ("NRM form for Sam", 1), ("Door locks", 0), ("Welfare visits each week", 1),
        ("Check the welfare benefit claims of the runners", 0), ("Meeting of partners; no safeguarding needed here", 0),
        ("Talks without any need for safeguarding", 0), ("Safeguarding is not needed", 0), ("No more waiting: a welfare check on Sam", 1),
    ],
)  # fmt: skip
def test_an_idea_of_the_officers_own_may_keep_somebody_safe(facts: Facts, text: str, safe: int) -> None:
    plan = Planned().change("referral", kind="reject").change("slavery", kind="reject").change("mentor", kind="reject")
    assert count(facts(plan.add("own", "intervention", **{**IDEA, "text": text})), "safeguarding_count") == safe


def test_nobody_is_kept_safe_under_pursue_by_an_idea_of_the_officers_own(facts: Facts) -> None:
    plan = Planned().change("referral", kind="reject").change("slavery", kind="reject").change("mentor", kind="reject")
    plan.add("own", "intervention", **{**IDEA, "pillar": "pursue", "text": "Welfare checks at the gym"})
    assert count(facts(plan), "safeguarding_count") == 0


@pytest.mark.parametrize(
    ("own", "held"),
    [
        ({"on": ("places/market",)}, True), ({"on": ("people/wren",)}, False), ({"on": ("places/market",), "owner": " "}, False),
        ({"on": ("places/market",), "due": None}, False), ({"on": ("places/market",), "phase": "build"}, False),
    ],
)  # fmt: skip
def test_work_of_the_officers_own_holds_at_a_place_with_an_owner_and_a_day(
    facts: Facts, own: dict[str, Any], held: bool
) -> None:
    plan = Planned().change("watch", kind="reject").change("patrol", kind="reject").change("cafe", kind="reject")
    plan.change("mentor", phase=None).add("own", "intervention", **{**IDEA, "phase": "hold", **own})
    assert (count(facts(plan), "unheld_removal_count") == 0) is held


def test_a_tactic_holds_only_where_the_menu_has_it_for_hold(facts: Facts) -> None:
    """An offence is charged in Clear: to call that Hold holds nothing."""
    plan = Planned().change("watch", kind="reject").change("patrol", kind="reject").change("cafe", kind="reject")
    plan.change("mentor", phase=None).add(
        "charge", "select", tactic="home-takeover-offence", pillar="pursue", phase="hold", owner="DS Khan", due=SOON
    )
    assert count(facts(plan), "unheld_removal_count") == 2


@pytest.mark.parametrize(
    ("partner", "shared", "unbased"),
    [
        ("The fire service", {}, 1), ("the  COUNCIL", {}, 0), ("Probation", {"agency": "probation", "state": "yes", "basis": "the 2007 Act"}, 0),
        ("Probation", {"agency": "The probation service", "state": "no"}, 0), ("Probation", {"agency": "Housing", "state": "no"}, 1),
    ],
)  # fmt: skip
def test_each_agency_that_leads_has_a_decision_on_sharing_with_it(
    facts: Facts, partner: str, shared: dict[str, Any], unbased: int
) -> None:
    plan = Planned().add("also", "partner", agency=partner, text="a part of it")
    if shared:
        plan.add("decided", "share", **shared)
    found = facts(plan)
    assert [spot.number for spot in found.at("unbased_sharing_count")] == [plan.numbers["also"]] * unbased
    assert count(facts(plan.fact("group", sharing_agreement=True)), "unbased_sharing_count") == 0


@pytest.mark.parametrize(("pillar", "aimless"), [("pursue", 1), ("prevent", 0), ("protect", 0), ("prepare", 0)])
def test_only_under_pursue_is_an_idea_of_the_officers_own_aimed_at_somebody(
    facts: Facts, pillar: str, aimless: int
) -> None:
    meetings = {**IDEA, "pillar": pillar, "text": "Residents' meetings every month on the estate, with housing"}
    assert count(facts(Planned().add("own", "intervention", **meetings)), "untargeted_count") == aimless


@pytest.mark.parametrize(("answer", "asked"), [("yes", False), ("no", True), ("not_yet", True), (None, True)])
def test_only_an_sio_who_was_consulted_settles_it(facts: Facts, answer: str | None, asked: bool) -> None:
    found = facts(Planned().fact("group", sio_consulted=answer))
    assert (count(found, "unanswered_overt_count") > 0) is asked


def test_visible_action_may_be_known_of_before_it_is_in_the_plan(facts: Facts) -> None:
    plan = Planned().fact("group", sio_consulted=None, overt_action_planned=True)
    for name in ("cash", "recall", "cafe", "patrol"):
        plan.change(name, kind="reject")
    assert [spot.ref for spot in facts(plan).at("unanswered_overt_count")] == ["group.overt_action_planned"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            {
                "watch": {"kind": "reject"},
                "patrol": {"kind": "reject"},
                "cafe": {"kind": "reject"},
                "mentor": {"phase": None},
            },
            True,
        ),
        ({"patrol": {"kind": "reject"}, "cafe": {"kind": "reject"}, "mentor": {"phase": None}}, False),
        ({"watch": {"kind": "reject"}, "patrol": {"kind": "reject"}, "cafe": {"kind": "reject"}}, False),
        (
            {
                "watch": {"kind": "reject"},
                "patrol": {"kind": "reject"},
                "cafe": {"kind": "reject"},
                "mentor": {"phase": None},
                "cash": {"phase": "hold"},
            },
            True,
        ),
    ],
)
def test_a_removal_stands_with_one_thing_that_holds(
    facts: Facts, change: dict[str, dict[str, Any]], found: bool
) -> None:
    plan = Planned()
    for name, fields in change.items():
        plan.change(name, **fields)
    spots = facts(plan).at("unheld_removal_count")
    assert {spot.number for spot in spots} == ({plan.numbers["cash"], plan.numbers["recall"]} if found else set())


@pytest.mark.parametrize(
    ("parts", "considered"),
    [
        ({"text": "Ask for a financial investigator"}, True), ({"text": "x", "owner": "The financial investigation team"}, True),
        ({"text": "Ask for an investigator"}, False),
    ],
)  # fmt: skip
def test_a_financial_investigator_asked_for_was_considered(
    facts: Facts, parts: dict[str, str], considered: bool
) -> None:
    plan = Planned().fact("group", financial_investigator=None).add("own", "intervention", **{**IDEA, **parts})
    assert facts(plan).values()["investigator_considered"] is considered


def test_what_a_guardrail_wants_beside_is_named_until_it_is_decided_on(facts: Facts) -> None:
    plan = Planned().fact("group", dependent_users=True)
    spots = facts(plan).at("unmet_guardrail_count")
    assert {spot.number for spot in spots} == {plan.numbers["cash"], plan.numbers["recall"]}
    assert all("Treatment and overdose" in spot.note or "harm" in spot.note for spot in spots)
    assert (
        count(facts(plan.add("users", "defer", tactic="drug-harm-response", until="October")), "unmet_guardrail_count")
        == 0
    )


@pytest.mark.parametrize(
    ("decision", "open_", "rule"),
    [
        ("select", 1, "not_in_force_count"), ("override", 1, "not_in_force_count"), ("reject", 0, "not_in_force_count"),
    ],
)  # fmt: skip
def test_law_not_in_force_is_counted_for_what_is_still_to_be_done(
    facts: Facts, decision: str, open_: int, rule: str
) -> None:
    plan = Planned().add(
        "offence", decision, tactic="home-takeover-offence", pillar="pursue", owner="DS Khan", due=SOON
    )
    assert count(facts(plan), rule) == open_
    plan.add("offence-over", "progress", target="offence", state="not_done")
    assert count(facts(plan), rule) == 0


def test_a_plan_in_a_case_file_is_held_against_the_law_and_nothing_that_only_a_record_tells(
    recommender: Recommender, shelf: Library
) -> None:
    plan = Plan(
        interventions=(
            Intervention(tactic="home-takeover-offence", pillar="pursue"),
            Intervention(tactic="cash-seizure", pillar="pursue"),
        )
    )
    profile = Planned().notes.read(shelf).model_copy(update={"plan": plan})
    found = plan_facts(profile, None, recommender.recommend(profile), shelf, TODAY, shelf.facts_behind)
    assert [spot.tactic for spot in found.at("not_in_force_count")] == ["home-takeover-offence"]
    assert not {"lro_named", "unowned_count", "stale_count", "review_late"} & set(found.values())


@pytest.mark.parametrize(
    ("opened", "closed", "late"),
    [(date(2026, 4, 13), False, False), (date(2026, 4, 12), False, True), (date(2026, 4, 12), True, False)],
)
def test_a_review_is_late_the_day_after_it_was_due_unless_the_case_is_closed(
    recommender: Recommender, shelf: Library, opened: date, closed: bool, late: bool
) -> None:
    plan = Planned()
    if closed:
        plan.add("closed", "close", to="The council")
    pages = plan.pages(shelf)
    first = pages.entries[0]
    when = first.made_at.replace(year=opened.year, month=opened.month, day=opened.day)
    pages.entries[0] = first.model_copy(update={"made_at": when})
    book = pages.book
    found = plan_facts(book.profile, book, recommender.recommend(book.profile), shelf, TODAY, shelf.facts_behind)
    assert found.values()["review_late"] is late

"""Reviewing a stored case: what only its record shows is found where it is, and nothing is found where all is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import Access, new_case
from planner.application.deciding import decide
from planner.application.recommending import Recommender
from planner.application.reviewing import Review, Reviewer
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from tests.features.record_notes import Pages, SetClock, few
from tests.good_plan import GONE, MENU, SOON, TODAY, Planned

Look = Callable[[Pages], Review]
Found = Callable[[Pages], set[str]]
IDEA: dict[str, Any] = {
    "text": "Another idea", "on": ("business/cafe",), "objective": "a calmer street", "measure": "what traders say",
    "authority": "none needed",
}  # fmt: skip


@pytest.fixture(scope="module")
def shelf(library: Library) -> Library:
    return few(library, MENU)


@pytest.fixture(scope="module")
def recommender(shelf: Library) -> Iterator[Recommender]:
    made = Recommender(shelf, TODAY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def look(recommender: Recommender) -> Iterator[Look]:
    """The review of a case as its pages tell it."""
    with Reviewer(recommender) as reviewer:
        yield lambda pages: reviewer.review(pages.book.profile, pages.book)


@pytest.fixture(scope="module")
def found(look: Look) -> Found:
    """Which rules fire on it."""
    return lambda pages: {one.rule.id for one in look(pages).findings}


@pytest.fixture
def whole(shelf: Library) -> Callable[..., Pages]:
    """A record in which nothing is missing, or all of it but some decisions."""

    def whole(*, without: Callable[[dict[str, Any]], bool] = lambda _: False) -> Pages:
        plan = Planned()
        return plan.without(*[name for name, one in plan.written.items() if without(one)]).pages(shelf)

    return whole


Whole = Callable[..., Pages]


def test_nothing_is_found_in_a_whole_record(found: Found, whole: Whole) -> None:
    assert found(whole()) == set()


def test_a_form_takes_every_decision_of_the_good_plan_and_a_reviewer_finds_nothing(
    recommender: Recommender, shelf: Library, tmp_path: Path
) -> None:
    """The case is stored, and made of nothing but decisions as an officer would type them."""
    plan, clock = Planned(), SetClock()
    access = Access(store=str(tmp_path / "training.sqlite"), clock=clock)
    with (
        new_case(access, "oak", "training", plan.notes.read(shelf), shelf) as record,
        Reviewer(recommender) as reviewer,
    ):
        for name in plan.written:
            made, because = plan.decision(name)
            clock.wait(minutes=1)
            plan.numbers[name] = decide(record, recommender, made, Reasons(because)).saved.position
        review = reviewer.review(record.profile, record.book)
    assert review.findings == ()
    assert sum(one.count for one in review.coverage) >= len(record.book.interventions) == 9


def test_what_only_a_record_shows_is_not_judged_without_it(recommender: Recommender, shelf: Library) -> None:
    """The facts alone, as a case file gives them, tell of no officer, exit strategy or financial investigator."""
    with Reviewer(recommender) as reviewer:
        fired = {one.rule.id for one in reviewer.review(Planned().notes.read(shelf)).findings}
    assert fired == {f"{rule}-{pillar}" for rule in ("empty", "no-lead") for pillar in PILLARS}


def test_a_finding_names_the_entries_and_the_people_it_is_about(look: Look, shelf: Library) -> None:
    plan = Planned().change("cash", owner="").change("recall", owner=" ").change("mentor", on=("people/sam",))
    review = look(plan.pages(shelf))
    told = {one.rule.id: one.where for one in review.findings}
    cash, recall, wren = plan.numbers["cash"], plan.numbers["recall"], plan.numbers["focus-wren"]
    assert told["no-owner"] == (
        f"plan.interventions: entry {cash} (Cash seizure, detention and forfeiture); entry {recall} (Recall to custody for breach of licence)"
    )
    assert told["focus-not-served"] == f"plan.nominals: entry {wren} (wren)"
    (one,) = (one for one in review.findings if one.rule.id == "no-owner")
    assert [place.number for place in one.at] == [cash, recall]


def test_a_finding_names_those_known_to_be_at_risk_and_nobody_else(look: Look, shelf: Library) -> None:
    """Whether the principal is exploited is not known: he is not named."""
    plan = Planned().change("mentor", kind="reject").change("referral", kind="reject").change("slavery", kind="reject")
    (one,) = (one for one in look(plan.pages(shelf)).findings if one.rule.id == "nobody-safeguarded")
    assert [place.ref for place in one.at] == ["people/sam"]


def test_a_recommendation_at_hand_is_not_made_again(recommender: Recommender, shelf: Library) -> None:
    """What is given is what the plan is laid against: here, the answer of a day on which nothing was known."""
    pages = Planned().pages(shelf)
    unknowing = recommender.recommend(Planned().notes.read(shelf).model_copy(update={"group": {}, "members": {}}))
    with Reviewer(recommender) as reviewer:
        fired = {one.rule.id for one in reviewer.review(pages.book.profile, pages.book, unknowing).findings}
    assert "gap-without-requirement" in fired


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("vision", "no-vision"), ("focus", "no-focus"), ("business-model", "no-business-model"), ("trajectory", "no-trajectory"),
        ("place-based", "no-place-based"), ("partner", "no-partners"), ("protocol", "no-protocols"),
    ],
)  # fmt: skip
def test_each_decision_always_to_record_is_found_where_it_is_missing(
    found: Found, whole: Whole, kind: str, rule: str
) -> None:
    assert found(whole(without=lambda one: one["kind"] == kind)) == {rule}


@pytest.mark.parametrize("kind", ["aim", "objective"])
def test_an_overarching_aim_or_objective_is_wanted(found: Found, whole: Whole, kind: str) -> None:
    of_the_plan = ("aim", "objective")
    assert found(whole(without=lambda one: one["kind"] in of_the_plan and one["pillar"] == "overall")) == {
        "no-objectives"
    }
    assert found(whole(without=lambda one: one["kind"] == kind and one["pillar"] == "overall")) == set()


@pytest.mark.parametrize("pillar", PILLARS)
@pytest.mark.parametrize("what", ["aim", "lead"])
def test_a_p_without_an_aim_or_a_lead_is_found_by_name(found: Found, whole: Whole, pillar: str, what: str) -> None:
    pages = whole(without=lambda one: one["kind"] == what and one["pillar"] == pillar)
    assert found(pages) == {f"no-{what}-{pillar}"}


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_parked_p_needs_neither_aim_nor_lead(found: Found, whole: Whole, pillar: str) -> None:
    pages = whole(without=lambda one: one["kind"] in ("aim", "lead") and one["pillar"] == pillar)
    pages.decide("park", pillar=pillar, until="the trial ends")
    assert found(pages) == set()
    states = {one.id: one.state for one in pages.book.always_record()}
    assert states["aims_and_leads"] == "recorded"


def test_what_is_left_undeveloped_but_holds_an_intervention_still_needs_them(found: Found, whole: Whole) -> None:
    pages = whole(without=lambda one: one["kind"] in ("aim", "lead") and one["pillar"] == "prevent")
    pages.decide("undeveloped", pillar="prevent")
    assert found(pages) == {"no-aim-prevent", "no-lead-prevent"}
    (meter,) = (one for one in pages.book.always_record() if one.id == "aims_and_leads")
    assert meter.lacking == ("the aim of Prevent", "the lead of Prevent")


@pytest.mark.parametrize(
    ("given", "rule"),
    [({"due": SOON}, "no-owner"), ({"owner": "HMRC"}, "no-due-date"), ({"owner": "HMRC", "due": GONE}, "overdue")],
)
@pytest.mark.parametrize(
    ("state", "fires"),
    [("", True), ("under_way", True), ("done", False), ("not_done", False), ("handed_over", False)],
)
def test_what_is_still_to_be_done_needs_an_owner_and_a_day_to_come(
    found: Found, whole: Whole, given: dict[str, Any], rule: str, state: str, fires: bool
) -> None:
    pages = whole()
    number = pages.decide("intervention", pillar="protect", **IDEA, **given)
    if state:
        pages.decide("progress", target=number, state=state)
    assert found(pages) == ({rule} if fires else set())


def test_what_is_due_today_is_not_late(found: Found, whole: Whole) -> None:
    pages = whole()
    pages.decide("intervention", pillar="protect", **IDEA, owner="HMRC", due=TODAY)
    assert found(pages) == set()


@pytest.mark.parametrize("kind", ["objective", "collection"])
def test_what_else_has_a_day_is_late_after_it(found: Found, whole: Whole, kind: str) -> None:
    pages = whole()
    parts = {"pillar": "pursue", "measure": "number of cars"} if kind == "objective" else {}
    made_at = datetime(2026, 6, 1, tzinfo=UTC)
    made = Decision(kind=kind, text="Take four cars off the street", owner="DI Ray", due=GONE, **parts)
    pages.add(Decided(decision=made), made_at=made_at, because="They carry the runners every evening.")
    assert found(pages) == {"overdue"}


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [("", "silver", True), ("gold", "silver", False), ("silver", "", True)],
)
def test_two_leads_of_a_p_are_found_where_one_of_them_has_no_level(
    found: Found, whole: Whole, first: str, second: str, fires: bool
) -> None:
    pages = whole(without=lambda one: one["kind"] == "lead" and one["pillar"] == "protect")
    pages.decide("lead", pillar="protect", name="Insp Ray", level=first)
    pages.decide("lead", pillar="protect", name="PS Hall", level=second, because="She stays when the unit has gone.")
    assert found(pages) == ({"unclear-leads"} if fires else set())


def test_a_lead_in_the_place_of_another_is_one_lead(found: Found, whole: Whole) -> None:
    pages = whole()
    first = next(one.number for one in pages.entries if one.kind == "lead" and "overall" in str(one.said))
    pages.decide("lead", pillar="overall", name="Insp Ray", supersedes=first)
    assert found(pages) == set()

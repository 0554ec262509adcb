"""Reviewing a stored case: what only its record shows, the nine decisions, owners, days and leads, is found as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from planner.application.recommending import open_recommender
from planner.application.reviewing import Reviewer
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from tests.features.record_notes import Pages

Found = Callable[[Pages], set[str]]
TODAY, SOON, GONE = date(2026, 7, 13), date(2026, 9, 1), date(2026, 7, 12)
WHOLE: list[dict[str, Any]] = [
    {"kind": "vision", "text": "A town free of fear"},
    {"kind": "aim", "pillar": "overall", "text": "Disrupt the group"},
    *({"kind": "aim", "pillar": pillar, "text": "An aim"} for pillar in PILLARS),
    *({"kind": "lead", "pillar": pillar, "name": "A lead"} for pillar in PILLARS),
    *(
        {"kind": "intervention", "pillar": pillar, "text": "An idea", "owner": "The council", "due": SOON}
        for pillar in PILLARS
    ),
    {"kind": "focus", "ref": "people/p1"},
    {"kind": "business-model", "form": "money"},
    {"kind": "trajectory", "form": "both"},
    {"kind": "place-based", "state": "no"},
    {"kind": "partner", "agency": "The council", "text": "closures"},
    {"kind": "protocol", "text": "What we tell whom"},
]  # fmt: skip


@pytest.fixture(scope="module")
def found(library: Library) -> Iterator[Found]:
    """Which rules fire on a case as its pages tell it."""
    with open_recommender(library, TODAY) as recommender, Reviewer(recommender) as reviewer:
        yield lambda pages: {one.rule.id for one in reviewer.review(pages.book.profile).findings}


def whole(*, without: Callable[[dict[str, Any]], bool] = lambda _: False) -> Pages:
    """A record in which nothing is missing, or all of it but some."""
    pages = Pages()
    pages.open()
    for decision in WHOLE:
        if not without(decision):
            pages.decide(**decision)
    return pages


def test_nothing_is_found_in_a_whole_record(found: Found) -> None:
    assert found(whole()) == set()


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("vision", "no-vision"), ("focus", "no-focus"), ("business-model", "no-business-model"), ("trajectory", "no-trajectory"),
        ("place-based", "no-place-based"), ("partner", "no-partners"), ("protocol", "no-protocols"),
    ],
)  # fmt: skip
def test_each_decision_always_to_record_is_found_where_it_is_missing(found: Found, kind: str, rule: str) -> None:
    assert found(whole(without=lambda one: one["kind"] == kind)) == {rule}


def test_an_overarching_aim_or_objective_is_wanted(found: Found) -> None:
    pages = whole(without=lambda one: one["kind"] == "aim" and one["pillar"] == "overall")
    assert found(pages) == {"no-objectives"}
    pages.decide("objective", pillar="overall", text="Fewer robberies", owner="DI Ray", due=SOON)
    assert found(pages) == set()


@pytest.mark.parametrize("pillar", PILLARS)
@pytest.mark.parametrize("what", ["aim", "lead"])
def test_a_p_without_an_aim_or_a_lead_is_found_by_name(found: Found, pillar: str, what: str) -> None:
    pages = whole(without=lambda one: one["kind"] == what and one["pillar"] == pillar)
    assert found(pages) == {f"no-{what}-{pillar}"}


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_parked_p_needs_neither_aim_nor_lead(found: Found, pillar: str) -> None:
    pages = whole(without=lambda one: one["kind"] in ("aim", "lead") and one["pillar"] == pillar)
    pages.decide("park", pillar=pillar, until="the trial ends")
    assert found(pages) == set()
    states = {one.id: one.state for one in pages.book.always_record()}
    assert states["aims_and_leads"] == "recorded"


def test_what_is_left_undeveloped_but_holds_an_intervention_still_needs_them(found: Found) -> None:
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
    found: Found, given: dict[str, Any], rule: str, state: str, fires: bool
) -> None:
    pages = whole()
    number = pages.decide("intervention", pillar="protect", text="Another idea", **given)
    if state:
        pages.decide("progress", target=number, state=state)
    assert found(pages) == ({rule} if fires else set())


def test_what_is_due_today_is_not_late(found: Found) -> None:
    pages = whole()
    pages.decide("objective", pillar="pursue", text="Fewer robberies", owner="DI Ray", due=TODAY)
    assert found(pages) == set()


@pytest.mark.parametrize("kind", ["objective", "collection"])
def test_what_else_has_a_day_is_late_after_it(found: Found, kind: str) -> None:
    pages = whole()
    parts = {"pillar": "pursue"} if kind == "objective" else {}
    pages.decide(kind, text="Four cars", owner="DI Ray", due=GONE, **parts)
    assert found(pages) == {"overdue"}


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [("", "silver", True), ("gold", "silver", False), ("silver", "", True)],
)
def test_two_leads_of_a_p_are_found_where_one_of_them_has_no_level(
    found: Found, first: str, second: str, fires: bool
) -> None:
    pages = whole(without=lambda one: one["kind"] == "lead" and one["pillar"] == "protect")
    pages.decide("lead", pillar="protect", name="Insp Ray", level=first)
    pages.decide("lead", pillar="protect", name="PS Hall", level=second)
    assert found(pages) == ({"unclear-leads"} if fires else set())


def test_a_lead_in_the_place_of_another_is_one_lead(found: Found) -> None:
    pages = whole()
    first = next(one.number for one in pages.entries if one.kind == "lead")
    pages.decide("lead", pillar="pursue", name="Insp Ray", supersedes=first)
    assert found(pages) == set()

"""Where everything in a plan is put right: every rule and every entry has a place, and the place is the right one."""

from __future__ import annotations

from datetime import date

import pytest

from planner.application.putting_right import (
    ALWAYS,
    CURES,
    ENDS_IN_P,
    KIND_PLACES,
    WHERE,
    Place,
    always_recorded,
    ended_by,
    finding_right,
    in_fours,
    place_of,
    place_of_entry,
    put_right,
    rest_of_plan,
)
from planner.application.reviewing import Finding
from planner.domain.decisions import DECISIONS
from planner.domain.entries import LookedInto, Signed
from planner.domain.library import Library
from planner.domain.plan import Spot
from tests.features.record_notes import Pages

PAGES = {"tasks", "picture", "tactics", "plan", "gaps", "check", "log"}
TODAY, SOON, GONE = date(2026, 7, 13), date(2026, 9, 1), date(2026, 7, 12)


def opened(*made: dict[str, object]) -> Pages:
    pages = Pages()
    pages.open()
    for one in made:
        pages.decide(**one)  # type: ignore[arg-type]
    return pages


def state(pages: Pages, name: str) -> str:
    return next(one.state for one in (*always_recorded(pages.book), *rest_of_plan(pages.book)) if one.id == name)


def test_every_rule_that_is_shipped_has_a_place_of_its_own(library: Library) -> None:
    for rule in library.review:
        found = ENDS_IN_P.fullmatch(rule.id)
        named = (found["stem"] if found else rule.id) in CURES
        assert named or rule.where in WHERE, rule.id


def test_every_cure_asks_for_a_kind_of_decision_that_there_is(library: Library) -> None:
    book = opened().book
    for rule in library.review:
        right = put_right(rule.id, rule.where, book, TODAY)
        assert right.place.page in PAGES
        if right.step:
            fields = {word.field for word in DECISIONS[right.step.kind].words}
            assert set(right.step.given) <= fields | {"target"}


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("plan", Place("plan", "approach")),
        ("plan.prevent", Place("plan", "four_ps", "prevent")),
        ("plan.interventions", Place("plan", "four_ps")),
        ("plan.interventions.owner", Place("plan", "four_ps")),
        ("people/p1.convicted", Place("picture")),
        ("plan.disruptions", Place("log", "disruptions")),
        ("something nobody thought of", Place("plan", "approach")),
    ],
)
def test_a_rule_without_a_place_of_its_own_is_put_right_where_it_points(where: str, place: Place) -> None:
    assert put_right("a-rule-still-to-come", where, opened().book, TODAY).place == place == place_of(where)


def test_an_empty_p_is_filled_on_tactics_or_left_with_a_reason_at_once() -> None:
    right = put_right("empty-prevent", "plan.prevent", opened().book, TODAY)
    assert right.place == Place("tactics", "", "prevent")
    assert right.step is not None
    assert (right.step.kind, right.step.given) == ("undeveloped", {"pillar": "prevent"})


def test_what_has_no_owner_is_decided_anew_with_what_it_says_already() -> None:
    pages = opened(
        {"kind": "intervention", "pillar": "pursue", "text": "Owned", "owner": "CID", "due": SOON},
        {"kind": "intervention", "pillar": "protect", "text": "Nobody's", "due": SOON},
    )
    right = put_right("no-owner", "plan.interventions", pages.book, TODAY)
    assert right.concerns == (3,)
    assert right.place.to == "3"
    assert right.step is not None
    assert right.step.given == {"pillar": "protect", "text": "Nobody's"}
    assert right.step.replaces == 3


def test_what_is_overdue_is_put_right_by_its_progress_and_what_is_done_is_left_alone() -> None:
    pages = opened(
        {"kind": "intervention", "pillar": "pursue", "text": "Done in time", "owner": "CID", "due": GONE},
        {"kind": "intervention", "pillar": "protect", "text": "Late", "owner": "CID", "due": GONE},
        {"kind": "progress", "target": 2, "state": "done"},
    )
    right = put_right("overdue", "plan.interventions", pages.book, TODAY)
    assert right.concerns == (3,)
    assert right.step is not None
    assert (right.step.kind, right.step.given) == ("progress", {"target": 3})


def test_an_objective_past_its_day_is_put_right_by_its_progress_among_the_objectives() -> None:
    pages = opened({"kind": "objective", "pillar": "protect", "text": "Late", "due": GONE})
    right = put_right("overdue", "plan.interventions", pages.book, TODAY)
    assert right.place == Place("plan", "objectives", "2")
    assert right.step is not None
    assert (right.step.kind, right.step.given) == ("progress", {"target": 2})
    pages.decide("progress", target=2, state="done")
    assert put_right("overdue", "plan.interventions", pages.book, TODAY).concerns == ()


def found(library: Library, rule: str, *spots: Spot) -> Finding:
    return Finding(next(one for one in library.review if one.id == rule), spots)


def test_a_question_past_its_day_is_put_right_where_it_is_asked(library: Library) -> None:
    pages = opened({"kind": "collection", "text": "Ask the dealer", "due": GONE})
    right = finding_right(found(library, "overdue", Spot(2)), pages.book, TODAY)
    assert (right.place, right.step) == (Place("gaps", "requirement", "2"), None)


def test_one_lead_too_many_is_put_right_by_taking_back_the_one_without_a_level(library: Library) -> None:
    pages = opened(
        {"kind": "lead", "pillar": "pursue", "name": "DS Khan", "level": "gold"},
        {"kind": "lead", "pillar": "pursue", "name": "DC Lee"},
    )
    right = finding_right(found(library, "unclear-leads", Spot(3)), pages.book, TODAY)
    assert right.step is not None
    assert (right.step.kind, right.step.given) == ("withdraw", {"target": 3})


def test_each_of_the_nine_has_a_name_a_reason_and_a_place() -> None:
    answers = always_recorded(opened().book)
    assert [one.id for one in answers] == list(ALWAYS)
    assert all(one.title and one.why and one.right.place.page in PAGES for one in answers)
    assert {one.state for one in answers} == {"no"}


def test_what_is_lacking_of_the_aims_is_the_next_thing_to_record() -> None:
    pages = opened(
        *({"kind": "intervention", "pillar": one, "text": "x y"} for one in ("pursue", "prevent")),
        {"kind": "aim", "pillar": "pursue", "text": "An aim"},
    )
    (aims,) = [one for one in always_recorded(pages.book) if one.id == "aims_and_leads"]
    assert aims.state == "partly"
    assert aims.right.step is not None
    assert (aims.right.step.kind, aims.right.step.given) == ("lead", {"pillar": "pursue"})


def test_a_p_left_out_or_not_called_for_counts_as_answered() -> None:
    everyone = ("pursue", "prevent", "protect", "prepare")
    assert state(opened(*({"kind": "undeveloped", "pillar": one} for one in everyone)), "undeveloped") == "yes"
    adopted = opened(*({"kind": "intervention", "pillar": one, "text": "x y"} for one in everyone))
    assert state(adopted, "undeveloped") == "unneeded"


def test_a_plan_with_something_unowned_is_only_partly_there() -> None:
    assert state(opened({"kind": "intervention", "pillar": "pursue", "text": "x y"}), "plan") == "partly"
    whole = {"kind": "intervention", "pillar": "pursue", "text": "x y", "owner": "CID", "due": SOON}
    assert state(opened(whole), "plan") == "yes"


def test_every_kind_of_decision_that_is_part_of_a_plan_is_found_where_it_is_made() -> None:
    assert {one.id for one in DECISIONS.values() if one.plans} - set(KIND_PLACES) == {"withdraw"}


def test_an_entry_leads_to_where_it_is_decided() -> None:
    pages = opened({"kind": "aim", "pillar": "protect", "text": "An aim"})
    fact = pages.learn("group.violence_used", True)
    heading = pages.add(LookedInto(heading="money", state="partly"))
    entries = pages.book.entries
    assert place_of_entry(entries[0]) is None
    assert place_of_entry(entries[1]) == Place("plan", "objectives", "protect")
    assert place_of_entry(entries[fact - 1]) == Place("picture", "", "group.violence_used")
    assert place_of_entry(entries[heading - 1]) == Place("picture", "", "money")


def test_a_sign_off_names_what_ended_it() -> None:
    pages = opened({"kind": "intervention", "pillar": "pursue", "text": "x y"})
    pages.add(Signed(fingerprint=pages.book.fingerprint()))
    assert bool(pages.book.sign_off and pages.book.sign_off.stands)
    pages.decide("disruption", pillar="pursue", level="minor", event="An arrest")
    assert bool(pages.book.sign_off and pages.book.sign_off.stands)
    aim = pages.decide("aim", pillar="pursue", text="An aim")
    assert not bool(pages.book.sign_off and pages.book.sign_off.stands)
    assert [one.number for one in ended_by(pages.book)] == [aim]


def test_a_sign_off_does_not_stand_once_the_library_is_another() -> None:
    pages = opened({"kind": "intervention", "pillar": "pursue", "text": "x y"})
    pages.add(Signed(fingerprint=pages.book.fingerprint()))
    pages.add(LookedInto(heading="money", state="partly"), library="another")
    assert not bool(pages.book.sign_off and pages.book.sign_off.stands)


def test_a_fingerprint_is_read_out_in_fours() -> None:
    assert in_fours("7f3a90c2118e4d55ffff") == "7F3A 90C2 118E 4D55"

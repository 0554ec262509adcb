"""What falls when, and what clashes: each clash in a sentence, settled by a move or accepted with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.application.recommending import Recommender
from planner.application.scheduling import Clash, clashes, lines_of
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from tests.features.record_notes import MORNING, Pages

TODAY = MORNING.date()  # Monday 13 July 2026; without a tier the review is on 13 August
FRIDAY, NEXT_FRIDAY = date(2026, 7, 17), date(2026, 7, 24)


def yes(value: object = True) -> tuple[FactRecord, ...]:
    return (FactRecord(value=value, grade="2B", on=date(2026, 5, 1)),)


def case(**group: object) -> Pages:
    pages = Pages()
    known = {name: yes(value) for name, value in {"sio_consulted": "yes", **group}.items()}
    pages.open(Profile(case="example", kind="training", nation="england", group=known))
    return pages


@pytest.fixture
def pages() -> Pages:
    """A case whose SIO has been consulted, just opened."""
    return case()


@pytest.fixture
def found(recommender: Recommender) -> Callable[[Pages], list[Clash]]:
    """The clashes of a case as it stands."""
    return lambda pages: list(clashes(pages.book, recommender.recommend(pages.book.profile), TODAY))


Found = Callable[[Pages], list[Clash]]


def kinds(told: list[Clash]) -> list[str]:
    return [one.kind for one in told]


def test_lines_come_by_their_day_and_those_without_one_last(pages: Pages, library: Library) -> None:
    pages.decide("intervention", pillar="protect", text="Later", due=NEXT_FRIDAY)
    pages.decide("intervention", pillar="protect", text="Some day")
    pages.decide("select", pillar="pursue", tactic="search-warrant-programme", due=FRIDAY)
    lines = lines_of(pages.book, library)
    assert [one.title for one in lines] == ["Planned run of search warrants", "Later", "Some day"]


def test_work_begins_as_long_before_as_it_takes_and_never_before_it_was_adopted(pages: Pages, library: Library) -> None:
    pages.decide("select", pillar="pursue", tactic="criminal-investigation", due=date(2026, 12, 18))
    pages.decide("intervention", pillar="protect", text="Own", due=FRIDAY)
    own, long = lines_of(pages.book, library)
    assert (long.begins, own.begins) == (date(2026, 10, 23), TODAY)


def test_a_plan_without_days_or_with_days_that_serve_has_no_clash(pages: Pages, found: Found) -> None:
    pages.decide("intervention", pillar="protect", text="Own", due=FRIDAY)
    pages.decide("intervention", pillar="protect", text="Another")
    assert found(pages) == []


def test_the_sio_is_spoken_to_before_what_is_seen_and_never_why(found: Found) -> None:
    pages = case(sio_consulted="not_yet")
    pages.decide("select", pillar="pursue", tactic="search-warrant-programme", due=FRIDAY)
    (sio,) = (one for one in found(pages) if one.kind == "sio")
    assert sio.text == "Speak to the SIO before this is done: “Planned run of search warrants” (17 Jul 2026)."
    assert "covert" not in sio.text + sio.why
    pages.learn("group.sio_consulted", "yes", corrects=True)
    assert "sio" not in kinds(found(pages))


def test_what_a_guardrail_asks_for_is_to_be_in_the_plan_and_there_by_then(pages: Pages, found: Found) -> None:
    pages.decide("select", pillar="pursue", tactic="criminal-investigation", due=FRIDAY)
    (beside,) = (one for one in found(pages) if one.kind == "beside")
    assert "asks for “Watch for displacement, rivals and retaliation”, not in the plan" in beside.text
    watch = pages.decide("select", pillar="prepare", tactic="displacement-and-rival-watch", due=NEXT_FRIDAY)
    (order,) = (one for one in found(pages) if one.kind in ("beside", "order"))
    assert order.text == (
        "“Criminal investigation and conspiracy charge” (17 Jul 2026) comes before "
        "“Watch for displacement, rivals and retaliation” (24 Jul 2026), which is to be there by then."
    )
    assert order.numbers == (2, watch)
    pages.decide("select", pillar="prepare", tactic="displacement-and-rival-watch", due=FRIDAY, supersedes=watch)
    assert not {"beside", "order"} & {*kinds(found(pages))}


def test_what_is_done_already_comes_late_for_nothing(pages: Pages, found: Found) -> None:
    pages.decide("select", pillar="pursue", tactic="criminal-investigation", due=FRIDAY)
    watch = pages.decide("select", pillar="prepare", tactic="displacement-and-rival-watch", due=NEXT_FRIDAY)
    pages.decide("progress", target=watch, state="done")
    assert "order" not in kinds(found(pages))


def test_what_is_seen_before_what_is_quiet_could_warn_the_group(pages: Pages, found: Found, library: Library) -> None:
    seen = library.tactics["strike-day"]
    assert seen.covert_conflict == "likely"
    pages.decide("override", pillar="pursue", tactic="strike-day", due=FRIDAY)
    pages.decide("select", pillar="pursue", tactic="criminal-investigation", due=NEXT_FRIDAY)
    (quiet,) = (one for one in found(pages) if one.kind == "quiet")
    assert quiet.text == (
        "“Strike day: planned arrests and warrants” (17 Jul 2026) comes before "
        "“Criminal investigation and conspiracy charge” (24 Jul 2026) and could warn the group."
    )


def test_clear_waits_for_hold_and_build_unless_the_approach_is_no_place(pages: Pages, found: Found) -> None:
    pages.decide("intervention", pillar="pursue", text="Raid", due=FRIDAY, phase="clear")
    (clear,) = found(pages)
    assert clear.text == "Clear begins with “Raid” (17 Jul 2026); Hold and Build have nothing with a day yet."
    pages.decide("intervention", pillar="protect", text="Patrol", due=NEXT_FRIDAY, phase="hold")
    assert "; Build has nothing with a day yet." in found(pages)[0].text
    pages.decide("place-based", state="no")
    assert found(pages) == []


def test_two_owners_at_one_door_in_one_week_agree_beforehand(found: Found) -> None:
    pages = case()
    pages.learn("people/p1.convicted", True, label="The principal")
    for tactic, owner in (("search-warrant-programme", "Force CID"), ("gang-injunction", "Council")):
        pages.decide("select", pillar="pursue", tactic=tactic, due=FRIDAY, owner=owner, on=("people/p1",))
    (same,) = (one for one in found(pages) if one.kind == "same")
    assert "reach The principal in the same week, under different owners" in same.text


def test_one_owner_with_three_in_a_week_is_asked_whether_that_can_be_done(pages: Pages, found: Found) -> None:
    for n in (14, 15):
        pages.decide("intervention", pillar="protect", text=f"Visit {n}", owner="Housing", due=date(2026, 7, n))
    assert found(pages) == []
    pages.decide("intervention", pillar="protect", text="Visit 16", owner=" housing ", due=date(2026, 7, 16))
    (owner,) = found(pages)
    assert owner.text.startswith("Housing has 3 due in the week of 13 Jul 2026: “Visit 14”")


@pytest.mark.parametrize(
    ("due", "kind", "says"),
    [
        (date(2026, 7, 10), "late", "was due and is not recorded as done"),
        (date(2026, 7, 18), "weekend", "is due on a Saturday"),
        (date(2026, 8, 14), "review", "is due after the review of 13 Aug 2026"),
    ],
)
def test_a_day_that_does_not_serve(pages: Pages, found: Found, due: date, kind: str, says: str) -> None:
    number = pages.decide("intervention", pillar="protect", text="Own", due=due)
    (one,) = found(pages)
    assert (one.kind, one.of_a_day, one.numbers) == (kind, True, (number,))
    assert says in one.text
    pages.decide("progress", target=number, state="done")
    assert found(pages) == []


def test_a_clash_that_was_accepted_says_by_which_entry_until_the_day_changes(pages: Pages, found: Found) -> None:
    number = pages.decide("intervention", pillar="protect", text="Own", due=date(2026, 7, 18))
    (one,) = found(pages)
    entry = pages.decide("accept", text=one.text)
    (accepted,) = found(pages)
    assert accepted.accepted is not None
    assert accepted.accepted.number == entry
    pages.decide("intervention", pillar="protect", text="Own", due=date(2026, 7, 19), supersedes=number)
    (anew,) = found(pages)
    assert anew.accepted is None

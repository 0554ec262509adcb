"""What a meeting has on its table: what is new since the last one, what moved, what is due, who owes what, what is to be moderated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from planner.application.meeting import Pack, agency_of, letter_of, pack
from planner.domain.casebook import Casebook
from planner.domain.entries import Exported
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from tests.features.record_notes import MORNING, Pages

TODAY = date(2026, 7, 20)


@dataclass
class OnTable:
    """A stored case as a meeting has it open."""

    name: str
    pages: Pages
    live: bool = False

    @property
    def book(self) -> Casebook:
        return self.pages.book

    @property
    def record_line(self) -> str:
        return f"fourp-record: {self.name} {len(self.pages.entries)} {'0' * 64}"


def case(name: str = "oak", **group: str) -> OnTable:
    """A case just opened, with what was scored by then."""
    written = Pages()
    scored = {key: (FactRecord(value=value, grade="1A"),) for key, value in group.items()}
    written.open(Profile(case=name, title=f"The {name} group", kind="training", nation="england", group=scored))
    return OnTable(name, written)


def packed(library: Library, *cases: OnTable, meeting: str = "ocg-management", **over: Any) -> Pack:
    return pack(meeting, cases, library, over.pop("today", TODAY), **over)  # type: ignore[arg-type]


def pack_made(table: OnTable, meeting: str = "OCG management pack") -> None:
    table.pages.add(Exported(what=meeting, form="docx"))


def test_a_case_that_was_in_no_pack_yet_is_new(library: Library) -> None:
    old, new = case("elm"), case("oak")
    pack_made(old)
    made = packed(library, old, new)
    assert made.since == old.pages.entries[-1].entered_at
    # Both were opened before that pack was made: only what was opened after it is new.
    assert made.new == ()
    assert [one.name for one in packed(library, old, new, since=MORNING).new] == ["elm", "oak"]


def test_without_any_pack_everything_is_new(library: Library) -> None:
    made = packed(library, case("oak"), case("elm"))
    assert made.since is None
    assert [(one.letter, one.name) for one in made.new] == [("A", "elm"), ("B", "oak")]


def test_the_pack_of_the_other_meeting_does_not_count(library: Library) -> None:
    table = case()
    pack_made(table, "disruption panel pack")
    assert packed(library, table).since is None
    assert packed(library, table, meeting="disruption-panel").since == table.pages.entries[-1].entered_at


def test_a_score_that_moved_is_told_with_what_stood_before_who_wrote_it_and_when(library: Library) -> None:
    table = case(band="2C")
    pack_made(table)
    first = table.pages.learn("group.band", "2B")
    second = table.pages.learn("group.band", "1B")
    table.pages.learn("group.band", "1B")
    told = [
        (one.scheme, one.before, one.after, one.entry.number, one.entry.author) for one in packed(library, table).scores
    ]
    assert told == [("band", "2C", "2B", first, "DI Green"), ("band", "2B", "1B", second, "DI Green")]


def test_a_score_recorded_before_the_last_meeting_is_no_news(library: Library) -> None:
    table = case(band="2C")
    table.pages.learn("group.band", "2B")
    pack_made(table)
    assert packed(library, table).scores == ()


def test_a_review_that_falls_due_before_the_next_meeting_is_on_the_table_and_that_of_a_closed_case_is_not(
    library: Library,
) -> None:
    soon, later, closed = case("soon", tier="tier_1"), case("later", tier="tier_4"), case("closed", tier="tier_1")
    closed.pages.decide("close", to="The neighbourhood team")
    made = packed(library, soon, later, closed)
    assert [one.name for one in made.reviews] == ["soon"]
    assert [one.name for one in made.undebriefed] == ["closed"]
    closed.pages.decide("debrief", text="Ask the school earlier")
    assert packed(library, closed).undebriefed == ()


def test_tasks_of_all_cases_stand_under_their_owner_and_whoever_is_late_comes_first(library: Library) -> None:
    oak, elm = case("oak"), case("elm")
    oak.pages.decide("intervention", pillar="protect", text="Visit", owner="Council", due=date(2026, 8, 1))
    late = oak.pages.decide("intervention", pillar="protect", text="Lock", owner="housing", due=date(2026, 7, 17))
    elm.pages.decide("intervention", pillar="protect", text="Clean", owner="Housing", due=date(2026, 8, 1))
    made = packed(library, oak, elm)
    assert list(made.tasks) == ["Housing", "Council"]
    assert [(one.case.on(one.chased.line.number), one.chased.days_late) for one in made.tasks["Housing"]] == [
        (f"B-{late}", 3),
        ("A-2", 0),
    ]


def test_an_action_is_carried_over_until_it_is_done(library: Library) -> None:
    table = case()
    number = table.pages.decide("action", agency="Housing", text="Send the list", due=date(2026, 7, 17))
    (fresh,) = packed(library, table).actions
    assert (fresh.carried, fresh.state, fresh.days_late) == (False, "agreed", 3)
    pack_made(table)
    table.pages.decide("progress", target=number, state="under_way")
    (carried,) = packed(library, table).actions
    assert (carried.carried, carried.state) == (True, "under way")
    table.pages.decide("progress", target=number, state="done")
    made = packed(library, table)
    assert made.actions == ()
    assert [one.adopted.number for one in made.over] == [number]
    pack_made(table)
    assert packed(library, table).over == ()


def test_what_becomes_of_an_action_is_no_part_of_the_plan_that_is_signed_off(library: Library) -> None:
    table = case()
    task = table.pages.decide("intervention", pillar="protect", text="Visit", owner="Council")
    before = table.book.fingerprint()
    number = table.pages.decide("action", agency="Housing", text="Send the list", due=date(2026, 7, 17))
    table.pages.decide("progress", target=number, state="not_done")
    assert table.book.fingerprint() == before
    table.pages.decide("progress", target=task, state="not_done")
    assert table.book.fingerprint() != before


def test_an_action_given_another_day_keeps_its_number_and_its_life(library: Library) -> None:
    table = case()
    number = table.pages.decide("action", agency="Housing", text="Send the list", due=date(2026, 7, 17))
    table.pages.decide("progress", target=number, state="accepted")
    table.pages.decide("action", agency="Housing", text="Send the list", due=date(2026, 8, 1), supersedes=number)
    (one,) = packed(library, table).actions
    assert (one.adopted.number, one.state, one.days_late) == (number, "accepted", 0)


def test_only_what_nobody_has_moderated_is_to_be_moderated(library: Library) -> None:
    table = case()
    judged = table.pages.decide("disruption", pillar="pursue", level="minor", event="A car taken")
    open_ = table.pages.decide("disruption", pillar="pursue", level="major", event="Two arrests")
    table.pages.decide("moderate", target=judged, level="none")
    assert [entry.number for _, entry, _ in packed(library, table).moderate] == [open_]


def test_what_an_agency_may_be_told_and_was_asked_is_on_the_table(library: Library) -> None:
    table = case()
    table.pages.decide("share", agency="Housing", state="yes", basis="Crime and Disorder Act 1998, s.115")
    table.pages.decide("share", agency="hmrc", state="no")
    sent = table.pages.add(Exported(what="requests", form="docx", to="Council"))
    table.pages.learn("group.tier", "tier_2")
    told = {
        one.agency: (one.decided.state if one.decided else None, [entry.number for entry in one.asked], one.replies)
        for one in packed(library, table).told
    }
    assert told == {"council": (None, [sent], 0), "housing": ("yes", [], 0), "hmrc": ("no", [], 0)}


@pytest.mark.parametrize(
    ("owner", "agency"),
    [
        ("Council", "council"),
        ("council licensing team", "council"),
        ("Council, private housing", "council"),
        ("Trading Standards", "trading_standards"),
        ("trading_standards", "trading_standards"),
        ("Trading Standards officers", "trading_standards"),
        ("HMRC", "hmrc"),
        ("Children's services", "social_care"),
        ("Police", None),
        ("Council or police", None),
        ("Housing or council", None),
        ("DI Green", None),
        ("Banksy Street patrol", None),
        ("Police licensing officers", None),
        ("Housing sergeant (police)", None),
        ("", None),
    ],
)
def test_an_owner_is_an_agency_only_where_that_is_plain(library: Library, owner: str, agency: str | None) -> None:
    assert agency_of(owner, library) == agency


def test_cases_are_lettered_past_the_alphabet() -> None:
    assert [letter_of(n) for n in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


def test_what_could_not_be_opened_is_told(library: Library) -> None:
    made = packed(library, case(), left_out=[("ash", "its key is gone")])
    assert made.left_out == (("ash", "its key is gone"),)


def test_a_day_given_counts_from_its_beginning(library: Library) -> None:
    table = case()
    assert packed(library, table, since=MORNING + timedelta(hours=1)).new == ()

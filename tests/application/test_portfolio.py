"""Every case at once: what each row says, what they add up to, and what is left when the work is stopped or fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from planner.application.case_rows import Row
from planner.application.casework import Access
from planner.application.looking_at_many import MANY, Held, open_shelf
from planner.application.portfolio import WAITING, Portfolio, portfolio
from planner.domain.decisions import Basis, Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.errors import EngineError, InputError, RecordBroken
from tests.features.record_notes import Office, few
from tests.good_plan import GONE, MENU, TODAY, Planned, write

Board = Callable[..., Portfolio]


@pytest.fixture(scope="module")
def shelf(library: Library) -> Library:
    return few(library, MENU)


@pytest.fixture
def held(shelf: Library) -> Callable[..., Held]:
    """A case as a plan's entries tell it."""

    def held(name: str, plan: Planned | None = None) -> Held:
        plan = plan or Planned()
        plan.notes.written["case"] = name
        return Held(name, "training", book=plan.pages(shelf).book)

    return held


@pytest.fixture
def board(shelf: Library) -> Board:
    """All the cases given, on the day the good plan is for."""

    def board(*cases: Held, today: date = TODAY, **told: Any) -> Portfolio:
        return portfolio(cases, shelf, today, total=len(cases), kind="training", **told)

    return board


def row_of(found: Portfolio, name: str) -> Row:
    return next(row for row in found.rows if row.name == name)


def test_a_row_says_how_a_case_is_scored_led_and_planned(held: Callable[..., Held], board: Board) -> None:
    row = row_of(board(held("oak", Planned().fact("group", band="2B"))), "oak")
    assert (row.band, row.tier, row.high_risk, row.lro) == ("2B", "tier_2", True, "DI Green")
    assert (dict(row.counts), row.empty) == ({"pursue": 2, "prevent": 1, "protect": 3, "prepare": 3}, ())
    assert (row.nominals, row.days_late, row.review_due) == (2, 0, date(2026, 10, 13))


def test_what_is_missing_is_counted_over_all_cases(held: Callable[..., Held], board: Board) -> None:
    found = board(
        held("oak"), held("elm", Planned().without("lro", "mentor")), held("ash", Planned().without("mentor")),
        today=date(2026, 11, 22),
    )  # fmt: skip
    assert [row.name for row in found.without_lro] == ["elm"]
    assert {row.name: row.empty for row in found.empty} == {"elm": ("prevent",), "ash": ("prevent",)}
    assert {row.name: row.days_late for row in found.overdue} == {"oak": 40, "elm": 40, "ash": 40}
    assert found.interventions == {"pursue": 6, "prevent": 1, "protect": 9, "prepare": 9}
    assert found.ordered[0].name == "elm"


def test_a_p_left_empty_for_a_reason_is_not_one_of_them(held: Callable[..., Held], board: Board) -> None:
    plan = Planned().without("mentor").add("left", "undeveloped", pillar="prevent")
    assert board(held("oak", plan)).empty == ()


def test_findings_are_counted_by_how_grave_they_are_and_by_rule(held: Callable[..., Held], board: Board) -> None:
    found = board(held("oak"), held("elm", Planned().without("lro")), held("ash", Planned().without("lro")))
    assert found.findings["error"] == sum(row.findings["error"] for row in found.rows) > 0
    assert [many for rule, _, _, many in found.rules if rule == "no-lro"] == [2]


def test_what_a_reviewer_accepted_is_counted_apart(held: Callable[..., Held], board: Board) -> None:
    plan = Planned().without("mentor").add("taken", "accept", text="Prevent is empty.", rule="empty-prevent")
    found = board(held("oak", plan), held("ash", Planned().without("mentor")))
    accepted, open_still = found.rows
    assert (accepted.accepted, open_still.accepted) == (1, 0)
    assert accepted.findings["error"] + 1 == open_still.findings["error"]
    assert [many for rule, _, _, many in found.rules if rule == "empty-prevent"] == [1]


def test_what_the_moderator_settled_on_counts_and_what_nobody_moderated_waits(
    held: Callable[..., Held], board: Board
) -> None:
    plan = Planned().add(
        "second", "disruption", pillar="protect", level="major", event="The café opened again", when=GONE
    )
    found = board(held("oak", plan))
    told = found.disrupted()
    assert (told["pursue"]["minor"], told["pursue"]["moderate"]) == (1, 0)
    assert (told["protect"][WAITING], told["protect"]["major"]) == (1, 0)
    assert found.proposed() == {"moderate": 1, "major": 1}


def test_a_disruption_of_over_a_year_ago_is_no_more_counted(held: Callable[..., Held], board: Board) -> None:
    plan = Planned().change("disruption", when=date(2025, 7, 13))
    assert board(held("oak", plan)).disruptions == ()
    assert len(board(held("oak", Planned().change("disruption", when=date(2025, 7, 14)))).disruptions) == 1


def test_groups_and_nominals_are_counted_month_by_month_as_the_record_stood(shelf: Library, board: Board) -> None:
    pages = Planned().fact("group", band="1A").pages(shelf)

    def entered(month: int, day: int) -> None:
        """The last entry was made on a day; the first time, all of them."""
        first = 0 if month == 3 else len(pages.entries) - 1
        at = {"entered_at": datetime(2026, month, day, 22, tzinfo=UTC)}
        pages.entries[first:] = [entry.model_copy(update=at) for entry in pages.entries[first:]]

    entered(3, 9)
    pages.learn("people/sam.role", "peripheral")
    entered(4, 30)
    pages.learn("group.band", "5C", corrects=True)
    entered(6, 1)
    pages.decide("close", to="nobody")
    entered(7, 2)
    found = board(Held("oak", "training", book=pages.book))
    told = {
        one.month.says: (one.groups, one.nominals, one.high_risk_groups, one.high_risk_nominals) for one in found.trend
    }
    assert next(iter(told)) == "Aug 2025"
    assert told["Feb 2026"] == (0, 0, 0, 0)
    assert told["Mar 2026"] == (1, 2, 1, 2)
    assert told["Apr 2026"] == told["May 2026"] == (1, 3, 1, 3)
    assert told["Jun 2026"] == (1, 3, 0, 0)
    assert told["Jul 2026"] == (0, 0, 0, 0)


def test_a_closed_case_is_neither_late_nor_in_any_count(shelf: Library, board: Board) -> None:
    pages = Planned().without("lro").pages(shelf)
    pages.decide("close", to="nobody")
    found = board(Held("oak", "training", book=pages.book), today=date(2027, 6, 1))
    assert (found.active, found.overdue, found.without_lro, found.dives) == ((), (), (), ())
    assert found.rows[0].closed is not None


# -- what a change touches ----------------------------------------------------------------------------------------------


def chosen(shelf: Library, outcome: str, law: tuple[str, ...] = (), library: str = "") -> Held:
    """A case in which one tactic was chosen, and what was shown of it then."""
    pages = Planned().without("cash").pages(shelf)
    shown = Basis(outcome=outcome, rank=1, of=17, law=law, as_of=TODAY)  # type: ignore[arg-type]
    made = Decision(kind="select", tactic="cash-seizure", pillar="pursue")
    pages.add(Decided(decision=made, basis=shown), because="Cash lay in the flat.", library=library or shelf.digest)
    return Held("oak", "training", book=pages.book)


def test_a_tactic_that_stands_as_when_it_was_chosen_is_not_touched(shelf: Library, board: Board) -> None:
    assert board(chosen(shelf, "certain")).touched == ()


def test_a_tactic_whose_outcome_is_another_touches_its_plan(shelf: Library, board: Board) -> None:
    (row,) = board(chosen(shelf, "possible", library="older")).touched
    (one,) = row.touched
    assert (one.tactic, one.was, one.now, one.comes_from) == ("cash-seizure", "possible", "certain", ("library",))


def test_a_provision_that_stands_otherwise_touches_the_plan_though_the_outcome_is_the_same(
    shelf: Library, board: Board
) -> None:
    (row,) = board(chosen(shelf, "certain", ("A repealed Act s.1 (in force)",))).touched
    (one,) = row.touched
    assert (one.was, one.now) == ("certain", "certain")
    assert "A repealed Act s.1: no longer rests on it" in one.law
    assert "law" in one.comes_from


def test_a_tactic_that_left_the_menu_touches_the_plans_that_chose_it(library: Library, shelf: Library) -> None:
    fewer = few(library, [name for name in MENU if name != "cash-seizure"])
    found = portfolio([chosen(shelf, "certain")], fewer, TODAY, total=1)
    assert [(one.now, one.comes_from) for one in found.rows[0].touched] == [("not_offered", ("library",))]


# -- deep dives and places ----------------------------------------------------------------------------------------------


def dives(*rows: Row) -> list[tuple[str, str]]:
    from planner.application.deep_dives import deep_dives

    return [(one.case, f"{one.month:%Y-%m}") for one in deep_dives(rows, TODAY)]


def row(name: str, opened: date, **told: Any) -> Row:
    return Row(name, "live", name, opened=opened, **told)


def test_deep_dives_come_to_the_longest_waiting_and_the_highest_risk_first() -> None:
    new, old = date(2026, 6, 1), date(2025, 1, 1)
    found = dives(
        row("fresh", new), row("grave", new, high_risk=True), row("waiting", old), row("seen", old, dived=date(2026, 5, 1)),
    )  # fmt: skip
    assert [name for name, _ in found] == ["waiting", "grave", "seen", "fresh"]


def test_deep_dives_are_spread_evenly_over_a_year() -> None:
    found = dives(*(row(f"case-{n:02}", date(2026, 1, 1)) for n in range(30)))
    months = [month for _, month in found]
    assert (months[0], months[-1], len(set(months))) == ("2026-07", "2027-06", 12)
    assert {months.count(month) for month in months} == {2, 3}


def test_a_review_held_as_a_deep_dive_is_one(shelf: Library, board: Board) -> None:
    pages = Planned().pages(shelf)
    pages.decide("review", text="All risks looked at.", trigger="Deep-dive of July")
    assert board(Held("oak", "training", book=pages.book)).rows[0].dived == TODAY


def test_a_place_with_deep_rooted_harm_in_two_cases_is_put_forward_once(
    held: Callable[..., Held], board: Board
) -> None:
    found = board(held("oak", Planned().without("place")), held("elm", Planned().without("place")))
    (place,) = found.places
    assert (place.name, place.fits, place.embedded_in) == ("market", "propose", ("oak", "elm"))
    assert "harm is deep-rooted here in 2 cases" in place.why
    assert "people are afraid (2 cases)" in place.why


@pytest.mark.parametrize(
    ("plan", "fits"),
    [
        (lambda: Planned().change("place", state="no"), "decided against"),
        (lambda: Planned().change("hold-ready", state="entered"), "under way"),
        (lambda: Planned().fact("places/market", harm_embedded=False).fact("group", embedded_in_place=None), ""),
    ],
)
def test_a_place_is_not_put_forward_where_it_was_decided_begun_or_is_not_so(
    held: Callable[..., Held], board: Board, plan: Callable[[], Planned], fits: str
) -> None:
    assert [place.fits for place in board(held("oak", plan())).places] == [fits]


def test_a_group_embedded_in_a_place_that_nobody_put_down_asks_for_its_name(
    held: Callable[..., Held], board: Board
) -> None:
    found = board(held("oak", Planned().fact("places/market", harm_embedded=None)))
    assert [place.name for place in found.places if place.fits == "name the place"] == ["(no place named)"]


# -- what fails, and what stops -----------------------------------------------------------------------------------------


def test_a_case_that_cannot_be_read_is_one_row_with_its_reason(held: Callable[..., Held], board: Board) -> None:
    def broken() -> Held:
        raise RecordBroken("entry 3 was changed.")

    found = board(held("oak"), Held("elm", "training", make=broken))
    assert row_of(found, "elm").trouble == "entry 3 was changed."
    assert (found.exit_code, len(found.active)) == (3, 1)


def test_where_nothing_can_be_read_the_command_did_not_do_its_work(held: Callable[..., Held], board: Board) -> None:
    assert board(Held("elm", "training", trouble="no", trouble_code=2)).exit_code == 2
    assert board(held("oak"), Held("elm", "training", trouble="no", trouble_code=2)).exit_code == 0


def test_what_was_done_before_ctrl_c_is_a_portfolio_all_the_same(held: Callable[..., Held], shelf: Library) -> None:
    def cases() -> Iterator[Held]:
        yield held("oak")
        yield held("elm")
        raise KeyboardInterrupt

    found = portfolio(cases(), shelf, TODAY, total=9)
    assert ([row.name for row in found.rows], found.stopped, found.exit_code) == (["oak", "elm"], True, 130)


def test_several_processes_say_what_one_says(held: Callable[..., Held], board: Board) -> None:
    many = [held(f"case-{n:03}", Planned().without("lro") if n % 2 else None) for n in range(MANY + 3)]
    heard: list[int] = []
    together = board(*many, workers=2, told=heard.append)
    assert together.rows == board(*many).rows
    assert heard == list(range(1, len(many) + 1))


def test_a_case_that_fails_in_a_worker_process_is_a_row_and_the_others_are_done(
    held: Callable[..., Held], board: Board
) -> None:
    many = [held(f"case-{n:03}") for n in range(MANY)]
    found = board(*many, Held("elm", "training", make=_unreadable), workers=2)
    assert (len(found.active), row_of(found, "elm").trouble) == (MANY, "elm: it cannot be read.")


def test_a_worker_process_that_dies_is_an_engine_fault(held: Callable[..., Held], board: Board) -> None:
    with pytest.raises(EngineError, match="worker process that looks at cases died"):
        board(held("oak"), Held("elm", "training", make=_dying), workers=2)


def _dying() -> Held:
    os._exit(9)


def _unreadable() -> Held:
    raise InputError.of("elm", "it cannot be read.")


# -- stores -------------------------------------------------------------------------------------------------------------


def test_the_cases_of_a_training_store_are_looked_at_and_the_disposed_are_counted(
    shelf: Library, tmp_path: Path
) -> None:
    file = tmp_path / "training.sqlite"
    for name in ("oak", "elm"):
        write(Planned(), file, shelf, name=name).store.close()
    with open_shelf(Access(store=str(file)), training=True, why="portfolio") as opened:
        found = portfolio(opened.cases, shelf, TODAY, total=len(opened.names), kind=opened.kind)
    assert [(row.name, row.record_line.split()[:2]) for row in found.rows] == [
        ("elm", ["fourp-record:", "elm"]), ("oak", ["fourp-record:", "oak"]),
    ]  # fmt: skip


def test_a_live_case_notes_that_it_was_looked_at(library: Library, tmp_path: Path) -> None:
    office = Office(tmp_path, ["DI Green"])
    access = office.access("DI Green", "live")
    profile = Planned().notes.read(library).model_copy(update={"kind": "live"})
    office.begin(access, profile, library, "live").store.close()
    with open_shelf(access, training=False, why="portfolio") as opened:
        assert [one.name for one in opened.cases] == ["example"]
    from planner.application.casework import open_record

    with open_record("live:example", access) as record:
        assert [one.said.content.what for one in record.consultations() if one.said] == ["portfolio"]


def test_a_live_store_that_is_locked_is_said_and_not_passed_over(library: Library, tmp_path: Path) -> None:
    office = Office(tmp_path, ["DI Green"])
    locked = Access(store=office.address("DI Green", "live"), person="DI Green")
    with pytest.raises(InputError, match="passphrase"), open_shelf(locked, training=False, why="portfolio"):
        pass
    with pytest.raises(InputError, match="not a training one"), open_shelf(locked, training=True, why="portfolio"):
        pass


def test_a_band_suspected_to_be_false_makes_no_group_one_of_high_risk(held: Callable[..., Held], board: Board) -> None:
    plan = Planned()
    plan.notes.written["group"]["band"] = [{"value": "1A", "grade": "1E", "on": "2026-05-01"}]
    assert board(held("oak", plan)).high_risk == ()
    assert len(board(held("oak", Planned().fact("group", band="1A"))).high_risk) == 1

"""Every case at once, as the scrutiny meeting asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.case_rows import Row
from planner.application.looking_at_many import Held
from planner.application.portfolio import Portfolio, portfolio
from planner.domain.decisions import Basis
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.errors import RecordBroken
from tests.features.notes import day
from tests.features.record_notes import few
from tests.good_plan import MENU, TODAY, Planned

scenarios("portfolio.feature")

SHOWN = Basis(outcome="certain", rank=1, of=len(MENU), as_of=TODAY)


@dataclass
class Desk:
    """The cases on the meeting's desk, and the board of them."""

    menu: Library
    library: Library
    cases: list[Held] = field(default_factory=list)
    board: Portfolio | None = None

    def put(self, name: str, plan: Planned, opened: datetime | None = None) -> None:
        """A case by its entries; each choice of a tactic keeps what was shown of it."""
        pages = plan.pages(self.menu)
        for n, entry in enumerate(pages.entries):
            said = entry.said
            if said and isinstance(said.content, Decided) and said.content.decision.kind == "select":
                shown = said.content.model_copy(update={"basis": SHOWN})
                pages.entries[n] = entry.model_copy(update={"said": said.model_copy(update={"content": shown})})
        if opened:
            pages.entries[0] = pages.entries[0].model_copy(update={"made_at": opened, "entered_at": opened})
        self.cases.append(Held(name, "training", book=pages.book))

    @property
    def found(self) -> Portfolio:
        """The board."""
        assert self.board is not None
        return self.board

    def row(self, name: str) -> Row:
        """One case on it."""
        return next(row for row in self.found.rows if row.name == name)


@pytest.fixture
def desk(library: Library) -> Desk:
    return Desk(few(library, MENU), library)


@given(parsers.parse('the well-kept case "{name}"'))
@given(parsers.parse('the case "{name}", in which harm is deep-rooted on Market Street'))
def well_kept(desk: Desk, name: str) -> None:
    plan = Planned().without("place")
    for place in plan.notes.written["places"]:
        place["label"] = "Market Street"
    desk.put(name, plan)


@given(parsers.parse('the case "{name}" of tier 2, opened on {on} and never reviewed'))
def overdue(desk: Desk, name: str, on: str) -> None:
    desk.put(name, Planned(), datetime.combine(day(on), time(9), UTC))


@given(parsers.parse('the case "{name}", in which nothing is planned for Prevent and nobody says why'))
def empty(desk: Desk, name: str) -> None:
    desk.put(name, Planned().without("mentor"))


@given(parsers.parse('the case "{name}", in which nothing is planned for Prevent because {why}'))
def empty_for_a_reason(desk: Desk, name: str, why: str) -> None:
    desk.put(name, Planned().without("mentor").add("left", "undeveloped", pillar="prevent", because=why))


@given(parsers.parse('the case "{name}", which never chose cash seizure'))
def without_cash(desk: Desk, name: str) -> None:
    desk.put(name, Planned().without("cash"))


@given(parsers.parse('the case "{name}", whose record was changed behind our back'))
def broken(desk: Desk, name: str) -> None:
    def opening() -> Held:
        raise RecordBroken(f"{name}: entry 3 is not what was written.")

    desk.cases.append(Held(name, "training", make=opening))


@when("cash seizure is taken out of the menu")
def taken_out(desk: Desk) -> None:
    desk.menu = few(desk.library, [name for name in MENU if name != "cash-seizure"])


@when("the board is drawn up")
def drawn_up(desk: Desk) -> None:
    desk.board = portfolio(desk.cases, desk.menu, TODAY, total=len(desk.cases), kind="training")


@then(parsers.parse('"{name}" stands first, {days:d} days late'))
def first(desk: Desk, name: str, days: int) -> None:
    assert (desk.found.ordered[0].name, desk.found.ordered[0].days_late) == (name, days)


@then(parsers.parse("{many:d} review is overdue"))
def many_overdue(desk: Desk, many: int) -> None:
    assert len(desk.found.overdue) == many


def only(rows: tuple[Row, ...], name: str, told: Callable[[Row], object]) -> object:
    assert [row.name for row in rows] == [name]
    return told(rows[0])


@then(parsers.parse('only "{name}" has an empty P without a reason'))
def only_one_empty(desk: Desk, name: str) -> None:
    assert only(desk.found.empty, name, lambda row: row.empty) == ("prevent",)


@then(parsers.parse('only the plan of "{name}" is touched, by cash seizure'))
def only_one_touched(desk: Desk, name: str) -> None:
    assert only(desk.found.touched, name, lambda row: [(one.tactic, one.now) for one in row.touched]) == [
        ("cash-seizure", "not_offered")
    ]


@then(parsers.parse("Clear, Hold, Build is put forward for {place}, for harm in {many:d} cases"))
def put_forward(desk: Desk, place: str, many: int) -> None:
    (found,) = desk.found.places
    assert (found.name, found.fits, len(found.embedded_in)) == (place, "propose", many)


@then(parsers.parse('"{name}" is one row that says why it cannot be read'))
def says_why(desk: Desk, name: str) -> None:
    assert "not what was written" in desk.row(name).trouble


@then(parsers.parse('"{name}" is shown as ever'))
def shown_as_ever(desk: Desk, name: str) -> None:
    assert (desk.row(name).trouble, desk.row(name).lro) == ("", "DI Green")

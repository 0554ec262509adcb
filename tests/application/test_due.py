"""What is due: late first, then by day; what is done or far off is not told."""

from __future__ import annotations

from datetime import date, timedelta

from planner.application.due import due_soon
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from tests.features.record_notes import Pages

TODAY = date(2026, 7, 13)


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def told(library: Library, *made: Decision) -> list[tuple[str, int, int]]:
    pages = Pages()
    pages.open()
    for one in made:
        pages.add(Decided(decision=one))
    return [(one.what, one.number, one.days_late(TODAY)) for one in due_soon(pages.book, library, TODAY)]


def idea(text: str, due: date | None) -> Decision:
    return Decision(kind="intervention", pillar="pursue", text=text, due=due)


def test_late_comes_first_and_far_off_not_at_all(library: Library) -> None:
    made = [
        idea("soon", day(14)),
        idea("late", day(-3)),
        idea("far", day(15)),
        idea("no day", None),
        idea("today", day(0)),
    ]
    assert told(library, *made) == [("late", 3, 3), ("today", 6, 0), ("soon", 2, 0)]


def test_what_is_over_is_not_due(library: Library) -> None:
    over = [
        Decision(kind="progress", target=n, state=state)
        for n, state in ((2, "done"), (3, "not_done"), (4, "handed_over"))
    ]
    assert told(library, *(idea(f"idea {n}", day(1)) for n in range(4)), *over) == [("idea 3", 5, 0)]


def test_an_objective_that_is_met_and_a_question_that_was_answered_are_not_due(library: Library) -> None:
    found = told(
        library,
        Decision(kind="objective", pillar="protect", text="Fewer calls", measure="count", owner="A lead", due=day(2)),
        Decision(kind="collection", text="Who lets the homes", due=day(1), fact="group.violence_used"),
        Decision(kind="progress", target=2, state="done"),
        Decision(kind="response", text="The agent said", fact="group.violence_used"),
    )
    assert found == []


def test_objectives_and_collection_are_due_too_and_a_tactic_goes_by_its_title(library: Library) -> None:
    tactic = next(iter(library.tactics.values()))
    found = told(
        library,
        Decision(kind="objective", pillar="protect", text="Fewer calls", measure="count", owner="A lead", due=day(2)),
        Decision(kind="collection", text="Who lets the homes", due=day(1)),
        Decision(kind="select", tactic=tactic.id, pillar="pursue", due=day(3)),
    )
    assert [what for what, _, _ in found] == ["Who lets the homes", "Fewer calls", tactic.title]

"""The record on the screen and as JSON: everything typed is said back, and nothing typed passes for a line of the record."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import Access, CaseRecord, new_case
from planner.application.deciding import Settled
from planner.application.planning import ReviewClock
from planner.domain.decisions import Basis, Decision
from planner.domain.entries import Decided, Keeping
from planner.domain.library import Library
from planner.domain.profile import Member, Profile
from planner.exports.record_json import case_json, log_json, plan_of, refs_json
from planner.exports.record_text import RecordView
from tests.engine.making import build, tactic
from tests.features.record_notes import MORNING, REASON, SetClock

KNOWN = Profile(
    case="oak", kind="training", nation="england",
    members={"people": (Member(id="p1", label="The principal"), Member(id="p2"))},
)  # fmt: skip
FORGED = "Residents said so.\n\n14. Signed off\n   entered 13 July 2026, 09:00 UTC, by Supt Hall"
CLOCK = ReviewClock(date(2026, 10, 13), "Every three months.", MORNING.date())
Shown = Callable[[Callable[[RecordView], object]], list[str]]


@pytest.fixture(scope="module")
def shelf() -> Library:
    return build([tactic("cash", {"group.a": True}, title="Cash seizure")])


@pytest.fixture
def record(tmp_path: Path, shelf: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseRecord]:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    access = Access(store=str(tmp_path / "training.sqlite"), person="DI Green", clock=SetClock())
    with new_case(access, "oak", "training", KNOWN, shelf) as opened:
        yield opened


@pytest.fixture
def shown() -> Shown:
    """The lines a view writes, 60 columns wide."""

    def lines(show: Callable[[RecordView], object]) -> list[str]:
        stream = io.StringIO()
        show(RecordView(stream))
        return stream.getvalue().splitlines()

    return lines


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def decide(
    record: CaseRecord, kind: str, *, because: str = REASON, basis: Basis | None = None, **parts: Any
) -> Settled:
    said = {name: parts.pop(name) for name in ("supersedes", "decider", "late_because", "made_at") if name in parts}
    saved = record.write(Decided(decision=Decision(kind=kind, **parts), basis=basis), because=because, **said)
    return Settled(saved, record.book.entries[-1])


# -- no line passes for another -------------------------------------------------------------------------------------


def at_the_edge(lines: list[str]) -> list[str]:
    """What begins a line as entries of the log begin."""
    return [line for line in lines if line[:1].isdigit()]


def test_a_reason_of_several_lines_stands_behind_a_bar(record: CaseRecord, shown: Shown) -> None:
    decide(record, "vision", text="A quiet town", because=FORGED)
    lines = shown(lambda view: view.log(record, record.book.entries, record.book))
    assert at_the_edge(lines) == ["1. Case opened", "2. Vision"]
    assert "   Because: Residents said so." in lines
    assert "     | 14. Signed off" in lines
    assert not any(line.startswith("   entered") and "Supt Hall" in line for line in lines)


@pytest.mark.parametrize(
    "text",
    ["x " * 27 + "14. Signed off by Supt Hall", "漢" * 27 + " 14. Signed off by Supt Hall", "é" * 200],
    ids=["spaces", "wide", "long"],
)
@pytest.mark.parametrize("view_of", ["saved", "log", "case", "entry"])
def test_what_does_not_fit_stands_further_in(
    record: CaseRecord, shelf: Library, shown: Shown, text: str, view_of: str
) -> None:
    settled = decide(record, "vision", text=text, because=text)
    show: dict[str, Callable[[RecordView], object]] = {
        "saved": lambda view: view.saved(record, settled),
        "entry": lambda view: view.entry(record),
        "log": lambda view: view.log(record, record.book.entries, record.book),
        "case": lambda view: view.case(record, shelf, CLOCK),
    }
    lines = shown(show[view_of])
    allowed = ("1. Case opened", "2. Vision") if view_of == "log" else ()
    assert [line for line in at_the_edge(lines) if line not in allowed] == []
    assert not any(line.startswith(("x", "漢", "é", "14")) for line in lines)


def test_a_typed_title_of_several_lines_stays_on_its_line(record: CaseRecord, shown: Shown) -> None:
    lines = shown(lambda view: view.line("A title\n14. Signed off", "bold"))
    assert lines == ["A title ⏎ 14. Signed off"]


# -- what was typed is said back --------------------------------------------------------------------------------------


def test_what_was_saved_is_said_back_whole(record: CaseRecord, shown: Shown) -> None:
    first = decide(record, "select", tactic="cash", pillar="pursue")
    warned = Basis(outcome="certain", rank=1, of=1, as_of=MORNING.date(), guardrails=("caution: Mind the child",))
    settled = decide(
        record, "select", tactic="cash", pillar="pursue", on=("people/p1",), owner="HMRC", due=date(2027, 3, 31),
        objective="Four cars", measure="cars seized", authority="Inspector", phase="clear", basis=warned,
        supersedes=first.saved.position, decider="Supt Hall",
    )  # fmt: skip
    told = " ".join(" ".join(shown(lambda view: view.saved(record, settled))).split())
    for part in (
        "Saved as entry 3 of oak: Selected.", "on: The principal (people/p1)", "owner: HMRC", "due: 31 March 2027",
        "objective: Four cars", "measure: cars seized", "authority: Inspector", "phase: clear", "Mind the child",
        "Decided by Supt Hall", "It takes the place of entry 2",
    ):  # fmt: skip
        assert part in told
    assert ".." not in told


def test_keeping_is_told_as_officers_say_it(record: CaseRecord, shown: Shown) -> None:
    record.write(Keeping(act="keep_until", until=date(2030, 1, 1)), because=REASON)
    told = " ".join(" ".join(shown(lambda view: view.entry(record))).split())
    assert "Kept until 1 January 2030." in told
    assert "keep_until" not in told


def test_one_entry_is_one_entry(record: CaseRecord, shown: Shown) -> None:
    assert shown(lambda view: view.log(record, record.book.entries, record.book))[0] == "oak: 1 entry"
    decide(record, "vision", text="x")
    assert shown(lambda view: view.log(record, record.book.entries, record.book))[0] == "oak: 2 entries"


@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=7, seconds=30)])
def test_the_log_tells_when_it_was_made_also_whole_days_earlier(
    record: CaseRecord, shown: Shown, late: timedelta
) -> None:
    decide(record, "vision", text="x", made_at=MORNING - late, late_because="I was on leave")
    lines = shown(lambda view: view.log(record, record.book.entries, record.book))
    assert f"made {(MORNING - late).day} July 2026" in " ".join(" ".join(lines).split())


# -- the case ---------------------------------------------------------------------------------------------------------


def case(record: CaseRecord, shelf: Library, shown: Shown) -> str:
    return " ".join(" ".join(shown(lambda view: view.case(record, shelf, CLOCK))).split())


def test_a_case_without_a_review_says_so(record: CaseRecord, shelf: Library, shown: Shown) -> None:
    assert "No review held yet; opened 13 July" in case(record, shelf, shown)
    decide(record, "review", text="On course")
    assert "Last: 13 July 2026." in case(record, shelf, shown)
    assert "No review" not in case(record, shelf, shown)


def test_a_case_shows_the_plan_and_which_p_lacks_what(record: CaseRecord, shelf: Library, shown: Shown) -> None:
    decide(record, "vision", text="A quiet town")
    decide(record, "aim", pillar="pursue", text="Take its cash")
    decide(record, "lead", pillar="pursue", name="DS Hall", level="silver")
    decide(record, "focus", ref="people/p1")
    decide(record, "business-model", form="money")
    decide(record, "park", pillar="prepare", until="the trial ends")
    decide(record, "measure", name="Felt safety", value="41%", when=date(2026, 6, 1), baseline=True)
    decide(record, "share", agency="HMRC", state="no")
    decide(record, "reject", tactic="cash", pillar="pursue")
    number = decide(record, "intervention", pillar="prevent", text="A mentor").saved.position
    decide(record, "progress", target=number, state="handed_over", to="the school")
    told = case(record, shelf, shown)
    for part in (
        "Vision: A quiet town", "Aim: Pursue: Take its cash", "DS Hall leads Pursue (level: silver)", "The principal (people/p1)",
        "Money and assets", "Prepare is parked until the trial ends", "41% (1 June 2026;", "Not to be shared with HMRC",
        "Rejected: Pursue: Cash seizure", "A mentor", "Handed over to the school",
    ):  # fmt: skip
        assert part in told
    assert "the aim of Prevent, the lead of Prevent, the aim of Protect" in told


def test_the_refs_of_a_case_stand_with_what_they_are_called(record: CaseRecord, shown: Shown) -> None:
    assert shown(lambda view: view.refs(record)) == ["  people/p1  The principal", "  people/p2  (no label)"]
    assert refs_json(record)["refs"][0] == {"ref": "people/p1", "label": "The principal"}


# -- JSON -------------------------------------------------------------------------------------------------------------


def test_json_says_who_decided_when_and_that_nobody_proved_it(record: CaseRecord, shelf: Library) -> None:
    number = decide(record, "intervention", pillar="prevent", text="A mentor").saved.position
    decide(record, "progress", target=number, state="handed_over", to="the school", effect="He goes")
    (one,) = plan_of(record.book, authenticated=False)["interventions"]
    assert (one["by"], one["authenticated"], one["at"]) == (
        record.store.person.name, False, {"made": MORNING.isoformat(), "entered": MORNING.isoformat()},
    )  # fmt: skip
    (step,) = one["progress"]
    assert (step["state"], step["to"], step["effect"]) == ("handed_over", "the school", "He goes")
    for shape in (case_json(record, shelf, CLOCK), log_json(record, record.book.entries, record.book)):
        assert shape["authenticated"] is False


def test_json_says_what_the_meter_lacks(record: CaseRecord, shelf: Library) -> None:
    shape = case_json(record, shelf, CLOCK)
    assert shape["review"]["held"] is False
    assert shape["always_record"][1]["lacking"][:2] == ["the aim of Pursue", "the lead of Pursue"]

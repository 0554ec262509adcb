"""Gaps: the next best question is answered, adopted and asked of partners where it stands, and the record says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.widgets import DataTable, Input

from planner.application.deciding import FactTold
from planner.application.needing import Gap
from planner.application.sitting import Bench
from planner.application.vetting import Reasons
from planner.domain.casebook import digest_of
from planner.domain.decisions import Decision
from planner.domain.entries import Exported, Learned
from planner.domain.profile import Profile
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

HOME = "premises/h2.home_taken_over"
WORDS = "Housing sees these homes weekly and a tenant may be at risk"
SHARE = "Housing must act on this and the tenant needs help now"
ADOPTED = (
    Decision(kind="collection", text="Has the home been taken over?", source="Housing provider", method="Ring them", fact=HOME),
    Decision(kind="requirement", text="Has the home been taken over?", drives="Welfare visits", fact=HOME),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def counted_once(bench: Bench) -> Iterator[None]:
    """What is worth asking is the same for the same facts: these tests count it once for them all."""
    known: dict[str, tuple[Gap, ...]] = {}
    count = bench.need_to_know.gaps

    def gaps(profile: Profile) -> tuple[Gap, ...]:
        facts = digest_of(profile)
        if facts not in known:
            known[facts] = count(profile)
        return known[facts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.need_to_know, "gaps", gaps)
        yield


async def at_gaps(officer: Officer, view: str = "next", to: str = "") -> None:
    """The page at a view, with everything worked out and the keys painted."""
    officer.app.open_page("gaps", view, to)
    for _ in range(20):
        await officer.settle()
        if "palette" in officer.rows[-1] and "Working out" not in officer.screen:
            return


async def paste(officer: Officer, text: str) -> None:
    """Put words into the field that has the cursor all at once, as from a clipboard."""
    assert officer.app.focused is not None
    officer.app.post_message(events.Paste(text))
    await officer.settle()


async def read_from_the_pack(officer: Officer) -> None:
    if officer.app.focused and officer.app.focused.id != "another":
        await officer.press("tab")
    await paste(officer, "Tasking pack, 20 Nov 2026, 2CP")
    await officer.press("enter")


def learned(officer: Officer) -> list[Learned]:
    contents = [one.said.content for one in officer.book.entries if one.said]
    return [one for one in contents if isinstance(one, Learned)]


def said(officer: Officer) -> str:
    """The screen as one run of words."""
    return " ".join(officer.screen.split())


# -- next question ------------------------------------------------------------------------------------------------------


async def test_the_first_answer_asks_for_the_source_and_the_next_takes_it(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", "group.adults_exploited")
        await officer.press("y")
        assert "What are you reading from?" in officer.screen
        assert not learned(officer)
        await read_from_the_pack(officer)
        (first,) = learned(officer)
        assert first.ref == "group.adults_exploited"
        assert first.record is not None
        assert (first.record.value, first.record.grade, first.record.handling) == (True, "2C", "P")
        assert first.record.source == "Tasking pack"
        await officer.settle()
        assert "From: Tasking pack, 20 Nov 2026, 2CP (h)" in officer.screen
        officer.app.open_page("gaps", "next", HOME)
        await officer.settle()
        await officer.press("n")
        assert learned(officer)[-1].ref == HOME
        assert learned(officer)[-1].record.absent  # type: ignore[union-attr]
        assert "c names them" in officer.screen or "No tactic moved" in officer.screen


async def test_an_answered_question_leaves_the_list_and_the_cursor_goes_on(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", HOME)
        before = next(row for row in officer.rows if "not known:" in row)
        await officer.press("n")
        await read_from_the_pack(officer)
        await officer.settle()
        after = next(row for row in officer.rows if "not known:" in row)
        assert before != after
        assert "Rented house of Principal A: has been taken" not in officer.screen
        assert officer.app.sitting is not None
        assert officer.app.sitting.unsaved.place.startswith("gaps|next|")


async def test_not_known_yet_writes_nothing_and_goes_on(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", HOME)
        await officer.press("d")
        assert "It stays not known yet" in officer.screen
        assert len(officer.book.entries) == 1
        assert HOME not in officer.app.sitting.unsaved.place  # type: ignore[union-attr]


async def test_of_any_person_it_is_asked_of_whom_and_somebody_new_needs_a_name(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", "people/+.exploited")
        await officer.press("y")
        await read_from_the_pack(officer)
        assert "Of whom, or of what?" in officer.screen
        await officer.press("8", "enter", "enter")
        assert "it has no name yet" in officer.screen
        await officer.type("Tenant Z")
        await officer.press("enter")
        (one,) = learned(officer)
        assert one.label == "Tenant Z"
        assert one.ref.startswith("people/")


async def test_enter_asks_yes_no_or_not_known(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", "group.adults_exploited")
        await officer.press("enter", "2")
        await read_from_the_pack(officer)
        assert learned(officer)[0].record.absent  # type: ignore[union-attr]


async def test_the_list_says_what_is_needed_why_and_what_two_settle_together(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", HOME)
        assert "390 not known: [93 need to know]  297 nice to know" in officer.screen
        first = officer.rows[5]
        await officer.press("w")
        assert "Could make certain: Adult safeguarding enquiry" in officer.screen
        assert "Needed because it bears on a duty" in said(officer)
        await officer.press("escape", "f")
        assert "[297 nice to know]" in officer.screen
        assert officer.rows[5] != first
        assert officer.app.sitting is not None
        pair = next(one for one in officer.app.sitting.gaps if one.beside)
        await at_gaps(officer, "next", pair.fact)
        assert "more than either alone" in said(officer)


async def test_adopting_takes_one_reason_and_writes_requirement_and_plan(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", HOME)
        await officer.press("a")
        await paste(officer, WORDS)
        await officer.press("enter")
        await paste(officer, "Housing lead")
        await officer.press("enter")
        await officer.type("11 dec")
        await officer.press("enter")
        (line,) = officer.book.decided("collection")
        (requirement,) = officer.book.decided("requirement")
        assert (line[1].fact, line[1].owner, str(line[1].due)) == (HOME, "Housing lead", "2026-12-11")
        assert "Housing provider" in line[1].source
        assert "Welfare visits" in requirement[1].drives
        assert requirement[0].said.because == WORDS  # type: ignore[union-attr]
        assert "Adopted as entries 2 and 3" in officer.screen
        assert "Adopted: entry 2, Housing lead, due 11 Dec 2026" in officer.screen
        await officer.press("a")
        assert "Adopted already: entry 2" in officer.screen
        assert len(officer.book.entries) == 3


async def test_a_requirement_that_a_killed_terminal_left_out_is_asked_for(place: Place) -> None:
    place.case()
    place.decided("first-plan", ADOPTED[:1])
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", HOME)
        await officer.press("a")
        await paste(officer, WORDS)
        await officer.press("enter")
        ((_, requirement),) = officer.book.decided("requirement")
        assert requirement.fact == HOME


async def test_a_decision_does_not_count_the_gaps_anew_and_a_fact_does(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        sitting = officer.app.sitting
        assert sitting is not None
        first = sitting.gaps
        sitting.decide(ADOPTED[0], Reasons(WORDS))
        assert sitting.ready("gaps")
        assert sitting.gaps is first
        sitting.learn(FactTold(HOME, "yes", grade="2C", source="Visit"))
        assert not sitting.ready("gaps")
        assert HOME not in {one.fact for one in sitting.gaps}


async def test_asking_partners_adopts_it_and_goes_to_their_request(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "next", HOME)
        await officer.press("q")
        await paste(officer, WORDS)
        await officer.press("ctrl+r")
        await officer.settle()
        assert "[Requests to partners]" in officer.screen
        assert len(officer.book.decided("collection")) == 1
        assert "Which tenants have new people staying" in said(officer)


# -- requirement and plan -----------------------------------------------------------------------------------------------


async def test_what_is_late_says_by_how_much_and_what_came_back_answers_it(place: Place) -> None:
    place.case()
    place.decided("first-plan", [ADOPTED[0].model_copy(update={"due": date(2026, 11, 20)}), ADOPTED[1]])
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requirement")
        assert "Kept apart from the four Ps: 1 adopted, 0 answered" in officer.screen
        assert "! 3 days late" in officer.screen
        await officer.press("a")
        await paste(officer, "Housing knows of no such home")
        await officer.press("enter")
        await paste(officer, "They checked every home on the estate in October")
        await officer.press("ctrl+r")
        ((_, back),) = officer.book.decided("response")
        assert back.fact == HOME
        assert "+ came back" in officer.screen


async def test_an_edit_takes_the_place_of_the_old_line(place: Place) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requirement")
        await officer.press("e")
        await paste(officer, "The housing manager moved on and the deputy has it now")
        await officer.press("enter", "enter", "enter")
        await officer.type("14 dec")
        await officer.press("ctrl+r")
        ((entry, line),) = officer.book.decided("collection")
        assert (str(line.due), line.source, line.fact) == ("2026-12-14", "Housing provider", HOME)
        assert entry.said is not None
        assert entry.said.supersedes == 2
        assert "14 Dec 2026" in officer.screen


async def test_dropping_takes_back_both_for_one_reason(place: Place) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requirement")
        await officer.press("x")
        await paste(officer, "The tenant has moved out and the home is sold")
        await officer.press("enter")
        assert not officer.book.decided("collection", "requirement")
        reasons = {one.said.because for one in officer.book.standing("withdraw") if one.said}
        assert reasons == {"The tenant has moved out and the home is sold"}
        assert "Nothing adopted yet" in officer.screen


# -- requests to partners -----------------------------------------------------------------------------------------------


async def test_a_request_is_written_to_a_file_and_noted(place: Place, tmp_path: Path) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    out = tmp_path / "asked.md"
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requests", "housing")
        assert "no name or telling word found" in officer.screen
        await officer.press("j", "q")
        officer.app.screen.query_one("#file", Input).value = str(out)
        await officer.press("ctrl+r")
        assert "Which tenants have new people staying" in " ".join(out.read_text(encoding="utf-8").split())
        (entry,) = officer.book.exports()
        sent = entry.said.content if entry.said else None
        assert isinstance(sent, Exported)
        assert (sent.what, sent.to) == ("requests", "Fire and rescue")
        row = next(row for row in officer.rows if "Fire and rescue" in row)
        assert row.startswith(" > ")
        assert "+ sent 23 Nov 2026" in row


async def test_a_file_that_is_there_is_not_written_over(place: Place, tmp_path: Path) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    out = tmp_path / "asked.md"
    out.write_text("mine")
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requests", "housing")
        await officer.press("q")
        officer.app.screen.query_one("#file", Input).value = str(out)
        await officer.press("ctrl+r")
        assert "there is a file of that name already" in officer.screen
        assert out.read_text() == "mine"
        assert not officer.book.exports()


async def test_words_that_tell_are_found_and_keep_the_request_in(place: Place) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requests", "housing")
        await officer.press("e")
        await paste(officer, " in the Safe house")
        await officer.press("ctrl+r")
        assert "! tells: Safe house" in officer.screen
        await officer.press("q")
        assert "tells the reader which case this is. Take it out" in said(officer)
        assert not officer.book.exports()


async def test_a_named_request_waits_for_a_sharing_decision_and_says_what_still_tells(place: Place) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requests", "housing")
        await officer.press("t")
        assert "0 of 7 rules answered by the record" in officer.screen
        await officer.press("q")
        assert "There is no named form yet" in officer.screen
        await officer.press("enter", "1", "enter")
        await paste(officer, SHARE)
        await officer.press("enter")
        await paste(officer, "Crime and Disorder Act 1998, section 115")
        await officer.press("enter")
        ((_, made),) = officer.book.decided("share")
        assert (made.agency, made.state) == ("Housing", "yes")
        assert "3 of 7 rules answered by the record" in officer.screen
        assert "'Rented house of Principal A'" in said(officer)


async def test_a_reply_is_a_graded_fact_from_that_partner(place: Place) -> None:
    place.case()
    place.decided("first-plan", ADOPTED)
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requests", "housing")
        await officer.press("enter", "j", "a", "1")
        assert "Of whom, or of what?" in officer.screen
        await officer.press("enter")
        assert "Reply from Housing" in officer.screen
        await officer.type("1BP")
        await officer.press("enter")
        (fact,) = learned(officer)
        assert (fact.ref, fact.record.source) == (HOME, "Reply from Housing")  # type: ignore[union-attr]
        assert officer.app.sitting is not None
        assert not officer.app.sitting.unsaved.source


# -- models, and how it looks -------------------------------------------------------------------------------------------


async def test_the_models_are_read_one_after_the_other(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "models")
        assert "Business model of the group" in officer.screen
        await officer.press("4")
        assert "[4 SPATIAL]" in officer.screen
        await officer.press("t")
        assert "[1 Business model]" in officer.screen
        await officer.press("a", "x", "y")
        assert len(officer.book.entries) == 1
        for view in ("next", "requirement", "requests", "models"):
            await at_gaps(officer, view)
            active = officer.app.screen.active_bindings.values()
            mine = [one.binding for one in active if (one.binding.id or "").startswith(("gaps.", "rows."))]
            assert all(one.description and one.tooltip for one in mine)
            assert sum(one.show for one in mine) <= 5
        await officer.press("f1")
        assert "You never need every answer to act" in said(officer)


async def test_hostile_words_show_as_themselves(place: Place) -> None:
    place.case()
    text = "[/oops] [bold red]LOUD[/] [@click=app.bell]c[/]"
    place.decided("first-plan", [Decision(kind="collection", text=text, owner=text, source=text)])
    async with place.officer("first-plan") as officer:
        await at_gaps(officer, "requirement")
        assert text in officer.screen


VIEWS = {"next": HOME, "requirement": "2", "requests": "housing"}
LOOKS = [(view, size) for view in VIEWS for size in (SMALL, USUAL, WIDE)] + [("models", USUAL)]


@pytest.mark.parametrize(
    ("view", "size"), LOOKS, ids=[f"{view} {wide}x{high}" for view, (wide, high) in LOOKS]
)  # fmt: skip
async def test_looks(place: Place, view: str, size: tuple[int, int]) -> None:
    place.case()
    place.decided(
        "first-plan", [ADOPTED[0].model_copy(update={"due": date(2026, 12, 11), "owner": "Housing lead"}), ADOPTED[1]]
    )
    async with place.officer("first-plan", size) as officer:
        await at_gaps(officer, view, VIEWS.get(view, "sara"))
        officer.looks(f"gaps-{view}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("view", ["next", "requirement", "requests"])
async def test_looks_empty(place: Place, view: str) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await at_gaps(officer, view)
        officer.looks(f"gaps-{view}-empty")
        if view == "requests":
            assert officer.app.screen.query_one("#partners", DataTable).row_count == 0

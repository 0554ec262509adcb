"""Check: the plan read back, each finding put right and gone at once, and a sign-off that only stands for what was read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.binding import Binding

from planner.application.casework import Access, begin, open_record
from planner.application.sitting import Bench
from planner.application.storekeeping import add_person, init
from planner.domain.decisions import Decision
from planner.domain.tactic import PILLARS
from planner.tui.check import CheckPage
from planner.tui.check_signing import SignSheet
from planner.tui.handing import ExportSheet
from planner.tui.keyed import KeyedTable
from planner.tui.log import LogPage
from planner.tui.log_sieve import SieveScreen
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place, Ticking

SOON = date(2026, 12, 11)
WHY = "Partners agree here"
WHOLE = [
    Decision(kind="vision", text="Streets free of drug lines"),
    Decision(kind="aim", pillar="overall", text="Take the money and the homes away"),
    *(Decision(kind="aim", pillar=one, text=f"An aim for {one} that partners share") for one in PILLARS),
    *(Decision(kind="lead", pillar=one, name=f"Head of {one}") for one in PILLARS),
    *(
        Decision(kind="intervention", pillar=one, text=f"Visits with the council, {one}", owner="Housing team", due=SOON, phase="hold")
        for one in PILLARS
    ),
    Decision(kind="focus", ref="people/p1"),
    Decision(kind="business-model", form="money"),
    Decision(kind="trajectory", form="both"),
    Decision(kind="place-based", state="yes"),
    Decision(kind="partner", agency="Housing", text="visits to let homes"),
    Decision(kind="protocol", text="One contact in each agency"),
    Decision(kind="lead", pillar="overall", name="DI Jones"),
]  # fmt: skip


def without(*kinds: str) -> list[Decision]:
    return [one for one in WHOLE if one.kind not in kinds]


async def check(officer: Officer, view: str = "") -> None:
    await officer.press("f7")
    if view:
        officer.app.open_page("check", view)
        await officer.settle()


def flat(officer: Officer) -> str:
    """The screen as running text, however it is broken into rows."""
    return " ".join(officer.screen.split())


# -- your answers -------------------------------------------------------------------------------------------------------------


async def test_an_empty_case_says_what_is_not_recorded(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await check(officer)
        assert "Always recorded: 0 of 9" in officer.screen
        assert officer.screen.count("not recorded") >= 9
        officer.looks("check-answers-bare-80x24")


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE])
async def test_the_whole_plan_is_read_back(place: Place, size: tuple[int, int]) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    async with place.officer("first-plan", size) as officer:
        await check(officer)
        assert "Always recorded: 9 of 9" in officer.screen
        assert "4 of 4 aims, 4 of 4 leads" in officer.screen
        officer.looks(f"check-answers-{size[0]}x{size[1]}")


async def test_an_answer_is_recorded_without_leaving_and_the_line_says_it_at_once(place: Place) -> None:
    place.case()
    place.decided("first-plan", without("protocol"))
    async with place.officer("first-plan") as officer:
        await check(officer)
        await officer.press(*["down"] * 8)
        assert "Sharing rules: not recorded" in officer.screen
        await officer.press("e")
        await officer.type("One contact in each agency")
        await officer.press("enter")
        await officer.type(WHY)
        await officer.press("enter", "enter")
        assert "Always recorded: 9 of 9" in officer.screen
        assert [made.text for _, made in officer.book.decided("protocol")] == ["One contact in each agency"]
        assert any(row.lstrip().startswith("> + 9") for row in officer.rows)


async def test_a_jump_comes_back_to_the_same_line_on_escape_and_on_saving(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await check(officer)
        await officer.press("down", "down", "down", "enter")
        assert "[F5 Plan]" in officer.rows[1]
        await officer.press("escape")
        assert "[F7 Check]" in officer.rows[1]
        assert any(row.lstrip().startswith("> - 4") for row in officer.rows)
        await officer.press("enter")
        officer.app.ask("focus", given={"ref": "people/p1"}, ask=())
        await officer.settle()
        await officer.type(WHY)
        await officer.press("enter")
        assert "[F7 Check]" in officer.rows[1]
        assert any(row.lstrip().startswith("> + 4") for row in officer.rows)
        assert "Saved: Nominal in focus" in officer.screen


async def test_a_page_opened_by_its_own_key_forgets_the_way_back(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await check(officer)
        await officer.press("enter", "f4", "escape")
        assert "[F2 Tasks]" in officer.rows[1]


# -- findings -----------------------------------------------------------------------------------------------------------------


async def test_an_empty_case_is_reviewed_as_a_plan_not_yet_written(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await check(officer)
        await officer.press("full_stop")
        assert "9 errors" in officer.screen
        officer.looks("check-findings-bare-80x24")


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE])
async def test_findings_are_listed_worst_first_with_what_is_asked_and_why(place: Place, size: tuple[int, int]) -> None:
    place.case()
    place.decided("first-plan", without("vision", "lead", "protocol"))
    async with place.officer("first-plan", size) as officer:
        await check(officer, "findings")
        assert "5 errors, 10 warnings, 1 note" in flat(officer)
        assert "Nobody is named to lead Pursue" in officer.screen
        officer.looks(f"check-findings-{size[0]}x{size[1]}")


async def test_a_finding_that_is_put_right_is_gone_at_once(place: Place) -> None:
    place.case()
    place.decided("first-plan", without("lead"))
    async with place.officer("first-plan") as officer:
        await check(officer, "findings")
        assert "Findings 14" in officer.rows[2]
        await officer.press("e")
        assert "Lead: Pursue" in officer.screen
        await officer.type("DI Jones")
        await officer.press("enter")
        await officer.type(WHY)
        await officer.press("enter", "enter")
        assert "Findings 13" in officer.rows[2]
        assert [(made.pillar, made.name) for _, made in officer.book.decided("lead")] == [("pursue", "DI Jones")]
        assert any(row.lstrip().startswith("> x ERROR    Nobody is named to lead Prevent") for row in officer.rows)


async def test_an_intervention_without_an_owner_is_decided_anew_and_loses_nothing(place: Place) -> None:
    place.case()
    place.decided(
        "first-plan",
        [Decision(kind="intervention", pillar="protect", text="Safer lets", due=SOON, measure="visits made")],
    )
    async with place.officer("first-plan") as officer:
        await check(officer, "findings")
        assert officer.app.screen.query_one("#findings-list").go_to("no-owner")
        await officer.settle()
        assert "It is about: 2 Protect: Safer lets" in flat(officer)
        await officer.press("e")
        await officer.type(WHY)
        await officer.press("enter", "enter")
        await officer.type("Housing team")
        await officer.press("ctrl+r")
        ((entry, made),) = officer.book.decided("intervention")
        assert (made.owner, made.due, made.measure) == ("Housing team", SOON, "visits made")
        assert entry.said is not None
        assert entry.said.supersedes == 2


async def test_what_is_late_is_put_right_by_its_progress(place: Place) -> None:
    place.case()
    place.decided(
        "first-plan",
        [Decision(kind="intervention", pillar="protect", text="Safer lets", owner="CID", due=date(2026, 11, 1))],
    )
    async with place.officer("first-plan") as officer:
        await check(officer, "findings")
        assert officer.app.screen.query_one("#findings-list").go_to("overdue")
        await officer.settle()
        await officer.press("e")
        assert "Progress: Protect: Safer lets" in officer.screen
        await officer.press("4", "enter")
        await officer.type(WHY)
        await officer.press("ctrl+r")
        assert [(made.target, made.state) for _, made in officer.book.decided("progress")] == [(2, "done")]
        assert "past the day it was due" not in officer.screen


async def test_only_one_severity_is_shown_until_escape(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await check(officer, "findings")
        await officer.press("f")
        assert "Only errors are shown" in officer.screen
        assert "WARNING" not in officer.screen
        await officer.press("f", "f")
        assert "ERROR" not in officer.screen
        await officer.press("escape")
        assert "are shown" not in officer.screen
        assert "WARNING" in officer.screen
        assert "[F7 Check]" in officer.rows[1]


async def test_a_whole_plan_has_no_error(place: Place) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    async with place.officer("first-plan") as officer:
        await check(officer, "findings")
        assert "x ERROR" not in officer.screen
        assert "! WARNING" in officer.screen


# -- sign-off -----------------------------------------------------------------------------------------------------------------


async def test_a_plan_with_errors_cannot_be_signed_and_says_what_is_in_the_way(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await check(officer, "sign_off")
        assert "x There is no intervention in this plan" in officer.screen
        assert "In training nobody proves who they are" in officer.screen
        officer.looks("check-sign-off-bare-80x24")
        await officer.press("enter")
        assert "cannot be signed off as it stands" in officer.screen
        assert officer.book.sign_off is None


async def test_a_plan_is_signed_with_a_reason_and_a_later_change_ends_it(place: Place) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    async with place.officer("first-plan") as officer:
        await check(officer, "sign_off")
        assert "cannot be signed off as it stands" not in flat(officer)
        await officer.press("enter", "enter")
        assert officer.book.sign_off is None
        await officer.type("Risks have owners")
        await officer.press("enter")
        signed = officer.book.sign_off
        assert signed is not None
        assert signed.stands
        assert signed.entry.said is not None
        assert signed.entry.said.because == "Risks have owners"
        assert "Signed off by d.jones (not authenticated)" in flat(officer)
        officer.app.ask("aim", given={"pillar": "prevent", "text": "Another aim that partners share"})
        await officer.settle()
        await officer.type(WHY)
        await officer.press("enter")
        assert f"! Void: the sign-off of entry {signed.entry.number} no longer stands" in flat(officer)
        assert f"{signed.entry.number + 1} Aim" in officer.screen
        officer.looks("check-sign-off-80x24")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_sign_off_is_whole_at_other_sizes(place: Place, size: tuple[int, int]) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    async with place.officer("first-plan", size) as officer:
        await check(officer, "sign_off")
        assert "cannot be signed off as it stands" not in flat(officer)
        officer.looks(f"check-sign-off-{size[0]}x{size[1]}")


async def test_a_reason_for_signing_is_kept_when_the_officer_leaves(place: Place) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    async with place.officer("first-plan") as officer:
        await check(officer, "sign_off")
        await officer.press("enter")
        await officer.type("It meets the")
        await officer.press("escape")
        assert "Draft kept: your reason for signing, 3 words" in officer.screen
        assert officer.book.sign_off is None
    async with place.officer("first-plan") as officer:
        assert "[Sign-off]" in officer.rows[2]
        await officer.press("enter")
        assert "It meets the" in officer.screen


async def test_in_a_live_store_the_author_does_not_sign_and_another_does(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    monkeypatch.setattr("planner.record.sealing.SCRYPT_COST", 2**4)
    monkeypatch.setattr("planner.record.sealing.NAME_COST", 2**4)
    clock = Ticking()
    author = Access(person="author", ask=lambda _: "four unrelated quiet words", clock=clock, ready=True)
    approver = Access(person="approver", ask=lambda _: "five other unrelated loud words", clock=clock, ready=True)
    init(author, "live", "four unrelated quiet words").close()
    add_person(author, "approver", "five other unrelated loud words", "")
    begin(author, bench.library, "real-plan", "live", origin="smith-ocg").store.close()
    place = Place(bench, author, clock)
    place.decided("real-plan", WHOLE)
    async with place.officer("live:real-plan") as officer:
        await check(officer, "sign_off")
        assert "x 'author' wrote or decided part of this plan" in flat(officer)
        await officer.press("enter")
        assert "cannot be signed off" in officer.screen
    async with Place(bench, approver, clock).officer("live:real-plan") as officer:
        await check(officer, "sign_off")
        assert "You are approver" in officer.screen
        await officer.press("enter")
        await officer.type("Risks have owners")
        await officer.press("enter")
        assert "Signed off by approver on 23 November 2026" in flat(officer)
    with open_record("live:real-plan", author) as record:
        assert record.book.sign_off is not None
        assert record.book.sign_off.signed.signature


# -- more ---------------------------------------------------------------------------------------------------------------------


async def test_the_plan_is_written_as_a_word_file_and_noted(place: Place, tmp_path: Path) -> None:
    place.case()
    place.decided("first-plan", WHOLE)
    out = tmp_path / "plan.docx"
    async with place.officer("first-plan") as officer:
        await check(officer)
        await officer.app.run_action("export", officer.app.screen)
        await officer.settle()
        officer.app.screen.query_one("#file").value = str(out)
        await officer.press("enter", "enter", "enter")
        assert out.read_bytes()[:2] == b"PK"
        assert f"Export made, entry {len(officer.book.entries)}" in flat(officer)
        assert len(officer.book.exports()) == 1


async def test_an_export_over_a_file_that_is_there_is_refused(place: Place, tmp_path: Path) -> None:
    place.case()
    out = tmp_path / "plan.docx"
    out.write_text("mine")
    async with place.officer("first-plan") as officer:
        await check(officer)
        await officer.app.run_action("export", officer.app.screen)
        await officer.settle()
        officer.app.screen.query_one("#file").value = str(out)
        await officer.press("enter", "enter", "enter")
        assert "there is a file of that name already" in flat(officer)
        assert out.read_text() == "mine"
        assert officer.book.exports() == []


async def test_a_draft_kept_while_the_next_sheet_is_being_put_together_is_kept(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await check(officer)
        unsaved = officer.app.sitting.unsaved
        unsaved.keep("export:to", "the chair of the panel")
        officer.app.push_screen(ExportSheet(officer.app.sitting))
        officer.app.keep()
        await officer.settle()
        assert officer.app.screen.query_one("#to").value == "the chair of the panel"
        assert "Draft kept" in officer.rows[0]


async def test_what_others_wrote_is_read_when_it_is_checked_again(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await check(officer, "findings")
        place.decided("first-plan", [Decision(kind="vision", text="Streets free of drug lines")])
        assert "Findings 24" in officer.rows[2]
        await officer.app.run_action("check_again", officer.app.screen)
        await officer.settle()
        assert "Findings 23" in officer.rows[2]


async def test_every_key_has_a_name_a_label_and_a_tip_and_the_footer_holds_them(place: Place) -> None:
    for owner in (CheckPage, LogPage, SignSheet, ExportSheet, SieveScreen, KeyedTable):
        for one in owner.BINDINGS:
            assert isinstance(one, Binding)
            assert all((one.id, one.description, one.tooltip)), (owner, one)
    place.case()
    async with place.officer("first-plan") as officer:
        for key in ("f7", "f8"):
            await officer.press(key)
            for _ in range(3):
                assert officer.rows[-1].endswith(("^p palette", "^p More"))
                await officer.press("full_stop")

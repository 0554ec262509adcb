"""Tactics: the list beside the detail, found, filtered and compared, and the four decisions, from the keyboard alone."""

from __future__ import annotations

import pytest

from planner.application.deciding import FactTold
from planner.application.sitting import Sitting
from planner.domain.decisions import Decision
from planner.errors import EnginesDisagree
from tests.tui.driving import SMALL, USUAL, WIDE, Officer, Place

HOMES = "unexplained-wealth-order"
TITLE = "Unexplained wealth order, by referral to an agency that can apply"
REASON = "No wage explains these homes"


async def at(officer: Officer, tactic: str) -> None:
    """On the tactics page, with the cursor on a tactic."""
    officer.app.open_page("tactics", to=tactic)
    await officer.settle()


def listed(officer: Officer) -> list[str]:
    """The rows of the list, as they stand on the screen at the usual size."""
    return [row[:39].rstrip(" ▂▄▆▇█▁▃▅") for row in officer.rows[4:21] if row[:39].strip()]


@pytest.mark.parametrize(("name", "size"), [("60x20", SMALL), ("80x24", USUAL), ("160x50", WIDE)])
async def test_the_page_at_three_sizes(place: Place, name: str, size: tuple[int, int]) -> None:
    place.case()
    place.decided(
        "first-plan", [Decision(kind="select", tactic=HOMES), Decision(kind="reject", tactic="restraint-order")]
    )
    async with place.officer("first-plan", size) as officer:
        await officer.press("f4", "down", "down", "down", "space", "down")
        officer.looks(f"tactics-{name}")


async def test_a_case_of_which_nothing_is_known(place: Place) -> None:
    place.case("bare", origin="")
    async with place.officer("bare") as officer:
        await officer.press("f4")
        officer.looks("tactics-empty-80x24")
        await officer.press("2")
        assert "No tactic fits these filters." in officer.screen
        await officer.press("0")
        assert "All Ps: 2 certain" in officer.screen


async def test_four_keys_and_the_officers_own_words_select_a_tactic(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, HOMES)
        await officer.press("s")
        officer.looks("tactics-select-80x24")
        assert "Principal A: has wealth that lawful income does not explain (2CP, 1 May 2026)" in officer.screen
        await officer.type(REASON)
        await officer.press("enter", "enter", "enter")
        ((entry, made),) = officer.book.decided("select")
        assert entry.said is not None
        assert entry.said.because == REASON
        assert (made.owner, made.on, made.phase) == ("NCA, SFO, HMRC, FCA or CPS", ("people/p1", "people/p3"), "clear")
        assert made.measure
        assert made.authority
        assert "Plan so far: Pursue 1 #" in officer.screen
        rows = listed(officer)
        chosen = next(n for n, row in enumerate(rows) if "S+ PU Unexplained" in row)
        assert rows[chosen + 1].startswith(">"), "the cursor goes on to the next undecided row"


async def test_every_field_can_be_asked_for(place: Place) -> None:
    place.case()
    async with place.officer("first-plan", WIDE) as officer:
        await at(officer, HOMES)
        await officer.app.run_action("decide('select', True)", officer.app.screen)
        await officer.settle()
        await officer.type(REASON)
        assert "[x] 1 Principal A" in officer.screen
        await officer.press("enter", "1", "ctrl+r")
        ((_, made),) = officer.book.decided("select")
        assert made.on == ("people/p3",)


async def test_a_rejection_and_a_deferral_are_recorded_and_a_later_decision_replaces_them(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, HOMES)
        await officer.press("r")
        await officer.type("No room before spring")
        await officer.press("enter")
        assert "R+ PU Unexplained" in officer.screen
        await at(officer, HOMES)
        await officer.press("d")
        assert "in place of entry 2 (rejected)" in " ".join(officer.screen.split())
        await officer.type("They want accounts first")
        await officer.press("enter")
        await officer.type("1 April 2027")
        await officer.press("enter")
        assert "D+ PU Unexplained" in officer.screen
        book = officer.book
        assert [(one.number, made.kind, made.until) for one, made in book.decided("reject", "defer")] == [
            (3, "defer", "1 April 2027")
        ]
        assert book.superseded == {2: 3}


async def test_a_draft_is_spoken_of_beside_its_tactic_and_is_only_what_was_typed(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, HOMES)
        await officer.press("s", "escape")
        assert officer.app.sitting is not None
        assert officer.app.sitting.unsaved.texts == {}
        await officer.press("s")
        await officer.type("Half a thought")
        await officer.press("escape")
        await at(officer, HOMES)
        assert "Draft kept, 3 words: s takes" in officer.screen
        await officer.press("s")
        assert "Half a thought" in officer.screen


async def test_a_blocked_tactic_is_explained_and_can_be_overridden_with_the_rule_quoted(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        assert officer.app.sitting is not None
        officer.app.sitting.learn(
            FactTold("group.hold_plan", how="absent", grade="2B", source="Meeting of 20 November")
        )
        held = next(one for one in officer.app.sitting.found.tactics if one.outcome == "blocked" and one.lawful.usable)
        await at(officer, held.tactic.id)
        await officer.press("s")
        assert "o selects it all the same" in officer.screen
        await officer.press("o")
        assert "Clear is not ready." in officer.screen
        await officer.type("Council holds from that day")
        await officer.press("enter", "enter", "enter")
        ((_, made),) = officer.book.decided("override")
        assert made.tactic == held.tactic.id
        assert "O!" in officer.screen


async def test_law_that_is_not_in_force_opens_no_sheet(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        assert officer.app.sitting is not None
        unlawful = next(one for one in officer.app.sitting.found.tactics if not one.lawful.usable)
        await at(officer, unlawful.tactic.id)
        for key in ("s", "o"):
            await officer.press(key)
            assert "nor can that be overridden; d defers it" in " ".join(officer.screen.split())
        assert not officer.book.standing("select", "override")


async def test_words_are_found_as_they_are_typed_and_esc_goes_back_to_the_whole_list(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4")
        whole = listed(officer)
        await officer.press("slash")
        await officer.type("tax")
        assert '4 match "tax", 17 more not shown (f)' in officer.screen
        await officer.press("down", "down")
        assert "> + PU Council tax discount check" in officer.screen, "the arrows go from the words into the list"
        await officer.press("escape")
        assert "> + PU Council tax discount check" in officer.screen, "the cursor stays on what was found"
        await officer.press("home")
        assert listed(officer) == whole
        await officer.press("slash")
        await officer.type("zeppelin")
        assert '0 match "zeppelin".' in officer.screen


async def test_one_p_a_filter_and_everything_again(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "3")
        assert "Protect: " in officer.rows[3]
        assert all(" PT " in row for row in listed(officer))
        await officer.press("0", "f")
        officer.looks("tactics-filter-80x24")
        await officer.press("1", "enter", "2", "enter", "enter", "4", "enter")
        await officer.type("trading")
        await officer.press("enter")
        assert officer.rows[3].startswith(" Pursue, business, ruled out, agency trading: ")
        assert all(" x PU " in row for row in listed(officer))
        await officer.press("escape")
        assert "All Ps: " in officer.rows[3]


async def test_the_shortlist_is_kept_and_counted(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "space", "down", "space", "down", "space", "space")
        assert "0 decided, 2 on the shortlist" in officer.screen
        officer.app.keep()
    async with place.officer("first-plan") as officer:
        await officer.press("f4")
        assert [row[1] for row in listed(officer)[:3]] == ["*", "*", " "]


async def test_two_side_by_side(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, HOMES)
        await officer.press("equals_sign")
        assert "press = again" in officer.screen
        await officer.press("down", "equals_sign")
        officer.looks("tactics-compare-80x24")
        await officer.press("escape")
        assert ">" in officer.screen


async def test_why_and_what_would_flip_it(place: Place) -> None:
    place.case()
    async with place.officer("first-plan", WIDE) as officer:
        await at(officer, HOMES)
        await officer.press("w")
        assert "The smallest change that would take it away" in officer.screen
        assert "Any one of these would take it away" in officer.screen
        await officer.press("escape")
        assert "Working out" not in officer.screen


async def test_tab_reads_on_and_esc_comes_back(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, HOMES)
        before = listed(officer)
        assert "Where it comes from" not in officer.screen
        await officer.press("tab", "end")
        assert "Where it comes from" in officer.screen
        await officer.press("escape", "down")
        assert listed(officer) != before


async def test_a_question_goes_to_gaps(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "q")
        assert "[F6 Gaps]" in officer.screen


async def test_what_was_offered_can_be_seen_again(place: Place) -> None:
    place.case()
    place.decided("first-plan", [Decision(kind="select", tactic=HOMES)])
    async with place.officer("first-plan", WIDE) as officer:
        await at(officer, HOMES)
        await officer.app.run_action("offered", officer.app.screen)
        await officer.settle()
        assert "Shown as certain, place 5 of 506" in officer.screen


async def test_the_cursor_stays_on_its_tactic_and_the_case_opens_there_again(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await at(officer, HOMES)
        await officer.press("f5", "f4")
        assert "> + PU Unexplained" in officer.screen
        officer.app.keep()
    async with place.officer("first-plan") as officer:
        assert "> + PU Unexplained" in officer.screen


async def test_what_was_learned_meanwhile_ranks_the_list_anew(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4")
        assert "+ PT Modern slavery" not in officer.screen
        await officer.press("f3")
        assert officer.app.sitting is not None
        officer.app.sitting.learn(FactTold("people/p2.exploited", "yes", grade="2B", source="Visit of 20 November"))
        await officer.press("f4")
        assert "+ PT Modern slavery" in officer.screen


async def test_when_the_engines_disagree_nothing_of_the_list_is_shown(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.case()

    def disagree(_: Sitting) -> None:
        raise EnginesDisagree(["tactic tax-referral-hmrc: engine true, referee false"])

    async with place.officer("first-plan") as officer:
        with monkeypatch.context() as patch:
            patch.setattr(Sitting, "found", property(disagree))
            await officer.press("f4")
            officer.looks("tactics-disagree-80x24")
            await officer.press("s", "r", "w", "q", "f", "escape", "slash", "space", "equals_sign")
            assert "Nothing is shown until they agree" in officer.screen
        await officer.app.run_action("again", officer.app.screen)
        await officer.settle()
        assert "All Ps: 49 certain" in officer.screen
        await officer.press("down")
        assert listed(officer)[1].startswith(">")


async def test_hostile_words_show_as_themselves(place: Place) -> None:
    place.case()
    async with place.officer("first-plan") as officer:
        await officer.press("f4", "slash")
        await officer.type("[/oops]")
        assert '0 match "[/oops]".' in officer.screen
        await officer.press("escape")
        await at(officer, HOMES)
        await officer.press("r")
        await officer.type("[bold]No[/] [/oops] too dear")
        await officer.press("enter")
        await at(officer, HOMES)
        assert "[bold]No[/] [/oops] too dear" in " ".join(officer.screen.replace("▏", " ").split())

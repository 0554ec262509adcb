"""Choosing tactics: the list as filtered and searched, what an entry says of itself, and what a decision on it begins with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest

from planner.application.assuming import assume
from planner.application.cases import find_case
from planner.application.casework import Access, CaseRecord, begin
from planner.application.choosing import STATES, Filter, Menu, change_says, fact_says, flips, state_of
from planner.application.deciding import decide
from planner.application.explaining import Change, explain
from planner.application.recommending import Recommender
from planner.application.vetting import Reasons
from planner.application.ways import ways
from planner.domain.casebook import Casebook, read_book
from planner.domain.decisions import Decision
from planner.domain.profile import Profile
from tests.conftest import DAY

HOMES = "unexplained-wealth-order"
INVESTIGATION = "criminal-investigation"


@pytest.fixture
def record(library, tmp_path, monkeypatch):
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    with begin(Access(), library, "first-plan", "training", origin="smith-ocg") as opened:
        yield opened


def menu_of(
    recommender: Recommender, profile: Profile, book: Casebook | None = None, shortlist: Collection[str] = ()
) -> Menu:
    return Menu(recommender.recommend(profile), book or read_book([]), DAY, shortlist)


@pytest.fixture
def menu(recommender, library):
    return menu_of(recommender, find_case("smith-ocg", library))


def decided(record: CaseRecord, recommender: Recommender, *made: Decision) -> Menu:
    for n, one in enumerate(made):
        decide(record, recommender, one, Reasons(f"Partners agreed on it at meeting {n}"))
    return menu_of(recommender, record.profile, record.book)


def test_the_list_begins_with_what_fits_and_what_might_and_leaves_out_what_shows_no_sign(menu):
    shown = menu.shown()
    assert {state_of(one) for one in shown.rows} == {"certain", "possible"}
    assert shown.left_out == sum(menu.counts[name] for name in ("no_sign", "ruled_out", "blocked"))
    assert all(one.sign or one.tactic.duty for one in shown.rows if one.outcome == "possible")
    ranks = [one.rank for one in shown.rows]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (Filter(pillars=frozenset({"protect"})), lambda t: t.pillar == "protect"),
        (Filter(headings=frozenset({"business", "travel"})), lambda t: t.heading in ("business", "travel")),
        (Filter(phases=frozenset({"hold"})), lambda t: "hold" in t.phases),
        (Filter(agency="trading stand"), lambda t: "Trading Standards" in str((t.lead_agency, t.partners, t.who_can_help))),
    ],
)  # fmt: skip
def test_a_filter_lets_through_all_that_it_asks_for_and_nothing_else(menu, asked, holds):
    everything = replace(asked, states=frozenset(STATES))
    rows = {one.tactic.id for one in menu.shown(everything).rows}
    assert rows == {one.tactic.id for one in menu.found.tactics if holds(one.tactic)}
    assert 0 < len(rows) < len(menu.found.tactics)


def test_states_are_asked_for_by_name(menu):
    rows = menu.shown(Filter(states=frozenset({"blocked"}))).rows
    assert {one.outcome for one in rows} == {"blocked"}


def test_every_word_must_be_said_somewhere_and_what_matches_but_is_not_listed_is_counted(menu):
    both = menu.shown(Filter(words="TAX referral"))
    assert both.rows
    assert all("tax" in str(one.tactic).casefold() for one in both.rows)
    one_word = menu.shown(Filter(words="tax"))
    assert len(both.rows) + both.left_out < len(one_word.rows) + one_word.left_out
    assert menu.shown(Filter(words="zeppelin")).rows == ()


def test_what_is_shortlisted_stays_in_the_list_however_it_stands(recommender, library, menu):
    gone = next(one.tactic.id for one in menu.found.tactics if one.outcome == "ruled_out")
    kept = menu_of(recommender, find_case("smith-ocg", library), shortlist={gone})
    assert gone in {one.tactic.id for one in kept.shown().rows}
    assert [one.tactic.id for one in kept.shown(Filter(shortlist=True)).rows] == [gone]
    assert kept.marks(kept.found.get(gone)) == "*x"


def test_what_is_decided_stands_in_the_marks_the_columns_and_the_head(record, recommender):
    menu = decided(
        record, recommender, Decision(kind="select", tactic=HOMES), Decision(kind="reject", tactic=INVESTIGATION)
    )
    homes = menu.found.get(HOMES)
    assert (menu.marks(homes), menu.marks(menu.found.get(INVESTIGATION))) == ("S+", "R+")
    assert menu.columns(homes)[0] == "selected"
    assert any("Selected, entry 2" in said and "meeting 0" in said for said in menu.head(homes))


def test_choosing_says_what_it_would_add_to_an_empty_p_and_to_one_that_is_not(record, recommender):
    empty = menu_of(recommender, record.profile, record.book)
    first = empty.adds(empty.found.get(HOMES))
    assert "Pursue 0 to 1; Clear 0 to 1" in first
    assert "The first in Pursue." in first
    menu = decided(
        record, recommender, Decision(kind="select", tactic=HOMES, phase="clear"), Decision(kind="undeveloped", pillar="prevent")
    )  # fmt: skip
    second = menu.adds(menu.found.get(INVESTIGATION))
    assert "Pursue 1 to 2; Setup 0 to 1" in second
    assert not any("first" in said for said in second)
    assert menu.adds(menu.found.get(HOMES)) == ("It is in the plan: entry 2.",)
    prevent = next(one for one in menu.found.tactics if one.tactic.pillar == "prevent" and one.offered)
    assert any("left undeveloped (entry 3)" in said for said in menu.adds(prevent))


def test_an_entry_says_its_law_its_evidence_and_who_says_so(menu):
    homes = {section.title: section for section in menu.sections(menu.found.get(HOMES))}
    assert any(said.startswith("+ ") and "in force, checked" in said for said in homes["Law"].lines)
    assert homes["Evidence"].lines[1].startswith("Source: ")
    assert homes["How it is done"].how
    assert not homes["Law"].how
    unchecked = {section.title: section for section in menu.sections(menu.found.get(INVESTIGATION))}
    assert any(said.startswith("! ") and "NOT CHECKED" in said for said in unchecked["Law"].lines)
    blocked = next(one for one in menu.found.tactics if not one.lawful.usable)
    said = {section.title: section.lines for section in menu.sections(blocked)}
    assert any(line.startswith("! ") for line in said["Why not"])
    assert any(line.startswith("x ") for line in said["Law"])


def test_an_entry_past_its_review_says_so(recommender, library):
    found = recommender.recommend(find_case("smith-ocg", library))
    later = Menu(found, read_book([]), date(2040, 1, 1))
    law = next(s for s in later.sections(found.get(HOMES)) if s.title == "Law")
    assert any("to be looked at again by" in said for said in law.lines)


def test_facts_relied_on_are_said_in_words_with_grade_and_date(menu):
    facts = menu.facts(menu.found.get(HOMES))
    assert any(said.startswith("Principal A: ") and "(2CP, 1 May 2026)" in said for said in facts)
    assert len(set(facts)) == len(facts)


def test_a_selection_begins_with_what_the_entry_suggests(menu):
    homes = menu.found.get(HOMES)
    sheet = menu.sheet(homes, "select")
    assert sheet.ask == ("owner", "due")
    assert sheet.start["owner"] == homes.tactic.lead_agency
    assert sheet.start["due"] > DAY
    assert sheet.filled["on"] == ("people/p1", "people/p3")
    assert sheet.filled["measure"] == homes.tactic.measures.quantitative[0]
    assert "because" not in {**sheet.start, **sheet.filled}, "the reason is the officer's own"
    whole = menu.sheet(homes, "select", whole=True)
    assert whole.ask is None
    assert not whole.filled
    assert whole.start.keys() >= {"owner", "due", "on", "measure", "authority", "phase"}


def test_what_stood_before_is_begun_from_and_replaced(record, recommender):
    menu = decided(record, recommender, Decision(kind="select", tactic=HOMES, owner="Regional unit", on=("people/p1",)))
    again = menu.sheet(menu.found.get(HOMES), "select")
    assert (again.supersedes, again.start["owner"], again.filled["on"]) == (2, "Regional unit", ("people/p1",))
    assert "in place of entry 2" in again.title
    rejected = menu.sheet(menu.found.get(HOMES), "reject")
    assert (rejected.supersedes, rejected.ask, dict(rejected.start)) == (2, (), {})


def test_an_objective_of_the_p_is_served_by_itself_where_there_is_one(record, recommender):
    aim = "Recover two homes by summer"
    made = Decision(
        kind="objective", pillar="pursue", text=aim, measure="homes", due=date(2027, 6, 1), owner="DI Jones"
    )
    menu = decided(record, recommender, made)
    assert menu.sheet(menu.found.get(HOMES), "select").filled["objective"] == aim


def test_a_block_can_be_overridden_and_law_out_of_force_cannot(recommender, library):
    case = assume(find_case("smith-ocg", library), ["group.hold_plan=absent"], library)
    menu = menu_of(recommender, case)
    held = next(one for one in menu.found.tactics if one.outcome == "blocked" and one.lawful.usable)
    assert "o selects it all the same" in menu.refusal(held, "select")
    assert menu.refusal(held, "override") == ""
    assert "Clear is not ready" in menu.sheet(held, "override").about
    unlawful = next(one for one in menu.found.tactics if not one.lawful.usable)
    for kind in ("select", "override"):
        assert "nor can that be overridden; d defers it" in menu.refusal(unlawful, kind)
    assert menu.refusal(unlawful, "defer") == ""
    certain = next(one for one in menu.found.tactics if one.outcome == "certain")
    assert "nothing to override" in menu.refusal(certain, "override")


def test_two_are_weighed_on_the_same_things(menu):
    rows = menu.compared(menu.found.get(HOMES), menu.found.get(INVESTIGATION))
    told = {name: (one, other) for name, one, other in rows}
    assert told["Intrusion"] == ("high", "high")
    assert told["Evidence"][0].startswith("E0: ")
    assert told["Stands"][0] != told["Stands"][1]


def test_what_would_flip_it_is_said_in_words(recommender, library):
    case = find_case("smith-ocg", library)
    explained, found = explain(recommender, case, HOMES)
    told = {
        section.title: section.lines for section in flips(explained, ways(recommender, case, explained.result), found)
    }
    assert "The smallest change that would take it away" in told
    assert not any("group." in line or "people/" in line for lines in told.values() for line in lines)


def test_facts_and_changes_are_said_as_an_officer_would(recommender, library):
    case = find_case("smith-ocg", library)
    vocabulary = library.vocabulary.find("people", "role")
    assert fact_says("people/p1.role", "principal", case, library) == f"Principal A: {vocabulary.says}: principal"
    assert fact_says("looked_into.people", "fully", case, library) == "people looked into: fully"
    change = Change("people/+.role", "unknown", "principal", "find_out")
    said = change_says(change, case, library)
    assert "a person not yet recorded" in said
    assert "from not known yet to principal (to find out)" in said

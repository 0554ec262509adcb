"""Duties: the five statements with what bears on them, what is asked for beside interventions, and duties undecided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.application.recommending import Recommender
from planner.application.stating import Asked, Duties, duties
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from tests.features.record_notes import Pages

FORMS = ["risk", "displacement", "safeguarding", "equality", "human_rights"]
Find = Callable[[Pages], Duties]


@pytest.fixture
def pages() -> Pages:
    """A case of a group that uses children, just opened."""
    written = Pages()
    known = {"children_used": (FactRecord(value=True, grade="2B"),)}
    written.open(Profile(case="example", kind="training", nation="england", group=known))
    return written


@pytest.fixture
def find(recommender: Recommender) -> Find:
    """The duties of a case as it stands."""
    return lambda pages: duties(pages.book, recommender.recommend(pages.book.profile))


def asking(found: Duties, tactic: str) -> Asked:
    return next(one for one in found.asked if tactic in {name for name, _, _ in one.wants})


def test_five_statements_are_there_to_be_written_and_the_last_one_stands(pages: Pages, find: Find) -> None:
    found = find(pages)
    assert [one.form for one in found.statements] == FORMS
    assert found.written == 0
    first = pages.decide("assessment", form="risk", text="Reprisals are likely.")
    pages.decide("assessment", form="risk", text="Reprisals are watched for.", supersedes=first)
    found = find(pages)
    assert (found.written, found.statements[0].text) == (1, "Reprisals are watched for.")


def test_what_the_menu_notes_of_a_tactic_bears_on_the_statements(pages: Pages, find: Find, library: Library) -> None:
    assert not any(one.bears for one in find(pages).statements)
    pages.decide("override", pillar="pursue", tactic="strike-day")
    strike, bears = library.tactics["strike-day"], {one.form: one.bears for one in find(pages).statements}
    assert f"{strike.title}: {strike.rights[0]}" in bears["human_rights"]
    assert f"{strike.title}: {strike.equality_note}" in bears["equality"]
    assert f"{strike.title}: {strike.watch_out[0]}" in bears["risk"]
    assert bears["displacement"] == (f"{strike.title}: takes something away that others may fill",)


def test_what_a_guardrail_asks_for_is_met_when_all_of_it_is_in_the_plan(pages: Pages, find: Find) -> None:
    pages.decide("override", pillar="pursue", tactic="strike-day")
    asked = asking(find(pages), "child-safeguarding-referral")
    assert asked.met is False
    assert [line.number for line in asked.by] == [2]
    pages.decide("select", pillar="protect", tactic="child-safeguarding-referral")
    pages.decide("select", pillar="protect", tactic="modern-slavery-referral")
    found = find(pages)
    assert asking(found, "child-safeguarding-referral").met is True
    assert found.asked[-1].met is True, "what is met comes last"


def test_a_duty_is_owed_until_it_is_decided_on_either_way(pages: Pages, find: Find) -> None:
    assert "child-safeguarding-referral" in {one.tactic.id for one in find(pages).owed}
    pages.decide("reject", pillar="protect", tactic="child-safeguarding-referral")
    assert "child-safeguarding-referral" not in {one.tactic.id for one in find(pages).owed}

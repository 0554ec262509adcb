"""The interview: how each answer stands, which questions are worth asking, and what an answer comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.application.deciding import FactTold
from planner.application.interviewing import (
    BEST,
    BEST_MANY,
    Inquiry,
    Interview,
    answering,
    moved_now,
    outweighed,
    tactics_reading,
)
from planner.application.needing import NeedToKnow
from planner.application.recommending import Recommender
from planner.application.sources import Source
from planner.domain.profile import FactRecord, Member, Profile

DAY = date(2026, 5, 1)
PACK = Source("Pack", DAY, "2C", "P")
Interviewed = Callable[..., Interview]


@pytest.fixture(scope="module")
def need(recommender: Recommender) -> NeedToKnow:
    return NeedToKnow(recommender)


@pytest.fixture
def interviewed(recommender: Recommender, need: NeedToKnow) -> Interviewed:
    read_by = tactics_reading(recommender.library)

    def of(profile: Profile) -> Interview:
        return Interview(profile, recommender.library, lambda: need.weigh(profile), read_by)

    return of


def known(value: object = True, grade: str = "2C", on: date = DAY, **more: object) -> FactRecord:
    return FactRecord.model_validate({"value": value, "grade": grade, "on": on, **more})


def absent(grade: str = "2C", on: date = DAY, **more: object) -> FactRecord:
    return FactRecord.model_validate({"absent": True, "grade": grade, "on": on, **more})


def case(people: int = 0, **group: tuple[FactRecord, ...]) -> Profile:
    listed = tuple(Member(id=f"p{n}", label=f"Person {n}") for n in range(1, people + 1))
    members = {"people": listed} if listed else {}
    return Profile(case="c", kind="training", nation="england", group=group, members=members)


def county_lines() -> Profile:
    return case(crime_types=(known(("class_a_supply", "county_lines"), complete=True),))


@pytest.mark.parametrize(
    ("records", "answer", "grade"),
    [
        ((), "? not known", ""),
        ((known(),), "+ yes", "2C"),
        ((absent(handling="P"),), "x no", "2CP"),
        ((known(grade="3D"),), "+ yes", "3D weak"),
        ((known(grade="3E"),), "? not known", ""),
        ((known(), absent()), "! two answers", ""),
        ((known(), absent(on=date(2026, 6, 1))), "x no", "2C"),
    ],
)
def test_how_an_answer_stands(
    interviewed: Interviewed, records: tuple[FactRecord, ...], answer: str, grade: str
) -> None:
    asked = interviewed(case(violence_used=records)).inquiries["group.violence_used"]
    assert (asked.answer, asked.grade) == (answer, grade)


def test_a_fact_of_people_is_asked_once_with_of_whom(interviewed: Interviewed) -> None:
    interview = interviewed(case(people=3))
    asked = interview.inquiries["people.on_bail"]
    assert asked.who
    assert [one.label for one in asked.stands] == ["Person 1", "Person 2", "Person 3"]
    assert "people.age_band" not in interview.inquiries
    assert interview.inquiries["people/p2.age_band"].text == "Person 2: How old is this person?"


def test_of_one_person_alone_it_is_not_asked_of_whom(interviewed: Interviewed) -> None:
    asked = interviewed(case(people=1)).inquiries["people.on_bail"]
    assert not asked.who
    assert asked.text.startswith("Person 1: ")
    assert [one.ref for one in answering(asked, "yes", PACK)] == ["people/p1.on_bail"]


def test_nobody_listed_nothing_asked_of_them(interviewed: Interviewed) -> None:
    assert not [key for key in interviewed(case()).inquiries if key.startswith("people")]


def test_all_of_one_person_is_asked_one_by_one(interviewed: Interviewed) -> None:
    asked = interviewed(case(people=2)).under("people/p2")
    assert all(one.key.startswith("people/p2.") and not one.who for one in asked)
    assert len(asked) == len(interviewed(case()).library.vocabulary.in_scope("people"))


@pytest.mark.parametrize(
    ("named", "key"),
    [
        ("group.violence_used", "group.violence_used"),
        ("people/p1.on_bail", "people/p1.on_bail"),
        ("people/+.on_bail", "people.on_bail"),
        ("people/p2.age_band", "people/p2.age_band"),
        ("people.role", "people/p1.role"),
    ],
)
def test_a_fact_is_found_as_gaps_name_it(interviewed: Interviewed, named: str, key: str) -> None:
    found = interviewed(case(people=2)).find(named)
    assert found is not None
    assert found.key == key


def test_what_an_answer_would_change_is_what_the_gap_says(interviewed: Interviewed, need: NeedToKnow) -> None:
    profile = case(people=1, investigation_running=(known(),))
    interview = interviewed(profile)
    compared = 0
    for gap in need.gaps(profile):
        asked = interview.find(gap.fact)
        if asked is None or asked.fact.type != "yes_no" or "+" in gap.fact or gap.fact != asked.stands[0].ref:
            continue
        yes, no = gap.answers
        assert interview.effects([gap.fact], FactRecord(value=True)) == yes.effects
        assert interview.effects([gap.fact], FactRecord(absent=True)) == no.effects
        compared += 1
    assert compared > 50


def test_the_questions_most_worth_asking_come_first(interviewed: Interviewed) -> None:
    interview = interviewed(case())
    best = interview.under(BEST)
    assert len(best) == BEST_MANY
    worths = [interview.worth(one) for one in best]
    assert worths == sorted(worths, reverse=True)
    assert best[0].key == "group.crime_types"


def test_an_answered_question_is_not_asked_again(interviewed: Interviewed) -> None:
    before = interviewed(case()).could_change(interviewed(case()).under("behaviour"))
    after = interviewed(case(violence_used=(known(),)))
    left = {one.key for one in after.could_change(after.under("behaviour"))}
    assert {one.key for one in before} - left >= {"group.violence_used"}


def test_what_a_yes_and_a_no_would_change_in_words(interviewed: Interviewed) -> None:
    interview = interviewed(county_lines())
    (yes, says), (no, says_no) = interview.ifs(interview.inquiries["group.children_used"])
    assert (yes, no) == ("If yes", "If no")
    assert "become certain (" in says
    assert "fall away (" in says_no


def test_what_is_in_the_plan_is_named_when_an_answer_touches_it(interviewed: Interviewed) -> None:
    interview = interviewed(county_lines())
    asked = interview.inquiries["group.children_used"]
    went = [
        t
        for t, (_, after) in interview.effects([asked.key], FactRecord(absent=True)).tactics.items()
        if after == "ruled_out"
    ]
    title = interview.library.tactics[went[0]].title
    assert f"already in the plan and touched: {title}" in interview.ifs(asked, (), went[:1])[1][1]
    assert "nothing already chosen is touched" in interview.ifs(asked, (), ["cash-seizure"])[1][1]


# -- answering ------------------------------------------------------------------------------------------------------------


def inquiry(
    interviewed: Interviewed, key: str = "group.violence_used", people: int = 0, **group: tuple[FactRecord, ...]
) -> Inquiry:
    return interviewed(case(people, **group)).inquiries[key]


def test_an_answer_takes_the_source_in_hand(interviewed: Interviewed) -> None:
    (told,) = answering(inquiry(interviewed), "yes", PACK, note="Seen twice")
    assert told == FactTold("group.violence_used", "yes", "known", "2C", "2026-05-01", "Pack", "P", "Seen twice")


def test_a_yes_is_of_those_ticked_and_a_no_of_all_that_are_open(interviewed: Interviewed) -> None:
    asked = inquiry(interviewed, "people.on_bail", people=3)
    assert [one.ref for one in answering(asked, "yes", PACK, ticked=["people/p2.on_bail"])] == ["people/p2.on_bail"]
    assert [(one.ref[-9], one.how) for one in answering(asked, "no", PACK)] == [
        ("1", "absent"),
        ("2", "absent"),
        ("3", "absent"),
    ]


def test_the_same_answer_from_the_same_source_is_not_written_twice(interviewed: Interviewed) -> None:
    said = known(source="Pack", handling="P")
    assert answering(inquiry(interviewed, violence_used=(said,)), "yes", PACK) == ()
    assert len(answering(inquiry(interviewed, violence_used=(said,)), "yes", Source("Visit", DAY, "2C", "P"))) == 1


def test_one_source_that_says_another_thing_is_corrected(interviewed: Interviewed) -> None:
    (told,) = answering(inquiry(interviewed, violence_used=(known(source="Pack", handling="P"),)), "no", PACK)
    assert told.corrects
    (other,) = answering(inquiry(interviewed, violence_used=(known(source="Visit", handling="P"),)), "no", PACK)
    assert not other.corrects


def test_two_answers_are_settled_by_the_one_given(interviewed: Interviewed) -> None:
    (told,) = answering(inquiry(interviewed, violence_used=(known(source="A"), absent(source="B"))), "yes", PACK)
    assert told.corrects


def test_not_known_yet_takes_back_only_what_is_recorded(interviewed: Interviewed) -> None:
    assert answering(inquiry(interviewed), "unknown", None) == ()
    (told,) = answering(inquiry(interviewed, violence_used=(known(),)), "unknown", None)
    assert told.how == "unknown"


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ((known(source="Pack", handling="P"),), ""),
        ((known(source="Pack", handling="P"), absent(on=date(2026, 6, 1))), "outweighs it"),
        ((known(source="Pack", handling="P"), absent()), "Two answers contradict each other"),
    ],
)
def test_an_answer_that_does_not_count_is_told(
    interviewed: Interviewed, records: tuple[FactRecord, ...], says: str
) -> None:
    told = FactTold("group.violence_used", "yes", "known", "2C", "2026-05-01", "Pack", "P")
    found = outweighed(inquiry(interviewed, violence_used=records), [told])
    assert says in found
    assert bool(found) == bool(says)


def test_how_many_moved_in_words() -> None:
    assert moved_now(()) == "No tactic moved."

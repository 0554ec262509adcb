"""What is known of a case: which record of a fact counts, how a case is laid out, and who must be safeguarded first."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from planner.domain.grading import Grading, best_first, intelligence_letter
from planner.domain.profile import Accounts, FactRecord, Profile, Settled, Tabulator, settle
from planner.domain.vocabulary import COLLECTIONS, Vocabulary
from tests.engine.making import GRADES, VOCABULARY, profile, record

GRADING = Grading(rules=GRADES)
KNOWN = Vocabulary(facts=VOCABULARY)
TABULATOR = Tabulator(KNOWN, GRADING)
EARLY, LATE = date(2025, 1, 1), date(2026, 1, 1)


def one(value: Any = None, grade: str = "", on: date | None = None, **over: Any) -> FactRecord:
    return FactRecord(value=value, grade=grade, on=on, **over)


def settled(*records: FactRecord, duty: bool = False) -> Settled:
    return settle(records, GRADING, duty=duty)


def counted(*records: FactRecord, duty: bool = False) -> Any:
    """The value that counts, or None when nothing does."""
    found = settled(*records, duty=duty).record
    return None if found is None else False if found.absent else found.value


# -- grades ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", ["", "1A", "2B", "3C", "A1", "B2", "E3", "1B", "2C"])
def test_known_to_c_counts_as_known(grade: str) -> None:
    found = settled(one(True, grade))
    assert found.record is not None
    assert not found.weak


@pytest.mark.parametrize("grade", ["1D", "2D", "3D", "A4", "E4"])
def test_weak_counts_for_duties_alone(grade: str) -> None:
    assert settled(one(True, grade)).record is None
    found = settled(one(True, grade), duty=True)
    assert found.record is not None
    assert found.weak


@pytest.mark.parametrize("grade", ["1D", "B4"])
@pytest.mark.parametrize("calm", [{"value": False}, {"absent": True}], ids=str)
def test_a_weak_report_that_all_is_well_settles_nothing(grade: str, calm: dict[str, Any]) -> None:
    assert settled(one(grade=grade, **calm), duty=True).record is None
    assert counted(one(True, "2B", EARLY), one(grade=grade, on=LATE, **calm), duty=True) is True


@pytest.mark.parametrize("grade", ["1E", "3E", "A5", "E5"])
@pytest.mark.parametrize("duty", [False, True])
def test_what_is_suspected_to_be_false_never_counts(grade: str, duty: bool) -> None:
    assert settled(one(True, grade), duty=duty) == Settled()
    assert counted(one(False, "2B", EARLY), one(True, grade, LATE), duty=duty) is False


@pytest.mark.parametrize("grade", ["B", "4A", "2F", "F1", "A6", "22", "AB", "2b", "2B ", "2B2", " 2B", "P"])
def test_a_grade_on_no_scale_is_refused(grade: str) -> None:
    with pytest.raises(ValidationError, match="a grade is 3x5x2"):
        one(True, grade)


def test_a_grade_is_the_whole_of_what_is_written() -> None:
    with pytest.raises(ValidationError, match="a grade is 3x5x2"):
        one(True, "2B\n")


def test_the_older_scale_is_read_onto_the_newer() -> None:
    assert [intelligence_letter(grade) for grade in ("B1", "B2", "B3", "B4", "B5")] == list("ABCDE")
    assert [intelligence_letter(grade) for grade in ("2A", "2E", "")] == ["A", "E", ""]
    for older, newer in (("A1", "1A"), ("B2", "2B"), ("C3", "3C"), ("A4", "1D"), ("B5", "2E")):
        assert best_first(older) == best_first(newer)
        assert (GRADING.weak(older), GRADING.doubted(older)) == (GRADING.weak(newer), GRADING.doubted(newer))


def test_better_intelligence_counts_before_a_better_source_and_ungraded_last() -> None:
    mixed = ["", "1C", "C2", "1B", "2A", "B2", "3A", "1A"]
    assert sorted(mixed, key=best_first) == ["1A", "2A", "3A", "1B", "B2", "C2", "1C", ""]


def test_which_letters_count_is_data() -> None:
    stricter = Grading(
        rules=tuple(rule.model_copy(update={"letters": ("C", "D")}) if rule.id == "weak" else rule for rule in GRADES)
    )
    assert settle((one(True, "2C"),), stricter, duty=False).record is None
    assert settle((one(True, "2C"),), stricter, duty=True).weak


# -- several records -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        # The latest counts, however much better the older one is graded.
        ([one("low", "1A", EARLY), one("high", "3C", LATE)], "high"),
        ([one("low", "1A"), one("high", "3C", EARLY)], "high"),
        # On one day the better graded counts.
        ([one("low", "2B", LATE), one("high", "2A", LATE)], "high"),
        ([one("low", "2B", LATE), one("high", "1B", LATE)], "high"),
        ([one("low", "", LATE), one("high", "3C", LATE)], "high"),
        ([one("low", "B3", LATE), one("high", "2B", LATE)], "high"),
        # What does not count does not stand in the way.
        ([one("high", "2B", EARLY), one("low", "2D", LATE)], "high"),
        ([one("high", "2B", EARLY), one("low", "2E", LATE)], "high"),
        # Two that agree do not contradict.
        ([one("high", "2B", LATE), one("high", "2B", LATE)], "high"),
        ([one("high"), one("high", note="again")], "high"),
        ([], None),
        ([one("low", "1E")], None),
    ],
    ids=str,
)  # fmt: skip
def test_which_record_counts_whatever_their_order(records: list[FactRecord], expected: Any) -> None:
    for order in permutations(records):
        assert counted(*order) == expected


@pytest.mark.parametrize(
    "records",
    [
        [one(True, "2B", LATE), one(False, "2B", LATE)],
        [one(True), one(False)],
        [one(True, "2B", LATE), one(absent=True, grade="2B", on=LATE)],
        [one("low", "2B", LATE), one("high", "2B", LATE), one("low", "2B", LATE)],
        [one(5, "2B", LATE), one(6, "2B", LATE)],
        [one(True, "2B", LATE), one(False, "2B", LATE), one(True, "1A", EARLY)],
    ],
    ids=str,
)
def test_equal_and_opposite_records_cancel(records: list[FactRecord]) -> None:
    for order in permutations(records):
        found = settled(*order)
        assert found.record is None
        assert len({(r.value, r.absent) for r in found.contradicted}) > 1


def test_a_later_record_ends_a_contradiction() -> None:
    assert counted(one(True, "2B", EARLY), one(False, "2B", EARLY), one(True, "3C", LATE)) is True


def test_equal_grades_of_the_two_scales_cancel_too() -> None:
    """B2 is 2B by its older name: neither record is better than the other."""
    newer, older = one(True, "2B", LATE), one(False, "B2", LATE)
    assert settled(newer, older).record is None
    assert settled(older, newer).record is None


def test_two_ways_of_saying_no_do_not_contradict() -> None:
    """`false` and `absent: true` are the same answer to a yes-or-no question."""
    assert counted(one(False, "2B", LATE), one(absent=True, grade="2B", on=LATE)) is False


RECORDS = st.builds(
    one,
    st.sampled_from([True, False]),
    st.sampled_from(["1A", "2B", "B2", "2D", "2E"]),
    st.sampled_from([EARLY, LATE, LATE]),
)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.lists(RECORDS, min_size=2, max_size=3), st.booleans(), st.randoms(use_true_random=False))
def test_what_counts_does_not_hang_on_the_order_of_the_records(
    records: list[FactRecord], duty: bool, chance: Any
) -> None:
    shuffled = chance.sample(records, len(records))
    assert counted(*records, duty=duty) is counted(*shuffled, duty=duty)


# -- laying a case out -----------------------------------------------------------------------------------------------


def group(**facts: Any) -> dict[str, Any]:
    return {name.removeprefix("group."): value for name, value in TABULATOR.table(profile(facts)).group.items()}


def test_every_fact_of_the_group_has_a_cell_and_what_is_not_said_is_unknown() -> None:
    assert group() == dict.fromkeys(("a", "b", "c", "level", "cash", "crimes:fraud", "crimes:theft"))
    found = group(a=True, b=False, level="low", cash=5)
    assert (found["a"], found["b"], found["level"], found["cash"]) == (True, False, "low", 5)


def test_known_to_be_absent() -> None:
    absent = record(None, absent=True)
    found = group(a=absent, cash=absent, crimes=absent)
    assert found["a"] is False
    assert found["cash"] == 0
    assert found["crimes:fraud"] is found["crimes:theft"] is False


def test_a_list_says_no_only_of_what_is_missing_from_a_whole_one() -> None:
    assert (group(crimes=["fraud"])["crimes:fraud"], group(crimes=["fraud"])["crimes:theft"]) == (True, None)
    whole = group(crimes=record(["fraud"], complete=True))
    assert (whole["crimes:fraud"], whole["crimes:theft"]) == (True, False)


def test_a_collection_is_closed_only_when_fully_looked_into() -> None:
    assert TABULATOR.table(profile()).open == frozenset(COLLECTIONS)
    assert TABULATOR.table(profile(closed=["people", "places"])).open == frozenset(COLLECTIONS) - {"people", "places"}
    partly = profile().model_copy(update={"looked_into": {"people": "partly", "business": "not_yet", "crime": "fully"}})
    assert TABULATOR.table(partly).open == frozenset(COLLECTIONS)


def rows(known: Profile, collection: str, **over: Any) -> dict[str, dict[str, Any]]:
    return {row.ref: row.values for row in TABULATOR.table(known, **over).members[collection]}


def test_facts_reached_by_a_reference_are_copied_onto_the_member() -> None:
    known = profile(
        people={"p1": {"role": "principal", "convicted": True, "wealth": 7}},
        vehicles={"v1": {"keeper": "p1"}, "v2": {}, "v3": {"taxed": False}},
        business={"b1": {"owner": "p1"}},
    )
    vehicles = rows(known, "vehicles")
    assert vehicles["vehicles/v1"] == {
        **vehicles["vehicles/v1"], "keeper": "p1", "keeper.role": "principal", "keeper.convicted": True, "keeper.wealth": 7,
        "keeper.on_bail": None, "taxed": None,
    }  # fmt: skip
    assert vehicles["vehicles/v2"]["keeper.role"] is None
    assert vehicles["vehicles/v3"]["taxed"] is False
    assert rows(known, "business")["business/b1"]["owner.convicted"] is True


def test_a_list_reached_by_a_reference_is_copied_too() -> None:
    known = profile(people={"p1": {"debts": record(["drugs"], complete=True)}}, vehicles={"v1": {"keeper": "p1"}})
    found = rows(known, "vehicles")["vehicles/v1"]
    assert (found.get("keeper.debts:drugs"), found.get("keeper.debts:travel")) == (True, False)


def test_a_weak_fact_reached_by_a_reference_counts_for_duties_alone() -> None:
    known = profile(people={"p1": {"convicted": record(True, grade="2D")}}, vehicles={"v1": {"keeper": "p1"}})
    assert rows(known, "vehicles")["vehicles/v1"]["keeper.convicted"] is None
    assert rows(known, "vehicles", duty=True)["vehicles/v1"]["keeper.convicted"] is True


def test_a_reference_that_is_not_settled_reaches_nothing() -> None:
    contradicted = (*record("p1", grade="2B"), *record("p2", grade="2B"))
    known = profile(
        people={"p1": {"role": "principal"}, "p2": {"role": "principal"}}, vehicles={"v1": {"keeper": contradicted}}
    )
    found = rows(known, "vehicles")["vehicles/v1"]
    assert (found["keeper"], found["keeper.role"]) == (None, None)


def test_the_plans_own_counts_stand_beside_the_case() -> None:
    assert TABULATOR.table(profile({"a": True}), plan={"actions": 3}).group["plan.actions"] == 3
    assert "plan.actions" not in TABULATOR.table(profile()).group


# -- who must be safeguarded first -----------------------------------------------------------------------------------


def safeguard(**facts: Any) -> bool | None:
    known = {name: value if isinstance(value, tuple) else record(value, grade="2B") for name, value in facts.items()}
    return rows(profile(people={"p": known}), "people")["people/p"]["safeguard_first"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, False),
        ({"exploited": True}, True),
        ({"exploited": False}, False),
        ({"age_band": "age_25_or_over"}, False),
        ({"age_band": "age_18_to_24"}, False),
        ({"age_band": "age_14_to_17"}, None),
        ({"age_band": "age_10_to_13"}, None),
        ({"age_band": "age_14_to_17", "exploited": False}, False),
        ({"age_band": "age_14_to_17", "exploited": True}, True),
        ({"age_band": "age_25_or_over", "exploited": True}, True),
        # Under the age of criminal responsibility nobody is pursued.
        ({"age_band": "under_10"}, True),
        ({"age_band": "under_10", "exploited": False}, True),
        # Weak word of danger is enough, weak word that there is none is not.
        ({"exploited": record(True, grade="3D")}, True),
        ({"exploited": record(True, grade="3E")}, False),
        ({"age_band": record("age_14_to_17", grade="3D")}, None),
        ({"age_band": "age_14_to_17", "exploited": record(False, grade="3D")}, None),
        ({"exploited": (*record(True, grade="2B", on=EARLY), *record(False, grade="3D", on=LATE))}, True),
        ({"exploited": (*record(True, grade="2B", on=EARLY), *record(None, absent=True, grade="3D", on=LATE))}, True),
        ({"exploited": (*record(True, grade="2B", on=EARLY), *record(False, grade="2B", on=LATE))}, False),
        ({"exploited": (*record(False, grade="2B", on=EARLY), *record(True, grade="3D", on=LATE))}, True),
        # Contradiction about a danger is not word that there is none.
        ({"exploited": (*record(True, grade="2B", on=LATE), *record(False, grade="2B", on=LATE))}, None),
        ({"exploited": (*record(True, grade="2B"), *record(False, grade="2B")), "age_band": "age_14_to_17"}, None),
    ],
    ids=str,
)  # fmt: skip
def test_who_must_be_safeguarded_first(facts: dict[str, Any], expected: bool | None) -> None:
    assert safeguard(**facts) is expected


def test_one_who_may_be_a_child_is_not_taken_for_an_adult() -> None:
    """Records of one day and grade that differ over a child's age leave it open."""
    unsure = (*record("age_14_to_17", grade="2B", on=LATE), *record("age_18_to_24", grade="2B", on=LATE))
    assert safeguard(age_band=unsure) is None


def test_of_two_ages_that_contradict_the_younger_counts_whatever_their_order() -> None:
    ages = [*record("age_14_to_17", grade="2B", on=LATE), *record("under_10", grade="2B", on=LATE)]
    assert [safeguard(age_band=tuple(order)) for order in permutations(ages)] == [True, True]


def test_weak_word_of_age_does_not_make_a_known_child_an_adult() -> None:
    records = (*record("age_14_to_17", grade="1A", on=EARLY), *record("age_18_to_24", grade="3D", on=LATE))
    assert safeguard(age_band=records) is None


def test_only_people_are_safeguarded_first() -> None:
    known = profile(people={"p": {}}, vehicles={"v": {}})
    assert "safeguard_first" in rows(known, "people")["people/p"]
    assert "safeguard_first" not in rows(known, "vehicles")["vehicles/v"]


# -- finding things --------------------------------------------------------------------------------------------------

SMALL = profile(
    {"a": True}, people={"p1": {"role": "principal"}, "p2": {}}, vehicles={"v1": {"keeper": "p1"}, "v2": {}}
)


def test_records_and_labels_by_ref() -> None:
    assert SMALL.records("group.a") == record(True)
    assert SMALL.records("people/p1.role") == record("principal")
    assert SMALL.records("group.b") == SMALL.records("people/p1.convicted") == SMALL.records("people/p9.role") == ()
    assert SMALL.label("people/p1") == "p1"
    assert SMALL.label("people/p9") == "people/p9"
    named = SMALL.model_copy(
        update={"members": {"people": (SMALL.members["people"][0].model_copy(update={"label": "The boss"}),)}}
    )
    assert named.label("people/p1") == "The boss"


@pytest.mark.parametrize(
    ("owner", "attribute", "expected"),
    [
        ("group", "group.a", "group.a"),
        ("group", "group.crimes:fraud", "group.crimes"),
        ("people/p1", "role", "people/p1.role"),
        ("people/p1", "debts:drugs", "people/p1.debts"),
        ("vehicles/v1", "keeper.role", "people/p1.role"),
        ("vehicles/v2", "keeper.role", "vehicles/v2.keeper.role"),
        ("people/+", "role", "people/+.role"),
    ],
)
def test_the_recorded_fact_behind_an_attribute(owner: str, attribute: str, expected: str) -> None:
    assert Accounts(SMALL, TABULATOR).ref_of(owner, attribute) == expected


def test_a_weighed_fact_is_worked_out_for_duties_apart() -> None:
    accounts = Accounts(profile({"a": record(True, grade="2D")}), TABULATOR)
    assert accounts.settled("group.a").record is None
    assert accounts.settled("group.a", duty=True).weak
    assert accounts.settled("group.a").record is None


@pytest.mark.parametrize(
    "over", [{"case": "Bad Case"}, {"nation": "scotland"}, {"kind": "real"}, {"surprise": 1}, {"threat": "other"}]
)
def test_a_case_with_an_unknown_part_is_refused(over: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Profile.model_validate({"case": "ok", "kind": "training", "nation": "england", **over})

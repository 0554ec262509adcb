"""Models filled from a case and its plan: what is known of each part, what is asked, what touches it, and what nothing touches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from planner.application.cases import find_case
from planner.application.picturing import PartPicture, Picture, parts_touched, picture, plan_steps
from planner.application.recommending import Recommender
from planner.domain.casebook import Casebook
from planner.domain.decisions import BUSINESS_MODEL, DECISIONS
from planner.domain.library import Library
from planner.domain.plan import Plan
from planner.domain.profile import FactRecord, Member, Profile
from planner.domain.rules import MODELS, Model
from planner.errors import InputError
from tests.conftest import DAY
from tests.engine.making import build, guardrail, indicator, part, profile, tactic
from tests.features.record_notes import Pages

CASES = ("cl-team", "smith-ocg", "takeaway", "valley-estate")
PARTS = (
    part("money", facts=["group.cash", "business.cash_rich"], headings=["business"], traits=["finance"]),
    part("transport", facts=["vehicles.taxed"], context=["vehicles.keeper"]),
    part("people", facts=["people.convicted", "people.on_bail", "people.wealth"], context=["people.role"]),
    part("harm", "beside", facts=["group.b", "group.level", "group.crimes"]),
    part("financial", "u_battle", takes_in=["money"]),
    part("operational", "u_battle", takes_in=["people", "transport"]),
    part("scanning", "sara", takes_in=["harm"]),
    part("responding", "sara", decisions=["aim", "select", "intervention", "reject"]),
    part("assessment", "sara", decisions=["measure", "review"]),
)


@pytest.fixture(scope="module")
def shelf() -> Library:
    return build(
        [
            tactic("cash", {"group.cash": {"at_least": 10}}),
            tactic("front", {"indicator": "a-front"}),
            tactic("audit", {"group.a": True}, traits=["finance"]),
            tactic("licence", {"group.a": True}, pillar="pursue", heading="business"),
            tactic("talk", {"some": "people", "where": {"role": "principal"}}),
            tactic("bail", {"some": "people", "where": {"on_bail": True}}),
            tactic("tax", {"some": "vehicles", "where": {"all": [{"taxed": False}, {"keeper.convicted": True}]}}),
            tactic("calm", {"group.b": True}),
            tactic(
                "shelved", {"group.cash": {"at_least": 10}}, status="not_offered", not_offered_because="It did harm."
            ),
        ],
        indicators=[indicator("a-front", {"some": "business", "where": {"cash_rich": True}})],
        models=PARTS,
    )


@pytest.fixture(scope="module")
def by(shelf: Library) -> Iterator[Recommender]:
    with Recommender(shelf, DAY) as made:
        yield made


@pytest.fixture
def pages() -> Pages:
    written = Pages()
    written.open(KNOWN)
    return written


KNOWN = Profile(
    case="example", kind="training", nation="england",
    group={"a": (FactRecord(value=True),), "cash": (FactRecord(value=50, grade="2B", handling="C"),), "b": (FactRecord(absent=True),)},
    members={"people": (Member(id="p1", label="The driver", facts={"on_bail": (FactRecord(value=True, grade="1A"),)}), Member(id="p2"))},
)  # fmt: skip


def of(found: Picture, name: str) -> PartPicture:
    (one,) = (one for one in found.parts if one.part.id == name)
    return one


def touched(shelf: Library, name: str) -> set[str]:
    return set(shelf.touches(shelf.tactics[name]))


def filled(by: Recommender, book: Casebook, model: Model = "business_model") -> Picture:
    return picture(by, book.profile, model, book)


# -- what a tactic touches ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("cash", {"money", "financial"}),
        ("bail", {"people", "operational"}),
        ("calm", {"harm", "scanning"}),
    ],
)
def test_a_tactic_touches_the_parts_whose_facts_its_condition_reads(shelf: Library, name: str, parts: set[str]) -> None:
    assert touched(shelf, name) == parts


def test_facts_behind_an_indicator_count_as_read(shelf: Library) -> None:
    assert touched(shelf, "front") == {"money", "financial"}


def test_facts_of_a_member_reached_by_a_reference_count_as_read(shelf: Library) -> None:
    assert touched(shelf, "tax") == {"transport", "people", "operational"}


@pytest.mark.parametrize("name", ["audit", "licence"])
def test_a_heading_or_a_trait_touches_a_part_whose_facts_are_not_read(shelf: Library, name: str) -> None:
    assert touched(shelf, name) == {"money", "financial"}


def test_a_fact_that_is_only_context_touches_nothing(shelf: Library) -> None:
    assert touched(shelf, "talk") == set()


def test_a_tactic_no_longer_offered_touches_by_what_it_is_alone(shelf: Library) -> None:
    assert touched(shelf, "shelved") == set()


# -- what is known and what is asked --------------------------------------------------------------------------------


def test_what_is_known_is_told_in_words_with_its_grade_and_whose_it_is(by: Recommender) -> None:
    found = picture(by, KNOWN, "business_model")
    (cash,) = of(found, "money").known
    assert (cash.ref, cash.of, cash.text, cash.grade, cash.handling, cash.so) == (
        "group.cash", "", "has cash: £50", "2B", "C", True,
    )  # fmt: skip
    (bail,) = of(found, "people").known
    assert (bail.ref, bail.of, bail.text, bail.grade) == ("people/p1.on_bail", "The driver", "has on bail", "1A")


def test_what_was_found_not_to_be_so_is_known_and_said_so(by: Recommender) -> None:
    case = profile(
        {"b": (FactRecord(absent=True),), "level": "low", "crimes": (FactRecord(absent=True),), "cash": 0}, people={}
    )
    told = {one.ref: (one.text, one.so) for one in of(picture(by, case, "sara"), "scanning").known}
    assert told == {
        "group.b": ("has no b", False), "group.level": ("has level: the low", True), "group.crimes": ("has crimes: none", False),
    }  # fmt: skip
    (cash,) = of(picture(by, case, "business_model"), "money").known
    assert (cash.text, cash.so) == ("has cash: none", False)


def test_a_reference_is_told_by_the_label_of_the_member_it_names(by: Recommender) -> None:
    case = KNOWN.model_copy(
        update={
            "members": {**KNOWN.members, "vehicles": (Member(id="v1", facts={"keeper": (FactRecord(value="p1"),)}),)}
        }
    )
    (keeper,) = of(picture(by, case, "business_model"), "transport").known
    assert (keeper.ref, keeper.of, keeper.text) == ("vehicles/v1.keeper", "v1", "has keeper: The driver")


@pytest.mark.parametrize(
    "records",
    [
        (FactRecord(value=True, grade="3D"),),
        (FactRecord(value=True, grade="2E"),),
        (FactRecord(value=True, grade="2B"), FactRecord(absent=True, grade="2B")),
        (FactRecord(grade="2B"),),
    ],
)
def test_what_is_weak_doubted_or_contradicted_is_asked_and_told_as_not_relied_on(
    by: Recommender, records: tuple[FactRecord, ...]
) -> None:
    found = of(picture(by, profile({"b": records}), "sara"), "scanning")
    assert "group.b" not in {one.ref for one in found.known}
    (asked,) = (one for one in found.asked if one.fact == "group.b")
    words = {True: "yes", None: "not known"}
    assert asked.reports == tuple(f"{'no' if one.absent else words[one.value]} ({one.grade})" for one in records)


def test_a_fact_is_asked_of_those_members_alone_of_whom_it_is_not_known(by: Recommender) -> None:
    asked = {one.fact: one for one in of(picture(by, KNOWN, "business_model"), "people").asked}
    assert asked["people.on_bail"].of == {"people/p2": "p2"}
    assert asked["people.convicted"].of == {"people/p1": "The driver", "people/p2": "p2"}
    assert asked["people.convicted"].holders == ("anyone",)


def test_nothing_is_asked_of_a_collection_that_was_looked_into_and_is_empty(by: Recommender) -> None:
    still_open, closed = profile({}), profile({}, closed=["vehicles"])
    assert {one.fact: one.of for one in of(picture(by, still_open, "business_model"), "transport").asked} == {
        "vehicles.keeper": {}, "vehicles.taxed": {},
    }  # fmt: skip
    assert of(picture(by, closed, "business_model"), "transport").asked == ()


def test_what_most_possible_tactics_wait_for_is_asked_first() -> None:
    wanted = [{"level": "high"}, {"level": "high", "crimes": "theft"}, {"level": "low"}, {"crimes": "fraud"}]
    tactics = [
        tactic(
            f"t{n}", {"all": [{f"group.{name}": {"includes": v} if name == "crimes" else v} for name, v in one.items()]}
        )
        for n, one in enumerate(wanted)
    ]
    with Recommender(build(tactics, models=PARTS), DAY) as recommender:
        asked = of(picture(recommender, profile({}), "sara"), "scanning").asked
    assert [(one.fact, set(one.waiting)) for one in asked] == [
        ("group.level", {"t0", "t1", "t2"}), ("group.crimes", {"t1", "t3"}), ("group.b", set()),
    ]  # fmt: skip


def test_a_blocked_tactic_waits_for_nothing() -> None:
    barred = guardrail("barred", {"group.a": True}, effect="block", applies_to={"tactics": ["t"]})
    shelf = build([tactic("t", {"group.level": "high"})], guardrails=[barred], models=PARTS)
    with Recommender(shelf, DAY) as recommender:
        waiting = {
            a: {one.fact: one.waiting for one in of(picture(recommender, profile({"a": a}), "sara"), "scanning").asked}
            for a in (True, False)
        }
    assert (waiting[True]["group.level"], waiting[False]["group.level"]) == ((), ("t",))


def test_a_part_holds_the_facts_of_what_it_takes_in(by: Recommender) -> None:
    whole, part_of_it = picture(by, KNOWN, "u_battle"), picture(by, KNOWN, "business_model")
    assert of(whole, "financial").known == of(part_of_it, "money").known
    assert {one.ref for one in of(whole, "operational").known} == {
        one.ref for name in ("people", "transport") for one in of(part_of_it, name).known
    }


# -- the plan -------------------------------------------------------------------------------------------------------


def test_an_intervention_touches_its_parts_and_the_others_are_named_as_untouched(by: Recommender, pages: Pages) -> None:
    number = pages.decide("select", tactic="cash", pillar="protect")
    found = filled(by, pages.book)
    (step,) = of(found, "money").touching
    assert (step.number, step.decision.tactic, step.state) == (number, "cash", "proposed")
    assert [one.id for one in found.untouched] == ["transport", "people"]
    assert [one.id for one in filled(by, pages.book, "u_battle").untouched] == ["operational"]


@pytest.mark.parametrize("kind", ["reject", "defer"])
def test_what_was_rejected_or_deferred_touches_nothing(by: Recommender, pages: Pages, kind: str) -> None:
    pages.decide(kind, tactic="cash", pillar="protect", until="the audit is in")
    assert of(filled(by, pages.book), "money").untouched


def test_what_was_given_up_touches_nothing_any_more_and_what_was_done_does(by: Recommender, pages: Pages) -> None:
    cash = pages.decide("select", tactic="cash", pillar="protect")
    pages.decide("select", tactic="bail", pillar="protect")
    pages.decide("progress", target=cash, state="not_done")
    pages.decide("progress", target=cash + 1, state="done")
    found = filled(by, pages.book)
    assert of(found, "money").untouched
    assert [one.state for one in of(found, "people").touching] == ["done"]
    assert "cash" in {one.tactic.id for one in of(found, "money").could}


def test_a_decision_whose_place_another_took_touches_nothing(by: Recommender, pages: Pages) -> None:
    first = pages.decide("select", tactic="cash", pillar="protect")
    pages.decide("reject", tactic="cash", pillar="protect", supersedes=first)
    assert of(filled(by, pages.book), "money").touching == ()


def test_what_touches_no_part_of_the_business_is_told_with_what_it_is_about(by: Recommender, pages: Pages) -> None:
    pages.decide("select", tactic="calm", pillar="protect")
    pages.decide("intervention", text="A mentor for the brother", pillar="prevent")
    pages.decide("select", tactic="gone-since", pillar="prevent")
    found = filled(by, pages.book)
    assert [(step.decision.about, beside) for step, beside in found.elsewhere] == [
        ("protect: calm", ("The harm",)), ("prevent: A mentor for the brother", ()), ("prevent: gone-since", ()),
    ]  # fmt: skip
    assert len(found.untouched) == 3


def test_the_part_that_the_lro_targets_is_marked(by: Recommender, pages: Pages) -> None:
    number = pages.decide("business-model", form="money")
    found = filled(by, pages.book)
    assert of(found, "money").targeted == number
    assert of(found, "people").targeted is None
    assert of(found, "money").untouched


def test_the_plan_of_a_case_file_counts_like_one_that_was_decided(by: Recommender) -> None:
    plan = Plan.model_validate(
        {
            "vision": "Peace", "aims": {"protect": "Safety"}, "leads": {"pursue": "A DI"}, "undeveloped": {"prepare": "Too early"},
            "interventions": [{"tactic": "cash", "pillar": "protect"}, {"text": "A visit", "pillar": "prevent"}],
        }
    )  # fmt: skip
    case = KNOWN.model_copy(update={"plan": plan})
    told = [(one.number, one.decision.kind, one.decision.about) for one in plan_steps(case, None)]
    assert told == [
        (0, "vision", "Peace"), (0, "aim", "protect: Safety"), (0, "lead", "pursue: A DI"), (0, "undeveloped", "prepare"),
        (0, "select", "protect: cash"), (0, "intervention", "prevent: A visit"),
    ]  # fmt: skip
    found = picture(by, case, "business_model")
    assert [one.decision.tactic for one in of(found, "money").touching] == ["cash"]
    assert [step.decision.text for step, _ in found.elsewhere] == ["A visit"]


def test_a_case_without_a_plan_leaves_every_part_untouched(by: Recommender) -> None:
    assert plan_steps(KNOWN, None) == ()
    assert [one.id for one in picture(by, KNOWN, "business_model").untouched] == ["money", "transport", "people"]


def test_certain_tactics_not_in_the_plan_could_touch_a_part(by: Recommender, pages: Pages) -> None:
    assert {one.tactic.id for one in of(filled(by, pages.book), "money").could} == {"cash", "audit", "licence"}
    pages.decide("select", tactic="audit", pillar="protect")
    could = of(filled(by, pages.book), "money").could
    assert {one.tactic.id for one in could} == {"cash", "licence"}
    assert {one.outcome for one in could} == {"certain"}


def test_a_tactic_on_one_part_comes_before_one_on_many() -> None:
    both = {"all": [{"group.cash": {"at_least": 10}}, {"some": "people", "where": {"on_bail": True}}]}
    shelf = build([tactic("a-broad-one", both), tactic("narrow", {"group.cash": {"at_least": 10}})], models=PARTS)
    with Recommender(shelf, DAY) as recommender:
        found = picture(recommender, KNOWN, "business_model")
    assert [one.tactic.id for one in of(found, "money").could] == ["narrow", "a-broad-one"]


# -- SARA and SPATIAL order the same plan ---------------------------------------------------------------------------


def test_a_step_holds_the_decisions_of_its_kinds_in_the_order_they_were_made(by: Recommender, pages: Pages) -> None:
    aim = pages.decide("aim", pillar="overall", text="Disrupt the group")
    pages.decide("vision", text="Peace")
    chosen = pages.decide("select", tactic="cash", pillar="protect")
    no = pages.decide("reject", tactic="bail", pillar="protect")
    found = filled(by, pages.book, "sara")
    response = of(found, "responding")
    assert [one.number for one in response.steps] == [aim, chosen, no]
    assert [one.number for one in response.touching] == [chosen]
    assert "cash" not in {one.tactic.id for one in response.could}
    assert {one.tactic.id for one in response.could} == {"audit", "licence", "bail"}
    assert [one.id for one in found.untouched] == ["assessment"]
    assert found.elsewhere == ()


def test_only_the_step_of_interventions_offers_tactics_and_one_without_decisions_lacks_none(by: Recommender) -> None:
    found = picture(by, KNOWN, "sara")
    assert [one.part.id for one in found.parts if one.could] == ["responding"]
    assert not of(found, "scanning").untouched
    assert of(found, "scanning").touching == ()


def test_a_library_without_the_model_says_so() -> None:
    with Recommender(build([tactic("t", {"group.a": True})]), DAY) as recommender, pytest.raises(InputError) as refused:
        picture(recommender, KNOWN, "spatial")
    assert "no part of spatial" in str(refused.value)


# -- the shipped models ---------------------------------------------------------------------------------------------


def test_the_shipped_business_model_has_the_parts_an_lro_may_target(library: Library) -> None:
    assert tuple(one.id for one in library.parts_of("business_model")) == BUSINESS_MODEL


@pytest.mark.parametrize("model", ["sara", "spatial"])
def test_every_kind_of_decision_stands_in_one_step(library: Library, model: Model) -> None:
    kinds = [kind for one in library.parts_of(model) for kind in one.decisions]
    assert sorted(kinds) == sorted(DECISIONS)


@pytest.mark.parametrize("model", ["sara", "spatial"])
def test_every_fact_of_a_case_stands_in_a_step(library: Library, model: Model) -> None:
    stands = {
        fact
        for one in library.parts_of(model)
        for entry in library.taken_in(one)
        for fact in (*entry.facts, *entry.context)
    }
    assert {one.ref for one in library.facts if one.scope != "plan"} <= stands


def test_spatial_goes_by_the_letters_of_its_name(library: Library) -> None:
    assert "".join(one.title[0] for one in library.parts_of("spatial")) == "SPATIAL"


def test_u_battle_splits_the_whole_business_model_in_three_and_leaves_nothing_over(library: Library) -> None:
    taken = [name for one in library.parts_of("u_battle") for name in one.takes_in]
    assert sorted(taken) == sorted(BUSINESS_MODEL)
    assert len(library.parts_of("u_battle")) == 3


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("cash-seizure", {"money"}),
        ("seize-uninsured-vehicle", {"transport"}),
        ("drug-line-restriction", {"market", "communications"}),
        ("counterfeit-goods-enforcement", {"product", "money"}),
    ],
)
def test_well_known_tactics_touch_the_parts_an_officer_would_say(library: Library, name: str, parts: set[str]) -> None:
    assert library.touches(library.tactics[name]) & set(BUSINESS_MODEL) == parts


def test_every_part_of_the_business_model_is_touched_by_some_tactic_of_the_menu(library: Library) -> None:
    reached: dict[str, int] = dict.fromkeys(BUSINESS_MODEL, 0)
    for one in library.active:
        for name in library.touches(one) & set(BUSINESS_MODEL):
            reached[name] += 1
    assert min(reached.values()) >= 20
    assert max(reached.values()) < len(library.active) / 2


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", CASES)
def test_of_a_bundled_case_each_group_fact_of_a_part_is_either_known_or_asked(
    recommender: Recommender, name: str, model: Model
) -> None:
    library = recommender.library
    found = picture(recommender, find_case(name, library), model)
    for one in found.parts:
        facts = {ref for entry in library.taken_in(one.part) for ref in (*entry.facts, *entry.context)}
        known = {each.ref for each in one.known if each.ref.startswith("group.")}
        asked = {each.fact for each in one.asked if each.fact.startswith("group.")}
        assert known | asked == {ref for ref in facts if ref.startswith("group.")}
        assert not known & asked


def test_smith_shows_every_part_of_its_business_and_what_could_touch_it(recommender: Recommender) -> None:
    found = picture(recommender, find_case("smith-ocg", recommender.library), "business_model")
    assert all(one.known and one.asked and one.could for one in found.parts)
    told: Any = {one.ref: one for one in of(found, "money").known}
    assert (told["group.cash_found"].text, told["group.cash_found"].grade) == ("cash found: £4,200", "1B")
    assert told["business/b1.used_as_front"].of == "Shop and online sales of C"


def test_parts_that_nothing_touches_have_no_place_among_the_touched(shelf: Library, pages: Pages) -> None:
    pages.decide("select", tactic="bail", pillar="protect")
    found = parts_touched(shelf, plan_steps(pages.book.profile, pages.book))
    assert set(found) == {"people", "operational"}

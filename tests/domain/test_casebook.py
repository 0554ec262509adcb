"""A case as its entries tell it: the facts, the plan as decided, what was done since, the sign-off and the nine decisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.application.casework import spelt
from planner.domain.casebook import Casebook, digest_of, read_book
from planner.domain.decisions import DECISIONS, Decision
from planner.domain.entries import Exported, Keeping, Learned, LookedInto, Rekeyed, Said, Signed
from planner.domain.profile import FactRecord, Member, Profile
from planner.domain.tactic import PILLARS
from tests.features.record_notes import MORNING, Pages

NINE = (
    "objectives", "aims_and_leads", "undeveloped", "focus", "business_model", "trajectory", "place_based", "partners", "protocols",
)  # fmt: skip
KNOWN = Profile(
    case="example", kind="training", nation="wales", looked_into={"business": "partly"},
    group={"a": (FactRecord(value=True, grade="2B", on=date(2026, 5, 1)),)},
    members={"people": (Member(id="p1", label="The principal"),)},
)  # fmt: skip


@pytest.fixture
def pages() -> Pages:
    """A case just opened."""
    written = Pages()
    written.open(KNOWN)
    return written


def values(pages: Pages, ref: str) -> list[Any]:
    return [record.value for record in pages.book.profile.records(ref)]


def titles(book: Casebook) -> list[str]:
    return [one.decision.tactic or one.decision.text for one in book.interventions]


# -- the facts ------------------------------------------------------------------------------------------------------


def test_a_case_begins_with_what_it_was_opened_with(pages: Pages) -> None:
    profile = pages.book.profile
    assert (profile.case, profile.nation, profile.looked_into) == ("example", "wales", {"business": "partly"})
    assert values(pages, "group.a") == [True]
    assert profile.label("people/p1") == "The principal"


def test_a_second_report_of_a_fact_stands_beside_the_first(pages: Pages) -> None:
    pages.learn("group.a", False)
    assert values(pages, "group.a") == [True, False]


def test_a_correction_takes_the_place_of_every_report_before(pages: Pages) -> None:
    pages.learn("group.a", False)
    pages.learn("group.a", True, corrects=True)
    assert values(pages, "group.a") == [True]


def test_a_fact_that_is_withdrawn_is_unknown_again(pages: Pages) -> None:
    pages.learn("group.a", None)
    assert values(pages, "group.a") == []


def test_facts_of_people_are_kept_with_them_and_a_new_one_comes_with_a_label(pages: Pages) -> None:
    pages.learn("people/p1.convicted", True)
    pages.learn("people/p2.convicted", False, label="The driver")
    assert values(pages, "people/p1.convicted") == [True]
    assert values(pages, "people/p2.convicted") == [False]
    assert pages.book.profile.label("people/p2") == "The driver"
    pages.learn("people/p2.on_bail", True)
    assert pages.book.profile.label("people/p2") == "The driver"


def test_how_far_a_heading_was_looked_into_is_what_was_said_last(pages: Pages) -> None:
    pages.add(LookedInto(heading="business", state="fully"))
    pages.add(LookedInto(heading="people", state="partly"))
    assert pages.book.profile.looked_into == {"business": "fully", "people": "partly"}


def test_the_facts_have_one_number_that_changes_when_they_do(pages: Pages) -> None:
    before = pages.book.facts_digest
    pages.decide("vision", text="A town free of fear")
    pages.add(Exported(what="plan", form="docx"))
    assert pages.book.facts_digest == before
    pages.learn("group.b", True)
    assert pages.book.facts_digest != before


@settings(max_examples=50)
@given(st.permutations(["a", "b", "c", "level"]))
def test_the_number_of_the_facts_does_not_hang_on_the_order_of_their_names(order: list[str]) -> None:
    facts = {name: (FactRecord(value=True),) for name in order}
    assert digest_of(KNOWN.model_copy(update={"group": facts})) == digest_of(
        KNOWN.model_copy(update={"group": dict(sorted(facts.items()))})
    )


# -- what takes the place of what -----------------------------------------------------------------------------------


def test_what_was_superseded_stays_and_is_marked(pages: Pages) -> None:
    first = pages.decide("vision", text="A quiet town")
    second = pages.decide("vision", text="A town free of fear", supersedes=first)
    book = pages.book
    assert [one.number for one in book.entries] == [1, first, second]
    assert dict(book.superseded) == {first: second}
    assert [one.number for one in book.standing("vision")] == [second]
    assert book.plan.vision == "A town free of fear"
    found = book.entry(first)
    assert found is not None
    assert found.said is not None
    assert found.said.because


@pytest.mark.parametrize("number", [0, -1, 3, 99])
def test_there_is_no_entry_of_another_number(pages: Pages, number: int) -> None:
    pages.decide("vision", text="A quiet town")
    assert pages.book.entry(number) is None


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ({"kind": "vision", "text": "a"}, {"kind": "vision", "text": "b"}, True),
        ({"kind": "aim", "pillar": "pursue", "text": "a"}, {"kind": "aim", "pillar": "pursue", "text": "b"}, True),
        ({"kind": "aim", "pillar": "pursue", "text": "a"}, {"kind": "aim", "pillar": "prevent", "text": "a"}, False),
        ({"kind": "lead", "pillar": "pursue", "name": "a"}, {"kind": "lead", "pillar": "pursue", "name": "b"}, True),
        (
            {"kind": "lead", "pillar": "pursue", "name": "a", "level": "gold"},
            {"kind": "lead", "pillar": "pursue", "name": "a", "level": "silver"},
            False,
        ),
        ({"kind": "select", "tactic": "t"}, {"kind": "reject", "tactic": "t"}, True),
        ({"kind": "defer", "tactic": "t"}, {"kind": "override", "tactic": "t"}, True),
        ({"kind": "select", "tactic": "t"}, {"kind": "select", "tactic": "u"}, False),
        ({"kind": "undeveloped", "pillar": "prevent"}, {"kind": "park", "pillar": "prevent"}, True),
        ({"kind": "park", "pillar": "prevent"}, {"kind": "undeveloped", "pillar": "protect"}, False),
        ({"kind": "intervention", "pillar": "prevent", "text": "a"}, {"kind": "intervention", "pillar": "prevent", "text": "a"}, False),
        ({"kind": "protocol", "text": "a"}, {"kind": "protocol", "text": "a"}, False),
        ({"kind": "focus", "ref": "people/p1"}, {"kind": "focus", "ref": "people/p1"}, True),
        ({"kind": "trajectory", "form": "both"}, {"kind": "trajectory", "form": "watching"}, True),
        ({"kind": "share", "agency": "HMRC", "state": "no"}, {"kind": "share", "agency": "HMRC", "state": "yes"}, True),
        ({"kind": "share", "agency": "HMRC", "state": "no"}, {"kind": "share", "agency": "DVSA", "state": "no"}, False),
        ({"kind": "measure", "name": "fear", "value": "1"}, {"kind": "measure", "name": "fear", "value": "2"}, False),
        ({"kind": "phase", "phase": "clear", "state": "ready"}, {"kind": "phase", "phase": "clear", "state": "entered"}, False),
    ],
    ids=str,
)  # fmt: skip
def test_what_may_stand_once_takes_the_place_of_what_stands(
    pages: Pages, first: dict[str, Any], second: dict[str, Any], taken: bool
) -> None:
    number = pages.decide(**first)
    found = pages.book.taken_by(Decision(**second))
    assert (found.number if found else None) == (number if taken else None)


@pytest.mark.parametrize("number", [1, 2, 4, 99, -1])
def test_only_a_decision_takes_the_place_of_a_decision_made_before_it(pages: Pages, number: int) -> None:
    """Whatever number an entry names: neither the opening nor a fact, nor what is yet to come, is put aside."""
    pages.learn("group.b", True)
    pages.add(LookedInto(heading="people", state="fully"), supersedes=number)
    pages.decide("vision", text="A quiet town", supersedes=number)
    book = pages.book
    assert dict(book.superseded) == {}
    assert book.profile.records("group.b")
    assert book.plan.vision == "A quiet town"


def test_a_decision_taken_back_takes_the_place_of_the_one_it_names(pages: Pages) -> None:
    number = pages.decide("protocol", text="What we tell whom")
    found = pages.book.taken_by(Decision(kind="withdraw", target=number))
    assert found == pages.book.entry(number)
    pages.decide("withdraw", target=number, supersedes=number)
    assert pages.book.decided("protocol") == []


# -- interventions and their life -----------------------------------------------------------------------------------


def test_everything_that_adopts_puts_an_intervention_in_the_plan(pages: Pages) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    pages.decide("override", tactic="u", pillar="pursue")
    pages.decide("intervention", pillar="prevent", text="A mentor")
    pages.decide("initiative", pillar="protect", text="Street pastors", owner="The church")
    pages.decide("reject", tactic="v", pillar="pursue")
    pages.decide("defer", tactic="w", pillar="pursue", until="June")
    assert titles(pages.book) == ["t", "u", "A mentor", "Street pastors"]
    assert [one.pillar for one in pages.book.plan.interventions] == ["pursue", "pursue", "prevent", "protect"]
    assert all(one.state == "proposed" for one in pages.book.interventions)


def test_an_intervention_keeps_the_number_it_was_first_adopted_under(pages: Pages) -> None:
    first = pages.decide("select", tactic="t", pillar="pursue")
    pages.decide("progress", target=first, state="tasked")
    again = pages.decide("select", tactic="t", pillar="pursue", owner="HMRC", supersedes=first)
    pages.decide("progress", target=again, state="accepted")
    (one,) = pages.book.interventions
    assert (one.number, one.entry.number, one.decision.owner) == (first, again, "HMRC")
    assert [entry.said.content.decision.state for entry in one.progress if entry.said] == ["tasked", "accepted"]
    assert one.state == "accepted"


@pytest.mark.parametrize("state", ["not_done", "handed_over", "done", "under_way"])
def test_what_was_given_up_and_is_chosen_again_is_proposed_again(pages: Pages, state: str) -> None:
    """What is done or under way stays so, whatever is said of it anew."""
    first = pages.decide("select", tactic="cash", pillar="pursue")
    pages.decide("progress", target=first, state=state)
    pages.decide("select", tactic="cash", pillar="pursue", owner="HMRC", supersedes=first)
    (one,) = pages.book.interventions
    assert one.state == ("proposed" if state in ("not_done", "handed_over") else state)


def test_an_intervention_not_done_stays_on_the_record_and_counts_for_nothing(pages: Pages) -> None:
    number = pages.decide("intervention", pillar="prevent", text="A mentor")
    pages.decide("progress", target=number, state="not_done")
    assert titles(pages.book) == ["A mentor"]
    assert pages.book.plan.interventions == ()


def test_what_is_rejected_after_it_was_selected_is_in_the_plan_no_more(pages: Pages) -> None:
    number = pages.decide("select", tactic="t", pillar="pursue")
    pages.decide("reject", tactic="t", pillar="pursue", supersedes=number)
    assert titles(pages.book) == []
    assert len(pages.book.entries) == 3


def test_what_is_selected_again_after_a_while_is_the_intervention_it_was(pages: Pages) -> None:
    """Rejected in between, it keeps its number and what was told of it."""
    first = pages.decide("select", tactic="t", pillar="pursue")
    pages.decide("progress", target=first, state="tasked")
    rejected = pages.decide("reject", tactic="t", pillar="pursue", supersedes=first)
    pages.decide("select", tactic="t", pillar="pursue", supersedes=rejected)
    (one,) = pages.book.interventions
    assert (one.number, one.state) == (first, "tasked")


def test_two_ideas_are_two_interventions_also_where_one_took_the_place_of_the_other(pages: Pages) -> None:
    first = pages.decide("select", tactic="t", pillar="pursue")
    second = pages.decide("select", tactic="u", pillar="pursue", supersedes=first)
    (one,) = pages.book.interventions
    assert one.number == second


def test_what_is_selected_after_it_was_rejected_has_the_number_of_its_selection(pages: Pages) -> None:
    rejected = pages.decide("reject", tactic="t", pillar="pursue")
    selected = pages.decide("select", tactic="t", pillar="pursue", supersedes=rejected)
    (one,) = pages.book.interventions
    assert one.number == selected


def test_progress_that_was_told_by_mistake_counts_no_more(pages: Pages) -> None:
    number = pages.decide("intervention", pillar="prevent", text="A mentor")
    wrong = pages.decide("progress", target=number, state="done")
    pages.decide("progress", target=number, state="tasked", supersedes=wrong)
    assert pages.book.interventions[0].state == "tasked"


# -- the plan -------------------------------------------------------------------------------------------------------


def test_the_plan_holds_what_stands(pages: Pages) -> None:
    pages.decide("vision", text="A town free of fear")
    pages.decide("aim", pillar="overall", text="Disrupt the group")
    pages.decide("aim", pillar="pursue", text="Take the line down")
    pages.decide("lead", pillar="overall", name="Supt Hall", level="gold")
    pages.decide("lead", pillar="prevent", name="Insp Ray")
    pages.decide("park", pillar="prepare", until="the trial ends")
    plan = pages.book.plan
    assert plan.vision == "A town free of fear"
    assert plan.aims == {"pursue": "Take the line down"}
    assert plan.leads == {"prevent": "Insp Ray"}
    assert set(plan.undeveloped) == {"prepare"}
    assert plan.undeveloped["prepare"]
    assert pages.book.profile.plan == plan


# -- sign-off -------------------------------------------------------------------------------------------------------


def signed(pages: Pages) -> int:
    return pages.add(Signed(fingerprint=pages.book.fingerprint()))


def test_only_an_export_of_questions_is_a_request_and_a_fact_says_which_it_answers(pages: Pages) -> None:
    plan = pages.add(Exported(what="plan", form="docx", to="Housing"))
    openly = pages.add(Exported(what="requests", form="docx", to="partners"))
    named = pages.add(Exported(what="named request", form="docx", to="A. Clerk", agency="Housing"))
    reply = pages.add(Learned(ref="group.a", record=FactRecord(value=False), reply_to=named))
    pages.learn("group.a", True)
    asked = {number: sent.asked for number in (plan, openly, named, reply) if (sent := pages.book.request(number))}
    assert asked == {openly: "partners", named: "Housing"}
    assert [one.number for one in pages.book.replies(named)] == [reply]
    assert pages.book.replies(openly) == []


@pytest.mark.parametrize(
    ("older", "since"),
    [
        ('{"content": {"ref": "group.a", "record": {"value": true, "grade": "2B"}, "type": "learned"}}', "reply_to"),
        ('{"content": {"what": "requests", "form": "md", "to": "partners", "type": "exported"}}', "agency"),
    ],
)
def test_what_was_written_before_there_were_replies_is_read_and_written_as_it_was(older: str, since: str) -> None:
    said = Said.model_validate_json(older)
    assert not getattr(said.content, since)
    assert spelt(said).decode() == older


def test_nothing_is_signed_off_until_somebody_signs(pages: Pages) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    assert pages.book.sign_off is None


def test_a_sign_off_stands_until_plan_or_facts_change(pages: Pages) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    number = signed(pages)
    pages.add(Exported(what="plan", form="docx", to="CPS"))
    pages.add(Keeping(act="hold"))
    pages.add(Rekeyed())
    found = pages.book.sign_off
    assert found is not None
    assert (found.entry.number, found.stands) == (number, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda pages: pages.decide("vision", text="A town free of fear"),
        lambda pages: pages.decide("reject", tactic="t", pillar="pursue", supersedes=2),
        lambda pages: pages.learn("group.b", True),
        lambda pages: pages.learn("group.a", None),
        lambda pages: pages.add(LookedInto(heading="people", state="fully")),
    ],
    ids=["decided", "superseded", "learned", "withdrawn", "looked into"],
)
def test_a_later_change_ends_a_sign_off_and_is_named(pages: Pages, change: Any) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    signed(pages)
    number = change(pages)
    found = pages.book.sign_off
    assert found is not None
    assert (found.stands, found.voided_by) == (False, (number,))


@pytest.mark.parametrize("state", ["not_done", "handed_over"])
def test_an_intervention_that_ends_unfinished_makes_another_plan(pages: Pages, state: str) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    signed(pages)
    number = pages.decide("progress", target=2, state=state, to="The council")
    found = pages.book.sign_off
    assert found is not None
    assert found.voided_by == (number,)


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "progress", "target": 2, "state": "under_way"},
        {"kind": "disruption", "pillar": "pursue", "level": "minor", "event": "Two arrests"},
        {"kind": "measure", "name": "felt safety", "value": "41%"},
        {"kind": "review", "text": "On course"},
        {"kind": "debrief", "text": "Ask the school earlier"},
    ],
    ids=lambda told: told["kind"],
)
def test_what_is_done_and_found_afterwards_leaves_a_sign_off_standing(pages: Pages, told: dict[str, Any]) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    signed(pages)
    before = pages.book.fingerprint()
    pages.decide(**told)
    found = pages.book.sign_off
    assert found is not None
    assert found.stands
    assert pages.book.fingerprint() == before


def test_what_is_signed_again_stands_again(pages: Pages) -> None:
    pages.decide("select", tactic="t", pillar="pursue")
    signed(pages)
    pages.learn("group.b", True)
    second = signed(pages)
    found = pages.book.sign_off
    assert found is not None
    assert (found.entry.number, found.stands) == (second, True)


def test_the_fingerprint_covers_plan_facts_and_library(pages: Pages) -> None:
    prints = [pages.book.fingerprint()]
    pages.decide("vision", text="A town free of fear")
    prints.append(pages.book.fingerprint())
    pages.learn("group.b", True)
    prints.append(pages.book.fingerprint())
    pages.add(Exported(what="plan", form="md"), library="another")
    prints.append(pages.book.fingerprint())
    assert len(set(prints)) == len(prints)
    pages.add(Exported(what="plan", form="md"), library="another")
    assert pages.book.fingerprint() == prints[-1]


# -- keeping, reviews, scores, exports ------------------------------------------------------------------------------


def test_how_long_a_case_is_kept_is_what_was_said_last(pages: Pages) -> None:
    assert pages.book.keeping == (False, None)
    pages.add(Keeping(act="keep_until", until=date(2030, 1, 1)))
    pages.add(Keeping(act="hold"))
    assert pages.book.keeping == (True, date(2030, 1, 1))
    pages.add(Keeping(act="release"))
    pages.add(Keeping(act="keep_until", until=date(2028, 1, 1)))
    assert pages.book.keeping == (False, date(2028, 1, 1))


def test_the_last_review_is_the_last_that_stands(pages: Pages) -> None:
    assert pages.book.last_review is None
    first = pages.decide("review", text="On course")
    second = pages.decide("review", text="Off course")
    assert pages.book.last_review == pages.book.entry(second)
    pages.decide("review", text="On course after all", supersedes=second)
    assert pages.book.last_review == pages.book.entry(second + 1)
    assert pages.book.entry(first) in pages.book.standing("review")


def test_what_others_scored_is_kept_in_order_and_never_worked_out(pages: Pages) -> None:
    pages.learn("group.tier", "tier_2")
    pages.learn("group.violence_used", True)
    pages.learn("group.morile_score", 42)
    pages.learn("group.tier", "tier_1", corrects=True)
    pages.learn("group.band", None)
    assert [(name, fact.value) for name, _, fact in pages.book.scores()] == [
        ("tier", "tier_2"),
        ("morile_score", 42),
        ("tier", "tier_1"),
    ]


def test_every_export_is_found(pages: Pages) -> None:
    pages.add(Exported(what="plan", form="docx", to="CPS"))
    pages.decide("vision", text="A town free of fear")
    pages.add(Exported(what="case", form="fourp"))
    assert [one.number for one in pages.book.exports()] == [2, 4]


# -- the nine decisions ---------------------------------------------------------------------------------------------


def states(pages: Pages) -> dict[str, str]:
    return {one.id: one.state for one in pages.book.always_record()}


def test_there_are_nine_and_all_are_missing_at_first(pages: Pages) -> None:
    assert tuple(states(pages)) == NINE
    assert set(states(pages).values()) == {"missing"}


SETTLING: dict[str, list[dict[str, Any]]] = {
    "objectives": [{"kind": "objective", "pillar": "overall", "text": "Fewer robberies"}],
    "aims_and_leads": [
        *({"kind": "aim", "pillar": pillar, "text": "An aim"} for pillar in PILLARS),
        *({"kind": "lead", "pillar": pillar, "name": "A lead"} for pillar in PILLARS),
    ],
    "undeveloped": [
        *({"kind": "intervention", "pillar": pillar, "text": "An idea"} for pillar in PILLARS[:3]),
        {"kind": "undeveloped", "pillar": PILLARS[3]},
    ],
    "focus": [{"kind": "focus", "ref": "people/p1"}],
    "business_model": [{"kind": "business-model", "form": "money"}],
    "trajectory": [{"kind": "trajectory", "form": "relentless_disruption"}],
    "place_based": [{"kind": "place-based", "state": "no"}],
    "partners": [{"kind": "partner", "agency": "The council", "text": "closures"}],
    "protocols": [{"kind": "protocol", "text": "What we tell whom"}],
}


@pytest.mark.parametrize("name", NINE)
def test_each_of_the_nine_is_settled_by_its_own_decisions(pages: Pages, name: str) -> None:
    for decision in SETTLING[name]:
        assert states(pages)[name] == "missing"
        pages.decide(**decision)
    after = states(pages)
    assert after.pop(name) == "recorded"
    assert set(after.values()) == {"missing"}


@pytest.mark.parametrize(
    ("threat", "somebody", "wanted"),
    [("location", False, False), ("location", True, True), ("vulnerability", False, False), ("group", False, True), ("individual", False, True)],
)  # fmt: skip
def test_a_place_of_which_nobody_is_recorded_needs_nobody_in_focus(threat: Any, somebody: bool, wanted: bool) -> None:
    pages = Pages()
    people = {"people": (Member(id="p1"),)} if somebody else {}
    pages.open(Profile(case="example", kind="training", nation="england", threat=threat, members=people))
    assert (states(pages)["focus"] == "missing") is wanted
    assert ("focus" in pages.book.plan.missing) is wanted  # type: ignore[attr-defined]


def test_all_nine_are_settled_and_say_where(pages: Pages) -> None:
    for name in NINE:
        for decision in SETTLING[name]:
            pages.decide(**decision)
    found = pages.book.always_record()
    assert {one.state for one in found} == {"recorded"}
    numbers = [number for one in found for number in one.numbers]
    assert all(pages.book.entry(number) for number in numbers)
    assert all(one.numbers for one in found)


def test_an_overall_aim_that_settles_the_objectives_is_named_by_its_entry(pages: Pages) -> None:
    number = pages.decide("aim", pillar="overall", text="Disrupt the group")
    (objectives,) = (one for one in pages.book.always_record() if one.id == "objectives")
    assert objectives.state == "recorded"
    assert objectives.numbers == (number,)


def test_an_objective_of_one_p_is_not_an_overarching_one(pages: Pages) -> None:
    pages.decide("objective", pillar="pursue", text="Fewer robberies")
    assert states(pages)["objectives"] == "missing"


def test_aims_and_leads_are_wanted_only_for_the_ps_that_are_developed(pages: Pages) -> None:
    for pillar in PILLARS[:3]:
        pages.decide("aim", pillar=pillar, text="An aim")
        pages.decide("lead", pillar=pillar, name="A lead")
    assert states(pages)["aims_and_leads"] == "missing"
    pages.decide("park", pillar=PILLARS[3], until="the trial ends")
    assert states(pages)["aims_and_leads"] == "recorded"


def test_what_is_not_called_for_says_why(pages: Pages) -> None:
    for pillar in PILLARS:
        pages.decide("intervention", pillar=pillar, text="An idea")
    pages.decide("trajectory", form="investigation")
    assert states(pages)["undeveloped"] == "not called for: every P has an intervention"
    assert states(pages)["trajectory"] == "not called for: an investigation is under way"


def test_watching_a_group_calls_for_the_trajectory_still(pages: Pages) -> None:
    pages.decide("trajectory", form="watching")
    assert states(pages)["trajectory"] == "missing"


def test_both_an_investigation_and_disruption_is_a_trajectory(pages: Pages) -> None:
    pages.decide("trajectory", form="both")
    assert states(pages)["trajectory"] == "recorded"


def test_a_decision_that_was_superseded_settles_nothing(pages: Pages) -> None:
    number = pages.decide("trajectory", form="relentless_disruption")
    pages.decide("trajectory", form="watching", supersedes=number)
    assert states(pages)["trajectory"] == "missing"


# -- as it stood then -----------------------------------------------------------------------------------------------


def test_a_case_is_read_up_to_a_moment_by_when_each_entry_was_entered(pages: Pages) -> None:
    number = pages.decide("vision", text="A quiet town")
    pages.learn("group.a", None)
    pages.decide("vision", text="A town free of fear", supersedes=number)
    entered = pages.entries[number - 1].entered_at
    then = read_book(pages.entries, until=entered)
    assert [one.number for one in then.entries] == [1, number]
    assert then.plan.vision == "A quiet town"
    assert then.superseded == {}
    assert then.profile.records("group.a")
    assert read_book(pages.entries, until=entered - timedelta(seconds=1)).entries == pages.entries[:1]


def test_what_was_decided_then_and_entered_later_was_not_on_the_record_then(pages: Pages) -> None:
    made = MORNING - timedelta(days=3)
    pages.add(Signed(fingerprint="f"), made_at=made)
    assert len(read_book(pages.entries, until=MORNING + timedelta(seconds=90)).entries) == 1


def test_the_record_of_then_has_no_hole_where_one_clock_is_a_little_behind_another(pages: Pages) -> None:
    """Two machines may differ by minutes: an entry that follows another can bear an earlier time."""
    pages.decide("vision", text="A quiet town")
    behind = pages.decide("trajectory", form="both")
    early = pages.entries[behind - 1].entered_at - timedelta(minutes=2)
    pages.entries[behind - 1] = pages.entries[behind - 1].model_copy(update={"entered_at": early})
    then = read_book(pages.entries, until=early)
    assert [one.number for one in then.entries] == list(range(1, len(then.entries) + 1))


def test_a_case_that_was_disposed_of_says_nothing_and_is_still_counted(pages: Pages) -> None:
    gone = Pages()
    for entry in pages.entries:
        gone.add(None, kind=entry.kind)
    book = gone.book
    assert book.disposed
    assert not pages.book.disposed
    assert [one.title for one in book.entries] == ["Case opened"]
    with pytest.raises(LookupError):
        book.facts_digest  # noqa: B018


def test_an_empty_record_has_no_head_and_rests_on_no_library() -> None:
    book = read_book([])
    assert (book.head, book.library, book.entry(1)) == ("", "", None)


def test_the_library_is_the_last_that_was_named(pages: Pages) -> None:
    pages.add(Exported(what="plan", form="md"), library="old")
    pages.add(Keeping(act="hold"), library="new")
    pages.add(Rekeyed())
    assert pages.book.library == "new"
    assert pages.book.head == pages.entries[-1].head


def test_two_entries_that_take_each_other_back_are_read_all_the_same(pages: Pages) -> None:
    """No shell writes that; a file might hold it."""
    first = len(pages.entries) + 1
    pages.decide("withdraw", target=first + 1)
    pages.decide("withdraw", target=first)
    assert [pages.book.plans(one) for one in pages.entries[-2:]] == [False, False]


# -- any plan at all ------------------------------------------------------------------------------------------------

ANY_DECISION = st.fixed_dictionaries(
    {"kind": st.sampled_from(sorted(DECISIONS)), "pillar": st.sampled_from(PILLARS)},
    optional={
        "tactic": st.sampled_from(["t", "u"]),
        "text": st.sampled_from(["one", "two"]),
        "form": st.sampled_from(["both", "money"]),
        "state": st.sampled_from(["yes", "tasked", "ready"]),
        "target": st.integers(1, 6),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_DECISION, max_size=12))
def test_however_a_case_goes_nothing_is_lost_and_one_of_each_stands(made: list[dict[str, Any]]) -> None:
    """Every entry stays; of what may stand once, one stands, and an intervention has one number."""
    pages = Pages()
    pages.open(KNOWN)
    for parts in made:
        adopting = DECISIONS[parts["kind"]].adopts
        text = parts.get("text") or ("an idea" if adopting and not parts.get("tactic") else "")
        shape = {**parts, "text": "" if adopting and parts.get("tactic") else text}
        taken = pages.book.taken_by(Decision(**shape))
        pages.decide(**shape, supersedes=taken.number if taken else 0)
    book = pages.book
    assert [one.number for one in book.entries] == list(range(1, len(made) + 2))
    for kind in DECISIONS.values():
        if kind.one_per is not None and not (kind.adopts or kind.id in ("reject", "defer")):
            places = [tuple(getattr(one, name) for name in kind.one_per) for _, one in book.decided(kind.id)]
            assert len(set(places)) == len(places)
    numbers = [one.number for one in book.interventions]
    assert len(set(numbers)) == len(numbers)
    assert len(book.always_record()) == 9
    assert book.fingerprint() == read_book(pages.entries).fingerprint()

"""The seven tasks: each state comes from what is in the record, what was opened and what is half typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.application.cases import find_case
from planner.application.recommending import Recommender
from planner.application.reviewing import Reviewer
from planner.application.tasking import Standing, Task, tasks_of
from planner.domain.casebook import Casebook
from planner.domain.decisions import Basis, Decision
from planner.domain.entries import Decided, Learned, LookedInto, Signed
from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, FactRecord, Profile
from planner.domain.tactic import PILLARS
from tests.features.record_notes import Pages

TODAY, SOON, GONE = date(2026, 7, 13), date(2026, 9, 1), date(2026, 7, 12)
APPROACH: list[dict[str, Any]] = [
    {"kind": "aim", "pillar": "overall", "text": "Disrupt the group"},
    *({"kind": "aim", "pillar": pillar, "text": "An aim"} for pillar in PILLARS),
    *({"kind": "lead", "pillar": pillar, "name": "A lead"} for pillar in PILLARS),
    {"kind": "focus", "ref": "people/p1"},
    {"kind": "business-model", "form": "money"},
    {"kind": "trajectory", "form": "both"},
    {"kind": "place-based", "state": "no"},
    {"kind": "partner", "agency": "The council", "text": "closures"},
    {"kind": "protocol", "text": "What we tell whom"},
]  # fmt: skip


def ours(pillar: str, **more: Any) -> Decision:
    return Decision(kind="intervention", pillar=pillar, text=f"An idea for {pillar}", **more)


def book(*contents: object, profile: Profile | None = None) -> Casebook:
    """A case as opened, with entries after it."""
    pages = Pages()
    pages.open(profile)
    for one in contents:
        pages.add(Decided(decision=one) if isinstance(one, Decision) else one)  # type: ignore[arg-type]
    return pages.book


def task(name: str, made: Casebook, library: Library, **case: Any) -> Task:
    found = tasks_of(Standing(made, library, TODAY, **case))
    return next(one for one in found.all if one.id == name)


def fact(name: str, value: bool, grade: str = "2B") -> Learned:
    return Learned(ref=f"group.{name}", record=FactRecord(value=value, grade=grade, on=TODAY, source="a pack"))


ALL_LOOKED = [LookedInto(heading=one, state="partly") for one in LOOKED_INTO]


@pytest.mark.parametrize(
    ("contents", "seen", "state"),
    [
        ([], "", "not_started"),
        ([], "picture", "opened"),
        ([fact("violence_used", True)], "", "needs"),
        (ALL_LOOKED, "", "done"),
        ([*ALL_LOOKED, fact("violence_used", True), fact("violence_used", False)], "", "look_again"),
    ],
    ids=["nothing", "only opened", "a fact", "all headings looked into", "a fact in two ways"],
)
def test_understanding(contents: list[object], seen: str, state: str, library: Library) -> None:
    assert task("understand", book(*contents), library, seen=frozenset({seen})).state == state


def test_a_contradiction_is_where_the_task_opens(library: Library) -> None:
    made = book(fact("violence_used", True), fact("violence_used", False))
    assert task("understand", made, library).to == "group.violence_used"


def test_the_approach_is_done_when_its_decisions_are_recorded(library: Library) -> None:
    assert task("approach", book(), library).state == "not_started"
    assert task("approach", book(*(Decision(**one) for one in APPROACH[:3])), library).state == "needs"
    whole = task("approach", book(*(Decision(**one) for one in APPROACH)), library)
    assert (whole.state, whole.why) == ("done", "8 of 9 decisions recorded")


def test_choosing_tactics_wants_something_in_every_p_or_a_reason(library: Library) -> None:
    assert task("tactics", book(), library, seen=frozenset({"tactics"})).state == "opened"
    three = [ours(p) for p in PILLARS[:3]]
    left = task("tactics", book(*three), library)
    assert (left.state, left.why) == ("needs", "3 chosen; 1 P is empty")
    assert [one.says for one in left.points if not one.there] == [
        "Prepare has an intervention, or a reason why it has none"
    ]
    assert task("tactics", book(*three, Decision(kind="undeveloped", pillar="prepare")), library).state == "done"


@pytest.mark.parametrize(
    ("kind", "was", "now"),
    [("select", "certain", "ruled_out"), ("defer", "possible", "certain"), ("reject", "ruled_out", "certain")],
)
def test_a_tactic_that_speaks_for_another_decision_now_is_looked_at_again(
    kind: str, was: str, now: str, recommender: Recommender
) -> None:
    smith = find_case("smith-ocg", recommender.library)
    found = recommender.recommend(smith)
    one = next(each for each in found.tactics if each.outcome == now and each.tactic.pillar == "pursue")

    def decided(outcome: Any) -> Task:
        basis = Basis(outcome=outcome, rank=1, of=1, as_of=TODAY)
        made = Decided(decision=Decision(kind=kind, tactic=one.tactic.id, pillar="pursue"), basis=basis)
        every = book(*(ours(p) for p in PILLARS), made, profile=smith)
        return task("tactics", every, recommender.library, found=found)

    assert (decided(was).state, decided(was).to) == ("look_again", one.tactic.id)
    assert decided(now).state != "look_again"


def test_a_certain_duty_that_is_not_decided_on_is_open(recommender: Recommender) -> None:
    made = book(fact("children_used", True), *(ours(p) for p in PILLARS))
    found = recommender.recommend(made.profile)
    assert any(one.tactic.duty and one.outcome == "certain" for one in found.tactics)
    told = task("tactics", made, recommender.library, found=found)
    assert told.state == "needs"
    assert "open" in told.why


def test_objectives_are_wanted_of_every_p_that_is_developed(library: Library) -> None:
    def objective(pillar: str, due: date = SOON) -> Decision:
        return Decision(kind="objective", pillar=pillar, text="Fewer", measure="a count", owner="A lead", due=due)

    left_out = Decision(kind="undeveloped", pillar="prepare")
    assert task("objectives", book(), library).why == "0 of 4 Ps have one"
    assert task("objectives", book(objective("pursue"), left_out), library).why == "1 of 3 Ps have one"
    every = [objective(p) for p in PILLARS[:3]]
    assert task("objectives", book(*every, left_out), library).state == "done"
    assert task("objectives", book(*every, left_out, objective("pursue", GONE)), library).state == "look_again"
    assert (
        task("objectives", book(*(Decision(kind="undeveloped", pillar=p) for p in PILLARS)), library).state
        == "not_applicable"
    )


@pytest.mark.parametrize(
    ("more", "state", "why"),
    [
        ({}, "needs", "1 of 1 without an owner; 1 of 1 without a day"),
        ({"owner": "CID", "due": SOON}, "done", "1 of 1 have an owner and a day"),
        ({"owner": "CID", "due": GONE}, "look_again", "1 past its day"),
    ],
)
def test_assigning(more: dict[str, Any], state: str, why: str, library: Library) -> None:
    told = task("assign", book(ours("pursue", **more)), library)
    assert (told.state, told.why) == (state, why)


def test_what_is_done_is_late_no_more(library: Library) -> None:
    late = ours("pursue", owner="CID", due=GONE)
    assert task("assign", book(late, Decision(kind="progress", target=2, state="done")), library).state == "done"


def test_checking_is_done_once_looked_at_with_no_error(recommender: Recommender) -> None:
    with Reviewer(recommender) as reviewer:
        empty = book()
        review = reviewer.review(empty.profile)
        assert task("check", empty, recommender.library, review=review).state == "not_started"
        opened = task("check", empty, recommender.library, review=review, seen=frozenset({"check"}))
        assert (opened.state, opened.why) == ("needs", "8 errors, 11 warnings")
        whole = book(*(Decision(**one) for one in APPROACH), *(ours(p, owner="CID", due=SOON) for p in PILLARS))
        review = reviewer.review(whole.profile)
        assert task("check", whole, recommender.library, review=review).state == "not_started"
        assert task("check", whole, recommender.library, review=review, seen=frozenset({"check"})).state == "done"


def test_a_signature_lasts_until_something_is_added(library: Library) -> None:
    signed = [ours("pursue"), Signed(fingerprint=book(ours("pursue")).fingerprint())]
    assert task("sign_off", book(*signed), library).state == "done"
    since = task("sign_off", book(*signed, ours("prevent")), library)
    assert (since.state, since.why) == ("look_again", "signed at entry 3; 1 added since")
    assert task("sign_off", book(ours("pursue")), library, live=True).why == "the SRO signs, not you"


def test_leaving_out_is_not_called_for_when_every_p_has_something(library: Library) -> None:
    assert task("left_out", book(*(ours(p) for p in PILLARS)), library).state == "not_applicable"
    left = task(
        "left_out", book(*(ours(p) for p in PILLARS[:3]), Decision(kind="undeveloped", pillar="prepare")), library
    )
    assert (left.state, left.why) == ("done", "Prepare, decision 5")


def test_half_typed_words_open_their_task(library: Library) -> None:
    told = task("tactics", book(), library, drafts={"select:tax-referral:because": "They owe several"})
    assert (told.state, told.drafts, told.to) == ("opened", 3, "tax-referral")


def test_the_next_task_is_the_first_that_is_not_settled(library: Library) -> None:
    tasks = tasks_of(Standing(book(*ALL_LOOKED), library, TODAY))
    assert tasks.next is not None
    assert (tasks.done, tasks.next.id) == (1, "approach")


def test_the_balance_counts_what_is_in_the_plan(library: Library) -> None:
    dropped = [ours("prevent"), Decision(kind="progress", target=4, state="not_done")]
    assert tasks_of(Standing(book(ours("pursue"), ours("pursue"), *dropped), library, TODAY)).balance == {
        "pursue": 2, "prevent": 0, "protect": 0, "prepare": 0,
    }  # fmt: skip

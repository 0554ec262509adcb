"""The table of decisions: every kind can be said, typed and told apart, and what is shown of one names what it settles."""

from __future__ import annotations

import pytest

from planner.domain.decisions import (
    ASSESSMENTS,
    BUSINESS_MODEL,
    DECISIONS,
    PROGRESS,
    TACTIC_KINDS,
    TRAJECTORIES,
    Decision,
    DecisionKind,
)
from planner.domain.entries import ENTRY_TITLES, Decided, Learned, Signed, kind_of
from planner.domain.tactic import PILLARS

# What the guidance and the officer's grammar ask for, by the word that is typed.
WANTED = {
    "select", "reject", "defer", "override", "intervention", "initiative", "progress", "vision", "aim", "objective", "lead",
    "undeveloped", "park", "trajectory", "focus", "business-model", "place-based", "partner", "protocol", "indoctrination",
    "stakeholder", "requirement", "collection", "response", "phase", "measure", "assessment", "share", "disruption", "review",
    "debrief", "withdraw", "accept", "moderate", "exit", "close",
}  # fmt: skip


def test_every_kind_of_decision_is_there() -> None:
    assert set(DECISIONS) == WANTED


@pytest.mark.parametrize("kind", DECISIONS.values(), ids=lambda kind: kind.id)
def test_a_kind_uses_only_what_a_decision_holds_and_says_what_it_is(kind: DecisionKind) -> None:
    held = set(Decision.model_fields) - {"kind"}
    words = [word.field for word in kind.words]
    assert {*words, *kind.options} <= held
    assert set(kind.required) <= set(kind.options)
    assert set(kind.one_per or ()) <= {*words, *kind.options}
    assert len({*words, *kind.options}) == len(words) + len(kind.options)
    assert kind.words
    assert kind.says[0].isupper()


def test_no_two_kinds_are_called_alike() -> None:
    said = [kind.says for kind in DECISIONS.values()] + list(ENTRY_TITLES.values())
    assert len(set(said)) == len(said)


def test_what_puts_an_intervention_in_the_plan_can_say_whose_it_is_and_when_it_is_due() -> None:
    adopting = {kind.id for kind in DECISIONS.values() if kind.adopts}
    assert adopting == {"select", "override", "intervention", "initiative"}
    for name in adopting:
        assert {"on", "owner", "due", "objective", "measure", "authority", "phase"} <= set(DECISIONS[name].options)


def test_a_tactic_is_settled_one_way_at_a_time() -> None:
    assert all(DECISIONS[kind].one_per == ("tactic",) for kind in TACTIC_KINDS)


def test_what_is_done_and_found_is_no_part_of_the_plan_that_is_signed_off() -> None:
    done = {kind.id for kind in DECISIONS.values() if not kind.plans}
    assert done == {"progress", "measure", "disruption", "moderate", "review", "debrief", "close", "accept"}


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("defer", {"until"}),
        ("park", {"until"}),
        ("objective", {"measure", "due", "owner"}),
        ("initiative", {"owner"}),
        ("measure", {"when"}),
        ("disruption", {"event"}),
    ],
)
def test_what_a_decision_cannot_do_without(kind: str, required: set[str]) -> None:
    assert set(DECISIONS[kind].required) == required


def choices(kind: str, field: str) -> set[str]:
    return next(set(word.choices) for word in DECISIONS[kind].words if word.field == field)


def test_the_words_of_the_guidance_are_the_choices() -> None:
    assert choices("aim", "pillar") == {*PILLARS, "overall"}
    assert choices("park", "pillar") == set(PILLARS)
    assert choices("phase", "phase") == {"clear", "hold", "build"}
    assert choices("phase", "state") == {"planned", "ready", "entered", "left"}
    assert choices("progress", "state") == {"tasked", "accepted", "under_way", "done", "not_done", "handed_over"}
    assert choices("disruption", "level") == {"major", "moderate", "minor", "none", "negative"}
    assert set(TRAJECTORIES) == {"investigation", "relentless_disruption", "both", "watching"}
    assert set(ASSESSMENTS) == {"risk", "displacement", "safeguarding", "equality", "human_rights"}
    assert set(BUSINESS_MODEL) == {"product", "people", "transport", "market", "money", "communications"}
    assert PROGRESS[0] == "tasked"


# -- what it settles, in a few words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "about"),
    [
        (Decision(kind="vision", text="A town free of fear"), "A town free of fear"),
        (Decision(kind="select", tactic="cash-seizure", pillar="pursue"), "pursue: cash-seizure"),
        (Decision(kind="intervention", pillar="prevent", text="A mentor"), "prevent: A mentor"),
        (Decision(kind="aim", pillar="overall", text="Disrupt"), "overall: Disrupt"),
        (Decision(kind="lead", pillar="protect", name="Insp Ray", level="silver"), "protect: Insp Ray"),
        (Decision(kind="undeveloped", pillar="prevent"), "prevent"),
        (Decision(kind="park", pillar="prevent", until="the trial ends"), "prevent: the trial ends"),
        (Decision(kind="focus", ref="people/p1"), "people/p1"),
        (Decision(kind="trajectory", form="both"), "both"),
        (Decision(kind="place-based", state="yes"), "yes"),
        (Decision(kind="partner", agency="The council", text="closures"), "The council, closures"),
        (Decision(kind="share", agency="The council", state="no"), "The council, no"),
        (Decision(kind="phase", phase="clear", state="entered"), "clear, entered"),
        (Decision(kind="measure", name="felt safety", value="41%"), "felt safety, 41%"),
        (Decision(kind="assessment", form="equality", text="No group is hit harder"), "equality, No group is hit harder"),
        (Decision(kind="progress", target=4, state="under_way"), "of 4: under way"),
        (Decision(kind="progress", target=4, state="handed_over", to="the council"), "of 4: handed over to the council"),
        (Decision(kind="disruption", pillar="pursue", level="major", event="14 arrests"), "pursue: major: 14 arrests"),
        (Decision(kind="moderate", target=4, level="minor"), "of 4: minor"),
        (Decision(kind="exit", text="The council keeps it", to="the council"), "The council keeps it"),
        (Decision(kind="close", to="the council"), "handed to the council"),
        (Decision(kind="withdraw", target=4), "entry 4"),
        (Decision(kind="stakeholder", name="Housing association"), "Housing association"),
    ],
    ids=lambda value: value.kind if isinstance(value, Decision) else "",
)  # fmt: skip
def test_what_a_decision_settles_is_said_in_a_few_words(decision: Decision, about: str) -> None:
    assert decision.about == about


def test_an_entry_of_a_decision_is_called_by_the_decision() -> None:
    assert kind_of(Decided(decision=Decision(kind="vision", text="x"))) == "vision"
    assert kind_of(Learned(ref="group.a", record=None)) == "learned"
    assert kind_of(Signed(fingerprint="f")) == "signed"

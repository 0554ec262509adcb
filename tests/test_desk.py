"""The officer's commands on a stored case: every decision can be typed, every refusal says what is wrong, nothing passes unmarked.

All tests here share one data folder, so that a store is made once, and a few tactics of the shipped library, so that an answer
takes milliseconds. Each works on a case of its own, or looks at the last entry of the shared one.
"""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planner.domain.decisions import DECISIONS
from planner.domain.library import Library
from planner.domain.truth import Truth
from planner.engine import matching
from planner.engine.answers import Answers, Case
from planner.engine.referee import Referee
from planner.library import loading
from planner.library.loading import load_library
from tests.conftest import Run
from tests.features.record_notes import ESCAPE, REASON, Shell, few, refused, shape_of
from tests.signable import the_rest

GREEN, HALL = "DI Green", "Supt Hall"
MENU = (
    "cash-seizure", "closure-order", "account-freezing", "strike-day", "home-takeover-offence", "drug-line-restriction",
    "child-safeguarding-referral", "internet-cafe-licence-revocation",
)  # fmt: skip
AS_OF = ("--as-of", "2026-07-13")
BECAUSE = ("--because", REASON)
FACT = ("--grade", "2B", "--source", "a patrol")
NAMES = (f"case-{n}" for n in count(1))
TRAINING = "TRAINING. Not a live case."


@pytest.fixture(scope="module")
def fourp(run: Run, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A shell with a training store and a live one of two people."""
    with pytest.MonkeyPatch.context() as patch:
        shell = Shell(run, tmp_path_factory.mktemp("desk"), few(library, MENU), patch)
        assert shell("store", "init", "--person", GREEN, "--new-passphrase-file", shell.secret(GREEN)).code == 0
        added = shell("store", "add-person", HALL, "--new-passphrase-file", shell.secret(HALL), by=GREEN)
        assert added.code == 0
        yield shell


OAK = """\
case: oak
title: The Oak group
kind: training
nation: england
group:
  crime_types: {value: [class_a_supply], grade: 2B, on: 2026-05-01}
  cash_found: {value: 4200, grade: 2B, on: 2026-05-01}
  drug_line_known: {absent: true, grade: 2B, on: 2026-05-01}
people:
  - {id: p1, label: The principal, role: principal}
premises:
  - {id: h1, label: The flat, drug_supply: true, nuisance_or_disorder: true}
"""


@pytest.fixture(scope="module")
def oak_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case of the officers' own, in a file."""
    file = tmp_path_factory.mktemp("cases") / "oak.yaml"
    file.write_text(OAK, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def oak(fourp: Shell, oak_file: Path) -> str:
    """The same case in the training store, which most tests look at."""
    assert fourp("case", "new", "oak", "--from", oak_file).code == 0
    return "oak"


@pytest.fixture(scope="module")
def elm(fourp: Shell) -> str:
    """A live case, nothing known."""
    assert fourp("case", "new", "elm", "--live", "--title", "The Elm group", by=GREEN).code == 0
    return "elm"


@pytest.fixture
def fresh(fourp: Shell) -> str:
    """A training case of one test's own, nothing known."""
    name = next(NAMES)
    assert fourp("case", "new", name).code == 0
    return name


def everything(fourp: Shell, case: str, by: str = "") -> None:
    """All that a plan with one intervention in Prevent needs beside it to be signed off."""
    for one in the_rest("prevent"):
        name = [one.name] if one.name else []
        assert fourp("decide", case, one.kind, one.pillar, *name, *BECAUSE, by=by).code == 0


def entries(fourp: Shell, case: str, by: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shape_of(fourp("log", case, "--json", by=by))["entries"]
    return found


def flat(text: str) -> str:
    """Text as it reads, whatever the width it was laid out for."""
    return " ".join(text.split())


def shape(**properties: Any) -> dict[str, Any]:
    """What other programs rely on; that more is told breaks none of them."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def fits(told: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert [fault.message[:200] for fault in Draft202012Validator(wanted).iter_errors(told)] == []


TEXT, WORDS, NUMBER, FLAG = (
    {"type": "string", "minLength": 1},
    {"type": "string"},
    {"type": "integer", "minimum": 1},
    {"type": "boolean"},
)
HEAD = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT.*\+00:00$"}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
KIND = {"enum": ["training", "live"]}
SAVED = shape(
    case=TEXT, kind=KIND, number=NUMBER, position=NUMBER, head=HEAD, warnings=many(TEXT), meanwhile=many(NUMBER)
)
ENTRY = shape(
    number=NUMBER, position=NUMBER, kind=TEXT, author=TEXT, decider=WORDS, made_at=TIME, entered_at=TIME, because=WORDS, late_because=WORDS,
    supersedes={"type": ["integer", "null"]}, superseded_by={"type": ["integer", "null"]}, text=WORDS, library=WORDS, facts=WORDS, head=HEAD,
    content={"type": "object"},
)  # fmt: skip
LOG = shape(case=TEXT, store=KIND, entries=many(ENTRY), head=HEAD)
VERIFIED = shape(
    case=TEXT,
    store=KIND,
    ok=FLAG,
    position={"type": "integer"},
    head=WORDS,
    faults=many(shape(position={"type": "integer"}, what=TEXT)),
)
SHOWN = shape(
    case=TEXT, kind=KIND, title=WORDS, nation={"enum": ["england", "wales"]}, position=NUMBER, head=HEAD,
    review=shape(due=DAY, because=TEXT, last=DAY, late=FLAG),
    signed={"anyOf": [{"type": "null"}, shape(number=NUMBER, by=TEXT, stands=FLAG, voided_by=many(NUMBER))]},
    keeping=shape(held=FLAG, until={"type": ["string", "null"]}),
    always_record={**many(shape(id=TEXT, says=TEXT, state=TEXT, numbers=many(NUMBER))), "minItems": 9, "maxItems": 9},
    plan=shape(interventions=many({"type": "object"}), decisions=many({"type": "object"})),
    scores=many(shape(scheme=TEXT, value={}, on={"type": ["string", "null"]}, number=NUMBER)),
)  # fmt: skip


# -- every decision -------------------------------------------------------------------------------------------------

NOBODY_ASKED = "Nothing shows that a financial investigator was considered."
# What is typed after `fourp decide CASE`, and what of it the record holds.
TYPED: list[tuple[str, dict[str, Any]]] = [
    ("select cash-seizure --owner HMRC --due 2026-09-01 --objective less --measure counted --authority PACE --phase clear",
     {"tactic": "cash-seizure", "pillar": "pursue", "owner": "HMRC", "due": "2026-09-01", "objective": "less", "measure": "counted",
      "authority": "PACE", "phase": "clear"}),
    ("reject closure-order --on premises/h1", {"tactic": "closure-order", "pillar": "pursue", "on": ["premises/h1"]}),
    ("defer account-freezing --until the-audit", {"tactic": "account-freezing", "pillar": "pursue", "until": "the-audit"}),
    ("intervention prevent A-mentor --due 2026-09-01", {"pillar": "prevent", "text": "A-mentor", "due": "2026-09-01"}),
    ("initiative protect Street-pastors --owner The-church", {"pillar": "protect", "text": "Street-pastors", "owner": "The-church"}),
    ("vision A-town-free-of-fear", {"text": "A-town-free-of-fear"}),
    ("aim pursue Take-the-line", {"pillar": "pursue", "text": "Take-the-line"}),
    ("aim overall Disrupt", {"pillar": "overall", "text": "Disrupt"}),
    ("objective pursue Fewer --measure counted --by 2026-09-01 --owner DI-Ray",
     {"pillar": "pursue", "text": "Fewer", "measure": "counted", "due": "2026-09-01", "owner": "DI-Ray"}),
    ("lead protect Insp-Ray --level silver", {"pillar": "protect", "name": "Insp-Ray", "level": "silver"}),
    ("undeveloped prepare", {"pillar": "prepare"}),
    ("park prepare --until-trigger the-trial-ends --agreed-with the-SIO",
     {"pillar": "prepare", "until": "the-trial-ends", "agreed_with": "the-SIO"}),
    ("trajectory relentless_disruption", {"form": "relentless_disruption"}),
    ("focus people/p1", {"ref": "people/p1"}),
    ("business-model money", {"form": "money"}),
    ("place-based yes", {"state": "yes"}),
    ("partner Council leads closures", {"agency": "Council", "text": "closures"}),
    ("protocol What-we-tell --agreed-with Council", {"text": "What-we-tell", "agreed_with": "Council"}),
    ("indoctrination Document-7", {"text": "Document-7"}),
    ("stakeholder Housing --effect wary", {"name": "Housing", "effect": "wary"}),
    ("requirement Who-keeps-the-van --drives seizing", {"text": "Who-keeps-the-van", "drives": "seizing"}),
    ("collection Ask --source trade --method a-visit --due 2026-09-01 --owner DC-Lee",
     {"text": "Ask", "source": "trade", "method": "a-visit", "due": "2026-09-01", "owner": "DC-Lee"}),
    ("response The-dealer --source trade", {"text": "The-dealer", "source": "trade"}),
    ("phase hold ready --measure patrols", {"phase": "hold", "state": "ready", "measure": "patrols"}),
    ("measure felt-safety 41% --when 2026-09-01 --baseline --phase hold --source survey",
     {"name": "felt-safety", "value": "41%", "when": "2026-09-01", "baseline": True, "phase": "hold", "source": "survey"}),
    ("assessment human_rights Day-visits-only", {"form": "human_rights", "text": "Day-visits-only"}),
    ("share HMRC yes --basis CRCA-2005", {"agency": "HMRC", "state": "yes", "basis": "CRCA-2005"}),
    ("share HMRC no", {"agency": "HMRC", "state": "no"}),
    ("disruption pursue minor --event Two-cars --when 2026-09-01 --on people/p1 --effect quiet --source patrols",
     {"pillar": "pursue", "level": "minor", "event": "Two-cars", "when": "2026-09-01", "on": ["people/p1"], "effect": "quiet", "source": "patrols"}),
    ("disruption protect none --event A-talk --tactic cash-seizure --objective fewer-thefts --activity a-talk --replaceable at-once "
     "--lasts a-week --evidence EX1 --led-by Council --supported-by HMRC --reference N-12",
     {"pillar": "protect", "level": "none", "event": "A-talk", "tactic": "cash-seizure", "objective": "fewer-thefts",
      "activity": "a-talk", "replaceable": "at-once", "lasts": "a-week", "source": "EX1", "agency": "Council", "supporting": "HMRC",
      "reference": "N-12"}),
    ("review On-course --trigger an-arrest", {"text": "On-course", "trigger": "an-arrest"}),
    ("exit The-council-stays --to Council", {"text": "The-council-stays", "to": "Council"}),
    ("close Council", {"to": "Council"}),
    ("action Housing Visit-the-flats --due 2026-09-01 --trigger the-panel",
     {"agency": "Housing", "text": "Visit-the-flats", "due": "2026-09-01", "trigger": "the-panel"}),
    ("debrief Ask-the-school-first --question watch-out", {"text": "Ask-the-school-first", "question": "watch-out"}),
    ("debrief Ask-the-school", {"text": "Ask-the-school"}),
    ("comment --rule no-lro", {"rule": "no-lro"}),
    ("return", {}),
    ("return --rule no-lro", {"rule": "no-lro"}),
    ("accept no-financial-investigator", {"text": NOBODY_ASKED, "rule": "no-financial-investigator"}),
]  # fmt: skip


def test_every_kind_of_decision_is_typed_here() -> None:
    """`progress`, `override`, `account`, `moderate`, `answer` and `withdraw` want something first, and have tests of their own."""
    later = {"progress", "override", "account", "moderate", "answer", "withdraw"}
    assert {typed.split()[0] for typed, _ in TYPED} | later == set(DECISIONS)


@pytest.mark.parametrize(("typed", "kept"), TYPED, ids=[typed for typed, _ in TYPED])
def test_a_decision_that_is_typed_is_on_the_record_as_it_was_typed(
    fourp: Shell, oak: str, typed: str, kept: dict[str, Any]
) -> None:
    ran = fourp("decide", oak, *typed.split(), *BECAUSE, "--decider", HALL, *AS_OF, "--json")
    assert (ran.code, "Traceback" in ran.err) == (0, False)
    saved = json.loads(ran.out)
    fits(saved, SAVED)
    last = entries(fourp, oak)[-1]
    fits(last, ENTRY)
    assert (last["number"], last["head"]) == (saved["number"], saved["head"])
    assert (last["kind"], last["because"], last["decider"]) == (typed.split()[0], REASON, HALL)
    assert last["content"]["decision"] == {"kind": typed.split()[0], **kept}


def test_what_was_shown_of_a_tactic_is_kept_with_the_decision(fourp: Shell, oak: str) -> None:
    recommended = shape_of(fourp("recommend", oak, *AS_OF, "--json"))["tactics"]
    place, shown = next((n, one) for n, one in enumerate(recommended, 1) if one["id"] == "drug-line-restriction")
    assert fourp("decide", oak, "reject", "drug-line-restriction", *BECAUSE, *AS_OF).code == 0
    basis = entries(fourp, oak)[-1]["content"]["basis"]
    assert (basis["outcome"], basis["rank"], basis["of"]) == (shown["outcome"], place, len(recommended))
    assert basis["as_of"] == "2026-07-13"
    assert basis["against"]
    assert "referee" in basis["engines"]


def test_a_review_of_a_stored_case_names_the_entries_it_is_about(fourp: Shell, fresh: str) -> None:
    number = shape_of(fourp("decide", fresh, "intervention", "prevent", "A mentor for Sam", *BECAUSE, "--json"))[
        "number"
    ]
    ran = fourp("review", fresh, *AS_OF, "--json")
    assert ran.code == 1
    found = {one["rule"]: one["where"] for one in json.loads(ran.out)["findings"]}
    assert found["no-owner"] == f"plan.interventions: entry {number} (prevent: A mentor for Sam)"
    assert found["no-lro"] == "plan"
    told = fourp("review", fresh, *AS_OF, "--explain")
    assert "Inspectors:" in told.out
    assert f"entry {number}" in told.out


def test_a_disruption_is_moderated_by_somebody_else(fourp: Shell) -> None:
    """In a live store, where it is proved who writes, its own author cannot."""
    name = next(NAMES)
    assert fourp("case", "new", name, "--live", by=GREEN).code == 0
    seized = shape_of(
        fourp("decide", name, "disruption", "pursue", "major", "--event", "Two cars", *BECAUSE, "--json", by=GREEN)
    )
    moderate = (
        "decide",
        name,
        "moderate",
        seized["number"],
        "minor",
        "--because",
        "The runners were back within a month.",
    )
    refused(fourp(*moderate, by=GREEN), "moderated by somebody else")
    told = fourp(*moderate, by=HALL)
    assert told.code == 0
    assert "minor impact" in fourp("log", name, by=HALL).out
    refused(fourp("decide", name, "moderate", 1, "minor", *BECAUSE, by=HALL), "entry 1 is no disruption", "Two cars")


def test_disruptions_are_told_with_both_levels_and_what_is_still_to_be_told(fourp: Shell) -> None:
    name = next(NAMES)
    assert fourp("case", "new", name, "--live", by=GREEN).code == 0
    logged = ("disruption", "pursue", "major", "--event", "Two cars", "--because", "Half of the stock is gone")
    number = shape_of(fourp("decide", name, *logged, "--json", by=GREEN))["number"]
    told = fourp("log", name, "--disruptions", by=GREEN).out
    assert f"{name}: 1 disruption, 1 not moderated yet" in told
    assert f"{number}  Proposed major; moderated: not moderated yet" in told
    more = ("account", number, "--activity", "A stop", "--evidence", "EX1", "--led-by", "Roads policing")
    assert fourp("decide", name, *more, "--because", "The exhibit log came in", by=GREEN).code == 0
    assert (
        fourp("decide", name, "moderate", number, "minor", "--because", "They had new ones in a week", by=HALL).code
        == 0
    )
    (one,) = shape_of(fourp("log", name, "--disruptions", "--json", by=GREEN))["disruptions"]
    assert (one["proposed"]["level"], one["proposed"]["because"], one["proposed"]["by"]) == (
        "major",
        "Half of the stock is gone",
        GREEN,
    )
    assert (one["moderated"]["level"], one["moderated"]["because"], one["moderated"]["by"]) == (
        "minor",
        "They had new ones in a week",
        HALL,
    )
    assert (one["activity"], one["evidence"], one["lead_agency"]) == ("A stop", "EX1", "Roads policing")
    assert one["lacking"] == ["when", "tactic", "objective", "effect", "replaceable", "lasts", "reference"]
    told = flat(fourp("log", name, "--disruptions", by=GREEN).out)
    assert "Proposed major; moderated: minor" in told
    assert "Why, at moderation: They had new ones in a week" in told


def test_nothing_more_told_of_a_disruption_is_refused(fourp: Shell, fresh: str) -> None:
    logged = ("disruption", "pursue", "major", "--event", "Two cars")
    number = shape_of(fourp("decide", fresh, *logged, *BECAUSE, "--json"))["number"]
    refused(fourp("decide", fresh, "account", number, *BECAUSE), "nothing more is told of it", "--activity")
    refused(fourp("decide", fresh, "account", 1, "--reference", "N1", *BECAUSE), "entry 1 is no disruption", "Two cars")
    wrong = ("--tactic", "cash-seizur", "--activity", "told us by an informant")
    refused(fourp("decide", fresh, "account", number, *wrong, *BECAUSE), "Did you mean 'cash-seizure'?", "material on")


def test_a_tactic_of_another_p_asks_why_this_p(fourp: Shell, fresh: str) -> None:
    typed = ("disruption", "protect", "minor", "--event", "Cash taken", "--tactic", "cash-seizure")
    assert "is a Pursue tactic" in flat(fourp("decide", fresh, *typed, *BECAUSE).err)
    alike = ("disruption", "pursue", "minor", "--event", "More taken", "--tactic", "cash-seizure")
    assert fourp("decide", fresh, *alike, *BECAUSE).err == ""


def test_in_training_one_person_may_play_both_parts_and_is_told(fourp: Shell, fresh: str) -> None:
    logged = ("disruption", "pursue", "major", "--event", "Two cars", "--decider", HALL)
    number = shape_of(fourp("decide", fresh, *logged, *BECAUSE, "--json"))["number"]
    moderate = ("decide", fresh, "moderate", number, "minor", "--because", "They had new ones in a week")
    refused(fourp(*moderate, "--decider", " supt  hall"), "proposed entry", "moderated by somebody else")
    told = fourp(*moderate)
    assert told.code == 0
    assert "a live case refuses this" in flat(told.err)
    assert fourp(*moderate, "--decider", GREEN).err == ""


@pytest.mark.parametrize("kind", ["disruption", "moderate"])
def test_the_help_asks_what_the_guidance_asks_under_each_p(fourp: Shell, fresh: str, kind: str) -> None:
    told = flat(fourp("decide", fresh, kind, "--help").out)
    for pillar in ("Pursue", "Prevent", "Protect", "Prepare"):
        assert f"Impact: what to ask under {pillar}" in told
    assert "Were they arrested or remanded, or are they free to carry on? (in numbers) [LRO Guidance, section C" in told
    assert "Major: A significant and lasting effect" in told
    assert "(unchecked)" in told


def test_the_questions_are_listed_with_their_sources(fourp: Shell, fresh: str) -> None:
    told = shape_of(fourp("log", fresh, "--prompts", "--json"))
    assert [one["level"] for one in told["levels"]] == ["major", "moderate", "minor", "none", "negative"]
    assert {one["status"] for one in told["levels"]} == {"unchecked"}
    assert all(one["source"] and one["pillars"] for one in told["prompts"])
    assert "Impact: what to ask under Prepare" in fourp("log", fresh, "--prompts").out


@pytest.mark.parametrize("form", ["docx", "md", "json"])
def test_the_moderation_meeting_gets_a_paper_noted_in_the_record(
    fourp: Shell, elm: str, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"panel.{form}"
    export = ("export", elm, "--as", "disruptions", "--out", out)
    refused(fourp(*export, by=GREEN), "for whom is this export")
    ran = fourp(*export, "--to", "The panel", "--because", "They sit on Thursday", by=GREEN)
    assert (ran.code, out.is_file()) == (0, True)
    last = entries(fourp, elm, by=GREEN)[-1]
    assert (last["kind"], last["content"]["what"], last["content"]["to"]) == ("exported", "disruptions", "The panel")
    assert fourp("verify", elm, "--against", out, by=GREEN).code == 0


def test_a_decision_is_told_in_words_with_its_number(fourp: Shell, fresh: str) -> None:
    ran = fourp("decide", fresh, "vision", "A town free of fear", *BECAUSE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == TRAINING
    assert f"Saved as entry 2 of {fresh}: Vision. A town free of fear" in flat(ran.out)
    again = fourp("decide", fresh, "vision", "A quiet town", *BECAUSE)
    assert "It takes the place of entry 2, which stays in the record." in flat(again.out)


def test_what_warns_of_a_decision_stands_on_stderr_and_does_not_stop_it(fourp: Shell, fresh: str) -> None:
    ran = fourp("decide", fresh, "phase", "clear", "entered", *BECAUSE, "--json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert "hold and build are ready" in flat(ran.err)
    assert "".join(f"fourp: note: {one}\n" for one in told["warnings"]) == ran.err


def test_the_life_of_an_intervention_is_told_by_its_number(fourp: Shell, fresh: str) -> None:
    number = shape_of(fourp("decide", fresh, "intervention", "prevent", "A mentor", *BECAUSE, "--json"))["number"]
    for state in ("tasked", "accepted", "under_way", "done"):
        assert fourp("decide", fresh, "progress", number, state, *BECAUSE).code == 0
    refused(fourp("decide", fresh, "progress", number, "handed_over", *BECAUSE), "who was it handed over to?")
    over = fourp("decide", fresh, "progress", number, "handed_over", "--to", "The council", *BECAUSE)
    assert "handed over to The council" in flat(over.out)
    shown = shape_of(fourp("case", "show", fresh, "--json"))
    assert [one["state"] for one in shown["plan"]["interventions"]] == ["handed_over"]
    assert "handed over" in fourp("case", "show", fresh).out


def test_a_blocked_tactic_is_overridden_and_law_out_of_force_is_not(fourp: Shell, fresh: str) -> None:
    for ref, value in (
        ("group.charge_prospect", "possible"), ("group.strike_planned", "yes"), ("group.hold_plan", "no"), ("group.build_plan", "no"),
    ):  # fmt: skip
        assert fourp("learn", fresh, ref, value, *FACT).code == 0
    blocked = fourp("decide", fresh, "select", "strike-day", *BECAUSE, *AS_OF)
    refused(blocked, "Clear is not ready", "override strike-day")
    ran = fourp("decide", fresh, "override", "strike-day", *BECAUSE, *AS_OF, "--json")
    assert ran.code == 0
    assert any(one.startswith("Block: Clear is not ready") for one in json.loads(ran.out)["warnings"])
    for kind in ("select", "override"):
        lawless = fourp("decide", fresh, kind, "home-takeover-offence", *BECAUSE, *AS_OF)
        refused(lawless, "its law is not in force for this case", "This cannot be overridden.")
    refused(fourp("decide", fresh, "override", "cash-seizure", *BECAUSE, *AS_OF), "no guardrail blocks it")


def test_a_decision_is_taken_back_by_its_number(fourp: Shell, fresh: str) -> None:
    number = shape_of(fourp("decide", fresh, "protocol", "What we tell whom", *BECAUSE, "--json"))["number"]
    back = shape_of(fourp("decide", fresh, "withdraw", number, *BECAUSE, "--json"))["number"]
    assert [one["superseded_by"] for one in entries(fourp, fresh)] == [None, back, None]
    assert shape_of(fourp("case", "show", fresh, "--json"))["plan"]["decisions"][-1]["kind"] == "withdraw"
    refused(fourp("decide", fresh, "withdraw", number, *BECAUSE), f"took the place of entry {number} already")
    refused(fourp("decide", fresh, "withdraw", 1, *BECAUSE), "entry 1 is no decision of this case")


# -- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (["vision", "x"], ["--because: a reason is wanted and none is given"]),
        (["vision", "x", "--because", "TBC"], ["'TBC' stands in the place of a reason"]),
        (["vision", "x", *BECAUSE, "--made-at", "2020-01-01T10:00"], ["--late-because", "more than an hour later"]),
        (["vision", "x", *BECAUSE, "--made-at", "2020-01-01T10:00", "--late-because", "n/a"], ["--late-because", "'n/a'"]),
        (["vision", "x", *BECAUSE, "--made-at", "9998-01-01T10:00"], ["--made-at", "has not come yet"]),
        (["vision", "x", *BECAUSE, "--late-because", "I was at the scene"], ["nothing is late: no --made-at is given"]),
        (["vision", "x", *BECAUSE, "--supersedes", "99"], ["entry 99 is no decision of this case"]),
        (["vision", "x", *BECAUSE, "--supersedes", "-1"], ["entry -1 is no decision of this case"]),
        (["select", "cash-seizur", *BECAUSE], ["there is no tactic 'cash-seizur'", "Did you mean 'cash-seizure'?"]),
        (["select", "internet-cafe-licence-revocation", *BECAUSE], ["is not offered"]),
        (["reject", "cash-seizure", "--on", "people/nobody", *BECAUSE], ["there is nobody and nothing of that name"]),
        (["focus", "people/nobody", *BECAUSE], ["there is nobody and nothing of that name"]),
        (["focus", "business/x", *BECAUSE], ["'business/x' is not a person"]),
        (["defer", "cash-seizure", *BECAUSE], ["--until: 'Deferred' needs it"]),
        (["park", "prevent", *BECAUSE], ["--until: 'P parked until a trigger' needs it"]),
        (["share", "HMRC", "yes", *BECAUSE], ["sharing needs its lawful basis"]),
        (["progress", "99", "done", *BECAUSE], ["entry 99 is no intervention of this plan"]),
        (["progress", "-1", "done", *BECAUSE], ["entry -1 is no intervention of this plan"]),
        (["initiative", "protect", "x", *BECAUSE], ["--owner: 'Local initiative adopted' needs it"]),
        (["disruption", "pursue", "minor", *BECAUSE], ["--event: 'Disruption' needs it"]),
        (["measure", "felt safety", "41%", *BECAUSE], ["--when: 'Measure' needs it"]),
        (["vision", "the informant says so", *BECAUSE], ["a covert human source", "dedicated source unit"]),
        (["vision", "x" * 8001, *BECAUSE], ["8001 characters long; the limit is 8000"]),
        (
            ["objective", "pursue", "\x1b[31mx", "--because", "n/a", "--decider", "\u202eHall", "--supersedes", "1"],
            ["--because", "--decider", "--due", "--measure", "--owner", "--supersedes", "text: it holds a hidden character", "7 faults."],
        ),
    ],
    ids=lambda typed: " ".join(typed)[:60] if isinstance(typed, list) else "",
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_says_everything_that_is_wrong(
    fourp: Shell, oak: str, typed: list[str], what: list[str]
) -> None:
    before = entries(fourp, oak)
    refused(fourp("decide", oak, *typed), *what)
    assert entries(fourp, oak) == before


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (["visoin", "x"], "visoin"),
        ([], "KIND"),
        (["vision"], "TEXT"),
        (["aim", "persue", "x"], "persue"),
        (["lead", "pursue", "x", "--level", "platinum"], "platinum"),
        (["trajectory", "sideways"], "sideways"),
        (["phase", "setup", "ready"], "setup"),
        (["phase", "clear", "begun"], "begun"),
        (["partner", "Council", "runs", "x"], "runs"),
        (["share", "HMRC", "maybe"], "maybe"),
        (["progress", "two", "done"], "two"),
        (["disruption", "pursue", "huge", "--event", "x"], "huge"),
        (["objective", "pursue", "x", "--by", "tomorrow"], "'tomorrow' is not a date. Write it as 2026-05-01."),
        (["vision", "x", "--made-at", "noon"], "'noon' is not a time. Write it as 2026-05-01T14:30."),
        (["vision", "x", "--supersedes", "two"], "two"),
        (["vision", "x", "--owner", "HMRC"], "--owner"),
    ],
    ids=lambda typed: " ".join(typed) if isinstance(typed, list) else "",
)
def test_words_that_no_decision_has_are_refused(fourp: Shell, oak: str, typed: list[str], what: str) -> None:
    refused(fourp("decide", oak, *typed), what)


@pytest.mark.parametrize("kind", DECISIONS)
def test_every_kind_of_decision_has_help(fourp: Shell, kind: str) -> None:
    ran = fourp("decide", "x", kind, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: fourp decide CASE {kind}")
    for option in DECISIONS[kind].options:
        flag = {"due": "--by", "until": "--until-trigger", "target": "--intervention"}.get(
            option, f"--{option.replace('_', '-')}"
        )
        assert flag in ran.out
    for option in ("--because", "--decider", "--made-at", "--late-because", "--json"):
        assert option in ran.out
    assert ("--supersedes" in ran.out) is (kind != "withdraw")


COMMANDS: list[list[str]] = [
    ["decide", "CASE", "vision", "x", *BECAUSE],
    ["learn", "CASE", "group.violence_used", "yes", *FACT],
    ["learn", "CASE", "looked-into", "business", "partly"],
    ["log", "CASE"],
    ["sign", "CASE", *BECAUSE],
    ["export", "CASE", "--as", "plan", "--out", "x.md"],
    ["case", "show", "CASE"],
    ["case", "hold", "CASE", *BECAUSE],
    ["case", "release", "CASE", *BECAUSE],
    ["case", "keep", "CASE", "--until", "9998-01-01", *BECAUSE],
    ["case", "dispose", "CASE", "--yes", *BECAUSE],
    ["verify", "CASE"],
]  # type: ignore[list-item]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_a_file_or_a_bundled_case_is_met_with_the_line_that_would_store_it(
    fourp: Shell, oak: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for named, line in (
        ("cl-team", "fourp case new cl-team-practice --from cl-team"),
        ("bundled:cl-team", "fourp case new cl-team-practice --from bundled:cl-team"),
        ("./ours.yaml", "fourp case new ours --from ./ours.yaml"),
    ):
        refused(fourp(*(named if word == "CASE" else word for word in words)), line)
    assert list(tmp_path.iterdir()) == []


def test_the_line_that_would_store_a_bundled_case_works(fourp: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load_library", load_library)  # a bundled case speaks of the whole menu
    offered = fourp("decide", "cl-team", "vision", "x", *BECAUSE).err
    line = offered.split("fourp case new ")[1].split()
    assert fourp("case", "new", *line).code == 0
    assert fourp("decide", line[0], "vision", "A town free of fear", *BECAUSE).code == 0


def test_the_line_that_would_store_a_file_works(fourp: Shell, tmp_path: Path) -> None:
    file = tmp_path / "Our_Case 2.yaml"
    file.write_text("case: ours\nkind: training\nnation: england\n", encoding="utf-8")
    offered = fourp("log", file).err
    name = offered.split("fourp case new ")[1].split(" --from")[0]
    assert fourp("case", "new", name, "--from", file).code == 0


@pytest.mark.parametrize(
    "words", [["log", "oakk"], ["case", "show", "training:oakk"], ["verify", "oakk"]], ids=" ".join
)
def test_a_mistyped_case_is_met_with_the_nearest(fourp: Shell, oak: str, elm: str, words: list[str]) -> None:
    refused(fourp(*words, by=GREEN), "there is no stored case of that name", "Did you mean 'oak'?")


# -- learning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["group.violence_used", "yes"], {"ref": "group.violence_used", "record": {"value": True}}),
        (["group.violence_used", "no"], {"ref": "group.violence_used", "record": {"value": False}}),
        (["group.violence_used", "--absent"], {"ref": "group.violence_used", "record": {"absent": True}}),
        (["group.cash_found", "4200"], {"ref": "group.cash_found", "record": {"value": 4200}}),
        (["group.crime_types", "fraud,class_a_supply"],
         {"ref": "group.crime_types", "record": {"value": ["fraud", "class_a_supply"], "complete": True}}),
        (["people/p1.convicted", "yes", "--correct"], {"ref": "people/p1.convicted", "record": {"value": True}, "corrects": True}),
        (["people/+.role", "associate", "--label", "The driver"],
         {"ref": "people/people-1.role", "record": {"value": "associate"}, "label": "The driver"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_fact_that_is_typed_is_on_the_record_with_where_it_comes_from(
    fourp: Shell, oak: str, typed: list[str], kept: dict[str, Any]
) -> None:
    words = ["learn", oak, *typed, *FACT, "--on", "2026-05-01", "--handling", "C", "--note", "seen twice", "--json"]
    saved = shape_of(fourp(*words))
    fits(saved, SAVED)
    last = entries(fourp, oak)[-1]
    graded = {"grade": "2B", "on": "2026-05-01", "handling": "C", "source": "a patrol", "note": "seen twice"}
    assert (last["kind"], last["number"]) == ("learned", saved["number"])
    assert last["content"] == {**kept, "record": {**kept["record"], **graded}}


def test_a_fact_that_is_learned_is_what_tactics_rest_on(fourp: Shell, fresh: str) -> None:
    def outcome() -> str:
        return str(shape_of(fourp("explain", fresh, "cash-seizure", *AS_OF, "--json"))["outcome"])

    assert outcome() == "possible"
    assert fourp("learn", fresh, "group.cash_found", "4200", *FACT).code == 0
    assert outcome() == "certain"
    assert fourp("learn", fresh, "group.cash_found", "--absent", *FACT, "--correct").code == 0
    assert outcome() == "ruled_out"
    assert fourp("learn", fresh, "group.cash_found", "--unknown").code == 0
    assert outcome() == "possible"
    assert [one["kind"] for one in entries(fourp, fresh)] == ["opened", "learned", "learned", "learned"]


def test_how_far_a_heading_was_looked_into_is_typed(fourp: Shell, fresh: str) -> None:
    saved = shape_of(fourp("learn", fresh, "looked-into", "business", "partly", "--json"))
    fits(saved, SAVED)
    assert entries(fourp, fresh)[-1]["content"] == {"heading": "business", "state": "partly"}


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (["group.violence_usd", "yes", *FACT], ["Did you mean 'violence_used'?"]),
        (["group.tier", "tier_9", *FACT], ["'tier_9' is not a value of group.tier"]),
        (["group.cash_found", "lots", *FACT], ["It is a whole number of"]),
        (["people/nobody.convicted", "yes", *FACT], ["there is no 'nobody' in people"]),
        (["group.violence_used", *FACT], ["it takes one VALUE, or --absent, or --unknown"]),
        (["group.violence_used", "yes", "--absent", *FACT], ["it takes one VALUE, or --absent, or --unknown"]),
        (["group.violence_used", "yes", "no", *FACT], ["it takes one VALUE, or --absent, or --unknown"]),
        (["group.violence_used", "--absent", "--unknown"], ["not allowed with argument"]),
        (["group.violence_used", "yes"], ["--grade: a fact needs its intelligence grade", "--source: a fact needs where", "2 faults."]),
        (["group.violence_used", "yes", "--grade", "9Z", "--source", "x", "--on", "noon"], ["--grade: a grade is", "--on: 'noon'", "2 faults."]),
        (["group.violence_used", "yes", *FACT, "--handling", "X"], ["--handling"]),
        (["group.violence_used", "yes", *FACT, "--because", "tbc"], ["'tbc' stands in the place of a reason"]),
        (["group.violence_used", "yes", *FACT, "--made-at", "2020-01-01"], ["--late-because"]),
        (["group.violence_used", "yes", *FACT, "--note", "from the CHIS"], ["dedicated source unit"]),
        (["looked-into", "business"], ["it takes a HEADING and a STATE"]),
        (["looked-into", "busines", "half"], ["Did you mean 'business'?", "there is no 'half' here", "2 faults."]),
    ],
    ids=lambda typed: " ".join(typed)[:60] if isinstance(typed, list) else "",
)  # fmt: skip
def test_a_fact_that_cannot_be_learned_says_what_is_wrong(
    fourp: Shell, oak: str, typed: list[str], what: list[str]
) -> None:
    before = entries(fourp, oak)
    refused(fourp("learn", oak, *typed), *what)
    assert entries(fourp, oak) == before


def test_a_fact_is_kept_also_while_the_engines_disagree(
    fourp: Shell, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found out is on the record first; that no answer can be shown for it is told beside."""
    pytest.importorskip("durable", reason="the referee is alone, so nothing can differ")

    class WrongReferee(Referee):
        def evaluate(self, case: Case) -> Answers:
            judged = super().evaluate(case)
            judged.outcomes["tactic:cash-seizure"] = Truth.FALSE  # which nobody knows
            return judged

    monkeypatch.setattr(matching, "Referee", WrongReferee)
    fourp("learn", fresh, "group.violence_used", "yes", *FACT)
    assert [one["kind"] for one in entries(fourp, fresh)] == ["opened", "learned"]


# -- cases ----------------------------------------------------------------------------------------------------------


def test_a_new_case_is_for_training_and_says_what_to_do_next(fourp: Shell) -> None:
    name = next(NAMES)
    ran = fourp("case", "new", name, "--title", "The Ash group", "--nation", "wales")
    assert (ran.code, ran.err, ran.out.splitlines()[0]) == (0, "", TRAINING)
    assert "(not authenticated)" in ran.out
    assert f"fourp decide {name} select TACTIC" in ran.out
    shown = shape_of(fourp("case", "show", name, "--json"))
    fits(shown, SHOWN)
    assert (shown["title"], shown["nation"], shown["kind"]) == ("The Ash group", "wales", "training")


def test_a_new_case_as_json(fourp: Shell, oak_file: Path) -> None:
    name = next(NAMES)
    fits(
        shape_of(fourp("case", "new", name, "--from", oak_file, "--json")),
        shape(case={"const": name}, kind={"const": "training"}, number={"const": 1}, head=HEAD),
    )
    opened = entries(fourp, name)[0]
    assert (opened["kind"], opened["because"], opened["content"]) == (
        "opened",
        "",
        {"origin": str(oak_file)},
    )


def test_a_training_store_is_made_where_it_is_first_wanted(fourp: Shell, tmp_path: Path) -> None:
    ran = fourp("case", "new", "ash", "--store", tmp_path / "ours.sqlite")
    assert (ran.code, ran.out.splitlines()[:1]) == (0, [TRAINING])


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["smith-ocg"], "there is a bundled case of that name"),
        (["oak"], "there is a case of that name in this store already"),
        (["Oak Tree"], "Use lower-case letters, digits and -"),
        (["../oak"], "Use lower-case letters, digits and -"),
        (["a" * 61], "at most 60"),
        (["\x1b[31m"], "Use lower-case letters, digits and -"),
        (["ash", "--from", "nowhere"], "nowhere"),
        (["ash", "--from", "./nowhere.yaml"], "there is no such file"),
        (["ash", "--title", "A\u202eB"], "--title: it holds a hidden character"),
        (["ash", "--nation", "scotland"], "scotland"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_case_that_cannot_be_made_says_why(fourp: Shell, oak: str, words: list[str], what: str) -> None:
    refused(fourp("case", "new", *words, by=GREEN), what)


def test_cases_are_listed_with_what_they_are(fourp: Shell, oak: str, elm: str) -> None:
    listed = shape_of(fourp("case", "list", "--json", by=GREEN))["cases"]
    assert {"kind": "training", "case": oak, "disposed": False} in listed
    assert {"kind": "live", "case": elm, "disposed": False} in listed
    lines = fourp("case", "list", by=GREEN).out.splitlines()
    assert f"TRAINING  {oak}" in lines
    assert f"live      {elm}" in lines


def test_a_live_store_that_stays_shut_does_not_hide_the_training_cases(fourp: Shell, oak: str, elm: str) -> None:
    ran = fourp("case", "list")
    assert ran.code == 0
    assert oak in ran.out
    assert elm not in ran.out
    assert "no terminal to ask at" in ran.err


def test_a_name_that_both_stores_have_is_settled_by_a_word_in_front(fourp: Shell) -> None:
    name = next(NAMES)
    assert fourp("case", "new", name, "--live", by=GREEN).code == 0
    assert fourp("case", "new", name).code == 0
    assert shape_of(fourp("case", "show", f"training:{name}", "--json"))["kind"] == "training"
    assert shape_of(fourp("case", "show", f"live:{name}", "--json", by=GREEN))["kind"] == "live"
    refused(fourp("case", "show", "live:oak", by=GREEN), "there is no stored case of that name")


def test_a_live_case_is_copied_into_training_only_sanitised(fourp: Shell, elm: str) -> None:
    name = next(NAMES)
    words = ("case", "new", name, "--from", f"live:{elm}")
    refused(fourp(*words, by=GREEN), "a live case is not copied into training", "--sanitised")
    assert fourp(*words, "--sanitised", by=GREEN).code == 0
    opened = fourp("log", name, "--json").out + fourp("case", "show", name, "--json").out
    assert "Elm" not in opened
    assert elm not in json.loads(fourp("log", name, "--json").out)["entries"][0]["because"]


def test_a_case_is_carried_to_another_store_in_one_file(
    fourp: Shell, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fourp("decide", fresh, "vision", "A town free of fear", *BECAUSE).code == 0
    file, key = tmp_path / "case.fourp-case", fourp.secret("the file")
    words = ("export", fresh, "--as", "case", "--out", file, "--new-passphrase-file", key, "--to", "West force")
    assert fourp(*words).code == 0
    assert b"fear" not in file.read_bytes()
    told = entries(fourp, fresh)
    elsewhere = tmp_path / "there.sqlite"
    taken = fourp("case", "import", file, "--file-passphrase-file", key, "--store", elsewhere, "--json")
    fits(shape_of(taken), shape(case={"const": fresh}, kind={"const": "training"}, number={"const": 2}, head=HEAD))
    there = shape_of(fourp("log", fresh, "--store", elsewhere, "--json"))["entries"]
    assert there == told[:2]
    proved = shape_of(fourp("verify", fresh, "--store", elsewhere, "--json"))
    assert proved["ok"]


# -- the log, signing, exports --------------------------------------------------------------------------------------


def test_the_log_has_the_shape_that_is_promised(fourp: Shell, oak: str) -> None:
    fits(shape_of(fourp("log", oak, "--json")), LOG)
    ran = fourp("log", oak)
    assert (ran.code, ran.err, ran.out.splitlines()[0]) == (0, "", TRAINING)
    assert "(not authenticated)" in ran.out
    assert shape_of(fourp("log", oak, "--json"))["head"] in flat(ran.out)


def test_the_log_of_then_ends_where_it_ended_then(fourp: Shell, fresh: str) -> None:
    first = entries(fourp, fresh)[0]
    assert fourp("decide", fresh, "vision", "A town free of fear", *BECAUSE).code == 0
    then = shape_of(fourp("log", fresh, "--at", first["entered_at"], "--json"))
    assert then["entries"] == [first]
    refused(fourp("log", fresh, "--at", "2020-01-01"), "the case was opened later")
    refused(fourp("log", fresh, "--at", "yesterday"), "'yesterday' is not a time")


def test_a_case_answers_as_it_would_have_then(fourp: Shell, fresh: str) -> None:
    opened = entries(fourp, fresh)[0]["entered_at"]
    assert fourp("learn", fresh, "group.cash_found", "4200", *FACT).code == 0

    def outcome(*words: str) -> str:
        found = shape_of(fourp("recommend", fresh, *AS_OF, "--json", *words))["tactics"]
        return str(next(one["outcome"] for one in found if one["id"] == "cash-seizure"))

    assert (outcome(), outcome("--at", opened)) == ("certain", "possible")


def test_a_plan_is_signed_off_and_a_change_ends_it(fourp: Shell, fresh: str) -> None:
    refused(fourp("sign", fresh, *BECAUSE), "there is no intervention in this plan to sign off")
    assert fourp("decide", fresh, "intervention", "prevent", "A mentor", *BECAUSE).code == 0
    everything(fourp, fresh)
    refused(fourp("sign", fresh, "--because", "tbc"), "stands in the place of a reason")
    ran = fourp("sign", fresh, *BECAUSE, "--json")
    assert "note: not recorded: The nominals in focus" in flat(ran.err)
    signed = json.loads(ran.out)
    wanted = shape(
        case={"const": fresh}, kind={"const": "training"}, number={"const": 8}, position={"const": 8}, head=HEAD, fingerprint=HEAD,
        authenticated={"const": False}, stands={"const": True},
    )  # fmt: skip
    fits(signed, wanted)
    assert "not signed off" not in flat(fourp("case", "show", fresh).out).casefold()
    assert fourp("decide", fresh, "vision", "A town free of fear", *BECAUSE).code == 0
    shown = shape_of(fourp("case", "show", fresh, "--json"))["signed"]
    assert (shown["stands"], shown["voided_by"]) == (False, [9])
    assert "no longer stands" in flat(fourp("case", "show", fresh).out)


def test_what_a_reviewer_says_is_typed_shown_and_answered(fourp: Shell, fresh: str) -> None:
    assert fourp("decide", fresh, "intervention", "prevent", "A mentor", *BECAUSE).code == 0
    assert fourp("decide", fresh, "comment", "--entry", "2", "--because", "Who pays the mentor after March?").code == 0
    assert fourp("decide", fresh, "accept", "no-owner", "--because", "The council names its mentor in March").code == 0
    assert fourp("decide", fresh, "return", "--because", "A lead is wanted for each P").code == 0
    ran = fourp("review", fresh, *AS_OF, "--json")
    told = json.loads(ran.out)
    owner = next(one for one in told["findings"] if one["rule"] == "no-owner")
    assert (owner["accepted"]["because"], owner["accepted"]["places"]) == (
        "The council names its mentor in March",
        ["entry 2"],
    )
    assert told["findings"][-1] == owner
    assert (told["returned"]["number"], told["returned"]["answer"]) == (5, None)
    text = flat(fourp("review", fresh, *AS_OF).out)
    for words in (
        "1 accepted",
        "(not authenticated)",
        "not answered yet: A lead is wanted for each P",
        "warning, accepted",
    ):
        assert words in text
    shown = flat(fourp("case", "show", fresh).out)
    assert "Returned to the author by" in shown
    assert "Who pays the mentor after March?" in shown
    assert fourp("decide", fresh, "answer", "5", "--because", "They are named in June").code == 0
    assert "returned" not in json.loads(fourp("review", fresh, *AS_OF, "--json").out)
    assert "Answer" in flat(fourp("log", fresh).out)


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (["comment"], "what is the comment on?"),
        (["comment", "--entry", "1"], "entry 1 is no decision"),
        (["comment", "--entry", "99"], "entry 99 is no decision"),
        (["comment", "--rule", "no-lro", "--entry", "2"], "not both"),
        (["comment", "--rule", "no-ownr"], "no-owner"),
        (["comment", "--rule", "sign-off-void"], "the review has no finding 'sign-off-void'"),
        (["return", "--rule", "no-such-thing"], "the review has no finding 'no-such-thing'"),
        (["accept", "no-lro"], "is not for anybody to accept"),
        (["accept", "sign-off-void"], "the review has no finding"),
        (["answer", "2"], "Nothing waits for an answer"),
        (["answer", "99"], "entry 99 is no comment"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_said_of_nothing_is_refused_with_what_it_could_be_on(
    fourp: Shell, fresh: str, typed: list[str], what: str
) -> None:
    assert fourp("decide", fresh, "intervention", "prevent", "A mentor", *BECAUSE).code == 0
    refused(fourp("decide", fresh, *typed, *BECAUSE, *AS_OF), what)
    assert len(entries(fourp, fresh)) == 2


@pytest.mark.parametrize("ending", ["docx", "md", "json"])
def test_a_plan_is_exported_with_where_the_record_stood(fourp: Shell, oak: str, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"plan.{ending}"
    stood = shape_of(fourp("log", oak, "--json"))
    ran = fourp("export", oak, "--as", "plan", "--out", out, "--to", "The CPS", *BECAUSE, *AS_OF, "--json")
    number = len(stood["entries"]) + 1
    fits(shape_of(ran), shape(case={"const": oak}, out={"const": str(out)}, number={"const": number}, head=HEAD))
    last = entries(fourp, oak)[-1]
    assert (last["kind"], last["because"]) == ("exported", REASON)
    assert {name: last["content"][name] for name in ("what", "form", "to")} == {
        "what": "plan",
        "form": ending,
        "to": "The CPS",
    }
    if ending != "docx":
        assert f"fourp-record: {oak} {len(stood['entries'])} {stood['head']}" in out.read_text(encoding="utf-8")
    assert shape_of(fourp("verify", oak, "--against", out, "--json"))["ok"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--as", "plan", "--out", "plan.pdf"], "a plan cannot be written as '.pdf'"),
        (["--as", "plan", "--out", "nowhere/plan.md"], "cannot be written"),
        (["--as", "plan", "--out", "plan.md", "--because", "tbc"], "stands in the place of a reason"),
        (["--as", "plan", "--out", "plan.md", "--to", "A\u202eB"], "--to: it holds a hidden character"),
        (["--as", "picture", "--out", "plan.md"], "picture"),
        (["--as", "case", "--out", "case.fourp-case"], "no terminal to ask at"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_export_that_cannot_be_made_leaves_no_file_and_no_entry(
    fourp: Shell, oak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = entries(fourp, oak)
    ran = fourp("export", oak, *words)
    assert (ran.code, ran.out) == (2, "")
    assert what in flat(ran.err)
    assert list(tmp_path.iterdir()) == []
    assert entries(fourp, oak) == before


def test_a_live_case_is_exported_only_for_somebody_and_for_a_reason(fourp: Shell, elm: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.md"
    words = ("export", f"live:{elm}", "--as", "plan", "--out", out, *AS_OF)
    refused(fourp(*words, by=GREEN), "--because: a reason is wanted", "--to: for whom is this export", "2 faults.")
    assert not out.exists()
    ran = fourp(*words, "--to", "The CPS", *BECAUSE, by=GREEN)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "OFFICIAL-SENSITIVE. Live case.")
    looked = shape_of(fourp("log", f"live:{elm}", "--consultations", "--json", by=GREEN))["entries"]
    assert [one["content"] for one in looked if one["content"].get("to")][-1]["to"] == "The CPS"


def test_a_live_plan_is_signed_off_by_somebody_who_wrote_none_of_it(fourp: Shell) -> None:
    name = next(NAMES)
    assert fourp("case", "new", name, "--live", by=GREEN).code == 0
    assert fourp("decide", name, "intervention", "prevent", "A mentor", *BECAUSE, by=GREEN).code == 0
    everything(fourp, name, by=GREEN)
    refused(fourp("sign", name, *BECAUSE, by=GREEN), f"'{GREEN}' wrote or decided part of this plan", "another person")
    signed = json.loads(fourp("sign", name, *BECAUSE, "--json", by=HALL).out)
    assert (signed["authenticated"], signed["stands"]) == (True, True)
    assert shape_of(fourp("verify", name, "--json", by=GREEN))["ok"]


def test_who_looked_at_a_live_case_is_logged_apart_from_its_decisions(fourp: Shell) -> None:
    name = next(NAMES)
    assert fourp("case", "new", name, "--live", by=GREEN).code == 0
    assert fourp("case", "show", name, by=HALL).code == 0
    assert [one["kind"] for one in entries(fourp, name, by=GREEN)] == ["opened"]
    looked = shape_of(fourp("log", name, "--consultations", "--json", by=GREEN))["entries"]
    told = [(one["author"], one["content"]["what"]) for one in looked]
    assert told[:2] == [(HALL, "case show"), (GREEN, "log")]


def test_a_consultation_is_never_superseded(fourp: Shell) -> None:
    name = next(NAMES)
    assert fourp("case", "new", name, "--live", by=GREEN).code == 0
    for text in ("A quiet town", "A town free of fear"):
        assert fourp("decide", name, "vision", text, *BECAUSE, by=GREEN).code == 0
    for _ in range(3):
        assert fourp("case", "show", name, by=GREEN).code == 0
    looked = shape_of(fourp("log", name, "--consultations", "--json", by=GREEN))["entries"]
    assert [one["superseded_by"] for one in looked] == [None] * len(looked)


# -- keeping and disposing ------------------------------------------------------------------------------------------


def test_a_case_is_kept_held_released_and_disposed_of(fourp: Shell, fresh: str) -> None:
    for words in (("keep", fresh, "--until", "9998-01-01"), ("hold", fresh)):
        saved = shape_of(fourp("case", *words, *BECAUSE, "--json"))
        fits(saved, shape(case={"const": fresh}, number=NUMBER, position=NUMBER, head=HEAD))
    shown = shape_of(fourp("case", "show", fresh, "--json"))["keeping"]
    assert shown == {"held": True, "until": "9998-01-01"}
    gone = ("case", "dispose", fresh, "--yes", *BECAUSE)
    refused(fourp(*gone), "this case is held", "to be kept until 9998-01-01", "2 faults.")
    assert fourp("case", "release", fresh, *BECAUSE).code == 0
    refused(fourp(*gone), "to be kept until 9998-01-01")


def test_disposing_is_asked_for_twice_and_leaves_a_record_that_verifies(fourp: Shell, fresh: str) -> None:
    assert fourp("decide", fresh, "vision", "A town free of fear", *BECAUSE).code == 0
    before = entries(fourp, fresh)
    refused(fourp("case", "dispose", fresh, *BECAUSE), "disposing cannot be undone", "--yes")
    refused(fourp("case", "dispose", fresh, "--yes"), "a reason is wanted")
    ran = fourp("case", "dispose", fresh, "--yes", *BECAUSE)
    assert ran.code == 0
    assert "Backups and exports made earlier still hold it" in flat(ran.out)
    after = entries(fourp, fresh)
    assert [one["head"] for one in after[:2]] == [one["head"] for one in before]
    assert [(one["author"], one["kind"]) for one in after[:2]] == [(one["author"], one["kind"]) for one in before]
    assert "fear" not in json.dumps(after)
    assert shape_of(fourp("verify", fresh, "--json"))["ok"]
    assert {"kind": "training", "case": fresh, "disposed": True} in shape_of(fourp("case", "list", "--json", by=GREEN))[
        "cases"
    ]
    for words in (
        ["case", "show", fresh], ["decide", fresh, "vision", "x", *BECAUSE], ["learn", fresh, "group.violence_used", "yes", *FACT],
        ["sign", fresh, *BECAUSE], ["recommend", fresh], ["case", "hold", fresh, *BECAUSE], ["case", "new", "ash", "--from", fresh],
        ["export", fresh, "--as", "plan", "--out", "x.md"], ["case", "dispose", fresh, "--yes", *BECAUSE],
    ):  # fmt: skip
        refused(fourp(*words), "this case has been disposed of", f"fourp log {fresh}")


def test_why_a_case_was_disposed_of_outlives_it(fourp: Shell, fresh: str) -> None:
    assert fourp("case", "dispose", fresh, "--yes", *BECAUSE).code == 0
    last = entries(fourp, fresh)[-1]
    assert last["kind"] == "dispose"
    assert REASON in last["text"]


def test_disposing_at_a_terminal_asks_for_the_name(fourp: Shell, fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("another\n"))
    wrong = fourp("case", "dispose", fresh, *BECAUSE)
    assert wrong.code == 2
    assert "that is not its name. Nothing was changed." in flat(wrong.err)
    monkeypatch.setattr(sys, "stdin", Terminal(f"{fresh}\n"))
    assert fourp("case", "dispose", fresh, *BECAUSE).code == 0


# -- proving --------------------------------------------------------------------------------------------------------


def test_verifying_says_what_was_proved(fourp: Shell, oak: str, elm: str) -> None:
    proved = shape_of(fourp("verify", oak, "--json"))
    fits(proved, VERIFIED)
    assert (proved["ok"], proved["position"]) == (True, len(entries(fourp, oak)))
    every = shape_of(fourp("verify", "--json", by=GREEN))
    fits(every, shape(ok={"const": True}, cases=many(VERIFIED)))
    assert {oak, elm} <= {one["case"] for one in every["cases"]}
    ran = fourp("verify", oak)
    assert ran.code == 0
    assert "found only against an export" in flat(ran.out)


def test_verifying_against_a_file_that_is_no_export_of_the_case(fourp: Shell, oak: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    refused(fourp("verify", oak, "--against", file), "the file cannot be read")
    file.write_text("Dear Sir or Madam", encoding="utf-8")
    refused(fourp("verify", oak, "--against", file), f"this file carries no record line of '{oak}'")
    refused(fourp("verify", "--against", file), "it needs the CASE that the export is of")


@pytest.fixture(scope="module")
def sound(fourp: Shell, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds one case of four entries, and an export made at its third."""
    folder = tmp_path_factory.mktemp("sound")
    export, there = folder / "plan.md", ("--store", folder / "kept.sqlite")
    assert fourp("store", "init", "--training", *there).code == 0
    assert fourp("case", "new", "yew", *there).code == 0
    for text in ("A quiet town", "A town free of fear"):
        assert fourp("decide", "yew", "vision", text, *BECAUSE, *there).code == 0
    assert fourp("export", "yew", "--as", "plan", "--out", export, *AS_OF, *there).code == 0
    return folder


@pytest.fixture
def kept(sound: Path, tmp_path: Path) -> tuple[str, Path, Path]:
    """The case, its store and its export, in a copy that may be spoiled."""
    folder = shutil.copytree(sound, tmp_path / "kept")
    return "yew", folder / "kept.sqlite", folder / "plan.md"


def altered(store: Path, statement: str, *values: object) -> None:
    """A change to the store's own table, past fourp."""
    opened = sqlite3.connect(store)
    with opened:
        assert opened.execute(statement, values).rowcount > 0
    opened.close()


FLIP = "UPDATE stored_events SET state = CAST(substr(state, 1, 60) || x'00' || substr(state, 62) AS BLOB) WHERE originator_version = 2"


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        (FLIP, 2),
        ("DELETE FROM stored_events WHERE originator_version = 2", 2),
        ("DELETE FROM stored_events WHERE originator_version >= 3", 3),
        ("UPDATE stored_events SET originator_version = 9 WHERE originator_version = 4", 4),
        pytest.param(
            "UPDATE stored_events SET state = CAST(state AS TEXT) WHERE originator_version = 2", 2,
            marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason="a row made into text is met with 2 and has no place"),
        ),
    ],
    ids=["changed", "removed", "cut off", "moved", "made into text"],
)  # fmt: skip
def test_a_record_that_was_tampered_with_ends_with_three_and_names_the_place(
    fourp: Shell, kept: tuple[str, Path, Path], statement: str, position: int
) -> None:
    case, store, _ = kept
    altered(store, statement)
    for words in (["verify", case, "--json"], ["verify", "--json"]):
        ran = fourp(*words, "--store", store)
        assert (ran.code, ran.err) == (3, "")
        told = json.loads(ran.out)
        found = told["cases"][0] if "cases" in told else told
        fits(found, VERIFIED)
        assert (told["ok"], found["ok"]) == (False, False)
        assert position in [fault["position"] for fault in found["faults"]]
    ran = fourp("verify", case, "--store", store)
    assert ran.code == 3
    assert "THE RECORD IS NOT WHAT WAS WRITTEN" in ran.out
    assert f"{position}: " in ran.out


@pytest.mark.parametrize(
    "words",
    [["log"], ["case", "show"], ["decide", "vision"], ["recommend"], ["sign"]],
    ids=" ".join,
)
def test_nothing_is_read_from_or_added_to_a_record_that_was_tampered_with(
    fourp: Shell, kept: tuple[str, Path, Path], words: list[str]
) -> None:
    case, store, _ = kept
    altered(store, "DELETE FROM stored_events WHERE originator_version = 2")
    typed = {"decide": ["decide", case, "vision", "x", *BECAUSE], "sign": ["sign", case, *BECAUSE]}
    ran = fourp(*typed.get(words[0], [*words, case]), "--store", store)
    assert (ran.code, ran.out) == (3, "")
    assert "Traceback" not in ran.err
    assert f"fourp verify {case}" in flat(ran.err)


def test_a_tail_cut_off_with_its_witness_is_found_against_an_export(fourp: Shell, kept: tuple[str, Path, Path]) -> None:
    case, store, export = kept
    altered(store, "DELETE FROM stored_events WHERE originator_version >= 3")
    store.with_name(store.name + ".witness").unlink()
    assert fourp("verify", case, "--store", store).code == 0
    ran = fourp("verify", case, "--against", export, "--store", store, "--json")
    assert ran.code == 3
    assert [fault["position"] for fault in json.loads(ran.out)["faults"]] == [3]


# -- who may open a live case ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["log"], ["case", "show"], ["verify"], ["recommend"], ["decide"]], ids=" ".join)
def test_a_live_case_is_opened_by_nobody_without_a_passphrase(fourp: Shell, elm: str, words: list[str]) -> None:
    typed = ["decide", f"live:{elm}", "vision", "x", *BECAUSE] if words == ["decide"] else [*words, f"live:{elm}"]
    refused(fourp(*typed), "a passphrase is needed and there is no terminal to ask at", "--passphrase-file")
    wrong = fourp.secret("a stranger", "not the passphrase at all")
    refused(fourp(*typed, "--person", GREEN, "--passphrase-file", wrong), "does not open the store")
    wrong.chmod(0o644)
    refused(fourp(*typed, "--person", GREEN, "--passphrase-file", wrong), "others can read this passphrase file")


# -- hostile text ---------------------------------------------------------------------------------------------------


def test_brackets_and_markup_are_shown_as_they_were_typed(fourp: Shell, fresh: str, tmp_path: Path) -> None:
    text = "[bold red]Van[/] <b>&amp; :smile: `x` =1+1 | *z*"
    saved = fourp("decide", fresh, "vision", text, *BECAUSE)
    assert text in flat(saved.out)
    assert text in flat(fourp("log", fresh).out)
    assert entries(fourp, fresh)[-1]["content"]["decision"]["text"] == text


HIDDEN = [
    "\x1b[31mx y z",
    "\x07 bell rings",
    "right \u202e to left",
    "zero \u200b width",
    "a \x9b csi b",
    "carriage \r return",
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
@pytest.mark.parametrize(
    "words",
    [
        ["decide", "CASE", "vision", "HIDDEN", *BECAUSE],
        ["decide", "CASE", "vision", "x", "--because", f"HIDDEN {REASON}"],
        ["decide", "CASE", "vision", "x", *BECAUSE, "--decider", "HIDDEN"],
        ["learn", "CASE", "group.violence_used", "yes", "--grade", "2B", "--source", "HIDDEN"],
        ["learn", "CASE", "people/+.convicted", "yes", *FACT, "--label", "HIDDEN"],
        ["learn", "CASE", "HIDDEN", "yes", *FACT],
        ["case", "hold", "CASE", "--because", f"HIDDEN {REASON}"],
        ["sign", "CASE", "--because", f"HIDDEN {REASON}"],
        ["log", "HIDDEN"],
    ],
    ids=lambda words: " ".join(words)[:45],
)
def test_hidden_characters_are_refused_and_never_repeated(
    fourp: Shell, oak: str, words: list[str], hidden: str
) -> None:
    before = entries(fourp, oak)
    refused(fourp(*(oak if word == "CASE" else word.replace("HIDDEN", hidden) for word in words)))
    assert entries(fourp, oak) == before


@pytest.mark.parametrize(
    "words",
    [
        ["learn", "CASE", "group.violence_used", "yes", *FACT],
        ["learn", "CASE", "looked-into", "business", "partly"],
        ["case", "hold", "CASE", *BECAUSE],
        ["export", "CASE", "--as", "plan", "--out", "x.md", *AS_OF],
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_who_decided_is_held_to_the_same_everywhere(
    fourp: Shell, fresh: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(fourp(*(fresh if word == "CASE" else word for word in words), "--decider", "\x1b[31mSupt Hall"))


@pytest.mark.parametrize("words", [["case", "hold"], ["sign"]], ids=" ".join)
def test_a_time_that_is_typed_is_kept_or_refused_never_dropped(fourp: Shell, fresh: str, words: list[str]) -> None:
    assert fourp("decide", fresh, "intervention", "prevent", "A mentor", *BECAUSE).code == 0
    late = ("--made-at", "2020-01-01T10:00+00:00", "--late-because", "I was at the scene till midnight")
    ran = fourp(*words, fresh, *BECAUSE, *late)
    assert ran.code == 2 or entries(fourp, fresh)[-1]["made_at"].startswith("2020")


@pytest.mark.parametrize("officer", ["\x1b[31mRed", "A\u202eB"], ids=ascii)
def test_the_name_of_who_types_never_reaches_the_terminal_as_a_command(fourp: Shell, officer: str) -> None:
    ran = fourp("case", "new", next(NAMES), "--person", officer)
    assert not ESCAPE.search(ran.out + ran.err)


# -- training is marked everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["log", "CASE"],
        ["case", "show", "CASE"],
        ["case", "list"],
        ["recommend", "CASE", "--top", "1", *AS_OF],
        ["explain", "CASE", "cash-seizure", *AS_OF],
        ["verify", "CASE"],
        ["case", "hold", "CASE", *BECAUSE],
        ["case", "release", "CASE", *BECAUSE],
        ["learn", "CASE", "group.violence_used", "yes", *FACT],
        ["decide", "CASE", "vision", "x", *BECAUSE],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_whatever_is_shown_of_a_training_case_says_training(fourp: Shell, fresh: str, words: list[str]) -> None:
    ran = fourp(*(fresh if word == "CASE" else word for word in words))
    assert ran.code == 0
    assert "training" in ran.out.casefold()


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="these do not say that the case is for training")
@pytest.mark.parametrize(
    "words",
    [
        ["review", "CASE", *AS_OF],
        ["case", "hold", "CASE", *BECAUSE, "--json"],
        ["export", "CASE", "--as", "plan", "--out", "x.json", *AS_OF, "--json"],
        ["recommend", "CASE", "--top", "1", *AS_OF, "--json"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_still_does_not_say_training(
    fourp: Shell, fresh: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = fourp(*(fresh if word == "CASE" else word for word in words))
    assert "training" in ran.out.casefold()


def test_a_live_case_is_marked_and_its_officers_are_authenticated(fourp: Shell, elm: str) -> None:
    ran = fourp("log", f"live:{elm}", by=GREEN)
    assert ran.out.splitlines()[0] == "OFFICIAL-SENSITIVE. Live case."
    assert f"by {GREEN}" in ran.out
    assert "not authenticated" not in ran.out


# -- help -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["case"], ["learn"], ["decide"], ["log"], ["verify"], ["sign"], ["export"], ["store"],
        *(["case", one] for one in ("new", "list", "show", "import", "keep", "hold", "release", "dispose", "people")),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_of_the_desk_has_help(fourp: Shell, words: list[str]) -> None:
    ran = fourp(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: fourp {' '.join(words)}")
    assert ran.out.split("\n\n")[1].endswith(".")


def test_putting_people_on_a_case_wants_somebody_and_a_database(fourp: Shell, elm: str) -> None:
    refused(fourp("case", "people", f"live:{elm}", by=GREEN), "it takes --add NAME or --remove NAME")
    refused(fourp("case", "people", f"live:{elm}", "--add", HALL, by=GREEN), "Keep the store in PostgreSQL")
    refused(fourp("case", "people", f"live:{elm}", "--add", "Nobody", by=GREEN), "there is no person of that name")


# -- replies to requests ----------------------------------------------------------------------------------------------


@pytest.fixture
def asked(fourp: Shell, fresh: str, tmp_path: Path) -> tuple[str, int]:
    """A case whose questions have gone out to partners, and the number of that export."""
    out = tmp_path / "requests.json"
    sent = shape_of(fourp("export", fresh, "--as", "requests", "--out", out, "--json", *AS_OF))
    return fresh, sent["number"]


def test_a_reply_is_a_graded_fact_that_says_which_request_it_answers(fourp: Shell, asked: tuple[str, int]) -> None:
    case, number = asked
    ran = fourp("learn", case, "group.cash_found", "4200", *FACT, "--reply-to", number)
    assert ran.code == 0
    assert f"In reply to request {number} (partners)." in flat(ran.out)
    last = entries(fourp, case)[-1]
    assert last["content"]["reply_to"] == number
    assert last["content"]["record"]["grade"] == "2B"
    assert f"In reply to request {number} (partners)." in last["text"]
    assert fourp("verify", case).code == 0


@pytest.mark.parametrize(
    ("number", "words"), [(1, "not a request to partners but 'Case opened'"), (0, "not there"), (99, "not there"), (-1, "not there")]
)  # fmt: skip
def test_only_a_request_can_be_replied_to(fourp: Shell, asked: tuple[str, int], number: int, words: str) -> None:
    case, sent = asked
    length = len(entries(fourp, case))
    ran = fourp("learn", case, "group.cash_found", "4200", *FACT, f"--reply-to={number}")
    refused(ran, f"entry {number}", words, f"Requests sent: {sent} (partners)")
    assert len(entries(fourp, case)) == length


def test_where_nothing_was_asked_nothing_is_a_reply(fourp: Shell, fresh: str) -> None:
    ran = fourp("learn", fresh, "group.cash_found", "4200", *FACT, "--reply-to", 1)
    refused(ran, "No request has gone out from this case.")


def test_how_far_we_have_looked_is_nobodys_reply(fourp: Shell, asked: tuple[str, int]) -> None:
    case, number = asked
    refused(fourp("learn", case, "looked-into", "business", "partly", "--reply-to", number), "--reply-to")

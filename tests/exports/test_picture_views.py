"""`fourp model` on the screen and as JSON, on any case, and the business model in the plan of a stored case."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from planner.domain.library import Library
from planner.domain.rules import MODELS
from planner.exports.decided import decided
from planner.exports.document import Heading, Table
from tests.conftest import Ran, Run
from tests.engine.making import build, part, tactic
from tests.features.record_notes import REASON, Pages

AS_OF = ("--as-of", "2026-07-13")
COVERT = re.compile(
    r"\bcovert|\binformant|\bCHIS\b|\bintercept|\bundercover|\bsurveillance|\bsuspicious activity", re.I
)


def flat(text: str) -> str:
    return " ".join(text.split())


def section(text: str, title: str) -> str:
    """What stands under a part's title, to the next blank line."""
    return flat(re.split(rf"(?m)^{title}.*\n", text, maxsplit=1)[1].split("\n\n")[0])


class Desk:
    """The command, on a training store of its own."""

    def __init__(self, run: Run, store: Path) -> None:
        self._run, self._store = run, ["--store", str(store), "--person", "DI Green"]

    def __call__(self, *words: str) -> Ran:
        ran = self._run([*words, *self._store])
        assert ran.code == 0, ran.err
        return ran

    def decide(self, *words: str) -> None:
        assert self._run(["decide", "ours", *words, "--because", REASON, *self._store]).code == 0


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Desk:
    made = Desk(run, tmp_path / "training.sqlite")
    made("case", "new", "ours", "--from", "smith-ocg")
    return made


# -- on the screen --------------------------------------------------------------------------------------------------


def test_the_business_model_is_shown_when_no_model_is_named(run: Run) -> None:
    ran = run(["model", "smith-ocg", *AS_OF])
    assert (ran.code, ran.err) == (0, "")
    assert run(["model", "smith-ocg", "business_model", *AS_OF]).out == ran.out
    assert "TRAINING: not a live case." in ran.out
    money = section(ran.out, "Money")
    assert "cash found: £4,200 (1BP)" in money
    assert (
        "Shop and online sales of C: person who controls the business: Courier and shop owner C (2BP); line of" in money
    )
    assert "Nothing touches this part yet." in money
    told = flat(ran.out)
    assert (
        "Parts that no intervention touches yet: Product, People, Transport, Market, Money and Communications." in told
    )


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("case", ["smith-ocg", "cl-team", "takeaway", "valley-estate"])
def test_every_model_of_every_bundled_case_is_shown_and_says_nothing_covert(run: Run, case: str, model: str) -> None:
    ran = run(["model", case, model, *AS_OF])
    assert (ran.code, ran.err) == (0, "")
    assert not COVERT.search(ran.out)
    told = json.loads(run(["model", case, model, *AS_OF, "--json"]).out)
    for each in told["parts"]:
        assert each["title"] in ran.out
        assert each["asks"] in flat(ran.out)


def test_a_part_says_how_many_a_question_is_about_and_who_may_know(run: Run) -> None:
    people = section(run(["model", "smith-ocg", *AS_OF]).out, "People")
    assert re.search(
        r"How old is this person\? Of 6 people\. \[people\.age_band, \d+ possible tactics wait for it; ask ", people
    )
    assert re.search(r"and \d+ more \(--json\)", people)


def test_a_weak_report_is_named_as_not_relied_on(run: Run) -> None:
    transport = section(run(["model", "smith-ocg", *AS_OF]).out, "Transport")
    assert "Of 7 people. Not relied on: Principal A: yes (3D). [people.travels_abroad" in transport


def test_what_is_assumed_is_shown_and_marked(run: Run) -> None:
    ran = run(["model", "smith-ocg", *AS_OF, "--assume", "group.countermeasures=yes"])
    assert "Assumed, and recorded nowhere: group.countermeasures=yes" in flat(ran.out)
    assert "the group takes steps to avoid police attention (assumed)" in section(ran.out, "Communications")


def test_what_was_found_not_to_be_so_of_a_member_is_counted_and_never_told_without_the_name(
    run: Run, tmp_path: Path
) -> None:
    case = tmp_path / "ours.yaml"
    case.write_text(
        "case: ours\nkind: training\nnation: england\ngroup: {family_based: {absent: true}}\n"
        "people:\n  - {id: p1, label: Ann, convicted: {absent: true}, wanted: {absent: true}}\n",
        encoding="utf-8",
    )
    people = section(run(["model", case, *AS_OF]).out, "People")
    assert "Found not to be so: the group is not built round a family; and 2 more Not known" in people


def test_a_label_that_looks_like_markup_is_shown_as_it_is_written(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "ours.yaml"
    case.write_text(
        'case: ours\nkind: training\nnation: england\npeople:\n  - {id: p1, label: "[red]Ann[/red]", convicted: true}\n',
        encoding="utf-8",
    )
    assert "[red]Ann[/red]: has a relevant conviction" in flat(run(["model", case, *AS_OF]).out)


@pytest.mark.parametrize("words", [("model", "smith-ocg", "porter"), ("model",), ("model", "nobody-here", "sara")])
def test_a_model_or_a_case_that_is_not_there_is_refused(run: Run, words: tuple[str, ...]) -> None:
    ran = run(words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


# -- of a stored case -----------------------------------------------------------------------------------------------


def test_a_stored_case_shows_what_its_plan_touches_and_what_it_does_not(desk: Desk) -> None:
    desk.decide("business-model", "money")
    desk.decide("select", "seize-uninsured-vehicle")
    desk.decide("intervention", "prevent", "Talk to the parcel firm")
    text = desk("model", "ours", *AS_OF).out
    assert "TRAINING: not a live case." in text
    assert "Money (targeted, entry 2)" in text
    assert "3. Selected: Pursue: Seize a vehicle driven without insurance or licence [proposed]" in section(
        text, "Transport"
    )
    assert "Nothing touches this part yet." not in section(text, "Transport")
    assert "(seize-uninsured-vehicle)" not in section(text, "Transport")
    assert (
        "4. Intervention of our own: Prevent: Talk to the parcel firm [proposed]. It is in words of your own"
        in flat(text)
    )
    assert "Parts that no intervention touches yet: Product, People, Market, Money and Communications." in flat(text)


def test_sara_and_spatial_order_the_same_plan(desk: Desk) -> None:
    desk.decide("aim", "pursue", "Weaken what it can do")
    desk.decide("select", "seize-uninsured-vehicle")
    desk.decide("review", "Two vehicles taken")
    sara = desk("model", "ours", "sara", *AS_OF).out
    assert "2. Aim: Pursue: Weaken what it can do" in section(sara, "Response")
    assert "3. Selected: " in section(sara, "Response")
    assert "4. Review held: Two vehicles taken" in section(sara, "Assessment")
    assert "Steps of which nothing is recorded yet: Scanning and Analysis." in flat(sara)
    spatial = desk("model", "ours", "spatial", *AS_OF).out
    for title, number in (("Task", 2), ("Intervene", 3), ("Assess", 4)):
        assert f"- {number}. " in section(spatial, title)
    assert "Steps of which nothing is recorded yet: Prioritise, Analyse and Learn." in flat(spatial)


# -- as JSON --------------------------------------------------------------------------------------------------------


def test_json_holds_each_part_whole(desk: Desk) -> None:
    desk.decide("select", "seize-uninsured-vehicle")
    desk.decide("intervention", "prevent", "Talk to the parcel firm")
    ran = desk("model", "ours", "--json", *AS_OF)
    told = json.loads(ran.out)
    assert (told["case"], told["kind"], told["model"], told["as_of"]) == (
        "ours",
        "training",
        "business_model",
        "2026-07-13",
    )
    parts = {one["id"]: one for one in told["parts"]}
    assert list(parts) == ["product", "people", "transport", "market", "money", "communications"]
    (touch,) = parts["transport"]["touched_by"]
    assert (touch["number"], touch["kind"], touch["tactic"], touch["pillar"], touch["state"]) == (
        2, "select", "seize-uninsured-vehicle", "pursue", "proposed",
    )  # fmt: skip
    assert told["untouched"] == ["product", "people", "market", "money", "communications"]
    assert [one["untouched"] for one in told["parts"]] == [name in told["untouched"] for name in parts]
    (alone,) = told["elsewhere"]
    assert (alone["number"], alone["tactic"], alone["beside"]) == (3, None, [])
    cash: dict[str, Any] = next(one for one in parts["money"]["known"] if one["fact"] == "group.cash_found")
    assert cash == {
        "fact": "group.cash_found",
        "of": None,
        "text": "cash found: £4,200",
        "grade": "1B",
        "handling": "P",
        "so": True,
    }
    asked = next(one for one in parts["people"]["not_known"] if one["fact"] == "people.age_band")
    assert len(asked["of"]) == 6
    assert all(ref.startswith("people/") for ref in asked["of"])
    assert asked["waiting"]
    assert all(len(one["interdiction"]) >= 3 for one in parts.values())
    assert {one["pillar"] for each in parts.values() for one in each["could"]} >= {"pursue", "protect", "prepare"}


# -- in the plan of a stored case -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf() -> Library:
    parts = [part("money", facts=["group.cash"]), part("people", facts=["people.convicted"])]
    return build([tactic("cash", {"group.cash": {"at_least": 10}}, title="Cash seizure")], models=parts)


def rows(pages: Pages, shelf: Library) -> list[tuple[str, ...]]:
    """The rows of the table of the business model."""
    head = ("Part", "Targeted", "Touched by")
    found = [one.rows for one in decided(pages.book, shelf) if isinstance(one, Table) and one.head == head]
    return list(found[0]) if found else []


def test_the_plan_names_what_touches_each_part_and_the_parts_nothing_touches(shelf: Library) -> None:
    pages = Pages()
    pages.open()
    pages.decide("business-model", form="people")
    pages.decide("select", tactic="cash", pillar="protect")
    assert rows(pages, shelf) == [("The money", "–", "3. Cash seizure"), ("The people", "Yes, entry 2", "Nothing yet")]
    pages.decide("progress", target=3, state="not_done")
    assert rows(pages, shelf)[0] == ("The money", "–", "Nothing yet")


def test_a_plan_made_with_a_library_that_held_no_models_has_no_such_table() -> None:
    pages = Pages()
    pages.open()
    told = [block.text for block in decided(pages.book, build()) if isinstance(block, Heading)]
    assert told
    assert not [text for text in told if "business model" in text]


def test_the_exported_plan_carries_the_table(desk: Desk, tmp_path: Path) -> None:
    desk.decide("select", "seize-uninsured-vehicle")
    out = tmp_path / "plan.md"
    desk("export", "ours", "--as", "plan", "--out", str(out), *AS_OF, "--because", REASON)
    text = out.read_text(encoding="utf-8")
    assert "| Transport | – | 2. Seize a vehicle driven without insurance or licence |" in text
    assert "| Communications | – | Nothing yet |" in text

"""The family of models: faults in its file told at their place, facts that stand nowhere, and what a force may add."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from planner.library.layers import digest, find_layers
from planner.library.loading import read_library

MODELS = "rules/models.yaml"
VOCABULARY = "tactics_catalogue/vocabulary.yaml"
Run = Callable[..., Any]
Told = Callable[..., list[str]]


@pytest.fixture
def told(run: Run, small_copy: Any) -> Told:
    """What `check` tells of the copy, or of one file: its errors or, with `unplaced`, the facts that stand nowhere; a line each."""

    def tell(*paths: Any, unplaced: bool = False) -> list[str]:
        _, out, err = run(["check", "--json", *(paths or (small_copy.root,))])
        assert err == ""
        wanted = ("rule", "unplaced-fact") if unplaced else ("severity", "error")
        faults = [one for one in json.loads(out)["faults"] if one[wanted[0]] == wanted[1]]
        return [f"{one['file']}:{one['line']}:{one['column']}: {one['text']} {one['fix']}".strip() for one in faults]

    return tell


def entry(name: str, model: str, *lines: str) -> str:
    head = f"- id: {name}\n  model: {model}\n  title: Planted here\n  asks: What is there to say of this part?\n"
    return head + "".join(f"  {line}\n" for line in (*lines, 'source: "A test"'))


@pytest.mark.parametrize(
    ("line", "wrong", "says"),
    [
        ("facts: [group.cash_fuond]", "group.cash_fuond", "there is no fact 'group.cash_fuond'. Did you mean 'group.cash_found'?"),
        ("facts: [group.cash_found, cash_found]", "cash_found]", "there is no fact 'cash_found'."),
        ("context: [people.rol]", "people.rol", "there is no fact 'people.rol'. Did you mean 'people.role'?"),
        ("takes_in: [harm, monney]", "monney", "there is no part 'monney'. Did you mean 'money'?"),
        ("takes_in: [scanning]", "scanning", "there is no part 'scanning'."),
        ("decisions: [aim, selcet]", "selcet", "there is no kind of decision 'selcet'. Did you mean 'select'?"),
    ],
)  # fmt: skip
def test_what_a_part_names_must_exist(small_copy: Any, told: Told, line: str, wrong: str, says: str) -> None:
    lines = (line,) if "context" not in line else (line, "facts: [group.cash_found]")
    small_copy.add(MODELS, entry("planted", "sara", *lines))
    place = small_copy.place(MODELS, wrong, within="- id: planted")
    (fault,) = told()
    assert fault.startswith(f"{place}: {says}")


@pytest.mark.parametrize(
    ("name", "model", "lines", "says"),
    [
        ("profit", "business_model", ["facts: [group.cash_found]", "interdiction: [Here.]"], "the parts of the business model are product, "),
        ("money", "business_model", ["facts: [group.cash_found]"], "a part of the business model says where it can be broken"),
        ("planted", "u_battle", ["facts: [group.cash_found]", "interdiction: [Here.]"], "a part of the business model says where it can"),
        ("planted", "beside", ["takes_in: [money]"], "an entry of beside names its own facts and takes in no other."),
        ("planted", "u_battle", ["takes_in: [money]", "decisions: [aim]"], "only the steps of SARA and SPATIAL hold decisions."),
        ("planted", "spatial", [], "a part holds facts, takes in other entries or holds decisions."),
        ("planted", "porter", ["takes_in: [money]"], "'porter' is not one of "),
        ("planted", "beside", ["facts: [group.cash_found]", "traits: [cheap]"], "'cheap' is not one of "),
        ("planted", "beside", ["facts: [group.cash_found]", "touches: [cash-seizure]"], "there is no key 'touches' here."),
    ],
)  # fmt: skip
def test_a_part_has_what_its_model_needs_and_no_more(
    small_copy: Any, told: Told, name: str, model: str, lines: list[str], says: str
) -> None:
    if name == "money":
        small_copy.write(MODELS, small_copy.text(MODELS).replace("- id: money\n", "- id: market\n", 1))
    small_copy.add(MODELS, entry(name, model, *lines))
    assert [fault for fault in told() if says in fault and fault.startswith(MODELS)]


def test_a_fact_that_stands_in_no_part_is_warned_of_at_its_place(small_copy: Any, told: Told) -> None:
    assert told(unplaced=True) == [] == told()
    text = small_copy.text(MODELS)
    small_copy.write(MODELS, text.replace("group.seized_money_available,", ""))
    place = small_copy.place(VOCABULARY, "seized_money_available", within="- id: seized_money_available")
    (warning,) = told(unplaced=True)
    assert warning.startswith(
        f"{place}: the fact 'group.seized_money_available' stands in no part of the business model, nor beside it."
    )
    assert told() == []


def test_a_fact_that_stands_only_in_u_battle_or_sara_still_stands_nowhere(small_copy: Any, told: Told) -> None:
    small_copy.write(MODELS, small_copy.text(MODELS).replace("group.seized_money_available,", ""))
    small_copy.add(MODELS, entry("planted", "sara", "facts: [group.seized_money_available]"))
    assert len(told(unplaced=True)) == 1


def test_the_file_alone_is_checked_as_part_of_the_library(small_copy: Any, told: Told) -> None:
    path = small_copy.path(MODELS)
    assert told(path) == []
    small_copy.add(MODELS, entry("planted", "beside", "facts: [group.nothing_known]"))
    (fault,) = told(path)
    assert "there is no fact 'group.nothing_known'." in fault


def test_a_library_without_models_is_whole_and_warns_of_nothing(small_copy: Any, told: Told) -> None:
    small_copy.path(MODELS).unlink()
    assert told() == [] == told(unplaced=True)


def test_a_force_adds_its_own_facts_beside_the_business_model(
    small_copy: Any, make_overlay: Callable[..., Any]
) -> None:
    overlay = make_overlay()
    overlay.write(MODELS, entry("local-harm", "beside", "facts: [group.visible_decline]"))
    layers = find_layers(small_copy.root, [overlay.root])
    library, _ = read_library(layers, digest(layers))
    assert library.models[-1].id == "local-harm"
    assert [one.id for one in library.parts_of("business_model")] == [
        "product",
        "people",
        "transport",
        "market",
        "money",
        "communications",
    ]

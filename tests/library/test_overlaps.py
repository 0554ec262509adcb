"""What `check` warns of in a growing catalogue: entries that are one, facts and provisions nobody uses, two spellings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

SEIZE = "tactics_catalogue/pursue/vehicles/seize-uninsured-vehicle.yaml"
LAW = "tactics_catalogue/law.yaml"
VOCABULARY = "tactics_catalogue/vocabulary.yaml"
Run = Callable[..., Any]


@pytest.fixture
def warned(run: Run, small_copy: Any) -> Callable[[str], list[str]]:
    """The warnings of one kind that `check` gives of the copy."""

    def tell(rule: str) -> list[str]:
        code, out, err = run(["check", "--json", small_copy.root])
        faults = [one for one in json.loads(out)["faults"] if one["rule"] == rule]
        assert (code, err, {one["severity"] for one in faults} <= {"warning"}) == (0, "", True)
        return [f"{one['file']}:{one['line']}: {one['text']}" for one in faults]

    return tell


def test_two_entries_with_one_condition_and_one_effect(small_copy: Any, warned: Callable[[str], list[str]]) -> None:
    assert warned("same-entry") == []
    twin = small_copy.text(SEIZE).replace("id: seize-uninsured-vehicle", "id: seize-vehicle-twin")
    small_copy.write(SEIZE.replace("seize-uninsured-vehicle", "seize-vehicle-twin"), twin)
    (told,) = warned("same-entry")
    assert "seize-vehicle-twin.yaml" in told
    assert "those of 'seize-uninsured-vehicle'" in told


def test_two_entries_alike_but_for_what_they_rest_on_are_not_one(
    small_copy: Any, warned: Callable[[str], list[str]]
) -> None:
    twin = small_copy.text(SEIZE).replace("id: seize-uninsured-vehicle", "id: seize-vehicle-twin")
    twin = twin.replace("pillar: pursue", "pillar: pursue").replace("lead_agency: ", "lead_agency: Northshire ")
    small_copy.write(SEIZE.replace("seize-uninsured-vehicle", "seize-vehicle-twin"), twin)
    assert warned("same-entry") == []


FACT = """- id: owns_a_parrot
  scope: group
  heading: lifestyle
  type: yes_no
  question: Does anyone in the group keep a parrot?
  says: somebody keeps a parrot
  says_not: nobody keeps a parrot
  partner_wording: Have you noticed any unusual pets?
  holders: [RSPCA]
  matters: It matters to nobody, which is the point.
"""


def test_a_fact_nobody_reads(small_copy: Any, warned: Callable[[str], list[str]]) -> None:
    before = warned("unused-fact")
    small_copy.add(VOCABULARY, FACT)
    (told,) = set(warned("unused-fact")) - set(before)
    assert "no entry and no rule reads the fact 'group.owns_a_parrot'" in told


PROVISION = """- id: odd-act-1990-s1
  act: "{act}"
  provision: "{section}"
  applies_in: [england, wales]
  status: unchecked
  requires: Something or other that nobody has read.
"""


def test_a_provision_no_entry_rests_on(small_copy: Any, warned: Callable[[str], list[str]]) -> None:
    small_copy.add(LAW, PROVISION.format(act="Odd Act 1990", section="s.1"))
    assert any("no entry rests on the provision 'odd-act-1990-s1'" in one for one in warned("unused-provision"))


def test_one_provision_under_two_ids_and_an_act_spelt_two_ways(
    small_copy: Any, warned: Callable[[str], list[str]]
) -> None:
    small_copy.add(LAW, PROVISION.format(act="The Road Traffic Act 1988", section="S. 165A"))
    told = warned("two-spellings")
    assert any("'odd-act-1990-s1' and 'rta-1988-s165a' are one provision" in one for one in told)
    assert any("the act 'The Road Traffic Act 1988' is elsewhere spelt 'Road Traffic Act 1988'" in one for one in told)


def test_an_agency_spelt_two_ways(small_copy: Any, warned: Callable[[str], list[str]]) -> None:
    text = small_copy.text(SEIZE)
    start = text.index("partners: [") + len("partners: [")
    small_copy.write(SEIZE, f"{text[:start]}The Northshire Coast-Guard, Northshire Coast Guards, {text[start:]}")
    assert any("Northshire Coast" in one for one in warned("two-spellings"))


def test_a_local_offer_for_a_tactic_that_does_not_exist(run: Run, make_overlay: Callable[..., Any]) -> None:
    overlay = make_overlay()
    overlay.write("tactics_catalogue/local_offer.yaml", "- {id: cash-seizur, offer: A desk, contact: Duty officer}\n")
    _, out, _ = run(["check", "--json", overlay.root])
    texts = [one["text"] + one["fix"] for one in json.loads(out)["faults"] if one["severity"] == "error"]
    assert texts == ["there is no tactic 'cash-seizur'.Did you mean 'cash-seizure'?"]


@pytest.mark.parametrize("contact", ["jo@example.invalid", "0161 000 0000"])
def test_a_local_offer_names_a_role_and_no_way_to_reach_a_person(
    run: Run, make_overlay: Callable[..., Any], contact: str
) -> None:
    overlay = make_overlay()
    offer = f'- {{id: cash-seizure, offer: A desk, contact: "{contact}"}}\n'
    overlay.write("tactics_catalogue/local_offer.yaml", offer)
    code, out, _ = run(["check", "--json", overlay.root])
    assert code == 1
    assert any("name the role to contact" in one["text"] for one in json.loads(out)["faults"])


def test_a_local_offer_is_shown_and_found(run: Run, make_overlay: Callable[..., Any]) -> None:
    overlay = make_overlay()
    offer = "- {id: cash-seizure, offer: Counting house at Northgate, contact: Duty financial investigator}\n"
    overlay.write("tactics_catalogue/local_offer.yaml", offer)
    shown = run(["catalogue", "show", "cash-seizure", "--overlay", overlay.root])
    assert (shown.code, "Counting house at Northgate. Contact: Duty financial investigator." in shown.out) == (0, True)
    found = run(["catalogue", "search", "counting", "house", "--json", "--overlay", overlay.root])
    assert [one["id"] for one in json.loads(found.out)["tactics"]] == ["cash-seizure"]

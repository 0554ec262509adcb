"""Law as it stands on a day, in a nation; and whether what a tactic rests on is enough."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from planner.domain.law import LawStatus, LegalBasis, Provision, Standing
from planner.domain.library import Library, lawful
from planner.domain.tactic import Tactic
from tests.engine.making import build, tactic

DAY = date(2026, 6, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
PROOF = {
    "on": "2026-05-01",
    "address": "https://www.legislation.gov.uk/x",
    "heading": "A heading",
    "version": "2026-05-01",
}


def provision(name: str = "p", **over: Any) -> Provision:
    """A checked provision in force in England and Wales."""
    shape: dict[str, Any] = {
        "id": name, "act": "Old Act 2002", "provision": "s. 1", "applies_in": ["england", "wales"], "status": "in_force",
        "requires": "something to be so", "checked": PROOF,
    }  # fmt: skip
    shape |= over
    if shape["status"] == "unchecked":
        shape.pop("checked")
    return Provision.model_validate(shape)


def standing(day: date = DAY, nation: Any = "england", **over: Any) -> Standing:
    return provision(**over).standing(day, nation)


IN_FORCE, UNCHECKED, GONE, ELSEWHERE = (
    LawStatus.IN_FORCE,
    LawStatus.UNCHECKED,
    LawStatus.NOT_IN_FORCE,
    LawStatus.ELSEWHERE,
)


@pytest.mark.parametrize(
    ("over", "day", "expected", "why"),
    [
        ({}, DAY, IN_FORCE, ""),
        ({"status": "unchecked"}, DAY, UNCHECKED, "has not been checked"),
        # From and to, each day included.
        ({"in_force": {"from": "2026-06-01"}}, BEFORE, GONE, "is not in force until 1 June 2026"),
        ({"in_force": {"from": "2026-06-01"}}, DAY, IN_FORCE, ""),
        ({"in_force": {"to": "2026-06-01"}}, DAY, IN_FORCE, ""),
        ({"in_force": {"to": "2026-06-01"}}, AFTER, GONE, "ceased to be in force after 1 June 2026"),
        ({"in_force": {"from": "2026-06-01", "to": "2026-06-01"}}, DAY, IN_FORCE, ""),
        ({"in_force": {"from": "2003-02-24"}, "status": "unchecked"}, DAY, UNCHECKED, "has not been checked"),
        ({"in_force": {"from": "2026-06-02"}, "status": "unchecked"}, DAY, GONE, "is not in force until 2 June 2026"),
        ({"in_force": {"to": "2026-05-31"}, "status": "unchecked"}, DAY, GONE, "ceased"),
        # Prospective: blocked until a confirmed day.
        ({"status": "prospective"}, DAY, GONE, "no start date is confirmed"),
        ({"status": "prospective", "in_force": {"from": "2026-06-02"}}, DAY, GONE, "is not in force until 2 June 2026"),
        ({"status": "prospective", "in_force": {"from": "2026-06-01"}}, DAY, IN_FORCE, ""),
        # Repealed: gone, or as long as it lasts.
        ({"status": "repealed"}, DAY, GONE, "is repealed"),
        ({"status": "repealed", "in_force": {"to": "2026-06-01"}}, DAY, IN_FORCE, ""),
        ({"status": "repealed", "in_force": {"to": "2026-06-01"}}, AFTER, GONE, "ceased"),
        ({"status": "repealed", "in_force": {"from": "2003-02-24"}}, DAY, GONE, "is repealed"),
        # Acts of 2025 and after, with nobody to say that they have begun.
        ({"status": "unchecked", "act": "New Act 2025"}, DAY, GONE, "is a 2025 provision with no confirmed start"),
        ({"status": "unchecked", "act": "Newer Act 2026"}, DAY, GONE, "is a 2026 provision with no confirmed start"),
        ({"status": "unchecked", "act": "New Act 2025", "in_force": {"from": "2026-01-01"}}, DAY, UNCHECKED, "has not been checked"),
        ({"status": "unchecked", "act": "Old Act 2024"}, DAY, UNCHECKED, "has not been checked"),
        ({"status": "unchecked", "act": "Common law"}, DAY, UNCHECKED, "has not been checked"),
        ({"act": "New Act 2025"}, DAY, IN_FORCE, ""),
    ],
    ids=str,
)  # fmt: skip
def test_how_a_provision_stands(over: dict[str, Any], day: date, expected: LawStatus, why: str) -> None:
    found = standing(day, **over)
    assert found.status is expected
    assert why in found.why
    if expected is not IN_FORCE:
        assert f"{over.get('act', 'Old Act 2002')}, s. 1" in found.why


def test_where_it_does_not_apply_comes_before_when() -> None:
    found = standing(nation="wales", applies_in=["england"], status="repealed")
    assert found.status is ELSEWHERE
    assert found.why == "Old Act 2002, s. 1 does not apply in Wales"


def test_which_standings_a_plan_may_rest_on() -> None:
    assert [status for status in LawStatus if status.usable] == [IN_FORCE, UNCHECKED]
    assert all(status.words for status in LawStatus)


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"checked": None}, "needs `checked`"),
        ({"status": "prospective", "checked": None}, "needs `checked`"),
        ({"status": "repealed", "checked": None}, "needs `checked`"),
        ({"checked": {k: v for k, v in PROOF.items() if k != "version"}}, "version"),
        ({"checked": {k: v for k, v in PROOF.items() if k != "heading"}}, "heading"),
        ({"checked": {k: v for k, v in PROOF.items() if k != "on"}}, "on"),
        ({"checked": {**PROOF, "address": "http://insecure.example"}}, "address"),
        ({"applies_in": []}, "applies_in"),
        ({"applies_in": ["france"]}, "applies_in"),
        ({"requires": ""}, "requires"),
        ({"in_force": {"from": "soon"}}, "not a date"),
        ({"in_force": {"from": 20260601}}, "not a date"),
        ({"id": "Capital"}, "id"),
    ],
    ids=str,
)
def test_no_claim_without_its_proofs(over: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        provision(**over)


def test_what_is_unchecked_carries_no_proof() -> None:
    with pytest.raises(ValidationError, match="carries no `checked`"):
        Provision.model_validate({**provision().model_dump(by_alias=True), "status": "unchecked"})


# -- what a tactic rests on ------------------------------------------------------------------------------------------


def resting(*bases: tuple[str, str]) -> Tactic:
    basis = [{"provision": name, "role": role} for name, role in bases]
    return tactic("t", {"group.a": True}, no_power_needed="", legal_basis=basis)


def standings(*statuses: LawStatus) -> tuple[Standing, ...]:
    return tuple(Standing(provision=f"p{n}", status=status) for n, status in enumerate(statuses))


@pytest.mark.parametrize(
    ("roles", "statuses", "expected"),
    [
        (["needs"], [IN_FORCE], IN_FORCE),
        (["needs"], [UNCHECKED], UNCHECKED),
        (["needs"], [GONE], GONE),
        (["needs"], [ELSEWHERE], GONE),
        (["needs", "needs"], [IN_FORCE, UNCHECKED], UNCHECKED),
        (["needs", "needs"], [IN_FORCE, GONE], GONE),
        # Of the alternatives any one is enough, and one that is gone taints nothing.
        (["alternative", "alternative"], [GONE, IN_FORCE], IN_FORCE),
        (["alternative", "alternative"], [GONE, UNCHECKED], UNCHECKED),
        (["alternative", "alternative"], [GONE, ELSEWHERE], GONE),
        (["needs", "alternative", "alternative"], [IN_FORCE, ELSEWHERE, IN_FORCE], IN_FORCE),
        (["needs", "alternative"], [GONE, IN_FORCE], GONE),
        (["needs", "alternative"], [IN_FORCE, GONE], GONE),
        # What is only related decides nothing.
        (["needs", "related"], [IN_FORCE, GONE], IN_FORCE),
        (["needs", "related"], [IN_FORCE, UNCHECKED], IN_FORCE),
        (["related"], [GONE], IN_FORCE),
    ],
    ids=str,
)  # fmt: skip
def test_whether_a_tactic_is_lawful(roles: list[str], statuses: list[LawStatus], expected: LawStatus) -> None:
    made = resting(*((f"p{n}", role) for n, role in enumerate(roles)))
    assert lawful(made, standings(*statuses)) is expected


def test_a_tactic_that_needs_no_power_is_lawful() -> None:
    assert lawful(tactic("t", {"group.a": True}), ()) is IN_FORCE


def test_a_bare_id_is_needed() -> None:
    made = tactic(
        "t", {"group.a": True}, no_power_needed="", legal_basis=["p0", {"provision": "p1", "role": "related"}]
    )
    assert made.legal_basis == (LegalBasis(provision="p0", role="needs"), LegalBasis(provision="p1", role="related"))


# -- counterparts ----------------------------------------------------------------------------------------------------


@pytest.fixture
def made() -> Library:
    english = provision("eng", applies_in=["england"], counterparts={"wales": "wal"})
    welsh = provision("wal", applies_in=["wales"], act="Welsh Act 2014", status="unchecked")
    both = provision("both", counterparts={"wales": "wal"})
    alone = provision("alone", applies_in=["england"])
    return build(
        [resting(("eng", "needs"), ("both", "needs"), ("alone", "related"))], provisions=[english, welsh, both, alone]
    )


def test_the_counterpart_stands_in_where_the_provision_does_not_apply(made: Library) -> None:
    found = made.standing(made.tactics["t"], DAY, "wales")
    assert [(one.provision, one.status) for one in found] == [
        ("wal", UNCHECKED),
        ("both", IN_FORCE),
        ("alone", ELSEWHERE),
    ]
    assert lawful(made.tactics["t"], found) is UNCHECKED


def test_at_home_the_provision_itself_counts(made: Library) -> None:
    found = made.standing(made.tactics["t"], DAY, "england")
    assert [(one.provision, one.status) for one in found] == [
        ("eng", IN_FORCE),
        ("both", IN_FORCE),
        ("alone", IN_FORCE),
    ]


def test_every_provision_of_the_library_stands_somehow_on_every_day(library: Library) -> None:
    days = [date(1990, 1, 1), date(2024, 12, 31), DAY, date(2040, 1, 1)]
    for one in library.provisions:
        for day in days:
            for nation in ("england", "wales"):
                found = one.standing(day, nation)
                assert found.status is IN_FORCE or found.why, one.id
                if found.status is IN_FORCE:
                    assert one.checked is not None, one.id

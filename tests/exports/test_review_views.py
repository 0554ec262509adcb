"""A review in text and as JSON: what is found, where, how it is mended, what inspectors found, and what the plan covers."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from planner.application.reviewing import Covered, Finding, Place, Review
from planner.domain.library import Library
from planner.domain.rules import ReviewRule
from planner.exports.views_json import review_rules_json, reviews_json
from planner.exports.views_text import Screen

RULE = ReviewRule(
    id="no-owner", severity="error", where="plan.interventions", when={}, text="Nobody owns it.", fix="Name an owner.",
    inspection="Somewhere, some year: nobody knew whose it was.", source="A section of the guidance",
)  # fmt: skip
PLAIN = ReviewRule(
    id="odd", severity="note", where="plan", when={}, text="It is odd [so far].", fix="Look again.", source="Ours"
)
REVIEW = Review(
    "oak", True,
    (
        Finding(RULE, (Place(12, label="Cash seizure"), Place(14, "people/p1", label="The principal", note="same words as entry 3"))),
        Finding(PLAIN),
    ),
    (Covered("pursue", "crime", "clear", 2), Covered("pursue", "crime", "hold", 1), Covered("prepare", "", "", 3)),
)  # fmt: skip
Shown = Callable[..., str]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What the screen writes, on one line."""
    monkeypatch.setenv("COLUMNS", "200")

    def shown(show: Callable[[Screen], object]) -> str:
        stream = io.StringIO()
        show(Screen(stream))
        return " ".join(stream.getvalue().split())

    return shown


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (Place(12), "entry 12"),
        (Place(12, label="Cash seizure"), "entry 12 (Cash seizure)"),
        (Place(12, label="Cash seizure", note="not known"), "entry 12 (Cash seizure: not known)"),
        (Place(12, note="Hold not ready"), "entry 12 (Hold not ready)"),
        (Place(ref="people/p1", label="Ann"), "Ann (people/p1)"),
        (Place(ref="people/p1", label="people/p1"), "people/p1"),
        (Place(tactic="cash", label="Cash seizure", note="fits, place 3"), "Cash seizure: fits, place 3"),
        (Place(note="the equality assessment"), "the equality assessment"),
    ],
)
def test_a_place_is_named_as_an_officer_would_look_for_it(place: Place, says: str) -> None:
    assert place.says == says


def test_the_text_names_what_was_found_where_and_how_to_mend_it(shown: Shown) -> None:
    told = shown(lambda screen: screen.reviews([REVIEW]))
    for words in ("oak: 2 findings", "Nobody owns it.", "Name an owner.", "entry 12", "It is odd [so far]."):
        assert words in told
    assert "nobody knew whose" not in told


def test_what_inspectors_found_is_said_when_it_is_asked_for(shown: Shown) -> None:
    told = shown(lambda screen: screen.reviews([REVIEW], explain=True))
    assert "Inspectors:" in told
    assert "some year" in told
    assert "Source: Ours" in told


def test_the_matrix_counts_by_p_heading_and_phase(shown: Shown) -> None:
    told = shown(lambda screen: screen.reviews([REVIEW]))
    assert "P Heading Clear Hold No phase" in told
    assert "pursue crime 2 1 –" in told
    assert "prepare – – – 3" in told


def test_json_names_the_places_in_where_and_keeps_its_shape() -> None:
    shape = reviews_json([REVIEW])
    assert shape["findings"][0] == {
        "rule": "no-owner", "severity": "error", "text": "Nobody owns it.", "fix": "Name an owner.",
        "where": "plan.interventions: entry 12 (Cash seizure); entry 14 (The principal: same words as entry 3)",
    }  # fmt: skip
    assert shape["findings"][1]["where"] == "plan"
    assert set(shape) == {"case", "findings", "coverage"}


def test_json_tells_what_inspectors_found_only_when_asked() -> None:
    told = reviews_json([REVIEW, REVIEW], explain=True)["cases"][0]["findings"]
    assert [one["inspection"] for one in told] == [RULE.inspection, ""]


def test_every_rule_is_listed_with_its_source(library: Library, shown: Shown) -> None:
    listed = review_rules_json(library)["rules"]
    assert [one["id"] for one in listed] == [one.id for one in library.review]
    assert len(listed) >= 30
    told = shown(lambda screen: screen.review_rules(library, explain=True))
    assert all(one.id.split("-")[0] in told for one in library.review)
    behind = review_rules_json(library, explain=True)["rules"]
    assert sum(bool(one["inspection"]) for one in behind) > len(behind) * 0.8

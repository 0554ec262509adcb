"""Arguments for, against and excluding: each says where it comes from, and none tells what it must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.application.arguing import Argument, Arguments, arguments
from planner.application.assuming import assume
from planner.application.cases import bundled_cases, find_case
from planner.application.casework import Access, begin
from planner.application.deciding import FactTold, learn
from planner.application.needing import NeedToKnow
from planner.application.recommending import Recommender
from planner.application.vetting import Reasons
from planner.application.ways import Ways, ways
from planner.domain.casebook import Casebook
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.exports.handing_over import export_requests
from tests.features.notes import CaseNotes

NO_WAYS = Ways((), 0, ())


def argued(recommender: Recommender, profile: Profile, tactic: str, book: Casebook | None = None) -> Arguments:
    result = recommender.recommend(profile).get(tactic)
    return arguments(recommender, profile, result, ways(recommender, profile, result), book)


def texts(found: tuple[Argument, ...]) -> str:
    return "\n".join(one.text for one in found)


@pytest.mark.parametrize("name", sorted(bundled_cases()))
def test_every_argument_on_every_tactic_says_where_it_comes_from(
    name: str, library: Library, recommender: Recommender
) -> None:
    profile = find_case(name, library)
    unsourced = []
    for result in recommender.recommend(profile).tactics:
        told = arguments(recommender, profile, result, NO_WAYS)
        for one in (*told.supporting, *told.opposing, *told.excluding):
            if not (one.text and one.rule and one.source) or any(not fact.source for fact in one.facts if fact.grade):
                unsourced.append((result.tactic.id, one.text))
    assert unsourced == []


def test_what_is_out_says_what_excludes_it_and_what_fits_does_not(library: Library, recommender: Recommender) -> None:
    profile = find_case("smith-ocg", library)
    for result in recommender.recommend(profile).tactics:
        told = arguments(recommender, profile, result, NO_WAYS)
        excluded = [one for one in told.excluding if not one.text.startswith("It would be blocked")]
        assert bool(excluded) == (result.outcome in ("ruled_out", "blocked")), result.tactic.id


def test_a_fact_behind_an_argument_has_its_grade_and_its_source(library: Library, recommender: Recommender) -> None:
    notes = CaseNotes()
    notes.group(crime_types=["class_a_supply"], grade="2B")
    notes.written["group"]["cash_found"] = {
        "value": 4200,
        "grade": "1B",
        "on": "2026-05-01",
        "source": "a search of the lock-up",
    }
    told = argued(recommender, notes.read(library), "cash-seizure")
    (fact,) = next(one for one in told.supporting if one.facts).facts
    assert (fact.ref, fact.grade, fact.source) == ("group.cash_found", "1B", "a search of the lock-up")
    (would,) = [one for one in told.excluding if one.text.startswith("This alone would take it away")]
    assert would.facts == (fact,)


def test_evidence_and_known_harm_stand_on_the_side_they_speak_for(library: Library, recommender: Recommender) -> None:
    profile = find_case("smith-ocg", library)
    told = argued(recommender, profile, "strike-day")
    harm = library.tactics["strike-day"].evidence
    assert harm.rating == "H"
    assert [one.source for one in told.opposing if one.text.startswith("Evidence H")] == [harm.source]
    assert "Evidence" not in texts(told.supporting)
    cash = argued(recommender, profile, "cash-seizure")
    assert "Evidence E0, no more than practitioners' reports" in texts(cash.supporting)
    for harm_told in library.tactics["cash-seizure"].watch_out:
        assert harm_told in texts(cash.opposing)


def test_law_out_of_force_excludes_with_the_provision_and_how_far_it_was_checked(
    library: Library, recommender: Recommender
) -> None:
    told = argued(recommender, find_case("smith-ocg", library), "home-takeover-offence")
    (law, *_) = told.excluding
    assert law.rule == "law.cpa-2026-pt4-ch2"
    assert "no confirmed start" in law.text
    assert library.law["cpa-2026-pt4-ch2"].name in law.source


def test_a_way_in_that_is_closed_speaks_against_what_is_still_possible(
    library: Library, recommender: Recommender
) -> None:
    profile = find_case("smith-ocg", library)
    closed = [
        one
        for result in recommender.recommend(profile).tactics
        if result.outcome == "possible"
        for one in arguments(recommender, profile, result, NO_WAYS).opposing
        if one.text.startswith("One way in is closed: ")
    ]
    assert closed
    assert all(one.facts for one in closed)


def test_whether_the_sio_was_spoken_to_cannot_be_read_off_the_arguments(
    library: Library, recommender: Recommender
) -> None:
    profile = find_case("smith-ocg", library)
    told = [
        argued(recommender, assume(profile, [f"group.sio_consulted={state}"], library), "cash-seizure").opposing
        for state in ("no", "unknown")
    ]
    assert "Speak to the SIO" in texts(told[0])
    assert told[0] == told[1]


def test_a_fact_that_came_in_reply_says_so_among_the_arguments(
    library: Library, recommender: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    with begin(Access(), library, "argued", "training", origin="valley-estate") as record:
        assert NeedToKnow(recommender).gaps(record.profile)
        asked = export_requests(record, recommender, tmp_path / "r.md", "", "", Reasons()).position
        fact = FactTold("group.cash_found", "4200", grade="2B", source="a bank's answer", reply_to=asked)
        learn(record, library, fact, Reasons())
        told = argued(recommender, record.profile, "cash-seizure", record.book)
        (fact_told,) = next(one for one in told.supporting if one.facts).facts
        assert fact_told.source == f"a bank's answer, in reply to request {asked} (partners)"

"""Starting a case: what is told of it is in its first entry, its name is free, and what is wrong is told before anything is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import Access, CaseRecord, begin, open_record
from planner.application.starting import NewCase, bring_in, practise, start
from planner.application.storekeeping import init
from planner.application.vetting import Reasons
from planner.domain.library import Library
from planner.errors import InputError
from planner.exports.handing_over import export_case

NOON = datetime(2026, 7, 13, 12, 0, tzinfo=UTC)
PASSPHRASE = "lantern orchard viaduct thimble"
PACK = {"source": "Tasking pack", "on": "2026-07-01", "grade": "2C", "handling": "P"}


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Access:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    return Access(person="keeper", ask=lambda _: PASSPHRASE, clock=lambda: NOON, ready=True)


def told(access: Access, library: Library, **asked: Any) -> set[str]:
    """The fields that keep a case from being started."""
    with pytest.raises(InputError) as caught:
        start(access, library, NewCase(**asked))
    assert not access.kinds()
    return {fault.where for fault in caught.value.faults}


def closed(record: CaseRecord) -> CaseRecord:
    record.store.close()
    return record


def test_all_that_is_told_is_in_the_first_entry(access: Access, library: Library) -> None:
    asked = NewCase("Harbour Row", nation="wales", threat="location", tier="tier_2", band="3B", **PACK)
    record = closed(start(access, library, asked))
    profile = record.profile
    assert (record.name, record.position, record.live) == ("harbour-row", 1, False)
    assert (profile.title, profile.nation, profile.threat) == ("Harbour Row", "wales", "location")
    (tier,), (band,) = profile.records("group.tier"), profile.records("group.band")
    assert (tier.value, band.value) == ("tier_2", "3B")
    assert (tier.source, str(tier.on), tier.grade, tier.handling) == ("Tasking pack", "2026-07-01", "2C", "P")


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"title": " "}, {"title"}),
        ({"title": "x" * 121}, {"title"}),
        ({"title": "Harbour", "tier": "tier_1"}, {"source"}),
        ({"title": "Harbour", "band": "9Z", **PACK}, {"band"}),
        ({"title": "Harbour", "band": "3B", **PACK, "on": "2027-01-01"}, {"on"}),
        ({"title": "", "band": "9Z", "tier": "tier_9", **PACK}, {"title", "band", "tier"}),
        ({"title": "Harbour", "source": "tbc"}, {"source"}),
        ({"title": "Harbour", "source": "Our informant says so"}, {"source"}),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    asked: dict[str, Any], fields: set[str], access: Access, library: Library
) -> None:
    assert told(access, library, **asked) == fields


def test_names_are_made_of_titles_and_are_free(access: Access, library: Library) -> None:
    titles = ["Harbour Row!", "harbour row", "smith-ocg", "Ünïted", "漢字", "A" * 100]
    names = [closed(start(access, library, NewCase(title))).name for title in titles]
    assert names == ["harbour-row", "harbour-row-2", "smith-ocg-practice", "united", "case", "a" * 50]


def test_a_live_case_takes_no_name_of_a_practice_case(access: Access, library: Library) -> None:
    init(access, "live", PASSPHRASE).close()
    closed(start(access, library, NewCase("Harbour")))
    live = closed(start(access, library, NewCase("Harbour", kind="live")))
    assert (live.name, live.live) == ("harbour-2", True)


def test_a_practice_copy_has_the_facts_of_the_bundled_case(access: Access, library: Library) -> None:
    first, second = closed(practise(access, library, "cl-team")), closed(practise(access, library, "cl-team"))
    assert (first.name, second.name) == ("cl-team-practice", "cl-team-practice-2")
    assert first.profile.records("group.children_used")


def test_a_case_written_as_yaml_is_brought_in_as_the_kind_it_is(
    access: Access, library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("case: my-group\nkind: training\nnation: wales\nfiction: Made up.\n", encoding="utf-8")
    record = closed(bring_in(access, library, file))
    assert (record.name, record.live, record.profile.nation) == ("my-group", False, "wales")


def test_a_carried_case_is_brought_in_with_its_passphrase(
    access: Access, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begin(access, library, "carried", "training") as record:
        export_case(record, tmp_path / "a.fourp-case", PASSPHRASE, "", Reasons())
    monkeypatch.setenv("FOURP_HOME", str(tmp_path / "elsewhere"))
    closed(bring_in(access, library, tmp_path / "a.fourp-case", PASSPHRASE))
    with open_record("carried", access) as found:
        assert found.position == 1

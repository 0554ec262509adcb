"""The adviser's bench: listing, showing and searching the catalogue, and checking files before they are relied on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planner.application.advising import catalogue, check, search, show
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.errors import InputError
from planner.library.layers import shipped_root


def ids(tactics: list) -> list[str]:
    return [one.id for one in tactics]


# -- listing --------------------------------------------------------------------------------------------------------


def test_the_whole_catalogue_is_listed_the_entries_not_offered_too(library: Library) -> None:
    assert sorted(ids(catalogue(library))) == sorted(library.tactics)
    assert "internet-cafe-licence-revocation" in ids(catalogue(library))


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_p_can_be_listed_alone(library: Library, pillar: str) -> None:
    assert set(ids(catalogue(library, pillar=pillar))) == {
        one.id for one in library.all_tactics if one.pillar == pillar
    }


@pytest.mark.parametrize("heading", ["vehicles", "business", "crime", "travel", "lifestyle", "behaviour"])
def test_each_heading_of_the_menu_has_entries(library: Library, heading: str) -> None:
    found = catalogue(library, heading=heading)
    assert found
    assert {one.heading for one in found} == {heading}


def test_filters_narrow_together(library: Library) -> None:
    found = catalogue(library, pillar="pursue", heading="vehicles", phase="hold", status="active")
    assert found
    assert all(
        (one.pillar, one.heading, one.status) == ("pursue", "vehicles", "active") and "hold" in one.phases
        for one in found
    )
    assert sorted(ids(catalogue(library, status="not_offered"))) == [
        "environment-police-powers",
        "internet-cafe-licence-revocation",
        "knife-crime-prevention-order",
        "serious-violence-reduction-order",
    ]


# -- showing --------------------------------------------------------------------------------------------------------


def test_an_entry_is_found_by_its_id(library: Library) -> None:
    assert show(library, "closure-order").title == "Closure notice and order for premises"


@pytest.mark.parametrize("alias", ["crack house closure", "Crack House Closure"])
def test_an_entry_is_found_by_what_officers_call_it(library: Library, alias: str) -> None:
    assert show(library, alias).id == "closure-order"


def test_no_name_that_officers_use_stands_for_two_entries(library: Library) -> None:
    named: dict[str, str] = {}
    for one in library.all_tactics:
        for alias in {alias.lower() for alias in one.aliases}:
            assert named.setdefault(alias, one.id) == one.id, alias


def test_a_mistyped_name_is_met_with_the_nearest(library: Library) -> None:
    with pytest.raises(InputError, match=r"there is no tactic of that name\. Did you mean 'closure-order'\?"):
        show(library, "closure-ordr")


def test_a_name_near_none_is_met_with_where_to_look(library: Library) -> None:
    with pytest.raises(InputError, match=r"Try fourp catalogue search\."):
        show(library, "qqqqqq")


# -- searching ------------------------------------------------------------------------------------------------------


def test_the_title_counts_for_more_than_a_mention(library: Library) -> None:
    hits = search(library, "closure")
    assert hits[0].tactic.id == "closure-order"
    assert hits[0].where == "title"
    assert len(hits) > 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_every_word_must_be_found(library: Library) -> None:
    assert [hit.tactic.id for hit in search(library, "closure order premises")][:1] == ["closure-order"]
    assert search(library, "closure xylophone") == []


def test_words_are_found_whatever_their_case(library: Library) -> None:
    assert search(library, "CLOSURE") == search(library, "closure")


def test_a_programme_named_in_a_source_leads_to_the_general_tactic(library: Library) -> None:
    programme = next(name for one in library.all_tactics for name in one.seen_in)
    assert any(programme in hit.tactic.seen_in for hit in search(library, programme))


def test_no_words_find_nothing(library: Library) -> None:
    assert search(library, "  ") == []


# -- checking -------------------------------------------------------------------------------------------------------


def test_what_is_shipped_has_no_errors() -> None:
    assert [str(fault) for fault in check([], None, []) if fault.severity == "error"] == []


def test_a_folder_of_cases_is_checked_file_by_file(tmp_path: Path) -> None:
    for path in (shipped_root() / "scenarios" / "cases").glob("*.yaml"):
        shutil.copy(path, tmp_path)
    assert check([tmp_path], None, []) == []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("case: wrong\nkind: training\nnation: england\ngroup: {violence_usd: true}\n", encoding="utf-8")
    (fault,) = check([tmp_path], None, [])
    assert (fault.where, fault.line, fault.column) == (str(wrong), 4, 9)
    assert "Did you mean 'violence_used'?" in str(fault)


def test_one_entry_is_checked_as_if_it_stood_in_the_catalogue(tmp_path: Path) -> None:
    entry = shipped_root() / "tactics_catalogue" / "pursue" / "behaviour" / "closure-order.yaml"
    written = entry.read_text(encoding="utf-8")
    copy = tmp_path / entry.name
    copy.write_text(written, encoding="utf-8")
    assert check([copy], None, []) == []
    copy.write_text(written.replace("nuisance_or_disorder: true", "nuisance_or_disordr: true"), encoding="utf-8")
    (fault,) = check([copy], None, [])
    assert "Did you mean 'nuisance_or_disorder'?" in str(fault)
    assert written.splitlines()[fault.line - 1].strip().startswith("- {nuisance_or_disorder: true}")


def test_a_path_that_is_not_there_stops_the_check(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file or folder"):
        check([tmp_path / "nowhere"], None, [])


def test_every_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as stopped:
        check([tmp_path / "one", tmp_path / "two"], None, [])
    assert len(stopped.value.faults) == 2

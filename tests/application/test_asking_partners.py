"""Requests as they are got ready: what gives a case away is found, and what the record answers of the golden rules is no more
than it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from planner.application.asking_partners import Partner, golden_rules, partners, wording_key
from planner.application.cases import find_case
from planner.application.casework import Access, CaseRecord, begin
from planner.application.deciding import decide
from planner.application.needing import Gap, NeedToKnow
from planner.application.recommending import Recommender
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.domain.profile import Member
from planner.errors import InputError
from planner.exports.handing_over import export_request

BECAUSE = Reasons("Housing must act on this and the tenants need help now.")


@pytest.fixture(scope="module")
def gaps(recommender: Recommender, library: Library) -> tuple[Gap, ...]:
    return NeedToKnow(recommender).gaps(find_case("smith-ocg", library))


@pytest.fixture
def record(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseRecord]:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    with begin(Access(), library, "asked", "training", origin="smith-ocg") as opened:
        yield opened


def housing(record: CaseRecord, library: Library, gaps: tuple[Gap, ...], own: str = "") -> Partner:
    """The request to Housing, its first question in words of the officer's own; three more are named in the case."""
    more = [Member(id=f"n{n}", label=name) for n, name in enumerate(("Dave Marchetti", "Jo Ng", "Zoë Smythe"))]
    members = {**record.profile.members, "people": (*record.profile.members["people"], *more)}
    profile = record.profile.model_copy(update={"members": members})
    found = {one.request.title: one for one in partners(gaps, library, profile, record.book)}
    plain = found["Housing"].plain
    wording = {wording_key(plain, plain.questions[0]): own} if own else {}
    found = {one.request.title: one for one in partners(gaps, library, profile, record.book, wording)}
    return found["Housing"]


def test_the_menus_wording_gives_nothing_away_even_where_a_case_is_called_by_a_word_of_it(
    record: CaseRecord, library: Library, gaps: tuple[Gap, ...]
) -> None:
    found = partners(gaps, library, record.profile, record.book)
    assert len(found) > 5
    assert not [one.telling for one in found if one.telling]


@pytest.mark.parametrize(
    ("own", "telling"),
    [
        ("Have you visited the safe house this year?", "Safe house"),
        ("Do you know of gang members in any home?", "gang"),
        ("Whose flat is it?", "Whose"),
        ("Have you visited 14 rose court this year?", "14 rose court"),
        ("What do your staff see of ab12 cde?", "ab12 cde"),
        ("Is the caravan under observation?", "under observation"),
        ("Have you visited the Marchettis?", "Marchettis"),
        ("Have you visited marchetti_d or Dave?", "marchetti"),
        ("Does Zoe Smythe call?", "Zoe Smythe"),
        ("Does Ng call?", "Ng"),
        ("What do your staff see at caravans?", ""),
    ],
)
def test_words_of_ones_own_that_give_the_case_away_are_found(
    record: CaseRecord, library: Library, gaps: tuple[Gap, ...], own: str, telling: str
) -> None:
    one = housing(record, library, gaps, own)
    assert one.request.questions[0].text == own
    assert one.request.questions[1:] == one.plain.questions[1:]
    assert (one.telling[0] if one.telling else "").casefold() == telling.casefold()


def test_the_record_answers_three_golden_rules_and_only_after_a_yes(
    record: CaseRecord, recommender: Recommender, gaps: tuple[Gap, ...]
) -> None:
    library = recommender.library
    share = Decision(kind="share", agency="Housing", state="no")
    assert sum(answered for _, answered in golden_rules(None)) == 0
    decide(record, recommender, share, BECAUSE)
    assert sum(answered for _, answered in golden_rules(housing(record, library, gaps).sharing)) == 0
    assert not housing(record, library, gaps).may_be_named
    yes = share.model_copy(update={"state": "yes", "basis": "Crime and Disorder Act 1998, section 115"})
    decide(record, recommender, yes, BECAUSE)
    assert housing(record, library, gaps).may_be_named
    answered = [n for n, (_, known) in enumerate(golden_rules(housing(record, library, gaps).sharing), 1) if known]
    assert answered == [1, 4, 7]


def test_what_is_shown_is_what_goes_out_and_the_record_notes_for_whom(
    record: CaseRecord, library: Library, gaps: tuple[Gap, ...], tmp_path: Path
) -> None:
    one = housing(record, library, gaps, "What do your staff see at caravans?")
    out = tmp_path / "request.md"
    export_request(record, one.request, out, Reasons())
    text = out.read_text(encoding="utf-8")
    assert all(asked.text in text for asked in one.request.questions)
    assert one.plain.questions[0].text not in text
    assert "Fire and rescue" not in text
    (entry,) = housing(record, library, gaps).sent
    assert entry.number == record.position
    others = partners(gaps, library, record.profile, record.book)
    assert [each.request.title for each in others if each.sent] == ["Housing"]
    (still,) = partners((), library, record.profile, record.book)
    assert (still.request.title, still.request.questions, still.sent) == ("Housing", (), (entry,))


def test_no_file_is_written_over_and_none_of_an_unknown_kind_is_written(
    record: CaseRecord, library: Library, gaps: tuple[Gap, ...], tmp_path: Path
) -> None:
    request, out = housing(record, library, gaps).request, tmp_path / "request.md"
    out.write_text("mine")
    with pytest.raises(InputError, match="a file of that name already"):
        export_request(record, request, out, Reasons())
    with pytest.raises(InputError, match="cannot be written as"):
        export_request(record, replace(request, named=True), tmp_path / "request.exe", Reasons())
    assert out.read_text() == "mine"
    assert record.position == 1

"""Requests to partners: open ones that give nothing away, and named ones that rest on a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.application.cases import bundled_cases, find_case
from planner.application.casework import Access, CaseRecord, begin, open_record
from planner.application.deciding import decide
from planner.application.needing import NeedToKnow
from planner.application.recommending import Recommender
from planner.application.requesting import GOLDEN_RULES, named_request, open_requests
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile
from planner.errors import InputError
from planner.exports.handing_over import write_requests


@pytest.fixture
def record(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseRecord]:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    with begin(Access(), library, "asked", "training", origin="valley-estate") as opened:
        yield opened


@pytest.mark.parametrize("name", sorted(bundled_cases()))
@pytest.mark.parametrize("form", [".md", ".json", ".docx"])
def test_the_open_form_holds_no_name_place_or_telling_word(
    name: str, form: str, library: Library, recommender: Recommender, tmp_path: Path
) -> None:
    profile = find_case(name, library)
    out = tmp_path / f"requests{form}"
    asked = write_requests(profile, recommender, out)
    assert asked > 5
    text = _text_of(out)
    labels = {m.label for found in profile.members.values() for m in found if m.label}
    for told in (*labels, profile.title, profile.case):
        assert not re.search(rf"\b{re.escape(told)}\b", text), told
    for one in library.telltale:
        assert not one.found_in(text), one.found_in(text)


def _text_of(out: Path) -> str:
    if out.suffix != ".docx":
        return out.read_text(encoding="utf-8")
    import docx

    made = docx.Document(str(out))
    tables = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    properties = made.core_properties
    told = [properties.title, properties.subject, properties.comments, properties.keywords]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *tables, *told])


def test_each_agency_is_asked_what_it_could_answer_and_each_question_once(
    library: Library, recommender: Recommender
) -> None:
    gaps = NeedToKnow(recommender).gaps(find_case("smith-ocg", library))
    numbers = [one.number for request in open_requests(gaps, library) for one in request.questions]
    assert len(numbers) == len(set(numbers))
    for request in open_requests(gaps, library):
        assert request.questions
        texts = [one.text for one in request.questions]
        assert len(texts) == len(set(texts)), request.title
        assert len({one.number for one in request.questions}) == len(texts)


def test_a_named_request_waits_for_a_decision_to_share_and_says_what_to_weigh(
    library: Library, recommender: Recommender, record: CaseRecord
) -> None:
    gaps = NeedToKnow(recommender).gaps(record.profile)
    with pytest.raises(InputError) as refused:
        named_request(gaps, library, record.profile, record.book, "housing")
    for rule in GOLDEN_RULES:
        assert rule in str(refused.value)


LAW = "Crime and Disorder Act 1998, section 115"
WHY = Reasons("Homes must be checked for people pressed to take others in.")


def _share(record: CaseRecord, recommender: Recommender, state: str, basis: str = LAW) -> None:
    decide(record, recommender, Decision(kind="share", agency="housing", state=state, basis=basis), WHY)


def _plainly_named(profile: Profile) -> Profile:
    members = {
        c: tuple(m.model_copy(update={"label": f"{c.capitalize()} {n}"}) for n, m in enumerate(found, 1))
        for c, found in profile.members.items()
    }
    return profile.model_copy(update={"members": members})


def test_a_named_request_gives_the_agency_the_names_it_needs_and_the_basis(
    library: Library, recommender: Recommender, record: CaseRecord
) -> None:
    _share(record, recommender, "yes")
    profile = _plainly_named(record.profile)
    request = named_request(NeedToKnow(recommender).gaps(profile), library, profile, record.book, "housing")
    assert request.basis == "Crime and Disorder Act 1998, section 115"
    assert request.questions
    assert all(re.match(r"(People|Premises|Business|Vehicles|Places) \d: ", one.text) for one in request.questions)


def test_a_name_that_itself_tells_is_not_sent(library: Library, recommender: Recommender, record: CaseRecord) -> None:
    _share(record, recommender, "yes")
    with pytest.raises(InputError, match="Home of Principal A"):
        named_request(NeedToKnow(recommender).gaps(record.profile), library, record.profile, record.book, "housing")


def test_a_basis_that_tells_is_refused_with_where_the_reason_goes(recommender: Recommender, record: CaseRecord) -> None:
    with pytest.raises(InputError) as refused:
        _share(record, recommender, "yes", f"{LAW}, because Principal A, a source says, is in Operation Finch")
    (fault,) = refused.value.faults
    assert fault.where == "--basis"
    assert list(record.book.decided("share")) == []
    assert all(f"'{word}'" in fault.what for word in ("Principal A", "Operation Finch"))
    assert "--because" in fault.mend


@pytest.mark.parametrize(
    "basis",
    [
        LAW,
        "Serious Crime Act 2007, s.68",
        "Data Protection Act 2018, Sch.2 para 2, and the county's information sharing agreement of 2024",
        "Social Services and Well-being (Wales) Act 2014, s.130; Children Act 2004, s.11",
    ],
)
def test_a_basis_that_names_the_law_alone_is_no_telling_one(
    recommender: Recommender, record: CaseRecord, basis: str
) -> None:
    _share(record, recommender, "yes", basis)
    assert [made.basis for _, made in record.book.decided("share")] == [basis]


def test_a_refusal_to_share_may_say_why(recommender: Recommender, record: CaseRecord) -> None:
    _share(record, recommender, "no", "Principal A is known to the officer there")
    assert [made.state for _, made in record.book.decided("share")] == ["no"]


def test_a_basis_that_was_written_before_and_tells_goes_to_nobody(
    library: Library, recommender: Recommender, record: CaseRecord
) -> None:
    told = Decision(kind="share", agency="housing", state="yes", basis=f"{LAW}, because of the gang of Principal A")
    record.write(Decided(decision=told), because=WHY.because)
    profile = _plainly_named(record.profile)
    profile = profile.model_copy(update={"title": "The Marchettis"})
    with pytest.raises(InputError, match="the basis on record would tell more than the law it names: 'gang'"):
        named_request(NeedToKnow(recommender).gaps(profile), library, profile, record.book, "housing")


def test_a_place_that_is_called_after_a_child_is_not_sent(
    library: Library, recommender: Recommender, record: CaseRecord
) -> None:
    _share(record, recommender, "yes")
    profile = _plainly_named(record.profile)
    facts = {"age_band": (FactRecord(value="under_10", grade="1A"),)}
    (flat, *others) = profile.members["premises"]
    members = {
        **profile.members,
        "people": (*profile.members["people"], Member(id="k1", label="Kyle Brown", facts=facts)),
        "premises": (flat.model_copy(update={"label": "Kyle's mum's flat"}), *others),
    }
    profile = profile.model_copy(update={"members": members})
    with pytest.raises(InputError, match="these names would tell the agency what it is about: 'Kyle's mum's flat'"):
        named_request(NeedToKnow(recommender).gaps(profile), library, profile, record.book, "housing")


def test_a_decision_not_to_share_stands(library: Library, recommender: Recommender, record: CaseRecord) -> None:
    _share(record, recommender, "no")
    gaps = NeedToKnow(recommender).gaps(record.profile)
    with pytest.raises(InputError, match="not to share"):
        named_request(gaps, library, record.profile, record.book, "housing")


def test_an_agency_there_is_not_is_told(library: Library, recommender: Recommender, record: CaseRecord) -> None:
    gaps = NeedToKnow(recommender).gaps(record.profile)
    with pytest.raises(InputError, match="housing"):
        named_request(gaps, library, record.profile, record.book, "housin")


def test_what_was_asked_is_noted_in_the_record(
    library: Library, recommender: Recommender, record: CaseRecord, tmp_path: Path
) -> None:
    from planner.exports.handing_over import export_requests

    saved = export_requests(record, recommender, tmp_path / "r.md", "", "", Reasons())
    record.store.close()
    with open_record("asked", Access()) as again:
        entry = again.book.entries[-1]
        assert entry.number == saved.position
        assert entry.kind == "exported"

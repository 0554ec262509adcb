"""What is adopted to be found out: one question is one line, whatever was decided on it, and the record shows what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from planner.application.casework import Access, CaseRecord, begin
from planner.application.collecting import adopted_gaps, adopting, same_reasons, sought
from planner.application.deciding import FactTold, Settled, decide, learn, looked_into
from planner.application.needing import Gap, NeedToKnow
from planner.application.recommending import Recommender
from planner.application.saying import text_faults
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.errors import InputError
from planner.exports.telling import about

BECAUSE = Reasons("Housing sees these homes weekly and the tenants may be at risk.")


@pytest.fixture(scope="module")
def gaps(recommender: Recommender, library: Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Gap, ...]:
    from planner.application.cases import find_case

    return NeedToKnow(recommender).gaps(find_case("smith-ocg", library))


@pytest.fixture
def record(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseRecord]:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    with begin(Access(), library, "sought", "training", origin="smith-ocg") as opened:
        yield opened


def adopt(record: CaseRecord, recommender: Recommender, gap: Gap, due: date | None = None) -> Settled:
    requirement, collection = adopting(gap, recommender.library)
    first = decide(record, recommender, collection.model_copy(update={"due": due}), BECAUSE)
    decide(record, recommender, requirement, same_reasons(first.entry))
    return first


def test_a_requirement_and_its_collection_line_are_one_question(
    record: CaseRecord, recommender: Recommender, gaps: tuple[Gap, ...]
) -> None:
    adopt(record, recommender, gaps[0])
    (one,) = sought(record.book, record.profile, recommender.library)
    assert [made.kind for _, made in one.made] == ["collection", "requirement"]
    assert one.fact == gaps[0].fact
    assert one.decision.kind == "collection"
    assert not one.answered


def test_the_second_entry_carries_the_reasons_of_the_first(
    record: CaseRecord, recommender: Recommender, gaps: tuple[Gap, ...]
) -> None:
    adopt(record, recommender, gaps[0])
    said = [entry.said.because for entry, _ in record.book.decided("requirement", "collection") if entry.said]
    assert said == [BECAUSE.because] * 2


def test_every_question_worth_asking_can_be_adopted_as_it_is_worded(library: Library, gaps: tuple[Gap, ...]) -> None:
    for gap in gaps:
        for made in adopting(gap, library):
            assert made.fact == gap.fact
            for text in (made.text, made.source, made.method, made.drives):
                assert not text_faults("text", text)


def test_what_is_learned_answers_the_question_and_takes_it_off_the_requests(
    record: CaseRecord, recommender: Recommender, gaps: tuple[Gap, ...], library: Library
) -> None:
    home = next(one for one in gaps if one.fact == "premises/h2.home_taken_over")
    adopt(record, recommender, home)
    learn(record, library, FactTold(home.fact, "yes", grade="2C", source="Visit"), Reasons())
    (one,) = sought(record.book, record.profile, library)
    assert one.known
    assert one.answered
    assert adopted_gaps(NeedToKnow(recommender).gaps(record.profile), [one]) == ()


def test_a_weak_report_answers_nothing(record: CaseRecord, library: Library) -> None:
    assert not record.profile.knows("premises/h2.home_taken_over", library.grading)
    learn(record, library, FactTold("premises/h2.home_taken_over", "yes", grade="2D", source="Rumour"), Reasons())
    assert not record.profile.knows("premises/h2.home_taken_over", library.grading)


def test_a_heading_is_known_once_it_is_looked_into_fully(record: CaseRecord, library: Library) -> None:
    looked_into(record, library, "places", "partly", Reasons())
    assert not record.profile.knows("looked_into.places", library.grading)
    looked_into(record, library, "places", "fully", Reasons())
    assert record.profile.knows("looked_into.places", library.grading)


def test_what_came_back_answers_it_and_the_first_due_comes_first(
    record: CaseRecord, recommender: Recommender, gaps: tuple[Gap, ...]
) -> None:
    late, later, back = gaps[:3]
    adopt(record, recommender, later, date(2026, 12, 20))
    adopt(record, recommender, back, date(2026, 11, 1))
    adopt(record, recommender, late, date(2026, 12, 1))
    decide(record, recommender, Decision(kind="response", text="Housing knows of none", fact=back.fact), BECAUSE)
    found = sought(record.book, record.profile, recommender.library)
    assert [one.fact for one in found] == [late.fact, later.fact, back.fact]
    assert [one.late_by(date(2026, 12, 4)) for one in found] == [3, 0, 0]


def test_a_nice_question_that_is_adopted_is_needed(
    gaps: tuple[Gap, ...], record: CaseRecord, recommender: Recommender
) -> None:
    nice = next(one for one in gaps if one.need == "nice_to_know")
    adopt(record, recommender, nice)
    (kept,) = adopted_gaps(gaps, sought(record.book, record.profile, recommender.library))
    assert (kept.fact, kept.need) == (nice.fact, "need_to_know")


def test_a_question_in_ones_own_words_stands_by_itself(record: CaseRecord, recommender: Recommender) -> None:
    for text in ("Who cleans the money in the next county?", "Where are the boats kept?"):
        decide(record, recommender, Decision(kind="collection", text=text), BECAUSE)
    assert [one.fact for one in sought(record.book, record.profile, recommender.library)] == ["", ""]


@pytest.mark.parametrize("fact", ["group.no_such", "people/+.no_such", "looked_into.weather", "nonsense"])
def test_only_a_fact_there_is_can_be_sought(record: CaseRecord, recommender: Recommender, fact: str) -> None:
    with pytest.raises(InputError, match="there is no fact"):
        decide(record, recommender, Decision(kind="requirement", text="Something to find out", fact=fact), BECAUSE)


def test_the_fact_is_for_the_program_and_not_in_what_is_told(library: Library) -> None:
    made = Decision(kind="requirement", text="Where are the boats kept?", fact="group.violence_used")
    assert about(made, None, library) == "Where are the boats kept?"

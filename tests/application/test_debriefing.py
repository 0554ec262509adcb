"""The debrief: the guidance's agenda, what the record says beside each question, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from planner.application.casework import Access, CaseRecord, new_case
from planner.application.debriefing import NOTHING, Debrief, debrief
from planner.application.suggesting import suggestion
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Exported
from planner.domain.library import Library
from planner.domain.profile import Member, Profile
from planner.errors import InputError
from planner.exports.handing_over import export_suggestion
from planner.library.loading import load_library
from planner.library.schema_checking import schema_faults
from planner.library.yaml_reader import read_yaml
from tests.application.test_panel import table
from tests.features.record_notes import REASON, SetClock

TODAY = date(2026, 7, 20)


def beside(found: Debrief, question: str, heading: str) -> tuple[str, ...]:
    one = next(asked for asked in found.asked if asked.question.id == question)
    return next(told.lines for told in one.beside if told.heading == heading)


def test_the_agenda_holds_each_point_of_the_guidance_with_its_section(library: Library) -> None:
    asked = debrief(table().book, library, TODAY).asked
    items = dict.fromkeys(one.question.source.rpartition(", ")[2].rstrip(")") for one in asked)
    assert list(items) == [f"item {n}" for n in range(1, 7)]
    assert all(one.question.source.startswith("LRO Guidance, section C, ") for one in asked)
    assert {line for one in asked for told in one.beside for line in told.lines} == {NOTHING}


def test_what_was_planned_done_late_and_judged_stands_beside_the_questions(library: Library) -> None:
    oak = table()
    lock = oak.pages.decide("intervention", pillar="protect", text="New locks", owner="Housing", due=date(2026, 7, 1))
    visit = oak.pages.decide("intervention", pillar="protect", text="Visits", owner="Council", due=date(2026, 7, 17))
    given_up = oak.pages.decide("intervention", pillar="prevent", text="A mentor", owner="School", due=date(2026, 9, 1))
    oak.pages.decide("progress", target=lock, state="done", effect="Nine doors mended")
    oak.pages.decide("progress", target=given_up, state="not_done")
    car = oak.pages.decide("disruption", pillar="pursue", level="major", event="A car taken", effect="No runs since")
    oak.pages.decide("moderate", target=car, level="minor")
    oak.pages.decide("measure", name="felt safety", value="41%", when=date(2026, 7, 1), baseline=True)
    found = debrief(oak.book, library, TODAY)
    assert beside(found, "worked", "Planned")[0] == f"{lock}. New locks (Housing, due 1 July 2026)"
    assert beside(found, "worked", "Done") == (f"{lock}. New locks: done, 13 July 2026. Nine doors mended",)
    late = beside(found, "watch-out", "Late, not done or done late")
    assert late == (
        f"{lock}. New locks: done 12 days late. {REASON}",
        f"{visit}. Visits: not tasked yet, 3 days late",
        f"{given_up}. A mentor: not done. {REASON}",
    )
    assert beside(found, "impact", "Disruptions") == (f"{car}. Pursue: A car taken (moderated: minor). No runs since",)
    assert beside(found, "impact", "Measured") == (f"{car + 2}. felt safety: 41%, 1 July 2026 (baseline)",)


def test_who_took_part_what_was_asked_and_what_was_handed_out(library: Library) -> None:
    oak = table()
    oak.pages.decide("partner", agency="Housing", text="the repairs")
    oak.pages.decide("action", agency="Council", text="Send the list", due=date(2026, 8, 1))
    sent = oak.pages.add(Exported(what="requests", form="docx", to="Council"))
    oak.pages.learn("group.band", "2B")
    found = debrief(oak.book, library, TODAY)
    assert beside(found, "good-work", "Who took part") == (
        "Housing: leads the repairs",
        "Council: Send the list (agreed)",
    )
    assert beside(found, "not-handed-in", "Intelligence") == (f"{sent}. Asked of Council: nothing came back",)
    assert beside(found, "performance-boards", "Handed out") == (f"{sent}. The requests, for Council, 13 July 2026",)
    assert beside(found, "performance-boards", "Scores recorded") == (f"{sent + 1}. Band: 2B, 13 July 2026",)


def test_an_answer_stands_under_its_question_and_any_other_beside_the_agenda(library: Library) -> None:
    oak = table()
    answer = oak.pages.decide("debrief", text="Have a locksmith stand by", question="worked")
    other = oak.pages.decide("debrief", text="Ask the school sooner")
    gone = oak.pages.decide("debrief", text="Of an agenda that was changed", question="gone")
    found = debrief(oak.book, library, TODAY)
    answered = [(one.question.id, [entry.number for entry, _ in one.answers]) for one in found.asked if one.answers]
    assert answered == [("worked", [answer])]
    assert [entry.number for entry, _ in found.others] == [other, gone]
    assert found.open == len(found.asked) - 1


def test_a_force_replaces_a_question_of_the_agenda_and_adds_its_own(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "overlay.yaml").write_text("force: Example Police\nlibrary_version: 0.1.0\n")
    (tmp_path / "rules" / "debrief.yaml").write_text(
        "- {id: worked, item: Learning, asks: What would you do again tomorrow?, feeds: practice, source: Force policy 7}\n"
        "- {id: welfare, item: Our own people, asks: How are those who took part?, source: Force policy 7}\n"
    )
    agenda = {one.id: one.asks for one in load_library(None, [tmp_path]).debrief}
    assert agenda["worked"] == "What would you do again tomorrow?"
    assert "welfare" in agenda
    assert len(agenda) == 8


# -- suggestions --------------------------------------------------------------------------------------------------------


def closure(oak: object, *answers: tuple[str, str]) -> int:
    pages = oak.pages  # type: ignore[attr-defined]
    number: int = pages.decide("select", tactic="closure-order", pillar="pursue", owner="Council", due=date(2026, 7, 1))
    for question, text in answers:
        pages.decide("debrief", text=text, question=question, target=number)
    return number


def test_what_was_learned_of_a_tactic_is_put_under_practice_evidence_and_what_to_watch(library: Library) -> None:
    oak = table()
    number = closure(
        oak,
        ("worked", "Have a locksmith stand by"),
        ("impact", "Calls stopped for six weeks"),
        ("watch-out", "Tell neighbours first"),
    )
    oak.pages.decide("debrief", text="Of nothing in the plan", question="worked")
    oak.pages.decide("progress", target=number, state="done")
    car = oak.pages.decide("disruption", pillar="pursue", level="major", event="The flat is empty", target=number)
    oak.pages.decide("moderate", target=car, level="moderate")
    made = suggestion(oak.book, library, "closure-order", "note", TODAY)
    assert made.learned == {
        "practice": ("Have a locksmith stand by",), "evidence": ("Calls stopped for six weeks",), "watch_out": ("Tell neighbours first",),
    }  # fmt: skip
    assert made.counted == {"adopted": 1, "done": 1, "late": 1, "disruption_moderate": 1}


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Take Ann Vale out of the flat first", "Ann Vale"),
        ("Take Vale out of the flat first", "Vale"),
        ("Close 12 Mill Lane by noon", "12 Mill Lane"),
        ("The oak family moved out", "The oak family"),
        ("Look for AB12 CDE outside", "AB12 CDE"),
        ("Ask DI Green how it was done", "DI Green"),
        ("As in Operation Finch", "Operation Finch"),
    ],
)
def test_words_that_tell_which_case_it_was_are_refused_by_name_and_entry(
    library: Library, text: str, telling: str
) -> None:
    oak = table()
    number = closure(oak, ("worked", text))
    with pytest.raises(InputError) as refused:
        suggestion(oak.book, library, "closure-order", "note", TODAY)
    (fault,) = refused.value.faults
    assert fault.where == f"entry {number + 1}"
    assert f"'{telling}'" in fault.what
    assert f"--question worked --intervention {number} --supersedes {number + 1}" in fault.mend


def test_every_word_that_may_be_a_name_is_listed_at_once(library: Library) -> None:
    oak = table()
    text = "Ask Marchetti's cousin on Snapchat. Then Rita of the Rovers bar, and see Zoë-May; again in Leith."
    number = closure(oak, ("worked", text), ("watch-out", "Mind the Jaguar"))
    with pytest.raises(InputError) as refused:
        suggestion(oak.book, library, "closure-order", "note", TODAY)
    first, second = refused.value.faults
    words = ("Marchetti", "Snapchat", "Rita", "Rovers", "Zoë", "Leith")
    assert [word for word in words if f"'{word}'" not in first.what] == []
    assert (second.where, "'Jaguar'" in second.what) == (f"entry {number + 2}", True)
    assert "small letters" in first.mend


@pytest.mark.parametrize(
    "text",
    [
        "Have a locksmith stand by. Tell Housing and Trading Standards on a Monday in March",
        "The Modern Slavery Act 2015 and the Crown Court helped; HMRC did not: Ask sooner",
        "I was told: 'Bring two keys.'\n- Keep one",
    ],
)
def test_words_of_the_menu_of_law_and_of_the_calendar_name_no_case(library: Library, text: str) -> None:
    oak = table()
    closure(oak, ("worked", text))
    assert suggestion(oak.book, library, "closure-order", "note", TODAY).learned["practice"] == (text,)


def test_every_answer_that_tells_is_named_at_once(library: Library) -> None:
    oak = table()
    closure(oak, ("worked", "Ask Ann Vale"), ("watch-out", "Ask Ben Vale"))
    with pytest.raises(InputError) as refused:
        suggestion(oak.book, library, "closure-order", "the-vale-note", TODAY)
    assert len(refused.value.faults) == 3


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("closure-order", "no answer of the debrief is about it"),
        ("cash-seizure", "this plan does not hold that tactic"),
        ("closure-ordr", "there is no tactic of that name"),
    ],
)
def test_where_nothing_was_learned_nothing_is_written(library: Library, wanted: str, says: str) -> None:
    oak = table()
    closure(oak, ("good-work", "Thank the council"))
    with pytest.raises(InputError, match=says):
        suggestion(oak.book, library, wanted, "note", TODAY)


@pytest.mark.parametrize("named", ["New One", "closure-order", "x" * 61])
def test_a_new_entry_is_called_by_an_id_that_is_free(library: Library, named: str) -> None:
    oak = table()
    oak.pages.decide("debrief", text="Have a locksmith stand by", question="worked")
    with pytest.raises(InputError, match="--out"):
        suggestion(oak.book, library, "new", named, TODAY)


# -- the file -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def record(library: Library, tmp_path: Path) -> Iterator[CaseRecord]:
    profile = Profile(
        case="oak",
        title="The oak family",
        kind="training",
        nation="england",
        members={"people": (Member(id="p1", label="Ann Vale"),)},
    )
    with new_case(
        Access(store=str(tmp_path / "training.sqlite"), clock=SetClock()), "oak", "training", profile, library
    ) as opened:
        yield opened


def write(record: CaseRecord, kind: str, **parts: object) -> int:
    saved = record.write(Decided(decision=Decision.model_validate({"kind": kind, **parts})), because=REASON)
    return saved.position


@pytest.mark.parametrize("pillar", ["pursue", "prevent", "protect", "prepare"])
def test_a_new_entry_answers_to_the_schema_and_is_not_offered(
    record: CaseRecord, library: Library, tmp_path: Path, pillar: str
) -> None:
    number = write(record, "intervention", pillar=pillar, text="A locksmith at the door")
    write(record, "debrief", text="Have a locksmith: stand by #1", question="worked", target=number)
    out = tmp_path / "locksmith-at-hand.yaml"
    export_suggestion(record, library, "new", out, "", Reasons())
    assert schema_faults(read_yaml(out), "tactic") == []
    shape = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert (shape["id"], shape["title"], shape["pillar"], shape["status"]) == (
        "locksmith-at-hand",
        "A locksmith at the door",
        pillar,
        "not_offered",
    )
    assert shape["procedure"][0] == "Have a locksmith: stand by #1"
    assert str(shape).count("TO FILL") > 10
    assert not [word for word in ("Vale", "oak", "fourp-record") if word in out.read_text(encoding="utf-8")]


def test_words_of_our_own_that_tell_are_no_title(record: CaseRecord, library: Library, tmp_path: Path) -> None:
    number = write(record, "intervention", pillar="protect", text="A locksmith for Ann Vale")
    write(record, "debrief", text="Have a locksmith stand by", question="worked", target=number)
    out = tmp_path / "locksmith-at-hand.yaml"
    export_suggestion(record, library, "new", out, "", Reasons())
    assert yaml.safe_load(out.read_text(encoding="utf-8"))["title"].startswith("TO FILL")


def test_a_note_is_marked_unchecked_and_noted_in_the_record(
    record: CaseRecord, library: Library, tmp_path: Path
) -> None:
    number = write(record, "select", tactic="closure-order", pillar="pursue")
    write(record, "debrief", text="Have a locksmith stand by", question="worked", target=number)
    out = tmp_path / "note.yaml"
    saved = export_suggestion(record, library, "closure-order", out, "", Reasons())
    told = out.read_text(encoding="utf-8")
    assert "UNCHECKED" in told
    assert "No name on the case's record was found in it. Read it before you pass it on." in told
    assert "names no person" not in told
    shape = yaml.safe_load(told)
    assert (shape["suggestion_for"], shape["status"], shape["practice_seen"]) == (
        "closure-order",
        "unchecked",
        ["Have a locksmith stand by"],
    )
    noted = record.book.entries[-1]
    assert (noted.number, noted.kind) == (saved.position, "exported")
    assert noted.said is not None
    assert isinstance(noted.said.content, Exported)
    assert (noted.said.content.what, noted.said.content.to) == ("suggestion for the menu", "the tactical adviser")


def test_what_tells_is_written_nowhere(record: CaseRecord, library: Library, tmp_path: Path) -> None:
    number = write(record, "select", tactic="closure-order", pillar="pursue")
    write(record, "debrief", text="Ask Ann Vale", question="worked", target=number)
    before = record.position
    with pytest.raises(InputError, match="'Ann Vale'"):
        export_suggestion(record, library, "closure-order", tmp_path / "note.yaml", "", Reasons())
    assert not (tmp_path / "note.yaml").exists()
    assert record.position == before

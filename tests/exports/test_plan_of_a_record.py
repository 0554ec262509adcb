"""The plan of a stored case as a document and on the screen: what is decided first, and proposals only for what is missing."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from planner.application.cases import find_case
from planner.application.planning import Draft, draft
from planner.application.recommending import Recommender
from planner.domain.entries import Signed
from planner.domain.tactic import PILLARS
from planner.exports.document import Bullets, Document, Heading, Paragraph, Table, marked
from planner.exports.plan_document import plan_document
from planner.exports.telling import on_tactics
from planner.exports.views_json import recommendation_json
from planner.exports.views_text import Screen
from planner.exports.word import word
from tests.features.record_notes import Pages

LINE = "Proposed by fourp for what is still missing"


def stored(recommender: Recommender) -> Pages:
    """The bundled case as a record that has only been opened."""
    pages = Pages()
    pages.open(find_case("smith-ocg", recommender.library))
    return pages


@pytest.fixture(scope="module")
def pages(recommender: Recommender) -> Pages:
    """A record in which something of everything is decided."""
    made = stored(recommender)
    made.decide("vision", text="A town free of fear")
    for pillar in ("overall", *PILLARS):
        made.decide("aim", pillar=pillar, text=f"The aim of {pillar}")
        made.decide("lead", pillar=pillar, name=f"The lead of {pillar}")
        made.decide("objective", pillar=pillar, text="x", measure="counted", owner="DI Ray", due=date(2026, 9, 1))
    made.decide("focus", ref="people/p2")
    made.decide("business-model", form="money")
    made.decide("trajectory", form="both")
    made.decide("place-based", state="no")
    made.decide("select", tactic="cash-seizure", pillar="pursue")
    made.decide("reject", tactic="child-safeguarding-referral", pillar="protect")
    made.author = "Supt Hall"
    made.add(Signed(fingerprint=made.book.fingerprint()))
    return made


@pytest.fixture(scope="module")
def plan(recommender: Recommender, pages: Pages) -> Draft:
    return draft(recommender, pages.book.profile, pages.book, "fourp-record: x 1 ab")


@pytest.fixture(scope="module")
def empty(recommender: Recommender) -> Draft:
    book = stored(recommender).book
    return draft(recommender, book.profile, book)


def headings(plan: Draft, level: int = 2) -> list[str]:
    return [one.text for one in plan_document(plan).blocks if isinstance(one, Heading) and one.level <= level]


def texts(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                found.append(text)
            case Bullets(lines):
                found += lines
            case Table(head, rows):
                found += [cell for row in (head, *rows) for cell in row]
    return found


def rows_under(plan: Draft, head: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [
        row for one in plan_document(plan).blocks if isinstance(one, Table) and one.head == head for row in one.rows
    ]


def test_what_is_decided_and_the_record_stand_before_the_line(plan: Draft) -> None:
    order = headings(plan)
    assert order[1:] == [
        "The plan as decided", "People in the picture", "The record", LINE, *(p.capitalize() for p in PILLARS),
        "Intelligence requirement", "Appendix: what else was looked at", "Also fits, not proposed above", "Considered, not proposed",
    ]  # fmt: skip


def test_nothing_that_is_decided_is_asked_for_again(plan: Draft) -> None:
    told = texts(plan_document(plan))
    after = told[told.index(LINE) :]
    for asked in (
        "Choose one vision",
        "Choose one or more",
        "Aim of this P",
        "P lead (to be named",
        "Objectives to choose",
    ):
        assert not any(asked in text for text in after)


def test_what_is_not_decided_is_still_asked_for(empty: Draft) -> None:
    told = texts(plan_document(empty))
    after = " ".join(told[told.index(LINE) :])
    for asked in (
        "Choose one vision",
        "Choose one or more",
        "Aim of this P",
        "P lead (to be named",
        "Objectives to choose",
    ):
        assert asked in after
    assert "Part of the business model to target" in after
    assert "Trajectory for Pursue" in after


def test_who_is_in_focus_is_ticked_and_nobody_else(plan: Draft, pages: Pages) -> None:
    rows = rows_under(plan, ("Person", "Role", "Proposals that name them", "In focus"))
    (number,) = (entry.number for entry, _ in pages.book.decided("focus"))
    ticked = [row for row in rows if row[3] != "☐"]
    assert [(row[0], row[3]) for row in ticked] == [(pages.book.profile.label("people/p2"), f"☒ entry {number}")]


def test_the_lro_and_the_sro_are_those_on_record(plan: Draft, pages: Pages, empty: Draft) -> None:
    told = dict(rows_under(plan, ("", ""))[:20])
    assert told["LRO"] == "The lead of overall"
    assert told["SRO"] == f"Supt Hall (not authenticated); signed off on 13 July 2026 (entry {len(pages.entries)})"
    told = dict(rows_under(empty, ("", ""))[:20])
    assert (told["LRO"], told["SRO"]) == ("________________", "________________")


def test_a_parked_p_says_so_and_asks_for_nothing(recommender: Recommender) -> None:
    pages = stored(recommender)
    pages.decide("park", pillar="prepare", until="the trial ends")
    told = texts(plan_document(draft(recommender, pages.book.profile, pages.book)))
    after = told[told.index(LINE) :]
    at = after.index("Prepare is parked until the trial ends (entry 2).")
    assert after[at - 2] == "Prepare"
    assert sum(text == "Aim of this P, to choose from:" for text in after) == 3


def test_the_appendix_lists_what_something_speaks_for_and_counts_the_rest(plan: Draft) -> None:
    fits = [one for one in plan.also_fits if one.sign]
    considered = [one for one in plan.considered if one.sign]
    assert [row[2] for row in rows_under(plan, ("Place", "P", "Tactic", "Why"))] == [one.tactic.title for one in fits]
    titles = [row[0] for row in rows_under(plan, ("Tactic", "Outcome", "What rules it out"))]
    assert titles == [one.tactic.title for one in considered]
    left = len(plan.also_fits) + len(plan.considered) - len(fits) - len(considered)
    assert texts(plan_document(plan))[-1].startswith(f"{left} more were looked at")


def test_every_form_has_one_marking(plan: Draft) -> None:
    assert plan_document(plan).marking == marked(plan.marking, "training") == "OFFICIAL-SENSITIVE – TRAINING"
    assert marked(plan.marking, "live") == "OFFICIAL-SENSITIVE"


def test_word_counts_its_pages_under_the_record_line(plan: Draft) -> None:
    opened = docx.Document(io.BytesIO(word(plan_document(plan))))
    assert [one.text for one in opened.sections[0].footer.paragraphs][2:] == [plan.record_line, "Page  of "]


# -- on the screen ------------------------------------------------------------------------------------------------------


def screen(show: object) -> str:
    stream = io.StringIO()
    show(Screen(stream))  # type: ignore[operator]
    return " ".join(stream.getvalue().split())


def test_the_screen_of_a_draft_says_what_is_decided_and_what_proposed(plan: Draft) -> None:
    told = screen(lambda view: view.draft(plan, Path("plan.docx")))
    assert "■ decided Cash seizure" in told
    assert "It holds the plan as decided (1 intervention)" in told
    assert "Every line in it is a proposal" not in told


def test_a_p_with_all_that_fits_selected_is_no_gap(recommender: Recommender) -> None:
    pages = stored(recommender)
    for one in recommender.recommend(pages.book.profile).tactics:
        if one.offered and one.tactic.pillar == "pursue":
            pages.decide("select", tactic=one.tactic.id, pillar="pursue")
    plan = draft(recommender, pages.book.profile, pages.book)
    told = screen(lambda view: view.draft(plan, Path("plan.docx")))
    assert "Nothing more to propose." in told
    assert "No tactic of this P fits" not in told
    assert "Nothing more to propose." in texts(plan_document(plan))


def test_what_is_decided_of_a_tactic_is_marked_among_the_recommended(recommender: Recommender, pages: Pages) -> None:
    found = recommender.recommend(pages.book.profile)
    decided = on_tactics(pages.book)
    numbers = {name: entry.number for name, entry in decided.items()}
    told = screen(lambda view: view.recommendation(found, found.tactics, whole=True, decided=decided))
    assert f"[SELECTED, entry {numbers['cash-seizure']}]" in told
    assert f"[REJECTED, entry {numbers['child-safeguarding-referral']}]" in told
    assert told.count("[SELECTED") == told.count("[REJECTED") == 1
    shapes = {one["id"]: one["decided"] for one in recommendation_json(found, found.tactics, decided)["tactics"]}
    assert shapes.pop("cash-seizure") == {"kind": "select", "number": numbers["cash-seizure"]}
    assert shapes.pop("child-safeguarding-referral") == {
        "kind": "reject",
        "number": numbers["child-safeguarding-referral"],
    }
    assert set(shapes.values()) == {None}
    assert "decided" not in recommendation_json(found, found.tactics)["tactics"][0]

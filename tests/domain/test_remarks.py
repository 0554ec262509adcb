"""What is said about a plan: it stands until it is answered or taken back, where it belongs, and is no part of the plan."""

from __future__ import annotations

import pytest

from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Signed
from planner.domain.remarks import accepted, comments_on, makers, part_in, remarks, returned
from tests.features.record_notes import Pages


@pytest.fixture
def pages() -> Pages:
    """A case with a vision in entry 2."""
    made = Pages()
    made.open()
    made.decide("vision", text="A street that is safe")
    return made


def back(pages: Pages, number: int) -> int:
    """An entry taken back."""
    return pages.add(Decided(decision=Decision(kind="withdraw", target=number)), supersedes=number)


def test_a_comment_stands_with_its_answer_until_it_is_taken_back(pages: Pages) -> None:
    comment = pages.decide("comment", target=2)
    assert [(one.number, one.answer) for one in remarks(pages.book)] == [(comment, None)]
    answer = pages.decide("answer", target=comment)
    (one,) = remarks(pages.book)
    assert one.answer is not None
    assert one.answer.number == answer
    back(pages, comment)
    assert remarks(pages.book) == ()


def test_a_comment_follows_the_decision_it_is_on_to_what_took_its_place(pages: Pages) -> None:
    comment = pages.decide("comment", target=2)
    newer = pages.add(Decided(decision=Decision(kind="vision", text="A street for all")), supersedes=2)
    newest = pages.add(Decided(decision=Decision(kind="vision", text="A street of theirs")), supersedes=newer)
    assert [one.number for one in comments_on(pages.book, 2)] == [comment]
    assert [one.number for one in comments_on(pages.book, newest)] == [comment]
    assert comments_on(pages.book, newer) == ()


@pytest.mark.parametrize("ended", ["answered", "taken back", "signed off"])
def test_a_plan_is_returned_until_that_ends(pages: Pages, ended: str) -> None:
    number = pages.decide("return")
    waiting = returned(pages.book)
    assert waiting is not None
    assert waiting.number == number
    match ended:
        case "answered":
            pages.decide("answer", target=number)
        case "taken back":
            back(pages, number)
        case "signed off":
            pages.add(Signed(fingerprint=pages.book.fingerprint()))
    assert returned(pages.book) is None


def test_a_return_after_the_sign_off_waits_again_and_ends_no_sign_off(pages: Pages) -> None:
    pages.add(Signed(fingerprint=pages.book.fingerprint()))
    number = pages.decide("return")
    waiting, signed = returned(pages.book), pages.book.sign_off
    assert waiting is not None
    assert waiting.number == number
    assert signed is not None
    assert signed.stands
    back(pages, number)
    again = pages.book.sign_off
    assert again is not None
    assert again.stands


def test_an_answer_to_a_comment_is_none_to_the_return(pages: Pages) -> None:
    comment = pages.decide("comment", target=2)
    pages.decide("return")
    pages.decide("answer", target=comment)
    assert returned(pages.book) is not None


@pytest.mark.parametrize(
    ("places", "covered"),
    [((), True), (("entry 2",), True), (("entry 2", "entry 5"), True), (("entry 2", "entry 9"), False)],
)
def test_an_acceptance_covers_the_places_that_were_seen_and_no_others(
    pages: Pages, places: tuple[str, ...], covered: bool
) -> None:
    pages.decide("accept", text="Nobody owns it.", rule="no-owner", at=("entry 2", "entry 5"))
    assert (accepted(remarks(pages.book), "no-owner", places, pages.book) is not None) is covered
    assert accepted(remarks(pages.book), "no-lead", places, pages.book) is None


@pytest.mark.parametrize(
    ("meanwhile", "covered"),
    [("nothing", True), ("put right and left so", True), ("put right and taken back", False), ("put right and given up", False),
     ("put right and decided otherwise", False)],
)  # fmt: skip
def test_what_was_accepted_of_the_plan_as_a_whole_is_asked_again_once_it_was_put_right_and_came_back(
    pages: Pages, meanwhile: str, covered: bool
) -> None:
    pages.decide("accept", text="Nobody leads Pursue.", rule="no-lead-pursue")
    if meanwhile.startswith("put right"):
        number = pages.decide("select", tactic="cash-seizure", pillar="pursue")
        if meanwhile.endswith("taken back"):
            back(pages, number)
        elif meanwhile.endswith("given up"):
            pages.decide("progress", target=number, state="not_done")
        elif meanwhile.endswith("otherwise"):
            pages.decide("reject", tactic="cash-seizure", pillar="pursue", supersedes=number)
    assert (accepted(remarks(pages.book), "no-lead-pursue", (), pages.book) is not None) is covered


def test_a_second_return_leaves_the_first_waiting(pages: Pages) -> None:
    first = pages.decide("return")
    second = pages.decide("return")
    pages.decide("answer", target=second)
    waiting = returned(pages.book)
    assert waiting is not None
    assert waiting.number == first


def test_whoever_wrote_decided_or_leads_a_plan_has_a_part_in_it(pages: Pages) -> None:
    pages.decide("lead", pillar="overall", name="DCI Rowe")
    assert part_in(pages.book, "di green") == "wrote or decided part of this plan"
    assert part_in(pages.book, "dci rowe") == "leads this plan"
    assert part_in(pages.book, "Supt Hall") == ""


@pytest.mark.parametrize(("signed_after", "stands"), [(True, False), (False, True)])
def test_a_sign_off_falls_with_the_acceptance_it_rested_on(pages: Pages, signed_after: bool, stands: bool) -> None:
    if not signed_after:
        pages.add(Signed(fingerprint=pages.book.fingerprint()))
    number = pages.decide("accept", text="Nobody owns it.", rule="no-owner", at=("entry 2",))
    if signed_after:
        pages.add(Signed(fingerprint=pages.book.fingerprint()))
    taken = back(pages, number)
    signed = pages.book.sign_off
    assert signed is not None
    assert signed.stands is stands
    assert signed.voided_by == (() if stands else (taken,))


def test_taking_back_what_is_no_part_of_the_plan_ends_no_sign_off_and_makes_no_author(pages: Pages) -> None:
    number = pages.decide("disruption", pillar="pursue", level="minor", event="Two cars")
    pages.add(Signed(fingerprint=pages.book.fingerprint()))
    pages.author = "Supt Hall"
    back(pages, number)
    signed = pages.book.sign_off
    assert signed is not None
    assert signed.stands
    assert part_in(pages.book, "Supt Hall") == ""


def test_a_clash_that_was_accepted_is_nothing_said_of_a_finding(pages: Pages) -> None:
    pages.decide("accept", text="Two visits on one day")
    assert remarks(pages.book) == ()


def test_who_only_said_something_of_a_plan_made_no_part_of_it(pages: Pages) -> None:
    author = makers(pages.book)
    pages.author = "Supt Hall"
    number = pages.decide("comment", target=2)
    pages.decide("accept", text="Nobody owns it.", rule="no-owner")
    pages.decide("return")
    back(pages, number)
    assert makers(pages.book) == author == {"di green"}
    pages.decide("vision", text="Another one")
    assert "supt hall" in makers(pages.book)

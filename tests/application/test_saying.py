"""What may be typed into the record: a reason that is one, nothing hidden, nothing that belongs elsewhere, and times that can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.application.saying import LONGEST, PLACEHOLDERS, reason_faults, text_faults, time_faults
from planner.errors import Fault

NOW = datetime(2026, 7, 13, 14, 0, tzinfo=UTC)
REASON = "Residents asked for it at the May meeting."


def told(faults: list[Fault]) -> str:
    return " ".join(str(fault) for fault in faults)


# -- reasons --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reason",
    [
        REASON,
        "Two children live there.",
        "Fear of reprisals",
        "Oherwydd bod y gymuned yn ofnus",
        "It is needed because the shop next door closes in June",
        "Proportionate: the order takes the car only, for 28 days.",
        "Café owner’s request – “no uniforms”, £4,200 lost",
        "Agreed at the tasking meeting.\nThe council leads.",
        "[b]Brackets[/b] <i>and</i> & signs stay as typed",
    ],
)
def test_a_reason_in_the_officers_own_words_is_taken(reason: str) -> None:
    assert reason_faults("--because", reason) == []


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t ", "...", "-", "—", "?!", "***"], ids=repr)
def test_no_reason_is_refused(nothing: str) -> None:
    (fault,) = reason_faults("--because", nothing)
    assert "none is given" in fault.what
    assert fault.mend


@pytest.mark.parametrize(
    "placeholder",
    [
        *sorted(PLACEHOLDERS),
        "TBC",
        "t.b.c.",
        "N/A",
        "n / a",
        "tbc tbc tbc",
        "TBC, pending",
        "To be confirmed.",
        "  as   discussed ",
        "Because.",
        "Proportionate, necessary",
        "OK – fine",
        "aaaaaaaa aaaaaaaa",
        "abababab abababab",
        "x",
        "we must",
        "Reprisals",
        "1234567890 1234567890",
    ],
)
def test_a_placeholder_is_no_reason(placeholder: str) -> None:
    (fault,) = reason_faults("--because", placeholder)
    assert "stands in the place of a reason" in fault.what
    assert "in your own words" in fault.mend


@pytest.mark.parametrize("word", sorted(PLACEHOLDERS))
@pytest.mark.parametrize(
    "dressed",
    [str.upper, str.title, "  {}. ".format, "({})!".format, "{}...".format],
    ids=["upper", "title", "spaced", "bracketed", "dotted"],
)
def test_a_placeholder_stays_one_however_it_is_written(word: str, dressed: Callable[[str], str]) -> None:
    assert reason_faults("--because", dressed(word))


@pytest.mark.parametrize(
    "hollow",
    [
        "To be confirmed later",
        "TBC by DI Jones",
        "Rationale to follow",
        "Reasons will be added",
        "See policy log",
        "asdfghjkl asdfghjkl",
    ],
)
def test_a_placeholder_with_a_word_more_is_none_either(hollow: str) -> None:
    assert reason_faults("--because", hollow)


def test_what_is_refused_is_quoted_only_in_part() -> None:
    (fault,) = reason_faults("--because", "tbc " * 200)
    assert len(fault.what) < 120


def test_a_reason_is_held_to_what_any_text_is() -> None:
    assert "hidden character" in told(reason_faults("--because", "The panel asked\u202e for it in May."))
    assert "covert human source" in told(reason_faults("--because", "The informant says that he will be there."))


# -- any text -------------------------------------------------------------------------------------------------------

HIDDEN = {
    "the start of a terminal escape": "\x1b",
    "nothing": "\x00",
    "a bell": "\x07",
    "a backspace": "\x08",
    "a carriage return": "\r",
    "delete": "\x7f",
    "an eight-bit escape": "\x9b",
    "a zero-width space": "\u200b",
    "left to right": "\u200e",
    "right-to-left override": "\u202e",
    "an isolate": "\u2066",
    "a line separator": "\u2028",
    "a byte-order mark": "\ufeff",
    "a tag": "\U000e0041",
    "an Arabic letter mark": "\u061c",
}


@pytest.mark.parametrize("sign", HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters_are_refused_and_not_repeated(sign: str) -> None:
    (fault,) = text_faults("text", f"A town {sign}free of fear")
    assert fault.where == "text"
    assert sign not in str(fault)


@pytest.mark.parametrize("text", ["", "Two\nlines", "A\ttab", "é 漢 ☠ £ “”", "[red]x[/red]", "=1+1", "' OR 1=1 --"])
def test_visible_text_is_text(text: str) -> None:
    assert text_faults("text", text) == []


def test_a_text_has_a_longest() -> None:
    assert text_faults("text", "long " * (LONGEST // 5)) == []
    (fault,) = text_faults("text", "x" * (LONGEST + 1))
    assert str(LONGEST) in fault.what
    assert "xxx" not in str(fault)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("The CHIS says that it moves on Friday.", "dedicated source unit"),
        ("told by a covert human agent", "dedicated source unit"),
        ("His phone tap was fruitful.", "covert authorities bureau"),
        ("from directed surveillance of the yard", "covert authorities bureau"),
        ("The SAR of May names the account.", "financial investigator"),
        ("A suspicious activity report", "financial investigator"),
        ("She is in witness protection.", "protected persons unit"),
    ],
)
def test_material_of_other_units_is_sent_there_and_not_repeated(text: str, whose: str) -> None:
    (fault,) = text_faults("text", text)
    assert whose in fault.mend
    assert text not in str(fault)


def test_everything_wrong_with_a_text_is_told_at_once() -> None:
    assert len(text_faults("text", "The CHIS \x1b saw the SAR " + "x" * LONGEST)) == 4


# -- times ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(minutes=59), timedelta(hours=1), timedelta(minutes=-5)])
def test_what_is_written_down_within_the_hour_needs_no_excuse(ago: timedelta) -> None:
    assert time_faults(NOW - ago, NOW, "") == []


@pytest.mark.parametrize("ago", [timedelta(hours=1, seconds=1), timedelta(days=1), timedelta(days=4000)])
@pytest.mark.parametrize(("excuse", "taken"), [("", False), ("tbc", False), ("I was at the scene till midnight", True)])
def test_what_is_written_down_later_says_why(ago: timedelta, excuse: str, taken: bool) -> None:
    faults = time_faults(NOW - ago, NOW, excuse)
    assert (faults == []) is taken
    assert all(fault.where == "--late-because" and "more than an hour later" in fault.what for fault in faults)


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(days=1)])
def test_no_decision_was_made_in_time_to_come(ahead: timedelta) -> None:
    (fault,) = time_faults(NOW + ahead, NOW, "I was at the scene till midnight")
    assert "has not come yet" in fault.what


def test_an_excuse_that_is_not_called_for_is_still_held_to_what_a_text_is() -> None:
    assert "hidden character" in told(time_faults(NOW, NOW, "late\x1b[31m"))


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_any_text_at_all_is_answered(text: str) -> None:
    """Nothing typed brings the checks down."""
    for fault in (*reason_faults("--because", text), *text_faults("text", text)):
        assert fault.where
        assert fault.what

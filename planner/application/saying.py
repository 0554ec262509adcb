"""What an officer types into the record, held to what a record may hold: no placeholder for a reason, nothing hidden, nothing
that belongs with another unit."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from planner.domain.words import HIDDEN
from planner.errors import Fault
from planner.library.sensitive import KINDS

LONGEST = 8000
LEAST_WORDS = 2
LATE = timedelta(hours=1)
AHEAD = timedelta(minutes=5)
EARLIEST = 2000
PLACEHOLDERS = frozenset(
    re.findall(
        r"\w+",
        "tbc tbd tba na none nil todo because reason reasons rationale test testing asdf asdfg qwer qwerty zxcv placeholder "
        "unknown pending later ditto same yes no ok okay fine good required necessary proportionate lorem ipsum blah xxx "
        "confirmed decided follow advised completed given applicable above below discussed agreed comment policy see "
        "discretion judgement operational professional needed idea add will per self explanatory just decision",
    )
)
STOPS = frozenset(
    re.findall(
        r"\w+",
        "a an and as at be been but by for from has have i in is it its my n not of on or our so that the this to was we with",
    )
)
HOLLOW = re.compile(
    r"(tbc|tbd|tba|to be |to follow|n/?a\b|ditto|see (above|below)|as (above|per|discussed)|no reason|reason to|because i )"
)
BLANK = re.compile("[\\s\u115f\u1160\u2800\u3164\uffa0]+")
RECORD_WORD = "fourp-record:"


def text_faults(where: str, text: str) -> list[Fault]:
    """What keeps a text out of the record; the text itself is not repeated."""
    faults = []
    if found := HIDDEN.search(text):
        what = f"it holds a hidden character (U+{ord(found.group()):04X}, place {found.start() + 1})."
        faults.append(Fault(where, 0, 0, what, "Type it again without it."))
    if text and not BLANK.sub("", text):
        faults.append(Fault(where, 0, 0, "it is blank.", "Say something, or leave it out."))
    if RECORD_WORD in text.casefold():
        faults.append(Fault(where, 0, 0, f"'{RECORD_WORD}' is what exports prove themselves by.", "Say it otherwise."))
    if len(text) > LONGEST:
        faults.append(
            Fault(where, 0, 0, f"it is {len(text)} characters long; the limit is {LONGEST}.", "Say it shorter.")
        )
    for kind, unit, pattern in KINDS:
        if pattern.search(text):
            what = f"this looks like material on {kind}, which a case must not hold."
            faults.append(Fault(where, 0, 0, what, f"{unit} Leave it out here."))
    return faults


def filled_faults(where: str, text: str) -> list[Fault]:
    """What is wrong with a text that says what is to be done: a placeholder, nothing at all, or what must not be held."""
    bare = _bare(text)
    if text and (not any(sign.isalnum() for sign in bare) or HOLLOW.match(bare) or bare in PLACEHOLDERS):
        return [
            Fault(
                where,
                0,
                0,
                f"'{text.strip()[:40]}' is a placeholder.",
                "Say what it is, or leave it out until you know.",
            )
        ]
    return text_faults(where, text)


def reason_faults(where: str, reason: str, what_for: str = "a reason") -> list[Fault]:
    """What is wrong with a rationale: nothing said, a placeholder, or something a record must not hold."""
    bare = _bare(reason)
    if not any(sign.isalnum() for sign in bare):
        return [Fault(where, 0, 0, f"{what_for} is wanted and none is given.", "Say why, in your own words.")]
    telling = {word for word in re.findall(r"\w+", bare) if word not in PLACEHOLDERS | STOPS and len(set(word)) > 1}
    if HOLLOW.match(bare) or len(telling) < LEAST_WORDS:
        what = f"'{reason.strip()[:40]}' stands in the place of {what_for} and is none."
        return [Fault(where, 0, 0, what, "Say why, in your own words, so that it still makes sense in years to come.")]
    return text_faults(where, reason)


def _bare(text: str) -> str:
    """A text as it is weighed: small letters, single spaces."""
    return BLANK.sub(" ", text.casefold()).strip(" .,;:-–!?\"'()[]")


def time_faults(made_at: datetime, now: datetime, late_because: str) -> list[Fault]:
    """What is wrong with the time at which a decision is said to have been made."""
    if made_at.year < EARLIEST:
        return [
            Fault("--made-at", 0, 0, f"{made_at:%Y-%m-%d} is out of reason.", "Give the time the decision was made.")
        ]
    if made_at > now + AHEAD:
        return [
            Fault(
                "--made-at", 0, 0, f"{made_at:%Y-%m-%d %H:%M} has not come yet.", "Give the time the decision was made."
            )
        ]
    if now - made_at > LATE:
        return reason_faults("--late-because", late_because, "a reason for writing it down more than an hour later")
    return text_faults("--late-because", late_because) if late_because else []

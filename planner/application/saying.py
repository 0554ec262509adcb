"""What an officer types into the record, held to what a record may hold: no placeholder for a reason, nothing hidden, nothing
that belongs with another unit."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from planner.errors import Fault
from planner.library.sensitive import KINDS
from planner.library.yaml_reader import HIDDEN

LONGEST = 8000
LATE = timedelta(hours=1)
AHEAD = timedelta(minutes=5)
LEAST_LETTERS = 8
PLACEHOLDERS = frozenset(
    [
        "tbc",
        "tbd",
        "tba",
        "na",
        "none",
        "nil",
        "todo",
        "because",
        "reason",
        "rationale",
        "test",
        "testing",
        "asdf",
        "qwerty",
        "placeholder",
        "unknown",
        "pending",
        "later",
        "ditto",
        "same",
        "yes",
        "no",
        "ok",
        "okay",
        "fine",
        "good",
        "required",
        "necessary",
        "proportionate",
        "lorem",
        "ipsum",
        "to be confirmed",
        "to be decided",
        "to be completed",
        "to be advised",
        "to follow",
        "to do",
        "see above",
        "as above",
        "as discussed",
        "as agreed",
        "not applicable",
        "no reason",
        "no comment",
        "because i said so",
        "lro decision",
        "lro discretion",
        "professional judgement",
        "operational reasons",
        "for operational reasons",
        "self explanatory",
        "in line with policy",
        "good idea",
        "it is needed",
        "necessary and proportionate",
        "my decision",
        "because it is",
        "just because",
        "needs must",
        "it seems right",
    ]
)


def text_faults(where: str, text: str) -> list[Fault]:
    """What keeps a text out of the record; the text itself is not repeated."""
    faults = []
    if HIDDEN.search(text):
        faults.append(Fault(where, 0, 0, "it holds a control or hidden character.", "Type it again without it."))
    if len(text) > LONGEST:
        faults.append(
            Fault(where, 0, 0, f"it is {len(text)} characters long; the limit is {LONGEST}.", "Say it shorter.")
        )
    for kind, unit, pattern in KINDS:
        if pattern.search(text):
            what = f"this looks like material on {kind}, which a case must not hold."
            faults.append(Fault(where, 0, 0, what, f"{unit} Leave it out here."))
    return faults


def reason_faults(where: str, reason: str, what_for: str = "a reason") -> list[Fault]:
    """What is wrong with a rationale: nothing said, a placeholder, or something a record must not hold."""
    bare = " ".join(re.sub(r"[^\w\s]", " ", reason.casefold().replace("/", "")).split())
    letters = sum(sign.isalpha() for sign in bare)
    if not bare:
        return [Fault(where, 0, 0, f"{what_for} is wanted and none is given.", "Say why, in your own words.")]
    hollow = bare in PLACEHOLDERS or letters < LEAST_LETTERS or len(set(bare)) < 4 or len(bare.split()) < 2
    if hollow or all(word in PLACEHOLDERS for word in bare.split()):
        what = f"'{reason.strip()[:40]}' stands in the place of {what_for} and is none."
        return [Fault(where, 0, 0, what, "Say why, in your own words, so that it still makes sense in years to come.")]
    return text_faults(where, reason)


def time_faults(made_at: datetime, now: datetime, late_because: str) -> list[Fault]:
    """What is wrong with the time at which a decision is said to have been made."""
    if made_at > now + AHEAD:
        return [
            Fault(
                "--made-at", 0, 0, f"{made_at:%Y-%m-%d %H:%M} has not come yet.", "Give the time the decision was made."
            )
        ]
    if now - made_at > LATE:
        return reason_faults("--late-because", late_because, "a reason for writing it down more than an hour later")
    return text_faults("--late-because", late_because) if late_because else []

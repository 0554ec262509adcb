"""Free text that must not be in a case at all: refused, with where to take it instead.

A case holds OFFICIAL-SENSITIVE material at most. The words below are signs, not proof; an officer who meets a refusal by
mistake says the same thing in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planner.errors import Fault
from planner.library.yaml_reader import Document, Keys

KINDS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "a covert human source",
        "Take it to the dedicated source unit.",
        re.compile(r"\bCHIS\b|\bcovert human\b|\b(?:registered )?informants?\b|\bsource handler\b", re.IGNORECASE),
    ),
    (
        "interception or covert surveillance",
        "Take it to the SIO or the covert authorities bureau.",
        re.compile(
            r"\bintercept(?:ed|ion)?\b|\bphone ?tap|\bwire ?tap|\bdirected surveillance\b|\bproperty interference\b"
            r"|\bcovert (?:operation|surveillance|camera|device|entry)\b|\blistening device\b|\bundercover\b"
            r"|\b(?:phones?|calls?|home|house|flat|car|van) (?:is|are|was|were)(?: being)? (?:bugged|tapped|listened)\b|\bbeing listened (?:in|to)\b"
            r"|\bobs(?:ervation)? (?:team|point|post|van)s?\b"
            r"|\bkept? under observation\b|\btrack(?:er|ing device) (?:on|in|under) (?:his|her|their|the) (?:car|van|vehicle|bike)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a suspicious activity report",
        "Take it to the financial investigator: disclosing one can be an offence.",
        re.compile(r"\bSARs?\b|\bDAML\b|(?i:\bsuspicious activity reports?\b)"),
    ),
    (
        "a protected person",
        "Take it to the protected persons unit.",
        re.compile(r"\bprotected persons?\b|\bwitness protection\b|\bUKPPS\b", re.IGNORECASE),
    ),
)


def sensitive_text(document: Document) -> list[Fault]:
    """A fault for each piece of free text that looks like material a case must not hold; the text is not repeated."""
    return [
        document.fault(
            keys, f"this looks like material on {kind}, which a case must not hold.", f"{where} Remove it here."
        )
        for keys, text in _texts(document.contents, ())
        for kind, where, pattern in KINDS
        if pattern.search(text)
    ]


def _texts(contents: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    match contents:
        case str():
            yield keys, contents
        case dict():
            for key, value in contents.items():
                yield from _texts(value, (*keys, key))
        case list():
            for n, value in enumerate(contents):
                yield from _texts(value, (*keys, n))

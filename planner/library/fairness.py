"""Fairness held by `check`: nobody is pursued for what they are, only for what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from planner.domain.conditions import facts_read
from planner.domain.library import Library
from planner.errors import Fault

Entries = Mapping[str, Mapping[str, Any]]

# Characteristics the Equality Act 2010 protects that may never be asked for; age and disability (as care needs or health) may
# be read as eligibility or safeguarding, and nothing else.
PROTECTED = re.compile(
    r"\b(?:ethnic\w*|race|racial|religio\w*|faith|belief|nationality|national origin|gender|sex|orientation|gay|lesbian|trans\w*gender"
    r"|pregnan\w*|maternity|marital|married|disab\w*|skin|traveller|gypsy|roma|muslim|christian|jewish|hindu|sikh)\b",
    re.IGNORECASE,
)


def unfair(entries: Entries, library: Library) -> Iterator[Fault]:
    """Every fact that would ask for a protected characteristic, and every Pursue entry that reads a sensitive fact unexplained."""
    yield from _protected(entries)
    yield from _sensitive(entries, library)


def _protected(entries: Entries) -> Iterator[Fault]:
    for name, entry in entries["vocabulary"].items():
        fact = entry.model
        said = " ".join(
            (fact.id.replace("_", " "), fact.question, fact.says, fact.says_not, *fact.values, *fact.values.values())
        )
        found = PROTECTED.search(said)
        # A need for care may be put in words that name its cause, where it is asked about to protect.
        if found and not (fact.safeguarding and found[0].lower().startswith("disab")):
            what = f"the fact '{name}' asks for a protected characteristic ('{found[0]}')."
            mend = "Ask what people do or need, never what they are."
            yield entry.document.fault((*entry.keys, "id"), what, mend, rule="protected-characteristic")


def _sensitive(entries: Entries, library: Library) -> Iterator[Fault]:
    sensitive = {one.ref for one in library.facts if one.safeguarding}
    for tactic in library.active:
        entry = entries["tactics"][tactic.id]
        read = {".".join(pair) for pair in facts_read(library.conditions[f"tactic:{tactic.id}"], library.vocabulary)}
        touched = read & sensitive if tactic.pillar == "pursue" else set()
        for ref in sorted(touched - tactic.eligibility.keys()):
            yield entry.document.fault(
                ("when",),
                f"a Pursue entry reads '{ref}', a safeguarding fact, and does not say why.",
                "Say in `eligibility` which law or harm makes it necessary, or leave the fact out.",
                key=True,
                rule="sensitive-fact",
            )
        for ref in sorted(tactic.eligibility.keys() - touched):
            what = f"`eligibility` explains '{ref}', which the condition of a Pursue entry does not read."
            yield entry.document.fault(("eligibility", ref), what, "Take it out.", key=True, rule="sensitive-fact")

"""One typed line read into a person or a thing: its name, the facts it says for sure, and the rest as a note.

"Andrew White, peripheral, 1 Main Road, tenant of Smith" is a peripheral person who uses 1 Main Road; what cannot be read for sure
stays as it was typed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from planner.application.deciding import FactTold
from planner.application.saying import text_faults
from planner.application.sources import Source
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.vocabulary import FactDefinition
from planner.domain.words import spoken

# What each kind of member is first of all; a note goes with it.
FIRST_OF_ALL = {"people": "role", "business": "sector", "vehicles": "kind", "premises": "kind", "places": "kind"}
ADDRESS = re.compile(r"(?:(?:flat|unit|plot|pitch|room|shop) )?\d+[a-z]?(?:[-/ ]\d*)? [a-z].*", re.IGNORECASE)
AGE = re.compile(r"(?:aged? (\d{1,3})|(\d{1,3}) (?:years?|yrs)(?: old)?)", re.IGNORECASE)
AGES = ((10, "under_10"), (14, "age_10_to_13"), (18, "age_14_to_17"), (25, "age_18_to_24"), (200, "age_25_or_over"))
NEAR_VALUE, NEAR_NAME = 0.84, 0.8


@dataclass(frozen=True)
class Reading:
    """A typed line as it was read. `facts` are names of facts with values; `address` is where a person lives or is, with the ref of
    the address where it is listed already; `alike` are the members whose name is spelt nearly so; `read_as` says what was taken for
    what where the typed word was another."""

    collection: str
    label: str
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    address: str = ""
    at: str = ""
    alike: tuple[str, ...] = ()
    read_as: tuple[str, ...] = field(default=())

    @property
    def note(self) -> str:
        """What could not be read for sure."""
        return ", ".join(self.notes)


def read_line(typed: str, collection: str, profile: Profile, library: Library) -> Reading:
    """A line read against the case; nothing is written."""
    name, *parts = [part.strip() for part in typed.split(",")]
    reading = Reading(collection, name, alike=_alike(name, collection, profile))
    for part in _whole(parts, collection, library):
        if part:
            reading = _part(reading, part, profile, library)
    return reading


def _whole(parts: Sequence[str], collection: str, library: Library) -> list[str]:
    """The parts of a line, those of a statement that has commas of its own put together again."""
    facts = library.vocabulary.in_scope(collection).values()
    broken = {says for fact in facts if fact.type == "yes_no" for says in _statements(fact) if "," in says}
    whole: list[str] = []
    left = list(parts)
    while left:
        many = next((n for n in range(len(left), 1, -1) if ", ".join(left[:n]).casefold() in broken), 1)
        whole.append(", ".join(left[:many]))
        del left[:many]
    return whole


def _part(reading: Reading, part: str, profile: Profile, library: Library) -> Reading:
    facts = library.vocabulary.in_scope(reading.collection)
    told = dict(reading.facts)
    first = facts[FIRST_OF_ALL[reading.collection]]
    for fact in (first, *(one for one in facts.values() if one.type == "choice" and one is not first)):
        value = _value(fact, part)
        if value and fact.id not in told:
            exact = part.casefold() in _spellings(fact, value)
            said = "" if exact else f"{part} as {fact.values[value]}"
            return replace(
                reading, facts=(*reading.facts, (fact.id, value)), read_as=(*reading.read_as, *([said] if said else ()))
            )
    if (age := AGE.fullmatch(part)) and "age_band" in facts and "age_band" not in told:
        years = int(age[1] or age[2])
        band = next((band for below, band in AGES if years < below), "")
        if band:
            return replace(reading, facts=(*reading.facts, ("age_band", band)))
    for fact in facts.values():
        if fact.id not in told and (found := _said(fact, part, profile)):
            return replace(reading, facts=(*reading.facts, (fact.id, found)))
    if reading.collection == "people" and not reading.address and ADDRESS.fullmatch(part):
        return replace(reading, address=part, at=_listed("premises", part, profile))
    return replace(reading, notes=(*reading.notes, part))


def _spellings(fact: FactDefinition, value: str) -> tuple[str, ...]:
    label = fact.values[value].casefold()
    return (value.casefold(), spoken(value).casefold(), label, label.partition(",")[0])


def _value(fact: FactDefinition, part: str) -> str:
    """The value that a word names, or nearly names; nothing where it is none."""
    spelt = {spelling: value for value in fact.values for spelling in _spellings(fact, value)}
    near = difflib.get_close_matches(part.casefold(), list(spelt), n=1, cutoff=NEAR_VALUE)
    return spelt[near[0]] if near else ""


def _said(fact: FactDefinition, part: str, profile: Profile) -> str:
    """What a part says of one fact for sure: its own statement, or a reference by its name and one member's."""
    bare = part.casefold()
    if fact.type == "yes_no":
        return "yes" if bare in _statements(fact) else ""
    if fact.type == "ref" and bare.startswith(f"{fact.id} "):
        return _listed(fact.to, part[len(fact.id) :].strip(), profile).partition("/")[2]
    return ""


def _statements(fact: FactDefinition) -> tuple[str, ...]:
    """What says that a fact is so: its statement, with or without its verb."""
    says = fact.says.casefold()
    return (says, *(says.removeprefix(verb) for verb in ("is ", "has ") if says.startswith(verb)))


def _listed(collection: str, name: str, profile: Profile) -> str:
    """The ref of the one member that is called so, in full or by a word of its name; nothing where none or several are."""
    wanted = name.casefold()
    members = profile.members.get(collection, ())
    for matches in (lambda label: label == wanted, lambda label: wanted in label.split()):
        found = [one.id for one in members if matches((one.label or one.id).casefold())]
        if len(found) == 1:
            return f"{collection}/{found[0]}"
    return ""


def _alike(name: str, collection: str, profile: Profile) -> tuple[str, ...]:
    """The members whose name is spelt so or nearly so, the nearest first."""
    wanted = name.casefold()
    scored = [
        (difflib.SequenceMatcher(None, wanted, (one.label or one.id).casefold()).ratio(), f"{collection}/{one.id}")
        for one in profile.members.get(collection, ())
    ]
    near = sorted((pair for pair in scored if pair[0] >= NEAR_NAME), key=lambda pair: -pair[0])
    return tuple(ref for _, ref in near)


def reading_faults(reading: Reading) -> list[str]:
    """What keeps a line from being added, with what to do, in words."""
    if not reading.label:
        return ["A name comes first, then commas."]
    faults = [
        one.what + " " + one.mend
        for text in (reading.label, reading.note, reading.address)
        for one in text_faults("", text)
    ]
    if reading.notes and not reading.facts:
        first = spoken(FIRST_OF_ALL[reading.collection])
        article = "a role" if first == "role" else "a line of business" if first == "sector" else "a kind"
        faults.append(f'"{reading.notes[0]}" is kept with {article}, and none is given yet: add one, or leave it out.')
    return faults


def reading_says(reading: Reading, profile: Profile, library: Library) -> str:
    """The line as it was read, for the officer to check before it is added."""
    facts = library.vocabulary.in_scope(reading.collection)
    told = [reading.label]
    first = FIRST_OF_ALL[reading.collection]
    if first not in dict(reading.facts):
        told.append(f"{'line of business' if first == 'sector' else spoken(first)} not known yet")
    for name, value in reading.facts:
        fact = facts[name]
        if fact.type == "ref":
            told.append(f"{name}: {profile.label(f'{fact.to}/{value}')}")
        else:
            told.append(fact.says if fact.type == "yes_no" else fact.values[value])
    if reading.address:
        told.append(f"{reading.address} ({'listed' if reading.at else 'new address'}: lives at it or uses it)")
    if reading.note:
        told.append(f"note: {reading.note}")
    read_as = f"  (read {', '.join(reading.read_as)})" if reading.read_as else ""
    return f"{' | '.join(told)}{read_as}"


def told_of(reading: Reading, source: Source | None, profile: Profile, same_as: str = "") -> tuple[FactTold, ...]:
    """The facts that a line comes to, in the order in which they are written; of the member `same_as` where it is one that is
    listed."""
    ref = same_as or f"{reading.collection}/{_next_id(reading.collection, profile)}"
    label = "" if same_as else reading.label
    first = FIRST_OF_ALL[reading.collection]
    if not reading.facts:
        # A name alone: listed, with nothing known of them yet.
        told = [] if same_as else [FactTold(f"{ref}.{first}", how="unknown", label=label)]
    else:
        told = [
            replace(_from(source), ref=f"{ref}.{name}", value=value, label=label, note=reading.note if n == 0 else "")
            for n, (name, value) in enumerate(reading.facts)
        ]
    if reading.address:
        at = reading.at or f"premises/{_next_id('premises', profile)}"
        new = "" if reading.at else reading.address
        occupier = replace(_from(source), ref=f"{at}.occupier", value=ref.partition("/")[2], label=new)
        told.append(occupier)
    return tuple(told)


def _from(source: Source | None) -> FactTold:
    if source is None:
        return FactTold("")
    return FactTold(
        "", grade=source.grade, on=source.on.isoformat(), source=source.name, handling=source.handling
    )  # fmt: skip


def _next_id(collection: str, profile: Profile) -> str:
    """The next id that is free, numbered as the others are."""
    known = {one.id for one in profile.members.get(collection, ())}
    return next(name for n in range(1, len(known) + 2) if (name := f"{collection}-{n}") not in known)


def where_of(ref: str, profile: Profile) -> str:
    """The addresses that a person lives at or uses, as far as the facts say."""
    found: Iterable[str] = (
        profile.label(f"premises/{one.id}")
        for one in profile.members.get("premises", ())
        if any(record.value == ref.partition("/")[2] for record in one.facts.get("occupier", ()))
    )
    return ", ".join(found)

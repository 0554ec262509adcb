"""Trying a case out with facts that are assumed: nothing is recorded and the assumed facts are shown as such.

REF is `group.violence_used`, `people/p1.convicted`, `business/+.cash_intensive` for a new member (`+2`, `+3` for more),
`vehicles/v1.keeper.role` for a fact reached by a reference, or `looked_into.business`.
VALUE is a value of the fact (yes, no, a number, a value or several with commas), `absent` or `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.domain.library import Library
from planner.domain.profile import LOOKED_INTO, MEMBER_ID, FactRecord, Member, Profile
from planner.domain.vocabulary import COLLECTIONS, FactDefinition
from planner.domain.words import listed, nearest
from planner.errors import Fault, InputError

REF = re.compile(r"^(?P<scope>[a-z_]+)(?:/(?P<member>\+\d*|[a-z0-9][a-z0-9_-]*))?\.(?P<fact>[a-z0-9_.]+)$")
NEW = re.compile(r"^\+(\d*)$")
YES, NO = ("yes", "true"), ("no", "false")


class _Refused(Exception):
    """One assumption that cannot be read: what is wrong and how to mend it."""


def assume(profile: Profile, assumptions: Sequence[str], library: Library) -> Profile:
    """The case with each `REF=VALUE` in place of what is recorded. Raises InputError with every one that cannot be read."""
    faults = []
    for written in assumptions:
        try:
            profile = _one(profile, written, library)
        except _Refused as refused:
            what, mend = refused.args
            faults.append(Fault(f"--assume {written}", 0, 0, what, mend))
    if faults:
        raise InputError(faults)
    return profile.model_copy(update={"assumptions": (*profile.assumptions, *assumptions)}) if assumptions else profile


def read_fact(
    profile: Profile, ref: str, value: str, library: Library, *, new: bool = False
) -> tuple[str, FactRecord | None]:
    """A fact to be learned, read as an assumption is: its full ref and its record, or None for `unknown`.

    `business/+` gives the next free id; with `new` an id that is not in the case yet is one more member. Raises InputError.
    """
    try:
        scope, member, name, fact = _named(ref, library)
        records = _records(fact, value, profile)
        if scope != "group":
            member = _member_id(profile, scope, member, new=new)
            if "." in name:
                whose = library.vocabulary.in_scope(scope)[name.partition(".")[0]].to
                raise _Refused(f"'{name}' is a fact of another member.", f"Record it there, under {whose}.")
    except _Refused as refused:
        raise InputError.of(ref, *refused.args) from None
    full = f"{scope}/{member}.{name}" if scope != "group" else f"group.{name}"
    return full, records[0].model_copy(update={"assumed": False}) if records else None


def _member_id(profile: Profile, collection: str, member: str, *, new: bool) -> str:
    known = [one.id for one in profile.members.get(collection, ())]
    if member == "+":
        return next(name for n in range(1, len(known) + 2) if (name := f"{collection}-{n}") not in known)
    if not re.fullmatch(MEMBER_ID, member):
        raise _Refused(
            "this id is too long, or begins wrongly.", "Use lower-case letters, digits, - and _ (at most 40)."
        )
    if member not in known and not new:
        mend = nearest(member, known) or f"For a new one write {collection}/+, or give it a --label."
        raise _Refused(f"there is no '{member}' in {collection}.", mend)
    return member


def _one(profile: Profile, written: str, library: Library) -> Profile:
    ref, equals, value = written.partition("=")
    ref, value = ref.strip(), value.strip()
    if not equals or not value:
        raise _Refused("this is not REF=VALUE.", "For example --assume group.violence_used=yes.")
    if ref.startswith("looked_into."):
        return _looked_into(profile, ref.partition(".")[2], value)
    scope, member, name, fact = _named(ref, library)
    records = _records(fact, value, profile)
    if scope == "group":
        return profile.model_copy(update={"group": {**profile.group, name: records}})
    return _member(profile, scope, member, name, records)


def _named(ref: str, library: Library) -> tuple[str, str, str, FactDefinition]:
    """The scope, member, name and definition of the fact that a ref names."""
    match = REF.match(ref)
    if not match or (match["scope"] == "group") == bool(match["member"]):
        raise _Refused(f"'{ref}' is not the name of a fact.", "Write group.NAME, people/p1.NAME or business/+.NAME.")
    scope, member, name = match["scope"], match["member"], match["fact"]
    if scope != "group" and scope not in COLLECTIONS:
        raise _Refused(
            f"there is no '{scope}'.",
            nearest(scope, ("group", *COLLECTIONS)) or f"It is group or one of {listed(COLLECTIONS, 'or')}.",
        )
    fact = library.vocabulary.find(scope, name)
    if fact is None:
        raise _Refused(f"there is no fact '{name}' of {scope}.", library.vocabulary.suggestion(scope, name))
    return scope, member or "", name, fact


def _looked_into(profile: Profile, heading: str, value: str) -> Profile:
    if heading not in LOOKED_INTO:
        raise _Refused(f"there is no heading '{heading}'.", nearest(heading, LOOKED_INTO))
    if value not in ("not_yet", "partly", "fully"):
        raise _Refused(f"'{value}' is not how far a heading has been looked into.", "It is not_yet, partly or fully.")
    return profile.model_copy(update={"looked_into": {**profile.looked_into, heading: value}})


def _member(profile: Profile, collection: str, member_id: str, name: str, records: tuple[FactRecord, ...]) -> Profile:
    members = profile.members.get(collection, ())
    new = NEW.match(member_id)
    wanted = f"assumed-{new[1] or 1}" if new else member_id
    found = profile.member(collection, wanted)
    if found is None:
        if not new:
            known = [member.id for member in members]
            raise _Refused(
                f"there is no '{member_id}' in {collection}.",
                nearest(member_id, known) or f"Known: {listed(known) or 'none'}.",
            )
        found = Member(id=wanted, label=f"a further one ({collection})")
        members = (*members, found)
    changed = found.model_copy(update={"facts": {**found.facts, name: records}})
    kept = tuple(changed if member.id == wanted else member for member in members)
    return profile.model_copy(update={"members": {**profile.members, collection: kept}})


def _records(fact: FactDefinition, value: str, profile: Profile) -> tuple[FactRecord, ...]:
    if value == "unknown":
        return ()
    if value == "absent" and fact.type in ("yes_no", "number", "many"):
        return (FactRecord(absent=True, assumed=True),)
    return (FactRecord(value=_value(fact, value, profile), complete=fact.type == "many", assumed=True),)


def _value(fact: FactDefinition, value: str, profile: Profile) -> bool | int | str | tuple[str, ...]:
    match fact.type:
        case "yes_no" if value in YES or value in NO:
            return value in YES
        case "yes_no":
            raise _Refused(f"'{value}' does not fit {fact.ref}.", "It is yes, no, absent or unknown.")
        case "number" if value.isdecimal() and len(value) <= 12:
            return int(value)
        case "number":
            raise _Refused(f"'{value}' does not fit {fact.ref}.", f"It is a whole number of {fact.unit or 'units'}.")
        case "ref" if profile.member(fact.to, value):
            return value
        case "ref":
            known = [member.id for member in profile.members.get(fact.to, ())]
            mend = nearest(value, known) or f"Known: {listed(known) or 'none'}."
            raise _Refused(f"there is no '{value}' in {fact.to}.", mend)
    chosen = tuple(part.strip() for part in value.split(",")) if fact.type == "many" else (value,)
    for one in chosen:
        if one not in fact.values:
            raise _Refused(
                f"'{one}' is not a value of {fact.ref}.",
                nearest(one, fact.values) or f"It is one of {listed(list(fact.values), 'or')}.",
            )
    return chosen if fact.type == "many" else value

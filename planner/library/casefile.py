"""One case file read against the vocabulary, with every fault at its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.domain.library import Library
from planner.domain.plan import Plan
from planner.domain.profile import LOOKED_INTO, FactRecord, Member, Profile
from planner.domain.vocabulary import COLLECTIONS, FactDefinition
from planner.domain.words import listed, nearest
from planner.errors import Fault, InputError
from planner.library.modelling import make, not_a_mapping
from planner.library.sensitive import sensitive_text
from planner.library.yaml_reader import Document, Keys, read_yaml

HEAD = ("case", "title", "kind", "nation", "threat", "fiction", "source", "looked_into", "expects")
NATIONS_REFUSED = ("scotland", "northern_ireland")
MOST_MEMBERS = 500
OUTCOMES = ("certain", "possible", "ruled_out", "blocked")


def load_case(path: Path, library: Library, shown: str = "") -> Profile:
    """The case in a file. Raises InputError with every fault of it."""
    document = read_yaml(path, shown)
    return CaseReader(document, library).read()


FRAGMENT = ("group", *COLLECTIONS)


def read_fragment(written: Mapping[str, Any], library: Library) -> Profile:
    """The small case an example in a tactic file describes: bare facts, every collection looked into, every list whole.

    Raises InputError with every fault.
    """
    facts = {key: value for key, value in written.items() if key in FRAGMENT}
    return CaseReader(Document("an example", facts), library).fragment()


class CaseReader:
    """Reads one document as a case."""

    def __init__(self, document: Document, library: Library) -> None:
        self._document = document
        self._library = library
        self._vocabulary = library.vocabulary
        self._faults: list[Fault] = []
        self._whole_lists = False

    def read(self) -> Profile:
        """The profile. Raises InputError with every fault."""
        written = self._document.contents
        if not isinstance(written, dict):
            raise InputError([not_a_mapping(self._document, (), written)])
        known = (*HEAD, "group", *COLLECTIONS, "plan")
        for key in written:
            if key not in known:
                self._fault((key,), f"there is no key '{key}' in a case file.", nearest(key, known), key=True)
        self._faults += sensitive_text(self._document)
        self._head(written)
        group = self._facts("group", written.get("group") or {}, ("group",))
        members = {c: self._members(c, written.get(c) or []) for c in COLLECTIONS}
        self._references(members)
        plan = make(Plan, self._document, ("plan",), written["plan"], self._faults) if "plan" in written else None
        self._plan_tactics(written.get("plan"))
        head = {key: written[key] for key in HEAD if key in written}
        shape = {**head, "group": group, "members": members, "plan": plan}
        profile = None if self._faults else make(Profile, self._document, (), shape, self._faults)
        if profile is None:
            self._head_faults(head)
            raise InputError(self._faults)
        return profile

    def fragment(self) -> Profile:
        """The facts alone, as a case in which nothing is left to look for. Raises InputError with every fault."""
        self._whole_lists = True
        written = self._document.contents
        group = self._facts("group", written.get("group") or {}, ("group",))
        members = {c: self._members(c, list(written.get(c) or [])) for c in COLLECTIONS}
        self._references(members)
        if self._faults:
            raise InputError(self._faults)
        looked: dict[str, Any] = dict.fromkeys(LOOKED_INTO, "fully")
        return Profile(
            case="example", kind="training", nation="england", looked_into=looked, group=group, members=members
        )

    def _fault(self, keys: Keys, what: str, mend: str = "", *, key: bool = False) -> None:
        self._faults.append(self._document.fault(keys, what, mend, key=key))

    def _head_faults(self, head: dict[str, Any]) -> None:
        """The faults of the head are found even when the facts have faults of their own."""
        extra: list[Fault] = []
        make(Profile, self._document, (), head, extra)
        told = {(fault.line, fault.column) for fault in self._faults} - {self._document.place(())}
        self._faults += [fault for fault in extra if (fault.line, fault.column) not in told]

    def _head(self, written: dict[str, Any]) -> None:
        nation = written.get("nation")
        if isinstance(nation, str) and nation in NATIONS_REFUSED:
            self._fault(
                ("nation",),
                f"fourp does not serve {nation.replace('_', ' ')} yet.",
                "Powers differ there and the catalogue does not hold them.",
            )
        looked = written.get("looked_into")
        if isinstance(looked, dict):
            for heading in looked:
                if heading not in LOOKED_INTO:
                    self._fault(
                        ("looked_into", heading),
                        f"there is no heading '{heading}'.",
                        nearest(heading, LOOKED_INTO),
                        key=True,
                    )
        expects = written.get("expects")
        if isinstance(expects, dict):
            for outcome, names in expects.items():
                if outcome not in OUTCOMES:
                    self._fault(
                        ("expects", outcome), f"there is no outcome '{outcome}'.", nearest(outcome, OUTCOMES), key=True
                    )
                for n, name in enumerate(names if isinstance(names, list) else []):
                    if not isinstance(name, str) or name not in self._library.tactics:
                        self._fault(
                            ("expects", outcome, n),
                            f"there is no tactic '{name}'.",
                            nearest(str(name), self._library.tactics),
                        )

    def _plan_tactics(self, plan: Any) -> None:
        interventions = plan.get("interventions") if isinstance(plan, dict) else None
        for n, one in enumerate(interventions if isinstance(interventions, list) else []):
            name = one.get("tactic") if isinstance(one, dict) else None
            if isinstance(name, str) and name not in self._library.tactics:
                self._fault(
                    ("plan", "interventions", n, "tactic"),
                    f"there is no tactic '{name}'.",
                    nearest(name, self._library.tactics),
                )

    def _members(self, collection: str, written: Any) -> tuple[Member, ...]:
        if not isinstance(written, list):
            self._fault((collection,), f"`{collection}` is a list of entries, each beginning `- id:`.")
            return ()
        if len(written) > MOST_MEMBERS:
            self._fault((collection,), f"{len(written)} {collection}; the limit is {MOST_MEMBERS}.")
            return ()
        found: dict[str, Member] = {}
        for n, one in enumerate(written):
            member = self._member(collection, one, (collection, n))
            if member is None:
                continue
            if member.id in found:
                self._fault(
                    (collection, n, "id"),
                    f"the id '{member.id}' is already taken in {collection}.",
                    "Give each its own.",
                )
            found[member.id] = member
        return tuple(found.values())

    def _member(self, collection: str, written: Any, keys: Keys) -> Member | None:
        if not isinstance(written, dict) or "id" not in written:
            self._fault(keys, f"each entry of {collection} is a mapping with an `id`.")
            return None
        facts = self._facts(collection, {k: v for k, v in written.items() if k not in ("id", "label")}, keys)
        label = written.get("label") or ""
        if not isinstance(label, str):
            self._fault((*keys, "label"), f"a label is text, not {label!r}.")
            return None
        try:
            return Member(id=written["id"], label=label, facts=facts)
        except ValidationError:
            self._fault(
                (*keys, "id"),
                f"'{written['id']}' cannot be an id.",
                "Use lower-case letters, digits, - and _ (at most 40).",
            )
            return None

    def _facts(self, scope: str, written: Any, keys: Keys) -> dict[str, tuple[FactRecord, ...]]:
        if not isinstance(written, dict):
            self._fault(keys, "facts are a mapping of names to what is recorded.")
            return {}
        found = {}
        for name, recorded in written.items():
            fact = self._vocabulary.find(scope, name)
            if fact is not None and "." in name:
                whose = self._vocabulary.in_scope(scope)[name.partition(".")[0]].to
                self._fault(
                    (*keys, name),
                    f"'{name}' is a fact of another member.",
                    f"Record it there, under {whose}.",
                    key=True,
                )
                continue
            if fact is None:
                self._fault(
                    (*keys, name),
                    f"there is no fact '{name}' of {_of(scope)}.",
                    self._vocabulary.suggestion(scope, name),
                    key=True,
                )
                continue
            many = (
                recorded
                if isinstance(recorded, list) and recorded and all(isinstance(r, dict) for r in recorded)
                else [recorded]
            )
            places = [(*keys, name, n) for n in range(len(many))] if many is recorded else [(*keys, name)]
            records = [self._record(fact, one, place) for one, place in zip(many, places, strict=True)]
            found[name] = tuple(record for record in records if record is not None)
        return found

    def _record(self, fact: FactDefinition, written: Any, keys: Keys) -> FactRecord | None:
        if isinstance(written, dict) and "assumed" in written:
            self._fault((*keys, "assumed"), "`assumed` is only for --assume.", "Remove it.", key=True)
            return None
        shaped = written if isinstance(written, dict) else {"value": written}
        if self._whole_lists and fact.type == "many":
            shaped = {"absent": True} if written == [] else {"complete": True, **shaped}
        place = (*keys, "value") if isinstance(written, dict) else keys
        if fact.type == "many" and self._wrong_options(fact, shaped.get("value"), place):
            return None
        if isinstance(shaped.get("value"), (list, dict, float)) and fact.type != "many":
            self._fault(place, wrong_value(fact, shaped["value"]), value_suggestion(fact, ""))
            return None
        record = make(FactRecord, self._document, keys, shaped, self._faults)
        if record is None:
            return None
        if ("value" in shaped) == bool(shaped.get("absent")):
            self._fault(
                keys, f"{fact.ref} needs either a value or absent: true.", "Leave the fact out if it is not known."
            )
            return None
        place = (*keys, "value") if isinstance(written, dict) else keys
        if record.absent and fact.type in ("choice", "ref"):
            self._fault(
                keys, f"{fact.ref} is never absent.", value_suggestion(fact, "") or "Leave it out if it is not known."
            )
            return None
        wrong = "" if record.absent else wrong_value(fact, record.value)
        if wrong:
            self._fault(place, wrong, value_suggestion(fact, record.value))
            return None
        return record

    def _wrong_options(self, fact: FactDefinition, written: Any, keys: Keys) -> bool:
        """Whether some of a list's values are not values of the fact; each is told at its own place."""
        options = written if isinstance(written, list) else []
        wrong = [(n, one) for n, one in enumerate(options) if not isinstance(one, str) or one not in fact.values]
        for n, one in wrong:
            self._fault((*keys, n), f"{one!r} is not a value of {fact.ref}.", value_suggestion(fact, one))
        return bool(wrong)

    def _references(self, members: dict[str, tuple[Member, ...]]) -> None:
        for collection, found in members.items():
            for ref in self._vocabulary.references(collection):
                ids = {member.id for member in members[ref.to]}
                for n, member in enumerate(found):
                    records = member.facts.get(ref.id, ())
                    for r, record in enumerate(records):
                        if record.absent or (isinstance(record.value, str) and record.value in ids):
                            continue
                        keys = (collection, n, ref.id, *((r,) if len(records) > 1 else ()))
                        self._fault(keys, f"there is no '{record.value}' in {ref.to}.", nearest(str(record.value), ids))


def _of(scope: str) -> str:
    return "the group" if scope == "group" else f"a member of {scope}"


def wrong_value(fact: FactDefinition, value: object) -> str:
    """What is wrong with a value for a fact, or nothing."""
    match fact.type:
        case "yes_no" if not isinstance(value, bool):
            return f"{fact.ref} is true or false (or absent: true), not {value!r}."
        case "number" if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**12:
            return f"{fact.ref} is a whole number of {fact.unit or 'units'} from 0, not {value!r}."
        case "choice" if not isinstance(value, str) or value not in fact.values:
            return f"{value!r} is not a value of {fact.ref}."
        case "many" if not isinstance(value, tuple) or not value:
            return f"{fact.ref} is a list of its values, not {value!r}."
        case "ref" if not isinstance(value, str):
            return f"{fact.ref} is the id of one of the {fact.to}, not {value!r}."
    return ""


def value_suggestion(fact: FactDefinition, value: object) -> str:
    """The nearest value of a fact, or all of them."""
    if not fact.values:
        return ""
    if fact.type == "many" and value in fact.values:
        return f"Write it as a list: [{value}]."
    return nearest(str(value), fact.values) or f"It is one of {listed(list(fact.values), 'or')}."

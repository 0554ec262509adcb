"""durable_rules, used safely: the only module that imports it.

Three layers. (1) Leaves: one rule a literal over typed facts, whose bindings are the witnesses. (2) Conditions: one
wide fact of literals a shard, one rule an implicant. (3) Guardrails, over the outcomes of layer 2.
An unknown attribute is an explicit null; "known false" is the absence of a literal, never `$not`. One host a compiled
library; facts are asserted, run and retracted under one constant sid; `close` frees what the C side holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import durable_rules_engine
from durable import engine as durable_engine

from planner.domain.conditions import NO_LIMIT
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.profile import FactTable, MemberRow
from planner.domain.rules import Guardrail
from planner.domain.tactic import Tactic
from planner.domain.truth import Truth
from planner.domain.vocabulary import Scalar
from planner.engine.answers import Answers, Case, GuardFiring
from planner.engine.compiler import Cells, Compiled, CompiledLibrary, FactVariable, Literal, QuantifiedVariable
from planner.engine.durable_limits import (
    MATCHES,
    PROPERTIES,
    RULES_IN_A_SHARD,
    SIBLINGS,
    check_fact,
    check_names,
    check_rules,
    safe_ids,
)

SID = "s"
MATCHED = re.compile(r'"id": ?"([^"]+)"')
LAST = 60000

# A consequent is given what matched as unread JSON, {"rule": {"alias": fact}}: most already know what they asserted.
Consequent = Callable[[str], None]
Rules = dict[str, dict[str, Any]]
# How many rows a shard remembers the answer to, and how few rules one has that remembers: the fewer columns they read, the more
# often a row is one that was asked about before.
MOST_REMEMBERED = 2000
RULES_TO_A_ROW = 12
Row = tuple[Any, ...]
# A guardrail, and everything that somebody it is about is chosen by; and by which of that it meets them.
_Meeting = tuple[str, tuple[str, ...]]
_Meetings = dict[_Meeting, tuple[str, ...]]
Key = TypeVar("Key")


class _Ruleset(durable_engine.Ruleset):  # type: ignore[misc]
    """The same C engine with a run loop of ours: errors rise, no time limit cuts it off, the state is not re-asserted."""

    def __init__(self, name: str, host: Any, rules: Rules) -> None:
        self._consequents = {rule: definition["run"] for rule, definition in rules.items()}
        super().__init__(name, host, rules)

    def do_actions(self, state_offset: int, complete: Callable[[Exception | None, Any], None]) -> None:
        """Run every match to the end."""
        handle = self._handle
        result = durable_rules_engine.start_action_for_state(handle, state_offset)
        if result:
            messages = result[1]
            try:
                while messages:
                    rule = messages[2 : messages.index('"', 2)]
                    self._consequents[rule](messages)
                    messages = durable_rules_engine.complete_and_start_action(handle, state_offset)
            except BaseException:
                durable_rules_engine.abandon_action(handle, state_offset)
                raise
        complete(None, None)


class _Host(durable_engine.Host):  # type: ignore[misc]
    """A host without the library's two endless timer threads."""

    _ruleset_list: list[_Ruleset]
    _ruleset_directory: dict[str, _Ruleset]

    def __init__(self) -> None:
        self.ran: set[str] = set()
        super().__init__()

    def _run(self) -> None:
        """Start nothing."""

    def register_rulesets(self, definitions: Mapping[str, Rules]) -> list[str]:
        """Add rule sets made with the safe loop."""
        for name, rules in definitions.items():
            ruleset = _Ruleset(name, self, rules)
            self._ruleset_directory[name] = ruleset
            self._ruleset_list.append(ruleset)
        return list(definitions)

    def close(self) -> None:
        """Free the rule sets, and the state of those that ran to their end, which nothing else does."""
        for name, ruleset in self._ruleset_directory.items():
            if name in self.ran:
                self.delete_state(name, SID)
            durable_rules_engine.delete_ruleset(ruleset._handle)
        self._ruleset_list, self._ruleset_directory = [], {}


def _nothing(matched: str) -> None:
    """A consequent for the rules that only keep the engine sound."""


def _bindings(matched: str) -> Any:
    """What matched, read: a mapping of aliases to facts, or a list of them."""
    (bindings,) = json.loads(matched).values()
    return bindings


class _Shard:
    """One rule set and the way facts go through it. It is checked when made and built when first needed: a case seldom
    has facts for all of them."""

    def __init__(self, host: _Host, name: str, rules: Rules) -> None:
        self._whole: Rules | None = {
            **rules,
            # Every fact is mentioned by some rule, or the engine refuses the batch it came in.
            "catch": {"all": [{"m": {"$ex": {"kind": 1}}}, {"n": {"kind": "$never"}}], "run": _nothing},
            # Something fires in every run, without which freeing the state corrupts memory.
            "end": {"all": [{"m": {"kind": "$end"}}], "run": _nothing, "pri": LAST},
        }
        check_rules(name, self._whole)
        self._host, self._name = host, name

    def run(self, facts: Sequence[Mapping[str, Any]]) -> None:
        """Assert the facts, let every rule fire, retract them."""
        if self._whole is not None:
            self._host.set_rulesets({self._name: self._whole})
            self._whole = None
        for fact in facts:
            check_fact(fact)
        batch = [{**fact, "sid": SID} for fact in facts]
        batch.append({"id": "end", "sid": SID, "kind": "$end"})
        check_names(fact["id"] for fact in batch)
        self._host.ran.discard(self._name)
        self._host.assert_facts(self._name, batch)
        # Something fired, so the state may be freed; where nothing did, freeing it would corrupt memory.
        self._host.ran.add(self._name)
        self._host.retract_facts(self._name, [{"id": fact["id"], "sid": SID} for fact in batch])


class _RowShard(Generic[Key]):
    """A shard whose rules each read some columns of a row. What a row matched is remembered, for it hangs on the row alone:
    the engine is asked only about rows it has not seen."""

    def __init__(
        self,
        host: _Host,
        name: str,
        columns: Sequence[Any],
        rules: Iterable[tuple[Key, Sequence[Any], list[dict[str, Any]]]],
        fact: Callable[[Row], dict[str, Any]],
        sureness: Callable[[Sequence[Any]], Truth],
    ) -> None:
        self.columns, self._fact, self._sureness = columns, fact, sureness
        self._places = {column: place for place, column in enumerate(columns)}
        self._known: dict[Row, dict[Key, Truth]] = {}
        self._asked: dict[str, tuple[Row, dict[Key, Truth]]] = {}
        self.shard = _Shard(host, name, {f"r{n}": self._rule(*one) for n, one in enumerate(rules)})

    def _rule(self, key: Key, read: Sequence[Any], tests: list[dict[str, Any]]) -> dict[str, Any]:
        places = [self._places[column] for column in read]

        def found(matched: str) -> None:
            # Only who matched is read off the answer: a row has many columns, and hundreds of rules match it.
            for match in MATCHED.findall(matched):
                row, matches = self._asked[match]
                matches[key] = max(self._sureness([row[n] for n in places]), matches.get(key, Truth.FALSE))

        return {"all": [{"m": {"$and": [{"kind": "row"}, *tests]}}], "cap": MATCHES, "run": found}

    def run(self, rows: Sequence[Row]) -> list[dict[Key, Truth]]:
        """What each row matches, and how surely."""
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        new = [row for row in dict.fromkeys(rows) if row not in self._known]
        if new:
            self._asked = {name: (row, {}) for name, row in zip(safe_ids(len(new)), new, strict=True)}
            self.shard.run([{"id": name, "kind": "row", **self._fact(row)} for name, (row, _) in self._asked.items()])
            self._known.update(self._asked.values())
        return [self._known[row] for row in rows]


class _LeafLayer:
    """Layer 1 for one kind of fact: the group, or one collection."""

    def __init__(self, host: _Host, scope: str, leaves: Mapping[int, Sequence[tuple[str, Cells]]]) -> None:
        self._shards = [
            self._shard(host, f"leaves_{scope or 'group'}_{number}", {key: leaves[key] for key in part})
            for number, part in enumerate(_sharded(leaves))
        ]

    def _shard(self, host: _Host, name: str, leaves: Mapping[int, Sequence[tuple[str, Cells]]]) -> _RowShard[int]:
        attributes = tuple(dict.fromkeys(attribute for tests in leaves.values() for attribute, _ in tests))
        short = {attribute: f"a{n}" for n, attribute in enumerate(attributes)}
        rules = (
            (key, [attribute for attribute, _ in tests], [_test(short[attribute], cells) for attribute, cells in tests])
            for key, tests in leaves.items()
        )

        def fact(row: Row) -> dict[str, Any]:
            return {name: _plain(value) for name, value in zip(short.values(), row, strict=True)}

        return _RowShard(host, name, attributes, rules, fact, _known_or_not)

    def run(self, rows: Sequence[Mapping[str, Scalar | None]]) -> list[dict[int, Truth]]:
        """Every leaf that each row matches."""
        found: list[dict[int, Truth]] = [{} for _ in rows]
        for shard in self._shards:
            told = [tuple(map(row.get, shard.columns)) for row in rows]
            for own, more in zip(found, shard.run(told), strict=True):
                own.update(more)
        return found


def _known_or_not(values: Sequence[Any]) -> Truth:
    """How surely a leaf holds of a row that matches it: one that is not known matches too."""
    return Truth.UNKNOWN if None in values else Truth.TRUE


def _plain(value: bool | int | str | None) -> int | str | None:
    """The engine compares true with 1 and writes JSON: booleans go in as 0 and 1."""
    return int(value) if isinstance(value, bool) else value


def _sharded(leaves: Mapping[Any, Sequence[tuple[str, Cells]]]) -> Iterator[list[Any]]:
    """The leaves in parts that each keep the limits on rules, properties and tests side by side; those that read the same
    attributes stand together."""
    part: list[Any] = []
    used: set[str] = set()
    side_by_side = 0
    for key, tests in sorted(leaves.items(), key=lambda leaf: [attribute for attribute, _ in leaf[1]]):
        names = {attribute for attribute, _ in tests}
        wanted = sum(len(cells) + 1 for _, cells in tests)
        full = len(part) == RULES_TO_A_ROW or len(used | names) > PROPERTIES - 4
        if part and (full or side_by_side + wanted > SIBLINGS - RULES_TO_A_ROW):
            yield part
            part, used, side_by_side = [], set(), 0
        part.append(key)
        used |= names
        side_by_side += wanted
    if part:
        yield part


def _test(attribute: str, cells: Cells) -> dict[str, Any]:
    """ "One of these values, or not known"."""
    if isinstance(cells, tuple):
        options: list[dict[str, Any]] = [_range(attribute, low, high) for low, high in cells]
    else:
        options = [{attribute: _plain(value)} for value in sorted(cells, key=str)]
    return {"$or": [*options, {attribute: None}]}


def _range(attribute: str, low: int, high: int) -> dict[str, Any]:
    bounds = [{"$gte": {attribute: low}}]
    if high < NO_LIMIT:
        bounds.append({"$lte": {attribute: high}})
    return bounds[0] if len(bounds) == 1 else {"$and": bounds}


class _ConditionLayer:
    """Layer 2: the implicants of many conditions over one wide fact a shard; min over a term, max over terms."""

    def __init__(self, host: _Host, prefix: str, conditions: Iterable[Compiled]) -> None:
        self._fixed: dict[str, Truth] = {}
        self._shards: list[_RowShard[str]] = []
        terms = []
        for condition in conditions:
            self._fixed[condition.name] = Truth.TRUE if () in condition.implicants else Truth.FALSE
            terms += [(implicant, condition.name) for implicant in condition.implicants if implicant]
        terms.sort()
        for start in range(0, len(terms), RULES_TO_A_ROW):
            part = terms[start : start + RULES_TO_A_ROW]
            columns = sorted({literal for implicant, _ in part for literal in implicant})
            self._shards.append(self._shard(host, f"{prefix}_{start}", columns, part))

    def _shard(
        self, host: _Host, name: str, columns: Sequence[int], terms: Sequence[tuple[tuple[int, ...], str]]
    ) -> _RowShard[str]:
        rules = (
            (condition, implicant, [{"$ex": {f"L{literal}": 1}} for literal in implicant])
            for implicant, condition in terms
        )

        def fact(row: Row) -> dict[str, Any]:
            return {f"L{literal}": int(value) for literal, value in zip(columns, row, strict=True) if value}

        return _RowShard(host, name, columns, rules, fact, min)

    def run(self, rows: Sequence[Sequence[Truth]]) -> list[dict[str, Truth]]:
        """The truth of every condition, given the truth of every literal, for the case or for each of some members."""
        found = [dict(self._fixed) for _ in rows]
        for shard in self._shards:
            told = [tuple(map(row.__getitem__, shard.columns)) for row in rows]
            for own, more in zip(found, shard.run(told), strict=True):
                for name, value in more.items():
                    own[name] = max(value, own[name])
        return found


class _GuardLayer:
    """Layer 3: guardrail flags joined with what tactics and subjects are chosen by: a trait, a P, a name, a standing in law.

    There is one fact a choice (and member), however many tactics share it. What a shard joins is remembered.
    """

    def __init__(self, host: _Host, guardrails: Sequence[Guardrail], tactics: Sequence[Tactic]) -> None:
        self._silent = {one.id for one in guardrails if one.if_unknown == "silent"}
        self._tactics = {one.id: one for one in tactics}
        self._wanted: dict[str, set[str]] = {}
        self._choices: dict[tuple[str, str, LawStatus], list[str]] = {}
        self._law: tuple[LawStatus, ...] | None = None
        self._by_law: Mapping[str, dict[str, list[str]]] = {}
        self._joined: list[tuple[str, str]] = []
        # Guardrails about the tactic itself meet the choices of tactics; those about members, those of that collection.
        self._shards: dict[str, list[tuple[_Shard, _Meetings]]] = {}
        for about in dict.fromkeys(one.about or "" for one in guardrails):
            pairs = [(one, choice) for one in guardrails if (one.about or "") == about for choice in _choices(one)]
            rules = [self._rule(*pair) for pair in pairs]
            self._wanted[about] = {choice for _, choice in pairs}
            for start in range(0, len(rules), RULES_IN_A_SHARD):
                part = {f"g{n}": rule for n, rule in enumerate(rules[start : start + RULES_IN_A_SHARD])}
                shard = _Shard(host, f"guards_{about or 'tactic'}_{start}", part)
                self._shards.setdefault(about, []).append((shard, {}))

    def _rule(self, guardrail: Guardrail, choice: str) -> dict[str, Any]:
        flag = [{"kind": "flag"}, {"name": guardrail.id}]
        if guardrail.about:
            flag.append({"ref": {"t": "ref"}})  # type: ignore[dict-item]

        def fires(matched: str) -> None:
            match = _bindings(matched)
            self._joined.append((match["f"]["id"], match["t"]["id"]))

        return {"all": [{"t": {"$and": [{"kind": "chosen"}, {"by": choice}]}}, {"f": {"$and": flag}}], "run": fires}

    def run(self, case: Case, answers: Answers) -> frozenset[GuardFiring]:
        """Every guardrail that fires, on which tactic, on which subject."""
        fired: set[GuardFiring] = set()
        for about, shards in self._shards.items():
            flags = self._flags(about, answers)
            if not flags:
                continue
            chosen = self._chosen(about, {ref for _, ref, _ in flags}, case, answers)
            choices = {ref: tuple(sorted(own)) for ref, own in chosen.items()}
            met = self._met(shards, {(g, choices[ref]) for g, ref, _ in flags if ref in choices})
            for guardrail, ref, value in flags:
                for by in met.get((guardrail, choices.get(ref, ())), ()):
                    fired.update(GuardFiring(guardrail, tactic, ref, value) for tactic in chosen[ref][by])
        return frozenset(fired)

    def _met(self, shards: Sequence[tuple[_Shard, _Meetings]], asked: Iterable[_Meeting]) -> _Meetings:
        """By which of its choices a guardrail meets those who are chosen by them; the engine is asked what it has not joined yet."""
        found: _Meetings = dict.fromkeys(asked, ())
        for shard, known in shards:
            if len(known) > MOST_REMEMBERED:
                known.clear()
            if new := [one for one in found if one not in known]:
                self._join(shard, new, known)
            for one in found:
                found[one] += known[one]
        return found

    def _join(self, shard: _Shard, asked: Sequence[_Meeting], known: _Meetings) -> None:
        """Remember by which choices each guardrail meets. Names from files never reach the engine: who is chosen goes by number."""
        number = {choices: n for n, choices in enumerate(dict.fromkeys(choices for _, choices in asked))}
        told: list[tuple[str, str, int]] = [("name", guardrail, number[choices]) for guardrail, choices in asked]
        told += [("by", by, n) for choices, n in number.items() for by in choices]
        ids = safe_ids(len(told))
        meetings: dict[str, list[str]] = {name: [] for name in ids[: len(asked)]}
        self._joined = []
        shard.run(
            [
                {"id": name, "kind": "flag" if how == "name" else "chosen", how: what, "ref": n}
                for name, (how, what, n) in zip(ids, told, strict=True)
            ]
        )
        chosen_by = {name: by for name, (_, by, _) in zip(ids, told, strict=True)}
        for flag, choice in self._joined:
            meetings[flag].append(chosen_by[choice])
        known.update(zip(asked, map(tuple, meetings.values()), strict=True))

    def _flags(self, about: str, answers: Answers) -> list[tuple[str, str, Truth]]:
        """The guardrails that have something to say: on a member of the collection they are about, or on the case."""
        if about:
            marked = [(g, ref, v) for (g, ref), v in answers.guard_marks.items() if ref.partition("/")[0] == about]
        else:
            marked = [(g, "", v) for g, v in answers.guard_flags.items()]
        return [(g, ref, v) for g, ref, v in marked if v is Truth.TRUE or (v and g not in self._silent)]

    def _chosen(
        self, about: str, flagged: set[str], case: Case, answers: Answers
    ) -> Mapping[str, dict[str, list[str]]]:
        """The tactics behind each choice, by the member flagged that is a subject of theirs; by nobody where they are asked about
        themselves."""
        if not about:
            return self._chosen_by_law(tuple(case.law.values()), case.law)
        chosen: dict[str, dict[str, list[str]]] = {}
        for tactic, subjects in answers.subjects.items():
            for ref in flagged & subjects.keys():
                own = chosen.setdefault(ref, {})
                for choice in self._choices_of(about, self._tactics[tactic], case.law[tactic]):
                    own.setdefault(choice, []).append(tactic)
        return chosen

    def _chosen_by_law(
        self, standing: tuple[LawStatus, ...], law: Mapping[str, LawStatus]
    ) -> Mapping[str, dict[str, list[str]]]:
        """The tactics behind each choice where none of their members is asked about: the same until the law is another."""
        if standing != self._law:
            chosen: dict[str, list[str]] = {}
            for tactic in self._tactics.values():
                for choice in self._choices_of("", tactic, law[tactic.id]):
                    chosen.setdefault(choice, []).append(tactic.id)
            self._law, self._by_law = standing, {"": chosen}
        return self._by_law

    def _choices_of(self, about: str, tactic: Tactic, law: LawStatus) -> list[str]:
        """What a guardrail may choose the tactic by as its law stands."""
        key = (about, tactic.id, law)
        if key not in self._choices:
            chosen_by = (f"trait:{one}" for one in tactic.traits)
            more = (f"pillar:{tactic.pillar}", f"tactic:{tactic.id}", f"law:{law.value}")
            self._choices[key] = sorted(self._wanted[about].intersection((*chosen_by, *more)))
        return self._choices[key]


def _choices(guardrail: Guardrail) -> Iterator[str]:
    """What a guardrail chooses tactics by, any of which will do."""
    chosen = guardrail.applies_to
    yield from (f"trait:{one}" for one in chosen.traits)
    yield from (f"pillar:{one}" for one in chosen.pillars)
    yield from (f"tactic:{one}" for one in chosen.tactics)
    if chosen.law:
        yield {"not_usable": "law:not_in_force", "unchecked": "law:unchecked"}[chosen.law]


class _Found(NamedTuple):
    """Layer 1's answer for one kind of fact: the leaves that each row matches, the members that each quantifier finds."""

    rows: tuple[MemberRow, ...]
    leaves: list[dict[int, Truth]]
    witnesses: dict[QuantifiedVariable, dict[str, Truth]]


class DurableEngine:
    """Evaluates one compiled library with durable_rules. Close it when done; make a new one after any exception."""

    def __init__(self, library: Library, compiled: CompiledLibrary) -> None:
        self._library, self._compiled = library, compiled
        self._host = _Host()
        # Each leaf has a number: that of its literal, or, for an alternative inside a quantifier, one above them all.
        numbers = count(len(compiled.literals))
        leaves: dict[str, dict[int, Sequence[tuple[str, Cells]]]] = {}
        self._alternatives: dict[QuantifiedVariable, list[int]] = {}
        self._literals: dict[QuantifiedVariable, list[Literal]] = {}
        for literal in compiled.literals:
            variable = literal.variable
            if isinstance(variable, FactVariable):
                leaves.setdefault(variable.scope, {})[literal.id] = [(variable.attribute, literal.cells)]
                continue
            self._literals.setdefault(variable, []).append(literal)
            if variable not in self._alternatives:
                own = leaves.setdefault(variable.collection, {})
                self._alternatives[variable] = [next(numbers) for term in variable.terms if term]
                own |= zip(self._alternatives[variable], filter(None, variable.terms), strict=True)
        self._nodes = {
            (name, node): variable
            for name, condition in compiled.case.items()
            for node, number in condition.quantified
            if isinstance(variable := compiled.literals[number].variable, QuantifiedVariable)
        }
        # The leaves that are literals themselves: of the group, and of a member where it is the subject.
        self._facts = {scope: [n for n in own if n < len(compiled.literals)] for scope, own in leaves.items()}
        self._leaf_layers = {scope: _LeafLayer(self._host, scope, wanted) for scope, wanted in leaves.items()}
        self._cases = _ConditionLayer(self._host, "case", compiled.case.values())
        self._subjects = {
            c: _ConditionLayer(self._host, f"subject_{c}", [s for on, s in compiled.subject.values() if on == c])
            for c in leaves
            if c
        }
        self._marks = {
            c: _ConditionLayer(self._host, f"mark_{c}", [m for on, m in compiled.member.values() if on == c])
            for c in leaves
            if c
        }
        ours = compiled.case.keys() | compiled.member.keys()
        self._guardrails = [one for one in library.guardrails if f"guardrail:{one.id}" in ours]
        self._last: dict[str, _Found] = {}
        self._guards = _GuardLayer(self._host, self._guardrails, library.active)

    @cached_property
    def version(self) -> str:
        """The release of durable_rules in use, read off its installed folder: asking importlib costs a tenth of a start."""
        found = sorted(Path(durable_engine.__file__).parents[1].glob("durable_rules-*.*-info"))
        return found[-1].name.removeprefix("durable_rules-").rpartition(".")[0] if found else "unknown"

    def close(self) -> None:
        """Free the C engine's memory; the engine cannot be used after it."""
        self._host.close()

    def evaluate(self, case: Case) -> Answers:
        """Every outcome for one case: conditions, witnesses, subjects, and the guardrails that fire."""
        table = case.table
        of_case = (MemberRow.model_construct(ref="group", values=table.group),)
        found = {scope: self._found(scope, table.members[scope] if scope else of_case) for scope in self._leaf_layers}
        witnesses = {variable: who for one in found.values() for variable, who in one.witnesses.items()}
        values = self._values(table, found, witnesses)
        answers = Answers(outcomes=self._cases.run([values])[0], literals=dict(enumerate(values)))
        answers.witnesses = {key: witnesses[variable] for key, variable in self._nodes.items()}
        self._judge_members(answers, table, found, values)
        answers.firings = self._guards.run(case, answers)
        return answers

    def _found(self, scope: str, rows: tuple[MemberRow, ...]) -> _Found:
        """What layer 1 finds of one kind of fact: asked again only when something of that kind has changed."""
        last = self._last.get(scope)
        if last is None or last.rows != rows:
            leaves = self._leaf_layers[scope].run([row.values for row in rows])
            mine = [variable for variable in self._alternatives if variable.collection == scope]
            last = _Found(rows, leaves, {variable: self._witnesses(variable, rows, leaves) for variable in mine})
            self._last[scope] = last
        return last

    def _witnesses(
        self, variable: QuantifiedVariable, rows: Sequence[MemberRow], leaves: Sequence[Mapping[int, Truth]]
    ) -> dict[str, Truth]:
        """Each member that satisfies, or may satisfy, the inner condition."""
        alternatives = self._alternatives[variable]
        if len(alternatives) < len(variable.terms):
            return {row.ref: Truth.TRUE for row in rows}
        return {
            row.ref: max(matched)
            for row, own in zip(rows, leaves, strict=True)
            if (matched := [own[n] for n in alternatives if n in own])
        }

    def _values(
        self,
        table: FactTable,
        found: Mapping[str, _Found],
        witnesses: Mapping[QuantifiedVariable, Mapping[str, Truth]],
    ) -> list[Truth]:
        """The truth of every literal; of one about a member in question, false until there is one."""
        values = [Truth.FALSE] * len(self._compiled.literals)
        for number in self._facts.get("", ()):
            values[number] = found[""].leaves[0].get(number, Truth.FALSE)
        for variable, literals in self._literals.items():
            members = witnesses[variable]
            if list(members.values()).count(Truth.TRUE) >= variable.at_least:
                value = Truth.TRUE
            elif variable.collection in table.open or len(members) >= variable.at_least:
                value = Truth.UNKNOWN
            else:
                value = Truth.FALSE
            for literal in literals:
                values[literal.id] = value if literal.positive else ~value
        return values

    def _judge_members(
        self, answers: Answers, table: FactTable, found: Mapping[str, _Found], values: list[Truth]
    ) -> None:
        """The subjects of each tactic, and what each guardrail comes to for the case or for each member."""
        for guardrail in self._guardrails:
            if not guardrail.about:
                answers.guard_flags[guardrail.id] = answers.outcomes[f"guardrail:{guardrail.id}"]
        for collection, layer in self._subjects.items():
            rows = table.members[collection]
            # The literals as they stand for one member: its own facts beside those of the case.
            own = [values.copy() for _ in rows]
            for member, leaves in zip(own, found[collection].leaves, strict=True):
                for number in self._facts[collection]:
                    member[number] = leaves.get(number, Truth.FALSE)
            for row, subject_of in zip(rows, layer.run(own), strict=True):
                for name, value in subject_of.items():
                    if value:
                        answers.subjects.setdefault(name.partition(":")[2], {})[row.ref] = value
            for row, marked in zip(rows, self._marks[collection].run(own), strict=True):
                for name, value in marked.items():
                    answers.guard_marks[(name.partition(":")[2], row.ref)] = value

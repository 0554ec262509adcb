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
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import durable_rules_engine
from durable import engine as durable_engine

from planner.domain.conditions import NO_LIMIT
from planner.domain.library import Library
from planner.domain.profile import FactTable, MemberRow
from planner.domain.rules import Guardrail
from planner.domain.truth import Truth
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
from planner.errors import EngineError

SID = "s"
MATCHED = re.compile(r'"id": ?"([^"]+)"')
LAST = 60000

# A consequent is given what matched as unread JSON, {"rule": {"alias": fact}}: most already know what they asserted.
Consequent = Callable[[str], None]
Rules = dict[str, dict[str, Any]]


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


@dataclass
class _Findings:
    """What layer 1 found: for each leaf rule, the members it matched and how surely."""

    values: dict[Any, dict[str, Truth]] = field(default_factory=dict)

    def note(self, leaf: Any, ref: str, value: Truth) -> None:
        """Keep the surer of two answers."""
        found = self.values.setdefault(leaf, {})
        found[ref] = max(value, found.get(ref, Truth.FALSE))


class _LeafLayer:
    """Layer 1 for one kind of fact: the group, or one collection."""

    def __init__(
        self, host: _Host, scope: str, leaves: Mapping[Any, Sequence[tuple[str, Cells]]], findings: _Findings
    ) -> None:
        self._scope, self._findings = scope, findings
        self._rows: Sequence[MemberRow] = ()
        self._places: dict[str, int] = {}
        self._shards: list[tuple[_Shard, dict[str, str]]] = []
        for number, part in enumerate(_sharded(leaves)):
            attributes = {
                name: f"a{n}" for n, name in enumerate(dict.fromkeys(a for key in part for a, _ in leaves[key]))
            }
            check_names(attributes.values())
            rules = {f"r{n}": self._rule(key, leaves[key], attributes) for n, key in enumerate(part)}
            self._shards.append((_Shard(host, f"leaves_{scope or 'group'}_{number}", rules), attributes))

    def _rule(self, key: Any, tests: Sequence[tuple[str, Cells]], attributes: Mapping[str, str]) -> dict[str, Any]:
        read = [attribute for attribute, _ in tests]

        def found(matched: str) -> None:
            # Only who matched is read off the answer: a row has hundreds of columns, and hundreds of leaves match it.
            matches = MATCHED.findall(matched)
            if len(matches) >= MATCHES:
                raise EngineError(f"more than {MATCHES} members of {self._scope} match one leaf")
            for match in matches:
                row = self._rows[self._places[match]]
                unknown = any(row.values.get(attribute) is None for attribute in read)
                self._findings.note(key, row.ref, Truth.UNKNOWN if unknown else Truth.TRUE)

        patterns = [_test(attributes[attribute], cells) for attribute, cells in tests]
        return {"all": [{"m": {"$and": [{"kind": "row"}, *patterns]}}], "cap": MATCHES, "run": found}

    def run(self, rows: Sequence[MemberRow]) -> None:
        """Match every row of the kind against every leaf about it."""
        self._rows = rows
        if not rows:
            return
        ids = safe_ids(len(rows))
        self._places = {name: n for n, name in enumerate(ids)}
        for shard, attributes in self._shards:
            shard.run(
                [
                    {"id": name, "kind": "row"}
                    | {short: _plain(row.values.get(attribute)) for attribute, short in attributes.items()}
                    for name, row in zip(ids, rows, strict=True)
                ]
            )


def _plain(value: bool | int | str | None) -> int | str | None:
    """The engine compares true with 1 and writes JSON: booleans go in as 0 and 1."""
    return int(value) if isinstance(value, bool) else value


def _sharded(leaves: Mapping[Any, Sequence[tuple[str, Cells]]]) -> Iterator[list[Any]]:
    """The leaves in parts that each keep the limits on rules, properties and tests side by side."""
    part: list[Any] = []
    used: set[str] = set()
    side_by_side = 0
    for key, tests in leaves.items():
        names = {attribute for attribute, _ in tests}
        wanted = sum(len(cells) + 1 for _, cells in tests)
        full = len(part) == RULES_IN_A_SHARD or len(used | names) > PROPERTIES - 4
        if part and (full or side_by_side + wanted > SIBLINGS - RULES_IN_A_SHARD):
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
        self._current: Mapping[int, Truth] = {}
        self._found: dict[str, Truth] = {}
        self._shards: list[tuple[_Shard, list[int], set[int]]] = []
        rows = []
        for condition in conditions:
            self._fixed[condition.name] = Truth.TRUE if () in condition.implicants else Truth.FALSE
            rows += [(implicant, condition.name) for implicant in condition.implicants if implicant]
        rows.sort()
        for start in range(0, len(rows), RULES_IN_A_SHARD):
            part = rows[start : start + RULES_IN_A_SHARD]
            rules = {f"c{n}": self._rule(implicant, name) for n, (implicant, name) in enumerate(part)}
            needed = sorted({literal for implicant, _ in part for literal in implicant})
            self._shards.append(
                (_Shard(host, f"{prefix}_{start}", rules), needed, {implicant[0] for implicant, _ in part})
            )

    def _rule(self, implicant: tuple[int, ...], name: str) -> dict[str, Any]:
        def holds(matched: str) -> None:
            value = min(self._current[literal] for literal in implicant)
            self._found[name] = max(value, self._found[name])

        return {"all": [{"m": {"$and": [{"$ex": {f"L{literal}": 1}} for literal in implicant]}}], "run": holds}

    def run(self, values: Mapping[int, Truth]) -> dict[str, Truth]:
        """The truth of every condition, given the truth of every literal."""
        self._current, self._found = values, dict(self._fixed)
        for shard, needed, first in self._shards:
            wide = {f"L{literal}": int(values[literal]) for literal in needed if values[literal]}
            if any(values[literal] for literal in first):
                shard.run([{"id": "w", "kind": "wide", **wide}])
        return self._found


class _GuardLayer:
    """Layer 3: guardrail flags joined with what tactics and subjects are chosen by: a trait, a P, a name, a standing in law.

    There is one fact a choice (and member), however many tactics share it.
    """

    def __init__(self, host: _Host, guardrails: Sequence[Guardrail]) -> None:
        self._fired: set[GuardFiring] = set()
        self._chosen: dict[str, list[tuple[str, str]]] = {}
        self._wanted = frozenset(choice for one in guardrails for choice in _choices(one))
        # Guardrails about the tactic itself meet the choices of tactics; those about members, those of that collection.
        self._shards: list[tuple[str, _Shard]] = []
        for about in dict.fromkeys(one.about or "" for one in guardrails):
            rules = [
                self._rule(one, choice) for one in guardrails if (one.about or "") == about for choice in _choices(one)
            ]
            for start in range(0, len(rules), RULES_IN_A_SHARD):
                part = {f"g{n}": rule for n, rule in enumerate(rules[start : start + RULES_IN_A_SHARD])}
                self._shards.append((about, _Shard(host, f"guards_{about or 'tactic'}_{start}", part)))

    def _rule(self, guardrail: Guardrail, choice: str) -> dict[str, Any]:
        flag = [{"kind": "flag"}, {"name": guardrail.id}]
        if guardrail.about:
            flag.append({"ref": {"t": "ref"}})  # type: ignore[dict-item]

        def fires(matched: str) -> None:
            match = _bindings(matched)
            value = Truth(match["f"]["v"])
            self._fired.update(
                GuardFiring(guardrail.id, tactic, ref, value) for tactic, ref in self._chosen[match["t"]["id"]]
            )

        return {"all": [{"t": {"$and": [{"kind": "chosen"}, {"by": choice}]}}, {"f": {"$and": flag}}], "run": fires}

    def run(self, case: Case, answers: Answers) -> frozenset[GuardFiring]:
        """Every guardrail that fires, on which tactic, on which subject."""
        self._fired = set()
        if not self._shards:
            return frozenset()
        silent = {one.id for one in case.library.guardrails if one.if_unknown == "silent"}
        flags: dict[str, list[dict[str, Any]]] = {}
        marked = [
            *((g, "", v) for g, v in answers.guard_flags.items()),
            *((g, r, v) for (g, r), v in answers.guard_marks.items()),
        ]
        members = {ref: n for n, ref in enumerate(dict.fromkeys(ref for _, ref, _ in marked))}
        for name, ref, value in marked:
            if value is Truth.TRUE or (value and name not in silent):
                flag = {"kind": "flag", "name": name, "ref": members[ref], "v": int(value)}
                flags.setdefault(ref.partition("/")[0], []).append(flag)
        chosen: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for tactic in case.library.active:
            choices = (f"trait:{one}" for one in tactic.traits)
            more = (f"pillar:{tactic.pillar}", f"tactic:{tactic.id}", f"law:{case.law[tactic.id].value}")
            for choice in self._wanted.intersection((*choices, *more)):
                chosen.setdefault((choice, ""), []).append((tactic.id, ""))
                for ref in answers.subjects.get(tactic.id, {}):
                    chosen.setdefault((choice, ref), []).append((tactic.id, ref))
        for about, shard in self._shards:
            if about in flags:
                own = {
                    key: who for key, who in chosen.items() if key[1].partition("/")[0] == about and key[1] in members
                }
                ids = safe_ids(len(flags[about]) + len(own))
                self._chosen = dict(zip(ids[len(flags[about]) :], own.values(), strict=True))
                facts = [*flags[about], *({"kind": "chosen", "by": by, "ref": members[ref]} for by, ref in own)]
                shard.run([{"id": name, **fact} for name, fact in zip(ids, facts, strict=True)])
        return frozenset(self._fired)


def _choices(guardrail: Guardrail) -> Iterator[str]:
    """What a guardrail chooses tactics by, any of which will do."""
    chosen = guardrail.applies_to
    yield from (f"trait:{one}" for one in chosen.traits)
    yield from (f"pillar:{one}" for one in chosen.pillars)
    yield from (f"tactic:{one}" for one in chosen.tactics)
    if chosen.law:
        yield {"not_usable": "law:not_in_force", "unchecked": "law:unchecked"}[chosen.law]


class DurableEngine:
    """Evaluates one compiled library with durable_rules. Close it when done; make a new one after any exception."""

    def __init__(self, library: Library, compiled: CompiledLibrary) -> None:
        self._library, self._compiled = library, compiled
        self._host = _Host()
        self._findings = _Findings()
        leaves: dict[str, dict[Any, Sequence[tuple[str, Cells]]]] = {}
        for literal in compiled.literals:
            self._add_leaves(literal, leaves)
        self._quantified = tuple(
            dict.fromkeys(x.variable for x in compiled.literals if isinstance(x.variable, QuantifiedVariable))
        )
        self._own: dict[str, list[int]] = {}
        for literal in compiled.literals:
            if isinstance(literal.variable, FactVariable) and literal.variable.scope:
                self._own.setdefault(literal.variable.scope, []).append(literal.id)
        self._leaf_layers = {
            scope: _LeafLayer(self._host, scope, wanted, self._findings) for scope, wanted in leaves.items()
        }
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
        self._guardrails = [
            one for one in library.guardrails if f"guardrail:{one.id}" in {**compiled.case, **compiled.member}
        ]
        self._guards = _GuardLayer(self._host, self._guardrails)

    def _add_leaves(self, literal: Literal, leaves: dict[str, dict[Any, Sequence[tuple[str, Cells]]]]) -> None:
        variable = literal.variable
        if isinstance(variable, FactVariable):
            leaves.setdefault(variable.scope, {})[literal.id] = [(variable.attribute, literal.cells)]
            return
        own = leaves.setdefault(variable.collection, {})
        for n, term in enumerate(variable.terms):
            if term:
                own[(variable, n)] = term

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
        self._findings.values.clear()
        for scope, layer in self._leaf_layers.items():
            layer.run(
                [MemberRow.model_construct(ref="group", values=table.group)] if not scope else table.members[scope]
            )
        witnesses = {variable: self._witnesses(variable, table) for variable in self._quantified}
        values = {x.id: self._value(x, table, witnesses) for x in self._compiled.literals}
        outcomes = self._cases.run(values)
        answers = Answers(outcomes=outcomes)
        self._name_witnesses(answers, witnesses)
        self._name_subjects(answers, table, values)
        self._mark(answers, table, values)
        answers.literals = values
        answers.firings = self._guards.run(case, answers)
        return answers

    def _witnesses(self, variable: QuantifiedVariable, table: FactTable) -> dict[str, Truth]:
        """Each member that satisfies, or may satisfy, the inner condition."""
        found: dict[str, Truth] = {}
        for n, term in enumerate(variable.terms):
            matched = (
                self._findings.values.get((variable, n), {})
                if term
                else {row.ref: Truth.TRUE for row in table.members[variable.collection]}
            )
            for ref, value in matched.items():
                found[ref] = max(value, found.get(ref, Truth.FALSE))
        return found

    def _value(
        self, literal: Literal, table: FactTable, witnesses: Mapping[QuantifiedVariable, Mapping[str, Truth]]
    ) -> Truth:
        variable = literal.variable
        if isinstance(variable, FactVariable):
            return (
                Truth.FALSE if variable.scope else self._findings.values.get(literal.id, {}).get("group", Truth.FALSE)
            )
        found = witnesses[variable]
        sure = sum(value is Truth.TRUE for value in found.values())
        if sure >= variable.at_least:
            value = Truth.TRUE
        elif variable.collection in table.open or len(found) >= variable.at_least:
            value = Truth.UNKNOWN
        else:
            value = Truth.FALSE
        return value if literal.positive else ~value

    def _name_witnesses(self, answers: Answers, witnesses: Mapping[QuantifiedVariable, Mapping[str, Truth]]) -> None:
        for name, compiled in self._compiled.case.items():
            for node, literal in compiled.quantified:
                variable = self._compiled.literals[literal].variable
                assert isinstance(variable, QuantifiedVariable)
                answers.witnesses[(name, node)] = {ref: v for ref, v in witnesses[variable].items() if v}

    def _of_member(self, ref: str, values: Mapping[int, Truth]) -> dict[int, Truth]:
        """The literals as they stand for one member: its own facts beside those of the case."""
        own = dict(values)
        for literal in self._own.get(ref.partition("/")[0], ()):
            own[literal] = self._findings.values.get(literal, {}).get(ref, Truth.FALSE)
        return own

    def _name_subjects(self, answers: Answers, table: FactTable, values: Mapping[int, Truth]) -> None:
        for collection, layer in self._subjects.items():
            for row in table.members[collection]:
                for name, value in layer.run(self._of_member(row.ref, values)).items():
                    if value:
                        answers.subjects.setdefault(name.partition(":")[2], {})[row.ref] = value

    def _mark(self, answers: Answers, table: FactTable, values: Mapping[int, Truth]) -> None:
        for guardrail in self._guardrails:
            if not guardrail.about:
                answers.guard_flags[guardrail.id] = answers.outcomes[f"guardrail:{guardrail.id}"]
        for collection, layer in self._marks.items():
            for row in table.members[collection]:
                for name, value in layer.run(self._of_member(row.ref, values)).items():
                    answers.guard_marks[(name.partition(":")[2], row.ref)] = value

"""A compiled library as plain lists, so that a start need not work the implicants out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.domain.conditions import Quantified
from planner.domain.library import Library
from planner.engine.compiler import (
    Cells,
    Compiled,
    CompiledLibrary,
    Compiler,
    FactVariable,
    Literal,
    QuantifiedVariable,
    Variable,
    aims_at_people,
    opened_up,
    owned,
)


def pack(compiled: CompiledLibrary) -> dict[str, Any]:
    """The compiled library as plain JSON values, without the trees it came from."""
    return {
        "literals": [[*_packed(one.variable), _packed_cells(one.cells)] for one in compiled.literals],
        "case": {name: _packed_condition(one) for name, one in compiled.case.items()},
        "subject": {name: [on, _packed_condition(one)] for name, (on, one) in compiled.subject.items()},
        "member": {name: [on, _packed_condition(one)] for name, (on, one) in compiled.member.items()},
    }


def unpack(packed: Mapping[str, Any], library: Library, families: tuple[str, ...]) -> CompiledLibrary:
    """What `pack` made, with the library's trees back in place. Raises ValueError, KeyError or TypeError when damaged."""
    compiler = Compiler(library)
    literals = tuple(Literal(n, _unpacked(row), _unpacked_cells(row[3])) for n, row in enumerate(packed["literals"]))
    case, subject, member = {}, {}, {}
    for name, condition, scope, tactic in owned(library, families):
        if scope:
            member[name] = (
                scope,
                _unpacked_condition(name, packed["member"][name][1], compiler.reading(name, condition, scope=scope)),
            )
            continue
        protect = bool(tactic and aims_at_people(tactic))
        case[name] = _unpacked_condition(name, packed["case"][name], compiler.reading(name, condition, protect=protect))
        opened = opened_up(tactic, condition) if tactic else None
        if tactic and tactic.on and opened:
            own = f"subject:{tactic.id}"
            subject[name] = (
                tactic.on,
                _unpacked_condition(own, packed["subject"][name][1], compiler.reading(own, opened, subject=tactic.on)),
            )
    return CompiledLibrary(literals, case, subject, member)


def _packed(variable: Variable) -> list[Any]:
    if isinstance(variable, FactVariable):
        return [variable.scope, variable.attribute, None]
    return [
        variable.collection,
        variable.at_least,
        [[[a, _packed_cells(cells)] for a, cells in term] for term in variable.terms],
    ]


def _unpacked(row: Sequence[Any]) -> Variable:
    if row[2] is None:
        return FactVariable(row[0], row[1])
    inner = frozenset(frozenset((a, _unpacked_cells(cells)) for a, cells in term) for term in row[2])
    return QuantifiedVariable(row[0], row[1], inner)


def _packed_cells(cells: Cells) -> list[Any]:
    return [1, *cells] if isinstance(cells, tuple) else [0, *sorted(cells, key=str)]


def _unpacked_cells(row: Sequence[Any]) -> Cells:
    return tuple((low, high) for low, high in row[1:]) if row[0] else frozenset(row[1:])


def _packed_condition(one: Compiled) -> list[Any]:
    return [
        one.implicants,
        [number for _, number in one.quantified],
        [[number, origin] for number, origin in one.origins.items()],
    ]


def _unpacked_condition(name: str, row: Sequence[Any], nodes: Sequence[Quantified]) -> Compiled:
    implicants, numbers, origins = row
    return Compiled(name, tuple(map(tuple, implicants)), tuple(zip(nodes, numbers, strict=True)), dict(origins))

"""Small wrong turns of a condition: what an author might have written by mistake, for its examples to catch.

Each leaf negated, dropped or widened; `all` and `any`, `some` and `every` swapped; a bound moved by one; a value replaced by
another. A list of alternatives of one fact (`in`, `includes_any`) is one leaf. `where` conditions are mutated as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain.conditions import (
    ALWAYS,
    NO_LIMIT,
    All,
    AnyOf,
    Comparison,
    Condition,
    IndicatorRef,
    Not,
    Quantified,
    negated,
    yes_or_no,
)
from planner.domain.vocabulary import Vocabulary


@dataclass(frozen=True)
class Mutant:
    """A condition changed in one place, and what was done, in words."""

    done: str
    tree: Condition


def mutants(tree: Condition, vocabulary: Vocabulary) -> list[Mutant]:
    """Every mutant of a condition, each once; a condition that always holds has none."""
    found: dict[Condition, Mutant] = {}
    for change in _Mutator(vocabulary).of(tree, ""):
        changed = ALWAYS if change.tree is None else change.tree
        found.setdefault(changed, Mutant(change.done, changed))
    found.pop(tree, None)
    return list(found.values())


@dataclass(frozen=True)
class _Change:
    """A part with one change in it; no tree: the part is left out."""

    done: str
    tree: Condition | None


class _Mutator:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def of(self, tree: Condition, scope: str) -> Iterator[_Change]:
        """The changes of a part read in `scope`."""
        alternatives = _alternatives(tree)
        if alternatives:
            yield from self._options(tree, alternatives, scope)
            return
        match tree:
            case All(parts) | AnyOf(parts):
                yield from self._list(tree, parts, scope)
            case Not(Quantified() as leaf):
                yield from _as_leaf(tree, _name(leaf))
                yield _Change(f"{leaf.collection}: none became some", Quantified(leaf.collection, negated(leaf.where)))
                for change in self._inside(leaf, names=False):
                    yield _Change(change.done, None if change.tree is None else Not(change.tree))
            case Not(part):
                yield _Change(f"not {_name(part)} dropped", None)
                for change in self.of(part, scope):
                    if change.tree is not None:
                        yield _Change(change.done, negated(change.tree))
            case Quantified():
                yield from _as_leaf(tree, _name(tree))
                if tree.at_least == 1:
                    every = Not(Quantified(tree.collection, negated(tree.where), names_subjects=False))
                    yield _Change(f"{tree.collection}: some became every", every)
                else:
                    yield _Change(f"{tree.collection}: one fewer", replace(tree, at_least=tree.at_least - 1))
                    yield _Change(f"{tree.collection}: one more", replace(tree, at_least=tree.at_least + 1))
                yield from self._inside(tree, names=tree.names_subjects)
            case Comparison():
                yield from _as_leaf(tree, tree.attribute)
                yield from self._values(tree, scope)
            case IndicatorRef():
                yield from _as_leaf(tree, f"indicator {tree.id}")

    def _list(self, tree: Condition, parts: tuple[Condition, ...], scope: str) -> Iterator[_Change]:
        """A list of parts: swapped, and each part changed or left out in turn."""
        kind: type[All | AnyOf] = All if isinstance(tree, All) else AnyOf
        if len(parts) > 1:
            other: type[All | AnyOf] = AnyOf if kind is All else All
            yield _Change("all became any" if kind is All else "any became all", other(parts))
        for n, part in enumerate(parts):
            for change in self.of(part, scope):
                if change.tree is not None:
                    yield _Change(change.done, kind((*parts[:n], change.tree, *parts[n + 1 :])))
                elif len(parts) > 1:
                    yield _Change(change.done, kind((*parts[:n], *parts[n + 1 :])))
                else:
                    yield change

    def _inside(self, leaf: Quantified, *, names: bool) -> Iterator[_Change]:
        """The condition on the member changed; with nothing left of it, any member will do."""
        for change in self.of(leaf.where, leaf.collection):
            where = ALWAYS if change.tree is None else change.tree
            yield _Change(f"{leaf.collection}: {change.done}", replace(leaf, where=where, names_subjects=names))

    def _values(self, leaf: Comparison, scope: str) -> Iterator[_Change]:
        path, _, option = leaf.attribute.partition(":")
        if leaf.numeric:
            yield from _bounds(leaf)
            return
        order = self._order(path, scope)
        if option:
            outside = [f"{path}:{one}" for one in order if one != option]
            if outside:
                other = yes_or_no(outside[0], True)
                yield _Change(f"{leaf.attribute} widened", AnyOf((leaf, other)))
                yield _Change(f"{leaf.attribute} replaced by {outside[0]}", other)
            return
        outside = [one for one in order if one not in leaf.allowed]
        if not outside or any(isinstance(one, bool) for one in leaf.allowed):
            return
        whole = leaf.allowed | leaf.others
        if len(leaf.allowed) + 1 < len(whole):
            yield _Change(
                f"{path} widened to {outside[0]}", _choice(leaf.attribute, leaf.allowed | {outside[0]}, whole)
            )
        for value in (one for one in order if one in leaf.allowed):
            allowed = leaf.allowed - {value} | {outside[0]}
            yield _Change(f"{path}: {value} replaced by {outside[0]}", _choice(leaf.attribute, allowed, whole))

    def _options(self, tree: Condition, options: list[str], scope: str) -> Iterator[_Change]:
        """`includes_any`, one leaf: alternatives of one list."""
        path = options[0].partition(":")[0]
        yield from _as_leaf(tree, path)
        parts = {one: yes_or_no(one, True) for one in options}
        yield _Change(f"{path}: any became all", All(tuple(parts.values())))
        outside = [one for name in self._order(path, scope) if (one := f"{path}:{name}") not in parts]
        if outside:
            other = yes_or_no(outside[0], True)
            yield _Change(f"{path} widened to {outside[0]}", AnyOf((*parts.values(), other)))
            for option in options:
                kept = (part for name, part in parts.items() if name != option)
                yield _Change(f"{option} replaced by {outside[0]}", AnyOf((*kept, other)))

    def _order(self, path: str, scope: str) -> list[str]:
        """The values of a fact in the order of the vocabulary."""
        head, _, tail = path.partition(".")
        fact = self._vocabulary.find(scope, path) if scope else self._vocabulary.find(head, tail)
        return list(fact.values) if fact else []


def _as_leaf(tree: Condition, name: str) -> Iterator[_Change]:
    yield _Change(f"{name} negated", negated(tree))
    yield _Change(f"{name} dropped", None)


def _bounds(leaf: Comparison) -> Iterator[_Change]:
    for by in (-1, 1):
        if leaf.low > 0:
            yield _Change(f"{leaf.attribute}: from {leaf.low + by}", replace(leaf, low=leaf.low + by))
        if leaf.high < NO_LIMIT and leaf.high + by >= leaf.low:
            yield _Change(f"{leaf.attribute}: up to {leaf.high + by}", replace(leaf, high=leaf.high + by))


def _choice(attribute: str, allowed: frozenset[bool | int | str], whole: frozenset[bool | int | str]) -> Comparison:
    return Comparison(attribute, allowed, whole - allowed)


def _alternatives(tree: Condition) -> list[str]:
    """The options of an `includes_any`, or nothing: alternatives of one list fact, each to be included."""
    if not isinstance(tree, AnyOf) or len(tree.parts) < 2:
        return []
    leaves = [part for part in tree.parts if isinstance(part, Comparison) and ":" in part.attribute]
    one_list = len({leaf.attribute.partition(":")[0] for leaf in leaves}) == 1
    wanted = all(leaf.allowed == frozenset([True]) for leaf in leaves)
    return [leaf.attribute for leaf in leaves] if len(leaves) == len(tree.parts) and one_list and wanted else []


def _name(tree: Condition) -> str:
    match tree:
        case Quantified():
            return f"the condition on {tree.collection}"
        case Comparison():
            return tree.attribute
        case IndicatorRef():
            return f"indicator {tree.id}"
    return "a part"

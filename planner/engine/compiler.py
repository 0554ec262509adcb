"""Library conditions compiled for durable_rules: shared literals, and every condition as all its prime implicants.

Exactness over every completion of the unknown leaves is bought here: indicators are inlined, opposite comparisons are
one variable, constants compared with one number become disjoint ranges, one quantifier that contains another brings its
implication along, and each DNF is closed to its prime implicants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from planner.domain.conditions import (
    NO_LIMIT,
    NOT_SAFEGUARDED,
    All,
    AnyOf,
    Comparison,
    Condition,
    IndicatorRef,
    Not,
    OfMember,
    Quantified,
)
from planner.domain.library import Library
from planner.domain.tactic import Tactic
from planner.domain.vocabulary import Scalar
from planner.engine.implicants import Term, TooLarge, conjunction, contains, primes, product

MAX_IMPLICANTS = 64
MAX_LEAVES = 12
WORKING_LIMIT = 512

Spans = tuple[tuple[int, int], ...]
Cells = frozenset[Scalar] | Spans


class Unsplittable(Exception):
    """A condition too wide to compile; the message tells the adviser to split the tactic."""


def _in_order(test: tuple[str, Cells]) -> tuple[str, tuple[str, ...]]:
    """A key that sets tests in one order whatever the run; a set's own order changes from run to run."""
    attribute, cells = test
    return attribute, tuple(map(str, cells)) if isinstance(cells, tuple) else tuple(sorted(map(str, cells)))


@dataclass(frozen=True)
class FactVariable:
    """One attribute of the group (`scope` empty) or of a member of a collection."""

    scope: str
    attribute: str


@dataclass(frozen=True)
class QuantifiedVariable:
    """ "At least `at_least` members satisfy `inner`", where `inner` is the prime implicants of the inner condition."""

    collection: str
    at_least: int
    inner: frozenset[frozenset[tuple[str, Cells]]]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.collection, self.at_least, self.inner))

    @cached_property
    def terms(self) -> tuple[tuple[tuple[str, Cells], ...], ...]:
        """The inner alternatives in a fixed order, each with its tests in a fixed order."""
        return tuple(
            sorted(
                (tuple(sorted(term, key=_in_order)) for term in self.inner),
                key=lambda term: [_in_order(test) for test in term],
            )
        )


Variable = FactVariable | QuantifiedVariable


@dataclass(frozen=True)
class Literal:
    """A variable confined to some of its values; for a quantified variable `cells` is {True} or {False}."""

    id: int
    variable: Variable
    cells: Cells

    @property
    def positive(self) -> bool:
        """Whether a quantified literal says that there are such members."""
        return self.cells == frozenset([True])


@dataclass(frozen=True)
class Compiled:
    """One condition as alternatives of literal ids; no alternative: never; an empty one: always."""

    name: str
    implicants: tuple[tuple[int, ...], ...]
    quantified: tuple[tuple[Quantified, int], ...] = ()
    origins: Mapping[int, str] = field(default_factory=dict)


@dataclass
class _Leaf:
    variable: Variable
    cells: Cells
    values: frozenset[Scalar]
    origin: str

    @property
    def either_way(self) -> frozenset[object]:
        """What the leaf and its opposite have in common: where a range begins and ends, or the two halves of the values."""
        if isinstance(self.cells, tuple):
            return frozenset(bound for low, high in self.cells for bound in (low, high + 1)) - {0, NO_LIMIT + 1}
        return frozenset([self.cells, self.values - self.cells])


class Compiler:
    """Compiles the conditions of one library; literals are shared over all of them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids: dict[tuple[Variable, Cells], int] = {}
        self.literals: list[Literal] = []

    def condition(self, name: str, condition: Condition, *, scope: str = "", protect: bool = False) -> Compiled:
        """The condition as read over the case, or over one member when `scope` is given.

        `protect`: people who must be safeguarded are left out of the quantifiers that name subjects.
        Raises Unsplittable when it has too many leaves or implicants.
        """
        return self._compile(name, condition, scope=scope, protect=protect, subject="")

    def subject_condition(self, tactic: Tactic, condition: Condition) -> Compiled | None:
        """The tactic's condition read for one member of the collection it is about; None when it is about the group."""
        opened = opened_up(tactic, condition)
        if opened is None or tactic.on is None:
            return None
        return self._compile(f"subject:{tactic.id}", opened, scope="", protect=False, subject=tactic.on)

    def reading(
        self, name: str, condition: Condition, *, scope: str = "", protect: bool = False, subject: str = ""
    ) -> list[Quantified]:
        """The quantifiers of a condition in the order in which `condition` and `subject_condition` compile them."""
        return _Reading(self, scope, protect, subject).nodes(condition, name)

    def _tree(self, indicator: str) -> Condition:
        return self._library.conditions[f"indicator:{indicator}"]

    def _compile(self, name: str, condition: Condition, *, scope: str, protect: bool, subject: str) -> Compiled:
        reading = _Reading(self, scope, protect, subject)
        reading.gather(condition, name, positive=True)
        if len(reading.distinct) > MAX_LEAVES:
            raise Unsplittable(f"it has {len(reading.distinct)} leaves; the limit is {MAX_LEAVES}. Split this tactic.")
        space = _Space(reading.leaves)
        try:
            terms = reading.terms(condition, space, positive=True)
            impossible = space.impossible()
            closed = primes([*terms, *impossible], WORKING_LIMIT)
        except TooLarge:
            raise Unsplittable(f"it has more than {MAX_IMPLICANTS} alternatives. Split this tactic.") from None
        kept = [t for t in closed if not any(contains(bad, t) for bad in impossible)]
        if len(kept) > MAX_IMPLICANTS:
            raise Unsplittable(f"it has {len(kept)} alternatives; the limit is {MAX_IMPLICANTS}. Split this tactic.")
        literals = [self._literals(term, space) for term in kept]
        quantified = tuple((node, self.literal(variable, frozenset([True]))) for node, variable in reading.quantified)
        origins = {n: reading.origin(self.literals[n].variable, name) for term in literals for n in term}
        return Compiled(name, tuple(literals), quantified, origins)

    def _literals(self, term: Term, space: _Space) -> tuple[int, ...]:
        return tuple(
            self.literal(v, space.cells(v, mask))
            for v, mask in zip(space.variables, term, strict=True)
            if mask != space.full(v)
        )

    def literal(self, variable: Variable, cells: Cells) -> int:
        """The id of a literal, new or already known."""
        key = (variable, cells)
        if key not in self._ids:
            self._ids[key] = len(self.literals)
            self.literals.append(Literal(self._ids[key], variable, cells))
        return self._ids[key]

    def inner(self, where: Condition, collection: str) -> frozenset[frozenset[tuple[str, Cells]]]:
        """The prime implicants of an inner condition, as attributes confined to values."""
        compiled = self._compile("where", where, scope=collection, protect=False, subject="")
        found = set()
        for implicant in compiled.implicants:
            chosen = [self.literals[n] for n in implicant]
            found.add(
                frozenset(
                    (one.variable.attribute, one.cells) for one in chosen if isinstance(one.variable, FactVariable)
                )
            )
        return frozenset(found)


class _Reading:
    """One pass over a condition: its leaves, and its terms over their variables."""

    def __init__(self, compiler: Compiler, scope: str, protect: bool, subject: str) -> None:
        self._compiler, self._scope, self._protect, self._subject = compiler, scope, protect, subject
        self.leaves: list[_Leaf] = []
        self.quantified: list[tuple[Quantified, QuantifiedVariable]] = []
        self._variables: dict[Quantified, QuantifiedVariable] = {}

    @property
    def distinct(self) -> set[tuple[Variable, frozenset[object]]]:
        """The leaves, counted once each; a comparison and its opposite are one."""
        return {(leaf.variable, leaf.either_way) for leaf in self.leaves}

    def origin(self, variable: Variable, name: str) -> str:
        """The rule the variable was written in: the tactic itself, or an indicator it rests on."""
        return next((leaf.origin for leaf in self.leaves if leaf.variable == variable), name)

    def gather(self, condition: Condition, origin: str, *, positive: bool, scope: str | None = None) -> None:
        """Note every leaf, with indicators inlined and quantifiers over the subject's collection opened up."""
        for node, place, source, polarity in self._walk(
            condition, origin, positive, self._scope if scope is None else scope
        ):
            variable, cells = self._leaf(node, place, polarity, source)
            values = node.allowed | node.others if isinstance(node, Comparison) else frozenset([True, False])
            self.leaves.append(_Leaf(variable, cells, values, source))

    def _walk(
        self, condition: Condition, origin: str, positive: bool, scope: str
    ) -> Iterator[tuple[Comparison | Quantified, str, str, bool]]:
        match condition:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._walk(part, origin, positive, scope)
            case Not(part):
                yield from self._walk(part, origin, not positive, scope)
            case IndicatorRef(id):
                yield from self._walk(self._compiler._tree(id), f"indicator:{id}", positive, scope)
            case OfMember(part):
                yield from self._walk(part, origin, positive, self._subject)
            case Quantified() if self._opens(condition, positive, origin):
                yield from self._walk(condition.where, origin, positive, self._subject)
            case Comparison() | Quantified():
                yield condition, scope, origin, positive

    def _opens(self, leaf: Quantified, positive: bool, origin: str) -> bool:
        named = positive and leaf.names_subjects and leaf.collection == self._subject
        return bool(self._subject) and named and not origin.startswith("indicator:")

    def _leaf(self, node: Comparison | Quantified, scope: str, positive: bool, origin: str) -> tuple[Variable, Cells]:
        if isinstance(node, Comparison):
            cells: Cells = ((node.low, node.high),) if node.numeric else node.allowed
            return FactVariable(scope, node.attribute), cells
        return self._variable(node, positive, origin), frozenset([True])

    def nodes(self, condition: Condition, origin: str) -> list[Quantified]:
        """The quantifiers of a condition as they are read, each once, in the order they are met."""
        walked = self._walk(condition, origin, True, self._scope)
        return list(
            dict.fromkeys(
                self._aimed(node, polarity, source)
                for node, _, source, polarity in walked
                if isinstance(node, Quantified)
            )
        )

    def _aimed(self, node: Quantified, positive: bool, origin: str) -> Quantified:
        """The quantifier with those who must be safeguarded left out, where a Pursue tactic would aim at them."""
        aimed = self._protect and positive and not origin.startswith("indicator:")
        if aimed and node.names_subjects and node.collection == "people":
            return replace(node, where=All((node.where, NOT_SAFEGUARDED)))
        return node

    def _variable(self, node: Quantified, positive: bool, origin: str) -> QuantifiedVariable:
        node = self._aimed(node, positive, origin)
        if node not in self._variables:
            inner = self._compiler.inner(node.where, node.collection)
            self._variables[node] = QuantifiedVariable(node.collection, node.at_least, inner)
            self.quantified.append((node, self._variables[node]))
        return self._variables[node]

    def terms(
        self,
        condition: Condition,
        space: _Space,
        *,
        positive: bool,
        scope: str | None = None,
        origin: str = "",
    ) -> list[Term]:
        """The condition (or, negative, its opposite) as terms over the variables of `space`."""
        place = self._scope if scope is None else scope
        match condition:
            case Not(part):
                return self.terms(part, space, positive=not positive, scope=place, origin=origin)
            case IndicatorRef(id):
                return self.terms(
                    self._compiler._tree(id), space, positive=positive, scope=place, origin=f"indicator:{id}"
                )
            case OfMember(part):
                return self.terms(part, space, positive=positive, scope=self._subject, origin=origin)
            case All(parts) | AnyOf(parts):
                lists = [self.terms(part, space, positive=positive, scope=place, origin=origin) for part in parts]
                if isinstance(condition, All) == positive:
                    found = [space.everything()]
                    for one in lists:
                        found = product(found, one, WORKING_LIMIT)
                    return found
                return [term for one in lists for term in one]
            case Quantified() if self._opens(condition, positive, origin):
                return self.terms(condition.where, space, positive=positive, scope=self._subject, origin=origin)
            case Comparison() | Quantified():
                return space.term(*self._leaf(condition, place, positive, origin), positive)


class _Space:
    """The variables of one condition, each with its values as bits."""

    def __init__(self, leaves: Sequence[_Leaf]) -> None:
        self.variables: list[Variable] = list(dict.fromkeys(leaf.variable for leaf in leaves))
        self._values = {v: _domain([leaf for leaf in leaves if leaf.variable == v]) for v in self.variables}

    def full(self, variable: Variable) -> int:
        """The mask of every value."""
        return (1 << len(self._values[variable])) - 1

    def everything(self) -> Term:
        """The term that is always true."""
        return tuple(self.full(v) for v in self.variables)

    def term(self, variable: Variable, cells: Cells, positive: bool) -> list[Term]:
        """The single term of one leaf; none when it can never hold."""
        mask = 0
        for bit, value in enumerate(self._values[variable]):
            if _covers(cells, value) == positive:
                mask |= 1 << bit
        if not mask:
            return []
        return [tuple(mask if v == variable else self.full(v) for v in self.variables)]

    def cells(self, variable: Variable, mask: int) -> Cells:
        """The values of a mask, in the one form every condition writes them."""
        chosen = [value for bit, value in enumerate(self._values[variable]) if mask >> bit & 1]
        spans = [value for value in chosen if isinstance(value, tuple)]
        if spans:
            return _merged(spans)
        return frozenset(value for value in chosen if not isinstance(value, tuple))

    def impossible(self) -> list[Term]:
        """The combinations that cannot be: a quantifier true while one that contains it is false."""
        found = []
        quantified = [v for v in self.variables if isinstance(v, QuantifiedVariable)]
        for narrow, wide in ((a, b) for pair in combinations(quantified, 2) for a, b in (pair, pair[::-1])):
            if implies(narrow, wide):
                term = conjunction(
                    *self.term(narrow, frozenset([True]), True), *self.term(wide, frozenset([True]), False)
                )
                if term is not None:
                    found.append(term)
        return found


def _domain(leaves: Sequence[_Leaf]) -> list[Scalar | tuple[int, int]]:
    """All values of a variable; for a number, the disjoint ranges between the constants it is compared with."""
    spans = [span for leaf in leaves if isinstance(leaf.cells, tuple) for span in leaf.cells]
    if not spans:
        return sorted(leaves[0].values, key=str)
    starts = sorted({0, *(low for low, _ in spans), *(high + 1 for _, high in spans if high < NO_LIMIT)})
    return [(low, (starts[n + 1] - 1) if n + 1 < len(starts) else NO_LIMIT) for n, low in enumerate(starts)]


def _covers(cells: Cells, value: Scalar | tuple[int, int]) -> bool:
    if isinstance(cells, tuple):
        assert isinstance(value, tuple)
        return any(low <= value[0] and value[1] <= high for low, high in cells)
    return value in cells


def _merged(spans: Sequence[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and merged[-1][1] + 1 == low:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def implies(narrow: QuantifiedVariable, wide: QuantifiedVariable) -> bool:
    """Whether "enough members satisfy `narrow`" means that enough satisfy `wide`."""
    if narrow.collection != wide.collection or narrow.at_least < wide.at_least:
        return False
    return all(any(_within(term, other) for other in wide.inner) for term in narrow.inner)


def _within(narrow: frozenset[tuple[str, Cells]], wide: frozenset[tuple[str, Cells]]) -> bool:
    confined = dict(narrow)
    return all(attribute in confined and _subset(confined[attribute], cells) for attribute, cells in wide)


def _subset(narrow: Cells, wide: Cells) -> bool:
    if isinstance(narrow, tuple) and isinstance(wide, tuple):
        return all(any(low <= a and b <= high for low, high in wide) for a, b in narrow)
    return isinstance(narrow, frozenset) and isinstance(wide, frozenset) and narrow <= wide


def _naming(condition: Condition, collection: str, positive: bool = True) -> Iterator[Quantified]:
    """The quantifiers whose members are the tactic's subjects; those inside indicators are only context."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _naming(part, collection, positive)
        case Not(part):
            yield from _naming(part, collection, not positive)
        case Quantified() if positive and condition.names_subjects and condition.collection == collection:
            yield condition


def opened_up(tactic: Tactic, condition: Condition) -> Condition | None:
    """The tactic's condition with its naming quantifiers opened up for one member, who must be named by one of them."""
    naming = [leaf.where for leaf in _naming(condition, tactic.on or "")]
    if tactic.on is None or not naming:
        return None
    parts: tuple[Condition, ...] = (condition, AnyOf(tuple(OfMember(where) for where in naming)))
    if aims_at_people(tactic):
        parts = (*parts, OfMember(NOT_SAFEGUARDED))
    return All(parts)


def aims_at_people(tactic: Tactic) -> bool:
    """Whether those who must be safeguarded are left out of the tactic's subjects."""
    return tactic.pillar == "pursue" and tactic.on == "people"


@dataclass(frozen=True)
class CompiledLibrary:
    """Every condition of a library, ready for the engine."""

    literals: tuple[Literal, ...]
    case: Mapping[str, Compiled]
    subject: Mapping[str, tuple[str, Compiled]]
    member: Mapping[str, tuple[str, Compiled]]

    @cached_property
    def nodes(self) -> dict[QuantifiedVariable, tuple[str, Quantified]]:
        """Where each quantified variable is first written: the condition, and the quantifier as it stands there."""
        found: dict[QuantifiedVariable, tuple[str, Quantified]] = {}
        for name, condition in self.case.items():
            for node, number in condition.quantified:
                variable = self.literals[number].variable
                if isinstance(variable, QuantifiedVariable):
                    found.setdefault(variable, (name, node))
        return found


def compile_library(library: Library, families: tuple[str, ...]) -> CompiledLibrary:
    """Compile the conditions of the families named; raises Unsplittable for one too wide (the loader reports them all)."""
    compiler = Compiler(library)
    case, subject, member = {}, {}, {}
    for name, condition, scope, tactic in owned(library, families):
        if scope:
            member[name] = (scope, compiler.condition(name, condition, scope=scope))
            continue
        case[name] = compiler.condition(name, condition, protect=bool(tactic and aims_at_people(tactic)))
        opened = compiler.subject_condition(tactic, condition) if tactic else None
        if tactic and tactic.on and opened:
            subject[name] = (tactic.on, opened)
    return CompiledLibrary(tuple(compiler.literals), case, subject, member)


def owned(library: Library, families: tuple[str, ...]) -> Iterator[tuple[str, Condition, str, Tactic | None]]:
    """Each condition of the families with its name, the collection it is read over, and its tactic if it has one."""
    scopes = {f"guardrail:{one.id}": one.about for one in library.guardrails if one.about}
    for name, condition in library.conditions_of(families).items():
        kind, _, owner = name.partition(":")
        yield name, condition, scopes.get(name) or "", library.tactics[owner] if kind == "tactic" else None

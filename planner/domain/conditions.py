"""The condition language: data, not code.

`all`, `any`, `not`; a comparison on a group fact; `some`, `every`, `none` or `count` over one collection, whose inner
condition reads that member's own facts and facts reached by a named reference; an indicator by name.
A condition can be evaluated, compiled, said in plain English and inverted; it holds no joins and no arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planner.domain.vocabulary import COLLECTIONS, FactDefinition, Scalar, Vocabulary
from planner.domain.words import listed, nearest

NO_LIMIT = 10**12


@dataclass(frozen=True)
class Comparison:
    """One fact compared with constants.

    `attribute` is the key it is read by (`group.violence_used`, `convicted`, `keeper.role`, `group.crime_types:fraud`);
    it holds when the value is one of `allowed` and not when it is one of `others`, which together are all its values;
    for a number, when it lies from `low` to `high`, both included.
    """

    attribute: str
    allowed: frozenset[Scalar] = frozenset()
    others: frozenset[Scalar] = frozenset()
    low: int = 0
    high: int = NO_LIMIT
    numeric: bool = False

    def holds(self, value: Scalar) -> bool:
        """Whether a known value satisfies the comparison."""
        if self.numeric:
            return self.low <= int(value) <= self.high
        return value in self.allowed


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True)
class Quantified:
    """At least `at_least` members of `collection` satisfy `where`; `every` and `none` are written with `Not`.

    `names_subjects`: in a tactic that is about this collection, the members found are its subjects.
    """

    collection: str
    where: Condition
    at_least: int = 1
    names_subjects: bool = True

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: the engines look trees up by the thousand."""
        return hash((self.collection, self.where, self.at_least, self.names_subjects))


@dataclass(frozen=True)
class IndicatorRef:
    """What another rule concludes, by name."""

    id: str


@dataclass(frozen=True)
class OfMember:
    """A condition about the member in question rather than the case; the engine makes it, nobody writes it."""

    part: Condition


Condition = Comparison | All | AnyOf | Not | Quantified | IndicatorRef | OfMember
Path = tuple[str | int, ...]
Complain = Callable[[Path, str, str], None]


def yes_or_no(attribute: str, wanted: bool) -> Comparison:
    """The comparison of an attribute that is true or false."""
    return Comparison(attribute, frozenset([wanted]), frozenset([not wanted]))


ALWAYS = All(())
# Added to every quantifier that names the people a Pursue tactic is aimed at: the exploited are safeguarded, not pursued.
NOT_SAFEGUARDED = yes_or_no("safeguard_first", False)


class ConditionReader:
    """Turns the written form of a condition into its tree, reporting every fault with its path through `complain`.

    `complain(path, what, mend)`; a faulty part reads as always true so that reading goes on.
    """

    def __init__(self, vocabulary: Vocabulary, indicators: frozenset[str], complain: Complain) -> None:
        self._vocabulary = vocabulary
        self._indicators = indicators
        self._complain = complain

    def read(self, written: Any, path: Path = (), scope: str = "") -> Condition:
        """The tree of `written`; `scope` is the collection whose member is being read, or empty for the case."""
        if not isinstance(written, Mapping) or not written:
            return self._fault(
                path, "a condition is a mapping such as {group.violence_used: true}.", "See CONTRIBUTING.md."
            )
        for word in ("some", "every", "none", "count"):
            if word in written:
                return self._quantified(word, written, path, scope)
        if "where" in written:
            other = next((str(key) for key in written if key not in ("where", "at_least", "names_subjects")), "")
            mend = nearest(other, ("some", "every", "none", "count")) or "It stands beside some, every, none or count."
            return self._fault((*path, other), f"`where` does not belong beside '{other}'.", mend)
        if len(written) != 1:
            return self._fault(
                path, "a condition holds one thing; this one holds several.", "Put them in a list under `all:`."
            )
        (key, value), *_ = written.items()
        match key:
            case "all" | "any":
                if not isinstance(value, list) or not value:
                    return self._fault((*path, key), f"`{key}` needs a list of conditions.", "")
                parts = tuple(self.read(part, (*path, key, n), scope) for n, part in enumerate(value))
                return All(parts) if key == "all" else AnyOf(parts)
            case "not":
                return Not(self.read(value, (*path, key), scope))
            case "indicator":
                return self._indicator(value, (*path, key), scope)
            case _:
                return self._comparison(str(key), value, (*path, key), scope)

    def _fault(self, path: Path, what: str, mend: str) -> Condition:
        self._complain(path, what, mend)
        return ALWAYS

    def _indicator(self, value: Any, path: Path, scope: str) -> Condition:
        if scope:
            return self._fault(path, "an indicator is about the whole case and cannot stand inside `where`.", "")
        if not isinstance(value, str) or value not in self._indicators:
            return self._fault(path, f"there is no indicator '{value}'.", nearest(str(value), self._indicators))
        return IndicatorRef(str(value))

    def _quantified(self, word: str, written: Mapping[str, Any], path: Path, scope: str) -> Condition:
        if scope:
            return self._fault(
                (*path, word), f"`{word}` cannot stand inside `where`.", "Use a named reference such as keeper.role."
            )
        allowed = {word, "where", "names_subjects"} | ({"at_least"} if word == "count" else set())
        for key in written:
            if key not in allowed:
                return self._fault(
                    (*path, key), f"`{key}` does not belong beside `{word}`.", nearest(str(key), allowed)
                )
        collection = written[word]
        if not isinstance(collection, str) or collection not in COLLECTIONS:
            return self._fault(
                (*path, word), f"there is no collection '{collection}'.", nearest(str(collection), COLLECTIONS)
            )
        where = self.read(written["where"], (*path, "where"), str(collection)) if "where" in written else ALWAYS
        at_least = written.get("at_least", 1)
        if isinstance(at_least, bool) or not isinstance(at_least, int) or not 1 <= at_least <= 100:
            return self._fault((*path, "at_least"), "`at_least` is a whole number from 1 to 100.", "")
        if word == "count" and "at_least" not in written:
            return self._fault((*path, word), "`count` needs `at_least`.", "")
        names = written.get("names_subjects", True)
        if not isinstance(names, bool):
            return self._fault((*path, "names_subjects"), "`names_subjects` is true or false.", "")
        match word:
            case "every":
                return Not(Quantified(str(collection), negated(where), names_subjects=False))
            case "none":
                return Not(Quantified(str(collection), where, names_subjects=False))
            case _:
                return Quantified(str(collection), where, at_least, names and at_least == 1)

    def _comparison(self, key: str, value: Any, path: Path, scope: str) -> Condition:
        fact, attribute = self._fact(key, scope)
        if fact is None:
            where = f"a member of `{scope}`" if scope else "the case"
            return self._fault(path, f"there is no fact '{key}' of {where}.", self._fact_suggestion(key, scope))
        if fact.type == "ref":
            return self._fault(
                path, f"'{key}' points to a member and cannot be compared.", f"Use {key}.role or another of its facts."
            )
        match fact.type:
            case "yes_no":
                if not isinstance(value, bool):
                    return self._fault(path, f"'{key}' is true or false, not {value!r}.", "")
                return yes_or_no(attribute, value)
            case "number":
                return self._number(key, attribute, value, path)
            case "choice":
                wanted = value["in"] if isinstance(value, Mapping) and set(value) == {"in"} else [value]
                return self._choice(fact, attribute, wanted, path)
            case _:
                return self._many(fact, attribute, value, path)

    def _fact(self, key: str, scope: str) -> tuple[FactDefinition | None, str]:
        if scope:
            return self._vocabulary.find(scope, key), key
        head, _, tail = key.partition(".")
        if head not in ("group", "plan") or "." in tail:
            return None, key
        return self._vocabulary.find(head, tail), key

    def _fact_suggestion(self, key: str, scope: str) -> str:
        if scope:
            return self._vocabulary.suggestion(scope, key)
        known = [f"{place}.{name}" for place in ("group", "plan") for name in self._vocabulary.in_scope(place)]
        return (
            nearest(key, known)
            or "Facts of the case are written group.NAME; facts of a member stand inside `some: ... where:`."
        )

    def _number(self, key: str, attribute: str, value: Any, path: Path) -> Condition:
        if isinstance(value, int) and not isinstance(value, bool):
            value = {"at_least": value, "at_most": value}
        if not isinstance(value, Mapping) or not value or set(value) - {"at_least", "at_most"}:
            return self._fault(path, f"'{key}' is a number: compare it with at_least or at_most.", "")
        for bound in value.values():
            if isinstance(bound, bool) or not isinstance(bound, int) or not 0 <= bound <= NO_LIMIT:
                return self._fault(path, f"'{key}' is compared with whole numbers from 0.", "")
        low, high = value.get("at_least", 0), value.get("at_most", NO_LIMIT)
        if low > high or (low == 0 and high == NO_LIMIT):
            return self._fault(path, f"no comparison: '{key}' from {low} to {high}.", "")
        return Comparison(attribute, low=low, high=high, numeric=True)

    def _choice(self, fact: FactDefinition, attribute: str, wanted: Any, path: Path) -> Condition:
        if not isinstance(wanted, list) or not wanted:
            return self._fault(path, "`in` needs a list of values.", "")
        for value in wanted:
            if not isinstance(value, str) or value not in fact.values:
                return self._fault(
                    path, f"'{value}' is not a value of {fact.ref}.", self._value_suggestion(fact, value)
                )
        return Comparison(attribute, frozenset(wanted), frozenset(fact.values) - frozenset(wanted))

    def _many(self, fact: FactDefinition, attribute: str, value: Any, path: Path) -> Condition:
        if not isinstance(value, Mapping) or len(value) != 1 or not set(value) <= {"includes", "includes_any"}:
            return self._fault(path, f"{fact.ref} is a list: use includes or includes_any.", "")
        wanted = [value["includes"]] if "includes" in value else value["includes_any"]
        if not isinstance(wanted, list) or not wanted:
            return self._fault(path, "`includes_any` needs a list of values.", "")
        for option in wanted:
            if not isinstance(option, str) or option not in fact.values:
                return self._fault(
                    path, f"'{option}' is not a value of {fact.ref}.", self._value_suggestion(fact, option)
                )
        parts = tuple(yes_or_no(f"{attribute}:{option}", True) for option in wanted)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _value_suggestion(self, fact: FactDefinition, value: Any) -> str:
        return nearest(str(value), fact.values) or f"It is one of {listed(list(fact.values), 'or')}."


def negated(condition: Condition) -> Condition:
    """The opposite, without a double negative."""
    return condition.part if isinstance(condition, Not) else Not(condition)


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, `where` conditions left out."""
    yield condition
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from parts_of(part)
        case Not(part) | OfMember(part):
            yield from parts_of(part)


def comparisons_in(condition: Condition) -> Iterator[Comparison]:
    """Every comparison, also those inside `where`."""
    for part in parts_of(condition):
        match part:
            case Comparison():
                yield part
            case Quantified():
                yield from comparisons_in(part.where)


def indicators_in(condition: Condition) -> Iterator[str]:
    """The names of the indicators a condition rests on, directly."""
    return (part.id for part in parts_of(condition) if isinstance(part, IndicatorRef))


def facts_read(condition: Condition, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The facts a condition reads directly, as scope and name; one reached by a reference is read from both ends."""
    for part in parts_of(condition):
        match part:
            case Comparison():
                scope, _, name = part.attribute.partition(":")[0].partition(".")
                yield scope, name
            case Quantified():
                for leaf in comparisons_in(part.where):
                    head, dot, tail = leaf.attribute.partition(":")[0].partition(".")
                    yield part.collection, head
                    fact = vocabulary.in_scope(part.collection).get(head)
                    if dot and fact is not None:
                        yield fact.to, tail

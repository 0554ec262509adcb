"""Conditions and facts said in plain English."""

from __future__ import annotations

from dataclasses import replace

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
from planner.domain.profile import FactRecord
from planner.domain.vocabulary import FactDefinition, Scalar, Vocabulary
from planner.domain.words import listed, spoken

MEMBER = {
    "people": "a person",
    "business": "a business",
    "vehicles": "a vehicle",
    "premises": "an address",
    "places": "a place",
}
MEMBERS = {
    "people": "people",
    "business": "businesses",
    "vehicles": "vehicles",
    "premises": "addresses",
    "places": "places",
}
# Facts that say what a thing is rather than that something is amiss: alone they are no sign of a tactic.
GENERIC = frozenset({"role", "kind", "sector", "age_band", "tenure", "lived_in", "drives", "safeguard_first"})


class Wording:
    """Says a condition or a fact in words, from the vocabulary and the indicators' own statements."""

    def __init__(self, vocabulary: Vocabulary, indicators: dict[str, str]) -> None:
        self._vocabulary = vocabulary
        self._indicators = indicators

    def condition(self, condition: Condition, scope: str = "", *, holds: bool = True) -> str:
        """The statement that the condition holds (or, with `holds=False`, does not)."""
        match condition:
            case Comparison():
                return self.comparison(condition, scope, holds=holds)
            case OfMember(part):
                return self.condition(part, scope, holds=holds)
            case Not(part):
                return self.condition(part, scope, holds=not holds)
            case All(parts) | AnyOf(parts):
                if not parts:
                    return "always" if holds else "never"
                joiner = "and" if isinstance(condition, All) == holds else "or"
                said = [self._part(part, scope, holds) for part in parts]
                return f" {joiner} ".join(said) if scope else listed(said, joiner)
            case Quantified():
                return self.quantified(condition, holds=holds)
            case IndicatorRef(id):
                statement = self._indicators.get(id, spoken(id))
                return statement if holds else f"it is not so that {statement}"

    def _part(self, part: Condition, scope: str, holds: bool) -> str:
        """A part of a longer condition, in brackets where "and" and "or" could be read two ways."""
        said = self.condition(part, scope, holds=holds)
        inner = part
        while isinstance(inner, Not):
            inner = inner.part
        return f"({said})" if isinstance(inner, (All, AnyOf)) and len(inner.parts) > 1 else said

    def quantified(self, leaf: Quantified, *, holds: bool = True) -> str:
        """A statement about the members of a collection; the roles and ages meant stand in brackets."""
        kinds, rest = _kinds(written(leaf.where))
        kind = "; ".join(self._values(one, leaf.collection) for one in kinds)
        inner = self.condition(rest, leaf.collection)
        who = "" if inner == "always" else f" that {inner}" if leaf.collection != "people" else f" who {inner}"
        who = f" ({kind}){who}" if kind else who
        if leaf.at_least > 1:
            start = (
                f"at least {leaf.at_least} {MEMBERS[leaf.collection]}"
                if holds
                else f"fewer than {leaf.at_least} {MEMBERS[leaf.collection]}"
            )
            return f"there are {start}{who}"
        return (
            f"there is {MEMBER[leaf.collection]}{who}"
            if holds
            else f"there is no {MEMBER[leaf.collection].split(' ', 1)[1]}{who}"
        )

    def _values(self, leaf: Comparison, scope: str) -> str:
        fact, _ = self.fact_of(leaf.attribute, scope)
        values = fact.values if fact else {}
        return listed([said for value, said in values.items() if value in leaf.allowed], "or")

    def comparison(self, leaf: Comparison, scope: str = "", *, holds: bool = True) -> str:
        """A statement about one fact."""
        path, _, option = leaf.attribute.partition(":")
        fact, owner = self.fact_of(path, scope)
        if fact is None:
            return spoken(path)
        if option:
            return f"{fact.says} {'include' if holds else 'do not include'} {fact.values.get(option, spoken(option))}"
        if fact.type == "yes_no":
            yes = (True in leaf.allowed) == holds
            return f"{owner}{fact.says if yes else fact.says_not}"
        if leaf.numeric:
            return f"{owner}{fact.says} is {_span(leaf, fact, holds)}"
        values = [
            fact.values.get(str(value), spoken(str(value))) for value in fact.values if (value in leaf.allowed) == holds
        ]
        return f"{owner}{fact.says} is {listed(values, 'or')}"

    def known(self, attribute: str, scope: str, value: Scalar) -> str:
        """The statement of one fact whose value is known."""
        path, _, option = attribute.partition(":")
        fact, owner = self.fact_of(path, scope)
        if fact is None:
            return spoken(path)
        if option:
            return f"{fact.says} {'include' if value else 'do not include'} {fact.values.get(option, spoken(option))}"
        if fact.type == "yes_no":
            return f"{owner}{fact.says if value else fact.says_not}"
        return f"{owner}{fact.says}: {self.value(fact, value)}"

    def fact_of(self, path: str, scope: str) -> tuple[FactDefinition | None, str]:
        """The definition behind an attribute and, for a fact reached by a reference, whose it is (`"the keeper "`)."""
        if not scope:
            head, _, path = path.partition(".")
            return self._vocabulary.find(head, path), ""
        ref, dot, _ = path.partition(".")
        return self._vocabulary.find(scope, path), f"the {ref}: " if dot else ""

    def recorded(self, fact: FactDefinition, record: FactRecord) -> str:
        """What one record says of a fact: its value, or no."""
        value = False if record.absent else record.value
        return self.value(fact, list(value) if isinstance(value, tuple) else value)

    def value(self, fact: FactDefinition, value: Scalar | list[str] | None) -> str:
        """A recorded value as an officer would say it."""
        if value is None:
            return "not known"
        if isinstance(value, list):
            return listed([fact.values.get(one, spoken(one)) for one in value]) or "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if fact.type == "number":
            return _amount(int(value), fact)
        return fact.values.get(str(value), str(value))


def _amount(number: int, fact: FactDefinition) -> str:
    return f"£{number:,}" if fact.unit == "pounds" else f"{number:,} {fact.unit}".strip()


def _span(leaf: Comparison, fact: FactDefinition, holds: bool) -> str:
    low, high = _amount(leaf.low, fact), _amount(leaf.high, fact)
    if leaf.high == NO_LIMIT:
        return f"{low} or more" if holds else f"less than {low}"
    if leaf.low == 0:
        return f"{high} or less" if holds else f"more than {high}"
    return f"from {low} to {high}" if holds else f"outside {low} to {high}"


def written(condition: Condition) -> Condition:
    """The condition as its author wrote it: without those left out because they are safeguarded, which goes without saying."""
    if isinstance(condition, All):
        kept = tuple(written(part) for part in condition.parts if part != NOT_SAFEGUARDED)
        return kept[0] if len(kept) == 1 else All(kept)
    return condition


def _turned(part: Condition) -> Condition:
    """ "Not one of these values" as "one of the others"."""
    if isinstance(part, Not) and isinstance(part.part, Comparison) and part.part.others:
        return replace(part.part, allowed=part.part.others, others=part.part.allowed)
    return part


def _kinds(where: Condition) -> tuple[list[Comparison], Condition]:
    """What says who is meant (a role, an age), and the rest of a condition on a member."""
    parts = [_turned(one) for one in (where.parts if isinstance(where, All) else (where,))]
    kinds = [one for one in parts if isinstance(one, Comparison) and one.attribute in ("role", "age_band")]
    rest = tuple(one for one in parts if one not in kinds)
    return kinds, rest[0] if len(rest) == 1 else All(rest)

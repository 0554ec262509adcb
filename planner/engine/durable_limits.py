"""The limits of durable_rules 2.0.28 that a rule set must keep, whoever writes it.

Past them the C engine crashes, hangs or gives wrong answers without an error (each reproduced against 2.0.28), so the
backend refuses a rule set that passes one before the engine sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from planner.errors import EngineError

RULES_IN_A_SHARD = 60
PROPERTIES = 240
PATTERNS = 16
TERMS_IN_A_PATTERN = 40
SIBLINGS = 500
MATCHES = 1000
RULES_IN_A_SET = 4000
LONGEST_STRING = 4096
LARGEST_NUMBER = 2**53


def fnv32(text: str) -> int:
    """The 32-bit FNV-1a hash by which the engine compares ids and property names."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


_ids: list[str] = []
_taken = {fnv32(name) for name in ("end", "w")}
_next = count()


def safe_ids(wanted: int) -> list[str]:
    """So many ids that the engine can tell apart."""
    while len(_ids) < wanted:
        name = f"f{next(_next)}"
        if fnv32(name) not in _taken:
            _taken.add(fnv32(name))
            _ids.append(name)
    return _ids[:wanted]


def check_names(names: Iterable[str]) -> None:
    """Refuse two names that the engine could not tell apart. Raises EngineError."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(fnv32(name), name)
        if other != name:
            raise EngineError(f"the names {other!r} and {name!r} have one hash in the rule engine; rename one")


def check_rules(name: str, rules: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse a rule set past a limit of the engine. Raises EngineError naming the set and the limit."""
    counted = {
        f"{RULES_IN_A_SHARD} rules": len(rules) > RULES_IN_A_SHARD + 2,
        f"{RULES_IN_A_SET} rules": len(rules) > RULES_IN_A_SET,
        f"{PATTERNS} patterns in a rule": any(len(rule["all"]) > PATTERNS for rule in rules.values()),
        f"{TERMS_IN_A_PATTERN} tests in a pattern": any(
            _tests(p) > TERMS_IN_A_PATTERN for rule in rules.values() for p in rule["all"]
        ),
        "a pattern that begins with a positive test": any(
            not _starts_positive(p) for rule in rules.values() for p in rule["all"]
        ),
        f"{SIBLINGS} tests side by side": sum(_side_by_side(p) for rule in rules.values() for p in rule["all"])
        > SIBLINGS,
        "no $not": any("$not" in alias for rule in rules.values() for pattern in rule["all"] for alias in pattern),
        "one-argument consequents": any(
            rule["run"].__code__.co_argcount - len(rule["run"].__defaults__ or ()) != 1 for rule in rules.values()
        ),
    }
    passed = [limit for limit, is_passed in counted.items() if is_passed]
    if passed:
        raise EngineError(f"the rule set {name} passes a limit of the rule engine: {', '.join(passed)}")
    check_names(rules)


def _tests(pattern: Mapping[str, Any]) -> int:
    (tests,) = pattern.values()
    return len(tests["$and"]) if "$and" in tests else 1


def _side_by_side(pattern: Mapping[str, Any]) -> int:
    """How many tests of a pattern hang off one node of the engine's network: the alternatives of each `$or`."""
    (tests,) = pattern.values()
    return sum(len(test["$or"]) for test in tests.get("$and", [tests]) if "$or" in test)


def _starts_positive(pattern: Mapping[str, Any]) -> bool:
    (tests,) = pattern.values()
    first = tests["$and"][0] if "$and" in tests else tests
    (operator,) = first
    return operator == "$ex" or not operator.startswith("$")


def check_fact(fact: Mapping[str, Any]) -> None:
    """Refuse a fact the engine would misread: only ids, small whole numbers, short strings and nulls may go in."""
    if len(fact) > PROPERTIES:
        raise EngineError(f"a fact of {len(fact)} properties is past the rule engine's limit of {PROPERTIES}")
    for name, value in fact.items():
        sound = (
            value is None
            or (isinstance(value, str) and len(value) <= LONGEST_STRING and value.isascii())
            or (isinstance(value, int) and abs(value) <= LARGEST_NUMBER)
        )
        if not sound:
            raise EngineError(f"the rule engine cannot be given {type(value).__name__} {str(value)[:40]!r} as {name}")

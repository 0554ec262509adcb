"""Prime implicants against plain enumeration of every point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product as every
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.engine.implicants import Term, TooLarge, absorbed, conjunction, consensus, contains, primes, product

LIMIT = 512
Sizes = tuple[int, ...]


@st.composite
def spaces(draw: st.DrawFn) -> tuple[Sizes, list[Term]]:
    """A few variables of one to four values, and terms over them."""
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)))
    term = st.tuples(*(st.integers(1, (1 << size) - 1) for size in sizes))
    return sizes, draw(st.lists(term, max_size=6))


def points(term: Term) -> Iterator[tuple[int, ...]]:
    """Every way of giving each variable one of the values the term allows."""
    return every(*([bit for bit in range(mask.bit_length()) if mask >> bit & 1] for mask in term))


def covered(terms: Sequence[Term]) -> set[tuple[int, ...]]:
    return {point for term in terms for point in points(term)}


def all_terms(sizes: Sizes) -> Iterator[Term]:
    return every(*(range(1, 1 << size) for size in sizes))


def primes_by_trial(sizes: Sizes, terms: Sequence[Term]) -> set[Term]:
    """Every term that holds only where the condition does and cannot be widened."""
    holds = covered(terms)
    implicants = {term for term in all_terms(sizes) if holds.issuperset(points(term))}
    return {term for term in implicants if not any(other != term and contains(other, term) for other in implicants)}


@settings(derandomize=True, deadline=None, max_examples=150)
@given(spaces())
def test_primes_are_all_the_prime_implicants_and_nothing_else(space: tuple[Sizes, list[Term]]) -> None:
    sizes, terms = space
    if prod((1 << size) - 1 for size in sizes) > 4000:
        terms = terms[:3]
    found = primes(terms, LIMIT)
    assert set(found) == primes_by_trial(sizes, terms)
    assert len(found) == len(set(found))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(spaces())
def test_primes_cover_what_the_terms_cover_in_whatever_order_they_come(space: tuple[Sizes, list[Term]]) -> None:
    _, terms = space
    found = primes(terms, LIMIT)
    assert covered(found) == covered(terms)
    assert primes(terms[::-1], LIMIT) == found
    assert primes(found, LIMIT) == found


@settings(derandomize=True, deadline=None, max_examples=100)
@given(spaces(), st.data())
def test_a_product_holds_where_both_hold(space: tuple[Sizes, list[Term]], data: st.DataObject) -> None:
    _, terms = space
    left = data.draw(st.lists(st.sampled_from(terms), max_size=4)) if terms else []
    assert covered(product(left, terms, LIMIT)) == covered(left) & covered(terms)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(spaces())
def test_the_terms_of_two_terms(space: tuple[Sizes, list[Term]]) -> None:
    _, terms = space
    for left in terms:
        for right in terms:
            both = conjunction(left, right)
            assert set(points(both) if both else ()) == set(points(left)) & set(points(right))
            assert contains(left, right) == set(points(left)).issuperset(points(right))
            for joined in consensus(left, right):
                assert covered([joined]) <= covered([left, right]), "a consensus adds nothing that was not covered"
    kept = absorbed(terms)
    assert covered(kept) == covered(terms)
    assert not any(a != b and contains(a, b) for a in kept for b in kept)


YES, NO, ANY = 0b10, 0b01, 0b11


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], []),
        ([(YES,), (NO,)], [(ANY,)]),
        ([(YES, ANY), (NO, YES)], [(ANY, YES), (YES, ANY)]),
        # a and b, or not-a and c: the term b and c is not written and is what makes min and max exact.
        ([(YES, YES, ANY), (NO, ANY, YES)], [(YES, YES, ANY), (ANY, YES, YES), (NO, ANY, YES)]),
        # Three values: one of two of them, or one of another two.
        ([(0b011, YES), (0b110, YES)], [(0b111, YES)]),
        ([(0b011, YES), (0b110, NO)], [(0b011, YES), (0b010, ANY), (0b110, NO)]),
    ],
)
def test_worked_examples(terms: list[Term], expected: list[Term]) -> None:
    assert set(primes(terms, LIMIT)) == set(expected)


def test_a_condition_with_too_many_primes_is_refused() -> None:
    chain = [tuple(YES if n == m else NO if n == (m + 1) % 6 else ANY for n in range(6)) for m in range(6)]
    assert len(primes(chain, LIMIT)) == 30
    with pytest.raises(TooLarge):
        primes(chain, 20)
    with pytest.raises(TooLarge):
        product([(YES, ANY), (ANY, YES)], [(YES, ANY), (ANY, YES)], 1)

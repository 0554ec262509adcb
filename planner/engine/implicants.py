"""Prime implicants of a condition whose variables may have more than two values.

A term is one bit mask a variable (which of its values are allowed), all variables in a fixed order. Over all prime
implicants the min of a term and the max over terms is exact for three-valued facts; over any other DNF it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Term = tuple[int, ...]
MOST_PAIRS = 20_000


class TooLarge(Exception):
    """The condition has more prime implicants than the limit allows."""


def conjunction(left: Term, right: Term) -> Term | None:
    """Both terms at once, or None when they cannot both hold."""
    both = tuple(a & b for a, b in zip(left, right, strict=True))
    return both if all(both) else None


def contains(wider: Term, narrower: Term) -> bool:
    """Whether every case of `narrower` is one of `wider`."""
    return not any(n & ~w for w, n in zip(wider, narrower, strict=True))


def absorbed(terms: Iterable[Term]) -> list[Term]:
    """The terms without those contained in another."""
    kept: list[Term] = []
    for term in sorted(set(terms), key=lambda t: -sum(mask.bit_count() for mask in t)):
        if not any(contains(other, term) for other in kept):
            kept.append(term)
    return kept


def product(left: Sequence[Term], right: Sequence[Term], limit: int) -> list[Term]:
    """The terms of "left and right"; raises TooLarge beyond `limit` terms."""
    found = absorbed(both for a in left for b in right if (both := conjunction(a, b)) is not None)
    if len(found) > limit:
        raise TooLarge
    return found


def primes(terms: Iterable[Term], limit: int) -> list[Term]:
    """All prime implicants, by iterated consensus; raises TooLarge past `limit` terms or MOST_PAIRS pairs."""
    found = absorbed(terms)
    if _unate(found):
        return sorted(found, reverse=True)
    done: set[tuple[Term, Term]] = set()
    while True:
        fresh = []
        for index, left in enumerate(found):
            for right in found[index + 1 :]:
                if (left, right) in done:
                    continue
                done.add((left, right))
                if len(done) > MOST_PAIRS:
                    raise TooLarge
                fresh += [new for new in consensus(left, right) if not any(contains(old, new) for old in found)]
        if not fresh:
            return sorted(found, reverse=True)
        found = absorbed([*found, *fresh])
        if len(found) > limit:
            raise TooLarge


def _unate(terms: Sequence[Term]) -> bool:
    """Whether every variable is confined in one way only, wherever it is confined: then absorption has left all primes."""
    return all(
        len(set(masks)) < 3 and (len(set(masks)) < 2 or _nested(*set(masks))) for masks in zip(*terms, strict=True)
    )


def _nested(a: int, b: int) -> bool:
    return a | b in (a, b)


def consensus(left: Term, right: Term) -> Iterable[Term]:
    """The terms that join the two over one variable and meet them over every other."""
    meets = [a & b for a, b in zip(left, right, strict=True)]
    empty = [n for n, mask in enumerate(meets) if not mask]
    if len(empty) > 1:
        return
    for n in empty or range(len(meets)):
        yield tuple(left[n] | right[n] if m == n else mask for m, mask in enumerate(meets))

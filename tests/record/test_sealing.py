"""Keys: what they seal opens with the same key, bound to the same thing, and otherwise not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.record import sealing
from planner.record.sealing import (
    Sealer,
    Secrets,
    Unopened,
    give,
    name_mark,
    new_key,
    signature_holds,
    stretched,
    take,
)

COSTS = (sealing.SCRYPT_COST, sealing.NAME_COST)  # as shipped: the tests of this folder lower them


@given(plain=st.binary(max_size=200), bound=st.binary(max_size=40), at=st.floats(0, 1, exclude_max=True))
def test_what_is_sealed_opens_whole_and_unchanged_or_not_at_all(plain: bytes, bound: bytes, at: float) -> None:
    key = new_key()
    sealed = Sealer(key).seal(plain, bound)
    assert Sealer(key).open(sealed, bound) == plain
    changed = bytearray(sealed)
    changed[int(at * len(sealed))] ^= 1
    wrong = [
        (key, bytes(changed), bound),
        (key, sealed[: int(at * len(sealed))], bound),
        (key, sealed, bound + b"x"),
        (new_key(), sealed, bound),
    ]
    for tried, what, to in wrong:
        with pytest.raises(Unopened):
            Sealer(tried).open(what, to)


def test_a_passphrase_gives_the_same_key_only_with_the_same_salt() -> None:
    assert stretched("one", b"salt") == stretched("one", b"salt")
    assert len({stretched("one", b"salt"), stretched("two", b"salt"), stretched("one", b"other")}) == 3


def test_guessing_passphrases_or_names_is_slow() -> None:
    """scrypt with r=8: 32 MB for each guess at a passphrase, 16 MB for each guess at a name."""
    assert COSTS[0] >= 2**15
    assert COSTS[1] >= 2**14


@pytest.mark.parametrize("alike", ["ann  BAKER", " Ann Baker ", "ANN BAKER"])
def test_a_name_is_known_however_it_is_spaced_and_capitalised(alike: str) -> None:
    assert name_mark(alike, "store") == name_mark("Ann Baker", "store")


def test_a_name_is_marked_differently_in_each_store() -> None:
    assert name_mark("Ann Baker", "one store") != name_mark("Ann Baker", "another")


def test_the_store_key_is_opened_by_the_person_it_was_given_to_and_by_nobody_else() -> None:
    ann, ben, key = Secrets.new(), Secrets.new(), new_key()
    given_to_ann = give(key, ann.recipient)
    assert take(given_to_ann, ann) == key
    with pytest.raises(Unopened):
        take(given_to_ann, ben)
    with pytest.raises(Unopened):
        take(given_to_ann[:-1], ann)


def test_a_persons_keys_are_read_back_from_their_text() -> None:
    ann = Secrets.new()
    again = Secrets.from_text(ann.text())
    assert (again.recipient, again.verifies) == (ann.recipient, ann.verifies)


def test_a_signature_holds_for_its_signer_and_its_text_alone() -> None:
    ann, ben = Secrets.new(), Secrets.new()
    signed = ann.sign("the plan")
    assert signature_holds(ann.verifies, signed, "the plan")
    assert not signature_holds(ann.verifies, signed, "another plan")
    assert not signature_holds(ben.verifies, signed, "the plan")
    for key, signature in [
        ("", signed),
        (ann.verifies, ""),
        ("zz", signed),
        (ann.verifies, "zz"),
        (ann.verifies[2:], signed),
    ]:
        assert not signature_holds(key, signature, "the plan")

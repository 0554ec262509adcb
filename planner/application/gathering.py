"""The stored cases that a meeting looks at together: those named, or all of one store that may be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from planner.application.casework import Access, CaseRecord, find_card
from planner.errors import Fault, FourpError, InputError
from planner.record.store import CaseCard, Store


@dataclass(frozen=True)
class Gathered:
    """Cases of one kind, open; and those that could not be opened, each with why."""

    records: tuple[CaseRecord, ...]
    left_out: tuple[tuple[str, str], ...] = ()


@contextmanager
def gathered(named: Sequence[str], access: Access, why: str, *, training: bool = False) -> Iterator[Gathered]:
    """The cases named, or without any every one of the live store, or with `training` of the training store. `why` is noted of
    live cases. Raises InputError: for a case that is not there, and where live and training would be mixed."""
    with ExitStack() as closing:
        found = _named(named, access, closing) if named else _all(access, closing, training=training)
        for one in found.records:
            one.consulted(why)
        yield found


def _named(named: Sequence[str], access: Access, closing: ExitStack) -> Gathered:
    stores: list[Store] = []
    records: dict[str, CaseRecord] = {}
    faults: list[Fault] = []
    for each in dict.fromkeys(named):
        try:
            prefix, _, name = each.rpartition(":")
            at_hand = next((store for store in stores if prefix in ("", store.kind) and store.find(name)), None)
            card = at_hand.find(name) if at_hand else None
            if at_hand is None or card is None:
                at_hand, card = find_card(each, access)
                closing.callback(at_hand.close)
                stores.append(at_hand)
            records[card.name] = _opened(at_hand, card)
        except InputError as error:
            faults += error.faults
    kinds = {one.store.kind for one in records.values()}
    if len(kinds) > 1:
        told = "; ".join(f"{one.name} is {one.store.kind}" for one in records.values())
        faults += InputError.of("CASE", f"live and training are never put in one pack: {told}.", "Make two.").faults
    if faults:
        raise InputError(faults)
    return Gathered(tuple(records.values()))


def _all(access: Access, closing: ExitStack, *, training: bool) -> Gathered:
    wanted = access.whole(training=training)
    if wanted not in access.kinds():
        mend = (
            "Give --training for the training store, or name the cases." if wanted == "live" else "See fourp case list."
        )
        raise InputError.of(f"the {wanted} store", "there is none here.", mend)
    store = access.open(wanted)
    closing.callback(store.close)
    records, left_out = [], []
    for card in store.cases():
        try:
            records.append(_opened(store, card))
        except FourpError as error:
            left_out.append((card.name, " ".join(str(error).split())))
    if not records:
        told = "; ".join(f"{name}: {why}" for name, why in left_out) or "it holds no case."
        raise InputError.of(f"the {wanted} store", f"no case in it can be opened: {told}", "See fourp case list.")
    return Gathered(tuple(records), tuple(left_out))


def _opened(store: Store, card: CaseCard) -> CaseRecord:
    record = CaseRecord(store, card)
    record.refuse_if_disposed()
    return record

"""The disruptions of a case as its record tells them: what was proposed, what was told since, and how somebody else moderated it.

Both levels are kept, each with its reason. No level is worked out: one was proposed by a person, the other set by another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from planner.domain.casebook import Casebook
from planner.domain.decisions import ACCOUNT, Decision
from planner.domain.entries import Entry

Settled = tuple[Entry, Decision]
# What may be told after moderation without bearing on what was judged.
PAPERWORK = ("reference",)
JUDGED = tuple(name for name in ACCOUNT if name not in PAPERWORK)


@dataclass(frozen=True)
class Disruption:
    """An event whose impact is judged.

    `made`: the decision with all that was told of it since. `accounts`: the entries that told more. `proposed_by`: everyone who
    wrote or decided it, in this entry or in one whose place it took. `moderation`: the last one by somebody else, or nothing.
    `before`: those by somebody else whose place it took, and those of what it said before it was put right.
    """

    entry: Entry
    made: Decision
    accounts: tuple[Settled, ...]
    proposed_by: frozenset[str]
    moderation: Settled | None
    before: tuple[Settled, ...] = ()

    @property
    def number(self) -> int:
        """The number of its entry."""
        return self.entry.number

    @property
    def level(self) -> str:
        """The level that stands: as moderated, else as proposed."""
        return self.moderation[1].level if self.moderation else self.made.level

    @property
    def told_by(self) -> frozenset[str]:
        """Everyone who told what its level is judged by, beside those who proposed it."""
        return proposers(entry for entry, made in self.accounts if any(getattr(made, name) for name in JUDGED))

    @property
    def told_since(self) -> tuple[int, ...]:
        """Entries after the moderation that told more of what was judged."""
        if self.moderation is None:
            return ()
        after = self.moderation[0].number
        return tuple(
            entry.number
            for entry, made in self.accounts
            if entry.number > after and any(getattr(made, name) for name in JUDGED)
        )


def disruptions_of(book: Casebook) -> list[Disruption]:
    """Every disruption that stands, in the order of their entries."""
    before = {new: old for old, new in book.superseded.items()}
    accounts, moderations = book.decided("account"), book.decided("moderate")
    found = []
    for entry, made in book.decided("disruption"):
        numbers = [entry.number]
        while numbers[-1] in before:
            numbers.append(before[numbers[-1]])
        versions = [one for number in numbers if (one := book.entry(number)) is not None]
        by = proposers(versions)
        told = tuple(one for one in accounts if one[1].target in numbers)
        judged = [one for one in moderations if one[1].target == entry.number]
        if book.profile.kind == "live":
            # Who wrote what is proved in a live case alone; in training a name that was given is taken at its word.
            judged = [one for one in judged if one[0].author not in by]
        stands = judged[-1] if judged else None
        moderated = _moderated_before(book, numbers, stands[0].number if stands else 0)
        earlier = tuple(one for one in moderated if book.profile.kind != "live" or one[0].author not in by)
        found.append(Disruption(entry, _with_accounts(made, entry, told), told, by, stands, earlier))
    return found


def _moderated_before(book: Casebook, numbers: Collection[int], stands: int) -> Iterator[Settled]:
    """The moderations of a disruption, in any of its versions, that were not taken back and do not stand."""
    for entry in book.entries:
        made = book.decision_of(entry)
        if made is None or made.kind != "moderate" or made.target not in numbers or entry.number == stands:
            continue
        after = book.entry(book.superseded.get(entry.number, 0))
        if after is None or after.kind != "withdraw":
            yield entry, made


def unmoderated(book: Casebook) -> list[Disruption]:
    """Those that nobody else has moderated yet."""
    return [one for one in disruptions_of(book) if one.moderation is None]


def proposers(versions: Iterable[Entry]) -> frozenset[str]:
    """Everyone who wrote or decided any of these entries."""
    names = [name for one in versions for name in (one.author, one.said.decider if one.said else "")]
    return frozenset(name for name in names if name)


def _with_accounts(made: Decision, entry: Entry, accounts: Iterable[Settled]) -> Decision:
    """The decision with what was told of it; what it says itself was written before some accounts and after others."""
    told: dict[str, object] = {}
    for _, said in sorted((*accounts, (entry, made)), key=lambda each: each[0].number):
        told |= {name: value for name in ACCOUNT if (value := getattr(said, name))}
    return made.model_copy(update=told)

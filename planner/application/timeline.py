"""The record read back as a timeline: which entries are asked for, what a tactic was chosen on, what was disrupted and measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, IMPACTS, Decision
from planner.domain.entries import Decided, Entry, Learned, LookedInto
from planner.domain.tactic import PILLARS

# What the entries are sifted by, each with its label.
KINDS = (
    ("", "Everything"), ("decisions", "Decisions, with what came of them"), ("plan", "Decisions that are part of the plan"),
    ("facts", "Facts"), ("other", "Opening, sign-offs, exports, keeping"),
)  # fmt: skip
Settled = tuple[Entry, Decision]


@dataclass(frozen=True)
class Sieve:
    """Which entries are asked for: of a kind (as in `KINDS`), by an author, holding some words, standing ones alone."""

    kind: str = ""
    author: str = ""
    words: str = ""
    standing: bool = False

    @property
    def says(self) -> str:
        """What it lets through, in words; nothing when it lets everything through."""
        label = dict(KINDS)[self.kind].partition(",")[0].casefold() if self.kind else ""
        parts = (
            label and f"only {label}", self.author and f"by {self.author}", self.standing and "not replaced",
            self.words and f'with "{self.words}"',
        )  # fmt: skip
        return ", ".join(part for part in parts if part)

    def sifted(self, book: Casebook, told: Callable[[Entry], str]) -> list[Entry]:
        """The entries let through, in order; `told` gives all that an entry says."""
        wanted = self.words.casefold().split()
        return [
            one
            for one in book.entries
            if self._of_kind(one)
            and self.author in ("", one.author)
            and not (self.standing and one.number in book.superseded)
            and (not wanted or all(word in told(one).casefold() for word in wanted))
        ]

    def _of_kind(self, entry: Entry) -> bool:
        content = entry.said.content if entry.said else None
        match self.kind:
            case "decisions":
                return isinstance(content, Decided)
            case "plan":
                return isinstance(content, Decided) and DECISIONS[entry.kind].plans
            case "facts":
                return isinstance(content, Learned | LookedInto)
            case "other":
                return not isinstance(content, Decided | Learned | LookedInto)
        return True

    def wider(self) -> Sieve:
        """Without what was asked last: words first, then all the rest."""
        return replace(self, words="") if self.words else Sieve()


def authors(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Everyone who wrote one of the entries."""
    return tuple(sorted({one.author for one in entries}, key=str.casefold))


def chosen_on(entry: Entry) -> tuple[str, ...]:
    """What was shown of a tactic when it was decided on, as it was kept with the decision: reasons, what spoke against it, the law."""
    if entry.said is None or not isinstance(entry.said.content, Decided) or entry.said.content.basis is None:
        return ()
    basis = entry.said.content.basis
    parts = (
        ("Spoke for it", basis.reasons), ("Spoke against it", basis.against), ("About", basis.subjects), ("Law", basis.law),
        ("Checked by", (basis.engines,) if basis.engines else ()),
    )  # fmt: skip
    return tuple(f"{says}: {'; '.join(told)}" for says, told in parts if told)


# -- disruptions and measures -------------------------------------------------------------------------------------------------


def disruptions(book: Casebook) -> list[Settled]:
    """Every disruption that stands: by P, the greatest impact first, then by day."""

    def place(one: Settled) -> tuple[int, int, date]:
        entry, made = one
        return PILLARS.index(made.pillar), IMPACTS.index(made.level), made.when or entry.made_at.date()

    return sorted(book.decided("disruption"), key=place)


def counted(book: Casebook) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """How many disruptions stand under each P, by level in the order of `IMPACTS`."""
    found = [made for _, made in book.decided("disruption")]
    return tuple(
        (pillar, tuple(sum((one.pillar, one.level) == (pillar, level) for one in found) for level in IMPACTS))
        for pillar in PILLARS
    )


@dataclass(frozen=True)
class Measure:
    """One thing that is measured: its baseline, where there is one, and what was found since, in order of the days."""

    name: str
    baseline: Settled | None
    since: tuple[Settled, ...]


def measures(book: Casebook) -> list[Measure]:
    """Everything that is measured, in the order in which each was first recorded."""
    named: dict[str, list[Settled]] = {}
    for one in book.decided("measure"):
        named.setdefault(" ".join(one[1].name.casefold().split()), []).append(one)
    return [_measure(found) for found in named.values()]


def _measure(found: list[Settled]) -> Measure:
    found = sorted(found, key=lambda one: (one[1].when or one[0].made_at.date(), one[0].number))
    bases = [one for one in found if one[1].baseline]
    return Measure(found[0][1].name, bases[0] if bases else None, tuple(one for one in found if one not in bases))

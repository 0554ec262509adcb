"""Which plans are touched when the catalogue or the law changes: what was shown of each tactic when it was chosen, against today.

A decision on a tactic keeps what was shown of it. Where the library and the facts are the same as then, only the day of the law
can have changed it; where the facts are others, what changed may lie in them, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.application.deciding import law_shown
from planner.application.recommending import Recommendation, Recommended
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import Basis
from planner.domain.entries import Decided
from planner.domain.plan_gaps import pending
from planner.domain.words import listed, spoken

NOT_OFFERED = "not_offered"
SOURCES = {
    "library": "the library is another since",
    "law": "the law stands otherwise",
    "facts": "facts were learned since",
}


@dataclass(frozen=True)
class Touched:
    """One intervention of a plan that stands otherwise than when it was chosen: its entry, the outcome then and now, what changed
    in law (each provision as it stood and as it stands), and where the change comes from: library, law or facts."""

    number: int
    tactic: str
    title: str
    was: str
    now: str
    law: tuple[str, ...]
    comes_from: tuple[str, ...]

    @property
    def says(self) -> str:
        """In a sentence: Cash seizure was certain and is blocked; the library is another since."""
        how = (
            f"was {spoken(self.was)} and is {spoken(self.now)}"
            if self.was != self.now
            else f"is {spoken(self.now)} still"
        )
        sources = listed([SOURCES[one] for one in self.comes_from])
        return f"{self.title} {how}. {'; '.join((*self.law, sources))}".rstrip("; ") + "."


def touched(book: Casebook, found: Recommendation) -> tuple[Touched, ...]:
    """The interventions still to be done that stand otherwise now."""
    return tuple(_touched(book, found))


def _touched(book: Casebook, found: Recommendation) -> Iterator[Touched]:
    for one in pending(book):
        shown = _shown(one)
        if not one.decision.tactic or shown is None:
            continue
        now = found.unranked.get(one.decision.tactic)
        law = _law(shown.law, law_shown(found, now)) if now else ()
        outcome = now.outcome if now else NOT_OFFERED
        if outcome != shown.outcome or law:
            title = now.tactic.title if now else one.decision.tactic
            yield Touched(
                one.number, one.decision.tactic, title, shown.outcome, outcome, law, _comes_from(one, book, found, now, bool(law))
            )  # fmt: skip


def _shown(one: Adopted) -> Basis | None:
    """What was shown of its tactic when it was chosen."""
    said = one.entry.said
    return said.content.basis if said and isinstance(said.content, Decided) else None


def _law(then: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """The provisions whose standing is another, or that were not among them; nothing where the same ones stand the same."""
    if not then:
        return ()
    was, stands = dict(map(_provision, then)), dict(map(_provision, now))
    changed = [
        f"{name}: {was[name]}, now {stands[name]}" for name in was if name in stands and was[name] != stands[name]
    ]
    changed += [f"{name}: no longer rests on it" for name in was if name not in stands]
    changed += [f"{name}: new, {status}" for name, status in stands.items() if name not in was]
    return tuple(changed)


def _provision(told: str) -> tuple[str, str]:
    """A provision and its standing, from the words they are kept in: Housing Act 1996 s.153A (in force)."""
    name, _, status = told.rpartition(" (")
    return name, status.removesuffix(")").replace("_", " ")


def _comes_from(
    one: Adopted, book: Casebook, found: Recommendation, now: Recommended | None, law: bool
) -> tuple[str, ...]:
    """Where a change can lie."""
    said = one.entry.said
    assert said is not None
    sources = {
        "library": now is None or said.library != found.library.digest,
        "law": law or (now is not None and not now.lawful.usable),
        "facts": bool(said.facts) and said.facts != book.facts_digest,
    }
    return tuple(name for name, may in sources.items() if may)

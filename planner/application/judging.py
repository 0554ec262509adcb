"""Judging disruptions: what a proposal, an account and a moderation must hold to, and what helps an officer to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import ACCOUNT, IMPACTS, Decision
from planner.domain.disruptions import Disruption, disruptions_of
from planner.domain.impacts import ImpactLevel, ImpactPrompt
from planner.domain.library import Library
from planner.errors import Fault

# What a running log may leave for later, and what a moderation meeting and the national system will ask for.
LATER = ("when", "tactic", "objective", "activity", "effect", "replaceable", "lasts", "source", "agency", "reference")


def levels(library: Library) -> tuple[ImpactLevel, ...]:
    """The wording of each level, the greatest first."""
    return tuple(sorted(library.impact_levels, key=lambda one: IMPACTS.index(one.id)))


def prompts(library: Library, pillar: str = "") -> tuple[ImpactPrompt, ...]:
    """What to ask of an impact under a P, or under any."""
    return tuple(one for one in library.impact_prompts if not pillar or pillar in one.pillars)


@dataclass(frozen=True)
class Account:
    """A disruption with what it traces to in the plan: where it does not name its tactic, objective or lead, the intervention does."""

    disruption: Disruption
    intervention: Adopted | None

    def told(self, name: str) -> str:
        """What is told of the tactic, the objective, the agency that led, and so on; nothing where nothing is."""
        value = getattr(self.disruption.made, name)
        if not value and self.intervention and name in ("tactic", "objective", "agency"):
            value = getattr(self.intervention.decision, "owner" if name == "agency" else name)
        return str(value or "")

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields still to be told; an intervention of the force's own stands in the place of a tactic."""
        ours = self.intervention is not None
        return tuple(name for name in LATER if not self.told(name) and not (name == "tactic" and ours))


def accounts(book: Casebook, found: Sequence[Disruption]) -> tuple[Account, ...]:
    """Disruptions with what each traces to."""
    adopted = {one.number: one for one in book.interventions}
    return tuple(
        Account(one, adopted.get(book.first_of(one.made.target)) if one.made.target else None) for one in found
    )


def moderation_faults(decision: Decision, book: Casebook) -> list[Fault]:
    """What is moderated, or told more of, is a disruption that stands."""
    standing = book.decided("disruption")
    if any(entry.number == decision.target for entry, _ in standing):
        return []
    told = ", ".join(f"{entry.number} ({made.event})" for entry, made in standing)
    mend = f"Disruptions: {told}." if told else "The record has none yet."
    return [Fault("ID", 0, 0, f"entry {decision.target} is no disruption that stands.", mend)]


def account_faults(decision: Decision, book: Casebook) -> list[Fault]:
    """More is told of a disruption that stands."""
    faults = moderation_faults(decision, book)
    if not any(getattr(decision, name) for name in ACCOUNT):
        faults.append(Fault("ID", 0, 0, "nothing more is told of it.", "Give at least one, such as --activity."))
    return faults


def own_disruption_faults(decision: Decision, book: Casebook, author: str, decider: str) -> list[Fault]:
    """Nobody moderates what they proposed, neither as the one who writes (`author`, where that is proved) nor as the one who decided."""
    own = _about(decision, book)
    if own is None:
        return []
    by = {_named(name) for name in own.proposed_by | own.told_by}
    if author and _named(author) in by:
        what = f"you proposed entry {decision.target} or told what it is judged by: a disruption is moderated by somebody else."
        return [Fault("ID", 0, 0, what, "Ask another officer to moderate it.")]
    if decider and _named(decider) in by:
        what = f"{decider.strip()} proposed entry {decision.target} or told what it is judged by: a disruption is moderated by somebody else."
        return [Fault("--decider", 0, 0, what, "Name who moderated it.")]
    return []


def early_moderation_faults(decision: Decision, book: Casebook, made_at: datetime | None) -> list[Fault]:
    """Nothing is moderated before it happened, nor before it was proposed."""
    own = _about(decision, book)
    if own is None or made_at is None:
        return []
    if made_at < own.entry.made_at or (own.made.when and made_at.date() < own.made.when):
        what = f"it was proposed on {own.entry.made_at:%Y-%m-%d}{f', and happened on {own.made.when}' if own.made.when else ''}."
        return [Fault("--made-at", 0, 0, what, "Give the day it was moderated.")]
    return []


def own_hand(decision: Decision, book: Casebook, writer: str, decider: str) -> list[str]:
    """A note for a training case, where nobody's name is proved and one person may play both parts."""
    own = _about(decision, book)
    if decision.kind != "moderate" or own is None or decider or _named(writer) not in map(_named, own.proposed_by):
        return []
    return [
        f"Entry {own.number} is your own: a live case refuses this. Name who moderated it, where that was somebody else."
    ]


def _about(decision: Decision, book: Casebook) -> Disruption | None:
    """The disruption that a decision is about, where it stands."""
    return next((one for one in disruptions_of(book) if one.number == decision.target), None)


def _named(name: str) -> str:
    """A name however it is spelt."""
    return " ".join(name.casefold().split())


def disruption_warnings(decision: Decision, book: Casebook, library: Library) -> list[str]:
    """The P is that of the primary intention: where a tactic of another P is named, the reason should say so."""
    entry = book.entry(decision.target) if decision.kind == "account" else None
    said = book.decision_of(entry) if entry else decision
    tactic = library.tactics.get(decision.tactic)
    if tactic is None or said is None or tactic.pillar == said.pillar:
        return []
    named = f"{tactic.title} is a {tactic.pillar.capitalize()} tactic"
    return [f"{named}: the P is that of the primary intention when it was done. Say why {said.pillar.capitalize()}."]

"""Arguments for a tactic, against it, and what excludes it or would, each with where it comes from.

Facts come with their grade and where they were learned, rules with what they rest on, law with what it was checked against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.application.explaining import Change
from planner.application.recommending import GuardrailShown, Recommended, Recommender
from planner.application.ways import Ways
from planner.domain.casebook import Casebook
from planner.domain.entries import Learned
from planner.domain.profile import FactRecord, Profile
from planner.domain.tactic import SourceRef
from planner.engine.explain import FactShown, Reason

EVIDENCE = {
    "E4": "repeated controlled studies", "E3": "a controlled study", "E2": "a comparison", "E1": "a before-and-after or process study",
    "E0": "no more than practitioners' reports", "H": "a known risk of harm",
}  # fmt: skip
NO_SOURCE = "no source recorded"


@dataclass(frozen=True)
class Ground:
    """A recorded fact that an argument rests on: what it says, its grade, and where it was learned."""

    ref: str
    value: str
    grade: str
    source: str

    @property
    def says(self) -> str:
        """In words: the fact as commands name it, its value, and in brackets how good it is and where it is from."""
        told = ", ".join(part for part in (self.grade, self.source) if part)
        return f"{self.ref} = {self.value}{f' ({told})' if told else ''}"


@dataclass(frozen=True)
class Argument:
    """One thing to weigh: the rule or entry it comes from, what that rests on, and the facts behind it."""

    text: str
    rule: str
    source: str
    facts: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Arguments:
    """What speaks for a tactic, what against it, and what excludes it or would; `entry_source` is what its entry rests on."""

    supporting: tuple[Argument, ...]
    opposing: tuple[Argument, ...]
    excluding: tuple[Argument, ...]
    entry_source: str


def arguments(
    recommender: Recommender, profile: Profile, result: Recommended, ways: Ways, book: Casebook | None = None
) -> Arguments:
    """The arguments on one tactic of a case; of a stored one, with the requests that brought its facts. Raises EnginesDisagree."""
    weigher = _Weigher(recommender, profile, result, book)
    return Arguments(
        tuple(weigher.supporting()), tuple(weigher.opposing()), tuple(weigher.excluding(ways.removals)), cited(result.tactic.source)
    )  # fmt: skip


class _Weigher:
    """Gathers the arguments on one tactic of one case."""

    def __init__(self, recommender: Recommender, profile: Profile, result: Recommended, book: Casebook | None) -> None:
        self._recommender, self._library = recommender, recommender.library
        self._profile, self._result, self._tactic, self._book = profile, result, result.tactic, book
        self._evaluation = recommender.evaluate_for(result.tactic, profile)
        self._own = cited(result.tactic.source)
        self._rules = {one.id: one for one in self._library.guardrails}

    def supporting(self) -> Iterator[Argument]:
        """The known facts that speak for it, and what is known of how it works."""
        for reason in self._result.reasons:
            yield self._reasoned(reason)
        if self._tactic.evidence.rating != "H":
            yield self._evidence()

    def opposing(self) -> Iterator[Argument]:
        """The ways in that known facts have closed, the guardrails on it, and the harm it can do."""
        if self._result.outcome == "possible":
            for reason in self._evaluation.explainer.closed(f"tactic:{self._tactic.id}"):
                yield self._reasoned(reason, "One way in is closed: ")
        for guardrail in self._result.guardrails:
            if guardrail.level != "block":
                yield self._guarded(guardrail)
        for subject in self._result.subjects:
            for guardrail in subject.guardrails:
                yield self._guarded(guardrail, f"{subject.label}: ")
        if self._tactic.evidence.rating == "H":
            yield self._evidence()
        for harm in self._tactic.watch_out:
            yield Argument(harm, self._tactic.id, self._own)

    def excluding(self, removals: Sequence[Change]) -> Iterator[Argument]:
        """What rules it out or blocks it; then what would."""
        for reason in self._result.against:
            yield self._reasoned(reason)
        for standing in self._result.law:
            if not standing.status.usable:
                provision = self._library.law[standing.provision]
                yield Argument(f"{standing.why}.", f"law.{provision.id}", f"{provision.name} ({provision.proof})")
        blocking = {one.rule: one for one in self._result.guardrails if one.level == "block"}
        for guardrail in blocking.values():
            # What the law excludes is said just above, provision by provision.
            if not self._rules[guardrail.rule].applies_to.law:
                yield self._guarded(guardrail)
        for rule in self._library.guardrails:
            if rule.effect == "block" and rule.id not in blocking and rule.applies_to.names(self._tactic):
                yield Argument(f"It would be blocked where this is so: {rule.text}", rule.id, rule.source)
        for change in removals:
            would = f"This alone would take it away: {change.says}"
            yield Argument(would, self._tactic.id, self._own, tuple(self._grounds_of(change)))

    def _evidence(self) -> Argument:
        evidence = self._tactic.evidence
        whom = f" ({evidence.population})" if evidence.population not in ("", "none") else ""
        text = f"Evidence {evidence.rating}, {EVIDENCE[evidence.rating]}: {evidence.outcome}{whom}"
        return Argument(" ".join(text.split()), self._tactic.id, evidence.source)

    def _reasoned(self, reason: Reason, start: str = "") -> Argument:
        facts = tuple(self._ground(one) for one in reason.facts)
        return Argument(f"{start}{reason.text}", reason.rule, self._source_of(reason.rule), facts)

    def _guarded(self, guardrail: GuardrailShown, start: str = "") -> Argument:
        """A guardrail with the facts it rests on, where it is read of the whole case."""
        rule, name = self._rules[guardrail.rule], f"guardrail:{guardrail.rule}"
        facts: dict[Ground, None] = {}
        # One that reads the same whether a thing is known or not must not tell by its facts which it is.
        if name in self._evaluation.compiled.case and rule.text != rule.text_if_unknown:
            for reason in self._evaluation.explainer.of(name).reasons:
                facts |= dict.fromkeys(self._ground(one) for one in reason.facts)
        return Argument(f"{start}{guardrail.text}", rule.id, rule.source, tuple(facts))

    def _source_of(self, rule: str) -> str:
        """What an indicator rests on; what the entry itself does, for its own condition."""
        found = next((one.source for one in self._library.indicators if one.id == rule), "")
        return found or self._own

    def _grounds_of(self, change: Change) -> Iterator[Ground]:
        record, owner, name = self._record(change.fact), *change.fact.split(".", 1)
        fact = self._library.vocabulary.find(owner.partition("/")[0], name)
        if record is not None and fact is not None:
            grade = "assumed" if record.assumed else record.grade
            value = self._library.wording.recorded(fact, record)
            yield Ground(change.fact, value, grade, self._learned(change.fact, record))

    def _ground(self, fact: FactShown) -> Ground:
        record = self._record(fact.ref)
        return Ground(fact.ref, fact.value, fact.grade, self._learned(fact.ref, record) if record else "")

    def _record(self, ref: str) -> FactRecord | None:
        return self._recommender.tabulator.settled(self._profile, ref, duty=self._tactic.duty).record

    def _learned(self, ref: str, record: FactRecord) -> str:
        """Where a fact was learned, and the request to partners that brought it."""
        if record.assumed:
            return "recorded nowhere"
        of_case = "added for practice" if record.added else cited(self._profile.source)
        return f"{record.source or of_case or NO_SOURCE}{self._in_reply(ref, record)}"

    def _in_reply(self, ref: str, record: FactRecord) -> str:
        for entry in reversed(self._book.entries if self._book else []):
            learned = entry.said.content if entry.said else None
            if isinstance(learned, Learned) and (learned.ref, learned.record) == (ref, record) and self._book:
                told = self._book.in_reply(learned)
                return f", {told}" if told else ""
        return ""


def cited(sources: Sequence[SourceRef]) -> str:
    """Where it is said, in one line."""
    return "; ".join(f"{one.document}, {one.section}" for one in sources)

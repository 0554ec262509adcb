"""The duties of a plan: the written statements, what guardrails ask for beside its interventions, and the duties of the menu that
nobody has decided on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.application.recommending import GuardrailShown, Recommendation, Recommended
from planner.application.scheduling import Line, guardrails_of, lines_of
from planner.domain.casebook import Casebook
from planner.domain.decisions import ASSESSMENTS, TACTIC_KINDS
from planner.domain.entries import Entry

# What each statement answers; the words are ours, the five are those of the record.
ASKS = {
    "risk": "What could go wrong, for whom, how likely, and what is done about it?",
    "displacement": "Where could the harm, the people or the trade move to, who watches for it, and what happens if it does?",
    "safeguarding": "Who could be hurt or left without help, and who sees to them, before, on the day and after?",
    "equality": "Whom does the plan bear on more than others, why is that fair, and what was changed because of it?",
    "human_rights": "Which rights does the plan touch, and why is each step lawful, needed and no more than is needed?",
}
MOVES_HARM = ("leader_removal", "big_seizure", "clear_action", "home_closure")
WATCHES = ("watch_rivals", "hold_measure")


@dataclass(frozen=True)
class Statement:
    """One written statement: what it answers, what stands written, and what in the plan bears on it."""

    form: str
    asks: str
    text: str = ""
    entry: Entry | None = None
    bears: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What a guardrail asks for: its words, the interventions it is about, and the tactics it wants beside them, each by its id with
    its title and whether it is in the plan (None: the facts rule it out)."""

    text: str
    by: tuple[Line, ...]
    wants: tuple[tuple[str, str, bool | None], ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether all of it is in the plan; None where only the officer can say."""
        if not self.wants or any(there is None for _, _, there in self.wants):
            return None
        return all(there for _, _, there in self.wants)


@dataclass(frozen=True)
class Duties:
    """All of it: statements, what is asked beside, and the duties that fit and nobody has decided on."""

    statements: tuple[Statement, ...]
    asked: tuple[Asked, ...]
    owed: tuple[Recommended, ...]

    @property
    def written(self) -> int:
        """How many statements stand written."""
        return sum(one.entry is not None for one in self.statements)


def duties(book: Casebook, found: Recommendation) -> Duties:
    """The duties of a case as it stands."""
    lines = [one for one in lines_of(book, found.library) if one.adopted.state != "not_done"]
    rules = {line.number: guardrails_of(line, found) for line in lines}
    settled = {made.tactic for _, made in book.decided(*TACTIC_KINDS)}
    written = {made.form: (entry, made.text) for entry, made in book.decided("assessment")}
    nothing: tuple[Entry | None, str] = (None, "")
    statements = []
    for form in ASSESSMENTS:
        entry, text = written.get(form, nothing)
        bears = tuple(dict.fromkeys(BEARS[form](lines, rules)))
        statements.append(Statement(form, ASKS[form], text, entry, bears))
    return Duties(
        tuple(statements),
        tuple(_asked(lines, rules, found)),
        tuple(one for one in found.tactics if one.tactic.duty and one.offered and one.tactic.id not in settled),
    )


def _asked(
    lines: Sequence[Line], rules: Mapping[int, Sequence[GuardrailShown]], found: Recommendation
) -> Iterator[Asked]:
    """What is required, once for all interventions it is about; what is met comes last."""
    planned = {line.decision.tactic for line in lines}
    offered = {one.tactic.id for one in found.tactics if one.offered}
    by: dict[tuple[str, ...], tuple[list[str], list[Line]]] = {}
    for line in lines:
        for rule in rules[line.number] if line.open else ():
            if rule.level == "require":
                texts, about = by.setdefault(rule.requires or (rule.text,), ([], []))
                texts += [rule.text] if rule.text not in texts else []
                about += [line] if line not in about else []
    asked = []
    for wanted, (texts, about) in by.items():
        wants = tuple(
            (name, found.library.tactics[name].title, True if name in planned else False if name in offered else None)
            for name in wanted
            if name in found.library.tactics
        )
        asked.append(Asked("\n".join(texts), tuple(about), wants))
    yield from sorted(asked, key=lambda one: (one.met is not False, one.met is True))


# -- what in the plan bears on a statement ----------------------------------------------------------------------------------

Rules = Mapping[int, Sequence[GuardrailShown]]


def _on_risk(lines: Sequence[Line], rules: Rules) -> Iterator[str]:
    for line in lines:
        # How the law stands is told where the tactic is; it is no risk to anybody.
        cautions = [one for one in rules[line.number] if one.level == "caution" and one.text == one.about_all]
        yield from (f"{line.title}: {one.text}" for one in cautions)
        yield from (f"{line.title}: {one}" for one in (line.tactic.watch_out if line.tactic else ()))


def _on_displacement(lines: Sequence[Line], rules: Rules) -> Iterator[str]:
    yield from (f"{line.title}: takes something away that others may fill" for line in lines if line.has(*MOVES_HARM))
    yield from (f"{line.title}: watches or holds" for line in lines if line.has(*WATCHES))


def _on_safeguarding(lines: Sequence[Line], rules: Rules) -> Iterator[str]:
    yield from (f"{line.title}: keeps people safe" for line in lines if line.keeps_safe)
    for line in lines:
        yield from (rule.text for rule in rules[line.number] if rule.level == "require" and rule.requires)


def _on_equality(lines: Sequence[Line], rules: Rules) -> Iterator[str]:
    yield from (f"{one.title}: {one.tactic.equality_note}" for one in lines if one.tactic and one.tactic.equality_note)


def _on_rights(lines: Sequence[Line], rules: Rules) -> Iterator[str]:
    for line in lines:
        yield from (f"{line.title}: {one}" for one in (line.tactic.rights if line.tactic else ()))


BEARS = {
    "risk": _on_risk, "displacement": _on_displacement, "safeguarding": _on_safeguarding, "equality": _on_equality,
    "human_rights": _on_rights,
}  # fmt: skip

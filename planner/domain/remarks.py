"""What is said about a plan beside it: comments with their answers, findings accepted, and whether it was returned to its author.

A return stands until it is answered, taken back, or the plan is signed off after it. It does not end a sign-off: that is bound to
plan, facts and library, and none of them changes by it; both are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from planner.domain.casebook import ENDED, Casebook, is_remark
from planner.domain.decisions import DECISIONS, REMARKS, Decision
from planner.domain.entries import Decided, Entry


@dataclass(frozen=True)
class Remark:
    """A comment, a return or a finding accepted, that stands; with the entry that answers it, where there is one."""

    entry: Entry
    decision: Decision
    answer: Entry | None = None

    @property
    def number(self) -> int:
        """The number of its entry."""
        return self.entry.number

    @property
    def because(self) -> str:
        """What it says."""
        return self.entry.said.because if self.entry.said else ""


def remarks(book: Casebook) -> tuple[Remark, ...]:
    """Every comment, return and finding accepted that stands, in order."""
    answers = {made.target: entry for entry, made in book.decided("answer")}
    asked = [kind for kind in (*REMARKS, "accept") if kind != "answer"]
    return tuple(
        Remark(entry, made, answers.get(entry.number)) for entry, made in book.decided(*asked) if is_remark(made)
    )


def comments_on(book: Casebook, number: int) -> tuple[Remark, ...]:
    """What stands said about a decision: under the entry itself, and under the one that stands in its place now."""
    said = [one for one in remarks(book) if one.decision.target]
    return tuple(one for one in said if number in (one.decision.target, latest(book, one.decision.target)))


def latest(book: Casebook, number: int) -> int:
    """The entry that stands in the place of another: itself, where nothing superseded it."""
    while number in book.superseded:
        number = book.superseded[number]
    return number


def returned(book: Casebook) -> Remark | None:
    """The return that waits for the author's answer, or nothing."""
    signed = book.sign_off
    for one in remarks(book):
        if one.decision.kind == "return" and one.answer is None and not (signed and signed.entry.number > one.number):
            return one
    return None


def accepted(said: Iterable[Remark], rule: str, places: Collection[str], book: Casebook) -> Remark | None:
    """What accepts a finding at these places, or nothing: one that was accepted at fewer of them, or of another decision there, is
    asked again. A finding that has no places may have been put right and have come back: it is asked again once something that was
    decided after the acceptance was undone."""
    for one in said:
        made = one.decision
        if made.kind == "accept" and made.rule == rule and set(places) <= set(made.at):
            return None if not places and _undone_since(book, one.number) else one
    return None


def _undone_since(book: Casebook, number: int) -> bool:
    """Whether something of the plan was decided after an entry, and taken back, turned into another kind of decision, or given up."""
    for old, new in book.superseded.items():
        was, now = book.entry(old), book.entry(new)
        if old > number and was and now and was.kind != now.kind and book.plans(was):
            return True
    return any(one.number > number and one.state in ENDED for one in book.interventions)


def part_in(book: Casebook, name: str) -> str:
    """What somebody has to do with the plan that keeps them from judging it, in words; nothing where they have no part in it."""
    folded = name.casefold()
    if folded in makers(book):
        return "wrote or decided part of this plan"
    return "leads this plan" if folded in {one.casefold() for one in book.lro} else ""


def makers(book: Casebook) -> set[str]:
    """Who wrote a part of the plan, or is named as having decided it."""
    found = set()
    for one in book.entries:
        if one.said and isinstance(one.said.content, Decided) and DECISIONS[one.kind].plans and book.plans(one):
            found |= {one.author.casefold(), one.said.decider.casefold()}
    return found - {""}

"""Commenting on a plan, accepting a finding, returning the plan and answering: what each is about, and who may write it.

In a live store, where who wrote what is proved, a finding is commented on or accepted, and the plan returned, by somebody who wrote
or decided no part of it and does not lead it: the plan as a whole is what a review is of, and the rule for its sign-off is the same.
One decision is commented on by anybody but whoever wrote or decided it, as a plan has many hands and nothing rests on a comment. A
comment is answered by somebody else than wrote it, a return by whoever has a part in the plan. What was said, and a disruption's
moderation, is taken back or put right by nobody else. In training nobody proves who they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.application.casework import CaseRecord
from planner.application.recommending import Recommender
from planner.application.reviewing import Finding, Reviewer
from planner.application.scheduling import clashes
from planner.domain.casebook import Casebook, is_remark
from planner.domain.decisions import REMARKS, Decision
from planner.domain.entries import Decided, Entry
from planner.domain.library import Library
from planner.domain.remarks import part_in
from planner.domain.words import nearest
from planner.errors import Fault

OTHERS = "It is for somebody else who wrote no part of it."


def with_rule(decision: Decision, library: Library) -> Decision:
    """What accepts a finding names its rule and says what it says, whichever of the two it was named by, however it is spelt."""
    if decision.kind == "accept":
        told = decision.text.strip().casefold()
        for one in library.review:
            if told in (one.text.casefold(), one.id) or told.replace("_", "-").replace(" ", "-") == one.id:
                return decision.model_copy(update={"rule": one.id, "text": one.text})
    return decision


def with_finding(
    decision: Decision, record: CaseRecord, recommender: Recommender, reviewer: Reviewer | None = None
) -> tuple[Decision, list[Fault]]:
    """What is said of a finding carries its places as the review finds them now; with what is wrong with it, if anything. What is
    accepted and is no finding is a clash of the calendar."""
    if not decision.rule:
        return decision, _clash_faults(decision, record, recommender) if decision.kind == "accept" else []
    if reviewer is None:
        with Reviewer(recommender) as opened:
            review = opened.review(record.profile, record.book)
    else:
        review = reviewer.review(record.profile, record.book)
    found = next((one for one in review.findings if one.rule.id == decision.rule), None)
    placed = decision.model_copy(update={"at": found.places}) if found else decision
    return placed, _finding_faults(decision, found, recommender.library)


def _clash_faults(decision: Decision, record: CaseRecord, recommender: Recommender) -> list[Fault]:
    """What is accepted without being a finding is a clash that stands today, in its own words."""
    today = record.store.clock().astimezone().date()
    standing = [one.text for one in clashes(record.book, recommender.recommend(record.profile), today)]
    told = decision.text.strip()
    if told in standing:
        return []
    known = [*(one.id for one in recommender.library.review), *standing]
    what = f"'{told}' is neither a rule of the review nor a clash of the calendar as the case stands."
    return [Fault("text", 0, 0, what, nearest(told, known) or "See fourp review.")]


def _finding_faults(decision: Decision, found: Finding | None, library: Library) -> list[Fault]:
    """What is wrong with the finding a decision is about: it does not stand, or it is one that has to be put right."""
    place, rule = "text" if decision.kind == "accept" else "--rule", decision.rule
    if found is None:
        known = [one.id for one in library.review]
        what = f"the review has no finding '{rule}' as the case stands."
        mend = "See fourp review." if rule in known else nearest(rule, known) or "See fourp review --rules."
        return [Fault(place, 0, 0, what, mend)]
    if decision.kind == "accept" and not found.rule.can_be_accepted:
        what = f"'{found.rule.text}' is not for anybody to accept."
        return [Fault(place, 0, 0, what, f"Put it right: {found.rule.fix}")]
    return []


def remark_faults(decision: Decision, book: Casebook, author: str, decider: str = "") -> list[Fault]:
    """What is wrong with a comment, an acceptance, a return or an answer, or with taking back one of them or a moderation.

    `author`: who writes it, in a store where that is proved; `decider`: who is named as having decided it."""
    who = [one for one in dict.fromkeys((author, decider.strip())) if author and one]
    match decision.kind:
        case "comment" | "return":
            return _subject_faults(decision, book) + _own_faults(decision, book, who)
        case "accept" if decision.rule:
            return _own_plan_faults(book, who, "accepted")
        case "answer":
            return _answer_faults(decision, book, author)
        case "withdraw":
            return _withdrawal_faults(decision, book, author)
    return []


def _subject_faults(decision: Decision, book: Casebook) -> list[Fault]:
    """A comment is on one thing; a return may be of the plan as a whole."""
    if decision.rule and decision.target:
        return [Fault("--entry", 0, 0, "it is about a finding or about an entry, not both.", "Leave one out.")]
    if decision.kind == "comment" and not decision.rule and not decision.target:
        return [Fault("--entry", 0, 0, "what is the comment on?", "Give --entry N, or --rule RULE for a finding.")]
    if not decision.target:
        return []
    entry = book.entry(decision.target)
    if entry is None or not _decided(entry):
        return [Fault("--entry", 0, 0, f"entry {decision.target} is no decision of this case.", "See fourp log.")]
    if is_remark(book.decision_of(entry)) and decision.kind == "comment":
        what = f"entry {decision.target} is a comment itself."
        return [Fault("--entry", 0, 0, what, f"Answer it: decide CASE answer {decision.target}.")]
    return []


def _own_faults(decision: Decision, book: Casebook, who: Sequence[str]) -> list[Fault]:
    entry = book.entry(decision.target) if decision.kind == "comment" and decision.target else None
    if entry is None:
        return _own_plan_faults(book, who, "commented on" if decision.kind == "comment" else "returned")
    theirs = {entry.author.casefold(), entry.said.decider.casefold() if entry.said else ""}
    if any(one.casefold() in theirs for one in who):
        what = f"entry {entry.number} is your own: a decision is commented on by somebody else."
        return [Fault("--entry", 0, 0, what, "To change it, decide it anew.")]
    return []


def _own_plan_faults(book: Casebook, who: Sequence[str], done: str) -> list[Fault]:
    return [
        Fault(book.profile.case, 0, 0, f"'{one}' {part}: it is not {done} by them.", OTHERS)
        for one in who
        if (part := part_in(book, one))
    ]


def _answer_faults(decision: Decision, book: Casebook, author: str) -> list[Fault]:
    entry = book.entry(decision.target)
    if entry is None or entry.kind not in ("comment", "return") or entry.number in book.superseded:
        said = ", ".join(str(one.number) for one, _ in book.decided("comment", "return"))
        mend = f"What can be answered: {said}." if said else "Nothing waits for an answer."
        return [Fault("ID", 0, 0, f"entry {decision.target} is no comment and no return that stands.", mend)]
    if author and entry.author.casefold() == author.casefold():
        what = f"entry {entry.number} is your own: it is answered by the author of the plan."
        return [Fault("ID", 0, 0, what, "Take it back instead: decide CASE withdraw, with your reason.")]
    if author and entry.kind == "return" and not part_in(book, author):
        what = f"entry {entry.number} returned the plan to its authors, and '{author}' has no part in it."
        return [Fault("ID", 0, 0, what, "It is answered by somebody who wrote, decided or leads the plan.")]
    return []


def _withdrawal_faults(decision: Decision, book: Casebook, author: str) -> list[Fault]:
    entry = book.entry(decision.target)
    if entry is None or not _of_another(entry, book, author):
        return []
    what = f"entry {entry.number} was said by {entry.author}, and is taken back by nobody else."
    mend = f"Answer it: decide CASE answer {entry.number}." if entry.kind in ("comment", "return") else "Ask them."
    return [Fault("ID", 0, 0, what, mend)]


def taking_faults(decision: Decision, number: int, book: Casebook, author: str) -> list[Fault]:
    """What is wrong with putting what is said in the place of an entry: what was said is put right by who said it, and goes on being
    about the same. An acceptance and a moderation may be given anew by somebody else; both are kept."""
    entry = book.entry(number)
    was = book.decision_of(entry) if entry else None
    if entry is None or was is None or was.kind not in REMARKS:
        return []
    if (was.rule, was.target) != (decision.rule, decision.target):
        return [Fault("--supersedes", 0, 0, f"entry {number} is about something else.", "Leave --supersedes out.")]
    if _of_another(entry, book, author):
        what = f"entry {number} was said by {entry.author}, and is put right by nobody else."
        return [Fault("--supersedes", 0, 0, what, "Say yours beside it, as a comment.")]
    return []


def _of_another(entry: Entry, book: Casebook, author: str) -> bool:
    """Whether an entry is what somebody else said of the plan or of a disruption's level, where that is proved."""
    judges = is_remark(book.decision_of(entry)) or entry.kind == "moderate"
    return bool(author) and judges and entry.author.casefold() != author.casefold()


def _decided(entry: Entry) -> bool:
    return entry.said is not None and isinstance(entry.said.content, Decided)

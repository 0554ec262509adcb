"""What is said of an objective while it is typed: whether it reads as specific, measurable, assigned, realistic and timed.

Advice about words, and no more: nothing here keeps an objective out of the record. It is built on what a review will judge, so
that what reads well here is not found there.
After the LRO Guidance, section F (Determining aims and objectives) and section C (performance: numbers for Pursue, and for all
four Ps also what people say).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.domain import smart as judged
from planner.domain.words import day

# Verbs that promise effort and no result.
VAGUE = frozenset(
    re.findall(
        r"\w+",
        "address consider continue discuss engage ensure explore focus improve liaise look maintain monitor promote pursue review "
        "support tackle target understand work",
    )
)
# Verbs that name something to be done, which needs a word on what it changes.
TASKS = frozenset(
    re.findall(
        r"\w+",
        "arrange attend arrest brief carry conduct contact deliver do email execute hold issue make meet organise patrol phone "
        "search send visit write",
    )
)
RESULT = re.compile(
    r"\b(so that|so as|until|unless|no longer|nobody|no one|none|fewer|less|more|are|is|has|have|can|cannot|know|knows|stops?|ends?|"
    r"safe|safer|free of|out of|closed|gone)\b",
    re.IGNORECASE,
)
IN_PLACE = re.compile(
    r"\b(agree[sd]?|agreement|has|have|had|already|offered|staff|staffed|funds?|funded|funding|budget|powers?|time|hours|officers?|trained|"
    r"signed|capacity|available|can|exists?|running|in place|committed|promised|space|law|lawful|order|shared|access|used|works?|"
    r"worked)\b",
    re.IGNORECASE,
)
NOBODY = re.compile(r"(all|everyone|everybody|partners|agencies|us|the team|teams?|various|jointly?)\b", re.IGNORECASE)
JOINED = re.compile(r"\s(?:and|or)\s|[/&;+]|\bjoint", re.IGNORECASE)
# Names in which an "and" joins no two leads.
ONE_BODY = re.compile(
    r"(health and safety|health and social care|revenue (and|&) customs|fire (and|&) rescue|police and crime|community and safety|"
    r"education and skills|licensing and standards|children and families|work and pensions|serious and organised)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One of the five letters: `state` is met, ask (something could be added) or empty (nothing to go on yet)."""

    letter: str
    state: str
    says: str

    @property
    def mark(self) -> str:
        """The sign beside the letter."""
        return {"met": "+", "ask": "?", "empty": "-"}[self.state]


def smart(
    pillar: str,
    text: str,
    measure: str,
    owner: str,
    due: date | None,
    in_place: str,
    *,
    today: date,
    review: date | None,
) -> tuple[Mark, ...]:
    """The five marks of an objective as far as it is typed; `in_place` is what makes it possible, `review` the next review."""
    return (
        _specific(text),
        _measurable(pillar, measure),
        _assigned(owner),
        _realistic(text, in_place),
        _timed(due, today, review),
    )


def _specific(text: str) -> Mark:
    words = re.findall(r"[\w'-]+", text)
    if not words:
        return Mark("S", "empty", "say what will be different, and for whom")
    first = words[0].casefold()
    if first in VAGUE and not RESULT.search(text.partition(" ")[2]):
        return Mark("S", "ask", f"'{words[0]}' names no result: say what will be different, and for whom")
    if first in TASKS and not RESULT.search(text):
        return Mark("S", "ask", f"'{words[0]}' is a task: add what it changes, as in 'so that ...'")
    if len(words) < judged.LEAST_WORDS:
        return Mark("S", "ask", "say for whom, where, or how far")
    if found := judged.VAGUE.search(text):
        return Mark("S", "ask", f"'{found.group()}' fits any plan: say what is meant here")
    return Mark("S", "met", "an outcome, not only a task")


def _measurable(pillar: str, measure: str) -> Mark:
    if not measure.strip():
        return Mark(
            "M", "empty", "say what you will count" + ("" if pillar == "pursue" else ", and what you will hear")
        )
    counted, heard = judged.counts(measure), judged.tells(measure)
    if not counted:
        return Mark("M", "ask", "add how many or how often")
    if pillar != "pursue" and not heard:
        return Mark("M", "ask", "add what you expect to hear, and from whom")
    return Mark("M", "met", "a number and something heard" if heard else "a number")


def _assigned(owner: str) -> Mark:
    bare = ONE_BODY.sub("x", owner.strip())
    if not bare:
        return Mark("A", "empty", "name one lead: a role and an agency")
    if NOBODY.match(bare) or not judged.somebody(owner):
        return Mark("A", "ask", "name one role that answers for it")
    if JOINED.search(bare.partition(" with ")[0]):
        return Mark("A", "ask", "two are named: which one answers for it?")
    return Mark("A", "met", "one lead")


def _realistic(text: str, in_place: str) -> Mark:
    if found := judged.absolute(text):
        return Mark("R", "ask", f"'{found}' is more than anybody can promise: say how far")
    if not in_place.strip():
        return Mark("R", "empty", "say what makes it possible: who agreed, staff, powers, time")
    if not IN_PLACE.search(in_place):
        return Mark("R", "ask", "add what is in place: who agreed, staff, powers, time")
    return Mark("R", "met", "says what is in place")


def _timed(due: date | None, today: date, review: date | None) -> Mark:
    if due is None:
        return Mark("T", "empty", f"give the day it ends by{f'; the review is on {day(review)}' if review else ''}")
    if due < today:
        return Mark("T", "ask", f"{day(due)} has gone by")
    if review and due > review:
        return Mark("T", "ask", f"it ends after the review on {day(review)}: say why in your reason")
    return Mark("T", "met", "ends by the review date" if review else "has a day it ends by")

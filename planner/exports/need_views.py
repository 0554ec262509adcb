"""The unknown facts of a case, ranked: as text for the screen and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from planner.application.needing import COSTS, Gap, by_holder, collection_plan
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.wording import MEMBER
from planner.domain.words import listed, spoken
from planner.exports.views_text import Screen

MOST_SHOWN = 20
MOST_NAMED = 4


def gaps_json(profile: Profile, gaps: Sequence[Gap], library: Library) -> dict[str, Any]:
    """`gaps --json`."""
    plan = [
        {
            "requirement": one.requirement,
            "fact": one.fact,
            "sources": list(one.sources),
            "method": one.method,
            "drives": list(one.drives),
        }
        for one in collection_plan(gaps, library)
    ]
    return {"case": profile.case, "gaps": [_gap(one) for one in gaps], "collection_plan": plan}


def _gap(one: Gap) -> dict[str, Any]:
    return {
        "fact": one.fact, "question": one.question, "heading": one.heading, "holders": list(one.holders),
        "partner_wording": one.partner_wording, "cost": one.cost, "settles": list(one.settles), "opens": list(one.opens),
        "rules_out": list(one.rules_out), "unblocks": list(one.unblocks), "raises": list(one.raises), "lifts": list(one.lifts),
        "duties": list(one.duties), "fills": list(one.fills), "beside": {other: list(told) for other, told in one.beside.items()},
        "pillars": list(one.pillars), "need": one.need, "because": list(one.because), "worth": one.worth,
    }  # fmt: skip


class NeedView(Screen):
    """Shows what is worth finding out."""

    def gaps(self, profile: Profile, gaps: Sequence[Gap], library: Library, *, whole: bool = False) -> None:
        """The next best question, then what is needed, in order; what is merely nice to know is counted."""
        self._whose(profile)
        needed = [one for one in gaps if one.need == "need_to_know"]
        if not gaps:
            self.line("Nothing unknown would change anything.")
            return
        self.line()
        self.line("The next best question", "bold")
        self._told(gaps[0], library)
        rest = [one for one in (gaps if whole else needed[:MOST_SHOWN]) if one is not gaps[0]]
        if rest:
            self.line()
            self.line("Also needed" if not whole else "Everything else unknown that matters, in order", "bold")
            for one in rest:
                self._told(one, library)
        left = len(gaps) - len(rest) - 1
        if left:
            more = (
                len(needed)
                - len([one for one in rest if one.need == "need_to_know"])
                - (gaps[0].need == "need_to_know")
            )
            self.line()
            self.line(
                f"Not shown: {more} more that are needed, {left - more} merely nice to know (--all, or --json).", "dim"
            )

    def by_partner(self, profile: Profile, gaps: Sequence[Gap], library: Library) -> None:
        """What is needed, under each who may hold it, in the words to ask it in."""
        self._whose(profile)
        for holder, held in by_holder(one for one in gaps if one.need == "need_to_know"):
            self.line()
            self.line(holder, "bold")
            self._bullets(one.partner_wording or one.question for one in held)

    def _whose(self, profile: Profile) -> None:
        self.line(f"{profile.title or profile.case}: what to find out", "bold")
        if profile.kind == "training":
            self.line("TRAINING: not a live case.", "bold reverse")
        if profile.assumptions:
            self.line(f"Assumed, and recorded nowhere: {'; '.join(profile.assumptions)}", "yellow")

    def _told(self, one: Gap, library: Library) -> None:
        self._paragraph(f"{'●' if one.need == 'need_to_know' else '○'} ", f"{one.question} [{one.fact}]")
        for says, what in worth_asking(one, library):
            self._paragraph(f"    {says} ", what)

    def _paragraph(self, start: str, said: str) -> None:
        from rich.text import Text

        text = Text()
        self._hang(text, start, said)
        self._console.print(text, soft_wrap=True, end="")


def in_short(ref: str, profile: Profile, library: Library) -> str:
    """An unknown fact in a few words, for a narrow column: who or what it is about, and what is not known of it."""
    owner, _, name = ref.partition(".")
    collection, slash, member = owner.partition("/")
    fact = library.vocabulary.find(collection, name)
    if fact is None:
        return f"All {spoken(name)} looked into?"
    if not slash:
        return f"{fact.says[:1].upper()}{fact.says[1:]}?"
    whose = f"Any {MEMBER[collection].partition(' ')[2]}" if member == "+" else profile.label(owner)
    return f"{whose}: {fact.says}?"


def worth_asking(one: Gap, library: Library, most: int = MOST_NAMED) -> Iterator[tuple[str, str]]:
    """Why a fact is worth asking for, of whom, and in which words: a line each, what it says and what of."""
    if one.opens:
        yield "could make certain:", titles(one.opens, library, most)
    ruled = [name for name in one.rules_out if name not in one.opens]
    if ruled:
        yield "could rule out:", titles(ruled, library, most)
    if one.unblocks:
        yield "could free:", titles(one.unblocks, library, most)
    for reason in one.because:
        if not reason.startswith("it would settle"):
            yield "needed because", _spelt(reason, library, most)
    yield "who may know:", f"{listed(one.holders[:MOST_NAMED], 'or')}; it takes {COSTS[one.cost]}"
    if one.partner_wording:
        yield "ask:", one.partner_wording


def titles(names: Iterable[str], library: Library, most: int = MOST_NAMED) -> str:
    """The tactics by their titles, the first few."""
    told = [library.tactics[name].title for name in names]
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return "; ".join(told[:most]) + more


def _spelt(reason: str, library: Library, most: int) -> str:
    """A reason with tactics called by their titles."""
    head, colon, names = reason.partition(": ")
    told = (
        [
            library.tactics[name].title if name in library.tactics else name.replace("-", " ")
            for name in names.split(", ")
        ]
        if colon
        else []
    )
    return f"{head}: {'; '.join(told[:most])}" + (" …" if len(told) > most else "") if told else head

"""Moments on the log: as they are typed and read, and the case as it stood at one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from planner.application.putting_right import count_facts
from planner.application.recommending import Recommender
from planner.application.timeline import Settled
from planner.domain.casebook import Casebook
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Profile
from planner.domain.words import spoken
from planner.exports.decided import decided
from planner.exports.document import Block, Bullets, Heading, Paragraph, Table
from planner.tui.days import read_day, short_day

HINT = "23 Nov 2026, 23 Nov 14:32, or 14:32 for today"
MOST_OFFERED = 12


def at(when: datetime) -> str:
    """A moment as it stands in the log, in the time of this machine: 23 Nov 2026 14:32."""
    here = when.astimezone()
    return f"{short_day(here.date())} {here:%H:%M}"


def at_short(when: datetime, today: date) -> str:
    """A moment in a narrow column: 23 Nov 14:32, and only the day when it was in another year."""
    here = when.astimezone()
    return f"{here.day:>2} {here:%b %H:%M}" if here.year == today.year else short_day(here.date())


def read_moment(typed: str, today: date) -> datetime | None:
    """The moment that was typed, in the time of this machine; a day alone is its end. None where it is no moment."""
    text = typed.strip().replace(",", " ")
    if len(text) > len("2026-11-23") and text[10:11] in ("T", "t"):
        text = f"{text[:10]} {text[11:]}"
    head, _, tail = text.rpartition(" ")
    clock = None
    if ":" in tail:
        try:
            clock = time.fromisoformat(tail.zfill(5))
        except ValueError:
            return None
        text = head.strip() or "today"
    day = read_day(text, today)
    if day is None:
        return None
    if day > today and str(day.year) not in text:
        day = day.replace(year=day.year - 1)  # what has been, not what is to come
    return datetime.combine(day, clock.replace(second=59) if clock else time.max).astimezone()


def summary(book: Casebook) -> str:
    """The case as it stood, in numbers."""
    nine = book.always_record()
    done = sum(one.state != "missing" for one in nine)
    signed = "signed off" if book.sign_off and book.sign_off.stands else "not signed off"
    return (
        f"{len(book.entries)} entries, {count_facts(book.profile)} facts, {len(book.interventions)} interventions, "
        f"{done} of {len(nine)} always recorded, {signed}"
    )


def as_it_stood(book: Casebook, library: Library, recommender: Recommender, *, live: bool) -> str:
    """The case at a moment: what was known, what was decided, and what is offered on those facts by the menu of today."""
    found = recommender.recommend(book.profile)
    certain = [one.tactic.title for one in found.tactics if one.outcome == "certain"]
    possible = sum(one.outcome == "possible" for one in found.tactics)
    more = [f"- and {len(certain) - MOST_OFFERED} more"] if len(certain) > MOST_OFFERED else []
    parts = [
        summary(book),
        plain(decided(book, library, authenticated=live)),
        "\n".join(["FACTS", *(_facts(book.profile) or ["- none"])]),
        "\n".join(
            [
                f"OFFERED ON THOSE FACTS by the menu and the law of today: {len(certain)} certain, {possible} possible",
                *(f"- {title}" for title in certain[:MOST_OFFERED]), *more,
                "What was shown at the time stands with each decision on a tactic.",
            ]
        ),
    ]  # fmt: skip
    return "\n\n".join(parts)


def plain(blocks: Iterable[Block]) -> str:
    """Parts of a document as plain lines."""
    return "\n".join(_lines(blocks)).strip("\n")


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text):
                yield ""
                yield text.upper()
            case Paragraph(text):
                yield text
            case Bullets(lines):
                yield from (f"- {line}" for line in lines)
            case Table(head, rows):
                for row in rows:
                    told = [
                        f"{name}: {value}" if name else value for name, value in zip(head, row, strict=True) if value
                    ]
                    yield f"- {'; '.join(told)}"


def _facts(profile: Profile) -> list[str]:
    told = [f"- {spoken(name).capitalize()}: {_value(records)}" for name, records in profile.group.items() if records]
    for found in profile.members.values():
        for one in found:
            facts = [f"{spoken(name)}: {_value(records)}" for name, records in one.facts.items() if records]
            told.append(f"- {one.label or one.id}: {'; '.join(facts) or 'nothing more known'}")
    return told


def _value(records: tuple[FactRecord, ...]) -> str:
    record = records[-1]
    value = record.value
    if record.absent:
        return "no"
    said = (
        value if isinstance(value, (list, tuple)) else ("yes" if value is True else "no" if value is False else value,)
    )
    return ", ".join(spoken(str(one)) for one in said) + (f" ({record.grade})" if record.grade else "")


def on_day(one: Settled) -> str:
    """The day a thing happened or was found."""
    entry, made = one
    return short_day(made.when or entry.made_at.astimezone().date())

"""The disruptions of a case, both levels side by side: as text, as JSON, and as a document for the moderation meeting.

The parts of each stand under the same names everywhere, in the order in which a national system is likely to ask for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from planner.application.judging import Account, accounts, levels, prompts
from planner.application.timeline import counted, disruptions
from planner.domain.decisions import IMPACTS
from planner.domain.disruptions import unmoderated
from planner.domain.words import count_of, day
from planner.exports.document import Block, Bullets, Document, Heading, Paragraph, Table, marked
from planner.exports.record_text import MARKING, RecordView
from planner.exports.telling import by_on, called, flat, option_words

if TYPE_CHECKING:
    from planner.application.casework import CaseRecord
    from planner.domain.casebook import Casebook
    from planner.domain.decisions import Decision
    from planner.domain.entries import Entry
    from planner.domain.impacts import ImpactLevel, ImpactPrompt
    from planner.domain.library import Library

TITLE = "Disruptions"
NOT_YET = "not moderated yet"
ONE_LINE = "Both levels are kept. A level is proposed by one person and set by another, with a reason each; none is worked out from counts."
WANTED = {"numbers": "in numbers", "words": "in words"}


def telling(one: Account, book: Casebook, library: Library, *, authenticated: bool) -> Iterator[tuple[str, str]]:
    """A disruption part by part; what nobody has told yet says so by being empty."""
    found, made = one.disruption, one.disruption.made
    tactic = library.tactics.get(one.told("tactic"))
    yield "Event", made.event
    yield "Date", day(made.when) if made.when else ""
    yield "P, by primary intention", made.pillar.capitalize()
    yield "About", ", ".join(called(ref, book) for ref in made.on)
    yield "Tactic", f"{tactic.title} ({tactic.id})" if tactic else one.told("tactic")
    yield "Intervention", f"entry {one.intervention.number}" if one.intervention else ""
    for name in ("objective", "activity", "effect", "replaceable", "lasts", "source", "agency", "supporting"):
        yield option_words("disruption", name).capitalize(), one.told(name)
    yield "Proposed level", made.level
    yield "Why that level", _because(found.entry)
    yield "Proposed by", by_on(found.entry, authenticated)
    moderation = found.moderation
    yield "Moderated level", moderation[1].level if moderation else NOT_YET
    yield "Why, at moderation", _because(moderation[0]) if moderation else ""
    yield "Moderated by", by_on(moderation[0], authenticated) if moderation else ""
    for entry, made in found.before:
        yield (
            "Moderated before",
            f"{made.level}, {by_on(entry, authenticated)} (entry {entry.number}): {_because(entry)}",
        )
    yield option_words("disruption", "reference").capitalize(), one.told("reference")


def lacking(one: Account) -> str:
    """What of a disruption is still to be told, in words; nothing when all is."""
    named = {"when": "its date", "tactic": "tactic or intervention"}
    return ", ".join(named.get(name) or option_words("disruption", name) for name in one.lacking)


def by_level(book: Casebook) -> Iterator[str]:
    """How many stand under each P, by level."""
    for pillar, counts in counted(book):
        told = ", ".join(f"{count} {level}" for level, count in zip(IMPACTS, counts, strict=True) if count)
        yield f"{pillar.capitalize()} {sum(counts)}{f' ({told})' if told else ''}"


def level_line(one: ImpactLevel) -> str:
    """The wording of a level, and whether anybody has checked it."""
    return f"{one.id.capitalize()}: {one.says}{'' if one.checked else ' (unchecked)'}"


def guide_lines(library: Library, pillar: str = "") -> Iterator[tuple[str, list[str]]]:
    """The wording of the levels and what to ask of an impact, a heading and its lines each, every one with its source."""
    yield "Levels", [f"{level_line(one)} [{one.source}]" for one in levels(library)]
    for each in (pillar,) if pillar else ("pursue", "prevent", "protect", "prepare"):
        yield f"Impact: what to ask under {each.capitalize()}", [prompt_line(one) for one in prompts(library, each)]


def prompt_line(one: ImpactPrompt) -> str:
    """A question with its source."""
    note = f" {one.note}" if one.note else ""
    return f"{one.asks} ({WANTED[one.wants]}) [{source_of(one)}.{note}]"


def source_of(one: ImpactPrompt) -> str:
    """Where a question comes from, and whether anybody has checked that."""
    return f"{one.source}{'' if one.checked else '; unchecked'}"


def _because(entry: Entry) -> str:
    return entry.said.because if entry.said else ""


class DisruptionView(RecordView):
    """Shows the disruptions of a case on a terminal."""

    def disruptions(self, record: CaseRecord, book: Casebook, library: Library) -> None:
        """All of them, each with both levels and everything told."""
        found = accounts(book, disruptions(book))
        waiting = len(unmoderated(book))
        self.line(f"{record.name}: {count_of(len(found), 'disruption')}, {waiting} {NOT_YET}", "bold")
        if not found:
            self.line(f'Log one as it happens: fourp decide {record.name} disruption P LEVEL --event "…" --because "…"')
            return
        self.line("; ".join(by_level(book)))
        self.line(ONE_LINE, "dim")
        for one in found:
            self._one(one, record, book, library)
        self.line("")
        self.line(f"head {book.head}", "dim")

    def _one(self, one: Account, record: CaseRecord, book: Casebook, library: Library) -> None:
        found = one.disruption
        start = f"  {found.number:>3}  "
        self.line("")
        moderated = found.moderation[1].level if found.moderation else NOT_YET
        self.typed(start, f"Proposed {found.made.level}; moderated: {moderated}", "bold")
        under = " " * len(start)
        for name, value in telling(one, book, library, authenticated=record.live):
            if value:
                self.typed(under, f"{name}: {value}")
        if found.told_since:
            self.typed(under, f"Told since the moderation: entry {', '.join(map(str, found.told_since))}")
        if missing := lacking(one):
            self.typed(under, f"Still to be told: {missing}")

    def guide(self, library: Library, pillar: str = "") -> None:
        """The wording of the levels and the questions to ask."""
        for heading, lines in guide_lines(library, pillar):
            self.line(heading, "bold")
            self._bullets(lines)
            self.line("")


def disruptions_json(record: CaseRecord, book: Casebook, library: Library) -> dict[str, Any]:
    """`log --disruptions --json`, and the export of them."""
    found = accounts(book, disruptions(book))
    return {
        "fourp_record": record.record_line, "case": record.name, "store": record.store.kind, "authenticated": record.live,
        "marking": marked(MARKING, record.store.kind),
        "disruptions": [_shape(one, book, record.live) for one in found],
        "by_pillar": {pillar: dict(zip(IMPACTS, counts, strict=True)) for pillar, counts in counted(book)},
        "unmoderated": [one.disruption.number for one in found if one.disruption.moderation is None],
        "levels": guide_json(library)["levels"], "head": book.head,
    }  # fmt: skip


def _shape(one: Account, book: Casebook, authenticated: bool) -> dict[str, Any]:
    found, made = one.disruption, one.disruption.made
    return {
        "number": found.number, "event": made.event, "date": made.when.isoformat() if made.when else None, "pillar": made.pillar,
        "about": [{"ref": ref, "label": book.profile.label(ref)} for ref in made.on],
        "tactic": one.told("tactic") or None, "intervention": one.intervention.number if one.intervention else None,
        "objective": one.told("objective"), "activity": made.activity, "effect": made.effect, "replaceability": made.replaceable,
        "expected_duration": made.lasts, "evidence": made.source, "lead_agency": one.told("agency"),
        "supporting_agencies": made.supporting, "national_reference": made.reference,
        "proposed": _judged(found.entry, made, authenticated),
        "moderated": _judged(*found.moderation, authenticated) if found.moderation else None,
        "moderated_before": [_judged(entry, made, authenticated) for entry, made in found.before],
        "accounts": [entry.number for entry, _ in found.accounts], "told_since_moderation": list(found.told_since),
        "lacking": list(one.lacking),
    }  # fmt: skip


def _judged(entry: Entry, made: Decision, authenticated: bool) -> dict[str, Any]:
    return {
        "entry": entry.number, "level": made.level, "because": _because(entry), "by": entry.author, "authenticated": authenticated,
        "decider": (entry.said.decider or None) if entry.said else None, "at": entry.made_at.isoformat(),
    }  # fmt: skip


def guide_json(library: Library, pillar: str = "") -> dict[str, Any]:
    """`log --prompts --json`."""
    return {
        "levels": [{"level": one.id, "says": one.says, "status": one.status, "source": one.source} for one in levels(library)],
        "prompts": [
            {"id": one.id, "pillars": list(one.pillars), "wants": one.wants, "asks": one.asks, "status": one.status, "source": one.source,
             "note": one.note}
            for one in prompts(library, pillar)
        ],
    }  # fmt: skip


def disruption_document(record: CaseRecord, library: Library) -> Document:
    """For the moderation meeting and for typing into the national system: a table of them all, then each in full."""
    book = record.book
    found = accounts(book, disruptions(book))
    title = f"{TITLE}: {book.profile.title or record.name}"
    return Document(
        title=title,
        marking=marked(MARKING, record.store.kind),
        footer="For the moderation meeting. It names people: not for partners.",
        blocks=tuple(_blocks(title, found, record, library)),
        record_line=record.record_line,
    )


def _blocks(title: str, found: Sequence[Account], record: CaseRecord, library: Library) -> Iterator[Block]:
    book = record.book
    yield Heading(title, 1)
    yield Paragraph("For the moderation meeting. It names people: not for partners.", strong=True)
    yield Paragraph(
        f"{count_of(len(found), 'disruption')}, {len(unmoderated(book))} {NOT_YET}. {'; '.join(by_level(book))}."
    )
    yield Paragraph(ONE_LINE)
    rows = tuple(
        (
            str(one.disruption.number), day(one.disruption.made.when) if one.disruption.made.when else "–",
            one.disruption.made.pillar.capitalize(), flat(one.disruption.made.event), one.disruption.made.level,
            one.disruption.moderation[1].level if one.disruption.moderation else NOT_YET,
        )
        for one in found
    )  # fmt: skip
    if rows:
        yield Heading("Both levels side by side", 2)
        yield Table(("No.", "Date", "P", "Event", "Proposed", "Moderated"), rows, (0.5, 1.1, 0.8, 2.5, 0.9, 0.9))
    for one in found:
        yield Heading(f"Disruption {one.disruption.number}", 2)
        told = telling(one, book, library, authenticated=record.live)
        yield Table(("", ""), tuple((name, flat(value) or "–") for name, value in told), (1.7, 4.8))
        if missing := lacking(one):
            yield Paragraph(f"Still to be told: {missing}.")
        asked = prompts(library, one.disruption.made.pillar)
        if one.disruption.moderation is None and asked:
            yield Heading("To ask", 3)
            yield Bullets(tuple(each.asks for each in asked), boxes=True)
    yield Heading("What the levels mean", 2)
    yield Bullets(tuple(level_line(each) for each in levels(library)))

"""The plan as decided, from the record: what was chosen, by whom and why, what was not, and the log itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.application.picturing import parts_touched, plan_steps, targeted
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Entry
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.domain.words import day, spoken
from planner.exports.document import Block, Bullets, Heading, Paragraph, Table
from planner.exports.telling import (
    about,
    by,
    by_on,
    called,
    details,
    flat,
    made_earlier,
    moment,
    numbered,
    sentences,
    settles,
    titled,
)

Settled = tuple[Entry, Decision]
Part = tuple[str, tuple[str, ...]]
# The parts of a plan beside its interventions, in the order of the guidance: a heading and the kinds under it.
PARTS: tuple[Part, ...] = (
    ("Vision, aims and objectives", ("vision", "aim", "objective")),
    ("Leads, partners and stakeholders", ("lead", "partner", "stakeholder")),
    ("Nominals in focus and part of the business model", ("focus", "business-model")),
    ("Trajectory and approach", ("trajectory", "place-based", "phase")),
    ("Ps left undeveloped or parked", ("undeveloped", "park")),
)
LATER_PARTS: tuple[Part, ...] = (
    ("Considered and rejected, deferred, or taken back", ("reject", "defer", "withdraw")),
    ("Intelligence: requirement, collection plan, response", ("requirement", "collection", "response")),
    ("Information protocols and sharing", ("protocol", "indoctrination", "share")),
    ("Assessments", ("assessment",)),
    ("Accepted as it stands", ("accept",)),
    ("Disruptions", ("disruption", "moderate")),
    ("Exit strategy", ("exit",)),
    ("Reviews, closing and debrief", ("review", "close", "debrief")),
)
ORDER = ("overall", *PILLARS)
# Rows of an intervention that stand also when nothing was given, as their absence says something.
ALWAYS_TOLD = ("owner", "due")


def decided(book: Casebook, library: Library, *, authenticated: bool = False) -> Iterator[Block]:
    """The plan as the record has it. `authenticated`: whether the store proved who wrote each entry."""
    yield Heading("The plan as decided", 2)
    yield Paragraph(signed_off(book, authenticated), strong=True)
    yield from settled_parts(book, library, authenticated)
    yield Heading("Decisions always to record", 3)
    yield Bullets(always_recorded(book))


def signed_off(book: Casebook, authenticated: bool) -> str:
    """Whether the plan is signed off, by whom, and what ended that."""
    signed = book.sign_off
    if signed is None:
        return "Not signed off."
    who = by(signed.entry, authenticated)
    if signed.stands:
        return f"Signed off by {who} on {day(signed.entry.entered_at)} (entry {signed.entry.number})."
    why = (
        f"{numbered(signed.voided_by)} came after it" if signed.voided_by else "the library it rests on is another now"
    )
    return f"The sign-off of entry {signed.entry.number}, by {who}, no longer stands: {why}."


def settled_parts(book: Casebook, library: Library, authenticated: bool) -> Iterator[Block]:
    """Every part of the plan of which something stands, the same on a page and on a screen."""
    for heading, kinds in PARTS:
        yield from _part(heading, kinds, book, library, authenticated)
    yield from _measures(book, authenticated)
    for pillar in PILLARS:
        mine = [one for one in book.interventions if one.decision.pillar == pillar]
        if mine:
            yield Heading(f"{pillar.capitalize()}: interventions decided", 3)
        for one in mine:
            yield Table(("", ""), tuple(_intervention(one, book, library, authenticated)), (1.3, 5.2))
    yield from _business_model(book, library)
    for heading, kinds in LATER_PARTS:
        yield from _part(heading, kinds, book, library, authenticated)
    yield from _requests(book, authenticated)


def always_recorded(book: Casebook) -> tuple[str, ...]:
    """The nine decisions, each with where it is recorded or what of it is missing."""
    return tuple(
        f"{one.says}: {one.state}"
        + (f" ({numbered(one.numbers)})" if one.numbers else "")
        + (f"; still wanted: {', '.join(one.lacking)}" if one.lacking else "")
        for one in book.always_record()
    )


def _part(heading: str, kinds: Sequence[str], book: Casebook, library: Library, authenticated: bool) -> Iterator[Block]:
    def place(one: Settled) -> tuple[int, int, int]:
        entry, made = one
        return kinds.index(made.kind), ORDER.index(made.pillar) if made.pillar in ORDER else 0, entry.number

    rows = tuple(
        (
            str(entry.number),
            entry.title,
            flat(about(made, book, library)),
            _because(entry),
            by_on(entry, authenticated),
        )
        for entry, made in sorted(book.decided(*kinds), key=place)
    )
    if rows:
        yield Heading(heading, 3)
        yield Table(("No.", "Decision", "What", "Why", "By, on"), rows, (0.4, 1.1, 2.0, 1.6, 1.4))


def _business_model(book: Casebook, library: Library) -> Iterator[Block]:
    """What touches each part of the business model; a part that nothing touches says so."""
    steps = plan_steps(book.profile, book)
    touched = parts_touched(library, steps)
    rows = []
    for part in library.parts_of("business_model"):
        told = [f"{s.number}. {titled(s.decision, library)}" for s in touched.get(part.id, ())]
        number = targeted(part, steps)
        rows.append((part.title, f"Yes, entry {number}" if number else "–", "; ".join(told) or "Nothing yet"))
    if rows:
        yield Heading("The group's business model: what touches each part", 3)
        yield Paragraph("Read off the rules. What an intervention in your own words touches, no rule can say.")
        yield Table(("Part", "Targeted", "Touched by"), tuple(rows), (1.2, 1.1, 4.2))


def _requests(book: Casebook, authenticated: bool) -> Iterator[Block]:
    """What partners were asked, and every fact that came in reply, with its grade and source."""
    rows = tuple(
        (
            str(entry.number),
            f"{sent.what.capitalize()} to {sent.asked}",
            "\n".join(
                f"Entry {one.number}: {flat(' '.join(sentences(one, book)))}" for one in book.replies(entry.number)
            )
            or "no reply recorded yet",
            by_on(entry, authenticated),
        )
        for entry, sent in book.requests()
    )
    if rows:
        yield Heading("Requests to partners, and what came back", 3)
        yield Table(("No.", "What", "Replies", "By, on"), rows, (0.4, 1.6, 3.2, 1.3))


def _measures(book: Casebook, authenticated: bool) -> Iterator[Block]:
    """What was measured, each with its baseline and what was found since, side by side."""
    named: dict[str, list[Settled]] = {}
    for one in book.decided("measure"):
        named.setdefault(" ".join(one[1].name.casefold().split()), []).append(one)
    rows = []
    for found in named.values():
        found.sort(key=lambda one: (one[1].when or one[0].made_at.date(), one[0].number))
        rows.append(
            (
                ", ".join(str(entry.number) for entry, _ in found),
                flat(found[0][1].name),
                "\n".join(_measured(one) for one in found if one[1].baseline) or "none recorded",
                "\n".join(_measured(one) for one in found if not one[1].baseline) or "not measured again yet",
                "\n".join(dict.fromkeys(_because(entry) for entry, _ in found)),
                "\n".join(dict.fromkeys(by_on(entry, authenticated) for entry, _ in found)),
            )
        )
    if rows:
        yield Heading("Measures: the baseline and what was found since", 3)
        yield Table(
            ("No.", "Measured", "Baseline", "Since", "Why", "By, on"), tuple(rows), (0.5, 1.1, 1.1, 1.2, 1.2, 1.4)
        )


def _measured(one: Settled) -> str:
    entry, made = one
    told = [day(made.when)] if made.when else []
    told += [f"{name}: {flat(value)}" for name, value in details(made, but=("when", "baseline"))]
    return f"{flat(made.value)} ({'; '.join([*told, f'entry {entry.number}'])})"


def _intervention(one: Adopted, book: Casebook, library: Library, authenticated: bool) -> Iterator[tuple[str, str]]:
    """An intervention row by row, with its life so far."""
    made = one.decision
    newer = f" (as decided in entry {one.entry.number})" if one.entry.number != one.number else ""
    kind = f" [{one.entry.title.lower()}]" if made.kind != "select" else ""
    yield f"No. {one.number}", flat(titled(made, library) or made.text) + kind + newer
    yield "State", spoken(one.state)
    told = dict(details(made, book, library))
    for name in (*ALWAYS_TOLD, *(name for name in told if name not in ALWAYS_TOLD)):
        yield name.capitalize(), flat(told.get(name, "–"))
    yield "Why", _because(one.entry)
    yield "Decided by, on", by_on(one.entry, authenticated)
    if one.progress:
        yield "Progress", "\n".join(_progress(entry, authenticated) for entry in one.progress)


def _progress(entry: Entry, authenticated: bool) -> str:
    """One step in the life of an intervention."""
    if entry.said is None or not isinstance(entry.said.content, Decided):
        return str(entry.number)
    made = entry.said.content.decision
    told = settles(made).partition(": ")[2]
    extra = "; ".join(f"{name}: {value}" for name, value in details(made))
    said = f"{entry.number}. {told[:1].upper()}{told[1:]}{f' ({extra})' if extra else ''}"
    return f"{flat(said)}. Why: {_because(entry)} {by_on(entry, authenticated)}."


def _because(entry: Entry) -> str:
    return flat(entry.said.because) if entry.said else ""


def log_blocks(book: Casebook, library: Library | None = None, *, authenticated: bool = False) -> Iterator[Block]:
    """Every entry of the record, in order."""
    yield Heading("The record", 2)
    yield Paragraph("Every entry, in order. Nothing is edited: an entry that another took the place of stays, marked.")
    rows = []
    for entry in book.entries:
        newer = book.superseded.get(entry.number)
        when = moment(entry.entered_at) + (f"; made {moment(entry.made_at)}" if made_earlier(entry) else "")
        rows.append(
            (
                str(entry.number),
                f"{when}, {by(entry, authenticated)}",
                entry.title + (f" (superseded by {newer})" if newer else ""),
                "\n".join(flat(part) for part in sentences(entry, book, library)),
            )
        )
    yield Table(("No.", "Entered (UTC), by", "Kind", "What and why"), tuple(rows), (0.4, 1.4, 1.2, 3.5))


def refs_of(book: Casebook) -> Iterator[tuple[str, str]]:
    """Everyone and everything of the case as commands name them, each with what it is called."""
    for collection, members in book.profile.members.items():
        for one in members:
            ref = f"{collection}/{one.id}"
            yield ref, called(ref, book).removesuffix(f" ({ref})")

"""The plan as decided, from the record: what was chosen, by whom and why, what was not, and the log itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.application.picturing import parts_touched, plan_steps, targeted
from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Entry, Learned
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.domain.words import day, spoken
from planner.exports.document import Block, Bullets, Heading, Paragraph, Table

Settled = tuple[Entry, Decision]
Part = tuple[str, tuple[str, ...]]
# The parts of a plan beside its interventions, in the order of the guidance: a heading and the kinds under it.
PARTS: tuple[Part, ...] = (
    ("Vision, aims and objectives", ("vision", "aim", "objective")),
    ("Leads, partners and stakeholders", ("lead", "partner", "stakeholder")),
    ("Nominals in focus and part of the business model", ("focus", "business-model")),
    ("Trajectory and approach", ("trajectory", "place-based", "phase", "measure")),
    ("Ps left undeveloped or parked", ("undeveloped", "park")),
)
LATER_PARTS: tuple[Part, ...] = (
    ("Considered and rejected, or deferred", ("reject", "defer")),
    ("Intelligence: requirement, collection plan, response", ("requirement", "collection", "response")),
    ("Information protocols and sharing", ("protocol", "indoctrination", "share")),
    ("Assessments", ("assessment",)),
    ("Disruptions", ("disruption",)),
    ("Reviews and debrief", ("review", "debrief")),
)


def decided(book: Casebook, library: Library) -> Iterator[Block]:
    """The plan as the record has it."""
    yield Heading("The plan as decided", 2)
    signed = book.sign_off
    if signed and signed.stands:
        yield Paragraph(
            f"Signed off by {signed.entry.author} on {day(signed.entry.entered_at.date())} (entry {signed.entry.number}).",
            strong=True,
        )
    elif signed:
        told = ", ".join(str(number) for number in signed.voided_by)
        yield Paragraph(
            f"The sign-off of entry {signed.entry.number} no longer stands: entries {told} came after it.", strong=True
        )
    else:
        yield Paragraph("Not signed off.")
    for heading, kinds in PARTS:
        yield from _part(heading, book.decided(*kinds), book, library)
    for pillar in PILLARS:
        mine = [one for one in book.interventions if one.decision.pillar == pillar]
        if mine:
            yield Heading(f"{pillar.capitalize()}: interventions decided", 3)
            head = ("No.", "Intervention", "Owner", "Due", "State", "Why")
            rows = tuple(_intervention(one, library) for one in mine)
            yield Table(head, rows, (0.4, 2.2, 1.0, 0.8, 0.7, 1.4))
    yield from _business_model(book, library)
    for heading, kinds in LATER_PARTS:
        yield from _part(heading, book.decided(*kinds), book, library)
    yield Heading("Decisions always to record", 3)
    yield Bullets(tuple(f"{one.says}: {one.state}{_at(one.numbers)}" for one in book.always_record()))


def _part(heading: str, settled: Sequence[Settled], book: Casebook, library: Library) -> Iterator[Block]:
    if not settled:
        return
    yield Heading(heading, 3)
    rows = tuple(
        (str(entry.number), entry.title, about(made, book, library), _because(entry)) for entry, made in settled
    )
    yield Table(("No.", "Decision", "What", "Why"), rows, (0.4, 1.3, 2.5, 2.3))


def _business_model(book: Casebook, library: Library) -> Iterator[Block]:
    """What touches each part of the business model; a part that nothing touches says so."""
    steps = plan_steps(book.profile, book)
    touched = parts_touched(library, steps)
    rows = []
    for part in library.parts_of("business_model"):
        told = [f"{s.number}. {_tactic(s.decision.tactic, library)}" for s in touched.get(part.id, ())]
        number = targeted(part, steps)
        rows.append((part.title, f"Yes, entry {number}" if number else "–", "; ".join(told) or "Nothing yet"))
    if rows:
        yield Heading("The group's business model: what touches each part", 3)
        yield Paragraph("Read off the rules. What an intervention in your own words touches, no rule can say.")
        yield Table(("Part", "Targeted", "Touched by"), tuple(rows), (1.2, 1.1, 4.2))


def _intervention(one: Adopted, library: Library) -> tuple[str, ...]:
    made = one.decision
    told = [_tactic(made.tactic, library) or made.text]
    told += [f"{name}: {value}" for name, value in details(made) if name not in ("owner", "due")]
    state = one.state.replace("_", " ")
    return (
        str(one.number),
        ". ".join(told),
        made.owner or "–",
        day(made.due) if made.due else "–",
        state,
        _because(one.entry),
    )


def details(made: Decision) -> list[tuple[str, str]]:
    """The options of a decision that were given, in words."""
    shape = made.model_dump(mode="json", exclude_defaults=True)
    kept = (
        "on",
        "owner",
        "due",
        "objective",
        "measure",
        "authority",
        "until",
        "agreed_with",
        "basis",
        "source",
        "method",
        "when",
    )
    told = [
        (name, ", ".join(value) if isinstance(value, list) else str(value))
        for name, value in shape.items()
        if name in kept
    ]
    told += [("baseline", "yes")] if made.baseline else []
    told += [("effect", made.effect)] if made.effect else []
    return [*told, *([("phase", made.phase)] if made.phase and made.kind != "phase" else [])]


def about(made: Decision, book: Casebook | None, library: Library) -> str:
    """What a decision settles, with a tactic called by its title and a person by their label, and what was given with it."""
    told = made.about
    if made.tactic:
        told = _tactic(made.tactic, library) or made.tactic
    elif made.ref and book and not book.disposed:
        told = f"{book.profile.label(made.ref)} ({made.ref})"
    elif made.form and not made.text:
        told = spoken(made.form)
    extra = "; ".join(f"{spoken(name)}: {value}" for name, value in details(made))
    return f"{told} ({extra})" if extra else told


def _tactic(name: str, library: Library) -> str:
    found = library.tactics.get(name)
    return found.title if found else name


def _because(entry: Entry) -> str:
    if entry.said is None:
        return ""
    decider = f" (decided by {entry.said.decider})" if entry.said.decider else ""
    return entry.said.because + decider


def _at(numbers: tuple[int, ...]) -> str:
    return f" (entries {', '.join(str(one) for one in numbers)})" if numbers else ""


def log_blocks(book: Casebook) -> Iterator[Block]:
    """Every entry of the record, in order."""
    yield Heading("The record", 2)
    yield Paragraph("Every entry, in order. Nothing is edited: an entry that another took the place of stays, marked.")
    rows = []
    for entry in book.entries:
        mark = (
            f"{entry.title} (superseded by {book.superseded[entry.number]})"
            if entry.number in book.superseded
            else entry.title
        )
        when = f"{entry.entered_at:%Y-%m-%d %H:%M}"
        if entry.made_at < entry.entered_at and (entry.entered_at - entry.made_at).seconds > 60:
            when += f"; made {entry.made_at:%Y-%m-%d %H:%M}"
        rows.append((str(entry.number), f"{when}, {entry.author}", mark, told_of(entry)))
    yield Table(("No.", "Entered (UTC), by", "Kind", "What and why"), tuple(rows), (0.4, 1.5, 1.2, 3.4))


def told_of(entry: Entry) -> str:
    """What an entry says, in a line."""
    if entry.said is None:
        return "Disposed of: what it said has been destroyed."
    content = entry.said.content
    told: str
    match content:
        case Decided(decision=made, basis=basis):
            told = made.about
            shown = f"shown as {spoken(basis.outcome)}, place {basis.rank} of {basis.of}" if basis else ""
            told = "; ".join(part for part in (told, shown) if part)
        case Learned(ref=ref, record=record):
            value = "unknown" if record is None else "absent" if record.absent else _value(record.value)
            grade = f" ({record.grade}{record.handling})" if record and record.grade else ""
            told = f"{ref}: {value}{grade}" + (" (corrects what was said before)" if content.corrects else "")
        case _:
            shape = content.model_dump(mode="json", exclude_defaults=True)
            told = ", ".join(
                f"{spoken(name)}: {value}" for name, value in shape.items() if name not in ("type", "profile")
            )
    reasons = [
        told,
        entry.said.because and f"because: {entry.said.because}",
        entry.said.decider and f"decider: {entry.said.decider}",
    ]
    reasons.append(entry.said.late_because and f"entered late because: {entry.said.late_because}")
    return ". ".join(part for part in reasons if part)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value)

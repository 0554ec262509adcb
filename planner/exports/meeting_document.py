"""The pack of a meeting laid out as a document for the chair; what an agency takes away from a panel is in `panel_document`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.application.chasing import NO_OWNER
from planner.application.meeting import AHEAD, Action, Case, Pack, score_of
from planner.application.panel import Parts
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.domain.menu import AGENCIES
from planner.domain.words import count_of, day, listed, short_day
from planner.exports.document import WATERMARK, Block, Bullets, Document, Heading, Paragraph, Table, marked
from planner.exports.telling import by, flat, titled

MARKING = "OFFICIAL-SENSITIVE"
CHAIR_ONLY = {
    "ocg-management": "For the chair and those cleared to see it. It names people under investigation: do not pass it to partners.",
    "disruption-panel": (
        "For the chair, and for officers cleared to see it. It names people under investigation: do not put it on the table. Each agency "
        "takes away its own part, which is a file of its own."
    ),
}
# What the meeting itself works through; a panel is two-way, and its partners bring matters of their own (source 000).
RUNNING_ORDER = {
    "ocg-management": (
        "Actions carried over", "New groups, and who leads each", "Changes in score", "Reviews due or overdue, and each LRO's account",
        "Tasks by owner: what is late and why", "Disruptions to be moderated", "What partners are asked and may be told", "Actions agreed today",
    ),
    "disruption-panel": (
        "Welcome, and the rules on sharing that all have agreed", "The threat as it stands, and new groups", "Actions carried over",
        "Each agency's tasks", "What each agency is asked", "What agencies bring: new threats, trends and concerns of their own",
        "Which agency is best placed to lead", "Actions agreed today",
    ),
}  # fmt: skip


def meeting_document(pack: Pack, library: Library, parts: Parts | None = None) -> Document:
    """The chair's pack."""
    title = f"{pack.title}: {day(pack.on)}"
    blocks: list[Block] = [Heading(title, 1)]
    if not pack.live:
        blocks.append(Paragraph(WATERMARK, strong=True))
    blocks.append(Paragraph(CHAIR_ONLY[pack.meeting], strong=True))
    blocks.append(Paragraph(_since(pack)))
    blocks += [Heading("Agenda", 2), Bullets(RUNNING_ORDER[pack.meeting], boxes=True)]
    blocks += _cases(pack, library)
    blocks += _actions(pack)
    blocks += _new(pack, library)
    blocks += _scores(pack)
    blocks += _reviews(pack)
    blocks += _tasks(pack)
    blocks += _moderate(pack, library)
    blocks += _told(pack)
    blocks += _parts(parts) if parts else ()
    blocks += _agree(pack)
    blocks += _stood(pack)
    footer = f"fourp {library.version}, library {library.digest[:12]}" + (
        f"; overlays: {', '.join(library.overlays)}" if library.overlays else ""
    )
    record_line = " ".join(one.record_line for one in pack.cases)
    return Document(title, marked(MARKING, "live" if pack.live else "training"), footer, tuple(blocks), record_line)


# -- the chair's pack ---------------------------------------------------------------------------------------------------


def _since(pack: Pack) -> str:
    many = count_of(len(pack.cases), "case")
    if pack.since is None:
        return f"{many}. No pack for this meeting is on record, so everything counts as new."
    return f"{many}. What is new is new since {day(pack.since.date())}."


def _cases(pack: Pack, library: Library) -> Iterator[Block]:
    yield Heading("The cases", 2)
    rows = tuple(
        (
            one.letter, one.title, score_of(one, "band", library), score_of(one, "tier", library), one.lro or "NONE RECORDED",
            "closed" if one.closed else short_day(one.clock.due),
        )
        for one in pack.cases
    )  # fmt: skip
    yield Table(("Ref.", "Case", "Band", "Tier", "LRO", "Next review"), rows, (0.5, 2.0, 0.9, 1.2, 1.1, 0.9))
    if pack.left_out:
        yield Paragraph("Not in this pack:", strong=True)
        yield Bullets(tuple(f"{name}: {why}" for name, why in pack.left_out))
    if pack.undebriefed:
        yield Paragraph(
            f"Closed with no debrief on record: {listed([one.title for one in pack.undebriefed])}.", strong=True
        )


def _actions(pack: Pack) -> Iterator[Block]:
    yield Heading("Actions carried over", 2)
    if not pack.actions:
        yield Paragraph("None is open.")
    for heading, found in (("", pack.actions), ("Over since the last meeting", pack.over)):
        if found:
            yield from [Heading(heading, 3)] if heading else []
            rows = tuple(_action(one) for one in found)
            yield Table(("No.", "What", "Who", "Due", "State"), rows, (0.6, 2.7, 1.3, 0.9, 1.1))


def _action(one: Action) -> tuple[str, ...]:
    made = one.decision
    state = f"{one.state}, {_late(one.days_late)}" if one.days_late else one.state
    carried = "; carried over" if one.carried else ""
    return one.case.on(one.adopted.number), flat(made.text), flat(made.agency), _due(made.due), state + carried


def _new(pack: Pack, library: Library) -> Iterator[Block]:
    yield Heading("New groups", 2)
    if not pack.new:
        yield Paragraph("None.")
        return
    for one in pack.new:
        tier = score_of(one, "tier", library).removeprefix("tier ")
        scored = f"Band: {score_of(one, 'band', library)}. Tier: {tier}"
        yield Heading(f"{one.letter}. {one.title}", 3)
        focus = [one.profile.label(made.ref) for _, made in one.book.decided("focus")]
        people = len(one.profile.members.get("people", ()))
        told = [f"Opened {day(one.book.entries[0].entered_at.date())}. {scored}."]
        told.append(
            f"{count_of(people, 'person') if people == 1 else f'{people} people'} recorded; in focus: {listed(focus) or 'nobody yet'}."
        )
        told.append(f"LRO: {one.lro}." if one.lro else "No LRO is recorded: one is to be named.")
        yield Bullets(tuple(told))


def _scores(pack: Pack) -> Iterator[Block]:
    yield Heading("Changes in score", 2)
    if not pack.scores:
        yield Paragraph("None recorded. fourp records scores and works none out.")
        return
    rows = tuple(
        (
            one.case.letter, one.scheme.capitalize(), f"{one.before} → {one.after}", short_day(one.on) or "no date",
            f"{by(one.entry, pack.live)}, {short_day(one.entry.entered_at.date())} (entry {one.entry.number})",
        )
        for one in pack.scores
    )  # fmt: skip
    yield Table(("Ref.", "Score", "From, to", "Scored on", "Recorded by, on"), rows, (0.5, 1.0, 2.1, 1.0, 2.0))


def _reviews(pack: Pack) -> Iterator[Block]:
    yield Heading("Reviews due or overdue", 2)
    if not pack.reviews:
        yield Paragraph(f"None falls due within {AHEAD.days} days.")
        return
    rows = tuple(
        (
            one.letter, one.title, short_day(one.clock.due), _late((pack.on - one.clock.due).days) if one.clock.late(pack.on) else "to come",
            f"{short_day(one.clock.last)}" + ("" if one.book.last_review else " (opened; none held yet)"),
        )
        for one in pack.reviews
    )  # fmt: skip
    yield Table(("Ref.", "Case", "Due", "", "Last"), rows, (0.5, 2.3, 1.0, 1.3, 1.5))


def _tasks(pack: Pack) -> Iterator[Block]:
    yield Heading("Tasks by owner", 2)
    if not pack.tasks:
        yield Paragraph("No plan holds an intervention yet.")
    for owner, theirs in pack.tasks.items():
        late = sum(one.chased.days_late > 0 for one in theirs)
        unfinished = sum(one.chased.line.open for one in theirs)
        yield Heading(f"{owner}: {unfinished} open" + (f", {late} late" if late else ""), 3)
        rows = tuple(
            (
                one.case.on(one.chased.line.number), flat(one.chased.line.title), _due(one.chased.line.due),
                one.chased.state + (f", {_late(one.chased.days_late)}" if one.chased.days_late else ""), flat(one.chased.last_said) or "–",
            )
            for one in theirs
        )  # fmt: skip
        yield Table(("No.", "What", "Due", "State", "Last said"), rows, (0.6, 2.3, 0.9, 1.2, 1.6))
    if any(owner == NO_OWNER for owner in pack.tasks):
        yield Paragraph("What has no owner is to be given one today.", strong=True)


def _moderate(pack: Pack, library: Library) -> Iterator[Block]:
    yield Heading("Disruptions to be moderated", 2)
    if not pack.moderate:
        yield Paragraph("None.")
        return
    rows = tuple(
        (
            case.on(entry.number), _happened(case, made, library),
            made.level, flat(entry.said.because) if entry.said else "", f"{by(entry, pack.live)}, {short_day(made.when or entry.made_at.date())}",
        )
        for case, entry, made in pack.moderate
    )  # fmt: skip
    yield Table(("No.", "What happened", "Proposed", "Why", "By, on"), rows, (0.6, 2.2, 0.9, 1.5, 1.4))
    yield Paragraph(
        "Whoever proposed a level does not moderate it: fourp decide CASE moderate NUMBER LEVEL --because TEXT."
    )


def _happened(case: Case, made: Decision, library: Library) -> str:
    of = f" ({_of(case, made.target, library)})" if made.target else ""
    return f"{made.pillar.capitalize()}: {flat(made.event)}{of}"


def _of(case: Case, number: int, library: Library) -> str:
    found = next((one.decision for one in case.book.interventions if one.number == case.book.first_of(number)), None)
    return (titled(found, library) or flat(found.text)) if found else f"entry {number}"


def _told(pack: Pack) -> Iterator[Block]:
    yield Heading("What partners are asked and may be told", 2)
    if not pack.told:
        yield Paragraph(
            "No decision on sharing is on record, and no request went out. Until one is, no agency is told a name."
        )
        return
    rows = []
    for one in sorted(pack.told, key=lambda told: list(AGENCIES).index(told.agency)):
        made = one.decided
        may = (
            "Not decided: nothing by name"
            if made is None
            else "No: nothing by name"
            if made.state == "no"
            else f"Yes, under {flat(made.basis)}"
        )
        asked = (
            f"{count_of(len(one.asked), 'request')} sent; {one.replies} facts came back"
            if one.asked
            else "nothing sent yet"
        )
        rows.append((AGENCIES[one.agency], one.case.letter, may, asked))
    yield Table(("Agency", "Ref.", "May be told", "Asked"), tuple(rows), (1.7, 0.5, 2.4, 2.0))


def _parts(found: Parts) -> Iterator[Block]:
    yield Heading("The agencies' parts", 2)
    if found.parts:
        rows = tuple(
            (
                one.title, *(str(len(each)) for each in (one.actions, one.tasks, one.questions, one.by_name)),
                ", ".join(case.letter for case in one.cases) or "–",
            )
            for one in found.parts
        )  # fmt: skip
        yield Table(
            ("Agency", "Actions", "Tasks", "Questions", "By name", "From"), rows, (2.4, 0.8, 0.8, 0.9, 0.8, 0.9)
        )
    else:
        yield Paragraph(
            "No agency has a task, an action or a decision on sharing yet. Name those who attend with --agency."
        )
    withheld = [f"{one.title}: {line}" for one in found.parts for line in one.withheld]
    if withheld:
        yield Paragraph("Left out of a part, and why:", strong=True)
        yield Bullets(tuple(withheld))
    if found.unplaced:
        yield Paragraph(
            f"Owners who are no partner agency that fourp knows, so that their tasks are in no part: {listed(found.unplaced)}."
        )
    if found.could_ask:
        told = [f"{AGENCIES[agency]} ({count_of(many, 'question')})" for agency, many in found.could_ask.items()]
        yield Paragraph(f"Could be asked as well (--agency NAME): {listed(told)}.")
    behind = tuple((number, "; ".join(facts)) for one in found.parts for number, facts in one.behind.items())
    if behind:
        yield Heading("Which case and fact each question is for", 3)
        yield Table(("No.", "Case: fact, as fourp learn takes it"), behind, (0.7, 5.8))


def _agree(pack: Pack) -> Iterator[Block]:
    yield Heading("Actions agreed today", 2)
    yield Paragraph(
        'Record each in its case: fourp decide CASE action AGENCY "WHAT" --due DAY --trigger "'
        + pack.title
        + '" --because "WHY"'
    )
    yield Table(("Ref.", "What", "Who", "Due"), (("", "", "", ""),) * 4, (0.6, 3.4, 1.5, 1.1))


def _stood(pack: Pack) -> Iterator[Block]:
    yield Heading("Where each record stood", 2)
    rows = tuple((one.letter, one.name, str(len(one.book.entries)), one.book.head) for one in pack.cases)
    yield Table(("Ref.", "Case", "Entries", "Head"), rows, (0.5, 1.4, 0.7, 4.0))


def _late(days: int) -> str:
    return f"{count_of(days, 'day')} late"


def _due(when: date | None) -> str:
    return short_day(when) or "no day"

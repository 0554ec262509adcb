"""What the record says, in an officer's words: the one place from which screens, documents and logs take it.

What was typed is kept as typed, also its lines; whoever lays it out keeps those apart from the lines of the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, REMARKS, TACTIC_KINDS, Basis, Decision
from planner.domain.entries import (
    Consulted,
    Decided,
    Entry,
    Exported,
    Keeping,
    Learned,
    LookedInto,
    Opened,
    Signed,
)
from planner.domain.library import Library
from planner.domain.profile import FactRecord
from planner.domain.words import day, spoken

if TYPE_CHECKING:
    from planner.application.changing import Moved

# What a decision settles, for the kinds of which it takes more than a P and a text.
SETTLED = {
    "lead": "{name} leads {led}",
    "undeveloped": "{pillar} is left undeveloped",
    "park": "{pillar} is parked until {until}",
    "trajectory": "{form}",
    "business-model": "{form}",
    "place-based": "{state}",
    "partner": "{agency} leads {text}",
    "phase": "{phase} {state}",
    "measure": "{name}: {value}",
    "assessment": "{form}: {text}",
    "share": "{state} {agency}",
    "disruption": "{pillar}, {level} impact: {event}",
    "account": "Of disruption {target}",
    "moderate": "Disruption {target} is moderated: {level} impact",
    "close": "Closed, and handed to {to}",
    "withdraw": "Entry {target} is taken back",
    "action": "{agency}: {text}",
    "progress": "{life} {target}: {state}{taker}",
    "comment": "On {remarked}",
    "return": "The plan as a whole",
    "answer": "To entry {target}",
}
FORM_WORDS = {
    "people": "People and roles hard to replace",
    "market": "Market and customers",
    "money": "Money and assets",
    "both": "Investigation and relentless disruption together",
    "watching": "Watching, for now",
}
STATE_WORDS = {
    "phase": {"planned": "is planned", "ready": "is ready", "entered": "has been entered", "left": "has been left"},
    "share": {"yes": "To be shared with", "no": "Not to be shared with"},
    "place-based": {"yes": "A place-based approach is taken", "no": "No place-based approach is taken"},
}
# What progress is told of, where that is no intervention.
LIVES = {"action": "Action", "objective": "Objective"}
KEEPING_WORDS = {
    "hold": "Held: not to be disposed of until it is released",
    "release": "Released: no longer held",
    "dispose": "Disposed of",
}
# Options whose name is not yet how an officer would say it.
OPTION_WORDS = {
    "when": "date",
    "until": "until",
    "target": "intervention",
    "drives": "it would drive",
    "trigger": "brought about by",
    "question": "question of the agenda",
    "basis": "lawful basis",
    "replaceable": "how easily it is replaced",
    "lasts": "expected to last",
    "supporting": "supported by",
    "reference": "national reference",
}
# The same for one kind of decision alone.
OPTION_WORDS_OF = {
    (kind, name): says
    for kind in ("disruption", "account")
    for name, says in (("effect", "effect claimed"), ("source", "evidence"), ("agency", "led by"))
}
# What a kind's own words say already, so that it is not said again among the options; a fact's code is for the program alone.
SAID_ALREADY = {
    "comment": ("rule", "target"), "return": ("rule", "target"),
    "park": ("until",), "disruption": ("event",), "requirement": ("fact",), "collection": ("fact",), "response": ("fact",),
}  # fmt: skip
MOVED_WORDS = {"appeared": "Appeared", "rose": "Rose to certain", "fell": "Fell to possible", "went": "Went"}
SHORT = 16
LATER = 60


def by(entry: Entry, authenticated: bool) -> str:
    """Who wrote an entry; in a store without passphrases, that nobody proved it."""
    return entry.author if authenticated else f"{entry.author} (not authenticated)"


def by_on(entry: Entry, authenticated: bool) -> str:
    """Who decided, and when; who wrote it down, and when, where that differs."""
    decider = entry.said.decider if entry.said else ""
    made, entered = day(entry.made_at), day(entry.entered_at)
    late = f"; entered {entered}" if entered != made else ""
    if decider:
        return f"{decider}, {made}; written down by {by(entry, authenticated)}{late}"
    return f"{by(entry, authenticated)}, {made}{late}"


def moment(when: datetime) -> str:
    """A moment as written in a log: 1 May 2026, 14:30."""
    return f"{day(when)}, {when:%H:%M}"


def made_earlier(entry: Entry) -> bool:
    """Whether what an entry says was decided before it was entered, by more than the typing takes."""
    return (entry.entered_at - entry.made_at).total_seconds() > LATER


def superseded_by(entry: Entry, book: Casebook) -> int | None:
    """The entry that took the place of this one; a consultation, which is numbered apart, has none."""
    return None if entry.kind == "consulted" else book.superseded.get(entry.number)


def flat(text: str) -> str:
    """What was typed in several lines as one, with a mark where each ended."""
    return " ⏎ ".join(text.split("\n"))


def numbered(numbers: Iterable[int]) -> str:
    """ "entry 3" or "entries 3, 5"."""
    told = [str(one) for one in numbers]
    return f"{'entry' if len(told) == 1 else 'entries'} {', '.join(told)}"


def called(ref: str, book: Casebook | None) -> str:
    """A person or thing by their label, with the ref by which commands name them."""
    if book is None or book.disposed:
        return ref
    label = book.profile.label(ref)
    return ref if label in (ref, ref.partition("/")[2]) else f"{label} ({ref})"


def moved(changed: Iterable[Moved]) -> list[tuple[str, list[str]]]:
    """The tactics that stand differently after a fact, by how: each with its title, id and why."""
    told: dict[str, list[str]] = {}
    for one in changed:
        why = "; ".join(one.because)
        told.setdefault(one.how, []).append(f"{one.result.tactic.title} ({one.result.tactic.id}): {why}")
    return [(says, told[how]) for how, says in MOVED_WORDS.items() if how in told]


# -- decisions ------------------------------------------------------------------------------------------------------------


def about(made: Decision, book: Casebook | None = None, library: Library | None = None) -> str:
    """What a decision settles and all that was given with it."""
    extra = "; ".join(f"{name}: {value}" for name, value in details(made, book, library))
    told = settles(made, book, library)
    return f"{told} ({extra})" if extra else told


def settles(made: Decision, book: Casebook | None = None, library: Library | None = None) -> str:
    """What a decision settles: a tactic by its title, a person by their label, never a code."""
    pillar = made.pillar.capitalize()
    if made.kind == "return" and (remarked := _remarked(made, book, library)):
        return f"The plan, over {remarked}"
    if made.kind == "accept" and made.rule:
        return f"{made.text} ({', '.join((made.rule, *made.at))})"
    if made.kind not in SETTLED:
        told = titled(made, library) or (called(made.ref, book) if made.ref else made.text or made.name)
        return f"{pillar}: {told}" if pillar and told else told or pillar
    words = {
        **made.model_dump(),
        "pillar": pillar,
        "led": "the plan" if made.pillar == "overall" else pillar,
        "form": FORM_WORDS.get(made.form, spoken(made.form).capitalize()),
        "state": STATE_WORDS.get(made.kind, {}).get(made.state, spoken(made.state)),
        "phase": (made.phase or "").capitalize(),
        "target": _target(made.target, book, library),
        "remarked": _remarked(made, book, library),
        "life": LIVES.get(of.kind, "Intervention")
        if (of := book.entry(made.target) if book else None)
        else "Intervention",
        "taker": f" to {made.to}" if made.to and made.state == "handed_over" else "",
    }
    return SETTLED[made.kind].format_map(words)


def _remarked(made: Decision, book: Casebook | None, library: Library | None) -> str:
    """What a comment or a return is about: a decision by its number and what it is, a finding by what it says and where."""
    if made.target:
        return f"entry {_target(made.target, book, library)}"
    if not made.rule:
        return ""
    rules = {one.id: one.text for one in library.review} if library else {}
    told = f"the finding '{rules[made.rule]}' ({made.rule})" if made.rule in rules else f"the finding {made.rule}"
    return f"{told} at {', '.join(made.at)}" if made.at else told


def titled(made: Decision, library: Library | None) -> str:
    """The title of the tactic a decision is on, or its id where there is no such tactic any more; nothing without one."""
    return _tactic(made.tactic, library)


def _tactic(tactic: str, library: Library | None) -> str:
    found = library.tactics.get(tactic) if library else None
    return found.title if found else tactic


def details(
    made: Decision, book: Casebook | None = None, library: Library | None = None, but: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """The options of a decision that were given, in words."""
    left = {*SAID_ALREADY.get(made.kind, ()), *but}
    if made.kind == "progress" and made.state == "handed_over":
        left.add("to")
    told = []
    for name in DECISIONS[made.kind].options:
        value = getattr(made, name)
        if name not in left and value:
            told.append((option_words(made.kind, name), _option(name, value, book, library)))
    return told


def option_words(kind: str, name: str) -> str:
    """What an option of a kind of decision is called."""
    return OPTION_WORDS_OF.get((kind, name)) or OPTION_WORDS.get(name) or spoken(name)


def _option(name: str, value: Any, book: Casebook | None, library: Library | None) -> str:
    if name == "on":
        return ", ".join(called(ref, book) for ref in value)
    if name == "target":
        return _target(value, book, library)
    if name == "tactic":
        return _tactic(value, library)
    if isinstance(value, date):
        return day(value)
    return "yes" if value is True else str(value)


def _target(number: int, book: Casebook | None, library: Library | None) -> str:
    """An earlier decision by its number and what it is."""
    entry = book.entry(number) if book else None
    if entry is None or entry.said is None or not isinstance(entry.said.content, Decided):
        return str(number)
    made = entry.said.content.decision
    return f"{number} ({titled(made, library) or made.text or made.event or settles(made)})"


# -- entries ----------------------------------------------------------------------------------------------------------------


def told_of(entry: Entry, book: Casebook | None = None, library: Library | None = None) -> str:
    """All that an entry says, in sentences."""
    return " ".join(sentences(entry, book, library))


def sentences(entry: Entry, book: Casebook | None = None, library: Library | None = None) -> list[str]:
    """What an entry says, a sentence each: what, what was shown, why, who decided, why late, whose place it takes."""
    said = entry.said
    if said is None:
        why = [_ended(f"Because: {entry.note}")] if entry.note else []
        return ["Disposed of: what it said has been destroyed.", *why]
    told = list(_content(said.content, book, library))
    told.append(said.because and f"{'It says' if entry.kind in REMARKS else 'Because'}: {said.because}")
    told.append(said.decider and f"Decided by {said.decider}")
    told.append(said.late_because and f"Entered late because: {said.late_because}")
    told.append(f"It takes the place of entry {said.supersedes}, which stays in the record" if said.supersedes else "")
    return [_ended(part) for part in told if part]


def _ended(part: str) -> str:
    """With one full stop, whatever was typed."""
    part = part.rstrip()
    return part if part.endswith((".", "!", "?", "…", ":")) else f"{part}."


def _content(content: object, book: Casebook | None, library: Library | None) -> Iterable[str]:
    match content:
        case Decided(decision=made, basis=basis):
            yield about(made, book, library)
            yield from _shown(basis) if basis else ()
        case Learned():
            yield from _learned(content, book)
        case LookedInto(heading=heading, state=state):
            yield f"{spoken(heading).capitalize()}: {'not yet' if state == 'not_yet' else state} looked into"
        case Opened(origin=origin):
            yield f"It began with the facts of {origin}" if origin else "It began without another case's facts"
        case Exported(what=what, form=form, to=to, digest=digest, agency=agency):
            yield f"The {what}{f' to {agency}' if agency else ''} as .{form}{f', for {to}' if to else ''}"
            yield f"SHA-256 {digest[:SHORT]}" if digest else ""
        case Signed(fingerprint=fingerprint, key=key):
            yield f"Fingerprint {fingerprint[:SHORT]}"
            yield f"Under the key {key[:SHORT]}" if key else ""
        case Keeping(act=act, until=until):
            yield f"Kept until {day(until)}" if until else KEEPING_WORDS.get(act, spoken(act))
        case Consulted(what=what, to=to):
            yield what[:1].upper() + what[1:] + (f", for {to}" if to else "")


def _shown(basis: Basis) -> Iterable[str]:
    """What was shown when a tactic was decided on."""
    yield f"Shown as {spoken(basis.outcome)}, place {basis.rank} of {basis.of}, on {day(basis.as_of)}"
    if basis.guardrails:
        yield f"Guardrails: {' '.join(_ended(one) for one in basis.guardrails)}"


def _learned(learned: Learned, book: Casebook | None) -> Iterable[str]:
    owner, _, name = learned.ref.partition(".")
    record = learned.record
    ref = f"{owner}.{name}"
    label = called(owner, book).removesuffix(f" ({owner})") if "/" in owner else ""
    who = f"{ref} ({label})" if label and label != owner else ref
    told = "not known any more" if record is None else "absent" if record.absent else _value(record.value)
    graded = f" ({record.grade}{record.handling})" if record and record.grade else ""
    yield f"{who}: {told}{graded}"
    yield f"{owner} is called: {learned.label}" if learned.label else ""
    yield from _where(record) if record else ()
    if learned.reply_to:
        told_of_it = book.in_reply(learned) if book else f"in reply to request {learned.reply_to}"
        yield told_of_it[:1].upper() + told_of_it[1:]
    yield "It corrects what was said of it before" if learned.corrects else ""


def _where(record: FactRecord) -> Iterable[str]:
    """Where a fact comes from, of which day it is, and what was noted with it."""
    yield f"Of {day(record.on)}" if record.on else ""
    yield f"Source: {record.source}" if record.source else ""
    yield f"Note: {record.note}" if record.note else ""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value)


def on_tactics(book: Casebook) -> dict[str, Entry]:
    """What stands decided of each tactic: selected, rejected, deferred or selected over a guardrail."""
    return {made.tactic: entry for entry, made in book.decided(*TACTIC_KINDS)}

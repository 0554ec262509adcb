"""The sheets that the plan's views open: which fields each asks, what it starts from, and the examples to choose from.

A view says what is to be decided; how it is asked is the same from every view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.domain.decisions import DECISIONS, PROGRESS, TACTIC_KINDS, Decision
from planner.domain.entries import Decided, Entry
from planner.domain.words import spoken
from planner.exports.telling import about, settles
from planner.tui.choosing import ChooseScreen
from planner.tui.days import short_day
from planner.tui.sheet import started_from

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.tui.app import Planner

# The fields of an intervention, in the order in which they are asked.
LINE_FIELDS = ("owner", "due", "measure", "authority", "phase", "objective", "on")
OWN = "In your own words"


def add(planner: Planner, kind: str, given: Mapping[str, str] | None = None) -> None:
    """Ask for one decision more; where the planning rules have examples for it, from which of them to start."""
    sitting = planner.sitting
    if sitting is None:
        return
    told = dict(given or {})
    if "pillar" not in told and kind in ("aim", "lead", "objective", "undeveloped", "park"):
        choices = [(p, p.capitalize()) for p in DECISIONS[kind].words[0].choices]
        _choose(
            planner,
            f"{DECISIONS[kind].says}: of which P?",
            "",
            choices,
            lambda p: add(planner, kind, {**told, "pillar": p}),
        )
        return
    begun = sitting.unsaved.under(f"{kind}:{':'.join(told.values())}:")
    starts = [] if begun else examples_of(sitting, kind, told.get("pillar", "overall"))
    if not starts:
        open_sheet(planner, kind, told)
        return
    choices = [(str(n), label) for n, (label, _) in enumerate(starts)]

    def chosen(number: str) -> None:
        open_sheet(planner, kind, told, starts[int(number)][1] if number else {})

    what = "An example only gives you words to change; the reason is yours."
    _choose(planner, f"{title_of(kind, told)}: start from", what, [*choices, ("", OWN)], chosen)


def open_sheet(planner: Planner, kind: str, given: Mapping[str, str], start: Mapping[str, str] | None = None) -> None:
    """Open the sheet of one kind of decision."""
    more: dict[str, Any] = {}
    if DECISIONS[kind].adopts:
        more["ask"] = LINE_FIELDS
        start = {**_objective_of(planner.sitting, given), **(start or {})}
    planner.ask(kind, given=dict(given), start=dict(start or {}), title=title_of(kind, given), **more)


def edit(planner: Planner, entry: Entry) -> None:
    """Ask for the decision that is to take the place of one that stands, beginning with what that says."""
    made = decision_of(entry)
    if made is None:
        return
    subject = _subject(made)
    more: dict[str, Any] = {"ask": LINE_FIELDS} if DECISIONS[made.kind].adopts else {}
    planner.ask(
        made.kind, given=subject, start={k: v for k, v in started_from(made).items() if k not in subject}, supersedes=entry.number,
        title=f"Change: {DECISIONS[made.kind].says}", about=_before(planner, entry, made), **more,
    )  # fmt: skip


def change(planner: Planner, entry: Entry, *names: str) -> None:
    """Ask for some fields of a decision anew; the rest stays as it is."""
    made = decision_of(entry)
    if made is None:
        return
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in made
        if name not in ("kind", *names) and value not in ("", 0, (), None, False)
    }
    start = {name: text for name, text in started_from(made).items() if name in names}
    planner.ask(
        made.kind, given=kept, start=start, ask=names, supersedes=entry.number, title=f"Change the {' and '.join(names)}",
        about=_before(planner, entry, made),
    )  # fmt: skip


def withdraw(planner: Planner, entry: Entry) -> None:
    """Ask why a decision is taken back."""
    made = decision_of(entry)
    if made is not None:
        planner.ask(
            "withdraw",
            given={"target": entry.number},
            title="Take this decision back?",
            about=_before(planner, entry, made),
        )


def progress(planner: Planner, number: int, says: str) -> None:
    """Ask how an intervention stands, from tasked to handed over."""

    def chosen(state: str) -> None:
        ask = ("to", "effect") if state == "handed_over" else ("effect",)
        planner.ask("progress", given={"target": number, "state": state}, ask=ask, title=f"{says}: {spoken(state)}")

    choices = [(state, spoken(state).capitalize()) for state in PROGRESS]
    _choose(planner, "How does it stand now?", says, choices, chosen)


def examples_of(sitting: Sitting, kind: str, pillar: str) -> list[tuple[str, dict[str, str]]]:
    """What the planning rules put forward for a decision: a label, and the fields it fills."""
    examples = sitting.examples
    match kind:
        case "vision":
            return [(one, {"text": one}) for one in examples.visions()]
        case "aim":
            return [(one, {"text": one}) for one in examples.aims(pillar)]
        case "lead":
            return [(one, {"name": one}) for one in examples.leads(pillar)]
        case "objective":
            return [
                (one.text, {"text": one.text, "measure": one.measure, "owner": one.owner, "due": short_day(one.by)})
                for one in examples.objectives(pillar)
            ]
    return []


def decision_of(entry: Entry) -> Decision | None:
    """The decision an entry holds."""
    return entry.said.content.decision if entry.said and isinstance(entry.said.content, Decided) else None


def title_of(kind: str, given: Mapping[str, str]) -> str:
    """What stands at the top of a sheet."""
    pillar = given.get("pillar", "")
    of = f", {'the whole plan' if pillar == 'overall' else pillar.capitalize()}" if pillar else ""
    return f"{DECISIONS[kind].says}{of}"


def _subject(made: Decision) -> dict[str, str]:
    """The fields that make a decision this one and no other: they are not asked again."""
    names: Sequence[str] = DECISIONS[made.kind].one_per or ()
    if made.kind not in TACTIC_KINDS and DECISIONS[made.kind].words[0].field == "pillar":
        names = ("pillar", *names)
    return {name: str(getattr(made, name)) for name in names if getattr(made, name)}


def _before(planner: Planner, entry: Entry, made: Decision) -> str:
    """What stands now and why, for the top of a sheet that changes it."""
    sitting = planner.sitting
    told = about(made, sitting.book, sitting.library) if sitting else settles(made)
    because = entry.said.because if entry.said else ""
    return f"Now, decision {entry.number}: {told}. Because: {because}"


def _objective_of(sitting: Sitting | None, given: Mapping[str, str]) -> dict[str, str]:
    """The objective a new line serves, where its P has only one."""
    found = (
        [made.text for _, made in sitting.book.decided("objective") if made.pillar == given.get("pillar")]
        if sitting
        else []
    )
    return {"objective": found[0]} if len(found) == 1 else {}


def _choose(planner: Planner, title: str, text: str, choices: Sequence[tuple[str, str]], then: Any) -> None:
    planner.push_screen(ChooseScreen(title, text, choices), lambda value: None if value is None else then(value))

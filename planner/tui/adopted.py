"""An intervention of the plan, read in full or decided again with something else in it: what every view of the plan does alike."""

from __future__ import annotations

from collections.abc import Mapping

from planner.application.scheduling import Line
from planner.domain.decisions import TACTIC_KINDS
from planner.domain.words import short_day
from planner.exports.telling import told_of
from planner.tui.days import HINT, read_day
from planner.tui.sheet import started_from
from planner.tui.small import AskScreen, ReadScreen
from planner.tui.view import View


def read(view: View, line: Line, also: str = "") -> None:
    """Everything the record says of an intervention, and what else there is to say of it."""
    sitting = view.sitting
    told = [told_of(one, sitting.book, sitting.library) for one in (line.adopted.entry, *line.adopted.progress)]
    numbers = [
        f"{one.number}  {text}" for one, text in zip((line.adopted.entry, *line.adopted.progress), told, strict=True)
    ]
    view.planner.push_screen(ReadScreen(line.title, "\n\n".join([also, *numbers] if also else numbers)))


def decide_again(
    view: View, line: Line, *ask: str, new: Mapping[str, str] | None = None, title: str, about: str = ""
) -> None:
    """Ask for the same decision with something `new` in it or to be asked; the rest stays, and the new one replaces the old."""
    made = line.decision
    given = {**made.model_dump(mode="json", exclude_defaults=True, exclude={"kind", *ask}), **(new or {})}
    kind = made.kind
    if kind in TACTIC_KINDS:
        stands = view.sitting.tactic(made.tactic)
        kind = "override" if stands and stands.outcome == "blocked" else "select"
    start = {name: text for name, text in started_from(made).items() if name in ask}
    view.planner.ask(
        kind, given=given, start=start, ask=ask, title=title, about=about, supersedes=line.adopted.entry.number
    )


def change_date(view: View, line: Line, about: str = "", typed: str = "") -> None:
    """Ask for another due day, then for the reason."""
    now = short_day(line.due) or "no day yet"

    def answered(said: str | None) -> None:
        if said is None or not said.strip():
            return
        day = read_day(said, view.sitting.today)
        if day is None:
            change_date(view, line, f"'{said.strip()}' is not a day.", said)
            return
        title = f"{line.title}: due {day:%A} {short_day(day)}"
        decide_again(view, line, new={"due": day.isoformat()}, title=title, about=f"Due until now: {now}.")

    told = f"{about}\n\nDue now: {now}. The new day, as {HINT}:".strip()
    view.planner.push_screen(AskScreen(f"Change date: {line.title}", told, typed), answered)

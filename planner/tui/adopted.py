"""An intervention of the plan, read in full or decided again with something else in it: what every view of the plan does alike."""

from __future__ import annotations

from collections.abc import Mapping

from planner.application.scheduling import Line
from planner.domain.decisions import TACTIC_KINDS
from planner.exports.telling import told_of
from planner.tui.sheet import started_from
from planner.tui.small import ReadScreen
from planner.tui.view import View


def read(view: View, line: Line, also: str = "") -> None:
    """Everything the record says of an intervention, and what else there is to say of it."""
    sitting = view.sitting
    told = [told_of(one, sitting.book, sitting.library) for one in (line.adopted.entry, *line.adopted.progress)]
    numbers = [
        f"{one.number}  {text}" for one, text in zip((line.adopted.entry, *line.adopted.progress), told, strict=True)
    ]
    view.planner.push_screen(ReadScreen(line.title, "\n\n".join([*numbers, also] if also else numbers)))


def decide_again(
    view: View, line: Line, *ask: str, start: Mapping[str, str] | None = None, title: str, about: str = ""
) -> None:
    """Ask for the same decision with something else in what is asked; the rest stays, and the new one replaces the old."""
    made = line.decision
    given = made.model_dump(mode="json", exclude_defaults=True, exclude={"kind", *ask})
    kind = made.kind
    if kind in TACTIC_KINDS:
        stands = view.sitting.tactic(made.tactic)
        kind = "override" if stands and stands.outcome == "blocked" else "select"
    start = {name: text for name, text in {**started_from(made), **(start or {})}.items() if name in ask}
    view.planner.ask(
        kind, given=given, start=start, ask=ask, title=title, about=about, supersedes=line.adopted.entry.number
    )

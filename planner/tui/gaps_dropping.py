"""Changing and dropping what was adopted, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.application.collecting import Sought, same_reasons
from planner.domain.decisions import Decision
from planner.errors import FourpError
from planner.tui.sheet import started_from

if TYPE_CHECKING:
    from planner.application.deciding import Settled
    from planner.tui.app import Planner


def ask_edit(planner: Planner, one: Sought, kind: str = "") -> None:
    """Ask for what takes the place of a line of the collection plan, or of another of the decisions on a question."""
    made = one.last(kind or one.decision.kind)
    if made is None:
        planner.say("There is no such decision on this question.")
        return
    entry, decision = made
    given = {"fact": decision.fact} if decision.fact else {}
    start = {name: value for name, value in started_from(decision).items() if name not in given}
    planner.ask(
        decision.kind, given=given, start=start, title=f"Change entry {entry.number}", supersedes=entry.number,
        about="The old one stays in the record. Say why it changes.",
    )  # fmt: skip


def ask_drop(planner: Planner, one: Sought) -> None:
    """Ask why a question is dropped; all that was decided on finding it out is taken back for that reason."""
    first, *rest = [entry for entry, decision in one.made if decision.kind != "response"] or [one.made[-1][0]]

    def dropped(settled: Settled) -> None:
        sitting = planner.sitting
        assert sitting is not None
        try:
            for entry in rest:
                settled = sitting.decide(Decision(kind="withdraw", target=entry.number), same_reasons(settled.entry))
        except (FourpError, OSError) as error:
            planner.trouble(error)
            return
        planner.saved(settled, "It is dropped; the log keeps it.")

    planner.ask(
        "withdraw", dropped, given={"target": first.number}, title="Drop this question",
        about=f"{one.decision.text}\n\nIt leaves the requirement, the collection plan and the requests. The log keeps it.",
    )  # fmt: skip

"""What a reviewer counts in the record of a plan, each with the spots it was counted at.

Only counting: which count is a finding, how grave, and how it is mended, is for the rules (`rules/review.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from planner.domain.casebook import Adopted, Casebook
from planner.domain.decisions import DECISIONS, REMARKS, Decision
from planner.domain.disruptions import unmoderated
from planner.domain.entries import Entry
from planner.domain.plan import Counted, Spot
from planner.domain.smart import assigned, counts, measurable, realistic, specific, tells
from planner.domain.tactic import PILLARS

Settled = tuple[Entry, Decision]
RIGHTS = {"equality": "the equality assessment", "human_rights": "the human rights assessment"}
# Kinds of which the reason is no argument: what came of a thing, taking it back, and what was said of the plan beside it.
NO_ARGUMENT = ("progress", "withdraw", "measure", "account", "review", "debrief", "close", *REMARKS)


def in_plan(book: Casebook) -> tuple[Adopted, ...]:
    """What is or was done under the plan: everything adopted but what was given up."""
    return tuple(one for one in book.interventions if one.state != "not_done")


def pending(book: Casebook) -> tuple[Adopted, ...]:
    """What is still to be done."""
    return tuple(one for one in book.interventions if not one.over)


def record_counts(book: Casebook, as_of: date, known: Callable[[str], bool] = lambda _: False) -> dict[str, Counted]:
    """What the record alone shows; `known`: whether a fact is known by now, however it came to be."""
    return {
        **_interventions(book),
        **_objectives(book),
        **_days(book, as_of, known),
        **_decisions(book),
        **_after(book),
    }


def _lacking(found: Iterable[Adopted], lacks: Callable[[Decision], bool]) -> tuple[Spot, ...]:
    return tuple(Spot(one.number) for one in found if lacks(one.decision))


def _interventions(book: Casebook) -> dict[str, Counted]:
    """What interventions still to be done do not say."""
    open_ones = pending(book)
    aimed_at = {ref for one in in_plan(book) for ref in one.decision.on}
    return {
        "unowned_count": _lacking(open_ones, lambda made: not made.owner.strip()),
        "undated_count": _lacking(open_ones, lambda made: made.due is None),
        "unauthorised_count": _lacking(open_ones, lambda made: not made.authority.strip()),
        "unmeasured_count": _lacking(open_ones, lambda made: not made.measure.strip()),
        "purposeless_count": _lacking(open_ones, lambda made: not made.objective.strip()),
        "uncounted_pursue_count": _no_measure_of(book, "pursue", counts),
        "untold_count": tuple(spot for p in PILLARS if p != "pursue" for spot in _no_measure_of(book, p, tells)),
        "unserved_focus_count": tuple(
            Spot(entry.number, made.ref) for entry, made in book.decided("focus") if made.ref not in aimed_at
        ),
    }


def _no_measure_of(book: Casebook, pillar: str, kind: Callable[[str], bool]) -> tuple[Spot, ...]:
    """The interventions of a P that have measures, none of them (nor of its objectives) of the kind wanted."""
    mine = [one for one in in_plan(book) if one.decision.pillar == pillar and one.decision.measure.strip()]
    aims = [made.measure for _, made in book.decided("objective") if made.pillar == pillar]
    if any(kind(text) for text in (*aims, *(one.decision.measure for one in mine))):
        return ()
    return tuple(Spot(one.number) for one in mine)


def _objectives(book: Casebook) -> dict[str, Counted]:
    """Objectives that are not specific, measurable, assigned, realistic or dated."""
    found = book.decided("objective")

    def failing(passes: Callable[[Entry, Decision], bool]) -> tuple[Spot, ...]:
        return tuple(Spot(entry.number) for entry, made in found if not passes(entry, made))

    return {
        "vague_objective_count": failing(lambda _, made: specific(made)),
        "unmeasurable_objective_count": failing(lambda _, made: measurable(made)),
        "unassigned_objective_count": failing(lambda _, made: assigned(made)),
        "unrealistic_objective_count": failing(lambda entry, made: realistic(made, entry.made_at.date())),
        "undated_objective_count": failing(lambda _, made: made.due is not None),
    }


def _days(book: Casebook, as_of: date, known: Callable[[str], bool]) -> dict[str, Counted]:
    """What is past its day: interventions still to be done, objectives not met and lines of the collection plan not answered."""
    dated = [(one.number, one.decision.due) for one in pending(book)]
    dated += [(one.entry.number, one.decision.due) for one in book.objectives if not one.over]
    dated += [(entry.number, made.due) for entry, made in book.unanswered() if not known(made.fact)]
    return {"overdue_count": tuple(Spot(number) for number, due in dated if due and due < as_of)}


def _decisions(book: Casebook) -> dict[str, Counted]:
    """What the decisions on the plan as a whole do not say, or say twice."""
    led: dict[str, list[Settled]] = {}
    for entry, made in book.decided("lead"):
        led.setdefault(made.pillar, []).append((entry, made))
    unclear = [mine for mine in led.values() if len(mine) > 1 and any(not made.level for _, made in mine)]
    assessed = {made.form for _, made in book.decided("assessment")}
    return {
        "unclear_lead_count": tuple(Spot(entry.number) for mine in unclear for entry, made in mine if not made.level),
        "lro_named": "overall" in led,
        "exit_recorded": bool(book.standing("exit")),
        "rights_missing_count": tuple(Spot(note=says) for form, says in RIGHTS.items() if form not in assessed),
        "early_clear_count": _early_clear(book),
        "copied_reason_count": _copied(book),
    }


# A phase whose ending is written down is planned, and no more.
UNDER_WAY = ("ready", "entered")


def not_ready(book: Casebook) -> tuple[str, ...]:
    """Which of Hold and Build nobody said to be ready or entered: Clear waits for both."""
    under_way = {made.phase for _, made in book.decided("phase") if made.state in UNDER_WAY}
    return tuple(name for name in ("hold", "build") if name not in under_way)


def _early_clear(book: Casebook) -> tuple[Spot, ...]:
    """Clear said to be ready or entered while Hold or Build is not."""
    lacking = not_ready(book)
    note = f"{' and '.join(name.capitalize() for name in lacking)} not ready"
    clear = [entry for entry, made in book.decided("phase") if made.phase == "clear" and made.state in UNDER_WAY]
    return tuple(Spot(entry.number, note=note) for entry in clear) if lacking else ()


def _copied(book: Casebook) -> tuple[Spot, ...]:
    """Decisions whose reason is that of an earlier one, word for word, however it is spelt out."""
    first: dict[tuple[str, ...], int] = {}
    found = []
    for entry, _ in book.decided(*(kind for kind in DECISIONS if kind not in NO_ARGUMENT)):
        words = tuple(re.findall(r"\w+", entry.said.because.casefold())) if entry.said else ()
        if words and first.setdefault(words, entry.number) != entry.number:
            found.append(Spot(entry.number, note=f"same words as entry {first[words]}"))
    return tuple(found)


def _after(book: Casebook) -> dict[str, Counted]:
    """What was done with the plan since: sign-off, moderation, closing, debrief."""
    signed = book.sign_off
    voided = signed.voided_by if signed and not signed.stands else ()
    return {
        "changed_since_sign_off_count": tuple(Spot(number) for number in voided),
        "unmoderated_count": tuple(Spot(one.number) for one in unmoderated(book)),
        "closed": bool(book.standing("close")),
        "debriefed": bool(book.standing("debrief")),
    }

"""A model filled from a case, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from planner.application.picturing import Asked, Known, PartPicture, Picture, Step
from planner.domain.decisions import DECISIONS
from planner.domain.rules import Model
from planner.domain.wording import MEMBERS
from planner.domain.words import listed
from planner.exports.telling import about, flat
from planner.exports.views_text import MOST_NAMED, Screen

NAMES: dict[Model, str] = {
    "business_model": "Business model of the group",
    "u_battle": "U-Battle",
    "sara": "SARA",
    "spatial": "SPATIAL",
}
NOTHING = "Nothing touches this part yet."
NONE_MADE = "No decision of this step is recorded yet."
MOST_ASKED = 5
MOST_COULD = 6
MOST_NOT_SO = 6


class PictureView(Screen):
    """Shows a model part by part."""

    def picture(self, found: Picture) -> None:
        """`model`: of each part what is known, what to find out, where it can be broken and what touches it."""
        self._head(found.recommendation)
        self.line()
        self.laid_out(found)

    def laid_out(self, found: Picture) -> None:
        """The model alone, for a screen that says above it which case it is of."""
        self.line(NAMES[found.model], "bold")
        for part in found.parts:
            self._part(part, found)
        if found.elsewhere:
            self.line()
            self.line("Interventions that touch no part of it", "bold")
            self._bullets(_placed(step, beside, found) for step, beside in found.elsewhere)
        self.line()
        self._untouched(found)
        self.line("A picture to argue with, made of what is recorded: you decide what it means.", "italic")

    def _part(self, one: PartPicture, found: Picture) -> None:
        self.line()
        self.line(one.part.title + (f" (targeted, entry {one.targeted})" if one.targeted else ""), "bold")
        self.line(one.part.asks, "dim")
        self._section("Known", _by_member(one.known))
        self._section("Not known", _to_ask(one.asked))
        self._section("Where it can be broken", one.part.interdiction)
        if one.part.orders:
            self._section("Decided", [_line(step, found) for step in one.steps])
        else:
            self._section("Touched by", [_line(step, found) for step in one.touching])
        if one.untouched:
            self.line(NONE_MADE if one.part.orders else NOTHING, "yellow")
        could = [f"{each.tactic.title} ({each.tactic.pillar}; {each.tactic.id})" for each in one.could[:MOST_COULD]]
        more = len(one.could) - MOST_COULD
        rest = [f"and {more} more (--json)"] if more > 0 else []
        self._section("Fits the facts, not in the plan", [*could, *rest])

    def _untouched(self, found: Picture) -> None:
        names = [part.title for part in found.untouched]
        ordered = any(one.part.orders for one in found.parts)
        what = "Steps of which nothing is recorded yet" if ordered else "Parts that no intervention touches yet"
        self.line(f"{what}: {listed(names) or 'none'}.", "bold yellow" if names else "bold")


def _by_member(known: Sequence[Known]) -> Iterator[str]:
    """What is so, the group's facts one a line and a member's on one; then, together, what was found not to be so."""
    members: dict[str, list[str]] = {}
    for one in known:
        if one.so and not one.of:
            yield _graded(one)
        elif one.so:
            members.setdefault(one.of, []).append(_graded(one))
    yield from (f"{of}: {'; '.join(told)}" for of, told in members.items())
    no = [_graded(one) for one in known if not one.so and not one.of]
    more = sum(not one.so for one in known) - len(no[:MOST_NOT_SO])
    if no or more:
        yield f"Found not to be so: {'; '.join([*no[:MOST_NOT_SO], *([f'and {more} more'] if more else [])])}"


def _graded(one: Known) -> str:
    return f"{one.text} ({one.grade}{one.handling})" if one.grade else one.text


def _to_ask(asked: Sequence[Asked]) -> Iterator[str]:
    for one in asked[:MOST_ASKED]:
        about = f" Of {_whom(one)}." if one.of else ""
        told = f" Not relied on: {'; '.join(one.reports)}." if one.reports else ""
        number = len(one.waiting)
        waits = f", {number} possible tactic{'s wait' if number != 1 else ' waits'} for it" if number else ""
        yield f"{one.question}{about}{told} [{one.fact}{waits}; ask {one.holders[0]}]"
    if len(asked) > MOST_ASKED:
        yield f"and {len(asked) - MOST_ASKED} more (--json)"


def _whom(asked: Asked) -> str:
    """The members a question is about: by name while they are few."""
    scope = asked.fact.partition(".")[0]
    return listed(list(asked.of.values())) if len(asked.of) <= MOST_NAMED else f"{len(asked.of)} {MEMBERS[scope]}"


def _line(step: Step, found: Picture) -> str:
    """One decision of the plan."""
    told = flat(about(step.decision, found.book, found.recommendation.library))
    number = f"{step.number}. " if step.number else ""
    state = f" [{step.state.replace('_', ' ')}]" if step.state else ""
    return f"{number}{DECISIONS[step.decision.kind].says}: {told}{state}"


def _placed(step: Step, beside: Sequence[str], found: Picture) -> str:
    if not step.decision.tactic:
        return f"{_line(step, found)}. It is in words of your own: no rule can say what it touches."
    return f"{_line(step, found)}" + (f". It is about: {listed(beside).lower()}." if beside else "")


def picture_json(found: Picture) -> dict[str, Any]:
    """`model --json`."""
    recommendation = found.recommendation
    library = recommendation.library
    return {
        "case": recommendation.profile.case, "kind": recommendation.profile.kind, "model": found.model,
        "as_of": recommendation.as_of.isoformat(), "assumptions": list(recommendation.profile.assumptions),
        "library": {"version": library.version, "digest": library.digest, "overlays": list(library.overlays)},
        "engine": {"durable": recommendation.durable, "agreed": recommendation.agreed},
        "parts": [_part_json(one, found) for one in found.parts],
        "untouched": [part.id for part in found.untouched],
        "elsewhere": [{**_step_json(step, found), "beside": list(beside)} for step, beside in found.elsewhere],
    }  # fmt: skip


def _part_json(one: PartPicture, found: Picture) -> dict[str, Any]:
    return {
        "id": one.part.id, "title": one.part.title, "asks": one.part.asks, "interdiction": list(one.part.interdiction),
        "known": [
            {"fact": k.ref, "of": k.of or None, "text": k.text, "grade": k.grade, "handling": k.handling, "so": k.so}
            for k in one.known
        ],
        "not_known": [
            {
                "fact": a.fact, "question": a.question, "of": list(a.of), "holders": list(a.holders), "waiting": list(a.waiting),
                "reports": list(a.reports),
            }
            for a in one.asked
        ],
        "touched_by": [_step_json(step, found) for step in one.touching],
        "decided": [_step_json(step, found) for step in one.steps],
        "could": [{"id": each.tactic.id, "title": each.tactic.title, "pillar": each.tactic.pillar, "rank": each.rank} for each in one.could],
        "targeted": one.targeted, "untouched": one.untouched, "source": one.part.source,
    }  # fmt: skip


def _step_json(step: Step, found: Picture) -> dict[str, Any]:
    made = step.decision
    return {
        "number": step.number or None, "kind": made.kind, "tactic": made.tactic or None, "pillar": made.pillar or None,
        "state": step.state or None, "text": about(made, found.book, found.recommendation.library),
    }  # fmt: skip

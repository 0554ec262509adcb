"""The same places over many cases: where harm is embedded, and where Clear, Hold, Build would fit.

Places are told apart by what they are called, as each case has ids of its own. What fits is a proposal with its reasons: harm that
is deep-rooted at the place (LRO Guidance, section G), the more cases the stronger, as forces map place-based harm to decide where
to focus (Northumbria's inspection, 2022). Nothing is scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.domain.casebook import Casebook
from planner.domain.library import Library
from planner.domain.profile import Member, Profile, settle
from planner.domain.words import count_of, listed

EMBEDDED = "harm_embedded"
# What else is known of a place that speaks for working from it, in the words of a board.
SIGNS = {
    "community_fear": "people are afraid",
    "open_drug_market": "an open drug market",
    "antisocial_behaviour": "persistent antisocial behaviour",
    "visible_decline": "visible decline",
    "recruitment_here": "people are drawn in",
}
ALLIES = {
    "active_residents": "residents willing to act",
    "community_hub": "a hub people trust",
    "regeneration_planned": "regeneration planned",
}
UNNAMED = "(no place named)"


@dataclass(frozen=True)
class PlaceSeen:
    """One place as one case sees it: what is known of it there, and how far that case works from the place (`approach`: yes, no or
    not recorded; `phases`: those under way)."""

    name: str
    embedded: bool
    signs: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    approach: str = ""
    phases: tuple[str, ...] = ()
    aimed_at: bool = False


@dataclass(frozen=True)
class Place:
    """One place over all active cases: `embedded_in` names those in which harm is deep-rooted there; `fits` is what is
    proposed (propose, under way, decided against, name the place, or nothing) and `why` what it rests on."""

    name: str
    cases: tuple[str, ...]
    embedded_in: tuple[str, ...]
    fits: str
    why: tuple[str, ...]


def places_of(profile: Profile, book: Casebook | None, library: Library) -> tuple[PlaceSeen, ...]:
    """The places a case names; one without a name where the group is embedded in a place that nobody has put down."""

    def known(facts: object, name: str) -> bool:
        assert isinstance(facts, dict)
        record = settle(facts.get(name, ()), library.grading, duty=False).record
        return record is not None and not record.absent and record.value is True

    approach, phases = _approach(book)
    aimed = {ref for one in (book.interventions if book else ()) if one.state != "not_done" for ref in one.decision.on}
    seen = tuple(
        PlaceSeen(
            _name(one), known(one.facts, EMBEDDED), tuple(says for name, says in SIGNS.items() if known(one.facts, name)),
            tuple(says for name, says in ALLIES.items() if known(one.facts, name)), approach, phases, f"places/{one.id}" in aimed,
        )
        for one in profile.members.get("places", ())
    )  # fmt: skip
    if not any(one.embedded for one in seen) and known(profile.group, "embedded_in_place"):
        return (*seen, PlaceSeen(UNNAMED, True, (), (), approach, phases))
    return seen


def _name(place: Member) -> str:
    return " ".join(place.label.split()) or place.id


def _approach(book: Casebook | None) -> tuple[str, tuple[str, ...]]:
    """Whether a case works from the place, and the phases it has entered and not left."""
    if book is None:
        return "", ()
    stated = [made.state for _, made in book.decided("place-based")]
    states = {(made.phase, made.state) for _, made in book.decided("phase")}
    under_way = tuple(
        phase for phase in ("clear", "hold", "build") if (phase, "entered") in states and (phase, "left") not in states
    )
    return (stated[-1] if stated else ""), under_way


def place_view(seen: Iterable[tuple[str, Sequence[PlaceSeen]]]) -> tuple[Place, ...]:
    """Every place over the cases given by name, those where Clear, Hold, Build is proposed first, most cases first."""
    gathered: dict[str, list[tuple[str, PlaceSeen]]] = {}
    for case, places in seen:
        for one in places:
            gathered.setdefault(one.name.casefold(), []).append((case, one))
    found = [_place(mine) for mine in gathered.values()]
    order = {"propose": 0, "name the place": 1, "under way": 2, "decided against": 3, "": 4}
    return tuple(sorted(found, key=lambda one: (order[one.fits], -len(one.embedded_in), -len(one.why), one.name)))


def _place(mine: list[tuple[str, PlaceSeen]]) -> Place:
    name = mine[0][1].name
    embedded = tuple(dict.fromkeys(case for case, one in mine if one.embedded))
    cases = tuple(dict.fromkeys(case for case, _ in mine))
    return Place(name, cases, embedded, _fits(name, mine, embedded), tuple(_why(mine, embedded)) if embedded else ())


def _fits(name: str, mine: list[tuple[str, PlaceSeen]], embedded: tuple[str, ...]) -> str:
    if not embedded:
        return ""
    if name == UNNAMED:
        return "name the place"
    if any(one.phases for _, one in mine):
        return "under way"
    if all(one.approach == "no" for case, one in mine if case in embedded):
        return "decided against"
    return "propose"


def _why(mine: list[tuple[str, PlaceSeen]], embedded: tuple[str, ...]) -> Iterable[str]:
    """What speaks for it, what is there to build on, and what is done already."""
    yield f"harm is deep-rooted here in {count_of(len(embedded), 'case')}"
    for says in SIGNS.values():
        if many := len({case for case, one in mine if says in one.signs}):
            yield f"{says} ({count_of(many, 'case')})"
    allies = [says for says in ALLIES.values() if any(says in one.allies for _, one in mine)]
    if allies:
        yield f"to build on: {listed(allies)}"
    phases = dict.fromkeys(phase for _, one in mine for phase in one.phases)
    if phases:
        yield f"{listed([phase.capitalize() for phase in phases])} entered"
    elif not any(one.aimed_at for _, one in mine):
        yield "no plan aims at it yet"
    if against := len({case for case, one in mine if one.approach == "no"}):
        yield f"not place-based by decision in {count_of(against, 'case')}"

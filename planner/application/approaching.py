"""The approach, decision by decision: the nine that are always recorded and what stands beside them, each line one decision that
stands or one still to be made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planner.application.balancing import Made
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.entries import Entry
from planner.domain.tactic import PILLARS


@dataclass(frozen=True)
class Line:
    """One line of a step: the entry that stands and what it decided; without them, what is still to be decided.

    `kind` and `given` are what a sheet for it begins from; `wanted`: the step is not recorded without it.
    """

    kind: str
    given: Mapping[str, str] = field(default_factory=dict)
    says: str = ""
    entry: Entry | None = None
    made: Decision | None = None
    wanted: bool = False


@dataclass(frozen=True)
class Step:
    """One decision of the approach: its number among the nine (0 for what stands beside them), its lines, what can be added."""

    id: str
    number: int
    says: str
    state: str
    help: str
    lines: tuple[Line, ...]
    adds: tuple[str, ...]

    @property
    def started(self) -> bool:
        """Whether anything of it stands."""
        return any(one.entry for one in self.lines)

    @property
    def mark(self) -> str:
        """Recorded, begun, not called for, or not recorded."""
        if self.state == "recorded":
            return "+"
        if self.state == "missing":
            return "~" if self.started else "-"
        return "/"

    @property
    def next(self) -> Line | None:
        """The first line still wanted; once recorded, nothing."""
        return next((one for one in self.lines if one.wanted and not one.entry), None)


SAYS = {
    "objectives": "Vision and overall aim",
    "aims_and_leads": "Aim and lead of each P",
    "undeveloped": "Ps left out or parked",
    "focus": "People in focus",
    "business_model": "Part of the business",
    "trajectory": "Route",
    "place_based": "Place or people",
    "partners": "Partners who lead",
    "protocols": "Rules for information",
}
HELP = {
    "objectives": "Start from what success would look like (the vision), then the broad outcome the whole plan is for (the aim).",
    "aims_and_leads": "Each P has an aim and a lead. Owning the plan does not mean leading every P: name whoever is best placed.",
    "undeveloped": "A P may stay empty if you record why, or be parked until something happens, as agreed with the SIO.",
    "focus": "Who the plan works on, and why these. A person to be kept safe is in focus to be kept safe, never to be pursued.",
    "business_model": "Which part the group could least easily replace: that is where effort tells most.",
    "trajectory": "Investigate, disrupt, both, or watch for now. Without an investigation, say why you disrupt instead.",
    "place_based": "Whether you start from the place and people harmed rather than from the offenders, and why.",
    "partners": "Which agencies were asked, or have agreed, to lead a P or a line of the plan.",
    "protocols": "How information is gathered, kept and shared: agreements, single contacts, who has been briefed.",
    "stakeholders": "Who must be round the table: for each, what they bring or need.",
}
ROUTES = "Investigate, disrupt, both, or watch"


def approach(book: Casebook) -> tuple[Step, ...]:
    """The nine, in the order of the guidance, and the stakeholder group beside them."""
    states = {one.id: one.state for one in book.always_record()}
    lines: dict[str, tuple[tuple[Line, ...], tuple[str, ...]]] = {
        "objectives": (_overall(book), ("vision", "aim", "objective")),
        "aims_and_leads": (_aims_and_leads(book), ("lead",)),
        "undeveloped": (_left(book), ("undeveloped", "park")),
        "focus": (_several(book, "focus", "Nobody yet: a adds the first"), ("focus",)),
        "business_model": (_several(book, "business-model", "None yet: a adds the first"), ("business-model",)),
        "trajectory": (_one(book, "trajectory", ROUTES), ("trajectory",)),
        "place_based": (_one(book, "place-based", "Place-based, or from the people"), ("place-based",)),
        "partners": (_several(book, "partner", "None yet: a adds the first"), ("partner",)),
        "protocols": (
            (*_several(book, "protocol", "None yet: a adds the first"), *_standing(book, "share", "indoctrination")),
            ("protocol", "share", "indoctrination"),
        ),
    }
    nine = tuple(
        Step(name, n, SAYS[name], states[name], HELP[name], *lines[name]) for n, name in enumerate(SAYS, 1)
    )  # fmt: skip
    group = _several(book, "stakeholder", "Nobody yet: a adds the first", wanted=False)
    state = "recorded" if any(one.entry for one in group) else "missing"
    return (*nine, Step("stakeholders", 0, "Stakeholder group", state, HELP["stakeholders"], group, ("stakeholder",)))


def recorded(steps: Iterable[Step]) -> tuple[int, int]:
    """How many of the nine are settled, and of how many: what is not called for is settled."""
    nine = [one for one in steps if one.number]
    return sum(one.state != "missing" for one in nine), len(nine)


def _line(one: Made) -> Line:
    entry, made = one
    return Line(made.kind, entry=entry, made=made)


def _standing(book: Casebook, *kinds: str) -> tuple[Line, ...]:
    return tuple(_line(one) for one in book.decided(*kinds))


def _several(book: Casebook, kind: str, says: str, *, wanted: bool = True) -> tuple[Line, ...]:
    return _standing(book, kind) or (Line(kind, says=says, wanted=wanted),)


def _one(book: Casebook, kind: str, says: str) -> tuple[Line, ...]:
    return _several(book, kind, f"{says}: not decided yet")


def _overall(book: Casebook) -> tuple[Line, ...]:
    aims = [one for one in book.decided("aim", "objective") if one[1].pillar == "overall"]
    vision = _several(book, "vision", "Vision: not recorded yet")
    return (
        (*vision, *map(_line, aims))
        if aims
        else (*vision, Line("aim", {"pillar": "overall"}, "Overall aim: not recorded yet", wanted=True))
    )


def _aims_and_leads(book: Casebook) -> tuple[Line, ...]:
    made = book.decided("aim", "lead")
    parked = {one.pillar for _, one in book.decided("park")}
    left = parked | {one.pillar for _, one in book.decided("undeveloped")}
    held = {one.decision.pillar for one in book.interventions if one.state != "not_done"}
    lines: list[Line] = []
    for pillar in PILLARS:
        for kind in ("aim", "lead"):
            here = [_line(one) for one in made if one[1].kind == kind and one[1].pillar == pillar]
            says = f"{pillar.capitalize()}, {kind}: not recorded yet"
            wanted = pillar not in parked and (pillar in held or pillar not in left)
            lines += here or ([Line(kind, {"pillar": pillar}, says, wanted=True)] if wanted else [])
    return (*lines, *(_line(one) for one in made if one[1].kind == "lead" and one[1].pillar == "overall"))


def _left(book: Casebook) -> tuple[Line, ...]:
    stands = book.decided("undeveloped", "park")
    held = {one.decision.pillar for one in book.interventions if one.state != "not_done"} | {
        one.pillar for _, one in stands
    }
    empty = [
        Line(
            "undeveloped", {"pillar": one}, f"{one.capitalize()} has no intervention and no reason why not", wanted=True
        )
        for one in PILLARS
        if one not in held
    ]
    return (*map(_line, stands), *empty)

"""A suggestion for the menu as a YAML file: a note on an entry that is there, or a skeleton of one that is not."""

from __future__ import annotations

from typing import Any

import yaml

from planner.application.suggesting import Suggestion
from planner.domain.words import day

FILL = "TO FILL"
HEAD = """\
# A suggestion from a debrief, {on}. UNCHECKED: one case's experience, in the words of those who were there, and no evidence of effect.
# No name on the case's record was found in it. Read it before you pass it on.
# How an adviser takes it in: CONTRIBUTING.md, "Take in a suggestion from a debrief".
"""


def suggestion_yaml(made: Suggestion, named: str) -> str:
    """The whole file; `named` is what it is called, and so the id of a new entry."""
    shape = _note(made) if made.tactic else _skeleton(made, named)
    told = yaml.safe_dump(shape, sort_keys=False, allow_unicode=True, width=120)
    return HEAD.format(on=day(made.on)) + (_marks() if made.tactic is None else "") + told


def _marks() -> str:
    return (
        f"# An entry to be finished: every value that begins {FILL} is to be written, and pillar, heading, level, phases, lead, intrusion,\n"
        "# effort and the rest are to be weighed. It is not offered until status is active and `always` gives way to `when`.\n"
    )


def _note(made: Suggestion) -> dict[str, Any]:
    assert made.tactic is not None
    return {
        "suggestion_for": made.tactic.id,
        "title": made.tactic.title,
        "status": "unchecked",
        "practice_seen": list(made.learned["practice"]),
        "evidence": {"rating": "E0", "outcome": list(made.learned["evidence"]), "counted": dict(made.counted)},
        "watch_out": list(made.learned["watch_out"]),
        "library": made.library[:12],
    }


def _skeleton(made: Suggestion, named: str) -> dict[str, Any]:
    """An entry that answers to the schema, with what only an adviser can write marked."""
    pillar = made.pillar or "pursue"
    seen = "; ".join(f"{name.replace('_', ' ')} {many}" for name, many in made.counted.items())
    outcome = " ".join(made.learned["evidence"]) or f"{FILL}: what changed, and how it is known"
    shape: dict[str, Any] = {
        "id": named, "title": made.title or f"{FILL}: a title in general words",
        "pillar": pillar, "heading": "behaviour" if pillar == "pursue" else None, "phases": ["hold"],
        "level": "secondary" if pillar == "prevent" else None,
        "status": "not_offered", "not_offered_because": "Suggested by a debrief. Unchecked, and not yet finished by a tactical adviser.",
        "summary": f"{FILL}: what it is, who does it and to what end, in two or three sentences of general words.",
        "impacts": [f"{FILL}: what it does to the group, to those at risk or to the community"],
        "procedure": [*made.learned["practice"], *[f"{FILL}: the next step"] * max(3 - len(made.learned["practice"]), 1)],
        "who_can_help": [{"who": FILL, "how": FILL}],
        "watch_out": list(made.learned["watch_out"]) or [f"{FILL}: what can go wrong, and who could be hurt"],
        "case_example": {"text": FILL, "source": "none"},
        "no_power_needed": f"{FILL}: why no power is needed, or give legal_basis in its place",
        "always": f"{FILL}: take this out and write the condition under when",
        "authorisation": {"who": FILL},
        "lead_agency": FILL, "intrusion": "low", "covert_conflict": "possible", "effort": "medium", "time_to_effect": "weeks",
        "duration": FILL,
        "measures": {"quantitative": [FILL], "qualitative": [FILL]},
        "disruption_record": f"{FILL}: under which P its effect is recorded, and how",
        "rights": [f"{FILL}: which rights it touches, and how the interference is kept down"],
        "evidence": {"rating": "E0", "outcome": outcome, "source": f"One debrief; {seen}" if seen else "One debrief"},
        "source": [{"document": "Debrief of one operation", "section": "unchecked"}],
    }  # fmt: skip
    return {name: value for name, value in shape.items() if value is not None}

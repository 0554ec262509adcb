"""Small cases, noted down fact by fact and read as any case file is; tactics found by title."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from planner.application.recommending import Recommendation, Recommended
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.library.casefile import CaseReader
from planner.library.yaml_reader import parse_yaml

NEW, OLD = "2026-05-01", "2026-03-01"


class CaseNotes:
    """What has been found out so far about one group: `True` is known, `False` looked for and not there."""

    def __init__(self) -> None:
        self.day = date(2026, 7, 13)
        self.written: dict[str, Any] = {
            "case": "example",
            "kind": "training",
            "nation": "england",
            "group": {},
            "looked_into": {},
        }

    def group(self, *, grade: str = "2B", on: str = NEW, **facts: Any) -> None:
        """Record facts of the group; a second report of a fact stands beside the first."""
        _record(self.written["group"], facts, grade, on)

    def about(self, collection: str, label: str, *, grade: str = "2B", on: str = NEW, **facts: Any) -> None:
        """Record facts of a person or a thing, which is added when it is first spoken of."""
        members = self.written.setdefault(collection, [])
        found = next((one for one in members if one["label"] == label), None)
        if found is None:
            found = {"id": self.id_of(label), "label": label}
            members.append(found)
        _record(found, facts, grade, on)

    def id_of(self, label: str) -> str:
        """The id under which somebody or something is kept."""
        return label.replace(" ", "-")

    def looked_into(self, *headings: str) -> None:
        """These headings hold everyone or everything there is."""
        self.written["looked_into"] |= dict.fromkeys(headings, "fully")

    def plan(self, **parts: Any) -> None:
        """What is written of the plan."""
        self.written.setdefault("plan", {}).update(parts)

    def read(self, library: Library) -> Profile:
        """The case, read as a case file is."""
        return CaseReader(parse_yaml(json.dumps(self.written).encode(), "example.yaml"), library).read()


def _record(owner: dict[str, Any], facts: dict[str, Any], grade: str, on: str) -> None:
    for name, value in facts.items():
        said = {"absent": True} if value is False else {"value": value}
        if isinstance(value, list):
            said["complete"] = True
        owner.setdefault(name, []).append({**said, "grade": grade, "on": on})


def day(written: str) -> date:
    """A date as officers write it."""
    return datetime.strptime(written, "%d %B %Y").date()


def titled(found: Recommendation, title: str) -> Recommended:
    """The result of the tactic with that title."""
    return next(one for one in found.tactics if one.tactic.title == title)

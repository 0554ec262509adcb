"""Answering an unknown fact: what has to be said beside yes or no, and the fact as it is then written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.application.deciding import FactTold
from planner.application.sources import HOW, Source
from planner.domain.library import Library
from planner.domain.profile import Profile, settle
from planner.domain.words import spoken
from planner.errors import Fault, InputError

YesOrNo = Literal["yes", "no"]
NEW = "+"


@dataclass(frozen=True)
class Wanted:
    """What an answer needs beside yes or no. `whom`: those it may be about, each with a label, empty where that is settled;
    `values`: those it may be, empty for a number or for plain yes; `unit`: what a number counts; `two`: there are answers that
    contradict each other, so that this one is to settle them."""

    whom: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    several: bool = False
    unit: str = ""
    two: bool = False

    @property
    def value(self) -> bool:
        """Whether it is more than yes."""
        return bool(self.values or self.unit)


@dataclass(frozen=True)
class Given:
    """An answer as the officer gives it; `whom` is a member's ref, or `+` for one not yet recorded, called `label`."""

    how: YesOrNo
    whom: str = ""
    label: str = ""
    value: str = ""
    source: Source | None = None
    reply_to: int = 0


def wanted(fact: str, how: YesOrNo, profile: Profile, library: Library, *, of_any: bool = False) -> Wanted:
    """What has to be said beside yes or no. `of_any`: it may be about any of its kind, not only the one it names."""
    owner, _, name = fact.partition(".")
    collection = owner.partition("/")[0]
    defined = library.vocabulary.find(collection, name)
    if defined is None:
        return Wanted()
    whom: tuple[tuple[str, str], ...] = ()
    if owner.endswith(f"/{NEW}") or (of_any and "/" in owner):
        refs = [f"{collection}/{one.id}" for one in profile.members.get(collection, ())]
        open_ones = [ref for ref in refs if not profile.knows(f"{ref}.{name}", library.grading)]
        whom = tuple((ref, profile.label(ref)) for ref in open_ones)
        if how == "yes":
            whom += ((NEW, "Somebody or something not recorded yet"),)
    two = bool(settle(profile.records(fact), library.grading, duty=False).contradicted)
    if how == "no" and defined.type != "choice":
        return Wanted(whom, two=two)
    match defined.type:
        case "choice" | "many":
            values = tuple((one, spoken(one).capitalize()) for one in defined.values)
            return Wanted(whom, values, several=defined.type == "many", two=two)
        case "ref":
            known = tuple((one.id, one.label or one.id) for one in profile.members.get(defined.to, ()))
            return Wanted(whom, known, two=two)
        case "number":
            return Wanted(whom, unit=defined.unit or "units", two=two)
    return Wanted(whom, two=two)


def told(fact: str, given: Given, asked: Wanted) -> FactTold:
    """The fact as it is to be written. Raises InputError with everything that is not said yet."""
    owner, _, name = fact.partition(".")
    faults = []
    if asked.whom:
        if not given.whom:
            faults.append(Fault("whom", 0, 0, "nobody and nothing is chosen.", "Choose whom or what it is about."))
        if given.whom == NEW and not given.label:
            faults.append(Fault("label", 0, 0, "it has no name yet.", "Say what it is called."))
        owner = f"{owner.partition('/')[0]}/{NEW}" if given.whom == NEW else given.whom
    if asked.value and not given.value:
        faults.append(
            Fault("value", 0, 0, "it is not given.", f"Say which, or how many {asked.unit}.".replace(" .", "."))
        )
    if given.source is None:
        faults.append(Fault("source", 0, 0, "a fact needs its source and its grade.", HOW))
    if faults or given.source is None:
        raise InputError(faults)
    value = given.value if asked.value else "yes"
    reply = {"reply_to": given.reply_to} if given.reply_to and "reply_to" in FactTold.__dataclass_fields__ else {}
    return FactTold(
        ref=f"{owner}.{name}", value=value, how="known" if given.how == "yes" or asked.value else "absent",
        grade=given.source.grade, on=given.source.on.isoformat(), source=given.source.name, handling=given.source.handling,
        label=given.label if given.whom == NEW else "", corrects=asked.two, **reply,  # type: ignore[arg-type]
    )  # fmt: skip

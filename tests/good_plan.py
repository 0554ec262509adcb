"""A case whose officer did everything a reviewer looks for: what is known, and every decision with its own reason.

Tests take it as it is, or leave a decision out, change what one says, or add one, before it is written into a store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from planner.application.casework import Access, CaseRecord, new_case, spelt
from planner.domain.decisions import Decision
from planner.domain.entries import Content, Decided, Said, Signed, kind_of
from planner.domain.library import Library
from tests.features.notes import CaseNotes
from tests.features.record_notes import MORNING, Pages, SetClock

TODAY, SOON, LATER, GONE = MORNING.date(), date(2026, 9, 1), date(2026, 12, 1), date(2026, 7, 1)
MENU = (
    "cash-seizure", "account-freezing", "closure-order", "licence-recall", "strike-day", "tobacco-vape-product-enforcement", "home-takeover-offence",
    "exit-mentoring", "youth-diversion", "child-safeguarding-referral", "modern-slavery-referral", "linked-business-support",
    "displacement-and-rival-watch", "reassurance-patrol", "group-on-a-page", "drug-harm-response",
    "adult-safeguarding-enquiry",
)  # fmt: skip
Fields = dict[str, Any]


class Reports(tuple[dict[str, Any], ...]):
    """What was reported of one fact, with grades and days, as a case file holds it."""


# What is decided, by a name that tests call it by: the kind, why, and what it says. `target` names another.
PLAN: Mapping[str, Fields] = {
    "lro": {
        "kind": "lead", "pillar": "overall", "name": "DI Green",
        "because": "Superintendent Hall appointed her at the June tasking meeting.",
    },
    "vision": {
        "kind": "vision", "text": "Market Street belongs to those who live and trade there.",
        "because": "Residents and traders chose these words at the May meeting.",
    },
    "aim": {
        "kind": "aim", "pillar": "overall", "text": "Break the hold of the group on Market Street",
        "because": "Every agency named the street when asked where the harm is.",
    },
    "objective": {
        "kind": "objective", "pillar": "overall", "text": "Bring robberies on Market Street below ten a month",
        "measure": "recorded robberies per month", "owner": "DI Green", "due": LATER,
        "because": "Robbery is what traders report most and what we can count.",
    },
    **{
        f"aim-{pillar}": {"kind": "aim", "pillar": pillar, "text": text, "because": because}
        for pillar, text, because in (
            ("pursue", "Take the money and recall the principal", "The two things the group cannot do without."),
            ("prevent", "Offer a way out to those who want one", "Two of its runners have asked for help already."),
            ("protect", "Keep Sam and the café safe", "Both have been threatened since the spring."),
            ("prepare", "Be ready for whoever moves in", "The Elm group tried to take the street in 2024."),
        )
    },
    **{
        f"lead-{pillar}": {"kind": "lead", "pillar": pillar, "name": name, "because": because}
        for pillar, name, because in (
            ("pursue", "DS Khan", "He knows the accounts and the licence conditions."),
            ("prevent", "Youth justice service", "Their workers are trusted by the families."),
            ("protect", "Children's services", "The referral and the safety plan are theirs."),
            ("prepare", "Neighbourhood inspector", "Her officers stay when we have gone."),
        )
    },
    "cash": {
        "kind": "select", "tactic": "cash-seizure", "pillar": "pursue", "owner": "DS Khan", "due": SOON,
        "objective": "take the working capital", "measure": "pounds seized and forfeited",
        "authority": "Proceeds of Crime Act 2002 s.294, inspector informed", "phase": "clear",
        "because": "Four thousand pounds lay in the flat and nobody could explain it.",
    },
    "recall": {
        "kind": "select", "tactic": "licence-recall", "pillar": "pursue", "on": ("people/boss",), "owner": "Probation",
        "due": SOON, "objective": "stop the principal giving orders", "measure": "number of days back in custody",
        "authority": "Probation delivery unit head", "phase": "clear",
        "because": "He has broken two conditions and runs the street in person.",
    },
    "strike": {
        "kind": "reject", "tactic": "strike-day", "pillar": "pursue",
        "because": "Two warrants do for what a day of forty would do.",
    },
    "mentor": {
        "kind": "select", "tactic": "exit-mentoring", "pillar": "prevent", "on": ("people/wren",), "owner": "Youth justice service",
        "due": SOON, "objective": "help Wren out of debt and away", "measure": "what Wren says of the debt each month",
        "authority": "Wren's consent; no power needed", "phase": "hold",
        "because": "Wren asked for help twice and owes the group money.",
    },
    "referral": {
        "kind": "select", "tactic": "child-safeguarding-referral", "pillar": "protect", "on": ("people/sam",),
        "owner": "Children's services", "due": SOON, "objective": "a safety plan for Sam", "measure": "Sam feels safe at home and school",
        "authority": "Children Act 1989 s.47", "because": "Sam is fifteen and carries for the group under threat.",
    },
    "slavery": {
        "kind": "select", "tactic": "modern-slavery-referral", "pillar": "protect", "on": ("people/sam",), "owner": "DC Lee",
        "due": SOON, "objective": "support for Sam as a victim", "measure": "decision received within 45 days",
        "authority": "first responder; duty under the 2015 Act", "because": "Forced criminality of a child is exploitation.",
    },
    "cafe": {
        "kind": "select", "tactic": "linked-business-support", "pillar": "protect", "on": ("business/cafe",), "owner": "The council",
        "due": SOON, "objective": "free the café from protection money", "measure": "the owner says nobody collects any more",
        "authority": "none needed: an offer of help", "phase": "hold", "because": "The owner pays two hundred a week and wants to stop.",
    },
    "watch": {
        "kind": "select", "tactic": "displacement-and-rival-watch", "pillar": "prepare", "on": ("places/market",),
        "owner": "Neighbourhood inspector", "due": SOON, "objective": "see a rival coming", "measure": "what wardens see and hear each week",
        "authority": "none needed: open patrols", "phase": "hold", "because": "A recall and a seizure leave a gap that others want.",
    },
    "patrol": {
        "kind": "select", "tactic": "reassurance-patrol", "pillar": "prepare", "on": ("places/market",), "owner": "PS Hall",
        "due": SOON, "objective": "residents speak to us again", "measure": "residents who feel safe, by survey",
        "authority": "none needed: open patrols", "phase": "hold", "because": "People on the street are afraid to be seen with us.",
    },
    "page": {
        "kind": "select", "tactic": "group-on-a-page", "pillar": "prepare", "owner": "Analyst Moor", "due": SOON,
        "objective": "one picture for every agency", "measure": "partners say it is what they needed", "authority": "none needed: internal",
        "because": "Three agencies work from three different lists of members.",
    },
    "focus-boss": {"kind": "focus", "ref": "people/boss", "because": "He gives the orders and holds the phone."},
    "focus-wren": {"kind": "focus", "ref": "people/wren", "because": "Wren leaving would end the evening supply."},
    "model": {"kind": "business-model", "form": "money", "because": "Without cash on Friday the runners do not come back."},
    "trajectory": {
        "kind": "trajectory", "form": "both", "because": "The fraud case runs a year; the street cannot wait for it.",
    },
    "place": {"kind": "place-based", "state": "yes", "because": "Nine in ten reports come from the same three hundred metres."},
    "partner": {
        "kind": "partner", "agency": "The council", "text": "support for traders",
        "because": "Its licensing team visits every shop each quarter.",
    },
    "protocol": {
        "kind": "protocol", "text": "Weekly call; names by secure mail only", "agreed_with": "The council",
        "because": "A list went astray last year and must not again.",
    },
    "share": {
        "kind": "share", "agency": "The council", "state": "yes", "basis": "Crime and Disorder Act 1998 s.115",
        "because": "Licensing cannot help the café without its name.",
    },
    "equality": {
        "kind": "assessment", "form": "equality", "text": "No family or community is singled out; conduct alone decides.",
        "because": "The street is home to one community more than others.",
    },
    "rights": {
        "kind": "assessment", "form": "human_rights", "text": "Home visits by day; article 8 weighed for each.",
        "because": "Families live above the shops we shall visit.",
    },
    "hold-ready": {"kind": "phase", "phase": "hold", "state": "ready", "because": "Patrols are rostered to the end of the year."},
    "build-ready": {"kind": "phase", "phase": "build", "state": "ready", "because": "The council has voted the money for the square."},
    "clear-ready": {"kind": "phase", "phase": "clear", "state": "ready", "because": "Warrants are drafted and what follows is in place."},
    "exit": {
        "kind": "exit", "text": "The council keeps the street once two quarters pass below ten robberies", "to": "The council",
        "because": "The unit is funded until spring and no longer.",
    },
    "disruption": {
        "kind": "disruption", "pillar": "pursue", "level": "moderate", "event": "Cash seized at the flat", "when": GONE,
        "because": "The Friday wages were not paid for three weeks.",
    },
    "moderated": {
        "kind": "moderate", "target": "disruption", "level": "minor",
        "because": "The panel saw the runners return in the fourth week.",
    },
}  # fmt: skip


def known() -> CaseNotes:
    """What has been found out about the group."""
    notes = CaseNotes()
    notes.group(
        cash_found=4000, charge_prospect="charged", sio_consulted="yes", financial_investigator=True, feud_active=True,
        dependent_users=False, tier="tier_2", embedded_in_place=True,
    )  # fmt: skip
    notes.about("people", "boss", role="principal", age_band="age_25_or_over", on_licence=True, breaches_terms=True)
    notes.about(
        "people",
        "wren",
        role="peripheral",
        age_band="age_18_to_24",
        wants_exit=True,
        in_debt_to_group=True,
        exploited=False,
    )
    notes.about("people", "sam", role="at_risk", age_band="age_14_to_17", exploited=True)
    notes.about("business", "cafe", under_pressure=True)
    notes.about("places", "market", kind="street", community_fear=True, harm_embedded=True)
    return notes


@dataclass
class Planned:
    """A plan to be written: the good one, changed as a test likes, and the numbers its entries were written under.

    `signed_after`: the decision after which it was signed off. `opened`: when the case was, a minute before the first decision.
    """

    written: dict[str, Fields] = field(default_factory=lambda: {name: dict(one) for name, one in PLAN.items()})
    notes: CaseNotes = field(default_factory=known)
    numbers: dict[str, int] = field(default_factory=dict)
    signed_after: str = ""
    opened: datetime = MORNING

    def without(self, *names: str) -> Planned:
        """Some decisions were never made."""
        for name in names:
            del self.written[name]
        return self

    def change(self, name: str, /, **fields: Any) -> Planned:
        """A decision says something else."""
        self.written[name] |= fields
        return self

    def add(self, name: str, kind: str, /, **fields: Any) -> Planned:
        """One decision more."""
        self.written[name] = {"kind": kind, "because": f"The panel asked for {name} by name in July.", **fields}
        return self

    def fact(self, owner: str, /, **facts: Any) -> Planned:
        """What was found out is something else; None: nothing was. `owner` is `group` or `people/boss`."""
        collection, _, member = owner.partition("/")
        for name, value in facts.items():
            held = self.notes.written["group"]
            if member:
                members = self.notes.written.setdefault(collection, [])
                held = next((one for one in members if one["id"] == member), None)
                if held is None:
                    self.notes.about(collection, member)
                    held = members[-1]
            held.pop(name, None)
            if isinstance(value, Reports):
                held[name] = list(value)
            elif value is not None:
                (self.notes.about(collection, member, **{name: value}) if member else self.notes.group(**{name: value}))
        return self

    def decision(self, name: str) -> tuple[Decision, str]:
        """A decision as it is written, with its reason; what it is about by the number that was written under."""
        fields = dict(self.written[name])
        because = fields.pop("because")
        if isinstance(fields.get("target"), str):
            fields["target"] = self.numbers[fields["target"]]
        return Decision(**fields), because

    def pages(self, library: Library) -> Pages:
        """The plan as entries without a store."""
        pages = Pages()
        pages.open(self.notes.read(library))
        for each in self.written:
            made, because = self.decision(each)
            supersedes = made.target if made.kind == "withdraw" else 0
            self.numbers[each] = pages.add(Decided(decision=made), because=because, supersedes=supersedes)
        return pages


def write(plan: Planned, file: Path, library: Library, *, name: str = "oak") -> CaseRecord:
    """The plan in a store of its own, entry by entry as they come, whether or not a form would take them today."""
    clock = SetClock(plan.opened)
    plan.notes.written["case"] = name
    record = new_case(Access(store=str(file), clock=clock), name, "training", plan.notes.read(library), library)
    stream = record.store.stream(record.card)
    stream.read()

    def put(content: Content, because: str = "", supersedes: int = 0) -> int:
        clock.wait(minutes=1)
        said = Said(content=content, because=because, supersedes=supersedes, library=library.digest)
        return stream.add(kind_of(content), spelt(said), record.store.person.name).position

    for each in plan.written:
        made, because = plan.decision(each)
        plan.numbers[each] = put(Decided(decision=made), because, made.target if made.kind == "withdraw" else 0)
        if each == plan.signed_after:
            put(Signed(fingerprint="f" * 64))
    record.refresh()
    return record

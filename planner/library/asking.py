"""Whom facts are asked of, and in which words: holders that exist and are used, questions that give nothing away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.domain.words import nearest
from planner.errors import Fault

Entries = Mapping[str, Mapping[str, Any]]


def unknown_holders(entries: Entries) -> Iterator[Fault]:
    """A fact whose holder is nowhere described, and a name that two holders go by."""
    named: dict[str, str] = {}
    for name, entry in entries["holders"].items():
        first = named.setdefault(entry.model.name, name)
        if first != name:
            what = f"the holder '{first}' has the name '{entry.model.name}' too."
            yield entry.document.fault(
                (*entry.keys, "name"), what, "Give one of them another name.", rule="unknown-holder"
            )
    if not named:  # that is told once, not at every fact
        return
    for entry in entries["vocabulary"].values():
        for n, holder in enumerate(entry.model.holders):
            if holder not in named:
                what = f"there is no holder '{holder}' in holders.yaml."
                mend = nearest(holder, named) or "Add it there."
                yield entry.document.fault((*entry.keys, "holders", n), what, mend, rule="unknown-holder")


def unknown_answers(entries: Entries) -> Iterator[Fault]:
    """A themed question that would tell a fact that does not exist."""
    facts = entries["vocabulary"]
    for entry in entries["themes"].values():
        for n, fact in enumerate(entry.model.would_tell):
            if fact not in facts:
                yield entry.document.fault(
                    (*entry.keys, "would_tell", n),
                    f"there is no fact '{fact}'.",
                    nearest(fact, facts),
                    rule="unknown-fact",
                )


def unwise_asking(entries: Entries) -> Iterator[Fault]:
    """Warnings: a holder of nothing, and words that tell a partner whom a question is about or why."""
    used = {holder for entry in entries["vocabulary"].values() for holder in entry.model.holders}
    for entry in entries["holders"].values():
        if entry.model.name not in used:
            what = f"no fact names the holder '{entry.model.name}'."
            mend = "Name it under `holders` of the facts it would hold, or take it out."
            yield entry.document.fault((*entry.keys, "name"), what, mend, severity="warning", rule="unused-holder")
    for entry, key, text in _said_to_partners(entries):
        for telltale in entries["telltale"].values():
            if found := telltale.model.found_in(text):
                yield entry.document.fault(
                    (*entry.keys, key),
                    f"'{found}' gives away too much ({telltale.model.id}).",
                    "Ask in the words that partner uses.",
                    severity="warning",
                    rule="tell-tale",
                )


def _said_to_partners(entries: Entries) -> Iterator[tuple[Any, str, str]]:
    """Each text a partner may read: its entry, its key, and the words without the police unit they are addressed to."""
    police = {entry.model.name for entry in entries["holders"].values() if entry.model.kind == "police"}
    for entry in entries["vocabulary"].values():
        wording = entry.model.partner_wording
        addressed = set(entry.model.holders) <= police
        yield entry, "partner_wording", wording.partition(": ")[2] or wording if addressed else wording
    for entry in entries["themes"].values():
        yield entry, "text", entry.model.text
    for entry in entries["holders"].values():
        if entry.model.kind != "police":
            yield entry, "name", entry.model.name

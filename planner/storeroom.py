"""The commands that look after stores: `fourp store init`, `people`, `add-person`, `remove-person`, `rekey`, `backup`,
`restore`, `migrate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.domain.words import count_of, harmless
from planner.passphrase import chosen as new_passphrase
from planner.shell import access_of, access_words, command_words, print_json

if TYPE_CHECKING:
    from planner.record.store import StoreKind


def store_words(commands: Any) -> None:
    """The `store` commands added to the others."""
    help_text = "The stores that hold the record: make one, who can open it, keys, backup, restore, migrate."
    stores = commands.add_parser("store", help=help_text, description=help_text)
    parts = stores.add_subparsers(title="commands", metavar="COMMAND", required=True)
    access = access_words()
    made = command_words(parts, "init", "Make the live store; you are its first person.", _init, access)
    made.add_argument("--training", action="store_true", help="make a training store: no key, watermarked TRAINING")
    _new_passphrase(made)
    command_words(parts, "people", "Who can open the live store.", _people, access)
    adding = command_words(
        parts, "add-person", "Let someone open the live store under a passphrase of their own.", _add, access
    )
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--role", default="", help="their database role, where the store is in PostgreSQL")
    _new_passphrase(adding)
    removing = command_words(parts, "remove-person", "Take someone's way in, and change every key.", _remove, access)
    removing.add_argument("name", metavar="NAME")
    command_words(parts, "rekey", "Change every key; what is written from now on needs the new ones.", _rekey, access)
    backing = command_words(parts, "backup", "The whole store, sealed as it is, into one file.", _backup, access)
    backing.add_argument("file", type=Path, metavar="FILE")
    restoring = command_words(
        parts, "restore", "A backup into the place of the store, which must be free.", _restore, access
    )
    restoring.add_argument("file", type=Path, metavar="FILE")
    moving = command_words(
        parts, "migrate", "Bring a store to this version's form, or copy it to another place.", _migrate, access
    )
    moving.add_argument("--to", default="", metavar="ADDRESS", help="a new file, or postgresql://role@host/name")
    for command in (backing, moving):
        command.add_argument("--training", action="store_true", help="the training store")
    for command in parts.choices.values():
        command.add_argument("--json", action="store_true", help="as JSON")


def _new_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help="the new passphrase, in a file only you can read"
    )


def _say(chosen: argparse.Namespace, text: str, **shape: Any) -> int:
    if chosen.json:
        print_json(shape)
    else:
        print(harmless(text))
    return 0


def _init(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import init

    access = access_of(chosen)
    kind: StoreKind = "training" if chosen.training else "live"
    if not chosen.training and access.backend("live").exists():
        from planner.errors import InputError

        raise InputError.of(
            access.backend("live").place, "there is a store here already.", "Use it, or name another with --store."
        )
    passphrase = (
        ""
        if chosen.training
        else new_passphrase(chosen.new_passphrase_file or chosen.passphrase_file, f"of {access.name}")
    )
    with init(access, kind, passphrase) as store:
        place, watched = store.backend.place, store.witness.path
    after = (
        "Anyone who can read it can open it."
        if kind == "training"
        else (
            f"{access.name} can open it. Nobody can without a passphrase: if all are lost, so is the store. Add a second person."
        )
    )
    return _say(
        chosen,
        f"Made the {kind} store {place}. {after}\nIts witness is {watched}.",
        store=place,
        kind=kind,
        person=access.name,
    )


def _people(chosen: argparse.Namespace) -> int:
    with access_of(chosen).open("live") as store:
        cards = store.people()
    told = "\n".join(
        f"{card.name}  since {card.since}" + (f"  role {card.role}" if card.role else "") for card in cards
    )
    return _say(
        chosen,
        told or "Nobody: a training store has no people.",
        people=[{"name": card.name, "role": card.role, "since": card.since} for card in cards],
    )


def _add(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import add_person

    card = add_person(
        access_of(chosen), chosen.name, new_passphrase(chosen.new_passphrase_file, f"of {chosen.name}"), chosen.role
    )
    return _say(chosen, f"{card.name} can open the store from now on.", person=card.name, role=card.role)


def _remove(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import remove_person

    cases = remove_person(access_of(chosen), chosen.name)
    told = (
        f"{chosen.name} can no longer open the store. Every key is new, and {count_of(cases, 'case')} noted it. "
        "What they copied before, they still have."
    )
    return _say(chosen, told, removed=chosen.name, cases=cases)


def _rekey(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import rekey

    cases = rekey(access_of(chosen))
    return _say(chosen, f"Every key is new, and {count_of(cases, 'case')} noted it.", cases=cases)


def _backup(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import backup

    return _copied(chosen, backup(access_of(chosen), "training" if chosen.training else "live", chosen.file))


def _restore(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import restore

    return _copied(chosen, restore(access_of(chosen), chosen.file))


def _migrate(chosen: argparse.Namespace) -> int:
    from planner.application.storekeeping import migrate

    found = migrate(access_of(chosen), "training" if chosen.training else "live", chosen.to)
    if isinstance(found, int):
        return _say(chosen, f"The store is in the form this fourp uses ({found}). Nothing to do.", format=found)
    return _copied(chosen, found)


def _copied(chosen: argparse.Namespace, copied: Any) -> int:
    told = (
        f"Copied the {copied.kind} store: {count_of(copied.cases, 'case')}, {count_of(copied.entries, 'entry')}, to {copied.target}. "
        "Check it with fourp verify."
    )
    return _say(
        chosen,
        told,
        source=copied.source,
        target=copied.target,
        kind=copied.kind,
        cases=copied.cases,
        entries=copied.entries,
    )

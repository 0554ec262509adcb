"""Opening the live store with a passphrase, and making one where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.words import count_of
from planner.errors import InputError
from planner.tui.asked import Asked, LinesScreen

if TYPE_CHECKING:
    from planner.application.casework import Access
    from planner.record.store import StoreKind

WRONG = "That passphrase does not open this store. Nothing has changed."


def unlock_screen(access: Access) -> LinesScreen[Access]:
    """Asks for a passphrase until it opens the live store; gives the way in."""

    def attempt(said: Mapping[str, str]) -> Access:
        trial = with_passphrase(access, said["name"], said["passphrase"])
        try:
            trial.open("live").close()
        except InputError as error:
            if any("passphrase does not open" in one.what for one in error.faults):
                mend = "Check the name and try again, or press Esc for practice cases."
                raise InputError.of("passphrase", WRONG, mend) from None
            raise
        return trial

    return LinesScreen(
        "Unlock the live store", "Your passphrase stays in this terminal and is kept nowhere. Esc: practice cases only.",
        [Asked("name", "Your name in this store", access.name), Asked("passphrase", "Passphrase", hidden=True)], attempt,
    )  # fmt: skip


def make_store_screen(access: Access) -> LinesScreen[Access]:
    """Makes the live store; gives the way into it."""

    def attempt(said: Mapping[str, str]) -> Access:
        from planner.application.storekeeping import init

        if said["passphrase"] != said["again"]:
            raise InputError.of("again", "the two passphrases are not the same.", "Type them again.")
        found = with_passphrase(access, said["name"], said["passphrase"])
        init(found, "live", said["passphrase"]).close()
        return found

    return LinesScreen(
        "Make the live store", "It holds live cases, sealed. Nobody can open it without a passphrase: if all are lost, so is the store. "
        "Let a second person in as soon as you can: fourp store add-person.",
        [
            Asked("name", "Your name in this store", access.name),
            Asked("passphrase", "Passphrase: four or five unrelated words", hidden=True),
            Asked("again", "The same again", hidden=True),
        ],
        attempt,
    )  # fmt: skip


def back_up_screen(access: Access, kind: StoreKind) -> LinesScreen[str]:
    """Copies a whole store into a file; gives what was copied, in words."""

    def attempt(said: Mapping[str, str]) -> str:
        from planner.application.storekeeping import backup

        made = backup(access, kind, Path(said["file"].strip()).expanduser())
        return f"Copied {count_of(made.cases, 'case')}, {count_of(made.entries, 'entry')}, to {made.target}."

    return LinesScreen(
        f"Back up the {kind} store", "The whole store, sealed as it is, into a new file. Its witness goes beside it.",
        [Asked("file", "File", f"~/fourp-{kind}-{access.clock():%Y-%m-%d}.sqlite")], attempt,
    )  # fmt: skip


def with_passphrase(access: Access, name: str, passphrase: str) -> Access:
    """The way in of a person whose passphrase is known."""
    return replace(access, person=name.strip(), ask=lambda _: passphrase, ready=True)

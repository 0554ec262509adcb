"""Driving the planner as an officer does: a store with a case, keys, and the screen as text."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.events import Key, Paste
from textual.pilot import Pilot

from planner.application.casework import Access, begin, open_record
from planner.application.deciding import decide
from planner.application.sitting import Bench
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.tui.app import Planner
from planner.tui.frame import Page

SCREENS = Path(__file__).parent / "screens"
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOON = 50  # rounds within which a screen comes to rest
SMALL, USUAL, WIDE = (60, 20), (80, 24), (160, 50)


def as_kept(screen: str, name: str) -> None:
    """A screen is the one kept under `screens/`; FOURP_SCREENS=write keeps it anew, to be read in the diff."""
    kept = SCREENS / f"{name}.txt"
    seen = re.sub(r"[▁▂▃▄▅▆▇█▏▎▍▌▋▊▉]", " ", screen)  # the scroll bar's thumb is no part of what is said
    seen = "\n".join(row.rstrip() for row in seen.splitlines()) + "\n"
    if os.environ.get("FOURP_SCREENS") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(seen, encoding="utf-8")
    assert kept.is_file(), f"there is no {kept.name} yet: FOURP_SCREENS=write keeps it"
    assert seen == kept.read_text(encoding="utf-8")


class Ticking:
    """A clock that goes on by a minute at each entry and never by itself."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def later(self, minutes: int = 1) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)


@dataclass
class Officer:
    """An officer at the planner: what they press and what they see. `pressed` counts the keys on each page, typed words left out; `swift`
    presses on without looking whether the screen has come to rest, and words come in at once, as a terminal pastes them."""

    app: Planner
    pilot: Pilot[None]
    pressed: Counter[str] = field(default_factory=Counter)
    swift: bool = False

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and wait until the planner has nothing left to do."""
        self.pressed[self.page] += len(keys)
        await self.pilot.press(*keys)
        if not self.swift:
            await self.settle()

    async def type(self, text: str, *then: str) -> None:
        """Type words into the field that has the cursor, as fast as a keyboard sends them, `then` press keys."""
        names = {
            " ": "space",
            ".": "full_stop",
            ",": "comma",
            "-": "minus",
            ":": "colon",
            "'": "apostrophe",
            "/": "slash",
        }
        if self.swift:
            self.app.post_message(Paste(text))
        for sign in "" if self.swift else text:
            self.app.post_message(Key(names.get(sign, sign), sign))
        await self.press(*then)

    async def settle(self) -> None:
        """Wait for the work that was begun and for what it began in turn, until the screen changes no more: the footer is painted
        after the rest."""
        alike, before = 0, ""
        for _ in range(SOON):
            await self.pilot.pause()
            if not all(one.is_finished for one in self.app.workers):
                await self.app.workers.wait_for_complete()
                alike = 0
            alike = alike + 1 if before == (before := self.screen) else 0
            if alike == 2:
                return

    async def until(self, words: str, *, gone: bool = False) -> None:
        """Wait until these words are on the screen, or off it: for what is read beside it and may come late."""
        for _ in range(20 * SOON):
            if (words in self.screen) != gone:
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"'{words}' never {'went' if gone else 'came'}:\n{self.screen}")

    @property
    def page(self) -> str:
        """The page that is open, also beneath a sheet."""
        pages = (one.NAME for one in reversed(self.app.screen_stack) if isinstance(one, Page))
        return next(pages, "home")

    @property
    def screen(self) -> str:
        """The screen as text, each row without its trailing blanks."""
        strips = self.app.screen._compositor.render_strips()
        rows = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
        return "\n".join(rows) + "\n"

    @property
    def rows(self) -> list[str]:
        """The screen row by row."""
        return self.screen.splitlines()

    @property
    def book(self) -> Casebook:
        """The record of the open case as it is on disk, read by somebody else."""
        assert self.app.sitting is not None
        with open_record(self.app.sitting.record.name, self.app.access) as record:
            return record.book

    def looks(self, name: str) -> None:
        """The screen is the one kept."""
        as_kept(self.screen, name)


@dataclass
class Place:
    """A folder of stores, and the bench that planners there share."""

    bench: Bench
    access: Access
    clock: Ticking

    def case(self, name: str = "first-plan", origin: str = "smith-ocg") -> None:
        """A stored training case, empty or beginning with the facts of another."""
        begin(self.access, self.bench.library, name, "training", origin=origin).store.close()

    def decided(
        self, name: str, made: Sequence[Decision], because: str = "The facts bear it out and partners agree."
    ) -> None:
        """Decisions in the record of a case, as if made earlier."""
        with open_record(name, self.access) as record:
            for n, one in enumerate(made, 1):
                decide(record, self.bench.recommender, one, Reasons(f"{because} Point {n}."))

    @asynccontextmanager
    async def officer(self, case: str = "", size: tuple[int, int] = USUAL) -> AsyncIterator[Officer]:
        """An officer who opens the planner, at once at a case where one is named."""
        app = Planner(lambda: self.access, lambda: self.bench, case)
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            officer = Officer(app, pilot)
            await officer.settle()
            yield officer

"""Hostile text shows as itself on every screen: out of the catalogue, the vocabulary, the rules, a profile and the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from planner.application.casework import Access, new_case, open_record
from planner.application.recommending import Recommender
from planner.application.sitting import Bench
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.domain.words import HIDDEN
from planner.library.casefile import load_case
from planner.library.layers import shipped_root
from planner.tui.app import page_class
from planner.tui.frame import PAGES
from tests.tui.driving import MORNING, Officer, Place, Ticking

# Closes a tag that was never opened (a crash), opens one that is never closed (text lost), makes a click run an action, turns the
# reader's line round, and would name the terminal's window.
CORPUS = {
    "brackets": "[/oops] [bold red]L[/] [b",
    "actions": "[@click=app.quit]c[/] {0} $name %s",
    "escapes": "\x1b]0;pwn\x07\u202e\u200b\x9b31m|",
}
# Conditions and ids are read by engines; everything else that an entry holds is read by people.
NOT_READ = ("when", "where", "eligibility", "examples", "id", "applies_to", "legal_basis")


def poisoned(given: Any, hostile: str) -> Any:
    """The same shape with the hostile text in front of everything that is prose."""
    if isinstance(given, BaseModel):
        fields = {name: getattr(given, name) for name in type(given).model_fields if name not in NOT_READ}
        return given.model_copy(update={name: poisoned(value, hostile) for name, value in fields.items()})
    if isinstance(given, dict):
        return {key: poisoned(value, hostile) for key, value in given.items()}
    if isinstance(given, tuple | list):
        return type(given)(poisoned(one, hostile) for one in given)
    return hostile + given if isinstance(given, str) and " " in given else given


@pytest.fixture(scope="module", params=CORPUS.values(), ids=CORPUS)
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def poisoned_bench(library: Library, hostile: str) -> Iterator[Bench]:
    opened = Bench(Recommender(poisoned(library, hostile), MORNING.date()))
    yield opened
    opened.close()


@pytest.fixture
def poisoned_place(
    poisoned_bench: Bench, hostile: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Place:
    """A case in which every name, note and source, and every word decided, is hostile too: as if written past all checks."""
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    clock = Ticking()
    access = Access(clock=clock)
    profile = load_case(shipped_root() / "scenarios" / "cases" / "smith-ocg.yaml", library)
    profile = profile.model_copy(update={"expects": {}, "plan": None, "title": f"{hostile} {profile.title}"})
    with new_case(access, "bad-case", "training", poisoned(profile, hostile), poisoned_bench.library) as record:
        for made in (
            Decision(kind="vision", text=hostile),
            Decision(kind="aim", pillar="pursue", text=hostile),
            Decision(kind="lead", pillar="pursue", name=hostile),
            Decision(
                kind="select",
                tactic="criminal-investigation",
                pillar="pursue",
                owner=hostile,
                due=date(2026, 12, 11),
                measure=hostile,
            ),
            Decision(kind="intervention", pillar="protect", text=hostile, owner=hostile, phase="hold"),
            Decision(
                kind="objective", pillar="pursue", text=hostile, owner=hostile, measure=hostile, due=date(2026, 12, 11)
            ),
            Decision(kind="requirement", text=hostile, drives=hostile),
            Decision(kind="collection", text=hostile, source=hostile, method=hostile),
            Decision(kind="stakeholder", name=hostile),
            Decision(kind="partner", agency=hostile, text=hostile),
            Decision(kind="share", agency=hostile, state="yes", basis=hostile),
            Decision(kind="assessment", form="risk", text=hostile),
            Decision(kind="phase", phase="hold", state="ready", measure=hostile),
            Decision(kind="measure", name=hostile, value=hostile, when=date(2026, 11, 20), baseline=True),
            Decision(kind="disruption", pillar="pursue", level="minor", event=hostile, when=date(2026, 11, 20)),
        ):
            record.write(Decided(decision=made), because=hostile, decider=hostile, library=poisoned_bench.library)
    return Place(poisoned_bench, access, clock)


def sound(officer: Officer) -> None:
    """Nothing on the screen could be taken for a command, or hides."""
    assert not HIDDEN.search(officer.screen.replace("\n", ""))


async def test_every_page_and_view_shows_hostile_text_as_itself(poisoned_place: Place, hostile: str) -> None:
    shown = HIDDEN.sub("\N{REPLACEMENT CHARACTER}", hostile)[:6]
    seen = set()
    async with poisoned_place.officer("bad-case", size=(160, 50)) as officer:
        for name, key, _ in PAGES[:-1]:
            await officer.press(key)
            for view in [view for view, _ in page_class(name).VIEWS] or [""]:
                officer.app.open_page(name, view)
                await officer.settle()
                await officer.press("down", "end", "home")
                sound(officer)
                if shown in officer.screen.split("\n", 1)[1]:
                    seen.add(name)
                await officer.press("f1")
                sound(officer)
                await officer.press("escape")
        await officer.press("f9")
        sound(officer)
    assert seen >= {"picture", "tactics", "plan", "gaps", "check", "log"}


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_every_page_holds_at_a_small_size(poisoned_place: Place, size: tuple[int, int]) -> None:
    async with poisoned_place.officer("bad-case", size=size) as officer:
        for name, key, _ in PAGES[:-1]:
            await officer.press(key)
            for view in [view for view, _ in page_class(name).VIEWS] or [""]:
                officer.app.open_page(name, view)
                await officer.press("down")
                sound(officer)


async def test_a_sheet_a_message_and_the_palette_show_it_as_itself(poisoned_place: Place, hostile: str) -> None:
    async with poisoned_place.officer("bad-case") as officer:
        officer.app.say(hostile, "error")
        await officer.settle()
        sound(officer)
        officer.app.ask(
            "select", given={"tactic": "criminal-investigation"}, title=hostile, about=hostile, start={"owner": hostile}
        )
        await officer.settle()
        sound(officer)
        assert HIDDEN.sub("\N{REPLACEMENT CHARACTER}", hostile)[:6] in officer.screen
        await officer.press("escape", "ctrl+p")
        await officer.type("show")
        sound(officer)
        await officer.press("escape", "z")
        sound(officer)


async def test_the_record_itself_was_left_as_it_is(poisoned_place: Place, hostile: str) -> None:
    with open_record("bad-case", poisoned_place.access) as record:
        assert record.book.plan.vision == hostile

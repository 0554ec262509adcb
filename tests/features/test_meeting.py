"""What the sentences of the meetings' feature mean: one stored case, the packs made of it, and what each agency takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.casework import Access, CaseRecord, new_case
from planner.application.deciding import decide
from planner.application.meeting import Pack, pack
from planner.application.panel import Parts, parts
from planner.application.recommending import Recommender
from planner.application.reviewing import Reviewer
from planner.application.signing import sign
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.domain.menu import AGENCIES
from planner.domain.profile import FactRecord, Member, Profile
from planner.errors import InputError
from planner.exports.handing_over import export_suggestion
from planner.exports.handing_round import export_pack, part_path
from tests.conftest import DAY
from tests.features.notes import day
from tests.features.record_notes import REASON, SetClock, few
from tests.signable import the_rest

scenarios("meeting.feature")


@pytest.fixture(scope="module")
def menu(library: Library) -> Library:
    return few(library, ["closure-order", "child-safeguarding-referral"])


@pytest.fixture(scope="module")
def recommender(menu: Library) -> Iterator[Recommender]:
    with Recommender(menu, DAY) as opened:
        yield opened


@dataclass
class Room:
    """A case, the clock, and the packs made of it so far."""

    record: CaseRecord
    recommender: Recommender
    clock: SetClock
    folder: Path
    packs: list[tuple[Pack, Parts, Path]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    refused: str = ""

    def decide(self, name: str, kind: str, /, **fields: object) -> None:
        self.clock.wait(minutes=1)
        made = Decision.model_validate({"kind": kind, **fields})
        self.numbers[name] = decide(self.record, self.recommender, made, Reasons(REASON)).saved.position

    def meet(self, on: str = "") -> None:
        """A pack for the panel, in a folder of its own."""
        if on:
            self.clock.now = datetime.combine(day(on), time(9), UTC)
        else:
            self.clock.wait(days=60)
        library = self.recommender.library
        made = pack("disruption-panel", [self.record], library, self.clock().date())
        found = parts(made, {}, library)
        out = self.folder / f"{len(self.packs)}" / "panel.md"
        out.parent.mkdir()
        export_pack(made, [self.record], library, found, out, "", Reasons())
        self.packs.append((made, found, out))

    def part(self, title: str) -> str:
        """What an agency took away from the last panel."""
        _, found, out = self.packs[-1]
        one = next(part for part in found.parts if part.title == title)
        return part_path(out, one).read_text(encoding="utf-8")


@given(parsers.parse('a training case called "{title}"'), target_fixture="room")
def _(title: str, recommender: Recommender, tmp_path: Path) -> Iterator[Room]:
    def known(value: str) -> tuple[FactRecord, ...]:
        return (FactRecord(value=value, grade="1A"),)

    people = (
        Member(id="p1", label="Ann Vale", facts={"role": known("principal"), "age_band": known("age_25_or_over")}),
        Member(id="p2", label="Ben Hill", facts={"role": known("at_risk"), "age_band": known("age_10_to_13")}),
    )
    profile = Profile(
        case="oak", title=title, kind="training", nation="england",
        members={"people": people, "premises": (Member(id="h1", label="12 Mill Lane"),)},
    )  # fmt: skip
    clock = SetClock()
    with new_case(
        Access(store=str(tmp_path / "training.sqlite"), clock=clock), "oak", "training", profile, recommender.library
    ) as record:
        yield Room(record, recommender, clock, tmp_path)


@given(parsers.re(r'(?P<who>Housing|the council) agreed at the panel to "(?P<what>.+)" by (?P<due>.+)'))
def _(room: Room, who: str, what: str, due: str) -> None:
    agency = "Council" if who == "the council" else who
    room.decide("action", "action", agency=agency, text=what, due=day(due), trigger="the panel")


@given(parsers.parse('the council is to seek a closure order on "{place}"'))
def _(room: Room, place: str) -> None:
    assert room.record.profile.label("premises/h1") == place
    room.decide("order", "select", tactic="closure-order", owner="Council licensing team", on=["premises/h1"])


@given(parsers.re(r"it was decided (?P<no>not )?to share with the council"))
def _(room: Room, no: str | None) -> None:
    room.decide(
        "share",
        "share",
        agency="council",
        state="no" if no else "yes",
        basis="" if no else "Crime and Disorder Act 1998, s.115",
    )


@given("the plan is signed off")
def _(room: Room) -> None:
    room.decide("step", "intervention", pillar="protect", text="Visits to the shops", owner="Council")
    room.decide("safe", "select", tactic="child-safeguarding-referral", on=["people/p2"], owner="Council")
    for one in the_rest("protect"):
        decide(room.record, room.recommender, one, Reasons(REASON))
    with Reviewer(room.recommender) as reviewer:
        sign(room.record, reviewer, Reasons(REASON))


@given(parsers.re(r"the pack for the panel was made on (?P<on>.+)"))
@when(parsers.re(r"the pack for the panel is made on (?P<on>.+)"))
def _(room: Room, on: str) -> None:
    room.meet(on)


@when(parsers.re(r"Housing has (?P<no>not )?done it"))
def _(room: Room, no: str | None) -> None:
    room.decide("progress", "progress", target=room.numbers["action"], state="not_done" if no else "done")


@when(parsers.parse('it is learned of the closure order that "{what}"'))
def _(room: Room, what: str) -> None:
    room.decide("learned", "debrief", text=what, question="worked", target=room.numbers["order"])
    try:
        export_suggestion(
            room.record, room.recommender.library, "closure-order", room.folder / "note.yaml", "", Reasons()
        )
    except InputError as error:
        room.refused = str(error)


@then(parsers.re(r'the pack says that "(?P<what>.+)" is carried over, (?P<days>\d+) days late'))
def _(room: Room, what: str, days: str) -> None:
    made, _, out = room.packs[-1]
    assert [(one.decision.text, one.carried, one.days_late) for one in made.actions] == [(what, True, int(days))]
    assert f"{days} days late; carried over" in out.read_text(encoding="utf-8")


@then(parsers.parse('the next pack says that "{what}" is over'))
def _(room: Room, what: str) -> None:
    room.meet()
    made = room.packs[-1][0]
    assert ([one.decision.text for one in made.over], made.actions) == ([what], ())


@then(parsers.parse('the pack after that says nothing of "{what}"'))
def _(room: Room, what: str) -> None:
    room.meet()
    assert what not in room.packs[-1][2].read_text(encoding="utf-8")


@then("the plan is still signed off")
def _(room: Room) -> None:
    signed = room.record.book.sign_off
    assert signed is not None
    assert signed.stands


@then(parsers.re(r'the part of (?:the )?(?P<agency>Council|Housing) holds "(?P<what>.+)"'))
def _(room: Room, agency: str, what: str) -> None:
    assert agency in AGENCIES.values()
    assert what in room.part(agency)


@then(parsers.re(r'the part of (?:the )?(?P<agency>Council|Housing) says nothing of "(?P<what>.+)"'))
def _(room: Room, agency: str, what: str) -> None:
    assert what.casefold() not in room.part(agency).casefold()


@then("the chair is told why")
def _(room: Room) -> None:
    assert "no decision to share with its lawful basis stands" in room.packs[-1][2].read_text(encoding="utf-8")


@then(parsers.parse('the chair is told that "{what}" would tell'))
def _(room: Room, what: str) -> None:
    assert f"'{what}'" in room.packs[-1][2].read_text(encoding="utf-8")


@then(parsers.parse('the note for the adviser says "{what}"'))
def _(room: Room, what: str) -> None:
    assert what in (room.folder / "note.yaml").read_text(encoding="utf-8")


@then(parsers.parse('the note for the adviser says nothing of "{what}"'))
def _(room: Room, what: str) -> None:
    assert what not in (room.folder / "note.yaml").read_text(encoding="utf-8")


@then(parsers.parse('no note is written, because "{what}" would tell'))
def _(room: Room, what: str) -> None:
    assert f"{what} would tell, or may tell, which case this comes from" in room.refused
    assert not (room.folder / "note.yaml").exists()

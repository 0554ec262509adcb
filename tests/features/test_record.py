"""What the sentences of the record's feature mean. Every example is run with the stores in files, and again in PostgreSQL."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.casework import Access, CaseRecord, begin, new_case, open_record, replay_library, sanitised
from planner.application.deciding import FactTold, Settled, decide, learn, looked_into
from planner.application.planning import draft, review_clock
from planner.application.recommending import Recommendation, Recommender
from planner.application.reviewing import Reviewer
from planner.application.signing import dispose, keep, sign, verify
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import Basis, Decision
from planner.domain.entries import Decided, Entry, Exported, Learned, Said
from planner.domain.library import Library
from planner.domain.profile import FactRecord
from planner.domain.tactic import PILLARS
from planner.errors import InputError
from planner.exports.decided import decided as plan_as_decided
from planner.exports.document import Table
from planner.exports.handing_over import export_plan
from planner.exports.plan_document import plan_document
from planner.library import loading
from planner.record.store import StoreKind
from tests.conftest import Run
from tests.features.notes import CaseNotes, day, titled
from tests.features.record_notes import REASON, Office, SetClock, few
from tests.signable import the_rest

scenarios("record.feature")

GREEN, HALL, KHAN = "DI Green", "Supt Hall", "DS Khan"
OFFICER = r"(?P<officer>DI Green|Supt Hall|DS Khan)"
MENU = (
    "cash-seizure", "account-freezing", "strike-day", "home-takeover-offence", "child-safeguarding-referral", "drug-treatment-fast-track",
    "group-on-a-page",
)  # fmt: skip
SHOWN = {"fitting": "certain", "ruled out": "ruled_out", "blocked": "blocked"}
OUTCOMES = {"fits": "certain", "might fit": "possible", "is ruled out": "ruled_out", "is blocked": "blocked"}
Open = Callable[[Library, date], Recommender]


def test_every_example_is_run() -> None:
    """A keyword that the parser does not know would be read as a remark, and a name given twice hides the first."""
    written = (Path(__file__).parent / "record.feature").read_text(encoding="utf-8")
    assert set(re.findall(r"^ *([A-Z][a-z]+(?: [A-Z][a-z]+)?):", written, re.MULTILINE)) == {
        "Feature",
        "Rule",
        "Example",
        "Examples",
    }
    named = re.findall(r"^ *Example: (.+)$", written, re.MULTILINE)
    assert len(set(named)) == len(named)


# -- the desk -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def menu(library: Library) -> Library:
    """A few tactics of the shipped library."""
    return few(library, MENU)


@pytest.fixture(scope="session")
def opened(menu: Library) -> Iterator[Open]:
    """Recommenders, each opened once for a library and a day."""
    made: dict[tuple[str, date], Recommender] = {}

    def of(library: Library, when_: date) -> Recommender:
        key = (library.digest, when_)
        if key not in made:
            made[key] = Recommender(library, when_)
        return made[key]

    yield of
    for one in made.values():
        one.close()


@dataclass
class Desk:
    """The officers at work on one case: what each has open, what was written last, and what was refused."""

    office: Office
    library: Library
    opened: Open
    folder: Path
    run: Run
    clock: SetClock = field(default_factory=SetClock)
    kind: StoreKind = "training"
    refused: InputError | None = None
    settled: Settled | None = None
    shown: str = ""
    length: int = 0
    _open: dict[str, CaseRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = self.office.new_name()
        self.notes = CaseNotes()
        self.notes.written["case"] = self.name

    @property
    def recommender(self) -> Recommender:
        return self.opened(self.library, self.clock().date())

    def record(self, officer: str = GREEN) -> CaseRecord:
        """The case as an officer has it open: DI Green opens it first, with what is known by then."""
        if not self._open:
            known = self.notes.read(self.library)
            self._open[GREEN] = self.office.begin(self.access(GREEN), known, self.library, self.kind)
            self.length = 1
        if officer not in self._open:
            self._open[officer] = self.look(officer)
        return self._open[officer]

    def access(self, officer: str, kind: StoreKind | None = None) -> Access:
        return self.office.access(officer, kind or self.kind, self.clock)

    def look(self, officer: str = GREEN) -> CaseRecord:
        """The case as an officer opens it afresh; whoever asks closes it."""
        return open_record(self.name, self.access(officer))

    def close(self) -> None:
        for record in self._open.values():
            record.store.close()

    def open_again(self) -> None:
        """Everybody looks at the case as it is by now."""
        for record in self._open.values():
            record.refresh()

    def attempt(self, act: Callable[[], Any]) -> Any:
        """What comes of an act, or why it was refused."""
        self.length = max(self.length, len(self.book.entries))
        try:
            return act()
        except InputError as refused:
            self.refused = refused
            return None

    def decide(self, officer: str, kind: str, reasons: Reasons | None = None, **parts: Any) -> None:
        record = self.record(officer)
        made = Decision(kind=kind, **parts)
        self.settled = self.attempt(lambda: decide(record, self.recommender, made, reasons or Reasons(REASON)))

    def learn(self, officer: str, ref: str, value: str, **over: Any) -> None:
        told = FactTold(ref=ref, value=value, grade="2B", source="a patrol", **over)
        record = self.record(officer)
        self.settled = self.attempt(lambda: learn(record, self.library, told, Reasons()))

    @property
    def book(self) -> Casebook:
        return self.record().book

    @property
    def last(self) -> Entry:
        """The last entry written by any of these steps."""
        assert self.settled is not None
        return self.settled.entry

    @property
    def said(self) -> Said:
        assert self.last.said is not None
        return self.last.said

    @property
    def basis(self) -> Basis:
        assert isinstance(self.said.content, Decided)
        assert self.said.content.basis is not None
        return self.said.content.basis

    def tactic(self, title: str) -> str:
        return next(one.id for one in self.library.active if one.title == title)

    def type(self, officer: str, *words: object) -> str:
        """What a command shows."""
        ran = self.run([*words, *self.office.words(officer, self.kind)])
        assert ran.code == 0, ran.err
        return ran.out


@pytest.fixture(scope="session", params=["files", pytest.param("PostgreSQL", marks=pytest.mark.postgresql)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A live and a training store, in files or in a real PostgreSQL. Each example has a case of its own there."""
    server = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    return Office(tmp_path_factory.mktemp("office"), (GREEN, HALL, KHAN), server)


@pytest.fixture(autouse=True)
def desk(
    office: Office, tmp_path: Path, menu: Library, opened: Open, run: Run, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The officers' desk. What was refused must have been looked at."""
    monkeypatch.setattr(loading, "load_library", lambda *_: menu)
    made = Desk(office, menu, opened, tmp_path, run)
    yield made
    made.close()
    assert made.refused is None, str(made.refused)


# -- what is known --------------------------------------------------------------------------------------------------


@given(parsers.re(r"an? (?P<kind>training|live) case against a group that sells cocaine"))
def _(desk: Desk, kind: StoreKind) -> None:
    desk.kind = kind
    desk.notes.group(crime_types=["class_a_supply"])


@given(parsers.parse("a training case against a group at tier {number:d}"))
def _(desk: Desk, number: int) -> None:
    desk.notes.group(tier=f"tier_{number}")


@given("a training case against a group at a tier nobody has noted")
def _(desk: Desk) -> None:
    assert "tier" not in desk.notes.written["group"]


@given(parsers.parse("it is {when_}"))
def _(desk: Desk, when_: str) -> None:
    desk.clock.now = datetime.combine(day(when_), desk.clock().timetz())


@given(parsers.parse("£{pounds} in cash was found"))
def _(desk: Desk, pounds: str) -> None:
    desk.notes.group(cash_found=int(pounds.replace(",", "")))


@given("no cash was found")
def _(desk: Desk) -> None:
    desk.notes.group(cash_found=False)


@given(parsers.parse("£{pounds} stands in an account thought to hold its money"))
def _(desk: Desk, pounds: str) -> None:
    desk.notes.group(suspect_account_balance=int(pounds.replace(",", "")))


@given("a day of warrants is planned, with neither a Hold nor a Build plan")
def _(desk: Desk) -> None:
    desk.notes.group(strike_planned=True, charge_prospect="possible", hold_plan=False, build_plan=False)


@given("a charge is possible, and a home was taken over from whoever lives there")
def _(desk: Desk) -> None:
    desk.notes.group(charge_prospect="possible")
    desk.notes.about("premises", "the home", home_taken_over=True, lived_in=True)


@given("a charge is possible")
def _(desk: Desk) -> None:
    desk.notes.group(charge_prospect="possible")


@given("a runner of 15 whom the group exploits")
def _(desk: Desk) -> None:
    desk.notes.about("people", "the runner", role="peripheral", age_band="age_14_to_17", exploited=True)


@given("somebody called the principal")
def _(desk: Desk) -> None:
    desk.notes.about("people", "the principal", role="principal")


@given("somebody called the principal, of whom a neighbour said on 1 May 2026 that he keeps a van")
def _(desk: Desk) -> None:
    desk.notes.about("people", "the principal", role="principal")
    van = {
        "value": desk.notes.id_of("the principal"),
        "grade": "2B",
        "on": "2026-05-01",
        "source": "a neighbour",
        "note": "a white one",
    }
    desk.notes.written["vehicles"] = [{"id": "the-van", "label": "the white van", "keeper": van}]


# -- what is decided ------------------------------------------------------------------------------------------------


@when(parsers.re(OFFICER + r' selects "(?P<title>[^"]+)" because "(?P<reason>.*)"'))
def _(desk: Desk, officer: str, title: str, reason: str) -> None:
    desk.decide(officer, "select", Reasons(reason), tactic=desk.tactic(title))


@when(parsers.re(OFFICER + r' rejects "(?P<title>[^"]+)" because "(?P<reason>.*)"'))
def _(desk: Desk, officer: str, title: str, reason: str) -> None:
    desk.decide(officer, "reject", Reasons(reason), tactic=desk.tactic(title))


@when(parsers.re(OFFICER + r' overrides the block on "(?P<title>[^"]+)" because "(?P<reason>.*)"'))
def _(desk: Desk, officer: str, title: str, reason: str) -> None:
    desk.decide(officer, "override", Reasons(reason), tactic=desk.tactic(title))


@when(parsers.re(OFFICER + r' defers "(?P<title>[^"]+)" until "(?P<until>.*)" because "(?P<reason>.*)"'))
def _(desk: Desk, officer: str, title: str, until: str, reason: str) -> None:
    desk.decide(officer, "defer", Reasons(reason), tactic=desk.tactic(title), until=until)


@when(parsers.re(OFFICER + r" writes the vision"))
def _(desk: Desk, officer: str) -> None:
    desk.decide(officer, "vision", text="A town free of fear")


@when(parsers.re(OFFICER + r' writes the vision "(?P<text>[^"]+)"'))
def _(desk: Desk, officer: str, text: str) -> None:
    desk.decide(officer, "vision", text=text)


@when(parsers.re(OFFICER + r' writes the vision because "(?P<reason>.*)"'))
def _(desk: Desk, officer: str, reason: str) -> None:
    desk.decide(officer, "vision", Reasons(reason), text="A town free of fear")


@when(parsers.re(OFFICER + r' writes the vision "(?P<text>[^"]+)", decided by (?P<decider>.+)'))
def _(desk: Desk, officer: str, text: str, decider: str) -> None:
    desk.decide(officer, "vision", Reasons(REASON, decider=decider), text=text)


@when(parsers.re(OFFICER + r' writes the vision "(?P<text>[^"]+)" in the place of the first'))
def _(desk: Desk, officer: str, text: str) -> None:
    first = next(one for one in desk.book.entries if one.kind == "vision")
    desk.decide(officer, "vision", Reasons(REASON, supersedes=first.number), text=text)


@when("DI Green names the lead for Pursue in the place of the vision")
def _(desk: Desk) -> None:
    (vision,) = desk.book.standing("vision")
    desk.decide(GREEN, "lead", Reasons(REASON, supersedes=vision.number), pillar="pursue", name="Insp Ray")


@when(parsers.parse("DI Green writes down a decision made {minutes:d} minutes ago"))
def _(desk: Desk, minutes: int) -> None:
    desk.decide(GREEN, "vision", Reasons(REASON, made_at=desk.clock() - timedelta(minutes=minutes)), text="x")


@when(parsers.parse('DI Green writes down a decision made {minutes:d} minutes ago, late because "{excuse}"'))
def _(desk: Desk, minutes: int, excuse: str) -> None:
    made = desk.clock() - timedelta(minutes=minutes)
    desk.decide(GREEN, "vision", Reasons(REASON, made_at=made, late_because=excuse), text="x")


@when(parsers.parse("DI Green writes down a decision to be made in {hours:d} hours"))
def _(desk: Desk, hours: int) -> None:
    desk.decide(GREEN, "vision", Reasons(REASON, made_at=desk.clock() + timedelta(hours=hours)), text="x")


@given(parsers.re(r'DI Green has parked Prevent until "(?P<until>.*)", agreed with "(?P<whom>.*)"'))
@when(parsers.re(r'DI Green parks Prevent until "(?P<until>.*)", agreed with "(?P<whom>.*)"'))
def _(desk: Desk, until: str, whom: str) -> None:
    desk.decide(GREEN, "park", pillar="prevent", until=until, agreed_with=whom)


@when("DI Green takes the parking back")
def _(desk: Desk) -> None:
    ((parked, _),) = desk.book.decided("park")
    desk.decide(GREEN, "withdraw", target=parked.number)


@then("Prevent is parked no more, and that it was is on the record")
def _(desk: Desk) -> None:
    assert desk.book.plan.undeveloped == {}
    assert "park" in [one.kind for one in desk.book.entries]


@when(parsers.parse('DI Green selects "{title}" on the runner'))
def _(desk: Desk, title: str) -> None:
    desk.decide(GREEN, "select", tactic=desk.tactic(title), on=("people/the-runner",))


@when("DI Green puts the runner in focus")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "focus", ref="people/the-runner")


@given("nothing is ready")
def _(desk: Desk) -> None:
    assert desk.book.standing("phase") == []


@given(parsers.re(r"(?P<first>Hold|Build) (?:is|and (?P<second>Build) are) ready"))
def _(desk: Desk, first: str, second: str | None) -> None:
    for phase in filter(None, (first, second)):
        desk.decide(GREEN, "phase", phase=phase.lower(), state="ready")


@when(parsers.re(r"DI Green records that Clear is (?P<state>ready|entered)"))
def _(desk: Desk, state: str) -> None:
    desk.decide(GREEN, "phase", phase="clear", state=state)


# -- the nine -------------------------------------------------------------------------------------------------------

SETTLING: dict[str, list[dict[str, Any]]] = {
    "an overarching objective": [
        {"kind": "objective", "pillar": "overall", "text": "Fewer robberies", "measure": "counted", "due": date(2026, 12, 1), "owner": GREEN}
    ],
    "an aim and a lead for every P": [
        *({"kind": "aim", "pillar": pillar, "text": "Less harm"} for pillar in PILLARS),
        *({"kind": "lead", "pillar": pillar, "name": "Insp Ray"} for pillar in PILLARS),
    ],
    "work in three Ps and why not a fourth": [
        *({"kind": "intervention", "pillar": pillar, "text": "An idea"} for pillar in PILLARS[:3]),
        {"kind": "undeveloped", "pillar": PILLARS[3]},
    ],
    "the principal as nominal in focus": [{"kind": "focus", "ref": "people/the-principal"}],
    "the money as the part to target": [{"kind": "business-model", "form": "money"}],
    "relentless disruption as trajectory": [{"kind": "trajectory", "form": "relentless_disruption"}],
    "no place-based approach": [{"kind": "place-based", "state": "no"}],
    "that the council leads on closures": [{"kind": "partner", "agency": "The council", "text": "closures"}],
    "a protocol on what is told to whom": [{"kind": "protocol", "text": "What is told to whom"}],
}  # fmt: skip


@when(parsers.re(rf"DI Green records (?P<what>{'|'.join(SETTLING)}|all nine)"))
def _(desk: Desk, what: str) -> None:
    for one in SETTLING if what == "all nine" else [what]:
        for decision in SETTLING[one]:
            desk.decide(GREEN, **decision)


@when("DI Green records an investigation as trajectory")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "trajectory", form="investigation")


@when("DI Green plans something in every P")
def _(desk: Desk) -> None:
    for pillar in PILLARS:
        desk.decide(GREEN, "intervention", pillar=pillar, text="An idea")


@then("none of the nine is on the record")
def _(desk: Desk) -> None:
    assert [one.state for one in desk.book.always_record()] == ["missing"] * 9


@then("all of the nine are on the record")
def _(desk: Desk) -> None:
    assert [one.state for one in desk.book.always_record()] == ["recorded"] * 9


@then(parsers.parse('of the nine only "{says}" is on the record'))
def _(desk: Desk, says: str) -> None:
    assert [one.says for one in desk.book.always_record() if one.state == "recorded"] == [says]


@then(parsers.parse('"{says}" is not called for, since "{why}"'))
def _(desk: Desk, says: str, why: str) -> None:
    assert [one.state for one in desk.book.always_record() if one.says == says] == [f"not called for: {why}"]


# -- interventions and their life -----------------------------------------------------------------------------------


@given(parsers.re(r'DI Green has adopted "(?P<title>[^"]+)" from the menu'))
@when(parsers.re(r'DI Green adopts "(?P<title>[^"]+)" from the menu'))
def _(desk: Desk, title: str) -> None:
    desk.decide(GREEN, "select", tactic=desk.tactic(title))


@given("the plan has all else that a sign-off asks for")
def _(desk: Desk) -> None:
    for one in the_rest("prevent"):
        desk.decide(GREEN, one.kind, pillar=one.pillar, name=one.name)


@given("DI Green has adopted an idea of their own for Prevent")
@when("DI Green adopts an idea of their own for Prevent")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "intervention", pillar="prevent", text="A mentor for the younger brother")


@when("DI Green adopts the street pastors' scheme for Protect, which the church owns")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "initiative", pillar="protect", text="Street pastors on Friday nights", owner="The church")


@when("DI Green adopts the street pastors' scheme for Protect, and names no owner")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "initiative", pillar="protect", text="Street pastors on Friday nights")


@when("DI Green tells that the work is tasked, accepted, under way and done in turn")
def _(desk: Desk) -> None:
    for state in ("tasked", "accepted", "under_way", "done"):
        _tell(desk, state)


@when(parsers.re(r'DI Green tells that the work is (?P<state>under way|not done|handed over)(?: to "(?P<whom>.+)")?'))
def _(desk: Desk, state: str, whom: str | None) -> None:
    _tell(desk, state.replace(" ", "_"), whom or "")


@when("DI Green tells that an intervention nobody adopted is done")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "progress", target=7, state="done")


def _tell(desk: Desk, state: str, to: str = "") -> None:
    (one,) = desk.book.interventions
    desk.decide(GREEN, "progress", target=one.number, state=state, to=to)


@then(parsers.parse("the plan holds one intervention under {pillar}, and it is proposed"))
def _(desk: Desk, pillar: str) -> None:
    assert [(one.decision.pillar, one.state) for one in desk.book.interventions] == [(pillar.lower(), "proposed")]
    assert len(desk.book.plan.interventions) == 1


@then("the plan holds no intervention")
def _(desk: Desk) -> None:
    assert desk.book.interventions == ()


@then("it is done, and every step of it is on the record")
def _(desk: Desk) -> None:
    (one,) = desk.book.interventions
    assert one.state == "done"
    assert [entry.kind for entry in desk.book.entries] == ["opened", "intervention", *["progress"] * 4]


@then("every step of it is on the record")
def _(desk: Desk) -> None:
    assert [entry.kind for entry in desk.book.entries] == ["opened", "intervention", "progress"]


@then(parsers.parse('it is handed over, and the record says to whom: "{whom}"'))
def _(desk: Desk, whom: str) -> None:
    (one,) = desk.book.interventions
    assert one.state == "handed_over"
    assert whom in desk.type(GREEN, "log", desk.name)


@then(parsers.re(r"a reviewer (?P<how>finds|does not find) Prevent empty"))
def _(desk: Desk, how: str) -> None:
    reviewer = Reviewer(desk.recommender)
    try:
        found = reviewer.review(desk.record().profile).findings
    finally:
        reviewer.close()
    assert any(one.rule.text.startswith("Prevent is empty") for one in found) is (how == "finds")


# -- what the record says -------------------------------------------------------------------------------------------


@then(parsers.parse("the record says that {officer} wrote it at {time} on {when_}"))
def _(desk: Desk, officer: str, time: str, when_: str) -> None:
    entered = datetime.combine(day(when_), datetime.strptime(time, "%H:%M").time(), UTC)
    assert (desk.last.author, desk.last.entered_at, desk.last.made_at) == (officer, entered, entered)


@then(parsers.parse("the record says that {officer} decided it"))
def _(desk: Desk, officer: str) -> None:
    assert desk.said.decider == officer


@then(parsers.parse('the record says why: "{reason}"'))
def _(desk: Desk, reason: str) -> None:
    assert desk.said.because == reason
    assert desk.book.entries[-1] == desk.last


@then(parsers.parse("the record says that it was made at {made} and written down at {entered}"))
def _(desk: Desk, made: str, entered: str) -> None:
    assert (f"{desk.last.made_at:%H:%M}", f"{desk.last.entered_at:%H:%M}") == (made, entered)


@then(parsers.parse('the record says why it is late: "{excuse}"'))
def _(desk: Desk, excuse: str) -> None:
    assert desk.said.late_because == excuse


@then(parsers.parse("the record says that it was shown as {how}, at its place in the list"))
def _(desk: Desk, how: str) -> None:
    assert isinstance(desk.said.content, Decided)
    found = desk.recommender.recommend(desk.record().profile)
    shown = next(one for one in found.tactics if one.tactic.id == desk.said.content.decision.tactic)
    assert desk.basis.outcome == SHOWN[how] == shown.outcome
    assert 1 <= desk.basis.rank <= desk.basis.of == len(found.tactics)


@then(parsers.parse('the record says what was shown for it: "{words}"'))
def _(desk: Desk, words: str) -> None:
    assert any(words in reason for reason in desk.basis.reasons)


@then(parsers.parse('the record says which law it rested on: "{law}"'))
def _(desk: Desk, law: str) -> None:
    assert any(law in one for one in desk.basis.law)


@then("the record says which library and which facts it rested on")
def _(desk: Desk) -> None:
    assert desk.said.library == desk.library.digest
    assert desk.said.facts == desk.book.facts_digest
    assert desk.record().store.has_library(desk.said.library)


@then(parsers.parse('it is refused, because it "{what}"'))
def _(desk: Desk, what: str) -> None:
    assert desk.refused is not None
    assert what in str(desk.refused)
    assert all(fault.mend for fault in desk.refused.faults)
    desk.refused = None


@then("nothing more is on the record")
def _(desk: Desk) -> None:
    desk.open_again()
    assert len(desk.book.entries) == desk.length


@then(parsers.parse('DI Green is warned "{words}"'))
def _(desk: Desk, words: str) -> None:
    assert desk.settled is not None
    assert any(words in warning for warning in desk.settled.warnings)


@then("DI Green is warned of nothing")
def _(desk: Desk) -> None:
    assert desk.settled is not None
    assert desk.settled.warnings == ()


# -- superseding ----------------------------------------------------------------------------------------------------


@then(parsers.parse('the plan\'s vision is "{text}"'))
def _(desk: Desk, text: str) -> None:
    assert desk.book.plan.vision == text


@then("both visions are on the record, the first marked as superseded by the second")
def _(desk: Desk) -> None:
    first, second = (one for one in desk.book.entries if one.kind == "vision")
    assert dict(desk.book.superseded) == {first.number: second.number}


@then("the selection is on the record, marked as superseded by the rejection")
def _(desk: Desk) -> None:
    _, selected, rejected = desk.book.entries
    assert (selected.kind, rejected.kind) == ("select", "reject")
    assert dict(desk.book.superseded) == {selected.number: rejected.number}


@when(parsers.parse("DI Green corrects the cash found to £{pounds}"))
def _(desk: Desk, pounds: str) -> None:
    desk.record()
    desk.clock.wait(minutes=10)
    desk.learn(GREEN, "group.cash_found", pounds.replace(",", ""), corrects=True)


@then(parsers.parse("£{pounds:d} in cash is known, and nothing else about cash"))
def _(desk: Desk, pounds: int) -> None:
    assert [one.value for one in desk.record().profile.records("group.cash_found")] == [pounds]


@then(parsers.parse("the record still says that £{pounds} was once known"))
def _(desk: Desk, pounds: str) -> None:
    then_ = desk.record().at(desk.book.entries[0].entered_at)
    assert [one.value for one in then_.profile.records("group.cash_found")] == [int(pounds.replace(",", ""))]


# -- what was not chosen --------------------------------------------------------------------------------------------


@then(parsers.parse('"{title}" stands as rejected, because "{reason}"'))
def _(desk: Desk, title: str, reason: str) -> None:
    ((entry, made),) = desk.book.decided("reject")
    assert made.tactic == desk.tactic(title)
    assert entry.said is not None
    assert entry.said.because == reason


@then(parsers.parse('"{title}" stands as deferred until "{until}"'))
def _(desk: Desk, title: str, until: str) -> None:
    ((_, made),) = desk.book.decided("defer")
    assert (made.tactic, made.until) == (desk.tactic(title), until)


@then(parsers.parse('a draft does not propose "{title}" again'))
def _(desk: Desk, title: str) -> None:
    record = desk.record()
    proposed = draft(desk.recommender, record.profile, record.book, record.record_line).interventions
    titles = [one.found.tactic.title for each in proposed.values() for one in each]
    assert title not in titles


@then(parsers.parse('the plan on paper says why: "{reason}"'))
def _(desk: Desk, reason: str) -> None:
    tables = [block for block in plan_as_decided(desk.book, desk.library) if isinstance(block, Table)]
    assert any(reason in cell for table in tables for row in table.rows for cell in row)


# -- signing off ----------------------------------------------------------------------------------------------------


@given(parsers.re(OFFICER + " has signed the plan off"))
@when(parsers.re(OFFICER + " signs the plan off"))
def _(desk: Desk, officer: str) -> None:
    desk.open_again()
    record = desk.record(officer)
    with Reviewer(desk.recommender) as reviewer:
        desk.attempt(lambda: sign(record, reviewer, Reasons(REASON)))
    desk.open_again()


@when("DI Green learns that violence is used")
def _(desk: Desk) -> None:
    desk.learn(GREEN, "group.violence_used", "yes")


@when("DI Green has looked into all businesses")
def _(desk: Desk) -> None:
    looked_into(desk.record(), desk.library, "business", "fully", Reasons())


@when("DI Green exports the plan for the CPS")
def _(desk: Desk) -> None:
    export_plan(desk.record(), desk.recommender, desk.folder / "plan.md", "The CPS", Reasons(REASON))


@then("the plan is not signed off")
def _(desk: Desk) -> None:
    assert desk.book.sign_off is None


@then(parsers.re(rf"the sign-off by {OFFICER} stands, and is proved to be theirs"))
def _(desk: Desk, officer: str) -> None:
    signed = desk.book.sign_off
    assert signed is not None
    assert (signed.entry.author, signed.stands) == (officer, True)
    assert signed.signed.signature
    record = desk.record()
    assert verify(record.store, record.card).ok


@then("the sign-off stands, and nobody is proved to have signed")
def _(desk: Desk) -> None:
    signed = desk.book.sign_off
    assert signed is not None
    assert signed.stands
    assert not signed.signed.signature
    assert "not authenticated" in desk.type(GREEN, "log", desk.name)


@then(parsers.re(rf"the sign-off by {OFFICER} no longer stands"))
def _(desk: Desk, officer: str) -> None:
    signed = desk.book.sign_off
    assert signed is not None
    assert (signed.entry.author, signed.voided_by) == (officer, (desk.book.entries[-1].number,))


@then("the plan on paper is called a plan, and no draft")
def _(desk: Desk) -> None:
    record = desk.record()
    plan = draft(desk.recommender, record.profile, record.book, record.record_line)
    assert plan_document(plan).title.startswith("4P plan")


# -- reviews --------------------------------------------------------------------------------------------------------


@when(parsers.parse("{days:d} days go by"))
def _(desk: Desk, days: int) -> None:
    desk.record()
    desk.clock.wait(days=days)


@when("DI Green records a review, held because of an arrest")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "review", text="The runner's arrest changes little", trigger="an arrest")


@when(parsers.parse("DI Green records that others now score it tier {number:d}"))
def _(desk: Desk, number: int) -> None:
    desk.learn(GREEN, "group.tier", f"tier_{number}", corrects=True)


@then(parsers.parse("the next review is due on {when_}"))
def _(desk: Desk, when_: str) -> None:
    assert review_clock(desk.book, desk.library).due == day(when_)


@then("the next review is late")
def _(desk: Desk) -> None:
    assert review_clock(desk.book, desk.library).late(desk.clock().date())


@then(parsers.parse("the record says that it was scored tier {number:d} on {when_}"))
def _(desk: Desk, number: int, when_: str) -> None:
    told = [(name, fact.value, entry.entered_at.date()) for name, entry, fact in desk.book.scores()]
    assert told == [("tier", f"tier_{number}", day(when_))]


# -- what was known then --------------------------------------------------------------------------------------------


@when(parsers.re(OFFICER + r" learns that £(?P<pounds>[\d,]+) in cash was found"))
def _(desk: Desk, officer: str, pounds: str) -> None:
    desk.learn(officer, "group.cash_found", pounds.replace(",", ""))


@when(parsers.parse("a new library seizes no cash under £{pounds}"))
def _(desk: Desk, pounds: str) -> None:
    least = {"group.cash_found": {"at_least": int(pounds.replace(",", ""))}}
    kept = {name: getattr(desk.library, name) for name in type(desk.library).model_fields}
    changed = tuple(
        one.model_copy(update={"when": least}) if one.id == "cash-seizure" else one for one in desk.library.all_tactics
    )
    desk.library = Library.model_construct(**{**kept, "digest": "a-few-of-later", "all_tactics": changed})


@when(parsers.parse("DI Green asks how the case stood on {when_}"))
def _(desk: Desk, when_: str) -> None:
    desk.attempt(lambda: desk.record().at(_evening(when_)))


@then(parsers.re(r'as it stands now, "(?P<title>[^"]+)" (?P<how>.+)'))
def _(desk: Desk, title: str, how: str) -> None:
    found = desk.recommender.recommend(desk.record().profile)
    assert titled(found, title).outcome == OUTCOMES[how]


@then(parsers.re(r'as it stood on (?P<when_>[^,]+), "(?P<title>[^"]+)" (?P<how>.+)'))
def _(desk: Desk, when_: str, title: str, how: str) -> None:
    assert titled(_then(desk, when_), title).outcome == OUTCOMES[how]


def _then(desk: Desk, when_: str) -> Recommendation:
    """What the record of that day, with the library it rested on and the law of that day, recommends."""
    book = desk.record().at(_evening(when_))
    return desk.opened(replay_library(desk.record(), book), day(when_)).recommend(book.profile)


@then(parsers.parse('on {when_} the plan\'s vision was "{text}"'))
def _(desk: Desk, when_: str, text: str) -> None:
    assert desk.record().at(_evening(when_)).plan.vision == text


def _evening(when_: str) -> datetime:
    return datetime.combine(day(when_), datetime.max.time(), UTC)


# -- exports --------------------------------------------------------------------------------------------------------


@when(parsers.re(r'DI Green exports the plan for "(?P<whom>.*)" because "(?P<reason>.*)"'))
def _(desk: Desk, whom: str, reason: str) -> None:
    out = desk.folder / "plan.md"
    desk.attempt(lambda: export_plan(desk.record(), desk.recommender, out, whom, Reasons(reason)))


@then(parsers.parse('the record says that the plan went to "{whom}", because "{reason}"'))
def _(desk: Desk, whom: str, reason: str) -> None:
    (entry,) = desk.book.exports()
    assert entry.said is not None
    assert isinstance(entry.said.content, Exported)
    assert (entry.said.content.what, entry.said.content.to, entry.said.because) == ("plan", whom, reason)


@then("what went out says where the record stood, and the record can be held against it")
def _(desk: Desk) -> None:
    out, record = desk.folder / "plan.md", desk.record()
    opening = record.book.entries[0]
    assert f"fourp-record: {desk.name} 1 {opening.head}" in out.read_text(encoding="utf-8")
    assert verify(record.store, record.card, out).ok


@then("nothing went out, and nothing more is on the record")
def _(desk: Desk) -> None:
    desk.open_again()
    assert not (desk.folder / "plan.md").exists()
    assert len(desk.book.entries) == desk.length


# -- keeping and disposing ------------------------------------------------------------------------------------------


@given(parsers.re(r'DI Green has (?P<act>held|released) it, since "(?P<reason>.+)"'))
def _(desk: Desk, act: str, reason: str) -> None:
    keep(desk.record(), {"held": "hold", "released": "release"}[act], Reasons(reason))


@given(parsers.parse('DI Green has set it to be kept until {when_}, since "{reason}"'))
def _(desk: Desk, when_: str, reason: str) -> None:
    keep(desk.record(), "keep_until", Reasons(reason), day(when_))


@when("DI Green disposes of it")
def _(desk: Desk) -> None:
    desk.attempt(lambda: dispose(desk.record(), Reasons("The time to keep it is over")))


@then("nothing of what it said can be read")
def _(desk: Desk) -> None:
    with desk.look() as left:
        assert left.book.disposed
        assert [entry.said for entry in left.book.entries] == [None] * len(desk.book.entries)
        with pytest.raises(InputError, match="disposed of"):
            left.profile  # noqa: B018


@then("who wrote each entry, and when, can still be proved")
def _(desk: Desk) -> None:
    written = [(one.number, one.author, one.entered_at, one.head) for one in desk.book.entries]
    with desk.look() as left:
        assert verify(left.store, left.card).ok
        assert [(one.number, one.author, one.entered_at, one.head) for one in left.book.entries] == written


@then("nothing more can be written to it")
def _(desk: Desk) -> None:
    with desk.look() as left, pytest.raises(InputError, match="disposed of"):
        decide(left, desk.recommender, Decision(kind="vision", text="x"), Reasons(REASON))


# -- who looked -----------------------------------------------------------------------------------------------------


@when(parsers.re(OFFICER + " reads the case"))
def _(desk: Desk, officer: str) -> None:
    desk.record()
    desk.type(officer, "case", "show", desk.name)


@then(parsers.re(rf"the log of consultations says that {OFFICER} read it"))
def _(desk: Desk, officer: str) -> None:
    assert [one.author for one in desk.record().consultations()] == [officer]


@then(parsers.parse('the log of consultations says for whom: "{whom}"'))
def _(desk: Desk, whom: str) -> None:
    (one,) = desk.record().consultations()
    assert one.said is not None
    assert getattr(one.said.content, "to", "") == whom


@then("the log of consultations is empty")
def _(desk: Desk) -> None:
    assert desk.record().consultations() == []


# -- training and live ----------------------------------------------------------------------------------------------

ASKED = {
    "the log": ("log", "CASE"), "the case": ("case", "show", "CASE"), "the list of cases": ("case", "list"),
    "what fits": ("recommend", "CASE", "--top", "1"),
}  # fmt: skip
ENDINGS = {"the plan as Word": "docx", "the plan as Markdown": "md", "the plan as JSON": "json"}


@when(parsers.parse("DI Green asks for {what}"))
def _(desk: Desk, what: str) -> None:
    desk.record()
    if what in ASKED:
        desk.shown = desk.type(GREEN, *(desk.name if word == "CASE" else word for word in ASKED[what]))
        return
    out = desk.folder / f"plan.{ENDINGS[what]}"
    export_plan(desk.record(), desk.recommender, out, "", Reasons())
    if out.suffix == ".docx":
        with zipfile.ZipFile(out) as parts:
            desk.shown = parts.read("word/document.xml").decode()
    else:
        desk.shown = out.read_text(encoding="utf-8")


@then("it says TRAINING")
def _(desk: Desk) -> None:
    assert "training" in desk.shown.casefold()


@when("DI Green copies it into training as it is")
def _(desk: Desk) -> None:
    desk.record()
    named = (f"{desk.name}-copy", "training")
    desk.attempt(lambda: begin(desk.access(GREEN), desk.library, *named, origin=f"live:{desk.name}"))


@when("DI Green copies it into training, sanitised")
def _(desk: Desk) -> None:
    bare = sanitised(desk.record().profile, desk.library)
    with new_case(desk.access(GREEN, "training"), f"{desk.name}-copy", "training", bare, desk.library) as copy:
        (first,) = copy.book.entries
        assert first.said is not None
        desk.shown = first.said.model_dump_json()


@then("the copy holds no name, source, note or date")
def _(desk: Desk) -> None:
    told = desk.shown.casefold()
    assert [
        word
        for word in ("principal's", "the white van", "neighbour", "a white one", "2026", '"example"')
        if word in told
    ] == []
    written = json.loads(desk.shown)["content"]["profile"]
    members = [member for found in written["members"].values() for member in found]
    assert members
    assert [member for member in members if member.get("label")] == []


@then("the copy still says that somebody keeps a van")
def _(desk: Desk) -> None:
    written = json.loads(desk.shown)["content"]["profile"]
    (van,) = written["members"]["vehicles"]
    (keeper,) = (FactRecord.model_validate(one) for one in van["facts"]["keeper"])
    assert keeper.value in [member["id"] for member in written["members"]["people"]]


# -- two at once ----------------------------------------------------------------------------------------------------


@given("DI Green and DS Khan both have it open")
def _(desk: Desk) -> None:
    assert desk.record(GREEN).position == desk.record(KHAN).position


@then("both entries are on the record, one after the other")
def _(desk: Desk) -> None:
    desk.open_again()
    assert [(one.number, one.author, one.kind) for one in desk.book.entries[1:]] == [
        (2, KHAN, "learned"),
        (3, GREEN, "vision"),
    ]
    assert desk.record(KHAN).book.head == desk.book.head


@then("DI Green is told what DS Khan wrote meanwhile")
def _(desk: Desk) -> None:
    assert desk.settled is not None
    (one,) = desk.settled.meanwhile
    assert one.author == KHAN
    assert one.said is not None
    assert isinstance(one.said.content, Learned)


@then(parsers.parse('"{title}" stands as DS Khan decided'))
def _(desk: Desk, title: str) -> None:
    desk.open_again()
    (one,) = desk.book.interventions
    assert (one.decision.tactic, one.entry.author) == (desk.tactic(title), KHAN)
    assert desk.book.standing("reject") == []


@then("DI Green's record and DS Khan's say the same")
def _(desk: Desk) -> None:
    desk.open_again()
    assert desk.record(GREEN).book.entries == desk.record(KHAN).book.entries
    assert [one.kind for one in desk.book.entries] == ["opened", "select", "reject"]

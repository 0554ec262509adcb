"""What the sentences of the reviewer's feature mean: a live case, its author, a colleague and a reviewer, each at their own desk."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.casework import CaseRecord, open_record
from planner.application.deciding import decide
from planner.application.recommending import Recommender
from planner.application.reviewing import Finding, Review, Reviewer
from planner.application.signing import sign
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.library import Library
from planner.domain.remarks import comments_on, remarks, returned
from planner.errors import InputError
from planner.exports.views_json import reviews_json
from planner.exports.views_text import Screen
from tests.features.notes import CaseNotes
from tests.features.record_notes import MORNING, Office, SetClock, few
from tests.signable import the_rest

scenarios("reviewer.feature")

GREEN, KHAN, HALL = "DI Green", "DS Khan", "Supt Hall"
OFFICER = rf"(?P<officer>{GREEN}|{KHAN}|{HALL})"


@dataclass
class Desk:
    """The case as each officer opens it; what was refused last, and once it was looked at."""

    office: Office
    library: Library
    recommender: Recommender
    name: str
    clock: SetClock = field(default_factory=SetClock)
    refused: InputError | None = None
    looked_at: InputError | None = None
    review: Review | None = None
    numbers: dict[str, int] = field(default_factory=dict)

    def at(self, officer: str, act: Callable[[CaseRecord], Any]) -> Any:
        """What comes of an act on the case as it is now, or why it was refused."""
        self.clock.wait(minutes=1)
        with open_record(self.name, self.office.access(officer, "live", self.clock)) as record:
            try:
                return act(record)
            except InputError as refused:
                self.refused = refused
                return None

    def decide(self, officer: str, kind: str, because: str = "", /, **parts: Any) -> int:
        why = because or f"Agreed at the panel, item {len(self.numbers)} of {kind}."
        settled = self.at(
            officer, lambda record: decide(record, self.recommender, Decision(kind=kind, **parts), Reasons(why))
        )
        self.numbers[kind] = settled.saved.position if settled else 0
        return self.numbers[kind]

    @property
    def book(self) -> Casebook:
        book: Casebook = self.at(KHAN, lambda record: record.book)
        return book

    def finding(self, rule: str) -> Finding:
        assert self.review is not None
        return next(one for one in self.review.findings if one.rule.id == rule)


@pytest.fixture(scope="module")
def recommender(library: Library) -> Iterator[Recommender]:
    """One for a few tactics of the shipped library, with all its rules."""
    with Recommender(few(library, ("exit-mentoring",)), MORNING.date()) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A live store, each officer with a passphrase of their own."""
    return Office(tmp_path_factory.mktemp("office"), (GREEN, HALL, KHAN))


@pytest.fixture
def desk(office: Office, recommender: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The officers' desk. What was refused must have been looked at."""
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    made = Desk(office, recommender.library, recommender, office.new_name())
    yield made
    assert made.refused is None, str(made.refused)


# -- the plan ---------------------------------------------------------------------------------------------------------


@given("a live case with a plan by DI Green that nobody leads for Pursue")
def _(desk: Desk) -> None:
    notes = CaseNotes()
    notes.written["case"] = desk.name
    notes.group(crime_types=["class_a_supply"])
    desk.office.begin(
        desk.office.access(GREEN, "live", desk.clock), notes.read(desk.library), desk.library, "live"
    ).store.close()
    desk.decide(GREEN, "intervention", pillar="pursue", text="Weekly visits to the landing stage")
    for one in the_rest("pursue"):
        if one.kind != "lead" or one.pillar == "overall":
            desk.decide(GREEN, one.kind, pillar=one.pillar, name=one.name)
            if one.kind == "lead":
                desk.numbers["lro"] = desk.numbers["lead"]


@given("DI Green has named who leads Pursue")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "lead", pillar="pursue", name="DS Khan of economic crime")


@given("DI Green has taken the Lead Responsible Officer off")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "withdraw", target=desk.numbers["lro"])


@given("DS Khan has written the vision")
def _(desk: Desk) -> None:
    desk.decide(KHAN, "vision", text="A river that belongs to those who live by it")


@when("DI Green adopts another intervention without an owner")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "intervention", pillar="pursue", text="Checks of the slipway at night")


@when("DI Green adopts the intervention anew, with its owner")
def _(desk: Desk) -> None:
    made = Decision(
        kind="intervention", pillar="pursue", text="Weekly visits to the landing stage", owner="The harbour team"
    )
    reasons = Reasons("The harbour team offered at the panel.", supersedes=2)
    desk.numbers["intervention"] = desk.at(
        GREEN, lambda record: decide(record, desk.recommender, made, reasons)
    ).saved.position


# -- what is said of it -----------------------------------------------------------------------------------------------


@given(parsers.re(OFFICER + r' has accepted "(?P<rule>[^"]+)" because "(?P<reason>[^"]+)"'))
@when(parsers.re(OFFICER + r' accepts "(?P<rule>[^"]+)" because "(?P<reason>[^"]+)"'))
def _(desk: Desk, officer: str, rule: str, reason: str) -> None:
    desk.decide(officer, "accept", reason, text=rule)


@when(parsers.re(OFFICER + r' accepts "(?P<rule>[^"]+)" as decided by (?P<decider>DI Green)'))
def _(desk: Desk, officer: str, rule: str, decider: str) -> None:
    reasons = Reasons("The regional unit leads Pursue until March.", decider=decider)
    made = Decision(kind="accept", text=rule)
    desk.at(officer, lambda record: decide(record, desk.recommender, made, reasons))


@when(parsers.re(OFFICER + r' comments on the finding "(?P<rule>[^"]+)" that "(?P<words>[^"]+)"'))
def _(desk: Desk, officer: str, rule: str, words: str) -> None:
    desk.decide(officer, "comment", words, rule=rule)


@given(parsers.re(OFFICER + r' has commented on the intervention that "(?P<words>[^"]+)"'))
@when(parsers.re(OFFICER + r' comments on the intervention that "(?P<words>[^"]+)"'))
def _(desk: Desk, officer: str, words: str) -> None:
    desk.decide(officer, "comment", words, target=2)


@given(parsers.re(OFFICER + r' has returned the plan because "(?P<reason>[^"]+)"'))
@when(parsers.re(OFFICER + r' returns the plan because "(?P<reason>[^"]+)"'))
def _(desk: Desk, officer: str, reason: str) -> None:
    desk.decide(officer, "return", reason)


@given(parsers.re(OFFICER + r" has taken the return back"))
@when(parsers.re(OFFICER + r" takes the return back"))
def _(desk: Desk, officer: str) -> None:
    desk.decide(officer, "withdraw", target=desk.numbers["return"])


@when(parsers.re(OFFICER + r' answers "(?P<words>[^"]+)"'))
def _(desk: Desk, officer: str, words: str) -> None:
    desk.decide(officer, "answer", words, target=desk.numbers.get("comment") or desk.numbers["return"])


@given(parsers.re(OFFICER + r" has signed the plan off"))
@when(parsers.re(OFFICER + r" signs the plan off"))
def _(desk: Desk, officer: str) -> None:
    with Reviewer(desk.recommender) as reviewer:
        desk.at(officer, lambda record: sign(record, reviewer, Reasons("Read line by line with the panel on Friday.")))


@given("DI Green has taken that back")
def _(desk: Desk) -> None:
    desk.decide(GREEN, "withdraw", target=desk.numbers["lead"])


@when(parsers.re(OFFICER + r" takes the acceptance back"))
def _(desk: Desk, officer: str) -> None:
    desk.decide(officer, "withdraw", target=desk.numbers["accept"])


@when("Supt Hall signs the plan off as decided by DI Green")
def _(desk: Desk) -> None:
    reasons = Reasons("Read line by line with the panel on Friday.", decider=GREEN)
    with Reviewer(desk.recommender) as reviewer:
        desk.at(HALL, lambda record: sign(record, reviewer, reasons))


@when(parsers.re(OFFICER + r' puts "(?P<words>[^"]+)" in the place of that comment'))
def _(desk: Desk, officer: str, words: str) -> None:
    made = Decision(kind="comment", target=2)
    reasons = Reasons(words, supersedes=desk.numbers["comment"])
    desk.at(officer, lambda record: decide(record, desk.recommender, made, reasons))


@when("the plan is reviewed")
def _(desk: Desk) -> None:
    with Reviewer(desk.recommender) as reviewer:
        desk.review = desk.at(KHAN, lambda record: reviewer.review(record.profile, record.book))


# -- how it stands ----------------------------------------------------------------------------------------------------


@then(parsers.parse('it is refused, because it "{words}"'))
def _(desk: Desk, words: str) -> None:
    assert desk.refused is not None, f"it was taken, although it {words}"
    assert words in str(desk.refused)
    desk.looked_at, desk.refused = desk.refused, None


@then(parsers.parse('it says how that is put right: "{words}"'))
def _(desk: Desk, words: str) -> None:
    assert desk.looked_at is not None
    (fault,) = desk.looked_at.faults
    assert words in fault.mend
    assert f"fourp decide {desk.name} accept no-lead-pursue" in fault.mend


@then("the plan is not signed off")
def _(desk: Desk) -> None:
    signed = desk.book.sign_off
    assert signed is None or not signed.stands


@then(parsers.re(rf"the plan is signed off by {OFFICER}"))
def _(desk: Desk, officer: str) -> None:
    signed = desk.book.sign_off
    assert signed is not None
    assert (signed.entry.author, signed.stands) == (officer, True)


@then(parsers.re(rf'the finding "(?P<rule>[^"]+)" is accepted by {OFFICER}'))
def _(desk: Desk, rule: str, officer: str) -> None:
    accepted = desk.finding(rule).accepted
    assert accepted is not None
    assert accepted.entry.author == officer


@then(parsers.re(r'the finding "(?P<rule>[^"]+)" is accepted by nobody'))
def _(desk: Desk, rule: str) -> None:
    assert desk.finding(rule).accepted is None


@then(parsers.parse('the comment "{words}" stands under the finding "{rule}"'))
def _(desk: Desk, words: str, rule: str) -> None:
    assert [one.because for one in desk.finding(rule).comments] == [words]


@then("the comment stands under the intervention")
def _(desk: Desk) -> None:
    (mine,) = desk.book.interventions
    assert [one.number for one in comments_on(desk.book, mine.entry.number)] == [desk.numbers["comment"]]


@then(parsers.re(rf'the comment is answered by {OFFICER}: "(?P<words>[^"]+)"'))
def _(desk: Desk, officer: str, words: str) -> None:
    (one,) = remarks(desk.book)
    assert one.answer is not None
    assert one.answer.said is not None
    assert (one.answer.author, one.answer.said.because) == (officer, words)


@then(parsers.re(rf"the plan stands as returned by {OFFICER}"))
def _(desk: Desk, officer: str) -> None:
    waiting = returned(desk.book)
    assert waiting is not None
    assert waiting.entry.author == officer


@then("the plan is not returned")
def _(desk: Desk) -> None:
    assert returned(desk.book) is None


@then("the review says so, in text and as JSON")
def _(desk: Desk) -> None:
    with Reviewer(desk.recommender) as reviewer:
        review = desk.at(KHAN, lambda record: reviewer.review(record.profile, record.book))
    stream = io.StringIO()
    Screen(stream, width=300).reviews([review])
    assert "Returned to the author by Supt Hall on 13 July 2026" in stream.getvalue()
    told = reviews_json([review])["returned"]
    assert (told["by"], told["because"], told["answer"]) == (HALL, "The panel wants a lead for Pursue", None)

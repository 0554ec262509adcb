"""What the sentences about need to know mean: each notes a fact down, calls a use case, or looks at what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.arguing import Argument, Arguments, arguments
from planner.application.assuming import assume
from planner.application.casework import Access, CaseRecord, new_case
from planner.application.changing import Moved, what_changed
from planner.application.deciding import FactTold, decide, learn
from planner.application.explaining import Explained, explain
from planner.application.needing import COSTS, Gap, NeedToKnow, collection_plan
from planner.application.picturing import PartPicture, picture
from planner.application.recommending import Recommender
from planner.application.requesting import GOLDEN_RULES
from planner.application.vetting import Reasons
from planner.application.ways import Ways, ways
from planner.domain.decisions import Decision
from planner.domain.entries import Entry, Learned
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.errors import InputError
from planner.exports.decided import decided as plan_as_decided
from planner.exports.document import Block, Heading, Paragraph, Table
from planner.exports.handing_over import export_requests
from planner.exports.record_json import log_json
from tests.features.notes import CaseNotes, titled
from tests.features.record_notes import MORNING, REASON, SetClock

scenarios("need_to_know.feature")

ALL = ("vehicles", "business", "crime", "travel", "lifestyle", "behaviour", "people", "premises", "places")
OUTCOMES = {"fits": "certain", "is ruled out": "ruled_out"}
MOVED = {"rose to fit": ("rose", "certain"), "was ruled out": ("went", "ruled_out")}
HOME = "premises/h1"


def test_every_example_has_a_name_of_its_own() -> None:
    """One given twice would hide the first."""
    written = (Path(__file__).parent / "need_to_know.feature").read_text(encoding="utf-8")
    named = re.findall(r"^ *Example: (.+)$", written, re.MULTILINE)
    assert len(set(named)) == len(named)


@dataclass
class Inquiry:
    """One officer finding out about one case: what was asked, what is on the record, what went out, what was refused."""

    library: Library
    recommender: Recommender
    folder: Path
    notes: CaseNotes = field(default_factory=CaseNotes)
    gaps: tuple[Gap, ...] = ()
    explained: Explained | None = None
    ways: Ways | None = None
    argued: Arguments | None = None
    changed: tuple[Moved, ...] | None = None
    request: int = 0
    refused: InputError | None = None
    refusal: str = ""
    line: str = ""
    _record: CaseRecord | None = None

    @property
    def record(self) -> CaseRecord:
        """The case on the record, which begins with what is known when it is first wanted."""
        if self._record is None:
            access = Access(store=str(self.folder / "training.sqlite"), clock=SetClock())
            self._record = new_case(access, "example", "training", self.notes.read(self.library), self.library)
        return self._record

    @property
    def out(self) -> Path:
        """What went out to partners."""
        return self.folder / "requests.json"

    def close(self) -> None:
        if self._record:
            self._record.store.close()

    def attempt(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except InputError as refused:
            self.refused = refused
            return None

    def decide(self, kind: str, **parts: Any) -> None:
        decide(self.record, self.recommender, Decision(kind=kind, **parts), Reasons(REASON))

    def learn(self, ref: str, value: str, **over: Any) -> None:
        """A fact learned, and what it changed."""
        before = self.recommender.recommend(self.record.profile)
        told = FactTold(ref=ref, value=value, **{"grade": "2B", "source": "a patrol", **over})
        if self.attempt(lambda: learn(self.record, self.library, told, Reasons())):
            self.changed = what_changed(before, self.recommender.recommend(self.record.profile))

    def ask(self, agency: str = "") -> None:
        """Questions sent out, open or to one agency by name."""
        sent = self.attempt(lambda: export_requests(self.record, self.recommender, self.out, agency, "", Reasons()))
        self.request = sent.position if sent else 0

    def gap(self, question: str) -> Gap:
        return next(one for one in self.gaps if one.question == question)

    def part(self, title: str) -> PartPicture:
        found = picture(self.recommender, self.record.profile, "business_model", self.record.book)
        return next(one for one in found.parts if one.part.title == title)

    @property
    def on_paper(self) -> list[Block]:
        return list(plan_as_decided(self.record.book, self.library))

    def under(self, heading: str) -> str:
        """All that stands under a heading of the plan on paper."""
        told, inside = [], False
        for block in self.on_paper:
            if isinstance(block, Heading):
                inside = block.text == heading
            elif inside and isinstance(block, Table):
                told += [cell for row in block.rows for cell in row]
            elif inside and isinstance(block, Paragraph):
                told.append(block.text)
        return "\n".join(told)

    @property
    def last_fact(self) -> tuple[Entry, Learned]:
        entry = self.record.book.entries[-1]
        assert entry.said is not None
        assert isinstance(entry.said.content, Learned)
        return entry, entry.said.content


@pytest.fixture
def inquiry(library: Library, recommenders: Callable[[date], Recommender], tmp_path: Path) -> Iterator[Inquiry]:
    """What was refused must have been looked at."""
    made = Inquiry(library, recommenders(MORNING.date()), tmp_path)
    yield made
    made.close()
    assert made.refused is None, str(made.refused)


# -- what is known --------------------------------------------------------------------------------------------------


@given("a group of which nothing is known")
def _(inquiry: Inquiry) -> None:
    assert inquiry.notes.written["group"] == {}


@given("a group that sells cocaine")
def _(inquiry: Inquiry) -> None:
    inquiry.notes.group(crime_types=["class_a_supply"])


@given(parsers.re(r"£(?P<pounds>[\d,]+) in cash was found"))
def _(inquiry: Inquiry, pounds: str) -> None:
    inquiry.notes.group(cash_found=_number(pounds))


@given(parsers.re(r'£(?P<pounds>[\d,]+) in cash was found, by "(?P<source>.+)"'))
def _(inquiry: Inquiry, pounds: str, source: str) -> None:
    inquiry.notes.group(cash_found=_number(pounds))
    inquiry.notes.written["group"]["cash_found"][0]["source"] = source


@given("everyone and everything in the picture is recorded")
def _(inquiry: Inquiry) -> None:
    inquiry.notes.looked_into(*ALL)


@given("Dale Hargreaves, principal of a group that sells cocaine from 14 Larch Row")
def _(inquiry: Inquiry) -> None:
    inquiry.notes.group(crime_types=["class_a_supply"])
    inquiry.notes.written["people"] = [{"id": "p1", "label": "Dale Hargreaves"}]
    inquiry.notes.written["premises"] = [{"id": "h1", "label": "14 Larch Row"}]
    inquiry.notes.about("people", "Dale Hargreaves", role="principal")
    inquiry.notes.about("premises", "14 Larch Row", kind="house_or_flat", drug_supply=True)


@given("it was decided not to share with Housing")
def _(inquiry: Inquiry) -> None:
    inquiry.decide("share", agency="housing", state="no", basis="No basis was found")


@given(parsers.parse('it was decided to share with Housing under "{basis}"'))
def _(inquiry: Inquiry, basis: str) -> None:
    inquiry.decide("share", agency="housing", state="yes", basis=basis)


def _number(pounds: str) -> int:
    return int(pounds.replace(",", ""))


# -- what to find out -----------------------------------------------------------------------------------------------


@when("the officer asks what to find out")
def _(inquiry: Inquiry) -> None:
    inquiry.gaps = NeedToKnow(inquiry.recommender).gaps(inquiry.notes.read(inquiry.library))


@then(parsers.parse('the next best question is "{question}"'))
def _(inquiry: Inquiry, question: str) -> None:
    assert inquiry.gaps[0].question == question


@then(parsers.parse('it says that the answer could make "{title}" certain'))
def _(inquiry: Inquiry, title: str) -> None:
    assert title in [inquiry.library.tactics[name].title for name in inquiry.gaps[0].opens]


@then(parsers.parse('it says that "{holder}" may know'))
def _(inquiry: Inquiry, holder: str) -> None:
    assert holder in inquiry.gaps[0].holders


@then(parsers.parse('it says that asking takes "{cost}"'))
def _(inquiry: Inquiry, cost: str) -> None:
    assert COSTS[inquiry.gaps[0].cost] == cost


@then(parsers.parse('"{first}" is asked before "{second}"'))
def _(inquiry: Inquiry, first: str, second: str) -> None:
    assert inquiry.gaps.index(inquiry.gap(first)) < inquiry.gaps.index(inquiry.gap(second))
    assert inquiry.gap(first).duties
    assert not inquiry.gap(second).duties


@then(parsers.parse('nobody is asked "{question}"'))
def _(inquiry: Inquiry, question: str) -> None:
    assert question in [fact.question for fact in inquiry.library.facts]
    assert question not in [one.question for one in inquiry.gaps]


@then(parsers.parse('"{question}" is merely nice to know'))
def _(inquiry: Inquiry, question: str) -> None:
    assert inquiry.gap(question).need == "nice_to_know"


@then("whatever is needed stands before it, each with why")
def _(inquiry: Inquiry) -> None:
    needed = [bool(one.because) for one in inquiry.gaps]
    assert any(needed)
    assert needed == sorted(needed, reverse=True)


@then("these may know something that is needed")
def _(inquiry: Inquiry, datatable: list[list[str]]) -> None:
    asked = {holder for one in inquiry.gaps if one.need == "need_to_know" for holder in one.holders}
    assert {row[0] for row in datatable} <= asked


# -- why, why not, and the arguments --------------------------------------------------------------------------------


@when(parsers.parse('the officer asks about "{title}"'))
def _(inquiry: Inquiry, title: str) -> None:
    profile = inquiry.notes.read(inquiry.library)
    tactic = next(one.id for one in inquiry.library.active if one.title == title)
    inquiry.explained, _ = explain(inquiry.recommender, profile, tactic)
    inquiry.ways = ways(inquiry.recommender, profile, inquiry.explained.result)
    inquiry.argued = arguments(inquiry.recommender, profile, inquiry.explained.result, inquiry.ways)


@then(parsers.re(r"it (?P<how>fits|is ruled out)"))
def _(inquiry: Inquiry, how: str) -> None:
    assert inquiry.explained is not None
    assert inquiry.explained.result.outcome == OUTCOMES[how]


@then(parsers.parse("the smallest change is that the cash found is £{pounds}"))
def _(inquiry: Inquiry, pounds: str) -> None:
    assert inquiry.explained is not None
    assert [one.assumption for one in inquiry.explained.smallest_change] == [f"group.cash_found={_number(pounds)}"]


@then("with that change it fits")
def _(inquiry: Inquiry) -> None:
    assert inquiry.explained is not None
    wanted = [one.assumption for one in inquiry.explained.smallest_change]
    changed = assume(inquiry.notes.read(inquiry.library), wanted, inquiry.library)
    tactic = inquiry.explained.result.tactic
    assert inquiry.recommender.recommend(changed).get(tactic.id).outcome == "certain"


@then(parsers.parse("one fact alone would take it away: the cash found is £{pounds}"))
def _(inquiry: Inquiry, pounds: str) -> None:
    assert inquiry.ways is not None
    assert [one.assumption for one in inquiry.ways.removals] == [f"group.cash_found={_number(pounds)}"]


@then(parsers.parse('the cash speaks for it, graded {grade}, from "{source}"'))
def _(inquiry: Inquiry, grade: str, source: str) -> None:
    assert inquiry.argued is not None
    facts = [fact for one in inquiry.argued.supporting for fact in one.facts]
    assert [(one.ref, one.grade, one.source) for one in facts] == [("group.cash_found", grade, source)]


@then(parsers.parse('it speaks against it that "{words}"'))
def _(inquiry: Inquiry, words: str) -> None:
    assert inquiry.argued is not None
    assert any(words in one.text for one in inquiry.argued.opposing)


@then("every argument names its source")
def _(inquiry: Inquiry) -> None:
    told = inquiry.argued
    assert told is not None
    every: tuple[Argument, ...] = (*told.supporting, *told.opposing, *told.excluding)
    assert [one.text for one in every if not one.source] == []
    assert told.excluding


# -- requests -------------------------------------------------------------------------------------------------------


@given("questions went out to partners")
@when("questions go out to partners")
def _(inquiry: Inquiry) -> None:
    inquiry.ask()


@given("Housing was asked by name")
@when("Housing is to be asked by name")
def _(inquiry: Inquiry) -> None:
    inquiry.ask("housing")


@then("Housing is asked something")
def _(inquiry: Inquiry) -> None:
    sent = json.loads(inquiry.out.read_text(encoding="utf-8"))
    assert [one["questions"] for one in sent["requests"] if one["agency"] == "Housing"] != [[]]
    assert "Housing" in [one["agency"] for one in sent["requests"]]


@then("no two questions have the same number")
def _(inquiry: Inquiry) -> None:
    sent = json.loads(inquiry.out.read_text(encoding="utf-8"))
    numbers = [question["number"] for one in sent["requests"] for question in one["questions"]]
    assert len(sent["requests"]) > 1
    assert len(set(numbers)) == len(numbers)


@then("what went out holds none of")
def _(inquiry: Inquiry, datatable: list[list[str]]) -> None:
    told = inquiry.out.read_text(encoding="utf-8")
    assert [row[0] for row in datatable if re.search(rf"\b{re.escape(row[0])}\b", told, re.IGNORECASE)] == []


@then(parsers.parse('what went out says "{words}"'))
def _(inquiry: Inquiry, words: str) -> None:
    assert words in inquiry.out.read_text(encoding="utf-8")


@then(parsers.parse('it is refused, because "{what}"'))
def _(inquiry: Inquiry, what: str) -> None:
    assert what in str(inquiry.refused)
    inquiry.refusal, inquiry.refused = str(inquiry.refused), None


@then("the seven golden rules are there to be weighed")
def _(inquiry: Inquiry) -> None:
    assert len(GOLDEN_RULES) == 7
    assert [rule for rule in GOLDEN_RULES if rule not in inquiry.refusal] == []


@then("nothing went out")
def _(inquiry: Inquiry) -> None:
    assert not inquiry.out.exists()
    assert inquiry.record.book.exports() == []


# -- replies --------------------------------------------------------------------------------------------------------


@when(parsers.parse('it answers that the home is taken over, graded {grade}, from "{source}"'))
def _(inquiry: Inquiry, grade: str, source: str) -> None:
    inquiry.learn(f"{HOME}.home_taken_over", "yes", grade=grade, source=source, reply_to=inquiry.request)


@when(parsers.parse("an answer comes to entry {number:d}, which was no request"))
def _(inquiry: Inquiry, number: int) -> None:
    inquiry.learn(f"{HOME}.home_taken_over", "yes", reply_to=number)


@when("an answer comes that nobody graded")
def _(inquiry: Inquiry) -> None:
    inquiry.learn(f"{HOME}.home_taken_over", "yes", grade="", reply_to=inquiry.request)


@then(parsers.parse('the record says of the home, graded {grade}, that it is taken over, from "{source}"'))
def _(inquiry: Inquiry, grade: str, source: str) -> None:
    _, learned = inquiry.last_fact
    assert learned.ref == f"{HOME}.home_taken_over"
    assert learned.record is not None
    assert (learned.record.value, learned.record.grade, learned.record.source) == (True, grade, source)


@then("the record says that it came in reply to that request, to Housing")
def _(inquiry: Inquiry) -> None:
    book = inquiry.record.book
    (*_, told) = log_json(inquiry.record, book.entries, book)["entries"]
    assert f"In reply to request {inquiry.request} (Housing)." in told["text"]
    assert told["content"]["reply_to"] == inquiry.request


@then("the plan on paper shows the request with its reply")
def _(inquiry: Inquiry) -> None:
    entry, _ = inquiry.last_fact
    told = inquiry.under("Requests to partners, and what came back")
    assert "Housing" in told
    assert f"Entry {entry.number}: {HOME}.home_taken_over" in told


@then(parsers.parse('"{title}" rests on it, with that request as its source'))
def _(inquiry: Inquiry, title: str) -> None:
    profile = inquiry.record.profile
    result = titled(inquiry.recommender.recommend(profile), title)
    none = Ways((), 0, ())
    told = arguments(inquiry.recommender, profile, result, none, inquiry.record.book)
    sources = [fact.source for one in told.supporting for fact in one.facts if fact.ref.endswith("home_taken_over")]
    assert sources == [f"a tenancy visit, in reply to request {inquiry.request} (Housing)"]


# -- what changed ---------------------------------------------------------------------------------------------------


@when(parsers.re(r"the officer learns that £(?P<pounds>[\d,]+) in cash was found"))
def _(inquiry: Inquiry, pounds: str) -> None:
    inquiry.learn("group.cash_found", str(_number(pounds)))


@then(parsers.re(r'"(?P<title>[^"]+)" (?P<how>rose to fit|was ruled out), because "(?P<why>.+)"'))
def _(inquiry: Inquiry, title: str, how: str, why: str) -> None:
    assert inquiry.changed is not None
    one = next(one for one in inquiry.changed if one.result.tactic.title == title)
    assert (one.how, one.result.outcome) == MOVED[how]
    assert any(why in text for text in one.because)


@then("no tactic stands differently")
def _(inquiry: Inquiry) -> None:
    assert inquiry.changed == ()


# -- the plan -------------------------------------------------------------------------------------------------------


@when("the officer adopts the first line of the drafted collection plan")
def _(inquiry: Inquiry) -> None:
    gaps = NeedToKnow(inquiry.recommender).gaps(inquiry.record.profile)
    line = collection_plan(gaps, inquiry.library)[0]
    inquiry.decide("collection", text=line.requirement, source=line.sources[0], method=line.method)
    inquiry.line = line.requirement


@then(parsers.parse('the plan on paper shows it under "{heading}"'))
def _(inquiry: Inquiry, heading: str) -> None:
    assert inquiry.line in inquiry.under(heading)


@then("every P still has no intervention")
def _(inquiry: Inquiry) -> None:
    assert inquiry.record.book.interventions == ()
    assert inquiry.record.book.plan.interventions == ()
    assert [p for p in PILLARS if inquiry.under(f"{p.capitalize()}: interventions decided")] == []


@when(parsers.parse('the officer selects "{title}"'))
def _(inquiry: Inquiry, title: str) -> None:
    tactic = next(one.id for one in inquiry.library.active if one.title == title)
    inquiry.decide("select", tactic=tactic)


@then(parsers.parse('the business model shows that "{title}" is touched by it'))
def _(inquiry: Inquiry, title: str) -> None:
    (one,) = inquiry.record.book.interventions
    assert [step.number for step in inquiry.part(title).touching] == [one.number]


@then(parsers.parse('the business model shows that nothing touches "{title}"'))
def _(inquiry: Inquiry, title: str) -> None:
    assert inquiry.part(title).untouched

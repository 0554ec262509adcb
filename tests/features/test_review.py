"""What the sentences of the review's feature mean: a stored plan in which nothing is missing, what is amiss with it, and how the
officer mends it, by decisions and facts as the shell and the planner's sheet would take them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.casework import Access, CaseRecord, open_record
from planner.application.deciding import FactTold, decide, learn
from planner.application.recommending import Recommender
from planner.application.reviewing import Review, Reviewer
from planner.application.signing import sign
from planner.application.vetting import Reasons
from planner.domain.decisions import Decision
from planner.domain.entries import Decided
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from tests.features.record_notes import SetClock, few
from tests.good_plan import GONE, LATER, MENU, PLAN, SOON, TODAY, Planned, write

scenarios("review.feature")

AUGUST = datetime.fromisoformat("2026-08-20T09:00:00+00:00")


@dataclass
class Desk:
    """An officer at work on a stored case: the record, the clock, and under which number each decision stands."""

    record: CaseRecord
    recommender: Recommender
    clock: SetClock
    numbers: dict[str, int] = field(default_factory=dict)
    review: Review | None = None

    def decide(self, name: str, kind: str, /, because: str = "", supersedes: str = "", **fields: Any) -> None:
        """A decision as a form takes it. `target` and `supersedes` name another."""
        reasons = Reasons(because or self._reason(), supersedes=self.numbers[supersedes] if supersedes else 0)
        self.clock.wait(minutes=1)
        settled = decide(self.record, self.recommender, self._made(kind, fields), reasons)
        self.numbers[name] = settled.saved.position

    def again(self, name: str, /, because: str = "", supersedes: bool = False, **over: Any) -> None:
        """A decision of the good plan, as it is there or changed."""
        fields = {**PLAN[name], **over}
        fields.pop("because")
        self.decide(name, fields.pop("kind"), because or self._reason(), name if supersedes else "", **fields)

    def back(self, *names: str) -> None:
        """Decisions taken back."""
        for name in names:
            self.decide(f"{name}-back", "withdraw", target=name)

    def give_up(self, *names: str) -> None:
        """Interventions that will not be done."""
        for name in names:
            self.decide(f"{name}-over", "progress", target=name, state="not_done")

    def as_of_old(self, name: str, kind: str, /, because: str = "", supersedes: str = "", **fields: Any) -> None:
        """A decision that no form takes today, written when the rules were others."""
        before = self.numbers[supersedes] if supersedes else 0
        made = Decided(decision=self._made(kind, fields))
        library = self.recommender.library
        self.numbers[name] = self.record.write(made, because=because, supersedes=before, library=library).position

    def learn(
        self, ref: str, value: str = "", *, how: str = "known", grade: str = "2B", on: str = "", corrects: bool = True
    ) -> None:
        """A fact found out; what was said of it before no longer counts."""
        told = FactTold(ref, value, how, grade, on, "a patrol", corrects=corrects and how != "unknown")
        learn(self.record, self.recommender.library, told, Reasons())

    def sign(self) -> None:
        with Reviewer(self.recommender) as reviewer:
            sign(self.record, reviewer, Reasons("Read line by line with the panel on Friday."))

    def _made(self, kind: str, fields: dict[str, Any]) -> Decision:
        target = fields.get("target")
        return Decision(
            kind=kind, **{**fields, **({"target": self.numbers[target]} if isinstance(target, str) else {})}
        )

    def _reason(self) -> str:
        return f"Agreed with the panel at its meeting, item {len(self.record.book.entries)}."


IDEA: dict[str, Any] = {
    "on": ("people/wren",), "owner": "The council", "due": SOON, "objective": "a calmer street", "authority": "none needed",
    "measure": "12 of them held, and what people say",
}  # fmt: skip
FREEZE: dict[str, Any] = {
    "tactic": "account-freezing", "owner": "DS Khan", "due": SOON, "objective": "stop the wages", "measure": "pounds frozen",
    "authority": "Proceeds of Crime Act 2002 s.303Z1",
}  # fmt: skip
VISIT = {**FREEZE, "tactic": "tobacco-vape-product-enforcement", "on": ("business/cafe",)}
STRIKE = {**FREEZE, "tactic": "strike-day"}
TAKEOVER = {**FREEZE, "tactic": "home-takeover-offence", "pillar": "pursue", "on": ("people/boss",)}
OBJECTIVE = {name: value for name, value in PLAN["objective"].items() if name not in ("kind", "because")}


def taken_back(*names: str) -> Callable[[Desk], None]:
    return lambda desk: desk.back(*names)


def objective(**over: Any) -> Callable[[Desk], None]:
    return lambda desk: desk.again("objective", supersedes=True, **over)


def objective_late(desk: Desk) -> None:
    desk.again("objective", supersedes=True, due=TODAY + timedelta(days=1))
    desk.clock.wait(days=2)


def given_up_pursue(desk: Desk) -> None:
    desk.give_up("cash", "recall")
    desk.again("watch", on=("places/market", "people/boss"))


def given_up_prevent(desk: Desk) -> None:
    desk.give_up("mentor")
    desk.again("page", on=("people/wren",))


def mostly_pursue(desk: Desk) -> None:
    for name in ("page", "patrol", "slavery", "cafe"):
        desk.decide(name, "reject", tactic=PLAN[name]["tactic"])
    for n in range(3):
        desk.decide(f"search-{n}", "intervention", pillar="pursue", text=f"Search of lock-up {n} by warrant", **IDEA)


def nothing_counted(desk: Desk) -> None:
    desk.again("cash", measure="officers say the street is calmer")
    desk.again("recall", measure="traders tell us he is gone")


def hold_fell_through(desk: Desk) -> None:
    desk.decide("strike", "select", **STRIKE)
    desk.learn("group.hold_plan", how="absent")


def unchecked_law(desk: Desk) -> None:
    for fact in ("illicit_tobacco_sold", "used_as_front"):
        desk.learn(f"business/cafe.{fact}", "yes")
    desk.decide("visit", "select", **VISIT)


def overridden(desk: Desk) -> None:
    desk.learn("group.hold_plan", how="absent")
    desk.as_of_old("strike", "override", because="tbc", supersedes="strike", pillar="pursue", **STRIKE)


def hearsay(desk: Desk) -> None:
    desk.learn("group.suspect_account_balance", "9000", grade="3D")
    desk.decide("ask", "requirement", text="What is in the account", drives="account-freezing")
    desk.decide("freeze", "select", **FREEZE)


def nothing_holds(desk: Desk) -> None:
    desk.give_up("watch", "patrol", "cafe")
    desk.again("mentor", phase="build")


def no_safeguards(desk: Desk) -> None:
    desk.give_up("referral", "slavery", "mentor")
    desk.decide("football", "intervention", pillar="prevent", text="Evening football", **IDEA)


def a_poster_holds(desk: Desk) -> None:
    nothing_holds(desk)
    poster = {**IDEA, "on": (), "owner": "", "due": None}
    desk.decide("poster", "intervention", pillar="prepare", text="Put a poster up", phase="hold", **poster)
    desk.decide("poster-up", "progress", target="poster", state="done")


def benefits_checked(desk: Desk) -> None:
    no_safeguards(desk)
    desk.decide(
        "benefits", "intervention", pillar="pursue", text="Check the welfare benefit claims of the runners", **IDEA
    )
    desk.decide(
        "partners", "intervention", pillar="protect", text="Meeting of partners; no safeguarding needed here", **IDEA
    )


def late_question(desk: Desk) -> None:
    desk.decide(
        "van",
        "collection",
        text="Ask who sold the van",
        source="trade",
        method="a visit",
        due=GONE,
        fact="group.violence_used",
    )


def nothing_from_the_street(desk: Desk) -> None:
    desk.decide("patrol", "reject", tactic="reassurance-patrol")
    desk.again("watch", on=("people/boss",), phase="clear")
    desk.again("cafe", phase="clear")
    desk.again("mentor", phase="clear")


def changed_after_signing(desk: Desk) -> None:
    desk.sign()
    desk.decide("late", "requirement", text="Who keeps the second van", drives="a stop of it")


def disruption(desk: Desk) -> None:
    desk.decide("tyres", "disruption", pillar="protect", level="minor", event="Two cars left the street", when=GONE)


def unreasoned_disruption(desk: Desk) -> None:
    desk.as_of_old("bikes", "disruption", because="n/a", pillar="pursue", level="none", event="Bikes taken", when=GONE)
    desk.decide("bikes-seen", "moderate", target="bikes", level="none")


def a_month_at_tier_1(desk: Desk) -> None:
    desk.learn("group.tier", "tier_1")
    desk.clock.now = AUGUST


Named = dict[str, Callable[[Desk], None]]
AMISS: Named = {
    "both Pursue interventions were given up": given_up_pursue,
    "the one Prevent intervention was given up": given_up_prevent,
    "every Protect intervention was given up": lambda desk: desk.give_up("referral", "slavery", "cafe"),
    "every Prepare intervention was given up": lambda desk: desk.give_up("watch", "patrol", "page"),
    "five of its eight interventions are Pursue": mostly_pursue,
    **{
        f"the {what} of {p.capitalize()} was taken back": taken_back(f"{what}-{p}")
        for p in PILLARS
        for what in ("lead", "aim")
    },
    "two lead Prepare, one of them at no level": lambda desk: desk.decide(
        "second", "lead", pillar="prepare", name="The fire service", level="silver"
    ),
    "the LRO was taken off and nobody came": taken_back("lro"),
    "its overall aim and objective were taken back": taken_back("aim", "objective"),
    "nobody is in focus any more": taken_back("focus-boss", "focus-wren"),
    "the part of the business to hit was taken back": taken_back("model"),
    "the trajectory was taken back": taken_back("trajectory"),
    "its trajectory has no reason": lambda desk: desk.as_of_old(
        "trajectory", "trajectory", supersedes="trajectory", form="both"
    ),
    "place-based or not was taken back": taken_back("place"),
    "the partner that leads was taken back": taken_back("partner"),
    "the protocol was taken back": taken_back("protocol"),
    "the vision was taken back": taken_back("vision"),
    "the exit strategy was taken back": taken_back("exit"),
    "the equality assessment was taken back": taken_back("equality"),
    "one reason is copied from another decision": lambda desk: desk.again(
        "recall", because=PLAN["cash"]["because"].upper()
    ),
    "the seizure has no owner": lambda desk: desk.again("cash", owner=""),
    "the recall has no day": lambda desk: desk.again("recall", due=None),
    "the support for the café is past its day": lambda desk: desk.again("cafe", due=GONE),
    "the watch names no authority": lambda desk: desk.again("watch", authority=""),
    "the patrols have no measure": lambda desk: desk.again("patrol", measure=""),
    "the page serves no objective": lambda desk: desk.again("page", objective=""),
    "nothing in Pursue is counted": nothing_counted,
    "nobody asks Wren what changed": lambda desk: desk.again("mentor", measure="24 sessions held"),
    "the support is aimed at no café": lambda desk: desk.again("cafe", on=()),
    "nothing is aimed at Wren, who is in focus": lambda desk: desk.again("mentor", on=("people/boss",)),
    "its objective is to reduce crime": objective(text="Reduce crime in the whole of the town"),
    "its objective is measured by progress": objective(measure="progress made"),
    "its objective is owned by all partners": objective(owner="All partners"),
    "its objective is to eradicate robbery": objective(text="Eradicate robbery on Market Street"),
    "its objective has no day": lambda desk: desk.as_of_old(
        "objective", "objective", "A day was not asked for then.", "objective", **{**OBJECTIVE, "due": None}
    ),
    "a day of action is chosen and the Hold plan fell through": hold_fell_through,
    "the cash turned out to be lawful": lambda desk: desk.learn("group.cash_found", how="absent"),
    "it holds an offence that has not begun": lambda desk: desk.as_of_old(
        "offence", "select", "He lives in her flat.", **TAKEOVER
    ),
    "it holds tobacco law that nobody checked": unchecked_law,
    "people turn out to depend on the supply": lambda desk: desk.learn("group.dependent_users", "yes"),
    "a guardrail was overridden, reason to be confirmed": overridden,
    "the page was taken back and nothing decided since": taken_back("page"),
    "the cash was found eighteen months ago": lambda desk: desk.learn("group.cash_found", "4000", on="2025-01-10"),
    "an account to be frozen is hearsay": hearsay,
    "nobody asks what is in the account to be frozen": lambda desk: desk.decide("freeze", "select", **FREEZE),
    "nothing is left to hold the street": nothing_holds,
    "Hold was taken back after Clear was ready": taken_back("hold-ready"),
    "all that holds the street is a poster": a_poster_holds,
    "its objective is past its day": objective_late,
    "a line of the collection plan is late": late_question,
    "the SIO was not consulted": lambda desk: desk.learn("group.sio_consulted", "no"),
    "all there is for Sam is a benefit check": benefits_checked,
    "probation leads too and may be told nothing": lambda desk: desk.decide(
        "also", "partner", agency="Probation", text="the licence conditions"
    ),
    "nobody knows what the SIO said": lambda desk: desk.learn("group.sio_consulted", how="unknown"),
    "every safeguard for Sam was given up": no_safeguards,
    "nothing works from the street that is harmed": nothing_from_the_street,
    "the basis for sharing was taken back": taken_back("share"),
    "no financial investigator is known of": lambda desk: desk.learn("group.financial_investigator", how="unknown"),
    "it was changed after it was signed off": changed_after_signing,
    "a disruption waits to be moderated": disruption,
    "a disruption has no reason for its level": unreasoned_disruption,
    "its tier is 1 and a month has passed": a_month_at_tier_1,
    "the case was closed without a debrief": lambda desk: desk.decide("closed", "close", to="The neighbourhood team"),
}


def disruption_again(desk: Desk) -> None:
    desk.decide(
        "bikes", "disruption", supersedes="bikes", because="They were back on new ones within two days.", pillar="pursue",
        level="none", event="Bikes taken", when=GONE,
    )  # fmt: skip
    desk.decide("bikes-seen", "moderate", target="bikes", level="none")


def page_and_patrols(desk: Desk) -> None:
    desk.again("page")
    desk.again("patrol")


def own(pillar: str, text: str, **over: Any) -> Callable[[Desk], None]:
    return lambda desk: desk.decide(text, "intervention", pillar=pillar, text=text, **{**IDEA, **over})


MEND: Named = {
    "adds a search by warrant to Pursue": own("pursue", "A search by warrant"),
    "adds evening football to Prevent": own("prevent", "Evening football"),
    "adds door locks to Protect": own("protect", "Door locks for the café"),
    "adds first-aid training to Prepare": own("prepare", "First-aid training for traders"),
    "takes up the page and the patrols again": page_and_patrols,
    **{f"names who leads {p.capitalize()}": (lambda desk, p=p: desk.again(f"lead-{p}")) for p in PILLARS},
    **{f"records the aim of {p.capitalize()}": (lambda desk, p=p: desk.again(f"aim-{p}")) for p in PILLARS},
    "takes back the lead without a level": taken_back("lead-prepare"),
    "names the LRO": lambda desk: desk.again("lro"),
    "records the overall aim": lambda desk: desk.again("aim"),
    "puts the principal in focus": lambda desk: desk.again("focus-boss"),
    "records which part to hit": lambda desk: desk.again("model"),
    "records the trajectory": lambda desk: desk.again("trajectory"),
    "records that it is place-based": lambda desk: desk.again("place"),
    "records the partner that leads": lambda desk: desk.again("partner"),
    "records the protocol": lambda desk: desk.again("protocol"),
    "records the vision": lambda desk: desk.again("vision"),
    "records the exit strategy": lambda desk: desk.again("exit"),
    "records the equality assessment": lambda desk: desk.again("equality"),
    "gives the recall a reason of its own": lambda desk: desk.again("recall"),
    "says who owns the seizure": lambda desk: desk.again("cash"),
    "gives the recall a day": lambda desk: desk.again("recall"),
    "records that the café was supported": lambda desk: desk.decide("done", "progress", target="cafe", state="done"),
    "names the authority of the watch": lambda desk: desk.again("watch"),
    "gives the patrols a measure": lambda desk: desk.again("patrol"),
    "says what the page is for": lambda desk: desk.again("page"),
    "counts the pounds seized": lambda desk: desk.again("cash"),
    "asks Wren each month": lambda desk: desk.again("mentor"),
    "aims the support at the café": lambda desk: desk.again("cafe"),
    "aims the mentor at Wren": lambda desk: desk.again("mentor"),
    "states the objective of this case": objective(due=LATER),
    "finds that the Hold plan stands after all": lambda desk: desk.learn("group.hold_plan", "yes"),
    "gives the seizure up": lambda desk: desk.give_up("cash"),
    "gives the offence up": lambda desk: desk.give_up("offence"),
    "gives the tobacco visit up": lambda desk: desk.give_up("visit"),
    "rejects help for users, and says why": lambda desk: desk.decide("users", "reject", tactic="drug-harm-response"),
    "overrides the guardrail with a reason": lambda desk: desk.decide(
        "strike", "override", because="The council starts its Hold the same day.", **STRIKE
    ),
    "rejects the page, and says why": lambda desk: desk.decide("page", "reject", tactic="group-on-a-page"),
    "learns that cash is still there": lambda desk: desk.learn("group.cash_found", "3500"),
    "has the account confirmed": lambda desk: desk.learn("group.suspect_account_balance", "9000"),
    "asks what is in the account": lambda desk: desk.decide(
        "ask", "requirement", text="What is in the account at the bank", drives="account-freezing"
    ),
    "adds wardens who hold the street": own(
        "prepare", "Wardens on the street each evening", phase="hold", on=("places/market",)
    ),
    "records that the objective is met": lambda desk: desk.decide("met", "progress", target="objective", state="done"),
    "records what came back": lambda desk: desk.decide(
        "back", "response", text="The dealer named a buyer", source="trade", fact="group.violence_used"
    ),
    "decides to share with probation": lambda desk: desk.decide(
        "told", "share", agency="probation", state="yes", basis="Offender Management Act 2007 s.14"
    ),
    "records that Hold is ready": lambda desk: desk.again("hold-ready"),
    "records that the SIO was consulted": lambda desk: desk.learn("group.sio_consulted", "yes"),
    "adds a strategy meeting for Sam": own(
        "protect", "Strategy meeting for Sam with children's services", on=("people/sam",)
    ),
    "records why it is not place-based": lambda desk: desk.again("place", state="no"),
    "records the basis for sharing": lambda desk: desk.again("share"),
    "names a financial investigator": lambda desk: desk.learn("group.financial_investigator", "yes"),
    "has it signed off again": Desk.sign,
    "has the disruption moderated": lambda desk: desk.decide("tyres-seen", "moderate", target="tyres", level="none"),
    "gives the disruption a reason, and has it moderated": disruption_again,
    "holds the review": lambda desk: desk.decide("held", "review", text="On course; see the log of July"),
    "holds the debrief": lambda desk: desk.decide("learned", "debrief", text="Ask the school sooner"),
}


# -- the desk -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf(library: Library) -> Library:
    return few(library, MENU)


@pytest.fixture(scope="module")
def recommenders(shelf: Library) -> Iterator[Callable[[date], Recommender]]:
    """A recommender for the law of a day, opened once."""
    opened: dict[date, Recommender] = {}

    def of(day: date) -> Recommender:
        if day not in opened:
            opened[day] = Recommender(shelf, day)
        return opened[day]

    yield of
    for one in opened.values():
        one.close()


@pytest.fixture(scope="module")
def stored(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planned]:
    """The good plan in a store, written once; every example works on a copy."""
    folder, plan = tmp_path_factory.mktemp("stored"), Planned()
    write(plan, folder / "training.sqlite", shelf).store.close()
    return folder, plan


@pytest.fixture
def desk(stored: tuple[Path, Planned], recommenders: Callable[[date], Recommender], tmp_path: Path) -> Iterator[Desk]:
    folder, plan = stored
    shutil.copytree(folder, tmp_path / "copy")
    clock = SetClock(datetime.combine(TODAY, datetime.min.time(), AUGUST.tzinfo))
    clock.wait(hours=12)
    access = Access(store=str(tmp_path / "copy" / "training.sqlite"), clock=clock)
    with open_record("oak", access) as record:
        yield Desk(record, recommenders(TODAY), clock, dict(plan.numbers))


# -- what is written, and what is found -----------------------------------------------------------------------------


@given("a stored plan that lacks nothing")
def _(desk: Desk) -> None:
    assert desk.record.book.interventions


@given(parsers.parse("a stored plan that lacks nothing, but {amiss}"))
def _(desk: Desk, amiss: str) -> None:
    AMISS[amiss](desk)


@when(parsers.parse("the officer {mends}"))
def _(desk: Desk, mends: str) -> None:
    MEND[mends](desk)


@when("it is reviewed")
def _(desk: Desk, recommenders: Callable[[date], Recommender]) -> None:
    with Reviewer(recommenders(desk.clock().date())) as reviewer:
        desk.review = reviewer.review(desk.record.profile, desk.record.book)


@then(parsers.parse('the reviewer finds only "{text}"'))
def _(desk: Desk, text: str) -> None:
    assert desk.review is not None
    (found,) = desk.review.findings
    assert found.rule.text.startswith(text)


@then("the reviewer finds nothing")
def _(desk: Desk) -> None:
    assert desk.review is not None
    assert [(one.rule.id, one.where) for one in desk.review.findings] == []


def test_every_rule_has_an_example_that_shows_it_and_its_cure(library: Library) -> None:
    written = (Path(__file__).parent / "review.feature").read_text(encoding="utf-8")
    rows = re.findall(r"^ +\| (.+?) +\| (.+?) +\| (.+?) +\|$", written, re.MULTILINE)
    shown = {amiss: finding for amiss, finding, _ in rows if amiss != "amiss"}
    assert set(shown) == set(AMISS)
    assert {mend for *_, mend in rows if mend != "mend"} == set(MEND)
    unseen = [one.id for one in library.review if not any(one.text.startswith(text) for text in shown.values())]
    assert unseen == []

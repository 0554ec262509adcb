"""What the sentences about disruptions mean: two officers at one live case, each under their own name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.casework import CaseRecord, open_record
from planner.application.deciding import decide
from planner.application.judging import Account, accounts, levels, prompts
from planner.application.recommending import Recommender
from planner.application.timeline import counted, disruptions
from planner.application.vetting import Reasons
from planner.domain.decisions import IMPACTS, Decision
from planner.domain.entries import Exported
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.tactic import PILLARS
from planner.errors import InputError
from planner.exports.disruption_views import disruptions_json, lacking, telling
from planner.exports.handing_over import export_disruptions
from planner.library.layers import find_layers
from planner.library.loading import read_library
from tests.features.record_notes import MORNING, Office, SetClock, few

scenarios("disruptions.feature")

GREEN, HALL = "DI Green", "Supt Hall"
REASON = "Half of the delivery stock is gone"
SEEN = "The vans were hired again within three days"


def test_every_example_has_a_name_of_its_own() -> None:
    """One given twice would hide the first."""
    written = (Path(__file__).parent / "disruptions.feature").read_text(encoding="utf-8")
    named = re.findall(r"^ *Example: (.+)$", written, re.MULTILINE)
    assert len(set(named)) == len(named)


@pytest.fixture(scope="module")
def menu(library: Library) -> Library:
    """One tactic, and all the rules."""
    return few(library, ("cash-seizure",))


@pytest.fixture(scope="module")
def recommender(menu: Library) -> Iterator[Recommender]:
    """Opened once for all examples."""
    opened = Recommender(menu, MORNING.date())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A live store with two officers."""
    return Office(tmp_path_factory.mktemp("office"), (GREEN, HALL))


@dataclass
class Log:
    """One case, and who has it open; `library` is what wording is taken from."""

    office: Office
    recommender: Recommender
    library: Library
    folder: Path
    clock: SetClock = field(default_factory=SetClock)
    number: int = 0
    intervention: int = 0
    refused: InputError | None = None
    file: Path | None = None
    _open: dict[str, CaseRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name = self.office.new_name()

    def record(self, officer: str = GREEN) -> CaseRecord:
        """The case as an officer has it open."""
        if not self._open:
            profile = Profile(case=self.name, kind="live", nation="england")
            self._open[GREEN] = self.office.begin(
                self.office.access(GREEN, "live", self.clock), profile, self.library, "live"
            )
        if officer not in self._open:
            self._open[officer] = open_record(self.name, self.office.access(officer, "live", self.clock))
        self._open[officer].refresh()
        return self._open[officer]

    def close(self) -> None:
        for record in self._open.values():
            record.store.close()

    def decide(
        self, officer: str, because: str, *, decider: str = "", supersedes: int = 0, late: Mapping[str, Any] | None = None, **made: Any
    ) -> int:  # fmt: skip
        """One decision; its number, or nothing and what refused it."""
        self.clock.wait(minutes=1)
        reasons = Reasons(because, decider, supersedes=supersedes, **(late or {}))
        try:
            return decide(self.record(officer), self.recommender, Decision(**made), reasons).saved.position
        except InputError as error:
            self.refused = error
            return 0

    def log(self, pillar: str, level: str, event: str, because: str = REASON, **more: Any) -> None:
        decider, supersedes = more.pop("decider", ""), more.pop("supersedes", 0)
        self.number = self.decide(
            GREEN, because, decider=decider, supersedes=supersedes, kind="disruption", pillar=pillar.lower(), level=level, event=event, **more
        )  # fmt: skip

    @property
    def one(self) -> Account:
        """The disruption that was logged."""
        book = self.record().book
        (one,) = accounts(book, disruptions(book))
        return one

    def told(self, name: str) -> str:
        """One part of what is told of it."""
        return dict(telling(self.one, self.record().book, self.library, authenticated=True))[name]


@pytest.fixture
def log(office: Office, recommender: Recommender, menu: Library, tmp_path: Path) -> Iterator[Log]:
    """A fresh case."""
    made = Log(office, recommender, menu, tmp_path)
    yield made
    made.close()


# -- given and when -----------------------------------------------------------------------------------------------------


@given("a live case led by DI Green")
def opened(log: Log) -> None:
    assert log.record().live


@given(parsers.parse('an intervention of the plan for the objective "{objective}"'))
def planned(log: Log, objective: str) -> None:
    log.intervention = log.decide(
        GREEN, "The lorry park asked for it", kind="intervention", pillar="pursue", text="Stops on the slip road", objective=objective,
        owner="Roads policing",
    )  # fmt: skip


@when(parsers.parse('DI Green logs under {pillar:w}, as {level:w}, "{event}" because "{because}"'))
def logs(log: Log, pillar: str, level: str, event: str, because: str) -> None:
    log.log(pillar, level, event, because)


@given(parsers.re(r'DI Green logged under (?P<pillar>\w+), as (?P<level>\w+), "(?P<event>[^"]+)"'))
def logged(log: Log, pillar: str, level: str, event: str) -> None:
    log.log(pillar, level, event)
    assert log.number


@given(parsers.parse('DI Green logged under {pillar:w}, as {level:w}, "{event}", as decided by {decider}'))
def logged_for(log: Log, pillar: str, level: str, event: str, decider: str) -> None:
    log.log(pillar, level, event, decider=decider)
    assert log.number


@given("DI Green logged ten minor disruptions under Pursue")
def ten(log: Log) -> None:
    for n in range(10):
        log.log("pursue", "minor", f"Bag {n} was found", f"{REASON}, bag {n}")


@when(parsers.parse('DI Green logs what came of it, under {pillar:w}, as {level:w}: "{event}"'))
def logs_of(log: Log, pillar: str, level: str, event: str) -> None:
    log.log(pillar, level, event, target=log.intervention)


@when("DI Green tells more of it")
def tells_more(log: Log, datatable: list[list[str]]) -> None:
    assert log.decide(GREEN, "The exhibit log came in", kind="account", target=log.number, **dict(datatable))


@when(parsers.parse('DI Green puts it right: under {pillar:w}, as {level:w}, "{event}"'))
def puts_right(log: Log, pillar: str, level: str, event: str) -> None:
    log.log(pillar, level, event, supersedes=log.number)
    assert log.number


@given("Supt Hall moderated it as minor")
def moderated(log: Log) -> None:
    assert log.decide(HALL, SEEN, kind="moderate", target=log.number, level="minor")


@when(parsers.re(r'(?P<officer>DI Green|Supt Hall) moderates it as (?P<level>\w+) because "(?P<because>[^"]+)"'))
def moderates(log: Log, officer: str, level: str, because: str) -> None:
    log.decide(officer, because, kind="moderate", target=log.number, level=level)


@when("DI Green takes the moderation back")
def takes_back(log: Log) -> None:
    moderation = log.one.disruption.moderation
    assert moderation is not None
    log.decide(GREEN, "I see it otherwise myself", kind="withdraw", target=moderation[0].number)


@when("Supt Hall tells of its effect")
def tells_effect(log: Log) -> None:
    assert log.decide(
        HALL, "The supplier was seen to leave", kind="account", target=log.number, effect="The supplier left"
    )


@when("Supt Hall moderates it as minor, as of the year before")
def moderates_early(log: Log) -> None:
    late = {"made_at": MORNING - timedelta(days=365), "late_because": "The form lay in a drawer"}
    log.decide(HALL, SEEN, kind="moderate", target=log.number, level="minor", late=late)


@given(parsers.parse('the force words the level {level:w} as "{says}"'))
def worded(log: Log, level: str, says: str) -> None:
    overlay = log.folder / "northshire"
    (overlay / "rules").mkdir(parents=True)
    (overlay / "overlay.yaml").write_text('force: Northshire Police\nlibrary_version: "0.1"\n', encoding="utf-8")
    written = f"- {{id: {level}, says: {says}, checked: 2026-06-01, source: Force standard 12}}\n"
    (overlay / "rules" / "impact_levels.yaml").write_text(written, encoding="utf-8")
    log.library, _ = read_library(find_layers(None, [overlay]), "northshire")


@when(parsers.parse("DI Green hands the disruptions over to the moderation meeting as {form:w}"))
def hands_over(log: Log, form: str) -> None:
    log.file = log.folder / f"disruptions.{form}"
    export_disruptions(
        log.record(), log.library, log.file, "the moderation meeting", Reasons("The panel sits on Thursday")
    )


# -- then ---------------------------------------------------------------------------------------------------------------


@then(parsers.re(r'the log holds "(?P<event>[^"]+)" under (?P<pillar>\w+), proposed (?P<level>\w+), (?P<moderated>.+)'))
def holds(log: Log, event: str, pillar: str, level: str, moderated: str) -> None:
    assert (log.told("Event"), log.told("P, by primary intention"), log.told("Proposed level")) == (
        event,
        pillar,
        level,
    )
    assert log.told("Moderated level") == moderated.removeprefix("moderated ")
    shape = disruptions_json(log.record(), log.record().book, log.library)
    assert shape["unmoderated"] == ([log.number] if moderated.startswith("not") else [])


@then(parsers.re(r"the log says that its (?P<what>.+) (?:is|are) still to be told"))
def still(log: Log, what: str) -> None:
    missing = lacking(log.one).split(", ")
    assert set(re.split(r", | and ", what)) <= set(missing)


@then(parsers.parse('the log tells its {what}: "{text}"'))
def tells(log: Log, what: str, text: str) -> None:
    assert log.told(what.capitalize()) == text
    assert what not in lacking(log.one)


@then(parsers.parse('it is refused: "{what}"'))
def refused(log: Log, what: str) -> None:
    assert log.refused is not None
    assert what in str(log.refused)


@then(parsers.parse('both reasons can be read: "{first}" and "{second}"'))
def both(log: Log, first: str, second: str) -> None:
    assert (log.told("Why that level"), log.told("Why, at moderation")) == (first, second)


@then(parsers.parse("{pillar:w} counts {number:d} {level:w}"))
def counts(log: Log, pillar: str, number: int, level: str) -> None:
    found = dict(zip(IMPACTS, dict(counted(log.record().book))[pillar.lower()], strict=True))
    assert {name: count for name, count in found.items() if count} == {level: number}


@then("the log tells that it was moderated minor by Supt Hall before")
def before(log: Log) -> None:
    assert log.told("Moderated before").startswith("minor, Supt Hall")
    (shown,) = disruptions_json(log.record(), log.record().book, log.library)["disruptions"]
    assert [one["level"] for one in shown["moderated_before"]] == ["minor"]


@then("nothing bearing on the level was told since")
def nothing_since(log: Log) -> None:
    assert log.one.disruption.told_since == ()
    assert log.told("National reference")


@then("the log says that more was told since it was moderated")
def told_since(log: Log) -> None:
    assert log.one.disruption.told_since == (log.record().book.entries[-1].number,)


@then(parsers.parse('under {pillar:w} the officer is asked "{asks}"'))
def asked(log: Log, pillar: str, asks: str) -> None:
    assert asks in [one.asks for one in prompts(log.library, pillar.lower())]


@then("each question names its source")
def sourced(log: Log) -> None:
    for pillar in PILLARS:
        found = prompts(log.library, pillar)
        assert {one.status for one in found if one.source.startswith("LRO Guidance")} == {"checked"}
        assert all(one.source for one in found)


@then("every level has a wording, marked unchecked")
def unchecked(log: Log) -> None:
    assert [(one.id, one.status) for one in levels(log.library)] == [(level, "unchecked") for level in IMPACTS]


@then(parsers.parse('the level {level:w} means "{says}", as checked'))
def means(log: Log, level: str, says: str) -> None:
    assert [(one.says, one.status) for one in levels(log.library) if one.id == level] == [(says, "checked")]


@then(parsers.parse('the file holds "{first}", "{second}" and "{third}"'))
def file_holds(log: Log, first: str, second: str, third: str) -> None:
    assert log.file is not None
    if log.file.suffix == ".docx":
        with zipfile.ZipFile(log.file) as packed:
            text = re.sub(r"<[^>]+>", "", packed.read("word/document.xml").decode())
    else:
        text = log.file.read_text(encoding="utf-8")
    assert [one for one in (first, second, third) if one not in text] == []


@then(parsers.parse('the record notes that the disruptions went to "{to}"'))
def noted(log: Log, to: str) -> None:
    said = log.record().book.entries[-1].said
    assert said is not None
    assert isinstance(said.content, Exported)
    assert (said.content.what, said.content.to) == ("disruptions", to)

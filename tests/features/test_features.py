"""What the sentences of the feature files mean: each notes a fact down, calls a use case, or looks at what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from planner.application.planning import Draft, Proposed, draft
from planner.application.recommending import GuardrailShown, Recommendation, Recommended, Recommender
from planner.application.reviewing import Review, Reviewer
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.engine import matching
from planner.engine.answers import Answers, Case
from planner.engine.explain import FactShown
from planner.engine.referee import Referee
from planner.errors import EnginesDisagree
from planner.exports.document import Heading, Paragraph, Table
from planner.exports.plan_document import plan_document
from tests.features.notes import NEW, OLD, CaseNotes, day, titled

OURS = ("care", "law", "offering", "plan", "safeguarding", "weak_information")
scenarios(*(f"{name}.feature" for name in OURS))

Open = Callable[[date], Recommender]
Said = dict[str, Recommended]
PRINCIPAL, RUNNER, HOME = "the principal", "the runner", "the home"


def test_every_example_is_run() -> None:
    """A keyword that the parser does not know would be read as a remark, and what follows it never run."""
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.feature")))
    keywords = set(re.findall(r"^ *([A-Z][a-z]+(?: [A-Z][a-z]+)?):", written, re.MULTILINE))
    assert keywords == {"Feature", "Background", "Rule", "Example", "Examples"}


# -- what is known --------------------------------------------------------------------------------------------------


@given("a group of which nothing is known")
def _(case: CaseNotes) -> None:
    assert case.written["group"] == {}


@given("a group that sells cocaine")
def _(case: CaseNotes) -> None:
    case.group(crime_types=["class_a_supply"])


@given("a street gang that deals in drugs")
def _(case: CaseNotes) -> None:
    case.group(crime_types=["class_a_supply"], gang_related=True, charge_prospect="possible", group_of_three=True)


@given(parsers.parse("£{pounds} in cash was found"))
def _(case: CaseNotes, pounds: str) -> None:
    case.group(cash_found=int(pounds.replace(",", "")))


@given(parsers.parse("£{pounds} stands in an account thought to hold its money"))
def _(case: CaseNotes, pounds: str) -> None:
    case.group(suspect_account_balance=int(pounds.replace(",", "")))


@given("there is a real and immediate threat to a life")
def _(case: CaseNotes) -> None:
    case.group(threat_to_life=True)


@given("a charge is possible")
def _(case: CaseNotes) -> None:
    case.group(charge_prospect="possible")


@given("people depend on what the group sells")
def _(case: CaseNotes) -> None:
    case.group(dependent_users=True)


@given("the group uses children")
@given("a good report that the group uses children")
def _(case: CaseNotes) -> None:
    case.group(children_used=True)


@given("a weak report that the group uses children")
def _(case: CaseNotes) -> None:
    case.group(grade="3D", children_used=True)


@given("a later weak report that it does not")
def _(case: CaseNotes) -> None:
    case.group(grade="3D", on="2026-06-01", children_used=False)


@given("a report thought to be false that the group uses children")
def _(case: CaseNotes) -> None:
    case.group(grade="3E", children_used=True)


@given("a report that the group uses children, and another as good and as new that it does not")
def _(case: CaseNotes) -> None:
    case.group(children_used=True)
    case.group(children_used=False)


@given("a report of a threat to a life, and a newer one that it is over")
def _(case: CaseNotes) -> None:
    case.group(on=OLD, threat_to_life=True)
    case.group(on=NEW, threat_to_life=False)


@given("a weak report that nobody is under threat")
@given("a later weak report that nobody is under threat")
def _(case: CaseNotes) -> None:
    case.group(grade="3D", on="2026-06-01", threat_to_life=False)


# -- people ---------------------------------------------------------------------------------------------------------


@given("a principal of 25 or over who travels abroad")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, role="principal", age_band="age_25_or_over", travels_abroad=True)


@given("the principal has no conviction")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, convicted=False)


@given("the principal has been convicted")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, convicted=True)


@given("everybody in the group is known")
def _(case: CaseNotes) -> None:
    case.looked_into("people")


@given("there may be others in the group")
def _(case: CaseNotes) -> None:
    assert "people" not in case.written["looked_into"]


@given("an adult principal who takes part in it")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, role="principal", age_band="age_25_or_over", gang_involved=True)


@given("a runner of 15 who takes part in it")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, role="peripheral", age_band="age_14_to_17", gang_involved=True)


@given("a runner of 15 who takes part in it and is exploited")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, role="peripheral", age_band="age_14_to_17", gang_involved=True, exploited=True)


@given("a runner of 15 who takes part in it and is not exploited")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, role="peripheral", age_band="age_14_to_17", gang_involved=True, exploited=False)


@given("an adult runner who takes part in it")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, role="peripheral", age_band="age_18_to_24", gang_involved=True)


@given("an adult runner who takes part in it and is exploited")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, role="peripheral", age_band="age_18_to_24", gang_involved=True, exploited=True)


@given("an adult runner who takes part in it and, by one weak report, is exploited")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, role="peripheral", age_band="age_18_to_24", gang_involved=True)
    case.about("people", RUNNER, grade="3D", exploited=True)


@given("a later weak report that the runner is not exploited")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, grade="3D", on="2026-06-01", exploited=False)


@given("one report that the runner is exploited, and another as good and as new that the runner is not")
def _(case: CaseNotes) -> None:
    case.about("people", RUNNER, exploited=True)
    case.about("people", RUNNER, exploited=False)


@given("an adult in need of care whom the group exploits")
def _(case: CaseNotes) -> None:
    case.about("people", "the adult", role="victim", age_band="age_25_or_over", care_needs=True, exploited=True)


@given("a member who trades in horses")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, role="principal", age_band="age_25_or_over", horses_traded=True)


@given("a principal and a supplier under investigation, with a charge possible")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, role="principal")
    case.about("people", "the supplier", role="significant")
    case.group(investigation_running=True, charge_prospect="possible")


# -- businesses, vehicles and homes ---------------------------------------------------------------------------------


@given("a van kept by its principal that has no insurance")
@given("a good report that the principal's van has no insurance")
def _(case: CaseNotes) -> None:
    _van(case, grade="2B")


@given("a weak report that the principal's van has no insurance")
def _(case: CaseNotes) -> None:
    _van(case, grade="3D")


def _van(case: CaseNotes, *, grade: str) -> None:
    case.about("people", PRINCIPAL, role="principal", age_band="age_25_or_over")
    case.about("vehicles", "the van", kind="van", keeper=case.id_of(PRINCIPAL))
    case.about("vehicles", "the van", grade=grade, uninsured=True)


@given("a takeaway run by the principal that underpays its workers")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, role="principal")
    case.about("business", "the takeaway", controller=case.id_of(PRINCIPAL), underpays=True)


@given("a home that the group has taken over from the person who lives there")
def _(case: CaseNotes) -> None:
    case.about("premises", HOME, kind="house_or_flat", lived_in=True, home_taken_over=True)


@given("a home where drugs are sold and neighbours suffer")
def _(case: CaseNotes) -> None:
    case.about("premises", HOME, kind="house_or_flat", lived_in=True, drug_supply=True, nuisance_or_disorder=True)


@given("whoever lives there is vulnerable")
def _(case: CaseNotes) -> None:
    case.about("premises", HOME, occupier_vulnerable=True)


@given("whoever lives there is not vulnerable")
def _(case: CaseNotes) -> None:
    case.about("premises", HOME, occupier_vulnerable=False)


@given("a council home where a member breaks the tenancy by crime")
def _(case: CaseNotes) -> None:
    case.about("people", PRINCIPAL, role="principal", age_band="age_25_or_over", exploited=False)
    case.about(
        "premises", HOME, tenure="social", tenancy_broken=True, home_taken_over=False, occupier=case.id_of(PRINCIPAL)
    )


# -- the police and their partners ----------------------------------------------------------------------------------


@given("the SIO has not been consulted")
def _(case: CaseNotes) -> None:
    case.group(sio_consulted="no")


@given("the SIO is still to be consulted")
def _(case: CaseNotes) -> None:
    case.group(sio_consulted="not_yet")


@given("the SIO has been consulted")
def _(case: CaseNotes) -> None:
    case.group(sio_consulted="yes")


@given("nobody knows whether the SIO has been consulted")
def _(case: CaseNotes) -> None:
    assert "sio_consulted" not in case.written["group"]


@given("a day of warrants is planned against a group that sells cocaine")
def _(case: CaseNotes) -> None:
    case.group(crime_types=["class_a_supply"], strike_planned=True, charge_prospect="possible")


@given("there is a Hold plan and a Build plan")
def _(case: CaseNotes) -> None:
    case.group(hold_plan=True, build_plan=True)


@given("there is a Build plan but no Hold plan")
def _(case: CaseNotes) -> None:
    case.group(hold_plan=False, build_plan=True)


@given("there is a Hold plan but no Build plan")
def _(case: CaseNotes) -> None:
    case.group(hold_plan=True, build_plan=False)


@given("there is neither a Hold nor a Build plan")
def _(case: CaseNotes) -> None:
    case.group(hold_plan=False, build_plan=False)


@given("a financial investigator is named")
def _(case: CaseNotes) -> None:
    case.group(financial_investigator=True)


@given("no financial investigator is named")
def _(case: CaseNotes) -> None:
    case.group(financial_investigator=False)


@given("nobody knows whether a financial investigator is named")
def _(case: CaseNotes) -> None:
    assert "financial_investigator" not in case.written["group"]


@given(parsers.parse("a group at tier {number:d}"))
def _(case: CaseNotes, number: int) -> None:
    case.group(tier=f"tier_{number}")


@given("a group at a tier nobody has noted")
def _(case: CaseNotes) -> None:
    assert "tier" not in case.written["group"]


# -- where and when -------------------------------------------------------------------------------------------------


@given(parsers.parse("the case is in {nation}"))
def _(case: CaseNotes, nation: str) -> None:
    case.written["nation"] = nation.lower()


@given(parsers.parse("the law is taken as it stood on {when_}"))
@given(parsers.parse("the plan is drafted on {when_}"))
def _(case: CaseNotes, when_: str) -> None:
    case.day = day(when_)


def _with_law(library: Library, ids: Collection[str], changes: dict[str, Any], request: pytest.FixtureRequest) -> Open:
    """Recommenders from the library with some provisions changed."""
    kept = {name: getattr(library, name) for name in type(library).model_fields}
    law = tuple(one.model_copy(update=changes) if one.id in ids else one for one in library.provisions)
    return _open(Library.model_construct(**{**kept, "provisions": law}), request)


@given("horse passports have no law in Wales", target_fixture="recommenders")
def _(library: Library, request: pytest.FixtureRequest) -> Open:
    return _with_law(library, {"equine-id-england-2018"}, {"counterparts": {}}, request)


@given("nobody has read the law behind seizing cash", target_fixture="recommenders")
def _(library: Library, request: pytest.FixtureRequest) -> Open:
    behind = {basis.provision for basis in library.tactics["cash-seizure"].legal_basis}
    return _with_law(library, behind, {"status": "unchecked", "checked": None}, request)


@given(parsers.parse('the two engines differ about "{title}"'), target_fixture="recommenders")
def _(
    library: Library, title: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Open:
    if find_spec("durable") is None:
        pytest.skip("durable_rules is not here, so the referee is alone and nothing can differ")
    name = next(f"tactic:{one.id}" for one in library.active if one.title == title)

    class WrongReferee(Referee):
        def evaluate(self, case: Case) -> Answers:
            judged = super().evaluate(case)
            return replace(judged, outcomes={**judged.outcomes, name: ~judged.outcomes[name]})

    monkeypatch.setattr(matching, "Referee", WrongReferee)
    return _open(library, request, tmp_path)


def _open(library: Library, request: pytest.FixtureRequest, reports: Path | None = None) -> Open:
    def of(when_: date) -> Recommender:
        made = Recommender(library, when_, reports=reports)
        request.addfinalizer(made.close)
        return made

    return of


# -- the plan as it is written so far -------------------------------------------------------------------------------


@given("a plan with something in every P")
def _(case: CaseNotes) -> None:
    _plan(case, dict.fromkeys(PILLARS, 1))


@given(parsers.parse("a plan with something in every P but {pillar}"))
def _(case: CaseNotes, pillar: str) -> None:
    _plan(case, dict.fromkeys(PILLARS, 1) | {pillar.lower(): 0})


@given(parsers.parse("a plan with {many:d} Pursue interventions and 1 in each other P"))
def _(case: CaseNotes, many: int) -> None:
    _plan(case, dict.fromkeys(PILLARS, 1) | {"pursue": many})


@given(parsers.parse("a plan with {many:d} Pursue interventions, {some:d} for Prevent and 1 in each other P"))
def _(case: CaseNotes, many: int, some: int) -> None:
    _plan(case, dict.fromkeys(PILLARS, 1) | {"pursue": many, "prevent": some})


def _plan(case: CaseNotes, wanted: dict[str, int]) -> None:
    case.plan(
        leads=dict.fromkeys((pillar for pillar, many in wanted.items() if many), "a named lead"),
        interventions=[{"pillar": p, "text": f"work {n} of {p}"} for p, many in wanted.items() for n in range(many)],
    )


@given("nobody is named to lead Protect")
def _(case: CaseNotes) -> None:
    del case.written["plan"]["leads"]["protect"]


@given("the reason for leaving Prevent undeveloped is on the record")
def _(case: CaseNotes) -> None:
    case.plan(undeveloped={"prevent": "The council runs a programme for the same young people until April."})


@given("the reason given for leaving Prevent undeveloped is blank")
def _(case: CaseNotes) -> None:
    case.plan(undeveloped={"prevent": "   "})


# -- what is asked for ----------------------------------------------------------------------------------------------


@when("tactics are recommended", target_fixture="found")
def _(case: CaseNotes, library: Library, recommenders: Open) -> Recommendation:
    return recommenders(case.day).recommend(case.read(library))


@when("tactics are asked for", target_fixture="stopped")
def _(case: CaseNotes, library: Library, recommenders: Open) -> EnginesDisagree:
    with pytest.raises(EnginesDisagree) as stopped:
        recommenders(case.day).recommend(case.read(library))
    return stopped.value


@when("a plan is drafted", target_fixture="drafted")
def _(case: CaseNotes, library: Library, recommenders: Open) -> Draft:
    return draft(recommenders(case.day), case.read(library))


@when("the plan is reviewed", target_fixture="review")
def _(case: CaseNotes, library: Library, recommenders: Open) -> Review:
    reviewer = Reviewer(recommenders(case.day))
    try:
        return reviewer.review(case.read(library))
    finally:
        reviewer.close()


# -- what is offered ------------------------------------------------------------------------------------------------

OUTCOMES = {"fits": "certain", "might fit": "possible", "is ruled out": "ruled_out", "is blocked": "blocked"}


@then(parsers.re(r'"(?P<title>[^"]+)" (?P<how>fits|might fit|is ruled out|is blocked)'))
def _(found: Recommendation, said: Said, title: str, how: str) -> None:
    said["it"] = titled(found, title)
    assert said["it"].outcome == OUTCOMES[how]


@then("the reasons for it are")
def _(said: Said, datatable: list[list[str]]) -> None:
    assert [reason.text for reason in said["it"].reasons] == [row[0] for row in datatable]


@then("every reason names the report it rests on and how it was graded")
def _(said: Said) -> None:
    assert all(reason.facts and all(fact.grade == "2B" for fact in reason.facts) for reason in said["it"].reasons)


@then(parsers.parse('what rules it out says "{text}"'))
def _(said: Said, text: str) -> None:
    assert any(text in reason.text for reason in said["it"].against)


@then("the report that the principal has no conviction is shown beside it")
def _(case: CaseNotes, said: Said) -> None:
    shown = [fact for reason in said["it"].against for fact in reason.facts]
    assert FactShown(f"people/{case.id_of(PRINCIPAL)}.convicted", "no", "2B") in shown


@then(parsers.parse('the officer is asked "{text}"'))
def _(said: Said, text: str) -> None:
    assert any(question.text.startswith(text) for question in said["it"].questions)


@then(parsers.parse('"{title}" is listed above "{other}"'))
def _(found: Recommendation, title: str, other: str) -> None:
    assert titled(found, title).rank < titled(found, other).rank


@then("nothing fits yet but what belongs in every plan")
def _(found: Recommendation) -> None:
    certain = [one for one in found.tactics if one.outcome == "certain"]
    assert all(one.tactic.always for one in certain)
    assert all("it belongs in every plan" in one.reasons[0].text for one in certain)


@then("every tactic that might fit comes with a question")
def _(found: Recommendation) -> None:
    might = [one for one in found.tactics if one.outcome == "possible"]
    assert might
    assert [one.tactic.title for one in might if not one.questions] == []


@then("it is shown as resting on weak information")
def _(said: Said) -> None:
    assert said["it"].weak


@then("it is not shown as resting on weak information")
def _(said: Said) -> None:
    assert not said["it"].weak


@then("no tactic is shown")
def _(stopped: EnginesDisagree, library: Library) -> None:
    assert sum(one.id in str(stopped) for one in library.active) == 1


@then(parsers.parse('the officer is told that they differ about "{title}"'))
def _(stopped: EnginesDisagree, library: Library, title: str) -> None:
    assert next(one.id for one in library.active if one.title == title) in str(stopped)


@then("a report is kept for the maintainer")
def _(stopped: EnginesDisagree) -> None:
    assert stopped.report is not None
    assert stopped.report.read_text(encoding="utf-8").startswith("{")


# -- on whom --------------------------------------------------------------------------------------------------------


@then(parsers.parse('it is for use on "{label}"'))
def _(said: Said, label: str) -> None:
    assert label in _sure(said["it"])


@then(parsers.parse('"{title}" is for use on "{label}"'))
def _(found: Recommendation, title: str, label: str) -> None:
    assert label in _sure(titled(found, title))


@then(parsers.parse('no Pursue tactic is for use on "{label}"'))
def _(found: Recommendation, label: str) -> None:
    assert _against(found, label, ("certain", "possible", "blocked")) == []


@then(parsers.parse('no Pursue tactic is settled for use on "{label}"'))
def _(found: Recommendation, label: str) -> None:
    assert _against(found, label, ("certain",)) == []


@then("no Pursue tactic fits")
def _(found: Recommendation) -> None:
    assert [
        one.tactic.title for one in found.tactics if one.tactic.pillar == "pursue" and one.outcome == "certain"
    ] == []


def _sure(one: Recommended) -> list[str]:
    return [subject.label for subject in one.subjects if subject.outcome == "certain"]


def _against(found: Recommendation, label: str, outcomes: Iterable[str]) -> list[str]:
    pursue = [one for one in found.tactics if one.tactic.pillar == "pursue"]
    return [one.tactic.title for one in pursue if any(s.label == label and s.outcome in outcomes for s in one.subjects)]


# -- what comes first, and what stands beside -----------------------------------------------------------------------


@then(parsers.parse('first "{text}"'))
def _(said: Said, text: str) -> None:
    assert [one.level for one in said["it"].guardrails if text in one.text] == ["require"]


@then(parsers.parse('first, for "{label}", "{text}"'))
def _(said: Said, label: str, text: str) -> None:
    assert [one.level for one in _for_subject(said["it"], label) if text in one.text] == ["require"]


@then(parsers.parse('"{title}" must stand beside it'))
def _(found: Recommendation, said: Said, title: str) -> None:
    on_subjects = [one for subject in said["it"].subjects for one in subject.guardrails]
    wanted = {needed for one in (*said["it"].guardrails, *on_subjects) for needed in one.requires}
    assert titled(found, title).tactic.id in wanted


@then(parsers.parse('the officer is told "{text}"'))
def _(said: Said, text: str) -> None:
    assert any(text in one.text for one in said["it"].guardrails if one.level == "block")


@then(parsers.parse('the officer is warned "{text}"'))
def _(said: Said, text: str) -> None:
    assert any(text in one.text for one in said["it"].guardrails if one.level == "caution")


@then("the SIO is not mentioned")
def _(said: Said) -> None:
    assert not any("SIO" in one.text for one in said["it"].guardrails)


@then("no financial investigator is asked for")
def _(said: Said) -> None:
    assert not any("financial investigator" in one.text for one in said["it"].guardrails)


@then(parsers.parse('nothing is asked about who lives at "{label}"'))
def _(said: Said, label: str) -> None:
    assert not any("lives here" in one.text for one in _for_subject(said["it"], label))


@then("what must come first reads the same whether the SIO is known not to have been consulted or nobody knows")
def _(case: CaseNotes, library: Library, recommenders: Open) -> None:
    unknown = recommenders(case.day).recommend(case.read(library))
    case.group(sio_consulted="no")
    known = recommenders(case.day).recommend(case.read(library))
    overt = [one.id for one in library.active if "overt" in one.traits]
    assert overt
    assert {one: known.get(one).guardrails for one in overt} == {one: unknown.get(one).guardrails for one in overt}


def _for_subject(one: Recommended, label: str) -> tuple[GuardrailShown, ...]:
    return next(subject.guardrails for subject in one.subjects if subject.label == label)


# -- the law it rests on --------------------------------------------------------------------------------------------


@then(parsers.parse('it rests on "{law}"'))
def _(said: Said, library: Library, law: str) -> None:
    assert any(law in name for name in _usable_law(said["it"], library))


@then(parsers.parse('it does not rest on "{law}"'))
def _(said: Said, library: Library, law: str) -> None:
    assert not any(law in name for name in _usable_law(said["it"], library))


def _usable_law(one: Recommended, library: Library) -> list[str]:
    return [library.law[standing.provision].name for standing in one.law if standing.status.usable]


# -- the draft ------------------------------------------------------------------------------------------------------


@then(parsers.parse('the draft proposes "{title}"'))
def _(drafted: Draft, said: Said, title: str) -> None:
    said["it"] = next(one.found for one in _proposed(drafted) if one.found.tactic.title == title)


@then("it is marked as possible, with what to find out first")
def _(drafted: Draft, said: Said) -> None:
    assert said["it"].outcome == "possible"
    assert dict(_lines(drafted)[said["it"].tactic.title])["Find out first"]


@then("every line of the draft is left for the officer to select, reject, defer or replace")
def _(drafted: Draft) -> None:
    lines = _lines(drafted)
    assert set(lines) == {one.found.tactic.title for one in _proposed(drafted)}
    assert all(
        dict(rows)["LRO's decision"].startswith("Select / reject / defer / override: ____") for rows in lines.values()
    )


@then("nothing in the draft says that a decision was made")
def _(drafted: Draft) -> None:
    strong = [block.text for block in plan_document(drafted).blocks if isinstance(block, Paragraph) and block.strong]
    assert any("It decides nothing." in text for text in strong)
    headings = [block.text.lower() for block in plan_document(drafted).blocks if isinstance(block, Heading)]
    assert not any(word in heading for word in ("rejected", "deferred", "selected", "decided") for heading in headings)


@then("every tactic that is ruled out stands under what was considered, with what rules it out")
def _(drafted: Draft) -> None:
    blocks = plan_document(drafted).blocks
    start = next(
        n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text.startswith("Considered")
    )
    table = next(block for block in blocks[start:] if isinstance(block, Table))
    out = [one.tactic.title for one in drafted.recommendation.tactics if one.outcome == "ruled_out"]
    assert out
    assert {title for title, outcome, why in table.rows if outcome == "ruled out" and why} == set(out)


@then("each P holds a proposal")
def _(drafted: Draft) -> None:
    assert all(drafted.interventions[pillar] for pillar in PILLARS)


@then("every proposal that only might fit is marked so, with what to find out first")
def _(drafted: Draft) -> None:
    might = [one.found.tactic.title for one in _proposed(drafted) if one.found.outcome == "possible"]
    marks = [block.text for block in plan_document(drafted).blocks if isinstance(block, Heading)]
    assert might
    for title in might:
        assert any(f"{title} [POSSIBLE]" in mark for mark in marks)
        assert dict(_lines(drafted)[title])["Find out first"]


@then("each duty is due within a day")
def _(drafted: Draft, case: CaseNotes) -> None:
    duties = [one for one in _proposed(drafted) if one.found.tactic.duty]
    every = {one.id for one in drafted.recommendation.library.active if one.duty}
    assert {one.found.tactic.id for one in duties} == every
    assert all((one.due - case.day).days <= 1 for one in duties)


@then(parsers.parse("it is to be reviewed by {when_}"))
def _(drafted: Draft, when_: str) -> None:
    assert drafted.review_on == day(when_)


def _proposed(drafted: Draft) -> list[Proposed]:
    return [one for pillar in PILLARS for one in drafted.interventions[pillar]]


def _lines(drafted: Draft) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What the draft says of each tactic it proposes, by title."""
    blocks = plan_document(drafted).blocks
    heads = [(one, two) for one, two in pairwise(blocks) if isinstance(one, Heading) and isinstance(two, Table)]
    return {one.text.partition(". ")[2].rpartition(" [")[0]: two.rows for one, two in heads if one.level == 3}


# -- the review -----------------------------------------------------------------------------------------------------


@then(parsers.re(r'the reviewer finds (?P<only>only )?the (?P<severity>error|warning) "(?P<text>.+)"'))
def _(review: Review, only: str | None, severity: str, text: str) -> None:
    assert [one.severity for one in review.findings if text in one.rule.text] == [severity]
    assert not only or len(review.findings) == 1


@then("the reviewer finds nothing")
def _(review: Review) -> None:
    assert [one.rule.text for one in review.findings] == []


@then("the reviewer finds every P empty and without a lead")
def _(review: Review) -> None:
    texts = [one.rule.text for one in review.findings]
    assert len(texts) == 8
    for pillar in ("Pursue", "Prevent", "Protect", "Prepare"):
        assert any(text.startswith(f"{pillar} is empty") for text in texts)
        assert f"Nobody is named to lead {pillar}." in texts

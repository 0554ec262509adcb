"""A fault planted in what was compiled is seen by the referee: nothing is shown, the tactic is named, a report is saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from planner import cli
from planner.application.cases import find_case
from planner.application.recommending import Recommender
from planner.domain.conditions import ALWAYS, Quantified
from planner.domain.law import LawStatus
from planner.domain.library import Library
from planner.domain.profile import Profile
from planner.domain.truth import Truth
from planner.engine.answers import Answers, Case, GuardFiring, differences
from planner.engine.compiler import CompiledLibrary, FactVariable, compile_library
from planner.engine.matching import MENU, Matcher
from planner.errors import EnginesDisagree
from planner.library import cache
from planner.library.layers import home
from tests.engine.making import laid_out

pytest.importorskip("durable", reason="without durable_rules there is no second engine to disagree")

DAY = date(2026, 6, 1)
CASE = "smith-ocg"
Implicants = tuple[tuple[int, ...], ...]


@pytest.fixture(scope="module")
def known(library: Library) -> Profile:
    return find_case(CASE, library)


@pytest.fixture(scope="module")
def asked(library: Library, known: Profile) -> Case:
    return Case(
        library, laid_out(library, known), dict.fromkeys((one.id for one in library.active), LawStatus.IN_FORCE)
    )


@pytest.fixture(scope="module")
def sound(library: Library) -> CompiledLibrary:
    return compile_library(library, MENU)


@pytest.fixture(scope="module")
def answers(library: Library, sound: CompiledLibrary, asked: Case) -> Iterator[Answers]:
    matcher = Matcher(library, MENU, sound)
    yield matcher.match(asked)
    matcher.close()


def weighed(implicants: Implicants, values: dict[int, Truth]) -> Truth:
    """What the engine would conclude: min over a term, max over terms."""
    return max((min((values[n] for n in term), default=Truth.TRUE) for term in implicants), default=Truth.FALSE)


PEOPLE = Quantified("people", ALWAYS)


# -- the faults ------------------------------------------------------------------------------------------------------


def without_one_literal(implicants: Implicants) -> Iterator[Implicants]:
    for n, term in enumerate(implicants):
        for dropped in term:
            shorter = tuple(literal for literal in term if literal != dropped)
            yield (*implicants[:n], shorter, *implicants[n + 1 :])


def all_and_any_swapped(implicants: Implicants) -> Iterator[Implicants]:
    """What was "any of these, all of each" read as "all of these, any of each"; the wide ones would take too long."""
    if (len(implicants) > 1 or any(len(term) > 1 for term in implicants)) and prod(map(len, implicants)) <= 100:
        yield tuple({tuple(sorted(set(one))) for one in product(*implicants)})


def one_alternative_lost(implicants: Implicants) -> Iterator[Implicants]:
    for n in range(len(implicants)):
        yield implicants[:n] + implicants[n + 1 :]


FAULTS = {
    "drop a literal": without_one_literal,
    "swap all and any": all_and_any_swapped,
    "lose an alternative": one_alternative_lost,
}


def planted(
    sound: CompiledLibrary, answers: Answers, family: str, fault: Callable[[Implicants], Iterator[Implicants]]
) -> tuple[str, CompiledLibrary]:
    """The first condition of a family for which the fault matters in this case, and the library with it planted."""
    for name, one in sound.case.items():
        if name.startswith(family):
            for changed in fault(one.implicants):
                if weighed(changed, dict(answers.literals)) is not answers.outcomes[name]:
                    return name, replace(sound, case={**sound.case, name: replace(one, implicants=changed)})
    raise AssertionError(f"no {family} of the library for which this fault matters")


def disagreement(library: Library, broken: CompiledLibrary, asked: Case) -> EnginesDisagree:
    matcher = Matcher(library, MENU, broken)
    try:
        with pytest.raises(EnginesDisagree) as raised:
            matcher.match(asked)
    finally:
        matcher.close()
    return raised.value


def test_the_library_as_compiled_is_sound(answers: Answers) -> None:
    """What the faults are measured against: every outcome is what its own implicants give."""
    assert {Truth.FALSE, Truth.UNKNOWN, Truth.TRUE} <= set(answers.outcomes.values())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("family", ["tactic", "indicator", "guardrail"])
def test_a_planted_fault_is_named(
    library: Library, sound: CompiledLibrary, answers: Answers, asked: Case, family: str, fault: str
) -> None:
    name, broken = planted(sound, answers, family, FAULTS[fault])
    error = disagreement(library, broken, asked)
    owner = name.partition(":")[2]
    assert any(line.startswith(f"{family} {owner}: engine ") for line in error.differences)
    assert owner in str(error)
    assert error.exit_code == 3


@pytest.mark.parametrize("fault", FAULTS)
def test_every_tactic_it_matters_for_is_caught(
    library: Library, sound: CompiledLibrary, answers: Answers, asked: Case, fault: str
) -> None:
    """All tactics broken at once: those for which it matters are named, and no other."""
    broken = dict(sound.case)
    expected = set()
    for name, one in sound.case.items():
        changed = next(FAULTS[fault](one.implicants), None)
        if name.startswith("tactic:") and changed is not None:
            broken[name] = replace(one, implicants=changed)
            if weighed(changed, dict(answers.literals)) is not answers.outcomes[name]:
                expected.add(name.partition(":")[2])
    assert len(expected) > 10
    error = disagreement(library, replace(sound, case=broken), asked)
    named = {line.split(":")[0].removeprefix("tactic ") for line in error.differences if ": engine " in line}
    assert named == expected


def test_a_fault_in_the_subjects_alone_is_named(
    library: Library, sound: CompiledLibrary, answers: Answers, asked: Case
) -> None:
    name = next(f"tactic:{tactic}" for tactic in answers.subjects)
    on, one = sound.subject[name]
    broken = replace(sound, subject={**sound.subject, name: (on, replace(one, implicants=()))})
    tactic = name.partition(":")[2]
    differences = disagreement(library, broken, asked).differences
    assert f"tactic {tactic}: the subjects differ" in differences
    assert all(line.startswith("guardrail ") and f" on tactic {tactic} for " in line for line in differences[1:]), (
        "and only what follows from it"
    )


def test_a_fault_in_a_mark_alone_is_named(
    library: Library, sound: CompiledLibrary, answers: Answers, asked: Case
) -> None:
    marked = sorted({one.guardrail for one in answers.firings if one.subject})
    assert marked, "a guardrail about members fires in this case"
    name = f"guardrail:{marked[0]}"
    about, one = sound.member[name]
    broken = replace(sound, member={**sound.member, name: (about, replace(one, implicants=()))})
    assert all(
        line.startswith(f"guardrail {marked[0]} on tactic ")
        for line in disagreement(library, broken, asked).differences
    )


def test_a_fault_in_a_leaf_is_seen(library: Library, sound: CompiledLibrary, answers: Answers, asked: Case) -> None:
    """A leaf compiled with the opposite value: every condition that rests on it is named."""
    wanted = {
        number
        for condition in sound.case.values()
        for term in condition.implicants
        if len(term) == 1
        for number in term
    }
    number = next(
        one.id
        for one in sound.literals
        if isinstance(one.variable, FactVariable)
        and one.cells == frozenset([True])
        and answers.literals[one.id] is Truth.TRUE
        and one.id in wanted
    )
    flipped = replace(sound.literals[number], cells=frozenset([False]))
    literals = (*sound.literals[:number], flipped, *sound.literals[number + 1 :])
    error = disagreement(library, replace(sound, literals=literals), asked)
    resting = [name for name, one in sound.case.items() if any(number in term for term in one.implicants)]
    assert any(line.startswith(f"{name.replace(':', ' ')}: engine ") for name in resting for line in error.differences)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.outcomes.update({"tactic:t": Truth.TRUE}), ["tactic t: engine true, referee unknown"]),
        (lambda one: one.outcomes.update({"indicator:i": Truth.FALSE}), ["indicator i: engine false, referee none"]),
        (lambda one: one.outcomes.pop("tactic:t"), ["tactic t: engine none, referee unknown"]),
        (lambda one: one.subjects["t"].update({"people/p1": Truth.TRUE}), ["tactic t: the subjects differ"]),
        (lambda one: one.subjects.pop("t"), ["tactic t: the subjects differ"]),
        (lambda one: one.subjects.update({"u": {"people/p1": Truth.TRUE}}), ["tactic u: the subjects differ"]),
        (lambda one: one.witnesses[("tactic:t", PEOPLE)].clear(), ["tactic t: the witnesses among people differ"]),
        (
            lambda one: one.witnesses.update({("guardrail:g", PEOPLE): {"people/p2": Truth.TRUE}}),
            ["guardrail g: the witnesses among people differ"],
        ),
        (
            lambda one: setattr(one, "firings", frozenset()),
            ["guardrail g on tactic t for people/p1: only one engine applies it"],
        ),
        (lambda one: None, []),
    ],
)
def test_each_kind_of_difference_is_told(change: Callable[[Answers], Any], told: list[str]) -> None:
    def made() -> Answers:
        firing = GuardFiring("g", "t", "people/p1", Truth.UNKNOWN)
        subjects = {"t": {"people/p1": Truth.UNKNOWN}}
        return Answers(
            {"tactic:t": Truth.UNKNOWN},
            subjects,
            {("tactic:t", PEOPLE): dict(subjects["t"])},
            firings=frozenset([firing]),
        )

    engine, referee = made(), made()
    change(engine)
    assert differences(engine, referee) == told
    assert len(differences(referee, engine)) == len(told)


# -- through the use case and the command ----------------------------------------------------------------------------


@pytest.fixture
def broken(sound: CompiledLibrary, answers: Answers) -> tuple[str, CompiledLibrary]:
    name, made = planted(sound, answers, "tactic", without_one_literal)
    return name.partition(":")[2], made


def test_the_recommender_saves_a_report(
    library: Library, known: Profile, broken: tuple[str, CompiledLibrary], tmp_path: Path
) -> None:
    tactic, made = broken
    with (
        Recommender(library, DAY, reports=tmp_path / "reports", compiled=made) as recommender,
        pytest.raises(EnginesDisagree) as raised,
    ):
        recommender.recommend(known)
    report = raised.value.report
    assert report == tmp_path / "reports" / f"engines-disagree-{CASE}.json"
    assert str(report) in str(raised.value)
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["case"] == CASE
    assert told["library"] == library.digest
    assert any(tactic in line for line in told["differences"])
    assert told["group"].keys() >= {"group.violence_used"}
    assert told["members"].keys() >= {f"people/{one.id}" for one in known.members["people"]}
    labels = [one.label for one in known.members["people"] if one.label]
    assert labels
    assert not any(label in report.read_text(encoding="utf-8") for label in labels), "the report holds no names"


def test_without_a_place_for_reports_the_error_still_names_the_tactic(
    library: Library, known: Profile, broken: tuple[str, CompiledLibrary], tmp_path: Path
) -> None:
    tactic, made = broken
    with (
        Recommender(library, DAY, compiled=made) as recommender,
        pytest.raises(EnginesDisagree, match=tactic) as raised,
    ):
        recommender.recommend(known)
    assert raised.value.report is None
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file where the folder would go", encoding="utf-8")
    with (
        Recommender(library, DAY, reports=in_the_way, compiled=made) as recommender,
        pytest.raises(EnginesDisagree, match=tactic) as raised,
    ):
        recommender.recommend(known)
    assert raised.value.report is None


@pytest.mark.parametrize(
    "words",
    [
        ["recommend", CASE],
        ["recommend", CASE, "--json"],
        ["recommend", CASE, "--pillar", "prepare", "--top", "1"],
        ["explain", CASE, "{tactic}"],
        ["explain", CASE, "{tactic}", "--json"],
        ["draft", CASE, "--out", "{folder}/plan.md"],
        ["draft", CASE, "--out", "{folder}/plan.docx"],
    ],
    ids=" ".join,
)
def test_the_command_ends_with_3_and_shows_nothing(
    words: list[str], run: Any, broken: tuple[str, CompiledLibrary], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tactic, made = broken
    monkeypatch.setattr(cache, "compiled", lambda library, families: made)
    report = home() / "reports" / f"engines-disagree-{CASE}.json"
    report.unlink(missing_ok=True)
    ran = run([word.format(tactic=tactic, folder=tmp_path) for word in words] + ["--as-of", str(DAY)])
    assert ran.code == 3
    assert ran.out == ""
    assert f"tactic {tactic}: engine" in ran.err
    assert str(report) in ran.err
    assert any(tactic in line for line in json.loads(report.read_text(encoding="utf-8"))["differences"])
    assert not list(tmp_path.iterdir()), "no half-made plan is left"


def test_the_same_command_is_answered_when_nothing_is_planted(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recommend", CASE, "--as-of", str(DAY), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)

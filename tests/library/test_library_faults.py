"""Faults that only a whole library can have, each planted alone in a copy of the shipped one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from planner.library.yaml_reader import read_yaml

SEIZE = "tactics_catalogue/pursue/vehicles/seize-uninsured-vehicle.yaml"
LAW = "tactics_catalogue/law.yaml"
VOCABULARY = "tactics_catalogue/vocabulary.yaml"
INDICATORS = "rules/indicators.yaml"
GUARDRAILS = "rules/guardrails.yaml"
Run = Callable[..., Any]


@pytest.fixture
def told(run: Run, small_copy: Any) -> Callable[[], list[str]]:
    """What `check` tells of the copy: each error as one line."""

    def tell() -> list[str]:
        code, out, err = run(["check", "--json", small_copy.root])
        faults = [one for one in json.loads(out)["faults"] if one["severity"] == "error"]
        assert (code, err) == (int(bool(faults)), "")
        lines = []
        for one in faults:
            place = f"{one['file']}:{one['line']}:{one['column']}" if one["line"] else one["file"]
            lines.append(f"{place}: {one['text']} {one['fix']}".strip())
        return lines

    return tell


def test_an_untouched_copy_has_no_fault(run: Run, small_copy: Any, told: Callable[[], list[str]]) -> None:
    assert told() == []
    case = small_copy.write("sound.yaml", "case: sound\nkind: training\nnation: england\n")
    assert run(["recommend", case, "--library", small_copy.root]).code == 0


def test_an_id_that_differs_from_the_file_name(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.path(SEIZE).rename(small_copy.path(SEIZE).with_name("seize-a-vehicle.yaml"))
    assert told() == [
        "tactics_catalogue/pursue/vehicles/seize-a-vehicle.yaml:1:5: the id 'seize-uninsured-vehicle' and the file name "
        "'seize-a-vehicle.yaml' differ. Make them the same."
    ]


def test_a_tactic_in_the_folder_of_another_pillar(small_copy: Any, told: Callable[[], list[str]]) -> None:
    moved = "tactics_catalogue/prepare/setup/seize-uninsured-vehicle.yaml"
    shutil.move(small_copy.path(SEIZE), small_copy.path(moved))
    place = small_copy.place(moved, "pursue", within="pillar:")
    assert told() == [f"{place}: a pursue tactic stands in the folder 'prepare'. Move it to tactics_catalogue/pursue."]


def test_a_pursue_tactic_in_the_folder_of_another_heading(small_copy: Any, told: Callable[[], list[str]]) -> None:
    moved = "tactics_catalogue/pursue/travel/seize-uninsured-vehicle.yaml"
    shutil.move(small_copy.path(SEIZE), small_copy.path(moved))
    (line,) = told()
    assert line.startswith(f"{small_copy.place(moved, 'vehicles', within='heading:')}: ")
    assert "'travel'" in line
    assert "Move it to tactics_catalogue/pursue/vehicles." in line


def test_two_files_with_one_tactic(small_copy: Any, told: Callable[[], list[str]]) -> None:
    again = "tactics_catalogue/pursue/vehicles/twice/seize-uninsured-vehicle.yaml"
    small_copy.write(again, small_copy.text(SEIZE))
    assert told() == [
        f"{again}:1:5: the id 'seize-uninsured-vehicle' is already taken at {SEIZE}:1. Give one of them another id."
    ]


PROOFS = {
    "on": "2026-05-01",
    "address": '"https://www.legislation.gov.uk/ukpga/1994/22/section/1"',
    "heading": '"Duty to be told"',
    "version": '"2024-01-31"',
}


def provision(status: str, proofs: dict[str, str]) -> str:
    checked = "".join(f"    {name}: {value}\n" for name, value in proofs.items())
    return (
        f'- id: planted-1994-s1\n  act: "Planted Act 1994"\n  provision: "s.1"\n  applies_in: [england]\n  status: {status}\n'
        f'  requires: "Something is asked of someone."\n' + (f"  checked:\n{checked}" if proofs else "")
    )


@pytest.mark.parametrize("status", ["in_force", "prospective", "repealed"])
def test_law_of_known_status_with_its_four_proofs(small_copy: Any, told: Callable[[], list[str]], status: str) -> None:
    small_copy.add(LAW, provision(status, PROOFS))
    assert told() == []


@pytest.mark.parametrize("status", ["in_force", "prospective", "repealed"])
def test_law_of_known_status_without_its_proofs(small_copy: Any, told: Callable[[], list[str]], status: str) -> None:
    small_copy.add(LAW, provision(status, {}))
    (line,) = told()
    place = small_copy.place(LAW, "id: planted-1994-s1")
    assert line.startswith(f"{place}: status {status} needs `checked` with on, address, heading and version")


@pytest.mark.parametrize("proof", PROOFS)
def test_law_with_one_proof_missing(small_copy: Any, told: Callable[[], list[str]], proof: str) -> None:
    kept = {name: value for name, value in PROOFS.items() if name != proof}
    small_copy.add(LAW, provision("in_force", kept))
    first = next(iter(kept))
    place = small_copy.place(LAW, f"{first}: {kept[first]}")
    assert told() == [f"{place}: the key '{proof}' is missing."]


@pytest.mark.parametrize(
    ("proof", "value"),
    [("address", '"http://www.legislation.gov.uk"'), ("heading", '""'), ("version", '"1"'), ("on", "once")],
)
def test_law_with_a_proof_that_proves_nothing(
    small_copy: Any, told: Callable[[], list[str]], proof: str, value: str
) -> None:
    small_copy.add(LAW, provision("in_force", {**PROOFS, proof: value}))
    (line,) = told()
    assert line.startswith(f"{small_copy.place(LAW, f'{proof}: {value}').rpartition(':')[0]}:{len(proof) + 7}: ")


def test_unchecked_law_that_carries_proofs(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.add(LAW, provision("unchecked", PROOFS))
    (line,) = told()
    assert line.startswith(
        f"{small_copy.place(LAW, 'id: planted-1994-s1')}: an unchecked provision carries no `checked`"
    )


def test_two_entries_with_one_id(small_copy: Any, told: Callable[[], list[str]]) -> None:
    first = small_copy.place(LAW, "id: rta-1988-s165a").rpartition(":")[0]
    small_copy.add(
        LAW,
        '- id: rta-1988-s165a\n  act: "Vehicle Act 1994"\n  provision: "s.43"\n  applies_in: [wales]\n  status: unchecked\n'
        '  requires: "The same once more."\n',
    )
    place = f"{LAW}:{small_copy.text(LAW).count(chr(10), 0, small_copy.text(LAW).rindex('- id:')) + 1}:7"
    assert told() == [f"{place}: the id 'rta-1988-s165a' is already taken at {first}. Give one of them another id."]


def test_a_counterpart_that_is_not_there(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.change(LAW, "counterparts: {wales: ca-2004-s28}", "counterparts: {wales: ca-2004-s280}")
    place = small_copy.place(LAW, "ca-2004-s280")
    assert told() == [f"{place}: there is no provision 'ca-2004-s280' in law.yaml. Did you mean 'ca-2004-s28'?"]


def test_a_counterpart_that_does_not_apply_where_it_is_named(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.change(LAW, "counterparts: {wales: ca-2004-s28}", "counterparts: {wales: ca-2004-s11}")
    place = small_copy.place(LAW, "ca-2004-s11", within="{wales: ca-2004-s11")
    assert told() == [f"{place}: 'ca-2004-s11' does not apply in wales."]


def test_a_provision_taken_away_is_told_at_every_tactic_that_rests_on_it(
    small_copy: Any, told: Callable[[], list[str]]
) -> None:
    small_copy.change(LAW, "- id: rta-1988-s165a\n", "- id: rta-1988-s165\n")
    lines = told()
    place = small_copy.place(SEIZE, "rta-1988-s165a")
    assert f"{place}: there is no provision 'rta-1988-s165a' in law.yaml. Did you mean 'rta-1988-s165'?" in lines
    resting = [
        one for one in small_copy.root.rglob("*/*/*.yaml") if "rta-1988-s165a" in one.read_text(encoding="utf-8")
    ]
    assert len(lines) == len(resting) > 0


@pytest.mark.parametrize("key", ["requires", "applies_to"])
def test_a_guardrail_that_names_an_unknown_tactic(small_copy: Any, told: Callable[[], list[str]], key: str) -> None:
    applies = "{traits: [overt]}" if key == "requires" else "{tactics: [cash-siezure]}"
    requires = "  requires: [cash-siezure]\n" if key == "requires" else ""
    small_copy.add(
        GUARDRAILS,
        f"- id: planted\n  effect: require\n  applies_to: {applies}\n  text: Something comes first.\n{requires}  source: tests\n",
    )
    place = small_copy.place(GUARDRAILS, "cash-siezure")
    assert told() == [f"{place}: there is no tactic 'cash-siezure'. Did you mean 'cash-seizure'?"]


def test_an_order_that_puts_an_unknown_tactic_first(small_copy: Any, told: Callable[[], list[str]]) -> None:
    key = next(one for one in read_yaml(small_copy.path("rules/order.yaml")).contents if one.get("first"))
    small_copy.write(
        "rules/order.yaml", small_copy.text("rules/order.yaml").replace(key["first"][0], "cash-siezure", 1)
    )
    place = small_copy.place("rules/order.yaml", "cash-siezure")
    assert told() == [f"{place}: there is no tactic 'cash-siezure'. Did you mean 'cash-seizure'?"]


def test_a_guardrail_about_nothing(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.add(
        GUARDRAILS, "- id: planted\n  effect: caution\n  applies_to: {}\n  text: Take care of it.\n  source: tests\n"
    )
    (line,) = told()
    assert line.startswith(
        f"{small_copy.place(GUARDRAILS, '{}')}: a guardrail names the traits, pillars, tactics or law standing"
    )


def test_a_guardrail_condition_is_read_over_the_members_it_is_about(
    small_copy: Any, told: Callable[[], list[str]]
) -> None:
    small_copy.add(
        GUARDRAILS,
        "- id: planted\n  effect: caution\n  applies_to: {traits: [overt]}\n  about: people\n  when: {convictd: true}\n"
        "  text: Take care of it.\n  source: tests\n",
    )
    place = small_copy.place(GUARDRAILS, "convictd")
    assert told() == [f"{place}: there is no fact 'convictd' of a member of `people`. Did you mean 'convicted'?"]


def test_indicators_that_rest_on_one_another(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.add(
        INDICATORS,
        "- id: planted_one\n  says: the first one holds\n  when: {indicator: planted_two}\n  source: tests\n\n"
        "- id: planted_two\n  says: the second one holds\n  when: {not: {indicator: planted_three}}\n  source: tests\n\n"
        "- id: planted_three\n  says: the third one holds\n  when: {any: [{group.violence_used: true}, {indicator: planted_one}]}\n"
        "  source: tests\n\n"
        "- id: planted_four\n  says: the fourth one holds\n  when: {indicator: planted_one}\n  source: tests\n",
    )
    lines = told()
    assert [line.partition(": ")[2] for line in lines] == [
        f"the indicator 'planted_{name}' rests on itself. Break the circle." for name in ("one", "two", "three")
    ]
    assert all(line.startswith(f"{INDICATORS}:") for line in lines)


def test_an_indicator_taken_away_is_told_wherever_it_is_used(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.change(INDICATORS, "- id: money_trail\n", "- id: money_trails\n")
    lines = told()
    users = [
        path
        for path in small_copy.root.rglob("*.yaml")
        for _ in range(path.read_text(encoding="utf-8").count("{indicator: money_trail}"))
    ]
    assert len(lines) == len(users) > 1
    assert all("there is no indicator 'money_trail'. Did you mean 'money_trails'?" in line for line in lines)


def test_a_fact_taken_away_is_told_wherever_it_is_read(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.change(VOCABULARY, "- id: drug_line_known\n", "- id: drug_line_is_known\n")
    lines = told()
    users = [
        path for path in small_copy.root.rglob("*.yaml") if "group.drug_line_known" in path.read_text(encoding="utf-8")
    ]
    assert len({line.partition(":")[0] for line in lines}) == len(users) > 1
    assert all("'group.drug_line_known'" in line and "'group.drug_line_is_known'?" in line for line in lines)


def test_a_reference_to_no_collection(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.add(
        VOCABULARY,
        "- id: planted\n  scope: vehicles\n  heading: vehicles\n  type: ref\n  to: peple\n  question: Who has it now?\n"
        "  says: the holder\n  partner_wording: Who has it now?\n  holders: [HMRC]\n  matters: For the tests.\n",
    )
    lines = told()
    assert f"{small_copy.place(VOCABULARY, 'peple')}: there is no collection 'peple'. Did you mean 'people'?" in lines


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ("type: choice", "choice and many facts list their values, and only they do"),
        (
            "type: yes_no, values: {a: b}, says_not: it is not",
            "choice and many facts list their values, and only they do",
        ),
        ("type: ref", "a ref fact says which collection it points to, and only it does"),
        ("type: yes_no", "a yes_no fact needs says_not"),
    ],
)
def test_a_fact_whose_parts_do_not_fit(small_copy: Any, told: Callable[[], list[str]], fields: str, says: str) -> None:
    small_copy.add(
        VOCABULARY,
        f"- {{id: planted, scope: group, heading: crime, {fields}, question: What of it?, says: it is, "
        "partner_wording: What of it?, holders: [HMRC], matters: For the tests.}\n",
    )
    (line,) = told()
    assert line.startswith(f"{small_copy.place(VOCABULARY, '{id: planted')}: {says}")


def test_a_score_on_no_fact(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.change("rules/scoring.yaml", "fact: group.p_band", "fact: group.p_bnad")
    place = small_copy.place("rules/scoring.yaml", "group.p_bnad")
    assert told() == [f"{place}: there is no fact 'group.p_bnad'. Did you mean 'group.p_band'?"]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("objective", "pillar, measure, owner, within_days"),
        ("lead", "pillar"),
        ("trajectory", "reason_for"),
        ("review_interval", "tier, months"),
    ],
)
def test_a_planning_rule_without_its_parts(
    small_copy: Any, told: Callable[[], list[str]], kind: str, missing: str
) -> None:
    small_copy.add("rules/planning.yaml", f"- {{id: planted, kind: {kind}, text: Do it., source: tests}}\n")
    place = small_copy.place("rules/planning.yaml", "{id: planted")
    assert told() == [f"{place}: a planning rule of kind {kind} needs {missing}."]


def test_a_review_rule_with_an_unknown_count(small_copy: Any, told: Callable[[], list[str]]) -> None:
    small_copy.change("rules/review.yaml", "plan.pursue_share: {at_least: 61}", "plan.pursue_shares: {at_least: 61}")
    (line,) = told()
    assert line.startswith(f"{small_copy.place('rules/review.yaml', 'plan.pursue_shares')}: ")
    assert "Did you mean 'plan.pursue_share'?" in line


@pytest.mark.parametrize(
    "inside", ["rules/indicator.yaml", "tactics_catalogue/laws.yaml", "rules/more/indicators.yaml"]
)
def test_a_file_of_no_family(small_copy: Any, told: Callable[[], list[str]], inside: str) -> None:
    small_copy.write(inside, "- id: planted\n")
    (line,) = told()
    assert line.startswith(f"{inside}:1:1: ")


@pytest.mark.parametrize("inside", [LAW, VOCABULARY, INDICATORS, "rules/order.yaml"])
def test_a_family_that_is_not_a_list(small_copy: Any, told: Callable[[], list[str]], inside: str) -> None:
    small_copy.write(inside, "id: planted\n")
    assert f"{inside}:1:1: this file is a list of entries, each beginning `- id:`." in told()


@pytest.mark.parametrize("entry", ["- planted\n", "- [planted]\n", "-\n"])
def test_an_entry_that_is_not_a_mapping(small_copy: Any, told: Callable[[], list[str]], entry: str) -> None:
    small_copy.add(INDICATORS, entry)
    (line,) = told()
    assert "this should be a mapping of keys, not" in line


@pytest.mark.parametrize("family", ["vocabulary", "order", "grading", "holders"])
def test_a_family_without_which_nothing_works(small_copy: Any, told: Callable[[], list[str]], family: str) -> None:
    folder = "tactics_catalogue" if family == "vocabulary" else "rules"
    small_copy.path(f"{folder}/{family}.yaml").unlink()
    assert f"{family}.yaml: the library has no {family}. Add the file." in told()


@pytest.mark.parametrize("folder", ["tactics_catalogue", "rules"])
def test_a_folder_that_is_no_library(run: Run, small_copy: Any, folder: str) -> None:
    shutil.rmtree(small_copy.path(folder))
    for words in (["check"], ["recommend", "smith-ocg"], ["catalogue", "list"]):
        code, out, err = run([*words, "--library", small_copy.root])
        assert (code, out) == (2, "")
        assert (
            err
            == f"fourp: {small_copy.root}: this is not a library: it needs the folders tactics_catalogue and rules.\n"
        )


@pytest.mark.parametrize(
    ("contents", "place", "says"),
    [
        (b"", ":1:1", "the file is empty"),
        (b"id: caf\xe9\n", ":1:8", "the file is not UTF-8 text"),
        (b"id: [\n", ":2:1", "this is not valid YAML"),
        (b"id: \x1b[0m\n", ":1:5", "a control or hidden character (U+001B)"),
        (b"- id: planted\n", ":1:1", "this should be a mapping of keys, not a list"),
        (b"planted\n", ":1:1", "this should be a mapping of keys, not text"),
        (b"id: &a planted\n", ":1:5", "anchors and aliases"),
        (b"#" * 2_000_001, "", "the file holds 2,000,001 bytes; the limit is 2,000,000"),
    ],
    ids=["empty", "not-utf8", "not-yaml", "control", "list", "text", "anchor", "huge"],
)
def test_a_tactic_file_that_cannot_be_read(
    small_copy: Any, told: Callable[[], list[str]], contents: bytes, place: str, says: str
) -> None:
    inside = "tactics_catalogue/protect/planted.yaml"
    small_copy.write(inside, contents)
    (line,) = told()
    assert line.startswith(f"{inside}{place}: {says}")


def test_the_faults_of_every_file_are_told_in_one_pass(small_copy: Any, told: Callable[[], list[str]]) -> None:
    """Between files too: what cannot be read hides nothing that stands elsewhere."""
    small_copy.change(SEIZE, "effort: low", "effort: lowest")
    small_copy.write("tactics_catalogue/protect/planted.yaml", "id: [\n")
    small_copy.change(LAW, "counterparts: {wales: ca-2004-s28}", "counterparts: {wales: ca-2004-s280}")
    small_copy.change("rules/scoring.yaml", "fact: group.p_band", "fact: group.p_bnad")
    small_copy.add(
        INDICATORS, "- id: planted\n  says: it holds here\n  when: {group.violence_usd: true}\n  source: tests\n"
    )
    wanted = [
        small_copy.place(INDICATORS, "group.violence_usd"),
        small_copy.place("rules/scoring.yaml", "group.p_bnad"),
        small_copy.place(LAW, "ca-2004-s280"),
        "tactics_catalogue/protect/planted.yaml:2:1",
        small_copy.place(SEIZE, "lowest"),
    ]
    assert [line.partition(": ")[0] for line in told()] == wanted


@pytest.mark.parametrize(
    ("inside", "old", "new", "named_in"),
    [
        ("tactics_catalogue/prepare/hold/reassurance-patrol.yaml", "effort: high", "effort: highest", GUARDRAILS),
        (LAW, "- id: rta-1988-s165a\n", "- id: rta-1988-s165a\n  surplus: here\n", SEIZE),
        (INDICATORS, "- id: money_trail\n", "- id: money_trail\n  surplus: here\n", "rules/planning.yaml"),
        (VOCABULARY, "- id: drug_line_known\n", "- id: drug_line_known\n  surplus: here\n", INDICATORS),
    ],
    ids=["tactic", "law", "indicator", "fact"],
)
def test_one_broken_entry_is_not_told_again_wherever_it_is_named(
    small_copy: Any, told: Callable[[], list[str]], inside: str, old: str, new: str, named_in: str
) -> None:
    """The entry is there, only faulty: to those who name it nothing is missing."""
    small_copy.change(inside, old, new)
    (line,) = told()
    assert line.startswith(f"{inside}:")


def test_recommend_refuses_a_broken_library_in_the_words_of_check(
    run: Run, small_copy: Any, told: Callable[[], list[str]]
) -> None:
    small_copy.change(SEIZE, "effort: low", "effort: lowest")
    small_copy.write("tactics_catalogue/protect/planted.yaml", "id: [\n")
    small_copy.change("rules/scoring.yaml", "fact: group.p_band", "fact: group.p_bnad")
    lines = told()
    assert len(lines) == 3
    for words in (["recommend", "smith-ocg"], ["review", "smith-ocg"], ["catalogue", "list"]):
        code, out, err = run([*words, "--library", small_copy.root])
        assert (code, out) == (2, "")
        assert err.splitlines() == [f"fourp: {lines[0]}", *lines[1:], "3 faults."]


def test_check_of_one_tactic_file_tells_what_the_whole_check_would(run: Run, small_copy: Any) -> None:
    """An adviser who checks the one file changed is not told it is sound when the library would refuse it."""
    path = small_copy.path("tactics_catalogue/prepare/setup/seize-a-vehicle.yaml")
    path.write_text(small_copy.text(SEIZE), encoding="utf-8")
    code, out, err = run(["check", path])
    assert (code, err) == (1, "")
    assert (
        f"error: {path}:1:5: the id 'seize-uninsured-vehicle' and the file name 'seize-a-vehicle.yaml' differ." in out
    )


@pytest.mark.parametrize(
    ("inside", "old", "new"),
    [
        (INDICATORS, "{group.debt_victims: true}", "{group.debt_victms: true}"),
        (LAW, "counterparts: {wales: ca-2004-s28}", "counterparts: {wales: ca-2004-s280}"),
        (GUARDRAILS, "- horse-passport-enforcement", "- hose-passport-enforcement"),
    ],
    ids=["indicators", "law", "guardrails"],
)
def test_check_of_one_file_of_a_family_tells_its_faults(
    run: Run, small_copy: Any, inside: str, old: str, new: str
) -> None:
    sound = small_copy.text(inside)
    assert run(["check", small_copy.path(inside)]) == (0, "0 errors, 0 warnings, 0 notes.\n", "")
    small_copy.write(inside, sound.replace(old, new))
    code, out, err = run(["check", small_copy.path(inside)])
    assert (code, err) == (1, "")
    assert out.startswith(f"error: {small_copy.root}/")
    assert "Did you mean" in out
    assert out.endswith("\n1 error, 0 warnings, 0 notes.\n")


def test_check_of_another_library_does_not_hold_our_cases_against_it(run: Run, small_copy: Any) -> None:
    """The bundled cases expect tactics of the shipped library; who replaces it cannot mend them."""
    code, out, err = run(["check", "--library", small_copy.root])
    assert (code, err) == (0, "")
    assert "scenarios/cases" not in out


def test_check_of_a_folder_laid_out_as_a_library_checks_it_as_one(run: Run, small_copy: Any) -> None:
    assert run(["check", small_copy.root]).code == 0
    small_copy.change(LAW, "- id: rta-1988-s165a\n", "- id: rta-1988-s1\n")
    code, out, err = run(["check", small_copy.root])
    assert (code, err) == (1, "")
    assert f"error: {small_copy.place(SEIZE, 'rta-1988-s165a')}: there is no provision" in out


def test_unwise_things_are_told_but_are_no_errors(run: Run) -> None:
    code, out, err = run(["check", "--json"])
    assert (code, err) == (0, "")
    assert {fault["severity"] for fault in json.loads(out)["faults"]} <= {"note", "warning"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ("{käse: cheese, brot: bread}", "'käse' cannot be a value"),
        ("{" + ", ".join(f"v{n}: value {n}" for n in range(401)) + "}", "401 values; the limit is 400"),
    ],
)
def test_values_the_engine_cannot_hold_are_told_before_it_meets_them(
    small_copy: Any, told: Callable[[], list[str]], values: str, says: str
) -> None:
    small_copy.add(
        VOCABULARY,
        "- id: favourite_food\n  scope: group\n  heading: lifestyle\n  type: choice\n"
        f"  values: {values}\n"
        "  question: What does the group like to eat?\n  says: the favourite food\n"
        "  partner_wording: What do they like to eat?\n  holders: [HMRC]\n  matters: It is tested here.\n",
    )
    assert any(says in one for one in told())

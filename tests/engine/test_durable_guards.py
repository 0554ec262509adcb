"""Each fault of durable_rules 2.0.28 that our input or data could reach is kept out."""

from __future__ import annotations

import math
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest

durable = pytest.importorskip("durable", reason="durable_rules is not importable")

import durable_rules_engine  # noqa: E402
from durable import engine as stock  # noqa: E402

from planner.domain.library import Library  # noqa: E402
from planner.domain.profile import FactTable  # noqa: E402
from planner.domain.tactic import Trait  # noqa: E402
from planner.domain.truth import Truth  # noqa: E402
from planner.engine import durable_backend as backend  # noqa: E402
from planner.engine.answers import Answers  # noqa: E402
from planner.engine.compiler import compile_library  # noqa: E402
from planner.engine.durable_limits import (  # noqa: E402
    LARGEST_NUMBER,
    LONGEST_STRING,
    PROPERTIES,
    RULES_IN_A_SHARD,
    check_fact,
    check_names,
    check_rules,
    fnv32,
    safe_ids,
)
from planner.engine.matching import MENU, Matcher  # noqa: E402
from planner.errors import EngineError  # noqa: E402
from tests.engine.making import VOCABULARY, build, case, fact, guardrail, laid_out, one_tactic, profile, table, tactic  # noqa: E402

TRUE, UNKNOWN, FALSE = Truth.TRUE, Truth.UNKNOWN, Truth.FALSE
CONVICTED = {"some": "people", "where": {"convicted": True}}

# Two names with one FNV-1a-32 hash, found by trying them in turn; the engine tells names apart by that hash alone.
ALIKE = ("attr_70789", "attr_2110122")
IDS_ALIKE = ("fact-25388", "fact-909936")
# One collision among the ids a tactic's number and a subject's number would give.
SUBJECTS_ALIKE = ((189, 28), (246, 244))


def matched(made: Library, facts: FactTable) -> Answers:
    matcher = Matcher(made, MENU)
    try:
        return matcher.match(case(made, facts))
    finally:
        matcher.close()


@pytest.fixture
def host() -> Iterator[Any]:
    made = backend._Host()
    yield made
    made.close()


def rule(*tests: Mapping[str, Any], run: Callable[..., None], **over: Any) -> dict[str, Any]:
    return {"all": [{"m": {"$and": list(tests)} if len(tests) > 1 else dict(tests[0])}], "run": run, **over}


def nothing(matched: str) -> None:
    """A consequent that does nothing."""


def into(fired: list[str]) -> Callable[[str], None]:
    """A consequent that keeps what matched; the engine asks for a plain function of one argument."""

    def keep(matched: str) -> None:
        fired.append(matched)

    return keep


# -- the engine's own habits -----------------------------------------------------------------------------------------


def test_no_timer_threads_are_started() -> None:
    before = threading.active_count()
    made = one_tactic({"group.a": True})
    engines = [backend.DurableEngine(made, compile_library(made, MENU)) for _ in range(5)]
    engines[0].evaluate(case(made, table({"group.a": True})))
    assert threading.active_count() == before
    for one in engines:
        one.close()


def test_the_stock_host_would_start_two() -> None:
    """What the guard is for: seen without starting them."""
    started: list[str] = []

    class Counting(stock.Host):
        def _run(self) -> None:
            started.append("asked to")

    Counting()
    assert started == ["asked to"]


def test_consequents_run_on_the_thread_that_asked(host: Any) -> None:
    threads: list[int] = []
    shard = backend._Shard(
        host, "r", {"a": rule({"kind": "x"}, run=lambda matched: threads.append(threading.get_ident()))}
    )
    shard.run([{"id": f"f{n}", "kind": "x"} for n in range(20)])
    assert threads == [threading.get_ident()] * 20


def test_every_fact_is_handled(host: Any) -> None:
    """A fact no rule mentions takes the whole batch with it in the stock engine; here the rest still fires."""
    fired: list[str] = []
    shard = backend._Shard(host, "r", {"a": rule({"kind": "x"}, run=into(fired))})
    shard.run([{"id": "f0", "kind": "unheard"}, {"id": "f1", "kind": "x"}, {"id": "f2", "kind": "unheard"}])
    assert len(fired) == 1


def test_pinned_an_unmentioned_fact_stops_its_batch(host: Any) -> None:
    fired: list[str] = []
    host.set_rulesets({"r": {"a": rule({"kind": "x"}, run=into(fired))}})
    with pytest.raises(stock.MessageNotHandledException):
        host.assert_facts("r", [{"id": "f1", "kind": "x", "sid": "s"}, {"id": "f0", "kind": "unheard", "sid": "s"}])
    assert fired == []


def test_an_error_in_a_consequent_rises(host: Any) -> None:
    for number, error in enumerate((ValueError("ours"), KeyboardInterrupt(), EngineError("ours"))):

        def fails(matched: str, error: BaseException = error) -> None:
            raise error

        shard = backend._Shard(host, f"r{number}", {"a": rule({"kind": "x"}, run=fails)})
        with pytest.raises(type(error)):
            shard.run([{"id": "f0", "kind": "x"}])


def test_pinned_the_stock_loop_swallows_an_error() -> None:
    class Quiet(stock.Host):
        def _run(self) -> None:
            """Start nothing."""

    def fails(c: Any) -> None:
        raise ValueError("swallowed")

    made = Quiet()
    made.set_rulesets({"r": {"a": rule({"kind": "x"}, run=fails)}})
    made.assert_fact("r", {"id": "f0", "kind": "x"})
    assert "swallowed" in made.get_state("r", "0")["exception"]
    for ruleset in made._ruleset_list:
        durable_rules_engine.delete_ruleset(ruleset._handle)


def test_nothing_stays_behind_in_the_engine() -> None:
    made = one_tactic({"all": [CONVICTED, {"group.a": True}]}, on="people")
    engine = backend.DurableEngine(made, compile_library(made, MENU))
    engine.evaluate(case(made, table({"group.a": None}, people=[{"convicted": True}, {"convicted": None}])))
    assert engine._host._ruleset_list
    for ruleset in engine._host._ruleset_list:
        assert ruleset.get_facts(backend.SID) == []
    engine.close()


def test_a_rule_fires_once_for_a_fact_whatever_its_alternatives(host: Any) -> None:
    """Two alternatives that hold at once would fire twice, and count a member twice; ours exclude each other."""
    for number, cells in enumerate((frozenset(["low", "middle"]), ((0, 2), (4, 6), (9, 10**12)), frozenset([True]))):
        fired: list[str] = []
        shard = backend._Shard(
            host, f"r{number}", {"a": rule({"kind": "row"}, backend._test("a0", cells), run=into(fired))}
        )
        values = ["low", "middle", "high"] if number == 0 else [0, 2, 3, 4, 9, 10**12] if number == 1 else [1, 0]
        expected = [value for value in values if number != 0 or value != "high"]
        expected = [value for value in expected if (number != 1 or value != 3) and (number != 2 or value)]
        shard.run([{"id": f"f{n}", "kind": "row", "a0": value} for n, value in enumerate([*values, None])])
        assert Counter(backend._bindings(one)["m"]["a0"] for one in fired) == Counter([*expected, None])


# -- members ---------------------------------------------------------------------------------------------------------


def test_members_with_the_same_facts_are_two_members() -> None:
    people = {"p1": {"convicted": True}, "p2": {"convicted": True}, "p3": {}, "p4": {}}
    made = build(
        [
            tactic("t", CONVICTED, on="people"),
            tactic("u", {"count": "people", "at_least": 2, "where": {"convicted": True}}),
        ]
    )
    answers = matched(made, laid_out(made, profile(people=people)))
    assert answers.outcomes["tactic:u"] is TRUE
    assert answers.subjects["t"] == {"people/p1": TRUE, "people/p2": TRUE, "people/p3": UNKNOWN, "people/p4": UNKNOWN}


def test_pinned_facts_of_the_same_content_and_no_id_collapse(host: Any) -> None:
    host.set_rulesets({"r": {"a": rule({"kind": "x"}, run=nothing)}})
    host.assert_fact("r", {"kind": "x", "sid": "s"})
    with pytest.raises(stock.MessageObservedException):
        host.assert_fact("r", {"kind": "x", "sid": "s"})


def test_as_many_members_as_a_case_may_have() -> None:
    people = [{"convicted": n % 2 == 0} for n in range(500)]
    made = build(
        [
            tactic("t", CONVICTED, on="people"),
            tactic("u", {"count": "people", "at_least": 100, "where": {"convicted": True}}),
        ]
    )
    answers = matched(made, table(people=people, closed=["people"]))
    assert len(answers.subjects["t"]) == 250
    assert answers.outcomes["tactic:u"] is TRUE


@pytest.mark.parametrize("members", [999, 1000, 1001, 2100])
def test_more_members_than_one_firing_can_carry_are_all_found(members: int) -> None:
    """One firing carries a thousand matches; the rest must come with the next."""
    people = [{"wealth": n + 1} for n in range(members)]
    made = one_tactic({"some": "people", "where": {"wealth": {"at_least": 1}}}, on="people")
    answers = matched(made, table(people=people))
    assert len(answers.subjects["t"]) == members


def test_what_was_answered_before_does_not_colour_what_is_asked_next() -> None:
    """A shard remembers what it answered; a fact that comes, goes and comes back is answered as it stands each time."""
    made = one_tactic({"all": [CONVICTED, {"group.a": True}]}, on="people")
    compiled = compile_library(made, MENU)
    lasting = backend.DurableEngine(made, compiled)
    cases = [
        case(made, table({"group.a": known}, people=people))
        for known in (True, None, False, True)
        for people in ([{"convicted": True}], [], [{"convicted": None}, {"convicted": True}], [{"convicted": False}])
    ]
    for asked in (*cases, *reversed(cases)):
        fresh = backend.DurableEngine(made, compiled)
        assert lasting.evaluate(asked) == fresh.evaluate(asked)
        fresh.close()
    lasting.close()


# -- names that the engine could not tell apart ----------------------------------------------------------------------


def test_the_two_pairs_do_have_one_hash() -> None:
    for one, other in (ALIKE, IDS_ALIKE):
        assert one != other
        assert fnv32(one) == fnv32(other)
    assert fnv32("a") == 0xE40C292C, "the published test value of FNV-1a-32"


@pytest.mark.parametrize("pair", [ALIKE, IDS_ALIKE])
def test_names_of_one_hash_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(EngineError, match=f"{pair[0]}.*{pair[1]}"):
        check_names(["x", pair[0], "y", pair[1]])
    check_names([pair[0], pair[0], "x"])


def test_ids_and_rules_of_one_hash_are_refused(host: Any) -> None:
    shard = backend._Shard(host, "r", {"a": rule({"kind": "x"}, run=nothing)})
    with pytest.raises(EngineError, match="one hash"):
        shard.run([{"id": one, "kind": "x"} for one in IDS_ALIKE])
    with pytest.raises(EngineError, match="one hash"):
        check_rules("r", {one: rule({"kind": "x"}, run=nothing) for one in ALIKE})


def test_pinned_the_engine_does_take_one_property_for_the_other(host: Any) -> None:
    fired: list[str] = []
    host.set_rulesets({"r": {"a": rule({ALIKE[0]: 1}, run=into(fired))}})
    host.assert_fact("r", {"id": "f0", ALIKE[1]: 1, "sid": "s"})
    assert fired


def test_facts_and_members_whose_names_have_one_hash_are_told_apart() -> None:
    """Names from files never reach the engine."""
    facts = [*VOCABULARY, *(fact(f"group.{name}") for name in ALIKE), *(fact(f"people.{name}") for name in ALIKE)]
    tactics = [tactic("t", {f"group.{ALIKE[0]}": True}), tactic("u", {f"group.{ALIKE[1]}": True})]
    tactics.append(tactic("v", {"some": "people", "where": {ALIKE[0]: True}}, on="people"))
    made = build(tactics, facts=facts)
    people = {IDS_ALIKE[0]: {ALIKE[0]: True, ALIKE[1]: False}, IDS_ALIKE[1]: {ALIKE[0]: True}}
    answers = matched(made, laid_out(made, profile({ALIKE[1]: True}, people=people)))
    assert answers.outcomes == {"tactic:t": UNKNOWN, "tactic:u": TRUE, "tactic:v": TRUE}
    assert answers.subjects["v"] == {f"people/{one}": TRUE for one in IDS_ALIKE}


def test_the_names_the_backend_makes_up_are_all_told_apart() -> None:
    check_names(["kind", "id", "sid", "$s", *(f"a{n}" for n in range(PROPERTIES))])
    check_names(["kind", "id", "sid", "$s", *(f"L{n}" for n in range(20_000))])
    ids = safe_ids(60_000)
    assert len(ids) == 60_000
    check_names(["end", "w", *ids])
    assert safe_ids(3) == ids[:3]
    traits = [f"has_{trait}" for trait in get_args(Trait)]
    check_names(["kind", "id", "sid", "$s", "name", "ref", "v", "pillar", "tactic", "law", *traits])


def test_a_large_case_in_a_large_library_is_not_refused_for_the_ids_we_made_up() -> None:
    tactics = [
        tactic(
            f"t{n:03}", CONVICTED if n in (189, 246) else {"group.a": True}, on="people" if n in (189, 246) else None
        )
        for n in range(247)
    ]
    made = build(tactics, guardrails=[guardrail("g", {"group.b": True})])
    answers = matched(made, table({"group.a": False}, people=[{"convicted": True}] * 245))
    assert len(answers.subjects["t246"]) == 245


# -- how many --------------------------------------------------------------------------------------------------------


def test_a_library_of_hundreds_of_conditions_is_split_into_shards() -> None:
    facts = [fact(f"group.f{n}") for n in range(240)]
    made = build(
        [tactic(f"t{n}", {"all": [{f"group.f{n}": True}, {f"group.f{(n + 8) % 240}": True}]}) for n in range(240)],
        facts=facts,
    )
    known = {f"group.f{n}": (True, None, True, False)[n % 4] for n in range(240)}
    answers = matched(made, table(known))
    worth = {True: TRUE, None: UNKNOWN, False: FALSE}
    assert answers.outcomes == {
        f"tactic:t{n}": min(worth[known[f"group.f{n}"]], worth[known[f"group.f{(n + 8) % 240}"]]) for n in range(240)
    }
    assert set(answers.outcomes.values()) == {TRUE, UNKNOWN, FALSE}


@pytest.mark.parametrize("value", [True, None, False])
def test_hundreds_of_conditions_on_one_fact(value: bool | None) -> None:
    """256 rules on one test fire once too often, and 257 are refused, in one rule set."""
    made = build(
        [tactic(f"t{n}", {"group.a": True}) for n in range(260)], guardrails=[guardrail("g", {"group.a": True})]
    )
    answers = matched(made, table({"group.a": value}))
    assert set(answers.outcomes.values()) == {{True: TRUE, None: UNKNOWN, False: FALSE}[value]}
    assert len(answers.firings) == (0 if value is False else 260)


def test_more_facts_than_one_fact_of_the_engine_can_hold() -> None:
    facts = [fact(f"people.f{n}") for n in range(300)]
    wide = [{"any": [{f"f{n + m}": True} for m in range(10)]} for n in range(0, 300, 10)]
    made = build([tactic(f"t{n}", {"some": "people", "where": where}) for n, where in enumerate(wide)], facts=facts)
    row = {f"f{n}": n % 20 < 10 for n in range(300)}
    answers = matched(made, table(people=[row], closed=["people"]))
    assert answers.outcomes == {f"tactic:t{n}": TRUE if n % 2 == 0 else FALSE for n in range(30)}


def test_hundreds_of_guardrails() -> None:
    rails = [guardrail(f"g{n}", {"group.a": n % 2 == 0}) for n in range(130)]
    answers = matched(build([tactic("t", {"group.b": True})], guardrails=rails), table({"group.a": True}))
    assert {one.guardrail for one in answers.firings} == {f"g{n}" for n in range(0, 130, 2)}


def made_rules(count: int) -> dict[str, dict[str, Any]]:
    return {f"r{n}": rule({"kind": "x"}, {f"a{n}": 1}, run=nothing) for n in range(count)}


def two_arguments(c: Any, complete: Any) -> None:
    """As the engine would take for an asynchronous consequent."""


UNSOUND: dict[str, dict[str, dict[str, Any]]] = {
    "60 rules": made_rules(RULES_IN_A_SHARD + 3),
    "16 patterns in a rule": {"a": {"all": [{f"m{n}": {"kind": "x"}} for n in range(17)], "run": nothing}},
    "40 tests in a pattern": {"a": rule({"kind": "x"}, *({f"a{n}": 1} for n in range(40)), run=nothing)},
    "begins with a positive test": {"a": rule({"$nex": {"kind": 1}}, run=nothing)},
    "no $not": {"a": {"all": [{"m": {"kind": "x"}}, {"n$not": {"kind": "y"}}], "run": nothing}},
    "one-argument consequents": {"a": rule({"kind": "x"}, run=two_arguments)},
}


@pytest.mark.parametrize("limit", UNSOUND)
def test_a_rule_set_past_a_limit_is_refused(limit: str, host: Any) -> None:
    with pytest.raises(
        EngineError, match=f"the rule set the-name passes a limit of the rule engine: .*{limit.replace('$', '[$]')}"
    ):
        check_rules("the-name", UNSOUND[limit])
    with pytest.raises(EngineError):
        backend._Shard(host, "the-name", UNSOUND[limit])
    assert not host._ruleset_list, "the engine never saw it"


@pytest.mark.parametrize(
    "first",
    [{"$nex": {"a": 1}}, {"$neq": {"a": 1}}, {"$lt": {"a": 1}}, {"$or": [{"a": 1}, {"a": 2}]}, {"$not": {"a": 1}}],
)
def test_a_pattern_must_begin_with_a_positive_test(first: dict[str, Any]) -> None:
    with pytest.raises(EngineError, match="positive test"):
        check_rules("r", {"a": rule(first, {"kind": "x"}, run=nothing)})
    check_rules("r", {"a": rule({"kind": "x"}, first, run=nothing)})


def test_a_rule_set_at_its_limits_is_not_refused() -> None:
    check_rules("r", made_rules(RULES_IN_A_SHARD + 2))
    check_rules("r", {"a": {"all": [{f"m{n}": {"kind": "x"}} for n in range(16)], "run": nothing}})
    check_rules("r", {"a": rule({"kind": "x"}, *({f"a{n}": 1} for n in range(39)), run=nothing)})


def test_a_consequent_with_a_default_still_runs_for_every_match(host: Any) -> None:
    """The stock loop takes it for asynchronous and stops after the first match, without a word."""
    fired: list[str] = []
    shard = backend._Shard(host, "r", {"a": rule({"kind": "x"}, run=lambda matched, to=fired: to.append(matched))})
    shard.run([{"id": f"f{n}", "kind": "x"} for n in range(5)])
    assert len(fired) == 5


def sibling_tests(rules: Mapping[str, Mapping[str, Any]]) -> int:
    """How many different tests one fact is put to side by side: 512 of them and the C engine never comes back."""
    found: dict[int, set[str]] = {}
    for one in rules.values():
        for pattern in one["all"]:
            (tests,) = pattern.values()
            for place, test in enumerate(tests.get("$and", [tests])):
                found.setdefault(place, set()).update(str(option) for option in test.get("$or", [test]))
    return max(map(len, found.values()))


class Recording:
    """A host that keeps the rule sets and shows them to no engine."""

    def __init__(self) -> None:
        self.rulesets: dict[str, Any] = {}

    def set_rulesets(self, definitions: Mapping[str, Any]) -> None:
        self.rulesets.update(definitions)


MOST_SIBLINGS = 500


@pytest.mark.parametrize(("facts", "values"), [(60, 8), (120, 12), (10, 100)])
def test_leaves_of_many_values_are_split_before_the_engine_hangs(facts: int, values: int) -> None:
    """Sixty facts of eight values each, compared in one rule set, are 540 tests side by side."""
    host = Recording()
    leaves = {n: [(f"group.f{n}", frozenset(f"v{m}" for m in range(values)))] for n in range(facts)}
    layer = backend._LeafLayer(host, "", leaves)  # type: ignore[arg-type]
    assert host.rulesets == {}, "nothing is built before it is needed"
    assert max(sibling_tests(one.shard._whole) for one in layer._shards) <= MOST_SIBLINGS


def test_one_leaf_of_too_many_values_is_refused() -> None:
    options = [{"a0": f"v{n}"} for n in range(600)]
    with pytest.raises(EngineError):
        check_rules("r", {"a": rule({"kind": "row"}, {"$or": options}, run=nothing)})


def test_a_choice_of_many_values() -> None:
    values = [f"v{n}" for n in range(300)]
    made = build([tactic("t", {"group.w": {"in": values[:299]}})], facts=[fact("group.w", "choice", values=values)])
    found = [matched(made, table({"group.w": value})).outcomes["tactic:t"] for value in ("v0", "v298", "v299", None)]
    assert found == [TRUE, TRUE, FALSE, UNKNOWN]


OPERATORS = {"$and", "$or", "$ex", "$gte", "$lte"}


def operators(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key.startswith("$"):
                yield key
            yield from operators(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for one in part:
            yield from operators(one)


def test_the_rule_sets_of_the_shipped_library_keep_to_what_is_sound(library: Library) -> None:
    engine = backend.DurableEngine(library, compile_library(library, MENU))
    try:
        for ruleset in engine._host._ruleset_list:
            rules = ruleset.get_definition()
            assert {"catch", "end"} <= rules.keys(), "every fact is handled, and something fires in every run"
            assert len(rules) <= RULES_IN_A_SHARD + 2
            assert set(operators([one["all"] for one in rules.values()])) <= OPERATORS, (
                "no negation, arithmetic or patterns of text"
            )
            assert all(len(one["all"]) <= 2 for one in rules.values()), "no join wider than a guardrail and a tactic"
            assert sibling_tests(rules) <= MOST_SIBLINGS
    finally:
        engine.close()


# -- what may go in --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        1e-05, 1e16, 1.5, 2.0, math.nan, math.inf, -math.inf, "é", "\U0001f600", "x" * (LONGEST_STRING + 1),
        LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 2**70, b"x", ["a"], {"a": 1}, ("a",),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_a_value_the_engine_would_misread_is_refused(value: Any) -> None:
    with pytest.raises(EngineError, match="as a0"):
        check_fact({"id": "f0", "kind": "row", "a0": value})


@pytest.mark.parametrize(
    "value", [None, 0, 1, -1, True, False, "", "x" * LONGEST_STRING, "a b\"'\\\n{}", LARGEST_NUMBER, 10**12]
)
def test_a_value_the_engine_reads_as_it_is_may_go_in(value: Any) -> None:
    check_fact({"id": "f0", "kind": "row", "a0": value})


def test_a_fact_of_too_many_properties_is_refused(host: Any) -> None:
    check_fact({f"a{n}": 1 for n in range(PROPERTIES)})
    with pytest.raises(EngineError, match="241 properties"):
        check_fact({f"a{n}": 1 for n in range(PROPERTIES + 1)})
    fired: list[str] = []
    shard = backend._Shard(host, "r", {"a": rule({"kind": "x"}, run=into(fired))})
    with pytest.raises(EngineError, match="properties"):
        shard.run([{"id": "f0", "kind": "x", **{f"a{n}": 1 for n in range(PROPERTIES)}}])
    shard.run([{"id": "f0", "kind": "x", **{f"a{n}": 1 for n in range(PROPERTIES - 2)}}])
    assert len(fired) == 1


def test_one_bad_value_stops_the_batch_aloud(host: Any) -> None:
    """The stock engine drops the rest of the batch after 1e-05 and says nothing."""
    fired: list[str] = []
    shard = backend._Shard(host, "r", {"a": rule({"kind": "x"}, run=into(fired))})
    with pytest.raises(EngineError, match="float"):
        shard.run([{"id": "f0", "kind": "x"}, {"id": "f1", "kind": "x", "a": 1e-05}, {"id": "f2", "kind": "x"}])
    assert fired == []
    shard.run([{"id": "f0", "kind": "x"}, {"id": "f2", "kind": "x"}])
    assert len(fired) == 2, "and nothing of the refused batch was left behind"


def test_pinned_the_engine_drops_what_follows_a_bad_number(host: Any) -> None:
    fired: list[str] = []
    host.set_rulesets({"r": {"a": rule({"kind": "x"}, run=into(fired))}})
    batch = [
        {"id": "f0", "kind": "x", "sid": "s"},
        {"id": "f1", "kind": "x", "a": 1e-05, "sid": "s"},
        {"id": "f2", "kind": "x", "sid": "s"},
    ]
    host.assert_facts("r", batch)
    assert len(fired) < 3


ODD = (
    "1",
    "01",
    "1.0",
    "1e0",
    "+1",
    "0",
    "",
    " ",
    "true",
    "True",
    "false",
    "null",
    "None",
    "nan",
    "$end",
    "$never",
    "row",
    "wide",
    '"',
    "\\",
    "a'b",
    "{}",
    "[]",
    "a" * 300,
)


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_choice_that_looks_like_something_else_is_only_itself(value: str) -> None:
    made = build(
        [tactic(f"t{n}", {"group.w": one}) for n, one in enumerate(ODD)], facts=[fact("group.w", "choice", values=ODD)]
    )
    answers = matched(made, table({"group.w": value}))
    assert [name for name, found in answers.outcomes.items() if found is TRUE] == [f"tactic:t{ODD.index(value)}"]
    assert UNKNOWN not in answers.outcomes.values()


def test_true_is_not_one_and_false_is_not_nought() -> None:
    people = [{"convicted": True, "wealth": 0}, {"convicted": False, "wealth": 1}, {"convicted": None, "wealth": None}]
    wants = {
        "convicted": {"convicted": True},
        "not": {"convicted": False},
        "one": {"wealth": 1},
        "nought": {"wealth": 0},
    }
    made = build([tactic(name, {"some": "people", "where": where}, on="people") for name, where in wants.items()])
    answers = matched(made, table(people=people, closed=["people"]))
    sure = {name: [ref for ref, value in found.items() if value is TRUE] for name, found in answers.subjects.items()}
    assert sure == {"convicted": ["people/m0"], "not": ["people/m1"], "one": ["people/m1"], "nought": ["people/m0"]}
    assert all(found["people/m2"] is UNKNOWN for found in answers.subjects.values())


def test_what_is_not_known_is_neither_missing_nor_a_value() -> None:
    wants = [
        {"convicted": True},
        {"convicted": False},
        {"role": "principal"},
        {"wealth": {"at_most": 3}},
        {"wealth": {"at_least": 3}},
        {"debts": {"includes": "drugs"}},
    ]
    made = build([tactic(f"t{n}", {"some": "people", "where": where}) for n, where in enumerate(wants)])
    for row in ({}, dict.fromkeys(("convicted", "role", "wealth", "debts:drugs"))):
        answers = matched(made, table(people=[row], closed=["people"]))
        assert set(answers.outcomes.values()) == {UNKNOWN}


EDGES = (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 10**11, 999_999_999_999, 10**12)


@pytest.mark.parametrize("edge", EDGES)
def test_large_numbers_are_compared_exactly(edge: int) -> None:
    made = build(
        [
            tactic("least", {"group.cash": {"at_least": max(edge, 1)}}),
            tactic("most", {"group.cash": {"at_most": min(edge, 10**12 - 1)}}),
            tactic("same", {"group.cash": edge}),
        ]
    )  # fmt: skip
    for value in {max(edge - 1, 0), edge, min(edge + 1, 10**12)}:
        found = {
            name.partition(":")[2]: outcome is TRUE
            for name, outcome in matched(made, table({"group.cash": value})).outcomes.items()
        }
        assert found == {
            "least": value >= max(edge, 1),
            "most": value <= min(edge, 10**12 - 1),
            "same": value == edge,
        }, value


def test_text_the_engine_cannot_take_is_refused_and_never_a_silent_no() -> None:
    made = build([tactic("t", {"group.w": "café"})], facts=[fact("group.w", "choice", values=("café", "bar"))])
    with pytest.raises(EngineError, match="caf"):
        matched(made, table({"group.w": "café"}))


# -- memory ----------------------------------------------------------------------------------------------------------


def test_closing_frees_every_rule_set(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[Any] = []
    free = durable_rules_engine.delete_ruleset
    monkeypatch.setattr(durable_rules_engine, "delete_ruleset", lambda handle: (freed.append(handle), free(handle)))
    matcher = Matcher(library, MENU)
    matcher.match(case(library, table(people=[{"convicted": True}], business=[{"cash_intensive": True}])))
    handles = [ruleset._handle for ruleset in matcher._engine._host._ruleset_list]
    assert len(handles) > 10
    matcher.close()
    assert freed == handles
    matcher.close()
    assert freed == handles, "closing again frees nothing twice"


def megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_memory_stays_flat_over_thirty_engines(library: Library) -> None:
    compiled = compile_library(library, MENU)
    asked = case(library, table(people=[{"convicted": True}] * 5))

    def round_trip() -> None:
        engine = backend.DurableEngine(library, compiled)
        engine.evaluate(asked)
        engine.close()

    for _ in range(5):
        round_trip()
    before = megabytes()
    for _ in range(30):
        round_trip()
    assert megabytes() - before < 30


def test_one_engine_serves_more_cases_than_the_c_engine_has_room_for_sessions() -> None:
    """A session of its own for each case would be a MemoryError at the 1,025th, and then a crash."""
    made = one_tactic({"group.cash": {"at_least": 550}})
    engine = backend.DurableEngine(made, compile_library(made, MENU))
    for cash in range(1_100):
        outcome = engine.evaluate(case(made, table({"group.cash": cash}))).outcomes["tactic:t"]
        assert outcome is (TRUE if cash >= 550 else FALSE)
    engine.close()

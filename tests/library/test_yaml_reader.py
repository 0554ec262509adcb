"""The strict reader: where everything stands, what stays a word, and that it answers any bytes with a document or its faults."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.domain.library import Library
from planner.domain.words import HIDDEN
from planner.errors import Fault, InputError
from planner.library.casefile import CaseReader
from planner.library.loading import check_alone
from planner.library.yaml_reader import DEEPEST, LONGEST_TEXT, Document, parse_yaml, read_yaml

steady = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def read(text: str) -> Document:
    return parse_yaml(text.encode(), "file.yaml")


def refused(contents: str | bytes) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        parse_yaml(contents if isinstance(contents, bytes) else contents.encode(), "file.yaml")
    return caught.value.faults


def told(contents: str | bytes) -> list[str]:
    return [str(fault) for fault in refused(contents)]


# -- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "no",
        "on",
        "off",
        "Yes",
        "NO",
        "On",
        "y",
        "n",
        "Y",
        "N",
        "tRUE",
        "truee",
        "nulls",
        "none",
        "None",
        "inf",
        "NaN",
    ],
)
def test_words_stay_words(word: str) -> None:
    assert read(f"a: {word}\n").contents == {"a": word}


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01", "2026-05-01T10:00:00Z", "10:30", "1_000", "0x1f", "0o17", "017", "007", "1e3", "1.", ".5", "+", "-", "1,000",
        "0b11", "1.2.3", "=", ".inf", ".nan", "12345678901234567890",
    ],
)  # fmt: skip
def test_what_other_readers_turn_into_dates_times_and_odd_numbers_stays_text(text: str) -> None:
    assert read(f"a: {text}\n" if text != "-" else "a: '-'\n").contents == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
        ("0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("999999999999999999", 999_999_999_999_999_999), ("-0", 0),
        ("1.5", 1.5), ("-0.25", -0.25), ("00.5", 0.5),
    ],
)  # fmt: skip
def test_plain_scalars(text: str, value: Any) -> None:
    found = read(f"a: {text}\n").contents["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["true", "null", "7", "1.5", "", "~"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_quoted_scalars_are_text(text: str, quote: str) -> None:
    assert read(f"a: {quote}{text}{quote}\n").contents == {"a": text}


def test_block_scalars_are_text() -> None:
    assert read("a: |\n  true\n  no\nb: >-\n  one\n  two\n").contents == {"a": "true\nno\n", "b": "one two"}


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("true: 1\n7: 2\nnull: 3\n2026-05-01: 4\n").contents == {"true": 1, "7": 2, "null": 3, "2026-05-01": 4}


def test_a_byte_order_mark_at_the_start_is_passed_over() -> None:
    assert parse_yaml("\ufeffa: 1\n".encode(), "file.yaml").contents == {"a": 1}
    assert "U+FEFF" in told("a: \ufeff1\n")[0]


def test_windows_line_ends_are_read_as_line_ends() -> None:
    found = parse_yaml(b"a: 1\r\nb:\r\n  - 2\r\n", "file.yaml")
    assert found.contents == {"a": 1, "b": [2]}
    assert found.place(("b", 0)) == (3, 5)


def test_tabs_and_words_of_every_language_are_text() -> None:
    assert read("a: 'one\ttwo'\nb: Łódź, 東京, العربية, 🚔\n").contents == {
        "a": "one\ttwo",
        "b": "Łódź, 東京, العربية, 🚔",
    }


# -- places ---------------------------------------------------------------------------------------------------------

PLACED = """\
case: bad
people:
  - id: p1
    role: {value: principal, grade: 2B}
  - {id: p2}
note: é, "x"
"odd key": [1, [2, 3]]
"""


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        ((), (1, 1), None),
        (("case",), (1, 7), (1, 1)),
        (("people",), (3, 3), (2, 1)),
        (("people", 0), (3, 5), None),
        (("people", 0, "id"), (3, 9), (3, 5)),
        (("people", 0, "role"), (4, 11), (4, 5)),
        (("people", 0, "role", "value"), (4, 19), (4, 12)),
        (("people", 0, "role", "grade"), (4, 37), (4, 30)),
        (("people", 1), (5, 5), None),
        (("people", 1, "id"), (5, 10), (5, 6)),
        (("note",), (6, 7), (6, 1)),
        (("odd key",), (7, 12), (7, 1)),
        (("odd key", 0), (7, 13), None),
        (("odd key", 1, 1), (7, 20), None),
    ],
)
def test_the_place_of_every_value_and_key(
    keys: tuple[Any, ...], value: tuple[int, int], key: tuple[int, int] | None
) -> None:
    document = read(PLACED)
    assert document.place(keys) == value
    assert document.place(keys, key=True) == (key or value)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (("people", 0, "role", "missing"), (4, 11)),
        (("people", 9), (3, 3)),
        (("people", 0, "missing", "deeper", 3), (3, 5)),
        (("missing",), (1, 1)),
    ],
)
def test_what_is_not_there_has_the_place_of_what_would_hold_it(keys: tuple[Any, ...], place: tuple[int, int]) -> None:
    document = read(PLACED)
    assert document.place(keys) == place
    assert document.place(keys, key=True) == place


def test_a_fault_carries_the_name_the_file_was_given(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("a: [b]\n", encoding="utf-8")
    assert read_yaml(path, "north/case.yaml").fault(("a", 0), "wrong.", "Mend it.") == Fault(
        "north/case.yaml", 1, 5, "wrong.", "Mend it."
    )
    assert read_yaml(path).path == str(path)


# -- refusals -------------------------------------------------------------------------------------------------------


def test_every_fault_of_a_file_is_told_in_the_order_of_the_file() -> None:
    text = "a: &x 1\nb: *x\na: 2\nc: !!str 3\n<<: {d: 4}\n? [e]\n: 5\n"
    assert [line.split(": ")[0] for line in told(text)] == [
        f"file.yaml:{place}" for place in ("1:4", "2:4", "3:1", "4:4", "5:1", "6:3")
    ]


def test_faults_before_a_syntax_error_are_told_with_it() -> None:
    assert [line.split(": ")[0] for line in told("a: &x 1\na: 2\nb: [\n")] == [
        f"file.yaml:{place}" for place in ("1:4", "2:1", "4:1")
    ]


def test_a_bomb_of_anchors_is_refused_without_being_built() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    faults = refused("\n".join(lines))
    assert len(faults) == 200
    assert all("anchors and aliases" in fault.what for fault in faults)


def test_the_first_of_two_equal_keys_is_kept_and_named() -> None:
    assert told("one: 1\ntwo:\n  x: 1\n  y: 2\n  x: 3\n") == [
        "file.yaml:5:3: the key 'x' stands here twice (first at line 3). Keep one."
    ]


@pytest.mark.parametrize("inside", ["{}", "[]"])
def test_nesting_up_to_the_limit_is_read_and_one_more_is_not(inside: str) -> None:
    def nested(depth: int) -> str:
        return "[" * depth + inside + "]" * depth

    assert read(nested(DEEPEST)).contents
    assert told(nested(DEEPEST + 1)) == [
        f"file.yaml:1:{DEEPEST + 2}: this is nested more than {DEEPEST} deep. Flatten it."
    ]


@pytest.mark.parametrize("text", ["[" * 200_000, "? " * 20_000, "- " * 20_000, "{a: " * 100_000, "[{? " * 30_000])
def test_nesting_without_end_is_refused_at_the_limit(text: str) -> None:
    assert any("nested more than" in line for line in told(text))


def test_a_text_of_the_longest_length_is_read_and_one_more_is_not() -> None:
    assert read(f"a: {'x' * LONGEST_TEXT}\n").contents["a"] == "x" * LONGEST_TEXT
    assert told(f"a: {'x' * (LONGEST_TEXT + 1)}\n") == [
        "file.yaml:1:4: a text of 8,001 characters; the limit is 8,000. Shorten it."
    ]


def test_a_key_of_more_than_the_longest_length_is_refused() -> None:
    assert any(
        "limit is 200" in line or "not valid YAML" in line for line in told(f"? {'x' * (LONGEST_TEXT + 1)}\n: 1\n")
    )


@pytest.mark.parametrize(
    "character",
    ["\0", "\a", "\b", "\v", "\f", "\x1b", "\x7f", "\x80", "\x85", "\x9b", "\u061c", "\u200b", "\u200e", "\u200f", "\u2028",
     "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\U000e0001", "\U000e0041"],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ["a: x{}x\n", "a{}a: x\n", "# x{}\na: x\n", "a: 'é{}'\n"], ids=["value", "key", "comment", "quoted"]
)
def test_characters_that_hide_or_command_are_refused_where_they_stand(form: str, character: str) -> None:
    text = form.format(character)
    assert told(text) == [
        f"file.yaml:1:{text.index(character) + 1}: a control or hidden character (U+{ord(character):04X}) is not allowed. "
        "Remove it and type the text again."
    ]


@pytest.mark.parametrize(
    "escape", [r"\0", r"\a", r"\e", r"\x9b", r"\u202e", r"\u200b", r"\U000E0041", r"\P", r"\L", r"\N"]
)
@pytest.mark.parametrize("form", ['a: "x{}x"\n', '"x{}": a\n'], ids=["value", "key"])
def test_characters_that_hide_or_command_are_refused_when_written_as_escapes(form: str, escape: str) -> None:
    (line,) = told(form.format(escape))
    assert line.startswith(f"file.yaml:1:{4 if form.startswith('a') else 1}: ")
    assert "hidden character (U+" in line


def test_a_hidden_character_in_a_file_of_windows_lines_is_told_where_it_stands() -> None:
    assert told(b"a: 1\r\nb: 2\r\nc: x\xe2\x80\x8by\r\n")[0].startswith("file.yaml:3:5: ")


def test_a_lone_carriage_return_is_refused() -> None:
    assert told("a: 1\rb: 2\n")[0].startswith("file.yaml:1:5: a control or hidden character (U+000D)")


@pytest.mark.parametrize(
    ("contents", "place"),
    [
        (b"\xff\xfea\0:\0", "1:1"),
        (b"a: 1\nb: \xc3\n", "2:4"),
        ("a: é".encode() + b"\xe9", "1:5"),
        (b"a: \xed\xa0\x80", "1:4"),
    ],
    ids=["utf16", "cut-short", "after-an-accent", "surrogate"],
)
def test_bytes_that_are_not_utf8_are_told_where_they_stand(contents: bytes, place: str) -> None:
    assert told(contents) == [f"file.yaml:{place}: the file is not UTF-8 text. Save it as UTF-8."]


# -- any bytes at all -----------------------------------------------------------------------------------------------


def answer(contents: bytes) -> Document | None:
    """The document, or nothing when it is refused with faults in sound places; anything else is an error of the reader."""
    faults: list[Fault] = []
    document = None
    try:
        document = parse_yaml(contents, "file.yaml")
    except InputError as error:
        faults = error.faults
    assert (document is None) == bool(faults)
    assert all(fault.line >= 1 and fault.column >= 1 and fault.what for fault in faults)
    return document


@steady
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(contents: bytes) -> None:
    answer(contents)


TOKENS = [
    *"ab01-:?{}[],&*!|>'\"%@`#~<=. \n\t\\eéx\u2028🚔",
    "---",
    "...",
    "<<",
    "- ",
    ": ",
    "\n  ",
    "&a ",
    "*a",
    "!!str ",
]
YAMLISH = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@settings(parent=steady, max_examples=400)
@given(YAMLISH)
@example("? *a : b")
@example("{? [a]: b, ? [c]: d}")
@example("!!a &b *c")
@example("%YAML 9.9\n---\na: b")
@example("a: b\n...\nc: d")
@example("\t")
@example("- !<tag:x> *a")
@example("&a : *a")
@example("? ? a")
@example("<<: *a")
def test_any_text_that_looks_like_yaml_is_read_or_refused(text: str) -> None:
    document = answer(text.encode())
    if document is not None:
        lines = text.count("\n") + 1
        assert all(1 <= line <= lines + 1 and column >= 1 for line, column in document.places.values())


SHOWN = st.text(
    alphabet=st.characters(blacklist_categories=["Cs"]).filter(
        lambda c: not HIDDEN.match(c) and c not in "\u2028\u2029\r"
    ),
    max_size=12,
)
TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | SHOWN
    | st.sampled_from(["yes", "no", "on", "<<", "=", "~", "1.5"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SHOWN, inner, max_size=4),
    max_leaves=12,
)


@steady
@given(st.dictionaries(SHOWN, TREES, min_size=1, max_size=4))
def test_what_is_written_is_what_is_read(tree: dict[str, Any]) -> None:
    """JSON is YAML: written on one line and over many."""
    for indent in (None, 1):
        written = json.dumps(tree, ensure_ascii=False, indent=indent)
        assert read(written).contents == tree


@steady
@given(st.dictionaries(SHOWN, TREES, min_size=1, max_size=4))
def test_everything_read_stands_where_it_is_said_to_stand(tree: dict[str, Any]) -> None:
    written = json.dumps(tree, ensure_ascii=False, indent=1)
    lines = written.split("\n")
    document = read(written)

    def visit(value: Any, keys: tuple[Any, ...]) -> None:
        line, column = document.places[keys]
        start = json.dumps(value, ensure_ascii=False)
        assert lines[line - 1][column - 1 :].startswith(start[0] if isinstance(value, (dict, list)) else start)
        for step, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            if isinstance(step, str):
                line, column = document.key_places[(*keys, step)]
                assert lines[line - 1][column - 1 :].startswith(json.dumps(step, ensure_ascii=False) + ": ")
            visit(inner, (*keys, step))

    visit(tree, ())


# -- any structure in a case or a tactic ----------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["value", "absent", "grade", "on", "id", "role", "principal", "p1", "certain", "fully", "business", "some", "where", "people",
     "all", "any", "not", "indicator", "in", "includes", "at_least", "count", "group.violence_used", "group.crime_types", "keeper.role"]
)  # fmt: skip
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.just(""),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
SLOTS = st.sampled_from(
    [
        "case",
        "title",
        "kind",
        "nation",
        "threat",
        "source",
        "looked_into",
        "group",
        "people",
        "business",
        "vehicles",
        "expects",
        "plan",
    ]
)
FACTS = st.sampled_from(
    ["violence_used", "crime_types", "cash_found", "sio_consulted", "role", "keeper", "id", "label"]
)


CASES = st.fixed_dictionaries(
    {},
    optional={
        "group": st.dictionaries(FACTS, ODD, max_size=3),
        "people": st.lists(st.dictionaries(FACTS, ODD, max_size=3), max_size=2),
        "vehicles": st.lists(st.fixed_dictionaries({"id": st.just("v1"), "keeper": ODD}), max_size=1),
        "expects": st.dictionaries(WORDS, ODD, max_size=2),
        "plan": st.dictionaries(st.sampled_from(["vision", "aims", "leads", "interventions"]), ODD, max_size=2),
    },
)


def test_a_case_of_any_structure_is_read_or_refused(library: Library) -> None:
    @steady
    @given(st.dictionaries(SLOTS, ODD, max_size=2), CASES)
    @example({}, {"expects": {"certain": [{"id": 1}]}})
    @example({}, {"expects": {"certain": [["p1"]]}})
    @example({"nation": ["scotland"]}, {})
    @example({"nation": {"england": 1}}, {"group": []})
    @example({"people": [{"id": ["p1"]}]}, {"vehicles": [{"id": "v1", "keeper": ["p1"]}]})
    @example({"looked_into": {"business": ["fully"]}}, {"plan": {"interventions": [{"tactic": ["id"]}]}})
    def any_case(slots: dict[str, Any], written: dict[str, Any]) -> None:
        head = {"case": "odd", "kind": "training", "nation": "england"}
        document = read(json.dumps({**head, **written, **slots}, indent=1))
        faults: list[Fault] = []
        try:
            CaseReader(document, library).read()
        except InputError as error:
            faults = error.faults or [Fault("nowhere", 0, 0, "refused without a fault")]
        assert all(fault.where == "file.yaml" and fault.line >= 1 for fault in faults)

    any_case()


def test_a_tactic_condition_of_any_structure_is_read_or_refused(library: Library) -> None:
    tactic = next(one for one in library.active if one.on is None)
    sound = tactic.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    @settings(parent=steady, max_examples=25)
    @given(st.dictionaries(WORDS, ODD, min_size=1, max_size=2))
    @example({"indicator": ["drugs_market"]})
    @example({"indicator": {"all": []}})
    @example({"some": {"people": 1}})
    @example({"group.crime_types": {"includes": ["fraud"]}})
    @example({"group.crime_types": {"includes_any": [["fraud"]]}})
    @example({"some": "people", "where": {"role": ["principal"]}})
    @example({"some": "people", "where": {"role": {"in": [{"a": 1}]}}})
    @example({"group.cash_found": {"at_least": 1.5}})
    @example({"group.cash_found": {"at_least": 10**15}})
    def any_condition(when: dict[str, Any]) -> None:
        faults = check_alone(read(json.dumps({**sound, "when": when}, indent=1)), "tactic", library)
        assert all(fault.where == "file.yaml" and fault.line >= 1 for fault in faults)

    any_condition()


def test_the_words_of_these_tests_are_those_of_the_product(library: Library) -> None:
    """The structures above reach the readers they mean to: their names are known."""
    assert {"violence_used", "crime_types", "cash_found", "sio_consulted"} <= set(library.vocabulary.in_scope("group"))
    assert "role" in library.vocabulary.in_scope("people")
    assert "keeper" in library.vocabulary.in_scope("vehicles")
    assert re.search("[^" + re.escape(string.printable) + "]", PLACED)

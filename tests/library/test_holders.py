"""Whom facts are asked of and how: holders that fit the facts, themed questions that give nothing away, and the checks on both."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from planner.domain.library import Library
from planner.domain.menu import AGENCIES, TellTale
from planner.domain.vocabulary import HEADINGS, FactDefinition
from planner.library.layers import find_layers
from planner.library.loading import read_library

HOLDERS, THEMES, TELLTALE = "rules/holders.yaml", "rules/themes.yaml", "rules/telltale.yaml"
VOCABULARY = "tactics_catalogue/vocabulary.yaml"
# The sources the guidance says are forgotten, and the least number of facts each of them would hold.
FORGOTTEN = {
    "Professional standards": 15,
    "Financial investigation team": 30,
    "Neighbourhood officers and PCSOs": 90,
    "Prison intelligence": 20,
}
# Partners with whom the guidance shows, by its own examples, what an open question can bring to light.
EXAMPLES = {"health", "rspca", "council", "school", "housing", "community", "fire", "bank", "business"}
Run = Callable[..., Any]


def asked_for(library: Library) -> list[FactDefinition]:
    return [one for one in library.facts if one.scope != "plan"]


def only_police(library: Library, fact: FactDefinition) -> bool:
    return all(library.holder[name].kind == "police" for name in fact.holders)


def telltales(library: Library, text: str) -> list[str]:
    return [found for one in library.telltale if (found := one.found_in(text))]


# -- the holders ----------------------------------------------------------------------------------------------------


def test_every_fact_that_is_asked_for_has_holders_that_are_described(library: Library) -> None:
    assert [
        fact.ref for fact in asked_for(library) if not fact.holders or not set(fact.holders) <= set(library.holder)
    ] == []
    assert [fact.ref for fact in asked_for(library) if len(set(fact.holders)) != len(fact.holders)] == []


def test_nobody_is_asked_what_the_plan_itself_tells(library: Library) -> None:
    counted = [fact for fact in library.facts if fact.scope == "plan"]
    assert counted
    assert {(fact.holders, fact.partner_wording) for fact in counted} == {((), "")}


def test_no_holder_is_spelt_in_two_ways(library: Library) -> None:
    """Names that differ only in capitals, in a plural or in the word for the team are one holder."""
    plain = Counter(
        re.sub(r"[^a-z]", "", re.sub(r"\b(?:team|unit|service|officer|local)s?\b|s\b", "", name.lower()))
        for name in library.holder
    )
    assert [name for name, count in plain.items() if count > 1] == []


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_forgotten_source_stands_where_it_would_know(library: Library, name: str) -> None:
    assert len([fact for fact in library.facts if name in fact.holders]) >= FORGOTTEN[name]


def test_only_the_sources_the_guidance_names_are_called_forgotten(library: Library) -> None:
    assert {one.name for one in library.holders if one.forgotten} == set(FORGOTTEN)


def test_a_holder_speaks_to_every_heading_it_is_asked_about(library: Library) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for fact in library.facts:
        for name in fact.holders:
            named[name] |= {fact.heading} & set(HEADINGS)
    assert {one.name: lacking for one in library.holders if (lacking := named[one.name] - set(one.headings))} == {}


def test_every_agency_has_a_label_and_somebody_to_ask(library: Library) -> None:
    assert {one.agency for one in library.holders} == set(AGENCIES)
    assert len(set(AGENCIES.values())) == len(AGENCIES)


def test_police_units_and_only_they_are_grouped_under_the_police(library: Library) -> None:
    assert [one.name for one in library.holders if (one.kind == "police") != (one.agency == "police")] == []


def test_a_route_is_one_line_that_names_no_person(library: Library) -> None:
    assert [one.name for one in library.holders if len(one.route) > 140 or not one.route.endswith(".")] == []
    assert [one.name for one in library.holders if re.search(r"\b(?:Mr|Mrs|Ms|PC|DC|DS|DI|Sgt)\b", one.route)] == []


def test_a_customers_account_is_never_a_matter_of_a_call(library: Library) -> None:
    assert library.holder["Banks and building societies"].cost == "order"
    assert library.holder["HMRC"].cost == "form"
    assert library.holder["Companies House"].cost == "desk"
    assert library.holder["Neighbourhood officers and PCSOs"].cost == "call"


# -- what partners are asked ----------------------------------------------------------------------------------------


def test_what_only_the_police_hold_is_addressed_to_the_unit(library: Library) -> None:
    inside = [fact for fact in asked_for(library) if only_police(library, fact)]
    assert len(inside) > 10
    astray = {
        fact.ref: fact.partner_wording
        for fact in inside
        if fact.partner_wording.partition(": ")[0].lower().removeprefix("for ").removeprefix("the ")
        not in [name.lower() for name in fact.holders]
    }
    assert astray == {}


def test_what_a_partner_may_hold_is_addressed_to_no_one_unit(library: Library) -> None:
    """The question goes to each of the holders as it stands."""
    outside = [fact for fact in asked_for(library) if not only_police(library, fact)]
    assert [fact.ref for fact in outside if re.match(r"For [^,]{1,60}: ", fact.partner_wording)] == []


def test_a_question_about_one_person_or_thing_says_that_it_is_named(library: Library) -> None:
    """`this person` means nothing in a letter; `named to you` also tells the open questions from the specific."""
    pointing = re.compile(
        r"\b(?:this|these|that) (?:person|driver|prisoner|firm|business|company|employer|shop|seller|unit|vehicle|address|home"
        r"|premises|property)\b",
        re.IGNORECASE,
    )
    assert [fact.ref for fact in asked_for(library) if pointing.search(fact.partner_wording)] == []


def test_no_wording_gives_anything_away(library: Library) -> None:
    told = {}
    for fact in asked_for(library):
        wording = fact.partner_wording
        if only_police(library, fact):
            wording = wording.partition(": ")[2]
        if found := telltales(library, wording):
            told[fact.ref] = found
    assert told == {}


def test_no_theme_gives_anything_away_or_names_anyone(library: Library) -> None:
    assert {one.id: found for one in library.themes if (found := telltales(library, one.text))} == {}
    assert [one.id for one in library.themes if re.search(r"named to you|\d", one.text)] == []


def test_a_theme_names_no_place_and_no_body(library: Library) -> None:
    """Beyond the first word of a sentence nothing in an open question begins with a capital."""
    capitals = {one.id: found for one in library.themes if (found := re.findall(r"(?<=[a-z,;] )[A-Z]\w+", one.text))}
    assert capitals == {}


def test_no_partner_is_known_by_a_name_that_gives_anything_away(library: Library) -> None:
    assert [one.name for one in library.holders if one.kind != "police" and telltales(library, one.name)] == []


def test_every_agency_has_a_theme_under_each_heading_it_can_speak_to(library: Library) -> None:
    speaks: dict[str, set[str]] = defaultdict(set)
    for holder in library.holders:
        if holder.kind != "police":
            speaks[holder.agency] |= set(holder.headings)
    asked: dict[str, set[str]] = defaultdict(set)
    for theme in library.themes:
        asked[theme.agency].add(theme.heading)
    assert asked == speaks
    assert len(library.themes) >= 60
    assert {one.heading for one in library.themes} == set(HEADINGS)


def test_the_guidances_own_examples_have_their_questions(library: Library) -> None:
    after = {one.agency for one in library.themes if "one of its examples" in one.source}
    assert after >= EXAMPLES


def test_no_question_is_asked_twice(library: Library) -> None:
    texts = [one.text for one in library.themes] + [one.partner_wording for one in asked_for(library)]
    plain = Counter(re.sub(r"[^a-z ]", "", text.lower()) for text in texts)
    assert [text for text, count in plain.items() if count > 1] == []


def test_every_question_is_one(library: Library) -> None:
    texts = {one.id: one.text for one in library.themes} | {one.ref: one.partner_wording for one in asked_for(library)}
    assert [name for name, text in texts.items() if "?" not in text] == []


# -- the tell-tale words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Do you know of any OCGs?", "Is SOC a problem here?", "Are organised criminals at work?", "Which gangs are there?",
        "Do you know the members of the group?", "Is he a nominal?", "Who are the suspects?", "Is he the principal?",
        "Will you help us to disrupt them?", "It is for the Pursue part.", "This is for a 4P plan.", "It is part of Operation Oak.",
        "Is there surveillance there?", "Nothing covert is planned.", "We hold intelligence on it.", "The SIO would like to know.",
        "Have you an informant?", "Which case is it?", "Are they targeted?", "Keep the strike  day free.", "He is known to police.",
        "There is a tracker on the car.", "Are the trackers on?", "The flat is under observation.", "Park behind the obs van.",
        "The obs team leaves at noon.", "Stay clear of the obs point.", "His calls are listened to.", "We listened in.", "Who is listening in?",
        "Trading Standards made two test purchases.", "A test purchaser went in.", "The flat is bugged.", "We followed him home.",
        "He was followed to the flat.", "She was tailed.", "Officers are tailing the van.", "The financial investigator has his accounts.",
        "She wears a wire.", "It was heard on the wire.", "Is it the safe house?", "Which safehouses are there?", "Is it a stash house?",
        "Where is the stash?", "It is a crack house.",
    ],
)  # fmt: skip
def test_a_word_that_gives_it_away_is_found(library: Library, text: str) -> None:
    assert telltales(library, text)


@pytest.mark.parametrize(
    "text",
    [
        "Which addresses do your staff prefer to visit in pairs?", "Which youth groups meet there?", "Who has a suitcase?",
        "Where is waste left?", "Which co-operatives trade there?", "Do social workers call?", "Which associations book rooms?",
        "At which hearings were witnesses followed, filmed or stared at?", "Has anyone told you they are being followed?",
        "Which letters were followed up?", "The visit was followed by a call.", "Which young people feel heard?", "Whom do they listen to?",
        "Who sells wire from burnt cables?", "Which fences have wires cut?", "Which beds had bugs?", "Which parcels are tracked?",
        "Is there wire in the fence?", "Is the council listening to residents?", "Which tracks do quad bikes use?",
        "Do you have a financial investigator?", "What do observations at the gate show?", "Is the house safe?",
    ],
)  # fmt: skip
def test_an_ordinary_word_gives_nothing_away(library: Library, text: str) -> None:
    assert telltales(library, text) == []


def test_a_star_stands_for_any_ending_and_nothing_else_does() -> None:
    rule = TellTale(id="made", pattern=("covert*", "raid"), why="It is tested here.")
    assert [rule.found_in(text) for text in ("Covertly?", "raids", "RAIDED", "a raid.", "afraid")] == [
        "Covertly", "raids", "", "raid", "",
    ]  # fmt: skip


# -- the checks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def told(run: Run, small_copy: Any) -> Callable[..., list[str]]:
    """What `check` tells of the copy, with an overlay if one is given: errors, and warnings of the kinds tested here."""

    def tell(*overlays: Any) -> list[str]:
        words: list[object] = ["check", "--json", "--library", small_copy.root]
        for overlay in overlays:
            words += ["--overlay", overlay.root]
        _, out, err = run(words)
        assert err == ""
        return [
            f"{one['severity']}: {one['file']}:{one['line']}:{one['column']}: {one['text']} {one['fix']}".strip()
            for one in json.loads(out)["faults"]
            if one["severity"] == "error" or one["rule"] in ("tell-tale", "unused-holder")
        ]

    return tell


@pytest.fixture
def settled(small_copy: Any, told: Callable[..., list[str]]) -> None:
    """The small library has fewer facts: take out the holders that nothing names in it."""
    head, *written = re.split(r"(?m)^(?=- id: |# ----)", small_copy.text(HOLDERS))
    unused = {line.partition("the holder '")[2].rpartition("'. Name it")[0] for line in told()}
    kept = [one for one in written if not any(f"  name: {name}\n" in one for name in unused)]
    small_copy.write(HOLDERS, (head + "".join(kept)).rstrip("\n") + "\n")
    assert told() == []


HOLDER = (
    "- {{id: {id}, name: {name}, kind: partner, agency: health, cost: call, route: Ask the pharmacist on duty.,"
    " headings: [lifestyle], source: tests}}\n"
)


@pytest.mark.usefixtures("settled")
def test_a_fact_that_names_no_known_holder(small_copy: Any, told: Callable[..., list[str]]) -> None:
    line = next(one for one in small_copy.text(VOCABULARY).splitlines() if one.startswith("  holders: ["))
    first = line.removeprefix("  holders: [").partition(",")[0]
    small_copy.write(VOCABULARY, small_copy.text(VOCABULARY).replace(line, line.replace(first, f"{first}s"), 1))
    place = small_copy.place(VOCABULARY, f"{first}s")
    assert told() == [f"error: {place}: there is no holder '{first}s' in holders.yaml. Did you mean '{first}'?"]


@pytest.mark.usefixtures("settled")
def test_a_holder_that_no_fact_names(small_copy: Any, told: Callable[..., list[str]]) -> None:
    small_copy.add(HOLDERS, HOLDER.format(id="chemists", name="Chemists"))
    assert told() == [
        f"warning: {small_copy.place(HOLDERS, 'Chemists')}: no fact names the holder 'Chemists'. "
        "Name it under `holders` of the facts it would hold, or take it out."
    ]


@pytest.mark.usefixtures("settled")
def test_a_broken_holder_is_not_told_again_at_every_fact_it_holds(
    small_copy: Any, told: Callable[..., list[str]]
) -> None:
    entry = small_copy.text(HOLDERS).partition("- id: neighbourhood-officers-and-pcsos\n")[2]
    small_copy.write(HOLDERS, small_copy.text(HOLDERS).replace(entry, entry.replace("cost: call", "cost: cull", 1)))
    assert told() == [
        f"error: {small_copy.place(HOLDERS, 'cull')}: 'cull' is not one of 'desk', 'call', 'form' or 'order'. "
        "Did you mean 'call'?"
    ]


def test_a_library_without_holders_is_told_so_once(small_copy: Any, told: Callable[..., list[str]]) -> None:
    small_copy.path(HOLDERS).unlink()
    assert told() == ["error: holders.yaml:0:0: the library has no holders. Add the file."]


@pytest.mark.usefixtures("settled")
def test_a_theme_that_would_tell_no_known_fact(small_copy: Any, told: Callable[..., list[str]]) -> None:
    small_copy.add(
        THEMES,
        "- {id: planted, agency: fire, heading: crime, text: What burns most often there?,"
        " would_tell: [group.arson_usd], source: tests}\n",
    )
    place = small_copy.place(THEMES, "group.arson_usd")
    assert told() == [f"error: {place}: there is no fact 'group.arson_usd'. Did you mean 'group.arson_used'?"]


@pytest.mark.usefixtures("settled")
def test_a_question_that_gives_it_away_is_told_where_it_stands(small_copy: Any, told: Callable[..., list[str]]) -> None:
    small_copy.add(
        THEMES,
        "- {id: planted, agency: fire, heading: crime, text: Which fires does the gang set?,"
        " would_tell: [group.arson_used], source: tests}\n",
    )
    assert told() == [
        f"warning: {small_copy.place(THEMES, 'Which fires does')}: 'gang' gives away too much (gang-words). "
        "Ask in the words that partner uses."
    ]


@pytest.mark.usefixtures("settled")
def test_a_force_adds_its_own_tell_tale_words(
    small_copy: Any, make_overlay: Any, told: Callable[..., list[str]]
) -> None:
    overlay = make_overlay()
    overlay.write(TELLTALE, "- {id: ours, pattern: [pairs], why: It is what our unit is called.}\n")
    lines = told(overlay)
    assert lines
    assert all(
        line.startswith(f"warning: {THEMES}:") and "'pairs' gives away too much (ours)." in line for line in lines
    )


@pytest.mark.usefixtures("settled")
def test_a_force_adds_and_replaces_holders(small_copy: Any, make_overlay: Any, told: Callable[..., list[str]]) -> None:
    overlay = make_overlay()
    overlay.write(
        HOLDERS, HOLDER.format(id="chemists", name="Chemists") + HOLDER.format(id="gp-practices", name="GP practices")
    )
    overlay.write(
        VOCABULARY,
        "- {id: dependent_users, scope: group, heading: community, type: yes_no, question: Do users rely on the group?,"
        " says: users rely on it, says_not: nobody relies on it, partner_wording: Who would be at risk if supply changed?,"
        " holders: [Chemists, GP practices], matters: For the tests., safeguarding: true}\n",
    )
    assert [line for line in told(overlay) if line.startswith("error")] == []
    found, _ = read_library(find_layers(small_copy.root, [overlay.root]), "tests")
    assert found.holder["Chemists"].route == found.holder["GP practices"].route == "Ask the pharmacist on duty."


@pytest.mark.usefixtures("settled")
def test_a_force_that_renames_a_holder_is_told_every_fact_that_names_it(
    small_copy: Any, make_overlay: Any, told: Callable[..., list[str]]
) -> None:
    overlay = make_overlay()
    overlay.write(HOLDERS, HOLDER.format(id="prison-intelligence", name="Prison intelligence desk"))
    lines = told(overlay)
    naming = [
        one for one in small_copy.text(VOCABULARY).splitlines() if "Prison intelligence" in one and "holders:" in one
    ]
    assert len([line for line in lines if "there is no holder 'Prison intelligence'" in line]) == len(naming) > 1
    assert all("Did you mean 'Prison intelligence desk'?" in line for line in lines if line.startswith("error"))

"""The plan as decided and the record itself, as they are read on paper: everything that was settled, by whom, why and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.domain.casebook import Casebook
from planner.domain.decisions import DECISIONS, Basis, Decision
from planner.domain.entries import Exported, Keeping, Learned, LookedInto, Signed
from planner.domain.library import Library
from planner.domain.profile import FactRecord, Member, Profile
from planner.exports.decided import decided, log_blocks
from planner.exports.document import Block, Bullets, Heading, Paragraph, Table
from planner.exports.telling import about, details, moment, told_of
from tests.engine.making import build, tactic
from tests.features.record_notes import MORNING, REASON, Pages

KNOWN = Profile(
    case="example", kind="training", nation="england", members={"people": (Member(id="p1", label="The principal"),)}
)
BASIS = Basis(outcome="ruled_out", rank=3, of=12, as_of=MORNING.date())


@pytest.fixture(scope="module")
def shelf() -> Library:
    return build([tactic("cash", {"group.a": True}, title="Cash seizure")])


@pytest.fixture
def pages() -> Pages:
    written = Pages()
    written.open(KNOWN, origin="smith-ocg")
    return written


def texts(blocks: list[Block]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading(text) | Paragraph(text):
                found.append(text)
            case Bullets(lines):
                found += lines
            case Table(head, rows):
                found += [cell for row in (head, *rows) for cell in row]
    return found


def plan(pages: Pages, shelf: Library) -> str:
    return "\n".join(texts(list(decided(pages.book, shelf))))


def headings(pages: Pages, shelf: Library) -> list[str]:
    return [block.text for block in decided(pages.book, shelf) if isinstance(block, Heading)]


def logged(book: Casebook) -> list[tuple[str, ...]]:
    (table,) = (block for block in log_blocks(book) if isinstance(block, Table))
    return list(table.rows)


# -- the plan as decided --------------------------------------------------------------------------------------------


def test_an_empty_plan_says_that_it_is_not_signed_off_and_what_is_missing(pages: Pages, shelf: Library) -> None:
    assert headings(pages, shelf) == ["The plan as decided", "Decisions always to record"]
    assert "Not signed off." in plan(pages, shelf)
    (meter,) = (block for block in decided(pages.book, shelf) if isinstance(block, Bullets))
    assert len(meter.lines) == 9
    assert all(": missing" in line for line in meter.lines)
    assert "the aim of Pursue, the lead of Pursue, the aim of Prevent" in meter.lines[1]


SAID: dict[str, dict[str, Any]] = {
    "select": {"tactic": "cash", "pillar": "pursue"},
    "override": {"tactic": "cash", "pillar": "pursue"},
    "reject": {"tactic": "cash", "pillar": "pursue"},
    "defer": {"tactic": "cash", "pillar": "pursue", "until": "the audit is in"},
    "intervention": {"pillar": "prevent", "text": "A mentor for the brother"},
    "initiative": {"pillar": "protect", "text": "Street pastors", "owner": "The church"},
    "vision": {"text": "A town free of fear"},
    "aim": {"pillar": "overall", "text": "Disrupt the group"},
    "objective": {"pillar": "pursue", "text": "Fewer robberies", "measure": "counted", "due": date(2026, 9, 1), "owner": "DI Ray"},
    "lead": {"pillar": "protect", "name": "Insp Ray", "level": "silver"},
    "undeveloped": {"pillar": "prepare"},
    "park": {"pillar": "prepare", "until": "the trial ends", "agreed_with": "the SIO"},
    "trajectory": {"form": "relentless_disruption"},
    "focus": {"ref": "people/p1"},
    "business-model": {"form": "money"},
    "place-based": {"state": "yes"},
    "partner": {"agency": "The council", "text": "closures"},
    "protocol": {"text": "What we tell whom", "agreed_with": "the council"},
    "indoctrination": {"text": "Document 7"},
    "stakeholder": {"name": "Housing association"},
    "requirement": {"text": "Who keeps the van"},
    "collection": {"text": "Ask the dealer", "source": "trade contacts", "method": "a visit"},
    "response": {"text": "The dealer keeps it"},
    "phase": {"phase": "hold", "state": "ready", "measure": "patrols seen"},
    "measure": {"name": "felt safety", "value": "41%", "when": date(2026, 7, 1), "baseline": True},
    "assessment": {"form": "human_rights", "text": "Home visits by day only"},
    "share": {"agency": "HMRC", "state": "yes", "basis": "Commissioners for Revenue and Customs Act 2005"},
    "disruption": {"pillar": "pursue", "level": "moderate", "event": "Two cars taken", "when": date(2026, 7, 1)},
    "accept": {"text": "Cash seizure (1 July 2026) is due after the review of 1 June 2026."},
    "moderate": {"target": 1, "level": "minor"},
    "exit": {"text": "The council keeps the street", "to": "the council"},
    "close": {"to": "the neighbourhood team"},
    "withdraw": {"target": 1},
    "review": {"text": "On course", "trigger": "an arrest"},
    "debrief": {"text": "Ask the school earlier"},
}  # fmt: skip


def test_every_kind_is_tried_here() -> None:
    assert set(SAID) | {"progress", "withdraw"} == set(DECISIONS)


@pytest.mark.parametrize("kind", SAID)
def test_whatever_is_decided_is_in_the_plan_with_its_number_and_its_reason(
    pages: Pages, shelf: Library, kind: str
) -> None:
    number = pages.decide(kind, **SAID[kind])
    (table,) = (block for block in decided(pages.book, shelf) if isinstance(block, Table))
    cells = [cell for row in table.rows for cell in row]
    assert cells[0].removeprefix("No. ") == str(number)
    assert REASON in cells
    assert cells[-1] == "DI Green (not authenticated), 13 July 2026"


READ = {
    "reject": ("Rejected", "Cash seizure"),
    "defer": ("Deferred", "Cash seizure", "until: the audit is in"),
    "initiative": ("Street pastors", "The church", "local initiative adopted"),
    "aim": ("Overall: Disrupt the group",),
    "objective": ("Pursue: Fewer robberies", "measure: counted", "due: 1 September 2026", "owner: DI Ray"),
    "lead": ("Insp Ray leads Protect", "level: silver"),
    "undeveloped": ("Prepare is left undeveloped",),
    "park": ("Prepare is parked until the trial ends", "agreed with: the SIO"),
    "trajectory": ("Relentless disruption",),
    "focus": ("The principal",),
    "business-model": ("Money and assets",),
    "place-based": ("A place-based approach is taken",),
    "partner": ("The council leads closures",),
    "protocol": ("What we tell whom", "agreed with: the council"),
    "indoctrination": ("Document 7",),
    "collection": ("Ask the dealer", "source: trade contacts", "method: a visit"),
    "phase": ("Hold is ready", "measure: patrols seen"),
    "measure": ("felt safety", "41% (1 July 2026; entry 2)", "not measured again yet"),
    "assessment": ("Human rights: Home visits by day only",),
    "share": ("To be shared with HMRC", "lawful basis: Commissioners for Revenue and Customs Act 2005"),
    "disruption": ("Pursue, moderate impact: Two cars taken", "1 July 2026"),
    "accept": ("Cash seizure (1 July 2026) is due after the review of 1 June 2026.",),
    "withdraw": ("Entry 1 is taken back",),
    "review": ("On course", "brought about by: an arrest"),
}


@pytest.mark.parametrize("kind", READ)
def test_what_was_said_can_be_read_in_the_plan(pages: Pages, shelf: Library, kind: str) -> None:
    pages.decide(kind, **SAID[kind])
    assert [words for words in READ[kind] if words not in plan(pages, shelf)] == []


@pytest.mark.parametrize(
    ("kind", "parts", "wanted"),
    [
        ("lead", {"pillar": "protect", "name": "Insp Ray", "level": "silver"}, "silver"),
        ("phase", {"phase": "hold", "state": "ready", "measure": "patrols seen", "pillar": ""}, "Hold is ready"),
        (
            "disruption",
            {"pillar": "pursue", "level": "minor", "event": "Two cars", "target": 2},
            "intervention: 2 (A mentor)",
        ),
        ("review", {"text": "On course", "trigger": "an arrest"}, "an arrest"),
        ("requirement", {"text": "Who keeps the van", "drives": "seizing it"}, "seizing it"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_that_was_said_is_left_out_of_the_plan(
    pages: Pages, shelf: Library, kind: str, parts: dict[str, Any], wanted: str
) -> None:
    pages.decide("intervention", pillar="prevent", text="A mentor")
    pages.decide(kind, **parts)
    assert wanted in plan(pages, shelf)


def test_interventions_stand_under_their_p_with_owner_day_and_state(pages: Pages, shelf: Library) -> None:
    first = pages.decide(
        "select", tactic="cash", pillar="pursue", owner="HMRC", due=date(2026, 9, 1), on=("people/p1",)
    )
    pages.decide("intervention", pillar="prevent", text="A mentor")
    pages.decide("progress", target=first, state="under_way")
    assert [one for one in headings(pages, shelf) if "interventions decided" in one] == [
        "Pursue: interventions decided",
        "Prevent: interventions decided",
    ]
    tables = [dict(block.rows) for block in decided(pages.book, shelf) if isinstance(block, Table)]
    assert tables[0] == {
        f"No. {first}": "Cash seizure", "State": "under way", "Owner": "HMRC", "Due": "1 September 2026",
        "On": "The principal (people/p1)", "Why": REASON, "Decided by, on": "DI Green (not authenticated), 13 July 2026",
        "Progress": f"4. Under way. Why: {REASON} DI Green (not authenticated), 13 July 2026.",
    }  # fmt: skip
    assert (tables[1]["Owner"], tables[1]["Due"], tables[1]["State"]) == ("–", "–", "proposed")


def test_an_intervention_keeps_all_that_was_given_and_its_whole_life(pages: Pages, shelf: Library) -> None:
    given = {"objective": "Four cars", "measure": "cars seized", "authority": "Inspector", "phase": "clear"}
    first = pages.decide("select", tactic="cash", pillar="pursue", **given)
    pages.decide("progress", target=first, state="handed_over", to="HMRC")
    pages.decide("progress", target=first, state="done", to="HMRC", effect="4,000 pounds")
    (rows,) = (dict(block.rows) for block in decided(pages.book, shelf) if isinstance(block, Table))
    assert {name: rows[name.capitalize()] for name in given} == given
    handed, done = rows["Progress"].split("\n")
    assert handed.startswith("3. Handed over to HMRC. Why: ")
    assert done.startswith("4. Done (to: HMRC; effect: 4,000 pounds). Why: ")


def test_what_was_decided_again_says_under_which_entry(pages: Pages, shelf: Library) -> None:
    first = pages.decide("select", tactic="cash", pillar="pursue")
    pages.decide("select", tactic="cash", pillar="pursue", owner="HMRC", supersedes=first)
    (table,) = (block for block in decided(pages.book, shelf) if isinstance(block, Table))
    assert table.rows[0] == (f"No. {first}", "Cash seizure (as decided in entry 3)")


def test_parts_stand_by_kind_then_by_p_then_by_number(pages: Pages, shelf: Library) -> None:
    for kind, pillar in (
        ("objective", "prepare"),
        ("aim", "protect"),
        ("aim", "overall"),
        ("objective", "pursue"),
        ("aim", "pursue"),
    ):
        pages.decide(kind, pillar=pillar, text="x")
    pages.decide("vision", text="x")
    (table,) = (block for block in decided(pages.book, shelf) if isinstance(block, Table))
    assert [(row[1], row[2]) for row in table.rows] == [
        ("Vision", "x"), ("Aim", "Overall: x"), ("Aim", "Pursue: x"), ("Aim", "Protect: x"),
        ("Objective", "Pursue: x"), ("Objective", "Prepare: x"),
    ]  # fmt: skip


def test_a_measure_stands_with_its_baseline_beside_what_was_found_since(pages: Pages, shelf: Library) -> None:
    pages.decide("measure", name="Felt safety", value="55%", when=date(2026, 11, 1), source="survey")
    pages.decide("measure", name="felt  safety", value="41%", when=date(2026, 6, 1), baseline=True)
    pages.decide("measure", name="Calls", value="12", when=date(2026, 6, 1))
    (table,) = (block for block in decided(pages.book, shelf) if isinstance(block, Table))
    assert [row[2:4] for row in table.rows] == [
        ("41% (1 June 2026; entry 3)", "55% (1 November 2026; source: survey; entry 2)"),
        ("none recorded", "12 (1 June 2026; entry 4)"),
    ]


def test_in_a_live_store_a_name_stands_for_itself(pages: Pages, shelf: Library) -> None:
    pages.decide("vision", text="A town free of fear")
    pages.add(Signed(fingerprint=pages.book.fingerprint()))
    shown = "\n".join(
        texts([*decided(pages.book, shelf, authenticated=True), *log_blocks(pages.book, authenticated=True)])
    )
    assert "DI Green, 13 July 2026" in shown
    assert "Signed off by DI Green on" in shown
    assert "not authenticated" not in shown


def test_in_a_training_store_no_name_stands_without_saying_that_nobody_proved_it(pages: Pages, shelf: Library) -> None:
    number = pages.decide("select", tactic="cash", pillar="pursue")
    pages.decide("progress", target=number, state="tasked")
    pages.decide("measure", name="Calls", value="12")
    pages.add(Signed(fingerprint=pages.book.fingerprint()))
    shown = "\n".join(texts([*decided(pages.book, shelf), *log_blocks(pages.book)]))
    assert shown.count("DI Green") == shown.count("DI Green (not authenticated)") > 5


def test_who_decided_is_named_with_the_reason_where_it_was_somebody_else(pages: Pages, shelf: Library) -> None:
    pages.decide("vision", text="A town free of fear")
    entry = pages.entries[-1]
    assert entry.said is not None
    pages.entries[-1] = entry.model_copy(update={"said": entry.said.model_copy(update={"decider": "Supt Hall"})})
    assert "Supt Hall, 13 July 2026; written down by DI Green (not authenticated)" in plan(pages, shelf)


def test_only_what_stands_is_in_the_plan(pages: Pages, shelf: Library) -> None:
    first = pages.decide("vision", text="A quiet town")
    pages.decide("vision", text="A town free of fear", supersedes=first)
    assert "A town free of fear" in plan(pages, shelf)
    assert "A quiet town" not in plan(pages, shelf)


def test_what_was_taken_back_is_in_the_log_and_not_in_the_plan(pages: Pages, shelf: Library) -> None:
    number = pages.decide("intervention", pillar="prevent", text="A mentor")
    back = pages.decide("withdraw", target=number, supersedes=number)
    assert "Prevent: interventions decided" not in headings(pages, shelf)
    assert [row[2] for row in logged(pages.book)[1:]] == [
        f"Intervention of our own (superseded by {back})",
        "Decision taken back",
    ]


def test_rejected_and_deferred_stand_apart_with_why(pages: Pages, shelf: Library) -> None:
    pages.decide("reject", tactic="cash", pillar="pursue")
    assert "Considered and rejected, deferred, or taken back" in headings(pages, shelf)
    assert not any("interventions" in one for one in headings(pages, shelf))


def test_a_sign_off_is_told_and_so_is_its_end(pages: Pages, shelf: Library) -> None:
    pages.decide("vision", text="A town free of fear")
    pages.author = "Supt Hall"
    number = pages.add(Signed(fingerprint=pages.book.fingerprint()))
    assert f"Signed off by Supt Hall (not authenticated) on 13 July 2026 (entry {number})." in plan(pages, shelf)
    later = pages.learn("group.a", True)
    told = plan(pages, shelf)
    assert f"The sign-off of entry {number}, by Supt Hall (not authenticated), no longer stands: entry {later}" in told
    assert "Signed off by" not in told


def test_a_tactic_that_is_no_longer_in_the_library_is_called_by_its_name_there(pages: Pages, shelf: Library) -> None:
    pages.decide("select", tactic="long-gone", pillar="pursue")
    assert "long-gone" in plan(pages, shelf)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(kind="focus", ref="people/p1"), "The principal (people/p1)"),
        (Decision(kind="reject", tactic="cash", pillar="pursue"), "Pursue: Cash seizure"),
        (Decision(kind="trajectory", form="relentless_disruption"), "Relentless disruption"),
        (Decision(kind="vision", text="A town free of fear"), "A town free of fear"),
        (Decision(kind="defer", tactic="cash", until="June"), "Cash seizure (until: June)"),
        (Decision(kind="protocol", text="x", agreed_with="the council"), "x (agreed with: the council)"),
    ],
    ids=lambda value: value.kind if isinstance(value, Decision) else "",
)
def test_a_decision_is_told_in_words(pages: Pages, shelf: Library, decision: Decision, words: str) -> None:
    assert about(decision, pages.book, shelf) == words


def test_the_details_are_what_was_given_and_nothing_else() -> None:
    made = Decision(kind="select", tactic="cash", on=("people/p1", "people/p2"), owner="HMRC", phase="clear")
    assert details(made) == [("on", "people/p1, people/p2"), ("owner", "HMRC"), ("phase", "clear")]
    assert details(Decision(kind="progress", target=2, state="handed_over", to="HMRC")) == []
    assert details(Decision(kind="progress", target=2, state="done", to="HMRC")) == [("to", "HMRC")]
    assert details(Decision(kind="vision", text="x")) == []


# -- the log --------------------------------------------------------------------------------------------------------


def test_every_entry_is_in_the_log_also_what_was_superseded(pages: Pages) -> None:
    first = pages.decide("vision", text="A quiet town")
    second = pages.decide("vision", text="A town free of fear", supersedes=first)
    rows = logged(pages.book)
    assert [row[0] for row in rows] == ["1", str(first), str(second)]
    assert [row[2] for row in rows] == ["Case opened", f"Vision (superseded by {second})", "Vision"]
    assert "A quiet town" in rows[1][3]
    assert REASON in rows[1][3]
    assert rows[1][1] == "13 July 2026, 09:02, DI Green (not authenticated)"
    assert "It takes the place of entry 2" in rows[2][3]


@pytest.mark.parametrize("late", [timedelta(minutes=2), timedelta(hours=5), timedelta(days=2, minutes=3)])
def test_when_it_was_made_is_told_where_that_was_earlier(pages: Pages, late: timedelta) -> None:
    entered = MORNING + timedelta(minutes=2)
    pages.add(LookedInto(heading="business", state="fully"), made_at=entered - late, late_because="I was at the scene")
    told = logged(pages.book)[-1]
    assert f"made {moment(entered - late)}" in told[1]
    assert "Entered late because: I was at the scene" in told[3]


@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=7, seconds=30)])
def test_when_it_was_made_is_told_also_where_that_was_whole_days_earlier(pages: Pages, late: timedelta) -> None:
    entered = MORNING + timedelta(minutes=2)
    pages.add(LookedInto(heading="business", state="fully"), made_at=entered - late)
    assert f"made {moment(entered - late)}" in logged(pages.book)[-1][1]


@pytest.mark.parametrize("seconds", [0, 59, 60])
def test_what_was_made_within_the_minute_has_one_time(pages: Pages, seconds: int) -> None:
    entered = MORNING + timedelta(minutes=2)
    pages.add(LookedInto(heading="business", state="fully"), made_at=entered - timedelta(seconds=seconds))
    assert "made" not in logged(pages.book)[-1][1]


def told(pages: Pages) -> str:
    return told_of(pages.entries[-1])


def test_what_was_shown_of_a_tactic_is_in_the_log(pages: Pages) -> None:
    pages.decide("reject", tactic="cash", pillar="pursue", shown=BASIS)
    assert told(pages) == f"Pursue: cash. Shown as ruled out, place 3 of 12, on 13 July 2026. Because: {REASON}"


def test_what_warned_of_a_tactic_is_in_the_log(pages: Pages) -> None:
    pages.decide(
        "select",
        tactic="cash",
        pillar="pursue",
        shown=BASIS.model_copy(update={"guardrails": ("caution: Mind the child",)}),
    )
    assert "Guardrails: caution: Mind the child. Because" in told(pages)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (Learned(ref="group.a", record=None), "group.a: not known any more."),
        (Learned(ref="group.a", record=FactRecord(absent=True, grade="2B")), "group.a: absent (2B)."),
        (Learned(ref="group.a", record=FactRecord(value=True, grade="2B", handling="C")), "group.a: yes (2BC)."),
        (Learned(ref="group.a", record=FactRecord(value=False)), "group.a: no."),
        (Learned(ref="group.crimes", record=FactRecord(value=("fraud", "theft"))), "group.crimes: fraud, theft."),
        (
            Learned(ref="group.a", record=FactRecord(value=True), corrects=True),
            "group.a: yes. It corrects what was said of it before.",
        ),
    ],
    ids=["unknown", "absent", "graded", "no", "several", "corrected"],
)
def test_a_fact_is_told_as_it_was_typed(pages: Pages, content: Learned, words: str) -> None:
    pages.add(content)
    assert told(pages) == words


def test_exports_are_told_with_whom_they_were_for(pages: Pages) -> None:
    pages.add(Exported(what="plan", form="docx", to="The CPS", digest="ab"), because=REASON)
    for part in ("plan", "docx", "The CPS", REASON):
        assert part in told(pages)


def test_a_fact_that_came_in_reply_says_to_which_request_and_whose(pages: Pages, shelf: Library) -> None:
    asked = pages.add(Exported(what="named request", form="docx", to="A. Clerk", agency="Housing"))
    assert "no reply recorded yet" in plan(pages, shelf)
    fact = FactRecord(value=True, grade="2B", source="a housing officer's visit")
    pages.add(Learned(ref="group.a", record=fact, reply_to=asked))
    assert f"In reply to request {asked} (Housing)." in logged(pages.book)[-1][3]
    for part in ("Named request to Housing", "group.a: yes (2B)", "a housing officer's visit"):
        assert part in plan(pages, shelf)
    assert "no reply recorded yet" not in plan(pages, shelf)


def test_what_was_disposed_of_says_only_that(pages: Pages) -> None:
    pages.add(None, kind="vision")
    assert told(pages) == "Disposed of: what it said has been destroyed."
    assert logged(pages.book)[-1][2] == "Vision"


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("defer", "the audit is in"),
        ("objective", "DI Ray"),
        ("share", "Commissioners for Revenue and Customs Act 2005"),
        ("lead", "silver"),
        ("measure", "1 July 2026"),
    ],
)  # fmt: skip
def test_the_log_says_all_that_was_decided(pages: Pages, kind: str, wanted: str) -> None:
    pages.decide(kind, **SAID[kind])
    assert wanted in told(pages)


def test_the_log_says_where_a_fact_was_learned_and_of_which_day_it_is(pages: Pages) -> None:
    fact = FactRecord(value=True, grade="2B", source="a patrol", on=date(2026, 5, 1), note="seen twice")
    pages.add(Learned(ref="people/p2.convicted", record=fact, label="The driver"))
    assert all(part in told(pages) for part in ("a patrol", "2026", "seen twice", "The driver"))


@pytest.mark.parametrize(
    ("content", "unspoken"),
    [
        (Signed(fingerprint="ab" * 32, key="cd" * 32, signature="ef" * 64), "signature"),
        (Exported(what="plan", form="docx", to="The CPS", digest="ab" * 32), "digest"),
        (Keeping(act="keep_until", until=date(2030, 1, 1)), "keep_until"),
        (LookedInto(heading="business", state="not_yet"), "not_yet"),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.type,
)
def test_the_log_speaks_as_officers_do(pages: Pages, content: Any, unspoken: str) -> None:
    pages.add(content)
    assert unspoken not in told(pages)


def test_a_reason_keeps_its_own_full_stop(pages: Pages) -> None:
    pages.add(LookedInto(heading="business", state="fully"), because=REASON, decider="Supt Hall")
    assert ".." not in told(pages)


def test_no_text_of_several_lines_passes_for_further_entries(pages: Pages) -> None:
    pages.add(LookedInto(heading="business", state="fully"), because="We agreed it.\n\n7. Signed off\n   by DCI Jones")
    assert "We agreed it. ⏎  ⏎ 7. Signed off ⏎    by DCI Jones" in logged(pages.book)[-1][3]


def test_a_new_name_of_somebody_is_said_back(pages: Pages) -> None:
    pages.learn("people/p1.convicted", True, label="The driver")
    assert "people/p1 is called: The driver." in told(pages)


def test_long_keys_are_shown_by_their_beginning(pages: Pages) -> None:
    pages.add(Signed(fingerprint="ab" * 32, key="cd" * 32, signature="ef" * 64))
    assert told(pages) == f"Fingerprint {'ab' * 8}. Under the key {'cd' * 8}."

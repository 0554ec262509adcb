"""The shipped menu held to what it promises: its breadth, its depth, its examples, its law, its own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from planner.application.advising import search
from planner.application.covering import cover
from planner.application.proving import ENOUGH, Proof, prove
from planner.domain.library import Library
from planner.domain.tactic import Tactic

DAY = date(2026, 11, 22)
NOTES = "fourp research notes"
ENTRIES = 420
UNDER_HEADINGS = {"lifestyle": 48, "behaviour": 54, "vehicles": 40, "travel": 26, "business": 85, "crime": 45}
BY_PILLAR = {"prevent": 32, "protect": 28, "prepare": 25}
CLEAR_HOLD_BUILD = 30
# The rows of the research notes, table by table: every one is an entry or merged into one.
ROWS = {"L": 50, "B": 56, "V": 42, "T": 27, "BU": 88, "C": 46, "PV": 32, "PT": 28, "PR": 25, "CH": 30}
# Listed in the notes only to be blocked.
NEVER_OFFERED = {"B15", "B16", "BU13", "BU82"}


def rows_of(tactic: Tactic) -> set[str]:
    told = " ".join(one.section for one in tactic.source if one.document == NOTES)
    return set(re.findall(r"\b(?:BU|PV|PT|PR|CH|[LBVTC])\d\d\b", told))


def test_the_menu_is_as_wide_as_it_promises(library: Library) -> None:
    active = library.active
    assert len(active) >= ENTRIES
    headings = Counter(one.heading for one in active)
    assert {name: headings[name] for name, floor in UNDER_HEADINGS.items() if headings[name] < floor} == {}
    pillars = Counter(one.pillar for one in active)
    assert {name: pillars[name] for name, floor in BY_PILLAR.items() if pillars[name] < floor} == {}
    assert {one.level for one in active if one.pillar == "prevent"} == {"primary", "secondary", "tertiary"}


def test_clear_hold_and_build_have_their_activities(library: Library) -> None:
    served = [one for one in library.active if any(row.startswith("CH") for row in rows_of(one))]
    assert len([one for one in served if {"clear", "hold", "build"} & set(one.phases)]) >= CLEAR_HOLD_BUILD


@pytest.mark.parametrize("table", ROWS)
def test_every_row_of_the_research_notes_is_an_entry_or_in_one(library: Library, table: str) -> None:
    covered = {row for one in library.all_tactics for row in rows_of(one)}
    assert [row for n in range(1, ROWS[table] + 1) if (row := f"{table}{n:02}") not in covered] == []


def test_what_is_listed_only_to_be_blocked_is_not_offered(library: Library) -> None:
    for row in NEVER_OFFERED:
        assert [one.status for one in library.all_tactics if rows_of(one) == {row}] == ["not_offered"], row


@pytest.fixture(scope="module")
def proofs(library: Library) -> list[Proof]:
    return prove(library, mutate=True)


def test_every_entry_stands_to_its_examples(proofs: list[Proof]) -> None:
    assert {proof.tactic.id: proof.faults for proof in proofs if proof.faults} == {}


def test_the_examples_of_every_entry_would_catch_a_slip(proofs: list[Proof]) -> None:
    weak = {proof.tactic.id: proof.survived for proof in proofs if not proof.sound}
    assert weak == {}
    assert all(proof.tactic.always or (proof.score or 0) >= ENOUGH for proof in proofs)


def test_few_entries_always_apply(library: Library) -> None:
    assert len([one for one in library.active if one.always]) <= 6


def test_no_gap_of_the_menu_is_unexplained(library: Library) -> None:
    found = cover(library, DAY)
    assert [gap.id for gap in found.gaps if not gap.because] == []
    assert found.unused == ()
    assert found.past_review == ()


def test_every_active_entry_says_when_to_look_at_it_again(library: Library) -> None:
    assert [one.id for one in library.active if one.review_by is None or one.review_by <= DAY] == []


def sentences(tactic: Tactic) -> Iterator[str]:
    texts = [
        tactic.summary, *tactic.impacts, *tactic.procedure, *tactic.watch_out, tactic.disruption_record, *tactic.rights,
        *tactic.measures.quantitative, *tactic.measures.qualitative,
    ]  # fmt: skip
    for text in texts:
        for sentence in re.split(r"(?<=[.;:])\s+", text):
            plain = re.sub(r"[^a-z0-9 ]", "", sentence.lower()).strip()
            if len(plain.split()) >= 7:
                yield plain


def test_no_sentence_is_said_by_three_entries(library: Library) -> None:
    """Boilerplate tells an officer nothing."""
    said: dict[str, set[str]] = defaultdict(set)
    for tactic in library.active:
        for sentence in sentences(tactic):
            said[sentence].add(tactic.id)
    assert {sentence: sorted(ids) for sentence, ids in said.items() if len(ids) > 2} == {}


def test_every_entry_is_as_rich_as_a_pursue_one(library: Library) -> None:
    thin = [
        one.id
        for one in library.active
        if len(one.procedure) < 5
        or len(one.watch_out) < 2
        or not one.who_can_help
        or (len(one.impacts) < 2 and "pointer" not in one.id)
        or not (one.measures.quantitative and one.measures.qualitative)
        or len(one.summary.split()) < 20
    ]
    assert thin == []


def test_evidence_is_rated_with_its_source(library: Library) -> None:
    assert [one.id for one in library.active if not (one.evidence.source and one.evidence.outcome)] == []
    rated = [one for one in library.active if one.evidence.rating in ("E4", "E3", "E2", "E1", "H")]
    assert [one.id for one in rated if one.evidence.source == "none held" or not one.evidence.population] == []


COVERT = re.compile(r"\bcovert|\binformant|\bCHIS\b|\bintercept|\bundercover|\bsurveillance", re.IGNORECASE)


def test_nothing_a_plan_prints_of_an_entry_speaks_of_covert_work(library: Library) -> None:
    """A plan leaves the owner's screen; `a covert operation exists` must not be read off it."""
    printed = {
        one.id: " ".join(
            (one.title, one.watch_out[0], one.authorisation.who, one.authorisation.note, one.lead_agency, *one.partners)
        )
        for one in library.active
    }
    assert [name for name, text in printed.items() if COVERT.search(text)] == []


PROGRAMMES = (
    "Operation Sentinel",
    "OCG disruption panel, Durham Constabulary",
    "Operation Sentinel brand, Northumbria Police",
    "Durham Agency Against Crime",
    "Stop Loan Sharks",
    "Crimestoppers",
    "Childline",
    "Joint Anti-Corruption Unit",
    "Beneficial Ownership Transparency Campaign",
    "Medicines and Healthcare products Regulatory Agency",
    "SOC Strategy multi-agency workshops",
    "Lifetime Offender Management Multi-Agency Pilot",
    "South East LOM pilot (SEROCU)",
    "MARSOC",
    "Digital Categorisation Service",
    "Operation Zeus",
    "Speke Up",
    "Mutual Gain",
    "Redeem Our Communities",
    "Redeem Our Communities conversations",
    "SOC Divert",
    "Get Connected",
    "Enthusiasm Trust",
    "Schools Voice",
    "Youth Early Intervention Assessment Hub",
    "Seven golden rules for sharing information",
    "Community Cougars Foundation",
    "DAMARC (Data Analysis Model and Application Reference Model)",
    "Operation Vanguard",
    "Vanguard Plus",
    "Operation Jongleur",
    "Operation Timon",
    "Ending Gang and Youth Violence",
    "Nottingham Organised Crime Executive Group",
    "Safer Nottinghamshire Board",
    "Organised Crime Local Profiles, Nottinghamshire",
    "Partners' conference on organised crime, Nottinghamshire 2015",
    "Force OCG Management Scrutiny Meeting, Nottinghamshire Police",
    "Operation Eastwood",
    "Operation Resolve",
    "Place-based harm mapping tool, Northumbria Police",
    "Operation Genga",
    "Government Agency Intelligence Network (GAIN)",
    "SOC community co-ordinators",
    "Merseyside and Cheshire community co-ordinator",
    "Brighton community co-ordinator programme",
    "Garston Adventure Playground",
    "Noah's Ark",
    "POCA community cashback scheme",
    "Opt Out",
    "National Employability Training",
    "Community Asset Mapping",
    "Bradford Moor hub",
    "SOC tactical advisers",
    "College of Policing menu of tactics",
    "Durham Council planning team",
    "Blackpool Community Safety Partnership",
    "National Lottery",
    "British Vehicle Renting and Leasing Association",
    "Solicitors Regulation Authority",
    "Waste Management Industry Training and Advisory Board",
    "Federation Against Copyright Theft",
    "Alfie's Story",
    "Behind Alfie's Story",
    "Not In Our Community",
    "Round Midnight",
    "Project Fearless",
    "Grimsby super school programme",
    "Spurs education initiative",
    "A Practitioner Toolkit: Working with young people to prevent involvement in Serious and Organised Crime",
    "Inspiring Leadership Trust",
    "Project Haggrid",
    "Street to Boardroom",
    "Shaping Futures, Changing Lives",
    "Empower",
    "Outloud Bradford Moor project",
    "St Giles Trust",
    "Steel Warriors",
    "Everton in the Community",
    "Blue Family Campaign",
    "Illegal Money Lending Team",
    "Home Office campaigns with professional bodies (Research, Information and Communication Unit)",
    "Take Five",
    "Action Fraud",
    "No Cold Caller Campaign",
    "Bedfordshire Trading Standards",
    "Home Office procurement fraud guidance",
    "Real deal campaign and toolkit",
    "National Markets Group",
    "Scammers (Financial Conduct Authority booklet)",
    "Protect yourself from scams",
    "Brighton Boxing Club",
    "Sid the Shark",
    "Too Much Bling, Give us a Ring",
    "Dirty Money",
    "Filthy Rich",
    "Illicit tobacco public health campaign",
    "Keep It Out",
    "Sports Traider",
    "Sports Traider, RECLAIM!",
    "Centre 4",
    "Community influencers",
    "Community credit unions and institutional target hardening workshop",
    "Brighton and Hove Community Works",
    "Bradford Moor PASS",
    "Bradford Moor Play and Support Scheme (PASS)",
    "Laserdyke Community Centre",
    "Breaking the Cycles",
    "SARA",
    "SPATIAL",
    "U-Battle toolkit",
    "Operation Empire",
    "Gwent Drug and Alcohol Service",
    "Gwent Community Psychology Team",
    "Social media geo-profiling",
    "Hold initiatives in Bedfordshire, Humberside and South Yorkshire",
    "The Grange community centre and hub, Lancashire",
    "Blackpool Community Farm",
    "Jobs Friends Houses, Blackpool",
)


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_programme_the_sources_name_is_found_by_its_own_name(library: Library, name: str) -> None:
    assert any(hit.where in ("seen in", "title", "alias") for hit in search(library, name)), name

"""The whole way: from an empty Home to a plan that review passes and that is signed off, by keys alone.

The facts are those of the bundled case `smith-ocg` that say that something is so; what somebody checked and found not to be so is
left out. Typed are the names and statements of the lists, line by line as the expert types them; the words by which a question is
found; the source; sums; and the officer's own words: reasons, statements, how a phase ends. All else is a key press and counts.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.application.preferences import Preferences
from planner.domain.decisions import ASSESSMENTS
from planner.domain.tactic import PILLARS
from tests.conftest import Run
from tests.tui.driving import MORNING, Officer, Place
from tests.tui.terminal import CASE, Terminal, TerminalOfficer

AtPlanner = Officer | TerminalOfficer

# As many key presses as the whole way takes. It may fall; it never rises.
MOST_PRESSES = 321
WEAK = "One report, 1 May 2026, 3DP"
PAGE = "OCG on a page, 1 May 2026, 2CP"
WEALTH = "has wealth that lawful income does not explain"
RELATED = "is a child, brother, sister or partner of a member"
DIRECTS = "plans, pays for, equips or encourages crimes that others carry out"
# A line for each that is listed: its name, then what is known of it, in the words of the questions.
LISTS = (
    (
        f"Principal A, principal, {WEALTH}, {DIRECTS}",
        "Courier B, significant, drives, puts a partner or former partner at risk, 25 or over, "
        "is tied to an offence by evidence a court could hear",
        f"Courier and shop owner C, significant, drives, {WEALTH}",
        "Supplier D, significant, drives",
        f"Father of Principal A, peripheral, {RELATED}, has let somebody use their bank account",
        f"Partner of Principal A, peripheral, {RELATED}, wrongly claims a council tax discount",
        "Tenant E, peripheral",
    ),
    (
        "Shop and online sales of C, shop, controller C, deals in counterfeit goods, takes most of its money in cash, "
        "is used as a front, takes payments through a payment firm",
        "Courier delivery business of B, haulage, controller B, is used as a front, gives a false trading name or address, "
        "trades from rented premises, no operator's licence, has a director or controller whose identity is not verified",
    ),
    (
        "Delivery van of B, van, keeper B, is used for crime, is uninsured, parked in the ordinary way, has no current MOT",
        "Car bought at auction, car, keeper Principal A, parked in the ordinary way",
    ),
    (
        "Home of Principal A, house or flat, occupier Principal A, is used to supply drugs, is lived in, "
        "owned by the person living there",
        "Rented house of Principal A, house or flat, owner Principal A, occupier E, is used to supply drugs, "
        "let by a private landlord, is lived in, causes serious nuisance or disorder, "
        "is in a state that could seriously harm the people living there",
        "Five static caravans, caravan site, owner Principal A, "
        "is kept or used outside the site, mooring or boat licence it needs",
        "Safe house, house or flat, is used to store drugs, goods, cash or weapons",
    ),
)  # fmt: skip
# The headings in the order of the form, with the key that says how far each is looked into: 3 fully, Enter partly.
LOOKED = {
    "vehicles": "3", "business": "3", "crime": "enter", "travel": "enter", "lifestyle": "enter", "behaviour": "enter",
    "people": "enter", "premises": "enter", "places": "3",
}  # fmt: skip
# The words that find a question, and the keys that answer it.
ANSWERS = (
    ("crime types", ("y", "1", "8", "down", "down", "down", "down", "space", "enter")),
    ("charge prospect", ("y", "2", "enter")),
    ("group of three", ("y",)),
    ("websites used", ("y",)),
    ("conspicuous wealth", ("y",)),
    ("family based", ("y",)),
    ("unexplained property", ("y",)),
    ("owes tax", ("y",)),
    ("financial investigator", ("y",)),
    ("permissive attitudes", ("y",)),
    ("reports rare", ("y",)),
    ("carriers used", ("y", "4", "enter")),
    ("investigation running", ("y",)),
    ("sio consulted", ("y", "1", "enter")),
    ("cross force", ("y",)),
    ("picture changed", ("y",)),
    ("council investigating", ("y",)),
    ("evidence abroad", ("y", "1", "enter")),
    ("unpaid penalties", ("1", "y", "1", "enter")),
)
CHOSEN = {
    "pursue": (
        ("Criminal investigation", "The case against four members is running"),
        ("Unexplained wealth order", "No wage explains the homes"),
        ("Restraint order", "Homes could be sold before trial"),
    ),
    "prevent": (
        ("Early word and help", "The father lends his account and may listen"),
        ("Women and girls mentoring", "The partner needs her own way out"),
        ("Refer a member's children", "A family group draws its young in"),
    ),
    "protect": (
        ("Safety plan for a partner", "Past arrests show a partner at risk"),
        ("Briefing for haulier", "Parcel depots handle the fakes unknowing"),
        ("Rent repayment", "Tenants pay for unsafe homes"),
    ),
    "prepare": (
        ("Watch for displacement", "Rivals could take the market over"),
        ("Campaign against tolerance", "Buyers think fakes harm nobody"),
        ("Brief frontline officers", "Officers on shift miss the signs"),
    ),
}
AIMS_AND_LEADS = (
    "The family lives on this money", "The squad holds the case",
    "Childhood friends bring in the next ones", "Early help knows the families",
    "Tenants and a partner carry the harm", "Safeguarding sees them already",
    "Fakes are thought harmless here", "Community safety meets residents monthly",
)  # fmt: skip
OBJECTIVES = (
    "Two investigators have been promised", "Early help has room for one family", "Housing officers visit weekly",
    "The forum meets each month",
)  # fmt: skip
ENDINGS = (
    ("Charges laid and homes restrained", "The group must not refill the gap"),
    ("Three months with no drug calls", "Rivals watch this market"),
    ("The forum runs without police", "Residents carry it on"),
)
STATEMENTS = (
    ("Tenants may lose homes; housing finds others first", "The homes carry most risk"),
    ("Dealing may move to the caravans; officers watch", "Couriers moved before"),
    ("A partner and children are seen before any visit", "Past arrests show danger"),
    ("Women bear the fallout; each is offered support", "Partners live in the homes"),
    ("Home and property are touched; each order goes to court", "Courts weigh each order"),
)
GAPS = (
    "Duties hang on this answer",
    "Exploitation opens other tactics",
    "Housing can tell us soon",
    "One visit settles it",
)


async def say(officer: AtPlanner, *words: str, then: str = "enter") -> None:
    """Type words, each into a field, going on with Enter; after the last press another key."""
    *before, last = words
    for one in before:
        await officer.type(one, "enter")
    await officer.type(last, then)


async def down_to(officer: AtPlanner, title: str) -> None:
    """Go down the list to the line that begins so."""
    for _ in range(40):
        if any(row.startswith(">") and title in row for row in officer.rows):
            return
        await officer.press("down")
    raise AssertionError(f"{title} is not listed:\n{officer.screen}")


async def new_case(officer: AtPlanner) -> None:
    """A practice case of tier 3, with the source in hand."""
    await officer.press("n")
    await officer.type("The Smith group")
    await officer.press("enter", "enter", "enter", "enter", "3", "enter", "enter")
    await say(officer, PAGE)
    await officer.until("The Smith group | TRAINING")


async def lists(officer: AtPlanner) -> None:
    """People, businesses, vehicles and premises, a line each; an empty line goes to the next list."""
    await officer.press("f3")
    for n, lines in enumerate(LISTS):
        if n:
            await officer.press("enter")
        for line in lines:
            await officer.type(line, "enter")
            if "The same, or another?" in officer.screen:
                await officer.press("2")
    await officer.press("escape")
    told = officer.book.profile
    listed = [facts for found in told.members.values() for one in found for facts in one.facts.values()]
    assert [len(found) for found in told.members.values() if found] == [len(lines) for lines in LISTS]
    assert not [record.note for found in listed for record in found if record.note], "all of every line is read"


async def form(officer: AtPlanner) -> None:
    """The rest of the picture in the form: how far each heading is looked into, then the questions that the page answers."""
    await officer.press("t")
    for how in LOOKED.values():
        await officer.press("right", "x", how)
    for words, keys in ANSWERS:
        await find(officer, words, *keys)
    await find(officer, "cash found", "y")
    await say(officer, "4200")
    await officer.press("h", "tab")
    await say(officer, WEAK)
    await find(officer, "feud active", "y")
    await find(officer, "travels abroad", "y", "1", "enter")


async def find(officer: AtPlanner, words: str, *keys: str) -> None:
    """Find a question by its words and answer it."""
    await officer.press("slash")
    await officer.type(words, "enter", *keys)


async def tactics(officer: AtPlanner) -> None:
    """Three for each P, one rejected, one deferred."""
    await officer.press("f4")
    for n, pillar in enumerate(PILLARS, 1):
        await officer.press(str(n))
        for title, because in CHOSEN[pillar]:
            await down_to(officer, title)
            await officer.press("s")
            await say(officer, because, then="ctrl+r")
            if title.startswith("Unexplained"):
                await officer.press("r")
                await say(officer, "No company gains from the supply")
                await officer.press("d")
                await say(officer, "Warrants wait for tests of the goods", "the seized phone is read")
        await officer.until(f"{pillar.capitalize()} 3 ###")


async def approach(officer: AtPlanner) -> None:
    """The nine decisions: vision, aims and leads from examples; the rest in the officer's words."""
    await officer.press("f5", "full_stop")
    for because in ("Partners and residents would recognise it", "Money and homes hold them together", *AIMS_AND_LEADS):
        await officer.press("enter", "1")
        await say(officer, because, then="ctrl+r")
    for keys, because in (
        (("1", "enter"), "Pays for every load"),
        (("5", "enter"), "Caravans and rents are where profit rests"),
        (("3", "enter", "enter", "enter"), "Neither route alone reaches the homes"),
        (("2", "enter"), "Harm spreads over town, not one street"),
    ):
        await officer.press("enter", *keys)
        await say(officer, because, then="ctrl+r")
    await officer.press("enter")
    await say(officer, "Trading Standards", "test purchases of the fakes", "They look into the listings already")
    await officer.press("enter")
    await say(officer, "One named contact in each agency", "Partners asked whom to ring", then="ctrl+r")
    await officer.until("Recorded 9 of 9")


async def objectives(officer: AtPlanner) -> None:
    """One for each P, from the first example."""
    await officer.press("full_stop")
    for because in OBJECTIVES:
        await officer.press("a", "1")
        await say(officer, because, then="ctrl+r")
    await officer.until("none yet", gone=True)


async def board(officer: AtPlanner) -> None:
    """How each phase ends."""
    await officer.press("full_stop")
    for n, words in enumerate(ENDINGS):
        await officer.press(*(["right"] if n else []), "e")
        await say(officer, *words)
    await officer.until("not written yet", gone=True)


async def duties(officer: AtPlanner) -> None:
    """The five written statements; the cursor goes on by itself."""
    await officer.press("full_stop", "full_stop")
    for words in STATEMENTS:
        await officer.press("enter")
        await say(officer, *words)
    await officer.until("Written statements, 5 of 5")


async def gaps(officer: AtPlanner) -> None:
    """The first questions adopted."""
    await officer.press("f6")
    for because in GAPS:
        await officer.press("a")
        await say(officer, because, then="ctrl+r")
        await officer.press("down")


async def check(officer: AtPlanner) -> None:
    """Findings, then the sign-off."""
    await officer.press("f7", "full_stop")
    await officer.until("No Lead Responsible Officer is named")
    await officer.press("e")
    await say(officer, "DI Jones", "Asked to lead it at tasking", then="ctrl+r")
    await officer.until("x ERROR", gone=True)
    await officer.press("full_stop", "enter")
    await say(officer, "Partners have read and agreed it")


JOURNEY = (new_case, lists, form, tactics, approach, objectives, board, duties, gaps, check)


async def test_an_empty_case_becomes_a_plan_that_review_passes_by_keys_alone(place: Place, run: Run) -> None:
    taken = {}
    async with place.officer() as officer:
        officer.swift = True
        for part in JOURNEY:
            before = officer.pressed.total()
            await part(officer)
            await officer.settle()
            taken[part.__name__] = officer.pressed.total() - before
        sitting = officer.app.sitting
        assert sitting is not None
        assert not [one.rule.id for one in sitting.review.findings if one.rule.severity == "error"]
        book = officer.book
        assert book.sign_off
        assert book.sign_off.stands
        await officer.press("f2")
        await officer.settle()
        assert "7 of 7 tasks done" in officer.screen
        assert "not saved yet" not in officer.screen, "what was saved is no draft any more"
    for made in (*taken.items(), *officer.pressed.items()):
        print("{1:>4} {0}".format(*made))
    print(f"{officer.pressed.total()} key presses")
    assert {made.form for _, made in book.decided("assessment")} == set(ASSESSMENTS)
    assert [made.state for _, made in book.decided("phase")] == ["planned"] * 3
    assert len(book.decided("collection")) == len(GAPS)
    reviewed = run(["review", CASE])
    assert (reviewed.code, "error" in reviewed.out.casefold()) == (0, False), reviewed.out
    assert officer.pressed.total() <= MOST_PRESSES


@pytest.mark.tmux
@pytest.mark.skipif(not os.environ.get("FOURP_LONG"), reason="minutes of real typing; FOURP_LONG=1 does it")
async def test_the_same_keys_in_a_real_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("FOURP_HOME", str(home))
    Preferences(tour_seen=True).write()
    terminal = Terminal(tmp_path / "tmux", home)
    officer = TerminalOfficer(terminal)
    try:
        terminal.open(80, 24, "open", "--as-of", str(MORNING.date()))
        terminal.shows("New case", "palette")
        terminal.press("n")  # opens once the library is read
        terminal.shows("What is the case called?")
        terminal.press("Escape")
        await officer.settle()
        for part in JOURNEY:
            await part(officer)
            officer.looks(f"journey-{part.__name__}-80x24")
        assert officer.book.sign_off
        assert officer.book.sign_off.stands
        await officer.press("f2")
        await officer.until("7 of 7 tasks done")
    finally:
        terminal.close()

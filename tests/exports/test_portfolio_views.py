"""The portfolio in text, as JSON and as a spreadsheet: eighty columns, shapes that hold, text that stays text, charts that open."""

from __future__ import annotations

import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from planner.application.case_rows import Disrupted, Row
from planner.application.headcounts import Headcount
from planner.application.places import PlaceSeen
from planner.application.portfolio import Portfolio
from planner.application.rerunning import Touched
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.errors import InputError
from planner.exports.portfolio_json import portfolio_json
from planner.exports.portfolio_sheets import sheets, write_sheets
from planner.exports.portfolio_text import PortfolioScreen

TODAY = date(2026, 11, 23)
HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "https://example.org/x",
    "{=1+1}",
    "\x1b[31mred",
    "a\u202eb",
)
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
CASE_SHAPE = {
    "type": "object",
    "required": ["case", "kind", "trouble"],
    "properties": {
        "band": {"type": ["string", "null"]}, "high_risk": {"type": "boolean"}, "empty_p": {"type": "array", "items": {"enum": [*PILLARS]}},
        "interventions": {"type": "object", "required": [*PILLARS]}, "days_late": {"type": "integer", "minimum": 0},
        "review_due": {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"},
        "touched": {"type": "array", "items": {"required": ["entry", "tactic", "was", "now", "law", "comes_from"]}},
    },
}  # fmt: skip
SHAPE = {
    "type": "object",
    "required": ["kind", "today", "as_of", "library", "total", "looked_at", "disposed", "stopped", "summary", "cases", "rules", "trend",
                 "deep_dives", "places"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["live", "training"]}, "library": {"required": ["version", "digest", "overlays"]},
        "stopped": {"type": "boolean"}, "total": {"type": "integer"}, "looked_at": {"type": "integer"}, "disposed": {"type": "integer"},
        "today": {"type": "string"}, "as_of": {"type": "string"}, "rules": {"type": "array"}, "deep_dives": {"type": "array"},
        "summary": {
            "required": ["active", "overdue", "no_lro", "empty_p", "high_risk", "unread", "touched", "findings", "interventions", "disruptions"],
        },
        "cases": {"type": "array", "items": CASE_SHAPE},
        "trend": {"type": "array", "minItems": 12, "maxItems": 12},
        "places": {"type": "array", "items": {"required": ["place", "cases", "harm_embedded_in", "clear_hold_build", "why"]}},
    },
}  # fmt: skip


def row(name: str, **told: object) -> Row:
    """A case without much to say of it."""
    usual = {
        "title": name, "kind": "live", "counts": dict.fromkeys(PILLARS, 1), "lro": "DI Osei", "opened": date(2026, 1, 5),
        "review_due": date(2026, 12, 1), "findings": {"error": 0, "warning": 0, "note": 0},
        "headcounts": tuple(Headcount(n > 1, 3, n > 5) for n in range(12)),
    }  # fmt: skip
    return Row(name=name, **{**usual, **told})  # type: ignore[arg-type]


@pytest.fixture
def found(library: Library) -> Portfolio:
    """A board with something of everything."""
    rows = (
        row("harbour", tier="tier_3", band="4B", counts={"pursue": 9, "prevent": 0, "protect": 1, "prepare": 0}, days_late=2,
            empty=("prevent", "prepare"), findings={"error": 3, "warning": 1, "note": 0},
            by_rule=(("no-prevent", "error", "Prevent is empty."),)),
        row("kestrel", tier="tier_1", band="2A", high_risk=True, lro="",
            disruptions=(Disrupted("pursue", "major", "moderate", TODAY), Disrupted("protect", "minor", "", TODAY)),
            touched=(Touched(12, "cash-seizure", "Cash seizure", "certain", "blocked", ("An Act s.1: in force, now repealed",), ("law",)),),
            places=(PlaceSeen("Market Street", True, ("people are afraid",)),)),
        row("gone", closed=date(2026, 10, 1)),
        Row("torn", "live", "torn", trouble="entry 3 was changed.", trouble_code=3),
    )  # fmt: skip
    return Portfolio("live", TODAY, TODAY, library, rows, 4)


def shown(found: Portfolio, *, width: int = 80, every: bool = False) -> list[str]:
    stream = io.StringIO()
    PortfolioScreen(stream, width).portfolio(found, every=every)
    return stream.getvalue().splitlines()


def line_of(lines: list[str], start: str) -> str:
    return next(line for line in lines if line.strip().startswith(start))


def test_the_board_says_where_to_look_first_in_eighty_columns(found: Portfolio) -> None:
    lines = shown(found)
    assert max(map(len, lines)) <= 80
    assert lines[0] == "OFFICIAL-SENSITIVE. Live cases."
    assert "Overdue reviews 1   No LRO 1   Empty P, no reason 1   Open errors 3" in lines
    assert line_of(lines, "harbour").split() == [
        "harbour",
        "3",
        "4B",
        "9",
        "0!",
        "1",
        "0!",
        "!",
        "2",
        "days",
        "late",
        "DI",
        "Osei",
        "3",
        "errors",
    ]
    assert line_of(lines, "kestrel").split() == [
        "kestrel",
        "1",
        "2A",
        "1",
        "1",
        "1",
        "1",
        "1",
        "Dec",
        "2026",
        "none",
        "!",
        "0",
    ]
    assert "closed" in line_of(lines, "gone")
    assert line_of(lines, "torn").endswith("x cannot be read: entry 3 was changed.")
    cases = [
        n for n, line in enumerate(lines) for name in ("harbour", "kestrel", "gone", "torn") if line.startswith(name)
    ]
    assert cases == sorted(cases)


def test_the_board_adds_up_what_active_cases_hold(found: Portfolio) -> None:
    lines = shown(found)
    assert line_of(lines, "Pursue      ").split() == ["Pursue", "10", "71", "in", "100", "##############"]
    assert "Kestrel" not in " ".join(lines)
    assert any("kestrel, entry 12: Cash seizure was certain and is blocked." in line for line in lines)
    assert any("Market Street: Clear, Hold, Build may fit." in line for line in lines)
    assert any(line.startswith(" Nov 2026  kestrel") for line in lines)


def test_a_board_that_was_stopped_says_how_far_it_came(found: Portfolio, library: Library) -> None:
    stopped = Portfolio("training", TODAY, TODAY, library, found.rows[:1], 4772, stopped=True)
    lines = shown(stopped)
    assert lines[0] == "TRAINING. Not a live case."
    assert "Stopped at 1 of 4,772: only what was done by then is shown." in lines


def test_a_store_without_cases_says_so(library: Library) -> None:
    assert "No live case is stored." in shown(Portfolio("live", TODAY, TODAY, library, (), 0))


def test_hostile_names_neither_move_a_column_nor_reach_the_terminal(library: Library) -> None:
    rows = tuple(
        row(f"case-{n}", title=text, lro=text) for n, text in enumerate(("\x1b]0;pwn\x07\nx", "[bold]y[/]", "z" * 300))
    )
    lines = shown(Portfolio("live", TODAY, TODAY, library, rows, 3))
    assert "\x1b" not in "".join(lines)
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("[bold]y[/]") for line in lines)


def test_the_json_keeps_to_its_shape(found: Portfolio) -> None:
    shape = json.loads(json.dumps(portfolio_json(found)))
    assert list(Draft202012Validator(SHAPE).iter_errors(shape)) == []
    assert shape["summary"]["disruptions"]["by_p"]["pursue"]["moderate"] == 1
    assert [case["case"] for case in shape["cases"]] == ["harbour", "kestrel", "torn", "gone"]
    assert shape["cases"][2] == {"case": "torn", "kind": "live", "trouble": "entry 3 was changed."}
    assert shape["cases"][3]["closed"] == "2026-10-01"


def test_the_shape_is_one_that_a_board_can_fail(found: Portfolio) -> None:
    shape = portfolio_json(found)
    shape["cases"][0]["days_late"] = "two"
    assert list(Draft202012Validator(SHAPE).iter_errors(shape)) != []


# -- the spreadsheet ----------------------------------------------------------------------------------------------------


def parts(contents: bytes) -> dict[str, str]:
    """Every part of a spreadsheet, by its name."""
    with zipfile.ZipFile(io.BytesIO(contents)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_what_anybody_typed_stays_text(library: Library) -> None:
    rows = tuple(
        row(f"case-{n}", title=text, lro=text, places=(PlaceSeen(text, True),),
            touched=(Touched(1, text, text, "certain", "blocked", (text,), ("law",)),))
        for n, text in enumerate(HOSTILE)
    )  # fmt: skip
    told = parts(sheets(Portfolio("live", TODAY, TODAY, library, rows, len(rows))))
    written = [name for name in told if name.startswith("xl/worksheets/sheet")]
    assert len(written) == 6
    for name in written:
        assert ET.fromstring(told[name]).findall(".//m:f", MAIN) == []
        assert "<hyperlink" not in told[name]
    kept = {"".join(one.itertext()) for one in ET.fromstring(told["xl/sharedStrings.xml"]).findall("m:si", MAIN)}
    assert set(HOSTILE[:6]) <= kept
    assert not any(re.search("[\x00-\x08\x1b\u202e]", text) for text in kept)


def test_every_sheet_carries_the_marking_and_the_record_of_each_case(found: Portfolio, library: Library) -> None:
    training = Portfolio("training", TODAY, TODAY, library, (row("oak", record_line="fourp-record: oak 3 abc"),), 1)
    for board, marking in ((found, "OFFICIAL-SENSITIVE"), (training, "OFFICIAL-SENSITIVE – TRAINING")):
        told = parts(sheets(board))
        for name in (name for name in told if name.startswith("xl/worksheets/sheet")):
            assert f"<oddHeader>&amp;C{marking}</oddHeader>" in told[name]
    assert "fourp-record: oak 3 abc" in told["xl/sharedStrings.xml"]


def test_the_board_has_a_chart_for_the_balance_the_disruptions_and_each_trend(found: Portfolio) -> None:
    told = parts(sheets(found))
    charts = [told[name] for name in sorted(told) if name.startswith("xl/charts/chart")]
    assert len(charts) == 4
    assert [len(re.findall("<c:ser>", chart)) for chart in charts] == [1, 6, 2, 2]
    assert "Board!$B$" in charts[0]


def test_another_ending_is_refused_and_nothing_is_written(found: Portfolio, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"End the name in \.xlsx"):
        write_sheets(found, tmp_path / "board.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.libreoffice
def test_libreoffice_opens_two_hundred_cases_with_their_charts(
    found: Portfolio, library: Library, tmp_path: Path
) -> None:
    rows = tuple(row(f"case-{n:03}", days_late=n, lro=HOSTILE[n % 6], high_risk=n % 3 == 0) for n in range(200))
    write_sheets(Portfolio("training", TODAY, TODAY, library, (*found.rows, *rows), 204), tmp_path / "board.xlsx")
    again = tmp_path / "again"
    for form in ("xlsx", "pdf"):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(again),
            str(tmp_path / "board.xlsx"),
        ]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    told = parts((again / "board.xlsx").read_bytes())
    assert sum(name.startswith("xl/charts/chart") for name in told) == 4
    assert (
        sum(len(re.findall("<c:ser>", text)) for name, text in told.items() if name.startswith("xl/charts/chart")) == 11
    )
    assert not any(
        "<f>" in text or "<f " in text for name, text in told.items() if name.startswith("xl/worksheets/sheet")
    )
    first = tmp_path / "page"
    subprocess.run(
        ["pdftoppm", "-r", "40", "-l", "1", "-png", str(again / "board.pdf"), str(first)], timeout=60, check=True
    )
    assert next(tmp_path.glob("page*.png")).stat().st_size > 5000

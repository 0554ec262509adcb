"""The draft as a document: every part of a 4P plan, the same in Word as in Markdown, and nothing that must not leave."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from planner.application.assuming import assume
from planner.application.cases import find_case
from planner.application.planning import Draft, Proposed, draft
from planner.application.recommending import Recommender
from planner.domain.tactic import PILLARS
from planner.domain.words import day
from planner.exports.document import Bullets, Document, Heading, Paragraph, Table
from planner.exports.files import write_plan
from planner.exports.markdown import markdown
from planner.exports.plan_document import plan_document
from planner.exports.word import word
from tests.features.notes import CaseNotes

CASES = ("cl-team", "smith-ocg", "takeaway", "valley-estate")
COVERT = re.compile(
    r"\bcovert|\binformant|\bCHIS\b|\bintercept|\bundercover|\bsurveillance|\bsuspicious activity", re.IGNORECASE
)
HOSTILE = "[b]X[/b] <i>&amp; | `y` *z* _w_ #1 ~t~ \\ {c} ☠ “Q” ’ é 漢"


@pytest.fixture(scope="module", params=CASES)
def plan(request: pytest.FixtureRequest, recommender: Recommender) -> Draft:
    """The draft of each bundled case."""
    return draft(recommender, find_case(request.param, recommender.library))


@pytest.fixture(scope="module")
def opened(plan: Draft) -> WordDocument:
    """The draft as Word opens it."""
    return docx.Document(io.BytesIO(word(plan_document(plan))))


def proposed(plan: Draft) -> list[Proposed]:
    return [one for pillar in PILLARS for one in plan.interventions[pillar]]


def in_order(opened: WordDocument) -> list[str]:
    """Every text of the body of a Word file, cell by cell, in the order it is read."""
    texts = []
    for block in opened.iter_inner_content():
        if isinstance(block, WordTable):
            texts += [cell.text for row in block.rows for cell in row.cells]
        elif isinstance(block, WordParagraph):
            texts.append(block.text)
    return [text for text in texts if text.strip()]


def said(document: Document) -> list[str]:
    """Every text of a document, in the order it is read."""
    texts: list[str] = []
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                texts.append(text)
            case Bullets(lines, boxes):
                texts += [f"☐ {line}" if boxes else line for line in lines]
            case Table(head, rows):
                texts += [cell for row in (head, *rows) for cell in row]
    return [text for text in texts if text.strip()]


def part(plan: Draft, heading: str) -> list[str]:
    """Every text under one heading of the draft, to the next of its level or above."""
    texts: list[str] = []
    level = 0
    for block in plan_document(plan).blocks:
        if isinstance(block, Heading) and level and block.level <= level:
            break
        if level:
            texts += said(Document("", "", "", (block,)))
        if isinstance(block, Heading) and block.text == heading:
            level = block.level
    assert level, f"there is no heading {heading}"
    return texts


def unescaped(written: str) -> str:
    """Markdown as it reads: with its escapes undone."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~&+.!()-])", r"\1", written)


# -- every part of the plan -----------------------------------------------------------------------------------------


def test_it_opens_as_a_draft_of_the_case_with_the_day_and_who_owns_it(plan: Draft) -> None:
    texts = said(plan_document(plan))
    assert texts[0] == f"Draft 4P plan: {plan.recommendation.profile.title}"
    assert {"Case", "Nation", "Next review", "LRO", "SRO"} <= set(texts)
    assert plan.recommendation.profile.nation.capitalize() in texts


def test_a_training_case_says_so_in_the_body_and_the_marking(plan: Draft) -> None:
    document = plan_document(plan)
    assert "TRAINING. Not a live case." in said(document)
    assert document.marking == "OFFICIAL-SENSITIVE – TRAINING"
    assert plan.recommendation.profile.fiction.strip() in said(document)


def test_a_live_case_is_not_marked_as_training(recommender: Recommender) -> None:
    notes = CaseNotes()
    notes.written["kind"] = "live"
    document = plan_document(draft(recommender, notes.read(recommender.library)))
    assert document.marking == "OFFICIAL-SENSITIVE"
    assert not any("TRAINING" in text for text in said(document))


def test_visions_and_aims_stand_with_a_box_to_tick(plan: Draft) -> None:
    texts = part(plan, "Vision and aims")
    assert {f"☐ {text}" for text in (*plan.visions, *plan.aims)} <= set(texts)


def test_the_trajectory_shows_both_columns_and_leaves_the_choice(plan: Draft) -> None:
    texts = part(plan, "Trajectory for Pursue")
    assert "Reasons for investigation:" in texts
    assert "Reasons for disruption:" in texts
    assert {one.text for one in plan.trajectory_reasons} <= set(texts)
    assert any("the choice and its rationale are yours" in text.lower() for text in texts)


@pytest.mark.parametrize("pillar", PILLARS)
def test_each_p_asks_its_question_and_offers_leads_and_objectives(plan: Draft, pillar: str) -> None:
    texts = part(plan, pillar.capitalize())
    assert texts[0].endswith("?")
    assert {f"☐ {lead}" for lead in plan.leads[pillar]} <= set(texts)
    assert {"Objective", "Measured by", "Owner", "By"} <= set(texts)
    for one in plan.objectives[pillar]:
        assert {one.text, one.measure, one.owner, day(one.by)} <= set(texts)


@pytest.mark.parametrize("pillar", PILLARS)
def test_each_proposal_says_who_may_do_it_under_what_how_measured_and_when(plan: Draft, pillar: str) -> None:
    for number, one in enumerate(plan.interventions[pillar], 1):
        tactic = one.found.tactic
        mark = "CERTAIN" if one.certain else "POSSIBLE"
        texts = part(plan, f"{number}. {tactic.title} [{mark}]")
        rows = dict(zip(texts[::2], texts[1::2], strict=True))
        assert rows["Owner agency"].startswith(tactic.lead_agency)
        assert tactic.authorisation.who in rows["Authority"]
        assert tactic.measures.quantitative[0] in rows["Measure"]
        assert tactic.measures.qualitative[0] in rows["Measure"]
        assert rows["Phase"] == ", ".join(tactic.phases)
        assert rows["Law"].strip()
        assert day(one.due) in rows["Due (suggested)"]
        assert rows["Evidence"].startswith(f"{tactic.evidence.rating}: ")
        assert rows["LRO's decision"].startswith("Select / reject / defer / override: ____")
        assert rows["Proposed because"].strip()
        assert one.certain or rows["Find out first"].strip()


def test_every_reason_shows_its_facts_and_their_grades(plan: Draft) -> None:
    texts = " ".join(said(plan_document(plan)))
    for one in proposed(plan):
        for fact in (fact for reason in one.found.reasons for fact in reason.facts):
            shown = f"{fact.ref}: {fact.value} ({fact.grade}" if fact.grade else f"{fact.ref}: {fact.value}"
            assert shown in texts


def test_every_guardrail_on_a_proposal_is_told(plan: Draft) -> None:
    texts = " ".join(said(plan_document(plan)))
    for one in proposed(plan):
        for guardrail in (*one.found.guardrails, *(g for subject in one.found.subjects for g in subject.guardrails)):
            assert guardrail.text in texts


def test_the_law_is_named_as_officers_cite_it_and_unchecked_law_is_called_so(plan: Draft) -> None:
    texts = " ".join(said(plan_document(plan)))
    library = plan.recommendation.library
    for standing in (standing for one in proposed(plan) for standing in one.found.law):
        assert (
            f"{library.law[standing.provision].name} ({library.law[standing.provision].stands(standing.status)})"
            in texts
        )
        assert standing.provision not in texts
    assert "NOT CHECKED" in texts


def test_the_intelligence_requirement_stands_apart_with_who_may_know(plan: Draft) -> None:
    texts = part(plan, "Intelligence requirement")
    for one in plan.requirements:
        assert one.question.text in texts
        assert any(holder in text for text in texts for holder in one.holders)


def test_what_was_considered_and_not_proposed_stands_with_the_reason(plan: Draft) -> None:
    (table,) = [
        block
        for head, block in zip(plan_document(plan).blocks, plan_document(plan).blocks[1:], strict=False)
        if isinstance(head, Heading) and head.text == "Considered, not proposed" and isinstance(block, Table)
    ]
    assert [(title, outcome) for title, outcome, _ in table.rows] == [
        (one.tactic.title, one.outcome.replace("_", " ")) for one in plan.considered
    ]
    assert [title for title, _, why in table.rows if not why.strip()] == []


def test_the_nine_decisions_stand_with_a_box_to_tick(plan: Draft) -> None:
    texts = part(plan, "Decisions always to record")
    assert [text for text in texts if text.startswith("☐ ")] == [f"☐ {decision}" for decision in plan.decisions]
    assert len(plan.decisions) == 9


def test_the_review_date_and_why_then(plan: Draft) -> None:
    assert f"{day(plan.review_on)}. {plan.review_because}" in said(plan_document(plan))


def test_nothing_in_it_is_decided(plan: Draft) -> None:
    texts = said(plan_document(plan))
    assert any("It decides nothing." in text for text in texts)
    assert sum(text.startswith("Select / reject / defer / override: ____") for text in texts) == len(proposed(plan))
    headings = [block.text for block in plan_document(plan).blocks if isinstance(block, Heading)]
    assert not any(
        re.search(r"\b(?:rejected|deferred|selected|approved|signed)\b", text, re.IGNORECASE) for text in headings
    )


def test_what_was_only_assumed_is_called_so(recommender: Recommender) -> None:
    profile = assume(find_case("smith-ocg", recommender.library), ["group.threat_to_life=yes"], recommender.library)
    texts = said(plan_document(draft(recommender, profile)))
    assert any("group.threat_to_life=yes" in text and "nobody has recorded" in text for text in texts)
    assert any("group.threat_to_life: yes (assumed)" in text for text in texts)


def test_weak_information_is_called_so(recommender: Recommender) -> None:
    notes = CaseNotes()
    notes.group(grade="3D", children_used=True)
    texts = said(plan_document(draft(recommender, notes.read(recommender.library))))
    assert any("weakly graded information (grade D)" in text for text in texts)


def test_the_footer_names_the_library_the_day_of_the_law_and_the_engines(plan: Draft) -> None:
    footer = plan_document(plan).footer
    library = plan.recommendation.library
    assert f"fourp {library.version}" in footer
    assert f"library {library.digest[:12]}" in footer
    assert "law as of 13 July 2026" in footer
    assert "durable_rules 2.0.28 and the referee agree" in footer or "referee alone" in footer


def test_nothing_of_covert_operations_leaves_in_a_draft(plan: Draft) -> None:
    document = plan_document(plan)
    assert [text for text in (*said(document), document.footer, document.marking) if COVERT.search(text)] == []


# -- Word -----------------------------------------------------------------------------------------------------------


def test_word_says_what_the_document_says_in_that_order(plan: Draft, opened: WordDocument) -> None:
    assert in_order(opened) == said(plan_document(plan))


def test_word_has_the_marking_above_and_below_every_page_and_the_footer_line(plan: Draft, opened: WordDocument) -> None:
    document = plan_document(plan)
    for section in opened.sections:
        assert [one.text for one in section.header.paragraphs] == [document.marking]
        marking, footer, page = [one.text for one in section.footer.paragraphs]
        assert (marking, footer, page) == (document.marking, document.footer, "Page  of ")
        fields = section.footer.paragraphs[-1]._p.xpath(".//w:instrText")
        assert [one.text for one in fields] == ["PAGE", "NUMPAGES"]
        assert not section.different_first_page_header_footer


def test_word_has_real_headings_so_that_it_can_be_found_one_s_way_in(plan: Draft, opened: WordDocument) -> None:
    levels = {"Title": 1, "Heading 1": 2, "Heading 2": 3}
    styled = [(levels[one.style.name], one.text) for one in opened.paragraphs if one.style and one.style.name in levels]
    assert styled == [(block.level, block.text) for block in plan_document(plan).blocks if isinstance(block, Heading)]


def test_word_repeats_the_heads_of_tables_and_keeps_rows_whole(opened: WordDocument) -> None:
    headed = [
        table for table in opened.tables if table.rows[0].cells[0].text in ("Objective", "Reason", "Find out", "Tactic")
    ]
    assert len(headed) >= 7
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in headed)
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for table in headed for row in table.rows[1:])


def test_word_has_properties_that_name_no_person(plan: Draft, opened: WordDocument) -> None:
    document = plan_document(plan)
    properties = opened.core_properties
    assert (properties.title, properties.subject, properties.author) == (document.title, document.marking, "fourp")
    assert properties.comments == document.footer


def every_block(text: str) -> Document:
    """A document with one text in every kind of block."""
    blocks = (
        Heading(text, 1),
        Heading(text, 2),
        Paragraph(text),
        Paragraph(text, strong=True),
        Bullets((text,)),
        Bullets((text,), boxes=True),
        Table((text, "head"), ((text, text),), (3.0, 3.0)),
        Table(("", ""), (("name", text),)),
    )
    return Document(text, text, text, blocks)


@pytest.mark.parametrize("text", [HOSTILE, "=1+1", "café ☐ ✓ 𝄞", "two  spaces", "<w:p>", "]]>", "a–b—c"])
def test_word_keeps_every_character(text: str) -> None:
    document = every_block(text)
    opened = docx.Document(io.BytesIO(word(document)))
    assert in_order(opened) == said(document)
    section = opened.sections[0]
    assert [section.header.paragraphs[0].text, *(one.text for one in section.footer.paragraphs[:2])] == [text] * 3


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1b[31mb", "a\ud800b", "a\ufffeb", "a\uffffb"], ids=ascii)
def test_word_never_fails_on_what_no_word_file_can_hold(text: str) -> None:
    opened = docx.Document(io.BytesIO(word(every_block(text))))
    for shown in in_order(opened):
        assert shown in ("head", "name") or (shown.removeprefix("☐ ").startswith("a") and shown.endswith("b"))


def test_a_long_title_and_a_long_list_of_overlays_still_make_a_word_file() -> None:
    """The properties of a Word file hold 255 characters each; the pages hold the whole."""
    text = "A long name " * 40
    opened = docx.Document(io.BytesIO(word(Document(text, "marking", text, (Heading(text, 1),)))))
    assert in_order(opened) == [text]
    assert opened.sections[0].footer.paragraphs[1].text == text
    assert text.startswith(opened.core_properties.title[:200])


def test_a_label_of_the_case_is_kept_in_word(recommender: Recommender) -> None:
    notes = CaseNotes()
    notes.about("vehicles", HOSTILE, uninsured=True, used_for_crime=True)
    notes.written["vehicles"][0]["id"] = "v1"
    document = plan_document(draft(recommender, notes.read(recommender.library)))
    opened = docx.Document(io.BytesIO(word(document)))
    assert any(HOSTILE in text for text in in_order(opened))


# -- Markdown -------------------------------------------------------------------------------------------------------


def test_markdown_says_what_word_says(plan: Draft, opened: WordDocument) -> None:
    written = unescaped(markdown(plan_document(plan)))
    reads = " ".join(written.replace("- [ ] ", "☐ ").split())
    place = 0
    for text in in_order(opened):
        wanted = " ".join(text.split())
        found = reads.find(wanted, place)
        assert found >= 0, wanted
        place = found + len(wanted)


def test_markdown_has_the_marking_first_and_last_and_the_footer(plan: Draft) -> None:
    document = plan_document(plan)
    lines = markdown(document).strip().splitlines()
    assert lines[0] == lines[-1] == f"**{document.marking}**"
    assert unescaped(lines[-3]) == document.footer


def test_markdown_has_as_many_headings_and_tables_as_the_document(plan: Draft) -> None:
    document = plan_document(plan)
    lines = markdown(document).splitlines()
    assert sum(line.startswith("#") for line in lines) == sum(isinstance(block, Heading) for block in document.blocks)
    rules = [line for line in lines if re.fullmatch(r"\|(?: --- \|)+", line)]
    assert len(rules) == sum(isinstance(block, Table) for block in document.blocks)


def test_markdown_tables_keep_their_columns_whatever_the_text(plan: Draft) -> None:
    for line in markdown(plan_document(plan)).splitlines():
        if line.startswith("|"):
            assert line.endswith("|")
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 4, 5, 6)


SPECIAL = set("\\`*_{}[]<>#|~&")


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "# not a heading",
        "**not bold**",
        "[not](a-link)",
        "<script>alert(1)</script>",
        "&lt;b&gt;",
        "a | b",
        "a\nb",
    ],
)
def test_markdown_escapes_so_that_no_text_becomes_markup(text: str) -> None:
    written = markdown(Document(text, "marking", "footer", (Paragraph(text), Table(("head", "head"), ((text, text),)))))
    body = written.split("\n\n")[1]
    bare = re.sub(r"\\[\\`*_{}\[\]<>#|~&]", "", body)
    assert not SPECIAL & set(bare)
    assert unescaped(body) == " ".join(text.split())


@pytest.mark.parametrize("text", ["1. not a list", "- not a list", "+ not a list", "---", "1) not a list"])
def test_a_paragraph_that_begins_like_a_list_or_a_rule_stays_a_paragraph(text: str) -> None:
    body = markdown(Document("", "marking", "footer", (Paragraph(text),))).split("\n\n")[1]
    assert not re.match(r"(?:\d+[.)] |[-+] |-{3,}$)", body)
    assert unescaped(body) == " ".join(text.split())


# -- files ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def smith(recommender: Recommender) -> Draft:
    return draft(recommender, find_case("smith-ocg", recommender.library))


def test_each_ending_gets_its_own_format(smith: Draft, tmp_path: Path) -> None:
    write_plan(smith, tmp_path / "plan.docx")
    write_plan(smith, tmp_path / "plan.md")
    assert (tmp_path / "plan.docx").read_bytes().startswith(b"PK")
    assert (tmp_path / "plan.md").read_text(encoding="utf-8") == markdown(plan_document(smith))


def test_a_file_that_was_there_is_replaced_whole(smith: Draft, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("x" * 10_000_000, encoding="utf-8")
    write_plan(smith, path)
    assert path.read_text(encoding="utf-8") == markdown(plan_document(smith))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.libreoffice
def test_word_renders_to_pages_that_carry_the_marking(smith: Draft, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    write_plan(smith, path)
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    pdf = tmp_path / "plan.pdf"
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
    assert pages > 1
    if shutil.which("pdftotext") is None:
        return
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    sheets = [sheet for sheet in text.split("\f") if sheet.strip()]
    assert len(sheets) == pages
    assert [n for n, sheet in enumerate(sheets, 1) if sheet.count("OFFICIAL-SENSITIVE – TRAINING") != 2] == []
    assert "law as of 13 July 2026" in sheets[-1]

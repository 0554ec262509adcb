"""The draft 4P plan laid out as a document."""

from __future__ import annotations

from collections.abc import Iterator

from planner.application.planning import Draft, Proposed, authority
from planner.application.recommending import Recommended
from planner.domain.library import Library
from planner.domain.tactic import PILLARS, Pillar
from planner.domain.words import day, listed
from planner.engine.explain import FactShown
from planner.exports.decided import decided, log_blocks
from planner.exports.document import Block, Bullets, Document, Heading, Paragraph, Table

KEY_QUESTIONS: dict[Pillar, str] = {
    "pursue": "How will you hit the group and its ability to function?",
    "prevent": "How will you keep people from being drawn in, and help those inside to leave?",
    "protect": "How will you stop people and businesses from becoming victims?",
    "prepare": "How will you help the community to withstand and recover from the harm?",
}
MOST_QUESTIONS = 4


def plan_document(plan: Draft) -> Document:
    """The whole draft; every proposal is marked as the LRO's to decide."""
    found = plan.recommendation
    profile = found.profile
    training = profile.kind == "training"
    title = f"{plan.titled}: {profile.title or profile.case}"
    engines = (
        f"durable_rules {found.durable} and the referee agree"
        if found.durable
        else "referee alone (durable_rules not available here)"
    )
    overlays = f"; overlays: {', '.join(found.library.overlays)}" if found.library.overlays else ""
    footer = f"fourp {found.library.version}, library {found.library.digest[:12]}{overlays}; law as of {day(found.as_of)}; {engines}"
    blocks: list[Block] = [Heading(title, 1)]
    if training:
        blocks.append(Paragraph("TRAINING. Not a live case.", strong=True))
    blocks.append(
        Paragraph(
            "For the LRO and those cleared to see it. It shows graded intelligence with its handling codes: do not pass it to "
            "partners; brief them with a sanitised version, agreed with the SIO where there is one.",
            strong=True,
        )
    )
    if profile.assumptions:
        blocks.append(
            Paragraph(
                f"Worked out with these assumptions, which nobody has recorded: {'; '.join(profile.assumptions)}.",
                strong=True,
            )
        )
    if profile.fiction:
        blocks.append(Paragraph(profile.fiction.strip()))
    blocks += _about(plan)
    if plan.book:
        blocks += decided(plan.book, found.library)
        blocks.append(Heading("Proposed by fourp for what is still missing", 2))
        blocks.append(Paragraph("Nothing below this line has been decided."))
    blocks += _group(plan)
    blocks += _direction(plan)
    for pillar in PILLARS:
        blocks += _pillar(plan, pillar)
    blocks += _intelligence(plan)
    blocks += _considered(plan)
    blocks += log_blocks(plan.book) if plan.book else _decisions(plan)
    marking = f"{plan.marking} – TRAINING" if training else plan.marking
    return Document(title, marking, footer, tuple(blocks), plan.record_line)


def _about(plan: Draft) -> Iterator[Block]:
    if plan.book is None:
        yield Paragraph(
            "Everything below is a proposal worked out from the facts recorded. It decides nothing. Each line is for the Lead "
            "Responsible Officer to select, reject, defer or replace, with a reason on the record.",
            strong=True,
        )
    rows = [("Case", plan.recommendation.profile.case), ("Nation", plan.recommendation.profile.nation.capitalize())]
    rows += [(says[:1].upper() + says[1:], value) for says, value in plan.scores]
    rows += [
        ("Next review", f"{day(plan.review_on)}. {plan.review_because}"),
        ("LRO", "________________"),
        ("SRO", "________________"),
    ]
    yield Table(("", ""), tuple(rows), (1.6, 4.9))


def _group(plan: Draft) -> Iterator[Block]:
    """Who is in the picture, and which proposals would touch each; the LRO chooses who is in focus."""
    profile, library = plan.recommendation.profile, plan.recommendation.library
    proposed = [one for pillar in PILLARS for one in plan.interventions[pillar]]
    role = library.vocabulary.find("people", "role")
    rows = []
    for member in profile.members.get("people", ()):
        ref = f"people/{member.id}"
        records = member.facts.get("role", ())
        value = records[-1].value if records else None
        touched = [one.found.tactic.title for one in proposed if any(s.ref == ref for s in one.found.subjects)]
        told = library.wording.value(role, None if isinstance(value, tuple) else value) if role else ""
        rows.append((member.label or member.id, told, "; ".join(touched) or "–", "☐"))
    if rows:
        yield Heading("People in the picture", 2)
        yield Paragraph(
            "Choose the members in focus and record why. Being listed is not a reason to act against anyone."
        )
        yield Table(("Person", "Role", "Proposals that name them", "In focus"), tuple(rows), (1.7, 1.2, 2.9, 0.7))
    yield Heading("Part of the business model to target", 2)
    yield Paragraph("Choose one or more, and record why:")
    yield Bullets(
        (
            "Product",
            "People and roles hard to replace",
            "Transport",
            "Market and customers",
            "Money and assets",
            "Communications",
        ),
        boxes=True,
    )


def _direction(plan: Draft) -> Iterator[Block]:
    yield Heading("Vision and aims", 2)
    yield Paragraph("Choose one vision, or write your own:")
    yield Bullets(plan.visions, boxes=True)
    yield Paragraph("Choose one or more aims:")
    yield Bullets(plan.aims, boxes=True)
    if plan.approaches:
        yield Heading("Approach to consider", 2)
        yield Bullets(plan.approaches, boxes=True)
    yield Heading("Trajectory for Pursue", 2)
    yield Paragraph(
        f"Known facts bear out {plan.trajectory}. This is a count, not a weight: the choice and its rationale are yours.",
        strong=True,
    )
    for side in ("investigation", "disruption"):
        reasons = [one for one in plan.trajectory_reasons if one.reason_for == side]
        yield Paragraph(f"Reasons for {side}:")
        words = {
            "yes": "Borne out here",
            "no": "Not so here",
            "not known": "Not known yet",
            "weigh": "For you to weigh",
        }
        yield Table(
            ("Reason", "In this case"),
            tuple(
                (one.text, words[one.holds] + (f": {'; '.join(one.rests_on)}" if one.rests_on else ""))
                for one in reasons
            ),
            (4.0, 2.5),
        )


def _pillar(plan: Draft, pillar: Pillar) -> Iterator[Block]:
    yield Heading(pillar.capitalize(), 2)
    yield Paragraph(KEY_QUESTIONS[pillar])
    yield Paragraph("Aim of this P, to choose from:")
    yield Bullets(plan.aims_of[pillar] or plan.aims, boxes=True)
    yield Paragraph("P lead (to be named by you). Suggested:")
    yield Bullets(plan.leads[pillar] or ("No suggestion.",), boxes=True)
    objectives = plan.objectives[pillar]
    yield Paragraph("Objectives to choose from:")
    yield Table(
        ("Objective", "Measured by", "Owner", "By"),
        tuple((one.text, one.measure, one.owner, day(one.by)) for one in objectives),
        (3.0, 1.7, 1.0, 0.8),
    )
    proposed = plan.interventions[pillar]
    if not proposed and plan.book is None:
        yield Paragraph(plan.gaps[pillar], strong=True)
    for number, one in enumerate(proposed, 1):
        yield from _intervention(number, one, plan.recommendation.library)


def _intervention(number: int, proposed: Proposed, library: Library) -> Iterator[Block]:
    found, tactic = proposed.found, proposed.found.tactic
    offer = library.local_offer.get(tactic.id)
    mark = "CERTAIN" if proposed.certain else "POSSIBLE"
    yield Heading(f"{number}. {tactic.title} [{mark}]", 3)
    subjects = ", ".join(f"{one.label} ({one.outcome})" for one in found.subjects)
    measures = "; ".join((f"Counted: {tactic.measures.quantitative[0]}", f"Told: {tactic.measures.qualitative[0]}"))
    rows = [
        ("Proposed because", proposed.because[0].upper() + proposed.because[1:] + "."),
        (
            "Why",
            "; ".join(
                f"{reason.text} [{_facts(reason.facts)}]" if reason.facts else reason.text for reason in found.reasons
            )
            or "No supporting fact yet.",
        ),
    ]
    if not proposed.certain:
        rows.append(("Find out first", " / ".join(q.text for q in found.questions[:MOST_QUESTIONS])))
    if found.weak:
        rows.append(("Caution", "Rests on weakly graded information (grade D): enough to act on a duty, not proof."))
    rows += [
        ("On", subjects or "the group as a whole"),
        ("Owner agency", tactic.lead_agency + (f" with {', '.join(tactic.partners)}" if tactic.partners else "")),
        *([("On offer here", f"{offer.offer}. Contact: {offer.contact}.")] if offer else []),
        ("Authority", authority(found)),
        ("Law", _law(found, library)),
        ("Measure", measures),
        ("Phase", ", ".join(tactic.phases)),
        ("Menu", _under(found)),
        ("Due (suggested)", f"At once ({day(proposed.due)})" if tactic.duty else day(proposed.due)),
        ("Guardrails", _guardrails(found) or "None."),
        ("Watch out for", tactic.watch_out[0]),
        ("Evidence", f"{tactic.evidence.rating}: {tactic.evidence.outcome} ({tactic.evidence.source})"),
        ("LRO's decision", "Select / reject / defer / override: ________  Because: ________________"),
    ]
    yield Table(("", ""), tuple(rows), (1.3, 5.2))


def _under(found: Recommended) -> str:
    """Where the tactic stands on the menu."""
    tactic = found.tactic
    parts = (
        tactic.heading,
        tactic.level and f"{tactic.level} Prevent",
        *(f"also {other}" for other in tactic.secondary_pillars),
    )
    return ", ".join(part for part in parts if part) or "no heading"


def _facts(facts: tuple[FactShown, ...]) -> str:
    """Each fact with its grade and handling code, as an intelligence report writes them."""
    return "; ".join(f"{one.ref}: {one.value}{_graded(one)}" for one in facts)


def _graded(fact: FactShown) -> str:
    return f" ({fact.grade}{fact.handling})" if fact.grade else ""


def _law(found: Recommended, library: Library) -> str:
    told = [f"{library.law[one.provision].name} ({library.law[one.provision].stands(one.status)})" for one in found.law]
    return " ".join(part for part in (found.tactic.no_power_needed.strip(), "; ".join(told)) if part)


def _guardrails(found: Recommended) -> str:
    """Each guardrail once, with the subjects it is about where it is not about all."""
    about: dict[tuple[str, str], list[str]] = {(one.level, one.text): [] for one in found.guardrails}
    for subject in found.subjects:
        for one in subject.guardrails:
            about.setdefault((one.level, one.text), []).append(subject.label)
    return " ".join(
        f"{level.upper()}{f' for {listed(labels)}' if labels else ''}: {text}"
        for (level, text), labels in about.items()
    )


def _intelligence(plan: Draft) -> Iterator[Block]:
    yield Heading("Intelligence requirement", 2)
    yield Paragraph(
        "Kept apart from the four Ps. Each line is asked because it would settle a tactic; drop what is merely nice to know."
    )
    rows = tuple(
        (one.question.text, one.question.fact, ", ".join(one.holders[:3]), "; ".join(one.drives[:3]))
        for one in plan.requirements
    )
    yield Table(("Find out", "Fact", "Who may hold it", "It would settle"), rows, (2.4, 1.2, 1.4, 1.5))


def _considered(plan: Draft) -> Iterator[Block]:
    if plan.also_fits:
        yield Heading("Also fits, not proposed above", 2)
        yield Paragraph("Each of these fits the facts too. The draft stops at three for each P; a plan need not.")
        told = tuple(
            (str(one.rank), one.tactic.pillar.capitalize(), one.tactic.title, "; ".join(r.text for r in one.reasons))
            for one in plan.also_fits
        )
        yield Table(("Place", "P", "Tactic", "Why"), told, (0.6, 0.8, 2.1, 3.0))
    yield Heading("Considered, not proposed", 2)
    rows = []
    for one in plan.considered:
        why = [g.text for g in one.guardrails if g.level == "block"] or [reason.text for reason in one.against]
        rows.append((one.tactic.title, one.outcome.replace("_", " "), "; ".join(why)))
    yield Table(("Tactic", "Outcome", "What rules it out"), tuple(rows), (2.2, 0.9, 3.4))
    if plan.unmet:
        yield Paragraph("Asked for by a guardrail, but not available:")
        yield Bullets(plan.unmet)


def _decisions(plan: Draft) -> Iterator[Block]:
    yield Heading("Decisions always to record", 2)
    yield Paragraph("Tick when the decision and its rationale are on the record, what you are not doing included.")
    yield Bullets(plan.decisions, boxes=True)

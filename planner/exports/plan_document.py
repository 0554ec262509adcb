"""The draft 4P plan laid out as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.application.planning import Draft, Proposed, authority
from planner.application.recommending import Recommended
from planner.domain.casebook import Casebook
from planner.domain.decisions import BUSINESS_MODEL
from planner.domain.library import Library
from planner.domain.tactic import PILLARS, Pillar
from planner.domain.words import day, listed
from planner.engine.explain import FactShown
from planner.exports.decided import decided, log_blocks
from planner.exports.document import WATERMARK, Block, Bullets, Document, Heading, Paragraph, Table, marked
from planner.exports.telling import FORM_WORDS, by, settles

KEY_QUESTIONS: dict[Pillar, str] = {
    "pursue": "How will you hit the group and its ability to function?",
    "prevent": "How will you keep people from being drawn in, and help those inside to leave?",
    "protect": "How will you stop people and businesses from becoming victims?",
    "prepare": "How will you help the community to withstand and recover from the harm?",
}
MOST_QUESTIONS = 4
BLANK = "________________"


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
        blocks.append(Paragraph(WATERMARK, strong=True))
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
    blocks += _undecided(plan) if plan.book is None else _with_record(plan, plan.book)
    return Document(title, marked(plan.marking, profile.kind), footer, tuple(blocks), plan.record_line)


def _undecided(plan: Draft) -> Iterator[Block]:
    """Everything, as proposed."""
    yield from _people(plan)
    yield from _proposed(plan)
    yield from _also_fits(plan.also_fits)
    yield from _considered(plan, plan.considered)
    yield from _decisions(plan)


def _with_record(plan: Draft, book: Casebook) -> Iterator[Block]:
    """The plan as decided and its record, then what is proposed for what is still missing, and what else was looked at."""
    authenticated = plan.recommendation.profile.kind == "live"
    library = plan.recommendation.library
    yield from decided(book, library, authenticated=authenticated)
    yield from _people(plan)
    yield from log_blocks(book, library, authenticated=authenticated)
    yield Heading("Proposed by fourp for what is still missing", 2)
    yield Paragraph("Nothing below this line has been decided.", strong=True)
    yield from _proposed(plan)
    yield Heading("Appendix: what else was looked at", 2)
    fits = [one for one in plan.also_fits if one.sign]
    considered = [one for one in plan.considered if one.sign]
    yield from _also_fits(fits)
    yield from _considered(plan, considered)
    left = len(plan.also_fits) + len(plan.considered) - len(fits) - len(considered)
    yield Paragraph(f"{left} more were looked at, for which nothing recorded speaks. fourp recommend --all lists them.")


def _proposed(plan: Draft) -> Iterator[Block]:
    """What is put forward, but for what stands decided already."""
    yield from _business_model(plan)
    yield from _direction(plan)
    for pillar in PILLARS:
        yield from _pillar(plan, pillar)
    yield from _intelligence(plan)


def _stands(plan: Draft, kind: str, pillar: str = "") -> bool:
    """Whether a decision of a kind stands in the record, of one P where one is named."""
    return plan.book is not None and any(not pillar or made.pillar == pillar for _, made in plan.book.decided(kind))


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
        ("LRO", _lro(plan) or BLANK),
        ("SRO", _sro(plan) or BLANK),
    ]
    yield Table(("", ""), tuple(rows), (1.6, 4.9))


def _lro(plan: Draft) -> str:
    """Who leads the plan as a whole, as recorded."""
    led = [made for _, made in plan.book.decided("lead")] if plan.book else []
    return "; ".join(
        f"{made.name} ({made.level})" if made.level else made.name for made in led if made.pillar == "overall"
    )


def _sro(plan: Draft) -> str:
    """Who signed the plan off, and whether that stands."""
    signed = plan.book.sign_off if plan.book else None
    if signed is None:
        return ""
    who = by(signed.entry, plan.recommendation.profile.kind == "live")
    ended = "" if signed.stands else ", which no longer stands"
    return f"{who}; signed off on {day(signed.entry.entered_at)} (entry {signed.entry.number}){ended}"


def _people(plan: Draft) -> Iterator[Block]:
    """Who is in the picture, who of them is in focus, and which proposals would touch each."""
    profile, library = plan.recommendation.profile, plan.recommendation.library
    proposed = [one for pillar in PILLARS for one in plan.interventions[pillar]]
    focus = {made.ref: entry.number for entry, made in plan.book.decided("focus")} if plan.book else {}
    role = library.vocabulary.find("people", "role")
    rows = []
    for member in profile.members.get("people", ()):
        ref = f"people/{member.id}"
        records = member.facts.get("role", ())
        value = records[-1].value if records else None
        touched = [one.found.tactic.title for one in proposed if any(s.ref == ref for s in one.found.subjects)]
        told = library.wording.value(role, None if isinstance(value, tuple) else value) if role else ""
        mark = f"☒ entry {focus[ref]}" if ref in focus else "☐"
        rows.append((member.label or member.id, told, "; ".join(touched) or "–", mark))
    if rows:
        yield Heading("People in the picture", 2)
        told = "" if focus else "Choose the members in focus and record why. "
        yield Paragraph(f"{told}Being listed is not a reason to act against anyone.")
        yield Table(("Person", "Role", "Proposals that name them", "In focus"), tuple(rows), (1.7, 1.2, 2.7, 0.9))


def _business_model(plan: Draft) -> Iterator[Block]:
    if _stands(plan, "business-model"):
        return
    yield Heading("Part of the business model to target", 2)
    yield Paragraph("Choose one or more, and record why:")
    yield Bullets(tuple(FORM_WORDS.get(part, part.capitalize()) for part in BUSINESS_MODEL), boxes=True)


def _direction(plan: Draft) -> Iterator[Block]:
    vision, aim = _stands(plan, "vision"), _stands(plan, "aim", "overall")
    if not (vision and aim):
        yield Heading("Vision and aims", 2)
    if not vision:
        yield Paragraph("Choose one vision, or write your own:")
        yield Bullets(plan.visions, boxes=True)
    if not aim:
        yield Paragraph("Choose one or more aims:")
        yield Bullets(plan.aims, boxes=True)
    if plan.approaches and not (_stands(plan, "place-based") and _stands(plan, "trajectory")):
        yield Heading("Approach to consider", 2)
        yield Bullets(plan.approaches, boxes=True)
    if not _stands(plan, "trajectory"):
        yield from _trajectory(plan)


def _trajectory(plan: Draft) -> Iterator[Block]:
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
    proposed = plan.interventions[pillar]
    if _left(plan, pillar):
        yield Paragraph(_left(plan, pillar), strong=True)
    else:
        yield from _direction_of(plan, pillar)
        if not proposed:
            interventions = plan.book.interventions if plan.book else ()
            adopted = any(one.decision.pillar == pillar and one.state != "not_done" for one in interventions)
            yield Paragraph("Nothing more to propose." if adopted else plan.gaps[pillar], strong=True)
    for number, one in enumerate(proposed, 1):
        yield from _intervention(number, one, plan.recommendation.library)


def _left(plan: Draft, pillar: Pillar) -> str:
    """Of a P that is parked or left undeveloped, that it is."""
    for entry, made in plan.book.decided("undeveloped", "park") if plan.book else ():
        if made.pillar == pillar:
            return f"{settles(made)} (entry {entry.number})."
    return ""


def _direction_of(plan: Draft, pillar: Pillar) -> Iterator[Block]:
    """The aim, the lead and the objectives of a P, to choose from."""
    if not _stands(plan, "aim", pillar):
        yield Paragraph("Aim of this P, to choose from:")
        yield Bullets(plan.aims_of[pillar] or plan.aims, boxes=True)
    if not _stands(plan, "lead", pillar):
        yield Paragraph("P lead (to be named by you). Suggested:")
        yield Bullets(plan.leads[pillar] or ("No suggestion.",), boxes=True)
    if not _stands(plan, "objective", pillar):
        yield Paragraph("Objectives to choose from:")
        yield Table(
            ("Objective", "Measured by", "Owner", "By"),
            tuple((one.text, one.measure, one.owner, day(one.by)) for one in plan.objectives[pillar]),
            (2.7, 1.5, 1.4, 0.9),
        )


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
        "Kept apart from the four Ps. Each line is asked because it would settle a tactic; drop what is merely nice to know. The ways "
        "of asking are open ones. Before anything else is tried, speak to the SIO."
    )
    rows = tuple(
        (one.question.text, one.question.fact, ", ".join(one.holders[:3]), one.method, "; ".join(one.drives[:3]))
        for one in plan.requirements
    )
    head = ("Find out", "Fact", "Who may hold it", "How to ask", "It would drive")
    yield Table(head, rows, (1.6, 1.2, 1.2, 1.4, 1.1))


def _also_fits(fits: Sequence[Recommended]) -> Iterator[Block]:
    if fits:
        yield Heading("Also fits, not proposed above", 2)
        yield Paragraph("Each of these fits the facts too. The draft stops at three for each P; a plan need not.")
        told = tuple(
            (str(one.rank), one.tactic.pillar.capitalize(), one.tactic.title, "; ".join(r.text for r in one.reasons))
            for one in fits
        )
        yield Table(("Place", "P", "Tactic", "Why"), told, (0.6, 0.8, 2.1, 3.0))


def _considered(plan: Draft, considered: Sequence[Recommended]) -> Iterator[Block]:
    rows = []
    for one in considered:
        why = [g.text for g in one.guardrails if g.level == "block"] or [reason.text for reason in one.against]
        rows.append((one.tactic.title, one.outcome.replace("_", " "), "; ".join(why)))
    if rows or plan.unmet:
        yield Heading("Considered, not proposed", 2)
    if rows:
        yield Table(("Tactic", "Outcome", "What rules it out"), tuple(rows), (2.2, 0.9, 3.4))
    if plan.unmet:
        yield Paragraph("Asked for by a guardrail, but not available:")
        yield Bullets(plan.unmet)


def _decisions(plan: Draft) -> Iterator[Block]:
    yield Heading("Decisions always to record", 2)
    yield Paragraph("Tick when the decision and its rationale are on the record, what you are not doing included.")
    yield Bullets(plan.decisions, boxes=True)

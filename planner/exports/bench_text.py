"""The tactical adviser's views as text: the menu, one entry whole, its tests, what it covers, and the faults of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.domain.tactic import PHASES, PILLARS, Tactic
from planner.domain.words import day, spoken
from planner.exports.views_text import SEVERITY_STYLES, Screen, as_text

if TYPE_CHECKING:
    from planner.application.covering import Coverage
    from planner.application.proving import Proof
    from planner.domain.library import Library
    from planner.errors import Fault


class Bench(Screen):
    """Writes the adviser's views to a stream."""

    def catalogue(self, tactics: Sequence[Tactic]) -> None:
        """`catalogue list` and `search`."""
        table = self._table("P", "Under", "Phases", "Tactic", "Id")
        table.columns[-1].no_wrap = True  # an id is there to be copied
        for one in tactics:
            title = one.title if one.active else f"{one.title} (not offered)"
            table.add_row(
                as_text(one.pillar),
                as_text(one.heading or one.level or "–"),
                as_text(", ".join(one.phases)),
                as_text(title),
                as_text(one.id),
            )
        self._console.print(table)
        self.line(f"{len(tactics)} entr{'y' if len(tactics) == 1 else 'ies'}.")

    def tactic(self, tactic: Tactic, library: Library) -> None:
        """`catalogue show`: the whole entry, as an officer reads it."""
        self.line(tactic.title, "bold")
        under = " · ".join(
            part
            for part in (
                tactic.pillar,
                tactic.heading,
                tactic.level,
                "/".join(tactic.phases),
                "duty" if tactic.duty else "",
            )
            if part
        )
        self.line(f"{tactic.id} · {under}", "dim")
        if not tactic.active:
            self.line(f"NOT OFFERED: {tactic.not_offered_because}", "bold red")
        self.line(" ".join(tactic.summary.split()))
        self._section("Impacts", tactic.impacts)
        self._section("Procedure", [f"{n}. {step}" for n, step in enumerate(tactic.procedure, 1)])
        self._section("Who can help", [f"{one.who}: {one.how}" for one in tactic.who_can_help])
        self._section("Watch out for", tactic.watch_out)
        self._section("Case example", [f"{' '.join(tactic.case_example.text.split())} ({tactic.case_example.source})"])
        self._section(
            "Law",
            [self._law(library, one.provision, one.role) for one in tactic.legal_basis] or [tactic.no_power_needed],
        )
        if tactic.active:
            self._section("Fits when", [library.wording.condition(library.conditions[f"tactic:{tactic.id}"])])
        told = tactic.authorisation
        self._section(
            "Authority",
            [
                " · ".join(
                    part for part in (told.who, told.rank, told.note, tactic.forum, tactic.standard_of_proof) if part
                )
            ],
        )
        self._section("Lead and partners", [tactic.lead_agency, *tactic.partners])
        self._section(
            "Effort and time", [f"effort {tactic.effort}; effect in {tactic.time_to_effect}; lasts {tactic.duration}"]
        )
        self._section(
            "Measures",
            [
                *(f"counted: {one}" for one in tactic.measures.quantitative),
                *(f"told: {one}" for one in tactic.measures.qualitative),
            ],
        )
        self._section("Recording a disruption", [tactic.disruption_record])
        self._section("Rights", [*tactic.rights, *([tactic.equality_note] if tactic.equality_note else [])])
        evidence = tactic.evidence
        self._section(
            "Evidence",
            [
                f"{evidence.rating}: {evidence.outcome} ({evidence.population or 'no population given'}; {evidence.source})"
            ],
        )
        self._section("Seen in", tactic.seen_in)
        self._section("Sensitive facts it reads, and why", (f"{ref}: {why}" for ref, why in tactic.eligibility.items()))
        offer = library.local_offer.get(tactic.id)
        if offer:
            self._section("On offer here", [f"{offer.offer}. Contact: {offer.contact}.", *filter(None, [offer.note])])
        if tactic.examples:
            self._section("It fits, for example", (one.says for one in tactic.examples.match))
            self._section(
                "It does not fit", (one.says for one in (*tactic.examples.no_match, *tactic.examples.near_miss))
            )
            self._section("Known to be told wrong", (f"{one.says} {one.because}" for one in tactic.examples.gaps))
        self._section("Source", [f"{one.document}, {one.section}" for one in tactic.source])

    def _law(self, library: Library, provision: str, role: str) -> str:
        one = library.law[provision]
        return f"{one.name} ({role}; {'/'.join(one.applies_in)}; {one.status.replace('_', ' ')}, {one.proof}): {one.requires}"

    def proofs(self, proofs: Sequence[Proof], *, mutated: bool) -> None:
        """`catalogue test`: what fails, then the count."""
        for proof in proofs:
            if proof.sound and not proof.survived:
                continue
            score = "" if proof.score is None else f" · {proof.score:.0%} of {proof.mutants} mutants caught"
            self.line(f"{proof.tactic.id}{score}", "" if proof.sound else "bold red")
            self._bullets(proof.faults)
            self._bullets(f"not caught: {one}" for one in proof.survived)
        unsound = sum(not proof.sound for proof in proofs)
        self.line(f"{len(proofs)} entr{'y' if len(proofs) == 1 else 'ies'} tested, {unsound} not sound.")
        scores = [proof.score for proof in proofs if proof.score is not None]
        if mutated and scores:
            counted = f"{sum(proof.mutants for proof in proofs)} mutants"
            self.line(f"{counted}; the lowest score is {min(scores):.2f}, the mean {sum(scores) / len(scores):.3f}.")

    def coverage(self, coverage: Coverage) -> None:
        """`catalogue coverage`: the menu counted, then its gaps."""
        table = self._table("P", "Under", *PHASES)
        for pillar, under in sorted(
            {(p, u) for p, u, _ in coverage.cells}, key=lambda one: (PILLARS.index(one[0]), one[1])
        ):
            counts = (coverage.cells[pillar, under, phase] for phase in PHASES)
            table.add_row(as_text(pillar), as_text(under), *(as_text(str(count or "–")) for count in counts))
        self._console.print(table)
        self.line(f"{coverage.entries} active entries; one that serves two phases counts in both.")
        checked = sum(count for status, count in coverage.law.items() if status != "unchecked")
        total = sum(coverage.law.values())
        law = ", ".join(f"{spoken(status)} {count}" for status, count in sorted(coverage.law.items()))
        self.line(f"Law: {checked} of {total} provisions checked ({checked / max(total, 1):.0%}): {law}.")
        self.line(
            "Evidence: " + ", ".join(f"{rating} {count}" for rating, count in sorted(coverage.evidence.items())) + "."
        )
        self._section("Lead agencies", (f"{name}: {count}" for name, count in coverage.agencies.most_common()))
        used = sorted(coverage.facts.items(), key=lambda one: (-one[1], one[0]))
        self._section("Facts by how many entries read them", (f"{ref}: {count}" for ref, count in used))
        self._section(
            "Past review", (f"{one.id} (by {day(one.review_by)})" for one in coverage.past_review if one.review_by)
        )
        self._section("Gaps, explained", (f"{gap.id}: {gap.because}" for gap in coverage.gaps if gap.because))
        self._section(
            "Gaps nobody has explained", (f"{gap.id}: {gap.what}" for gap in coverage.gaps if not gap.because)
        )
        self._section("Explanations of gaps that are gone", coverage.unused)

    def faults(self, faults: Sequence[Fault]) -> None:
        """`check`: each fault on a line an editor can follow, then how many."""
        for fault in faults:
            self._console.print(
                as_text(f"{fault.severity}: {fault}", SEVERITY_STYLES.get(fault.severity, "")), soft_wrap=True
            )
        counted = {severity: sum(f.severity == severity for f in faults) for severity in ("error", "warning", "note")}
        self.line(
            ", ".join(f"{count} {severity}{'s' if count != 1 else ''}" for severity, count in counted.items()) + "."
        )

"""Results as the JSON shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.application.advising import Hit
from planner.application.arguing import Argument, Arguments
from planner.application.covering import Coverage
from planner.application.explaining import Change, Explained
from planner.application.proving import Proof
from planner.application.recommending import GuardrailShown, Recommendation, Recommended, summary
from planner.application.reviewing import Review
from planner.application.ways import Ways
from planner.domain.library import Library
from planner.domain.rules import ReviewRule
from planner.domain.tactic import Tactic
from planner.engine.explain import Reason
from planner.errors import Fault

if TYPE_CHECKING:
    from planner.domain.entries import Entry


def recommendation_json(
    found: Recommendation, shown: Sequence[Recommended], decided: Mapping[str, Entry] | None = None
) -> dict[str, Any]:
    """`recommend --json`; of a stored case, with what stands `decided` of each tactic."""
    tactics = [_tactic(one) for one in shown]
    if decided is not None:
        for shape in tactics:
            entry = decided.get(shape["id"])
            shape["decided"] = {"kind": entry.kind, "number": entry.number} if entry else None
    return {
        "case": found.profile.case,
        "as_of": found.as_of.isoformat(),
        "library": {
            "version": found.library.version,
            "digest": found.library.digest,
            "overlays": list(found.library.overlays),
        },
        "engine": {"durable": found.durable, "agreed": found.agreed},
        "tactics": tactics,
        "summary": summary(found),
    }


def _tactic(one: Recommended) -> dict[str, Any]:
    tactic = one.tactic
    reasons = one.reasons if one.offered else (*one.against, *one.reasons)
    return {
        "id": tactic.id, "title": tactic.title, "pillar": tactic.pillar, "heading": tactic.heading, "phases": list(tactic.phases),
        "level": tactic.level, "outcome": one.outcome, "rank": one.rank,
        "subjects": [
            {"ref": s.ref, "label": s.label, "outcome": s.outcome, "guardrails": [_guardrail(g) for g in s.guardrails]} for s in one.subjects
        ],
        "reasons": [_reason(reason) for reason in reasons],
        "guardrails": [_guardrail(g) for g in one.guardrails],
        "law": [{"provision": standing.provision, "status": standing.status.value} for standing in one.law],
        "evidence": tactic.evidence.rating,
        "questions": [{"fact": question.fact, "text": question.text} for question in one.questions],
    }  # fmt: skip


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "text": reason.text,
        "rule": reason.rule,
        "facts": [{"ref": f.ref, "value": f.value, "grade": f.grade} for f in reason.facts],
    }


def _guardrail(guardrail: GuardrailShown) -> dict[str, str]:
    return {"level": guardrail.level, "text": guardrail.text, "rule": guardrail.rule}


def explanation_json(explained: Explained, found: Recommendation, ways: Ways, argued: Arguments) -> dict[str, Any]:
    """`explain --json`."""
    return {
        "case": found.profile.case,
        "tactic": explained.result.tactic.id,
        "outcome": explained.result.outcome,
        "because": [_reason(reason) for reason in explained.because],
        "against": [_reason(reason) for reason in explained.against],
        "missing": [
            {"fact": one.fact, "question": one.question, "would_make": one.would_make} for one in explained.missing
        ],
        "smallest_change": [_change(one) for one in explained.smallest_change],
        "every_smallest": [[_change(one) for one in changes] for changes in ways.smallest],
        "untried": ways.untried,
        "removals": [_change(one) for one in ways.removals],
        "arguments": {
            "for": [_argument(one) for one in argued.supporting],
            "against": [_argument(one) for one in argued.opposing],
            "excluding": [_argument(one) for one in argued.excluding],
        },
        "order": {key.says: explained.result.order[key.id] for key in found.library.order},
    }


def _argument(one: Argument) -> dict[str, Any]:
    facts = [{"ref": f.ref, "value": f.value, "grade": f.grade, "source": f.source} for f in one.facts]
    return {"text": one.text, "rule": one.rule, "source": one.source, "facts": facts}


def _change(one: Change) -> dict[str, Any]:
    return {"fact": one.fact, "from": one.before, "to": one.to, "how": one.how}


def reviews_json(reviews: Sequence[Review], *, explain: bool = False) -> dict[str, Any]:
    """`review --json`: one case as itself, several under `cases`; with `explain`, what inspectors found behind each finding."""
    made = [_review(review, explain) for review in reviews]
    return made[0] if len(made) == 1 else {"cases": made}


def _review(review: Review, explain: bool) -> dict[str, Any]:
    return {
        "case": review.case,
        "findings": [
            {"rule": f.rule.id, "severity": f.severity, "where": f.where, "text": f.rule.text, "fix": f.rule.fix}
            | _behind(f.rule, explain)
            for f in review.findings
        ],
        "coverage": [
            {"pillar": c.pillar, "heading": c.heading, "phase": c.phase, "count": c.count} for c in review.coverage
        ],
    }


def review_rules_json(library: Library, *, explain: bool = False) -> dict[str, Any]:
    """`review --rules --json`; with `explain`, what inspectors found behind each."""
    return {
        "rules": [
            {"id": one.id, "severity": one.severity, "text": one.text, "source": one.source} | _behind(one, explain)
            for one in library.review
        ]
    }


def _behind(rule: ReviewRule, explain: bool) -> dict[str, str]:
    return {"inspection": rule.inspection} if explain else {}


def catalogue_json(tactics: Iterable[Tactic]) -> dict[str, Any]:
    """`catalogue list --json`."""
    rows = [
        {name: getattr(one, name) for name in ("id", "title", "pillar", "heading", "phases", "level", "status")}
        for one in tactics
    ]
    return {"tactics": [{**row, "phases": list(row["phases"])} for row in rows]}


def tactic_json(tactic: Tactic, library: Library) -> dict[str, Any]:
    """`catalogue show --json`: the whole entry with its provisions."""
    law = [library.law[basis.provision].model_dump(mode="json", by_alias=True) for basis in tactic.legal_basis]
    return {"tactic": tactic.model_dump(mode="json"), "law": law}


def hits_json(hits: Sequence[Hit]) -> dict[str, Any]:
    """`catalogue search --json`."""
    return {
        "tactics": [
            {
                "id": hit.tactic.id,
                "title": hit.tactic.title,
                "pillar": hit.tactic.pillar,
                "status": hit.tactic.status,
                "found_in": hit.where,
            }
            for hit in hits
        ]
    }


def faults_json(faults: Sequence[Fault]) -> dict[str, Any]:
    """`check --format json`."""
    return {
        "faults": [
            {
                "file": f.where,
                "line": f.line,
                "column": f.column,
                "severity": f.severity,
                "rule": f.rule,
                "text": f.what,
                "fix": f.mend,
            }
            for f in faults
        ]
    }


def faults_sarif(faults: Sequence[Fault], version: str) -> dict[str, Any]:
    """`check --format sarif`: SARIF 2.1.0, for editors and code hosts."""
    results = [
        {
            "ruleId": f.rule,
            "level": f.severity,
            "message": {"text": f"{f.what} {f.mend}".strip()},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f.where},
                        "region": {"startLine": max(f.line, 1), "startColumn": max(f.column, 1)},
                    }
                }
            ],
        }
        for f in faults
    ]
    rules = [{"id": rule} for rule in sorted({f.rule for f in faults})]
    driver = {"name": "fourp", "version": version, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """`catalogue coverage --json`."""
    return {
        "entries": coverage.entries,
        "cells": [
            {"pillar": pillar, "under": under, "phase": phase, "count": count}
            for (pillar, under, phase), count in sorted(coverage.cells.items())
        ],
        "agencies": dict(coverage.agencies.most_common()),
        "evidence": dict(sorted(coverage.evidence.items())),
        "law": dict(sorted(coverage.law.items())),
        "past_review": [one.id for one in coverage.past_review],
        "facts": dict(sorted(coverage.facts.items())),
        "gaps": [{"id": gap.id, "text": gap.what, "because": gap.because or None} for gap in coverage.gaps],
        "unused_explanations": list(coverage.unused),
    }


def proofs_json(proofs: Sequence[Proof]) -> dict[str, Any]:
    """`catalogue test --json`; `score` is null when mutants were not asked for or the entry always applies."""
    return {
        "tactics": [
            {
                "id": proof.tactic.id,
                "status": proof.tactic.status,
                "always": proof.tactic.always or None,
                "score": None if proof.score is None else round(proof.score, 4),
                "examples": proof.counts,
                "mutants": proof.mutants,
                "survived": list(proof.survived),
                "faults": list(proof.faults),
                "certain_in": proof.certain_in,
            }
            for proof in proofs
        ]
    }

"""The portfolio, and the review of every case, as the JSON shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.application.case_rows import Row
from planner.application.portfolio import Portfolio
from planner.application.reviewing import Review
from planner.domain.tactic import PILLARS
from planner.exports.views_json import reviews_json


def portfolio_json(found: Portfolio) -> dict[str, Any]:
    """`portfolio --json`: days as 2026-05-01, null where there is none."""
    library = found.library
    return {
        "kind": found.kind,
        "today": found.today.isoformat(),
        "as_of": found.as_of.isoformat(),
        "library": {"version": library.version, "digest": library.digest, "overlays": list(library.overlays)},
        "total": found.total,
        "looked_at": len(found.rows),
        "disposed": found.disposed,
        "stopped": found.stopped,
        "summary": {
            "active": len(found.active), "overdue": len(found.overdue), "no_lro": len(found.without_lro), "empty_p": len(found.empty),
            "high_risk": len(found.high_risk), "unread": len(found.unread), "touched": len(found.touched),
            "findings": {severity: found.findings[severity] for severity in ("error", "warning", "note")},
            "interventions": {p: found.interventions[p] for p in PILLARS},
            "disruptions": {"by_p": found.disrupted(), "proposed": dict(found.proposed())},
        },
        "cases": [_case(row) for row in found.ordered],
        "rules": [{"rule": rule, "severity": severity, "text": text, "cases": many} for rule, severity, text, many in found.rules],
        "trend": [
            {
                "month": one.month.end.strftime("%Y-%m"), "groups": one.groups, "high_risk_groups": one.high_risk_groups,
                "nominals": one.nominals, "high_risk_nominals": one.high_risk_nominals,
            }
            for one in found.trend
        ],
        "deep_dives": [
            {"month": one.month.strftime("%Y-%m"), "case": one.case, "because": one.because} for one in found.dives
        ],
        "places": [
            {"place": one.name, "cases": list(one.cases), "harm_embedded_in": list(one.embedded_in), "clear_hold_build": one.fits or None,
             "why": list(one.why)}
            for one in found.places
        ],
    }  # fmt: skip


def _case(row: Row) -> dict[str, Any]:
    """One case; one that could not be read holds only its name and why."""
    if row.trouble:
        return {"case": row.name, "kind": row.kind, "trouble": row.trouble}
    return {
        "case": row.name, "kind": row.kind, "title": row.title, "trouble": None,
        "band": row.band or None, "tier": row.tier or None, "p_band": row.p_band or None, "high_risk": row.high_risk,
        "nominals": row.nominals, "interventions": {p: row.counts[p] for p in PILLARS}, "pursue_share": row.pursue_share,
        "empty_p": list(row.empty), "lro": row.lro or None, "opened": _day(row.opened), "closed": _day(row.closed),
        "reviewed": _day(row.reviewed), "review_due": _day(row.review_due), "days_late": row.days_late, "deep_dive": _day(row.dived),
        "findings": dict(row.findings), "accepted": row.accepted,
        "disruptions": [
            {"pillar": one.pillar, "proposed": one.proposed, "moderated": one.moderated or None, "on": one.on.isoformat()}
            for one in row.disruptions
        ],
        "touched": [
            {
                "entry": one.number, "tactic": one.tactic, "title": one.title, "was": one.was, "now": one.now, "law": list(one.law),
                "comes_from": list(one.comes_from),
            }
            for one in row.touched
        ],
        "record": row.record_line or None,
    }  # fmt: skip


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None


def reviews_of_all_json(
    reviews: Sequence[Review], unread: Sequence[tuple[str, str, int]], *, total: int, stopped: bool, explain: bool
) -> dict[str, Any]:
    """`review --all --json`: each case as `review --json` gives it, however many there are, and those that could not be read."""
    return {
        "cases": [reviews_json([one], explain=explain) for one in reviews],
        "unread": [{"case": name, "trouble": why} for name, why, _ in unread],
        "total": total,
        "stopped": stopped,
    }

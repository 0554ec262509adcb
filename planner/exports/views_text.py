"""Results as text for a terminal: tables with colour where there is any, and words that say the same without it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import IO, TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.application.recommending import OUTCOMES, Recommendation, Recommended, summary
from planner.domain.tactic import PHASES, PILLARS, Pillar
from planner.domain.words import count_of, day, harmless, spoken
from planner.exports.remarked import returned_told, said_of
from planner.exports.telling import flat

if TYPE_CHECKING:
    from planner.application.arguing import Arguments
    from planner.application.explaining import Explained
    from planner.application.planning import Draft
    from planner.application.reviewing import Review
    from planner.application.ways import Ways
    from planner.domain.entries import Entry
    from planner.domain.library import Library
    from planner.domain.rules import ReviewRule

MARKS = {"certain": "● certain", "possible": "○ possible", "ruled_out": "– ruled out", "blocked": "✕ blocked"}
STYLES = {"certain": "bold green", "possible": "yellow", "ruled_out": "dim", "blocked": "bold red"}
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
PLAIN_WIDTH = 100
MOST_NAMED = 4
MOST_IN_FULL = 20
MOST_WAYS = 8


def _width_of_a_reader() -> int:
    """How wide to write what is piped: as the terminal of whoever reads it in a pager, else plainly."""
    return os.get_terminal_size(sys.stderr.fileno()).columns if sys.stderr.isatty() else PLAIN_WIDTH


def as_text(text: str, style: str = "") -> Text:
    """Text for the screen: what a file or a person typed never reaches the terminal as a command."""
    return Text(harmless(text), style=style)


def _keyed(value: object) -> str:
    """A key of the order as a person reads it: how much, without the sign that sorts more before less."""
    return f"{abs(value):g}" if isinstance(value, (int, float)) else str(value)


class _Console(Console):
    """A console that leaves a closed pipe to the command, which ends quietly."""

    def on_broken_pipe(self) -> None:
        """Let the error through."""
        raise BrokenPipeError


class Screen:
    """Writes views to a stream; every piece of text is text, never markup."""

    def __init__(self, stream: IO[str] | None = None, width: int | None = None) -> None:
        stream = stream or sys.stdout
        if width is None and not stream.isatty() and "COLUMNS" not in os.environ:
            width = _width_of_a_reader()
        self._console = _Console(file=stream, width=width, highlight=False, markup=False, emoji=False)

    def line(self, text: str = "", style: str = "") -> None:
        """One line of text. What does not fit stands further in under it, and a line break that was typed is shown as a sign,
        so that nothing typed can pass for a line of its own."""
        said = text.lstrip(" ").replace("\n", " ⏎ ")
        start = " " * (len(text) - len(text.lstrip(" ")))
        shown = Text()
        self._hang(shown, start, said, style, under=f"{start}  ")
        self._console.print(shown, soft_wrap=True, end="")

    def _bullets(self, lines: Iterable[str], indent: str = "  ") -> None:
        text = Text()
        for line in lines:
            self._hang(text, f"{indent}- ", line)
        self._console.print(text, soft_wrap=True, end="")

    def _hang(self, text: Text, start: str, said: str, style: str = "", *, under: str | None = None) -> None:
        """One paragraph more, its first line after `start`, the others after `under`, or as far in: laid out here, as tables
        cost most of a start."""
        under = " " * len(start) if under is None else under
        room = max(self._console.width - len(under), 20)
        for n, line in enumerate(self._wrapped(said, room) or [""]):
            text.append(under if n else start)
            text.append_text(as_text(line, style))
            text.append("\n")

    def _wrapped(self, said: str, room: int) -> list[str]:
        """Lines that fit: by the width of each sign, where some are not of one column."""
        if said.isascii():
            return wrap(said, room, break_on_hyphens=False)
        return [line.plain.rstrip() for line in Text(" ".join(said.split())).wrap(self._console, room)]

    def _table(self, *heads: str) -> Table:
        table = Table(box=box.SIMPLE, pad_edge=False, expand=False)
        for head in heads:
            table.add_column(as_text(head), overflow="fold")
        return table

    def _head(self, found: Recommendation) -> None:
        profile = found.profile
        self.line(f"{profile.title or profile.case} · {profile.nation} · law as of {day(found.as_of)}", "bold")
        if profile.kind == "training":
            self.line("TRAINING: not a live case.", "bold reverse")
        if profile.assumptions:
            self.line(f"Assumed, and recorded nowhere: {'; '.join(profile.assumptions)}", "yellow")
        engines = (
            f"durable_rules {found.durable} and the referee agree"
            if found.agreed
            else "the referee alone answers: durable_rules is not available here"
        )
        overlays = f" · overlays: {', '.join(found.library.overlays)}" if found.library.overlays else ""
        self.line(f"library {found.library.version} ({found.library.digest[:12]}){overlays} · {engines}", "dim")

    def recommendation(
        self,
        found: Recommendation,
        shown: Sequence[Recommended],
        *,
        whole: bool = False,
        decided: Mapping[str, Entry] | None = None,
    ) -> None:
        """`recommend`: what fits and why, what might and what to find out, what is blocked and why.

        Of each, the first few in full and the others by name; what is ruled out is counted. With `whole`, all of it in full.
        `decided`: of a stored case, what stands decided of a tactic.
        """
        decided = decided or {}
        self._head(found)
        listed = [one for one in shown if one.outcome != "possible" or one.sign or one.tactic.duty]
        told: list[Recommended] = []
        for outcome, says in (
            ("certain", "Fits the facts"),
            ("possible", "Might fit: find out"),
            ("blocked", "Blocked"),
            ("ruled_out", "Ruled out"),
        ):
            group = [one for one in listed if one.outcome == outcome]
            if not group:
                continue
            self.line()
            self.line(f"{says} ({len(group)})", STYLES[outcome])
            if outcome == "ruled_out" and not whole and len(group) > MOST_IN_FULL:
                self.line("Not listed here: --all lists them, each with what rules it out.", "dim")
                continue
            full = len(group) if whole else MOST_IN_FULL
            self._console.print(self._tactics(group[:full], group[full:], decided), soft_wrap=True, end="")
            told += group[:full]
        quiet = sum(one.outcome == "possible" and not one.sign and not one.tactic.duty for one in shown)
        if quiet:
            self.line(f"{quiet} more are possible but nothing recorded speaks for them yet; they are in --json.", "dim")
        self._guardrails(told)
        self._summary(found)
        self.line(
            "Proposals only: you decide, and record why. `fourp explain CASE TACTIC` says more of any of them.",
            "italic",
        )

    def _tactics(self, group: Sequence[Recommended], rest: Sequence[Recommended], decided: Mapping[str, Entry]) -> Text:
        """Each tactic with its place, its P and its id, whom it is on, and under it why; then the rest by name. What is decided
        of one stands beside it."""

        def marked(one: Recommended) -> str:
            entry = decided.get(one.tactic.id)
            return f" [{entry.title.upper()}, entry {entry.number}]" if entry else ""

        text = Text()
        for one in group:
            start = f"{one.rank:4}  "
            if one.outcome == "ruled_out":
                against = "; ".join(reason.text for reason in one.against)
                self._hang(text, start, f"{one.tactic.title} ({one.tactic.id}){marked(one)}: {against}")
                continue
            self._hang(text, start, f"{one.tactic.title}{marked(one)}", "bold" if one.offered else "")
            about = f"{one.tactic.pillar.capitalize()} · {one.tactic.id}"
            if one.subjects:
                more = len(one.subjects) - MOST_NAMED
                named = ", ".join(subject.label for subject in one.subjects[:MOST_NAMED])
                about += f" · on {named}{f' and {more} more' if more > 0 else ''}"
            under = " " * len(start)
            self._hang(text, under, about, "dim")
            for said, style in self._why(one):
                self._hang(text, under, said, style)
        if rest:
            self._hang(text, "", f"and {len(rest)} more, in order (--all gives the reasons):", "dim")
        for one in rest:
            about = f"{one.tactic.title} · {one.tactic.pillar.capitalize()} · {one.tactic.id}{marked(one)}"
            self._hang(text, f"{one.rank:4}  ", about)
        return text

    def _why(self, one: Recommended) -> Iterator[tuple[str, str]]:
        """What speaks for it, what to find out, or what stands against it; then what to look out for."""
        if one.outcome == "certain":
            yield from ((reason.text, "") for reason in one.reasons)
        elif one.outcome == "possible":
            yield from ((question.text, "") for question in one.questions[:2])
        else:
            blocks = [
                guardrail.text
                for guardrail in one.guardrails
                if one.outcome == "blocked" and guardrail.level == "block"
            ]
            yield "; ".join(blocks or [reason.text for reason in one.against]), ""
        if one.weak:
            yield "rests on weak information (grade D)", "yellow"
        for level, rules in self._levels(one).items():
            yield f"! {level}: {', '.join(rules)}", "bold red" if level == "block" else "yellow"

    def _levels(self, one: Recommended) -> dict[str, list[str]]:
        """The guardrails on a tactic by level; their words stand once, under the tables."""
        levels: dict[str, list[str]] = {}
        if one.outcome == "ruled_out":
            return levels
        for guardrail in (*one.guardrails, *(g for subject in one.subjects for g in subject.guardrails)):
            named = levels.setdefault(guardrail.level, [])
            if guardrail.rule not in named:
                named.append(guardrail.rule)
        return levels

    def _guardrails(self, shown: Sequence[Recommended]) -> None:
        told = {}
        for one in shown:
            for guardrail in (*one.guardrails, *(g for subject in one.subjects for g in subject.guardrails)):
                if one.offered or (one.outcome == "blocked" and guardrail.level == "block"):
                    told[(guardrail.rule, guardrail.level)] = guardrail.about_all
        if told:
            self.line("What the guardrails say", "bold")
            self._bullets(f"{rule} ({level}): {text}" for (rule, level), text in sorted(told.items()))

    def layers(self, library: Library) -> None:
        """Name the overlays, where there are any."""
        if library.overlays:
            self.line(f"overlays: {', '.join(library.overlays)}", "dim")

    def _summary(self, found: Recommendation) -> None:
        table = self._table("", *(spoken(outcome) for outcome in OUTCOMES))
        counted = summary(found)
        for pillar in PILLARS:
            table.add_row(
                as_text(pillar.capitalize()),
                *(as_text(str(counted["by_pillar"][pillar][outcome])) for outcome in OUTCOMES),
            )
        table.add_row(as_text("All"), *(as_text(str(counted[outcome])) for outcome in OUTCOMES))
        self._console.print(table)

    def explanation(self, explained: Explained, found: Recommendation, ways: Ways, argued: Arguments) -> None:
        """`explain`: one tactic, what speaks for it and against it, what excludes it, what is missing and what would flip it."""
        result, tactic = explained.result, explained.result.tactic
        self._head(found)
        self.line()
        self.line(
            f"{tactic.title} ({tactic.id}): {MARKS[result.outcome]}, place {result.rank} of {len(found.tactics)}",
            STYLES[result.outcome],
        )
        self.line(" ".join(tactic.summary.split()))
        self._argued(argued, tactic.id)
        if result.subjects:
            self.line("On", "bold")
            self._bullets(
                f"{s.label} ({s.ref}): {s.outcome}" + "".join(f"; {g.level}: {g.text}" for g in s.guardrails)
                for s in result.subjects
            )
        if explained.missing:
            self.line("Missing", "bold")
            self._bullets(
                f"{one.question}  [{one.fact}; would make it {spoken(one.would_make)}]" for one in explained.missing
            )
        self._change(explained, found.profile.case)
        self._ways(ways)
        self.line("Law", "bold")
        self._bullets(
            [
                f"{found.library.law[one.provision].name}: {found.library.law[one.provision].stands(one.status)}"
                for one in result.law
            ]
            or [tactic.no_power_needed]
        )
        self.line("Its place in the order", "bold")
        self._bullets(f"{key.says} Here: {_keyed(result.order[key.id])}." for key in found.library.order)

    def _ways(self, ways: Ways) -> None:
        """The other sets of as few facts that would make it certain."""
        others = ways.smallest[1:]
        if others:
            self.line("As small, and tried too", "bold")
            self._bullets(" and ".join(one.says for one in changes) for changes in others[:MOST_WAYS])
            left = len(others) - MOST_WAYS + ways.untried if len(others) > MOST_WAYS else ways.untried
            if left:
                self.line(f"  and {left} more like these (--json)", "dim")

    def _change(self, explained: Explained, case: str) -> None:
        away = explained.result.outcome == "certain"
        self.line(
            "The smallest change that would remove it" if away else "The smallest change that would make it certain",
            "bold",
        )
        self._bullets([one.says for one in explained.smallest_change] or ["No change of facts would."])
        if explained.smallest_change and not explained.smallest_change[0].fact.startswith("law."):
            flags = " ".join(f"--assume {one.assumption}" for one in explained.smallest_change)
            self._console.print(as_text(f"  Try it: fourp recommend {case} {flags}", "dim"), soft_wrap=True)

    def _argued(self, argued: Arguments, entry: str) -> None:
        """Arguments, each with the rule it comes from and what that rests on; under it the facts it rests on."""
        for head, found in (
            ("Because", argued.supporting),
            ("Against", argued.opposing),
            ("Excluding", argued.excluding),
        ):
            if found:
                self.line(head, "bold")
            for one in found:
                # What the entry itself rests on is told once, below.
                source = "" if one.source == argued.entry_source else f"; {one.source}"
                self._bullets([f"{one.text} [{one.rule}{source}]"])
                self._bullets((fact.says for fact in one.facts), "      ")
        self.line(f"{entry} rests on: {argued.entry_source}", "dim")

    def draft(self, plan: Draft, out: Path) -> None:
        """`draft`: what went into the file, P by P, and what is still to be decided."""
        self._head(plan.recommendation)
        for pillar in PILLARS:
            self.line()
            self.line(pillar.capitalize(), "bold")
            self._bullets(self._drafted(plan, pillar))
        self.line()
        self.line(f"Trajectory: known facts bear out {plan.trajectory}.")
        self.line(f"Next review: {day(plan.review_on)}. {plan.review_because}")
        others = f"{len(plan.also_fits)} more that fit, {len(plan.considered)} considered and not proposed"
        counted = f"{len(plan.requirements)} lines of intelligence requirement, {others}"
        decisions = "" if plan.book else f", {len(plan.decisions)} decisions always to record"
        self.line(f"Also in the file: {counted}{decisions}.")
        for one in plan.unmet:
            self.line(f"! {one}", "yellow")
        told = "Every line in it is a proposal: you decide, and record why."
        if plan.book:
            settled, shown = len(plan.book.interventions), sum(map(len, plan.interventions.values()))
            told = (
                f"It holds the plan as decided ({count_of(settled, 'intervention')}) with its record, then what is proposed "
                f"({count_of(shown, 'tactic')}): you decide those, and record why."
            )
        self.line(f"Written to {out}. {told}", "bold")

    def _drafted(self, plan: Draft, pillar: Pillar) -> list[str]:
        """What is decided in a P, then what is proposed; of a P with neither, why."""
        told, adopted = [], False
        for entry, made in plan.book.decided("undeveloped", "park") if plan.book else ():
            if made.pillar == pillar:
                until = f"parked until {made.until}" if made.kind == "park" else "left undeveloped"
                told.append(f"■ {until} (entry {entry.number})")
        for one in plan.book.interventions if plan.book else ():
            if one.decision.pillar == pillar:
                tactic = plan.recommendation.library.tactics.get(one.decision.tactic)
                named = tactic.title if tactic else one.decision.tactic or one.decision.text
                told.append(f"■ decided  {named} ({spoken(one.state)}, entry {one.number})")
                adopted |= one.state != "not_done"
        told += [
            f"{MARKS[one.found.outcome]}  {one.found.tactic.title} ({one.because})"
            for one in plan.interventions[pillar]
        ]
        if not plan.interventions[pillar]:
            told.append("Nothing more to propose." if adopted else plan.gaps[pillar])
        return told

    def reviews(self, reviews: Sequence[Review], *, explain: bool = False) -> None:
        """`review`: the findings on each plan, worst first, and what it covers; with `explain`, what is behind each."""
        for review in reviews:
            taken = len(review.findings) - len(review.open)
            self.line(
                f"{review.case}: {count_of(len(review.findings), 'finding')}{f', {taken} accepted' if taken else ''}",
                "bold",
            )
            if review.returned:
                self.line(flat(returned_told(review.returned, review.authenticated)), "bold")
            if not review.planned:
                self.line("No plan is written yet: it is reviewed as an empty one.", "dim")
            table = self._table("Severity", "Where", "Finding", "How to mend it")
            for finding in review.findings:
                rule = finding.rule
                behind = f"\n{_behind(rule)}" if explain else ""
                table.add_row(
                    as_text(
                        f"{finding.severity}, accepted" if finding.accepted else finding.severity,
                        "dim" if finding.accepted else SEVERITY_STYLES[finding.severity],
                    ),
                    as_text(finding.where),
                    as_text("\n".join([f"{rule.text}\n{rule.id}{behind}", *said_of(finding, review.authenticated)])),
                    as_text(rule.fix),
                )
            if review.findings:
                self._console.print(table)
            if review.coverage:
                self._matrix(review)

    def _matrix(self, review: Review) -> None:
        """How many interventions stand under each P and heading, phase by phase."""
        counted = {(one.pillar, one.heading, one.phase): one.count for one in review.coverage}
        phases = [phase for phase in (*PHASES, "") if any(key[2] == phase for key in counted)]
        table = self._table("P", "Heading", *(phase.capitalize() or "No phase" for phase in phases))
        for pillar, heading in dict.fromkeys(key[:2] for key in counted):
            counts = (str(counted.get((pillar, heading, phase), "–")) for phase in phases)
            table.add_row(as_text(pillar), as_text(heading or "–"), *(as_text(count) for count in counts))
        self._console.print(table)

    def review_rules(self, library: Library, *, explain: bool = False) -> None:
        """`review --rules`; with `explain`, what is behind each."""
        table = self._table("Rule", "Severity", "What it finds", "What is behind it" if explain else "Source")
        for one in library.review:
            behind = _behind(one) if explain else one.source
            table.add_row(as_text(one.id), as_text(one.severity), as_text(one.text), as_text(behind))
        self._console.print(table)

    def _section(self, head: str, lines: Iterable[str]) -> None:
        lines = [" ".join(line.split()) for line in lines]
        if lines:
            self.line(head, "bold")
            self._bullets(lines)


def _behind(rule: ReviewRule) -> str:
    """What inspectors found that a rule answers, and where it is from."""
    return f"Inspectors: {rule.inspection}\nSource: {rule.source}" if rule.inspection else f"Source: {rule.source}"

"""The record as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.application.casework import CaseRecord
from planner.domain.casebook import Casebook, SignOff
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.tactic import PILLARS
from planner.domain.words import day
from planner.exports.decided import about, told_of
from planner.exports.views_text import Screen
from planner.record.streams import Saved

if TYPE_CHECKING:
    from planner.application.changing import Moved
    from planner.application.deciding import Settled
    from planner.application.planning import ReviewClock
    from planner.application.signing import Verified

MOST_CHANGED = 6
WATERMARK = "TRAINING. Not a live case."
MARKING = "OFFICIAL-SENSITIVE"


class RecordView(Screen):
    """Shows the record of a case."""

    def mark(self, kind: str) -> None:
        """Say at the top what kind of case it is."""
        self.line(
            WATERMARK if kind == "training" else f"{MARKING}. Live case.", "bold" if kind == "training" else "bold red"
        )

    def saved(self, record: CaseRecord, settled: Settled) -> None:
        """One entry that is on disk."""
        self.line(
            f"Saved as entry {settled.saved.position} of {record.name}: {settled.entry.title}. {told_of(settled.entry)}"
        )
        if settled.entry.said and settled.entry.said.supersedes:
            self.line(f"It takes the place of entry {settled.entry.said.supersedes}, which stays in the record.")

    def changed(self, changed: Sequence[Moved]) -> None:
        """The tactics that stand differently after a fact."""
        if not changed:
            self.line("No tactic stands differently for it.")
            return
        words = {"appeared": "Appeared", "rose": "Rose to certain", "fell": "Fell to possible", "went": "Went"}
        self.line()
        for how, says in words.items():
            mine = [one for one in changed if one.how == how]
            if mine:
                self.line(f"{says} ({len(mine)})", "bold")
                told = (f"{one.result.tactic.title} ({one.result.tactic.id}): {'; '.join(one.because)}" for one in mine)
                self._bullets(list(told)[:MOST_CHANGED])
                if len(mine) > MOST_CHANGED:
                    self.line(f"  and {len(mine) - MOST_CHANGED} more (--json)", "dim")

    def entry(self, record: CaseRecord) -> None:
        """The last entry written."""
        last = record.book.entries[-1]
        self.line(f"Saved as entry {last.number} of {record.name}: {last.title}. {told_of(last)}")

    def opened(self, record: CaseRecord) -> None:
        """A case that has just been made or brought in."""
        person = record.store.person
        who = person.name if person.proved else f"{person.name} (not authenticated)"
        self.line(f"{record.name} is in the {record.store.kind} store with {record.position} entries, as {who}.")
        self.line(f'Next: fourp recommend {record.name}, fourp decide {record.name} select TACTIC --because "…"')

    def cases(self, found: Sequence[tuple[str, str, bool]]) -> None:
        """Every stored case."""
        if not found:
            self.line("There are no stored cases. Make one: fourp case new NAME --from smith-ocg")
        for kind, name, disposed in found:
            self.line(
                f"{'TRAINING' if kind == 'training' else 'live    '}  {name}" + ("  (disposed of)" if disposed else "")
            )

    def log(self, record: CaseRecord, entries: Sequence[Entry], book: Casebook) -> None:
        """Every entry in order."""
        self.line(f"{record.name}: {len(entries)} entries")
        for one in entries:
            mark = f" [superseded by {book.superseded[one.number]}]" if one.number in book.superseded else ""
            who = one.author if record.live else f"{one.author} (not authenticated)"
            self.line("")
            self.line(f"{one.number}. {one.title}{mark}", "bold")
            late = f", made {one.made_at:%Y-%m-%d %H:%M}" if (one.entered_at - one.made_at).total_seconds() > 60 else ""
            self.line(f"   entered {one.entered_at:%Y-%m-%d %H:%M} UTC{late}, by {who}", "dim")
            self.line(f"   {told_of(one)}")
        if entries:
            self.line("")
            self.line(f"head {entries[-1].head}", "dim")

    def verified(self, proved: Sequence[Verified], amiss: Sequence[str] = ()) -> None:
        """What proving came to."""
        if not proved:
            self.line("There are no stored cases to verify.")
        for what in amiss:
            self.line(what, "bold red")
        for one in proved:
            for note in one.notes:
                self.line(f"{one.case}: {note}.", "dim")
            if one.ok:
                self.line(
                    f"{one.case} ({one.kind}): {one.position} entries, each where it was written. Head {one.head}",
                    "green",
                )
            else:
                self.line(f"{one.case} ({one.kind}): THE RECORD IS NOT WHAT WAS WRITTEN", "bold red")
                for fault in one.faults:
                    self.line(f"  {fault.position}: {fault.what}")
        if any(one.kind == "training" for one in proved):
            told = "A training store has no key: a record rebuilt from the beginning is found only against an export (--against FILE)."
            self.line(told, "dim")

    def signed(self, record: CaseRecord, saved: Saved, signed: SignOff) -> None:
        """A sign-off just made."""
        person = record.store.person
        who = person.name if person.proved else f"{person.name} (not authenticated)"
        self.line(
            f"{record.name} signed off by {who}, entry {saved.position}. Fingerprint {signed.signed.fingerprint[:16]}."
        )
        self.line("Any later change to the plan or the facts ends it, and the record says so.")

    def exported(self, out: Path, saved: Saved) -> None:
        """A file just written."""
        self.line(f"Wrote {out}. Noted in the record as entry {saved.position}.")

    def disposed(self, record: CaseRecord, saved: Saved) -> None:
        """A case disposed of."""
        self.line(
            f"{record.name} is disposed of, entry {saved.position}. That its entries were made, when and by whom, still verifies."
        )
        self.line("Backups and exports made earlier still hold it: deal with them as your policy says.")

    def case(self, record: CaseRecord, library: Library, clock: ReviewClock) -> None:
        """A case: its plan, what it still needs, when it is next reviewed."""
        book = record.book
        self.line(book.profile.title or record.name, "bold")
        today = record.store.clock().date()
        late = " LATE." if clock.late(today) else ""
        self.line(f"Next review {day(clock.due)}.{late} {clock.because} Last: {day(clock.last)}.")
        signed = book.sign_off
        if signed:
            told = (
                "stands"
                if signed.stands
                else f"no longer stands: entries {', '.join(map(str, signed.voided_by))} came after it"
            )
            self.line(f"Sign-off of entry {signed.entry.number} by {signed.entry.author} {told}.")
        else:
            self.line("Not signed off.")
        held, until = book.keeping
        if held or until:
            self.line(("Held. " if held else "") + (f"Kept until {day(until)}." if until else ""))
        for pillar in PILLARS:
            mine = [one for one in book.interventions if one.decision.pillar == pillar]
            self.line("")
            self.line(f"{pillar.capitalize()} ({len(mine)})", "bold")
            for one in mine:
                self.line(f"  {one.number}. {about(one.decision, book, library)} [{one.state.replace('_', ' ')}]")
        meter = book.always_record()
        done = sum(one.state != "missing" for one in meter)
        self.line("")
        self.line(f"Decisions always to record: {done} of {len(meter)}", "bold")
        for each in meter:
            mark = "✓" if each.state == "recorded" else "–" if each.state != "missing" else "✗"
            self.line(f"  {mark} {each.says}: {each.state}")
        if book.scores():
            self.line("")
            self.line("As scored by others", "bold")
            for name, entry, fact in book.scores():
                when = day(fact.on) if fact.on else "no date"
                self.line(f"  {name.replace('_', ' ')}: {fact.value} ({when}, entry {entry.number})")

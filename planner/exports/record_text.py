"""The record as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from planner.application.casework import CaseRecord
from planner.domain.casebook import Casebook, SignOff
from planner.domain.entries import Entry
from planner.domain.library import Library
from planner.domain.words import day, spoken
from planner.exports.decided import refs_of, settled_parts, signed_off
from planner.exports.document import WATERMARK, Block, Bullets, Heading, Paragraph, Table
from planner.exports.telling import SHORT, by, made_earlier, moment, moved, sentences, superseded_by
from planner.exports.views_text import Screen
from planner.record.streams import Saved

if TYPE_CHECKING:
    from planner.application.changing import Moved
    from planner.application.deciding import Settled
    from planner.application.planning import ReviewClock
    from planner.application.signing import Verified

MOST_CHANGED = 6
MARKING = "OFFICIAL-SENSITIVE"
# The columns of a part of the plan that stand together on the first line of its row.
FIRST_LINE = ("Decision", "What")


class RecordView(Screen):
    """Shows the record of a case."""

    def mark(self, kind: str) -> None:
        """Say at the top what kind of case it is."""
        self.line(
            WATERMARK if kind == "training" else f"{MARKING}. Live case.", "bold" if kind == "training" else "bold red"
        )

    def saved(self, record: CaseRecord, settled: Settled) -> None:
        """One entry that is on disk, with all that was typed."""
        self._entry(record, settled.entry)

    def entry(self, record: CaseRecord) -> None:
        """The last entry written."""
        self._entry(record, record.book.entries[-1])

    def _entry(self, record: CaseRecord, entry: Entry) -> None:
        what, *rest = sentences(entry, record.book)
        self.typed("", f"Saved as entry {entry.number} of {record.name}: {entry.title}. {what}")
        for sentence in rest:
            self.typed("  ", sentence)

    def typed(self, start: str, said: str, style: str = "") -> None:
        """What somebody typed, after `start`: what is under its first line stands further in, and behind a bar where a line of
        its own was typed, so that none of it can pass for a line of the record."""
        text = Text()
        under = " " * len(start)
        bar = f"{under}  | "
        first, *others = said.split("\n")
        self._hang(text, start, first, style, under=f"{under}  ")
        for each in others:
            self._hang(text, bar, each, style, under=bar)
        self._console.print(text, soft_wrap=True, end="")

    def changed(self, changed: Sequence[Moved]) -> None:
        """The tactics that stand differently after a fact."""
        if not changed:
            self.line("No tactic stands differently for it.")
            return
        self.line()
        for says, told in moved(changed):
            self.line(f"{says} ({len(told)})", "bold")
            self._bullets(told[:MOST_CHANGED])
            if len(told) > MOST_CHANGED:
                self.line(f"  and {len(told) - MOST_CHANGED} more (--json)", "dim")

    def opened(self, record: CaseRecord) -> None:
        """A case that has just been made or brought in."""
        person = record.store.person
        who = person.name if person.proved else f"{person.name} (not authenticated)"
        self.line(f"{record.name} is in the {record.store.kind} store with {_entries(record.position)}, as {who}.")
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
        self.line(f"{record.name}: {_entries(len(entries))}")
        for one in entries:
            newer = superseded_by(one, book)
            mark = f" [superseded by {newer}]" if newer else ""
            self.line("")
            self.line(f"{one.number}. {one.title}{mark}", "bold")
            late = f", made {moment(one.made_at)}" if made_earlier(one) else ""
            self.line(f"   entered {moment(one.entered_at)} UTC{late}, by {by(one, record.live)}", "dim")
            for sentence in sentences(one, book):
                self.typed("   ", sentence)
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
                    f"{one.case} ({one.kind}): {_entries(one.position)}, each where it was written. Head {one.head}",
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
            f"{record.name} signed off by {who}, entry {saved.position}. Fingerprint {signed.signed.fingerprint[:SHORT]}."
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
        late = " LATE." if clock.late(record.store.clock().date()) else ""
        last = f"Last: {day(clock.last)}." if book.last_review else f"No review held yet; opened {day(clock.last)}."
        self.line(f"Next review {day(clock.due)}.{late} {clock.because} {last}")
        self.line(signed_off(book, record.live))
        held, until = book.keeping
        if held or until:
            self.line(("Held. " if held else "") + (f"Kept until {day(until)}." if until else ""))
        blocks = list(settled_parts(book, library, record.live))
        self._blocks(blocks or [Paragraph("Nothing is decided yet.")])
        self._meter(book)
        if book.scores():
            self.line("")
            self.line("As scored by others", "bold")
            for name, entry, fact in book.scores():
                when = day(fact.on) if fact.on else "no date"
                self.typed("  ", f"{spoken(name)}: {fact.value} ({when}, entry {entry.number})")

    def _meter(self, book: Casebook) -> None:
        """The nine decisions always to record; of one that is missing, what it lacks."""
        meter = book.always_record()
        done = sum(one.state != "missing" for one in meter)
        self.line("")
        self.line(f"Decisions always to record: {done} of {len(meter)}", "bold")
        for each in meter:
            mark = "✓" if each.state == "recorded" else "–" if each.state != "missing" else "✗"
            lacking = f": {', '.join(each.lacking)}" if each.lacking else ""
            self.line(f"  {mark} {each.says}: {each.state}{lacking}")

    def refs(self, record: CaseRecord) -> None:
        """Everyone and everything of the case as commands name them."""
        found = list(refs_of(record.book))
        if not found:
            self.line(
                f"{record.name} holds nobody and nothing yet. Add one: fourp learn {record.name} people/+.convicted …"
            )
        widest = max((len(ref) for ref, _ in found), default=0)
        for ref, label in found:
            self.typed(f"  {ref:{widest}}  ", label if label != ref else "(no label)")

    def _blocks(self, blocks: Iterable[Block]) -> None:
        """Parts of a document, on the screen."""
        for block in blocks:
            match block:
                case Heading(text):
                    self.line("")
                    self.line(text, "bold")
                case Paragraph(text, strong):
                    self.typed("", text, "bold" if strong else "")
                case Bullets(lines):
                    self._bullets(lines)
                case Table(head, rows) if any(head):
                    for row in rows:
                        self._row(head, row)
                case Table(_, rows):
                    (number, what), *told = rows
                    self._row(("", "", *(name for name, _ in told)), (number, what, *(value for _, value in told)))

    def _row(self, head: Sequence[str], row: Sequence[str]) -> None:
        """A row of a table: what it is, and under it each of its columns by name."""
        start = f"  {row[0].removeprefix('No. '):>3}  "
        named = list(zip(head, row, strict=True))[1:]
        first = [value for name, value in named if name in FIRST_LINE]
        self.typed(start, ": ".join(first) or row[1], "bold")
        for name, value in named[len(first) or 1 :]:
            for line in value.split("\n") if value else ():
                self.typed(" " * len(start), f"{name}: {line}")


def _entries(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'}"

"""The lines of Home: what is known of every case so far, laid out in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from planner.tui.days import short_day
from planner.tui.literal import literal
from planner.tui.rows import columns

if TYPE_CHECKING:
    from planner.application.due import Due
    from planner.application.looking_over import Brief, Proved, Shelf, Weighed

UNLOCK, MAKE = "unlock", "make"
TRAINING = "TRAINING"
TASKS_WIDTH, STEP_WIDTH, DUE_WIDTH = 8, 22, 22
NARROW = 70


@dataclass
class Known:
    """What is known of the stores and their cases so far, by the name that opens each; `find` is what is looked for.

    `read_once`: the stores have been read to the end, so that what is not known is not there.
    """

    shelves: dict[str, Shelf] = field(default_factory=dict)
    briefs: dict[str, Brief] = field(default_factory=dict)
    weighed: dict[str, Weighed] = field(default_factory=dict)
    trouble: dict[str, str] = field(default_factory=dict)
    proved: dict[str, Proved] = field(default_factory=dict)
    find: str = ""
    read_once: bool = False
    today: date = date.min
    titles: Counter[str] = field(default_factory=Counter)

    @property
    def locked(self) -> bool:
        """Whether the live store waits for a passphrase."""
        return "live" in self.shelves and self.shelves["live"].locked

    def keep_only(self, kind: str, names: tuple[str, ...] = ()) -> None:
        """Forget the cases of a store but these."""
        kept = {f"{kind}:{name}" for name in names}
        for key in [one for one in self.briefs if one.startswith(f"{kind}:") and one not in kept]:
            del self.briefs[key]
            self.weighed.pop(key, None)

    def cases(self, width: int, today: date) -> list[tuple[str, Content]]:
        """A line for every case, live ones first, each with the name that opens it; headings have none."""
        self.today = today
        self.titles = Counter(one.title for one in self.briefs.values())
        return [*self._live(width), *self._practice(width)]

    def _live(self, width: int) -> Iterator[tuple[str, Content]]:
        shelf = self.shelves.get("live")
        if shelf is None:
            if self.read_once:
                yield "", literal("Live cases", "bold")
                yield MAKE, literal("No live store here yet: Enter makes one.")
                yield "", literal("")
            return
        if shelf.locked:
            yield "", literal("Live cases   live store, locked", "bold")
            yield UNLOCK, literal("Unlock it with your passphrase")
        else:
            yield from self._rows(shelf, "Live cases", "None yet. n starts one, i imports one.", width)
        yield "", literal("")

    def _practice(self, width: int) -> Iterator[tuple[str, Content]]:
        from planner.application.looking_over import Shelf

        shelf = self.shelves.get("training")
        if shelf or self.read_once:
            empty = "None yet. p opens a practice run, n starts one."
            yield from self._rows(shelf or Shelf("training"), "Practice cases", empty, width)

    def _rows(self, shelf: Shelf, title: str, empty: str, width: int) -> Iterator[tuple[str, Content]]:
        name, step = self._widths(width)
        shown = [one for one in shelf.cases if self._matches(f"{shelf.kind}:{one}")]
        training = shelf.kind == "training"
        heading = f"{title} ({len(shelf.cases)})"
        if shelf.disposed:
            heading += f", {shelf.disposed} disposed of not shown"
        if training:
            yield "", literal(f"{heading}   {TRAINING}: nothing here is real", "bold")
        else:
            yield (
                "",
                columns((heading, name), ("Tasks", TASKS_WIDTH), ("Next step", step), ("Due", DUE_WIDTH), style="bold"),
            )
        if shelf.trouble:
            yield "", literal(f"  x cannot be opened: {shelf.trouble}")
        elif not shelf.cases:
            yield "", literal(f" {empty}")
        elif not shown:
            yield "", literal(f' 0 of {len(shelf.cases)} match "{self.find}". Esc clears the search.')
        for one in shown:
            yield f"{shelf.kind}:{one}", self._row(f"{shelf.kind}:{one}", name, step)

    def _row(self, key: str, name: int, step: int) -> Content:
        """One case on one line, as far as it is known."""
        kind, _, called = key.partition(":")
        brief, weighed = self.briefs.get(key), self.weighed.get(key)
        title = brief.title if brief else called
        if self.titles[title] > 1:
            title = f"{title} ({called})"
        trouble = self.trouble.get(key) or (brief.trouble if brief else "")
        marked = [(f"{TRAINING} ", "bold $text-warning")] if kind == "training" else []
        room = name - sum(len(text) for text, _ in marked)
        head = Content.assemble(*marked, columns((title, room)))
        if trouble:
            return Content.assemble(head, literal(f"x cannot be read: {trouble}", "$text-error"))
        if weighed is None:
            return head
        following = weighed.tasks.next
        told = following.says if following else "Log disruptions"
        counted = f"{weighed.tasks.done} of {len(weighed.tasks.seven)}"
        return Content.assemble(head, columns((counted, TASKS_WIDTH), (told, step), (self._review(weighed), DUE_WIDTH)))

    def _review(self, weighed: Weighed) -> str:
        late = max((self.today - weighed.review.due).days, 0)
        return f"! Review {_days(late)} late" if late else f"Review {short_day(weighed.review.due)}"

    def _widths(self, width: int) -> tuple[int, int]:
        """How wide the name and the next step are."""
        step = 0 if width < NARROW else STEP_WIDTH
        return max(width - TASKS_WIDTH - DUE_WIDTH - step, 16), step

    def _matches(self, key: str) -> bool:
        brief = self.briefs.get(key)
        said = f"{key.partition(':')[2]} {brief.title if brief else ''}".casefold()
        return self.find.casefold() in said

    def due(self) -> Iterator[tuple[str, Content]]:
        """What is due in live cases; in practice ones where no live case is there."""
        live = {key: one for key, one in self.weighed.items() if key.startswith("live:")}
        found = sorted(
            (due, key) for key, one in (live or self.weighed).items() for due in one.due if self._matches(key)
        )
        if not self.weighed:
            return
        yield "", literal(f"Due in the next 14 days ({len(found)})", "bold")
        if not found:
            yield "", literal(" Nothing is due in the next 14 days. Dates come from the plan.")
        for due, key in found:
            yield f"{key}|{due.kind}|{due.number}", self._due_row(due, key)

    def _due_row(self, due: Due, key: str) -> Content:
        late = due.days_late(self.today)
        when = f"! {_days(late)} late" if late else f"{due.on.day} {due.on:%b}"
        what = f"{due.what} ({due.pillar.capitalize()})" if due.pillar else due.what
        marked = f"{TRAINING} " if key.startswith("training:") else ""
        return Content.assemble(columns((when, 15), (f"{marked}{self.briefs[key].title}", 24)), literal(what))

    def proof(self, now: datetime) -> str:
        """How far the records are checked, or what the check found."""
        found = [(one.name, fault) for one in self.proved.values() for fault in one.faults]
        if found:
            told = [f"! {f'{name}: ' if name else ''}{fault[:1].upper()}{fault[1:]}." for name, fault in found[:3]]
            more = f" And {len(found) - 3} more." if len(found) > 3 else ""
            return f"{' '.join(told)}{more} Nothing was deleted. Keep the file and tell the record keeper."
        checked: Counter[str] = Counter(one.kind for one in self.proved.values() if one.name)
        total = sum(len(one.cases) for one in self.shelves.values())
        if checked.total() < total:
            return f"Checking records, {checked.total()} of {total}."
        if not total:
            return ""
        kinds = (("live", "live"), ("training", "practice"))
        told = [
            f"{checked[kind]} {what} case{'s' if checked[kind] > 1 else ''}" for kind, what in kinds if checked[kind]
        ]
        return f"Record checked {now:%H:%M}: {' and '.join(told)}, no entry altered."


def _days(many: int) -> str:
    return f"{many} day{'s' if many > 1 else ''}"

"""Next question: what is not known and worth asking, in order, answered or adopted where it stands."""

from __future__ import annotations

from collections import Counter

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import DataTable, Static

from planner.application.collecting import Sought, adopting, same_reasons, sought
from planner.application.deciding import Settled
from planner.application.needing import COSTS, Gap
from planner.application.requesting import partners_of
from planner.domain.tactic import PILLARS
from planner.domain.words import listed
from planner.errors import FourpError
from planner.exports.need_views import in_short, titles, worth_asking
from planner.tui.days import short_day
from planner.tui.gaps_dropping import ask_drop, ask_edit
from planner.tui.gaps_forms import STAYS, answer, ask_how, ask_source, told_source
from planner.tui.gaps_rows import FittedRows, Pane
from planner.tui.literal import literal
from planner.tui.small import ReadScreen

NEEDS = {"need_to_know": "need to know", "nice_to_know": "nice to know"}
MOST_TITLES = 2
WHO = "Who would know"
EMPTY = "Nothing unknown could change the plan today."


class NextQuestion(Pane):
    """The unknown facts, the most worth asking first."""

    counts = True

    def __init__(self) -> None:
        super().__init__(id="next")
        self._need = "need_to_know"
        self._gaps: tuple[Gap, ...] = ()
        self._adopted: dict[str, Sought] = {}
        self._counted = self._wanted = ""

    def compose(self) -> ComposeResult:
        """How many, the list, and what the cursor is on."""
        yield Static("", id="next-head", classes="head", markup=False)
        with Container(classes="lists"):
            yield FittedRows(
                ("", 4), ("Question", 0), ("Settles", 7), ("Opens", 5), (WHO, 18), id="questions", roomy=WHO
            )  # fmt: skip
            with VerticalScroll(classes="detail"):
                yield Static("", id="question", markup=False)
        yield Static("", id="next-foot", classes="foot", markup=False)

    # -- shown ----------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show what is worked out already; until it is counted anew the old order stays."""
        self._adopted = {one.fact: one for one in sought(self.sitting.book, self.sitting.profile, self.sitting.library)}
        if self.sitting.ready("gaps"):
            self._fill()
        else:
            self._head(" updating" if self._counted else "Working out what is worth asking...")

    def _fill(self) -> None:
        self._gaps = self.sitting.gaps
        counts = Counter(one.need for one in self._gaps)
        self._need = next((one.need for one in self._gaps if one.fact == self._wanted), self._need)
        told = [f"{counts[need]} {says}" for need, says in NEEDS.items()]
        marked = [f"[{one}]" if need == self._need else f" {one} " for need, one in zip(NEEDS, told, strict=True)]
        self._counted = f"{len(self._gaps)} not known: {' '.join(marked)} f"
        self._head()
        rows = []
        for n, one in enumerate(self._shown(), 1):
            mark = f"{n}+" if one.fact in self._adopted else str(n)
            rows.append(
                (one.fact, (mark, self._short(one.fact), str(len(one.settles)), str(len(one.opens)), one.holders[0]))
            )
        self.query_one(FittedRows).fill(rows, self._wanted)
        self._wanted = ""
        self._tell()

    def _head(self, more: str = "") -> None:
        self.query_one("#next-head", Static).update(literal(f"{self._counted}{more}"))

    def _shown(self) -> list[Gap]:
        return [one for one in self._gaps if one.need == self._need]

    @property
    def gap(self) -> Gap | None:
        """What the cursor is on."""
        key = self.query_one(FittedRows).key
        return next((one for one in self._gaps if one.fact == key), None)

    def on_data_table_row_highlighted(self) -> None:
        """Tell of what the cursor is on now."""
        self._tell()
        if self.gap:
            self.planner.stopped_at("gaps", "next", self.gap.fact)

    def _tell(self) -> None:
        gap = self.gap
        text = "\n".join(self._lines(gap)) if gap else self._nothing()
        self.query_one("#question", Static).update(literal(text))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        foot = f"y Yes  n No  d Not known yet   From: {told_source(self.sitting)} (h)" if gap else ""
        self.query_one("#next-foot", Static).update(literal(foot))

    def _nothing(self) -> str:
        return f"None that is {NEEDS[self._need]}: f shows the others." if self._gaps else EMPTY

    def _lines(self, gap: Gap) -> list[str]:
        library = self.sitting.library
        told = [gap.question]
        if gap.fact in self._adopted:
            told.append(f"Adopted: {self._adoption(self._adopted[gap.fact])}.")
        if gap.settles:
            pillars = Counter(library.tactics[name].pillar for name in gap.opens)
            spread = ", ".join(f"{p.capitalize()} {pillars[p]}" for p in PILLARS if pillars[p])
            opens = f", opens {len(gap.opens)} ({spread})" if gap.opens else ""
            told.append(f"Settles {len(gap.settles)}{opens}: {titles(gap.settles, library, MOST_TITLES)}.")
        numbers = {one.fact: n for n, one in enumerate(self._shown(), 1)}
        for other, tactics in gap.beside.items():
            which = f"question {numbers[other]}" if other in numbers else f'"{self._short(other)}"'
            more = titles(tactics, library, MOST_TITLES)
            told.append(f"With {which} it settles {len(tactics)} more than either alone: {more}.")
        if gap.duties:
            told.append(f"Bears on a duty: {titles(gap.duties, library, MOST_TITLES)}.")
        told.append(f"Who would know: {listed(gap.holders[:MOST_TITLES], 'or')}. Cost: {COSTS[gap.cost]}.")
        return told

    def _short(self, fact: str) -> str:
        return in_short(fact, self.sitting.profile, self.sitting.library)

    def _adoption(self, one: Sought) -> str:
        made = one.decision
        parts = [f"entry {one.number}", made.owner, f"due {short_day(made.due)}" if made.due else "no due date yet"]
        return ", ".join(part for part in parts if part)

    def jump_to(self, to: str) -> None:
        """Put the cursor on a fact, once it is counted."""
        self._wanted = to
        if self._gaps:
            self._fill()

    # -- its keys -------------------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter: answer it now."""
        event.stop()
        gap = self.gap
        if gap:
            does = {"yes": self.do_yes, "no": self.do_no, "later": self.do_later}
            ask_how(self.planner, gap.question, lambda how: does[how]())

    def do_yes(self) -> None:
        """It is so."""
        if self.gap:
            answer(self.planner, self.gap.fact, self.gap.question, "yes")

    def do_no(self) -> None:
        """It is known not to be so."""
        if self.gap:
            answer(self.planner, self.gap.fact, self.gap.question, "no")

    def do_later(self) -> None:
        """It stays unknown: on to the next."""
        if self.gap:
            self.query_one(FittedRows).action_cursor_down()
            self.planner.say(STAYS)

    def do_source(self) -> None:
        """Read from another source."""
        ask_source(self.planner, self._tell)

    def do_filter(self) -> None:
        """What is needed, or what is nice to know."""
        self._need = next(one for one in NEEDS if one != self._need)
        self._fill()

    def do_add(self) -> None:
        """Adopt it as something to be found out."""
        self._adopt()

    def do_ask(self) -> None:
        """Put it to the partners who could tell, adopting it first."""
        gap = self.gap
        if gap is None:
            return
        agencies = partners_of(gap.holders, self.sitting.library)
        if not agencies:
            self.planner.say("Nobody outside the police would hold this. a adopts it for your own sources.")
        elif gap.fact in self._adopted:
            self.planner.open_page("gaps", "requests", agencies[0])
        else:
            self._adopt(then=agencies[0])

    def _adopt(self, then: str = "") -> None:
        gap = self.gap
        if gap is None:
            return
        requirement, collection = adopting(gap, self.sitting.library)
        found = self._adopted.get(gap.fact)
        if found and not found.last("requirement"):
            given = {name: getattr(requirement, name) for name in ("text", "drives", "fact")}
            self.planner.ask(
                "requirement", given=given, title="Its requirement is not written yet", about=requirement.text
            )
            return
        if found:
            self.planner.say(f"Adopted already: entry {found.number}. e changes it, x drops it.")
            return

        def adopted(settled: Settled) -> None:
            try:
                second = self.sitting.decide(requirement, same_reasons(settled.entry))
            except (FourpError, OSError) as error:
                self.planner.trouble(error)
                return
            self.planner.saved(second, f"Adopted as entries {settled.entry.number} and {second.entry.number}.")
            if then:
                self.planner.open_page("gaps", "requests", then)

        given = {name: getattr(collection, name) for name in ("text", "source", "method", "fact")}
        about = f"{collection.text}\n\nFilled in; e changes it later.\nSources: {collection.source}\nMethod: {collection.method}"
        if requirement.drives:
            about += f"\nIt would drive: {requirement.drives}"
        self.planner.ask(
            "collection", adopted, given=given, ask=("owner", "due"), title="Adopt this question", about=about
        )

    def do_edit(self) -> None:
        """Change how it is to be found out."""
        one = self._adopted.get(self.gap.fact) if self.gap else None
        if one is None:
            self.planner.say("It is not adopted yet: a adopts it.")
        else:
            ask_edit(self.planner, one)

    def do_drop(self) -> None:
        """Drop it from what is to be found out."""
        one = self._adopted.get(self.gap.fact) if self.gap else None
        if one is None:
            self.planner.say(
                "It is not adopted, so there is nothing to drop. It stays in the list while it is not known."
            )
        else:
            ask_drop(self.planner, one)

    def do_why(self) -> None:
        """Why it is worth asking, in full."""
        gap = self.gap
        if gap is None:
            return
        told = [f"{says[:1].upper()}{says[1:]} {what}" for says, what in worth_asking(gap, self.sitting.library, 99)]
        told.append(f"On average an answer settles {gap.worth:g} tactics. It is {NEEDS[gap.need]}.")
        self.planner.push_screen(ReadScreen(gap.question, "\n\n".join(told)))

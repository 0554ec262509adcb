"""The page "Tactics": which fit, why, what each would add, and the officer's own choice of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.application.choosing import CODES, DECIDED, STATES, Filter, Menu, flips
from planner.domain.tactic import PILLARS
from planner.domain.words import count_of
from planner.errors import EngineError, EnginesDisagree, FourpError
from planner.tui.fields import Done, Line
from planner.tui.frame import Page
from planner.tui.literal import literal
from planner.tui.sheet import shown
from planner.tui.small import ReadScreen
from planner.tui.tactics_detail import Detail, as_text
from planner.tui.tactics_list import TacticList, fitted
from planner.tui.tactics_small import CompareScreen, FilterScreen

if TYPE_CHECKING:
    from planner.application.deciding import Settled
    from planner.application.recommending import Recommended

SHORT = "short:"
LONGEST_BAR = 5
ROOM_FOR_ALL = 70
# The columns of a wide list beside the title: what `Menu.columns` gives, and how many cells each takes.
LABELS = ("State", "P", "Phase", "Ev.", "Facts", "Law")
WIDTHS = (11, 8, 6, 4, 7, 3)
MOST_DIFFERENCES = 6


class TacticsPage(Page):
    """The list of tactics beside what is said of the one under the cursor."""

    NAME = "tactics"
    TITLE_TEXT = "Tactics"
    AUTO_FOCUS = "#list"
    HELP_TEXT = (
        "Every tactic that the facts speak for, or may, in order. + certain means every fact it needs is known; ? possible means "
        "that a question would settle it; x ruled out; ! blocked by a rule or by the law. Certain is about facts, never about "
        "success.\n\nThe order is duties, certain before possible, how many of its grounds are known, how much of this case it "
        "answers, least intrusive, evidence. It is a list to think with: it offers, and you decide. Only what you shortlist (*) "
        "needs a decision. S selected, R rejected, D deferred, O selected over a rule.\n\nType / to find, a digit for one P, f for "
        "the rest. What is ruled out, blocked or without any sign yet is listed when you ask for it: f, or by name."
    )
    CSS_PATH = "tactics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "decide('select')", "Select", id="tactics.select", tooltip="Select it, with your reason"),
        Binding("r", "decide('reject')", "Reject", id="tactics.reject", tooltip="Reject it, with your reason"),
        Binding("d", "decide('defer')", "Defer", id="tactics.defer", tooltip="Put it off until a day or a fact"),
        Binding("q", "ask", "Ask", id="tactics.ask", tooltip="Ask the question that would settle it, on Gaps"),
        Binding("f", "filter", "Filter", id="tactics.filter", tooltip="Show some of them: P, heading, phase, agency, how it stands"),
        Binding("o", "decide('override')", "Override", id="tactics.override", show=False, tooltip="Select it over a rule that blocks it"),
        Binding("slash", "find", "Find", id="tactics.find", show=False, key_display="/", tooltip="Find by words, as you type"),
        *(
            Binding(str(n), f"pillar('{p}')", p.capitalize(), id=f"tactics.{p}", show=False, tooltip=f"Show {p.capitalize()} alone")
            for n, p in enumerate(PILLARS, 1)
        ),
        Binding("0", "pillar('')", "All Ps", id="tactics.all", show=False, tooltip="Show all four Ps, and no filter"),
        Binding("space", "shortlist", "Shortlist", id="tactics.short", show=False, tooltip="Put it on the shortlist, or take it off"),
        Binding("equals_sign", "compare", "Compare", id="tactics.compare", show=False, key_display="=", tooltip="Compare two: press it on each"),
        Binding("w", "why", "Why", id="tactics.why", show=False, tooltip="Why, why not, and what would flip it"),
        Binding("down", "into_list", "Into the list", id="tactics.into", show=False, tooltip="From the words to the list"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._menu: Menu | None = None
        self._filter = Filter()
        self._left_out = 0
        self._beside = ""

    def body(self) -> ComposeResult:
        """The plan so far, what is listed, the list and the detail; or what is amiss in their place."""
        yield Static("", id="so-far", markup=False)
        yield Static("", id="counted", markup=False)
        with Widget(id="panes"):
            with Vertical(id="menu"):
                yield Line(id="find", placeholder="words of a tactic")
                yield Static("", id="columns", markup=False)
                yield TacticList(self._draw, id="list")
                yield Static("", id="nothing", markup=False)
            yield Detail(id="detail")
        with VerticalScroll(id="problem"):
            yield Static("", id="told", markup=False)

    # -- shown ------------------------------------------------------------------------------------------------------------

    @property
    def _list(self) -> TacticList:
        return self.query_one("#list", TacticList)

    @property
    def _current(self) -> Recommended | None:
        return self._list.current if self._menu else None

    def show_case(self) -> None:
        """Rank anew, as the facts stand; where the two engines differ, show nothing of the list and say so."""
        try:
            found = self.sitting.found
        except EngineError as error:
            self._menu = None
            self._list.fill((), "")
            self._tell_problem(error)
            return
        shortlist = {one.removeprefix(SHORT) for one in self.sitting.unsaved.seen if one.startswith(SHORT)}
        if self.query_one("#problem").has_focus:
            self._list.focus()
        self._menu = Menu(found, self.sitting.book, self.sitting.today, shortlist)
        for name, display in (("#panes", True), ("#so-far", True), ("#counted", True), ("#problem", False)):
            self.query_one(name).display = display
        self._fill()

    def _fill(self) -> None:
        """The list as filtered, with the cursor where it was."""
        if self._menu is None:
            return
        listed = self._menu.shown(self._filter)
        self._left_out = listed.left_out
        self._list.fill(listed.rows, self.at)
        self._list.display = bool(listed.rows)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not listed.rows
        nothing.update(literal(self._empty()))
        self._write_counts()
        self._show_current()

    def _empty(self) -> str:
        assert self._menu is not None
        also = (
            f" {self._left_out} more match and are ruled out, blocked or without any sign yet: f shows them."
            if self._left_out
            else ""
        )
        if self._filter.words:
            return f'0 match "{self._filter.words}".{also} Esc clears the search.'
        if self._filter != Filter():
            return f"No tactic fits these filters.{also} 0 shows all Ps."
        return f"No tactic is certain or possible yet.{also} Answer a few questions on F3 and the list starts to move."

    def _write_counts(self) -> None:
        menu = self._menu
        assert menu is not None
        short = self.size.width < 80

        def told(pillar: str) -> str:
            count = menu.planned[pillar]
            bar = "/" if not count and pillar in menu.left else "#" * min(count, LONGEST_BAR) if count else "!"
            return f"{CODES[pillar] if short else pillar.capitalize()} {count} {bar}"

        self.query_one("#so-far", Static).update(
            literal("Plan so far: " + "  ".join(told(p) for p in PILLARS)), layout=False
        )
        decided, wanted = len(menu.taken), len(menu.shortlist - menu.taken.keys())
        said = f"{decided} decided" + (f", {wanted} on the shortlist" if wanted else "")
        count = len(self._list.rows)
        if self._filter.words:
            listed = f'{count} match "{self._filter.words}"' + (
                f", {self._left_out} more not shown (f)" if self._left_out else ""
            )
            listed += f" in {self._filter.says}" if self._filter.says else ""
        elif self._filter.says:
            listed = f"{self._filter.says}: {count}"
        else:
            listed = f"All Ps: {menu.counts['certain']} certain, {menu.counts['possible']} possible"
        if self.has_class("-wide") and not self._filter.words:
            rest = [
                f"{menu.counts[name]} {says.removeprefix('possible, ')} {mark}"
                for name, (mark, says) in list(STATES.items())[2:]
            ]
            listed += ", " + ", ".join(rest)
        width = self.size.width - 2
        self.query_one("#counted", Static).update(
            literal(f"{fitted(listed, width - len(said) - 2)}  {said}"), layout=False
        )

    def _draw(self, one: Recommended, width: int) -> tuple[str, str]:
        """One row of the list in so many cells, with its style."""
        assert self._menu is not None
        marks = self._menu.marks(one)
        style = (
            "list--taken"
            if marks[0] in "SO"
            else "list--gone"
            if one.outcome in ("ruled_out", "blocked")
            else "list--row"
        )
        return f"{marks} {self._laid(self._menu.columns(one), one.tactic.pillar, one.tactic.title, width - 3)}", style

    def _laid(self, columns: Sequence[str], pillar: str, title: str, width: int) -> str:
        """The columns of a row for which there is room, the title in what is left."""
        state, named, *rest = (fitted(said, size) for said, size in zip(columns, WIDTHS, strict=True))
        before, after = f"{CODES.get(pillar, 'P '):2} ", ""
        if width >= ROOM_FOR_ALL:
            before = state + named
        if self.has_class("-wide"):
            after = " " + "".join(rest)
        return f"{before}{fitted(title, width - len(before) - len(after))}{after}"

    def _show_current(self) -> None:
        """What is said of the tactic under the cursor."""
        one, detail = self._current, self.query_one("#detail", Detail)
        if one is None or self._menu is None:
            detail.show("", (), ())
            return
        self.at = one.tactic.id
        self.planner.stopped_at(self.NAME, self.view, self.at)
        head = list(self._menu.head(one))
        for kind, says in DECIDED.items():
            if typed := self.sitting.unsaved.texts.get(f"{kind}:{one.tactic.id}:because"):
                head.append(
                    f"~ Draft kept, {count_of(len(typed.split()), 'word')}: {says[0].lower()} takes you back to it"
                )
        detail.show(one.tactic.title, head, self._menu.sections(one))

    def _tell_problem(self, error: EngineError) -> None:
        """What is wrong, what is safe and what to do, in place of the list."""
        for name, display in (("#panes", False), ("#so-far", False), ("#counted", False), ("#problem", True)):
            self.query_one(name).display = display
        told = ["The tactics list cannot be shown", ""]
        if isinstance(error, EnginesDisagree):
            told += ["What happened", "  Two checks gave different answers. Nothing is shown until they agree:"]
            told += [f"  x {one}" for one in error.differences[:MOST_DIFFERENCES]]
            more = len(error.differences) - MOST_DIFFERENCES
            told += [f"  and {more} more"] if more > 0 else []
        else:
            told += ["What happened", f"  {error}"]
        told += ["", "What is safe", f"  Your case as it stands at entry {self.sitting.position}, and every draft.", ""]
        told += [
            "What to do",
            "  Do not rely on an earlier list for these. F3 Picture, F5 Plan and F8 Log work as before.",
        ]
        told += ["  ^p, then “work the list out again”, tries once more."]
        report = getattr(error, "report", None)
        told += [f"  Send the report to the library's keeper: {report}"] if report else []
        self.query_one("#told", Static).update(literal("\n".join(told)))
        self.query_one("#problem").focus()
        self.planner.last_trouble = str(error)

    def on_resize(self) -> None:
        """The lines above the list, for the new width."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self._menu:
            self._write_counts()
            width = self._list.scrollable_content_region.width - 4
            self.query_one("#columns", Static).update(literal(f"    {self._laid(LABELS, '', 'Tactic', width)}"))

    # -- moved ------------------------------------------------------------------------------------------------------------

    def on_tactic_list_moved(self) -> None:
        """Another tactic is under the cursor."""
        self._show_current()

    def on_tactic_list_read(self) -> None:
        """Read on in the detail."""
        self.query_one("#detail").focus()

    def jump_to(self, to: str) -> None:
        """Put the cursor on a tactic, whatever the filter; the name of a P shows what fits there."""
        if self._menu is None:
            return
        if to in PILLARS:
            self._filter = Filter(pillars=frozenset({to}))
            self._close_find()
            self._fill()
            return
        for asked in (self._filter, Filter(), Filter(states=frozenset(STATES))):
            if any(one.tactic.id == to for one in self._menu.shown(asked).rows):
                self._filter, self.at = asked, to
                self._close_find()
                self._fill()
                return

    def action_back(self) -> None:
        """From the detail to the list; then what was sought and filtered is cleared; then the task list."""
        if self.query_one("#detail").has_focus:
            self._list.focus()
        elif self.query_one("#find").has_class("-open"):
            self._close_find()
            self._ask_for(replace(self._filter, words=""))
        elif self._beside:
            self._beside = ""
            self.say("")
        elif self._filter != Filter():
            self._ask_for(Filter())
        else:
            super().action_back()

    def action_into_list(self) -> None:
        """From the words to the list."""
        if self._list.display:
            self._list.focus()

    def _next_undecided(self, after: str) -> None:
        """On to the next row that nothing is decided of."""
        rows = self._list.rows
        at = next((n for n, one in enumerate(rows) if one.tactic.id == after), -1)
        assert self._menu is not None
        for n in range(at + 1, len(rows)):
            if rows[n].tactic.id not in self._menu.taken:
                self._list.go_to(n)
                return

    # -- filtered ---------------------------------------------------------------------------------------------------------

    def _ask_for(self, asked: Filter) -> None:
        self._filter = asked
        self._list.cursor = 0
        self._fill()

    def action_pillar(self, pillar: str) -> None:
        """One P, or everything."""
        self._ask_for(
            replace(self._filter, pillars=frozenset({pillar})) if pillar else Filter(words=self._filter.words)
        )

    def action_filter(self) -> None:
        """Ask what to show."""

        def answered(asked: Filter | None) -> None:
            if asked is not None:
                self._ask_for(asked)

        self.planner.push_screen(FilterScreen(self._filter), answered)

    def action_state(self, name: str) -> None:
        """Show those that stand so."""
        self._ask_for(Filter(states=frozenset({name})))

    def action_shortlist_only(self) -> None:
        """Show what is on the shortlist or decided."""
        self._ask_for(Filter(shortlist=True))

    def action_find(self) -> None:
        """Type words to find."""
        if self._menu:
            find = self.query_one("#find", Line)
            find.add_class("-open")
            find.focus()

    def _close_find(self) -> None:
        find = self.query_one("#find", Line)
        find.remove_class("-open")
        with find.prevent(Input.Changed):
            find.value = ""
        self._list.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as it is typed."""
        self._ask_for(replace(self._filter, words=event.value.strip()))

    def on_done(self, event: Done) -> None:
        """Enter after the words: into the list."""
        event.stop()
        self.action_into_list()

    # -- decided ----------------------------------------------------------------------------------------------------------

    def action_decide(self, kind: str, whole: bool = False) -> None:
        """Open the sheet for a decision on the tactic under the cursor, or say why it is not open."""
        one, menu = self._current, self._menu
        if one is None or menu is None:
            self.say("No tactic is under the cursor.")
            return
        if refused := menu.refusal(one, kind):
            self.say(refused)
            return
        sheet, tactic = menu.sheet(one, kind, whole=whole), one.tactic

        def saved(_: Settled) -> None:
            self._next_undecided(tactic.id)

        self.planner.ask(
            kind, saved, given={"tactic": tactic.id}, ask=sheet.ask, title=sheet.title, about=sheet.about, on=tactic.on or "",
            start={name: shown(value) for name, value in sheet.start.items()}, filled=sheet.filled, supersedes=sheet.supersedes,
        )  # fmt: skip

    def action_shortlist(self) -> None:
        """Put it on the shortlist, or take it off."""
        one = self._current
        if one is None or self._menu is None:
            return
        self.sitting.unsaved.seen ^= {SHORT + one.tactic.id}
        self._menu.shortlist = frozenset(self._menu.shortlist) ^ {one.tactic.id}
        self._list.draw_current()
        self._write_counts()
        self._show_current()

    def action_ask(self) -> None:
        """Take the first question that would settle it to Gaps."""
        one = self._current
        if one is None:
            return
        asks = self._menu.asks(one) if self._menu else ()
        if asks:
            self.planner.open_page("gaps", "next", asks[0].fact)
        else:
            self.say("No question is open for it: the facts settle it.")

    # -- weighed ----------------------------------------------------------------------------------------------------------

    def action_compare(self) -> None:
        """The first press keeps the one under the cursor, the second shows both."""
        one, menu = self._current, self._menu
        if one is None or menu is None:
            return
        first = self.sitting.tactic(self._beside) if self._beside else None
        if first is None or first is one:
            self._beside = one.tactic.id
            self.say(f"Compare “{one.tactic.title}” with: go to another and press = again. Esc forgets it.")
            return
        self._beside = ""
        self.say("")
        titles = (first.tactic.title, one.tactic.title)
        self.planner.push_screen(CompareScreen(titles, menu.compared(first, one)))

    def action_why(self) -> None:
        """Work out what would flip it, and show it."""
        one = self._current
        if one is not None:
            self.say(f"Working out what would flip “{one.tactic.title}”...")
            self.call_after_refresh(self._explain, one)

    def _explain(self, one: Recommended) -> None:
        from planner.application.explaining import explain
        from planner.application.ways import ways

        recommender, profile = self.sitting.bench.recommender, self.sitting.profile
        try:
            explained, found = explain(recommender, profile, one.tactic.id)
            into = ways(recommender, profile, one)
        except FourpError as error:
            self.trouble(error)
            return
        self.say("")
        self.planner.push_screen(ReadScreen(one.tactic.title, as_text(flips(explained, into, found))))

    def action_offered(self) -> None:
        """What was shown when the one under the cursor was decided on."""
        from planner.exports.telling import sentences

        one = self._current
        taken = self._menu.taken.get(one.tactic.id) if one and self._menu else None
        if one is None or taken is None:
            self.say("Nothing is decided of it yet.")
            return
        entry, library = taken[0], self.sitting.library
        basis = entry.said.content.basis if entry.said and hasattr(entry.said.content, "basis") else None
        told = sentences(entry, self.sitting.book, library)
        told += [f"+ {text}" for text in basis.reasons] if basis else []
        told += [f"x {text}" for text in basis.against] if basis else []
        self.planner.push_screen(ReadScreen(f"Entry {entry.number}: {one.tactic.title}", "\n\n".join(told)))

    def action_again(self) -> None:
        """Work the list out again."""
        self.update()

    def palette(self) -> Iterator[tuple[str, str, str]]:
        """What the list offers beside its keys."""
        if self._menu is None:
            yield "tactic: Work the list out again", "again", "Ask both engines once more"
            return
        yield "tactic: Select, every field", "decide('select', True)", "Select it, and look at all that is filled in"
        yield "tactic: Show what fits and what might", "pillar('')", "The list as it begins"
        for name, (_, says) in STATES.items():
            yield f"tactic: Show {self._menu.counts[name]} {says}", f"state('{name}')", f"Those that are {says}, alone"
        yield "tactic: Show the shortlist", "shortlist_only", "What you shortlisted or decided"
        yield "decision: Show what was offered", "offered", "What was shown when it was decided"

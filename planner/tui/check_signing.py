"""Check, sign-off: what would be signed, what stands in its way, who may sign, and what ended a sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from planner.application.planning import review_clock
from planner.application.putting_right import count_facts, ended_by, in_fours, obstacles
from planner.application.saying import reason_faults
from planner.application.signing import sign
from planner.application.vetting import Reasons
from planner.domain.words import count_of
from planner.errors import FourpError, InputError
from planner.exports.decided import signed_off
from planner.tui.check_answers import one_line
from planner.tui.check_findings import counted
from planner.tui.days import short_day
from planner.tui.fields import Done, Words
from planner.tui.frame import Frame
from planner.tui.literal import literal
from planner.tui.log_moments import at
from planner.tui.sheet import WIPED

if TYPE_CHECKING:
    from planner.application.sitting import Sitting

DRAFT = "sign-off:because"
IN_TRAINING = "In training nobody proves who they are, so a practice sign-off carries no signature."
MOST_ENDED = 6


def what_is_signed(sitting: Sitting) -> list[str]:
    """What a sign-off is of: the plan, the facts and the library as they stand, and the fingerprint of all three."""
    book, review = sitting.book, sitting.review
    decided = len(book.decided("select", "reject", "defer", "override"))
    return [
        f"Plan      {len(book.interventions)} interventions, {len(book.decided('objective'))} objectives, {decided} tactic decisions",
        f"Facts     {count_facts(sitting.profile)}, as known on {short_day(sitting.today)}",
        f"Library   {len(sitting.library.active)} tactics, {in_fours(book.library or sitting.library.digest, 2)}",
        f"Review    {counted(review.findings)}",
        f"Log       entry {book.entries[-1].number}; fingerprint {in_fours(book.fingerprint())}",
    ]


def who_signs(sitting: Sitting) -> str:
    """Who is at the planner, and who may sign."""
    name = sitting.record.store.person.name
    if not sitting.record.live:
        return f"You are {name}. {IN_TRAINING}"
    return f"You are {name}. Whoever wrote or decided part of the plan does not sign it; another person of this store does."


class SignOffView(Widget):
    """Whether the plan is signed off, and whether it can be."""

    def compose(self) -> ComposeResult:
        """One text, that scrolls."""
        with VerticalScroll(id="signing-scroll"):
            yield Static("", id="signing", markup=False)

    def fill(self, sitting: Sitting) -> None:
        """How the sign-off stands. Raises FourpError."""
        self.may_sign = False
        parts = [who_signs(sitting), *self._signed(sitting)]
        found = obstacles(sitting.record, sitting.review)
        stopping = [one for one in found if one.stops]
        if sitting.book.sign_off and sitting.book.sign_off.stands:
            parts.append("\nIt needs no other signature until something changes.")
        else:
            self.may_sign = not stopping
            parts.append("\nWhat stands in the way" if found else "\n+ Nothing stands in the way.")
            parts += [f"  {'x' if one.stops else '!'} {one.text}" for one in found]
            if stopping:
                parts.append("  What is marked x has to go first: comma goes to Findings. The rest needs a look.")
        parts += ["\nWhat you would sign", *(f"  {one}" for one in what_is_signed(sitting))]
        clock = review_clock(sitting.book, sitting.library)
        late = " It is late." if clock.late(sitting.today) else ""
        parts += [f"\nNext review {short_day(clock.due)}.{late}"]
        if draft := sitting.unsaved.texts.get(DRAFT):
            parts.append(f"Draft kept: your reason for signing, {count_of(len(draft.split()), 'word')}.")
        self.query_one("#signing", Static).update(literal("\n".join(parts)))

    @staticmethod
    def _signed(sitting: Sitting) -> list[str]:
        """The last sign-off, whether it stands, and every entry that ended it."""
        book = sitting.book
        if book.sign_off is None:
            return ["Not signed off."]
        if book.sign_off and book.sign_off.stands:
            entry = book.sign_off.entry
            because = entry.said.because if entry.said else ""
            return [
                f"+ {signed_off(book, sitting.record.live)}",
                f"  Fingerprint {in_fours(book.sign_off.signed.fingerprint)}. Because: {because}",
                "  A later change to plan or facts ends it, and this page says which.",
            ]
        ended = ended_by(book)
        told = [
            f"  {one.number} {one.title}, {at(one.entered_at)}: {one_line(one, book, sitting.library)}"
            for one in ended[:MOST_ENDED]
        ]
        more = [f"  and {len(ended) - MOST_ENDED} more: F8 shows them"] if len(ended) > MOST_ENDED else []
        changed = [] if ended else ["  The library that the plan rests on is another one now."]
        return [
            f"! Void: the sign-off of entry {book.sign_off.entry.number} no longer stands. Since then:",
            *told,
            *more,
            *changed,
        ]


class SignSheet(Frame):
    """Asks for the reason and signs. Gives back whether it was signed."""

    TITLE_TEXT = "Sign-off"
    HELP_TEXT = (
        "Signing covers the plan, the facts and the library exactly as they stand at this entry. Read the plan first (F5).\n\n"
        "A later change to any of the three ends the signature, and the record says so. If somebody changes the case while you "
        "sign, nothing is signed and you are told.\n\nEnter signs. Esc goes back and keeps what you typed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "sign", "Sign", id="sign.save", tooltip="Sign the plan exactly as it stands"),
        Binding("ctrl+o", "nothing", "New line", id="sign.line", tooltip="A new line in a long answer"),
        Binding("escape", "leave", "Keep draft", id="sign.leave", tooltip="Leave; what you typed is kept and nothing is signed"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    def body(self) -> ComposeResult:
        """What is signed, and the field."""
        yield Static(literal("Sign off this plan", "bold"), classes="pane-title")
        with VerticalScroll(can_focus=False):
            yield Static(literal("\n".join([who_signs(self.sitting), *what_is_signed(self.sitting)])), classes="quiet")
            yield Static(literal("Why do you sign it? Use your own words."), classes="asked")
            yield Words(self.sitting.unsaved.texts.get(DRAFT, ""), id="because")

    def on_mount(self) -> None:
        """Begin in the field."""
        super().on_mount()
        self.query_one("#because").focus()

    def on_text_area_changed(self) -> None:
        """Keep the draft, and say how the reason stands; what is told of after signing was signed."""
        if not self.is_current:
            return
        said = self.query_one("#because", Words).text.strip()
        if not self.sitting.unsaved.keep(DRAFT, said):
            self.say(WIPED, "error")
            return
        faults = reason_faults("", said)
        words = f"{count_of(len(said.split()), 'word')}. " if said else ""
        self.say(f"{words}{faults[0].mend}" if faults else f"{words}Enter signs.")

    def on_done(self, event: Done) -> None:
        """Enter in the field."""
        event.stop()
        self.action_sign()

    def action_nothing(self) -> None:
        """The key is for long answers alone."""

    def action_sign(self) -> None:
        """Sign, or say what keeps it from being signed."""
        if not self.is_active:
            return  # Enter came twice
        because = self.query_one("#because", Words).text.strip()
        try:
            saved, _ = sign(self.sitting.record, Reasons(because=because))
        except InputError as error:
            self.say(
                "Not signed. " + " ".join(f"{one.what[:1].upper()}{one.what[1:]} {one.mend}" for one in error.faults),
                "error",
            )
        except (FourpError, OSError) as error:
            self.trouble(error)
        else:
            self.sitting.unsaved.forget(DRAFT)
            self.dismiss(cast("None", saved))

    def action_leave(self) -> None:
        """Leave; the draft is kept."""
        self.planner.keep()
        self.dismiss(None)

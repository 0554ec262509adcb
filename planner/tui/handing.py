"""Handing the plan over: a file for somebody, asked for in three fields and noted in the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static, TextArea

from planner.application.deciding import Settled
from planner.application.vetting import Reasons
from planner.errors import FourpError
from planner.exports.handing_over import export_plan
from planner.tui.asked import Asked, LinesScreen
from planner.tui.fields import Done, Line
from planner.tui.frame import Frame, Page
from planner.tui.literal import literal
from planner.tui.sheet import WIPED
from planner.tui.writing import Words

if TYPE_CHECKING:
    from planner.application.sitting import Sitting
    from planner.record.streams import Saved

DRAFT = "export:"
FIELDS = ("file", "to", "because")


class ExportSheet(Frame):
    """Asks where to and for whom, and writes the plan with its log. Gives back the entry that notes it."""

    TITLE_TEXT = "Export the plan"
    HELP_TEXT = (
        "The plan as decided, with what is proposed for what is missing, and the log. It carries where the record stood, so that "
        "the file can be checked against it later.\n\nEnd the name in .docx for Word, .md for plain text or .json. A file that is "
        "there already is never written over. A live case asks for whom it is and why; both are noted."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next, write", id="export.next", tooltip="On to the next field; on the last, write the file"),
        Binding("escape", "leave", "Keep draft", id="export.leave", tooltip="Leave; nothing is written"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self._offered = str(Path.home() / f"{sitting.record.name}-plan-{sitting.position}.docx")

    def body(self) -> ComposeResult:
        """The three fields."""
        typed = self.sitting.unsaved.under(DRAFT)
        asked = "" if self.sitting.record.live else " (may be left out in training)"
        yield Static(literal("Export the plan and its log", "bold"), classes="pane-title")
        with VerticalScroll(can_focus=False):
            yield Static(literal("Into which file? .docx, .md or .json"), classes="asked")
            yield Line(typed.get("file", self._offered), id="file")
            yield Static(literal(f"For whom?{asked}"), classes="asked")
            yield Line(typed.get("to", ""), id="to")
            yield Static(literal(f"Why do they need it?{asked}"), classes="asked")
            yield Words(typed.get("because", ""), id="because")

    def on_mount(self) -> None:
        """Begin in the first field."""
        super().on_mount()
        self.query_one("#file").focus()

    def _said(self, name: str) -> str:
        widget = self.query_one(f"#{name}")
        return (widget.text if isinstance(widget, TextArea) else cast("Input", widget).value).strip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the draft."""
        self._keep(event.input.id or "")

    def on_text_area_changed(self) -> None:
        """Keep the draft."""
        self._keep("because")

    def _keep(self, name: str) -> None:
        said = self._said(name)
        if said != self._offered and not self.sitting.unsaved.keep(DRAFT + name, said):
            self.say(WIPED, "error")

    def on_done(self, event: Done) -> None:
        """Enter in a field."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next field; after the last, write."""
        at = self.focused.id if self.focused and self.focused.id in FIELDS else FIELDS[0]
        if at != FIELDS[-1]:
            self.query_one(f"#{FIELDS[FIELDS.index(at) + 1]}").focus()
            return
        self.say("Writing the plan. This takes a moment.")
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        """Write the file and note it, or say why not."""
        if not self.is_active:
            return  # Enter came twice
        out = Path(self._said("file")).expanduser()
        reasons = Reasons(because=self._said("because"))
        try:
            saved = export_plan(self.sitting.record, self.sitting.bench.recommender, out, self._said("to"), reasons)
        except (FourpError, OSError) as error:
            self.trouble(error)
            return
        self.sitting.unsaved.forget(DRAFT)
        self.dismiss(cast("None", (saved, out)))

    def action_leave(self) -> None:
        """Leave; the draft is kept."""
        self.dismiss(None)


def ask_export(page: Page) -> None:
    """Ask for an export of the plan over a page, and say where it went."""

    def written(made: tuple[Saved, Path] | None) -> None:
        if made is not None:
            saved, out = made
            page.planner.saved(Settled(saved, page.sitting.book.entries[-1]), f"Written to {out}.")

    page.app.push_screen(ExportSheet(page.sitting), written)


def ask_file(
    page: Page, title: str, told: str, file: tuple[str, str], why: str, write: Callable[[Path, str, Reasons], Saved]
) -> None:  # fmt: skip
    """Ask in a small form for the file, and of a live case for whom and why; write it, and say where it went.

    `file`: how the file is asked for and what is offered for it; `why`: how the reason is asked for.
    """
    record = page.sitting.record
    asked = [Asked("file", *file)]
    asked += [Asked("to", "For whom?"), Asked("because", why)] if record.live else []

    def attempt(said: Mapping[str, str]) -> tuple[Settled, Path]:
        out = Path(said["file"].strip()).expanduser()
        saved = write(out, said.get("to", ""), Reasons(because=said.get("because", "")))
        return Settled(saved, record.book.entries[-1]), out

    def written(made: tuple[Settled, Path] | None) -> None:
        if made:
            page.planner.saved(made[0], f"Written to {made[1]}.")

    screen: LinesScreen[tuple[Settled, Path]] = LinesScreen(title, told, asked, attempt, aside=False)
    page.planner.push_screen(screen, written)

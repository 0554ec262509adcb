"""Models: the case and its plan laid out as the business model of the group, U-Battle, SARA or SPATIAL."""

from __future__ import annotations

from io import StringIO

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.application.picturing import picture
from planner.domain.rules import Model
from planner.errors import FourpError
from planner.exports.picture_views import NAMES, PictureView
from planner.tui.gaps_rows import Pane
from planner.tui.literal import literal

MODELS: tuple[Model, ...] = ("business_model", "u_battle", "sara", "spatial")
MARGIN = 4


class Models(Pane):
    """One model at a time, to be read."""

    def __init__(self) -> None:
        super().__init__(id="models")
        self._model: Model = MODELS[0]
        self._width = 0

    def compose(self) -> ComposeResult:
        """Which models there are, and the one chosen."""
        yield Static("", id="models-head", classes="head", markup=False)
        with VerticalScroll(id="model-scroll"):
            yield Static("", id="model", markup=False)

    def show(self) -> None:
        """Show the model as the case stands."""
        tabs = [f"{n} {NAMES[one].removesuffix(' of the group')}" for n, one in enumerate(MODELS, 1)]
        at = MODELS.index(self._model)
        head = " ".join(f"[{tab}]" if n == at else f" {tab} " for n, tab in enumerate(tabs)) + "  t next"
        self.query_one("#models-head", Static).update(literal(head))
        sitting, told = self.sitting, StringIO()
        try:
            found = picture(sitting.bench.recommender, sitting.profile, self._model, sitting.book)
        except FourpError as error:
            self.planner.trouble(error)
            return
        self._width = self.screen.size.width
        PictureView(told, max(self._width - MARGIN, 40)).laid_out(found)
        self.query_one("#model", Static).update(literal(told.getvalue()))
        self.planner.stopped_at("gaps", "models", self._model)

    def on_resize(self, event: events.Resize) -> None:
        """Fit it to the width there is now."""
        if self.display and self.planner.sitting and self._width != self.screen.size.width:
            self.show()

    def jump_to(self, to: str) -> None:
        """Show one model by its name."""
        found = next((one for one in MODELS if one == to), None)
        if found:
            self._choose(found)

    def do_turn(self) -> None:
        """The next model."""
        self._choose(MODELS[(MODELS.index(self._model) + 1) % len(MODELS)])

    def do_pick_1(self) -> None:
        """The business model."""
        self._choose(MODELS[0])

    def do_pick_2(self) -> None:
        """U-Battle."""
        self._choose(MODELS[1])

    def do_pick_3(self) -> None:
        """SARA."""
        self._choose(MODELS[2])

    def do_pick_4(self) -> None:
        """SPATIAL."""
        self._choose(MODELS[3])

    def _choose(self, model: Model) -> None:
        self._model = model
        self.show()
        self.query_one("#model-scroll").scroll_home(animate=False)

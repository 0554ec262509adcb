"""The actions of the screen that is shown, by name, in the palette."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from planner.tui.frame import Frame
from planner.tui.literal import literal


class PageActions(Provider):
    """What the page offers beside its keys: `area: Verb thing`."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed; the list is short."""
        for name, action, what in self._actions():
            yield DiscoveryHit(literal(name), partial(self.app.run_action, action, self.screen), help=what)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for name, action, what in self._actions():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, literal(name), partial(self.app.run_action, action, self.screen), help=what)

    def _actions(self) -> list[tuple[str, str, str]]:
        return list(self.screen.palette()) if isinstance(self.screen, Frame) else []

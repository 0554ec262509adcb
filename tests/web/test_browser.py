"""A real browser opens `fourp serve`, chooses a tactic with a reason, and the decision is in the record."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, WebSocket, sync_playwright

from planner.application.casework import Access, begin, open_record
from planner.domain.library import Library

REASON = "The facts bear out a long conspiracy and the prosecutor will advise early"
PATIENCE = 60
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")


class Seen:
    """What the planner has painted in the browser, and every address that the browser asked."""

    def __init__(self, page: Page) -> None:
        self.painted = b""
        self.asked: set[str] = set()
        self._page = page
        page.on("request", lambda request: self.asked.add(request.url))
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        self.asked.add(socket.url)
        socket.on("framereceived", self._frame)

    def _frame(self, frame: object) -> None:
        self.painted += frame if isinstance(frame, bytes) else str(frame).encode()

    def wait_for(self, words: str) -> None:
        """Wait until these words have been painted since the last wait."""
        until = time.monotonic() + PATIENCE
        while words.encode() not in ESCAPES.sub(b"", self.painted):
            assert time.monotonic() < until, f"'{words}' was never painted: {self.painted[-2000:]!r}"
            self._page.wait_for_timeout(50)
        self.painted = b""


@pytest.mark.chromium
def test_a_decision_made_in_a_browser_is_in_the_record(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    begin(Access(), library, "first-plan", "training", origin="smith-ocg").store.close()
    words = [sys.executable, "-m", "planner", "serve", "first-plan", "--port", "0"]
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={**os.environ}) as served,
        ExitStack() as leaving,
        sync_playwright() as playwright,
    ):
        leaving.callback(served.terminate)  # or a failure would wait for it for ever
        assert served.stdout is not None
        address = served.stdout.readline().rpartition(" ")[2].strip()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        seen = Seen(page)
        page.goto(address)
        seen.wait_for("Understand the group")
        page.keyboard.press("F4")
        seen.wait_for("order")
        page.keyboard.press("s")
        seen.wait_for("Use your own words")
        page.keyboard.type(REASON)
        page.keyboard.press("Control+r")
        seen.wait_for("Saved")
        browser.close()
    assert {urlsplit(one).hostname for one in seen.asked} == {"127.0.0.1"}
    with open_record("first-plan", Access()) as record:
        (entry,) = record.book.standing("select")
        assert entry.said is not None
        assert entry.said.because == REASON

"""`fourp serve`: only whoever has the whole address gets in, nothing is fetched from elsewhere, and other machines are kept out."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.conftest import Run


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A planner served at a free port; its address, token and all."""
    home = {"FOURP_HOME": str(tmp_path_factory.mktemp("served"))}
    words = [sys.executable, "-m", "planner", "serve", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={**os.environ, **home}) as served:
        assert served.stdout is not None
        yield served.stdout.readline().rpartition(" ")[2].strip()
        served.send_signal(signal.SIGINT)
        assert served.wait(10) == 0


def got(address: str, **headers: str) -> tuple[int, str]:
    """What a browser is answered."""
    try:
        with urlopen(Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_the_whole_address_gives_the_planner_and_names_no_other_host(address: str) -> None:
    code, page = got(address)
    assert code == 200
    assert {urlsplit(one).hostname for one in re.findall(r"(?:https?|ws)://[^\"' )]+", page)} == {"127.0.0.1"}


@pytest.mark.parametrize("path", ["", "static/js/textual.js", "ws", "x" * 32 + "/"])
def test_without_the_token_there_is_nothing(address: str, path: str) -> None:
    parts = urlsplit(address)
    code, said = got(f"http://{parts.netloc}/{path}")
    assert code == 404
    assert "the whole address" in said


@pytest.mark.parametrize("headers", [{"Host": "elsewhere.example"}, {"Origin": "https://elsewhere.example"}])
def test_a_page_of_another_host_gets_nothing_even_with_the_token(address: str, headers: dict[str, str]) -> None:
    assert got(address, **headers)[0] == 403


def test_each_start_has_a_token_of_its_own_that_cannot_be_guessed(address: str) -> None:
    assert len(urlsplit(address).path.strip("/")) == 32


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_it_does_not_listen_where_other_machines_reach_it(run: Run, host: str) -> None:
    ran = run(["serve", "--host", host, "--port", "0"])
    assert ran.code == 2
    assert "can be reached from other machines" in ran.err
    assert "--allow-remote" in ran.err


def test_a_port_that_is_taken_is_told(run: Run, address: str) -> None:
    ran = run(["serve", "--port", str(urlsplit(address).port)])
    assert ran.code == 2
    assert "--port 0 for any that is free" in ran.err


def test_a_port_that_is_none_is_told(run: Run) -> None:
    assert "there is no such port" in run(["serve", "--port", "70000"]).err


def test_without_the_extra_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.delitem(sys.modules, "planner.web.server", raising=False)
    ran = run(["serve"])
    assert ran.code == 2
    assert "fourp-planner[web]" in ran.err


def test_the_planner_needs_a_terminal(run: Run, tmp_path: Path) -> None:
    ran = run([])
    assert ran.code == 2
    assert "the planner needs a terminal" in ran.err
    assert "fourp --help" in ran.err

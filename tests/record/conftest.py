"""Stores in both kinds of database. Passphrases are stretched little here, as the tests open many stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.record import sealing
from tests.record.stores import FilePlace, Place, ServerPlace


@pytest.fixture(autouse=True)
def stretched_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """How slow a passphrase is to guess is tested once, in test_sealing."""
    monkeypatch.setattr(sealing, "SCRYPT_COST", 2**4)
    monkeypatch.setattr(sealing, "NAME_COST", 2**4)


@pytest.fixture
def file_place(tmp_path: Path) -> FilePlace:
    """A place for a store in a file."""
    return FilePlace(tmp_path)


@pytest.fixture
def server_place(request: pytest.FixtureRequest, tmp_path: Path) -> ServerPlace:
    """A place for a store in PostgreSQL."""
    return ServerPlace(tmp_path, server=request.getfixturevalue("postgres"))


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgresql)])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place for a store, of each kind in turn."""
    return request.getfixturevalue(f"{request.param}_place")  # type: ignore[no-any-return]

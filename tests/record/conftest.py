"""Stores in both kinds of database. Passphrases are stretched little here, as the tests open many stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.record.stores import FilePlace, Place, ServerPlace, stretching_little


@pytest.fixture(autouse=True)
def stretched_little() -> Iterator[None]:
    """How slow a passphrase is to guess is tested in test_sealing."""
    with stretching_little():
        yield


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

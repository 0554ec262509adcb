"""Passphrases are stretched little here, as the tests open many stores."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _quick(stretched_little: None) -> None:
    """For every test of this folder."""

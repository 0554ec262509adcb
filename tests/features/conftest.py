"""The case that an example speaks of, the tactic it spoke of last, and recommenders kept open for all examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from planner.application.recommending import Recommended, Recommender, open_recommender
from planner.domain.library import Library
from tests.features.notes import CaseNotes


@pytest.fixture
def case() -> CaseNotes:
    return CaseNotes()


@pytest.fixture(scope="session")
def recommenders(library: Library) -> Iterator[Callable[[date], Recommender]]:
    """A recommender for the law of a day, opened once."""
    opened: dict[date, Recommender] = {}

    def of(when: date) -> Recommender:
        if when not in opened:
            opened[when] = open_recommender(library, when)
        return opened[when]

    yield of
    for one in opened.values():
        one.close()


@pytest.fixture
def said() -> dict[str, Recommended]:
    """The tactic spoken of last, for sentences that say `it`."""
    return {}

"""A case of which nothing is known yet: every page and every view of it, at each size."""

from __future__ import annotations

import pytest

from planner.tui.app import page_class
from planner.tui.frame import PAGES
from tests.tui.driving import SMALL, USUAL, WIDE, Place, as_kept


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_page_of_an_empty_case(place: Place, size: tuple[int, int]) -> None:
    place.case("bare", origin="")
    seen = []
    async with place.officer("bare", size) as officer:
        for name, key, _ in PAGES[:-1]:
            await officer.press(key)
            views = [view for view, *_ in page_class(name).VIEWS] or [""]
            for view in views:
                officer.app.open_page(name, view)
                await officer.settle()
                assert officer.rows[0].startswith("bare | TRAINING")
                seen.append(f"== {name} {view}\n{officer.screen}")
    as_kept("\n".join(seen), f"empty-{size[0]}x{size[1]}")

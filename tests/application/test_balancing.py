"""The four Ps counted: what stands in each, which is thin, and what serves an objective."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from planner.application.approaching import Step, approach, recorded
from planner.application.balancing import Balance, balance, late, mark, pursue_limit, serving
from planner.application.casework import Access, begin, open_record
from planner.application.deciding import decide
from planner.application.recommending import Recommender
from planner.application.vetting import Reasons
from planner.domain.casebook import Casebook
from planner.domain.decisions import Decision
from planner.domain.library import Library

TODAY = date(2026, 11, 23)


class Written:
    """A case to which decisions are written."""

    def __init__(self, recommender: Recommender, access: Access) -> None:
        self._recommender, self._access = recommender, access

    def after(self, *made: Decision) -> Casebook:
        """The record once these are written too."""
        with open_record("plan", self._access) as record:
            for n, one in enumerate(made, len(record.book.entries)):
                decide(record, self._recommender, one, Reasons(f"Partners agree and the facts bear it out, point {n}"))
            return record.book

    def balanced(self, *made: Decision) -> Balance:
        """The balance once these are written too."""
        book = self.after(*made)
        return balance(book, self._recommender.recommend(book.profile))


@pytest.fixture
def written(recommender: Recommender, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))
    access = Access()
    begin(access, library, "plan", "training", origin="smith-ocg").store.close()
    return Written(recommender, access)


def own(pillar: str, text: str, **told: object) -> Decision:
    return Decision(kind="intervention", pillar=pillar, text=text, **told)


def step(steps: Sequence[Step], name: str) -> Step:
    return next(one for one in steps if one.id == name)


def test_an_empty_plan_has_four_thin_ps_and_says_what_would_fit(written: Written) -> None:
    found = written.balanced()
    assert [one.pillar for one in found.thin] == ["pursue", "prevent", "protect", "prepare"]
    assert found.says == "No interventions yet."
    assert all(one.fits > 0 for one in found.columns)


def test_a_p_left_undeveloped_is_not_thin(written: Written) -> None:
    found = written.balanced(Decision(kind="undeveloped", pillar="prepare"), own("pursue", "Stop checks on the bypass"))
    assert [one.pillar for one in found.thin] == ["prevent", "protect"]
    assert found.columns[3].lacks == ()
    assert found.columns[0].lacks == ("a lead", "an aim", "an objective")


def test_the_share_of_pursue_is_told_with_the_limit_of_the_review(written: Written, library: Library) -> None:
    found = written.balanced(
        own("pursue", "Stop checks"), own("pursue", "Tax letters"), own("protect", "Welfare visits")
    )
    assert found.says == "3 interventions, 0 partner leads recorded. Pursue 66 in 100; a review asks why above 60."
    assert pursue_limit(library) == 60


def test_phases_and_people_in_focus_are_counted(written: Written) -> None:
    found = written.balanced(
        Decision(kind="focus", ref="people/p1"),
        Decision(kind="focus", ref="people/p2"),
        own("pursue", "Stop checks", phase="clear", on=("people/p1",)),
    )
    assert found.phases == {"setup": 0, "clear": 1, "hold": 0, "build": 0}
    assert found.focus == {"people/p1": 1, "people/p2": 0}


def test_what_was_not_done_stands_and_does_not_count(written: Written) -> None:
    book = written.after(own("pursue", "Stop checks"))
    number = book.interventions[0].number
    found = written.balanced(Decision(kind="progress", target=number, state="not_done"))
    assert (found.columns[0].count, len(found.columns[0].adopted)) == (0, 1)
    assert mark(found.columns[0].adopted[0], TODAY) == "x"


def test_lines_stand_by_their_day_and_one_past_its_day_is_late(written: Written) -> None:
    found = written.balanced(
        own("pursue", "Whenever"),
        own("pursue", "Tax letters", due="2027-01-10"),
        own("pursue", "Gone by", due="2026-11-01"),
    )
    adopted = found.columns[0].adopted
    assert [one.decision.text for one in adopted] == ["Gone by", "Tax letters", "Whenever"]
    assert [(late(one, TODAY), mark(one, TODAY)) for one in adopted] == [(True, "!"), (False, "-"), (False, "-")]


def test_an_objective_is_served_by_what_names_it_or_when_alone_by_all_that_name_none(written: Written) -> None:
    first = Decision(
        kind="objective", pillar="protect", text="Homes are safe", measure="All", due="2027-01-10", owner="Housing"
    )
    book = written.after(first, own("protect", "Visits"), own("pursue", "Stop checks", objective="Homes are safe"))
    assert [one.decision.text for one in serving(first, book)] == ["Visits", "Stop checks"]
    book = written.after(first.model_copy(update={"text": "Shops are safe"}))
    assert [one.decision.text for one in serving(first, book)] == ["Stop checks"]


def test_the_approach_asks_for_what_is_wanted_next(written: Written) -> None:
    steps = approach(written.after())
    assert recorded(steps) == (0, 9)
    first = step(steps, "aims_and_leads").next
    assert first is not None
    assert (first.kind, dict(first.given)) == ("aim", {"pillar": "pursue"})
    steps = approach(written.after(Decision(kind="aim", pillar="pursue", text="Cut the money")))
    following = step(steps, "aims_and_leads").next
    assert following is not None
    assert (following.kind, dict(following.given)) == ("lead", {"pillar": "pursue"})
    assert step(steps, "aims_and_leads").mark == "~"


def test_a_parked_p_needs_no_aim_and_no_lead(written: Written) -> None:
    steps = approach(written.after(Decision(kind="park", pillar="pursue", until="the arrests are over")))
    wanted = [dict(one.given)["pillar"] for one in step(steps, "aims_and_leads").lines if one.wanted]
    assert "pursue" not in wanted
    assert wanted.count("prevent") == 2


def test_an_investigation_settles_the_route_without_a_word_on_disruption(written: Written) -> None:
    steps = approach(written.after(Decision(kind="trajectory", form="investigation")))
    assert step(steps, "trajectory").mark == "/"
    assert recorded(steps) == (1, 9)

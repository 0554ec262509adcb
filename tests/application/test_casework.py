"""Stored cases: finding one, beginning one, reading it as it stands and as it stood, adding to it, two people at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.application import casework
from planner.application.casework import (
    Access,
    CaseRecord,
    account,
    again,
    begin,
    find_card,
    find_profile,
    open_record,
    open_stores,
    replay_library,
    spelt,
)
from planner.application.storekeeping import init
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Learned, Opened, Said
from planner.domain.library import Library
from planner.domain.profile import FactRecord
from planner.errors import InputError, Overtaken, RecordBroken
from planner.record.store import Store
from tests.record.stores import (
    KEEPER,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    FilePlace,
    Place,
    Ticking,
    positions,
    together,
)

pytestmark = pytest.mark.usefixtures("stretched_little")
VISION = Decided(decision=Decision(kind="vision", text="The estate is safe"))


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """fourp's own folder is this test's own."""
    monkeypatch.setenv("FOURP_HOME", str(tmp_path))


@pytest.fixture
def usual(tmp_path: Path) -> Access:
    """Somebody who uses the usual files, a passphrase at hand."""
    return Access("", KEEPER, lambda _: PASSPHRASE, Ticking(), ready=True)


def told(attempt: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        attempt()
    return str(caught.value)


# -- finding one --------------------------------------------------------------------------------------------------------


def test_there_are_no_stores_until_one_is_made(usual: Access, short_library: Library) -> None:
    assert usual.kinds() == []
    begin(usual, short_library, "case-a", "training").store.close()
    assert usual.kinds() == ["training"]
    init(usual, "live", PASSPHRASE).close()
    assert usual.kinds() == ["training", "live"]
    assert [store.kind for store in open_stores(usual)] == ["training", "live"]
    assert [store.kind for store in open_stores(usual, "live")] == ["live"]


def test_a_store_that_is_named_is_the_only_one(file_place: FilePlace, usual: Access, short_library: Library) -> None:
    begin(usual, short_library, "case-a", "training").store.close()
    file_place.create("live").close()
    assert file_place.access().kinds() == ["live"]
    assert "there is no stored case of that name" in told(lambda: open_record("case-a", file_place.access()))


def test_a_case_is_opened_by_its_name_and_by_its_stores_kind(usual: Access, short_library: Library) -> None:
    begin(usual, short_library, "case-a", "training").store.close()
    for named in ("case-a", "training:case-a", "Case-A"):
        with open_record(named, usual) as record:
            assert (record.name, record.live, record.position) == ("case-a", False, 1)


def test_an_unknown_case_is_told_with_the_nearest_name_or_how_to_make_it(usual: Access, short_library: Library) -> None:
    assert "Make it: fourp case new estate." in told(lambda: find_card("estate", usual))
    begin(usual, short_library, "estate-north", "training").store.close()
    assert "estate-north" in told(lambda: find_card("estate-nort", usual))
    init(usual, "live", PASSPHRASE).close()
    assert "there is no stored case of that name" in told(lambda: find_card("live:estate-north", usual))


def test_a_live_store_without_a_passphrase_at_hand_says_how_to_give_it(usual: Access) -> None:
    init(usual, "live", PASSPHRASE).close()
    assert "the live store asks for the passphrase of 'keeper'. Give --passphrase-file FILE." in told(
        lambda: Access("", KEEPER).open("live")
    )


def test_the_author_in_a_training_store_is_the_account_whatever_name_is_given(
    usual: Access, short_library: Library
) -> None:
    with begin(usual, short_library, "case-a", "training") as record:
        assert record.book.entries[0].author == account() != usual.name


# -- beginning one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "A case", "case_a", "-case", "x" * 61, "case/a", "../case", "é", "live:case"])
def test_what_cannot_be_a_name_is_refused_and_nothing_is_made(usual: Access, short_library: Library, name: str) -> None:
    assert "this cannot be the name of a case" in told(lambda: begin(usual, short_library, name, "training"))
    assert usual.kinds() == []


def test_the_name_of_a_bundled_case_is_refused(usual: Access, short_library: Library) -> None:
    assert "Give it another, such as smith-ocg-practice." in told(
        lambda: begin(usual, short_library, "smith-ocg", "training")
    )


def test_a_name_that_is_taken_is_refused(usual: Access, short_library: Library) -> None:
    begin(usual, short_library, "case-a", "training").store.close()
    assert "there is a case of that name in this store already" in told(
        lambda: begin(usual, short_library, "case-a", "training")
    )
    with open_record("case-a", usual) as record:
        assert record.position == 1


def test_a_case_begins_with_the_facts_of_another_and_says_which(usual: Access, library: Library) -> None:
    with begin(usual, library, "practice", "training", origin="smith-ocg", title="Practice") as record:
        bundled = find_profile("smith-ocg", library, usual)
        assert record.profile.group == bundled.group
        assert record.profile.members == {c: found for c, found in bundled.members.items() if found}
        assert (record.profile.case, record.profile.title, record.profile.plan) != ("", "", None)
        opened = record.book.entries[0].said
        assert opened is not None
        assert isinstance(opened.content, Opened)
        assert opened.content.origin == "smith-ocg"


def test_a_live_case_goes_into_training_only_sanitised(usual: Access, library: Library) -> None:
    init(usual, "live", PASSPHRASE).close()
    begin(usual, library, "operation", "live", origin="smith-ocg", title="Operation Kestrel").store.close()
    refused = told(lambda: begin(usual, library, "practice", "training", origin="operation"))
    assert "a live case is not copied into training. Give --sanitised" in refused
    with begin(usual, library, "practice", "training", origin="live:operation", sanitise=True) as record:
        bare = record.profile
        live = find_profile("live:operation", library, usual)
        facts = [
            one for of in (bare, live) for m in of.members.values() for x in m for f in x.facts.values() for one in f
        ]
        assert any(one.source or one.note or one.on for one in facts)  # of the live case
        for scope in [bare.group, *(m.facts for found in bare.members.values() for m in found)]:
            for records in scope.values():
                for one in records:
                    assert (one.source, one.note, one.on, one.handling) == ("", "", None, "")
        assert (bare.title, bare.plan) == ("", live.plan)
        assert all(m.label == "" for found in bare.members.values() for m in found)
        ids = {m.id for found in live.members.values() for m in found}
        assert not ids & {m.id for found in bare.members.values() for m in found}
        opened = record.book.entries[0].said
        assert opened is not None
        assert isinstance(opened.content, Opened)
        assert opened.content.origin == ""


def test_a_case_of_one_kind_does_not_go_into_a_store_of_the_other(
    file_place: FilePlace, short_library: Library
) -> None:
    file_place.create().close()
    assert "this is a training store. A live case does not belong in it." in told(
        lambda: begin(file_place.access(), short_library, "operation", "live")
    )


# -- reading and adding ---------------------------------------------------------------------------------------------------


def opened_case(place: Place, short_library: Library) -> Iterator[CaseRecord]:
    """A live case with two entries."""
    place.create("live").close()
    with begin(place.access(), short_library, "case-a", "live") as opened:
        opened.write(VISION, because="the SIO and I agreed", decider="Det Supt Vale")
        yield opened


@pytest.fixture
def record(file_place: FilePlace, short_library: Library) -> Iterator[CaseRecord]:
    yield from opened_case(file_place, short_library)


@pytest.fixture
def shared(place: Place, short_library: Library) -> Iterator[CaseRecord]:
    """The same in each kind of database."""
    yield from opened_case(place, short_library)


def test_what_one_writes_another_reads_with_everything_that_was_said(place: Place, shared: CaseRecord) -> None:
    with open_record("case-a", place.access()) as other:
        assert other.book.entries == shared.book.entries
        entry = other.book.entries[1]
        assert (entry.number, entry.kind, entry.author) == (2, "vision", KEEPER)
        assert entry.said == Said(
            content=VISION, decider="Det Supt Vale", because="the SIO and I agreed", library=shared.book.library,
            facts=shared.book.facts_digest,
        )  # fmt: skip
        assert other.record_line == shared.record_line == f"fourp-record: case-a 2 {entry.head}"


def test_a_decision_made_earlier_keeps_both_times(file_place: FilePlace, record: CaseRecord) -> None:
    earlier = file_place.clock.now - timedelta(hours=3)
    record.write(VISION, because="agreed this morning", made_at=earlier, late_because="in court until now")
    with open_record("case-a", file_place.access()) as other:
        last = other.book.entries[-1]
        assert last.made_at == earlier
        assert last.entered_at > earlier
        assert last.said is not None
        assert last.said.late_because == "in court until now"


def test_refreshing_gives_what_others_wrote_since_and_only_that(file_place: FilePlace, record: CaseRecord) -> None:
    assert record.refresh() == []
    with open_record("case-a", file_place.access()) as other:
        other.write(VISION, because="seen from the other side")
    assert [one.number for one in record.refresh()] == [3]
    assert record.refresh() == []


def test_whoever_writes_second_is_told_and_writes_after_the_first(place: Place, shared: CaseRecord) -> None:
    with open_record("case-a", place.access()) as other:
        other.write(VISION, because="first")
        with pytest.raises(Overtaken):
            shared.write(VISION, because="second")
        seen: list[int] = []
        saved = again(
            lambda: shared.write(VISION, because="second"), lambda: seen.extend(one.number for one in shared.refresh())
        )
        assert (saved.position, seen) == (4, [3])
        assert [one.said.because for one in shared.book.entries[2:] if one.said] == ["first", "second"]
    assert positions(shared.store, shared.card) == []


def test_many_who_write_to_one_case_lose_nothing_and_double_nothing(place: Place, shared: CaseRecord) -> None:
    def writer(n: int) -> Callable[[], None]:
        def write() -> None:
            with open_record("case-a", place.access()) as mine:
                for k in range(5):
                    again(lambda k=k: mine.write(VISION, because=f"writer {n} reason {k}"), mine.refresh)  # type: ignore[misc]

        return write

    together([writer(n) for n in range(6)])
    shared.refresh()
    reasons = [one.said.because for one in shared.book.entries[2:] if one.said]
    assert sorted(reasons) == sorted(f"writer {n} reason {k}" for n in range(6) for k in range(5))
    assert positions(shared.store, shared.card) == []


def test_whoever_is_always_overtaken_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casework, "TRIES", 3)
    tried: list[int] = []

    def attempt() -> None:
        tried.append(1)
        raise Overtaken(1, 2)

    with pytest.raises(Overtaken, match="Nothing of yours is lost"):
        again(attempt, list)
    assert len(tried) == 3


def test_the_case_as_it_stood_at_any_moment(record: CaseRecord) -> None:
    opened, decided = record.book.entries
    record.write(VISION, because="a later thought")
    assert [one.number for one in record.at(opened.entered_at).entries] == [1]
    assert [one.number for one in record.at(decided.entered_at).entries] == [1, 2]
    assert record.at(decided.entered_at).plan.vision == "The estate is safe"
    assert "the case was opened later, on 2026-07-13 at 12:00 UTC" in told(
        lambda: record.at(opened.entered_at - timedelta(seconds=1))
    )


def test_a_clock_set_back_stops_the_writing_and_loses_nothing(file_place: FilePlace, record: CaseRecord) -> None:
    file_place.clock.now -= timedelta(days=1)
    assert "Set the clock right and give the command again" in told(lambda: record.write(VISION, because="too early"))
    assert record.position == 2
    file_place.clock.now += timedelta(days=1)
    assert record.write(VISION, because="in time").position == 3
    assert [one.number for one in record.book.entries] == [1, 2, 3]


def test_what_could_not_be_read_back_is_not_written(record: CaseRecord) -> None:
    unreadable = Learned(ref="people/NO SUCH ID.role", record=FactRecord(value=True, grade="2B"))
    assert "Nothing was written" in told(lambda: record.write(unreadable))
    assert record.position == 2
    assert record.refresh() == []


def test_an_entry_of_a_newer_fourp_is_told_and_nothing_is_made_of_it(file_place: FilePlace, record: CaseRecord) -> None:
    stream = record.store.stream(record.card)
    stream.read()
    stream.add("holograph", b'{"content": {"type": "holograph"}}', KEEPER)
    assert "entry 3 says something this fourp does not know. It was written by a newer fourp" in told(
        lambda: open_record("case-a", file_place.access())
    )
    assert positions(record.store, record.card) == []


def test_a_case_whose_rows_are_all_gone_together_with_the_witness_is_not_taken_for_a_new_one(
    file_place: FilePlace, record: CaseRecord
) -> None:
    file_place.lay([])
    file_place.witness().unlink()
    with pytest.raises(RecordBroken, match="its record is empty, not even its opening is there"):
        open_record("case-a", file_place.access())


def test_a_changed_record_is_not_opened_and_the_message_says_what_to_do(place: Place, shared: CaseRecord) -> None:
    place.lay(place.rows()[1:])
    with pytest.raises(RecordBroken, match=r"entry 1 has been removed.* run fourp verify case-a"):
        open_record("case-a", place.access())


# -- who looked at it --------------------------------------------------------------------------------------------------------


def test_who_looked_at_a_live_case_is_kept_apart_from_its_decisions(place: Place, shared: CaseRecord) -> None:
    shared.consulted("log")
    shared.consulted("export", "the CPS")
    with open_record("case-a", place.access()) as other:
        assert other.position == 2
        looked = [one.said.content for one in other.consultations() if one.said]
        assert [(one.what, one.to) for one in looked] == [("log", ""), ("export", "the CPS")]  # type: ignore[union-attr]
        assert other.store.stream(other.card, consultation=True).verify() == []


def test_many_may_look_at_a_case_at_once(place: Place, shared: CaseRecord) -> None:
    def look() -> None:
        with open_record("case-a", place.access()) as mine:
            for _ in range(5):
                mine.consulted("log")

    together([look] * 5)
    assert len(shared.consultations()) == 25
    assert shared.store.stream(shared.card, consultation=True).verify() == []


def test_a_training_case_keeps_no_log_of_who_looked(usual: Access, short_library: Library) -> None:
    with begin(usual, short_library, "case-a", "training") as training:
        training.consulted("log")
        assert training.consultations() == []


# -- replay -------------------------------------------------------------------------------------------------------------------


def test_the_library_that_a_record_rests_on_comes_back_as_it_was(record: CaseRecord, short_library: Library) -> None:
    assert replay_library(record, record.book) == short_library


@pytest.mark.parametrize(
    ("digest", "kept", "message"),
    [
        ("f" * 64, None, "the library it rested on is not kept in this store. Nothing was worked out."),
        ("e" * 64, b'{"from": "another version"}', "written by another version of fourp, which this one cannot read"),
        ("d" * 64, b"no json", "written by another version of fourp, which this one cannot read"),
    ],
)
def test_a_library_that_is_gone_or_cannot_be_read_is_told_and_no_other_is_used(
    usual: Access, digest: str, kept: bytes | None, message: str, tmp_path: Path
) -> None:
    with Store.create(usual.backend("training"), "training", KEEPER, "", clock=usual.clock, home=tmp_path) as store:
        if kept is not None:
            store.keep_library(digest, kept)
        opened = Said(content=Opened(profile={"case": "a", "kind": "training", "nation": "england"}), library=digest)
        with CaseRecord(store, store.add_case("a", "opened", spelt(opened))) as record:
            assert message in told(lambda: replay_library(record, record.book))


def test_a_wrong_passphrase_opens_no_case(file_place: FilePlace, record: CaseRecord) -> None:
    assert "this passphrase does not open the store for 'keeper'" in told(
        lambda: open_record("case-a", file_place.access(KEEPER, OTHER_PASSPHRASE))
    )

"""Signing off a plan, proving a record against its witness and its exports, keeping and disposing of a case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.application.casework import Access, CaseRecord, begin, open_record
from planner.application.recommending import Recommender
from planner.application.reviewing import Reviewer
from planner.application.signing import Verified, dispose, keep, lacking, orphans, sign, verify, verify_store
from planner.application.storekeeping import add_person, rekey, remove_person
from planner.application.vetting import Reasons
from planner.domain.casebook import read_book
from planner.domain.decisions import Decision
from planner.domain.entries import Decided, Learned, Signed
from planner.domain.library import Library
from planner.domain.profile import FactRecord
from planner.errors import InputError, RecordBroken
from tests.conftest import DAY
from tests.features.record_notes import few
from tests.record.stores import KEEPER, OTHER_PASSPHRASE, FilePlace, Place, ServerPlace
from tests.signable import the_rest

pytestmark = pytest.mark.usefixtures("stretched_little")
CASE = "case-a"
APPROVER = "approver"
WHY = Reasons(because="It meets the aims and the risks are owned.")
OURS = Decided(decision=Decision(kind="intervention", pillar="pursue", text="Visit the landing stage weekly"))
LAST = 2 + len(
    list(the_rest("pursue"))
)  # the last entry of the plan: the opening and the intervention come before the rest
DONE = Decided(decision=Decision(kind="progress", target=2, state="tasked"))


def told(attempt: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        attempt()
    return str(caught.value)


@dataclass
class Office:
    """A live case with one intervention, its author and the approver."""

    place: Place

    @contextmanager
    def as_author(self) -> Iterator[CaseRecord]:
        with open_record(CASE, self.place.access()) as record:
            yield record

    @contextmanager
    def as_approver(self) -> Iterator[CaseRecord]:
        with open_record(CASE, self.approver) as record:
            yield record

    @property
    def approver(self) -> Access:
        return self.place.access(APPROVER, OTHER_PASSPHRASE, APPROVER)

    def verified(self, against: Path | None = None) -> Verified:
        with self.place.access().open("live") as store:
            card = store.find(CASE)
            assert card is not None
            return verify(store, card, against)

    def faults(self, against: Path | None = None) -> list[int]:
        return [fault.position for fault in self.verified(against).faults]


def written(record: CaseRecord, decider: str = "") -> None:
    """A plan that has all a sign-off asks for."""
    record.write(OURS, because="residents asked for it", decider=decider)
    for one in the_rest("pursue"):
        record.write(Decided(decision=one), because="agreed at the panel", decider=decider)


def opened(place: Place, short_library: Library) -> Office:
    place.create("live").close()
    role = ""
    if isinstance(place, ServerPlace):
        place.address(APPROVER)
        role = APPROVER
    add_person(place.access(), APPROVER, OTHER_PASSPHRASE, role)
    with begin(place.access(), short_library, CASE, "live") as record:
        written(record, decider="Det Supt Vale")
        if role:
            record.store.put_on(record.card, APPROVER)
    return Office(place)


@pytest.fixture(scope="session")
def reviewer(library: Library) -> Iterator[Reviewer]:
    """The shipped review rules; of the tactics one is enough."""
    with Recommender(few(library, ("exit-mentoring",)), DAY) as recommender, Reviewer(recommender) as opened:
        yield opened


@pytest.fixture
def office(file_place: FilePlace, short_library: Library, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("FOURP_HOME", str(file_place.home))
    return opened(file_place, short_library)


@pytest.fixture
def either(place: Place, short_library: Library, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same in each kind of database."""
    monkeypatch.setenv("FOURP_HOME", str(place.home))
    return opened(place, short_library)


# -- signing off --------------------------------------------------------------------------------------------------------


def test_another_person_signs_off_a_plan_and_the_signature_holds(either: Office, reviewer: Reviewer) -> None:
    with either.as_approver() as record:
        saved, made = sign(record, reviewer, WHY)
        assert (saved.position, made.stands) == (LAST + 1, True)
        assert made.entry.author == APPROVER
    assert either.verified().ok
    with either.as_author() as record:
        standing = record.book.sign_off
        assert standing is not None
        assert standing.stands


def test_nobody_signs_off_what_they_wrote_or_decided_themselves(office: Office, reviewer: Reviewer) -> None:
    with office.as_author() as record:
        assert "'keeper' wrote or decided part of this plan. It is signed off by another person." in told(
            lambda: sign(record, reviewer, WHY)
        )
        record.write(OURS, because="agreed with the approver", decider="Approver")
    with office.as_approver() as record:
        assert "'approver' wrote or decided part of this plan" in told(lambda: sign(record, reviewer, WHY))
    assert office.verified().position == LAST + 1


def test_whoever_leads_the_plan_does_not_sign_it_off(office: Office, reviewer: Reviewer) -> None:
    with office.as_author() as record:
        led = Decision(kind="lead", pillar="overall", name="approver")
        record.write(Decided(decision=led), because="agreed at the panel")
    with office.as_approver() as record:
        assert "'approver' leads this plan. It is signed off by another person." in told(
            lambda: sign(record, reviewer, WHY)
        )


def test_a_signature_is_laid_to_nobody_else(office: Office, reviewer: Reviewer) -> None:
    with office.as_approver() as record:
        laid = Reasons("read with the panel on Friday", decider="Det Supt Vale")
        assert "Det Supt Vale is somebody else" in told(lambda: sign(record, reviewer, laid))
        own = Reasons("read with the panel on Friday", decider=APPROVER)
        assert sign(record, reviewer, own)[1].stands


def test_a_plan_all_of_which_was_given_up_is_not_signed_off(office: Office, reviewer: Reviewer) -> None:
    with office.as_author() as record:
        (only,) = record.book.interventions
        ended = Decision(kind="progress", target=only.number, state="not_done")
        record.write(Decided(decision=ended), because="the school withdrew")
    with office.as_approver() as record:
        assert "there is no intervention in this plan to sign off" in told(lambda: sign(record, reviewer, WHY))


def test_a_return_that_waits_is_told_before_it_is_signed_over(office: Office) -> None:
    with office.as_approver() as record:
        record.write(Decided(decision=Decision(kind="return")), because="the panel wants more on Prevent")
        (first, *_) = lacking(record.book)
        assert first == f"{APPROVER} returned the plan (entry {LAST + 1}) and nobody has answered; signing ends that"


def test_a_plan_with_nothing_to_do_or_without_a_reason_is_not_signed_off(
    file_place: FilePlace, short_library: Library, monkeypatch: pytest.MonkeyPatch, reviewer: Reviewer
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(file_place.home))
    file_place.create().close()
    with begin(file_place.access(), short_library, CASE, "training") as record:
        message = told(lambda: sign(record, reviewer, Reasons(because="tbc")))
        assert "there is no intervention in this plan to sign off" in message
        assert "--because" in message
        assert record.position == 1


def test_every_error_of_the_review_is_in_the_way_and_named_with_how_it_is_put_right(
    office: Office, reviewer: Reviewer
) -> None:
    with office.as_author() as record:
        for number in (3, 4):  # the LRO, and who leads Pursue
            taken_back = Decided(decision=Decision(kind="withdraw", target=number))
            record.write(taken_back, because="they have moved on", supersedes=number)
    with office.as_approver() as record:
        with pytest.raises(InputError) as caught:
            sign(record, reviewer, Reasons(because="tbc"))
        assert {fault.rule for fault in caught.value.faults} == {"input", "no-lro", "no-lead-pursue"}
        by_rule = {fault.rule: fault for fault in caught.value.faults}
        assert "Name who leads the plan as a whole" in by_rule["no-lro"].mend
        assert "accept" not in by_rule["no-lro"].mend
        assert f"fourp decide {CASE} accept no-lead-pursue" in by_rule["no-lead-pursue"].mend
        assert record.book.sign_off is None


def test_an_error_that_was_accepted_is_in_nobodys_way_and_one_that_cannot_be_still_is(
    office: Office, reviewer: Reviewer
) -> None:
    def accepted(rule: str) -> Decided:
        return Decided(decision=Decision(kind="accept", text=rule, rule=rule))

    with office.as_author() as record:
        for number in (3, 4):
            taken_back = Decided(decision=Decision(kind="withdraw", target=number))
            record.write(taken_back, because="they have moved on", supersedes=number)
    with office.as_approver() as record:
        for rule in ("no-lro", "no-lead-pursue"):
            record.write(accepted(rule), because="the regional unit leads until spring")
        message = told(lambda: sign(record, reviewer, WHY))
        assert "No Lead Responsible Officer" in message
        assert "Nobody is named to lead Pursue" not in message


def test_in_training_one_may_sign_off_ones_own_plan_unauthenticated(
    file_place: FilePlace, short_library: Library, monkeypatch: pytest.MonkeyPatch, reviewer: Reviewer
) -> None:
    monkeypatch.setenv("FOURP_HOME", str(file_place.home))
    file_place.create().close()
    with begin(file_place.access(), short_library, CASE, "training") as record:
        written(record)
        _, made = sign(record, reviewer, WHY)
        assert (made.signed.key, made.signed.signature) == ("", "")
        assert verify(record.store, record.card).ok


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        (OURS, False),
        (Learned(ref="group.violence_used", record=FactRecord(value=True, grade="2B")), False),
        (DONE, True),
    ],
)
def test_a_sign_off_is_voided_by_what_changes_the_plan_or_the_facts_and_not_by_carrying_it_out(
    office: Office, later: Any, stands: bool, reviewer: Reviewer
) -> None:
    with office.as_approver() as record:
        sign(record, reviewer, WHY)
    with office.as_author() as record:
        record.write(later, because="as agreed")
        made = record.book.sign_off
        assert made is not None
        assert made.stands is stands
        assert made.voided_by == (() if stands else (LAST + 2,))


def test_a_case_changed_by_another_while_it_is_signed_off_is_to_be_looked_at_again(
    office: Office, reviewer: Reviewer
) -> None:
    with office.as_approver() as record:
        with office.as_author() as other:
            other.write(OURS, because="one more thing")
        assert "the case has been changed while you were signing it off" in told(lambda: sign(record, reviewer, WHY))
    assert office.verified().position == LAST + 1


def test_a_case_looked_at_by_another_meanwhile_is_signed_off_all_the_same(office: Office, reviewer: Reviewer) -> None:
    with office.as_approver() as record:
        with office.as_author() as other:
            other.write(DONE, because="as agreed")
        saved, _ = sign(record, reviewer, WHY)
        assert saved.position == LAST + 2


def test_a_signature_that_another_put_in_ones_name_does_not_hold(office: Office) -> None:
    with office.as_author() as record:
        fingerprint = record.book.fingerprint()
        ours, theirs = record.store.person.secrets, {card.name: card for card in record.store.people()}[APPROVER]
        assert ours is not None
        forged = Signed(
            fingerprint=fingerprint, key=theirs.verifies, signature=ours.sign(f"{record.card.uuid.hex} {fingerprint}")
        )
        record.write(forged, because="it looks well")
    assert "the signature of entry 8 does not hold" in [fault.what for fault in office.verified().faults]


def test_a_sign_off_of_something_else_than_there_was_is_found(office: Office) -> None:
    with office.as_author() as record:
        before = read_book(record.book.entries[:1]).fingerprint()
        secrets = record.store.person.secrets
        assert secrets is not None
        signature = secrets.sign(f"{record.card.uuid.hex} {before}")
        record.write(Signed(fingerprint=before, key=secrets.verifies, signature=signature), because="it looks well")
    assert [fault.what for fault in office.verified().faults] == [
        "entry 8 signs off something else than the case was then"
    ]


def test_what_a_plan_still_lacks_is_named_and_not_held_against_it(office: Office, reviewer: Reviewer) -> None:
    with office.as_approver() as record:
        missing = lacking(record.book)
        assert "not recorded: The nominals in focus" in missing
        sign(record, reviewer, WHY)
        assert lacking(record.book) == missing


def test_signatures_hold_after_new_keys_and_after_the_signer_has_left(office: Office, reviewer: Reviewer) -> None:
    with office.as_approver() as record:
        sign(record, reviewer, WHY)
    rekey(office.place.access())
    assert office.verified().ok
    remove_person(office.place.access(), APPROVER)
    assert office.verified().ok
    assert "does not open the store" in told(lambda: open_record(CASE, office.approver))


# -- proving ------------------------------------------------------------------------------------------------------------------


def test_a_record_that_nobody_touched_is_proved_to_its_last_entry(either: Office) -> None:
    found = either.verified()
    with either.as_author() as record:
        head = record.book.head
    assert (found.ok, found.case, found.kind, found.position, found.head) == (True, CASE, "live", LAST, head)
    assert found.notes == ()


def test_every_change_in_the_store_is_told_by_position(either: Office) -> None:
    with either.as_author() as record:
        for n in range(6):
            record.write(DONE, because=f"step {n} is done")
    rows = either.place.rows()
    either.place.lay([row for row in rows if row.position != 4])
    assert either.faults() == [4]
    either.place.lay(rows[:-3])
    assert either.faults() == [LAST + 4, LAST + 5, LAST + 6]
    either.place.lay(rows)
    assert either.faults() == []


def test_a_change_in_the_log_of_who_looked_is_told_as_such(office: Office) -> None:
    with office.as_author() as record:
        for _ in range(3):
            record.consulted("log")
        looked = record.card.consultation
    rows = office.place.rows()
    office.place.lay([row for row in rows if (row.stream, row.position) != (looked, 2)])
    assert [fault.what for fault in office.verified().faults] == ["consultation log: entry 2 has been removed"]


def test_a_record_without_a_witness_is_proved_and_the_want_of_it_is_noted(office: Office) -> None:
    office.place.witness().unlink()
    found = office.verified()
    assert found.ok
    assert found.notes == ("the witness beside the store has nothing of it: a cut end shows only against an export",)


def line(record: CaseRecord) -> str:
    return record.record_line


def as_markdown(record: CaseRecord) -> tuple[str, str]:
    return "plan.md", f"# Plan\n\nWhat was decided.\n\n{line(record)}\n"


def as_json(record: CaseRecord) -> tuple[str, str]:
    return "plan.json", json.dumps({"plan": [], "fourp_record": line(record)})


@pytest.mark.parametrize("form", [as_markdown, as_json])
def test_the_end_cut_off_with_its_witness_is_found_against_an_earlier_export(
    either: Office, tmp_path: Path, form: Callable[[CaseRecord], tuple[str, str]]
) -> None:
    with either.as_author() as record:
        for n in range(4):
            record.write(DONE, because=f"step {n} is done")
        name, text = form(record)
        record.write(DONE, because="after the export")
    (tmp_path / name).write_text(text)
    assert either.faults(tmp_path / name) == []
    either.place.lay([row for row in either.place.rows() if row.position <= LAST + 1])
    either.place.witness().unlink()
    assert either.faults() == []
    assert either.faults(tmp_path / name) == [LAST + 2, LAST + 3, LAST + 4]


def test_the_record_line_counts_where_exports_carry_it_and_nowhere_else(office: Office, tmp_path: Path) -> None:
    with office.as_author() as record:
        good = line(record)
    false = f"fourp-record: {CASE} {LAST} {'0' * 64}"
    export = tmp_path / "plan.md"
    export.write_text(f"# Plan\n\n{false}\n" + "more\n" * 20 + good + "\n")
    assert office.faults(export) == []
    export.write_text(f"# Plan\n\n{good}\n" + "more\n" * 20)
    assert "this file carries no record line of 'case-a'" in told(lambda: office.verified(export))
    export.write_text("\n" + false + "\n")
    assert office.faults(export) == [LAST]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("other.md", b"fourp-record: case-b 2 " + b"0" * 64),
        ("short.md", b"fourp-record: case-a 2 " + b"0" * 63),
        ("plan.json", b"[1, 2]"),
        ("plan.json", b'{"fourp_record": 7}'),
        ("plan.json", b"{no json"),
        ("plan.docx", b"PK\x05\x06" + b"\0" * 18),
        ("plan.docx", b"PK\x03\x04 cut short"),
        ("plan.bin", bytes(range(256))),
        ("empty.md", b""),
    ],
)
def test_a_file_that_is_no_export_of_the_case_is_told(office: Office, tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    assert str(tmp_path / name) in told(lambda: office.verified(tmp_path / name))


def test_an_export_that_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    assert "the file cannot be read: No such file or directory" in told(lambda: office.verified(tmp_path / "none.md"))


def test_a_case_taken_out_of_the_store_whole_is_missed(office: Office, short_library: Library) -> None:
    with begin(office.place.access(), short_library, "case-b", "live") as record:
        uuid = record.card.uuid
    with office.place.access().open("live") as store:
        assert verify_store(store) == []
    with office.place.database() as database:
        database.execute("DELETE FROM stored_events WHERE originator_id = ?", (uuid.hex,))
        database.execute("DELETE FROM fourp_shelf WHERE id LIKE ?", (uuid.hex + "%",))
    with office.place.access().open("live") as store:
        assert verify_store(store) == [f"a case that was in this store is not there any more ({uuid.hex[:8]}…)"]


def test_a_witness_whose_store_is_gone_is_missed(office: Office) -> None:
    assert orphans(office.place.home) == []
    assert isinstance(office.place, FilePlace)
    office.place.file.unlink()
    assert orphans(office.place.home) == [f"{office.place.witness()}: the store that this is the witness of is gone"]


# -- keeping and disposing --------------------------------------------------------------------------------------------------


def test_a_case_is_kept_until_a_day_to_come_with_a_reason(office: Office) -> None:
    today = office.place.clock.now.date()
    with office.as_author() as record:
        for until in (None, today, today - timedelta(days=1)):
            assert "a case is kept until a day to come" in told(
                lambda until=until: keep(record, "keep_until", WHY, until)  # type: ignore[misc]
            )
        assert "--because" in told(lambda: keep(record, "hold", Reasons(because="")))
        keep(record, "keep_until", WHY, today + timedelta(days=30))
        assert record.book.keeping == (False, today + timedelta(days=30))


def test_a_case_that_is_held_or_to_be_kept_is_not_disposed_of(office: Office) -> None:
    today = office.place.clock.now.date()
    with office.as_author() as record:
        keep(record, "hold", WHY)
        keep(record, "keep_until", WHY, today + timedelta(days=1))
        message = told(lambda: dispose(record, WHY))
        assert "this case is held. Release it first" in message
        assert f"this case is to be kept until {today + timedelta(days=1)}" in message
        keep(record, "release", WHY)
        assert "to be kept until" in told(lambda: dispose(record, WHY))
        office.place.clock.now += timedelta(days=2)
        assert dispose(record, WHY)[1] is True


def test_what_is_left_of_a_case_disposed_of_says_when_by_whom_and_why_and_can_be_proved(
    either: Office, reviewer: Reviewer
) -> None:
    with either.as_author() as record:
        record.consulted("log")
        dispose(record, WHY)
    found = either.verified()
    assert (found.ok, found.position) == (True, LAST + 1)
    with either.as_author() as record:
        assert [one.said for one in record.book.entries] == [None] * (LAST + 1)
        last = record.book.entries[-1]
        assert (last.author, last.note) == (KEEPER, WHY.because)
        assert "this case has been disposed of" in told(lambda: record.profile)
        for attempt in (
            lambda: keep(record, "hold", WHY),
            lambda: dispose(record, WHY),
            lambda: sign(record, reviewer, WHY),
        ):
            assert "disposed of" in told(attempt)
        record.consulted("log")
    rows = either.place.rows()
    either.place.lay([row for row in rows if row.position != 2])
    assert 2 in either.faults()
    with pytest.raises(RecordBroken), either.as_author():
        raise AssertionError


def test_whoever_has_the_case_open_meanwhile_learns_that_it_is_disposed_of(either: Office) -> None:
    with either.as_approver() as other:
        with either.as_author() as record:
            dispose(record, WHY)
        assert "disposed of" in told(lambda: other.write(OURS, because="a moment late"))
        other.refresh()
        assert "disposed of" in told(lambda: other.write(OURS, because="a moment late"))

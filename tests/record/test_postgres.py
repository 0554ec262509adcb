"""A store in PostgreSQL: row security keeps a role to the cases it is on, and nobody rewrites an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from planner.application.casework import again
from planner.errors import InputError
from planner.record.postgres import PostgresBackend
from planner.record.store import CaseCard, Store
from tests.postgres import PostgresServer
from tests.record.stores import (
    KEEPER,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    ServerPlace,
    add,
    add_filled,
    positions,
    stretching_little,
    together,
)

pytestmark = pytest.mark.postgresql
ANN, BEN = "ann", "ben"
refused = pytest.raises(psycopg.errors.InsufficientPrivilege)


@dataclass
class Force:
    """A live store in a database with its keeper and two officers, each on a case of their own."""

    place: ServerPlace
    keeper: Store
    anns: CaseCard
    bens: CaseCard

    def as_role(self, role: str, statement: str) -> list[Any]:
        """A statement past fourp with the rights of a role."""
        return self.place.server.run(self.place.name, statement, role)

    def open(self, name: str) -> Store:
        return self.place.open(name, PASSPHRASE if name == KEEPER else OTHER_PASSPHRASE, role=name)


def forced(place: ServerPlace) -> Iterator[Force]:
    with stretching_little():
        keeper = place.create("live")
        for name in (ANN, BEN):
            place.address(name)
            keeper.add_person(name, OTHER_PASSPHRASE, name)
        cards = []
        for name in (ANN, BEN):
            with place.open(name, OTHER_PASSPHRASE, role=name) as theirs:
                cards.append(add_filled(theirs, 4, f"case-of-{name}"))
                theirs.stream(cards[-1], consultation=True).add("consulted", b"read", name)
    yield Force(place, keeper, *cards)
    keeper.close()


@pytest.fixture
def force(server_place: ServerPlace) -> Iterator[Force]:
    yield from forced(server_place)


@pytest.fixture(scope="module")
def standing(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Force]:
    """A force that no test changes, as all they try is refused."""
    yield from forced(ServerPlace(tmp_path_factory.mktemp("standing"), server=postgres))


def told(attempt: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as caught:
        attempt()
    return str(caught.value)


# -- through fourp ------------------------------------------------------------------------------------------------------


def test_an_officer_sees_the_cases_they_are_on_and_is_told_of_the_others(standing: Force) -> None:
    with standing.open(ANN) as store:
        assert [card.name for card in store.cases()] == ["case-of-ann"]
        assert "you are not on this case. Ask someone who is: fourp case people case-of-ben --add." in told(
            lambda: store.find("case-of-ben")
        )
        assert "you are not on this case" in told(lambda: store.stream(standing.bens))
        assert store.find("no such case") is None
        assert "there is a case of that name in this store already" in told(
            lambda: store.add_case("case-of-ben", "opened", b"x")
        )


def test_whoever_is_on_a_case_puts_others_on_it_and_takes_them_off(force: Force) -> None:
    with force.open(ANN) as store:
        store.put_on(force.anns, BEN)
    with force.open(BEN) as theirs:
        assert [card.name for card in theirs.cases()] == ["case-of-ann", "case-of-ben"]
        stream = add(theirs, force.anns, 1)
        with force.open(ANN) as store:
            store.take_off(force.anns, BEN)
        assert "you are not on this case" in told(lambda: stream.add("aim", b"no longer", BEN))
        assert [card.name for card in theirs.cases()] == ["case-of-ben"]
    assert positions(force.keeper, force.anns) == []


def test_nobody_puts_themselves_on_a_case(standing: Force) -> None:
    with standing.open(ANN) as store:
        assert "you are not on this case" in told(lambda: store.put_on(standing.bens, ANN))
        assert [card.name for card in store.cases()] == ["case-of-ann"]


def test_the_database_role_is_the_persons_own(standing: Force) -> None:
    assert "'ann' uses this store as the database role ann, not ben. Connect as your own role." in told(
        lambda: standing.place.open(ANN, OTHER_PASSPHRASE, role=BEN)
    )
    assert "'keeper' uses this store as the database role keeper, not ann." in told(
        lambda: standing.place.open(KEEPER, role=ANN)
    )


def test_only_the_keeper_looks_after_the_store(standing: Force) -> None:
    with standing.open(ANN) as store:
        tries: list[Callable[[], Any]] = [
            lambda: store.add_person("Eve", OTHER_PASSPHRASE),
            lambda: store.remove_person(BEN),
            store.rekey,
            store.backend.snapshot,
        ]
        for attempt in tries:
            message = told(attempt)
            assert "administrator" in message
            assert "not on this case" not in message
    with standing.open(KEEPER) as again:
        assert [card.name for card in again.people()] == [ANN, BEN, KEEPER]
        assert all(card.generations == (1,) for card in again.cases())


def test_a_role_that_is_not_there_is_told_and_the_person_is_not_half_added(force: Force) -> None:
    assert "there is no database role 'eve'" in told(lambda: force.keeper.add_person("Eve", OTHER_PASSPHRASE, "eve"))
    assert [card.name for card in force.keeper.people()] == [ANN, BEN, KEEPER]


def test_new_keys_reach_everyone_who_stays_and_keep_everyone_to_their_cases(force: Force) -> None:
    force.keeper.remove_person(BEN)
    assert "this passphrase does not open the store" in told(lambda: force.open(BEN))
    with force.open(ANN) as store:
        assert [card.name for card in store.cases()] == ["case-of-ann"]
        add(store, store.cases()[0], 2)
        assert positions(store, force.anns) == []
    assert positions(force.keeper, force.bens) == []


# -- past fourp, with a role's own rights --------------------------------------------------------------------------------


def on(card: CaseCard, more: str = "") -> str:
    return f"WHERE originator_id = '{card.uuid}' {more}"


def test_a_role_that_is_not_on_a_case_reads_no_row_of_it(standing: Force) -> None:
    counts = {
        "stored_events": f"SELECT count(*) FROM stored_events {on(standing.bens)}",
        "its consultation": f"SELECT count(*) FROM stored_events WHERE originator_id = '{standing.bens.consultation}'",
        "shelf": f"SELECT count(*) FROM fourp_shelf WHERE id LIKE '{standing.bens.uuid.hex}%'",
        "members": f"SELECT count(*) FROM fourp_member WHERE stream = '{standing.bens.uuid}'",
    }
    assert {what: standing.as_role(ANN, statement)[0][0] for what, statement in counts.items()} == dict.fromkeys(
        counts, 0
    )
    theirs = {what: standing.as_role(BEN, statement)[0][0] for what, statement in counts.items()}
    assert theirs == {"stored_events": 4, "its consultation": 1, "shelf": 3, "members": 1}
    assert standing.as_role(ANN, "SELECT count(*) FROM stored_events") == [(5,)]


def test_a_role_that_is_not_on_a_case_adds_nothing_to_it(standing: Force) -> None:
    with refused:
        standing.as_role(ANN, f"INSERT INTO stored_events VALUES ('{standing.bens.uuid}', 5, 'entry', '\\x00')")
    with refused:
        standing.as_role(ANN, f"INSERT INTO stored_events VALUES ('{uuid4()}', 1, 'entry', '\\x00')")
    with refused:
        standing.as_role(ANN, f"INSERT INTO fourp_shelf VALUES ('key', '{standing.bens.uuid.hex}:2', '\\x00')")
    assert len(standing.place.rows()) == 10


@pytest.mark.parametrize("role", [ANN, BEN])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = '\\x00'",
        "UPDATE stored_events SET originator_version = originator_version + 1",
        "DELETE FROM stored_events",
        "TRUNCATE stored_events",
        "DROP TABLE stored_events",
        "ALTER TABLE stored_events DISABLE ROW LEVEL SECURITY",
        "DROP POLICY read_own ON stored_events",
        "CREATE POLICY more ON stored_events USING (true)",
        "GRANT UPDATE ON stored_events TO ann; UPDATE stored_events SET state = '\\x00'",
        "TRUNCATE fourp_shelf",
        "TRUNCATE fourp_member",
        "UPDATE fourp_member SET role = 'ann'",
        "CREATE OR REPLACE FUNCTION fourp_on_case(wanted uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SET ROLE keeper",
    ],
)
def test_nobody_changes_or_takes_out_an_entry_even_of_their_own_case(
    standing: Force, role: str, statement: str
) -> None:
    before = standing.place.rows()
    with refused:
        standing.as_role(role, statement)
    assert standing.place.rows() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fourp_shelf SET body = '\\x00' WHERE kind <> 'case'",
        "DELETE FROM fourp_shelf WHERE kind <> 'key'",
        "UPDATE fourp_shelf SET body = '\\x00' WHERE kind = 'case' AND id LIKE '{bens}%'",
        "DELETE FROM fourp_shelf WHERE id LIKE '{bens}%'",
        "DELETE FROM fourp_member WHERE role = 'ben'",
    ],
)
def test_what_is_on_the_shelf_is_changed_by_nobody_whom_it_does_not_concern(standing: Force, statement: str) -> None:
    shelf = "SELECT kind, id, body FROM fourp_shelf ORDER BY 1, 2"
    members = "SELECT stream, role FROM fourp_member ORDER BY 1, 2"
    before = (
        standing.place.server.run(standing.place.name, shelf),
        standing.place.server.run(standing.place.name, members),
    )
    standing.as_role(ANN, statement.format(bens=standing.bens.uuid.hex))
    assert (
        standing.place.server.run(standing.place.name, shelf),
        standing.place.server.run(standing.place.name, members),
    ) == before


@pytest.mark.parametrize("kind", ["about", "naming", "person", "card"])
def test_nobody_but_the_keeper_puts_people_or_keys_of_the_store_on_the_shelf(standing: Force, kind: str) -> None:
    with refused:
        standing.as_role(ANN, f"INSERT INTO fourp_shelf VALUES ('{kind}', 'mine', '\\x00')")


@pytest.mark.parametrize("stream", ["uuid", "consultation"])
def test_nobody_joins_a_case_by_hand(standing: Force, stream: str) -> None:
    with refused:
        standing.as_role(ANN, f"INSERT INTO fourp_member VALUES ('{getattr(standing.bens, stream)}', 'ann')")


def test_a_case_whose_people_have_all_been_taken_off_is_open_to_nobody_but_the_keeper(force: Force) -> None:
    force.place.server.run(force.place.name, f"DELETE FROM fourp_member WHERE stream = '{force.bens.uuid}'")
    with refused:
        force.as_role(ANN, f"INSERT INTO fourp_member VALUES ('{force.bens.uuid}', 'ann')")
    force.keeper.put_on(force.bens, BEN)
    with force.open(BEN) as store:
        assert [card.name for card in store.cases()] == ["case-of-ben"]


def test_a_table_of_ones_own_in_place_of_the_list_of_people_on_cases_opens_nothing(standing: Force) -> None:
    """The name of a temporary table comes before all others in what a role asks."""
    with standing.place.server.connect(standing.place.name, ANN) as connection:
        connection.execute("CREATE TEMPORARY TABLE fourp_member (stream uuid, role name)")
        for stream in (standing.bens.uuid, standing.bens.consultation):
            connection.execute("INSERT INTO pg_temp.fourp_member VALUES (%s, 'ann')", (stream,))
        connection.execute("GRANT ALL ON pg_temp.fourp_member TO PUBLIC")
        found = connection.execute("SELECT count(*) FROM stored_events WHERE originator_id = %s", (standing.bens.uuid,))
        assert found.fetchone() == (0,)


def test_a_role_that_was_never_let_in_sees_no_table(standing: Force) -> None:
    standing.place.address("stranger")
    for table in ("stored_events", "fourp_shelf", "fourp_member"):
        with refused:
            standing.as_role("stranger", f"SELECT * FROM {table}")
    assert "your database role may not do this. Ask the store's administrator." in told(
        lambda: standing.place.open(ANN, OTHER_PASSPHRASE, role="stranger")
    )


# -- addresses ------------------------------------------------------------------------------------------------------------


def test_an_address_that_leads_nowhere_is_told_with_what_to_check(server_place: ServerPlace, tmp_path: Path) -> None:
    server_place.create().close()
    good = server_place.address()
    for address, what in [
        (good.replace(server_place.name, "no_such_database"), "the database cannot be reached"),
        (good.replace("keeper@", "nobody@"), "the database cannot be reached"),
        (f"postgresql://keeper@/x?host={tmp_path}", "the database cannot be reached"),
        ("postgresql://keeper@localhost:1/x", "the database cannot be reached"),
        ("postgresql://[", "this address cannot be read"),
        ("postgresql://keeper@/x?nonsense=1", "this address cannot be read"),
    ]:
        message = told(lambda address=address: PostgresBackend(address))  # type: ignore[misc]
        assert what in message
        assert "\n" not in message


def test_a_password_is_in_no_message(server_place: ServerPlace) -> None:
    server_place.create().close()
    good = server_place.address()
    secret = good.replace("keeper@", "keeper:harbour-lantern@")
    assert "harbour-lantern" not in PostgresBackend(secret).place
    for wrong in (secret.replace("keeper:", "nobody:"), secret.replace(server_place.name, "none"), secret + "&odd=1"):
        assert "harbour-lantern" not in told(lambda wrong=wrong: PostgresBackend(wrong))  # type: ignore[misc]


def test_a_database_without_a_store_says_how_to_make_one(server_place: ServerPlace) -> None:
    assert "there is no store here. Make one: fourp store init." in told(server_place.open)


# -- many at once -----------------------------------------------------------------------------------------------------------


def writer(place: ServerPlace, case: str, who: str, count: int) -> Callable[[], None]:
    def write() -> None:
        with place.open(who) as store:
            card = store.find(case)
            assert card is not None
            stream = store.stream(card)
            stream.read()
            for n in range(count):
                again(lambda n=n: stream.add("aim", f"{who} {n}".encode(), who), stream.read)  # type: ignore[misc]

    return write


def said(store: Store, uuid: UUID, name: str) -> list[bytes | None]:
    return [one.content for one in store.stream(CaseCard(uuid, name)).read()[1:]]


def test_twenty_writers_over_twenty_cases_lose_nothing_and_double_nothing(server_place: ServerPlace) -> None:
    store = server_place.create()
    cards = [store.add_case(f"case-{n}", "opened", b"") for n in range(20)]
    together([writer(server_place, card.name, f"writer {n}", 20) for n, card in enumerate(cards)])
    for n, card in enumerate(cards):
        assert said(store, card.uuid, card.name) == [f"writer {n} {k}".encode() for k in range(20)]
        assert positions(store, card) == []
    store.close()


def test_twenty_writers_on_one_case_lose_nothing_and_double_nothing(server_place: ServerPlace) -> None:
    store = server_place.create()
    card = store.add_case("shared", "opened", b"")
    together([writer(server_place, "shared", f"writer {n}", 10) for n in range(20)])
    told = said(store, card.uuid, card.name)
    assert sorted(told) == sorted(f"writer {n} {k}".encode() for n in range(20) for k in range(10))
    for n in range(20):
        mine = [one for one in told if one and one.startswith(f"writer {n} ".encode())]
        assert mine == [f"writer {n} {k}".encode() for k in range(10)]
    assert positions(store, card) == []
    store.close()

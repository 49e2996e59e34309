"""A prepared statement reads what SQLAlchemy would read, in the transaction it is asked in."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import Connection, bindparam
from sqlalchemy.exc import DBAPIError

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.matching.result import Code, Note
from bot.domain.states import PairState, Role
from bot.storage.database import Database
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import pairs as rows
from tests.every_society import select

GUILD = GuildId(1)
NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
PLAIN = (
    select(rows)
    .where(
        rows.c.guild_id == bindparam("guild"),
        rows.c.created_at <= bindparam("now", type_=rows.c.created_at.type),
        rows.c.state != PairState.ENDED,
    )
    .order_by(rows.c.id)
)


def _add(connection: Connection, code: str) -> PairId:
    return pairs.add(
        connection,
        GUILD,
        cohort=None,
        code=code,
        members=(Member(UserId(10), Role.MENTOR), Member(UserId(11), Role.MENTEE)),
        reasons=(Note(Code.NO_ROOM, {}),),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="UTC",
        now=NOW,
    )


async def test_every_value_is_read_as_its_column_means_it(database: Database) -> None:
    prepared = Prepared(PLAIN)

    def compare(connection: Connection) -> None:
        _add(connection, "ONE")
        values = {"guild": GUILD, "now": NOW}
        expected = connection.execute(PLAIN, values).one()
        (found,) = prepared.rows(connection, **values)
        assert {name: getattr(found, name) for name in expected._mapping} == expected._mapping
        assert found.state is PairState.INTRODUCED
        assert found.created_at == NOW

    await database.write(compare)


async def test_it_reads_in_the_transaction_and_nothing_is_left_of_one_that_failed(
    database: Database,
) -> None:
    prepared = Prepared(PLAIN)

    def read(connection: Connection) -> int:
        return len(prepared.tuples(connection, guild=GUILD, now=NOW))

    def fails(connection: Connection) -> None:
        _add(connection, "TWO")
        assert read(connection) == 1
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        await database.write(fails)
    assert await database.read(read) == 0
    await database.write(_add, "THREE")
    assert await database.glance(read) == 1


async def test_trouble_of_the_database_is_told_from_a_bug(database: Database) -> None:
    prepared = Prepared(select(rows.c.id).where(rows.c.guild_id == bindparam("guild")))

    def read_what_is_gone(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE pairs RENAME TO elsewhere")
        prepared.tuples(connection, guild=GUILD)

    with pytest.raises(DBAPIError):
        await database.write(read_what_is_gone)

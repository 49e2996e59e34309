"""What a ledger is made of belongs to both sides of a pair, and to no one else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.domain.states import PairState, Role
from bot.domain.status.turns import TurnKind
from bot.storage.database import Database
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.progress import check_ins
from bot.storage.statements.prepared import Prepared
from bot.storage.status import ledger
from bot.storage.status.ledger import Entry

GUILD, MENTOR, MENTEE, STRANGER = GuildId(1), UserId(10), UserId(11), UserId(12)
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def _asked(connection: Connection, state: PairState = PairState.RUNNING) -> None:
    members = (Member(MENTOR, Role.MENTOR), Member(MENTEE, Role.MENTEE))
    pair = pairs.add(
        connection,
        GUILD,
        cohort=None,
        code=state.value,
        members=members,
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="UTC",
        now=NOW,
    )
    pairs.set_state(connection, GUILD, pair, state)
    check_in = check_ins.add(connection, GUILD, pair, MENTEE, date(2027, 3, 2), NOW)
    check_ins.record_asked(connection, GUILD, check_in, NOW)


async def _entries(database: Database, guild: GuildId, user: UserId) -> list[Entry]:
    since = NOW - timedelta(days=14)
    return [*await database.read(ledger.entries, guild, user, NOW, since)]


async def test_both_sides_of_a_pair_have_its_check_in_and_nobody_else(database: Database) -> None:
    assert await _entries(database, GUILD, MENTEE) == []
    await database.write(_asked)
    due = int(NOW.timestamp())
    for user in (MENTOR, MENTEE):
        assert await _entries(database, GUILD, user) == [
            (due, TurnKind.CHECK_IN, 1, MENTEE, 1, None, None, None)
        ]
    assert await _entries(database, GUILD, STRANGER) == []
    assert await _entries(database, GuildId(2), MENTEE) == []


async def test_a_pair_that_rests_or_has_ended_owes_no_check_in(database: Database) -> None:
    await database.write(_asked, PairState.PAUSED)
    await database.write(_asked, PairState.ENDED)
    assert await _entries(database, GUILD, MENTEE) == []


# SQLite alone: a server chooses its plan by what its tables hold.
@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", [ledger._ENTRIES, pairs._OF_PERSON])
async def test_how_large_a_society_is_does_not_matter(
    database: Database, statement: Prepared
) -> None:
    def plan(connection: Connection) -> list[str]:
        raw: Any = connection.connection.driver_connection
        values = dict.fromkeys(statement._written, 1) | statement._constants
        return [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement._sql}", values)]

    steps = [step for step in await database.read(plan) if step.startswith(("SEARCH", "SCAN"))]

    assert len(steps) > 2
    for step in steps:
        assert step == "SCAN mine" or step.startswith("SEARCH"), step
        assert not step.endswith("(guild_id=?)"), step
        assert "starts_at" not in step or "meeting_id=?" in step, step

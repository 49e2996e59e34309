"""Transactions: all or nothing, whatever happens to the caller."""

import asyncio
import random
import threading

import pytest
from sqlalchemy import Connection, func, insert
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import GuildId
from bot.storage.counters import LONGEST_LEAP, SHORTEST_LEAP, leap, next_id
from bot.storage.database import Database, announce_outbox_change
from bot.storage.tables import counters, meta
from tests.every_society import select

GUILD = GuildId(1)
LONGEST = 60.0  # seconds; nothing here takes a hundredth of it


def _keep_two(connection: Connection, key: str) -> None:
    connection.execute(insert(meta).values(key=f"{key}-a", value=""))
    connection.execute(insert(meta).values(key=f"{key}-b", value=""))


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(meta)).scalar_one()


async def test_an_error_inside_a_transaction_rolls_all_of_it_back(database: Database) -> None:
    def half(connection: Connection) -> None:
        connection.execute(insert(meta).values(key="a", value=""))
        raise ValueError("half-way")

    before = await database.read(_count)
    with pytest.raises(ValueError, match="half-way"):
        await database.write(half)
    assert await database.read(_count) == before


# Constraints that are looked at when the transaction is committed, and what breaks them.
_REFUSED_AT_COMMIT = {
    "sqlite": (
        "PRAGMA defer_foreign_keys=ON",
        "INSERT INTO pair_members (guild_id, pair_id, user_id, role) VALUES (1, 404, 7, 'mentor')",
    ),
    "postgresql": (
        "CREATE TEMPORARY TABLE deferred (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO deferred VALUES (1), (1)",
    ),
}


async def test_a_refused_commit_rolls_all_of_it_back_and_leaves_nothing_open(
    database: Database,
) -> None:
    def refused(connection: Connection) -> None:
        _keep_two(connection, "never")
        for statement in _REFUSED_AT_COMMIT[connection.dialect.name]:
            connection.exec_driver_sql(statement)

    before = await database.read(_count)
    with pytest.raises(IntegrityError):
        await database.write(refused)
    await database.write(_keep_two, "after")
    assert await database.read(_count) == before + 2


async def test_a_cancelled_write_is_whole_or_absent_and_leaks_nothing(database: Database) -> None:
    before = await database.read(_count)
    rng = random.Random(7)

    async def cancelled_soon(key: str) -> None:
        task = asyncio.create_task(database.write(_keep_two, key))
        for _ in range(rng.randrange(6)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(cancelled_soon(str(number)) for number in range(2_000)))
    await database.write(_keep_two, "after")  # the writer is free: nothing was left open
    assert (await database.read(_count) - before) % 2 == 0


async def test_ids_count_from_one_in_each_society_even_when_asked_for_at_once(
    database: Database,
) -> None:
    ids = await asyncio.gather(*(database.write(next_id, GUILD, "pair") for _ in range(40)))
    assert sorted(ids) == list(range(1, 41))
    assert await database.write(next_id, GuildId(2), "pair") == 1
    assert await database.write(next_id, GUILD, "cohort") == 1


async def test_a_leap_skips_ids_that_a_lost_database_may_have_given_out(
    database: Database,
) -> None:
    await database.write(next_id, GUILD, "pair")
    await database.write(leap)
    assert SHORTEST_LEAP < await database.write(next_id, GUILD, "pair") <= LONGEST_LEAP + 2


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_leap_skips_ids_of_what_there_was_none_of_when_the_backup_was_made(
    database: Database,
) -> None:
    await database.write(leap)
    first = await database.write(next_id, GUILD, "win")
    assert first > SHORTEST_LEAP, "the lost database may have counted wins from 1"
    assert await database.write(next_id, GUILD, "win") == first + 1
    await database.write(leap)
    assert await database.write(next_id, GuildId(2), "win") > 2 * SHORTEST_LEAP


async def test_readers_see_no_uncommitted_rows_and_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only|query_only"):
        await database.read(_keep_two, "never")
    assert await database.read(lambda c: c.execute(select(counters)).all()) == []


async def test_a_commit_with_outbox_rows_tells_its_listeners(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.ANNOUNCED_AFTER_SECONDS", 0)
    heard: list[str] = []
    database.on_outbox_change(lambda: heard.append("changed"))
    await database.write(_keep_two, "quiet")
    await database.read(_count)
    assert heard == []
    await database.write(announce_outbox_change)
    await database.read(_count)
    assert heard == ["changed"]


async def test_listeners_hear_of_it_a_moment_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.ANNOUNCED_AFTER_SECONDS", 3_600)
    heard: list[str] = []
    database.on_outbox_change(lambda: heard.append("changed"))
    for _ in range(3):
        await database.write(announce_outbox_change)
    await database.read(_count)
    assert heard == [], "whoever wrote goes first"


async def test_a_glance_sees_what_is_committed_while_a_write_is_under_way(
    database: Database,
) -> None:
    half_way, go_on = threading.Event(), threading.Event()

    def slowly(connection: Connection) -> None:
        _keep_two(connection, "slow")
        half_way.set()
        assert go_on.wait(timeout=30)

    before = await database.glance(_count)
    if database.dialect == "postgresql":
        go_on.set()  # its transactions run in this very thread
    writing = asyncio.create_task(database.write(slowly))
    await asyncio.to_thread(half_way.wait)
    if database.dialect == "sqlite":
        assert await database.glance(_count) == before
    go_on.set()
    await writing
    assert await database.glance(_count) == before + 2


async def test_a_glance_cannot_write_and_an_error_in_it_leaves_nothing_open(
    database: Database,
) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only|query_only"):
        await database.glance(_keep_two, "never")
    before = await database.glance(_count)
    await database.write(_keep_two, "later")
    assert await database.glance(_count) == before + 2


async def test_the_end_does_not_wait_for_a_transaction_that_is_stuck(database: Database) -> None:
    began, go_on = threading.Event(), threading.Event()

    def stuck(connection: Connection) -> None:
        began.set()
        go_on.wait(LONGEST)

    writing = asyncio.create_task(database.write(stuck))
    try:
        if database.dialect == "sqlite":
            await asyncio.to_thread(began.wait, LONGEST)
            await database.close(seconds=0.1)
            assert not writing.done()
    finally:
        go_on.set()
    await writing

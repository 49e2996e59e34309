"""Outages: noticed whatever the reason, told once to those who wait, and told again when over."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, LiteralString
from unittest.mock import create_autospec

import discord
import pytest
from psycopg import sql
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from bot import alarms
from bot.delivery.outages import OutageWatch, Patience
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.outages import Outage, OutageReason
from bot.storage.database import Database
from bot.storage.moderation import societies
from bot.storage.outages import notes
from bot.storage.tables import meta
from tests.delivery.conftest import House
from tests.delivery.society import (
    GUILD,
    MODERATORS,
    STANDSTILL_SECONDS,
    ManualClock,
    an_introduced_pair,
    found_society,
)
from tests.every_society import select
from tests.postgres import Postgres

IDLE = GuildId(101)  # a society in which nothing is due
on_sqlite = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
QUICK = Patience(*(timedelta(seconds=seconds) for seconds in (0.08, 2, 0.1, 0.2)))

CUT: LiteralString = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'"
)


@dataclass
class Heard:
    """What moderators and the owner were told."""

    moderators: list[tuple[ChannelId, Outage]] = field(default_factory=list)
    owner: list[tuple[Outage, int]] = field(default_factory=list)
    refuses: bool = False
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def serves(self, guild: GuildId) -> bool:
        return guild in (GUILD, IDLE)

    async def tell_moderators(
        self, channel: ChannelId, role: RoleId | None, outage: Outage, *, owner_knows: bool
    ) -> None:
        if self.refuses:
            raise OSError("Discord can't be reached")
        self.moderators.append((channel, outage))

    async def tell_owner(self, outage: Outage, societies: int) -> None:
        if self.refuses:
            raise OSError("Discord can't be reached")
        self.owner.append((outage, societies))
        self.told.set()


class Watched:
    """A database with a society that waits for something, under a watch."""

    def __init__(self, house: House, note: Path) -> None:
        self.house = house
        self.database = house.database
        self.heard = Heard()
        self.delivers = True
        self.note = note
        self.watch = self.a_watch()

    def a_watch(self) -> OutageWatch:
        return OutageWatch(
            self.database, self.house.clock, self.heard, lambda: self.delivers, self.note, QUICK
        )

    async def look_until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(STANDSTILL_SECONDS):
            while not true():
                await self.watch.look()

    async def told(self, reason: OutageReason) -> None:
        """Look until moderators and owner were told, and hold that each was told once."""
        await self.look_until(lambda: self.heard.moderators and self.heard.owner)
        await self.a_few_looks()
        assert [channel for channel, _ in self.heard.moderators] == [MODERATORS]
        assert [(outage.reason, waiting) for outage, waiting in self.heard.owner] == [(reason, 1)]
        assert self.watch.outage is not None

    async def told_that_it_is_over(self) -> None:
        await self.look_until(lambda: self.watch.outage is None)
        await self.a_few_looks()
        assert [outage.until is None for _, outage in self.heard.moderators] == [True, False]
        assert [outage.until is None for outage, _ in self.heard.owner] == [True, False]

    async def restart(self) -> None:
        await self.watch.close()
        self.watch = self.a_watch()
        await self.watch.recover()

    async def a_few_looks(self) -> None:
        for _ in range(3):
            await self.watch.look()


def _prepare(connection: Connection) -> None:
    societies.save(connection, GUILD, moderator_channel_id=MODERATORS)
    societies.save(connection, IDLE, moderator_channel_id=ChannelId(999), time_zone="UTC")


@pytest.fixture
async def watched(database: Database, tmp_path: Path) -> AsyncIterator[Watched]:
    house = House(database, await database.write(found_society))
    await house.database.write(_prepare)
    await house.database.write(an_introduced_pair, house.cohort)
    house.clock.move(timedelta(days=6))
    await house.delivery().plan_ahead()
    house.clock.move(timedelta(hours=30))  # its check-in is due
    watched = Watched(house, tmp_path / ".outage")
    await watched.watch.recover()
    await watched.watch.look()
    yield watched
    await watched.watch.close()


async def pragma(watched: Watched, words: str) -> None:
    await watched.database.write(lambda connection: connection.exec_driver_sql(words))


def path_of(watched: Watched) -> Path:
    assert watched.database.file
    return watched.database.file.path


def _grow(connection: Connection) -> None:
    connection.execute(insert(meta).values(key="large", value="x" * 3_000_000))


@on_sqlite
async def test_a_lock_that_another_program_holds(watched: Watched) -> None:
    with closing(sqlite3.connect(path_of(watched), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await watched.told(OutageReason.LOCKED)
        other.execute("ROLLBACK")
    await watched.told_that_it_is_over()


@on_sqlite
async def test_a_full_disk_also_when_only_larger_writes_fail(watched: Watched) -> None:
    await pragma(watched, "PRAGMA max_page_count=1")
    pages = await watched.database.read(
        lambda connection: connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    )
    await pragma(watched, f"PRAGMA max_page_count={pages + 100}")
    await watched.a_few_looks()
    assert watched.watch.outage is None, "there is room for a small write"
    with pytest.raises(DBAPIError, match="full"):
        await watched.database.write(_grow)
    await watched.told(OutageReason.FULL)
    await pragma(watched, "PRAGMA max_page_count=1000000")
    await watched.told_that_it_is_over()


@on_sqlite
async def test_a_disk_without_room_beside_the_database(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as on_a_full_disk:
        on_a_full_disk.setattr(Path, "write_bytes", full)
        await watched.told(OutageReason.FULL)
    await watched.told_that_it_is_over()


@on_sqlite
async def test_a_database_that_can_only_be_read(watched: Watched) -> None:
    await pragma(watched, "PRAGMA query_only=ON")
    await watched.told(OutageReason.READ_ONLY)
    with pytest.raises(DBAPIError):
        await watched.database.write(_grow)
    connections: Any = watched.database._connections
    writer = connections._writer._thread
    await writer.run(lambda: writer.raw.execute("PRAGMA query_only=OFF"))
    await watched.told_that_it_is_over()


@on_sqlite
async def test_damage_lasts_until_a_restart(watched: Watched) -> None:

    def damaged(connection: Connection) -> None:
        raise DBAPIError("UPDATE", None, _corrupt(), hide_parameters=True)

    with pytest.raises(DBAPIError):
        await watched.database.write(damaged)
    await watched.told(OutageReason.DAMAGED)
    await watched.a_few_looks()
    assert len(watched.heard.owner) == 1, "what still works proves nothing"

    await watched.restart()
    await watched.told_that_it_is_over()


def _corrupt() -> sqlite3.DatabaseError:
    """Return what SQLite raises for a file that it can't read."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(b"no database at all" * 100)
            connection.execute("SELECT * FROM sqlite_master")
        except sqlite3.DatabaseError as error:
            return error
    raise AssertionError("it was read")


@on_sqlite
async def test_a_deleted_file_is_rescued_whole_and_the_copy_is_named(watched: Watched) -> None:
    await watched.database.write(
        lambda connection: connection.execute(insert(meta).values(key="last", value="word"))
    )
    path = path_of(watched)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    await watched.told(OutageReason.GONE)
    rescued = watched.heard.owner[0][0].rescued
    assert rescued is not None
    copies = list(path.parent.glob("*.rescued-*"))
    assert [str(copy) for copy in copies] == [rescued], "one copy, however often it looks"
    assert copies[0].stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(rescued)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT value FROM meta WHERE key = 'last'").fetchone() == ("word",)


@on_postgres
async def test_a_server_that_lets_nobody_in(watched: Watched, postgres: Postgres) -> None:
    name = sql.Identifier(await watched.database.read(_name))
    postgres.run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    postgres.run(CUT)
    await watched.told(OutageReason.UNREACHABLE)
    postgres.run("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)
    await watched.told_that_it_is_over()


@on_postgres
async def test_a_server_that_can_only_be_read(watched: Watched, postgres: Postgres) -> None:
    name = sql.Identifier(await watched.database.read(_name))
    postgres.run("ALTER DATABASE {} SET default_transaction_read_only = on", name)
    postgres.run(CUT)
    await watched.told(OutageReason.READ_ONLY)
    postgres.run("ALTER DATABASE {} SET default_transaction_read_only = off", name)
    postgres.run(CUT)
    await watched.told_that_it_is_over()


def _name(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_database()")).scalar_one())


async def test_delivery_that_fails_again_and_again(watched: Watched) -> None:
    watched.delivers = False
    await watched.told(OutageReason.DELIVERY)
    watched.delivers = True
    await watched.told_that_it_is_over()


async def test_a_society_hears_of_it_once_someone_there_could_not_be_served(
    watched: Watched,
) -> None:
    watched.delivers = False
    await watched.told(OutageReason.DELIVERY)
    watched.watch.notice_unserved(IDLE)
    await watched.look_until(lambda: len(watched.heard.moderators) == 2)
    assert watched.heard.moderators[1][0] == 999


async def test_what_failed_while_all_was_well_makes_no_one_wait_for_a_later_outage(
    watched: Watched,
) -> None:
    watched.watch.notice_unserved(IDLE)
    await watched.watch.look()
    watched.delivers = False
    await watched.told(OutageReason.DELIVERY)


async def test_those_who_could_not_be_told_are_told_later(watched: Watched) -> None:
    watched.heard.refuses = True
    watched.delivers = False
    await watched.a_few_looks()
    assert not watched.heard.owner
    watched.heard.refuses = False
    await watched.told(OutageReason.DELIVERY)


async def test_that_it_is_over_is_told_to_no_one_once_it_is_there_again(watched: Watched) -> None:
    watched.delivers = False
    await watched.told(OutageReason.DELIVERY)
    watched.heard.refuses = True
    watched.delivers = True
    await watched.look_until(lambda: watched.watch.outage and watched.watch.outage.until)
    watched.delivers = False
    await watched.look_until(lambda: watched.watch.outage and watched.watch.outage.until is None)
    watched.heard.refuses = False
    await watched.told(OutageReason.DELIVERY)
    watched.delivers = True
    await watched.told_that_it_is_over()


async def test_the_watch_looks_by_itself(watched: Watched) -> None:
    watched.delivers = False
    await watched.watch.start()
    async with asyncio.timeout(STANDSTILL_SECONDS):
        await watched.heard.told.wait()


async def test_what_passes_at_once_is_told_to_nobody(watched: Watched) -> None:
    watched.delivers = False
    await watched.watch.look()
    watched.delivers = True
    await watched.a_few_looks()
    assert watched.watch.outage is None
    assert not watched.heard.owner


async def test_a_restart_tells_that_it_is_over_to_those_who_were_told(watched: Watched) -> None:
    watched.delivers = False
    await watched.told(OutageReason.DELIVERY)
    watched.delivers = True
    await watched.restart()
    await watched.told_that_it_is_over()
    assert notes.find(watched.note) is None


async def test_a_failed_write_of_a_person_is_no_outage(watched: Watched) -> None:
    def twice(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(insert(meta).values(key="a", value="b"))

    with pytest.raises(DBAPIError):
        await watched.database.write(twice)
    await watched.a_few_looks()
    assert watched.watch.outage is None


async def test_a_look_leaves_nothing_behind(watched: Watched) -> None:
    await watched.a_few_looks()
    left = await watched.database.read(
        lambda connection: connection.execute(
            select(meta.c.key).where(meta.c.key.like("beat%"))
        ).all()
    )
    assert left == []
    if watched.database.file:
        assert not list(path_of(watched).parent.glob("*.room"))


async def test_an_owner_whose_messages_never_open_is_waited_for_only_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(alarms, "SECONDS", 0.01)
    client = create_autospec(discord.Client, instance=True)
    client.application = SimpleNamespace(team=None, owner=SimpleNamespace(id=1))
    client.http = SimpleNamespace(start_private_message=never)
    outage = Outage(OutageReason.FULL, ManualClock().now(), None, None)
    telling = asyncio.create_task(alarms.DiscordAlarms(client).tell_owner(outage, 1))
    done, _ = await asyncio.wait({telling}, timeout=STANDSTILL_SECONDS)
    telling.cancel()
    assert [type(one.exception()) for one in done] == [TimeoutError]


def test_an_outage_is_noticed_within_half_a_minute() -> None:
    usual = Patience()
    latest = usual.every + max(2 * usual.every, usual.within) + usual.every / 8
    assert latest < timedelta(seconds=30)

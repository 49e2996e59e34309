"""Backups brought back in any order: what was acknowledged since is posted, and posted once."""

import random
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery.notifier import UnknownOutcomeError
from bot.domain.ids import ChannelId, MessageId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Facts, UpdateShared
from bot.storage import backups, outbox
from bot.storage.database import Database
from bot.storage.progress import updates
from tests.delivery.conftest import House
from tests.delivery.society import (
    GUILD,
    MENTEE,
    NOON,
    Posted,
    SmallDiscord,
    an_introduced_pair,
    found_society,
)

NONCE_HOLDS = timedelta(minutes=5)
PATIENCE = timedelta(minutes=10)
STEPS = 40


class StrictDiscord(SmallDiscord):
    """A Discord that answers a nonce it has seen lately with the message it has already."""

    async def send(
        self,
        channel: ChannelId,
        facts: Facts,
        nonce: str,
        ref: str,
        not_notified: frozenset[UserId] = frozenset(),
    ) -> MessageId:
        lately = self.clock.now() - NONCE_HOLDS
        for message in self.posted:
            if message.nonce == nonce and message.at >= lately and message.channel == channel:
                return message.id
        return await super().send(channel, facts, nonce, ref, not_notified)


class Lives:
    """One SQLite file that is backed up, lost, brought back and written to, and one Discord."""

    def __init__(self, file: Path, house: House, pair: PairId, seed: int) -> None:
        self.file = file
        self.house = house
        self.pair = pair
        self.rng = random.Random(seed)
        self.copies: list[Path] = []
        self.acknowledged: set[str] = set()  # since the last restore
        self.written = 0

    async def acts(self) -> None:
        """Log updates; some are delivered before whatever comes next, some are not."""
        for _ in range(self.rng.randint(1, 3)):
            self.written += 1
            words = f"Update {self.written}"
            await self.house.database.write(self.log, words)
            self.acknowledged.add(words)
        if self.rng.random() < 0.3:
            when = self.rng.choice(["before", "after"])
            self.house.discord.befalls("send", when, UnknownOutcomeError())
        if self.rng.random() < 0.7:
            await self.house.deliver()
            self.house.discord.trouble.clear()

    def log(self, connection: Connection, words: str) -> None:
        now = self.house.clock.now()
        update = updates.add(
            connection,
            GUILD,
            self.pair,
            MENTEE,
            moved=words,
            in_the_way="",
            next_step="",
            now=now,
        )
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.UPDATE_SHARED,
            subject_type="update",
            subject_id=update.id,
            due_at=now,
        )

    async def backs_up(self) -> None:
        """Make a backup while the bot runs."""
        copy = self.file.with_name(f"copy-{len(self.copies)}.sqlite3")
        backups.back_up(self.file, copy)
        self.copies.append(copy)

    async def restores(self) -> None:
        """Bring any backup back, the same one or an older one too; the file may have been lost."""
        if not self.copies:
            return
        await self.house.database.close()
        if self.rng.random() < 0.3:
            self.file.unlink()
        backups.restore(self.rng.choice(self.copies), self.file, self.house.clock.now())
        self.acknowledged.clear()
        await self._starts()

    async def is_killed(self) -> None:
        """Stop with whatever was on its way, and start again."""
        await self.house.database.close()
        await self._starts()

    async def _starts(self) -> None:
        self.house.clock.move(timedelta(seconds=self.rng.randint(1, 90)))
        self.house.database = await Database.connect(f"sqlite+aiosqlite:///{self.file}")

    async def passes(self) -> None:
        """Let minutes or hours pass, and whatever is due be delivered."""
        self.house.clock.move(timedelta(minutes=self.rng.choice([1, 7, 200])))
        await self.house.deliver()

    async def settles(self) -> None:
        """Let every doubt be settled."""
        for _ in range(6):
            self.house.clock.move(PATIENCE)
            await self.house.deliver()


def said(messages: list[Posted]) -> list[str]:
    """Return the words of each update that was posted."""
    return [each.facts.moved for each in messages if isinstance(each.facts, UpdateShared)]


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_acknowledged_after_any_restore_is_posted_once(
    seed: int, sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "preceptor.sqlite3"
    shutil.copy(sqlite_template, file)
    database = await Database.connect(f"sqlite+aiosqlite:///{file}")
    house = House(database, await database.write(found_society))
    house.discord = StrictDiscord(house.clock, house.signal)
    pair = await database.write(an_introduced_pair, house.cohort)
    lives = Lives(file, house, pair, seed)
    await lives.backs_up()
    for _ in range(STEPS):
        step: Any = lives.rng.choices(
            [lives.acts, lives.backs_up, lives.restores, lives.is_killed, lives.passes],
            [5, 1, 3, 1, 2],
        )[0]
        await step()
    await lives.acts()
    await lives.settles()
    await house.database.close()

    posted = said(house.discord.posted)
    assert lives.acknowledged - set(posted) == set(), "acknowledged and never posted"
    assert [words for words in set(posted) if posted.count(words) > 1] == [], "posted twice"


async def test_what_a_lost_life_sent_at_its_time_is_not_sent_by_the_next(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file, copy = tmp_path / "preceptor.sqlite3", tmp_path / "copy.sqlite3"
    shutil.copy(sqlite_template, file)
    database = await Database.connect(f"sqlite+aiosqlite:///{file}")
    house = House(database, await database.write(found_society))
    pair = await database.write(an_introduced_pair, house.cohort)
    house.discord = StrictDiscord(house.clock, house.signal)
    await database.write(Lives(file, house, pair, 0).log, "Shadowed twice")
    await database.close()
    backups.back_up(file, copy)

    due = house.clock.now() + timedelta(hours=1)
    for _ in range(2):  # each life plans the same reminder for the same hour, from the same backup
        backups.restore(copy, file, house.clock.now())
        house.database = await Database.connect(f"sqlite+aiosqlite:///{file}")
        await house.database.write(
            lambda c: outbox.plan(
                c,
                guild=GUILD,
                kind=NudgeKind.UPDATE_SHARED,
                subject_type="update",
                subject_id=1,
                due_at=due,
                occurrence="the same hour",
            )
        )
        house.clock.move(timedelta(hours=2))
        await house.deliver()
        await house.database.close()
        for left in tmp_path.glob("*.before-restore-*"):
            left.unlink()
        file.unlink()  # and with it every trace of this life

    # The update itself, which the first life found due, and the reminder: each once.
    assert len(house.discord.posted) == 2


def test_two_restores_in_one_second_keep_what_each_replaced(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file, copy = tmp_path / "preceptor.sqlite3", tmp_path / "copy.sqlite3"
    shutil.copy(sqlite_template, file)
    backups.back_up(file, copy)

    kept = [backups.restore(copy, file, NOON) for _ in range(3)]

    assert len({*kept, file}) == 4
    for each in kept:
        assert each is not None
        backups.check(each)

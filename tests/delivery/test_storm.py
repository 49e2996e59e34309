"""In a storm: one request in five goes wrong, and still each message exists exactly once."""

from pathlib import Path

import pytest
from discord.http import Route

from bot.storage.database import Database
from bot.storage.migrate import migrate
from sandbox import Discord
from tests.delivery.storm import weather


async def test_a_storm_costs_time_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    database = await Database.connect(f"sqlite+aiosqlite:///{tmp_path / 'storm.sqlite3'}")
    await migrate(database)
    async with Discord.serve(begins=None) as discord:
        damage = await weather(discord, database, sends=150, share=0.2, seed=5, within=120)
    await database.close()
    assert damage.none, damage
    assert damage.sends == 150
    assert damage.faults > 20

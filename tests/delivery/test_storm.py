"""In a storm: one request in five goes wrong, and still each message exists exactly once."""

from datetime import timedelta
from pathlib import Path

import pytest
from discord.http import Route

from bot.storage.database import Database
from bot.storage.migrate import migrate
from sandbox import Discord
from tests.delivery.storm import weather, wrong_clocks


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


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("ahead", [1, -1])
async def test_two_processes_whose_clocks_are_days_apart_send_each_message_once(
    migrated_url: str, ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    skews = (timedelta(days=3) * ahead, timedelta(days=-3) * ahead)
    async with Discord.serve(begins=None) as discord:
        damage = await wrong_clocks(discord, migrated_url, 120, 3, skews)
        looked = discord.requests("GET", "/channels/{channel_id}/messages")
    assert damage.none, damage
    assert damage.sends == 120
    assert looked, "what the first process left was looked for"

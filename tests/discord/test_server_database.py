"""On PostgreSQL too, nothing that was typed is lost while the database makes a member wait."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psycopg
import pytest

from bot.configuration import load_settings
from bot.running import Running, started
from bot.storage import postgres as postgres_storage
from bot.storage.held_texts import folder_of_server
from sandbox import Discord, Permission
from tests.discord.conftest import Society, environment
from tests.discord.people import a_pair
from tests.discord.test_failures import (
    ESSAY,
    PROMISE,
    all_of,
    hold_at_once,
    promises,
    read_until,
    until_held,
)
from tests.postgres import Postgres


@pytest.fixture
def url(
    postgres: Postgres,
    postgres_template: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """Yield the URL of a database with the schema, used by an account with a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with postgres.database(postgres_template) as address:
        yield address


@asynccontextmanager
async def a_bot(discord: Discord, url: str, tmp_path: Path) -> AsyncIterator[Running]:
    """Run the bot on the server's database until the block ends."""
    values = environment(discord, tmp_path / "unused", tmp_path / "clock")
    settings = load_settings(values | {"PRECEPTOR_DATABASE_URL": url})
    async with started(settings) as running:
        await discord.ready()
        yield running


@asynccontextmanager
async def a_society(discord: Discord, url: str, tmp_path: Path) -> AsyncIterator[Society]:
    """Set a society up whose bot is stopped at the end of the block."""
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=Permission.MANAGE_GUILD)
    async with a_bot(discord, url, tmp_path) as running:
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        yield Society(discord, guild, mentoring, mentoring, mo, running)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the commitments as another program does."""
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE commitments IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


async def test_what_was_typed_before_a_crash_is_shown_by_status_after_it(
    discord: Discord, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, aside = folder_of_server(url), tmp_path / "aside"
    async with a_society(discord, url, tmp_path) as society:
        _, mentee, thread = await a_pair(society)
        hold_at_once(monkeypatch)
        with locked(url):
            answer = await mentee.slash("commit add", PROMISE, at=thread)
            await read_until(society, answer, "still working on it")
            await until_held(mentee, folder, 1)
            shutil.copytree(folder, aside)  # as a process leaves it that is killed now
        await read_until(society, answer, f"**{ESSAY}**")
        await society.running.client.finish_interactions(10)
        assert list(folder.iterdir()) == [], "nothing is kept once the answer is there"
    [unfinished] = aside.glob("*.json")
    unfinished.rename(folder / "4242.json")

    async with a_bot(discord, url, tmp_path):
        shown = all_of(await (await mentee.slash("status")).settled())
        assert "nothing was changed" in shown
        assert PROMISE["obstacle"] in shown
        assert list(folder.iterdir()) == []


async def test_a_statement_that_hangs_is_cut_and_every_word_is_given_back(
    discord: Discord, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = postgres_storage._LIMITS
    cut_soon = limits.replace(f"={postgres_storage.STATEMENT_SECONDS}s ", "=500ms ", 1)
    assert cut_soon != limits
    monkeypatch.setattr(postgres_storage, "_LIMITS", cut_soon)
    async with a_society(discord, url, tmp_path) as society:
        _, mentee, thread = await a_pair(society)
        hold_at_once(monkeypatch)
        with locked(url):
            answer = await mentee.slash("commit add", PROMISE, at=thread)
            text = await read_until(society, answer, "nothing was changed")
            assert PROMISE["what"] in text
            assert PROMISE["obstacle"] in text
        assert ESSAY not in await promises(mentee, thread)

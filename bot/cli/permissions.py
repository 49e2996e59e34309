"""What `preceptor doctor` asks Discord: is the token valid, are all permissions there?"""

import asyncio

import aiohttp
import discord
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.doctor_checks import Finding
from bot.cli.error_messages import explain
from bot.cli.invite import INVITE_PERMISSIONS
from bot.client import point_at
from bot.configuration import require_token
from bot.domain.errors import DomainError
from bot.settings import Settings
from bot.storage import backups
from bot.storage.tables import societies

PATIENCE_SECONDS = 20.0
NEEDED = discord.Permissions(INVITE_PERMISSIONS)


async def about_discord(settings: Settings) -> list[Finding]:
    """Log in without the gateway and check each society's mentoring channel."""
    point_at(settings.discord)
    client = discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=30.0)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), client:
            await client.login(require_token(settings).get_secret_value())
            findings = [Finding("discord", f"logged in as application {client.application_id}")]
            for guild, channel in _mentoring_channels(settings):
                findings.append(await _channel(client, guild, channel))
            return findings
    except discord.LoginFailure:
        words = explain(DomainError("discord.bad_token"))
        return [Finding("discord", "the token was refused", words)]
    except (aiohttp.ClientError, TimeoutError, discord.HTTPException) as error:
        return [
            Finding(
                "discord",
                f"can't be reached ({type(error).__name__})",
                "check this machine's connection, or leave this out with --no-discord",
            )
        ]


def _mentoring_channels(settings: Settings) -> list[tuple[int, int]]:
    columns = select(societies.c.guild_id, societies.c.mentoring_channel_id)
    chosen = columns.where(societies.c.mentoring_channel_id.is_not(None))
    try:
        with backups.reading(settings.database.url) as connection:
            return [(row.guild_id, row.mentoring_channel_id) for row in connection.execute(chosen)]
    except SQLAlchemyError:
        # Already a finding of its own: the database was checked before.
        return []


async def _channel(client: discord.Client, guild_id: int, channel_id: int) -> Finding:
    name = f"server {guild_id}"
    run_setup = "run /setup there: it names each missing permission and how to mend it"
    try:
        guild = await client.fetch_guild(guild_id)
        channel = await guild.fetch_channel(channel_id)
        assert client.user is not None  # set by `login`
        me = await guild.fetch_member(client.user.id)
    except discord.NotFound:
        return Finding(name, "the mentoring channel is gone", run_setup)
    except discord.Forbidden:
        return Finding(name, "the mentoring channel can't be seen", run_setup)
    missing = NEEDED.value & ~channel.permissions_for(me).value
    if missing:
        names = [flag for flag, is_set in discord.Permissions(missing) if is_set]
        return Finding(name, f"missing in the mentoring channel: {', '.join(names)}", run_setup)
    return Finding(name, "every permission is there")

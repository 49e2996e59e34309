"""What `preceptor doctor` asks Discord: is the token valid, are all permissions there?"""

import asyncio
from typing import Any

import aiohttp
import discord
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.doctor_checks import Finding
from bot.cli.error_messages import explain
from bot.cli.invite import INVITE_PERMISSIONS
from bot.client import point_at
from bot.configuration import require_token
from bot.domain.errors import DomainError
from bot.domain.states import CohortState
from bot.settings import Settings
from bot.storage import backups
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import cohorts, societies

PATIENCE_SECONDS = 20.0
NEEDED = discord.Permissions(INVITE_PERMISSIONS)
TO_POST = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)
OTHERS = (
    (societies.c.moderator_channel_id, "moderators' channel"),
    (societies.c.wins_channel_id, "wins channel"),
)
SETUP = "run /setup in that server to see each missing permission and how to fix it"


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
            for column, purpose in OTHERS:
                for guild, channel in _chosen(settings, column):
                    findings += await _other_channel(client, guild, channel, purpose)
            for guild, channel, role in _moderators(settings):
                findings += await _role(client, guild, channel, role)
            for guild, channel, message in _panels(settings):
                findings += await _panel(client, guild, channel, message)
            return findings
    except discord.LoginFailure:
        words = explain(DomainError("discord.bad_token"))
        return [Finding("discord", "token refused", words)]
    except (aiohttp.ClientError, TimeoutError, discord.HTTPException) as error:
        return [
            Finding(
                "discord",
                f"can’t be reached ({type(error).__name__})",
                "check this machine’s connection, or skip this check with --no-discord",
            )
        ]


def _mentoring_channels(settings: Settings) -> list[tuple[int, ...]]:
    return _chosen(settings, societies.c.mentoring_channel_id)


def _moderators(settings: Settings) -> list[tuple[int, ...]]:
    return _chosen(settings, societies.c.moderator_channel_id, societies.c.moderator_role_id)


def _panels(settings: Settings) -> list[tuple[int, ...]]:
    """Return the sign-up panels of open cohorts: server, channel, and message."""
    statement = select(cohorts.c.guild_id, cohorts.c.panel_channel_id, cohorts.c.panel_message_id)
    posted = (cohorts.c.state == CohortState.ENROLLING, cohorts.c.panel_message_id.is_not(None))
    return _read(settings, statement.where(IN_EVERY_SOCIETY, *posted))


def _chosen(settings: Settings, *columns: ColumnElement[int | None]) -> list[tuple[int, ...]]:
    """Return each society's ID with its choices, of those that have made all of them."""
    statement = select(societies.c.guild_id, *columns)
    return _read(
        settings, statement.where(IN_EVERY_SOCIETY, *(column.is_not(None) for column in columns))
    )


def _read(settings: Settings, statement: Select[Any]) -> list[tuple[int, ...]]:
    try:
        with backups.reading(settings.database.url) as connection:
            return [tuple(row) for row in connection.execute(statement)]
    except SQLAlchemyError:
        # Already a finding of its own: the database was checked before.
        return []


async def _role(
    client: discord.Client, guild_id: int, channel_id: int, role_id: int
) -> list[Finding]:
    """Say whether a mention of the moderators' role notifies anyone; nothing if it does."""
    try:
        guild = await client.fetch_guild(guild_id)
        channel = await guild.fetch_channel(channel_id)
        assert client.user is not None  # set by `login`
        me = await guild.fetch_member(client.user.id)
    except (discord.NotFound, discord.Forbidden):
        return []  # /setup says so
    role = guild.get_role(role_id)
    if role is None:
        return [Finding(f"server {guild_id}", "the moderators' role was deleted", SETUP)]
    if role.mentionable or channel.permissions_for(me).mention_everyone:
        return []
    fix = (
        "in Server Settings, Roles, let anyone mention that role, or give the bot Mention Everyone"
    )
    return [Finding(f"server {guild_id}", "the moderators’ role can’t be notified", fix)]


async def _other_channel(
    client: discord.Client, guild_id: int, channel_id: int, purpose: str
) -> list[Finding]:
    """Say whether a channel is gone, or whether the bot can't post in it; nothing if it can."""
    name = f"server {guild_id}"
    try:
        guild = await client.fetch_guild(guild_id)
        channel = await guild.fetch_channel(channel_id)
        assert client.user is not None  # set by `login`
        me = await guild.fetch_member(client.user.id)
    except discord.NotFound:
        return [Finding(name, f"the {purpose} is gone", SETUP)]
    except discord.Forbidden:
        return [Finding(name, f"the {purpose} isn’t visible to the bot", SETUP)]
    missing = TO_POST.value & ~channel.permissions_for(me).value
    if not missing:
        return []
    names = [flag for flag, is_set in discord.Permissions(missing) if is_set]
    return [Finding(name, f"missing in the {purpose}: {', '.join(names)}", SETUP)]


async def _panel(
    client: discord.Client, guild_id: int, channel_id: int, message_id: int
) -> list[Finding]:
    """Say whether the sign-up panel of an open cohort was deleted; nothing if it is there."""
    try:
        await client.http.get_message(channel_id, message_id)
    except discord.NotFound:
        fix = "run /cohort open for that cohort to post the panel again"
        return [Finding(f"server {guild_id}", "a sign-up panel was deleted", fix)]
    except discord.Forbidden:
        return []  # said of its channel
    return []


async def _channel(client: discord.Client, guild_id: int, channel_id: int) -> Finding:
    name = f"server {guild_id}"
    try:
        guild = await client.fetch_guild(guild_id)
        channel = await guild.fetch_channel(channel_id)
        assert client.user is not None  # set by `login`
        me = await guild.fetch_member(client.user.id)
    except discord.NotFound:
        return Finding(name, "the mentoring channel is gone", SETUP)
    except discord.Forbidden:
        return Finding(name, "the mentoring channel isn’t visible to the bot", SETUP)
    missing = NEEDED.value & ~channel.permissions_for(me).value
    if missing:
        names = [flag for flag, is_set in discord.Permissions(missing) if is_set]
        return Finding(name, f"missing in the mentoring channel: {', '.join(names)}", SETUP)
    return Finding(name, "all permissions granted")

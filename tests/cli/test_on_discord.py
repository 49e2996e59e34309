"""What the command line does on Discord, tried on the stand-in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from discord.http import Route

from bot.cli.permissions import about_discord
from bot.cli.sync import deploy_commands
from bot.configuration import load_settings
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.moderation import societies
from sandbox import Discord, GuildHandle, Permission


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # put back after the bot changes it
    async with Discord.serve() as discord:
        yield discord


@pytest.fixture
def settings(discord: Discord, tmp_path: Path) -> Settings:
    return settings_for(discord, tmp_path, discord.token)


def settings_for(discord: Discord, folder: Path, token: str) -> Settings:
    return load_settings(
        {
            "DISCORD_TOKEN": token,
            "PRECEPTOR_DATABASE_URL": f"sqlite:///{folder / 'preceptor.sqlite3'}",
            "PRECEPTOR_DISCORD_API_URL": discord.api_url,
        }
    )


async def set_up(
    settings: Settings, guild: GuildHandle, channel: int, role: int | None = None
) -> None:
    database = await Database.connect(settings.database.url)
    await migrate(database)
    await database.write(
        lambda connection: societies.save(
            connection,
            GuildId(guild.id),
            mentoring_channel_id=ChannelId(channel),
            moderator_channel_id=ChannelId(channel) if role else None,
            moderator_role_id=RoleId(role) if role else None,
            time_zone="America/Chicago",
        )
    )
    await database.close()


async def test_a_channel_with_every_permission_is_well(
    discord: Discord, settings: Settings
) -> None:
    guild = discord.guild("Pre-Health Society")
    await set_up(settings, guild, guild.text("mentoring").id)

    logged_in, channel = await about_discord(settings)

    assert logged_in.ok
    assert (channel.name, channel.ok) == (f"server {guild.id}", True)


async def test_a_missing_permission_is_named(discord: Discord, settings: Settings) -> None:
    guild = discord.guild("Pre-Health Society")
    mentoring = guild.text("mentoring")
    guild.overwrite(mentoring, guild.bot_role, deny=Permission.CREATE_PRIVATE_THREADS)
    await set_up(settings, guild, mentoring.id)

    _, channel = await about_discord(settings)

    assert not channel.ok
    assert channel.detail == "missing in the mentoring channel: create_private_threads"
    assert "/setup" in str(channel.fix)


@pytest.mark.parametrize("mentionable", [False, True])
async def test_a_moderators_role_that_can_not_be_notified_is_named(
    discord: Discord, settings: Settings, mentionable: bool
) -> None:
    guild = discord.guild("Pre-Health Society")
    role = guild.role("Moderators", mentionable=mentionable)
    await set_up(settings, guild, guild.text("mentoring").id, role.id)

    findings = await about_discord(settings)

    named = [each.detail for each in findings if not each.ok]
    assert named == ([] if mentionable else ["the moderators’ role can’t be notified"])


async def test_a_moderators_role_and_channel_that_were_deleted_are_named(
    discord: Discord, settings: Settings
) -> None:
    guild = discord.guild("A Society")
    role, channel = guild.role("Moderators"), guild.text("mentoring")
    await set_up(settings, guild, channel.id, role.id)
    guild.delete_role(role)
    without_role = [finding.detail for finding in await about_discord(settings)]
    guild.delete(channel)
    without_channel = [finding.detail for finding in await about_discord(settings)]

    assert "the moderators' role was deleted" in without_role
    assert "the moderators' channel is gone" in without_channel


async def test_a_channel_that_is_gone_is_named(discord: Discord, settings: Settings) -> None:
    guild = discord.guild("Pre-Health Society")
    await set_up(settings, guild, 1)

    _, channel = await about_discord(settings)

    assert channel.detail == "the mentoring channel is gone"


async def test_a_wrong_token_is_named_and_not_shown(discord: Discord, tmp_path: Path) -> None:
    wrong = discord.token[:-4] + "oops"

    (finding,) = await about_discord(settings_for(discord, tmp_path, wrong))

    assert finding.detail == "token refused"
    assert wrong not in str(finding)


async def test_commands_are_deployed_once_and_again_when_forced(
    discord: Discord, settings: Settings
) -> None:
    sent = [await deploy_commands(settings, force) for force in (False, False, True)]

    assert sent == [True, False, True]
    assert "setup" in discord.commands
    assert discord.requests("PUT", "/applications/{application_id}/commands") == 2


async def test_commands_are_not_deployed_with_a_wrong_token(
    discord: Discord, tmp_path: Path
) -> None:
    with pytest.raises(DomainError, match=r"discord\.bad_token"):
        await deploy_commands(settings_for(discord, tmp_path, "wrong"), force=False)

    assert discord.commands == []

"""Access: refuse what someone lacks the permission for, as Discord does."""

from sandbox.rules.errors import refusal
from sandbox.state import permissions
from sandbox.state.permissions import Permission
from sandbox.state.records import Channel, Guild, Role
from sandbox.state.world import World


def require(world: World, user_id: int, channel: Channel, *needed: int) -> int:
    """Return someone's permissions in a channel, or refuse with 50001 (unseen) or 50013."""
    if not permissions.can_see(world, user_id, channel):
        raise refusal(50001)
    granted = permissions.in_channel(world, user_id, channel)
    for permission in needed:
        if not granted & permission:
            raise refusal(50013)
    return granted


def require_open_dm(world: World, channel: Channel) -> None:
    """Refuse with 50007 where the person shut the bot out or shares no server with it."""
    for person in channel.recipients.values():
        if person.bot:
            continue
        shared = any(
            person.id in guild.members and world.bot.id in guild.members
            for guild in world.guilds.values()
        )
        if not person.accepts_dms or not shared:
            raise refusal(50007)


def require_unarchived(channel: Channel) -> None:
    """Refuse with 50083 what cannot be done in an archived thread."""
    if channel.is_thread and channel.archived:
        raise refusal(50083)


def require_grantable(world: World, guild: Guild, role: Role) -> None:
    """Refuse with 50013 where the bot may not give or take a role: only those below its own."""
    if not permissions.in_guild(guild, world.bot.id) & Permission.MANAGE_ROLES:
        raise refusal(50013)
    highest = max(guild.roles[each].position for each in guild.members[world.bot.id].roles)
    if role.position >= highest or role.bot_id is not None:
        raise refusal(50013)

"""Permissions, computed the way Discord documents it: roles, then overwrites, then what follows."""

from sandbox.state.records import Channel, Guild
from sandbox.state.world import World


class Permission:
    """Name the bits. Plain integers, because they are computed on every request."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CHANGE_NICKNAME = 1 << 26
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    PIN_MESSAGES = 1 << 51


ALL = (1 << 53) - 1
# What @everyone may do in a new server.
EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
# What the product's invite link asks for.
INVITED_BOT = 343_597_501_440
IN_DM = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
)


def in_guild(guild: Guild, user_id: int) -> int:
    """Return what a member may do in the guild before any channel's overwrites; 0 for others."""
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if guild.owner_id == user_id:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role_id in member.roles:
        granted |= guild.roles[role_id].permissions
    return ALL if granted & Permission.ADMINISTRATOR else granted


def in_channel(world: World, user_id: int, channel: Channel) -> int:
    """Return what a user may do in a channel, thread or DM; 0 when it is closed to them."""
    if channel.guild_id is None:
        return IN_DM if user_id in channel.recipients else 0
    guild = world.guilds[channel.guild_id]
    granted = in_guild(guild, user_id)
    if granted == ALL or not granted:
        return granted
    holder = world.channels[channel.parent_id] if channel.is_thread else channel
    granted = _overwritten(guild, user_id, holder, granted)
    if not granted & Permission.VIEW_CHANNEL:
        return 0
    speak = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if not granted & speak:
        granted &= ~(Permission.MENTION_EVERYONE | Permission.EMBED_LINKS | Permission.ATTACH_FILES)
    return granted


def _overwritten(guild: Guild, user_id: int, channel: Channel, granted: int) -> int:
    overwrites = channel.overwrites
    if everyone := overwrites.get(guild.id):
        granted = granted & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role_id in guild.members[user_id].roles:
        if role := overwrites.get(role_id):
            allow |= role.allow
            deny |= role.deny
    granted = granted & ~deny | allow
    if own := overwrites.get(user_id):
        granted = granted & ~own.deny | own.allow
    return granted


def can_see(world: World, user_id: int, channel: Channel) -> bool:
    """Return whether a user can see a channel; a private thread is for its members only."""
    granted = in_channel(world, user_id, channel)
    if not granted & Permission.VIEW_CHANNEL:
        return False
    if not channel.is_private_thread:
        return True
    return user_id in channel.thread_members or bool(granted & Permission.MANAGE_THREADS)


def speaking(channel: Channel) -> int:
    """Return the permission that sending into this channel takes."""
    if channel.is_thread:
        return Permission.SEND_MESSAGES_IN_THREADS
    return Permission.SEND_MESSAGES


def may_invite(world: World, user_id: int, thread: Channel) -> bool:
    """Return whether a user may add people to a thread."""
    if not thread.is_private_thread or thread.invitable:
        return True
    if thread.owner_id == user_id and world.owner_adds_people:
        return True
    return bool(in_channel(world, user_id, thread) & Permission.MANAGE_THREADS)

"""What the gateway sends for each event: its name, its body, and which sessions it is for."""

from dataclasses import dataclass

from sandbox.state import events, permissions, threads
from sandbox.state.events import Event
from sandbox.state.records import (
    Attachment,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Role,
    User,
)
from sandbox.state.world import World
from sandbox.wire import payloads

# Intents, by which a bot says what it wants to hear of.
GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
# What of a message a bot reads empty where it lacks the content intent.
WITHOUT_CONTENT: Json = {"content": "", "embeds": [], "attachments": [], "components": []}

ATTACHMENT_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One event as JSON, for the sessions of a guild's shard that have all of `intents`.

    A `secret` one is emptied of content for those that lack the content intent.
    """

    name: str
    body: Json
    guild_id: int | None
    intents: int = 0
    secret: bool = False


def dispatch(event: Event, world: World) -> Dispatch | None:
    """Return what the bot hears of an event, or None when it does not concern it."""
    match event:
        case events.MessageCreated(channel, message):
            return _message("MESSAGE_CREATE", channel, message, world)
        case events.MessageEdited(channel, message):
            return _message("MESSAGE_UPDATE", channel, message, world)
        case events.MessageDeleted(channel, message):
            body: Json = {"id": str(message.id), "channel_id": str(channel.id)}
            return _in_channel("MESSAGE_DELETE", body, channel, world)
        case events.InteractionCreated(interaction):
            guild_id = interaction.guild.id if interaction.guild else None
            return Dispatch("INTERACTION_CREATE", _interaction(interaction, world), guild_id)
        case events.ThreadOpened(thread):
            return _thread("THREAD_CREATE", thread, world, {"newly_created": True})
        case events.ThreadJoined(thread):
            return _thread("THREAD_CREATE", thread, world)
        case events.ThreadChanged(thread):
            return _thread("THREAD_UPDATE", thread, world)
        case events.ThreadMembersChanged(thread, added, removed):
            return _thread_members(thread, added, removed, world)
        case events.ChannelDeleted(channel):
            name = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
            return Dispatch(name, payloads.channel(channel), channel.guild_id, GUILDS)
        case events.GuildJoined(guild):
            body = guild_create(guild, world, with_members=False)
            return Dispatch("GUILD_CREATE", body, guild.id, GUILDS)
        case events.GuildLeft(guild):
            return Dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id, GUILDS)
        case events.ChannelCreated(channel) | events.ChannelChanged(channel):
            guild = world.guilds[channel.guild_id or 0]
            created = isinstance(event, events.ChannelCreated)
            name = "CHANNEL_CREATE" if created else "CHANNEL_UPDATE"
            return _in_guild(name, payloads.channel(channel), guild, world)
        case events.RoleCreated(guild, role):
            return _in_guild("GUILD_ROLE_CREATE", {"role": payloads.role(role)}, guild, world)
        case events.RoleChanged(guild, role):
            return _in_guild("GUILD_ROLE_UPDATE", {"role": payloads.role(role)}, guild, world)
        case events.RoleDeleted(guild, role):
            return _in_guild("GUILD_ROLE_DELETE", {"role_id": str(role.id)}, guild, world)
        case events.MemberJoined(guild, member):
            body = payloads.member(member)
            return _in_guild("GUILD_MEMBER_ADD", body, guild, world, GUILD_MEMBERS)
        case events.MemberChanged(guild, member):
            # Of its own roles a bot hears without the members intent.
            intents = 0 if member.user is world.bot else GUILD_MEMBERS
            return _in_guild("GUILD_MEMBER_UPDATE", payloads.member(member), guild, world, intents)
        case events.MemberLeft(guild, member):
            body = {"user": payloads.user(member.user)}
            return _in_guild("GUILD_MEMBER_REMOVE", body, guild, world, GUILD_MEMBERS)


def _in_guild(
    name: str, body: Json, guild: Guild, world: World, intents: int = GUILDS
) -> Dispatch | None:
    if world.bot.id not in guild.members:
        return None
    return Dispatch(name, body | {"guild_id": str(guild.id)}, guild.id, intents)


def _thread(name: str, thread: Channel, world: World, extra: Json | None = None) -> Dispatch | None:
    if not permissions.can_see(world, world.bot.id, thread):
        return None
    body = payloads.channel(thread, world.bot.id) | (extra or {})
    return Dispatch(name, body, thread.guild_id, GUILDS)


def _thread_members(
    thread: Channel, added: tuple[int, ...], removed: tuple[int, ...], world: World
) -> Dispatch:
    body: Json = {
        "id": str(thread.id),
        "guild_id": str(thread.guild_id),
        "member_count": min(len(thread.thread_members), 50),
        "added_members": [payloads.thread_member(thread, each) for each in added],
        "removed_member_ids": [str(each) for each in removed],
    }
    # Without the members intent a bot hears of its own comings and goings only.
    own = world.bot.id in (*added, *removed)
    intents = GUILDS if own else GUILDS | GUILD_MEMBERS
    return Dispatch("THREAD_MEMBERS_UPDATE", body, thread.guild_id, intents)


def _message(name: str, channel: Channel, message: Message, world: World) -> Dispatch | None:
    bot, author = world.bot, message.author
    body = payloads.message(message, world, with_nonce=True)
    if channel.guild_id and author.id in world.guilds[channel.guild_id].members:
        member = payloads.member(world.guilds[channel.guild_id].members[author.id])
        member.pop("user")
        body["member"] = member
    secret = channel.guild_id is not None and author is not bot and bot not in message.mentions
    return _in_channel(name, body, channel, world, secret=secret)


def _in_channel(
    name: str, body: Json, channel: Channel, world: World, *, secret: bool = False
) -> Dispatch | None:
    if not permissions.can_see(world, world.bot.id, channel):
        return None
    if channel.guild_id is None:
        return Dispatch(name, body, None, DIRECT_MESSAGES, secret)
    body = body | {"guild_id": str(channel.guild_id)}
    return Dispatch(name, body, channel.guild_id, GUILD_MESSAGES, secret)


def guild_create(of: Guild, world: World, *, with_members: bool) -> Json:
    """Return the gateway's first description of a guild, threads and the bot's place included."""
    bot_id = world.bot.id
    channels = [each for each in of.channels.values() if not each.is_thread]
    members = list(of.members.values()) if with_members else [of.members[bot_id]]
    return payloads.guild(of) | {
        "joined_at": of.members[bot_id].joined_at.isoformat(),
        "large": False,
        "unavailable": False,
        "member_count": len(of.members),
        "members": [payloads.member(each) for each in members],
        "channels": [payloads.channel(each) for each in channels],
        "threads": [payloads.channel(each, bot_id) for each in threads.active(world, of, bot_id)],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


# -- interactions ---------------------------------------------------------------------------


def _interaction(of: Interaction, world: World) -> Json:
    granted = permissions.in_channel(world, world.bot.id, of.channel)
    data = of.data
    if of.mentioned:
        data = data | {"resolved": _resolved(of, world)}
    body: Json = {
        "id": str(of.id),
        "application_id": str(world.application.id),
        "type": of.type,
        "token": of.token,
        "version": 1,
        "data": data,
        "channel": _seen_by(of.channel, of.user, world),
        "channel_id": str(of.channel.id),
        "app_permissions": str(granted or permissions.IN_DM),
        "locale": of.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": payloads.integration_owners(of),
        "context": 0 if of.guild else 1,
        "attachment_size_limit": ATTACHMENT_LIMIT,
    }
    if of.guild is None:
        body["user"] = payloads.user(of.user)
    else:
        body["guild_id"] = str(of.guild.id)
        body["guild"] = {"id": str(of.guild.id), "locale": of.guild.locale, "features": []}
        body["guild_locale"] = of.guild.locale
        body["member"] = _acting(of.guild.members[of.user.id], of.channel, world)
    if of.source is not None:
        body["message"] = payloads.message(of.source, world)
    return body


def _resolved(of: Interaction, world: World) -> Json:
    """Return descriptions of the things whose ids stand in an interaction's data, by kind."""
    resolved: Json = {}
    for thing in of.mentioned:
        number = str(thing.id)
        match thing:
            case User():
                resolved.setdefault("users", {})[number] = payloads.user(thing)
                member = of.guild.members.get(thing.id) if of.guild else None
                if member is not None:
                    described = _acting(member, of.channel, world)
                    for key in ("user", "mute", "deaf"):
                        del described[key]
                    resolved.setdefault("members", {})[number] = described
            case Role():
                resolved.setdefault("roles", {})[number] = payloads.role(thing)
            case Channel():
                described = _seen_by(thing, of.user, world)
                resolved.setdefault("channels", {})[number] = described
            case Attachment():
                resolved.setdefault("attachments", {})[number] = payloads.attachment(thing)
            case Message():
                resolved.setdefault("messages", {})[number] = payloads.message(thing, world)
    return resolved


def _acting(member: Member, channel: Channel, world: World) -> Json:
    """Return a member with what they may do where the interaction happened."""
    granted = permissions.in_channel(world, member.user.id, channel)
    return payloads.member(member) | {"permissions": str(granted)}


def _seen_by(channel: Channel, user: User, world: World) -> Json:
    """Return a channel the way interactions carry one."""
    body = payloads.channel(channel)
    body.pop("permission_overwrites", None)
    body["permissions"] = str(permissions.in_channel(world, user.id, channel))
    return body

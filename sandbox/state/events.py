"""What happens in the state, as values; the gateway turns them into Discord's events."""

from dataclasses import dataclass

from sandbox.state.records import Channel, Guild, Interaction, Member, Message, Role


@dataclass(frozen=True, slots=True)
class GuildJoined:
    """The bot was added to a server."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class GuildLeft:
    """A server removed the bot."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class _OfRole:
    guild: Guild
    role: Role


class RoleCreated(_OfRole):
    """A server has a new role."""


class RoleDeleted(_OfRole):
    """A role was deleted, and everyone lost it."""


@dataclass(frozen=True, slots=True)
class RoleChanged(_OfRole):
    """A role's permissions are different."""


@dataclass(frozen=True, slots=True)
class _OfMember:
    guild: Guild
    member: Member


class MemberJoined(_OfMember):
    """Someone joined a server."""


class MemberChanged(_OfMember):
    """A member's roles are different."""


class MemberLeft(_OfMember):
    """Someone left a server."""


@dataclass(frozen=True, slots=True)
class _OfChannel:
    channel: Channel


class ChannelCreated(_OfChannel):
    """A server has a new channel."""


class ChannelChanged(_OfChannel):
    """A channel's name, topic or overwrites are different."""


class ChannelDeleted(_OfChannel):
    """A channel or thread is gone."""


class ThreadOpened(_OfChannel):
    """A channel has a new thread."""


class ThreadJoined(_OfChannel):
    """The bot was added to a thread that existed before."""


class ThreadChanged(_OfChannel):
    """A thread was renamed, archived, reopened, locked or unlocked."""


@dataclass(frozen=True, slots=True)
class ThreadMembersChanged(_OfChannel):
    """People were added to a thread or removed from it, by id."""

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _OfMessage:
    channel: Channel
    message: Message


class MessageCreated(_OfMessage):
    """A message was posted."""


class MessageEdited(_OfMessage):
    """A message reads differently."""


class MessageDeleted(_OfMessage):
    """A message is gone."""


@dataclass(frozen=True, slots=True)
class InteractionCreated:
    """Someone used a command, a button, a menu or a form."""

    interaction: Interaction


Event = (
    GuildJoined
    | GuildLeft
    | RoleCreated
    | RoleChanged
    | RoleDeleted
    | MemberJoined
    | MemberChanged
    | MemberLeft
    | ChannelCreated
    | ChannelChanged
    | ChannelDeleted
    | ThreadOpened
    | ThreadJoined
    | ThreadChanged
    | ThreadMembersChanged
    | MessageCreated
    | MessageEdited
    | MessageDeleted
    | InteractionCreated
)

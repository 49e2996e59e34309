"""What happens in the state, as values; the gateway turns them into Discord's events."""

from dataclasses import dataclass

from sandbox.state.records import Channel, Guild, Interaction, Member, Message, Role, User


@dataclass(frozen=True, slots=True)
class GuildJoined:
    """The bot was let into a server."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class RoleCreated:
    """A server has a new role."""

    guild: Guild
    role: Role


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """A role's permissions are different."""

    guild: Guild
    role: Role


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Someone came into a server."""

    guild: Guild
    member: Member


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """A member's roles are different."""

    guild: Guild
    member: Member


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Someone left a server."""

    guild: Guild
    user: User


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    """A server has a new channel."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel's name, topic or overwrites are different."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    """A channel or thread is gone."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ThreadOpened:
    """A channel has a new thread."""

    thread: Channel


@dataclass(frozen=True, slots=True)
class ThreadJoined:
    """The bot was let into a thread that existed before."""

    thread: Channel


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """A thread was renamed, archived, reopened, locked or unlocked."""

    thread: Channel


@dataclass(frozen=True, slots=True)
class ThreadMembersChanged:
    """People were added to a thread or removed from it, by id."""

    thread: Channel
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageCreated:
    """A message was posted."""

    channel: Channel
    message: Message


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A message reads differently."""

    channel: Channel
    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message is gone."""

    channel: Channel
    message: Message


@dataclass(frozen=True, slots=True)
class InteractionCreated:
    """Someone used a command, a button, a menu or a form."""

    interaction: Interaction


Event = (
    GuildJoined
    | RoleCreated
    | RoleChanged
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

"""The state that Discord would hold: guilds, channels, people, messages, the application.

Plain mutable records without rules; permissions, checks and events live in their own modules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sandbox.rules.errors import refusal
from sandbox.state.clock import Clock

Json = dict[str, Any]

EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
COMPONENTS_V2 = 1 << 15


class ChannelType(IntEnum):
    """Name the kinds of channel that the stand-in knows."""

    TEXT = 0
    DM = 1
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREADS = frozenset(
    {ChannelType.ANNOUNCEMENT_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}
)


@dataclass(slots=True, eq=False)
class User:
    """An account, human or bot. `accepts_dms` is the person's own privacy switch."""

    id: int
    username: str
    display_name: str | None = None
    bot: bool = False
    accepts_dms: bool = True

    @property
    def name(self) -> str:
        """Return what other people read."""
        return self.display_name or self.username


@dataclass(slots=True, eq=False)
class Role:
    """A role; the one whose id is the guild's is @everyone."""

    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    bot_id: int | None = None
    color: int = 0

    @property
    def mention(self) -> str:
        """Return the text that mentions this role."""
        return f"<@&{self.id}>"


@dataclass(slots=True, eq=False)
class Member:
    """A user's place in one guild."""

    user: User
    joined_at: datetime
    roles: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass(slots=True, eq=False)
class Overwrite:
    """What a channel changes for one role (type 0) or member (type 1)."""

    id: int
    type: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class Attachment:
    """A file that was uploaded, with its bytes."""

    id: int
    filename: str
    data: bytes
    url: str
    content_type: str | None = None
    description: str | None = None
    ephemeral: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now; `notified` are the people whose phones it really rang."""

    id: int
    channel_id: int
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    nonce: str | int | None = None
    reference: Json | None = None
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    notified: set[int] = field(default_factory=set)
    ephemeral_for: int | None = None
    edited_at: datetime | None = None
    interaction_metadata: Json | None = None
    application_id: int | None = None
    thread_id: int | None = None
    pinned: bool = False
    deleted: bool = False

    @property
    def is_v2(self) -> bool:
        """Tell whether this message is made of components alone."""
        return bool(self.flags & COMPONENTS_V2)


@dataclass(slots=True, eq=False)
class Channel:
    """A channel, thread or DM. Thread fields stay at their defaults elsewhere."""

    id: int
    type: ChannelType
    name: str = ""
    guild_id: int | None = None
    parent_id: int = 0
    position: int = 0
    topic: str | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: dict[int, User] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    rate_limit_per_user: int = 0
    owner_id: int = 0
    created_at: datetime | None = None
    archived: bool = False
    archived_at: datetime | None = None
    active_at: datetime | None = None
    locked: bool = False
    invitable: bool = True
    auto_archive_minutes: int = 4320
    thread_members: dict[int, datetime] = field(default_factory=dict)
    message_count: int = 0

    @property
    def is_thread(self) -> bool:
        """Tell whether this is a thread of any kind."""
        return self.type in THREADS

    @property
    def is_private_thread(self) -> bool:
        """Tell whether only its members (and moderators) may know of it."""
        return self.type is ChannelType.PRIVATE_THREAD

    @property
    def mention(self) -> str:
        """Return the text that links this channel."""
        return f"<#{self.id}>"

    def standing(self) -> list[Message]:
        """Return the messages everybody in here can read, oldest first."""
        return [message for message in self.messages.values() if message.ephemeral_for is None]


@dataclass(slots=True, eq=False)
class Guild:
    """A server: roles, members and the ids of its channels and threads."""

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    commands: dict[int, Json] = field(default_factory=dict)
    locale: str = "en-US"


@dataclass(slots=True, eq=False)
class Application:
    """The bot's application: its account, its token and the commands it registered."""

    id: int
    name: str
    token: str
    bot: User
    owner: User
    commands: dict[int, Json] = field(default_factory=dict)
    creations: list[datetime] = field(default_factory=list)
    content_intent: bool = False
    members_intent: bool = False


def _into_the_void(*_: Any, **__: Any) -> None:
    """Drop an event; stands in until a gateway is attached."""


@dataclass(slots=True, eq=False)
class World:
    """Everything there is, its clock, and the way out for events."""

    clock: Clock
    application: Application
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    nonces: dict[tuple[int, str | int], Message] = field(default_factory=dict)
    nonce_window: timedelta = timedelta(minutes=3)
    # Whether `<@id>` in a thread adds that person even when allowed_mentions keeps it silent.
    # Discord does not say; the careful answer for privacy is that it does.
    silent_mentions_add: bool = True
    # Whether the owner of a thread that is not `invitable` may add people without Manage Threads.
    # Discord does not say either; turn it off to prove that the bot manages without.
    owner_adds_people: bool = True
    emit: Callable[..., None] = _into_the_void
    message_event: Callable[..., None] = _into_the_void
    base_url: str = ""

    @property
    def bot(self) -> User:
        """Return the bot's account."""
        return self.application.bot

    def channel(self, channel_id: int) -> Channel:
        """Return a channel or refuse with 10003."""
        found = self.channels.get(channel_id)
        if found is None:
            raise refusal(10003)
        return found

    def guild(self, guild_id: int) -> Guild:
        """Return a guild the bot is in, or refuse with 10004."""
        found = self.guilds.get(guild_id)
        if found is None or self.bot.id not in found.members:
            raise refusal(10004)
        return found

    def message(self, channel: Channel, message_id: int) -> Message:
        """Return a message that stands in the channel or refuse with 10008."""
        found = channel.messages.get(message_id)
        if found is None or found.ephemeral_for is not None:
            raise refusal(10008)
        return found

    def user(self, user_id: int) -> User:
        """Return an account or refuse with 10013."""
        found = self.users.get(user_id)
        if found is None:
            raise refusal(10013)
        return found

    def dm_with(self, user: User) -> Channel | None:
        """Return the bot's DM with somebody, if one was opened."""
        for channel in self.channels.values():
            if channel.type is ChannelType.DM and user.id in channel.recipients:
                return channel
        return None

"""The records that Discord would store: guilds, channels, people, messages, interactions.

Plain and mutable; what changes them and what is refused are in separate modules.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

Json = dict[str, Any]

# Flags of a message.
SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SILENT = 1 << 12
COMPONENTS_V2 = 1 << 15
# Types of a message; 0 is a plain one.
RECIPIENT_ADD, REPLY, CHAT_COMMAND, CONTEXT_COMMAND = 1, 19, 20, 23
# Types of a command: typed with a slash, or in the menu of a user or message.
CHAT, ON_USER, ON_MESSAGE = 1, 2, 3
# Types of an interaction.
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
# Types of an interaction's first response that are followed by another one later.
DEFERRED_MESSAGE, DEFERRED_UPDATE = 5, 6


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
    """An account, human or bot. `accepts_dms` is the person's own privacy switch.

    `locale` is the language of their Discord.
    """

    id: int
    username: str
    display_name: str | None = None
    bot: bool = False
    accepts_dms: bool = True
    locale: str = "en-US"

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


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives with a request."""

    filename: str
    data: bytes
    content_type: str | None = None


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
    """A message as it is now; `notified` are the people it really notified."""

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
    # What this message responds to; None if it responds to nothing.
    interaction: "Interaction | None" = None
    thread_id: int | None = None
    pinned: bool = False
    deleted: bool = False

    @property
    def is_v2(self) -> bool:
        """Return whether this message is made of components alone."""
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
        """Return whether this is a thread of any kind."""
        return self.type in THREADS

    @property
    def is_private_thread(self) -> bool:
        """Return whether only its members (and moderators) may know of it."""
        return self.type is ChannelType.PRIVATE_THREAD

    @property
    def mention(self) -> str:
        """Return the text that links this channel."""
        return f"<#{self.id}>"

    def standing(self) -> list[Message]:
        """Return the messages that are visible to everyone here, oldest first."""
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


# What an option, a select menu or a context menu can be about.
Mentionable = User | Role | Channel | Attachment | Message


@dataclass(slots=True, eq=False)
class Interaction:
    """One act of one person, from the moment it is sent to the end of its token.

    `deadline` is a reading of the stopwatch, in seconds: the bot must answer before it.
    """

    id: int
    token: str
    type: int
    user: User
    channel: Channel
    data: Json
    created_at: datetime
    deadline: float
    guild: Guild | None = None
    source: Message | None = None
    # What opened the modal that this submits.
    opened_by: "Interaction | None" = None
    # The objects whose IDs are in `data`; Discord describes them to the bot.
    mentioned: tuple[Mentionable, ...] = ()
    # What the bot answered: the type of its first response, and what came with it or later.
    response_type: int | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    response: Message | None = None
    followups: list[Message] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def deferred(self) -> bool:
        """Return whether the first response was only deferred."""
        return self.response_type in (DEFERRED_MESSAGE, DEFERRED_UPDATE)

    def respond(self, response_type: int) -> None:
        """Record the first response's type, and wake who waits for it."""
        self.response_type = response_type
        self.answered.set()
        if not self.deferred:
            self.settled.set()

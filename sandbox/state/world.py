"""The whole state, and how changes in it are published."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sandbox.state.changes import Changes
from sandbox.state.clock import Clock
from sandbox.state.events import Event
from sandbox.state.records import (
    Application,
    Attachment,
    Channel,
    ChannelType,
    Guild,
    Interaction,
    Message,
    User,
)


def _ignore(*_: Any) -> None:
    """Do nothing; the default until someone listens."""


@dataclass(slots=True, eq=False)
class World:
    """The whole state: its clock, its records by id, and the settings of Discord's own.

    `publish` is called with each event, in the middle of an act; `changed` after each act, when
    all that belongs to it is done.
    """

    clock: Clock
    application: Application
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    nonces: dict[tuple[int, str | int], Message] = field(default_factory=dict)
    # Interactions by token, for as long as the token lasts.
    interactions: dict[str, Interaction] = field(default_factory=dict)
    # Seconds of the stopwatch in which the bot must answer an interaction, as on Discord.
    patience: float = 3.0
    nonce_window: timedelta = timedelta(minutes=3)
    # Whether `<@id>` in a thread adds that person even when allowed_mentions keeps it silent.
    # Discord does not say; the careful answer for privacy is that it does.
    silent_mentions_add: bool = True
    # Whether the owner of a thread that is not `invitable` may add people without Manage Threads.
    # Discord does not say either; turn it off to prove that the bot manages without.
    owner_adds_people: bool = True
    publish: Callable[[Event], None] = _ignore
    changes: Changes = field(default_factory=Changes)
    base_url: str = ""

    @property
    def bot(self) -> User:
        """Return the bot's account."""
        return self.application.bot

    def changed(self) -> None:
        """Notify whoever waits that an act is done."""
        self.changes.happened()

    def dm_with(self, user: User) -> Channel | None:
        """Return the bot's DM with someone, if one was opened."""
        for channel in self.channels.values():
            if channel.type is ChannelType.DM and user.id in channel.recipients:
                return channel
        return None

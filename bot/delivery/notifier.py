"""What delivery asks of Discord, and every way that Discord may refuse.

The errors matter more than the methods: each says whether the message may exist all the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.nudges.nudges import Facts


@dataclass(frozen=True, slots=True)
class ThreadWanted:
    """A pair's private thread: known by the pair's code, which its name carries."""

    guild: GuildId
    parent: ChannelId
    code: str
    title: str
    members: tuple[UserId, ...]


class Notifier(Protocol):
    """Reach Discord. Each method may raise any of the errors below, and nothing else."""

    async def find_thread(self, wanted: ThreadWanted) -> ChannelId | None:
        """Look for the pair's code among the parent's active and archived private threads."""

    async def create_thread(self, wanted: ThreadWanted) -> ChannelId:
        """Make the private thread; nothing keeps a second one from being made, so look first."""

    async def add_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Let people into a thread; who is in it already stays in it."""

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Tell whether the person is still in the server."""

    async def present(self, guild: GuildId, users: Collection[UserId]) -> frozenset[UserId]:
        """Return those of `users` who are certainly in the server, asked for all of them at once.

        Who is left out may be there as well: only `is_member` tells. At most 100 people.
        """

    async def open_dm(self, user: UserId) -> ChannelId:
        """Return the channel of direct messages with a person; Discord makes it only once."""

    async def send(self, channel: ChannelId, facts: Facts, nonce: str, ref: str) -> MessageId:
        """Send one message whose buttons carry `ref`, and return its id."""

    async def find(self, channel: ChannelId, ref: str, since: datetime) -> MessageId | None:
        """Look for our message that carries `ref` among those sent after `since`.

        None means that it is not there; `UnreadableError` that nobody can tell.
        """


class NotifierError(Exception):
    """Discord did not do what it was asked."""

    @property
    def code(self) -> str:
        """Return a short name for the log and the row."""
        return type(self).__name__.removesuffix("Error")


class RateLimitedError(NotifierError):
    """Too fast: nothing was sent; try again in `retry_after` seconds.

    With `everywhere` that holds for every request, not for this one's kind alone.
    """

    def __init__(self, retry_after: float, *, everywhere: bool = False) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.everywhere = everywhere


class TransientError(NotifierError):
    """The request never left: nothing was sent, and trying again is right."""


class UnknownOutcomeError(NotifierError):
    """The request left and its answer did not come: the message may exist."""


class RefusedError(NotifierError):
    """Discord refused for good: nothing was sent, and asking again will not help.

    `number` is Discord's own error code, such as 50013.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def code(self) -> str:
        """Return Discord's number."""
        return str(self.number)


class ForbiddenError(RefusedError):
    """A permission is missing."""


class GoneError(RefusedError):
    """The channel, the person or the server is not there any more."""


class DmClosedError(RefusedError):
    """The person does not take direct messages from the bot."""


class UnauthorizedError(NotifierError):
    """The token is wrong or was withdrawn: nothing at all will work."""


class UnreadableError(NotifierError):
    """The channel's history can't be read: whether the message exists stays unknown."""

"""The interface to Discord that delivery uses, and every way in which Discord may refuse.

Each error says whether the message may exist all the same, which is what matters most.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.nudges.nudges import Facts


@dataclass(frozen=True, slots=True)
class ThreadWanted:
    """A pair's private thread, identified by the pair's code in its name.

    With `by_name` it is named by its members, as they are called when it is created, the mentor
    first, and else by its title. The `advisors` of people under 18 are added before its members.
    """

    guild: GuildId
    parent: ChannelId
    code: str
    title: str
    members: tuple[UserId, ...]
    by_name: bool = False
    advisors: tuple[UserId, ...] = ()


class Notifier(Protocol):
    """The interface to Discord. Each method raises only the errors below."""

    async def find_thread(self, wanted: ThreadWanted) -> ChannelId | None:
        """Look for the pair's code among the parent's active and archived private threads."""

    async def create_thread(self, wanted: ThreadWanted) -> ChannelId:
        """Create the private thread. Nothing prevents a second one, so call `find_thread` first."""

    async def add_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Add people to a thread; anyone in it already stays."""

    async def remove_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Take people out of a private thread that the bot created, whoever is still in it."""

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Return whether the person is still in the server."""

    async def present(self, guild: GuildId, users: Collection[UserId]) -> frozenset[UserId]:
        """Return those of `users` who are certainly in the server, with a single question.

        Anyone left out may be there as well; only `is_member` is certain. At most 100 people.
        """

    async def open_dm(self, user: UserId) -> ChannelId:
        """Return the channel of direct messages with a person; Discord creates it only once."""

    async def send(
        self,
        channel: ChannelId,
        facts: Facts,
        nonce: str,
        ref: str,
        not_notified: frozenset[UserId] = frozenset(),
    ) -> MessageId:
        """Send one message whose buttons carry `ref`, and return its ID.

        It names but does not notify those `not_notified`; with no one left to notify it makes no
        sound.
        """

    async def edit(self, channel: ChannelId, message: MessageId, facts: Facts, ref: str) -> None:
        """Let a message of ours, or its part with `ref`, say `facts`; no one is notified."""

    async def find(self, channel: ChannelId, ref: str, since: datetime) -> MessageId | None:
        """Look for our message whose reference is or begins with `ref`, sent after `since`.

        None means that it does not exist; `UnreadableError`, that this can't be checked.
        """


class NotifierError(Exception):
    """Discord did not do what it was asked."""

    @property
    def code(self) -> str:
        """Return a short name for the log and the row."""
        return type(self).__name__.removesuffix("Error")


class RateLimitedError(NotifierError):
    """Rate limited: nothing was sent; try again in `retry_after` seconds.

    With `everywhere`, the limit applies to every request, not only to this kind.
    """

    def __init__(self, retry_after: float, *, everywhere: bool = False) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.everywhere = everywhere


class TransientError(NotifierError):
    """The request never left, so nothing was sent and it can be retried."""


class UnknownOutcomeError(NotifierError):
    """The request was sent but no answer came: the message may exist."""


class RefusedError(NotifierError):
    """Discord refused permanently: nothing was sent, and retrying won't help.

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
    """The channel, the person, or the server no longer exists."""


class DmClosedError(RefusedError):
    """The person does not take direct messages from the bot."""


class UnauthorizedError(NotifierError):
    """The token is wrong or was revoked: no request will work."""


class UnreadableError(NotifierError):
    """The channel's history can't be read, so it stays unknown whether the message exists."""

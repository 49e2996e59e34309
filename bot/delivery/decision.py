"""What to do with a row, decided from current rows at the moment it is claimed."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.notifier import ThreadWanted
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.nudges import Facts


@dataclass(frozen=True, slots=True)
class InChannel:
    """A channel or thread that exists."""

    channel: ChannelId


@dataclass(frozen=True, slots=True)
class InPairThread:
    """A pair's thread: the `known` one, or one that is found by the pair's code or created."""

    wanted: ThreadWanted
    known: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class InDm:
    """Direct messages with someone who turned them on."""

    user: UserId


Place = InChannel | InPairThread | InDm


@dataclass(frozen=True, slots=True)
class ToldLater:
    """Someone whom a message doesn't notify, and when a notice of it does.

    They are in their quiet hours or away, their week or day is full, or there is more to tell them
    at the same time.
    """

    person: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class Send:
    """Send these facts to this place now.

    `person` and everyone the message is `about` are looked up first, to check that they are still
    in the server. Those who are `told_later` are not notified. Whoever would still be asleep at
    `needed_by` is notified all the same: they would get up for nothing, or miss what they agreed
    to. Those `hushed` are not notified either, and no notice follows. What waits for an answer has
    to notify them well before `answer_by`, however full their week is.
    """

    facts: Facts
    place: Place
    person: UserId | None = None
    about: tuple[UserId, ...] = ()
    told_later: tuple[ToldLater, ...] = ()
    needed_by: datetime | None = None
    hushed: tuple[UserId, ...] = ()
    answer_by: datetime | None = None

    @property
    def not_notified(self) -> frozenset[UserId]:
        """Return those whom the message names without notifying them."""
        return frozenset(later.person for later in self.told_later) | frozenset(self.hushed)


@dataclass(frozen=True, slots=True)
class Edit:
    """Let a message that was sent say `facts` from now on; its buttons keep carrying `ref`.

    An edit notifies no one and can be repeated, so it needs neither a nonce nor a search. In a
    message of several nudges, only the part with `ref` changes. Without a `message`, one with `ref`
    that was sent after `since` is looked for, until the channel can be read.
    """

    facts: Facts
    channel: ChannelId
    message: MessageId | None
    ref: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Not now: move the row, which records the reason."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """The message no longer makes sense: cancel the row, which records the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Expired:
    """The message is too late to be useful."""

    reason: str = "too late to be of use"


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """The message can't be delivered: mark the row dead and, if possible, tell a moderator."""

    failure: Failure


Verdict = Send | Edit | Reschedule | Cancel | Expired | Undeliverable


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a sent message is."""

    channel: ChannelId
    message: MessageId

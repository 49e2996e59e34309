"""What to do with a row, decided from current rows at the moment it is claimed."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.notifier import ThreadWanted
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.nudges.nudges import Facts


@dataclass(frozen=True, slots=True)
class InChannel:
    """A channel or thread that exists."""

    channel: ChannelId


@dataclass(frozen=True, slots=True)
class InPairThread:
    """A pair's thread: the `known` one, or one that is found by the pair's code or made first."""

    wanted: ThreadWanted
    known: ChannelId | None = None


@dataclass(frozen=True, slots=True)
class InDm:
    """Direct messages with somebody who asked for them."""

    user: UserId


Place = InChannel | InPairThread | InDm


@dataclass(frozen=True, slots=True)
class Ready:
    """Send these facts there, now.

    `person` is fetched first, to see that they did not leave, and so are those it is `about`.
    """

    facts: Facts
    place: Place
    person: UserId | None = None
    about: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: it is moved, and the row says why."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """It makes no sense any more: it is cancelled, and the row says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Expired:
    """It is too late to be of use."""

    reason: str = "too late to be of use"


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """There is no way to deliver it: dead, and a moderator is told where there is one to tell."""

    reason: str


Verdict = Ready | Later | Never | Expired | Undeliverable


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message stands."""

    channel: ChannelId
    message: MessageId

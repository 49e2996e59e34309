"""What a pair hears when the ground under it changes: a rest, somebody left, its thread is gone."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.pings import Pings, PingsNobody
from bot.domain.states import Role


@dataclass(frozen=True, slots=True)
class PartnerLeft:
    """Tell those who stay in the server that their partner, in the role of `left`, does not."""

    guild: GuildId
    pair: PairId
    staying: tuple[UserId, ...]
    left: Role
    called_off: tuple[CalendarEntry, ...]
    written_at: datetime

    @property
    def pings(self) -> Pings:
        """Ping those who stay."""
        return Pings(self.staying)


@dataclass(frozen=True, slots=True)
class PauseNotice(PingsNobody):
    """Tell a pair that it rests, and until when; `has_meetings`: some stand in that time."""

    guild: GuildId
    pair: PairId
    until: datetime
    has_meetings: bool


@dataclass(frozen=True, slots=True)
class ThreadRenewed(PingsNobody):
    """Begin the new thread of a pair whose old one is gone."""

    guild: GuildId
    pair: PairId
    members: tuple[UserId, ...]

"""The facts of nudges about changes to a pair: a pause, someone left, its thread is gone."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.pings import Pings, PingsNobody
from bot.domain.states import Role


@dataclass(frozen=True, slots=True)
class PartnerLeft:
    """Tell those who stay that their partner, in the role of `left`, left the server."""

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
    """Tell a pair that it is paused, and until when; `has_meetings` if some are in that time."""

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

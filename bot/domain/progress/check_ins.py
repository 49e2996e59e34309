"""What a pair is told about its check-ins besides the question itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.pings import PingsPartners


@dataclass(frozen=True, slots=True)
class CheckInLater(PingsPartners):
    """Tell the partner when the next check-in comes, and that no one needs to follow up."""

    guild: GuildId
    pair: PairId
    partners: tuple[UserId, ...]
    next_at: datetime

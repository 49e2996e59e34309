"""What a pair hears about its check-ins beside the question itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.pings import PingsPartners


@dataclass(frozen=True, slots=True)
class CheckInLater(PingsPartners):
    """Tell the partner when the next step will be, and that nobody needs to chase."""

    guild: GuildId
    pair: PairId
    partners: tuple[UserId, ...]
    next_at: datetime

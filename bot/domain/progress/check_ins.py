"""What a pair hears about its check-ins beside the question itself."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.pings import Pings


@dataclass(frozen=True, slots=True)
class CheckInLater:
    """Tell the partner when the next step will be, and that nobody needs to chase."""

    guild: GuildId
    pair: PairId
    partners: tuple[UserId, ...]
    next_at: datetime

    @property
    def pings(self) -> Pings:
        """Ping those who might wonder."""
        return Pings(self.partners)

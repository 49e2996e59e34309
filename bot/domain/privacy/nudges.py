"""Facts of what is said about personal data: words that were removed, a profile no one uses."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, UserId
from bot.domain.pings import PingsNobody, PingsPerson


@dataclass(frozen=True, slots=True)
class WordsRemoved(PingsNobody):
    """Say in place of an earlier message that its words were removed."""

    guild: GuildId


@dataclass(frozen=True, slots=True)
class ProfileUnused(PingsPerson):
    """Ask someone whether a profile that they don't use should stay; else it's erased."""

    guild: GuildId
    person: UserId
    erased_at: datetime

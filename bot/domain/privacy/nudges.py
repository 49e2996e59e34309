"""Facts of what is said where an erased person's words were."""

from dataclasses import dataclass

from bot.domain.ids import GuildId
from bot.domain.pings import PingsNobody


@dataclass(frozen=True, slots=True)
class WordsRemoved(PingsNobody):
    """Say in place of an earlier message that its words were removed."""

    guild: GuildId

"""What the gateway has told of threads."""

from bot.domain.ids import ChannelId
from bot.views.router import Interaction


def is_known_locked(interaction: Interaction, thread: ChannelId) -> bool:
    """Whether a thread is known to be locked; one that is not known may be locked all the same."""
    guild = interaction.guild
    known = guild.get_thread(thread) if guild is not None else None
    return known is not None and known.locked

"""What one person can read, everywhere, in the order in which it was written."""

from sandbox.people.transcript import Sight, buttons_of, text_of
from sandbox.state import permissions
from sandbox.state.permissions import Permission
from sandbox.state.world import Channel, ChannelType, Message, User, World


def of(world: World, user: User, only: Channel | None = None) -> list[Sight]:
    """Return every message that somebody can read, oldest first."""
    seen: list[Sight] = []
    for channel in [only] if only else list(world.channels.values()):
        if not permissions.can_see(world, user.id, channel):
            continue
        granted = permissions.in_channel(world, user.id, channel)
        if not granted & Permission.READ_MESSAGE_HISTORY:
            continue
        seen += [
            _sight(world, channel, message)
            for message in channel.messages.values()
            if message.ephemeral_for in (None, user.id)
        ]
    return sorted(seen, key=lambda sight: sight.message.id)


def _sight(world: World, channel: Channel, message: Message) -> Sight:
    return Sight(
        message=message,
        place=place_of(world, channel),
        author=message.author.name,
        text=text_of(message),
        buttons=tuple(buttons_of(message)),
        ephemeral=message.ephemeral_for is not None,
        pinged=tuple(sorted(world.users[each].name for each in message.notified)),
        at=message.created_at,
    )


def place_of(world: World, channel: Channel) -> str:
    """Return how people name a place: #channel, #channel > thread, or a DM."""
    if channel.type is ChannelType.DM:
        return "direct message"
    if channel.is_thread:
        return f"#{world.channels[channel.parent_id].name} > {channel.name}"
    return f"#{channel.name}"

"""How private reminders reach someone, and what to choose if they don't."""

from bot.domain.ids import GuildId
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Message, Row
from bot.services.nudges.own_threads import Reach

CHOSEN = (
    "Your reminders will come in a private thread of your own with me. Moderators can open it, so "
    "it only says that something is waiting; a button shows you the rest."
)


def way(reach: Reach) -> str:
    """Return how a reminder comes, to end a sentence with."""
    return "in your private thread with me" if reach is Reach.THREAD else "by direct message"


def honest(reach: Reach) -> str:
    """Return a sentence for someone whom no reminder reaches, else nothing."""
    if reach is not Reach.STATUS:
        return ""
    return "Your direct messages from me are off, so only `/status` will show it."


def offer(reach: Reach, guild: GuildId) -> tuple[Row, ...]:
    """Return the buttons that change it for someone whom no reminder reaches."""
    if reach is not Reach.STATUS:
        return ()
    return (
        (
            Button("Use a private thread", build("nudges", "thread", guild)),
            Button("Direct messages on", build("nudges", "dms-on", guild)),
        ),
    )


def chosen() -> Message:
    """Confirm the private thread."""
    return Message(CHOSEN)

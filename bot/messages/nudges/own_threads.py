"""How private reminders reach someone, and what to choose if they don't."""

from bot.domain.ids import GuildId
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Message, Row
from bot.services.nudges.own_threads import Reach

CHOSEN = marked(
    "Your reminders will come in a private thread with me. Moderators can open it, so I’ll "
    "only "
    "say there that something is waiting. A button shows you the rest."
)


def way(say: Say, reach: Reach) -> str:
    """Return how a reminder comes, to end a sentence with."""
    return say("in your private thread with me") if reach is Reach.THREAD else say("by DM")


def honest(say: Say, reach: Reach) -> str:
    """Return a sentence for someone whom no reminder reaches, else nothing."""
    if reach is not Reach.STATUS:
        return ""
    return say("Your DMs from me are off, so you’ll only see it in `/status`.")


def offer(say: Say, reach: Reach, guild: GuildId) -> tuple[Row, ...]:
    """Return the buttons that change it for someone whom no reminder reaches."""
    if reach is not Reach.STATUS:
        return ()
    return (
        (
            Button(say.of("button", "Use a private thread"), build("nudges", "thread", guild)),
            Button(say.of("button", "Turn on DMs"), build("nudges", "dms-on", guild)),
        ),
    )


def chosen(say: Say) -> Message:
    """Confirm the private thread."""
    return Message(say(CHOSEN))

"""The morning's notice of what was posted in someone's quiet hours."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PostedAtNight
from bot.messages.custom_id import build
from bot.messages.nudges.words import named, words
from bot.messages.outgoing import Button, Message
from bot.messages.text import person


@words(
    NudgeKind.POSTED_AT_NIGHT,
    "a notice of what came in your quiet hours",
    "It was posted in your quiet hours or while you were away, without notifying you.",
    when="It came when that time was over.",
)
def notice(facts: PostedAtNight, ref: str) -> Message:
    """Say what was posted, with a link to it."""
    link = f"https://discord.com/channels/{facts.guild}/{facts.channel}/{facts.message}"
    when = "while you were away" if facts.away else "in your quiet hours"
    content = f"{person(facts.person)}, {when} you got {named(facts.post)}: {link}"
    row = (Button("What is waiting?", build("status", "show", facts.guild, 0, ref)),)
    return Message(content, rows=(row,))

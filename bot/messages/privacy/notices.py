"""What stands where an erased person's words were, and what an owner reads who removed the bot."""

from datetime import datetime

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.nudges import ProfileUnused, WordsRemoved
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.text import escape, person, timestamp

REMOVED = "This message was removed."


@words(NudgeKind.WORDS_REMOVED, "Earlier message", "What it said was removed.")
def removed(say: Say, facts: WordsRemoved, ref: str) -> Message:
    """Return what the message says from now on."""
    return Message(REMOVED)


def server_removed(say: Say, server: str, erased_at: datetime) -> str:
    """Tell a server's owner when everything about it is erased, and how to keep it."""
    when = timestamp(erased_at, "D")
    if not server:
        return (
            f"I was removed from a server that you own. I’ll erase everything I keep about it "
            f"{when}. To keep it, invite me back before then."
        )
    return (
        f"I was removed from **{escape(server, 100)}**. I’ll erase everything I keep about it "
        f"{when}. To keep it, invite me back before then."
    )


@words(
    NudgeKind.PROFILE_UNUSED,
    "Unused profile",
    "You have a profile here, and you haven’t used me in a long time.",
)
def profile_unused(say: Say, facts: ProfileUnused, ref: str) -> Message:
    """Ask whether a profile should stay, and say what happens without an answer."""
    guild = facts.guild
    row: Row = (
        Button("Keep profile", build("privacy", "profile-keep", guild, 0, ref), Style.PRIMARY),
        Button("Delete profile", build("privacy", "profile-delete", guild, 0, ref), Style.DANGER),
    )
    content = (
        f"{person(facts.person)}, you haven’t used your mentoring profile in a long time. Should I "
        f"keep it? If I don’t hear from you by {timestamp(facts.erased_at, 'D')}, I’ll delete it."
    )
    return Message(content, rows=(row,))


def profile_kept(say: Say) -> Message:
    """Confirm that the profile stays."""
    return Message("Your profile stays. See it with `/profile`.")

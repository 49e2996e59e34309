"""What stands where an erased person's words were, and what an owner reads who removed the bot."""

from datetime import datetime

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.nudges import ProfileUnused, WordsRemoved
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Row, Style
from bot.messages.text import escape, person, timestamp

REMOVED = marked("This message was removed.")


@words(NudgeKind.WORDS_REMOVED, marked("Earlier message"), marked("What it said was removed."))
def removed(say: Say, facts: WordsRemoved, ref: str) -> Message:
    """Return what the message says from now on."""
    return Message(say(REMOVED))


def server_removed(say: Say, server: str, erased_at: datetime) -> str:
    """Tell a server's owner when everything about it is erased, and how to keep it."""
    when = timestamp(erased_at, "D")
    if not server:
        return say(
            "I was removed from a server that you own. I’ll erase everything I keep about it "
            "{when}. To keep it, invite me back before then.",
            when=when,
        )
    return say(
        "I was removed from **{server}**. I’ll erase everything I keep about it "
        "{when}. To keep it, invite me back before then.",
        server=escape(server, 100),
        when=when,
    )


@words(
    NudgeKind.PROFILE_UNUSED,
    marked("Unused profile"),
    marked("You have a profile here, and you haven’t used me in a long time."),
)
def profile_unused(say: Say, facts: ProfileUnused, ref: str) -> Message:
    """Ask whether a profile should stay, and say what happens without an answer."""
    guild = facts.guild
    row: Row = (
        Button(
            say.of("button", "Keep profile"),
            build("privacy", "profile-keep", guild, 0, ref),
            Style.PRIMARY,
        ),
        Button(
            say.of("button", "Delete profile"),
            build("privacy", "profile-delete", guild, 0, ref),
            Style.DANGER,
        ),
    )
    content = say(
        "{person}, you haven’t used your mentoring profile in a long time. Should I "
        "keep it? If I don’t hear from you by {erased_at}, I’ll delete it.",
        person=person(facts.person),
        erased_at=timestamp(facts.erased_at, "D"),
    )
    return Message(content, rows=(row,))


def profile_kept(say: Say) -> Message:
    """Confirm that the profile stays."""
    return Message(say("Your profile stays. See it with `/profile`."))

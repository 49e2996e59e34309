"""What someone reads when a moderator writes to them, or changes their place in a cohort."""

from dataclasses import replace

from bot.domain.moderation.acts import ActKind
from bot.domain.moderation.cases import LONGEST_NOTE
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import ModeratorNews
from bot.domain.states import Role
from bot.domain.vocabulary import PersonRole
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message
from bot.messages.text import escape, person, plural


@words(
    NudgeKind.MODERATOR_NEWS,
    "news from a moderator",
    "A moderator wrote to you, or changed your place in a cohort.",
)
def news(facts: ModeratorNews, ref: str) -> Message:
    """Tell someone what a moderator wrote or did, and who it was."""
    row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    said = Message(f"{person(facts.person)}, {sentences(facts)}", rows=(row,))
    if facts.act is ActKind.WROTE:
        return replace(said, embeds=(Embed("From a moderator", escape(facts.note, LONGEST_NOTE)),))
    return said


def sentences(facts: ModeratorNews) -> str:
    """Return what the news says after the person's name."""
    cohort, moderator = f"**{escape(facts.cohort_name, 80)}**", person(facts.moderator)
    match facts.act:
        case ActKind.WROTE:
            return (
                f"{moderator} wrote to you as a moderator of {cohort}. You can answer them "
                "directly: I don’t pass on what you write here."
            )
        case ActKind.REMOVED:
            return (
                f"{moderator} removed you from {cohort}. You won’t be matched in it, and I won’t "
                "ask you about it anymore. If you have questions, write to them."
            )
        case _:
            return (
                f"{moderator} changed your place in {cohort}. You’re now {role_said(facts.role)}"
                f"{places_said(facts.role, facts.places)}. If that isn’t right, write to them."
            )


def role_said(role: str) -> str:
    """Return what someone is, with its article."""
    return "both mentor and mentee" if role == PersonRole.BOTH else f"a {role}"


def places_said(role: str, places: int) -> str:
    """Return how many mentees a mentor takes."""
    return "" if role == Role.MENTEE else f" with {plural(places, 'place')}"

"""The notice of what was posted without notifying someone it names."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PostedAtNight, Unheard
from bot.language.say import Say
from bot.messages.buttons import SUGGEST_TIMES, see_waiting
from bot.messages.custom_id import build
from bot.messages.nudges.words import named, words
from bot.messages.outgoing import Button, Message, Style
from bot.messages.text import partner_or_circle, people, person


@words(
    NudgeKind.POSTED_AT_NIGHT,
    "Posted without notifying you",
    "It was posted without notifying you: in your quiet hours, while you were away, in a full "
    "week, or together with others.",
    when="It came when that time was over, once for all of them.",
)
def notice(say: Say, facts: PostedAtNight, ref: str) -> Message:
    """Say what was posted, with a link to it, and offer the next step."""
    link = f"https://discord.com/channels/{facts.guild}/{facts.channel}/{facts.message}"
    content = f"{person(facts.person)}: {_posted(say, facts)}\n{link}"
    return Message(content, rows=((_button(say, facts, ref),),))


def _posted(say: Say, facts: PostedAtNight) -> str:
    partners, post = people(facts.partners), named(say, facts.post)
    match facts.unheard, partners:
        case Unheard.NIGHT, "":
            return f"Posted in your quiet hours: {post}"
        case Unheard.NIGHT, _:
            return f"Posted in your quiet hours: {post} with {partners}"
        case Unheard.AWAY, "":
            return f"Posted while you were away: {post}"
        case Unheard.AWAY, _:
            return f"Posted while you were away: {post} with {partners}"
        case _, "":
            return f"Posted for you: {post}"
    return _together(say, facts, partners)


def _together(say: Say, facts: PostedAtNight, partners: str) -> str:
    match facts.post:
        case NudgeKind.INTRODUCTION:
            return f"Meet {partners}!"
        case NudgeKind.AGREEMENT_REVEALED:
            return f"See what you and {partners} answered."
        case NudgeKind.PAIR_ENDED:
            return f"Your mentorship with {partners} has ended."
        case NudgeKind.MEETING_PROPOSED if len(facts.partners) == 1:
            return f"{partners} wants to meet. Pick a time."
        case NudgeKind.MEETING_PROPOSED:
            return f"There are times to choose from with {partners}."
        case NudgeKind.CIRCLE_ASKED:
            return f"There’s a question for you and {partners}."
        case _:
            return f"There’s news from you and {partners}."


def _button(say: Say, facts: PostedAtNight, ref: str) -> Button:
    if facts.pair is not None and facts.post == NudgeKind.INTRODUCTION:
        custom_id = build("meet", "form", facts.guild, facts.pair, ref)
        label = f"Meet {partner_or_circle(say, facts.partners)}" if facts.named else SUGGEST_TIMES
        return Button(label, custom_id, Style.SUCCESS)
    if facts.pair is not None and facts.post == NudgeKind.AGREEMENT_REVEALED:
        custom_id = build("agreement", "show", facts.guild, facts.pair, ref)
        return Button("Our agreement", custom_id, Style.PRIMARY)
    return see_waiting(say, facts.guild, ref=ref)

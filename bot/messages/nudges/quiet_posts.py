"""The notice of what was posted without notifying someone it names."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PostedAtNight, Unheard
from bot.language.say import Say, marked
from bot.messages.buttons import SUGGEST_TIMES, see_waiting
from bot.messages.custom_id import build
from bot.messages.nudges.words import named, words
from bot.messages.outgoing import Button, Message, Style
from bot.messages.text import partner_or_circle, people, person


@words(
    NudgeKind.POSTED_AT_NIGHT,
    marked("Posted without notifying you"),
    marked(
        "It was posted without notifying you: in your quiet hours, while you were away, in a full "
        "week, or together with others."
    ),
    when=marked("It came when that time was over, once for all of them."),
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
            return say("Posted in your quiet hours: {post}", post=post)
        case Unheard.NIGHT, _:
            return say(
                "Posted in your quiet hours: {post} with {partners}", post=post, partners=partners
            )
        case Unheard.AWAY, "":
            return say("Posted while you were away: {post}", post=post)
        case Unheard.AWAY, _:
            return say(
                "Posted while you were away: {post} with {partners}", post=post, partners=partners
            )
        case _, "":
            return say("Posted for you: {post}", post=post)
    return _together(say, facts, partners)


def _together(say: Say, facts: PostedAtNight, partners: str) -> str:
    match facts.post:
        case NudgeKind.INTRODUCTION:
            return say("Meet {partners}!", partners=partners)
        case NudgeKind.AGREEMENT_REVEALED:
            return say("See what you and {partners} answered.", partners=partners)
        case NudgeKind.PAIR_ENDED:
            return say("Your mentorship with {partners} has ended.", partners=partners)
        case NudgeKind.MEETING_PROPOSED if len(facts.partners) == 1:
            return say("{partners} wants to meet. Pick a time.", partners=partners)
        case NudgeKind.MEETING_PROPOSED:
            return say("There are times to choose from with {partners}.", partners=partners)
        case NudgeKind.CIRCLE_ASKED:
            return say("There’s a question for you and {partners}.", partners=partners)
        case _:
            return say("There’s news from you and {partners}.", partners=partners)


def _button(say: Say, facts: PostedAtNight, ref: str) -> Button:
    if facts.pair is not None and facts.post == NudgeKind.INTRODUCTION:
        custom_id = build("meet", "form", facts.guild, facts.pair, ref)
        label = (
            say(
                "Meet {partner_or_circle}", partner_or_circle=partner_or_circle(say, facts.partners)
            )
            if facts.named
            else say(SUGGEST_TIMES)
        )
        return Button(label, custom_id, Style.SUCCESS)
    if facts.pair is not None and facts.post == NudgeKind.AGREEMENT_REVEALED:
        custom_id = build("agreement", "show", facts.guild, facts.pair, ref)
        return Button(say.of("button", "Our agreement"), custom_id, Style.PRIMARY)
    return see_waiting(say, facts.guild, ref=ref)

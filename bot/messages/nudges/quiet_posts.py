"""The notice of what was posted without notifying someone it names."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PostedAtNight, Unheard
from bot.messages.custom_id import build
from bot.messages.nudges.words import named, words
from bot.messages.outgoing import Button, Message, Style
from bot.messages.text import partner_or_circle, people, person

_WHEN = {
    Unheard.NIGHT: "in your quiet hours ",
    Unheard.AWAY: "while you were away ",
    Unheard.TOGETHER: "",
}


@words(
    NudgeKind.POSTED_AT_NIGHT,
    "a notice of what was posted in your threads",
    "It was posted without notifying you: in your quiet hours, while you were away, in a full "
    "week, or together with others.",
    when="It came when that time was over, once for all of them.",
)
def notice(facts: PostedAtNight, ref: str) -> Message:
    """Say what was posted, with a link to it, and offer the next step."""
    link = f"https://discord.com/channels/{facts.guild}/{facts.channel}/{facts.message}"
    content = f"{person(facts.person)}, {_said(facts)}: {link}"
    return Message(content, rows=((_button(facts, ref),),))


def _said(facts: PostedAtNight) -> str:
    partners = people(facts.partners)
    if facts.unheard is not Unheard.TOGETHER or not partners:
        who = f" with {partners}" if partners else ""
        return f"{_WHEN[facts.unheard]}you got {named(facts.post)}{who}"
    match facts.post:
        case NudgeKind.INTRODUCTION:
            return f"meet {partners}"
        case NudgeKind.AGREEMENT_REVEALED:
            return f"see what you and {partners} answered"
        case NudgeKind.PAIR_ENDED:
            return f"your mentorship with {partners} has ended"
        case NudgeKind.MEETING_PROPOSED if len(facts.partners) == 1:
            return f"{partners} proposes a time to meet"
        case NudgeKind.MEETING_PROPOSED:
            return f"there are times to choose from with {partners}"
        case NudgeKind.CIRCLE_ASKED:
            return f"there’s a question for you and {partners}"
        case _:
            return f"there’s news from you and {partners}"


def _button(facts: PostedAtNight, ref: str) -> Button:
    if facts.pair is not None and facts.post == NudgeKind.INTRODUCTION:
        custom_id = build("meet", "form", facts.guild, facts.pair, ref)
        label = f"Meet {partner_or_circle(facts.partners)}" if facts.named else "Propose a time"
        return Button(label, custom_id, Style.SUCCESS)
    if facts.pair is not None and facts.post == NudgeKind.AGREEMENT_REVEALED:
        custom_id = build("agreement", "show", facts.guild, facts.pair, ref)
        return Button("Open our agreement", custom_id, Style.PRIMARY)
    return Button("What is waiting?", build("status", "show", facts.guild, 0, ref))

"""The private question whether to continue a pair."""

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PulseAsked
from bot.domain.states import PulseAnswer
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Style
from bot.messages.text import addressed, partner_or_circle
from bot.services.pairs.pulses import PulseAnswered
from bot.storage.pairs.pairs import Pair
from bot.storage.pairs.pulses import Pulse


@words(
    NudgeKind.PULSE,
    "Private question",
    "You are asked twice and at the end; nobody sees it.",
    label="Private questions",
    when="It comes at set weeks of a pair's life.",
)
def pulse_question(facts: PulseAsked, ref: str) -> Message:
    """Say that something is waiting, and no more: others may read along."""
    custom_id = build("pulse", "open", facts.guild, facts.pulse, ref)
    label = "Open it"
    you = "you" if len(facts.people) == 1 else "each of you"
    if facts.named and facts.partners:
        label = f"About {partner_or_circle(facts.partners)}"
        you += f" about {partner_or_circle(facts.partners)}"
    row = (Button(label, custom_id, Style.PRIMARY),)
    text = f"{addressed(facts.people)} I have a quick private question for {you}."
    return Message(text, rows=(row,))


def question(pair: Pair, pulse: Pulse) -> Message:
    """Ask the question, visible only to this person."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("pulse", verb, pair.guild, pulse.id), style)

    row = (
        button("Yes, on we go", "yes", Style.SUCCESS),
        button("Not sure", "unsure"),
        button("I would rather change", "no"),
    )
    privacy = (
        "nobody else in your thread ever sees it. Only if you would rather change a second time "
        "do I ask the moderators for another place for you, and then they see that you asked."
        if _is_in_circle(pair, pulse)
        else "nobody else in your thread ever sees it, and neither do the moderators."
    )
    name = partner_or_circle(pair.partners_of(pulse.user))
    return Message(
        f"Would you like to keep meeting with {name}? Your answer stays between you and me: "
        f"{privacy} Nothing ends because of one answer.",
        rows=(row,),
    )


def answered(pulse_answered: PulseAnswered) -> Message:
    """Thank the person, and say what follows."""
    pair = pulse_answered.pair
    if pulse_answered.ended:
        return Message(
            "Thank you for saying so. This pair now ends, in neutral words and without anybody's "
            "name. You are matched first in the next round, and not with the same person."
        )
    if pulse_answered.asked_moderators:
        return Message(
            "Thank you for saying so. I have asked the moderators for another place for you: they "
            "see that you asked, and nobody in your circle is told."
        )
    match pulse_answered.answer:
        case PulseAnswer.YES:
            return Message("Good to hear. On you go.")
        case PulseAnswer.UNSURE:
            row = (_rather(pair.guild, pair.id, "Ask a moderator", "ask-moderator"),)
            return Message(
                "That is an honest answer. `/guide` has advice for a quiet stretch, and a "
                "moderator can help without any blame.",
                rows=(row,),
            )
        case PulseAnswer.NO:
            row = (_rather(pair.guild, pair.id, "Change now", "rematch"),)
            after = (
                "I ask the moderators for another place for you. If you are sure already, change "
                "now: they see that you asked, and nobody in your circle is told."
                if _is_in_circle(pair, pulse_answered.pulse)
                else "the pair ends kindly. If you are sure already, change now: nobody is told "
                "who asked."
            )
            return Message(
                "Noted, and only I know it. One answer may be a bad week, so nothing changes yet; "
                f"if you say it again next time, {after}",
                rows=(row,),
            )


def _is_in_circle(pair: Pair, pulse: Pulse) -> bool:
    """Return whether one mentee of several is asked: moderators find them another match."""
    return len(pair.mentees) > 1 and pulse.user != pair.mentor


def _rather(guild: GuildId, pair: int, label: str, verb: str) -> Button:
    return Button(label, build("pair", verb, guild, pair))

"""The private question whether to continue a pair."""

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PulseAsked
from bot.domain.states import PulseAnswer
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message, Style
from bot.messages.text import addressed, partner_or_circle
from bot.services.pairs.pulses import PulseAnswered
from bot.storage.pairs.pairs import Pair
from bot.storage.pairs.pulses import Pulse


@words(
    NudgeKind.PULSE,
    marked("Private question"),
    marked("I ask this twice, and once at the end."),
    label=marked("Private questions"),
    when=marked("It comes at set weeks of a mentorship."),
)
def pulse_question(say: Say, facts: PulseAsked, ref: str) -> Message:
    """Say that something is waiting, and no more: others may read along."""
    custom_id = build("pulse", "open", facts.guild, facts.pulse, ref)
    label, told = say("Answer privately"), addressed(facts.people)
    text = say("{told} I have a quick private question for you.", told=told)
    if facts.named and facts.partners:
        about = partner_or_circle(say, facts.partners)
        label = say("About {about}", about=about)
        text = say(
            "{told} I have a quick private question for you about {about}.", told=told, about=about
        )
    return Message(text, rows=((Button(label, custom_id, Style.PRIMARY),),))


def question(say: Say, pair: Pair, pulse: Pulse) -> Message:
    """Ask the question, visible only to this person."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("pulse", verb, pair.guild, pulse.id), style)

    row = (
        button(say("Yes, keep going"), "yes", Style.SUCCESS),
        button(say("Not sure"), "unsure"),
        button(say("I’d like a new match"), "no"),
    )
    name = partner_or_circle(say, pair.partners_of(pulse.user))
    text = (
        say(
            "Would you like to keep meeting with {name}? Your answer is private, and nothing ends "
            "because of one answer. If you ask for a new match twice, I’ll tell the moderators so "
            "they "
            "can find you one.",
            name=name,
        )
        if _is_in_circle(pair, pulse)
        else say(
            "Would you like to keep meeting with {name}? No one sees your answer, not even the "
            "moderators. Nothing ends because of one answer.",
            name=name,
        )
    )
    return Message(text, rows=(row,))


def answered(say: Say, pulse_answered: PulseAnswered) -> Message:
    """Thank the person, and say what follows."""
    pair = pulse_answered.pair
    if pulse_answered.ended:
        return Message(
            say(
                "Thanks for telling me. Your mentorship is ending now, and the goodbye doesn’t say "
                "who "
                "asked. You’ll be first in the next round, with someone new."
            )
        )
    if pulse_answered.asked_moderators:
        return Message(
            say(
                "Thanks for telling me. I asked the moderators to find you a new match. They can "
                "see "
                "that you asked, but your circle can’t."
            )
        )
    match pulse_answered.answer:
        case PulseAnswer.YES:
            return Message(say("Great to hear!"))
        case PulseAnswer.UNSURE:
            row = (_rather(pair.guild, pair.id, say("Ask a moderator"), "ask-moderator"),)
            return Message(
                say("Thanks for telling me. A moderator can help, and `/guide` has advice."),
                rows=(row,),
            )
        case PulseAnswer.NO:
            row = (_rather(pair.guild, pair.id, say("Request a new match"), "rematch"),)
            text = (
                say(
                    "Thanks for telling me. Nothing changes for now. If you say so again next "
                    "time, "
                    "I’ll ask the moderators to find you a new match. They’ll see that you asked, "
                    "but "
                    "your circle won’t."
                )
                if _is_in_circle(pair, pulse_answered.pulse)
                else say(
                    "Thanks for telling me. Nothing changes for now. If you say so again next "
                    "time, your mentorship will end, and no one will be told who asked."
                )
            )
            return Message(text, rows=(row,))


def _is_in_circle(pair: Pair, pulse: Pulse) -> bool:
    """Return whether one mentee of several is asked: moderators find them another match."""
    return len(pair.mentees) > 1 and pulse.user != pair.mentor


def _rather(guild: GuildId, pair: int, label: str, verb: str) -> Button:
    return Button(label, build("pair", verb, guild, pair))

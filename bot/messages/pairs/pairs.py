"""Messages about a pair's state."""

from bot.domain.ids import UserId
from bot.domain.states import PairState
from bot.language.say import Say, marked
from bot.messages.buttons import POST_UPDATE, SOMETHING_OFF
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Message, Style
from bot.messages.pairs import circles
from bot.messages.text import channel, people, timestamp
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.pairs import PauseEnded
from bot.storage.pairs.pairs import Pair


def resumed(say: Say, ended: PauseEnded | CircleAsked) -> Message:
    """Confirm that a pause is over, who will be told, and what is on again; or who was asked."""
    if isinstance(ended, CircleAsked):
        return circles.asked(say, ended)
    lines = [
        say(
            "The pause is over. I’ll tell {told} in your thread that you ended it.",
            told=people(ended.told),
        )
    ]
    if ended.back:
        lines.append(
            say.count(
                "{n} meeting in your series is back on.",
                "{n} meetings in your series are back on.",
                ended.back,
            )
        )
    return Message(" ".join(lines))


_STATES = {
    PairState.INTRODUCED: marked("Introduced"),
    PairState.AGREED: marked("Agreement in place"),
    PairState.RUNNING: marked("Active"),
    PairState.PAUSED: marked("Paused"),
    PairState.ENDED: marked("Ended"),
}


def described(say: Say, pair: Pair, reader: UserId) -> str:
    """Return one line for one of the pair: with whom they are, where, and the state."""
    others = people(pair.partners_of(reader))
    who = (
        say("Your mentee: {others}", others=others)
        if reader == pair.mentor
        else say("Your mentor: {others}", others=others)
    )
    if len(pair.members) > 2:
        who = say("Your circle: {others}", others=others)
    state = say(_STATES[pair.state])
    if pair.state is PairState.PAUSED and pair.paused_until:
        state = say("Paused until {paused_until}", paused_until=timestamp(pair.paused_until, "D"))
    if pair.is_held:
        state = say("On hold: someone isn’t in the server anymore, and the moderators know")
    return " · ".join([who, state, *([channel(pair.thread)] if pair.thread else [])])


def buttons(say: Say, pair: Pair) -> tuple[Button, ...]:
    """Return what the pair can do now."""

    def button(label: str, area: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build(area, verb, pair.guild, pair.id), style)

    if pair.state is PairState.PAUSED:
        rhythm = button(say("Resume now"), "pair", "resume", Style.SUCCESS)
    else:
        rhythm = button(say("Pause 2 weeks"), "pair", "pause")
    return (
        button(say(POST_UPDATE), "update", "form", Style.PRIMARY),
        button(say("Our agreement"), "agreement", "show"),
        *(() if pair.is_held else (rhythm,)),
        button(say(SOMETHING_OFF), "pair", "not-right"),
    )

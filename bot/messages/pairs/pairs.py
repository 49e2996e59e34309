"""Messages about a pair's state."""

from bot.domain.ids import UserId
from bot.domain.states import PairState
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Message, Style
from bot.messages.pairs import circles
from bot.messages.text import channel, people, plural, timestamp
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.pairs import PauseEnded
from bot.storage.pairs.pairs import Pair


def resumed(ended: PauseEnded | CircleAsked) -> Message:
    """Confirm that a pause is over, who will be told, and what is on again; or who was asked."""
    if isinstance(ended, CircleAsked):
        return circles.asked(ended)
    text = (
        "The pause is over, and check-ins continue as usual. I’ll tell "
        f"{people(ended.told)} in your thread that you ended it."
    )
    if ended.back:
        text += f" {plural(ended.back, 'meeting')} of your series that the pause skipped"
        text += " is back on." if ended.back == 1 else " are back on."
    return Message(text)


def reader_of(pair: Pair, author: UserId) -> str:
    """Return who reads what one of a pair shares: ``mentor``, ``mentee``, or ``circle``."""
    if len(pair.mentees) > 1:
        return "circle"
    return "mentee" if author == pair.mentor else "mentor"


def described(pair: Pair, reader: UserId) -> str:
    """Return one line for one of the pair: with whom they are, where, and the state."""
    where = channel(pair.thread) if pair.thread else "its thread is being made"
    whose = "Your mentee" if reader == pair.mentor else "Your mentor"
    if len(pair.members) > 2:
        whose = "Your circle with"
    who = f"{whose} {people(pair.partners_of(reader))}"
    state = pair.state.value
    if pair.state is PairState.PAUSED and pair.paused_until:
        state = f"paused until {timestamp(pair.paused_until, 'D')}"
    if pair.is_held:
        state = "on hold, since somebody is not in the server any more; the moderators know"
    return f"{who}: {state}, {where}"


def buttons(pair: Pair) -> tuple[Button, ...]:
    """Return what the pair can do now."""

    def button(label: str, area: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build(area, verb, pair.guild, pair.id), style)

    if pair.state is PairState.PAUSED:
        rhythm = button("Resume", "pair", "resume", Style.SUCCESS)
    else:
        rhythm = button("Pause two weeks", "pair", "pause")
    return (
        button("Log an update", "update", "form", Style.PRIMARY),
        button("Our agreement", "agreement", "show"),
        *(() if pair.is_held else (rhythm,)),
        button("This isn't right", "pair", "not-right"),
    )

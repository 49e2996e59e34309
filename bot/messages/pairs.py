"""What a pair reads about itself."""

from bot.domain.states import PairState
from bot.messages.custom_id import build
from bot.messages.outgoing import ButtonSpec, Outgoing, Style
from bot.messages.text import channel, people, person, stamp
from bot.storage.pairs import Pair


def resumed(pair: Pair) -> Outgoing:
    """Welcome a pair back."""
    return Outgoing("Welcome back. Check-ins go on in the usual rhythm.")


def described(pair: Pair) -> str:
    """Return one line: who, where, and how it stands."""
    where = channel(pair.thread) if pair.thread else "its thread is being made"
    who = f"{person(pair.mentor)} with {people(pair.mentees)}"
    state = pair.state.value
    if pair.state is PairState.PAUSED and pair.paused_until:
        state = f"paused until {stamp(pair.paused_until, 'D')}"
    return f"{who}: {state}, {where}"


def buttons(pair: Pair) -> tuple[ButtonSpec, ...]:
    """Return what the pair can do now."""
    if pair.state is PairState.PAUSED:
        return (ButtonSpec("Resume", build("pair", "resume", pair.guild, pair.id), Style.GOOD),)
    return (
        ButtonSpec("Log an update", build("update", "form", pair.guild, pair.id), Style.MAIN),
        ButtonSpec("Pause two weeks", build("pair", "pause", pair.guild, pair.id)),
    )


def status(pair: Pair) -> Outgoing:
    """Show one pair."""
    return Outgoing(described(pair), rows=(buttons(pair),))

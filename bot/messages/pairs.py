"""What a pair reads about itself."""

from bot.domain.states import PairState
from bot.messages.custom_id import build
from bot.messages.outgoing import ButtonSpec, Card, Outgoing, Style
from bot.messages.reached import counted
from bot.messages.text import channel, people, person, said, stamp, whole_lines
from bot.services.pair_standing import PairStanding
from bot.storage.pairs import Pair


def resumed(pair: Pair) -> Outgoing:
    """Welcome a pair back."""
    return Outgoing(
        "Welcome back. Check-ins go on in the usual rhythm, and a line in your thread says so."
    )


def described(pair: Pair) -> str:
    """Return one line: who, where, and how it stands."""
    where = channel(pair.thread) if pair.thread else "its thread is being made"
    who = f"{person(pair.mentor)} with {people(pair.mentees)}"
    state = pair.state.value
    if pair.state is PairState.PAUSED and pair.paused_until:
        state = f"paused until {stamp(pair.paused_until, 'D')}"
    if pair.is_held:
        state = "on hold, since somebody is not in the server any more; the moderators know"
    return f"{who}: {state}, {where}"


def buttons(pair: Pair) -> tuple[ButtonSpec, ...]:
    """Return what the pair can do now."""

    def button(label: str, area: str, verb: str, style: Style = Style.PLAIN) -> ButtonSpec:
        return ButtonSpec(label, build(area, verb, pair.guild, pair.id), style)

    if pair.state is PairState.PAUSED:
        rhythm = button("Resume", "pair", "resume", Style.GOOD)
    else:
        rhythm = button("Pause two weeks", "pair", "pause")
    return (
        button("Log an update", "update", "form", Style.MAIN),
        button("Our agreement", "agreement", "show"),
        *(() if pair.is_held else (rhythm,)),
        button("This isn't right", "pair", "not-right"),
    )


def status(found: PairStanding) -> Outgoing:
    """Show one pair: how it stands, what is behind it and what comes."""
    pair = found.pair
    fields = [
        ("Behind you", counted(found.reached) or "A beginning; everything else is still to come."),
        ("Agreement", _agreement(found)),
    ]
    if found.words:
        fields.append(("In their own words", _words(found)))
    if found.next_check_in:
        fields.append(("Next check-in", stamp(found.next_check_in, "F")))
    return Outgoing(
        described(pair), cards=(Card("Your pair", fields=tuple(fields)),), rows=(buttons(pair),)
    )


def _words(found: PairStanding) -> str:
    each = max(80, 900 // len(found.words) - 30)
    return whole_lines([f"{person(user)}: {said(text, each)}" for user, text in found.words], 1000)


def _agreement(found: PairStanding) -> str:
    if found.agreement is None or found.agreement.agreed_at is None:
        return "None yet: six short questions that save many awkward ones."
    return f"Version {found.agreement.version}, since {stamp(found.agreement.agreed_at, 'D')}."

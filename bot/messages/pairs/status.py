"""`/pair status`: who has the turn in each open item, totals so far, and what comes next."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.status.turns import UNDECIDED, Reminded, Turn, TurnKind
from bot.language.say import Say
from bot.messages.buttons import CHOOSE_TIME, suggest_times
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Embed, Message, Style
from bot.messages.pairs.pairs import buttons, described
from bot.messages.progress.progress import counted
from bot.messages.status.status import SHOWN, line, no_check_in
from bot.messages.text import escape, join_within, person, timestamp
from bot.messages.youth.ages import THREAD_CLOSED
from bot.services.pairs.status import PairStatus


def standing(say: Say, status: PairStatus) -> Message:
    """Show one pair: its state, whose turn each item is, totals so far, and what comes next."""
    pair = status.pair
    fields = [
        *_turns(say, status),
        (say("So far"), counted(say, status.reached) or say("Nothing yet")),
        (say("Agreement"), _agreement(say, status)),
    ]
    if status.words:
        fields.append((say("In their own words"), _words(say, status)))
    if status.is_closed:
        fields.insert(0, (say("Your thread"), say(THREAD_CLOSED)))
    elif status.next_check_in:
        fields.append((say("Next check-in"), _next_check_in(say, status, status.next_check_in)))
    title = say("Your circle") if len(pair.mentees) > 1 else say("Your mentorship")
    return Message(
        described(say, pair, status.person),
        embeds=(Embed(title, fields=tuple(fields)),),
        rows=(
            _buttons(say, status),
            (Button(say.of("button", "Report a concern"), build("concern", "open", pair.guild)),),
        ),
    )


def _next_check_in(say: Say, status: PairStatus, next_at: datetime) -> str:
    if status.skipped is None:
        return timestamp(next_at, "F")
    return f"{timestamp(next_at, 'F')}. {no_check_in(say, *status.skipped)}"


def _turns(say: Say, status: PairStatus) -> list[tuple[str, str]]:
    """Return the pair's ledger: what waits on whom, until when, and who was reminded."""
    ledger = status.ledger
    meetings = [turn for turn in ledger.nobody if turn.kind is TurnKind.MEETING]
    next_meeting = line(say, meetings[0], {}) if meetings else say("None scheduled")
    if len(meetings) > 1:
        next_meeting = say(
            "{next_meeting}\n{meetings} more after that",
            next_meeting=next_meeting,
            meetings=len(meetings) - 1,
        )
    return [
        (say("Waiting on you"), _lines(say, ledger.mine, status, own=True)),
        (say("Waiting on others"), _lines(say, ledger.others, status)),
        (say("Next meeting"), next_meeting),
    ]


def _lines(say: Say, turns: Sequence[Turn], status: PairStatus, *, own: bool = False) -> str:
    if not turns:
        return say("Nothing")
    reminded = {reminded.turn: reminded for reminded in status.reminded}
    lines = [f"- {_turn(say, turn, reminded.get(turn), own)}" for turn in turns[:SHOWN]]
    return join_within(say, lines, 1000, unsaid=len(turns) - len(lines))


def _turn(say: Say, turn: Turn, reminded: Reminded | None, own: bool) -> str:
    said_of = line(say, turn, {}, own=own)
    if reminded is None or turn.owner is None:
        return said_of
    parts = [said_of, say("Reminder sent")]
    if reminded.next_at:
        parts.append(say("Next step {next_at}", next_at=timestamp(reminded.next_at, "F")))
    return " · ".join(parts)


def _buttons(say: Say, status: PairStatus) -> tuple[Button, ...]:
    """Return what the pair can do, and a button to plan a meeting if there is none."""
    pair, ledger = status.pair, status.ledger
    times = [
        turn
        for turn in ledger.mine
        if turn.kind is TurnKind.MEETING_TIMES and turn.name != UNDECIDED
    ]
    arranged = any(turn.kind is TurnKind.MEETING for turn in ledger.nobody)
    if times:
        choose = build("meet", "choose", pair.guild, pair.id)
        return (Button(say(CHOOSE_TIME), choose, Style.PRIMARY), *buttons(say, pair))
    if arranged or pair.is_held:
        return buttons(say, pair)
    return (
        *buttons(say, pair),
        suggest_times(say, pair.guild, pair.id, style=Style.SECONDARY),
    )


def _words(say: Say, status: PairStatus) -> str:
    each = max(80, 900 // len(status.words) - 30)
    return join_within(
        say, [f"{person(user)}: {escape(text, each)}" for user, text in status.words], 1000
    )


def _agreement(say: Say, status: PairStatus) -> str:
    if status.agreement is None or status.agreement.agreed_at is None:
        return say("None yet. It’s six quick questions.")
    agreed = timestamp(status.agreement.agreed_at, "D")
    return say(
        "Agreed {agreed} (version {version})", agreed=agreed, version=status.agreement.version
    )

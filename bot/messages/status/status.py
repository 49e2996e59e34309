"""`/status`: what is waiting on you, on others, and on no one."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, PairId
from bot.domain.progress.check_ins import Activity, ActivityKind
from bot.domain.states import CircleTopic
from bot.domain.status.turns import LATE, UNDECIDED, Turn, TurnKind
from bot.domain.times.civil import Interval, Monthly
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.matching.matching import sentence
from bot.messages.nudges.away import absent
from bot.messages.outgoing import Attachment, Button, Embed, Message, Row, Style
from bot.messages.pairs.pairs import described
from bot.messages.requests.requests import turn_line
from bot.messages.text import (
    channel,
    day_name,
    escape,
    join_within,
    person,
    rhythm,
    timestamp,
)
from bot.messages.youth.ages import THREAD_CLOSED
from bot.services.status.status import Status
from bot.services.unshown_answers import UnshownAnswer
from bot.storage.pairs.pairs import Pair

SHOWN = 8
MOST_UNSHOWN = 2
MOST_UNSHOWN_TEXT = 900  # of each; what is longer comes as a file, whole
MOST_ROWS = 5  # Discord's own limit


def status(say: Say, guild: GuildId, status: Status) -> Message:
    """Show the turn ledger of one person, with a button for what waits on them."""
    unshown = status.unshown[:MOST_UNSHOWN]
    lines = list(map(partial(_unshown, say), unshown))
    files = tuple(
        Attachment(f"not-shown-{number}.txt", answer.text.encode())
        for number, answer in enumerate(unshown, 1)
        if len(answer.text) > MOST_UNSHOWN_TEXT
    )
    if not status.is_set_up:
        lines.append(say("This server isn’t set up yet. A moderator can do it with `/setup`."))
        return Message("\n".join(lines), files=files)
    ledger = status.ledger
    places = {pair.id: pair for pair in status.pairs}
    sections = [
        (say("Waiting on you"), _lines(say, ledger.mine, places, own=True)),
        (say("Waiting on others"), _lines(say, ledger.others, places)),
        (say("In progress"), _lines(say, _once_a_series(ledger.nobody), places)),
        (
            say("Your people"),
            join_within(say, [_of_pair(say, pair, status) for pair in status.pairs], 1000),
        ),
        (
            say("Away"),
            join_within(say, [absent(say, away, status.person) for away in status.away], 1000),
        ),
    ]
    fields = tuple((name, text) for name, text in sections if text)
    title = (
        say("Waiting on you: {mine}", mine=len(ledger.mine))
        if ledger.mine
        else say("You’re all caught up.")
    )
    is_in = bool(status.pairs) or any(
        turn.kind in _SIGNED_UP for turn in (*ledger.mine, *ledger.others, *ledger.nobody)
    )
    footer = "" if is_in else say("Find a mentor with /join or /mentor find.")
    if not fields:
        lines.append(say("You’re all caught up. Find a mentor with `/join` or `/mentor find`."))
        return Message("\n".join(lines), files=files)
    return Message(
        "\n".join(lines),
        embeds=(Embed(title, fields=fields, footer=footer),),
        rows=_buttons(say, guild, status),
        files=files,
    )


# What someone has who signed up already.
_SIGNED_UP = (TurnKind.SIGN_UP, TurnKind.MATCHING, TurnKind.INTRODUCTION)


def _of_pair(say: Say, pair: Pair, status: Status) -> str:
    """Describe a pair, and say why it isn't asked how it's going."""
    skipped = status.skipped.get(pair.id)
    line = described(say, pair, status.person)
    if pair.id in status.closed:
        return f"{line}\n{say(THREAD_CLOSED)}"
    return f"{line}\n{no_check_in(say, *skipped)}" if skipped else line


def no_check_in(say: Say, activity: Activity, left_out: datetime) -> str:
    """Say why a check-in is left out."""
    day, at = timestamp(left_out, "D"), timestamp(activity.at, "D")
    match activity.kind:
        case ActivityKind.MET:
            return say(
                "There’s no check-in on {day}, because your meeting was on {at}.", day=day, at=at
            )
        case ActivityKind.UPDATE:
            return say(
                "There’s no check-in on {day}, because there was an update on {at}.", day=day, at=at
            )
        case ActivityKind.COMMITMENT:
            return say(
                "There’s no check-in on {day}, because you made a commitment on {at}.",
                day=day,
                at=at,
            )
        case ActivityKind.AGREEMENT:
            return say(
                "There’s no check-in on {day}, because you made your agreement on {at}.",
                day=day,
                at=at,
            )


def _unshown(say: Say, answer: UnshownAnswer) -> str:
    """Show what could not be shown before."""
    if len(answer.text) > MOST_UNSHOWN_TEXT:
        return say(
            "I couldn’t show you something {at}. It’s in a file here.", at=timestamp(answer.at, "R")
        )
    return say(
        "I couldn’t show you this {at}:\n{text}", at=timestamp(answer.at, "R"), text=answer.text
    )


def _lines(
    say: Say, turns: Sequence[Turn], places: dict[PairId, Pair], *, own: bool = False
) -> str:
    lines = [f"- {line(say, turn, places, own=own)}" for turn in turns[:SHOWN]]
    return join_within(say, lines, 1000, unsaid=len(turns) - len(lines))


def line(say: Say, turn: Turn, places: dict[PairId, Pair], *, own: bool = False) -> str:
    """Say in one line what is waited for; where, if its pair is among `places`.

    With `own` it is the reader's, who is not named to themselves.
    """
    pair = places.get(turn.pair) if turn.pair else None
    parts = [
        "" if own or turn.owner is None else person(turn.owner),
        _what(say, turn),
        channel(pair.thread) if pair and pair.thread else "",
        _due(say, turn, pair),
    ]
    return " · ".join(part for part in parts if part)


def _due(say: Say, turn: Turn, pair: Pair | None) -> str:
    """Return when it is due, where the line doesn't say so itself."""
    if turn.due_at is None or turn.kind in _DATED:
        return ""
    if turn.kind is TurnKind.GOAL and pair:
        # A goal has a day, and a timestamp would show some readers the day after.
        day = turn.due_at.astimezone(ZoneInfo(pair.time_zone)).date()
        return say("Due {day}", day=day_name(day))
    if turn.kind is TurnKind.COMMITMENT and turn.first:
        # Its day has passed without an answer.
        return say("Was due {due_at}", due_at=timestamp(turn.due_at, "D"))
    return say("Due {due_at}", due_at=timestamp(turn.due_at, "D"))


_DATED = frozenset(
    {
        TurnKind.MET,
        TurnKind.MEETING,
        TurnKind.REQUEST,
        TurnKind.INTRODUCTION,
        TurnKind.MATCHING,
        TurnKind.SIGN_UP,
        TurnKind.SAVED_PROGRAM,
    }
)


def _what(say: Say, turn: Turn) -> str:
    """Return what is waited for."""
    match turn.kind:
        case TurnKind.CHECK_IN:
            return say("Check-in")
        case TurnKind.MEETING_TIMES if turn.name == UNDECIDED and turn.owner is None:
            return say("Suggested times: everyone has answered")
        case TurnKind.MEETING_TIMES if turn.name == UNDECIDED:
            return say("Suggest other times, because none works for everyone")
        case TurnKind.MET if turn.due_at:
            return say("How did your meeting {due_at} go?", due_at=timestamp(turn.due_at, "f"))
        case TurnKind.MET:
            return say("How did your meeting go?")
        case TurnKind.MEETING_TIMES:
            return say("Choose a time to meet")
        case TurnKind.NEW_TIME:
            return say("Pick a new meeting time")
        case TurnKind.FIRST_MEETING:
            return say("Schedule your first meeting")
        case TurnKind.CIRCLE_QUESTION if turn.owner is None:
            return say(
                "{words} Everyone has answered.", words=say(_CIRCLE_TOPICS[CircleTopic(turn.name)])
            )
        case TurnKind.CIRCLE_QUESTION:
            return say(_CIRCLE_TOPICS[CircleTopic(turn.name)])
        case TurnKind.HELP if turn.name == LATE:
            return say("The moderators are late with your question. I reminded them.")
        case TurnKind.HELP:
            return say("The moderators have your question")
        case TurnKind.MEETING:
            return _meeting(say, turn)
        case TurnKind.INTRODUCTION:
            return say("I’m sending your introduction")
        case TurnKind.SIGN_UP:
            return say("Confirm your sign-up for {name}", name=escape(turn.name, 80))
        case TurnKind.MATCHING:
            return _waiting(say, turn)
        case TurnKind.AGREEMENT:
            return say("Answers for the agreement")
        case TurnKind.PULSE:
            return say("A private question")
        case TurnKind.COMMITMENT:
            return escape(turn.name, 90)
        case TurnKind.GOAL if turn.owner is None and turn.first:
            return say("Your goal: {name}", name=escape(turn.name, 90))
        case TurnKind.GOAL if turn.owner is None:
            return say("Goal shared with you: {name}", name=escape(turn.name, 90))
        case TurnKind.GOAL:
            return say("Goal: {name}", name=escape(turn.name, 90))
        case TurnKind.REQUEST:
            return turn_line(say, turn)
        case TurnKind.CONTACT:
            return say("Question about contact info")
        case TurnKind.OUTREACH:
            return say("Next step with {name}", name=escape(turn.name, 60))
        case TurnKind.SAVED_PROGRAM:
            return say("Saved program: {name}", name=escape(turn.name, 80))
        case TurnKind.CONCERN if turn.first:
            return say("Acknowledge concern {what}", what=turn.what)
        case TurnKind.CONCERN:
            return say("Concern {what} is still open", what=turn.what)


def _meeting(say: Say, turn: Turn) -> str:
    when = timestamp(turn.due_at, "F") if turn.due_at else "soon"
    if turn.first:
        return say("Your circle meets {when}. You said you can’t come.", when=when)
    if turn.name:
        return say("Meeting {when}, {rhythm}", when=when, rhythm=rhythm(say, _interval(turn.name)))
    return say("Meeting {when}", when=when)


_CIRCLE_TOPICS = {
    CircleTopic.PAUSE: marked("Should the circle pause?"),
    CircleTopic.RESUME: marked("Should the pause end now?"),
    CircleTopic.END: marked("Should the circle end?"),
    CircleTopic.END_SERIES: marked("Should the meeting series end?"),
}
_AGREE = {
    CircleTopic.PAUSE: marked("Agree to pause"),
    CircleTopic.RESUME: marked("End the pause"),
    CircleTopic.END: marked("Agree to end"),
    CircleTopic.END_SERIES: marked("End series"),
}


def _once_a_series(turns: Sequence[Turn]) -> list[Turn]:
    """Return the turns with only the next meeting of each series, told apart by `name`."""
    seen: set[tuple[PairId | None, str]] = set()
    lines = []
    for turn in turns:
        if turn.kind is TurnKind.MEETING and turn.name:
            if (turn.pair, turn.name) in seen:
                continue
            seen.add((turn.pair, turn.name))
        lines.append(turn)
    return lines


def _waiting(say: Say, turn: Turn) -> str:
    """Say why someone is waitlisted, when the next round is, and what they can do."""
    parts = [say("Waitlisted for {name}", name=escape(turn.name, 80))]
    if turn.first:
        parts.append(say("You’re first in line"))
    if turn.due_at:
        parts.append(say("Next round by {due_at}", due_at=timestamp(turn.due_at, "D")))
    line = " · ".join(parts)
    if turn.reason:
        line = f"{line}\n{sentence(say, turn.reason)}"
    if turn.reason or turn.first:
        line = say("{line}\nTry `/mentor find` or `/program suggest`.", line=line)
    return line


def _buttons(say: Say, guild: GuildId, status: Status) -> tuple[Row, ...]:
    """Offer to answer the first check-in, and to open the first saved program."""
    first = status.soonest
    check_in = first.get(TurnKind.CHECK_IN)
    agreement = first.get(TurnKind.AGREEMENT)
    met = first.get(TurnKind.MET)
    sign_up = first.get(TurnKind.SIGN_UP)
    times = first.get(TurnKind.MEETING_TIMES)
    new_time = first.get(TurnKind.NEW_TIME) or first.get(TurnKind.FIRST_MEETING)
    circle = first.get(TurnKind.CIRCLE_QUESTION)
    pulse = first.get(TurnKind.PULSE)
    commitment = first.get(TurnKind.COMMITMENT)
    request = first.get(TurnKind.REQUEST)
    contact = first.get(TurnKind.CONTACT)
    outside = first.get(TurnKind.OUTREACH)
    saved = first.get(TurnKind.SAVED_PROGRAM)
    concern = first.get(TurnKind.CONCERN)
    rows: list[Row] = []
    if concern:
        custom_id = build("concern", "read-one", guild, concern.what)
        rows.append((Button(say.of("button", "Read concern"), custom_id, Style.PRIMARY),))
    if check_in:
        rows.append(
            (
                Button(
                    say.of("button", "On track"),
                    build("check-in", "on-track", guild, check_in.what),
                    Style.SUCCESS,
                ),
                Button(
                    say.of("button", "Post an update"),
                    build("check-in", "word", guild, check_in.what),
                    Style.PRIMARY,
                ),
                Button(
                    say.of("button", "Busy right now"),
                    build("check-in", "busy", guild, check_in.what),
                ),
                Button(
                    say.of("button", "Need help"), build("check-in", "help", guild, check_in.what)
                ),
            )
        )
    if met:
        unanswered = sum(turn.kind is TurnKind.MET for turn in status.ledger.mine)
        which = _day_of(say, met, status.pairs) if unanswered > 1 else ""

        def answer(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
            return Button(
                f"{label}, {which}" if which else label, build("meet", verb, guild, met.what), style
            )

        rows.append(
            (
                answer(say("We met"), "met", Style.SUCCESS),
                answer(say("Rescheduled"), "moved"),
                answer(say("They couldn’t make it"), "not-there"),
                answer(say("I couldn’t make it"), "could-not"),
            )
        )
    if sign_up:
        yes = build("join", "confirm", guild, sign_up.what)
        no = build("join", "leave", guild, sign_up.what)
        rows.append(
            (
                Button(say.of("button", "I’m in"), yes, Style.SUCCESS),
                Button(say.of("button", "Withdraw"), no),
            )
        )
    if request:
        custom_id = build("request", "open", guild, request.what)
        rows.append((Button(say.of("button", "Open request"), custom_id, Style.PRIMARY),))
    if agreement:
        custom_id = build("agreement", "show", guild, agreement.what)
        rows.append((Button(say.of("button", "Open our agreement"), custom_id),))
    if times and times.name == UNDECIDED:
        custom_id = build("meet", "reschedule", guild, times.what)
        rows.append((Button(say.of("button", "Suggest other times"), custom_id, Style.PRIMARY),))
    elif times and times.pair:
        custom_id = build("meet", "choose", guild, times.pair)
        rows.append((Button(say.of("button", "See times"), custom_id, Style.PRIMARY),))
    if new_time and new_time.pair:
        custom_id = build("meet", "form", guild, new_time.pair)
        rows.append((Button(say.of("button", "Suggest times"), custom_id, Style.PRIMARY),))
    if circle:
        agree = build("circle", "agree", guild, circle.what)
        not_now = build("circle", "not-now", guild, circle.what)
        rows.append(
            (
                Button(say(_AGREE[CircleTopic(circle.name)]), agree, Style.PRIMARY),
                Button(say.of("button", "Not now"), not_now),
            )
        )
    if pulse:
        custom_id = build("pulse", "open", guild, pulse.what)
        rows.append((Button(say.of("button", "Answer privately"), custom_id),))
    if commitment and commitment.pair:
        custom_id = build("commit", "list", guild, commitment.pair)
        rows.append((Button(say.of("button", "See commitments"), custom_id),))
    if contact:
        custom_id = build("contact", "open", guild, contact.what)
        rows.append((Button(say.of("button", "Open question"), custom_id),))
    if saved:
        rows.append(
            (
                Button(
                    say.of("button", "Open saved program"),
                    build("saved", "show", guild, saved.what),
                ),
                Button(
                    say.of("button", "Pick another date…"), build("saved", "day", guild, saved.what)
                ),
                Button(
                    say.of("button", "Done"),
                    build("saved", "done", guild, saved.what),
                    Style.SUCCESS,
                ),
            )
        )
    if outside:
        view = build("outreach", "show", guild, outside.what)
        rows.append((Button(say.of("button", "View contact"), view),))
    rows = rows[:MOST_ROWS]
    if status.pairs:
        people = Button(say.of("button", "See my people"), build("status", "people", guild))
        # The fullest row above has four buttons, so there is room for one more in any.
        last = rows.pop() if len(rows) == MOST_ROWS else ()
        rows.append((*last, people))
    return tuple(rows)


def _day_of(say: Say, met: Turn, pairs: Sequence[Pair]) -> str:
    """Return the day of a meeting for a label, which can show no timestamp: ``Thu, Mar 5``."""
    zone = next((pair.time_zone for pair in pairs if pair.id == met.pair), "UTC")
    assert met.due_at is not None, "a meeting has a time"
    day = met.due_at.astimezone(ZoneInfo(zone))
    return day_name(day.date(), day.date())


def _interval(name: str) -> Interval:
    return int(name) if name.isdecimal() else Monthly.read(name)

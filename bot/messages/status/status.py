"""`/status`: what is waiting on you, on others, and on no one."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, PairId
from bot.domain.progress.check_ins import Activity, ActivityKind
from bot.domain.states import CircleTopic
from bot.domain.status.turns import LATE, UNDECIDED, Turn, TurnKind
from bot.domain.times.civil import Interval, Monthly
from bot.messages.custom_id import build
from bot.messages.matching.matching import sentence
from bot.messages.nudges.away import absent
from bot.messages.outgoing import Attachment, Button, Embed, Message, Row, Style
from bot.messages.pairs.pairs import described
from bot.messages.requests.requests import turn_line
from bot.messages.text import (
    channel,
    escape,
    join_within,
    person,
    plural,
    rhythm,
    spelled_day,
    timestamp,
    truncate,
)
from bot.services.status.status import Status
from bot.services.unshown_answers import UnshownAnswer
from bot.storage.pairs.pairs import Pair

SHOWN = 8
MOST_UNSHOWN = 2
MOST_UNSHOWN_TEXT = 900  # of each; what is longer comes as a file, whole
MOST_ROWS = 5  # Discord's own limit


def status(guild: GuildId, status: Status) -> Message:
    """Show the turn ledger of one person, with a button for what waits on them."""
    unshown = status.unshown[:MOST_UNSHOWN]
    lines = list(map(_unshown, unshown))
    files = tuple(
        Attachment(f"not-shown-{number}.txt", answer.text.encode())
        for number, answer in enumerate(unshown, 1)
        if len(answer.text) > MOST_UNSHOWN_TEXT
    )
    if not status.is_set_up:
        lines.append(
            "Nothing is waiting: this server is not set up yet. A moderator does it with `/setup`."
        )
        return Message("\n".join(lines), files=files)
    ledger = status.ledger
    places = {pair.id: pair for pair in status.pairs}
    fields = [
        ("Waiting on you", _lines(ledger.mine, places, own=True)),
        ("Waiting on others", _lines(ledger.others, places)),
    ]
    if ledger.nobody:
        fields.append(("Under way", _lines(_once_a_series(ledger.nobody), places)))
    if status.pairs:
        own = [_of_pair(pair, status) for pair in status.pairs]
        fields.append(("Your people", join_within(own, 1000)))
    if status.away:
        absences = [absent(away, status.person) for away in status.away]
        fields.append(("Away", join_within(absences, 1000)))
    title = "Nothing is waiting on you"
    if ledger.mine:
        title = f"{plural(len(ledger.mine), 'thing is', 'things are')} waiting on you"
    footer = "" if status.pairs else "/program suggest finds programs; /join signs you up."
    return Message(
        "\n".join(lines),
        embeds=(Embed(title, fields=tuple(fields), footer=footer),),
        rows=_buttons(guild, status),
        files=files,
    )


def _of_pair(pair: Pair, status: Status) -> str:
    """Describe a pair, and say why it isn't asked how it's going."""
    skipped = status.skipped.get(pair.id)
    why = f". {no_check_in(*skipped)}" if skipped else ""
    return f"{described(pair, status.person)}{why}"


_ACTIVITIES = {
    ActivityKind.MET: "you met",
    ActivityKind.UPDATE: "there was an update",
    ActivityKind.COMMITMENT: "you made a commitment",
    ActivityKind.AGREEMENT: "you agreed on how you work",
}


def no_check_in(activity: Activity, left_out: datetime) -> str:
    """Say why a check-in is left out."""
    return (
        f"There’s no check-in on {timestamp(left_out, 'D')}, because "
        f"{_ACTIVITIES[activity.kind]} on {timestamp(activity.at, 'D')}."
    )


def _unshown(answer: UnshownAnswer) -> str:
    """Show what could not be shown before."""
    if len(answer.text) > MOST_UNSHOWN_TEXT:
        return f"I couldn’t show you something {timestamp(answer.at, 'R')}. It’s in a file here."
    return f"I couldn’t show you this {timestamp(answer.at, 'R')}:\n{answer.text}"


def _lines(turns: Sequence[Turn], places: dict[PairId, Pair], *, own: bool = False) -> str:
    if not turns:
        return "Nothing."
    lines = [f"- {line(turn, places, own=own)}" for turn in turns[:SHOWN]]
    return join_within(lines, 1000, unsaid=len(turns) - len(lines))


def line(turn: Turn, places: dict[PairId, Pair], *, own: bool = False) -> str:
    """Say in one line what is waited for; where, if its pair is among `places`.

    With `own` it is the reader's, who is not named to themselves.
    """
    by = f", by {timestamp(turn.due_at, 'D')}" if turn.due_at else ""
    pair = places.get(turn.pair) if turn.pair else None
    where = f" in {channel(pair.thread)}" if pair and pair.thread else ""
    if turn.kind is TurnKind.GOAL and turn.due_at and pair:
        # A goal has a day, and a timestamp would show some readers the day after.
        by = f", by {spelled_day(turn.due_at.astimezone(ZoneInfo(pair.time_zone)).date())}"

    def to_do(act: str) -> str:
        if own or turn.owner is None:
            return f"{act[:1].upper()}{act[1:]}{where}{by}"
        return f"{person(turn.owner)} to {act}{where}{by}"

    whose = "" if own or turn.owner is None else f"{person(turn.owner)}: "
    match turn.kind:
        case TurnKind.CHECK_IN:
            return to_do("answer the check-in")
        case TurnKind.MEETING_TIMES if turn.name == UNDECIDED:
            if turn.owner is None:
                return f"Proposed times{where}: everyone has answered, and they’re decided{by}"
            return to_do("propose other times, since none suits everyone")
        case TurnKind.MET:
            when = f" {timestamp(turn.due_at, 'f')}" if turn.due_at else ""
            return f"Say how your meeting{when} went{where}"
        case TurnKind.MEETING_TIMES:
            return to_do("choose a time to meet")
        case TurnKind.NEW_TIME:
            return to_do("find a new time to meet")
        case TurnKind.FIRST_MEETING:
            return to_do("propose a first time to meet")
        case TurnKind.CIRCLE_QUESTION if turn.owner is None:
            asked = _CIRCLE_TOPICS[CircleTopic(turn.name)].removeprefix("say whether ")
            return f"Whether {asked}{where}: everyone has answered, and it’s decided{by}"
        case TurnKind.CIRCLE_QUESTION:
            return to_do(_CIRCLE_TOPICS[CircleTopic(turn.name)])
        case TurnKind.HELP:
            return _help(turn, by)
        case TurnKind.MEETING:
            again = f", {rhythm(_interval(turn.name))}" if turn.name else ""
            when = timestamp(turn.due_at, "F") if turn.due_at else "soon"
            if turn.first:
                return f"Your circle meets {when}{where}; you said you can’t come"
            return f"You meet {when}{again}{where}"
        case TurnKind.INTRODUCTION:
            return "Your introduction is on its way; there is nothing to do."
        case TurnKind.SIGN_UP:
            return f"{escape(turn.name, 80)}: a moderator signed you up; say whether you’re in"
        case TurnKind.MATCHING:
            return _waiting(turn)
        case TurnKind.AGREEMENT:
            return to_do(
                "do their part of the agreement" if whose else "do your part of the agreement"
            )
        case TurnKind.PULSE:
            return f"A private question{where}; no one else sees it"
        case TurnKind.COMMITMENT:
            # `first`: its day has passed without an answer.
            if turn.first and turn.due_at:
                by = f", was due {timestamp(turn.due_at, 'D')}"
            return f"{whose}{escape(turn.name, 90)}{by}"
        case TurnKind.GOAL if turn.owner is None:
            whose = "Your goal" if turn.first else "A goal shared with you"
            return f"{whose}: {escape(turn.name, 90)}{by}"
        case TurnKind.GOAL:
            return f"{whose}goal: {escape(turn.name, 90)}{by}"
        case TurnKind.REQUEST:
            return turn_line(turn)
        case TurnKind.CONTACT:
            return to_do("answer a question about contact")
        case TurnKind.OUTREACH:
            return f"outside mentor {escape(turn.name, 60)}: your next step{by}"
        case TurnKind.SAVED_PROGRAM:
            return f"{escape(turn.name, 80)}: the program you wanted to be reminded of."


_CIRCLE_TOPICS = {
    CircleTopic.PAUSE: "say whether the circle pauses",
    CircleTopic.RESUME: "say whether the pause ends now",
    CircleTopic.END: "say whether the circle ends",
    CircleTopic.END_SERIES: "say whether the series of meetings ends",
}
_AGREE = {
    CircleTopic.PAUSE: "Agree to the pause",
    CircleTopic.RESUME: "End the pause",
    CircleTopic.END: "End the circle",
    CircleTopic.END_SERIES: "End the series",
}


def _help(turn: Turn, by: str) -> str:
    """Say when the moderators answer what someone asked them, or that they should have."""
    if turn.name == LATE and turn.due_at:
        return (
            "The moderators haven’t answered your question yet, and were to by "
            f"{timestamp(turn.due_at, 'D')}. I reminded them; you can also write to one directly."
        )
    return f"The moderators to answer your question{by}"


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


def _waiting(turn: Turn) -> str:
    """Say why someone is waitlisted, when the next round is, and what they can do."""
    name = escape(turn.name, 80)
    by = f", by {timestamp(turn.due_at, 'D')}" if turn.due_at else ""
    first = " You come first in it." if turn.first else ""
    why = f" {sentence(turn.reason)}" if turn.reason else ""
    if not (turn.reason or turn.first):
        return f"{name}: waiting for the next matching round{by}."
    return (
        f"{name}: waiting for the next matching round{by}.{first}{why} Meanwhile `/mentor find` "
        "shows who has room, and `/program suggest` what fits you."
    )


def _buttons(guild: GuildId, status: Status) -> tuple[Row, ...]:
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
    rows: list[Row] = []
    if check_in:
        rows.append(
            (
                Button(
                    "On track", build("check-in", "on-track", guild, check_in.what), Style.SUCCESS
                ),
                Button(
                    "Post an update", build("check-in", "word", guild, check_in.what), Style.PRIMARY
                ),
                Button("Busy right now", build("check-in", "busy", guild, check_in.what)),
                Button("Need help", build("check-in", "help", guild, check_in.what)),
            )
        )
    if met:
        unanswered = sum(turn.kind is TurnKind.MET for turn in status.ledger.mine)
        which = _day_of(met, status.pairs) if unanswered > 1 else ""

        def answer(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
            return Button(f"{label}{which}", build("meet", verb, guild, met.what), style)

        rows.append(
            (
                answer("We met", "met", Style.SUCCESS),
                answer("Rescheduled", "moved"),
                answer("They couldn’t make it", "not-there"),
                answer("I couldn’t make it", "could-not"),
            )
        )
    if sign_up:
        yes = build("join", "confirm", guild, sign_up.what)
        no = build("join", "leave", guild, sign_up.what)
        rows.append((Button("I’m in", yes, Style.SUCCESS), Button("Withdraw", no)))
    if request:
        custom_id = build("request", "open", guild, request.what)
        rows.append((Button("Open the request", custom_id, Style.PRIMARY),))
    if agreement:
        custom_id = build("agreement", "show", guild, agreement.what)
        rows.append((Button("Open our agreement", custom_id),))
    if times and times.name == UNDECIDED:
        custom_id = build("meet", "reschedule", guild, times.what)
        rows.append((Button("Propose other times", custom_id, Style.PRIMARY),))
    elif times and times.pair:
        custom_id = build("meet", "choose", guild, times.pair)
        rows.append((Button("Choose a time to meet", custom_id, Style.PRIMARY),))
    if new_time and new_time.pair:
        custom_id = build("meet", "form", guild, new_time.pair)
        rows.append((Button("Propose a time", custom_id, Style.PRIMARY),))
    if circle:
        agree = build("circle", "agree", guild, circle.what)
        not_now = build("circle", "not-now", guild, circle.what)
        rows.append(
            (
                Button(_AGREE[CircleTopic(circle.name)], agree, Style.PRIMARY),
                Button("Not now", not_now),
            )
        )
    if pulse:
        custom_id = build("pulse", "open", guild, pulse.what)
        rows.append((Button("Open the private question", custom_id),))
    if commitment and commitment.pair:
        custom_id = build("commit", "list", guild, commitment.pair)
        rows.append((Button("Open my commitments", custom_id),))
    if contact:
        custom_id = build("contact", "open", guild, contact.what)
        rows.append((Button("Open the question about contact", custom_id),))
    if saved:
        name = truncate(saved.name, 60)
        rows.append(
            (
                Button(f"Show {name}", build("saved", "show", guild, saved.what)),
                Button("Another day", build("saved", "day", guild, saved.what)),
                Button("Done", build("saved", "done", guild, saved.what), Style.SUCCESS),
            )
        )
    if outside:
        label = f"Write to {truncate(outside.name, 60)}"
        rows.append((Button(label, build("outreach", "show", guild, outside.what)),))
    rows = rows[:MOST_ROWS]
    if status.pairs:
        people = Button("My people", build("status", "people", guild))
        # The fullest row above has four buttons, so there is room for one more in any.
        last = rows.pop() if len(rows) == MOST_ROWS else ()
        rows.append((*last, people))
    return tuple(rows)


def _day_of(met: Turn, pairs: Sequence[Pair]) -> str:
    """Return the day of a meeting for a label, which can show no timestamp: ``, Mar 5``."""
    zone = next((pair.time_zone for pair in pairs if pair.id == met.pair), "UTC")
    assert met.due_at is not None, "a meeting has a time"
    day = met.due_at.astimezone(ZoneInfo(zone))
    return f", {day:%b} {day.day}"


def _interval(name: str) -> Interval:
    return int(name) if name.isdecimal() else Monthly.read(name)

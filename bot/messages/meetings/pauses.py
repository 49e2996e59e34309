"""Meetings that fall into an absence or a pause: what happens to each, and buttons to change it."""

from bot.domain.ids import UserId
from bot.language.say import Say
from bot.messages.buttons import CHOOSE_TIME, OUR_MEETINGS, SUGGEST_OTHERS
from bot.messages.custom_id import build
from bot.messages.meetings.times import short
from bot.messages.outgoing import Button, Row
from bot.messages.text import join_list, people, person, timestamp
from bot.services.meetings.pauses import MeetingDuringPause, MeetingsDuringPause

# A message has at most five rows, and the first is the caller's.
MOST_ROWS = 4
MOST_LINES = 8


def lines(say: Say, meetings_during_pause: MeetingsDuringPause, reader: UserId) -> list[str]:
    """Say for each meeting what happens to it; nothing if there is none in that time."""
    sentences = [_arranged(say, falling, reader) for falling in meetings_during_pause.arranged]
    sentences += [_proposed(say, falling, reader) for falling in meetings_during_pause.proposed]
    if len(sentences) > MOST_LINES:
        more = say.count(
            "There’s {n} more meeting in that time.",
            "There are {n} more meetings in that time.",
            len(sentences) - MOST_LINES,
        )
        sentences = [*sentences[:MOST_LINES], more]
    if meetings_during_pause.of_series:
        sentences.append(
            say.count(
                "I’ll skip {n} meeting in your series and post it in your thread.",
                "I’ll skip {n} meetings in your series and post it in your thread.",
                meetings_during_pause.of_series,
            )
        )
    return sentences


def _arranged(say: Say, falling: MeetingDuringPause, reader: UserId) -> str:
    assert falling.meeting.starts_at is not None, "it is arranged"
    when = timestamp(falling.meeting.starts_at, "F")
    return say(
        "You’re still meeting {partners_of} {when}.",
        partners_of=people(falling.pair.partners_of(reader)),
        when=when,
    )


def _proposed(say: Say, falling: MeetingDuringPause, reader: UserId) -> str:
    times = join_list([timestamp(time.starts_at, "F") for time in falling.times], last="or")
    asker = falling.meeting.asked_by
    if asker == reader:
        return say("You suggested {times}. No answer yet.", times=times)
    assert asker is not None, "someone proposed them"
    return say(
        "{asker} suggested {times} and is waiting for your answer.",
        asker=person(asker),
        times=times,
    )


def rows(
    say: Say, meetings_during_pause: MeetingsDuringPause, reader: UserId, zone: str
) -> tuple[Row, ...]:
    """Return a row of buttons for each; if there are too many, a button that shows the rest."""
    every = [*meetings_during_pause.arranged, *meetings_during_pause.proposed]
    shown = every if len(every) <= MOST_ROWS else every[: MOST_ROWS - 1]
    made = tuple(
        _answer_row(say, falling, reader) if falling.times else _change_row(say, falling, zone)
        for falling in shown
    )
    if len(shown) == len(every):
        return made
    rest = {falling.pair.id: falling.pair for falling in every[len(shown) :]}
    lists = tuple(
        Button(say(OUR_MEETINGS), build("meet", "list", pair.guild, pair.id))
        for pair in list(rest.values())[:5]
    )
    return (*made, lists)


def _change_row(say: Say, falling: MeetingDuringPause, zone: str) -> Row:
    meeting = falling.meeting
    assert meeting.starts_at is not None, "it is arranged"
    when = short(say, meeting.starts_at, (zone,))
    return (
        Button(
            say.of("button", "Move {when}", when=when),
            build("meet", "reschedule", meeting.guild, meeting.id),
        ),
        Button(
            say.of("button", "Cancel {when}", when=when),
            build("meet", "cancel", meeting.guild, meeting.id),
        ),
    )


def _answer_row(say: Say, falling: MeetingDuringPause, reader: UserId) -> Row:
    meeting = falling.meeting
    if meeting.asked_by == reader:
        return (
            Button(say(SUGGEST_OTHERS), build("meet", "reschedule", meeting.guild, meeting.id)),
            Button(
                say.of("button", "Withdraw times"),
                build("meet", "withdraw", meeting.guild, meeting.id),
            ),
        )
    counter = build("meet", "counter", meeting.guild, meeting.id, number=meeting.round)
    return (
        Button(say(CHOOSE_TIME), build("meet", "choose", meeting.guild, falling.pair.id)),
        Button(say(SUGGEST_OTHERS), counter),
    )

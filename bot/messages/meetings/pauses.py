"""Meetings that fall into an absence or a pause: what happens to each, and buttons to change it."""

from bot.domain.ids import UserId
from bot.language.say import Say
from bot.messages.buttons import CHOOSE_TIME, OUR_MEETINGS, SUGGEST_OTHERS
from bot.messages.custom_id import build
from bot.messages.meetings.times import short
from bot.messages.outgoing import Button, Row
from bot.messages.text import for_count, join_list, people, person, timestamp
from bot.services.meetings.pauses import MeetingDuringPause, MeetingsDuringPause

# A message has at most five rows, and the first is the caller's.
MOST_ROWS = 4
MOST_LINES = 8


def lines(say: Say, meetings_during_pause: MeetingsDuringPause, reader: UserId) -> list[str]:
    """Say for each meeting what happens to it; nothing if there is none in that time."""
    sentences = [_arranged(say, falling, reader) for falling in meetings_during_pause.arranged]
    sentences += [_proposed(say, falling, reader) for falling in meetings_during_pause.proposed]
    if len(sentences) > MOST_LINES:
        more = for_count(
            len(sentences) - MOST_LINES,
            "There’s {n} more meeting in that time.",
            "There are {n} more meetings in that time.",
        )
        sentences = [*sentences[:MOST_LINES], more]
    if meetings_during_pause.of_series:
        sentences.append(
            for_count(
                meetings_during_pause.of_series,
                "I’ll skip {n} meeting in your series and post it in your thread.",
                "I’ll skip {n} meetings in your series and post it in your thread.",
            )
        )
    return sentences


def _arranged(say: Say, falling: MeetingDuringPause, reader: UserId) -> str:
    assert falling.meeting.starts_at is not None, "it is arranged"
    when = timestamp(falling.meeting.starts_at, "F")
    return f"You’re still meeting {people(falling.pair.partners_of(reader))} {when}."


def _proposed(say: Say, falling: MeetingDuringPause, reader: UserId) -> str:
    times = join_list([timestamp(time.starts_at, "F") for time in falling.times], last="or")
    asker = falling.meeting.asked_by
    if asker == reader:
        return f"You suggested {times}. No answer yet."
    assert asker is not None, "someone proposed them"
    return f"{person(asker)} suggested {times} and is waiting for your answer."


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
        Button(OUR_MEETINGS, build("meet", "list", pair.guild, pair.id))
        for pair in list(rest.values())[:5]
    )
    return (*made, lists)


def _change_row(say: Say, falling: MeetingDuringPause, zone: str) -> Row:
    meeting = falling.meeting
    assert meeting.starts_at is not None, "it is arranged"
    when = short(say, meeting.starts_at, (zone,))
    return (
        Button(f"Move {when}", build("meet", "reschedule", meeting.guild, meeting.id)),
        Button(f"Cancel {when}", build("meet", "cancel", meeting.guild, meeting.id)),
    )


def _answer_row(say: Say, falling: MeetingDuringPause, reader: UserId) -> Row:
    meeting = falling.meeting
    if meeting.asked_by == reader:
        return (
            Button(SUGGEST_OTHERS, build("meet", "reschedule", meeting.guild, meeting.id)),
            Button("Withdraw times", build("meet", "withdraw", meeting.guild, meeting.id)),
        )
    counter = build("meet", "counter", meeting.guild, meeting.id, number=meeting.round)
    return (
        Button(CHOOSE_TIME, build("meet", "choose", meeting.guild, falling.pair.id)),
        Button(SUGGEST_OTHERS, counter),
    )

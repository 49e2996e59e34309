"""When a pair is reminded of its first meeting, and by when it is expected to have met.

It hears one line of thought: what asks someone for a first time is left out while their own times
wait for an answer, and after they were told that these have passed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.meetings.first_meetings import DAY, put_off
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import ONE_MOMENT, Stretch
from bot.domain.schedule import instant_of
from bot.domain.states import MeetingState, NudgeState
from bot.storage import outbox
from bot.storage.meetings import meetings
from bot.storage.pairs.pairs import Pair

# Longer than any pause can last: after that a pair is no longer reminded of a first meeting.
YOUNG = timedelta(days=120)
# So soon after someone was asked about a first meeting, they are not asked about it again.
SAME_THOUGHT = timedelta(days=3)
_ASKED = (NudgeState.DUE, NudgeState.LEASED, NudgeState.SENT, NudgeState.MERGED)


def due(pair: Pair, days: int, unavailable: Sequence[Stretch]) -> tuple[datetime, int]:
    """Return the instant of a reminder, and the number of days by which pauses have postponed it.

    The day on which a pause ends is kept free as well.
    """
    assert pair.introduced_at is not None, "the days are counted from there"
    zone = pair.time_zone
    later = put_off(pair.introduced_at, days, pair.check_in_time, zone, unavailable)
    plain = pair.introduced_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    while pair.is_paused_on(plain + later * DAY):
        later += 1
    return instant_of(plain + later * DAY, pair.check_in_time, zone), later


def expected_by(
    pair: Pair, within: timedelta, unavailable: Sequence[Stretch]
) -> tuple[datetime, int]:
    """Return the first-meeting deadline, and the number of days that pauses added to it."""
    assert pair.introduced_at is not None, "the days are counted from there"
    later = put_off(
        pair.introduced_at, within.days, pair.check_in_time, pair.time_zone, unavailable
    )
    return pair.introduced_at + within + later * DAY, later


def is_asked_about(row: outbox.Nudge, now: datetime) -> bool:
    """Return whether a row asks someone about a first meeting around now."""
    return row.state in _ASKED and now - SAME_THOUGHT < row.due_at <= now + ONE_MOMENT


def proposed_lately(
    connection: Connection, pair: Pair, person: UserId, now: datetime
) -> str | None:
    """Return why someone who proposed times is not asked for a first meeting, or None."""
    for meeting in meetings.list_for_pair(connection, pair.guild, pair.id):
        if meeting.state is MeetingState.PROPOSED and meeting.asked_by == person:
            return "their own times wait for an answer"
        if meeting.has_lapsed and any(
            row.kind is NudgeKind.TIMES_PASSED
            and row.recipient == person
            and is_asked_about(row, now)
            for row in outbox.list_for_subject(connection, pair.guild, "meeting", meeting.id)
        ):
            return "they are told that their times have passed"
    return None

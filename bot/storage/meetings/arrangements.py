"""Set a meeting, end a series, and bring back what a pause had left out of it.

People do this by a click, and the planner when a deadline has passed.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.meetings.consent import unanimous
from bot.domain.meetings.meetings import check_in_beside, is_within
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingState
from bot.storage import outbox
from bot.storage.meetings import meetings, nudges, votes
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.cards import SUBJECT
from bot.storage.meetings.meetings import Meeting, MeetingTime
from bot.storage.meetings.nudges import Rhythm
from bot.storage.meetings.series import Series
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins

BACK = "back"


def arrange(
    connection: Connection,
    pair: Pair,
    meeting: Meeting,
    chosen: MeetingTime,
    by: UserId | None,
    rhythm: Rhythm,
    now: datetime,
) -> Meeting:
    """Confirm the meeting at the chosen time; `by` is None where a circle's deadline decided.

    A time that begins a series ends the one that the pair had.
    """
    nudges.retire(connection, meeting, now, accepted=True)
    series = None
    if chosen.time.interval:
        end_series(connection, pair, by or meeting.asked_by, now)
        series = meeting_series.begin(connection, pair.guild, pair.id, chosen.time, now)
    meetings.forget_answers(connection, meeting)
    arranged = meetings.confirm(connection, meeting, chosen.time, by, now, series)
    if series is not None:
        extend(connection, pair, meeting_series.get(connection, pair.guild, series), rhythm, now)
        current = (pair.check_in_weekday, pair.check_in_time)
        other = check_in_beside(current, pair.time_zone, chosen.time)
        if other is not None:
            pairs.set_check_in_time(connection, pair.guild, pair.id, other)
    meetings.attach_agenda(connection, pair.guild, pair.id, arranged.id)
    # Reminders of an earlier time, and a proposal that was not sent yet.
    outbox.cancel(connection, pair.guild, SUBJECT, arranged.id, "another time was accepted", now)
    nudges.plan_now(connection, NudgeKind.MEETING_CONFIRMED, arranged, arranged.sequence, now)
    nudges.plan_around(connection, arranged, pair, rhythm, now)
    people = [member.user for member in pair.members]
    agreed = people if len(people) == 2 else votes.yes_to(connection, arranged)
    check_ins.excuse(connection, pair.guild, pair.id, agreed)
    taken = f"taken:{arranged.id}:{arranged.sequence}"
    for unanswered in meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        if unanswered.asked_by is not None:
            # The time just set can't be taken there anymore.
            nudges.show_answers(connection, unanswered, now, taken)
    return arranged


def set_if_all_can(
    connection: Connection, pair: Pair, meeting: Meeting, rhythm: Rhythm, now: datetime
) -> bool:
    """Set the open time that everyone has said yes to by now; return whether there is one."""
    chosen = unanimous(votes.tallies(connection, pair, meeting, now))
    if chosen is not None:
        arrange(connection, pair, meeting, chosen.time, None, rhythm, now)
    return chosen is not None


def extend(
    connection: Connection, pair: Pair, series: Series, rhythm: Rhythm, now: datetime
) -> list[Meeting]:
    """Create a series' coming meetings with the messages around each; return those left out."""
    made, left_out = meeting_series.extend(connection, series, pair, now)
    for meeting in made:
        nudges.plan_around(connection, meeting, pair, rhythm, now)
    return left_out


def coming_of_series(
    connection: Connection, pair: Pair, series: Series, now: datetime
) -> list[Meeting]:
    """Return the meetings of a series that are still ahead, as far as they were created."""
    return [
        meeting
        for meeting in meetings.open_of_pairs(connection, pair.guild, [pair.id])
        if meeting.series == series.id and meeting.starts_at is not None and meeting.starts_at > now
    ]


def end_series(connection: Connection, pair: Pair, by: UserId | None, now: datetime) -> int | None:
    """End the pair's series and its coming meetings; return how many, or None without a series.

    One message with one calendar file announces all of it.
    """
    series = meeting_series.find_for_pair(connection, pair.guild, pair.id)
    if series is None:
        return None
    meeting_series.end_of_pair(connection, pair.guild, pair.id, now)
    coming = coming_of_series(connection, pair, series, now)
    for number, meeting in enumerate(coming):
        cancelled = nudges.call_off(connection, meeting, by, "the series has ended", now)
        if number == 0:
            _tell_cancelled(connection, cancelled, now)
    if not coming:
        # No one would have come to this one, but calendars contain the series and must be told of
        # its end.
        ahead = [
            meeting
            for meeting in meetings.list_for_series(connection, pair.guild, series.id)
            if meeting.state is MeetingState.CANCELLED
            and meeting.starts_at
            and meeting.starts_at > now
        ]
        for meeting in ahead[:1]:
            _tell_cancelled(connection, meetings.cancel(connection, meeting, by, now), now)
    return len(coming)


def end_with_pair(connection: Connection, pair: Pair, reason: str, now: datetime) -> None:
    """Cancel everything that a pair that ends had ahead: meetings, proposals, and its series.

    No one's name is saved with it, and no message is planned: the goodbye lists all of it.
    """
    meeting_series.end_of_pair(connection, pair.guild, pair.id, now)
    for meeting in meetings.open_of_pairs(connection, pair.guild, [pair.id]):
        if meeting.starts_at is None or meeting.starts_at > now:
            nudges.call_off(connection, meeting, None, reason, now)


def _tell_cancelled(connection: Connection, cancelled: Meeting, now: datetime) -> None:
    nudges.plan_now(connection, NudgeKind.MEETING_CANCELLED, cancelled, cancelled.sequence, now)


def bring_back(
    connection: Connection, pair: Pair, rhythm: Rhythm, now: datetime
) -> tuple[Meeting, ...]:
    """Put the coming meetings back that a pause or time away, now over, had left out of a series.

    What a person canceled stays canceled. One message with one calendar file announces them.
    """
    series = meeting_series.find_for_pair(connection, pair.guild, pair.id)
    if series is None:
        return ()
    unavailable = meetings.absences_of(connection, pair, now).unavailable(now)
    left_out = [
        meeting
        for meeting in meetings.list_for_series(connection, pair.guild, series.id)
        if meeting.state is MeetingState.CANCELLED
        and meeting.changed_by is None
        and meeting.starts_at is not None
        and meeting.starts_at > now
        and not is_within(meeting.starts_at, unavailable)
    ]
    back = tuple(meetings.put_back(connection, meeting, now) for meeting in left_out)
    for meeting in back:
        nudges.plan_around(connection, meeting, pair, rhythm, now)
    for meeting in back[:1]:
        confirmed, version = NudgeKind.MEETING_CONFIRMED, meeting.sequence
        nudges.plan_now(connection, confirmed, meeting, version, now, occurrence=BACK)
    return back


def restore(
    connection: Connection, pair: Pair, ended_at: datetime, rhythm: Rhythm, now: datetime
) -> None:
    """Put back what the end of the pair at `ended_at` had cancelled: its series, and what is ahead.

    Times that were only proposed stay withdrawn. Each message with its file puts one back into
    calendars, and one message all of a series.
    """
    meeting_series.restore(connection, pair, ended_at)
    unavailable = meetings.absences_of(connection, pair, now).unavailable(now)
    single = [
        meeting
        for meeting in meetings.list_for_pair(connection, pair.guild, pair.id)
        if meeting.state is MeetingState.CANCELLED
        and (meeting.changed_by, meeting.settled_at) == (None, ended_at)
        and meeting.series is None
        and meeting.starts_at is not None
        and meeting.starts_at > now
        and not is_within(meeting.starts_at, unavailable)
    ]
    for meeting in single:
        back = meetings.put_back(connection, meeting, now)
        nudges.plan_around(connection, back, pair, rhythm, now)
        confirmed = NudgeKind.MEETING_CONFIRMED
        nudges.plan_now(connection, confirmed, back, back.sequence, now, occurrence=BACK)
    of_series = bring_back(connection, pair, rhythm, now)
    ahead = sorted((*single, *of_series), key=lambda meeting: meeting.starts_at or now)
    for meeting in ahead[:1]:
        meetings.attach_agenda(connection, pair.guild, pair.id, meeting.id)

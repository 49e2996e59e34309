"""The meetings of a pair that fall into an absence or a pause."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.ids import GuildId
from bot.domain.nudges.policy import Stretch
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import Meeting, MeetingTime
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class MeetingDuringPause:
    """One meeting in that time; with `times`, only those of its proposed times."""

    pair: Pair
    meeting: Meeting
    times: tuple[MeetingTime, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingsDuringPause:
    """Meetings that stay on unless someone changes them, and how many of a series are skipped."""

    arranged: tuple[MeetingDuringPause, ...] = ()
    proposed: tuple[MeetingDuringPause, ...] = ()
    of_series: int = 0


def within(
    connection: Connection, guild: GuildId, theirs: Sequence[Pair], stretch: Stretch
) -> MeetingsDuringPause:
    """Return the open meetings of these pairs that fall into `stretch`, in order of their start."""
    by_id = {pair.id: pair for pair in theirs}
    arranged: list[MeetingDuringPause] = []
    proposed: list[MeetingDuringPause] = []
    of_series = 0
    for meeting in meetings.open_of_pairs(connection, guild, sorted(by_id)):
        pair = by_id[meeting.pair]
        if meeting.starts_at is not None and stretch.holds(meeting.starts_at):
            # The planner cancels those of a series on its own, and the thread is told.
            of_series += meeting.series is not None
            if meeting.series is None:
                arranged.append(MeetingDuringPause(pair, meeting))
        elif meeting.asked_by is not None:
            times = meetings.times_of(connection, meeting)
            inside = tuple(time for time in times if stretch.holds(time.starts_at))
            if inside:
                proposed.append(MeetingDuringPause(pair, meeting, inside))
    return MeetingsDuringPause(tuple(arranged), tuple(proposed), of_series)

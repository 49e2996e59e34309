"""What of a pair's meetings falls into a time in which somebody is away, or the pair rests."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.ids import GuildId
from bot.domain.nudges.policy import Stretch
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import Meeting, MeetingTime
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class MeetingInRest:
    """One meeting that stands in that time; with `times` only those of its open times do."""

    pair: Pair
    meeting: Meeting
    times: tuple[MeetingTime, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingsInRest:
    """What stands unless somebody changes it, and how many of a series leave themselves out."""

    arranged: tuple[MeetingInRest, ...] = ()
    proposed: tuple[MeetingInRest, ...] = ()
    of_series: int = 0


def within(
    connection: Connection, guild: GuildId, theirs: Sequence[Pair], stretch: Stretch
) -> MeetingsInRest:
    """Return the open meetings of these pairs that fall into `stretch`, by their beginning."""
    by_id = {pair.id: pair for pair in theirs}
    arranged: list[MeetingInRest] = []
    proposed: list[MeetingInRest] = []
    of_series = 0
    for one in meetings.open_of_pairs(connection, guild, sorted(by_id)):
        pair = by_id[one.pair]
        if one.starts_at is not None and stretch.holds(one.starts_at):
            # The planner calls those of a series off by itself, and the thread is told.
            of_series += one.series is not None
            if one.series is None:
                arranged.append(MeetingInRest(pair, one))
        elif one.asked_by is not None:
            times = meetings.times_of(connection, one)
            inside = tuple(time for time in times if stretch.holds(time.starts_at))
            if inside:
                proposed.append(MeetingInRest(pair, one, inside))
    return MeetingsInRest(tuple(arranged), tuple(proposed), of_series)

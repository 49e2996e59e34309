"""Who can make which of the proposed times."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.ids import GuildId, MeetingTimeId, UserId
from bot.domain.meetings.consent import Tally, count, quorum
from bot.storage import presence
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import Meeting, MeetingTime
from bot.storage.pairs.pairs import Pair
from bot.storage.tables import meeting_times, meeting_votes
from bot.storage.upserts import put


def record(
    connection: Connection,
    guild: GuildId,
    times: Iterable[MeetingTimeId],
    user: UserId,
    now: datetime,
    *,
    can: bool,
) -> None:
    """Save whether someone can make these times, in place of what they said before."""
    for time in times:
        keys = {"guild_id": guild, "time_id": time, "user_id": user}
        put(connection, meeting_votes, {**keys, "can": can, "answered_at": now}, *keys)


def concerned(connection: Connection, pair: Pair) -> tuple[UserId, ...]:
    """Return everyone of the pair who is in the server, as far as we know."""
    departed = presence.departed(connection, pair.guild)
    return tuple(member.user for member in pair.members if member.user not in departed)


def needed(pair: Pair) -> int:
    """Return how many have to agree once a deadline has passed.

    Of all members, so that it never falls below what they were told when one leaves the server.
    """
    return quorum(len(pair.members))


def tallies(
    connection: Connection, pair: Pair, meeting: Meeting, now: datetime
) -> tuple[Tally[MeetingTime], ...]:
    """Return what everyone has said to the open times that can still be set, soonest first."""
    has_begun = meeting.starts_at is not None and meeting.starts_at <= now
    if meeting.asked_by is None or has_begun:
        return ()
    votes: dict[MeetingTimeId, dict[UserId, bool]] = {}
    statement = (
        select(meeting_votes.c.time_id, meeting_votes.c.user_id, meeting_votes.c.can)
        .join(
            meeting_times,
            (meeting_times.c.guild_id == meeting_votes.c.guild_id)
            & (meeting_times.c.id == meeting_votes.c.time_id),
        )
        .where(
            meeting_times.c.guild_id == meeting.guild,
            meeting_times.c.meeting_id == meeting.id,
            meeting_times.c.round == meeting.round,
        )
    )
    for row in connection.execute(statement):
        votes.setdefault(row.time_id, {})[row.user_id] = row.can
    people = concerned(connection, pair)
    return tuple(
        count(time, people, meeting.asked_by, votes.get(time.id, {}))
        for time in meetings.times_of(connection, meeting)
        if time.starts_at > now
        and not meetings.is_taken(connection, pair.guild, pair.id, time.time, meeting.id)
    )


def yes_to(connection: Connection, meeting: Meeting) -> frozenset[UserId]:
    """Return everyone who said yes to the time that the meeting now has; its proposer counts."""
    statement = (
        select(meeting_votes.c.user_id, meeting_votes.c.can)
        .join(
            meeting_times,
            (meeting_times.c.guild_id == meeting_votes.c.guild_id)
            & (meeting_times.c.id == meeting_votes.c.time_id),
        )
        .where(
            meeting_times.c.guild_id == meeting.guild,
            meeting_times.c.meeting_id == meeting.id,
            meeting_times.c.round == meeting.round,
            meeting_times.c.starts_at == meeting.starts_at,
        )
    )
    return frozenset(row.user_id for row in connection.execute(statement) if row.can)

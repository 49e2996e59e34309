"""Signs, across all societies, that a pair may need a moderator: states and dates alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from bot.domain.ids import ChannelId, CheckInId, GuildId, PairId, UserId
from bot.domain.states import (
    CheckInState,
    MeetingState,
    NudgeState,
    PairState,
    Role,
)
from bot.storage.meetings.meetings import list_for_pair
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import (
    check_ins,
    enrolments,
    meetings,
    outbox,
    pair_members,
    pairs,
    updates,
)
from bot.storage.types import Instant

Key = tuple[GuildId, PairId]
_ACTIVE = [state for state in PairState if state.is_active]
_HAS_MET = exists().where(
    meetings.c.guild_id == pairs.c.guild_id,
    meetings.c.pair_id == pairs.c.id,
    meetings.c.state.in_((MeetingState.CONFIRMED, MeetingState.HAPPENED, MeetingState.UNKNOWN)),
)


@dataclass(frozen=True, slots=True)
class Silence:
    """A pair's consecutive unanswered check-ins: how many, the latest, since when."""

    guild: GuildId
    pair: PairId
    number: int
    latest: CheckInId
    since: datetime


@dataclass(frozen=True, slots=True)
class Unmet:
    """A pair that has not met since its introduction."""

    guild: GuildId
    pair: PairId
    introduced_at: datetime


@dataclass(frozen=True, slots=True)
class OverLoad:
    """A mentor with more mentees than they said they could take."""

    guild: GuildId
    enrolment: int
    mentor: UserId
    capacity: int
    mentees: int


def quiet(connection: Connection, least: int) -> list[Silence]:
    """Return the active pairs with at least so many unanswered check-ins since the last answer."""
    key = (check_ins.c.guild_id, check_ins.c.pair_id)
    answered = (
        select(*key, func.max(check_ins.c.local_date).label("last"))
        .where(IN_EVERY_SOCIETY, check_ins.c.state == CheckInState.ANSWERED)
        .group_by(*key)
        .subquery()
    )
    statement = (
        select(
            *key,
            func.count().label("number"),
            func.max(check_ins.c.id).label("latest"),
            func.min(check_ins.c.due_at, type_=Instant).label("since"),
        )
        .join(pairs, _same(check_ins))
        .outerjoin(answered, and_(answered.c.guild_id == key[0], answered.c.pair_id == key[1]))
        .where(
            IN_EVERY_SOCIETY,
            check_ins.c.state == CheckInState.UNANSWERED,
            pairs.c.state.in_(_ACTIVE),
            or_(answered.c.last.is_(None), check_ins.c.local_date > answered.c.last),
        )
        .group_by(*key)
        .having(func.count() >= least)
        .order_by(*key)
    )
    return [Silence(*row) for row in connection.execute(statement)]


def unmet(connection: Connection, introduced_before: datetime) -> list[Unmet]:
    """Return the active pairs introduced by then that have no past or confirmed meeting."""
    statement = (
        select(pairs.c.guild_id, pairs.c.id, pairs.c.introduced_at)
        .where(
            IN_EVERY_SOCIETY,
            pairs.c.state.in_(_ACTIVE),
            pairs.c.introduced_at <= introduced_before,
            ~_HAS_MET,
        )
        .order_by(pairs.c.guild_id, pairs.c.id)
    )
    return [Unmet(*row) for row in connection.execute(statement)]


def is_unmet(connection: Connection, guild: GuildId, pair: PairId) -> bool:
    """Return whether an active pair, paused or not, has no past or confirmed meeting."""
    statement = select(pairs.c.id).where(
        pairs.c.guild_id == guild,
        pairs.c.id == pair,
        pairs.c.state != PairState.ENDED,
        pairs.c.introduced_at.is_not(None),
        ~_HAS_MET,
    )
    return connection.execute(statement).first() is not None


def meetings_that_failed(connection: Connection, guild: GuildId, pair: PairId) -> dict[str, str]:
    """Return how many meetings of a pair were cancelled or did not take place, by what happened.

    Times that passed unanswered are among them; what did not happen is left out.
    """
    names = {
        MeetingState.CANCELLED: "meetings called off",
        MeetingState.MISSED: "meetings that did not take place",
        MeetingState.MOVED: "meetings to be moved",
        MeetingState.PROPOSED: "times proposed",
    }
    lapsed = "times that passed unanswered"
    counts: dict[str, int] = defaultdict(int)
    for meeting in list_for_pair(connection, guild, pair):
        if meeting.has_lapsed:
            counts[lapsed] += 1
        elif meeting.state in names:
            counts[names[meeting.state]] += 1
    return {name: str(counts[name]) for name in (*names.values(), lapsed) if counts[name]}


def signs_of_life(
    connection: Connection, introduced_before: datetime, since: datetime
) -> dict[Key, dict[UserId, int]]:
    """Count updates logged and check-ins answered, by person, in pairs that are old enough."""
    counts: dict[Key, dict[UserId, int]] = defaultdict(lambda: defaultdict(int))
    for table, person, at in (
        (updates, updates.c.author_id, updates.c.logged_at),
        (check_ins, check_ins.c.owner_id, check_ins.c.answered_at),
    ):
        statement = (
            select(table.c.guild_id, table.c.pair_id, person.label("person"), func.count())
            .join(pairs, _same(table))
            .where(
                IN_EVERY_SOCIETY,
                pairs.c.state.in_(_ACTIVE),
                pairs.c.introduced_at <= introduced_before,
                at >= since,
            )
            .group_by(table.c.guild_id, table.c.pair_id, person)
        )
        for guild, pair, user, number in connection.execute(statement):
            counts[guild, pair][user] += number
    return counts


def over_load(connection: Connection) -> list[OverLoad]:
    """Return the mentors with more mentees in a cohort than they said they could take."""
    mentor, mentee = pair_members.alias("mentor"), pair_members.alias("mentee")
    taken = (
        select(
            pairs.c.guild_id,
            pairs.c.cohort_id,
            mentor.c.user_id.label("mentor"),
            func.count().label("mentees"),
        )
        .join(mentor, _member(mentor, Role.MENTOR))
        .join(mentee, _member(mentee, Role.MENTEE))
        .where(IN_EVERY_SOCIETY, pairs.c.state != PairState.ENDED)
        .group_by(pairs.c.guild_id, pairs.c.cohort_id, mentor.c.user_id)
        .subquery()
    )
    statement = (
        select(enrolments.c.guild_id, enrolments.c.id, enrolments.c.capacity, taken)
        .join(
            taken,
            and_(
                taken.c.guild_id == enrolments.c.guild_id,
                taken.c.cohort_id == enrolments.c.cohort_id,
                taken.c.mentor == enrolments.c.user_id,
            ),
        )
        .where(
            IN_EVERY_SOCIETY,
            enrolments.c.role == Role.MENTOR,
            taken.c.mentees > enrolments.c.capacity,
        )
        .order_by(enrolments.c.guild_id, enrolments.c.id)
    )
    return [
        OverLoad(row[0], row[1], row.mentor, row.capacity, row.mentees)
        for row in connection.execute(statement)
    ]


def has_reached(
    connection: Connection, guild: GuildId, channel: ChannelId, since: datetime
) -> bool:
    """Return whether a message has reached a channel since an instant."""
    statement = select(outbox.c.id).where(
        outbox.c.guild_id == guild,
        outbox.c.channel_id == channel,
        outbox.c.state == NudgeState.SENT,
        outbox.c.settled_at > since,
    )
    return connection.execute(statement.limit(1)).first() is not None


def _same(table: Any) -> Any:
    return and_(pairs.c.guild_id == table.c.guild_id, pairs.c.id == table.c.pair_id)


def _member(member: Any, role: Role) -> Any:
    return and_(
        member.c.guild_id == pairs.c.guild_id,
        member.c.pair_id == pairs.c.id,
        member.c.role == role,
    )

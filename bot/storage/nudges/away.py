"""Absences, in the person's own local days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from bot.domain.errors import DomainError
from bot.domain.ids import AwayId, GuildId, UserId
from bot.domain.nudges.policy import Stretch
from bot.domain.states import PairState
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.statements.prepared import Prepared
from bot.storage.status.parts import found_by_person
from bot.storage.tables import aways, pair_members, pairs


@dataclass(frozen=True, slots=True)
class Away:
    """One absence, from the first to the last day in the time zone in which the person set it.

    `ends_at` is the midnight after the last day, or the moment they said that they are back.
    """

    guild: GuildId
    id: AwayId
    user: UserId
    first_day: date
    last_day: date
    time_zone: str
    begins_at: datetime
    ends_at: datetime
    note: str
    cancelled_at: datetime | None
    set_at: datetime

    @property
    def stretch(self) -> Stretch:
        """Return the interval of the absence."""
        return Stretch(self.begins_at, self.ends_at)


_ROWS = Records(aways, Away, aways.c.begins_at, aways.c.id)


_MINE = pair_members.alias("mine")
# Built once: every claim and every /status reads them.
_OPEN = _ROWS.select.where(aways.c.cancelled_at.is_(None))
_OF_PERSON = select(aways.c.begins_at, aways.c.ends_at).where(
    aways.c.guild_id == bindparam("guild"),
    aways.c.user_id == bindparam("user"),
    aways.c.cancelled_at.is_(None),
)
_COMING = _OPEN.where(
    aways.c.guild_id == bindparam("guild"),
    aways.c.user_id.in_(bindparam("users", expanding=True)),
    aways.c.ends_at > bindparam("now", type_=aways.c.ends_at.type),
)

# Everyone in the person's pairs that have not ended, and the person.
_AROUND = Prepared(
    _OPEN.where(
        aways.c.guild_id == bindparam("guild"),
        aways.c.ends_at > bindparam("now", type_=aways.c.ends_at.type),
        or_(
            aways.c.user_id == bindparam("user"),
            aways.c.user_id.in_(
                select(pair_members.c.user_id)
                .join(
                    pairs,
                    and_(
                        pairs.c.guild_id == pair_members.c.guild_id,
                        pairs.c.id == pair_members.c.pair_id,
                    ),
                )
                .where(
                    pairs.c.guild_id == bindparam("guild"),
                    pairs.c.state != PairState.ENDED,
                    pairs.c.id.in_(
                        select(_MINE.c.pair_id).where(
                            _MINE.c.guild_id == bindparam("guild"),
                            _MINE.c.user_id == bindparam("user"),
                            found_by_person(_MINE),
                        )
                    ),
                )
            ),
        ),
    )
)


def add(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    *,
    first_day: date,
    last_day: date,
    time_zone: str,
    stretch: Stretch,
    note: str,
    now: datetime,
) -> Away:
    """Save a new absence."""
    away = AwayId(next_id(connection, guild, "away"))
    _ROWS.add(
        connection,
        guild=guild,
        id=away,
        user=user,
        first_day=first_day,
        last_day=last_day,
        time_zone=time_zone,
        begins_at=stretch.begins_at,
        ends_at=stretch.ends_at,
        note=note,
        set_at=now,
    )
    return get(connection, guild, away)


def find(connection: Connection, guild: GuildId, away: AwayId) -> Away | None:
    """Return the absence, or None if this society has none of that ID."""
    return _ROWS.find(connection, guild, away)


def get(connection: Connection, guild: GuildId, away: AwayId) -> Away:
    """Return the absence; raise `DomainError` ``away.unknown``."""
    row = find(connection, guild, away)
    if row is None:
        raise DomainError("away.unknown")
    return row


def coming(
    connection: Connection, guild: GuildId, users: Sequence[UserId], now: datetime
) -> list[Away]:
    """Return the absences of these people that are not over, soonest first."""
    if not users:
        return []
    return _ROWS.run(connection, _COMING, guild=guild, users=list(users), now=now)


def around(connection: Connection, guild: GuildId, user: UserId, now: datetime) -> list[Away]:
    """Return the absences, not over yet, of a person and of everyone in their pairs."""
    return _ROWS.read_all(_AROUND.rows(connection, guild=guild, user=user, now=now))


def stretches_of(connection: Connection, guild: GuildId, user: UserId) -> tuple[Stretch, ...]:
    """Return someone's past, present, and future absences, without cancelled ones."""
    rows = connection.execute(_OF_PERSON, {"guild": guild, "user": user})
    return tuple(Stretch(row.begins_at, row.ends_at) for row in rows)


def all_away(
    connection: Connection, guild: GuildId, users: Sequence[UserId], now: datetime
) -> bool:
    """Return whether every one of these people is away now."""
    away_users = {
        away.user for away in coming(connection, guild, users, now) if away.stretch.holds(now)
    }
    return bool(users) and away_users >= set(users)


def was_away_within(
    connection: Connection, guild: GuildId, user: UserId, since: datetime, until: datetime
) -> bool:
    """Return whether someone was away at any moment between two instants."""
    statement = select(aways.c.id).where(
        aways.c.guild_id == guild,
        aways.c.user_id == user,
        aways.c.begins_at < until,
        aways.c.ends_at > since,
        aways.c.begins_at < aways.c.ends_at,
    )
    return connection.execute(statement.limit(1)).first() is not None


def end(connection: Connection, away: Away, now: datetime) -> bool:
    """Record that an absence has ended or was cancelled; False if that was recorded before."""
    return _ROWS.change(
        connection,
        (away.guild, away.id),
        aways.c.cancelled_at.is_(None),
        cancelled_at=now,
        ends_at=max(away.begins_at, min(now, away.ends_at)),
    )

"""The advisors in the thread of each pair with someone under 18."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.states import PairState
from bot.domain.youth import youth as rules
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import ages, pair_members, supervisions
from bot.storage.tables import pairs as pair_rows
from bot.storage.types import Whole
from bot.storage.youth import youth


@dataclass(frozen=True, slots=True)
class Supervision:
    """Who is in a pair's thread; `closed_at` is since when the pair's people aren't."""

    guild: GuildId
    pair: PairId
    first: UserId | None = None
    second: UserId | None = None
    closed_at: datetime | None = None

    @property
    def advisors(self) -> tuple[UserId, ...]:
        """The advisors, without one who was erased."""
        return tuple(user for user in (self.first, self.second) if user is not None and user > 0)


_ROWS = Records(supervisions, Supervision)
_CLOSED = Prepared(
    select(supervisions.c.pair_id).where(
        supervisions.c.guild_id == bindparam("guild", type_=Whole),
        supervisions.c.closed_at.is_not(None),
    )
)


def of_pair(connection: Connection, guild: GuildId, pair: PairId) -> Supervision:
    """Return the advisors of a pair; none yet if there is no row."""
    return _ROWS.find(connection, guild, pair) or Supervision(guild, pair)


def save(connection: Connection, supervision: Supervision) -> None:
    """Save the advisors of a pair."""
    _ROWS.put(connection, supervision)


def of_advisor(
    connection: Connection, guild: GuildId, advisor: UserId
) -> list[tuple[Pair, Supervision]]:
    """Return the pairs, not over, whose thread an advisor looks after."""
    theirs = or_(supervisions.c.first_id == advisor, supervisions.c.second_id == advisor)
    rows = _ROWS.all(connection, supervisions.c.guild_id == guild, theirs)
    every = [(pairs.get(connection, guild, row.pair), row) for row in rows]
    return [(pair, row) for pair, row in every if pair.state is not PairState.ENDED]


def advisors_of(connection: Connection, guild: GuildId) -> frozenset[UserId]:
    """Return everyone who looks after a thread."""
    every = _ROWS.all(connection, supervisions.c.guild_id == guild)
    return frozenset(user for row in every for user in row.advisors)


def closed(connection: Connection, guild: GuildId) -> frozenset[PairId]:
    """Return the pairs whose people were taken out of their thread."""
    rows = _CLOSED.tuples(connection, guild=guild)
    return frozenset(PairId(row[0]) for row in rows)


def has_minor(connection: Connection, pair: Pair) -> bool:
    """Return whether someone in a pair said that they are under 18."""
    statement = select(ages.c.user_id).where(
        ages.c.guild_id == pair.guild,
        ages.c.user_id.in_([member.user for member in pair.members]),
        ages.c.band != rules.AgeBand.ADULT,
    )
    return connection.execute(statement.limit(1)).first() is not None


def with_minors(connection: Connection) -> list[Pair]:
    """Return every pair, of all societies, that isn't over and has someone under 18."""
    statement = (
        select(pair_rows.c.guild_id, pair_rows.c.id)
        .join(
            pair_members,
            (pair_members.c.guild_id == pair_rows.c.guild_id)
            & (pair_members.c.pair_id == pair_rows.c.id),
        )
        .join(
            ages,
            (ages.c.guild_id == pair_members.c.guild_id)
            & (ages.c.user_id == pair_members.c.user_id),
        )
        .where(
            IN_EVERY_SOCIETY,
            pair_rows.c.state != PairState.ENDED,
            ages.c.band != rules.AgeBand.ADULT,
        )
        .distinct()
        .order_by(pair_rows.c.guild_id, pair_rows.c.id)
    )
    found = connection.execute(statement).all()
    return [pairs.get(connection, GuildId(row[0]), PairId(row[1])) for row in found]


def released(connection: Connection) -> list[Pair]:
    """Return every pair, of all societies, that has advisors and no one under 18 anymore."""
    statement = (
        select(supervisions.c.guild_id, supervisions.c.pair_id)
        .where(IN_EVERY_SOCIETY)
        .order_by(supervisions.c.guild_id, supervisions.c.pair_id)
    )
    every = [
        pairs.get(connection, GuildId(row[0]), PairId(row[1]))
        for row in connection.execute(statement)
    ]
    return [
        pair
        for pair in every
        if pair.state is not PairState.ENDED and not has_minor(connection, pair)
    ]


def release(connection: Connection, pair: Pair) -> None:
    """Forget the advisors of a pair."""
    connection.execute(
        delete(supervisions).where(
            supervisions.c.guild_id == pair.guild, supervisions.c.pair_id == pair.id
        )
    )


def assign(connection: Connection, pair: Pair, now: datetime) -> Supervision:
    """Choose who is in a pair's thread from now on; fewer than two if there aren't enough."""
    before = of_pair(connection, pair.guild, pair.id)
    every = _ROWS.all(connection, supervisions.c.guild_id == pair.guild)
    busy = Counter(user for one in every for user in one.advisors)
    chosen = rules.two_of(
        before.advisors,
        tuple(youth.advisors(connection, pair.guild, now)),
        dict(busy),
        frozenset(member.user for member in pair.members),
    )
    first, second, *_ = (*chosen, None, None)
    after = Supervision(pair.guild, pair.id, first, second, before.closed_at)
    if after != before:
        save(connection, after)
    return after


def lacks(connection: Connection, pair: Pair, now: datetime) -> str | None:
    """Return the code of what keeps such a pair from talking, or None."""
    standing = youth.standing(connection, pair.guild, now)
    people = youth.members(connection, pair.guild, [member.user for member in pair.members])
    try:
        rules.require_together(standing, people, now)
    except DomainError as refusal:
        return refusal.code
    if len(assign(connection, pair, now).advisors) < rules.ADVISORS_NEEDED:
        return "youth.not_ready"
    return None

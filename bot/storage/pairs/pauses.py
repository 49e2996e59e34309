"""Periods in which pairs were paused, on hold, or had someone away.

A pause is a row of its own. A pair was on hold from when its case was opened until that was over.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.policy import Stretch
from bot.storage.counters import next_id
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import aways, cases, pair_members, pairs, pauses

Key = tuple[GuildId, PairId]


def begin(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, until: datetime
) -> None:
    """Record that a pair is paused from now until an instant; an earlier pause is over."""
    cut_short(connection, guild, pair, now)
    connection.execute(
        insert(pauses).values(
            guild_id=guild,
            id=next_id(connection, guild, "pause"),
            pair_id=pair,
            begins_at=now,
            ends_at=until,
        )
    )


def cut_short(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, by: UserId | None = None
) -> None:
    """Record that the current pause, if any, ended early, and who ended it."""
    connection.execute(
        update(pauses)
        .where(
            pauses.c.guild_id == guild,
            pauses.c.pair_id == pair,
            pauses.c.ends_at > now,
            pauses.c.cut_short_at.is_(None),
        )
        .values(cut_short_at=now, cut_short_by=by)
    )


def ended_by(connection: Connection, guild: GuildId, pair: PairId, at: datetime) -> UserId | None:
    """Return who ended the pair's pause early at an instant, if someone did."""
    statement = select(pauses.c.cut_short_by).where(
        pauses.c.guild_id == guild, pauses.c.pair_id == pair, pauses.c.cut_short_at == at
    )
    return connection.execute(statement.order_by(pauses.c.id.desc()).limit(1)).scalar_one_or_none()


def list_for_pair(connection: Connection, guild: GuildId, pair: PairId) -> tuple[Stretch, ...]:
    """Return all past, present, and future pauses of a pair."""
    rows = _OF_PAIR.rows(connection, guild=guild, pair=pair)
    return tuple(Stretch(row.begins_at, row.ends_at) for row in rows)


def list_for_pairs_of(
    connection: Connection, guild: GuildId, user: UserId
) -> dict[PairId, tuple[Stretch, ...]]:
    """Return the same for someone's pairs; nothing for those that never paused."""
    by_pair: dict[PairId, list[Stretch]] = defaultdict(list)
    for row in _OF_PERSON.rows(connection, guild=guild, user=user):
        by_pair[row.id].append(Stretch(row.begins_at, row.ends_at))
    return {pair: tuple(stretches) for pair, stretches in by_pair.items()}


def list_for_recent_pairs(
    connection: Connection, introduced_after: datetime
) -> dict[Key, tuple[Stretch, ...]]:
    """Return the same for pairs of all societies introduced after an instant, if ever paused."""
    by_pair: dict[Key, list[Stretch]] = defaultdict(list)
    for row in connection.execute(
        _stretches(IN_EVERY_SOCIETY, pairs.c.introduced_at > introduced_after)
    ):
        by_pair[row.guild_id, row.id].append(Stretch(row.begins_at, row.ends_at))
    return {key: tuple(stretches) for key, stretches in by_pair.items()}


def _stretches(*conditions: ColumnElement[bool]) -> CompoundSelect[Any]:
    paused = (
        select(
            pairs.c.guild_id,
            pairs.c.id,
            pauses.c.begins_at,
            func.coalesce(pauses.c.cut_short_at, pauses.c.ends_at).label("ends_at"),
        )
        .join(pauses, and_(pauses.c.guild_id == pairs.c.guild_id, pauses.c.pair_id == pairs.c.id))
        .where(*conditions)
    )
    members = and_(
        pair_members.c.guild_id == pairs.c.guild_id, pair_members.c.pair_id == pairs.c.id
    )
    absences = (
        select(pairs.c.guild_id, pairs.c.id, aways.c.begins_at, aways.c.ends_at)
        .join(pair_members, members)
        .join(
            aways,
            and_(
                aways.c.guild_id == pair_members.c.guild_id,
                aways.c.user_id == pair_members.c.user_id,
                aways.c.ends_at > pairs.c.introduced_at,
            ),
        )
        .where(*conditions)
    )
    subject = literal("pair:") + cast(pairs.c.id, Text)
    holds = (
        select(
            pairs.c.guild_id,
            pairs.c.id,
            cases.c.opened_at.label("begins_at"),
            cases.c.resolved_at.label("ends_at"),
        )
        .join(cases, and_(cases.c.guild_id == pairs.c.guild_id, cases.c.subject == subject))
        .where(
            cases.c.kind == CaseKind.SOMEBODY_LEFT, cases.c.resolved_at.is_not(None), *conditions
        )
    )
    return union_all(paused, absences, holds)


_OF_PAIR = Prepared(
    _stretches(pairs.c.guild_id == bindparam("guild"), pairs.c.id == bindparam("pair"))
)

_own = pair_members.alias()
_OF_PERSON = Prepared(
    _stretches(
        pairs.c.guild_id == bindparam("guild"),
        pairs.c.id.in_(
            select(_own.c.pair_id).where(
                _own.c.guild_id == bindparam("guild"), _own.c.user_id == bindparam("user")
            )
        ),
    )
)

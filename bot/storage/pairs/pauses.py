"""When pairs rested: paused, on hold, or with somebody away. Read from the rows that say so anyway.

A pause stands in the outbox, as the row that ends it: made when it began, due when it is over, and
cancelled when it was changed. A pair was on hold from when its case was opened until that was over.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, and_, case, cast, literal, select

from bot.domain.ids import GuildId, PairId
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Stretch
from bot.domain.states import NudgeState
from bot.storage.tables import aways, cases, outbox, pair_members, pairs

Key = tuple[GuildId, PairId]


def of_pair(connection: Connection, guild: GuildId, pair: PairId) -> tuple[Stretch, ...]:
    """Return when a pair rested, rests and will rest."""
    found = _read(connection, pairs.c.guild_id == guild, pairs.c.id == pair)
    return found.get((guild, pair), ())


def of_young(connection: Connection, introduced_after: datetime) -> dict[Key, tuple[Stretch, ...]]:
    """Return the same for the pairs of all societies that met after an instant and ever rested."""
    return _read(connection, pairs.c.introduced_at > introduced_after)


def _read(connection: Connection, *conditions: Any) -> dict[Key, tuple[Stretch, ...]]:
    changed = and_(outbox.c.state == NudgeState.CANCELLED, outbox.c.settled_at < outbox.c.due_at)
    pauses = (
        select(
            pairs.c.guild_id,
            pairs.c.id,
            outbox.c.created_at.label("begins_at"),
            case((changed, outbox.c.settled_at), else_=outbox.c.due_at).label("ends_at"),
        )
        .join(
            outbox,
            and_(
                outbox.c.guild_id == pairs.c.guild_id,
                outbox.c.subject_type == "pair",
                outbox.c.subject_id == pairs.c.id,
                outbox.c.kind == NudgeKind.PAIR_RESUMED,
            ),
        )
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
    found: dict[Key, list[Stretch]] = defaultdict(list)
    for statement in (pauses, absences, holds):
        for row in connection.execute(statement):
            found[row.guild_id, row.id].append(Stretch(row.begins_at, row.ends_at))
    return {key: tuple(rests) for key, rests in found.items()}

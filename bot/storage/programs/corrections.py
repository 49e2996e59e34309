"""Corrections: what people say is wrong with an entry, until a moderator decides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import CorrectionId, GuildId, ProgramId, UserId
from bot.domain.states import CorrectionState
from bot.storage.counters import next_id
from bot.storage.tables import corrections


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody's word that an entry is wrong; `what` names the part, `source` where to look."""

    guild: GuildId
    id: CorrectionId
    program: ProgramId
    name: str
    user: UserId
    what: str
    detail: str
    source: str
    state: CorrectionState
    sent_at: datetime


def add(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    *,
    program: ProgramId,
    name: str,
    what: str,
    detail: str,
    source: str,
    now: datetime,
) -> Correction:
    """Keep a correction."""
    correction = CorrectionId(next_id(connection, guild, "correction"))
    connection.execute(
        insert(corrections).values(
            guild_id=guild,
            id=correction,
            program_id=program,
            name=name,
            user_id=user,
            what=what,
            detail=detail,
            source=source,
            state=CorrectionState.OPEN,
            sent_at=now,
        )
    )
    return get(connection, guild, correction)


def get(connection: Connection, guild: GuildId, correction: CorrectionId) -> Correction:
    """Return the correction; raise `DomainError` ``correction.unknown``."""
    row = connection.execute(
        select(corrections).where(corrections.c.guild_id == guild, corrections.c.id == correction)
    ).one_or_none()
    if row is None:
        raise DomainError("correction.unknown")
    return _from_row(row)


def open_in(connection: Connection, guild: GuildId) -> list[Correction]:
    """Return the corrections that wait for a decision, oldest first."""
    statement = (
        select(corrections)
        .where(corrections.c.guild_id == guild, corrections.c.state == CorrectionState.OPEN)
        .order_by(corrections.c.id)
    )
    return [_from_row(row) for row in connection.execute(statement)]


def count_open_of(connection: Connection, guild: GuildId, user: UserId) -> int:
    """Return how many of one person's corrections wait."""
    statement = select(func.count()).where(
        corrections.c.guild_id == guild,
        corrections.c.user_id == user,
        corrections.c.state == CorrectionState.OPEN,
    )
    return int(connection.execute(statement).scalar_one())


def decide(
    connection: Connection,
    correction: Correction,
    state: CorrectionState,
    decided_by: UserId,
    now: datetime,
) -> bool:
    """Accept or reject a correction; return whether it was open."""
    decided = connection.execute(
        update(corrections)
        .where(
            corrections.c.guild_id == correction.guild,
            corrections.c.id == correction.id,
            corrections.c.state == CorrectionState.OPEN,
        )
        .values(state=state, decided_by=decided_by, decided_at=now)
    )
    return decided.rowcount == 1


def _from_row(row: Row[Any]) -> Correction:
    return Correction(
        guild=row.guild_id,
        id=row.id,
        program=row.program_id,
        name=row.name,
        user=row.user_id,
        what=row.what,
        detail=row.detail,
        source=row.source,
        state=row.state,
        sent_at=row.sent_at,
    )

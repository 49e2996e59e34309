"""Corrections: reports that an entry is wrong, until a moderator decides."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.domain.errors import DomainError
from bot.domain.ids import CorrectionId, GuildId, ProgramId, UserId
from bot.domain.states import CorrectionState
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.tables import corrections


@dataclass(frozen=True, slots=True)
class Correction:
    """Someone's report that an entry is wrong; `what` names the part, `source` where to look."""

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


_ROWS = Records(corrections, Correction, corrections.c.id)


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
    """Save a correction."""
    correction = CorrectionId(next_id(connection, guild, "correction"))
    _ROWS.add(
        connection,
        guild=guild,
        id=correction,
        program=program,
        name=name,
        user=user,
        what=what,
        detail=detail,
        source=source,
        state=CorrectionState.OPEN,
        sent_at=now,
    )
    return get(connection, guild, correction)


def get(connection: Connection, guild: GuildId, correction: CorrectionId) -> Correction:
    """Return the correction; raise `DomainError` ``correction.unknown``."""
    row = find(connection, guild, correction)
    if row is None:
        raise DomainError("correction.unknown")
    return row


def find(connection: Connection, guild: GuildId, correction: CorrectionId) -> Correction | None:
    """Return the correction, or None."""
    return _ROWS.find(connection, guild, correction)


def open_in(connection: Connection, guild: GuildId) -> list[Correction]:
    """Return the corrections that wait for a decision, oldest first."""
    is_open = corrections.c.state == CorrectionState.OPEN
    return _ROWS.all(connection, corrections.c.guild_id == guild, is_open)


def count_open_of(connection: Connection, guild: GuildId, user: UserId) -> int:
    """Return how many of one person's corrections are waiting."""
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
    return _ROWS.change(
        connection,
        (correction.guild, correction.id),
        corrections.c.state == CorrectionState.OPEN,
        state=state,
        decided_by=decided_by,
        decided_at=now,
    )

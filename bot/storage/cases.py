"""Cases: what a moderator must decide. One open case a kind and subject."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, GuildId
from bot.domain.states import CaseState
from bot.storage.counters import next_id
from bot.storage.tables import cases


@dataclass(frozen=True, slots=True)
class Case:
    """Something that waits for a moderator; `subject` is such as ``pair:12``."""

    guild: GuildId
    id: CaseId
    kind: str
    subject: str
    facts: dict[str, str]
    state: CaseState
    opened_at: datetime
    resolved_at: datetime | None


def open_(
    connection: Connection,
    guild: GuildId,
    *,
    kind: str,
    subject: str,
    facts: dict[str, str],
    now: datetime,
) -> CaseId | None:
    """Open a case; return None when one of this kind and subject is open already."""
    if _find_open(connection, guild, kind, subject):
        return None
    case = CaseId(next_id(connection, guild, "case"))
    connection.execute(
        insert(cases).values(
            guild_id=guild,
            id=case,
            kind=kind,
            subject=subject,
            facts=facts,
            state=CaseState.OPEN,
            opened_at=now,
        )
    )
    return case


def find(connection: Connection, guild: GuildId, case: CaseId) -> Case | None:
    """Return the case, or None when this society has none of that id."""
    row = connection.execute(
        select(cases).where(cases.c.guild_id == guild, cases.c.id == case)
    ).one_or_none()
    return None if row is None else _from_row(row)


def get(connection: Connection, guild: GuildId, case: CaseId) -> Case:
    """Return the case; raise `DomainError` ``case.unknown``."""
    found = find(connection, guild, case)
    if found is None:
        raise DomainError("case.unknown", case=case)
    return found


def open_in(connection: Connection, guild: GuildId) -> list[Case]:
    """Return the society's open cases, oldest first."""
    statement = (
        select(cases)
        .where(cases.c.guild_id == guild, cases.c.state == CaseState.OPEN)
        .order_by(cases.c.opened_at, cases.c.id)
    )
    return [_from_row(row) for row in connection.execute(statement)]


def resolve(connection: Connection, guild: GuildId, case: CaseId, now: datetime) -> bool:
    """Close a case; return whether it was open."""
    closed = connection.execute(
        update(cases)
        .where(
            cases.c.guild_id == guild,
            cases.c.id == case,
            cases.c.state == CaseState.OPEN,
        )
        .values(state=CaseState.RESOLVED, resolved_at=now)
    )
    return closed.rowcount == 1


def _find_open(connection: Connection, guild: GuildId, kind: str, subject: str) -> Row[Any] | None:
    return connection.execute(
        select(cases.c.id).where(
            cases.c.guild_id == guild,
            cases.c.kind == kind,
            cases.c.subject == subject,
            cases.c.state == CaseState.OPEN,
        )
    ).one_or_none()


def _from_row(row: Row[Any]) -> Case:
    return Case(
        guild=row.guild_id,
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        facts=dict(row.facts),
        state=row.state,
        opened_at=row.opened_at,
        resolved_at=row.resolved_at,
    )

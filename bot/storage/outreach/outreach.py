"""Outreach: one member's contacts outside the society."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, OutreachId, ProgramId, UserId
from bot.domain.outreach.outreach import Allowed, Channel, CheckedOutreach, Standing
from bot.storage.counters import next_id
from bot.storage.records import CompositeField, Records, composite
from bot.storage.tables import outreach


@dataclass(frozen=True, slots=True)
class Outreach:
    """One contact of one member. `version` counts steps, so that stale reminders are known."""

    guild: GuildId
    id: OutreachId
    user: UserId
    contact: CheckedOutreach
    allowed: Allowed | None
    program: ProgramId | None
    draft: str
    standing: Standing
    version: int
    added_at: datetime
    changed_at: datetime


def _allowed(phone: str, channels: tuple[Channel, ...], since: date | None) -> Allowed | None:
    return None if since is None else Allowed(phone, channels, since)


_ROWS = Records(
    outreach,
    Outreach,
    outreach.c.due_at.is_(None),
    outreach.c.due_at,
    outreach.c.id,
    parts={
        "contact": composite(CheckedOutreach),
        "allowed": CompositeField(
            ("phone", "allowed", "allowed_on"),
            make=_allowed,
            take=lambda allowed: (
                (allowed.phone, allowed.channels, allowed.since) if allowed else ("", (), None)
            ),
        ),
        "standing": composite(Standing),
    },
)


def add(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    contact: CheckedOutreach,
    standing: Standing,
    now: datetime,
    program: ProgramId | None = None,
) -> Outreach:
    """Save a contact."""
    made = OutreachId(next_id(connection, guild, "outreach"))
    _ROWS.insert(
        connection,
        Outreach(guild, made, user, contact, None, program, "", standing, 0, now, now),
    )
    return get(connection, guild, made, user)


def move(connection: Connection, outreach: Outreach, standing: Standing, now: datetime) -> Outreach:
    """Save a contact's new state; reminders that were planned before become stale."""
    version = outreach.version + 1
    return _change(connection, outreach, standing=standing, version=version, changed_at=now)


def postpone(connection: Connection, outreach: Outreach, due_at: datetime) -> Outreach:
    """Change only the date."""
    return _change(connection, outreach, due_at=due_at, version=outreach.version + 1)


def allow(connection: Connection, outreach: Outreach, allowed: Allowed) -> Outreach:
    """Save a phone number with the permission for it."""
    return _change(connection, outreach, allowed=allowed)


def save_draft(connection: Connection, outreach: Outreach, words: str) -> Outreach:
    """Save the current first message."""
    return _change(connection, outreach, draft=words)


def forget_addresses(connection: Connection, outreach: Outreach) -> Outreach:
    """Delete a contact's addresses, and what was written to them."""
    return _change(connection, outreach, email="", link="", allowed=None, draft="")


def forget(connection: Connection, contact: Outreach) -> None:
    """Delete a contact."""
    connection.execute(
        delete(outreach).where(outreach.c.guild_id == contact.guild, outreach.c.id == contact.id)
    )


def find(connection: Connection, guild: GuildId, which: OutreachId) -> Outreach | None:
    """Return the contact, or None."""
    return _ROWS.find(connection, guild, which)


def get(connection: Connection, guild: GuildId, which: OutreachId, user: UserId) -> Outreach:
    """Return this member's own contact; raise `DomainError` ``outreach.unknown``."""
    outreach = find(connection, guild, which)
    if outreach is None or outreach.user != user:
        raise DomainError("outreach.unknown")
    return outreach


def list_for_person(connection: Connection, guild: GuildId, user: UserId) -> list[Outreach]:
    """Return a member's contacts: those with a date first, soonest first."""
    return _ROWS.all(connection, outreach.c.guild_id == guild, outreach.c.user_id == user)


def count(connection: Connection, guild: GuildId, user: UserId) -> int:
    """Return how many contacts a member has."""
    statement = select(func.count()).where(outreach.c.guild_id == guild, outreach.c.user_id == user)
    return int(connection.execute(statement).scalar_one())


def _change(connection: Connection, outreach: Outreach, **values: Any) -> Outreach:
    _ROWS.change(connection, (outreach.guild, outreach.id), **values)
    return get(connection, outreach.guild, outreach.id, outreach.user)

"""Outreach: the people outside the society whom one member writes to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, OutreachId, ProgramId, UserId
from bot.domain.outreach.outreach import Allowed, Channel, CheckedOutreach, Standing
from bot.storage.counters import next_id
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


def add(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    contact: CheckedOutreach,
    standing: Standing,
    now: datetime,
    program: ProgramId | None = None,
) -> Outreach:
    """Keep a contact."""
    made = OutreachId(next_id(connection, guild, "outreach"))
    connection.execute(
        insert(outreach).values(
            guild_id=guild,
            id=made,
            user_id=user,
            who=contact.who,
            place=contact.place,
            known_from=contact.known_from,
            kind=contact.kind,
            email=contact.email,
            link=contact.link,
            phone="",
            allowed=[],
            program_id=program,
            draft="",
            state=standing.state,
            follow_ups=standing.follow_ups,
            due_at=standing.due_at,
            version=0,
            added_at=now,
            changed_at=now,
        )
    )
    return get(connection, guild, made, user)


def move(connection: Connection, found: Outreach, standing: Standing, now: datetime) -> Outreach:
    """Note where a contact stands now; reminders that were planned before become stale."""
    values = {
        "state": standing.state,
        "follow_ups": standing.follow_ups,
        "due_at": standing.due_at,
        "version": found.version + 1,
        "changed_at": now,
    }
    return _change(connection, found, values)


def postpone(connection: Connection, found: Outreach, due_at: datetime) -> Outreach:
    """Move the date alone."""
    return _change(connection, found, {"due_at": due_at, "version": found.version + 1})


def allow(connection: Connection, found: Outreach, allowed: Allowed) -> Outreach:
    """Keep a number with the permission for it."""
    values = {
        "phone": allowed.phone,
        "allowed": [one.value for one in allowed.channels],
        "allowed_on": allowed.since,
    }
    return _change(connection, found, values)


def keep_draft(connection: Connection, found: Outreach, words: str) -> Outreach:
    """Keep the first message as it is now."""
    return _change(connection, found, {"draft": words})


def forget_addresses(connection: Connection, found: Outreach) -> Outreach:
    """Forget how somebody is reached, and what was written to them."""
    values: dict[str, Any] = {"email": "", "link": "", "phone": "", "allowed": [], "draft": ""}
    values["allowed_on"] = None
    return _change(connection, found, values)


def forget(connection: Connection, found: Outreach) -> None:
    """Forget a contact altogether."""
    connection.execute(
        delete(outreach).where(outreach.c.guild_id == found.guild, outreach.c.id == found.id)
    )


def find(connection: Connection, guild: GuildId, which: OutreachId) -> Outreach | None:
    """Return the contact, or None."""
    row = connection.execute(
        select(outreach).where(outreach.c.guild_id == guild, outreach.c.id == which)
    ).one_or_none()
    return None if row is None else _from_row(row)


def get(connection: Connection, guild: GuildId, which: OutreachId, user: UserId) -> Outreach:
    """Return this member's own contact; raise `DomainError` ``outreach.unknown``."""
    found = find(connection, guild, which)
    if found is None or found.user != user:
        raise DomainError("outreach.unknown")
    return found


def of_person(connection: Connection, guild: GuildId, user: UserId) -> list[Outreach]:
    """Return a member's contacts: those with a date first, soonest first."""
    statement = (
        select(outreach)
        .where(outreach.c.guild_id == guild, outreach.c.user_id == user)
        .order_by(outreach.c.due_at.is_(None), outreach.c.due_at, outreach.c.id)
    )
    return [_from_row(row) for row in connection.execute(statement)]


def count(connection: Connection, guild: GuildId, user: UserId) -> int:
    """Return how many contacts a member keeps."""
    statement = select(func.count()).where(outreach.c.guild_id == guild, outreach.c.user_id == user)
    return int(connection.execute(statement).scalar_one())


def _change(connection: Connection, found: Outreach, values: dict[str, Any]) -> Outreach:
    connection.execute(
        update(outreach)
        .where(outreach.c.guild_id == found.guild, outreach.c.id == found.id)
        .values(**values)
    )
    return get(connection, found.guild, found.id, found.user)


def _from_row(row: Row[Any]) -> Outreach:
    allowed = None
    if row.allowed_on is not None:
        allowed = Allowed(row.phone, tuple(map(Channel, row.allowed)), row.allowed_on)
    return Outreach(
        guild=row.guild_id,
        id=row.id,
        user=row.user_id,
        contact=CheckedOutreach(row.who, row.place, row.known_from, row.email, row.link, row.kind),
        allowed=allowed,
        program=row.program_id,
        draft=row.draft,
        standing=Standing(row.state, row.follow_ups, row.due_at),
        version=row.version,
        added_at=row.added_at,
        changed_at=row.changed_at,
    )

"""Openings: mentors' own word that requests are welcome, and what they could be asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.ids import GuildId, UserId
from bot.storage.tables import openings


@dataclass(frozen=True, slots=True)
class Opening:
    """How soon somebody answers, by their own promise, and how many mentees they could take."""

    guild: GuildId
    user: UserId
    answer_within_hours: int
    room: int


def find(connection: Connection, guild: GuildId, user: UserId) -> Opening | None:
    """Return the opening as it was left, closed ones too, or None."""
    statement = select(openings).where(openings.c.guild_id == guild, openings.c.user_id == user)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _from_row(row)


def with_room(connection: Connection, guild: GuildId) -> list[Opening]:
    """Return everybody who could take a mentee, by id."""
    statement = (
        select(openings)
        .where(openings.c.guild_id == guild, openings.c.room > 0)
        .order_by(openings.c.user_id)
    )
    return [_from_row(row) for row in connection.execute(statement)]


def save(connection: Connection, opening: Opening, now: datetime) -> None:
    """Keep the opening as it is now."""
    values = {
        "answer_within_hours": opening.answer_within_hours,
        "room": opening.room,
        "changed_at": now,
    }
    key = (openings.c.guild_id == opening.guild, openings.c.user_id == opening.user)
    if connection.execute(update(openings).where(*key).values(**values)).rowcount == 0:
        keys = {"guild_id": opening.guild, "user_id": opening.user}
        connection.execute(insert(openings).values(**keys, **values))


def _from_row(row: Row[Any]) -> Opening:
    return Opening(row.guild_id, row.user_id, row.answer_within_hours, row.room)

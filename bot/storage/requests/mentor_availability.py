"""Openings: mentors' own word that requests are welcome, and what they could be asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.storage.records import Records
from bot.storage.tables import openings


@dataclass(frozen=True, slots=True)
class MentorAvailability:
    """How soon somebody answers, by their own promise, and how many mentees they could take."""

    guild: GuildId
    user: UserId
    answer_within_hours: int
    room: int


_ROWS = Records(openings, MentorAvailability, openings.c.user_id)


def find(connection: Connection, guild: GuildId, user: UserId) -> MentorAvailability | None:
    """Return the opening as it was left, closed ones too, or None."""
    return _ROWS.find(connection, guild, user)


def with_room(connection: Connection, guild: GuildId) -> list[MentorAvailability]:
    """Return everybody who could take a mentee, by id."""
    return _ROWS.all(connection, openings.c.guild_id == guild, openings.c.room > 0)


def save(connection: Connection, opening: MentorAvailability, now: datetime) -> None:
    """Keep the opening as it is now."""
    _ROWS.put(connection, opening, changed_at=now)

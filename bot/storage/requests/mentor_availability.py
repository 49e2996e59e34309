"""Request settings: mentors who take requests, and what they can be asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.storage.records import Records
from bot.storage.tables import openings


@dataclass(frozen=True, slots=True)
class MentorAvailability:
    """A mentor's own response time, and how many mentees they could take."""

    guild: GuildId
    user: UserId
    answer_within_hours: int
    room: int


_ROWS = Records(openings, MentorAvailability, openings.c.user_id)


def find(connection: Connection, guild: GuildId, user: UserId) -> MentorAvailability | None:
    """Return the request settings, closed ones too, or None."""
    return _ROWS.find(connection, guild, user)


def with_room(connection: Connection, guild: GuildId) -> list[MentorAvailability]:
    """Return everyone who could take a mentee, by ID."""
    return _ROWS.all(connection, openings.c.guild_id == guild, openings.c.room > 0)


def save(connection: Connection, opening: MentorAvailability, now: datetime) -> None:
    """Save the request settings."""
    _ROWS.put(connection, opening, changed_at=now)

"""On which days moderators and leads looked something up about someone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete

from bot.domain.ids import GuildId, UserId
from bot.domain.states import Look
from bot.storage.counters import next_id
from bot.storage.moderation import societies
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import looks
from bot.storage.upserts import insert_unless_known


@dataclass(frozen=True, slots=True)
class Looked:
    """What was opened about someone, and on which day in the society's time zone."""

    guild: GuildId
    user: UserId
    what: Look
    day: date


_ROWS = Records(looks, Looked, looks.c.day.desc(), looks.c.what)


def record(
    connection: Connection,
    guild: GuildId,
    looker: UserId,
    people: Collection[UserId],
    what: Look,
    now: datetime,
) -> None:
    """Save that something was opened about `people` today; not by whom.

    What someone opens about themselves doesn't count, and nothing does where people aren't shown
    it.
    """
    society = societies.find(connection, guild)
    if society is not None and not society.shows_looks:
        return
    zone = ZoneInfo(society.time_zone if society else "UTC")
    for user in people:
        if user > 0 and user != looker:
            values = {
                "guild_id": guild,
                "id": next_id(connection, guild, "look"),
                "user_id": user,
                "what": what,
                "day": now.astimezone(zone).date(),
            }
            insert_unless_known(connection, looks, values, "guild_id", "user_id", "what", "day")


def of_person(connection: Connection, guild: GuildId, user: UserId) -> list[Looked]:
    """Return what was opened about someone, newest first."""
    return _ROWS.all(connection, looks.c.guild_id == guild, looks.c.user_id == user)


def delete_before(connection: Connection, day: date) -> int:
    """Delete what is older, in every society; return how many rows."""
    return connection.execute(delete(looks).where(IN_EVERY_SOCIETY, looks.c.day < day)).rowcount

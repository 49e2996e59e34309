"""Where a pair usually meets."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.ids import GuildId, PairId, UserId
from bot.storage.tables import meeting_places


def find(connection: Connection, guild: GuildId, pair: PairId) -> str:
    """Return the pair's usual place, a call link or words; empty when there is none."""
    statement = select(meeting_places.c.place).where(
        meeting_places.c.guild_id == guild, meeting_places.c.pair_id == pair
    )
    return connection.execute(statement).scalar_one_or_none() or ""


def keep(
    connection: Connection, guild: GuildId, pair: PairId, place: str, user: UserId, now: datetime
) -> None:
    """Keep the place instead of the one before; an empty one is forgotten."""
    key = (meeting_places.c.guild_id == guild, meeting_places.c.pair_id == pair)
    connection.execute(delete(meeting_places).where(*key))
    if place:
        values = {"place": place, "changed_by": user, "changed_at": now}
        connection.execute(insert(meeting_places).values(guild_id=guild, pair_id=pair, **values))

"""The safety leads of a society, in the order in which they are asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.ids import GuildId, UserId
from bot.storage.tables import safety_leads


def of_society(connection: Connection, guild: GuildId) -> tuple[UserId, ...]:
    """Return the leads."""
    rows = (
        select(safety_leads.c.user_id)
        .where(safety_leads.c.guild_id == guild)
        .order_by(safety_leads.c.place, safety_leads.c.user_id)
    )
    return tuple(UserId(user) for user in connection.execute(rows).scalars())


def save(connection: Connection, guild: GuildId, leads: Sequence[UserId], now: datetime) -> None:
    """Replace the leads; whoever stays keeps their date."""
    known = {
        row.user_id: row.named_at
        for row in connection.execute(select(safety_leads).where(safety_leads.c.guild_id == guild))
    }
    connection.execute(delete(safety_leads).where(safety_leads.c.guild_id == guild))
    rows = [
        {
            "guild_id": guild,
            "user_id": user,
            "place": place,
            "named_at": known.get(user, now),
        }
        for place, user in enumerate(leads)
    ]
    if rows:
        connection.execute(insert(safety_leads), rows)


def leave(connection: Connection, guild: GuildId, user: UserId) -> None:
    """Let someone be a lead no longer."""
    connection.execute(
        delete(safety_leads).where(safety_leads.c.guild_id == guild, safety_leads.c.user_id == user)
    )

"""Which advice each person was shown, and when last."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.ids import GuildId, UserId
from bot.storage.tables import advice_shown
from bot.storage.upserts import put


def shown_to(connection: Connection, guild: GuildId, user: UserId) -> dict[str, datetime]:
    """Return when each item was last shown to `user`, by the item's id."""
    statement = select(advice_shown.c.item, advice_shown.c.at).where(
        advice_shown.c.guild_id == guild, advice_shown.c.user_id == user
    )
    return {row.item: row.at for row in connection.execute(statement)}


def record(connection: Connection, guild: GuildId, user: UserId, item: str, now: datetime) -> None:
    """Record that an item is shown."""
    values = {"guild_id": guild, "user_id": user, "item": item, "at": now}
    put(connection, advice_shown, values, "guild_id", "user_id", "item")

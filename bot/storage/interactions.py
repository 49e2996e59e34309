"""Interactions already seen: Discord may deliver one more than once, its effect happens once."""

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId
from bot.storage.tables import interactions


def record(
    connection: Connection, interaction: InteractionId, guild: GuildId, now: datetime
) -> None:
    """Note the interaction together with its effect; raise ``interaction.repeated`` if known."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    noted = connection.execute(
        insert(interactions)
        .values(id=interaction, guild_id=guild, at=now)
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(interactions.c.id)
    )
    if noted.scalar_one_or_none() is None:
        raise DomainError("interaction.repeated")


def purge(connection: Connection, before: datetime) -> int:
    """Forget what was noted before `before`, and say how many; Discord repeats none so old."""
    return connection.execute(delete(interactions).where(interactions.c.at < before)).rowcount

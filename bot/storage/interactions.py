"""Interactions already processed: Discord may deliver one twice, but its effect happens once."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import interactions
from bot.storage.upserts import insert_unless_known


def record(
    connection: Connection, interaction: InteractionId, guild: GuildId, now: datetime
) -> None:
    """Record the interaction together with its effect; raise ``interaction.repeated`` if known."""
    values = {"id": interaction, "guild_id": guild, "at": now}
    if not insert_unless_known(connection, interactions, values, "id"):
        raise DomainError("interaction.repeated")


def is_recorded(connection: Connection, interaction: InteractionId) -> bool:
    """Return whether the interaction had its effect: the two are committed together."""
    statement = select(interactions.c.id).where(interactions.c.id == interaction)
    return connection.execute(statement).scalar_one_or_none() is not None


def purge(connection: Connection, before: datetime) -> int:
    """Delete records older than `before`, and return how many; Discord repeats none that old."""
    return connection.execute(
        delete(interactions).where(IN_EVERY_SOCIETY, interactions.c.at < before)
    ).rowcount
